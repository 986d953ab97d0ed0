"""What share codes hold: ten kinds of work, each as a few bytes, and the lists that these count.

A kind that counts along a list carries the list's digest, so that a code of an edition with another
list is named as such and never misread. The front end packs and reads the same bytes
(front/src/kit/codes.ts), with the lists that `lists` hands it.
"""

import binascii
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol, TypeAlias, get_args

import pandas as pd

from . import assigned, calendars, criteria, data, forecasts, obstacles

# The place of a kind, counted from 1, is the digit after RC, 0 for the tenth; it never changes.
OtherKind = Literal[
    "codes",
    "line",
    "claims",
    "forecasts",
    "likelihoods",
    "predictions",
    "criteria",
    "tasks",
    "marks",
]
Kind = Literal["weights", OtherKind]
KINDS: tuple[Kind, ...] = get_args(Kind)
_DIGITS = 10
# How points become weights; the place in this line is the number that a code holds.
Method = Literal["swing", "rank"]
METHODS: tuple[Method, ...] = get_args(Method)
NO_CODE = "none"

# A part of an answer, as JSON holds it.
Part: TypeAlias = Mapping[str, Any]

# What there is to sort, by the name of the deck: the table of its cards and their column, and the
# table of what a card can be and its column. The first is that of codes which name no deck.
CLAIMS = "claims"
DECKS = {
    CLAIMS: ("claims_to_sort", "claim_id", "claim_kinds", "kind"),
    "desk": ("desk_cards", "card_id", "standings", "standing"),
}

_WORST = 3
_HALF_YEAR = pd.DateOffset(months=6)
_TENTHS, _NOT_SET = 10, 255
_HIGHEST = 10
_BYTE = 255
# An order is a guess of several places: no lesson puts more names than this in order.
_LONGEST_ORDER = 16
# Of a task there are how often it was tried, how the last try ended, which question failed, and a
# number or so many chosen words, two in a byte: `exercise.outcomes` packs them.
_LONGEST_TASK = 3 + 16 // 2
# A mark of an essay, from 0 to 3, takes a quarter of a byte.
_QUARTERS, _MARKS = 4, 4
_NAME = re.compile(r"[0-9a-f]{8}")
_PARTS_OF_TASK = ("choices", "calls", "mistakes", "keys")


class Holding(Protocol):
    """How the work of one kind becomes bytes, and comes back."""

    def pack(self, answer: Part) -> bytes:
        """Return the bytes of an answer, or raise ValueError naming what cannot be packed."""
        ...

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        """Return the answer of some bytes; None if they are of another edition of the kit."""
        ...

    def sizes(self) -> list[int]:
        """Return how many bytes there may be."""
        ...

    def lists(self) -> dict[str, Any]:
        """Return the lists that the bytes count, as the browser reads them."""
        ...


def digest(names: Sequence[str]) -> int:
    """Return 16 bits that tell a list of names from another."""
    return binascii.crc_hqx("\n".join(names).encode("utf-8"), 0)


@dataclass(frozen=True)
class Weights:
    """The method, a byte for the points of each group, and one for each coding that was changed.

    A coding is four times the place of its cell, and the severity. There is no digest: codes of the
    first edition have none.
    """

    groups: list[str]
    cells: list[str]

    def pack(self, answer: Part) -> bytes:
        method = answer.get("method", METHODS[0])
        if method not in METHODS:
            raise ValueError(
                f"The method of a share code is one of {', '.join(METHODS)}; found {method!r}."
            )
        points = bytes(self._points(answer["points"]))
        return bytes([METHODS.index(method)]) + points + bytes(self._codings(answer))

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        points, changes = body[1:][: len(self.groups)], body[1 + len(self.groups) :]
        sound = body[0] < len(METHODS) and max(points) <= 100
        if not sound or any(change // (_WORST + 1) >= len(self.cells) for change in changes):
            return None
        return {
            "method": METHODS[body[0]],
            "points": dict(zip(self.groups, points, strict=True)),
            "codings": {
                self.cells[change // (_WORST + 1)]: change % (_WORST + 1) for change in changes
            },
        }

    def sizes(self) -> list[int]:
        least = 1 + len(self.groups)
        return list(range(least, least + len(self.cells) + 1))

    def lists(self) -> dict[str, Any]:
        return {"groups": self.groups, "cells": self.cells, "methods": list(METHODS)}

    def _points(self, points: Mapping[str, Any]) -> Iterator[int]:
        for group in self.groups:
            given = points.get(group)
            if type(given) is not int or not 0 <= given <= 100:
                raise ValueError(
                    "A share code needs whole points from 0 to 100 for every group; "
                    f"{group} has {given!r}."
                )
            yield given

    def _codings(self, answer: Part) -> Iterator[int]:
        for cell, severity in sorted(answer.get("codings", {}).items()):
            known = cell in self.cells and type(severity) is int and 0 <= severity <= _WORST
            if not known:
                raise ValueError(
                    f"A changed coding is 'term/group' with 0 to 3; found {cell!r}: {severity!r}."
                )
            yield self.cells.index(cell) * (_WORST + 1) + severity


@dataclass(frozen=True)
class Choices:
    """A choice for each thing of a list: the digest of both lists, then half a byte a thing.

    Zero is no choice. `key` is the name of the choices in an answer; `whole` says whether there
    must be one for every thing.
    """

    key: str
    things: list[str]
    choices: list[str]
    whole: bool = False

    def pack(self, answer: Part) -> bytes:
        given: Mapping[str, Any] = answer[self.key]
        for thing, choice in given.items():
            if thing not in self.things or choice not in self.choices:
                raise ValueError(
                    f"A share code holds a choice of {', '.join(self.choices)} for each of "
                    f"{self.things[0]} to {self.things[-1]}; found {thing!r}: {choice!r}."
                )
        left = [thing for thing in self.things if thing not in given]
        if not given or (self.whole and left):
            raise ValueError(f"A share code needs a choice; {left[0]} has none.")
        places = [self.choices.index(given[t]) + 1 if t in given else 0 for t in self.things]
        pairs = zip(places[::2], [*places[1::2], 0], strict=False)
        return self._digest() + bytes(16 * high + low for high, low in pairs)

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        places = [half for pair in body[2:] for half in divmod(pair, 16)]
        beyond = places[len(self.things) :]
        if body[:2] != self._digest() or any(beyond) or max(places) > len(self.choices):
            return None
        found = zip(self.things, places, strict=False)
        chosen = {thing: self.choices[place - 1] for thing, place in found if place}
        return {self.key: chosen} if chosen else None

    def sizes(self) -> list[int]:
        return [2 + math.ceil(len(self.things) / 2)]

    def lists(self) -> dict[str, Any]:
        digest = int.from_bytes(self._digest(), "big")
        return {"things": self.things, "choices": self.choices, "digest": digest}

    def _digest(self) -> bytes:
        return digest([*self.things, "", *self.choices]).to_bytes(2, "big")


@dataclass(frozen=True)
class Decks:
    """The cards of one of several decks, sorted. The digest of its lists tells which deck it is."""

    decks: dict[str, Choices]

    def pack(self, answer: Part) -> bytes:
        name = answer.get("deck", CLAIMS)
        if name not in self.decks:
            raise ValueError(
                f"A share code knows the decks {', '.join(self.decks)}; found {name!r}."
            )
        return self.decks[name].pack(answer)

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        for name, deck in self.decks.items():
            if len(body) in deck.sizes() and (found := deck.unpack(body)):
                return {"deck": name, **found}
        return None

    def sizes(self) -> list[int]:
        return sorted({size for deck in self.decks.values() for size in deck.sizes()})

    def lists(self) -> dict[str, Any]:
        return {"decks": [{"id": name, **deck.lists()} for name, deck in self.decks.items()]}


@dataclass(frozen=True)
class Line:
    """A drawn line: 16 bits that name its presidency, then a byte for each half year of it.

    A byte is the height in tenths above -10. What is lost: anything finer than a tenth, which the
    board does not draw, the time of the lock but for its minute, and the comparison with the
    record, which follows from the line.
    """

    terms: dict[str, list[str]]

    def pack(self, answer: Part) -> bytes:
        term, line = answer["term"], dict(answer["line"])
        days = self.terms.get(term)
        if days is None:
            raise ValueError(f"A share code knows no presidency {term!r}.")
        for day, value in line.items():
            if day not in days or not -_HIGHEST <= value <= _HIGHEST:
                raise ValueError(
                    f"A line of {term} has a height from -10 to 10 at half years such as "
                    f"{days[0]}; found {day!r}: {value!r}."
                )
        if not line:
            raise ValueError("A share code needs a line with a point.")
        last = max(days.index(day) for day in line)
        heights = (_tenths(line[day]) if day in line else _NOT_SET for day in days[: last + 1])
        return self._mark(term) + bytes(heights)

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        terms = {self._mark(term): term for term in self.terms}
        term, heights = terms.get(body[:2]), body[2:]
        days = self.terms.get(term or "", [])
        most = 2 * _HIGHEST * _TENTHS
        if len(heights) > len(days) or any(most < height < _NOT_SET for height in heights):
            return None
        points = zip(days, heights, strict=False)
        line = [[day, _height(tenths)] for day, tenths in points if tenths <= most]
        return {"term": term, "line": line} if line else None

    def sizes(self) -> list[int]:
        return [2 + n for n in range(1, max(map(len, self.terms.values())) + 1)]

    def lists(self) -> dict[str, Any]:
        return {
            "terms": [
                {"id": term, "days": days, "mark": int.from_bytes(self._mark(term), "big")}
                for term, days in self.terms.items()
            ]
        }

    def _mark(self, term: str) -> bytes:
        return digest([term, self.terms[term][0]]).to_bytes(2, "big")


@dataclass(frozen=True)
class Likelihoods:
    """How probable findings are under each explanation: the digest of both lists, then findings.

    Of a finding there is its place in the list and a byte, in hundredths, for each explanation. A
    code holds whole findings, since figures of one finding mean something beside each other only;
    those that a learner left as the kit has them need not be in it. Lost is anything finer than a
    hundredth.
    """

    findings: list[str]
    hypotheses: list[str]

    def pack(self, answer: Part) -> bytes:
        given: Mapping[str, Mapping[str, float]] = answer["likelihoods"]
        unknown = [finding for finding in given if finding not in self.findings]
        if unknown or not given:
            raise ValueError(
                f"A share code holds findings such as {self.findings[0]}; found {unknown}."
            )
        return self._digest() + b"".join(
            bytes([self.findings.index(finding), *self._column(finding, given[finding])])
            for finding in self.findings
            if finding in given
        )

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        step, columns = 1 + len(self.hypotheses), body[2:]
        found: dict[str, dict[str, float]] = {}
        for at in range(0, len(columns), step):
            place, figures = columns[at], columns[at + 1 : at + step]
            if place >= len(self.findings) or not all(0 < figure <= 100 for figure in figures):
                return None
            shares = [figure / 100 for figure in figures]
            found[self.findings[place]] = dict(zip(self.hypotheses, shares, strict=True))
        return {"likelihoods": found} if body[:2] == self._digest() else None

    def sizes(self) -> list[int]:
        return [2 + n * (1 + len(self.hypotheses)) for n in range(1, len(self.findings) + 1)]

    def lists(self) -> dict[str, Any]:
        return {
            "findings": self.findings,
            "hypotheses": self.hypotheses,
            "digest": int.from_bytes(self._digest(), "big"),
        }

    def _column(self, finding: str, figures: Mapping[str, float]) -> Iterator[int]:
        for hypothesis in self.hypotheses:
            p = figures.get(hypothesis)
            if p is None or not 0.005 <= p <= 1:
                raise ValueError(
                    "A share code needs a probability from .01 to 1 under every explanation; "
                    f"{finding} under {hypothesis} has {p!r}."
                )
            yield math.floor(100 * p + 0.5)

    def _digest(self) -> bytes:
        return digest([*self.findings, "", *self.hypotheses]).to_bytes(2, "big")


@dataclass(frozen=True)
class Guesses:
    """What was given to the questions of one lesson: 16 bits that name them, then each as places.

    A guess is how many places it has, and the places: of a choice its place in the list, of a
    number or a date the steps above the lowest, of an order the place of each name. A question
    without an answer has none. What a place says is known where the questions are; what is held of
    the tasks of an exercise, in `exercise.outcomes`. `most` is how many bytes there may be.
    """

    lessons: dict[str, list[str]]
    most: int

    def pack(self, answer: Part) -> bytes:
        lesson, places = answer["lesson"], list(answer["places"])
        asked = self.lessons.get(lesson)
        if asked is None:
            raise ValueError(f"A share code knows no lesson {lesson!r}.")
        sound = all(type(at) is int and 0 <= at <= _BYTE for guess in places for at in guess)
        if len(places) != len(asked) or not any(places) or not sound:
            raise ValueError(
                f"A share code needs places from 0 to {_BYTE} for the {len(asked)} questions of "
                f"lesson {lesson}; found {places}."
            )
        return self._mark(lesson) + b"".join(bytes([len(guess), *guess]) for guess in places)

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        lessons = {self._mark(lesson): lesson for lesson in self.lessons}
        lesson, at = lessons.get(body[:2]), 2
        places: list[list[int]] = []
        while at < len(body):
            end = at + 1 + body[at]
            places.append(list(body[at + 1 : end]))
            at = end
        sound = at == len(body) and len(places) == len(self.lessons.get(lesson or "", []))
        return {"lesson": lesson, "places": places} if sound and any(places) else None

    def sizes(self) -> list[int]:
        fewest = min(map(len, self.lessons.values()))
        return list(range(2 + fewest + 1, 2 + self.most + 1))

    def lists(self) -> dict[str, Any]:
        return {
            "lessons": [
                {
                    "id": lesson,
                    "questions": len(asked),
                    "mark": int.from_bytes(self._mark(lesson), "big"),
                }
                for lesson, asked in self.lessons.items()
            ],
            "sizes": self.sizes(),
        }

    def _mark(self, lesson: str) -> bytes:
        return digest([lesson, *self.lessons[lesson]]).to_bytes(2, "big")


@dataclass(frozen=True)
class Marks:
    """The marks of an essay: 16 bits of exercise and rubric, its author, a quarter byte a line.

    The author is the random name of whoever wrote the essay, as codes carry it; who marked is the
    learner of the code. Of the essay itself there is nothing.
    """

    lessons: list[str]
    lines: list[str]

    def pack(self, answer: Part) -> bytes:
        lesson, author, marks = answer["lesson"], str(answer["author"]), answer["marks"]
        if lesson not in self.lessons:
            raise ValueError(f"A share code knows no essay of exercise {lesson!r}.")
        if not _NAME.fullmatch(author):
            raise ValueError(f"An author is eight hexadecimal digits; found {author!r}.")
        given = [marks.get(line) for line in self.lines]
        if set(marks) != set(self.lines) or not all(
            type(m) is int and 0 <= m < _MARKS for m in given
        ):
            raise ValueError(
                f"A share code needs a mark from 0 to 3 on {', '.join(self.lines)}; found {marks}."
            )
        number = sum(mark * _MARKS**place for place, mark in enumerate(given))
        return self._mark(lesson) + bytes.fromhex(author) + number.to_bytes(self._room(), "little")

    def unpack(self, body: bytes) -> dict[str, Any] | None:
        lessons = {self._mark(lesson): lesson for lesson in self.lessons}
        number = int.from_bytes(body[6:], "little")
        if body[:2] not in lessons or number >= _MARKS ** len(self.lines):
            return None
        given = {line: number // _MARKS**place % _MARKS for place, line in enumerate(self.lines)}
        return {"lesson": lessons[body[:2]], "author": body[2:6].hex(), "marks": given}

    def sizes(self) -> list[int]:
        return [6 + self._room()]

    def lists(self) -> dict[str, Any]:
        return {
            "lessons": [
                {"id": lesson, "mark": int.from_bytes(self._mark(lesson), "big")}
                for lesson in self.lessons
            ],
            "lines": self.lines,
        }

    def _room(self) -> int:
        return math.ceil(len(self.lines) / _QUARTERS)

    def _mark(self, lesson: str) -> bytes:
        return digest([lesson, *self.lines]).to_bytes(2, "big")


def digit(place: int) -> str:
    """Return the digit of a kind by its place in `KINDS`."""
    return str((place + 1) % _DIGITS)


def of_digit(digit: str) -> Kind:
    """Return the kind that a digit names; each of the ten names one.

    Examples
    --------
    >>> of_digit("9"), of_digit("0")
    ('tasks', 'marks')
    """
    return KINDS[(int(digit) - 1) % _DIGITS]


@cache
def half_years(term_id: str) -> tuple[str, ...]:
    """Return the days, as ISO dates, at which a drawn line may have its points: each half year."""
    start, end = calendars.term(term_id)
    days = pd.date_range(start, end, freq=_HALF_YEAR)
    return tuple(f"{day:%Y-%m-%d}" for day in days)


@cache
def holding(kind: Kind) -> Holding:
    """Return how the work of a kind is packed, with the lists of today."""
    return _MAKE[kind]()


def lists(kinds: Sequence[Kind] = KINDS) -> dict[str, Any]:
    """Return the lists that codes of some kinds count, for the browser."""
    found: dict[str, Any] = {kind: holding(kind).lists() for kind in kinds}
    if "codes" in found:
        found["codes"]["letters"] = "".join(letters())
    return found


@cache
def letters() -> tuple[str, ...]:
    """Return the letters of the choices in a line CODES02, which the second edition made."""
    return tuple(data.load("codebook").sort_values("letter")["letter"])


def _height(tenths: int) -> float:
    return (tenths - _TENTHS * _HIGHEST) / _TENTHS


def _tenths(value: float) -> int:
    return math.floor(_TENTHS * (value + _HIGHEST) + 0.5)


def _codes() -> Choices:
    codes = data.load("codebook").sort_values("letter")["code"].fillna(NO_CODE)
    events = data.load("events_to_code").sort_values("place")["event_id"]
    return Choices("codes", list(events), list(codes), whole=True)


def _claims() -> Decks:
    return Decks({name: _deck(*tables) for name, tables in DECKS.items()})


def _deck(cards: str, card: str, choices: str, choice: str) -> Choices:
    things = data.load(cards).sort_values("place")[card]
    return Choices("chosen", list(things), list(data.load(choices)[choice]))


def _forecasts() -> Choices:
    questions = list(data.load("forecast_questions")["question_id"])
    return Choices("bands", questions, list(forecasts.BANDS))


def _likelihoods() -> Likelihoods:
    names = data.load("findings")["finding_id"], data.load("rivals")["hypothesis_id"]
    return Likelihoods(*map(list, names))


def _predictions() -> Guesses:
    asked: dict[str, list[str]] = {}
    for row in data.load("predictions").to_dict("records"):
        told = f"{row['question_id']} {row['kind']} {row['choices']}"
        asked.setdefault(str(row["lesson"]), []).append(told)
    return Guesses(asked, 2 * max(map(len, asked.values())) + _LONGEST_ORDER)


def _tasks() -> Guesses:
    """Return how the tasks of an exercise are held; all that a byte counts is in their names."""
    asked = {
        lesson: [_counted(f"{lesson}.{number}", task) for number, task in exercise["tasks"].items()]
        for lesson, exercise in assigned.rows().items()
    }
    return Guesses(asked, max(map(len, asked.values())) * (1 + _LONGEST_TASK))


def _marks() -> Marks:
    exercises = assigned.rows().items()
    having = [lesson for lesson, exercise in exercises if exercise.get("has_essay", True)]
    return Marks(having, list(data.load("rubric")["criterion_id"]))


def _counted(name: str, task: Part) -> str:
    # Entries that were drawn for a notebook are another's elsewhere, and in no code.
    parts = ("choices", "calls", "mistakes") if task.get("drawn") else _PARTS_OF_TASK
    lists = (";".join(task.get(part, ())) for part in parts)
    return " ".join([name, task["kind"], task["shape"], *lists])


def _criteria() -> Choices:
    choices = dict.fromkeys(choice for own in criteria.PARTS.values() for choice in own)
    return Choices("chosen_criteria", list(criteria.PARTS), list(choices), whole=True)


_MAKE: dict[Kind, Callable[[], Holding]] = {
    "weights": lambda: Weights(obstacles.groups(), obstacles.cells()),
    "codes": _codes,
    "line": lambda: Line({term: list(half_years(term)) for term in data.load("terms")["term_id"]}),
    "claims": _claims,
    "forecasts": _forecasts,
    "likelihoods": _likelihoods,
    "predictions": _predictions,
    "criteria": _criteria,
    "tasks": _tasks,
    "marks": _marks,
}
