"""A lesson as one HTML file, or as slides, shows its charts without a network, and on paper its
numbers.
"""

import json

import nbformat
import pytest
from conftest import ROOT
from nbconvert.exporters import HTMLExporter, SlidesExporter
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from resetcycle import pages

CONFIG = ROOT / "etc" / "jupyter" / "jupyter_config.json"
FORMS = {"html": HTMLExporter, "slides": SlidesExporter}
CHARTS, WIDGETS = "00-start-here", "06-weighing-the-obstacles"


def read(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


def number_of_charts(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum(pages.PLOTLY in output.get("data", {}) for output in outputs)


def handled(notebook, template="lab"):
    """The notebook after the kit's own step."""
    exporter = HTMLExporter()
    exporter.template_name = template
    return pages.Page(parent=exporter).preprocess(notebook, {})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a function that exports a lesson as Jupyter does it, with the kit's configuration."""
    folder, config = tmp_path_factory.mktemp("pages"), Config(json.loads(CONFIG.read_text()))
    paths = {}

    def make(name, form):
        if (name, form) not in paths:
            page, _ = FORMS[form](config=config).from_filename(
                str(ROOT / "notebooks" / f"{name}.ipynb")
            )
            paths[name, form] = folder / f"{name}.{form}.html"
            paths[name, form].write_text(page, encoding="utf-8")
        return paths[name, form].as_uri()

    return make


DRAWN = "(number) => document.querySelectorAll('.rk-chart .main-svg:first-child').length === number"
# Whether every chart lies whole in the width of its page or slide.
INSIDE = """(width) => [...document.querySelectorAll(".rk-chart .main-svg:first-child")]
  .every((svg) => svg.getBoundingClientRect().width <= width)"""


@pytest.mark.browser
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [CHARTS, WIDGETS])
def test_every_chart_is_drawn_and_nothing_is_fetched(browser, made, name, form):
    page, asked, faults = browser.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    address = made(name, form)
    page.goto(address)
    page.wait_for_function(DRAWN, arg=number_of_charts(read(name)))
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert faults == [] and page.evaluate(INSIDE, 1280)
    assert page.locator(".rk-chart > p").count() == 0
    page.close()


@pytest.mark.browser
def test_paper_has_the_numbers_and_charts_that_fit_it(browser, made):
    page = browser.new_page()
    page.goto(made(CHARTS, "html"))
    page.wait_for_function(DRAWN, arg=number_of_charts(read(CHARTS)))
    folded = page.locator("details:not([open])").count()
    page.evaluate(f"""() => addEventListener("beforeprint", () => (window.paper = [
      document.querySelectorAll("details:not([open])").length, ({INSIDE})(660)]))""")
    assert folded == page.locator("details").count() >= number_of_charts(read(CHARTS))
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert page.evaluate("window.paper") == [0, True]
    assert page.locator("details:not([open])").count() == folded
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("form", FORMS)
def test_where_no_script_runs_the_words_stand_and_paper_has_the_numbers(browser, made, form):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(made(CHARTS, form))
    said = page.locator(".rk-chart > p").all_text_contents()
    assert len(said) == number_of_charts(read(CHARTS))
    assert all(text.startswith("Chart: ") for text in said)
    page.emulate_media(media="print")
    assert page.locator("details td").first.is_visible()
    context.close()


@pytest.mark.browser
def test_slides_turn_and_a_long_one_scrolls(browser, made):
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.goto(made(CHARTS, "slides"))
    page.wait_for_function(DRAWN, arg=number_of_charts(read(CHARTS)))
    now = page.locator("section.present:not(.stack)")
    assert now.locator("h1").count() == 1
    page.keyboard.press("Space")
    assert now.locator("h2").inner_text().startswith("The question")
    page.evaluate("location.hash = '#/4/1'")
    now.locator(".rk-chart").wait_for()
    height, whole = now.evaluate("(slide) => [slide.clientHeight, slide.scrollHeight]")
    assert height <= 700 < whole
    page.close()


def test_a_section_begins_a_slide_and_an_output_one_below_it():
    notebook = read(CHARTS)
    sections = sum(cell.source.startswith("## ") for cell in notebook.cells)
    shown = sum(bool(cell.get("outputs")) for cell in notebook.cells)
    page, _ = SlidesExporter(config=Config(json.loads(CONFIG.read_text()))).from_notebook_node(
        notebook
    )
    # A slide, and the first of those below it, are two elements; the title has a slide of its own.
    assert page.count("<section") == 2 * (1 + sections) + shown


def test_slides_that_somebody_has_cut_stay_as_they_are():
    notebook = read(CHARTS)
    notebook.cells[1].metadata.slideshow = {"slide_type": "slide"}
    page, _ = SlidesExporter(config=Config(json.loads(CONFIG.read_text()))).from_notebook_node(
        notebook
    )
    assert page.count("<section") == 4


def test_a_widget_is_its_table_and_no_program_is_fetched_for_it():
    notebook = read(WIDGETS)
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    after, _ = handled(notebook)
    forms = [set(out.get("data", {})) for cell in after.cells for out in cell.get("outputs", [])]
    assert "widgets" not in after.metadata and not any(pages.WIDGET in form for form in forms)
    tables = [out.data["text/html"] for cell in after.cells for out in cell.get("outputs", [])
              if "text/html" in out.get("data", {})]  # fmt: skip
    assert any("WeighObstacles: run this cell" in table and "<table>" in table for table in tables)


def test_a_text_in_a_figure_cannot_end_the_script_that_holds_it():
    notebook = read(CHARTS)
    charts = [out for cell in notebook.cells for out in cell.get("outputs", [])
              if pages.PLOTLY in out.get("data", {})]  # fmt: skip
    charts[0].data[pages.PLOTLY]["layout"]["title"] = "</script><script>alert(1)</script>"
    charts[0].data["text/plain"] = '"><img src=x onerror=alert(1)>'
    handled(notebook)
    html = charts[0].data["text/html"]
    assert html.count("<script") == html.count("</script>") == 1 and "<img" not in html
    held = html.partition('json">')[2].removesuffix("</script></div>")
    assert json.loads(held)["layout"]["title"] == "</script><script>alert(1)</script>"


def test_a_formula_still_gets_what_sets_it():
    notebook = read(CHARTS)
    assert handled(notebook)[1]["mathjax_url"].startswith("data:")
    notebook.cells[0].source += "\n\nThe chance is $1/n!$."
    assert "mathjax_url" not in handled(notebook)[1]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_no_lesson_needs_what_would_be_fetched(path):
    notebook = read(path.stem)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert handled(notebook)[1]["mathjax_url"].startswith("data:")
    assert not any("```mermaid" in text or "![" in text or "<img" in text for text in texts)


@pytest.mark.parametrize("template", ["feedback", "formgrade"])
def test_what_graders_look_at_runs_no_script(template):
    notebook = read(CHARTS)
    before = json.dumps(notebook)
    after, resources = handled(notebook, template)
    assert json.dumps(after) == before and resources == {}


def test_the_notebooks_of_others_pass_unchanged():
    notebook = read(CHARTS)
    notebook.cells = [cell for cell in notebook.cells if "import resetcycle" not in cell.source]
    before = json.dumps(notebook)
    after, resources = handled(notebook)
    assert json.dumps(after) == before and resources == {}


def test_the_configuration_names_what_is_there():
    (named,) = json.loads(CONFIG.read_text())["HTMLExporter"]["preprocessors"]
    assert import_item(named) is pages.Page
