"""Known answers for the measures that draw the line."""

import numpy as np
import pandas as pd
import pytest

from resetcycle import data, trajectory


def test_discounted_sum_halves_and_settles():
    assert trajectory.discounted_sum([8] + [0] * 24, 12)[[0, 12, 24]] == pytest.approx([8, 4, 2])
    assert trajectory.discounted_sum([1] * 2000, 12)[-1] == pytest.approx(17.8172, abs=1e-4)


def test_ewma_is_the_recursive_average_of_pandas_and_stays_in_range():
    values = np.random.default_rng(1).uniform(-10, 10, 200)
    expected = pd.Series(values).ewm(halflife=12, adjust=False).mean()
    assert trajectory.ewma(values, 12) == pytest.approx(expected)
    assert np.abs(trajectory.ewma(values, 12)).max() <= 10


def test_ewma_keeps_the_place_of_missing_months():
    assert trajectory.ewma([0, np.nan, 10], 1)[-1] > trajectory.ewma([0, 10], 1)[-1]


@pytest.mark.parametrize("half_life", [0, -3, np.nan, np.inf])
def test_half_life_must_be_a_positive_number(half_life):
    for measure in (trajectory.discounted_sum, trajectory.ewma):
        with pytest.raises(ValueError, match="positive number of periods"):
            measure([1, 2], half_life)


def two_events(first, second):
    events = data.load("events").query("dyadic == 'yes'").iloc[:2].copy()
    events["event_date"] = pd.to_datetime([first, second])
    events["goldstein_score"] = [8.0, -8.0]
    return events


def test_event_line_is_the_mean_of_faded_scores():
    line = trajectory.event_line(12, two_events("2001-02-01", "2002-02-01"))
    assert len(line) == 13
    assert line["tone"].iloc[:12].tolist() == pytest.approx([8] * 12)
    assert line["tone"].iloc[-1] == pytest.approx((8 * 0.5 - 8) / 1.5)
    assert line["weight"].iloc[-1] == pytest.approx(1.5)


def test_months_of_the_line_run_from_inauguration_day():
    line = trajectory.event_line(12, two_events("2009-01-19", "2009-01-20"))
    assert line["month"].tolist() == [pd.Timestamp(2008, 12, 20), pd.Timestamp(2009, 1, 20)]


def test_a_line_without_scored_events_is_refused():
    with pytest.raises(ValueError, match="at least one row with dyadic = yes"):
        trajectory.event_line(12, data.load("events").query("dyadic == 'no'"))


def test_quad_counts_add_up_to_the_scored_events():
    counts = trajectory.quad_counts()
    assert counts.to_numpy().sum() == len(trajectory.scored_events())
    assert list(counts.index) == list(data.load("terms")["term_id"])
    assert trajectory.balance(counts).between(-1, 1).all()
    assert (
        trajectory.balance(pd.DataFrame([[0, 0, 0, 0]], columns=list(trajectory.QUADS)))
        .isna()
        .all()
    )


def test_windows_are_the_first_middle_and_last_year():
    spans = trajectory.window_dates("obama")
    assert spans["start"] == (pd.Timestamp(2009, 1, 20), pd.Timestamp(2010, 1, 20))
    assert spans["middle"] == (pd.Timestamp(2012, 7, 20), pd.Timestamp(2013, 7, 20))
    assert spans["end"] == (pd.Timestamp(2016, 1, 20), pd.Timestamp(2017, 1, 20))
    assert all(last <= data.cutoff() for _, last in trajectory.window_dates("trump2").values())
    with pytest.raises(ValueError, match="no term 'nixon'"):
        trajectory.window_dates("nixon")


def test_window_table_repeats_the_published_polls():
    row = trajectory.windows("obama", ["gallup_favourable"]).iloc[1]
    assert (row["start"], row["middle"], row["end"], row["n"]) == (40, 44, 30, "1/1/1")


def test_pattern_reads_the_direction():
    table = pd.DataFrame(
        {
            "closer": ["up", "up", "down", "down", "up"],
            "start": [1, 2, 1, 2, 1],
            "end": [2, 1, 2, 1, np.nan],
        }
    )
    assert trajectory.pattern(table).tolist() == [
        "closer",
        "further apart",
        "further apart",
        "closer",
        "not covered",
    ]


def test_extremes_of_obamas_years_are_the_published_ones():
    table = trajectory.extremes("obama", ["gallup_favourable", "us_goods_trade"]).set_index(
        ["indicator", "reading"]
    )
    low = table.loc[("Americans with a favourable view of Russia", "furthest")]
    assert (low["value"], low["on"], low["no match since"]) == (
        24,
        "Feb 2015",
        "1989 (series begins)",
    )
    assert table.loc[("Goods trade between the US and Russia", "closest"), "on"] == "2011"


def test_readings_stand_in_the_middle_of_their_period():
    votes, poll = trajectory.readings("unga_agreement"), trajectory.readings("gallup_favourable")
    assert votes["shown_at"].iloc[0] == pd.Timestamp(1989, 7, 2)
    assert poll.set_index("date").loc["2015-02-01", "shown_at"] == pd.Timestamp(2015, 2, 16)
    with pytest.raises(ValueError, match="no indicator 'galup'"):
        trajectory.readings("galup")


def test_yearly_turns_every_measure_so_that_up_is_closer():
    table = trajectory.yearly(["unga_ideal_gap", "unga_agreement"])
    assert (table["unga_ideal_gap"] < 0).all()
    assert table.corr().iloc[0, 1] > 0.7


@pytest.mark.parametrize("aggregate, even_wins", [("arithmetic", False), ("geometric", True)])
def test_the_average_decides_between_even_and_uneven(aggregate, even_wins):
    uneven, even = trajectory.composite([[0.25, 1], [0.6, 0.6]], "none", aggregate)
    assert (even > uneven) == even_wins


def test_normalisations_order_one_measure_alike():
    table = pd.DataFrame({"a": [3.0, 1.0, 2.0, 9.0]})
    for method in trajectory.NORMALISATIONS:
        assert trajectory.composite(table, method).rank().tolist() == [3, 1, 2, 4]
        assert trajectory.composite(table, method).between(0, 1).all()


def test_versions_are_eighteen_and_skip_incomplete_years():
    table = trajectory.yearly(["gallup_favourable", "us_goods_trade"])
    found = trajectory.versions(table, {"equal": [1, 1], "polls": [2, 1], "trade": [1, 2]})
    assert found.shape == (len(table.dropna()), 18)
    assert 2012 not in found.index and found.to_numpy().min() >= 0 and found.to_numpy().max() <= 1


@pytest.mark.parametrize(
    "change, words",
    [
        ({"normalise": "log"}, "normalise must be one of"),
        ({"aggregate": "median"}, "aggregate must be one of"),
        ({"weights": [1, -1]}, "none negative"),
        ({"weights": [0, 0]}, "not all zero"),
        ({"weights": [1, 2, 3]}, "must be 2 numbers"),
        ({"weights": [1, np.nan]}, "must be 2 numbers"),
        ({"table": [[1, np.nan], [np.nan, 2]]}, "No period has a reading in every measure"),
        ({"table": [[1, 2], [1, 3]]}, "never changes"),
    ],
)
def test_composite_refuses_in_one_sentence(change, words):
    arguments = {"table": [[1, 2], [2, 3]]} | change
    with pytest.raises(ValueError, match=words):
        trajectory.composite(**arguments)
