"""Known answers for the measures that draw the line."""

import csv
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from scipy import stats

from resetcycle import data, record, trajectory


def rows_of(table):
    """A table as it lies on the disk, read without the kit."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(indicator):
    """The readings of an indicator as they lie on the disk: {date: value}."""
    return {
        row["date"]: float(row["value"])
        for row in rows_of("indicators")
        if row["indicator_id"] == indicator
    }


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
    assert line["n_events"].tolist() == [1] + [0] * 11 + [1]


def test_an_event_counts_half_after_a_year_unless_told_otherwise():
    events = two_events("2001-02-01", "2002-02-01")
    pd.testing.assert_frame_equal(
        trajectory.event_line(events=events), trajectory.event_line(12, events)
    )


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


def test_quad_counts_of_a_few_events_are_those_of_their_codes():
    """042 a visit and 057 a signature are words of cooperation, 190 force is a deed of conflict."""
    events = data.load("events").query("dyadic == 'yes'").head(4)
    events = events.assign(
        term_id=["obama", "clinton", "clinton", "clinton"], cameo_code=["042", "057", "190", "190"]
    )
    counts = trajectory.quad_counts(events)
    assert counts.index.tolist() == ["clinton", "obama"]
    assert counts.columns.tolist() == ["VC", "MC", "VK", "MK"]
    assert counts.to_numpy().tolist() == [[1, 0, 0, 2], [1, 0, 0, 0]]
    by_code = trajectory.quad_counts(events, by="cameo_code")
    assert by_code["VC"].to_dict() == {"042": 1, "057": 1, "190": 0}


def test_balance_is_missing_where_nothing_was_counted():
    counts = pd.DataFrame([[0, 0, 0, 0], [3, 2, 1, 4], [0, 0, 2, 0]], columns=list("abcd"))
    found = trajectory.balance(counts.set_axis(list(trajectory.QUADS), axis=1))
    assert found.isna().tolist() == [True, False, False]
    assert found.tolist()[1:] == [0.0, -1.0]


def test_windows_are_the_first_middle_and_last_year():
    spans = trajectory.window_dates("obama")
    assert spans["start"] == (pd.Timestamp(2009, 1, 20), pd.Timestamp(2010, 1, 20))
    assert spans["middle"] == (pd.Timestamp(2012, 7, 20), pd.Timestamp(2013, 7, 20))
    assert spans["end"] == (pd.Timestamp(2016, 1, 20), pd.Timestamp(2017, 1, 20))
    assert all(last <= data.cutoff() for _, last in trajectory.window_dates("trump2").values())
    with pytest.raises(ValueError, match="no term 'nixon'"):
        trajectory.window_dates("nixon")


@pytest.mark.parametrize(
    "cutoff, known",
    [("2010-01-19", []), ("2010-01-20", ["start"]), ("2017-01-19", ["start", "middle"])],
)
def test_a_window_counts_once_it_is_complete(monkeypatch, cutoff, known):
    monkeypatch.setattr(data, "cutoff", lambda: pd.Timestamp(cutoff))
    assert list(trajectory.window_dates("obama")) == known


def test_the_first_day_of_a_window_is_inside_and_the_day_after_its_last_is_not():
    days = ["2009-01-19", "2009-01-20", "2010-01-19", "2010-01-20", "2016-01-20", "2017-01-20"]
    series = pd.DataFrame({"shown_at": pd.to_datetime(days), "value": [1.0, 2, 4, 8, 16, 32]})
    found = trajectory.window_means(series, trajectory.window_dates("obama"))
    assert (found["start"], found["end"], found["n"]) == (3, 16, "2/0/1")
    assert np.isnan(found["middle"])
    unfinished = trajectory.window_means(
        series, {"start": trajectory.window_dates("obama")["start"]}
    )
    assert unfinished["start"] == 3 and unfinished["n"] == "2/0/0" and np.isnan(unfinished["end"])


def test_term_windows_count_the_acts_of_each_presidency_but_the_prologue():
    acts = Counter(row["term_id"] for row in rows_of("events") if row["dyadic"] == "yes")
    table = trajectory.term_windows()
    names = [row["term_id"] for row in rows_of("terms") if row["role"] != "prologue"]
    assert table["term_id"].tolist() == names and "bush41" not in names
    assert table["n_scored"].tolist() == [acts[name] for name in names]
    assert table["presidency"].tolist()[:3] == ["Clinton", "Bush 43", "Obama"]


def test_term_windows_are_means_of_the_scores_in_the_chronology():
    def mean(first, last):
        return np.mean(
            [
                float(row["goldstein_score"])
                for row in rows_of("events")
                if row["dyadic"] == "yes" and first <= row["event_date"] < last
            ]
        )

    obama = trajectory.term_windows().set_index("term_id").loc["obama"]
    assert obama["start"] == pytest.approx(mean("2009-01-20", "2010-01-20"))
    assert obama["middle"] == pytest.approx(mean("2012-07-20", "2013-07-20"))
    assert obama["end"] == pytest.approx(mean("2016-01-20", "2017-01-20"))


def test_window_table_repeats_the_published_polls():
    row = trajectory.windows("obama", ["gallup_favourable"]).iloc[3]
    assert (row["start"], row["middle"], row["end"], row["n"]) == (40, 44, 30, "1/1/1")
    assert row["indicator"] == "Americans with a favourable view of Russia"
    assert row["unit"] == "percent of US adults" and row["closer"] == "up"


def test_windows_show_the_acts_and_one_indicator_a_subject():
    core = [row["label"] for row in rows_of("indicator_catalogue") if row["core"] == "yes"]
    table = trajectory.windows("obama")
    assert table["indicator"].tolist() == ["All acts", "Contacts", "Deeds", *core]
    columns = [*trajectory.WINDOWS, "n"]
    for row, kind in enumerate(record.KINDS):
        own = trajectory.term_windows(kind=kind).set_index("term_id").loc["obama"]
        assert table.loc[row, columns].tolist() == own[columns].tolist()
        assert table.loc[row, "closer"] == "up"
    assert table.loc[3:, "sure"].isna().all()


def test_acts_whose_verdict_is_open_cannot_tell():
    for kind, row in zip(record.KINDS, range(3), strict=True):
        verdicts = record.compare(kind).query("against == 'its start'").set_index("term_id")
        for term, verdict in verdicts["verdict"].items():
            said = trajectory.pattern(trajectory.windows(term))[row]
            expected = {"lower": "further apart", "higher": "closer", "cannot tell": "cannot tell"}
            assert said == expected[verdict]


def test_what_no_window_covers_is_left_out_of_the_table():
    """Pew never asked about enemies in Clinton's years; Gallup asked in his last one."""
    table = trajectory.windows("clinton", ["pew_enemy", "gallup_favourable"])
    assert table.index.tolist() == [0, 1, 2, 3]
    columns = ["indicator", "unit", "closer", "sure", "start", "middle", "end", "n"]
    assert table.columns.tolist() == columns
    assert table["indicator"].tolist()[3] == "Americans with a favourable view of Russia"


def test_pattern_reads_the_direction():
    table = pd.DataFrame(
        {
            "closer": ["up", "up", "down", "down", "up", "down", "none"],
            "start": [1, 2, 1, 2, 1, 3, 1],
            "end": [2, 1, 2, 1, np.nan, 3, 2],
        },
        index=list("abcdefg"),
    )
    assert trajectory.pattern(table).index.tolist() == list("abcdefg")
    assert trajectory.pattern(table).tolist() == [
        "closer",
        "further apart",
        "further apart",
        "closer",
        "not covered",
        "the same",
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


def test_extremes_of_a_measure_that_runs_down():
    """The gap in the UN: Obama's smallest is 2016's; 1999 was the last smaller one before it."""
    gap = read("unga_ideal_gap")
    years = {date: value for date, value in gap.items() if "2009" <= date < "2017"}
    before = {date: value for date, value in gap.items() if date < "2009"}
    closest, furthest = trajectory.extremes("obama", ["unga_ideal_gap"]).itertuples(index=False)
    assert (closest.value, closest.on) == (min(years.values()), min(years, key=years.get)[:4])
    assert (furthest.value, furthest.on) == (max(years.values()), max(years, key=years.get)[:4])
    assert (closest.reading, furthest.reading) == ("closest", "furthest")
    smaller = [date for date, value in before.items() if value <= closest.value]
    greater = [date for date, value in before.items() if value >= furthest.value]
    assert (closest[5], furthest[5]) == (max(smaller)[:4], max(greater)[:4])


def test_a_reading_as_high_as_the_highest_is_a_match():
    """Gallup's 66 of February 2002 had been reached once before, in August 1991."""
    polls = read("gallup_favourable")
    assert polls["1991-08-01"] == polls["2002-02-01"] == 66
    found = trajectory.extremes("bush43", ["gallup_favourable"]).iloc[0]
    assert (found["value"], found["on"], found["no match since"]) == (66, "Feb 2002", "1991")


def test_extremes_look_from_the_first_day_of_a_term_to_its_last(monkeypatch):
    days = ["2000-06-01", "2009-01-19", "2009-01-20", "2012-05-05", "2017-01-19", "2017-01-20"]
    series = pd.DataFrame({"date": pd.to_datetime(days), "value": [3.0, 9, 5, 4, 2, 0]})
    series = series.assign(shown_at=series["date"], date_precision="day")
    monkeypatch.setattr(trajectory, "readings", lambda name: series)
    closest, furthest = trajectory.extremes("obama", ["us_adoptions"]).itertuples(index=False)
    assert (closest.value, closest.on, closest[5]) == (5, "Jan 2009", "2009")
    assert (furthest.value, furthest.on, furthest[5]) == (2, "Jan 2017", "2000 (series begins)")


def test_extremes_need_a_direction_and_a_term():
    with pytest.raises(ValueError, match="warheads_usa has no direction"):
        trajectory.extremes("obama", ["warheads_usa"])
    with pytest.raises(ValueError, match="no term 'nixon'"):
        trajectory.extremes("nixon", ["us_adoptions"])


def test_readings_stand_in_the_middle_of_their_period():
    votes, poll = trajectory.readings("unga_agreement"), trajectory.readings("gallup_favourable")
    assert votes["shown_at"].iloc[0] == pd.Timestamp(1989, 7, 2)
    assert poll.set_index("date").loc["2015-02-01", "shown_at"] == pd.Timestamp(2015, 2, 16)
    counted = trajectory.readings("new_start_deployed_warheads_usa")
    assert (counted["shown_at"] == counted["date"]).all()
    for table in (votes, poll, counted):
        assert table["date"].is_monotonic_increasing
        assert table.index.tolist() == list(range(len(table)))
        assert table.columns.tolist() == [*rows_of("indicators")[0], "shown_at"]
    assert dict(zip(poll["date"].dt.strftime("%Y-%m-%d"), poll["value"], strict=True)) == read(
        "gallup_favourable"
    )
    with pytest.raises(ValueError, match="no indicator 'galup'"):
        trajectory.readings("galup")


def test_yearly_turns_every_measure_so_that_up_is_closer():
    table = trajectory.yearly(["unga_ideal_gap", "unga_agreement"])
    for name, sign in (("unga_ideal_gap", -1), ("unga_agreement", 1)):
        expected = {int(date[:4]): sign * value for date, value in read(name).items()}
        assert table[name].dropna().to_dict() == pytest.approx(expected)
    assert table.index.is_monotonic_increasing and table.index.name == "year"
    warheads = {int(date[:4]): value for date, value in read("warheads_usa").items()}
    assert trajectory.yearly(["warheads_usa"])["warheads_usa"].to_dict() == pytest.approx(warheads)


def test_yearly_means_of_the_line_and_of_several_readings_a_year():
    table = trajectory.yearly(["tone", "levada_good"])
    polls = [value for date, value in read("levada_good").items() if date[:4] == "1999"]
    assert len(polls) > 1 and table.loc[1999, "levada_good"] == pytest.approx(np.mean(polls))
    line = trajectory.event_line(12)
    months = line.loc[line["month"].dt.year == 1999, "tone"]
    assert len(months) == 12 and table.loc[1999, "tone"] == pytest.approx(months.mean())
    assert np.isnan(table.loc[1993, "levada_good"])


@pytest.mark.parametrize("aggregate, even_wins", [("arithmetic", False), ("geometric", True)])
def test_the_average_decides_between_even_and_uneven(aggregate, even_wins):
    uneven, even = trajectory.composite([[0.25, 1], [0.6, 0.6]], "none", aggregate)
    assert (even > uneven) == even_wins


def test_normalisations_order_one_measure_alike():
    table = pd.DataFrame({"a": [3.0, 1.0, 2.0, 9.0]})
    for method in trajectory.NORMALISATIONS:
        assert trajectory.composite(table, method).rank().tolist() == [3, 1, 2, 4]
        assert trajectory.composite(table, method).between(0, 1).all()


def test_normalisations_give_the_values_of_their_definitions():
    """Three readings 2, 4 and 9: shares of the range, normal probabilities, ranks over three."""
    table = pd.DataFrame({"a": [2.0, 4.0, 9.0]})
    assert trajectory.composite(table, "minmax").tolist() == pytest.approx([0, 2 / 7, 1])
    assert trajectory.composite(table, "z").to_numpy() == pytest.approx(
        stats.norm.cdf(stats.zscore(table["a"], ddof=1))
    )
    assert trajectory.composite(table, "rank").tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert trajectory.composite(table, "none").tolist() == [2, 4, 9]
    assert trajectory.composite(table).tolist() == trajectory.composite(table, "minmax").tolist()


def test_a_geometric_zero_counts_as_a_hundredth():
    table = pd.DataFrame({"a": [2.0, 4.0, 6.0], "b": [6.0, 2.0, 4.0]})
    found = trajectory.composite(table, "minmax", "geometric", [3, 1])
    assert found.tolist() == pytest.approx([0.01**0.75 * 1, 0.5**0.75 * 0.01**0.25, 1 * 0.5**0.25])
    assert trajectory.composite(table, "minmax", weights=[3, 1]).tolist() == pytest.approx(
        [0.25, 0.375, 0.875]
    )


def test_a_weight_of_zero_leaves_a_measure_out():
    table = [[1, 5], [2, 1], [4, 7]]
    left = trajectory.composite(table, "rank", "geometric", [1, 0])
    assert left.tolist() == pytest.approx([1 / 3, 2 / 3, 1])


@pytest.mark.parametrize("weights", [pd.Series([1, 3], ["b", "a"]), {"b": 1, "a": 3}])
def test_named_weights_are_matched_by_name(weights):
    table = pd.DataFrame({"a": [1.0, 0.0], "b": [0.0, 1.0]})
    assert trajectory.composite(table, "none", weights=weights).tolist() == [0.75, 0.25]
    found = trajectory.versions(table, {"more of a": weights})
    assert found["minmax, arithmetic, more of a"].tolist() == [0.75, 0.25]
    with pytest.raises(ValueError, match="'c' stands in the table and not in weights"):
        trajectory.composite(table.assign(c=[1.0, 2.0]), weights=weights)


def test_versions_are_eighteen_and_skip_incomplete_years():
    table = trajectory.yearly(["gallup_favourable", "us_goods_trade"])
    found = trajectory.versions(table, {"equal": [1, 1], "polls": [2, 1], "trade": [1, 2]})
    assert found.shape == (len(table.dropna()), 18)
    assert 2011 not in found.index and found.to_numpy().min() >= 0 and found.to_numpy().max() <= 1


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
        ({"table": [[1, 2], [1, 3]]}, "Column 0 never changes"),
        ({"table": [[1, 2], [3, 2]], "normalise": "z"}, "Column 1 never changes"),
        ({"table": [[1, 2]]}, "A single period cannot be scaled"),
        ({"table": {"polls": [1, 2]}}, "table must be a table of numbers"),
    ],
)
def test_composite_refuses_in_one_sentence(change, words):
    arguments = {"table": [[1, 2], [2, 3]]} | change
    with pytest.raises(ValueError, match=words):
        trajectory.composite(**arguments)


def test_vacancies_are_those_of_the_register():
    """Fifteen months before Collins and nine before Tefft stand in the register itself."""
    gaps = trajectory.vacancies()
    months = gaps.set_index("before")["days"] / 30.44
    assert months[["James Collins", "John Tefft"]].round().tolist() == [15, 9]
    still = gaps[gaps["before"].isna()]
    assert still["after"].tolist() == ["Lynne Tracy"]
    assert still["empty_until"].tolist() == [data.cutoff()] and (gaps["days"] > 0).all()


def test_a_month_adds_up_its_acts_from_one_twentieth_to_the_next():
    table = trajectory.monthly(kind="deeds").set_index("month")
    events = data.load("events")
    acts = events[(events["dyadic"] == "yes") & ~events["class_id"].isin(CONTACTS)]
    inside = acts[acts["event_date"].between("2008-08-20", "2008-09-19")]
    assert table.loc["2008-08-20", "n_events"] == len(inside)
    assert table.loc["2008-08-20", "total"] == pytest.approx(inside["goldstein_score"].sum())
    assert len(table) == len(trajectory.event_line())


def test_machine_windows_name_the_years_that_they_cover():
    table = trajectory.machine_windows("Bush")
    assert table.index.tolist() == ["2002", "2004–2005", "2008"]
    assert table["95 % interval"].iloc[0] == "0.80 – 0.90"


CONTACTS = ["P1", "P2", "M1", "M2", "A2", "I1"]


def test_no_table_of_measures_is_headed_by_the_name_of_a_column():
    measures = ["tone", *(row["indicator_id"] for row in rows_of("indicator_catalogue"))]
    table = pd.DataFrame(np.eye(len(measures)), columns=measures)
    worded = trajectory.in_words(table)
    assert not [head for head in worded.columns if "_" in head or head in measures]
    assert worded.to_numpy().tolist() == table.to_numpy().tolist()
    units = {row["label"]: row["unit"] for row in rows_of("indicator_catalogue")}
    assert all(f"{label}, {unit}" in worded.columns for label, unit in units.items())
