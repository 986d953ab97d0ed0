"""TwoClocks: both calendars, the acts between them, and a cut that hands and keys move."""

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers, cuts, data
from resetcycle.widgets import TwoClocks

pytestmark = pytest.mark.usefixtures("my_work")


def test_both_calendars_stand_there_with_who_held_office_in_the_years_shown():
    widget = TwoClocks("04", "obama")
    (washington, terms), (moscow, leaders) = widget.clocks
    assert (washington, moscow) == ("Washington", "Moscow")
    assert ["Obama", widget.first, "2013-01-20"] in terms
    assert ["second term", "2013-01-20", widget.after] in terms
    assert ["Medvedev", "2008-05-07", "2012-05-07"] in leaders
    assert ["Putin", "2012-05-07", "2018-05-07"] in leaders


def test_every_act_of_the_presidency_is_there_and_context_has_no_score():
    widget = TwoClocks("04", "obama")
    rows = pd.read_csv(ROOT / "data" / "events.csv").query("term_id == 'obama'")
    assert len(widget.acts) == len(rows)
    told = {title for _, _, _, _, title, field, summary in widget.acts if field and summary}
    assert told == set(rows.dropna(subset=["summary"])["title"])
    for _, _, kind, score, *_ in widget.acts:
        assert (kind == "context") == (score is None)
    titles = {title: kind for _, _, kind, _, title, *_ in widget.acts}
    assert titles["Obama and Medvedev sign New START in Prague"] == "deed"
    assert titles["Putin and Medvedev announce that they will swap posts"] == "context"


def test_the_slider_stops_at_the_named_days_with_a_year_on_each_side():
    widget = TwoClocks("04", "obama")
    named = [day for day, *_ in widget.cuts]
    assert named == cuts.cuts("obama")["day"].dt.strftime("%Y-%m-%d").tolist()
    assert set(named) < set(widget.stops) and widget.stops == sorted(set(widget.stops))
    assert widget.stops[0] == "2010-02-01" and widget.stops[-1] == "2016-01-01"


def test_every_field_of_a_told_act_has_a_name():
    told = data.load("events").dropna(subset=["summary"])
    assert set(told["domain"]) == set(TwoClocks().fields)


def test_a_cut_is_kept():
    TwoClocks("04").answer = {"day": "2012-05-07", "by": "RUS", "kind": "all", "field": "all"}
    assert answers.restore("04")["clocks"]["day"] == "2012-05-07"
    assert TwoClocks("04").answer["by"] == "RUS"


@pytest.mark.browser
def test_keys_move_the_cut_and_the_words_follow(mount):
    page = mount(TwoClocks("04"))
    slider = page.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "1 February 2010"
    page.get_by_role("button", name="The swap announced").focus()
    page.keyboard.press("Enter")
    assert page.locator(".value").inner_text() == "24 September 2011"
    assert page.locator(".why").inner_text().startswith("Expected by McFaul: ")
    said = page.locator(".says").first
    turn = cuts.around("2011-09-24")
    assert f"{turn.n_before} acts" in said.inner_text() and "Cannot tell" in said.inner_text()
    page.get_by_label("Acts of").select_option("RUS")
    assert "Lower: the change lies between" in said.inner_text()
    page.wait_for_function("window.sent.at(-1)?.answer.by === 'RUS'")
    assert page.evaluate("window.sent.at(-1).answer.day") == "2011-09-24"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_board_at_any_width(mount, width):
    page = mount(TwoClocks("04"), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
    inside = page.locator("svg").bounding_box()
    for text in page.locator("svg text").all():
        box = text.bounding_box()
        assert box["x"] >= inside["x"] - 1, text.text_content()
        assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 1, text.text_content()
