"""A map of the record: where talks, expulsions, forces and wars were, and who was in NATO when."""

from typing import TypedDict

import pandas as pd
import traitlets

from .. import calendars, data, words
from ..speech import N_, _, ngettext
from .base import KitWidget, front_end

# What acts are on the map.
WHAT = {
    "meeting": N_("meetings"),
    "expulsion": N_("expulsions"),
    "forces": N_("forces and bases"),
    "war": N_("wars"),
}


class PlacesAnswer(TypedDict, total=False):
    """The years that are shown, the kinds that are not, and whether the whole world is seen."""

    span: str
    year: int
    hidden: list[str]
    view: str


class Places(KitWidget[PlacesAnswer]):
    """The acts of the record on a map, year by year or presidency by presidency.

    A slider goes through the years; each place has a mark for each kind of act, larger for more of
    them, and the acts stand in words below. Members of NATO are shaded. The outlines are those of
    Natural Earth.

    Parameters
    ----------
    lesson : str
        Where the answer is kept, such as ``"04"``.
    term_id : str
        The presidency that is shown at first.

    Attributes
    ----------
    answer : dict
        ``span`` (``"year"``, a presidency or ``"all"``), ``year``, ``hidden`` (kinds) and ``view``
        (``"near"`` or ``"world"``), as they were left; empty until something is changed.

    Raises
    ------
    ValueError
        If there is no such presidency.
    """

    _esm, _css = front_end("places")
    key = "places"

    # Internal: what the browser shows. An act is its day, the number of its place, its kind, its
    # title and the number of its source; a span is an id, a name, and its first day and the day
    # after its last; a member is a number of ISO 3166-1, a name and a year.
    acts = traitlets.List(traitlets.List()).tag(sync=True)
    places = traitlets.List(traitlets.List()).tag(sync=True)
    links = traitlets.List(traitlets.Unicode()).tag(sync=True)
    kinds = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    members = traitlets.List(traitlets.List()).tag(sync=True)
    spans = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    opens = traitlets.Unicode().tag(sync=True)
    years = traitlets.List(traitlets.Int()).tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: str = "04", term_id: str = "obama") -> None:
        calendars.term(term_id)
        table, places, terms = _acts(), data.load("places"), data.load("terms")
        links = sorted(set(table["url"]))
        number = {place: i for i, place in enumerate(places["place_id"])}
        columns = (
            *(_iso(table["event_date"]), table["place_id"].map(number), table["what"]),
            *(table["title"], table["url"].map({link: i for i, link in enumerate(links)})),
        )
        spans = (
            terms["term_id"],
            terms["short_label"],
            _iso(terms["start_date"]),
            _iso(terms["end_date"]),
        )
        allies = data.load("allies")
        super().__init__(
            lesson,
            acts=[list(row) for row in zip(*columns, strict=True)],
            places=places[["place", "country", "longitude", "latitude"]].to_numpy().tolist(),
            links=links,
            kinds={what: _(name) for what, name in WHAT.items()},
            members=allies[["iso_numeric", "country", "joined"]].to_numpy().tolist(),
            spans=[list(row) for row in zip(*spans, strict=True)],
            opens=term_id,
            # An older traitlets takes no integer of numpy's for one.
            years=[int(table["event_date"].dt.year.min()), int(table["event_date"].dt.year.max())],
            source=_source(len(table)),
        )

    def table(self) -> pd.DataFrame:
        """Return the places with how many acts of each kind lie there, the most first."""
        found = _acts()
        counts = pd.crosstab(found["place"], found["what"]).reindex(columns=list(WHAT))
        order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
        names = {what: _(name) for what, name in WHAT.items()}
        return counts.loc[order].rename(columns=names).rename_axis(N_("place"), axis=0)


def _acts() -> pd.DataFrame:
    """Return the acts that have a place, in order of time, with the address of their source."""
    events, sources = data.load("events"), data.load("sources").set_index("source_id")["url"]
    found = data.load("located").merge(events, on="event_id").merge(data.load("places"))
    found = found.assign(url=found["source_id"].map(sources).fillna(""))
    return found.sort_values(["event_date", "event_id"], ignore_index=True)


def _iso(days: pd.Series) -> list[str]:
    return days.dt.strftime("%Y-%m-%d").fillna("9999").tolist()


def _source(placed: int) -> str:
    """Say how many acts stand on the map, why not all, and whose borders are drawn."""
    every = len(data.load("events"))
    return " ".join(
        (
            ngettext(
                "{n} act of the {all} in data/events.csv stands on the map.",
                "{n} acts of the {all} in data/events.csv stand on the map.",
                placed,
                n=placed,
                all=words.number(every, ","),
            ),
            _(
                "The others happened by telephone, by decree or in words, or their place is not "
                "named; an act in several places stands at the first."
            ),
            _(
                "Members of NATO: data/allies.csv. Outlines: Natural Earth, coarse, which mostly "
                "draws who holds a place and not whose it is. Crimea is drawn with Russia, which "
                "most states do not accept; Kosovo apart from Serbia, which Russia and others do "
                "not accept; Abkhazia, South Ossetia and eastern Ukraine are not drawn apart."
            ),
        )
    )
