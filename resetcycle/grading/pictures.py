"""Drawings for the report on a class: points, tasks, levels of essays, weights.

Each has a frame, words of the frame and a drawing of the frame, as the pictures of `charts` have;
where a class gives nothing to draw, a sentence says so. None holds what a learner wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from .. import agreement, answers, data, rubric, words
from ..charts.card import Card, axis_title, card, key, lower_the_source
from ..charts.chart import Chart, Words, compose
from ..charts.look import AMBER, GREEN, GRID, INK, RUSSIA, USA, dated
from ..sharing import Shared
from ..speech import ngettext
from . import summary
from .result import Result
from .summary import Sentence

if TYPE_CHECKING:
    from .tasks import Assignment

# Dark to light, each with a colour for the number on it; they differ in grey too.
PARTS = {
    "right": (USA, "white"),
    "in part": ("#5ba0d0", INK),
    "wrong": (AMBER, INK),
    "no answer": ("#cbd2d9", INK),
}
SHADES = {
    0: ("#d3dae1", INK),
    1: ("#a9cce6", INK),
    2: ("#5ba0d0", INK),
    3: ("#0b4f7d", "white"),
}
CAMPS = {
    "A": (USA, "circle", "●"),
    "B": (RUSSIA, "square", "■"),
    "C": (GREEN, "diamond", "◆"),
}


@dataclass(frozen=True)
class Class:
    """Whose results are drawn: how many submissions there are, how many count, and the last day."""

    size: int
    n_counted: int
    last: pd.Timestamp

    @classmethod
    def of(cls, results: Sequence[Result]) -> "Class":
        """Count the results of a class; there must be one at least."""
        return cls(len(results), len(summary.counted(results)), summary.last_day(results))

    @property
    def counted_said(self) -> str:
        """How many submissions count, in words."""
        return summary.submissions(self.n_counted)

    @property
    def note(self) -> str:
        """What stands under each drawing."""
        return dated("Source: results of grading.", self.last)

    @property
    def sources(self) -> list[str]:
        """What was read."""
        said = summary.submissions(self.size)
        return [f"Results of grading {said}, handed in to {words.day(self.last)}"]


# -------------------------------------------------------------------------------------- points


@dataclass(frozen=True)
class ScoreFrame:
    """What `score_chart` shows: of whom, and the points of each counted submission."""

    of: Class
    points: pd.Series
    highest: int

    @property
    def counts(self) -> pd.Series:
        """How many earned each number of points, from 0 to the highest that the tasks can give.

        In half points, if anybody earned one.
        """
        halves = [step / 2 for step in range(2 * self.highest + 1)]
        every = range(self.highest + 1) if (self.points % 1 == 0).all() else halves
        return self.points.value_counts().reindex(every, fill_value=0)

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """The points below which a quarter, half and three quarters of the submissions lie."""
        low, middle, high = (float(self.points.quantile(share)) for share in (0.25, 0.5, 0.75))
        return low, middle, high

    @property
    def table(self) -> pd.DataFrame:
        """How many earned each number of points."""
        return self.counts.rename_axis("points").rename("submissions").reset_index()

    @property
    def sources(self) -> list[str]:
        """What was read."""
        return self.of.sources


def score_chart(results: Sequence[Result]) -> Chart | Sentence:
    """Draw how many learners earned how many points with their tasks.

    Returns
    -------
    Chart or Sentence
        A sentence if no submission could be counted.
    """
    table = summary.scores(results)
    if table.empty:
        return Sentence("No submission has points that count, so there is no distribution to draw.")
    frame = ScoreFrame(Class.of(results), table["points"], int(table["of"].max()))
    said = score_words(frame)
    return compose(frame, said, score_drawing(frame, said))


def score_words(frame: ScoreFrame) -> Words:
    """Say the frame of `score_chart`."""
    left_out, counts = frame.of.size - frame.of.n_counted, frame.counts
    without = f" {left_out} that want a person are left out." if left_out else ""
    low, middle, high = frame.quartiles
    return Words(
        title="Points for the tasks",
        shows=f"How many of {frame.of.counted_said} earned how many of the {frame.highest} points "
        f"that the tasks can give.{without}",
        reading=f"The median is {middle:g} of {frame.highest} points; half of the submissions lie "
        f"between {low:g} and {high:g}. All points: {counts[frame.highest]}; none: {counts[0]}.",
        headline="Points for the tasks",
        subtitle=f"{frame.of.counted_said}. A bar: how many earned that number of points. "
        f"The essay is not in it.{without}",
        note=frame.of.note,
    )


def score_drawing(frame: ScoreFrame, said: Words) -> go.Figure:
    """Draw the frame of `score_chart`."""
    made, counts = card(said, "submissions"), frame.counts
    made.figure.add_bar(
        x=counts.index,
        y=counts,
        text=[count or "" for count in counts],
        textposition="outside",
        cliponaxis=False,
        marker_color=USA,
        textfont={"color": INK, "size": 12},
        hovertemplate="%{x} points: %{y} submissions<extra></extra>",
    )
    median = f"<b>median {frame.quartiles[1]:g}</b><br>▼"
    font = {"size": 12, "color": INK}
    made.note(frame.quartiles[1], 1, median, yref="y domain", yanchor="top", font=font)
    ends = [-0.7, frame.highest + 0.7]
    made.figure.update_xaxes(axis_title(f"points, of {frame.highest}"), range=ends, dtick=1)
    step = 1 if counts.max() < 6 else None
    made.figure.update_yaxes(range=[0, 1.3 * counts.max()], dtick=step, tickformat="d")
    lower_the_source(made)
    return made.finished()


# --------------------------------------------------------------------------------------- tasks


@dataclass(frozen=True)
class TaskFrame:
    """What `task_chart` shows: of whom, and how each task went, the hardest first."""

    of: Class
    table: pd.DataFrame

    @property
    def sources(self) -> list[str]:
        """What was read."""
        return self.of.sources


def task_chart(results: Sequence[Result], assignment: "Assignment") -> Chart | Sentence:
    """Draw how each task went: right, in part, wrong or left blank, the hardest task on top.

    Returns
    -------
    Chart or Sentence
        A sentence if no submission could be counted.
    """
    if not summary.counted(results):
        return Sentence("No submission has points that count, so no task can be called hard.")
    frame = TaskFrame(Class.of(results), summary.tasks(results, assignment))
    said = task_words(frame)
    return compose(frame, said, task_drawing(frame, said))


def task_words(frame: TaskFrame) -> Words:
    """Say the frame of `task_chart`."""
    return Words(
        title="Which tasks were hard",
        shows=f"How many of {frame.of.counted_said} have each task right, right in part, wrong or "
        "not answered.",
        reading=f"{_hardest(frame.table.iloc[0], frame.of.n_counted)} {_left_blank(frame.table)}",
        headline="Which tasks were hard",
        subtitle=f"{frame.of.counted_said}, hardest task first. The numbers in the bars count "
        "submissions.",
        note=frame.of.note,
    )


def _hardest(task: pd.Series, count: int) -> str:
    right = task["right"]
    if right == count:
        return "Every task is right in all of them."
    part = f", in part in {task['in part']}" * bool(task["in part"])
    share = f"right in {right} of {count} ({right / count:.0%}){part}"
    mean = f"on average {task['mean points']:g} of {task['points']} points"
    return f"Hardest was task {task['task']}, {share}: {mean}."


def _left_blank(table: pd.DataFrame) -> str:
    most = table.iloc[int(table["no answer"].argmax())]
    if not most["no answer"]:
        return "No task was left blank."
    return f"Most often left blank: task {most['task']}, by {most['no answer']}."


def task_drawing(frame: TaskFrame, said: Words) -> go.Figure:
    """Draw the frame of `task_chart`."""
    rows = zip(frame.table["task"], frame.table["title"], strict=True)
    counts = frame.table[list(PARTS)].set_axis([f"{task}. {title}" for task, title in rows])
    return _stacked(card(said, "task"), counts, PARTS)


# -------------------------------------------------------------------------------------- essays


@dataclass(frozen=True)
class SpreadFrame:
    """What `spread_chart` shows: of whom, and how often each line was given each level."""

    of: Class
    counts: pd.DataFrame

    @property
    def means(self) -> pd.Series:
        """The mean level of each line that has marks."""
        given = self.counts.sum(axis=1)
        marked = self.counts[given > 0]
        return (marked * list(rubric.LEVELS)).sum(axis=1) / given[given > 0]

    @property
    def table(self) -> pd.DataFrame:
        """The counts and the mean level of each line."""
        named = self.counts.rename(columns=lambda level: f"level {level}")
        return named.assign(mean=self.means.round(2)).reset_index()

    @property
    def sources(self) -> list[str]:
        """What was read."""
        return self.of.sources


def spread_chart(
    results: Sequence[Result], marks: pd.DataFrame, lines: Sequence[rubric.Line] | None = None
) -> Chart | Sentence:
    """Draw the levels that each line of the rubric was given.

    Parameters
    ----------
    results : list of Result
    marks : pandas.DataFrame
        As from `essays.marks`.
    lines : sequence of rubric.Line, optional
        The rubric; by default the kit's.

    Returns
    -------
    Chart or Sentence
        A sentence if no essay has been marked.
    """
    counts = summary.spread(marks, lines)
    if counts.empty:
        return Sentence("No essay has been marked yet, so there is no spread to draw.")
    frame = SpreadFrame(Class.of(results), counts)
    said = spread_words(frame)
    return compose(frame, said, spread_drawing(frame, said))


def spread_words(frame: SpreadFrame) -> Words:
    """Say the frame of `spread_chart`."""
    means = frame.means
    marks = ngettext("{n} mark", "{n} marks", int(frame.counts.to_numpy().sum()))
    return Words(
        title="Levels given on each line of the rubric",
        shows="How many marks of each level, 0 to 3, each line of the rubric was given, "
        "all graders together.",
        reading=f"Highest mean level: {means.idxmax()} ({means.max():.1f}); "
        f"lowest: {means.idxmin()} ({means.min():.1f})."
        if means.min() < means.max()
        else f"Every line that was marked has the same mean level, {means.max():.1f}.",
        headline="How the essays did on each line of the rubric",
        subtitle=f"{marks}, each grader's counted. Levels from 0 to 3; the numbers in the bars "
        "count marks.",
        note=frame.of.note,
    )


def spread_drawing(frame: SpreadFrame, said: Words) -> go.Figure:
    """Draw the frame of `spread_chart`."""
    return _stacked(card(said, "line of the rubric"), frame.counts, SHADES, prefix="level ")


# ------------------------------------------------------------------------------------- weights


@dataclass(frozen=True)
class WeightFrame:
    """What `weight_chart` shows.

    Attributes
    ----------
    of : Class
    weights : pandas.DataFrame
        Shares of 1: a row a learner, a column an obstacle.
    camps : agreement.Camps
    concord : float
        Kendall's W of the learners' orders; missing for one learner, or if there is no order.
    broken : int
        Codes that could not be read.
    """

    of: Class
    weights: pd.DataFrame
    camps: agreement.Camps
    concord: float
    broken: int

    @property
    def pooled(self) -> pd.Series:
        """The geometric mean of all learners, the largest weight first."""
        return agreement.geometric_mean_weights(self.weights).sort_values(ascending=False)

    @property
    def labels(self) -> pd.Series:
        """Words for each obstacle, in the order of the pooled weights."""
        known = data.load("obstacles").set_index("obstacle_id")["label"]
        return known[self.pooled.index]

    @property
    def camp_sizes(self) -> dict[str, int]:
        """How many learners are in which camp; all in one where there are no clear camps."""
        return dict(zip(CAMPS, self.camps.sizes, strict=False))

    @property
    def centres(self) -> pd.DataFrame:
        """The geometric mean of each camp, a row each, in the order of the pooled weights."""
        centres = pd.DataFrame(self.camps.centres, columns=self.weights.columns)
        return centres[self.pooled.index]

    @property
    def table(self) -> pd.DataFrame:
        """The pooled weights, and those of each camp."""
        pooled = self.pooled
        table = pd.DataFrame(
            {"obstacle": self.labels.to_numpy(), "all": pooled.round(2).to_numpy()}
        )
        if len(self.camp_sizes) > 1:
            for place, (camp, size) in enumerate(self.camp_sizes.items()):
                table[f"camp {camp} ({size})"] = self.centres.iloc[place].round(2).to_numpy()
        return table

    @property
    def sources(self) -> list[str]:
        """What was read."""
        return self.of.sources


def weight_chart(
    results: Sequence[Result], codes: Sequence[Shared], broken: int = 0
) -> Chart | Sentence:
    """Draw the weights of a class: each learner's, the geometric mean of all, and camps if any.

    Parameters
    ----------
    results : list of dict
    codes, broken
        As from `summary.share_codes`.

    Returns
    -------
    Chart or Sentence
        A sentence if there is no code.
    """
    if not codes:
        said = summary.submissions(len(results))
        return Sentence(
            f"No share code is in the {said}, so there are no weights to pool.{_unread(broken)}"
        )
    frame = weight_frame(results, codes, broken)
    said = weight_words(frame)
    return compose(frame, said, weight_drawing(frame, said))


def weight_frame(
    results: Sequence[Result], codes: Sequence[Shared], broken: int = 0
) -> WeightFrame:
    """Compute what `weight_chart` shows from at least one code; parameters are its own."""
    points = answers.points_table(codes)
    weights = points.div(points.sum(axis=1), axis=0)
    concord = agreement.kendalls_w(points) if len(points) > 1 else float("nan")
    return WeightFrame(Class.of(results), weights, agreement.camps(weights), float(concord), broken)


def weight_words(frame: WeightFrame) -> Words:
    """Say the frame of `weight_chart`."""
    codes = ngettext("{n} share code", "{n} share codes", len(frame.weights))
    unread = _unread(frame.broken)
    return Words(
        title="The weights of the class",
        shows=f"Weights of {words.in_words(frame.weights.shape[1])} obstacles, shares of 1, from "
        f"{codes} in the submissions, pooled with the geometric mean.{unread}",
        reading=f"{_concord_said(frame)} {_camps_said(frame)}",
        headline="What the class gives weight to",
        subtitle=f"{codes}. A dot: one learner's weight. Bar: the geometric mean of all.{unread}",
        note=frame.of.note,
    )


def _unread(broken: int) -> str:
    return f" {broken} more could not be read." if broken else ""


def _concord_said(frame: WeightFrame) -> str:
    if len(frame.weights) < 2:
        return "One learner's weights: there is nothing to agree with."
    if pd.isna(frame.concord):
        return "All learners weigh all obstacles alike, so there is no order."
    return (
        f"Kendall's W is {frame.concord:.2f}, where 0 is no common order and 1 is one order for "
        "all."
    )


def _camps_said(frame: WeightFrame) -> str:
    sizes = frame.camp_sizes
    if len(sizes) == 1:
        return "There are no clear camps."
    firsts = frame.labels.iloc[frame.centres.to_numpy().argmax(axis=1)]
    heads = [f"{camp} puts {first} first" for camp, first in zip(sizes, firsts, strict=True)]
    return (
        f"There are {len(sizes)} camps, of {words.listed(map(str, sizes.values()))}: "
        f"{words.listed(heads)}. The mean of all may be nobody's view."
    )


def weight_drawing(frame: WeightFrame, said: Words) -> go.Figure:
    """Draw the frame of `weight_chart`."""
    made = card(said, "obstacle")
    _weight_dots(made, frame)
    if len(frame.camp_sizes) > 1:
        key(
            made,
            [
                (CAMPS[camp][0], CAMPS[camp][2], f"camp {camp} ({size})")
                for camp, size in frame.camp_sizes.items()
            ],
        )
    _weight_bars(made, frame)
    made.figure.update_layout(margin_l=250, margin_t=104)
    lower_the_source(made)
    return made.finished()


def _weight_dots(made: Card, frame: WeightFrame) -> None:
    weights = frame.weights[frame.pooled.index]
    rows, size = len(weights.columns), 7 if len(weights) < 60 else 5
    # Dots of one row are spread a little, always in the same way, so that equal weights do not hide
    # each other.
    aside = [(0.618 * place % 1 - 0.5) * 0.56 for place in range(len(weights))]
    for place, camp in enumerate(frame.camp_sizes):
        color, symbol, _ = CAMPS[camp]
        here = [row for row in range(len(weights)) if frame.camps.labels[row] == place]
        made.figure.add_scatter(
            x=weights.iloc[here].to_numpy().ravel(),
            y=[rows - 1 - column + aside[row] for row in here for column in range(rows)],
            mode="markers",
            marker={"color": color, "symbol": symbol, "size": size, "opacity": 0.55},
            hovertemplate="%{x:.2f}<extra></extra>",
        )


def _weight_bars(made: Card, frame: WeightFrame) -> None:
    pooled, most = frame.pooled[::-1], float(frame.weights.to_numpy().max())
    for place, weight in enumerate(pooled):
        ends = (place - 0.36, place + 0.36)
        made.line((weight, weight), ends, line={"color": INK, "width": 4})
        font = {"size": 12, "color": INK}
        made.note(1.02 * most, place, f"<b>{weight:.2f}</b>", xanchor="left", font=font)
    made.figure.update_yaxes(
        tickvals=list(range(len(pooled))),
        ticktext=list(frame.labels[::-1]),
        showgrid=False,
        range=[-0.6, len(pooled) - 0.4],
        title_standoff=10,
    )
    made.figure.update_xaxes(
        axis_title("weight: a share of 1; on the right, the mean of all"),
        range=[-0.01 * most, 1.12 * most],
        showgrid=True,
        gridcolor=GRID,
        tickformat=".2f",
    )


# -------------------------------------------------------------------------------------- shared


def _stacked(
    made: Card,
    counts: pd.DataFrame,
    styles: Mapping[str, tuple[str, str]] | Mapping[int, tuple[str, str]],
    prefix: str = "",
) -> go.Figure:
    """Draw one bar a row, cut into the shares of its columns.

    The count stands in each part that has room for it.
    """
    totals, places = counts.sum(axis=1).clip(lower=1), list(range(len(counts)))[::-1]
    for part, (color, ink) in styles.items():
        share = 100 * counts[part] / totals
        made.figure.add_bar(
            x=share,
            y=places,
            orientation="h",
            marker={"color": color, "line": {"color": "white", "width": 1}},
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            text=_where_wide(counts[part], share),
            textfont={"color": ink, "size": 12},
            customdata=counts[part],
            hovertemplate=f"{prefix}{part}: %{{customdata}} (%{{x:.0f}}%)<extra></extra>",
        )
    key(made, [(color, "■", f"{prefix}{part}") for part, (color, _) in styles.items()])
    longest = _name_rows(made, [str(name) for name in counts.index], places)
    made.figure.update_xaxes(range=[0, 100], ticksuffix="%", showgrid=True, gridcolor=GRID)
    left = 60 + 7 * longest
    made.figure.update_layout(barmode="stack", bargap=0.28, margin_l=left, margin_t=104)
    return made.finished()


def _where_wide(counts: pd.Series, share: pd.Series) -> list[str]:
    pairs = zip(counts, share, strict=True)
    return [str(count) if wide >= 4 else "" for count, wide in pairs]


def _name_rows(made: Card, names: Sequence[str], places: Sequence[int]) -> int:
    """Name the rows of bars, in two short lines at most; return the length of the longest line."""
    lines = [wrap(name, 40)[:2] for name in names]
    made.figure.update_yaxes(
        tickvals=places,
        # Titles are the author's, but a less-than sign in one is no markup either.
        ticktext=["<br>".join(map(escape, each)) for each in lines],
        tickfont_size=12,
        showgrid=False,
        range=[-0.6, len(names) - 0.4],
        title_standoff=10,
    )
    return max(len(line) for each in lines for line in each)
