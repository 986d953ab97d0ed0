"""A learner's saved work: one small file a lesson under `my-work/`.

Nothing that a learner wrote is ever overwritten by something else: a file that cannot be read, or
that belongs to another lesson, is set aside under a new name and the learner is told so.
"""

import errno
import json
import math
import os
import secrets
import warnings
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Never, TypedDict, cast

from . import files, home, sharing, words

# Lesson 07, its exercise and the copies that learners have of it call these by `rc.answers`.
from .sharing import (
    all_share_codes,
    find_share_codes,
    points_table,
    read_share_code,
    share_code,
)
from .speech import N_, _

__all__ = [
    "FOLDER",
    "AnswersWarning",
    "ChangedElsewhere",
    "all_share_codes",
    "clock_fault",
    "copy_aside",
    "export_text",
    "find_share_codes",
    "import_text",
    "learner",
    "points_table",
    "read_share_code",
    "replace",
    "restore",
    "save",
    "share_code",
    "trouble",
]

# A course server can point this elsewhere; so do the tests and `make lessons`, which must not see
# anybody's work.
FOLDER = Path(os.environ.get("RESETCYCLE_MY_WORK") or home.workplace() / "my-work")
KIT = "reset-cycle"
_READ_ONLY = N_("The folder my-work is read-only here.")
_FULL = N_("The disk is full.")
_WHY = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
}

# What one widget or task keeps: anything that JSON can hold.
Answers = dict[str, Any]


class _Content(TypedDict):
    kit: str
    lesson: str
    learner: str
    saved: str
    answers: Answers


class AnswersWarning(UserWarning):
    """A saved file was set aside, or cannot be read; the message says which and why."""


class ChangedElsewhere(Exception):  # noqa: N818 - nothing went wrong: somebody has to choose
    """An answer in the file is another than the one that was to be replaced; `kept` is it."""

    def __init__(self, kept: object) -> None:
        super().__init__(_("The answer was changed elsewhere since it was read."))
        self.kept = kept


def save(lesson: str, **answers: object) -> Path:
    """Keep answers of a lesson, beside those that were kept before.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"06"``.
    **answers
        Named answers: anything that JSON can hold.

    Returns
    -------
    pathlib.Path
        The file, ``my-work/06.json``. It is written whole to a new file and then put in place, so
        that a crash in the middle leaves the old one.
    """
    with files.locked(FOLDER):
        return _save(_content(lesson), answers)


def replace(lesson: str, key: str, answer: object, seen: object) -> Path:
    """Keep one answer in the place of the one that was seen.

    Parameters
    ----------
    lesson, key : str
        The lesson's number and the answer's name in its file.
    answer : object
        Anything that JSON can hold.
    seen : object
        What the file held under this name when it was last read; None if it held nothing.

    Raises
    ------
    ChangedElsewhere
        If the file holds something else by now: another window, or another kernel, was here.
        Nothing is written then.
    """
    with files.locked(FOLDER):
        content = _content(lesson)
        kept = content["answers"].get(key)
        if kept not in (seen, answer):
            raise ChangedElsewhere(kept)
        return _save(content, {key: answer})


def copy_aside(lesson: str) -> Path | None:
    """Keep a copy of the lesson's file under another name beside it; return where.

    None if the file is gone: there is nothing to keep then.
    """
    with files.locked(FOLDER):
        path = _path(lesson)
        return files.copy_aside(path) if path.exists() else None


def trouble(error: OSError) -> str:
    """Say in a sentence why the folder of answers could not be read or written."""
    if error.errno in _WHY:
        return _(_WHY[error.errno])
    reason = error.strerror or type(error).__name__
    return _("The folder my-work cannot be used ({reason}).", reason=reason)


def clock_fault() -> str:
    """Return a sentence if the computer's clock cannot be right, else an empty one."""
    now = datetime.now(UTC)
    if now >= sharing.EPOCH:
        return ""
    return _(
        "The clock of this computer says {day}, which cannot be: set it, since locks and share "
        "codes hold the time.",
        day=words.day(now),
    )


def _save(content: _Content, answers: Answers) -> Path:
    content["answers"] |= answers
    content["saved"] = datetime.now(UTC).isoformat(timespec="seconds")
    return files.write_whole(_path(content["lesson"]), _text(content))


def restore(lesson: str) -> Answers:
    """Return the kept answers of a lesson as a dict; empty if there are none.

    Warns
    -----
    AnswersWarning
        If the file was damaged or foreign; it has then been renamed, not deleted. If it cannot be
        read or renamed at all, it stays as it is.
    """
    return _readable(lesson)["answers"]


def learner(lesson: str) -> str:
    """Return the random eight-digit name under which a learner's share codes are told apart.

    It is never a real name. It is kept with the first answer, and stays the same from then on.
    """
    return _readable(lesson)["learner"]


def export_text(lesson: str) -> str:
    """Return a lesson's file as text, for download."""
    return _text(_readable(lesson))


def import_text(lesson: str, text: str) -> Answers:
    """Put an uploaded file in place; what stood there before is set aside, not lost.

    Raises
    ------
    ValueError
        If the text is not a file of this lesson; nothing is changed then.
    """
    raw = _whole_characters(text).encode("utf-8")
    content = _parse(lesson, raw)
    path, new = _path(lesson), _text(content)
    with files.locked(FOLDER):
        differs = path.exists() and path.read_bytes() not in (raw, new.encode("utf-8"))
        files.write_whole(path, new, keep_old=differs)
    return content["answers"]


def _readable(lesson: str) -> _Content:
    """Return the content of a file, or an empty one where the folder cannot be used."""
    try:
        return _content(lesson)
    except OSError as error:
        told = _("What was kept of lesson {lesson} is not shown; its file stays.", lesson=lesson)
        warnings.warn(AnswersWarning(f"{trouble(error)} {told}"), stacklevel=3)
        return _new(lesson)


def _new(lesson: str) -> _Content:
    name = _new_name(_path(lesson))
    return {"kit": KIT, "lesson": lesson, "learner": name, "saved": "", "answers": {}}


def _content(lesson: str) -> _Content:
    path = _path(lesson)
    if not path.exists():
        return _new(lesson)
    try:
        return _parse(lesson, path.read_bytes())
    except (ValueError, IsADirectoryError) as error:
        aside = files.set_aside(path)
        told = _(
            "It is kept as my-work/{file}, and lesson {lesson} starts with a new file.",
            file=aside.name,
            lesson=lesson,
        )
        warnings.warn(AnswersWarning(f"{error} {told}"), stacklevel=3)
        return _content(lesson)


@cache
def _new_name(path: Path) -> str:  # noqa: ARG001 - the cache tells the files apart by it
    """One name for each file: who asks twice before the first answer is kept gets the same."""
    return secrets.token_hex(4)


def _text(content: _Content) -> str:
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    return _whole_characters(text)


def _whole_characters(text: str) -> str:
    """Write half a character, as a text has that was cut, in the way of JSON: UTF-8 has none."""
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _parse(lesson: str, raw: bytes) -> _Content:
    try:
        content = json.loads(raw, parse_constant=_not_json, parse_float=_finite)
    except (ValueError, RecursionError):
        told = _(
            "The file of answers for lesson {lesson} is damaged and cannot be read.", lesson=lesson
        )
        raise ValueError(told) from None
    ours = (
        isinstance(content, dict)
        and content.get("kit") == KIT
        and isinstance(content.get("answers"), dict)
    )
    if not ours or not sharing.LEARNER.fullmatch(str(content.get("learner"))):
        raise ValueError(_("The file is not a file of answers of this kit."))
    if content.get("lesson") != lesson:
        raise ValueError(
            _(
                "The file holds answers of lesson {found}, not of lesson {lesson}.",
                found=content.get("lesson"),
                lesson=lesson,
            )
        )
    return cast("_Content", content)


def _not_json(name: str) -> Never:
    # Python reads NaN and Infinity, no other program does.
    raise ValueError(name)


def _finite(text: str) -> float:
    # "1e999" is JSON, and more than a float holds.
    if math.isinf(number := float(text)):
        raise ValueError(text)
    return number


def _path(lesson: str) -> Path:
    return FOLDER / f"{lesson}.json"
