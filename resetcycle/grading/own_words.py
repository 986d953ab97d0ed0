"""The language of a submission, and what its learner is told in it beside the English.

Who grades reads English. So a graded notebook is in English, and its metadata hold what its learner
reads in its place: the page of feedback (`feedback`) puts it there.
"""

from collections.abc import Mapping
from typing import cast

from nbformat import NotebookNode

from ..speech import languages
from .wire import table

KEPT = "resetcycle"


def language_of(notebook: Mapping[str, object]) -> str:
    """Return the language of the edition that a notebook is of, "en" without one.

    Nothing of it is trusted: whatever names no language of the kit is English.
    """
    named = _kept(notebook).get("language")
    return named if isinstance(named, str) and named in languages() else "en"


def note(notebook: NotebookNode, theirs: NotebookNode) -> None:
    """Note in a graded notebook what its cells show in the language of the learner.

    Parameters
    ----------
    notebook, theirs : nbformat.NotebookNode
        With the same cells: in English, and as the learner reads it.
    """
    notebook.metadata[KEPT] = {
        "language": language_of(theirs),
        "said": {
            name_of(own): texts(own)
            for cell, own in zip(notebook.cells, theirs.cells, strict=True)
            if texts(own) != texts(cell)
        },
    }


def noted(notebook: Mapping[str, object]) -> dict[str, list[str]]:
    """Return by name of a cell what it shows in the language of the learner, where that differs."""
    found = table(_kept(notebook).get("said"))
    return {
        name: cast("list[str]", texts)
        for name, texts in found.items()
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    }


def name_of(cell: NotebookNode) -> str:
    """Return the name of a cell: nbgrader's, or its id where it has none or lost its metadata."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")


def texts(cell: NotebookNode) -> list[str]:
    """Return the texts that a cell of a graded notebook shows."""
    return [output.get("text", "") for output in cell.get("outputs", [])]


def _kept(notebook: Mapping[str, object]) -> dict[str, object]:
    return table(table(notebook.get("metadata")).get(KEPT))
