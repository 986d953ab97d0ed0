"""SortClaims: every claim takes every kind, by keyboard and by mouse.

The kit's sorting waits until it is asked for.
"""

import pytest

from resetcycle import answers, data
from resetcycle.widgets import SortClaims
from resetcycle.widgets.sort import cards, kinds

pytestmark = pytest.mark.usefixtures("my_work")

KIT = data.load("claims").set_index("claim_id")["kind"]
WHY = {card["id"]: card["why"] for card in cards()}
KINDS = kinds()


def test_twelve_claims_of_every_kind_in_the_order_of_their_table():
    places = data.load("claims_to_sort").set_index("place")["claim_id"]
    assert list(WHY) == [places[place] for place in range(1, 13)]
    assert len(WHY) == 12 and set(WHY) <= set(KIT.index)
    assert set(KIT[list(WHY)]) == set(KIT)


def test_every_difference_has_one_sentence_that_names_another_kind():
    for name, why in WHY.items():
        assert why.endswith(".") and why.count(". ") == 0
        assert any(kind in why for kind in KINDS if kind != KIT[name])


def test_the_table_keeps_the_kits_sorting_back_until_asked():
    widget = SortClaims("01")
    assert list(widget.table()) == ["claim", "your kind"] and set(widget.table()["your kind"]) == {
        "not sorted yet"
    }
    widget.answer = {"chosen": {"C02": "causal", "C08": "evaluative"}, "shown": True}
    table = widget.table().set_index("your kind")["the kit's kind"]
    assert (
        table["causal"] == "descriptive"
        and table["evaluative"] == "evaluative"
        and set(table["not sorted yet"]) == {""}
    )
    text = widget._repr_mimebundle_()[0]["text/html"]
    assert "run this cell" in text and "descriptive" in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_kept_and_comes_back(kind):
    SortClaims("01").answer = {"chosen": dict.fromkeys(WHY, kind), "shown": False}
    assert SortClaims("01").chosen == dict.fromkeys(WHY, kind)
    assert answers.restore("01")["kinds"]["shown"] is False
    assert SortClaims("02").chosen == {}


@pytest.mark.parametrize(
    "kept",
    [{}, {"chosen": None}, {"chosen": ["C02"]}, {"chosen": {"C02": "funny", "C99": "causal"}}],
)
def test_an_answer_that_makes_no_sense_counts_as_none(kept):
    widget = SortClaims("01")
    widget.answer = kept
    assert widget.chosen == {} and len(widget.table()) == 12


def test_it_says_its_name():
    assert repr(SortClaims("01")) == "SortClaims(lesson 01)"


# In the browser


def sent(page, when):
    """The newest answer sent, once `when` holds of it: a slow machine may send half way."""
    page.wait_for_function(
        f"() => {{ const answer = window.sent.at(-1)?.answer; return answer && {when}; }}"
    )
    return page.evaluate("window.sent.at(-1)")["answer"]


@pytest.mark.browser
def test_by_keyboard_alone(mount):
    page = mount(SortClaims("01"))
    page.keyboard.press("Tab")  # the list of kinds, which folds
    page.keyboard.press("Tab")
    page.keyboard.press("c")
    assert page.locator(".says").inner_text() == "1 of 12 sorted."
    assert sent(page, "!answer.shown") == {"chosen": {"C02": "causal"}, "shown": False}
    assert page.locator(".rk-verdict:visible").count() == 0
    for _ in range(12):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show the kit's sorting"
    page.keyboard.press("Enter")
    assert "agree on 0 of 1; 11 not sorted yet" in page.locator(".says").inner_text()
    verdict = page.locator(".rk-verdict:visible").inner_text()
    assert "You say causal, the kit says descriptive." in verdict and WHY["C02"] in verdict
    assert sent(page, "answer.shown")["chosen"] == {"C02": "causal"}


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_by_mouse_every_claim_takes_every_kind(mount, kind):
    page = mount(SortClaims("01"), width=700)
    for pick in page.locator("select").all():
        pick.select_option(kind)
    page.get_by_role("button", name="Show the kit").click()
    same = int((KIT[list(WHY)] == kind).sum())
    assert f"agree on {same} of 12. Both" in page.locator(".says").inner_text()
    assert (
        page.locator(".rk-same:visible").count() == same
        and page.locator(".rk-verdict:visible").count() == 12
    )
    assert sent(page, "answer.shown") == {"chosen": dict.fromkeys(WHY, kind), "shown": True}


@pytest.mark.browser
def test_nothing_sorted_nothing_shown(mount):
    page = mount(SortClaims("01"))
    page.get_by_role("button", name="Show the kit").click()
    assert (
        page.locator(".says").inner_text() == "Sort at least one claim first."
        and page.evaluate("window.sent.length") == 0
    )


@pytest.mark.browser
def test_it_comes_back_as_it_was_left_and_a_mind_can_be_changed(mount):
    SortClaims("01").answer = {
        "chosen": {"C02": "causal", "C09": "causal", "C05": "strange"},
        "shown": True,
    }
    page = mount(SortClaims("01"), dark=True)
    assert "agree on 1 of 2; 10 not" in page.locator(".says").inner_text()
    page.locator("select").first.select_option("descriptive")
    assert "agree on 2 of 2" in page.locator(".says").inner_text()
    page.locator("select").first.select_option("")
    assert "agree on 1 of 1" in page.locator(".says").inner_text()
    assert sent(page, "!answer.chosen.C02")["chosen"] == {"C09": "causal"}
