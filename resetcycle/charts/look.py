"""The look that all pictures share: colours, and a colour and a line style for each presidency."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from .. import data, kept, words
from ..speech import _

INK, MUTED, RULE, GRID, CONTEXT = "#1f2933", "#52606d", "#9aa5b1", "#e4e7eb", "#757b83"
# After Okabe and Ito, safe for colour-blind readers, and dark enough for a white card; the
# presidencies' colours are in data/terms.csv.
USA, RUSSIA, GREEN, AMBER = "#0072B2", "#D55E00", "#009E73", "#C98500"
SIDES = {"USA": USA, "RUS": RUSSIA}
# Of a label that lies over a line.
PAPER = "rgba(255,255,255,.85)"
# What stands on a dark ground for each colour of the card; the others suit both.
ON_DARK = {
    '"white"': '"#212121"',
    "#ffffff": "#212121",
    PAPER: "rgba(33,33,33,.85)",
    INK: "#e8ecf0",
    MUTED: "#b4bdc7",
    RULE: "#7d8894",
    GRID: "#3c434b",
    "#cbd2d9": "#4f5861",
    "#b8c0c8": "#5b646e",
    "#dde3e9": "#39424c",
    "#f5f7fa": "#2a3036",
}


@dataclass(frozen=True)
class Term:
    """A presidency as pictures need it: when it was, what it is called, how it is drawn."""

    term_id: str
    president: str
    label: str
    begins: pd.Timestamp
    ends: pd.Timestamp
    role: str
    colour: str
    dash: str

    def name_on(self, day: pd.Timestamp) -> str:
        """Return its name as of a day: a first term has no number before the second has begun."""
        second = [each for each in terms() if each.label == f"{self.label}I"]
        unknown = bool(second) and second[0].begins > day
        return self.label.removesuffix(" I") if unknown else self.label


@kept.once
def terms() -> list[Term]:
    """Return the presidencies in order of time."""
    names = ("term_id", "president", "short_label", "start_date", "end_date", "role")
    table = data.load("terms")
    columns = [table[name] for name in (*names, "colour", "dash")]
    return [Term(*row) for row in zip(*columns, strict=True)]


def presidencies() -> list[Term]:
    """Return the presidencies that the claim is about: all but the prologue."""
    return [term for term in terms() if term.role != "prologue"]


def first_year() -> int:
    """Return the year in which the record begins."""
    return int(data.load("events")["event_date"].min().year)


def dated(source: str, last: pd.Timestamp | None = None) -> str:
    """Return a note for under a drawing: its source, and the last day that it knows of.

    By default that is the cut-off date of the data.
    """
    return f"{source} " + _("Data to {day}.", day=words.day(last or data.cutoff()))


def year_spans(years: Iterable[int]) -> list[str]:
    """Return years as spans in words.

    Examples
    --------
    >>> year_spans([2015, 2016, 2017, 2020])
    ['2015 to 2017', '2020']
    """
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return [
        _("{first} to {last}", first=span[0], last=span[-1]) if len(span) > 1 else str(span[0])
        for span in spans
    ]
