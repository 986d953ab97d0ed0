"""What is computed once: nobody can spoil it, and it follows the tables."""

import pandas as pd
import pytest

from resetcycle import calendars, cycle, data, kept, record, trajectory
from resetcycle.charts import look

MEASURES = {
    "calendars.window_dates": lambda: calendars.window_dates("obama"),
    "charts.look.terms": look.terms,
    "cycle.multiverse": cycle.multiverse,
    "cycle.term_levels": lambda: cycle.term_levels(trajectory.readings("levada_good")),
    "record.compare": record.compare,
    "record.coverage": record.coverage,
    "record.kinds": record.kinds,
    "record.scored_events": record.scored_events,
    "record.windows": record.windows,
    "trajectory.event_line": trajectory.event_line,
    "trajectory.quad_counts": trajectory.quad_counts,
    "trajectory.readings": lambda: trajectory.readings("gallup_favourable"),
    "trajectory.term_windows": trajectory.term_windows,
    "trajectory.vacancies": trajectory.vacancies,
    "trajectory.versions": lambda: trajectory.versions(
        trajectory.yearly(["tone", "levada_good"]), {"equal": [1, 1]}
    ),
    "trajectory.windows": lambda: trajectory.windows("obama"),
    "trajectory.yearly": lambda: trajectory.yearly(["levada_good"]),
}


def same(one, other):
    return one.equals(other) if isinstance(one, pd.DataFrame | pd.Series) else one == other


@pytest.mark.parametrize("name", MEASURES)
def test_who_spoils_a_result_spoils_nobody_elses(name):
    whole, spoiled = MEASURES[name](), MEASURES[name]()
    if isinstance(spoiled, pd.DataFrame | pd.Series):
        spoiled.iloc[0] = spoiled.iloc[-1]
    else:
        spoiled.clear()
    assert not same(spoiled, whole)
    assert same(MEASURES[name](), whole)


def test_a_row_less_in_a_table_is_felt(data_copy):
    before = trajectory.term_windows()["n_scored"].sum()
    path = data_copy / "events.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    last_act = data.load("events").query("dyadic == 'yes' and term_id == 'biden'").index[-1]
    path.write_text("".join(rows[: last_act + 1] + rows[last_act + 2 :]), encoding="utf-8")
    data.package.cache_clear()
    data._load.cache_clear()
    assert trajectory.term_windows()["n_scored"].sum() == before - 1


def test_an_earlier_end_of_the_data_is_felt(monkeypatch):
    assert "end" in calendars.window_dates("biden")
    monkeypatch.setattr(data, "cutoff", lambda: pd.Timestamp(2024, 6, 1))
    assert "end" not in calendars.window_dates("biden")


def test_a_function_runs_once_for_each_question_and_a_table_is_what_it_holds():
    asked = []

    @kept.once
    def found(events=None, kind="all"):
        asked.append(kind)
        return [len(asked)]

    assert [found(), found(), found(kind="deeds"), found()] == [[1], [1], [2], [1]]
    # True is no 1, as the refusals of the measures know.
    assert [found(kind=1), found(kind=True), found(kind=1)] == [[3], [4], [3]]
    table = pd.DataFrame({"a": [1]})
    assert [found(table), found(table), found(pd.DataFrame({"a": [1]}))] == [[5]] * 3
    table.loc[0, "a"] = 2
    assert [found(table), found(pd.DataFrame({"a": [1.0]})), found(["a"])] == [[6], [7], [8]]
    assert found([table, "a"]) == found([table.copy(), "a"]) == [9]


def test_what_cannot_be_told_by_what_it_holds_is_asked_each_time():
    """A class or a function may mean something else when the same name is made anew."""
    asked = []

    @kept.once
    def found(what):
        asked.append(what)
        return [len(asked)]

    class Own:
        pass

    class Like(pd.DataFrame):
        pass

    for what in (Own(), [Own()], lambda: 1, {"a": Own}, Like({"a": [1]}), (n for n in range(3))):
        assert found(what) != found(what), what


def test_what_is_taken_one_by_one_is_not_used_up():
    names = iter(["levada_good", "gallup_favourable"])
    assert list(trajectory.yearly(names)) == ["levada_good", "gallup_favourable"]


def test_a_refusal_is_not_remembered_as_an_answer():
    for _time in range(2):
        with pytest.raises(ValueError, match="no term 'nobody'"):
            calendars.window_dates("nobody")
