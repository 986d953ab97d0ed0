"""The rubric: every essay has one level on each line, and misread evidence and length cost."""

from itertools import pairwise

import pytest

from resetcycle import data, rubric
from resetcycle.essays import MAX_WORDS

ALL = {line.name: 3 for line in rubric.lines()}


@pytest.mark.parametrize(
    ("marks", "words", "total"),
    [
        ({}, 350, 18),
        ({"claim": 1, "writing": 0}, 350, 13),
        # Misread evidence holds the whole essay, however well it fills the other lines.
        ({"true": 0}, 350, 6),
        ({"true": 1}, 350, 12),
        ({"true": 2}, 350, 17),
        # What has less than the limit keeps what it has.
        (dict.fromkeys(ALL, 0) | {"claim": 2, "writing": 1}, 350, 3),
        (dict.fromkeys(ALL, 1), 350, 6),
        ({}, 367, 18),
        ({}, 368, 17),
        ({}, 385, 17),
        ({}, 386, 16),
        ({}, 700, 8),
        ({"true": 0}, 368, 5),
        (dict.fromkeys(ALL, 0), 700, 0),
        ({}, 0, 18),
    ],
)
def test_what_an_essay_earns(marks, words, total):
    assert rubric.points(ALL | marks, words).total == total


def test_a_longer_essay_never_earns_more_and_no_word_costs_more_than_a_point():
    off = [rubric.off_for_length(words) for words in range(2_000)]
    assert set(off[: MAX_WORDS + 1]) == {0}
    assert {later - before for before, later in pairwise(off)} == {0, 1}


def test_one_mark_more_never_loses_points():
    for line in rubric.lines():
        for others in range(4):
            given = [
                rubric.points(dict.fromkeys(ALL, others) | {line.name: mark}).total
                for mark in rubric.LEVELS
            ]
            assert given == sorted(given) and given[0] < given[-1]


def test_how_the_points_came_about_is_said_where_it_is_no_plain_sum():
    assert rubric.points(ALL).told() == "18 of 18 points."
    told = rubric.points(ALL | {"true": 0}, 400).told()
    assert told.startswith("4 of 18 points. The lines give 15;") and "at most 6." in told
    assert told.endswith("Its length takes off 2 points.")


def test_the_rules_say_the_figures_that_count():
    said = " ".join(rubric.rules())
    for line in rubric.lines():
        for mark, most in line.most.items():
            assert rubric.points(ALL | {line.name: mark}).total == most
            assert f"**{line.criterion}**, the whole essay can have at most {most} of 18" in said
    assert f"Up to {rubric.words_free()} cost nothing" in said
    assert rubric.off_for_length(rubric.words_free()) == 0
    assert rubric.off_for_length(rubric.words_free() + 1) == 1


def test_a_line_that_counts_has_a_level_for_each_number_of_its_parts():
    """So that no essay falls between two levels: each mark is a number of three parts."""
    for name in ("evidence", "method"):
        (line,) = [line for line in rubric.lines() if line.name == name]
        assert [level.split()[0] for level in line.levels] == ["None", "One", "Two", "All"]
        assert line.parts.count("; ") == 2 and line.parts in line.earned(1)


def test_every_level_is_described_and_differs_from_the_others():
    assert [line.name for line in rubric.lines()] == list(data.load("rubric")["criterion_id"])
    for line in rubric.lines():
        assert len(set(line.levels)) == 4 and all(len(level) > 8 for level in line.levels)
