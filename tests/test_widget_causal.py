"""CausalMap: arrows, boxes and claims go out of the argument and come back, and are kept."""

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers
from resetcycle.widgets import CausalMap

pytestmark = pytest.mark.usefixtures("my_work")

EDGES = pd.read_csv(ROOT / "data" / "edges.csv").set_index("edge_id")
SUSPICION = ["E15", "E16", "E17", "E18", "E37", "E38"]


def rows(board):
    return {
        (part, claim): counts
        for part, claim, *counts in board.table().itertuples(index=False, name=None)
    }


def test_every_arrow_rests_on_its_claim_on_one_of_the_maps():
    counts = rows(CausalMap())
    assert sum(arrows for arrows, _ in counts.values()) == len(EDGES)
    by_claim = EDGES["claim_id"].value_counts()
    found = pd.Series({claim: 0 for _, claim in counts})
    for (_, claim), (arrows, standing) in counts.items():
        found[claim] += arrows
        assert arrows == standing
    assert found.sort_index().equals(by_claim.rename(None).rename_axis(None).sort_index())


def test_what_is_taken_out_is_kept_and_what_falls_with_it_stands_no_more():
    board = CausalMap()
    board.answer = {"part": "base", "out": SUSPICION}
    assert answers.restore("01") == {"map": board.answer} and CausalMap().out == SUSPICION
    counts = rows(CausalMap())
    assert counts["for every presidency", "C21"] == [6, 0]
    assert counts["for every presidency", "C05"] == [1, 0]
    assert counts["for every presidency", "C10"] == [4, 4]


def test_each_claim_has_the_articles_words_and_the_paragraph_of_these():
    claims = pd.read_csv(ROOT / "data" / "claims.csv").set_index("claim_id")
    shown = CausalMap().claims
    assert set(shown) == set(EDGES["claim_id"])
    assert shown["C26"]["paragraph"] == "19"
    assert all(said["quote"] == claims.loc[name, "quote"] for name, said in shown.items())


@pytest.mark.browser
def test_a_box_goes_and_comes_back_with_keys_alone(mount):
    page = mount(CausalMap())
    page.locator("[data-box=mutual_suspicion]").focus()
    page.keyboard.press("Enter")
    says = page.locator(".says")
    assert "The loop is broken" in says.inner_text()
    page.wait_for_function("window.sent.length === 1")
    assert sorted(page.evaluate("window.sent[0].answer.out")) == sorted([*SUSPICION, "E19"])
    page.keyboard.press("Space")
    assert says.inner_text().startswith("Everything stands.")


@pytest.mark.browser
def test_a_hand_takes_out_an_arrow_and_the_list_says_so(mount):
    page = mount(CausalMap())
    page.locator("[data-arrow=E12] .hand").click(force=True)
    assert page.locator(".taken").inner_text().startswith("C20, paragraph 12: ")
    page.locator("summary").click()
    assert not page.get_by_label("Incompatible interests → State").is_checked()
    assert page.locator("li strong:not(:empty)").all_inner_texts() == ["taken out", "falls"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_map_at_any_width(mount, width):
    page = mount(CausalMap(), width=width)
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in (0, 1):
        page.locator("input[type=radio]").nth(part).check()
        outside = page.locator("svg:visible .box").evaluate_all(
            """(all) => all.filter((one) => {
                const box = one.querySelector("rect").getBoundingClientRect();
                return [...one.querySelectorAll("text")].some((line) => {
                    const words = line.getBoundingClientRect();
                    return words.left < box.left || words.right > box.right
                        || words.top < box.top || words.bottom > box.bottom;
                });
            }).map((one) => one.dataset.box)"""
        )
        assert outside == []
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
