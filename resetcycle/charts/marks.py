"""Marks of the record: a dot for each event, names of turning points, windows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from .. import data, words
from ..arguments import Floats
from ..speech import N_, _, ngettext
from .card import LINE, WIDTH, Card, length
from .look import INK, MUTED, RULE, terms

SCORE_AXIS = N_("conflict  ←  mean score  →  cooperation")
# Drawing area in pixels of a chart 900 wide and 420 high, and of the narrowest: where labels fit
# there, they fit on a wider screen too.
PLOT = (814, 262)
NARROWEST = (WIDTH - 86, 262)

Place = tuple[float, float]
Box = tuple[float, float, float, float]  # left, low, right, high
Span = tuple[pd.Timestamp, pd.Timestamp]


def dots(
    made: Card,
    events: pd.DataFrame,
    size: int,
    *,
    color: str | None = None,
    symbol: str = "circle",
    opacity: float = 0.75,
    brief: bool = False,
) -> None:
    """Draw a dot for each event at its score, by default in the colour of its presidency.

    A brief hover has title, day and score only: fifteen hundred sources make a page heavy.
    """
    colors = {term.term_id: term.colour for term in terms()}
    score = _("score {score}", score="%{y:+.1f}")
    in_brief = f"<b>%{{text}}</b><br>%{{x|{words.drawn_date('day')}}}<br>{score}<extra></extra>"
    made.figure.add_scatter(
        x=events["event_date"].dt.strftime("%Y-%m-%d"),
        y=events["goldstein_score"],
        mode="markers",
        text=events["title"] if brief else _hover(events),
        hovertemplate=in_brief if brief else "%{text}<extra></extra>",
        marker={
            "size": size,
            "symbol": symbol,
            "opacity": opacity,
            "line": {"color": "white", "width": 0.8},
            "color": color or [colors[term] for term in events["term_id"]],
        },
    )


def band(made: Card, line: pd.DataFrame) -> None:
    """Shade the interval of a line: wide where little stands behind it."""
    edges = pd.concat([line["month"], line["month"][::-1]])
    made.figure.add_scatter(
        x=edges,
        y=pd.concat([line["high"], line["low"][::-1]]),
        mode="lines",
        fill="toself",
        hoverinfo="skip",
        line={"width": 0},
        fillcolor="rgba(71, 85, 105, 0.18)",
    )


def _hover(events: pd.DataFrame) -> list[str]:
    names = data.load("cameo").set_index("code")["name"]
    sources = data.load("sources").set_index("source_id")["source_name"]
    score = events["goldstein_score"].where(events["dyadic"] == "yes")
    said = [
        _("score {score} ({act})", score=words.number(value, "+.1f"), act=names[code])
        if pd.notna(value)
        else _("context, no score")
        for value, code in zip(score, events["cameo_code"], strict=True)
    ]
    return [
        f"<b>{title}</b><br>{words.day(day)}<br>{what}<br>"
        + _("Source: {source}", source=sources[source])
        for title, day, what, source in zip(
            events["title"], events["event_date"], said, events["source_id"], strict=True
        )
    ]


def windows(made: Card, spans: Mapping[str, Span]) -> None:
    """Shade the windows of a presidency, each with its name, and draw the line of score 0."""
    for name, (first, last) in spans.items():
        made.box(
            (first, last),
            (0, 1),
            yref="y domain",
            layer="below",
            fillcolor="#cbd2d9",
            opacity=0.28,
            line={"width": 0},
        )
        middle, font = first + (last - first) / 2, {"size": 12, "color": MUTED}
        made.note(middle, 1, _(name), yref="y domain", yanchor="top", font=font)
    line = {"color": RULE, "width": 1}
    made.line((0, 1), (0, 0), xref="x domain", yref="y", line=line, layer="below")


def labels(made: Card, events: pd.DataFrame, line: pd.DataFrame, *, every: bool = False) -> None:
    """Name the turning points: events with a `chart_label`, where there is room for it.

    Parameters
    ----------
    made : Card
        Whose axes have their ranges, and whose lines have their names.
    events : pandas.DataFrame
        The events that are drawn; names stay clear of those that have one.
    line : pandas.DataFrame
        `month` and `tone` of what is drawn besides, of which names stay clear too.
    every : bool
        Name all that have a label; otherwise those marked with an asterisk, for the long chart.
    """
    named = events["chart_label"].notna()
    if not every:
        named &= events["chart_label"].str.startswith("*", na=False)
    events = events[named]
    area = NARROWEST[0] + 24 - made.right(), NARROWEST[1] + made.beside_title()
    points = _pixels(made.figure, area, events["event_date"], events["goldstein_score"])
    drawn = [*points, *_pixels(made.figure, area, line["month"], line["tone"])]
    boxes = [(x - 4, y - 4, x + 4, y + 4) for x, y in drawn]
    # Room for the boxes of the names, which are taken one after the other.
    taken = np.array([*boxes, *np.zeros((len(points), 4))]).reshape(-1, 4)
    rows = zip(events["chart_label"], events["event_date"], events["goldstein_score"], strict=True)
    for place, ((name, day, score), point) in enumerate(zip(rows, points, strict=True), len(boxes)):
        text = name.lstrip("*")
        (right, up), taken[place] = free_place(point, length(text) + 6, taken[:place], area)
        made.note(day, score, text, ax=right, ay=-up, font={"size": 12, "color": INK})
        made.notes[-1] |= {"showarrow": True, "arrowhead": 0, "arrowwidth": 0.8}
        made.notes[-1] |= {"arrowcolor": RULE, "standoff": 4, "borderpad": 0}
        made.notes[-1] |= {"name": "turning point"}


def _pixels(figure: go.Figure, area: Place, when: pd.Series, value: pd.Series) -> list[Place]:
    """Return (x, y) in pixels of a drawing area, so wide and high, for dates and heights."""
    layout: Any = figure.layout
    left, right = map(pd.Timestamp, layout.xaxis.range)
    low, high = layout.yaxis.range
    along, up = (when - left) / (right - left), (value - low) / (high - low)
    return list(zip(along * area[0], up * area[1], strict=True))


def free_place(
    point: Place, width: float, taken: ArrayLike, area: Place = NARROWEST
) -> tuple[Place, Box]:
    """Find the nearest place for a label beside its point that covers nothing yet there.

    Parameters
    ----------
    point : tuple
        (x, y), in pixels like everything here, counted from the lower left corner.
    width : float
        Of the label.
    taken : array_like of float, shape (n, 4)
        Boxes (left, low, right, high).
    area : tuple
        Width and height of the drawing area.

    Returns
    -------
    shift : tuple
        (right, up), from the point to the middle of the label.
    box : tuple
        That the label takes.
    """
    shifts = [
        (right, sign * up)
        for up in range(15, 106, 13)
        for sign in (1, -1)
        for right in (0, width / 2, -width / 2)
    ]
    boxes = [_box(point[0] + right, point[1] + up, width) for right, up in shifts]
    others = np.asarray(taken, dtype=np.float64).reshape(-1, 4).T
    # Most of what is taken lies too far away to be covered from any place.
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    others = others[:, meet((min(lefts), min(lows), max(rights), max(highs)), others)]
    costs = [(_outside(box, area), np.count_nonzero(meet(box, others))) for box in boxes]
    best = min(range(len(boxes)), key=lambda place: (costs[place], place))
    return shifts[best], boxes[best]


def _box(x: float, y: float, width: float) -> Box:
    return x - width / 2, y - LINE / 2, x + width / 2, y + LINE / 2


def _outside(box: Box, area: Place) -> bool:
    left, low, right, high = box
    return left < -5 or right > area[0] + 15 or low < 8 or high > area[1] - 33


def meet(one: Box, other: Box | Floats) -> Any:  # noqa: ANN401 (one answer, or one a column)
    """Return whether two boxes cover each other; `other` may hold many, one a column."""
    (left, low, right, high), (left2, low2, right2, high2) = one, other
    return (left < right2) & (left2 < right) & (low < high2) & (low2 < high)


def row_height(texts: Sequence[str], least: float) -> float:
    """Return how high rows have to be, in pixels, for what stands over their bars.

    That is a text, and under it the words of the bar.
    """
    return max(least, 26.5 * (2 + max(text.count("<br>") for text in texts)))


def cited(events: pd.DataFrame) -> list[str]:
    """Return where the sources of so many acts stand; a list of them all would bury the chart."""
    number = events["source_id"].nunique()
    return [
        ngettext(
            "data/events.csv, which names a source for each act ({n} source)",
            "data/events.csv, which names a source for each act ({n} sources)",
            number,
            n=words.number(number, ","),
        )
    ]


def source(events: pd.DataFrame) -> str:
    """Return where events come from, and how many of those shown carry a score."""
    scored = int((events["dyadic"] == "yes").sum())
    number = words.number(scored, ",")
    if scored < len(events):
        return ngettext(
            "Source: data/events.csv, {scored} scored of {n} event shown.",
            "Source: data/events.csv, {scored} scored of {n} events shown.",
            len(events),
            n=words.number(len(events), ","),
            scored=number,
        )
    return ngettext(
        "Source: data/events.csv, {n} scored act.",
        "Source: data/events.csv, {n} scored acts.",
        scored,
        n=number,
    )
