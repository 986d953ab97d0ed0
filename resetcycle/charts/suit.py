"""A drawing made to suit a screen: a phone's width, and a dark ground.

JupyterLab shows the one drawing that a notebook holds, on its white card, whatever the theme:
plotly's renderer hands the colours of the file on as they are. A page that draws charts itself asks
here for the drawing that suits it.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise

import plotly.graph_objects as go

from .card import (
    EDGE,
    HEADLINE,
    LINE,
    SOURCE,
    SUBTITLE,
    Piece,
    Print,
    above_title,
    broken,
    length,
    share,
)
from .chart import Chart
from .look import ON_DARK
from .marks import Box, meet, row_height

PHONE = 340  # the width of the place that a drawing for a phone is made for, in pixels
_ROW, _PANEL = 190, 250  # heights of a question's row and of a panel
_HYPHEN = re.compile(r"(?<=\w)-<br>(?=\w)")
_RIGHT = 14  # room on the right of the drawing


def suited(chart: Chart, *, phone: bool = False, dark: bool = False) -> go.Figure:
    """Return the drawing of a chart as it suits a screen.

    Parameters
    ----------
    chart : Chart
        Any but the causal map for a phone: its boxes stand side by side, and it is to be moved
        sideways in a place of its own.
    phone : bool
        Made for a place 340 pixels wide: words in short lines, names of lines above the drawing,
        panels one below the other, and only those turning points named that have room.
    dark : bool
        On a dark ground, with the same colours for presidencies and sides.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    text = str(chart.figure.to_json())
    if dark:
        for light, other in ON_DARK.items():
            text = text.replace(light, other)
    figure = json.loads(text)
    return go.Figure(figure | {"layout": for_phone(figure["layout"])} if phone else figure)


def for_phone(layout: Piece) -> Piece:
    """Return the layout of a drawing as `suited` makes it for a phone; the traces stay.

    Parameters
    ----------
    layout : dict
        As plotly's JSON has it, in a stored notebook for instance. It is not changed.
    """
    layout = deepcopy(layout)
    for change in (_panels, _rows, _names, _bands, _turning_points, _ticks, _words):
        change(layout)
    return layout


def _notes(layout: Piece, name: str) -> list[Piece]:
    return [note for note in layout["annotations"] if note.get("name") == name]


def _leave_out(layout: Piece, name: str) -> None:
    layout["annotations"] = [note for note in layout["annotations"] if note.get("name") != name]


def _plot(layout: Piece) -> tuple[float, float]:
    """Return width and height of the drawing area."""
    left, right, top, bottom = (layout["margin"][side] for side in "lrtb")
    return PHONE - left - right, layout["height"] - top - bottom


def _axes(layout: Piece, letter: str) -> Iterator[Piece]:
    return (axis for name, axis in layout.items() if name.startswith(f"{letter}axis"))


def _grow(layout: Piece, side: str, pixels: float) -> None:
    """Make a margin larger, and the drawing no smaller."""
    layout["margin"][side] += pixels
    layout["height"] += pixels


def _lines(text: str, form: Print, width: int = PHONE) -> str:
    # A line may have ended within a word that has a hyphen.
    plain = _HYPHEN.sub("-", text).replace("<br>", " ")
    return "<br>".join(form.lines(plain, width))


def _panels(layout: Piece) -> None:
    """Put panels that stand side by side below each other."""
    titles, across = _notes(layout, "panel"), list(_axes(layout, "x"))
    if all(axis.get("domain", [0, 1]) == [0, 1] for axis in across):
        return
    layout["height"] += _PANEL * len(titles) - _plot(layout)[1]
    # An odd number of panels leaves the place of one empty, with axes and without a title.
    panels = zip(across, _axes(layout, "y"), titles, strict=False)
    for place, (x, y, title) in enumerate(panels):
        top = 1 - place / len(titles)
        x["domain"], y["domain"] = [0, 1], [top - 0.54 / len(titles), top]
        y |= {"showticklabels": True}
        title |= {"x": 0, "y": top}


def _rows(layout: Piece) -> None:
    """Break what stands over a row into shorter lines; leave out the numbers beside rows."""
    rows = _notes(layout, "row")
    for note in rows:
        note["text"] = _lines(note["text"], SOURCE, PHONE - layout["margin"]["l"])
    if rows:
        high = row_height([note["text"] for note in rows], _ROW)
        layout["height"] += high * len(rows) - _plot(layout)[1]
    _leave_out(layout, "number")


def _names(layout: Piece) -> None:
    """Name lines above the drawing, in the order in which they end, instead of beside it."""
    for note in _notes(layout, "key"):
        note["xshift"] = EDGE - layout["margin"]["l"]
    ends = sorted(_notes(layout, "end"), key=lambda note: -note["y"])
    layout["margin"]["r"] = _RIGHT
    if not ends:
        return
    _leave_out(layout, "end")
    corner = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "yshift": 4}
    look = {"xanchor": "left", "align": "left", "showarrow": False, "font": ends[0]["font"]}
    room = PHONE - layout["margin"]["l"] - _RIGHT
    text = "<br>".join(broken(note["text"], room) for note in ends)
    layout["annotations"].append(corner | look | {"text": text})
    _grow(layout, "t", 16 * (text.count("<br>") + 1))


def _bands(layout: Piece) -> None:
    """Let the names of presidencies stand upright: a band is narrower than its name."""
    for note in _notes(layout, "band"):
        note |= {"text": note["text"].replace("<br>", " "), "textangle": -90}


def _turning_points(layout: Piece) -> None:
    """Keep only the names that do not cover others."""
    kept: list[Box] = []
    wide, high = _plot(layout)
    for note in _notes(layout, "turning point"):
        x = wide * share(note["x"], layout["xaxis"]["range"]) + note["ax"]
        y = high * share(note["y"], layout["yaxis"]["range"]) - note["ay"]
        half = length(note["text"]) / 2 + 3
        box = x - half, y - LINE / 2, x + half, y + LINE / 2
        outside = box[0] < 0 or box[2] > wide + _RIGHT or box[3] > high - 64
        if outside or any(meet(box, other) for other in kept):
            layout["annotations"].remove(note)
        else:
            kept.append(box)


def _ticks(layout: Piece) -> None:
    """Let the words under a drawing stand upright where they do not fit side by side."""
    axis = layout["xaxis"]
    said = [text.replace("<br>", " ") for text in axis.get("ticktext", [])]
    spots = [_plot(layout)[0] * share(tick, axis["range"]) for tick in axis.get("tickvals", [])]
    halves = [length(text) / 2 + 3 for text in said]
    ends = [(spot - half, spot + half) for spot, half in zip(spots, halves, strict=True)]
    if all(one[1] <= other[0] for one, other in pairwise(ends)):
        return
    axis |= {"ticktext": said, "tickangle": -90}
    for note in _notes(layout, "source"):
        lower = max(max(map(length, said)) + 26 + note["yshift"], 0)
        note["yshift"] -= lower
        _grow(layout, "b", lower)


def _words(layout: Piece) -> None:
    """Break title, subtitle and source into lines that fit, and make room for them."""
    title, (source,) = layout["title"], _notes(layout, "source")
    headline = title["text"].removeprefix("<b>").removesuffix("</b>")
    told = (
        ("t", headline, HEADLINE),
        ("t", title["subtitle"]["text"], SUBTITLE),
        ("b", source["text"], SOURCE),
    )
    now = [_lines(text, form) for _, text, form in told]
    for (side, before, form), after in zip(told, now, strict=True):
        _grow(layout, side, form.line * (after.count("<br>") - before.count("<br>")))
    title["pad"]["t"] = above_title(now[0].count("<br>") + 1)
    title["text"], title["subtitle"]["text"], source["text"] = f"<b>{now[0]}</b>", *now[1:]
