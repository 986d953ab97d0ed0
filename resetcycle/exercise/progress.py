"""What a learner has done: noted as it happens in `my-work/`, and shown on one page."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict, TypeGuard, cast

import pandas as pd

from .. import answers, sharing
from ..speech import _
from ..tables import Table
from . import outcomes, public
from .outcomes import ENDED, Outcome
from .task import Task

# So many wrong tries of a drawn task are answered with a sentence on one entry, and so many in all
# with the number that agree: after them a check cannot be asked for the key.
SENTENCES, COUNTS = 3, 6
# How a try ends that was read as an answer, and is wrong.
JUDGED = ("unused", "other", "mistake")
# What was found by hand is kept under this, with the number of the task.
BY_HAND = "by_hand_"
# Under this a lesson's file keeps what was reached, in words: tasks may change their numbers.
OUTCOMES = "outcomes"
# After so many wrong tries that differ, a model answer helps more than one try more.
DIFFERENT = 3


class Done(TypedDict):
    """What is noted of a task or of an essay.

    Of a task how often it was tried, digests of the first wrong tries that differ and of those that
    could be read as an answer, how many hints were seen before it was right, whether it was right
    once, when and how the last try ended (`outcomes.Outcome`); of an essay its words.
    """

    tries: NotRequired[int]
    tried: NotRequired[list[str]]
    judged: NotRequired[list[str]]
    hints: NotRequired[int]
    right: NotRequired[bool]
    at: NotRequired[str]
    ended: NotRequired[str]
    mistake: NotRequired[int]
    question: NotRequired[int]
    answer: NotRequired[list[float | str]]
    words: NotRequired[int]


def progress(lesson: str = "") -> Table:
    """Return a page on what has been done: kept answers, tasks that were right, essays begun.

    Parameters
    ----------
    lesson : str, optional
        Such as ``"04"``: a map of what that exercise is for, and how far each of it is reached.

    Returns
    -------
    Table
        One row a lesson that has an exercise; below it, the share code of the exercise that was
        tried last. Of one exercise, a row for each outcome; what was reached once stays so.
    """
    if lesson in public.exercises():
        return _outcomes(lesson)
    rows: list[dict[str, object]] = []
    for name, exercise in public.exercises().items():
        noted = done(name)
        written = noted.get("essay", Done())
        right = sum(each.get("right", False) for each in noted.values())
        rows.append(
            {
                _("lesson"): f"{name} {exercise.title}",
                _("work kept in the lesson"): len(_of_lesson(name)),
                _("tasks tried"): sum("tries" in each for each in noted.values()),
                _("tasks right"): _("{right} of {all}", right=right, all=len(exercise.tasks)),
                _("outcomes reached"): _told_reached(name),
                _("hints seen"): sum(each.get("hints", 0) for each in noted.values()),
                _("words of the essay"): written.get("words", 0),
            }
        )
    return Table(pd.DataFrame(rows), below=_for_the_class())


def _told_reached(lesson: str) -> str:
    aimed = _aimed_at(lesson)
    return _("{n} of {all}", n=len(aimed & reached(lesson).keys()), all=len(aimed))


def _outcomes(lesson: str) -> Table:
    """Return each outcome of an exercise with how far it is reached, what was reached before too.

    A task may be renamed or leave the exercise: what it was for stays reached.
    """
    tasks, noted, there = public.exercises()[lesson].tasks, done(lesson), reached(lesson)
    begun = {task.outcome for number, task in tasks.items() if noted.get(number, {}).get("tries")}

    def far(outcome: str) -> str:
        if outcome in there:
            return _("reached")
        return _("begun") if outcome in begun else _("not begun")

    rows = [
        {
            _("you can"): _(outcome),
            _("tasks"): ", ".join(n for n, task in tasks.items() if task.outcome == outcome),
            _("how far"): far(outcome),
        }
        for outcome in dict.fromkeys([*(task.outcome for task in tasks.values()), *there])
    ]
    return Table(pd.DataFrame(rows))


def _aimed_at(lesson: str) -> set[str]:
    return {task.outcome for task in public.exercises()[lesson].tasks.values()}


def reached(lesson: str) -> dict[str, bool]:
    """Return the outcomes of an exercise that were reached once, in the order of reaching."""
    kept: object = answers.restore(lesson).get(OUTCOMES)
    words = cast("list[object]", kept) if isinstance(kept, list) else []
    found = [each for each in words if isinstance(each, str)]
    noted, tasks = done(lesson), public.exercises()[lesson].tasks
    found += [task.outcome for n, task in tasks.items() if noted.get(n, {}).get("right")]
    return dict.fromkeys(found, True)


def share_code(lesson: str) -> str:
    """Return how the tasks of an exercise stand as one line for the class chat.

    It is empty where no task was tried, or the computer's clock cannot be right.
    """
    noted, tasks = done(lesson), public.exercises()[lesson].tasks
    places = [_packed(task, noted.get(number, Done())) for number, task in tasks.items()]
    if not any(places) or answers.clock_fault():
        return ""
    # The time of the last try, so that the page has one code however often it is asked for.
    work = {"lesson": lesson, "places": places, "saved": _last(noted)}
    try:
        return sharing.share_code({"learner": answers.learner(lesson), **work}, "tasks")
    except ValueError:
        # A note with a time that was written by hand.
        return ""


def _for_the_class() -> str:
    tried = {lesson: _last(done(lesson)) for lesson in public.exercises()}
    lesson = max(tried, key=lambda lesson: tried[lesson])
    code = share_code(lesson) if tried[lesson] else ""
    if not code:
        return ""
    said = _(
        "For the class: this line says how your tasks of exercise {lesson} stand, without your "
        "name; paste it where your instructor asks for it.",
        lesson=lesson,
    )
    return f"{said}\n{code}"


def _last(noted: dict[str, Done]) -> str:
    """Return when a task of an exercise was tried last; empty if that is not known."""
    return max((each.get("at", "") for each in noted.values()), default="")


def _packed(task: Task, noted: Done) -> list[int]:
    tries, ended = noted.get("tries", 0), noted.get("ended", "other")
    if tries < 1:
        return []
    if noted.get("right") or ended not in ENDED[1:]:
        return outcomes.pack(task, tries, Outcome("right" if noted.get("right") else "other"))
    how = noted.get("mistake", 0), noted.get("question", 0), tuple(noted.get("answer", ()))
    return outcomes.pack(task, tries, Outcome(ended, *how))


def _of_lesson(lesson: str) -> list[str]:
    """Return under which names work of the lesson itself is kept, without its exercise."""
    kept = answers.restore(lesson)
    own = ("exercise", "recall", OUTCOMES)
    return [name for name in kept if name not in own and not name.startswith(BY_HAND)]


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
    kinds = {"tries": int, "right": bool, "words": int, "at": str, "ended": str, "answer": list}
    kinds |= {"tried": list, "judged": list, "hints": int}
    kinds |= {"mistake": int, "question": int}
    return _is_dict(each) and all(
        type(each[name]) is kind for name, kind in kinds.items() if name in each
    )


def note(lesson: str, what: str, noted: Done) -> None:
    """Note something of a task or of an essay.

    This is a convenience: where nothing can be written, the check still answers.
    """
    with suppress(OSError):
        answers.save(lesson, exercise=done(lesson) | {what: noted})


def note_try(task: Task, outcome: Outcome) -> None:
    """Note how a try ended; what was right once stays so, whatever is tried on.

    A check of what has no answer is no try, and noted only after one.
    """
    before = done(task.lesson).get(task.number, Done())
    is_open, tries = outcome.ended == "open", before.get("tries", 0)
    if is_open and not tries:
        return
    noted: Done = {
        "tries": tries + (not is_open),
        "right": before.get("right", False) or outcome.ended == "right",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "ended": outcome.ended,
    }
    tried = different(before)
    if outcome.tried and outcome.ended != "right":
        tried = [*dict.fromkeys([*tried, outcome.tried])][:DIFFERENT]
    if tried:
        noted["tried"] = tried
    judged = before.get("judged", [])
    if outcome.tried and outcome.ended in JUDGED:
        judged = [*dict.fromkeys([*judged, outcome.tried])][:COUNTS]
    if judged:
        noted["judged"] = judged
    if hints := before.get("hints"):
        noted["hints"] = hints
    if outcome.ended == "mistake":
        noted["mistake"] = outcome.mistake
    if outcome.answer:
        noted |= {"question": outcome.question, "answer": [*outcome.answer]}
    note(task.lesson, task.number, noted)
    if outcome.ended == "right":
        with suppress(OSError):
            answers.save(
                task.lesson, **{OUTCOMES: [*(reached(task.lesson) | {task.outcome: True})]}
            )


def different(noted: Done) -> list[str]:
    """Return what stands for the wrong tries that differ, as many as are counted.

    Of tries that were noted before digests were kept, each counts.
    """
    if "tried" in noted:
        return [each for each in noted["tried"] if type(each) is str]
    return [f"try {n}" for n in range(min(noted.get("tries", 0), DIFFERENT))]


def rationed(task: Task) -> Task:
    """Return a task whose check tells as much as is due after the answers that were judged.

    A slip of the keyboard, or the same answer again, costs nothing.
    """
    noted = done(task.lesson).get(task.number, Done())
    tries = len(noted.get("judged", []))
    if not task.drawn or noted.get("right") or tries < SENTENCES:
        return task
    return replace(task, tells="count" if tries < COUNTS else "nothing")
