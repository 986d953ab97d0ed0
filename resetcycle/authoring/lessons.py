"""Build the lessons: from `lessons/NN-name.md` to `notebooks/NN-name.ipynb`, executed, byte for byte the same."""

import contextlib
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from .. import data, files
from . import prose
from .text import KERNEL, LANGUAGE, Cell, Text, TextError, read

ROOT = data.DATA.parent
# In these sections nothing is stated about the record: they give instructions and references.
INSTRUCTIONS = ("What you will do", "On your own", "Sources")
DIGITS = 10  # of a float in a chart: the last ones differ between processors


@dataclass(frozen=True)
class Filled:
    """A text with its numbers written: the notebook (not executed), and what is wrong with its prose."""

    text: Text
    notebook: nbformat.NotebookNode
    faults: tuple[str, ...]


def sources(root: Path = ROOT) -> list[Path]:
    """Return the texts of the lessons, in order."""
    return sorted((root / "lessons").glob("[0-9][0-9]-*.md"))


def built_path(path: Path) -> Path:
    """Return the notebook that is built from a text."""
    return path.parent.parent / "notebooks" / f"{path.stem}.ipynb"


def fill(path: Path) -> Filled:
    """Read a lesson's text, run its cells in this process, write its numbers and check its statements.

    Raises
    ------
    TextError
        If the text cannot be read or a cell fails; one sentence with file, line and the mend.
    """
    text = read(path)
    namespace: dict[str, object] = {"__name__": "__main__"}
    cells, faults, section = list[nbformat.NotebookNode](), list[str](), ""
    for cell, name in zip(text.cells, names(text.cells), strict=True):
        if cell.kind == "code":
            run(text, cell, namespace)
            cells.append(notebook_cell(cell, name, cell.source))
            continue
        paragraph = prose.filled(text, cell, namespace)
        faults += paragraph.faults
        section = heading(cell) or section
        if section not in INSTRUCTIONS:
            faults += prose.typed(text, cell, paragraph.pieces)
        cells.append(notebook_cell(cell, name, paragraph.source))
    notebook = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": KERNEL, "language_info": LANGUAGE, **text.about}
    )
    notebook.nbformat_minor = 5
    return Filled(text, notebook, tuple(faults))


def names(cells: Iterable[Cell]) -> list[str]:
    """Return an id for each cell: its label, or the last label and a number.

    Examples
    --------
    >>> names([Cell("markdown", "", "title"), Cell("code", ""), Cell("markdown", "", "predict")])
    ['title', 'title-2', 'predict']
    """
    found, last, count = list[str](), "cell", 0
    for cell in cells:
        last, count = (cell.label, 1) if cell.label else (last, count + 1)
        found.append(last if cell.label else f"{last}-{count}")
    return found


def heading(cell: Cell) -> str:
    """Return the section (## heading) that a cell opens; nothing if it opens none."""
    lines = [line for line in cell.source.splitlines() if line.startswith("## ")]
    return lines[-1][3:].strip() if lines else ""


def run(text: Text, cell: Cell, namespace: dict[str, object]) -> None:
    """Run a code cell for its names; what it prints or shows is the executed notebook's matter."""
    where = text.where(cell.line)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, where, "exec"), namespace)  # noqa: S102 - the kit's own cells
    except Exception as error:
        message = f"{where}: the cell stops with {type(error).__name__} ({error}); mend it."
        raise TextError(message) from error


def notebook_cell(cell: Cell, name: str, source: str) -> nbformat.NotebookNode:
    """Return a cell of a notebook with a fixed id."""
    new = (
        nbformat.v4.new_code_cell(source)
        if cell.kind == "code"
        else nbformat.v4.new_markdown_cell(source)
    )
    new.id, new.metadata = name, nbformat.from_dict(cell.metadata)
    return new


def build(paths: Iterable[Path]) -> list[Path]:
    """Build lessons; return the notebooks that changed.

    Raises
    ------
    TextError
        If a text is not as it should be, a cell fails, or somebody edited a notebook by hand.
    """
    wanted = list(paths)
    for path in wanted:
        refuse_edited(built_path(path), path)
    filled = [fill(path) for path in wanted]
    if faults := [fault for one in filled for fault in one.faults]:
        raise TextError("\n".join(faults))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        executed = list(pool.map(execute, filled))
    return [
        built_path(path)
        for path, notebook in zip(wanted, executed, strict=True)
        if write(stamped(notebook, path), built_path(path))
    ]


def execute(filled: Filled) -> nbformat.NotebookNode:
    """Run a lesson in a kernel, without anybody's saved work; fix what would differ next time."""
    notebook, path = filled.notebook, filled.text.path
    with tempfile.TemporaryDirectory() as nobodys:
        client = NotebookClient(
            notebook,
            timeout=300,
            extra_arguments=["--log-level=40"],
            store_widget_state=False,
            record_timing=False,
            resources={"metadata": {"path": str(built_path(path).parent)}},
        )
        try:
            client.execute(env=os.environ | {"RESETCYCLE_MY_WORK": nobodys})
        except CellExecutionError as error:
            message = f"{path.name}: a cell fails in the kernel: {error.ename}: {error.evalue}"
            raise TextError(message) from error
    notebook.metadata["language_info"] = LANGUAGE
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for number, output in enumerate(cell.get("outputs", [])):
            _settle(output, f"{cell.id}-{number}")
    return notebook


def _settle(output: nbformat.NotebookNode, name: str) -> None:
    bundle = output.get("data", {})
    if view := bundle.get("application/vnd.jupyter.widget-view+json"):
        # Nobody can look the model up: saved notebooks keep no widget state.
        view["model_id"] = name
    if figure := bundle.get("application/vnd.plotly.v1+json"):
        bundle["application/vnd.plotly.v1+json"] = rounded(figure)


def rounded(value: object) -> object:
    """Return a JSON value with its floats cut to ten digits."""
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return nbformat.from_dict({key: rounded(one) for key, one in value.items()})
    return [rounded(one) for one in value] if isinstance(value, list) else value


def stamped(notebook: nbformat.NotebookNode, path: Path) -> nbformat.NotebookNode:
    """Note in a built notebook where it comes from, and a digest of its cells as they were built."""
    source = path.relative_to(path.parents[1 if path.parent.name == "lessons" else 2])
    notebook.metadata["built"] = {"from": source.as_posix(), "cells": digest(notebook)}
    return notebook


def digest(notebook: nbformat.NotebookNode) -> str:
    """Return a digest of what a person could edit in a notebook: kinds, ids and sources of its cells."""
    content = [[cell.cell_type, cell.get("id", ""), cell.source] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def is_edited(notebook: nbformat.NotebookNode) -> bool:
    """Say whether a built notebook's cells are other than they were built."""
    return notebook.metadata.get("built", {}).get("cells") != digest(notebook)


def refuse_edited(target: Path, path: Path) -> None:
    """A built file that somebody edited by hand is never overwritten in silence."""
    if target.exists() and is_edited(nbformat.read(target, as_version=4)):
        raise TextError(
            f"{target.parent.name}/{target.name} was edited by hand since it was built: "
            f'"make carry" carries the change back to {path.parent.name}/{path.name}, '
            f'"git checkout {target.parent.name}/{target.name}" drops it.'
        )


def write(notebook: nbformat.NotebookNode, target: Path) -> bool:
    """Write a notebook if it differs from what stands there; return whether it did."""
    content = nbformat.writes(notebook, version=4) + "\n"
    if target.exists() and target.read_text(encoding="utf-8") == content:
        return False
    files.write_whole(target, content)
    return True
