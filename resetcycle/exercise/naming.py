"""What a learner left, named as a learner would name it: any object at all, in a few words.

An object of a learner's own may do anything when it is looked at, so only objects of known types
are asked for what they hold.
"""

import datetime as dt
import math
import numbers
import re
from collections import deque
from collections.abc import (
    Callable,
    ItemsView,
    Iterator,
    KeysView,
    Mapping,
    ValuesView,
)
from decimal import Decimal
from functools import partial
from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType, ModuleType
from typing import SupportsFloat, cast

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from ..speech import N_, _
from ..words import number as said

# Of a text that a learner wrote, or that an error says, so many letters are repeated.
SHORT_TEXT, LONG_TEXT = 40, 200
# A whole number of more digits is not repeated.
_MANY_DIGITS = 10**15
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, partial)

# The first kind that fits gives the name.
_NAMES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, N_("True or False")),
    ((bytes, bytearray), N_("a text with a b before it (bytes)")),
    ((list, tuple, deque), N_("a list")),
    ((KeysView, ValuesView, ItemsView), N_("a list")),
    ((set, frozenset), N_("a set")),
    (Mapping, N_("a set of names and values")),
    (pd.DataFrame, N_("a whole table")),
    (pd.Series, N_("a column of a table")),
    (pd.Index, N_("the names of rows or columns")),
    ((np.ndarray, ExtensionArray), N_("a row of values")),
    (range, N_("a range of numbers")),
    ((dt.date, np.datetime64), N_("a date")),
    ((dt.timedelta, np.timedelta64), N_("a span of time")),
    (pd.Period, N_("a period of time")),
    (Iterator, N_("a generator")),
    (CoroutineType, N_("a coroutine (an `async` function, called without `await`)")),
    (ModuleType, N_("a module")),
    (type, N_("a class (did you forget the brackets that call it?)")),
    (FUNCTIONS, N_("a function (did you forget the brackets that call it?)")),
)


def unwrapped(value: object) -> object:
    """Return a value of NumPy as Python's own, and any other as it is; an empty cell is NaN."""
    if value is np.ma.masked:
        return math.nan
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    # As a plain number a day would be the nanoseconds since 1970.
    if isinstance(value, np.generic) and not isinstance(value, (np.datetime64, np.timedelta64)):
        return value.item()
    return value


def is_empty_cell(value: object) -> bool:
    """Return whether a value is what tables have in an empty cell: nan, NaT or NA."""
    if value is pd.NA or value is pd.NaT:
        return True
    if isinstance(value, (np.datetime64, np.timedelta64)):
        return bool(np.isnat(value))
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and math.isnan(value)


def what(value: object) -> str:
    """Name what a learner left, such as "the text 'obama'" or "a list"."""
    value = unwrapped(value)
    if value is None:
        return _("nothing (None)")
    if is_empty_cell(value):
        return _("an empty cell ({sign})", sign=shown(value))
    if isinstance(value, str):
        if len(value) < SHORT_TEXT:
            return _("the text {text}", text=shown(value))
        return _("a text of {n} letters", n=len(value))
    if not isinstance(value, bool) and isinstance(value, (numbers.Number, Decimal)):
        return _number(value)
    return _object(value)


def _number(value: object) -> str:
    if isinstance(value, complex):
        return _("the complex number {number}", number=said(value, ".6g"))
    if isinstance(value, int):
        if abs(value) < _MANY_DIGITS:
            return _("the number {number}", number=int(value))
        return _("a whole number of very many digits")
    try:
        number = float(cast("SupportsFloat", value))
    except OverflowError:
        return _("a number of very many digits")
    return _("the number {number}", number=said(number, ".6g"))


def _object(value: object) -> str:
    for kind, name in _NAMES:
        if isinstance(value, kind):
            return _(name)
    return _("of another type ({type})", type=_type(value))


def _type(value: object) -> str:
    return cut(type(value).__name__, SHORT_TEXT)


def shown(value: object) -> str:
    """Return a value as a learner would type it, cut if it is long; of others the name."""
    if isinstance(value, str):
        # Of a class of the learner's own, the text alone.
        return cut(repr(str.__str__(value)), LONG_TEXT)
    if isinstance(value, int) and abs(value) < _MANY_DIGITS:
        return str(bool(value)) if isinstance(value, bool) else str(int(value))
    if value is None or isinstance(value, float) or is_empty_cell(value):
        return cut(str(value), LONG_TEXT)
    return what(value)


def cut(text: str, most: int) -> str:
    """Return a text in one line that any screen can show, with dots where it goes on."""
    line = " ".join(text[: 4 * most].split()).encode("utf-8", "backslashreplace").decode()
    return line if len(line) <= most else f"{line[: most - 1]}…"


def saying(error: BaseException) -> str:
    """Return an error by its kind and what it says, such as "KeyError ('obama')"."""
    kind = _type(error)
    if isinstance(error, SyntaxError):
        # What it says of itself names a file that nobody has.
        return f"{kind} ({cut(str(error.msg), LONG_TEXT)})"
    # Where an object lies in this computer's memory tells nobody anything.
    said = without_fail(lambda: cut(_ADDRESS.sub("", str(error)), LONG_TEXT), "")
    return f"{kind} ({said})" if said else kind


def without_fail(ask: Callable[[], str], otherwise: str) -> str:
    """Return what an object of a learner's own answers, or something else if it refuses."""
    try:
        return ask()
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  (whatever it raises)
        return otherwise
