"""Small pieces of sentences that charts, tables, widgets and reports share."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import partial, reduce

from .speech import N_, _, customs, ngettext, spoken

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
# A whole number whose thousands are set apart.
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+")


def listed(items: Iterable[str]) -> str:
    """Return names as a phrase: ``"a, b and c"``; ``"none"`` if there are none.

    Examples
    --------
    >>> listed(["opinion", "votes", "trade"])
    'opinion, votes and trade'
    """
    names, forms = list(items), customs()["lists"]
    if len(names) < 2:
        return "".join(names) or _("none")
    *others, last = names
    form = forms["two"] if len(others) == 1 else forms["last"]
    apart = (own for start, own in forms["apart"].items() if re.match(start, last, re.IGNORECASE))
    return next(apart, form).format(reduce(forms["middle"].format, others), last)


def number(value: complex, form: str = "") -> str:
    """Return a number as it is read in the language that is spoken, by one of Python's format
    specifications: the one door of numbers to readers.

    Examples
    --------
    >>> number(1234, ","), number(-0.25, "+.1f")
    ('1,234', '-0.2')
    """
    return marked(format(value, form))


def marked(written: str) -> str:
    """Return a number that is written out as the language that is spoken writes it.

    Examples
    --------
    >>> marked(".5"), marked("75%")
    ('.5', '75%')
    """
    own = customs()
    joined = _GROUPS.sub(partial(_grouped, least=own["grouped"]), written)
    return joined.translate(str.maketrans(own["numbers"]))


def _grouped(number: re.Match[str], least: int) -> str:
    digits = number[0].replace(",", "")
    return number[0] if len(digits) >= least else digits


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


def interval(low: str, high: str) -> str:
    """Return the ends of an interval, which are written out, as one reads it.

    Examples
    --------
    >>> interval("+0.2", "+2.6")
    '[+0.2, +2.6]'
    """
    # L10N: where decimals are written with a comma, a semicolon keeps the two ends apart.
    return _("[{low}, {high}]", low=low, high=high)


def day(date: dt.date) -> str:
    """Return a date as it is read: ``"4 June 2026"``.

    Examples
    --------
    >>> day(dt.date(2026, 6, 4))
    '4 June 2026'
    """
    return _by_custom("day", date)


def month(date: dt.date) -> str:
    """Return the month of a date: ``"June 2026"``."""
    return _by_custom("month", date)


def short_month(date: dt.date) -> str:
    """Return the month of a date as short as it is read: ``"Jun 2026"``."""
    return _by_custom("short_month", date)


def _by_custom(name: str, date: dt.date) -> str:
    custom = customs()["dates"][name]
    month = custom["months"][date.month - 1]
    return custom["form"].format(day=date.day, month=month, year=date.year)


def drawn_date(name: str) -> str:
    """Return how a drawing writes a date of its own, in the letters of its library: as `day`,
    `month` or `short_month` would.

    Examples
    --------
    >>> drawn_date("day"), drawn_date("short_month")
    ('%-d %B %Y', '%b %Y')
    """
    month = "%b" if name == "short_month" else "%B"
    return customs()["dates"][name]["form"].format(day="%-d", month=month, year="%Y")


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
    """Return a share of 1 with two decimals, as in charts; in English no zero is before the point.

    Examples
    --------
    >>> share(2 / 3), share(0), share(0.996)
    ('.67', '.00', '1.00')
    """
    return number(1, ".2f") if value >= 0.995 else bare(number(value, ".2f"))


def bare(share: str) -> str:
    """Return a share that is below 1 without its zero before the point, which is English custom.

    Examples
    --------
    >>> bare("0.5")
    '.5'
    """
    return share.lstrip("0") if spoken() == "en" else share


def in_words(count: int, largest: int = 12) -> str:
    """Return a number as it is written in a sentence: small ones (at most up to 20) in words.

    Examples
    --------
    >>> in_words(6), in_words(24), in_words(18, largest=20)
    ('six', '24', 'eighteen')
    """
    return _(SMALL[count]) if 0 <= count <= largest else number(count, ",")
