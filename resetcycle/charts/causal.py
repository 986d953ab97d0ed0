"""The causal map: the article's argument as arrows from left to right."""

import re
from dataclasses import dataclass
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from ..causes import END, Arrow, Box, argument
from ..speech import N_, _, ngettext
from .card import LINE, Card, breadth, broken, card
from .chart import Chart, Words, compose
from .look import INK, MUTED, RULE, RUSSIA, USA, dated
from .marks import Place

HALF = 0.41  # half the width of a box, where columns stand one apart
EDGE = 0.15  # arrows keep this far from the upper and lower edge of a box, in rows
HIGHEST_ROW = 9.2
_WIDTH = 900  # the narrowest place in which the map is shown without being moved, in pixels
_KEY, _KEY_ROWS = 0.3 - HALF, 2.5  # where the words of the key begin, and how many rows it takes
BACK_ROW = -1.85  # where the feedback runs back, underneath everything
SIGNS = {"+": "+", "-": "−", "block": "✕"}
LINES = {
    "+": (USA, "solid", N_("+ raises")),
    "-": (RUSSIA, "solid", N_("− lowers")),
    "block": (RUSSIA, "solid", N_("✕ blocks")),
    "amplifies": (MUTED, "dot", N_("makes a harm larger")),
    "feedback": (MUTED, "dash", N_("worse relations raise suspicion")),
}


ROLES = {
    "main": N_("main"),
    "interaction": N_("interaction"),
    "amplifies": N_("amplifies"),
    "feedback": N_("feedback"),
    "trump_branch": N_("trump branch"),
}


@dataclass(frozen=True)
class Part:
    """How one of the two maps is titled and laid out."""

    title: str
    headline: str
    letters: int  # in a line inside a box
    key_row: float
    lowest_row: float


PARTS = {
    "base": Part(
        N_("Causal map: the argument for every presidency"),
        N_("What leads to what: the argument for every presidency"),
        15,
        4.6,
        -2.3,
    ),
    "trump": Part(
        N_("Causal map: the argument for the Trump administration"),
        N_("What leads to what: the argument for the Trump administration"),
        22,
        8.7,
        -1.1,
    ),
}


@dataclass(frozen=True)
class MapFrame:
    """What `causal_map` shows: one part, the places of all its boxes, and its arrows."""

    part: Part
    nodes: dict[str, Box]
    arrows: tuple[Arrow, ...]
    labels: dict[str, str]

    @property
    def ends(self) -> int:
        """How many arrows end at the state of relations."""
        return sum(arrow.effect == END for arrow in self.arrows)

    def count(self, kind: str) -> int:
        """Return how many arrows are of a kind."""
        return sum(arrow.kind == kind for arrow in self.arrows)

    @property
    def table(self) -> pd.DataFrame:
        """Every arrow drawn, with its sign, its role and its claim."""
        return pd.DataFrame(
            [
                {
                    N_("cause"): arrow.cause_label,
                    N_("arrow"): SIGNS[arrow.sign],
                    N_("effect"): arrow.effect_label,
                    N_("role"): ROLES[arrow.kind],
                    N_("claim"): arrow.claim,
                }
                for arrow in self.arrows
            ]
        )

    @property
    def sources(self) -> list[str]:
        """The article, and the kit's reading of it."""
        return [
            "Ruth Deyermond, A New 'Reset'?, GEurasia 3/2017, 17 April 2017",
            _("data/edges.csv: each arrow with its section and claim"),
        ]


def causal_map(part: str = "base") -> Chart:
    """Draw the article's causal argument as arrows from left to right.

    Parameters
    ----------
    part : str
        ``"base"``: what the article says of every presidency, with the feedback drawn apart;
        ``"trump"``: what it adds for the Trump administration.

    Returns
    -------
    Chart
        Its table names every arrow drawn, with its sign and its claim.

    Raises
    ------
    ValueError
        For another part.
    """
    frame = map_frame(part)
    said = map_words(frame)
    return compose(frame, said, map_drawing(frame, said))


def map_frame(part: str = "base") -> MapFrame:
    """Compute what `causal_map` shows; parameters and errors are its own."""
    made = argument(part)
    return MapFrame(PARTS[part], made.boxes, made.arrows, made.labels)


def style(arrow: Arrow) -> str:
    """Return which of `LINES` an arrow gets: its kind where that matters more than its sign."""
    return arrow.kind if arrow.kind in LINES else arrow.sign


def map_words(frame: MapFrame) -> Words:
    """Say the frame of `causal_map`."""
    styles = {style(arrow) for arrow in frame.arrows}
    signs = [_(LINES[sign][2]) for sign in SIGNS if sign in styles]
    return Words(
        title=_(frame.part.title),
        shows=_(
            "{arrows} between {boxes}, from data/edges.csv: how the kit reads the article. The "
            "author drew no such map.",
            arrows=ngettext("{n} arrow", "{n} arrows", len(frame.arrows)),
            boxes=ngettext("{n} box", "{n} boxes", len(frame.labels)),
        ),
        reading=_(
            "Arrows that end at the state of relations: {ends}; that lead back from it: {back}; "
            "that make another harm larger: {larger}.",
            ends=frame.ends,
            back=frame.count("feedback"),
            larger=frame.count("amplifies"),
        ),
        headline=_(frame.part.headline),
        subtitle=_(
            "Signs: {signs}. Hover over a sign to read the step and its claim.",
            signs=", ".join(signs),
        ),
        note=dated(_("Source: data/edges.csv, the kit's reading of the article.")),
    )


def map_drawing(frame: MapFrame, said: Words) -> go.Figure:
    """Draw the frame of `causal_map`."""
    lines = {name: _lines(label, frame.part.letters) for name, label in frame.labels.items()}
    made = card(said, _("arrows run from cause to effect"), height=_height(frame, lines))
    spots = [_arrow(made, arrow, frame.nodes) for arrow in frame.arrows]
    for name, label in lines.items():
        _box(made, frame.nodes[name], "<br>".join(label), strong=name == END)
    _key(made, frame)
    _signs(made, frame, spots)
    last = max(node.column for node in frame.nodes.values())
    made.figure.update_xaxes(visible=False, range=[-0.42, last + 0.42])
    made.figure.update_yaxes(
        range=[frame.part.lowest_row, HIGHEST_ROW],
        showgrid=False,
        showline=False,
        ticks="",
        showticklabels=False,
    )
    return made.finished()


def _lines(label: str, letters: int) -> list[str]:
    """Break a label into lines that fit its box; what is longer than a line gets a hyphen."""
    room = int(letters / breadth(label))
    return wrap(re.sub(rf"\w{{{room - 2}}}(?=\w{{3}})", r"\g<0>-", label), room)


def _height(frame: MapFrame, lines: dict[str, list[str]]) -> int:
    """Return the height of the drawing: each box holds all the lines of its label."""
    boxes = [(len(lines[name]), frame.nodes[name]) for name in lines]
    row = max(LINE * number / (box.high - box.low) for number, box in boxes)
    needed = row * (HIGHEST_ROW - frame.part.lowest_row)
    least, around = 640, 158
    # What is made higher gets some air as well.
    return least if needed <= least - around else round(around + 1.08 * needed)


def _box(made: Card, node: Box, label: str, *, strong: bool) -> None:
    sides = node.column - HALF, node.column + HALF
    line = {"color": INK if strong else RULE, "width": 1.2}
    fill = "#dde3e9" if strong else "#f5f7fa"
    made.box(sides, (node.low, node.high), line=line, fillcolor=fill)
    middle = (node.low + node.high) / 2
    made.note(node.column, middle, label, font={"size": 12, "color": INK})


def _key(made: Card, frame: MapFrame) -> None:
    """Say beside the drawing what its lines mean, for those that are there."""
    drawn, y = {style(arrow) for arrow in frame.arrows}, frame.part.key_row
    room = _beside_key(frame)
    for name, (color, dash, said) in LINES.items():
        if name in drawn:
            line = {"color": color, "width": 1.8, "dash": dash}
            made.line((-HALF, 0.26 - HALF), (y, y), line=line)
            text, font = broken(_(said), room), {"size": 12, "color": INK}
            made.note(_KEY, y, text, xanchor="left", align="left", font=font)
            y -= 0.55 + 0.2 * text.count("<br>")


def _beside_key(frame: MapFrame) -> float:
    """Return the room for the words of the key, up to the boxes beside it, in pixels."""
    nodes, high = frame.nodes.values(), frame.part.key_row
    beside = [node.column for node in nodes if node.low < high and node.high > high - _KEY_ROWS]
    across = max(node.column for node in nodes) + 2 * HALF
    return (min(beside) - HALF - _KEY) * (_WIDTH - 86) / across


def _signs(made: Card, frame: MapFrame, spots: list[Place]) -> None:
    """Write the sign of each arrow, with its claim to be read on hovering."""
    # Where two arrows leave one box, the sign of the lower one stands underneath it.
    highest: dict[str, float] = {}
    for arrow, (_x, y) in zip(frame.arrows, spots, strict=True):
        highest[arrow.cause] = max(y, highest.get(arrow.cause, y))
    made.figure.add_scatter(
        x=[x for x, _y in spots],
        y=[y for _x, y in spots],
        mode="text",
        textfont={"size": 15, "color": INK},
        textposition=[
            "bottom center" if y < highest[arrow.cause] else "top center"
            for arrow, (_x, y) in zip(frame.arrows, spots, strict=True)
        ],
        text=[SIGNS[arrow.sign] if style(arrow) == arrow.sign else " " for arrow in frame.arrows],
        hovertext=[
            f"<b>{arrow.cause_label} → {arrow.effect_label}</b><br>{arrow.note}"
            "<br>" + _("claim {id}", id=arrow.claim)
            for arrow in frame.arrows
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _arrow(made: Card, arrow: Arrow, nodes: dict[str, Box]) -> Place:
    """Draw one arrow; return where its sign stands."""
    corners = _corners(arrow, nodes[arrow.cause], nodes[arrow.effect])
    color, dash, _said = LINES[style(arrow)]
    path = "M" + " L".join(f"{x:.4g},{y:.4g}" for x, y in corners)
    line = {"color": color, "width": 1.8, "dash": dash}
    made.shapes.append({"type": "path", "path": path, "line": line, "layer": "below"})
    _tip(made, corners[-2], corners[-1], color)
    if arrow.kind == "feedback":
        return (nodes[arrow.cause].column + nodes[arrow.effect].column) / 2, BACK_ROW
    # The sign stands near the cause; on a slanting arrow further on, clear of its neighbours.
    (x, start), (tip, end) = corners
    along = min(0.5, (0.09 if start == end else 0.42) / (tip - x))
    return x + along * (tip - x), start + along * (end - start)


def _corners(arrow: Arrow, cause: Box, effect: Box) -> list[Place]:
    """Return where an arrow runs, from the side of its cause to the side of its effect."""
    if arrow.kind == "feedback":
        # Back underneath everything, and up into the cause of the next round.
        here, there = cause.column, effect.column
        return [(here, cause.low), (here, BACK_ROW), (there, BACK_ROW), (there, effect.low)]
    # A tall box is left at the height of its effect, a low one in its middle as far as the effect
    # reaches.
    if cause.high - cause.low > effect.high - effect.low:
        level = (effect.low + effect.high) / 2
    else:
        level = _within(effect, (cause.low + cause.high) / 2)
    start = _within(cause, level)
    end = _within(effect, start)
    return [(cause.column + HALF, start), (effect.column - HALF, end)]


def _within(node: Box, row: float) -> float:
    return min(max(row, node.low + EDGE), node.high - EDGE)


def _tip(made: Card, before: Place, tip: Place, color: str) -> None:
    """Put a head on the last stretch of an arrow."""
    along, up = tip[0] - before[0], tip[1] - before[1]
    back = 0.07 / along if along > 0 else 0.1
    made.note(tip[0], tip[1], "", ax=tip[0] - along * back, ay=tip[1] - up * back)
    made.notes[-1] |= {"axref": "x", "ayref": "y", "showarrow": True, "arrowhead": 2}
    made.notes[-1] |= {"arrowsize": 1, "arrowwidth": 1.8, "arrowcolor": color, "standoff": 0}
