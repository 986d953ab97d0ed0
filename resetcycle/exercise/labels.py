"""Values in the words of a reader: a presidency as "Obama", a measure by its label."""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd

from .. import data, words
from ..speech import _, remembered
from .naming import unwrapped

# Tables whose ids a task may hand over, with the column that a reader knows them by.
_KNOWN = {
    "terms": ("term_id", "short_label"),
    "indicator_catalogue": ("indicator_id", "label"),
    "obstacles": ("obstacle_id", "label"),
    "rivals": ("hypothesis_id", "label"),
}
# A table of more cells is not read aloud.
_SMALL = 12


def label(value: object) -> str:
    """Return a value as a reader knows it.

    Examples
    --------
    >>> label("obama"), label("very_likely"), label(0.5), label([1, 2])
    ('Obama', 'very likely', '0.5', '1, 2')
    """
    value = unwrapped(value)
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return _rows(value) if isinstance(value, pd.DataFrame) else _column(value)
    if isinstance(value, (list, tuple, np.ndarray, pd.Index)):
        return ", ".join(map(label, value))
    return _single(value)


def _single(value: object) -> str:
    if isinstance(value, str):
        return _labels().get(value) or _act(value) or _(value).replace("_", " ")
    if isinstance(value, bool):
        return _("true") if value else _("false")
    if isinstance(value, (int, float)):
        return words.number(value, ".6g")
    return words.day(value) if isinstance(value, dt.date) else str(value)


def is_short(value: object) -> bool:
    """Whether a value can be read in a line."""
    return not isinstance(value, (pd.DataFrame, pd.Series, np.ndarray)) or value.size <= _SMALL


def offered(word: str) -> str:
    """Return a word to choose from as it is written, with what it means in the language spoken.

    Examples
    --------
    >>> offered("Moscow")
    'Moscow'
    """
    said = _(word)
    return word if said == word else f"{word} ({said})"


def in_english(typed: Iterable[str], choices: Iterable[str]) -> str:
    """Say which words are meant by those that were typed in the language spoken; else nothing."""
    meant: list[str] = []
    for each in typed:
        words_for_it = [word for word in choices if _(word).casefold() == each.strip().casefold()]
        if len(words_for_it) == 1:
            one = _("for {typed} write {word}", typed=each.strip(), word=f'"{words_for_it[0]}"')
            meant.append(one)
    if not meant:
        return ""
    return _(
        "Words to choose from are written in English in every language: {meant}.",
        meant=words.listed(meant),
    )


def _rows(table: pd.DataFrame) -> str:
    rows = [", ".join(map(label, row)) for row in table.itertuples(index=False)]
    named = isinstance(table.index, pd.RangeIndex)
    return "; ".join(
        row if named else f"{label(name)}: {row}"
        for name, row in zip(table.index, rows, strict=True)
    )


def _column(column: pd.Series) -> str:
    if isinstance(column.index, pd.RangeIndex):
        return ", ".join(map(label, column))
    return ", ".join(f"{label(name)}: {label(value)}" for name, value in column.items())


@remembered
def _labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for table, (key, shown) in _KNOWN.items():
        rows = data.load(table)
        found |= dict(zip(rows[key].astype(str), rows[shown].astype(str), strict=True))
    return found


def _act(name: str) -> str:
    title, day = _acts().get(name, ("", None))
    return f"{title} ({words.day(day)})" if day else ""


@remembered
def _acts() -> dict[str, tuple[str, dt.date]]:
    rows = data.load("events")
    told = zip(rows["title"], rows["event_date"], strict=True)
    return dict(zip(rows["event_id"], told, strict=True))
