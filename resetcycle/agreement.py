"""Many raters: one set of weights for all, how far they agree, and whether there are camps.

In every table here raters stand in rows. Agreement says that people judge alike, not that they
judge rightly; and where there are camps, a mean of all of them represents nobody, so `camps` comes
before `geometric_mean_weights`.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Literal, NamedTuple, TypeAlias, cast, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from . import arguments
from .arguments import Cells, Entries, Floats

Level: TypeAlias = Literal["nominal", "ordinal", "interval"]
Cost: TypeAlias = Literal["quadratic", "linear"]
# A table that is no frame.
Rows: TypeAlias = Sequence[Sequence[float]] | Sequence[Floats] | Floats
# The camp of each rater, or how many raters each camp has.
Labels: TypeAlias = NDArray[np.int64]

LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")
COSTS: dict[Cost, int] = {"quadratic": 2, "linear": 1}
MOST_CAMPS = 3
# Kaufman and Rousseeuw (Finding Groups in Data, 1990) call an average silhouette weak up to .5 and
# reasonable above.
SILHOUETTE_THRESHOLD = 0.5
# So many starting points, of which the best is taken.
STARTS = 50
# Smaller shares are raised to this one: a zero would silence all others.
FLOOR = 0.005


class Camps(NamedTuple):
    """Clusters of raters, the largest first.

    Attributes
    ----------
    labels : numpy.ndarray of int, shape (raters,)
        The camp of each rater: 0 is the largest.
    centres : numpy.ndarray or pandas.DataFrame, shape (k, n)
        Geometric mean weights of each camp; rows sum to 1. A frame if the weights came as one.
    sizes : numpy.ndarray of int, shape (k,)
        Raters in each camp. A camp of one is a lone voice, not an error.
    silhouette : float
        How clearly the camps are set apart, -1 to 1; NaN for a single camp.
    """

    labels: Labels
    centres: Floats | pd.DataFrame
    sizes: Labels
    silhouette: float


@overload
def geometric_mean_weights(weights: pd.DataFrame, floor: float = ...) -> pd.Series: ...
@overload
def geometric_mean_weights(weights: Rows, floor: float = ...) -> Floats: ...
def geometric_mean_weights(
    weights: pd.DataFrame | ArrayLike, floor: float = FLOOR
) -> pd.Series | Floats:
    """Combine the weights of several raters by their geometric mean.

    Parameters
    ----------
    weights : array_like of float or pandas.DataFrame, shape (raters, n)
        One row a rater, none negative, not all zero; each row is first scaled to sum 1.
    floor : float
        Smaller shares, zeros above all, are raised to this one (by default .005, half a percentage
        point): with a plain geometric mean a single zero would silence all others. Between 0 and 1,
        both excluded.

    Returns
    -------
    numpy.ndarray, shape (n,), or pandas.Series for a DataFrame
        Non-negative, sum 1.

    Raises
    ------
    ValueError
        If a row is no set of weights or the floor is out of range.

    Notes
    -----
    This aggregates individual priorities (Forman and Peniwati, European Journal of Operational
    Research 108, 1998). The geometric mean treats "twice as important" and "half as important"
    alike; the arithmetic mean does not.

    Examples
    --------
    One rater says 4 to 1, another 1 to 4: between them, the two criteria are equal.

    >>> geometric_mean_weights([[.8, .2], [.2, .8]]).round(3).tolist()
    [0.5, 0.5]

    A zero counts as .005, which still weighs heavily:

    >>> geometric_mean_weights([[.5, .5], [1, 0]]).round(3).tolist()
    [0.934, 0.066]
    """
    floor, weights = arguments.between(floor, "floor"), arguments.matched(weights)
    mean = np.exp(np.log(_shares(weights).clip(min=floor)).mean(axis=0))
    mean = mean / mean.sum()
    return pd.Series(mean, index=weights.columns) if isinstance(weights, pd.DataFrame) else mean


def kendalls_w(ranks: pd.DataFrame | ArrayLike) -> float:
    """Return Kendall's coefficient of concordance: how far raters agree on an order.

    Parameters
    ----------
    ranks : array_like of float, shape (raters, items), at least 2 x 2
        Ranks, or scores or weights, which are ranked first. Ties share their mean rank, and W is
        corrected for them.

    Returns
    -------
    float
        0 (no common order) to 1 (one order for all); NaN if every rater ties everything, since
        there is then no order to agree on.

    Raises
    ------
    ValueError
        If a cell is missing, or there are fewer than two raters or items.

    Notes
    -----
    W = 12 S / (m^2 (n^3 - n) - m T), where S is the sum of squares of the rank sums about their
    mean and T the sum of t^3 - t over the groups of t ties of each rater. Kendall and Babington
    Smith, Annals of Mathematical Statistics 10 (1939). A high W does not mean right.

    Examples
    --------
    >>> kendalls_w([[1, 2, 3, 4], [1, 2, 3, 4], [4, 3, 2, 1]])
    0.1111111111111111
    """
    ranked = pd.DataFrame(_complete(ranks, "ranks")).rank(axis=1).to_numpy()
    m, n = ranked.shape
    spread = ((ranked.sum(axis=0) - m * (n + 1) / 2) ** 2).sum()
    ties = sum(
        (counts**3 - counts).sum()
        for counts in (np.unique(row, return_counts=True)[1] for row in ranked)
    )
    most = m**2 * (n**3 - n) - m * ties
    return float(12 * spread / most) if most > 0 else np.nan


def agree_by_chance(
    ranks: pd.DataFrame | ArrayLike, *, draws: int = 2000, seed: int = 20170417
) -> float:
    """Return the share of shuffled classes that agree on an order at least as far as this one.

    Parameters
    ----------
    ranks : array_like of float, shape (raters, items), at least 2 x 2
        As for `kendalls_w`.
    draws : int
        How often the items of every rater are shuffled.
    seed : int

    Returns
    -------
    float
        0 to 1, a permutation test of Kendall's W: (1 + shuffled at least as high) / (1 + draws),
        so it is never zero, and 1 if every rater ties everything. Friedman, Journal of the
        American Statistical Association 32 (1937), has the test that it stands in for.

    Raises
    ------
    ValueError
        If a cell is missing, or there are fewer than two raters or items.

    Examples
    --------
    >>> agree_by_chance([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]) < 0.01
    True
    """
    ranked = pd.DataFrame(_complete(ranks, "ranks")).rank(axis=1).to_numpy()
    middle = len(ranked) * (ranked.shape[1] + 1) / 2

    def spread(classes: NDArray[np.float64]) -> NDArray[np.float64]:
        # The ties of a rater stay the same when they are shuffled, so W follows this sum alone.
        return ((classes.sum(axis=-2) - middle) ** 2).sum(axis=-1)

    # In an order of their own, so that the draws do not depend on that of raters and items.
    start = np.sort(ranked, axis=1)
    start = start[np.lexsort(start.T)]
    rng = np.random.default_rng(seed)
    shuffled = rng.permuted(np.broadcast_to(start, (draws, *start.shape)), axis=-1)
    at_least = int((spread(shuffled) >= spread(ranked) - 1e-9).sum())
    return (1 + at_least) / (1 + draws)


def krippendorff_alpha(ratings: pd.DataFrame | ArrayLike, level: Level = "nominal") -> float:
    """Return Krippendorff's alpha: agreement beyond chance of any number of raters, gaps allowed.

    Parameters
    ----------
    ratings : array_like of float or str, shape (raters, units)
        NaN or None where a rater has not rated a unit. Units with fewer than two ratings do not
        count.
    level : {"nominal", "ordinal", "interval"}
        What a difference between two ratings means: just different; how many ratings lie between;
        its square. Texts are names and fit the first only; "019" is another name than "19".

    Returns
    -------
    float
        1 for full agreement, 0 for what chance would give, below 0 for less. NaN if all ratings are
        one and the same value: without variation nothing tells agreement from habit.

    Raises
    ------
    ValueError
        If the level is unknown, a text stands where the level needs a number, or no unit has two
        ratings.

    Notes
    -----
    alpha = 1 - observed / expected disagreement, from the coincidences of values within units.
    Krippendorff, Content Analysis (2004), chapter 11. He asks for .8 to rely on codings, and .667
    for tentative conclusions.

    Examples
    --------
    Two coders differ by one step on two of four units. That is bad for names, tolerable for an
    order:

    >>> ratings = [[0, 1, 2, 3], [0, 2, 2, 2]]
    >>> [round(krippendorff_alpha(ratings, level), 3) for level in LEVELS]
    [0.333, 0.7, 0.781]
    """
    arguments.one_of(level, "level", LEVELS)
    numbers = _numbered(arguments.matched(ratings), level)
    table = arguments.table(numbers, "ratings", "rater", gaps=True).to_numpy()
    values = np.unique(table[np.isfinite(table)])
    counts = (table[:, :, None] == values).sum(axis=0)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise ValueError(
            "ratings: no unit has been rated by two raters, so there is nothing to compare."
        )
    in_unit = counts.sum(axis=1)
    share = counts / (in_unit - 1)[:, None]
    # On the diagonal values meet themselves; their distance is 0, so it need not be right.
    coincidences = share.T @ counts
    totals = counts.sum(axis=0)
    distance = _distance(values, totals, level)
    expected = totals @ distance @ totals / (totals.sum() - 1)
    return float(1 - (coincidences * distance).sum() / expected) if expected > 0 else np.nan


def _numbered(ratings: Cells, level: Level) -> Cells:
    """Return a table of which each text is a number, the same one wherever it stands."""
    frame = ratings if isinstance(ratings, pd.DataFrame) else None
    cells = np.asarray(ratings, dtype=object)
    texts = np.vectorize(lambda cell: isinstance(cell, (str, bytes)), otypes=[bool])(cells)
    if cells.ndim != 2 or not texts.any():
        return ratings
    if level != "nominal":
        frame = pd.DataFrame(cells) if frame is None else frame
        at = arguments.first(texts)
        raise ValueError(
            f"ratings, {arguments.place(frame, *at, row='rater')}: found the text {cells[at]!r}; "
            f"the level {level!r} needs numbers."
        )
    numbers, _ = pd.factorize(cells.ravel())
    return np.where(numbers < 0, np.nan, numbers).reshape(cells.shape)


def _distance(values: Floats, totals: Labels, level: Level) -> Floats:
    """Squared distance between each two values."""
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    # Ordinal values lie as far apart as there are ratings between them, counting half of those at
    # either end.
    place = np.cumsum(totals) - totals / 2 if level == "ordinal" else values
    return np.subtract.outer(place, place) ** 2.0


def icc(ratings: pd.DataFrame | ArrayLike) -> pd.Series:
    """Return the six intraclass correlations of Shrout and Fleiss.

    Parameters
    ----------
    ratings : array_like of float, shape (raters, items), at least 2 x 2
        Complete: every rater has rated every item, on a scale with equal steps.

    Returns
    -------
    pandas.Series
        `icc_1`, `icc_a1`, `icc_c1` for one rater and `icc_1k`, `icc_ak`, `icc_ck` for the mean of
        all k: each item with raters of its own; the same raters, who should agree on the level; the
        same raters, of whom only the pattern matters. 1 is perfect, 0 or below is none; NaN where
        items and raters do not vary at all.

    Raises
    ------
    ValueError
        If a cell is missing, or there are fewer than two raters or items.

    Notes
    -----
    Shrout and Fleiss, Psychological Bulletin 86 (1979). For a class: `icc_a1` says how far one
    student can be trusted and `icc_ak` how far the mean of the class can.

    See Also
    --------
    weighted_kappa : for two raters and levels, such as two graders of one essay.
    krippendorff_alpha : where raters have left gaps.

    Examples
    --------
    Two raters see one pattern, the second a step higher: consistent, yet not in agreement.

    >>> icc([[0, 1, 2, 3], [1, 2, 3, 4]])[["icc_a1", "icc_c1"]].round(2).tolist()
    [0.77, 1.0]
    """
    table = _complete(ratings, "ratings")
    k, n = table.shape
    rater, item = table.mean(axis=1, keepdims=True), table.mean(axis=0)
    ms_item = k * item.var(ddof=1)
    ms_rater = n * rater.var(ddof=1)
    ms_rest = ((table - rater - item + table.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    ms_within = ((table - item) ** 2).sum() / (n * (k - 1))
    bias = (ms_rater - ms_rest) / n
    with np.errstate(invalid="ignore", divide="ignore"):
        return pd.Series(
            {
                "icc_1": (ms_item - ms_within) / (ms_item + (k - 1) * ms_within),
                "icc_a1": (ms_item - ms_rest) / (ms_item + (k - 1) * ms_rest + k * bias),
                "icc_c1": (ms_item - ms_rest) / (ms_item + (k - 1) * ms_rest),
                "icc_1k": (ms_item - ms_within) / ms_item,
                "icc_ak": (ms_item - ms_rest) / (ms_item + bias),
                "icc_ck": (ms_item - ms_rest) / ms_item,
            }
        )


def weighted_kappa(
    first: Entries,
    second: Entries,
    levels: Iterable[Hashable],
    weights: Cost = "quadratic",
) -> float:
    """Return Cohen's weighted kappa: agreement beyond chance, where a near miss counts as one.

    Parameters
    ----------
    first, second : sequence, or dict or pandas.Series by item, of one length
        What each rater gave to the same items. If both have names they are matched by name, else by
        place; items that one of them has not rated (NaN or None) do not count.
    levels : sequence
        All levels that could be given, from lowest to highest, used or not; taken as one step
        apart.
    weights : {"quadratic", "linear"}
        What a difference of d levels costs: d squared, or d.

    Returns
    -------
    float
        1 for full agreement, 0 for what chance would give, below 0 for less. NaN if both raters
        gave one and the same level throughout: without variation nothing tells agreement from
        habit.

    Raises
    ------
    ValueError
        If the raters have lists of different length or names, or no item in common, a rating is not
        one of the levels, there are fewer than two levels or one stands twice, or the weights are
        unknown.

    Notes
    -----
    kappa = 1 - observed / expected cost, the expected one from each rater's own shares of the
    levels. Cohen, Psychological Bulletin 70 (1968). With quadratic weights it punishes a difference
    of level as well as of order, as `icc_a1` does (Fleiss and Cohen, Educational and Psychological
    Measurement 33, 1973).

    Examples
    --------
    Marks of two graders for five essays; twice they are one level apart:

    >>> round(weighted_kappa([0, 1, 2, 3, 2], [0, 1, 3, 3, 1], levels=range(4)), 3)
    0.839
    """
    arguments.one_of(weights, "weights", COSTS)
    scale = list(levels)
    if len(scale) < 2 or len(set(scale)) < len(scale):
        raise ValueError(
            f"levels must be at least two different ones, from lowest to highest; found {scale}."
        )
    steps = np.arange(len(scale))
    cost = np.abs(np.subtract.outer(steps, steps)) ** COSTS[weights]
    one, other = arguments.aligned(first=first, second=second)
    shares = _pairs(_listed(one), _listed(other), scale)
    expected = (np.outer(shares.sum(axis=1), shares.sum(axis=0)) * cost).sum()
    return float(1 - (shares * cost).sum() / expected) if expected > 0 else np.nan


def _listed(ratings: ArrayLike) -> list[Hashable]:
    return list(cast("Iterable[Hashable]", ratings))


def _pairs(first: list[Hashable], second: list[Hashable], levels: list[Hashable]) -> Floats:
    """Share of items at each two levels: the first rater's in rows, the second's in columns."""
    if len(first) != len(second):
        raise ValueError(
            "Both raters must have rated the same items; "
            f"found {len(first)} ratings and {len(second)}."
        )
    table = np.zeros((len(levels), len(levels)))
    both = ~(pd.Series(first, dtype=object).isna() | pd.Series(second, dtype=object).isna())
    for item in np.flatnonzero(both):
        one, other = first[item], second[item]
        if one not in levels or other not in levels:
            raise ValueError(
                f"Item {item + 1} was rated {one!r} and {other!r}; "
                f"expected levels from {', '.join(map(str, levels))}."
            )
        table[levels.index(one), levels.index(other)] += 1
    if not table.any():
        raise ValueError("No item has been rated by both raters, so there is nothing to compare.")
    return table / table.sum()


# -------------------------------------------------------------------------------------------- camps


def camps(
    weights: pd.DataFrame | ArrayLike,
    k: int | None = None,
    seed: int | np.random.Generator | None = 0,
) -> Camps:
    """Sort raters into camps by their weights, so that no mean hides a quarrel.

    Parameters
    ----------
    weights : array_like of float or pandas.DataFrame, shape (raters, n)
        One row a rater, none negative, not all zero; each row is scaled to sum 1.
    k : {1, 2, 3}, optional
        Number of camps. Without it, two or three are reported if their average silhouette reaches
        `SILHOUETTE_THRESHOLD` (.5), the clearer of the two; otherwise one.
    seed : int or numpy.random.Generator
        For the starting points of the search.

    Returns
    -------
    Camps
        `labels`, `centres`, `sizes`, `silhouette`; the camps in order of size. There is no mean
        over camps.

    Raises
    ------
    ValueError
        If a row is no set of weights, or there are not as many different raters as camps.

    Notes
    -----
    k-means on the weights, the best of 50 starts; silhouettes after Rousseeuw, Journal of
    Computational and Applied Mathematics 20 (1987). Centres are geometric means (see
    `geometric_mean_weights`), as for a whole class.

    With eight criteria and a dozen raters who differ only by chance, the silhouette hardly ever
    reaches .5; with three criteria it does so in a third of all classes or more, since weights then
    fill a small triangle. Nor does it know how far apart camps are, only how clear the gap is: look
    at the centres before calling a gap a quarrel.

    Examples
    --------
    Four raters in two camps. The mean of all four, (.4, .2, .4), is the view of none of them:

    >>> found = camps([[.7, .2, .1], [.6, .2, .2], [.1, .2, .7], [.2, .2, .6]])
    >>> found.labels.tolist(), found.centres.round(2).tolist()
    ([0, 0, 1, 1], [[0.65, 0.2, 0.14], [0.14, 0.2, 0.65]])
    """
    weights = arguments.matched(weights)
    shares = _shares(weights)
    different = len(_places(shares))
    most = min(MOST_CAMPS, different)
    if k is not None and k not in range(1, most + 1):
        raise ValueError(
            f"k must be a whole number from 1 to {most} for {different} different raters; "
            f"found {k!r}."
        )
    rng = np.random.default_rng(seed)
    # Where every rater is a camp, the silhouette is 0: no ground for speaking of camps.
    tried = [int(k)] if k else range(2, most + 1)
    found = [
        (_silhouette(shares, labels), labels)
        for labels in (_k_means(shares, size, rng) for size in tried)
    ]
    one_camp = np.nan, np.zeros(len(shares), dtype=np.int64)
    silhouette, labels = max(found, key=lambda pair: pair[0], default=one_camp)
    if not k and not silhouette >= SILHOUETTE_THRESHOLD:
        silhouette, labels = one_camp
    labels, sizes = _largest_first(labels)
    centres = np.array(
        [geometric_mean_weights(shares[labels == camp]) for camp in range(len(sizes))]
    )
    if isinstance(weights, pd.DataFrame):
        return Camps(labels, pd.DataFrame(centres, columns=weights.columns), sizes, silhouette)
    return Camps(labels, centres, sizes, silhouette)


def _places(points: Floats) -> Floats:
    return np.unique(points.round(12), axis=0)


# scipy's kmeans2 sorts some raters who stand halfway between two camps differently, and, having no
# rule when to stop, takes twenty times as long.
def _k_means(points: Floats, k: int, rng: np.random.Generator) -> Labels:
    """Labels of the best of many runs, each started from k different raters."""
    places = _places(points)
    runs = [
        _settled(points, places[rng.choice(len(places), size=k, replace=False)])
        for _ in range(STARTS)
    ]
    return min(runs, key=lambda run: run[0])[1]


def _settled(points: Floats, centres: Floats) -> tuple[float, Labels]:
    """Move raters to the nearest centre and centres to their raters until nothing moves.

    Returns the sum of squares that is left, and the camp of each rater.
    """
    labels = np.full(len(points), -1)
    while True:
        distance = _squares(points, centres)
        nearest = distance.argmin(axis=1)
        if (nearest == labels).all():
            # A run that has lost a camp on the way does not count.
            whole = len(np.unique(labels)) == len(centres)
            return float(distance.min(axis=1).sum()) if whole else np.inf, labels
        labels = nearest
        centres = np.array(
            [
                points[labels == camp].mean(axis=0) if (labels == camp).any() else centre
                for camp, centre in enumerate(centres)
            ]
        )


def _squares(points: Floats, others: Floats) -> Floats:
    """Return the squared distance of each point from each other one, shape (points, others).

    One criterion after the other: a table of all three would not fit in memory for a large class.
    """
    total = np.zeros((len(points), len(others)))
    for here, there in zip(points.T, others.T, strict=True):
        total += np.subtract.outer(here, there) ** 2
    return total


def _silhouette(points: Floats, labels: Labels) -> float:
    """Average over raters of (nearest other camp - own camp) / the larger of the two.

    A rater alone counts 0; a single camp gives NaN.
    """
    kinds, sizes = np.unique(labels, return_counts=True)
    if len(kinds) < 2:
        return np.nan
    totals = np.sqrt(_squares(points, points)) @ (labels[:, None] == kinds)
    own = labels[:, None] == kinds
    inside = totals[own] / np.maximum(sizes[labels] - 1, 1)
    outside = np.where(own, np.inf, totals / sizes).min(axis=1)
    larger = np.maximum(inside, outside)
    return float(np.where(sizes[labels] > 1, (outside - inside) / larger, 0).mean())


def _largest_first(labels: Labels) -> tuple[Labels, Labels]:
    """Renumber camps by size; of equal ones the camp of the first rater leads."""
    kinds, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    return np.argsort(order)[np.searchsorted(kinds, labels)], sizes[order]


# ------------------------------------------------------------------------------------------- shared


def _complete(ratings: pd.DataFrame | ArrayLike, name: str) -> Floats:
    """Return a table without gaps of at least two raters and two items, or refuse it."""
    table = arguments.table(ratings, name, "rater")
    if min(table.shape) < 2:
        raise ValueError(
            f"{name} must have at least 2 raters (rows) and 2 items (columns); "
            f"found {arguments.size(table)}."
        )
    return table.to_numpy()


def _shares(weights: pd.DataFrame | ArrayLike) -> Floats:
    """Return rows scaled to sum 1, or refuse them."""
    return arguments.share_rows(arguments.table(weights, "weights", "rater"), "rater")
