"""A lesson as a text: MyST Markdown, read with jupytext into the cells of a notebook, and written
back.

A text has what a notebook has no place for: labels of sections, `(predict)=`, which become the ids
of cells; lines that begin with `%`, which say what a sentence rests on (see `prose`); and one
sentence a line, so that a change of one sentence is a change of one line. The cells of the notebook
have none of these: their paragraphs are joined again, and what stands there is what a reader sees.
"""

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat
import yaml
from jupytext.myst import MystMetadataParsingError
from markdown_it import MarkdownIt

COLUMNS = 100
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

_LABEL = re.compile(r"\(([^()]*)\)=")
# A line that opens a block of its own: it is not joined to the line before.
_OPENS = re.compile(r"\s*([-*+]|\d+[.)]|#{1,6}|>|\||```)(\s|$)|\s*[|<]")
# The end of a sentence, with closing quotes and marks; not after one capital letter (a name's
# initial).
_SENTENCE = re.compile(r"(?<=[^\s.][.?!])([\"')*\]]*)\s+(?=[\"'(*\[]*[A-Z0-9])")

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MARKDOWN.add_render_rule("softbreak", lambda *_: " ")

_TOOLS = re.compile(
    r"^ +(jupytext_version|format_version|notebook_metadata_filter): .*\n", re.MULTILINE
)


class TextError(ValueError):
    """A text is not as it should be. The message names file, line and the mend."""


@dataclass(frozen=True)
class Cell:
    """One cell of a text.

    Attributes
    ----------
    kind : str
        ``"markdown"`` or ``"code"``.
    source : str
        What the notebook's cell holds, paragraphs joined; numbers may still be open (`{{name}}`).
    label : str
        The label that stands before a section or in a cell's options; empty without one.
    notes : tuple of (int, str)
        The `%` lines of the cell, with their line numbers in the file.
    line : int
        Where the cell begins in the file, from 1.
    metadata : dict
        Tags and other options.
    raw : tuple of str
        The lines of the file, kept as their author broke them; empty for a cell that is new.
    """

    kind: str
    source: str
    label: str = ""
    notes: tuple[tuple[int, str], ...] = ()
    line: int = 1
    metadata: dict[str, object] = field(default_factory=dict[str, object])
    raw: tuple[str, ...] = ()

    def line_of(self, words: str) -> int:
        """Return the line of the file in which words first stand; the cell's first, if broken
        there.
        """
        places = (at for at, row in enumerate(self.raw) if words in row and row[:1] != "%")
        return self.line + next(places, 0)


@dataclass(frozen=True)
class Text:
    """A whole text: its file, what stands in its front matter, and its cells."""

    path: Path
    about: dict[str, object]
    cells: tuple[Cell, ...]

    @property
    def is_lesson(self) -> bool:
        """Whether it is a lesson; if not, a solution."""
        return self.path.parent.name == "lessons"

    @property
    def root(self) -> Path:
        """The checkout that the text belongs to."""
        return self.path.parents[1 if self.is_lesson else 2]

    @property
    def place(self) -> str:
        """The file as a message names it, such as ``"lessons/04-obama-reset.md"``."""
        return self.path.relative_to(self.root).as_posix()

    def where(self, line: int) -> str:
        """Return the place of a line, such as ``"lessons/04-obama-reset.md, line 12"``."""
        return f"{self.place}, line {line}"


def read(path: Path) -> Text:
    """Read a text.

    Raises
    ------
    TextError
        If the file is missing, cannot be read, or holds what a notebook would lose.
    """
    try:
        # Editors under Windows put a mark in front.
        content = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"{path} is missing; restore it from the repository."
        raise TextError(message) from None
    except UnicodeDecodeError:
        message = f"{Text(path, {}, ()).place} is not in UTF-8; save it as UTF-8."
        raise TextError(message) from None
    return parsed(path, content)


def parsed(path: Path, content: str) -> Text:
    """Return the text that a file would hold with this content; errors as in `read`."""
    text, at = Text(path, {}, ()), 0
    try:
        notebook = jupytext.reads(content, fmt="md:myst")
    except (ValueError, yaml.YAMLError, MystMetadataParsingError) as error:
        mark = re.search(r"\bline (\d+)", str(error))
        near = f", near line {mark[1]}" if mark else ""
        said = " ".join(str(error).split())
        raise TextError(
            f"{text.place}{near}: not readable as MyST Markdown ({said}); mend it."
        ) from None
    about = {
        key: value
        for key, value in notebook.metadata.items()
        if key not in ("jupytext", "kernelspec")
    }
    lines, cells = content.splitlines(), list[Cell]()
    for raw in notebook.cells:
        at = _found(lines, raw.source, at)
        cells.append(_cell(text, raw, at + 1))
        at += len(raw.source.splitlines())
    _refuse_double_labels(text, cells)
    return Text(path, about, tuple(cells))


def _found(lines: list[str], source: str, start: int) -> int:
    """Return where a cell's first line stands in the file; jupytext does not say."""
    first = source.splitlines()[0] if source else ""
    return next((at for at in range(start, len(lines)) if lines[at] == first), start)


def _cell(text: Text, raw: nbformat.NotebookNode, line: int) -> Cell:
    metadata = dict(raw.metadata)
    label = str(metadata.pop("label", ""))
    if unknown := sorted(set(metadata) - {"tags"}):
        raise TextError(
            f"{text.where(line)}: the cell has the option {unknown[0]!r}; a cell has a label and "
            "tags, and nothing else."
        )
    if raw.cell_type == "code":
        return Cell("code", raw.source, label, (), line, metadata)
    if raw.cell_type != "markdown":
        message = f"{text.where(line)}: a {raw.cell_type} cell; make it a paragraph or a code cell."
        raise TextError(message)
    rows = tuple(raw.source.splitlines())
    labels, notes, kept = _sorted_out(text, rows, line)
    if len(labels) > 1:
        raise TextError(
            f"{text.where(line)}: one cell has the labels {' and '.join(labels)}; put a line with "
            '"+++" before the second.'
        )
    source = settled(kept)
    if not reads_alike(source, kept):
        raise TextError(
            f"{text.where(line)}: joined to one line a paragraph, what stands here would read "
            "differently; keep hard breaks out, fence code with ```, begin table rows with |, "
            "and put each piece of HTML on one line."
        )
    return Cell("markdown", source, "".join(labels), tuple(notes), line, metadata, rows)


def _sorted_out(
    text: Text, rows: tuple[str, ...], line: int
) -> tuple[list[str], list[tuple[int, str]], str]:
    """Return the labels of a cell, its `%` lines, and the rest."""
    labels, notes, kept, fenced = list[str](), list[tuple[int, str]](), list[str](), False
    for number, row in enumerate(rows, line):
        fenced ^= row.lstrip().startswith("```")
        if fenced and row.lstrip().startswith("```{"):
            message = f"{text.where(number)}: {row!r} is shown as code; write it as a paragraph."
            raise TextError(message)
        if not fenced and row.startswith("%"):
            notes.append((number, row[1:].removeprefix(" ").rstrip()))
        elif not fenced and (found := _LABEL.fullmatch(row.strip())):
            labels.append(_checked_label(text, found[1], number))
        else:
            kept.append(row)
    return labels, notes, "\n".join(kept)


def _checked_label(text: Text, label: str, line: int) -> str:
    if re.fullmatch(r"[a-z][a-z0-9-]*", label):
        return label
    raise TextError(
        f"{text.where(line)}: the label {label!r} needs small letters, digits and hyphens only."
    )


def _refuse_double_labels(text: Text, cells: Iterable[Cell]) -> None:
    first: dict[str, int] = {}
    for cell in cells:
        if cell.label and cell.label in first:
            raise TextError(
                f"{text.where(cell.line)}: the label {cell.label!r} stands already in line "
                f"{first[cell.label]}; give one of the two another name."
            )
        if cell.label:
            first[cell.label] = cell.line


def settled(source: str) -> str:
    """Return Markdown as a notebook holds it that is built from a text."""
    bare = re.sub(r"[ \t]+$", "", source, flags=re.MULTILINE)
    return joined(re.sub(r"\n{3,}", "\n\n", bare).strip("\n"))


def reads_alike(one: str, other: str) -> bool:
    """Say whether two pieces of Markdown look the same to a reader."""
    # HTML is passed through with its blank ends, which nobody sees.
    first, second = (
        re.sub(r"[ \t]+$", "", _MARKDOWN.render(each), flags=re.MULTILINE).rstrip()
        for each in (one, other)
    )
    return first == second


def joined(source: str) -> str:
    r"""Join the lines of each paragraph and list item to one line, as a notebook keeps them.

    Examples
    --------
    >>> joined("One sentence.\nAnd a second.\n\n- a point that\n  goes on")
    'One sentence. And a second.\n\n- a point that goes on'
    """
    lines, fenced = list[str](), False
    for line in source.splitlines():
        fence = line.lstrip().startswith("```")
        before = lines[-1] if lines else ""
        goes_on = not (fenced or fence) and line.strip() and before.strip()
        if goes_on and not _OPENS.match(line) and not re.match(r"\s*(#|\||```)", before):
            lines[-1] = f"{before} {line.strip()}"
        else:
            lines.append(line)
        fenced ^= fence
    return "\n".join(lines)


def broken(source: str) -> str:
    r"""Break joined paragraphs into one sentence a line of at most 100 columns, as a text has them.

    `joined(broken(source))` is `source` again.

    Examples
    --------
    >>> print(broken("One sentence. And a second.\n\n- A point. It goes on."))
    One sentence.
    And a second.
    <BLANKLINE>
    - A point.
      It goes on.
    """
    lines, fenced = list[str](), False
    for line in source.splitlines():
        fence = line.lstrip().startswith("```")
        whole = fenced or fence or re.match(r"\s*(#|\||>|$)", line)
        lines.extend([line] if whole else _sentences(line))
        fenced ^= fence
    return "\n".join(lines)


def _sentences(line: str) -> list[str]:
    marker = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", line)
    head = marker[0] if marker else ""
    indent = " " * len(head)
    parts = _SENTENCE.sub(lambda end: f"{end[1]}\n", line[len(head) :]).split("\n")
    rows = [row for part in parts for row in _wrapped(part, COLUMNS - len(head))]
    return [(indent if place else head) + row for place, row in enumerate(rows)]


def _wrapped(sentence: str, width: int) -> list[str]:
    """Wrap a sentence without ever opening a block: a line that would begin one joins the line
    before.
    """
    rows = textwrap.wrap(sentence, width, break_long_words=False, break_on_hyphens=False)
    safe: list[str] = []
    for row in rows:
        if safe and (_OPENS.match(row) or row.startswith("%")):
            safe[-1] += f" {row}"
        else:
            safe.append(row)
    return safe


def written(text: Text) -> str:
    """Return a text as its file holds it; `read` of it gives the same cells again."""
    notebook = nbformat.v4.new_notebook(cells=[_raw(cell) for cell in text.cells])
    header = {"extension": ".md", "format_name": "myst"}
    notebook.metadata = nbformat.from_dict(
        {
            "jupytext": {"text_representation": header, "notebook_metadata_filter": "all"},
            "kernelspec": KERNEL,
            **text.about,
        }
    )
    content: str = jupytext.writes(notebook, fmt="md:myst")
    # The version of the tool that wrote it would change with every upgrade.
    return _TOOLS.sub("", content)


def _raw(cell: Cell) -> nbformat.NotebookNode:
    if cell.kind == "code":
        options = {"label": cell.label} if cell.label else {}
        return nbformat.v4.new_code_cell(cell.source, metadata=cell.metadata | options)
    if cell.raw:
        return nbformat.v4.new_markdown_cell("\n".join(cell.raw), metadata=cell.metadata)
    label = f"({cell.label})=\n" if cell.label else ""
    notes = "".join(f"\n% {said}" for _, said in cell.notes)
    source = label + broken(cell.source) + (f"\n{notes}" if notes else "")
    return nbformat.v4.new_markdown_cell(source, metadata=cell.metadata)
