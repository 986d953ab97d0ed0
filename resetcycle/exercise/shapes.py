"""What an answer must look like: any object that a learner may leave, as plain values or refused.

Here it is also called for, so that a fault in the learner's own code is told in one sentence, too.
"""

import math
import numbers
import traceback
from collections.abc import Callable, Iterable, Mapping, Sized
from typing import cast

import numpy as np
import pandas as pd

from .. import data
from .task import Entries, Task, Value


class AnswerError(ValueError):
    """An answer is not what the task asks for; the message says in one sentence why."""


def taken(answer: Callable[[], object], task: Task) -> Entries:
    """Call for an answer and return it as `plain` does.

    Raises
    ------
    NotImplementedError, AnswerError
        As `plain`; AnswerError, in one sentence, also if the learner's own code stops.
    """
    try:
        found = answer()
    except NotImplementedError:
        found = ...
    except NameError as error:
        raise AnswerError(
            f"{error.name!r} is not known: run the cell in which it is made, or mend its spelling."
        ) from None
    except Exception as error:  # noqa: BLE001  (whatever a learner's code may raise)
        # Dots that the learner has not replaced yet, met in the middle of a calculation.
        if "ellipsis" not in str(error).lower():
            stopped = f"your code stops with {type(error).__name__} ({error}){_line(error)}."
            raise AnswerError(f"{stopped} {task.hint}".rstrip()) from None
        found = ...
    return plain(found, task)


def plain(answer: object, task: Task) -> Entries:
    """Return an answer as plain values, one for each place that the task asks for.

    Parameters
    ----------
    answer : object
        As a learner left it.
    task : Task

    Returns
    -------
    list
        Floats, strings or bools; for a set in alphabetical order, for a mapping in the order of
        its keys.

    Raises
    ------
    NotImplementedError
        If the answer, or a part of it, is still open.
    AnswerError
        If type or shape are not what the task asks for; the message says which.
    """
    if is_open(answer):
        raise NotImplementedError(
            "has no answer yet: replace the dots or question marks, and let a function return its "
            "result."
        )
    if task.shape == "one":
        return [_scalar(_single(answer), task, "your answer")]
    if task.shape == "mapping":
        return _mapped(answer, task)
    found = _listed(answer)
    if any(map(is_open, found)):
        raise NotImplementedError("has no answer yet in one place of your list.")
    if len(found) != task.length:
        entries = "entry" if len(found) == 1 else "entries"
        raise AnswerError(f"your list has {len(found)} {entries}; the task asks for {task.length}.")
    values = [_scalar(value, task, f"entry {place}") for place, value in enumerate(found, 1)]
    if task.shape == "set":
        if len(set(values)) < len(values):
            raise AnswerError("an entry stands twice in your list; name each only once.")
        # All are of one type, since `_scalar` refused any other.
        values.sort()  # pyright: ignore[reportCallIssue, reportArgumentType]
    return values


def is_open(value: object) -> bool:
    """Return whether a place is not filled in yet: dots, question mark, nothing."""
    if isinstance(value, str):
        return value.strip() in ("", "?", "...")
    if isinstance(value, set):
        return ... in value
    return value is None or value is ...


def _line(error: Exception) -> str:
    """Say in which line of which of the learner's functions an error arose, if it did in one."""
    # The first two frames are `taken` and the lambda of the check.
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)[2:]
        if ("ipykernel" in frame.filename or frame.filename.startswith("<"))
        and not frame.name.startswith("<")
    ]
    return f" in line {frames[-1].lineno} of {frames[-1].name}" if frames else ""


def _mapped(answer: object, task: Task) -> Entries:
    if isinstance(answer, pd.Series):
        answer = answer.to_dict()
    if not isinstance(answer, dict):
        raise AnswerError(
            f"your answer is {_what(answer)}; the task asks for a name and a value for each: "
            '{"name": value, ...}.'
        )
    given = cast("Mapping[object, object]", answer)
    missing = [key for key in task.keys if key not in given]
    extra = [key for key in given if key not in task.keys]
    if missing or extra:
        said = [f"there is no entry for {missing[0]}"] if missing else []
        said += [f"{extra[0]!r} is not one of the names asked for"] if extra else []
        raise AnswerError(f"{' and '.join(said)}; the names are {', '.join(task.keys)}.")
    still = [key for key in task.keys if is_open(given[key])]
    if still:
        raise NotImplementedError(f"has no answer yet for {', '.join(still)}.")
    return [_scalar(given[key], task, f"the entry for {key}") for key in task.keys]


def _listed(answer: object) -> list[object]:
    many = (list, tuple, set, frozenset, pd.Series, pd.Index, np.ndarray)
    if not isinstance(answer, many):
        raise AnswerError(
            f"your answer is {_what(answer)}; the task asks for a list in square brackets: "
            "[first, second, ...]."
        )
    return list(cast("Iterable[object]", answer))


def _single(answer: object) -> object:
    if isinstance(answer, (pd.Series, np.ndarray)) and np.size(answer) == 1:
        return answer.item()
    if isinstance(answer, (pd.Series, pd.DataFrame, np.ndarray, list, tuple, set, dict)):
        entries = len(cast("Sized", answer))
        raise AnswerError(
            f"your answer is {_what(cast('object', answer))} with {entries} entries; the task "
            "asks for one value."
        )
    return answer


def _scalar(value: object, task: Task, where: str) -> Value:
    """Return one value as float, str or bool, or say what it is instead."""
    value = value.item() if isinstance(value, np.generic) else value
    if task.kind == "choice":
        return _chosen(value, task, where)
    if task.kind == "yes_no":
        if isinstance(value, bool):
            return value
        raise AnswerError(
            f"{where} is {_what(value)}; the task asks for True or False, without quotation marks."
        )
    return _number(value, where)


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        more = ", so leave out the quotation marks" if isinstance(value, str) else ""
        raise AnswerError(f"{where} is {_what(value)}; the task asks for a number{more}.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise AnswerError(
            f"{where} is not a number (nan) or is infinite: an empty cell or a division by nought "
            "got into the calculation."
        )
    return number


def _chosen(value: object, task: Task, where: str) -> str:
    if not isinstance(value, str):
        raise AnswerError(
            f"{where} is {_what(value)}; the task asks for a word in quotation marks."
        )
    table, _, column = task.choices_from.partition(".")
    choices = task.choices or tuple(map(str, data.load(table)[column]))
    if value.strip() not in choices:
        known = f"in the column {column} of data/{table}.csv"
        known = known if table else f"one of: {', '.join(choices)}"
        raise AnswerError(f"{where}, {value!r}, is not {known}.")
    return value.strip()


_WHAT: dict[type, str] = {
    bool: "True or False",
    list: "a list",
    tuple: "a list",
    dict: "a set of names and values",
    set: "a set",
    pd.Series: "a column of a table",
    pd.DataFrame: "a whole table",
    np.ndarray: "a row of numbers",
    pd.Timestamp: "a date",
}
SHORT_TEXT = 40


def _what(value: object) -> str:
    """Name what a learner left, as a learner would."""
    if callable(value):
        return "a function (did you forget the brackets that call it?)"
    kind = type(value)
    if isinstance(value, str) and kind is str:
        return f"the text {value!r}" if len(value) < SHORT_TEXT else "a text"
    if isinstance(value, (int, float)) and kind in (int, float):
        return f"the number {value:.6g}" if isinstance(value, float) else f"the number {value}"
    return _WHAT.get(kind, f"of another type ({kind.__name__})")
