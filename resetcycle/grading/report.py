"""The report on a class: the template `report.ipynb`, run for one assignment and kept among the instructor's files."""

import json
import subprocess
from pathlib import Path

import nbclient
import nbformat

from .. import data, files
from . import essays
from .tasks import TaskError

TEMPLATE = Path(__file__).with_name("report.ipynb")
CELL_SECONDS = 300
# More than any essay with a share code in it; searching for codes costs time, and somebody may hand in a book of them.
MOST_TEXT = 20_000


def report(course, name):
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
        If there is no such assignment, nothing of it has been graded, a marking sheet cannot be read, or the report could not be made.
    """
    assignment, _ = course.assignment(name)
    if not course.results(assignment.name):
        raise TaskError(
            f"Nothing of {assignment.name} has been graded yet, so there is nothing to report; grade it first."
        )
    # A slip in a marking sheet is reported as such, not as a notebook that failed.
    essays.marks(course, assignment.name)
    notebook = _for_class(course, assignment)
    try:
        # What a kernel says while it starts is for nobody; what goes wrong in a cell comes as an error.
        nbclient.NotebookClient(
            notebook, timeout=CELL_SECONDS, kernel_name="python3", record_timing=False
        ).execute(stderr=subprocess.DEVNULL)
    except (
        nbclient.exceptions.CellExecutionError,
        nbclient.exceptions.CellTimeoutError,
        nbclient.exceptions.DeadKernelError,
    ) as error:
        raise TaskError(
            f"The report on {assignment.name} could not be made: {str(error).strip().splitlines()[-1]}"
        ) from error
    return files.write_whole(
        course.work / "reports" / f"{assignment.name}.ipynb", nbformat.writes(notebook) + "\n"
    )


def _for_class(course, assignment):
    """Return the template with the class and the assignment written into it, and without parts that do not concern it."""
    notebook = nbformat.read(TEMPLATE, as_version=4)
    # A checkout elsewhere than the kit itself has to be named.
    where = [course.cohort] + [str(course.root)] * (Path(course.root) != data.DATA.parent)
    for cell in notebook.cells:
        if cell.id == "title":
            cell.source = f"# Class report: {assignment.title}"
        elif cell.id == "which-class":
            cell.source = f"course = Course({', '.join(map(json.dumps, where))})\nname = {json.dumps(assignment.name)}"
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("lesson", assignment.lesson) == assignment.lesson
    ]
    return notebook


def own_texts(course, name):
    """Return what each learner wrote outside the tasks: the essay and cells of their own.

    Parameters
    ----------
    course : Course
    name : str
        The assignment.

    Returns
    -------
    list of str
        One for each submission that could be read, of at most `MOST_TEXT` characters, the essay first.
    """
    texts = []
    for result in course.results(name):
        path = course.autograded(name, result.student)
        if path.exists():
            cells = nbformat.read(path, as_version=4).cells
            own = sorted(
                (cell for cell in cells if cell.id == "essay" or cell.id.startswith("own-")),
                key=lambda cell: cell.id != "essay",
            )
            texts.append("\n".join(cell.source for cell in own)[:MOST_TEXT])
    return texts
