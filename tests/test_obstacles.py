"""The eight groups and their codings, read once for weighing, sharing and the board."""

import re

import pytest

from resetcycle import data, obstacles

SEVERITIES = ["severity", "severity_min", "severity_max"]


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


def test_reasons_say_of_every_code_what_it_rests_on_and_what_speaks_against_it():
    table = data.load("codings").set_index(["term_id", "obstacle_id"])
    terms = data.load("terms").set_index("short_label")["term_id"]
    for name, term in terms.items():
        found = obstacles.reasons(name)
        said = [
            [int(level) for level in re.findall(r"\d", code)] for code in found["code (defensible)"]
        ]
        for levels, group in zip(said, obstacles.groups(), strict=True):
            code, low, high = table.loc[(term, group), SEVERITIES]
            assert levels == ([code, low, high] if low < high else [code, low])
        assert (
            not found.isna().to_numpy().any()
            and found["reason, and a critic"].str.contains("critic").all()
        )
        assert found.to_string().find("_") < 0


def test_reasons_name_the_presidencies_that_there_are():
    with pytest.raises(ValueError, match="presidency must be one of .*Trump I.*; found 'trump1'"):
        obstacles.reasons("trump1")
