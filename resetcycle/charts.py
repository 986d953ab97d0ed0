"""Charts of the relationship: plotly figures that carry their own words, one look for all.

A chart function takes the state of a view (a presidency, a half-life, a guess) and returns a `Chart`. It draws and it
phrases; what it draws is computed in `trajectory` and `data`.
"""

import json
import re
import textwrap
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from . import data, forecasts, tables, trajectory, words
from .tables import Table

INK, MUTED, GRID, CONTEXT = "#1f2933", "#52606d", "#e4e7eb", "#7b8794"
# Okabe and Ito's palette, safe for colour-blind readers, with a line style each so that print in grey still tells.
STYLE = {
    "bush41": ("#7b8794", "dot"),
    "clinton": ("#0072B2", "solid"),
    "bush43": ("#D55E00", "dash"),
    "obama": ("#009E73", "longdash"),
    "trump1": ("#CC79A7", "dashdot"),
    "biden": ("#56B4E9", "longdashdot"),
    "trump2": ("#882255", "dot"),
}
USA, RUSSIA = "#0072B2", "#D55E00"
# plotly offers to upload a chart to its cloud; learners' work stays on their machine.
CONFIG = {
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["sendChartToCloud", "lasso2d", "select2d"],
}
# Drawing area in pixels of a chart 900 wide and 420 high; where labels fit there, they fit on a wider screen too.
PLOT = (814, 262)
GOLDSTEIN_AXIS = "more conflict  ←  mean score  →  more cooperation"


@dataclass(frozen=True)
class Chart:
    """A plotly figure and the words that say the same.

    Attributes
    ----------
    figure : plotly.graph_objects.Figure
    title : str
    shows : str
        What is drawn, in which unit, from what.
    reading : str
        What can be read off, with the numbers.
    table : pandas.DataFrame
        The small table behind the reading.
    sources : list of str
        Citations, one a line.
    """

    figure: go.Figure
    title: str
    shows: str
    reading: str
    table: pd.DataFrame
    sources: list

    @property
    def words(self):
        """The text twin: title, what is shown, the reading and the table, as plain text."""
        return f"{self.title}\n{self.shows}\n{self.reading}\n\n{Table(self.table)}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        # Plain plotly JSON: no random ids (so nbval can compare it), no script (so an untrusted notebook shows it).
        figure = json.loads(self.figure.to_json())
        return {
            "application/vnd.plotly.v1+json": figure | {"config": CONFIG},
            "text/plain": self.words,
        }

    def _ipython_display_(self):
        # JupyterLab shows one form of an output, and a plotly drawing says nothing to a screen reader or on GitHub:
        # so the words follow as an output of their own, folded.
        from IPython.display import display

        bundle = self._repr_mimebundle_() | {
            "text/plain": f"Chart: {self.title}. Its words and numbers follow."
        }
        display(bundle, raw=True)
        display({"text/html": self._html(), "text/plain": self.words}, raw=True)

    def _html(self):
        sources = "".join(f"<li>{escape(source)}</li>" for source in self.sources)
        return (
            f"<details><summary>{escape(self.title)}: in words and numbers</summary>"
            f"<p>{escape(self.shows)}</p><p>{escape(self.reading)}</p>"
            f"{Table(self.table)._repr_html_()}"
            f"<p>Sources ({len(self.sources)}):</p><ul>{sources}</ul></details>"
        )


def relationship(half_life=12, until=None):
    """Draw the whole relationship, 1991 to the cut-off date: every scored event and the line through them.

    Parameters
    ----------
    half_life : float
        Months after which an event counts half in the line.
    until : str or datetime-like, optional
        Leave out everything after this day and say so in words; by default the data's cut-off date.

    Returns
    -------
    Chart
        Its table gives the mean score of each presidency's first, middle and last twelve months.

    Raises
    ------
    ValueError
        If `until` is no date, or lies outside the data.
    """
    last = _last_day(until)
    known = data.load("events").query("event_date <= @last")
    events, line = trajectory.scored_events(known), trajectory.event_line(half_life, known)
    cut = "" if until is None else f" Nothing after {last:%-d %B %Y} is shown."
    figure = _figure(
        "Every scored event between Washington and Moscow, and the line through them",
        f"Goldstein scale, −10 to +10. In the line an event counts half after {half_life:g} months.{cut}",
        GOLDSTEIN_AXIS,
        _event_note(events),
        last=last,
    )
    _bands(figure, last=last)
    _dots(figure, events, size=6)
    for term_id, part in _by_term(line):
        figure.add_scatter(
            x=part["month"],
            y=part["tone"],
            mode="lines",
            name=term_id,
            hoverinfo="skip",
            line={"color": STYLE[term_id][0], "width": 3},
        )
    figure.update_layout(yaxis_range=[-11.5, 13])
    _labels(figure, events, line)
    table = _windows_by(known, last)
    return Chart(
        figure,
        f"US-Russia relations, 1991-{last:%Y}: a chronology as a line",
        f"{len(events)} acts of one capital toward the other, scored on the Goldstein scale (-10 to +10), and "
        f"their mean with a memory of {half_life:g} months. The events are chosen, not sampled.{cut}",
        _terms_reading(table),
        table,
        data.cite(events),
    )


def presidency(term_id, half_life=12):
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
        For an unknown term.
    """
    spans = trajectory.window_dates(term_id)
    term = data.load("terms").set_index("term_id").loc[term_id]
    everything = data.load("events")
    here = everything[everything["term_id"] == term_id]
    events, line = trajectory.scored_events(here), trajectory.event_line(half_life)
    last = min(term["end_date"], data.cutoff())
    line = line[(line["month"] >= term["start_date"]) & (line["month"] < term["end_date"])]
    color = STYLE[term_id][0]
    figure = _figure(
        f"{term['president']}, {term['start_date']:%Y} to {_end_year(term)}",
        f"Goldstein scale. Half-life {half_life:g} months. Bars: mean of the first, middle and last "
        "twelve months. Grey diamonds: context without a score.",
        GOLDSTEIN_AXIS,
        _event_note(here),
    )
    _window_marks(figure, spans)
    context = here[here["dyadic"] == "no"]
    _dots(figure, context.assign(goldstein_score=-10.2), size=8, color=CONTEXT, symbol="diamond")
    figure.add_scatter(
        x=line["month"],
        y=line["tone"],
        mode="lines",
        hoverinfo="skip",
        line={"color": color, "width": 3},
    )
    _dots(figure, events, size=9, color=color)
    table = trajectory.term_windows().set_index("term_id").loc[[term_id]].reset_index()
    means = table.loc[0, list(spans)]
    for name, (first, end) in spans.items():
        _bar(figure, first, min(end, data.cutoff()), means[name], color)
    figure.update_layout(
        yaxis_range=[-11.5, 13],
        xaxis_range=[term["start_date"] - pd.Timedelta(days=40), last + pd.Timedelta(days=60)],
    )
    bars = [
        pd.DataFrame({"month": pd.date_range(*span, freq="20D"), "tone": means[name]})
        for name, span in spans.items()
    ]
    _labels(figure, events, pd.concat([line, *bars]), every=True)
    return Chart(
        figure,
        f"{term['president']}: {len(events)} scored events and {len(spans)} window{'s' * (len(spans) > 1)}",
        f"{len(events)} acts of one capital toward the other (Goldstein scale, -10 to +10), {len(context)} events kept as "
        f"context without a score, the line with a half-life of {half_life:g} months, and the mean of each window.",
        _terms_reading(table),
        table,
        data.cite(here),
    )


def overlay(half_life=12):
    """Lay the presidencies over each other by the share of the term that has passed.

    The prologue (G.H.W. Bush's last year) is left out; an unfinished term stops at the cut-off date.
    """
    line, terms = trajectory.event_line(half_life), data.load("terms")
    figure = _figure(
        "Six presidencies by share of the term elapsed",
        f"The chronology's line, half-life {half_life:g} months. "
        "A term begins with its predecessor's memory.",
        GOLDSTEIN_AXIS,
        _event_note(trajectory.scored_events()),
    )
    rows, ends = [], []
    for term in terms[terms["role"] != "prologue"].itertuples():
        part = line[(line["month"] >= term.start_date) & (line["month"] < term.end_date)]
        share = 100 * (part["month"] - term.start_date) / (term.end_date - term.start_date)
        color, dash = STYLE[term.term_id]
        figure.add_scatter(
            x=share,
            y=part["tone"],
            mode="lines",
            name=term.short_label,
            line={"color": color, "dash": dash, "width": 2.5},
            hovertemplate=f"{term.short_label}: %{{y:.1f}} at %{{x:.0f}}% of the term<extra></extra>",
        )
        ends.append((share.iloc[-1], part["tone"].iloc[-1], term.short_label))
        rows.append(
            {
                "presidency": term.short_label,
                "first month": part["tone"].iloc[0],
                "highest": part["tone"].max(),
                "lowest": part["tone"].min(),
                "last month": part["tone"].iloc[-1],
            }
        )
    _end_labels(figure, ends)
    for x in (0, 50, 100):
        figure.add_vline(x=x, line={"color": GRID, "width": 1})
    figure.update_layout(
        xaxis={
            "range": [-1, 111],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["inauguration", "25% of the term", "half-way", "75%", "end of term"],
        }
    )
    table = pd.DataFrame(rows)
    fell = table[table["last month"] < table["first month"]]["presidency"].tolist()
    return Chart(
        figure,
        "The presidencies laid over each other",
        f"The chronology's line for each presidency, half-life {half_life:g} months, against the share of the term elapsed.",
        f"The line stands lower in the last month than in the first for {words.listed(fell)}.",
        table,
        data.cite(trajectory.scored_events()),
    )


def memory(half_lives=(3, 6, 12, 24, 48), shown=12):
    """Draw the chronology's line with a slider for its memory; the slider works without a kernel.

    Parameters
    ----------
    half_lives : sequence of float
        In months, one slider stop each.
    shown : float
        The stop at which the slider opens; one of `half_lives`.
    """
    lines = {half: trajectory.event_line(half) for half in half_lives}
    events = trajectory.scored_events()
    figure = _figure(
        "One chronology, several memories",
        "Move the slider: after how many months shall an event count half?",
        GOLDSTEIN_AXIS,
        _event_note(events),
        height=500,
    )
    _bands(figure)
    for half, line in lines.items():
        figure.add_scatter(
            x=line["month"],
            y=line["tone"],
            mode="lines",
            visible=half == shown,
            line={"color": INK, "width": 2.5},
            hovertemplate="%{x|%B %Y}: %{y:.1f}<extra>half-life " + f"{half:g} months</extra>",
        )
    steps = [
        {
            "label": f"{half:g}",
            "method": "update",
            "args": [{"visible": [other == half for other in lines]}],
        }
        for half in lines
    ]
    figure.update_layout(
        yaxis_range=[-8, 9.5],
        margin_b=150,
        sliders=[
            {
                "active": list(lines).index(shown),
                "steps": steps,
                "pad": {"t": 62},
                "currentvalue": {"prefix": "half-life in months: ", "font": {"size": 13}},
            }
        ],
    )
    table = pd.DataFrame(
        [
            {
                "half-life (months)": half,
                "lowest": line["tone"].min(),
                "in": f"{line['month'][line['tone'].idxmin()]:%b %Y}",
                "highest": line["tone"].max(),
                "at": f"{line['month'][line['tone'].idxmax()]:%b %Y}",
            }
            for half, line in lines.items()
        ]
    )
    return Chart(
        figure,
        "The chronology's line under several memories",
        f"The mean score of {len(events)} events with half-lives of {words.listed([f'{half:g}' for half in half_lives])} months.",
        f"The lowest point lies at {table['lowest'].min():.1f} with the shortest memory shown and at "
        f"{table['lowest'].max():.1f} with the longest; its month moves too.",
        table,
        data.cite(events),
    )


MACHINE_SERIES = (
    ("KEDS_POOLED", "gov", "year", "net_coop_balance", "KEDS, news of five regions, yearly"),
    ("ICEWS_NETIFY", "all", "year", "net_coop_balance", "ICEWS, all actors, yearly"),
    ("ICEWS18", "country", "month", "net_coop_balance", "ICEWS daily files, states only, monthly"),
    ("ICEWS_RAW1819", "country", "month", "net_coop_balance", None),
    ("ICEWS21", "country", "month", "net_coop_balance", None),
    ("ICEWS22", "country", "month", "net_coop_balance", None),
    (
        "GDELT2_GZEMO",
        "any actor with country code",
        "month",
        "net_score_ratio",
        "GDELT, net score, monthly",
    ),
)


def machine_coded():
    """Draw what news-reading machines counted, one panel a data set, never joined.

    Net cooperation is (cooperation - conflict) / all events, -1 to +1; GDELT's panel has its own measure.
    """
    panels = [label for *_, label in MACHINE_SERIES if label]
    figure = make_subplots(
        rows=len(panels), cols=1, shared_xaxes=True, vertical_spacing=0.075, subplot_titles=panels
    )
    _dress(
        figure,
        "What machines counted in the news",
        "Net cooperation: (cooperation − conflict) / all events. Each panel has its own scale: "
        "compare shapes, not heights.",
        "",
        "Source: see data/README.md, event data. No data set here covers 2015 to 2017.",
        height=740,
    )
    rows, panel = [], 0
    for dataset, rule, unit, measure, label in MACHINE_SERIES:
        panel += label is not None
        table = data.load(f"event_data_{unit}")
        part = table[
            (table["dataset"] == dataset)
            & (table["actor_rule"] == rule)
            & (table["direction"] == "both")
            & table[measure].notna()
        ]
        part = part[part["full_period"] != "no"] if unit == "year" else part
        part = (
            part.drop_duplicates("period")
            .assign(when=lambda rows: pd.to_datetime(rows["period"]))
            .sort_values("when")
        )
        shift = pd.Timedelta(days=182 if unit == "year" else 15)
        figure.add_scatter(
            row=panel,
            col=1,
            x=part["when"] + shift,
            y=part[measure],
            mode="lines+markers",
            line={"color": INK, "width": 2},
            marker={"size": 6 if unit == "year" else 4},
            hovertemplate="%{customdata}: %{y:.2f}<extra></extra>",
            customdata=part["period"],
        )
        rows.append(
            {
                "data set": dataset,
                "actors": rule,
                "first": part["period"].iloc[0],
                "last": part["period"].iloc[-1],
                "lowest": part[measure].min(),
                "in": part["period"][part[measure].idxmin()],
                "highest": part[measure].max(),
                "at": part["period"][part[measure].idxmax()],
            }
        )
    for number in range(1, len(panels) + 1):
        _bands(figure, row=number, names=number == 1)
    _panel_titles(figure, panels)
    table = pd.DataFrame(rows)
    netify = table.set_index("data set").loc["ICEWS_NETIFY"]
    sources = data.load("datasets").set_index("dataset").loc[table["data set"]]
    return Chart(
        figure,
        "Machine-coded series, never spliced",
        f"{len(table)} series of US-Russia events coded from news by software, each with its own coverage and actor rule.",
        f"ICEWS, {netify['first']} to {netify['last']}: highest net cooperation {netify['highest']:.2f} in {netify['at']}, "
        f"lowest {netify['lowest']:.2f} in {netify['in']}.",
        table,
        data.cite(sources),
    )


def opinion():
    """Draw opinion on both sides: Americans on Russia (Gallup), Russians on the United States (Levada)."""
    figure = _figure(
        "How each public sees the other country",
        "Share with a favourable (Gallup) or good (Levada) view, percent. "
        "Lines stop where no reading lies within 15 months.",
        "percent of adults",
        "Source: Gallup; VTsIOM and Levada Center, quoted with attribution; see data/README.md.",
    )
    _bands(figure)
    rows = []
    for name, label, color, dash, symbol, spot in (
        ("gallup_favourable", "Americans on Russia", USA, "solid", "circle", ("2005-05-01", 68)),
        (
            "levada_good",
            "Russians on the United States",
            RUSSIA,
            "dash",
            "square",
            ("1993-06-01", 79),
        ),
    ):
        series = trajectory.readings(name)
        series = series[series["date"] >= "1991-01-01"]
        drawn = _with_gaps(series, months=15)
        figure.add_scatter(
            x=drawn["shown_at"],
            y=drawn["value"],
            mode="lines+markers",
            line={"color": color, "dash": dash, "width": 2},
            marker={"size": 7, "symbol": symbol},
            hovertemplate=f"{label}, %{{x|%b %Y}}: %{{y:.0f}}%<extra></extra>",
            connectgaps=False,
        )
        low, high = series.loc[series["value"].idxmin()], series.loc[series["value"].idxmax()]
        rows.append(
            {
                "view": label,
                "readings": len(series),
                "first": f"{series['date'].iloc[0]:%Y}",
                "last": f"{series['date'].iloc[-1]:%Y}",
                "highest": high["value"],
                "in": f"{high['date']:%b %Y}",
                "lowest": low["value"],
                "at": f"{low['date']:%b %Y}",
            }
        )
        figure.add_annotation(
            x=spot[0],
            y=spot[1],
            text=f'<span style="color:{color}">{"●" if color == USA else "■"}</span> <b>{label}</b>',
            showarrow=False,
            font={"color": INK, "size": 12},
            xanchor="left",
        )
    figure.update_layout(yaxis_range=[0, 88], yaxis_ticksuffix="%")
    table = pd.DataFrame(rows)
    return Chart(
        figure,
        "Opinion on both sides",
        "Percent of American adults with a favourable view of Russia and of Russian adults with a good view of the "
        "United States, by date of the poll.",
        "; ".join(
            f"{row['view']}: highest {row['highest']:.0f} ({row['in']}), lowest "
            f"{row['lowest']:.0f} ({row['at']})"
            for row in rows
        )
        + ".",
        table,
        data.cite(
            pd.concat(
                [trajectory.readings("gallup_favourable"), trajectory.readings("levada_good")]
            )
        ),
    )


def indicators(indicator_ids, first_year=1992):
    """Draw several indicators as small multiples, each on its own scale.

    Parameters
    ----------
    indicator_ids : list of str
        From ``data.load("indicator_catalogue")``; at most six read well.
    first_year : int
        Where the time axis begins.
    """
    about = data.load("indicator_catalogue").set_index("indicator_id").loc[list(indicator_ids)]
    arrow = {"up": "up is closer", "down": "down is closer", "none": "no direction"}
    names = [f"<b>{row.label}</b><br>{row.unit}; {arrow[row.closer]}" for row in about.itertuples()]
    n_rows = -(-len(names) // 2)
    figure = make_subplots(
        rows=n_rows,
        cols=2,
        subplot_titles=names,
        vertical_spacing=0.36 / n_rows,
        horizontal_spacing=0.09,
    )
    _dress(
        figure,
        "The same years through other eyes",
        "Every panel has its own scale. A dot is a reading; lines stop at gaps.",
        "",
        "Source: see data/README.md for each indicator.",
        height=110 + 210 * n_rows,
    )
    rows, used = [], []
    for place, name in enumerate(indicator_ids):
        series = trajectory.readings(name)
        series = series[series["date"].dt.year >= first_year]
        drawn, cell = _with_gaps(series, months=15), {"row": place // 2 + 1, "col": place % 2 + 1}
        figure.add_scatter(
            x=drawn["shown_at"],
            y=drawn["value"],
            mode="lines+markers",
            line={"color": INK, "width": 1.8},
            marker_size=4,
            hovertemplate="%{x|%b %Y}: %{y:,.4g}<extra></extra>",
            **cell,
        )
        _bands(figure, names=False, since=first_year, **cell)
        low, high = series.loc[series["value"].idxmin()], series.loc[series["value"].idxmax()]
        rows.append(
            {
                "indicator": about.loc[name, "label"],
                "unit": about.loc[name, "unit"],
                "closer": about.loc[name, "closer"],
                "lowest": low["value"],
                "in": low["date"].year,
                "highest": high["value"],
                "at": high["date"].year,
            }
        )
        used.append(series)
    _panel_titles(figure, names)
    table = pd.DataFrame(rows)
    return Chart(
        figure,
        "Indicators side by side",
        f"{len(table)} indicators since {first_year}, each on its own scale.",
        "; ".join(
            f"{row['indicator']}: lowest {tables.text(row['lowest'])} in {row['in']}, highest {tables.text(row['highest'])} in {row['at']}"
            for row in rows
        )
        + ".",
        table,
        data.cite(pd.concat(used)),
    )


def fan(index_versions, mark=()):
    """Draw many versions of one composite index as a fan.

    Parameters
    ----------
    index_versions : pandas.DataFrame
        From `trajectory.versions`: years in rows, one column a version.
    mark : sequence of int
        Years to mark, each must be a row.
    """
    drawn = index_versions.reindex(
        range(index_versions.index.min(), index_versions.index.max() + 1)
    )
    figure = _figure(
        f"{drawn.shape[1]} ways to build one index",
        "Grey: each version. Dark: their median. A year in which one measure "
        "has no reading is a gap.",
        "index, 0 (furthest apart) to 1 (closest)",
        "Source: computed from data/indicators.csv and data/events.csv.",
    )
    when = pd.to_datetime(drawn.index.astype(str)) + pd.Timedelta(days=182)
    _bands(figure)
    for column in drawn:
        figure.add_scatter(
            x=when,
            y=drawn[column],
            mode="lines",
            line={"color": "#b8c0c8", "width": 1},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=when,
        y=drawn.median(axis=1),
        mode="lines+markers",
        line={"color": INK, "width": 3},
        marker_size=6,
        customdata=drawn.index,
        hovertemplate="%{customdata}: median %{y:.2f}<extra></extra>",
    )
    for year in mark:
        figure.add_annotation(
            x=pd.Timestamp(year, 7, 2),
            y=drawn.loc[year].max(),
            text=f"<b>{year}</b>",
            showarrow=False,
            yshift=14,
            font_size=12,
        )
    figure.update_layout(
        yaxis_range=[-0.02, 1.12],
        xaxis_range=[f"{drawn.index.min()}-01-01", f"{drawn.index.max() + 1}-12-31"],
    )
    median = index_versions.median(axis=1)
    table = pd.DataFrame(
        {
            "year": index_versions.index,
            "lowest version": index_versions.min(axis=1).to_numpy(),
            "median": median.to_numpy(),
            "highest version": index_versions.max(axis=1).to_numpy(),
        }
    )
    return Chart(
        figure,
        f"A composite index in {drawn.shape[1]} versions",
        f"{drawn.shape[1]} versions of one index over {len(table)} years with complete readings.",
        f"The median is highest in {median.idxmax()} ({median.max():.2f}) and lowest in {median.idxmin()} ({median.min():.2f}).",
        table,
        [
            "Computed by resetcycle.trajectory.versions; the measures' sources stand in data/README.md"
        ],
    )


def forecast_bands():
    """Draw the article's banded forecasts, one row a question: the band as a bar, the outcome as a mark.

    Only questions for which the article states a likelihood are drawn. One of them has a condition, which came about.

    Returns
    -------
    Chart
        Its table gives words, band, midpoint, outcome and squared error.
    """
    asked = data.load("forecast_questions").dropna(subset=["article_band"]).iloc[::-1]
    figure = _figure(
        "What the article expected, and what happened",
        "Bar: probability of yes that its words stand for (ICD 203); tick: the middle. "
        "Dotted: the distance to the outcome.",
        "question",
        "Source: data/forecast_questions.csv; the bands are the kit's reading.",
        height=560,
    )
    rows = []
    for place, row in enumerate(asked.itertuples()):
        band, yes = forecasts.BANDS[row.article_band], row.outcome == "yes"
        figure.add_shape(
            type="rect",
            x0=band.low,
            x1=band.high,
            y0=place - 0.17,
            y1=place + 0.17,
            fillcolor=CONTEXT,
            opacity=0.4,
            line_width=0,
        )
        figure.add_shape(
            type="line",
            x0=band.midpoint,
            x1=float(yes),
            y0=place,
            y1=place,
            line={"color": MUTED, "width": 1.5, "dash": "dot"},
        )
        figure.add_shape(
            type="line",
            x0=band.midpoint,
            x1=band.midpoint,
            y0=place - 0.17,
            y1=place + 0.17,
            line={"color": INK, "width": 3},
        )
        figure.add_annotation(
            x=band.midpoint,
            y=place + 0.17,
            yanchor="bottom",
            text=band.words[0],
            showarrow=False,
            font={"size": 11.5, "color": INK},
        )
        rows.append(
            {
                "question": row.question_id,
                "the article's band": band.words[0],
                "from": band.low,
                "to": band.high,
                "middle": band.midpoint,
                "outcome": row.outcome,
                "squared error": f"{(band.midpoint - yes) ** 2:.3f}",
            }
        )
    for outcome, x, symbol, side in (
        ("no", 0, "circle-open", "middle left"),
        ("yes", 1, "circle", "middle right"),
    ):
        hits = [place for place, said in enumerate(asked["outcome"]) if said == outcome]
        figure.add_scatter(
            x=[x] * len(hits),
            y=hits,
            mode="markers+text",
            text=[f"<b>{outcome}</b>"] * len(hits),
            textposition=side,
            cliponaxis=False,
            textfont={"size": 13, "color": INK},
            marker={"size": 12, "color": INK, "symbol": symbol, "line_width": 2},
            customdata=asked["outcome_note"].iloc[hits],
            hovertemplate="%{customdata}<extra></extra>",
        )
    figure.update_yaxes(
        tickvals=list(range(len(asked))),
        ticktext=[_wrapped(row.question_id, row.question_text) for row in asked.itertuples()],
        tickfont_size=11,
        showgrid=False,
        title_standoff=14,
        range=[-0.5, len(asked) - 0.4],
    )
    figure.update_xaxes(
        range=[-0.09, 1.11],
        tickvals=[0, 0.2, 0.45, 0.55, 0.8, 1],
        ticktext=["0", "0.20", "0.45", "0.55", "0.80", "1"],
    )
    figure.update_layout(margin_l=384)
    figure.add_vline(x=0.5, line={"color": GRID, "width": 1}, layer="below")
    table = pd.DataFrame(rows[::-1])
    middle, happened = table["middle"], (table["outcome"] == "yes").astype(int)
    right = int(((middle > 0.5) == (happened == 1)).sum())
    return Chart(
        figure,
        "The article's banded forecasts and their outcomes",
        f"{len(table)} questions of 17 April 2017 for which the article states a likelihood: band of probability for yes (0 to 1) and outcome.",
        f"{right} of {len(table)} outcomes lie on the side of one half that the band expects; the Brier score of the middles is "
        f"{forecasts.brier_score(middle, happened):.3f}.",
        table,
        data.cite(asked),
    )


def placebo(results):
    """Draw where the real inaugurations stand among placebo ones, a panel for each calendar.

    Parameters
    ----------
    results : dict
        {name of the calendar: `cycle.ShiftResult`}, for instance for Washington and for Moscow.
    """
    figure = make_subplots(
        rows=1,
        cols=len(results),
        shared_yaxes=True,
        horizontal_spacing=0.06,
        subplot_titles=list(results),
    )
    _dress(
        figure,
        "Real inaugurations among placebo ones",
        "Grey: all shifts of the calendar by whole months. Line: no shift, the real dates.",
        "",
        "Source: computed from data/events.csv.",
        height=420,
    )
    reach = max(abs(result.null).max() for result in results.values()) * 1.05
    rows = []
    for column, (name, result) in enumerate(results.items(), start=1):
        figure.add_histogram(
            x=result.null,
            xbins={"start": -reach, "end": reach, "size": reach / 14},
            row=1,
            col=column,
            opacity=0.75,
            marker={"color": CONTEXT, "line": {"color": "white", "width": 1}},
            hovertemplate="%{x}: %{y} shifts<extra></extra>",
        )
        figure.add_vline(x=result.statistic, row=1, col=column, line={"color": RUSSIA, "width": 3})
        # The label goes to the side on which there is more room.
        left = result.statistic > 0
        figure.add_annotation(
            x=result.statistic,
            y=1,
            yref=f"y{column if column > 1 else ''} domain",
            xref=f"x{column if column > 1 else ''}",
            text=f"<b>real: {result.statistic:+.2f}</b><br>p = {result.p_shift:.2f}",
            showarrow=False,
            yanchor="top",
            xanchor="right" if left else "left",
            xshift=-6 if left else 6,
            align="right" if left else "left",
            font_size=12,
            bgcolor="rgba(255,255,255,.85)",
        )
        rows.append(
            {
                "calendar": name,
                "changes of leader used": int(result.used.sum()),
                "real dates": result.statistic,
                "placebo median": float(pd.Series(result.null).median()),
                "placebo highest": result.null.max(),
                "share of shifts at least as high": result.p_shift,
            }
        )
    _panel_titles(figure, list(results))
    figure.update_xaxes(
        range=[-reach, reach],
        title={"text": "change of tone: after − before", "font": {"size": 12, "color": MUTED}},
    )
    figure.update_yaxes(
        title={"text": "number of shifts", "font": {"size": 12, "color": MUTED}}, col=1
    )
    figure.update_annotations(
        selector={"xref": "paper", "yref": "paper", "x": 0, "y": 0}, yshift=-52
    )
    table = pd.DataFrame(rows)
    return Chart(
        figure,
        "Placebo inaugurations",
        "The mean change of the chronology's line around changes of leader, for the real dates and for the same dates shifted "
        "through every month of the series (Goldstein points).",
        " ".join(
            f"{row['calendar']}: {row['real dates']:+.2f}, reached or passed by {row['share of shifts at least as high']:.0%} of the shifts."
            for row in rows
        ),
        table,
        ["Computed by resetcycle.cycle.shift_test from data/events.csv"],
    )


MAP_KINDS = {"base": ("main", "interaction", "feedback"), "trump": ("trump_branch",)}
# Where each node of the causal map stands: column, lowest and highest row. Nodes that many arrows reach are tall.
MAP_PLACES = {
    "base": {
        "new_president": (0, 8.5),
        "reset_attempt": (1, 8.5),
        "pragmatic_bargain": (2, 8.5),
        "quick_wins": (3, 8.5),
        "deferral_trap": (3, 7.5),
        "weak_institutions": (3, 6.6),
        "narrow_agenda": (3, 5.7),
        "shallow_foundations": (4, 5.4, 7.8),
        "third_party_shocks": (3, 4.8),
        "russian_domestic_events": (3, 3.9),
        "shock_on_thin_ground": (5, 4.4, 7.3),
        "personal_friction": (5, 3.8),
        "hostile_acts_and_sanctions": (5, 2.9),
        "values_conflict": (5, 2),
        "interest_conflict": (5, 1.1),
        "security_order": (5, -1.2, 0.5),
        "missile_defence": (4, -0.3),
        "nato_enlargement": (4, -1.2),
        "mutual_suspicion": (3, 0.2, 3.1),
        "relation": (6, -1.2, 8.9),
    },
    "trump": {
        "inexperience": (1, 8.2),
        "temperament": (1, 7.3),
        "hollowed_diplomacy": (1, 6.4),
        "policy_volatility": (1, 5.5),
        "process_quality": (2, 5.2, 8.5),
        "hawkish_turn": (2, 4.3),
        "russian_counter_reaction": (3, 4, 5.2),
        "favourable_intent": (0, 3.1),
        "contacts_scandal": (1, 3.1),
        "credibility": (2, 3.1),
        "room_to_act": (3, 3.1),
        "party_misalignment": (2, 1.9),
        "sanctions_reversal": (3, 1.9),
        "nuclear_posture": (1, 0.7),
        "arms_control_bedrock": (2, 0.7),
        "no_substitute_basis": (2, -0.3),
        "shared_basis": (3, -0.6, 1),
        "relation": (4, -0.6, 8.5),
    },
}
MAP_HALF = 0.41  # half the width of a box, where columns stand one apart
MAP_SIGNS = {"+": "+", "-": "−", "block": "✕"}
MAP_LINES = {
    "+": (USA, "solid", "+ raises"),
    "-": (RUSSIA, "solid", "− lowers"),
    "block": (RUSSIA, "solid", "✕ blocks"),
    "amplifies": (MUTED, "dot", "makes a harm larger"),
    "feedback": (MUTED, "dash", "worse relations raise suspicion"),
}


def causal_map(part="base"):
    """Draw the article's causal argument as arrows from left to right.

    Parameters
    ----------
    part : str
        ``"base"``: what the article says of every presidency, with the feedback drawn apart; ``"trump"``: what it adds
        for the Trump administration.

    Returns
    -------
    Chart
        Its table names every arrow drawn, with its sign and its claim.

    Raises
    ------
    ValueError
        For another part.
    """
    if part not in MAP_KINDS:
        raise ValueError(f"The causal map has the parts 'base' and 'trump'; found {part!r}.")
    edges, places = data.load("edges"), MAP_PLACES[part]
    inside = edges["from_node"].isin(places) & edges["to_node"].isin(places)
    edges = edges[edges["kind"].isin(MAP_KINDS[part]) | (edges["kind"].eq("amplifies") & inside)]
    what = {"base": "every presidency", "trump": "the Trump administration"}[part]
    figure = _figure(
        f"What leads to what: the argument for {what}",
        "Signs: + raises, − lowers, ✕ blocks. Hover over a sign to read the step and its claim.",
        "arrows run from cause to effect",
        "Source: data/edges.csv, the kit's reading of the article.",
        height=640,
    )
    names = dict(
        zip([*edges["from_node"], *edges["to_node"]], [*edges["from_label"], *edges["to_label"]])
    )
    spots = [_map_arrow(figure, edge, places) for edge in edges.itertuples()]
    # Where two arrows leave one box, the sign of the lower one stands underneath it.
    heights = pd.Series([y for _, y in spots], index=edges.index)
    under = heights < heights.groupby(edges["from_node"]).transform("max")
    for node, label in names.items():
        _map_node(
            figure,
            label,
            *_map_box(places[node]),
            strong=node == "relation",
            wide=15 if part == "base" else 22,
        )
    _map_key(figure, *(-MAP_HALF, 4.6 if part == "base" else 8.2), edges)
    figure.add_scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        mode="text",
        textfont={"size": 15, "color": INK},
        textposition=["bottom center" if low else "top center" for low in under],
        text=[
            MAP_SIGNS[edge.sign] if edge.kind not in ("amplifies", "feedback") else " "
            for edge in edges.itertuples()
        ],
        hovertext=[
            f"<b>{edge.from_label} → {edge.to_label}</b><br>{edge.note}<br>claim {edge.claim_id}"
            for edge in edges.itertuples()
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    figure.update_xaxes(
        visible=False, range=[-0.42, max(place[0] for place in places.values()) + 0.42]
    )
    figure.update_yaxes(
        range=[-2.3 if part == "base" else -1.1, 9.2],
        showgrid=False,
        showline=False,
        ticks="",
        showticklabels=False,
    )
    table = edges.assign(
        arrow=edges["sign"].map(MAP_SIGNS), role=edges["kind"].str.replace("_", " ")
    )
    table = table[["from_label", "arrow", "to_label", "role", "claim_id"]].rename(
        columns={"from_label": "cause", "to_label": "effect", "claim_id": "claim"}
    )
    ends = int((edges["to_node"] == "relation").sum())
    return Chart(
        figure,
        f"Causal map: the argument for {what}",
        f"{len(edges)} arrows between {len(names)} boxes, from data/edges.csv: how the kit reads the article. The author drew no such map.",
        f"Arrows that end at the state of relations: {ends}; that lead back from it: {int(edges['kind'].eq('feedback').sum())}; "
        f"that make another harm larger: {int(edges['kind'].eq('amplifies').sum())}.",
        table.reset_index(drop=True),
        [
            "Ruth Deyermond, A New 'Reset'?, GEurasia 3/2017, 17 April 2017",
            "data/edges.csv: each arrow with its section and claim",
        ],
    )


def posterior(steps):
    """Draw how the probability of each rival explanation moves as the evidence comes in.

    Parameters
    ----------
    steps : pandas.DataFrame
        From `evidence.steps`: "prior" and then the evidence in rows, one column a hypothesis. Hypotheses of the table `rivals`
        get their short names, evidence from the table `events` its date.
    """
    rivals, events = (
        data.load("rivals").set_index("hypothesis_id"),
        data.load("events").set_index("event_id"),
    )
    names = [rivals["label"].get(name, str(name)) for name in steps.columns]
    figure = _figure(
        f"{len(names)} explanations, {len(steps) - 1} pieces of evidence",
        "Probability of each explanation after each piece, "
        "among those drawn. Every figure behind it is a judgement.",
        "probability",
        "Source: data/likelihoods.csv, or the figures given.",
    )
    places, ends = list(range(len(steps))), []
    styles = list(STYLE.values())
    for number, (name, column) in enumerate(zip(names, steps.columns)):
        color, dash = styles[number % len(styles)]
        figure.add_scatter(
            x=places,
            y=steps[column],
            mode="lines+markers",
            line={"color": color, "dash": dash, "width": 2.5},
            marker_size=6,
            customdata=[str(row) for row in steps.index],
            hovertemplate=f"{name} after %{{customdata}}: %{{y:.2f}}<extra></extra>",
        )
        ends.append(
            (
                places[-1] + 0.12,
                steps[column].iloc[-1],
                f'<span style="color:{color}">●</span> {name} {steps[column].iloc[-1]:.2f}',
            )
        )
    top = 1.15 * steps.to_numpy().max()
    _end_labels(figure, _centred(ends, top * 0.068), apart=top * 0.068)
    ticks = ["before"] + [_evidence_tick(row, events) for row in steps.index[1:]]
    figure.update_xaxes(
        range=[-0.3, places[-1] + 0.12], tickvals=places, ticktext=ticks, tickfont_size=10.5
    )
    figure.update_yaxes(range=[0, top], tickformat=".2f")
    figure.update_layout(margin_r=235, margin_b=104)
    figure.update_annotations(
        selector={"xref": "paper", "yref": "paper", "x": 0, "y": 0}, yshift=-80
    )
    last = steps.iloc[-1].set_axis(names).sort_values(ascending=False)
    table = (
        steps.set_axis(names, axis=1)
        .rename_axis("after")
        .reset_index()
        .assign(after=["before any", *map(str, steps.index[1:])])
    )
    used = [events.loc[[row]] for row in steps.index if row in events.index] + [
        rivals.loc[[name]] for name in steps.columns if name in rivals.index
    ]
    return Chart(
        figure,
        "Rival explanations as the evidence comes in",
        f"The probability (0 to 1) of {len(names)} explanations after each of {len(steps) - 1} pieces of evidence; what nobody listed gets nothing.",
        f"In the end {last.index[0]} has {last.iloc[0]:.2f}, {last.index[1]} {last.iloc[1]:.2f}, and {last.index[-1]}, the lowest, {last.iloc[-1]:.2f}.",
        table,
        data.cite(pd.concat(used)) if used else ["The figures given to the chart"],
    )


def _centred(ends, apart):
    """Lower the ends as much as `_end_labels` will lift them on average, so that the labels stay beside their lines."""
    floor, lift = -float("inf"), 0
    for _, y, _ in sorted(ends, key=lambda end: end[1]):
        floor = max(y, floor + apart)
        lift += (floor - y) / len(ends)
    return [(x, y - lift, text) for x, y, text in ends]


def _evidence_tick(name, events):
    if name not in events.index:
        return str(name)
    tail = str(name).split("-", 2)[-1].replace("-", " ")
    return f"{events['event_date'][name]:%b %Y}<br>" + "<br>".join(textwrap.wrap(tail, 10))


# ------------------------------------------------------------------------------------------------- shared drawing


def _figure(title, subtitle, y_title, note, height=420, last=None):
    figure = go.Figure()
    _dress(figure, title, subtitle, y_title, note, height, last)
    return figure


def _last_day(until):
    """Return the last day that a chart may show: `until`, or the data's cut-off date."""
    if until is None:
        return data.cutoff()
    first, last = data.load("events")["event_date"].min(), pd.to_datetime(until, errors="coerce")
    if pd.isna(last) or not first <= last <= data.cutoff():
        raise ValueError(
            f'until must be a date from {first:%Y-%m-%d} to {data.cutoff():%Y-%m-%d}, such as "2017-04-17"; found {until!r}.'
        )
    return last


def _windows_by(events, last):
    """Return the term windows as they stood on a day: no presidency that had not begun, no window that had not."""
    terms, table = data.load("terms").set_index("term_id"), trajectory.term_windows(events)
    table = table[table["term_id"].map(terms["start_date"]) <= last].reset_index(drop=True)
    return table.assign(
        presidency=[_name_on(label, last) for label in table["presidency"]],
        end=table["end"].where(table["term_id"].map(terms["end_date"]) <= last),
    )


def _name_on(label, last):
    """Return a presidency's name as of a day: a first term has no number before the second has begun."""
    begins = data.load("terms").set_index("short_label")["start_date"]
    return label.removesuffix(" I") if begins.get(f"{label}I", last) > last else label


def _dress(figure, title, subtitle, y_title, note, height, last=None):
    """Give a figure the kit's look: white card, left-aligned title, source and last date underneath."""
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": "#9aa5b1",
        "ticks": "outside",
        "tickcolor": "#9aa5b1",
    }
    figure.update_layout(
        template="none",
        height=height,
        showlegend=False,
        hovermode="closest",
        margin={"l": 62, "r": 24, "t": 84, "b": 74},
        paper_bgcolor="white",
        plot_bgcolor="white",
        font={"family": "Helvetica, Arial, sans-serif", "size": 13, "color": INK},
        hoverlabel={
            "bgcolor": "white",
            "font": {"color": INK, "size": 13},
            "align": "left",
            "bordercolor": "#9aa5b1",
        },
        title={
            "text": f"<b>{title}</b>",
            "subtitle": {"text": subtitle, "font": {"size": 13, "color": MUTED}},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 16},
            "y": 0.955 if height < 480 else 0.965,
            "yanchor": "top",
            "font": {"size": 17},
        },
        modebar_remove=CONFIG["modeBarButtonsToRemove"],
    )
    figure.update_xaxes(axis)
    figure.update_yaxes(
        axis
        | {
            "showgrid": True,
            "gridcolor": GRID,
            "title": {"text": y_title, "font": {"size": 12, "color": MUTED}},
        }
    )
    figure.add_annotation(
        text=f"{note} Data to {last or data.cutoff():%-d %B %Y}.",
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xanchor="left",
        yanchor="top",
        yshift=-36 if not y_title else -34,
        showarrow=False,
        font={"size": 11, "color": MUTED},
        align="left",
    )


def _bands(figure, names=True, since=1991, last=None, **cell):
    """Shade the presidencies, the same colours everywhere, each with its name inside."""
    axis, shown_to = "" if not cell else _axis_number(figure, **cell), last or data.cutoff()
    for term in data.load("terms").itertuples():
        first, last = max(term.start_date, pd.Timestamp(since, 10, 1)), min(term.end_date, shown_to)
        if last <= first:
            continue
        figure.add_shape(
            type="rect",
            x0=first,
            x1=last,
            y0=0,
            y1=1,
            xref=f"x{axis}",
            yref=f"y{axis} domain",
            layer="below",
            fillcolor=STYLE[term.term_id][0],
            opacity=0.09,
            line_width=0,
        )
        if names:
            figure.add_annotation(
                x=first + (last - first) / 2,
                y=1,
                xref=f"x{axis}",
                yref=f"y{axis} domain",
                text=_name_on(term.short_label, shown_to),
                showarrow=False,
                yanchor="top",
                font={"size": 11, "color": MUTED},
            )
    figure.update_xaxes(range=[f"{since}-09-01", shown_to + pd.Timedelta(days=120)], **cell)


def _axis_number(figure, row, col=1):
    return figure.get_subplot(row, col).xaxis.plotly_name.removeprefix("xaxis")


def _panel_titles(figure, titles):
    """Set the titles of small multiples flush left over their panels, clear of the figure's own title."""
    for number, title in enumerate(titles):
        axis = figure.layout[f"xaxis{number + 1 if number else ''}"]
        figure.update_annotations(
            selector={"text": title},
            x=axis.domain[0],
            xanchor="left",
            align="left",
            font={"size": 11.5, "color": INK},
        )
    figure.update_layout(margin_t=118)


def _window_marks(figure, spans):
    for name, (first, last) in spans.items():
        figure.add_shape(
            type="rect",
            x0=first,
            x1=last,
            y0=0,
            y1=1,
            yref="y domain",
            layer="below",
            fillcolor="#cbd2d9",
            opacity=0.28,
            line_width=0,
        )
        figure.add_annotation(
            x=first + (last - first) / 2,
            y=1,
            yref="y domain",
            yanchor="top",
            showarrow=False,
            text=name,
            font={"size": 12, "color": MUTED},
        )
    figure.add_hline(y=0, line={"color": "#9aa5b1", "width": 1}, layer="below")


def _bar(figure, first, last, height, color):
    if pd.notna(height):
        figure.add_shape(
            type="line",
            x0=first,
            x1=last,
            y0=height,
            y1=height,
            line={"color": color, "width": 5},
            opacity=0.55,
        )


def _dots(figure, events, size, color=None, symbol="circle"):
    cameo, sources = (
        data.load("cameo").set_index("code")["name"],
        data.load("sources").set_index("source_id")["source_name"],
    )
    score = events["goldstein_score"].where(events["dyadic"] == "yes")
    text = [
        f"<b>{row.title}</b><br>{row.event_date:%-d %B %Y}<br>"
        + (
            f"score {value:+.1f} ({cameo[row.cameo_code]})"
            if pd.notna(value)
            else "context, no score"
        )
        + f"<br>Source: {sources[row.source_id]}"
        for row, value in zip(events.itertuples(), score)
    ]
    figure.add_scatter(
        x=events["event_date"],
        y=events["goldstein_score"],
        mode="markers",
        text=text,
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": size,
            "symbol": symbol,
            "opacity": 0.75,
            "line": {"color": "white", "width": 0.8},
            "color": color or [STYLE[term][0] for term in events["term_id"]],
        },
    )


def _labels(figure, events, line, every=False):
    """Name the turning points: rows of the events table with a `chart_label` (those marked * also on the long chart)."""
    named = events[events["chart_label"].notna()]
    named = named if every else named[named["chart_label"].str.startswith("*")]
    points = _pixels(figure, events["event_date"], events["goldstein_score"])
    taken = [
        (x - 4, y - 4, x + 4, y + 4)
        for x, y in [*points, *_pixels(figure, line["month"], line["tone"])]
    ]
    for row, (x, y) in zip(events.itertuples(), points):
        if row.Index not in named.index:
            continue
        text = row.chart_label.lstrip("*")
        right, up, box = _free_place(x, y, 5.6 * len(text) + 6, taken)
        taken.append(box)
        figure.add_annotation(
            x=row.event_date,
            y=row.goldstein_score,
            text=text,
            ax=right,
            ay=-up,
            showarrow=True,
            arrowhead=0,
            arrowwidth=0.8,
            arrowcolor="#9aa5b1",
            standoff=4,
            font={"size": 11, "color": INK},
            borderpad=0,
        )


def _pixels(figure, when, value):
    """Return (x, y) in pixels of the drawing area for dates and heights."""
    (left, right), (low, high) = (
        pd.to_datetime(pd.Series(figure.layout.xaxis.range)),
        figure.layout.yaxis.range,
    )
    return list(
        zip((when - left) / (right - left) * PLOT[0], (value - low) / (high - low) * PLOT[1])
    )


def _map_box(place):
    """Return (column, lowest row, highest row); a node with one row gets the height of two lines of words."""
    column, low, *high = place
    return (column, low, high[0]) if high else (column, low - 0.36, low + 0.36)


def _map_node(figure, label, column, low, high, strong, wide):
    figure.add_shape(
        type="rect",
        x0=column - MAP_HALF,
        x1=column + MAP_HALF,
        y0=low,
        y1=high,
        line={"color": INK if strong else "#9aa5b1", "width": 1.2},
        fillcolor="#dde3e9" if strong else "#f5f7fa",
    )
    figure.add_annotation(
        x=column,
        y=(low + high) / 2,
        text="<br>".join(wrap(label, wide)),
        showarrow=False,
        font={"size": 11, "color": INK},
    )


def _map_line(edge):
    """Return which kind of line an arrow gets: its sign, or its kind where that matters more."""
    return edge.kind if edge.kind in MAP_LINES else edge.sign


def _map_key(figure, x, y, edges):
    """Say beside the drawing what its lines mean, for those that are there."""
    drawn = {_map_line(edge) for edge in edges.itertuples()}
    for line, (color, dash, said) in MAP_LINES.items():
        if line in drawn:
            figure.add_shape(
                type="line",
                x0=x,
                x1=x + 0.26,
                y0=y,
                y1=y,
                line={"color": color, "width": 1.8, "dash": dash},
            )
            figure.add_annotation(
                x=x + 0.3,
                y=y,
                text=said,
                showarrow=False,
                xanchor="left",
                font={"size": 11, "color": INK},
            )
            y -= 0.55


def _map_arrow(figure, edge, places):
    """Draw one arrow from the side of its cause to the side of its effect; return where its sign stands."""
    (here, low, high), (there, bottom, top) = (
        _map_box(places[edge.from_node]),
        _map_box(places[edge.to_node]),
    )
    color, dash = MAP_LINES[_map_line(edge)][:2]
    # A tall box is left at the height of its effect, a low one in its middle as far as the effect reaches.
    level = (
        (bottom + top) / 2
        if high - low > top - bottom
        else min(max((low + high) / 2, bottom + 0.15), top - 0.15)
    )
    start = min(max(level, low + 0.15), high - 0.15)
    end = min(max(start, bottom + 0.15), top - 0.15)
    corners = [(here + MAP_HALF, start), (there - MAP_HALF, end)]
    if edge.kind == "feedback":
        # Back underneath everything, and up into the cause of the next round.
        corners = [(here, low), (here, -1.85), (there, -1.85), (there, bottom)]
    path = "M" + " L".join(f"{x:.4g},{y:.4g}" for x, y in corners)
    figure.add_shape(
        type="path", path=path, line={"color": color, "width": 1.8, "dash": dash}, layer="below"
    )
    (x, y), (tip_x, tip_y) = corners[-2:]
    back = 0.07 / (tip_x - x) if tip_x > x else 0.1
    figure.add_annotation(
        x=tip_x,
        y=tip_y,
        ax=tip_x - (tip_x - x) * back,
        ay=tip_y - (tip_y - y) * back,
        axref="x",
        ayref="y",
        text="",
        showarrow=True,
        arrowhead=2,
        arrowsize=1,
        arrowwidth=1.8,
        arrowcolor=color,
        standoff=0,
    )
    if edge.kind == "feedback":
        return (here + there) / 2, -1.85
    # The sign stands near the cause; on a slanting arrow further on, clear of its neighbours.
    along = min(0.5, (0.09 if start == end else 0.42) / (tip_x - x))
    return x + along * (tip_x - x), y + along * (tip_y - y)


def _end_labels(figure, ends, apart=0.75):
    """Name lines at their right ends, moved apart vertically where they would overlap."""
    floor = -float("inf")
    for x, y, text in sorted(ends, key=lambda end: end[1]):
        floor = max(y, floor + apart)
        figure.add_annotation(
            x=x,
            y=floor,
            text=f"<b>{text}</b>",
            showarrow=False,
            xanchor="left",
            xshift=5,
            font={"color": INK, "size": 12},
            bgcolor="rgba(255,255,255,.85)",
            borderpad=1,
        )


def _free_place(x, y, width, taken):
    """Return (shift right, shift up, box) of the nearest place for a label, in pixels, that covers nothing yet there."""
    places = [
        (right, sign * up)
        for up in range(15, 106, 13)
        for sign in (1, -1)
        for right in (0, width / 2, -width / 2)
    ]
    boxes = [
        (x + right - width / 2, y + up - 7, x + right + width / 2, y + up + 7)
        for right, up in places
    ]
    outside = [
        box[0] < -5 or box[2] > PLOT[0] + 15 or box[1] < 8 or box[3] > PLOT[1] - 18 for box in boxes
    ]
    clashes = [
        sum(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in taken
        )
        for box in boxes
    ]
    best = min(range(len(places)), key=lambda i: (outside[i], clashes[i], i))
    return *places[best], boxes[best]


def _wrapped(name, text, width=62):
    """Return a question as an axis label: its id, and its text without brackets in short lines."""
    plain = re.sub(r" \([^)]*\)", "", text)
    return f"<b>{name}</b> " + "<br>".join(textwrap.wrap(plain, width))


def _with_gaps(series, months):
    """Insert an empty reading wherever two readings lie further apart than `months`, so that no line crosses a gap."""
    wide = series["shown_at"].diff() > pd.Timedelta(days=30.5 * months)
    holes = pd.DataFrame(
        {"shown_at": series["shown_at"][wide] - pd.Timedelta(days=1), "value": float("nan")}
    )
    return pd.concat([series[["shown_at", "value"]], holes]).sort_values("shown_at")


def _by_term(line):
    """Cut the line at inaugurations; each part begins where the last one ended, so that the line has no holes."""
    for term in data.load("terms").itertuples():
        part = line[
            (line["month"] >= term.start_date - pd.DateOffset(months=1))
            & (line["month"] < term.end_date)
        ]
        if len(part):
            yield term.term_id, part


def _event_note(events):
    scored = int((events["dyadic"] == "yes").sum())
    return (
        f"Source: data/events.csv, {scored} scored of {len(events)} events shown."
        if scored < len(events)
        else f"Source: data/events.csv, {scored} scored events."
    )


def _terms_reading(table):
    known = table.dropna(subset=["start", "end"])
    parts = [
        f"{row.presidency}: start {row.start:+.1f}, "
        + (f"middle {row.middle:+.1f}, " if pd.notna(row.middle) else "")
        + f"end {row.end:+.1f}"
        for row in known.itertuples()
    ]
    open_terms = [
        f"{row.presidency}: start {row.start:+.1f}, unfinished"
        for row in table[table["end"].isna() & table["start"].notna()].itertuples()
    ]
    return "Mean score of the windows. " + "; ".join(parts + open_terms) + "."


def _end_year(term):
    return (
        f"{term['end_date']:%Y}"
        if term["end_date"] <= data.cutoff()
        else "the cut-off date (unfinished)"
    )
