"""From values to marks: compare what a submission's probes gave with what the solution gives.

This runs in a process that never saw a learner's code, on plain values only.
"""

from .. import checks
from . import release


def to_run(assignment, notebook):
    """Return what a runner is given: code to run, and probes where the checks stand.

    Parameters
    ----------
    assignment : tasks.Assignment
    notebook : nbformat.NotebookNode
        As from `intake.overlay`.

    Returns
    -------
    list of dict
        As for `server.run_cells`.
    """
    cells = []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        if name.startswith("check-"):
            task = assignment.tasks[name.removeprefix("check-")]
            asked = {
                key: value
                for key, value in task.items()
                if key not in ("visible", "hidden", "mistakes", "also", "hint", "right")
            }
            cells.append({"name": name, "probes": task["visible"] + task["hidden"], "about": asked})
        elif cell.cell_type == "code" and name not in ("essay-check", "progress"):
            cells.append({"name": name, "source": cell.source})
    return cells


def mark(assignment, solved, values):
    """Give points for what the probes returned.

    Parameters
    ----------
    assignment : tasks.Assignment
    solved : tasks.Solved
    values : dict
        ``values["check-2"][probe]`` as from `server.run_cells`: anything at all may be in it.

    Returns
    -------
    dict
        For each task ``points``, ``of``, ``said`` (one sentence to the learner) and ``answer`` (what the first probe
        that decided returned, for the report on common mistakes).
    """
    return {
        number: _mark_task(assignment, number, solved, values.get(f"check-{number}"))
        for number in assignment.tasks
    }


def _mark_task(assignment, number, solved, values):
    task = assignment.tasks[number]
    for probe in task["visible"] + task["hidden"]:
        answer = values.get(probe) if isinstance(values, dict) else None
        fault = _fault(
            assignment, number, probe, solved, answer if isinstance(answer, dict) else {}
        )
        if fault:
            # The hidden values stay hidden: the sentence speaks of the answer, not of the probe.
            other = " (when it is tried on other values)" if probe in task["hidden"] else ""
            return {
                "points": 0,
                "of": task["points"],
                "said": f"Task {number}{other}: {fault}",
                "answer": answer,
            }
    return {
        "points": task["points"],
        "of": task["points"],
        "said": f"Task {number} is right. {task['right']}",
        "answer": None,
    }


def _fault(assignment, number, probe, solved, answer):
    """Return what is wrong with one probe's answer, or nothing; an answer that is no answer is treated as none."""
    task = assignment.tasks[number]
    if isinstance(answer.get("open"), str) or not answer:
        return "no answer."
    if "entries" not in answer:
        return str(answer.get("fault"))[:400]
    try:
        entries = checks.plain(_as_answer(answer["entries"], task), task)
    except (ValueError, NotImplementedError, TypeError):
        return "the answer could not be read."
    if checks.agreeing(entries, solved.accepted[number][probe], task) >= task.get(
        "need", len(entries)
    ):
        return ""
    about = task | {"mistakes": [mistake.get("says", "") for mistake in task["mistakes"]]}
    return checks.fault(
        f"{assignment.lesson}.{number}",
        entries,
        about,
        release.key_of(assignment, number, probe, solved),
    )


def _as_answer(entries, task):
    if not isinstance(entries, list):
        raise ValueError
    if task["shape"] == "mapping":
        return dict(zip(task["keys"], entries, strict=True))
    return entries[0] if task["shape"] == "one" and len(entries) == 1 else entries
