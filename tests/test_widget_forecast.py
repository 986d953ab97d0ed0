"""The forecast board: no outcome before its time, a lock that holds, and scores that are right."""

import hashlib
import json
import re

import pytest

from resetcycle import answers, data, forecasts
from resetcycle.lookback import hindsight_shift, seal, verify
from resetcycle.widgets import ForecastBoard

THREE = ["Q02", "Q13", "Q18"]
NOON = "2026-11-22T12:00:00+00:00"


def entry(band, reason=""):
    return {"band": band, "p": forecasts.BANDS[band].midpoint, "reason": reason}


def lock(lesson="05", **said):
    """Keep locked forecasts, as the lesson of the lock leaves them."""
    answers.save(lesson, forecasts=seal({name: entry(band) for name, band in said.items()}, NOON))


def remembered(**said):
    return {
        name: {"band": band, "p": forecasts.BANDS[band].midpoint} for name, band in said.items()
    }


@pytest.fixture
def outcomes():
    return data.load("forecast_questions").set_index("question_id")


@pytest.fixture
def in_reveal(my_work):
    lock(Q02="likely", Q13="even", Q18="very_unlikely")
    return ForecastBoard("08", reveal=True, locked_in="05")


# Giving and locking


def test_every_question_is_asked_with_all_that_its_form_needs(my_work, outcomes):
    board = ForecastBoard()
    assert [card["id"] for card in board.questions] == list(outcomes.index)
    assert all(card["text"] and card["background"] and card["criteria"] for card in board.questions)
    assert (
        board.questions[0]["closes"] == "20 January 2021"
        and board.questions[0]["opens"] == "17 April 2017"
    )
    assert [card["id"] for card in board.questions if card["condition"]] == ["Q17", "Q18"]
    assert [(band["id"], band["p"]) for band in board.bands] == [
        (name, band.midpoint) for name, band in forecasts.BANDS.items()
    ]


def everything(board):
    bundle, _ = board._repr_mimebundle_()
    state = {
        name: value for name, value in board.get_state().items() if name not in ("_esm", "_css")
    }
    return json.dumps([state, bundle], default=str, ensure_ascii=False)


def test_no_outcome_leaves_python_before_the_reveal(my_work, outcomes):
    board = ForecastBoard("05")
    board.answer = {
        "forecasts": {name: entry("likely") for name in outcomes.index},
        "locked_at": None,
        "hash": None,
    }
    board.lock()
    sent = everything(board)
    assert outcomes.loc["Q01", "question_text"] in sent
    assert all(note not in sent for note in outcomes["outcome_note"]) and '"outcome"' not in sent
    cites = data.load("sources").set_index("source_id").loc[outcomes["source_id"], "url"]
    assert all(url not in sent for url in cites)
    dates = outcomes[outcomes["resolution_date"] != outcomes["close_date"]]["resolution_date"]
    assert len(dates) > 5
    assert not any(re.search(rf"{date:%Y-%m-%d}|\b{date.day} {date:%B %Y}", sent) for date in dates)


@pytest.mark.parametrize(
    "ids, words",
    [(["Q99"], "no question 'Q99'"), ([], "at least one"), (["Q01", "Q01"], "none twice")],
)
def test_wrong_questions_are_named(my_work, ids, words):
    with pytest.raises(ValueError, match=words):
        ForecastBoard("05", question_ids=ids)


@pytest.mark.parametrize("how", [{"reveal": True}, {"locked_in": "05"}])
def test_a_reveal_needs_the_lesson_of_the_lock(my_work, how):
    with pytest.raises(ValueError, match="needs both"):
        ForecastBoard("08", **how)


def test_forecasts_come_back(my_work):
    given = {
        "forecasts": {"Q02": entry("likely", "both parties are for it")},
        "locked_at": None,
        "hash": None,
    }
    ForecastBoard("05").answer = given
    again = ForecastBoard("05")
    assert again.answer == given and type(again.answer) is dict
    assert again.table()["your forecast"].tolist().count("no forecast yet") == 20
    assert repr(again) == "ForecastBoard(lesson 05)"


@pytest.mark.parametrize("band", forecasts.BANDS)
def test_every_band_can_be_locked(my_work, band):
    board = ForecastBoard("05", question_ids=["Q02"])
    board.answer = {
        "forecasts": {"Q02": {"band": band, "p": 0.111, "reason": 'é "x"'}},
        "locked_at": None,
        "hash": None,
    }
    board.locking = True
    # The value is that of the band, whatever the browser said.
    assert board.answer["forecasts"] == {"Q02": entry(band, 'é "x"')}
    assert not board.locking and verify(board.answer) and verify(answers.restore("05")["forecasts"])


def test_the_seal_is_sha_256_of_the_canonical_json():
    entries = '{"Q02":{"band":"even","p":0.5,"reason":"\\u00e9"}}'
    text = f'{{"forecasts":{entries},"locked_at":"{NOON}"}}'
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert seal({"Q02": entry("even", "é")}, NOON)["hash"] == digest


def test_nothing_to_lock_is_said(my_work):
    board = ForecastBoard("05")
    board.locking = True
    assert (
        "nothing to lock" in board.notice
        and board.answer["locked_at"] is None
        and not board.locking
    )


def test_a_lock_holds_against_an_older_view(my_work):
    older, board = ForecastBoard("05"), ForecastBoard("05")
    board.answer = {"forecasts": {"Q02": entry("likely")}, "locked_at": None, "hash": None}
    board.lock()
    locked = board.answer
    older.answer = {"forecasts": {"Q02": entry("unlikely")}, "locked_at": None, "hash": None}
    assert (
        older.answer == locked == answers.restore("05")["forecasts"]
        and "locked already" in older.notice
    )
    board.lock()
    board.answer = {**locked, "forecasts": {}}
    assert board.answer == locked == answers.restore("05")["forecasts"]
    assert ForecastBoard("05").answer == locked


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: kept["forecasts"]["Q02"].update(p=0.97),
        lambda kept: kept["forecasts"]["Q02"].update(reason="I knew it"),
        lambda kept: kept["forecasts"].update(Q03=entry("likely")),
        lambda kept: kept["forecasts"].clear(),
        lambda kept: kept.update(locked_at="2026-11-21T12:00:00+00:00"),
        lambda kept: kept.update(hash=None),
        lambda kept: kept.update(hash="ü"),
    ],
)
def test_a_change_after_the_lock_is_found_and_said(my_work, change):
    kept = seal({"Q02": entry("likely")}, NOON)
    assert verify(kept)
    change(kept)
    answers.save("05", forecasts=kept)
    assert not verify(kept)
    assert "seal does not fit" in ForecastBoard("05").notice
    if kept["forecasts"]:
        assert "seal does not fit" in ForecastBoard("08", reveal=True, locked_in="05").notice


@pytest.mark.parametrize(
    "answer", [None, {}, [], {"forecasts": {}, "locked_at": None, "hash": None}]
)
def test_what_was_never_locked_does_not_verify(answer):
    assert not verify(answer)


# The reveal


def test_a_reveal_without_a_lock_says_where_to_go(my_work):
    answers.save(
        "05", forecasts={"forecasts": {"Q02": entry("likely")}, "locked_at": None, "hash": None}
    )
    board = ForecastBoard("08", reveal=True, locked_in="05")
    assert (
        "No locked forecasts of lesson 05" in board.notice
        and board.questions == []
        and board.shown == []
        and board.summary == {}
    )
    assert "No outcome has been revealed" in board._repr_mimebundle_()[0]["text/html"]
    with pytest.raises(ValueError, match="not in a reveal"):
        board.lock()


def test_outcomes_come_one_by_one_and_only_after_all_is_remembered(in_reveal, outcomes):
    notes = outcomes.loc[THREE, "outcome_note"]
    assert [card["id"] for card in in_reveal.questions] == THREE
    in_reveal.answer = {"remembered": remembered(Q02="likely", Q13="even"), "revealed": THREE}
    assert in_reveal.shown == [] and not any(
        note in everything(in_reveal) for note in outcomes["outcome_note"]
    )
    for number in range(4):
        in_reveal.answer = {
            "remembered": remembered(Q02="very_likely", Q13="unlikely", Q18="even"),
            "revealed": THREE[:number],
        }
        assert [one["id"] for one in in_reveal.shown] == THREE[:number]
        assert [note in everything(in_reveal) for note in notes] == [i < number for i in range(3)]
        assert bool(in_reveal.summary) == (number == 3)


def test_scores_are_those_of_the_formula(in_reveal):
    in_reveal.answer = {
        "remembered": remembered(Q02="very_likely", Q13="unlikely", Q18="even"),
        "revealed": THREE,
    }
    # Outcomes: Q02 yes, Q13 no, Q18 no. Forecasts .675, .5, .125; remembered .875, .325, .5.
    errors = [0.325**2, 0.5**2, 0.125**2]
    assert [one["error"] for one in in_reveal.shown] == pytest.approx(errors, abs=1e-12)
    assert [one["brier"] for one in in_reveal.shown] == pytest.approx(
        [errors[0], sum(errors[:2]) / 2, sum(errors) / 3], abs=1e-12
    )
    total = in_reveal.summary
    assert (total["questions"], total["yes"]) == (3, 1)
    assert total["shift"] == pytest.approx((0.2 + 0.175 - 0.375) / 3, abs=1e-12)
    # References: one half .25; share of yes 1/3: uncertainty 2/9; nothing changes: wrong for Q02
    # (a law came) and Q13 (he left).
    assert [line["brier"] for line in total["references"]] == pytest.approx(
        [sum(errors) / 3, 0.25, 2 / 9, 2 / 3], abs=1e-12
    )
    skills = [1 - sum(errors) / 3 / other for other in (0.25, 2 / 9, 2 / 3)]
    assert [line["skill"] for line in total["references"][1:]] == pytest.approx(skills, abs=1e-12)
    assert in_reveal.table()["Brier score"].tolist() == pytest.approx(
        [sum(errors) / 3, 0.25, 2 / 9, 2 / 3]
    )


def test_a_reference_without_error_has_no_skill(my_work):
    lock(Q01="unlikely")
    board = ForecastBoard("08", reveal=True, locked_in="05")
    board.answer = {"remembered": remembered(Q01="unlikely"), "revealed": ["Q01"]}
    assert [line["skill"] is None for line in board.summary["references"]] == [
        True,
        False,
        True,
        True,
    ]


def test_hindsight_flatters_in_both_directions():
    assert hindsight_shift([0.5, 0.5], [0.9, 0.1], [1, 0]) == pytest.approx(0.4)
    assert hindsight_shift([0.5, 0.5], [0.1, 0.9], [1, 0]) == pytest.approx(-0.4)
    assert hindsight_shift([0.3], [0.3], [1]) == 0


def test_a_condition_that_did_not_come_about_leaves_the_score_alone(my_work, data_copy):
    path = data_copy / "forecast_questions.csv"
    path.write_text(
        path.read_text().replace(
            "The condition was met in February 2019", "The condition was not met"
        )
    )
    lock(Q02="likely", Q18="almost_certain")
    board = ForecastBoard("08", reveal=True, locked_in="05")
    board.answer = {"remembered": remembered(Q02="likely", Q18="even"), "revealed": ["Q18", "Q02"]}
    assert [(one["id"], one["scored"]) for one in board.shown] == [("Q18", False), ("Q02", True)]
    assert board.shown[0]["brier"] is None and board.shown[1]["brier"] == pytest.approx(0.325**2)
    assert board.summary["questions"] == 1 and board.summary["brier"] == pytest.approx(0.325**2)
    path.write_text(path.read_text().replace("The condition was not met", "Nobody knows"))
    data._load.cache_clear()
    with pytest.raises(ValueError, match="Q18 has a condition"):
        ForecastBoard("08", reveal=True, locked_in="05")


def test_both_conditions_of_the_table_were_met(my_work, outcomes):
    lock(**dict.fromkeys(outcomes.index, "even"))
    board = ForecastBoard("08", reveal=True, locked_in="05")
    board.answer = {
        "remembered": remembered(**dict.fromkeys(outcomes.index, "even")),
        "revealed": list(outcomes.index),
    }
    assert (
        board.summary["questions"] == len(outcomes)
        and board.summary["brier"] == pytest.approx(0.25)
        and board.summary["shift"] == 0
    )


def test_a_change_is_the_yes_of_every_question_that_does_not_say_still():
    questions = data.load("forecast_questions").set_index("question_id")
    still = questions["question_text"].str.contains(r"\bstill\b")
    assert still.sum() == 2 and (still == (questions["status_quo"] == "yes")).all()


def test_the_reveal_comes_back_where_it_was(in_reveal):
    in_reveal.answer = {
        "remembered": remembered(Q02="very_likely", Q13="unlikely", Q18="even"),
        "revealed": ["Q02"],
    }
    again = ForecastBoard("08", reveal=True, locked_in="05")
    assert again.answer == in_reveal.answer and again.shown == in_reveal.shown
    assert "likely" in str(again.table()) and set(answers.restore("08")) == {"reveal"}


def test_damaged_entries_are_left_out(my_work):
    given = {
        "Q02": entry("likely"),
        "Q03": {"band": "perhaps", "p": 0.5},
        "Q04": {"band": "even", "p": 7},
        "Q05": None,
        "Q99": entry("even"),
    }
    answers.save("05", forecasts={"forecasts": given, "locked_at": NOON, "hash": "0"})
    assert [card["id"] for card in ForecastBoard("08", reveal=True, locked_in="05").questions] == [
        "Q02"
    ]


# In the browser


def kernel(page, widget):
    """Do what Jupyter does: hand Python what the browser sent, and back what Python made of it."""
    page.wait_for_function("window.sent.some((message) => message && Object.keys(message).length)")
    # On a slow machine the page may rest, and send, between two clicks: wait until nothing more
    # comes.
    page.wait_for_function("""() => { const count = window.sent.length;
      if (count !== window.seen) { window.seen = count; window.since = performance.now(); }
      return performance.now() - window.since > 500; }""")
    for message in page.evaluate("window.sent.splice(0)"):
        widget.set_state(message or {})
    names = ("answer", "locking", "shown", "summary", "notice")
    page.evaluate(
        """(state) => { for (const [name, value] of Object.entries(state))
        if (JSON.stringify(window.model.get(name)) !== JSON.stringify(value))
          window.model.set(name, value);
        window.dirty = {}; }""",
        {name: getattr(widget, name) for name in names},
    )


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.value")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.browser
def test_by_keyboard_alone_answer_confirm_and_lock(my_work, mount):
    board = ForecastBoard("05", question_ids=THREE)
    page = mount(board)
    press(page, "Tab", "Space")  # into the bands: the first is chosen
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    assert "likely, counted as 67.5 in 100" in page.locator(".says").inner_text()
    press(page, "Tab")
    page.keyboard.type("both parties are for it")
    press(page, "Tab", "Enter")  # previous is off on the first question, so this is next
    assert focused(page).startswith("Question 2 of 3: Will Rex Tillerson")
    kernel(page, board)
    assert board.answer == {
        "forecasts": {"Q02": entry("likely", "both parties are for it")},
        "locked_at": None,
        "hash": None,
    }
    lock = page.get_by_role("button", name="Lock my forecasts")
    lock.focus()
    press(page, "Enter")
    assert (
        focused(page) == "Not yet" and "questions 2, 3" in page.get_by_role("dialog").inner_text()
    )
    press(page, "Escape")
    assert not page.get_by_role("dialog").is_visible() and focused(page) == "Lock my forecasts"
    press(page, "Enter", "Tab", "Enter")
    kernel(page, board)
    assert verify(board.answer) and list(board.answer["forecasts"]) == ["Q02"]
    assert focused(page).startswith("Locked on ") and board.answer["hash"][:12] in focused(page)
    assert "1 forecast," in focused(page) and not lock.is_visible()
    assert all(page.get_by_role("radio").nth(i).is_disabled() for i in range(7))


@pytest.mark.browser
def test_by_mouse_every_band_and_every_question(my_work, mount):
    board = ForecastBoard("05")
    page = mount(board, width=700)
    bands = list(forecasts.BANDS)
    assert page.get_by_role("button", name="Previous").is_disabled()
    for number in range(21):
        assert (
            page.get_by_role("heading")
            .first.inner_text()
            .startswith(f"Question {number + 1} of 21: ")
        )
        page.get_by_role("radio").nth(number % 7).check()
        if number < 20:
            page.get_by_role("button", name="Next").click()
    assert page.get_by_role("button", name="Next").is_disabled()
    kernel(page, board)
    assert board.answer["forecasts"] == {f"Q{n + 1:02}": entry(bands[n % 7]) for n in range(21)}
    page.get_by_role("navigation").get_by_text("3: unlikely").click()
    assert page.get_by_role("radio", name="unlikely", checked=True).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= 700")
    fresh = mount(ForecastBoard("05"))
    assert fresh.get_by_text("21 of 21 answered.").is_visible()


@pytest.mark.browser
def test_a_reason_before_a_band_is_not_lost(my_work, mount):
    board = ForecastBoard("05", question_ids=THREE)
    page = mount(board)
    page.get_by_label("Your reason").fill("said first")
    page.get_by_role("button", name="Next").click()
    assert page.get_by_label("Your reason").input_value() == ""
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("radio", name="almost certain").check()
    kernel(page, board)
    assert board.answer["forecasts"] == {"Q02": entry("almost_certain", "said first")}


@pytest.mark.browser
def test_locking_nothing_is_refused_in_words(my_work, mount):
    page = mount(ForecastBoard("05"))
    page.get_by_role("button", name="Lock my forecasts").click()
    assert (
        "nothing to lock" in page.locator(".says").inner_text()
        and not page.get_by_role("dialog").is_visible()
    )


@pytest.mark.browser
def test_remember_then_reveal_one_by_one_to_the_summary(in_reveal, mount, outcomes):
    page = mount(in_reveal)
    reveal = page.get_by_role("button", name="Reveal the outcome")
    for number, band in enumerate(("very_likely", "unlikely", "even")):
        assert not reveal.is_visible()
        page.locator(f"input[value={band}]").check()
        if number < 2:
            page.get_by_role("button", name="Next").click()
    kernel(page, in_reveal)
    assert in_reveal.answer["remembered"] == remembered(
        Q02="very_likely", Q13="unlikely", Q18="even"
    )
    for number, name in enumerate(THREE):
        reveal.focus()
        press(page, "Enter")
        kernel(page, in_reveal)
        one, words = in_reveal.shown[number], page.locator(".card").inner_text()
        assert (
            f"Outcome: {outcomes.loc[name, 'outcome']}" in words
            and outcomes.loc[name, "outcome_note"] in words
        )
        assert (
            f"{one['brier']:.3f} over {number + 1} question" in words
            and f"{one['error']:.3f}" in words
        )
        assert f"so far {one['brier']:.3f}" in page.locator(".says").inner_text()
        assert page.get_by_role("link").get_attribute("href") == one["url"]
        assert all(
            note not in page.content() for note in outcomes.loc[THREE[number + 1 :], "outcome_note"]
        )
    assert focused(page) == "All revealed" and not reveal.is_visible()
    closing = page.locator("table").first.inner_text()
    for line in in_reveal.summary["references"]:
        assert line["name"] in closing and f"{line['brier']:.3f}" in closing
        assert line["skill"] is None or f"{line['skill']:.2f}".replace("-", "−") in closing
    assert "did not move" in page.locator("section").inner_text()
    assert page.get_by_text("3: no; you: very unlikely").is_visible()


@pytest.mark.browser
def test_a_reveal_resumes_where_it_was(in_reveal, mount):
    in_reveal.answer = {
        "remembered": remembered(Q02="very_likely", Q13="unlikely", Q18="even"),
        "revealed": ["Q02"],
    }
    page = mount(ForecastBoard("08", reveal=True, locked_in="05"), dark=True)
    assert page.get_by_role("button", name="Reveal the outcome of question 2").is_visible()
    assert page.get_by_text("Not revealed yet.").is_visible()
    assert page.get_by_role("radio").count() == 0  # hidden: what is remembered is remembered


@pytest.mark.browser
def test_a_missing_or_broken_lock_is_said_on_the_page(my_work, mount):
    page = mount(ForecastBoard("08", reveal=True, locked_in="05"))
    assert "No locked forecasts" in page.locator(".notice:visible").inner_text()
    answers.save("05", forecasts={**seal({"Q02": entry("likely")}, NOON), "hash": "0"})
    page = mount(ForecastBoard("05"))
    assert "seal does not fit" in page.locator(".notice:visible").inner_text()
