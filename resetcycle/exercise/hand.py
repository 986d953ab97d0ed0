"""Tasks done by hand: what a check asks of a function, in words, and a function of typed answers.

A function that was filled in by hand answers the calls that its task makes, and no others. So the
check, the marking and the sandbox take it as they take any other.
"""

import ast
import builtins
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from inspect import currentframe
from typing import Any, cast

import numpy as np
import pandas as pd

from ..speech import _, in_english
from . import public
from .labels import is_short, label
from .naming import unwrapped
from .say import short
from .shapes import UnansweredError, is_open
from .task import Task

Names = Mapping[str, Any]
# So many decimals of a number that is handed over count.
_DECIMALS = 9


@dataclass(frozen=True)
class Call:
    """A call that a task makes of the learner's function.

    Attributes
    ----------
    name : str
        What is handed over, as a reader of English knows it: the name of the answer in `by_hand`.
    words : str
        The same in the language that is spoken.
    mark : str
        The same for the machine: equal for equal values.
    given : tuple
        The same as it is handed over.
    """

    name: str
    words: str
    mark: str
    given: tuple[object, ...] = field(default=(), compare=False, repr=False)


class Filled:
    """A function that was filled in by hand: it answers the calls of its task alone."""

    def __init__(self, answers: Mapping[str, object], calls: Mapping[str, str]) -> None:
        self._answers = answers
        self._calls = calls

    def __call__(self, *given: object, **named: object) -> object:
        """Return the answer to a call.

        Raises
        ------
        UnansweredError
            If it is still open; the message names all that are.
        ValueError
            If its task does not make this call.
        """
        words = self._calls.get(_mark([*given, *named.values()]))
        if words is None:
            raise ValueError(
                _(
                    "this function was filled in by hand for {calls}, and has no answer for "
                    "{other}: fill in the board of this task, too, or write that function in "
                    "Python",
                    calls="; ".join(self._calls.values()),
                    other=_told([*given, *named.values()], ()),
                )
            )
        answer = self._answers.get(words)
        if _places(answer):
            raise UnansweredError(self._missing())
        return answer

    def _missing(self) -> str:
        """Say which calls are open; of one that has several places, which of them."""
        found: list[str] = []
        for words in self._calls.values():
            answer = self._answers.get(words)
            places = _places(answer)
            if isinstance(answer, list) and places:
                numbers = ", ".join(str(place + 1) for place in places)
                found.append(_("{call} (entry {places})", call=words, places=numbers))
            elif places:
                found.append(words)
        return _(
            "has no answer yet for: {calls}. Fill that in on the board and copy its line again, or "
            "put your answer in place of the question mark.",
            calls="; ".join(found),
        )

    def __repr__(self) -> str:
        return _("a function that was filled in by hand for {n} calls", n=len(self._calls))


def by_hand(task: str, answers: Mapping[str, object], names: Names | None = None) -> Filled:
    """Return a function that gives the answers which were found by hand.

    Parameters
    ----------
    task : str
        Such as ``"04.1"``.
    answers : mapping
        For each call of the task, in the words of its board (`widgets.ByHand`), the answer;
        ``"?"`` where it is still open.
    names : mapping, optional
        What the calls may hand over: the names of the cell that asks, by default.

    Returns
    -------
    callable

    Raises
    ------
    ValueError
        If there is no such task, or a name is none of its calls; one sentence.
    """
    try:
        known = calls(public.find(task), cell_names() if names is None else names)
        given = {_as_written(name, known): answer for name, answer in answers.items()}
        _refuse_unknown(task, given, known)
    except ValueError as error:
        raise short(error) from None
    return Filled(given, {call.mark: call.name for call in known})


def _as_written(name: str, known: list[Call]) -> str:
    """Return the name of a call as the board writes it, where blanks or capitals differ alone."""
    alike = [call.name for call in known if call.name.casefold() == name.strip().casefold()]
    return alike[0] if len(alike) == 1 else name


def _places(answer: object) -> list[int]:
    """Return the places of an answer that are still open; the one place of a single value."""
    entries = cast("list[object]", answer) if isinstance(answer, list) else [answer]
    return [place for place, each in enumerate(entries) if is_open(each)]


def _refuse_unknown(task: str, answers: Mapping[str, object], known: list[Call]) -> None:
    names = [call.name for call in known]
    unknown = [name for name in answers if name not in names]
    if unknown:
        raise ValueError(
            _(
                "{name} is not one of the calls of task {task}: they are {calls}.",
                name=repr(unknown[0]),
                task=task,
                calls="; ".join(names),
            )
        )


def cell_names() -> Names:
    """Return the names of the cell that runs: of the first frame that is not the kit's own."""
    frame = currentframe()
    while frame is not None:
        room = str(frame.f_globals.get("__name__", ""))
        if not room.startswith("resetcycle."):
            return frame.f_globals
        frame = frame.f_back
    return {}


def function(task: Task) -> str:
    """Return the name of the function that a task's questions call; empty if they call none."""
    return next((each.func.id for each in _made(task) if isinstance(each.func, ast.Name)), "")


def arguments(task: Task) -> int:
    """Return how many values a task's questions hand over to the learner's function."""
    asked = function(task)
    return next(
        (len(each.args) for each in _made(task) if getattr(each.func, "id", "") == asked), 0
    )


def calls(task: Task, names: Names) -> list[Call]:
    """Return what a task asks of the learner's function, each call once, in the order of asking.

    Parameters
    ----------
    task : Task
    names : mapping
        What the given cells made; a question may hand it over.

    Raises
    ------
    ValueError
        If a name that a question hands over has no value yet.
    """
    asked = function(task)
    found: dict[str, Call] = {}
    for each in _made(task):
        if isinstance(each.func, ast.Name) and each.func.id == asked:
            given = [_value(part, names) for part in each.args]
            known = [part.id if isinstance(part, ast.Name) else "" for part in each.args]
            mark = _mark(given)
            with in_english():
                name = _told(given, known)
            found.setdefault(mark, Call(name, _told(given, known), mark, tuple(given)))
    return [*found.values()]


def asked(task: Task, call: Call) -> str:
    """Return one question in words: what the function gives, with what is handed over."""
    return task.asks.format(*call.words.split(" | ")) if task.asks else call.words


def typed(answer: object, task: Task) -> object:
    """Return an answer as it can be typed on a board: a value, or as many as the task asks for.

    Raises
    ------
    ValueError
        If it is anything else, such as a table.
    """
    answer = unwrapped(answer)
    if isinstance(answer, (str, bool, int, float)):
        return answer
    if isinstance(answer, (list, tuple, np.ndarray, pd.Series)) and len(answer) == task.length:
        return [unwrapped(each) for each in answer]
    raise ValueError(_("one of its calls gives what cannot be typed."))


def _made(task: Task) -> Iterator[ast.Call]:
    """Yield the calls of the learner's function in the task's questions, as they are written."""
    for probe in task.probes:
        for each in ast.walk(ast.parse(probe.call, mode="eval")):
            if (
                isinstance(each, ast.Call)
                and isinstance(each.func, ast.Name)
                and not hasattr(builtins, each.func.id)
            ):
                yield each


def _value(part: ast.expr, names: Names) -> object:
    try:
        # A question of the author's, among what the given cells made.
        return eval(ast.unparse(part), dict(names))  # noqa: S307
    except NameError as error:
        raise ValueError(
            _("{name} has no value yet: run the cells above first.", name=error.name)
        ) from None


def _told(given: list[object], known: list[str] | tuple[()]) -> str:
    """Return what is handed over in words; a table by the name under which the exercise knows it.

    Several things are divided by a stroke, which stands in no label.
    """
    names = [*known, *[""] * (len(given) - len(known))]
    return " | ".join(
        name.replace("_", " ") if name and not is_short(value) else label(value)
        for value, name in zip(given, names, strict=True)
    )


def _mark(given: list[object]) -> str:
    return repr([_plain(value) for value in given])


def _plain(value: object) -> object:
    """Return a value in a form in which equal ones are written alike."""
    value = unwrapped(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(float(value), _DECIMALS) + 0.0
    if isinstance(value, dt.date):
        return value.isoformat()
    # A table by its columns, and a column that has names by them.
    if isinstance(value, (pd.DataFrame, dict)) or _is_named(value):
        pairs = cast("Mapping[object, object]", value).items()
        return [(_plain(name), _plain(each)) for name, each in pairs]
    if isinstance(value, (list, tuple, np.ndarray, pd.Index, pd.Series)):
        return list(map(_plain, value))
    return repr(value)


def _is_named(value: object) -> bool:
    return isinstance(value, pd.Series) and not isinstance(value.index, pd.RangeIndex)
