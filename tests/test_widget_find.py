"""FindEvents: the record is searched, read with its sources, and an id is copied."""

import re

import pandas as pd
import pytest
from conftest import ROOT

import resetcycle as rc
from resetcycle import answers
from resetcycle.widgets import FindEvents

pytestmark = pytest.mark.usefixtures("my_work")

MISSILES = {"words": "missile", "by": "RUS", "years": [2001, 2009]}


def rows(name):
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


def test_every_event_stands_on_the_board_with_its_sources():
    board, events = FindEvents("04"), rows("events").set_index("event_id")
    url = rows("sources").set_index("source_id")["url"]
    assert {event[0] for event in board.events} == set(events.index)
    for name, first, _, title, by, class_id, score, *_, denied, cited in board.events:
        row = events.loc[name]
        assert [first, title, by, class_id, denied] == row[
            ["event_date", "title", "source_actor", "class_id", "disputed_by"]
        ].tolist()
        assert (score is None) == (row["dyadic"] == "no")
        named = [row[column] for column in ("source_id", "second_source_id") if row[column]]
        assert [board.sources[number][1] for number in cited] == url[named].tolist()
        assert all(board.sources[number][0] for number in cited)


def test_the_table_shows_the_first_events_and_counts_the_others():
    table = FindEvents("04").table()
    assert len(table) == 11
    assert table["event"].iloc[-1] == f"{len(rows('events')) - 10:,} more"
    assert table["id"].iloc[0] == "1991-12-nunn-lugar"
    assert table["score"].iloc[0] == "+7.0" and table["by"].iloc[0] == "Washington"


def test_a_search_is_kept_and_the_table_follows_it():
    FindEvents("04").answer = MISSILES
    assert answers.restore("04") == {"find": MISSILES}
    table = FindEvents("04").table()
    expected = rc.find("missile", by="RUS", years=(2001, 2009))["event_id"].tolist()
    assert table["id"].tolist() == expected and len(expected) >= 2
    assert set(table["by"]) == {"Moscow"}


def test_of_a_search_of_another_version_what_is_known_is_looked_for():
    strange = {"words": 7, "by": "FRA", "years": [True, 2], "class_id": "Z9", "told": 1}
    answers.save("04", find={**strange, "what": "context"})
    board = FindEvents("04")
    assert set(board.table()["score"]) == {"context", ""}


@pytest.mark.browser
def test_keys_alone_find_an_event_and_copy_its_id(mount):
    page = mount(FindEvents("04"))
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard',"
        "{value: {writeText: async (text) => void (window.copied = text)}})"
    )
    page.get_by_label("Words of its title").focus()
    page.keyboard.type("munich accuses 2007")
    page.wait_for_function("document.querySelectorAll('li').length === 1")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Copy":
            break
    page.keyboard.press("Enter")
    page.wait_for_function("window.copied === '2007-02-munich'")
    page.wait_for_function(
        "document.querySelector('[role=status]').textContent === 'Copied: 2007-02-munich.'"
    )
    assert page.locator("li button").inner_text() == "Copied"
    assert page.locator("[role=status]").count() == 1
    assert page.evaluate("window.sent.at(-1).answer.words") == "munich accuses 2007"


@pytest.mark.browser
def test_the_sentence_counts_the_record_and_choices_narrow_it(mount):
    page, events = mount(FindEvents("04")), rows("events")
    says = page.locator("p.says").first
    assert says.inner_text().startswith(f"{len(events):,} events of {len(events):,} fit")
    page.get_by_label("By").select_option(label="Moscow")
    page.get_by_label("Class").select_option(label="Economic measures")
    own = events[(events["source_actor"] == "RUS") & (events["class_id"] == "E1")]
    page.wait_for_function(
        f"document.querySelector('p.says').textContent.startsWith('{len(own)} events')"
    )
    shown = page.locator("li code").all_inner_texts()
    assert shown == own.sort_values(["event_date", "event_id"])["event_id"].tolist()[:50]


@pytest.mark.browser
def test_more_are_shown_by_fifties_within_the_box(mount):
    page = mount(FindEvents("04"))
    assert page.locator("li").count() == 50
    page.get_by_role("button", name="Show more").press("Enter")
    assert page.locator("li").count() == 100
    focused = page.evaluate(
        "[...document.querySelectorAll('li button')].indexOf(document.activeElement)"
    )
    assert focused == 50
    assert page.locator(".rk").bounding_box()["height"] < 900


@pytest.mark.browser
def test_of_a_record_twice_as_long_no_more_is_drawn(mount):
    """How fast the board opens does not hang on how much it searches."""
    board = FindEvents("04")
    drawn = "document.querySelectorAll('.rk *').length"
    few = mount(board).evaluate(drawn)
    board.events = board.events * 2
    page = mount(board)
    assert page.evaluate(drawn) == few
    page.get_by_label("Words of its title").fill("m")
    assert page.locator("li").count() == 50 and page.evaluate(drawn) <= few


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_board_at_any_width(mount, width):
    page = mount(FindEvents("04"), width=width)
    page.get_by_label("Words of its title").fill("sanctions")
    page.wait_for_timeout(200)
    page.locator("details").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".rk .wide")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12


@pytest.mark.browser
def test_a_source_opens_apart_from_the_notebook(mount):
    page = mount(FindEvents("04"))
    links = page.locator("li a").evaluate_all(
        "(all) => all.map((one) => [one.target, one.rel, one.protocol])"
    )
    assert len(links) >= 50
    assert {tuple(link) for link in links} <= {
        ("_blank", "noopener", "https:"),
        ("_blank", "noopener", "http:"),
    }
    assert re.match("source: .", page.locator("li a").first.inner_text())
