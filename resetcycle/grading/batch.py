"""Grading a whole class: each submission by itself, whatever the others do; what is done is kept and not done again."""

import hashlib
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

import nbformat

from .. import checks, files
from . import intake, marks, release, runner, tasks

WANTS_A_PERSON = {
    "timeout": "It did not end within {seconds:g} s and was stopped; look for a loop without end, then give the points by hand.",
    "died": "It stopped without a report, and so did a second try; look at the code, then give the points by hand.",
}


def grade(
    course,
    name,
    path=None,
    workers=None,
    limits=runner.Limits(),
    dask=None,
    again=False,
    out=sys.stderr,
):
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
    limits : Limits
    dask : str, optional
        Address of a Dask scheduler whose workers shall run the submissions.
    again : bool
        Also those that were graded before and have not changed.
    out : file
        For progress.

    Returns
    -------
    list of dict
        One result a student: ``student``, ``status``, ``notes``, ``isolated``, ``seconds``, ``tasks``, ``words``.

    Raises
    ------
    TaskError, Unreadable
        If there is no such assignment or nothing to grade. No single submission ever stops the rest.
    """
    assignment, master = course.assignment(name)
    solved = tasks.solve(assignment, course.parameters(assignment.name))
    if release.as_kept(solved.accepted) != course.key(assignment.name)["accepted"]:
        raise tasks.TaskError(
            f"{assignment.name}: the solution no longer gives the answers that were released; run make release, or go back to the data of that day."
        )
    submissions, notes = intake.collect(path or course.work / "submitted", assignment.name)
    for note in notes:
        print(note, file=out)
    batch = _Batch(course, assignment, master, solved, limits)
    found = [
        (submission, batch.kept(submission) if not again else None) for submission in submissions
    ]
    waiting = [submission for submission, kept in found if not kept]
    results = [kept for _, kept in found if kept]
    if results:
        print(f"{len(results)} were graded before and have not changed.", file=out)
    try:
        for number, result in enumerate(_all(batch, waiting, workers or os.cpu_count(), dask), 1):
            results.append(result)
            _progress(number, len(waiting), batch.begun, out)
    except KeyboardInterrupt:
        print(
            f"\nStopped. {len(results)} of {len(submissions)} are graded and kept; the same command goes on from there.",
            file=out,
        )
        raise
    finally:
        course.enter(assignment.name, results)
    return sorted(results, key=lambda result: result["student"])


class _Batch:
    """What all submissions of one run share."""

    def __init__(self, course, assignment, master, solved, limits):
        self.course, self.assignment, self.master, self.solved, self.limits = (
            course,
            assignment,
            master,
            solved,
            limits,
        )
        self.begun = time.monotonic()
        self._key = json.dumps(
            [release.as_kept(solved.accepted), assignment.tasks], sort_keys=True, default=str
        )

    def kept(self, submission):
        """Return the result of an earlier run, if the file and the key are still the same."""
        path = self.course.result_file(self.assignment.name, submission.student)
        try:
            result = json.loads(path.read_text(encoding="utf-8"))
            return (
                result
                if result["digest"] == self._digest(submission.read())
                and result["status"] != "died"
                else None
            )
        except (OSError, ValueError, KeyError, intake.Unreadable):
            return None

    def opened(self, submission):
        """Open a submission: its notebook laid into the master, and what is known of it so far."""
        result = {
            "student": submission.student,
            "where": submission.where,
            "handed_in": f"{submission.handed_in:%Y-%m-%d %H:%M:%S}",
            "status": "graded",
            "notes": list(submission.notes),
            "isolated": True,
            "seconds": 0,
            "digest": "",
            "tasks": {},
            "words": 0,
        }
        try:
            raw = submission.read()
            result["digest"] = self._digest(raw)
            notebook, repairs = intake.read_notebook(raw)
            merged, more = intake.overlay(notebook, self.master)
        except intake.Unreadable as error:
            return None, result | {"status": "unreadable", "notes": [*result["notes"], str(error)]}
        except Exception as error:
            # Whatever it is, it is this submission's alone.
            note = f"The grader could not open it ({type(error).__name__}); look at the file, give the points by hand, and report this."
            return None, result | {"status": "unreadable", "notes": [*result["notes"], note]}
        result["notes"] += repairs + more
        result["status"] = "repaired" if repairs or more else "graded"
        return merged, result

    def closed(self, merged, result, ran, isolated):
        """Give the marks for what a runner returned, and keep result and notebook."""
        try:
            return self._closed(merged, result, ran, isolated)
        except Exception as error:
            # A slip of ours on one submission must not cost the others theirs.
            return result | {
                "status": "died",
                "notes": [
                    *result["notes"],
                    f"The grader itself failed ({type(error).__name__}: {error}); give the points by hand, and report it.",
                ],
            }

    def _closed(self, merged, result, ran, isolated):
        if merged is not None:
            report = ran.get("report") if isinstance(ran.get("report"), dict) else {}
            values, said = (
                report.get(part) if isinstance(report.get(part), dict) else {}
                for part in ("values", "said")
            )
            result |= {
                "seconds": ran["seconds"],
                "isolated": isolated,
                "tasks": marks.mark(self.assignment, self.solved, values),
                "words": _words(merged, self.master),
            }
            if ran["status"] != "ran":
                result["status"] = ran["status"]
                result["notes"].append(
                    WANTS_A_PERSON[ran["status"]].format(seconds=self.limits.seconds)
                )
            self._write_notebook(merged, result, said)
        kept = self.course.result_file(self.assignment.name, result["student"])
        files.write_whole(kept, json.dumps(result, indent=1, ensure_ascii=False))
        return result

    def _digest(self, raw):
        return hashlib.sha256(self._key.encode() + raw).hexdigest()

    def _write_notebook(self, merged, result, said):
        """Write the notebook that people and nbgrader see: outputs are plain text, whatever the code would have shown."""
        for cell in merged.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
            if cell.cell_type != "code":
                continue
            seen = said.get(name) if isinstance(said.get(name), dict) else {}
            texts = [str(seen.get(part) or "")[:4000] for part in ("text", "error")]
            if name.startswith("check-"):
                texts = [result["tasks"][name.removeprefix("check-")]["said"]]
            cell.outputs = [nbformat.v4.new_output("stream", text=text) for text in texts if text]
        files.write_whole(
            self.course.autograded(self.assignment.name, result["student"]), nbformat.writes(merged)
        )


def _all(batch, submissions, workers, dask):
    """Yield results as they come; the work is spread, the writing is done here."""
    if dask:
        yield from _on_cluster(batch, submissions, dask)
        return
    make = runner.Kernel if runner.why_not_isolated() else runner.Sandbox
    mine, made = threading.local(), []

    def one(submission):
        if not hasattr(mine, "runner"):
            mine.runner = make(batch.limits)
            made.append(mine.runner)
        return _run_one(batch, submission, mine.runner)

    pool = ThreadPoolExecutor(workers)
    try:
        for done in as_completed([pool.submit(one, submission) for submission in submissions]):
            yield done.result()
        # A sandbox dies with the thread that started it, so those that are done end in peace before the threads do.
        for each in made:
            each.close()
    finally:
        pool.shutdown(cancel_futures=True)
        for each in made:
            each.close()


def _run_one(batch, submission, run):
    merged, result = batch.opened(submission)
    ran = {}
    if merged is not None:
        cells = marks.to_run(batch.assignment, merged)
        ran = run.run(cells)
        # A child may be lost through no fault of its own, so nobody gets a nought for one failure.
        ran = run.run(cells) if ran["status"] == "died" else ran
    return batch.closed(merged, result, ran, run.isolated)


def _on_cluster(batch, submissions, address):
    from distributed import Client
    from distributed import as_completed as as_done

    with Client(address) as client:
        opened = [batch.opened(submission) for submission in submissions]
        for merged, result in opened:
            if merged is None:
                yield batch.closed(merged, result, {}, True)
        readable = [pair for pair in opened if pair[0] is not None]
        futures = {
            client.submit(
                run_here, marks.to_run(batch.assignment, merged), vars(batch.limits), pure=False
            ): (merged, result)
            for merged, result in readable
        }
        for done in as_done(futures):
            ran, isolated = (
                done.result()
                if done.status == "finished"
                else ({"status": "died", "seconds": 0}, True)
            )
            yield batch.closed(*futures[done], ran, isolated)


def run_here(cells, limits):
    """Run one submission on a worker of a cluster; each of its threads keeps a sandbox of its own.

    Returns
    -------
    ran : dict
        As from `runner.Sandbox.run`.
    isolated : bool
    """
    if not hasattr(_WORKER, "runner"):
        _WORKER.runner = (runner.Kernel if runner.why_not_isolated() else runner.Sandbox)(
            runner.Limits(**limits)
        )
    ran = _WORKER.runner.run(cells)
    return (_WORKER.runner.run(cells) if ran["status"] == "died" else ran), _WORKER.runner.isolated


_WORKER = threading.local()


def _words(merged, master):
    text, untouched = (
        next(cell.source for cell in notebook.cells if cell.id == "essay")
        for notebook in (merged, master)
    )
    return 0 if text.strip() == untouched.strip() else checks.count_words(text)


def _progress(done, all_of_them, begun, out):
    if done == all_of_them or done % max(1, all_of_them // 20) == 0:
        left = (time.monotonic() - begun) / done * (all_of_them - done)
        print(f"{done} of {all_of_them} graded, about {left:.0f} s left", file=out, flush=True)


def report(results):
    """Return what a grader should know after a run, as text: how many of each status, and who wants a person and why."""
    counts = {
        status: sum(result["status"] == status for result in results)
        for status in ("graded", "repaired", "timeout", "died", "unreadable")
    }
    lines = [
        f"{len(results)} submissions: "
        + ", ".join(f"{count} {status}" for status, count in counts.items() if count)
        + "."
    ]
    if not all(result["isolated"] for result in results):
        lines.append(
            f"NOT ISOLATED: {runner.why_not_isolated() or 'a worker of the cluster has no sandbox.'} Their code ran with your rights on this computer."
        )
    for title, statuses in (
        ("These want a person:", ("timeout", "died", "unreadable")),
        ("These were repaired on a copy:", ("repaired",)),
    ):
        chosen = [result for result in results if result["status"] in statuses]
        lines += ["", title] * bool(chosen)
        lines += [
            f"- {result['student']} ({result['status']}): {' '.join(result['notes'])}"
            for result in chosen
        ]
    essays = sum(bool(result["words"]) for result in results)
    return "\n".join([*lines, "", f"{essays} essays wait to be read."])
