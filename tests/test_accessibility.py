"""axe-core finds nothing to complain of inside our widgets, in light and in dark, before and after
use."""

import pandas as pd
import pytest
from barriers import violations

from resetcycle import answers, codebook, lookback, rubric, widgets

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("my_work")]

# What a phone of 390 px leaves to a widget in JupyterLab, with the page's own margin.
PHONE_IN_JUPYTERLAB = 290

MADE = {
    "WeighObstacles": widgets.WeighObstacles,
    "DrawTrajectory": lambda: widgets.DrawTrajectory("04", "obama"),
    "ForecastBoard": lambda: widgets.ForecastBoard("05"),
    "ForecastBoard, to recall": lambda: looked_back(opened=False),
    "ForecastBoard, opened": lambda: looked_back(opened=True),
    "ClassPool": lambda: widgets.ClassPool("07"),
    "CausalMap": widgets.CausalMap,
    "CodeEvents": lambda: widgets.CodeEvents("02"),
    "CodeDocument": lambda: widgets.CodeDocument("02"),
    "CodeDocument, locked": lambda: coded("02"),
    "SortClaims": lambda: widgets.SortClaims("01"),
    "SortDesk": lambda: widgets.SortDesk("05"),
    "NullSimulator": lambda: widgets.NullSimulator("10"),
    "ByHand": lambda: by_hand("04.6"),
    "ByHand, numbers": lambda: by_hand("04.4"),
    "SealCriteria": widgets.SealCriteria,
    "MoveCriteria": widgets.MoveCriteria,
    "LeaveOut": widgets.LeaveOut,
    "Places": widgets.Places,
    "MarkEssay": lambda: widgets.MarkEssay("02"),
    "MarkEssay, locked": lambda: marked("02"),
    "Memo": widgets.Memo,
    "FindEvents": widgets.FindEvents,
    "WeighEvidence": widgets.WeighEvidence,
    "ManyWays": widgets.ManyWays,
    "MemoryLine": widgets.MemoryLine,
    "TwoClocks": widgets.TwoClocks,
    "MyWork": lambda: widgets.MyWork("06"),
    "Predict": lambda: widgets.Predict("03"),
    "Predict, an order": lambda: widgets.Predict("00"),
    "Predict, committed": lambda: committed("02"),
}


def by_hand(task):
    return widgets.ByHand(task, pd.DataFrame({"year": [2012, 2015]}), names={"pd": pd})


def marked(lesson):
    widget = widgets.MarkEssay(lesson)
    marks = {line.name: 2 for line in rubric.lines()}
    names = [paper["name"] for paper in widget.papers]
    locked = dict.fromkeys(names, "2026-11-22T12:00:00+00:00")
    widget.answer = {"marks": dict.fromkeys(names, marks), "locked": locked}
    return widget


def committed(lesson):
    widget = widgets.Predict(lesson)
    guesses = {"coldest-year": 1999, "deeds": "better", "coders": 90}
    widget.answer = {"guesses": guesses, "locked_at": None, "first": None}
    widget.lock()
    return widget


def looked_back(*, opened):
    names = ("Q19", "Q17", "Q02", "Q22")
    given = {name: {"band": "likely", "p": 0.675, "reason": ""} for name in names}
    answers.save("05", forecasts=lookback.seal(given, "2026-11-22T12:00:00+00:00"))
    widget = widgets.ForecastBoard("08", reveal=True, locked_in="05")
    if opened:
        answers.save("08", predictions={"guesses": {}, "locked_at": "2026-11-22T12:00:00+00:00"})
        widget.answer = {"remembered": given, "revealed": []}
        widget.open_outcomes()
    return widget


def coded(lesson):
    widget = widgets.CodeDocument(lesson)
    widget.answer = {"codes": dict.fromkeys(codebook.passages(), "111"), "locked_at": None}
    widget.lock()
    return widget


def amiss(page):
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:120]}"
        for one in violations(page, "main")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", MADE)
def test_axe_finds_no_violation(mount, name, dark):
    page = mount(MADE[name](), dark=dark)
    assert amiss(page) == []
    for summary in page.locator("summary").all():
        summary.click()
    assert amiss(page) == []


@pytest.mark.parametrize("width", [700, PHONE_IN_JUPYTERLAB])
@pytest.mark.parametrize("name", MADE)
def test_a_widget_fits_a_narrow_screen(mount, name, width):
    page = mount(MADE[name](), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_inside_a_widget_do_not_reach_the_notebook(mount):
    page = mount(widgets.WeighObstacles())
    page.evaluate("window.heard = 0; document.addEventListener('keydown', () => window.heard++)")
    page.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("d")
    assert page.evaluate("window.heard") == 0


@pytest.mark.parametrize("name", MADE)
def test_a_widget_has_one_live_region_and_it_speaks_at_rest(mount, name):
    page = mount(MADE[name]())
    regions = page.locator("[aria-live], [role=status], [role=alert], [role=log], output")
    assert regions.count() == 1 and regions.get_attribute("role") == "status"


def test_a_drag_is_told_once(mount):
    page = mount(widgets.WeighObstacles())
    page.evaluate(
        """() => {
          const region = document.querySelector("[role=status]");
          window.told = [];
          new MutationObserver(() => window.told.push(region.textContent))
            .observe(region, {childList: true});
        }"""
    )
    first = page.locator("input[type=range]").first
    first.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("window.told.length > 0")
    page.wait_for_timeout(300)
    assert page.evaluate("window.told") == [page.locator(".says").inner_text()]


PAINTED = """(texts) => texts.map((text) => {
  const style = getComputedStyle(text);
  return text.closest("svg") ? style.fill : style.color;
})"""
INK = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.cssText = "forced-color-adjust: none; color: CanvasText";
  return getComputedStyle(probe).color;
}"""


@pytest.mark.parametrize("name", MADE)
def test_forced_colours_reach_every_word(mount, name):
    page = mount(MADE[name]())
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        texts = page.locator("svg text, p, legend, dt, dd, h3").evaluate_all(PAINTED)
        assert set(texts) <= {page.evaluate(INK)}, scheme


def test_forced_colours_leave_the_data_theirs(mount):
    page = mount(widgets.WeighObstacles())
    read = "(all) => all.map((one) => getComputedStyle(one).borderTopColor)"
    swatches = page.locator(".rk-swatch")
    before = swatches.evaluate_all(read)
    page.emulate_media(forced_colors="active")
    assert swatches.evaluate_all(read) == before and len(set(before)) == 8


@pytest.mark.parametrize("name", MADE)
def test_nothing_moves_by_itself(mount, name):
    page = mount(MADE[name]())
    for control in page.locator("summary, button:enabled, input:enabled").all()[:6]:
        control.focus()
        page.keyboard.press("Space")
        assert page.evaluate("document.getAnimations().length") == 0
