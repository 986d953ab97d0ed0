"""Definitions where the word stands: the build puts what the glossary says of a word beside each
link to it.

A text links to `../docs/glossary.md#goldstein-scale` and nothing more. In the notebook the link
has the definition as its title, which a mouse shows, and below the paragraph stands a closed line
that opens by click, touch and key.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from .. import data
from ..speech import _
from . import units
from .prose import Piece

PAGE = data.DATA.parent / "docs" / "glossary.md"

_ENTRY = re.compile(r'<a id="([\w-]+)"></a>\n+### (.+)\n+((?:(?!<a id=|#).*\n?)+)')
_LINK = re.compile(r"(\]\(\.\./docs/glossary\.md#([\w-]+)\))")
# The ids of acts, which the page gives to those who look into the tables.
_IDS = re.compile(r" \((?:`\d{4}-\d\d-[\w-]+`(?:, )?)+\)")
_MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Entry:
    """One entry of the glossary: its anchor, its name, and its definition in Markdown as it is read
    in a lesson: without links and without the ids of acts.
    """

    anchor: str
    name: str
    says: str

    @property
    def title(self) -> str:
        """The definition as the title of a link: plain words, no signs that would end it."""
        words = re.sub(r"[*`]", "", self.says).replace('"', "'")
        return html.escape(words.replace("(", "[").replace(")", "]"), quote=False)

    @property
    def paragraph(self) -> str:
        """The definition as HTML on one line."""
        said = _MARKDOWN.renderInline(self.says).replace("\n", " ")
        return f"<p><b>{html.escape(self.name, quote=False)}</b>: {said}</p>"


@cache
def entries(page: Path = PAGE, told: units.Told = str) -> Mapping[str, Entry]:
    """Return the entries of the glossary by anchor, in the order of the page, as `told` says it."""
    said = units.said(page.read_text(encoding="utf-8"), told)
    text = re.sub(r"<!--.*?-->", "", said, flags=re.DOTALL)
    found = [
        Entry(anchor, name.strip(), " ".join(_in_a_lesson(says).split()))
        for anchor, name, says in _ENTRY.findall(text)
    ]
    return {entry.anchor: entry for entry in found}


def _in_a_lesson(markdown: str) -> str:
    return _IDS.sub("", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown))


def linked(source: str) -> list[str]:
    """Return the anchors of the glossary to which a paragraph links, each once, in order."""
    return list(dict.fromkeys(anchor for _, anchor in _LINK.findall(source)))


def explained(pieces: tuple[Piece, ...], told: units.Told = str) -> tuple[Piece, ...]:
    """Return a filled paragraph with the definitions of the words that it links to, as `told` says
    them.

    What is added counts as written by the build, so that an edit of the notebook carries back
    without it. A link to an entry that the glossary does not have stays as it is.

    Examples
    --------
    >>> link = Piece("The [record](../docs/glossary.md#record).")
    >>> [piece.written_from for piece in explained((link,))][1:]
    ['](../docs/glossary.md#record)', None, '']
    """
    known = entries(PAGE, told)
    parts = [part for piece in pieces for part in _with_titles(piece, known)]
    source = "".join(piece.text for piece in pieces)
    terms = [known[anchor] for anchor in linked(source) if anchor in known]
    return (*parts, Piece(_note(terms), "")) if terms else tuple(parts)


def _with_titles(piece: Piece, known: Mapping[str, Entry]) -> Iterator[Piece]:
    if piece.written_from is not None:
        yield piece
        return
    start = 0
    for found in _LINK.finditer(piece.text):
        if entry := known.get(found[2]):
            yield Piece(piece.text[start : found.start()])
            yield Piece(f'{found[1][:-1]} "{entry.title}")', found[1])
            start = found.end()
    yield Piece(piece.text[start:])


def _note(terms: list[Entry]) -> str:
    names = " · ".join(html.escape(term.name, quote=False) for term in terms)
    says = "".join(term.paragraph for term in terms)
    summary = _("In other words: {names}", names=names)
    return f"\n\n<details><summary>{summary}</summary>{says}</details>"
