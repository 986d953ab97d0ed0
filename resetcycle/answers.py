"""A learner's saved work: one small file a lesson under `my-work/`, and share codes for a class without a server.

Nothing that a learner wrote is ever overwritten by something else: a file that cannot be read, or that belongs to
another lesson, is set aside under a new name and the learner is told so.
"""

import binascii
import json
import os
import re
import secrets
import unicodedata
import warnings
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pandas as pd

from . import data, files

# A course server can point this elsewhere; so do the tests and `make render`, which must not see anybody's work.
FOLDER = Path(os.environ.get("RESETCYCLE_MY_WORK") or data.DATA.parent / "my-work")
KIT = "reset-cycle"
METHODS = ("swing", "rank")
# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Where a code may begin. The version is typed as 1, I or l; a code of another version is named as such, not passed over.
_START = re.compile(r"RC([0-9IL])(?=[\s>-]*[0-9A-Z])", re.IGNORECASE)
# Groups of five, then perhaps a shorter one. A line may break at a hyphen, and mail puts > in front of the next line.
_GROUP = re.compile(r"[\s>]*-[\s>]*([0-9A-Z]{1,5})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s>-]")
# Phones and chats change hyphens into dashes, and put in marks that nobody sees.
_DASHES_AND_UNSEEN = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"
) | dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LOOKALIKES = str.maketrans("OIL", "011")
_NAME = re.compile(r"[0-9a-f]{8}")
_EPOCH = datetime(2025, 1, 1, tzinfo=timezone.utc)


class AnswersWarning(UserWarning):
    """A saved file was set aside; the message says which, why and where it is now."""


def save(lesson, **answers):
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
        The file, ``my-work/06.json``. It is written whole to a new file and then put in place, so that a crash in
        the middle leaves the old one.
    """
    content = _content(lesson)
    content["answers"] |= answers
    content["saved"] = _now().isoformat(timespec="seconds")
    return files.write_whole(
        _path(lesson), json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    )


def restore(lesson):
    """Return the kept answers of a lesson as a dict; empty if there are none.

    Warns
    -----
    AnswersWarning
        If the file was unreadable or foreign; it has then been renamed, not deleted.
    """
    return _content(lesson)["answers"]


def learner(lesson):
    """Return the random eight-digit name under which a learner's share codes are told apart; never a real name.

    It is kept with the first answer, and stays the same from then on.
    """
    return _content(lesson)["learner"]


def export_text(lesson):
    """Return a lesson's file as text, for download."""
    return json.dumps(_content(lesson), indent=1, ensure_ascii=False)


def import_text(lesson, text):
    """Put an uploaded file in place; what stood there before is set aside, not lost.

    Raises
    ------
    ValueError
        If the text is not a file of this lesson; nothing is changed then.
    """
    content = _parse(lesson, text.encode("utf-8"))
    path, new = _path(lesson), json.dumps(content, indent=1, ensure_ascii=False)
    files.write_whole(
        path,
        new,
        keep_old=path.exists()
        and path.read_bytes() not in (text.encode("utf-8"), new.encode("utf-8")),
    )
    return content["answers"]


def share_code(answer):
    """Pack weights into one short line for the class chat.

    Parameters
    ----------
    answer : dict
        ``points``: {group: whole number 0 to 100} for the eight groups; optional ``codings``: {"term/group": 0 to 3}
        for cells the learner changed; optional ``method``: "swing" or "rank"; ``learner``: eight hexadecimal digits;
        optional ``saved``: ISO time, now by default.

    Returns
    -------
    str
        Such as ``RC1-4T0QN-...``: learner, minute, points and changes, with a checksum.

    Raises
    ------
    ValueError
        If a group is missing, a value lies outside its range, or learner, method or time cannot be read.

    Examples
    --------
    >>> points = dict.fromkeys(groups(), 50)
    >>> code = share_code({"points": points, "learner": "00c0ffee", "saved": "2026-11-22T10:00:00+00:00"})
    >>> read_share_code(code)["points"] == points
    True
    """
    learner, method = str(answer.get("learner")), answer.get("method", "swing")
    if not _NAME.fullmatch(learner):
        raise ValueError(
            f"A share code needs a learner of eight hexadecimal digits, as from learner(lesson); found {learner!r}."
        )
    if method not in METHODS:
        raise ValueError(
            f"The method of a share code is one of {', '.join(METHODS)}; found {method!r}."
        )
    body = bytearray(bytes.fromhex(learner) + _minutes(answer.get("saved")).to_bytes(4, "big"))
    body.append(METHODS.index(method))
    for group in groups():
        points = answer["points"].get(group)
        if type(points) is not int or not 0 <= points <= 100:
            raise ValueError(
                f"A share code needs whole points from 0 to 100 for every group; {group} has {points!r}."
            )
        body.append(points)
    for cell, severity in sorted(answer.get("codings", {}).items()):
        if cell not in cells() or type(severity) is not int or not 0 <= severity <= 3:
            raise ValueError(
                f"A changed coding is 'term/group' with 0 to 3; found {cell!r}: {severity!r}."
            )
        body.append(cells().index(cell) * 4 + severity)
    digits = _base32(bytes(body) + binascii.crc_hqx(bytes(body), 0).to_bytes(2, "big"))
    return "-".join(["RC1", *(digits[i : i + 5] for i in range(0, len(digits), 5))])


def read_share_code(code):
    """Unpack a share code into the dict that `share_code` takes.

    Raises
    ------
    ValueError
        With the reason: no share code, cut short, or mistyped.
    """
    start = _START.match(_tidy(code).strip())
    if not start:
        raise ValueError(
            f"{_short(code)} is not a share code: one begins with RC1- and has groups of five letters and digits."
        )
    if start[1] not in "1IiLl":
        raise ValueError(f"{_short(code)} was made by another version of the kit.")
    digits = _BETWEEN.sub("", start.string[start.end() :]).upper().translate(_LOOKALIKES)
    if len(digits) < _lengths()[0]:
        raise ValueError(f"{_short(code)} is cut short; ask for the whole line.")
    raw = _from_base32(digits) if set(digits) <= set(ALPHABET) else b""
    body, check = raw[:-2], raw[-2:]
    # The last digit may carry bits that mean nothing: they are nought in every code that was made.
    if not raw or binascii.crc_hqx(body, 0).to_bytes(2, "big") != check or _base32(raw) != digits:
        raise ValueError(
            f"{_short(code)} has a slip in it, or its end is missing; ask for it again, copied and not typed."
        )
    points, changes = body[9 : 9 + len(groups())], body[9 + len(groups()) :]
    if (
        max(points) > 100
        or body[8] >= len(METHODS)
        or any(change // 4 >= len(cells()) for change in changes)
    ):
        raise ValueError(f"{_short(code)} was made by another version of the kit.")
    saved = _EPOCH + timedelta(minutes=int.from_bytes(body[4:8], "big"))
    return {
        "learner": body[:4].hex(),
        "saved": saved.isoformat(),
        "method": METHODS[body[8]],
        "points": dict(zip(groups(), points)),
        "codings": {cells()[change // 4]: change % 4 for change in changes},
    }


def all_share_codes(text):
    """Read every share code in pasted text, whatever stands around it, repeats and all.

    Returns
    -------
    answers : list of dict
        In the order of the text, as from `read_share_code`.
    broken : list of str
        One sentence for each code that could not be read.

    Notes
    -----
    Names, greetings, line breaks and changed hyphens do no harm; O and 0, I, l and 1 are the same. A checksum of 16
    bits tells a code from a slip: tried at every length that it could have, fewer than one broken code in a thousand
    passes by chance.
    """
    text, found, broken, at, told = _tidy(text), [], [], 0, 0
    while start := _START.search(text, at):
        try:
            answer, at = _read_at(text, start)
            found.append(answer)
        except ValueError as error:
            at = start.end()
            # "RC1 works well" is talk; with a hyphen after it, a code was meant. Inside a broken code, RC1 may come by chance.
            by_chance = start.start() < told and text[start.start() - 1].isalnum()
            if _GROUP.match(text, at) and not by_chance:
                broken.append(str(error))
                told = max(_group_ends(text, at))
    return found, broken


def find_share_codes(text):
    """Find the share codes of a class in pasted text, one a learner.

    Returns
    -------
    answers : list of dict
        The newest of each learner, in the order of the text; of two of the same minute, the later in the text.
    broken : list of str
        One sentence for each code that could not be read.
    """
    found, broken = all_share_codes(text)
    newest = {}
    for answer in found:
        if answer["learner"] not in newest or answer["saved"] >= newest[answer["learner"]]["saved"]:
            newest[answer["learner"]] = answer
    return list(newest.values()), broken


def points_table(answers, names=None):
    """Return the points of several learners as a table: one row a learner, one column a group.

    Parameters
    ----------
    answers : list of dict
        As from `find_share_codes`.
    names : sequence of str, optional
        What to call the learners; their random names by default.

    Returns
    -------
    pandas.DataFrame
        Whole points, 0 to 100; index `learner`.
    """
    index = pd.Index(
        [answer["learner"] for answer in answers] if names is None else names, name="learner"
    )
    return pd.DataFrame([answer["points"] for answer in answers], index=index)


@cache
def groups():
    """Return the ids of the eight groups of obstacles, in table order."""
    obstacles = data.load("obstacles")
    return list(obstacles.loc[obstacles["level"] == "group", "obstacle_id"])


@cache
def cells():
    """Return the names "term/group" of all codings, in table order."""
    codings = data.load("codings")
    return list(codings["term_id"] + "/" + codings["obstacle_id"])


@cache
def _lengths():
    """Return how many digits a code has, for nought to all codings changed."""
    return tuple(-(-8 * (19 + changes) // 5) for changes in range(len(cells()) + 1))


def _read_at(text, start):
    """Read the code that begins at a match of _START; return it with the place in the text after it."""
    reason = None
    for end in [*_group_ends(text, start.end()), *_free_ends(text, start.end())]:
        try:
            return read_share_code(text[start.start() : end]), end
        except ValueError as error:
            reason = reason or error
    raise reason or ValueError("No code begins here.")


def _group_ends(text, at):
    """Return where a code may end that is grouped as it should be: the last group first, since a greeting may be glued to it."""
    ends = []
    while (group := _GROUP.match(text, at)) and len(ends) < _lengths()[-1] // 5:
        at = group.end()
        ends.append(at)
        if len(group[1]) < 5:
            break
    return reversed(ends)


def _free_ends(text, at):
    """Return where a code may end if its groups were broken up, by a line's end or by hand: by its length alone."""
    ends, digits = [], 0
    while at < len(text) and digits < _lengths()[-1]:
        if text[at].isascii() and text[at].isalnum():
            digits += 1
            if digits in _lengths():
                ends.append(at + 1)
        elif not _BETWEEN.match(text[at]):
            break
        at += 1
    return ends


def _tidy(text):
    return unicodedata.normalize("NFKC", text).translate(_DASHES_AND_UNSEEN)


def _minutes(saved):
    """Return whole minutes from the codes' first day; a time without a zone is read as UTC."""
    try:
        when = datetime.fromisoformat(saved) if saved else _now()
    except ValueError:
        raise ValueError(
            f"The time of a share code is an ISO date and time; found {saved!r}."
        ) from None
    minutes = int((when.replace(tzinfo=when.tzinfo or timezone.utc) - _EPOCH).total_seconds() // 60)
    if not 0 <= minutes < 2**32:
        raise ValueError(
            f"The time of a share code lies after {_EPOCH:%-d %B %Y}; found {saved!r}."
        )
    return minutes


def _content(lesson):
    path = _path(lesson)
    if not path.exists():
        return {
            "kit": KIT,
            "lesson": lesson,
            "learner": _new_name(path),
            "saved": "",
            "answers": {},
        }
    try:
        return _parse(lesson, path.read_bytes())
    except (ValueError, OSError) as error:
        aside = files.set_aside(path)
        warnings.warn(
            AnswersWarning(
                f"{error} It is kept as my-work/{aside.name}, and lesson {lesson} starts with a new file."
            ),
            stacklevel=3,
        )
        return _content(lesson)


@cache
def _new_name(path):
    """One name for each file: who asks twice before the first answer is kept gets the same."""
    return secrets.token_hex(4)


def _parse(lesson, raw):
    try:
        content = json.loads(raw, parse_constant=_not_json)
    except (ValueError, RecursionError):
        raise ValueError(
            f"The file of answers for lesson {lesson} is damaged and cannot be read."
        ) from None
    ours = (
        isinstance(content, dict)
        and content.get("kit") == KIT
        and isinstance(content.get("answers"), dict)
    )
    if not ours or not _NAME.fullmatch(str(content.get("learner"))):
        raise ValueError("The file is not a file of answers of this kit.")
    if content.get("lesson") != lesson:
        raise ValueError(
            f"The file holds answers of lesson {content.get('lesson')}, not of lesson {lesson}."
        )
    return content


def _not_json(name):
    # Python reads NaN and Infinity, no other program does.
    raise ValueError(name)


def _path(lesson):
    return FOLDER / f"{lesson}.json"


def _now():
    return datetime.now(timezone.utc)


def _short(code):
    code = " ".join(code.split())
    return f"The code {code[:20]}{'...' if len(code) > 20 else ''}"


def _base32(raw):
    bits = "".join(f"{byte:08b}" for byte in raw)
    return "".join(ALPHABET[int(bits[i : i + 5].ljust(5, "0"), 2)] for i in range(0, len(bits), 5))


def _from_base32(digits):
    number, spare = 0, 5 * len(digits) % 8
    for digit in digits:
        number = number * 32 + ALPHABET.index(digit)
    return (number >> spare).to_bytes(5 * len(digits) // 8, "big")
