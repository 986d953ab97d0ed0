"""What was handed in: opening it, and laying the answers into the master.

Nothing of a submission is trusted but the text of its answers. The master's cells are taken in the
master's order, so a deleted, doubled or edited cell, a changed kernel or a forged check does no
harm; what was repaired is reported.
"""

import copy
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import cast

import nbformat
from nbformat import NotebookNode

from ..essays import count_words
from .collect import Submission, UnreadableError

MAX_CELLS = 2_000
_RESTORED = "had been changed or was missing, and was restored"


@dataclass(frozen=True)
class Paper:
    """A submission, opened.

    Attributes
    ----------
    submission : Submission
    notes : tuple of str
        What a grader should know: what was repaired, or why it cannot be graded.
    digest : str
        Of the file and the key; empty if the file could not be read.
    notebook : nbformat.NotebookNode or None
        The answers, laid into the master; None if it cannot be graded.
    repaired : bool
    words : int
        Of the essay; 0 if it is untouched.
    """

    submission: Submission
    notes: tuple[str, ...]
    digest: str = ""
    notebook: NotebookNode | None = None
    repaired: bool = False
    words: int = 0


def opened(submission: Submission, master: NotebookNode, key: str) -> Paper:
    """Open a submission, whatever is in it: it is laid into the master, or said to be unreadable.

    Parameters
    ----------
    submission : Submission
    master : nbformat.NotebookNode
        The exercise as it was handed out.
    key : str
        What the marks rest on besides the file; for the digest.
    """
    digest = ""
    try:
        raw = submission.read()
        digest = digest_of(raw, key)
        notebook, repairs = read_notebook(raw)
        merged, more = overlay(notebook, master)
    except UnreadableError as error:
        return Paper(submission, (*submission.notes, str(error)), digest)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is this submission's alone)
        note = (
            f"The grader could not open it ({type(error).__name__}); look at the file, give the "
            "points by hand, and report this."
        )
        return Paper(submission, (*submission.notes, note), digest)
    notes = (*submission.notes, *repairs, *more)
    repaired = bool(repairs or more)
    return Paper(submission, notes, digest, merged, repaired, _words(merged, master))


def digest_of(raw: bytes, key: str) -> str:
    """Return the digest of a file and of what its marks rest on."""
    return hashlib.sha256(key.encode() + raw).hexdigest()


def _words(merged: NotebookNode, master: NotebookNode) -> int:
    text, untouched = (
        next((cell.source for cell in notebook.cells if cell.id == "essay"), "")
        for notebook in (merged, master)
    )
    return 0 if text.strip() == untouched.strip() else count_words(text)


def read_notebook(raw: bytes) -> tuple[NotebookNode, list[str]]:
    """Parse a submission, without its outputs.

    Returns
    -------
    notebook : nbformat.NotebookNode
        In the present format.
    repairs : list of str

    Raises
    ------
    UnreadableError
        If it is empty, cut short, or no notebook.
    """
    if not raw.strip():
        raise UnreadableError("The file is empty; ask for it again.")
    text, repairs = _decoded(raw)
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError(
            "The file is cut short or damaged and cannot be read as a notebook; ask for it again."
        ) from None
    if not isinstance(content, dict):
        raise UnreadableError(_NO_NOTEBOOK)
    content = cast("dict[str, object]", content)
    for cell in _cells(content):
        if "outputs" in cell:
            cell["outputs"] = []
    notebook = _converted(content)
    major = content.get("nbformat")
    if major != 4:
        repairs.append(f"It was in the old notebook format {major} and was converted.")
    for cell in notebook.cells:
        cell["source"] = cell["source"] if isinstance(cell.get("source"), str) else ""
    return notebook, repairs


_NO_NOTEBOOK = "The file is not a Jupyter notebook; ask for the .ipynb file."


def _cells(content: dict[str, object]) -> list[dict[str, object]]:
    """Return the cells of a notebook in any format; those before the present one had sheets."""
    sheets = content.get("worksheets")
    place: object = content
    if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict):
        place = cast("object", sheets[0])
    cells: object = cast("dict[str, object]", place).get("cells")
    if not isinstance(cells, list):
        raise UnreadableError(_NO_NOTEBOOK)
    found = cast("list[object]", cells)
    if not all(isinstance(cell, dict) for cell in found):
        raise UnreadableError(_NO_NOTEBOOK)
    if len(found) > MAX_CELLS:
        raise UnreadableError(
            f"The notebook has {len(found)} cells, more than the {MAX_CELLS} that are opened; ask "
            "for it again."
        )
    return cast("list[dict[str, object]]", found)


def _converted(content: dict[str, object]) -> NotebookNode:
    # Half of a surrogate pair is a letter that no file can hold; it becomes a question mark.
    text = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace").decode()
    try:
        return nbformat.reads(text, as_version=4)
    except Exception:  # noqa: BLE001  (whatever a converter of old formats may raise)
        raise UnreadableError(
            "The file is in a notebook format that is not known (nbformat "
            f"{str(content.get('nbformat'))[:20]}); ask for it to be saved again in JupyterLab."
        ) from None


def _decoded(raw: bytes) -> tuple[str, list[str]]:
    two_bytes = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        if two_bytes:
            return raw.decode("utf-16"), ["It was not in UTF-8 and was converted."]
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return raw.decode("utf-8", errors="replace"), [
            "Some letters could not be read, because the file is not in UTF-8; they show as \ufffd."
        ]


def overlay(notebook: NotebookNode, master: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Lay a submission's answers into a copy of the master.

    Parameters
    ----------
    notebook, master : nbformat.NotebookNode
        The submission, and the exercise as it was handed out.

    Returns
    -------
    nbformat.NotebookNode
        The master's cells in the master's order, with the learner's answers, and each further cell
        of theirs after the cell that it followed.
    repairs : list of str
        One sentence each.

    Raises
    ------
    UnreadableError
        If no cell of the assignment is in it.
    """
    given, extra = _sorted_out(notebook, {_name(cell) for cell in master.cells})
    if not any(name.startswith("task-") for name in given):
        raise UnreadableError(
            "None of this assignment's tasks is in the notebook; it may be another one."
        )
    merged = copy.deepcopy(master)
    merged.cells = []
    repairs: list[str] = []
    restored: list[str] = []
    _append_foreign(merged, extra[""])
    for cell in master.cells:
        name = _name(cell)
        merged.cells.append(_answered(cell, given[name], repairs))
        if _was_changed(cell, given[name]):
            restored.append(name)
        _append_foreign(merged, extra[name])
    if restored:
        repairs.append(f"{', '.join(restored)} {_RESTORED}.")
    return merged, repairs + _other_kernel(notebook, master)


_Cells = defaultdict[str, list[NotebookNode]]


def _sorted_out(notebook: NotebookNode, known: set[str]) -> tuple[_Cells, _Cells]:
    """Return the cells of the assignment by name, and others by the one that they followed."""
    given, extra, place = _Cells(list), _Cells(list), ""
    for cell in notebook.cells:
        if _name(cell) in known:
            place = _name(cell)
            given[place].append(cell)
        else:
            extra[place].append(cell)
    return given, extra


def _answered(cell: NotebookNode, given: list[NotebookNode], repairs: list[str]) -> NotebookNode:
    """Return a copy of a cell of the master; in one for an answer, the learner's text."""
    name, cell = _name(cell), copy.deepcopy(cell)
    if not _takes_an_answer(cell):
        return cell
    if not given:
        repairs.append(f"{name} was missing and counts as not answered.")
        return cell
    changed = [other.source for other in given if other.source != cell.source]
    if len(given) > 1:
        repairs.append(f"{name} stood {len(given)} times; the last with an answer was taken.")
    cell["source"] = changed[-1] if changed else cell.source
    return cell


def _takes_an_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _was_changed(cell: NotebookNode, given: list[NotebookNode]) -> bool:
    """Return whether a cell that takes no answer is not there as it was handed out."""
    if _takes_an_answer(cell) or "nbgrader" not in cell.metadata:
        return False
    return [other.source for other in given] != [cell.source]


def _append_foreign(merged: NotebookNode, cells: list[NotebookNode]) -> None:
    """Keep a learner's own cells: their text and nothing else."""
    for cell in cells:
        make = nbformat.v4.new_markdown_cell
        if cell.get("cell_type") == "code":
            make = nbformat.v4.new_code_cell
        text = str(cell.get("source", ""))
        merged.cells.append(make(text, id=f"own-{len(merged.cells)}"))


def _other_kernel(notebook: NotebookNode, master: NotebookNode) -> list[str]:
    ours, kernel = master.metadata.kernelspec.name, notebook.metadata.get("kernelspec")
    if kernel is None:
        return []
    name = kernel.get("name", "python3") if isinstance(kernel, dict) else kernel
    if name == ours:
        return []
    return [f"Its kernel {str(name)[:30]!r} was replaced by {ours!r}."]


def _name(cell: NotebookNode) -> str:
    """Return the name of any cell, whatever stands in its metadata."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = about.get("grade_id") if isinstance(about, dict) else None
    return str(name or cell.get("id", ""))
