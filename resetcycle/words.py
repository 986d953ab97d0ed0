"""Small pieces of sentences that charts, tables, widgets and reports share."""

import datetime as dt
from collections.abc import Iterable

SMALL = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
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


def day(date: dt.date) -> str:
    """Return a date as it is read in English: ``"4 June 2026"``.

    Examples
    --------
    >>> day(dt.date(2026, 6, 4))
    '4 June 2026'
    """
    return f"{date.day} {date:%B %Y}"


def dated(text: str) -> str:
    """Return a day, month or year written with digits as it is read; nothing for nothing.

    Examples
    --------
    >>> dated("2017-04-17"), dated("2017-04"), dated("2017"), dated("")
    ('17 April 2017', 'April 2017', '2017', '')
    """
    match [int(part) for part in text.split("-") if part]:
        case [year, month, number]:
            return day(dt.date(year, month, number))
        case [year, month]:
            return f"{dt.date(year, month, 1):%B %Y}"
        case _:
            return text


def share(value: float) -> str:
    """Return a share of 1 with two decimals and no nought before the point, as in charts.

    Examples
    --------
    >>> share(2 / 3), share(0), share(0.996)
    ('.67', '.00', '1.00')
    """
    return "1.00" if value >= 0.995 else f"{value:.2f}".lstrip("0")


def in_words(number: int, largest: int = 12) -> str:
    """Return a number as it is written in a sentence: small ones (at most up to 20) in words.

    Examples
    --------
    >>> in_words(6), in_words(24), in_words(18, largest=20)
    ('six', '24', 'eighteen')
    """
    return SMALL[number] if 0 <= number <= largest else f"{number:,}"
