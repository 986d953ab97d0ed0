"""The report on a class: `report.ipynb`, run for one assignment.

It is kept among the instructor's files.
"""

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbclient
import nbformat
from nbclient import exceptions

from .. import data, files
from . import essays
from .tasks import TaskError

if TYPE_CHECKING:
    from .course import Course
    from .tasks import Assignment

TEMPLATE = Path(__file__).with_name("report.ipynb")
CELL_SECONDS = 300
# More than any essay with a share code in it; searching for codes costs time, and somebody may hand
# in a book of them.
MOST_TEXT = 20_000


def report(course: "Course", name: str) -> Path:
    """Write the report on one assignment of a class.

    Parameters
    ----------
    course : Course
    name : str
        The assignment, or its number.

    Returns
    -------
    pathlib.Path
        ``reports/NAME.ipynb`` in the class's working folder. It holds learners' names and answers.

    Raises
    ------
    TaskError
        If there is no such assignment, nothing of it has been graded, a marking sheet cannot be
        read, or the report could not be made.
    """
    assignment, _ = course.assignment(name)
    if not course.results(assignment.name):
        raise TaskError(
            f"Nothing of {assignment.name} has been graded yet, so there is nothing to report; "
            "grade it first."
        )
    # A slip in a marking sheet is reported as such, not as a notebook that failed.
    essays.marks(course, assignment.name)
    notebook = _for_class(course, assignment)
    _run(notebook, assignment.name)
    return files.write_whole(
        course.work / "reports" / f"{assignment.name}.ipynb", nbformat.writes(notebook) + "\n"
    )


def _run(notebook: nbformat.NotebookNode, name: str) -> None:
    # What a kernel says while it starts is for nobody; what goes wrong in a cell comes as an error.
    client = nbclient.NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", record_timing=False
    )
    try:
        client.execute(stderr=subprocess.DEVNULL)
    except (
        exceptions.CellExecutionError,
        exceptions.CellTimeoutError,
        exceptions.DeadKernelError,
    ) as error:
        last = str(error).strip().splitlines()[-1]
        raise TaskError(f"The report on {name} could not be made: {last}") from error


def _for_class(course: "Course", assignment: "Assignment") -> nbformat.NotebookNode:
    """Return the template with the class and the assignment written into it.

    Parts that do not concern the assignment are left out.
    """
    notebook = nbformat.read(TEMPLATE, as_version=4)
    # A checkout elsewhere than the kit itself has to be named.
    where = [course.cohort] + [str(course.root)] * (Path(course.root) != data.DATA.parent)
    for cell in notebook.cells:
        if cell.id == "title":
            cell.source = f"# Class report: {assignment.title}"
        elif cell.id == "which-class":
            arguments = ", ".join(json.dumps(each) for each in where)
            cell.source = f"course = Course({arguments})\nname = {json.dumps(assignment.name)}"
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("lesson", assignment.lesson) == assignment.lesson
    ]
    return notebook


def own_texts(course: "Course", name: str) -> list[str]:
    """Return what each learner wrote outside the tasks: the essay and cells of their own.

    Parameters
    ----------
    course : Course
    name : str
        The assignment.

    Returns
    -------
    list of str
        One for each submission that could be read, of at most `MOST_TEXT` characters, the essay
        first.
    """
    paths = [course.autograded(name, result.student) for result in course.results(name)]
    read = [nbformat.read(path, as_version=4).cells for path in paths if path.exists()]
    return ["\n".join(_own(cells))[:MOST_TEXT] for cells in read]


def _own(cells: list[Any]) -> list[str]:
    """Return the texts of the essay and of cells of the learner's own, the essay first."""
    essay = [cell.source for cell in cells if cell.id == "essay"]
    return essay + [cell.source for cell in cells if cell.id.startswith("own-")]
