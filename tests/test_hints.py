"""Hints in three steps: on demand, with examples that run, and noted for the marker."""

import re
import tomllib

import nbformat
import pytest
from conftest import ROOT

import resetcycle
from resetcycle.exercise import public
from resetcycle.exercise.check import check
from resetcycle.exercise.hints import STEPS, hint, hints
from resetcycle.exercise.progress import done, note, progress
from resetcycle.grading import tasks

TASKS = [task for each in public.exercises().values() for task in each.tasks.values()]
FENCED = re.compile(r"```python\n(.*?)\n```", re.DOTALL)
CALL = re.compile(r"`([\w.]+\([^`]+\))`")


@pytest.fixture
def shown(monkeypatch, my_work):
    """Return what is shown, page by page."""
    pages = []
    monkeypatch.setattr("IPython.display.display", lambda page: pages.append(page.data))
    return pages


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_every_example_in_a_hint_runs_and_is_no_answer(task):
    nudge, *steps = hints(task)
    assert nudge == task.hint and len(steps) == STEPS - 1 and steps[0] != steps[1]
    for step in steps:
        codes = FENCED.findall(step)
        assert codes, "a pattern has code"
        for code in codes:
            names = {"rc": resetcycle}
            *_, last = code.splitlines()
            exec(code, names)
            assert eval(last, names) is not None
            # A pattern that made the answer's name would be taken for an answer.
            assert not {call.split("(")[0] for call in (p.call for p in task.probes)} & set(names)
    if calls := CALL.findall(" ".join(hints(task))):
        names = solved(task.lesson)
        for call in calls:
            assert eval(call, names) is not None, call


def solved(lesson):
    """Return the names that the solution of an exercise leaves."""
    path = next((ROOT / "solutions").glob(f"{lesson}-*/*.ipynb"))
    names = {"__name__": "__main__"}
    for cell in nbformat.read(path, as_version=4).cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "given")
        if cell.cell_type == "code" and name.startswith(("given", "parameters", "task-")):
            exec(cell.source, names)
    return names


def test_hints_come_one_at_a_time_and_are_noted_until_the_answer_is_right(shown):
    for step in (1, 2, 3, 3):
        hint("04.2")
        assert shown[-1].startswith(f"**Hint {step} of 3 to task 04.2.**")
        assert done("04")["2"]["hints"] == step
    hint("04.2", 1)
    assert "Hint 1 of 3" in shown[-1] and done("04")["2"]["hints"] == 3
    with pytest.raises(AssertionError):
        check("04.2", lambda: 19.9, "000000")
    noted = done("04")["2"]
    assert (noted["hints"], noted["tries"]) == (3, 1)
    row = progress().frame.set_index("lesson").filter(like="04", axis=0).iloc[0]
    assert row["hints seen"] == 3 and row["tasks tried"] == 1
    note("04", "1", {"tries": 1, "right": True})
    hint("04.1")
    assert "hints" not in done("04")["1"] and "Hint 1 of 3" in shown[-1]


@pytest.mark.parametrize("name", ["4.2", 4.2, " 04.2"])
def test_a_task_is_found_however_its_number_is_typed(shown, name):
    hint(name)
    assert shown[-1].startswith("**Hint 1 of 3 to task 04.2.**")


def test_a_hint_to_no_task_says_so(shown, capsys):
    hint("04.99")
    assert "There is no task '04.99'" in capsys.readouterr().out and not shown


def test_what_an_author_wrote_comes_in_place_of_what_is_made():
    (table,) = (ROOT / "solutions").glob("00-*/tasks.toml")
    rows = tomllib.loads(table.read_text(encoding="utf-8"))["task"]
    written = {str(row["number"]): row["hints"] for row in rows if "hints" in row}
    assert written
    for number, texts in written.items():
        assert [*hints(public.find(f"00.{number}"))[1:]] == texts


@pytest.mark.parametrize("texts", [[], ["one"], ["one", 2], ["one", "two", "three"]])
def test_hints_of_another_number_are_refused(texts):
    row = {"visible": ["x"], "hidden": [], "title": "", "points": 1, "minutes": 1}
    row |= {
        "stage": "own",
        "outcome": "",
        "kind": "yes_no",
        "shape": "one",
        "hint": "",
        "right": "",
    }
    row |= {"mistakes": [{"code": "x = 1"}], "hints": texts}
    with pytest.raises(tasks.TaskError, match="'hints' is two texts"):
        tasks._tasks(ROOT / "04-x" / "tasks.toml", {"1": row})
