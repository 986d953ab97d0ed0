"""Marking essays in a spreadsheet: a sheet for each grader goes out, the marks come back.

One row is one essay, one column one line of the rubric. A sheet is text that students wrote and a
spreadsheet opens, so nothing in it may act as a formula; and it is hours of a person's work, so
what was marked is never overwritten. Which mark counts where several graders read an essay, `team`
says.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import nbformat
import pandas as pd

from .. import rubric
from ..rubric import Line
from ..speech import in_english
from . import spreadsheet
from .course import Course
from .ledger import ESSAY, Ledger
from .remarks import Remark, collected, spelled_out
from .result import Result
from .spreadsheet import harmless, unharmed
from .tasks import TaskError
from .team import Reading, Team, codes, counting, in_words, mean

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
        Essays of the sheet that now have a mark in the gradebook.
    waiting : int
        Rows without marks.
    replaced : tuple of (str, float, float)
        Student, mark before and mark now, where another mark had been given.
    changed : tuple of str
        Students who handed in another essay after the sheet was written: their row does not count.
    apart : tuple of str
        Students whose essay was read so differently that a third reader is needed.
    stay : tuple of (str, float, float)
        Student, the mark that was given in formgrader since, which stays, and that of the sheets.
    faults : tuple of str
        Rows of other graders' sheets that do not count yet, and why.
    """

    entered: int
    waiting: int
    replaced: tuple[tuple[str, float, float], ...] = ()
    changed: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    stay: tuple[tuple[str, float, float], ...] = ()
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        done = f"{self.entered} essays are marked in the gradebook"
        lines = [f"{done}; {self.waiting} in this sheet are not marked yet."]
        lines += [
            f"{student} had {before:g} points for the essay and now has {after:g}."
            for student, before, after in self.replaced
        ]
        lines += [
            f"{student} has handed in another essay since this sheet was written; its marks do "
            "not count. Write the sheet anew, and read it again."
            for student in self.changed
        ]
        lines += [
            f"{student} has {given:g} points for the essay, given by hand after the sheets, which "
            f"say {sheets:g}; they stay."
            for student, given, sheets in self.stay
        ]
        if self.apart:
            lines.append(
                f"Read too differently for a mean, so a third reader is needed (--third): "
                f"{', '.join(self.apart)}."
            )
        lines += [f"Not counted yet: {fault}" for fault in self.faults]
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
        shown = {*BEFORE, "student"}
        return any(cell.strip() for column, cell in self.cells.items() if column not in shown)


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


def sheet(
    course: Course,
    name: str,
    grader: str,
    team: Team | None = None,
    *,
    third: bool = False,
) -> Path:
    """Write the marking sheet of one grader, or bring it up to date.

    Parameters
    ----------
    course : course.Course
    name : str
        The assignment, after `batch.grade`.
    grader : str
        Letters, digits, - and _; part of the file's name.
    team : Team, optional
        How the essays are read from now on; by default as before.
    third : bool
        Whether this grader is a third reader: then the sheet has the essays that need one, and
        their marks decide.

    Returns
    -------
    pathlib.Path
        ``essays/NAME.GRADER.csv`` in the folder of the class. Rows that hold a mark or a comment
        stay as they are, as long as their essay is the one that was handed in last; else they are
        put aside into ``essays/earlier/`` and the new essay stands in their place. New essays
        follow at the end.

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
    team = team or Team.of(course, name)
    if third:
        team, asked = team.with_third(grader), apart(course, name)
        found = {student: essay for student, essay in found.items() if student in asked}
    team.keep(course, name)
    here = _Sheet(course, name, grader)
    rows, aside = _brought_up_to_date(here, found)
    here.write([row.cells for row in rows], anonymous=team.anonymous)
    here.put_aside(aside)
    return here.path


def enter(course: Course, name: str, path: Path, grader: str = "") -> Entered:
    """Take the marks of a sheet, and write what counts by now into the gradebook.

    Of a sheet whose marks are not all as they should be, none is taken. The marks of other graders
    stay beside these.

    Parameters
    ----------
    course : course.Course
    name : str
    path : path
        A sheet as from `sheet`, saved as CSV in UTF-8; with commas, semicolons or tabs. It may lie
        anywhere; its marks are kept in the class's own sheet of this grader.
    grader : str
        Whose it is; by default whom the file's name names.

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
    marked, waiting = _marked(path, course.rubric(name))
    here = _Sheet(course, name, grader or _whose(name, path))
    marked = [replace(each, row=here.named(each.row)) for each in marked]
    rows = {each.row.student: each.row for each in marked}
    # Who grades reads the comments too; the page says them in the learner's language.
    with in_english(), course.ledger(name) as ledger:
        for row in rows.values():
            if row.student not in ledger.students:
                raise TaskError(
                    f"{path}, row {row.number}, column 'student': nobody called {row.student!r} "
                    f"has handed in {name}; correct the name."
                )
        if not (here.path.exists() and path.samefile(here.path)):
            here.take(rows)
        done = _settled(course, name, ledger, rows)
    changed = tuple(student for student, row in rows.items() if _was_changed(row, found))
    counted = rows.keys() - set(changed) - set(done.apart)
    return replace(done, entered=len(counted), waiting=waiting, changed=changed)


def _settled(course: Course, name: str, ledger: Ledger, asked: Mapping[str, Row]) -> Entered:
    """Write the marks that count by all sheets into the ledger, where they are not there yet."""
    lines, team = course.rubric(name), Team.of(course, name)
    remarks = {each.code: each.text for each in remarks_of(course, name)}
    replaced: list[tuple[str, float, float]] = []
    stay: list[tuple[str, float, float]] = []
    open_yet: list[str] = []
    faults: list[str] = []
    for student, readings in readings_of(course, name, faults).items():
        spoken = [replace(each, comment=spelled_out(each.comment, remarks)) for each in readings]
        chosen = counting(spoken, lines, team)
        points = mean(chosen, lines) if chosen else None
        comment = in_words(chosen, lines) if chosen else ""
        before = ledger.place(student, ESSAY).by_hand
        if not chosen:
            open_yet.append(student)
        if ledger.mark_essay(student, points, comment):
            if points is not None and before not in (None, points):
                replaced.append((student, before or 0.0, points))
        elif points is not None and before not in (None, points) and student in asked:
            stay.append((student, before or 0.0, points))
    return Entered(0, 0, tuple(replaced), (), tuple(open_yet), tuple(stay), tuple(faults))


def readings_of(
    course: Course, name: str, faults: list[str] | None = None
) -> dict[str, list[Reading]]:
    """Return by student what graders made of the essay that was handed in last, all sheets.

    A row that a grader has not finished does not count; why is added to `faults`.
    """
    found, readings = _essays(course, name), dict[str, list[Reading]]()
    for here in _sheets(course, name):
        for each in here.marked([] if faults is None else faults):
            student, row = each.row.student, each.row
            if student in found and not _was_changed(row, found):
                reading = Reading(here.grader, each.marks, each.words, row.cells[COMMENT])
                readings.setdefault(student, []).append(reading)
    return readings


def apart(course: Course, name: str) -> list[str]:
    """Return the students whose essay was read too differently for a mean."""
    lines, team = course.rubric(name), Team.of(course, name)
    readings = readings_of(course, name)
    return [student for student, each in readings.items() if not counting(each, lines, team)]


def remarks_of(course: Course, name: str) -> list[Remark]:
    """Return the comments that graders of a class have used, each with its code."""
    names = [folder.name for folder in (course.work / "results").iterdir() if folder.is_dir()]
    sheets = [here for each in names for here in _sheets(course, each)]
    comments = [row.cells[COMMENT] for here in sheets for row in here.rows()]
    return collected(course, comments, course.rubric(name))


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
        (each.row.student, criterion, here.grader, mark)
        for here in _sheets(course, name)
        for each in here.marked()
        for criterion, mark in each.marks.items()
    ]
    return pd.DataFrame(rows, columns=["student", "criterion_id", "grader", "mark"])


class _Sheet:
    """The class's own sheet of one grader: where it lies, and under which names."""

    def __init__(self, course: Course, name: str, grader: str) -> None:
        self.course, self.name, self.grader = course, name, grader
        self.path = _folder(course) / f"{name}.{grader}.csv"
        self.earlier = _folder(course) / "earlier" / f"{name}.{grader}.csv"
        self.lines = course.rubric(name)

    @classmethod
    def of(cls, course: Course, path: Path) -> "_Sheet":
        """Return the sheet that a path of the class's folder names."""
        name, grader = path.name.removesuffix(".csv").rsplit(".", 1)
        return cls(course, name, grader)

    @cached_property
    def _by_code(self) -> dict[str, str]:
        known = codes(self.course, self.name, ())
        return {code: student for student, code in known.items()}

    def named(self, row: Row) -> Row:
        """Return a row with its student's name, where the sheet has a code."""
        student = self._by_code.get(row.student, row.student)
        return Row(row.cells | {"student": student}, row.number)

    def columns(self) -> list[str]:
        """Return the columns as they stand in the file, those that the grader added last."""
        header = _read(self.path, self.lines)[0] if self.path.exists() else []
        ours = _columns(self.lines)
        return [*ours, *(column for column in header if column not in ours)]

    def rows(self) -> list[Row]:
        """Return its rows, with the names of the students."""
        return list(map(self.named, _read(self.path, self.lines)[1])) if self.path.exists() else []

    def aside(self) -> list[Row]:
        """Return the rows that were put aside, since another essay was handed in."""
        if not self.earlier.exists():
            return []
        return list(map(self.named, _read(self.earlier, self.lines, once=False)[1]))

    def marked(self, faults: list[str] | None = None) -> list[Marked]:
        """Return its rows with all their marks; without a list for its faults, one is raised."""
        found = _marked(self.path, self.lines, faults)[0] if self.path.exists() else []
        return [replace(each, row=self.named(each.row)) for each in found]

    def take(self, rows: Mapping[str, Row]) -> None:
        """Take over rows of a sheet that lies elsewhere; marks that they replace are put aside."""
        own = self.rows()
        mine = {row.student for row in own}
        kept = [rows.get(row.student, row).cells for row in own]
        kept += [row.cells for student, row in rows.items() if student not in mine]
        self.write(kept, anonymous=Team.of(self.course, self.name).anonymous)
        self.put_aside(
            [
                row
                for row in own
                if row.begun and row.student in rows and row.cells != rows[row.student].cells
            ]
        )

    def write(self, rows: Sequence[Cells], *, anonymous: bool) -> None:
        """Write the sheet; with codes instead of names, it stands in the order of the codes."""
        if anonymous:
            known = codes(self.course, self.name, [row["student"] for row in rows])
            rows = [row | {"student": known[row["student"]]} for row in rows]
            rows = sorted(rows, key=lambda row: row["student"])
        _replace(self.path, self.columns(), rows)

    def put_aside(self, rows: Sequence[Row]) -> None:
        """Keep rows that no longer stand in the sheet."""
        before = self.aside()
        new = [row for row in rows if row.cells not in [old.cells for old in before]]
        if new:
            _replace(self.earlier, self.columns(), [row.cells for row in [*before, *new]])


def _brought_up_to_date(here: _Sheet, found: Mapping[str, Cells]) -> tuple[list[Row], list[Row]]:
    """Return the rows of a sheet as they are to stand now, and those that are to be put aside."""
    own, aside = here.rows(), here.aside()
    fitting = {
        row.student: row
        for row in [*aside, *own]
        if row.begun and row.student in found and not _was_changed(row, found)
    }
    rows: list[Row] = []
    for row in own:
        if row.student not in found:
            rows.append(row)
        elif row.student in fitting:
            rows.append(fitting[row.student])
        else:
            fresh = row.cells if not row.begun else dict[str, str]()
            rows.append(Row(fresh | found[row.student]))
    known = {row.student for row in own}
    rows += [Row(essay) for student, essay in found.items() if student not in known]
    return rows, [row for row in own if row.begun and row not in rows]


def _folder(course: Course) -> Path:
    return course.work / "essays"


def _sheets(course: Course, name: str) -> list[_Sheet]:
    found = sorted(_folder(course).glob(f"{name}.*.csv"))
    sheets = [_Sheet.of(course, path) for path in found]
    return [here for here in sheets if re.fullmatch(r"[\w-]+", here.grader)]


def _whose(name: str, path: Path) -> str:
    """Return the grader whom a file's name names; a browser may have put a number behind it."""
    found = re.match(rf"{re.escape(name)}\.([\w-]+)", path.name)
    if not found:
        raise TaskError(f"{path}: the file's name does not say whose sheet it is; give --grader.")
    return found[1]


def _criteria(lines: Sequence[Line]) -> list[str]:
    return [line.name for line in lines]


def _columns(lines: Sequence[Line]) -> list[str]:
    return [*BEFORE, *_criteria(lines), COMMENT]


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


def _replace(path: Path, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, columns, rows)
    except PermissionError:
        raise TaskError(
            f"{path} cannot be written; close it in the spreadsheet program and try again."
        ) from None


def _write(path: Path, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    beside = path.with_suffix(".part")
    # The mark at the start of the file tells spreadsheet programs that it is in UTF-8.
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [columns, *([harmless(row.get(column, "")) for column in columns] for row in rows)]
        )
    beside.replace(path)


def _read(
    path: Path, lines_of: Sequence[Line] | None = None, *, once: bool = True
) -> tuple[list[str], list[Row]]:
    """Return the header and the rows of a sheet; each student once, unless it holds earlier ones.

    `lines_of` is the rubric, by default the kit's.
    """
    lines = spreadsheet.read(path, "the marked sheet")
    header = [unharmed(cell).strip() for cell in lines[0]] if lines else []
    _refuse_header(path, header, lines_of or rubric.lines())
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            full = line + [""] * (len(header) - len(line))
            cells = dict(zip(header, map(unharmed, full), strict=False))
            row = Row(cells | {"student": cells["student"].strip()}, number)
            _refuse_row(path, row, rows if once else (), too_long=len(line) > len(header))
            rows.append(row)
    return header, rows


def _refuse_header(path: Path, header: Sequence[str], lines: Sequence[Line]) -> None:
    for column in _columns(lines):
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


def _marked(
    path: Path, lines: Sequence[Line], faults: list[str] | None = None
) -> tuple[list[Marked], int]:
    """Return the marked rows of a sheet, and the number of those that are not marked yet.

    A row with a fault is left out if there is a list to tell it, or else raised.
    """
    rows, marked, empty = _read(path, lines)[1], list[Marked](), 0
    for row in rows:
        of = {line.name: row.cells[line.name].strip() for line in lines}
        if not any(of.values()):
            empty += 1
            continue
        try:
            given = {criterion: _mark(path, row, criterion, mark) for criterion, mark in of.items()}
            marked.append(Marked(row, given, _words(path, row)))
        except TaskError as error:
            if faults is None:
                raise
            faults.append(str(error))
    return marked, empty


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
