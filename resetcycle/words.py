"""Small pieces of sentences that charts, tables, widgets and reports share."""

from collections.abc import Iterable

import pandas as pd

_SMALL = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def listed(items: Iterable[str]) -> str:
    """Return names as a phrase: ``"a, b and c"``; ``"none"`` if there are none.

    Examples
    --------
    >>> listed(["opinion", "votes", "trade"])
    'opinion, votes and trade'
    """
    names = list(items)
    if len(names) < 2:
        return "".join(names) or "none"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number and its noun, in the plural where it belongs.

    Examples
    --------
    >>> counted(1, "reading"), counted(3, "reading"), counted(2, "box", "boxes")
    ('1 reading', '3 readings', '2 boxes')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def day(date: pd.Timestamp) -> str:
    """Return a date as it is read in English: ``"4 June 2026"``.

    Examples
    --------
    >>> day(pd.Timestamp(2026, 6, 4))
    '4 June 2026'
    """
    return f"{date.day} {date:%B %Y}"


def in_words(number: int) -> str:
    """Return a number as it is written in a sentence: up to twelve in words.

    Examples
    --------
    >>> in_words(6), in_words(24)
    ('six', '24')
    """
    return _SMALL[number] if number < len(_SMALL) else str(number)
