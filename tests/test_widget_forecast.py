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


def predict(lesson="08"):
    """Keep committed predictions, as a lesson that asks for some leaves them."""
    answers.save(lesson, predictions={"guesses": {"right": 3}, "locked_at": NOON})


def looking_back():
    return ForecastBoard("08", reveal=True, locked_in="05")


@pytest.fixture
def in_reveal(my_work):
    lock(Q02="likely", Q13="even", Q18="very_unlikely")
    predict()
    return looking_back()


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


def forecasts_asked():
    return data.load("forecast_questions")["question_id"]


def test_forecasts_come_back(my_work):
    given = {
        "forecasts": {"Q02": entry("likely", "both parties are for it")},
        "locked_at": None,
        "hash": None,
    }
    ForecastBoard("05").answer = given
    again = ForecastBoard("05")
    assert again.answer == given and type(again.answer) is dict
    assert (
        again.table()["your forecast"].tolist().count("no forecast yet")
        == len(forecasts_asked()) - 1
    )
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


def test_who_locked_nothing_locks_a_short_deck_on_the_spot(my_work, outcomes):
    board = looking_back()
    assert board.here and board.notice == "" and not board.shown and not board.recalls
    # The article's own order begins with its headline forecast.
    assert board.questions[0]["id"] == "Q19" and len(board.questions) == 6
    assert set(outcomes.loc[[card["id"] for card in board.questions], "article_band"]) == {
        "likely",
        "unlikely",
    }
    assert all(note not in everything(board) for note in outcomes["outcome_note"])
    with pytest.raises(ValueError, match="Lock or recall"):
        board.open_outcomes()
    board.answer = {**board.answer, "forecasts": {"Q19": entry("very_unlikely")}}
    board.locking = True
    assert verify(board.answer) and answers.restore("08")["reveal"] == board.answer
    assert board.shown == [] and board.share_code.startswith("RC5-")
    predict()
    board.opening = True
    assert [one["id"] for one in board.shown] == ["Q19"] and not board.opening
    assert board.summary["questions"] == 1, "what has no forecast has no score"


def test_a_lock_on_the_spot_holds_and_a_judgement_is_kept_beside_it(my_work):
    older, board = looking_back(), looking_back()
    board.answer = {**board.answer, "forecasts": {"Q19": entry("unlikely")}}
    board.lock()
    locked = board.answer
    older.answer = {**older.answer, "forecasts": {"Q19": entry("likely")}}
    assert older.answer == locked and "locked already" in older.notice
    board.answer = {**locked, "reasons": {"Q19": "other"}}
    assert answers.restore("08")["reveal"]["reasons"] == {"Q19": "other"}
    assert looking_back().answer["reasons"] == {"Q19": "other"}


def test_a_lock_of_lesson_05_needs_no_second_one(in_reveal):
    assert not in_reveal.here
    with pytest.raises(ValueError, match="not in a reveal"):
        in_reveal.lock()


def test_six_forecasts_at_most_are_recalled_the_scored_ones_first(my_work, outcomes):
    lock(**dict.fromkeys(outcomes.index, "even"))
    assert looking_back().recalls == ["Q19", "Q20", "Q21", "Q10", "Q01", "Q17"]
    lock(Q02="even", Q17="even")
    assert looking_back().recalls == ["Q17", "Q02"]


def test_outcomes_open_together_and_only_after_recall_and_prediction(my_work, outcomes):
    lock(Q02="likely", Q13="even", Q18="very_unlikely")
    board = looking_back()
    # A browser that asks for them outright gets none of them either.
    board.answer = {"remembered": remembered(Q02="likely", Q13="even"), "revealed": THREE}
    assert board.shown == [] and board.summary == {}
    board.opening = True
    assert "recall your forecasts first" in board.notice and not board.opening
    board.answer = {"remembered": remembered(Q02="likely", Q13="even", Q18="even"), "revealed": []}
    board.opening = True
    assert "First commit" in board.notice and board.shown == []
    assert all(note not in everything(board) for note in outcomes["outcome_note"])
    assert "No outcome has been revealed" in board._repr_mimebundle_()[0]["text/html"]
    predict()
    board.opening = True
    assert board.notice == "" and [one["id"] for one in board.shown] == THREE
    assert all(note in everything(board) for note in outcomes.loc[THREE, "outcome_note"])
    others = outcomes["outcome_note"].drop(THREE)
    assert not any(note in everything(board) for note in others)


def opened(board, **said):
    board.answer = {"remembered": remembered(**said), "revealed": []}
    board.open_outcomes()
    return board


def test_scores_are_those_of_the_formula(in_reveal):
    opened(in_reveal, Q02="very_likely", Q13="unlikely", Q18="even")
    # Outcomes: Q02 yes, Q13 no, Q18 no. Forecasts .675, .5, .125; remembered .875, .325, .5.
    errors = [0.325**2, 0.5**2, 0.125**2]
    assert [one["error"] for one in in_reveal.shown] == pytest.approx(errors, abs=1e-12)
    total = in_reveal.summary
    assert (total["questions"], total["yes"], total["beside"]) == (3, 1, None)
    assert total["brier"] == pytest.approx(sum(errors) / 3, abs=1e-12)
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


def test_learner_and_article_are_scored_on_the_same_questions(my_work):
    lock(Q19="very_likely", Q17="likely", Q02="almost_certain")
    predict()
    board = opened(looking_back(), Q19="even", Q17="even", Q02="even")
    # Outcomes: Q19 no, Q17 yes. The article: unlikely (.325) and likely (.675).
    beside = board.summary["beside"]
    assert beside["questions"] == 2
    assert beside["yours"] == pytest.approx((0.875**2 + 0.325**2) / 2)
    assert beside["article"] == pytest.approx(0.325**2)


def test_every_outcome_stands_beside_the_articles_words_and_their_place(my_work, outcomes):
    lock(Q19="even", Q03="even")
    predict()
    first, second = (one["article"] for one in opened(looking_back(), Q19="even", Q03="even").shown)
    assert first["quote"] in outcomes.loc["Q19", "article_words"]
    assert first["place"] == "Introduction, paragraph 2" and first["band"]["words"] == "unlikely"
    assert second["place"].endswith("Russia Problems, paragraph 20") and second["band"] is None


def test_what_the_record_cannot_tell_is_shown_and_not_scored(my_work):
    lock(Q22="almost_certain", Q02="likely")
    predict()
    board = opened(looking_back(), Q22="even", Q02="likely")
    told = {one["id"]: one for one in board.shown}
    assert told["Q22"]["outcome"] == "cannot tell" and told["Q22"]["error"] is None
    assert board.summary["questions"] == 1 and board.summary["brier"] == pytest.approx(0.325**2)


def test_a_reference_without_error_has_no_skill(my_work):
    lock(Q01="unlikely")
    predict()
    board = opened(looking_back(), Q01="unlikely")
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
    predict()
    board = opened(looking_back(), Q02="likely", Q18="even")
    assert [(one["id"], one["scored"]) for one in board.shown] == [("Q02", True), ("Q18", False)]
    assert board.shown[1]["error"] is None
    assert board.summary["questions"] == 1 and board.summary["brier"] == pytest.approx(0.325**2)
    path.write_text(path.read_text().replace("The condition was not met", "Nobody knows"))
    data._load.cache_clear()
    with pytest.raises(ValueError, match="Q18 has a condition"):
        looking_back()


def test_both_conditions_of_the_table_were_met(my_work, outcomes):
    lock(**dict.fromkeys(outcomes.index, "even"))
    predict()
    board = looking_back()
    opened(board, **dict.fromkeys(board.recalls, "even"))
    assert len(board.shown) == len(outcomes)
    assert board.summary["questions"] == (outcomes["outcome"] != "cannot tell").sum()
    assert board.summary["brier"] == pytest.approx(0.25) and board.summary["shift"] == 0


def test_a_change_is_the_yes_of_every_question_that_does_not_say_still():
    questions = data.load("forecast_questions").set_index("question_id")
    still = questions["question_text"].str.contains(r"\bstill\b")
    assert still.sum() == 2 and (still == (questions["status_quo"] == "yes")).all()


def test_the_reveal_comes_back_where_it_was(in_reveal):
    opened(in_reveal, Q02="very_likely", Q13="unlikely", Q18="even")
    again = looking_back()
    assert again.answer == in_reveal.answer and again.shown == in_reveal.shown
    assert "yours" in str(again.table())


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
    names = ("answer", "locking", "opening", "shown", "summary", "notice")
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
    press(page, "Tab", "Tab", "Space")  # past what is known, into the bands: the first is chosen
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
    for number in range(len(forecasts_asked())):
        assert (
            page.get_by_role("heading")
            .first.inner_text()
            .startswith(f"Question {number + 1} of {len(forecasts_asked())}: ")
        )
        page.get_by_role("radio").nth(number % 7).check()
        if number < len(forecasts_asked()) - 1:
            page.get_by_role("button", name="Next").click()
    assert page.get_by_role("button", name="Next").is_disabled()
    kernel(page, board)
    assert board.answer["forecasts"] == {
        f"Q{n + 1:02}": entry(bands[n % 7]) for n in range(len(forecasts_asked()))
    }
    page.get_by_role("navigation").get_by_text("3: unlikely").click()
    assert page.get_by_role("radio", name="unlikely", checked=True).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= 700")
    fresh = mount(ForecastBoard("05"))
    assert fresh.get_by_text("22 of 22 answered.").is_visible()


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
def test_recall_on_one_screen_then_all_outcomes_beside_the_articles_words(my_work, mount):
    lock(Q19="very_unlikely", Q17="likely", Q02="likely", Q13="even")
    predict()
    board = looking_back()
    page = mount(board)
    choices = page.get_by_role("combobox")
    assert choices.count() == 4
    page.get_by_role("button", name="Open the outcomes").click()
    assert page.locator(".says").inner_text() == "Recall every forecast first."
    for place, band in enumerate(("unlikely", "likely", "likely", "even")):
        choices.nth(place).select_option(band)
    assert page.get_by_text("4 of 4 remembered").is_visible()
    kernel(page, board)
    page.get_by_role("button", name="Open the outcomes").focus()
    press(page, "Enter")
    kernel(page, board)
    assert focused(page) == "4 outcomes are open."
    headline = page.locator("article").first.inner_text()
    assert "Outcome: no" in headline and "Introduction, paragraph 2" in headline
    assert "You: very unlikely, 12.5 in 100. The article: unlikely, 20 to 45 %" in headline
    assert page.get_by_text("On the 2 questions on which the article can be scored").is_visible()
    assert not page.get_by_text("Tillerson").first.is_visible(), "what cannot be scored is folded"
    page.get_by_label("for another reason").first.check()
    kernel(page, board)
    assert board.answer["reasons"] == {"Q19": "other"}
    assert "0 for the article's reason, 1 for another reason" in page.locator(".count").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_on_the_spot_the_lock_gives_way_to_the_outcomes_and_all_fits(my_work, mount, width):
    predict()
    board = looking_back()
    page = mount(board, width=width)
    for number in range(6):
        page.get_by_role("radio", name=re.compile("^likely")).check()
        if number < 5:
            page.get_by_role("button", name="Next").click()
    kernel(page, board)
    page.get_by_role("button", name="Lock my forecasts").click()
    page.get_by_role("button", name="Lock them").click()
    kernel(page, board)
    assert focused(page) == "Before the outcomes" and page.get_by_role("radio").count() == 0
    page.get_by_role("button", name="Open the outcomes").click()
    kernel(page, board)
    assert page.locator("article").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    marks = page.locator("article .sign.you, article .sign.end")
    boxes = [marks.nth(i).bounding_box() for i in range(marks.count())]
    assert len(boxes) == 12 and all(0 <= box["x"] <= width - box["width"] for box in boxes)


@pytest.mark.browser
def test_a_broken_lock_is_said_on_the_page(my_work, mount):
    answers.save("05", forecasts={**seal({"Q02": entry("likely")}, NOON), "hash": "0"})
    page = mount(ForecastBoard("05"))
    assert "seal does not fit" in page.locator(".notice:visible").inner_text()
