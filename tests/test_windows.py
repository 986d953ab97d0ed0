"""One lesson open twice: the later writer is told and chooses, and nothing is lost in silence."""

import json
import subprocess
import sys

import pytest
from conftest import until
from playwright.sync_api import expect
from test_browser import open_and_run, show

from resetcycle import answers
from resetcycle.widgets import CodeEvents, ForecastBoard, NullSimulator, SortClaims, WeighObstacles
from resetcycle.widgets.weigh import make_answer

pytestmark = pytest.mark.usefixtures("my_work")

ONE = {"chosen": {"C02": "causal"}, "shown": False}
OTHER = {"chosen": {"C09": "causal"}, "shown": False}
LATER = {"chosen": {"C02": "causal", "C05": "causal"}, "shown": False}


@pytest.fixture
def windows():
    """Two widgets of one lesson, as two kernels have them; the first has been worked in."""
    first, second = SortClaims("01"), SortClaims("01")
    first.answer = ONE
    return first, second


def kept():
    return answers.restore("01").get("kinds")


def test_who_writes_over_anothers_work_is_told_and_nothing_is_written(windows):
    first, second = windows
    assert first.conflict == ""
    second.answer = OTHER
    assert "changed elsewhere" in second.conflict and kept() == ONE
    second.answer = LATER
    assert second.conflict and kept() == ONE


def test_one_window_alone_writes_on_and_on(windows):
    first, _ = windows
    first.answer = LATER
    first.answer = OTHER
    assert first.conflict == "" and kept() == OTHER


def test_the_same_work_twice_is_no_conflict(windows):
    _, second = windows
    second.answer = ONE
    second.answer = LATER
    assert second.conflict == "" and kept() == LATER


def test_who_keeps_their_own_finds_the_others_set_aside(windows, my_work):
    _, second = windows
    second.answer = OTHER
    second.choice = "mine"
    assert (second.conflict, second.choice, kept()) == ("", "", OTHER)
    assert "my-work/01.set-aside-1.json" in second.notice
    aside = (my_work / "01.set-aside-1.json").read_text(encoding="utf-8")
    assert '"C02": "causal"' in aside
    second.answer = LATER
    assert kept() == LATER


def test_who_takes_the_others_goes_on_from_it(windows):
    _, second = windows
    second.answer = OTHER
    second.choice = "theirs"
    assert (second.answer, second.conflict, second.choice, kept()) == (ONE, "", "", ONE)
    second.answer = LATER
    assert second.conflict == "" and kept() == LATER


def test_an_answer_of_another_widget_is_no_conflict(windows):
    _, second = windows
    answers.save("01", essay="words")
    second.answer = ONE
    assert second.conflict == "" and answers.restore("01")["essay"] == "words"


def test_an_uploaded_file_is_not_overwritten_by_a_board_that_is_still_open():
    board = WeighObstacles()
    sliders = board.answer["sliders"]
    home = answers.export_text("06")
    board.answer = make_answer([{**slider, "points": 70} for slider in sliders])
    answers.import_text("06", home)
    board.answer = make_answer([{**slider, "points": 30} for slider in sliders], method="rank")
    assert board.conflict and "weights" not in answers.restore("06")
    board.choice = "mine"
    assert answers.restore("06")["weights"]["method"] == "rank"


@pytest.mark.parametrize("make", [SortClaims, NullSimulator, CodeEvents, ForecastBoard])
def test_every_widget_starts_without_a_conflict(make):
    assert make().conflict == ""


SAVE = """
import sys
from resetcycle import answers
for i in range(40):
    answers.save("06", **{f"{sys.argv[1]}{i}": i})
"""


def test_two_programs_that_write_at_once_lose_nothing(my_work):
    environment = {"RESETCYCLE_MY_WORK": str(my_work), "PYTHONPATH": ":".join(sys.path)}
    running = [
        subprocess.Popen([sys.executable, "-c", SAVE, name], env=environment) for name in "ab"
    ]
    assert [program.wait(60) for program in running] == [0, 0]
    assert len(answers.restore("06")) == 80


# ---- in JupyterLab

LESSON = "01-what-is-being-claimed"
TOLD = ".rk-sort .conflict"


class Window:
    """A window of JupyterLab with the lesson run in it, at the board that sorts claims."""

    def __init__(self, page, lab):
        open_and_run(page, lab, LESSON)
        show(page, "SortClaims")
        self.page, self.file = page, lab.work / "01.json"
        page.wait_for_selector(".rk-sort .picks")

    def sort(self, claim, kind):
        self.page.locator(".rk-sort .steps button").nth(claim).click()
        card = self.page.locator(".rk-sort .cards > div").nth(claim)
        card.get_by_role("radio", name=kind).check()

    def sorted(self):
        return self.page.locator(".rk-sort .cards > div").evaluate_all(
            "all => all.map(card => card.querySelector('input:checked')?.value ?? '')"
        )

    def choose(self, words):
        self.page.get_by_role("button", name=words).click()
        self.page.wait_for_selector(TOLD, state="hidden")

    def told(self):
        """Return what the window says of a conflict, once there is one and it is in sight."""
        self.page.wait_for_selector(TOLD, state="visible")
        expect(self.page.locator(TOLD)).to_be_in_viewport(ratio=0.95)
        return self.page.locator(TOLD).inner_text()

    def wait_for_kinds_in_the_file(self, *kinds):
        """Wait until the file holds just these kinds."""
        until(self.page, lambda: self.file.exists() and self._kinds() == sorted(kinds))

    def _kinds(self):
        kept = json.loads(self.file.read_text(encoding="utf-8"))["answers"]
        return sorted(kept["kinds"]["chosen"].values())


@pytest.fixture
def two_windows(browser, lab):
    with browser.new_context(viewport={"width": 1280, "height": 1000}) as context:
        yield [Window(context.new_page(), lab) for _ in range(2)]


@pytest.mark.browser
def test_of_two_windows_of_jupyterlab_the_later_is_told_and_chooses(two_windows, lab):
    first, second = two_windows
    first.sort(0, "causal")
    first.wait_for_kinds_in_the_file("causal")
    second.sort(1, "evaluative")
    assert "changed elsewhere" in second.told()
    second.wait_for_kinds_in_the_file("causal")
    second.choose("Show the other")
    assert second.sorted()[:2] == ["causal", ""]
    second.sort(2, "evaluative")
    second.wait_for_kinds_in_the_file("causal", "evaluative")
    first.sort(3, "alleged")
    assert "changed elsewhere" in first.told()
    first.choose("Keep what is here")
    first.wait_for_kinds_in_the_file("causal", "alleged")
    aside = (lab.work / "01.set-aside-1.json").read_text(encoding="utf-8")
    assert '"evaluative"' in aside
