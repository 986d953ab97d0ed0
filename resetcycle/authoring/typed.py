"""Numbers and comparisons that stand in a paragraph by hand, though the data could say them."""

import re

from ..words import SMALL, listed
from .prose import Let, Piece, notes, plain, sentence_at
from .text import Cell, Text

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_NAMED = "lesson exercise task order resolution article section chapter figure"
# What looks like a measured number and is none: ids of events, dates and years, names, places in a
# text, time.
_NOT_MEASURED = re.compile(
    rf"""\b(?:19|20)\d\d-\d\d-[a-z\d][\w-]*
    | \b\d{{1,2}}(?:\ (?:to|and)\ \d{{1,2}})?\ {_MONTH}(?:\ \d{{4}})?
    | \b{_MONTH}\ \d{{4}}
    | \b(?:19|20)\d\d(?:s\b|[-/]\d\d(?:\d\d)?\b|\b)
    | \bBush\ 4[13]\b
    | \b(?:{"|".join(_NAMED.split())})s?\ \d+\b
    | ^\s*(?:[-*]\ )?\d+\.\s
    | \b\d+\ minutes\b | \bmark\ 45\b | ^\s*45\ \(
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
# Words that compare: true of one state of the data, and not of every other.
_COMPARES = """
    rise rises rose risen rising fall falls fell fallen falling drop drops dropped sink sinks
    sank climb climbs climbed declines declined doubles doubled halves halved recovers recovered
    improves improved highest higher lowest lower above below best better worst worse closest
    closer furthest further largest larger smallest smaller strongest stronger weakest weaker
    longest longer shortest shorter heaviest heavier greatest greater fewest deepest deeper steepest
    steeper warmest warmer coldest colder hardest harder mildest milder twice most_of none_of
    half_of_the third_of quarter_of quarters_of thirds_of fourfold three_times more_than
    fewer_than less_than at_least at_most grew grown grows shrank shrinks shrunk widens widened
    narrowed increases increased decreases decreased worsens worsened peaks peaked ahead_of
    exceeds outnumber
"""
_LARGE = "thirty forty fifty hundred thousand dozen"
_COUNTED = """
    act acts event events dot dots reading readings row rows window windows measure measures
    indicator indicators series poll polls presidency presidencies presidents term terms end
    ends opening openings case cases code codes coder coders claim claims source sources
    obstacle obstacles forecast forecasts question questions walk walks draw draws version
    versions shift shifts changes meeting meetings point points camp camps learner learners
    times group groups kind kinds way ways explanation explanations criterion criteria session
    sessions treaty treaties summit summits accord accords institute institutes
    institutions diplomats memories drawings clocks
"""


def _any(words: str) -> str:
    return "|".join(word.replace("_", r"\ ") for word in words.split())


_TYPED = re.compile(
    rf"""(?<![\w.])[-+−]?\d+(?:[.,]\d+)*(?:\ ?%|\ per\ ?cent)?
    | \b(?:{"|".join(SMALL[1:])})\ of\ (?:the\ |all\ )?(?:{"|".join(SMALL[1:])}|\d+)\b
    | \b(?:{"|".join(SMALL[2:])}|{_any(_LARGE)}|no|all|both)\ (?:\w+\ )?(?:{_any(_COUNTED)})\b
    | \b(?:{_any(_COMPARES)})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"\n]*"|“[^”\n]*”')
_HEADING = re.compile(r"^#.*$", re.MULTILINE)
_HIDDEN = 0xE000


def typed(text: Text, cell: Cell, pieces: tuple[Piece, ...]) -> list[str]:
    """Return what is said of each sentence with a number or a comparison that somebody typed.

    Questions, headings, code, quotations and links are left out, and so is what a `holds` or a
    `given` of the cell quotes.
    """
    # What the build wrote is hidden behind characters that no pattern knows; all places stay the
    # same.
    hidden = "".join(
        piece.text
        if piece.written_from is None
        else "".join(chr(_HIDDEN + ord(sign)) for sign in piece.text)
        for piece in pieces
    )
    shown = list(plain(_without_code(hidden)))
    whole = "".join(chr(ord(sign) - _HIDDEN) if ord(sign) >= _HIDDEN else sign for sign in shown)
    for note in notes(text, cell):
        if not isinstance(note, Let):
            for found in re.finditer(re.escape(plain(note.words)), whole):
                shown[found.start() : found.end()] = " " * (found.end() - found.start())
    bare = "".join(shown)
    for pattern in (_NOT_MEASURED, _QUOTED, _HEADING):
        bare = pattern.sub(lambda found: " " * len(found[0]), bare)
    by_sentence: dict[str, list[str]] = {}
    for match in _TYPED.finditer(bare):
        sentence = sentence_at(whole, match.start())
        if not sentence.endswith("?"):
            by_sentence.setdefault(sentence, []).append(match[0].strip())
    return [
        f"{text.where(cell.line_of(words[0]))}: {listed(map(repr, words))} typed by hand in "
        f'{sentence!r}; write a number with "% let", state a comparison with "% holds", or say '
        'with "% given" where it comes from.'
        for sentence, words in by_sentence.items()
    ]


def _without_code(source: str) -> str:
    fences = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`|\[[^\]]*\]\([^)]*\.ipynb[^)]*\)|!\[[^\]]*\]\([^)]*\)", "", fences)
