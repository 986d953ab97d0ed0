"""What persons decided on an assignment: tasks that do not count, points for everybody, requests.

One table a class and assignment, `decisions/NAME.csv`, a line a decision with day, who and why.
Lines are added and never changed, so that it can be read afterwards how a mark came about.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from ..speech import N_
from .tasks import Assignment, TaskError

if TYPE_CHECKING:
    from .course import Course

What = Literal["void", "give", "restore", "request", "answer"]
_FOR_ALL = ("void", "give", "restore")
# What every learner reads of it.
TO_ALL = {
    "void": N_("Decided for everybody: it does not count, for anybody, because: {why}"),
    "give": N_("Decided for everybody: it counts as right, for everybody, because: {why}"),
}
_SAID = {
    "void": "does not count, for anybody",
    "give": "counts as right, for everybody",
    "restore": "counts as it was marked, again",
    "request": "is to be looked at again",
    "answer": "was looked at again",
}


@dataclass(frozen=True)
class Decision:
    """A line of the table.

    Attributes
    ----------
    when : str
        In UTC.
    who : str
        Who decided, or asked.
    what : str
        ``"void"``, ``"give"`` or ``"restore"``, for everybody; ``"request"`` or ``"answer"``, for
        one learner.
    task : str
        The number of a task, or ``"essay"``.
    student : str
        Empty for everybody.
    why : str
    """

    when: str
    who: str
    what: str
    task: str
    student: str
    why: str

    def __str__(self) -> str:
        whose = f", {self.student}" if self.student else ""
        thing = "The essay" if self.task == "essay" else f"Task {self.task}"
        return f"{self.when[:10]}  {thing}{whose} {_SAID[self.what]} ({self.who}): {self.why}"


COLUMNS = [each.name for each in fields(Decision)]


def path_of(course: "Course", name: str) -> Path:
    """Return where the decisions on an assignment are kept."""
    return course.work / "decisions" / f"{name}.csv"


def read(course: "Course", name: str) -> list[Decision]:
    """Return all decisions on an assignment, in the order in which they were taken.

    Raises
    ------
    TaskError
        If the table was changed so that it cannot be read.
    """
    path = path_of(course, name)
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found: list[Decision] = []
    for number, row in enumerate(rows, 2):
        line = Decision(*((row.get(column) or "").removeprefix("\t") for column in COLUMNS))
        if line.what not in get_args(What) or not line.task:
            raise TaskError(
                f"{path}, row {number}: {line.what!r} is none of {', '.join(get_args(What))}, or "
                "the task is missing; take the change back."
            )
        found.append(line)
    return found


def decide(
    course: "Course", assignment: Assignment, what: What, task: str, **said: str
) -> Decision:
    """Add a decision to the table; the gradebook follows when its `ledger` is opened next.

    Parameters
    ----------
    course : Course
    assignment : Assignment
    what, task : str
    who, why, student : str
        As in `Decision`.

    Raises
    ------
    TaskError
        If there is no such task, or it is not said who, why or of whom.
    """
    known = [cell.removeprefix("check-") for cell in worth(assignment)]
    if task not in known:
        raise TaskError(f"{assignment.name} has no task {task!r}; there are {', '.join(known)}.")
    for each in ("who", "why", *(() if what in _FOR_ALL else ("student",))):
        if not said.get(each, "").strip():
            raise TaskError(f"A decision needs --{each}, so that it can be explained later.")
    whose = "" if what in _FOR_ALL else said["student"]
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    line = Decision(when, said["who"], what, task, whose, said["why"])
    path = path_of(course, assignment.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        # A tab before the text keeps a spreadsheet from taking any of it for a formula.
        rows = [COLUMNS] * new + [[f"\t{cell}" if cell else "" for cell in astuple(line)]]
        csv.writer(file).writerows(rows)
    return line


def standing(lines: Sequence[Decision]) -> dict[str, Decision]:
    """Return by cell of the gradebook the decision for everybody that holds now."""
    found: dict[str, Decision] = {}
    for line in lines:
        if line.what in _FOR_ALL:
            cell = "essay" if line.task == "essay" else f"check-{line.task}"
            found.pop(cell, None)
            if line.what != "restore":
                found[cell] = line
    return found


def open_requests(lines: Sequence[Decision]) -> list[Decision]:
    """Return the requests for another look that nobody has answered yet."""
    found: dict[tuple[str, str], Decision] = {}
    for line in lines:
        if line.what == "request":
            found[line.student, line.task] = line
        elif line.what == "answer":
            found.pop((line.student, line.task), None)
    return list(found.values())


def worth(assignment: Assignment) -> Mapping[str, int]:
    """Return what each cell of the gradebook is worth, as it was released."""
    tasks = {f"check-{number}": task.points for number, task in assignment.tasks.items()}
    return tasks | ({"essay": assignment.essay_points} if assignment.has_essay else {})


def points(decision: Decision | None, full: float) -> float | None:
    """Return what everybody gets by a decision; None where there is none."""
    if decision is None:
        return None
    return 0.0 if decision.what == "void" else float(full)


def to_all(decision: Decision | None) -> str:
    """Return what every learner reads of a decision; nothing where there is none."""
    return TO_ALL[decision.what].format(why=decision.why) if decision else ""


def told(lines: Sequence[Decision]) -> str:
    """Return all decisions and the open requests as text for a person."""
    if not lines:
        return "Nothing was decided or asked."
    waiting = open_requests(lines)
    still = [f"Not answered yet: {len(waiting)}.", *map(str, waiting)] if waiting else []
    return "\n".join([*map(str, lines), *still])
