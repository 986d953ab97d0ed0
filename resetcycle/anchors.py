"""Anchor essays: essays of each quality with the marks of their readers, to learn marking on.

They stand in `data/anchors/`, a file for each exercise that has some, with the places at which the
exercise's model essay meets the rubric.
"""

import tomllib
from dataclasses import dataclass
from functools import cache

from . import data, rubric


@dataclass(frozen=True)
class Anchor:
    """An essay that was marked.

    Attributes
    ----------
    level : str
        "weak", "middling", "good", or "misread": good in form, on evidence that is misread. Of a
        "middling" or "weak" one, too, one act or figure may be misread; its reasons say so.
    text : str
    marks : dict of str to int
        From 0 to 3, for each line of the rubric.
    reasons : dict of str to str
        Why, for each line.
    """

    level: str
    text: str
    marks: dict[str, int]
    reasons: dict[str, str]

    @property
    def points(self) -> rubric.Points:
        """What the essay earns; none of the anchors is over the limit."""
        return rubric.points(self.marks)


@dataclass(frozen=True)
class Note:
    """A place of the model essay, by words that stand in it, at which it meets a line."""

    line: str
    at: str
    says: str


@dataclass(frozen=True)
class Set:
    """The anchors of an exercise in the order in which they are marked, and its model's notes."""

    lesson: str
    essays: tuple[Anchor, ...]
    notes: tuple[Note, ...]


@cache
def sets() -> dict[str, Set]:
    """Return what each exercise has, by its number: notes on its model, and perhaps anchors."""
    found: dict[str, Set] = {}
    for path in sorted((data.DATA / "anchors").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        essays = tuple(
            Anchor(row["level"], row["text"].strip(), row["marks"], row["reasons"])
            for row in content.get("essay", [])
        )
        notes = tuple(Note(row["line"], row["at"], row["says"]) for row in content["note"])
        found[path.stem] = Set(path.stem, essays, notes)
    return found


def nearest(lesson: str) -> Set:
    """Return the anchors of an exercise; if it has none, those of the last one before that has.

    Examples
    --------
    >>> nearest("11").lesson, nearest("12").lesson, nearest("00").lesson
    ('11', '11', '01')
    """
    having = [name for name, found in sets().items() if found.essays]
    before = [name for name in having if name <= lesson]
    return sets()[before[-1] if before else having[0]]
