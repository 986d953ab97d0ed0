"""From values to marks: compare what a submission's probes gave with what the solution gives.

This runs in a process that never saw a learner's code, on plain values only.
"""

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import nbformat
from nbformat import NotebookNode

from ..exercise import shapes
from ..exercise.explain import explain
from ..exercise.keys import Open
from ..exercise.task import Task
from .result import Mark
from .tasks import Assignment, Solved, cell_name
from .wire import Answer, Cell, Heard


def to_run(assignment: Assignment, notebook: NotebookNode) -> list[Cell]:
    """Return what a runner is given: code to run, and probes where the checks stand.

    Parameters
    ----------
    assignment : tasks.Assignment
    notebook : nbformat.NotebookNode
        As from `intake.overlay`.
    """
    cells: list[Cell] = []
    for cell in notebook.cells:
        name = cell_name(cell) or cell.id
        if name.startswith("check-"):
            task = assignment.tasks[name.removeprefix("check-")]
            probes = [probe.call for probe in task.probes]
            cells.append({"name": name, "probes": probes, "task": asked(task).to_row()})
        elif cell.cell_type == "code" and name not in ("essay-check", "mark-essay", "progress"):
            cells.append({"name": name, "source": cell.source})
    return cells


def asked(task: Task) -> Task:
    """Return a task as a sandbox may know it: what is asked, nothing that is said or accepted."""
    return replace(task, hint="", right="", also={}, mistakes=(), probes=())


def mark(assignment: Assignment, solved: Solved, heard: Heard) -> dict[str, Mark]:
    """Give points for what the probes returned.

    Returns
    -------
    dict of str to Mark
        By the number of the task.
    """
    return {
        number: _mark_task(task, solved, heard.values.get(f"check-{number}", {}))
        for number, task in assignment.tasks.items()
    }


def with_outputs(notebook: NotebookNode, heard: Heard, marked: dict[str, Mark]) -> NotebookNode:
    """Return the notebook that people and nbgrader see, with what it showed and what was said.

    Outputs are plain text, whatever the code would have shown.
    """
    shown = copy.deepcopy(notebook)
    for cell in shown.cells:
        if cell.cell_type != "code":
            continue
        name = cell_name(cell) or cell.id
        texts = heard.said.get(name, ())
        if name.startswith("check-"):
            texts = (marked[name.removeprefix("check-")].said,)
        cell.outputs = [nbformat.v4.new_output("stream", text=text) for text in texts]
    return shown


def _mark_task(task: Task, solved: Solved, answers: Mapping[str, Answer]) -> Mark:
    for probe in task.probes:
        answer = answers.get(probe.call)
        fault = _fault(task, probe.call, solved, answer)
        if fault:
            # The hidden values stay hidden: the sentence speaks of the answer, not of the probe.
            other = " (when it is tried on other values)" if probe.hidden else ""
            entries = answer.entries if answer else None
            return Mark(0, task.points, f"Task {task.number}{other}: {fault}", entries)
    return Mark(task.points, task.points, f"Task {task.number} is right. {task.right}")


def _fault(task: Task, probe: str, solved: Solved, answer: Answer | None) -> str:
    """Return what is wrong with one probe's answer, or nothing."""
    if answer is None:
        return "no answer."
    if answer.fault:
        return answer.fault
    try:
        entries = shapes.plain(_as_left(answer.entries, task), task)
    except (ValueError, NotImplementedError):
        return "the answer could not be read."
    return explain(entries, solved.ring(Open, task, probe))


def _as_left(entries: object, task: Task) -> object:
    """Return plain values in the form that the task asks for, to be read as any answer is."""
    if not isinstance(entries, list):
        raise ValueError  # noqa: TRY004  (the caller's one case: it cannot be read)
    values = cast("list[object]", entries)
    if task.shape == "mapping":
        return dict(zip(task.keys, values, strict=True))
    return values[0] if task.shape == "one" and len(values) == 1 else values
