"""The outside view: how often such things had happened by a day, by one stated rule for each.

Three questions of lesson 05, each with several classes of cases. Which class is right no rule says;
the rules of what counts as yes are those of the questions Q07, Q11 and Q18.
"""

from collections.abc import Iterable, Iterator

import pandas as pd

from . import calendars, data, trajectory
from .speech import _

DAY = pd.Timestamp("2017-04-17")
FAVOURABLE = 35
# A term is four years, and its first two run to the end of the second calendar year.
FIRST_TERM, LAST_TERM, YEARS = 1993, 2013, 4
# The register counts them as meetings of the two alone, but they were not arranged for the two
# countries: a ceremony with the leaders of some fifty states, and a stop to refuel an aeroplane.
NOT_ARRANGED = ("2005-05-08-moscow", "2006-11-15-moscow")
# Agreements of these years dispose of material from weapons and do not limit weapons.
DISPOSE = "plutonium-agreement"
URANIUM = "1993-02-heu-agreement"


def base_rates() -> pd.DataFrame:
    """Return how often each thing had happened by 17 April 2017, class of cases by class.

    Returns
    -------
    pandas.DataFrame
        Index: what is counted. Columns: the class of cases, `yes` and `of`, whole numbers.

    Examples
    --------
    >>> base_rates()["yes"].tolist()[:3]
    [5, 3, 0]
    """
    rows = [*_of_summits(), *_of_polls(), *_of_treaties()]
    names = [_("what"), _("class of cases"), _("yes"), _("of")]
    return pd.DataFrame(rows, columns=pd.Index(names)).set_index(names[0])


def summits() -> pd.Series:
    """Return how many summits each term had in its first two years, by the rule of Q07.

    A summit is a meeting in person at an event arranged for the two countries. The list of meetings
    has gaps after 2001, so counts are minimums.

    Examples
    --------
    >>> int(summits()[2005])
    2
    """
    days = _summit_days()
    counts = {
        year: days.between(f"{year}-01-20", f"{year + 1}-12-31").sum()
        for year in range(FIRST_TERM, LAST_TERM + 1, YEARS)
    }
    return pd.Series(counts, name="summits", dtype=int)


def _summit_days() -> pd.Series:
    table = data.load("meetings").query("kind == 'bilateral'")
    table = table[~table["meeting_id"].isin(NOT_ARRANGED)]
    return table.loc[table["start_date"] <= DAY, "start_date"]


Row = tuple[str, str, int, int]


def _of_summits() -> Iterator[Row]:
    what = _("a summit in the first two years of a term")
    had = summits() > 0
    yield what, _("six terms since 1993"), *_counted(had)
    first = [calendars.term(name)[0].year for name in _ended_presidencies()]
    yield what, _("three new presidents"), *_counted(had[year] for year in first)
    days = _summit_days()
    years = [days.dt.year.eq(year).any() for year in range(2011, DAY.year)]
    yield _("a summit in a year"), _("the years since 2011"), *_counted(years)


def _of_polls() -> Iterator[Row]:
    what = _("Gallup: {share} percent favourable", share=FAVOURABLE)
    table = trajectory.readings("gallup_favourable").query("date <= @DAY")
    enough = table.set_index("date")["value"] >= FAVOURABLE
    yield what, _("all readings"), *_counted(enough)
    yield what, _("readings since 2014"), *_counted(enough["2014":])


def _of_treaties() -> Iterator[Row]:
    what = _("a treaty that limits weapons, in a term")
    signed = data.load("treaties").query("event == 'signed' and date <= @DAY")
    signed = signed[signed["date"] >= calendars.term("clinton")[0]]
    limiting = _terms(signed.loc[signed["treaty_id"] != DISPOSE, "date"])
    terms = range(FIRST_TERM, LAST_TERM + 1, YEARS)
    yield what, _("six terms since 1993"), *_counted(year in limiting for year in terms)
    spans = [calendars.term(name) for name in _ended_presidencies()]
    held = [any(start.year <= year < end.year for year in limiting) for start, end in spans]
    yield what, _("three presidencies"), *_counted(held)
    events = data.load("events").set_index("event_id")["event_date"]
    disposing = limiting | _terms(pd.Series([*signed["date"], events[URANIUM]]))
    yield (
        _("the same, or weapons material disposed of"),
        _("six terms since 1993"),
        *_counted(year in disposing for year in terms),
    )


def _ended_presidencies() -> tuple[str, ...]:
    return "clinton", "bush43", "obama"


def _terms(days: pd.Series) -> set[int]:
    """Return the first years of the terms in which some days lie."""
    # A term begins on 20 January: nineteen days back, its years are those of the calendar.
    years = (days - pd.Timedelta(days=19)).dt.year
    return {int(year) - (int(year) - FIRST_TERM) % YEARS for year in years}


def _counted(cases: Iterable[object]) -> tuple[int, int]:
    """Return how many cases are true, and how many there are."""
    known = [bool(case) for case in cases]
    return sum(known), len(known)
