"""Share codes: what a learner made in one short line, for a class chat and without a server.

A code is RC, a digit for its kind, and Crockford's base 32 of learner, minute and work, with a
checksum of 16 bits. Kinds, and what of each is in a code, stand in `kinds`. Codes that were made
stay readable: they stand in chats and in work handed in; so do the older lines CODES02.
"""

import binascii
import re
import unicodedata
from base64 import b32decode, b32encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple, TypedDict, cast, overload

import pandas as pd

from . import kinds, words
from .kinds import KINDS, METHODS, Kind, Method, OtherKind
from .speech import N_, _, ngettext

__all__ = [
    "ALPHABET",
    "EPOCH",
    "KINDS",
    "LEARNER",
    "METHODS",
    "ClassText",
    "Entry",
    "Kind",
    "Method",
    "Shared",
    "ToShare",
    "all_share_codes",
    "find_share_codes",
    "points_table",
    "read_class",
    "read_share_code",
    "share_code",
    "tidy",
]

LEARNER = re.compile(r"[0-9a-f]{8}")
# Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_STANDARD, ALPHABET)
_TO_STANDARD = str.maketrans(ALPHABET, _STANDARD)
# Where a code may begin. The digit 1 is typed as 1, I or l, and 0 as 0 or O, where no
# word such as "narco-state" runs on.
_START = re.compile(r"RC([0-9IL]|(?<![A-Z]RC)O)(?=[\s>-]*[0-9A-Za-z])|CODES02", re.IGNORECASE)
# Groups of five, then perhaps a shorter one. A line may break at a hyphen, and mail puts > in front
# of the next line.
_GROUP = re.compile(r"[\s>]*-[\s>]*([0-9A-Za-z]{1,5})")
_BETWEEN = re.compile(r"[\s>-]")
# A name at the beginning of a chat's line, after the time in brackets or before a hyphen, and
# before a colon or the time.
_STAMP = r"(?:\[[^\[\]\n]*\]|[\d/., :]*\d(?:\s*[AaPp]\.?[Mm]\.?)?\s*-(?=\s))"
_NAME = re.compile(
    rf"[\s>*]*(?:{_STAMP}\s*)?([^\W\d_][^\d_:>*()\[\]\n,;!?]{{0,30}}?)\s*(?:\([^()]*\)\s*)?"
    r"(?:[:>]|,?\s*(?:\[[^\[\]\n]*\]|\d{1,2}[:.]\d\d))"
)
# What may follow the name in a line of its own, above the code.
_HEADLINE = re.compile(r"[\s\d:.,>*\]AaPpMm-]*")
_LOOKALIKES = str.maketrans("OIL", "011")
# The first day of the codes' minutes: a clock that says an earlier one is wrong.
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
# Bytes of a code: learner 4, minute 4; then the work; checksum 2.
_HEAD, _CHECK = 8, 2

_CUT_SHORT = N_("{code} is cut short; ask for the whole line.")
_SLIP = N_(
    "{code} has a slip in it, or its end is missing; ask for it again, copied and not typed."
)
_OTHER_VERSION = N_("{code} was made by another version of the kit.")
_NO_CODE = N_(
    "{code} is not a share code: one begins with RC and a digit, and has groups of five letters "
    "and digits."
)
_OTHER_KIND = N_("{code} holds other work than what is asked for here.")


class _Named(TypedDict):
    learner: str
    points: dict[str, int]


class ToShare(_Named, total=False):
    """What a code of weights is made of; what may be left out is told at `share_code`."""

    saved: str
    method: Method
    codings: dict[str, int]


class Shared(_Named):
    """What a code of weights says, as from `read_share_code`."""

    saved: str
    method: Method
    codings: dict[str, int]


# What a code of another kind says: `learner`, `saved`, and the parts that its kind holds.
Work = dict[str, Any]


class Entry(NamedTuple):
    """A code that was found in a text, the name before it or "", and the line in which it stands.

    A line CODES02 names neither learner nor time: both are empty.
    """

    kind: Kind
    answer: Work
    name: str
    line: int


class ClassText(NamedTuple):
    """What stands in the text of a class: the codes that count, and what is to be said of others.

    Attributes
    ----------
    entries : list of Entry
        The newest of each learner, kind, and presidency, deck, lesson or essay, in the order of
        the text.
    notes : list of str
        One sentence for each code that stands there more than once, or was replaced.
    broken : list of str
        One sentence for each code that could not be used.
    """

    entries: list[Entry]
    notes: list[str]
    broken: list[str]


def share_code(answer: ToShare | Shared | Mapping[str, Any], kind: Kind = "weights") -> str:
    """Pack a learner's work into one short line for the class chat.

    Parameters
    ----------
    answer : dict
        ``learner``: eight hexadecimal digits; optional ``saved``: ISO time, now by default; and the
        work, by kind.

        "weights": ``points``, {group: whole number 0 to 100} for the eight groups; optional
        ``codings``, {"term/group": 0 to 3} for cells the learner changed; optional ``method``,
        "swing" or "rank".
        "codes": ``codes``, {event: code} for all events of lesson 02.
        "line": ``term``, and ``line``, pairs [ISO date, -10 to 10] at half years of the term; a
        height is rounded to a tenth.
        "claims": ``chosen``, {card: choice} for at least one card of a deck, and optional ``deck``,
        "claims" (of lesson 01) by default.
        "forecasts": ``bands``, {question: band of likelihood} for at least one question.
        "likelihoods": ``likelihoods``, {finding: {explanation: .01 to 1}}, with all explanations,
        for at least one finding; rounded to hundredths.
        "tasks": ``lesson``, and ``places``, a list of bytes for each task of its exercise, as from
        `exercise.outcomes.pack`; empty for a task that was not tried.
        "marks": ``lesson``, ``author``, the random name of whoever wrote the essay, and ``marks``,
        {line of the rubric: 0 to 3} for all lines; of one's own essay the author is the learner.
    kind : str
        Which kind of work it is.

    Returns
    -------
    str
        Such as ``RC1-4T0QN-...``: learner, minute and work, with a checksum.

    Raises
    ------
    ValueError
        If a part is missing or lies outside its range, or learner or time cannot be read.

    Examples
    --------
    >>> points = dict.fromkeys(kinds.holding("weights").lists()["groups"], 50)
    >>> saved = "2026-11-22T10:00:00+00:00"
    >>> code = share_code({"points": points, "learner": "00c0ffee", "saved": saved})
    >>> read_share_code(code)["points"] == points
    True
    """
    learner = str(answer.get("learner"))
    if not LEARNER.fullmatch(learner):
        raise ValueError(
            "A share code needs a learner of eight hexadecimal digits, as from learner(lesson); "
            f"found {learner!r}."
        )
    place = KINDS.index(kind)
    body = bytes.fromhex(learner) + _minutes(answer.get("saved")).to_bytes(4, "big")
    body += kinds.holding(kind).pack(answer)
    digits = _base32(body + _checksum(body, place + 1))
    return "-".join(
        [f"RC{kinds.digit(place)}", *(digits[i : i + 5] for i in range(0, len(digits), 5))]
    )


@overload
def read_share_code(code: str) -> Shared: ...
@overload
def read_share_code(code: str, kind: Literal["weights"]) -> Shared: ...
@overload
def read_share_code(code: str, kind: OtherKind) -> Work: ...
def read_share_code(code: str, kind: Kind = "weights") -> Shared | Work:
    """Unpack a share code of a kind into the dict that `share_code` takes.

    Raises
    ------
    ValueError
        With the reason: no share code, of another kind, cut short, or mistyped.
    """
    called = _short(code)
    start = _START.match(tidy(code).strip())
    if not start or not start[1]:
        raise ValueError(_(_NO_CODE, code=called))
    found = _kind_of(start[1])
    if found != kind:
        raise ValueError(_(_OTHER_KIND, code=called))
    return _read(found, start.string[start.end() :], called)


@overload
def all_share_codes(text: str) -> tuple[list[Shared], list[str]]: ...
@overload
def all_share_codes(text: str, kind: Literal["weights"]) -> tuple[list[Shared], list[str]]: ...
@overload
def all_share_codes(text: str, kind: OtherKind) -> tuple[list[Work], list[str]]: ...
def all_share_codes(text: str, kind: Kind = "weights") -> tuple[Any, list[str]]:
    """Read every share code of a kind in pasted text, whatever stands around it, repeats and all.

    Parameters
    ----------
    text : str
        As it was pasted.
    kind : str
        Sound codes of other kinds are passed over.

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
    entries, broken = _scan(text)
    return [entry.answer for entry in entries if entry.kind == kind], broken


@overload
def find_share_codes(text: str) -> tuple[list[Shared], list[str]]: ...
@overload
def find_share_codes(text: str, kind: Literal["weights"]) -> tuple[list[Shared], list[str]]: ...
@overload
def find_share_codes(text: str, kind: OtherKind) -> tuple[list[Work], list[str]]: ...
def find_share_codes(text: str, kind: Kind = "weights") -> tuple[Any, list[str]]:
    """Find the share codes of a class in pasted text, one a learner.

    Parameters
    ----------
    text : str
        As it was pasted.
    kind : str
        Sound codes of other kinds are passed over.

    Returns
    -------
    answers : list of dict
        The newest of each learner, in the order of the text; of two of the same minute, the later
        in the text.
    broken : list of str
        One sentence for each code that could not be read.
    """
    entries, broken = _scan(text)
    newest, _notes = _newest([entry for entry in entries if entry.kind == kind])
    return [entry.answer for entry in newest], broken


def read_class(text: str) -> ClassText:
    """Read the codes of a class, of all kinds, and say of each that does not count why.

    A code that stands there twice counts once, and of one learner the newest counts. Weights that
    give no obstacle any points weigh nothing, and are not used.

    Parameters
    ----------
    text : str
        As it was pasted.

    Examples
    --------
    >>> read_class("Ann: RC0-4T0QN-4T0QN").broken
    ['The code of Ann is cut short; ask for the whole line.']
    """
    entries, broken = _scan(text)
    said = [entry for entry in entries if not _is_empty(entry)]
    broken += [
        _("{code} gives no obstacle any points.", code=_of(entry))
        for entry in entries
        if _is_empty(entry)
    ]
    newest, notes = _newest(said)
    return ClassText(newest, notes, broken)


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


def _kind_of(digit: str) -> Kind:
    """Return the kind that a digit names, as it was typed."""
    return kinds.of_digit(digit.upper().translate(_LOOKALIKES))


def _read(kind: Kind, written: str, called: str) -> Work:
    """Unpack what is written after RC and the digit; what is amiss with it is said of `called`."""
    digits = _BETWEEN.sub("", written).upper().translate(_LOOKALIKES)
    if len(digits) < _lengths(kind)[0]:
        raise ValueError(_(_CUT_SHORT, code=called))
    raw = _from_base32(digits)
    body, check = raw[:-_CHECK], raw[-_CHECK:]
    fits = raw and _checksum(body, KINDS.index(kind) + 1) == check
    if not fits or len(digits) not in _lengths(kind):
        raise ValueError(_(_SLIP, code=called))
    work = kinds.holding(kind).unpack(body[_HEAD:])
    if work is None:
        raise ValueError(_(_OTHER_VERSION, code=called))
    saved = EPOCH + timedelta(minutes=int.from_bytes(body[4:_HEAD], "big"))
    return {"learner": body[:4].hex(), "saved": saved.isoformat(), **work}


def _checksum(body: bytes, number: int) -> bytes:
    """Return the checksum of a kind by its number, counted from 1.

    That of weights is as it always was, and no digit can pass for another.

    Examples
    --------
    >>> _checksum(b"123456789", 1).hex()
    '31c3'
    """
    return binascii.crc_hqx(body, number - 1).to_bytes(_CHECK, "big")


def _base32(raw: bytes) -> str:
    return b32encode(raw).decode("ascii").rstrip("=").translate(_TO_CROCKFORD)


def _from_base32(digits: str) -> bytes:
    """Return the bytes that have these very digits; none where no bytes have them."""
    try:
        raw = b32decode(digits.translate(_TO_STANDARD) + "=" * (-len(digits) % 8))
    except ValueError:
        return b""
    # The last digit may carry bits that mean nothing: they are zero in every code that was made.
    # A letter that the alphabet leaves out does not come back either.
    return raw if _base32(raw) == digits else b""


@cache
def _lengths(kind: Kind) -> tuple[int, ...]:
    """Return how many digits a code of a kind may have."""
    sizes = kinds.holding(kind).sizes()
    return tuple(-(-8 * (_HEAD + size + _CHECK) // 5) for size in sizes)


def _minutes(saved: str | None) -> int:
    """Return whole minutes from the codes' first day; a time without a zone is read as UTC."""
    try:
        when = datetime.fromisoformat(saved) if saved else datetime.now(UTC)
    except (TypeError, ValueError):
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
    return _("The code {code}", code=f"{code[:20]}{'...' if len(code) > 20 else ''}")


# -------------------------------------------------------------------------------- codes in a text


def _scan(text: str) -> tuple[list[Entry], list[str]]:
    """Return every code in a text, and a sentence for each that cannot be read."""
    text, at, told = tidy(text), 0, 0
    found: list[Entry] = []
    broken: list[str] = []
    while start := _START.search(text, at):
        try:
            entry, at = _read_at(text, start)
            found.append(entry)
        except ValueError as error:
            at = start.end()
            # "RC1 works well" is talk; with a hyphen after it, a code was meant. Inside a broken
            # code, RC1 may come by chance.
            by_chance = start.start() < told and text[start.start() - 1].isalnum()
            if _GROUP.match(text, at) and not by_chance:
                broken.append(str(error))
                told = max(_group_ends(text, at))
    return found, broken


def _read_at(text: str, start: re.Match[str]) -> tuple[Entry, int]:
    """Read the code that begins at a match of _START; return it with the place after it."""
    name, line = _name_before(text, start.start()), text.count("\n", 0, start.start()) + 1
    called, reason = _called(name, line), None
    if not start[1]:
        answer, end = _read_letters(text, start.end(), called)
        return Entry("codes", answer, name, line), end
    kind = _kind_of(start[1])
    for end in _ends(text, start.end(), kind):
        try:
            answer = _read(kind, text[start.end() : end], called)
        except ValueError as error:
            reason = reason or error
        else:
            return Entry(kind, answer, name, line), end
    raise reason or ValueError("No code begins here.")


def _read_letters(text: str, at: int, called: str) -> tuple[Work, int]:
    """Read the letters of a line CODES02, one an event."""
    book = cast("kinds.Choices", kinds.holding("codes"))
    code_of = dict(zip(kinds.letters(), book.choices, strict=True))
    letter = rf"[\s>-]*[{''.join(code_of)}]"
    line = re.compile(rf"((?:{letter}){{{len(book.things)}}})(?![A-Za-z])", re.IGNORECASE)
    whole = line.match(text, at)
    if not whole:
        raise ValueError(_(_SLIP, code=called))
    chosen = [code_of[one] for one in _BETWEEN.sub("", whole[1]).upper()]
    codes = dict(zip(book.things, chosen, strict=True))
    return {"learner": "", "saved": "", "codes": codes}, whole.end()


def _ends(text: str, at: int, kind: Kind) -> Iterator[int]:
    """Yield where a code may end; one that is grouped as it should be comes first."""
    yield from _group_ends(text, at)
    yield from _free_ends(text, at, _lengths(kind))


def _group_ends(text: str, at: int) -> list[int]:
    """Return where a code may end that is grouped as it should be.

    The last group comes first, since a greeting may be glued to it.
    """
    ends: list[int] = []
    longest = max(_lengths(kind)[-1] for kind in KINDS)
    while (group := _GROUP.match(text, at)) and len(ends) < -(-longest // 5):
        at = group.end()
        ends.append(at)
        if len(group[1]) < 5:
            break
    return ends[::-1]


def _free_ends(text: str, at: int, lengths: Sequence[int]) -> list[int]:
    """Return where a code may end whose groups were broken up, by a line's end or by hand.

    Nothing but its length tells.
    """
    ends: list[int] = []
    digits = 0
    while at < len(text) and digits < lengths[-1]:
        if text[at].isascii() and text[at].isalnum():
            digits += 1
            if digits in lengths:
                ends.append(at + 1)
        elif not _BETWEEN.match(text[at]):
            break
        at += 1
    return ends


def _called(name: str, line: int) -> str:
    """Say whose code it is: by the name before it, or else in which line it stands."""
    return _("The code of {name}", name=name) if name else _("The code in line {line}", line=line)


def _of(entry: Entry) -> str:
    return _called(entry.name, entry.line)


def _name_before(text: str, at: int) -> str:
    """Return the name with which a chat's line begins, or that stands alone in the line before."""
    begin = text.rfind("\n", 0, at) + 1
    before = text[begin:at]
    if name := _NAME.match(before):
        return name[1]
    if before.strip(" \t\r>*") or not begin:
        return ""
    above = text[text.rfind("\n", 0, begin - 1) + 1 : begin - 1]
    name = _NAME.match(above)
    return name[1] if name and _HEADLINE.fullmatch(above, name.end()) else ""


class _Tidy(dict[int, "str | None"]):
    """What becomes of a letter: of any dash a hyphen, and of a mark that nobody sees nothing."""

    def __missing__(self, letter: int) -> str | None:
        shown = chr(letter)
        kind = unicodedata.category(shown)
        if kind == "Pd" or shown in "\u2043\u2212\u02d7":
            self[letter] = "-"
        elif kind == "Cf" or shown == "\u034f" or "\ufe00" <= shown <= "\ufe0f":
            self[letter] = None
        else:
            self[letter] = shown
        return self[letter]


_TIDY = _Tidy()


def tidy(text: str) -> str:
    """Return pasted text with plain letters and hyphens, and without marks that nobody sees.

    Phones and chats change hyphens into dashes, and put in marks for joining letters or for the
    way in which a line runs.

    Examples
    --------
    >>> tidy("CODES02\u2011BH\u200bAA")
    'CODES02-BHAA'
    """
    return unicodedata.normalize("NFKC", text).translate(_TIDY)


# ---------------------------------------------------------------------------------- which count


def _is_empty(entry: Entry) -> bool:
    return entry.kind == "weights" and not any(entry.answer["points"].values())


def _newest(entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
    """Return the entries that count, in the order of the text, and what is to be said of others."""
    of_learner: dict[tuple[str, ...], list[Entry]] = {}
    for place, entry in enumerate(entries):
        of_learner.setdefault(_whose(entry, place, entries), []).append(entry)
    newest = [_last(own) for own in of_learner.values()]
    notes = [note for own in of_learner.values() for note in _notes(own)]
    return newest, [*notes, *_namesakes(newest)]


def _whose(entry: Entry, place: int, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return what tells a learner's work of a kind from all other.

    A line CODES02 names no learner: it is told by the name before it, and without one by its place,
    since two learners may have the same codes.
    """
    what = entry.kind, _part(entry)
    if entry.answer["learner"]:
        return *what, entry.answer["learner"]
    if not entry.name:
        return *what, "", str(place)
    namesakes = [one for one in entries if one.kind == "codes" and one.name == entry.name]
    known = [one.answer["learner"] for one in namesakes if one.answer["learner"]]
    return *what, (known[0] if known else entry.name)


def _part(entry: Entry) -> str:
    """Return of which presidency, deck or lesson, and of whose essay, some work is.

    A learner may make each of them.
    """
    parts = (entry.answer.get(name) for name in ("term", "deck", "lesson", "author"))
    return " ".join(str(part) for part in parts if part)


def _last(own: Sequence[Entry]) -> Entry:
    """Return the newest of one learner; of those of one minute, the later in the text.

    Where it stands several times, it is called by a name if one stands before it anywhere.
    """
    newest = max(enumerate(own), key=lambda one: (one[1].answer["saved"], one[0]))[1]
    copies = [one for one in own if one.answer == newest.answer]
    return next((one for one in copies if one.name), copies[0])


def _notes(own: Sequence[Entry]) -> Iterator[str]:
    """Say what of one learner's codes does not count."""
    different = [one for place, one in enumerate(own) if _first(one, own) == place]
    for one in different:
        same = [other for other in own if other.answer == one.answer]
        code, copies = _of(_last(same)), len(same)
        if copies == 2:
            yield _("{code} stands here twice; it counts once.", code=code)
        elif copies > 2:
            yield _("{code} stands here {n} times; it counts once.", code=code, n=copies)
    if len(different) > 1:
        newest = _of(_last(own))
        yield _("{code} takes the place of an older one of the same learner.", code=newest)


def _first(one: Entry, own: Sequence[Entry]) -> int:
    return next(place for place, other in enumerate(own) if other.answer == one.answer)


def _namesakes(newest: Sequence[Entry]) -> Iterator[str]:
    """Name those who stand before the codes of several learners: one of them may be by mistake."""
    counted: dict[tuple[str, ...], int] = {}
    for one in newest:
        if one.name:
            what = one.kind, _part(one), one.name
            counted[what] = counted.get(what, 0) + 1
    for (*_what, name), n in counted.items():
        if n > 1:
            yield ngettext(
                "{name} stands before the code of {n} learner.",
                "{name} stands before codes of {n} different learners; all of them count.",
                n,
                name=name,
            )
