"""An assignment: its table of tasks (`tasks.toml`) and the notebook that solves them, together.

The table says what each task asks, how an answer is probed and which wrong answers are known. The
accepted values are not written anywhere by hand: they are what the solution gives on today's data.
"""

import contextlib
import hashlib
import io
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import nbformat
import pandas as pd
from nbformat import NotebookNode

from .. import rubric
from ..exercise import hand, shapes
from ..exercise.explain import out_of_range
from ..exercise.keys import Keys
from ..exercise.task import KINDS, SHAPES, STAGES, Entries, Row, Task
from ..rubric import Line
from . import items
from .faults import TaskError

# Cells that release writes; a solution is read without running them.
GENERATED = (
    *("parameters", "about", "seals", "find-events"),
    *("rubric", "essay-check", "mark-essay", "progress", "recall"),
)
# An assignment's own rubric, beside its table.
RUBRIC = "rubric.csv"
# Nor what checks an answer or helps to find one by hand.
UNMARKED = ("check-", "hand-")
_REQUIRED = {
    "title": str,
    "points": int,
    "minutes": int,
    "stage": str,
    "outcome": str,
    "kind": str,
    "shape": str,
    "hint": str,
    "right": str,
    "visible": list,
    "hidden": list,
}
_OPTIONAL = {
    "unit": str,
    "low": (int, float),
    "high": (int, float),
    "step": float,
    "choices": list,
    "choices_from": str,
    "keys": list,
    "whole": bool,
    "length": int,
    "need": int,
    "also": dict,
    "parts": bool,
    "draw": int,
    "items": dict,
    "cards": dict,
    "drawn": bool,
    "asks": str,
    "hints": list,
    "reading": dict,
    "mistakes": list,
}
_KIND_NEEDS = {"number": ("step", "low", "high", "unit"), "choice": (), "yes_no": ()}
_SHAPE_NEEDS = {"one": (), "list": ("length",), "set": ("length",), "mapping": ("keys",)}

Namespace = dict[str, Any]
# What a cohort may draw, as TOML and JSON have it.
Setting = object
Ring = TypeVar("Ring", bound=Keys)


@dataclass(frozen=True)
class Parameter:
    """What a cohort's copy draws: what it is, in words, its usual value, and all that it may be."""

    says: str
    default: Setting
    choices: tuple[Setting, ...]


@dataclass(frozen=True)
class EssayNotes:
    """The minutes of an essay, and what its marker should look for on each line of the rubric."""

    minutes: int
    look_for: dict[str, tuple[str, ...]]


# An exercise for those who never programmed asks for no essay.
NO_ESSAY = EssayNotes(0, {})


@dataclass(frozen=True)
class Assignment:
    """One assignment as its author left it.

    Attributes
    ----------
    name : str
        Folder and notebook, such as ``"04-obama-reset"``.
    title : str
    minutes : int
        Tasks and essay together.
    parameters : dict of str to Parameter
    tasks : dict of str to Task
        By number.
    essay : EssayNotes
    notebook : nbformat.NotebookNode
        The solution.
    drawn : dict of str to dict
        By number, the items of the tasks that draw them.
    rubric : tuple of rubric.Line
        By which the essay is read: the kit's, or that of `rubric.csv` beside the table.
    """

    name: str
    title: str
    minutes: int
    parameters: dict[str, Parameter]
    tasks: dict[str, Task]
    essay: EssayNotes
    notebook: NotebookNode = field(repr=False)
    drawn: dict[str, items.Pool] = field(default_factory=dict[str, items.Pool])
    rubric: tuple[Line, ...] = field(default_factory=rubric.lines)

    @property
    def lesson(self) -> str:
        """The number of the lesson, such as ``"04"``."""
        return self.name[:2]

    @property
    def points(self) -> int:
        """What the tasks are worth together, without the essay."""
        return sum(task.points for task in self.tasks.values())

    @property
    def essay_points(self) -> int:
        """What the essay is worth."""
        return rubric.full(self.rubric)

    @property
    def has_essay(self) -> bool:
        """Whether it asks for an essay, too."""
        return self.essay is not NO_ESSAY

    @property
    def cells(self) -> dict[str, NotebookNode]:
        """The cells that carry a name in nbgrader's metadata, by that name."""
        return {name: cell for cell in self.notebook.cells if (name := cell_name(cell))}


Accepted = dict[str, dict[str, Entries]]


@dataclass(frozen=True)
class Solved:
    """What a solution gives.

    Attributes
    ----------
    accepted : dict
        ``accepted["2"]["end_of_term('obama')"]`` is a list as from `shapes.plain`.
    mistakes : dict
        ``mistakes["2"][0]["end_of_term('obama')"]`` likewise, of each known mistake; an exception
        where the wrong answer is not well formed.
    """

    accepted: Accepted
    mistakes: dict[str, list[dict[str, Entries | Exception]]]

    def ring(self, kind: type[Ring], task: Task, probe: str) -> Ring:
        """Return the keyring of one probe, open or sealed; on it what has a sentence of its own."""
        known: list[Entries | None] = []
        for mistake, wrong in zip(task.mistakes, self.mistakes[task.number], strict=True):
            entries = wrong[probe]
            known.append(entries if mistake.says and isinstance(entries, list) else None)
        return kind.of(task, self.accepted[task.number][probe], known)

    def as_kept(self) -> Accepted:
        """Return accepted values as `key.json` has them.

        They have fewer digits than a float, so that another processor changes no file.
        """
        return {
            number: {
                probe: [round(value, 9) if isinstance(value, float) else value for value in entries]
                for probe, entries in probes.items()
            }
            for number, probes in self.accepted.items()
        }


def cell_name(cell: NotebookNode) -> str:
    """Return the name of a cell of ours in nbgrader's metadata; empty if it has none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def stored(folder: Path) -> NotebookNode:
    """Return the solution's notebook as it was built, checks and all."""
    return nbformat.read(folder / f"{folder.name}.ipynb", as_version=4)


def read(
    folder: Path, notebook: Callable[[Path], NotebookNode] = stored, cohort: str = ""
) -> Assignment:
    """Read an assignment from its folder under `solutions/`.

    Parameters
    ----------
    folder : Path
    notebook : callable
        Returns the solution's notebook, given the folder: the one that was built, by default.
    cohort : str
        Whose items are drawn; the public ones without a cohort.

    Raises
    ------
    TaskError
        If a file is missing or unreadable, or a row of the table lacks something; one sentence
        with file and task.
    """
    table, asked = folder / "tasks.toml", rubric_of(folder)
    try:
        content = tomllib.loads(table.read_text(encoding="utf-8"))
        rows: dict[str, Row] = {str(row.pop("number")): row for row in content["task"]}
        solution = notebook(folder)
        parameters = {
            name: Parameter(row["says"], row["default"], tuple(row["choices"]))
            for name, row in content.get("parameters", {}).items()
        }
        title, minutes = content["title"], content["minutes"]
        essay = NO_ESSAY
        if any(cell_name(cell) == "essay" for cell in solution.cells):
            essay = _essay_notes(table, content["essay"], asked)
    except FileNotFoundError as error:
        raise TaskError(
            f"{error.filename} is missing; an assignment has a notebook and a table of tasks."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise TaskError(f"{table} cannot be read: {error}.") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        raise TaskError(
            f"{folder / folder.name}.ipynb is not a notebook that can be read; "
            "restore it from the repository."
        ) from None
    except KeyError as error:
        raise TaskError(
            f"{table} has no {error.args[0]!r}; compare it with the table of another assignment."
        ) from None
    drawn = {number: _drawn(table, number, row, cohort) for number, row in rows.items()}
    tasks = _tasks(table, rows)
    about = folder.name, title, minutes, parameters, tasks, essay, solution
    pools = {number: pool for number, pool in drawn.items() if pool}
    assignment = Assignment(*about, pools, asked)
    _refuse_missing_cells(table, assignment)
    _write_items(assignment)
    return assignment


def draw(assignment: Assignment, cohort: str) -> dict[str, Setting]:
    """Return the parameters of a cohort's copy: the same cohort always draws the same.

    Without a cohort, the defaults.

    Returns
    -------
    dict
        A value for each name.
    """

    def drawn(name: str, parameter: Parameter) -> Setting:
        digest = hashlib.sha256(f"{cohort}|{assignment.name}|{name}".encode()).digest()
        return parameter.choices[int.from_bytes(digest[:8], "big") % len(parameter.choices)]

    return {
        name: drawn(name, parameter) if cohort else parameter.default
        for name, parameter in assignment.parameters.items()
    }


def solve(assignment: Assignment, parameters: Mapping[str, Setting]) -> Solved:
    """Run the solution with given parameters, and every known mistake in its place.

    Raises
    ------
    TaskError
        If a cell fails, or the solution's own answer is not what the table asks for.
    """
    namespace: Namespace = {}
    solved = Solved({}, {})
    for cell in assignment.notebook.cells:
        name = cell_name(cell)
        if cell.cell_type != "code" or name in GENERATED[1:] or name.startswith(UNMARKED):
            continue
        source = parameter_lines(assignment, parameters) if name == "parameters" else cell.source
        # A mistake starts from what the learner had before the task; the solution goes on from it.
        before = dict(namespace)
        _run(source, namespace, f"{assignment.name}, cell {name or 'without a name'}")
        if name.startswith("task-"):
            task = assignment.tasks[name.removeprefix("task-")]
            where = f"{assignment.name}, task {task.number}"
            solved.accepted[task.number] = {
                probe.call: _accepted(task, probe.call, namespace, where) for probe in task.probes
            }
            if f"hand-{task.number}" in assignment.cells:
                _refuse_not_by_hand(task, solved.accepted[task.number], namespace, where)
            solved.mistakes[task.number] = [
                _mistaken(mistake.code, task, dict(before), where) for mistake in task.mistakes
            ]
    return solved


def parameter_lines(assignment: Assignment, parameters: Mapping[str, Setting]) -> str:
    """Return the code that sets the parameters, each with a comment that says what it is."""
    # JSON writes text, numbers and lists as Python does, with the lessons' double quotes.
    return "\n".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}  # {assignment.parameters[name].says}"
        for name, value in parameters.items()
    )


def _drawn(table: Path, number: str, row: Row, cohort: str) -> items.Pool:
    """Draw the items of a task into its row, and return them; nothing if it draws none."""
    rows = cast("dict[str, Any]", row)
    draw, pool = rows.pop("draw", 0), rows.pop("items", {})
    if not draw and not pool:
        return {}
    try:
        whole = items.read(pool, row, draw)
    except (ValueError, TypeError, AttributeError) as error:
        raise TaskError(f"{table}, task {number}: {error}") from None
    found = items.drawn(whole, draw, cohort, f"{table.parent.name}|{number}")
    rows |= items.settings(found)
    rows.setdefault("mistakes", [])
    return found


def _write_items(assignment: Assignment) -> None:
    """Write what is drawn into the solution's notebook: the cards, the answers, the reasons."""
    for number, pool in assignment.drawn.items():
        task, cells = assignment.tasks[number], assignment.cells
        cells[f"cards-{number}"].source = items.cards_cell(task)
        cells[f"task-{number}"].source = items.answer_cell(task, pool)


def rubric_of(folder: Path) -> tuple[Line, ...]:
    """Return the rubric of an assignment, given its folder: its own, or else the kit's.

    Raises
    ------
    TaskError
        If its own cannot be read.
    """
    own = folder / RUBRIC
    return _own_rubric(own) if own.exists() else rubric.lines()


def _own_rubric(path: Path) -> tuple[Line, ...]:
    """Return the lines of an assignment's own rubric, a table with the columns of the kit's."""
    try:
        table = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise TaskError(f"{path} cannot be read as a table: {error}") from None
    needed = ["criterion_id", "criterion", "asks", *(f"level_{level}" for level in rubric.LEVELS)]
    columns = [*needed, "parts", "most_at_0", "most_at_1"]
    if missing := [column for column in columns if column not in table]:
        raise TaskError(f"{path}: the column {missing[0]!r} is missing; copy the kit's rubric.")
    if table.empty or bool(table[needed].isna().any(axis=None)):
        raise TaskError(f"{path}: a text is missing; each line needs a name and four levels.")
    if bool(table["criterion_id"].duplicated().any()):
        raise TaskError(f"{path}: a line stands twice; each needs a criterion_id of its own.")
    return rubric.lines_of(table)


def _essay_notes(table: Path, row: Mapping[str, Any], asked: Sequence[Line]) -> EssayNotes:
    lines = [line.name for line in asked]
    for name in row["look_for"]:
        if name not in lines:
            raise TaskError(
                f"{table}, essay: {name!r} is no line of the rubric; 'look_for' has a list for "
                f"some of {', '.join(lines)}."
            )
    found = {line: tuple(row["look_for"][line]) for line in lines if line in row["look_for"]}
    return EssayNotes(row["minutes"], found)


def _tasks(table: Path, rows: dict[str, Row]) -> dict[str, Task]:
    found: dict[str, Task] = {}
    for number, row in rows.items():
        where = f"{table}, task {number}"
        _refuse_keys(where, cast("dict[str, object]", row))
        _refuse_form(where, row)
        _refuse_questions(where, row)
        _refuse_reading(where, row)
        if "hints" in row and [type(each) for each in row["hints"]] != [str, str]:
            raise TaskError(f"{where}: 'hints' is two texts, a pattern and its last piece named.")
        found[number] = Task.from_row(f"{table.parent.name[:2]}.{number}", row)
    return found


def _refuse_keys(where: str, row: Mapping[str, object]) -> None:
    for key, kind in _REQUIRED.items():
        if not isinstance(row.get(key), kind):
            raise TaskError(f"{where}: {key!r} is missing or of the wrong type.")
    for key, value in row.items():
        if key not in _REQUIRED and not isinstance(value, _OPTIONAL.get(key, ())):
            raise TaskError(f"{where}: {key!r} is not a key of the table, or of the wrong type.")


def _refuse_form(where: str, row: Row) -> None:
    needs, shaped = _KIND_NEEDS.get(row["kind"]), _SHAPE_NEEDS.get(row["shape"])
    if needs is None or shaped is None or row.get("stage") not in STAGES:
        raise TaskError(
            f"{where}: 'kind' is one of {', '.join(KINDS)}, 'shape' one of {', '.join(SHAPES)}, "
            f"'stage' one of {', '.join(STAGES)}."
        )
    missing = [key for key in needs + shaped if key not in row]
    if row["kind"] == "choice" and not {"choices", "choices_from"} & set(row):
        missing.append("choices")
    if missing:
        raise TaskError(
            f"{where}: kind {row['kind']!r} with shape {row['shape']!r} needs "
            f"{', '.join(missing)} too."
        )


def _refuse_questions(where: str, row: Row) -> None:
    if not row.get("visible"):
        raise TaskError(f"{where}: at least one visible probe is needed.")
    mistakes = row.get("mistakes", [])
    # Of a task that draws its items, each item has its own sentence.
    known = all({"code", "says"} >= set(each) >= {"code"} for each in mistakes)
    if not known or not (mistakes or row.get("drawn")):
        raise TaskError(
            f"{where}: at least one known mistake is needed, each with 'code' and, unless the "
            "check says enough by itself, 'says'."
        )


def _refuse_reading(where: str, row: Row) -> None:
    reading = row.get("reading")
    if reading is not None and (set(reading) != {"yes", "no", "why"} or not reading.get("no")):
        raise TaskError(f"{where}: 'reading' needs 'yes', at least one 'no', and 'why'.")


def _refuse_missing_cells(table: Path, assignment: Assignment) -> None:
    for number in assignment.tasks:
        cards = (f"cards-{number}",) if number in assignment.drawn else ()
        for name in (f"task-{number}", f"check-{number}", *cards):
            if name not in assignment.cells:
                raise TaskError(f"{table}, task {number}: the notebook has no cell named {name}.")


def _run(source: str, namespace: Namespace, where: str) -> None:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, where, "exec"), namespace)  # noqa: S102  (our author's own code)
    except Exception as error:
        raise TaskError(f"{where}: the code fails with {type(error).__name__}: {error}") from error


def _asked(probe: str, task: Task, namespace: Namespace) -> Entries:
    return shapes.plain(eval(probe, namespace), task)  # noqa: S307  (our author's own code)


def _accepted(task: Task, probe: str, namespace: Namespace, where: str) -> Entries:
    where = f"{where}, probe {probe}: the solution's answer will not do:"
    try:
        entries = _asked(probe, task, namespace)
    except Exception as error:
        raise TaskError(f"{where} {error}") from error
    if fault := out_of_range(entries, task):
        raise TaskError(f"{where} {fault}")
    return entries


def _refuse_not_by_hand(
    task: Task, accepted: Mapping[str, Entries], namespace: Namespace, where: str
) -> None:
    """Refuse a board whose answers, rightly filled in, would not be right."""
    made = hand.function(task)
    if not made:
        return
    try:
        calls = hand.calls(task, namespace)
        answers = {call.words: namespace[made](*call.given) for call in calls}
        typed = {words: hand.typed(answer, task) for words, answer in answers.items()}
        filled = hand.Filled(typed, {call.mark: call.words for call in calls})
        found = {probe: _asked(probe, task, namespace | {made: filled}) for probe in accepted}
    except Exception as error:
        raise TaskError(f"{where}: it cannot be done by hand: {error}") from error
    if found != accepted or len(answers) < len(calls) or not task.asks:
        raise TaskError(
            f"{where}: it cannot be done by hand: each question must call {made} with values that "
            "are given, each call must have words of its own, and 'asks' must say what it gives."
        )


def _mistaken(
    code: str, task: Task, namespace: Namespace, where: str
) -> dict[str, Entries | Exception]:
    _run(code, namespace, f"{where}, a known mistake")
    found: dict[str, Entries | Exception] = {}
    for probe in task.probes:
        try:
            found[probe.call] = _asked(probe.call, task, namespace)
        except Exception as error:  # noqa: BLE001  (whatever a wrong answer may raise)
            found[probe.call] = error
    return found
