"""Criteria with thresholds, and states of affairs: what is met, what stood, and what is refused."""

import pandas as pd
import pytest

from resetcycle import calendars, classroom, criteria, data, record, sharing, states

ZERO = {**dict.fromkeys(record.CLAIMS, "0"), "acts": "all", "sure": "95 %"}


@pytest.mark.parametrize(
    "low, high, n, points, said",
    [
        (1, 3, 6, 0, "met"),
        (1, 3, 6, 2, "cannot tell"),
        (1, 3, 6, 3, "cannot tell"),
        (1, 3, 6, 4, "not met"),
        (1, 3, 5, 0, "cannot tell"),
    ],
)
def test_a_criterion_is_met_where_the_whole_interval_lies_beyond(low, high, n, points, said):
    assert criteria.verdict(low, high, n, points) == said


@pytest.mark.parametrize("kind", ["all", "deeds"])
def test_steps_are_the_differences_of_the_means(kind):
    means = record.windows(kind).set_index(["presidency", "window"])["mean"]
    sizes = record.steps(kind).set_index(["presidency", "claim"])["size"]
    biden = means["Biden"]
    before = means[("Trump I", "end")]
    assert sizes["Biden"].to_dict() == pytest.approx(
        {
            "C02": biden["start"] - before,
            "C03": biden["start"] - biden["middle"],
            "C04": -biden["end"],
            "C05": before - biden["end"],
        }
    )
    assert list(sizes["Trump II"].index) == ["C02"] and "C05" not in sizes["Clinton"].index


def test_the_interval_of_two_ends_is_that_of_compare_turned_round():
    steps = record.steps().query("claim == 'C05'").set_index("presidency")
    compared = record.compare().query("against != 'its start'").set_index("presidency")
    assert steps["low"].to_dict() == pytest.approx((-compared["high"]).to_dict())
    assert steps["high"].to_dict() == pytest.approx((-compared["low"]).to_dict())


def test_who_asks_for_less_surety_has_a_narrower_interval_and_at_last_a_point():
    wide, narrow, point = (record.steps(level=level) for level in (0.95, 0.8, 0))
    assert ((narrow["high"] - narrow["low"]) < (wide["high"] - wide["low"])).all()
    assert (point["low"] == point["size"]).all() and (point["high"] == point["size"]).all()
    with pytest.raises(ValueError, match="level must be from 0 to below 1"):
        record.steps(level=1)


def test_a_higher_threshold_never_turns_a_verdict_to_met():
    order = {"not met": 0, "cannot tell": 1, "met": 2, "": None}
    rows = [criteria.verdicts(ZERO | {"C04": at})["crisis at the end"] for at in criteria.POINTS]
    ranks = pd.DataFrame(rows).apply(lambda column: column.map(order)).dropna(axis=1)
    assert (ranks.diff().iloc[1:] <= 0).all(axis=None) and ranks.nunique().max() > 1


def test_criteria_that_are_not_whole_are_refused_by_the_part():
    with pytest.raises(ValueError, match="for sure; found '99 %'"):
        criteria.verdicts(ZERO | {"sure": "99 %"})


def test_a_class_is_read_and_what_is_no_choice_of_its_part_is_left_out():
    def code(number, **more):
        work = {"learner": f"{number:08x}", "chosen_criteria": ZERO | more}
        return sharing.share_code(work, "criteria")

    text = "\n".join([code(1), code(2, C04="6"), code(3, acts="3")])
    table = classroom.criteria_beside(ZERO, text).set_index("criterion")
    assert table.loc["crisis at the end", "class: low, middle, high"] == "0, 3, 6"
    said = table.loc["crisis at the end", "Biden's term, by the class"]
    assert said == "1 met, 0 not met, 1 cannot tell"
    empty = classroom.criteria_beside({}, "Good morning!")
    assert set(empty["your threshold"]) == {"not chosen yet"}


# ---------------------------------------------------------------------------------------- states


def test_what_stands_in_two_tables_has_one_day():
    treaties = data.load("treaties").set_index(["treaty_id", "event"])["date"]
    found = data.load("states").set_index("state_id")
    for state, treaty in (("start-i", "start-i"), ("sort", "sort"), ("new-start", "new-start")):
        assert found.loc[f"strategic-{state}", "began"] == treaties[treaty, "entered into force"]
    assert found.loc["strategic-new-start", "ended"] == treaties["new-start", "suspended"]
    assert found.loc["strategic-new-start-suspended", "ended"] == treaties["new-start", "expired"]
    assert found.loc["missiles-inf", "ended"] == treaties["inf-treaty", "ended"]
    events = data.load("events").set_index("event_id")["event_date"]
    assert found.loc["war-full-scale", "began"] == events["2022-02-invasion"]
    assert found.loc["war-crimea-east", "began"] == events["2014-02-crimea-annexation"]


def test_a_state_stands_from_its_first_day_to_the_day_before_it_ended():
    state = "Treaty that limits strategic arms"
    days = ["2009-12-04", "2009-12-05", "2026-02-04", "2026-02-05"]
    said = [states.on(day)[state] for day in days]
    assert said == ["START I and SORT", "SORT", "New START, suspended by Moscow", "none"]
    with pytest.raises(ValueError, match="day must be from"):
        states.on(data.cutoff() + pd.Timedelta(days=1))


def test_each_presidency_has_its_last_day():
    table = states.at_ends()
    assert list(table.columns)[:5] == ["Clinton", "Bush 43", "Obama", "Trump I", "Biden"]
    assert table.columns[-1] == "Trump II, at the cut-off"
    last = calendars.term("biden")[1] - pd.Timedelta(days=1)
    assert table["Biden"].tolist() == states.on(last).tolist()
    assert table.loc["Ambassadors in post", "Biden"] == "in Moscow only"


def test_the_steps_of_a_treaty_say_in_words_whose_they_were():
    table = states.treaty_steps("INF Treaty", "2019")
    assert table["step"].tolist() == ["suspended", "suspended", "ended"]
    assert table["whose"].tolist() == ["Washington", "Moscow", "Washington"]
    assert states.treaty_steps("INF Treaty", "2019-07-03")["day"].iloc[0] == "3 July 2019"
    with pytest.raises(ValueError, match="treaty must be one of .*found 'INF'"):
        states.treaty_steps("INF", "2019")
