"""Marking essays in a spreadsheet: a sheet for each grader goes out, the marks come back into the gradebook.

One row is one essay, one column one line of the rubric. A sheet is text that students wrote and a spreadsheet opens, so
nothing in it may act as a formula; and it is hours of a person's work, so what was marked is never overwritten.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pandas as pd
from nbgrader.api import MissingEntry

from .. import data
from .tasks import TaskError

BEFORE, COMMENT = ["student", "words", "essay"], "comment"
# A spreadsheet's cell holds 32,767 characters; a longer one would spill over into other rows.
CELL = 30_000
CUT = "\n[Cut here: the rest is in the notebook.]"
# Where a spreadsheet could take text for a formula: at the start of a cell and, since one that expects semicolons splits
# and breaks our cells elsewhere, after those and at the start of a line.
_ACTIVE = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = re.compile(_ACTIVE + r"(?='*[=+\-@\t\r＝＋－＠])")
_MADE_HARMLESS = re.compile(_ACTIVE + r"'(?='*[=+\-@\t\r＝＋－＠])")


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
    replaced: tuple = ()
    changed: tuple = ()

    def __str__(self):
        lines = [
            f"{self.entered} essays are marked in the gradebook; {self.waiting} in this sheet are not marked yet."
        ]
        lines += [
            f"{student} had {before:g} points for the essay and now has {after:g}."
            for student, before, after in self.replaced
        ]
        lines += [
            f"{student} has handed in another essay since this sheet was written; read it again."
            for student in self.changed
        ]
        return "\n".join(lines)


def sheet(course, name, grader):
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
        ``essays/NAME.GRADER.csv`` in the folder of the class. Rows that hold a mark or a comment stay as they are;
        others show the essay as it was handed in last; new essays follow at the end.

    Raises
    ------
    TaskError
        If the grader's name will not do, nothing is graded yet, or the present sheet cannot be read or written.
    """
    if not re.fullmatch(r"[\w-]+", grader):
        raise TaskError(
            f"A grader's name is made of letters, digits, - and _, such as anna; found {grader!r}."
        )
    found = _essays(course, name)
    path = course.work / "essays" / f"{name}.{grader}.csv"
    header, rows = _read(path) if path.exists() else (_columns(), [])
    for row in rows:
        if row["student"] in found and not any(
            row[column].strip() for column in [*_criteria(), COMMENT]
        ):
            row |= found[row["student"]]
    known = {row["student"] for row in rows}
    rows += [about for student, about in found.items() if student not in known]
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(
            path, [*_columns(), *(column for column in header if column not in _columns())], rows
        )
    except PermissionError:
        raise TaskError(
            f"{path} cannot be written; close it in the spreadsheet program and try again."
        ) from None
    return path


def enter(course, name, path):
    """Write the marks of a sheet into the gradebook: all that are there, or, if anything is wrong, none.

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
        In one sentence with file, row and column: a column is missing, a mark is not 0, 1, 2 or 3, a row is marked in
        part, a student is unknown or stands twice.
    """
    path, found = Path(path), _essays(course, name)
    marked, waiting = _marked(path)
    replaced, changed = [], []
    with course.gradebook() as book:
        cells = [(row, _cells(book, name, row, path)) for row in marked]
        for row, (grade, comment) in cells:
            points = sum(row["marks"].values())
            if grade.manual_score not in (None, points):
                replaced.append((row["student"], grade.manual_score, points))
            grade.manual_score, grade.needs_manual_grade = points, False
            comment.manual_comment = in_words(row["marks"], row["comment"])
            if row["essay"] and _plain(found.get(row["student"], {}).get("essay", "")) != _plain(
                row["essay"]
            ):
                changed.append(row["student"])
        book.db.commit()
    return Entered(len(marked), waiting, tuple(replaced), tuple(changed))


def marks(course, name):
    """Return the marks in all sheets of an assignment that lie in the class's folder ``essays/``.

    Returns
    -------
    pandas.DataFrame
        One row a student, criterion and grader: ``student``, ``criterion_id``, ``grader``, ``mark`` (0 to 3).

    Raises
    ------
    TaskError
        As `enter` does.
    """
    rows = []
    for path in sorted((course.work / "essays").glob(f"{name}.*.csv")):
        grader = path.name.removeprefix(f"{name}.").removesuffix(".csv")
        rows += [
            (row["student"], criterion, grader, mark)
            for row in _marked(path)[0]
            for criterion, mark in row["marks"].items()
        ]
    return pd.DataFrame(rows, columns=["student", "criterion_id", "grader", "mark"])


def in_words(given, comment=""):
    """Return the comment that a learner reads, in Markdown: the rubric's words for each mark, then the grader's own.

    Parameters
    ----------
    given : dict of str to int
        A mark from 0 to 3 for each criterion.
    comment : str

    Examples
    --------
    >>> print(in_words({"writing": 2}, "Well done."))
    - **Writing**, 2 of 3: Clear and ordered; hedges mostly match the evidence
    <BLANKLINE>
    Well done.
    """
    rubric = data.load("rubric").set_index("criterion_id")
    lines = [
        f"- **{rubric.loc[criterion, 'criterion']}**, {mark} of 3: {rubric.loc[criterion, f'level_{mark}']}"
        for criterion, mark in given.items()
    ]
    return "\n".join(lines + ["", comment.strip()] * bool(comment.strip()))


def harmless(text):
    """Return text that no spreadsheet takes for a formula; `unharmed` gives back what it was.

    Examples
    --------
    >>> harmless("=1+1"), harmless("'tis so"), unharmed(harmless("'=1"))
    ("'=1+1", "'tis so", "'=1")
    """
    return _FORMULA.sub("'", text)


def unharmed(text):
    """Return what `harmless` was given; a quotation mark that a spreadsheet program took away may be missing."""
    return _MADE_HARMLESS.sub("", text)


def _criteria():
    return list(data.load("rubric")["criterion_id"])


def _columns():
    return [*BEFORE, *_criteria(), COMMENT]


def _essays(course, name):
    """Return the row of each student who wrote an essay, without marks."""
    results = course.results(name)
    if not results:
        raise TaskError(
            f"Nothing of {name} is graded yet; run the grading first, then mark the essays."
        )
    written = [result for result in results if result["words"]]
    return {
        result["student"]: {
            "student": result["student"],
            "words": str(result["words"]),
            "essay": _text(course, name, result),
        }
        for result in written
    }


def _text(course, name, result):
    notebook = nbformat.read(course.autograded(name, result["student"]), as_version=4)
    text = next(cell.source for cell in notebook.cells if cell.id == "essay")
    return text if len(text) <= CELL else text[:CELL] + CUT


def _plain(text):
    """Return what a spreadsheet program leaves as it is: it may change line ends, invisible characters and quotation marks."""
    return re.sub(r"[\s\x00-\x1f'’]+", " ", text).strip()


def _write(path, columns, rows):
    beside = path.with_suffix(".part")
    # The mark at the start of the file tells spreadsheet programs that it is in UTF-8.
    with open(beside, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [columns, *([harmless(row.get(column, "")) for column in columns] for row in rows)]
        )
    beside.replace(path)


def _read(path):
    """Return header and rows of a sheet; each row also knows its ``number`` in the spreadsheet."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except FileNotFoundError:
        raise TaskError(f"{path} does not exist; give the marked sheet.") from None
    except UnicodeDecodeError:
        raise TaskError(f'{path} is not in UTF-8; save it again as "CSV UTF-8".') from None
    first = text.split("\n", 1)[0]
    try:
        lines = list(
            csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
        )
    except csv.Error as error:
        raise TaskError(
            f'{path} cannot be read as CSV ({error}); save it again as "CSV UTF-8".'
        ) from None
    header = [unharmed(cell).strip() for cell in lines[0]] if lines else []
    for column in _columns():
        if header.count(column) != 1:
            fault = "stands more than once" if column in header else "is missing"
            raise TaskError(
                f"{path}, row 1: the column {column!r} {fault}; take the first row of a new sheet."
            )
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            row = dict(zip(header, map(unharmed, line + [""] * (len(header) - len(line)))))
            rows.append(row | {"student": row["student"].strip()})
            _refuse_row(path, number, rows, len(line) > len(header))
    return header, rows


def _refuse_row(path, number, rows, too_long):
    student = rows[-1]["student"]
    if too_long:
        raise TaskError(
            f"{path}, row {number}: there are more cells than columns; a quotation mark may have been lost, so copy the row from a new sheet."
        )
    if not student:
        raise TaskError(
            f"{path}, row {number}, column 'student': it is empty; fill it in or delete the row."
        )
    if student in [row["student"] for row in rows[:-1]]:
        raise TaskError(
            f"{path}, row {number}, column 'student': {student!r} stands in an earlier row too; delete one of them."
        )
    rows[-1]["number"] = number


def _marked(path):
    """Return the marked rows of a sheet, with ``marks``, and the number of those that are not marked yet."""
    marked, waiting = [], 0
    for row in _read(path)[1]:
        given = {criterion: row[criterion].strip() for criterion in _criteria()}
        if not any(given.values()):
            waiting += 1
            continue
        for criterion, mark in given.items():
            where = f"{path}, row {row['number']} ({row['student']}), column {criterion!r}"
            if not mark:
                raise TaskError(
                    f"{where}: it is empty, and the row is marked in part; give every mark of the row, or none."
                )
            # Some spreadsheets write whole numbers with a decimal point or comma.
            if not re.fullmatch(r"[0-3]([.,]0+)?", mark):
                raise TaskError(f"{where}: a mark is 0, 1, 2 or 3; found {mark!r}.")
        marked.append(
            row | {"marks": {criterion: int(mark[0]) for criterion, mark in given.items()}}
        )
    return marked, waiting


def _cells(book, name, row, path):
    try:
        return book.find_grade("essay", name, name, row["student"]), book.find_comment(
            "essay", name, name, row["student"]
        )
    except MissingEntry:
        where = f"{path}, row {row['number']}, column 'student'"
        raise TaskError(
            f"{where}: nobody called {row['student']!r} has handed in {name}; correct the name."
        ) from None
