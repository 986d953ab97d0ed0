"""A newcomer's first minute, and a learner's work: JupyterLab in Chromium, every cell run, every
widget touched."""

import json
import re

import pytest
from conftest import KERNEL_READY, ROOT, until

from resetcycle import answers

OUTPUTS = (
    "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
    ".flatMap(cell => cell.outputs ?? []).map(output => output.output_type)"
)

ALL_RUN = (
    "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
    ".every(cell => cell.cell_type !== 'code' || cell.execution_count)"
)

pytestmark = pytest.mark.browser

NARROW = """() => {
  const drawn = document.querySelector(".js-plotly-plot");
  const cell = drawn?.closest(".jp-OutputArea-child");
  return drawn?.querySelector(".main-svg").clientWidth >= 640 && cell.clientWidth < 390
    && cell.scrollWidth > cell.clientWidth;
}"""


def open_and_run(page, lab, lesson):
    """Open a lesson as a newcomer does, throw its stored outputs away and run every cell."""
    page.goto(f"{lab.address}/lab/tree/notebooks/{lesson}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(KERNEL_READY)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs') }")
    page.wait_for_function(f"({OUTPUTS})().length === 0")
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(ALL_RUN)


def show(page, words):
    """Open all sections and scroll to the code cell that holds these words: JupyterLab draws only
    what is near the window."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:expand-all-headings')")
    place = page.evaluate(
        "(words) => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
        ".findIndex(cell => cell.cell_type === 'code'"
        " && [cell.source].flat().join('').includes(words))",
        words,
    )
    page.evaluate(
        "(place) => window.jupyterapp.shell.currentWidget.content.scrollToItem(place, 'start')",
        place,
    )


def run_cell(page, words):
    """Run the one cell that holds these words and return what it printed."""
    page.evaluate(
        """async (words) => {
      const notebook = window.jupyterapp.shell.currentWidget.content;
      const holds = (cell) => [cell.source].flat().join('').includes(words);
      notebook.activeCellIndex = notebook.model.toJSON().cells.findIndex(holds);
      notebook.activeCell.model.clearExecution?.();
      await window.jupyterapp.commands.execute('notebook:run-cell');
    }""",
        words,
    )
    return page.evaluate(
        "() => JSON.stringify("
        "window.jupyterapp.shell.currentWidget.content.activeCell.model.toJSON().outputs)"
    )


def kept(lab, lesson, name):
    """Return an answer as it lies in the learner's folder; nothing before it does."""
    file = lab.work / f"{lesson}.json"
    held = json.loads(file.read_text(encoding="utf-8"))["answers"] if file.exists() else {}
    return held.get(name, {})


# The places of the cells that can be seen at all, wherever the window stands.
SEEN = (
    "() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')]"
    ".flatMap((cell, at) => cell.offsetHeight > 0 ? [at] : [])"
)


def cells_of(lesson):
    """Return the places of all cells, and of those that are seen while what follows is closed."""
    cells = json.loads((ROOT / "notebooks" / f"{lesson}.ipynb").read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    commit = next(at for at, text in enumerate(sources) if "widgets.Predict(" in text)
    places = list(range(len(cells)))
    return places, [at for at in places if at <= commit or sources[at].startswith("## ")]


def predict(page, name):
    """Answer every question of lesson 00 alike, put the ends in their order, and commit."""
    widget = page.locator(".rk-predict")
    for radio in widget.get_by_role("radio", name=name).all():
        radio.check()
    for end in ("Clinton", "Bush 43", "Obama", "Trump I", "Biden"):
        widget.get_by_role("button", name=end, exact=True).click()
    widget.get_by_role("button", name="Commit").click()
    widget.locator(".rk-reply").first.wait_for()


def test_what_follows_is_closed_until_the_commit_and_stays_open(page, lab):
    """Opened fresh, run cell by cell, committed, and opened again without having been saved."""
    (lab.work / "00.json").unlink(missing_ok=True)
    everything, closed = cells_of("00-start-here")
    page.goto(f"{lab.address}/lab/tree/notebooks/00-start-here.ipynb?reset")
    page.wait_for_function(f"({SEEN})().length >= {len(closed)}")
    page.wait_for_function(KERNEL_READY)
    page.wait_for_function(f"({SEEN})().join() === '{','.join(map(str, closed))}'")
    open_and_run(page, lab, "00-start-here")
    assert page.evaluate(SEEN) == closed
    # A step over the closed heading is not taken, and leads back to the question.
    notebook = "window.jupyterapp.shell.currentWidget.content"
    page.evaluate(
        f"() => {{ {notebook}.activeCellIndex = {closed[-6]}; {notebook}.node.focus(); }}"
    )
    page.evaluate(f"() => {notebook}.activeCell.node.focus()")
    page.keyboard.press("Shift+Enter")
    page.get_by_text("Commit your guesses first").first.wait_for()
    assert page.evaluate(SEEN) == closed
    predict(page, "worse")
    page.wait_for_function(f"({SEEN})().length === {len(everything)}")
    until(page, lambda: kept(lab, "00", "predictions").get("locked_at"))
    assert kept(lab, "00", "predictions")["guesses"]["biden"] == "worse"
    page.screenshot(path=ROOT / "build" / "00-predicted.png")
    open_and_run(page, lab, "00-start-here")
    page.wait_for_function(f"({SEEN})().length === {len(everything)}")
    assert page.get_by_text("The record is as you expected in").first.is_visible()


def test_in_notebook_7_it_is_closed_too_and_a_kept_commit_opens_it(page, lab):
    guesses = dict.fromkeys(("clinton", "bush43", "obama", "trump1", "biden"), "worse")
    ends = {"ends": ["Clinton", "Bush 43", "Obama", "Trump I", "Biden"]}
    made = {"guesses": guesses | ends, "locked_at": "2026-11-22T12:00:00+00:00", "first": None}
    own = {"kit": "reset-cycle", "lesson": "00", "learner": "0123abcd", "saved": ""}
    lab.work.mkdir(exist_ok=True)
    work = lab.work / "00.json"
    work.write_text(json.dumps(own | {"answers": {"predictions": made}}), encoding="utf-8")
    everything, closed = cells_of("00-start-here")
    page.goto(f"{lab.address}/notebooks/notebooks/00-start-here.ipynb")
    page.wait_for_function(f"({SEEN})().join() === '{','.join(map(str, closed))}'")
    page.locator(".jp-CodeCell .cm-content").first.click()
    for _ in range(3):
        page.keyboard.press("Shift+Enter")
    page.wait_for_function(f"({SEEN})().length === {len(everything)}")
    page.screenshot(path=ROOT / "build" / "00-notebook-7.png")


def test_the_first_lesson_runs_in_jupyterlab(page, lab):
    complaints, outside = [], []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not re.match(f"{lab.address}|data:|blob:|ws:", request.url)
            else None
        ),
    )
    open_and_run(page, lab, "00-start-here")
    outputs = page.evaluate(OUTPUTS)
    stored = json.loads((ROOT / "notebooks" / "00-start-here.ipynb").read_text("utf-8"))["cells"]
    assert len(outputs) == sum(len(cell.get("outputs", [])) for cell in stored)
    assert "error" not in outputs
    # What follows the commit is closed until then; its arrows open it, too.
    arrows = ".jp-collapseHeadingButton.jp-mod-collapsed"
    page.evaluate(f"document.querySelectorAll('{arrows}').forEach((arrow) => arrow.click())")
    # JupyterLab draws only what is near the window: go back to where the first chart is.
    page.evaluate("window.jupyterapp.shell.currentWidget.content.scrollToItem(8, 'start')")
    page.wait_for_selector(".js-plotly-plot .main-svg .scatterlayer .trace path")
    chart = page.locator(".js-plotly-plot").first
    assert chart.locator(".scatterlayer .trace").count() >= 5
    assert "Obama" in chart.inner_text() and "Share" not in (
        chart.locator(".modebar").text_content() or ""
    )
    assert page.locator("details summary").first.is_visible()
    build = ROOT / "build"
    page.screenshot(path=build / "00-start-here.png")
    chart.screenshot(path=build / "trajectory.png")
    assert (build / "trajectory.png").stat().st_size > 10_000
    # In a window as narrow as a phone it keeps the width of its labels, and its cell scrolls.
    page.set_viewport_size({"width": 390, "height": 900})
    page.wait_for_function(NARROW)
    assert not complaints, complaints
    assert not outside, outside


def test_weights_travel_from_the_slider_to_python_to_the_file_and_back(page, lab):
    complaints = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    open_and_run(page, lab, "06-weighing-the-obstacles")
    show(page, "WeighObstacles")
    slider = page.get_by_label("Shocks from outside", exact=True).first
    slider.focus()
    page.keyboard.press("End")
    moved = pytest.approx(100 / 450)
    weights = ("06", "weights")
    until(page, lambda: kept(lab, *weights).get("weights", {}).get("external_shocks") == moved)
    # Python has the weights, too: the obstacle stands first, and all the others share a place.
    assert re.search(r"Shocks from outside +1 ", run_cell(page, "order_beside"))
    show(page, "WeighObstacles")
    # A board that comes back into view is drawn anew: wait for its code.
    code = page.locator(".rk-weigh .share-code").filter(has_text="RC1-").first
    code.wait_for()
    shared = answers.read_share_code(code.inner_text())
    assert shared["points"] == kept(lab, *weights)["points"]
    open_and_run(page, lab, "06-weighing-the-obstacles")
    show(page, "WeighObstacles")
    assert page.get_by_label("Shocks from outside", exact=True).first.input_value() == "100"
    page.screenshot(path=ROOT / "build" / "06-weighing-the-obstacles.png")
    assert not complaints, complaints


def test_a_class_is_read_from_the_sample(page, lab):
    open_and_run(page, lab, "07-when-we-disagree")
    show(page, "ClassPool")
    page.get_by_role("button", name="Use the sample class (invented)").click()
    page.get_by_text("weights of 24 learners").first.wait_for()
    page.screenshot(path=ROOT / "build" / "07-when-we-disagree.png")
    assert len(answers.find_share_codes(kept(lab, "07", "class")["text"])[0]) == 24


def test_a_line_is_drawn_locked_and_restored(page, lab):
    open_and_run(page, lab, "03-bush-putin")
    show(page, "DrawTrajectory")
    plot = page.locator(".rk svg").first
    plot.wait_for()
    box = plot.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(
            box["x"] + 60 + step * (box["width"] - 60) / 39,
            box["y"] + box["height"] * (0.4 + step / 100),
        )
    page.mouse.up()
    page.get_by_role("button", name="Lock my line").click()
    page.locator(".rk").get_by_text("record").first.wait_for()
    until(page, lambda: kept(lab, "03", "line-bush43").get("locked"))
    line = kept(lab, "03", "line-bush43")
    assert len(line["points"]) == 17 and set(line["reading"]) == {"start", "middle", "end"}
    open_and_run(page, lab, "03-bush-putin")
    show(page, "DrawTrajectory")
    assert page.locator(".rk input[type=range]").first.is_disabled()


def test_forecasts_are_locked_in_one_notebook_and_revealed_in_another(page, lab):
    import nbformat

    kernel = {
        "kernelspec": {
            "name": "python3",
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
        }
    }
    for name, code in (
        ("lock", 'rc.widgets.ForecastBoard("05", question_ids=["Q02", "Q13"])'),
        (
            "reveal",
            """rc.answers.save("08", predictions={"guesses": {}, "locked_at": "2026-11-22"})
rc.widgets.ForecastBoard("08", reveal=True, locked_in="05")""",
        ),
    ):
        cells = [nbformat.v4.new_code_cell(f"import resetcycle as rc\n{code}")]
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=kernel),
            lab.work.parent / "notebooks" / f"{name}.ipynb",
        )
    open_and_run(page, lab, "lock")
    for band in ("likely", "unlikely"):
        page.locator(f".rk input[type=radio][value={band}]").check()
        if band == "likely":
            page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Lock my forecasts").click()
    page.locator("dialog button, [role=dialog] button, [role=alertdialog] button").filter(
        has_text="Lock"
    ).first.click()
    until(page, lambda: kept(lab, "05", "forecasts").get("locked_at"))
    assert len(kept(lab, "05", "forecasts")["hash"]) == 64
    open_and_run(page, lab, "reveal")
    for place, band in enumerate(("likely", "unlikely")):
        page.locator(".rk select").nth(place).select_option(band)
    page.get_by_role("button", name="Open the outcomes").click()
    page.get_by_text("2 outcomes are open.").wait_for()
    page.get_by_text("Questions on which the article cannot be scored").click()
    page.get_by_text("Outcome: yes", exact=True).wait_for()
