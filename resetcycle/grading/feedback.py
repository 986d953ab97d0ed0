"""The page that a learner gets back, in the language of their copy; named in `nbgrader_config.py`.

nbgrader makes it from the graded notebook and the gradebook, which are in English for who grades.
Here the words of its template, the exercise, the checks' sentences and what the kit itself said
in the comments are put into the learner's language. What a person typed stays as it was typed.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, combinations
from typing import Any, cast

import nbformat
from jinja2 import BaseLoader, Environment
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from .. import rubric
from ..speech import N_, _, catalogue_of, in_english, speaking, spoken
from ..words import marked
from . import own_words
from .course import Course
from .decisions import TO_ALL
from .ledger import on_length
from .team import of_line, of_mean

# The words of nbgrader's template, of two that begin alike the longer one first.
WORDS = (
    N_("Test cell"),
    N_("Coding free-response"),
    N_("Written response"),
    N_("Late submission penalty"),
    N_("Student's answer"),
    N_("Student's task"),
    N_("Grade cell:"),
    N_("Comments:"),
    N_("Comment"),
    N_("Score:"),
    N_("Task:"),
    N_("Task"),
    N_("(Top)"),
)
_WORDS = re.compile("|".join(map(re.escape, WORDS)))
TEMPLATE = "index.html.j2"
# nbgrader's page is made for a desk: a phone shrinks it, and leaves columns of a few letters
# beside the signs of cells. Here cells take the width, and what is wider moves in its own place.
HEAD = """\
<meta content="width=device-width, initial-scale=1" name="viewport"/>
<style>
.rendered_html, .output_html, .input_area { overflow-x: auto; }
div.output_area pre { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 768px) {
  div.cell, div.input, div.output_area { display: block; }
  div.prompt { min-width: 0; padding: 0; text-align: left; }
  div.prompt:empty { display: none; }
  body > .container, #notebook, #notebook-container { padding: 0; }
  #notebook-container { box-shadow: none; }
  .panel, .panel-body, .inner_cell, div.output_subarea { max-width: 100%; overflow-wrap: anywhere; }
  div.nbgrader_cell .panel-heading { height: auto; overflow: hidden; }
}
</style>
"""
# No line of ours in a comment is longer, but those that are known as a whole.
_LONG = 300

Resources = dict[str, Any]
Source = tuple[str, str | None, Callable[[], bool] | None]


class Page(HTMLExporter):
    """nbgrader's page of feedback, made while the language of the notebook is spoken."""

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: object
    ) -> tuple[str, Resources]:
        """Return the page as HTML."""
        with speaking(catalogue_of(own_words.language_of(nb))):
            return super().from_notebook_node(nb, resources, **kw)

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.loader = _Spoken(cast("BaseLoader", environment.loader))
        environment.filters["said"] = _
        environment.filters["marked"] = lambda number: marked(str(number))
        environment.filters["with_lang"] = _with_lang
        return environment


class _Spoken(BaseLoader):
    """Finds templates as another loader does, and lets nbgrader's say its words by our door."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: Environment, template: str) -> Source:
        source, path, is_current = self._loader.get_source(environment, template)
        if template == TEMPLATE:
            source = _WORDS.sub(lambda word: f"{{{{ {word[0]!r} | said }}}}", source)
            source = source.replace("| round(2) }}", "| round(2) | marked }}")
            source = source.replace("</head>", f"{HEAD}</head>")
            source = source.replace("<html>", "{{ '<html>' | with_lang }}")
        return source, path, is_current


def _with_lang(tag: str) -> str:
    """Return a tag that says the language of a page; English pages are as nbgrader has them."""
    language = spoken().replace("_", "-")
    return tag if language == "en" else tag.replace(">", f' lang="{language}">')


class InOwnWords(NbGraderPreprocessor):
    """Puts a graded notebook, with its comments, into the language that is spoken."""

    root = Unicode(help="The checkout.").tag(config=True)
    cohort = Unicode(help="The cohort of the class; empty for the public exercises.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook as its learner reads it."""
        if spoken() == "en":
            return nb, resources
        course, name = Course(self.cohort, self.root), resources["nbgrader"]["assignment"]
        texts, noted = _edition(course, name), own_words.noted(nb)
        known = _rubric(course, name)
        for cell in nb.cells:
            mark = own_words.name_of(cell)
            if cell.cell_type == "markdown":
                cell.source = texts.get(mark, cell.source)
            elif mark in noted:
                if mark.startswith("check-"):
                    known |= zip(own_words.texts(cell), noted[mark], strict=False)
                cell.outputs = list(map(_shown, noted[mark]))
        for cell in nb.cells:
            if comment := cell.metadata.get("nbgrader", {}).get("comment"):
                cell.metadata.nbgrader.comment = again(comment, known)
        return nb, resources


def _shown(text: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name="stdout", text=text)


def _edition(course: Course, name: str) -> dict[str, str]:
    """Return by name of a cell the texts of the exercise in the language that is spoken."""
    path = course.exercise_file(name, spoken())
    if not path.exists():
        return {}
    cells = nbformat.read(path, as_version=4).cells
    return {
        own_words.name_of(cell): cell.source
        for cell in cells
        if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader", {}).get("solution")
    }


def _rubric(course: Course, name: str) -> dict[str, str]:
    """Return all lines that the rubric may put into a comment, by the English ones."""

    def said() -> list[str]:
        some = [combinations(rubric.LEVELS, n) for n in range(1, len(rubric.LEVELS) + 1)]
        levels = [*chain(*some)]
        return [of_line(line, each) for line in course.rubric(name) for each in levels]

    with in_english():
        english = said()
    return dict(zip(english, said(), strict=True))


def again(comment: str, known: dict[str, str]) -> str:
    """Return a comment with what the kit said in it in the language that is spoken.

    Parameters
    ----------
    comment : str
        As the gradebook has it: the kit's sentences in English, and what persons typed.
    known : dict of str to str
        Sentences that the kit may have said, by the English ones.
    """
    for english, own in known.items():
        if comment.startswith(english):
            comment = own + comment.removeprefix(english)
    return "\n".join(known.get(line) or _line(line) for line in comment.split("\n"))


def _line(line: str) -> str:
    """Return a line in the language that is spoken if it is one of ours, else as it was typed."""
    for said in TO_ALL.values():
        begins = said.format(why="")
        if line.startswith(begins):
            return _(said, why=line.removeprefix(begins))
    if len(line) <= _LONG:
        for say in _by_numbers(line):
            with in_english():
                is_so = say() == line
            if is_so:
                return say()
    return line


def _by_numbers(line: str) -> Iterator[Callable[[], str]]:
    """Yield the sentences of ours that a line may be, told again from the numbers in it."""
    numbers = [float(digits) for digits in re.findall(r"\d+(?:\.\d+)?", line)]
    first, *others = numbers or [0.0]
    yield partial(on_length, int(first))
    if others:
        # Of the points without a limit only their sum is told, and what was taken off.
        full, earned, most, *off = map(int, others if len(others) > 2 else _unlimited(*numbers))
        yield rubric.Points(earned, most, sum(off), full).told
    if len(others) > 1:
        yield partial(of_mean, first, others[0], others[1:])


def _unlimited(total: float, full: float, off: float = 0) -> tuple[float, ...]:
    # An essay that loses more than it has is told to have none.
    return full, min(total + off, full), full, off
