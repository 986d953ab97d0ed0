"""Editions of the kit in other languages, each made from the English texts and a catalogue.

`python -m resetcycle.authoring editions es` writes `notebooks/es/`, `exercises/es/` and `docs/es/`,
where its solutions are, too. Of a translator comes what is said, unit by unit; code, cells,
numbers, addresses and ids are those of the English texts. A unit that is not translated for sure is
said in English, and counted. Nobody edits an edition: what it says stands in `translations/es/`.
"""

import copy
import os
import re
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import NamedTuple

from babel.messages.catalog import Catalog
from nbformat import NotebookNode, from_dict

from .. import files, speech
from ..exercise import reasons
from . import built, catalogues, glossary, lessons, prose, shelves, solutions, units
from .lessons import ROOT, Filled, Part
from .prose import Piece
from .shelves import AT_RUN, SHELVES
from .text import TextError
from .units import Told

# Beside its words nothing of a unit may be other in another language. What the code says is
# written with more freedom; the catalogue that is read when it runs asks for its places.
COMPARED = tuple(name for name in SHELVES if name != "interface")
# Pages whose edition is read by the site alone.
SITE = ("index.md", "site/")
_WORD = re.compile(r"\w[\w'-]*")
_TARGET = re.compile(r"(\]\()([^)\s:#]+)(?=[)#\s])")
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)


# ---------------------------------------------------------------------------- what translators did


class Count(NamedTuple):
    """The units of a shelf, their English words, and how many of the units are translated."""

    units: int
    words: int
    translated: int

    @property
    def fallbacks(self) -> int:
        """How many units are said in English."""
        return self.units - self.translated


Counts = dict[str, Count]


class Translation(NamedTuple):
    """What translators wrote for a language: its shelves, and how the counted units stand."""

    language: str
    shelves: dict[str, Catalog]
    counts: Counts

    def told(self) -> Told:
        """Return what says a unit in the language, or as it is where no translation is sure.

        Raises
        ------
        TextError
            If a translation loses or invents what it has to keep; one line each.
        """
        if faults := list(self._faults()):
            raise TextError("\n".join(faults))
        said = {
            each.id: str(each.string)
            for shelf in self.shelves.values()
            for each in shelf
            if isinstance(each.id, str) and each.id and catalogues.is_ready(each)
        }
        return lambda unit: said.get(unit, unit)

    def _faults(self) -> Iterator[str]:
        for name in COMPARED:
            for each in self.shelves[name]:
                if isinstance(each.id, str) and each.id and catalogues.is_ready(each):
                    where = f"translations/{self.language}/{name}.po"
                    for fault in units.faults(each.id, str(each.string)):
                        yield f"{where}: the translation of {each.id!r} {fault}; mend it."

    def catalogue(self) -> speech.Catalogue:
        """Return what the kit says in the language when it runs."""
        return catalogues.compiled(*(self.shelves[name] for name in AT_RUN))


def translation(language: str, folder: Path = catalogues.TRANSLATIONS) -> Translation:
    """Read what translators wrote for a language, and count it by the texts of today.

    Raises
    ------
    TextError
        If nobody has begun that language.
    """
    if not (folder / language).is_dir():
        raise TextError(f'Nobody has begun {language!r}: "make lang LANG={language}" does.')
    with speech.in_english():
        today = catalogues.templates()
    read = {name: catalogues.updated(folder / language, name, today[name]) for name in SHELVES}
    return Translation(language, read, {name: _count(each) for name, each in read.items()})


def _count(shelf: Catalog) -> Count:
    every = [each for each in shelf if each.id]
    english = [each.id if isinstance(each.id, str) else each.id[0] for each in every]
    words = sum(len(_WORD.findall(units.KEPT.sub(" ", text))) for text in english)
    return Count(len(every), words, sum(map(catalogues.is_ready, every)))


def summed(counts: Counts) -> Count:
    """Return the counts of all shelves together."""
    return Count(*(sum(one[place] for one in counts.values()) for place in range(3)))


def listed(counts: Counts) -> str:
    """Return the counts as a table to print, a shelf a line."""
    rows = {**counts, "together": summed(counts)}
    head = f"{'shelf':<10} {'units':>7} {'words':>7} {'translated':>11} {'in English':>11}"
    return "\n".join(
        [
            head,
            *(
                f"{name:<10} {one.units:>7,} {one.words:>7,} {one.translated:>11,} "
                f"{one.fallbacks:>11,}"
                for name, one in rows.items()
            ),
        ]
    )


# ------------------------------------------------------------------------------------- what is made


class Edition(NamedTuple):
    """The texts of an edition, as the English ones lie and link: lessons with their numbers
    written, exercises and solutions, and pages, by their place in the checkout.
    """

    lessons: dict[str, Filled]
    exercises: dict[str, NotebookNode]
    pages: dict[str, str]

    def notebooks(self) -> dict[str, NotebookNode]:
        """Return lessons, exercises and solutions as notebooks."""
        return {place: one.notebook for place, one in self.lessons.items()} | self.exercises

    def origin(self, place: str) -> str:
        """Return the text that a person edits, of which a notebook is made."""
        lesson = self.lessons.get(place)
        return lesson.text.place if lesson else self.exercises[place].metadata["built"]["from"]


def made(translated: Translation) -> Edition:
    """Make the texts of an edition; no kernel is run.

    Raises
    ------
    TextError
        If a translation has faults, or a cell fails when the language is spoken.
    """
    told = translated.told()
    texts = [_filled(path) for path in lessons.sources()]
    solved = [_filled(path) for path in solutions.sources()]
    with speech.speaking(translated.catalogue()):
        edition = Edition(
            {_place(lessons.built_path(one.text.path)): _lesson(one, told) for one in texts},
            dict(pair for one in solved for pair in _exercise(one, told)),
            {_place(path): _page(path, told) for path in shelves.pages()},
        )
    for notebook in edition.notebooks().values():
        notebook.metadata["resetcycle"] = {"language": translated.language}
    return edition


@cache
def _filled(path: Path) -> Filled:
    """Return a text as it is in English, with its values; read once for all languages."""
    fill = lessons.fill if path.parent.name == "lessons" else solutions.fill
    with speech.in_english():
        filled = fill(path)
    if filled.faults:
        raise TextError("\n".join(filled.faults))
    return filled


def _lesson(english: Filled, told: Told) -> Filled:
    notebook = copy.deepcopy(english.notebook)
    for cell, part in zip(notebook.cells, english.parts, strict=True):
        if cell.cell_type == "markdown":
            cell.source = _joined(glossary.explained(_retold(english, part, told), told))
    about = notebook.metadata["lesson"]
    said = {name: told(about[name]) for name in shelves.HEADS}
    goals = [told(each) for each in about.get("objectives", [])]
    notebook.metadata["lesson"] = from_dict({**about, **said, "objectives": goals})
    return replace(english, notebook=notebook)


def _exercise(solved: Filled, told: Told) -> Iterator[tuple[str, NotebookNode]]:
    """Yield an exercise and its solution, whose model essay comes from the text.

    Of the code, an edition has the reasons above answers in its own words, for learners read them.
    """
    name = solved.text.path.stem
    essay = {
        part.name: _joined(_retold(solved, part, told))
        for part in solved.parts
        if part.name == "essay"
    }
    for folder, written in (("exercises", {}), ("solutions", essay)):
        place = f"{folder}/{name}/{name}.ipynb"
        notebook = built.read(ROOT / place, place)
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = written.get(cell.id) or units.said(cell.source, told)
            elif folder == "solutions":
                cell.source = reasons.retold(cell.source, told)
        yield place, notebook


def _retold(filled: Filled, part: Part, told: Told) -> tuple[Piece, ...]:
    cell = part.written_from
    return prose.retold(filled.text, cell, part.pieces, told) if cell else ()


def _joined(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _page(path: Path, told: Told) -> str:
    """Return a page without the notes of its makers, which are for the English one."""
    return units.said(_COMMENT.sub("", path.read_text(encoding="utf-8")), told)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --------------------------------------------------------------------------------- where it is laid


def build(language: str) -> tuple[list[Path], Counts]:
    """Write the notebooks and pages of an edition; return those that changed, and the counts.

    Raises
    ------
    TextError
        If somebody edited one of the notebooks by hand, or as in `made`.
    """
    translated = translation(language)
    edition = made(translated)
    texts = laid(edition, language)
    for place, content in texts.items():
        if isinstance(content, NotebookNode):
            built.refuse_edited(ROOT / place, content, _mend(content, language), ROOT)
    run = [
        replace(lesson, notebook=texts[place_in(place, language)])
        for place, lesson in edition.lessons.items()
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda lesson: lessons.execute(lesson, language), run))
    changed = [ROOT / place for place, content in texts.items() if _write(content, ROOT / place)]
    return changed, translated.counts


def stage(language: str, folder: Path, translations: Path = catalogues.TRANSLATIONS) -> Counts:
    """Write into a folder what the site shows of an edition, laid out and linked as in English.

    Lessons are not run: the site runs them for the state of their boards.

    Parameters
    ----------
    language : str
    folder : Path
        A file that is there already and holds the same is left as it is.
    translations : Path
        Where the files of translators lie.

    Returns
    -------
    Counts
        How much of it is translated, by shelf.
    """
    translated = translation(language, translations)
    edition = made(translated)
    for place, notebook in edition.notebooks().items():
        if not place.startswith("solutions/"):
            _write(notebook, folder / place)
    for place, page in edition.pages.items():
        # What is an anchor anywhere else is a label for Sphinx.
        _write(_ANCHOR.sub(r"(\1)=", page), folder / place)
    return translated.counts


def _write(content: NotebookNode | str, target: Path) -> bool:
    """Write what is new or changed; return whether it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, NotebookNode):
        return built.write(content, target)
    if target.exists() and target.read_text(encoding="utf-8") == content:
        return False
    files.write_whole(target, content)
    return True


def laid(edition: Edition, language: str) -> dict[str, NotebookNode | str]:
    """Return notebooks and pages by the places where they stand beside the English ones, with links
    that lead to the edition where it has the page.
    """
    pages = {place: page for place, page in edition.pages.items() if not place.startswith(SITE)}
    notebooks, own = copy.deepcopy(edition.notebooks()), places()
    for place, notebook in notebooks.items():
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = relinked(cell.source, place, language, own)
        built.stamped(notebook, edition.origin(place))
    linked = {
        place: f"<!-- Made from {place} and translations/{language}: edit those. -->\n\n"
        + relinked(page, place, language, own)
        for place, page in pages.items()
    }
    return {place_in(place, language): one for place, one in {**notebooks, **linked}.items()}


def _mend(notebook: NotebookNode, language: str) -> str:
    return (
        f"what it says stands in translations/{language}, its code in "
        f'{notebook.metadata["built"]["from"]}; change it there, "git checkout {{place}}" drops it.'
    )


def places() -> set[str]:
    """Return where the English texts stand that have an edition in the checkout."""
    read = [_place(lessons.built_path(path)) for path in lessons.sources()]
    read += [page for page in map(_place, shelves.pages()) if not page.startswith(SITE)]
    solved = [f"{path.stem}/{path.stem}.ipynb" for path in solutions.sources()]
    return {*read, *(f"{made}/{name}" for made in ("exercises", "solutions") for name in solved)}


def place_in(place: str, language: str) -> str:
    """Return where the edition of a page stands.

    Examples
    --------
    >>> place_in("docs/instructor/options.md", "es")
    'docs/es/instructor/options.md'
    >>> place_in("solutions/04-obama-reset/04-obama-reset.ipynb", "es")
    'docs/es/solutions/04-obama-reset/04-obama-reset.ipynb'
    """
    folder, _slash, rest = place.partition("/")
    # Every folder in solutions/ is an assignment to nbgrader.
    return f"docs/{language}/{place}" if folder == "solutions" else f"{folder}/{language}/{rest}"


def relinked(markdown: str, place: str, language: str, own: Collection[str]) -> str:
    """Return the text of a page with its links as they lead from where its edition stands.

    Parameters
    ----------
    markdown : str
        With the links of the English page.
    place : str
        Where the English page stands.
    language : str
    own : collection of str
        The places of the pages that have an edition.

    Examples
    --------
    >>> relinked("[a](../data/README.md), [b](x.md#c)", "docs/y.md", "es", ["docs/x.md"])
    '[a](../../data/README.md), [b](x.md#c)'
    """
    folder = dirname(place_in(place, language))

    def led(link: re.Match[str]) -> str:
        target = normpath(join(dirname(place), link[2]))
        return link[1] + relpath(place_in(target, language) if target in own else target, folder)

    return _TARGET.sub(led, markdown)
