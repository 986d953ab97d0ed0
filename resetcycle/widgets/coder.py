"""What the two coders of lesson 02 share: a code for each thing, one lock, then the kit's codes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard, cast

import traitlets

from .. import data, words
from ..codebook import NONE, Choice
from ..speech import _
from .base import OTHER_VERSION, LockedWidget


class CoderAnswer(TypedDict):
    """The codes chosen so far, by the name of the thing, and when they were locked."""

    codes: dict[str, str]
    locked_at: str | None


class Coder(LockedWidget[CoderAnswer]):
    """Things to be coded by a short codebook, and one lock.

    A subclass says what there is to code, and from what to choose.
    """

    what = "codes"

    # Internal: what the browser shows, before the lock and after it.
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    choices = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str, **traits: object) -> None:
        choices = [
            {"code": choice.code, "words": choice.words, "rule": choice.rule}
            for choice in self._choices().values()
        ]
        super().__init__(lesson, answer={"codes": {}, "locked_at": None}, choices=choices, **traits)
        self._show()

    def _things(self) -> tuple[str, ...]:
        """Return the names of what is to be coded, in order."""
        raise NotImplementedError

    def _choices(self) -> Mapping[str, Choice]:
        """Return the choices by code."""
        raise NotImplementedError

    def _open(self, numbers: str) -> str:
        """Say which things have no code yet."""
        raise NotImplementedError

    def lock(self) -> None:
        """Keep the codes as they are, with the time, and show the kit's.

        Raises
        ------
        ValueError
            If something has no code yet.
        """
        if self.answer["locked_at"]:
            return
        codes = self.answer["codes"]
        missing = [
            str(number) for number, name in enumerate(self._things(), start=1) if name not in codes
        ]
        if missing:
            raise ValueError(self._open(", ".join(missing)))
        self.answer = {"codes": codes, "locked_at": datetime.now(UTC).isoformat(timespec="seconds")}

    def _usable(self, kept: object) -> tuple[CoderAnswer | None, str]:
        return (kept, "") if self._is_answer(kept) else (None, OTHER_VERSION)

    def _unlocked(self) -> CoderAnswer | None:
        return {**self.answer, "locked_at": None} if self.answer["locked_at"] else None

    def _is_locked(self, kept: object) -> TypeGuard[CoderAnswer]:
        return self._is_answer(kept) and bool(kept["locked_at"])

    def _is_answer(self, answer: object) -> TypeGuard[CoderAnswer]:
        """Whether a kept answer can be shown: known things and codes, all if it is locked."""
        if not isinstance(answer, dict) or set(cast("Any", answer)) != {"codes", "locked_at"}:
            return False
        codes: object = answer["codes"]
        if not isinstance(codes, dict):
            return False
        things, choices = self._things(), self._choices()
        known = all(
            name in things and isinstance(code, str) and code in choices
            for name, code in codes.items()
        )
        if answer["locked_at"] is None:
            return known
        return known and isinstance(answer["locked_at"], str) and len(codes) == len(things)


def told_of(codes: Iterable[str], choices: Mapping[str, Choice]) -> dict[str, object]:
    """Return codes in words with their scores, for a page that does Python's part."""
    scores = data.load("cameo").set_index("code")["goldstein_score"]
    return {
        "words": {code: in_words(code, choices) for code in codes},
        "scores": {code: None if code == NONE else float(scores[code]) for code in codes},
    }


def in_words(code: str, choices: Mapping[str, Choice]) -> str:
    """Return a code in words with its score; one outside the codebook by its name in CAMEO."""
    if code == NONE:
        return _("{choice}, no score", choice=choices[NONE].words)
    cameo: Any = data.load("cameo").set_index("code").loc[code]
    said = choices[code].words if code in choices else str(cameo["name"]).lower()
    score = words.number(cameo["goldstein_score"], "+.1f")
    return f"{said} ({code}), {score}".replace("-", "−")
