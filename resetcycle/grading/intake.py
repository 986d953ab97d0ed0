"""What was handed in: finding it in a folder or a zip, and laying the answers into the master.

Nothing of a submission is trusted but the text of its answers. The master's cells are taken in the
master's order, so a deleted, doubled or edited cell, a changed kernel or a forged check does no
harm; what was repaired is reported.
"""

import copy
import hashlib
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import cast

import nbformat
from nbformat import NotebookNode

from ..essays import count_words
from .result import answer_digest

MAX_BYTES = 150_000_000
MAX_CELLS = 2_000
# Moodle and Canvas put these into the names of what they hand over.
_MOODLE = re.compile(r"_\d+_assignsubmission_.*$")
_CANVAS = re.compile(r"^([^_]+)(?:_LATE)?_\d+_\d+_")
_RESTORED = "had been changed or was missing, and was restored"


class UnreadableError(ValueError):
    """A submission cannot be graded. The message says in one sentence why, and what to do."""


@dataclass(frozen=True)
class Submission:
    """One learner's file.

    Attributes
    ----------
    student : str
    where : str
        File, or archive and member, for messages.
    handed_in : datetime.datetime
        In UTC: of the file's last change, or of the archive's member.
    read : callable
        Returns the bytes; raises `UnreadableError`.
    notes : tuple of str
        What a grader should know before it is opened.
    """

    student: str
    where: str
    handed_in: datetime
    read: Callable[[], bytes] = field(repr=False)
    notes: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class _File:
    """A file that was found: its place below where was looked, its day, and how to read it."""

    inside: PurePosixPath
    when: datetime
    read: Callable[[], bytes]
    where: str


def collect(path: Path, name: str) -> tuple[list[Submission], list[str]]:
    """Find the submissions of one assignment.

    Parameters
    ----------
    path : path
        A folder (nbgrader's ``submitted/STUDENT/ASSIGNMENT/``, one folder a student, or loose
        files) or a zip with any of these inside.
    name : str
        The assignment.

    Returns
    -------
    submissions : list of Submission
        One a student, in order of name.
    notes : list of str
        What was left out, one sentence each.

    Raises
    ------
    UnreadableError
        If there is no such place, or it is no zip, or holds no notebook.
    """
    notes: list[str] = []
    if path.is_dir():
        found = list(_in_folder(path))
    elif path.exists():
        found, notes = _in_zip(path)
    else:
        raise UnreadableError(f"{path} does not exist; give a folder or a zip of submissions.")
    found = [
        file
        for file in found
        if file.inside.suffix == ".ipynb" and ".ipynb_checkpoints" not in file.inside.parts
    ]
    # nbgrader keeps the work of several assignments in one place: then only the folders of this
    # one count.
    in_its_folder = [file for file in found if name in file.inside.parts]
    by_its_name = [file for file in found if name in file.inside.name]
    chosen = in_its_folder or by_its_name or found
    if not chosen:
        raise UnreadableError(f"{path} holds no notebook; look for .ipynb files in it.")
    return _one_each(chosen, name), notes


def opened(
    submission: Submission,
    master: NotebookNode,
    key: str,
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
    released : list of mapping
        As for `overlay`.
    """
    digest = ""
    try:
        raw = submission.read()
        digest = digest_of(raw, key)
        notebook, repairs = read_notebook(raw)
        merged, more = overlay(notebook, master, released)
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


def _in_folder(path: Path) -> Iterator[_File]:
    for file in sorted(path.rglob("*.ipynb")):
        # A link could lead anywhere on this computer.
        if file.is_file() and not file.is_symlink() and path.resolve() in file.resolve().parents:
            inside = PurePosixPath(file.relative_to(path).as_posix())
            when = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            yield _File(inside, when, partial(_read_file, file), str(file))


def _read_file(file: Path) -> bytes:
    if file.stat().st_size > MAX_BYTES:
        raise UnreadableError(_too_large(file.stat().st_size))
    return file.read_bytes()


def _in_zip(path: Path) -> tuple[list[_File], list[str]]:
    """Return the archive's members that lie inside it; nothing is unpacked to the disk."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        raise UnreadableError(
            f"{path} is not a zip that can be read; download it again from the course page."
        ) from None
    found: list[_File] = []
    notes: list[str] = []
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or re.match(r"[A-Za-z]:", member.filename):
            notes.append(
                f"{path.name}: {member.filename!r} points out of the archive and was left out; "
                "ask who handed it in."
            )
        elif not member.is_dir():
            read = partial(_read_member, archive, member)
            found.append(_File(inside, _packed(member), read, f"{path}, {member.filename}"))
    return found, notes


def _packed(member: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*member.date_time, tzinfo=UTC)
    except ValueError:
        # Some programs leave the date open: month nought, day nought.
        return datetime(1980, 1, 1, tzinfo=UTC)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # The size in an archive's list may be a lie, so the reading itself is limited too.
    if member.file_size > MAX_BYTES:
        raise UnreadableError(_too_large(member.file_size))
    try:
        with archive.open(member) as source:
            raw = source.read(MAX_BYTES + 1)
    except Exception:  # noqa: BLE001  (each way of packing has errors of its own)
        raise UnreadableError(
            "The archive is damaged or locked at this file; ask for it again."
        ) from None
    if len(raw) > MAX_BYTES:
        raise UnreadableError(_too_large(len(raw)))
    return raw


def _too_large(size: int) -> str:
    return (
        f"The file has {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that are "
        "opened; ask for it again with its outputs cleared."
    )


def _one_each(found: Iterable[_File], name: str) -> list[Submission]:
    """Of several notebooks of one student take the assignment's by name, or else the newest."""
    by_student: defaultdict[str, list[_File]] = defaultdict(list)
    for file in found:
        by_student[_student(file.inside, name)].append(file)
    submissions: list[Submission] = []
    for student, choices in sorted(by_student.items()):
        best = max(
            choices,
            key=lambda file: (file.inside.name == f"{name}.ipynb", file.when, str(file.inside)),
        )
        notes = ()
        if len(choices) > 1:
            notes = (f"{len(choices)} notebooks were handed in; {best.inside} was graded.",)
        submissions.append(Submission(student, best.where, best.when, best.read, notes))
    return submissions


def _student(inside: PurePosixPath, name: str) -> str:
    """Tell whose file it is: by its folder, or by what stands before the assignment's name."""
    folders = [part for part in inside.parts[:-1] if part != name]
    if folders:
        student = _MOODLE.sub("", folders[0])
    elif canvas := _CANVAS.match(inside.name):
        student = canvas[1]
    else:
        student = inside.stem.replace(name, "").strip("_- ") or inside.stem
    return re.sub(r"[^\w.@-]+", "-", student).strip("-.") or "unnamed"


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
    theirs = _their_release(master, given, released)
    for cell in master.cells:
        name = _name(cell)
        merged.cells.append(_answered(cell, given[name], repairs if name in theirs else []))
        if _was_changed(cell, given[name], theirs.get(name)):
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


def _their_release(
    master: NotebookNode, given: _Cells, released: Sequence[Mapping[str, str]]
) -> Mapping[str, str]:
    """Return the release that a learner had: the one of which the fewest cells were changed."""
    present = {_name(cell): answer_digest(cell.source) for cell in master.cells}
    locked = [cell for cell in master.cells if not _takes_an_answer(cell)]

    def changed(release: Mapping[str, str]) -> int:
        return sum(
            _was_changed(cell, given[_name(cell)], release.get(_name(cell))) for cell in locked
        )

    return min([present, *reversed(released)], key=changed)


def _was_changed(cell: NotebookNode, given: list[NotebookNode], was: str | None) -> bool:
    """Return whether a cell that takes no answer is not there as it was handed out, if it was."""
    if _takes_an_answer(cell) or "nbgrader" not in cell.metadata:
        return False
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
