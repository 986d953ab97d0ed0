"""Stability: the swing of acts in two times, and rules that do not agree."""

import numpy as np
import pytest
from scipy import stats

from resetcycle import data, record, stability


def scores(kind, first, last):
    acts = record.scored_events(kind=kind)
    inside = acts[(acts["event_date"] >= first) & (acts["event_date"] < last)]
    return inside["goldstein_score"].to_numpy(float)


@pytest.mark.parametrize("kind", record.KINDS)
def test_the_swing_is_the_standard_deviation_of_the_scores_of_its_days(kind):
    found = stability.swing(kind)
    obama = scores(kind, "2009-01-20", "2017-01-20")
    trump = scores(kind, "2017-04-17", "2021-01-20")
    assert found.before == pytest.approx(np.sqrt(stats.tvar(obama)))
    assert found.after == pytest.approx(np.sqrt(stats.tvar(trump)))
    assert found.low < found.difference < found.high
    # Drawn one by one, as if acts did not come in packages: an interval of much the same place.
    drawn = stats.bootstrap(
        (trump, obama),
        lambda one, other, axis: one.std(axis=axis, ddof=1) - other.std(axis=axis, ddof=1),
        rng=1,
        n_resamples=2000,
        method="percentile",
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((drawn.low, drawn.high), abs=0.25)


def test_the_outcome_of_q22_is_what_its_rule_says():
    asked = data.load("forecast_questions").set_index("question_id").loc["Q22"]
    assert asked["outcome"] == stability.swing().answer
    found = stability.swing()
    assert found.low < 0 < found.high and asked["outcome"] == "cannot tell"


def test_three_rules_for_one_word_give_three_answers():
    table = stability.answers()
    assert table["lacking"].tolist() == ["cannot tell", "no", "yes"]
    # INF ended in August 2019, Open Skies was left in November 2020; none in Obama's years.
    assert table.iloc[-1, :2].tolist() == ["0", "2"]
    assert stability.treaties_lost("bush43") == 1, "the ABM Treaty"
