"""The arithmetic of the weighing board: from sliders to weights, and from weights to ranks.

The browser computes the same at every move of a hand, on the same draws; a test compares the two.
"""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import arguments, obstacles, weighing
from .sharing import METHODS, Method

N_DRAWS = 2000
SEED = 20170417
# Scores that differ by less than this are a tie: both places are shared, here and in the browser
# alike. The two add the same terms in another order, so ties differ from the sixteenth digit on;
# what is no tie differs far more, since points are whole: with eight sliders by 1/2,400 or more,
# and by 1/17,000,000 or more if only their order counts. `weighing` takes 1e-12 of the highest
# score, because its weights may be any numbers.
TIE = 1e-9
_32_BITS = np.uint64(0xFFFFFFFF)


class Slider(TypedDict):
    """One slider of the board.

    Its members are the one group that it weighs, or several that share it; a group that has been
    split stands in several sliders.
    """

    label: str
    members: list[str]
    points: float


def slider_weights(sliders: Sequence[Slider], method: Method = "swing") -> dict[str, float]:
    """Turn sliders into the weights of the eight groups.

    Parameters
    ----------
    sliders : list of dict
        Each with ``points`` (0 to 100) and ``members``: one group, several that share a slider,
        or, when a group has been split, the same group in several sliders.
    method : {"swing", "rank"}
        "swing" uses the points; "rank" only their order (rank-order centroids, ties sharing their
        places).

    Returns
    -------
    dict
        Group -> weight; they sum to 1.

    Raises
    ------
    ValueError
        If all points are zero, or one is negative or not a number; for another method or group.
    """
    arguments.one_of(method, "method", METHODS)
    points = np.array([slider["points"] for slider in sliders], dtype=float)
    shares = weighing.swing_weights(points)
    if method == "rank":
        centroids = weighing.roc_weights(len(points))
        order = np.sort(points)[::-1]
        shares = np.array([centroids[order == value].mean() for value in points])
    weights = dict.fromkeys(obstacles.groups(), 0.0)
    for slider, share in zip(sliders, shares.tolist(), strict=True):
        for group in slider["members"]:
            arguments.one_of(group, "a member", weights)
            weights[group] += share / len(slider["members"])
    return weights


def whole_points(weights: dict[str, float]) -> dict[str, int]:
    """Return weights as whole points for a share code, 100 for the heaviest.

    Examples
    --------
    >>> whole_points({"shocks": 0.5, "distrust": 0.333, "values": 0.167})
    {'shocks': 100, 'distrust': 67, 'values': 33}
    """
    top = max(weights.values())
    return {group: int(np.floor(100 * weight / top + 0.5)) for group, weight in weights.items()}


def mulberry32(counts: ArrayLike, seed: int = SEED) -> NDArray[np.float64]:
    """Return the numbers, 0 to 1, that the browser draws at these places.

    Tommy Ettinger's mulberry32, with 32-bit wrap-around: a counter hashed, so both can vectorise.
    """
    u = np.uint64
    places = np.asarray(counts, dtype=u)
    state = (u(seed) + (places + u(1)) * u(0x6D2B79F5)) & _32_BITS
    mixed = ((state ^ (state >> u(15))) * (state | u(1))) & _32_BITS
    mixed ^= (mixed + (((mixed ^ (mixed >> u(7))) * (mixed | u(61))) & _32_BITS)) & _32_BITS
    return ((mixed ^ (mixed >> u(14))) & _32_BITS) / 2.0**32


def rank_shares(
    codings: NDArray[np.int_],
    weights: NDArray[np.float64],
    n_draws: int = N_DRAWS,
    seed: int = SEED,
) -> NDArray[np.float64]:
    """Return rank acceptabilities when each severity is drawn around its code.

    Parameters
    ----------
    codings : array of int, shape (m, n, 3)
        Severity, low and high, 0 to 3, of m presidencies in n groups; drawn as by
        `weighing.drawn_codes`, for `weighing.smaa` and the browser alike.
    weights : array of float, shape (n,)
    n_draws, seed : int

    Returns
    -------
    numpy.ndarray, shape (m, m)
        Row presidency, column rank (0: heaviest burden). Ties share their places.
    """
    codes, low, high = np.moveaxis(codings, -1, 0)
    m, n = codes.shape
    numbers = mulberry32(np.arange(n_draws * m * n), seed).reshape(n_draws, m, n)
    drawn = weighing.drawn_codes(low, codes, high, numbers)
    scores = (drawn / weighing.WORST_CODE) @ weights
    difference = scores[:, None, :] - scores[:, :, None]
    better, equal = (difference > TIE).sum(axis=2), (np.abs(difference) <= TIE).sum(axis=2)
    ranks = np.arange(m)
    inside = (ranks >= better[..., None]) & (ranks < (better + equal)[..., None])
    return (inside / equal[..., None]).mean(axis=0)
