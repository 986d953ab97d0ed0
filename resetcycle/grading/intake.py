"""What was handed in: finding it in a folder or a zip, and laying the answers into the master notebook.

Nothing of a submission is trusted but the text of its answers. The master's cells are taken in the master's order, so
a deleted, doubled or edited cell, a changed kernel or a forged check does no harm; what was repaired is reported.
"""

import copy
import json
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

import nbformat

MAX_BYTES = 150_000_000
MAX_CELLS = 2_000
# Moodle and Canvas put these into the names of what they hand over.
_MOODLE = re.compile(r"_\d+_assignsubmission_.*$")
_CANVAS = re.compile(r"^([^_]+)(?:_LATE)?_\d+_\d+_")
_RESTORED = "had been changed or was missing, and was restored"


class Unreadable(ValueError):
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
        Returns the bytes; raises `Unreadable`.
    notes : tuple of str
        What a grader should know before it is opened.
    """

    student: str
    where: str
    handed_in: datetime
    read: callable = field(repr=False)
    notes: tuple = ()


def collect(path, name):
    """Find the submissions of one assignment.

    Parameters
    ----------
    path : path
        A folder (nbgrader's ``submitted/STUDENT/ASSIGNMENT/``, one folder a student, or loose files) or a zip with
        any of these inside.
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
    Unreadable
        If there is no such place, or it is no zip, or holds no notebook.
    """
    path = Path(path)
    if path.is_dir():
        files, notes = _in_folder(path), []
    elif path.exists():
        files, notes = _in_zip(path)
    else:
        raise Unreadable(f"{path} does not exist; give a folder or a zip of submissions.")
    files = [
        file
        for file in files
        if file[0].suffix == ".ipynb" and ".ipynb_checkpoints" not in file[0].parts
    ]
    # nbgrader keeps the work of several assignments in one place: then only the folders of this one count.
    files = (
        [file for file in files if name in file[0].parts]
        or [file for file in files if name in file[0].name]
        or files
    )
    if not files:
        raise Unreadable(f"{path} holds no notebook; look for .ipynb files in it.")
    return _one_each(files, name, path), notes


def _in_folder(path):
    for file in sorted(path.rglob("*.ipynb")):
        # A link could lead anywhere on this computer.
        if file.is_file() and not file.is_symlink() and path.resolve() in file.resolve().parents:
            when = datetime.fromtimestamp(file.stat().st_mtime, timezone.utc)
            yield (
                PurePosixPath(file.relative_to(path).as_posix()),
                when,
                lambda file=file: _read_file(file),
                str(file),
            )


def _read_file(file):
    if file.stat().st_size > MAX_BYTES:
        raise Unreadable(_too_large(file.stat().st_size))
    return file.read_bytes()


def _in_zip(path):
    """Return the archive's members that lie inside it; nothing is unpacked to the disk."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        raise Unreadable(
            f"{path} is not a zip that can be read; download it again from the course page."
        ) from None
    files, notes = [], []
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        inside = PurePosixPath(member.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or re.match(r"[A-Za-z]:", member.filename):
            notes.append(
                f"{path.name}: {member.filename!r} points out of the archive and was left out; ask who handed it in."
            )
        elif not member.is_dir():
            files.append(
                (
                    inside,
                    _packed(member),
                    lambda member=member: _read_member(archive, member),
                    f"{path}, {member.filename}",
                )
            )
    return files, notes


def _packed(member):
    try:
        return datetime(*member.date_time, tzinfo=timezone.utc)
    except ValueError:
        # Some programs leave the date open: month nought, day nought.
        return datetime(1980, 1, 1, tzinfo=timezone.utc)


def _read_member(archive, member):
    # The size in an archive's list may be a lie, so the reading itself is limited too.
    if member.file_size > MAX_BYTES:
        raise Unreadable(_too_large(member.file_size))
    try:
        with archive.open(member) as source:
            raw = source.read(MAX_BYTES + 1)
    except Exception:
        # Each way of packing has errors of its own.
        raise Unreadable(
            "The archive is damaged or locked at this file; ask for it again."
        ) from None
    if len(raw) > MAX_BYTES:
        raise Unreadable(_too_large(len(raw)))
    return raw


def _too_large(size):
    return f"The file has {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that are opened; ask for it again with its outputs cleared."


def _one_each(files, name, path):
    """Of several notebooks of one student take the one that is called like the assignment, or else the newest."""
    by_student = defaultdict(list)
    for inside, when, read, where in files:
        by_student[_student(inside, name)].append(
            (inside.name == f"{name}.ipynb", when, str(inside), read, where)
        )
    found = []
    for student, choices in sorted(by_student.items()):
        _, when, inside, read, where = max(choices, key=lambda choice: choice[:3])
        notes = (
            (f"{len(choices)} notebooks were handed in; {inside} was graded.",)
            if len(choices) > 1
            else ()
        )
        found.append(Submission(student, where, when, read, notes))
    return found


def _student(inside, name):
    """Tell whose file it is: by its folder, or, for loose files, by what stands before the assignment's name."""
    folders = [part for part in inside.parts[:-1] if part != name]
    if folders:
        student = _MOODLE.sub("", folders[0])
    elif canvas := _CANVAS.match(inside.name):
        student = canvas[1]
    else:
        student = inside.stem.replace(name, "").strip("_- ") or inside.stem
    return re.sub(r"[^\w.@-]+", "-", student).strip("-.") or "unnamed"


def read_notebook(raw):
    """Parse a submission, without its outputs.

    Returns
    -------
    notebook : nbformat.NotebookNode
        In the present format.
    repairs : list of str

    Raises
    ------
    Unreadable
        If it is empty, cut short, or no notebook.
    """
    if not raw.strip():
        raise Unreadable("The file is empty; ask for it again.")
    text, repairs = _decoded(raw)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(
            "The file is cut short or damaged and cannot be read as a notebook; ask for it again."
        ) from None
    sheets = content.get("worksheets") if isinstance(content, dict) else None
    cells = (
        (
            sheets[0]
            if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict)
            else content
        ).get("cells")
        if isinstance(content, dict)
        else None
    )
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unreadable("The file is not a Jupyter notebook; ask for the .ipynb file.")
    if len(cells) > MAX_CELLS:
        raise Unreadable(
            f"The notebook has {len(cells)} cells, more than the {MAX_CELLS} that are opened; ask for it again."
        )
    for cell in cells:
        if "outputs" in cell:
            cell["outputs"] = []
    major = content.get("nbformat")
    try:
        # Half of a surrogate pair is a letter that no file can hold; it becomes a question mark.
        notebook = nbformat.reads(
            json.dumps(content, ensure_ascii=False).encode("utf-8", "replace").decode(),
            as_version=4,
        )
    except Exception:
        raise Unreadable(
            f"The file is in a notebook format that is not known (nbformat {str(major)[:20]}); ask for it to be saved again in JupyterLab."
        ) from None
    if major != 4:
        repairs.append(f"It was in the old notebook format {major} and was converted.")
    for cell in notebook.cells:
        cell["source"] = cell["source"] if isinstance(cell.get("source"), str) else ""
    return notebook, repairs


def _decoded(raw):
    for coding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return raw.decode(coding), [] if coding == "utf-8-sig" else [
                "It was not in UTF-8 and was converted."
            ]
        except UnicodeDecodeError:
            pass
    return raw.decode("utf-8", errors="replace"), [
        "Some letters could not be read, because the file is not in UTF-8; they show as \ufffd."
    ]


def overlay(notebook, master):
    """Lay a submission's answers into a copy of the master.

    Parameters
    ----------
    notebook, master : nbformat.NotebookNode
        The submission, and the exercise as it was handed out.

    Returns
    -------
    nbformat.NotebookNode
        The master's cells in the master's order, with the learner's answers, and each further cell of theirs after
        the cell that it followed.
    repairs : list of str
        One sentence each.

    Raises
    ------
    Unreadable
        If no cell of the assignment is in it.
    """
    known = {_name(cell) for cell in master.cells}
    given, extra, place = defaultdict(list), defaultdict(list), None
    for cell in notebook.cells:
        if _name(cell) in known:
            place = _name(cell)
            given[place].append(cell)
        else:
            extra[place].append(cell)
    if not any(_name(cell).startswith("task-") for cells in given.values() for cell in cells):
        raise Unreadable(
            "None of this assignment's tasks is in the notebook; it may be another one."
        )
    merged, repairs, restored = copy.deepcopy(master), [], []
    merged.cells = []
    for cell in [None, *master.cells]:
        if cell is not None:
            merged.cells.append(_answered(cell, given[_name(cell)], repairs, restored))
        merged.cells += [
            _foreign(other, len(merged.cells) + number)
            for number, other in enumerate(extra[cell and _name(cell)])
        ]
    if restored:
        repairs.append(f"{', '.join(restored)} {_RESTORED}.")
    kernel = notebook.metadata.get("kernelspec")
    kernel = (
        kernel.get("name", "python3")
        if isinstance(kernel, dict)
        else "python3"
        if kernel is None
        else kernel
    )
    if kernel != master.metadata.kernelspec.name:
        repairs.append(
            f"Its kernel {str(kernel)[:30]!r} was replaced by {master.metadata.kernelspec.name!r}."
        )
    return merged, repairs


def _answered(cell, given, repairs, restored):
    name, about = _name(cell), cell.metadata.get("nbgrader", {})
    cell = copy.deepcopy(cell)
    if not about.get("solution"):
        if about and [other.source for other in given] != [cell.source]:
            restored.append(name)
        return cell
    if not given:
        repairs.append(f"{name} was missing and counts as not answered.")
        return cell
    changed = [other.source for other in given if other.source != cell.source]
    if len(given) > 1:
        repairs.append(f"{name} stood {len(given)} times; the last with an answer was taken.")
    cell["source"] = changed[-1] if changed else cell.source
    return cell


def _foreign(cell, number):
    """Keep a learner's own cell, its text and nothing else."""
    make = (
        nbformat.v4.new_code_cell
        if cell.get("cell_type") == "code"
        else nbformat.v4.new_markdown_cell
    )
    return make(str(cell.get("source", "")), id=f"own-{number}")


def _name(cell):
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    about = metadata.get("nbgrader")
    name = about.get("grade_id") if isinstance(about, dict) else None
    return str(name or cell.get("id", ""))
