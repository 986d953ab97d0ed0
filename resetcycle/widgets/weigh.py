"""Weigh the obstacles: what do you judge most important, and how firm is the conclusion?"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

import numpy as np
import pandas as pd
import traitlets

from .. import board, data, obstacles, sharing, weighing
from ..board import Slider
from ..obstacles import Coding
from ..sharing import Method, ToShare
from ..speech import N_
from .base import OTHER_VERSION, front_end
from .share import Shares

# The part of an answer that a share code holds.
SHARED = ("points", "codings", "method")


class BoardAnswer(TypedDict):
    """The sliders; points and weights of the eight groups; what else the learner changed."""

    sliders: list[Slider]
    points: dict[str, int]
    weights: dict[str, float]
    codings: dict[str, int]
    method: Method


class Group(TypedDict):
    """A group of obstacles as the browser shows it: its levels in words, and its items."""

    id: str
    label: str
    about: str
    worst: str
    mildest: str
    items: list[str]


class Term(TypedDict):
    """A presidency as the browser shows it."""

    id: str
    label: str


def make_answer(
    sliders: Sequence[Slider], codings: dict[str, int] | None = None, method: Method = "swing"
) -> BoardAnswer:
    """Build the answer that the widget keeps: sliders, whole points for the share code, weights."""
    weights = board.slider_weights(sliders, method)
    return {
        "sliders": list(sliders),
        "points": board.whole_points(weights),
        "weights": weights,
        "codings": codings or {},
        "method": method,
    }


class WeighObstacles(Shares[BoardAnswer]):
    """Eight sliders that ask the swing question, and what follows for each presidency.

    The browser computes and draws; Python learns of a change when the learner comes to rest.
    `answer` then holds the sliders, the points and weights of the eight groups, the codings that
    the learner changed, and the method.

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

    _esm, _css = front_end("weigh")
    key = "weights"

    # Internal: what the browser draws. Codings are a row a presidency, a cell a group, each
    # [severity, low, high]; draws are "n" and "seed"; two presidencies between the two shares of
    # `cannot_tell` are not told apart.
    groups = traitlets.List(traitlets.Dict()).tag(sync=True)
    terms = traitlets.List(traitlets.Dict()).tag(sync=True)
    codings = traitlets.List(traitlets.List(traitlets.List(traitlets.Int()))).tag(sync=True)
    draws = traitlets.Dict(traitlets.Int()).tag(sync=True)
    cannot_tell = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, lesson: str = "06") -> None:
        groups, terms, kit = _groups(), _terms(), obstacles.codings()
        super().__init__(
            lesson,
            groups=groups,
            terms=terms,
            codings=[
                [kit[f"{term['id']}/{group['id']}"].as_json() for group in groups] for term in terms
            ],
            draws={"n": board.N_DRAWS, "seed": board.SEED},
            cannot_tell=list(weighing.CANNOT_TELL),
        )
        if not self.answer:
            self._show_unkept(make_answer([_slider(group) for group in groups]))

    def _usable(self, kept: object) -> tuple[BoardAnswer | None, str]:
        if isinstance(kept, dict) and _is_board(kept):
            board = cast("BoardAnswer", kept)
            return cast("BoardAnswer", {**board, "sliders": _labelled(board["sliders"])}), ""
        return None, OTHER_VERSION

    def _work(self) -> dict[str, Any] | None:
        return {name: self.answer[name] for name in SHARED} if self.answer else None

    @property
    def weights(self) -> pd.Series:
        """Group -> weight, as the sliders say."""
        weights = board.slider_weights(self.answer["sliders"], self.answer["method"])
        return pd.Series(weights, name="weight").rename_axis("obstacle_id")

    def performance(self) -> pd.DataFrame:
        """Return severity/3 of each presidency (rows) and group, with the learner's own codings."""
        table = weighing.performance()
        for cell, severity in self.answer["codings"].items():
            table.loc[obstacles.place(cell)] = severity / weighing.WORST_CODE
        return table

    def burden(self) -> pd.Series:
        """Return each presidency's burden, 0 to 1: severities weighted as the learner weighs."""
        return weighing.burden(self.performance(), self.weights)["total"].rename("burden")

    def acceptability(self) -> pd.DataFrame:
        """Return how often each presidency takes each rank, codings drawn around their codes.

        Returns
        -------
        pandas.DataFrame
            Share of the draws. Rows presidencies, columns ranks 1 (heaviest burden) to 7; rows and
            columns sum to 1.
        """
        own = {cell: Coding(code, code, code) for cell, code in self.answer["codings"].items()}
        codings = obstacles.codings() | own
        terms, groups = _terms(), obstacles.groups()
        rows = [[codings[f"{term['id']}/{group}"].as_json() for group in groups] for term in terms]
        shares = board.rank_shares(np.array(rows), self.weights[groups].to_numpy(dtype=float))
        labels = [term["label"] for term in terms]
        return pd.DataFrame(shares, index=labels, columns=range(1, len(terms) + 1))

    def table(self) -> pd.DataFrame:
        """Return points and weight of each group."""
        weights, points = self.weights, self.answer["points"]
        labels = {group["id"]: group["label"] for group in _groups()}
        return pd.DataFrame(
            {
                N_("obstacle"): [labels[group] for group in weights.index],
                N_("points"): [points[group] for group in weights.index],
                N_("weight"): weights.to_numpy().round(2),
            }
        )


def _is_board(kept: Mapping[str, Any]) -> bool:
    """Whether a kept answer, which may be anything, is a board with all groups of today."""
    try:
        sliders = kept["sliders"]
        weighed = {group for slider in sliders for group in slider["members"]}
        sound = isinstance(kept["codings"], dict) and all(
            isinstance(slider["label"], str)
            and slider["members"]
            and type(slider["points"]) in (int, float)
            and 0 <= slider["points"] <= 100
            for slider in sliders
        )
        made = make_answer(sliders, dict(kept["codings"]), kept["method"])
        named = {name: made[name] for name in SHARED}
        sharing.share_code(cast("ToShare", {"learner": "0" * 8, **named}))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return sound and weighed == set(obstacles.groups()) and made["points"] == kept["points"]


def _terms() -> list[Term]:
    table = data.load("terms")
    pairs = zip(table["term_id"], table["short_label"], strict=True)
    return [{"id": term, "label": label} for term, label in pairs]


def _groups() -> list[Group]:
    table = data.load("obstacles").set_index("obstacle_id")
    items = table[table["level"] == "item"]
    names = ("label", "definition", "swing_worst", "swing_mildest")
    columns = (table.loc[obstacles.groups(), name] for name in names)
    return [
        {
            "id": group,
            "label": label,
            "about": about,
            "worst": worst,
            "mildest": mildest,
            "items": list(items.loc[items["group_id"] == group, "label"]),
        }
        for group, label, about, worst, mildest in zip(obstacles.groups(), *columns, strict=True)
    ]


def _labelled(sliders: Sequence[Slider]) -> list[Slider]:
    """Return sliders with labels in the language that is spoken; they may be kept in another."""
    groups = {group["id"]: group for group in _groups()}
    of = [tuple(slider["members"]) for slider in sliders]
    said: list[Slider] = []
    for place, (slider, members) in enumerate(zip(sliders, of, strict=True)):
        parts = groups[members[0]]["items"]
        label = " + ".join(groups[name]["label"] for name in members)
        if of.count(members) > 1:
            # A group that was split into its parts, which stand in their order.
            at = of[:place].count(members)
            label = parts[at] if of.count(members) == len(parts) else slider["label"]
        said.append({**slider, "label": label})
    return said


def _slider(group: Group) -> Slider:
    return {"label": group["label"], "members": [group["id"]], "points": 50}
