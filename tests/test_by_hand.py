"""The road without Python: a task filled in on its board earns what code earns, and no more."""

import ast
import io
import json

import nbclient
import numpy as np
import pandas as pd
import pytest
from classroom import a_course, hand_in, solution, write
from conftest import ROOT
from nbgrader.utils import determine_grade

from resetcycle import answers, data
from resetcycle.exercise import public
from resetcycle.exercise.hand import by_hand, calls, function
from resetcycle.exercise.labels import label
from resetcycle.exercise.progress import progress
from resetcycle.grading import batch, tasks
from resetcycle.widgets import ByHand

NAME = "04-obama-reset"
DONE_BY_HAND = sorted(
    path.stem
    for path in (ROOT / "solutions").glob("*/*.md")
    if ":label: hand-" in path.read_text(encoding="utf-8")
)
pytestmark = pytest.mark.usefixtures("my_work")
SCALED = {"40, 50, 24, 30": [0.615, 1, 0, 0.231], "54, 56, 13, 28": [0.953, 1, 0, 0.349]}


def boards(assignment):
    """Run the solution and yield, where a board stands, its task, the board and all names."""
    names = {"__name__": "__main__"}
    for cell in assignment.notebook.cells:
        name = cell.get("id", "")
        kind, _dash, number = name.partition("-")
        if kind == "hand":
            *first, last = ast.parse(cell.source).body
            exec(compile(ast.Module(first, []), name, "exec"), names)
            found = eval(compile(ast.Expression(last.value), name, "eval"), names)
        elif cell.cell_type == "code" and kind in ("given", "parameters", "task"):
            exec(cell.source, names)
            if kind == "task" and f"hand-{number}" in assignment.cells:
                yield number, found, names


def line(board, values):
    """Write the line that the board gives for these values; node tests hold the board to it."""
    if board.form == "mapping":
        return f"{board.target} = {values}"
    return f'{board.target} = rc.by_hand("{board.task}", {values})'


def found_by_hand(number, board, names):
    """What somebody who reads the tables well types: two decimals more than the task asks for."""
    if board.form == "mapping":
        return {field["name"]: names[board.target][field["name"]] for field in board.fields}
    task = public.find(f"{board.lesson}.{number}")
    values = (names[board.target](*call.given) for call in calls(task, names))
    typed = (value if isinstance(value, str) else np.round(value, 3) for value in values)
    return {
        field["name"]: np.asarray(value).tolist()
        for field, value in zip(board.fields, typed, strict=True)
    }


@pytest.mark.parametrize("name", DONE_BY_HAND)
def test_an_exercise_done_by_hand_earns_full_marks(tmp_path, name):
    course = a_course(tmp_path, name)
    assignment, exercise = course.assignment(name)
    given = {
        number: line(board, found_by_hand(number, board, names))
        for number, board, names in boards(assignment)
    }
    assert set(given) == set(assignment.tasks), "every task can be done by hand"
    write(course.work / "submitted", name, {"ada": hand_in(exercise, given)})
    (result,) = batch.grade(course, name, out=io.StringIO())
    assert result.status == "graded"
    assert {number: mark.points for number, mark in result.tasks.items()} == {
        number: task.points for number, task in assignment.tasks.items()
    }


def test_the_words_of_a_board_are_a_readers_and_not_the_machines():
    for number, board, _names in boards(tasks.read(ROOT / "solutions" / NAME)):
        for field in board.fields:
            assert "_" not in field["words"] and "obama" not in field["words"], number


def test_a_filled_function_answers_its_calls_whatever_their_form():
    scaled = by_hand("04.4", SCALED, {"pd": pd})
    for given in (pd.Series([40, 50, 24, 30]), [40, 50, 24, 30], np.array([40.0, 50, 24, 30])):
        assert scaled(given) == SCALED["40, 50, 24, 30"]
    assert scaled(values=pd.Series([54, 56, 13, 28])) == SCALED["54, 56, 13, 28"]


def test_another_call_is_refused_in_one_plain_sentence():
    scaled = by_hand("04.4", SCALED, {"pd": pd})
    with pytest.raises(ValueError, match="no answer for 1, 2, 3, 4: fill in the board of"):
        scaled([1, 2, 3, 4])


def test_what_is_still_open_is_open_and_not_wrong():
    scaled = by_hand("04.4", {"40, 50, 24, 30": "?"}, {"pd": pd})
    with pytest.raises(NotImplementedError, match="no answer yet for: 40, 50, 24, 30; 54, 56, 13"):
        scaled([40, 50, 24, 30])
    half = {"40, 50, 24, 30": [0.1, 0.2, 0.3, 0.4], "54, 56, 13, 28": [0.1, "?", 0.3, None]}
    scaled = by_hand("04.4", half, {"pd": pd})
    assert scaled([40, 50, 24, 30]) == [0.1, 0.2, 0.3, 0.4]
    with pytest.raises(NotImplementedError, match=r"for: 54, 56, 13, 28 \(entry 2, 4\)\. Fill"):
        scaled([54, 56, 13, 28])


@pytest.mark.parametrize(
    "task, given, names, said",
    [
        ("04.1", {"Obamma": 1}, {"president": "obama"}, "'Obamma' is not one of the calls of task"),
        ("04.1", {"Obama": 1}, {}, "president has no value yet: run the cells above first"),
        ("04.99", {}, {}, "There is no task '04.99'"),
    ],
)
def test_a_line_that_cannot_be_right_is_told(task, given, names, said):
    with pytest.raises(ValueError, match=said):
        by_hand(task, given, names)


def test_each_call_is_asked_once_and_known_by_the_copys_own_value():
    task = public.find("04.1")
    assert function(task) == "end_of"
    words = [call.words for call in calls(task, {"president": "trump1"})]
    assert words == ["Trump I", "Clinton", "Biden"]


def test_values_are_named_as_a_reader_knows_them():
    assert label("gallup_favourable") == "Americans with a favourable view of Russia"
    assert label("2014-02-crimea-annexation").endswith("(27 February 2014)")
    assert label(pd.Series({"obama": 1, "biden": 0.5})) == "Obama: 1, Biden: 0.5"
    assert label(pd.DataFrame([["a", "b"], ["c", "d"]])) == "a, b; c, d"
    assert label(pd.Timestamp("2017-04-17")) == "17 April 2017"


def test_the_acts_of_a_table_are_looked_up_together(monkeypatch):
    load, asked = data.load, []
    monkeypatch.setattr(data, "load", lambda name: asked.append(name) or load(name))
    acts = load("events")["event_id"].tail(40)
    assert label(acts.tolist()).count(" (") >= len(acts) and asked.count("events") <= 1


def test_a_board_keeps_what_was_found_and_drops_what_is_no_answer():
    board = ByHand("04.6")
    board.answer = {"entries": {"civil_society": "only the swap"}}
    assert answers.restore("04") == {"by_hand_6": {"entries": {"civil_society": "only the swap"}}}
    assert ByHand("04.6").table()["your answer"].tolist() == ["", "", "only the swap", "", ""]
    answers.save(
        "04", by_hand_6={"entries": {"civil_society": "never", "rosoboron": "both stories"}}
    )
    again = ByHand("04.6")
    assert (
        again.answer == {"entries": {"rosoboron": "both stories"}} and "no answer" in again.notice
    )


def test_work_by_hand_is_not_counted_as_work_of_the_lesson():
    ByHand("04.6").answer = {"entries": {"civil_society": "both stories"}}
    page = str(progress())
    assert [line.split()[-10] for line in page.splitlines() if "reset, when" in line] == ["0"], page


def test_a_table_is_sent_with_headings_in_words_and_empty_cells_empty():
    table = pd.DataFrame({"obama": [1.23456, None]}, index=pd.Index([2012, 2015], name="year"))
    (listing,) = ByHand("04.6", table).tables
    assert listing == {"columns": ["year", "Obama"], "rows": [[2012, 1.2346], [2015, None]]}
    with pytest.raises(ValueError, match="A table of 2001 rows is too long"):
        ByHand("04.6", pd.DataFrame({"x": range(2001)}))


def test_nbgrader_gives_for_a_part_what_we_give(tmp_path):
    """Four words of five, and one word with the others open, by both roads to a mark."""
    course = a_course(tmp_path, NAME)
    assignment, exercise = course.assignment(NAME)
    right = {item: each.answers[0] for item, each in assignment.drawn["6"].items()}
    cases = {
        "four": {**right, "civil_society": "both stories"},
        "two": {**dict.fromkeys(right, "neither story"), "rosoboron": "both stories"},
        "open": {**dict.fromkeys(right, "?"), "rosoboron": "both stories"},
    }
    papers = {
        name: hand_in(exercise, {"6": f"carried = {json.dumps(given)}"})
        for name, given in cases.items()
    }
    write(course.work / "submitted", NAME, papers)
    ours = {
        result.student: result.tasks["6"] for result in batch.grade(course, NAME, out=io.StringIO())
    }
    # (4/5 - 1/4) / (3/4) of 4 points is 2.93, and 2.5 in half points; two of five .8, one none.
    points = {name: mark.points for name, mark in ours.items()}
    assert points == {"four": 2.5, "two": 0.5, "open": 0}
    assert ours["four"].said.endswith("This earns 2.5 of 4 points.")
    for name, paper in papers.items():
        ran = nbclient.NotebookClient(paper, timeout=60, allow_errors=True).execute()
        check = next(cell for cell in ran.cells if cell.id == "check-6")
        assert determine_grade(check)[0] == ours[name].points, name
        assert check.outputs[-1].output_type == "error"


def test_the_public_answers_earn_nothing_of_a_drawn_task_in_a_cohort(tmp_path):
    course = a_course(tmp_path, NAME)
    public_edition, _exercise = course.assignment(NAME)
    from resetcycle.grading.course import Course
    from resetcycle.grading.release import release

    release(tmp_path, "spring-2027")
    cohort = Course("spring-2027", tmp_path)
    assignment, exercise = cohort.assignment(NAME)
    assert not set(assignment.tasks["6"].keys) & set(public_edition.tasks["6"].keys)
    pasted = {number: solution(public_edition, number) for number in assignment.tasks}
    own = {number: solution(assignment, number) for number in assignment.tasks}
    papers = {"pasted": hand_in(exercise, pasted), "own": hand_in(exercise, own)}
    write(cohort.work / "submitted", NAME, papers)
    marked = {
        each.student: each.tasks["6"] for each in batch.grade(cohort, NAME, out=io.StringIO())
    }
    assert (marked["own"].points, marked["pasted"].points) == (4, 0)
