"""What a class has handed in over time: every attempt is kept, and one of each person counts.

Under `collected/ASSIGNMENT/` of the class lie the report of the last collection, as text and as a
table, and every attempt that was ever collected, with its time and digest. What counts stands in
nbgrader's own folders, `submitted/STUDENT/ASSIGNMENT/`.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import cast

from .. import files
from . import lateness, roster, spreadsheet
from .collect import (
    NOTHING,
    STATUSES,
    Collected,
    Keep,
    Line,
    Status,
    Submission,
    UnreadableError,
    collect,
)
from .course import Course
from .tasks import TaskError

_SECONDS = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Attempt:
    """Something that a person handed in.

    Attributes
    ----------
    student : str
    handed_in : str
        In UTC, such as ``"2027-03-01 09:30:00"``.
    late : str
        What the course page said: ``"yes"``, ``"no"`` or nothing.
    counts : str
        ``"yes"`` for the one attempt that is graded.
    digest : str
        SHA-256 of the file; empty if it could not be read.
    kept : str
        Where it lies, below the folder of the assignment.
    file, source : str
        What it was called, and where it was found.
    """

    student: str
    handed_in: str
    late: str
    counts: str
    digest: str
    kept: str
    file: str
    source: str

    @property
    def when(self) -> datetime:
        """When it was handed in."""
        return datetime.strptime(self.handed_in, _SECONDS).replace(tzinfo=UTC)

    @property
    def marked_late(self) -> bool | None:
        """What the course page said."""
        return {"yes": True, "no": False}.get(self.late)


_COLUMNS = tuple(each.name for each in fields(Attempt))


@dataclass(frozen=True)
class Report:
    """What became of every file and every person.

    Attributes
    ----------
    name, source : str
        The assignment, and where was looked.
    collected : Collected
    people : int
        In the roster.
    folder : path
        Where the whole report is.
    """

    name: str
    source: str
    collected: Collected
    people: int
    folder: Path

    @property
    def standing(self) -> Counter[str]:
        """How many people have a notebook that counts, one that is late, none that can be graded,
        or nothing.
        """
        order = {"late": 0, "taken": 1, "not taken": 2, "missing": 3}
        of: dict[str, str] = {}
        for line in self.collected.lines:
            if line.student and line.status in order:
                before = of.get(line.student, line.status)
                of[line.student] = min(before, line.status, key=order.__getitem__)
        # Of whom there are nothing but files that nobody looks at.
        return Counter({"missing": self.people - len(of)} | Counter(of.values()))

    def summary(self) -> str:
        """Return the counts, and every line that wants to be seen before the marks."""
        counts, held = self.standing, self._held()
        taken = counts["taken"] + counts["late"]
        said = [f"{taken} taken"] + [f"{counts['late']} of them late"] * bool(counts["late"])
        said += [f"{counts[each]} {each}" for each in ("not taken", "missing") if counts[each]]
        files_there = f"{self.name}, from {self.source}: {len(self._files())} files"
        lines = [f"{files_there}; {self.people} people: {', '.join(said)}."]
        if held:
            lines.append(f"{held} files are from somebody who cannot be told.")
        lines += self.collected.notes
        if self.collected.new:
            lines.append(f"New in the roster: {', '.join(self.collected.new)}.")
        lines += self._told([line for line in self.collected.lines if _is_worth_a_look(line)])
        return "\n".join([*lines, f"Every file and person: {self.folder / 'report.txt'}"])

    def whole(self) -> str:
        """Return a line for every file and every person."""
        return "\n".join([self.summary(), "", "All:", *self._told(self.collected.lines)]) + "\n"

    def rows(self) -> list[list[str]]:
        """Return the same as a table."""
        return [
            ["status", "student", "name", "file", "handed_in", "why"],
            *(
                [
                    line.status,
                    line.student,
                    line.name,
                    line.file,
                    f"{line.handed_in:{_SECONDS}}" if line.handed_in else "",
                    line.why,
                ]
                for line in self.collected.lines
            ),
        ]

    def _files(self) -> list[Line]:
        return [line for line in self.collected.lines if line.file]

    def _held(self) -> int:
        return sum(line.status == "not taken" and not line.student for line in self._files())

    def _told(self, lines: Sequence[Line]) -> list[str]:
        told = [
            _shown(line) for line in sorted(lines, key=lambda line: STATUSES.index(line.status))
        ]
        # Hundreds of members of the operating system are one line for the eye; the table has all.
        litter = [line for line in lines if line.status == "ignored"]
        if len(litter) > 3:
            told = told[: -len(litter)]
            told.append(f"- ignored: {len(litter)} files, such as {_clean(litter[0].file)}")
        return told


def _is_worth_a_look(line: Line) -> bool:
    return line.status not in ("taken", "ignored", "twice") or (
        line.status == "taken" and bool(line.why and line.file)
    )


def _shown(line: Line) -> str:
    known = line.name and line.name != line.student
    who = f"{line.student} ({line.name})" if line.student and known else line.student or line.name
    when = f" {line.handed_in:%Y-%m-%d %H:%M} UTC" if line.handed_in and line.student else ""
    parts = [_clean(who), _clean(line.file) + when, _clean(line.why)]
    return f"- {line.status}: {', '.join(part for part in parts if part)}"


def _clean(text: str) -> str:
    """Return text that does nothing to a terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def collected(
    course: Course, name: str, path: Path | None = None, keep: Keep = "newest"
) -> tuple[list[Submission], Report]:
    """Collect an assignment: keep every attempt, say what became of everything.

    Parameters
    ----------
    course : Course
    name : str
        The assignment.
    path : path, optional
        As for `collect.collect`; nbgrader's folder of submissions by default.
    keep : str
        Which of several notebooks of one person counts.

    Returns
    -------
    submissions : list of Submission
        What is to be graded, one a student, read from where it is kept.
    report : Report

    Raises
    ------
    UnreadableError
        If there is nothing.
    TaskError
        If the roster or the table of deadlines cannot be read.
    """
    submitted = course.work / "submitted"
    with course.alone():
        known = roster.read(course.roster)
        rules = lateness.read(course.deadlines)
        found = collect(path or submitted, name, known, keep=keep, others=course.names())
        roster.write(course.roster, known)
        folder = course.work / "collected" / name
        history = History(folder, submitted)
        source = (path or submitted).name
        kept = [history.keep(each, name, source) for each in found.submissions]
        history.write()
        judged = [_judged(line, history, rules, name) for line in found.lines]
        lines = _with_earlier(judged, folder / "report.csv", again=path is None)
        due = lateness.told(rules, name).splitlines() if (name, "") in rules else []
        notes = (*found.notes, *due, *history.overtaken)
        found = replace(found, lines=lines, notes=notes)
        report = Report(name, source, found, len(known.people), folder)
        files.write_whole(folder / "report.txt", _encodable(report.whole()))
        spreadsheet.write(folder / "report.csv", report.rows())
    return kept, report


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _judged(line: Line, history: "History", rules: lateness.Deadlines, name: str) -> Line:
    """Return a line with what is to be said of lateness, of the file, and of what counts still."""
    if line.status not in ("taken", "missing"):
        return line
    attempt = history.counting(line.student)
    if attempt is None:
        return line
    said = [line.why]
    if line.status == "missing":
        said = [f"what was collected before counts, of {attempt.handed_in} UTC"]
    elif fault := history.faults.get(line.student):
        said.append(fault)
    late = lateness.late(rules, name, line.student, attempt.when, marked=attempt.marked_late)
    said = [late.said, *said] if late else said
    why = "; ".join(filter(None, said))
    return replace(line, status="late" if late else "taken", why=why)


def _with_earlier(lines: Sequence[Line], path: Path, *, again: bool) -> tuple[Line, ...]:
    """Return the lines, and what an earlier collection said of those of whom nothing is here.

    Who handed in a PDF then must not be simply missing now; and what was collected `again` from
    nbgrader's folder has no longer what nobody could be told of.
    """
    earlier: dict[str, Line] = {}
    unknown: list[Line] = []
    # It is only told again; whoever changed it beyond reading has changed no mark.
    with suppress(TaskError, OSError):
        for row in spreadsheet.read(path, "the report")[1:]:
            status, student, name, file, _, why = map(spreadsheet.unharmed, row)
            told = f"{file}, collected before: {why}" if file else why
            line = Line(cast("Status", status), student, name, why=told)
            if status == "not taken" and not student:
                unknown.append(line)
            elif status == "not taken" or (status == "missing" and why != NOTHING):
                earlier[student] = line
    said = [
        earlier.get(line.student, line)
        if line.status == "missing" and line.why == NOTHING
        else line
        for line in lines
    ]
    return (*said, *(unknown if again else ()))


class History:
    """The attempts of an assignment; `overtaken` says where a later one was replaced,
    `faults` of whom nothing can be read.

    Parameters
    ----------
    folder : path
        ``collected/ASSIGNMENT/`` of the class.
    submitted : path
        nbgrader's folder.
    """

    def __init__(self, folder: Path, submitted: Path) -> None:
        self.folder, self.submitted = folder, submitted
        self.overtaken: list[str] = []
        self.faults: dict[str, str] = {}
        self.attempts = read(folder)
        self._places = {
            (each.student, each.digest): place for place, each in enumerate(self.attempts)
        }
        self._counting = {
            each.student: place for place, each in enumerate(self.attempts) if each.counts == "yes"
        }

    def keep(self, submission: Submission, name: str, source: str) -> Submission:
        """Keep an attempt, and let it count; return it, to be read from where it is kept."""
        student, place = submission.student, self.submitted / submission.student / name
        target = place / f"{name}.ipynb"
        lies_there = target.resolve() == Path(submission.where).resolve()
        before = self._counting.get(student)
        try:
            raw = submission.read()
        except UnreadableError as error:
            self.faults[student] = str(error).rstrip(".")
            # It counts all the same: an earlier one must not be graded in its place.
            self._count(submission, "", "", source)
            if not lies_there:
                self._keep_what_lies_there(target, student)
                target.unlink(missing_ok=True)
            return submission
        digest = hashlib.sha256(raw).hexdigest()
        if lies_there and (known := self._places.get((student, digest))) is not None:
            # What was collected before, found again in nbgrader's folder.
            earlier = self.attempts[known]
            submission = replace(submission, inside=earlier.file, marked_late=earlier.marked_late)
            source = earlier.source
        kept = self._store(raw, digest, student, submission.handed_in)
        if not lies_there:
            self._keep_what_lies_there(target, student)
            place.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
            stamp = f"{submission.handed_in.astimezone(UTC):{_SECONDS}} UTC"
            files.write_whole(place / "timestamp.txt", stamp)
        self._say_overtaken(before, submission, digest)
        self._count(submission, digest, kept, source)
        return replace(submission, read=partial((self.folder / kept).read_bytes))

    def counting(self, student: str) -> Attempt | None:
        """Return the attempt of a person that counts."""
        place = self._counting.get(student)
        return None if place is None else self.attempts[place]

    def write(self) -> None:
        """Write the table of attempts."""
        rows = [[getattr(each, column) for column in _COLUMNS] for each in self.attempts]
        spreadsheet.write(self.folder / "attempts.csv", [_COLUMNS, *rows])

    def _say_overtaken(self, before: int | None, submission: Submission, digest: str) -> None:
        """Note if what counted so far was handed in after what counts now."""
        if before is None or self.attempts[before].digest == digest:
            return
        if self.attempts[before].when > submission.handed_in:
            self.overtaken.append(
                f"{submission.student}: an attempt of a later time, "
                f"{self.attempts[before].handed_in} UTC, was collected before and counts no "
                "longer; it is kept under collected/."
            )

    def _store(self, raw: bytes, digest: str, student: str, when: datetime) -> str:
        if (known := self._places.get((student, digest))) is not None:
            return self.attempts[known].kept
        kept = f"attempts/{student}/{when.astimezone(UTC):%Y%m%dT%H%M%SZ}-{digest[:12]}.ipynb"
        place = self.folder / kept
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
        return kept

    def _keep_what_lies_there(self, target: Path, student: str) -> None:
        """Keep a notebook that somebody laid into nbgrader's folder and nobody collected."""
        if not target.is_file() or target.is_symlink():
            return
        raw = target.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if (student, digest) not in self._places:
            when = datetime.fromtimestamp(target.stat().st_mtime, UTC)
            kept = self._store(raw, digest, student, when)
            self._add(
                Attempt(
                    student,
                    f"{when:{_SECONDS}}",
                    "",
                    "no",
                    digest,
                    kept,
                    target.name,
                    "submitted",
                )
            )

    def _count(self, submission: Submission, digest: str, kept: str, source: str) -> None:
        late = {True: "yes", False: "no", None: ""}[submission.marked_late]
        when = f"{submission.handed_in.astimezone(UTC):{_SECONDS}}"
        if (before := self._counting.get(submission.student)) is not None:
            self.attempts[before] = replace(self.attempts[before], counts="no")
        attempt = Attempt(
            submission.student, when, late, "yes", digest, kept, submission.inside, source
        )
        known = self._places.get((submission.student, digest)) if digest else None
        if known is None:
            known = self._add(attempt)
        self.attempts[known] = attempt
        self._counting[submission.student] = known

    def _add(self, attempt: Attempt) -> int:
        self.attempts.append(attempt)
        place = len(self.attempts) - 1
        if attempt.digest:
            self._places[attempt.student, attempt.digest] = place
        return place


def read(folder: Path) -> list[Attempt]:
    """Return the attempts that are kept under ``collected/ASSIGNMENT/``, in order of collection."""
    path = folder / "attempts.csv"
    if not path.exists():
        return []
    header, *rows = spreadsheet.read(path, "the table of attempts") or [[]]
    attempts: list[Attempt] = []
    for number, row in enumerate(rows, 2):
        cells = dict(zip(header, map(spreadsheet.unharmed, row), strict=False))
        attempt = Attempt(*(cells.get(column, "") for column in _COLUMNS))
        try:
            attempt.when  # noqa: B018  (asked for, to see whether it can be read)
        except ValueError:
            raise TaskError(
                f"{path}, row {number}, column 'handed_in': {attempt.handed_in!r} is no time such "
                "as 2027-03-01 09:30:00; a spreadsheet may have changed it, write it so again."
            ) from None
        attempts.append(attempt)
    return attempts


def counting(course: Course, name: str) -> dict[str, Attempt]:
    """Return the attempt of each person that counts."""
    attempts = read(course.work / "collected" / name)
    return {each.student: each for each in attempts if each.counts == "yes"}


def judge(course: Course, name: str) -> None:
    """Write into the gradebook, after a due date was set, how late each counting attempt was."""
    counts = counting(course, name)
    if counts:
        late = {key: (each.when, each.marked_late) for key, each in counts.items()}
        lateness.apply(course, name, late)
