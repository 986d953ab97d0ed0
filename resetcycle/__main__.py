"""Command line: `doctor` and `lessons` for everybody, all other commands for instructors."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .speech import _, ngettext

if TYPE_CHECKING:
    from .grading.course import Course

INTERRUPTED = 130
# What `| head` leaves behind.
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        The exit status: 0 if all is well, 1 if something needs mending, 130 if stopped by hand.
    """
    asked = _parser().parse_args(argv)
    # A terminal that lacks a letter shows a question mark instead.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    if asked.command == "doctor":
        return _doctor(asked)
    if asked.command == "lessons":
        return _lessons(asked)
    return _instruct(asked)


def _instruct(asked: argparse.Namespace) -> int:
    """Run a command of those who teach: it needs the repository, and more than lessons do."""
    from .home import INSTALLED

    if INSTALLED:
        print(_("Grading and releasing work in the kit's repository alone."), file=sys.stderr)
        return 1
    try:
        from .grading.collect import UnreadableError
        from .grading.runner import NotIsolatedError
        from .grading.tasks import TaskError
    except ModuleNotFoundError as error:
        print(_more_needed(error.name or ""), file=sys.stderr)
        return 1
    try:
        COMMANDS[asked.command](asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would say so once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (TaskError, UnreadableError, NotIsolatedError) as error:
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

    doctor = command(
        "doctor", "say whether this computer is ready for the lessons, and what to do if not"
    )
    doctor.add_argument(
        "--report",
        action="store_true",
        help="a text to paste into an issue, without names of people, computers and folders",
    )
    lessons = command("lessons", "lay the lessons and exercises into a folder of yours")
    lessons.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("reset-cycle"),
        help="where to; what is there already stays (%(default)s)",
    )
    release = command("release", "make exercises/ from solutions/")
    roster = command("roster", "say who is in the class, from a table of the course page")
    roster.add_argument(
        "table",
        type=Path,
        help="a CSV: Moodle's participants or grading worksheet, Canvas's gradebook, or your own",
    )
    roster.add_argument(
        "--assignment", default="", metavar="NAME", help="whose grading worksheet of Moodle it is"
    )
    due = command("due", "say or set when an assignment is due, and what lateness costs")
    _ask_when_due(due)
    collect = command("collect", "find what was handed in, and say what became of every file")
    collect.add_argument("submissions", type=Path, help="a folder, or a zip as downloaded")
    grade = command("grade", "grade what a class handed in")
    _ask_how_to_grade(grade)
    essays = command("essays", "write a marking sheet of the essays, or read a marked one")
    _ask_for_sheet(essays)
    feedback = command("feedback", "write a page for each learner, with marks and what was said")
    export = command("export", "write the marks as CSV for a learning-management system")
    _ask_what_to_export(export)
    report = command("report", "make the class report, a notebook")
    feedback.add_argument(
        "--zip", action="store_true", help="put the pages into the zip that the course page takes"
    )
    for each in (collect, grade):
        each.add_argument(
            "--keep",
            choices=("newest", "first", "named"),
            default="newest",
            help="which of several notebooks of one person counts (%(default)s)",
        )
    decide = command(
        "decide", "void a task, give it to everybody, note a request; alone: list what was decided"
    )
    _ask_for_decision(decide)
    similar = command("similar", "list answers and essays that are alike, to look at")
    of_one = (due, collect, grade, essays, feedback, export, report, decide, similar)
    for each in of_one:
        each.add_argument(
            "--assignment", required=True, metavar="NAME", help="such as 04-obama-reset, or 04"
        )
    for each in (release, roster, *of_one):
        each.add_argument(
            "--cohort",
            default="",
            metavar="NAME",
            help="such as spring-2027: its own cases, all of it under grading/cohorts/NAME/",
        )
    return parser


def _ask_when_due(due: argparse.ArgumentParser) -> None:
    due.add_argument(
        "when", nargs="?", help='such as "2027-03-01 23:59"; without it, what is set is shown'
    )
    due.add_argument(
        "--student", default="", metavar="KEY", help="more time for one person of the roster"
    )
    due.add_argument("--grace", type=float, metavar="MINUTES", help="lateness that is not counted")
    due.add_argument(
        "--percent",
        type=float,
        metavar="N",
        help="of the points that can be earned, taken off for each day that has begun",
    )
    due.add_argument("--most", type=float, metavar="N", help="percent that are taken off at most")


def _ask_what_to_export(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "--form",
        choices=("moodle", "canvas", "worksheet", "table"),
        default="moodle",
        help="'table' is for people: everybody, task by task (%(default)s)",
    )
    export.add_argument("--tasks", action="store_true", help="a column for each task too")
    export.add_argument(
        "--column",
        default="",
        metavar="TITLE",
        help='what the column is called; for Canvas as in its export, such as "Lab 4 (12345)"',
    )
    export.add_argument(
        "--worksheet",
        type=Path,
        metavar="FILE",
        help="the grading worksheet of Moodle to fill in, for --form worksheet",
    )


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
        "--unsafe",
        action="store_true",
        help="where no sandbox works, run learners' code with your own rights on this computer",
    )
    grade.add_argument(
        "--again", action="store_true", help="grade also what was graded before and has not changed"
    )
    for name, which in (
        ("--student", "only this learner"),
        ("--task", "only the marks of this task; all others stay"),
        ("--status", "only those that had this status, such as timeout"),
    ):
        grade.add_argument(
            name,
            action="append",
            default=[],
            metavar=name.removeprefix("--").upper(),
            help=f"grade anew {which}; may be given several times",
        )


def _ask_for_sheet(essays: argparse.ArgumentParser) -> None:
    essays.add_argument(
        "--grader",
        default="",
        metavar="NAME",
        help="whose sheet it is; two graders have two sheets (first, or whom the file names)",
    )
    essays.add_argument(
        "--read", type=Path, metavar="FILE", help="take the marks of this sheet into the gradebook"
    )
    essays.add_argument(
        "--third",
        action="store_true",
        help="the sheet of a third reader: the essays on which others differ, and the last word",
    )
    essays.add_argument(
        "--within",
        type=float,
        metavar="POINTS",
        help="from now on, marks at most so far apart are averaged (3); 18 averages all",
    )
    essays.add_argument(
        "--anonymous",
        action=argparse.BooleanOptionalAction,
        help="from now on, sheets show codes instead of names; essays/codes/ says whose they are",
    )


def _ask_for_decision(decide: argparse.ArgumentParser) -> None:
    what = decide.add_mutually_exclusive_group()
    for name, does in (
        ("void", "it does not count, for anybody"),
        ("give", "everybody has its points"),
        ("restore", "it counts again as it was marked"),
        ("request", "a learner asks that it be looked at again"),
        ("answer", "it was looked at again"),
    ):
        what.add_argument(f"--{name}", metavar="TASK", help=f"a task, or essay: {does}")
    decide.add_argument("--student", default="", metavar="NAME", help="of a request or an answer")
    decide.add_argument("--who", default="", metavar="NAME", help="who decided, or asked")
    decide.add_argument("--why", default="", metavar="TEXT", help="in one sentence")


def _doctor(asked: argparse.Namespace) -> int:
    from . import doctor, reporting

    if asked.report:
        print(reporting.report())
        return 0
    return doctor.doctor()


def _lessons(asked: argparse.Namespace) -> int:
    from . import handout

    laid = handout.lay_out(asked.folder)
    print(_("The lessons are in {folder}: {n} files are new.", folder=asked.folder, n=laid.written))
    if laid.kept:
        print(
            ngettext(
                "{n} file is left as it is, because it was there already and is another: {first}",
                "{n} files are left as they are, because they were there already and are others: "
                "{first} and so on",
                len(laid.kept),
                first=laid.kept[0],
            )
        )
    first = asked.folder / "notebooks" / "00-start-here.ipynb"
    print(_("Begin with: jupyter lab {first}", first=first))
    return 0


def _more_needed(package: str) -> str:
    return _(
        "This needs {package}, which lessons do without: run 'make tools' or 'python start.py "
        "tools' in the kit's folder.",
        package=package,
    )


def _release(asked: argparse.Namespace) -> None:
    from .grading.release import release

    print(f"The exercises are in {release(cohort=asked.cohort)}.")


def _roster(asked: argparse.Namespace) -> None:
    from .grading import roster
    from .grading.course import Course

    course = Course(asked.cohort)
    name = course.assignment(asked.assignment)[0].name if asked.assignment else ""
    people = roster.read(course.roster)
    learnt = roster.learn(people, asked.table, name)
    roster.write(course.roster, people)
    print(f"{learnt}\nThe roster is {course.roster}: {len(people.people)} people.")


def _due(asked: argparse.Namespace) -> None:
    from .grading import attempts, lateness

    course, name = _course(asked)
    if asked.when:
        given = {
            "grace_minutes": asked.grace,
            "percent_a_day": asked.percent,
            "most_percent": asked.most,
        }
        lateness.set_due(course, name, asked.when, asked.student, given)
        attempts.judge(course, name)
    print(lateness.told(lateness.read(course.deadlines), name))


def _collect(asked: argparse.Namespace) -> None:
    from .grading import attempts

    course, name = _course(asked)
    print(attempts.collected(course, name, asked.submissions, asked.keep)[1].whole(), end="")


def _grade(asked: argparse.Namespace) -> None:
    from .grading import batch, runner

    course, name = _course(asked)
    results = batch.grade(
        course,
        name,
        asked.submissions,
        workers=asked.workers,
        limits=runner.Limits(seconds=asked.seconds, unsafe=asked.unsafe),
        dask=asked.dask,
        only=batch.Only(
            tuple(asked.student), tuple(asked.task), tuple(asked.status), again=asked.again
        ),
        keep=asked.keep,
    )
    print(batch.report(results, course.essays_waiting(name)))


def _essays(asked: argparse.Namespace) -> None:
    from . import rubric
    from .grading import essays
    from .grading.team import Team

    course, name = _course(asked)
    team = Team.of(course, name).changed(asked.within, anonymous=asked.anonymous)
    if asked.read:
        team.keep(course, name)
        print(essays.enter(course, name, asked.read, asked.grader))
        return
    sheet = essays.sheet(course, name, asked.grader or "first", team, third=asked.third)
    assignment = course.assignment(name)[0]
    print(f"The marking sheet is {sheet}. Beside the rubric, a good essay")
    for line in assignment.rubric:
        for note in assignment.essay.look_for.get(line.name, ()):
            print(f"- {line.criterion}: {note}")
    print("\n".join(rubric.rules(assignment.rubric)))
    if remarks := essays.remarks_of(course, name):
        print("Comments that were used before; a code in a sheet stands for its text:")
        print("\n".join(map(str, remarks)))


def _decide(asked: argparse.Namespace) -> None:
    from .grading import attempts, decisions

    course, name = _course(asked)
    assignment = course.assignment(name)[0]
    anew = False
    kinds = ("void", "give", "restore", "request", "answer")
    for what in kinds:
        if task := getattr(asked, what):
            said = {"who": asked.who, "why": asked.why, "student": asked.student}
            decisions.decide(course, assignment, what, task, **said)
            anew = True
    with course.ledger(name) as ledger:
        past = ledger.history()
    # What lateness takes off is a part of the points that can be earned.
    attempts.judge(course, name)
    print(decisions.told(decisions.read(course, name)))
    if past and not anew:
        print("Marks that no longer count:")
        print("\n".join(map(str, past)))


def _similar(asked: argparse.Namespace) -> None:
    from .grading import similar

    course, name = _course(asked)
    print(similar.told([*similar.pairs(course, name), *similar.typed(course, name)]))


def _feedback(asked: argparse.Namespace) -> None:
    course, name = _course(asked)
    print(f"The pages are in {course.feedback(name)}, a folder for each learner.")
    if asked.zip:
        from .grading import returned

        print(returned.pack(course, name))


def _export(asked: argparse.Namespace) -> None:
    from .grading.export import export

    course, name = _course(asked)
    form = "worksheet" if asked.worksheet else asked.form
    print(
        export(
            course,
            name,
            form,
            course.work / f"{name}.{form}.csv",
            tasks=asked.tasks,
            column=asked.column,
            worksheet=asked.worksheet,
        )
    )


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
    "roster": _roster,
    "due": _due,
    "collect": _collect,
    "grade": _grade,
    "essays": _essays,
    "feedback": _feedback,
    "export": _export,
    "report": _report,
    "decide": _decide,
    "similar": _similar,
}


if __name__ == "__main__":
    sys.exit(main())
