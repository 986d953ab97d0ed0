"""Grading a whole class: each submission by itself, whatever the others do; nothing is done twice.

A submission goes through four steps, each of which takes a record and returns the next one:

1. intake: `Submission` to `Paper`, its answers laid into the master notebook;
2. run: `Paper` to `Ran`, what its cells showed and its probes gave, in a sandbox;
3. mark: `Paper` and `Ran` to `Result`, compared with what the solution gives;
4. enter: all `Result` into the gradebook, once.

Steps 1 and 3 are `Batch.intake` and `Batch.mark`, step 2 is `runner.run_fairly`, step 4
`Course.enter`.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TextIO

import nbformat
from nbformat import NotebookNode

from .. import files
from . import intake, marks, runner, tasks
from .course import Course
from .intake import Paper, Submission
from .limited import Limited
from .result import STATUSES, WANT_A_PERSON, Result, Status
from .runner import Limits, Ran
from .wire import Cell, Heard

# In bytes; most systems take names of 255, and ".json" and the like come behind.
LONGEST_NAME = 240
STOPPED = {
    "timeout": "It did not end within {seconds:g} s and was stopped; look for a loop without end, "
    "then give the points by hand.",
    "died": "It stopped without a report, and so did a second try; look at the code, then give the "
    "points by hand.",
}


@dataclass(frozen=True)
class Batch:
    """What all submissions of one run share, and the steps that need it."""

    course: Course
    assignment: tasks.Assignment
    master: NotebookNode
    solved: tasks.Solved
    limits: Limits
    reader: Limited

    @cached_property
    def key(self) -> str:
        """What marks rest on besides a submission, as text: the key and the table of tasks."""
        return repr((self.solved.as_kept(), self.assignment.tasks))

    def kept(self, submission: Submission) -> Result | None:
        """Return the result of an earlier run, if the file and the key are still the same."""
        path = self.course.result_file(self.assignment.name, submission.student)
        try:
            result = Result.from_json(json.loads(path.read_text(encoding="utf-8")))
            same = result.digest == intake.digest_of(submission.read(), self.key)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return result if same and result.status != "died" else None

    def intake(self, submission: Submission) -> Paper:
        """Open a submission."""
        return intake.opened(submission, self.master, self.key, self.reader)

    def to_run(self, paper: Paper) -> list[Cell]:
        """Return the cells and probes of a submission; none if it cannot be graded."""
        return marks.to_run(self.assignment, paper.notebook) if paper.notebook else []

    def mark(self, paper: Paper, ran: Ran | None) -> Result:
        """Give the marks for what a runner returned, and keep result and notebook."""
        if len(paper.submission.student.encode()) > LONGEST_NAME:
            said = (
                f"The name has more than {LONGEST_NAME} letters, so no file can bear it; rename "
                "the folder or the file, and grade again."
            )
            return _result(paper, "unreadable", said)
        try:
            return self._marked(paper, ran)
        except Exception as error:  # noqa: BLE001  (a slip of ours must not cost the others theirs)
            note = (
                f"The grader itself failed ({type(error).__name__}: {error}); give the points by "
                "hand, and report it."
            )
            return _result(paper, "died", note)

    def _marked(self, paper: Paper, ran: Ran | None) -> Result:
        result = _result(paper, "unreadable")
        if paper.notebook and ran:
            heard = (
                marks.heard(self.assignment, ran, self.limits.each)
                if ran.status == "ran"
                else Heard()
            )
            result = replace(
                self._status(paper, ran),
                isolated=ran.isolated,
                seconds=ran.seconds,
                tasks=marks.mark(self.assignment, self.solved, heard),
                words=paper.words,
            )
            shown = marks.with_outputs(paper.notebook, heard, result.tasks)
            place = self.course.autograded(self.assignment.name, result.student)
            files.write_whole(place, nbformat.writes(shown))
        kept = json.dumps(result.to_json(), indent=1, ensure_ascii=False)
        files.write_whole(self.course.result_file(self.assignment.name, result.student), kept)
        return result

    def _status(self, paper: Paper, ran: Ran) -> Result:
        if ran.status == "ran":
            notes, stopped = _lacking(ran)
            usual = "repaired" if paper.repaired else "graded"
            return _result(paper, "partly" if stopped else usual, *notes)
        return _result(paper, ran.status, STOPPED[ran.status].format(seconds=self.limits.seconds))


def grade(
    course: Course,
    name: str,
    path: Path | None = None,
    *,
    workers: int | None = None,
    limits: Limits | None = None,
    dask: str | None = None,
    again: bool = False,
    out: TextIO | None = None,
) -> list[Result]:
    """Grade the submissions of one assignment and write the marks into the gradebook.

    Parameters
    ----------
    course : Course
    name : str
        The assignment, or its number.
    path : path, optional
        As for `intake.collect`; nbgrader's folder of submissions by default.
    workers : int, optional
        Submissions at one time; as many as there are cores by default.
    limits : Limits, optional
    dask : str, optional
        Address of a Dask scheduler whose workers shall run the submissions.
    again : bool
        Also those that were graded before and have not changed.
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
    batch = _batch(course, name, limits or Limits())
    submissions, notes = intake.collect(path or course.work / "submitted", batch.assignment.name)
    found = [(each, None if again else batch.kept(each)) for each in submissions]
    waiting = [submission for submission, kept in found if not kept]
    results = [kept for _, kept in found if kept]
    if results:
        notes.append(f"{len(results)} were graded before and have not changed.")
    # It may refuse: better before anything is printed of a run than in the middle of it.
    bare = runner.warning(batch.limits) if waiting and not dask else ""
    for note in [bare] * bool(bare) + notes:
        print(note, file=out or sys.stderr)
    begun = time.monotonic()
    try:
        for number, result in enumerate(_all(batch, waiting, workers or os.cpu_count(), dask), 1):
            results.append(result)
            _progress(number, len(waiting), begun, out or sys.stderr)
    except KeyboardInterrupt:
        done = f"{len(results)} of {len(submissions)} are graded and kept"
        print(f"\nStopped. {done}; the same command goes on from there.", file=out or sys.stderr)
        raise
    finally:
        batch.reader.close()
        course.enter(batch.assignment.name, results)
    return sorted(results, key=lambda result: result.student)


def _batch(course: Course, name: str, limits: Limits) -> Batch:
    assignment, master = course.assignment(name)
    key = course.key(assignment.name)
    solved = tasks.solve(assignment, key["parameters"])
    drawn = {number: list(pool) for number, pool in assignment.drawn.items()}
    if solved.as_kept() != key["accepted"] or drawn != key.get("items", {}):
        raise tasks.TaskError(
            f"{assignment.name}: the solution no longer gives the answers that were released; run "
            "make release, or go back to the data of that day."
        )
    return Batch(course, assignment, master, solved, limits, intake.reader())


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
    for lacking in (ran.heard.lacks, ran.heard.lost):
        notes += [f"{_told(name)}: {said}" for name, said in lacking.items()]
    return notes, bool(ran.left_out or ran.heard.lost)


def _all(
    batch: Batch, submissions: Sequence[Submission], workers: int | None, dask: str | None
) -> Iterator[Result]:
    """Yield results as they come, whoever does the work."""
    return _on_cluster(batch, submissions, dask) if dask else _here(batch, submissions, workers)


def _here(batch: Batch, submissions: Iterable[Submission], workers: int | None) -> Iterator[Result]:
    """Grade in threads of this process, each with a runner of its own."""
    mine, made, stopped = threading.local(), list[runner.Runner](), threading.Event()

    def one(submission: Submission) -> Result | None:
        if not hasattr(mine, "runner"):
            mine.runner = runner.make(batch.limits)
            made.append(mine.runner)
        paper = batch.intake(submission)
        ran = runner.run_fairly(mine.runner, batch.to_run(paper)) if paper.notebook else None
        # What was cut off by Ctrl-C is no result.
        return None if stopped.is_set() else batch.mark(paper, ran)

    pool = ThreadPoolExecutor(workers)
    try:
        for done in as_completed([pool.submit(one, submission) for submission in submissions]):
            if result := done.result():
                yield result
        # A sandbox dies with the thread that started it, so those that are done end in peace
        # before the threads do.
        for each in made:
            each.close()
    finally:
        stopped.set()
        batch.reader.close()
        for each in made:
            each.close()
        pool.shutdown(cancel_futures=True)


def _on_cluster(batch: Batch, submissions: Iterable[Submission], address: str) -> Iterator[Result]:
    """Run on the workers of a cluster; open, mark and write here."""
    from distributed import Client
    from distributed import as_completed as as_done

    papers = [batch.intake(submission) for submission in submissions]
    yield from (batch.mark(paper, None) for paper in papers if not paper.notebook)
    with Client(address) as client:
        waiting = {
            client.submit(_on_worker, batch.to_run(paper), batch.limits, pure=False): paper
            for paper in papers
            if paper.notebook
        }
        for done in as_done(waiting):
            if isinstance(fault := done.exception(), runner.NotIsolatedError):
                raise fault
            ran = Ran("died") if fault else done.result()
            yield batch.mark(waiting[done], ran)


_WORKER = threading.local()


def _on_worker(cells: list[Cell], limits: Limits) -> Ran:
    """Run one submission on a worker; each of its threads keeps a runner of its own."""
    if not hasattr(_WORKER, "runner"):
        _WORKER.runner = runner.make(limits)
    return runner.run_fairly(_WORKER.runner, cells)


def _progress(done: int, all_of_them: int, begun: float, out: TextIO) -> None:
    if done == all_of_them or done % max(1, all_of_them // 20) == 0:
        left = (time.monotonic() - begun) / done * (all_of_them - done)
        print(f"{done} of {all_of_them} graded, about {left:.0f} s left", file=out, flush=True)


def report(results: Sequence[Result]) -> str:
    """Return what a grader should know after a run, as text.

    How many of each status, and who wants a person and why.
    """
    statuses = [result.status for result in results]
    counts = [f"{statuses.count(each)} {each}" for each in STATUSES if each in statuses]
    lines = [f"{len(results)} submissions: {', '.join(counts)}."]
    lines += _named("These want a person:", results, WANT_A_PERSON)
    lines += _named("These were repaired on a copy:", results, ("repaired",))
    lines += _named("These ran without a cell of theirs:", results, ("partly",))
    essays = sum(bool(result.words) for result in results)
    lines += ["", f"{essays} essays wait to be read."]
    if not all(result.isolated for result in results):
        why = runner.why_not_isolated() or "a worker of the cluster has no sandbox."
        said = f"NOT ISOLATED: {why} Their code ran with your rights on this computer."
        lines += ["", said]
    return "\n".join(lines)


def _named(title: str, results: Sequence[Result], statuses: tuple[Status, ...]) -> list[str]:
    chosen = [result for result in results if result.status in statuses]
    said = [f"- {each.student} ({each.status}): {' '.join(each.notes)}" for each in chosen]
    return ["", title, *said] if chosen else []
