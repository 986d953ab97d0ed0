"""Colours hold for every eye: on their ground, and beside each other.

Contrast is WCAG 2's; difference is CIEDE2000 for a full set of cones and for the lack of each of
the three (tests/colours.py). The widgets' colours are read off the page that paints them.
"""

from itertools import combinations, pairwise

import colours
import pytest
from conftest import ROOT

from resetcycle import charts, data
from resetcycle.charts import look
from resetcycle.widgets import ClassPool, WeighObstacles

PAPER, DARK = "#ffffff", "#212121"  # of a card, and of JupyterLab's dark theme
LEAST_CONTRAST, LEAST_DIFFERENCE = 3, 10


def hold(painted, grounds=(PAPER, DARK)):
    """Assert that colours stand out from their grounds."""
    for colour in painted:
        for ground in grounds:
            assert colours.contrast(colour, ground) >= LEAST_CONTRAST, (colour, ground)


def differ(pairs):
    """Assert that the two of each pair are told apart by every eye."""
    for one, other in pairs:
        assert colours.nearest(one, other)[0] >= LEAST_DIFFERENCE, (one, other)


# Sharma, Wu and Dalal 2005, table 1: pairs 1, 7, 13, 17 and 25.
@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_difference_is_the_published_one(one, other, far):
    assert colours.difference(one, other) == pytest.approx(far, abs=5e-5)


def test_contrast_and_lightness_are_those_of_black_and_white():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.lab("#ffffff") == pytest.approx((100, 0, 0), abs=0.01)


def test_any_two_presidencies_are_told_apart_on_any_ground():
    painted = list(data.load("terms")["colour"])
    hold(painted)
    differ(combinations(painted, 2))


def test_sides_verdicts_and_marks_of_charts_are_told_apart():
    painted = [look.USA, look.RUSSIA, look.GREEN, look.AMBER, look.CONTEXT]
    hold(painted)
    differ(pairwise(painted))


def test_words_and_lines_stand_out_from_a_dark_page():
    for colour in (look.INK, look.MUTED):
        assert colours.contrast(look.ON_DARK[colour], DARK) >= 4.5
    hold([look.ON_DARK[look.RULE]], [DARK])


def test_a_chart_for_a_dark_page_has_no_colour_of_the_card_left():
    text = charts.suited(charts.opinion(), dark=True).to_json()
    left = [light for light in look.ON_DARK if light in text]
    assert left == [] and '"paper_bgcolor":"#212121"' in text


def as_hex(painted):
    parts = painted.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(part):02x}" for part in parts)


@pytest.mark.browser
def test_any_two_groups_of_obstacles_are_told_apart_on_any_ground(mount, my_work):
    swatches = mount(WeighObstacles()).locator(".rk-swatch")
    read = "(all) => all.map((one) => getComputedStyle(one).borderTopColor)"
    painted = [as_hex(one) for one in swatches.evaluate_all(read)]
    assert len(painted) == 8
    hold(painted)
    differ(combinations(painted, 2))


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_any_two_camps_are_told_apart(mount, my_work, dark):
    pool = ClassPool("07")
    pool.answer = {"text": pool.sample}
    marks = mount(pool, dark=dark).locator(".rk-mark")
    read = "(all) => [...new Set(all.map((one) => getComputedStyle(one).fill))]"
    painted = [as_hex(one) for one in marks.evaluate_all(read)]
    assert len(painted) == 3
    hold(painted, [DARK if dark else PAPER])
    differ(combinations(painted, 2))


def test_the_stylesheet_names_the_charts_colours_of_the_sides():
    kit = (ROOT / "front" / "src" / "kit" / "kit.css").read_text(encoding="utf-8").lower()
    named = {"--accent": look.USA, "--other": look.RUSSIA, "--same": look.GREEN}
    for name, colour in named.items():
        assert f"{name}: {colour.lower()};" in kit
