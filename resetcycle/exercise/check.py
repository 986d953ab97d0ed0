"""The check under a task: right, or what is off about the answer.

An exercise carries, beside each task, a key: digests of the accepted answer and of known mistakes.
What a task asks for, and what is said to each mistake, stands in `exercises/tasks.json`; that file,
the keys and the exercises are all made from `solutions/` by `make release`.
"""

from collections.abc import Callable

from ..language import _
from . import parts, public
from .calls import taken
from .explain import explain
from .progress import note_try, rationed
from .say import say, short
from .seals import MORE, Sealed
from .shapes import AnswerError, UnansweredError
from .task import Entries, Task
from .unused import unused

_Probe = tuple[Callable[[], object], Sealed]


def check(
    task: str,
    answer: Callable[[], object],
    key: str,
    *more: tuple[Callable[[], object], str],
) -> None:
    """Say whether an answer is right, and if not, what is off about it.

    Parameters
    ----------
    task : str
        Lesson and task, such as ``"04.2"``.
    answer : callable
        Without arguments; returns the learner's answer: a number, a bool, a text, a list, a dict
        or a pandas object. It is called here, so that a fault in the learner's own code is told in
        one sentence, too.
    key : str
        The sealed answer, as `seals.Sealed.text` writes it. Exercises carry it; nobody writes one
        by hand. A `+` at its end says that this is not the task's last check, so that "right" is
        said once; exercises that were handed out before checks asked all at once have it.
    *more : tuple of callable and str
        Further questions of the same task, each with its key: the ones that marking asks.

    Raises
    ------
    NotImplementedError
        If there is no answer yet.
    ValueError
        If there is no such task, or the key is damaged.
    AssertionError
        If the answer is not right. Either way with one sentence, and the trying is noted in
        `my-work/`.
    """
    try:
        asked = rationed(public.find(task))
        probes = [
            (call, Sealed.read(asked, sealed))
            for call, sealed in ((answer, key.removesuffix(MORE)), *more)
        ]
    except ValueError as error:
        raise short(error) from None
    number = asked.number
    try:
        found = _fault(asked, probes)
    except UnansweredError as error:
        said = _("Task {number} {says}", number=number, says=error)
        raise short(NotImplementedError(said)) from None
    if found:
        parts.show(asked, _worth(asked, probes))
        note_try(asked.lesson, number, right=False)
        raise short(AssertionError(_("Task {number}: {says}", number=number, says=found)))
    if not key.endswith(MORE):
        note_try(asked.lesson, number, right=True)
        say(_("Task {number} is right. {says}", number=number, says=asked.right).rstrip())


def _fault(task: Task, probes: list[_Probe]) -> str:
    """Return what is wrong with the first answer that is not right, or nothing."""
    for place, (call, keys) in enumerate(probes):
        try:
            entries = taken(call, task)
        except AnswerError as error:
            return str(error)
        if not keys.earns(entries):
            apart = [*probes[:place], *probes[place + 1 :]]
            others = [(_readable(task, ask), ring) for ask, ring in apart]
            known = keys.mistake(entries, others) is not None
            return ("" if known else unused(call)) or explain(entries, keys, others)
    return ""


def _worth(task: Task, probes: list[_Probe]) -> float:
    return parts.points(task, [(_readable(task, call), keys) for call, keys in probes])


def _readable(task: Task, call: Callable[[], object]) -> Entries | None:
    """Return an answer as plain values, None if it is none."""
    try:
        return taken(call, task)
    except (AnswerError, UnansweredError):
        return None
