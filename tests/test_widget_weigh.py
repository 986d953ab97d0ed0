"""WeighObstacles: nothing is lost, and hands and keys move the bars.

That Python and the browser compute alike is tested on `front/test/known.json`.
"""

import json

import pytest

from resetcycle import answers, data, obstacles, sharing
from resetcycle.widgets import WeighObstacles
from resetcycle.widgets.weigh import make_answer

pytestmark = pytest.mark.usefixtures("my_work")


def sliders(points):
    labels = data.load("obstacles").set_index("obstacle_id")["label"]
    return [
        {"label": labels[group], "members": [group], "points": value}
        for group, value in zip(obstacles.groups(), points, strict=True)
    ]


def test_equal_sliders_give_the_published_burdens():
    board = WeighObstacles()
    order = ["bush41", "clinton", "bush43", "obama", "trump1", "biden", "trump2"]
    assert board.weights.tolist() == pytest.approx([1 / 8] * 8)
    assert board.burden()[order].round(2).tolist() == [0.29, 0.5, 0.67, 0.75, 0.75, 0.79, 0.67]


def test_an_answer_is_kept_restored_and_shared():
    board = WeighObstacles()
    board.answer = make_answer(
        sliders([100, 0, 20, 30, 40, 50, 60, 70]), {"obama/external_shocks": 1}
    )
    kept = json.loads((answers.FOLDER / "06.json").read_text(encoding="utf-8"))["answers"][
        "weights"
    ]
    assert kept == board.answer
    again = WeighObstacles()
    assert again.answer == board.answer and again.notice == ""
    shared = sharing.read_share_code(again.share_code)
    assert shared["points"] == kept["points"] and shared["codings"] == {"obama/external_shocks": 1}
    assert again.performance().loc["obama", "external_shocks"] == pytest.approx(1 / 3)


def test_showing_the_board_writes_nothing():
    WeighObstacles()._repr_mimebundle_()
    assert not answers.FOLDER.exists()


def test_a_damaged_file_is_set_aside_and_said(my_work):
    my_work.mkdir()
    (my_work / "06.json").write_text("{", encoding="utf-8")
    board = WeighObstacles()
    assert "damaged" in board.notice and "06.set-aside-1.json" in board.notice
    assert (my_work / "06.set-aside-1.json").read_text(encoding="utf-8") == "{"


def test_an_untrusted_notebook_shows_the_table():
    bundle, _ = WeighObstacles()._repr_mimebundle_()
    assert "run this cell" in bundle["text/html"] and "Clashing interests" in bundle["text/html"]
    assert repr(WeighObstacles()) == "WeighObstacles(lesson 06)"


# --------------------------------------------------------------------------------- in the browser


@pytest.mark.browser
def test_keys_move_the_bars_and_one_small_message_follows_at_rest(mount):
    page = mount(WeighObstacles())
    first = page.locator("input[type=range]").first
    bar = page.locator("svg rect").first
    width, says = bar.get_attribute("width"), page.locator(".says").inner_text()
    first.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(50)
    assert first.get_attribute("aria-valuetext").startswith("100 points, .22")
    assert float(bar.get_attribute("width")) > float(width)
    page.wait_for_function("window.sent.length === 1")
    sent = page.evaluate("window.sent")
    assert list(sent[0]) == ["answer"] and len(json.dumps(sent)) < 2500
    assert sent[0]["answer"]["points"]["interest_conflict"] == 100
    assert sent[0]["answer"]["weights"]["interest_conflict"] == pytest.approx(100 / 450)
    assert says


@pytest.mark.browser
def test_nothing_is_sent_while_dragging(mount):
    page = mount(WeighObstacles())
    box = page.locator("input[type=range]").nth(2).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + box["width"] * (0.5 + step / 30), box["y"] + box["height"] / 2)
        page.wait_for_timeout(40)
    page.wait_for_timeout(400)
    assert page.evaluate("window.sent.length") == 0
    page.mouse.up()
    page.wait_for_function("window.sent.length === 1")


@pytest.mark.browser
def test_split_undo_rank_only_and_reset(mount):
    page = mount(WeighObstacles())
    page.locator("details.rk-more summary").nth(4).click()
    page.get_by_role("button", name="Split into 5").click()
    assert page.locator("input[type=range]").count() == 12
    assert "carries .42 of the weight; before it carried .12" in page.locator(".says").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert page.locator("input[type=range]").count() == 8
    page.locator("input[type=range]").first.fill("90")
    page.get_by_role("button", name="Rank only").click()
    assert page.get_by_role("button", name="Rank only").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Reset").click()
    # On a slow machine a rest between two clicks sends a message of its own: wait for the one after
    # the last.
    page.wait_for_function(
        """window.sent.at(-1)?.answer.method === 'swing'
        && Object.values(window.sent.at(-1).answer.points).every(points => points === 100)"""
    )


@pytest.mark.browser
def test_a_changed_coding_is_marked_and_travels_with_the_answer(mount):
    page = mount(WeighObstacles())
    page.locator("summary", has_text="Open the codings").click()
    page.get_by_label("Obama, Shocks from outside").select_option("0")
    assert page.get_by_label("Obama, Shocks from outside, changed by you").count() == 1
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0].answer.codings") == {"obama/external_shocks": 0}


@pytest.mark.browser
def test_merging_and_all_zeros_are_told_in_a_sentence(mount):
    page = mount(WeighObstacles())
    page.locator("details.rk-more summary").nth(2).click()
    page.locator("details.rk-more[open] select").select_option(label="Mutual distrust")
    assert page.locator("input[type=range]").count() == 7
    for slider in page.locator("input[type=range]").all():
        slider.fill("0")
    page.wait_for_timeout(100)
    assert "All weights are zero" in page.locator(".says").inner_text()


@pytest.mark.browser
def test_what_you_would_have_to_believe(mount):
    page = mount(WeighObstacles())
    page.locator("select").first.select_option(label="Obama")
    assert "Obama is the heaviest under" in page.locator(".says").inner_text()
    assert page.locator(".rk-tick").count() == 8
    page.locator("select").first.select_option(label="Bush 41")
    assert "No weights at all make Bush 41 the heaviest" in page.locator(".says").inner_text()


def test_groups_have_their_levels_in_words():
    board = WeighObstacles()
    assert [len(group["items"]) for group in board.groups] == [
        len(data.load("obstacles").query("level == 'item' and group_id == @name"))
        for name in obstacles.groups()
    ]
    assert all(group["worst"] and group["mildest"] for group in board.groups)
