"""What an answer must look like: whatever a learner leaves, as plain values or refused."""

import math
import numbers
import re
from collections import deque
from collections.abc import Collection, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from decimal import Decimal
from itertools import islice
from typing import TypeGuard, cast

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from .. import data
from ..speech import _, ngettext
from .labels import in_english, offered
from .naming import cut, is_empty_cell, shown, unwrapped, what
from .task import Entries, Task, Value


class AnswerError(ValueError):
    """An answer is not what the task asks for; the message says in one sentence why."""


class StoppedError(AnswerError):
    """The learner's own code stops; the message says with what."""


class UnansweredError(NotImplementedError):
    """There is no answer yet, or not in every place; the message says so after "Task 1"."""


# A part that is not filled in yet, among others that are.
OPEN = "?"
# Of what is no word of the task, among others that are, so many letters are kept.
_STRANGE = 60
# What holds its entries in an order, each of which can be a place of a list.
_COLUMNS = (pd.Series, pd.Index, np.ndarray, ExtensionArray)
_ORDERED = (list, tuple, deque, range, KeysView, ValuesView, ItemsView, *_COLUMNS)
_UNORDERED = (set, frozenset)
_MANY = (*_ORDERED, *_UNORDERED, Mapping, pd.DataFrame)
# Two whole numbers that were one with a comma for the point.
_PAIR = 2
_PLAIN = re.compile(r"[-+−]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_COMMA = re.compile(r"[-+−]?[\d.]*\d,\d+")
_PER_CENT = re.compile(r"[-+−]?\d+([.,]\d+)?\s*(%|per ?cent)", re.IGNORECASE)


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
    UnansweredError
        If the answer, or a part of it, is still open.
    AnswerError
        If type or shape are not what the task asks for; the message says which.
    """
    if is_open(answer):
        raise UnansweredError(
            _(
                "has no answer yet: replace the dots or question marks, and let a function return "
                "its result."
            )
        )
    if task.shape == "one":
        value = _single(answer, task)
        return [_scalar(value, task, _("your answer"))]
    return _mapped(answer, task) if task.shape == "mapping" else _listed(answer, task)


def is_open(value: object) -> bool:
    """Return whether a place is not filled in yet: dots, question mark, nothing."""
    if isinstance(value, str):
        return str.strip(value) in ("", "?", "...")
    if isinstance(value, set):
        return ... in value
    return value is None or value is ...


# -------------------------------------------------------------------------------------------- shape


def _single(answer: object, task: Task) -> object:
    if isinstance(answer, _COLUMNS) and answer.size == 1:
        return _flat(answer)[0]
    if not isinstance(answer, _MANY):
        return answer
    if _is_decimal_comma(answer, task):
        raise AnswerError(
            _(
                "your answer is two numbers, {first} and {second}; the task asks for one value: "
                "write decimals with a point, {first}.{second}.",
                first=answer[0],
                second=answer[1],
            )
        )
    entries = len(cast("Collection[object]", answer))
    if entries == 1 and isinstance(answer, (list, tuple)):
        raise AnswerError(
            _(
                "your answer is a list with 1 entry; the task asks for the value alone: leave out "
                "the square brackets, or the comma behind it."
            )
        )
    raise AnswerError(
        ngettext(
            "your answer is {what} with {n} entry; the task asks for one value.",
            "your answer is {what} with {n} entries; the task asks for one value.",
            entries,
            what=what(cast("object", answer)),
        )
    )


def _is_decimal_comma(answer: object, task: Task) -> TypeGuard[tuple[int, int]]:
    """Return whether an answer may be one number whose decimals stand behind a comma."""
    if task.kind != "number" or type(answer) is not tuple:
        return False
    pair = cast("tuple[object, ...]", answer)
    return len(pair) == _PAIR and _are_short(pair) and cast("int", pair[1]) >= 0


def _are_short(entries: Iterable[object]) -> bool:
    return all(type(each) is int and abs(each) < 10**9 for each in entries)


def _flat(answer: pd.Series | pd.Index | ExtensionArray | np.ndarray) -> list[object]:
    """Return the entries of a column in a list, as they are: an empty cell stays one."""
    return list(cast("Iterable[object]", answer.flat if isinstance(answer, np.ndarray) else answer))


def _listed(answer: object, task: Task) -> Entries:
    _refuse_no_list(answer, task)
    # However long the answer is, only so much of it is looked at.
    found = list(islice(cast("Iterable[object]", answer), 2 * task.length + 1))
    if any(map(is_open, found)):
        raise UnansweredError(_("has no answer yet in one place of your list."))
    entries = len(cast("Collection[object]", answer))
    if entries != task.length:
        said = ngettext(
            "your list has {n} entry; the task asks for {length}.",
            "your list has {n} entries; the task asks for {length}.",
            entries,
            length=task.length,
        )
        if task.kind == "number" and entries == 2 * task.length and _are_short(found):
            comma = _("Write decimals with a point: a comma begins the next entry.")
            said = f"{said} {comma}"
        raise AnswerError(said)
    values = [
        _scalar(value, task, _("entry {place}", place=place))
        for place, value in enumerate(found, 1)
    ]
    return _sorted(values) if task.shape == "set" else values


def _sorted(values: Entries) -> Entries:
    twice = [value for place, value in enumerate(values) if value in values[:place]]
    if twice:
        raise AnswerError(
            _(
                "an entry stands twice in your list, {entry}; name each only once.",
                entry=shown(twice[0]),
            )
        )
    # All are of one type, since `_scalar` refused any other.
    return sorted(values)  # pyright: ignore[reportArgumentType]


def _refuse_no_list(answer: object, task: Task) -> None:
    if isinstance(answer, np.ndarray) and answer.ndim != 1:
        raise AnswerError(
            ngettext(
                "your answer is an array of {n} dimension; the task asks for a list in square "
                "brackets: [first, second, ...].",
                "your answer is an array of {n} dimensions; the task asks for a list in square "
                "brackets: [first, second, ...].",
                answer.ndim,
            )
        )
    if task.shape == "list" and isinstance(answer, _UNORDERED):
        raise AnswerError(
            _(
                "your answer is a set, which keeps no order; the task asks for a list in square "
                "brackets: [first, second, ...]."
            )
        )
    if isinstance(answer, Iterator):
        raise AnswerError(
            _(
                "your answer is a generator, which gives its entries one by one; the task asks for "
                "a list: put list() around it."
            )
        )
    if not isinstance(answer, (*_ORDERED, *_UNORDERED)):
        raise AnswerError(
            _(
                "your answer is {what}; the task asks for a list in square brackets: "
                "[first, second, ...].",
                what=what(answer),
            )
        )


def _mapped(answer: object, task: Task) -> Entries:
    if isinstance(answer, pd.Series):
        answer = _by_name(answer)
    if not isinstance(answer, Mapping):
        raise AnswerError(
            _(
                "your answer is {what}; the task asks for a name and a value for each: "
                '{{"name": value, ...}}.',
                what=what(answer),
            )
        )
    given = cast("Mapping[object, object]", answer)
    # Of more names than are asked for, one of so many is not among them.
    first = list(islice(given, len(task.keys) + 1))
    missing = [key for key in task.keys if key not in given]
    extra = [key for key in first if not isinstance(key, str) or key not in task.keys]
    # Where each part counts by itself, the others are looked at all the same.
    apart = task.parts and len(missing) < len(task.keys)
    if extra or (missing and not apart):
        raise AnswerError(_misnamed(missing, extra, ", ".join(task.keys)))
    still = [key for key in task.keys if key in missing or _is_open_entry(given[key], task)]
    if still and not (apart and len(still) < len(task.keys)):
        raise UnansweredError(_("has no answer yet for {names}.", names=", ".join(still)))
    return [OPEN if key in still else _entry(given[key], task, key) for key in task.keys]


def _is_open_entry(value: object, task: Task) -> bool:
    """Return whether an entry is open; Python's None is none where "none" is a word to choose."""
    return is_open(value) and not (
        value is None and task.parts and str(None).lower() in words(task)
    )


def _entry(value: object, task: Task, key: str) -> Value:
    """Return the entry for a name; one that is no word of the task stays as it is, to be named."""
    try:
        return _scalar(value, task, _("the entry for {name}", name=key))
    except AnswerError:
        if not task.parts:
            raise
        value = unwrapped(value)
        return cut(value if isinstance(value, str) else what(value), _STRANGE)


def is_strange(value: Value, task: Task) -> bool:
    """Return whether an entry of a mapping by parts is none of the task's words, and not open."""
    if not task.parts or not isinstance(value, str):
        return False
    return value != OPEN and value not in words(task)


def _by_name(answer: pd.Series) -> dict[object, object]:
    twice = answer.index[answer.index.duplicated()]
    if len(twice):
        raise AnswerError(
            _(
                "{name} stands twice in your column; give one value for each name.",
                name=shown(twice[0]),
            )
        )
    return dict(zip(answer.index, answer, strict=True))


def _misnamed(missing: list[str], extra: list[object], names: str) -> str:
    """Say which names are not there, which one is not asked for, or both."""
    absent, odd = ", ".join(missing), shown(extra[0]) if extra else ""
    if not extra:
        return _(
            "there is no entry for {missing}; the names are {names}.", missing=absent, names=names
        )
    if not missing:
        return _(
            "{odd} is not one of the names asked for; the names are {names}.", odd=odd, names=names
        )
    return _(
        "there is no entry for {missing} and {odd} is not one of the names asked for; "
        "the names are {names}.",
        missing=absent,
        odd=odd,
        names=names,
    )


# ---------------------------------------------------------------------------------------- one value


def _scalar(value: object, task: Task, where: str) -> Value:
    """Return one value as float, str or bool, or say what it is instead."""
    value = unwrapped(value)
    if task.kind == "choice":
        return _chosen(value, task, where)
    if task.kind == "number":
        return _number(value, task, where)
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        raise AnswerError(
            _(
                "{where} is {what}; the task asks for True or False, without quotation marks.",
                where=where,
                what=what(value),
            )
        )
    raise AnswerError(
        _("{where} is {what}; the task asks for True or False.", where=where, what=what(value))
    )


def _number(value: object, task: Task, where: str) -> float:
    if is_empty_cell(value):
        raise AnswerError(
            _(
                "{where} is not a number ({sign}): an empty cell, or zero divided by zero, got "
                "into the calculation.",
                where=where,
                sign=shown(value),
            )
        )
    if isinstance(value, bool) or not isinstance(value, (numbers.Real, Decimal)):
        raise AnswerError(_no_number(value, task, where))
    try:
        number = float(value)
    except OverflowError:
        raise AnswerError(
            _(
                "{where} is a number of more than three hundred digits, beyond anything that the "
                "task can mean.",
                where=where,
            )
        ) from None
    if math.isinf(number):
        raise AnswerError(
            _(
                "{where} is infinite: a division by zero, or a power too large to hold, got into "
                "the calculation.",
                where=where,
            )
        )
    return number


def _no_number(value: object, task: Task, where: str) -> str:
    """Say what stands where a number should, and how to mend what looks like one."""
    found = what(value)
    if isinstance(value, complex):
        return _(
            "{where} is {what}; the task asks for a number, such as its real part, .real.",
            where=where,
            what=found,
        )
    text = str.strip(value) if isinstance(value, str) else ""
    if _PER_CENT.fullmatch(text):
        if task.scale and task.scale.high <= 1:
            return _(
                "{where} is {what}; the task asks for a number: write 25 per cent as 0.25, without "
                "quotation marks.",
                where=where,
                what=found,
            )
        return _(
            "{where} is {what}; the task asks for a number, so leave out the sign of per cent and "
            "the quotation marks.",
            where=where,
            what=found,
        )
    if _COMMA.fullmatch(text):
        return _(
            "{where} is {what}; the task asks for a number: write its decimals with a point, and "
            "leave out the quotation marks.",
            where=where,
            what=found,
        )
    if _PLAIN.fullmatch(text):
        return _(
            "{where} is {what}; the task asks for a number, so leave out the quotation marks.",
            where=where,
            what=found,
        )
    return _("{where} is {what}; the task asks for a number.", where=where, what=found)


def _chosen(value: object, task: Task, where: str) -> str:
    if not isinstance(value, str):
        raise AnswerError(
            _(
                "{where} is {what}; the task asks for a word in quotation marks.",
                where=where,
                what=what(value),
            )
        )
    table, _dot, column = task.choices_from.partition(".")
    choices = words(task)
    word = " ".join(value.split())
    if word in choices:
        return word
    # Who writes it with a capital letter has chosen it, too.
    alike = [choice for choice in choices if choice.casefold() == word.casefold()]
    if len(alike) == 1:
        return alike[0]
    if table:
        raise AnswerError(
            _(
                "{where}, {word}, is not in the column {column} of data/{table}.csv.",
                where=where,
                word=shown(value),
                column=column,
                table=table,
            )
        )
    said = _(
        "{where}, {word}, is not one of: {choices}.",
        where=where,
        word=shown(value),
        choices=", ".join(map(offered, choices)),
    )
    raise AnswerError(f"{said} {in_english([word], choices)}".rstrip())


def words(task: Task) -> tuple[str, ...]:
    """Return the words that an entry may be; () of a number, and of true and false."""
    table, _dot, column = task.choices_from.partition(".")
    return task.choices or (tuple(map(str, data.load(table)[column])) if table else ())
