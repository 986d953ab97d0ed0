"""Sort the cards of a deck, lock the sorting, and then see where the kit sorts them otherwise.

There is one board and several decks: claims of the article by kind, and papers of April 2017 by how
well a thing was known. A deck is two tables, named in `kinds.DECKS`, and a few words.
"""

from typing import Any, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import data, kinds, words
from ..speech import N_, _, ngettext, remembered
from .base import OTHER_VERSION, LockedWidget, front_end
from .share import Shares


class Link(TypedDict):
    """Where a card can be read in full."""

    name: str
    url: str


class Card(TypedDict):
    """A card as the browser shows it before the lock: what it says, and where that stands."""

    id: str
    text: str
    about: str
    quote: str
    links: list[Link]


class Filed(TypedDict):
    """Where the kit sorts a card, and why."""

    choice: str
    why: str


class SorterAnswer(TypedDict, total=False):
    """What was chosen so far, by card, and whether the kit's sorting was asked for."""

    chosen: dict[str, str]
    shown: bool


# What is said of a deck: above it, above what a card can be, and in its table.
_WORDS = {
    kinds.CLAIMS: {
        "title": N_("What kind of claim is it?"),
        "invitation": N_(
            "Choose a kind for each claim. When all are sorted, lock yours and see the kit's."
        ),
        "choices": N_("The kinds"),
        "card": N_("claim"),
        "yours": N_("your kind"),
        "kits": N_("the kit's kind"),
    },
    "desk": {
        "title": N_("The desk of 17 April 2017"),
        "invitation": N_(
            "Put each card into a tray. When all are sorted, lock yours and see the kit's."
        ),
        "choices": N_("The trays"),
        "card": N_("card"),
        "yours": N_("your tray"),
        "kits": N_("the kit's tray"),
    },
}


@remembered
def choices(deck: str) -> dict[str, str]:
    """Return what a card of a deck can be: {choice: what it means}."""
    _cards, _card, table, choice = kinds.DECKS[deck]
    rows = data.load(table)
    return dict(zip(rows[choice], rows["meaning"], strict=True))


@remembered
def cards(deck: str) -> tuple[Card, ...]:
    """Return the cards of a deck, in the order in which they lie."""
    return tuple(_claim_cards() if deck == kinds.CLAIMS else _desk_cards())


@remembered
def filed(deck: str) -> dict[str, Filed]:
    """Return where the kit sorts each card of a deck, and why."""
    table, card, _choices, choice = kinds.DECKS[deck]
    rows = data.load(table)
    if choice not in rows:
        rows = rows.merge(data.load("claims")[[card, choice]], on=card)
    columns = (rows[name] for name in (card, choice, "why"))
    return {name: {"choice": one, "why": why} for name, one, why in zip(*columns, strict=True)}


def title(deck: str) -> str:
    """Return what a deck is called above its board, and above the work of a class."""
    return _(_WORDS[deck]["title"])


def _claim_cards() -> list[Card]:
    """Return claims with their place in the article, and its own words where the table has them."""
    rows = data.load("claims_to_sort").merge(data.load("claims"), on="claim_id")
    return [
        {
            "id": row["claim_id"],
            "text": row["claim"],
            "about": _(
                "{section}, paragraph {n}", section=row["article_section"], n=row["paragraph"]
            ),
            "quote": row.get("quote") or "",
            "links": [],
        }
        for row in _rows(rows)
    ]


def _desk_cards() -> list[Card]:
    sources = data.load("sources").set_index("source_id")
    # A source's name begins with who carries it; what it is read for follows after a colon.
    carried = {name: said.partition(":")[0] for name, said in sources["source_name"].items()}
    address: dict[object, str] = dict(sources["url"])
    return [
        {
            "id": row["card_id"],
            "text": row["card"],
            "about": f"{words.day(row['date'])}: {row['paper']}",
            "quote": "",
            "links": [
                {"name": carried[source], "url": address[source]}
                for source in (row["source_id"], row["second_source_id"])
                if source
            ],
        }
        for row in _rows(data.load("desk_cards"))
    ]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows in the order of their place; an empty cell is None."""
    table = table.sort_values("place").astype(object)
    return [
        {str(name): value for name, value in row.items()}
        for row in table.where(table.notna(), None).to_dict("records")
    ]


class Sorter(LockedWidget[SorterAnswer], Shares[SorterAnswer]):
    """A deck of cards, a choice for each, and the kit's sorting after the lock.

    The browser holds nothing of the kit's sorting before. Work of the second edition, which could
    ask for it after one card, is shown as it was left: what was sorted is answered and stays, and
    the rest can be sorted.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"01"``.

    Attributes
    ----------
    answer : dict
        ``{"chosen": {card: choice}, "shown": bool}``; empty until something is chosen.
    kit : dict
        After the lock ``{card: {"choice", "why"}}``; empty before.
    share_code : str
        One line for the class chat, as soon as a card is sorted.
    """

    _esm, _css = front_end("sort")
    kind, what = "claims", "sortings"
    deck: str = ""

    # Public: what the kit says, as far as it may be seen.
    kit = traitlets.Dict().tag(sync=True)

    # Internal: what the browser shows, and the name of the deck in share codes.
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    choices = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    words = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    deck_name = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: str) -> None:
        super().__init__(
            lesson,
            cards=list(cards(self.deck)),
            choices=choices(self.deck),
            words={name: _(said) for name, said in _WORDS[self.deck].items()},
            deck_name=self.deck,
        )
        self._show()

    def lock(self) -> None:
        """Lock the sorting and show the kit's; ValueError as long as a card is not sorted."""
        left = len(cards(self.deck)) - len(self.chosen)
        if left:
            raise ValueError(
                ngettext(
                    "{n} card is not sorted yet: sort it first.",
                    "{n} cards are not sorted yet: sort them first.",
                    left,
                )
            )
        self.answer = {"chosen": self.chosen, "shown": True}

    @property
    def chosen(self) -> dict[str, str]:
        """{card: choice} so far; what is neither a card nor a choice here is left out."""
        return self._known(self.answer.get("chosen"))

    def table(self) -> pd.DataFrame:
        """Return the cards with your choice; the kit's beside it after the lock."""
        said, chosen = _WORDS[self.deck], self.chosen
        shown = cards(self.deck)
        columns = {
            said["card"]: [card["text"] for card in shown],
            said["yours"]: [chosen.get(card["id"], N_("not sorted yet")) for card in shown],
        }
        if self.kit:
            told = cast("dict[str, Filed]", self.kit)
            columns[said["kits"]] = [
                told[card["id"]]["choice"] if card["id"] in told else "" for card in shown
            ]
        return pd.DataFrame(columns)

    def _known(self, chosen: object) -> dict[str, str]:
        """Return what is both a card and a choice here of what may be anything."""
        if not isinstance(chosen, dict):
            return {}
        pairs = ((card["id"], chosen.get(card["id"])) for card in cards(self.deck))
        known = choices(self.deck)
        return {name: one for name, one in pairs if isinstance(one, str) and one in known}

    def _usable(self, kept: object) -> tuple[SorterAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        chosen: object = kept.get("chosen", {})
        known = self._known(chosen)
        return {"chosen": known, "shown": kept.get("shown") is True} if kept else {}, (
            "" if known == chosen else N_("some of it is no card or no choice here.")
        )

    def _work(self) -> dict[str, Any] | None:
        return {"deck": self.deck, "chosen": self.chosen} if self.chosen else None

    def _unlocked(self) -> SorterAnswer | None:
        return {**self.answer, "shown": False} if self.answer.get("shown") else None

    def _is_locked(self, kept: object) -> TypeGuard[SorterAnswer]:
        if not isinstance(kept, dict) or kept.get("shown") is not True:
            return False
        return len(self._known(kept.get("chosen"))) == len(cards(self.deck))

    def held_back(self) -> dict[str, object]:
        return {**filed(self.deck)}

    def _show(self) -> None:
        """Send what the kit says of the cards that are sorted, once it was asked for."""
        told = filed(self.deck)
        shown = self.chosen if self.answer.get("shown") is True else {}
        self.kit = {name: dict(told[name]) for name in shown}


class SortClaims(Sorter):
    """Twelve claims of the article, sorted by kind; kept under "kinds"."""

    key, deck = "kinds", kinds.CLAIMS

    def __init__(self, lesson: str = "01") -> None:
        super().__init__(lesson)


class SortDesk(Sorter):
    """Papers of 17 April 2017, sorted by how well a thing was known; kept under "desk"."""

    key, deck = "desk", "desk"

    def __init__(self, lesson: str = "05") -> None:
        super().__init__(lesson)
