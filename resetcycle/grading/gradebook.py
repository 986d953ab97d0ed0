"""Nbgrader's gradebook as we use it: what we ask of its rows, which come without types.

`ledger` writes into it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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


class Book(Protocol):
    """The gradebook."""

    db: "Session"
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
