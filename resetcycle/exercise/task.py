"""What a task asks: one frozen record, for the learner's check and for the author's table alike."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, NotRequired, TypedDict, cast, get_args

from ..speech import _

Kind = Literal["number", "choice", "yes_no"]
Shape = Literal["one", "list", "set", "mapping"]
Stage = Literal["worked", "blank", "two blanks", "own"]
Tells = Literal["which", "count", "nothing"]
KINDS, SHAPES, STAGES = get_args(Kind), get_args(Shape), get_args(Stage)

Value = float | str | bool
# The plain values of an answer, one for each place that the task asks for.
Entries = list[Value]


class MistakeRow(TypedDict):
    """A known mistake in `tasks.toml`."""

    code: str
    says: NotRequired[str]


class CardRow(TypedDict):
    """What a learner reads of one entry of a mapping."""

    text: str
    event: NotRequired[str]
    look_again: NotRequired[str]


class ReadingRow(TypedDict):
    """What a right number says: the author's sentences in `tasks.toml`, choices and a key else."""

    why: str
    yes: NotRequired[str]
    no: NotRequired[list[str]]
    choices: NotRequired[list[str]]
    key: NotRequired[str]


class Row(TypedDict):
    """A task in `exercises/tasks.json`, where mistakes are sentences alone, or in `tasks.toml`."""

    title: NotRequired[str]
    points: NotRequired[int]
    minutes: NotRequired[int]
    stage: NotRequired[Stage]
    outcome: NotRequired[str]
    kind: Kind
    shape: Shape
    hint: NotRequired[str]
    hints: NotRequired[list[str]]
    right: NotRequired[str]
    visible: NotRequired[list[str]]
    hidden: NotRequired[list[str]]
    unit: NotRequired[str]
    low: NotRequired[float]
    high: NotRequired[float]
    step: NotRequired[float]
    whole: NotRequired[bool]
    choices: NotRequired[list[str]]
    choices_from: NotRequired[str]
    keys: NotRequired[list[str]]
    length: NotRequired[int]
    need: NotRequired[int]
    also: NotRequired[dict[str, list[str]]]
    parts: NotRequired[bool]
    drawn: NotRequired[bool]
    cards: NotRequired[dict[str, CardRow]]
    asks: NotRequired[str]
    calls: NotRequired[list[str]]
    reading: NotRequired[ReadingRow]
    mistakes: NotRequired[list[str] | list[MistakeRow]]


@dataclass(frozen=True)
class Scale:
    """What a number is measured in.

    Attributes
    ----------
    unit : str
        In words, such as ``"a share of the events"``.
    low, high : float
        The least and the most that can be.
    step : float
        Answers within a step of each other count as the same.
    whole : bool
        Whether it counts something, so that no decimals are asked for.
    """

    unit: str
    low: float
    high: float
    step: float
    whole: bool = False

    @property
    def decimals(self) -> int:
        """To how many decimals a right value may be rounded and still be right; 0 of a count.

        Examples
        --------
        >>> Scale("a share", 0, 1, 0.005).decimals, Scale("a share", 0, 1, 0.001).decimals
        (2, 3)
        """
        return 0 if self.whole else max(0, math.ceil(-math.log10(2 * self.step)))

    def steps(self, value: float) -> float:
        """Return a number in whole steps; one that is beyond counting stays infinite."""
        steps = value / self.step
        return round(steps) if math.isfinite(steps) else steps


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that is known.

    Attributes
    ----------
    says : str
        What a learner is told who made it; empty if the check says enough by itself.
    code : str
        What makes it, in place of the solution; the author's alone.
    """

    says: str = ""
    code: str = field(default="", repr=False)


@dataclass(frozen=True)
class Card:
    """What a learner reads of one entry of a mapping.

    Attributes
    ----------
    text : str
    event : str
        The id of an event of the record that the text speaks of; empty if it speaks of none.
    look_again : str
        What is said when this entry is the only one that is wrong.
    """

    text: str
    event: str = ""
    look_again: str = ""

    @classmethod
    def from_row(cls, row: CardRow) -> "Card":
        """Return the card of an entry of the table."""
        return cls(row["text"], row.get("event", ""), row.get("look_again", ""))

    def said(self) -> "Card":
        """Return the card in the language that is spoken."""
        return replace(self, text=_(self.text), look_again=_(self.look_again))

    def to_row(self) -> CardRow:
        """Return the entry of the table."""
        row: CardRow = {"text": self.text}
        if self.event:
            row["event"] = self.event
        if self.look_again:
            row["look_again"] = self.look_again
        return row


@dataclass(frozen=True)
class Reading:
    """A question on what a right number says; it earns no points.

    Attributes
    ----------
    choices : tuple of str
        Sentences, one of which the number carries.
    key : str
        A digest of that one.
    why : str
        What is said to whoever has chosen.
    """

    choices: tuple[str, ...]
    key: str
    why: str

    @classmethod
    def from_row(cls, name: str, row: ReadingRow) -> "Reading":
        """Return the question of a task in either table."""
        if "choices" in row and "key" in row:
            return cls(tuple(row["choices"]), row["key"], row["why"])
        yes = row.get("yes", "")
        # In an order that tells nothing, and is the same in every release.
        no: list[str] = row.get("no", [])
        choices = sorted([yes, *no], key=lambda each: _digest(name, each))
        return cls(tuple(choices), _digest(f"{name}|yes", yes), row["why"])

    def to_row(self) -> ReadingRow:
        """Return the question as `exercises/tasks.json` has it."""
        return {"choices": list(self.choices), "key": self.key, "why": self.why}

    def is_carried(self, name: str, choice: str) -> bool:
        """Return whether a task's number carries a sentence."""
        return _digest(f"{name}|yes", choice) == self.key


def _digest(name: str, text: str) -> str:
    return hashlib.sha256(f"{name}|{text}".encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Probe:
    """An expression that asks for an answer; the text of the task names no hidden one."""

    call: str
    hidden: bool = False


@dataclass(frozen=True)
class Task:
    """One task of an exercise.

    Attributes
    ----------
    name : str
        Lesson and number, such as ``"04.2"``.
    kind, shape : str
        What one value is, and how values are put together.
    title, outcome, hint, right : str
        The heading, what is learned, and what is said to a wrong and to a right answer.
    hints : tuple of str
        After the hint a pattern on other data, and its last piece, in Markdown; or none.
    points, minutes : int
    stage : str
        How much help there is.
    scale : Scale or None
        Of a number, and of nothing else.
    choices : tuple of str
        The words to choose from; or they stand in the column `choices_from`, "table.column".
    keys : tuple of str
        The names of a mapping, in order.
    length : int
        Of a list or a set.
    need : int or None
        How many places must agree; None for all.
    also : mapping of str to tuple of str
        Further words that a contestable key accepts.
    parts : bool
        Whether each right place earns its part of the points.
    drawn : bool
        Whether the keys were drawn from a pool that is larger.
    cards : mapping of str to Card
        What a learner reads of each key, where that is not told in the text of the exercise.
    asks : str
        What a function of the learner's gives, in words with the names in its brackets, such as
        ``"the last mean under {term}"``; empty if the task cannot be done by hand.
    reading : Reading or None
    mistakes : tuple of Mistake
    probes : tuple of Probe
        The visible ones first.
    tells : str
        What a check says of a wrong answer: which entry is wrong if it is one, how many agree, or
        nothing but that it is wrong.
    """

    name: str
    kind: Kind
    shape: Shape
    title: str = ""
    points: int = 0
    minutes: int = 0
    stage: Stage = "own"
    outcome: str = ""
    hint: str = ""
    hints: tuple[str, ...] = ()
    right: str = ""
    scale: Scale | None = None
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    keys: tuple[str, ...] = ()
    length: int = 0
    need: int | None = None
    also: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    parts: bool = False
    drawn: bool = False
    cards: Mapping[str, Card] = field(default_factory=lambda: MappingProxyType({}))
    asks: str = ""
    reading: Reading | None = None
    mistakes: tuple[Mistake, ...] = ()
    probes: tuple[Probe, ...] = ()
    tells: Tells = "which"

    @property
    def lesson(self) -> str:
        """The number of the lesson, such as ``"04"``."""
        return self.name.partition(".")[0]

    @property
    def number(self) -> str:
        """The task's own number, such as ``"2"``."""
        return self.name.partition(".")[2]

    def said(self) -> "Task":
        """Return the task with its sentences in the language that is spoken.

        What is kept or compared stays as it is, and is said where it is shown: the words to choose
        from, the sentences of `reading`, and the outcome.
        """
        return replace(
            self,
            title=_(self.title),
            hint=_(self.hint),
            hints=tuple(map(_, self.hints)),
            right=_(self.right),
            scale=self.scale and replace(self.scale, unit=_(self.scale.unit)),
            cards={key: card.said() for key, card in self.cards.items()},
            asks=_(self.asks),
            reading=self.reading and replace(self.reading, why=_(self.reading.why)),
            mistakes=tuple(replace(each, says=_(each.says)) for each in self.mistakes),
        )

    @classmethod
    def from_row(cls, name: str, row: Row) -> "Task":
        """Return the task of a row in either table."""
        scale = None
        if row["kind"] == "number" and "step" in row:
            parts = row.get("unit", ""), row.get("low", -math.inf), row.get("high", math.inf)
            scale = Scale(*parts, row["step"], row.get("whole", False))
        return cls(
            name,
            row["kind"],
            row["shape"],
            title=row.get("title", ""),
            points=row.get("points", 0),
            minutes=row.get("minutes", 0),
            stage=row.get("stage", "own"),
            outcome=row.get("outcome", ""),
            hint=row.get("hint", ""),
            hints=tuple(row.get("hints", ())),
            right=row.get("right", ""),
            scale=scale,
            choices=tuple(row.get("choices", ())),
            choices_from=row.get("choices_from", ""),
            keys=tuple(row.get("keys", ())),
            length=row.get("length", 0),
            need=row.get("need"),
            also={key: tuple(words) for key, words in row.get("also", {}).items()},
            parts=row.get("parts", _are_apart(row)),
            drawn=row.get("drawn", False),
            cards={key: Card.from_row(card) for key, card in row.get("cards", {}).items()},
            asks=row.get("asks", ""),
            reading=Reading.from_row(name, row["reading"]) if "reading" in row else None,
            mistakes=tuple(map(_mistake, row.get("mistakes", ()))),
            probes=_probes(row),
        )

    def to_row(self) -> Row:
        """Return the task as `exercises/tasks.json` has it: nothing that is accepted, no code."""
        row: Row = {
            "title": self.title,
            "points": self.points,
            "minutes": self.minutes,
            "stage": self.stage,
            "outcome": self.outcome,
            "kind": self.kind,
            "shape": self.shape,
            "hint": self.hint,
            "right": self.right,
        }
        if self.scale:
            row["unit"] = self.scale.unit
            row["low"], row["high"] = self.scale.low, self.scale.high
            row["step"] = self.scale.step
        more: dict[str, object] = {
            "whole": bool(self.scale and self.scale.whole),
            "choices": list(self.choices),
            "choices_from": self.choices_from,
            "keys": list(self.keys),
            "length": self.length,
            "need": self.need,
            "parts": self.parts,
            "drawn": self.drawn,
            "cards": {key: card.to_row() for key, card in self.cards.items()},
            "asks": self.asks,
            "hints": list(self.hints),
            "reading": self.reading.to_row() if self.reading else None,
            "calls": [probe.call for probe in self.probes],
        }
        row |= cast("Row", {name: value for name, value in more.items() if value})
        row["mistakes"] = [mistake.says for mistake in self.mistakes]
        return row


def _are_apart(row: Row) -> bool:
    """Whether the entries of a mapping are words that are chosen one by one, under a plain name."""
    asked = _probes(row)
    plain = len(asked) == 1 and asked[0].call.isidentifier()
    return plain and row["shape"] == "mapping" and row["kind"] in ("choice", "yes_no")


def _mistake(row: str | MistakeRow) -> Mistake:
    if isinstance(row, str):
        return Mistake(row)
    return Mistake(row.get("says", ""), row["code"])


def _probes(row: Row) -> tuple[Probe, ...]:
    visible, hidden = row.get("visible", row.get("calls", [])), row.get("hidden", [])
    return (*map(Probe, visible), *(Probe(call, hidden=True) for call in hidden))
