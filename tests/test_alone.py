"""Boards on a page where no Python runs, played in a browser: kept, locked, revealed and moved."""

import json
import re

import pytest

from resetcycle import answers, codebook, data, lookback, predictions, sharing
from resetcycle.classroom import class_result, sample_text
from resetcycle.widgets import (
    CausalMap,
    ClassPool,
    CodeDocument,
    CodeEvents,
    DrawTrajectory,
    FindEvents,
    ForecastBoard,
    LeaveOut,
    ManyWays,
    Memo,
    MemoryLine,
    MoveCriteria,
    MyWork,
    NullSimulator,
    Places,
    Predict,
    SealCriteria,
    SortClaims,
    SortDesk,
    TwoClocks,
    WeighEvidence,
    WeighObstacles,
    alone,
    base,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("my_work")]

OF_JUPYTER = ("layout", "tabbable", "tooltip")
SOURCES = {path.read_text(encoding="utf-8"): path.stem for path in base.STATIC.glob("*.js")}
# Every board of the lessons.
BOARDS = [
    *(lambda lesson=lesson: Predict(f"{lesson:02}") for lesson in range(12)),
    *(lambda lesson=lesson: ClassPool(lesson) for lesson in ("01", "02", "05", "06", "07", "09")),
    *(lambda: LeaveOut("00"), lambda: SortClaims("01"), lambda: CausalMap("01")),
    *(lambda: CodeDocument("02"), lambda: CodeEvents("02"), lambda: DrawTrajectory("03", "bush43")),
    *(lambda: MemoryLine("03", "bush43"), lambda: TwoClocks("04", "obama"), lambda: Places("04")),
    *(lambda: SortDesk("05"), lambda: ForecastBoard("05"), lambda: WeighObstacles("06")),
    lambda: Memo("07", limit=90, citing=False, called="Minority report"),
    lambda: ForecastBoard("08", reveal=True, locked_in="05"),
    *(lambda: SealCriteria("09"), lambda: MoveCriteria("09"), lambda: NullSimulator("10")),
    *(lambda: ManyWays("10"), lambda: WeighEvidence("11"), lambda: FindEvents("11")),
    *(lambda: Memo("11", limit=350), lambda: MyWork("11")),
]


def in_page(board):
    """Return what a page of the site has of a board: its state, and a place for it."""
    state = {
        name: value
        for name, value in board.get_state().items()
        if name in ("_alone", "_catalogue") or not (name.startswith("_") or name in OF_JUPYTER)
    }
    text = json.dumps(state, default=str).replace("</", "<\\/")
    head = f'<script type="application/json" class="rk-widget" data-module="{module(board)}">'
    return f"{head}{text}</script><div></div>"


def module(board):
    return SOURCES[str(board._esm)]


@pytest.fixture
def site(browser, monkeypatch, tmp_path):
    """Return a function that opens a page of boards in a browser that keeps what is done there."""
    monkeypatch.setenv(alone.VARIABLE, "1")
    context = browser.new_context(viewport={"width": 1000, "height": 900}, accept_downloads=True)
    complaints = []

    def heard(page):
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("request", lambda asked: asked.url[:5] in REACHES or complaints.append(asked.url))

    def show(*makers):
        boards = [make() for make in makers]
        sources = {module(board): str(board._esm) for board in boards}
        styles = "\n".join({str(board._css) for board in boards})
        scripts = json.dumps(sources).replace("</", "<\\/")
        site_js = (base.STATIC / "site.js").read_text(encoding="utf-8")
        path = tmp_path / f"{len(list(tmp_path.glob('*.html')))}.html"
        path.write_text(
            f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>site</title>'
            f"<style>{styles}</style><script>kitModules = {scripts}</script>"
            f'<script type="application/json" id="rk-site">{{"dark": {{}}}}</script>'
            f"<body>{''.join(map(in_page, boards))}<script>{site_js}</script></body></html>",
            encoding="utf-8",
        )
        page = context.new_page()
        heard(page)
        # From a folder, by double click: what works there works from every server.
        page.goto(path.as_uri())
        # A board wakes when it comes near the window.
        for place in page.locator("script.rk-widget + div").all():
            place.scroll_into_view_if_needed()
        page.wait_for_function(
            "(n) => document.querySelectorAll('.rk').length == n", arg=len(boards)
        )
        return page

    yield show
    context.close()
    assert not complaints, complaints


REACHES = ("file:", "blob:", "data:")


def kept(page, lesson):
    """Return the text of a lesson's file as the browser keeps it."""
    return page.evaluate("(name) => localStorage.getItem(name)", f"resetcycle/{lesson}")


def by_python(page, lesson):
    """Take the browser's file over into `my-work/`, and return what Python reads there."""
    answers.import_text(lesson, kept(page, lesson))
    return answers.restore(lesson)


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def code_of(page, kind):
    """Return what Python reads in the share code on the page."""
    return sharing.read_share_code(page.locator(".share-code:visible").first.inner_text(), kind)


def test_every_board_of_the_lessons_mounts_from_its_state_alone(site):
    page = site(*BOARDS)
    assert page.get_by_text("Something went wrong").count() == 0


def test_events_are_locked_and_revealed_and_python_goes_on_from_there(site):
    page = site(lambda: CodeEvents("02"))
    why = data.load("events").set_index("event_id").loc[codebook.events()[0], "code_reason"]
    assert why not in page.content()
    for choice in page.locator("select").all():
        choice.select_option(index=1)
    press(page, re.compile("^Lock my codes"))
    page.get_by_text("you and the kit").first.wait_for()
    locked = by_python(page, "02")["codes"]
    board = CodeEvents("02")
    assert board.answer == locked and set(locked["codes"]) == set(codebook.events())
    assert code_of(page, "codes")["codes"] == locked["codes"]
    assert why in page.content() and board.shown[0]["reason"] == why


def test_what_was_done_is_there_after_a_reload_and_in_the_next_tab(site):
    page = site(lambda: SortClaims("01"))
    page.get_by_role("radio").first.check()
    page.wait_for_function("localStorage.getItem('resetcycle/01')")
    page.reload()
    page.get_by_role("radio", checked=True).wait_for()
    other = site(lambda: SortClaims("01"))
    other.get_by_role("radio", checked=True).wait_for()
    # A second card in the one tab is sorted in the other too, which is not touched.
    press(other, "Next")
    other.get_by_role("radio").nth(1).check()
    page.wait_for_function("document.querySelectorAll('input[type=radio]:checked').length == 2")


def test_who_was_overtaken_chooses_and_nothing_is_lost(site):
    page = site(lambda: SortClaims("01"))
    page.get_by_role("radio").first.check()
    page.wait_for_function("localStorage.getItem('resetcycle/01')")
    page.evaluate(
        """() => {
          const file = JSON.parse(localStorage.getItem("resetcycle/01"));
          file.answers.kinds = {chosen: {}, shown: false};
          localStorage.setItem("resetcycle/01", JSON.stringify(file));
        }"""
    )
    press(page, "Next")
    page.get_by_role("radio").nth(1).check()
    page.get_by_text("Your work in this lesson was changed elsewhere").wait_for()
    press(page, "Keep what is here")
    page.get_by_text("01.set-aside-1.json").wait_for()
    assert len(by_python(page, "01")["kinds"]["chosen"]) == 2
    assert json.loads(kept(page, "01.set-aside-1"))["answers"]["kinds"]["chosen"] == {}


def test_a_file_comes_from_python_and_goes_back_to_it(site):
    before = SortClaims("01")
    first = next(iter(before.choices))
    before.answer = {"chosen": {card["id"]: first for card in before.cards}, "shown": False}
    before.lock()
    text, why = answers.export_text("01"), next(iter(before.kit.values()))["why"]
    page = site(lambda: MyWork("01"), lambda: SortClaims("01"))
    page.locator("input[type=file]").set_input_files(
        {"name": "01.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    page.get_by_text("Lesson 01 is back, with 1 kept.").wait_for()
    # The other board of the page begins anew with it.
    page.get_by_text(why).first.wait_for(state="attached")
    with page.expect_download() as coming:
        press(page, "Download my work")
    assert coming.value.suggested_filename == "reset-cycle-01.json"
    taken = coming.value.path().read_text(encoding="utf-8")
    assert json.loads(taken)["answers"] == answers.restore("01")


def test_predictions_are_committed_and_open_what_lies_below(site):
    page = site(lambda: Predict("08"))
    page.evaluate(
        """() => addEventListener("resetcycle:committed", (event) => {
          event.preventDefault();
          window.opened = event.detail.lesson;
        })"""
    )
    for group in page.locator("fieldset").all():
        if group.locator("input[type=radio]").count():
            group.locator("input[type=radio]").first.check()
    for slider in page.locator("input[type=range]").all():
        slider.press("ArrowRight")
    for choice in page.locator("select").all():
        choice.select_option(index=1)
    press(page, re.compile("^Commit"))
    page.wait_for_function("window.opened")
    board, found = by_python(page, "08"), predictions.questions("08")
    assert set(board["predictions"]["guesses"]) == {one.name for one in found}
    shown = page.locator(".rk").inner_text()
    assert all(reply["record"] in shown for reply in Predict("08").replies)
    assert code_of(page, "predictions")["lesson"] == "08"


def test_criteria_are_sealed_and_then_moved_on_one_page(site):
    page = site(lambda: SealCriteria("09"), lambda: MoveCriteria("09"))
    page.get_by_text("Nothing is sealed yet").wait_for()
    seal = page.locator(".rk").first
    for slider in seal.get_by_role("slider").all():
        slider.press("ArrowRight")
    for group in seal.locator("fieldset").all():
        group.locator("input[type=radio]").last.check()
    press(page, "Seal my criteria")
    page.get_by_text("The thin dotted line is your seal.").wait_for()
    sealed = by_python(page, "09")["criteria"]["chosen"]
    assert MoveCriteria("09").sealed == sealed == SealCriteria("09").chosen


def test_forecasts_are_sealed_recalled_and_opened_on_two_pages(site):
    page = site(lambda: ForecastBoard("05"))
    page.get_by_label(re.compile("^likely")).first.check()
    page.locator("input[type=text]").first.fill('Сила "и" право')
    press(page, "Next →")
    page.get_by_label(re.compile("^very unlikely")).first.check()
    press(page, "Lock my forecasts")
    press(page, "Lock them")
    page.get_by_text("Your forecasts are locked.").first.wait_for()
    locked = by_python(page, "05")["forecasts"]
    assert lookback.verify(locked) and len(locked["forecasts"]) == 2
    assert set(code_of(page, "forecasts")["bands"].values()) == {"likely", "very_unlikely"}
    later = site(lambda: ForecastBoard("08", reveal=True, locked_in="05"), lambda: Predict("08"))
    for choice in later.locator(".recall select").all():
        choice.select_option("even")
    press(later, "Open the outcomes")
    later.get_by_text("First commit what this lesson asks you to predict").wait_for()
    head = json.loads(kept(later, "08"))
    head["answers"]["predictions"] = {"guesses": {}, "locked_at": locked["locked_at"]}
    later.evaluate("(text) => localStorage.setItem('resetcycle/08', text)", json.dumps(head))
    press(later, "Open the outcomes")
    later.get_by_text("what happened", exact=True).first.wait_for()
    by_python(later, "08")
    board = ForecastBoard("08", reveal=True, locked_in="05")
    shown = later.locator(".rk").first.inner_text()
    assert board.shown and all(one["note"] in later.content() for one in board.shown[:1])
    assert f"{board.summary['brier']:.2f}"[1:] in shown


def test_a_class_is_pooled_without_a_server(site):
    page = site(lambda: ClassPool("07"))
    page.locator("textarea").fill(sample_text())
    press(page, "Read the codes")
    result = class_result(sample_text())
    page.get_by_text(result["agreement"]["sentence"]).first.wait_for(state="attached")
    shown = page.locator(".rk").text_content()
    assert result["camps"]["found"]["sentence"] in shown
    assert result["burden"]["sentence"] in shown
    assert by_python(page, "07")["class"]["text"] == sample_text()
