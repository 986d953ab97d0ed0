"""MemoryLine: the line under each memory, and a slider that hands, keys and fingers reach."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers, data
from resetcycle.widgets import MemoryLine

pytestmark = pytest.mark.usefixtures("my_work")


def tones_by_hand(half_life, months):
    """The line in months that begin on a 20th: every act so far, fading by half."""
    events = pd.read_csv(ROOT / "data" / "events.csv").query("dyadic == 'yes'")
    began = [
        day - pd.DateOffset(months=day.day < 20) for day in pd.to_datetime(events["event_date"])
    ]
    counted = [np.array([12 * day.year + day.month for day in days]) for days in (months, began)]
    age = np.subtract.outer(*counted)
    weight = np.where(age >= 0, 2.0 ** (-age / half_life), 0)
    return weight @ events["goldstein_score"].to_numpy() / weight.sum(axis=1)


def test_the_memories_have_their_extremes_where_the_line_has_them():
    widget = MemoryLine(half_lives=(3, 12, 48))
    months = pd.to_datetime(widget.months)
    for half, row in zip((3, 12, 48), widget.table().itertuples(index=False), strict=True):
        by_hand = pd.Series(tones_by_hand(half, months), index=months)
        # A month without an act repeats the one before, but for the last digit: the first counts.
        by_hand = by_hand.round(6)
        assert row[1] == pytest.approx(by_hand.min()) and row[2] == f"{by_hand.idxmin():%b %Y}"
        assert row[3] == pytest.approx(by_hand.max()) and row[4] == f"{by_hand.idxmax():%b %Y}"


def test_the_bands_are_the_presidencies_in_their_months():
    widget = MemoryLine()
    terms = data.load("terms")
    assert [name for name, *_ in widget.bands] == terms["short_label"].tolist()
    ends = [last for *_, last in widget.bands]
    assert [first for *_, first, _ in widget.bands] == [0, *ends[:-1]]
    assert ends[-1] == len(widget.months)
    assert widget.months[ends[0]] == "1993-01-20"


def test_the_memory_opens_at_one_of_its_stops():
    with pytest.raises(ValueError, match="shown must be one of the half-lives, 3 and 6; found 12"):
        MemoryLine(half_lives=(3, 6))


def test_a_stop_is_kept_and_one_that_is_gone_is_not_shown():
    # As work of earlier editions holds it, without the switches.
    MemoryLine().answer = {"half_life": 48}
    assert answers.restore("03") == {"memory": {"half_life": 48}}
    assert MemoryLine().answer == {"half_life": 48}
    assert MemoryLine(half_lives=(6, 12)).answer == {"half_life": 12}
    assert answers.restore("03") == {"memory": {"half_life": 48}}


@pytest.mark.parametrize("kept", [{"war": "won"}, {"contacts": "yes"}, ["x"]])
def test_switches_that_nobody_knows_are_not_shown(kept):
    answers.save("03", memory=kept)
    widget = MemoryLine("03")
    assert "cannot be shown" in widget.notice and widget.answer == {"half_life": 12}


def test_a_presidency_is_shown_with_a_year_on_either_side():
    widget = MemoryLine("03", "bush43")
    first, after = widget.view
    assert (widget.months[first], widget.months[after - 1]) == ("2000-01-20", "2009-12-20")
    assert widget.months[widget.last] == "2008-12-20"


def test_what_each_treatment_of_the_war_adds_is_what_the_table_holds():
    events = pd.read_csv(ROOT / "data" / "events.csv").query("dyadic == 'yes'")
    weeks = events[events["event_date"].between("2008-08-08", "2008-09-10")]
    widget = MemoryLine("03", "bush43")
    entries = widget.war["all"]["without"]
    assert sum(number for _, _, number in entries) == -len(weeks)
    assert sum(total for _, total, _ in entries) == pytest.approx(-weeks["goldstein_score"].sum())
    ((month, total, number),) = widget.war["deeds"]["scored"]
    assert (widget.months[month], total, number) == ("2008-07-20", -10, 1)
    assert widget.war["all"]["rule"] == []


def test_opinion_stands_at_its_month_and_nothing_is_put_between():
    widget = MemoryLine("03", "bush43")
    table = pd.read_csv(ROOT / "data" / "indicators.csv")
    asked = table[table["indicator_id"].isin(["levada_good", "vciom_good"])]
    assert len(widget.opinion) == len(asked)
    months = {widget.months[int(one["place"])]: one["value"] for one in widget.opinion}
    assert months["2003-02-20"] == 38 and months["2006-01-20"] == 52 and months["2008-08-20"] == 23


@pytest.mark.browser
def test_keys_reach_the_slider_and_every_switch(mount):
    page = mount(MemoryLine("03", "bush43"))
    page.keyboard.press("Tab")
    slider = page.locator("input[type=range]")
    assert slider.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "48 months"
    assert page.locator(".says").inner_text().startswith("Half-life 48 months, all acts: lowest ")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_function(
        "window.sent.some((one) => one && one.answer && one.answer.opinion === true)"
    )
    assert page.evaluate("window.sent.at(-1).answer") == {
        "half_life": 48,
        "contacts": False,
        "war": "scored",
        "opinion": True,
    }


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_board_and_picture_fit_one_screen(mount, width):
    widget = MemoryLine("03", "bush43")
    widget.answer = {"half_life": 3, "contacts": False, "war": "scored", "opinion": True}
    page = mount(widget, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1000:
        assert page.locator(".rk").evaluate("(one) => one.getBoundingClientRect().height") < 640
    sizes = page.locator("svg text").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
