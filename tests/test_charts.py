"""Every chart, over every value that its controls can take: it draws, it speaks, and it is the same each time."""

import json
import subprocess
import sys
from itertools import combinations

import pandas as pd
import pytest

from resetcycle import charts, cycle, data, evidence, tables, trajectory

HALF_LIVES = (1, 3, 6, 12, 24, 48)
UNTIL = ("1995-06-01", "2017-04-17")
TERMS = [term for term in data.load("terms")["term_id"] if term != "bush41"]
CORE = list(data.load("indicator_catalogue").query("core == 'yes'")["indicator_id"])


def shifted():
    line = trajectory.event_line().set_index("month")["tone"]
    return {country: cycle.shift_test(line, cycle.calendar(country)) for country in cycle.COUNTRIES}


def rival_steps():
    table = data.load("likelihoods").pivot(
        index="hypothesis_id", columns="event_id", values="p_if_true"
    )
    return evidence.steps([1 / len(table)] * len(table), table)


def versions():
    yearly = trajectory.yearly(["tone", "gallup_favourable", "us_goods_trade"])
    return trajectory.versions(
        yearly, {"equal": [1, 1, 1], "events": [3, 1, 1], "polls": [1, 3, 1]}
    )


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
    "memory": charts.memory,
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
}


@pytest.fixture(scope="module", params=VIEWS, ids=str)
def chart(request):
    return VIEWS[request.param]()


def test_a_chart_has_words_a_table_and_sources(chart):
    words = chart.words
    assert chart.title in words and chart.shows in words and chart.reading in words
    assert len(chart.reading) > 30 and len(chart.table) and len(chart.table) <= 40 and chart.sources
    assert "nan" not in words.lower().split()


def test_a_chart_shows_as_plotly_and_as_text(chart):
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert bundle["text/plain"] == chart.words
    figure = bundle["application/vnd.plotly.v1+json"]
    assert figure["data"] and figure["config"]["displaylogo"] is False
    assert "sendChartToCloud" in figure["layout"]["modebar"]["remove"]
    assert len(json.dumps(figure)) < 120_000


def test_a_chart_names_its_unit_its_source_and_the_cutoff(chart, request):
    layout, view = chart.figure.layout, request.node.callspec.params["chart"]
    notes = [note.text for note in layout.annotations]
    last = pd.Timestamp(view.split()[-1]) if " until " in view else data.cutoff()
    assert any(
        note.startswith("Source:") and f"Data to {last:%-d %B %Y}." in note for note in notes
    )
    assert layout.title.text and layout.title.subtitle.text
    panels = [axis for axis in layout if axis.startswith("yaxis")]
    assert layout.yaxis.title.text or len(panels) > 1


def test_a_chart_fits_the_smallest_screen(chart):
    assert chart.figure.layout.height >= 420 and not chart.figure.layout.width
    assert not chart.figure.layout.showlegend


def test_a_chart_is_the_same_each_time(chart, request):
    again = VIEWS[request.node.callspec.params["chart"]]()
    assert again._repr_mimebundle_() == chart._repr_mimebundle_()
    assert again._html() == chart._html()


def test_the_folded_words_are_plain_html(chart):
    html = chart._html()
    assert html.startswith("<details><summary>") and "<script" not in html
    assert html.count("<tr>") == len(chart.table) + 1


def test_half_life_moves_the_line():
    lines = [charts.relationship(half).figure.to_json() for half in HALF_LIVES]
    assert len(set(lines)) == len(HALF_LIVES)


def test_the_memory_slider_shows_one_line_at_a_time():
    figure = charts.memory().figure
    for place, step in enumerate(figure.layout.sliders[0].steps):
        assert list(step.args[0]["visible"]) == [
            number == place for number in range(len(figure.data))
        ]


def test_terms_are_shaded_alike_in_every_chart():
    def bands(chart):
        return {
            (shape.x0, shape.fillcolor)
            for shape in chart.figure.layout.shapes
            if shape.opacity == 0.09
        }

    assert (
        bands(charts.relationship())
        == bands(charts.opinion())
        == bands(charts.memory())
        == bands(charts.machine_coded())
    )


def test_presidencies_differ_in_colour_and_in_line():
    assert len({color for color, _ in charts.STYLE.values()}) == len(charts.STYLE)
    terms = data.load("terms").query("role != 'prologue'")["term_id"]
    assert len({charts.STYLE[term] for term in terms}) == len(terms)
    assert set(charts.STYLE) == set(data.load("terms")["term_id"])


def test_no_line_crosses_a_gap_in_the_polls():
    levada = charts.opinion().figure.data[1]
    gap = [
        pd.isna(value)
        for when, value in zip(levada.x, levada.y)
        if "2002-02-01" < str(when)[:10] < "2010-01-16"
    ]
    assert gap and all(gap) and levada.connectgaps is False


def test_hover_gives_event_date_score_and_source():
    text = charts.relationship().figure.data[0].text[0]
    assert (
        "<b>US aid law" in text
        and "12 December 1991" in text
        and "score +7.0" in text
        and "Source: US Statutes" in text
    )


@pytest.mark.parametrize("term", TERMS)
def test_labels_of_a_presidency_do_not_cover_each_other(term):
    labels = set(data.load("events")["chart_label"].dropna().str.lstrip("*"))
    figure = charts.presidency(term).figure
    x_range = pd.to_datetime(pd.Series(figure.layout.xaxis.range))
    boxes = []
    for note in figure.layout.annotations:
        if note.text in labels:
            x = (pd.Timestamp(note.x) - x_range[0]) / (x_range[1] - x_range[0]) * charts.PLOT[
                0
            ] + note.ax
            y = (note.y - figure.layout.yaxis.range[0]) / 24.5 * charts.PLOT[1] - note.ay
            half = 2.8 * len(note.text)
            boxes.append((x - half, y - 6, x + half, y + 6, note.text))
    assert len(boxes) >= 2
    for one, other in combinations(boxes, 2):
        assert (
            one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        ), (one, other)


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
    assert (
        "&lt;b&gt;" in html
        and "1,234.5" in html
        and "6 March 2014" in html
        and "event title" in html
    )
    assert '<td style="text-align:right">1,234.5</td>' in html and "nan" not in html


def test_import_is_light_until_a_room_is_used():
    code = (
        "import sys, resetcycle as rc; heavy = {'plotly', 'pandas', 'numpy', 'scipy', 'ipywidgets'} & set(sys.modules); "
        "assert not heavy, heavy; rc.data.load('terms'); assert 'plotly' not in sys.modules; rc.charts; assert 'scipy' not in sys.modules; "
        "assert 'ipywidgets' not in sys.modules; assert {'charts', 'data', 'show'} <= set(dir(rc))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_room_is_an_ordinary_attribute_error():
    import resetcycle

    with pytest.raises(AttributeError, match="No resetcycle attribute widget"):
        resetcycle.widget


@pytest.mark.parametrize("day", UNTIL)
def test_a_chart_until_a_day_shows_nothing_after_it(day):
    chart, last = charts.relationship(until=day), pd.Timestamp(day)
    said = f"Nothing after {last:%-d %B %Y} is shown."
    assert said in chart.shows and said in chart.figure.layout.title.subtitle.text
    assert all(pd.to_datetime(list(trace.x)).max() <= last for trace in chart.figure.data)
    assert all(
        pd.Timestamp(shape.x1) <= last
        for shape in chart.figure.layout.shapes
        if shape.type == "rect"
    )
    names = [term.short_label for term in data.load("terms").itertuples() if term.start_date > last]
    shown = {note.text for note in chart.figure.layout.annotations} | set(chart.table["presidency"])
    assert names and not shown & set(names)
    assert "Trump I" not in shown and (day < "2017" or "Trump" in shown)
    later = data.load("events").query("event_date > @last")["title"]
    assert not any(
        title in json.dumps(chart._repr_mimebundle_()) + chart._html() for title in later
    )
    assert pd.isna(chart.table["end"].iloc[-1]) and "unfinished" in chart.reading
    assert str(data.cutoff().year) not in chart.words


@pytest.mark.parametrize("day", ["1980-01-01", "2100-01-01", "spring"])
def test_until_wants_a_day_within_the_data(day):
    with pytest.raises(ValueError, match=f"until must be a date from .* found '{day}'"):
        charts.relationship(until=day)


@pytest.mark.parametrize("term", TERMS)
def test_a_presidency_shows_only_its_own_months(term):
    figure, dates = (
        charts.presidency(term).figure,
        data.load("terms").set_index("term_id").loc[term],
    )
    line = next(trace for trace in figure.data if trace.mode == "lines")
    assert (
        pd.Timestamp(line.x[0]) >= dates["start_date"]
        and pd.Timestamp(line.x[-1]) < dates["end_date"]
    )


def test_the_two_causal_maps_show_every_arrow_and_their_boxes_do_not_overlap():
    edges = data.load("edges")
    drawn = [charts.causal_map(part).table for part in charts.MAP_KINDS]
    assert sum(len(table) for table in drawn) == len(edges)
    for places in charts.MAP_PLACES.values():
        boxes = [charts._map_box(place) for place in places.values()]
        for one, other in combinations(boxes, 2):
            assert one[0] != other[0] or one[2] < other[1] or other[2] < one[1], (one, other)


def test_arrows_of_the_causal_map_run_to_the_right_but_for_the_feedback():
    edges = data.load("edges")
    for places in charts.MAP_PLACES.values():
        for edge in edges[
            edges["from_node"].isin(places) & edges["to_node"].isin(places)
        ].itertuples():
            assert (places[edge.from_node][0] < places[edge.to_node][0]) == (
                edge.kind != "feedback"
            )


def test_an_unknown_part_of_the_causal_map_is_refused():
    with pytest.raises(ValueError, match="'base' and 'trump'"):
        charts.causal_map("biden")


def test_the_posterior_names_rivals_and_dates_evidence():
    figure = charts.posterior(rival_steps()).figure
    notes = [note.text for note in figure.layout.annotations]
    assert all(sum(label in note for note in notes) == 1 for label in data.load("rivals")["label"])
    ticks = figure.layout.xaxis.ticktext
    assert (
        ticks[0] == "before"
        and ticks[1].startswith("May 1997")
        and len(ticks) == len(figure.data[0].x)
    )
    assert all(
        abs(sum(trace.y[place] for trace in figure.data) - 1) < 1e-9 for place in range(len(ticks))
    )
