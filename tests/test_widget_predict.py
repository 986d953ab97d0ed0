"""Predict: nothing of the record before the commit, and with it each guess beside the record."""

import json

import pytest

from resetcycle import answers, predictions, sharing
from resetcycle.widgets import Predict

pytestmark = pytest.mark.usefixtures("my_work")

LESSONS = [f"{number:02d}" for number in range(12)]
GUESSES = {
    **dict.fromkeys(("clinton", "bush43", "trump1", "biden"), "worse"),
    "obama": "better",
    "ends": ["Clinton", "Bush 43", "Obama", "Trump I", "Biden"],
}


def draft(guesses=GUESSES, first=None):
    return {"guesses": guesses, "locked_at": None, "first": first}


def committed(lesson="00", guesses=GUESSES):
    widget = Predict(lesson)
    widget.answer = draft(guesses)
    widget.lock()
    return widget


def sent(widget):
    """All that the browser holds, as text."""
    return json.dumps(
        {
            name: value
            for name, value in widget.get_state().items()
            if name not in ("_esm", "_css", "layout", "tabbable", "tooltip")
        }
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_before_the_commit_neither_browser_nor_notebook_holds_the_record(lesson):
    widget = Predict(lesson)
    shown = widget._repr_mimebundle_()[0]
    everything = sent(widget) + shown["text/html"] + shown["text/plain"]
    for one in predictions.questions(lesson):
        answer = one.answer()
        assert one.question in shown["text/html"].replace("&#x27;", "'")
        for secret in (answer.said, answer.rule, one.answered_by):
            assert secret not in everything
    assert widget.replies == [] and "run this cell" in shown["text/html"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_share_code_holds_the_guesses_and_comes_with_the_commit(lesson):
    asked = predictions.questions(lesson)
    last = {one.name: one.values()[-1] for one in asked if one.kind != "order"}
    last |= {one.name: list(one.choices[::-1]) for one in asked if one.kind == "order"}
    widget = Predict(lesson)
    widget.answer = draft(last)
    assert widget.share_code == ""
    widget.lock()
    work = sharing.read_share_code(widget.share_code, "predictions")
    assert work["lesson"] == lesson and len(work["places"]) == len(asked)
    for one, places in zip(asked, work["places"], strict=True):
        said = [one.values()[place] for place in places]
        assert (said if one.kind == "order" else said[0]) == last[one.name]


def test_a_number_between_two_steps_is_shared_as_the_nearest():
    share, month = predictions.questions("03")[1:3]
    assert share.places(13) == share.places(15) == [3] and share.places(None) == []
    assert month.places("2001-01") == [0] and month.values()[91] == "2008-08"


def test_a_question_of_several_parts_stands_once_in_the_table():
    table = Predict("00").table()
    assert list(table) == ["question", "of", "what can be answered"]
    assert (table["question"] != "").tolist() == [True, False, False, False, False, True]
    assert "of" not in Predict("01").table()


def test_a_commit_is_kept_with_its_time_and_brings_the_record():
    widget = committed()
    kept = answers.restore("00")["predictions"]
    assert kept["guesses"] == GUESSES and kept["locked_at"].endswith("+00:00")
    assert [reply["name"] for reply in widget.replies] == [
        one.name for one in predictions.questions("00")
    ]
    verdict = {reply["name"]: reply["verdict"] for reply in widget.replies}
    assert (verdict["biden"], verdict["obama"]) == ("agrees", "differs")
    table = widget.table()
    assert list(table)[2:] == ["your guess", "the record", "together"]
    assert Predict("00").replies == widget.replies


def test_nothing_is_committed_before_every_question_has_an_answer():
    widget = Predict("00")
    part = {name: guess for name, guess in GUESSES.items() if name != "ends"}
    for guesses, said in (
        ({}, "6 questions are"),
        (part, "1 question is"),
        (GUESSES | {"ends": ["Clinton"]}, "1 question is"),
    ):
        widget.answer = draft(guesses)
        widget.locking = True
        assert widget.notice == f"{said} not answered yet; a guess is enough."
        assert not widget.locking and not widget.answer["locked_at"] and not widget.replies


def test_a_commit_stays_whatever_an_older_window_sends():
    widget = committed()
    kept = widget.answer
    for later in (draft({}), draft(GUESSES | {"obama": "worse"}), {**kept, "locked_at": "2030"}):
        widget.answer = later
        assert widget.answer == kept == answers.restore("00")["predictions"]
        assert "locked already" in widget.notice and widget.replies


def test_who_predicts_again_keeps_the_first_guesses_for_good():
    widget = committed()
    first = {name: widget.answer[name] for name in ("guesses", "locked_at")}
    for guess in ("worse", "no clear change"):
        widget.answer = draft({}, first)
        assert widget.replies == [] and not widget.answer["locked_at"]
        widget.answer = draft(GUESSES | {"obama": guess}, first)
        widget.lock()
        (reply,) = (each for each in Predict("00").replies if each["name"] == "obama")
        assert (reply["guess"], reply["first"]) == (guess, "better")
    other = {**first, "guesses": GUESSES | {"obama": "worse"}}
    widget.answer = draft({}, other)
    assert widget.answer["first"] == first == answers.restore("00")["predictions"]["first"]


@pytest.mark.parametrize(
    "kept",
    [
        [],
        "x",
        {"guesses": []},
        {"guesses": {}, "locked_at": 5},
        {"guesses": {}, "first": {"guesses": 1}},
        {"guesses": {}, "first": {"locked_at": None}},
    ],
)
def test_what_has_no_shape_of_an_answer_is_left_in_its_file(kept):
    answers.save("00", predictions=kept)
    widget = Predict("00")
    assert "cannot be shown" in widget.notice and widget.answer["guesses"] == {}
    assert answers.restore("00")["predictions"] == kept


def test_of_a_kept_answer_what_answers_no_question_is_left_out_and_told():
    answers.save("00", predictions=draft({"obama": "worse", "lincoln": "better", "biden": 3}))
    widget = Predict("00")
    assert widget.answer["guesses"] == {"obama": "worse"}
    assert "some of it is no answer here" in widget.notice


def test_a_commit_from_before_a_question_was_added_stays_a_commit():
    time = "2026-11-22T12:00:00+00:00"
    answers.save("00", predictions={"guesses": {"obama": "worse"}, "locked_at": time})
    widget = Predict("00")
    assert widget.answer["locked_at"] == time
    assert [reply["name"] for reply in widget.replies] == ["obama"]
    assert widget.table()["your guess"].tolist() == ["", "", "worse", "", "", ""]


def test_it_says_its_name():
    assert repr(Predict("03")) == "Predict(lesson 03)"


# In the browser


@pytest.mark.browser
def test_by_keyboard_alone(mount):
    page = mount(Predict("02"))
    page.keyboard.press("Tab")
    page.keyboard.type("1999")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    assert page.locator(".says").inner_text() == "3 of 3 answered."
    assert page.evaluate("document.activeElement.textContent") == "Commit"
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.sent.at(-1)?.locking")
    guesses = page.evaluate("window.model.get('answer').guesses")
    assert guesses == {"coldest-year": 1999, "deeds": "no clear change", "coders": 100}


@pytest.mark.browser
@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("state", ["asked", "committed"])
def test_it_fits_a_phone_and_no_print_is_small(mount, lesson, state):
    widget = Predict(lesson)
    if state == "committed":
        rows = predictions.questions(lesson)
        widget.answer = draft({one.name: some(one) for one in rows})
        widget.lock()
    page = mount(widget, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    sizes = page.evaluate(
        "[...document.querySelectorAll('.rk *')].filter(each => each.textContent.trim())"
        ".map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 12
    assert page.locator(".rk [role=status]").count() == 1


def some(one):
    if one.kind == "order":
        return list(one.choices)
    return one.choices[0] if one.choices else one.high
