"""WeighEvidence: figures are kept, shared and argued from each capital; keys move them.

That Python and the browser compute alike is tested on `front/test/known.json`.
"""

import pytest

from resetcycle import answers, data, evidence, explanations, sharing
from resetcycle.widgets import WeighEvidence

pytestmark = pytest.mark.usefixtures("my_work")

LAW = "2017-08-caatsa"
OWN = {"figures": {LAW: {"structure": 0.4}}, "desk": "RUS"}


def test_an_untouched_board_believes_what_the_kit_does_and_has_no_code():
    board = WeighEvidence()
    assert board.posterior.tolist() == pytest.approx(explanations.believed().tolist())
    assert board.share_code == "" and not answers.FOLDER.exists()


def test_figures_are_kept_and_shared_as_whole_findings():
    WeighEvidence().answer = OWN
    board = WeighEvidence()
    assert board.answer == OWN and board.notice == ""
    moscow = explanations.figures("RUS")
    assert board.figures.loc["structure", LAW] == 0.4
    assert board.figures.loc["asymmetry", LAW] == moscow.loc["asymmetry", LAW]
    work = sharing.read_share_code(board.share_code, "likelihoods")["likelihoods"]
    argued = data.load("desk_likelihoods").query("capital == 'RUS'")["finding_id"]
    assert set(work) == {LAW, *argued}
    assert work[LAW] == pytest.approx(board.figures[LAW].to_dict())


def test_the_starting_belief_and_findings_left_out_move_what_is_believed():
    board = WeighEvidence()
    board.answer = {"points": {"drift": 100, "structure": 1}, "left_out": [LAW]}
    assert board.prior["drift"] == pytest.approx(100 / (100 + 1 + 5 * 50))
    expected = evidence.update(board.prior, explanations.figures().drop(columns=LAW))
    assert board.posterior.tolist() == pytest.approx(expected.tolist())
    board.answer = {"left_out": list(explanations.figures())}
    assert board.posterior.tolist() == pytest.approx([1 / 7] * 7)


@pytest.mark.parametrize(
    "strange",
    [
        {"desk": "FRA"},
        {"desk": ["RUS"]},
        {"points": {"drift": 0}},
        {"points": {"drift": True}},
        {"points": [50]},
        {"figures": {LAW: {"drift": 1.5}}},
        {"figures": {LAW: {"a_ninth": 0.5}}},
        {"figures": {"2031-01-later": {"drift": 0.5}}},
        {"figures": {LAW: 0.5}},
        {"left_out": ["2031-01-later"]},
        {"left_out": [{}]},
    ],
)
def test_of_an_answer_of_another_version_the_rest_is_shown(strange):
    answers.save("11", evidence={"left_out": [LAW], **strange})
    board = WeighEvidence()
    assert "no figure, no finding or no explanation here" in board.notice
    assert board.posterior.sum() == pytest.approx(1)


@pytest.mark.browser
def test_keys_move_a_figure_and_one_message_follows_at_rest(mount):
    page = mount(WeighEvidence())
    page.get_by_role("button", name="Sanctions law").click()
    slider = page.locator("tr.panel:not([hidden])").get_by_label("Structure and shallow deals")
    before = page.locator(".bars .number").first.inner_text()
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0].answer") == {"figures": {LAW: {"structure": 0.01}}}
    assert page.locator(".bars .number").first.inner_text() < before
    assert slider.get_attribute("aria-valuetext").startswith(".01, almost no chance; ")
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".bars .number").first.inner_text() == before


@pytest.mark.browser
def test_a_desk_changes_the_belief_without_any_new_finding(mount):
    page = mount(WeighEvidence())
    shares = {}
    for desk in ("the kit", "Washington", "Moscow"):
        page.get_by_label(desk, exact=True).check()
        shares[desk] = page.locator(".bars .number").all_inner_texts()
    assert len(set(map(tuple, shares.values()))) == 3
    for capital, name in (("USA", "Washington"), ("RUS", "Moscow")):
        there = explanations.believed(explanations.figures(capital))
        assert [float(share) for share in shares[name]] == pytest.approx(list(there), abs=0.0051)


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_board_at_any_width(mount, width):
    board = WeighEvidence()
    board.answer = OWN
    page = mount(board, width=width)
    for summary in page.locator("summary").all():
        summary.click()
    page.get_by_role("button", name="Invasion of Ukraine").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    table = page.locator(".wide").first
    assert table.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
