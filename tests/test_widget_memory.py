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
    MemoryLine().answer = {"half_life": 48}
    assert answers.restore("03") == {"memory": {"half_life": 48}}
    assert MemoryLine().answer == {"half_life": 48}
    assert MemoryLine(half_lives=(6, 12)).answer == {"half_life": 12}
    assert answers.restore("03") == {"memory": {"half_life": 48}}


@pytest.mark.browser
def test_keys_move_the_memory(mount):
    page = mount(MemoryLine())
    page.keyboard.press("Tab")
    slider = page.locator("input[type=range]")
    assert slider.evaluate("(one) => one === document.activeElement")
    before = page.locator("path.shown").get_attribute("d")
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "48 months"
    assert page.locator(".says").inner_text().startswith("Half-life 48 months: lowest ")
    assert page.locator("path.shown").get_attribute("d") != before
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0]") == {"answer": {"half_life": 48}}
