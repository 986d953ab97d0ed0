"""The eight groups and their codings, read once for weighing, sharing and the board."""

import pytest

from resetcycle import data, obstacles


def test_codings_are_those_of_the_table():
    table = data.load("codings")
    assert len(obstacles.groups()) == 8 and obstacles.cells() == list(obstacles.codings())
    for row in table.itertuples():
        coding = obstacles.codings()[f"{row.term_id}/{row.obstacle_id}"]
        assert coding.as_json() == [row.severity, row.severity_min, row.severity_max]
    assert len(table) == len(obstacles.cells())


def test_a_cell_is_a_presidency_and_a_group():
    places = [obstacles.place(cell) for cell in obstacles.cells()]
    assert {term for term, _ in places} == set(data.load("terms")["term_id"])
    assert {group for _, group in places} == set(obstacles.groups())


def test_a_coding_cannot_be_changed_in_place():
    coding = obstacles.codings()["obama/values_conflict"]
    with pytest.raises(AttributeError):
        coding.severity = 0
