"""A class at a glance: tables and sentences, computed from the results of grading.

What learners wrote appears in tables only, as one short line each; `tables.Table` escapes it. The
drawings of the same are in `pictures`, and none of them holds any of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, cast

import pandas as pd

from .. import agreement, answers, rubric, sharing, tables, words
from ..exercise.task import Task
from ..rubric import Line
from ..speech import ngettext
from .decisions import Decision, open_requests
from .ledger import Past
from .result import Mark, Result

if TYPE_CHECKING:
    from .tasks import Assignment

COUNTED = ("graded", "repaired", "partly")
STATUSES = {
    "graded": "run as handed in",
    "repaired": "run after a repair, on a copy",
    "partly": "run without a cell that could not be run",
    "timeout": "stopped because it did not end",
    "died": "stopped without a report, twice",
    "unreadable": "could not be opened",
}
# JupyterLab typesets formulas inside tables, links and all; these wide signs look alike and begin
# none.
_NO_FORMULA = str.maketrans({"$": "\uff04", "\\": "\uff3c"})


class Sentence(str):
    """What is said where there is nothing to draw: shown without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def one_line(text: object, most: int = 160) -> str:
    r"""Return anything as one short line, without control signs, line breaks or formulas.

    Parameters
    ----------
    text : object
    most : int
        Characters.

    Examples
    --------
    >>> one_line("a\nb\u202ec" + 200 * "d", most=12)
    'a b cdddd...'
    """
    letters = [letter if letter.isprintable() else " " for letter in str(text)[: 10 * most]]
    line = " ".join("".join(letters).split())
    return (line if len(line) <= most else line[: most - 3] + "...").translate(_NO_FORMULA)


def listed(frame: pd.DataFrame, otherwise: str) -> tables.Table | Sentence:
    """Return a table for reading, or, if it has no rows, a sentence."""
    return tables.show(frame) if len(frame) else Sentence(otherwise)


def _frame(rows: Iterable[Mapping[str, object]], *columns: str) -> pd.DataFrame:
    """Return rows as a table; one without rows has its columns all the same."""
    return pd.DataFrame(list(rows), columns=list(columns))


# ----------------------------------------------------------------------------------------- who


def overview(results: Sequence[Result]) -> Sentence:
    """Return in a few words how many submissions there are, of which status, and how many essays.

    Parameters
    ----------
    results : list of Result
        As from `Course.results`.

    Returns
    -------
    Sentence
    """
    if not results:
        return Sentence("Nothing of this assignment has been graded yet.")
    table = status(results)
    counts = zip(table["submissions"], table["status"], strict=True)
    bare = sum(not result.isolated for result in results)
    return Sentence(
        f"{submissions(len(results))}, the last of {words.day(last_day(results))}: "
        f"{', '.join(f'{count} {name}' for count, name in counts)}. "
        f"With an essay: {n_essays(results)}."
        + f" Without a sandbox: {bare}; their code ran with the rights of whoever graded."
        * bool(bare)
    )


def status(results: Sequence[Result]) -> pd.DataFrame:
    """Return how many submissions have which status: ``status``, ``meaning``, ``submissions``."""
    found = [result.status for result in results]
    rows = (
        {"status": name, "meaning": meaning, "submissions": found.count(name)}
        for name, meaning in STATUSES.items()
        if name in found
    )
    return _frame(rows, "status", "meaning", "submissions")


def people(results: Sequence[Result]) -> pd.DataFrame:
    """Return the submissions that want a person: ``student``, ``status`` and ``why``."""
    rows = (
        {
            "student": one_line(result.student),
            "status": result.status,
            "why": one_line(" ".join(result.notes), most=400),
        }
        for result in results
        if result.status not in COUNTED
    )
    return _frame(rows, "student", "status", "why")


def submissions(n: int) -> str:
    """Return a number of submissions in words."""
    return ngettext("{n} submission", "{n} submissions", n)


def counted(results: Sequence[Result]) -> list[Result]:
    """Return the results whose points are final: those that do not want a person."""
    return [result for result in results if result.status in COUNTED]


def last_day(results: Sequence[Result]) -> pd.Timestamp:
    """Return the day on which the last submission was handed in."""
    return pd.Timestamp(max(result.handed_in for result in results)).normalize()


def n_essays(results: Sequence[Result]) -> int:
    """Return how many submissions have an essay."""
    return sum(bool(result.words) for result in results)


# --------------------------------------------------------------------------------------- tasks


def scores(results: Sequence[Result]) -> pd.DataFrame:
    """Return what each learner's tasks earned, without those that want a person.

    Returns
    -------
    pandas.DataFrame
        ``student``, ``points``, in half points, and ``of``; no essay.
    """
    rows = (
        {
            "student": one_line(result.student),
            "points": sum(mark.points for mark in result.tasks.values()),
            "of": sum(mark.of for mark in result.tasks.values()),
        }
        for result in counted(results)
    )
    return _frame(rows, "student", "points", "of")


def tasks(results: Sequence[Result], assignment: "Assignment") -> pd.DataFrame:
    """Return how each task went, the hardest first.

    Parameters
    ----------
    results : list of dict
    assignment : tasks.Assignment
        For the tasks' titles.

    Returns
    -------
    pandas.DataFrame
        ``task``, ``title``, ``points``; the numbers of learners: ``right``, ``in part`` (some of
        the points), ``wrong`` (none of them), ``no answer``; and ``mean points``, by which the
        hardest is found.
    """
    rows: list[dict[str, object]] = []
    for number, task in assignment.tasks.items():
        marks = _marks(results, number)
        right = sum(mark.points >= mark.of for mark in marks)
        blank = sum(_is_blank(mark) for mark in marks)
        part = sum(0 < mark.points < mark.of for mark in marks)
        mean = sum(mark.points for mark in marks) / len(marks) if marks else 0.0
        rows.append(
            {
                "task": number,
                "title": task.title,
                "points": task.points,
                "right": right,
                "in part": part,
                "wrong": len(marks) - right - part - blank,
                "no answer": blank,
                "mean points": round(mean, 2),
            }
        )
    table = pd.DataFrame(rows)
    hardest_first = (table["mean points"] / table["points"]).sort_values(kind="stable").index
    return table.loc[hardest_first].reset_index(drop=True)


def mistakes(results: Sequence[Result], assignment: "Assignment", most: int = 3) -> pd.DataFrame:
    """Return the commonest wrong answers to each task, the hardest task first.

    Parameters
    ----------
    results : list of dict
    assignment : tasks.Assignment
    most : int
        How many for each task.

    Returns
    -------
    pandas.DataFrame
        ``task``; ``what the learner was told``, by which answers are put together; ``learners``,
        their number; and ``an example``, the answer that most of them gave. Answers that were left
        blank are in `tasks`.
    """
    rows: list[dict[str, object]] = []
    for number in tasks(results, assignment)["task"]:
        task, told = assignment.tasks[number], dict[str, list[str]]()
        for mark in _marks(results, number):
            if mark.points < mark.of and not _is_blank(mark):
                example = _example(mark.answer, task)
                told.setdefault(_said(mark.said, number), []).append(example)
        common = sorted(told.items(), key=lambda pair: -len(pair[1]))[:most]
        rows.extend(
            {
                "task": f"{number}. {task.title}",
                "what the learner was told": said,
                "learners": len(given),
                "an example": max(given, key=given.count),
            }
            for said, given in common
        )
    return _frame(rows, "task", "what the learner was told", "learners", "an example")


def _marks(results: Sequence[Result], number: str) -> list[Mark]:
    return [result.tasks[number] for result in counted(results) if number in result.tasks]


def _is_blank(mark: Mark) -> bool:
    return not mark.points and mark.said.endswith(": no answer.")


def _said(said: str, number: str) -> str:
    return one_line(re.sub(rf"^Task {number}\. Not yet\W+", "", said), most=300)


def _example(answer: object, task: Task) -> str:
    """Return an answer as a short text, or nothing if it is not well formed.

    What was said tells it then.
    """
    if not isinstance(answer, list):
        return ""
    entries = cast("list[object]", answer)
    texts = [_entry(value) for value in entries[:20]]
    if task.shape == "mapping" and len(task.keys) == len(entries):
        pairs = zip(task.keys, texts, strict=False)  # of the first twenty
        return one_line("; ".join(f"{key}: {text}" for key, text in pairs), most=240)
    return one_line(", ".join(texts), most=240)


def _entry(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return one_line(value, most=60) if isinstance(value, str | int) else "?"


# -------------------------------------------------------------------------------------- essays


def essays(
    results: Sequence[Result], marks: pd.DataFrame, waiting: Sequence[str] | None = None
) -> Sentence:
    """Return in a few words how many essays there are and how many have been read, and by whom.

    Parameters
    ----------
    results : list of dict
    marks : pandas.DataFrame
        One row a mark: ``grader``, ``student``, ``criterion_id``, ``mark`` (0 to 3, or empty).
    waiting : list of str, optional
        Whose essay has no mark in the gradebook.

    Returns
    -------
    Sentence
    """
    marks = _given(marks)
    graders = [one_line(grader) for grader in marks["grader"].unique()]
    read = (
        f"{marks['student'].nunique()} have marks, by {words.listed(graders)}"
        if graders
        else "none has been marked yet"
    )
    still = "" if waiting is None else f" Without a mark in the gradebook: {len(waiting)}."
    return Sentence(f"Essays handed in: {n_essays(results)}; {read}.{still}")


def decided(lines: Sequence[Decision]) -> pd.DataFrame:
    """Return what was decided and asked, as `decisions.read` has it, for reading."""
    still = open_requests(lines)
    rows = (
        {
            "day": line.when[:10],
            "what": line.what + " (open)" * (line in still),
            "task": one_line(line.task),
            "learner": one_line(line.student or "everybody"),
            "who": one_line(line.who),
            "why": one_line(line.why, most=300),
        }
        for line in lines
    )
    return _frame(rows, "day", "what", "task", "learner", "who", "why")


def past(marks: Sequence[Past]) -> pd.DataFrame:
    """Return the marks that no longer count, as `Ledger.history` has them, for reading."""
    rows = (
        {
            "when": mark.when,
            "learner": one_line(mark.student),
            "of": one_line(mark.cell),
            "points": mark.points,
            "why": mark.why,
        }
        for mark in marks
    )
    return _frame(rows, "when", "learner", "of", "points", "why")


def spread(marks: pd.DataFrame, lines: Sequence[Line] | None = None) -> pd.DataFrame:
    """Return how often each line of the rubric was given each level.

    Parameters
    ----------
    marks : pandas.DataFrame
        As for `essays`; every mark of every grader counts.
    lines : sequence of rubric.Line, optional
        The rubric; by default the kit's.

    Returns
    -------
    pandas.DataFrame
        The rubric's criteria in rows, in its order, by name; levels 0 to 3 in columns; no rows
        without marks.
    """
    marks, names = _given(marks), _criteria(lines)
    counts = pd.crosstab(marks["criterion_id"], marks["mark"])
    counts = counts.reindex(index=names.index, columns=list(rubric.LEVELS), fill_value=0)
    if marks.empty:
        return counts.iloc[:0]
    return counts.set_axis(names).rename_axis(index="criterion", columns="level")


def graders_agree(marks: pd.DataFrame, lines: Sequence[Line] | None = None) -> pd.DataFrame:
    """Return how far each two graders agree on each line of the rubric.

    Parameters
    ----------
    marks : pandas.DataFrame
        As for `essays`.
    lines : sequence of rubric.Line, optional
        The rubric; by default the kit's.

    Returns
    -------
    pandas.DataFrame
        ``graders``, ``line of the rubric``, ``essays`` (read by both), ``weighted kappa``
        (quadratic; empty where both gave one level to all) and ``equal marks``, a share in words;
        no rows if no essay has two graders.
    """
    marks = _given(marks)
    rows = [
        row
        for criterion, name in _criteria(lines).items()
        for row in _pairs(marks, criterion, name)
    ]
    columns = ("graders", "line of the rubric", "essays", "weighted kappa", "equal marks")
    return _frame(rows, *columns).sort_values("graders", kind="stable", ignore_index=True)


def _pairs(marks: pd.DataFrame, criterion: object, name: str) -> Iterator[dict[str, object]]:
    """Compare each two graders on one line of the rubric, if an essay was read by both."""
    here = marks[marks["criterion_id"] == criterion]
    table = here.pivot(  # noqa: PD010 - a second mark would be a fault that no mean should hide
        index="student", columns="grader", values="mark"
    )
    for first, second in combinations(table.columns, 2):
        both = table[[first, second]].dropna()
        if len(both):
            one, other = both[first], both[second]
            yield {
                "graders": f"{one_line(first)}, {one_line(second)}",
                "line of the rubric": name,
                "essays": len(both),
                "weighted kappa": agreement.weighted_kappa(one, other, rubric.LEVELS),
                "equal marks": f"{(one == other).mean():.0%}",
            }


def _given(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the marks that were given, in whole numbers.

    A frame without rows may have no columns either.
    """
    marks = marks.reindex(columns=["grader", "student", "criterion_id", "mark"])
    return marks.dropna(subset=["mark"]).astype({"mark": int})


def _criteria(lines: Sequence[Line] | None) -> pd.Series:
    asked = lines or rubric.lines()
    return pd.Series({line.name: line.criterion for line in asked}, name="criterion")


# ------------------------------------------------------------------------------------- weights


def share_codes(texts: Iterable[str]) -> tuple[list[sharing.Shared], int]:
    """Find the share codes that learners left in their notebooks.

    Parameters
    ----------
    texts : iterable of str
        One a learner.

    Returns
    -------
    codes : list of dict
        As from `answers.find_share_codes`, one a learner; codes without any points are left out.
    broken : int
        Codes that could not be read.
    """
    # No code goes on beyond a semicolon, so the end of one text never joins the beginning of the
    # next.
    found, broken = answers.find_share_codes("\n;\n".join(texts))
    return [code for code in found if any(code["points"].values())], len(broken)
