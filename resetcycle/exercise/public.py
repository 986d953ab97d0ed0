"""The table of all exercises, `exercises/tasks.json`: what is asked and said, no accepted value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NotRequired, TypedDict

from .. import assigned
from ..speech import _, remembered
from .task import Card, Row, Task


class ExerciseRow(TypedDict):
    """One exercise in `exercises/tasks.json`."""

    name: str
    title: str
    minutes: int
    points: int
    given: dict[str, list[str]]
    has_essay: NotRequired[bool]
    tasks: dict[str, Row]
    recall: NotRequired[dict[str, dict[str, list[str]]]]


@dataclass(frozen=True)
class Exercise:
    """One exercise as a learner may see it.

    Attributes
    ----------
    name : str
        Folder and notebook, such as ``"04-obama-reset"``.
    title : str
    minutes : int
        Tasks and essay together.
    points : int
        Of the tasks, without the essay.
    tasks : dict of str to Task
        By number.
    given : mapping of str to tuple of str
        By the mark of a cell (`watch.mark`), the names of what it gives to work with.
    has_essay : bool
        Whether it asks for an essay, too.
    recall : mapping
        By task and public entry, digests of the words that are right: later weeks ask for them.
    """

    name: str
    title: str
    minutes: int
    points: int
    tasks: dict[str, Task]
    given: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    has_essay: bool = True
    recall: Mapping[str, dict[str, list[str]]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def lesson(self) -> str:
        """The number of the lesson, such as ``"04"``."""
        return self.name[:2]

    @classmethod
    def from_json(cls, lesson: str, content: ExerciseRow) -> "Exercise":
        """Return the exercise of an entry of the table."""
        tasks = {
            number: Task.from_row(f"{lesson}.{number}", row)
            for number, row in content["tasks"].items()
        }
        given = {mark: tuple(names) for mark, names in content.get("given", {}).items()}
        about = content["name"], content["title"], content["minutes"], content["points"]
        more = content.get("has_essay", True), content.get("recall", {})
        return cls(*about, tasks, given, *more)

    def said(self) -> "Exercise":
        """Return the exercise with its sentences in the language that is spoken."""
        tasks = {number: task.said() for number, task in self.tasks.items()}
        return replace(self, title=_(self.title), tasks=tasks)

    def to_json(self) -> ExerciseRow:
        """Return the entry of the table."""
        row: ExerciseRow = {
            "name": self.name,
            "title": self.title,
            "minutes": self.minutes,
            "points": self.points,
            "given": {mark: list(names) for mark, names in self.given.items()},
            "tasks": {number: task.to_row() for number, task in self.tasks.items()},
        }
        if not self.has_essay:
            row["has_essay"] = False
        if self.recall:
            row["recall"] = dict(self.recall)
        return row


@remembered
def exercises() -> dict[str, Exercise]:
    """Return the exercises by the number of their lesson, in the language that is spoken.

    Raises
    ------
    FileNotFoundError
        If the table is missing.
    """
    rows = assigned.rows().items()
    return {lesson: Exercise.from_json(lesson, each).said() for lesson, each in rows}


def parted(name: str) -> tuple[str, str]:
    """Return lesson and task of a name as it may be typed: ``"04.2"``, ``"4.2"``, or a number."""
    lesson, _dot, number = str(name).strip().partition(".")
    return lesson.zfill(2), number


def find(name: str) -> Task:
    """Return a task by its name, such as ``"04.2"`` or ``"4.2"``; ValueError if there is none."""
    asked, (lesson, number) = name, parted(name)
    name = f"{lesson}.{number}"
    try:
        task = exercises()[lesson].tasks[number]
    except KeyError:
        raise ValueError(
            _(
                "There is no task {name} in exercises/tasks.json. A task is named by its exercise "
                'and its number, such as "04.2"; a check cell that was changed is restored from '
                "the exercise, or by 'resetcycle release'.",
                name=repr(asked),
            )
        ) from None
    carried = _carried.get(name, {}) if task.drawn else {}
    cards = {name: card.said() for name, card in carried.items()}
    return replace(task, keys=tuple(cards), cards=cards) if cards else task


# By lesson and task, what a notebook has brought with it of entries that were drawn for it.
_carried: dict[str, dict[str, Card]] = {}


def carry(lesson: str, cards: str) -> None:
    """Take the entries that were drawn for a notebook: they are what its tasks ask for.

    Parameters
    ----------
    lesson : str
    cards : str
        In each line the number of a task, the name of an entry, and its card in JSON.
    """
    for task in [task for task in _carried if task.startswith(f"{lesson}.")]:
        del _carried[task]
    for line in cards.strip().splitlines():
        number, name, card = line.split(" ", 2)
        drawn = _carried.setdefault(f"{lesson}.{number}", {})
        drawn[name] = Card.from_row(json.loads(card))
