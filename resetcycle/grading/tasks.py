"""An assignment: the table of its tasks (`tasks.toml`) and the notebook that solves them, read together.

The table says what each task asks, how an answer is probed and which wrong answers are known. The accepted values are
not written anywhere by hand: they are what the solution gives on today's data.
"""

import contextlib
import hashlib
import io
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from .. import checks

STAGES = ("worked", "blank", "two blanks", "own")
# Cells that release writes; a solution is read without running them.
GENERATED = ("parameters", "about", "rubric", "essay-check", "progress")
TASK_KEYS = {
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
OPTIONAL_KEYS = {
    "unit": str,
    "low": (int, float),
    "high": (int, float),
    "step": float,
    "choices": list,
    "choices_from": str,
    "keys": list,
    "length": int,
    "need": int,
    "also": dict,
    "mistakes": list,
}


class TaskError(ValueError):
    """An assignment is not as it should be. The message names the file, the task and the mend."""


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
    parameters : dict
        For each name: ``says`` (what it is), ``default`` and ``choices`` for cohorts.
    tasks : dict
        For each number, as text, the row of the table.
    essay : dict
        ``minutes`` and ``look_for``, a list of what the marker should look for.
    notebook : nbformat.NotebookNode
        The solution.
    """

    name: str
    title: str
    minutes: int
    parameters: dict
    tasks: dict
    essay: dict
    notebook: nbformat.NotebookNode = field(repr=False)

    @property
    def lesson(self):
        """The number of the lesson, such as ``"04"``."""
        return self.name[:2]

    @property
    def points(self):
        """What the tasks are worth together, without the essay."""
        return sum(task["points"] for task in self.tasks.values())

    @property
    def cells(self):
        """The cells that carry a name in nbgrader's metadata, by that name."""
        return {
            cell.metadata.nbgrader.grade_id: cell
            for cell in self.notebook.cells
            if "nbgrader" in cell.metadata
        }


@dataclass(frozen=True)
class Solved:
    """What a solution gives: for each task and probe the accepted entries, and the entries of each known mistake.

    Attributes
    ----------
    accepted : dict
        ``accepted["2"]["end_of_term('obama')"]`` is a list as from `checks.plain`.
    mistakes : dict
        ``mistakes["2"][0]["end_of_term('obama')"]`` likewise; an exception where the wrong answer is not well formed.
    """

    accepted: dict
    mistakes: dict


def read(folder):
    """Read an assignment from its folder under `solutions/`.

    Raises
    ------
    TaskError
        If a file is missing or unreadable, or a row of the table lacks something; one sentence with file and task.
    """
    folder = Path(folder)
    table, notebook = folder / "tasks.toml", folder / f"{folder.name}.ipynb"
    try:
        content = tomllib.loads(table.read_text(encoding="utf-8"))
        assignment = Assignment(
            folder.name,
            content["title"],
            content["minutes"],
            content.get("parameters", {}),
            {str(task.pop("number")): task for task in content["task"]},
            content["essay"],
            nbformat.read(notebook, as_version=4),
        )
    except FileNotFoundError as error:
        raise TaskError(
            f"{error.filename} is missing; an assignment has a notebook and a table of tasks."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise TaskError(f"{table} cannot be read: {error}.") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        raise TaskError(
            f"{notebook} is not a notebook that can be read; restore it from the repository."
        ) from None
    except KeyError as error:
        raise TaskError(
            f"{table} has no {error.args[0]!r}; compare it with the table of another assignment."
        ) from None
    for number, task in assignment.tasks.items():
        _check_task(f"{table}, task {number}", task, assignment.cells, number)
    return assignment


def draw(assignment, cohort):
    """Return the parameters of a cohort's copy: the same cohort always draws the same; without one, the defaults.

    Returns
    -------
    dict
        A value for each name.
    """

    def drawn(name, about):
        digest = hashlib.sha256(f"{cohort}|{assignment.name}|{name}".encode()).digest()
        return about["choices"][int.from_bytes(digest[:8], "big") % len(about["choices"])]

    return {
        name: drawn(name, about) if cohort else about["default"]
        for name, about in assignment.parameters.items()
    }


def solve(assignment, parameters):
    """Run the solution with given parameters, and every known mistake in its place.

    Raises
    ------
    TaskError
        If a cell fails, or the solution's own answer is not what the table asks for.
    """
    namespace, accepted, mistakes = {}, {}, {}
    for cell in assignment.notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type != "code" or name in GENERATED[1:] or name.startswith("check-"):
            continue
        number = name.removeprefix("task-") if name.startswith("task-") else None
        source = parameter_lines(assignment, parameters) if name == "parameters" else cell.source
        # A mistake starts from what the learner had before the task; the solution then goes on from there.
        before = dict(namespace)
        _run(source, namespace, f"{assignment.name}, cell {name or 'without a name'}")
        if number:
            task = assignment.tasks[number]
            accepted[number] = {
                probe: _accepted(assignment, number, probe, namespace)
                for probe in task["visible"] + task["hidden"]
            }
            mistakes[number] = [
                _mistaken(mistake["code"], task, dict(before), f"{assignment.name}, task {number}")
                for mistake in task.get("mistakes", [])
            ]
    return Solved(accepted, mistakes)


def parameter_lines(assignment, parameters):
    """Return the code that sets the parameters, each with a comment that says what it is."""
    # JSON writes text, numbers and lists as Python does, with the double quotes that the lessons use.
    return "\n".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}  # {assignment.parameters[name]['says']}"
        for name, value in parameters.items()
    )


def _check_task(where, task, cells, number):
    for key, kind in TASK_KEYS.items():
        if not isinstance(task.get(key), kind):
            raise TaskError(f"{where}: {key!r} is missing or of the wrong type.")
    for key, value in task.items():
        if key not in TASK_KEYS and not isinstance(value, OPTIONAL_KEYS.get(key, ())):
            raise TaskError(f"{where}: {key!r} is not a key of the table, or of the wrong type.")
    needs = {"number": ("step", "low", "high", "unit"), "choice": (), "yes_no": ()}.get(
        task["kind"]
    )
    shaped = {"one": (), "list": ("length",), "set": ("length",), "mapping": ("keys",)}.get(
        task["shape"]
    )
    if needs is None or shaped is None or task["stage"] not in STAGES:
        raise TaskError(
            f"{where}: 'kind' is one of {', '.join(checks.KINDS)}, 'shape' one of {', '.join(checks.SHAPES)}, 'stage' one of {', '.join(STAGES)}."
        )
    missing = [key for key in needs + shaped if key not in task]
    if task["kind"] == "choice" and not {"choices", "choices_from"} & set(task):
        missing.append("choices")
    if missing:
        raise TaskError(
            f"{where}: kind {task['kind']!r} with shape {task['shape']!r} needs {', '.join(missing)} too."
        )
    if not task["visible"]:
        raise TaskError(f"{where}: at least one visible probe is needed.")
    if not task.get("mistakes") or not all(
        {"code", "says"} >= set(mistake) >= {"code"} for mistake in task["mistakes"]
    ):
        raise TaskError(
            f"{where}: at least one known mistake is needed, each with 'code' and, unless the check says enough by itself, 'says'."
        )
    for name in (f"task-{number}", f"check-{number}"):
        if name not in cells:
            raise TaskError(f"{where}: the notebook has no cell named {name}.")


def _run(source, namespace, where):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, where, "exec"), namespace)
    except Exception as error:
        raise TaskError(f"{where}: the code fails with {type(error).__name__}: {error}") from error


def _accepted(assignment, number, probe, namespace):
    task, where = (
        assignment.tasks[number],
        f"{assignment.name}, task {number}, probe {probe}: the solution's answer will not do:",
    )
    try:
        entries = checks.plain(eval(probe, namespace), task)
    except Exception as error:
        raise TaskError(f"{where} {error}") from error
    if fault := checks.out_of_range(entries, task):
        raise TaskError(f"{where} {fault}")
    return entries


def _mistaken(code, task, namespace, where):
    _run(code, namespace, f"{where}, a known mistake")
    found = {}
    for probe in task["visible"] + task["hidden"]:
        try:
            found[probe] = checks.plain(eval(probe, namespace), task)
        except Exception as error:
            found[probe] = error
    return found
