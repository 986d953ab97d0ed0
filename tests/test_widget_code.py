"""The blind coder: nothing of the kit's coding before the lock, and right figures after it."""

import json

import numpy as np
import pandas as pd
import pytest
from barriers import violations

from resetcycle import answers, codebook, data, sharing
from resetcycle.codebook import NONE, agreed, compare, kit_codings, read_lines
from resetcycle.widgets import CodeEvents

CODEBOOK, EVENTS = codebook.choices(), codebook.events()
NOON = "2026-11-22T12:00:00+00:00"
KIT = kit_codings(EVENTS).loc["final"].to_dict()


def everything(widget):
    bundle, _ = widget._repr_mimebundle_()
    state = {
        name: value for name, value in widget.get_state().items() if name not in ("_esm", "_css")
    }
    return json.dumps([state, bundle], default=str, ensure_ascii=False)


def locked(codes=KIT):
    widget = CodeEvents("02")
    widget.answer = {"codes": dict(codes), "locked_at": None}
    widget.lock()
    return widget


# The events and the codebook


def test_the_twelve_mix_scored_and_context_events_of_clintons_years():
    rows = data.load("events").set_index("event_id").loc[list(EVENTS)]
    assert (
        len(EVENTS) == 12
        and set(rows["term_id"]) == {"clinton"}
        and rows["event_date"].is_monotonic_increasing
    )
    # Visit and treaty are choices that the kit makes for none of them.
    assert set(KIT.values()) == set(CODEBOOK) - {"042", "057"}


def test_the_codebook_has_the_letters_that_class_lines_hold():
    assert "".join(choice.letter for choice in CODEBOOK.values()) == "ABCDEFGHI"
    assert list(CODEBOOK) == [NONE, "057", "019", "050", "042", "111", "125", "161", "163"]
    assert len({choice.words for choice in CODEBOOK.values()}) == len(CODEBOOK)
    assert set(CODEBOOK) - {NONE} <= set(data.load("cameo")["code"])


def test_the_coder_sees_all_that_the_kits_coder_had_and_no_code_before_the_lock(my_work):
    widget = CodeEvents("02")
    widget.answer = {"codes": dict.fromkeys(EVENTS, "111"), "locked_at": None}
    sent, rows = everything(widget), data.load("events").set_index("event_id").loc[list(EVENTS)]
    had = [*rows["summary"], *rows["title"]]
    assert all(json.dumps(each, ensure_ascii=False)[1:-1] in sent for each in had)
    assert not any(reason in sent for reason in rows["code_reason"])
    assert widget.shown == [] and widget.agreed == [] and widget.share_code == ""
    widget.lock()
    assert all(reason in everything(widget) for reason in rows["code_reason"])


# Choosing and locking


@pytest.mark.parametrize("code", CODEBOOK)
def test_every_code_can_be_chosen_and_comes_back(my_work, code):
    CodeEvents("02").answer = {"codes": {EVENTS[0]: code}, "locked_at": None}
    again = CodeEvents("02")
    assert (
        again.answer == {"codes": {EVENTS[0]: code}, "locked_at": None}
        and type(again.answer) is dict
    )
    assert again.table()["your code"].tolist() == [CODEBOOK[code].words] + ["not coded yet"] * 11
    assert repr(again) == "CodeEvents(lesson 02)"


def test_a_lock_needs_a_code_for_every_event(my_work):
    widget = CodeEvents("02")
    widget.answer = {"codes": dict.fromkeys(EVENTS[:10], NONE), "locked_at": None}
    with pytest.raises(ValueError, match="Still open: 11, 12"):
        widget.lock()
    widget.locking = True
    assert "Still open: 11, 12" in widget.notice and not widget.locking and widget.shown == []


def test_a_lock_holds_against_an_older_view(my_work):
    older, widget = CodeEvents("02"), locked()
    kept = widget.answer
    older.answer = {"codes": {EVENTS[0]: "111"}, "locked_at": None}
    assert (
        older.answer == kept == answers.restore("02")["codes"] and "locked already" in older.notice
    )
    assert older.shown == widget.shown and CodeEvents("02").shown == widget.shown
    widget.lock()
    assert widget.answer == kept


@pytest.mark.parametrize(
    "kept",
    [
        {"codes": {}},
        {"codes": {"1999-01-nowhere": "111"}, "locked_at": None},
        {"codes": {EVENTS[0]: "999"}, "locked_at": None},
        {"codes": {EVENTS[0]: "111"}, "locked_at": NOON},
    ],
)
def test_what_cannot_be_read_is_said_and_stays_in_the_file(my_work, kept):
    answers.save("02", codes=kept)
    widget = CodeEvents("02")
    assert "cannot be shown" in widget.notice and widget.answer == {"codes": {}, "locked_at": None}
    assert answers.restore("02")["codes"] == kept


# The figures


def test_the_kits_own_codes_agree_fully_with_the_kit(my_work):
    widget = locked()
    assert all(one["same"] for one in widget.shown)
    assert sharing.read_share_code(widget.share_code, "codes")["codes"] == KIT
    yours, kit = widget.agreed
    assert (yours["share"], yours["codes"], yours["scores"], yours["scored"]) == pytest.approx(
        (1, 1, 1, 9)
    )
    # Ames and the Iran sanctions kept their code; three events lost it.
    assert kit["share"] == pytest.approx(2 / 12) and kit["scored"] == 9


def test_alpha_for_names_by_hand():
    """Two coders, four events, values a a b b against a b b b.

    Coincidences 2, 1 + 1, 4; observed 2/8, expected 30/56.
    """
    got = agreed(pd.DataFrame([["057", "057", "111", "111"], ["057", "111", "111", "111"]]), "two")
    assert got["share"] == 0.75 and got["codes"] == pytest.approx(1 - (2 / 8) / (30 / 56))
    assert got["scores"] == pytest.approx(got["codes"])  # With two values, order and name are one.


def test_a_near_miss_and_a_far_miss_differ_for_scores_only():
    kit = ["057", "019", "042", "111", "161", "163"]
    near, far = (pd.DataFrame([kit, [*kit[:5], other]]) for other in ("125", "057"))
    assert agreed(near, "")["codes"] == pytest.approx(agreed(far, "")["codes"], abs=0.05)
    assert agreed(near, "")["scores"] > 0.85
    assert agreed(far, "")["scores"] < 0.5


def test_where_nothing_is_scored_there_is_no_alpha():
    got = agreed(pd.DataFrame([[NONE, "111"], [NONE, NONE]]), "two")
    assert got["scores"] is None and got["scored"] == 0 and np.isfinite(got["codes"])
    assert agreed(pd.DataFrame([["111"], ["111"]]), "two")["codes"] is None


def test_somebody_who_scores_nothing_can_be_shown(my_work):
    widget = locked(dict.fromkeys(EVENTS, NONE))
    assert widget.agreed[0]["share"] == 0.25 and widget.agreed[0]["scores"] is None
    assert compare(dict.fromkeys(EVENTS, NONE)) == widget.agreed and len(widget.table()) == 12


def test_the_kit_with_itself(my_work):
    table = CodeEvents("02").kit_with_itself()
    assert table["events scored by both"].tolist() == [9, 134]
    # Of the 208 rows that were coded twice 90 kept their first code, counted in the file; a row
    # that came later has no first code, and is no disagreement.
    assert table.loc["all told events", "share equal"] == pytest.approx(90 / 208)


def test_class_lines_are_found_among_other_words(my_work):
    widget = CodeEvents("02")
    chat = (
        f"Ann: CODES02-CHAACDICGAFC!\nBo: {locked().share_code}\n"
        "Cy: CODES02-CHAACDICGAFCC CODES02-XHAAECDIGAFC"
    )
    assert len(read_lines(chat)) == 2 and (read_lines(chat) == list(KIT.values())).all(axis=None)
    table = widget.with_class(chat)
    assert table.index.tolist() == ["2 learners"] and table["share equal"].tolist() == [1]


def test_until_a_class_has_two_codes_three_invented_learners_stand_in(my_work):
    for chat in ("?", "CODES02-CHAACDICGAFC"):
        table = CodeEvents("02").with_class(chat)
        assert table.index.tolist() == ["three invented learners"]
        # Letter by letter, the pairs share 6, 9 and 6 of twelve.
        assert table["share equal"].iloc[0] == pytest.approx((6 + 9 + 6) / 36)


# In the browser


def kernel(page, widget):
    """Do what Jupyter does: hand Python what the browser sent, and back what Python made of it."""
    page.wait_for_function("window.sent.some((message) => message && Object.keys(message).length)")
    page.wait_for_timeout(700)  # longer than the rest after which the browser sends
    for message in page.evaluate("window.sent.splice(0)"):
        widget.set_state(message or {})
    names = ("answer", "agreed", "locking", "notice", "share_code", "shown")
    page.evaluate(
        """(state) => { for (const [name, value] of Object.entries(state))
        if (JSON.stringify(window.model.get(name)) !== JSON.stringify(value))
          window.model.set(name, value);
        window.dirty = {}; }""",
        {name: getattr(widget, name) for name in names},
    )


@pytest.mark.browser
def test_by_keyboard_alone_code_lock_and_see(my_work, mount):
    widget = CodeEvents("02")
    page = mount(widget, width=700)
    page.locator("select").first.focus()
    for number, name in enumerate(EVENTS):
        assert (
            page.evaluate("document.activeElement.labels[0].textContent")
            == f"Code of event {number + 1}"
        )
        for _ in range(1 + list(CODEBOOK).index(KIT[name])):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    assert "12 of 12 coded" in page.locator(".says").inner_text()
    page.keyboard.press("Enter")
    kernel(page, widget)
    assert widget.answer["codes"] == KIT and widget.answer["locked_at"]
    assert (
        page.evaluate("document.activeElement.textContent")
        == "Locked: 12 of 12 codes are the kit's."
    )
    assert page.locator("select").count() == 0 and page.get_by_text("✓ same code").count() == 12
    assert page.locator(".share-code").inner_text() == widget.share_code


@pytest.mark.browser
def test_an_early_lock_says_what_is_open_and_goes_there(my_work, mount):
    widget = CodeEvents("02")
    page = mount(widget)
    page.locator("select").first.select_option("163")
    page.get_by_role("button", name="Lock my codes").click()
    assert "Still open: 2, 3, 4" in page.locator(".says").inner_text()
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Code of event 2"
    page.locator("select").first.select_option("")
    kernel(page, widget)
    assert widget.answer == {"codes": {}, "locked_at": None}


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_locked_coding_opens_with_its_result_and_is_accessible(my_work, mount, dark):
    locked(KIT | {EVENTS[0]: "057"})
    page = mount(CodeEvents("02"), dark=dark, width=700)
    assert violations(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    assert (
        page.get_by_text("≠ another code").count() == 1
        and page.locator("h3").inner_text() == "Locked: 11 of 12 codes are the kit's."
    )
    assert (
        "Three presidents sign" in page.locator("h4").first.inner_text()
        and not page.locator("button").first.is_visible()
    )


def test_an_event_without_a_code_is_named():
    first, *others = codebook.events()
    with pytest.raises(ValueError, match=f"{first} has none"):
        compare(dict.fromkeys(others, "111"))
