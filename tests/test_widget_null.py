"""The lineup: chance keeps the record's steps, and answers come back.

The count agrees with the exact probability.
"""

import json
from itertools import pairwise

import numpy as np
import pytest

from resetcycle import answers, cycle, trajectory
from resetcycle.widgets import NullSimulator
from resetcycle.widgets.null import Band, ends_fall, lineup, record_line

NO_WORLDS = {"drawn": 0, "three": 0, "five": 0}


def chosen(**parts):
    return {"seed": 1, "pick": None, "cycle": [], "revealed": False, "worlds": NO_WORLDS, **parts}


def test_the_record_is_the_line_of_the_chronology_by_presidency():
    record, bands = record_line()
    line = trajectory.event_line().set_index("month")["tone"].loc["1993-01-20":]
    assert record.tolist() == line.tolist()
    assert [name for name, *_ in bands] == [
        "Clinton",
        "Bush 43",
        "Obama",
        "Trump I",
        "Biden",
        "Trump II",
    ]
    assert [last - first for _, first, last, _ in bands[:5]] == [96, 96, 96, 48, 48]
    assert [complete for *_, complete in bands] == [True] * 5 + [False]
    assert all(one.after == other.first for one, other in pairwise(bands))
    assert bands[-1].after == len(record)


@pytest.mark.parametrize("seed", [0, 1, 77])
def test_every_line_has_the_records_steps_and_one_is_the_record(seed):
    record, _ = record_line()
    lines, real = lineup(record, seed)
    assert np.array_equal(lines[real], record) and (lines[:, 0] == record[0]).all()
    assert np.abs(np.diff(lines)) == pytest.approx(
        np.tile(np.abs(np.diff(record)), (9, 1)), abs=1e-9
    )
    assert len({tuple(line) for line in lines}) == 9
    assert np.array_equal(lines, lineup(record, seed)[0])


def test_the_record_may_stand_in_any_panel():
    assert {lineup([0, 1, 3], seed)[1] for seed in range(200)} == set(range(9))


def test_chance_lines_fall_as_often_as_the_exact_probability_says():
    record, bands = record_line()
    lines, real = lineup(record, 3, 20_000)
    for k in (3, 5):
        share = np.mean([ends_fall(line, bands, k) for line in np.delete(lines, real, axis=0)])
        assert share == pytest.approx(cycle.exact_p(k, "random_walk"), abs=0.012)


def test_ends_fall_looks_at_the_last_month_of_each_presidency():
    bands = [
        Band(name, first, first + 2, complete=True)
        for name, first in zip("abc", (0, 2, 4), strict=True)
    ]
    assert ends_fall([9, 3, 0, 2, 5, 1], bands, 3)
    assert not ends_fall([9, 3, 0, 2, 5, 2], bands, 3) and ends_fall([9, 3, 0, 2, 5, 2], bands, 2)


def test_the_default_lineup_is_a_typical_one(my_work):
    widget = NullSimulator("10")
    chance = [falls for place, falls in enumerate(widget.falls) if place != widget.real]
    assert sum(three for three, _ in chance) == 2 and widget.falls[widget.real] == [True, False]


def test_another_seed_or_size_is_another_lineup(my_work):
    one, other = NullSimulator("10"), NullSimulator("10", seed=2, panels=2)
    assert len(one.lines) == 9 and len(other.lines) == 2 and one.lines[0] != other.lines[0]
    assert one.exact == [0.25, 0.0625]
    assert len(json.dumps(one.get_state(["lines", "steps"]))) < 60_000


@pytest.mark.parametrize(
    "change, words",
    [
        ({"seed": -1}, "seed must be a whole number, 0 or more; found -1"),
        ({"seed": 1.5}, "found 1.5"),
        ({"seed": True}, "found True"),
        ({"panels": 1}, "from 2 to 26; found 1"),
        ({"panels": 27}, "found 27"),
        ({"panels": "9"}, "found '9'"),
    ],
)
def test_it_refuses_in_one_sentence(my_work, change, words):
    with pytest.raises(ValueError, match=words):
        NullSimulator("10", **change)


def test_an_answer_is_kept_and_comes_back(my_work):
    widget = NullSimulator("10")
    assert widget.answer == {} and answers.restore("10") == {}
    widget.answer = chosen(pick="C", cycle=["A", "C"])
    assert (
        answers.restore("10") == {"lineup": widget.answer}
        and NullSimulator("10").answer == widget.answer
    )
    assert repr(widget) == "NullSimulator(lesson 10)"


def test_the_table_tells_what_a_line_is_only_after_the_reveal(my_work):
    widget = NullSimulator("10")
    html = widget._repr_mimebundle_()[0]["text/html"]
    assert "run this cell" in html and "chance" not in html
    widget.answer = chosen(pick="C", cycle=["A"])
    assert widget.table().shape == (9, 3)
    assert widget.table().set_index("panel").loc[["A", "C"]].to_numpy().tolist() == [
        ["", "yes"],
        ["the record", ""],
    ]
    widget.answer = chosen(pick="C", cycle=["A"], revealed=True)
    table = widget.table()
    assert (
        table["what it is"].tolist().index("the record") == widget.real
        and (table["what it is"] == "chance").sum() == 8
    )
    assert table.loc[widget.real, ["three falling ends", "five falling ends"]].tolist() == [
        "yes",
        "no",
    ]


@pytest.mark.parametrize(
    "kept",
    [
        chosen(seed=2),
        chosen(pick="Z"),
        chosen(pick=3),
        chosen(pick=""),
        chosen(cycle=["AB"]),
        chosen(cycle="A"),
        {"seed": 1},
        chosen(worlds={"drawn": "1"}),
    ],
)
def test_an_answer_to_another_lineup_is_not_lost(my_work, kept):
    answers.save("10", lineup=kept)
    widget = NullSimulator("10")
    assert widget.answer == {} and "another lineup" in widget.notice
    assert answers.restore("10")["lineup"] == kept


def settled(page):
    page.wait_for_function("window.sent.length && !Object.keys(window.dirty ?? {}).length")
    return page.evaluate("window.model.get('answer')")


@pytest.mark.browser
def test_pick_mark_and_reveal_by_mouse(my_work, mount):
    widget = NullSimulator("10")
    page = mount(widget, width=700)
    real = "ABCDEFGHI"[widget.real]
    assert (
        page.get_by_role("radio").count() == 9
        and "Chance." not in page.locator("main").inner_text()
    )
    page.get_by_role("button", name="Reveal").click()
    assert "First pick" in page.locator(".says").first.inner_text()
    page.get_by_label(f"{real}: the record").check()
    for letter in ("A", "D", "A"):
        page.get_by_label(f"{letter}: three falling ends").click()
    assert settled(page) == chosen(pick=real, cycle=["D"])
    page.get_by_role("button", name="Reveal").click()
    assert (
        f"The record is {real}. You picked {real}, and found it."
        in page.locator(".says").first.inner_text()
    )
    verdicts = page.locator("fieldset > p").all_inner_texts()
    said = {(False, False): "", (True, False): " Three falling ends."}
    said[True, True] = " Three falling ends, and five."
    assert verdicts == [
        f"{'The record' if place == widget.real else 'Chance'}.{said[three, five]}"
        for place, (three, five) in enumerate(widget.falls)
    ]
    assert all(page.get_by_role("radio").nth(i).is_disabled() for i in range(9))
    page.wait_for_function("window.model.get('answer').revealed && window.sent.length >= 2")


@pytest.mark.browser
def test_by_keyboard_alone(my_work, mount):
    page = mount(NullSimulator("10"))
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert settled(page) == chosen(pick="A", cycle=["A"])
    page.get_by_role("button", name="Reveal").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("The record is ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "1 world drawn" in page.locator(".says").last.inner_text()


@pytest.mark.browser
def test_drawn_worlds_agree_with_the_exact_probabilities(my_work, mount):
    page = mount(NullSimulator("10"))
    for name in ("Draw 1 world", "Draw 100 worlds", *["Draw 1000 worlds"] * 8):
        page.get_by_role("button", name=name, exact=True).click()
    worlds = settled(page)["worlds"]
    assert worlds["drawn"] == 8101
    assert worlds["three"] / 8101 == pytest.approx(0.25, abs=0.02) and worlds[
        "five"
    ] / 8101 == pytest.approx(0.0625, abs=0.01)
    rows = page.locator("tbody tr").all_inner_texts()
    assert f"{worlds['three']} of 8101" in rows[0] and "0.2500" in rows[0] and "0.0625" in rows[1]
    assert page.evaluate("window.sent.length") <= 10


@pytest.mark.browser
def test_the_same_worlds_come_again_and_a_reveal_is_restored(my_work, mount):
    first, second = mount(NullSimulator("10")), mount(NullSimulator("10"))
    for page in (first, second):
        page.get_by_role("button", name="Draw 100 worlds").click()
    assert settled(first) == settled(second)
    widget = NullSimulator("10")
    widget.answer = {**settled(first), "pick": "C", "cycle": ["A"], "revealed": True}
    again = mount(NullSimulator("10"), dark=True)
    assert (
        "You picked C" in again.locator(".says").first.inner_text()
        and not again.get_by_role("button", name="Reveal").is_visible()
    )
    assert again.get_by_text("World 100", exact=True).is_visible()


@pytest.mark.browser
def test_a_line_is_told_to_those_who_cannot_see_it(my_work, mount):
    widget = NullSimulator("10")
    label = mount(widget).locator("svg").nth(widget.real).get_attribute("aria-label")
    assert (
        label.startswith(f"Line {'ABCDEFGHI'[widget.real]}. Height from 0")
        and "at the end of Clinton " in label
        and "Trump II" not in label
    )
