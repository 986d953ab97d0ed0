"""The claim, tested: does each presidency fall, does each end lower, and whose clock is it?

With three completed presidencies no test can be strong. Each function names the null model that it
assumes, because the answer depends on it at least as much as on the data.
"""

from collections.abc import Callable, Sequence
from math import factorial
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from . import arguments, data, kept, trajectory
from .arguments import Floats, Truths
from .calendars import COUNTRIES, calendar
from .multiverse import left_after, moves, multiverse, standing
from .speech import N_

__all__ = [
    "ALTERNATIVES",
    "COUNTRIES",
    "NULLS",
    "BootstrapResult",
    "PageResult",
    "ShiftResult",
    "Split",
    "best_split",
    "block_bootstrap",
    "calendar",
    "ends",
    "exact_p",
    "left_after",
    "moves",
    "multiverse",
    "page_trend",
    "random_walks",
    "shift_test",
    "standing",
    "term_levels",
]

Null: TypeAlias = Literal["exchangeable", "random_walk"]
Alternative: TypeAlias = Literal["greater", "less", "two-sided"]

NULLS: tuple[Null, ...] = ("exchangeable", "random_walk")
ALTERNATIVES: tuple[Alternative, ...] = ("greater", "less", "two-sided")
# Of the six orders of three windows, how many have an L of 10 (a rise), 11, 12, 13 and 14 (a fall).
_ORDERS = (1, 2, 0, 2, 1)


class PageResult(NamedTuple):
    """What `page_trend` returns: Page's L, its exact p-value, and how many presidencies entered."""

    L: float
    p_exact: float
    k: int


class ShiftResult(NamedTuple):
    """What `shift_test` returns: statistic, p-value, statistic at every lag, the starts used."""

    statistic: float
    p_shift: float
    null: Floats
    used: Truths


class BootstrapResult(NamedTuple):
    """What `block_bootstrap` returns: the statistic, its interval, the statistic of every draw."""

    estimate: float
    low: float
    high: float
    draws: Floats


class Split(NamedTuple):
    """What `best_split` returns: where the second part begins, the variation that is removed."""

    at: int
    share: float


def exact_p(n: int, null: Null = "exchangeable") -> float:
    """Return the probability that chance alone makes each of `n` ends lower than the one before.

    Parameters
    ----------
    n : int
        Number of ends, 1 or more.
    null : {"exchangeable", "random_walk"}
        What chance means. Exchangeable: the ends could have come in any order, each as likely as
        the next. Random walk: the level drifts nowhere in particular, and every step is as likely
        to go down as up.

    Returns
    -------
    float
        1/n! if exchangeable, (1/2)**(n-1) for a random walk; between 0 and 1.

    Raises
    ------
    ValueError
        If `n` is not a whole number of at least 1, or the null model is unknown.

    Notes
    -----
    The first is the exact one-sided p-value of Kendall's tau for a perfect order. It is the wrong
    yardstick for a series that remembers: there a run of falls is far less surprising.

    Examples
    --------
    Three completed presidencies can never reach 5 per cent, however perfect the pattern:

    >>> round(exact_p(3), 4), exact_p(3, "random_walk")
    (0.1667, 0.25)
    """
    n = arguments.whole(n, "n")
    arguments.one_of(null, "null", NULLS)
    return 1 / factorial(n) if null == "exchangeable" else 0.5 ** (n - 1)


def ends(indicator_ids: Sequence[str], term_ids: Sequence[str]) -> pd.DataFrame:
    """Return the level of several indicators in the last year of presidencies, with their units.

    Parameters
    ----------
    indicator_ids : list of str
        As in the table `indicator_catalogue`.
    term_ids : list of str
        Completed presidencies, such as ``["obama", "trump1"]``.

    Returns
    -------
    pandas.DataFrame
        One row an indicator, by its label and unit; a column a presidency (mean of the last twelve
        months, missing without a reading) and which way means a closer relationship.
    """
    about = data.load("indicator_catalogue").set_index("indicator_id").loc[list(indicator_ids)]
    names = data.load("terms").set_index("term_id").loc[list(term_ids), "short_label"]
    rows = [
        term_levels(trajectory.readings(name))["end"].loc[list(term_ids)] for name in indicator_ids
    ]
    table = pd.DataFrame(rows).set_axis(names, axis=1)
    index = (about["label"] + ", " + about["unit"]).tolist()
    table.index = pd.Index(index, name=N_("last twelve months"))
    higher = about["closer"].eq("up").to_numpy()
    table[N_("closer is")] = np.where(higher, N_("higher"), N_("lower"))
    return table.rename_axis(columns=None)


@kept.once
def term_levels(series: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of a series in the three windows of each completed presidency.

    Parameters
    ----------
    series : pandas.DataFrame
        Columns `shown_at` (dates) and `value` (numbers), for instance from `trajectory.readings`.

    Returns
    -------
    pandas.DataFrame
        Index `term_id`, one row a completed presidency in order of time; columns `start`, `middle`,
        `end` (mean on the scale of `value`, missing where a window has no reading) and `n`
        (readings in each, as text "2/1/3").

    Raises
    ------
    ValueError
        If a column is missing.

    Notes
    -----
    The article speaks of three completed cycles, Clinton to Obama: ``.loc[["clinton", "bush43",
    "obama"]]``. The presidencies after it are out of sample for its claim.

    Examples
    --------
    A line that falls by 1 a day is lower in every later window:

    >>> days = pd.date_range("1991-12-25", "2026-06-04")
    >>> levels = term_levels(pd.DataFrame({"shown_at": days, "value": -np.arange(len(days))}))
    >>> list(levels.index)
    ['clinton', 'bush43', 'obama', 'trump1', 'biden']
    >>> bool((levels["start"] > levels["middle"]).all())
    True
    >>> bool((levels["middle"] > levels["end"]).all())
    True
    """
    missing = [column for column in ("shown_at", "value") if column not in series]
    if missing:
        raise ValueError(
            f"The series has no column {missing[0]!r}; "
            "expected shown_at and value, as from trajectory.readings."
        )
    read = series.dropna(subset=["shown_at", "value"])
    terms = data.load("terms")
    completed = terms.loc[terms["role"] == "complete", "term_id"]
    rows = {
        term_id: trajectory.window_means(read, trajectory.window_dates(term_id))
        for term_id in completed
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("term_id")


def page_trend(levels: pd.DataFrame | ArrayLike) -> PageResult:
    """Test whether presidencies fall from start to middle to end, with Page's trend test.

    Parameters
    ----------
    levels : pandas.DataFrame or array_like, shape (k, 3)
        A row a presidency; columns `start`, `middle`, `end`, as from `term_levels` (other columns
        are ignored). Up must mean closer: change the sign of a measure that runs the other way.
        Rows with a missing window are left out.

    Returns
    -------
    PageResult
        `L` (10 k if every presidency rises, 14 k if every one falls), `p_exact` (probability of an
        L at least as large if the three windows of a presidency are exchangeable; 0 to 1) and `k`
        (complete rows).

    Raises
    ------
    ValueError
        If a window is missing from the columns or fewer than two rows are complete.

    Notes
    -----
    Page, Journal of the American Statistical Association 58 (1963). A perfect fall of all k has p =
    (1/6)**k; a random walk produces it more often, (1/4)**k. The p-value treats presidencies as
    independent and is approximate with ties.

    Examples
    --------
    >>> L, p, k = page_trend([[3, 2, 1], [6, 4, 2], [9, 5, 0]])
    >>> L, round(p, 7), k
    (42.0, 0.0046296, 3)
    """
    rows = _window_columns(levels)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if len(rows) < 2:
        raise ValueError(
            "Page's test needs at least 2 presidencies with a level in all three windows; "
            f"found {len(rows)}."
        )
    ranks = pd.DataFrame(rows).rank(axis=1).sum().to_numpy()
    statistic = float(ranks @ [3, 2, 1])
    return PageResult(statistic, _chance_of(int(statistic), len(rows)), len(rows))


def _chance_of(statistic: int, k: int) -> float:
    """Return the probability of an L at least so large: the share of all orders of k rows."""
    chances = np.ones(1)
    for _row in range(k):
        chances = np.convolve(chances, np.divide(_ORDERS, sum(_ORDERS)))
    return float(chances[statistic - 10 * k :].sum())


def _window_columns(levels: pd.DataFrame | ArrayLike) -> Floats:
    levels = arguments.matched(levels)
    if isinstance(levels, pd.DataFrame):
        missing = [name for name in trajectory.WINDOWS if name not in levels]
        if missing:
            raise ValueError(
                f"The levels have no column {missing[0]!r}; "
                "expected start, middle and end, as from term_levels."
            )
        levels = levels[list(trajectory.WINDOWS)]
    rows = arguments.numbers(levels, "levels")
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise ValueError(
            "The levels must have one row a presidency and the columns start, middle, end; "
            f"found shape {rows.shape}."
        )
    return rows


def shift_test(
    values: pd.Series | ArrayLike,
    starts: pd.Series | ArrayLike,
    length: int = 12,
    alternative: Alternative = "greater",
) -> ShiftResult:
    """Compare real inaugurations with placebo ones: the same calendar, moved through every lag.

    Parameters
    ----------
    values : pandas.Series or array_like of float, shape (n,)
        One value a month, up meaning closer. With dates in `starts`, a Series whose index holds
        unbroken months, for instance ``trajectory.event_line().set_index("month")["tone"]``. A
        missing value stays out of its window's mean.
    starts : sequence of dates or of int, shape (k,)
        Days on which presidencies begin, as from `calendar`, or positions in `values` counted from
        0. A date stands for the first month that begins on or after it: the month of the change
        belongs to the predecessor.
    length : int
        Months in each of the two windows, before and after a start.
    alternative : {"greater", "less", "two-sided"}
        Greater: relations improve when a presidency begins (a reset).

    Returns
    -------
    ShiftResult
        `statistic`: the mean over presidencies of (mean of the first `length` months - mean of the
        last `length` months before). `p_shift`: the share of all lags, lag 0 included, whose
        statistic is at least as extreme; never below 1/n. `null`: the statistic at lags 0 to n-1,
        shape (n,). `used`: True for each of the `starts` that has both windows, with a reading,
        inside the series; the others do not enter. Shape (k,).

    Raises
    ------
    ValueError
        If the series is too short or has a month left out, dates come with an undated series, or no
        start can be used.

    Notes
    -----
    The series is bent into a ring for the placebo lags, so a window may join its end to its
    beginning. The test keeps the memory of the series, which a t-test of months ignores: on an
    autoregressive series with coefficient 0.9 such a t-test cries wolf about half of the time.
    Neighbouring lags are nearly the same test, and a calendar with equal steps repeats itself, so n
    lags are worth far fewer than n independent placebos.

    Examples
    --------
    A series that jumps up at each of two starts, 20 months apart, and sinks in between:

    >>> values = [*range(10, 0, -1), *range(20, 0, -1), *range(20, 10, -1)]
    >>> found = shift_test(values, [10, 30], length=5)
    >>> found.statistic, found.p_shift, found.null.shape
    (15.0, 0.05, (40,))
    """
    series, length = arguments.numbers(values, "values"), arguments.whole(length, "length")
    if series.ndim != 1 or len(series) < 2 * length:
        raise ValueError(
            f"values must be one column of at least {2 * length} months (two windows of {length}); "
            f"found shape {series.shape}."
        )
    arguments.one_of(alternative, "alternative", ALTERNATIVES)
    positions = _positions(values, starts)
    changes = _changes(series, length)
    used = (positions >= length) & (positions + length <= len(series))
    used[used] = np.isfinite(changes[positions[used]])
    if not used.any():
        raise ValueError(
            f"No start (of {len(positions)}) has {length} months with readings on both sides; "
            "choose a longer series or shorter windows."
        )
    lags = np.arange(len(series))[:, None]
    null = pd.DataFrame(changes[(positions[used] + lags) % len(series)]).mean(axis=1).to_numpy()
    return ShiftResult(float(null[0]), _share_as_extreme(null, alternative), null, used)


def _positions(values: pd.Series | ArrayLike, starts: pd.Series | ArrayLike) -> NDArray[np.int64]:
    """Turn starts into positions in the series; integers are positions already."""
    given = np.atleast_1d(np.asarray(starts))
    if not given.size:
        raise ValueError("starts is empty: give the months or days on which presidencies begin.")
    if given.dtype.kind in "iu":
        return given
    if given.dtype.kind in "fb":
        raise ValueError(
            f"starts must be dates or whole positions in the series; found {given[0].item()!r}."
        )
    months = _months(values)
    try:
        days = pd.DatetimeIndex(given)
    except ValueError:
        days = pd.DatetimeIndex([pd.NaT])
    if days.isna().any():
        raise ValueError(
            f"starts must be dates such as 2017-01-20; found {', '.join(map(str, given))}."
        )
    return months.searchsorted(days)


def _months(values: pd.Series | ArrayLike) -> pd.DatetimeIndex:
    """Return the unbroken months of a series, or refuse a series that has none."""
    index = values.index if isinstance(values, pd.Series) else None
    months = index.to_timestamp() if isinstance(index, pd.PeriodIndex) else index
    if not isinstance(months, pd.DatetimeIndex):
        raise ValueError(  # noqa: TRY004 (every refusal of the kit is a ValueError)
            "Dates in starts need values with dates: a pandas Series whose index holds the months."
        )
    broken = np.diff(months.year * 12 + months.month) != 1
    if broken.any():
        after = months[arguments.first(broken)[0]]
        raise ValueError(
            f"The months of the series must follow one another; the row after {after:%B %Y} "
            "is not the next month (keep a month without a reading as a row with a missing value)."
        )
    return months


def _changes(series: Floats, length: int) -> Floats:
    """Return, for every month of the ring, the mean from it on minus the mean before it."""
    ring = np.concatenate([series[-length:], series, series[:length]])
    # pandas rather than numpy means: it leaves missing months out and gives a missing mean, without
    # a warning, if all are.
    spans = pd.DataFrame(np.lib.stride_tricks.sliding_window_view(ring, length))
    means = spans.mean(axis=1).to_numpy()
    return means[length : length + len(series)] - means[: len(series)]


def _share_as_extreme(null: Floats, alternative: Alternative) -> float:
    known = null[np.isfinite(null)]
    turned = {"greater": known, "less": -known, "two-sided": np.abs(known)}[alternative]
    # A lag that repeats the observed pattern may differ in the last digit of a sum; it is as
    # extreme all the same.
    return float((turned >= turned[0] - 1e-9 * max(1, abs(turned[0]))).mean())


def random_walks(
    n_walks: int, length: int, seed: int, step_sd: float = 1, drift: float = 0
) -> Floats:
    """Simulate series that wander: every value is the one before plus a random step.

    Parameters
    ----------
    n_walks, length : int
        How many walks, and how many values in each; 1 or more.
    seed : int
        The same seed gives the same walks.
    step_sd : float
        Standard deviation of a step, 0 or more.
    drift : float
        Mean of a step; below 0 the walks tend to fall.

    Returns
    -------
    numpy.ndarray, shape (n_walks, length)
        Every walk starts at 0. The steps are normal and independent.

    Raises
    ------
    ValueError
        If a count is not a whole number of at least 1, `step_sd` is negative, or a number is not
        finite.

    Examples
    --------
    About one walk in eight has four ends of which each is lower than the one before, without any
    cause at all:

    >>> ends = random_walks(20_000, 4, seed=1)
    >>> round(float((np.diff(ends) < 0).all(axis=1).mean()), 2)
    0.12
    """
    n_walks, length = arguments.whole(n_walks, "n_walks"), arguments.whole(length, "length")
    if not 0 <= arguments.real(step_sd) < np.inf or not np.isfinite(arguments.real(drift)):
        raise ValueError(
            "step_sd must be 0 or more and drift a number; "
            f"found step_sd={step_sd!r}, drift={drift!r}."
        )
    steps = np.random.default_rng(seed).normal(drift, step_sd, size=(n_walks, length))
    steps[:, 0] = 0
    return steps.cumsum(axis=1)


def best_split(values: ArrayLike) -> Split:
    """Cut a series in two where this makes both parts flattest: the simplest change point.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        One value a period, in order of time; at least 2.

    Returns
    -------
    Split
        `at`: position of the first value of the second part, 1 to n-1 (the earliest of equals).
        `share`: how much of the sum of squares about the mean disappears when each part has a mean
        of its own; 0 to 1, and 0 for a flat series.

    Raises
    ------
    ValueError
        If there are fewer than two values or one of them is missing.

    Notes
    -----
    Every series has a best split, so finding one proves nothing. A random walk seems to break near
    its middle although nothing happened there: Nunes, Kuan and Newbold, Econometric Theory 11
    (1995). Compare with `random_walks`.

    Examples
    --------
    >>> best_split([4, 4, 4, 1, 1])
    Split(at=3, share=1.0)
    """
    series = arguments.numbers(values, "values")
    if series.ndim != 1 or len(series) < 2 or not np.isfinite(series).all():
        raise ValueError(
            "values must be one column of at least 2 numbers, none missing; "
            f"found shape {series.shape}."
        )
    away = series - series.mean()
    if np.allclose(away, 0, atol=1e-12 * max(1, np.abs(series).max())):
        return Split(1, 0.0)
    # With deviations from the mean, the two parts' means differ by before * n / (k * (n - k)).
    n, k, before = len(series), np.arange(1, len(series)), away.cumsum()[:-1]
    removed = before**2 * n / (k * (n - k))
    best = int(removed.argmax())
    return Split(best + 1, float(min(1, removed[best] / (away**2).sum())))


def block_bootstrap(  # noqa: PLR0917 (the order of the arguments is a contract of the design)
    values: ArrayLike,
    statistic: Callable[[Floats], float],
    block_length: int = 12,
    n: int = 2000,
    seed: int | None = None,
    level: float = 0.95,
) -> BootstrapResult:
    """Return an interval for a statistic of a series that remembers, by drawing blocks of months.

    Parameters
    ----------
    values : array_like of float, shape (m,)
        One value a period, in order of time.
    statistic : callable
        Takes an array of shape (m,) and returns one number, for instance ``numpy.mean``.
    block_length : int
        Periods in a block, 1 to m. Six to twelve months keep most of the memory of a monthly
        series; 1 is the ordinary bootstrap, which pretends that months are independent.
    n : int
        Number of draws.
    seed : int, optional
        The same seed gives the same interval.
    level : float
        Share of draws inside the interval, between 0 and 1.

    Returns
    -------
    BootstrapResult
        `estimate` (of the series itself), `low` and `high` (percentile interval) and `draws`, shape
        (n,).

    Raises
    ------
    ValueError
        If the block does not fit the series, `level` is not between 0 and 1, or the statistic is
        not one finite number.

    See Also
    --------
    shift_test : for a question about inaugurations, of which there are too few to be drawn.

    Notes
    -----
    Moving blocks: Künsch, Annals of Statistics 17 (1989). It is meant for months. Three
    presidencies are too few to be resampled: the interval would say more about the method than
    about them.

    Examples
    --------
    >>> found = block_bootstrap(range(48), np.mean, block_length=12, seed=1)
    >>> found.estimate, found.low < found.estimate < found.high
    (23.5, True)
    """
    series = arguments.numbers(values, "values")
    block_length = arguments.whole(block_length, "block_length")
    n, level = arguments.whole(n, "n"), arguments.between(level, "level")
    if series.ndim != 1 or block_length > len(series):
        raise ValueError(
            f"values must be one column with at least one block of {block_length}; "
            f"found shape {series.shape}."
        )
    blocks = -(-len(series) // block_length)
    first = np.random.default_rng(seed).integers(0, len(series) - block_length + 1, (n, blocks))
    within = np.arange(block_length)
    estimate = _number(statistic(series))
    # One draw at a time: all of them at once would fill the memory with places.
    rows = ((begins[:, None] + within).ravel()[: len(series)] for begins in first)
    draws = np.array([_number(statistic(series[row])) for row in rows])
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return BootstrapResult(estimate, float(low), float(high), draws)


def _number(found: float) -> float:
    number = arguments.real(found)
    if not np.isfinite(number):
        raise ValueError(
            f"The statistic must return one finite number; found {found!r} "
            "(is a value of the series missing?)."
        )
    return number
