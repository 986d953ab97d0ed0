"""Marking essays in a spreadsheet: a sheet for each grader goes out, the marks come back.

One row is one essay, one column one line of the rubric. A sheet is text that students wrote and a
spreadsheet opens, so nothing in it may act as a formula; and it is hours of a person's work, so
what was marked is never overwritten.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
from nbgrader.api import MissingEntry

from .. import rubric
from . import spreadsheet
from .course import Course
from .gradebook import Book, Comment, Grade
from .result import Result
from .spreadsheet import harmless, unharmed
from .tasks import TaskError

BEFORE, COMMENT = ["student", "words", "essay"], "comment"
# A spreadsheet's cell holds 32,767 characters; a longer one would spill over into other rows.
CELL = 30_000
CUT = "\n[Cut here: the rest is in the notebook.]"

Cells = dict[str, str]


@dataclass(frozen=True)
class Entered:
    """What `enter` did with a sheet.

    Attributes
    ----------
    entered : int
        Essays whose marks are now in the gradebook.
    waiting : int
        Rows without marks.
    replaced : tuple of (str, float, float)
        Student, mark before and mark now, where another mark had been given.
    changed : tuple of str
        Students who handed in another essay after the sheet was written.
    """

    entered: int
    waiting: int
    replaced: tuple[tuple[str, float, float], ...] = ()
    changed: tuple[str, ...] = ()

    def __str__(self) -> str:
        done = f"{self.entered} essays are marked in the gradebook"
        lines = [f"{done}; {self.waiting} in this sheet are not marked yet."]
        lines += [
            f"{student} had {before:g} points for the essay and now has {after:g}."
            for student, before, after in self.replaced
        ]
        lines += [
            f"{student} has handed in another essay since this sheet was written; read it again."
            for student in self.changed
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Row:
    """A row of a sheet.

    Attributes
    ----------
    cells : dict of str to str
        By column.
    number : int
        In the spreadsheet; 0 for a row that is not in one yet.
    """

    cells: Cells
    number: int = 0

    @property
    def student(self) -> str:
        """Whose essay it is."""
        return self.cells["student"]

    @property
    def begun(self) -> bool:
        """Whether a person wrote a mark or a comment into it."""
        return any(self.cells[column].strip() for column in [*_criteria(), COMMENT])


@dataclass(frozen=True)
class Marked:
    """A row with all its marks.

    Attributes
    ----------
    row : Row
    marks : dict of str to int
        From 0 to 3, for each criterion.
    words : int
        How long the essay is that was marked.
    """

    row: Row
    marks: dict[str, int]
    words: int


def sheet(course: Course, name: str, grader: str) -> Path:
    """Write the marking sheet of one grader, or bring it up to date.

    Parameters
    ----------
    course : course.Course
    name : str
        The assignment, after `batch.grade`.
    grader : str
        Letters, digits, - and _; part of the file's name.

    Returns
    -------
    pathlib.Path
        ``essays/NAME.GRADER.csv`` in the folder of the class. Rows that hold a mark or a comment
        stay as they are; others show the essay as it was handed in last; new essays follow at the
        end.

    Raises
    ------
    TaskError
        If the grader's name will not do, nothing is graded yet, or the present sheet cannot be
        read or written.
    """
    if not re.fullmatch(r"[\w-]+", grader):
        raise TaskError(
            f"A grader's name is made of letters, digits, - and _, such as anna; found {grader!r}."
        )
    found = _essays(course, name)
    path = course.work / "essays" / f"{name}.{grader}.csv"
    header, rows = _read(path) if path.exists() else (_columns(), [])
    known = {row.student for row in rows}
    cells = [row.cells if row.begun else row.cells | found.get(row.student, {}) for row in rows] + [
        essay for student, essay in found.items() if student not in known
    ]
    more = [column for column in header if column not in _columns()]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, [*_columns(), *more], cells)
    except PermissionError:
        raise TaskError(
            f"{path} cannot be written; close it in the spreadsheet program and try again."
        ) from None
    return path


def enter(course: Course, name: str, path: Path) -> Entered:
    """Write the marks of a sheet into the gradebook: all that are there, or, if one is wrong, none.

    Parameters
    ----------
    course : course.Course
    name : str
    path : path
        A sheet as from `sheet`, saved as CSV in UTF-8; with commas, semicolons or tabs.

    Returns
    -------
    Entered

    Raises
    ------
    TaskError
        In one sentence with file, row and column: a column is missing, a mark is not 0, 1, 2 or 3,
        a row is marked in part, a student is unknown or stands twice.
    """
    found = _essays(course, name)
    marked, waiting = _marked(path)
    replaced: list[tuple[str, float, float]] = []
    with course.gradebook() as book:
        places = [(each, *_places(book, name, each.row, path)) for each in marked]
        for each, grade, comment in places:
            points = rubric.points(each.marks, each.words).total
            if grade.manual_score not in (None, points):
                replaced.append((each.row.student, grade.manual_score, points))
            grade.manual_score, grade.needs_manual_grade = points, False
            comment.manual_comment = in_words(each.marks, each.words, each.row.cells[COMMENT])
        book.db.commit()
    changed = tuple(each.row.student for each in marked if _was_changed(each.row, found))
    return Entered(len(marked), waiting, tuple(replaced), changed)


def marks(course: Course, name: str) -> pd.DataFrame:
    """Return the marks in all sheets of an assignment that lie in the class's folder ``essays/``.

    Returns
    -------
    pandas.DataFrame
        One row a student, criterion and grader: ``student``, ``criterion_id``, ``grader``,
        ``mark`` (0 to 3).

    Raises
    ------
    TaskError
        As `enter` does.
    """
    rows = [
        (each.row.student, criterion, path.name.removeprefix(f"{name}.").removesuffix(".csv"), mark)
        for path in sorted((course.work / "essays").glob(f"{name}.*.csv"))
        for each in _marked(path)[0]
        for criterion, mark in each.marks.items()
    ]
    return pd.DataFrame(rows, columns=["student", "criterion_id", "grader", "mark"])


def in_words(given: Mapping[str, int], words: int = 0, comment: str = "") -> str:
    """Return the comment that a learner reads, in Markdown: the rubric's words, then the grader's.

    Parameters
    ----------
    given : dict of str to int
        A mark from 0 to 3 for each criterion.
    words : int
        How long the essay is.
    comment : str

    Examples
    --------
    >>> given = {line.name: 2 for line in rubric.lines()}
    >>> said = in_words(given, 400, "Well done.").splitlines()
    >>> said[0][:23], said[-3]
    ('- **Claim**, 2 of 3: An', '10 of 18 points. Its length takes off 2 points.')
    """
    lines = [
        f"- **{line.criterion}**, {given[line.name]} of 3: {line.earned(given[line.name])}"
        for line in rubric.lines()
    ]
    lines += ["", rubric.points(given, words).told()]
    return "\n".join(lines + (["", comment.strip()] if comment.strip() else []))


def _criteria() -> list[str]:
    return [line.name for line in rubric.lines()]


def _columns() -> list[str]:
    return [*BEFORE, *_criteria(), COMMENT]


def _essays(course: Course, name: str) -> dict[str, Cells]:
    """Return the row of each student who wrote an essay, without marks."""
    results = course.results(name)
    if not results:
        raise TaskError(
            f"Nothing of {name} is graded yet; run the grading first, then mark the essays."
        )
    return {
        result.student: {
            "student": result.student,
            "words": str(result.words),
            "essay": _text(course, name, result),
        }
        for result in results
        if result.words
    }


def _text(course: Course, name: str, result: Result) -> str:
    notebook = nbformat.read(course.autograded(name, result.student), as_version=4)
    text = next(cell.source for cell in notebook.cells if cell.id == "essay")
    return text if len(text) <= CELL else text[:CELL] + CUT


def _was_changed(row: Row, found: Mapping[str, Cells]) -> bool:
    """Return whether another essay was handed in than the one in the sheet."""
    essay, now = row.cells["essay"], found.get(row.student, {}).get("essay", "")
    return bool(essay) and _plain(now) != _plain(essay)


def _plain(text: str) -> str:
    """Return what a spreadsheet program leaves as it is.

    It may change line ends, invisible characters and quotation marks.
    """
    return re.sub(r"[\s\x00-\x1f'’]+", " ", text).strip()


def _write(path: Path, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    beside = path.with_suffix(".part")
    # The mark at the start of the file tells spreadsheet programs that it is in UTF-8.
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [columns, *([harmless(row.get(column, "")) for column in columns] for row in rows)]
        )
    beside.replace(path)


def _read(path: Path) -> tuple[list[str], list[Row]]:
    """Return the header and the rows of a sheet."""
    lines = spreadsheet.read(path, "the marked sheet")
    header = [unharmed(cell).strip() for cell in lines[0]] if lines else []
    _refuse_header(path, header)
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            full = line + [""] * (len(header) - len(line))
            cells = dict(zip(header, map(unharmed, full), strict=False))
            row = Row(cells | {"student": cells["student"].strip()}, number)
            _refuse_row(path, row, rows, too_long=len(line) > len(header))
            rows.append(row)
    return header, rows


def _refuse_header(path: Path, header: Sequence[str]) -> None:
    for column in _columns():
        if header.count(column) != 1:
            fault = "stands more than once" if column in header else "is missing"
            raise TaskError(
                f"{path}, row 1: the column {column!r} {fault}; take the first row of a new sheet."
            )


def _refuse_row(path: Path, row: Row, before: Sequence[Row], *, too_long: bool) -> None:
    where = f"{path}, row {row.number}"
    if too_long:
        raise TaskError(
            f"{where}: there are more cells than columns; a quotation mark may have been lost, so "
            "copy the row from a new sheet."
        )
    if not row.student:
        raise TaskError(f"{where}, column 'student': it is empty; fill it in or delete the row.")
    if row.student in [other.student for other in before]:
        raise TaskError(
            f"{where}, column 'student': {row.student!r} stands in an earlier row too; delete one "
            "of them."
        )


def _marked(path: Path) -> tuple[list[Marked], int]:
    """Return the marked rows of a sheet, and the number of those that are not marked yet."""
    rows = _read(path)[1]
    given = [
        (row, {criterion: row.cells[criterion].strip() for criterion in _criteria()})
        for row in rows
    ]
    marked = [
        Marked(
            row,
            {criterion: _mark(path, row, criterion, mark) for criterion, mark in of.items()},
            _words(path, row),
        )
        for row, of in given
        if any(of.values())
    ]
    return marked, len(rows) - len(marked)


def _mark(path: Path, row: Row, criterion: str, mark: str) -> int:
    where = f"{path}, row {row.number} ({row.student}), column {criterion!r}"
    if not mark:
        raise TaskError(
            f"{where}: it is empty, and the row is marked in part; give every mark of the row, or "
            "none."
        )
    # Some spreadsheets write whole numbers with a decimal point or comma.
    if not re.fullmatch(r"[0-3]([.,]0+)?", mark):
        raise TaskError(f"{where}: a mark is 0, 1, 2 or 3; found {mark!r}.")
    return int(mark[0])


def _words(path: Path, row: Row) -> int:
    words = row.cells["words"].strip()
    # Some spreadsheets write whole numbers with a decimal point or comma.
    if not re.fullmatch(r"[0-9]+([.,]0+)?", words):
        raise TaskError(
            f"{path}, row {row.number} ({row.student}), column 'words': the number of words is "
            f"needed, since a long essay loses points; found {words!r}."
        )
    return int(re.split("[.,]", words)[0])


def _places(book: Book, name: str, row: Row, path: Path) -> tuple[Grade, Comment]:
    """Return where the gradebook keeps the points of an essay, and what is said on it."""
    try:
        return (
            book.find_grade("essay", name, name, row.student),
            book.find_comment("essay", name, name, row.student),
        )
    except MissingEntry:
        raise TaskError(
            f"{path}, row {row.number}, column 'student': nobody called {row.student!r} has "
            f"handed in {name}; correct the name."
        ) from None
