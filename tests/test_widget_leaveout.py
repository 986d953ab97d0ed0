"""LeaveOut: what is out or turned, the record as it then is, and hands and keys that do it."""

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers, data, record
from resetcycle.widgets import LeaveOut
from resetcycle.widgets.leaveout import changed

pytestmark = pytest.mark.usefixtures("my_work")

# Chernomyrdin's visit to Washington that was called off.
CALLED_OFF = "1993-06-24-m2"


def scored():
    events = pd.read_csv(ROOT / "data" / "events.csv", parse_dates=["event_date"])
    return events[events["dyadic"] == "yes"]


def test_a_window_holds_the_acts_of_its_twelve_months():
    windows = LeaveOut().windows
    assert len(windows) == 2 * 5
    for name, first, last in (("obama/start", "2009", "2010"), ("biden/end", "2024", "2025")):
        inside = scored()["event_date"].between(f"{first}-01-20", f"{last}-01-19")
        assert {act[0] for act in windows[name]["acts"]} == set(scored()["event_id"][inside])
        days = [act[1] for act in windows[name]["acts"]]
        assert days == sorted(days) and windows[name]["weeks"] == 53


def test_an_act_has_its_score_its_kind_and_a_source_that_can_be_opened():
    board = LeaveOut()
    acts = {act[0]: act for window in board.windows.values() for act in window["acts"]}
    _, day, title, by, score, is_contact, source = acts[CALLED_OFF]
    assert (day, by, score, is_contact) == ("1993-06-24", "RUS", -5, True)
    assert title == "Chernomyrdin calls off his visit to Washington"
    assert acts["2009-07-06-a1-3"][5] is False
    assert board.sources[source][1].startswith("http")
    assert set(board.sources) == {act[-1] for act in acts.values()}


def test_each_presidency_is_held_against_the_one_before():
    found = [(one["id"], one["before"]) for one in LeaveOut().presidencies]
    assert found == [
        *(("clinton", ""), ("bush43", "clinton"), ("obama", "bush43")),
        *(("trump1", "obama"), ("biden", "trump1")),
    ]


def test_an_act_that_is_out_is_gone_and_one_that_is_turned_changes_its_sign():
    before = data.load("events").set_index("event_id")["goldstein_score"]
    after = changed({CALLED_OFF: "out", "2007-02-munich": "turned"}).set_index("event_id")
    assert set(before.index) - set(after.index) == {CALLED_OFF}
    assert after.loc["2007-02-munich", "goldstein_score"] == -before["2007-02-munich"] != 0
    others = after.index.drop("2007-02-munich")
    assert after["goldstein_score"][others].equals(before[others])


def test_the_table_says_what_the_record_says_and_what_is_left_of_it():
    board = LeaveOut()
    plain = board.table()
    assert len(plain) == len(record.compare())
    assert plain["in the record"][0] == "cannot tell: -1.3 [-3.1, +0.2]"
    board.answer = {"acts": {CALLED_OFF: "out"}}
    left = board.table()
    assert left["as you left it"][0].startswith("lower: -1.5 [")
    assert left["as you left it"][1:].equals(left["in the record"][1:])
    assert record.compare(events=board.events)["verdict"][0] == "lower"


def test_the_kind_that_is_shown_is_the_kind_of_the_table():
    board = LeaveOut()
    board.answer = {"kind": "deeds"}
    assert board.table()["in the record"][0].startswith("lower: -3.8")


def test_work_comes_back_and_what_is_strange_in_it_is_left_out():
    kept = {"acts": {CALLED_OFF: "out", "2007-01-01-x": "out"}, "presidency": "obama"}
    answers.save("00", leaveout=kept)
    board = LeaveOut()
    assert board.answer == {"acts": {CALLED_OFF: "out"}, "presidency": "obama"}
    assert "acts or presidencies that are not here" in board.notice
    board.answer = {"acts": {CALLED_OFF: "turned"}}
    assert LeaveOut().answer == board.answer
    assert LeaveOut().notice == ""


@pytest.mark.browser
def test_a_click_takes_an_act_out_and_says_what_turns(mount):
    page = mount(LeaveOut())
    page.locator(f'[data-act="{CALLED_OFF}"]').click()
    assert page.locator(".says").inner_text() == (
        "Out: Chernomyrdin calls off his visit to Washington. "
        "Clinton, end against start: the verdict turns from cannot tell to lower."
    )
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0].answer.acts") == {CALLED_OFF: "out"}
    link = page.locator(".detail a")
    assert link.get_attribute("href").startswith("http")


@pytest.mark.browser
def test_as_many_clicks_turn_a_verdict_as_the_record_says(mount):
    found = record.until_it_turns().set_index(["presidency", "against"])["acts"]
    page = mount(LeaveOut())
    page.get_by_role("button", name="Obama", exact=True).click()
    button = page.get_by_role("button", name="Obama, end against start: take out")
    for _click in range(found["Obama", "its start"] - 1):
        button.click()
    assert "Obama, end against start: lower, as in" in page.locator(".says").inner_text()
    button.click()
    assert "turns from lower to cannot tell" in page.locator(".says").inner_text()


@pytest.mark.browser
def test_keys_walk_to_an_act_and_take_it_out(mount):
    page = mount(LeaveOut())
    page.locator("[data-act][tabindex='0']").focus()
    for _walk in range(3):
        page.keyboard.press("ArrowRight")
    walked = page.evaluate("document.activeElement.dataset.act")
    page.keyboard.press("Enter")
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0].answer.acts") == {walked: "out"}
    assert page.evaluate("document.activeElement.dataset.act") == walked
    assert page.evaluate("document.activeElement.getAttribute('aria-checked')") == "false"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_the_picture_fits_and_a_finger_reaches_each_act(mount, width):
    page = mount(LeaveOut(), width=width)
    page.get_by_role("button", name="Biden", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for act in page.locator("[data-act]").all()[::9]:
        name = act.get_attribute("data-act")
        act.click()
        page.wait_for_function(
            "name => document.querySelector(`[data-act='${name}']`).classList.contains('out')",
            arg=name,
        )
