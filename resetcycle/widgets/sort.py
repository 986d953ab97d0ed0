"""Sort twelve claims of the article by kind, and then see where the kit sorts them otherwise."""

from functools import cache
from typing import TypedDict

import pandas as pd
import traitlets

from .. import data
from ..language import N_
from .base import OTHER_VERSION, front_end
from .share import Shares


class Card(TypedDict):
    """A claim as the browser shows it: the kit's kind, and why it is sorted so."""

    id: str
    claim: str
    kind: str
    why: str


class SorterAnswer(TypedDict, total=False):
    """The kinds chosen so far, by claim, and whether the kit's sorting was asked for."""

    chosen: dict[str, str]
    shown: bool


@cache
def kinds() -> dict[str, str]:
    """Return what a claim can be: {kind: what a claim of this kind does}."""
    table = data.load("claim_kinds")
    return dict(zip(table["kind"], table["meaning"], strict=True))


@cache
def cards() -> tuple[Card, ...]:
    """Return the twelve claims in the order of the lesson."""
    table = data.load("claims_to_sort").merge(data.load("claims"), on="claim_id")
    table = table.sort_values("place")
    columns = (table[name] for name in ("claim_id", "claim", "kind", "why"))
    return tuple(
        {"id": name, "claim": claim, "kind": kind, "why": why}
        for name, claim, kind, why in zip(*columns, strict=True)
    )


class SortClaims(Shares[SorterAnswer]):
    """Twelve claims, a kind to choose for each, and a button that shows the kit's sorting.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"01"``.

    Attributes
    ----------
    answer : dict
        ``{"chosen": {claim id: kind}, "shown": bool}``, kept under "kinds"; empty until something
        is chosen.
    share_code : str
        One line for the class chat, as soon as a claim is sorted.
    """

    _esm, _css = front_end("sort")
    key, kind = "kinds", "claims"

    # Internal: what the browser shows.
    claims = traitlets.List(traitlets.Dict()).tag(sync=True)
    kinds = traitlets.Dict(traitlets.Unicode()).tag(sync=True)

    def __init__(self, lesson: str = "01") -> None:
        super().__init__(lesson, claims=list(cards()), kinds=kinds())

    def _usable(self, kept: object) -> tuple[SorterAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        chosen: object = kept.get("chosen", {})
        known = _known(chosen)
        return {"chosen": known, "shown": kept.get("shown") is True} if kept else {}, (
            "" if known == chosen else N_("some of it is no claim or no kind here.")
        )

    def _work(self) -> dict[str, dict[str, str]] | None:
        return {"chosen": self.chosen} if self.chosen else None

    @property
    def chosen(self) -> dict[str, str]:
        """{claim id: kind} so far; what is neither a claim nor a kind here is left out."""
        return _known(self.answer.get("chosen"))

    def table(self) -> pd.DataFrame:
        """Return the twelve claims with your kind; the kit's beside it once you asked for it."""
        chosen = self.chosen
        columns = {
            N_("claim"): [card["claim"] for card in cards()],
            N_("your kind"): [chosen.get(card["id"], N_("not sorted yet")) for card in cards()],
        }
        if self.answer.get("shown"):
            columns[N_("the kit's kind")] = [
                card["kind"] if card["id"] in chosen else "" for card in cards()
            ]
        return pd.DataFrame(columns)


def _known(chosen: object) -> dict[str, str]:
    """Return what is both a claim and a kind here of what may be anything."""
    if not isinstance(chosen, dict):
        return {}
    pairs = ((card["id"], chosen.get(card["id"])) for card in cards())
    return {name: kind for name, kind in pairs if isinstance(kind, str) and kind in kinds()}
