"""Pictures of the record: the whole relationship, and one presidency."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from .. import calendars, data, record, trajectory, words
from ..record import Kind
from ..speech import _, ngettext
from . import marks
from .card import Card, bands, card, end_labels, sign
from .chart import Chart, Words, compose
from .look import CONTEXT, INK, MUTED, Term, dated, first_year, presidencies, terms

SCORES = [-11.5, 13]  # the upright axis: the scale from -10 to +10, and room for names
# Contacts and deeds, drawn beside the line of all acts.
_THIN: dict[Kind, dict[str, Any]] = {
    "contacts": {"color": MUTED, "width": 1.4, "dash": "dot"},
    "deeds": {"color": INK, "width": 1.6},
}


@dataclass(frozen=True)
class RelationshipFrame:
    """What `relationship` shows.

    Attributes
    ----------
    events : pandas.DataFrame
        The scored events up to the last day.
    lines : dict of {str: pandas.DataFrame}
        The line through all of them, through the contacts and through the deeds.
    windows : dict of {str: pandas.DataFrame}
        The mean score of each presidency's windows, for all acts, contacts and deeds.
    half_life : float
        In months.
    first_year : int
    last : Timestamp
        The last day shown.
    cut : bool
        Whether the last day lies before the data's own.
    """

    events: pd.DataFrame
    lines: dict[Kind, pd.DataFrame]
    windows: dict[Kind, pd.DataFrame]
    half_life: float
    first_year: int
    last: pd.Timestamp
    cut: bool

    @property
    def table(self) -> pd.DataFrame:
        """The windows side by side, in words."""
        return record.side_by_side(self.windows)

    @property
    def sources(self) -> list[str]:
        """Where those of the acts stand."""
        return marks.cited(self.events)


def relationship(half_life: float = 12, until: str | pd.Timestamp | None = None) -> Chart:
    """Draw the whole relationship: every scored act, and the lines through them.

    Parameters
    ----------
    half_life : float
        Months after which an event counts half in the line.
    until : str or datetime-like, optional
        Leave out everything after this day and say so in words; by default the data's cut-off date.

    Returns
    -------
    Chart
        Its table gives the mean score of each presidency's first, middle and last twelve months
        with its interval, as from `record.windows`, for all acts, contacts and deeds.

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
    # All events need not be handed on: what follows from them is computed once.
    known = None if until is None else events[events["event_date"] <= last]
    return RelationshipFrame(
        events=trajectory.scored_events(known),
        lines={kind: trajectory.event_line(half_life, known, kind) for kind in record.KINDS},
        windows=_windows_by(known, last),
        half_life=half_life,
        first_year=first_year(),
        last=last,
        cut=until is not None,
    )


def relationship_words(frame: RelationshipFrame) -> Words:
    """Say the frame of `relationship`."""
    nothing = _("Nothing after {day} is shown.", day=words.day(frame.last))
    cut = f" {nothing}" if frame.cut else ""
    memory, number = words.months(frame.half_life), len(frame.events)
    begun = [term for term in presidencies() if term.begins <= frame.last]
    shows = ngettext(
        "{n} act of one capital toward the other, scored on the Goldstein scale (-10 to +10), and "
        "their mean with a memory of {memory}: of all acts, with a band in which it could lie had "
        "other weeks been busy (95 %), of contacts (meetings, calls, rounds) and of deeds (all the "
        "rest).",
        "{n} acts of one capital toward the other, scored on the Goldstein scale (-10 to +10), and "
        "their mean with a memory of {memory}: of all acts, with a band in which it could lie had "
        "other weeks been busy (95 %), of contacts (meetings, calls, rounds) and of deeds (all the "
        "rest).",
        number,
        n=words.number(number, ","),
        memory=memory,
    )
    subtitle = _(
        "Goldstein scale, −10 to +10. An act counts half after {memory}. Band: 95 % interval.",
        memory=memory,
    )
    return Words(
        title=_(
            "US-Russia relations, {first}-{last}: the record as a line",
            first=frame.first_year,
            last=frame.last.year,
        ),
        shows=shows + cut,
        reading=_windows_reading(frame.windows["all"], begun, frame.last),
        headline=_("Every scored act between Washington and Moscow, and the lines through them"),
        subtitle=subtitle + cut,
        note=dated(marks.source(frame.events), frame.last),
    )


def relationship_drawing(frame: RelationshipFrame, said: Words) -> go.Figure:
    """Draw the frame of `relationship`."""
    made = card(said, _(marks.SCORE_AXIS))
    bands(made, last=frame.last)
    marks.dots(made, frame.events, size=4, opacity=0.3, brief=True)
    line = frame.lines["all"]
    marks.band(made, line)
    for kind, style in _THIN.items():
        _tone(made, frame.lines[kind], style)
    for term in terms():
        # Each part begins where the last one ended, so that the line has no holes.
        first = term.begins - pd.DateOffset(months=1)
        part = _months(line, first, term.ends)
        if len(part):
            _tone(made, part, {"color": term.colour, "width": 3}, name=term.term_id)
    made.figure.update_layout(yaxis_range=SCORES)
    _room_for_names(made)
    lasts = [(each["month"].iloc[-1], each["tone"].iloc[-1]) for each in frame.lines.values()]
    names = [_("all acts"), sign(MUTED) + _("contacts"), sign(INK) + _("deeds")]
    end_labels(made, [(*last, name) for last, name in zip(lasts, names, strict=True)], apart=1.6)
    marks.labels(made, frame.events, pd.concat(frame.lines.values()))
    return made.finished()


@dataclass(frozen=True)
class PresidencyFrame:
    """What `presidency` shows.

    Attributes
    ----------
    term : Term
    events, context : pandas.DataFrame
        The scored events of the term; its told events without a score.
    lines : dict of {str: pandas.DataFrame}
        The months within the term of the line of all acts, and of that of the deeds.
    spans : dict
        First day and day after the last of each window that was complete by the cut-off date.
    windows : dict of {str: pandas.DataFrame}
        The mean score of each window, for all acts, contacts and deeds.
    half_life : float
        In months.
    sources : list of str
    """

    term: Term
    events: pd.DataFrame
    lines: dict[Kind, pd.DataFrame]
    context: pd.DataFrame
    spans: dict[str, marks.Span]
    windows: dict[Kind, pd.DataFrame]
    half_life: float
    sources: list[str]

    @property
    def table(self) -> pd.DataFrame:
        """The windows side by side, in words."""
        return record.side_by_side(self.windows)

    @property
    def bars(self) -> pd.DataFrame:
        """The windows of all acts in which at least one stands."""
        return self.windows["all"].query("n > 0")

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
    spans = calendars.window_dates(term_id)
    known = {term.term_id: term for term in presidencies()}
    if term_id not in known:
        raise ValueError(
            _(
                "{term} is the prologue, too short for the three windows; choose one of {known}.",
                term=repr(term_id),
                known=", ".join(known),
            )
        )
    term, events = known[term_id], data.load("events")
    here = events[events["term_id"] == term_id]
    lines: dict[Kind, pd.DataFrame] = {
        kind: _months(trajectory.event_line(half_life, kind=kind), term.begins, term.ends)
        for kind in ("all", "deeds")
    }
    windows: dict[Kind, pd.DataFrame] = {
        kind: table[table["term_id"] == term_id]
        for kind, table in _windows_by(None, data.cutoff()).items()
    }
    return PresidencyFrame(
        term=term,
        events=trajectory.scored_events(here),
        lines=lines,
        context=record.told_events(here[here["dyadic"] == "no"]),
        spans=spans,
        windows=windows,
        half_life=half_life,
        sources=data.cite(record.told_events(here)),
    )


def presidency_words(frame: PresidencyFrame) -> Words:
    """Say the frame of `presidency`."""
    term, n_scored, n_context = frame.term, len(frame.events), len(frame.context)
    until = term.ends.year
    if term.ends > data.cutoff():
        until = _("the cut-off date (unfinished)")
    half_life = words.months(frame.half_life)
    subtitle = [_("Goldstein scale. Half-life {months}.", months=half_life)]
    if len(frame.bars):
        subtitle.append(_("Bars: means of windows, 95 % interval."))
    if n_context:
        subtitle.append(_("Grey diamonds: context."))
    return Words(
        title=_(
            "{president}: {acts} and {windows}",
            president=term.president,
            acts=ngettext("{n} scored act", "{n} scored acts", n_scored),
            windows=ngettext("{n} window", "{n} windows", len(frame.spans)),
        ),
        shows=_(
            "{acts} of one capital toward the other (Goldstein scale, -10 to +10), {events} kept "
            "as context without a score, the line of all acts and that of deeds alone with a "
            "half-life of {months}, and the mean of each window with its 95 % interval.",
            acts=ngettext("{n} act", "{n} acts", n_scored),
            events=ngettext("{n} event", "{n} events", n_context),
            months=half_life,
        ),
        reading=_windows_reading(frame.windows["all"], [term], data.cutoff()),
        headline=_(
            "{president}, {first} to {last}",
            president=term.president,
            first=term.begins.year,
            last=until,
        ),
        subtitle=" ".join(subtitle),
        note=dated(marks.source(pd.concat([frame.events, frame.context]))),
    )


def presidency_drawing(frame: PresidencyFrame, said: Words) -> go.Figure:
    """Draw the frame of `presidency`."""
    made, term = card(said, _(marks.SCORE_AXIS)), frame.term
    marks.windows(made, frame.spans)
    # Context has no score: it stands in a row under the scale.
    below = frame.context.assign(goldstein_score=-10.2)
    marks.dots(made, below, size=8, color=CONTEXT, symbol="diamond")
    marks.dots(made, frame.events, size=6, color=term.colour, opacity=0.4)
    marks.band(made, frame.lines["all"])
    _tone(made, frame.lines["deeds"], _THIN["deeds"])
    _tone(made, frame.lines["all"], {"color": term.colour, "width": 3})
    drawn = [*frame.lines.values()]
    for row in record.rows(frame.bars):
        first, end = frame.spans[row.window]
        _bar(made, (first, min(end, frame.last)), row, term.colour)
        days = pd.date_range(first, end, freq="20D")
        drawn.append(pd.DataFrame({"month": days, "tone": row.mean}))
    left, right = term.begins - pd.Timedelta(days=40), frame.last + pd.Timedelta(days=270)
    made.figure.update_layout(yaxis_range=SCORES, xaxis_range=[left, right])
    ends = [(line["month"].iloc[-1], line["tone"].iloc[-1]) for line in frame.lines.values()]
    names = (sign(term.colour) + _("all acts"), sign(INK) + _("deeds"))
    end_labels(made, [(*end, name) for end, name in zip(ends, names, strict=True)], apart=1.6)
    marks.labels(made, frame.events, pd.concat(drawn), every=True)
    return made.finished()


def _bar(made: Card, days: tuple[pd.Timestamp, pd.Timestamp], row: record.Mean, color: str) -> None:
    """Draw the mean of a window over its days, and its interval in the middle of them."""
    middle = days[0] + (days[1] - days[0]) / 2
    made.line(days, (row.mean, row.mean), line={"color": color, "width": 5}, opacity=0.55)
    made.line((middle, middle), (row.low, row.high), line={"color": color, "width": 2})


# ------------------------------------------------------------------------------------------- shared


def _last_day(until: str | pd.Timestamp | None) -> pd.Timestamp:
    """Return the last day that a chart may show: `until`, or the data's cut-off date."""
    if until is None:
        return data.cutoff()
    first, cutoff = data.load("events")["event_date"].min(), data.cutoff()
    last = pd.to_datetime(until, errors="coerce")
    if pd.isna(last) or not first <= last <= cutoff:
        raise ValueError(
            _(
                'until must be a date from {first} to {last}, such as "2017-04-17"; found {found}.',
                first=first.date(),
                last=cutoff.date(),
                found=repr(until),
            )
        )
    return last


def _windows_by(events: pd.DataFrame | None, last: pd.Timestamp) -> dict[Kind, pd.DataFrame]:
    """Return the windows of all acts, contacts and deeds as they stood on a day.

    No window is in it that had not begun, no end of a presidency that had not ended.
    """
    return {kind: _as_of(record.windows(kind, events=events), last) for kind in record.KINDS}


def _as_of(windows: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    begun = {term.term_id: term for term in terms() if term.begins <= last}
    known = [
        term in begun
        and calendars.window_dates(term)[window][0] <= last
        and (window != "end" or begun[term].ends <= last)
        for term, window in zip(windows["term_id"], windows["window"], strict=True)
    ]
    windows = windows[known].reset_index(drop=True)
    return windows.assign(presidency=[begun[term].name_on(last) for term in windows["term_id"]])


def _windows_reading(windows: pd.DataFrame, shown: Iterable[Term], last: pd.Timestamp) -> str:
    """Say the mean scores of the windows, one presidency after the other."""
    said: list[str] = []
    for term in shown:
        own = [_mean_said(row) for row in record.rows(windows) if row.term_id == term.term_id]
        open_end = [] if term.ends <= last else [_("unfinished")]
        said.append(f"{term.name_on(last)}: {', '.join(own + open_end)}")
    return _(
        "Mean score of the windows, with 95 % interval. {presidencies}.",
        presidencies="; ".join(said),
    )


def _mean_said(row: record.Mean) -> str:
    window = _(row.window)
    if not row.n:
        return _("{window} no scored act", window=window)
    mean, low, high = (words.number(each, "+.1f") for each in (row.mean, row.low, row.high))
    parts = {"window": window, "mean": mean, "low": low, "high": high}
    if row.enough:
        return ngettext(
            "{window} {mean} ({low} to {high}, {n} act)",
            "{window} {mean} ({low} to {high}, {n} acts)",
            row.n,
            **parts,
        )
    return ngettext(
        "{window} {mean} ({low} to {high}, {n} act, too few to judge by)",
        "{window} {mean} ({low} to {high}, {n} acts, too few to judge by)",
        row.n,
        **parts,
    )


def _room_for_names(made: Card) -> None:
    """Widen the axis of time, so that the names of the lines fit beside their ends."""
    layout: Any = made.figure.layout
    first, last = map(pd.Timestamp, layout.xaxis.range)
    made.figure.update_layout(xaxis_range=[first, last + (last - first) * 0.13])


def _months(line: pd.DataFrame, first: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    return line[(line["month"] >= first) & (line["month"] < end)]


def _tone(made: Card, line: pd.DataFrame, style: dict[str, Any], **name: str) -> None:
    made.figure.add_scatter(
        x=line["month"], y=line["tone"], mode="lines", hoverinfo="skip", line=style, **name
    )
