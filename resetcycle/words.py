"""Small pieces of sentences that charts, tables, widgets and reports share."""

import datetime as dt
from collections.abc import Iterable

from .speech import N_, _, ngettext

SMALL = (
    N_("none"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("twelve"),
    N_("thirteen"),
    N_("fourteen"),
    N_("fifteen"),
    N_("sixteen"),
    N_("seventeen"),
    N_("eighteen"),
    N_("nineteen"),
    N_("twenty"),
)
# The name of a month may change with what stands around it, so each has its own sentences.
DAYS = (
    N_("{day} January {year}"),
    N_("{day} February {year}"),
    N_("{day} March {year}"),
    N_("{day} April {year}"),
    N_("{day} May {year}"),
    N_("{day} June {year}"),
    N_("{day} July {year}"),
    N_("{day} August {year}"),
    N_("{day} September {year}"),
    N_("{day} October {year}"),
    N_("{day} November {year}"),
    N_("{day} December {year}"),
)
MONTHS = (
    N_("January {year}"),
    N_("February {year}"),
    N_("March {year}"),
    N_("April {year}"),
    N_("May {year}"),
    N_("June {year}"),
    N_("July {year}"),
    N_("August {year}"),
    N_("September {year}"),
    N_("October {year}"),
    N_("November {year}"),
    N_("December {year}"),
)
SHORT_MONTHS = (
    N_("Jan {year}"),
    N_("Feb {year}"),
    N_("Mar {year}"),
    N_("Apr {year}"),
    N_("May {year}"),
    N_("Jun {year}"),
    N_("Jul {year}"),
    N_("Aug {year}"),
    N_("Sep {year}"),
    N_("Oct {year}"),
    N_("Nov {year}"),
    N_("Dec {year}"),
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
        return "".join(names) or _("none")
    return _("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def number(value: float, form: str = "") -> str:
    """Return a number as it is read, by one of Python's format specifications.

    Examples
    --------
    >>> number(1234, ","), number(-0.25, "+.1f")
    ('1,234', '-0.2')
    """
    return format(value, form)


def months(length: float) -> str:
    """Return a length of time in months.

    Examples
    --------
    >>> months(1), months(12), months(7.5)
    ('1 month', '12 months', '7.5 months')
    """
    # What is not whole has the form of a few, in languages that have one.
    whole = int(length) if length == int(length) else 2
    return ngettext("{n} month", "{n} months", whole, n=number(length, "g"))


def day(date: dt.date) -> str:
    """Return a date as it is read: ``"4 June 2026"``.

    Examples
    --------
    >>> day(dt.date(2026, 6, 4))
    '4 June 2026'
    """
    return _(DAYS[date.month - 1], day=date.day, year=date.year)


def month(date: dt.date) -> str:
    """Return the month of a date: ``"June 2026"``."""
    return _(MONTHS[date.month - 1], year=date.year)


def short_month(date: dt.date) -> str:
    """Return the month of a date as short as it is read: ``"Jun 2026"``."""
    return _(SHORT_MONTHS[date.month - 1], year=date.year)


def dated(text: str) -> str:
    """Return a day, month or year written with digits as it is read; nothing for nothing.

    Examples
    --------
    >>> dated("2017-04-17"), dated("2017-04"), dated("2017"), dated("")
    ('17 April 2017', 'April 2017', '2017', '')
    """
    match [int(part) for part in text.split("-") if part]:
        case [year, place, of_month]:
            return day(dt.date(year, place, of_month))
        case [year, place]:
            return month(dt.date(year, place, 1))
        case _:
            return text


def share(value: float) -> str:
    """Return a share of 1 with two decimals and no zero before the point, as in charts.

    Examples
    --------
    >>> share(2 / 3), share(0), share(0.996)
    ('.67', '.00', '1.00')
    """
    return number(1, ".2f") if value >= 0.995 else number(value, ".2f").lstrip("0")


def in_words(count: int, largest: int = 12) -> str:
    """Return a number as it is written in a sentence: small ones (at most up to 20) in words.

    Examples
    --------
    >>> in_words(6), in_words(24), in_words(18, largest=20)
    ('six', '24', 'eighteen')
    """
    return _(SMALL[count]) if 0 <= count <= largest else number(count, ",")
