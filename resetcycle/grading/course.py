"""Where the things of a class are: nbgrader keeps them, this asks it for them."""

import json
import os
import re
import sys
import warnings
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NotRequired, TypedDict, cast
from unittest import mock

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .. import data, files, rubric
from . import decisions, limited, tasks
from .gradebook import Book
from .ledger import Ledger
from .result import Result, answer_digest


class Key(TypedDict):
    """The answer key of a release, `key.json`."""

    parameters: dict[str, tasks.Setting]
    items: NotRequired[dict[str, list[str]]]
    accepted: tasks.Accepted


@dataclass(frozen=True)
class Course:
    """One class: the public assignments, or those of a cohort.

    Attributes
    ----------
    cohort : str
        Such as ``"spring-2027"``; empty for the public exercises.
    root : path
        The checkout.
    """

    cohort: str = ""
    root: Path | str = data.DATA.parent

    def __post_init__(self) -> None:
        if self.cohort and not re.fullmatch(r"[\w-]+", self.cohort, re.ASCII):
            raise tasks.TaskError(
                "A cohort's name is made of letters, digits, - and _, such as spring-2027; found "
                f"{self.cohort!r}."
            )

    @property
    def work(self) -> Path:
        """The folder of everything that is not public."""
        work = Path(self.root) / "grading"
        return work / "cohorts" / self.cohort if self.cohort else work

    @property
    def sources(self) -> Path:
        """The folder above ``solutions/`` and ``exercises/``."""
        return self.work if self.cohort else Path(self.root)

    @property
    def roster(self) -> Path:
        """The table of the people of the class."""
        return self.work / "roster.csv"

    @property
    def deadlines(self) -> Path:
        """The table of when assignments are due."""
        return self.work / "deadlines.csv"

    def names(self) -> list[str]:
        """Return the names of all assignments."""
        tables = (self.sources / "solutions").glob("*/tasks.toml")
        return sorted(table.parent.name for table in tables)

    @cached_property
    def config(self) -> Config:
        """The settings of nbgrader for this class, from `nbgrader_config.py`."""
        with mock.patch.dict(os.environ, COHORT=self.cohort):
            return PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()

    @cached_property
    def nbgrader(self) -> NbGraderAPI:
        """The interface of nbgrader, set up for this class."""
        _let_nbgrader_find_its_programs()
        return NbGraderAPI(self.folders, config=self.config)

    @cached_property
    def folders(self) -> CourseDirectory:
        """The folders of nbgrader for this class."""
        return CourseDirectory(config=self.config)

    def assignment(self, name: str) -> tuple[tasks.Assignment, NotebookNode]:
        """Return an assignment, by its name or number, and its exercise as handed out.

        Raises
        ------
        TaskError
            If there is no such assignment, or it was not released.
        """
        solutions, known = self.sources / "solutions", self.names()
        found = [each for each in known if name in (each, each[:2])]
        if not found:
            raise tasks.TaskError(
                f"There is no assignment {name!r}; there are "
                f"{', '.join(known) or 'none: run resetcycle release'}."
            )
        exercise = self.exercise_file(found[0])
        if not exercise.exists():
            raise tasks.TaskError(f"{exercise} is missing; run resetcycle release.")
        assignment = tasks.read(solutions / found[0], cohort=self.cohort)
        return assignment, nbformat.read(exercise, as_version=4)

    def exercise_file(self, name: str, language: str = "") -> Path:
        """Return where an exercise stands as handed out, or its edition in another language."""
        return self.sources / "exercises" / language / name / f"{name}.ipynb"

    def rubric(self, name: str) -> tuple[rubric.Line, ...]:
        """Return the lines by which the essays of an assignment are read."""
        return tasks.rubric_of(self.sources / "solutions" / name)

    def key(self, name: str) -> Key:
        """Return the answer key that `release` wrote."""
        path = self.sources / "solutions" / name / "key.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def result_file(self, name: str, student: str) -> Path:
        """Return where the result of one submission is kept."""
        return self.work / "results" / name / f"{student}.json"

    def results(self, name: str) -> list[Result]:
        """Return the results of an assignment, in order of student."""
        return [
            Result.from_json(json.loads(path.read_text(encoding="utf-8")))
            for path in sorted((self.work / "results" / name).glob("*.json"))
        ]

    def autograded(self, name: str, student: str) -> Path:
        """Return where nbgrader looks for a graded notebook."""
        folder = self.folders.format_path(self.folders.autograded_directory, student, name)
        return Path(folder) / f"{name}.ipynb"

    @contextmanager
    def alone(self) -> Generator[None]:
        """Let one process at a time write roster, attempts and gradebook; another one waits.

        It is no place to enter twice: whoever is inside would wait for themselves.
        """
        with files.locked(self.work, lambda: _say_busy("has the gradebook of this class open")):
            yield

    @contextmanager
    def gradebook(self) -> Generator[Book]:
        """Open nbgrader's gradebook; one process at a time has it, and another one waits."""
        _let_nbgrader_find_its_programs()
        with (
            self.alone(),
            warnings.catch_warnings(),
            Gradebook(self.folders.db_url, self.folders.course_id) as book,
        ):
            # SQLAlchemy 2.1 remarks on the order in which nbgrader makes its rows; they are written
            # all the same.
            warnings.filterwarnings("ignore", "Object of type", SAWarning)
            yield cast("Book", book)

    @contextmanager
    def turn(self) -> Generator[None]:
        """Let one process at a time grade this class; another one waits."""
        with files.locked(self.work / "results", lambda: _say_busy("grades this class")):
            yield

    @contextmanager
    def ledger(self, name: str) -> Generator[Ledger]:
        """Open what the gradebook holds of one assignment, brought to what was released.

        What was changed is written at the end, all of it or, after an error, nothing.
        """
        assignment, exercise = self.assignment(name)
        standing = decisions.standing(decisions.read(self, assignment.name))
        with self.gradebook() as book:
            ledger = Ledger(book.db, self.folders.course_id, assignment.name)
            voided = [cell for cell, each in standing.items() if each.what == "void"]
            ledger.follow(exercise, voided)
            yield ledger
            worth = decisions.worth(assignment)
            for cell in worth:
                decision = standing.get(cell)
                points = decisions.points(decision, worth[cell])
                ledger.rule(cell, points, decisions.to_all(decision))
            ledger.write()

    def enter(self, name: str, results: Iterable[Result]) -> list[str]:
        """Write the marks of an assignment into the gradebook; marks that a person gave stay.

        Returns
        -------
        list of str
            What a grader should know of marks by hand and of the release, one sentence each.
        """
        with self.ledger(name) as ledger:
            ledger.enter(results)
        return ledger.notes

    def essays_waiting(self, name: str) -> list[str]:
        """Return the learners whose essay has no mark yet."""
        with self.ledger(name) as ledger:
            return ledger.waiting()

    def remember(self, name: str, exercise: NotebookNode) -> None:
        """Keep what an exercise was when it was handed out: a later release is not its learners'.

        Digests of cells, a list of releases in ``released/NAME.json``; what is there stays.
        """
        now = {
            mark: answer_digest(cell.source)
            for cell in exercise.cells
            if (mark := tasks.cell_name(cell))
        }
        known = self.released(name)
        if now not in known:
            path = self.work / "released" / f"{name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write_whole(path, json.dumps([*known, now], indent=1) + "\n")

    def released(self, name: str) -> list[dict[str, str]]:
        """Return of each release of an assignment the digest of each cell, the oldest first."""
        path = self.work / "released" / f"{name}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []

    def feedback(self, name: str) -> Path:
        """Write a page for each graded submission; return the folder of all pages.

        Each is made in a process with limits, since what a learner wrote is on it.

        Raises
        ------
        TaskError
            If there is none, or somebody's could not be made; all others are there then.
        """
        places = Path(self.folders.format_path(self.folders.autograded_directory, "*", name))
        depth = places.parts.index("*")
        found = sorted(Path(*places.parts[:depth]).glob(str(Path(*places.parts[depth:]))))
        if not found:
            raise tasks.TaskError(f"Nothing of {name} has been graded yet, so there are no pages.")
        failed: list[str] = []
        maker = limited.Limited(made_page, seconds=PAGE_SECONDS, memory_gib=PAGE_GIB)
        try:
            for student in (place.parts[depth] for place in found):
                asked = json.dumps([self.cohort, str(self.root), name, student]).encode()
                try:
                    fault = maker.ask(asked).decode()
                except limited.WorkError as error:
                    fault = f"making it {error}"
                if fault:
                    failed.append(f"{student} ({fault})")
        finally:
            maker.close()
        if failed:
            raise tasks.TaskError(
                f"No page of {name} could be made for {', '.join(failed)}; look at the notebook in "
                f"formgrader. The pages of all others are in {self.work / 'feedback'}."
            )
        return self.work / "feedback"


def _say_busy(what: str) -> None:
    sys.stderr.write(f"Another process {what}; this one goes on as soon as it has ended.\n")
    sys.stderr.flush()


# What making one page may take: most take half a second.
PAGE_SECONDS, PAGE_GIB = 60, 2


def made_page(asked: bytes) -> bytes:
    """Let nbgrader write one page, in the process that may be lost to it; return what failed."""
    cohort, root, name, student = json.loads(asked)
    made = Course(cohort, root).nbgrader.generate_feedback(name, student)
    if made["success"]:
        return b""
    said = f"{made.get('error', '')}{made.get('log', '')}".strip().splitlines()
    return (said[-1] if said else "nbgrader says nothing").encode()


def refuse_failure(made: Mapping[str, object], what: str) -> None:
    """Raise what nbgrader said, if it could not do something.

    Raises
    ------
    TaskError
    """
    if not made["success"]:
        said = f"{made.get('log', '')}{made.get('error', '')}"
        raise tasks.TaskError(f"nbgrader could not {what}: {said}")


def _let_nbgrader_find_its_programs() -> None:
    """Put the environment's programs on the path, whichever way Python was started.

    nbgrader calls `alembic` by name when it makes a gradebook.
    """
    programs, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, path])
