"""Twelve essays for markers: what they must have among them, and how agreement is published."""

import csv

import pytest
from conftest import ROOT

from resetcycle import agreement, data, essays, rubric
from resetcycle.authoring import marking
from resetcycle.authoring.text import TextError
from resetcycle.exercise.looked import looked

ESSAYS = {path.stem: path.read_text(encoding="utf-8") for path in marking.FOLDER.glob("[0-9]*.txt")}
LINES = [line.name for line in rubric.lines()]


def test_the_twelve_essays_differ_in_what_they_lack():
    assert sorted(ESSAYS) == [f"{lesson}-{one}" for lesson in ("02", "08", "11") for one in "abcd"]
    events = set(data.load("events")["event_id"])
    told = {name: " ".join(looked(text)) for name, text in ESSAYS.items()}
    for name, text in ESSAYS.items():
        assert set(essays.cited(text)) <= events and essays.count_words(text) > 250, name
    over = [name for name in ESSAYS if rubric.off_for_length(essays.count_words(ESSAYS[name]))]
    assert over == ["08-d"]
    assert any("acts in what you cite" in each for each in told.values())
    assert "No figure is found" in told["08-b"]


def test_no_marks_stand_in_the_essays():
    for text in ESSAYS.values():
        assert not any(line.criterion.lower() in text.lower() for line in rubric.lines()[2:3])


@pytest.fixture
def folder(tmp_path):
    for name in ("02-a", "02-b", "02-c", "02-d"):
        (tmp_path / f"{name}.txt").write_text("word " * 300, encoding="utf-8")
    (tmp_path / "README.md").write_text("No essay.", encoding="utf-8")
    return tmp_path


GIVEN = {"ann": [0, 1, 2, 3], "bo": [0, 1, 3, 3]}


def write(folder, given=GIVEN, change=lambda rows: rows):
    """Write marks in which each marker gives every line of an essay one mark."""
    rows = [
        [f"02-{essay}", marker, line, mark]
        for marker, of in given.items()
        for essay, mark in zip("abcd", of, strict=True)
        for line in LINES
    ]
    with (folder / "marks.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([marking.COLUMNS, *change(rows)])


def cells(text):
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {row[1]: row[2:] for row in rows[1:]}


def test_the_agreement_of_two_markers_is_that_of_weighted_kappa(folder):
    write(folder)
    found = cells(marking.agreed(folder))
    kappa = f"{agreement.weighted_kappa(*GIVEN.values(), range(4)):.2f}"
    # By hand: marks differ by 1 once in four, 1/4; by chance by 12/4: 1 - (1/4) / 3.
    assert kappa == "0.92"
    assert found["Claim"] == ["4", kappa, "75%", "100%"]
    assert found["all lines"] == ["24", kappa, "75%", "100%"]
    assert "Below .67: no line." in marking.agreed(folder)


def test_points_are_compared_by_the_rules_and_not_by_the_sum(folder):
    """Three points more on paper are none where misread evidence holds the essay."""
    write(folder, {"ann": [0, 0, 0, 3], "bo": [0, 0, 0, 3]})
    rows = (folder / "marks.csv").read_text(encoding="utf-8")
    (folder / "marks.csv").write_text(
        rows.replace("02-d,ann,true,3", "02-d,ann,true,0").replace(
            "02-d,bo,true,3", "02-d,bo,true,1"
        ),
        encoding="utf-8",
    )
    found = cells(marking.agreed(folder))
    # The sums are 15 and 16; by the rules 6 and 12.
    assert found["points, by the rules"][2:] == ["75%", "75%"]
    assert found["True and to the point"][1:] == ["0.00", "75%", "100%"]
    assert "Below .67: True and to the point" in marking.agreed(folder)


def test_without_two_markers_there_is_nothing_to_compare(folder):
    assert "nothing to compare" in marking.agreed(folder)
    write(folder, {"ann": [0, 1, 2, 3]})
    assert "nothing to compare" in marking.agreed(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: [["02-z", *rows[0][1:]], *rows[1:]], "row 2: no such essay"),
        (lambda rows: [[*rows[0][:2], "clam", 2], *rows[1:]], "row 2: no such essay, or no such"),
        (lambda rows: [[*rows[0][:3], 4], *rows[1:]], "row 2: a mark is 0, 1, 2 or 3"),
        (lambda rows: [rows[0], *rows], "row 3: this line has a mark already"),
        (lambda rows: rows[1:], "ann has not marked 02-a on claim"),
        (lambda rows: [["x"], *rows], "row 2: no such essay"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(folder, change, said):
    write(folder, change=change)
    with pytest.raises(TextError, match=said):
        marking.agreed(folder)


def test_the_published_marks_can_be_read_where_there_are_any():
    given = marking.marks()
    assert all(set(of) == set(ESSAYS) for of in given.values())
    page = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
    assert marking.agreed() in page
