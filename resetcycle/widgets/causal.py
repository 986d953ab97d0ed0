"""The article's argument as a map whose arrows can be taken out: what falls, and what stands?"""

from typing import TypedDict, cast

import pandas as pd
import traitlets

from .. import causes, data
from ..speech import N_, _
from .base import OTHER_VERSION, KitWidget, front_end

STRANGE = N_("some of it is no map and no arrow here.")


class MapAnswer(TypedDict, total=False):
    """Which of the two maps is shown, and which arrows of both are taken out."""

    part: str
    out: list[str]


class CausalMap(KitWidget[MapAnswer]):
    """The argument as boxes and arrows, each of which can be taken out and put back.

    An arrow, all arrows of a box, and all arrows that rest on one claim of the article go with one
    press. What leads nowhere any more fades, and a sentence says how many ways to better and to
    worse relations are left, and whether the loop still turns.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"01"`` by default.

    Attributes
    ----------
    answer : dict
        ``{"part": "base" or "trump", "out": list of arrows}``, kept under "map"; empty until
        something is pressed.
    out : list of str
        The arrows that are taken out.
    """

    _esm, _css = front_end("causal")
    key = "map"

    # Internal: what the browser shows: each map with its boxes and arrows, and each claim with its
    # section, its paragraph and the article's words.
    maps = traitlets.Dict(traitlets.Dict()).tag(sync=True)
    claims = traitlets.Dict(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str = "01") -> None:
        maps = {part: _map(part) for part in causes.PARTS}
        super().__init__(lesson, maps=maps, claims=_claims())

    def _usable(self, kept: object) -> tuple[MapAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        usable: MapAnswer = {}
        if isinstance(part := kept.get("part"), str) and part in causes.PARTS:
            usable["part"] = part
        out: object = kept.get("out")
        if isinstance(out, list):
            known = _ids()
            usable["out"] = [name for name in cast("list[str]", out) if name in known]
        same = part == usable.get("part") and (out or []) == usable.get("out", [])
        return usable, "" if same else STRANGE

    @property
    def out(self) -> list[str]:
        return self.answer.get("out", [])

    def table(self) -> pd.DataFrame:
        """Return how many arrows of each map rest on a claim, and how many of them stand."""
        return pd.DataFrame([row for part in causes.PARTS for row in self._rows(part)])

    def _rows(self, part: str) -> list[dict[str, object]]:
        made = causes.argument(part)
        left = causes.standing(made, set(self.out) & {arrow.id for arrow in made.arrows})
        resting: dict[str, list[str]] = {}
        for arrow in made.arrows:
            resting.setdefault(arrow.claim, []).append(arrow.id)
        return [
            {
                N_("map"): _(causes.NAMES[part]),
                N_("claim"): claim,
                N_("arrows"): len(names),
                N_("standing"): len(left.arrows.intersection(names)),
            }
            for claim, names in sorted(resting.items())
        ]


def _map(part: str) -> dict[str, object]:
    """Return a map as the browser reads it."""
    made = causes.argument(part)
    labels = made.labels
    boxes = [
        {"id": name, "label": labels[name], "column": box.column, "low": box.low, "high": box.high}
        | ({"needs": box.needs} if box.needs else {})
        for name, box in made.boxes.items()
    ]
    arrows = [
        {"id": arrow.id, "from": arrow.cause, "to": arrow.effect, "sign": arrow.sign}
        | {"kind": arrow.kind, "claim": arrow.claim, "note": arrow.note}
        for arrow in made.arrows
    ]
    return {"name": _(causes.NAMES[part]), "boxes": boxes, "arrows": arrows}


def _claims() -> dict[str, dict[str, str]]:
    """Return the article's words for each claim on which an arrow rests, and where they stand."""
    named = {arrow.claim for part in causes.PARTS for arrow in causes.argument(part).arrows}
    table = data.load("claims")
    table = table[table["claim_id"].isin(named)]
    columns = (table[name] for name in ("claim_id", "claim", "quote", "paragraph"))
    return {
        name: {"claim": claim, "quote": quote, "paragraph": paragraphs.split("; ")[-1]}
        for name, claim, quote, paragraphs in zip(*columns, strict=True)
    }


def _ids() -> list[str]:
    """Return the ids of the arrows of both maps, in their order."""
    return [arrow.id for part in causes.PARTS for arrow in causes.argument(part).arrows]
