"""Built notebooks: a note of where each comes from, and a guard against losing what a person did.

A built notebook carries a digest of its cells. If the cells are other than they were built,
somebody edited them, and the file is not overwritten.
"""

import hashlib
import json
from pathlib import Path

import nbformat

from .. import files
from .text import TextError


def stamped(notebook: nbformat.NotebookNode, source: str) -> nbformat.NotebookNode:
    """Note in a notebook which text it was built from, and the digest of its cells."""
    notebook.metadata["built"] = {"from": source, "cells": digest(notebook)}
    return notebook


def digest(notebook: nbformat.NotebookNode) -> str:
    """Return a digest of what a person could edit: kinds, ids and sources of the cells."""
    content = [[cell.cell_type, cell.get("id", ""), cell.source] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def is_edited(notebook: nbformat.NotebookNode) -> bool:
    """Say whether a built notebook's cells are other than they were built."""
    return notebook.metadata.get("built", {}).get("cells") != digest(notebook)


def refuse_edited(
    target: Path, fresh: nbformat.NotebookNode | None, source: str, root: Path
) -> None:
    """Refuse to overwrite what somebody edited by hand.

    Parameters
    ----------
    target : Path
        The notebook that would be written.
    fresh : notebook or None
        What would be written, if that is known: an edit that was carried back is no loss.
    source : str
        The text that it is built from, as a message names it.
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
    try:
        stands = nbformat.read(target, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        message = f"{place} is not a notebook that can be read; delete it, or restore it."
        raise TextError(message) from None
    if is_edited(stands) and (fresh is None or digest(stands) != digest(fresh)):
        raise TextError(
            f'{place} was edited by hand since it was built: "make carry" carries the change back '
            f'to {source}, "git checkout {place}" drops it.'
        )


def write(notebook: nbformat.NotebookNode, target: Path) -> bool:
    """Write a notebook if it differs from what stands there; return whether it did."""
    content = nbformat.writes(notebook) + "\n"
    if target.exists() and target.read_text(encoding="utf-8") == content:
        return False
    files.write_whole(target, content)
    return True
