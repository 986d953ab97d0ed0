"""Marks among peers: the number of an essay, what came back beside one's own, and a whole class.

An essay goes from hand to hand; what a peer gives it comes back as a share code of the kind
"marks", which holds a number for its author and nothing of its text.
"""

import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean
from typing import NamedTuple, TypedDict

from . import rubric, sharing
from .sharing import Entry
from .speech import _, ngettext
from .words import number

# Two readers whose marks are further apart than this have read a line or an essay in two ways.
NEAR = 1
_LOOKALIKES = str.maketrans("oil", "011")
_NUMBER = re.compile(r"[0-9a-f]{10}")

Marks = Mapping[str, int]


class Peer(NamedTuple):
    """What a peer gave to an essay: how the peer is called, the marks, and when, as ISO time."""

    called: str
    marks: Marks
    at: str


class Received(NamedTuple):
    """What stands in lines that came back: marks of peers, and a sentence on each other line."""

    peers: list[Peer]
    notes: list[str]


class Row(TypedDict):
    """A line of the rubric: one's own mark, those of the peers, and how they lie to each other."""

    criterion: str
    own: int
    peers: list[int]
    says: str


class Beside(TypedDict):
    """One's own marks beside those of peers, and what to talk about."""

    peers: list[str]
    rows: list[Row]
    sentence: str


class ClassRow(TypedDict):
    """A line of the rubric in a class: mean marks from 0 to 3, and the essays that are far apart.

    `own` is the mean of the authors, `peers` that of what each essay had from peers on average.
    """

    criterion: str
    own: float
    peers: float
    apart: int


class Exchanged(TypedDict):
    """The essays of an exercise with marks by author and peers; no row where there are none."""

    lesson: str
    essays: int
    sentence: str
    rows: list[ClassRow]


def number_of(learner: str, lesson: str) -> str:
    """Return the number that an author writes on an essay, so that marks find the way back.

    Parameters
    ----------
    learner : str
        The author's random name of eight hexadecimal digits.
    lesson : str
        The number of the exercise.

    Examples
    --------
    >>> number_of("00c0ffee", "04")
    '00c0f-fee3f'
    """
    digits = learner + _check(learner, lesson)
    return f"{digits[:5]}-{digits[5:]}"


def author_of(written: str, lesson: str) -> str:
    """Return the random name of the author whose number was typed.

    Raises
    ------
    ValueError
        In one sentence, if it is no number of an essay on this exercise: two digits of it check
        the others.

    Examples
    --------
    >>> author_of(" OOCOF fee3f", "04")
    '00c0ffee'
    """
    digits = re.sub(r"[\s-]", "", sharing.tidy(written)).lower().translate(_LOOKALIKES)
    learner, check = digits[:8], digits[8:]
    if not _NUMBER.fullmatch(digits) or check != _check(learner, lesson):
        raise ValueError(
            _(
                "This is not the number of an essay on exercise {lesson}: it has two groups of "
                "five digits and letters, such as {example}, and stands on the essay.",
                lesson=lesson,
                example=number_of("00c0ffee", lesson),
            )
        )
    return learner


def received(text: str, learner: str, lesson: str) -> Received:
    """Read the lines that came back to the author of an essay.

    Parameters
    ----------
    text : str
        As it was pasted.
    learner : str
        The author's random name.
    lesson : str
        The number of the exercise.
    """
    read = sharing.read_class(text)
    given = [entry for entry in read.entries if entry.kind == "marks"]
    peers: list[Peer] = []
    notes = [*read.broken, *read.notes]
    for entry in given:
        marks = entry.answer
        if (marks["lesson"], marks["author"]) != (lesson, learner):
            notes.append(_("Line {n} holds marks of another essay.", n=entry.line))
        elif marks["learner"] == learner:
            notes.append(_("Line {n} holds your own marks.", n=entry.line))
        else:
            called = entry.name or _("peer {n}", n=len(peers) + 1)
            peers.append(Peer(called, marks["marks"], marks["saved"]))
    if others := len(read.entries) - len(given):
        notes.append(
            ngettext(
                "{n} code holds other work than marks of an essay.",
                "{n} codes hold other work than marks of an essay.",
                others,
            )
        )
    if not read.entries and not read.broken and text.strip():
        notes.append(_("No code of marks was found; one begins with RC0."))
    return Received(peers, notes)


def beside(own: Marks, peers: Sequence[Peer], older: Sequence[Peer] = ()) -> Beside:
    """Lay an author's marks beside those of peers.

    Parameters
    ----------
    own : dict of {str: int}
        A mark from 0 to 3 for each line of the rubric.
    peers, older : sequence of Peer
        What peers gave to the essay as it is now, and to an earlier version; at least one in all.
        The earlier one is shown, and compared only where there is no other.

    Returns
    -------
    dict
        A row a line, and a sentence: where they agree, where they differ by more than one level,
        and which line to talk about first, that with the largest difference.
    """
    lines = rubric.lines()
    gaps = {
        line.name: [abs(own[line.name] - peer.marks[line.name]) for peer in peers or older]
        for line in lines
    }
    rows: list[Row] = [
        {
            "criterion": line.criterion,
            "own": own[line.name],
            "peers": [peer.marks[line.name] for peer in (*peers, *older)],
            "says": _apart(max(gaps[line.name])),
        }
        for line in lines
    ]
    called = [peer.called for peer in (*peers, *older)]
    return {"peers": called, "rows": rows, "sentence": _sentence(gaps)}


def of_class(entries: Iterable[Entry]) -> list[Exchanged]:
    """Return, by exercise, what authors and their peers gave to the same essays on each line.

    Parameters
    ----------
    entries : iterable of sharing.Entry
        Of any kind, one a learner and essay, as `sharing.read_class` finds them.
    """
    own: dict[str, dict[str, Marks]] = {}
    peers: dict[str, dict[str, list[Marks]]] = {}
    for entry in entries:
        if entry.kind != "marks":
            continue
        said, lesson, author = entry.answer, entry.answer["lesson"], entry.answer["author"]
        if said["learner"] == author:
            own.setdefault(lesson, {})[author] = said["marks"]
        else:
            peers.setdefault(lesson, {}).setdefault(author, []).append(said["marks"])
    return [
        _exchanged(lesson, own.get(lesson, {}), peers.get(lesson, {}))
        for lesson in sorted(own.keys() | peers.keys())
    ]


def criteria() -> list[tuple[str, str]]:
    """Return name and title of each line of the rubric, for a page that counts as `of_class`."""
    return [(line.name, line.criterion) for line in rubric.lines()]


def _check(learner: str, lesson: str) -> str:
    """Return two digits that tell a slip, or an essay on another exercise: all but 1 in 256."""
    return f"{binascii.crc_hqx(f'{learner} {lesson}'.encode(), 0) & 255:02x}"


def _apart(gap: int) -> str:
    if not gap:
        return _("✓ The same.")
    if gap <= NEAR:
        return _("One level apart.")
    return ngettext("≠ {n} level apart.", "≠ {n} levels apart.", gap)


def _sentence(gaps: Mapping[str, Sequence[int]]) -> str:
    titles = dict(criteria())
    same = sum(not any(of_line) for of_line in gaps.values())
    said = [_("The same mark on {same} of {all} lines.", same=same, all=len(gaps))]
    far = [titles[name] for name, of_line in gaps.items() if max(of_line) > NEAR]
    if far:
        said.append(_("More than one level apart: {lines}.", lines=", ".join(far)))
    elif same < len(gaps):
        said.append(_("Nowhere more than one level apart."))
    if same < len(gaps):
        first = max(gaps, key=lambda name: (max(gaps[name]), sum(gaps[name])))
        said.append(
            _(
                "Talk about {line} first: show each other the words of the essay on which your "
                "marks rest.",
                line=titles[first],
            )
        )
    return " ".join(said)


def _exchanged(
    lesson: str, own: Mapping[str, Marks], peers: Mapping[str, Sequence[Marks]]
) -> Exchanged:
    both = [author for author in own if author in peers]
    given = [(own[author], peers[author]) for author in both]
    rows = [_class_row(line, given) for line in rubric.lines()] if both else []
    alone = len(own) - len(both), len(peers) - len(both)
    return {
        "lesson": lesson,
        "essays": len(both),
        "sentence": _class_sentence(rows, len(both), *alone),
        "rows": rows,
    }


def _class_row(line: rubric.Line, given: Sequence[tuple[Marks, Sequence[Marks]]]) -> ClassRow:
    own = [marks[line.name] for marks, _others in given]
    peers = [mean(marks[line.name] for marks in others) for _own, others in given]
    return {
        "criterion": line.criterion,
        "own": float(mean(own)),
        "peers": float(mean(peers)),
        "apart": sum(abs(a - b) > NEAR for a, b in zip(own, peers, strict=True)),
    }


def _class_sentence(rows: Sequence[ClassRow], both: int, no_peers: int, no_own: int) -> str:
    said = [
        ngettext(
            "{n} essay has marks by its author and by a peer.",
            "{n} essays have marks by their authors and by peers.",
            both,
        )
    ]
    if rows:
        furthest = max(rows, key=lambda row: (abs(row["own"] - row["peers"]), row["apart"]))
        said.append(
            _(
                "Furthest apart: {line}, on average {own} by authors and {peers} by peers.",
                line=furthest["criterion"],
                own=number(furthest["own"], ".1f"),
                peers=number(furthest["peers"], ".1f"),
            )
            if furthest["own"] != furthest["peers"]
            else _("On average authors and peers gave the same on every line.")
        )
    if no_peers:
        said.append(
            ngettext(
                "{n} essay with its author's marks alone does not count here.",
                "{n} essays with their authors' marks alone do not count here.",
                no_peers,
            )
        )
    if no_own:
        said.append(
            ngettext(
                "{n} essay with peers' marks alone does not count here.",
                "{n} essays with peers' marks alone do not count here.",
                no_own,
            )
        )
    return " ".join(said)
