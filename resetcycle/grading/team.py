"""Reading essays together: which mark counts where several graders read one, and under what names.

How a class does it is kept beside its sheets, in `essays/NAME.team.json`; whose code is whose, in
`essays/codes/NAME.csv`.
"""

import csv
import json
import math
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from .. import files, rubric
from ..rubric import Line
from ..speech import _, customs
from ..words import number

if TYPE_CHECKING:
    from pathlib import Path

    from .course import Course

# So many points apart two marks are averaged; further apart, a third reader is asked.
WITHIN = 3
# No letters that are taken for others when a code is read aloud or typed.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True)
class Team:
    """How the essays of one assignment are read.

    Attributes
    ----------
    within : float
        Points by which marks of an essay may differ and still be averaged.
    third : tuple of str
        Graders whose mark decides where others differ by more.
    anonymous : bool
        Whether sheets show codes instead of names.
    """

    within: float = WITHIN
    third: tuple[str, ...] = ()
    anonymous: bool = False

    @classmethod
    def of(cls, course: "Course", name: str) -> "Team":
        """Return how the essays of an assignment are read in a class."""
        path = _place(course, name)
        if not path.exists():
            return cls()
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(content["within"], tuple(content["third"]), content["anonymous"])

    def keep(self, course: "Course", name: str) -> None:
        """Keep it for the next command."""
        path = _place(course, name)
        files.write_whole(path, json.dumps(asdict(self), indent=1) + "\n")

    def changed(self, within: float | None, *, anonymous: bool | None) -> "Team":
        """Return the team with what is given; None leaves a thing as it is."""
        return Team(
            self.within if within is None else within,
            self.third,
            self.anonymous if anonymous is None else anonymous,
        )

    def with_third(self, grader: str) -> "Team":
        """Return the team with one more third reader."""
        return replace(self, third=tuple(dict.fromkeys([*self.third, grader])))


@dataclass(frozen=True)
class Reading:
    """What one grader made of one essay.

    Attributes
    ----------
    grader : str
    marks : mapping of str to int
        From 0 to 3, by line of the rubric.
    words : int
        How long the essay is.
    comment : str
    """

    grader: str
    marks: Mapping[str, int]
    words: int
    comment: str = ""

    def points(self, lines: Sequence[Line]) -> rubric.Points:
        """Return what the essay earns by this reading."""
        return rubric.points(self.marks, self.words, lines)


def counting(readings: Collection[Reading], lines: Sequence[Line], team: Team) -> list[Reading]:
    """Return the readings of an essay whose mean is its mark; none if a third reader is needed.

    A third reader's own where there is one; otherwise all, if they lie within the team's points.

    Examples
    --------
    >>> lines = rubric.lines()
    >>> one, two, three = (
    ...     Reading(name, {line.name: mark for line in lines}, 300)
    ...     for name, mark in (("ann", 1), ("bo", 3), ("cy", 2))
    ... )
    >>> len(counting([one, two], lines, Team(within=3)))
    0
    >>> [each.grader for each in counting([one, two, three], lines, Team(3, ("cy",)))]
    ['cy']
    >>> len(counting([one, two], lines, Team(within=18)))
    2
    """
    third = [each for each in readings if each.grader in team.third]
    found = third or list(readings)
    totals = [each.points(lines).total for each in found]
    return found if totals and max(totals) - min(totals) <= team.within else []


def mean(readings: Sequence[Reading], lines: Sequence[Line]) -> float:
    """Return the mean of some readings in half points; what lies between is rounded up."""
    totals = [each.points(lines).total for each in readings]
    return math.floor(2 * sum(totals) / len(totals) + 0.5) / 2


def in_words(readings: Sequence[Reading], lines: Sequence[Line]) -> str:
    """Return the comment that a learner reads, in Markdown: the rubric's words, then the graders'.

    The rubric speaks the language that is spoken.

    Who gave which mark is not said.

    Examples
    --------
    >>> marks = {line.name: 2 for line in rubric.lines()}
    >>> one, two = Reading("a", marks, 400, "Well done."), Reading("b", marks | {"claim": 3}, 300)
    >>> said = in_words([one], rubric.lines()).splitlines()
    >>> said[0][:23], said[-3]
    ('- **Claim**, 2 of 3: An', '10 of 18 points. Its length takes off 2 points.')
    >>> said = in_words([one, two], rubric.lines()).splitlines()
    >>> said[0][:24], said[-3]
    ('- **Claim**, 2 and 3 of ', '11.5 of 18 points, the mean of 10 and 13.')
    """
    said = [of_line(line, [each.marks[line.name] for each in readings]) for line in lines]
    points = [each.points(lines) for each in readings]
    if len(points) == 1:
        said += ["", points[0].told()]
    else:
        totals = [each.total for each in points]
        said += ["", of_mean(mean(readings, lines), rubric.full(lines), totals)]
    for each in readings:
        said += ["", each.comment.strip()] if each.comment.strip() else []
    return "\n".join(said)


def of_line(line: Line, given: Sequence[int]) -> str:
    """Return what a learner reads of the marks of a line of the rubric."""
    levels = sorted(set(given))
    earned = " / ".join(line.earned(mark) for mark in levels)
    named, marks = f"**{line.criterion}**", _each(levels)
    return "- " + _("{line}, {marks} of 3: {earned}", line=named, marks=marks, earned=earned)


def of_mean(mean: float, full: float, totals: Iterable[float]) -> str:
    """Return what a learner reads of the points that several readings gave."""
    return _(
        "{mean} of {full} points, the mean of {totals}.",
        mean=number(mean, "g"),
        full=number(full, "g"),
        totals=_each(totals),
    )


def _each(numbers: Iterable[float]) -> str:
    return reduce(customs()["lists"]["two"].format, (number(each, "g") for each in numbers))


def codes(course: "Course", name: str, students: Iterable[str]) -> dict[str, str]:
    """Return a code for each learner; who has one already keeps it.

    Codes are drawn by chance, so that nobody who has not the table can tell whose one is.
    """
    path = course.work / "essays" / "codes" / f"{name}.csv"
    known: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            known = dict(row for row in csv.reader(file) if len(row) == 2)
    new = sorted(set(students) - known.keys())
    for student in new:
        code = _code()
        while code in known.values() or code in known:
            code = _code()
        known[student] = code
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(known.items())
    return known


def _code() -> str:
    return "essay-" + "".join(secrets.choice(_LETTERS) for _ in range(5))


def _place(course: "Course", name: str) -> "Path":
    return course.work / "essays" / f"{name}.team.json"
