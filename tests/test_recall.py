"""Three questions from earlier weeks, at each start of an exercise: drawn, answered, kept."""

import json
import tomllib

import nbformat
import pytest
from conftest import ROOT

from resetcycle import answers
from resetcycle.exercise import public
from resetcycle.exercise.recall import KEPT, QUESTIONS, digest, questions, recall

LATER = [lesson for lesson in public.exercises() if lesson >= "02"]


def written(lesson):
    """Return the rows of an exercise's table by number."""
    (path,) = (ROOT / "solutions").glob(f"{lesson}-*/tasks.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["task"]
    return {str(row["number"]): row for row in rows}


@pytest.mark.parametrize("lesson", LATER)
def test_three_questions_of_three_earlier_tasks_are_asked_whose_answers_the_author_gave(lesson):
    asked = questions(lesson)
    tasks = [each.name.partition("/")[0] for each in asked]
    assert len(set(tasks)) == QUESTIONS and all(task < lesson for task in tasks)
    assert tasks[0].startswith(f"{int(lesson) - 1:02d}.") and asked == questions(lesson)
    for each in asked:
        name, _, entry = each.name.partition("/")
        row = written(name[:2])[name[3:]]
        if entry:
            item = row["items"][entry]
            right = [item["answer"]] if isinstance(item["answer"], str) else item["answer"]
            assert item["public"], "what a class may draw is not asked"
            assert set(each.right) == set(right) and item["text"] in each.text
        else:
            assert each.right == (row["reading"]["yes"],)
        assert set(each.right) < set(each.choices)


@pytest.mark.parametrize("lesson", LATER)
def test_each_exercise_begins_with_them_and_the_first_two_do_not(lesson):
    def cells(lesson):
        (path,) = (ROOT / "exercises").glob(f"{lesson}-*/*.ipynb")
        return nbformat.read(path, as_version=4).cells

    ids = [cell.id for cell in cells(lesson)]
    assert ids.index("recall") < min(ids.index(name) for name in ids if name.startswith("task-"))
    assert not {"recall"} & {cell.id for early in ("00", "01") for cell in cells(early)}


def test_the_table_of_tasks_says_nothing_of_items_that_a_class_may_draw():
    table = json.loads((ROOT / "exercises" / "tasks.json").read_text(encoding="utf-8"))
    for lesson, exercise in table.items():
        for number, keys in exercise.get("recall", {}).items():
            pool = written(lesson)[number]["items"]
            assert set(keys) == {name for name, item in pool.items() if item.get("public")}


def letters(asked, *, right):
    return [
        next("abcdefgh"[i] for i, word in enumerate(each.choices) if (word in each.right) == right)
        for each in asked
    ]


def test_the_first_answers_are_kept_and_told_with_what_is_right(my_work, capsys):
    asked = questions("05")
    recall("05")
    said = " ".join(capsys.readouterr().out.split())
    assert "1. " in said and 'rc.recall("05", "a", "b", "a")' in said
    assert KEPT not in answers.restore("05")
    for wrong, why in (
        (("a",), "1 letter is given; there are 3 questions"),
        (("a", "b", "?"), "Question 3: There is no sentence ?: the letters here are a to"),
        (("z", "b", 3), "Question 1: There is no sentence z: the letters here are a to"),
        (("z", "b", 3), "Question 3: the number 3 is no letter"),
        (("a", "b", "ab"), "Question 3: 'ab' is not one letter"),
    ):
        recall("05", *wrong)
        said = " ".join(capsys.readouterr().out.split())
        assert why in said and 'Answer as in rc.recall("05", "a", "b", "a")' in said
        assert KEPT not in answers.restore("05")
    recall("05", *letters(asked, right=False))
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("Not quite: ") == 3 and "Right: " not in said
    first = answers.restore("05")[KEPT]
    recall("05", *letters(asked, right=True))
    assert capsys.readouterr().out.count("Right: ") == 3
    assert answers.restore("05")[KEPT] == first and set(first) == {each.name for each in asked}
    recall("00")
    assert "nothing to recall before exercise 00" in capsys.readouterr().out


def test_what_stands_for_an_answer_differs_from_entry_to_entry():
    assert digest("04.6/best", "never") != digest("04.6/worst", "never")
