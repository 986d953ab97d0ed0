"""A lesson as a text: MyST Markdown, read with jupytext into the cells of a notebook, and written
back.

A text has what a notebook has no place for: labels of sections, `(predict)=`, which become the ids
of cells; lines that begin with `%`, which say what a sentence rests on (see `prose`); and one
sentence a line, so that a change of one sentence is a change of one line. The cells of the notebook
have none of these: their paragraphs are joined again, and what stands there is what a reader sees.
"""

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat
import yaml

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

_LABEL = re.compile(r"\(([a-z][a-z0-9-]*)\)=")
# A line that opens a block of its own: it is not joined to the line before.
_OPENS = re.compile(r"\s*([-*+]|\d+[.)]|#{1,6}|>|\||```)(\s|$)|\s*\|")
# The end of a sentence, with closing quotes and marks; not after one capital letter (a name's
# initial).
_SENTENCE = re.compile(r"(?<=[^\s.][.?!])([\"')*\]]*)\s+(?=[\"'(*\[]*[A-Z0-9])")

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
    def root(self) -> Path:
        """The checkout that the text belongs to."""
        return self.path.parents[1 if self.path.parent.name == "lessons" else 2]

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
        If the file is missing, its front matter cannot be read, or a label stands twice.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"{path} is missing; restore it from the repository."
        raise TextError(message) from None
    try:
        notebook = jupytext.reads(content, fmt="md:myst")
    except (ValueError, yaml.YAMLError) as error:
        raise TextError(f"{path}: not readable as MyST Markdown: {error}.") from None
    about = {
        key: value
        for key, value in notebook.metadata.items()
        if key not in ("jupytext", "kernelspec")
    }
    lines, at, cells = content.splitlines(), 0, list[Cell]()
    for raw in notebook.cells:
        at = _found(lines, raw.source, at)
        cells.append(_cell(raw, at + 1))
        at += len(raw.source.splitlines())
    text = Text(path, about, tuple(cells))
    _refuse_double_labels(text)
    return text


def _found(lines: list[str], source: str, start: int) -> int:
    """Return where a cell's first line stands in the file; jupytext does not say."""
    first = source.splitlines()[0] if source else ""
    return next((at for at in range(start, len(lines)) if lines[at] == first), start)


def _cell(raw: nbformat.NotebookNode, line: int) -> Cell:
    metadata = dict(raw.metadata)
    label = str(metadata.pop("label", ""))
    if raw.cell_type == "code":
        return Cell("code", raw.source, label, (), line, metadata)
    kept, notes = list[str](), list[tuple[int, str]]()
    for number, text in enumerate(raw.source.splitlines(), line):
        found = _LABEL.fullmatch(text.strip())
        if found:
            label = found[1]
        elif text.startswith("%"):
            notes.append((number, text[1:].removeprefix(" ").rstrip()))
        else:
            kept.append(text)
    source, rows = (
        joined(re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")),
        tuple(raw.source.splitlines()),
    )
    return Cell("markdown", source, label, tuple(notes), line, metadata, rows)


def _refuse_double_labels(text: Text) -> None:
    first: dict[str, int] = {}
    for cell in text.cells:
        if cell.label and cell.label in first:
            raise TextError(
                f"{text.where(cell.line)}: the label {cell.label!r} stands already in line "
                f"{first[cell.label]}; give one of the two another name."
            )
        if cell.label:
            first[cell.label] = cell.line


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
