"""Carry an edit made in a built notebook back to its text, with the numbers that the build writes
left open.
"""

import difflib
from dataclasses import replace
from pathlib import Path

import nbformat

from .. import files
from .built import digest
from .lessons import Filled, Part
from .prose import Piece
from .text import Cell, Text, written


def carry(target: Path, filled: Filled) -> list[str]:
    """Write the text again so that building it gives the cells of the notebook.

    Cells are known by their ids. Where the words around a filled number still stand, the number
    stays open; a number that somebody changed is carried as it was typed, and the check of the text
    then names it. A cell without a known id becomes a new cell of the text.

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
    """
    notebook = nbformat.read(target, as_version=4)
    if digest(notebook) == digest(filled.notebook):
        return []
    known = {part.name: part for part in filled.parts}
    built = {cell.id: cell.source for cell in filled.notebook.cells}
    said, cells = list[str](), list[Cell]()
    for cell in notebook.cells:
        part = known.get(cell.id)
        if part and not part.written_from:
            continue  # generated: release writes it again
        if part and part.written_from and built[cell.id] == cell.source:
            cells.append(part.written_from)
            continue
        cells.append(_carried(cell, part))
        said.append(f"carried cell {cell.id} of {target.name} to {filled.text.path.name}.")
    left = {cell.id for cell in notebook.cells}
    gone = [name for name, part in known.items() if part.written_from and name not in left]
    said += [f"took cell {name} out of {filled.text.path.name}." for name in gone]
    if said:
        text = Text(filled.text.path, filled.text.about, tuple(cells))
        files.write_whole(filled.text.path, written(text))
    return said


def _carried(cell: nbformat.NotebookNode, part: Part | None) -> Cell:
    if not part or not part.written_from:
        return Cell(cell.cell_type, cell.source, metadata=dict(cell.metadata))
    source = reopened(part.pieces, cell.source) if part.pieces else cell.source
    return replace(part.written_from, source=source, raw=())


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
        if not piece.written_from:
            continue
        # One sign on either side must stand too: 12.5 is not the 2.5 that was written.
        low, high = max(start - 1, 0), min(end + 1, len(before))
        place = next((b - a for a, b, size in equal if a <= low and high <= a + size), None)
        if place is not None:
            parts += [edited[copied : start + place], piece.written_from]
            copied = end + place
    return "".join([*parts, edited[copied:]])
