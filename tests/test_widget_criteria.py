"""Criteria: sealed once, marked on the record, moved with keys, and readable at any width."""

import pytest

from resetcycle import answers, criteria, sharing
from resetcycle.widgets import MoveCriteria, SealCriteria

pytestmark = pytest.mark.usefixtures("my_work")

CHOSEN = {part: choices[1] for part, choices in criteria.PARTS.items()}


def sealed():
    widget = SealCriteria("09")
    widget.answer = {"chosen": CHOSEN, "locked_at": None}
    widget.lock()
    return widget


def test_a_seal_waits_until_all_is_chosen():
    widget = SealCriteria("09")
    widget.answer = {"chosen": {"C04": "2"}, "locked_at": None}
    with pytest.raises(ValueError, match="5 parts of your criteria are not chosen yet"):
        widget.lock()
    assert widget.share_code == ""


def test_what_was_sealed_stays_and_has_a_code():
    widget = sealed()
    assert sharing.read_share_code(widget.share_code, "criteria")["chosen_criteria"] == CHOSEN
    widget.answer = {"chosen": CHOSEN | {"C04": "0"}, "locked_at": None}
    assert widget.chosen == CHOSEN and "sealed already" in widget.notice
    assert answers.restore("09")["criteria"]["chosen"] == CHOSEN


def test_the_board_opens_with_the_seal_and_without_one_at_zero():
    assert MoveCriteria("09").answer["chosen"]["C04"] == "0"
    sealed()
    board = MoveCriteria("09")
    assert board.sealed == board.answer["chosen"] == CHOSEN
    assert "criteria_tried" not in answers.restore("09")


def test_the_sealing_board_has_nothing_of_the_record():
    assert "steps" not in SealCriteria("09").get_state()


@pytest.mark.browser
def test_a_threshold_moves_with_keys_and_verdicts_turn(mount):
    page = mount(MoveCriteria("09"))
    page.get_by_role("slider", name="Crisis at the end").focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("window.sent.at(-1)?.answer.chosen.C04 === '6'")
    assert "Biden: 2 met" in page.locator(".sums").inner_text()
    assert page.locator("[role=status]").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
@pytest.mark.parametrize("make", [SealCriteria, sealed, MoveCriteria])
def test_nothing_leaves_the_board_at_any_width(mount, make, width):
    page = mount(make(), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
