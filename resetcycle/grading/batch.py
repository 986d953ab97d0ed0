"""Grading a whole class: each submission by itself, whatever the others do; nothing is done twice.

A submission goes through four steps, each of which takes a record and returns the next one:

1. intake: `Submission` to `Paper`, its answers laid into the master notebook;
2. run: `Paper` to `Ran`, what its cells showed and its probes gave, in a sandbox;
3. mark: `Paper` and `Ran` to `Result`, compared with what the solution gives;
4. enter: all `Result` into the gradebook, once.

Steps 1 and 3 are `Batch.intake` and `Batch.mark`, step 2 is `runner.run_fairly`, step 4
`Course.enter`.
"""

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TextIO

import nbformat
from nbformat import NotebookNode

from .. import files, speech
from . import attempts, intake, marks, own_words, roster, runner, tasks
from .collect import Keep, Submission
from .course import Course
from .intake import Paper
from .limited import Limited
from .result import STATUSES, WANT_A_PERSON, Mark, Result, Status, answer_digest
from .runner import Limits, Ran
from .runners import Shared
from .wire import Cell, Heard

_Asked = ParamSpec("_Asked")
_SPEAKING = threading.Lock()

STOPPED = {
    "timeout": "It did not end within {seconds:g} s and was stopped; look for a loop without end, "
    "then give the points by hand.",
    "died": "It stopped without a report, and so did a second try; look at the code, then give the "
    "points by hand.",
}


@dataclass(frozen=True)
class Only:
    """What is graded anew, whether it changed or not; everything that is new if nothing is said.

    Attributes
    ----------
    students : tuple of str
        These and nobody else.
    tasks : tuple of str
        The marks of these tasks; all others stay as they are.
    statuses : tuple of str
        Those that had one of these.
    again : bool
        All that was graded before, too.
    """

    students: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    again: bool = False

    @property
    def narrow(self) -> bool:
        """Whether somebody is left out."""
        return bool(self.students or self.statuses)

    def chooses(self, student: str, kept: Result | None) -> bool:
        """Return whether a submission is among those asked for."""
        asked = not self.students or student in self.students
        status = kept.status if kept else ""
        return asked and (not self.statuses or status in self.statuses)


@dataclass(frozen=True)
class Batch:
    """What all submissions of one run share, and the steps that need it."""

    course: Course
    assignment: tasks.Assignment
    master: NotebookNode
    solved: tasks.Solved
    limits: Limits
    released: Sequence[Mapping[str, str]]
    only: Only
    reader: Limited

    @cached_property
    def key(self) -> str:
        """What marks rest on besides a submission, as text: the key and the table of tasks."""
        return repr((self.solved.as_kept(), self.assignment.tasks))

    @cached_property
    def rehearsal(self) -> list[Cell]:
        """What runs in a sandbox once, before all submissions."""
        return marks.rehearsal(self.assignment, self.master)

    def earlier(self, student: str) -> Result | None:
        """Return the result of an earlier run, whatever it was a run of."""
        path = self.course.result_file(self.assignment.name, student)
        try:
            return Result.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def holds(self, result: Result | None, submission: Submission) -> bool:
        """Return whether an earlier result is still that of the same file, key and limits."""
        if not result or not result.answers or result.status == "died":
            return False
        if result.status in ("timeout", "partly") and result.limit < self.limits.seconds:
            return False
        try:
            return result.digest == intake.digest_of(submission.read(), self.key)
        except (OSError, ValueError):
            return False

    def intake(self, submission: Submission) -> Paper:
        """Open a submission."""
        return intake.opened(submission, self.master, self.key, self.reader, self.released)

    def to_run(self, paper: Paper) -> list[Cell]:
        """Return the cells and probes of a submission; none if it cannot be graded."""
        return marks.to_run(self.assignment, paper.notebook) if paper.notebook else []

    def mark(self, paper: Paper, ran: Ran | None) -> Result:
        """Give the marks for what a runner returned, and keep result and notebook."""
        try:
            return self._marked(paper, ran)
        except Exception as error:  # noqa: BLE001  (a slip of ours must not cost the others theirs)
            note = (
                f"The grader itself failed ({type(error).__name__}: {error}); give the points by "
                "hand, and report it."
            )
            return _result(paper, "died", note)

    def _marked(self, paper: Paper, ran: Ran | None) -> Result:
        result = replace(_result(paper, "unreadable"), answers=_file(paper.submission))
        if paper.notebook and ran:
            heard, marked = self._told(ran)
            result = replace(
                self._status(paper, ran),
                isolated=ran.isolated,
                seconds=ran.seconds,
                tasks=marked,
                words=paper.words,
                answers=_answers(paper.notebook),
                limit=self.limits.seconds,
            )
            result = self._others_stay(result)
            shown = marks.with_outputs(paper.notebook, heard, result.tasks)
            place = self.course.autograded(self.assignment.name, result.student)
            if (language := own_words.language_of(paper.notebook)) != "en":
                heard, theirs = self._told(ran, language)
                theirs |= _as_said_before(place, result.tasks, marked)
                own_words.note(shown, marks.with_outputs(paper.notebook, heard, theirs))
            files.write_whole(place, nbformat.writes(shown))
        kept = json.dumps(result.to_json(), indent=1, ensure_ascii=False)
        files.write_whole(self.course.result_file(self.assignment.name, result.student), kept)
        return result

    def _told(self, ran: Ran, language: str = "en") -> tuple[Heard, dict[str, Mark]]:
        """Return what a submission reported and its marks, as they are told in a language."""
        # One language is spoken at a time, and threads mark beside each other.
        with _SPEAKING, speech.speaking(speech.catalogue_of(language)):
            heard = Heard()
            if ran.status == "ran":
                heard = marks.heard(self.assignment, ran, self.limits.each)
            return heard, marks.mark(self.assignment, self.solved, heard)

    def _others_stay(self, result: Result) -> Result:
        """Return a result in which only the tasks that were asked for have new marks."""
        before = self.earlier(result.student) if self.only.tasks else None
        if not before or before.status in WANT_A_PERSON:
            return result
        stay = {
            number: before.tasks[number]
            for number in result.tasks
            if number in before.tasks and number not in self.only.tasks
        }
        notes = result.notes
        if result.digest != before.digest:
            said = "All but the tasks that were asked for has the marks of what was there before"
            notes = *notes, f"{said}; grade without --task for the rest."
        # With the digest of then, so that a plain run still grades what changed since.
        return replace(result, tasks=result.tasks | stay, digest=before.digest, notes=notes)

    def _status(self, paper: Paper, ran: Ran) -> Result:
        if ran.status == "ran":
            notes, stopped = _lacking(ran)
            usual = "repaired" if paper.repaired else "graded"
            return _result(paper, "partly" if stopped else usual, *notes)
        return _result(paper, ran.status, STOPPED[ran.status].format(seconds=self.limits.seconds))


def _as_said_before(
    place: Path, tasks: Mapping[str, Mark], marked: Mapping[str, Mark]
) -> dict[str, Mark]:
    """Return the marks that stay from an earlier run, as their learner was told of them then."""
    stay = {number: mark for number, mark in tasks.items() if mark != marked[number]}
    before = own_words.noted(nbformat.read(place, as_version=4)) if stay and place.exists() else {}
    return {
        number: replace(mark, said="".join(before.get(f"check-{number}", [mark.said])))
        for number, mark in stay.items()
    }


def _one_at_a_time(
    grade: Callable[Concatenate[Course, _Asked], list[Result]],
) -> Callable[Concatenate[Course, _Asked], list[Result]]:
    """Let a class be graded by one process: what another one has done is then found done."""

    @wraps(grade)
    def in_turn(course: Course, *args: _Asked.args, **kwargs: _Asked.kwargs) -> list[Result]:
        with course.turn():
            return grade(course, *args, **kwargs)

    return in_turn


@_one_at_a_time
def grade(
    course: Course,
    name: str,
    path: Path | None = None,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    dask: str | None = None,
    only: Only | None = None,
    keep: Keep = "newest",
    out: TextIO | None = None,
) -> list[Result]:
    """Grade the submissions of one assignment and write the marks into the gradebook.

    Parameters
    ----------
    course : Course
    name : str
        The assignment, or its number.
    path : path, optional
        As for `collect.collect`, whose report is written too; nbgrader's folder of submissions by
        default.
    workers : int, optional
        Submissions at one time; as many as there are cores by default.
    limits : Limits, optional
    dask : str, optional
        Address of a Dask scheduler whose workers shall run the submissions.
    only : Only, optional
        What is graded anew; by default what is new or has changed.
    keep : str
        Which of several notebooks of one person counts.
    out : file, optional
        For progress; the standard error stream by default.

    Returns
    -------
    list of Result
        One a student, in order of name.

    Raises
    ------
    TaskError, UnreadableError
        If there is no such assignment or nothing to grade. No single submission ever stops the
        rest.
    runner.NotIsolatedError
        If no sandbox works and `Limits.unsafe` is not set.
    """
    say = out or sys.stderr
    batch = _batch(course, name, limits or Limits(), only or Only())
    submissions, found_there = attempts.collected(course, batch.assignment.name, path, keep)
    waiting, results = _chosen(batch, submissions)
    # It may refuse, or warn: better before anything is printed of a run than in the middle of it.
    ready = [runner.make(batch.limits, batch.rehearsal)] if waiting and not dask else []
    for each in ready:
        if each.warning:
            print(each.warning, file=say)
    print(found_there.summary(), file=say)
    if results:
        print(f"{len(results)} were graded before and have not changed.", file=say)
    if left := len(submissions) - len(waiting) - len(results):
        print(f"{left} were not asked for and stay as they are.", file=say)
    kept, begun = len(results), time.monotonic()
    work = _on_cluster(batch, waiting, dask) if dask else _here(batch, waiting, workers, ready)
    try:
        for number, result in enumerate(work, 1):
            results.append(result)
            _progress(number, len(waiting), begun, say)
    except KeyboardInterrupt:
        done = f"{len(results)} of {len(waiting) + kept} are graded and kept"
        print(f"\nStopped. {done}; the same command goes on from there.", file=say)
        raise
    finally:
        # First, so that nothing is kept of what was cut off.
        work.close()
        batch.reader.close()
        for note in course.enter(batch.assignment.name, results):
            print(note, file=say)
        _enter_people(course, batch.assignment.name)
    return sorted(results, key=lambda result: result.student)


def _enter_people(course: Course, name: str) -> None:
    """Write into the gradebook who everybody is, and what lateness costs."""
    with course.gradebook() as book:
        roster.introduce(roster.read(course.roster), book)
    attempts.judge(course, name)


def _batch(course: Course, name: str, limits: Limits, only: Only) -> Batch:
    assignment, master = course.assignment(name)
    key = course.key(assignment.name)
    solved = tasks.solve(assignment, key["parameters"])
    drawn = {number: list(pool) for number, pool in assignment.drawn.items()}
    if solved.as_kept() != key["accepted"] or drawn != key.get("items", {}):
        raise tasks.TaskError(
            f"{assignment.name}: the solution no longer gives the answers that were released; run "
            "resetcycle release, or go back to the data of that day."
        )
    course.remember(assignment.name, master)
    released = course.released(assignment.name)
    return Batch(course, assignment, master, solved, limits, released, only, intake.reader())


def _chosen(
    batch: Batch, submissions: Sequence[Submission]
) -> tuple[list[Submission], list[Result]]:
    """Return what is to be graded now, and the results that hold and go with it."""
    only = batch.only
    _refuse_unknown(only, batch.assignment, {each.student for each in submissions})
    forced = only.again or only.narrow or bool(only.tasks)
    waiting: list[Submission] = []
    results: list[Result] = []
    for submission in submissions:
        kept = batch.earlier(submission.student)
        if not only.chooses(submission.student, kept):
            continue
        if kept and not forced and batch.holds(kept, submission):
            results.append(kept)
        else:
            waiting.append(submission)
    return waiting, results


def _refuse_unknown(only: Only, assignment: tasks.Assignment, students: set[str]) -> None:
    """Refuse a name that nobody has, or a task that is not there."""
    for student in only.students:
        if student not in students:
            raise tasks.TaskError(
                f"Nobody called {student!r} handed in {assignment.name}; names are written as in "
                "the list of the last grading."
            )
    for number in only.tasks:
        if number not in assignment.tasks:
            known = ", ".join(assignment.tasks)
            raise tasks.TaskError(f"{assignment.name} has no task {number!r}; there are {known}.")


def _answers(notebook: NotebookNode) -> dict[str, str]:
    """Return the digests of all cells that take an answer."""
    return {
        name: answer_digest(cell.source)
        for cell in notebook.cells
        if (name := tasks.cell_name(cell)).startswith("task-") or name == "essay"
    }


def _file(submission: Submission) -> dict[str, str]:
    try:
        return {"": hashlib.sha256(submission.read()).hexdigest()[:32]}
    except (OSError, ValueError):
        return {"": answer_digest(submission.where)}


def _result(paper: Paper, status: Status, *notes: str) -> Result:
    """Return what is known of a submission before it has marks."""
    return Result(
        paper.submission.student,
        paper.submission.where,
        f"{paper.submission.handed_in:%Y-%m-%d %H:%M:%S}",
        status,
        (*paper.notes, *notes),
        digest=paper.digest,
    )


def _told(name: str) -> str:
    """Return what a grader is told of a cell: its name, or the place of a learner's own."""
    number = name.removeprefix("own-")
    return f"a cell of their own (number {int(number) + 1})" if number.isdigit() else name


def _lacking(ran: Ran) -> tuple[list[str], bool]:
    """Return what was lacking when a submission ran, and whether a cell was lost to it."""
    what = {
        "timeout": "did not end in its time",
        "died": "ended its own process twice",
    }
    notes = [
        f"{_told(name)} {what[why]} and was left out; all the rest was run without it."
        for name, why in ran.left_out.items()
        if not (name.startswith("check-") and f"task-{name[6:]}" in ran.left_out)
    ]
    with _SPEAKING, speech.in_english():
        notes += [f"{_told(name)}: {said}" for name, said in marks.lacking(ran.heard)]
    return notes, bool(ran.left_out or ran.heard.lost)


def _here(
    batch: Batch,
    submissions: Iterable[Submission],
    workers: int | None,
    ready: Sequence[runner.Runner],
) -> Generator[Result]:
    """Grade in threads of this process, which share their runners; those ready go first."""
    most, stopped = workers or os.cpu_count() or 1, threading.Event()
    shared = Shared(lambda: runner.make(batch.limits, batch.rehearsal), ready, most)

    def one(submission: Submission) -> Result | None:
        paper, ran = batch.intake(submission), None
        if paper.notebook:
            with shared.one() as mine:
                ran = runner.run_fairly(mine, batch.to_run(paper))
        # What was cut off by Ctrl-C is no result.
        return None if stopped.is_set() else batch.mark(paper, ran)

    pool = ThreadPoolExecutor(most)
    try:
        for done in as_completed([pool.submit(one, submission) for submission in submissions]):
            if result := done.result():
                yield result
        # A sandbox dies with the thread that started it, so those that are done end in peace
        # before the threads do.
        shared.close()
    finally:
        stopped.set()
        batch.reader.close()
        shared.close()
        pool.shutdown(cancel_futures=True)


def _on_cluster(batch: Batch, submissions: Iterable[Submission], address: str) -> Generator[Result]:
    """Run on the workers of a cluster; open, mark and write here."""
    from distributed import Client
    from distributed import as_completed as as_done

    papers = [batch.intake(submission) for submission in submissions]
    yield from (batch.mark(paper, None) for paper in papers if not paper.notebook)
    with Client(address) as client:
        rehearsal = client.scatter(batch.rehearsal, broadcast=True)
        waiting = {
            client.submit(
                _on_worker, batch.to_run(paper), batch.limits, rehearsal, pure=False
            ): paper
            for paper in papers
            if paper.notebook
        }
        for done in as_done(waiting):
            if isinstance(fault := done.exception(), runner.NotIsolatedError):
                raise fault
            ran = Ran("died") if fault else done.result()
            yield batch.mark(waiting[done], ran)


_WORKER = threading.local()


def _on_worker(cells: list[Cell], limits: Limits, rehearsal: list[Cell]) -> Ran:
    """Run one submission on a worker; each of its threads keeps a runner of its own."""
    made_for = limits, rehearsal
    if getattr(_WORKER, "made_for", None) != made_for:
        if hasattr(_WORKER, "runner"):
            _WORKER.runner.close()
        _WORKER.runner, _WORKER.made_for = runner.make(limits, rehearsal), made_for
    return runner.run_fairly(_WORKER.runner, cells)


def _progress(done: int, all_of_them: int, begun: float, say: TextIO) -> None:
    if done == all_of_them or done % max(1, all_of_them // 20) == 0:
        left = (time.monotonic() - begun) / done * (all_of_them - done)
        print(f"{done} of {all_of_them} graded, about {left:.0f} s left", file=say, flush=True)


def report(results: Sequence[Result], waiting: Sequence[str] = ()) -> str:
    """Return what a grader should know after a run, as text.

    How many of each status, who wants a person and why, and how many essays have no mark yet.

    Parameters
    ----------
    results : list of Result
    waiting : list of str
        As from `Course.essays_waiting`.
    """
    statuses = [result.status for result in results]
    counts = [f"{statuses.count(each)} {each}" for each in STATUSES if each in statuses]
    lines = [f"{len(results)} submissions: {', '.join(counts)}."]
    lines += _named("These want a person:", results, WANT_A_PERSON)
    lines += _named("These were repaired on a copy:", results, ("repaired",))
    lines += _named("These ran without a cell of theirs:", results, ("partly",))
    noted = [result for result in results if result.notes]
    lines += _named("Of these there is something to know:", noted, ("graded",))
    lines += ["", f"{len(waiting)} essays wait to be read."]
    if not all(result.isolated for result in results):
        why = runner.why_not_isolated() or "a worker of the cluster has no sandbox."
        said = f"NOT ISOLATED: {why} Their code ran with your rights on this computer."
        lines += ["", said]
    return "\n".join(lines)


def _named(title: str, results: Sequence[Result], statuses: tuple[Status, ...]) -> list[str]:
    chosen = [result for result in results if result.status in statuses]
    said = [f"- {each.student} ({each.status}): {' '.join(each.notes)}" for each in chosen]
    return ["", title, *said] if chosen else []
