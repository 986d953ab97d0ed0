"""Every public measure matches what has names by name, or refuses it: the order says nothing."""

import contextlib
import inspect

import numpy as np
import pandas as pd
import pytest

from resetcycle import (
    agreement,
    board,
    cycle,
    data,
    evidence,
    forecasts,
    lookback,
    multiverse,
    record,
    trajectory,
    weighing,
)

ROOMS = (
    *(agreement, board, cycle, evidence, forecasts),
    *(lookback, multiverse, record, trajectory, weighing),
)
QUESTIONS = ["Q01", "Q02", "Q03", "Q04"]
P = pd.Series([0.9, 0.7, 0.2, 0.4], QUESTIONS)
O = pd.Series([1, 1, 0, 1], QUESTIONS)  # noqa: E741 (as the measure calls it)
MARKS = pd.DataFrame(
    [[0, 1, 2, 3], [0, 1, 3, 3], [1, 2, 2, 2]], ["Ann", "Bo", "Cy"], ["e1", "e2", "e3", "e4"]
)
CODES = MARKS.replace({0: "19", 1: "019", 2: "042", 3: "163"})
WEIGHTS = pd.DataFrame(
    # Of camps that are equally large, the first rater's would lead.
    [[70, 20, 10], [60, 20, 20], [65, 25, 10], [10, 20, 70], [20, 10, 70]],
    list("ABCDE"),
    ["x", "y", "z"],
)
BURDENS = pd.DataFrame([[1, 0, 2 / 3], [0, 1, 1 / 3]], ["obama", "biden"], ["x", "y", "z"])
POINTS = pd.Series([100, 50, 25], ["x", "y", "z"])
PAIRS = pd.DataFrame([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]], list("xyz"), list("xyz"))
PRIOR = pd.Series([0.5, 0.3, 0.2], ["structure", "choices", "drift"])
RATIOS = pd.DataFrame({"e1": [4, 2, 1], "e2": [0.5, 1, 1]}, PRIOR.index)
YEARS = pd.DataFrame({"polls": [1.0, 4, 2], "trade": [9.0, 3, 5]}, [2001, 2002, 2003])
LEVELS = pd.DataFrame(
    {"start": [3, 6], "middle": [2, 4], "end": [1, 2]}, ["clinton", "bush43"], dtype=float
)
LINE = pd.DataFrame(
    {"shown_at": pd.date_range("1993-01-31", "2001-01-20", freq="ME"), "value": range(96)}
)
MONTHS = pd.Series(np.arange(40.0), pd.period_range("1993-01", periods=40, freq="M"))
DATES = trajectory.window_dates("clinton")
OBAMA = data.load("events").query("term_id == 'obama'")
RECORD = record.windows()
WAYS = multiverse.multiverse().query("indicator == 'Gallup' or indicator == 'Levada'")
COUNTS = pd.DataFrame({"VC": [3, 1], "MC": [1, 1], "VK": [1, 2], "MK": [1, 4]}, ["a", "b"])


def camps(weights):
    found = agreement.camps(weights)
    return dict(zip(weights.index, found.labels.tolist(), strict=True)), found.centres


def pairwise(matrix):
    return dict(zip(matrix.index, weighing.ahp(matrix).weights, strict=True))


def last(prior, ratios):
    return evidence.steps(prior, ratios).iloc[-1]


# Each measure with the named inputs that it takes; what it returns is named where it is a list.
CASES = {
    "agreement.camps": (camps, WEIGHTS),
    "agreement.geometric_mean_weights": (agreement.geometric_mean_weights, WEIGHTS),
    "agreement.icc": (agreement.icc, MARKS),
    "agreement.agree_by_chance": (agreement.agree_by_chance, MARKS),
    "agreement.kendalls_w": (agreement.kendalls_w, MARKS),
    "agreement.krippendorff_alpha": (agreement.krippendorff_alpha, CODES),
    "agreement.weighted_kappa": (
        lambda one, other: agreement.weighted_kappa(one, other, range(4)),
        MARKS.loc["Ann"],
        MARKS.loc["Bo"],
    ),
    "cycle.page_trend": (cycle.page_trend, LEVELS),
    "cycle.shift_test": (
        lambda months: cycle.shift_test(months, [pd.Timestamp("1994-06-01")], 6).statistic,
        MONTHS,
    ),
    "cycle.term_levels": (cycle.term_levels, LINE),
    "evidence.steps": (last, PRIOR, RATIOS),
    "evidence.update": (evidence.update, PRIOR, RATIOS),
    "forecasts.brier_score": (forecasts.brier_score, P, O),
    "forecasts.conditional": (
        lambda asked, held: forecasts.conditional(asked, held)["question_id"],
        pd.DataFrame({"question_id": QUESTIONS, "condition": [None, "if", "if", None]}),
        pd.Series({"Q02": True, "Q03": False}),
    ),
    "forecasts.mean_distance": (forecasts.mean_distance, P, O),
    "forecasts.murphy": (forecasts.murphy, P, O),
    "forecasts.skill_score": (
        lambda p, o, quo: forecasts.skill_score(p, o, "status_quo", quo),
        P,
        O,
        pd.Series([0, 1, 1, 0], QUESTIONS),
    ),
    "lookback.hindsight_shift": (
        lookback.hindsight_shift,
        P,
        pd.Series([0.5, 0.9, 0.4, 0.4], QUESTIONS),
        O,
    ),
    "lookback.score": (
        lookback.score,
        pd.DataFrame(
            {"p": P, "remembered": P / 2, "o": O, "status_quo": [0, 1, 1, 0], "article": P / 3}
        ),
    ),
    "multiverse.moves": (multiverse.moves, WAYS),
    "multiverse.standing": (multiverse.standing, WAYS),
    "multiverse.left_after": (
        lambda ways: len(multiverse.left_after(ways, window="6 months")),
        WAYS,
    ),
    "record.compare": (lambda rows: record.compare(events=rows), OBAMA),
    "record.steps": (lambda rows: record.steps(events=rows), OBAMA),
    "record.turned_by_one": (lambda rows: record.turned_by_one(events=rows), OBAMA),
    "record.until_it_turns": (lambda rows: record.until_it_turns(events=rows), OBAMA),
    "record.coverage": (record.coverage, OBAMA),
    "record.months_since": (
        lambda days: record.months_since(pd.Timestamp("2009-01-20"), days),
        OBAMA["event_date"],
    ),
    "record.scored_events": (record.scored_events, OBAMA),
    "record.told_events": (record.told_events, OBAMA),
    "record.votes": (
        lambda rows: record.votes(rows, pd.Timestamp("2009-01-20")),
        record.scored_events(OBAMA),
    ),
    "record.windows": (lambda rows: record.windows(events=rows), OBAMA),
    "record.side_by_side": (
        lambda one, other: record.side_by_side({"all": one, "deeds": other}).set_index(
            ["presidency", "window"]
        ),
        RECORD,
        RECORD.assign(mean=range(len(RECORD))),
    ),
    "trajectory.balance": (trajectory.balance, COUNTS),
    "trajectory.composite": (
        lambda table, weights: trajectory.composite(table, weights=weights),
        YEARS,
        pd.Series([3, 1], ["polls", "trade"]),
    ),
    "trajectory.in_words": (trajectory.in_words, LEVELS),
    "trajectory.monthly": (trajectory.monthly, OBAMA),
    "trajectory.event_line": (lambda rows: trajectory.event_line(12, rows), OBAMA),
    "trajectory.pattern": (trajectory.pattern, LEVELS.assign(closer=["up", "down"])),
    "trajectory.quad_counts": (trajectory.quad_counts, OBAMA),
    "trajectory.term_windows": (trajectory.term_windows, OBAMA),
    "trajectory.versions": (
        lambda table, weights: trajectory.versions(table, {"polls first": weights}),
        YEARS,
        pd.Series([3, 1], ["polls", "trade"]),
    ),
    "trajectory.window_means": (lambda rows: trajectory.window_means(rows, DATES), LINE),
    "weighing.ahp": (pairwise, PAIRS),
    "weighing.burden": (weighing.burden, BURDENS, POINTS),
    "weighing.crossings": (
        lambda table, points: weighing.crossings(table, points, "x").lines,
        BURDENS,
        POINTS,
    ),
    "weighing.performance": (weighing.performance, data.load("codings")),
    "weighing.swing_weights": (weighing.swing_weights, POINTS),
    "weighing.tornado": (
        lambda table, points: weighing.tornado(table, points, ("obama", "biden")),
        BURDENS,
        POINTS,
    ),
}
# Measures without such a case, and why.
APART = {
    "arrays and sliders, which have no names of their own": [
        "board.mulberry32",
        "record.middle",
        "board.rank_shares",
        "board.slider_weights",
        "multiverse.comparisons",
    ],
    "dicts that keep their keys": [
        "board.whole_points",
        "lookback.entries",
        "lookback.seal",
        "lookback.verify",
    ],
    "rows, one after the other as they come": ["record.rows"],
    "one list, whose order is that of time": [
        "cycle.best_split",
        "cycle.block_bootstrap",
        "trajectory.discounted_sum",
        "trajectory.ewma",
    ],
    "numbers, days and names, and no list": [
        "cycle.ends",
        "cycle.exact_p",
        "cycle.random_walks",
        "evidence.test_type",
        "forecasts.icd203",
        "multiverse.multiverse",
        "record.kinds",
        "trajectory.extremes",
        "trajectory.machine_ends",
        "trajectory.readings",
        "trajectory.vacancies",
        "trajectory.machine_windows",
        "record.above_zero",
        "record.by_year",
        "record.in_brief",
        "record.stream",
        "record.verdict",
        "record.weeks_in",
        "trajectory.windows",
        "trajectory.yearly",
        "weighing.first_places",
        "weighing.roc_weights",
    ],
    "tested with what is drawn, in test_weighing.py": ["weighing.drawn_codes", "weighing.smaa"],
}


def test_every_public_measure_has_a_case_or_a_reason():
    public = {
        f"{room.__name__.rpartition('.')[2]}.{name}"
        for room in ROOMS
        for name, each in inspect.getmembers(room, inspect.isfunction)
        if each.__module__ == room.__name__ and not name.startswith("_")
    }
    assert public == {*CASES, *(name for names in APART.values() for name in names)}


def turned(given):
    """Return the same names in other orders."""
    yield given.iloc[::-1]
    yield given.iloc[[*range(1, len(given)), 0]]
    if given.ndim == 2:
        yield given.iloc[:, ::-1]


def plain(found):
    """Return a result without the order of its names."""
    if isinstance(found, pd.DataFrame | pd.Series):
        return plain(found.to_dict())
    if isinstance(found, dict):
        return {name: plain(one) for name, one in sorted(found.items(), key=str)}
    if isinstance(found, tuple):
        return tuple(map(plain, found))
    return round(found, 9) if isinstance(found, float) else found


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_names_changes_nothing_or_is_refused(name):
    measure, *given = CASES[name]
    expected = repr(plain(measure(*given)))
    for at, one in enumerate(given):
        for other in turned(one):
            with contextlib.suppress(ValueError):
                found = measure(*given[:at], other, *given[at + 1 :])
                assert repr(plain(found)) == expected


@pytest.mark.parametrize(
    "name", ["forecasts.brier_score", "forecasts.murphy", "agreement.weighted_kappa"]
)
def test_another_name_is_refused(name):
    measure, first, second = CASES[name]
    strange = second.rename({second.index[0]: "elsewhere"})
    with pytest.raises(ValueError, match="give both the same names, or lists"):
        measure(first, strange)


def test_tables_of_other_windows_are_not_set_side_by_side():
    with pytest.raises(ValueError, match="stands in all and not in deeds"):
        record.side_by_side({"all": RECORD, "deeds": RECORD.iloc[1:]})
    with pytest.raises(ValueError, match="tables is empty"):
        record.side_by_side({})


def test_beliefs_and_findings_keep_their_names():
    by_name = evidence.update(PRIOR, RATIOS).to_dict()
    rows = [RATIOS.loc[name] for name in PRIOR.index]
    rows[1] = rows[1][::-1]
    assert evidence.update(PRIOR.to_dict(), RATIOS).to_dict() == pytest.approx(by_name)
    assert evidence.update(PRIOR, rows).tolist() == pytest.approx([by_name[n] for n in PRIOR.index])
    found = pd.Series([4, 2], ["talks", "arms"])
    for ratios in (found, found.to_dict()):
        assert evidence.steps(0.5, ratios).index.tolist() == ["prior", "talks", "arms"]
        assert evidence.update(0.5, ratios) == pytest.approx(8 / 9)


def test_windows_in_rows_are_found_by_their_names():
    """Both presidencies fall from window to window: L is 14 for each."""
    rows = [LEVELS.loc["clinton"], LEVELS.loc["bush43"][::-1]]
    assert cycle.page_trend(rows).L == 28
    turned_round = [row[::-1] for row in rows]
    assert cycle.page_trend(turned_round).L == 28


def test_bytes_are_texts():
    assert agreement.krippendorff_alpha([[b"019", b"19"], [b"19", b"19"]]) == pytest.approx(0)


def test_a_list_of_numbers_is_no_table():
    """One rater, or three of them with one criterion each? Nobody can tell."""
    for measure in (agreement.geometric_mean_weights, agreement.camps, agreement.kendalls_w):
        with pytest.raises(ValueError, match="with raters in rows; found a single list"):
            measure([0.5, 0.3, 0.2])


@pytest.mark.parametrize(
    "refused, said",
    [
        (lambda: evidence.test_type(0.5, 0.4, "x"), "strong must be a likelihood ratio above 1"),
        (lambda: cycle.random_walks(1, 2, 1, "wide"), "step_sd must be 0 or more"),
        (
            lambda: cycle.block_bootstrap([1, 2], lambda _: "x", 1, 5),
            "one finite number; found 'x'",
        ),
        (lambda: trajectory.quad_counts(by="place"), "by must be one of"),
        (lambda: trajectory.balance(COUNTS[["VC", "MC"]]), "The counts have no column 'VK'"),
        (lambda: trajectory.ewma(["a"], 12), "values must be numbers; found"),
        (
            lambda: trajectory.extremes("bush41", ["levada_good"]),
            "levada_good has no reading between January 1989 and January 1993",
        ),
        (lambda: multiverse.standing(WAYS, "place"), "by must be one of"),
        (
            lambda: board.slider_weights([{"label": "x", "members": ["luck"], "points": 1}]),
            "a member must be one of .*; found 'luck'",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(refused, said):
    with pytest.raises(ValueError, match=said):
        refused()


def test_rows_that_are_lists_with_names_are_matched_too():
    ann, bo, cy = (MARKS.loc[name] for name in MARKS.index)
    rows = [ann, bo[::-1], cy.to_dict()]
    for measure in (agreement.kendalls_w, agreement.icc, agreement.krippendorff_alpha):
        assert plain(measure(rows)) == plain(measure(MARKS))
    shares = [row[::-1] if at else row for at, (_, row) in enumerate(WEIGHTS.iterrows())]
    mean = agreement.geometric_mean_weights(shares)
    assert plain(mean) == plain(agreement.geometric_mean_weights(WEIGHTS))
