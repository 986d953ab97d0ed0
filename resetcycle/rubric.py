"""The rubric: the lines by which essays are read, and what misread evidence and length cost.

The lines stand in `data/rubric.csv`; notebooks, marking sheets, feedback and the board on which
learners mark take them, and the rules below, from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pandas as pd

from . import data
from .essays import MAX_WORDS
from .speech import N_, _, ngettext, remembered

LEVELS = range(4)
# In percent of the limit: so much over it costs nothing, and each started part of so much a point.
FREE, STEP = 5, 10
# What a low mark of a line costs; a language may have another word for each number of points.
_LIMITED = {
    0: N_("With none for {line}, the whole essay can have at most {most} of {full} points."),
    1: N_("With one for {line}, the whole essay can have at most {most} of {full} points."),
}


@dataclass(frozen=True)
class Line:
    """A line of the rubric.

    Attributes
    ----------
    name, criterion, asks : str
        Its id, its title, and the question that it puts to an essay.
    parts : str
        What is counted, where a level is a number of parts; else empty.
    levels : tuple of str
        What earns 0, 1, 2 and 3 points.
    most : dict of int to int
        The most points that the whole essay can have at a level of this line, where there is
        such a limit.
    """

    name: str
    criterion: str
    asks: str
    parts: str
    levels: tuple[str, ...]
    most: dict[int, int]

    @property
    def question(self) -> str:
        """What the line asks, and what it counts."""
        if not self.parts:
            return self.asks
        return _("{asks} Of three: {parts}", asks=self.asks, parts=self.parts)

    def earned(self, mark: int) -> str:
        """Return what an essay did that has a mark, in words that stand alone."""
        level = self.levels[mark]
        return f"{level}: {self.parts}" if self.parts else level


@dataclass(frozen=True)
class Points:
    """What an essay earns, and why.

    Attributes
    ----------
    earned : int
        The marks of all lines together.
    most : int
        The most that the essay can have: less than `earned` where evidence was misread.
    off : int
        What its length takes off.
    full : int
        What the best essay can have.
    """

    earned: int
    most: int
    off: int
    full: int

    @property
    def total(self) -> int:
        """The points that count; never below none."""
        return max(0, min(self.earned, self.most) - self.off)

    def told(self) -> str:
        """Say what the essay has, and how that came about where it is not plainly the sum."""
        said = [_("{total} of {full} points.", total=self.total, full=self.full)]
        if self.most < self.earned:
            said.append(
                _(
                    "The lines give {earned}; with evidence that is misread or beside the point "
                    "the essay can have at most {most}.",
                    earned=self.earned,
                    most=self.most,
                )
            )
        if self.off:
            said.append(
                ngettext(
                    "Its length takes off {n} point.",
                    "Its length takes off {n} points.",
                    self.off,
                )
            )
        return " ".join(said)


@remembered
def lines() -> tuple[Line, ...]:
    """Return the lines of the kit's rubric, in order."""
    return lines_of(data.load("rubric"))


def lines_of(table: pd.DataFrame) -> tuple[Line, ...]:
    """Return the lines of a table that has the columns of the kit's."""
    rows = cast("list[dict[str, str]]", table.fillna({"parts": ""}).to_dict("records"))
    return tuple(
        Line(
            row["criterion_id"],
            row["criterion"],
            row["asks"],
            row["parts"],
            tuple(row[f"level_{level}"] for level in LEVELS),
            {level: int(most) for level in (0, 1) if pd.notna(most := row[f"most_at_{level}"])},
        )
        for row in rows
    )


def full(of: Sequence[Line] | None = None) -> int:
    """Return what an essay can earn: three points a line, of the kit's rubric or another."""
    return LEVELS[-1] * len(of or lines())


def points(marks: Mapping[str, int], words: int = 0, of: Sequence[Line] | None = None) -> Points:
    """Return what an essay earns.

    Parameters
    ----------
    marks : dict of str to int
        A mark from 0 to 3 for each line, by its id.
    words : int
        How long the essay is.
    of : sequence of Line, optional
        The rubric; by default the kit's.

    Examples
    --------
    >>> points({line.name: 3 for line in lines()} | {"true": 0}, words=370).total
    5
    """
    asked = of or lines()
    limits = [line.most.get(marks[line.name], full(asked)) for line in asked]
    earned = sum(marks[line.name] for line in asked)
    return Points(earned, min(limits), off_for_length(words), full(asked))


def off_for_length(words: int) -> int:
    """Return the points that the length of an essay takes off.

    Examples
    --------
    >>> [off_for_length(words) for words in (350, 367, 368, 385, 386, 700)]
    [0, 0, 1, 1, 2, 10]
    """
    over = 100 * (words - MAX_WORDS)
    # In whole numbers, so that no rounding decides at a boundary.
    return 0 if over <= FREE * MAX_WORDS else -(-over // (STEP * MAX_WORDS))


def words_free() -> int:
    """Return the number of words up to which length costs nothing.

    Examples
    --------
    >>> words_free()
    367
    """
    return MAX_WORDS * (100 + FREE) // 100


def rules(of: Sequence[Line] | None = None) -> list[str]:
    """Return what holds beside the lines, one sentence each."""
    asked = of or lines()
    return [
        *(
            _(_LIMITED[mark], line=f"**{line.criterion}**", most=most, full=full(asked))
            for line in asked
            for mark, most in line.most.items()
        ),
        _(
            "The limit is {limit} words. Up to {free} cost nothing; from there each started "
            "{step} percent over the limit takes off one point.",
            limit=MAX_WORDS,
            free=words_free(),
            step=STEP,
        ),
    ]
