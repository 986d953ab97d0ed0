"""What was handed in: finding it in a folder or a zip, and telling whose it is.

Nothing is unpacked to the disk, and nothing is opened: a file is read when its turn comes.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

MAX_BYTES = 150_000_000
# Moodle and Canvas put these into the names of what they hand over.
_MOODLE = re.compile(r"_\d+_assignsubmission_.*$")
_CANVAS = re.compile(r"^([^_]+)(?:_LATE)?_\d+_\d+_")


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
