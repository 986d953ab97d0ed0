"""Questions to predict: what a lesson asks before it shows its record, and guesses held against it.

The questions are rows of the table `predictions`; what the record says to them is computed by the
functions of `verdicts` that the rows name, and by nothing else.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias, TypedDict, TypeGuard, cast

import pandas as pd

from . import data, verdicts, words
from .speech import _, ngettext
from .verdicts import Alone, Answer, Beside, Months, OneOf, Pairs, Within

Kind: TypeAlias = Literal["choice", "number", "year", "month", "order"]
Verdict: TypeAlias = Literal["agrees", "differs", "compared", "open"]
# A name, a month such as "2008-08", a number, or names in an order.
Guess: TypeAlias = str | float | list[str]

_RANGE = re.compile(r"(\S+) to (\S+?)(?: by (\S+))?")
# Steps are written with fewer digits than this.
_DIGITS = 6
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Question:
    """One question, or one part of a question that is asked of several things.

    Attributes
    ----------
    name : str
        Under which the guess is kept; unlike any other in its lesson.
    question, part : str
        What is asked, and of what; `part` is empty where the question is asked once.
    kind : {"choice", "number", "year", "month", "order"}
    choices : tuple of str
        The names to choose from or to put in order; of months, the first and the last.
    low, high, step : float
        Of a number and a year: from where to where, and in which steps.
    unit : str
        What a number counts.
    """

    name: str
    question: str
    part: str
    kind: Kind
    choices: tuple[str, ...]
    low: float
    high: float
    step: float
    unit: str
    answered_by: str
    about: str

    def answer(self) -> Answer:
        """Return what the record says, computed from the tables of today."""
        return verdicts.ANSWERS[self.answered_by](*self.about.split())

    def takes(self, guess: object) -> TypeGuard[Guess]:
        """Say whether something is a guess that this question can have."""
        if self.kind == "choice":
            return guess in self.choices
        if self.kind == "order":
            names = cast("list[object]", guess) if isinstance(guess, list) else []
            return len(names) == len(self.choices) and all(one in names for one in self.choices)
        if self.kind == "month":
            first, last = self.choices
            return (
                isinstance(guess, str) and bool(_MONTH.fullmatch(guess)) and first <= guess <= last
            )
        # True is no number, although Python counts it among them.
        return isinstance(guess, int | float) and type(guess) is not bool and self._spans(guess)

    def places(self, guess: Guess | None) -> list[int]:
        """Return a guess as share codes hold it: places in `values`; of none, nothing."""
        values = self.values()
        if guess is None:
            return []
        if isinstance(guess, list):
            return [values.index(name) for name in guess]
        if isinstance(guess, str):
            return [values.index(guess)]
        return [round((guess - self.low) / self.step)]

    def values(self) -> list[str | float]:
        """Return all that can be answered, in its order; of an order, the names."""
        if self.kind == "month":
            first, last = self.choices
            return [str(month) for month in pd.period_range(start=first, end=last, freq="M")]
        if self.kind in ("number", "year"):
            steps = round((self.high - self.low) / self.step)
            return [round(self.low + i * self.step, _DIGITS) for i in range(steps + 1)]
        return list(self.choices)

    def _spans(self, guess: float) -> bool:
        return self.low <= guess <= self.high

    def said(self, guess: Guess) -> str:
        """Return a guess in words, such as "25 percent", "August 2008" or "Clinton, Obama"."""
        if isinstance(guess, list):
            return ", ".join(map(_, guess))
        if isinstance(guess, str):
            return words.dated(guess) if self.kind == "month" else _(guess)
        return f"{guess:g} {self.unit}" if self.unit else f"{guess:g}"

    def asked(self) -> str:
        """Return what can be answered, in a few words, for readers of a page that does not run."""
        if self.kind == "number":
            return _("{low} to {high}", low=f"{self.low:g}", high=f"{self.high:g}")
        if self.kind == "year":
            return _("a year")
        if self.kind == "month":
            return _("a month")
        names = words.listed(_(name) for name in self.choices)
        return _("an order of {names}", names=names) if self.kind == "order" else names


class Reply(TypedDict):
    """A guess beside the record, as a learner reads it after the commit."""

    name: str
    guess: str
    first: str
    record: str
    rule: str
    verdict: Verdict
    words: str


def questions(lesson: str) -> tuple[Question, ...]:
    """Return the questions of a lesson, in the order in which they are asked.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"03"``.

    Raises
    ------
    ValueError
        If the table `predictions` has no question of this lesson.
    """
    table = data.load("predictions").fillna("")
    rows = table[table["lesson"] == lesson].to_dict("records")
    if not rows:
        known = words.listed(table["lesson"].unique())
        raise ValueError(
            _(
                "The table predictions has no question of lesson {lesson}; it has some of {known}.",
                lesson=repr(lesson),
                known=known,
            )
        )
    return tuple(_question({str(key): str(value) for key, value in row.items()}) for row in rows)


def _question(row: Mapping[str, str]) -> Question:
    fill = verdicts.FILLS[row["filled_by"]]() if row["filled_by"] else ""
    choices, kind = row["choices"].replace("{}", fill), cast("Kind", row["kind"])
    low, high, step = 0.0, 0.0, 1.0
    names = tuple(choices.split("; "))
    if kind in ("number", "year", "month"):
        ends = cast("re.Match[str]", _RANGE.fullmatch(choices))
        names = (ends[1], ends[2]) if kind == "month" else ()
        if kind != "month":
            low, high, step = float(ends[1]), float(ends[2]), float(ends[3] or 1)
    return Question(
        row["question_id"],
        row["question"].replace("{}", fill),
        row["part"],
        kind,
        names,
        low,
        high,
        step,
        row["unit"],
        row["answered_by"],
        row["about"],
    )


def reply(question: Question, guess: Guess, first: Guess | None = None) -> Reply:
    """Hold a guess against the record.

    Parameters
    ----------
    question : Question
    guess : str, float or list of str
        One that the question `takes`.
    first : str, float or list of str, optional
        The first guess, if this is a later one.

    Returns
    -------
    dict
        ``guess`` and ``first`` in words (``first`` is empty without one), ``record`` (what the
        record says), ``rule`` (how that was decided), ``verdict`` ("agrees", "differs", "compared",
        where no guess is right or wrong, or "open", where the record cannot say) and ``words`` (the
        verdict in a sentence; of what has nothing beside it, empty).
    """
    answer = question.answer()
    verdict, said = held(guess, answer)
    return {
        "name": question.name,
        "guess": question.said(guess),
        "first": "" if first is None else question.said(first),
        "record": answer.said,
        "rule": answer.rule,
        "verdict": verdict,
        "words": said,
    }


def told(question: Question) -> dict[str, object]:
    """Return the record's side of a question as plain values, with the name of its class of answer.

    For a page that has no Python to `reply`.
    """
    answer = question.answer()
    right = answer.right
    named = {"is": type(right).__name__.lower(), **asdict(right)} if right else {"is": "open"}
    return {"said": answer.said, "rule": answer.rule, "right": named}


class Asked(TypedDict):
    """A question as a class's guesses are counted: what each place says, and the record's side."""

    question: str
    part: str
    kind: Kind
    names: list[str]
    record: str
    right: list[int]


def of_class(lesson: str, *, told: bool) -> list[Asked]:
    """Return the questions of a lesson with what each place in a share code says.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"03"``.
    told : bool
        Whether the record's side is in it: ``record`` is what it says, ``right`` the places that it
        chooses. Both are empty otherwise, and ``right`` of all that is no choice of one name.
    """
    return [_asked(one, one.answer() if told else None) for one in questions(lesson)]


def _asked(one: Question, answer: Answer | None) -> Asked:
    right = answer and answer.right
    return {
        "question": one.question,
        "part": one.part,
        "kind": one.kind,
        "names": [one.said(value) for value in one.values()],
        "record": answer.said if answer else "",
        "right": one.places(right.name) if isinstance(right, OneOf) else [],
    }


def held(guess: Guess, answer: Answer) -> tuple[Verdict, str]:
    """Say whether a guess agrees with an answer, in a word and in a sentence."""
    match answer.right:
        case OneOf(name):
            return _whether(guess == name, _("The record differs."))
        case Within(low, high):
            number = float(cast("float", guess))
            far = _("That is too high.") if number > high else _("That is too low.")
            return _whether(low <= number <= high, far)
        case Months(first, last):
            month = cast("str", guess)
            far = _("That is too late.") if month > last else _("That is too early.")
            return _whether(first <= month <= last, far)
        case Pairs(pairs):
            return _ordered(cast("list[str]", guess), pairs)
        case unjudged:
            return _unjudged(guess, unjudged)


def _unjudged(guess: Guess, right: Beside | Alone | None) -> tuple[Verdict, str]:
    """Say of a guess that is neither right nor wrong how it compares, or that it has to wait."""
    if right is None:
        return "open", _("Nothing can be said yet.")
    if isinstance(right, Alone):
        return "compared", ""
    number = float(cast("float", guess))
    if right.low <= number <= right.high:
        return "compared", _("Yours lies within.")
    far = _("Yours is higher.") if number > right.high else _("Yours is lower.")
    return "compared", far


def _whether(agrees: bool, otherwise: str) -> tuple[Verdict, str]:  # noqa: FBT001 (of one use)
    return ("agrees", _("The record agrees.")) if agrees else ("differs", otherwise)


def _ordered(names: list[str], pairs: tuple[tuple[str, str], ...]) -> tuple[Verdict, str]:
    """Hold an order against the pairs that the record tells apart."""
    if not pairs:
        return "open", _("The record tells none of them apart.")
    right = sum(names.index(one) < names.index(other) for one, other in pairs)
    said = ngettext(
        "The record tells {n} pair apart, and {right} of it stands in your order.",
        "The record tells {n} pairs apart, and {right} of them stand in your order.",
        len(pairs),
        right=right,
    )
    return ("agrees" if right == len(pairs) else "differs"), said
