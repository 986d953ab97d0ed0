"""Command line: `resetcycle doctor` for everybody, all other commands for instructors."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from . import doctor

if TYPE_CHECKING:
    from .grading.course import Course

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        The exit status: 0 if all is well, 1 if something needs mending, 130 if stopped by hand.
    """
    asked = _parser().parse_args(argv)
    if asked.command == "doctor":
        return doctor.doctor()
    # Learners' environments need none of what follows.
    from .grading.intake import UnreadableError
    from .grading.tasks import TaskError

    try:
        COMMANDS[asked.command](asked)
    except (TaskError, UnreadableError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="resetcycle", description="The reset-cycle teaching kit.")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does)

    command("doctor", "say whether this computer is ready for the lessons, and what to do if not")
    release = command("release", "make exercises/ from solutions/")
    grade = command("grade", "grade what a class handed in")
    _ask_how_to_grade(grade)
    essays = command("essays", "write a marking sheet of the essays, or read a marked one")
    _ask_for_sheet(essays)
    feedback = command("feedback", "write a page for each learner, with marks and what was said")
    export = command("export", "write the marks as CSV for a learning-management system")
    export.add_argument(
        "--form", choices=("moodle", "canvas"), default="moodle", help="(%(default)s)"
    )
    report = command("report", "make the class report, a notebook")
    for each in (grade, essays, feedback, export, report):
        each.add_argument(
            "--assignment", required=True, metavar="NAME", help="such as 04-obama-reset, or 04"
        )
    for each in (release, grade, essays, feedback, export, report):
        each.add_argument(
            "--cohort",
            default="",
            metavar="NAME",
            help="such as spring-2027: its own cases, all of it under grading/cohorts/NAME/",
        )
    return parser


def _ask_how_to_grade(grade: argparse.ArgumentParser) -> None:
    grade.add_argument(
        "submissions",
        nargs="?",
        type=Path,
        help="a folder or a zip; by default nbgrader's folder grading/submitted",
    )
    grade.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="submissions at one time; as many as there are cores by default",
    )
    grade.add_argument(
        "--seconds", type=float, default=60, help="wall time for one submission (%(default)s)"
    )
    grade.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="spread the submissions over the workers of this Dask scheduler",
    )
    grade.add_argument(
        "--again", action="store_true", help="grade also what was graded before and has not changed"
    )


def _ask_for_sheet(essays: argparse.ArgumentParser) -> None:
    essays.add_argument(
        "--grader",
        default="first",
        metavar="NAME",
        help="whose sheet it is; two graders have two sheets (%(default)s)",
    )
    essays.add_argument(
        "--read", type=Path, metavar="FILE", help="take the marks of this sheet into the gradebook"
    )


def _release(asked: argparse.Namespace) -> None:
    from .grading.release import release

    print(f"The exercises are in {release(cohort=asked.cohort)}.")


def _grade(asked: argparse.Namespace) -> None:
    from .grading import batch, runner

    course, name = _course(asked)
    results = batch.grade(
        course,
        name,
        asked.submissions,
        workers=asked.workers,
        limits=runner.Limits(seconds=asked.seconds),
        dask=asked.dask,
        again=asked.again,
    )
    print(batch.report(results))


def _essays(asked: argparse.Namespace) -> None:
    from .grading import essays

    course, name = _course(asked)
    if asked.read:
        print(essays.enter(course, name, asked.read))
        return
    sheet = essays.sheet(course, name, asked.grader)
    print(f"The marking sheet is {sheet}. Beside the rubric, a good essay")
    print("\n".join(f"- {note}" for note in course.assignment(name)[0].essay.look_for))


def _feedback(asked: argparse.Namespace) -> None:
    course, name = _course(asked)
    print(f"The pages are in {course.feedback(name)}, a folder for each learner.")


def _export(asked: argparse.Namespace) -> None:
    from .grading.export import export

    course, name = _course(asked)
    print(export(course, name, asked.form, course.work / f"{name}.{asked.form}.csv"))


def _report(asked: argparse.Namespace) -> None:
    from .grading.report import report

    course, name = _course(asked)
    print(f"The class report is {report(course, name)}.")


def _course(asked: argparse.Namespace) -> "tuple[Course, str]":
    from .grading.course import Course

    course = Course(asked.cohort)
    return course, course.assignment(asked.assignment)[0].name


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "release": _release,
    "grade": _grade,
    "essays": _essays,
    "feedback": _feedback,
    "export": _export,
    "report": _report,
}


if __name__ == "__main__":
    sys.exit(main())
