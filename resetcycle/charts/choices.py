"""The picture of many analyses: a specification curve, and below it the choices behind it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from .. import multiverse, words
from ..speech import N_, _, ngettext
from .card import Card, axis_title, card, key, length
from .chart import Chart, Words, compose, needed
from .look import CONTEXT, GRID, INK, MUTED, RUSSIA, USA, dated

CHOICES = {
    "part": N_("part of the claim"),
    "indicator": N_("indicator"),
    "window": N_("window"),
    "memory": N_("memory (half-life)"),
    "weighting": N_("weighting"),
    "left_out": N_("class left out"),
    "calendar": N_("calendar"),
    "known": N_("state of knowledge"),
}
COLOURS = dict(zip(multiverse.VERDICTS, (USA, RUSSIA, CONTEXT), strict=True))
_ROW = 16  # height of a row of the grid, in pixels
_CURVE = 190  # height of the curve, in pixels
_GAP, _ABOVE, _BELOW = 30, 104, 74  # between curve and grid, above the curve, below the grid
# A share of zero needs a bar that can be seen.
_FOOT = 0.03
_DARKEST = 2.5


@dataclass(frozen=True)
class SpecificationsFrame:
    """What `specifications` shows.

    Attributes
    ----------
    combinations : pandas.DataFrame
        As from `cycle.multiverse`, perhaps with choices struck out.
    """

    combinations: pd.DataFrame

    @cached_property
    def told(self) -> pd.DataFrame:
        """The combinations that have a share; classes left out are taken together."""
        return self._together.dropna(subset=["share"])

    @property
    def _together(self) -> pd.DataFrame:
        """All combinations, with one word for whatever class is left out."""
        left_out = self.combinations["left_out"]
        one = left_out.where(left_out == multiverse.NONE, N_("one class"))
        return self.combinations.assign(left_out=one)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The steps of the curve from left to right: share, verdict, and how many stand there."""
        counts = self.told.groupby(["share", "verdict"]).size().rename("n").reset_index()
        # A single comparison makes a share of 0 or 1, and no verdict: it stands at the outer edge.
        open_ = counts["verdict"] == "cannot tell"
        order = open_ != (counts["share"] < 1)
        return counts.assign(order=order).sort_values(["share", "order"]).drop(columns="order")

    @property
    def counts(self) -> pd.Series:
        """How many of all combinations have each verdict."""
        found = self.combinations["verdict"].value_counts()
        return found.reindex(list(multiverse.VERDICTS), fill_value=0)

    @property
    def moves(self) -> pd.Series:
        """How far the share moves with each choice, as from `multiverse.moves`."""
        return multiverse.moves(self.combinations)

    @property
    def table(self) -> pd.DataFrame:
        """The verdicts and the mean share of each option."""
        parts = [
            multiverse.standing(self._together, choice)
            .rename_axis(N_("option"))
            .reset_index()
            .assign(choice=said)
            for choice, said in CHOICES.items()
        ]
        return pd.concat(parts, ignore_index=True)[
            [N_("choice"), "option", *multiverse.VERDICTS, N_("share")]
        ]

    @property
    def sources(self) -> list[str]:
        """What computed the combinations, and from which tables."""
        tables = ("events", "indicators", "event_data_window")
        return [
            _("Computed by resetcycle.cycle.multiverse from data/{name}.csv", name=name)
            for name in tables
        ]

    def weight(self, choice: str, option: str) -> list[float]:
        """Return how often an option stands at each step, measured by how often it does in all.

        1 at each step: the option makes no difference.
        """
        ours, steps = self.told[self.told[choice] == option], self.steps
        places = pd.MultiIndex.from_frame(steps[["share", "verdict"]])
        here = ours.groupby(["share", "verdict"]).size().reindex(places, fill_value=0)
        expected = steps["n"].to_numpy(np.float64) * len(ours) / len(self.told)
        return (here.to_numpy(np.float64) / expected).tolist()


def specifications(table: pd.DataFrame) -> Chart:
    """Draw a specification curve: combinations by their share, and the choices that make it.

    Parameters
    ----------
    table : pandas.DataFrame
        As from `cycle.multiverse`, or what `cycle.left_after` leaves of it.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If no combination of the table has a share.
    """
    needed(table, "cycle.multiverse", ["share"])
    frame = specifications_frame(table)
    said = specifications_words(frame)
    return compose(frame, said, specifications_drawing(frame, said))


def specifications_frame(table: pd.DataFrame) -> SpecificationsFrame:
    """Hold what `specifications` shows; parameters and errors are its own."""
    if table["share"].isna().all():
        raise ValueError(
            _(
                "None of the {n} combinations can make a comparison; strike out fewer.",
                n=len(table),
            )
        )
    return SpecificationsFrame(table)


def specifications_words(frame: SpecificationsFrame) -> Words:
    """Say the frame of `specifications`."""
    counts, number = frame.counts, len(frame.combinations)
    told = {
        name: words.number(counts[verdict], ",")
        for name, verdict in zip(("holds", "fails", "open"), multiverse.VERDICTS, strict=True)
    }
    of_all = ngettext(
        "Of {n} combination {holds} hold, {fails} do not hold, {open} cannot tell.",
        "Of {n} combinations {holds} hold, {fails} do not hold, {open} cannot tell.",
        number,
        n=words.number(number, ","),
        **told,
    )
    return Words(
        title=_("All choices at once"),
        shows=ngettext(
            "{n} combination of choices, sorted by the share of their comparisons that favour the "
            "claim (0 to 1), and how often each option stands where.",
            "{n} combinations of choices, sorted by the share of their comparisons that favour the "
            "claim (0 to 1), and how often each option stands where.",
            number,
        ),
        reading=f"{of_all} {_moved(frame.moves)}",
        headline=ngettext(
            "{n} way to ask: {holds} hold, {fails} do not hold, {open} cannot tell",
            "{n} ways to ask: {holds} hold, {fails} do not hold, {open} cannot tell",
            number,
            n=words.number(number, ","),
            **told,
        ),
        subtitle=_(
            "Above: comparisons in favour, sorted. Below: dark where an option stands more often."
        ),
        note=dated(_("Source: computed from the kit's tables. Combinations are not votes.")),
    )


def _moved(moves: pd.Series) -> str:
    """Say which choices move the share most, as far as there are any left."""
    if moves.empty:
        return _("No two of them differ in one choice alone.")
    first, *others = [(_(CHOICES[str(name)]), words.share(size)) for name, size in moves.items()]
    if not others:
        return _(
            "The choice that moves the share most is the {choice}: changed alone, by {share} on "
            "average.",
            choice=first[0],
            share=first[1],
        )
    return _(
        "The choice that moves the share most is the {choice}: changed alone, by {share} on "
        "average; then the {second}, by {second_share}.",
        choice=first[0],
        share=first[1],
        second=others[0][0],
        second_share=others[0][1],
    )


# ------------------------------------------------------------------------------------- the drawing


def specifications_drawing(frame: SpecificationsFrame, said: Words) -> go.Figure:
    """Draw the frame of `specifications`."""
    rows = _rows(frame)
    names = [_(option) if option else f"<b>{_(CHOICES[choice])}</b>" for choice, option in rows]
    grid = _ROW * len(rows)
    inner = _CURVE + _GAP + grid
    made = card(said, "", height=inner + _ABOVE + _BELOW)
    edges = [0, *frame.steps["n"].cumsum()]
    _curve(made, frame.steps, edges)
    _grid(made, frame, rows, edges)
    made.figure.update_yaxes(
        axis_title(_("share in favour")),
        domain=[1 - _CURVE / inner, 1],
        range=[-_FOOT, 1.04],
        tickvals=[0, 0.5, 1],
        ticktext=["0", words.bare(words.number(0.5)), "1"],
    )
    made.figure.update_layout(
        margin={"l": _beside(names), "r": 112, "t": _ABOVE, "b": _BELOW},
        yaxis2=_options(names, grid / inner),
        bargap=0,
    )
    made.figure.update_xaxes(range=[0, edges[-1]], visible=False)
    key(made, [(colour, "■", _(verdict)) for verdict, colour in COLOURS.items()])
    _numbers(made, frame.told, rows)
    return made.finished()


def _rows(frame: SpecificationsFrame) -> list[tuple[str, str]]:
    """Return the rows of the grid from top to bottom: choice and option, or a choice and ""."""
    table, rows = frame.table.dropna(subset=["share"]), list[tuple[str, str]]()
    for choice, said in CHOICES.items():
        options = table.loc[table["choice"] == said, "option"]
        rows += [(choice, ""), *((choice, str(option)) for option in options)]
    return rows


def _curve(made: Card, steps: pd.DataFrame, edges: list[int]) -> None:
    middles = [(left + right) / 2 for left, right in pairwise(edges)]
    made.figure.add_bar(
        x=middles,
        width=steps["n"].tolist(),
        base=-_FOOT,
        y=(steps["share"] + _FOOT).tolist(),
        marker={"color": [COLOURS[verdict] for verdict in steps["verdict"]], "line": {"width": 0}},
        customdata=np.column_stack(
            [steps["n"], steps["share"].map(words.share), steps["verdict"].map(_)]
        ),
        # L10N: {n} is any number, put in by the browser.
        hovertemplate=_(
            "{n} combinations: share {share}, {verdict}",
            n="%{customdata[0]}",
            share="%{customdata[1]}",
            verdict="%{customdata[2]}",
        )
        + "<extra></extra>",
    )


def _grid(
    made: Card, frame: SpecificationsFrame, rows: list[tuple[str, str]], edges: list[int]
) -> None:
    weights = [
        frame.weight(choice, option) if option else [None] * len(frame.steps)
        for choice, option in rows
    ]
    made.figure.add_heatmap(
        x=edges,
        y=list(range(len(rows))),
        z=[[part and round(part, 3) for part in row] for row in weights],
        yaxis="y2",
        zmin=0,
        zmax=_DARKEST,
        colorscale=[[0, "#ffffff"], [1 / _DARKEST, "#cbd2d9"], [1, INK]],
        showscale=False,
        ygap=1.5,
        customdata=[[_(option) if option else " "] * len(frame.steps) for _choice, option in rows],
        hovertemplate=_(
            "{option}: {times} times as often here as in all",
            option="%{customdata}",
            times="%{z:.1f}",
        )
        + "<extra></extra>",
    )


def _beside(names: list[str]) -> int:
    """Return the room for the names of rows, in pixels."""
    return max(176, round(max(map(length, names))) + 17)


def _options(names: list[str], height: float) -> dict[str, object]:
    """Return the upright axis of the grid, with the name of each row."""
    return {
        "domain": [0, height],
        "range": [len(names) - 0.5, -0.5],
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "tickfont": {"size": 12, "color": INK},
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "linecolor": GRID,
    }


def _numbers(made: Card, told: pd.DataFrame, rows: list[tuple[str, str]]) -> None:
    """Write beside each option the mean share, and of how many combinations."""
    for place, (choice, option) in enumerate(rows):
        shares = told.loc[told[choice] == option, "share"]
        if option or not place:
            made.note(
                1,
                place,
                _mean_share(shares) if option else _("mean share"),
                xref="paper",
                yref="y2",
                xanchor="left",
                xshift=6,
                name="number",
                font={"size": 12, "color": INK if option else MUTED},
            )


def _mean_share(shares: pd.Series) -> str:
    number = words.number(len(shares), ",")
    return _("{share} of {number}", share=words.share(shares.mean()), number=number)
