"""Grades for a course page: from the gradebook to the CSV that Moodle or Canvas imports.

Both take an empty grade for "no grade" and would wipe one that is there already, and neither knows "not yet marked". So
whoever still waits for a person is left out of the file and named in the summary.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import MissingEntry

from .tasks import TaskError


@dataclass(frozen=True)
class Exported:
    """What `export` wrote.

    Attributes
    ----------
    path : pathlib.Path
    written : tuple of str
        Students with a grade in the file.
    waiting : tuple of str
        Students who handed in and are left out, because an essay or a task of theirs waits for a person.
    absent : tuple of str
        Students of the gradebook who are left out, because nothing of theirs could be graded.
    """

    path: Path
    written: tuple
    waiting: tuple
    absent: tuple

    def __str__(self):
        lines = [f"{len(self.written)} grades are in {self.path}."]
        lines += [
            f"Left out, because an essay or a task waits to be marked: {', '.join(self.waiting)}."
        ] * bool(self.waiting)
        lines += [
            f"Left out, because nothing readable was handed in: {', '.join(self.absent)}."
        ] * bool(self.absent)
        return "\n".join(lines)


def export(course, name, form, path):
    """Write the grades of one assignment for the import of a course page.

    Parameters
    ----------
    course : course.Course
    name : str
        The assignment.
    form : str
        ``"moodle"``, for *Grades, Import, CSV file*: names, user name, the e-mail address if the gradebook has every
        one, grade, feedback. ``"canvas"``, for *Grades, Import*: the columns of its own export, and the points possible.
    path : path
        The file to write.

    Returns
    -------
    Exported
        A grade is what nbgrader has: the tasks and the essay together, less its penalty for lateness, never below 0.

    Raises
    ------
    TaskError
        If the form is unknown, nothing is graded yet, or the file cannot be written.
    """
    if form not in FORMS:
        raise TaskError(f"Grades can be exported for {' or '.join(FORMS)}; found {form!r}.")
    with course.gradebook() as book:
        try:
            most = book.find_assignment(name).max_score
        except MissingEntry:
            raise TaskError(
                f"Nothing of {name} is in the gradebook yet; run the grading first."
            ) from None
        submissions = sorted(
            book.assignment_submissions(name), key=lambda submission: submission.student.id
        )
        waiting = tuple(submission.student.id for submission in submissions if _waits(submission))
        ready = [submission for submission in submissions if submission.student.id not in waiting]
        rows = FORMS[form](name, most, ready)
        handed_in = {submission.student.id for submission in submissions}
        unreadable = {result["student"] for result in course.results(name)} - handed_in
        absent = tuple(sorted({student.id for student in book.students} - handed_in | unreadable))
        written = tuple(submission.student.id for submission in ready)
    path = Path(path)
    _write(path, rows)
    return Exported(path, written, waiting, absent)


def _waits(submission):
    return any(
        grade.needs_manual_grade for notebook in submission.notebooks for grade in notebook.grades
    )


def _points(submission):
    return f"{max(0, round(submission.score - (submission.late_submission_penalty or 0), 2)):g}"


def _moodle(name, most, submissions):
    # Moodle gives a row without its identifier to the student of the row above; so addresses are there for all, or not at all.
    addressed = all(submission.student.email for submission in submissions)
    rows = [
        [
            "First name",
            "Last name",
            "Username",
            *["Email address"] * addressed,
            f"{name} (of {most:g})",
            "Feedback",
        ]
    ]
    for submission in submissions:
        student = submission.student
        rows.append(
            [
                student.first_name or "",
                student.last_name or "",
                student.id,
                *[student.email] * addressed,
                _points(submission),
                _feedback(submission),
            ]
        )
    return rows


def _canvas(name, most, submissions):
    """Return Canvas's rows; it knows a student by its own number, if the gradebook has it, or else by the login."""
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", name],
        ["    Points Possible", "", "", "", "", f"{most:g}"],
    ]
    for submission in submissions:
        student = submission.student
        shown = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
        rows.append([shown, student.lms_user_id or "", "", student.id, "", _points(submission)])
    return rows


FORMS = {"moodle": _moodle, "canvas": _canvas}


def _feedback(submission):
    """Return what is said on each task with its points, and on the essay last."""
    grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
    said = {
        comment.name: comment.comment or ""
        for notebook in submission.notebooks
        for comment in notebook.comments
    }
    parts = []
    for number in sorted(
        int(name.removeprefix("check-")) for name in grades if name.startswith("check-")
    ):
        text = said.get(f"task-{number}", "")
        named = text if text.startswith(f"Task {number}") else f"Task {number}: {text}"
        parts.append(f"{named} [{_of(grades[f'check-{number}'])}]")
    return "\n".join([*parts, "", f"Essay [{_of(grades['essay'])}]", said.get("essay", "")])


def _of(grade):
    return f"{grade.score:g} of {grade.max_score:g}"


def _write(path, rows):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        raise TaskError(
            f"{path} cannot be written ({error.strerror}); close it elsewhere, or give another place."
        ) from None
