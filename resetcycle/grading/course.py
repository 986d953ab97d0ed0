"""Where the things of a class are, and its gradebook: nbgrader keeps both, this asks it for them."""

import json
import os
import re
import sys
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unittest import mock

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config.loader import PyFileConfigLoader

from .. import checks, data
from . import tasks

# nbgrader calls programs of its environment by name, whichever way Python was started.
if str(Path(sys.executable).parent) not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )


@dataclass(frozen=True)
class Course:
    """One class: the public assignments, or those of a cohort.

    Attributes
    ----------
    cohort : str
        Such as ``"spring-2027"``; empty for the public exercises.
    root : pathlib.Path
        The checkout.
    """

    cohort: str = ""
    root: Path = data.DATA.parent

    def __post_init__(self):
        if self.cohort and not re.fullmatch(r"[\w-]+", self.cohort, re.ASCII):
            raise tasks.TaskError(
                f"A cohort's name is made of letters, digits, - and _, such as spring-2027; found {self.cohort!r}."
            )

    @property
    def work(self):
        """The folder of everything that is not public."""
        return (
            Path(self.root) / "grading" / "cohorts" / self.cohort
            if self.cohort
            else Path(self.root) / "grading"
        )

    @property
    def sources(self):
        """The folder above ``solutions/`` and ``exercises/``."""
        return self.work if self.cohort else Path(self.root)

    @cached_property
    def config(self):
        """nbgrader's settings for this class, from `nbgrader_config.py`."""
        with mock.patch.dict(os.environ, COHORT=self.cohort):
            return PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()

    @cached_property
    def nbgrader(self):
        """nbgrader's own interface, set up for this class."""
        return NbGraderAPI(CourseDirectory(config=self.config), config=self.config)

    def assignment(self, name):
        """Return an assignment and its exercise as handed out.

        Raises
        ------
        TaskError
            If there is no such assignment, or it was not released.
        """
        known = sorted(
            table.parent.name for table in (self.sources / "solutions").glob("*/tasks.toml")
        )
        found = [each for each in known if each == name or each[:2] == name]
        if not found:
            raise tasks.TaskError(
                f"There is no assignment {name!r}; there are {', '.join(known) or 'none: run make release'}."
            )
        exercise = self.sources / "exercises" / found[0] / f"{found[0]}.ipynb"
        if not exercise.exists():
            raise tasks.TaskError(f"{exercise} is missing; run make release.")
        return tasks.read(self.sources / "solutions" / found[0]), nbformat.read(
            exercise, as_version=4
        )

    def parameters(self, name):
        """Return the parameters with which an assignment was released."""
        return self.key(name)["parameters"]

    def key(self, name):
        """Return the answer key that `release` wrote."""
        return json.loads(
            (self.sources / "solutions" / name / "key.json").read_text(encoding="utf-8")
        )

    def result_file(self, name, student):
        """Return where the result of one submission is kept."""
        return self.work / "results" / name / f"{student}.json"

    def results(self, name):
        """Return the results of an assignment, in order of student."""
        return [
            json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((self.work / "results" / name).glob("*.json"))
        ]

    def autograded(self, name, student):
        """Return where nbgrader looks for a graded notebook."""
        return (
            Path(
                self.nbgrader.coursedir.format_path(
                    self.nbgrader.coursedir.autograded_directory, student, name
                )
            )
            / f"{name}.ipynb"
        )

    @contextmanager
    def gradebook(self):
        """Open nbgrader's gradebook; it is written by one process at a time."""
        self.work.mkdir(parents=True, exist_ok=True)
        with (
            warnings.catch_warnings(),
            Gradebook(self.nbgrader.coursedir.db_url, self.nbgrader.coursedir.course_id) as book,
        ):
            # SQLAlchemy 2.1 remarks on the order in which nbgrader makes its rows; they are written all the same.
            warnings.filterwarnings("ignore", "Object of type", SAWarning)
            yield book

    def enter(self, name, results):
        """Write the marks of an assignment into the gradebook; marks that a person gave stay.

        Parameters
        ----------
        name : str
        results : iterable of dict
            As `batch` keeps them.
        """
        with self.gradebook() as book:
            try:
                book.find_assignment(name)
            except MissingEntry:
                self._register(name)
            for result in results:
                if result["status"] != "unreadable":
                    _enter_one(book, name, result)
            book.db.commit()

    def _register(self, name):
        made = self.nbgrader.generate_assignment(name)
        if not made["success"]:
            raise tasks.TaskError(
                f"nbgrader could not take {name} into its gradebook: {made.get('log', '')}{made.get('error', '')}"
            )


def _enter_one(book, name, result):
    student = result["student"]
    book.update_or_create_student(student)
    book.update_or_create_submission(name, student, timestamp=result["handed_in"])
    for number, marked in result["tasks"].items():
        grade = book.find_grade(f"check-{number}", name, name, student)
        grade.auto_score, grade.needs_manual_grade = (
            marked["points"],
            result["status"] in ("timeout", "died"),
        )
        book.find_comment(f"task-{number}", name, name, student).auto_comment = marked["said"]
    essay = book.find_grade("essay", name, name, student)
    essay.auto_score = None if result["words"] else 0
    essay.needs_manual_grade = bool(result["words"]) and essay.manual_score is None
    book.find_comment("essay", name, name, student).auto_comment = _on_length(result["words"])


def _on_length(words):
    if not words:
        return "No response."
    over = words - checks.MAX_WORDS
    return f"{words} words, {over} over the limit." if over > 0 else f"{words} words."
