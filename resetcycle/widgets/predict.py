"""Predict before you see: a lesson's questions, a commit, and then the record beside each guess."""

from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import predictions
from ..predictions import Guess, Question
from ..speech import _, ngettext
from .base import OTHER_VERSION, LockedWidget, front_end
from .share import Shares


class Try(TypedDict):
    """Guesses that were committed, and when."""

    guesses: dict[str, Guess]
    locked_at: str


class PredictAnswer(TypedDict, total=False):
    """The guesses so far, the time of the commit, and the first try, where this is a later one."""

    guesses: dict[str, Guess]
    locked_at: str | None
    first: Try | None


class Card(TypedDict):
    """A question as the browser shows it: nothing in it says what the record says."""

    name: str
    question: str
    part: str
    kind: str
    choices: list[str]
    shown: list[str]
    low: float
    high: float
    step: float
    unit: str


class Predict(LockedWidget[PredictAnswer], Shares[PredictAnswer]):
    """The questions of a lesson, answered before the record is shown.

    With the commit the guesses are kept with the time, each is held against the record in words,
    and the browser opens the sections that the lesson keeps closed until then. Whoever predicts
    again keeps the first guesses beside the new ones.

    The record's side is computed when the guesses are committed, and is nowhere before: neither
    in the browser nor in a stored notebook.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"03"``.

    Attributes
    ----------
    answer : dict
        ``{"guesses": {question: guess}, "locked_at": ISO time or None, "first": the same of the
        first commit, or None}``, kept under "predictions".
    replies : list of dict
        After the commit: for each question what `predictions.reply` returns; empty before.
    share_code : str
        After the commit: one line for the class chat, which `ClassPool` counts; empty before.

    Raises
    ------
    ValueError
        If the table `predictions` has no question of this lesson.
    """

    _esm, _css = front_end("predict")
    key = "predictions"
    what = "predictions"
    kind = "predictions"

    # Public: each guess beside the record, once they are committed.
    replies = traitlets.List(traitlets.Dict()).tag(sync=True)

    # Internal: what the browser shows.
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str) -> None:
        self._asked = predictions.questions(lesson)
        super().__init__(lesson, answer=_draft(None), questions=[_card(one) for one in self._asked])
        self._show()

    def lock(self) -> None:
        """Commit the guesses: keep them with the time, and say what the record says.

        Raises
        ------
        ValueError
            If a question has no answer yet.
        """
        if self.answer.get("locked_at"):
            return
        guesses = self._guesses(self.answer.get("guesses"))
        if missing := len(self._asked) - len(guesses):
            raise ValueError(
                ngettext(
                    "{n} question is not answered yet; a guess is enough.",
                    "{n} questions are not answered yet; a guess is enough.",
                    missing,
                )
            )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.answer = {"guesses": guesses, "locked_at": now, "first": self.answer.get("first")}

    def _guesses(self, kept: object) -> dict[str, Guess]:
        """Return what of kept guesses, which may be anything, answers a question here."""
        given = cast("dict[object, object]", kept) if isinstance(kept, dict) else {}
        pairs = ((one, given.get(one.name)) for one in self._asked)
        return {one.name: guess for one, guess in pairs if one.takes(guess)}

    def _usable(self, kept: object) -> tuple[PredictAnswer | None, str]:
        if not _is_answer(kept):
            return None, OTHER_VERSION
        guesses = self._guesses(kept.get("guesses"))
        # Questions that came later leave a commit as it is: it was one, of those of its day.
        usable: PredictAnswer = {
            "guesses": guesses,
            "locked_at": kept.get("locked_at"),
            "first": kept.get("first"),
        }
        return usable, "" if guesses == kept.get("guesses") else _("some of it is no answer here.")

    def _work(self) -> dict[str, Any] | None:
        saved, guesses = self.answer.get("locked_at"), self.answer.get("guesses", {})
        if not saved:
            return None
        places = [one.places(guesses.get(one.name)) for one in self._asked]
        return {"lesson": self.lesson, "places": places, "saved": saved}

    def _unlocked(self) -> PredictAnswer | None:
        return {**self.answer, "locked_at": None} if self.answer.get("locked_at") else None

    def _is_locked(self, kept: object) -> TypeGuard[PredictAnswer]:
        """Whether a commit is kept that the present answer would lose."""
        if not _is_answer(kept) or not kept.get("locked_at"):
            return False
        return self.answer.get("first") != (kept.get("first") or _try(kept))

    def held_back(self) -> dict[str, object]:
        return {one.name: predictions.told(one) for one in self._asked}

    def _show(self) -> None:
        """Send the record's side to the browser, if the guesses are committed."""
        guesses = self.answer.get("guesses", {}) if self.answer.get("locked_at") else {}
        first = self._guesses((self.answer.get("first") or {}).get("guesses"))
        self.replies = [
            {**predictions.reply(one, guesses[one.name], first.get(one.name))}
            for one in self._asked
            if one.name in guesses
        ]

    def table(self) -> pd.DataFrame:
        """Return the questions and what can be answered; after the commit your guess beside the
        record.
        """
        before = ["", *(one.question for one in self._asked)]
        # A question that is asked of several things stands once, above its parts.
        asked = {
            _("question"): [
                "" if one.question == last else one.question
                for one, last in zip(self._asked, before, strict=False)
            ]
        }
        if any(one.part for one in self._asked):
            asked[_("of")] = [one.part for one in self._asked]
        if not self.replies:
            answers = [one.asked() for one in self._asked]
            return pd.DataFrame(asked | {_("what can be answered"): answers})
        found = {reply["name"]: reply for reply in self.replies}
        rows = [found.get(one.name, {}) for one in self._asked]
        columns = {"guess": _("your guess"), "record": _("the record"), "words": _("together")}
        return pd.DataFrame(
            asked | {name: [row.get(key, "") for row in rows] for key, name in columns.items()}
        )


def _draft(first: Try | None) -> PredictAnswer:
    return {"guesses": {}, "locked_at": None, "first": first}


def _try(kept: PredictAnswer) -> Try:
    return {"guesses": kept.get("guesses", {}), "locked_at": str(kept.get("locked_at"))}


def _card(one: Question) -> Card:
    return {
        "name": one.name,
        "question": one.question,
        "part": one.part,
        "kind": one.kind,
        "choices": list(one.choices),
        "shown": [_(name) for name in one.choices],
        "low": one.low,
        "high": one.high,
        "step": one.step,
        "unit": one.unit,
    }


def _is_answer(kept: object) -> TypeGuard[PredictAnswer]:
    """Whether a kept answer has the shape of one; what it holds is looked at guess by guess."""
    if not isinstance(kept, dict):
        return False
    first: object = kept.get("first")
    return (
        isinstance(kept.get("guesses", {}), dict)
        and isinstance(kept.get("locked_at"), str | None)
        and (first is None or _is_try(first))
    )


def _is_try(kept: object) -> TypeGuard[Try]:
    if not isinstance(kept, dict):
        return False
    return isinstance(kept.get("guesses"), dict) and isinstance(kept.get("locked_at"), str)
