"""Carry an edit made in a built notebook back to its text, with the numbers that the build writes
left open.
"""

import difflib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import nbformat

from .. import files
from . import built, lessons, solutions
from .lessons import Filled, Part
from .prose import Piece
from .text import Cell, Text, TextError, parsed, reads_alike, settled, written

_GENERATED = (
    'it is made from tasks.toml; change it there, then "git checkout {place}" drops the edit.'
)


def carry(target: Path, filled: Filled) -> list[str]:
    """Write the text again so that building it gives the cells of the notebook.

    A cell is known by its id or, if a tool gave it another one, by what it holds. What was not
    edited stays as the text has it. Where the words around a filled number still stand, the number
    stays open; a number that somebody changed is carried as it was typed, and the check of the text
    then names it. The notebook counts as built from then on, so that a build may write it.

    Parameters
    ----------
    target : Path
        The notebook as somebody saved it.
    filled : Filled
        Its text, filled.

    Returns
    -------
    list of str
        What was carried or could not be, one sentence each; empty if there was nothing.

    Raises
    ------
    TextError
        If a cell was edited both here and in the text, or a text cannot hold it; nothing is written
        then.
    """
    place = target.relative_to(filled.text.root).as_posix()
    notebook = built.read(target, place)
    if not built.is_edited(notebook):
        return []
    edit = _Edit(place, notebook, filled, _recognised(notebook))
    _refuse_two_edits(edit)
    name_of_text, cells = filled.text.path.name, list[Cell]()
    carried, left = list[str](), list[str]()
    for cell, name in zip(notebook.cells, edit.names, strict=True):
        part = edit.parts.get(name)
        if part and not edit.is_changed(cell, name):
            cells += [part.written_from] if part.written_from else []
        elif part and not part.written_from:
            left.append(f"left cell {name} of {target.name}: {_GENERATED.format(place=place)}")
        elif not cell.source.strip():
            carried.append(f"left out an empty cell of {target.name}.")
        else:
            cells.append(_carried(edit, cell, part))
            carried.append(f"carried cell {name or cell.id} of {target.name} to {name_of_text}.")
    carried += [f"took cell {part.name} out of {name_of_text}." for part in edit.gone]
    if not carried and not left:
        carried = [f"carried the order of the cells of {target.name} to {name_of_text}."]
    if carried:
        _write(target, edit, tuple(cells))
    return carried + left


@dataclass(frozen=True)
class _Edit:
    """A notebook that somebody edited, its text, and for each cell the id under which it was
    built; empty for a new one.
    """

    place: str
    notebook: nbformat.NotebookNode
    filled: Filled
    names: tuple[str, ...]

    @cached_property
    def was(self) -> dict[str, str]:
        """The digest that each cell had when it was built, by id."""
        return dict(built.stamps(self.notebook))

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The parts of the text as it now stands, by id."""
        return {part.name: part for part in self.filled.parts}

    @cached_property
    def sources(self) -> dict[str, str]:
        """What each part would be built as now, by id."""
        return {cell.id: cell.source for cell in self.filled.notebook.cells}

    @cached_property
    def gone(self) -> list[Part]:
        """The parts of the text that the notebook no longer has."""
        return [
            part for part in self.filled.parts if part.written_from and part.name not in self.names
        ]

    def is_changed(self, cell: nbformat.NotebookNode, name: str) -> bool:
        """Say whether a cell is other than it was built."""
        return self.was[name] != built.digest(cell)


def _recognised(notebook: nbformat.NotebookNode) -> tuple[str, ...]:
    """Return the id under which each cell was built: its own, or that of one that held the same."""
    left, names = dict(built.stamps(notebook)), list[str]()
    for cell in notebook.cells:
        names.append(cell.id if cell.id in left else "")
        left.pop(names[-1], None)
    for at, cell in enumerate(notebook.cells):
        if not names[at]:
            same = (name for name, digest in left.items() if digest == built.digest(cell))
            names[at] = next(same, "")
            left.pop(names[at], None)
    return tuple(names)


def _refuse_two_edits(edit: _Edit) -> None:
    """Refuse to choose between an edit of the notebook and one of the text or its data."""
    text = edit.filled.text
    mend = (
        "since the build; make the change of the notebook in the text by hand, then "
        f'"git checkout {edit.place}" drops it there.'
    )
    if list(edit.parts) != list(edit.was):
        raise TextError(f"{text.place}: its cells and those of {edit.place} were changed {mend}")
    now = {cell.id: built.digest(cell) for cell in edit.filled.notebook.cells}
    stands = [built.digest(cell) for cell in edit.notebook.cells]
    stand = dict(zip(edit.names, stands, strict=True))
    for name, part in edit.parts.items():
        both = edit.was[name] not in (now[name], stand.get(name)) and now[name] != stand.get(name)
        if part.written_from and both:
            where = text.where(part.written_from.line)
            raise TextError(f"{where}: cell {name} was changed here and in {edit.place} {mend}")


def _carried(edit: _Edit, cell: nbformat.NotebookNode, part: Part | None) -> Cell:
    """Return an edited or new cell as the text will have it."""
    made_of = _made_of(edit, cell, part)
    source, pieces = str(cell.source), list[Piece]()
    if cell.cell_type == "markdown":
        source = settled(source)
        for each in made_of:
            pieces += [Piece("\n\n"), *each.pieces]
    written_from = [each.written_from for each in made_of if each.written_from]
    metadata: dict[str, object] = {"tags": built.tags(cell)} if built.tags(cell) else {}
    new = Cell(
        cell.cell_type,
        reopened(tuple(pieces[1:]), source),
        label=next((each.label for each in written_from if each.label), ""),
        notes=tuple(note for each in written_from for note in each.notes),
        metadata=metadata,
    )
    _refuse_unwritable(edit, cell, new)
    if len(written_from) == 1 and written_from[0].source == new.source:
        return replace(written_from[0], metadata=metadata)  # only tags: lines stay as they break
    return new


def _made_of(edit: _Edit, cell: nbformat.NotebookNode, part: Part | None) -> list[Part]:
    """Return the part that a cell was built from, and those that were merged into it."""
    merged = [
        each
        for each in edit.gone
        if edit.sources[each.name] and edit.sources[each.name] in cell.source
    ]
    return [each for each in edit.filled.parts if each is part or each in merged]


def _refuse_unwritable(edit: _Edit, cell: nbformat.NotebookNode, new: Cell) -> None:
    """Refuse a cell that would come back from a text as another one."""
    where = f"{edit.place}, cell {cell.id}"
    if cell.get("attachments"):
        raise TextError(f"{where}: it holds a pasted picture; save it as a file and link to it.")
    path = edit.filled.text.path
    try:
        back = parsed(path, written(Text(path, {}, (new,)))).cells
    except TextError:
        back = ()
    same = [(each.kind, each.source, each.label) for each in back] == [
        (new.kind, new.source, new.label)
    ]
    is_prose = new.kind == "markdown"
    if not same or (is_prose and not reads_alike(settled(cell.source), cell.source)):
        raise TextError(
            f"{where}: a text cannot hold it as it stands; leave out raw cells, hard line breaks, "
            "lines that begin with % or +++, and tables and HTML without | or < at each line."
        )


def _write(target: Path, edit: _Edit, cells: tuple[Cell, ...]) -> None:
    """Write the text, and bring the notebook to what the text gives: the ids of its cells, no blank
    ends, no empty cell.
    """
    text, notebook = Text(edit.filled.text.path, edit.filled.text.about, cells), edit.notebook
    ids = lessons.names(text) if text.is_lesson else solutions.names(text)
    files.write_whole(text.path, written(text))
    generated = {part.name for part in edit.filled.parts if not part.written_from}
    pairs = zip(notebook.cells, edit.names, strict=True)
    kept = [(cell, name) for cell, name in pairs if name in generated or cell.source.strip()]
    notebook.cells = [cell for cell, _ in kept]
    for at, (cell, name) in enumerate(kept):
        cell.id = ids[at] if len(ids) == len(kept) else cell.id
        if name not in generated and cell.cell_type == "markdown":
            cell.source = settled(cell.source)
    stamps = built.stamped(notebook, text.place).metadata["built"]["cells"]
    for at, (cell, name) in enumerate(kept):
        if name in generated:
            # It was not carried: an edit of it stays refused until it is dropped.
            stamps[at] = f"{cell.id} {edit.was[name]}"
    built.write(notebook, target)


def reopened(pieces: tuple[Piece, ...], edited: str) -> str:
    """Return an edited paragraph with the open forms put back where their numbers still stand.

    Examples
    --------
    >>> pieces = (Piece("It fell to "), Piece("2.5", "{{low:.1f}}"), Piece("."))
    >>> reopened(pieces, "In the end it fell to 2.5.")
    'In the end it fell to {{low:.1f}}.'
    >>> reopened(pieces, "It fell to 12.5.")
    'It fell to 12.5.'
    """
    before = "".join(piece.text for piece in pieces)
    matcher = difflib.SequenceMatcher(None, before, edited, autojunk=False)
    equal = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    parts, at, copied = list[str](), 0, 0
    for piece in pieces:
        start, end = at, at + len(piece.text)
        at = end
        if piece.written_from is None:
            continue
        # One sign on either side must stand too: 12.5 is not the 2.5 that was written.
        low, high = max(start - 1, 0), min(end + 1, len(before))
        place = next((b - a for a, b, size in equal if a <= low and high <= a + size), None)
        if place is not None:
            parts += [edited[copied : start + place], piece.written_from]
            copied = end + place
    return "".join([*parts, edited[copied:]])
