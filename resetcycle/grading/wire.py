"""What goes into a sandbox and what comes back, as JSON: `server` writes it, `runner` reads it.

What comes back was made beside a learner's code. So it is trusted for nothing but being an answer,
and what is not well formed counts as not said.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NotRequired, TypedDict, cast

from ..exercise.task import Entries, Row

# What goes before a job: its seconds, those of one cell, and its length.
HEAD = struct.Struct("<ddQ")
# Of what a cell showed, and of a fault, so many letters are kept.
SHOWN, FAULT = 4000, 400


class Code(TypedDict):
    """A cell to run."""

    name: str
    source: str


class Question(TypedDict):
    """Where a check stands: expressions, and what their task asks for."""

    name: str
    probes: list[str]
    task: Row


Cell = Code | Question


class AnswerJson(TypedDict):
    """What one probe gave: plain values, or that there is no answer yet, or one sentence.

    The sentence is in English, and beside it as its learner reads it if that is another language.
    """

    entries: NotRequired[Entries]
    open: NotRequired[str]
    fault: NotRequired[str]
    said: NotRequired[str]


class LackJson(TypedDict):
    """The names of libraries that a cell lacked: it went on without, or it was lost to that."""

    lacks: NotRequired[str]
    lost: NotRequired[str]


class SaidJson(LackJson):
    """What one cell showed, as plain text, and its error if it stopped."""

    text: str
    error: str


class PieceJson(TypedDict):
    """What a child reports as soon as it has it: what a cell showed, or what a check was answered.

    Both by the name of the cell.
    """

    said: NotRequired[dict[str, SaidJson]]
    values: NotRequired[dict[str, dict[str, AnswerJson]]]


@dataclass(frozen=True)
class Answer:
    """What one probe gave: entries, which may be anything at all, or a fault in one sentence.

    `said` is the fault in the language of the learner, where that is not English.
    """

    entries: object = None
    fault: str = ""
    said: str = ""


@dataclass(frozen=True)
class Heard:
    """A report, as far as it is well formed.

    Attributes
    ----------
    values : mapping of str to mapping of str to Answer
        ``values["check-2"][probe]``; nothing where there is no answer.
    said : mapping of str to tuple of str
        By name of a cell, the texts that it showed.
    lacks, lost : mapping of str to str
        By name of a cell, the names of libraries that the kit has not, and without which the cell
        went on, or stopped.
    """

    values: Mapping[str, Mapping[str, Answer]] = field(default_factory=lambda: MappingProxyType({}))
    said: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lacks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lost: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_json(cls, *pieces: object) -> "Heard":
        """Return what the pieces of a report say; anything at all may be in them."""
        values: dict[str, object] = {}
        said: dict[str, object] = {}
        for piece in map(table, pieces):
            values |= table(piece.get("values"))
            said |= table(piece.get("said"))
        return cls(
            {name: _answers(each) for name, each in values.items()},
            {name: _texts(each) for name, each in said.items()},
            _names(said, "lacks"),
            _names(said, "lost"),
        )

    @classmethod
    def from_lines(cls, lines: Iterable[bytes | str]) -> "Heard":
        """Return what a report says whose pieces are JSON; a line that is none says nothing."""
        return cls.from_json(*map(_read, lines))


def _read(line: bytes | str) -> object:
    """Read one piece; half letters, which no file can hold, become question marks."""
    try:
        whole = json.dumps(json.loads(line), ensure_ascii=False).encode(errors="replace")
        return json.loads(whole)
    except (ValueError, RecursionError):
        return None


def table(content: object) -> dict[str, object]:
    """Return a table of what was read as JSON; an empty one of anything else."""
    # JSON has no other names than texts.
    return cast("dict[str, object]", content) if isinstance(content, dict) else {}


def _answers(content: object) -> dict[str, Answer]:
    given = {probe: table(each) for probe, each in table(content).items()}
    return {
        probe: _answer(each)
        for probe, each in given.items()
        if each and not isinstance(each.get("open"), str)
    }


def _answer(given: dict[str, object]) -> Answer:
    if "entries" in given:
        return Answer(given["entries"])
    fault = given.get("fault")
    if not isinstance(fault, str):
        return Answer()
    said = given.get("said")
    return Answer(fault=fault[:FAULT], said=said[:FAULT] if isinstance(said, str) else "")


def _texts(content: object) -> tuple[str, ...]:
    said = table(content)
    return tuple(str(said[part])[:SHOWN] for part in ("text", "error") if said.get(part))


def _names(said: dict[str, object], part: str) -> dict[str, str]:
    found = {name: table(each).get(part) for name, each in said.items()}
    return {name: each[:FAULT] for name, each in found.items() if each and isinstance(each, str)}
