"""MarkEssay: readers' marks after one's own, the model last, and what is locked stays."""

import json
import shutil
from dataclasses import replace

import nbformat
import pytest
from conftest import ROOT

from resetcycle import anchors, answers, peers, rubric, sharing
from resetcycle.exercise.model import model_essay
from resetcycle.widgets import MarkEssay, MyWork

pytestmark = pytest.mark.usefixtures("my_work")

TWOS = {line.name: 2 for line in rubric.lines()}
OTHERS = ["1", "2", "3", "4"]
NAME = "02-clinton-yeltsin"


def sent(widget):
    """All that the browser holds, as text."""
    hidden = ("_esm", "_css", "layout", "tabbable", "tooltip", "rules", "lines", "acts")
    state = {name: value for name, value in widget.get_state().items() if name not in hidden}
    return json.dumps(state, ensure_ascii=False)


def marked(widget, *names):
    marks = {**widget.answer.get("marks", {}), **dict.fromkeys(names, TWOS)}
    widget.answer = {**widget.answer, "marks": marks}
    return widget


def locked(widget, *names):
    marked(widget, *names)
    for name in names:
        widget.lock(name)
    return widget


@pytest.fixture
def essay(tmp_path, monkeypatch):
    """Return a function that saves a text as the essay of exercise 02 in the working folder."""
    path = tmp_path / f"{NAME}.ipynb"
    shutil.copy(ROOT / "exercises" / NAME / path.name, path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    def write(text):
        content = nbformat.read(path, as_version=4)
        next(cell for cell in content.cells if cell.id == "essay").source = text
        nbformat.write(content, path)

    return write


def test_nothing_of_readers_and_model_is_in_the_browser_before_the_lock():
    widget = marked(MarkEssay("02"), *OTHERS)
    found = sent(widget) + widget._repr_mimebundle_()[0]["text/html"]
    for anchor in anchors.sets()["02"].essays:
        assert anchor.text[:60] in found
        assert not [reason for reason in anchor.reasons.values() if reason in found]
    assert model_essay("02")[:60] not in found and widget.results == {} == widget.model


def test_a_locked_essay_shows_the_readers_marks_and_reasons_and_no_other_does():
    widget = locked(MarkEssay("02"), "2")
    misread = anchors.sets()["02"].essays[1]
    (only,) = widget.results.values()
    assert (only["marks"], only["reasons"]) == (misread.marks, misread.reasons)
    assert only["points"] == "12 of 18 points." and only["readers"].startswith("6 of 18 points.")
    assert answers.restore("02")["essay_marks"]["locked"].keys() == {"2"}
    assert MarkEssay("02").results == widget.results
    table = widget.table().set_index("essay")
    assert table.loc["Essay 2", "your points"] == "12 of 18 points."
    assert table.loc["Essay 1", "your points"] == "not marked yet"


def test_what_is_locked_stays_whatever_an_older_window_sends():
    widget = locked(MarkEssay("02"), "1")
    kept = widget.answer
    for later in ({}, {**kept, "locked": {}}, {**kept, "marks": {"1": TWOS | {"claim": 3}}}):
        widget.answer = later
        assert widget.answer == kept == answers.restore("02")["essay_marks"]
        assert "locked already" in widget.notice
    widget.answer = {**kept, "marks": {**kept["marks"], "2": {"claim": 1}}, "shown": "2"}
    assert answers.restore("02")["essay_marks"]["shown"] == "2"


@pytest.mark.parametrize(
    ("names", "asked", "said"),
    [
        ((), "1", "6 lines have no mark yet."),
        (("1", "2", "own"), "own", "Mark 2 more essays first."),
        ((*OTHERS, "own"), "own", "Write at least 150 words of your own first"),
    ],
)
def test_what_hinders_the_lock_is_said_and_nothing_is_locked(names, asked, said, essay):
    essay("Too short.")
    widget = locked(MarkEssay("02"), *(name for name in names if name != "own"))
    marked(widget, *names)
    before = dict(widget.answer["locked"]) if names else {}
    widget.asked = f"lock:{asked}"
    assert said in widget.notice and widget.asked == ""
    assert widget.answer.get("locked", {}) == before and widget.model == {}


def test_ones_own_essay_comes_last_and_opens_the_model_with_its_notes(essay):
    essay("word " * 368)
    widget = locked(MarkEssay("02"), *OTHERS)
    assert widget.papers[-1]["text"].startswith("word word") and "saved" in widget.own_told
    locked(widget, "own")
    # Twelve by the lines, and one off for its length.
    assert widget.results["own"]["points"].startswith("11 of 18 points. Its length takes off 1")
    assert widget.model["text"] == model_essay("02")
    assert len(widget.model["notes"]) == len(anchors.sets()["02"].notes)
    assert {each["line"] for each in widget.model["look_for"]} <= {
        line.criterion for line in rubric.lines()
    }


def test_an_essay_that_was_written_again_is_marked_again_beside_the_first_marks(essay):
    essay("word " * 200)
    widget = locked(MarkEssay("02"), *OTHERS, "own")
    essay("better " * 200)
    widget.asked = "again"
    assert widget.papers[-1]["text"].startswith("better") and "own" not in widget.results
    assert widget.model["text"], "the model stays open"
    assert set(widget.answer["locked"]) == set(OTHERS), "the others stay locked"
    widget.answer = {
        **widget.answer,
        "marks": {**widget.answer["marks"], "own": TWOS | {"true": 3}},
    }
    widget.lock("own")
    assert widget.results["own"]["points"] == "13 of 18 points."
    (before,) = widget.results["own"]["earlier"]
    assert before.startswith("On ") and before.endswith("12 of 18 points.")
    assert "essay_marks" in MyWork("02").file_text


def test_a_peers_essay_is_marked_after_the_anchors_and_its_line_goes_back(essay):
    essay("word " * 200)
    widget = MarkEssay("02")
    number = peers.number_of("1234abcd", "02")
    widget.asked = f"peer:{number}"
    assert widget.notice == "Mark 4 more essays first." and len(widget.papers) == 5
    locked(widget, *OTHERS)
    for wrong in ("1234a-bcd00", peers.number_of("1234abcd", "04"), "Ann"):
        widget.asked = f"peer:{wrong}"
        assert "not the number of an essay on exercise 02" in widget.notice
    widget.asked = f"peer:{number}"
    assert (widget.notice, widget.answer["shown"]) == ("", "peer-1234abcd")
    assert widget.papers[-1] == {
        "name": "peer-1234abcd",
        "title": f"Essay {number}",
        "text": "",
        "cites": [],
    }
    widget.asked = "lock:peer-1234abcd"
    assert widget.notice == "6 lines have no mark yet."
    locked(widget, "peer-1234abcd")
    result = widget.results["peer-1234abcd"]
    read = sharing.read_share_code(result["code"], "marks")
    assert (read["author"], read["lesson"], read["marks"]) == ("1234abcd", "02", TWOS)
    assert read["learner"] == answers.learner("02") and result["points"] == "12 of 18 points."
    assert widget.model == {} and widget.number == "", "the own essay is not marked yet"
    assert MarkEssay("02").results == widget.results


def test_what_peers_gave_stands_beside_ones_own_marks_and_only_then(essay):
    essay("word " * 200)
    widget = locked(MarkEssay("02"), *OTHERS)
    name = answers.learner("02")
    work = {"lesson": "02", "author": name, "marks": TWOS | {"method": 0}}
    came = sharing.share_code({"learner": "0000000a", **work}, "marks")
    widget.take_back(f"Ann: {came}")
    assert widget.beside == {} == widget.model and widget.number == ""
    locked(widget, "own")
    assert peers.author_of(widget.number, "02") == name
    assert widget.beside["peers"] == ["Ann"] and widget.beside["notes"] == []
    assert "More than one level apart: Method." in widget.beside["sentence"]
    own = sharing.read_share_code(widget.results["own"]["code"], "marks")
    assert own["author"] == own["learner"] == name and own["marks"] == TWOS
    widget.asked = f"peer:{widget.number}"
    assert "number of your own essay" in widget.notice
    widget.asked = "back:Thank you!"
    assert widget.beside == {"notes": ["No code of marks was found; one begins with RC0."]}
    assert MarkEssay("02").beside == widget.beside


def test_marks_of_peers_from_before_it_was_written_again_are_told_as_such(essay):
    essay("word " * 200)
    widget = locked(MarkEssay("02"), *OTHERS, "own")
    work = {"lesson": "02", "author": answers.learner("02"), "marks": TWOS | {"claim": 0}}
    then = {"learner": "0000000a", "saved": "2026-01-05T12:00:00+00:00"}
    widget.take_back(f"Ann: {sharing.share_code(then | work, 'marks')}")
    assert widget.beside["peers"] == ["Ann"]
    widget.again()
    assert widget.beside == {} and widget.number == ""
    locked(widget, "own")
    assert widget.beside["peers"] == ["Ann, of an earlier version"]


@pytest.mark.parametrize("kept", [{"peers": "Ann"}, {"peers": [1]}, {"back": ["x"]}])
def test_a_file_that_was_changed_by_hand_is_left_alone(kept):
    answers.save("02", essay_marks={"marks": {"1": TWOS}, **kept})
    widget = MarkEssay("02")
    assert widget.answer == {} and "cannot be shown" in widget.notice
    assert answers.restore("02")["essay_marks"].keys() == {"marks", *kept}


def test_a_peer_who_is_no_random_name_is_not_shown_and_that_is_said():
    answers.save("02", essay_marks={"peers": ["1234abcd", "1234abcd", "../x"]})
    widget = MarkEssay("02")
    assert [paper["name"] for paper in widget.papers[-2:]] == ["own", "peer-1234abcd"]
    assert "no mark of an essay here" in widget.notice


def test_without_solutions_the_model_is_said_to_be_elsewhere(essay, monkeypatch):
    essay("word " * 200)
    monkeypatch.setattr("resetcycle.widgets.marking.model_essay", lambda _lesson: None)
    monkeypatch.setattr("resetcycle.widgets.marking.look_for", lambda _lesson: {})
    widget = locked(MarkEssay("02"), *OTHERS, "own")
    assert "ask your instructor" in widget.model["told"] and widget.model["text"] == ""


def test_an_exercise_without_anchors_borrows_them_and_has_notes_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert MarkEssay("04").about == "Three essays by others on the question of this exercise."
    having = anchors.sets()
    bare = {name: replace(having[name], essays=()) for name in ("03", "04")}
    monkeypatch.setattr(anchors, "sets", lambda: having | bare)
    widget = MarkEssay("04")
    assert widget.about.startswith("Four essays by others, on the question of exercise 02.")
    assert [paper["name"] for paper in widget.papers] == [*OTHERS, "own"]
    widget.answer = {"earlier": [{"marks": TWOS, "at": "2026-11-22T12:00:00+00:00"}]}
    assert widget.model["text"] == model_essay("04") and widget.model["notes"]


def test_every_act_that_an_essay_cites_can_be_looked_up():
    widget = MarkEssay("11")
    for paper in widget.papers:
        assert set(paper["cites"]) <= set(widget.acts)
    when, title, summary, score = widget.acts["2025-10-budapest-cancelled"]
    assert (when, score) == ("22 October 2025, Washington", "score -5")
    assert "cancels" in title and summary


def test_no_lock_is_shown_that_was_not_kept(monkeypatch):
    widget = marked(MarkEssay("02"), "1")

    def refuse(*_, **__):
        raise OSError("read-only")

    monkeypatch.setattr(answers, "replace", refuse)
    widget.lock("1")
    assert not widget.answer.get("locked") and widget.results == {}
    assert "not kept" in widget.notice


@pytest.mark.browser
def test_an_essay_is_marked_with_keys_alone(mount):
    page = mount(MarkEssay("02"))
    groups = page.locator("fieldset")
    for place in range(groups.count()):
        groups.nth(place).locator("input").first.focus()
        page.keyboard.press("ArrowDown")
    page.wait_for_function("Object.keys(window.sent.at(-1)?.answer.marks['1'] ?? {}).length === 6")
    assert page.evaluate("window.sent.at(-1).answer.marks['1']") == dict.fromkeys(TWOS, 1)
    assert page.get_by_role("button", name="Essay 1: 6 of 6").count() == 1
    page.get_by_role("button", name="Lock my marks").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.sent.at(-1)?.asked === 'lock:1'")


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_board_at_any_width(mount, width, essay):
    essay("word " * 200 + "long" * 40)
    for widget in (MarkEssay("02"), locked(MarkEssay("02"), *OTHERS, "own")):
        page = mount(widget, width=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        sizes = page.locator("main *").evaluate_all(
            "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 12
