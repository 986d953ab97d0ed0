"""Turn events into codes without seeing the kit's; lock; then see them, and how far you agree."""

from typing import Any, TypedDict

import numpy as np
import pandas as pd
import traitlets

from .. import codebook, data, words
from ..classroom import class_result
from ..codebook import NONE
from ..speech import N_, _
from .base import front_end
from .coder import Coder, CoderAnswer, in_words, told_of
from .share import Shares


class Card(TypedDict):
    """What may be seen of an event before the lock."""

    id: str
    date: str
    title: str
    summary: str


class Shown(TypedDict):
    """What is seen of an event after the lock: three codings in words, and the kit's reason."""

    id: str
    yours: str
    kit: str
    first: str
    same: bool
    reason: str


class CodeEvents(Coder, Shares[CoderAnswer]):
    """Twelve events, a short codebook, one lock, and then the kit's codes.

    An event shows what the kit's coder had: its day, its title and its summary. Until the lock, the
    browser holds no code, no reason and no score of the kit.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"02"``.

    Attributes
    ----------
    answer : dict
        ``{"codes": {event_id: code or "none"}, "locked_at": ISO time or None}``, kept under
        "codes".
    shown : list of dict
        After the lock, one entry an event: the three codings in words with their scores, and the
        kit's reason.
    agreed : list of dict
        After the lock, the rows of `codebook.compare`.
    share_code : str
        After the lock, one line for the class chat.
    """

    _esm, _css = front_end("code")
    key, kind = "codes", "codes"

    # Internal: how far learner and kit agree, once the codes are locked.
    agreed = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str = "02") -> None:
        super().__init__(lesson, cards=_cards())

    def _things(self) -> tuple[str, ...]:
        return codebook.events()

    def _choices(self) -> dict[str, codebook.Choice]:
        return codebook.choices()

    def _open(self, numbers: str) -> str:
        return _("Code every event before you lock. Still open: {numbers}.", numbers=numbers)

    def table(self) -> pd.DataFrame:
        """Return the choices so far; after the lock, the kit's codes beside them."""
        if self.shown:
            names = {
                "title": N_("event"),
                "yours": N_("you"),
                "kit": N_("kit"),
                "first": N_("kit, first coding"),
            }
            titles = [card["title"] for card in self.cards]
            return pd.DataFrame(self.shown).assign(title=titles)[list(names)].rename(columns=names)
        codes, choices = self.answer["codes"], codebook.choices()
        said = [
            choices[codes[name]].words if name in codes else N_("not coded yet")
            for name in codebook.events()
        ]
        titles, dates = ([card[part] for card in self.cards] for part in ("title", "date"))
        return pd.DataFrame({N_("event"): titles, N_("date"): dates, N_("your code"): said})

    def kit_with_itself(self) -> pd.DataFrame:
        """Return how far the kit's first and final coding agree, as in `codebook.compare`.

        An event that came after the first coding has nothing to be compared with.
        """
        twice = data.load("events").dropna(subset=["first_code"])
        sets = {
            _("the twelve events"): codebook.events(),
            _("all told events"): list(twice["event_id"]),
        }
        return codebook.as_table(
            codebook.agreed(codebook.kit_codings(ids), name) for name, ids in sets.items()
        )

    def with_class(self, text: str) -> pd.DataFrame:
        """Return how far a class agrees.

        Parameters
        ----------
        text : str
            The chat of a class, with the share codes that the widget gives after the lock, or the
            lines CODES02 of earlier editions; the rest is not read.

        Returns
        -------
        pandas.DataFrame
            One row, as in `codebook.compare`. With fewer than two coders in the text, three
            invented ones stand in, and the row says so.
        """
        coders = class_result(text)["coders"]
        if coders is None:
            invented = _("three invented learners")
            coders = codebook.agreed(codebook.read_lines(" ".join(codebook.INVENTED)), invented)
        return codebook.as_table([coders])

    def _work(self) -> dict[str, Any] | None:
        codes, saved = self.answer["codes"], self.answer["locked_at"]
        return {"codes": codes, "saved": saved} if saved else None

    def held_back(self) -> dict[str, object]:
        kit = codebook.kit_codings(codebook.events())
        rows = _rows()
        return {
            "kit": rows["cameo_code"].where(rows["dyadic"] == "yes", NONE).to_dict(),
            "final": kit.loc["final"].to_dict(),
            "first": kit.loc["first"].to_dict(),
            "reasons": rows["code_reason"].to_dict(),
            **told_of(np.unique([*codebook.choices(), *kit.to_numpy().ravel()]), self._choices()),
        }

    def _show(self) -> None:
        """Send the kit's codes to the browser once the learner's are locked."""
        codes = self.answer["codes"]
        if not self.answer["locked_at"]:
            self.shown, self.agreed = [], []
            return
        self.agreed = codebook.compare(codes)
        self.shown = _reveal(codes)


def _rows() -> pd.DataFrame:
    return data.load("events").set_index("event_id").loc[list(codebook.events())]


def _cards() -> list[Card]:
    """Return what may be seen before the lock: all that the kit's coder had."""
    rows = _rows()
    columns = (rows.index, rows["event_date"], rows["title"], rows["summary"])
    return [
        {"id": name, "date": words.day(date), "title": title, "summary": summary}
        for name, date, title, summary in zip(*columns, strict=True)
    ]


def _reveal(codes: dict[str, str]) -> list[Shown]:
    rows, told, choices = _rows(), list[Shown](), codebook.choices()
    kit = rows["cameo_code"].where(rows["dyadic"] == "yes", NONE)
    columns = (rows.index, kit, rows["first_code"], rows["code_reason"])
    for name, code, first, reason in zip(*columns, strict=True):
        told.append(
            {
                "id": name,
                "yours": in_words(codes[name], choices),
                "kit": in_words(code, choices),
                "first": in_words(first, choices),
                "same": codes[name] == code,
                "reason": reason,
            }
        )
    return told
