"""Questions to predict: each can be answered rightly, and its answer is that of the tables."""

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from resetcycle import calendars, cuts, data, predictions, record, verdicts
from resetcycle.verdicts import Alone, Answer, Beside, Months, OneOf, Pairs, Within

LESSONS = [f"{number:02d}" for number in range(12)]
ALL = [(lesson, one) for lesson in LESSONS for one in predictions.questions(lesson)]
EACH = pytest.mark.parametrize(
    "lesson, one", ALL, ids=[f"{lesson}-{one.name}" for lesson, one in ALL]
)


def asked(lesson, name):
    return next(one for one in predictions.questions(lesson) if one.name == name)


def guesses(one):
    """All the guesses that its control can give; of an order, one and its mirror."""
    if one.kind == "choice":
        return list(one.choices)
    if one.kind == "order":
        return [list(one.choices), list(one.choices)[::-1]]
    if one.kind == "month":
        return [f"{month}" for month in pd.period_range(*one.choices, freq="M")]
    return np.arange(one.low, one.high + one.step / 2, one.step).round(4).tolist()


# ------------------------------------------------------------------------------------- every row


def test_every_lesson_asks_something_and_every_function_is_asked():
    table = data.load("predictions")
    assert sorted(table["lesson"].unique()) == LESSONS
    assert set(table["answered_by"]) == set(verdicts.ANSWERS)
    assert set(table["filled_by"].dropna()) == set(verdicts.FILLS)


@EACH
def test_a_question_takes_what_its_control_gives_and_somebody_can_be_right(lesson, one):
    offered = guesses(one)
    assert len(offered) > 1 and all(one.takes(guess) for guess in offered)
    answer = one.answer()
    if isinstance(answer.right, Pairs):
        names = {name for pair in answer.right.pairs for name in pair}
        assert answer.right.pairs and names <= set(one.choices)
        return
    found = [predictions.held(guess, answer)[0] for guess in offered]
    if answer.right is None:
        assert set(found) == {"open"}
    elif isinstance(answer.right, Alone | Beside):
        assert set(found) == {"compared"}
    else:
        assert set(found) == {"agrees", "differs"}


@EACH
def test_the_record_speaks_in_sentences_with_a_rule(lesson, one):
    answer = one.answer()
    for said in (one.question, answer.said, answer.rule):
        assert said[0].isupper() or said[0].isdigit() or said[0] in "+-"
        assert said[-1] in ".?" and "{" not in said and "nan" not in said, said


@EACH
@pytest.mark.parametrize("guess", [None, True, [], {}, "", "x", -1, 1e9, ["x"], "2001-13"])
def test_what_is_no_guess_is_not_taken(lesson, one, guess):
    assert not one.takes(guess)


def test_rows_of_one_wording_follow_each_other_and_name_their_parts():
    for lesson in LESSONS:
        rows = predictions.questions(lesson)
        for one, other in itertools.pairwise(rows):
            assert (one.question == other.question) <= (bool(one.part) and one.part != other.part)
        wordings = [one.question for one in rows]
        starts = [
            one for one, before in zip(wordings, ["", *wordings], strict=False) if one != before
        ]
        assert len(starts) == len(set(wordings))


def test_a_lesson_without_questions_is_refused_by_name():
    with pytest.raises(ValueError, match=r"no question of lesson '77'; it has some of 00, 01"):
        predictions.questions("77")


# ----------------------------------------------------------------------- answers, by another way


def mean(term_id, window, *, contacts):
    """The mean score of a window, from the table alone."""
    first, last = calendars.window_dates(term_id)[window]
    events = data.load("events")
    kept = events[
        events["goldstein_score"].notna()
        & (events["event_date"] >= first)
        & (events["event_date"] < last)
    ]
    if not contacts:
        kinds = data.load("classes").set_index("class_id")["contact_or_deed"]
        kept = kept[kept["class_id"].map(kinds) == "deed"]
    return kept["goldstein_score"].mean(), len(kept)


@pytest.mark.parametrize("term", ["clinton", "bush43", "obama", "trump1", "biden"])
@pytest.mark.parametrize("contacts", [True, False])
def test_a_presidency_ends_as_the_table_and_the_comparison_say(term, contacts):
    answer = (verdicts.end_against_start if contacts else verdicts.deeds_against_start)(term)
    for window in ("start", "end"):
        value, n = mean(term, window, contacts=contacts)
        assert f"{window} {value:+.1f} [" in answer.said.casefold() and f"n = {n}" in answer.said
    compared = record.compare("all" if contacts else "deeds").set_index(["term_id", "against"])
    row = compared.loc[(term, "its start")]
    spans = row["low"] <= 0 <= row["high"]
    name = "no clear change" if spans else "worse" if row["change"] < 0 else "better"
    assert answer.right == OneOf(name) and answer.said.startswith(name.capitalize())


def test_only_ends_whose_intervals_do_not_meet_are_told_apart():
    ends = record.windows().query("window == 'end'").set_index("presidency")
    expected = {
        (one, other)
        for one in ends.index
        for other in ends.index
        if ends["low"][one] > ends["high"][other]
    }
    assert set(verdicts.ends_in_order().right.pairs) == expected
    assert verdicts.ended_presidencies() == "; ".join(sorted(ends.index))


def test_the_first_deeds_of_2001_are_protests_expulsions_and_visas():
    assert verdicts.first_deeds("bush43").right == OneOf("all cold")
    assert "17 February 2001 to 6 May 2001, none" in verdicts.first_deeds("bush43").said


def test_deeds_count_as_friendly_above_zero():
    value, n = mean("bush43", "end", contacts=False)
    row = record.windows("deeds").query("term_id == 'bush43' and window == 'end'").iloc[0]
    answer = verdicts.friendly_deeds_at_the_end("bush43")
    assert f"of {n} deeds" in answer.said and f"mean is {value:+.1f} [" in answer.said
    assert (answer.right.low + answer.right.high) / 2 == pytest.approx(100 * row["cooperative"])


def test_the_coldest_year_is_that_of_the_lesson():
    events = data.load("events").query("term_id == 'clinton'")
    years = events.groupby(events["event_date"].dt.year)["goldstein_score"].agg(["mean", "count"])
    coldest = years[years["count"] >= 6]["mean"].idxmin()
    assert verdicts.coldest_year("clinton").right == Within(coldest, coldest)


@pytest.mark.parametrize("claim", ["C02", "C03", "C04", "C05"])
@pytest.mark.parametrize("term, before", [("biden", "trump1"), ("trump1", "obama")])
def test_a_criterion_is_met_where_intervals_part(term, before, claim):
    rows = record.windows().set_index(["term_id", "window"])
    zero = pd.Series({"low": 0, "high": 0})
    low, high = {
        "C02": (rows.loc[(before, "end")], rows.loc[(term, "start")]),
        "C03": (rows.loc[(term, "middle")], rows.loc[(term, "start")]),
        "C04": (rows.loc[(term, "end")], zero),
        "C05": (rows.loc[(term, "end")], rows.loc[(before, "end")]),
    }[claim]
    name = "met" if low["high"] < high["low"] else "cannot tell"
    name = "not met" if low["low"] > high["high"] else name
    assert verdicts.criterion(term, claim).right == OneOf(name)


def test_a_window_of_few_acts_carries_no_verdict(monkeypatch):
    few = record.steps().assign(n=5)
    monkeypatch.setattr(record, "steps", lambda: few)
    assert verdicts.criterion("biden", "C04").right == OneOf("cannot tell")


@pytest.mark.parametrize(
    "term, indicator, name",
    [
        # Gallup 52 and 48: four points, and two polls of a thousand may differ by more.
        ("bush43", "gallup_favourable", "no clear change"),
        ("bush43", "levada_good", "further apart"),
        ("bush43", "us_goods_trade", "closer"),
        ("obama", "gallup_favourable", "further apart"),
        ("obama", "unga_agreement", "closer"),
        # A smaller distance is closer.
        ("obama", "unga_ideal_gap", "closer"),
    ],
)
def test_an_indicator_moves_as_its_readings_do(term, indicator, name):
    answer = verdicts.indicator_from_start_to_end(term, indicator)
    assert answer.right == OneOf(name) and answer.said.startswith(name.capitalize())


def test_two_polls_of_a_thousand_may_differ_by_so_much():
    # The standard error of a difference of two shares of one half, n = 1,000 each.
    assert pytest.approx(4.38, abs=0.01) == verdicts.CHANCE_OF_POLLS


def test_the_index_is_that_of_the_lesson():
    answer = verdicts.index_is_highest("1995", "2017", "2012", "2012")
    assert answer.right == Within(12, 12) and "2012 (12)" in answer.said
    assert verdicts.index_is_highest("1995", "2017", "2010", "2010").right == Within(0, 0)
    assert verdicts.ways_of_the_index() == "18"


def test_the_day_that_turns_is_the_one_whose_interval_lies_below_zero(monkeypatch):
    answer = verdicts.day_that_turns("obama")
    assert answer.right == OneOf("Crimea seized, February 2014")
    assert "+1.2 to -2.6 (n = 45 and 65)" in answer.said and "At 5 of 6 days" in answer.said
    assert verdicts.day_that_turns("clinton").right == OneOf(verdicts.NO_DAY)
    monkeypatch.setattr(cuts, "around", lambda day: SimpleNamespace(verdict="lower", said=str))
    assert verdicts.day_that_turns("obama").right is None


def test_claims_are_counted_in_the_table_of_today(data_copy):
    before = verdicts.claims_of_a_kind("forecast").right.low
    path = data_copy / "claims.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert before == (table["kind"] == "forecast").sum()
    table.loc[table["kind"] == "forecast", "kind"] = ["alleged"] + ["forecast"] * (int(before) - 1)
    table.to_csv(path, index=False, lineterminator="\n")
    data._load.cache_clear()
    assert verdicts.claims_of_a_kind("forecast").right == Within(before - 1, before - 1)
    assert verdicts.claims_of_a_kind("alleged").right == Within(1, 1)


def test_two_coders_share_what_a_count_says():
    table = data.load("second_coding").merge(data.load("events"), on="event_id")
    share = 100 * (table["second_code"] == table["cameo_code"]).mean()
    right = verdicts.two_coders().right
    assert (right.low + right.high) / 2 == pytest.approx(share)


def test_burdens_are_told_apart_where_the_means_of_the_codings_differ():
    """Obama and Trump I carry the same, and so do Bush 43 and Trump II: 13 of the 15 pairs differ.

    The means are of whole codes and compared as sums of whole codes, where nothing is rounded.
    """
    table = data.load("codings").merge(data.load("terms"), on="term_id")
    sums = table.groupby("short_label")["severity"].sum().drop("Bush 41")
    answer = verdicts.burdens_in_order()
    expected = {
        (one, other) for one in sums.index for other in sums.index if sums[one] > sums[other]
    }
    assert set(answer.right.pairs) == expected and len(answer.right.pairs) == len(expected) == 13
    assert all(
        f"{name} {total / 24:.2f}".replace("0.", ".") in answer.said for name, total in sums.items()
    )


def test_the_article_is_scored_by_hand():
    # Likely (.55 to .80) twice yes and once met, unlikely (.20 to .45) three times no.
    answer = verdicts.brier_score_of_the_article()
    assert (answer.right.low + answer.right.high) / 2 == pytest.approx(0.325**2)
    assert verdicts.forecasts_that_came_out().right == Within(6, 6)


def test_each_of_two_steps_goes_down_in_one_world_of_two():
    assert verdicts.worlds_of_the_coin().right == Within(20, 30)


def test_the_leader_leads_by_bayes_in_one_line():
    table = data.load("likelihoods").pivot_table(
        index="hypothesis_id", columns="finding_id", values="p_if_true"
    )
    after = table.prod(axis=1) / table.prod(axis=1).sum()
    labels = data.load("rivals").set_index("hypothesis_id")["label"]
    assert verdicts.leading_rival().right == OneOf(labels[after.idxmax()])
    right = verdicts.probability_of_the_leader().right
    assert (right.low + right.high) / 2 == pytest.approx(100 * after.max())


WAITING = ("summit", "gallup", "treaty")


def test_a_word_of_the_directive_has_its_band_and_no_other_words_have_one():
    # Intelligence Community Directive 203 of 2 January 2015, page 3.
    assert verdicts.band_of_words("likely").right == Beside(55, 80)
    assert verdicts.band_of_words("unlikely").right == Beside(20, 45)
    assert verdicts.band_of_words("increasingly", "possible").right == Alone()


def test_what_a_word_means_to_somebody_is_compared_and_never_wrong():
    asked = [one for one in predictions.questions("05") if one.answered_by == "band_of_words"]
    for meant in (0, 60, 100):
        assert {predictions.reply(one, meant)["verdict"] for one in asked} == {"compared"}
    likely, *_rest, prospect = asked
    said = [predictions.reply(likely, meant)["words"] for meant in (50, 55, 80, 85)]
    within = "Yours lies within."
    assert said == ["Yours is lower.", within, within, "Yours is higher."]
    assert predictions.reply(prospect, 5)["words"] == ""


def test_lesson_05_tells_nothing_of_what_happened():
    outcomes = data.load("forecast_questions").set_index("question_id")
    waiting = [one for one in predictions.questions("05") if one.name in WAITING]
    assert len(waiting) == len(WAITING)
    for one in waiting:
        answer, row = one.answer(), outcomes.loc[one.about]
        assert answer.right is None and row["outcome_note"] not in answer.said + answer.rule
        assert predictions.reply(one, 35)["verdict"] == "open"


# --------------------------------------------------------------------------------- guesses held


@pytest.mark.parametrize(
    "right, guess, expected",
    [
        (OneOf("worse"), "worse", ("agrees", "The record agrees.")),
        (OneOf("worse"), "better", ("differs", "The record differs.")),
        (Within(34, 44), 35, ("agrees", "The record agrees.")),
        (Within(34, 44), 50, ("differs", "That is too high.")),
        (Within(34, 44), 0, ("differs", "That is too low.")),
        (Months("2008-04", "2009-04"), "2009-04", ("agrees", "The record agrees.")),
        (Months("2008-04", "2009-04"), "2009-05", ("differs", "That is too late.")),
        (Months("2008-04", "2009-04"), "2001-01", ("differs", "That is too early.")),
        (Pairs(()), ["a", "b"], ("open", "The record tells none of them apart.")),
        (None, 5, ("open", "Nothing can be said yet.")),
    ],
)
def test_a_guess_is_held_against_the_record_in_words(right, guess, expected):
    assert predictions.held(guess, Answer("Said.", "Rule.", right)) == expected


def test_an_order_is_held_against_the_pairs_that_are_told_apart():
    answer = Answer("Said.", "Rule.", Pairs((("a", "c"), ("b", "c"))))
    verdict, said = predictions.held(["b", "a", "c"], answer)
    assert verdict == "agrees" and "2 pairs apart, and 2 of them" in said
    verdict, said = predictions.held(["a", "c", "b"], answer)
    assert verdict == "differs" and "2 pairs apart, and 1 of them" in said
    assert (
        "1 pair apart, and 0 of it"
        in predictions.held(["c", "a"], Answer("", "", Pairs((("a", "c"),))))[1]
    )


def test_a_guess_is_said_in_words():
    assert asked("03", "lowest-month").said("2008-08") == "August 2008"
    assert asked("03", "friendly-deeds").said(35) == "35 in 100"
    assert asked("07", "agreement").said(0.35) == "0.35"
    assert asked("00", "ends").said(["Obama", "Biden"]) == "Obama, Biden"
    reply = predictions.reply(asked("00", "obama"), "worse", "better")
    assert (reply["guess"], reply["first"], reply["verdict"]) == ("worse", "better", "agrees")


def test_what_can_be_answered_is_said_for_a_page_that_does_not_run():
    said = {f"{lesson} {one.name}": one.asked() for lesson, one in ALL}
    assert said["00 obama"] == "better, no clear change and worse"
    assert said["00 ends"] == "an order of Biden, Bush 43, Clinton, Obama and Trump I"
    assert said["07 agreement"] == "0 to 1" and said["01 forecasts"] == "0 to 36"
    assert (said["02 coldest-year"], said["03 lowest-month"]) == ("a year", "a month")
