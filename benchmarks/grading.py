"""Grade classes of growing size, and a small one by nbgrader's own, in one run.

    python benchmarks/grading.py [--sizes 10 30 100 300] [--nbgrader 2 10] [--workers 2]
                                 [--assignment 04-obama-reset] [--every]

It prints three tables: each class with its seconds, processor seconds and most memory at one time;
what is spent once and what each further submission costs, by a straight line through the sizes; and
how often nbgrader's own needs what ours needs. With `--every`, also what a further submission of
each assignment costs. Marks are compared, and a difference is said. It judges nothing: machines
differ, ratios less so. `docs/grading.md` shows the output that was kept last, in `grading.md` here:
add `> benchmarks/grading.md`, then `make update`.
"""

import argparse
import contextlib
import datetime as dt
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import classroom  # noqa: E402  (the tests' own class)

from resetcycle.grading.course import Course  # noqa: E402

OURS = (
    "import sys; from resetcycle.grading import batch; "
    "from resetcycle.grading.course import Course; "
    "batch.grade(Course(root=sys.argv[1]), sys.argv[2], workers=int(sys.argv[3]))"
)
# Classes by which the cost of a further submission is told, for each assignment.
EVERY = (10, 40)


class Spent(NamedTuple):
    """What a class cost: seconds, processor seconds of all that ran, and MB at most."""

    size: int
    wall: float
    cpu: float
    memory: float


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="*", default=[10, 30, 100, 300])
    asked.add_argument("--nbgrader", type=int, nargs=2, default=[2, 10])
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--assignment", default="04-obama-reset")
    asked.add_argument("--every", action="store_true")
    asked = asked.parse_args()
    print(
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} cores, "
        f"{psutil.virtual_memory().total / 1e9:.0f} GB, Python {platform.python_version()}; "
        f"{os.getloadavg()[0]:.0f} other processes wanted a core when it began. "
        f"Assignment {asked.assignment}, {asked.workers} at a time.\n"
    )
    print("| submissions | by | seconds | processor seconds | most memory, MB |")
    print("|---|---|---|---|---|")
    marks = {}
    theirs = [graded(asked.assignment, size, 0, marks) for size in asked.nbgrader]
    ours = [graded(asked.assignment, size, asked.workers, marks) for size in asked.sizes]
    print_parts({"nbgrader autograde": theirs, "the kit": ours})
    print_ratios(theirs, ours)
    print(f"\nMarks: {compared(marks)}")
    if asked.every:
        print_every(asked.workers)


def graded(name, size, workers, marks):
    """Grade a class, print its row and note its marks; by nbgrader's own without workers."""
    with tempfile.TemporaryDirectory() as folder:
        course = a_course(Path(folder), name, size)
        command = [sys.executable, "-m", "nbgrader", "autograde", name]
        if workers:
            command = [sys.executable, "-c", OURS, folder, name, str(workers)]
        spent = Spent(size, *measured(command, folder))
        who = "the kit" if workers else "nbgrader autograde"
        with course.gradebook() as book:
            for submission in book.assignment_submissions(name):
                # The first students of every class are the same.
                marks.setdefault(submission.student_id, {})[who, size] = submission.score
    print(
        f"| {size} | {who} | {spent.wall:.1f} | {spent.cpu:.1f} | {spent.memory:.0f} |", flush=True
    )
    return spent


def print_parts(ways):
    print("\n| by | processor seconds once | for each further submission |\n|---|---|---|")
    for who, runs in ways.items():
        each, once = line(runs)
        print(f"| {who} | {once:.1f} | {each:.3f} |")


def line(runs):
    """Return what a submission adds and what is spent once, in processor seconds."""
    return np.polyfit([run.size for run in runs], [run.cpu for run in runs], 1)


def print_ratios(theirs, ours):
    most, (further, _once) = max(theirs), line(theirs)
    print(
        "\n| submissions | seconds of the kit | processor seconds a submission, the kit "
        f"| nbgrader, of {most.size} | times less |\n|---|---|---|---|---|"
    )
    for run in ours:
        mine, yours = run.cpu / run.size, most.cpu / most.size
        print(f"| {run.size} | {run.wall:.0f} | {mine:.3f} | {yours:.2f} | {yours / mine:.1f} |")
    mine = line(ours)[0]
    print(f"| one more |  | {mine:.3f} | {further:.2f} | {further / mine:.1f} |")


def compared(marks):
    both = {
        student: found
        for student, found in marks.items()
        if {who for who, _size in found} == {"the kit", "nbgrader autograde"}
    }
    odd = sorted(student for student, found in both.items() if len(set(found.values())) > 1)
    said = f"of {len(both)} students graded by both, {len(both) - len(odd)} have equal marks"
    return f"{said}; not {', '.join(odd)}." if odd else f"{said}."


def print_every(workers):
    print("\n| assignment | processor seconds for each further submission |\n|---|---|")
    for folder in sorted((ROOT / "exercises").glob("[0-9]*/")):
        with contextlib.redirect_stdout(io.StringIO()):
            runs = [graded(folder.name, size, workers, {}) for size in EVERY]
        print(f"| {folder.name} | {line(runs)[0]:.3f} |", flush=True)


def a_course(root, name, size):
    """Make a course in which a class has handed in, with its gradebook set up."""
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder / name, root / folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course, klass = Course(root=root), classroom.an_honest_class(name, size)
    classroom.write(
        course.work / "submitted",
        name,
        {student: notebook for student, (notebook, _) in klass.items()},
    )
    made = course.nbgrader.generate_assignment(name)
    assert made["success"], json.dumps(made)
    return course


def measured(command, folder):
    """Run a command; return wall seconds, processor seconds of all it started, and MB at most."""
    before, begun = os.times(), time.monotonic()
    with (Path(folder) / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ
            | {"PYTHONPATH": str(ROOT), "RESETCYCLE_MY_WORK": str(Path(folder) / "my-work")},
        )
        most, watch = [0], threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, most, watch))
        watcher.start()
        failed = process.wait()
        watch.set()
        watcher.join()
    if failed:
        sys.exit((Path(folder) / "log").read_text()[-2000:])
    after = os.times()
    return time.monotonic() - begun, sum(after[2:4]) - sum(before[2:4]), most[0] / 1e6


def _watch(pid, most, ended):
    while not ended.wait(0.25):
        try:
            family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            # Shared pages are counted once where the system tells.
            most[0] = max(
                most[0],
                sum(
                    getattr(each.memory_full_info(), "pss", each.memory_info().rss)
                    for each in family
                ),
            )
        except psutil.Error:
            continue


if __name__ == "__main__":
    main()
