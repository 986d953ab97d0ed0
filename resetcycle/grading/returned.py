"""Feedback for a course page: the pages of a class in the zip that Moodle or Canvas takes back.

Moodle wants the folders of its own download (*Upload multiple feedback files in a zip*), Canvas the
names of the files (*Upload Submissions*). Both stand in the table of attempts.
"""

import os
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from . import attempts
from .collect import returned
from .course import Course
from .export import waiting
from .tasks import TaskError


@dataclass(frozen=True)
class Returned:
    """What `pack` wrote.

    Attributes
    ----------
    zips : dict of path to int
        Each zip, and the pages in it.
    waiting, nameless : tuple of str
        Students whose page is left out: something of theirs waits to be marked, or their file did
        not come from a course page.
    """

    zips: dict[Path, int]
    waiting: tuple[str, ...]
    nameless: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{pages} pages are in {path}." for path, pages in self.zips.items()]
        for names, why in (
            (self.waiting, "an essay or a task waits to be marked"),
            (self.nameless, "their file did not come from Moodle or Canvas"),
        ):
            if names:
                lines.append(f"Left out, because {why}: {', '.join(names)}.")
        return "\n".join(lines)


def pack(course: Course, name: str) -> Returned:
    """Put the pages of feedback on an assignment into the zip of a course page.

    Parameters
    ----------
    course : Course
    name : str
        The assignment, after `Course.feedback`.

    Raises
    ------
    TaskError
        If no file of the class came from a course page, or a zip cannot be written.
    """
    waits = set(waiting(course, name))
    pages: defaultdict[str, dict[str, Path]] = defaultdict(dict)
    left, nameless = list[str](), list[str]()
    for student, attempt in sorted(attempts.counting(course, name).items()):
        page = course.work / "feedback" / student / name / f"{name}.html"
        place = returned(attempt.file, page.name)
        if not page.exists():
            continue
        if student in waits:
            left.append(student)
        elif place is None:
            nameless.append(student)
        else:
            pages[place[0]][place[1]] = page
    if not pages and not left:
        raise TaskError(
            f"No file of {name} came from Moodle or Canvas, so no course page could tell whose a "
            "page is; send the pages by hand."
        )
    zips = {
        _packed(course.work / f"{name}.feedback.{system}.zip", of): len(of)
        for system, of in pages.items()
    }
    return Returned(zips, tuple(left), tuple(nameless))


def _packed(path: Path, pages: dict[str, Path]) -> Path:
    """Write a zip, whole or not at all."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=".zip")
    try:
        with (
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for place, page in sorted(pages.items()):
                archive.write(page, place)
        Path(beside).replace(path)
    except OSError as error:
        raise TaskError(
            f"{path} cannot be written ({error.strerror}); close it elsewhere."
        ) from None
    finally:
        Path(beside).unlink(missing_ok=True)
    return path
