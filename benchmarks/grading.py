"""Grade one class in three ways, side by side: nbgrader's own, ours with one worker and with two.

    python benchmarks/grading.py [--submissions 30] [--growth 30 100 300]

It prints a table: seconds and processor seconds a submission, the most memory at one time, and
whether the marks are the same; then how ours grows from 30 to 300 submissions. It judges nothing:
machines differ, ratios less so.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import classroom  # noqa: E402  (the tests' own class)

from resetcycle.grading.course import Course  # noqa: E402

NAME = "04-obama-reset"
OURS = (
    "import sys; from resetcycle.grading import batch; "
    "from resetcycle.grading.course import Course; "
    "batch.grade(Course(root=sys.argv[1]), sys.argv[2], workers=int(sys.argv[3]))"
)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--submissions", type=int, default=30)
    asked.add_argument("--growth", type=int, nargs="*", default=[30, 100, 300])
    asked = asked.parse_args()
    klass = classroom.an_honest_class(NAME, asked.submissions)
    print(f"{len(klass)} submissions of {NAME}, {os.cpu_count()} cores\n")
    print(
        "| way | s a submission | CPU s a submission | most memory, MB | marks equal |\n"
        "|---|---|---|---|---|"
    )
    marks = {}
    for way in ("nbgrader autograde", "ours, 1 worker", "ours, 2 workers"):
        with tempfile.TemporaryDirectory() as folder:
            course = _course(Path(folder), klass)
            command = (
                [sys.executable, "-m", "nbgrader", "autograde", NAME]
                if way.startswith("nbgrader")
                else [sys.executable, "-c", OURS, folder, NAME, way.split()[1]]
            )
            wall, cpu, memory = _measured(command, folder)
            marks[way] = _marks(course)
            same = (
                "(these are compared)"
                if len(marks) == 1
                else "yes"
                if marks[way] == marks["nbgrader autograde"]
                else "NO"
            )
            print(
                f"| {way} | {wall / len(klass):.2f} | {cpu / len(klass):.2f} | {memory:.0f} "
                f"| {same} |",
                flush=True,
            )
    print("\n| submissions | ours, 2 workers: s | s a submission |\n|---|---|---|")
    for size in asked.growth:
        with tempfile.TemporaryDirectory() as folder:
            _course(Path(folder), classroom.an_honest_class(NAME, size))
            wall, *_ = _measured([sys.executable, "-c", OURS, folder, NAME, "2"], folder)
            print(f"| {size} | {wall:.1f} | {wall / size:.3f} |", flush=True)


def _course(root, klass):
    """Make a course in which a class has handed in, with its gradebook set up."""
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder / NAME, root / folder / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    course = Course(root=root)
    classroom.write(
        course.work / "submitted",
        NAME,
        {student: notebook for student, (notebook, _) in klass.items()},
    )
    made = course.nbgrader.generate_assignment(NAME)
    assert made["success"], json.dumps(made)
    return course


def _measured(command, folder):
    """Run a command; return wall seconds, processor seconds of all it started, and MB at most."""
    before, begun = os.times(), time.monotonic()
    with (Path(folder) / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ | {"RESETCYCLE_MY_WORK": str(Path(folder) / "my-work")},
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


def _marks(course):
    with course.gradebook() as book:
        return {
            submission.student_id: submission.score
            for submission in book.assignment_submissions(NAME)
        }


if __name__ == "__main__":
    main()
