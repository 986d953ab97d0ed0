"""Pictures of what was put to the test: forecasts, inaugurations, rival explanations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from .. import data, explanations, forecasts, words
from ..cycle import ShiftResult
from ..speech import N_, _, ngettext
from . import marks
from .card import (
    BOLD,
    LINE,
    Card,
    axis_title,
    broken,
    card,
    end_labels,
    length,
    lower_the_source,
    panels,
    sign,
)
from .chart import Chart, Words, compose, needed
from .look import CONTEXT, GRID, INK, MUTED, PAPER, RUSSIA, dated, terms

# ---------------------------------------------------------------------------------------- forecasts


_QUESTION = 106  # height of a row: three lines of a question, the words of its band, its bar
_UNIT = 220  # from no to yes on a phone, in pixels


@dataclass(frozen=True)
class Forecast:
    """A question with the article's band, and how it came out."""

    question_id: str
    text: str
    asked: pd.Timestamp
    band: forecasts.Band
    outcome: str
    outcome_note: str

    @property
    def happened(self) -> int:
        """1 for yes, 0 for no."""
        return int(self.outcome == "yes")

    @property
    def right(self) -> bool:
        """Whether the outcome lies on the side of one half that the band expects."""
        return (self.band.midpoint - 0.5) * (self.happened - 0.5) > 0

    @property
    def squared_error(self) -> float:
        """What the middle of the band adds to the Brier score."""
        return (self.band.midpoint - self.happened) ** 2


@dataclass(frozen=True)
class ForecastFrame:
    """What `forecast_bands` shows: the questions with a band, in the order of the table."""

    asked: list[Forecast]
    sources: list[str]

    @property
    def right(self) -> int:
        """How many outcomes lie on the side that the band expects."""
        return sum(each.right for each in self.asked)

    @property
    def brier(self) -> float:
        """The Brier score of the bands' middles."""
        middles = [each.band.midpoint for each in self.asked]
        return forecasts.brier_score(middles, [each.happened for each in self.asked])

    @property
    def table(self) -> pd.DataFrame:
        """Words, band, middle, outcome and squared error of each question."""
        return pd.DataFrame(
            [
                {
                    N_("question"): each.question_id,
                    N_("the article's band"): each.band.words[0],
                    N_("from"): each.band.low,
                    N_("to"): each.band.high,
                    N_("middle"): each.band.midpoint,
                    N_("outcome"): each.outcome,
                    N_("squared error"): words.number(each.squared_error, ".3f"),
                }
                for each in self.asked
            ]
        )


def forecast_bands() -> Chart:
    """Draw the article's banded forecasts, one row a question: band as a bar, outcome as a mark.

    Only questions for which the article states a likelihood are drawn. One of them has a condition,
    which came about.

    Returns
    -------
    Chart
        Its table gives words, band, midpoint, outcome and squared error.
    """
    frame = forecast_frame()
    said = forecast_words(frame)
    return compose(frame, said, forecast_drawing(frame, said))


def forecast_frame() -> ForecastFrame:
    """Compute what `forecast_bands` shows."""
    asked = data.load("forecast_questions").dropna(subset=["article_band"])
    rows = zip(
        asked["question_id"],
        asked["question_text"],
        asked["open_date"],
        [forecasts.BANDS[band] for band in asked["article_band"]],
        asked["outcome"],
        asked["outcome_note"],
        strict=True,
    )
    # Sources in the order of the drawing, which begins below, with the last question.
    return ForecastFrame([Forecast(*row) for row in rows], data.cite(asked.iloc[::-1]))


def forecast_words(frame: ForecastFrame) -> Words:
    """Say the frame of `forecast_bands`."""
    number, days = len(frame.asked), sorted({each.asked for each in frame.asked})
    when = words.day(days[0])
    if len(days) > 1:
        when = _("{first} to {last}", first=when, last=words.day(days[-1]))
    return Words(
        title=_("The article's banded forecasts and their outcomes"),
        shows=ngettext(
            "{n} question of {when} for which the article states a likelihood: band of probability "
            "for yes (0 to 1) and outcome.",
            "{n} questions of {when} for which the article states a likelihood: band of "
            "probability for yes (0 to 1) and outcome.",
            number,
            when=when,
        ),
        reading=ngettext(
            "{right} of {n} outcome lies on the side of one half that the band expects; the Brier "
            "score of the middles is {brier}.",
            "{right} of {n} outcomes lie on the side of one half that the band expects; the Brier "
            "score of the middles is {brier}.",
            number,
            right=frame.right,
            brier=words.number(frame.brier, ".3f"),
        ),
        headline=_("What the article expected, and what happened"),
        subtitle=_(
            "Bar: probability of yes that its words stand for (ICD 203); tick: the middle. Dotted: "
            "the distance to the outcome."
        ),
        note=dated(_("Source: data/forecast_questions.csv; the bands are the kit's reading.")),
    )


def forecast_drawing(frame: ForecastFrame, said: Words) -> go.Figure:
    """Draw the frame of `forecast_bands`."""
    rows = frame.asked[::-1]
    questions = [_question(each) for each in rows]
    high = marks.row_height(questions, _QUESTION)
    made = card(said, _("question"), height=160 + round(high * len(rows)))
    for place, (each, question) in enumerate(zip(rows, questions, strict=True)):
        _forecast_row(made, place, each, question)
    _outcomes(made, rows, N_("no"), "circle-open", "middle left")
    _outcomes(made, rows, N_("yes"), "circle", "middle right")
    made.figure.update_yaxes(
        showticklabels=False, ticks="", showgrid=False, range=[-0.25, len(rows) - 0.25]
    )
    ticks = ["0", "0.20", "0.45", "0.55", "0.80", "1"]
    made.figure.update_xaxes(
        range=[-0.09, 1 + max(0.11, (length(_("yes"), BOLD) + 2) / _UNIT)],
        tickvals=[float(tick) for tick in ticks],
        ticktext=[words.marked(tick) for tick in ticks],
    )
    made.upright(0.5, line={"color": GRID, "width": 1}, layer="below")
    return made.finished()


def _forecast_row(made: Card, place: int, each: Forecast, question: str) -> None:
    low, high, middle, said = each.band
    rows, dotted = (place - 0.13, place + 0.13), {"color": MUTED, "width": 1.5, "dash": "dot"}
    made.box((low, high), rows, fillcolor=CONTEXT, opacity=0.4, line={"width": 0})
    made.line((middle, float(each.happened)), (place, place), line=dotted)
    made.line((middle, middle), rows, line={"color": INK, "width": 3})
    font = {"size": 12, "color": INK}
    made.note(middle, rows[1], _(said[0]), yanchor="bottom", font=font)
    above = {"xref": "paper", "xanchor": "left", "xshift": 6, "yanchor": "top", "align": "left"}
    made.note(0, place + 0.73, question, font=font, name="row", **above)


def _outcomes(made: Card, rows: Sequence[Forecast], outcome: str, symbol: str, side: str) -> None:
    hits = [place for place, each in enumerate(rows) if each.outcome == outcome]
    made.figure.add_scatter(
        x=[int(outcome == "yes")] * len(hits),
        y=hits,
        mode="markers+text",
        text=[f"<b>{_(outcome)}</b>"] * len(hits),
        textposition=side,
        cliponaxis=False,
        textfont={"size": 13, "color": INK},
        marker={"size": 12, "color": INK, "symbol": symbol, "line": {"width": 2}},
        customdata=[_(rows[place].outcome_note) for place in hits],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _question(each: Forecast) -> str:
    """Return what stands over the bar of a question: its id, and its text without brackets."""
    plain = re.sub(r" \([^)]*\)", "", each.text)
    return f"<b>{each.question_id}</b> {'<br>'.join(wrap(plain, 76))}"


# ---------------------------------------------------------------------------- placebo inaugurations


@dataclass(frozen=True)
class PlaceboFrame:
    """What `placebo` shows: for each calendar, what `cycle.shift_test` found."""

    results: Mapping[str, ShiftResult]

    @property
    def reach(self) -> float:
        """How far the level axes go on both sides of zero."""
        return 1.05 * max(float(abs(result.null).max()) for result in self.results.values())

    @property
    def table(self) -> pd.DataFrame:
        """The real dates among the placebo ones, for each calendar."""
        return pd.DataFrame(
            [
                {
                    N_("calendar"): name,
                    N_("changes of leader used"): int(result.used.sum()),
                    N_("real dates"): result.statistic,
                    N_("placebo median"): float(pd.Series(result.null).median()),
                    N_("placebo highest"): result.null.max(),
                    N_("share of shifts at least as high"): result.p_shift,
                }
                for name, result in self.results.items()
            ]
        )

    @property
    def sources(self) -> list[str]:
        """What computed the shifts."""
        return [_("Computed by resetcycle.cycle.shift_test from data/events.csv")]


def placebo(results: Mapping[str, ShiftResult]) -> Chart:
    """Draw where the real inaugurations stand among placebo ones, a panel for each calendar.

    Parameters
    ----------
    results : dict
        {name of the calendar: `cycle.ShiftResult`}, for instance for Washington and for Moscow.

    Returns
    -------
    Chart
    """
    if not isinstance(results, Mapping) or not results:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(
            _(
                "This chart needs a name and a result for each calendar, such as "
                "{example}; found {found}.",
                example='{"Washington": result}',
                found=repr(results),
            )
        )
    frame = PlaceboFrame(results)
    said = placebo_words(frame)
    return compose(frame, said, placebo_drawing(frame, said))


def placebo_words(frame: PlaceboFrame) -> Words:
    """Say the frame of `placebo`."""
    return Words(
        title=_("Placebo inaugurations"),
        shows=_(
            "The mean change of the line of all acts around changes of leader, for the real dates "
            "and for the same dates shifted through every month of the series (Goldstein points)."
        ),
        reading=" ".join(
            _(
                "{calendar}: {change}, reached or passed by {percent} of the shifts.",
                # A name of the lesson's own, which the kit may know.
                calendar=_(name),
                change=words.number(result.statistic, "+.2f"),
                percent=words.number(result.p_shift, ".0%"),
            )
            for name, result in frame.results.items()
        ),
        headline=_("Real inaugurations among placebo ones"),
        subtitle=_(
            "Grey: all shifts of the calendar by whole months. Line: no shift, the real dates."
        ),
        note=dated(_("Source: computed from data/events.csv.")),
    )


def placebo_drawing(frame: PlaceboFrame, said: Words) -> go.Figure:
    """Draw the frame of `placebo`."""
    names, reach = [_(name) for name in frame.results], frame.reach
    made = panels(said, names, height=420, columns=len(names), shared="y", spacing=(0.06, 0))
    for column, result in enumerate(frame.results.values(), start=1):
        made.figure.add_histogram(
            x=result.null,
            xbins={"start": -reach, "end": reach, "size": reach / 14},
            row=1,
            col=column,
            opacity=0.75,
            marker={"color": CONTEXT, "line": {"color": "white", "width": 1}},
            # L10N: {n} is any number, put in by the browser.
            hovertemplate=_("{change}: {n} shifts", change="%{x}", n="%{y}") + "<extra></extra>",
        )
        _real_dates(made, result, str(column) if column > 1 else "")
    change = axis_title(_("change of tone: after − before"))
    made.figure.update_xaxes(range=[-reach, reach], **change)
    made.figure.update_yaxes(axis_title(_("number of shifts")), col=1)
    lower_the_source(made)
    return made.finished()


def _real_dates(made: Card, result: ShiftResult, axis: str) -> None:
    made.upright(result.statistic, axis, line={"color": RUSSIA, "width": 3})
    # The label goes to the side on which there is more room.
    side, shift = ("right", -6) if result.statistic > 0 else ("left", 6)
    real = _("real: {change}", change=words.number(result.statistic, "+.2f"))
    made.note(
        result.statistic,
        1,
        f"<b>{real}</b><br>p = {words.number(result.p_shift, '.2f')}",
        xref=f"x{axis}",
        yref=f"y{axis} domain",
        yanchor="top",
        xanchor=side,
        xshift=shift,
        align=side,
        font={"size": 12},
        bgcolor=PAPER,
    )


# ------------------------------------------------------------------------------- rival explanations


@dataclass(frozen=True)
class PosteriorFrame:
    """What `posterior` shows.

    Attributes
    ----------
    steps : pandas.DataFrame
        The probability of each explanation (columns, by name) before any evidence and after each
        piece of it (rows).
    ticks : list of str
        What stands under each step.
    sources : list of str
    """

    steps: pd.DataFrame
    ticks: list[str]
    sources: list[str]

    @property
    def last(self) -> pd.Series:
        """The probabilities in the end, the highest first."""
        return self.steps.iloc[-1].sort_values(ascending=False)

    @property
    def table(self) -> pd.DataFrame:
        """The steps, a row each."""
        after = [N_("before any"), *map(str, self.steps.index[1:])]
        return self.steps.rename_axis(N_("after")).reset_index().assign(after=after)


def posterior(steps: pd.DataFrame) -> Chart:
    """Draw how the probability of each rival explanation moves as the evidence comes in.

    Parameters
    ----------
    steps : pandas.DataFrame
        From `evidence.steps`: "prior" and then the evidence in rows, one column a hypothesis.
        Hypotheses of the table `rivals` get their short names, evidence from the table `findings`
        its date.

    Returns
    -------
    Chart
    """
    needed(steps, "evidence.steps")
    frame = posterior_frame(steps)
    said = posterior_words(frame)
    return compose(frame, said, posterior_drawing(frame, said))


def posterior_frame(steps: pd.DataFrame) -> PosteriorFrame:
    """Compute what `posterior` shows; parameters are its own."""
    rivals = data.load("rivals").set_index("hypothesis_id")
    findings = data.load("findings").set_index("finding_id")
    names = [rivals["label"].get(name, str(name)) for name in steps.columns]
    acts = findings["event_id"].reindex(steps.index).dropna()
    used = [data.load("events").set_index("event_id").loc[acts]] if len(acts) else []
    used += [rivals.loc[[name]] for name in steps.columns if name in rivals.index]
    return PosteriorFrame(
        steps.set_axis(names, axis=1),
        [_("before"), *(_tick(str(row)) for row in steps.index[1:])],
        data.cite(pd.concat(used)) if used else [_("The figures given to the chart")],
    )


def _tick(name: str) -> str:
    """Return what stands under a piece of evidence: for a finding its short name and its month."""
    known = name in set(data.load("findings")["finding_id"])
    return explanations.named_findings([name])[0] if known else name


def posterior_words(frame: PosteriorFrame) -> Words:
    """Say the frame of `posterior`."""
    number = len(frame.steps) - 1
    pieces = ngettext("{n} piece of evidence", "{n} pieces of evidence", number)
    explanations = ngettext("{n} explanation", "{n} explanations", frame.steps.shape[1])
    return Words(
        title=_("Rival explanations as the evidence comes in"),
        shows=_(
            "The probability (0 to 1) of {explanations} after each of {pieces}; what nobody listed "
            "gets nothing.",
            explanations=explanations,
            pieces=pieces,
        ),
        reading=_standings(frame.last),
        headline=f"{explanations}, {pieces}",
        subtitle=_(
            "Probability of each explanation after each piece, among those drawn. Every figure "
            "behind it is a judgement."
        ),
        note=dated(_("Source: data/likelihoods.csv, or the figures given.")),
    )


def _standings(last: pd.Series) -> str:
    """Say which explanations end first, second and last, as far as there are so many."""
    names, shares = last.index, [words.number(share, ".2f") for share in last]
    said = {"first": names[0], "share": shares[0]}
    if len(names) > 1:
        said |= {"second": names[1], "second_share": shares[1]}
    if len(names) > 2:
        return _(
            "In the end {first} has {share}, {second} {second_share}, and {last}, the lowest, "
            "{last_share}.",
            last=names[-1],
            last_share=shares[-1],
            **said,
        )
    if len(names) > 1:
        return _("In the end {first} has {share} and {second} {second_share}.", **said)
    return _("In the end {first} has {share}.", **said)


_NAMES, _TICKS = 290, 190  # room for names of explanations and under the drawing, in pixels


def posterior_drawing(frame: PosteriorFrame, said: Words) -> go.Figure:
    """Draw the frame of `posterior`."""
    made, places, ends = card(said, _("probability")), list(range(len(frame.steps))), []
    # Explanations borrow colours and line styles of the presidencies, which are made to differ.
    styles = [(term.colour, term.dash) for term in terms()]
    for number, name in enumerate(frame.steps):
        (color, dash), shares = styles[number % len(styles)], frame.steps.iloc[:, number]
        made.figure.add_scatter(
            x=places,
            y=shares,
            mode="lines+markers",
            line={"color": color, "dash": dash, "width": 2.5},
            marker_size=6,
            customdata=[_(str(row)) for row in frame.steps.index],
            hovertemplate=_(
                "{explanation} after {evidence}: {share}",
                explanation=name,
                evidence="%{customdata}",
                share="%{y:.2f}",
            )
            + "<extra></extra>",
        )
        label = f"{sign(color)}{name}\u00a0{words.number(shares.iloc[-1], '.2f')}"
        ends.append((places[-1] + 0.12, shares.iloc[-1], broken(label, _NAMES)))
    top = 1.15 * frame.steps.to_numpy().max()
    apart = top * (0.023 + 0.045 * max(label.count("<br>") + 1 for _x, _y, label in ends))
    end_labels(made, _centred(ends, apart), apart)
    made.figure.update_xaxes(
        range=[-0.3, places[-1] + 0.12],
        tickvals=places,
        ticktext=frame.ticks,
        # Down to the right there is room under the names; to the left plotly hides what is cut.
        tickangle=50,
        tickfont_size=12,
    )
    below = max(_TICKS, round(0.77 * max(map(length, frame.ticks)) + LINE))
    made.figure.update_yaxes(range=[0, top], tickformat=".2f")
    made.figure.update_layout(height=440 + below, margin_r=_NAMES, margin_b=20 + below)
    lower_the_source(made, down=-below)
    return made.finished()


def _centred(
    ends: Sequence[tuple[float, float, str]], apart: float
) -> list[tuple[float, float, str]]:
    """Lower the ends as much as `end_labels` will lift them on average, and none below zero.

    So the labels stay beside their lines, and in the drawing.
    """
    floor, lift = -float("inf"), 0.0
    for _x, y, _text in sorted(ends, key=lambda end: end[1]):
        floor = max(y, floor + apart)
        lift += (floor - y) / len(ends)
    lift = min(lift, *(y for _x, y, _text in ends))
    return [(x, y - lift, text) for x, y, text in ends]
