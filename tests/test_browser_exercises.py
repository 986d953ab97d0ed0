"""An exercise in JupyterLab as a learner works on it, and formgrader as an instructor opens it."""

import json

import pytest
from conftest import KERNEL_READY, ROOT

from resetcycle import peers, sharing

NAME = "04-obama-reset"
CELLS = "window.jupyterapp.shell.currentWidget.content.widgets"
CELL = f"(id) => {CELLS}.findIndex(widget => widget.model.id === id)"
SAID = f"""(id) => {CELLS}.find(widget => widget.model.id === id).model.toJSON().outputs
  .map(output => [output.traceback ?? output.text ?? output.data["text/plain"]].flat().join(""))
  .join("\\n")"""

pytestmark = pytest.mark.browser


@pytest.fixture
def exercise(page, lab):
    page.goto(f"{lab.address}/lab/tree/exercises/{NAME}/{NAME}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(KERNEL_READY)
    return page


def run(page, *names):
    """Run the cells of these names in order, and return what the last one said."""
    for name in names:
        place = page.evaluate(CELL, name)
        page.evaluate(
            """async (place) => {
          window.jupyterapp.shell.currentWidget.content.activeCellIndex = place;
          await window.jupyterapp.commands.execute('notebook:run-cell');
        }""",
            place,
        )
    return page.evaluate(SAID, names[-1])


def type_into(page, name, text):
    """Replace a cell's text with the keyboard, as a learner does."""
    page.evaluate(
        "(place) => window.jupyterapp.shell.currentWidget.content.scrollToItem(place, 'center')",
        page.evaluate(CELL, name),
    )
    place = page.evaluate(CELL, name)
    cell = page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{place}']")
    cell.dblclick()
    editor = cell.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")


def test_a_learner_meets_answers_and_passes_a_task(exercise, lab):
    assert run(
        exercise, "given-1", "parameters", "seals", "given-2", "task-1", "check-1"
    ).startswith("Not yet: task 1 has no answer yet")
    exercise.screenshot(path=ROOT / "build" / "exercise-unsolved.png")
    start = (
        "def end_of(term):\n"
        '    windows = rc.trajectory.term_windows().set_index("term_id")\n'
        "    return "
    )
    type_into(exercise, "task-1", start + 'windows.loc[term, "middle"]')
    said = " ".join(run(exercise, "task-1", "check-1").split())
    assert said.startswith(
        "Not yet: this is the window in the middle of the term; the task asks for the last one. "
        "Your end_of('obama') gives 0."
    )
    type_into(exercise, "task-1", start + 'windows.loc[term, "end"')
    assert run(exercise, "task-1", "check-1").startswith(
        "Not yet: the cell that makes end_of stopped with SyntaxError"
    )
    type_into(exercise, "task-1", start + 'windows.loc[term, "end"]')
    assert run(exercise, "task-1", "check-1").startswith("Right: end_of('obama') gives ")
    type_into(exercise, "essay", "Mostly the question changed, see 2009-07-bpc-created.")
    exercise.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    exercise.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    assert run(exercise, "essay-check").startswith(
        "6 of 350 words. Events cited: 2009-07-bpc-created."
    )
    assert "1 of 7" in run(exercise, "progress")
    kept = json.loads((lab.work / "04.json").read_text(encoding="utf-8"))["answers"]["exercise"]
    assert kept["1"]["right"] and kept["essay"] == {"words": 6}
    exercise.screenshot(path=ROOT / "build" / "exercise-half-solved.png")


def test_a_learner_without_python_passes_two_tasks_on_their_boards(exercise):
    run(exercise, "given-1", "parameters", "seals", "given-2", "hand-1")
    ends = {"Obama": "-0,99", "Trump I": "-0.58", "Clinton": "1.33", "Biden": "-4.97"}
    board = exercise.locator(".rk-byhand").first
    board.locator("summary").click()
    for name, value in ends.items():
        board.get_by_role("group", name=f"under {name}").get_by_role("textbox").fill(value)
    board.locator("summary").focus()
    line = board.locator(".bh-line code").inner_text()
    assert line == (
        'end_of = rc.by_hand("04.1", '
        '{"Obama": -0.99, "Trump I": -0.58, "Clinton": 1.33, "Biden": -4.97})'
    )
    exercise.screenshot(path=ROOT / "build" / "exercise-by-hand.png")
    type_into(exercise, "task-1", line)
    assert run(exercise, "task-1", "check-1").startswith("Right: ")
    run(exercise, "given-4", "given-5", "hand-6", "task-6")
    type_into(exercise, "task-6", "carried = dict.fromkeys(carried, 'both stories')")
    assert "2 of 5 agree" in run(exercise, "task-6", "check-6")


def test_essays_by_others_are_marked_then_ones_own_and_the_model_opens(exercise, lab):
    type_into(exercise, "essay", "word " * 160)
    exercise.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    exercise.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    run(exercise, "given-1")
    run(exercise, "mark-essay")
    board = exercise.locator(".rk-marking")
    board.wait_for()
    for name in ("Essay 1", "Essay 2", "Essay 3", "Your essay"):
        board.get_by_role("button", name=name).click()
        mark_with_twos(board)
        if name != "Your essay":
            assert board.get_by_text("Its readers: ").is_visible()
        exercise.screenshot(path=ROOT / "build" / f"marking-{name[-1]}.png")
    board.get_by_text("A model essay, and where it meets the rubric").wait_for()
    kept = json.loads((lab.work / "04.json").read_text(encoding="utf-8"))["answers"]["essay_marks"]
    assert list(kept["locked"]) == ["1", "2", "3", "own"]
    exchange(exercise, board)


def mark_with_twos(board):
    for group in board.locator("fieldset").all():
        group.locator("input").nth(2).check()
    board.get_by_role("button", name="Lock my marks").click()
    board.get_by_text("You: 12 of 18 points.").wait_for()


def exchange(exercise, board):
    """Mark the essay of a peer by its number, and read what a peer gave to the own one."""
    own = peers.author_of(board.locator("b.share-code").inner_text(), "04")
    board.get_by_label("The number on a peer's essay:").fill(peers.number_of("1234abcd", "04"))
    board.get_by_role("button", name="Mark this essay").click()
    board.get_by_text("You have this essay on paper").wait_for()
    mark_with_twos(board)
    line = board.locator("code.share-code").inner_text()
    marks = sharing.read_share_code(line, "marks")
    assert (marks["author"], marks["learner"]) == ("1234abcd", own)
    exercise.screenshot(path=ROOT / "build" / "marking-peer.png")
    board.get_by_role("button", name="Your essay").click()
    given = {**marks, "author": own, "learner": "1234abcd"}
    given["marks"] = marks["marks"] | {"method": 0}
    back = board.get_by_label("Lines that came back from peers")
    back.fill(f"Ann: {sharing.share_code(given, 'marks')}")
    board.get_by_role("button", name="Read the lines").click()
    board.get_by_text("The same mark on 5 of 6 lines.").wait_for()
    board.get_by_text("Your marks beside those of your peers").scroll_into_view_if_needed()
    exercise.screenshot(path=ROOT / "build" / "marking-back.png")


def test_checks_and_given_code_cannot_be_edited_by_accident(exercise):
    editable = exercise.evaluate(f"""() => Object.fromEntries({CELLS}
      .map(widget => [widget.model.id, widget.model.getMetadata("editable") !== false]))""")
    assert editable["task-1"] and editable["essay"]
    assert not any(
        editable[name]
        for name in editable
        if name.startswith(("check-", "given-", "hand-", "cards-", "parameters", "seals", "rubric"))
    )


def test_formgrader_opens_in_jupyterlab_with_every_assignment(page, lab):
    page.goto(f"{lab.address}/lab?reset")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader").first.click()
    names = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/tasks.toml"))
    formgrader = page.frame_locator("iframe").first
    formgrader.get_by_role("link", name=names[-1], exact=True).wait_for()
    page.screenshot(path=ROOT / "build" / "formgrader.png")
    assert [
        name.strip() for name in formgrader.locator("table tbody tr td.name").all_inner_texts()
    ] == names
