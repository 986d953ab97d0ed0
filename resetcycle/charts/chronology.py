"""Pictures of the chronology: the whole relationship, and one presidency."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from .. import data, trajectory, words
from . import marks
from .card import Card, bands, card
from .chart import Chart, Words, compose
from .look import CONTEXT, Term, dated, first_year, presidencies, terms

SCORES = [-11.5, 13]  # the upright axis: the scale from -10 to +10, and room for names


@dataclass(frozen=True)
class RelationshipFrame:
    """What `relationship` shows.

    Attributes
    ----------
    events, line : pandas.DataFrame
        The scored events, and the line through them, up to the last day.
    table : pandas.DataFrame
        The mean score of each presidency's windows.
    half_life : float
        In months.
    first_year : int
    last : Timestamp
        The last day shown.
    cut : bool
        Whether the last day lies before the data's own.
    """

    events: pd.DataFrame
    line: pd.DataFrame
    table: pd.DataFrame
    half_life: float
    first_year: int
    last: pd.Timestamp
    cut: bool

    @property
    def sources(self) -> list[str]:
        """Those of the events."""
        return data.cite(self.events)


def relationship(half_life: float = 12, until: str | pd.Timestamp | None = None) -> Chart:
    """Draw the whole relationship: every scored event and the line through them.

    Parameters
    ----------
    half_life : float
        Months after which an event counts half in the line.
    until : str or datetime-like, optional
        Leave out everything after this day and say so in words; by default the data's cut-off date.

    Returns
    -------
    Chart
        Its table gives the mean score of each presidency's first, middle and last twelve months.

    Raises
    ------
    ValueError
        If `until` is no date, or lies outside the data.
    """
    frame = relationship_frame(half_life, until)
    said = relationship_words(frame)
    return compose(frame, said, relationship_drawing(frame, said))


def relationship_frame(
    half_life: float = 12, until: str | pd.Timestamp | None = None
) -> RelationshipFrame:
    """Compute what `relationship` shows; parameters and errors are its own."""
    last, events = _last_day(until), data.load("events")
    known = events[events["event_date"] <= last]
    return RelationshipFrame(
        events=trajectory.scored_events(known),
        line=trajectory.event_line(half_life, known),
        table=_windows_by(known, last),
        half_life=half_life,
        first_year=first_year(),
        last=last,
        cut=until is not None,
    )


def relationship_words(frame: RelationshipFrame) -> Words:
    """Say the frame of `relationship`."""
    cut = f" Nothing after {words.day(frame.last)} is shown." if frame.cut else ""
    memory = f"{frame.half_life:g} months"
    return Words(
        title=f"US-Russia relations, {frame.first_year}-{frame.last:%Y}: a chronology as a line",
        shows=f"{len(frame.events)} acts of one capital toward the other, scored on the Goldstein "
        f"scale (-10 to +10), and their mean with a memory of {memory}. "
        f"The events are chosen, not sampled.{cut}",
        reading=_windows_reading(frame.table, frame.last),
        headline="Every scored event between Washington and Moscow, and the line through them",
        subtitle="Goldstein scale, −10 to +10. In the line an event counts half after "
        f"{memory}.{cut}",
        note=dated(marks.source(frame.events), frame.last),
    )


def relationship_drawing(frame: RelationshipFrame, said: Words) -> go.Figure:
    """Draw the frame of `relationship`."""
    made = card(said, marks.SCORE_AXIS)
    bands(made, last=frame.last)
    marks.dots(made, frame.events, size=6)
    for term in terms():
        # Each part begins where the last one ended, so that the line has no holes.
        first = term.begins - pd.DateOffset(months=1)
        part = _months(frame.line, first, term.ends)
        if len(part):
            _tone(made, part, term.colour, name=term.term_id)
    made.figure.update_layout(yaxis_range=SCORES)
    marks.labels(made, frame.events, frame.line)
    return made.finished()


@dataclass(frozen=True)
class PresidencyFrame:
    """What `presidency` shows.

    Attributes
    ----------
    term : Term
    events, line, context : pandas.DataFrame
        The scored events of the term; the line's months within it; its events without a score.
    spans : dict
        First day and day after the last of each window that was complete by the cut-off date.
    table : pandas.DataFrame
        One row: the mean score of each window.
    half_life : float
        In months.
    sources : list of str
    """

    term: Term
    events: pd.DataFrame
    line: pd.DataFrame
    context: pd.DataFrame
    spans: dict[str, marks.Span]
    table: pd.DataFrame
    half_life: float
    sources: list[str]

    @property
    def means(self) -> dict[str, float]:
        """The mean score of each window of `spans`; missing where it has no scored event."""
        return {name: float(self.table[name].iloc[0]) for name in self.spans}

    @property
    def last(self) -> pd.Timestamp:
        """The last day of the term that the data know."""
        return min(self.term.ends, data.cutoff())


def presidency(term_id: str, half_life: float = 12) -> Chart:
    """Draw one presidency: its events, the line, and the three windows of the claim.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.
    half_life : float
        In months.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        For an unknown term, or the prologue, which is too short for windows.
    """
    frame = presidency_frame(term_id, half_life)
    said = presidency_words(frame)
    return compose(frame, said, presidency_drawing(frame, said))


def presidency_frame(term_id: str, half_life: float = 12) -> PresidencyFrame:
    """Compute what `presidency` shows; parameters and errors are its own."""
    spans = trajectory.window_dates(term_id)
    known = {term.term_id: term for term in presidencies()}
    if term_id not in known:
        raise ValueError(
            f"{term_id!r} is the prologue, too short for the three windows; "
            f"choose one of {', '.join(known)}."
        )
    term, events = known[term_id], data.load("events")
    here = events[events["term_id"] == term_id]
    table = trajectory.term_windows()
    return PresidencyFrame(
        term=term,
        events=trajectory.scored_events(here),
        line=_months(trajectory.event_line(half_life), term.begins, term.ends),
        context=here[here["dyadic"] == "no"],
        spans=spans,
        table=table[table["term_id"] == term_id].reset_index(drop=True),
        half_life=half_life,
        sources=data.cite(here),
    )


def presidency_words(frame: PresidencyFrame) -> Words:
    """Say the frame of `presidency`."""
    term, n_scored, n_context = frame.term, len(frame.events), len(frame.context)
    finished = term.ends <= data.cutoff()
    until = f"{term.ends:%Y}" if finished else "the cut-off date (unfinished)"
    diamonds = " Grey diamonds: context without a score." if n_context else ""
    return Words(
        title=f"{term.president}: {words.counted(n_scored, 'scored event')} and "
        f"{words.counted(len(frame.spans), 'window')}",
        shows=f"{n_scored} acts of one capital toward the other (Goldstein scale, -10 to +10), "
        f"{n_context} events kept as context without a score, the line with a half-life of "
        f"{frame.half_life:g} months, and the mean of each window.",
        reading=_windows_reading(frame.table, data.cutoff()),
        headline=f"{term.president}, {term.begins:%Y} to {until}",
        subtitle=f"Goldstein scale. Half-life {frame.half_life:g} months."
        f"{_bars_said(frame.means)}{diamonds}",
        note=dated(marks.source(pd.concat([frame.events, frame.context]))),
    )


def _bars_said(means: dict[str, float]) -> str:
    """Say which windows have a bar."""
    names = {"start": "first", "middle": "middle", "end": "last"}
    drawn = [names[window] for window, mean in means.items() if pd.notna(mean)]
    bars = "Bar" if len(drawn) == 1 else "Bars"
    return f" {bars}: mean of the {words.listed(drawn)} twelve months." if drawn else ""


def presidency_drawing(frame: PresidencyFrame, said: Words) -> go.Figure:
    """Draw the frame of `presidency`."""
    made, term = card(said, marks.SCORE_AXIS), frame.term
    marks.windows(made, frame.spans)
    # Context has no score: it stands in a row under the scale.
    below = frame.context.assign(goldstein_score=-10.2)
    marks.dots(made, below, size=8, color=CONTEXT, symbol="diamond")
    _tone(made, frame.line, term.colour)
    marks.dots(made, frame.events, size=9, color=term.colour)
    drawn = [frame.line]
    for name, (first, end) in frame.spans.items():
        mean = frame.means[name]
        if pd.notna(mean):
            line = {"color": term.colour, "width": 5}
            made.line((first, min(end, frame.last)), (mean, mean), line=line, opacity=0.55)
        days = pd.date_range(first, end, freq="20D")
        drawn.append(pd.DataFrame({"month": days, "tone": mean}))
    left, right = term.begins - pd.Timedelta(days=40), frame.last + pd.Timedelta(days=60)
    made.figure.update_layout(yaxis_range=SCORES, xaxis_range=[left, right])
    marks.labels(made, frame.events, pd.concat(drawn), every=True)
    return made.finished()


# ------------------------------------------------------------------------------------------- shared


def _last_day(until: str | pd.Timestamp | None) -> pd.Timestamp:
    """Return the last day that a chart may show: `until`, or the data's cut-off date."""
    if until is None:
        return data.cutoff()
    first, cutoff = data.load("events")["event_date"].min(), data.cutoff()
    last = pd.to_datetime(until, errors="coerce")
    if pd.isna(last) or not first <= last <= cutoff:
        raise ValueError(
            f"until must be a date from {first:%Y-%m-%d} to {cutoff:%Y-%m-%d}, "
            f'such as "2017-04-17"; found {until!r}.'
        )
    return last


def _windows_by(events: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Return the term windows as they stood on a day.

    No presidency is in it that had not begun, no end of one that had not ended.
    """
    begun = {term.term_id: term for term in terms() if term.begins <= last}
    table = trajectory.term_windows(events)
    table = table[table["term_id"].isin(begun)].reset_index(drop=True)
    finished = pd.Series([begun[term_id].ends <= last for term_id in table["term_id"]], dtype=bool)
    return table.assign(
        presidency=[begun[term_id].name_on(last) for term_id in table["term_id"]],
        end=table["end"].where(finished),
    )


def _windows_reading(table: pd.DataFrame, last: pd.Timestamp) -> str:
    """Say the mean scores of the windows, one presidency after the other."""
    ends = {term.term_id: term.ends for term in terms()}
    rows = zip(table["term_id"], table["presidency"], strict=True)
    means = table[list(trajectory.WINDOWS)].to_dict("records")
    said = [
        f"{name}: {_means_said(mean, finished=ends[term_id] <= last)}"
        for (term_id, name), mean in zip(rows, means, strict=True)
    ]
    return f"Mean score of the windows. {'; '.join(said)}."


def _means_said(means: Mapping[Hashable, float], *, finished: bool) -> str:
    said = [f"{name} {mean:+.1f}" for name, mean in means.items() if pd.notna(mean)]
    empty = [name for name in ("start", "end") if pd.isna(means[name])] if finished else []
    said += [f"no scored event at the {name}" for name in empty]
    return ", ".join(said if finished else [*said, "unfinished"])


def _months(line: pd.DataFrame, first: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    return line[(line["month"] >= first) & (line["month"] < end)]


def _tone(made: Card, line: pd.DataFrame, color: str, **name: str) -> None:
    made.figure.add_scatter(
        x=line["month"],
        y=line["tone"],
        mode="lines",
        hoverinfo="skip",
        line={"color": color, "width": 3},
        **name,
    )
