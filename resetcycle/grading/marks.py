"""From values to marks: compare what a submission's probes gave with what the solution gives.

This runs in a process that never saw a learner's code, on plain values only.
"""

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from nbformat import NotebookNode

from ..exercise import parts, shapes
from ..exercise.judge import Asked, judged
from ..exercise.keys import Open
from ..exercise.task import Entries, Task
from ..speech import N_, _, spoken
from ..words import number
from .own_words import language_of, name_of
from .result import Mark
from .runner import Ran
from .tasks import GENERATED, Assignment, Solved
from .wire import Answer, Cell, Heard

Values = Mapping[str, Mapping[str, Answer]]
# Given cells that make nothing that an answer rests on.
NOT_RUN = (*GENERATED[1:], "hand-")


def to_run(assignment: Assignment, notebook: NotebookNode) -> list[Cell]:
    """Return what a runner is given: code to run, and probes where the checks stand.

    Parameters
    ----------
    assignment : tasks.Assignment
    notebook : nbformat.NotebookNode
        As from `intake.overlay`.
    """
    cells: list[Cell] = []
    if (language := language_of(notebook)) != "en":
        # What an answer read in the tables it read in its learner's language.
        source = f"import resetcycle\nresetcycle.language({language!r})\ndel resetcycle"
        cells.append({"name": "language", "source": source})
    for cell in notebook.cells:
        name = name_of(cell)
        if name.startswith("check-"):
            task = assignment.tasks[name.removeprefix("check-")]
            probes = [probe.call for probe in task.probes]
            cells.append({"name": name, "probes": probes, "task": asked(task).to_row()})
        elif cell.cell_type == "code" and not name.startswith(NOT_RUN):
            cells.append({"name": name, "source": cell.source})
    return cells


def rehearsal(assignment: Assignment, exercise: NotebookNode) -> list[Cell]:
    """Return the code of an exercise that nobody has filled in, for `runner.Sandbox`."""
    return [cell for cell in to_run(assignment, exercise) if "source" in cell]


def asked(task: Task) -> Task:
    """Return a task as a sandbox may know it: what is asked, nothing that is said or accepted."""
    told: dict[str, Any] = {"hint": "", "right": "", "also": {}, "cards": {}, "reading": None}
    return replace(task, mistakes=(), probes=(), **told)


def heard(assignment: Assignment, ran: Ran, seconds: float) -> Heard:
    """Return what a submission reported, as it is told in the language that is spoken.

    It has a sentence where a cell had to be left out, or lacked a library.
    """
    told = {
        "timeout": _(
            "your code did not end within {seconds} s and was stopped.",
            seconds=number(seconds, "g"),
        ),
        "died": _("your code ended the whole run."),
    }
    said, values = dict(ran.heard.said), _in_own_words(ran.heard.values)
    for name, sentence in lacking(ran.heard):
        said[name] = (*said.get(name, ()), sentence)
    for name, why in ran.left_out.items():
        if name.startswith("check-"):
            task = assignment.tasks[name.removeprefix("check-")]
            values[name] = {probe.call: Answer(fault=told[why]) for probe in task.probes}
        else:
            said[name] = (_("Left out, since {why}", why=told[why]),)
    return replace(ran.heard, said=said, values=values)


def lacking(heard: Heard) -> list[tuple[str, str]]:
    """Return for each cell that lacked a library its name and a sentence."""
    told = {
        N_("{name} is not part of the kit; what this cell draws was left out."): heard.lacks,
        N_("{name} is not part of the kit, nor handed in; this cell stopped there."): heard.lost,
    }
    return [(cell, _(said, name=name)) for said, of in told.items() for cell, name in of.items()]


def _in_own_words(values: Values) -> dict[str, Mapping[str, Answer]]:
    """Return what the probes gave with each fault as it is said in the language spoken."""
    if spoken() == "en":
        return dict(values)
    return {
        name: {probe: replace(each, fault=each.said or each.fault) for probe, each in of.items()}
        for name, of in values.items()
    }


def mark(assignment: Assignment, solved: Solved, heard: Heard) -> dict[str, Mark]:
    """Give points for what the probes returned, and say why in the language that is spoken.

    Returns
    -------
    dict of str to Mark
        By the number of the task.
    """
    return {
        number: _mark_task(task.said(), solved, heard.values.get(f"check-{number}", {}))
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
        name = name_of(cell)
        texts = heard.said.get(name, ())
        if name.startswith("check-"):
            texts = (marked[name.removeprefix("check-")].said,)
        # Not by `new_output`, which validates each by itself; the whole is validated when written.
        cell.outputs = [
            NotebookNode(output_type="stream", name="stdout", text=text) for text in texts
        ]
    return shown


def _mark_task(task: Task, solved: Solved, answers: Mapping[str, Answer]) -> Mark:
    asked = [
        _asked(task, solved.ring(Open, task, probe.call), probe.call, answers.get(probe.call))
        for probe in task.probes
    ]
    found = judged(asked)
    if found.wrong:
        answer = answers.get(found.wrong.call)
        hidden = any(probe.hidden and probe.call == found.wrong.call for probe in task.probes)
        not_yet = N_("Task {number}. Not yet: {says}")
        if hidden:
            not_yet = N_("Task {number}. Not yet, when it is tried on other values: {says}")
        said = _(not_yet, number=task.number, says=found.fault)
        earned = parts.points(task, [(each.entries, each.keys) for each in asked])
        if earned:
            said = f"{said} {parts.so_far(task, earned)}"
        return Mark(earned, task.points, said, answer.entries if answer else None)
    said = _("Task {number}. Right: {says}", number=task.number, says=task.right)
    return Mark(task.points, task.points, said)


def _asked(task: Task, keys: Open, call: str, answer: Answer | None) -> Asked:
    if answer is None:
        return Asked(call, keys, None, _("no answer."))
    if answer.fault:
        return Asked(call, keys, None, answer.fault)
    return Asked(call, keys, _read(answer, task), _("the answer could not be read."))


def _read(answer: Answer, task: Task) -> Entries | None:
    """Return an answer as plain values, None if it is none."""
    try:
        return shapes.plain(_as_left(answer.entries, task), task)
    except (ValueError, NotImplementedError):
        return None


def _as_left(entries: object, task: Task) -> object:
    """Return plain values in the form that the task asks for, to be read as any answer is."""
    if not isinstance(entries, list):
        raise ValueError  # noqa: TRY004  (the caller's one case: it cannot be read)
    values = cast("list[object]", entries)
    if task.shape == "mapping":
        return dict(zip(task.keys, values, strict=True))
    return values[0] if task.shape == "one" and len(values) == 1 else values
