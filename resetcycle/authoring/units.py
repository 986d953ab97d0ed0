"""Texts as the units that a translator meets: a paragraph, a heading, an item, a cell of a table.

A unit is one line of Markdown whose paragraphs are one line each, without the marks before it. What
says nothing is none: code, comments, rules of tables, addresses, numbers. The units of a text
are found in the same places when it is said in another language, so no mark is ever copied by hand:

    - **Do**: cut the record at the days that rivals name.

has two units, "Do" and "cut the record at the days that rivals name.". A lead in bold type is a
unit of its own, and so is the title of a source in brackets at the end: the same ones stand in many
places.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

# What stands before the words of a line: marks of quotations, items and headings.
_MARKS = re.compile(r"\s*(?:(?:>|[-*+]|\d+[.)]|[A-D]\.|#{1,6}|`\w+`:)\s+)*")
_LEAD = re.compile(r"(\*\*)([^*]+)(\*\*(?::|(?<=[.?!:]\*\*))\s+)")
_SOURCE = re.compile(r"(.*\S)( \(\[)([^]]+)(\]\([^)\s]+\)\))$")
# A line that says nothing: a comment, an anchor, an opened or closed tag, a block of the site.
_SILENT = re.compile(r"\s*(?:<!--.*|<a id=.*|</?[\w-]+[^>]*>|:{3,}.*|\(\w[\w-]*\)=|\+\+\+.*)\s*$")
_TAGGED = re.compile(r"(\s*<details><summary>)(.*)(</summary>\s*)$")
_RULE = re.compile(r"\s*\|?[\s:|-]+$")
_CELL = re.compile(r"((?<!\\)\|)")
# Of a list of pages, which the site alone reads: "Learn <site/learn>" and ":caption: Lessons".
_PAGE = re.compile(r"(:caption: )?(.+?)( <[^<>]+>)?$")
_LISTS = "```{toctree}"
_WORDS = re.compile(r"[^\W\d_]{2}")
# What a translation keeps as it is: code, what the build fills in, addresses, ids, tags.
KEPT = re.compile(
    r"```[\s\S]*?```|`[^`]+`|\{\{[^{}]*\}\}|\{\w+\}|\]\([^)\s]*|https?://[^\s)\"'<>]+|<[^<>]+>"
)
# A number as any language writes it: its digits, without what sets them apart.
_APART = re.compile(r"(?<=\d)(?<!(?<!\d)0)[,.\u00a0\u202f ](?=\d{3}(?!\d))")
# Of a share, the zero that some write before the point and others leave out.
_ZERO = re.compile(r"(?<![\d.,])0?[.,](?=\d)")
# Where a billion is a million of millions, what English counts in billions is counted in millions.
_BILLIONS = re.compile(r"(\d+(?:\.\d+)?) billion\b")
_FORM = re.compile(r"\{\{\s*(\w+)[^{}]*\}\}")

Told = Callable[[str], str]


class Part(NamedTuple):
    """A stretch of a text: what is kept as it is, or a unit."""

    text: str
    is_unit: bool


def units(markdown: str) -> list[str]:
    r"""Return the units of a text in order, each as often as it stands there.

    Examples
    --------
    >>> units("# A title\n\nA sentence, and one more.\n\n| a word | 12 |\n|---|---|")
    ['A title', 'A sentence, and one more.', 'a word']
    """
    return [part.text for part in parts(markdown) if part.is_unit]


def said(markdown: str, told: Told) -> str:
    """Return a text with each unit as `told` says it.

    Examples
    --------
    >>> said("- **Do**: cut it.", str.upper)
    '- **DO**: CUT IT.'
    """
    return "".join(told(part.text) if part.is_unit else part.text for part in parts(markdown))


def parts(markdown: str) -> Iterator[Part]:
    """Yield a text in its parts; joined, they are the text again."""
    lines, fence = _without_front(markdown).split("\n"), ""
    front = markdown[: len(markdown) - len(_without_front(markdown))]
    if front:
        yield Part(front, is_unit=False)
    silent = False
    for at, line in enumerate(lines):
        if at:
            yield Part("\n", is_unit=False)
        silent |= line.startswith("<!--")
        opened = line.lstrip().startswith("```")
        if opened or silent:
            fence = "" if fence else line.strip() if opened else fence
            yield Part(line, is_unit=False)
        elif fence:
            yield from _listed(line) if fence.startswith(_LISTS) else [Part(line, is_unit=False)]
        else:
            yield from _of_line(line)
        silent &= "-->" not in line


def _without_front(markdown: str) -> str:
    """Return a text without what stands between two lines of dashes at its head."""
    found = re.match(r"---\n.*?\n---\n+", markdown, re.DOTALL)
    return markdown[found.end() :] if found else markdown


def _of_line(line: str) -> Iterator[Part]:
    if _SILENT.match(line) or _RULE.match(line):
        yield Part(line, is_unit=False)
    elif found := _TAGGED.match(line):
        yield from _around(found[1], found[2], found[3])
    elif line.lstrip().startswith("|"):
        for cell in _CELL.split(line):
            bare = cell.strip()
            before, after = cell[: len(cell) - len(cell.lstrip())], cell[len(cell.rstrip()) :]
            yield from _around(before, bare, after) if bare else [Part(cell, is_unit=False)]
    else:
        marks = _MARKS.match(line)
        head = marks[0] if marks else ""
        yield from _led(head, line[len(head) :])


def _led(head: str, rest: str) -> Iterator[Part]:
    """Yield what stands behind the marks of a line, its lead apart."""
    ending = rest[len(rest.rstrip()) :]
    if found := _LEAD.match(rest):
        yield from _around(head + found[1], found[2], found[3])
        head, rest = "", rest[found.end() :]
    if found := _SOURCE.match(rest):
        yield from _around(head, found[1], found[2])
        head, rest, ending = "", found[3], found[4]
    yield from _around(head, rest.rstrip(), ending)


def _listed(line: str) -> Iterator[Part]:
    found = _PAGE.match(line)
    if found and (found[1] or found[3]):
        yield from _around(found[1] or "", found[2], found[3] or "")
    else:
        yield Part(line, is_unit=False)


def _around(before: str, text: str, after: str) -> Iterator[Part]:
    # What is kept is no word: "`rc.show`" alone, or an address.
    if _WORDS.search(KEPT.sub(" ", text)):
        yield from (Part(before, is_unit=False), Part(text, is_unit=True))
        yield Part(after, is_unit=False)
    else:
        yield Part(before + text + after, is_unit=False)


def faults(english: str, said: str) -> list[str]:
    """Return what a translation loses or invents of what it has to keep, one sentence each.

    Kept are numbers, and code, addresses, ids, tags and places to fill; the form in which a place
    is filled may be another.

    Examples
    --------
    >>> faults("At {{end:.1f}}, 1,543 acts in `x`.", "En {{end}}, 1543 actos en `x`.")
    []
    >>> faults("A share of .67, or .005", "Una parte de 0,67, o 0,005")
    []
    >>> faults("1.6 billion dollars", "1600 millones de dólares")
    []
    >>> faults("12 acts, see [here](a.md).", "21 actos, véase [aquí](b.md).")
    ["keeps not '](a.md', '12'", "has too much: '](b.md', '21'"]
    """
    in_millions = _BILLIONS.sub(lambda number: f"{float(number[1]) * 1000:.0f}", english)
    after = _kept(said)
    before = _kept(in_millions if _kept(in_millions) == after else english)
    lost, found = list((before - after).elements()), list((after - before).elements())
    told = [("keeps not", lost), ("has too much:", found)]
    return [f"{what} {', '.join(map(repr, which))}" for what, which in told if which]


def _kept(text: str) -> Counter[str]:
    named = _FORM.sub(r"{{\1}}", text)
    plain = _ZERO.sub(" ", _APART.sub("", KEPT.sub(" ", named)))
    numbers = re.findall(r"\d+", plain)
    return Counter([*KEPT.findall(named), *numbers])
