"""Whose clock: the days on which new leaders took office in Washington and in Moscow."""

from typing import Literal, TypeAlias

import pandas as pd

from . import arguments, data

Country: TypeAlias = Literal["USA", "RUS"]

COUNTRIES: tuple[Country, ...] = ("USA", "RUS")


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
