"""How a language writes numbers, dates and lists, as Babel knows it from Unicode's CLDR.

A catalogue has them from here, so that what runs needs no Babel.
"""

from babel import Locale
from babel.dates import tokenize_pattern

from ..speech import Customs, Dated, Lists

# Spanish keeps two like vowels apart: how the last name of a list begins, and the form for it.
APART = {"es": {"i|hi(?![ae])": "{0} e {1}"}}
# Of what sets thousands apart, countries of one language differ; the academies of Spanish ask for a
# space, which nobody takes for the mark of decimals.
SPACED = {"es": "\u00a0"}
# Who joins four digits and sets thousands apart from five on: CLDR knows, Babel does not read it.
FROM_FIVE = {
    *("be", "bg", "es", "et", "hu", "hy", "it", "ka", "lv", "pl", "pt_PT", "sl", "sq"),
}
# The names of months by the letters of CLDR: within a date, or alone.
NAMES = {"M": "format", "L": "stand-alone"}
WIDTHS = {3: "abbreviated", 4: "wide"}


def of(locale: Locale) -> Customs:
    """Return the customs of a language.

    Examples
    --------
    >>> of(Locale("es"))["numbers"]["."], of(Locale("es"))["dates"]["day"]["form"]
    (',', '{day} de {month} de {year}')
    """
    # The digits are 0 to 9 everywhere, so their signs are those of that system.
    symbols = locale.number_symbols["latn"]
    # Where the sign stands before a number (in Turkish), it is left behind it, as in English.
    percent = locale.percent_formats[None].suffix[0] or "%"
    return Customs(
        numbers={
            ".": symbols["decimal"],
            ",": SPACED.get(str(locale.language)) or symbols["group"],
            "%": percent,
        },
        grouped=5 if FROM_FIVE & {str(locale), locale.language} else 4,
        dates={
            "day": _dated(locale, locale.date_formats["long"].pattern),
            "month": _dated(locale, locale.datetime_skeletons["yMMMM"].pattern),
            "short_month": _dated(locale, locale.datetime_skeletons["yMMM"].pattern),
        },
        lists=_lists(locale),
    )


def _dated(locale: Locale, pattern: str) -> Dated:
    """Return a pattern of CLDR as a form with places, and the months as they stand in it."""
    form, months = "", [str(month) for month in range(1, 13)]
    for _kind, part in tokenize_pattern(pattern):
        if isinstance(part, str):
            form += part
            continue
        letter, width = part
        form += {"d": "{day}", "y": "{year}"}.get(letter, "{month}")
        if letter in NAMES and width in WIDTHS:
            months = list(dict(locale.months[NAMES[letter]][WIDTHS[width]]).values())
    return Dated(form=form, months=months)


def _lists(locale: Locale) -> Lists:
    forms = locale.list_patterns["standard"]
    return Lists(
        middle=forms["middle"],
        last=forms["end"],
        two=forms["2"],
        apart=APART.get(locale.language, {}),
    )
