"""An agreement is worth what its articles say, and lightens the board by what they bear on."""

from itertools import combinations

import pandas as pd
import pytest

from resetcycle import bargain, data, weighing


def points(names):
    """The two sums, added up from the table without the room."""
    table = data.load("agreement_items").set_index("item_id")
    return tuple(sum(table.loc[name, side] for name in names) for side in bargain.SIDES)


def test_an_agreement_by_hand():
    """Limits (1, 3) and a truce (3, -2); two of eight groups one level of three lighter."""
    scored = bargain.score(["limits", "truce"])
    before, after = scored.iloc[2:]
    assert list(scored.iloc[:2]) == [4, 1]
    assert before - after == pytest.approx(2 * (1 / 3) / 8)


def test_a_second_article_on_the_same_group_lightens_nothing_more():
    one = bargain.score(["limits"]).iloc[3]
    assert bargain.score(["limits", "inspections"]).iloc[3] == pytest.approx(one)


def test_the_class_s_own_weights_decide_what_an_article_lightens():
    groups = weighing.performance().columns
    shares = pd.Series(0.0, index=groups)
    shares["interest_conflict"] = 1.0
    assert bargain.score(["truce"], shares).iloc[2:].tolist() == pytest.approx([1, 2 / 3])
    assert bargain.score(["channel"], shares).iloc[2:].tolist() == pytest.approx([1, 1])


def test_no_agreement_changes_nothing():
    scored = bargain.score([])
    assert scored.iloc[0] == scored.iloc[1] == 0 and scored.iloc[2] == scored.iloc[3]


def test_what_cannot_be_signed_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"no article 'friendship'; the articles are limits, "):
        bargain.score(["friendship"])
    names = list(bargain.articles().index)[: bargain.MOST + 1]
    with pytest.raises(ValueError, match=r"6 articles are too many: sign 5 at most\."):
        bargain.score(names)


def test_nothing_that_both_would_sign_beats_an_agreement_of_the_frontier():
    """Every agreement is tried, one by one."""
    names = list(bargain.articles().index)
    sums = {points(chosen) for n in range(bargain.MOST + 1) for chosen in combinations(names, n)}
    signed = {pair for pair in sums if min(pair) >= bargain.WALK_AWAY}
    unbeaten = {
        one
        for one in signed
        if not any(other != one and other[0] >= one[0] and other[1] >= one[1] for other in signed)
    }
    found = bargain.frontier()
    assert set(zip(found["washington"], found["moscow"], strict=True)) == unbeaten
    assert [points(row) for row in found["articles"]] == list(
        zip(found["washington"], found["moscow"], strict=True)
    )


def test_the_briefs_give_the_two_sides_the_same_reach():
    """One rule for both capitals: neither can get more than the other by much."""
    table = bargain.articles()
    best = [table[side].clip(lower=0).nlargest(bargain.MOST).sum() for side in bargain.SIDES]
    assert abs(best[0] - best[1]) <= 2
    assert (table[list(bargain.SIDES)].max(axis=1) > 0).all()


def test_the_articles_reach_every_group_of_obstacles_but_one():
    """Constraints at home are not for two delegations to sign away: the debrief asks why."""
    reached = set(bargain.articles()["obstacle_id"])
    assert set(weighing.performance().columns) - reached == {"domestic_constraints"}
