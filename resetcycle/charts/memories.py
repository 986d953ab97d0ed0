"""Pictures of the line of all acts: presidencies laid over each other, and several memories."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from .. import trajectory, words
from . import marks
from .card import Piece, bands, card, end_labels, lower_the_source, sign
from .chart import Chart, Words, compose
from .look import GRID, INK, Term, dated, presidencies


@dataclass(frozen=True)
class OverlayFrame:
    """What `overlay` shows.

    Attributes
    ----------
    lines : list of (Term, pandas.DataFrame)
        For each presidency `share` (percent of the term elapsed) and `tone`.
    events : pandas.DataFrame
        The scored events behind the lines.
    half_life : float
        In months.
    """

    lines: list[tuple[Term, pd.DataFrame]]
    events: pd.DataFrame
    half_life: float

    @property
    def table(self) -> pd.DataFrame:
        """First and last month of each presidency, and its extremes."""
        return pd.DataFrame(
            [
                {
                    "presidency": term.label,
                    "first month": line["tone"].iloc[0],
                    "highest": line["tone"].max(),
                    "lowest": line["tone"].min(),
                    "last month": line["tone"].iloc[-1],
                }
                for term, line in self.lines
            ]
        )

    @property
    def fell(self) -> list[str]:
        """The presidencies in whose last month the line stands lower than in the first."""
        table = self.table
        return table.loc[table["last month"] < table["first month"], "presidency"].tolist()

    @property
    def sources(self) -> list[str]:
        """Where those of the acts stand."""
        return marks.cited(self.events)


def overlay(half_life: float = 12) -> Chart:
    """Lay the presidencies over each other by the share of the term that has passed.

    The prologue is left out; an unfinished term stops at the cut-off date.

    Parameters
    ----------
    half_life : float
        In months.

    Returns
    -------
    Chart
    """
    frame = overlay_frame(half_life)
    said = overlay_words(frame)
    return compose(frame, said, overlay_drawing(frame, said))


def overlay_frame(half_life: float = 12) -> OverlayFrame:
    """Compute what `overlay` shows."""
    line, lines = trajectory.event_line(half_life), []
    for term in presidencies():
        part = line[(line["month"] >= term.begins) & (line["month"] < term.ends)]
        if len(part):
            share = 100 * (part["month"] - term.begins) / (term.ends - term.begins)
            lines.append((term, pd.DataFrame({"share": share, "tone": part["tone"]})))
    return OverlayFrame(lines, trajectory.scored_events(), half_life)


def overlay_words(frame: OverlayFrame) -> Words:
    """Say the frame of `overlay`."""
    number, memory = words.in_words(len(frame.lines)).capitalize(), f"{frame.half_life:g} months"
    return Words(
        title="The presidencies laid over each other",
        shows=f"The line of all acts for each presidency, half-life {memory}, against the share "
        "of the term elapsed.",
        reading="The line stands lower in the last month than in the first for "
        f"{words.listed(frame.fell)}.",
        headline=f"{number} presidencies by share of the term elapsed",
        subtitle=f"The line of all acts, half-life {memory}. "
        "A term begins with its predecessor's memory.",
        note=dated(marks.source(frame.events)),
    )


def overlay_drawing(frame: OverlayFrame, said: Words) -> go.Figure:
    """Draw the frame of `overlay`."""
    made = card(said, marks.SCORE_AXIS)
    for term, line in frame.lines:
        made.figure.add_scatter(
            x=line["share"],
            y=line["tone"],
            mode="lines",
            name=term.label,
            line={"color": term.colour, "dash": term.dash, "width": 2.5},
            hovertemplate=f"{term.label}: %{{y:.1f}} at %{{x:.0f}}% of the term<extra></extra>",
        )
    lasts = [(sign(term.colour) + term.label, line.iloc[-1]) for term, line in frame.lines]
    end_labels(made, [(last["share"], last["tone"], name) for name, last in lasts], apart=0.75)
    for share in (0, 50, 100):
        made.upright(share, line={"color": GRID, "width": 1})
    made.figure.update_xaxes(
        range=[-1, 116],
        tickvals=[0, 25, 50, 75, 100],
        ticktext=["inauguration", "25% of the term", "half-way", "75%", "end of term"],
    )
    return made.finished()


@dataclass(frozen=True)
class MemoryFrame:
    """What `memory` shows.

    Attributes
    ----------
    lines : dict
        {half-life in months: the line of all acts}.
    shown : float
        The half-life at which the slider opens.
    events : pandas.DataFrame
        The scored events behind the lines.
    """

    lines: dict[float, pd.DataFrame]
    shown: float
    events: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """The lowest and the highest point of each line, and their months."""
        rows = []
        for half_life, line in self.lines.items():
            # A month without an act repeats the one before, but for the last digit: the first
            # counts.
            tones = line["tone"].round(9)
            low, high = tones.argmin(), tones.argmax()
            rows.append(
                {
                    "half-life (months)": half_life,
                    "lowest": line["tone"].iloc[low],
                    "in": f"{line['month'].iloc[low]:%b %Y}",
                    "highest": line["tone"].iloc[high],
                    "at": f"{line['month'].iloc[high]:%b %Y}",
                }
            )
        return pd.DataFrame(rows)

    @property
    def sources(self) -> list[str]:
        """Where those of the acts stand."""
        return marks.cited(self.events)


def memory(half_lives: Sequence[float] = (3, 6, 12, 24, 48), shown: float = 12) -> Chart:
    """Draw the line of all acts with a slider for its memory; the slider works without a kernel.

    Parameters
    ----------
    half_lives : sequence of float
        In months, one slider stop each.
    shown : float
        The stop at which the slider opens; one of `half_lives`.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If `shown` is not among them.
    """
    frame = memory_frame(half_lives, shown)
    said = memory_words(frame)
    return compose(frame, said, memory_drawing(frame, said))


def memory_frame(
    half_lives: Sequence[float] = (3, 6, 12, 24, 48), shown: float = 12
) -> MemoryFrame:
    """Compute what `memory` shows; parameters and errors are its own."""
    if shown not in half_lives:
        stops = words.listed(f"{half:g}" for half in half_lives)
        raise ValueError(f"shown must be one of the half-lives, {stops}; found {shown!r}.")
    lines = {half: trajectory.event_line(half) for half in half_lives}
    return MemoryFrame(lines, shown, trajectory.scored_events())


def memory_words(frame: MemoryFrame) -> Words:
    """Say the frame of `memory`."""
    half_lives = words.listed(f"{half:g}" for half in frame.lines)
    return Words(
        title="The line of all acts under several memories",
        shows=f"The mean score of {len(frame.events)} events with half-lives of {half_lives} "
        "months.",
        reading=_lowest_said(frame.table.set_index("half-life (months)")),
        headline="One record, several memories",
        subtitle="Move the slider: after how many months shall an event count half?",
        note=dated(marks.source(frame.events)),
    )


def _lowest_said(table: pd.DataFrame) -> str:
    short, long = table.loc[table.index.min()], table.loc[table.index.max()]
    moves = "moves too" if short["in"] != long["in"] else "stays"
    return (
        f"The lowest point lies at {short['lowest']:.1f} with the shortest memory shown and at "
        f"{long['lowest']:.1f} with the longest; its month {moves}."
    )


def memory_drawing(frame: MemoryFrame, said: Words) -> go.Figure:
    """Draw the frame of `memory`."""
    made = card(said, marks.SCORE_AXIS, height=500)
    bands(made)
    for half, line in frame.lines.items():
        made.figure.add_scatter(
            x=line["month"],
            y=line["tone"],
            mode="lines",
            visible=half == frame.shown,
            line={"color": INK, "width": 2.5},
            hovertemplate="%{x|%B %Y}: %{y:.1f}<extra>half-life " + f"{half:g} months</extra>",
        )
    made.figure.update_layout(yaxis_range=[-8, 9.5], margin_b=150, sliders=[_slider(frame)])
    lower_the_source(made, down=-118)
    return made.finished()


def _slider(frame: MemoryFrame) -> Piece:
    stops = list(frame.lines)
    return {
        "active": stops.index(frame.shown),
        "steps": [
            {
                "label": f"{half:g}",
                "method": "update",
                "args": [{"visible": [other == half for other in stops]}],
            }
            for half in stops
        ],
        "pad": {"t": 32},
        "currentvalue": {"prefix": "half-life in months: ", "font": {"size": 13}},
    }
