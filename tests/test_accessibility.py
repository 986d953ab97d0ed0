"""axe-core finds nothing to complain of inside our widgets, in light and in dark, before and after
use."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from resetcycle import widgets

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("my_work")]

MADE = {
    "WeighObstacles": widgets.WeighObstacles,
    "DrawTrajectory": lambda: widgets.DrawTrajectory("04", "obama"),
    "ForecastBoard": lambda: widgets.ForecastBoard("05"),
    "ClassPool": lambda: widgets.ClassPool("07"),
    "CodeEvents": lambda: widgets.CodeEvents("02"),
    "SortClaims": lambda: widgets.SortClaims("01"),
    "NullSimulator": lambda: widgets.NullSimulator("10"),
    "MyWork": lambda: widgets.MyWork("06"),
}


def violations(page):
    found = Axe().run(page, context="main").response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:120]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", MADE)
def test_axe_finds_no_violation(mount, name, dark):
    page = mount(MADE[name](), dark=dark)
    assert violations(page) == []
    for summary in page.locator("summary").all():
        summary.click()
    assert violations(page) == []


@pytest.mark.parametrize("name", MADE)
def test_a_widget_fits_a_narrow_screen(mount, name):
    page = mount(MADE[name](), width=700)
    assert page.evaluate("document.documentElement.scrollWidth") <= 700


def test_keys_inside_a_widget_do_not_reach_the_notebook(mount):
    page = mount(widgets.WeighObstacles())
    page.evaluate("window.heard = 0; document.addEventListener('keydown', () => window.heard++)")
    page.locator("input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("d")
    assert page.evaluate("window.heard") == 0
