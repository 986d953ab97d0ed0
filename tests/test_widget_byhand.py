"""ByHand on a page: filled with hand and keys, its tables sorted and filtered, its line copied."""

import pandas as pd
import pytest

from resetcycle.widgets import ByHand

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("my_work")]
TABLE = pd.DataFrame(
    {"version": ["z, equal", "rank, equal", "z, events first"], "best year": [2012, None, 1995]}
)


@pytest.fixture
def board(mount):
    def show(task="04.6", **how):
        page = mount(ByHand(task, TABLE, names={"pd": pd}), **how)
        page.locator("summary").click()
        return page

    return show


def the_line(page):
    return page.locator(".bh-line code").inner_text()


@pytest.mark.parametrize("width", [360, 700, 1280, 1920])
@pytest.mark.parametrize("task", ["04.6", "04.4"])
def test_nothing_is_wider_than_its_place_and_no_word_is_small(board, task, width):
    page = board(task, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator("summary, legend, label, td, button, p, code").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 12
    # What is pressed or typed into is as high as a finger on a narrow screen.
    least = page.locator(".word-buttons label, input[type=text], .bh-line button").evaluate_all(
        "all => Math.min(...all.map(each => each.getBoundingClientRect().height))"
    )
    assert least >= (40 if width == 360 else 28)


def test_words_are_chosen_with_the_keyboard_and_the_line_follows(board):
    page = board()
    page.locator("summary").focus()
    for _item in range(2):
        page.keyboard.press("Tab")  # To the source of the act, and on to its words.
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert the_line(page).startswith(
        'carried = {"rosoboron": "both stories", "veto_georgia": "only Crimea"'
    )
    assert page.locator(".says").last.inner_text().startswith("2 of 5 answered; still open: ")
    page.wait_for_function("window.sent.length > 0")
    assert page.evaluate("window.sent.at(-1).answer.entries") == {
        "rosoboron": "both stories",
        "veto_georgia": "only Crimea",
    }


def test_numbers_are_typed_and_what_is_no_number_stays_to_be_mended(board):
    page = board("04.4")
    first, second, *_rest = page.get_by_role("textbox", name="entry").all()
    first.fill("0,5")
    second.fill("half")
    second.press("Tab")
    assert the_line(page).startswith('scaled = rc.by_hand("04.4", {"40, 50, 24, 30": [0.5, "?", ')
    assert second.get_attribute("aria-invalid") == "true" and second.input_value() == "half"
    assert page.locator(".says").last.inner_text() == "half is not a number."
    second.fill("1")
    second.press("Tab")
    assert "[0.5, 1, " in the_line(page) and second.get_attribute("aria-invalid") == "false"
    first.fill("")
    first.press("Tab")
    assert '["?", 1, ' in the_line(page)


def test_a_table_is_sorted_and_filtered_from_the_keyboard(board):
    page = board()
    names = page.locator(".bh-table tbody tr td:first-child")
    heading = page.get_by_role("button", name="best year")
    heading.focus()
    page.keyboard.press("Enter")
    assert names.all_inner_texts() == ["z, events first", "z, equal", "rank, equal"]
    assert page.locator("th").last.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert names.all_inner_texts()[0] == "z, equal"
    page.get_by_label("Rows with these words:").fill("equal 2012")
    assert names.all_inner_texts() == ["z, equal"]
    assert page.get_by_text("1 of 3 rows.").is_visible()


def test_the_line_is_copied_as_it_stands(board):
    page = board()
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", {value: {
          writeText: (text) => { window.copied = text; return Promise.resolve(); }}})"""
    )
    page.get_by_label("only the swap").first.check()
    page.get_by_role("button", name="Copy").click()
    assert page.evaluate("window.copied") == the_line(page)
    page.get_by_text("Paste it into the answer cell of task 04.6").wait_for()


def test_a_board_that_holds_work_opens_with_it(mount):
    ByHand("04.6").answer = {"entries": {"trade_normal": "only the swap"}}
    page = mount(ByHand("04.6"), dark=True)
    assert page.locator("details").get_attribute("open") is not None
    assert page.get_by_label("only the swap").nth(3).is_checked()
