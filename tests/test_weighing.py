"""Known answers for weights, burden, sensitivity, AHP and SMAA."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from resetcycle import data, weighing

AB = pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], index=["A", "B"], columns=["x", "y"])
EVEN = [1] * 8
# Saaty (2008): how much of each drink is consumed in the United States.
DRINKS = [
    [1, 9, 5, 2, 1, 1, 1 / 2],
    [1 / 9, 1, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
    [1 / 5, 3, 1, 1 / 3, 1 / 4, 1 / 3, 1 / 9],
    [1 / 2, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [1, 9, 4, 2, 1, 2, 1 / 2],
    [1, 9, 3, 1, 1 / 2, 1, 1 / 3],
    [2, 9, 9, 3, 2, 3, 1],
]


def comparisons(weights):
    """The consistent pairwise matrix that belongs to some weights."""
    return np.divide.outer(weights, np.asarray(weights, dtype=float))


# ------------------------------------------------------------------------------------------ weights


def test_swing_weights_are_shares_and_keep_names():
    assert weighing.swing_weights([100, 50]) == pytest.approx([2 / 3, 1 / 3])
    assert weighing.swing_weights({"x": 0, "y": 30}).to_dict() == {"x": 0, "y": 1}
    assert weighing.swing_weights(pd.Series([1, 3], index=["x", "y"])).to_dict() == {
        "x": 0.25,
        "y": 0.75,
    }


@pytest.mark.parametrize(
    "points",
    [[0, 0], [1, np.nan], [1, -1], [1, np.inf], [], [[1, 2]], 5, ["much", "little"], {"x": 0}],
)
def test_points_that_give_no_weights_are_refused(points):
    with pytest.raises(ValueError, match="^points must be [^.]+; found .*[.]$"):
        weighing.swing_weights(points)


@pytest.mark.parametrize(
    "n, expected", [(1, [1]), (3, [0.6111, 0.2778, 0.1111]), (4, [0.5208, 0.2708, 0.1458, 0.0625])]
)
def test_roc_weights_are_the_published_ones(n, expected):
    assert weighing.roc_weights(n) == pytest.approx(expected, abs=5e-5)
    assert weighing.roc_weights(n).sum() == pytest.approx(1)


@pytest.mark.parametrize("n", [0, -2, 2.5, "3", True, None])
def test_roc_needs_a_count(n):
    with pytest.raises(ValueError, match="n must be a whole number"):
        weighing.roc_weights(n)


# --------------------------------------------------------------------------- performance and burden


def test_performance_is_the_codings_over_three_in_order():
    table = weighing.performance()
    assert list(table.index) == list(data.load("terms")["term_id"])
    assert (
        table.columns.tolist()
        == data.load("obstacles").query("level == 'group'")["obstacle_id"].tolist()
    )
    assert table.loc["obama"].mul(3).round(9).tolist() == [2, 2, 3, 3, 2, 3, 2, 1]
    assert table.mean(axis=1).round(2).tolist() == [0.29, 0.5, 0.67, 0.75, 0.75, 0.79, 0.67]


def test_performance_does_not_depend_on_the_order_of_rows_and_takes_the_range():
    codings = data.load("codings")
    pd.testing.assert_frame_equal(
        weighing.performance(codings.sample(frac=1, random_state=1)), weighing.performance()
    )
    low, high = (
        weighing.performance(column="severity_min"),
        weighing.performance(column="severity_max"),
    )
    assert (low <= weighing.performance()).all(axis=None) and (weighing.performance() <= high).all(
        axis=None
    )


def test_performance_of_some_presidencies():
    assert list(
        weighing.performance(data.load("codings").query("term_id in ['biden', 'obama']")).index
    ) == ["obama", "biden"]


def edited(column, value):
    """The codings with one cell, Biden's shocks, changed."""
    codings = data.load("codings")
    codings[column] = codings[column].astype(object)
    codings.loc[
        (codings["term_id"] == "biden") & (codings["obstacle_id"] == "external_shocks"), column
    ] = value
    return codings


@pytest.mark.parametrize(
    "codings, words",
    [
        (lambda: edited("severity", pd.NA), "no severity for biden, external_shocks"),
        (lambda: edited("severity", "high"), "no severity for biden, external_shocks"),
        (
            lambda: data.load("codings").query(
                "term_id != 'biden' or obstacle_id != 'external_shocks'"
            ),
            "no severity for biden, external_shocks",
        ),
        (lambda: edited("severity", 4), "biden, external_shocks has severity 4; expected 0 to 3"),
        (lambda: edited("severity", -1), "biden, external_shocks has severity -1"),
        (lambda: edited("term_id", "nixon"), "term_id 'nixon' is unknown"),
        (lambda: edited("obstacle_id", "S1"), "obstacle_id 'S1' is unknown"),
        (lambda: edited("obstacle_id", "values_conflict"), "biden, values_conflict is coded twice"),
        (lambda: data.load("codings").drop(columns="severity"), "column 'severity' is missing"),
        (lambda: data.load("codings").head(0), "has no rows"),
    ],
)
def test_codings_with_a_slip_are_refused(codings, words):
    with pytest.raises(ValueError, match=f"^codings: .*{words}"):
        weighing.performance(codings())


def test_burden_adds_up_and_matches_weights_by_name():
    table = weighing.performance()
    found = weighing.burden(table, weighing.roc_weights(8))
    assert found["total"].to_numpy() == pytest.approx(table.to_numpy() @ weighing.roc_weights(8))
    assert found.drop(columns="total").sum(axis=1).to_numpy() == pytest.approx(
        found["total"].to_numpy()
    )
    assert found["total"].between(0, 1).all()
    assert weighing.burden(AB, {"y": 1, "x": 3}).loc["A"].tolist() == [0.75, 0, 0.75]
    assert weighing.burden(AB.to_numpy(), pd.Series([3, 1]))["total"].tolist() == [0.75, 0.25]


@pytest.mark.parametrize(
    "weights, words",
    [
        ([1, 2, 3], "^weights must be 2 numbers"),
        ([0, 0], "^weights must .*not all zero"),
        ([1, -1], "^weights must .*none negative"),
        ([1, np.nan], "^weights must .*none missing"),
        ({"x": 1}, "'y' stands in performance and not in weights"),
        ({"x": 1, "y": 1, "z": 1}, "'z' stands in weights and not in performance"),
    ],
)
def test_weights_that_do_not_fit_are_refused(weights, words):
    for measure in (
        weighing.burden,
        lambda *pair: weighing.crossings(*pair, "x"),
        lambda *pair: weighing.tornado(*pair, ("A", "B")),
    ):
        with pytest.raises(ValueError, match=words):
            measure(AB, weights)


@pytest.mark.parametrize(
    "table, words",
    [
        ([[1, np.nan]], "row 1, column 2: found an empty cell"),
        (AB.replace(1, np.inf), "row A, column x: found an infinite number"),
        ([], "no rows"),
        ([["much"]], "table of numbers"),
        ([[1, 2], [1]], "rows of one length"),
        (np.ones((2, 2, 2)), "table of numbers"),
    ],
)
def test_a_performance_that_is_no_table_is_refused(table, words):
    for measure in (lambda: weighing.burden(table, [1, 1]), lambda: weighing.smaa(table)):
        with pytest.raises(ValueError, match=words):
            measure()


# ----------------------------------------------------------------------------- one weight at a time


def test_two_opposites_cross_at_one_half():
    found = weighing.crossings(AB, [0.9, 0.1], "x")
    assert found.lines.loc["A"].tolist() == [0, 1] and found.lines.loc["B"].tolist() == [1, 0]
    assert found.points.to_dict("records") == [
        {"ahead_below": "B", "ahead_above": "A", "weight": 0.5, "score": 0.5, "for_first": True}
    ]


def moved(weights, place, to):
    """The weights with one set anew and the others in proportion."""
    weights = np.asarray(weights) * (1 - to) / (1 - weights[place])
    weights[place] = to
    return weights


@pytest.mark.parametrize("place", range(8))
def test_order_changes_at_the_crossings_and_nowhere_else(place):
    table, weights = weighing.performance(), weighing.roc_weights(8)
    found = weighing.crossings(table, weights, table.columns[place])
    stops = [0, *found.points["weight"], 1]
    assert stops == sorted(stops)
    for point in found.points.itertuples():
        for step, ahead, behind in (
            (-1e-4, point.ahead_below, point.ahead_above),
            (1e-4, point.ahead_above, point.ahead_below),
        ):
            totals = weighing.burden(table, moved(weights, place, point.weight + step))["total"]
            assert totals[ahead] > totals[behind]
        totals = weighing.burden(table, moved(weights, place, point.weight))["total"]
        assert totals[[point.ahead_below, point.ahead_above]].tolist() == pytest.approx(
            [point.score] * 2
        )
        assert point.for_first == (totals.max() < point.score + 1e-9)
    for low, high in pairwise(stops):
        if high - low > 1e-6:
            inside = [
                weighing.burden(table, moved(weights, place, low + (high - low) * part))[
                    "total"
                ].round(9)
                for part in (0.01, 0.99)
            ]
            assert inside[0].rank().tolist() == inside[1].rank().tolist()


def test_crossings_come_by_rising_weight():
    """With weight w on `x`, A scores w, B .6 and C 1 - w: they meet at .4, .5 and .6."""
    table = pd.DataFrame([[1, 0], [0.6, 0.6], [0, 1]], index=list("ABC"), columns=list("xy"))
    points = weighing.crossings(table, [0.5, 0.5], "x").points
    assert points.index.tolist() == [0, 1, 2]
    assert points["weight"].tolist() == pytest.approx([0.4, 0.5, 0.6])
    assert points["ahead_below"].tolist() == ["C", "C", "B"]
    assert points["for_first"].tolist() == [True, False, True]


def test_lines_that_only_touch_do_not_cross():
    table = pd.DataFrame(
        [[1, 1, 0], [1, 0, 0.5], [1, 0, 0.5]], index=list("ABC"), columns=list("xyz")
    )
    assert weighing.crossings(table, [0.2, 0.4, 0.4], "x").points.empty


def test_tornado_ends_are_the_differences_at_none_and_half():
    table, weights = weighing.performance(), weighing.roc_weights(8)
    found = weighing.tornado(table, weights, ("biden", "trump1"))
    assert set(found.index) == set(table.columns) and found["swing"].is_monotonic_decreasing
    for place, criterion in enumerate(table.columns):
        for column, weight in (("at_0", 0), ("at_half", 0.5), ("now", weights[place])):
            totals = weighing.burden(table, moved(weights, place, weight))["total"]
            assert found.loc[criterion, column] == pytest.approx(totals["biden"] - totals["trump1"])
    assert found["swing"].to_numpy() == pytest.approx(
        (found["at_half"] - found["at_0"]).abs().to_numpy()
    )
    assert found["flips"].tolist() == (found["at_0"] * found["at_half"] < 0).tolist()


@pytest.mark.parametrize("pair", [("A", "A"), ("A", "C"), ("A",), ("A", "B", "A")])
def test_tornado_needs_two_presidencies(pair):
    with pytest.raises(ValueError, match="pair must be two of A, B"):
        weighing.tornado(AB, [1, 1], pair)


def test_sensitivity_needs_a_known_criterion_and_others_to_scale():
    with pytest.raises(ValueError, match="no criterion 'z'; the criteria are: x, y"):
        weighing.crossings(AB, [1, 1], "z")
    for measure in (
        lambda: weighing.crossings(AB, [1, 0], "x"),
        lambda: weighing.tornado(AB, [1, 0], ("A", "B")),
    ):
        with pytest.raises(ValueError, match="x holds all the weight"):
            measure()


# ---------------------------------------------------------------------------------------------- AHP


def test_ahp_repeats_saatys_drinks():
    weights, lambda_max, ci, cr = weighing.ahp(DRINKS)
    assert weights == pytest.approx(
        [0.1775, 0.0191, 0.0418, 0.1164, 0.1896, 0.1288, 0.3268], abs=5e-5
    )
    assert (lambda_max, ci, cr) == (
        pytest.approx(7.1766, abs=5e-5),
        pytest.approx(0.0294, abs=5e-5),
        pytest.approx(0.0223, abs=5e-5),
    )


@pytest.mark.parametrize("n", range(1, 11))
def test_ahp_returns_the_weights_of_a_consistent_matrix(n):
    weights = np.arange(1.0, n + 1)
    result = weighing.ahp(comparisons(weights))
    assert result.weights == pytest.approx(weights / weights.sum())
    assert (result.lambda_max, result.cr) == (pytest.approx(n), pytest.approx(0, abs=1e-9))
    assert result.ci == pytest.approx(0, abs=1e-9) and result.ci >= 0


def test_two_comparisons_have_an_index_but_no_ratio():
    """The eigenvalue of a 2 x 2 matrix with ones on the diagonal is 1 + sqrt(a b)."""
    result = weighing.ahp([[1, 3], [0.334, 1]])
    assert result.ci == pytest.approx(np.sqrt(3 * 0.334) - 1) and result.ci > 0
    assert result.cr == 0
    assert weighing.ahp([[1]]) == ([1], 1, 0, 0)


def test_ahp_uses_saatys_random_index():
    saaty = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
    for n, index in saaty.items():
        matrix = comparisons(np.arange(1.0, n + 1))
        matrix[0, 1], matrix[1, 0] = 9, 1 / 9
        result = weighing.ahp(matrix)
        assert result.ci == pytest.approx(
            (result.lambda_max - n) / (n - 1)
        ) and result.cr == pytest.approx(result.ci / index)


def test_permuting_criteria_permutes_ahp_weights():
    order = [3, 0, 6, 1, 5, 2, 4]
    assert weighing.ahp(np.array(DRINKS)[np.ix_(order, order)]).weights == pytest.approx(
        weighing.ahp(DRINKS).weights[order]
    )


def test_a_copy_turns_the_order_round():
    """Belton and Gear (1983): three criteria of equal weight, then a copy of the second
    alternative."""

    def overall(columns):
        return sum(weighing.ahp(comparisons(column)).weights for column in columns) / 3

    before = overall([[1, 9, 1], [9, 1, 1], [8, 9, 1]])
    after = overall([[1, 9, 1, 9], [9, 1, 1, 1], [8, 9, 1, 9]])
    assert before == pytest.approx([0.45, 0.47, 0.08], abs=0.005) and after[:2] == pytest.approx(
        [0.37, 0.29], abs=0.005
    )
    assert before[1] > before[0] and after[0] > after[1]


def test_ahp_takes_reciprocals_of_three_decimals():
    assert weighing.ahp(
        [[1, 3, 7], [0.333, 1, 6], [0.143, 0.167, 1]]
    ).weights.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "matrix, words",
    [
        ([[1, 2, 3], [0.5, 1, 2]], "must be square with at most 10 rows; found 2 x 3"),
        (np.ones((11, 11)), "found 11 x 11"),
        (
            [[1, 5], [0.5, 1]],
            r"Pair \(1, 2\): found 5 and, the other way, 0.5; expected the reciprocal, 0.2",
        ),
        ([[1, 3], [0.33, 1]], r"Pair \(1, 2\)"),
        ([[1, 2, -1], [0.5, 1, 9], [-1, 3, 1]], r"Pair \(1, 3\): .*both must be positive"),
        ([[1, 0], [2, 1]], r"Pair \(1, 2\): .*both must be positive"),
        ([[1, 2], [0.5, 2]], r"Pair \(2, 2\): .*compared with itself is 1"),
        ([[1, np.nan], [1, 1]], "row 1, column 2: found an empty cell"),
        (
            pd.DataFrame([[1, 5], [1, 1]], index=["tea", "milk"], columns=["tea", "milk"]),
            r"Pair \(tea, milk\)",
        ),
    ],
)
def test_ahp_names_the_first_offending_pair(matrix, words):
    with pytest.raises(ValueError, match=words):
        weighing.ahp(matrix)


# --------------------------------------------------------------------------------------------- SMAA


def test_smaa_of_the_compromise_is_exact():
    result = weighing.smaa([[1, 0], [0, 1], [0.6, 0.6]], n_draws=100_000, seed=7)
    expected = np.array([[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0]])
    assert (
        np.abs(result.rank_acceptability - expected)
        <= 4 * np.sqrt(expected * (1 - expected) / 100_000)
    ).all()
    assert result.central_weights == pytest.approx(
        np.array([[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]), abs=0.005
    )
    assert result.confidence_factors.tolist() == [1, 1, 1]
    assert result.pairwise_winning == pytest.approx(
        np.array([[0.5, 0.5, 0.4], [0.5, 0.5, 0.4], [0.6, 0.6, 0.5]]), abs=0.01
    )


def test_smaa_of_the_kits_codings_is_the_known_one():
    n_draws = 50_000
    first = weighing.smaa(weighing.performance(), n_draws, seed=1).rank_acceptability[:, 0]
    known = np.array([0, 0, 0.023, 0.208, 0.297, 0.457, 0.016])
    # The known shares were drawn and rounded too.
    assert (np.abs(first - known) <= 3 * np.sqrt(2 * known * (1 - known) / n_draws) + 0.0005).all()


def test_smaa_central_weights_of_the_kits_codings():
    table = weighing.performance()
    central = pd.DataFrame(
        weighing.smaa(table, 50_000, seed=20170417).central_weights, table.index, table.columns
    )
    assert central.loc["obama", "external_shocks"] == pytest.approx(0.27, abs=0.01)
    assert central.loc["trump1", "leadership_process"] == pytest.approx(0.22, abs=0.01)
    assert central.loc["trump1", "domestic_constraints"] == pytest.approx(0.18, abs=0.01)
    assert central.loc["bush41"].isna().all()


def kit_spread():
    return weighing.performance(column="severity_min"), weighing.performance(column="severity_max")


@pytest.mark.parametrize("options", [{}, {"lower_is_better": True}, {"spread": kit_spread()}])
def test_smaa_keeps_its_sums(options):
    result = weighing.smaa(weighing.performance(), seed=3, n_draws=2000, **options)
    b = result.rank_acceptability
    assert b.shape == (7, 7) and (b >= 0).all()
    assert b.sum(axis=0) == pytest.approx(1) and b.sum(axis=1) == pytest.approx(1)
    assert result.pairwise_winning + result.pairwise_winning.T == pytest.approx(1)
    assert result.standard_error == pytest.approx(np.sqrt(b * (1 - b) / 2000))
    held = b[:, 0] > 0
    assert np.nansum(result.central_weights, axis=1) == pytest.approx(held.astype(float))
    assert (result.confidence_factors[~held] == 0).all() and (result.confidence_factors <= 1).all()


def test_the_same_seed_gives_the_same_draws():
    first, again, other = (
        weighing.smaa(weighing.performance(), seed=seed).rank_acceptability for seed in (5, 5, 6)
    )
    assert (first == again).all() and (first != other).any()


def test_permuting_alternatives_permutes_smaa():
    order = [4, 2, 6, 0, 5, 1, 3]
    plain, moved_ = (
        weighing.smaa(table, seed=2)
        for table in (weighing.performance(), weighing.performance().iloc[order])
    )
    assert moved_.rank_acceptability == pytest.approx(plain.rank_acceptability[order])
    assert moved_.pairwise_winning == pytest.approx(plain.pairwise_winning[np.ix_(order, order)])


def test_where_nothing_weighs_anything_all_are_level():
    result = weighing.smaa(np.zeros((2, 3)), n_draws=10)
    for shares in (result.rank_acceptability, result.pairwise_winning):
        assert shares.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert result.confidence_factors.tolist() == [0.5, 0.5]


def test_alternatives_are_level_whatever_the_size_of_the_numbers():
    """Three orders of the same three numbers: their sums differ in the last digit at most."""
    table = 1e10 / 7 * np.array([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.3, 0.1]])
    assert len(set(np.einsum("ij,j->i", table, np.full(3, 1 / 3)))) > 1
    result = weighing.smaa(table, weights=[1, 1, 1])
    assert result.rank_acceptability == pytest.approx(np.full((3, 3), 1 / 3))


def test_ten_thousand_draws_unless_told_otherwise():
    result = weighing.smaa(weighing.performance(), seed=1)
    b = result.rank_acceptability
    assert result.standard_error == pytest.approx(np.sqrt(b * (1 - b) / 10_000))


def test_two_who_win_about_as_often_are_not_told_apart():
    """The lessons say: heavier in 40 to 60 per cent of the draws."""
    assert weighing.CANNOT_TELL == (0.4, 0.6)


def test_lower_is_better_turns_the_ranks_round():
    plain, turned = (
        weighing.smaa(weighing.performance(), seed=2, lower_is_better=lower)
        for lower in (False, True)
    )
    assert turned.rank_acceptability == pytest.approx(plain.rank_acceptability[:, ::-1])
    assert turned.pairwise_winning == pytest.approx(plain.pairwise_winning.T)


def test_given_weights_take_the_place_of_draws():
    result = weighing.smaa([[1, 0], [0, 1]], weights=[[3, 1], [1, 3], [0.9, 0.1], [1, 0]])
    assert result.rank_acceptability.tolist() == [[0.75, 0.25], [0.25, 0.75]]
    assert result.central_weights[1].tolist() == [0.25, 0.75]
    assert result.standard_error[0, 0] == pytest.approx(np.sqrt(0.75 * 0.25 / 4))
    assert weighing.smaa([[1, 0], [0, 1]], weights=[1, 0]).confidence_factors.tolist() == [1, 0]


def test_ties_share_their_ranks():
    result = weighing.smaa([[0.1, 0.7], [0.1, 0.7], [0, 0]], seed=1, n_draws=500)
    assert result.rank_acceptability == pytest.approx(
        np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]])
    )
    assert result.pairwise_winning == pytest.approx(
        np.array([[0.5, 0.5, 1], [0.5, 0.5, 1], [0, 0, 0.5]])
    )
    assert result.confidence_factors.tolist() == [0.5, 0.5, 0]
    assert result.central_weights[0] == pytest.approx(result.central_weights[1])


def test_draws_stay_centred_on_a_code_however_lopsided_its_range():
    """Half look down and half up; on a side of r codes the chances fall as r + 1, r, ..., 1."""
    numbers = (np.arange(1200) + 0.5) / 1200
    for (low, code, high), chances in {
        (1, 2, 3): {1: 1 / 6, 2: 4 / 6, 3: 1 / 6},
        (2, 3, 3): {2: 1 / 6, 3: 5 / 6},
        (0, 0, 1): {0: 5 / 6, 1: 1 / 6},
        (1, 1, 3): {1: 1 / 2 + 1 / 4, 2: 1 / 6, 3: 1 / 12},
        (0, 3, 3): {0: 1 / 20, 1: 2 / 20, 2: 3 / 20, 3: 1 / 2 + 4 / 20},
        (2, 2, 2): {2: 1},
    }.items():
        drawn = weighing.drawn_codes(*map(np.array, (low, code, high)), numbers)
        assert {level: (drawn == level).mean() for level in np.unique(drawn).tolist()} == {
            level: pytest.approx(share) for level, share in chances.items()
        }
        assert np.median(drawn) == code and (np.diff(drawn) >= 0).all()


def test_spread_draws_around_the_codes():
    table, low, high = (
        np.array([[1 / 3], [2 / 3]]),
        np.array([[0], [2 / 3]]),
        np.array([[2 / 3], [2 / 3]]),
    )
    result = weighing.smaa(table, 40_000, seed=4, spread=(low, high))
    # The first is 0, 1/3 or 2/3: level in a sixth of the draws, behind in all others.
    assert result.rank_acceptability == pytest.approx(
        np.array([[1 / 12, 11 / 12], [11 / 12, 1 / 12]]), abs=0.005
    )
    assert result.confidence_factors == pytest.approx([1 / 12, 11 / 12], abs=0.005)


def test_a_code_at_the_ceiling_does_not_lose_its_lead_to_its_range():
    """One cell each: 3 that might be 2, against 2 that might be 3."""
    table, low = np.array([[1], [2 / 3]]), np.array([[2 / 3], [2 / 3]])
    result = weighing.smaa(table, 40_000, seed=4, spread=(low, np.ones((2, 1))))
    # Level if the one falls or the other rises, not both; behind if both.
    ahead, behind = 25 / 36, 1 / 36
    assert result.pairwise_winning[0, 1] == pytest.approx(
        ahead + (1 - ahead - behind) / 2, abs=0.01
    )


def test_a_spread_of_nothing_changes_nothing():
    table = weighing.performance()
    plain, same = weighing.smaa(table, seed=9), weighing.smaa(table, seed=9, spread=(table, table))
    assert same.rank_acceptability == pytest.approx(plain.rank_acceptability)


def test_spread_joins_a_few_weights_with_many_codings():
    table, spread = weighing.performance(), kit_spread()
    result = weighing.smaa(table, 1000, seed=9, weights=[EVEN], spread=spread)
    # Biden is first for certain with these weights and the codes as they stand.
    assert 0.05 < result.rank_acceptability[list(table.index).index("biden"), 0] < 0.95
    assert result.standard_error.max() == pytest.approx(0.5 / np.sqrt(1000), abs=0.001)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"n_draws": 0}, "n_draws must be a whole number"),
        ({"n_draws": 1.5}, "n_draws must be a whole number"),
        ({"weights": [[1, 1, 1]]}, "2 columns; found 1 x 3"),
        ({"weights": np.ones((0, 2))}, "a row for each draw"),
        ({"weights": [[1, 1], [1, -1]]}, "weights, row 2: found"),
        ({"weights": [[0, 0]]}, "weights, row 1: found"),
        ({"weights": [[1, np.nan]]}, "weights, row 1, column 2: found an empty cell"),
        ({"weights": "even"}, "weights must be numbers"),
        ({"spread": (AB,)}, "a pair of tables"),
        ({"spread": (AB, [[1, 0]])}, "low is 2 x 2 and high is 1 x 2; expected 2 x 2"),
        ({"spread": (AB, AB * 0)}, "spread, row A, column x: found 1 to 0 around 1"),
        ({"spread": (AB * 0, AB * 0)}, "spread, row A, column x: found 0 to 0 around 1"),
        (
            {"spread": (AB * 0.5, AB)},
            "spread, row A, column x: found 0.5 to 1 around 1; expected multiples of 1/3",
        ),
    ],
)
def test_smaa_refuses_in_one_sentence(options, words):
    with pytest.raises(ValueError, match=words):
        weighing.smaa(AB, **options)


def test_smaa_matches_what_has_names_by_name():
    """Students, codes and limits in any order of presidencies and obstacles: one answer."""
    table, (low, high) = weighing.performance(), kit_spread()
    points = pd.DataFrame(
        [[100, 80, 60, 40, 20, 0, 7, 55], [5, 0, 100, 0, 0, 40, 90, 10]], columns=table.columns
    )
    expected = weighing.smaa(table, 500, seed=3, weights=points, spread=(low, high))
    for turned in ([7, 2, 5, 0, 1, 6, 3, 4], [1, 0, 2, 3, 4, 5, 6, 7]):
        names = table.columns[turned]
        spread = (low[names].iloc[::-1], high[names].sample(frac=1, random_state=1))
        for weights in (points[names], [row for _, row in points[names].iterrows()]):
            found = weighing.smaa(table, 500, seed=3, weights=weights, spread=spread)
            for one, other in zip(found, expected, strict=True):
                assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("weights", [{"y": 0, "x": 1}, pd.Series({"y": 0, "x": 1}), [1, 0]])
def test_smaa_takes_one_row_of_weights_as_burden_does(weights):
    assert weighing.smaa(AB, weights=weights).rank_acceptability[:, 0].tolist() == [1, 0]


@pytest.mark.parametrize(
    "options, words",
    [
        ({"weights": pd.DataFrame([[1, 2]], columns=["x", "z"])}, "'y' stands in performance"),
        ({"weights": {"x": 1, "y": 1, "z": 1}}, "'z' stands in weights and not in performance"),
        ({"spread": (AB, AB.rename({"A": "C"}))}, "'A' stands in performance and not in spread"),
        ({"spread": (AB, AB.rename(columns={"x": "z"}))}, "'x' stands in performance"),
        ({"spread": (AB, AB.iloc[[0, 0]])}, "spread: 'A' stands twice"),
    ],
)
def test_smaa_refuses_other_names(options, words):
    with pytest.raises(ValueError, match=words):
        weighing.smaa(AB, **options)


def test_first_places_are_shares_of_all_weights_and_name_presidencies():
    found = weighing.first_places().astype(float)
    assert found.sum().tolist() == pytest.approx([1, 1], abs=0.02)
    assert list(found.index) == list(data.load("terms")["short_label"])
    other = weighing.first_places(seed=1).astype(float)
    assert (found - other).abs().to_numpy().max() < 0.03
