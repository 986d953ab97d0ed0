"""Build the lessons: from `lessons/NN-name.md` to `notebooks/NN-name.ipynb`, executed, byte for
byte the same.
"""

import contextlib
import io
import os
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import resetcycle

from .. import data
from . import built, prose
from .text import KERNEL, LANGUAGE, Cell, Text, TextError, read
from .typed import typed

ROOT = data.DATA.parent
# In these sections nothing is stated about the record: they give instructions and references.
INSTRUCTIONS = ("On your own", "Sources")
DIGITS = 10  # of a float in a chart: the last ones differ between processors


@dataclass(frozen=True)
class Part:
    """A cell of the notebook, the cell of the text that it was made from, and its pieces if it is
    prose.

    A generated cell has an empty `written_from`.
    """

    name: str
    written_from: Cell | None
    pieces: tuple[prose.Piece, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A text with its numbers written: the notebook (not executed), and what is wrong with its
    prose.
    """

    text: Text
    notebook: nbformat.NotebookNode
    faults: tuple[str, ...]
    parts: tuple[Part, ...]


def sources(root: Path = ROOT) -> list[Path]:
    """Return the texts of the lessons, in order."""
    return sorted((root / "lessons").glob("[0-9][0-9]-*.md"))


def built_path(path: Path) -> Path:
    """Return the notebook that is built from a text."""
    return path.parent.parent / "notebooks" / f"{path.stem}.ipynb"


def fill(path: Path) -> Filled:
    """Read a lesson's text, run its cells in this process, write its numbers and check its
    statements.

    Raises
    ------
    TextError
        If the text cannot be read or a cell fails; one sentence with file, line and the mend.
    """
    text = read(path)
    namespace: dict[str, object] = {"__name__": "__main__", "rc": resetcycle}
    cells, parts, faults, section = list[nbformat.NotebookNode](), list[Part](), list[str](), ""
    for cell, name in zip(text.cells, names(text.cells), strict=True):
        source, pieces = cell.source, ()
        if cell.kind == "code":
            run(text, cell, namespace)
        else:
            paragraph = prose.filled(text, cell, namespace)
            section = heading(cell) or section
            source, pieces = paragraph.source, paragraph.pieces
            faults += paragraph.faults
            if section not in INSTRUCTIONS:
                faults += typed(text, cell, pieces)
        cells.append(notebook_cell(cell, name, source))
        parts.append(Part(name, cell, pieces))
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, **text.about}
    return Filled(text, new_notebook(cells, metadata), tuple(faults), tuple(parts))


def new_notebook(
    cells: list[nbformat.NotebookNode], metadata: dict[str, object]
) -> nbformat.NotebookNode:
    """Return a notebook of the one minor version that the kit stores."""
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    notebook.nbformat_minor = 5
    return notebook


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
    filled = [fill(path) for path in paths]
    for one in filled:
        built.refuse_edited(built_path(one.text.path), one.notebook, one.text.place, one.text.root)
    if faults := [fault for one in filled for fault in one.faults]:
        raise TextError("\n".join(faults))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        executed = list(pool.map(execute, filled))
    return [
        built_path(one.text.path)
        for one, notebook in zip(filled, executed, strict=True)
        if built.write(built.stamped(notebook, one.text.place), built_path(one.text.path))
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
            coalesce_streams=True,
            record_timing=False,
            resources={"metadata": {"path": str(built_path(path).parent)}},
        )
        try:
            client.execute(env=os.environ | {"RESETCYCLE_MY_WORK": nobodys})
        except CellExecutionError as error:
            message = (
                f"{filled.text.place}: a cell fails in the kernel: {error.ename}: {error.evalue}"
            )
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
