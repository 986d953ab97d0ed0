"""Whether the answers to all questions of a task are right, in one or two sentences.

The learner's check and the marking ask the same questions in the same order, and judge here.
"""

import ast
import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..speech import _
from .explain import explain
from .keys import Keys
from .naming import cut, shown
from .outcomes import Outcome, kept
from .shapes import is_strange
from .slips import Slip
from .task import Entries, Scale, Task, Value

# A question that is longer is named by its function alone.
LONG_CALL = 64


@dataclass(frozen=True)
class Asked:
    """A question of a task and what it gave.

    Attributes
    ----------
    call : str
        As Python writes it; empty where an exercise of before does not say it.
    keys : Keys
    entries : list or None
        What it gave, as plain values; None if that is no answer.
    fault : str
        Why it is none, in one sentence.
    stops : bool
        Whether that is because the code stops.
    """

    call: str
    keys: Keys
    entries: Entries | None
    fault: str = ""
    stops: bool = False


@dataclass(frozen=True)
class Judged:
    """What is wrong with a task's answers, in one sentence or nothing, and with which of them."""

    fault: str = ""
    wrong: Asked | None = None


def judged(asked: Sequence[Asked], seen: Slip | None = None) -> Judged:
    """Return what is wrong with the first answer that is not right.

    Parameters
    ----------
    asked : sequence of Asked
        All questions of a task, in the order of asking.
    seen : Slip or None
        What a look at the code finds.
    """
    for place, each in enumerate(asked):
        fault = _fault(each, _gave(asked, place), seen)
        if fault:
            return Judged(fault, each)
    return Judged()


def outcome(asked: Sequence[Asked], found: Judged, seen: Slip | None = None) -> Outcome:
    """Return how a try ended, as it is noted: never what is right."""
    wrong = found.wrong
    if wrong is None:
        return Outcome("right")
    place = next(i for i, each in enumerate(asked) if each is wrong)
    if seen and found.fault == seen.says:
        return Outcome("unused", question=place)
    # A word that is none to choose from is a slip of the keyboard, and no answer to count.
    if wrong.entries is None or any(is_strange(each, wrong.keys.task) for each in wrong.entries):
        return Outcome("stopped", question=place)
    number = wrong.keys.mistake(wrong.entries, _gave(asked, place))
    if number is not None and number < len(wrong.keys.task.mistakes):
        return Outcome("mistake", number, place)
    return Outcome("other", question=place, answer=kept(wrong.keys.task, wrong.entries))


def told(task: Task, asked: Sequence[Asked], found: Judged) -> str:
    """Return what a learner is told: right or not yet, and what a question gave."""
    if not found.fault:
        gave = _gives(task, asked[0])
        return _("Right: {says}", says=f"{gave} {task.right}".strip())
    return _("Not yet: {says}", says=_with_value(task, found))


def _gave(asked: Sequence[Asked], but: int) -> list[tuple[Entries | None, Keys]]:
    """Return what the other questions gave, each with its ring."""
    return [(each.entries, each.keys) for place, each in enumerate(asked) if place != but]


def _fault(each: Asked, gave: Sequence[tuple[Entries | None, Keys]], seen: Slip | None) -> str:
    """Return what is wrong with one answer, or nothing."""
    if each.entries is None:
        return seen.says if seen and each.stops else each.fault
    if each.keys.earns(each.entries):
        return ""
    if seen and (seen.whole or each.keys.mistake(each.entries, gave) is None):
        return seen.says
    # What explains all answers, and what the code shows besides.
    said = explain(each.entries, each.keys, gave)
    return f"{said} {seen.says}" if seen else said


def _with_value(task: Task, found: Judged) -> str:
    """Add the question that failed, with what it gave."""
    wrong = found.wrong
    if wrong is None or wrong.entries is None or not is_call(wrong.call):
        return found.fault
    call, gave = short_call(wrong.call), value(wrong.entries, task)
    yours = _("Your {call} gives {value}.", call=call, value=gave)
    return f"{found.fault} {yours}"


def _gives(task: Task, each: Asked) -> str:
    """Say what the first question gave, in the words of the task; nothing of words typed in."""
    if each.entries is None or not is_call(each.call):
        return ""
    gave = value(each.entries, task)
    if task.scale:
        return _(
            "{call} gives {value}: {unit}.",
            call=short_call(each.call),
            value=gave,
            unit=task.scale.unit,
        )
    return _("{call} gives {value}.", call=short_call(each.call), value=gave)


def is_call(call: str) -> bool:
    """Return whether a question calls a function, and is no name alone."""
    return "(" in call


def short_call(call: str) -> str:
    """Return a question, or where it is long the function that it asks."""
    if len(call) <= LONG_CALL:
        return call
    tree = ast.parse(call, mode="eval").body
    asked = [
        each.func.id
        for each in ast.walk(tree)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
    ]
    return f"{asked[0]}(...)" if asked else cut(call, LONG_CALL)


def value(entries: Entries, task: Task) -> str:
    """Return an answer as a person would write it."""
    single = [_one(each, task.scale) for each in entries]
    if task.shape == "one":
        return single[0]
    if task.shape == "mapping":
        return "; ".join(f"{key}: {each}" for key, each in zip(task.keys, single, strict=True))
    return f"[{', '.join(single)}]"


def _one(each: Value, scale: Scale | None) -> str:
    if isinstance(each, str):
        return shown(each)
    if isinstance(each, bool) or not scale or not math.isfinite(each):
        return str(each)
    # One digit more than counts, so that nobody sees two equal numbers called unlike.
    digits = max(0, 1 - math.floor(math.log10(scale.step)))
    return f"{round(each, digits) + 0.0:.12g}" if abs(each) < 10**9 else f"{each:.6g}"
