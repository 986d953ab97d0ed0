"""DrawTrajectory: hands, fingers and keys draw the same line, and the record waits for the lock.

That Python and the browser compare alike is tested on `front/test/known.json`.
"""

import json
import warnings
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from resetcycle import answers, data, record, trajectory
from resetcycle.widgets import DrawTrajectory
from resetcycle.widgets.draw import compare, half_years

pytestmark = pytest.mark.usefixtures("my_work")

TERMS = ["bush41", "clinton", "bush43", "obama", "trump1", "biden", "trump2"]
EMPTY = {"locked": False, "locked_at": None, "reading": {}}


def level(term_id, value=0.0):
    return [[day, value] for day in half_years(term_id)]


def locked(term_id, value=0.0):
    return {
        "term": term_id,
        "points": level(term_id, value),
        "locked": True,
        "locked_at": "2026-11-22T10:00:00.000Z",
        "reading": {},
    }


# ------------------------------------------------------------------------------------ the numbers


@pytest.mark.parametrize(
    "term_id, count, last",
    [("obama", 17, "2017-01-20"), ("trump1", 9, "2021-01-20"), ("bush41", 9, "1993-01-20")],
)
def test_a_term_has_a_point_every_half_year(term_id, count, last):
    days = pd.DatetimeIndex(half_years(term_id))
    assert len(days) == count and half_years(term_id)[-1] == last
    assert set(zip(days.month, days.day, strict=True)) == {(1, 20), (7, 20)}


def test_an_unfinished_term_stops_at_the_cutoff_and_grows_with_it(monkeypatch):
    assert (
        pd.Timestamp(half_years("trump2")[-1])
        <= data.cutoff()
        < pd.Timestamp(half_years("trump2")[-1]) + pd.DateOffset(months=6)
    )
    before = half_years("trump2")
    monkeypatch.setattr(data, "cutoff", lambda: pd.Timestamp(2027, 1, 20))
    assert (
        half_years("trump2")[: len(before)] == before and half_years("trump2")[-1] == "2027-01-20"
    )


def test_a_level_line_differs_from_the_mean_of_the_acts():
    acts = trajectory.scored_events()
    first = acts[acts["event_date"].between("2009-01-20", "2010-01-19")]["goldstein_score"]
    table = compare(level("obama", 2), "obama").set_index("window")
    assert len(first) > 30 and table.loc["start", "record"] == pytest.approx(first.mean())
    assert table["yours"].tolist() == [2, 2, 2]
    assert (table["yours"] - table["record"]).tolist() == table["difference"].tolist()


def test_the_line_runs_straight_between_its_points():
    points = [["2009-01-20", -10], ["2010-01-20", 10], ["2017-01-20", 10]]
    days = [
        (month - pd.Timestamp(2009, 1, 20)).days
        for month in pd.date_range("2009-01-20", periods=12, freq=pd.DateOffset(months=1))
    ]
    assert compare(points, "obama")["yours"].tolist() == pytest.approx(
        [np.mean([-10 + 20 * day / 365 for day in days]), 10, 10]
    )


def test_windows_mean_here_what_they_mean_in_charts_and_criteria():
    for term_id in TERMS:
        means = record.windows().query("term_id == @term_id").set_index("window")["mean"]
        found = compare(level(term_id), term_id).set_index("window")["record"]
        assert found.dropna().to_dict() == means[found.dropna().index].to_dict()


@pytest.mark.parametrize("term_id", TERMS)
def test_only_windows_that_had_begun_are_compared(term_id):
    assert compare(level(term_id), term_id)["window"].tolist() == list(
        trajectory.window_dates(term_id)
    )


def test_a_window_without_enough_acts_or_without_line_is_missing():
    assert compare(level("bush41"), "bush41")["record"].isna().all()
    short = compare([["2009-01-20", 1.0], ["2009-07-20", 1.0]], "obama").set_index("window")
    assert short.loc["start", "yours"] == 1 and short.loc[["middle", "end"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "points, words",
    [
        ([], "at least one"),
        ("2009", "list of points"),
        ([["2009-01-20"]], "Point 1"),
        ([["20090120", 1]], "2009-01-20"),
        ([[None, 1]], "Point 1"),
        ([["2009-01-20", 1], ["2009-02-30", 1]], "Point 2"),
        ([["2009-01-20", 10.5]], "from -10 to 10; found 10.5"),
        ([["2009-01-20", float("nan")]], "from -10 to 10; found nan"),
        ([["2009-01-20", "1"]], "from -10 to 10; found '1'"),
        ([["2009-01-20", True]], "from -10 to 10; found True"),
        ([["2009-07-20", 1], ["2009-01-20", 1]], "forward in time"),
        ([["2009-07-20", 1], ["2009-07-20", 1]], "forward in time"),
    ],
)
def test_what_is_no_line_is_refused_in_one_sentence(points, words):
    with pytest.raises(ValueError, match=words):
        compare(points, "obama")


def test_unknown_terms_and_half_lives_are_refused():
    for make in (
        lambda term: DrawTrajectory("04", term),
        lambda term: compare(level("obama"), term),
    ):
        with pytest.raises(ValueError, match="no term 'nixon'"):
            make("nixon")
    for half_life in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="positive number"):
            DrawTrajectory("04", "obama", half_life)


# -------------------------------------------------------------------------------- the Python side


@pytest.mark.parametrize("term_id", TERMS)
def test_every_presidency_can_be_drawn(term_id):
    widget = DrawTrajectory("04", term_id)
    line = trajectory.event_line(12)
    term = data.load("terms").set_index("term_id").loc[term_id]
    inside = line[(line["month"] >= term["start_date"]) & (line["month"] < term["end_date"])]
    assert [tone for _, tone in widget.record] == inside["tone"].tolist()
    assert widget.about["colour"] == term["colour"] and widget.key == f"line-{term_id}"
    assert repr(widget) == f"DrawTrajectory(lesson 04, {term_id})"
    json.dumps(
        widget.get_state(["record", "dates", "windows", "about", "answer", "half_life"]),
        allow_nan=False,
    )


def test_the_static_table_hides_the_record_until_the_lock():
    widget = DrawTrajectory("04", "obama")
    record = {
        f"{row.record:.2f}".removesuffix("0")
        for row in compare(level("obama"), "obama").itertuples()
    }
    assert widget.table()["your line"].tolist() == ["not drawn yet"] and widget.table()[
        "points to set"
    ].tolist() == [17]
    widget.answer = {"term": "obama", "points": level("obama", 3.5)[:2], **EMPTY}
    assert widget.table().to_dict("list") == {
        "month": ["January 2009", "July 2009"],
        "your line": [3.5, 3.5],
    }
    html = widget._repr_mimebundle_()[0]["text/html"]
    assert (
        "July 2009" in html
        and "run this cell" in html
        and "record" not in html
        and not any(number in html for number in record)
    )
    widget.answer = locked("obama", 3.5)
    assert widget.table().equals(compare(level("obama", 3.5), "obama"))
    html = widget._repr_mimebundle_()[0]["text/html"]
    assert all(number in html for number in record)


def test_the_answer_is_kept_and_comes_back_for_its_own_presidency_only():
    widget = DrawTrajectory("04", "obama")
    widget.answer = locked("obama", -2)
    assert answers.restore("04") == {"line-obama": locked("obama", -2)}
    assert DrawTrajectory("04", "obama").answer == locked("obama", -2)
    assert DrawTrajectory("04", "clinton").answer == {}
    assert DrawTrajectory("02", "obama").answer == {}


@pytest.mark.parametrize(
    "kept",
    [
        {"term": "clinton", "points": [["2009-01-20", 1]], **EMPTY},
        {"term": "obama", "points": 3, **EMPTY},
        {"term": "obama", "points": [["2009-01-20", 99]], **EMPTY},
        {"term": "obama", "points": [], "locked": True},
    ],
)
def test_a_kept_line_that_cannot_be_shown_is_told_and_left_in_the_file(kept):
    answers.save("04", **{"line-obama": kept})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        widget = DrawTrajectory("04", "obama")
    assert widget.answer == {} and "cannot be shown" in widget.notice
    assert answers.restore("04")["line-obama"] == kept


def test_a_draft_without_points_is_no_damage():
    answers.save("04", **{"line-obama": {"term": "obama", "points": [], **EMPTY}})
    widget = DrawTrajectory("04", "obama")
    assert widget.notice == "" and widget.table()["your line"].tolist() == ["not drawn yet"]


# --------------------------------------------------------------------------------- in the browser


def place(page, term_id, index, value):
    """Return where on the page a point of the line lies, as (x, y)."""
    box = page.locator(".hit").bounding_box()
    term = data.load("terms").set_index("term_id").loc[term_id]
    first, last = term["start_date"], min(term["end_date"], data.cutoff())
    share = (pd.Timestamp(half_years(term_id)[index]) - first) / (last - first)
    return box["x"] + 14 + share * (box["width"] - 28), box["y"] + box["height"] * (
        12 - value
    ) / 22.5


def drag(page, *stops, steps=1):
    page.mouse.move(*stops[0])
    page.mouse.down()
    for stop in stops[1:]:
        page.mouse.move(*stop, steps=steps)
    page.mouse.up()


def answer(page):
    return page.evaluate("window.model.get('answer')")


def values(page):
    return [
        float(value)
        for value in page.locator("input[type=range]").evaluate_all(
            "inputs => inputs.map(input => input.value)"
        )
    ]


def settled(page, count):
    page.wait_for_function("count => window.sent.length >= count", arg=count)
    return answer(page)


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.browser
@pytest.mark.parametrize("term_id", TERMS)
def test_one_fast_sweep_sets_every_point_it_passes(mount, term_id):
    page, last = mount(DrawTrajectory("04", term_id)), len(half_years(term_id)) - 1
    drag(page, place(page, term_id, 0, 8), place(page, term_id, last, -8))
    days = pd.DatetimeIndex(half_years(term_id))
    straight = [8 - 16 * ((day - days[0]) / (days[-1] - days[0])) for day in days]
    kept = settled(page, 1)
    assert [day for day, _ in kept["points"]] == half_years(term_id)
    assert [value for _, value in kept["points"]] == pytest.approx(straight, abs=0.3)
    assert all(value % 0.5 == 0 for _, value in kept["points"]) and values(page) == [
        value for _, value in kept["points"]
    ]


@pytest.mark.browser
def test_the_kernel_hears_of_a_drag_once_and_at_rest(mount):
    page = mount(DrawTrajectory("04", "obama"))
    page.mouse.move(*place(page, "obama", 2, 0))
    page.mouse.down()
    page.mouse.move(*place(page, "obama", 6, 6), steps=20)
    page.wait_for_timeout(400)
    assert page.evaluate("window.sent") == [] and values(page)[6] == 6
    page.mouse.up()
    kept = settled(page, 1)
    assert [day for day, _ in kept["points"]] == half_years("obama")[2:7] and kept | EMPTY == kept
    page.wait_for_timeout(400)
    assert len(page.evaluate("window.sent")) == 1
    assert (
        "Drawn from January 2010 to January 2012. 5 of 17 points are set."
        in page.locator(".says").inner_text()
    )


@pytest.mark.browser
def test_a_click_sets_the_nearest_point_and_beyond_the_plot_counts_as_its_edge(mount):
    page = mount(DrawTrajectory("04", "obama"))
    x, y = place(page, "obama", 4, 2.5)
    page.mouse.click(x + 8, y)
    assert settled(page, 1)["points"] == [[half_years("obama")[4], 2.5]]
    x, y = place(page, "obama", 5, 0)
    drag(page, (x, y), (x, 3))
    assert settled(page, 2)["points"][1] == [half_years("obama")[5], 10]
    page.mouse.click(*place(page, "obama", 6, 4), button="right")
    page.wait_for_timeout(300)
    assert len(answer(page)["points"]) == 2


@pytest.mark.browser
def test_a_finger_draws_in_the_plot_and_scrolls_beside_it(mount):
    page = mount(DrawTrajectory("04", "obama"), width=700)
    page.evaluate("document.body.style.paddingBottom = '2000px'; window.scrollTo(0, 40)")
    touch = page.context.new_cdp_session(page)

    def finger(kind, *spot):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": spot[0], "y": spot[1]}] if spot else []},
        )

    def swipe(first, last):
        finger("touchStart", *first)
        for part in np.linspace(0, 1, 12):
            finger("touchMove", *(first + part * (last - first)))
        finger("touchEnd")

    swipe(np.array(place(page, "obama", 3, -9)), np.array(place(page, "obama", 9, 9)))
    assert [value for _, value in settled(page, 1)["points"]] == pytest.approx(
        [-9, -6, -3, 0, 3, 6, 9], abs=0.5
    )
    assert page.evaluate("window.scrollY") == 40
    x, y = place(page, "obama", 0, -9)
    swipe(np.array([x - 40, y]), np.array([x - 40, y - 200]))
    page.wait_for_function("window.scrollY > 40")
    assert len(answer(page)["points"]) == 7


@pytest.mark.browser
@pytest.mark.parametrize("term_id", ["obama", "trump2"])
def test_every_slider_goes_from_end_to_end_by_keyboard(mount, term_id):
    page = mount(DrawTrajectory("04", term_id))
    for day in half_years(term_id):
        slider = page.get_by_role("slider", name=f"{pd.Timestamp(day):%B %Y}", exact=True)
        slider.focus()
        assert slider.get_attribute("aria-valuetext") == "0.0, not set"
        for key, value, words in (
            ("End", "10", "+10.0"),
            ("Home", "-10", "−10.0"),
            ("ArrowUp", "-9.5", "−9.5"),
            ("ArrowRight", "-9", "−9.0"),
            ("ArrowDown", "-9.5", "−9.5"),
            ("ArrowLeft", "-10", "−10.0"),
        ):
            slider.press(key)
            assert (slider.input_value(), slider.get_attribute("aria-valuetext")) == (
                value,
                words,
            ), key
    page.wait_for_function(
        "model.get('answer').points?.length === document.querySelectorAll('input').length"
    )
    assert answer(page)["points"] == level(term_id, -10)
    page.wait_for_function("document.querySelector('.says').textContent.includes('lock your line')")


@pytest.mark.browser
def test_enter_sets_a_point_where_it_stands(mount):
    page = mount(DrawTrajectory("04", "obama"))
    page.get_by_role("slider", name="July 2013", exact=True).press("Enter")
    assert settled(page, 1)["points"] == [["2013-07-20", 0]]
    assert "July 2013: 0.0. 1 of 17" in page.locator(".says").inner_text()


@pytest.mark.browser
def test_keys_do_not_reach_the_notebook(mount):
    page = mount(DrawTrajectory("04", "obama"))
    page.evaluate(
        "window.heard = []; "
        "document.body.addEventListener('keydown', (event) => window.heard.push(event.key))"
    )
    page.get_by_role("slider", name="July 2013", exact=True).press("ArrowUp")
    page.get_by_role("button", name="Undo").press("d")
    assert page.evaluate("window.heard") == []


@pytest.mark.browser
def test_undo_goes_back_gesture_by_gesture_and_start_again_can_be_undone(mount):
    page = mount(DrawTrajectory("04", "obama"))
    says = page.locator(".says")
    press(page, "Undo")
    page.wait_for_function(
        "document.querySelector('.says').textContent.startsWith('There is nothing to undo')"
    )
    drag(page, place(page, "obama", 0, 4), place(page, "obama", 3, 4), steps=5)
    slider = page.get_by_role("slider", name="January 2017", exact=True)
    for _ in range(3):
        slider.press("ArrowUp")
    assert values(page)[:4] + values(page)[-1:] == [4, 4, 4, 4, 1.5]
    press(page, "Start again")
    assert values(page) == [0] * 17
    press(page, "Undo")
    assert values(page)[:4] + values(page)[-1:] == [4, 4, 4, 4, 1.5]
    press(page, "Undo")
    assert values(page)[:4] + values(page)[-1:] == [4, 4, 4, 4, 0]
    press(page, "Undo")
    assert values(page) == [0] * 17
    page.wait_for_function(
        "document.querySelector('.says').textContent === 'Undone. 0 of 17 points are set.'"
    )
    assert (
        says.inner_text() == "Undone. 0 of 17 points are set."
        and answer(page).get("points", []) == []
    )


@pytest.mark.browser
def test_the_record_and_the_reading_come_with_the_lock_and_stay(mount, my_work):
    widget = DrawTrajectory("04", "obama")
    page = mount(widget)
    drag(page, place(page, "obama", 0, 8), place(page, "obama", 16, 2))
    settled(page, 1)
    assert (
        page.locator("[data-part=record] path").count() == 0 and page.locator("table").count() == 0
    )
    press(page, "Lock my line")
    kept = answer(page)
    colour = data.load("terms").set_index("term_id").loc["obama", "colour"]
    assert page.locator(f"[data-part=record] path[stroke='{colour}']").count() == 1
    assert page.locator("[data-part=record] + g").count() == 1, (
        "the learner's line lies over the record"
    )
    assert page.locator("input:not(:disabled)").count() == 0 and page.get_by_role(
        "button"
    ).all_inner_texts() == ["Copy"]
    expected = compare(kept["points"], "obama").set_index("window")
    assert kept["term"] == "obama" and kept["locked"] and datetime.fromisoformat(kept["locked_at"])
    for window, means in kept["reading"].items():
        assert means == pytest.approx(expected.loc[window].to_dict(), rel=0, abs=1e-9)
    widest = expected["difference"].abs().idxmax()
    words = page.locator(".says").inner_text()
    assert (
        f"You differ most in the {widest} window: you expected more cooperation than the record "
        f"shows, by {expected['difference'][widest]:.1f} points" in words
    )
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Your line and the record"
    )
    assert page.locator("tbody tr").count() == 3 and not page.locator(".hit").is_visible()
    page.wait_for_timeout(400)
    assert page.locator(".says").inner_text() == words and len(page.evaluate("window.sent")) == 2
    widget.answer = kept
    again = mount(DrawTrajectory("04", "obama"))
    assert again.locator(".says").inner_text() == words and values(again) == [
        value for _, value in kept["points"]
    ]
    assert (
        again.locator("[data-part=record] path").count() == 2
        and again.evaluate("window.sent") == []
    )
    # What is locked can be shared, and nothing else can be done with it.
    assert again.locator("input:not(:disabled)").count() == 0
    assert again.get_by_role("button").all_inner_texts() == ["Copy"]


@pytest.mark.browser
def test_the_lock_asks_by_keyboard_alone_before_the_rest_stays_at_zero(mount):
    page = mount(DrawTrajectory("04", "trump1"))
    page.get_by_role("slider", name="January 2017", exact=True).press("ArrowDown")
    lock = page.get_by_role("button", name="Lock my line")
    lock.press("Enter")
    question = page.get_by_role(
        "group", name="8 of 9 points are not set. Shall the rest stay at 0?"
    )
    assert question.is_visible() and page.evaluate("document.activeElement.textContent").startswith(
        "Yes, lock"
    )
    page.keyboard.press("Escape")
    assert (
        not question.is_visible()
        and page.evaluate("document.activeElement.textContent") == "Lock my line"
    )
    assert not answer(page).get("locked")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert not question.is_visible() and not answer(page).get("locked")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert answer(page)["locked"] and answer(page)["points"] == [
        ["2017-01-20", -0.5],
        *level("trump1", 0)[1:],
    ]


@pytest.mark.browser
def test_drawing_on_takes_the_question_away(mount):
    page = mount(DrawTrajectory("04", "trump1"))
    press(page, "Lock my line")
    assert page.locator(".ask").is_visible()
    page.mouse.click(*place(page, "trump1", 4, 4))
    assert not page.locator(".ask").is_visible()


@pytest.mark.browser
def test_a_line_that_meets_the_record_is_told_so_and_a_lower_one_expected_more_conflict(mount):
    widget = DrawTrajectory("04", "trump2")
    widget.windows = [[*window, 2.0] for *window, _ in widget.windows]
    widget.answer = locked("trump2", 2.0)
    assert "agree to a tenth of a point" in mount(widget).locator(".says").inner_text()
    widget.answer = locked("trump2", -2.0)
    assert (
        "You differ in the start window: you expected more conflict than the record shows, "
        "by 4.0 points." in mount(widget).locator(".says").inner_text()
    )


@pytest.mark.browser
def test_a_window_that_is_not_compared_is_named(mount):
    widget = DrawTrajectory("02", "bush41")
    widget.answer = locked("bush41")
    page = mount(widget)
    assert page.locator("tbody tr").first.inner_text().split("\t") == [
        "start",
        "not compared",
        "too few acts",
        "not compared",
    ]
    assert "Start:" not in page.locator(
        ".says"
    ).inner_text() and "It begins in November 1991." in page.inner_text("main")


@pytest.mark.browser
def test_a_draft_comes_back_and_a_line_locked_earlier_keeps_its_own_points(mount):
    widget = DrawTrajectory("04", "obama")
    widget.answer = {"term": "obama", "points": [["2010-01-20", 5.5]], **EMPTY}
    page = mount(DrawTrajectory("04", "obama"))
    assert (
        values(page) == [0, 0, 5.5] + [0] * 14
        and "1 of 17 points are set" in page.locator(".says").inner_text()
    )
    widget = DrawTrajectory("09", "trump2")
    widget.answer = locked("trump2", 1) | {"points": level("trump2", 1)[:2]}
    assert values(mount(widget)) == [1, 1]


@pytest.mark.browser
def test_an_answer_that_changes_in_python_is_shown(mount):
    page = mount(DrawTrajectory("04", "obama"))
    page.evaluate("kept => window.model.set('answer', kept)", locked("obama", 3))
    assert values(page) == [3] * 17 and page.locator("[data-part=record] path").count() == 2
    page.evaluate("window.model.set('answer', {})")
    assert values(page) == [0] * 17 and page.locator("[data-part=record] path").count() == 0
    assert (
        page.get_by_role("button", name="Lock my line").is_visible()
        and page.locator("input:disabled").count() == 0
    )


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 700, 1000])
def test_nothing_is_cut_off_or_too_small_for_a_finger(mount, width, dark):
    page = mount(DrawTrajectory("04", "obama"), dark=dark, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    boxes = page.locator("input[type=range]").evaluate_all(
        "inputs => inputs.map(input => input.getBoundingClientRect().toJSON())"
    )
    assert all(
        box["width"] >= 24 and box["height"] >= 24 and box["x"] >= 0 and box["right"] <= width
        for box in boxes
    )
    page.set_viewport_size({"width": 1000, "height": 900})
    page.wait_for_function("document.querySelector('svg').getBoundingClientRect().width === 860")
