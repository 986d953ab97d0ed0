"""Grades for a course page: from the gradebook to the CSV that Moodle or Canvas imports.

Both take an empty grade for "no grade" and would wipe one that is there already, and neither knows
"not yet marked". So whoever still waits for a person is left out of the file and named in the
summary.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import MissingEntry

from .course import Course
from .gradebook import Grade, Listed, Submitted
from .tasks import TaskError

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
    """

    path: Path
    written: tuple[str, ...]
    waiting: tuple[str, ...]
    absent: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{len(self.written)} grades are in {self.path}."]
        for names, why in (
            (self.waiting, "an essay or a task waits to be marked"),
            (self.absent, "nothing readable was handed in"),
        ):
            if names:
                lines.append(f"Left out, because {why}: {', '.join(names)}.")
        return "\n".join(lines)


def export(course: Course, name: str, form: str, path: Path) -> Exported:
    """Write the grades of one assignment for the import of a course page.

    Parameters
    ----------
    course : course.Course
    name : str
        The assignment.
    form : str
        ``"moodle"``, for *Grades, Import, CSV file*: names, user name, the e-mail address if the
        gradebook has every one, grade, feedback. ``"canvas"``, for *Grades, Import*: the columns
        of its own export, and the points possible.
    path : path
        The file to write.

    Returns
    -------
    Exported
        A grade is what nbgrader has: the tasks and the essay together, less its penalty for
        lateness, never below 0.

    Raises
    ------
    TaskError
        If the form is unknown, nothing is graded yet, or the file cannot be written.
    """
    if form not in FORMS:
        raise TaskError(f"Grades can be exported for {' or '.join(FORMS)}; found {form!r}.")
    graded = {result.student for result in course.results(name)}
    with course.gradebook() as book:
        try:
            listed = book.find_assignment(name)
        except MissingEntry:
            raise TaskError(
                f"Nothing of {name} is in the gradebook yet; run the grading first."
            ) from None
        handed_in = {each.student.id: each for each in book.assignment_submissions(name)}
        waiting = sorted(student for student, each in handed_in.items() if _waits(each))
        ready = sorted(handed_in.keys() - waiting)
        rows = FORMS[form](name, listed, [handed_in[student] for student in ready])
        known = {student.id for student in book.students}
    absent = sorted((known | graded) - handed_in.keys())
    _write(path, rows)
    return Exported(path, tuple(ready), tuple(waiting), tuple(absent))


def _waits(submission: Submitted) -> bool:
    return any(
        grade.needs_manual_grade for notebook in submission.notebooks for grade in notebook.grades
    )


def _points(submission: Submitted) -> str:
    return f"{max(0, round(submission.score - (submission.late_submission_penalty or 0), 2)):g}"


def _moodle(name: str, listed: Listed, submissions: Sequence[Submitted]) -> Lines:
    # Moodle gives a row without its identifier to the student of the row above; so addresses are
    # there for all, or not at all.
    addresses = [each.student.email for each in submissions]
    addressed = all(addresses)
    head = ["First name", "Last name", "Username", *["Email address"] * addressed]
    rows: Lines = [[*head, f"{name} (of {listed.max_score:g})", "Feedback"]]
    for submission, address in zip(submissions, addresses, strict=True):
        student = submission.student
        who = [student.first_name or "", student.last_name or "", student.id]
        who += [address or ""] * addressed
        rows.append([*who, _points(submission), _feedback(submission)])
    return rows


def _canvas(name: str, listed: Listed, submissions: Sequence[Submitted]) -> Lines:
    """Return Canvas's rows; it knows a student by its own number, or else by the login."""
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", name],
        ["    Points Possible", "", "", "", "", f"{listed.max_score:g}"],
    ]
    for submission in submissions:
        student = submission.student
        shown = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
        rows.append([shown, student.lms_user_id or "", "", student.id, "", _points(submission)])
    return rows


FORMS = {"moodle": _moodle, "canvas": _canvas}


def _feedback(submission: Submitted) -> str:
    """Return what is said on each task with its points, and on the essay last."""
    grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
    said = {
        comment.name: comment.comment or ""
        for notebook in submission.notebooks
        for comment in notebook.comments
    }
    checks = [name.removeprefix("check-") for name in grades if name.startswith("check-")]
    parts: list[str] = []
    for number in sorted(checks, key=int):
        text = said.get(f"task-{number}", "")
        named = text if text.startswith(f"Task {number}") else f"Task {number}: {text}"
        parts.append(f"{named} [{_of(grades[f'check-{number}'])}]")
    if "essay" in grades:
        parts += ["", f"Essay [{_of(grades['essay'])}]", said.get("essay", "")]
    return "\n".join(parts)


def _of(grade: Grade) -> str:
    return f"{grade.score:g} of {grade.max_score:g}"


def _write(path: Path, rows: Lines) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        raise TaskError(
            f"{path} cannot be written ({error.strerror}); close it elsewhere, or give another "
            "place."
        ) from None
