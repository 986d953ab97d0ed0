"""The many analyses of one claim: single cells computed anew, rules kept, helpers by hand."""

import itertools

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import cycle, data, multiverse, record, trajectory

PARTS = multiverse.PARTS
ARTICLE = ["clinton", "bush43", "obama"]


@pytest.fixture(scope="module")
def table():
    return cycle.multiverse()


def cell(table, part, **choices):
    """Return n and favour of the one combination with these choices; the others at their first."""
    first = {"memory": "none", "weighting": "each", "left_out": "none", "calendar": "Washington"}
    asked = first | {"window": "12 months", "known": "now", "part": part} | choices
    found = table
    for choice, option in asked.items():
        found = found[found[choice] == option]
    (row,) = found.to_dict("records")
    return row["n"], row["favour"]


def judged(levels):
    """Count by hand: rows of (start, middle, end) in order of time, None where there is none."""
    pairs = {part: [] for part in PARTS}
    for start, middle, end in levels:
        pairs[PARTS[1]].append((start, middle))
        pairs[PARTS[2]].append((start, end))
    for before, after in itertools.pairwise(levels):
        pairs[PARTS[0]].append((after[0], before[2]))
        pairs[PARTS[3]].append((before[2], after[2]))
    made = {part: [p for p in pairs[part] if None not in p] for part in PARTS}
    return {part: (len(made[part]), sum(a > b for a, b in made[part])) for part in PARTS}


def levels_of(rows, terms):
    """Return levels of a table with term_id, window, mean and enough."""
    known = {(row.term_id, row.window): row.mean for row in rows.itertuples() if row.enough}
    return [[known.get((term, window)) for window in trajectory.WINDOWS] for term in terms]


def presidencies():
    terms = data.load("terms")
    return terms.loc[terms["role"] != "prologue", "term_id"].tolist()


# ------------------------------------------------------------------------------------ known answers


def test_comparisons_of_three_presidencies_by_hand():
    levels = np.array([[[5, 3, 1], [4, 4, 0], [-1, np.nan, -2.0]]])
    found = multiverse.comparisons(levels)
    # Starts 4 and -1 against ends 1 and 0; middles 3 and 4; ends below starts; ends 1, 0, -2.
    assert found.made.tolist() == [[2, 2, 3, 2]]
    assert found.favour.tolist() == [[1, 1, 3, 2]]


def test_the_last_digit_of_a_sum_is_no_fall():
    levels = np.array([[[0.1 + 0.2, 0.3, 0.3]]])
    assert multiverse.comparisons(levels).favour.tolist() == [[0, 0, 0, 0]]


def test_gallup_turns_with_the_reading_taken_for_the_end_as_the_lesson_shows(table):
    polls = pd.read_csv(ROOT / "data" / "indicators.csv").query(
        "indicator_id == 'gallup_favourable'"
    )
    value = polls.set_index("date")["value"]
    after = [value[day] for day in ("2001-02-01", "2009-02-01", "2017-02-01")]
    assert after[0] > after[1] > after[2]
    asked = {"indicator": "Gallup", "known": "April 2017"}
    assert cell(table, PARTS[3], window="first after", **asked) == (2, 2)
    # The last poll under each: Clinton's was asked ten months before he left.
    last = [value[value.index < f"{year}-01-20"].iloc[-1] for year in (2001, 2009, 2017)]
    fell = sum(before > end for before, end in itertools.pairwise(last))
    assert cell(table, PARTS[3], window="last reading", **asked) == (2, fell)


def test_the_poll_windows_are_those_of_term_levels(table):
    levels = cycle.term_levels(trajectory.readings("gallup_favourable"))[list(trajectory.WINDOWS)]
    rows = [[None if np.isnan(x) else x for x in row] for row in levels.loc[ARTICLE].to_numpy()]
    for part, expected in judged(rows).items():
        assert cell(table, part, indicator="Gallup", known="April 2017") == expected


def test_a_gap_that_grows_is_no_rise(table):
    """Ideal points: the gap of the middle year of each window, more meaning further apart."""
    gap = pd.read_csv(ROOT / "data" / "indicators.csv").query("indicator_id == 'unga_ideal_gap'")
    by_year = gap.set_index(pd.to_datetime(gap["date"]).dt.year)["value"]
    years = [(1993, 1997, 2000), (2001, 2005, 2008), (2009, 2013, 2016)]
    # The window of the middle runs from July to July and holds 2 July of its second year only.
    expected = judged([[-by_year[year] for year in row] for row in years])
    for part in PARTS:
        found = cell(table, part, indicator="UN ideal points", known="April 2017")
        assert found == expected[part]


def test_machine_coded_windows_are_those_of_their_table(table):
    windows = data.load("event_data_window").query(
        "series == 'ICEWS_DTREE all' and measure.str.endswith('dyads with the USA')"
    )
    share = windows.set_index(["president", "window"])["estimate"]
    names = itertools.product(("Clinton", "Bush", "Obama"), ("first", "mid", "last"))
    found = [-share[name] if name in share.index else None for name in names]
    for part, expected in judged([found[:3], found[3:6], found[6:]]).items():
        assert cell(table, part, indicator="machines: ICEWS conflict") == expected


# ------------------------------------------------------------------- single cells, computed anew


@pytest.mark.parametrize("kind", record.KINDS)
@pytest.mark.parametrize("weighting, said", [("acts", "each"), ("months", "months")])
def test_the_record_is_that_of_its_windows(table, kind, weighting, said):
    rows = record.windows(kind, weighting)
    for known, terms in (("now", presidencies()), ("April 2017", ARTICLE)):
        for part, expected in judged(levels_of(rows, terms)).items():
            choices = {"indicator": f"record: {kind}", "weighting": said, "known": known}
            assert cell(table, part, **choices) == expected


def test_a_class_left_out_is_that_record_without_it(table):
    rows = record.scored_events().query("class_id != 'E1'")
    expected = judged(levels_of(record.windows("deeds", events=rows), presidencies()))
    for part in PARTS:
        assert cell(table, part, indicator="record: deeds", left_out="E1") == expected[part]


def test_the_told_acts_are_those_of_its_windows_where_six_acts_stand(table):
    found = trajectory.term_windows(record.told_events()).set_index("term_id")
    rows = [
        pd.Series({"term_id": term, "window": window, "mean": row[window], "enough": int(n) >= 6})
        for term, row in found.iterrows()
        for window, n in zip(trajectory.WINDOWS, row["n"].split("/"), strict=True)
    ]
    expected = judged(levels_of(pd.DataFrame(rows), presidencies()))
    for part in PARTS:
        assert cell(table, part, indicator="told acts") == expected[part]


def test_a_memory_is_the_mean_of_the_line_in_the_window(table):
    line = trajectory.event_line(12).rename(columns={"month": "shown_at", "tone": "value"})
    levels, enough = cycle.term_levels(line), record.windows().query("enough")
    trump = trajectory.window_means(line, trajectory.window_dates("trump2"))
    held = set(zip(enough["term_id"], enough["window"], strict=True))
    rows = [
        [
            (levels.loc[term, window] if term in levels.index else trump[window])
            if (term, window) in held
            else None
            for window in trajectory.WINDOWS
        ]
        for term in presidencies()
    ]
    for part, expected in judged(rows).items():
        assert cell(table, part, indicator="record: all", memory="12 months") == expected


def test_moscows_calendar_cuts_the_record_at_its_changes_of_leader(table):
    acts = record.scored_events()
    days = ["1991-07-10", "1999-12-31", "2008-05-07", "2012-05-07"]
    year, rows = pd.DateOffset(years=1), []
    for first, last in itertools.pairwise([*map(pd.Timestamp, days), None]):
        spans = [(first, first + year), None, None]
        if last:
            half = (first + (last - first) / 2).normalize()
            half_year = pd.DateOffset(months=6)
            spans[1:] = (half - half_year, half + half_year), (last - year, last)
        inside = [
            span and acts[acts["event_date"].between(*span, inclusive="left")] for span in spans
        ]
        rows.append([None if each is None else each["goldstein_score"].mean() for each in inside])
    # The list begins in December 1991, half a year after Yeltsin took office.
    rows[0][0] = None
    for part, expected in judged(rows).items():
        assert cell(table, part, indicator="record: all", calendar="Moscow") == expected


def test_longer_windows_take_more_months(table):
    acts = record.scored_events(kind="deeds").set_index("event_date")["goldstein_score"]
    spans = [
        ("1993-01-20", "1994-07-20"),
        ("1996-04-20", "1997-10-20"),
        ("1999-07-20", "2001-01-20"),
    ]
    spans += [
        ("2001-01-20", "2002-07-20"),
        ("2004-04-20", "2005-10-20"),
        ("2007-07-20", "2009-01-20"),
    ]
    spans += [
        ("2009-01-20", "2010-07-20"),
        ("2012-04-20", "2013-10-20"),
        ("2015-07-20", "2017-01-20"),
    ]
    day = pd.Timedelta(days=1)
    means = [acts[first : pd.Timestamp(last) - day].mean() for first, last in spans]
    for part, expected in judged([means[:3], means[3:6], means[6:]]).items():
        choices = {"indicator": "record: deeds", "window": "18 months", "known": "April 2017"}
        assert cell(table, part, **choices) == expected


# ------------------------------------------------------------------------ what every row keeps


def test_a_thousand_combinations_and_each_once(table):
    assert len(table) >= 1_000
    assert not table.duplicated(["part", *multiverse.CHOICES]).any()


def test_a_verdict_follows_from_the_two_counts(table):
    for n, favour, share, verdict in table[["n", "favour", "share", "verdict"]].itertuples(
        index=False
    ):
        expected = "holds" if favour == n else "does not hold"
        assert verdict == (expected if n >= 2 else "cannot tell")
        assert share == pytest.approx(favour / n) if n else np.isnan(share)


def test_what_makes_no_sense_is_left_out(table):
    acts = table["indicator"].str.match("record|told")
    assert (table.loc[~acts, ["memory", "left_out"]] == "none").all(axis=None)
    assert (table.loc[~acts, "weighting"] == "each").all()
    yearly = table["indicator"].isin(["UN ideal points", "UN agreement", "trade"])
    assert set(table.loc[yearly, "window"]) == {"12 months", "18 months"}
    polls = table[table["window"].isin(["last reading", "first after"])]
    assert set(polls["indicator"]) == {"Gallup", "Levada"}
    assert set(table.loc[table["window"] == "first after", "part"]) == set(PARTS[2:])
    machines = table[table["indicator"].str.startswith("machines")]
    assert set(machines["window"]) == {"12 months"}
    assert set(machines["calendar"]) == {"Washington"}
    assert set(table.loc[table["calendar"] == "Moscow", "known"]) == {"now"}


def test_in_april_2017_only_three_presidencies_had_ended(table):
    before = table[table["known"] == "April 2017"]
    most = before.groupby("part")["n"].max()
    assert most[list(PARTS)].tolist() == [2, 3, 3, 2]


def test_a_class_is_left_out_of_its_own_kind_only(table):
    kinds = data.load("classes").set_index("class_id")["contact_or_deed"]
    rows = table[(table["left_out"] != "none") & (table["indicator"] != "record: all")]
    own = rows["indicator"].str.removeprefix("record: ").str.removesuffix("s")
    assert (rows["left_out"].map(kinds) == own).all()


# ------------------------------------------------------------- striking, counting, weighing


def made_up(**columns):
    n = len(next(iter(columns.values())))
    first = {"part": "p", "indicator": "i", "window": "w", "memory": "m", "weighting": "each"}
    first |= {"left_out": "none", "calendar": "c", "known": "now", "verdict": "does not hold"}
    return pd.DataFrame({name: [value] * n for name, value in first.items()} | columns)


def test_struck_choices_are_gone_and_all_others_left(table):
    left = cycle.left_after(table, indicator=["trade", "told acts"], memory="24 months")
    gone = table["indicator"].isin(["trade", "told acts"]) | (table["memory"] == "24 months")
    pd.testing.assert_frame_equal(left, table[~gone])
    pd.testing.assert_frame_equal(cycle.left_after(table), table)


@pytest.mark.parametrize(
    "struck, said",
    [
        ({"colour": "red"}, "a choice must be one of part, .*; found 'colour'"),
        ({"memory": "9 months"}, "memory must be one of none, 6 months, .*; found '9 months'"),
        ({"indicator": ["trade", "tweets"]}, "indicator must be one of .*; found 'tweets'"),
    ],
)
def test_what_cannot_be_struck_is_refused(table, struck, said):
    with pytest.raises(ValueError, match=said):
        cycle.left_after(table, **struck)


def test_standing_counts_the_verdicts_by_hand():
    verdicts = ["holds", "does not hold", "holds", "cannot tell"]
    rows = made_up(part=["b", "b", "a", "a"], verdict=verdicts, share=[1, 0.5, 1, np.nan])
    found = cycle.standing(rows)
    assert found.index.tolist() == ["b", "a"]
    assert found[["holds", "does not hold", "cannot tell"]].to_numpy().tolist() == [
        [1, 1, 0],
        [1, 0, 1],
    ]
    assert found["share"].tolist() == [0.75, 1]


def test_moves_compare_only_what_differs_in_one_choice():
    rows = made_up(
        indicator=["polls", "acts", "trade", "acts", "acts"],
        window=["6", "6", "6", "12", "18"],
        share=[0.0, 0.5, 1.0, 0.75, np.nan],
    )
    found = multiverse.moves(rows)
    # Indicator, at 6 months: |0-.5|, |0-1|, |.5-1|. Window, for acts: |.5-.75|.
    assert found.to_dict() == pytest.approx({"indicator": 2 / 3, "window": 0.25})


def test_moves_of_the_whole_are_those_of_all_pairs(table):
    rows = table[(table["indicator"] == "record: contacts") & (table["calendar"] == "Washington")]
    told, others = rows.dropna(subset=["share"]), ["part", *multiverse.CHOICES]
    for choice in ("memory", "known"):
        keys = [name for name in others if name != choice]
        apart = [
            abs(one - other)
            for _, group in told.groupby(keys)
            for one, other in itertools.combinations(group["share"], 2)
        ]
        assert multiverse.moves(rows)[choice] == pytest.approx(np.mean(apart))
