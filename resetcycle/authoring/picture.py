"""The picture in the README, as a vector drawing: the same on every computer, without a browser.

It copies the plotly figure of `charts.relationship`, place by place, into SVG.
"""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from .. import charts, files
from ..charts.marks import PLOT

LEFT, TOP = 62, 84
WIDTH, HEIGHT = 900, 420
YEARS, SCORES = range(1995, 2030, 5), range(-10, 11, 5)


def draw(path: Path) -> bool:
    """Draw the relationship into a file; return whether the file changed."""
    chart = charts.relationship()
    content = svg(chart.figure, f"{chart.title}. {chart.shows}")
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return False
    files.write_whole(path, content)
    return True


def svg(figure: go.Figure, said: str) -> str:
    """Return a figure of dots, lines, bands and labels as SVG; `said` is its alternative text."""
    layout: Any = figure.layout
    subtitle = layout.title.subtitle
    parts = [
        *_bands(figure),
        *_axes(figure),
        *_traces(figure),
        *_labels(figure),
        _text(16, 30, _plain(layout.title.text), 17, weight="bold"),
        _text(16, 50, _plain(subtitle.text), 13, colour=subtitle.font.color),
        _turned(18, TOP + PLOT[1] / 2, layout.yaxis.title.text),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="Helvetica, Arial, sans-serif">\n<title>{escape(said)}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _x(figure: go.Figure, day: object) -> float:
    layout: Any = figure.layout
    first, last = (pd.Timestamp(end) for end in layout.xaxis.range)
    return LEFT + (pd.Timestamp(str(day)) - first) / (last - first) * PLOT[0]


def _y(figure: go.Figure, score: float) -> float:
    layout: Any = figure.layout
    low, high = layout.yaxis.range
    return TOP + (high - score) / (high - low) * PLOT[1]


def _bands(figure: go.Figure) -> Iterator[str]:
    layout: Any = figure.layout
    for shape in layout.shapes:
        left, right = _x(figure, shape.x0), _x(figure, shape.x1)
        yield (
            f'<rect x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" height="{PLOT[1]}" '
            f'fill="{shape.fillcolor}" opacity="{shape.opacity}"/>'
        )


def _axes(figure: go.Figure) -> Iterator[str]:
    floor, right = TOP + PLOT[1], LEFT + PLOT[0]
    for score in SCORES:
        height = _y(figure, score)
        yield _line(LEFT, height, right, height, "#e4e7eb")
        yield _text(LEFT - 8, height + 4, f"{score}".replace("-", "−"), 12, anchor="end")
    for year in YEARS:
        place = _x(figure, f"{year}-01-01")
        if LEFT <= place <= right:
            yield _line(place, floor, place, floor + 5)
            yield _text(place, floor + 19, str(year), 12, anchor="middle")
    yield _line(LEFT, floor, right, floor)


def _traces(figure: go.Figure) -> Iterator[str]:
    traces: Any = figure.data
    for trace in traces:
        days = zip(trace.x, trace.y, strict=True)
        points = [(_x(figure, day), _y(figure, score)) for day, score in days]
        if trace.mode == "lines":
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            stroke = f'stroke="{trace.line.color}" stroke-width="{trace.line.width}"'
            yield f'<polyline points="{path}" fill="none" {stroke}/>'
            continue
        for (x, y), colour in zip(points, trace.marker.color, strict=True):
            yield (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{trace.marker.size / 2}" fill="{colour}" '
                f'opacity="{trace.marker.opacity}" stroke="white" stroke-width=".8"/>'
            )


def _labels(figure: go.Figure) -> Iterator[str]:
    layout: Any = figure.layout
    for note in layout.annotations:
        size, colour, words = note.font.size, note.font.color, _plain(note.text)
        if note.name == "source":
            yield _text(16, TOP + PLOT[1] - note.yshift + 11, words, size, colour=colour)
            continue
        if note.name == "band":
            yield _text(_x(figure, note.x), TOP + 12, words, size, "middle", colour=colour)
            continue
        x, y = _x(figure, note.x), _y(figure, note.y)
        if note.name == "end":
            yield _text(x + note.xshift, y + 4, words.strip("● "), size, weight="bold", halo=True)
        else:
            yield _line(x, y, x + note.ax, y + note.ay, note.arrowcolor, width=note.arrowwidth)
            yield _text(
                x + note.ax, y + note.ay + 4, words, size, "middle", colour=colour, halo=True
            )


def _plain(text: str) -> str:
    """Return a text of plotly's without its tags and the ends of its lines."""
    return re.sub(r"<[^>]+>", "", text.replace("<br>", " "))


def _line(
    x0: float, y0: float, x1: float, y1: float, colour: str = "#9aa5b1", *, width: float = 1
) -> str:
    place = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
    return f'<line {place} stroke="{colour}" stroke-width="{width}"/>'


def _text(
    x: float,
    y: float,
    words: str,
    size: float,
    anchor: str = "start",
    *,
    colour: str = "#1f2933",
    weight: str = "normal",
    halo: bool = False,
) -> str:
    # A white edge keeps a label readable where a line runs under it.
    edge = ' stroke="white" stroke-width="3" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}"{edge}>{escape(words, quote=False)}</text>'
    )


def _turned(x: float, y: float, words: str) -> str:
    upright = _text(x, y, words, 12, "middle", colour="#52606d")
    return upright.replace("<text ", f'<text transform="rotate(-90 {x:.1f} {y:.1f})" ', 1)
