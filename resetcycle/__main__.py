"""Command line: `python -m resetcycle doctor` for everybody, `release` for instructors."""

import argparse
import sys

from . import doctor


def main(argv=None):
    """Run one command and return its exit status: 0 if all is well, 1 if something needs mending."""
    parser = argparse.ArgumentParser(prog="python -m resetcycle", description="The reset-cycle teaching kit.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("doctor", help="say whether this computer is ready for the lessons, and what to do if not")
    making = commands.add_parser("release", help="make exercises/ from solutions/")
    making.add_argument("--cohort", default="", metavar="NAME",
                        help="draw the cases of the tasks from this name, such as spring-2027, and keep all of it under grading/cohorts/NAME/")
    asked = parser.parse_args(argv)
    return doctor.doctor() if asked.command == "doctor" else _release(asked.cohort)


def _release(cohort):
    from .grading.release import release
    from .grading.tasks import TaskError

    try:
        print(f"The exercises are in {release(cohort=cohort)}.")
    except TaskError as error:
        print(f"Nothing was released. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
