"""When an assignment is due, for whom later, and what lateness costs.

The class's table `deadlines.csv` says it: one row an assignment, and one for each person who has
more time. What nbgrader has fields for is written there: the day, each extension, the points that
are taken off.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import MissingEntry

from . import roster, spreadsheet
from .course import Course
from .tasks import TaskError

COLUMNS = ("assignment", "student", "due", "grace_minutes", "percent_a_day", "most_percent")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """When somebody's work is due.

    Attributes
    ----------
    due : datetime.datetime
        With its zone.
    grace_minutes : float
        Lateness up to here is none.
    percent_a_day : float
        Of the points that can be earned, for each day that has begun.
    most_percent : float
        More is never taken off.
    """

    due: datetime
    grace_minutes: float = 0
    percent_a_day: float = 0
    most_percent: float = 100


@dataclass(frozen=True)
class Late:
    """That somebody handed in late.

    Attributes
    ----------
    percent : float
        Of the points that can be earned, which are taken off.
    said : str
        How late, and what it costs.
    """

    percent: float
    said: str


Deadlines = Mapping[tuple[str, str], Rule]


def read(path: Path) -> dict[tuple[str, str], Rule]:
    """Return the deadlines of a class, by assignment and student; the student is empty for all.

    Raises
    ------
    TaskError
        With file and row, if something there is no time or no number.
    """
    if not path.exists():
        return {}
    header, *rows = spreadsheet.read(path, "the table of deadlines") or [[]]
    rules: dict[tuple[str, str], Rule] = {}
    for number, row in enumerate(rows, 2):
        cells = {
            column: spreadsheet.unharmed(cell).strip()
            for column, cell in zip(header, row, strict=False)
        }
        if cells.get("assignment"):
            where = f"{path}, row {number}"
            given = {
                column: _number(cells[column], f"{where}, column {column!r}")
                for column in COLUMNS[3:]
                if cells.get(column)
            }
            due = moment(cells.get("due", ""), f"{where}, column 'due'")
            rules[cells["assignment"], cells.get("student", "")] = Rule(due, **given)
    return rules


def moment(text: str, where: str = "") -> datetime:
    """Return a time such as ``2027-03-01 23:59``; without a zone it is this computer's.

    Raises
    ------
    TaskError
    """
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        raise TaskError(
            f"{where + ': ' if where else ''}a time is written as 2027-03-01 23:59, or with its "
            f"zone as 2027-03-01T23:59+01:00; found {text!r}."
        ) from None


def _number(text: str, where: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = -1
    if not 0 <= number < math.inf:
        raise TaskError(f"{where}: a number from 0 on is needed; found {text!r}.")
    return number


def write(path: Path, rules: Deadlines) -> None:
    """Write the deadlines of a class."""
    rows = [
        [name, student, rule.due.isoformat(" ", "minutes")]
        + ["" if student else f"{getattr(rule, column):g}" for column in COLUMNS[3:]]
        for (name, student), rule in sorted(rules.items())
    ]
    spreadsheet.write(path, [COLUMNS, *rows])


def set_due(
    course: Course, name: str, when: str, student: str, given: Mapping[str, float | None]
) -> None:
    """Set when an assignment is due, for all or for one person; what is not given stays.

    Raises
    ------
    TaskError
        If it is no time, nobody has that key, or an extension comes before there is a due date.
    """
    rules, due = read(course.deadlines), moment(when)
    if student and student not in roster.read(course.roster).people:
        raise TaskError(f"Nobody in {course.roster} has the key {student!r}.")
    if student and (name, "") not in rules:
        raise TaskError(f"Set first when {name} is due for all, without --student.")
    before = rules.get((name, student), Rule(due))
    numbers = {
        column: _number(f"{number:g}", f"--{column.split('_')[0]}")
        for column, number in given.items()
        if number is not None
    }
    rules[name, student] = replace(before, due=due, **numbers)
    write(course.deadlines, rules)


def told(rules: Deadlines, name: str) -> str:
    """Return the deadlines of an assignment in words."""
    rule = rules.get((name, ""))
    if rule is None:
        return f"{name} has no due date."
    lines = [f"{name} is due on {_shown(rule.due)}."]
    if rule.grace_minutes:
        lines.append(f"Up to {rule.grace_minutes:g} minutes late are not counted.")
    if rule.percent_a_day:
        lines.append(
            f"Each day that has begun after it takes off {rule.percent_a_day:g} percent of the "
            f"points that can be earned, {rule.most_percent:g} percent at most."
        )
    for (other, student), own in sorted(rules.items()):
        if other == name and student:
            lines.append(f"{student} has time until {_shown(own.due)}.")
    return "\n".join(lines)


def _shown(when: datetime) -> str:
    return f"{when.astimezone():%Y-%m-%d %H:%M %Z}"


def late(
    rules: Deadlines, name: str, student: str, handed_in: datetime, *, marked: bool | None
) -> Late | None:
    """Return how late somebody was, or None.

    Parameters
    ----------
    rules : dict
    name, student : str
    handed_in : datetime.datetime
        With its zone.
    marked : bool, optional
        What the course page says. It goes before the time of a file, which in Canvas's zips is
        that of the download; but who has an extension here is not late by Canvas's date.
    """
    everybody, own = rules.get((name, "")), rules.get((name, student))
    rule = everybody or own
    if marked is not None:
        if not marked or own:
            return None
        percent = min(rule.percent_a_day, rule.most_percent) if rule else 0
        return Late(percent, f"the course page says LATE, not by how long{_costs(percent)}")
    if rule is None:
        return None
    due = (own or rule).due
    over = handed_in - due
    if over <= timedelta(minutes=rule.grace_minutes):
        return None
    days = math.ceil(over / _DAY)
    percent = min(rule.percent_a_day * days, rule.most_percent)
    return Late(percent, f"by {_how_long(over)}{_costs(percent)}")


def _how_long(over: timedelta) -> str:
    hours, minutes = divmod(math.ceil(over.total_seconds() / 60), 60)
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {minutes} min"


def _costs(percent: float) -> str:
    return f"; {percent:g} percent of the points are taken off" if percent else ""


def apply(course: Course, name: str, counted: Mapping[str, tuple[datetime, bool | None]]) -> None:
    """Write due date, extensions and penalties into nbgrader's gradebook, where the table has them.

    Parameters
    ----------
    course : Course
    name : str
    counted : dict
        By student, when the attempt that counts was handed in, and what the course page says of it.
    """
    rules = read(course.deadlines)
    rule = rules.get((name, ""))
    if rule is None:
        return
    with course.gradebook() as book:
        try:
            listed = book.find_assignment(name)
        except MissingEntry:
            return
        # nbgrader keeps times in UTC, without saying so.
        listed.duedate = rule.due.astimezone(UTC).replace(tzinfo=None)
        for submission in book.assignment_submissions(name):
            student = submission.student.id
            own = rules.get((name, student))
            submission.extension = own.due - rule.due if own else None
            # Also where it costs nothing: it may have cost something before.
            if student in counted:
                when, marked = counted[student]
                found = late(rules, name, student, when, marked=marked)
                percent = found.percent if found else 0
                for notebook in submission.notebooks:
                    notebook.late_submission_penalty = round(listed.max_score * percent / 100, 2)
        book.db.commit()
