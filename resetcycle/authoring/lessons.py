"""Build the lessons: from `lessons/NN-name.md` to `notebooks/NN-name.ipynb`, executed, byte for
byte the same.
"""

import contextlib
import io
import os
import re
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

import resetcycle

from .. import data, words
from . import built, glossary, prose
from .text import KERNEL, LANGUAGE, Cell, Text, TextError, read
from .typed import typed

ROOT = data.DATA.parent
# In these sections nothing is stated about the record: they give instructions and references.
INSTRUCTIONS = ("On your own", "Sources")
# What the front matter says of a lesson; the table of lessons in the README is made from it.
INTRODUCED = ("number", "title", "question", "method")
# The cell with this call is where a learner commits. A heading with this mark is closed with all
# that stands below it, in JupyterLab and Notebook 7; other readers of a notebook pass it over.
COMMITS, CLOSED = "widgets.Predict(", "jp-MarkdownHeadingCollapsed"
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
    """A text with its numbers written: the notebook (not executed), what is wrong with its prose,
    and the names that stand at its end.
    """

    text: Text
    notebook: nbformat.NotebookNode
    faults: tuple[str, ...]
    parts: tuple[Part, ...]
    names: Mapping[str, object]


def sources(root: Path = ROOT) -> list[Path]:
    """Return the texts of the lessons, in order.

    Raises
    ------
    TextError
        If a text has no number of its own, or a lesson's notebook no text.
    """
    texts, numbers = sorted((root / "lessons").glob("*.md")), dict[str, str]()
    for path in texts:
        number = path.name[:3]
        if not re.fullmatch(r"\d\d-", number):
            raise TextError(f"lessons/{path.name}: name a lesson by its number, as in 12-name.md.")
        if number in numbers:
            raise TextError(f"lessons/{path.name} has the number of {numbers[number]}; change it.")
        numbers[number] = path.name
    stems = {path.stem for path in texts}
    for notebook in sorted((root / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        if notebook.stem not in stems:
            raise TextError(
                f"notebooks/{notebook.name} has no text; restore lessons/{notebook.stem}.md, or "
                "delete the notebook."
            )
    return texts


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
    text, section = read(path), ""
    _refuse_unintroduced(text)
    namespace: dict[str, object] = {"__name__": "__main__"}
    # Sentences may speak of the record before the first cell opens the kit.
    named: dict[str, object] = {"rc": resetcycle}
    cells, parts = list[nbformat.NotebookNode](), list[Part]()
    faults = [*prose.unused(text), *_open_ends(text)]
    for cell, name in zip(text.cells, names(text), strict=True):
        source, pieces = cell.source, ()
        if cell.kind == "code":
            run(text, cell, namespace)
        else:
            paragraph = prose.filled(text, cell, namespace, named)
            section = heading(cell) or section
            if heading(cell) and not cell.label:
                where = text.where(cell.line)
                faults.append(f'{where}: section {section!r} needs a label, "(name)=", above it.')
            faults += paragraph.faults
            if section not in INSTRUCTIONS:
                faults += typed(text, cell, paragraph.pieces)
            pieces = glossary.explained(paragraph.pieces)
            source = "".join(piece.text for piece in pieces)
        cells.append(notebook_cell(cell, name, source))
        parts.append(Part(name, cell, pieces))
    for at in _closed(text):
        cells[at].metadata[CLOSED] = True
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, **text.about}
    notebook = new_notebook(cells, metadata)
    return Filled(text, notebook, tuple(faults), tuple(parts), {**namespace, **named})


def new_notebook(
    cells: list[nbformat.NotebookNode], metadata: dict[str, object]
) -> nbformat.NotebookNode:
    """Return a notebook of the one minor version that the kit stores."""
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    notebook.nbformat_minor = 5
    return notebook


def _refuse_unintroduced(text: Text) -> None:
    about = text.about.get("lesson")
    known = cast("dict[str, object]", about) if isinstance(about, dict) else {}
    if missing := [name for name in INTRODUCED if not known.get(name)]:
        raise TextError(
            f"{text.where(1)}: the front matter does not give the {words.listed(missing)} of the "
            "lesson; begin as lessons/00-start-here.md does."
        )


def names(text: Text) -> list[str]:
    """Return an id for each cell: its label, or the last label and a number.

    Raises
    ------
    TextError
        If a label is the id of another cell.

    Examples
    --------
    >>> cells = (Cell("markdown", "", "title"), Cell("code", ""), Cell("markdown", "", "predict"))
    >>> names(Text(Path("lessons/00-name.md"), {}, cells))
    ['title', 'title-2', 'predict']
    """
    found, last, count = list[str](), "cell", 0
    for cell in text.cells:
        last, count = (cell.label, 1) if cell.label else (last, count + 1)
        name = last if cell.label else f"{last}-{count}"
        if name in found:
            raise TextError(
                f"{text.where(cell.line)}: the cell would have the name of another, {name!r}; give "
                "the label of one of them another name."
            )
        found.append(name)
    return found


def heading(cell: Cell) -> str:
    """Return the section (## heading) that a cell opens; nothing if it opens none."""
    lines = [line for line in cell.source.splitlines() if line.startswith("## ")]
    return lines[-1][3:].strip() if lines else ""


def _closed(text: Text) -> list[int]:
    """Return the places of the headings below the commit of a lesson; none without a commit."""
    found, committed = list[int](), False
    for at, cell in enumerate(text.cells):
        committed |= cell.kind == "code" and COMMITS in cell.source
        if committed and cell.kind == "markdown" and heading(cell):
            found.append(at)
    return found


def _open_ends(text: Text) -> Iterator[str]:
    """Say which closed headings share a cell with text, which would stand open beside them."""
    for at in _closed(text):
        cell = text.cells[at]
        if "\n" in cell.source:
            yield (
                f"{text.where(cell.line)}: section {heading(cell)!r} is closed until the learner "
                'commits, so its heading stands alone: put a line with "+++" after it.'
            )


def run(text: Text, cell: Cell, namespace: dict[str, object]) -> None:
    """Run a code cell for its names; what it prints or shows is the executed notebook's matter."""
    here = text.where(cell.line)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, here, "exec"), namespace)  # noqa: S102 - the kit's own cells
    except (Exception, SystemExit) as error:
        line = cell.line - 1 + _line_that_failed(error, here)
        message = (
            f"{text.where(line)}: the cell stops with {type(error).__name__} "
            f"({getattr(error, 'msg', error)}); mend it."
        )
        raise TextError(message) from error


def _line_that_failed(error: BaseException, file: str) -> int:
    """Return the last line of a cell, from 1, that an error came through."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno or 1
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == file]
    return lines[-1] if lines else 1


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
        mend = built.carries(one.text.place)
        built.refuse_edited(built_path(one.text.path), one.notebook, mend, one.text.root)
    if faults := [fault for one in filled for fault in one.faults]:
        raise TextError("\n".join(faults))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        executed = list(pool.map(execute, filled))
    return [
        built_path(one.text.path)
        for one, notebook in zip(filled, executed, strict=True)
        if built.write(built.stamped(notebook, one.text.place), built_path(one.text.path))
    ]


def execute(filled: Filled, language: str = "en") -> nbformat.NotebookNode:
    """Run a lesson in a kernel, without anybody's saved work; fix what would differ next time."""
    notebook, path = filled.notebook, filled.text.path
    try:
        run_for_nobody(notebook, built_path(path).parent, RESETCYCLE_LANGUAGE=language)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        message = f"{_place_of_failure(filled, notebook)}: the cell fails in the kernel "
        said = str(error).strip().splitlines()[-1]
        raise TextError(f"{message}({said}); mend it.") from error
    notebook.metadata["language_info"] = LANGUAGE
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for number, output in enumerate(cell.get("outputs", [])):
            _settle(output, f"{cell.id}-{number}")
    return notebook


def run_for_nobody(notebook: nbformat.NotebookNode, folder: Path, **told: str) -> None:
    """Run a notebook in a kernel that finds nobody's saved work.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It receives its outputs, and the state of its widgets.
    folder : path
        Where the kernel stands.
    **told : str
        Variables of the kernel's environment.
    """
    with tempfile.TemporaryDirectory() as nobodys:
        client = NotebookClient(
            notebook,
            timeout=300,
            extra_arguments=["--log-level=40"],
            coalesce_streams=True,
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute(env=os.environ | {"RESETCYCLE_MY_WORK": nobodys} | told)


def _place_of_failure(filled: Filled, notebook: nbformat.NotebookNode) -> str:
    """Return the place of the cell that was run last."""
    began = [
        part.written_from.line
        for part, cell in zip(filled.parts, notebook.cells, strict=True)
        if part.written_from and (cell.get("outputs") or cell.get("execution_count"))
    ]
    return filled.text.where(max(began, default=1))


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
