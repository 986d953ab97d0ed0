"""Every chart, over every value that its controls can take.

It draws, it speaks, and it is the same each time. Its numbers are read off the tables once more
here, with plain pandas; its words are tested on made-up frames; its drawing is compared with the
one in tests/pictures/ (see tests/drawings.py).
"""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations

import drawings
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import charts, cycle, data, evidence, forecasts, record, tables, trajectory, words
from resetcycle.charts import (
    causal,
    choices,
    chronology,
    judged,
    look,
    machines,
    marks,
    memories,
    series,
)

HALF_LIVES = (1, 3, 6, 12, 24, 48)
UNTIL = ("1995-06-01", "2017-04-17")
TERMS = [term for term in data.load("terms")["term_id"] if term != "bush41"]
CORE = list(data.load("indicator_catalogue").query("core == 'yes'")["indicator_id"])


def shifted():
    line = trajectory.event_line().set_index("month")["tone"]
    return {country: cycle.shift_test(line, cycle.calendar(country)) for country in cycle.COUNTRIES}


def rival_steps():
    table = data.load("likelihoods").pivot_table(
        index="hypothesis_id", columns="finding_id", values="p_if_true"
    )
    return evidence.steps([1 / len(table)] * len(table), table)


def versions():
    yearly = trajectory.yearly(["tone", "gallup_favourable", "us_goods_trade"])
    return trajectory.versions(
        yearly, {"equal": [1, 1, 1], "events": [3, 1, 1], "polls": [1, 3, 1]}
    )


@cache
def all_choices():
    return cycle.multiverse()


VIEWS = {
    **{f"relationship {half}": lambda half=half: charts.relationship(half) for half in HALF_LIVES},
    **{
        f"relationship until {day}": lambda day=day: charts.relationship(until=day) for day in UNTIL
    },
    **{f"overlay {half}": lambda half=half: charts.overlay(half) for half in HALF_LIVES},
    **{
        f"presidency {term} {half}": lambda term=term, half=half: charts.presidency(term, half)
        for term in TERMS
        for half in (3, 12, 48)
    },
    "machine-coded": charts.machine_coded,
    "opinion": charts.opinion,
    "indicators": lambda: charts.indicators(CORE),
    "fan": lambda: charts.fan(versions(), mark=[2010]),
    "posterior": lambda: charts.posterior(rival_steps()),
    "posterior of one": lambda: charts.posterior(evidence.steps(0.3, [4, 1, 0.25])),
    "causal map": charts.causal_map,
    "causal map trump": lambda: charts.causal_map("trump"),
    "placebo": lambda: charts.placebo(shifted()),
    "forecast bands": charts.forecast_bands,
    "specifications": lambda: charts.specifications(all_choices()),
    "specifications of polls": lambda: charts.specifications(
        all_choices().query("indicator in ['Gallup', 'Levada']")
    ),
}
STORED = (
    *("relationship 12", "relationship until 2017-04-17", "overlay 12", "opinion"),
    *("presidency obama 12", "presidency trump2 12", "machine-coded", "indicators", "fan"),
    *("posterior", "causal map", "causal map trump", "placebo", "forecast bands"),
    "specifications",
)


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def chart(request):
    return VIEWS[request.param]()


def read(name):
    """A table as it lies on the disk, without the kit's own reader."""
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype={"period": str})


def unbroken(text):
    """A text as it is read, without the ends of lines."""
    return text.replace("<br>", " ")


def notes(chart):
    return [unbroken(note.text) for note in chart.figure.layout.annotations]


def subtitle(chart):
    return unbroken(chart.figure.layout.title.subtitle.text)


# -------------------------------------------------------------------------------------- every chart


def test_a_chart_has_words_a_table_and_sources(chart):
    said = chart.words
    assert chart.title in said and chart.shows in said and chart.reading in said
    assert len(chart.reading) > 30 and len(chart.table) and len(chart.table) <= 40 and chart.sources
    assert "nan" not in said.lower().split()


def test_a_chart_shows_as_plotly_and_as_text(chart):
    bundle = chart._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"application/vnd.plotly.v1+json", "text/plain"}
    figure = bundle["application/vnd.plotly.v1+json"]
    assert figure["data"] and figure["config"]["displaylogo"] is False
    assert "sendChartToCloud" in figure["layout"]["modebar"]["remove"]
    # The whole record, a dot and a title for each act, is the heaviest.
    assert len(json.dumps(figure)) < 240_000


def test_a_chart_names_its_unit_its_source_and_the_cutoff(chart, request):
    layout, view = chart.figure.layout, request.node.callspec.params["chart"]
    last = pd.Timestamp(view.split()[-1]) if " until " in view else data.cutoff()
    end = f"Data to {last.day} {last:%B %Y}."
    assert sum(note.startswith("Source:") and note.endswith(end) for note in notes(chart)) == 1
    assert layout.title.text and layout.title.subtitle.text
    panels = [axis for axis in layout if axis.startswith("yaxis")]
    assert layout.yaxis.title.text or len(panels) > 1


def test_a_chart_fits_the_smallest_screen(chart):
    assert chart.figure.layout.height >= 420 and not chart.figure.layout.width
    assert not chart.figure.layout.showlegend


def test_a_chart_is_the_same_each_time(chart, request):
    again = VIEWS[request.node.callspec.params["chart"]]()
    assert again._repr_mimebundle_() == chart._repr_mimebundle_()
    assert again.folded() == chart.folded()


def test_the_folded_words_are_plain_html(chart):
    html = chart.folded()
    assert "<details><summary>" in html and "<script" not in html
    assert html.count("<tr>") == len(chart.table) + 1
    assert html.count("<li>") == len(chart.sources)


@pytest.mark.parametrize("view", STORED)
def test_a_drawing_is_the_stored_one(view, request):
    store = request.config.getoption("--store-pictures")
    changed = drawings.compare(VIEWS[view](), view.replace(" ", "-"), store)
    assert not changed, f"\n{changed}\nIf it is meant: pytest {__file__} --store-pictures"


def test_every_stored_drawing_is_compared():
    names = {view.replace(" ", "-") for view in STORED}
    stored = {path.stem for path in drawings.FOLDER.glob("*.json")}
    assert {name for name in stored if not name.startswith("class-")} == names


# ----------------------------------------------------------------------------------- the chronology


def scored_csv():
    events = read("events").query("dyadic == 'yes'")
    return events.assign(day=pd.to_datetime(events["event_date"])).sort_values("day", kind="stable")


def tone_by_hand(half_life, month):
    """The line at the end of a month that begins on a 20th: every act so far, fading by half."""
    events, total, weight = scored_csv(), 0.0, 0.0
    for day, score in zip(events["day"], events["goldstein_score"], strict=True):
        began = day - pd.DateOffset(months=day.day < 20)
        age = 12 * (month.year - began.year) + month.month - began.month
        if age >= 0:
            total += score * 2 ** (-age / half_life)
            weight += 2 ** (-age / half_life)
    return total / weight


def window_by_hand(term_id, window):
    term = read("terms").set_index("term_id").loc[term_id]
    begins, ends = pd.Timestamp(term["start_date"]), pd.Timestamp(term["end_date"])
    middle = (begins + (ends - begins) / 2).normalize()
    first, last = {
        "start": (begins, begins + pd.DateOffset(months=12)),
        "middle": (middle - pd.DateOffset(months=6), middle + pd.DateOffset(months=6)),
        "end": (ends - pd.DateOffset(months=12), ends),
    }[window]
    events = scored_csv()
    return events.loc[(events["day"] >= first) & (events["day"] < last), "goldstein_score"].mean()


@pytest.mark.parametrize("half_life", [3, 24])
def test_the_relationship_shows_every_act_and_the_line_as_computed_by_hand(half_life):
    frame, events = chronology.relationship_frame(half_life), scored_csv()
    assert frame.events["event_id"].tolist() == events["event_id"].tolist()
    line = frame.lines["all"]
    for row in (0, 100, 250, len(line) - 1):
        month, tone = line["month"].iloc[row], line["tone"].iloc[row]
        assert tone == pytest.approx(tone_by_hand(half_life, month))
    figure = charts.relationship(half_life).figure
    dots, *lines = figure.data
    assert list(dots.y) == events["goldstein_score"].tolist()
    assert lines[-1].y[-1] == pytest.approx(line["tone"].iloc[-1])


def test_the_table_of_windows_is_the_mean_of_their_acts():
    frame = chronology.relationship_frame()
    means = frame.windows["all"].set_index(["term_id", "window"])["mean"]
    windows = ("start", "middle", "end")
    finished = [(term, window) for term in TERMS[:-1] for window in windows]
    assert means.index.tolist() == [*finished, ("trump2", "start")]
    for (term, window), mean in means.items():
        assert mean == pytest.approx(window_by_hand(term, window))
    said = frame.table.iloc[0]
    assert (said["presidency"], said["window"]) == ("Clinton", "start")
    n = (scored_csv()["day"].between("1993-01-20", "1994-01-19")).sum()
    assert said["all"].startswith(f"{means.iloc[0]:+.1f} [") and said["all"].endswith(f"n = {n}")


@pytest.mark.parametrize("term", TERMS)
def test_a_presidency_counts_its_acts_and_its_context(term):
    frame, events = chronology.presidency_frame(term), read("events").query("term_id == @term")
    assert len(frame.events) == (events["dyadic"] == "yes").sum()
    told = events["summary"].notna()
    assert len(frame.context) == ((events["dyadic"] == "no") & told).sum()
    for row in frame.bars.itertuples():
        assert row.mean == pytest.approx(window_by_hand(term, row.window))
    bars = [s for s in charts.presidency(term).figure.layout.shapes if s.line.width == 5]
    assert [bar.y0 for bar in bars] == frame.bars["mean"].tolist()


@pytest.mark.parametrize("half_life", [6, 12])
def test_the_overlay_says_which_presidencies_end_lower(half_life):
    frame, terms, fell = memories.overlay_frame(half_life), read("terms"), []
    for term in terms[terms["role"] != "prologue"].itertuples():
        first = pd.Timestamp(term.start_date)
        end = min(pd.Timestamp(term.end_date), scored_csv()["day"].max())
        months = pd.date_range("1991-11-20", end, freq=pd.DateOffset(months=1))
        inside = [day for day in months if first <= day < pd.Timestamp(term.end_date)]
        row = frame.table.set_index("presidency").loc[term.short_label]
        tones = [tone_by_hand(half_life, day) for day in (inside[0], inside[-1])]
        assert [row["first month"], row["last month"]] == pytest.approx(tones)
        fell += [term.short_label] * (tones[1] < tones[0])
    assert frame.fell == fell
    shares = [line["share"] for _, line in frame.lines]
    assert all(0 <= share.min() < 2 and share.max() < 100 for share in shares)
    assert all(share.max() > 97 for share in shares[:-1])


def test_half_life_moves_the_line():
    lines = [charts.relationship(half).figure.to_json() for half in HALF_LIVES]
    assert len(set(lines)) == len(HALF_LIVES)


def test_terms_are_shaded_alike_in_every_chart():
    def bands(chart):
        shapes = chart.figure.layout.shapes
        return {(shape.x0, shape.fillcolor) for shape in shapes if shape.opacity == 0.09}

    first, *others = (
        bands(view()) for view in (charts.relationship, charts.opinion, charts.machine_coded)
    )
    assert len(first) == len(data.load("terms")) and all(other == first for other in others)


def test_presidencies_differ_in_colour_and_in_line():
    terms = look.terms()
    assert len({term.colour for term in terms}) == len(terms)
    assert len({(term.colour, term.dash) for term in look.presidencies()}) == len(terms) - 1
    assert [term.term_id for term in terms] == read("terms")["term_id"].tolist()


def test_hover_gives_event_date_score_and_source():
    figure = charts.presidency("clinton").figure
    said = [text for dots in figure.data if dots.text is not None for text in dots.text]
    (text,) = (text for text in said if "Founding Act" in text)
    for part in ("<b>", "27 May 1997", "score +", "Source: "):
        assert part in text


def test_brief_hover_gives_event_date_and_score():
    dots = charts.relationship().figure.data[0]
    assert dots.text[0] == "US aid law to help secure and dismantle Soviet weapons"
    assert all(part in dots.hovertemplate for part in ("%{text}", "%{x|%-d %B %Y}", "%{y:+.1f}"))


@pytest.mark.parametrize("term", TERMS)
def test_labels_of_a_presidency_do_not_cover_each_other(term):
    labels = set(data.load("events")["chart_label"].dropna().str.lstrip("*"))
    figure = charts.presidency(term).figure
    left, right = (pd.Timestamp(end) for end in figure.layout.xaxis.range)
    boxes = []
    for note in figure.layout.annotations:
        if note.text in labels:
            x = (pd.Timestamp(note.x) - left) / (right - left) * marks.NARROWEST[0] + note.ax
            y = (note.y - figure.layout.yaxis.range[0]) / 24.5 * marks.NARROWEST[1] - note.ay
            half = 3 * len(note.text)
            boxes.append((x - half, y - 6, x + half, y + 6, note.text))
    assert len(boxes) >= 2
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_a_label_takes_the_nearest_place_that_is_free():
    assert marks.free_place((400, 100), 60, []) == ((0, 15), (370, 107.5, 430, 122.5))
    above = (370, 110, 430, 120)
    assert marks.free_place((400, 100), 60, [above])[0] == (0, -15)
    below = (370, 80, 430, 90)
    # A label one half to the right would still touch both, so it goes up a line.
    assert marks.free_place((400, 100), 60, [above, below])[0] == (0, 28)
    # At the left edge there is no room but to the right.
    (right, up), box = marks.free_place((0, 100), 60, [])
    assert (right, up) == (30, 15) and box[0] == 0


@pytest.mark.parametrize("day", UNTIL)
def test_a_chart_until_a_day_shows_nothing_after_it(day):
    chart, last = charts.relationship(until=day), pd.Timestamp(day)
    said = f"Nothing after {last.day} {last:%B %Y} is shown."
    assert said in chart.shows and said in subtitle(chart)
    assert all(pd.to_datetime(list(trace.x)).max() <= last for trace in chart.figure.data)
    boxes = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert boxes and all(pd.Timestamp(shape.x1) <= last for shape in boxes)
    names = [term.short_label for term in data.load("terms").itertuples() if term.start_date > last]
    shown = set(notes(chart)) | set(chart.table["presidency"])
    assert names and not shown & set(names)
    assert "Trump I" not in shown and (day < "2017" or "Trump" in shown)
    later = data.load("events").query("event_date > @last")["title"]
    everything = json.dumps(chart._repr_mimebundle_()) + chart.folded()
    earlier = set(data.load("events").query("event_date <= @last")["title"])
    assert not any(title in everything for title in set(later) - earlier)
    assert chart.table["window"].iloc[-1] != "end" and chart.reading.endswith("unfinished.")
    assert str(data.cutoff().year) not in chart.words


@pytest.mark.parametrize("day", ["1980-01-01", "2100-01-01", "spring"])
def test_until_wants_a_day_within_the_data(day):
    with pytest.raises(ValueError, match=f"until must be a date from .* found '{day}'"):
        charts.relationship(until=day)


@pytest.mark.parametrize("term", TERMS)
def test_a_presidency_shows_only_its_own_months(term):
    figure, dates = charts.presidency(term).figure, read("terms").set_index("term_id").loc[term]
    line = next(trace for trace in figure.data if trace.mode == "lines")
    first, end = pd.Timestamp(dates["start_date"]), pd.Timestamp(dates["end_date"])
    assert pd.Timestamp(line.x[0]) >= first and pd.Timestamp(line.x[-1]) < end


def test_the_prologue_and_an_unknown_term_are_refused():
    with pytest.raises(ValueError, match="'bush41' is the prologue.*choose one of clinton, bush43"):
        charts.presidency("bush41")
    with pytest.raises(ValueError, match="no term 'lincoln'"):
        charts.presidency("lincoln")


# -------------------------------------------------------------------------- words of made-up frames


def windows(*means):
    """Windows of Obama, Trump I and so on: None where one is missing, else mean, low, high, n."""
    names = [(term.term_id, term.label) for term in look.presidencies()][2:]
    return pd.DataFrame(
        [
            {"term_id": term, "presidency": name, "window": window, "mean": of[0]}
            | {"low": of[1], "high": of[2], "n": of[3], "enough": of[3] >= 6}
            for (term, name), own in zip(names, means, strict=False)
            for window, of in zip(("start", "middle", "end"), own, strict=True)
            if of
        ]
    )


def test_the_windows_are_said_one_presidency_after_the_other():
    obama = (1.04, 0.5, 2, 40), (-3, -4, -2, 6), (-0.06, -1, 1, 5)
    trump = (2, 1, 3, 7), (float("nan"), float("nan"), float("nan"), 0), (2.5, 2, 3, 1)
    found = windows(obama, trump, ((-1, -2, 0, 9), None, None))
    frame = replace(
        chronology.relationship_frame(until="2022-06-01"),
        windows=dict.fromkeys(record.KINDS, found),
        first_year=1985,
        half_life=2.5,
    )
    said = chronology.relationship_words(frame)
    assert said.reading.startswith("Mean score of the windows, with 95 % interval. Clinton: ;")
    assert said.reading.endswith(
        "Obama: start +1.0 (+0.5 to +2.0, 40 acts), middle -3.0 (-4.0 to -2.0, 6 acts), "
        "end -0.1 (-1.0 to +1.0, 5 acts, too few to judge by); "
        "Trump: start +2.0 (+1.0 to +3.0, 7 acts), middle no scored act, "
        "end +2.5 (+2.0 to +3.0, 1 act, too few to judge by); "
        "Biden: start -1.0 (-2.0 to +0.0, 9 acts), unfinished."
    )
    assert said.title == "US-Russia relations, 1985-2022: the record as a line"
    assert "counts half after 2.5 months." in said.subtitle
    assert "Nothing after 1 June 2022" in said.shows


def test_only_marks_that_are_drawn_are_named():
    frame = chronology.presidency_frame("obama")
    said = chronology.presidency_words(frame).subtitle
    assert "months. Bars: means of windows" in said and said.endswith("Grey diamonds: context.")
    none = {kind: table.iloc[:0] for kind, table in frame.windows.items()}
    bare = replace(frame, context=frame.context.iloc[:0], windows=none)
    said = chronology.presidency_words(bare).subtitle
    assert "diamonds" not in said and "Bars" not in said


def overlaid(*tones):
    lines = [pd.DataFrame({"share": [0, 100], "tone": list(tone)}) for tone in tones]
    pairs = list(zip(look.presidencies(), lines, strict=False))
    return memories.OverlayFrame(pairs, trajectory.scored_events(), 12)


def test_the_overlay_counts_presidencies_in_words():
    said = memories.overlay_words(overlaid((3, 1), (0, 2), (1, 0)))
    assert said.headline.startswith("Three presidencies by share")
    assert said.reading.endswith("in the last month than in the first for Clinton and Obama.")
    assert memories.overlay_words(overlaid((1, 1), (0, 2))).reading.endswith("first for none.")


# ------------------------------------------------------------------------------------------- series


def test_machine_coded_extremes_are_those_of_the_tables():
    table = charts.machine_coded().table
    listed = read("panels")
    assert table["data set"].tolist() == listed["dataset"].tolist()
    for row, panel in zip(table.to_dict("records"), listed.itertuples(), strict=True):
        counts = read(f"event_data_{panel.period}")
        here = counts[(counts["dataset"] == panel.dataset) & (counts["direction"] == "both")]
        here = here[here["actor_rule"] == panel.actor_rule].dropna(subset=[panel.measure])
        if panel.period == "year":
            here = here[here["full_period"] != "no"]
        values = here.drop_duplicates("period").set_index("period")[panel.measure].sort_index()
        assert (row["first"], row["last"]) == (values.index[0], values.index[-1])
        assert (row["lowest"], row["highest"]) == (values.min(), values.max())
        assert (values[row["in"]], values[row["at"]]) == (values.min(), values.max())


def machine(dataset, first, values, period="year"):
    step = {"year": "%Y", "month": "%Y-%m"}[period]
    when = pd.date_range(first, periods=len(values), freq=f"{period[0].upper()}S")
    readings = pd.DataFrame({"period": when.strftime(step), "when": when, "value": values})
    panel = f"{dataset}, read by machine"
    return machines.MachineSeries(panel, dataset, "all", period, "net_coop_balance", readings)


def test_years_without_any_reading_are_named_and_the_longest_series_is_read():
    short, long = machine("A", "2001", [0.1, 0.2]), machine("B", "2005", [0.5, -0.25, 0.75])
    months = machine("C", "2009-05", [0.0] * 30, "month")
    frame = machines.MachineFrame([short, long, months])
    assert frame.gaps == [2003, 2004, 2008]
    said = machines.machine_words(frame)
    assert "No data set here covers 2003 to 2004 and 2008." in said.note
    assert said.reading == (
        "B, 2005 to 2007: highest net cooperation 0.75 in 2007, lowest -0.25 in 2006."
    )
    assert said.shows.startswith("3 series of US-Russia events")
    whole = machines.MachineFrame([short, machine("D", "2003", [1, 1])])
    assert "covers" not in machines.machine_words(whole).note


def test_the_years_that_no_machine_covers_are_those_of_the_tables():
    covered = set()
    for panel in read("panels").itertuples():
        counts = read(f"event_data_{panel.period}").query("direction == 'both'")
        same = counts["dataset"].eq(panel.dataset) & counts["actor_rule"].eq(panel.actor_rule)
        here = counts[same].dropna(subset=[panel.measure])
        if panel.period == "year":
            here = here[here["full_period"] != "no"]
        covered |= set(here["period"].str[:4].astype(int))
    expected = sorted(set(range(min(covered), max(covered))) - covered)
    assert machines.machine_frame().gaps == expected
    first, last = expected[0], expected[-1]
    assert expected == list(range(first, last + 1))
    assert any(
        f"No data set here covers {first} to {last}." in n for n in notes(charts.machine_coded())
    )


def test_opinion_and_its_extremes_are_those_of_the_readings():
    table, readings = charts.opinion().table.set_index("view"), read("indicators")
    readings["date"] = pd.to_datetime(readings["date"])
    for line in read("opinion_lines").itertuples():
        here = readings[readings["indicator_id"] == line.indicator_id]
        here = here[here["date"] >= "1991"].set_index("date")["value"].sort_index()
        row = table.loc[line.label]
        assert row["readings"] == len(here)
        assert (row["highest"], row["lowest"]) == (here.max(), here.min())
        assert row["in"] == f"{here.idxmax():%b %Y}" and row["at"] == f"{here.idxmin():%b %Y}"


def test_no_line_crosses_a_gap_in_the_polls():
    """The readings of February 2006 and of September 2008 stand alone."""
    levada = charts.opinion().figure.data[1]
    drawn = [
        "gap" if pd.isna(value) else str(when)[:7]
        for when, value in zip(levada.x, levada.y, strict=True)
        if "2003-02" < str(when)[:7] < "2010-02"
    ]
    assert drawn == ["2003-03", "gap", "2006-02", "gap", "2008-09", "gap", "2010-01"]
    assert levada.connectgaps is False


def test_a_line_stops_after_fifteen_months_without_a_reading():
    days = pd.to_datetime(["2001-01-01", "2002-03-01", "2003-08-01"])
    drawn = series.with_gaps(pd.DataFrame({"shown_at": days, "value": [1.0, 2.0, 3.0]}))
    assert drawn["value"].fillna(-1).tolist() == [1, 2, -1, 3]
    assert drawn["shown_at"].iloc[2] == pd.Timestamp("2003-07-31")


@pytest.mark.parametrize("first_year", [1992, 2014])
def test_indicators_and_their_extremes_are_those_of_the_readings(first_year):
    table, readings = charts.indicators(CORE, first_year).table, read("indicators")
    labels = read("indicator_catalogue").set_index("indicator_id")["label"]
    for name, row in zip(CORE, table.to_dict("records"), strict=True):
        here = readings[readings["indicator_id"] == name].sort_values("date")
        here = here[here["date"].str[:4].astype(int) >= first_year].set_index("date")["value"]
        assert row["indicator"] == labels[name]
        assert (row["lowest"], row["highest"]) == (here.min(), here.max())
        assert [row["in"], row["at"]] == [int(here.idxmin()[:4]), int(here.idxmax()[:4])]


def test_one_indicator_is_said_in_the_singular():
    frame = series.indicators_frame(["us_goods_trade"], 2000)
    assert series.indicators_words(frame).shows.startswith("1 indicator since 2000, each")


def test_the_fan_has_median_and_edges_of_its_versions():
    index = pd.DataFrame({"a": [0.1, 0.9], "b": [0.2, 0.5], "c": [0.6, 0.4]}, index=[2001, 2003])
    chart = charts.fan(index, mark=[2003])
    assert chart.table.to_dict("list") == {
        "year": [2001, 2003],
        "lowest version": [0.1, 0.4],
        "median": [0.2, 0.5],
        "highest version": [0.6, 0.9],
    }
    assert chart.reading == ("The median is highest in 2003 (0.50) and lowest in 2001 (0.20).")
    assert chart.shows == "3 versions of one index over 2 years with complete readings."
    # The year between has no reading: a gap in every line.
    assert len(chart.figure.data) == 4 and all(pd.isna(line.y[1]) for line in chart.figure.data)
    mark = next(note for note in chart.figure.layout.annotations if note.text == "<b>2003</b>")
    assert mark.y == 0.9


# ---------------------------------------------------------------------------------- put to the test


def test_the_banded_forecasts_are_scored_as_by_hand():
    asked = read("forecast_questions").dropna(subset=["article_band"])
    middle = {"very_unlikely": 0.125, "unlikely": 0.325, "likely": 0.675, "very_likely": 0.875}
    middle |= {"almost_no_chance": 0.03, "even": 0.5, "almost_certain": 0.97}
    p, happened = asked["article_band"].map(middle), asked["outcome"] == "yes"
    chart = charts.forecast_bands()
    assert chart.table["question"].tolist() == asked["question_id"].tolist()
    right = int(((p > 0.5) & happened).sum() + ((p < 0.5) & ~happened).sum())
    score = ((p - happened) ** 2).mean()
    assert chart.reading == (
        f"{right} of {len(asked)} outcomes lie on the side of one half that the band expects; "
        f"the Brier score of the middles is {score:.3f}."
    )
    ticks = [shape.x0 for shape in chart.figure.layout.shapes if shape.line.width == 3]
    assert ticks == p.tolist()[::-1]


def asked(band, outcome, day):
    text, band = "Will it (or not) rain?", forecasts.BANDS[band]
    return judged.Forecast("Q1", text, pd.Timestamp(day), band, outcome, "")


def test_an_even_band_is_on_neither_side_and_days_are_named():
    rows = [asked("even", "no", "2017-04-17"), asked("even", "yes", "2017-04-17")]
    said = judged.forecast_words(judged.ForecastFrame(rows, []))
    assert said.shows.startswith("2 questions of 17 April 2017 for which")
    assert said.reading.startswith("0 of 2 outcomes lie") and said.reading.endswith("is 0.250.")
    rows = [asked("likely", "yes", "2018-05-04"), asked("likely", "no", "2017-04-17")]
    said = judged.forecast_words(judged.ForecastFrame(rows, []))
    assert said.shows.startswith("2 questions of 17 April 2017 to 4 May 2018 for which")
    assert said.reading.startswith("1 of 2 outcomes lie")


def test_placebo_shares_are_counted_from_the_shifts():
    results = shifted()
    chart = charts.placebo(results)
    for row, result in zip(chart.table.to_dict("records"), results.values(), strict=True):
        null = np.sort(result.null)
        as_high = (null >= result.statistic - 1e-9).sum() / len(null)
        assert row["share of shifts at least as high"] == pytest.approx(as_high)
        assert row["placebo median"] == pytest.approx(np.median(null))
        assert row["placebo highest"] == null[-1]
    lines = [shape.x0 for shape in chart.figure.layout.shapes]
    assert lines == [result.statistic for result in results.values()]
    assert [len(trace.x) for trace in chart.figure.data] == [len(r.null) for r in results.values()]


def test_placebo_says_each_calendar():
    null, used = np.array([1.0, -2, 0.5, 0]), np.array([True, False])
    result = cycle.ShiftResult(1.0, 0.25, null, used)
    frame = judged.PlaceboFrame({"Here": result, "There": result._replace(statistic=-0.5)})
    assert judged.placebo_words(frame).reading == (
        "Here: +1.00, reached or passed by 25% of the shifts. "
        "There: -0.50, reached or passed by 25% of the shifts."
    )
    assert frame.reach == pytest.approx(2.1)


def ways(**columns):
    """Three made-up combinations that differ in indicator and window."""
    first = {"part": "p", "memory": "none", "weighting": "each", "calendar": "c", "known": "now"}
    first |= {"indicator": ["polls", "acts", "acts"], "window": ["6", "6", "12"]}
    first |= {"left_out": ["none", "none", "E1"], "share": [0.0, 1.0, 0.5]}
    verdicts = ["cannot tell", "holds", "does not hold"]
    return pd.DataFrame(first | {"verdict": verdicts} | columns)


def test_the_curve_rises_and_holds_every_combination_with_a_share():
    frame = choices.specifications_frame(all_choices())
    told = all_choices().dropna(subset=["share"])
    bars = charts.specifications(all_choices()).figure.data[0]
    assert sum(bars.width) == len(told) == frame.steps["n"].sum()
    heights = [height + bars.base for height in bars.y]
    assert heights == sorted(heights) and heights[0] == 0 and heights[-1] == 1
    blue = [color == look.USA for color in bars.marker.color]
    held = (told["verdict"] == "holds").sum()
    assert sum(width for width, is_blue in zip(bars.width, blue, strict=True) if is_blue) == held


def test_combinations_that_cannot_tell_stand_at_the_edges():
    verdicts = choices.specifications_frame(all_choices()).steps["verdict"].tolist()
    assert verdicts[0] == verdicts[-1] == "cannot tell" and verdicts.count("cannot tell") == 2
    assert verdicts[-2] == "holds" and set(verdicts[1:-2]) == {"does not hold"}


def test_the_grid_says_how_often_an_option_stands_where():
    frame, table = choices.specifications_frame(all_choices()), all_choices()
    told = table.dropna(subset=["share"])
    place = frame.steps["verdict"].tolist().index("holds")
    for choice, option in (("memory", "24 months"), ("calendar", "Moscow")):
        ours = told[told[choice] == option]
        expected = (ours["verdict"] == "holds").mean() / (told["verdict"] == "holds").mean()
        assert frame.weight(choice, option)[place] == pytest.approx(expected)
    one = told[told["left_out"] != "none"]
    expected = (one["verdict"] == "holds").mean() / (told["verdict"] == "holds").mean()
    assert frame.weight("left_out", "one class")[place] == pytest.approx(expected)


def test_an_option_of_a_made_up_frame_stands_three_times_as_often_in_its_place():
    frame = choices.specifications_frame(ways())
    assert frame.steps["share"].tolist() == [0, 0.5, 1]
    assert frame.weight("indicator", "polls") == [3, 0, 0]
    assert frame.weight("indicator", "acts") == [0, 1.5, 1.5]
    assert frame.weight("part", "p") == [1, 1, 1]


def test_every_row_of_the_grid_has_its_mean_share():
    figure = charts.specifications(all_choices()).figure
    said = {note.y: note.text for note in figure.layout.annotations if note.yref == "y2"}
    rows = dict(zip(figure.layout.yaxis2.ticktext, figure.layout.yaxis2.tickvals, strict=True))
    shares = all_choices().dropna(subset=["share"]).groupby("indicator")["share"]
    for option, group in shares:
        assert said[rows[option]] == f"{words.share(group.mean())} of {len(group):,}"
    assert len(said) == len(choices.specifications_frame(all_choices()).table) + 1


def test_specifications_say_the_verdicts_and_the_choice_that_matters_most():
    frame = choices.specifications_frame(ways())
    assert choices.specifications_words(frame).reading == (
        "Of 3 combinations 1 hold, 1 do not hold, 1 cannot tell. The choice that moves the share "
        "most is the indicator: changed alone, by 1.00 on average."
    )
    alone = choices.specifications_frame(ways().head(1))
    said = choices.specifications_words(alone).reading
    assert said.endswith("No two of them differ in one choice alone.")


def test_specifications_without_a_comparison_are_refused():
    with pytest.raises(ValueError, match="None of the 3 combinations can make a comparison"):
        charts.specifications(ways(share=[np.nan] * 3))


def test_the_posterior_is_bayes_rule_by_hand():
    likely = read("likelihoods")
    table = {name: list(rows["p_if_true"]) for name, rows in likely.groupby("hypothesis_id")}
    order = {name: list(rows["finding_id"]) for name, rows in likely.groupby("hypothesis_id")}
    product = {name: float(np.prod(values)) for name, values in table.items()}
    share = {name: value / sum(product.values()) for name, value in product.items()}
    labels = read("rivals").set_index("hypothesis_id")["label"]
    chart = charts.posterior(rival_steps())
    assert chart.table["after"].tolist()[1:] == sorted(next(iter(order.values())))
    last = chart.table.iloc[-1]
    for name, value in share.items():
        assert last[labels[name]] == pytest.approx(value)
    ranked = sorted(share, key=share.get, reverse=True)
    first, second, lowest = (
        (labels[name], f"{share[name]:.2f}") for name in (ranked[0], ranked[1], ranked[-1])
    )
    assert chart.reading == (
        f"In the end {first[0]} has {first[1]}, {second[0]} {second[1]}, and {lowest[0]}, "
        f"the lowest, {lowest[1]}."
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"A": 0.2, "B": 0.8}, "In the end B has 0.80 and A 0.20."),
        ({"A": 0.2, "B": 0.3, "C": 0.5}, "In the end C has 0.50, B 0.30, and A, the lowest, 0.20."),
    ],
)
def test_few_explanations_are_each_said_once(shares, said):
    steps = pd.DataFrame([shares, shares], index=["prior", "a find"])
    chart = charts.posterior(steps)
    assert chart.reading == said
    assert chart.shows.startswith(f"The probability (0 to 1) of {len(shares)} explanations after")
    assert "each of 1 piece of evidence" in chart.shows
    assert chart.sources == ["The figures given to the chart"]


def test_the_posterior_names_rivals_and_dates_evidence():
    figure = charts.posterior(rival_steps()).figure
    said = [note.text for note in figure.layout.annotations]
    assert all(sum(label in note for note in said) == 1 for label in data.load("rivals")["label"])
    ticks = figure.layout.xaxis.ticktext
    assert ticks[0] == "before" and ticks[1].endswith("May 1997")
    assert len(ticks) == len(figure.data[0].x)
    for place in range(len(ticks)):
        assert sum(trace.y[place] for trace in figure.data) == pytest.approx(1)


def test_no_name_of_a_rival_leaves_the_drawing():
    """One who ends at zero is named on the axis, not under it."""
    figure = charts.posterior(rival_steps()).figure
    low, high = figure.layout.yaxis.range
    labels = tuple(data.load("rivals")["label"])
    places = [n.y for n in figure.layout.annotations if any(name in n.text for name in labels)]
    assert len(places) == len(labels) and all(low <= y <= high for y in places)


# ----------------------------------------------------------------------------------- the causal map


def test_the_two_causal_maps_show_every_arrow_once():
    edges = read("edges")
    shown = [charts.causal_map(part) for part in causal.PARTS]
    assert sum(len(chart.table) for chart in shown) == len(edges)
    base = edges[~edges["kind"].eq("trump_branch") & edges["edge_id"].ne("E46")]
    ends = (base["to_node"] == "relation").sum()
    back, larger = base["kind"].eq("feedback").sum(), base["kind"].eq("amplifies").sum()
    boxes = len(set(base["from_node"]) | set(base["to_node"]))
    assert shown[0].shows.startswith(f"{len(base)} arrows between {boxes} boxes, from")
    assert shown[0].reading == (
        f"Arrows that end at the state of relations: {ends}; that lead back from it: {back}; "
        f"that make another harm larger: {larger}."
    )


def test_a_node_has_one_label_and_a_place_and_boxes_do_not_overlap():
    edges, nodes = read("edges"), read("nodes")
    labels = pd.concat(
        [
            edges[[f"{end}_node", f"{end}_label"]].set_axis(["node", "label"], axis=1)
            for end in ("from", "to")
        ]
    ).drop_duplicates()
    assert labels["node"].is_unique and set(labels["node"]) == set(nodes["node"])
    for _, places in nodes.groupby("part"):
        for one, other in combinations(places.itertuples(), 2):
            apart = one.low > other.high or other.low > one.high
            assert one.column != other.column or apart, (one, other)


def test_arrows_of_the_causal_map_run_to_the_right_but_for_the_feedback():
    edges = read("edges")
    for _, places in read("nodes").groupby("part"):
        column = places.set_index("node")["column"]
        inside = edges["from_node"].isin(column.index) & edges["to_node"].isin(column.index)
        assert inside.any()
        for edge in edges[inside].itertuples():
            right = column[edge.from_node] < column[edge.to_node]
            assert right == (edge.kind != "feedback"), edge


def test_the_map_names_only_signs_that_are_drawn():
    arrow = causal.Arrow("E1", "a", "relation", "A", "Relations", "+", "main", "C1", "why")
    nodes = {"a": causal.Box(0, 0, 1), "relation": causal.Box(1, 0, 1)}
    labels = {"a": "A", "relation": "Relations"}
    frame = causal.MapFrame(causal.PARTS["base"], nodes, (arrow,), labels)
    said = causal.map_words(frame)
    assert said.subtitle.startswith("Signs: + raises. Hover") and said.shows.startswith("1 arrow")
    assert said.reading.startswith("Arrows that end at the state of relations: 1; that lead back")
    minus = replace(arrow, sign="-", kind="amplifies")
    assert (causal.style(minus), causal.style(arrow)) == ("amplifies", "+")
    assert "✕ blocks" in subtitle(charts.causal_map("trump"))
    assert "✕ blocks" not in subtitle(charts.causal_map("base"))


def test_an_arrow_leaves_a_tall_box_at_the_height_of_its_effect():
    arrow = causal.Arrow("E1", "a", "b", "A", "B", "+", "main", "C1", "why")
    tall, low = causal.Box(0, 0, 9), causal.Box(1, 6, 7)
    level = pytest.approx(np.array([(0.41, 6.5), (0.59, 6.5)]))
    assert np.array(causal._corners(arrow, tall, low)) == level
    swapped = causal._corners(arrow, replace(low, column=0), replace(tall, column=1))
    assert np.array(swapped) == level
    back = causal._corners(replace(arrow, kind="feedback"), replace(tall, column=2), low)
    assert back == [(2, 0), (2, -1.85), (1, -1.85), (1, 6)]


def test_an_unknown_part_of_the_causal_map_is_refused():
    with pytest.raises(ValueError, match="'base' and 'trump'"):
        charts.causal_map("biden")


# ---------------------------------------------------------------------------------- a new president


def edit(path, change):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_new_president_needs_no_code(data_copy):
    """Five months of a made-up presidency: every picture shows it, without a line of code."""

    def new_term(rows):
        rows[-1][rows[0].index("role")] = "complete"
        row = dict(zip(rows[0], rows[-1], strict=True))
        row |= {"term_id": "next", "president": "A. N. Other", "short_label": "Other"}
        row |= {"start_date": "2029-01-20", "end_date": "2033-01-20", "role": "unfinished"}
        rows.append([*(row | {"colour": "#123456", "dash": "dash"}).values()])

    def new_event(rows):
        row = dict(zip(rows[0], rows[1], strict=True))
        row |= {"event_id": "2029-05-made-up", "event_date": "2029-05-05", "term_id": "next"}
        rows.append([*row.values()])

    edit(data_copy / "terms.csv", new_term)
    edit(data_copy / "events.csv", new_event)
    package = data_copy / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8")) | {"cutoff": "2029-06-20"}
    package.write_text(json.dumps(described), encoding="utf-8")
    whole, one = charts.relationship(), charts.presidency("next")
    assert "Other" in notes(whole) and "#123456" in {
        s.fillcolor for s in whole.figure.layout.shapes
    }
    assert whole.title == "US-Russia relations, 1991-2029: the record as a line"
    assert whole.reading.endswith("end no scored act; Other: unfinished.")
    assert one.title == "A. N. Other: 1 scored act and 0 windows"
    assert one.reading == "Mean score of the windows, with 95 % interval. Other: unfinished."
    headline = "<b>A. N. Other, 2029 to the cut-off date (unfinished)</b>"
    assert unbroken(one.figure.layout.title.text) == headline
    assert "Bar" not in subtitle(one)
    laid = charts.overlay()
    assert "Seven presidencies" in unbroken(laid.figure.layout.title.text)
    assert laid.figure.data[-1].line.dash == "dash"
    assert "Other" in notes(charts.opinion())


# -------------------------------------------------------------------------------- rooms, and tables


def test_tables_for_reading_are_escaped_and_aligned():
    frame = pd.DataFrame(
        {
            "event_title": ["<b>"],
            "value": [1234.5],
            "on": [pd.Timestamp(2014, 3, 6)],
            "gap": [float("nan")],
        }
    )
    html = tables.show(frame)._repr_html_()
    for part in ("&lt;b&gt;", "1,234.5", "6 March 2014", "event title"):
        assert part in html
    assert '<td style="text-align:right">1,234.5</td>' in html and "nan" not in html


def test_import_is_light_until_a_room_is_used():
    code = """
import sys, resetcycle as rc
heavy = {'plotly', 'pandas', 'numpy', 'scipy', 'ipywidgets'} & set(sys.modules)
assert not heavy, heavy
rc.data.load('terms')
assert 'plotly' not in sys.modules
rc.charts
assert 'ipywidgets' not in sys.modules
rc.cycle.page_trend([[3, 2, 1], [6, 4, 2]]), rc.agreement.camps([[1, 0], [0, 1]], 2)
assert 'scipy' not in sys.modules
assert {'charts', 'data', 'show'} <= set(dir(rc))
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_room_is_an_ordinary_attribute_error():
    import resetcycle

    with pytest.raises(AttributeError, match="No resetcycle attribute widget"):
        _ = resetcycle.widget


def test_numbers_in_sentences():
    assert [words.in_words(number) for number in (0, 1, 12, 13)] == ["none", "one", "twelve", "13"]
    assert look.year_spans([]) == [] and look.year_spans([2003, 2001]) == ["2001", "2003"]
