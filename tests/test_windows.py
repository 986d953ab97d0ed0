"""One lesson open twice: the later writer is told and chooses, and nothing is lost in silence."""

import subprocess
import sys

import pytest

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
