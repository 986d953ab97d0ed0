"""Built notebooks: a note of where each comes from, and a guard against losing what a person did.

A built notebook carries the id and a digest of each of its cells. If the cells are other than they
were built, somebody edited them, and the file is not overwritten.
"""

import hashlib
import json
import warnings
from pathlib import Path

import nbformat

from .. import files
from .text import TextError


def stamped(notebook: nbformat.NotebookNode, source: str) -> nbformat.NotebookNode:
    """Note in a notebook which text it was built from, and the id and digest of each cell."""
    cells = [f"{cell.id} {digest(cell)}" for cell in notebook.cells]
    notebook.metadata["built"] = {"from": source, "cells": cells}
    return notebook


def stamps(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """Return the id and digest that each cell had when the notebook was built."""
    cells = notebook.metadata.get("built", {}).get("cells", [])
    return [(name, said) for name, _, said in (str(cell).rpartition(" ") for cell in cells)]


def digest(cell: nbformat.NotebookNode) -> str:
    """Return a digest of what a person could edit in a cell: its kind, its source, its tags."""
    content = [cell.cell_type, cell.source, tags(cell), sorted(cell.get("attachments", {}))]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:8]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return [str(tag) for tag in cell.metadata.get("tags", [])]


def is_edited(notebook: nbformat.NotebookNode) -> bool:
    """Say whether a built notebook's cells are other than they were built; their ids may differ."""
    return [said for _, said in stamps(notebook)] != [digest(cell) for cell in notebook.cells]


def read(target: Path, place: str) -> nbformat.NotebookNode:
    """Read a notebook.

    Raises
    ------
    TextError
        If it is missing or cannot be read; the message calls it by its place.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # two cells with one id get two
            notebook = nbformat.read(target, as_version=4)
    except FileNotFoundError:
        message = f'{place} is missing; "make update" builds it.'
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, ValueError):
        message = f"{place} is not a notebook that can be read; delete it, or restore it."
    else:
        for at, cell in enumerate(notebook.cells):
            cell.setdefault("id", f"cell-{at}")  # older tools drop them
        notebook.nbformat_minor = 5
        return notebook
    raise TextError(message)


def refuse_edited(target: Path, fresh: nbformat.NotebookNode | None, mend: str, root: Path) -> None:
    """Refuse to overwrite what somebody edited by hand.

    Parameters
    ----------
    target : Path
        The notebook that would be written.
    fresh : notebook or None
        What would be written, if that is known: an edit that its text has, too, is no loss.
    mend : str
        What to do about it, as the message ends; ``{place}`` stands for the notebook.
    root : Path
        The checkout.

    Raises
    ------
    TextError
        If cells of the notebook are neither as they were built nor as they would be now.
    """
    if not target.exists():
        return
    place = target.relative_to(root).as_posix()
    stands = read(target, place)
    if is_edited(stands) and (fresh is None or not _alike(stands, fresh)):
        message = f"{place} was edited by hand since it was built: {mend.format(place=place)}"
        raise TextError(message)


def carries(source: str) -> str:
    """Return what to do about an edited notebook that has a text."""
    return f'"make carry" carries the change back to {source}, "git checkout {{place}}" drops it.'


def _alike(one: nbformat.NotebookNode, other: nbformat.NotebookNode) -> bool:
    return list(map(digest, one.cells)) == list(map(digest, other.cells))


def write(notebook: nbformat.NotebookNode, target: Path) -> bool:
    """Write a notebook if it differs from what stands there; return whether it did."""
    content = nbformat.writes(notebook) + "\n"
    if target.exists() and target.read_text(encoding="utf-8") == content:
        return False
    files.write_whole(target, content)
    return True
