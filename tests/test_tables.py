"""`rc.show` and the charts take what learners hand over, or refuse it in one sentence."""

import numpy as np
import pandas as pd
import pytest

from resetcycle import charts, show, weighing
from resetcycle.tables import Table, text

ROWS = {
    "a list": ([1, 2.5], [["value"], [1, 2.5]]),
    "a list of lists": ([[1, 2], [3, 4]], [[1, 2], [1, 2], [3, 4]]),
    "a list of names and values": ([{"a": 1}, {"a": 2}], [["a"], [1], [2]]),
    "an array": (np.array([[0.5, 1]]), [[1, 2], [0.5, 1]]),
    "names and values": ({"p": 0.5, "n": 3}, [["name", "value"], ["p", 0.5], ["n", 3]]),
    "an index": (pd.Index(["x"], name="q"), [["q"], ["x"]]),
    "nothing": ([], [["value"]]),
}


@pytest.mark.parametrize("given, rows", ROWS.values(), ids=ROWS)
def test_what_can_be_read_as_a_table_is_shown_as_one(given, rows):
    frame = show(given).frame
    head, *body = rows
    flat = [item for row in body for item in (row if isinstance(row, list) else [row])]
    assert list(frame.columns) == head
    assert frame.to_numpy(dtype=object).ravel().tolist() == flat


def test_a_table_shown_twice_is_the_same_table():
    table = show(pd.DataFrame({"a": [1]}))
    assert show(table) is table


def test_no_name_of_a_row_is_lost():
    rows = pd.MultiIndex.from_tuples([("Obama", "end")], names=["presidency", "window"])
    assert list(show(pd.DataFrame({"mean": [1.0]}, index=rows)).frame.iloc[0]) == [
        "Obama",
        "end",
        1.0,
    ]
    clash = pd.DataFrame({"a": [1]}, index=pd.Index([3], name="a"))
    assert repr(show(clash)).split() == ["a", "a", "3", "1"]


def test_columns_of_one_name_are_both_read():
    table = Table(pd.DataFrame([[1, 2.5]], columns=["a", "a"]))
    assert repr(table).split() == ["a", "a", "1", "2.5"]
    assert table._repr_html_().count("<td") == 2


def test_a_cell_may_hold_a_list():
    assert text([1, 2]) == "[1, 2]" and text({"a": None}) == "{'a': None}"


def test_of_a_result_with_parts_the_parts_are_named():
    with pytest.raises(
        ValueError, match=r"AHPResult.*show one of them: weights, lambda_max, ci, cr"
    ):
        show(weighing.ahp([[1, 2], [0.5, 1]]))
    with pytest.raises(ValueError, match=r"This dict has several parts; show one of them: a, b"):
        show({"a": [1, 2], "b": 3})


@pytest.mark.parametrize(
    "given", [5, "text", None, np.zeros((2, 2, 2)), np.array(3.0), pd.Timestamp("2020-01-01")]
)
def test_what_is_no_table_is_refused_with_its_type(given):
    with pytest.raises(ValueError, match=type(given).__name__):
        show(given)


def test_a_function_without_its_brackets_is_told_so():
    with pytest.raises(ValueError, match="put brackets behind its name"):
        show(charts.opinion)


THINGS = [None, 5, "x", [], {}, {"a": 1}, pd.DataFrame(), [["x"]], float("nan")]


@pytest.mark.parametrize("thing", THINGS, ids=repr)
@pytest.mark.parametrize(
    "name, asked",
    {
        "causal_map": "has the parts",
        "specifications": "needs a table as from cycle.multiverse",
        "presidency": "There is no term",
        "posterior": "needs a table as from evidence.steps",
        "indicators": "must be a list of names from the table indicator_catalogue",
        "fan": "needs a table as from trajectory.versions",
    }.items(),
)
def test_a_chart_refuses_what_it_cannot_draw_in_one_sentence(name, asked, thing):
    with pytest.raises(ValueError, match=asked):
        getattr(charts, name)(thing)


@pytest.mark.parametrize("thing", [None, 5, "x", [], {}, pd.DataFrame()], ids=repr)
def test_the_placebo_chart_asks_for_a_result_of_each_calendar(thing):
    with pytest.raises(ValueError, match="a name and a result for each calendar"):
        charts.placebo(thing)


def test_a_column_that_a_chart_needs_is_named():
    with pytest.raises(ValueError, match="the column 'share' is missing"):
        charts.specifications(pd.DataFrame({"a": [1]}))


def test_shares_are_written_as_in_sentences_and_nothing_else_changes():
    frame = pd.DataFrame({"camp A": [0.3, 1.0, np.nan], "of": [9, 9, 6], "who": ["a", "b", "c"]})
    shown = repr(show(frame, shares=True)).splitlines()
    assert [line.split() for line in shown[1:]] == [
        [".30", "9", "a"],
        ["1.00", "9", "b"],
        ["6", "c"],
    ]
    assert 'text-align:right">.30<' in show(frame, shares=True)._repr_html_()
