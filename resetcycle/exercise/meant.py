"""What a beginner most likely meant, where Python stops: one sentence for each of the usual slips.

A sentence is said only where the error, or the tables at hand, leave hardly any other reading.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from traceback import walk_tb

import pandas as pd

from ..speech import N_, _

_CALLED = "'(function|method|builtin_function_or_method)'"
# What Python says, and what is said in its place.
_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"'(DataFrame|Series|dict|list)' object is not callable|_Loc\w*Indexer|No axis named"
        ),
        N_(
            "To take something out of a table, or a list, write square brackets, such as "
            'table["column"]; round ones call a function.'
        ),
    ),
    (
        re.compile(
            r"'(function|method|builtin_function_or_method|Filled)' object is not subscriptable"
        ),
        N_(
            "To call a function write round brackets, such as mean_of(year); square ones take "
            "something out of a table."
        ),
    ),
    (
        re.compile(r"'(int|float)' object is not callable"),
        N_("A number stands before a round bracket: to multiply, write * between the two."),
    ),
    (
        re.compile(rf"{_CALLED} (and|object has no attribute)|and {_CALLED}"),
        N_("A function stands there without being called: write its brackets, too, as in .mean()."),
    ),
    (
        re.compile(r"for \^|'r?xor'"),
        N_("A power is written with **: 3 ** 2 is 9. In Python ^ is no power."),
    ),
    (
        re.compile(r"truth value of a (Series|DataFrame)"),
        N_(
            "A whole column is neither true nor false: between two comparisons of columns write & "
            "for and, | for or, and put each comparison in brackets."
        ),
    ),
    (
        re.compile(r"for [|&]|'r?(or|and)_'"),
        N_(
            "On both sides of | and & each comparison needs brackets of its own: (a < b) | (c < d)."
        ),
    ),
    (
        re.compile(
            r"for \S+: '(str' and '(int|float)|(int|float)' and 'str)'|can only concatenate str"
        ),
        N_(
            "A text and a number cannot be calculated with: what stands in quotation marks is a "
            "text."
        ),
    ),
)


def meant(error: BaseException, said: str) -> str:
    """Return one sentence on what an error most likely comes from; nothing if that is open.

    Parameters
    ----------
    error : BaseException
    said : str
        The error in words, as `naming.saying` gives it.
    """
    if isinstance(error, KeyError):
        return _like(error)
    return next((_(words) for pattern, words in _SAID if pattern.search(said)), "")


def unquoted(name: str, error: BaseException) -> str:
    """Say of a name that is not known that it is one of a table at hand, which needs quotes."""
    if name not in {*_labels(error)}:
        return ""
    return _(
        "'{name}' is not known as it stands: the name of a column or of a row is a text and needs "
        "quotation marks, so write {quoted}.",
        name=name,
        quoted=f'"{name}"',
    )


def _like(error: KeyError) -> str:
    """Return the column or row of a table at hand that is spelled nearly as what was asked for."""
    key = error.args[0] if error.args else None
    known = {*_labels(error)}
    # The right spelling that was asked of another table is no misspelling.
    if not isinstance(key, str) or key in known:
        return ""
    # A table shows its names in the language that is spoken, and is asked by those of the code.
    asked = key.strip().casefold()
    alike = sorted(each for each in known if asked in (each.casefold(), _(each).casefold()))
    like = alike or get_close_matches(key, sorted(known), n=1)
    return _("Did you mean {name}?", name=f'"{like[0]}"') if like else ""


def _labels(error: BaseException) -> Iterator[str]:
    """Yield the names of rows and columns of all tables where the code stopped."""
    for frame, _line in walk_tb(error.__traceback__):
        if str(frame.f_globals.get("__name__", "")) != "__main__":
            continue
        for table in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(table, (pd.DataFrame, pd.Series)):
                axes = [*table.axes]
                yield from (each for axis in axes for each in axis if isinstance(each, str))
