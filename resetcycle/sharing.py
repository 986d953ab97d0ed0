"""Share codes: a learner's weights in one short line, for a class chat and without a server.

The code is Crockford's base 32 of learner, minute, method, points and changed codings, with a
checksum of 16 bits. Version 1 (RC1) stays readable: codes stand in chats and in work handed in.
"""

import binascii
import re
import unicodedata
from base64 import b32decode, b32encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal, TypedDict, get_args

import pandas as pd

from . import obstacles, words

# How points become weights; the place in this line is the number that a code holds.
Method = Literal["swing", "rank"]
METHODS: tuple[Method, ...] = get_args(Method)
LEARNER = re.compile(r"[0-9a-f]{8}")
# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_STANDARD, ALPHABET)
_TO_STANDARD = str.maketrans(ALPHABET, _STANDARD)
# Where a code may begin. The version is typed as 1, I or l; a code of another version is named as
# such, not passed over.
_START = re.compile(r"RC([0-9IL])(?=[\s>-]*[0-9A-Z])", re.IGNORECASE)
# Groups of five, then perhaps a shorter one. A line may break at a hyphen, and mail puts > in front
# of the next line.
_GROUP = re.compile(r"[\s>]*-[\s>]*([0-9A-Z]{1,5})", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s>-]")
# Phones and chats change hyphens into dashes, and put in marks that nobody sees.
_DASHES_AND_UNSEEN: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),
}
# A name at the beginning of a chat's line, before a colon or the time.
_NAME = re.compile(
    r"[\s>*]*([^\W\d_](?:[^\W\d_]|[ .'\u2019-]){0,30}?)\s*(?:\([^()]*\)\s*)?"
    r"(?:[:>]|,?\s*\d{1,2}[:.]\d\d)"
)
_LOOKALIKES = str.maketrans("OIL", "011")
# The first day of the codes' minutes: a clock that says an earlier one is wrong.
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_WORST = 3
# Bytes of a code: learner 4, minute 4, method 1; then points and changed codings; checksum 2.
_HEAD = 9


class _Named(TypedDict):
    learner: str
    points: dict[str, int]


class ToShare(_Named, total=False):
    """What a share code is made of; what may be left out is told at `share_code`."""

    saved: str
    method: Method
    codings: dict[str, int]


class Shared(_Named):
    """What a share code says, as from `read_share_code`."""

    saved: str
    method: Method
    codings: dict[str, int]


def share_code(answer: ToShare | Shared) -> str:
    """Pack weights into one short line for the class chat.

    Parameters
    ----------
    answer : dict
        ``points``: {group: whole number 0 to 100} for the eight groups; optional ``codings``:
        {"term/group": 0 to 3} for cells the learner changed; optional ``method``: "swing" or
        "rank"; ``learner``: eight hexadecimal digits; optional ``saved``: ISO time, now by default.

    Returns
    -------
    str
        Such as ``RC1-4T0QN-...``: learner, minute, points and changes, with a checksum.

    Raises
    ------
    ValueError
        If a group is missing, a value lies outside its range, or learner, method or time cannot
        be read.

    Examples
    --------
    >>> points = dict.fromkeys(obstacles.groups(), 50)
    >>> saved = "2026-11-22T10:00:00+00:00"
    >>> code = share_code({"points": points, "learner": "00c0ffee", "saved": saved})
    >>> read_share_code(code)["points"] == points
    True
    """
    learner, method = str(answer.get("learner")), answer.get("method", "swing")
    if not LEARNER.fullmatch(learner):
        raise ValueError(
            "A share code needs a learner of eight hexadecimal digits, as from learner(lesson); "
            f"found {learner!r}."
        )
    if method not in METHODS:
        raise ValueError(
            f"The method of a share code is one of {', '.join(METHODS)}; found {method!r}."
        )
    body = bytes.fromhex(learner) + _minutes(answer.get("saved")).to_bytes(4, "big")
    body += bytes([METHODS.index(method)])
    body += bytes(_packed_points(answer["points"])) + bytes(_packed(answer.get("codings", {})))
    digits = _base32(body + _checksum(body))
    return "-".join(["RC1", *(digits[i : i + 5] for i in range(0, len(digits), 5))])


def read_share_code(code: str) -> Shared:
    """Unpack a share code into the dict that `share_code` takes.

    Raises
    ------
    ValueError
        With the reason: no share code, cut short, or mistyped.
    """
    return _read(code, _short(code))


def _read(code: str, called: str) -> Shared:
    """Unpack a code; what is amiss with it is said of `called`."""
    body = _body(code, called)
    points, changes = body[_HEAD:][: len(obstacles.groups())], _changes(body)
    sound = max(points) <= 100 and body[_HEAD - 1] < len(METHODS)
    if not sound or any(change // (_WORST + 1) >= len(obstacles.cells()) for change in changes):
        raise ValueError(f"{called} was made by another version of the kit.")
    saved = EPOCH + timedelta(minutes=int.from_bytes(body[4:8], "big"))
    return {
        "learner": body[:4].hex(),
        "saved": saved.isoformat(),
        "method": METHODS[body[_HEAD - 1]],
        "points": dict(zip(obstacles.groups(), points, strict=True)),
        "codings": {
            obstacles.cells()[change // (_WORST + 1)]: change % (_WORST + 1) for change in changes
        },
    }


def all_share_codes(text: str) -> tuple[list[Shared], list[str]]:
    """Read every share code in pasted text, whatever stands around it, repeats and all.

    Returns
    -------
    answers : list of dict
        In the order of the text, as from `read_share_code`.
    broken : list of str
        One sentence for each code that could not be read; it names the learner where a name
        stands before the code, else the line.

    Notes
    -----
    Names, greetings, line breaks and changed hyphens do no harm; O and 0, I, l and 1 are the same.
    A checksum of 16 bits tells a code from a slip: tried at every length that it could have, fewer
    than one broken code in a thousand passes by chance.
    """
    text, at, told = tidy(text), 0, 0
    found: list[Shared] = []
    broken: list[str] = []
    while start := _START.search(text, at):
        try:
            answer, at = _read_at(text, start)
            found.append(answer)
        except ValueError as error:
            at = start.end()
            # "RC1 works well" is talk; with a hyphen after it, a code was meant. Inside a broken
            # code, RC1 may come by chance.
            by_chance = start.start() < told and text[start.start() - 1].isalnum()
            if _GROUP.match(text, at) and not by_chance:
                broken.append(str(error))
                told = max(_group_ends(text, at))
    return found, broken


def find_share_codes(text: str) -> tuple[list[Shared], list[str]]:
    """Find the share codes of a class in pasted text, one a learner.

    Returns
    -------
    answers : list of dict
        The newest of each learner, in the order of the text; of two of the same minute, the later
        in the text.
    broken : list of str
        One sentence for each code that could not be read.
    """
    found, broken = all_share_codes(text)
    newest: dict[str, Shared] = {}
    for answer in found:
        if answer["learner"] not in newest or answer["saved"] >= newest[answer["learner"]]["saved"]:
            newest[answer["learner"]] = answer
    return list(newest.values()), broken


def points_table(answers: Sequence[Shared], names: Iterable[str] | None = None) -> pd.DataFrame:
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
    called = [answer["learner"] for answer in answers] if names is None else list(names)
    return pd.DataFrame(
        [answer["points"] for answer in answers], index=pd.Index(called, name="learner")
    )


# --------------------------------------------------------------------------------------- one code


def _packed_points(points: dict[str, int]) -> Iterator[int]:
    for group in obstacles.groups():
        given = points.get(group)
        if type(given) is not int or not 0 <= given <= 100:
            raise ValueError(
                "A share code needs whole points from 0 to 100 for every group; "
                f"{group} has {given!r}."
            )
        yield given


def _packed(codings: dict[str, int]) -> Iterator[int]:
    """Yield a byte for each changed coding: four times the place of its cell, and the severity."""
    cells = obstacles.cells()
    for cell, severity in sorted(codings.items()):
        if cell not in cells or type(severity) is not int or not 0 <= severity <= _WORST:
            raise ValueError(
                f"A changed coding is 'term/group' with 0 to 3; found {cell!r}: {severity!r}."
            )
        yield cells.index(cell) * (_WORST + 1) + severity


def _body(code: str, called: str) -> bytes:
    """Return the bytes of a code whose checksum fits, without the checksum; or refuse it."""
    start = _START.match(tidy(code).strip())
    if not start:
        raise ValueError(
            f"{called} is not a share code: one begins with RC1- and has groups of five "
            "letters and digits."
        )
    if start[1] not in "1IiLl":
        raise ValueError(f"{called} was made by another version of the kit.")
    digits = _BETWEEN.sub("", start.string[start.end() :]).upper().translate(_LOOKALIKES)
    if len(digits) < _lengths()[0]:
        raise ValueError(f"{called} is cut short; ask for the whole line.")
    raw = _from_base32(digits)
    if not raw or _checksum(raw[:-2]) != raw[-2:]:
        raise ValueError(
            f"{called} has a slip in it, or its end is missing; ask for it again, copied and "
            "not typed."
        )
    return raw[:-2]


def _changes(body: bytes) -> bytes:
    return body[_HEAD + len(obstacles.groups()) :]


def _checksum(body: bytes) -> bytes:
    return binascii.crc_hqx(body, 0).to_bytes(2, "big")


def _base32(raw: bytes) -> str:
    return b32encode(raw).decode("ascii").rstrip("=").translate(_TO_CROCKFORD)


def _from_base32(digits: str) -> bytes:
    """Return the bytes that have these very digits; none where no bytes have them."""
    try:
        raw = b32decode(digits.translate(_TO_STANDARD) + "=" * (-len(digits) % 8))
    except ValueError:
        return b""
    # The last digit may carry bits that mean nothing: they are nought in every code that was made.
    # A letter that the alphabet leaves out does not come back either.
    return raw if _base32(raw) == digits else b""


@cache
def _lengths() -> tuple[int, ...]:
    """Return how many digits a code has, for nought to all codings changed."""
    least = _HEAD + len(obstacles.groups()) + 2
    return tuple(-(-8 * (least + n) // 5) for n in range(len(obstacles.cells()) + 1))


def _minutes(saved: str | None) -> int:
    """Return whole minutes from the codes' first day; a time without a zone is read as UTC."""
    try:
        when = datetime.fromisoformat(saved) if saved else datetime.now(UTC)
    except ValueError:
        raise ValueError(
            f"The time of a share code is an ISO date and time; found {saved!r}."
        ) from None
    minutes = int((when.replace(tzinfo=when.tzinfo or UTC) - EPOCH).total_seconds() // 60)
    if not 0 <= minutes < 2**32:
        raise ValueError(
            f"The time of a share code lies after {words.day(EPOCH)}; found {saved!r}."
        )
    return minutes


def _short(code: str) -> str:
    code = " ".join(code.split())
    return f"The code {code[:20]}{'...' if len(code) > 20 else ''}"


# -------------------------------------------------------------------------------- codes in a text


def _read_at(text: str, start: re.Match[str]) -> tuple[Shared, int]:
    """Read the code that begins at a match of _START; return it with the place after it."""
    reason, called = None, _called(text, start.start())
    for end in [*_group_ends(text, start.end()), *_free_ends(text, start.end())]:
        try:
            return _read(text[start.start() : end], called), end
        except ValueError as error:
            reason = reason or error
    raise reason or ValueError("No code begins here.")


def _group_ends(text: str, at: int) -> list[int]:
    """Return where a code may end that is grouped as it should be.

    The last group comes first, since a greeting may be glued to it.
    """
    ends: list[int] = []
    while (group := _GROUP.match(text, at)) and len(ends) < _lengths()[-1] // 5:
        at = group.end()
        ends.append(at)
        if len(group[1]) < 5:
            break
    return ends[::-1]


def _free_ends(text: str, at: int) -> list[int]:
    """Return where a code may end whose groups were broken up, by a line's end or by hand.

    Nothing but its length tells.
    """
    ends: list[int] = []
    digits = 0
    while at < len(text) and digits < _lengths()[-1]:
        if text[at].isascii() and text[at].isalnum():
            digits += 1
            if digits in _lengths():
                ends.append(at + 1)
        elif not _BETWEEN.match(text[at]):
            break
        at += 1
    return ends


def _called(text: str, at: int) -> str:
    """Say whose code begins at a place: by the name before it, or else in which line it stands."""
    name = name_before(text, at)
    line = text.count("\n", 0, at) + 1
    return f"The code of {name}" if name else f"The code in line {line}"


def name_before(text: str, at: int) -> str:
    """Return the name with which a chat's line begins, if one stands before a place in it."""
    name = _NAME.match(text[text.rfind("\n", 0, at) + 1 : at])
    return name[1] if name else ""


def tidy(text: str) -> str:
    """Return pasted text with plain letters and hyphens, and without marks that nobody sees.

    Examples
    --------
    >>> tidy("CODES02\u2011BH\u200bAA")
    'CODES02-BHAA'
    """
    return unicodedata.normalize("NFKC", text).translate(_DASHES_AND_UNSEEN)
