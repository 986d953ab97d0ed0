"""One call in three accounts: no code of the kit before the lock, right figures after it."""

import json

import pytest

from resetcycle import answers, codebook, data
from resetcycle.widgets import CodeDocument

pytestmark = pytest.mark.usefixtures("my_work")

PASSAGES, CHOICES = codebook.passages(), codebook.speech_acts()
TABLE = data.load("passages").set_index("passage_id")
KIT = TABLE["code"].to_dict()


def locked(codes=KIT):
    widget = CodeDocument("02")
    widget.answer = {"codes": dict(codes), "locked_at": None}
    widget.lock()
    return widget


def sent(widget):
    state = {name: each for name, each in widget.get_state().items() if name[0] != "_"}
    return json.dumps([state, widget._repr_mimebundle_()[0]], default=str, ensure_ascii=False)


def test_both_capitals_speak_in_each_account_of_what_was_said_in_the_room():
    speakers = TABLE.groupby("account")["speaker"].agg(set)
    assert speakers["memorandum"] == speakers["Washington"] == {"USA", "RUS"}
    assert set(TABLE["code"]) < set(CHOICES)


def test_words_in_quotation_marks_are_short():
    quoted = TABLE["passage"].str.findall(r'"([^"]*)"').explode().dropna()
    assert len(quoted) >= 5 and quoted.str.split().str.len().max() <= 25


def test_no_code_reason_or_act_leaves_python_before_the_lock():
    widget = CodeDocument("02")
    widget.answer = {"codes": dict.fromkeys(PASSAGES, "111"), "locked_at": None}
    before = sent(widget)
    assert all(json.dumps(each)[1:-1] in before for each in TABLE["passage"])
    assert not any(reason in before for reason in TABLE["reason"])
    assert widget.shown == widget.acts == [] and widget.call == {}
    widget.lock()
    assert len(widget.shown) == len(PASSAGES) and widget.acts


def test_what_was_said_is_scored_by_the_code_table():
    """By hand from Goldstein's weights: praise 3.4, offer 4, criticism -2, demand -5."""
    table = locked(dict.fromkeys(PASSAGES, "111")).table()
    room, washington, moscow, *_others = table["by the kit's"]
    assert room == pytest.approx((3.4 + 4 - 2 - 5) / 4, abs=0.05)
    assert washington == pytest.approx((0.4 + 4) / 2, abs=0.05)
    assert moscow == pytest.approx((3 + 3.4 - 4) / 3, abs=0.05)
    assert table["mean score, by your codes"].iloc[:3].tolist() == [-2, -2, -2]


def test_the_acts_beside_it_are_those_of_the_weeks_of_the_bombing_without_the_call():
    widget = locked()
    events = data.load("events")
    inside = events[(events["event_date"] >= "1999-03-24") & (events["event_date"] <= "1999-06-20")]
    scored = inside[inside["goldstein_score"].notna()]
    assert len(widget.acts) == len(scored) - 1
    assert widget.call["score"] == 1 and widget.call["day"] == "19 April 1999"
    # Meetings, calls, rounds and commissions score above zero whatever was said in them.
    assert any(act["contact"] for act in widget.acts)
    titles = {act["title"]: act["contact"] for act in widget.acts}
    assert titles["US penalises three Russian arms firms over Syria"] is False


def test_a_lock_needs_a_code_for_every_passage_and_holds():
    widget = CodeDocument("02")
    widget.answer = {"codes": dict.fromkeys(PASSAGES[:7], "111"), "locked_at": None}
    with pytest.raises(ValueError, match="Still open: 8, 9"):
        widget.lock()
    done = locked()
    done.answer = {"codes": {PASSAGES[0]: "111"}, "locked_at": None}
    assert done.answer["codes"] == KIT and "locked already" in done.notice
    assert answers.restore("02")["document"] == done.answer


@pytest.mark.browser
def test_by_keyboard_alone_code_lock_and_see(mount):
    widget = CodeDocument("02")
    page = mount(widget, width=390)
    page.locator("select").first.focus()
    for number, name in enumerate(PASSAGES):
        label = page.evaluate("document.activeElement.labels[0].textContent")
        assert label == f"Code of passage {number + 1}"
        for _ in range(1 + list(CHOICES).index(KIT[name])):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        # The link to the next passage's source stands before its list.
        if number + 1 < len(PASSAGES):
            page.keyboard.press("Tab")
    assert "9 of 9 coded" in page.locator(".says").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_function("window.sent.some((message) => message && message.locking)")
    for message in page.evaluate("window.sent.splice(0)"):
        widget.set_state(message or {})
    assert widget.answer["codes"] == KIT and widget.answer["locked_at"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1000])
def test_after_the_lock_said_and_done_stand_on_one_scale(mount, width):
    page = mount(locked(KIT | {PASSAGES[3]: "020"}), width=width)
    assert page.locator("h3").nth(1).inner_text() == "Locked: 8 of 9 codes are the kit's."
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture = page.locator("svg[role=img]").last
    assert picture.locator("circle.yours").count() == picture.locator("circle.kit").count() == 9
    said = page.locator(".told").inner_text()
    assert "The call in the record: one row: +1.0." in said
    outside = picture.evaluate(
        """(svg) => [...svg.querySelectorAll("text, circle")].filter((one) => {
          const [box, all] = [one.getBoundingClientRect(), svg.getBoundingClientRect()];
          return box.left < all.left - 1 || box.right > all.right + 1;
        }).map((one) => one.textContent)"""
    )
    assert outside == []
