"""What was handed in: opening it, and laying the answers into the master.

Nothing of a submission is trusted but the text of its answers. The master's cells are taken in the
master's order, so a deleted, doubled or edited cell, a changed kernel or a forged check does no
harm; what was repaired is reported.
"""

import ast
import copy
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast

import nbformat
from nbformat import NotebookNode

from ..essays import count_words
from .collect import Submission, UnreadableError
from .limited import Limited, WorkError
from .own_words import KEPT, language_of, name_of
from .result import answer_digest
from .wire import table

MAX_CELLS = 2_000
# Letters in all cells together; an exercise with its answers has some thirty thousand.
MAX_TEXT = 5_000_000
# What opening one file may take.
READ_SECONDS, READ_GIB = 20, 2
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


def opened(
    submission: Submission,
    master: NotebookNode,
    key: str,
    reader: Limited,
    released: Sequence[Mapping[str, str]] = (),
) -> Paper:
    """Open a submission, whatever is in it: it is laid into the master, or said to be unreadable.

    Parameters
    ----------
    submission : Submission
    master : nbformat.NotebookNode
        The exercise as it was handed out.
    key : str
        What the marks rest on besides the file; for the digest.
    reader : limited.Limited
        Does `laid` in a process of its own.
    released : list of mapping
        As for `overlay`.
    """
    digest = ""
    try:
        raw = submission.read()
        digest = digest_of(raw, key)
        asked = json.dumps(master).encode(), json.dumps([*map(dict, released)]).encode()
        found: _Laid = json.loads(reader.ask(*asked, raw))
    except UnreadableError as error:
        return Paper(submission, (*submission.notes, str(error)), digest)
    except WorkError as error:
        note = f"Opening it {error}; look at the file, and ask for it again."
        return Paper(submission, (*submission.notes, note), digest)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is this submission's alone)
        note = (
            f"The grader could not open it ({type(error).__name__}); look at the file, give the "
            "points by hand, and report this."
        )
        return Paper(submission, (*submission.notes, note), digest)
    notes = (*submission.notes, *found["notes"])
    if found["notebook"] is None:
        return Paper(submission, notes, digest)
    merged = cast("NotebookNode", nbformat.from_dict(found["notebook"]))
    return Paper(submission, notes, digest, merged, bool(found["notes"]), found["words"])


class _Laid(TypedDict):
    """What `laid` returns, as JSON."""

    notes: list[str]
    notebook: dict[str, object] | None
    words: int


def reader() -> Limited:
    """Return what opens files for `opened`: in a process of its own, within limits."""
    return Limited(laid, seconds=READ_SECONDS, memory_gib=READ_GIB)


def laid(master: bytes, released: bytes, raw: bytes) -> bytes:
    """Lay a file into the master, in the process that may be lost to it.

    Parameters
    ----------
    master, released, raw : bytes
        The exercise as it was handed out and its releases (see `overlay`), as JSON, and the file as
        it was handed in.

    Returns
    -------
    bytes
        JSON: what a grader should know (``notes``), the answers laid into the master
        (``notebook``; null if it cannot be graded) and the ``words`` of the essay.
    """
    exercise = cast("NotebookNode", nbformat.from_dict(json.loads(master)))
    try:
        notebook, repairs = read_notebook(raw)
        merged, more = overlay(notebook, exercise, json.loads(released))
    except UnreadableError as error:
        found = _Laid(notes=[str(error)], notebook=None, words=0)
    else:
        found = _Laid(notes=[*repairs, *more], notebook=merged, words=_words(merged, exercise))
    return json.dumps(found).encode()


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
    """Parse a submission: the texts, kinds and names of its cells, and nothing else of it.

    All that is not needed is dropped before anything looks at it, so the work grows with the file
    and no faster.

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
    if not raw or raw.isspace():
        raise UnreadableError("The file is empty; ask for it again.")
    text, repairs = _decoded(raw)
    try:
        content: object = json.loads(text, parse_int=_whole)
    except (ValueError, RecursionError):
        raise UnreadableError(
            "The file is cut short or damaged and cannot be read as a notebook; ask for it again."
        ) from None
    if not isinstance(content, dict):
        raise UnreadableError(_NO_NOTEBOOK)
    content = cast("dict[str, object]", content)
    major = content.get("nbformat")
    if major not in (*_OLD, 4):
        raise UnreadableError(
            f"The file is in a notebook format that is not known (nbformat {_short(major)}); ask "
            "for it to be saved again in JupyterLab."
        )
    if major in _OLD:
        repairs.append(f"It was in the old notebook format {major} and was converted.")
    cells = [_plain_cell(cell) for cell in _cells(content, old=major in _OLD)]
    size = sum(len(cell.source) for cell in cells)
    if size > MAX_TEXT:
        raise UnreadableError(
            f"Its cells hold {size / 1e6:.0f} million letters, more than the "
            f"{MAX_TEXT / 1e6:.0f} million that are opened; ask for it again."
        )
    kernel = _kernel(content)
    about: dict[str, object] = {"kernelspec": {"name": kernel}} if kernel else {}
    if (language := language_of(content)) != "en":
        about[KEPT] = {"language": language}
    return NotebookNode(metadata=nbformat.from_dict(about), cells=cells), repairs


_NO_NOTEBOOK = "The file is not a Jupyter notebook; ask for the .ipynb file."
# Formats whose cells lie in sheets.
_OLD = (2, 3)
# A whole number of more digits is none of ours, and reading it takes time by the square of them.
_DIGITS = 18


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGITS else 0


def _short(value: object) -> str:
    return str(value)[:20] if isinstance(value, (int, float, str)) else type(value).__name__


def _cells(content: dict[str, object], *, old: bool) -> list[dict[str, object]]:
    """Return the cells of a notebook; those before the present format had sheets."""
    places: list[object] = [content]
    if old:
        sheets = content.get("worksheets")
        places = cast("list[object]", sheets) if isinstance(sheets, list) else []
    found: list[object] = []
    for place in places:
        cells = cast("dict[str, object]", place).get("cells") if isinstance(place, dict) else None
        if not isinstance(cells, list):
            raise UnreadableError(_NO_NOTEBOOK)
        found += cast("list[object]", cells)
    if not places or not all(isinstance(cell, dict) for cell in found):
        raise UnreadableError(_NO_NOTEBOOK)
    if len(found) > MAX_CELLS:
        raise UnreadableError(
            f"The notebook has {len(found)} cells, more than the {MAX_CELLS} that are opened; ask "
            "for it again."
        )
    return cast("list[dict[str, object]]", found)


def _plain_cell(cell: dict[str, object]) -> NotebookNode:
    """Return the text, the kind and the name of a cell; in an old format code was its input."""
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    text = cell.get("source", cell.get("input"))
    if isinstance(text, list):
        lines = cast("list[object]", text)
        text = "".join(line for line in lines if isinstance(line, str))
    name = table(table(cell.get("metadata")).get("nbgrader")).get("grade_id") or cell.get("id")
    return NotebookNode(
        cell_type=kind,
        id=_whole_letters(name) if isinstance(name, str) else "",
        metadata=NotebookNode(),
        source=_whole_letters(text) if isinstance(text, str) else "",
    )


def _kernel(content: dict[str, object]) -> str:
    """Return the name of the kernel that a notebook asks for; nothing if it asks for none."""
    spec = table(content.get("metadata")).get("kernelspec")
    name = table(spec).get("name", "python3") if isinstance(spec, dict) else spec
    return "" if name is None else _whole_letters(_short(name))


def _whole_letters(text: str) -> str:
    # Half of a surrogate pair is a letter that no file can hold; it becomes a question mark.
    return text.encode("utf-8", "replace").decode()


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


def overlay(
    notebook: NotebookNode,
    master: NotebookNode,
    released: Sequence[Mapping[str, str]] = (),
) -> tuple[NotebookNode, list[str]]:
    """Lay a submission's answers into a copy of the master.

    Parameters
    ----------
    notebook, master : nbformat.NotebookNode
        The submission, and the exercise as it was handed out.
    released : list of mapping
        Of each release of the exercise, the digest of each cell by name: who has an earlier one
        changed nothing, even if the instructor did since.

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
    given, extra = _sorted_out(notebook, {name_of(cell) for cell in master.cells})
    if not any(name.startswith("task-") for name in given):
        raise UnreadableError(
            "None of this assignment's tasks is in the notebook; it may be another one."
        )
    merged = copy.deepcopy(master)
    merged.cells = []
    repairs: list[str] = []
    restored: list[str] = []
    _append_foreign(merged, extra[""])
    if KEPT in notebook.metadata:
        merged.metadata[KEPT] = notebook.metadata[KEPT]
    locked = _locked(notebook, master)
    theirs = _their_release(master, given, released, locked)
    for cell in master.cells:
        name = name_of(cell)
        merged.cells.append(_answered(cell, given[name], repairs if name in theirs else []))
        if name in locked and _was_changed(given[name], theirs.get(name)):
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
        if name_of(cell) in known:
            place = name_of(cell)
            given[place].append(cell)
        else:
            extra[place].append(cell)
    return given, extra


def _answered(cell: NotebookNode, given: list[NotebookNode], repairs: list[str]) -> NotebookNode:
    """Return a copy of a cell of the master; in one for an answer, the learner's text."""
    name, cell = name_of(cell), copy.deepcopy(cell)
    if not _takes_an_answer(cell):
        return cell
    if not given:
        repairs.append(f"{name} was missing and counts as not answered.")
        return cell
    sources = [other.source for other in given if other.source != cell.source]
    if len(given) > 1:
        sources = [_put_together(cell, sources, len(given), repairs)]
    cell["source"] = sources[-1] if sources else cell.source
    return cell


def _put_together(cell: NotebookNode, sources: list[str], times: int, repairs: list[str]) -> str:
    """Return one text for a cell that stands more than once: a split one is joined in order."""
    name, pieces = name_of(cell), list(dict.fromkeys(sources))
    # What was split inside a word of Python, or stands beside an attempt that is none, cannot run
    # as a whole.
    joined = ("\n" if cell.cell_type == "code" else "\n\n").join(pieces)
    if len(pieces) > 1 and (cell.cell_type != "code" or _is_code(joined)):
        repairs.append(f"{name} stood in {len(pieces)} pieces, which were joined in their order.")
        return joined
    repairs.append(f"{name} stood {times} times; the last with an answer was taken.")
    return pieces[-1] if pieces else cell.source


def _is_code(source: str) -> bool:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _takes_an_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _locked(notebook: NotebookNode, master: NotebookNode) -> list[str]:
    """Return the names of the cells that are to come back as they were handed out.

    In an edition in another language these are those with code, which is the same in all.
    """
    every = KEPT not in notebook.metadata
    return [
        name_of(cell)
        for cell in master.cells
        if "nbgrader" in cell.metadata
        and not _takes_an_answer(cell)
        and (every or cell.cell_type == "code")
    ]


def _their_release(
    master: NotebookNode,
    given: _Cells,
    released: Sequence[Mapping[str, str]],
    locked: Sequence[str],
) -> Mapping[str, str]:
    """Return the release that a learner had: the one of which the fewest cells were changed."""
    present = {name_of(cell): answer_digest(cell.source) for cell in master.cells}

    def changed(release: Mapping[str, str]) -> int:
        return sum(_was_changed(given[name], release.get(name)) for name in locked)

    return min([present, *reversed(released)], key=changed)


def _was_changed(given: list[NotebookNode], was: str | None) -> bool:
    """Return whether a cell that takes no answer is not there as it was handed out, if it was."""
    return [answer_digest(other.source) for other in given] != ([was] if was else [])


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
    if kernel is None or kernel.get("name", ours) == ours:
        return []
    return [f"Its kernel {kernel['name']!r} was replaced by {ours!r}."]
