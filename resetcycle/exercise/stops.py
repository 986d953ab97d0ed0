"""The class now: which task of an exercise stops how many, and with which answer.

All is computed from share codes that learners pasted, and none is named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple, TypedDict

from ..sharing import Entry
from ..speech import _, ngettext
from . import outcomes, public
from .judge import is_call, short_call, value
from .labels import label
from .naming import shown
from .outcomes import Outcome
from .public import Exercise
from .shapes import OPEN
from .task import Entries, Task

# So many different answers are told of a task.
_MOST = 3


class Said(TypedDict):
    """What some learners answered, in words, and how many they are."""

    n: int
    words: str


class Row(TypedDict):
    """How a task stands in a class; `tries` is the median of those who tried it, None for none."""

    task: str
    title: str
    right: int
    not_yet: int
    not_begun: int
    tries: float | None
    answers: list[Said]


class Stops(TypedDict):
    """How the tasks of an exercise stand in a class, the one that stops most first."""

    lesson: str
    title: str
    learners: int
    sentence: str
    tasks: list[Row]


class _Tried(NamedTuple):
    tries: int
    outcome: Outcome


def stops(entries: Iterable[Entry]) -> list[Stops]:
    """Return how the tasks of each exercise stand, of which codes were read.

    Parameters
    ----------
    entries : iterable of sharing.Entry
        Of any kind, one a learner and exercise, as `sharing.read_class` finds them.
    """
    packed: dict[str, list[list[list[int]]]] = {}
    for entry in entries:
        if entry.kind == "tasks":
            packed.setdefault(entry.answer["lesson"], []).append(entry.answer["places"])
    return [_of_exercise(public.exercises()[lesson], packed[lesson]) for lesson in sorted(packed)]


def constants() -> dict[str, object]:
    """Return what `stops` reads besides the codes, as plain values.

    For a page that has no Python to count.
    """
    exercises = {
        lesson: {"title": one.title, "tasks": [_plain(task) for task in one.tasks.values()]}
        for lesson, one in public.exercises().items()
    }
    return {"ended": outcomes.ENDED, "largest": outcomes.LARGEST, "exercises": exercises}


def _plain(task: Task) -> dict[str, object]:
    calls = [probe.call for probe in task.probes]
    return {
        "number": task.number,
        "title": task.title,
        "mistakes": [mistake.says for mistake in task.mistakes],
        "holds": outcomes.holds(task),
        "is_mapping": task.shape == "mapping",
        "entries": outcomes.entries_of(task),
        "words": [shown(word) for word in task.choices],
        "open": shown(OPEN),
        "nothing": shown(""),
        "labels": [label(key) for key in task.keys],
        "calls": [short_call(call) if is_call(call) else "" for call in calls],
        "step": task.scale.step if task.scale else None,
    }


def in_words(said: Said) -> str:
    """Return one answer of a class with the number of those who gave it."""
    return ngettext("{n} learner: {words}", "{n} learners: {words}", said["n"], words=said["words"])


def _of_exercise(exercise: Exercise, packed: Sequence[Sequence[Sequence[int]]]) -> Stops:
    rows = [
        _row(task, [_Tried(*outcomes.unpack(task, places[at])) for places in packed])
        for at, task in enumerate(exercise.tasks.values())
    ]
    rows.sort(key=lambda row: -row["not_yet"])
    return {
        "lesson": exercise.lesson,
        "title": exercise.title,
        "learners": len(packed),
        "sentence": _sentence(rows, len(packed)),
        "tasks": rows,
    }


def _row(task: Task, class_: Sequence[_Tried]) -> Row:
    begun = [each for each in class_ if each.tries]
    wrong = [each.outcome for each in begun if each.outcome.ended != "right"]
    return {
        "task": task.number,
        "title": task.title,
        "right": len(begun) - len(wrong),
        "not_yet": len(wrong),
        "not_begun": len(class_) - len(begun),
        "tries": float(median(each.tries for each in begun)) if begun else None,
        "answers": _commonest(task, wrong),
    }


def _sentence(rows: Sequence[Row], learners: int) -> str:
    most = rows[0]["not_yet"]
    if not most:
        return ngettext(
            "{n} learner: no task that was tried stops anybody.",
            "{n} learners: no task that was tried stops anybody.",
            learners,
        )
    named = [row["task"] for row in rows if row["not_yet"] == most]
    if len(named) > 1:
        return _(
            "Tasks {names} each stop {n} of {all}.", names=", ".join(named), n=most, all=learners
        )
    return _("Task {name} stops {n} of {all}.", name=named[0], n=most, all=learners)


def _commonest(task: Task, wrong: Sequence[Outcome]) -> list[Said]:
    """Return what was answered, the commonest first, and how many gave it."""
    counted = Counter(_called(task, each) for each in wrong if not _has_words(task, each))
    said: list[Said] = [{"n": n, "words": words} for words, n in counted.items()]
    said += _divided(task, [each for each in wrong if _has_words(task, each)])
    return sorted(said, key=lambda one: -one["n"])[:_MOST]


def _has_words(task: Task, outcome: Outcome) -> bool:
    return bool(outcome.answer) and task.shape == "mapping"


def _called(task: Task, outcome: Outcome) -> str:
    """Say how a try ended, in the words that its learner read where it is a known mistake."""
    if outcome.ended == "mistake" and task.mistakes[outcome.mistake].says:
        return task.mistakes[outcome.mistake].says
    if outcome.answer:
        return _given(task, outcome)
    return {
        "open": _("the answer is open again."),
        "stopped": _("the code stops, or its result has another form than the task asks for."),
        "unused": _("the function does not ask for what stands in its brackets."),
    }.get(outcome.ended, _("another answer."))


def _given(task: Task, outcome: Outcome) -> str:
    gave = value(_in_steps(task, outcome.answer), task)
    call = task.probes[outcome.question].call if task.probes else ""
    return _("{call} gives {value}.", call=short_call(call), value=gave) if is_call(call) else gave


def _in_steps(task: Task, answer: Sequence[float | str]) -> Entries:
    """Return an answer with its number in whole steps: two that differ by less are told as one."""
    return [
        each
        if isinstance(each, str) or not task.scale
        else task.scale.steps(each) * task.scale.step
        for each in answer
    ]


def _divided(task: Task, wrong: Sequence[Outcome]) -> Iterator[Said]:
    """Say of words in which entry they differ most; which words are right is not in a code."""
    if not wrong:
        return
    given = {key: Counter(each.answer[at] for each in wrong) for at, key in enumerate(task.keys)}
    key = min(given, key=lambda key: max(given[key].values()))
    if len(given[key]) == 1:
        pairs = zip(task.keys, wrong[0].answer, strict=True)
        words = "; ".join(f"{label(each)}: {shown(word or OPEN)}" for each, word in pairs)
        yield {"n": len(wrong), "words": f"{words}."}
        return
    told = ", ".join(f"{shown(word or OPEN)} {n}" for word, n in given[key].most_common(_MOST))
    words = _("other words than the key; most divided at {key}: {told}.", key=label(key), told=told)
    yield {"n": len(wrong), "words": words}
