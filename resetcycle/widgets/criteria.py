"""Criteria of the cycle: sealed before the record is seen, and then moved over it."""

import warnings
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import answers, criteria, record, words
from ..speech import N_, _, ngettext
from .base import OTHER_VERSION, KitWidget, LockedWidget, front_end
from .share import Shares

# Where sealed criteria lie in the file of their lesson.
SEALED = "criteria"


class CriteriaAnswer(TypedDict):
    """What is chosen so far, by part, and when it was sealed."""

    chosen: dict[str, str]
    locked_at: str | None


class TriedAnswer(TypedDict):
    """The criteria that lie on the record now."""

    chosen: dict[str, str]


class Choice(TypedDict):
    """A part of the criteria: its name, its words, and what can be chosen, with words for each."""

    name: str
    words: str
    choices: list[str]
    shown: list[str]


class SealCriteria(LockedWidget[CriteriaAnswer], Shares[CriteriaAnswer]):
    """Criteria for the four claims of the cycle, chosen without the record and sealed once.

    The browser holds nothing of the record. What is sealed stays as it is, has the time of its
    seal, and a share code for the class.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"09"``.

    Attributes
    ----------
    answer : dict
        ``{"chosen": {part: choice}, "locked_at": ISO time or None}``, kept under "criteria"; the
        parts and choices are those of `criteria.PARTS`.
    chosen : dict of {str: str}
        What is chosen so far.
    share_code : str
        After the seal, one line for the class chat.
    """

    _esm, _css = front_end("criteria")
    key, kind = SEALED, "criteria"
    what = "criteria"

    # Internal: what the browser offers.
    parts = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str = "09") -> None:
        super().__init__(lesson, answer=_draft(), parts=offered())

    def lock(self) -> None:
        """Seal the criteria: keep them with the time.

        Raises
        ------
        ValueError
            If a part is not chosen yet.
        """
        if self.answer["locked_at"]:
            return
        chosen = _chosen(self.answer)
        if missing := len(criteria.PARTS) - len(chosen):
            raise ValueError(
                ngettext(
                    "{n} part of your criteria is not chosen yet.",
                    "{n} parts of your criteria are not chosen yet.",
                    missing,
                )
            )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.answer = {"chosen": chosen, "locked_at": now}

    @property
    def chosen(self) -> dict[str, str]:
        return _chosen(self.answer)

    def table(self) -> pd.DataFrame:
        """Return each criterion with what is chosen so far."""
        return _in_words(self.chosen)

    def _work(self) -> dict[str, Any] | None:
        if not self.answer["locked_at"]:
            return None
        return {"chosen_criteria": self.answer["chosen"], "saved": self.answer["locked_at"]}

    def _usable(self, kept: object) -> tuple[CriteriaAnswer | None, str]:
        if not _is_answer(kept):
            return None, OTHER_VERSION
        usable = _chosen(kept)
        strange = usable != kept["chosen"]
        answer: CriteriaAnswer = {"chosen": usable, "locked_at": kept.get("locked_at")}
        return answer, N_("some of it is no choice here.") if strange else ""

    def _unlocked(self) -> CriteriaAnswer | None:
        return {**self.answer, "locked_at": None} if self.answer["locked_at"] else None

    def _is_locked(self, kept: object) -> TypeGuard[CriteriaAnswer]:
        return _is_answer(kept) and bool(kept.get("locked_at"))

    def _show(self) -> None:
        """There is nothing to show: the record lies in `MoveCriteria`."""


class MoveCriteria(KitWidget[TriedAnswer]):
    """The record under criteria that a learner moves: which verdicts turn, and where?

    It opens with the criteria that were sealed in the same lesson, and marks them; without a seal
    all thresholds stand at zero.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"09"``.

    Attributes
    ----------
    answer : dict
        ``{"chosen": {part: choice}}``, kept under "criteria_tried".
    sealed : dict
        What was sealed, by part; empty if nothing was.
    """

    _esm, _css = front_end("criteria")
    key = "criteria_tried"

    # Public: what was sealed.
    sealed = traitlets.Dict().tag(sync=True)

    # Internal: what the browser offers and computes with. A step is a row of `record.steps` with
    # the acts and the sureness that it was made for.
    parts = traitlets.List(traitlets.Dict()).tag(sync=True)
    steps = traitlets.List(traitlets.Dict()).tag(sync=True)
    in_the_article = traitlets.List(traitlets.Unicode()).tag(sync=True)
    least = traitlets.Int(record.ENOUGH).tag(sync=True)

    def __init__(self, lesson: str = "09") -> None:
        sealed = _sealed(lesson)
        super().__init__(
            lesson,
            sealed=sealed,
            parts=offered(),
            steps=_steps(),
            in_the_article=criteria.in_the_article(),
        )
        if not self.answer:
            self._show_unkept({"chosen": sealed or _plain()})

    def table(self) -> pd.DataFrame:
        """Return the verdict on each claim and presidency, under the criteria that lie on it."""
        return criteria.verdicts(self.answer["chosen"]).reset_index()

    def _usable(self, kept: object) -> tuple[TriedAnswer | None, str]:
        chosen = _chosen(kept) if isinstance(kept, dict) else {}
        return (None, OTHER_VERSION) if criteria.amiss(chosen) else ({"chosen": chosen}, "")


def _sealed(lesson: str) -> dict[str, str]:
    """Return what was sealed in a lesson; nothing if there is no seal."""
    # What is amiss with the file the widget says itself, when it opens its own answer.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", answers.AnswersWarning)
        kept: object = answers.restore(lesson).get(SEALED)
    return _chosen(kept) if _is_answer(kept) and kept.get("locked_at") else {}


def _draft() -> CriteriaAnswer:
    return {"chosen": {}, "locked_at": None}


def _plain() -> dict[str, str]:
    """Return the criteria that ask for least: any difference at all, of all acts, surely."""
    return {part: choices[0] for part, choices in criteria.PARTS.items()}


def _chosen(kept: object) -> dict[str, str]:
    """Return what of a kept answer, which may be anything, is a choice here."""
    given = cast("Mapping[str, object]", kept).get("chosen") if isinstance(kept, Mapping) else None
    found = cast("Mapping[object, object]", given) if isinstance(given, Mapping) else {}
    pairs = ((part, found.get(part), choices) for part, choices in criteria.PARTS.items())
    return {part: str(one) for part, one, choices in pairs if one in choices}


def offered() -> list[Choice]:
    """Return the parts of the criteria in words, as the browser offers them."""
    named = {
        "acts": (_("Which acts count?"), criteria.ACTS),
        "sure": (_("What must lie beyond the threshold?"), criteria.SURE),
    }
    claims: list[Choice] = [
        {"name": claim, "words": _(said), "choices": list(criteria.POINTS), "shown": []}
        for claim, said in criteria.CLAIMS.items()
    ]
    others: list[Choice] = [
        {
            "name": name,
            "words": said,
            "choices": list(choices),
            "shown": [_(one) for one in choices.values()],
        }
        for name, (said, choices) in named.items()
    ]
    return claims + others


def _steps() -> list[dict[str, Any]]:
    # Three decimals: a verdict must not hang on more.
    return [
        {"acts": acts, "sure": sure, **{str(name): value for name, value in row.items()}}
        for acts in criteria.ACTS
        for sure in criteria.SURE
        for row in criteria.steps(acts, sure).drop(columns="term_id").round(3).to_dict("records")
    ]


def _in_words(chosen: Mapping[str, str]) -> pd.DataFrame:
    unset = _("not chosen yet")
    said = {
        part["words"]: (
            dict(zip(part["choices"], part["shown"], strict=True)).get(given, unset)
            if part["shown"]
            else _("by more than {points} points", points=words.number(float(given), "g"))
            if given
            else unset
        )
        for part in offered()
        for given in [chosen.get(part["name"], "")]
    }
    return pd.DataFrame({N_("criterion"): list(said), N_("your choice"): list(said.values())})


def _is_answer(kept: object) -> TypeGuard[CriteriaAnswer]:
    if not isinstance(kept, dict):
        return False
    locked: object = kept.get("locked_at")
    return isinstance(kept.get("chosen"), dict) and isinstance(locked, str | None)
