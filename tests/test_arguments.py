"""What the measures refuse, and how: place, found, expected, in one sentence."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from resetcycle import arguments


@pytest.mark.parametrize("number", [1, 7, np.int64(3), np.uint8(200)])
def test_a_count_is_a_whole_number(number):
    found = arguments.whole(number, "n")
    assert found == number and type(found) is int


@pytest.mark.parametrize("number", [0, -1, 2.0, np.float64(3), "3", None, True, np.nan])
def test_what_is_no_count_is_refused(number):
    with pytest.raises(ValueError, match="^n must be a whole number of at least 1; found .*[.]$"):
        arguments.whole(number, "n")


def test_a_count_may_begin_elsewhere():
    assert arguments.whole(0, "n", least=0) == 0
    with pytest.raises(ValueError, match="at least 2; found 1"):
        arguments.whole(1, "n", least=2)


@pytest.mark.parametrize(
    "check, inside, outside",
    [
        (lambda x: arguments.positive(x, "x", "periods"), [1e-9, 7, 1e9], [0, -1, np.inf]),
        (lambda x: arguments.probability(x, "x"), [0, 1, 0.5, Fraction(1, 3)], [-1e-9, 1.001]),
        (lambda x: arguments.between(x, "x"), [1e-9, 0.999, np.float32(0.5)], [0, 1, -1, 2]),
    ],
)
def test_numbers_keep_to_their_limits(check, inside, outside):
    for number in inside:
        found = check(number)
        assert found == float(number) and type(found) is float
    for number in [*outside, np.nan, "half", None, True, [0.5], 1j]:
        with pytest.raises(ValueError, match=r"^x must .*; found .*[.]$"):
            check(number)


def test_the_sentence_ends_with_the_reason():
    with pytest.raises(ValueError, match=r"found 1 \(no evidence can move certainty\)[.]$"):
        arguments.between(1, "The prior", " (no evidence can move certainty)")
    with pytest.raises(ValueError, match=r"found 40 \(write 40 per cent as 0.4\)[.]$"):
        arguments.probability(40, "p")


def test_a_choice_is_one_of_those_known():
    arguments.one_of("b", "way", iter("abc"))
    with pytest.raises(ValueError, match="^way must be one of a, b, c; found 'd'[.]$"):
        arguments.one_of("d", "way", iter("abc"))


def test_numbers_come_as_floats_and_gaps_stay():
    assert arguments.numbers(["1", 2], "x").tolist() == [1.0, 2.0]
    assert np.isnan(arguments.numbers([None, 1], "x")).tolist() == [True, False]
    with pytest.raises(ValueError, match=r"^x must be numbers; found \['much'\][.]$"):
        arguments.numbers(["much"], "x")
    mixed = arguments.coerced([1, "2", "much", None, pd.NA, True])
    assert np.array_equal(mixed, [1, 2, np.nan, np.nan, np.nan, 1], equal_nan=True)


def test_shares_sum_to_one_or_are_refused():
    assert arguments.shares([1, 3], "weights").tolist() == [0.25, 0.75]
    assert arguments.shares([0, 2], "weights", 2).tolist() == [0, 1]
    for bad in ([1, 2, 3], [0, 0], [1, -1], [1, np.nan], [1, np.inf], [[1, 2]], []):
        with pytest.raises(ValueError, match="^weights must be 2 numbers, none missing, none neg"):
            arguments.shares(bad, "weights", 2)


def test_what_has_names_goes_by_name_and_the_rest_by_place():
    one, two = pd.Series([1, 2], ["a", "b"]), pd.Series([4, 3], ["b", "a"])
    for second in (two, two.to_dict()):
        found = arguments.aligned(p=one, q=second, r=[7, 8])
        assert [list(each) for each in found] == [[1, 2], [3, 4], [7, 8]]
    # The order is that of the first that has names.
    assert list(arguments.aligned(p=[7, 8], q=two, r=one)[2]) == [2, 1]
    assert arguments.aligned(p=[1], q=(2,)) == ([1], (2,))
    assert arguments.aligned() == ()


@pytest.mark.parametrize(
    "p, q, words",
    [
        ({"a": 1}, {"b": 1}, "^'a' stands in p and not in q; give both the same names, or lists"),
        ({"a": 1}, {"a": 1, "b": 1}, "^'b' stands in q and not in p; "),
        (pd.Series([1, 2]), pd.Series([1, 2], [3, 5]), "^0 stands in p and not in q; "),
        (pd.Series([1, 2], ["a", "a"]), {"a": 1}, "^p: 'a' stands twice, so nothing can be"),
        ({"a": 1, "b": 2}, pd.Series([1, 2, 3], ["b", "a", "b"]), "^q: 'b' stands twice"),
    ],
)
def test_other_names_are_refused(p, q, words):
    with pytest.raises(ValueError, match=words):
        arguments.aligned(p=p, q=q)


def test_names_that_stand_twice_may_stand_in_one_order():
    same = pd.Series([1, 2], ["a", "a"])
    assert list(arguments.aligned(p=same, q=same * 2)[1]) == [2, 4]


def test_rows_with_names_become_a_table_by_name():
    rows = [pd.Series([1, 2], ["x", "y"]), {"y": 4, "x": 3}]
    assert arguments.table(rows, "weights").to_dict("list") == {"x": [1, 3], "y": [2, 4]}
    with pytest.raises(ValueError, match="^'y' stands in row 1 and not in row 2; "):
        arguments.table([rows[0], {"x": 3}], "weights")


TABLE = pd.DataFrame([[1, 2], [3, 4]], index=["Ann", "Bo"], columns=["x", "y"])


def test_a_table_keeps_its_names_and_its_numbers():
    found = arguments.table(TABLE, "weights")
    pd.testing.assert_frame_equal(found, TABLE.astype(float))
    assert arguments.table([[1, 2]], "weights").to_numpy().tolist() == [[1, 2]]
    gaps = arguments.table(TABLE.astype("Int64").where(TABLE > 1), "ratings", gaps=True)
    assert gaps.isna().to_numpy().tolist() == [[True, False], [False, False]]


@pytest.mark.parametrize(
    "cells, row, gaps, words",
    [
        (TABLE.where(TABLE < 4), "row", False, "row Bo, column y: found an empty cell, expected"),
        ([[1, 2], [np.nan, 1]], "rater", False, "rater 2, column 1: found an empty cell"),
        ([[1, np.inf]], "row", True, "row 1, column 2: found an infinite number, expected a"),
        ([[np.nan, -np.inf]], "row", False, "row 1, column 2: found an infinite number"),
        ([[1, 2], [1]], "row", False, "must be a table of numbers, rows of one length"),
        ([["much"]], "rater", False, "must be a table of numbers with raters in rows, rows of"),
        (np.ones((2, 2, 2)), "row", False, "must be a table of numbers"),
        ([], "row", False, "has no rows or no columns; expected a table of numbers[.]"),
        ([[], []], "rater", False, "has no rows or no columns; expected a table of numbers with"),
    ],
)
def test_what_is_no_table_is_refused(cells, row, gaps, words):
    with pytest.raises(ValueError, match=f"^weights,? {words}"):
        arguments.table(cells, "weights", row, gaps=gaps)


def test_gaps_are_refused_unless_asked_for():
    with pytest.raises(ValueError, match="^ratings, row 1, column 1: found an empty cell"):
        arguments.table([[np.nan]], "ratings")


def test_names_are_the_table_s_own_or_counted_from_one():
    assert arguments.called(TABLE.index) == ["Ann", "Bo"]
    assert arguments.called(pd.RangeIndex(5, 8)) == [1, 2, 3]
    assert arguments.called(pd.Index([5, 7])) == [5, 7]
    assert arguments.place(TABLE, 1, row="rater") == "rater Bo"
    assert arguments.size(TABLE) == "2 x 2"


def test_rows_of_shares_are_scaled_one_by_one():
    assert arguments.share_rows(TABLE * 1.0) == pytest.approx(
        np.array([[1 / 3, 2 / 3], [3 / 7, 4 / 7]])
    )
    with pytest.raises(ValueError, match=r"^weights, rater Bo: found \[1.0, -1.0\]; expected"):
        arguments.share_rows(TABLE.assign(x=[1.0, 1.0], y=[0.0, -1.0]), "rater")
    with pytest.raises(ValueError, match=r"^weights, row 1: found \[0.0, 0.0\]; expected"):
        arguments.share_rows(pd.DataFrame([[0.0, 0.0], [1.0, 1.0]]))
