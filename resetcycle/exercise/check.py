"""The check under a task: right, or what is off about the answer.

An exercise carries the keys of its answers: digests of the accepted answers and of known mistakes.
What a task asks for, and what is said to each mistake, stands in `exercises/tasks.json`; that file,
the keys and the exercises are all made from `solutions/` by `resetcycle release`.
"""

import ast
import contextlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import currentframe
from typing import Any, cast

from ..speech import _
from . import parts, public
from .calls import taken
from .hand import function
from .judge import Asked, judged, outcome, told
from .naming import unwrapped
from .outcomes import Outcome, digest
from .progress import note_try, rationed
from .reading import ask
from .say import say, short
from .seals import MORE, Sealed, held
from .shapes import AnswerError, StoppedError, UnansweredError
from .slips import gave_none, reached, slip, written
from .task import Task
from .watch import Watch, now

# A number of more signs is told by its name.
_LONG_NUMBER = 8


@dataclass(frozen=True)
class _Question:
    """A question as Python writes it, what asks it, and its key.

    In an exercise that was handed out before, the first is empty.
    """

    call: str
    ask: Callable[[], object]
    keys: Sealed


def check(task: str, *calls: object) -> None:
    """Say whether an answer is right, and if not, what is off about it.

    Given values are first put back as they were when their cell ran, and afterwards, too.

    Parameters
    ----------
    task : str
        Lesson and task, such as ``"04.2"``.
    *calls : str
        The questions that marking asks, such as ``"change_over('obama')"``. They are asked here,
        so that a fault in the learner's own code is told in one sentence, too. Their keys are those
        that `seal` was given. An exercise that was handed out before has one callable and its key
        in their place.

    Raises
    ------
    NotImplementedError
        If there is no answer yet.
    ValueError
        If there is no such task, or a key is missing or damaged.
    AssertionError
        If the answer is not right. Either way with one sentence, and the trying is noted in
        `my-work/`.
    """
    names = _names_of_cell()
    try:
        asked = rationed(public.find(task))
        questions, last = _questions(asked, calls, names)
    except ValueError as error:
        raise short(error) from None
    watch = now(names)
    _tell_put_back(watch.changed())
    watch.put_back()
    try:
        ended, said = _answered(asked, questions, watch)
    except UnansweredError as error:
        note_try(asked, Outcome("open"))
        unanswered = _("Not yet: task {number} {says}", number=asked.number, says=error)
        raise short(NotImplementedError(unanswered)) from None
    if ended.ended != "right":
        note_try(asked, ended)
        raise short(AssertionError(said))
    if last:
        note_try(asked, ended)
        say(said)
        ask(asked)


def _names_of_cell() -> dict[str, Any]:
    """Return the names of the cell that calls the check."""
    here = currentframe()
    cell = here and here.f_back and here.f_back.f_back
    return cell.f_globals if cell else {}


def _questions(
    task: Task, calls: Sequence[object], names: dict[str, Any]
) -> tuple[list[_Question], bool]:
    """Return the questions of a check, and whether right is said after them."""
    if calls and callable(calls[0]):
        ask, key = cast("tuple[Callable[[], object], str]", calls)
        sealed = Sealed.read(task, key.removesuffix(MORE))
        return [_Question("", ask, sealed)], not key.endswith(MORE)
    texts = [str(call) for call in calls]
    keys = held(task, len(texts))
    # As marking asks them, among what the learner made.
    asks = [eval(f"lambda: {text}", names) for text in texts]  # noqa: S307
    return list(map(_Question, texts, asks, keys)), True


def _answered(task: Task, questions: Sequence[_Question], watch: Watch) -> tuple[Outcome, str]:
    """Ask every question; return how that ended, and what is to be said."""
    stopped = _stopped(task, questions, watch)
    if stopped:
        tried = digest(task, [stopped])
        return Outcome("stopped", tried=tried), _("Not yet: {says}", says=stopped)
    try:
        asked = [_asked(task, each, watch) for each in questions]
    finally:
        changed = watch.changed()
        watch.put_back()
    calls = [each.call for each in questions if each.call]
    seen = slip(calls, watch.names, watch.cases)
    found = judged(asked, seen)
    if found.fault:
        parts.show(task, [(each.entries, each.keys) for each in asked])
    said = told(task, asked, found)
    if found.fault and not seen and (earlier := _leans(task, questions, watch)):
        said = _("Not yet: {says}", says=earlier)
    if changed:
        note = _(
            "It changes {name}, which was given: work on a copy, such as {name}.copy().",
            name=changed[0],
        )
        said = f"{said} {note}"
    gave = [each.fault if each.entries is None else each.entries for each in asked]
    return replace(outcome(asked, found, seen), tried=digest(task, gave)), said


def _asked(task: Task, question: _Question, watch: Watch) -> Asked:
    entries, fault, stops = None, "", False
    try:
        # What a function prints is for the learner's own calls.
        with contextlib.redirect_stdout(io.StringIO()):
            entries = taken(question.ask, task)
    except AnswerError as error:
        fault, stops = str(error), isinstance(error, StoppedError)
    except UnansweredError:
        name = written(question.call, watch.names)
        if not name:
            raise
        fault = gave_none(name, watch.names)
    shown = _filled(question.call, watch.names) if question.call else ""
    return Asked(shown, question.keys, entries, fault, stops)


def _filled(call: str, names: Mapping[str, object]) -> str:
    """Return a question with the values of the copy in place of their names."""
    tree = ast.parse(call, mode="eval")
    for each in ast.walk(tree):
        if isinstance(each, ast.Call):
            each.args = [_constant(given, names) for given in each.args]
    return ast.unparse(tree)


def _constant(given: ast.expr, names: Mapping[str, object]) -> ast.expr:
    value = unwrapped(names.get(given.id)) if isinstance(given, ast.Name) else None
    # A number with all its decimals says less than its name.
    if isinstance(value, float) and len(repr(value)) > _LONG_NUMBER:
        return given
    return ast.Constant(value) if isinstance(value, (str, int, float)) else given


def _stopped(task: Task, questions: Sequence[_Question], watch: Watch) -> str:
    """Say which name that a check asks for is older than the cell that should make it."""
    if not watch.stopped:
        return ""
    for each in questions:
        for name in sorted(reached(each.call, watch.names) & watch.stopped.keys()):
            error = watch.stopped[name]
            if not error:
                return _(
                    "the cell that made {name} has run again and makes it no more: give the answer "
                    "its name {name} back, run that cell, and then this one again.",
                    name=name,
                )
            said = _(
                "the cell that makes {name} stopped with {error} when it last ran, so {name} is "
                "not what stands there: mend that cell, run it, and then this one again.",
                name=name,
                error=error,
            )
            return f"{said} {_written_so(task, error)}".rstrip()
    return ""


def _written_so(task: Task, error: str) -> str:
    """Say how the words of an answer are written, if that may be why its cell stopped."""
    if not (task.choices and error.startswith(("NameError", "SyntaxError"))):
        return ""
    return _(
        "Each word to choose stands in straight quotation marks, such as {word}, and a comma "
        "stands between two entries.",
        word=f'"{task.choices[0]}"',
    )


def _leans(task: Task, questions: Sequence[_Question], watch: Watch) -> str:
    """Name the answer to an earlier task that this one uses, if it is not right yet."""
    used = set[str]().union(*(reached(each.call, watch.names) for each in questions if each.call))
    for number in public.exercises()[task.lesson].tasks:
        if number == task.number:
            break
        earlier = public.find(f"{task.lesson}.{number}")
        name = function(earlier)
        if name in used and name in watch.names and not _is_right(earlier, watch):
            return _(
                "this answer uses {name}, the answer to task {number}, and that is not right yet: "
                "mend task {number} first, and then run this cell again.",
                name=name,
                number=number,
            )
    return ""


def _is_right(task: Task, watch: Watch) -> bool:
    """Return whether the answer to a task is right as it stands; nothing is shown or noted."""
    try:
        questions, _last = _questions(task, [each.call for each in task.probes], watch.names)
        return not judged([_asked(task, each, watch) for each in questions]).fault
    except UnansweredError:
        return False
    except ValueError:
        # Without its keys nothing is known of it.
        return True
    finally:
        watch.put_back()


def _tell_put_back(changed: Sequence[str]) -> None:
    if changed:
        say(
            _(
                "({names} had been changed since the exercise gave it, and is now as it was.)",
                names=", ".join(changed),
            )
        )
