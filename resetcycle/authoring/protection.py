"""What protects a mark, counted over all exercises, for the page that tells it to instructors."""

import tomllib
from functools import cache
from typing import cast

import nbformat

from ..exercise import public
from ..exercise.keys import canonical
from ..exercise.seals import Sealed
from ..exercise.task import Task, Value
from .lessons import ROOT

# So many values are tried for one digest: about a second.
PATIENCE = 3_000_000


def counted() -> str:
    """Return in one sentence how many tasks have hidden probes, drawn items, or neither."""
    tables = sorted((ROOT / "solutions").glob("*/tasks.toml"))
    rows = [row for path in tables for row in _rows(path.read_text(encoding="utf-8"))]
    hidden = [row["points"] for row in rows if row["hidden"]]
    drawn = [row["points"] for row in rows if not row["hidden"] and "draw" in row]
    fixed = [row["points"] for row in rows if not row["hidden"] and "draw" not in row]
    return (
        f"Of {len(rows)} tasks, {len(hidden)} for {_sum(hidden)} points have hidden probes, "
        f"{len(drawn)} for {_sum(drawn)} points draw their items, and {len(fixed)} for "
        f"{_sum(fixed)} points have neither."
    )


def readable() -> str:
    """Return in one sentence how many tasks have answers that can be read off their notebook."""
    exercises = public.exercises().values()
    tasks = [(each.name, task) for each in exercises for task in each.tasks.values()]
    read = [task.name for name, task in tasks if all(all(of) for of in read_off(name, task))]
    return (
        "Whoever tries every value that a task allows against the digests has, in seconds, all "
        f"values of {len(read)} of {len(tasks)} tasks."
    )


def read_off(name: str, task: Task) -> list[list[list[Value]]]:
    """Return what a learner can read off a notebook: by probe and place, the values that fit.

    Parameters
    ----------
    name : str
        The exercise, such as ``"04-obama-reset"``.
    task : Task

    Returns
    -------
    list of list of list
        Numbers in steps, as their digests have them; empty where none was found.
    """
    possible = _candidates(task)
    rings = [Sealed.read(task, text) for text in _sealed(name).get(task.number, [])]
    return [
        [
            [value for value in possible if Sealed.sign(task, str(place), value) in signs]
            for place, signs in enumerate(ring.places)
        ]
        for ring in rings
    ]


def _candidates(task: Task) -> list[Value]:
    if task.kind != "number":
        return [True, False] if task.kind == "yes_no" else list(task.choices)
    if task.scale is None or (task.scale.high - task.scale.low) / task.scale.step > PATIENCE:
        return []
    low, step = task.scale.low, task.scale.step
    size = round((task.scale.high - low) / step)
    values = (canonical(task, low + step * place) for place in range(size + 1))
    return list(dict.fromkeys(values))


@cache
def _sealed(name: str) -> dict[str, list[str]]:
    """Return by number of the task the rings that an exercise carries."""
    path = ROOT / "exercises" / name / f"{name}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    text = next(cell.source for cell in cells if cell.id == "seals")
    rings: dict[str, list[str]] = {}
    for line in text.split('"""')[1].strip().splitlines():
        number, _space, ring = line.partition(" ")
        rings.setdefault(number, []).append(ring)
    return rings


def _rows(table: str) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", tomllib.loads(table)["task"])


def _sum(points: list[object]) -> int:
    return sum(cast("list[int]", points))
