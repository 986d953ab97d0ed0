"""Draft a solution's notebook from its text `solutions/NN-name/NN-name.md`: what a person wrote,
and places for the rest.

The text has the author's cells alone: given code, tasks (labelled `task-1`, ...) and the model
essay (labelled `essay`). Checks, parameters, rubric, the lead and the closing cells are made by
`resetcycle.grading.release`, which fills the places left here.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat

import resetcycle

from . import prose
from .lessons import ROOT, Filled, Part, new_notebook, notebook_cell, run
from .text import KERNEL, Cell, Text, TextError, read
from .typed import typed

MARKING = (
    "**Mark it yourself**, when it is written: first essays by others, whose readers' marks "
    "open with yours; then your own; then a model essay opens, with notes where it meets the "
    "rubric. About ten minutes an essay. **Exchange it**: your essay then has a number. Hand it to "
    "a peer with this number; the peer marks it here and gives you one line back, and you see both "
    "marks side by side. The line holds marks, and nothing of your text or your name."
)
# Before the first two there is no earlier week to ask of.
FIRST_RECALL = "02"
PROGRESS = "Your work so far, over all exercises:"
ALONE = (
    '**Help**: `rc.hint("{0}.2")` in a cell of your own gives a hint to task 2, and a further one '
    "each time, three in all. When the task is right, or after three tries that differ, "
    '`rc.model("{0}.2")` shows its model answer{1}.'
)
ESSAY = '; after 150 words of your own, `rc.model("{0}.essay")` shows a model essay'


def sources(root: Path = ROOT) -> list[Path]:
    """Return the texts of the solutions, in order."""
    return sorted((root / "solutions").glob("*/[0-9][0-9]-*.md"))


def fill(path: Path) -> Filled:
    """Read a solution's text, run it with the public cases, write its numbers and check its
    statements.

    Raises
    ------
    TextError
        If the text or its table cannot be read, or a cell fails; one sentence with file and line.
    """
    text = read(path)
    namespace: dict[str, object] = {"__name__": "__main__"}
    # Sentences may speak of the record before the first cell opens the kit.
    named: dict[str, object] = {"rc": resetcycle}
    cells, parts, faults = list[nbformat.NotebookNode](), list[Part](), prose.unused(text)
    for cell, name in _named(text):
        source, pieces = cell.source, ()
        if name == "parameters":
            namespace |= _parameters(path)
        elif cell.kind == "code":
            # A board by which a task is done by hand makes nothing that a sentence rests on.
            if not name.startswith("hand-"):
                run(text, cell, namespace)
        else:
            paragraph = prose.filled(text, cell, namespace, named)
            source, pieces = paragraph.source, paragraph.pieces
            faults += paragraph.faults
            # The tasks before the essay ask and explain; the essay says what the record shows.
            if cell.label == "essay":
                faults += typed(text, cell, pieces)
        cells.append(_marked(notebook_cell(cell, name, source)))
        parts.append(Part(name, cell if cell in text.cells else None, pieces))
    metadata: dict[str, object] = {
        "kernelspec": KERNEL | {"display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    notebook = new_notebook(cells, metadata)
    return Filled(text, notebook, tuple(faults), tuple(parts), {**namespace, **named})


def _draws(path: Path) -> set[str]:
    """Return the numbers of the tasks whose entries are drawn."""
    return {str(row["number"]) for row in _table(path).get("task", []) if "draw" in row}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((path.parent / "tasks.toml").read_text(encoding="utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError) as error:
        message = f"{path.parent.name}/tasks.toml cannot be read: {error}."
        raise TextError(message) from None


def _parameters(path: Path) -> dict[str, object]:
    table = _table(path)
    return {name: about["default"] for name, about in table.get("parameters", {}).items()}


def names(text: Text) -> list[str]:
    """Return the ids of the notebook's cells: a label, or the place in the notebook."""
    return [name for _, name in _named(text)]


def _named(text: Text) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of the notebook, those that are generated still empty, with their ids."""
    for place, (cell, name) in enumerate(_laid_out(text)):
        yield cell, name or f"text-{place}"


def _laid_out(text: Text) -> Iterator[tuple[Cell, str]]:
    """Yield the cells of the text, and empty ones where something is generated, each with its
    name.
    """
    given, parameters_placed, drawn = 0, False, _draws(text.path)
    lesson, essay = text.path.name[:2], ""
    for place, cell in enumerate(text.cells):
        if given and cell.kind == "markdown" and not parameters_placed:
            yield Cell("code", ""), "parameters"
            yield Cell("code", ""), "seals"
            if lesson >= FIRST_RECALL:
                yield Cell("code", ""), "recall"
            parameters_placed = True
        if cell.label == "essay":
            yield Cell("code", ""), "find-events"
            yield Cell("markdown", ""), "rubric"
        if cell.kind == "code" and not cell.label:
            given += 1
        name = cell.label or (f"given-{given}" if cell.kind == "code" else "")
        kind, _dash, number = name.partition("-")
        if kind in ("hand", "task") and number in drawn:
            yield Cell("markdown", ""), f"cards-{number}"
            drawn.remove(number)
        yield cell, name
        if not place:
            yield Cell("markdown", ""), "about"
        if name.startswith("task-"):
            yield Cell("code", ""), name.replace("task-", "check-")
    if any(cell.label == "essay" for cell in text.cells):
        yield Cell("code", ""), "essay-check"
        yield Cell("markdown", MARKING), ""
        yield Cell("code", ""), "mark-essay"
        essay = ESSAY.format(lesson)
    yield Cell("markdown", PROGRESS), ""
    yield Cell("code", ""), "progress"
    yield Cell("markdown", ALONE.format(lesson, essay)), ""


def _marked(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Give a cell with a name what nbgrader wants to know of it."""
    if cell.id.startswith("text-"):
        return cell
    graded = cell.id == "essay" or cell.id.startswith("check-")
    answer = cell.id == "essay" or cell.id.startswith("task-")
    about = {
        "cell_type": cell.cell_type,
        "grade": graded,
        "grade_id": cell.id,
        "locked": not answer,
    }
    more = {"schema_version": 3, "solution": answer, "task": False}
    cell.metadata["nbgrader"] = nbformat.from_dict(about | more)
    if cell.id == "seals":
        # Closed, since there is nothing to read: in JupyterLab and VS Code, and in Colab.
        cell.metadata["jupyter"] = nbformat.from_dict({"source_hidden": True})
        cell.metadata["cellView"] = "form"
    return cell
