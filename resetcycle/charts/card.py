"""The white card on which every picture is drawn, and the marks that several of them use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from .. import data
from .chart import NO_BUTTONS, Words
from .look import GRID, INK, MUTED, PAPER, RULE, first_year, terms

# A piece of a figure as plotly takes it. plotly comes without types, so what it hands over is Any.
Piece = dict[str, Any]
AXIS: Piece = {
    "showgrid": False,
    "zeroline": False,
    "showline": True,
    "linecolor": RULE,
    "ticks": "outside",
    "tickcolor": RULE,
}


# The narrowest place in which a card shows all its words, in pixels: the column of a lesson in a
# small window, with the contents beside it.
WIDTH = 600
EDGE = 16  # between the edge of a card and its words
BUTTONS = 110  # what the mode bar takes of the first line
LETTER, BOLD, LINE = 6.1, 6.7, 15  # width of a letter of a label, of a bold one, height of a line
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r" (?![^<]*>)")
_LATIN = "\u024f"  # the last letter of that alphabet, with all that stands on and under letters


def breadth(text: str) -> float:
    """Return how wide the letters of a text are, where Latin ones are 1: Cyrillic ones are 1.14."""
    others = sum(letter.isalpha() and letter > _LATIN for letter in text)
    return 1 + 0.14 * others / max(len(text), 1)


def length(text: str, letter: float = LETTER) -> float:
    """Return the width of a label in pixels, whose Latin letters are so wide: its longest line."""
    lines = _TAG.sub("", text.replace("<br>", "\n")).split("\n")
    return max(letter * len(line) * breadth(line) for line in lines)


def broken(text: str, room: float, letter: float = LETTER) -> str:
    """Break a label at its spaces into lines of so many pixels; a longer word has its own line."""
    first, *words = _SPACE.split(text.replace("<br>", " "))
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        lines[-1:] = [longer] if length(longer, letter) <= room else [lines[-1], word]
    return "<br>".join(lines)


class Print(NamedTuple):
    """How words are set: size of a letter, its mean width as a share of that, height of a line."""

    size: int
    letter: float
    line: int

    def lines(self, text: str, width: int) -> list[str]:
        """Break words into lines that fit a card of this width."""
        return wrap(text, int((width - 2 * EDGE) / (self.letter * self.size * breadth(text))))


HEADLINE, SUBTITLE, SOURCE = Print(17, 0.6, 22), Print(13, 0.52, 17), Print(12, 0.53, 15)


@dataclass(frozen=True)
class Card:
    """A drawing in the making.

    plotly checks all shapes and notes of a figure anew with each one that is added, so they are
    gathered here, and set once at the end.

    Attributes
    ----------
    figure : plotly.graph_objects.Figure
        For traces and axes.
    shapes, notes : list of dict
        In plotly's words: shapes and annotations, the first ones beneath the others.
    more : tuple of int
        Room that the words above and below the drawing need beyond a line each, in pixels.
    """

    figure: go.Figure
    shapes: list[Piece]
    notes: list[Piece]
    more: tuple[int, int]

    def note(self, x: object, y: object, text: str, **more: object) -> None:
        """Write a text without an arrow."""
        self.notes.append({"x": x, "y": y, "text": text, "showarrow": False} | more)

    def box(self, x: Sequence[object], y: Sequence[object], **more: object) -> None:
        """Draw a rectangle from (x[0], y[0]) to (x[1], y[1])."""
        self.shapes.append(_span("rect", x, y) | more)

    def line(self, x: Sequence[object], y: Sequence[object], **more: object) -> None:
        """Draw a line from (x[0], y[0]) to (x[1], y[1])."""
        self.shapes.append(_span("line", x, y) | more)

    def upright(self, x: object, axis: str = "", **more: object) -> None:
        """Draw a line from the bottom of the drawing area, or of a panel, to its top."""
        self.line((x, x), (0, 1), xref=f"x{axis}", yref=f"y{axis} domain", **more)

    def finished(self) -> go.Figure:
        """Set shapes and notes, make room for the words around them; return the figure."""
        layout: Any = self.figure.layout
        (above, below), margin = self.more, layout.margin
        layout.update(height=layout.height + above + below + self.beside_title())
        margin.update(t=margin.t + above, b=margin.b + below, r=self.right())
        for note in self.notes:
            if note.get("name") == "source":
                note["xshift"] = EDGE - margin.l
        layout.shapes, layout.annotations = self.shapes, self.notes
        return self.figure

    def beside_title(self) -> int:
        """Return how much higher the drawing has to be for the name of its upright axis."""
        layout: Any = self.figure.layout
        # Several spaces are drawn as one.
        title = " ".join((layout.yaxis.title.text or "").split())
        low, high = layout.yaxis.domain or (0, 1)
        drawn = layout.height - layout.margin.t - layout.margin.b
        # It may reach a little beyond both ends of its axis.
        return round(max(0, (length(title) - LINE) / (high - low) - drawn))

    def right(self) -> int:
        """Return the margin on the right: the longest name at the end of a line needs its room."""
        layout: Any = self.figure.layout
        room, left = [layout.margin.r], layout.margin.l
        for note in self.notes:
            if note.get("name") == "end":
                along = share(note["x"], layout.xaxis.range)
                name = length(note["text"], BOLD) + note.get("xshift", 0)
                # What the margin takes, the axis loses, and with it the place beyond the line.
                room.append((name - (1 - along) * (WIDTH - left)) / along)
        return round(max(room))


def share(value: Any, ends: Sequence[Any]) -> float:  # noqa: ANN401 (a day or a number)
    """Return where a value stands on an axis, from 0 at its beginning to 1 at its end."""
    if isinstance(value, str | pd.Timestamp):
        value, ends = pd.Timestamp(value), [pd.Timestamp(end) for end in ends]
    return (value - ends[0]) / (ends[1] - ends[0])


def _span(kind: str, x: Sequence[object], y: Sequence[object]) -> Piece:
    return {"type": kind, "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}


def card(words: Words, y_title: str, height: int = 420) -> Card:
    """Return an empty card with one drawing area, which says what the words say.

    Parameters
    ----------
    words : Words
    y_title : str
        Name of the upright axis, with its unit.
    height : int
        In pixels.
    """
    return _dressed(go.Figure(), words, y_title, height)


def panels(
    words: Words,
    titles: Sequence[str],
    *,
    height: int,
    columns: int = 1,
    shared: str = "",
    spacing: tuple[float, float] = (0, 0),
) -> Card:
    """Return an empty card with several panels, row by row, each with its title above it.

    Parameters
    ----------
    words : Words
    titles : sequence of str
        One a panel.
    height : int
        In pixels.
    columns : int
        How many panels stand side by side.
    shared : str
        ``"x"`` or ``"y"`` if panels have this axis in common.
    spacing : tuple of float
        Room between columns and between rows, as shares of width and height.
    """
    figure = make_subplots(
        rows=-(-len(titles) // columns),
        cols=columns,
        subplot_titles=list(titles),
        shared_xaxes=shared == "x",
        shared_yaxes=shared == "y",
        horizontal_spacing=spacing[0],
        vertical_spacing=spacing[1],
    )
    made = _dressed(figure, words, "", height)
    layout: Any = figure.layout
    for number, note in enumerate(made.notes[: len(titles)], start=1):
        # Flush left over the panel, clear of the title of the whole.
        left = layout[f"xaxis{number if number > 1 else ''}"].domain[0]
        note |= {"x": left, "xanchor": "left", "align": "left", "name": "panel"}
        note["font"] = {"color": INK, "size": 12}
    most = max(title.count("<br>") for title in titles)
    figure.update_layout(margin_t=103 + 15 * most)
    return made


def _dressed(figure: go.Figure, words: Words, y_title: str, height: int) -> Card:
    """Give a figure the kit's look: white card, title at the left, source underneath."""
    layout: Any = figure.layout
    notes: list[Piece] = [note.to_plotly_json() for note in layout.annotations]
    lines = (
        HEADLINE.lines(words.headline, WIDTH - BUTTONS),
        SUBTITLE.lines(words.subtitle, WIDTH),
        SOURCE.lines(words.note, WIDTH),
    )
    figure.update_layout(
        template="none",
        height=height,
        showlegend=False,
        hovermode="closest",
        # A finger that moves over a drawing scrolls the page; the mode bar has zoom and pan.
        dragmode=False,
        margin={"l": 62, "r": 24, "t": 84, "b": 74},
        paper_bgcolor="white",
        plot_bgcolor="white",
        font={"family": "Helvetica, Arial, sans-serif", "size": 13, "color": INK},
        hoverlabel={
            "bgcolor": "white",
            "font": {"color": INK, "size": 13},
            "align": "left",
            "bordercolor": RULE,
        },
        title=_title(*lines[:2]),
        modebar_remove=NO_BUTTONS,
    )
    figure.update_xaxes(AXIS)
    grid = {"showgrid": True, "gridcolor": GRID}
    figure.update_yaxes(AXIS | grid | axis_title(y_title))
    headline, subtitle, source = (len(each) - 1 for each in lines)
    more = headline * HEADLINE.line + subtitle * SUBTITLE.line, source * SOURCE.line
    return Card(figure, [], [*notes, _source(lines[2], -34 if y_title else -36)], more)


def _title(headline: Sequence[str], subtitle: Sequence[str]) -> Piece:
    font = {"size": SUBTITLE.size, "color": MUTED}
    return {
        "text": f"<b>{'<br>'.join(headline)}</b>",
        "subtitle": {"text": "<br>".join(subtitle), "font": font},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "pad": {"l": EDGE, "t": above_title(len(headline))},
        "y": 1,
        "yanchor": "top",
        "font": {"size": HEADLINE.size},
    }


def above_title(lines: int) -> int:
    """Return the room above a headline: plotly lifts one of several lines by half a line more."""
    return EDGE if lines == 1 else EDGE + 12


def _source(lines: Sequence[str], down: int) -> Piece:
    corner = {"name": "source", "xref": "paper", "yref": "paper", "x": 0, "y": 0}
    font = {"size": SOURCE.size, "color": MUTED}
    return corner | {
        "text": "<br>".join(lines),
        "xanchor": "left",
        "yanchor": "top",
        "yshift": down,
        "showarrow": False,
        "font": font,
        "align": "left",
    }


def axis_title(text: str) -> Piece:
    """Return the title of an axis as `update_xaxes` and `update_yaxes` take it."""
    return {"title": {"text": text, "font": {"size": 12, "color": MUTED}}}


def named_ticks(made: Card, places: Sequence[float], said: Sequence[str]) -> None:
    """Name places that stand equally far apart on the level axis, in lines that fit between them.

    The axis has its range, and lines have their names.
    """
    layout: Any = made.figure.layout
    letter = LETTER * layout.font.size / 12
    left = max(layout.margin.l, round(length(said[0], letter) / 2))
    along = share(places[1], layout.xaxis.range) - share(places[0], layout.xaxis.range)
    made.figure.update_layout(margin_l=left)
    apart = along * (WIDTH - left - made.right())
    # A word that is too long takes half of its room from its neighbour.
    longest = max(length(word, letter) for text in said for word in text.split())
    lines = [broken(text, min(apart, 2 * apart - longest), letter) for text in said]
    more = (LINE + 1) * max(text.count("<br>") for text in lines)
    made.figure.update_layout(height=layout.height + more, margin_b=layout.margin.b + more)
    made.figure.update_xaxes(tickvals=places, ticktext=lines, tickangle=0)
    lower_the_source(made, -34 - more)


def lower_the_source(made: Card, down: int = -52) -> None:
    """Make room between the drawing and its source, for the title of an axis or for long ticks."""
    for note in made.notes:
        if note.get("name") == "source":
            note["yshift"] = down


def key(made: Card, entries: Sequence[tuple[str, str, str]]) -> None:
    """Say over the drawing what its marks mean: colour, sign and name of each."""
    text = "&nbsp;&nbsp;&nbsp;&nbsp;".join(
        f'<span style="color:{color}">{sign}</span> {name}' for color, sign, name in entries
    )
    made.note(
        0,
        1,
        text,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=3,
        font={"size": 12, "color": INK},
        name="key",
    )


def bands(
    made: Card,
    *,
    names: bool = True,
    since: int | None = None,
    last: pd.Timestamp | None = None,
    cell: tuple[int, int] | None = None,
) -> None:
    """Shade the presidencies, the same colours everywhere, each with its name inside.

    Parameters
    ----------
    made : Card
        With dates on its level axis, which is given its range.
    names : bool
        Whether the names stand in the bands.
    since : int, optional
        The year in which the axis begins; by default that in which the record does.
    last : Timestamp, optional
        Where the bands end; by default at the cut-off date.
    cell : tuple of int, optional
        Row and column of a panel, from 1.
    """
    end, year = last or data.cutoff(), since or first_year()
    axis = _axis_number(made.figure, cell) if cell else ""
    for term in terms():
        span = max(term.begins, pd.Timestamp(year, 10, 1)), min(term.ends, end)
        if span[0] < span[1]:
            _band(made, span, term.colour, axis, term.name_on(end) if names else "")
    row, column = cell or (None, None)
    right = end + pd.Timedelta(days=120)
    made.figure.update_xaxes(range=[f"{year}-09-01", right], row=row, col=column)


def _band(
    made: Card, span: tuple[pd.Timestamp, pd.Timestamp], color: str, axis: str, name: str
) -> None:
    where = {"xref": f"x{axis}", "yref": f"y{axis} domain"}
    made.box(span, (0, 1), **where, layer="below", fillcolor=color, opacity=0.09, line={"width": 0})
    if name:
        middle = span[0] + (span[1] - span[0]) / 2
        font = {"size": 12, "color": MUTED}
        text = name.replace(" ", "<br>")
        made.note(middle, 1, text, **where, yanchor="top", font=font, name="band")


def _axis_number(figure: go.Figure, cell: tuple[int, int]) -> str:
    panel: Any = figure.get_subplot(*cell)
    return panel.xaxis.plotly_name.removeprefix("xaxis")


def end_labels(made: Card, ends: Sequence[tuple[Any, float, str]], apart: float) -> None:
    """Name lines at their right ends (x, y, name), moved apart where names would overlap.

    A name may begin with `sign`, where the colour of its line is to be seen.
    """
    floor = -float("inf")
    for x, y, text in sorted(ends, key=lambda end: end[1]):
        floor = max(y, floor + apart)
        made.note(
            x,
            floor,
            f"<b>{text}</b>",
            xanchor="left",
            xshift=5,
            align="left" if "<br>" in text else None,
            font={"color": INK, "size": 12},
            bgcolor=PAPER,
            borderpad=1,
            name="end",
        )


def sign(color: str) -> str:
    """Return a dot in the colour of a line, for before the line's name."""
    return f'<span style="color:{color}">●</span> '
