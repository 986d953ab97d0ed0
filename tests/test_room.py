"""What the instructor's pages print: acts as the record has them, plans that add up."""

import re

import pytest
from conftest import ROOT

from resetcycle import data, record, words
from resetcycle.authoring import quiz, room
from resetcycle.authoring.text import TextError

OPTIONS = (ROOT / "docs/instructor/options.md").read_text(encoding="utf-8")


def test_a_plan_that_does_not_add_up_is_refused():
    with pytest.raises(TextError, match="a plan of 45 minutes adds up to 40"):
        room.plan([("read", 30, 20), ("talk", 60, 20)], 90, 45)


def test_a_step_that_the_short_class_leaves_out_takes_no_time_there():
    rows = room.plan([("read", 10, 5), ("look", 10, 0), ("talk", 10, 10)], 30, 15).splitlines()
    assert rows[3:] == ["| look | 10 | 10 | - | - |", "| talk | 20 | 10 | 5 | 10 |"]


def test_an_act_is_cited_with_its_day_and_the_source_that_was_read():
    said = room.act("2025-04-karelina-petrov")
    assert said == (
        "10 April 2025: US and Russia exchange Karelina and Petrov in Abu Dhabi "
        "([TASS](https://tass.com/world/1941619))"
    )
    assert "; disputed by Moscow (" in room.act("2021-01-solarwinds")
    with pytest.raises(TextError, match="no row '2025-13-nothing'"):
        room.act("2025-13-nothing")


def test_acts_stand_in_order_of_time():
    assert room.acts("2010-04-new-start-signed", "2009-07-bpc-created").startswith("- 6 July 2009")


def test_both_capitals_have_the_same_options_with_the_same_parts():
    washington, moscow = OPTIONS.split("## Moscow's options")
    for half in (washington.split("## Washington's options")[1], moscow.split("## What the")[0]):
        titles = re.findall(r"^### \d\. (\w+):", half, re.MULTILINE)
        assert titles == ["Build", "Hold", "Deal", "Stand"]
        for part in ("**What it says.**", "**It values**", "**It risks**", "**It expects**"):
            assert half.count(part) == len(titles), part
        cited = re.findall(r"room\.acts\((.*?)\)", half)
        assert len(cited) == 2 * len(titles)
        assert all(acts.count('"') >= 4 for acts in cited)


def test_every_option_has_acts_of_both_capitals_or_of_their_neighbours_against_it():
    """An option whose evidence comes from one actor alone is a complaint and not an option."""
    actors = data.load("events").set_index("event_id")["source_actor"]
    for section in OPTIONS.split("\n### ")[1:]:
        ids = re.findall(r'"(\d{4}-[\w-]+)"', section)
        assert len(set(actors[ids])) > 1, section.splitlines()[0]


def test_the_routes_are_as_long_as_they_say_and_hold_no_lesson_twice():
    for name, weeks in room.ROUTES.items():
        assert len(weeks) == {"six": 6, "twelve": 12}[name.split()[0]], name
        held = [each for week in weeks for each in week.split()]
        assert len(held) == len(set(held)), name
        # Both capitals' memo ends each route, as the skeleton of the course has it.
        assert held[0] == "00" and held[-1] == "11", name


def test_lessons_on_presidencies_keep_the_order_of_time_in_every_route():
    for weeks in room.ROUTES.values():
        held = [each for week in weeks for each in week.split() if each in {"02", "03", "04", "09"}]
        assert held == sorted(held)


def test_the_shelf_names_every_page_of_the_folder():
    shelf = room.shelf()
    pages = {path.name for path in (ROOT / "docs/instructor").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in shelf} == set()


# --------------------------------------------------------------------------------------- the test


def right(number):
    item = quiz.items()[number - 1]
    quiz.letter(item)
    return item.right


def test_the_key_agrees_with_what_was_counted_elsewhere():
    """In turn: the record's own table, its rule, lesson 10, lesson 08, and by hand."""
    events = data.load("events").set_index("event_id")
    assert events.loc["2017-04-shayrat-strike", "goldstein_score"] != 0
    assert right(1) == "context, without a score"
    assert right(2) == "cannot tell"
    table = record.compare()
    clearly = table[(table["against"] == "its start") & (table["high"] < 0)]
    assert right(3) == words.in_words(len(clearly))
    assert right(4) == "one in six"
    assert right(5) == "two"  # the Moscow Treaty of 2002 and New START of 2010
    assert right(6) == "0.25"
    assert right(7) == "it moves us toward neither"
    assert right(8) == "the accusation, as a deed of Washington"


def test_no_letter_is_right_too_often_and_none_never():
    letters = [quiz.letter(item) for item in quiz.items()]
    assert len(letters) == 8 and set(letters) == set(quiz.LETTERS)
    assert max(map(letters.count, quiz.LETTERS)) <= 4


def test_an_item_without_its_right_answer_is_refused():
    item = quiz.Item("Why?", ("a", "b", "c", "d"), "e", "because")
    with pytest.raises(TextError, match="'Why\\?' has no right answer among four"):
        quiz.letter(item)


def test_the_page_prints_the_test_before_the_key():
    page = (ROOT / "docs/instructor/test-before-after.md").read_text(encoding="utf-8")
    assert 0 < page.index(quiz.sheet()) < page.index(quiz.key())
