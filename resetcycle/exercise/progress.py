"""What a learner has done: noted as it happens in `my-work/`, and shown on one page."""

from contextlib import suppress
from dataclasses import replace
from typing import Any, NotRequired, TypedDict, TypeGuard

import pandas as pd

from .. import answers
from ..language import _
from ..tables import Table
from . import public
from .task import Task

# So many wrong tries of a drawn task are answered with a sentence on one entry, and so many in all
# with the number that agree: after them a check cannot be asked for the key.
SENTENCES, COUNTS = 3, 6
# What was found by hand is kept under this, with the number of the task.
BY_HAND = "by_hand_"


class Done(TypedDict):
    """What is noted of a task (how often tried, whether right) or of an essay (its words)."""

    tries: NotRequired[int]
    right: NotRequired[bool]
    words: NotRequired[int]


def progress() -> Table:
    """Return a page on what has been done: kept answers, tasks that were right, essays begun.

    Returns
    -------
    Table
        One row a lesson that has an exercise.
    """
    rows: list[dict[str, object]] = []
    for lesson, exercise in public.exercises().items():
        noted = done(lesson)
        written = noted.get("essay", Done())
        right = sum(each.get("right", False) for each in noted.values())
        rows.append(
            {
                _("lesson"): f"{lesson} {exercise.title}",
                _("work kept in the lesson"): len(_of_lesson(lesson)),
                _("tasks tried"): sum("tries" in each for each in noted.values()),
                _("tasks right"): _("{right} of {all}", right=right, all=len(exercise.tasks)),
                _("words of the essay"): written.get("words", 0),
            }
        )
    return Table(pd.DataFrame(rows))


def _of_lesson(lesson: str) -> list[str]:
    """Return under which names work of the lesson itself is kept, without its exercise."""
    kept = answers.restore(lesson)
    return [name for name in kept if name != "exercise" and not name.startswith(BY_HAND)]


def done(lesson: str) -> dict[str, Done]:
    """Return what is noted of a lesson's exercise, by the number of the task, or ``"essay"``.

    The file may have been kept by another version of the kit or changed by hand: what is no note
    is left out.
    """
    kept: object = answers.restore(lesson).get("exercise")
    return {what: each for what, each in kept.items() if _is_done(each)} if _is_dict(kept) else {}


def _is_dict(kept: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(kept, dict)


def _is_done(each: object) -> TypeGuard[Done]:
    kinds = {"tries": int, "right": bool, "words": int}
    return _is_dict(each) and all(
        type(each[name]) is kind for name, kind in kinds.items() if name in each
    )


def note(lesson: str, what: str, noted: Done) -> None:
    """Note something of a task or of an essay.

    This is a convenience: where nothing can be written, the check still answers.
    """
    with suppress(OSError):
        answers.save(lesson, exercise=done(lesson) | {what: noted})


def note_try(lesson: str, number: str, *, right: bool) -> None:
    """Note that a task was tried once more; what was right once stays so, whatever is tried on."""
    before = done(lesson).get(number, Done())
    right = right or before.get("right", False)
    note(lesson, number, {"tries": before.get("tries", 0) + 1, "right": right})


def rationed(task: Task) -> Task:
    """Return a task whose check tells as much as is due after the tries that were made."""
    noted = done(task.lesson).get(task.number, Done())
    tries = noted.get("tries", 0)
    if not task.drawn or noted.get("right") or tries < SENTENCES:
        return task
    return replace(task, tells="count" if tries < COUNTS else "nothing")
