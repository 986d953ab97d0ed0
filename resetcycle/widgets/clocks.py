"""Two clocks, one timeline: the acts of a presidency between the terms of both capitals."""

from typing import TypedDict

import pandas as pd
import traitlets

from .. import calendars, cuts, data, record, words
from ..speech import N_, _, ngettext
from .base import KitWidget, front_end

FIELDS = {
    "arms_control": N_("arms control"),
    "counterterrorism": N_("counterterrorism"),
    "diplomacy": N_("diplomacy"),
    "economy": N_("economy"),
    "human_rights_democracy": N_("human rights and democracy"),
    "institutions": N_("institutions"),
    "intelligence_cyber": N_("intelligence and cyber"),
    "missile_defence": N_("missile defence"),
    "regional_conflict": N_("regional conflicts"),
    "security_nato": N_("European security and NATO"),
}
CITIES = {"USA": N_("Washington"), "RUS": N_("Moscow")}


class ClockAnswer(TypedDict, total=False):
    """The day of the cut, and whose acts of which kind and field are shown."""

    day: str
    by: str
    kind: str
    field: str


class TwoClocks(KitWidget[ClockAnswer]):
    """The acts of a presidency between two bands: Washington's terms and Moscow's.

    A slider cuts the record at a day; the mean of the year before stands beside that of the year
    after, with what may be told from them. Acts can be filtered by capital, kind and field, and
    those that the lessons tell stand beside the picture in words.

    Parameters
    ----------
    lesson : str
        Where the answer is kept, such as ``"04"``.
    term_id : str
        The presidency.

    Attributes
    ----------
    answer : dict
        ``day``, ``by``, ``kind`` and ``field``, as they were left; empty until something is moved.

    Raises
    ------
    ValueError
        If there is no such presidency.
    """

    _esm, _css = front_end("clocks")
    key = "clocks"

    # Internal: what the browser shows. An act is its day, whose it is, its kind, its score, its
    # title, its field and its summary; a clock is a city and its terms; a cut is a day, what
    # happens on it, who expects a turn and why.
    acts = traitlets.List(traitlets.List()).tag(sync=True)
    clocks = traitlets.List(traitlets.List()).tag(sync=True)
    cuts = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    stops = traitlets.List(traitlets.Unicode()).tag(sync=True)
    fields = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    first = traitlets.Unicode().tag(sync=True)
    after = traitlets.Unicode().tag(sync=True)
    rule = traitlets.Dict(traitlets.Int()).tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: str = "04", term_id: str = "obama") -> None:
        first, after = calendars.term(term_id)
        acts = _acts(first, after)
        named = cuts.cuts(term_id)
        days = _iso(named["day"])
        texts = (named[column].map(_) for column in ("label", "expected_by", "expectation"))
        self._term_id = term_id
        super().__init__(
            lesson,
            acts=acts,
            clocks=_clocks(named),
            cuts=[list(row) for row in zip(days, *texts, strict=True)],
            stops=sorted({*days, *_months(first, after)}),
            fields={field: _(name) for field, name in FIELDS.items()},
            first=f"{first:%Y-%m-%d}",
            after=f"{after:%Y-%m-%d}",
            rule={
                "draws": cuts.DRAWS,
                "seed": cuts.SEED,
                "weeks": cuts.WEEKS,
                "enough": record.ENOUGH,
            },
            source=_source(len(acts)),
        )

    def table(self) -> pd.DataFrame:
        """Return for each day that somebody named how the record changes there."""
        return cuts.table(self._term_id)


def _acts(first: pd.Timestamp, after: pd.Timestamp) -> list[list[object]]:
    events = data.load("events")
    inside = events[(events["event_date"] >= first) & (events["event_date"] < after)]
    kinds = inside["class_id"].map(record.kinds()).where(inside["dyadic"] == "yes", "context")
    scores = inside["goldstein_score"].astype(object).where(inside["goldstein_score"].notna(), None)
    texts = (inside[column].fillna("") for column in ("title", "domain", "summary"))
    columns = _iso(inside["event_date"]), inside["source_actor"], kinds, scores, *texts
    return [list(row) for row in zip(*columns, strict=True)]


def _clocks(named: pd.DataFrame) -> list[list[object]]:
    """Return for each capital its name and its terms: who, from which day, to which."""
    terms, leaders = data.load("terms"), data.load("leaders").dropna(subset=["end_date"])
    columns = terms["short_label"], _iso(terms["start_date"]), _iso(terms["end_date"])
    washington = [list(row) for row in zip(*columns, strict=True)]
    for day in _iso(named.loc[named["clock"] == "USA", "day"]):
        place = next(i for i, (_who, first, after) in enumerate(washington) if first < day < after)
        who, first, after = washington[place]
        washington[place : place + 1] = [[who, first, day], [_("second term"), day, after]]
    people = leaders["leader"].str.split().str[-1]
    columns = people, _iso(leaders["start_date"]), _iso(leaders["end_date"])
    moscow = [list(row) for row in zip(*columns, strict=True)]
    return [[_(CITIES["USA"]), washington], [_(CITIES["RUS"]), moscow]]


def _months(first: pd.Timestamp, after: pd.Timestamp) -> list[str]:
    """Return the first days of months that have a whole year of the presidency on each side."""
    year = pd.DateOffset(years=1)
    return _iso(pd.date_range(first + year, after - year, freq="MS").to_series())


def _iso(days: pd.Series) -> list[str]:
    return days.dt.strftime("%Y-%m-%d").tolist()


def _source(number: int) -> str:
    return ngettext(
        "Source: data/events.csv, {n} act and piece of context.",
        "Source: data/events.csv, {n} acts and pieces of context.",
        number,
        n=words.number(number, ","),
    )
