"""Nbgrader's gradebook as we use it, and how the marks of one submission are written into it.

The classes name what we ask of nbgrader's rows, which come without types of their own.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

from nbgrader.api import MissingEntry

from ..essays import MAX_WORDS
from .result import Result


class Grade(Protocol):
    """The points of one cell; those that a person gave count, if there are any."""

    name: str
    score: float
    max_score: float
    auto_score: float | None
    manual_score: float | None
    needs_manual_grade: bool


class Comment(Protocol):
    """What is said on one cell; what a person said counts, if there is any."""

    name: str
    comment: str | None
    auto_comment: str | None
    manual_comment: str | None


class Notebook(Protocol):
    """A graded notebook."""

    grades: Sequence[Grade]
    comments: Sequence[Comment]
    late_submission_penalty: float | None


class Student(Protocol):
    """A learner, as far as the gradebook knows more than the name of the folder."""

    id: str
    first_name: str | None
    last_name: str | None
    email: str | None
    lms_user_id: str | None


class Submitted(Protocol):
    """What a learner handed in of one assignment."""

    student: Student
    score: float
    late_submission_penalty: float | None
    extension: timedelta | None
    notebooks: Sequence[Notebook]


class Listed(Protocol):
    """An assignment."""

    max_score: float
    duedate: datetime | None


class Session(Protocol):
    """The connection to the database."""

    def add(self, row: object) -> None:
        """Take in a new row."""
        ...

    def commit(self) -> None:
        """Write what was changed."""
        ...


class Book(Protocol):
    """The gradebook."""

    db: Session
    students: Sequence[Student]

    def find_assignment(self, name: str) -> Listed:
        """Return an assignment; nbgrader's `MissingEntry` if it is not in the book."""
        ...

    def assignment_submissions(self, name: str) -> Sequence[Submitted]:
        """Return what was handed in of an assignment."""
        ...

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        """Return the points of a cell; `MissingEntry` if nothing was handed in."""
        ...

    def find_comment(
        self, solution_cell: str, notebook: str, assignment: str, student: str
    ) -> Comment:
        """Return what is said on a cell; `MissingEntry` if nothing was handed in."""
        ...

    def update_or_create_student(self, name: str) -> Student:
        """Take a learner into the book."""
        ...

    def update_or_create_submission(
        self, assignment: str, student: str, *, timestamp: str
    ) -> Submitted:
        """Take into the book that something was handed in, and when."""
        ...


def enter_one(book: Book, name: str, result: Result) -> None:
    """Write the marks of one submission; those that a person gave stay."""
    student = result.student
    book.update_or_create_student(student)
    book.update_or_create_submission(name, student, timestamp=result.handed_in)
    for number, mark in result.tasks.items():
        grade = book.find_grade(f"check-{number}", name, name, student)
        grade.auto_score, grade.needs_manual_grade = mark.points, result.wants_a_person
        book.find_comment(f"task-{number}", name, name, student).auto_comment = mark.said
    # An exercise that asks for no essay has no place for its marks.
    with suppress(MissingEntry):
        _enter_essay(book, name, result)


def _enter_essay(book: Book, name: str, result: Result) -> None:
    essay = book.find_grade("essay", name, name, result.student)
    essay.auto_score = None if result.words else 0
    essay.needs_manual_grade = bool(result.words) and essay.manual_score is None
    comment = book.find_comment("essay", name, name, result.student)
    comment.auto_comment = _on_length(result.words)


def _on_length(words: int) -> str:
    if not words:
        return "No response."
    over = words - MAX_WORDS
    return f"{words} words, {over} over the limit." if over > 0 else f"{words} words."
