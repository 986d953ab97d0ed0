"""The picture of machine-coded series: one panel a data set, never joined."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from .. import data, words
from ..speech import N_, _, ngettext
from .card import bands, panels
from .chart import Chart, Words, compose
from .look import INK, dated, year_spans

# What the two measures are called in a sentence.
MEASURES = {"net_coop_balance": N_("net cooperation"), "net_score_ratio": N_("net score")}


@dataclass(frozen=True)
class MachineSeries:
    """One series: which data set counted whose events, and what it found.

    Attributes
    ----------
    panel, dataset, actor_rule, period, measure : str
        A row of the table `panels`.
    readings : pandas.DataFrame
        `period` (as text), `when` (its first day) and `value`, in order of time.
    """

    panel: str
    dataset: str
    actor_rule: str
    period: str
    measure: str
    readings: pd.DataFrame

    @property
    def years(self) -> set[int]:
        """The years with a reading."""
        return set(self.readings["when"].dt.year)

    def row(self) -> dict[str, object]:
        """Return its span and extremes, for the table."""
        values = self.readings.set_index("period")["value"]
        return {
            N_("data set"): self.dataset,
            N_("actors"): self.actor_rule,
            N_("first"): values.index[0],
            N_("last"): values.index[-1],
            N_("lowest"): values.min(),
            N_("in"): values.idxmin(),
            N_("highest"): values.max(),
            N_("at"): values.idxmax(),
        }


@dataclass(frozen=True)
class MachineFrame:
    """What `machine_coded` shows: the series, in the order in which they are drawn."""

    series: list[MachineSeries]

    @property
    def panels(self) -> list[str]:
        """The titles of the panels, from top to bottom."""
        return list(dict.fromkeys(each.panel for each in self.series))

    @property
    def table(self) -> pd.DataFrame:
        """The span and the extremes of each series."""
        return pd.DataFrame([each.row() for each in self.series])

    @property
    def longest(self) -> MachineSeries:
        """The series with readings in most years."""
        return max(self.series, key=lambda each: len(each.years))

    @property
    def gaps(self) -> list[int]:
        """The years between the first and the last in which no series has a reading."""
        covered = set[int]().union(*(each.years for each in self.series))
        return [year for year in range(min(covered), max(covered)) if year not in covered]

    @property
    def sources(self) -> list[str]:
        """Those of the data sets."""
        known = data.load("datasets").set_index("dataset")
        return data.cite(known.loc[[each.dataset for each in self.series]])


def machine_coded() -> Chart:
    """Draw what news-reading machines counted, one panel a data set, never joined.

    Net cooperation is (cooperation - conflict) / all events, -1 to +1; GDELT's panel has its own
    measure. Which series are drawn, and where, stands in the table `panels`.

    Returns
    -------
    Chart
    """
    frame = machine_frame()
    said = machine_words(frame)
    return compose(frame, said, machine_drawing(frame, said))


def machine_frame() -> MachineFrame:
    """Compute what `machine_coded` shows."""
    table = data.load("panels")
    columns = [table[name] for name in ("panel", "dataset", "actor_rule", "period", "measure")]
    return MachineFrame(
        [
            MachineSeries(
                panel, dataset, rule, period, measure, _read(dataset, rule, period, measure)
            )
            for panel, dataset, rule, period, measure in zip(*columns, strict=True)
        ]
    )


def _read(dataset: str, rule: str, period: str, measure: str) -> pd.DataFrame:
    table = data.load(f"event_data_{period}")
    here = (table["dataset"] == dataset) & (table["actor_rule"] == rule)
    part = table[here & (table["direction"] == "both") & table[measure].notna()]
    if period == "year":
        part = part[part["full_period"] != "no"]
    part = part.drop_duplicates("period")
    when = pd.to_datetime(part["period"])
    found = pd.DataFrame({"period": part["period"], "when": when, "value": part[measure]})
    return found.sort_values("when", ignore_index=True)


def machine_words(frame: MachineFrame) -> Words:
    """Say the frame of `machine_coded`."""
    longest, row = frame.longest, frame.longest.row()
    values = longest.readings["value"]
    source = _("Source: see data/SERIES.md, event data.")
    if frame.gaps:
        years = words.listed(year_spans(frame.gaps))
        source += " " + _("No data set here covers {years}.", years=years)
    return Words(
        title=_("Machine-coded series, never spliced"),
        shows=ngettext(
            "{n} series of US-Russia events coded from news by software, with its own coverage and "
            "actor rule.",
            "{n} series of US-Russia events coded from news by software, each with its own "
            "coverage and actor rule.",
            len(frame.series),
        ),
        reading=_(
            "{series}, {first} to {last}: highest {measure} {highest} in {when}, lowest {lowest} "
            "in {when_lowest}.",
            series=longest.panel.split(",")[0],
            first=row["first"],
            last=row["last"],
            measure=_(MEASURES[longest.measure]),
            highest=words.number(values.max(), ".2f"),
            when=row["at"],
            lowest=words.number(values.min(), ".2f"),
            when_lowest=row["in"],
        ),
        headline=_("What machines counted in the news"),
        subtitle=_(
            "Net cooperation: (cooperation − conflict) / all events. Each panel has its own scale: "
            "compare shapes, not heights."
        ),
        note=dated(source),
    )


def machine_drawing(frame: MachineFrame, said: Words) -> go.Figure:
    """Draw the frame of `machine_coded`."""
    titles = frame.panels
    made = panels(said, titles, height=740, shared="x", spacing=(0, 0.075))
    for each in frame.series:
        yearly = each.period == "year"
        made.figure.add_scatter(
            row=titles.index(each.panel) + 1,
            col=1,
            # A reading stands in the middle of the period that it sums up.
            x=each.readings["when"] + pd.Timedelta(days=182 if yearly else 15),
            y=each.readings["value"],
            mode="lines+markers",
            line={"color": INK, "width": 2},
            marker={"size": 6 if yearly else 4},
            hovertemplate="%{customdata}: %{y:.2f}<extra></extra>",
            customdata=each.readings["period"],
        )
    for row in range(1, len(titles) + 1):
        bands(made, cell=(row, 1), names=row == 1)
    return made.finished()
