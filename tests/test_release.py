"""From solutions to exercises: one source, a copy for each cohort, and what a broken table says."""

import contextlib
import io
import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT

from resetcycle import __main__
from resetcycle.exercise.seals import Sealed
from resetcycle.exercise.task import Scale, Task
from resetcycle.grading import tasks
from resetcycle.grading.release import release

NAME = "04-obama-reset"


@pytest.fixture
def course(tmp_path):
    """A checkout with one assignment, which a test may break; yields the folder."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "solutions" / NAME, tmp_path / "solutions" / NAME)
    return tmp_path


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in Path(folder).rglob("*.*")}


def answered(folder):
    """Run a solution, checks included; return what was said to each task."""
    notebook, namespace, said = (
        nbformat.read(folder / "solutions" / NAME / f"{NAME}.ipynb", as_version=4),
        {},
        io.StringIO(),
    )
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in ("essay-check", "mark-essay", "progress"):
            with contextlib.redirect_stdout(said):
                exec(cell.source, namespace)
    return said.getvalue()


def test_a_cohort_has_its_own_cases_and_the_same_name_draws_the_same(course):
    places = {name: release(course, name).parent for name in ("spring-2027", "autumn-2027")}
    first, second = (
        json.loads((place / "solutions" / NAME / "key.json").read_text())
        for place in places.values()
    )
    assert first["parameters"] != second["parameters"] and first["accepted"] != second["accepted"]
    before = files(places["spring-2027"] / "exercises")
    assert files(release(course, "spring-2027")) == before
    assert places["spring-2027"] == course / "grading" / "cohorts" / "spring-2027"


def test_a_cohort_leaves_the_public_exercises_alone(course):
    release(course)
    before = files(course / "solutions"), files(course / "exercises")
    release(course, "spring-2027")
    assert (files(course / "solutions"), files(course / "exercises")) == before


@pytest.mark.parametrize("cohort", ["spring-2027", "autumn-2027", "evening"])
def test_the_solutions_of_a_cohort_pass_their_own_checks(course, cohort, my_work):
    place = release(course, cohort).parent
    key = json.loads((place / "solutions" / NAME / "key.json").read_text())
    assert answered(place).count("Right: ") == len(key["accepted"])


def test_git_ignores_what_belongs_to_a_class():
    assert "/grading/" in (ROOT / ".gitignore").read_text().splitlines()


def test_the_class_gets_neither_table_nor_key(course):
    released = [path.name for path in release(course).rglob("*.*")]
    assert sorted(released) == [f"{NAME}.ipynb", "README.md", "tasks.json"]


def test_a_slip_in_the_environment_does_not_lead_into_a_cohort(course, monkeypatch):
    monkeypatch.setenv("COHORT", "somebody-elses")
    assert release(course) == course / "exercises"
    assert (
        os.environ["COHORT"] == "somebody-elses" and not (course / "grading" / "cohorts").exists()
    )


def broken(course, old, new):
    table = course / "solutions" / NAME / "tasks.toml"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    "old, new, said",
    [
        (
            'title = "The end of a term"\n',
            "",
            "tasks.toml, task 1: 'title' is missing or of the wrong type",
        ),
        ("points = 1\n", 'points = "one"\n', "task 1: 'points' is missing or of the wrong type"),
        ('kind = "number"', 'kind = "text"', "'kind' is one of number, choice, yes_no"),
        ("low = -10\n", "", "task 1: kind 'number' with shape 'one' needs low too"),
        (
            "minutes = 5\n",
            "minutes = 5\nminute = 5\n",
            "task 1: 'minute' is not a key of the table",
        ),
        ("number = 7", "number = 8", "task 8: the notebook has no cell named task-8"),
        ("[essay]", "[esay]", "tasks.toml has no 'minutes'"),
        ("claim = [", "clam = [", "essay: 'clam' is no line of the rubric"),
        ('title = "Obama', "title = Obama", "tasks.toml cannot be read"),
        (
            "end_of(president)",
            "end_off(president)",
            "task 1, probe end_off(president): the solution's answer will not do",
        ),
        (
            'return windows.loc[term, ["start", "middle", "end"]].mean()',
            'return windows.loc[term, "end"]',
            "task 1: this known mistake earns the points",
        ),
        ("high = 10\n", "high = -5\n", "the solution's answer will not do: -0.994 cannot be"),
    ],
)
def test_a_broken_table_is_named_with_its_place_and_nothing_is_released(course, old, new, said):
    broken(course, old, new)
    before = files(course / "solutions")
    with pytest.raises(tasks.TaskError) as refused:
        release(course)
    assert said in str(refused.value) and NAME in str(refused.value)
    assert files(course / "solutions") == before and not (course / "exercises").exists()


def test_a_damaged_solution_is_named(course):
    path = course / "solutions" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text()[:300])
    with pytest.raises(tasks.TaskError, match="is not a notebook that can be read"):
        release(course)
    path.unlink()
    release(course)
    assert path.exists()
    path.with_suffix(".md").unlink()
    with pytest.raises(tasks.TaskError, match=f"{NAME}.md is missing"):
        release(course)


@pytest.mark.parametrize("folder", ["solutions", "exercises"])
def test_a_built_notebook_edited_by_hand_is_not_overwritten(course, folder):
    release(course)
    path = course / folder / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source += " One more sentence."
    nbformat.write(notebook, path)
    before = files(course)
    said = f"{folder}/{NAME}/{NAME}.ipynb was edited by hand.*solutions/{NAME}/{NAME}.md"
    with pytest.raises(tasks.TaskError, match=said):
        release(course)
    assert files(course) == before


def test_an_untrue_sentence_of_a_model_essay_stops_the_release(course):
    path = course / "solutions" / NAME / f"{NAME}.md"
    path.write_text(path.read_text() + '\n% holds "Moscow would answer" if 1 > 2\n')
    with pytest.raises(tasks.TaskError, match=f"{NAME}.md, line .*no longer true"):
        release(course)


def test_a_checkout_without_solutions_is_named(tmp_path):
    with pytest.raises(tasks.TaskError, match="holds no assignment"):
        release(tmp_path)


@pytest.mark.parametrize("cohort", ["../elsewhere", "spring 2027", "a/b", "лето"])
def test_a_cohorts_name_cannot_lead_out_of_its_folder(cohort, capsys):
    assert __main__.main(["release", "--cohort", cohort]) == 1
    assert "A cohort's name is made of letters, digits, - and _" in capsys.readouterr().err


def test_drawing_is_even_and_stays_the_same():
    """Exercises may be made again: what a name draws, and the keys, must never change."""
    assignment = tasks.Assignment(
        NAME,
        "",
        0,
        {"letter": tasks.Parameter("a letter", "a", tuple("abcdefgh"))},
        {},
        tasks.EssayNotes(0, ()),
        nbformat.v4.new_notebook(),
    )
    drawn = [tasks.draw(assignment, f"class-{number}")["letter"] for number in range(800)]
    assert all(60 <= drawn.count(letter) <= 140 for letter in "abcdefgh")
    assert "".join(drawn[:10]) == "fdbffdhagg" and tasks.draw(assignment, "") == {"letter": "a"}
    task = Task("04.1", "number", "one", scale=Scale("a mean score", -10, 10, 0.01))
    assert Sealed.of(task, [2.5]).text() == "e44e46"
