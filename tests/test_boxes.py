"""No words are cut, cover each other, or are too small: every chart and widget, screen by screen.

Widths are those of the place that a lesson gives: 390 of a phone, 600 beside the contents in a
window of 900, then 900, 1366 (which is 911 at 150 %, and 683 at 200 %) and 1920.
"""

import json
from pathlib import Path

import boxes
import plotly
import pytest
from test_accessibility import MADE
from test_charts import STORED, VIEWS

from resetcycle import charts, widgets

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("my_work")]

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
COLUMNS = (600, 900, 1366 / 1.5, 1366, 1920)
PHONES = (360, 390)
SCREENS = (*PHONES, 1366 / 2, 1366 / 1.5, 900, 1366, 1920)
DRAW = """async ([figure, width]) => {
  const box = document.querySelector("main");
  Plotly.purge(box);
  box.style.width = `${width}px`;
  await Plotly.newPlot(box, figure.data, {...figure.layout, width});
}"""
# Boxes side by side need their width: narrower, a map is moved sideways in a place of its own.
MAPS = [view for view in STORED if view.startswith("causal map")]


@pytest.fixture(scope="module")
def paper(browser):
    """A page with plotly and an empty place for a chart, in pixels of a screen at 150 %."""
    page = browser.new_page(viewport={"width": 2000, "height": 1200}, device_scale_factor=1.5)
    page.set_content("<!DOCTYPE html><body style='margin:0'><main></main></body>")
    page.add_script_tag(path=PLOTLY)
    yield page
    page.close()


def found(paper, figure, width):
    paper.evaluate(DRAW, [json.loads(figure.to_json()), width])
    return boxes.faults(paper.locator("main").evaluate(boxes.DRAWN))


@pytest.mark.parametrize("view", STORED)
def test_the_words_of_a_chart_stand_clear(paper, view):
    chart = VIEWS[view]()
    for width in COLUMNS[view in MAPS :]:
        assert found(paper, chart.figure, width) == [], width


@pytest.mark.parametrize("view", [view for view in STORED if view not in MAPS])
def test_the_words_of_a_chart_stand_clear_on_a_phone(paper, view):
    figure = charts.suited(VIEWS[view](), phone=True, dark=True)
    # A page keeps ten pixels on both sides.
    for width in PHONES:
        assert found(paper, figure, width - 20) == [], width


def locked_line():
    widget = widgets.DrawTrajectory("04", "obama")
    points = [[day, place % 9 - 4] for place, day in enumerate(widget.dates)]
    locked = {"locked": True, "locked_at": "2026-03-04T12:00:00Z", "reading": {}}
    widget.answer = {"term": "obama", "points": points, **locked}
    return widget


def pool():
    widget = widgets.ClassPool("07")
    widget.answer = {"text": widget.sample}
    return widget


USED = {**MADE, "DrawTrajectory, locked": locked_line, "ClassPool, read": pool}


@pytest.mark.parametrize("name", USED)
def test_the_words_of_a_widget_stand_clear(mount, name):
    page = mount(USED[name]())
    unfold = "(all) => all.forEach((one) => { one.open = true; })"
    page.locator("details").evaluate_all(unfold)
    for width in SCREENS:
        page.set_viewport_size({"width": round(width), "height": 844})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert page.evaluate("document.documentElement.scrollWidth") <= round(width)
        root = page.locator("main > section")
        texts = [*root.evaluate(boxes.DRAWN), *root.evaluate(boxes.WRITTEN)]
        assert len(texts) >= 2 and boxes.faults(texts) == [], width


def test_a_fault_is_found(paper):
    text = '<text x="{}" y="30" style="font-size:{}px">{}</text>'.format
    paper.locator("main").evaluate(
        "(main, inner) => { main.innerHTML = `<svg width='300' height='60'>${inner}</svg>`; }",
        text(10, 14, "one") + text(20, 14, "two") + text(100, 8, "tiny") + text(292, 14, "far"),
    )
    said = boxes.faults(paper.locator("main").evaluate(boxes.DRAWN))
    assert said == ["'tiny' is 8.0 px high", "'far' is cut", "'one' covers 'two'"]


def test_a_word_with_a_hyphen_stays_one_word_on_a_phone():
    wide = charts.presidency("trump2")
    assert "cut-<br>off" in wide.figure.layout.title.text, "no line ends within a word any more"
    narrow = charts.suited(wide, phone=True).layout.title.text
    assert "cut-off" in narrow.replace("-<br>", "-")
