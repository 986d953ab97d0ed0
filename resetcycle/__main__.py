"""Command line: `resetcycle doctor` for everybody; `release`, `grade`, `essays`, `export` and `report` for instructors."""

import argparse
import sys
from pathlib import Path

from . import doctor


def main(argv=None):
    """Run one command and return its exit status: 0 if all is well, 1 if something needs mending, 130 if stopped by hand."""
    asked = _parser().parse_args(argv)
    if asked.command == "doctor":
        return doctor.doctor()
    # Learners' environments need none of what follows.
    from .grading.intake import Unreadable
    from .grading.tasks import TaskError

    try:
        return COMMANDS[asked.command](asked)
    except (TaskError, Unreadable) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser():
    parser = argparse.ArgumentParser(prog="resetcycle", description="The reset-cycle teaching kit.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "doctor", help="say whether this computer is ready for the lessons, and what to do if not"
    )
    release = commands.add_parser("release", help="make exercises/ from solutions/")
    grade = commands.add_parser("grade", help="grade what a class handed in")
    grade.add_argument(
        "submissions",
        nargs="?",
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
    essays = commands.add_parser(
        "essays", help="write a marking sheet of the essays, or read a marked one"
    )
    essays.add_argument(
        "--grader",
        default="first",
        metavar="NAME",
        help="whose sheet it is; two graders have two sheets (%(default)s)",
    )
    essays.add_argument(
        "--read", metavar="FILE", help="take the marks of this sheet into the gradebook"
    )
    export = commands.add_parser(
        "export", help="write the marks as CSV for a learning-management system"
    )
    export.add_argument(
        "--form", choices=("moodle", "canvas"), default="moodle", help="(%(default)s)"
    )
    report = commands.add_parser("report", help="make the class report, a notebook")
    for command in (grade, essays, export, report):
        command.add_argument(
            "--assignment", required=True, metavar="NAME", help="such as 04-obama-reset, or 04"
        )
    for command in (release, grade, essays, export, report):
        command.add_argument(
            "--cohort",
            default="",
            metavar="NAME",
            help="such as spring-2027: its own cases, all of it under grading/cohorts/NAME/",
        )
    return parser


def _release(asked):
    from .grading.release import release

    print(f"The exercises are in {release(cohort=asked.cohort)}.")
    return 0


def _grade(asked):
    from .grading import batch, runner

    course, name = _course(asked)
    results = batch.grade(
        course,
        name,
        asked.submissions,
        asked.workers,
        runner.Limits(seconds=asked.seconds),
        asked.dask,
        asked.again,
    )
    print(batch.report(results))
    return 0


def _essays(asked):
    from .grading import essays

    course, name = _course(asked)
    if asked.read:
        print(essays.enter(course, name, Path(asked.read)))
    else:
        print(
            f"The marking sheet is {essays.sheet(course, name, asked.grader)}. Beside the rubric, a good essay"
        )
        print("\n".join(f"- {note}" for note in course.assignment(name)[0].essay["look_for"]))
    return 0


def _export(asked):
    from .grading.export import export

    course, name = _course(asked)
    print(export(course, name, asked.form, course.work / f"{name}.{asked.form}.csv"))
    return 0


def _report(asked):
    from .grading.report import report

    course, name = _course(asked)
    print(f"The class report is {report(course, name)}.")
    return 0


def _course(asked):
    from .grading.course import Course

    course = Course(asked.cohort)
    return course, course.assignment(asked.assignment)[0].name


COMMANDS = {
    "release": _release,
    "grade": _grade,
    "essays": _essays,
    "export": _export,
    "report": _report,
}


if __name__ == "__main__":
    sys.exit(main())
