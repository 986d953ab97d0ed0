"""Whose clock: the days on which leaders took office, and the windows of a presidency."""

from typing import Literal, TypeAlias

import pandas as pd

from . import arguments, data, kept
from .speech import N_

Country: TypeAlias = Literal["USA", "RUS"]
Dates: TypeAlias = dict[str, tuple[pd.Timestamp, pd.Timestamp]]

COUNTRIES: tuple[Country, ...] = ("USA", "RUS")
WINDOWS = (N_("start"), N_("middle"), N_("end"))


def calendar(country: Country) -> pd.Series:
    """Return the days on which a new leader took office: the clock that `shift_test` reads.

    Parameters
    ----------
    country : {"USA", "RUS"}
        American presidencies since 1993, from the `terms` table, or changes of person in `leaders`:
        a second term in a row is the same leader, as it is for American presidents, and Putin's
        return in 2012 is a new start.

    Returns
    -------
    pandas.Series of Timestamp
        Index: the leader's name for charts.

    Raises
    ------
    ValueError
        For another country.

    Notes
    -----
    Any other reading of the calendar can be given to `shift_test` as a list of dates: Putin from
    his inauguration on 7 May 2000, or every Russian term.

    Examples
    --------
    >>> calendar("RUS")["Medvedev"]
    Timestamp('2008-05-07 00:00:00')
    """
    arguments.one_of(country, "country", COUNTRIES)
    if country == "RUS":
        leaders = data.load("leaders")
        changes = leaders[leaders["leader"] != leaders["leader"].shift()]
        names = changes["leader"].str.split().str[-1] + changes.duplicated("leader").map(
            {True: " again", False: ""}
        )
        return pd.Series(changes["start_date"].to_numpy(), index=names.to_numpy())
    terms = data.load("terms").query("role != 'prologue'")
    return pd.Series(terms["start_date"].to_numpy(), index=terms["short_label"].to_numpy())


@kept.once
def window_dates(term_id: str) -> Dates:
    """Return the first, middle and last twelve months of a term.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.

    Returns
    -------
    dict of {str: (Timestamp, Timestamp)}
        For `start`, `middle` and `end` the first day and the day after the last. An unfinished term
        has only the windows that were complete by the data's cut-off date.

    Raises
    ------
    ValueError
        If there is no such term.
    """
    return spans(*term(term_id))


def spans(start: pd.Timestamp, end: pd.Timestamp, months: int = 12) -> Dates:
    """Return the first, middle and last months of any stretch of time.

    Parameters
    ----------
    start, end : Timestamp
        Its first day and the day after its last.
    months : int
        Length of each window, an even number.

    Returns
    -------
    dict of {str: (Timestamp, Timestamp)}
        As from `window_dates`: only windows that were complete by the data's cut-off date.
    """
    whole, half = pd.DateOffset(months=months), pd.DateOffset(months=months // 2)
    middle = (start + (end - start) / 2).normalize()
    dates = {
        "start": (start, start + whole),
        "middle": (middle - half, middle + half),
        "end": (end - whole, end),
    }
    return {name: span for name, span in dates.items() if span[1] <= data.cutoff()}


def term(term_id: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first day of a term and the day after its last; ValueError if there is none."""
    terms = data.load("terms").set_index("term_id")
    # Learners hand over lists, too.
    if not isinstance(term_id, str) or term_id not in terms.index:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"There is no term {term_id!r}; the terms are: {', '.join(terms.index)}.")
    return terms["start_date"][term_id], terms["end_date"][term_id]
