"""Weighing obstacles: weights from judgements, their burden, and how firm the order is.

The arithmetic is the additive model of decision analysis: a presidency's burden is the weighted
mean of the severities that were coded for it. It answers "what do you judge most important, and how
firm is the conclusion?", never "what caused the decline": additive weights cannot say that thin
foundations matter only once a shock comes.

Presidencies (the alternatives) stand in rows, obstacles (the criteria) in columns, and more means a
heavier burden.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations, combinations_with_replacement
from typing import NamedTuple, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from . import arguments, data, obstacles, words
from .arguments import Floats
from .speech import N_

# Weights or points: named ones are matched by name, others by place.
Weights: TypeAlias = ArrayLike | Mapping[str, float] | pd.Series
Cells: TypeAlias = pd.DataFrame | ArrayLike
# Of a presidency or a criterion; counted from 0 where a table came without names.
Label: TypeAlias = str | int

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
# Two presidencies, of which the one is heavier in 40 to 60 per cent of the draws, are not told
# apart: a judgement.
CANNOT_TELL = (0.4, 0.6)
WORST_CODE = 3
# Hand-typed reciprocals with three decimals (.333 for 1/3) pass; .33 is refused.
_RECIPROCAL_TOLERANCE = 0.005
# Sums of the same terms in another order differ in the sixteenth digit: closer than this counts as
# equal.
_EQUAL = 1e-12


class AHPResult(NamedTuple):
    """Weights from pairwise comparisons, and how consistent these were.

    Attributes
    ----------
    weights : numpy.ndarray, shape (n,)
        Non-negative, sum 1.
    lambda_max : float
        Principal eigenvalue, n for a perfectly consistent matrix and more otherwise.
    ci : float
        Consistency index, (lambda_max - n) / (n - 1); 0 or more.
    cr : float
        Consistency ratio, ci over Saaty's random index; below .1 is usually accepted. 0 for n of 1
        and 2.
    """

    weights: Floats
    lambda_max: float
    ci: float
    cr: float


class SMAAResult(NamedTuple):
    """What holds for which share of the weights; m alternatives, n criteria, N draws.

    Attributes
    ----------
    rank_acceptability : numpy.ndarray, shape (m, m)
        `rank_acceptability[i, r]` is the share of draws in which alternative i takes rank r, 0 the
        best.
    central_weights : numpy.ndarray, shape (m, n)
        Mean of the weights that put i first: what one would have to believe. NaN where no draw puts
        i first.
    confidence_factors : numpy.ndarray, shape (m,)
        Share of draws in which i is first when its central weights are used; 0 where it has none.
    pairwise_winning : numpy.ndarray, shape (m, m)
        `pairwise_winning[i, j]` is the share of draws in which i beats j; .5 on the diagonal.
    standard_error : numpy.ndarray, shape (m, m)
        Sampling error of each rank acceptability b: sqrt(b (1 - b) / N).
    """

    rank_acceptability: Floats
    central_weights: Floats
    confidence_factors: Floats
    pairwise_winning: Floats
    standard_error: Floats


class Crossings(NamedTuple):
    """One-way sensitivity to one weight.

    Attributes
    ----------
    lines : pandas.DataFrame
        One row an alternative: `at_0` and `at_1`, its score when the criterion has no weight and
        when it has all of it. Between the two the score is a straight line: at_0 + w (at_1 - at_0).
    points : pandas.DataFrame
        One row for each pair whose order changes, by rising weight: `ahead_below` and `ahead_above`
        (who scores more on either side), `weight` and `score` where they meet, `for_first` (whether
        first place changes hands).
    """

    lines: pd.DataFrame
    points: pd.DataFrame


# ------------------------------------------------------------------------------------------ weights


@overload
def swing_weights(points: Mapping[str, float] | pd.Series) -> pd.Series: ...
@overload
def swing_weights(points: Sequence[float] | Floats) -> Floats: ...
def swing_weights(points: Weights) -> pd.Series | Floats:
    """Turn swing points into weights: each criterion's points over the sum of all.

    Parameters
    ----------
    points : array_like of float, shape (n,), or dict or pandas.Series of float
        What the swing of each criterion from its worst level seen to its mildest is worth; by
        custom the greatest is 100. None negative, not all zero.

    Returns
    -------
    numpy.ndarray, shape (n,), or pandas.Series for named points
        Non-negative, sum 1.

    Raises
    ------
    ValueError
        If a point is missing or negative, or all are zero.

    Notes
    -----
    Swing weighting (SMARTS): Edwards and Barron, Organizational Behavior and Human Decision
    Processes 60 (1994).

    Examples
    --------
    >>> swing_weights([100, 50]).round(3).tolist()
    [0.667, 0.333]

    A weight belongs to a range. If the first criterion now swings only half as far, half the points
    are right; whoever still says 100 has weighed the name and not the swing:

    >>> swing_weights([50, 50]).tolist()
    [0.5, 0.5]

    Splitting makes heavier: of eight equal obstacles each has one eighth, but one that is listed as
    three parts, each rated like the rest, has three tenths:

    >>> float(swing_weights([100] * 8)[0]), swing_weights([100] * 10)[:3].sum().round(3).item()
    (0.125, 0.3)
    """
    if not isinstance(points, Mapping | pd.Series):
        return arguments.shares(points, "points")
    named = pd.Series(points)
    return pd.Series(arguments.shares(named.to_numpy(), "points"), index=named.index)


def roc_weights(n: int) -> Floats:
    """Return rank-order-centroid weights for n criteria that are only ranked, the most important
    first.

    Parameters
    ----------
    n : int
        At least 1.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Falling, sum 1: the k-th is (1/k + ... + 1/n) / n, the mean of all weights that keep to the
        ranking.

    Raises
    ------
    ValueError
        If `n` is not a whole number of at least 1.

    Examples
    --------
    >>> roc_weights(4).round(4).tolist()
    [0.5208, 0.2708, 0.1458, 0.0625]
    """
    n = arguments.whole(n, "n")
    return np.cumsum(1 / np.arange(n, 0, -1))[::-1] / n


def ahp(matrix: Cells) -> AHPResult:
    """Derive weights from pairwise comparisons (analytic hierarchy process).

    Parameters
    ----------
    matrix : array_like of float, shape (n, n), n from 1 to 10
        Cell (i, j) says how many times as important i is as j; cell (j, i) is its reciprocal. Three
        decimals are enough: .333 passes for 1/3. The columns of a frame are put in the order of its
        rows.

    Returns
    -------
    AHPResult
        `weights` (the principal right eigenvector), `lambda_max`, `ci`, `cr`.

    Raises
    ------
    ValueError
        If the matrix is not square, positive and reciprocal; the message names the first offending
        pair, row by row.

    Notes
    -----
    Saaty, International Journal of Services Sciences 1 (2008). The ratio uses Saaty's random
    indices (.58 for n = 3, 1.12 for 5, 1.41 for 8); other tables in use give other ratios. The
    weights of alternatives may change their order when a copy of one of them is added (Belton and
    Gear 1983).

    Examples
    --------
    >>> result = ahp([[1, 2, 4], [1/2, 1, 2], [1/4, 1/2, 1]])
    >>> result.weights.round(3).tolist(), round(result.cr, 6)
    ([0.571, 0.286, 0.143], 0.0)
    """
    table = arguments.table(matrix, "a pairwise matrix")
    cells = table.to_numpy()
    n = len(cells)
    if cells.shape != (n, n) or n > len(RANDOM_INDEX):
        raise ValueError(
            f"A pairwise matrix must be square with at most {len(RANDOM_INDEX)} rows; "
            f"found {arguments.size(cells)}."
        )
    if isinstance(matrix, pd.DataFrame):
        order = arguments.same(table.columns, table.index, "the columns", "the rows")
        table = table[order]
        cells = table.to_numpy()
    _check_pairs(table)
    values, vectors = np.linalg.eig(cells)
    principal = np.argmax(np.real(values))
    lambda_max = float(np.real(values)[principal])
    weights = np.abs(np.real(vectors)[:, principal])
    # Rounding may leave lambda a hair below n, where it cannot be.
    ci = max(lambda_max - n, 0.0) / (n - 1) if n > 1 else 0.0
    cr = ci / RANDOM_INDEX[n - 1] if n > 2 else 0.0
    return AHPResult(weights / weights.sum(), lambda_max, ci, cr)


def _check_pairs(table: pd.DataFrame) -> None:
    cells, names = table.to_numpy(), arguments.called(table.index)
    for i, j in combinations_with_replacement(range(len(cells)), 2):
        there, back = cells[i, j], cells[j, i]
        found = f"Pair ({names[i]}, {names[j]}): found {there:g} and, the other way, {back:g}; "
        if min(there, back) <= 0:
            raise ValueError(found + "both must be positive.")
        if abs(there * back - 1) > _RECIPROCAL_TOLERANCE:
            same = "a criterion compared with itself is 1."
            other = f"expected the reciprocal, {1 / there:.3g}."
            raise ValueError(found + (same if i == j else other))


# ------------------------------------------------------------------------------------------- burden


def performance(codings: pd.DataFrame | None = None, column: str = "severity") -> pd.DataFrame:
    """Return the severity of each group of obstacles in each presidency, on a scale from 0 to 1.

    Parameters
    ----------
    codings : pandas.DataFrame, optional
        Rows with `term_id`, `obstacle_id` and severities from 0 to 3; the kit's own by default. It
        may leave out presidencies, but a presidency that it has needs all eight groups.
    column : str
        The severities to take: ``"severity"``, or ``"severity_min"`` and ``"severity_max"`` for the
        range.

    Returns
    -------
    pandas.DataFrame, shape (presidencies, 8)
        Severity / 3: 0 none, 1/3 manageable, 2/3 major, 1 blocking. Rows (`term_id`) in order of
        time.

    Raises
    ------
    ValueError
        If a column or a cell is missing, comes twice, is out of range or names something unknown.

    Examples
    --------
    >>> performance().mean(axis=1).round(2).tolist()
    [0.29, 0.5, 0.67, 0.75, 0.75, 0.79, 0.67]
    """
    codings = data.load("codings") if codings is None else codings
    terms, groups = list(data.load("terms")["term_id"]), obstacles.groups()
    _check_columns(codings, ["term_id", "obstacle_id", column])
    codings = codings.assign(**{column: arguments.coerced(codings[column])})
    _check_codings(codings, column, {"term_id": terms, "obstacle_id": groups})
    table = codings.pivot(  # noqa: PD010 (pivot_table would average what stands twice)
        index="term_id", columns="obstacle_id", values=column
    )
    present = [term for term in terms if term in table.index]
    table = table.reindex(index=present, columns=groups)
    missing = table.isna().to_numpy()
    if missing.any():
        row, group = arguments.first(missing)
        raise ValueError(
            f"codings: no {column} for {present[row]}, {groups[group]}; "
            f"every presidency needs one for each of the {len(groups)} groups."
        )
    return table / WORST_CODE


def _check_columns(codings: pd.DataFrame, expected: list[str]) -> None:
    for name in expected:
        if name not in codings:
            found = ", ".join(map(str, codings.columns))
            raise ValueError(f"codings: the column {name!r} is missing; found {found}.")
    if codings.empty:
        raise ValueError(
            "codings: the table has no rows; expected at least one presidency with all its groups."
        )


def _check_codings(codings: pd.DataFrame, column: str, order: dict[str, list[str]]) -> None:
    for name, known in order.items():
        unknown = codings.loc[~codings[name].isin(known), name]
        if len(unknown):
            raise ValueError(
                f"codings: {name} {unknown.iloc[0]!r} is unknown; "
                f"expected one of {', '.join(known)}."
            )
    twice = codings[codings.duplicated(list(order))]
    if len(twice):
        raise ValueError(
            f"codings: {twice['term_id'].iloc[0]}, {twice['obstacle_id'].iloc[0]} "
            "is coded twice; expected once."
        )
    wrong = codings[(codings[column] < 0) | (codings[column] > WORST_CODE)]
    if len(wrong):
        raise ValueError(
            f"codings: {wrong['term_id'].iloc[0]}, {wrong['obstacle_id'].iloc[0]} has {column} "
            f"{wrong[column].iloc[0]:g}; expected 0 to {WORST_CODE}."
        )


def burden(performance: Cells, weights: Weights) -> pd.DataFrame:
    """Return what each obstacle adds to each presidency's burden, and the total.

    Parameters
    ----------
    performance : pandas.DataFrame or array_like, shape (m, n)
        As from `performance()`, 0 to 1.
    weights : array_like of float, shape (n,), or dict or pandas.Series by criterion
        Non-negative, not all zero; scaled to sum 1. Named weights are matched by name, others by
        place.

    Returns
    -------
    pandas.DataFrame, shape (m, n + 1)
        Contributions w_j s_ij, and last `total`, their sum: 0 (none) to 1 (all blocking).

    Raises
    ------
    ValueError
        If a cell is not a number, or the weights do not fit.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 0], [0, 1]], index=["A", "B"], columns=["shocks", "distrust"])
    >>> burden(table, [3, 1])["total"].to_dict()
    {'A': 0.75, 'B': 0.25}
    """
    table = arguments.table(performance, "performance")
    parts = table * _fitted(weights, table)
    return parts.assign(total=parts.sum(axis=1))


# ----------------------------------------------------------------------------- one weight at a time


def crossings(performance: Cells, weights: Weights, criterion: Label) -> Crossings:
    """Follow all scores while one weight goes from 0 to 1 and the others keep their proportions.

    Parameters
    ----------
    performance : pandas.DataFrame or array_like, shape (m, n)
        As from `performance()`.
    weights : array_like of float, shape (n,), or dict or pandas.Series by criterion
        As for `burden`.
    criterion : column label
        The criterion whose weight moves; the others are w_j (1 - w') / (1 - w).

    Returns
    -------
    Crossings
        `lines` and `points`. Lines that only meet at 0 or 1, or lie on each other, do not cross.

    Raises
    ------
    ValueError
        If the criterion is unknown or holds all the weight, so that there are no others to scale.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 0], [0, 1]], index=["A", "B"], columns=["shocks", "distrust"])
    >>> crossings(table, [.7, .3], "shocks").points.to_dict("records")
    [{'ahead_below': 'B', 'ahead_above': 'A', 'weight': 0.5, 'score': 0.5, 'for_first': True}]
    """
    table = arguments.table(performance, "performance")
    lines = _lines(table, _fitted(weights, table), criterion)
    scores, slopes = lines["at_0"], lines["at_1"] - lines["at_0"]
    found: list[tuple[Hashable, Hashable, float, float, bool]] = []
    for first, second in combinations(lines.index, 2):
        gap = lines.loc[first] - lines.loc[second]
        if gap.abs().min() <= _EQUAL or gap["at_0"] * gap["at_1"] > 0:
            continue
        weight = gap["at_0"] / (gap["at_0"] - gap["at_1"])
        score = scores[first] + weight * slopes[first]
        below, above = (first, second) if gap["at_0"] > 0 else (second, first)
        for_first = bool(score >= (scores + weight * slopes).max() - _EQUAL)
        found.append((below, above, weight, score, for_first))
    points = pd.DataFrame(
        found, columns=["ahead_below", "ahead_above", "weight", "score", "for_first"]
    )
    return Crossings(lines, points.sort_values("weight", ignore_index=True, kind="stable"))


def tornado(performance: Cells, weights: Weights, pair: tuple[Label, Label]) -> pd.DataFrame:
    """Say how far the weight of each criterion moves the difference between two presidencies.

    Parameters
    ----------
    performance : pandas.DataFrame or array_like, shape (m, n)
        As from `performance()`.
    weights : array_like of float, shape (n,), or dict or pandas.Series by criterion
        As for `burden`.
    pair : tuple of two row labels
        The difference is score of the first minus score of the second.

    Returns
    -------
    pandas.DataFrame
        One row a criterion, the widest swing first: `now` (difference with the given weights, the
        same in every row), `at_0` and `at_half` (difference when the criterion weighs 0 and .5, the
        others in proportion), `swing` (how far these two are apart) and `flips` (whether the sign
        changes between them).

    Raises
    ------
    ValueError
        If the pair is not two different presidencies of the table, or one criterion holds all the
        weight.

    See Also
    --------
    crossings : one weight and all presidencies, where this is one pair and all weights.

    Examples
    --------
    >>> names = ["shocks", "distrust", "values"]
    >>> table = pd.DataFrame([[1, 0, .5], [0, 1, .5]], index=["A", "B"], columns=names)
    >>> tornado(table, [.4, .2, .4], ("A", "B")).round(2)[["at_0", "at_half", "swing", "flips"]]
              at_0  at_half  swing  flips
    distrust  0.50    -0.25   0.75   True
    shocks   -0.33     0.33   0.67   True
    values    0.33     0.17   0.17  False
    """
    table = arguments.table(performance, "performance")
    shares = _fitted(weights, table)
    if len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(table.index):
        raise ValueError(f"pair must be two of {_listed(table.index)}; found {pair!r}.")
    first, second = pair
    moved = {name: _lines(table, shares, name) for name in table.columns}
    gaps = pd.DataFrame(
        {name: lines.loc[first] - lines.loc[second] for name, lines in moved.items()}
    ).T
    at_0, at_half = gaps["at_0"], gaps.mean(axis=1)
    flips = (at_0 * at_half < 0) & (at_0.abs() > _EQUAL) & (at_half.abs() > _EQUAL)
    found = pd.DataFrame(
        {
            "now": float((table.loc[first] - table.loc[second]).to_numpy() @ shares),
            "at_0": at_0,
            "at_half": at_half,
            "swing": (at_half - at_0).abs(),
            "flips": flips,
        }
    )
    return found.sort_values("swing", ascending=False, kind="stable")


def _lines(table: pd.DataFrame, shares: Floats, criterion: Label) -> pd.DataFrame:
    if criterion not in table.columns:
        raise ValueError(
            f"There is no criterion {criterion!r}; the criteria are: {_listed(table.columns)}."
        )
    others = pd.Series(shares, index=table.columns).drop(criterion)
    if others.sum() <= _EQUAL:
        raise ValueError(
            f"{criterion} holds all the weight, so there are no other weights to scale; "
            "give another some weight."
        )
    return pd.DataFrame(
        {"at_0": table[others.index] @ (others / others.sum()), "at_1": table[criterion]}
    )


# ------------------------------------------------------------------------------ all weights at once


def drawn_codes(
    low: NDArray[np.int_], codes: NDArray[np.int_], high: NDArray[np.int_], numbers: Floats
) -> NDArray[np.int_]:
    """Draw whole codes around those given: half of the draws look down, half look up.

    Parameters
    ----------
    low, codes, high : numpy.ndarray of int
        The mildest code that can be defended, the code itself, and the most severe.
    numbers : numpy.ndarray of float
        Even from 0 to 1, one a draw; its last axes are those of the codes. The greater the number,
        the more severe the code drawn.

    Returns
    -------
    numpy.ndarray of int, shaped like `numbers`

    Notes
    -----
    On its own side a code becomes less likely step by step, in equal steps, and would have no
    chance one beyond the limit (a discrete triangular distribution). With one code of room the
    chances are those of a die: on 1 the code is one milder, on 6 one more severe, otherwise it
    stands; and it stands as well where the range has no room.

    So the code stays the median and the likeliest value, however lopsided the range: more room on
    one side takes nothing from the other. Draws that are even from `low` to `high` would be centred
    on the middle of the range, and a presidency whose codes lie at the ceiling could only seem to
    fall. Its mean falls here too, since what is uncertain on one side only cannot do otherwise, but
    by a sixth of a code and not by half of one.

    Examples
    --------
    A code of 2 that might be 1 or 3, and a 3 that might be 2, six draws of each:

    >>> dice = (np.arange(6)[:, None] + 0.5) / 6
    >>> drawn_codes(np.array([1, 2]), np.array([2, 3]), np.array([3, 3]), dice).T.tolist()
    [[1, 2, 2, 2, 2, 3], [2, 3, 3, 3, 3, 3]]
    """
    down = numbers < 0.5
    room = np.where(down, codes - low, high - codes)
    # Falls from 1 at the code to 0 at the far end. The share of a side that lies at least k steps
    # away is a ratio of two triangles of codes.
    left = 2 * np.minimum(numbers, 1 - numbers) * ((room + 1) * (room + 2))
    steps = np.zeros_like(room)
    for k in range(1, WORST_CODE + 1):
        beyond = np.maximum(room + 1 - k, 0)
        steps += left < beyond * (beyond + 1)
    return codes + np.where(down, -steps, steps)


def first_places(seed: int = 2017) -> pd.DataFrame:
    """Return how often each presidency carries the heaviest burden if all weights are drawn.

    Parameters
    ----------
    seed : int

    Returns
    -------
    pandas.DataFrame
        For reading. A row a presidency, by its name: the share of ten thousand sets of weights, all
        equally likely, with the kit's codes as they stand, and with each drawn as by `drawn_codes`.

    See Also
    --------
    smaa : the measure, for any table.

    Examples
    --------
    >>> first_places().loc["Biden"].tolist()
    ['.46', '.34']
    """
    table = performance()
    ranges = performance(column="severity_min"), performance(column="severity_max")
    firm, loose = smaa(table, seed=seed), smaa(table, seed=seed, spread=ranges)
    labels = data.load("terms").set_index("term_id")["short_label"][table.index]
    return pd.DataFrame(
        {
            N_("first, codes as they stand"): map(words.share, firm.rank_acceptability[:, 0]),
            N_("first, codes drawn"): map(words.share, loose.rank_acceptability[:, 0]),
        },
        index=pd.Index(labels, name=N_("presidency")),
    )


def smaa(  # noqa: PLR0917 (the order of the arguments is a contract of the design)
    performance: Cells,
    n_draws: int = 10_000,
    seed: int | np.random.Generator | None = None,
    weights: Weights | pd.DataFrame | None = None,
    lower_is_better: bool = False,  # noqa: FBT001, FBT002 (likewise)
    spread: tuple[Cells, Cells] | None = None,
) -> SMAAResult:
    """Ask what holds for which share of the weights.

    Parameters
    ----------
    performance : pandas.DataFrame or array_like, shape (m, n)
        Rows alternatives, columns criteria, on one scale.
    n_draws : int
        Number of draws; the sampling error of a share is at most .5 / sqrt(n_draws).
    seed : int or numpy.random.Generator, optional
        The same seed gives the same draws.
    weights : pandas.DataFrame or array_like of float, shape (N, n), optional
        Draws of weights in rows, for instance one row a student, none negative; each is scaled to
        sum 1. One row may come as for `burden`. Without them weights are drawn evenly from all that
        are possible. N then takes the place of `n_draws`.
    lower_is_better : bool
        Whether the lowest score takes rank 0. For a burden leave it: rank 0 is then the heaviest.
    spread : pair of pandas.DataFrame or array_like (low, high), each of shape (m, n), optional
        Uncertain codings: `performance` then holds codes (0, 1/3, 2/3 or 1), and in every draw each
        cell is drawn by itself between low and high, centred on its code as by `drawn_codes`. Rows
        of `weights`, if given, are drawn too, `n_draws` times with replacement, so that 24 students
        or one vector can be combined with many codings.

    Returns
    -------
    SMAAResult
        `rank_acceptability`, `central_weights`, `confidence_factors`, `pairwise_winning`,
        `standard_error`.

    Raises
    ------
    ValueError
        If a table, the weights or the spread does not fit, or has other names than `performance`.

    Notes
    -----
    What has names is matched by them, rows and columns alike; results come in the order of
    `performance`.

    Stochastic multicriteria acceptability analysis:
    Lahdelma, Hokkanen and Salminen, European Journal of Operational Research 106 (1998), and
    SMAA-2, Operations Research 49 (2001). Exponential variables divided by their sum are even on
    the simplex (Dirichlet with all 1).

    Ties: alternatives that tie share the ranks they tie for in equal parts, so that rows and
    columns of the rank acceptability sum to 1 and the order of rows does not matter; a tie is half
    a win. With fixed performance the confidence factor is therefore 0 or 1, save for ties, and
    tells little; with `spread` it tells how often the codes allow the first place.

    Even weights are a choice as well: they say that every weighting deserves the same hearing.

    Examples
    --------
    A compromise may be first for few weights even though it is nobody's last choice. The exact
    shares are .4, .4, .2:

    >>> result = smaa([[1, 0], [0, 1], [.6, .6]], seed=1)
    >>> result.rank_acceptability[:, 0].round(1).tolist()
    [0.4, 0.4, 0.2]
    """
    n_draws = arguments.whole(n_draws, "n_draws")
    table = arguments.table(performance, "performance")
    rng = np.random.default_rng(seed)
    draws = _weight_draws(weights, n_draws, table, rng, again=spread is not None)
    cells = table.to_numpy()[None] if spread is None else _sampled(table, spread, len(draws), rng)
    cells = -cells if lower_is_better else cells
    scores = _scores(cells, draws)
    m, close = len(table), _EQUAL * float(np.abs(cells).max())
    acceptability, winning, firsts = np.empty((m, m)), np.empty((m, m)), np.empty((m, len(draws)))
    for i in range(m):
        lead = scores - scores[i]
        acceptability[i] = _rank_shares(lead, close)
        winning[i] = ((lead < -close).mean(axis=1) + (lead <= close).mean(axis=1)) / 2
        firsts[i] = _first_share(lead, close)
    central, confidence = _central(cells, draws, firsts, close)
    error = np.sqrt(acceptability * (1 - acceptability) / len(draws))
    return SMAAResult(acceptability, central, confidence, winning, error)


def _central(cells: Floats, draws: Floats, firsts: Floats, close: float) -> tuple[Floats, Floats]:
    """Mean weights that put each alternative first, and how often they do; from (m, N) shares."""
    central = np.full((len(firsts), draws.shape[1]), np.nan)
    confidence = np.zeros(len(firsts))
    for i in np.flatnonzero(firsts.sum(axis=1) > 0):
        central[i] = firsts[i] @ draws / firsts[i].sum()
        scores = _scores(cells, central[[i]])
        confidence[i] = _first_share(scores - scores[i], close).mean()
    return central, confidence


def _scores(cells: Floats, draws: Floats) -> Floats:
    """Scores, shape (m, N); cells and weights are one for all draws or one for each."""
    return np.einsum("dij,dj->id", cells, draws)


def _rank_shares(lead: Floats, close: float) -> Floats:
    """Share of each rank for whom `lead` (m, N) is measured against; ties share their ranks."""
    m, n_draws = lead.shape
    ahead, level = (lead > close).sum(axis=0), (np.abs(lead) <= close).sum(axis=0)
    # Ranks from `ahead` to `ahead + level - 1` get 1/level each: mark where a run begins and ends,
    # then sum up.
    begin = np.bincount(ahead, weights=1 / level, minlength=m + 1)
    end = np.bincount(ahead + level, weights=1 / level, minlength=m + 1)
    return np.cumsum(begin - end)[:m].clip(0) / n_draws


def _first_share(lead: Floats, close: float) -> Floats:
    """Share of the first place in each draw: 1 alone, 1/2 with one other, 0 behind anyone."""
    return (lead <= close).all(axis=0) / (np.abs(lead) <= close).sum(axis=0)


def _weight_draws(
    weights: Weights | pd.DataFrame | None,
    n_draws: int,
    table: pd.DataFrame,
    rng: np.random.Generator,
    *,
    again: bool,
) -> Floats:
    n = table.shape[1]
    if weights is None:
        draws = rng.standard_exponential((n_draws, n))
        return draws / draws.sum(axis=1, keepdims=True)
    rows = [pd.Series(weights)] if isinstance(weights, Mapping | pd.Series) else weights
    given = arguments.matched(rows)
    if not isinstance(given, pd.DataFrame):
        given = pd.DataFrame(np.atleast_2d(arguments.numbers(given, "weights")))
    columns = _matched(given.columns, table.columns, "weights")
    if len(columns) != n or given.empty:
        raise ValueError(
            f"weights must have a row for each draw and {n} columns; found {arguments.size(given)}."
        )
    shares = arguments.share_rows(arguments.table(given[columns], "weights"))
    return shares[rng.integers(len(shares), size=n_draws)] if again else shares


def _sampled(
    table: pd.DataFrame, spread: Sequence[Cells], n_draws: int, rng: np.random.Generator
) -> Floats:
    """Draw every cell around its code; shape (N, m, n)."""
    if len(spread) != 2:
        raise ValueError(
            f"spread must be a pair of tables (low, high); found {len(spread)} of them."
        )
    low, high = (_like(table, arguments.table(side, "spread")).to_numpy() for side in spread)
    if not low.shape == high.shape == table.shape:
        raise ValueError(
            f"spread: low is {arguments.size(low)} and high is {arguments.size(high)}; "
            f"expected {arguments.size(table)} like the performance."
        )
    cells = np.stack([low, table.to_numpy(), high])
    codes = np.rint(cells * WORST_CODE).astype(int)
    off = (np.abs(codes / WORST_CODE - cells) > 1e-6).any(axis=0)
    bad = off | (codes[0] > codes[1]) | (codes[1] > codes[2])
    if bad.any():
        i, j = arguments.first(bad)
        raise ValueError(
            f"spread, {arguments.place(table, i, j)}: found {low[i, j]:g} to {high[i, j]:g} around "
            f"{cells[1, i, j]:g}; expected multiples of 1/3, the code between its limits."
        )
    return drawn_codes(*codes, numbers=rng.random((n_draws, *table.shape))) / WORST_CODE


# ------------------------------------------------------------------------------------------- shared


def _listed(labels: Iterable[object]) -> str:
    return ", ".join(map(str, labels))


def _fitted(weights: Weights, table: pd.DataFrame) -> Floats:
    """Weights in the order of the table's columns: named ones by name, others by place."""
    unnamed = isinstance(weights, pd.Series) and isinstance(weights.index, pd.RangeIndex)
    if not unnamed:
        weights = arguments.in_order(weights, table.columns, "weights", "performance")
    return arguments.shares(weights, "weights", table.shape[1])


def _like(table: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Another table with its rows and columns in the order of the first."""
    rows = _matched(other.index, table.index, "spread")
    return other.loc[rows, _matched(other.columns, table.columns, "spread")]


def _matched(found: pd.Index, names: pd.Index, name: str) -> pd.Index:
    """Names in the order of the performance; labels that only count go by place."""
    if isinstance(found, pd.RangeIndex):
        return found
    return arguments.same(found, names, name, "performance")
