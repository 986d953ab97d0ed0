"""Turn events into codes without seeing the kit's; lock; then see them, and how far you agree."""

from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import codebook, data, words
from ..classroom import class_result
from ..codebook import NONE
from ..language import N_, _
from .base import OTHER_VERSION, LockedWidget, front_end
from .share import Shares


class CoderAnswer(TypedDict):
    """The codes chosen so far, by event, and when they were locked."""

    codes: dict[str, str]
    locked_at: str | None


class Card(TypedDict):
    """What may be seen of an event before the lock."""

    id: str
    date: str
    summary: str


class Shown(TypedDict):
    """What is seen of an event after the lock: three codings in words, and the kit's reason."""

    id: str
    title: str
    yours: str
    kit: str
    first: str
    same: bool
    reason: str


class CodeEvents(LockedWidget[CoderAnswer], Shares[CoderAnswer]):
    """Twelve events without their titles, a short codebook, one lock, and then the kit's codes.

    Until the lock, the browser holds no title, no code and no score of the kit.

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
        After the lock, one entry an event: title, the three codings in words, scores and the kit's
        reason.
    agreed : list of dict
        After the lock, the rows of `codebook.compare`.
    share_code : str
        After the lock, one line for the class chat.
    """

    _esm, _css = front_end("code")
    key, kind = "codes", "codes"
    what = "codes"

    # Internal: what the browser shows, before the lock and after it.
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    choices = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)
    agreed = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str = "02") -> None:
        choices = [
            {"code": choice.code, "words": choice.words, "rule": choice.rule}
            for choice in codebook.choices().values()
        ]
        super().__init__(lesson, answer=_empty(), cards=_cards(), choices=choices)
        self._show()

    def lock(self) -> None:
        """Keep the codes as they are, with the time, and show the kit's.

        Raises
        ------
        ValueError
            If an event has no code yet.
        """
        if self.answer["locked_at"]:
            return
        codes = self.answer["codes"]
        missing = [
            str(number)
            for number, name in enumerate(codebook.events(), start=1)
            if name not in codes
        ]
        if missing:
            raise ValueError(
                _(
                    "Code every event before you lock. Still open: {numbers}.",
                    numbers=", ".join(missing),
                )
            )
        self.answer = {"codes": codes, "locked_at": datetime.now(UTC).isoformat(timespec="seconds")}

    def table(self) -> pd.DataFrame:
        """Return the choices so far; after the lock, the kit's codes beside them."""
        if self.shown:
            names = {
                "title": N_("event"),
                "yours": N_("you"),
                "kit": N_("kit"),
                "first": N_("kit, first coding"),
            }
            return pd.DataFrame(self.shown)[list(names)].rename(columns=names)
        codes, choices = self.answer["codes"], codebook.choices()
        said = [
            choices[codes[name]].words if name in codes else N_("not coded yet")
            for name in codebook.events()
        ]
        numbers, dates = range(1, len(said) + 1), [card["date"] for card in self.cards]
        return pd.DataFrame({N_("event"): numbers, N_("date"): dates, N_("your code"): said})

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
            One row, as in `codebook.compare`; a sentence if fewer than two coders were found.
        """
        coders = class_result(text)["coders"]
        if coders is None:
            told = _("Codes found: {n}. Two or more are needed.", n=len(codebook.read_lines(text)))
            return pd.DataFrame({N_("class"): [told]})
        return codebook.as_table([coders])

    def _work(self) -> dict[str, Any] | None:
        codes, saved = self.answer["codes"], self.answer["locked_at"]
        return {"codes": codes, "saved": saved} if saved else None

    def _usable(self, kept: object) -> tuple[CoderAnswer | None, str]:
        return (kept, "") if _is_answer(kept) else (None, OTHER_VERSION)

    def _unlocked(self) -> CoderAnswer | None:
        return {**self.answer, "locked_at": None} if self.answer["locked_at"] else None

    def _is_locked(self, kept: object) -> TypeGuard[CoderAnswer]:
        return _is_answer(kept) and bool(kept["locked_at"])

    def _show(self) -> None:
        """Send the kit's codes to the browser once the learner's are locked."""
        codes = self.answer["codes"]
        if not self.answer["locked_at"]:
            self.shown, self.agreed = [], []
            return
        self.agreed = codebook.compare(codes)
        self.shown = _reveal(codes)


def _empty() -> CoderAnswer:
    return {"codes": {}, "locked_at": None}


def _rows() -> pd.DataFrame:
    return data.load("events").set_index("event_id").loc[list(codebook.events())]


def _cards() -> list[Card]:
    """Return what may be seen before the lock: date and summary."""
    rows = _rows()
    return [
        {"id": name, "date": words.day(date), "summary": summary}
        for name, date, summary in zip(rows.index, rows["event_date"], rows["summary"], strict=True)
    ]


def _reveal(codes: dict[str, str]) -> list[Shown]:
    rows, told = _rows(), list[Shown]()
    kit = rows["cameo_code"].where(rows["dyadic"] == "yes", NONE)
    columns = (rows.index, rows["title"], kit, rows["first_code"], rows["code_reason"])
    for name, title, code, first, reason in zip(*columns, strict=True):
        told.append(
            {
                "id": name,
                "title": title,
                "yours": _words(codes[name]),
                "kit": _words(code),
                "first": _words(first),
                "same": codes[name] == code,
                "reason": reason,
            }
        )
    return told


def _words(code: str) -> str:
    """Return a code in words with its score; one outside the codebook by its name in CAMEO."""
    choices = codebook.choices()
    if code == NONE:
        return _("{choice}, no score", choice=choices[NONE].words)
    cameo: Any = data.load("cameo").set_index("code").loc[code]
    said = choices[code].words if code in choices else str(cameo["name"]).lower()
    score = words.number(cameo["goldstein_score"], "+.1f")
    return f"{said} ({code}), {score}".replace("-", "−")


def _is_answer(answer: object) -> TypeGuard[CoderAnswer]:
    """Whether a kept answer can be shown: known events with known codes, all if it is locked."""
    if not isinstance(answer, dict) or set(cast("Any", answer)) != {"codes", "locked_at"}:
        return False
    codes: object = answer["codes"]
    if not isinstance(codes, dict):
        return False
    known = all(
        name in codebook.events() and isinstance(code, str) and code in codebook.choices()
        for name, code in codes.items()
    )
    if answer["locked_at"] is None:
        return known
    return known and isinstance(answer["locked_at"], str) and len(codes) == len(codebook.events())
