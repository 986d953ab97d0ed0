"""Pictures of indicators: opinion on both sides, small multiples, and the versions of one index."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
from pandas.api.types import is_list_like

from .. import data, tables, trajectory, words
from ..speech import N_, _, ngettext
from . import look
from .card import LINE, Card, bands, card, panels
from .chart import Chart, Words, compose, needed
from .look import INK, SIDES, USA, dated

GAP_MONTHS = 15  # a line stops where two readings lie further apart
DIRECTIONS = {
    N_("up"): N_("up is closer"),
    N_("down"): N_("down is closer"),
    N_("none"): N_("no direction"),
}


class Extreme(NamedTuple):
    """A reading: its value, and the date for which it stands."""

    value: float
    date: pd.Timestamp


def _extremes(readings: pd.DataFrame) -> tuple[Extreme, Extreme]:
    """Return the lowest and the highest reading; of equal ones the first."""
    low, high = int(readings["value"].argmin()), int(readings["value"].argmax())
    one, other = readings.iloc[low], readings.iloc[high]
    return Extreme(one["value"], one["date"]), Extreme(other["value"], other["date"])


def with_gaps(readings: pd.DataFrame) -> pd.DataFrame:
    """Insert an empty reading wherever two lie far apart, so that no line crosses a gap.

    Parameters
    ----------
    readings : pandas.DataFrame
        As from `trajectory.readings`.

    Returns
    -------
    pandas.DataFrame
        `shown_at` and `value`, missing where a line has to stop.
    """
    wide = readings["shown_at"].diff() > pd.Timedelta(days=30.5 * GAP_MONTHS)
    before = readings["shown_at"][wide] - pd.Timedelta(days=1)
    holes = pd.DataFrame({"shown_at": before, "value": float("nan")})
    return pd.concat([readings[["shown_at", "value"]], holes]).sort_values("shown_at")


# ------------------------------------------------------------------------------------------ opinion


@dataclass(frozen=True)
class Poll:
    """One public's view of the other country: whose it is, its name and where that stands."""

    side: str
    label: str
    label_date: pd.Timestamp
    label_value: float
    readings: pd.DataFrame

    @property
    def colour(self) -> str:
        """The colour of whoever was asked."""
        return SIDES[self.side]

    def row(self) -> dict[str, object]:
        """Return its span and extremes, for the table."""
        low, high = _extremes(self.readings)
        return {
            N_("view"): self.label,
            N_("readings"): len(self.readings),
            N_("first"): f"{self.readings['date'].iloc[0]:%Y}",
            N_("last"): f"{self.readings['date'].iloc[-1]:%Y}",
            N_("highest"): high.value,
            N_("in"): words.short_month(high.date),
            N_("lowest"): low.value,
            N_("at"): words.short_month(low.date),
        }


@dataclass(frozen=True)
class OpinionFrame:
    """What `opinion` shows."""

    polls: list[Poll]

    @property
    def table(self) -> pd.DataFrame:
        """The span and the extremes of each poll."""
        return pd.DataFrame([poll.row() for poll in self.polls])

    @property
    def sources(self) -> list[str]:
        """Those of the readings."""
        return data.cite(pd.concat([poll.readings for poll in self.polls]))


def opinion() -> Chart:
    """Draw opinion on both sides: Americans on Russia (Gallup), Russians on America (Levada).

    Which polls are drawn, and where their names stand, is in the table `opinion_lines`.

    Returns
    -------
    Chart
    """
    frame = opinion_frame()
    said = opinion_words(frame)
    return compose(frame, said, opinion_drawing(frame, said))


def opinion_frame() -> OpinionFrame:
    """Compute what `opinion` shows."""
    lines = data.load("opinion_lines")
    sides = data.load("indicator_catalogue").set_index("indicator_id")["side"]
    columns = [lines[name] for name in ("indicator_id", "label", "label_date", "label_value")]
    return OpinionFrame(
        [
            Poll(sides[name], label, day, height, _since(name, look.first_year()))
            for name, label, day, height in zip(*columns, strict=True)
        ]
    )


def _since(indicator_id: str, year: int) -> pd.DataFrame:
    readings = trajectory.readings(indicator_id)
    return readings[readings["date"].dt.year >= year]


def opinion_words(frame: OpinionFrame) -> Words:
    """Say the frame of `opinion`."""
    said = [
        _(
            "{view}: highest {highest} ({when}), lowest {lowest} ({when_lowest})",
            view=row["view"],
            highest=words.number(row["highest"], ".0f"),
            when=row["in"],
            lowest=words.number(row["lowest"], ".0f"),
            when_lowest=row["at"],
        )
        for row in frame.table.to_dict("records")
    ]
    return Words(
        title=_("Opinion on both sides"),
        shows=_(
            "Percent of American adults with a favourable view of Russia and of Russian adults "
            "with a good view of the United States, by date of the poll."
        ),
        reading=f"{'; '.join(said)}.",
        headline=_("How each public sees the other country"),
        subtitle=_(
            "Share with a favourable (Gallup) or good (Levada) view, percent. Lines stop where no "
            "reading lies within {months}.",
            months=words.months(GAP_MONTHS),
        ),
        note=dated(
            _(
                "Source: Gallup; VTsIOM and Levada Center, quoted with attribution; see "
                "data/SERIES.md."
            )
        ),
    )


def opinion_drawing(frame: OpinionFrame, said: Words) -> go.Figure:
    """Draw the frame of `opinion`."""
    made = card(said, _("percent of adults"))
    bands(made)
    for poll in frame.polls:
        _poll_line(made, poll)
    made.figure.update_layout(yaxis_range=[0, 95], yaxis_ticksuffix=words.marked("%"))
    return made.finished()


def _month() -> str:
    return f"%{{x|{words.drawn_date('short_month')}}}"


def _poll_line(made: Card, poll: Poll) -> None:
    drawn, american = with_gaps(poll.readings), poll.colour == USA
    dash, symbol, sign = ("solid", "circle", "●") if american else ("dash", "square", "■")
    made.figure.add_scatter(
        x=drawn["shown_at"],
        y=drawn["value"],
        mode="lines+markers",
        line={"color": poll.colour, "dash": dash, "width": 2},
        marker={"size": 7, "symbol": symbol},
        hovertemplate=f"{poll.label}, {_month()}: %{{y:.0f}}{words.marked('%')}<extra></extra>",
        connectgaps=False,
    )
    made.note(
        poll.label_date,
        poll.label_value,
        f'<span style="color:{poll.colour}">{sign}</span> <b>{poll.label}</b>',
        font={"color": INK, "size": 12},
        xanchor="left",
        name="end",
    )


# ---------------------------------------------------------------------------------- small multiples


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it is called, its unit, which direction is closer, and what was read."""

    label: str
    unit: str
    closer: str
    readings: pd.DataFrame

    @property
    def heading(self) -> str:
        """What stands over its panel."""
        name, unit = wrap(self.label, 32), wrap(f"{self.unit}; {_(DIRECTIONS[self.closer])}", 36)
        return "<br>".join([f"<b>{'<br>'.join(name)}</b>", *unit])

    def row(self) -> dict[str, object]:
        """Return its extremes, for the table."""
        low, high = _extremes(self.readings)
        return {
            N_("indicator"): self.label,
            N_("unit"): self.unit,
            N_("closer"): self.closer,
            N_("lowest"): low.value,
            N_("in"): low.date.year,
            N_("highest"): high.value,
            N_("at"): high.date.year,
        }


@dataclass(frozen=True)
class IndicatorsFrame:
    """What `indicators` shows, from which year on."""

    shown: list[Indicator]
    first_year: int

    @property
    def table(self) -> pd.DataFrame:
        """The extremes of each indicator."""
        return pd.DataFrame([each.row() for each in self.shown])

    @property
    def sources(self) -> list[str]:
        """Those of the readings."""
        return data.cite(pd.concat([each.readings for each in self.shown]))


def indicators(indicator_ids: Sequence[str], first_year: int = 1992) -> Chart:
    """Draw several indicators as small multiples, each on its own scale.

    Parameters
    ----------
    indicator_ids : list of str
        From ``data.load("indicator_catalogue")``; at most six read well.
    first_year : int
        Where the time axis begins.

    Returns
    -------
    Chart
    """
    frame = indicators_frame(indicator_ids, first_year)
    said = indicators_words(frame)
    return compose(frame, said, indicators_drawing(frame, said))


def indicators_frame(indicator_ids: Sequence[str], first_year: int = 1992) -> IndicatorsFrame:
    """Compute what `indicators` shows; parameters are its own."""
    catalogue = data.load("indicator_catalogue").set_index("indicator_id")
    names = list(indicator_ids) if is_list_like(indicator_ids) else []
    if not names or not {*map(str, names)} <= {*catalogue.index}:
        raise ValueError(
            _(
                "indicator_ids must be a list of names from the table indicator_catalogue, such "
                "as [{example}]; found {found}.",
                example=repr(catalogue.index[0]),
                found=repr(indicator_ids),
            )
        )
    about = catalogue.loc[names]
    rows = zip(about.index, about["label"], about["unit"], about["closer"], strict=True)
    return IndicatorsFrame(
        [
            Indicator(label, unit, closer, _since(name, first_year))
            for name, label, unit, closer in rows
        ],
        first_year,
    )


def indicators_words(frame: IndicatorsFrame) -> Words:
    """Say the frame of `indicators`."""
    said = [
        _(
            "{indicator}: lowest {lowest} in {year_lowest}, highest {highest} in {year}",
            indicator=row["indicator"],
            lowest=tables.text(row["lowest"]),
            year_lowest=row["in"],
            highest=tables.text(row["highest"]),
            year=row["at"],
        )
        for row in frame.table.to_dict("records")
    ]
    return Words(
        title=_("Indicators side by side"),
        shows=ngettext(
            "{n} indicator since {year}, each on its own scale.",
            "{n} indicators since {year}, each on its own scale.",
            len(frame.shown),
            year=frame.first_year,
        ),
        reading=f"{'; '.join(said)}.",
        headline=_("The same years through other eyes"),
        subtitle=_("Every panel has its own scale. A dot is a reading; lines stop at gaps."),
        note=dated(_("Source: see data/SERIES.md for each indicator.")),
    )


def indicators_drawing(frame: IndicatorsFrame, said: Words) -> go.Figure:
    """Draw the frame of `indicators`."""
    rows, headings = -(-len(frame.shown) // 2), [each.heading for each in frame.shown]
    # There is room for headings of four lines; each line more needs its own over every row.
    more = LINE * max(0, *(heading.count("<br>") - 3 for heading in headings))
    height, drawn = 110 + (230 + more) * rows, 230 * rows - 112
    gap = (0.45 / rows * drawn + more) / (drawn + more * (rows - 1))
    made = panels(said, headings, height=height, columns=2, spacing=(0.09, gap))
    for place, each in enumerate(frame.shown):
        drawn, (row, column) = with_gaps(each.readings), (place // 2 + 1, place % 2 + 1)
        made.figure.add_scatter(
            x=drawn["shown_at"],
            y=drawn["value"],
            mode="lines+markers",
            line={"color": INK, "width": 1.8},
            marker_size=4,
            hovertemplate=f"{_month()}: %{{y:,.4g}}<extra></extra>",
            row=row,
            col=column,
        )
        bands(made, names=False, since=frame.first_year, cell=(row, column))
    return made.finished()


# ----------------------------------------------------------------------------- versions of an index


@dataclass(frozen=True)
class FanFrame:
    """What `fan` shows: the versions of an index, one a column, by year, and the years to mark."""

    versions: pd.DataFrame
    mark: Sequence[int]

    @property
    def median(self) -> pd.Series:
        """The median of all versions in each year."""
        return self.versions.median(axis=1)

    @property
    def table(self) -> pd.DataFrame:
        """Lowest version, median and highest version of each year."""
        return pd.DataFrame(
            {
                N_("year"): self.versions.index,
                N_("lowest version"): self.versions.min(axis=1).to_numpy(),
                N_("median"): self.median.to_numpy(),
                N_("highest version"): self.versions.max(axis=1).to_numpy(),
            }
        )

    @property
    def sources(self) -> list[str]:
        """What computed the versions."""
        return [
            _(
                "Computed by resetcycle.trajectory.versions; the measures' sources stand in "
                "data/SERIES.md"
            )
        ]


def fan(index_versions: pd.DataFrame, mark: Sequence[int] = ()) -> Chart:
    """Draw many versions of one composite index as a fan.

    Parameters
    ----------
    index_versions : pandas.DataFrame
        From `trajectory.versions`: years in rows, one column a version.
    mark : sequence of int
        Years to mark, each must be a row.

    Returns
    -------
    Chart
    """
    needed(index_versions, "trajectory.versions")
    frame = FanFrame(index_versions, mark)
    said = fan_words(frame)
    return compose(frame, said, fan_drawing(frame, said))


def fan_words(frame: FanFrame) -> Words:
    """Say the frame of `fan`."""
    number, median = frame.versions.shape[1], frame.median
    return Words(
        title=ngettext(
            "A composite index in {n} version", "A composite index in {n} versions", number
        ),
        shows=_(
            "{versions} of one index over {years} with complete readings.",
            versions=ngettext("{n} version", "{n} versions", number),
            years=ngettext("{n} year", "{n} years", len(median)),
        ),
        reading=_(
            "The median is highest in {year} ({highest}) and lowest in {year_lowest} ({lowest}).",
            year=median.idxmax(),
            highest=words.number(median.max(), ".2f"),
            year_lowest=median.idxmin(),
            lowest=words.number(median.min(), ".2f"),
        ),
        headline=ngettext("{n} way to build one index", "{n} ways to build one index", number),
        subtitle=_(
            "Grey: each version. Dark: their median. A year in which one measure has no reading is "
            "a gap."
        ),
        note=dated(_("Source: computed from data/indicators.csv and data/events.csv.")),
    )


def fan_drawing(frame: FanFrame, said: Words) -> go.Figure:
    """Draw the frame of `fan`."""
    first, last = frame.versions.index.min(), frame.versions.index.max()
    drawn = frame.versions.reindex(range(first, last + 1))
    when = pd.to_datetime(drawn.index.astype(str)) + pd.Timedelta(days=182)
    made = card(said, _("index, 0 (furthest apart) to 1 (closest)"))
    bands(made)
    for version in drawn:
        thin = {"color": "#b8c0c8", "width": 1}
        made.figure.add_scatter(x=when, y=drawn[version], mode="lines", line=thin, hoverinfo="skip")
    made.figure.add_scatter(
        x=when,
        y=drawn.median(axis=1),
        mode="lines+markers",
        line={"color": INK, "width": 3},
        marker_size=6,
        customdata=drawn.index,
        hovertemplate=_("{year}: median {share}", year="%{customdata}", share="%{y:.2f}")
        + "<extra></extra>",
    )
    for year in frame.mark:
        top, text = drawn.loc[year].max(), f"<b>{year}</b>"
        made.note(pd.Timestamp(year, 7, 2), top, text, yshift=14, font={"size": 12})
    ends = [f"{first}-01-01", f"{last + 1}-12-31"]
    made.figure.update_layout(yaxis_range=[-0.02, 1.12], xaxis_range=ends)
    return made.finished()
