"""Weigh the obstacles: what do you judge most important, and how firm is the conclusion?"""

from datetime import datetime, timezone

import numpy as np
import pandas as pd
import traitlets

from .. import answers, data, weighing
from .base import KitWidget, front_end

N_DRAWS = 2000
SEED = 20170417
# Scores that differ by less than this are a tie: both places are shared, in Python and in the browser alike.
TIE = 1e-9


class WeighObstacles(KitWidget):
    """Eight sliders that ask the swing question, and beside them what follows for each presidency.

    The browser computes and draws; Python learns of a change when the learner comes to rest. `answer` then holds the
    sliders, the points and weights of the eight groups, the codings that the learner changed, and the method.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"06"`` by default.

    Attributes
    ----------
    weights : pandas.Series
        Group -> weight, non-negative, sum 1.
    share_code : str
        One line for the class chat, made anew with every answer.
    """

    _esm = front_end("weigh")
    key = "weights"
    groups = traitlets.List().tag(sync=True)
    terms = traitlets.List().tag(sync=True)
    codings = traitlets.List().tag(sync=True)
    draws = traitlets.Dict({"n": N_DRAWS, "seed": SEED}).tag(sync=True)
    cannot_tell = traitlets.List(list(weighing.CANNOT_TELL)).tag(sync=True)
    share_code = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson="06"):
        codings = (
            data.load("codings")
            .set_index(["term_id", "obstacle_id"])[["severity", "severity_min", "severity_max"]]
            .astype(int)
        )
        obstacles = data.load("obstacles")
        terms = data.load("terms")
        super().__init__(
            lesson,
            groups=[
                _group(row, obstacles)
                for row in obstacles[obstacles["level"] == "group"].itertuples()
            ],
            terms=[{"id": row.term_id, "label": row.short_label} for row in terms.itertuples()],
            codings=[
                [codings.loc[(term, group)].tolist() for group in answers.groups()]
                for term in terms["term_id"]
            ],
        )
        if not self.answer:
            self.unobserve(self._keep, "answer")
            self.answer = make_answer(
                [
                    {"label": group["label"], "members": [group["id"]], "points": 50}
                    for group in self.groups
                ]
            )
            self.observe(self._keep, "answer")
        self._code()

    def _keep(self, change):
        super()._keep(change)
        self._code()

    def _code(self):
        stamp = {
            "learner": answers.learner(self.lesson),
            "saved": datetime.now(timezone.utc).isoformat(),
        }
        self.share_code = answers.share_code(
            {**stamp, **{name: self.answer[name] for name in ("points", "codings", "method")}}
        )

    @property
    def weights(self):
        return pd.Series(
            slider_weights(self.answer["sliders"], self.answer["method"]), name="weight"
        ).rename_axis("obstacle_id")

    def performance(self):
        """Return severity/3 of each presidency (rows) and group (columns), with the learner's own codings in place."""
        table = weighing.performance()
        for cell, severity in self.answer["codings"].items():
            table.loc[tuple(cell.split("/"))] = severity / 3
        return table

    def burden(self):
        """Return each presidency's burden, 0 to 1: the severities weighted as the learner weighs them."""
        return weighing.burden(self.performance(), self.weights)["total"].rename("burden")

    def acceptability(self):
        """Return the share of draws in which each presidency takes each rank, codings drawn within their ranges.

        Returns
        -------
        pandas.DataFrame
            Rows presidencies, columns ranks 1 (heaviest burden) to 7; rows and columns sum to 1.
        """
        low, high = (
            np.array([[cell[side] for cell in row] for row in self.codings]) for side in (1, 2)
        )
        for cell, severity in self.answer["codings"].items():
            place = divmod(answers.cells().index(cell), len(self.groups))
            low[place] = high[place] = severity
        shares = rank_shares(low, high, self.weights[answers.groups()].to_numpy())
        return pd.DataFrame(
            shares,
            index=[term["label"] for term in self.terms],
            columns=range(1, len(self.terms) + 1),
        )

    def table(self):
        """Return points and weight of each group."""
        labels = {group["id"]: group["label"] for group in self.groups}
        return pd.DataFrame(
            {
                "obstacle": self.weights.index.map(labels),
                "points": [self.answer["points"][group] for group in self.weights.index],
                "weight": self.weights.to_numpy().round(2),
            }
        )


def _group(row, obstacles):
    items = obstacles[(obstacles["group_id"] == row.obstacle_id) & (obstacles["level"] == "item")]
    return {
        "id": row.obstacle_id,
        "label": row.label,
        "about": row.definition,
        "worst": row.swing_worst,
        "mildest": row.swing_mildest,
        "items": list(items["label"]),
    }


def slider_weights(sliders, method="swing"):
    """Turn sliders into the weights of the eight groups.

    Parameters
    ----------
    sliders : list of dict
        Each with ``points`` (0 to 100) and ``members``: one group, several that share a slider, or, when a group has
        been split, the same group in several sliders.
    method : {"swing", "rank"}
        "swing" uses the points; "rank" only their order (rank-order centroids, ties sharing their places).

    Returns
    -------
    dict
        Group -> weight; they sum to 1.

    Raises
    ------
    ValueError
        If all points are zero, or one is negative or not a number.
    """
    points = np.array([slider["points"] for slider in sliders], dtype=float)
    shares = weighing.swing_weights(points)
    if method == "rank":
        centroids = weighing.roc_weights(len(points))
        order = np.sort(points)[::-1]
        shares = np.array([centroids[order == value].mean() for value in points])
    weights = dict.fromkeys(answers.groups(), 0.0)
    for slider, share in zip(sliders, shares):
        for group in slider["members"]:
            weights[group] += share / len(slider["members"])
    return weights


def make_answer(sliders, codings=None, method="swing"):
    """Build the answer that the widget keeps: sliders, whole points of the groups for the share code, weights."""
    weights = slider_weights(sliders, method)
    top = max(weights.values())
    points = {group: int(np.floor(100 * weight / top + 0.5)) for group, weight in weights.items()}
    return {
        "sliders": sliders,
        "points": points,
        "weights": weights,
        "codings": codings or {},
        "method": method,
    }


def mulberry32(counts, seed=SEED):
    """Return the numbers, 0 to 1, that the front end draws at these places: a counter hashed, so both can vectorise.

    Tommy Ettinger's mulberry32, with 32-bit wrap-around.
    """

    def times(a, b):
        return (a * b) & 0xFFFFFFFF

    state = (np.uint64(seed) + (np.asarray(counts, dtype=np.uint64) + 1) * 0x6D2B79F5) & 0xFFFFFFFF
    mixed = times(state ^ (state >> 15), state | 1)
    mixed ^= (mixed + times(mixed ^ (mixed >> 7), mixed | 61)) & 0xFFFFFFFF
    return ((mixed ^ (mixed >> 14)) & 0xFFFFFFFF) / 4294967296


def rank_shares(low, high, weights, n_draws=N_DRAWS, seed=SEED):
    """Return rank acceptabilities for given weights when each severity is drawn from its whole numbers low to high.

    Parameters
    ----------
    low, high : array of int, shape (m, n)
        Severities 0 to 3 of m presidencies in n groups.
    weights : array of float, shape (n,)
    n_draws, seed : int

    Returns
    -------
    numpy.ndarray, shape (m, m)
        Row presidency, column rank (0: heaviest burden). Ties share their places.
    """
    m, n = low.shape
    numbers = mulberry32(np.arange(n_draws * m * n), seed).reshape(n_draws, m, n)
    scores = ((low + np.floor(numbers * (high - low + 1))) / 3) @ weights
    difference = scores[:, None, :] - scores[:, :, None]
    better, equal = (difference > TIE).sum(axis=2), (np.abs(difference) <= TIE).sum(axis=2)
    ranks = np.arange(m)
    inside = (ranks >= better[..., None]) & (ranks < (better + equal)[..., None])
    return (inside / equal[..., None]).mean(axis=0)
