"""A class at a glance: tables and charts from the results of grading. Everything here is computed from what it is given.

What learners wrote appears in tables only, as one short line each; `tables.Table` escapes it. No chart holds any of it.
"""

from html import escape
from itertools import combinations
from textwrap import wrap

import pandas as pd

from .. import agreement, answers, charts, data, tables, words

COUNTED = ("graded", "repaired")
STATUSES = {
    "graded": "run as handed in",
    "repaired": "run after a repair, on a copy",
    "timeout": "stopped because it did not end",
    "died": "stopped without a report, twice",
    "unreadable": "could not be opened",
}
LEVELS = range(4)
# Dark to light, each with a colour for the number on it; they differ in grey too.
PARTS = {
    "right": (charts.USA, "white"),
    "wrong": ("#E69F00", charts.INK),
    "no answer": ("#cbd2d9", charts.INK),
}
SHADES = {
    0: ("#d3dae1", charts.INK),
    1: ("#a9cce6", charts.INK),
    2: ("#5ba0d0", charts.INK),
    3: ("#0b4f7d", "white"),
}
CAMPS = {"A": (charts.USA, "circle"), "B": (charts.RUSSIA, "square"), "C": ("#009E73", "diamond")}
SOURCE = "Source: results of grading."
# JupyterLab typesets formulas inside tables, links and all; these wide signs look alike and begin none.
_NO_FORMULA = str.maketrans({"$": "\uff04", "\\": "\uff3c"})


class Sentence(str):
    """What is said where there is nothing to draw: shown without quotation marks."""

    def __repr__(self):
        return str(self)


def one_line(text, most=160):
    """Return anything as one short line in which nothing is a control sign, a line break or the start of a formula.

    Parameters
    ----------
    text : object
    most : int
        Characters.

    Examples
    --------
    >>> one_line("a\\nb\\u202ec" + 200 * "d", most=12)
    'a b cdddd...'
    """
    line = " ".join(
        "".join(
            letter if letter.isprintable() else " " for letter in str(text)[: 10 * most]
        ).split()
    )
    return (line if len(line) <= most else line[: most - 3] + "...").translate(_NO_FORMULA)


def listed(frame, otherwise):
    """Return a table for reading, or, if it has no rows, a sentence."""
    return tables.show(frame) if len(frame) else Sentence(otherwise)


# ------------------------------------------------------------------------------------------------ who


def overview(results):
    """Return in a few words how many submissions there are, of which status, and how many with an essay.

    Parameters
    ----------
    results : list of dict
        As from `Course.results`.

    Returns
    -------
    Sentence
    """
    if not results:
        return Sentence("Nothing of this assignment has been graded yet.")
    counts = status(results).set_index("status")["submissions"]
    essays = sum(bool(result.words) for result in results)
    bare = sum(not result.isolated for result in results)
    return Sentence(
        f"{words.counted(len(results), 'submission')}, the last of {_last(results):%-d %B %Y}: {', '.join(f'{count} {name}' for name, count in counts.items())}. "
        f"With an essay: {essays}."
        + f" Without a sandbox: {bare}; their code ran with the rights of whoever graded."
        * bool(bare)
    )


def status(results):
    """Return how many submissions have which status, as a table with ``status``, ``meaning`` and ``submissions``."""
    found = [result.status for result in results]
    return pd.DataFrame(
        [
            {"status": name, "meaning": meaning, "submissions": found.count(name)}
            for name, meaning in STATUSES.items()
            if name in found
        ],
        columns=["status", "meaning", "submissions"],
    )


def people(results):
    """Return the submissions that want a person, as a table with ``student``, ``status`` and ``why``."""
    return pd.DataFrame(
        [
            {
                "student": one_line(result.student),
                "status": result.status,
                "why": one_line(" ".join(result.notes), most=400),
            }
            for result in results
            if result.status not in COUNTED
        ],
        columns=["student", "status", "why"],
    )


# ------------------------------------------------------------------------------------------------ tasks


def scores(results):
    """Return what each learner's tasks earned, without those that want a person: their points are not final.

    Returns
    -------
    pandas.DataFrame
        ``student``, ``points`` and ``of``, both whole numbers; no essay.
    """
    return pd.DataFrame(
        [
            {
                "student": one_line(result.student),
                "points": sum(task.points for task in result.tasks.values()),
                "of": sum(task.of for task in result.tasks.values()),
            }
            for result in _counted(results)
        ],
        columns=["student", "points", "of"],
    )


def tasks(results, assignment):
    """Return how each task went, the hardest first.

    Parameters
    ----------
    results : list of dict
    assignment : tasks.Assignment
        For the tasks' titles.

    Returns
    -------
    pandas.DataFrame
        ``task``, ``title``, ``points``, and the numbers of learners: ``right``, ``wrong``, ``no answer``.
    """
    rows = []
    for number, task in assignment.tasks.items():
        marked = [result.tasks[number] for result in _counted(results) if number in result.tasks]
        right, blank = (
            sum(mark.points >= mark.of for mark in marked),
            sum(map(_is_blank, marked)),
        )
        rows.append(
            {
                "task": number,
                "title": task.title,
                "points": task.points,
                "right": right,
                "wrong": len(marked) - right - blank,
                "no answer": blank,
            }
        )
    return pd.DataFrame(rows).sort_values("right", kind="stable", ignore_index=True)


def mistakes(results, assignment, most=3):
    """Return the commonest wrong answers to each task, the hardest task first.

    Parameters
    ----------
    results : list of dict
    assignment : tasks.Assignment
    most : int
        How many for each task.

    Returns
    -------
    pandas.DataFrame
        ``task``; ``what the learner was told``, by which answers are put together; ``learners``, their number; and
        ``an example``, the answer that most of them gave. Answers that were left blank are in `tasks`.
    """
    rows = []
    for number in tasks(results, assignment)["task"]:
        told = {}
        for result in _counted(results):
            mark = result.tasks.get(number)
            if mark and mark.points < mark.of and not _is_blank(mark):
                told.setdefault(_said(mark.said, number), []).append(
                    _example(mark.answer, assignment.tasks[number])
                )
        common = sorted(told.items(), key=lambda pair: -len(pair[1]))[:most]
        rows += [
            {
                "task": f"{number}. {assignment.tasks[number].title}",
                "what the learner was told": said,
                "learners": len(given),
                "an example": max(given, key=given.count),
            }
            for said, given in common
        ]
    return pd.DataFrame(
        rows, columns=["task", "what the learner was told", "learners", "an example"]
    )


def score_chart(results):
    """Draw how many learners earned how many points with their tasks.

    Returns
    -------
    Chart or Sentence
        A sentence if no submission could be counted.
    """
    table, left_out = scores(results), len(results) - len(_counted(results))
    if table.empty:
        return Sentence("No submission has points that count, so there is no distribution to draw.")
    highest, middle = int(table["of"].max()), table["points"].median()
    counts = table["points"].value_counts().reindex(range(highest + 1), fill_value=0)
    without = f" {left_out} that want a person are left out." if left_out else ""
    figure = charts._figure(
        "Points for the tasks",
        f"{words.counted(len(table), 'submission')}. A bar: how many earned that number of points. The essay is not in it.{without}",
        "submissions",
        SOURCE,
        last=_last(results),
    )
    figure.add_bar(
        x=counts.index,
        y=counts,
        text=[count or "" for count in counts],
        textposition="outside",
        cliponaxis=False,
        marker_color=charts.USA,
        textfont={"color": charts.INK, "size": 12},
        hovertemplate="%{x} points: %{y} submissions<extra></extra>",
    )
    figure.add_annotation(
        x=middle,
        y=1,
        yref="y domain",
        yanchor="top",
        text=f"<b>median {middle:g}</b><br>▼",
        showarrow=False,
        font={"size": 12, "color": charts.INK},
    )
    figure.update_xaxes(
        range=[-0.7, highest + 0.7],
        dtick=1,
        title={"text": f"points, of {highest}", "font": {"size": 12, "color": charts.MUTED}},
    )
    figure.update_yaxes(
        range=[0, 1.3 * counts.max()], dtick=1 if counts.max() < 6 else None, tickformat="d"
    )
    _lower_the_note(figure)
    quarter, half, three = (table["points"].quantile(share) for share in (0.25, 0.5, 0.75))
    return charts.Chart(
        figure,
        "Points for the tasks",
        f"How many of {words.counted(len(table), 'submission')} earned how many of the {highest} points that the tasks can give.{without}",
        f"The median is {half:g} of {highest} points; half of the submissions lie between {quarter:g} and {three:g}. "
        f"All points: {counts[highest]}; none: {counts[0]}.",
        counts.rename_axis("points").rename("submissions").reset_index(),
        _sources(results),
    )


def task_chart(results, assignment):
    """Draw how each task went: right, wrong or left blank, the hardest task on top.

    Returns
    -------
    Chart or Sentence
        A sentence if no submission could be counted.
    """
    table, count = tasks(results, assignment), len(_counted(results))
    if not count:
        return Sentence("No submission has points that count, so no task can be called hard.")
    names = [f"{row.task}. {row.title}" for row in table.itertuples()]
    figure = _stacked(
        "Which tasks were hard",
        f"{words.counted(count, 'submission')}, hardest task first. The numbers in the bars count submissions.",
        "task",
        table[list(PARTS)].set_axis(names),
        PARTS,
        _last(results),
    )
    hard, blank = table.iloc[0], table.iloc[table["no answer"].argmax()]
    hardest = f"Hardest was task {hard['task']}, right in {hard['right']} of {count} ({hard['right'] / count:.0%})."
    hardest = hardest if hard["right"] < count else "Every task is right in all of them."
    left = (
        f"Most often left blank: task {blank['task']}, by {blank['no answer']}."
        if blank["no answer"]
        else "No task was left blank."
    )
    return charts.Chart(
        figure,
        "Which tasks were hard",
        f"How many of {words.counted(count, 'submission')} have each task right, wrong or not answered.",
        f"{hardest} {left}",
        table,
        _sources(results),
    )


# ------------------------------------------------------------------------------------------------ essays


def essays(results, marks):
    """Return in a few words how many essays there are and how many have been read, and by whom.

    Parameters
    ----------
    results : list of dict
    marks : pandas.DataFrame
        One row a mark: ``grader``, ``student``, ``criterion_id``, ``mark`` (0 to 3, or empty).

    Returns
    -------
    Sentence
    """
    marks, written = _given(marks), sum(bool(result.words) for result in results)
    graders = [one_line(grader) for grader in marks["grader"].unique()]
    read = (
        f"{marks['student'].nunique()} have marks, by {words.listed(graders)}"
        if graders
        else "none has been marked yet"
    )
    return Sentence(f"Essays handed in: {written}; {read}.")


def spread(marks):
    """Return how often each line of the rubric was given each level.

    Parameters
    ----------
    marks : pandas.DataFrame
        As for `essays`; every mark of every grader counts.

    Returns
    -------
    pandas.DataFrame
        The rubric's criteria in rows, in its order, by name; levels 0 to 3 in columns; no rows without marks.
    """
    marks, names = _given(marks), _criteria()
    counts = pd.crosstab(marks["criterion_id"], marks["mark"]).reindex(
        index=names.index, columns=LEVELS, fill_value=0
    )
    return (
        counts.set_axis(names).rename_axis(index="criterion", columns="level")
        if len(marks)
        else counts.iloc[:0]
    )


def spread_chart(results, marks):
    """Draw the levels that each line of the rubric was given.

    Returns
    -------
    Chart or Sentence
        A sentence if no essay has been marked.
    """
    counts = spread(marks)
    if counts.empty:
        return Sentence("No essay has been marked yet, so there is no spread to draw.")
    given = counts.sum(axis=1)
    means = (counts * list(LEVELS)).sum(axis=1)[given > 0] / given[given > 0]
    figure = _stacked(
        "How the essays did on each line of the rubric",
        f"{words.counted(given.sum(), 'mark')}, each grader's counted. Levels from 0 to 3; the numbers in the bars count marks.",
        "line of the rubric",
        counts,
        SHADES,
        _last(results),
        prefix="level ",
    )
    table = counts.rename(columns="level {}".format).assign(mean=means.round(2)).reset_index()
    return charts.Chart(
        figure,
        "Levels given on each line of the rubric",
        "How many marks of each level, 0 to 3, each line of the rubric was given, all graders together.",
        f"Highest mean level: {means.idxmax()} ({means.max():.1f}); lowest: {means.idxmin()} ({means.min():.1f}).",
        table,
        _sources(results),
    )


def graders_agree(marks):
    """Return how far each two graders agree on each line of the rubric.

    Parameters
    ----------
    marks : pandas.DataFrame
        As for `essays`.

    Returns
    -------
    pandas.DataFrame
        ``graders``, ``line of the rubric``, ``essays`` (read by both), ``weighted kappa`` (quadratic; empty where both gave one level
        to all) and ``equal marks``, a share in words; no rows if no essay has two graders.
    """
    marks, rows = _given(marks), []
    for criterion, name in _criteria().items():
        table = marks[marks["criterion_id"] == criterion].pivot(
            index="student", columns="grader", values="mark"
        )
        for first, second in combinations(table.columns, 2):
            both = table[[first, second]].dropna()
            if len(both):
                rows.append(
                    {
                        "graders": f"{one_line(first)}, {one_line(second)}",
                        "line of the rubric": name,
                        "essays": len(both),
                        "weighted kappa": agreement.weighted_kappa(
                            both[first], both[second], LEVELS
                        ),
                        "equal marks": f"{(both[first] == both[second]).mean():.0%}",
                    }
                )
    frame = pd.DataFrame(
        rows, columns=["graders", "line of the rubric", "essays", "weighted kappa", "equal marks"]
    )
    return frame.sort_values("graders", kind="stable", ignore_index=True)


# ------------------------------------------------------------------------------------------------ weights


def share_codes(texts):
    """Find the share codes that learners left in their notebooks.

    Parameters
    ----------
    texts : iterable of str
        One a learner.

    Returns
    -------
    codes : list of dict
        As from `answers.find_share_codes`, one a learner; codes without any points are left out.
    broken : int
        Codes that could not be read.
    """
    # No code goes on beyond a semicolon, so the end of one text never joins the beginning of the next.
    found, broken = answers.find_share_codes("\n;\n".join(texts))
    return [code for code in found if any(code["points"].values())], len(broken)


def weight_chart(results, codes, broken=0):
    """Draw the weights of a class: each learner's, the geometric mean of all and, where there are any, the camps.

    Parameters
    ----------
    results : list of dict
    codes, broken
        As from `share_codes`.

    Returns
    -------
    Chart or Sentence
        A sentence if there is no code.
    """
    unread = f" {broken} more could not be read." if broken else ""
    if not codes:
        return Sentence(
            f"No share code is in the {words.counted(len(results), 'submission')}, so there are no weights to pool.{unread}"
        )
    points = answers.points_table(codes)
    weights = points.div(points.sum(axis=1), axis=0)
    pooled, camps = (
        agreement.geometric_mean_weights(weights).sort_values(ascending=False),
        agreement.camps(weights),
    )
    labels = data.load("obstacles").set_index("obstacle_id")["label"]
    figure = charts._figure(
        "What the class gives weight to",
        f"{words.counted(len(codes), 'share code')}. A dot: one learner's weight. Bar: the geometric mean of all.{unread}",
        "obstacle",
        SOURCE,
        last=_last(results),
    )
    _weight_dots(figure, weights[pooled.index], camps)
    _weight_bars(figure, pooled, labels)
    table = pd.DataFrame(
        {"obstacle": labels[pooled.index].to_numpy(), "all": pooled.round(2).to_numpy()}
    )
    if len(camps.sizes) > 1:
        for place, (camp, size) in enumerate(zip(CAMPS, camps.sizes)):
            table[f"camp {camp} ({size})"] = (
                camps.centres.loc[place, pooled.index].round(2).to_numpy()
            )
    return charts.Chart(
        figure,
        "The weights of the class",
        f"Weights of eight obstacles, shares of 1, from {words.counted(len(codes), 'share code')} in the submissions, pooled with the geometric mean.{unread}",
        f"{_concord(points)} {_camps_said(camps, labels)}",
        table,
        _sources(results),
    )


def _concord(points):
    if len(points) < 2:
        return "One learner's weights: there is nothing to agree with."
    w = agreement.kendalls_w(points)
    if pd.isna(w):
        return "All learners weigh all obstacles alike, so there is no order."
    return f"Kendall's W is {w:.2f}, where 0 is no common order and 1 is one order for all."


def _camps_said(camps, labels):
    if len(camps.sizes) == 1:
        return "There are no clear camps."
    heads = [
        f"{camp} puts {labels[camps.centres.loc[place].idxmax()]} first"
        for place, camp in zip(range(len(camps.sizes)), CAMPS)
    ]
    return f"There are {len(camps.sizes)} camps, of {words.listed(map(str, camps.sizes))}: {words.listed(heads)}. The mean of all may be nobody's view."


def _weight_dots(figure, weights, camps):
    rows = len(weights.columns)
    # Dots of one row are spread a little, always in the same way, so that equal weights do not hide each other.
    aside = [(0.618 * place % 1 - 0.5) * 0.56 for place in range(len(weights))]
    for place, (camp, (color, symbol)) in enumerate(list(CAMPS.items())[: len(camps.sizes)]):
        here = [row for row in range(len(weights)) if camps.labels[row] == place]
        figure.add_scatter(
            x=weights.iloc[here].to_numpy().ravel(),
            y=[rows - 1 - column + aside[row] for row in here for column in range(rows)],
            mode="markers",
            marker={
                "color": color,
                "symbol": symbol,
                "size": 7 if len(weights) < 60 else 5,
                "opacity": 0.55,
            },
            hovertemplate="%{x:.2f}<extra></extra>",
        )
    if len(camps.sizes) > 1:
        signs = {"circle": "●", "square": "■", "diamond": "◆"}
        _key(
            figure,
            [
                (color, signs[symbol], f"camp {camp} ({size})")
                for (camp, (color, symbol)), size in zip(CAMPS.items(), camps.sizes)
            ],
        )


def _weight_bars(figure, pooled, labels):
    most = max(max(trace.x) for trace in figure.data)
    for place, weight in enumerate(pooled[::-1]):
        figure.add_shape(
            type="line",
            x0=weight,
            x1=weight,
            y0=place - 0.36,
            y1=place + 0.36,
            line={"color": charts.INK, "width": 4},
        )
        figure.add_annotation(
            x=1.02 * most,
            y=place,
            text=f"<b>{weight:.2f}</b>",
            showarrow=False,
            xanchor="left",
            font={"size": 12, "color": charts.INK},
        )
    figure.update_yaxes(
        tickvals=list(range(len(pooled))),
        ticktext=list(labels[pooled.index[::-1]]),
        showgrid=False,
        range=[-0.6, len(pooled) - 0.4],
        title_standoff=10,
    )
    figure.update_xaxes(
        range=[-0.01 * most, 1.12 * most],
        showgrid=True,
        gridcolor=charts.GRID,
        tickformat=".2f",
        title={
            "text": "weight: a share of 1; on the right, the mean of all",
            "font": {"size": 12, "color": charts.MUTED},
        },
    )
    figure.update_layout(margin_l=250, margin_t=104)
    _lower_the_note(figure)


# ------------------------------------------------------------------------------------------------ shared


def _counted(results):
    return [result for result in results if result.status in COUNTED]


def _is_blank(mark):
    return mark.points < mark.of and mark.said.endswith(": no answer.")


def _said(said, number):
    return one_line(said.removeprefix(f"Task {number}").lstrip(": "), most=300)


def _example(answer, task):
    """Return an answer as a short text; nothing if it is not well formed, since then what was said tells it."""
    if not isinstance(answer, list):
        return ""
    keys = task.keys if task.shape == "mapping" and len(task.keys) == len(answer) else []
    texts = [
        f"{value:.4g}"
        if isinstance(value, float)
        else one_line(value, most=60)
        if isinstance(value, (str, int))
        else "?"
        for value in answer[:20]
    ]
    return one_line(
        "; ".join(f"{key}: {text}" for key, text in zip(keys, texts)) if keys else ", ".join(texts),
        most=240,
    )


def _given(marks):
    """Return the marks that were given, in whole numbers; a frame without rows may have no columns either."""
    marks = marks.reindex(columns=["grader", "student", "criterion_id", "mark"]).dropna(
        subset=["mark"]
    )
    return marks.astype({"mark": int})


def _criteria():
    return data.load("rubric").set_index("criterion_id")["criterion"]


def _last(results):
    return pd.Timestamp(max(result.handed_in for result in results)).normalize()


def _sources(results):
    return [
        f"Results of grading {words.counted(len(results), 'submission')}, handed in to {_last(results):%-d %B %Y}"
    ]


def _lower_the_note(figure):
    """Make room for the title of the axis above the figure's source."""
    figure.update_annotations(
        selector={"xref": "paper", "yref": "paper", "x": 0, "y": 0}, yshift=-52
    )


def _key(figure, entries):
    text = "&nbsp;&nbsp;&nbsp;&nbsp;".join(
        f'<span style="color:{color}">{sign}</span> {name}' for color, sign, name in entries
    )
    figure.add_annotation(
        text=text,
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        yshift=3,
        showarrow=False,
        font={"size": 12, "color": charts.INK},
    )


def _stacked(title, subtitle, y_title, counts, styles, last, prefix=""):
    """Draw one bar a row, cut into the shares of its columns, with the count in each part that has room for it."""
    figure = charts._figure(title, subtitle, y_title, SOURCE, last=last)
    totals, places = counts.sum(axis=1).clip(lower=1), list(range(len(counts)))[::-1]
    for part, (color, ink) in styles.items():
        share = 100 * counts[part] / totals
        figure.add_bar(
            x=share,
            y=places,
            orientation="h",
            marker={"color": color, "line": {"color": "white", "width": 1}},
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            text=[str(count) if wide >= 4 else "" for count, wide in zip(counts[part], share)],
            textfont={"color": ink, "size": 12},
            customdata=counts[part],
            hovertemplate=f"{prefix}{part}: %{{customdata}} (%{{x:.0f}}%)<extra></extra>",
        )
    _key(figure, [(color, "■", f"{prefix}{part}") for part, (color, _) in styles.items()])
    # Titles are the author's, but a less-than sign in one is no markup either.
    lines = [wrap(str(name), 40)[:2] for name in counts.index]
    names, longest = (
        ["<br>".join(map(escape, each)) for each in lines],
        max(len(line) for each in lines for line in each),
    )
    figure.update_yaxes(
        tickvals=places,
        ticktext=names,
        tickfont_size=12,
        showgrid=False,
        range=[-0.6, len(counts) - 0.4],
        title_standoff=10,
    )
    figure.update_xaxes(range=[0, 100], ticksuffix="%", showgrid=True, gridcolor=charts.GRID)
    figure.update_layout(barmode="stack", bargap=0.28, margin_l=60 + 7 * longest, margin_t=104)
    return figure
