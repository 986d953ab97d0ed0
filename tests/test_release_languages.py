"""A class in which some read Spanish: the copies that they get, and what their answers earn."""

import io
import shutil

import nbformat
import pytest
from classroom import hand_in, solution, write, wrong
from conftest import ROOT

from resetcycle import speech
from resetcycle.authoring import built
from resetcycle.exercise import cards
from resetcycle.grading import batch, tasks
from resetcycle.grading.course import Course
from resetcycle.grading.release import release

NAME = "04-obama-reset"
COHORT = "spring-2027"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A cohort with one released assignment; yields its course."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / NAME, root / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root, COHORT)
    return Course(COHORT, root)


def copies(course):
    """Return the exercise in both languages."""
    folder = course.sources / "exercises"
    places = (folder / NAME, folder / "es" / NAME)
    return [nbformat.read(place / f"{NAME}.ipynb", as_version=4) for place in places]


def test_copies_of_a_class_differ_in_what_is_said_alone(course):
    english, spanish = copies(course)
    assert spanish.metadata["resetcycle"] == {"language": "es"}
    assert not built.is_edited(spanish)
    assert [cell.metadata for cell in english.cells] == [cell.metadata for cell in spanish.cells]
    for ours, theirs in zip(english.cells, spanish.cells, strict=True):
        assert ours.id == theirs.id and (ours.cell_type == "markdown" or ours == theirs)
    about = next(cell.source for cell in spanish.cells if cell.id == "about")
    assert "](../../../notebooks/es/04-obama-reset.ipynb)" in about
    assert "| [04 " in (course.sources / "exercises" / "es" / "README.md").read_text("utf-8")


def test_cards_that_a_class_drew_are_said_in_its_language(course):
    assignment, _exercise = course.assignment(NAME)
    english, spanish = ({cell.id: cell.source for cell in each.cells} for each in copies(course))
    assert assignment.drawn
    for number in assignment.drawn:
        task = assignment.tasks[number]
        assert english[f"cards-{number}"] != spanish[f"cards-{number}"]
        speech.use("es")
        said = [cards.markdown(name, card.said()) for name, card in task.cards.items()]
        speech.use("en")
        assert spanish[f"cards-{number}"] == "\n".join(said)
        for card in task.cards.values():
            assert card.text in english[f"cards-{number}"]
            assert card.text not in spanish[f"cards-{number}"]


def test_a_class_of_two_languages_is_marked_alike(course):
    assignment, _exercise = course.assignment(NAME)
    answers = {number: solution(assignment, number) for number in assignment.tasks}
    answers["2"] = wrong(assignment.tasks["2"])
    english, spanish = (hand_in(each, answers) for each in copies(course))
    write(course.work / "submitted", NAME, {"english": english, "spanish": spanish})
    ours, theirs = batch.grade(course, NAME, out=io.StringIO())
    assert (ours.student, theirs.student) == ("english", "spanish")
    assert ours.tasks == theirs.tasks
    assert ours.tasks["1"].points == assignment.tasks["1"].points and ours.tasks["2"].points == 0
    assert (ours.status, ours.notes, ours.words) == (theirs.status, theirs.notes, theirs.words)
    assert (ours.status, ours.notes) == ("graded", ())


def test_a_copy_edited_by_hand_is_not_overwritten(course):
    path = course.sources / "exercises" / "es" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].source += " Una frase más."
    nbformat.write(notebook, path)
    with pytest.raises(tasks.TaskError, match=f"exercises/es/{NAME}/{NAME}.ipynb was edited by"):
        release(course.root, COHORT)
