"""The sorting board: claims by kind, papers by standing, and the kit's sorting after a lock."""

import boxes
import pytest

from resetcycle import answers, data, sharing
from resetcycle.widgets import SortClaims, SortDesk
from resetcycle.widgets.sort import cards, choices, filed

pytestmark = pytest.mark.usefixtures("my_work")

each_deck = pytest.mark.parametrize("make", [SortClaims, SortDesk])
TRAYS = choices("desk")
CLAIM_KINDS = choices("claims")


def in_one(make, choice=None):
    """Return all cards of a deck in one tray, the first by default."""
    choice = choice or next(iter(choices(make.deck)))
    return {card["id"]: choice for card in cards(make.deck)}


# The decks


def test_twelve_claims_of_every_kind_in_the_order_of_their_table():
    places = data.load("claims_to_sort").set_index("place")["claim_id"]
    assert [card["id"] for card in cards("claims")] == [places[place] for place in range(1, 13)]
    told = data.load("claims").set_index("claim_id")["kind"]
    assert {name: one["choice"] for name, one in filed("claims").items()} == told[
        list(filed("claims"))
    ].to_dict()
    assert {one["choice"] for one in filed("claims").values()} == set(told)


def test_nothing_on_the_desk_is_later_than_its_day_and_each_tray_has_several_cards():
    table = data.load("desk_cards")
    assert table["date"].max() <= data.load("forecast_questions")["open_date"].min()
    assert table["date"].is_monotonic_increasing
    assert table["standing"].value_counts().min() >= 4


def test_a_charge_of_either_capital_that_the_other_denies_lies_in_the_same_tray():
    told = filed("desk")
    assert {told[name]["choice"] for name in ("odni", "gas-washington", "gas-moscow")} == {
        "alleged"
    }


@each_deck
def test_every_reason_is_one_sentence_and_names_what_else_can_be_defended(make):
    for one in filed(make.deck).values():
        assert one["why"].endswith(".") and one["why"].count(". ") == 0
        others = [name for name in choices(make.deck) if name != one["choice"]]
        assert any(name in one["why"] for name in others), one["why"]


def test_a_card_of_the_desk_says_what_it_is_and_leads_to_its_source():
    urls = data.load("sources").set_index("source_id")["url"]
    rows = data.load("desk_cards").set_index("card_id")
    for card in cards("desk"):
        assert card["about"].startswith(f"{rows.loc[card['id'], 'date'].day} ")
        assert card["about"].endswith(rows.loc[card["id"], "paper"])
        assert card["links"][0]["url"] == urls[rows.loc[card["id"], "source_id"]]
        assert len(card["text"].split()) <= 20


def test_a_claim_has_its_place_in_the_article_and_its_words_where_the_table_has_them():
    table = data.load("claims").set_index("claim_id")
    for card in cards("claims"):
        row = table.loc[card["id"]]
        assert card["about"] == f"{row['article_section']}, paragraph {row['paragraph']}"
        assert card["quote"] == row.get("quote", "") and card["links"] == []


# The widget in Python


@each_deck
def test_the_kits_sorting_is_held_back_until_all_is_sorted_and_locked(make):
    widget = make()
    assert widget.kit == {} and len(widget.table().columns) == 2
    text = widget._repr_mimebundle_()[0]["text/html"]
    assert "run this cell" in text and "not sorted yet" in text
    widget.answer = {"chosen": dict(list(in_one(make).items())[1:]), "shown": False}
    with pytest.raises(ValueError, match="1 card is not sorted yet"):
        widget.lock()
    sent = str(widget.get_state())
    assert widget.kit == {} and not any(one["why"] in sent for one in filed(make.deck).values())
    widget.answer = {"chosen": in_one(make), "shown": False}
    widget.set_state({"locking": True})
    assert widget.answer["shown"] is True and widget.kit == filed(make.deck)
    table = widget.table()
    assert list(table.iloc[:, 2]) == [filed(make.deck)[name]["choice"] for name in in_one(make)]


@each_deck
def test_what_was_locked_stays(make):
    widget = make()
    widget.answer = {"chosen": in_one(make), "shown": False}
    widget.lock()
    other = list(choices(make.deck))[1]
    widget.set_state({"answer": {"chosen": in_one(make, other), "shown": False}})
    assert widget.answer == {"chosen": in_one(make), "shown": True}
    assert "locked already" in widget.notice
    assert make().answer == widget.answer and make().kit == filed(make.deck)


@pytest.mark.parametrize("kind", CLAIM_KINDS)
def test_an_answer_is_kept_and_comes_back(kind):
    SortClaims("01").answer = {"chosen": in_one(SortClaims, kind), "shown": False}
    assert SortClaims("01").chosen == in_one(SortClaims, kind)
    assert answers.restore("01")["kinds"]["shown"] is False
    assert SortClaims("02").chosen == {}


def test_work_of_the_second_edition_is_answered_where_it_was_sorted_and_can_be_finished():
    answers.save("01", kinds={"chosen": {"C02": "causal"}, "shown": True})
    widget = SortClaims("01")
    assert widget.notice == "" and widget.kit == {"C02": filed("claims")["C02"]}
    widget.set_state({"answer": {"chosen": {"C02": "causal", "C09": "causal"}, "shown": True}})
    assert set(widget.kit) == {"C02", "C09"} and widget.notice == ""


@each_deck
@pytest.mark.parametrize(
    "kept",
    [{}, {"chosen": None}, {"chosen": ["C02"]}, {"chosen": {"C02": "funny", "C99": "causal"}}],
)
def test_an_answer_that_makes_no_sense_counts_as_none(make, kept):
    widget = make()
    widget.answer = kept
    assert widget.chosen == {} and len(widget.table()) == len(cards(make.deck))


@each_deck
def test_a_code_says_which_deck_it_is_of(make):
    widget = make()
    widget.answer = {"chosen": in_one(make), "shown": False}
    read = sharing.read_share_code(widget.share_code, "claims")
    assert read["deck"] == make.deck and read["chosen"] == in_one(make)


def test_each_says_its_name():
    assert repr(SortClaims("01")) == "SortClaims(lesson 01)"
    assert repr(SortDesk()) == "SortDesk(lesson 05)"


# In the browser


def sent(page, when):
    """The newest answer sent, once `when` holds of it: a slow machine may send half way."""
    page.wait_for_function(
        f"() => {{ const answer = window.sent.at(-1)?.answer; return answer && {when}; }}"
    )
    return page.evaluate("window.sent.at(-1)")["answer"]


@pytest.mark.browser
def test_by_keyboard_alone(mount):
    page = mount(SortDesk("05"))
    first = cards("desk")[0]["id"]
    # The row of cards comes first; then the card on top.
    page.get_by_role("button", name="Card 14").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".says").inner_text() == "1 of 14 sorted."
    page.keyboard.press("ArrowRight")
    assert sent(page, "!answer.shown") == {"chosen": {first: list(TRAYS)[1]}, "shown": False}
    assert page.locator(".verdict:visible").count() == 0
    page.get_by_role("button", name="Lock mine").focus()
    page.keyboard.press("Enter")
    assert page.locator(".says").inner_text() == "13 cards are not sorted yet: sort them first."


@pytest.mark.browser
@each_deck
def test_by_mouse_every_card_is_sorted_and_the_lock_is_asked_for(mount, make):
    page = mount(make(), width=700)
    choice = next(iter(choices(make.deck)))
    for _card in cards(make.deck):
        page.get_by_role("radio", name=choice).check()
        if page.get_by_role("button", name="Next").is_enabled():
            page.get_by_role("button", name="Next").click()
    numbers = ", ".join(str(place + 1) for place in range(len(cards(make.deck))))
    assert page.locator(".trays .lying").first.inner_text() == f"Cards: {numbers}"
    page.get_by_role("button", name="Lock mine").click()
    page.wait_for_function("() => window.sent.some((one) => one.locking)")
    assert sent(page, "!answer.shown")["chosen"] == in_one(make)


def locked(make):
    widget = make()
    widget.answer = {"chosen": in_one(make), "shown": False}
    widget.lock()
    return widget


@pytest.mark.browser
@each_deck
def test_after_the_lock_every_card_has_its_reason_whether_agreed_or_not(mount, make):
    page = mount(locked(make), dark=True)
    told = filed(make.deck)
    same = sum(one["choice"] == next(iter(choices(make.deck))) for one in told.values())
    assert page.locator(".verdict.same").count() == same
    said = page.locator(".verdict").all_text_contents()
    assert all(one["why"] in said[i] for i, one in enumerate(told.values()))
    assert page.locator("input[type=radio]:not(:disabled)").count() == 0
    assert f"agree on {same} of {len(told)}. Both" in page.locator(".says").inner_text()


@pytest.mark.browser
@each_deck
@pytest.mark.parametrize("width", [360, 390, 1920])
def test_no_word_is_cut_or_too_small_at_any_width(mount, make, width):
    page = mount(locked(make), width=width)
    assert boxes.faults(page.locator(".rk-sort").evaluate(boxes.WRITTEN)) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
