"""What the instructor's pages print: acts as the record has them, plans that add up."""

import re

import pytest
from conftest import ROOT

from resetcycle import data
from resetcycle.authoring import room
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
