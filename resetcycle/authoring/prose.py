"""Sentences that follow the data: numbers that the build fills in, and statements that a test
evaluates.

Below a paragraph stand the lines that say what it rests on. They are evaluated where the notebook
has come to at that point, so they know the names of the cells above:

    The end of the term lies at {{obama_end:.1f}}, the lowest of the five.

    % let obama_end = record.loc["Obama", "end"]
    % holds "the lowest of the five" if record["end"].idxmin() == "Obama"
    % given "17 acts": counted in the article, section "The Reset Cycle"

`let` names a value, and `{{name}}` or `{{name:.1f}}` in the paragraph writes it; the formats
`word` and `Word` write a whole number as a word, `day` a date as "4 June 2026", `share` a share of
1 as boards do. `holds` quotes
words of the paragraph and gives the condition under which they are true. `given` quotes a number
or a comparison that does not come from the kit's data, and says where it comes from. What is
neither filled in nor quoted so may hold no number and no comparison: the room `typed` finds them.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from numbers import Real
from typing import cast

from .. import words
from . import units
from .text import Cell, Text, TextError

_OPEN = re.compile(r"(\{\{\s*[A-Za-z_]\w*\s*(?::[^{}]*)?\}\})")
_LET = re.compile(r"let\s+([A-Za-z_]\w*)\s*=\s*(.+)")
_HOLDS = re.compile(r'holds\s+"(.+?)"\s+if\s+(.+)')
_GIVEN = re.compile(r'given\s+"(.+?)"\s*:\s*(\S.+)')
_FORMS = (
    '"% let name = expression", "% holds "words" if condition" or '
    '"% given "words": where it is from"; a line that goes on ends in a backslash'
)
# Forms of a date that are read in the words of a language.
_DATES = {"day": words.day, "%B %Y": words.month}
# What Python writes where there is no value.
_NOTHING = ("nan", "None", "NaT", "<NA>", "inf", "-inf")


@dataclass(frozen=True)
class Let:
    """A named value: `expression` is evaluated, `{{name}}` writes it."""

    line: int
    name: str
    expression: str


@dataclass(frozen=True)
class Holds:
    """A statement: the quoted words of the paragraph are true if the condition is."""

    line: int
    words: str
    condition: str


@dataclass(frozen=True)
class Given:
    """Words with a number or a comparison that does not come from the kit's data, and its
    source.
    """

    line: int
    words: str
    reason: str


Note = Let | Holds | Given


@dataclass(frozen=True)
class Piece:
    """A part of a filled paragraph: the text, and what stands for it in the text of the lesson if
    the build wrote it: an open form, or nothing. An open form has its value beside it.
    """

    text: str
    written_from: str | None = None
    value: object = field(default=None, compare=False)


def notes(text: Text, cell: Cell) -> list[Note]:
    """Return what the `%` lines of a cell say.

    Raises
    ------
    TextError
        If a line has none of the three forms, or its expression is not Python.
    """
    return [_note(text, line, said) for line, said in _continued(cell.notes)]


def _continued(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Join a line that ends in a backslash with the next."""
    start, said = 0, ""
    for line, part in lines:
        start, said = (start if said else line), f"{said} {part}".strip()
        if said.endswith("\\"):
            said = said[:-1].rstrip()
            continue
        yield start, said
        said = ""
    if said:
        yield start, said


def _note(text: Text, line: int, said: str) -> Note:
    if found := _LET.fullmatch(said):
        note: Note = Let(line, found[1], found[2])
        expression = note.expression
    elif found := _HOLDS.fullmatch(said):
        note = Holds(line, found[1], found[2])
        expression = note.condition
    elif found := _GIVEN.fullmatch(said):
        return Given(line, found[1], found[2])
    else:
        raise TextError(f"{text.where(line)}: found {f'% {said}'!r}, expected {_FORMS}.")
    try:
        ast.parse(expression, mode="eval")
    except SyntaxError as error:
        message = f"{text.where(line)}: {expression!r} is not Python ({error.msg}); mend it."
        raise TextError(message) from None
    return note


@dataclass(frozen=True)
class Paragraph:
    """A paragraph cell with its numbers written, and what is wrong with it, one sentence each."""

    pieces: tuple[Piece, ...]
    faults: tuple[str, ...]

    @property
    def source(self) -> str:
        """The paragraph as a reader sees it."""
        return "".join(piece.text for piece in self.pieces)


def unused(text: Text) -> list[str]:
    """Return what is said of each named value that no sentence, statement or other value needs."""
    named = list[Let]()
    forms = [part for cell in text.cells for part in _OPEN.findall(cell.source)]
    needs = [form.strip("{ }").partition(":")[0].strip() for form in forms]
    for cell in text.cells:
        for note in notes(text, cell):
            if isinstance(note, Let):
                named.append(note)
            if not isinstance(note, Given):
                expression = note.expression if isinstance(note, Let) else note.condition
                needs += re.findall(r"[A-Za-z_]\w*", expression)
    return [
        f"{text.where(note.line)}: nothing needs the value {note.name!r}; take the line out."
        for note in named
        if note.name not in needs
    ]


def filled(
    text: Text, cell: Cell, namespace: Mapping[str, object], named: dict[str, object]
) -> Paragraph:
    """Write the numbers of a paragraph cell and check its statements.

    Parameters
    ----------
    text : Text
    cell : Cell
        A Markdown cell.
    namespace : dict
        The names of the notebook at this point.
    named : dict
        The values that the cells above have named, and the package as `rc`. Those of this cell are
        added to it, so that later cells may write them again.

    Returns
    -------
    Paragraph
        Its faults are statements that do not hold, notes that cannot be evaluated, open forms that
        name no value, and quoted words that do not stand in the cell; each names file, line, mend.

    Raises
    ------
    TextError
        If a note has none of the three forms, or is not Python.
    """
    said, faults = notes(text, cell), list[str]()
    for note in said:
        if isinstance(note, Let):
            faults += _let(text, note, namespace, named)
    known = {**namespace, **named}
    pieces = [_piece(text, cell, part, known, faults) for part in _OPEN.split(cell.source)]
    whole = plain("".join(piece.text for piece in pieces))
    faults += [fault for note in said if (fault := _fault(text, note, whole, known))]
    return Paragraph(tuple(pieces), tuple(faults))


def _let(
    text: Text, note: Let, namespace: Mapping[str, object], named: dict[str, object]
) -> list[str]:
    """Name a value; return what is wrong with it, if anything is."""
    named.pop(note.name, None)
    if note.name in namespace:
        where = text.where(note.line)
        return [f"{where}: {note.name!r} is a name of a code cell above; give the value another."]
    try:
        named[note.name] = _evaluated(text, note.line, note.expression, {**namespace, **named})
    except TextError as error:
        # The others are still told: one event that is gone may stand behind many sentences.
        return [str(error)]
    return []


def _fault(text: Text, note: Note, whole: str, namespace: dict[str, object]) -> str:
    if isinstance(note, Let):
        return ""
    stands, where = plain(note.words) in whole, text.where(note.line)
    try:
        true = isinstance(note, Given) or _true(text, note, namespace)
    except TextError as error:
        return str(error)
    if isinstance(note, Holds) and not true:
        # A quoted number may have changed, too: the words are then no longer found.
        sentence = sentence_at(whole, whole.index(plain(note.words))) if stands else note.words
        return (
            f"{where}: no longer true: {sentence!r} ({note.words!r} needs {note.condition}); "
            "rewrite the sentence."
        )
    if stands:
        return ""
    return (
        f"{where}: the quoted words {note.words!r} do not stand in the paragraph above; quote it "
        "as it reads when its numbers are filled in."
    )


def _true(text: Text, note: Holds, namespace: dict[str, object]) -> bool:
    found = _evaluated(text, note.line, note.condition, namespace)
    try:
        return bool(found)
    except ValueError as error:
        message = (
            f"{text.where(note.line)}: {note.condition!r} is neither true nor false ({error}); "
            "mend it."
        )
        raise TextError(message) from None


def _evaluated(text: Text, line: int, expression: str, namespace: dict[str, object]) -> object:
    try:
        return eval(expression, namespace)  # noqa: S307 - the kit's own text, as its cells are
    except NameError as error:
        message = (
            f"{text.where(line)}: {expression!r} names the unknown value {error.name!r}; name it "
            'in a cell above, or with "% let".'
        )
        raise TextError(message) from None
    except Exception as error:
        kind = type(error).__name__
        message = f"{text.where(line)}: {expression!r} stops with {kind} ({error}); mend it."
        raise TextError(message) from error


def _piece(
    text: Text, cell: Cell, part: str, namespace: dict[str, object], faults: list[str]
) -> Piece:
    """Return a stretch of text, or what an open form writes; the form itself if that fails."""
    found = _OPEN.fullmatch(part)
    if not found:
        if left := re.search(r"\{\{[^{}]*\}\}", part):
            where = text.where(cell.line_of(left[0]))
            faults.append(
                f'{where}: {left[0]} is no open form; write "{{{{name}}}}" with one name.'
            )
        return Piece(part)
    name, form = _name_and_form(part)
    where = text.where(cell.line_of(part))
    if name not in namespace:
        faults.append(
            f'{where}: {part} names an unknown value; add "% let {name} = ..." below the paragraph.'
        )
        return Piece(part, part)
    try:
        said = _written(namespace[name], form)
    except (TypeError, ValueError) as error:
        faults.append(
            f"{where}: {namespace[name]!r} cannot be written as {form!r} ({error}); mend the form."
        )
        return Piece(part, part)
    if said in _NOTHING:
        faults.append(f'{where}: {part} has no value ({said}); mend its "% let".')
    return Piece(said, part, namespace[name])


def _name_and_form(part: str) -> tuple[str, str]:
    name, _, form = (side.strip() for side in part.strip("{}").partition(":"))
    return name, form


def retold(text: Text, cell: Cell, pieces: Iterable[Piece], told: units.Told) -> tuple[Piece, ...]:
    """Return a filled paragraph as `told` says it, its values written as the language that is
    spoken has them.

    Parameters
    ----------
    text : Text
    cell : Cell
        The paragraph in English.
    pieces : iterable of Piece
        The same, filled.
    told : callable
        Returns a unit in the language; a value that is a text is one, too.

    Raises
    ------
    TextError
        If the translation asks for a value in a form that it does not have.
    """
    values = {_name_and_form(piece.written_from or "")[0]: piece.value for piece in pieces}
    parts = _OPEN.split(units.said(cell.source, told))
    try:
        return tuple(_retold(part, values, told) for part in parts)
    except (TypeError, ValueError) as error:
        where = text.where(cell.line)
        raise TextError(f"{where}: a translation has a form of its own: {error}.") from None


def _retold(part: str, values: Mapping[str, object], told: units.Told) -> Piece:
    if not _OPEN.fullmatch(part):
        return Piece(part)
    name, form = _name_and_form(part)
    value = values[name]
    return Piece(_written(_label(value, told) if isinstance(value, str) else value, form), part)


def _label(value: str, told: units.Told) -> str:
    """Return a label in the language, with a small letter if a sentence has it so."""
    large = value[:1].upper() + value[1:]
    said = told(large)
    return told(value) if large in (value, said) else said[:1].lower() + said[1:]


def _written(value: object, form: str) -> str:
    if form in ("word", "Word"):
        said = words.in_words(int(format(value, ".0f")), largest=20)
        return said.capitalize() if form == "Word" else said
    if form in _DATES and isinstance(value, date):
        return _DATES[form](value)
    if form == "share" and isinstance(value, float):
        return words.share(value)
    if isinstance(value, Real):
        return words.number(cast("float", value), form)
    return format(value, form)


def plain(source: str) -> str:
    """Return a text as it reads: without the marks of emphasis and links, one space between
    words.
    """
    without = re.sub(r"\]\([^)]*\)", "", source)
    return re.sub(r"[ \t]+", " ", re.sub(r"[*_`\[\]]", "", without))


def sentence_at(whole: str, place: int) -> str:
    """Return the sentence at a place of a text."""
    ends = re.compile(r"[.?!][\"')]*(?=\s|$)|\n")
    starts = [found.end() for found in ends.finditer(whole, 0, place)]
    after = ends.search(whole, place)
    return whole[max(starts, default=0) : after.end() if after else len(whole)].strip()
