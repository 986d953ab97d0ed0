"""Known answers for the tests of the cycle, and what they must refuse."""

import tracemalloc
from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau, page_trend_test, ttest_ind

from resetcycle import cycle, data, trajectory


@pytest.mark.parametrize(
    "n, exchangeable, random_walk",
    [(3, 0.166667, 0.25), (4, 0.041667, 0.125), (5, 0.008333, 0.0625), (6, 0.001389, 0.03125)],
)
def test_exact_p_gives_the_published_values(n, exchangeable, random_walk):
    assert cycle.exact_p(n) == pytest.approx(exchangeable, abs=5e-7)
    assert cycle.exact_p(n, "random_walk") == random_walk


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_exact_p_agrees_with_counting_orders_and_with_kendall(n):
    orders = list(permutations(range(n)))
    assert cycle.exact_p(n) == sum(order == tuple(range(n))[::-1] for order in orders) / len(orders)
    kendall = kendalltau(range(n), range(n, 0, -1), alternative="less", method="exact").pvalue
    assert cycle.exact_p(n) == pytest.approx(kendall)


def test_one_end_cannot_disappoint():
    assert cycle.exact_p(1) == cycle.exact_p(1, "random_walk") == 1
    assert cycle.exact_p(np.int64(3)) == 1 / 6


@pytest.mark.parametrize("n", [0, -1, 2.5, 3.0, "3", None, True])
def test_exact_p_needs_a_count(n):
    with pytest.raises(ValueError, match="n must be a whole number of at least 1"):
        cycle.exact_p(n)


def test_exact_p_names_its_nulls():
    with pytest.raises(ValueError, match="one of exchangeable, random_walk; found 'drift'"):
        cycle.exact_p(3, "drift")


def daily(value):
    days = pd.date_range("1991-12-25", "2026-06-04")
    return pd.DataFrame({"shown_at": days, "value": [value(day) for day in days]})


def test_term_levels_are_means_of_the_three_windows():
    levels = cycle.term_levels(daily(lambda day: day.year))
    assert list(levels.index) == ["clinton", "bush43", "obama", "trump1", "biden"]
    assert list(levels.columns) == ["start", "middle", "end", "n"]
    first, last = trajectory.window_dates("obama")["end"]
    days = pd.date_range(first, last, inclusive="left")
    assert levels.loc["obama", "end"] == pytest.approx(days.year.to_numpy().mean())
    assert levels.loc["obama", "n"] == f"365/365/{len(days)}"


def test_term_levels_repeat_the_polls_and_leave_gaps_empty():
    levels = cycle.term_levels(trajectory.readings("gallup_favourable"))
    assert levels.loc["obama", ["start", "middle", "end"]].tolist() == [40, 44, 30]
    assert levels.loc["bush43", ["start", "middle", "end"]].tolist() == [52, 61, 48]
    assert np.isnan(levels.loc["trump1", "middle"]) and levels.loc["trump1", "n"] == "1/0/1"


def test_term_levels_ignore_missing_readings():
    series = daily(lambda day: 1.0)
    series.loc[::2, "value"] = np.nan
    assert (cycle.term_levels(series)[["start", "middle", "end"]] == 1).all(axis=None)


def test_term_levels_agree_with_the_windows_of_the_chronology():
    scored = trajectory.scored_events()
    levels = cycle.term_levels(
        pd.DataFrame({"shown_at": scored["event_date"], "value": scored["goldstein_score"]})
    )
    expected = trajectory.term_windows().set_index("term_id").loc[levels.index, levels.columns]
    pd.testing.assert_frame_equal(levels, expected, check_names=False)


@pytest.mark.parametrize("column", ["shown_at", "value"])
def test_term_levels_name_the_missing_column(column):
    with pytest.raises(ValueError, match=f"no column '{column}'"):
        cycle.term_levels(daily(lambda day: 1).drop(columns=column))


@pytest.mark.parametrize("k, statistic, p", [(3, 42, 0.0046296), (4, 56, 0.00077160)])
def test_page_gives_the_known_answers_for_perfect_falls(k, statistic, p):
    found = cycle.page_trend([[3, 2, 1]] * k)
    assert (found.L, found.k) == (statistic, k)
    assert found.p_exact == pytest.approx(p, abs=5e-8) == (1 / 6) ** k


def test_page_of_two_presidencies_agrees_with_all_36_orders():
    orders = [
        (first, second) for first in permutations((1, 2, 3)) for second in permutations((1, 2, 3))
    ]
    statistic = [np.dot(first, (3, 2, 1)) + np.dot(second, (3, 2, 1)) for first, second in orders]
    for rows, expected in zip(orders, statistic, strict=True):
        found = cycle.page_trend(rows)
        assert expected == found.L
        assert found.p_exact == pytest.approx(np.mean(np.array(statistic) >= expected))


def test_page_is_that_of_another_library_with_ties_too():
    rng = np.random.default_rng(6)
    for k in (2, 3, 5, 9):
        for _time in range(20):
            rows = rng.integers(0, 4, size=(k, 3))
            found = cycle.page_trend(rows)
            other = page_trend_test(rows, predicted_ranks=[3, 2, 1], method="exact")
            assert (found.L, found.p_exact) == pytest.approx((other.statistic, other.pvalue))


def test_page_uses_ranks_only_and_knows_the_direction():
    rows = np.random.default_rng(2).normal(size=(4, 3))
    assert cycle.page_trend(rows) == cycle.page_trend(rows * [[1], [50], [3], [9]] - 7)
    assert cycle.page_trend([[1, 2, 3]] * 3).p_exact == pytest.approx(1)


def test_page_leaves_out_presidencies_with_a_missing_window():
    levels = pd.DataFrame(
        {"n": "1/1/1", "end": [1, 1, 2.0], "start": [3, 4, 9.0], "middle": [2, np.nan, 5]}
    )
    assert cycle.page_trend(levels) == cycle.page_trend([[3, 2, 1], [9, 5, 2]])


@pytest.mark.parametrize(
    "levels, words",
    [
        ([[3, 2, 1]], "at least 2 presidencies .* found 1"),
        ([[3, 2, np.nan], [3, np.nan, 1]], "found 0"),
        ([[3, 2], [3, 1]], r"found shape \(2, 2\)"),
        ([3, 2, 1], r"found shape \(3,\)"),
        (pd.DataFrame({"start": [1, 2], "end": [1, 2]}), "no column 'middle'"),
    ],
)
def test_page_refuses_in_one_sentence(levels, words):
    with pytest.raises(ValueError, match=words):
        cycle.page_trend(levels)


def test_the_american_calendar_is_that_of_the_terms():
    starts = cycle.calendar("USA")
    assert starts.index.tolist() == ["Clinton", "Bush 43", "Obama", "Trump I", "Biden", "Trump II"]
    assert {(day.month, day.day) for day in starts} == {(1, 20)}


def russian_leaders():
    return data.load("leaders").query("country == 'RUS'").reset_index(drop=True)


def test_the_russian_calendar_holds_the_changes_of_leader():
    starts = cycle.calendar("RUS")
    assert list(starts.index) == ["Yeltsin", "Putin", "Medvedev", "Putin again"]
    assert starts.dt.strftime("%Y-%m-%d").tolist() == [
        "1991-07-10",
        "1999-12-31",
        "2008-05-07",
        "2012-05-07",
    ]


def test_leaders_follow_one_another_without_a_gap():
    rows = russian_leaders()
    assert rows["end_date"].iloc[:-1].tolist() == rows["start_date"].iloc[1:].tolist()
    assert rows["end_date"].isna().tolist() == [False] * (len(rows) - 1) + [True]


def test_other_countries_have_no_calendar_here():
    with pytest.raises(ValueError, match="one of USA, RUS; found 'CHN'"):
        cycle.calendar("CHN")


def sawtooth(n=80, step=20):
    """Sinks by 1 a month and jumps back every `step` months."""
    return -np.arange(n) % step


def by_hand(values, starts, length, lag):
    n = len(values)
    changes = [
        np.mean([values[(s + lag + i) % n] for i in range(length)])
        - np.mean([values[(s + lag - 1 - i) % n] for i in range(length)])
        for s in starts
    ]
    return np.mean(changes)


def test_shift_test_computes_what_it_says_at_every_lag():
    values = np.random.default_rng(3).normal(size=60)
    found = cycle.shift_test(values, [15, 40], length=6)
    assert found.null == pytest.approx([by_hand(values, [15, 40], 6, lag) for lag in range(60)])
    assert found.statistic == found.null[0]
    assert found.p_shift == pytest.approx((found.null >= found.statistic - 1e-12).mean())


def test_shift_test_finds_a_real_clock_and_not_a_false_one():
    real, false = (
        cycle.shift_test(sawtooth(), np.array([21, 41, 61]) + lag, length=5) for lag in (0, 9)
    )
    assert real.p_shift == pytest.approx(4 / 80)  # the four teeth of the ring
    assert real.statistic == real.null.max()
    assert false.statistic < 0 and false.p_shift > 0.2


def test_alternatives_mirror_each_other():
    values, starts = np.random.default_rng(4).normal(size=90).cumsum(), [20, 50]
    down = cycle.shift_test(-values, starts, alternative="greater")
    assert cycle.shift_test(values, starts, alternative="less").p_shift == down.p_shift
    two = cycle.shift_test(values, starts, alternative="two-sided")
    assert two.p_shift == cycle.shift_test(-values, starts, alternative="two-sided").p_shift
    assert two.p_shift == pytest.approx((np.abs(two.null) >= abs(two.statistic) - 1e-12).mean())


def test_lags_that_repeat_the_pattern_count_whatever_the_size_of_the_numbers():
    """Three starts, ten months apart, in a ring that repeats itself after thirty: 12 equal lags.

    Floating sums of the same terms in another order differ in the last digit; fractions do not.
    """
    base = np.random.default_rng(25).normal(size=30) * 1e6
    values, starts = np.tile(base, 4), [30, 40, 50]
    exact = [Fraction(value) for value in values]

    def change(lag):
        place = [start + lag for start in starts]
        after = sum(exact[(p + i) % 120] for p in place for i in range(5))
        return after - sum(exact[(p - 1 - i) % 120] for p in place for i in range(5))

    null = [change(lag) for lag in range(120)]
    assert sum(value == null[0] for value in null) == 12
    found = cycle.shift_test(values, starts, length=5)
    assert (found.null[::10] < found.null[0]).any()
    assert found.p_shift == pytest.approx(sum(value >= null[0] for value in null) / 120)


def test_two_windows_are_all_that_a_series_needs():
    found = cycle.shift_test([1.0] * 12 + [4.0] * 12, [12])
    assert found.statistic == 3 and found.used.tolist() == [True]


def test_a_flat_series_has_no_clock():
    found = cycle.shift_test([0.1] * 60, [20, 40])
    assert found.statistic == pytest.approx(0) and found.p_shift == 1


def months(n, first="1993-01-20"):
    return pd.date_range(first, periods=n, freq=pd.DateOffset(months=1))


def test_dates_stand_for_the_first_month_that_begins_on_or_after_them():
    values = np.random.default_rng(5).normal(size=120)
    by_position = cycle.shift_test(values, [48, 96]).null
    for index in (
        months(120),
        months(120, "1993-02-01"),
        pd.period_range("1993-02", periods=120, freq="M"),
    ):
        assert cycle.shift_test(
            pd.Series(values, index), ["1997-01-20", "2001-01-20"]
        ).null == pytest.approx(by_position)


def test_starts_without_both_windows_are_named_and_left_out():
    values = pd.Series(sawtooth(120).astype(float), months(120))
    found = cycle.shift_test(
        values, ["1989-01-20", "1993-01-20", "1997-01-20", "2002-06-20", "2025-01-20"]
    )
    assert found.used.tolist() == [False, False, True, False, False]
    assert found.null == pytest.approx(cycle.shift_test(values, ["1997-01-20"]).null)


def test_the_last_possible_start_is_used():
    assert cycle.shift_test(np.arange(40.0), [11, 12, 28, 29]).used.tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_missing_months_stay_out_of_the_means():
    values = np.arange(60.0)
    values[[20, 34, 35]] = np.nan
    found = cycle.shift_test(values, [30], length=12)
    assert found.statistic == pytest.approx(np.nanmean(values[30:42]) - np.nanmean(values[18:30]))
    values[30:42] = np.nan
    with pytest.raises(ValueError, match=r"No start \(of 1\)"):
        cycle.shift_test(values, [30], length=12)
    both = cycle.shift_test(values, [15, 30], length=12)
    assert both.used.tolist() == [True, False]
    known = both.null[np.isfinite(both.null)]
    assert 0 < len(known) < 60
    assert both.p_shift == pytest.approx((known >= both.statistic - 1e-12).mean())


def test_the_shift_test_keeps_its_level_where_a_t_test_does_not():
    rng, starts = np.random.default_rng(6), [100, 196, 292]
    shifted, naive = [], []
    for _ in range(150):
        noise, values = rng.normal(size=400), np.zeros(400)
        for month in range(1, 400):
            values[month] = 0.9 * values[month - 1] + noise[month]
        shifted.append(cycle.shift_test(values, starts).p_shift)
        before, after = (
            np.concatenate([values[s + lag : s + lag + 12] for s in starts]) for lag in (-12, 0)
        )
        naive.append(ttest_ind(after, before).pvalue)
    assert np.mean(np.array(shifted) <= 0.05) < 0.1
    assert np.mean(np.array(naive) <= 0.05) > 0.3


@pytest.mark.parametrize("country, used", [("USA", [True] * 6), ("RUS", [False, True, True, True])])
def test_the_chronology_can_be_read_by_either_clock(country, used):
    line = trajectory.event_line().set_index("month")["tone"]
    found = cycle.shift_test(line, cycle.calendar(country))
    assert found.used.tolist() == used
    assert found.null.shape == line.shape and np.isfinite(found.null).all()
    assert 1 / len(line) <= found.p_shift <= 1


@pytest.mark.parametrize(
    "change, words",
    [
        ({"values": [1.0] * 23}, "at least 24 months"),
        ({"values": np.ones((40, 2))}, r"found shape \(40, 2\)"),
        ({"length": 0}, "length must be a whole number"),
        ({"length": 6.0}, "length must be a whole number"),
        ({"alternative": "up"}, "one of greater, less, two-sided; found 'up'"),
        ({"starts": []}, "starts is empty"),
        ({"starts": [20.5]}, "whole positions in the series; found 20.5"),
        ({"starts": [True]}, "whole positions in the series; found True"),
        ({"starts": [3, 58]}, r"No start \(of 2\) has 12 months"),
        ({"starts": ["2001-01-20"]}, "need values with dates"),
        (
            {"values": pd.Series(range(60), months(60)), "starts": ["Obama"]},
            "dates such as 2017-01-20; found Obama",
        ),
        (
            {"values": pd.Series(range(60), months(60)), "starts": [None]},
            "dates such as 2017-01-20; found None",
        ),
        (
            {"values": pd.Series(range(60), months(61).delete(9)), "starts": ["1996-01-20"]},
            "row after September 1993",
        ),
        (
            {
                "values": pd.Series(range(60), pd.period_range("1990", periods=60, freq="Y")),
                "starts": ["2010-01-20"],
            },
            "is not the next month",
        ),
    ],
)
def test_shift_test_refuses_in_one_sentence(change, words):
    arguments = {"values": np.arange(60.0), "starts": [30]} | change
    with pytest.raises(ValueError, match=words):
        cycle.shift_test(**arguments)


def test_random_walks_start_at_zero_and_repeat_with_their_seed():
    walks = cycle.random_walks(50, 140, seed=7)
    assert walks.shape == (50, 140) and (walks[:, 0] == 0).all()
    assert np.array_equal(walks, cycle.random_walks(50, 140, seed=7))
    assert not np.array_equal(walks, cycle.random_walks(50, 140, seed=8))


def test_random_walks_have_the_steps_they_were_asked_for():
    steps = np.diff(cycle.random_walks(200, 500, seed=9, step_sd=2, drift=-0.5))
    assert steps.mean() == pytest.approx(-0.5, abs=0.03)
    assert steps.std() == pytest.approx(2, abs=0.03)
    assert cycle.random_walks(2, 4, seed=1, step_sd=0, drift=-1).tolist() == [[0, -1, -2, -3]] * 2


@pytest.mark.parametrize("n, drift, share", [(3, 0, 0.25), (4, 0, 0.125), (4, -0.5, 0.33)])
def test_falling_ends_are_as_frequent_in_random_walks_as_stated(n, drift, share):
    ends = cycle.random_walks(40_000, n, seed=10, drift=drift)
    assert (np.diff(ends) < 0).all(axis=1).mean() == pytest.approx(share, abs=0.01)
    if drift == 0:
        assert share == cycle.exact_p(n, "random_walk")


@pytest.mark.parametrize(
    "change",
    [
        {"n_walks": 0},
        {"length": 0},
        {"length": 2.5},
        {"step_sd": -1},
        {"step_sd": np.nan},
        {"drift": np.inf},
    ],
)
def test_random_walks_refuse(change):
    with pytest.raises(ValueError, match=f"{next(iter(change))}.*found"):
        cycle.random_walks(**({"n_walks": 3, "length": 5, "seed": 1} | change))


def test_a_block_as_long_as_the_series_leaves_nothing_to_chance():
    found = cycle.block_bootstrap([1, 5, 2, 8], np.mean, block_length=4, n=50, seed=1)
    assert found.estimate == found.low == found.high == 4


def test_the_memory_of_the_bootstrap_does_not_grow_with_its_draws():
    values, most = np.arange(4_000.0), []
    for n in (20, 2_000):
        tracemalloc.start()
        cycle.block_bootstrap(values, np.mean, n=n, seed=1)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # All draws at once would take 64 million bytes and more.
    assert most[1] < most[0] + 8_000_000


def test_blocks_keep_neighbours_together():
    values = np.tile([0.0, 1.0], 24)
    found = cycle.block_bootstrap(values, np.mean, block_length=12, n=100, seed=2)
    assert (found.draws == 0.5).all()
    assert np.ptp(cycle.block_bootstrap(values, np.mean, block_length=1, n=100, seed=2).draws) > 0


def test_every_draw_has_the_length_of_the_series_and_its_values():
    seen = []
    cycle.block_bootstrap(
        range(50), lambda draw: seen.append(draw) or 0.0, block_length=12, n=30, seed=3
    )
    assert {len(draw) for draw in seen} == {50}
    assert all((np.diff(draw[:12]) == 1).all() for draw in seen)
    assert max(draw.max() for draw in seen) == 49


def test_blocks_begin_everywhere_and_end_within_the_series():
    """Blocks of two from three values are 0 1 and 1 2; the third place takes half a block."""
    seen = set()
    cycle.block_bootstrap(
        range(3), lambda draw: seen.add(tuple(draw)) or 0.0, block_length=2, n=200, seed=3
    )
    assert seen == {(0, 1, 2), (0, 1, 0), (0, 1, 1), (1, 2, 0), (1, 2, 1)}


def test_blocks_of_a_year_unless_told_otherwise_and_the_interval_holds_its_share():
    values = np.random.default_rng(17).normal(size=60)
    found = cycle.block_bootstrap(values, np.mean, n=1001, seed=5)
    assert np.array_equal(
        found.draws, cycle.block_bootstrap(values, np.mean, 12, n=1001, seed=5).draws
    )
    ordered = np.sort(found.draws)
    assert (found.low, found.high) == (ordered[25], ordered[975])
    assert cycle.block_bootstrap(values, np.mean, n=1001, seed=5, level=0.5).low == ordered[250]


def test_the_ordinary_bootstrap_agrees_with_the_normal_interval():
    values = np.random.default_rng(11).normal(size=400)
    found = cycle.block_bootstrap(values, np.mean, block_length=1, n=4000, seed=4)
    half = 1.96 * values.std() / 20
    assert (found.low, found.high) == pytest.approx(
        (values.mean() - half, values.mean() + half), abs=0.01
    )


def test_memory_widens_the_interval():
    noise, values = np.random.default_rng(12).normal(size=300), np.zeros(300)
    for month in range(1, 300):
        values[month] = 0.9 * values[month - 1] + noise[month]
    blocks, single = (cycle.block_bootstrap(values, np.mean, length, seed=5) for length in (12, 1))
    assert blocks.high - blocks.low > 1.5 * (single.high - single.low)


def test_level_and_seed_decide_the_interval():
    values = np.random.default_rng(13).normal(size=60)
    wide, narrow = (
        cycle.block_bootstrap(values, np.median, seed=6, level=level) for level in (0.95, 0.5)
    )
    assert wide.low < narrow.low <= narrow.high < wide.high
    assert np.array_equal(wide.draws, narrow.draws) and wide.draws.shape == (2000,)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"block_length": 0}, "block_length must be a whole number"),
        ({"block_length": 11}, "at least one block of 11"),
        ({"values": []}, "at least one block"),
        ({"values": [[1, 2], [3, 4]]}, r"found shape \(2, 2\)"),
        ({"n": 0}, "n must be a whole number"),
        ({"level": 1}, "level must lie between 0 and 1"),
        ({"level": 95}, "level must lie between 0 and 1"),
        ({"statistic": lambda draw: draw}, "one finite number"),
        ({"values": [1, np.nan, 3, 4]}, "is a value of the series missing"),
    ],
)
def test_block_bootstrap_refuses_in_one_sentence(change, words):
    arguments = {
        "values": range(10),
        "statistic": np.mean,
        "block_length": 3,
        "n": 20,
        "seed": 1,
    } | change
    with pytest.raises(ValueError, match=words):
        cycle.block_bootstrap(**arguments)


def test_a_step_is_split_where_it_steps():
    for at in (1, 7, 19):
        found = cycle.best_split([2.0] * at + [-1.0] * (20 - at))
        assert found.at == at and found.share == pytest.approx(1)


def test_the_best_split_leaves_least_of_all_splits():
    values = np.random.default_rng(14).normal(size=40).cumsum()
    left = [
        ((values[:k] - values[:k].mean()) ** 2).sum()
        + ((values[k:] - values[k:].mean()) ** 2).sum()
        for k in range(1, 40)
    ]
    found = cycle.best_split(values)
    assert found.at == np.argmin(left) + 1
    assert found.share == pytest.approx(1 - min(left) / ((values - values.mean()) ** 2).sum())
    moved = cycle.best_split(values * -3 + 100)
    assert (moved.at, moved.share) == (found.at, pytest.approx(found.share))


def test_a_flat_series_has_nothing_to_split():
    for value in (0.1, 1e6 / 3, -1e9 / 7):
        assert cycle.best_split([value] * 11) == (1, 0)


def test_two_values_are_split_between_them():
    assert cycle.best_split([1, 5]) == (1, 1)


def test_walks_seem_to_break_and_noise_does_not():
    walks = cycle.random_walks(100, 400, seed=15)
    assert np.median([cycle.best_split(walk).share for walk in walks]) > 0.5
    assert max(cycle.best_split(noise).share for noise in np.diff(walks)) < 0.06


@pytest.mark.parametrize("values", [[], [1], [[1, 2], [3, 4]], [1, np.nan, 2], 3])
def test_best_split_refuses_in_one_sentence(values):
    with pytest.raises(ValueError, match="at least 2 numbers, none missing; found shape"):
        cycle.best_split(values)
