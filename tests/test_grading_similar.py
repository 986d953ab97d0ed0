"""Answers and essays that are alike: pairs to look at, found and not found where they should be."""

import io
import re

import pytest
from classroom import a_course, hand_in, solution, write
from conftest import ROOT

from resetcycle import data
from resetcycle.grading import batch, similar

NAME = "04-obama-reset"
ESSAYS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (ROOT / "docs/instructor/essays").glob("*.txt")
}
ONE = """
def change_over(term):
    bars = rc.trajectory.term_windows().set_index("term_id")
    first_year = bars.loc[term, "start"]
    last_year = bars.loc[term, "end"]
    answer = round(last_year - first_year, 6)
    if answer != answer:
        raise ValueError("no window of that term")
    return answer
"""
# The same with other names, remarks and layout.
RENAMED = """
def change_over(president):
    # my own work
    windows = rc.trajectory.term_windows().set_index("term_id")
    a = windows.loc[president, "start"]
    b = windows.loc[president, "end"]   # the end

    result = round(b - a, 6)
    if result != result:
        raise ValueError("no window of that term")
    return result
"""
OTHER = """
def change_over(term):
    table = rc.trajectory.term_windows()
    row = table[table["term_id"] == term].iloc[0]
    return float(row["end"]) - float(row["start"])
"""


def names(found):
    return [(pair.kind, pair.one, pair.other) for pair in found]


def test_twelve_essays_by_different_hands_are_no_pairs():
    """Essays on one question cite the same acts; that alone is no likeness."""
    assert len(ESSAYS) == 12
    events = data.load("events")
    known = [*events["title"].fillna(""), *events["summary"].fillna("")]
    assert similar.alike("essay", ESSAYS, known) == []
    assert similar.alike("essay", ESSAYS) == []


@pytest.mark.parametrize("kept", [1.0, 0.6, 0.4])
def test_an_essay_of_which_two_fifths_are_anothers_is_found(kept):
    """The sentences of one, from the first on, before the sentences of another."""
    mine = re.split(r"(?<=[.?!])\s+", ESSAYS["02-a"])
    theirs = re.split(r"(?<=[.?!])\s+", ESSAYS["11-d"])
    mixed = [*mine[: round(kept * len(mine))], *theirs[: round((1 - kept) * len(theirs))]]
    texts = {key: text for key, text in ESSAYS.items() if key != "11-d"}
    [pair] = similar.alike("essay", texts | {"zoe": " ".join(mixed)})
    assert names([pair]) == [("essay", "02-a", "zoe")] and pair.share > 0.2
    assert pair.passage.split()[0] in ESSAYS["02-a"].casefold()


def test_code_is_compared_without_its_names_and_layout():
    [pair] = similar.alike("code", {"ada": ONE, "bo": RENAMED, "cy": OTHER})
    assert names([pair]) == [("code", "ada", "bo")] and pair.share == 1
    assert pair.passage.startswith("def x ( x ) : x = x . x . x ( )")


def test_what_everybody_was_given_does_not_count():
    assert similar.alike("code", {"ada": ONE, "bo": RENAMED}, given=[ONE]) == []
    whole = {f"s{place}": ONE for place in range(10)}
    assert similar.alike("code", whole) == [], "what more than half of a class has is no pair"


def test_right_answers_one_after_another_are_no_pair():
    """Each was given; that two learners have both makes no new text of them."""
    texts = {"ada": f"{ONE}\f{OTHER}", "bo": f"{ONE}\f{OTHER}", "cy": OTHER}
    assert similar.alike("code", texts, given=[ONE, OTHER]) == []


def test_what_is_no_python_or_no_text_at_all_does_no_harm():
    texts = {"a": "def (((\n\x00", "b": "'''", "c": "", "d": "\ud800" * 9000, "e": "((" * 9000}
    assert similar.alike("code", texts) == []
    assert all(pair.one + pair.other == "de" for pair in similar.alike("essay", texts))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Four learners: two alike in code, two alike in their essays, one who typed in values."""
    course = a_course(tmp_path_factory.mktemp("class"), NAME)
    assignment, exercise = course.assignment(NAME)
    right = {number: solution(assignment, number) for number in assignment.tasks}
    accepted = course.key(NAME)["accepted"]["1"]
    table = {call: f"{values[0]:.2f}" for call, values in accepted.items()}
    lines = [
        f"    if term == {call.partition('(')[2][:-1]}: return {value}"
        for call, value in table.items()
    ]
    looked_up = "\n".join(["def end_of(term):", *lines])
    essay = ESSAYS["08-a"]
    classes = {
        "ada": hand_in(exercise, right | {"2": ONE}, essay),
        "bo": hand_in(exercise, right | {"2": RENAMED}, ESSAYS["08-b"]),
        "cy": hand_in(exercise, right, f"{essay[:900]} And more of my own."),
        "di": hand_in(exercise, right | {"1": looked_up}, ESSAYS["11-a"]),
    }
    write(course.work / "submitted", NAME, classes)
    batch.grade(course, NAME, out=io.StringIO())
    return course


def test_a_class_gets_pairs_to_look_at_and_no_verdict(course):
    found = similar.pairs(course, NAME)
    assert names(found) == [("essay", "ada", "cy"), ("code", "ada", "bo")] or names(found) == [
        ("code", "ada", "bo"),
        ("essay", "ada", "cy"),
    ]
    assert similar.told(found).startswith("Alike is not copied: look at both before you speak")
    table = similar.table(found)
    assert set(table["learners"]) == {"ada, bo", "ada, cy"}
    assert similar.told([]).startswith("No two answers or essays are more alike")


def test_values_that_were_typed_in_where_a_function_was_asked_are_told(course):
    assert course.results(NAME)[3].tasks["1"].points == 1, "it earns the points"
    [one] = similar.typed(course, NAME)
    assert (one.student, one.task) == ("di", "1") and len(one.values) >= 2
