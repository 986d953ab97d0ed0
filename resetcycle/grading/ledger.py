"""Marks into nbgrader's gradebook, all of a class at once; what a person gave is never lost.

nbgrader writes a row at a time and keeps neither the answer that a mark was given for nor a mark
that was replaced. So two tables of ours stand beside its own in the same file, written in the same
transaction: `kit_seen`, what was entered last, and `kit_history`, every mark that no longer counts.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from nbformat import NotebookNode
from nbgrader import api, utils
from sqlalchemy import (
    Column,
    Float,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from ..essays import MAX_WORDS
from ..speech import _, in_english, ngettext
from .result import Result, answer_digest

_OURS = MetaData()
SEEN = Table(
    "kit_seen",
    _OURS,
    *(Column(name, String(128), primary_key=True) for name in ("assignment", "student", "cell")),
    Column("answer", String(64)),  # the digest of what was entered last
    Column("sheets", Float),  # what the marking sheets gave when they were read last
    Column("ruled", Float),  # what a decision for everybody gives; empty without one
    Column("by_hand", Float),  # the mark of a person that the decision covers
)
HISTORY = Table(
    "kit_history",
    _OURS,
    *(Column(name, String(128)) for name in ("assignment", "when", "student", "cell")),
    Column("points", Float),
    Column("comment", Text),
    Column("why", Text),
)
ESSAY, WHOLE = "essay", ""
# How each sentence of `decisions.TO_ALL` begins, behind what was said before.
_DECIDED = "\n\nDecided for everybody: "
_NEW_ANSWER = "another answer was handed in"


def _table(row: type[Any]) -> Table:
    return cast("Table", row.__table__)


GRADE, COMMENT, CELL = _table(api.Grade), _table(api.Comment), _table(api.BaseCell)
HANDED_IN, PAPERS = _table(api.SubmittedAssignment), _table(api.SubmittedNotebook)
KINDS = {"GradeCell": _table(api.GradeCell), "SolutionCell": _table(api.SolutionCell)}
SOURCES, NOTEBOOKS = _table(api.SourceCell), _table(api.Notebook)
ASSIGNMENTS, STUDENTS = _table(api.Assignment), _table(api.Student)


@dataclass
class Place:
    """One cell of one learner: its row in nbgrader's table, and what we keep beside it.

    Attributes
    ----------
    grade, said : dict
        The rows of nbgrader's tables `grade` and `comment`; empty where a cell has none.
    seen : dict
        Our own row, as in `SEEN`.
    """

    grade: dict[str, Any] = field(default_factory=dict[str, Any])
    said: dict[str, Any] = field(default_factory=dict[str, Any])
    seen: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def by_hand(self) -> float | None:
        """The mark that a person gave, also where a decision for everybody covers it."""
        ruled, manual = self.seen.get("ruled"), self.grade.get("manual_score")
        return self.seen.get("by_hand") if ruled is not None and manual == ruled else manual

    @property
    def earned(self) -> float:
        """The points without any decision for everybody: by hand, or else by itself."""
        by_hand = self.by_hand
        return (self.grade.get("auto_score") or 0.0) if by_hand is None else by_hand


@dataclass(frozen=True)
class Past:
    """A mark that no longer counts.

    Attributes
    ----------
    when : str
        In UTC.
    student, cell : str
    points : float
    comment : str
        What was said with it.
    why : str
        Why it no longer counts.
    """

    when: str
    student: str
    cell: str
    points: float
    comment: str
    why: str

    def __str__(self) -> str:
        return f"{self.when}  {self.student}, {self.cell}: {self.points:g} points. {self.why}"


class Ledger:
    """The rows of one assignment in a gradebook, read at once and written at once.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Of nbgrader's gradebook.
    course, name : str
        nbgrader's name of the course, and the assignment.
    """

    def __init__(self, session: Session, course: str, name: str) -> None:
        self._session, self._course, self.name = session, course, name
        self.notes: list[str] = []
        _OURS.create_all(session.get_bind())
        # The first write of a transaction closes the file to other writers (formgrader): nothing
        # that is read from here on can be changed by a person until it is written.
        session.execute(update(SEEN).where(SEEN.c.cell == "-").values(cell="-"))
        self._assignment = self._one(ASSIGNMENTS, name=name)
        self._notebook = self._one(NOTEBOOKS, assignment_id=self._assignment.get("id"), name=name)
        self._read()

    # ------------------------------------------------------------------------------------ reading

    def _rows(self, table: Table, **where: object) -> list[dict[str, Any]]:
        asked = select(table).where(*(table.c[name] == value for name, value in where.items()))
        return [dict(row) for row in self._session.execute(asked).mappings()]

    def _one(self, table: Table, **where: object) -> dict[str, Any]:
        return next(iter(self._rows(table, **where)), {})

    def _read(self) -> None:
        self._cells = {
            (row["name"], row["type"]): row["id"]
            for row in self._rows(CELL, notebook_id=self._notebook.get("id"))
        }
        self._places: defaultdict[tuple[str, str], Place] = defaultdict(Place)
        papers = select(PAPERS.c.id, HANDED_IN.c.student_id, HANDED_IN.c.timestamp).join(
            HANDED_IN, HANDED_IN.c.id == PAPERS.c.assignment_id
        )
        mine = papers.where(PAPERS.c.notebook_id == self._notebook.get("id"))
        rows = self._session.execute(mine).all()
        self._papers: dict[str, str] = {row.student_id: row.id for row in rows}
        self._when: dict[str, datetime | None] = {row.student_id: row.timestamp for row in rows}
        students = {paper: student for student, paper in self._papers.items()}
        names = {place: name for (name, _), place in self._cells.items()}
        for table in (GRADE, COMMENT):
            asked = select(table).join(PAPERS, PAPERS.c.id == table.c.notebook_id)
            here = asked.where(PAPERS.c.notebook_id == self._notebook.get("id"))
            for row in self._session.execute(here).mappings():
                place = self._places[students[row["notebook_id"]], names[row["cell_id"]]]
                (place.grade if table is GRADE else place.said).update(row)
        for row in self._rows(SEEN, assignment=self.name):
            self._places[row["student"], row["cell"]].seen.update(row)

    @property
    def students(self) -> list[str]:
        """Who has a submission in the gradebook."""
        return sorted(self._papers)

    def place(self, student: str, cell: str) -> Place:
        """Return what is kept of one cell of one learner."""
        return self._places[student, cell]

    def waiting(self, cell: str = ESSAY) -> list[str]:
        """Return the learners whose cell waits for a person."""
        return sorted(
            student
            for (student, name), place in self._places.items()
            if name == cell and place.grade.get("needs_manual_grade")
        )

    def history(self) -> list[Past]:
        """Return every mark that no longer counts, the oldest first."""
        rows = self._rows(HISTORY, assignment=self.name)
        columns = ("when", "student", "cell", "points", "comment", "why")
        return sorted(
            (Past(*(row[column] for column in columns)) for row in rows),
            key=lambda past: past.when,
        )

    # ------------------------------------------------------------------------------ the release

    def follow(self, exercise: NotebookNode, voided: Collection[str] = ()) -> None:
        """Bring the gradebook's list of cells to what was released; marks stay, or are kept.

        Parameters
        ----------
        exercise : nbformat.NotebookNode
            As it is handed out.
        voided : collection of str
            Cells that are worth nothing, by a decision.
        """
        first = not self._notebook
        if first:
            self._take_in(exercise)
        graded = {_name(cell): cell for cell in exercise.cells if utils.is_grade(cell)}
        solved = {_name(cell): cell for cell in exercise.cells if utils.is_solution(cell)}
        changes = [
            *self._renew(graded, "GradeCell"),
            *self._renew(solved, "SolutionCell"),
            *self._repoint({name: _worth(name, cell, voided) for name, cell in graded.items()}),
        ]
        self._renew_sources(exercise)
        if changes and not first:
            self.notes.append(
                f"{self.name} was released anew since the gradebook was made: "
                f"{'; '.join(changes)}. The gradebook follows, and all marks are kept."
            )

    def _take_in(self, exercise: NotebookNode) -> None:
        if not self._assignment:
            self._assignment = {"id": _new(), "name": self.name, "course_id": self._course}
            self._session.execute(insert(ASSIGNMENTS), [self._assignment])
        kernel = json.dumps(exercise.metadata.get("kernelspec", {}))
        self._notebook = {
            "id": _new(),
            "name": self.name,
            "assignment_id": self._assignment["id"],
            "kernelspec": kernel,
        }
        self._session.execute(insert(NOTEBOOKS), [self._notebook])

    def _renew(self, released: Mapping[str, NotebookNode], kind: str) -> list[str]:
        """Add cells that are new, take out those that are gone; tell what changed."""
        known = {name for name, of in self._cells if of == kind}
        told: list[str] = []
        for name in [name for name in released if name not in known]:
            base = {"id": _new(), "name": name, "type": kind, "notebook_id": self._notebook["id"]}
            own: dict[str, Any] = {"id": base["id"]}
            if kind == "GradeCell":
                own |= _worth(name, released[name])
                told.append(f"{_task(name)} is new")
            self._session.execute(insert(CELL), [base])
            self._session.execute(insert(KINDS[kind]), [own])
            self._cells[name, kind] = base["id"]
            self._add_rows(list(self._papers), [(name, kind)])
        for name in sorted(known - released.keys()):
            told += [f"{_task(name)} is gone"] * (kind == "GradeCell")
            self._take_out(name, kind)
        return told

    def _take_out(self, name: str, kind: str) -> None:
        cell, table = self._cells.pop((name, kind)), GRADE if kind == "GradeCell" else COMMENT
        for (student, at), place in self._places.items():
            if at == name and kind == "GradeCell" and place.grade:
                whose = "" if place.by_hand is None else " It was given by hand."
                self._keep(student, at, place.earned, f"The task left the assignment.{whose}")
                place.grade.clear()
                place.seen.clear()
            elif at == name and kind == "SolutionCell":
                place.said.clear()
        self._session.execute(delete(table).where(table.c.cell_id == cell))
        for each in (KINDS[kind], CELL):
            self._session.execute(delete(each).where(each.c.id == cell))

    def _repoint(self, worth: Mapping[str, Mapping[str, Any]]) -> list[str]:
        told: list[str] = []
        cells = KINDS["GradeCell"]
        known = {row["id"]: row["max_score"] for row in self._rows(cells)}
        for name, now in worth.items():
            place, most = self._cells[name, "GradeCell"], float(now["max_score"])
            self._session.execute(update(cells).where(cells.c.id == place).values(**now))
            if known[place] != most:
                told.append(f"{_task(name)} has {most:g} points, it had {known[place]:g}")
                told += self._above(name, most)
        return told

    def _above(self, name: str, most: float) -> list[str]:
        above = [
            student
            for (student, at), place in self._places.items()
            if at == name and (place.by_hand or 0) > most
        ]
        said = f"by hand more than that was given to {', '.join(sorted(above))}: look at it"
        return [said] if above else []

    def _renew_sources(self, exercise: NotebookNode) -> None:
        """Write the text of each cell, which nbgrader's own programs ask for."""
        here = SOURCES.c.notebook_id == self._notebook["id"]
        self._session.execute(delete(SOURCES).where(here))
        rows = [
            {
                "id": _new(),
                "name": _name(cell),
                "cell_type": cell.cell_type,
                "locked": utils.is_locked(cell),
                "source": cell.source,
                "checksum": cell.metadata.nbgrader.get("checksum"),
                "notebook_id": self._notebook["id"],
            }
            for cell in exercise.cells
            if any(ask(cell) for ask in (utils.is_grade, utils.is_solution, utils.is_locked))
        ]
        if rows:
            self._session.execute(insert(SOURCES), rows)

    # ------------------------------------------------------------------------------- the results

    def enter(self, results: Iterable[Result]) -> None:
        """Write what the submissions earned by themselves; marks of persons stay or are kept."""
        results = list(results)
        readable = [result for result in results if result.status != "unreadable"]
        self._admit(readable)
        for result in readable:
            self._enter(result)
        for result in results:
            if result.status == "unreadable" and result.student in self._papers:
                self._hold(result)

    def _admit(self, results: list[Result]) -> None:
        """Take in who was not there before, and when each handed in."""
        known = {row.id for row in self._session.execute(select(STUDENTS.c.id))}
        people = [{"id": each.student} for each in results if each.student not in known]
        new = [result for result in results if result.student not in self._papers]
        handed_in = [
            {
                "id": _new(),
                "assignment_id": self._assignment["id"],
                "student_id": result.student,
                "timestamp": datetime.fromisoformat(result.handed_in),
            }
            for result in new
        ]
        papers: list[dict[str, Any]] = [
            {
                "id": _new(),
                "assignment_id": each["id"],
                "notebook_id": self._notebook["id"],
                "flagged": False,
            }
            for each in handed_in
        ]
        for table, rows in ((STUDENTS, people), (HANDED_IN, handed_in), (PAPERS, papers)):
            if rows:
                self._session.execute(insert(table), rows)
        self._papers |= {
            result.student: paper["id"] for result, paper in zip(new, papers, strict=True)
        }
        self._add_rows([result.student for result in new], list(self._cells))
        for result in results:
            when = datetime.fromisoformat(result.handed_in)
            if self._when.get(result.student, when) != when:
                mine = HANDED_IN.c.assignment_id == self._assignment["id"]
                row = update(HANDED_IN).where(mine, HANDED_IN.c.student_id == result.student)
                self._session.execute(row.values(timestamp=when))

    def _add_rows(self, students: Iterable[str], cells: list[tuple[str, str]]) -> None:
        """Make the rows that hold points and comments."""
        grades: list[dict[str, Any]] = []
        comments: list[dict[str, Any]] = []
        for student in students:
            for name, kind in cells:
                row: dict[str, Any] = {
                    "id": _new(),
                    "notebook_id": self._papers[student],
                    "cell_id": self._cells[name, kind],
                }
                place = self._places[student, name]
                if kind == "GradeCell":
                    row |= {"auto_score": None, "manual_score": None, "needs_manual_grade": True}
                    place.grade.update(row)
                    grades.append(row)
                else:
                    row |= {"auto_comment": None, "manual_comment": None}
                    place.said.update(row)
                    comments.append(row)
        for table, rows in ((GRADE, grades), (COMMENT, comments)):
            if rows:
                self._session.execute(insert(table), [dict(row) for row in rows])

    def _enter(self, result: Result) -> None:
        student = result.student
        if not result.answers:
            # The grader itself failed: nothing is known of the answers, so every cell waits.
            self._wait(student, lambda place: place.by_hand is None)
            return
        for number, mark in result.tasks.items():
            place, said = (
                self.place(student, f"check-{number}"),
                self.place(student, f"task-{number}"),
            )
            self._void_if_new(result, f"task-{number}", place, said)
            place.grade["auto_score"] = mark.points
            place.grade["needs_manual_grade"] = result.wants_a_person and place.by_hand is None
            said.said["auto_comment"] = mark.said
        place = self.place(student, ESSAY)
        # An exercise that asks for no essay has no place for its marks.
        if place.grade:
            self._void_if_new(result, ESSAY, place, place)
            place.grade["auto_score"] = None if result.words else 0
            place.grade["needs_manual_grade"] = bool(result.words) and place.by_hand is None
            with in_english():
                place.said["auto_comment"] = on_length(result.words)
        self.place(student, WHOLE).seen["answer"] = ""

    def _void_if_new(self, result: Result, cell: str, place: Place, said: Place) -> None:
        """Take back the mark of a person whose answer is no longer the one that was marked."""
        student, by_hand = result.student, place.by_hand
        before, now = place.seen.get("answer"), result.answers.get(cell, "")
        if before is not None and before != now and by_hand is not None:
            self._keep(student, cell, by_hand, f"It was voided: {_NEW_ANSWER}.", said)
            self.notes.append(
                f"{student} had {by_hand:g} points by hand for {_task(cell)}; {_NEW_ANSWER}, so "
                "they no longer count and are kept in the history."
            )
            # What a decision gives to everybody stays; without one, no mark is left.
            place.grade["manual_score"] = place.seen.get("ruled")
            place.seen["by_hand"] = place.seen["sheets"] = said.said["manual_comment"] = None
        place.seen["answer"] = now

    def _hold(self, result: Result) -> None:
        """Let the marks of an earlier submission wait where an unreadable one replaced it."""
        whole, file = self.place(result.student, WHOLE), result.answers.get(WHOLE, result.where)
        if whole.seen.get("answer") == file:
            return
        whole.seen["answer"] = file
        points = self._wait(result.student, lambda _: True)
        self.notes.append(
            f"{result.student} handed in a file that cannot be read, after one that could: the "
            f"{points:g} points of the earlier one wait, and are not exported, until it is handed "
            "in again, or until you save them one by one in formgrader."
        )

    def _wait(self, student: str, which: Callable[[Place], bool]) -> float:
        """Let the cells of a learner wait for a person; return the points that they have."""
        graded = [name for name, kind in self._cells if kind == "GradeCell"]
        places = [self._places[student, name] for name in graded]
        waiting = [place for place in places if which(place)]
        for place in waiting:
            place.grade["needs_manual_grade"] = True
        return sum(place.earned for place in waiting)

    # --------------------------------------------------------------------------- persons' marks

    def rule(self, cell: str, points: float | None, why: str = "") -> None:
        """Let a decision give everybody the same for one task, or, with None, take that back.

        The marks that persons gave are kept beneath it and come back when it is gone.

        Parameters
        ----------
        cell : str
        points : float or None
        why : str
            What everybody reads beside the points, as from `decisions.to_all`.
        """
        for (_student, at), said in self._places.items():
            if at == cell.replace("check-", "task-") and said.said:
                before = (said.said["auto_comment"] or "").partition(_DECIDED)[0]
                told = "" if points is None else f"\n\n{why}"
                said.said["auto_comment"] = f"{before}{told}" or None
        for (_student, at), place in self._places.items():
            if at != cell or not place.grade:
                continue
            by_hand = place.by_hand
            if points is not None:
                place.grade |= {"manual_score": points, "needs_manual_grade": False}
                place.seen |= {"by_hand": by_hand, "ruled": points}
            elif place.seen.get("ruled") is not None:
                place.grade["manual_score"] = by_hand
                place.seen |= {"by_hand": None, "ruled": None}

    def worth(self, cell: str, points: float) -> None:
        """Say what a task is worth at most."""
        cells = KINDS["GradeCell"]
        here = cells.c.id == self._cells[cell, "GradeCell"]
        self._session.execute(update(cells).where(here).values(max_score=points))

    def mark_essay(self, student: str, points: float | None, comment: str) -> bool:
        """Enter what the marking sheets give for an essay, if that is not what they gave before.

        Parameters
        ----------
        student : str
        points : float or None
            None if it waits for another reader.
        comment : str

        Returns
        -------
        bool
            Whether the sheets say something new. If not, a mark that a person gave since stays.
        """
        place, told = self.place(student, ESSAY), self.place(student, "essay-comment")
        before, now = place.by_hand, answer_digest(comment)
        new_points = points != place.seen.get("sheets")
        if not new_points and told.seen.get("answer") == now:
            return False
        if new_points and before is not None and before != points:
            self._keep(student, ESSAY, before, "Marking sheets were read that say another.", place)
        place.said["manual_comment"] = comment or None
        place.seen["sheets"], told.seen["answer"] = points, now
        if not new_points:
            return before == points
        ruled = place.seen.get("ruled")
        if ruled is None:
            place.grade |= {"manual_score": points, "needs_manual_grade": points is None}
        else:
            place.grade["manual_score"], place.seen["by_hand"] = ruled, points
        return True

    def _keep(
        self, student: str, cell: str, points: float | None, why: str, said: Place | None = None
    ) -> None:
        row = {
            "assignment": self.name,
            "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}",
            "student": student,
            "cell": _task(cell),
            "points": points or 0.0,
            "comment": (said.said.get("manual_comment") if said else "") or "",
            "why": why,
        }
        self._session.execute(insert(HISTORY), [row])

    # ------------------------------------------------------------------------------------ writing

    def write(self) -> None:
        """Write all that was changed, in one transaction."""
        places = self._places.values()
        self._update(GRADE, [place.grade for place in places if place.grade])
        self._update(COMMENT, [place.said for place in places if place.said])
        self._session.execute(delete(SEEN).where(SEEN.c.assignment == self.name))
        kept = [
            {column.name: place.seen.get(column.name) for column in SEEN.columns}
            | {"assignment": self.name, "student": student, "cell": cell}
            for (student, cell), place in self._places.items()
            if place.seen
        ]
        if kept:
            self._session.execute(insert(SEEN), kept)
        self._session.commit()

    def _update(self, table: Table, rows: list[dict[str, Any]]) -> None:
        columns = {
            GRADE: ("auto_score", "manual_score", "needs_manual_grade"),
            COMMENT: ("auto_comment", "manual_comment"),
        }[table]
        here = select(table).join(PAPERS, PAPERS.c.id == table.c.notebook_id)
        mine = here.where(PAPERS.c.notebook_id == self._notebook["id"])
        stored = {row["id"]: row for row in self._session.execute(mine).mappings()}
        changed = [
            {"at": row["id"]} | {f"new_{column}": row[column] for column in columns}
            for row in rows
            if any(stored[row["id"]][column] != row[column] for column in columns)
        ]
        if changed:
            values = {column: bindparam(f"new_{column}") for column in columns}
            row = update(table).where(table.c.id == bindparam("at")).values(values)
            self._session.connection().execute(row, changed)


def _new() -> str:
    return uuid4().hex


def _name(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader["grade_id"]


def _worth(name: str, cell: NotebookNode, voided: Collection[str] = ()) -> dict[str, Any]:
    points = 0.0 if name in voided else float(cell.metadata.nbgrader["points"])
    return {"max_score": points, "cell_type": cell.cell_type}


def _task(cell: str) -> str:
    """Return a cell's name as a person says it."""
    return f"task {cell.partition('-')[2]}" if "-" in cell else f"the {cell}"


def on_length(words: int) -> str:
    """Return what a learner reads of the length of an essay; 0 words if there is none."""
    if not words:
        return _("No response.")
    over = words - MAX_WORDS
    if over > 0:
        return _("{words} words, {over} over the limit.", words=words, over=over)
    return ngettext("{n} word.", "{n} words.", words)
