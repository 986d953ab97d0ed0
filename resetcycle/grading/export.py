"""Grades for a course page: from the gradebook to the CSV that Moodle or Canvas imports.

Both take an empty grade for "no grade" and would wipe one that is there already, and neither knows
"not yet marked". So whoever still waits for a person is left out of the file and named in the
summary. Cells that a spreadsheet could take for a formula are made harmless; who is known by such
a cell alone is named, since the import will not find them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import MissingEntry

from . import roster, spreadsheet
from .course import Course
from .gradebook import Book, Grade, Listed, Student, Submitted
from .roster import Person
from .tasks import TaskError

FORMS = ("moodle", "canvas", "worksheet", "table")
Lines = list[list[str]]


@dataclass(frozen=True)
class Exported:
    """What `export` wrote.

    Attributes
    ----------
    path : pathlib.Path
    written : tuple of str
        Students with a grade in the file.
    waiting : tuple of str
        Students who handed in and are left out, because an essay or a task of theirs waits for a
        person.
    absent : tuple of str
        Students of the gradebook who are left out, because nothing of theirs could be graded.
    unmatched : tuple of str
        Students with a grade whom the course page would not find.
    what : str
        What is in the file.
    """

    path: Path
    written: tuple[str, ...]
    waiting: tuple[str, ...]
    absent: tuple[str, ...]
    unmatched: tuple[str, ...] = ()
    what: str = "grades"

    def __str__(self) -> str:
        lines = [f"{len(self.written)} {self.what} are in {self.path}."]
        for names, why in (
            (self.waiting, "an essay or a task waits to be marked"),
            (self.absent, "nothing readable was handed in"),
            (
                self.unmatched,
                "the course page knows them by nothing in the roster that is there and no formula",
            ),
        ):
            if names:
                lines.append(f"Left out, because {why}: {', '.join(names)}.")
        if self.unmatched:
            lines.append("Mend their rows of the roster, or enter these grades by hand.")
        return "\n".join(lines)


@dataclass(frozen=True)
class Graded:
    """The points of one person.

    Attributes
    ----------
    person : Person
    submitted : Submitted, optional
        None if nothing of theirs could be graded.
    """

    person: Person
    submitted: Submitted | None

    @property
    def grades(self) -> dict[str, Grade]:
        """By name of the cell."""
        if self.submitted is None:
            return {}
        notebooks = self.submitted.notebooks
        return {grade.name: grade for notebook in notebooks for grade in notebook.grades}

    @property
    def waits(self) -> bool:
        """Whether a person has to mark something first."""
        return any(grade.needs_manual_grade for grade in self.grades.values())

    @property
    def penalty(self) -> float:
        """What lateness takes off."""
        return self.submitted.late_submission_penalty or 0 if self.submitted else 0

    @property
    def points(self) -> str:
        """The tasks and the essay together, less what lateness takes off, never below 0."""
        score = self.submitted.score if self.submitted else 0
        return f"{max(0, round(score - self.penalty, 2)):g}"


@dataclass(frozen=True)
class Asked:
    """What a file is to hold.

    Attributes
    ----------
    name : str
        The assignment.
    column : str
        What its column is called.
    most : float
        The points that can be earned.
    parts : dict of str to float
        The points of each task and of the essay; empty if the total is enough.
    """

    name: str
    column: str
    most: float
    parts: dict[str, float]


def export(
    course: Course,
    name: str,
    form: str,
    path: Path,
    *,
    tasks: bool = False,
    column: str = "",
    worksheet: Path | None = None,
) -> Exported:
    """Write the grades of one assignment for the import of a course page.

    Parameters
    ----------
    course : course.Course
    name : str
        The assignment.
    form : str
        ``"moodle"``, for *Grades, Import, CSV file*: names; user name, ID number and e-mail
        address, each if all have one; grade, feedback. ``"canvas"``, for *Grades, Import*: the
        columns of its own export, and the points possible. ``"worksheet"``: a grading worksheet of
        Moodle, filled in. ``"table"``: everybody, task by task, for people.
    path : path
        The file to write.
    tasks : bool
        A column for each task and the essay too.
    column : str
        What the column of the grade is called; Canvas enters grades into an assignment of its own
        if this is ``"Title (12345)"`` as in its export, and else makes a new one.
    worksheet : path, optional
        The grading worksheet, as downloaded.

    Returns
    -------
    Exported
        A grade is what nbgrader has: the tasks and the essay together, less its penalty for
        lateness, never below 0.

    Raises
    ------
    TaskError
        If the form is unknown, nothing is graded yet, nobody could be matched, or the file cannot
        be written.
    """
    if form not in FORMS:
        raise TaskError(
            f"Grades can be exported as {', '.join(FORMS[:-1])} or {FORMS[-1]}; found {form!r}."
        )
    known = roster.read(course.roster)
    graded = {result.student for result in course.results(name)}
    with course.gradebook() as book:
        listed = _listed(book, name)
        handed_in = {each.student.id: each for each in book.assignment_submissions(name)}
        people = {each.id: _person(known.people.get(each.id), each) for each in book.students}
        people |= {key: each for key, each in known.people.items() if key not in people}
        people |= {key: Person(key, key) for key in graded - people.keys()}
        everybody = [Graded(people[key], handed_in.get(key)) for key in sorted(people)]
        ready = [each for each in everybody if each.submitted and not each.waits]
        parts = _parts(everybody) if tasks or form == "table" else {}
        asked = Asked(name, column, listed.max_score, parts)
        if form == "worksheet":
            rows, found = _worksheet(asked, ready, worksheet)
        elif form == "table":
            rows, found = _table(asked, everybody), set(people)
        else:
            rows, found = (_moodle if form == "moodle" else _canvas)(asked, ready)
        left = [each.person.key for each in everybody if each.waits]
    keys = [each.person.key for each in ready]
    spreadsheet.write(path, rows, mark=form == "table")
    if form == "table":
        return Exported(path, tuple(sorted(found)), (), (), what="people")
    return Exported(
        path,
        tuple(key for key in keys if key in found),
        tuple(left),
        tuple(each.person.key for each in everybody if not each.submitted),
        tuple(key for key in keys if key not in found),
    )


def waiting(course: Course, name: str) -> list[str]:
    """Return the students of whom a person has to mark something first."""
    with course.gradebook() as book:
        _listed(book, name)
        handed_in = book.assignment_submissions(name)
        return sorted(
            each.student.id for each in handed_in if Graded(Person(each.student.id), each).waits
        )


def _listed(book: Book, name: str) -> Listed:
    try:
        return book.find_assignment(name)
    except MissingEntry:
        raise TaskError(
            f"Nothing of {name} is in the gradebook yet; run the grading first."
        ) from None


def _person(known: Person | None, student: Student) -> Person:
    """Return what the roster knows of somebody, and the gradebook where it knows nothing."""
    person = known or Person(student.id, student.id, username=student.id)
    # The book has one column for the number of whatever system it is, and the roster one for each.
    number = student.lms_user_id or ""
    if number in (person.id_number, person.sis_user_id):
        number = ""
    return replace(
        person,
        first_name=person.first_name or student.first_name or "",
        last_name=person.last_name or student.last_name or "",
        email=person.email or student.email or "",
        canvas_id=person.canvas_id or number,
    )


def _parts(everybody: Sequence[Graded]) -> dict[str, float]:
    """Return the tasks in their order, and the essay, with their points."""
    most = {name: grade.max_score for each in everybody for name, grade in each.grades.items()}
    checks = sorted((name for name in most if name.startswith("check-")), key=_number)
    return {name: most[name] for name in (*checks, "essay") if name in most}


def _number(name: str) -> int:
    return int(name.removeprefix("check-"))


def _called(part: str) -> str:
    return "essay" if part == "essay" else f"task {part.removeprefix('check-')}"


def _of_parts(each: Graded, asked: Asked) -> list[str]:
    grades = [each.grades.get(part) for part in asked.parts]
    return [f"{one.score:g}" if one and not one.needs_manual_grade else "" for one in grades]


# The forms

# What Moodle can match by, in the words of its own exports.
_MATCH = {"username": "Username", "id_number": "ID number", "email": "Email address"}


def _moodle(asked: Asked, ready: Sequence[Graded]) -> tuple[Lines, set[str]]:
    # Moodle gives a row without its identifier to the student of the row above; so a column of
    # identifiers is there whole, or not at all.
    counts = {kind: [_safe(getattr(each.person, kind)) for each in ready] for kind in _MATCH}
    kinds = [kind for kind, there in counts.items() if all(there)]
    if not kinds:
        kinds = [max(counts, key=lambda kind: sum(counts[kind]))]
        ready = [each for each, there in zip(ready, counts[kinds[0]], strict=True) if there]
        if not ready:
            raise TaskError(
                "The roster has no user name, address or ID number of anybody, so Moodle could "
                "not tell whose a grade is: load the participants by 'resetcycle roster FILE', or "
                "fill in the grading worksheet of the assignment by '--worksheet FILE'."
            )
    head = ["First name", "Last name", *(_MATCH[kind] for kind in kinds)]
    head += [asked.column or f"{asked.name} (of {asked.most:g})"]
    head += [f"{_called(part)} (of {most:g})" for part, most in asked.parts.items()]
    rows = [[*head, "Feedback"]]
    for each in ready:
        person = each.person
        who = [person.first_name, person.last_name, *(getattr(person, kind) for kind in kinds)]
        rows.append([*who, each.points, *_of_parts(each, asked), _feedback(each)])
    return rows, {each.person.key for each in ready}


def _safe(identifier: str) -> bool:
    """Return whether somebody can be known by this: it is there, and no formula."""
    return bool(identifier) and not spreadsheet.acts(identifier)


def _canvas(asked: Asked, ready: Sequence[Graded]) -> tuple[Lines, set[str]]:
    """Return Canvas's rows; it knows a student by its own number, or else by SIS id or login."""
    columns = [asked.column or asked.name]
    columns += [f"{asked.name} {_called(part)}" for part in asked.parts]
    possible = [f"{most:g}" for most in (asked.most, *asked.parts.values())]
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *columns],
        ["    Points Possible", "", "", "", "", *possible],
    ]
    found: set[str] = set()
    for each in ready:
        person = each.person
        shown = ", ".join(filter(None, (person.last_name, person.first_name)))
        ids = [person.canvas_id, person.sis_user_id, person.username]
        if any(_safe(each) for each in ids):
            who = [shown or person.name or person.key, *ids, person.section]
            rows.append([*who, each.points, *_of_parts(each, asked)])
            found.add(person.key)
    return rows, found


def _table(asked: Asked, everybody: Sequence[Graded]) -> Lines:
    """Return everybody, task by task: what a person wants to look at."""
    parts = [f"{_called(part)} (of {most:g})" for part, most in asked.parts.items()]
    rows = [["student", "name", "section", "state", *parts, "late", f"total (of {asked.most:g})"]]
    for each in everybody:
        state = "waits" if each.waits else "marked" if each.submitted else "nothing"
        total = each.points if each.submitted and not each.waits else ""
        late = f"{-each.penalty:g}" if each.penalty else ""
        person = each.person
        who = [person.key, person.name, person.section, state]
        rows.append([*who, *_of_parts(each, asked), late, total])
    return rows


def _worksheet(asked: Asked, ready: Sequence[Graded], path: Path | None) -> tuple[Lines, set[str]]:
    """Fill in a grading worksheet of Moodle; everything else of it stays as it was downloaded."""
    if path is None:
        raise TaskError("Give the grading worksheet as Moodle gives it out, by --worksheet FILE.")
    header, *rows = spreadsheet.read(path, "the grading worksheet") or [[]]
    needed = ("Identifier", "Grade", "Last modified (grade)")
    lacking = [column for column in needed if column not in header]
    if lacking:
        raise TaskError(
            f"{path}, row 1: the column {lacking[0]!r} is missing; download the grading worksheet "
            "again, with English as the language of Moodle."
        )
    by_number = {
        each.person.numbers[asked.name]: each
        for each in ready
        if each.person.numbers.get(asked.name)
    }
    found: set[str] = set()
    for number, row in enumerate(rows, 2):
        cells = dict(zip(header, row, strict=False))
        each = by_number.get(re.sub(r"^.*?(\d*)$", r"\1", cells.get("Identifier", "").strip()))
        if each is None or cells.get("Grade can be changed", "Yes") == "No":
            continue
        _refuse_other_points(f"{path}, row {number}", cells.get("Maximum Grade", ""), asked.most)
        row[header.index("Grade")] = each.points
        if "Feedback comments" in header:
            row[header.index("Feedback comments")] = _feedback(each)
        found.add(each.person.key)
    return [header, *rows], found


def _refuse_other_points(where: str, text: str, most: float) -> None:
    try:
        there = float(text.replace(",", "."))
    except ValueError:
        return
    if there != most:
        raise TaskError(
            f"{where}, column 'Maximum Grade': Moodle gives {there:g} points at most and this "
            f"assignment has {most:g}; set its maximum grade in Moodle to {most:g}, and download "
            "the worksheet again."
        )


def _feedback(each: Graded) -> str:
    """Return what is said on each task with its points, on the essay, and on lateness last."""
    grades = each.grades
    notebooks = each.submitted.notebooks if each.submitted else ()
    said = {
        comment.name: comment.comment or ""
        for notebook in notebooks
        for comment in notebook.comments
    }
    parts: list[str] = []
    for check in sorted((name for name in grades if name.startswith("check-")), key=_number):
        number = check.removeprefix("check-")
        text = said.get(f"task-{number}", "")
        named = text if text.startswith(f"Task {number}") else f"Task {number}: {text}"
        parts.append(f"{named} [{_of(grades[check])}]")
    if "essay" in grades:
        parts += ["", f"Essay [{_of(grades['essay'])}]", said.get("essay", "")]
    if each.penalty:
        parts += ["", f"Handed in late: {each.penalty:g} points are taken off."]
    return "\n".join(parts)


def _of(grade: Grade) -> str:
    return f"{grade.score:g} of {grade.max_score:g}"
