"""ManyWays: one claim in many ways, then and now, by hand and by keys."""

import pytest

from resetcycle import answers, multiverse
from resetcycle.widgets import ManyWays
from resetcycle.widgets.ways import COLUMNS, INDICATORS, PARTS, SHOWN, cells

pytestmark = pytest.mark.usefixtures("my_work")


def test_every_indicator_and_column_of_the_board_is_asked_and_none_twice():
    found = cells()
    places = [tuple(cell[:4]) for cell in found]
    assert len(set(places)) == len(places)
    assert {row for _part, _shown, row, _column in places} == set(range(len(INDICATORS)))
    assert {column for *_others, column in places} == set(range(len(COLUMNS)))
    assert {(part, shown) for part, shown, *_place in places} == {
        (part, shown) for part in PARTS for shown in SHOWN
    }


def test_what_a_cell_says_follows_from_its_two_numbers():
    for *_place, made, favour, said in cells():
        assert 0 <= favour <= made
        assert (said == "unclear") == (made < 2)
        assert (said == "yes") == (made >= 2 and favour == made)


def test_three_ends_give_two_comparisons_in_2017_and_five_give_four_today():
    ends = [cell for cell in cells() if cell[0] == "ends"]
    assert max(cell[4] for cell in ends if cell[1] == "then") == 2
    assert max(cell[4] for cell in ends if cell[1] == "now") == 4


def test_the_table_counts_the_part_that_is_asked():
    board = ManyWays("10")
    board.answer = {"part": "fall", "shown": "now"}
    ways = multiverse.multiverse().query(
        "part == 'end below start' and weighting == 'each' and left_out == 'none'"
    )
    now = ways.query("known == 'now' and calendar == 'Washington'")["verdict"].value_counts()
    table = board.table()
    assert table.columns[0] == PARTS["fall"]
    assert table.iloc[1, 1:].tolist() == [now["holds"], now["does not hold"], now["cannot tell"]]
    assert answers.restore("10")["ways"] == {"part": "fall", "shown": "now"}


@pytest.mark.browser
def test_a_cell_answers_the_pointer_and_the_keys(mount):
    page = mount(ManyWays("10"))
    line = page.locator(".answer")
    page.locator(".ways button").nth(3).hover()
    assert "comparisons go as the claim says" in line.inner_text()
    page.locator(".ways button").first.focus()
    first = line.inner_text()
    page.keyboard.press("ArrowRight")
    assert line.inner_text() != first and line.inner_text().startswith("All acts; ")
    page.keyboard.press("ArrowDown")
    assert line.inner_text().startswith("Contacts only; ")
    page.get_by_role("button", name="As known today").click()
    page.wait_for_function("window.sent.at(-1)?.answer.shown === 'now'")


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_board_at_any_width(mount, width):
    page = mount(ManyWays("10"), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
    spills = page.locator(".ways button").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert spills == 0
