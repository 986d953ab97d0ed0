"""Charts of the relationship: plotly figures that carry their own words, one look for all.

A chart function takes the state of a view (a presidency, a half-life, a guess) and returns a `Chart`. It draws and it
phrases; what it draws is computed in `trajectory` and `data`.
"""

import json
from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from . import data, trajectory

INK, MUTED, GRID, CONTEXT = "#1f2933", "#52606d", "#e4e7eb", "#7b8794"
# Okabe and Ito's palette, safe for colour-blind readers, with a line style each so that print in grey still tells.
STYLE = {
    "bush41": ("#7b8794", "dot"), "clinton": ("#0072B2", "solid"), "bush43": ("#D55E00", "dash"),
    "obama": ("#009E73", "longdash"), "trump1": ("#CC79A7", "dashdot"), "biden": ("#56B4E9", "longdashdot"),
    "trump2": ("#882255", "dot"),
}
USA, RUSSIA = "#0072B2", "#D55E00"
# plotly offers to upload a chart to its cloud; learners' work stays on their machine.
CONFIG = {"displaylogo": False, "responsive": True, "modeBarButtonsToRemove": ["sendChartToCloud", "lasso2d", "select2d"]}
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
        return {"application/vnd.plotly.v1+json": figure | {"config": CONFIG}, "text/plain": self.words}

    def _ipython_display_(self):
        # JupyterLab shows one form of an output, and a plotly drawing says nothing to a screen reader or on GitHub:
        # so the words follow as an output of their own, folded.
        from IPython.display import display

        bundle = self._repr_mimebundle_() | {"text/plain": f"Chart: {self.title}. Its words and numbers follow."}
        display(bundle, raw=True)
        display({"text/html": self._html(), "text/plain": self.words}, raw=True)

    def _html(self):
        sources = "".join(f"<li>{escape(source)}</li>" for source in self.sources)
        return (f"<details><summary>{escape(self.title)}: in words and numbers</summary>"
                f"<p>{escape(self.shows)}</p><p>{escape(self.reading)}</p>"
                f"{Table(self.table)._repr_html_()}"
                f"<p>Sources ({len(self.sources)}):</p><ul>{sources}</ul></details>")


@dataclass(frozen=True)
class Table:
    """A table for reading: texts to the left, numbers to the right, dates in words, empty cells empty."""

    frame: pd.DataFrame

    def __repr__(self):
        return _texts(self.frame).to_string(index=False)

    def _repr_html_(self):
        cells, numeric = _texts(self.frame), set(self.frame.select_dtypes("number").columns)
        side = ["right" if name in numeric else "left" for name in cells]
        head = "".join(f'<th style="text-align:{where}">{escape(str(name).replace("_", " "))}</th>' for name, where in zip(cells, side))
        body = "".join("<tr>" + "".join(f'<td style="text-align:{where}">{escape(cell)}</td>' for cell, where in zip(row, side)) + "</tr>"
                       for row in cells.itertuples(index=False))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def show(frame):
    """Show a table for reading; a named index becomes its first column. Round it first as you like.

    Parameters
    ----------
    frame : pandas.DataFrame or pandas.Series

    Returns
    -------
    Table
    """
    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    return Table(frame.reset_index() if frame.index.name else frame)


def _texts(frame):
    return pd.DataFrame({name: [_text(value) for value in column] for name, column in frame.items()})


def _text(value):
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%-d %B %Y}"
    return f"{round(value, 2):,.7g}" if isinstance(value, float) else str(value)


def relationship(half_life=12):
    """Draw the whole relationship, 1991 to the cut-off date: every scored event and the line through them.

    Parameters
    ----------
    half_life : float
        Months after which an event counts half in the line.

    Returns
    -------
    Chart
        Its table gives the mean score of each presidency's first, middle and last twelve months.
    """
    events, line = trajectory.scored_events(), trajectory.event_line(half_life)
    figure = _figure("Every scored event between Washington and Moscow, and the line through them",
                     f"Goldstein scale, −10 to +10. In the line an event counts half after {half_life:g} months.",
                     GOLDSTEIN_AXIS, _event_note(events))
    _bands(figure)
    _dots(figure, events, size=6)
    for term_id, part in _by_term(line):
        figure.add_scatter(x=part["month"], y=part["tone"], mode="lines", name=term_id, hoverinfo="skip",
                           line={"color": STYLE[term_id][0], "width": 3})
    figure.update_layout(yaxis_range=[-11.5, 13])
    _labels(figure, events, line)
    table = trajectory.term_windows()
    return Chart(figure, "US-Russia relations, 1991-2026: a chronology as a line",
                 f"{len(events)} acts of one capital toward the other, scored on the Goldstein scale (-10 to +10), and "
                 f"their mean with a memory of {half_life:g} months. The events are chosen, not sampled.",
                 _terms_reading(table), table, data.cite(events))


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
    line = line[(line["month"] >= term["start_date"]) & (line["month"] <= last)]
    color = STYLE[term_id][0]
    figure = _figure(f"{term['president']}, {term['start_date']:%Y} to {_end_year(term)}",
                     f"Goldstein scale. Half-life {half_life:g} months. Bars: mean of the first, middle and last "
                     "twelve months. Grey diamonds: context without a score.", GOLDSTEIN_AXIS, _event_note(here))
    _window_marks(figure, spans)
    context = here[here["dyadic"] == "no"]
    _dots(figure, context.assign(goldstein_score=-10.2), size=8, color=CONTEXT, symbol="diamond")
    figure.add_scatter(x=line["month"], y=line["tone"], mode="lines", hoverinfo="skip", line={"color": color, "width": 3})
    _dots(figure, events, size=9, color=color)
    table = trajectory.term_windows().set_index("term_id").loc[[term_id]].reset_index()
    means = table.loc[0, list(spans)]
    for name, (first, end) in spans.items():
        _bar(figure, first, min(end, data.cutoff()), means[name], color)
    figure.update_layout(yaxis_range=[-11.5, 13], xaxis_range=[term["start_date"] - pd.Timedelta(days=40), last + pd.Timedelta(days=60)])
    bars = [pd.DataFrame({"month": pd.date_range(*span, freq="20D"), "tone": means[name]}) for name, span in spans.items()]
    _labels(figure, events, pd.concat([line, *bars]), every=True)
    return Chart(figure, f"{term['president']}: {len(events)} scored events and three windows",
                 f"{len(events)} acts of one capital toward the other (Goldstein scale, -10 to +10), {len(context)} events kept as "
                 f"context without a score, the line with a half-life of {half_life:g} months, and the mean of each window.",
                 _terms_reading(table), table, data.cite(here))


def overlay(half_life=12):
    """Lay the presidencies over each other by the share of the term that has passed.

    The prologue (G.H.W. Bush's last year) is left out; an unfinished term stops at the cut-off date.
    """
    line, terms = trajectory.event_line(half_life), data.load("terms")
    figure = _figure("Six presidencies by share of the term elapsed", f"The chronology's line, half-life {half_life:g} months. "
                     "A term begins with its predecessor's memory.", GOLDSTEIN_AXIS, _event_note(trajectory.scored_events()))
    rows, ends = [], []
    for term in terms[terms["role"] != "prologue"].itertuples():
        part = line[(line["month"] >= term.start_date) & (line["month"] < term.end_date)]
        share = 100 * (part["month"] - term.start_date) / (term.end_date - term.start_date)
        color, dash = STYLE[term.term_id]
        figure.add_scatter(x=share, y=part["tone"], mode="lines", name=term.short_label, line={"color": color, "dash": dash, "width": 2.5},
                           hovertemplate=f"{term.short_label}: %{{y:.1f}} at %{{x:.0f}}% of the term<extra></extra>")
        ends.append((share.iloc[-1], part["tone"].iloc[-1], term.short_label))
        rows.append({"presidency": term.short_label, "first month": part["tone"].iloc[0], "highest": part["tone"].max(),
                     "lowest": part["tone"].min(), "last month": part["tone"].iloc[-1]})
    _end_labels(figure, ends)
    for x in (0, 50, 100):
        figure.add_vline(x=x, line={"color": GRID, "width": 1})
    figure.update_layout(xaxis={"range": [-1, 111], "tickvals": [0, 25, 50, 75, 100],
                                "ticktext": ["inauguration", "25% of the term", "half-way", "75%", "end of term"]})
    table = pd.DataFrame(rows)
    fell = table[table["last month"] < table["first month"]]["presidency"].tolist()
    return Chart(figure, "The presidencies laid over each other",
                 f"The chronology's line for each presidency, half-life {half_life:g} months, against the share of the term elapsed.",
                 f"The line stands lower in the last month than in the first for {_list(fell)}.", table,
                 data.cite(trajectory.scored_events()))


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
    figure = _figure("One chronology, several memories", "Move the slider: after how many months shall an event count half?",
                     GOLDSTEIN_AXIS, _event_note(events), height=500)
    _bands(figure)
    for half, line in lines.items():
        figure.add_scatter(x=line["month"], y=line["tone"], mode="lines", visible=half == shown, line={"color": INK, "width": 2.5},
                           hovertemplate="%{x|%B %Y}: %{y:.1f}<extra>half-life " + f"{half:g} months</extra>")
    steps = [{"label": f"{half:g}", "method": "update", "args": [{"visible": [other == half for other in lines]}]} for half in lines]
    figure.update_layout(yaxis_range=[-8, 9.5], margin_b=150, sliders=[{
        "active": list(lines).index(shown), "steps": steps, "pad": {"t": 62}, "currentvalue": {"prefix": "half-life in months: ", "font": {"size": 13}}}])
    table = pd.DataFrame([{"half-life (months)": half, "lowest": line["tone"].min(), "in": f"{line['month'][line['tone'].idxmin()]:%b %Y}",
                           "highest": line["tone"].max(), "at": f"{line['month'][line['tone'].idxmax()]:%b %Y}"} for half, line in lines.items()])
    return Chart(figure, "The chronology's line under several memories",
                 f"The mean score of {len(events)} events with half-lives of {_list([f'{half:g}' for half in half_lives])} months.",
                 f"The lowest point lies at {table['lowest'].min():.1f} with the shortest memory shown and at "
                 f"{table['lowest'].max():.1f} with the longest; its month moves too.", table, data.cite(events))


MACHINE_SERIES = (
    ("KEDS_POOLED", "gov", "year", "net_coop_balance", "KEDS, news of five regions, yearly"),
    ("ICEWS_NETIFY", "all", "year", "net_coop_balance", "ICEWS, all actors, yearly"),
    ("ICEWS18", "country", "month", "net_coop_balance", "ICEWS daily files, states only, monthly"),
    ("ICEWS_RAW1819", "country", "month", "net_coop_balance", None),
    ("ICEWS21", "country", "month", "net_coop_balance", None),
    ("ICEWS22", "country", "month", "net_coop_balance", None),
    ("GDELT2_GZEMO", "any actor with country code", "month", "net_score_ratio", "GDELT, net score, monthly"),
)


def machine_coded():
    """Draw what news-reading machines counted, one panel a data set, never joined.

    Net cooperation is (cooperation - conflict) / all events, -1 to +1; GDELT's panel has its own measure.
    """
    panels = [label for *_, label in MACHINE_SERIES if label]
    figure = make_subplots(rows=len(panels), cols=1, shared_xaxes=True, vertical_spacing=0.075, subplot_titles=panels)
    _dress(figure, "What machines counted in the news", "Net cooperation: (cooperation − conflict) / all events. Each panel has its own scale: "
           "compare shapes, not heights.", "", "Source: see data/README.md, event data. No data set here covers 2015 to 2017.", height=740)
    rows, panel = [], 0
    for dataset, rule, unit, measure, label in MACHINE_SERIES:
        panel += label is not None
        table = data.load(f"event_data_{unit}")
        part = table[(table["dataset"] == dataset) & (table["actor_rule"] == rule) & (table["direction"] == "both") & table[measure].notna()]
        part = part[part["full_period"] != "no"] if unit == "year" else part
        part = part.drop_duplicates("period").assign(when=lambda rows: pd.to_datetime(rows["period"])).sort_values("when")
        shift = pd.Timedelta(days=182 if unit == "year" else 15)
        figure.add_scatter(row=panel, col=1, x=part["when"] + shift, y=part[measure], mode="lines+markers", line={"color": INK, "width": 2},
                           marker={"size": 6 if unit == "year" else 4}, hovertemplate="%{customdata}: %{y:.2f}<extra></extra>", customdata=part["period"])
        rows.append({"data set": dataset, "actors": rule, "first": part["period"].iloc[0], "last": part["period"].iloc[-1],
                     "lowest": part[measure].min(), "in": part["period"][part[measure].idxmin()],
                     "highest": part[measure].max(), "at": part["period"][part[measure].idxmax()]})
    for number in range(1, len(panels) + 1):
        _bands(figure, row=number, names=number == 1)
    _panel_titles(figure, panels)
    table = pd.DataFrame(rows)
    netify = table.set_index("data set").loc["ICEWS_NETIFY"]
    sources = data.load("datasets").set_index("dataset").loc[table["data set"]]
    return Chart(figure, "Machine-coded series, never spliced",
                 f"{len(table)} series of US-Russia events coded from news by software, each with its own coverage and actor rule.",
                 f"ICEWS, {netify['first']} to {netify['last']}: highest net cooperation {netify['highest']:.2f} in {netify['at']}, "
                 f"lowest {netify['lowest']:.2f} in {netify['in']}.", table, data.cite(sources))


def opinion():
    """Draw opinion on both sides: Americans on Russia (Gallup), Russians on the United States (Levada)."""
    figure = _figure("How each public sees the other country", "Share with a favourable (Gallup) or good (Levada) view, percent. "
                     "Lines stop where no reading lies within 15 months.", "percent of adults", "Source: Gallup; VTsIOM and Levada Center, "
                     "quoted with attribution; see data/README.md.")
    _bands(figure)
    rows = []
    for name, label, color, dash, symbol, spot in (
            ("gallup_favourable", "Americans on Russia", USA, "solid", "circle", ("2005-05-01", 68)),
            ("levada_good", "Russians on the United States", RUSSIA, "dash", "square", ("1993-06-01", 79))):
        series = trajectory.readings(name)
        series = series[series["date"] >= "1991-01-01"]
        drawn = _with_gaps(series, months=15)
        figure.add_scatter(x=drawn["shown_at"], y=drawn["value"], mode="lines+markers", line={"color": color, "dash": dash, "width": 2},
                           marker={"size": 7, "symbol": symbol}, hovertemplate=f"{label}, %{{x|%b %Y}}: %{{y:.0f}}%<extra></extra>", connectgaps=False)
        low, high = series.loc[series["value"].idxmin()], series.loc[series["value"].idxmax()]
        rows.append({"view": label, "readings": len(series), "first": f"{series['date'].iloc[0]:%Y}", "last": f"{series['date'].iloc[-1]:%Y}",
                     "highest": high["value"], "in": f"{high['date']:%b %Y}", "lowest": low["value"], "at": f"{low['date']:%b %Y}"})
        figure.add_annotation(x=spot[0], y=spot[1], text=f'<span style="color:{color}">{"●" if color == USA else "■"}</span> <b>{label}</b>',
                              showarrow=False, font={"color": INK, "size": 12}, xanchor="left")
    figure.update_layout(yaxis_range=[0, 88], yaxis_ticksuffix="%")
    table = pd.DataFrame(rows)
    return Chart(figure, "Opinion on both sides", "Percent of American adults with a favourable view of Russia and of Russian adults with a good view of the "
                 "United States, by date of the poll.", "; ".join(f"{row['view']}: highest {row['highest']:.0f} ({row['in']}), lowest "
                 f"{row['lowest']:.0f} ({row['at']})" for row in rows) + ".", table,
                 data.cite(pd.concat([trajectory.readings("gallup_favourable"), trajectory.readings("levada_good")])))


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
    figure = make_subplots(rows=n_rows, cols=2, subplot_titles=names, vertical_spacing=0.36 / n_rows, horizontal_spacing=0.09)
    _dress(figure, "The same years through other eyes", "Every panel has its own scale. A dot is a reading; lines stop at gaps.", "",
           "Source: see data/README.md for each indicator.", height=110 + 210 * n_rows)
    rows, used = [], []
    for place, name in enumerate(indicator_ids):
        series = trajectory.readings(name)
        series = series[series["date"].dt.year >= first_year]
        drawn, cell = _with_gaps(series, months=15), {"row": place // 2 + 1, "col": place % 2 + 1}
        figure.add_scatter(x=drawn["shown_at"], y=drawn["value"], mode="lines+markers", line={"color": INK, "width": 1.8}, marker_size=4,
                           hovertemplate="%{x|%b %Y}: %{y:,.4g}<extra></extra>", **cell)
        _bands(figure, names=False, since=first_year, **cell)
        low, high = series.loc[series["value"].idxmin()], series.loc[series["value"].idxmax()]
        rows.append({"indicator": about.loc[name, "label"], "unit": about.loc[name, "unit"], "closer": about.loc[name, "closer"],
                     "lowest": low["value"], "in": low["date"].year, "highest": high["value"], "at": high["date"].year})
        used.append(series)
    _panel_titles(figure, names)
    table = pd.DataFrame(rows)
    return Chart(figure, "Indicators side by side", f"{len(table)} indicators since {first_year}, each on its own scale.",
                 "; ".join(f"{row['indicator']}: lowest {_text(row['lowest'])} in {row['in']}, highest {_text(row['highest'])} in {row['at']}" for row in rows) + ".",
                 table, data.cite(pd.concat(used)))


def fan(index_versions, mark=()):
    """Draw many versions of one composite index as a fan.

    Parameters
    ----------
    index_versions : pandas.DataFrame
        From `trajectory.versions`: years in rows, one column a version.
    mark : sequence of int
        Years to mark, each must be a row.
    """
    drawn = index_versions.reindex(range(index_versions.index.min(), index_versions.index.max() + 1))
    figure = _figure(f"{drawn.shape[1]} ways to build one index", "Grey: each version. Dark: their median. A year in which one measure "
                     "has no reading is a gap.", "index, 0 (furthest apart) to 1 (closest)", "Source: computed from data/indicators.csv and data/events.csv.")
    when = pd.to_datetime(drawn.index.astype(str)) + pd.Timedelta(days=182)
    _bands(figure)
    for column in drawn:
        figure.add_scatter(x=when, y=drawn[column], mode="lines", line={"color": "#b8c0c8", "width": 1}, hoverinfo="skip")
    figure.add_scatter(x=when, y=drawn.median(axis=1), mode="lines+markers", line={"color": INK, "width": 3}, marker_size=6,
                       customdata=drawn.index, hovertemplate="%{customdata}: median %{y:.2f}<extra></extra>")
    for year in mark:
        figure.add_annotation(x=pd.Timestamp(year, 7, 2), y=drawn.loc[year].max(), text=f"<b>{year}</b>", showarrow=False, yshift=14, font_size=12)
    figure.update_layout(yaxis_range=[-.02, 1.12], xaxis_range=[f"{drawn.index.min()}-01-01", f"{drawn.index.max() + 1}-12-31"])
    median = index_versions.median(axis=1)
    table = pd.DataFrame({"year": index_versions.index, "lowest version": index_versions.min(axis=1).to_numpy(),
                          "median": median.to_numpy(), "highest version": index_versions.max(axis=1).to_numpy()})
    return Chart(figure, f"A composite index in {drawn.shape[1]} versions", f"{drawn.shape[1]} versions of one index over {len(table)} years with complete readings.",
                 f"The median is highest in {median.idxmax()} ({median.max():.2f}) and lowest in {median.idxmin()} ({median.min():.2f}).", table,
                 ["Computed by resetcycle.trajectory.versions; the measures' sources stand in data/README.md"])


# ------------------------------------------------------------------------------------------------- shared drawing

def _figure(title, subtitle, y_title, note, height=420):
    figure = go.Figure()
    _dress(figure, title, subtitle, y_title, note, height)
    return figure


def _dress(figure, title, subtitle, y_title, note, height):
    """Give a figure the kit's look: white card, left-aligned title, source and cut-off date underneath."""
    axis = {"showgrid": False, "zeroline": False, "showline": True, "linecolor": "#9aa5b1", "ticks": "outside", "tickcolor": "#9aa5b1"}
    figure.update_layout(
        template="none", height=height, showlegend=False, hovermode="closest", margin={"l": 62, "r": 24, "t": 84, "b": 74},
        paper_bgcolor="white", plot_bgcolor="white", font={"family": "Helvetica, Arial, sans-serif", "size": 13, "color": INK},
        hoverlabel={"bgcolor": "white", "font": {"color": INK, "size": 13}, "align": "left", "bordercolor": "#9aa5b1"},
        title={"text": f"<b>{title}</b>", "subtitle": {"text": subtitle, "font": {"size": 13, "color": MUTED}},
               "x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 16}, "y": 0.955 if height < 480 else 0.965, "yanchor": "top", "font": {"size": 17}},
        modebar_remove=CONFIG["modeBarButtonsToRemove"],
    )
    figure.update_xaxes(axis)
    figure.update_yaxes(axis | {"showgrid": True, "gridcolor": GRID, "title": {"text": y_title, "font": {"size": 12, "color": MUTED}}})
    figure.add_annotation(text=f"{note} Data to {data.cutoff():%-d %B %Y}.", xref="paper", yref="paper", x=0, y=0, xanchor="left", yanchor="top",
                          yshift=-36 if not y_title else -34, showarrow=False, font={"size": 11, "color": MUTED}, align="left")


def _bands(figure, names=True, since=1991, **cell):
    """Shade the presidencies, the same colours everywhere, each with its name inside."""
    axis = "" if not cell else _axis_number(figure, **cell)
    for term in data.load("terms").itertuples():
        first, last = max(term.start_date, pd.Timestamp(since, 10, 1)), min(term.end_date, data.cutoff())
        if last <= first:
            continue
        figure.add_shape(type="rect", x0=first, x1=last, y0=0, y1=1, xref=f"x{axis}", yref=f"y{axis} domain", layer="below",
                         fillcolor=STYLE[term.term_id][0], opacity=0.09, line_width=0)
        if names:
            figure.add_annotation(x=first + (last - first) / 2, y=1, xref=f"x{axis}", yref=f"y{axis} domain", text=term.short_label,
                                  showarrow=False, yanchor="top", font={"size": 11, "color": MUTED})
    figure.update_xaxes(range=[f"{since}-09-01", data.cutoff() + pd.Timedelta(days=120)], **cell)


def _axis_number(figure, row, col=1):
    return figure.get_subplot(row, col).xaxis.plotly_name.removeprefix("xaxis")


def _panel_titles(figure, titles):
    """Set the titles of small multiples flush left over their panels, clear of the figure's own title."""
    for number, title in enumerate(titles):
        axis = figure.layout[f"xaxis{number + 1 if number else ''}"]
        figure.update_annotations(selector={"text": title}, x=axis.domain[0], xanchor="left", align="left", font={"size": 11.5, "color": INK})
    figure.update_layout(margin_t=118)


def _window_marks(figure, spans):
    for name, (first, last) in spans.items():
        figure.add_shape(type="rect", x0=first, x1=last, y0=0, y1=1, yref="y domain", layer="below", fillcolor="#cbd2d9", opacity=0.28, line_width=0)
        figure.add_annotation(x=first + (last - first) / 2, y=1, yref="y domain", yanchor="top", showarrow=False, text=name, font={"size": 12, "color": MUTED})
    figure.add_hline(y=0, line={"color": "#9aa5b1", "width": 1}, layer="below")


def _bar(figure, first, last, height, color):
    if pd.notna(height):
        figure.add_shape(type="line", x0=first, x1=last, y0=height, y1=height, line={"color": color, "width": 5}, opacity=0.55)


def _dots(figure, events, size, color=None, symbol="circle"):
    cameo, sources = data.load("cameo").set_index("code")["name"], data.load("sources").set_index("source_id")["source_name"]
    score = events["goldstein_score"].where(events["dyadic"] == "yes")
    text = [f"<b>{row.title}</b><br>{row.event_date:%-d %B %Y}<br>"
            + (f"score {value:+.1f} ({cameo[row.cameo_code]})" if pd.notna(value) else "context, no score")
            + f"<br>Source: {sources[row.source_id]}" for row, value in zip(events.itertuples(), score)]
    figure.add_scatter(x=events["event_date"], y=events["goldstein_score"], mode="markers", text=text, hovertemplate="%{text}<extra></extra>",
                       marker={"size": size, "symbol": symbol, "opacity": 0.75, "line": {"color": "white", "width": 0.8},
                               "color": color or [STYLE[term][0] for term in events["term_id"]]})


def _labels(figure, events, line, every=False):
    """Name the turning points: rows of the events table with a `chart_label` (those marked * also on the long chart)."""
    named = events[events["chart_label"].notna()]
    named = named if every else named[named["chart_label"].str.startswith("*")]
    points = _pixels(figure, events["event_date"], events["goldstein_score"])
    taken = [(x - 4, y - 4, x + 4, y + 4) for x, y in [*points, *_pixels(figure, line["month"], line["tone"])]]
    for row, (x, y) in zip(events.itertuples(), points):
        if row.Index not in named.index:
            continue
        text = row.chart_label.lstrip("*")
        right, up, box = _free_place(x, y, 5.6 * len(text) + 6, taken)
        taken.append(box)
        figure.add_annotation(x=row.event_date, y=row.goldstein_score, text=text, ax=right, ay=-up, showarrow=True, arrowhead=0,
                              arrowwidth=0.8, arrowcolor="#9aa5b1", standoff=4, font={"size": 11, "color": INK}, borderpad=0)


def _pixels(figure, when, value):
    """Return (x, y) in pixels of the drawing area for dates and heights."""
    (left, right), (low, high) = pd.to_datetime(pd.Series(figure.layout.xaxis.range)), figure.layout.yaxis.range
    return list(zip((when - left) / (right - left) * PLOT[0], (value - low) / (high - low) * PLOT[1]))


def _end_labels(figure, ends, apart=0.75):
    """Name lines at their right ends, moved apart vertically where they would overlap."""
    floor = -float("inf")
    for x, y, text in sorted(ends, key=lambda end: end[1]):
        floor = max(y, floor + apart)
        figure.add_annotation(x=x, y=floor, text=f"<b>{text}</b>", showarrow=False, xanchor="left", xshift=5, font={"color": INK, "size": 12},
                              bgcolor="rgba(255,255,255,.85)", borderpad=1)


def _free_place(x, y, width, taken):
    """Return (shift right, shift up, box) of the nearest place for a label, in pixels, that covers nothing yet there."""
    places = [(right, sign * up) for up in range(15, 106, 13) for sign in (1, -1) for right in (0, width / 2, -width / 2)]
    boxes = [(x + right - width / 2, y + up - 7, x + right + width / 2, y + up + 7) for right, up in places]
    outside = [box[0] < -5 or box[2] > PLOT[0] + 15 or box[1] < 8 or box[3] > PLOT[1] - 18 for box in boxes]
    clashes = [sum(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken) for box in boxes]
    best = min(range(len(places)), key=lambda i: (outside[i], clashes[i], i))
    return *places[best], boxes[best]


def _with_gaps(series, months):
    """Insert an empty reading wherever two readings lie further apart than `months`, so that no line crosses a gap."""
    wide = series["shown_at"].diff() > pd.Timedelta(days=30.5 * months)
    holes = pd.DataFrame({"shown_at": series["shown_at"][wide] - pd.Timedelta(days=1), "value": float("nan")})
    return pd.concat([series[["shown_at", "value"]], holes]).sort_values("shown_at")


def _by_term(line):
    """Cut the line at inaugurations; each part begins where the last one ended, so that the line has no holes."""
    for term in data.load("terms").itertuples():
        part = line[(line["month"] >= term.start_date - pd.DateOffset(months=1)) & (line["month"] < term.end_date)]
        if len(part):
            yield term.term_id, part


def _event_note(events):
    scored = int((events["dyadic"] == "yes").sum())
    return f"Source: data/events.csv, {scored} scored of {len(events)} events shown." if scored < len(events) else f"Source: data/events.csv, {scored} scored events."


def _terms_reading(table):
    known = table.dropna(subset=["start", "end"])
    parts = [f"{row.presidency}: start {row.start:+.1f}, " + (f"middle {row.middle:+.1f}, " if pd.notna(row.middle) else "") + f"end {row.end:+.1f}"
             for row in known.itertuples()]
    open_terms = [f"{row.presidency}: start {row.start:+.1f}, unfinished" for row in table[table["end"].isna() & table["start"].notna()].itertuples()]
    return "Mean score of the windows. " + "; ".join(parts + open_terms) + "."


def _end_year(term):
    return f"{term['end_date']:%Y}" if term["end_date"] <= data.cutoff() else "now (unfinished)"


def _list(items):
    items = list(items)
    if len(items) < 2:
        return "".join(items) or "none"
    return f"{', '.join(items[:-1])} and {items[-1]}"
