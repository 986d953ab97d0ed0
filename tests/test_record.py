"""The windows of the record: means that can be checked by hand, and intervals that behave."""

import numpy as np
import pandas as pd
import pytest

from resetcycle import data, record, trajectory

START = pd.Timestamp(2009, 1, 20)
END = pd.Timestamp(2016, 1, 20)


def rows(*found, class_id="E1", source="USA"):
    """Acts of one class from pairs of a day and a score."""
    days, scores = zip(*found, strict=True)
    return pd.DataFrame(
        {
            "event_date": pd.to_datetime(list(days)),
            "goldstein_score": np.array(scores, dtype=float),
            "class_id": class_id,
            "source_actor": source,
            "dyadic": "yes",
        }
    )


def weekly(first, scores):
    return rows(*((first + pd.Timedelta(weeks=n), score) for n, score in enumerate(scores)))


def window(name="start", term="obama", **asked):
    table = record.windows(**asked).set_index(["term_id", "window"])
    return table.loc[(term, name)]


def verdicts(**asked):
    table = record.compare(**asked).set_index(["presidency", "against"])
    return table["verdict"]


# ------------------------------------------------------------------------------------------- means


def test_a_window_averages_its_acts():
    found = window(events=rows(("2009-02-01", 8), ("2009-02-02", -8), ("2009-03-01", 3)))
    assert (found["mean"], found["n"]) == (1, 3)
    assert found["cooperative"] == pytest.approx(2 / 3)
    assert not found["enough"]


def test_the_first_day_is_inside_and_the_last_is_not():
    found = window(events=rows(("2009-01-19", -9), ("2009-01-20", 1), ("2010-01-19", 3)))
    assert (found["mean"], found["n"]) == (2, 2)
    assert window(events=rows(("2010-01-20", -9)))["n"] == 0


def test_six_acts_are_enough_and_five_are_not():
    assert [window(events=weekly(START, [1] * n))["enough"] for n in (5, 6)] == [False, True]


def test_a_month_of_one_class_and_source_is_one_vote():
    package = rows(("2009-02-01", -8), ("2009-02-02", -8), ("2009-02-03", -8))
    call = rows(("2009-02-04", 1), class_id="P2", source="both")
    both = pd.concat([package, call])
    assert window(events=both)["mean"] == -5.75
    voted = window(events=both, weighting="months")
    assert (voted["mean"], voted["n"], voted["cooperative"]) == (-3.5, 2, 0.5)


def test_months_run_from_the_day_on_which_the_window_begins():
    def votes(*days):
        return window(events=rows(*((day, 1) for day in days)), weighting="months")["n"]

    assert votes("2009-01-20", "2009-02-19") == 1
    assert votes("2009-02-19", "2009-02-20") == 2
    assert votes("2009-12-20", "2010-01-19") == 1


def test_both_capitals_have_a_vote_in_the_same_month():
    table = pd.concat([rows(("2009-02-01", -8)), rows(("2009-02-01", -4), source="RUS")])
    assert window(events=table, weighting="months")["n"] == 2


def test_contacts_and_deeds_are_apart():
    table = pd.concat([rows(("2009-02-01", -8)), rows(("2009-02-01", 2), class_id="P1")])
    means = [window(kind=kind, events=table)["mean"] for kind in record.KINDS]
    assert means == [-3, 2, -8]


def test_context_rows_do_not_enter():
    context = rows(("2009-02-01", -9)).assign(dyadic="no")
    assert window(events=pd.concat([context, rows(("2009-02-02", 4))]))["n"] == 1


# --------------------------------------------------------------------------------------- intervals


def test_a_package_of_one_week_is_drawn_as_a_whole():
    """Twelve acts of one week hang together: every draw that holds them has their mean."""
    found = window(events=rows(*(("2009-02-04", score) for score in [8] * 6 + [-8] * 6)))
    assert found["low"] == found["high"] == found["mean"] == 0


def test_the_interval_is_that_of_the_mean_of_independent_weeks():
    """52 weeks of +8 and -8 in turn: standard error 8 / sqrt(52), times 1.96."""
    found = window(events=weekly(START, [8, -8] * 26))
    half = 1.96 * 8 / np.sqrt(52)
    assert found["mean"] == 0
    assert (found["low"], found["high"]) == pytest.approx((-half, half), abs=0.25)


def test_one_act_more_of_few_moves_the_interval_to_the_edge():
    """Two weeks with one act each: about a quarter of all draws hold only the one or the other."""
    found = window(events=rows(("2009-02-04", 8), ("2009-06-04", -8)))
    assert (found["low"], found["high"]) == (-8, 8)


def test_the_same_question_has_the_same_answer():
    pd.testing.assert_frame_equal(record.windows(), record.windows())
    pd.testing.assert_frame_equal(record.compare("deeds"), record.compare("deeds"))


def test_an_empty_window_has_no_mean():
    found = window("middle", events=rows(("2009-02-01", 4)))
    assert found["n"] == 0 and found[["mean", "low", "high", "cooperative"]].isna().all()


# ---------------------------------------------------------------------------------------- verdicts


@pytest.mark.parametrize(
    "start, end, verdict",
    [
        ([8] * 6, [-8] * 6, "lower"),
        ([-8] * 6, [8] * 6, "higher"),
        ([8] * 6, [8] * 6, "cannot tell"),
        ([8] * 6, [-8] * 5, "cannot tell"),
        ([8] * 5, [-8] * 6, "cannot tell"),
        ([8, -8] * 13, [7, -8] * 13, "cannot tell"),
    ],
)
def test_a_verdict_needs_six_acts_on_both_sides_and_an_interval_beside_0(start, end, verdict):
    table = pd.concat([weekly(START, start), weekly(END, end)])
    assert verdicts(events=table)["Obama", "its start"] == verdict


def test_an_end_is_compared_with_the_end_before():
    table = pd.concat([weekly(pd.Timestamp(2008, 1, 20), [3] * 6), weekly(END, [-1] * 6)])
    found = record.compare(events=table).set_index(["presidency", "against"])
    assert found.loc[("Obama", "Bush 43"), "change"] == -4
    assert found.loc[("Obama", "Bush 43"), "verdict"] == "lower"
    assert found.loc[("Bush 43", "Clinton"), "verdict"] == "cannot tell"


def test_every_end_is_compared_with_its_start_and_all_but_the_first_with_one_before():
    pairs = [tuple(pair) for pair in record.compare()[["presidency", "against"]].to_numpy()]
    ends = list(record.windows().query("window == 'end'")["presidency"])
    assert pairs == [(end, "its start") for end in ends] + list(zip(ends[1:], ends, strict=False))


def test_the_labels_of_the_rows_change_no_verdict():
    by_name = data.load("events").set_index("event_id")
    assert record.compare(events=by_name).equals(record.compare())


def test_change_is_the_difference_of_the_means():
    means = record.windows("deeds").set_index(["presidency", "window"])["mean"]
    for row in record.compare("deeds").itertuples():
        name, against = row.presidency, row.against
        other = means[name, "start"] if against == "its start" else means[against, "end"]
        assert row.change == pytest.approx(means[name, "end"] - other)
        assert row.low <= row.change <= row.high


# -------------------------------------------------------------------------------------- the record


def test_scored_acts_enter_and_nothing_else():
    table = data.load("events")
    entering = table[table["dyadic"] == "yes"]
    for row in record.windows().itertuples():
        first, last = trajectory.window_dates(row.term_id)[row.window]
        inside = entering[(entering["event_date"] >= first) & (entering["event_date"] < last)]
        assert row.n == len(inside)
        assert row.mean == pytest.approx(inside["goldstein_score"].mean())


def test_contacts_and_deeds_make_up_the_whole():
    counted = {kind: record.windows(kind)["n"] for kind in record.KINDS}
    assert (counted["contacts"] + counted["deeds"] == counted["all"]).all()


def test_every_act_has_the_kind_of_its_class():
    kinds = record.kinds()
    contacts = record.scored_events(kind="contacts")["class_id"]
    assert (
        set(contacts)
        == set(kinds.index[kinds == "contact"])
        == {"P1", "P2", "M1", "M2", "A2", "I1"}
    )


@pytest.mark.parametrize(
    "asked, said",
    [({"kind": "words"}, "kind.*words"), ({"weighting": "classes"}, "weighting.*classes")],
)
def test_another_kind_or_weighting_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        record.windows(**asked)
    with pytest.raises(ValueError, match=said):
        record.compare(**asked)


def test_a_year_counts_its_acts_and_leaves_the_last_january_out():
    table, events = record.by_year("clinton"), data.load("events")
    acts = events[(events["term_id"] == "clinton") & (events["dyadic"] == "yes")]
    assert table.index.tolist() == list(range(1993, 2001))
    in_1999 = acts[acts["event_date"].dt.year == 1999]
    contact = in_1999["class_id"].isin(["P1", "P2", "M1", "M2", "A2", "I1"])
    assert table.loc[1999, "acts"] == len(in_1999)
    assert table.loc[1999, "contacts"] == contact.sum()
    assert table.loc[1999, "mean score of deeds"] == pytest.approx(
        in_1999.loc[~contact, "goldstein_score"].mean()
    )


def test_a_presidency_in_brief_says_what_its_windows_and_its_change_say():
    table = record.in_brief("clinton")
    assert table.index.tolist() == ["all acts", "contacts", "deeds"]
    assert table.loc["deeds", "end against start"] == "lower"
    own = record.windows("deeds").query("term_id == 'clinton' and window == 'start'").iloc[0]
    assert table.loc["deeds", "start"].startswith(f"{own['mean']:+.1f} [")
    assert table.loc["deeds", "start"].endswith(f"n = {own['n']}")


def test_acts_above_zero_are_those_of_the_window_and_no_others():
    acts = record.scored_events().query("'2024-01-20' <= event_date < '2025-01-20'")
    table = record.above_zero("biden", "end")
    assert table["act above zero"].tolist() == acts[acts["goldstein_score"] > 0]["title"].tolist()
    assert "1 August 2024" in set(table["day"])
    with pytest.raises(ValueError, match="window must be one of start; found 'end'"):
        record.above_zero("trump2", "end")


# ----------------------------------------------------------------------------------- acts left out


def ends_of(start, end):
    """Acts of Obama's first and last year, one a week, named by their window and place."""
    table = pd.concat([weekly(START, start), weekly(END, end)], ignore_index=True)
    names = [f"start-{i}" for i in range(len(start))] + [f"end-{i}" for i in range(len(end))]
    return table.assign(event_id=names)


def way(found):
    rows = found[(found["presidency"] == "Obama") & (found["against"] == "its start")]
    return rows.drop(columns=["term_id", "presidency", "against"])


def test_a_verdict_turns_when_too_few_acts_are_left():
    # Of acts that weigh the same those of the end go first: of nine, the fourth leaves five.
    found = way(record.until_it_turns(events=ends_of([5] * 7, [-5] * 9)))
    assert found.to_numpy().tolist() == [["lower", 4, "cannot tell", "end-0"]]


def test_the_act_goes_first_that_moves_the_change_most():
    found = way(record.until_it_turns(events=ends_of([5, 5, 9, 5, 5, 5, 5], [-5] * 7)))
    assert found["first_out"].tolist() == ["start-2"]


def test_one_act_that_alone_turns_a_verdict_is_found_and_no_other():
    # One cold act at the start hides that the rest is warmer than the end.
    events = ends_of([4] * 12 + [-8], [3] * 13)
    assert verdicts(events=events)["Obama", "its start"] == "cannot tell"
    found = record.turned_by_one(events=events)
    assert found[["against", "verdict", "turned", "event_id"]].to_numpy().tolist() == [
        ["its start", "cannot tell", "lower", "start-12"]
    ]
    assert way(record.until_it_turns(events=events))[["acts", "first_out"]].to_numpy().tolist() == [
        [1, "start-12"]
    ]


def test_what_one_act_turns_is_what_the_record_without_it_says():
    found = record.turned_by_one("deeds")
    assert len(found)
    events = data.load("events")
    for row in found.itertuples():
        without = verdicts(kind="deeds", events=events[events["event_id"] != row.event_id])
        assert without[row.presidency, row.against] == row.turned != row.verdict
