"""What is translated: every unit of the kit's texts, on six shelves by the kind of text.

The sentences of the code are found by Babel, at the doors of `speech`; those of the tables by the
marks of the data package; those of lessons, exercises and pages by the room `units`.
"""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from babel.messages.extract import extract_from_file

from .. import assigned, data
from ..exercise.reasons import reasons
from . import lessons, named, solutions, units
from .lessons import ROOT
from .text import Text, read

COMMENTS = ("L10N:",)
# Pages beside the notebooks that have an edition in every language.
PAGES = (
    "index.md",
    "site/*.md",
    "exercises/README.md",
    "docs/glossary.md",
    "docs/further-reading.md",
    "docs/instructor/*.md",
)
# What a lesson's head says to a learner, beside its objectives.
HEADS = ("title", "question", "method")
# What an exercise's table says to a learner, by the names of its entries; the rest is for code.
SAID_OF_TASKS = (
    *("title", "outcome", "hint", "hints", "right", "unit", "asks", "mistakes", "choices"),
    *("text", "look_again", "why", "yes", "no"),
)


class Unit(NamedTuple):
    """What a translator meets: a text, the file that has it, and what is said to the translator."""

    text: str | tuple[str, str]
    place: str
    comments: tuple[str, ...] = ()
    context: str | None = None


class Side(NamedTuple):
    """One half of the kit: where its sentences stand, and the doors that they go through."""

    folder: str
    files: str
    method: str
    doors: dict[str, tuple[int, ...] | None]


PYTHON = Side("resetcycle", "**/*.py", "python", {"_": None, "N_": None, "ngettext": (1, 2)})
SITE = Side("site", "*.py", "python", PYTHON.doors)
BROWSER = Side("front/src", "**/*.ts", "javascript", {"t": None, "n": (1, 2)})


def _of_code() -> Iterator[Unit]:
    """Yield what Python and the browser say."""
    for side in (PYTHON, SITE, BROWSER):
        for path in sorted((ROOT / side.folder).glob(side.files)):
            for _line, message, comments, context in _said_in(path, side):
                yield Unit(message, _place(path), tuple(comments), context)


def _said_in(path: Path, side: Side) -> list[Any]:
    return extract_from_file(side.method, path, side.doors, COMMENTS, strip_comment_tags=True)


def _of_data() -> Iterator[Unit]:
    """Yield the labels of the tables, as the data package marks them."""
    for resource in data.package()["resources"]:
        place, table = f"data/{resource['path']}", data.load(resource["name"])
        for field in resource["schema"]["fields"]:
            if "translated" in field:
                yield from (Unit(str(text), place) for text in table[field["name"]].dropna())


def _of_labels() -> Iterator[Unit]:
    """Yield the labels of the tables, and those that lessons and exercises give of their own."""
    yield from _of_data()
    exercises = [f"exercises/{path.stem}/{path.stem}.ipynb" for path in solutions.sources()]
    for place in (*(f"notebooks/{path.stem}.ipynb" for path in lessons.sources()), *exercises):
        for cell in nbformat.read(ROOT / place, as_version=4).cells:
            if cell.cell_type == "code":
                yield from (Unit(said, place) for said in named.phrases(cell.source))


def _of_tasks() -> Iterator[Unit]:
    """Yield what tasks say: titles, hints, mistakes, cards."""
    for row in assigned.rows().values():
        yield from (Unit(text, "exercises/tasks.json") for text in said_of(row))
    for path in sorted(ROOT.glob("solutions/*/tasks.toml")):
        yield from (Unit(text, _place(path)) for text in _of_pools(path))


def _of_pools(path: Path) -> Iterator[str]:
    """Yield the cards that cohorts draw; why an answer is right stands in the solutions."""
    for task in tomllib.loads(path.read_text(encoding="utf-8"))["task"]:
        for item in task.get("items", {}).values():
            yield from (item[name] for name in ("text", "look_again") if item.get(name))


def said_of(row: object, name: str = "") -> Iterator[str]:
    """Yield what an entry of the table of tasks says to a learner."""
    if isinstance(row, dict):
        for key, value in row.items():
            yield from said_of(value, key)
    elif isinstance(row, list):
        for each in row:
            yield from said_of(each, name)
    elif isinstance(row, str) and row and name in SAID_OF_TASKS:
        yield row


def _of_lessons() -> Iterator[Unit]:
    """Yield the paragraphs of lessons, and what their heads say of them."""
    for path in lessons.sources():
        text = read(path)
        yield from (Unit(said, text.place) for said in said_of_head(text))
        yield from _of_cells(text, "")


def said_of_head(text: Text) -> list[str]:
    """Return title, question, method and objectives of a lesson."""
    about: dict[str, Any] = text.about["lesson"]  # pyright: ignore[reportAssignmentType]
    return [*(about[name] for name in HEADS), *about.get("objectives", [])]


def _of_cells(text: Text, label: str) -> Iterator[Unit]:
    for cell in text.cells:
        if cell.kind == "markdown" and label in ("", cell.label):
            yield from (Unit(said, text.place) for said in units.units(cell.source))


def _of_exercises() -> Iterator[Unit]:
    """Yield the paragraphs of exercises, and of their solutions the model essays and reasons."""
    for path in solutions.sources():
        exercise = ROOT / "exercises" / path.stem / f"{path.stem}.ipynb"
        for cell in nbformat.read(exercise, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield from (Unit(said, _place(exercise)) for said in units.units(cell.source))
        yield from _of_cells(read(path), "essay")
        solved = path.with_suffix(".ipynb")
        for cell in nbformat.read(solved, as_version=4).cells:
            if cell.cell_type == "code":
                yield from (Unit(one.why, _place(solved)) for one in reasons(cell.source))


def _of_pages() -> Iterator[Unit]:
    """Yield the paragraphs of the pages that stand beside lessons and exercises."""
    for path in pages():
        markdown = path.read_text(encoding="utf-8")
        yield from (Unit(said, _place(path)) for said in units.units(markdown))


def pages() -> list[Path]:
    """Return the pages that have an edition in every language."""
    return [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Shelf(NamedTuple):
    """One kind of texts, in a file of its own."""

    head: str
    units: Callable[[], Iterator[Unit]]


# What is said when the kit runs stands first; what stands on two shelves is put on the first.
SHELVES = {
    "interface": Shelf(
        "What charts, boards, checks and the site say, as the code has it.", _of_code
    ),
    "labels": Shelf("Titles and labels of the tables.", _of_labels),
    "tasks": Shelf("What tasks say: titles, hints, mistakes, cards.", _of_tasks),
    "lessons": Shelf("The lessons.", _of_lessons),
    "exercises": Shelf("The exercises and their model essays.", _of_exercises),
    "pages": Shelf("Glossary, run sheets, study guides and pages of the site.", _of_pages),
}
AT_RUN = ("interface", "labels", "tasks")
# Short texts that mean one thing in the code and another on a page, which translates them anew: an
# entry of the glossary is no button, and "for" stands above minutes as well as beside "against".
APART = ("Brier score", "Reset", "for", "none", "open")
