"""What goes into a sandbox and what comes back, as JSON: `server` writes it, `runner` reads it.

What comes back was made beside a learner's code. So it is trusted for nothing but being an answer,
and what is not well formed counts as not said.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NotRequired, TypedDict, cast

from ..exercise.task import Entries, Row

# What goes before a job: its seconds and its length.
HEAD = struct.Struct("<dQ")
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
    """What one probe gave: plain values, or that there is no answer yet, or one sentence."""

    entries: NotRequired[Entries]
    open: NotRequired[str]
    fault: NotRequired[str]


class SaidJson(TypedDict):
    """What one cell showed, as plain text, and its error if it stopped."""

    text: str
    error: str


class ReportJson(TypedDict):
    """What a child reports: by name of a cell what it showed, by name of a check its answers."""

    said: dict[str, SaidJson]
    values: dict[str, dict[str, AnswerJson]]


@dataclass(frozen=True)
class Answer:
    """What one probe gave: entries, which may be anything at all, or a fault in one sentence."""

    entries: object = None
    fault: str = ""


@dataclass(frozen=True)
class Heard:
    """A report, as far as it is well formed.

    Attributes
    ----------
    values : mapping of str to mapping of str to Answer
        ``values["check-2"][probe]``; nothing where there is no answer.
    said : mapping of str to tuple of str
        By name of a cell, the texts that it showed.
    """

    values: Mapping[str, Mapping[str, Answer]] = field(default_factory=lambda: MappingProxyType({}))
    said: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_json(cls, report: object) -> "Heard":
        """Return what a report says; anything at all may be in it."""
        found = _table(report)
        return cls(
            {name: _answers(each) for name, each in _table(found.get("values")).items()},
            {name: _texts(each) for name, each in _table(found.get("said")).items()},
        )


def _table(content: object) -> dict[str, object]:
    # JSON has no other names than texts.
    return cast("dict[str, object]", content) if isinstance(content, dict) else {}


def _answers(content: object) -> dict[str, Answer]:
    given = {probe: _table(each) for probe, each in _table(content).items()}
    return {
        probe: _answer(each)
        for probe, each in given.items()
        if each and not isinstance(each.get("open"), str)
    }


def _answer(given: dict[str, object]) -> Answer:
    if "entries" in given:
        return Answer(given["entries"])
    fault = given.get("fault")
    if isinstance(fault, str) and fault:
        return Answer(fault=fault[:FAULT])
    return Answer()


def _texts(content: object) -> tuple[str, ...]:
    said = _table(content)
    return tuple(str(said[part])[:SHOWN] for part in ("text", "error") if said.get(part))
