"""Before and after a day: means by hand, an interval that holds with any act out, few acts."""

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import cuts, data


def by_hand(first, last):
    events = pd.read_csv(ROOT / "data" / "events.csv").query("dyadic == 'yes'")
    return events[events["event_date"].between(first, last)]["goldstein_score"]


def test_the_two_years_have_the_means_of_their_acts():
    turn = cuts.around("2012-05-07")
    before, after = by_hand("2011-05-07", "2012-05-06"), by_hand("2012-05-07", "2013-05-06")
    assert (turn.n_before, turn.n_after) == (len(before), len(after))
    assert (turn.before, turn.after) == pytest.approx((before.mean(), after.mean()))
    assert turn.low < after.mean() - before.mean() < turn.high


def acts(scores_by_day):
    table = data.load("events")
    some = table[table["dyadic"] == "yes"].head(len(scores_by_day)).copy()
    some["event_date"] = pd.to_datetime([day for day, _ in scores_by_day])
    some["goldstein_score"] = [score for _, score in scores_by_day]
    return some


def weekly(first, scores):
    days = pd.date_range(first, periods=len(scores), freq="7D")
    return list(zip(days, scores, strict=True))


def test_a_clear_fall_is_told_and_one_act_alone_never_carries_it():
    calm = weekly("2010-01-01", [4.0] * 20)
    assert (
        cuts.around("2011-01-01", events=acts([*calm, *weekly("2011-01-01", [-4.0] * 20)])).verdict
        == "lower"
    )
    one = cuts.around("2011-01-01", events=acts([*calm, *weekly("2011-01-01", [4.0] * 19 + [-10])]))
    assert one.verdict == "cannot tell" and one.high >= 0


def test_a_rise_is_told_as_well():
    rise = [*weekly("2010-01-01", [-4.0] * 20), *weekly("2011-01-01", [4.0] * 20)]
    assert cuts.around("2011-01-01", events=acts(rise)).verdict == "higher"


def test_under_six_acts_nothing_is_told():
    few = [*weekly("2010-01-01", [9.0] * 5), *weekly("2011-01-01", [-9.0] * 30)]
    turn = cuts.around("2011-01-01", events=acts(few))
    assert turn.verdict == "cannot tell" and np.isnan(turn.low) and turn.n_before == 5


def test_the_record_turns_with_crimea_alone_and_moscow_with_the_swap():
    found = {row.cut_id: cuts.around(f"{row.day:%Y-%m-%d}") for row in cuts.cuts().itertuples()}
    assert [name for name, turn in found.items() if turn.verdict == "lower"] == ["crimea"]
    assert cuts.around("2011-09-24", by="RUS").verdict == "lower"


def test_the_table_says_what_was_found():
    table = cuts.table().set_index("after")
    said = table.loc["Putin president again, May 2012", "all acts"]
    assert said == cuts.around("2012-05-07").said() and said.endswith(": cannot tell")


def test_days_lie_in_their_presidency():
    assert cuts.cuts("clinton").empty and len(cuts.cuts("obama")) == len(data.load("cuts"))
    with pytest.raises(ValueError, match="There is no term"):
        cuts.cuts("washington")


@pytest.mark.parametrize("wrong", [{"kind": "talks"}, {"by": "UK"}])
def test_another_kind_or_capital_is_refused(wrong):
    with pytest.raises(ValueError, match="must be one of"):
        cuts.around("2012-05-07", **wrong)
