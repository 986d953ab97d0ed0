"""Answers and essays that are alike: pairs for a person to look at, and never a verdict.

Code is compared by its tokens with all names made one, essays by runs of words. What everybody was
given does not count: the exercise, the model answers, the record's own words, and what more than
half of a class has.
"""

import io
import keyword
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, count
from typing import TYPE_CHECKING, Literal, NamedTuple

import nbformat
import pandas as pd
from nbformat import NotebookNode

from .. import data
from ..exercise.task import Task
from .summary import one_line

if TYPE_CHECKING:
    from .course import Course
    from .tasks import Assignment

Kind = Literal["code", "essay"]
Run = tuple[str, ...]
# More than any honest answer; comparing costs time, and somebody may hand in a book.
MOST_TEXT = 20_000
MOST_PAIRS = 40
# Between two cells of code; no editor writes it.
_CELL = "\f"
_ENDS = count()
# Few enough that a pair of them is still looked at: what more share is known to a whole class.
FEW = 3
# One value may stand in an honest answer by chance.
LEAST_TYPED = 2


class Measure(NamedTuple):
    """How one kind of text is compared: the length of a run, and from where a pair is listed."""

    run: int
    least: int
    share: float


# Measured on the twelve essays of docs/instructor/essays and on the model answers (see the tests).
MEASURES: dict[Kind, Measure] = {"code": Measure(10, 15, 0.5), "essay": Measure(5, 12, 0.15)}


@dataclass(frozen=True)
class Pair:
    """Two learners whose texts are alike.

    Attributes
    ----------
    kind : str
        ``"code"``, all answers in code together, or ``"essay"``.
    one, other : str
        The learners.
    share : float
        Of the shorter text, the part that stands in the other too.
    shared : int
        Runs of words or tokens that both have and that were given to nobody.
    passage : str
        The longest piece that they share; in code, names are written as ``x``.
    """

    kind: Kind
    one: str
    other: str
    share: float
    shared: int
    passage: str

    def __str__(self) -> str:
        return f"{self.one} and {self.other}, {self.kind}: {self.share:.0%}. {self.passage}"


def pairs(course: "Course", name: str) -> list[Pair]:
    """Return the pairs of an assignment that a person should look at, the most alike first.

    Parameters
    ----------
    course : Course
    name : str
        The assignment, after `batch.grade`.

    Returns
    -------
    list of Pair
        At most `MOST_PAIRS`.
    """
    assignment, exercise = course.assignment(name)
    paths = {each.student: course.autograded(name, each.student) for each in course.results(name)}
    papers = {
        student: nbformat.read(path, as_version=4)
        for student, path in paths.items()
        if path.exists()
    }
    given = _given(assignment, exercise)
    found = [
        *alike("code", {who: code_of(paper, assignment) for who, paper in papers.items()}, given),
        *alike("essay", {who: essay_of(paper) for who, paper in papers.items()}, given),
    ]
    return sorted(found, key=lambda pair: -pair.share)[:MOST_PAIRS]


@dataclass(frozen=True)
class Typed:
    """An answer that holds the results of a function instead of computing them.

    Attributes
    ----------
    student, task : str
    values : tuple of str
        The accepted values that stand in it, as they were typed.
    """

    student: str
    task: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.student}, task {self.task}: {', '.join(self.values)} stand in the answer."


def typed(course: "Course", name: str) -> list[Typed]:
    """Return the answers in which at least two values stand that they were to compute.

    Whoever programs can read the values off the sealed answers of a notebook. Lines that a board
    gave are left out: there the values are typed by right.
    """
    assignment, exercise = course.assignment(name)
    accepted = course.key(name)["accepted"]
    given = {cell.id: set(_numbers(cell.source)) for cell in exercise.cells}
    found: list[Typed] = []
    for result in course.results(name):
        path = course.autograded(name, result.student)
        cells = nbformat.read(path, as_version=4).cells if path.exists() else []
        sources = {cell.id: cell.source[:MOST_TEXT] for cell in cells}
        for number, task in assignment.tasks.items():
            text = sources.get(f"task-{number}", "")
            if task.kind != "number" or not _is_function(task) or "by_hand(" in text:
                continue
            step = task.scale.step if task.scale else 0.0
            right = [value for of in accepted[number].values() for value in of]
            values = [
                said
                for said in dict.fromkeys(_numbers(text))
                if said not in given[f"task-{number}"]
                and "." in said
                and any(_same(said, value, step) for value in right)
            ]
            if len(values) >= LEAST_TYPED:
                found.append(Typed(result.student, number, tuple(values)))
    return found


def _is_function(task: Task) -> bool:
    return any("(" in probe.call for probe in task.probes)


def _numbers(text: str) -> Iterator[str]:
    """Yield the numbers that stand in code, without their signs."""
    return (found[0] for found in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?", text))


def _same(said: str, value: object, step: float) -> bool:
    return isinstance(value, float) and abs(float(said) - abs(value)) < step


def alike(kind: Kind, texts: Mapping[str, str], given: Iterable[str] = ()) -> list[Pair]:
    """Return the pairs of texts that share more than chance and what was given explain.

    Parameters
    ----------
    kind : str
        ``"code"`` or ``"essay"``.
    texts : mapping of str to str
        By learner.
    given : iterable of str
        Texts that everybody had.
    """
    measure = MEASURES[kind]
    known = {run for text in given for run in _runs(_pieces(kind, text), measure.run)}
    pieces = {who: _pieces(kind, text) for who, text in texts.items()}
    runs = {who: _within_cells(of, measure.run) - known for who, of in pieces.items()}
    holders: defaultdict[Run, list[str]] = defaultdict(list)
    for who, of in runs.items():
        for run in of:
            holders[run].append(who)
    usual = {run for run, of in holders.items() if len(of) > max(FEW, len(texts) / 2)}
    own = {who: of - usual for who, of in runs.items()}
    shared = Counter(
        pair
        for run, of in holders.items()
        if run not in usual
        for pair in combinations(sorted(of), 2)
    )
    found: list[Pair] = []
    for (one, other), both in shared.items():
        share = both / min(len(own[one]), len(own[other]))
        if both >= measure.least and share >= measure.share:
            passage = _longest(pieces[one], own[one] & own[other], measure.run)
            found.append(Pair(kind, one, other, share, both, one_line(" ".join(passage))))
    return sorted(found, key=lambda pair: -pair.share)


def told(found: Sequence[Pair | Typed]) -> str:
    """Return pairs and typed values as text for a person, with what they do not say."""
    if not found:
        return (
            "No two answers or essays are more alike than the exercise explains, and no answer "
            "holds the values that it was to compute."
        )
    return "\n".join(
        [
            (
                "Alike is not copied: look at both before you speak to anybody. Two who learned "
                "together, or from one source, write alike; who copies with care does not."
            ),
            *map(str, found),
        ]
    )


def table(found: Sequence[Pair]) -> pd.DataFrame:
    """Return the pairs as a table for the class report."""
    rows = [
        {
            "learners": f"{one_line(pair.one)}, {one_line(pair.other)}",
            "what": pair.kind,
            "alike": f"{pair.share:.0%}",
            "the longest piece": pair.passage,
        }
        for pair in found
    ]
    return pd.DataFrame(rows, columns=["learners", "what", "alike", "the longest piece"])


def typed_table(found: Sequence[Typed]) -> pd.DataFrame:
    """Return the answers that hold their values as a table for the class report."""
    rows = [
        {"learner": one_line(each.student), "task": each.task, "values": ", ".join(each.values[:9])}
        for each in found
    ]
    return pd.DataFrame(rows, columns=["learner", "task", "values"])


def code_of(paper: NotebookNode, assignment: "Assignment") -> str:
    """Return what a learner programmed: answers that are no choice of words, and cells of theirs.

    Lines that a board gave are left out: rightly filled in, they are the same for everybody.
    """
    free = {f"task-{number}" for number, task in assignment.tasks.items() if task.kind == "number"}
    cells = [
        cell.source
        for cell in paper.cells
        if cell.cell_type == "code" and (cell.id in free or cell.id.startswith("own-"))
    ]
    return _CELL.join(text for text in cells if "by_hand(" not in text)[:MOST_TEXT]


def essay_of(paper: NotebookNode) -> str:
    """Return a learner's essay."""
    return next((cell.source for cell in paper.cells if cell.id == "essay"), "")[:MOST_TEXT]


def _given(assignment: "Assignment", exercise: NotebookNode) -> list[str]:
    """Return the texts that everybody had, or could read in the kit."""
    events = data.load("events")
    texts = [cell.source for cell in (*exercise.cells, *assignment.notebook.cells)]
    texts += [mistake.code for task in assignment.tasks.values() for mistake in task.mistakes]
    return [*texts, *events["title"].fillna(""), *events["summary"].fillna("")]


def _pieces(kind: Kind, text: str) -> list[str]:
    if kind == "essay":
        return re.findall(r"\w+", text.casefold())
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    """Yield the tokens of code; all names are one, and layout and remarks do not count."""
    for cell in text.split(_CELL):
        yield from _tokens_of_cell(cell)
        # No run goes on from one cell into the next, where two right answers would seem to be one.
        yield f"{_CELL}{next(_ENDS)}"


def _tokens_of_cell(text: str) -> Iterator[str]:
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
                yield "x"
            elif token.type not in skipped and token.string:
                yield token.string
    except (tokenize.TokenError, SyntaxError, ValueError):
        # What is no Python to its end is compared as far as it is.
        return


def _runs(pieces: Sequence[str], length: int) -> Iterator[Run]:
    return zip(*(pieces[start:] for start in range(length)), strict=False)


def _within_cells(pieces: Sequence[str], length: int) -> set[Run]:
    return {run for run in _runs(pieces, length) if not any(_CELL in piece for piece in run)}


def _longest(pieces: Sequence[str], shared: set[Run], length: int) -> Sequence[str]:
    """Return the longest piece of a text that consists of shared runs."""
    best, begun = (0, 0), 0
    for place, run in enumerate(_runs(pieces, length)):
        if run not in shared:
            begun = place + 1
        elif place - begun >= best[1] - best[0]:
            best = begun, place + 1
    return pieces[best[0] : best[1] + length - 1]
