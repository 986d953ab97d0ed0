"""The picture of the presidencies, laid over each other."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from .. import trajectory, words
from ..speech import N_, _
from . import marks
from .card import card, end_labels, named_ticks, sign
from .chart import Chart, Words, compose
from .look import GRID, Term, dated, presidencies


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
                    N_("presidency"): term.label,
                    N_("first month"): line["tone"].iloc[0],
                    N_("highest"): line["tone"].max(),
                    N_("lowest"): line["tone"].min(),
                    N_("last month"): line["tone"].iloc[-1],
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
    number, memory = words.in_words(len(frame.lines)).capitalize(), words.months(frame.half_life)
    return Words(
        title=_("The presidencies laid over each other"),
        shows=_(
            "The line of all acts for each presidency, half-life {months}, against the share of "
            "the term elapsed.",
            months=memory,
        ),
        reading=_(
            "The line stands lower in the last month than in the first for {presidencies}.",
            presidencies=words.listed(frame.fell),
        ),
        headline=_("{number} presidencies by share of the term elapsed", number=number),
        subtitle=_(
            "The line of all acts, half-life {months}. A term begins with its predecessor's "
            "memory.",
            months=memory,
        ),
        note=dated(marks.source(frame.events)),
    )


def overlay_drawing(frame: OverlayFrame, said: Words) -> go.Figure:
    """Draw the frame of `overlay`."""
    made = card(said, _(marks.SCORE_AXIS))
    for term, line in frame.lines:
        made.figure.add_scatter(
            x=line["share"],
            y=line["tone"],
            mode="lines",
            name=term.label,
            line={"color": term.colour, "dash": term.dash, "width": 2.5},
            hovertemplate=_(
                "{presidency}: {score} at {percent}% of the term",
                presidency=term.label,
                score="%{y:.1f}",
                percent="%{x:.0f}",
            )
            + "<extra></extra>",
        )
    lasts = [(sign(term.colour) + term.label, line.iloc[-1]) for term, line in frame.lines]
    end_labels(made, [(last["share"], last["tone"], name) for name, last in lasts], apart=0.75)
    for share in (0, 50, 100):
        made.upright(share, line={"color": GRID, "width": 1})
    made.figure.update_xaxes(range=[-1, 116])
    names = [
        _("inauguration"),
        _("25% of the term"),
        _("half-way"),
        words.marked("75%"),
        _("end of term"),
    ]
    named_ticks(made, [0, 25, 50, 75, 100], names)
    return made.finished()
