"""No words are cut, cover each other, or are too small: every chart and widget, screen by screen.

Widths are those of the place that a lesson gives: 390 of a phone, 600 beside the contents in a
window of 900, then 900, 1366 (which is 911 at 150 %, and 683 at 200 %) and 1920. Languages other
than English, whose words are longer, are measured where room is scarcest and where there is much;
in letters that are wider too, what has once run out of its place.
"""

import json
from pathlib import Path

import boxes
import made_up
import plotly
import pytest
from test_accessibility import MADE
from test_charts import STORED, VIEWS
from test_widget_pool import mixed

from resetcycle import charts, speech, widgets

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("my_work")]

PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
COLUMNS = (600, 900, 1366 / 1.5, 1366, 1920)
PHONES = (360, 390)
SCREENS = (*PHONES, 1366 / 2, 1366 / 1.5, 900, 1366, 1920)
FEWER = {COLUMNS: (600, 1366), PHONES: (360,), SCREENS: (390, 1280)}
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


@pytest.fixture(params=speech.languages())
def language(request):
    """Speak each language of the kit in turn; English is spoken again afterwards."""
    speech.use(request.param)
    yield request.param
    speech.use("en")


def widths(of, language):
    return of if language == "en" else FEWER[of]


def found(paper, figure, width):
    paper.evaluate(DRAW, [json.loads(figure.to_json()), width])
    drawn = paper.locator("main")
    hidden = [f"{words!r} is hidden" for words in drawn.evaluate(boxes.HIDDEN)]
    return hidden + boxes.faults(drawn.evaluate(boxes.DRAWN))


@pytest.mark.parametrize("view", STORED)
def test_the_words_of_a_chart_stand_clear(paper, language, view):
    chart = VIEWS[view]()
    for width in widths(COLUMNS, language)[view in MAPS :]:
        assert found(paper, chart.figure, width) == [], width


@pytest.mark.parametrize("view", [view for view in STORED if view not in MAPS])
def test_the_words_of_a_chart_stand_clear_on_a_phone(paper, language, view):
    figure = charts.suited(VIEWS[view](), phone=True, dark=True)
    # A page keeps ten pixels on both sides.
    for width in widths(PHONES, language):
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


def mixed_pool():
    widget = widgets.ClassPool("07")
    widget.answer = {"text": mixed(3)}
    return widget


USED = {**MADE, "DrawTrajectory, locked": locked_line, "ClassPool, read": pool}


@pytest.mark.parametrize("name", USED)
def test_the_words_of_a_widget_stand_clear(mount, language, name):
    stand_clear(mount(USED[name]()), widths(SCREENS, language))


def stand_clear(page, screens):
    unfold = "(all) => all.forEach((one) => { one.open = true; })"
    page.locator("details").evaluate_all(unfold)
    for width in screens:
        page.set_viewport_size({"width": round(width), "height": 844})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert page.evaluate("document.documentElement.scrollWidth") <= round(width)
        root = page.locator("main > section")
        texts = [*root.evaluate(boxes.DRAWN), *root.evaluate(boxes.WRITTEN)]
        assert len(texts) >= 2 and boxes.faults(texts) == [], width


# Names of rows that a dot covers, and dots of one set that stand among those of another.
COVERED = """(root) => {
  const sides = (one) => one.getBoundingClientRect();
  const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const dots = [...root.querySelectorAll("svg[role=img] circle")];
  const covers = (text) => dots.filter((dot) => meet(sides(dot), sides(text)));
  const kinds = (dot) => dots.filter((other) => other.getAttribute("class")
    !== dot.getAttribute("class") && meet(sides(dot), sides(other)));
  return [dots.length,
    [...root.querySelectorAll("svg[role=img] text")].filter((text) => covers(text).length)
      .map((text) => text.textContent),
    dots.filter((dot) => kinds(dot).length).length];
}"""


def test_dots_of_a_document_cover_no_name_and_no_other_dots(mount, language):
    """Of a document whose passages all have one code, so that its dots stand on each other."""
    page = mount(MADE["CodeDocument, locked"]())
    for width in (*PHONES, 1366):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        number, names, mixed = page.locator("main").evaluate(COVERED)
        assert number > 20 and (names, mixed) == ([], 0), (language, width)


# ------------------------------------------------------------------------------ another alphabet


# Which letters a text has that its font paints as it paints one that no font has.
UNKNOWN = """(texts) => {
  const [letters, unknown] = [new Set(), new Set()];
  const pen = new OffscreenCanvas(40, 40).getContext("2d", {willReadFrequently: true});
  const painted = (letter, font) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = `${font.fontWeight} 24px ${font.fontFamily}`;
    pen.fillText(letter, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  for (const text of texts) {
    const font = getComputedStyle(text), none = painted("\u0378", font);
    for (const letter of text.textContent.match(/\\p{L}/gu) ?? []) {
      letters.add(letter);
      if (painted(letter, font) === none) unknown.add(letter);
    }
  }
  return [letters.size, [...unknown]];
}"""


@pytest.fixture
def cyrillic():
    """Speak a made-up language in Cyrillic letters, with Russian numbers and forms of plurals."""
    speech.speak(made_up.catalogue("ru", made_up.in_cyrillic))
    yield
    speech.use("en")


def letters_are_known(texts):
    number, unknown = texts.evaluate_all(UNKNOWN)
    assert number > 30 and not unknown


@pytest.mark.usefixtures("cyrillic")
@pytest.mark.parametrize(
    "view",
    [
        *("relationship 12", "indicators", "specifications"),
        *("presidency obama 12", "overlay 12", "posterior", "forecast bands"),
    ],
)
def test_a_chart_in_cyrillic_has_all_letters_and_stands_clear(paper, view):
    chart = VIEWS[view]()
    assert found(paper, chart.figure, 600) == []
    letters_are_known(paper.locator("main svg text"))
    assert found(paper, charts.suited(chart, phone=True), PHONES[0] - 20) == []


@pytest.mark.usefixtures("cyrillic")
@pytest.mark.parametrize("view", MAPS)
def test_the_words_of_a_map_in_cyrillic_stay_in_their_boxes(paper, view):
    assert found(paper, VIEWS[view]().figure, 900) == []
    assert paper.locator("main").evaluate(boxes.SPILT) == []


@pytest.mark.usefixtures("cyrillic")
@pytest.mark.parametrize("name", ["WeighObstacles", "CodeEvents"])
def test_a_board_in_cyrillic_has_all_letters_and_stands_clear(mount, name):
    page = mount(USED[name]())
    stand_clear(page, FEWER[SCREENS])
    letters_are_known(page.locator("main p, main label, main button, main legend"))


DRAWN_LONG = {name: USED[name] for name in ("CausalMap", "CodeDocument, locked", "ClassPool, read")}
DRAWN_LONG |= {"DrawTrajectory, locked": locked_line, "ClassPool, of all kinds": mixed_pool}


@pytest.mark.usefixtures("cyrillic")
@pytest.mark.parametrize("name", DRAWN_LONG)
def test_the_drawings_of_a_board_in_cyrillic_stand_clear(mount, name):
    page = mount(DRAWN_LONG[name]())
    stand_clear(page, (PHONES[0], 1366))
    assert page.locator("main").evaluate(boxes.SPILT) == []


# ------------------------------------------------------------------------------------- the measure


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
