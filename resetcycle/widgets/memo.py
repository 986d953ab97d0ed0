"""Write a memo: words counted as one writes, acts of the record found and cited, rubric beside."""

from typing import Literal, TypedDict, TypeGuard

import pandas as pd
import traitlets

from .. import data, essays, rubric
from ..speech import N_, _, ngettext
from .base import OTHER_VERSION, KitWidget, front_end

# The capitals from which one writes, as data/readings.csv names them.
Desk = Literal["USA", "RUS"]
DESKS: dict[Desk, str] = {"USA": N_("Washington"), "RUS": N_("Moscow")}
STRANGE = N_("some of it is no text, or no capital here.")
# In characters: some thirty times a memo; what is longer comes from elsewhere.
LONGEST = 100_000


class Other(TypedDict):
    """A memo by somebody else that was opened to be read: the name of its file, and its text."""

    name: str
    text: str


class MemoAnswer(TypedDict, total=False):
    """The text, the capital from which it is written, and a memo that was opened to be read."""

    text: str
    desk: Desk
    other: Other | None


class Memo(KitWidget[MemoAnswer]):
    """A place to write a memo, with what a writer needs beside it.

    It counts words as one writes and says when the limit is near or passed, without cutting
    anything. It finds acts of the record by words of their title or date and puts them into the
    text. It saves the memo as a text file, and opens the one that somebody else saved.

    Parameters
    ----------
    lesson : str
        Where the memo is kept, such as ``"11"``.
    limit : int
        How many words it may have.
    citing : bool
        Whether acts of the record can be found and cited.
    called : str
        What the text is, where it is no memo: it then has neither a capital nor the rubric.

    Attributes
    ----------
    answer : dict
        ``{"text": str, "desk": "USA" or "RUS", "other": ...}``, kept under "memo"; empty until
        something is written.
    text : str
        What is written so far.
    cited : list of str
        The ids of the acts that it cites, in their order.

    Raises
    ------
    ValueError
        If the limit leaves no word.
    """

    _esm, _css = front_end("memo")
    key = "memo"

    # Internal: what the browser shows. An act is its id, its day, its title and whose it is.
    limit = traitlets.Int().tag(sync=True)
    longest = traitlets.Int(LONGEST).tag(sync=True)
    desks = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    acts = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    citing = traitlets.Bool().tag(sync=True)
    called = traitlets.Unicode().tag(sync=True)
    rubric = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)

    def __init__(
        self,
        lesson: str = "11",
        *,
        limit: int = essays.MAX_WORDS,
        citing: bool = True,
        called: str = "",
    ) -> None:
        if limit < 1:
            raise ValueError(_("limit must be at least 1; found {found}.", found=limit))
        super().__init__(
            lesson,
            limit=limit,
            called=_(called) if called else "",
            desks={} if called else {desk: _(name) for desk, name in DESKS.items()},
            acts=_acts() if citing else [],
            citing=citing,
            rubric=[] if called else _rubric(),
        )

    def _usable(self, kept: object) -> tuple[MemoAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        usable: MemoAnswer = {}
        if isinstance(text := kept.get("text"), str):
            usable["text"] = text
        if _is_desk(desk := kept.get("desk")):
            usable["desk"] = desk
        if _is_other(other := kept.get("other")):
            usable["other"] = other
        strange = [part for part in MemoAnswer.__annotations__ if kept.get(part)]
        return usable, STRANGE if any(part not in usable for part in strange) else ""

    @property
    def text(self) -> str:
        return self.answer.get("text", "")

    @property
    def cited(self) -> list[str]:
        known = {name for name, *_rest in _acts()}
        return [name for name in essays.cited(self.text) if name in known]

    def table(self) -> pd.DataFrame:
        """Return how far the memo is, and what each line of the rubric asks."""
        number = essays.count_words(self.text)
        acts = ngettext("{n} act", "{n} acts", len(self.cited))
        desk = self.answer.get("desk")
        written = {N_("written from"): DESKS[desk] if desk else N_("not chosen yet")}
        so_far = (
            ({} if self.called else written)
            | {
                N_("length"): _("{n} of {limit} words", n=number, limit=self.limit),
                **({N_("cited"): acts} if self.citing else {}),
            }
            | ({N_("text"): self.text} if self.text else {})
        )
        asked = {name: f"{asks} {best}." for name, asks, best in self.rubric}
        parts = so_far | asked
        return pd.DataFrame(
            {N_("part"): list(parts), N_("so far, or what it asks"): list(parts.values())}
        )


def _acts() -> list[list[str]]:
    """Return id, day, title and whose it is of each act, the older first."""
    table = data.load("events").sort_values(["event_date", "event_id"])
    days = table["event_date"].dt.strftime("%Y-%m-%d")
    columns = table["event_id"], days, table["title"], table["source_actor"]
    return [list(row) for row in zip(*columns, strict=True)]


def _rubric() -> list[list[str]]:
    """Return the name of each line of the rubric, what it asks, and what has full points."""
    return [[line.criterion, line.asks, line.earned(3)] for line in rubric.lines()]


def _is_desk(kept: object) -> TypeGuard[Desk]:
    return isinstance(kept, str) and kept in DESKS


def _is_other(kept: object) -> TypeGuard[Other]:
    return isinstance(kept, dict) and all(isinstance(kept.get(k), str) for k in ("name", "text"))
