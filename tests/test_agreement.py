"""Known answers for many raters: combined weights, concordance, alpha, intraclass correlation,
kappa, camps."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resetcycle import agreement

_ = np.nan
# Krippendorff's three coders and fifteen units.
CODERS = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]
# Shrout and Fleiss (1979), six targets by four judges; judges are rows here.
JUDGES = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
).T
# Three raters of the anxiety of twenty people: the data set `anxiety` of the R package irr, here
# raters in rows.
ANXIETY = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
]


# ---------------------------------------------------------------------------------- one set for all


def test_geometric_mean_of_raters():
    first, second = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])
    expected = np.sqrt(first * second)
    assert agreement.geometric_mean_weights([first, second]) == pytest.approx(
        expected / expected.sum()
    )
    assert agreement.geometric_mean_weights([first]) == pytest.approx(first)


def test_geometric_mean_of_two_three_four():
    """Judgements 2, 3 and 4 give 2.8845, and their reciprocals give its reciprocal."""
    forth = agreement.geometric_mean_weights([[2, 1], [3, 1], [4, 1]])
    back = agreement.geometric_mean_weights([[1, 2], [1, 3], [1, 4]])
    assert forth[0] / forth[1] == pytest.approx(2.8845, abs=5e-5) == back[1] / back[0]


def test_rows_are_scaled_before_they_are_combined():
    rows = [[50, 100, 30], [0.2, 0.2, 0.6]]
    assert agreement.geometric_mean_weights(rows) == pytest.approx(
        agreement.geometric_mean_weights([[5, 10, 3], [20, 20, 60]])
    )
    assert agreement.geometric_mean_weights(rows[::-1]) == pytest.approx(
        agreement.geometric_mean_weights(rows)
    )


def test_a_zero_counts_as_the_floor():
    with_zero, with_floor = (
        agreement.geometric_mean_weights([[1, 0], [0.5, 0.5]]),
        np.sqrt([1 * 0.5, 0.005 * 0.5]),
    )
    assert with_zero == pytest.approx(with_floor / with_floor.sum())
    assert agreement.geometric_mean_weights([[1, 0], [0.5, 0.5]], floor=0.05)[1] > with_zero[1]


def test_named_weights_stay_named():
    table = pd.DataFrame([[1, 3], [3, 1]], columns=["shocks", "distrust"])
    assert agreement.geometric_mean_weights(table).round(9).to_dict() == {
        "shocks": 0.5,
        "distrust": 0.5,
    }


@pytest.mark.parametrize(
    "weights, words",
    [
        ([[1, 1], [1, -1]], r"weights, rater 2: found \[1.0, -1.0\]"),
        (pd.DataFrame([[1, 1], [0, 0]], index=["Ann", "Bo"]), "weights, rater Bo: found"),
        ([[1, np.nan]], "weights, rater 1, column 2: found an empty cell"),
        ([[1, np.inf]], "weights, rater 1, column 2: found an infinite number"),
        ([[1, 2], [1]], "rows of one length"),
        ([["much"]], "must be a table of numbers"),
        ([], "no rows or no columns"),
    ],
)
def test_rows_that_are_no_weights_are_refused(weights, words):
    for measure in (agreement.geometric_mean_weights, agreement.camps):
        with pytest.raises(ValueError, match=words):
            measure(weights)


@pytest.mark.parametrize("floor", [0, 1, -1, np.nan])
def test_floor_lies_between_nothing_and_everything(floor):
    with pytest.raises(ValueError, match="floor must lie between 0 and 1"):
        agreement.geometric_mean_weights([[1, 1]], floor)


# ---------------------------------------------------------------------------------------- agreement


def test_kendalls_w_at_its_ends():
    assert agreement.kendalls_w([[1, 2, 3, 4]] * 5) == pytest.approx(1)
    assert agreement.kendalls_w([[1, 2, 3], [2, 3, 1], [3, 1, 2]]) == pytest.approx(0)


def test_kendalls_w_is_a_mean_rank_correlation():
    """Without ties, the mean of Spearman's rho over pairs of raters is (m W - 1) / (m - 1)."""
    ranks = np.argsort(np.random.default_rng(3).random((6, 9)), axis=1)
    rho = np.corrcoef(ranks)[np.triu_indices(6, 1)].mean()
    assert agreement.kendalls_w(ranks) == pytest.approx((1 + 5 * rho) / 6)


def test_kendalls_w_is_corrected_for_ties():
    """Raters with the same ties agree wholly; 1 2.5 2.5 4 and 1 2 3 4 have the sums 2 4.5 5.5 8, so
    that S = 18.5."""
    assert agreement.kendalls_w([[1, 2.5, 2.5, 4]] * 3) == pytest.approx(1)
    assert agreement.kendalls_w([[1, 2.5, 2.5, 4], [1, 2, 3, 4]]) == pytest.approx(
        12 * 18.5 / (4 * 60 - 2 * 6)
    )
    assert np.isnan(agreement.kendalls_w([[1, 1, 1], [2, 2, 2]]))


def test_agreement_by_lot_is_that_of_friedmans_test():
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(24, 8)) + np.linspace(0, 0.7, 8)
    expected = stats.friedmanchisquare(*scores.T).pvalue
    found = agreement.agree_by_chance(scores, draws=20_000)
    assert expected < 0.2 and found == pytest.approx(expected, abs=0.015)


def test_who_agrees_wholly_beats_every_draw_and_who_ties_everything_beats_none():
    assert agreement.agree_by_chance([[1, 2, 3, 4, 5]] * 5, draws=99) == 1 / 100
    assert agreement.agree_by_chance([[1, 1, 1], [2, 2, 2]], draws=99) == 1


def test_kendalls_w_ranks_scores_first():
    assert agreement.kendalls_w([[100, 50, 10], [0.9, 0.08, 0.02], [3, 2, 1]]) == pytest.approx(1)


@pytest.mark.parametrize(
    "level, expected", [("nominal", 0.691), ("ordinal", 0.807), ("interval", 0.811)]
)
def test_alpha_repeats_krippendorffs_coders(level, expected):
    assert agreement.krippendorff_alpha(CODERS, level) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("level", agreement.LEVELS)
def test_alpha_knows_agreement_and_no_order_of_raters(level):
    assert agreement.krippendorff_alpha([[0, 1, 2, 3]] * 3, level) == pytest.approx(1)
    assert agreement.krippendorff_alpha(CODERS[::-1], level) == pytest.approx(
        agreement.krippendorff_alpha(CODERS, level)
    )
    assert agreement.krippendorff_alpha([[0, 3], [3, 0]], level) < 0
    assert np.isnan(agreement.krippendorff_alpha([[2, 2], [2, 2]], level))


def test_alpha_takes_the_kits_nullable_integers():
    table = pd.DataFrame(CODERS).astype("Int64")
    assert agreement.krippendorff_alpha(table, "ordinal") == pytest.approx(0.807, abs=5e-4)


def test_ordinal_alpha_sees_only_the_order_and_nominal_only_the_names():
    stretched, renamed = (
        np.square(CODERS),
        np.choose(np.nan_to_num(CODERS).astype(int), [_, 7, 2, 9, 1]),
    )
    assert agreement.krippendorff_alpha(stretched, "ordinal") == pytest.approx(
        agreement.krippendorff_alpha(CODERS, "ordinal")
    )
    assert agreement.krippendorff_alpha(renamed) == pytest.approx(
        agreement.krippendorff_alpha(CODERS)
    )
    for turned in (2 * np.array(CODERS) - 5, np.array(CODERS) / 100):
        assert agreement.krippendorff_alpha(turned, "interval") == pytest.approx(
            agreement.krippendorff_alpha(CODERS, "interval")
        )


@pytest.mark.parametrize(
    "ratings, level, words",
    [
        (CODERS, "ratio", "level must be one of nominal, ordinal, interval; found 'ratio'"),
        ([[1, _], [_, 2]], "nominal", "no unit has been rated by two raters"),
        ([[1, 2, 3]], "nominal", "no unit has been rated by two raters"),
        ([[1, np.inf]], "nominal", "infinite"),
        ([["yes", "no"]], "nominal", "no unit has been rated by two raters"),
        ([["yes", "no"], ["yes"]], "nominal", "rows of one length"),
        ([[1, 2], [1, "2"]], "ordinal", "rater 2, column 2: found the text '2'; the level 'ordi"),
        (
            pd.DataFrame([["019", "042"]], ["Ann"], ["e1", "e2"]),
            "interval",
            "rater Ann, column e1: found the text '019'",
        ),
    ],
)
def test_alpha_refuses_in_one_sentence(ratings, level, words):
    with pytest.raises(ValueError, match=words):
        agreement.krippendorff_alpha(ratings, level)


@pytest.mark.parametrize("make", [list, np.array, pd.DataFrame])
def test_a_code_that_is_a_text_stays_one(make):
    """ "019" and "19" are two codes; worked out by hand: of three units two agree."""
    codes = make([["019", "042", "163"], ["19", "042", "163"]])
    names = [[1, 2, 3], [4, 2, 3]]
    assert agreement.krippendorff_alpha(codes) == agreement.krippendorff_alpha(names)
    assert agreement.krippendorff_alpha(codes) == pytest.approx(1 - (1 / 3) / (13 / 15))
    gaps = pd.DataFrame([["019", None, "163"], ["19", "042", np.nan], ["019", "042", "163"]])
    assert agreement.krippendorff_alpha(gaps) == pytest.approx(
        agreement.krippendorff_alpha([[1, np.nan, 3], [4, 2, np.nan], [1, 2, 3]])
    )


def test_icc_repeats_shrout_and_fleiss():
    expected = {
        "icc_1": 0.166,
        "icc_a1": 0.290,
        "icc_c1": 0.715,
        "icc_1k": 0.443,
        "icc_ak": 0.620,
        "icc_ck": 0.909,
    }
    assert agreement.icc(JUDGES).to_dict() == pytest.approx(expected, abs=5e-4)


def test_icc_without_any_variation_is_missing():
    assert agreement.icc(np.ones((3, 4))).isna().all()


@pytest.mark.parametrize(
    "table, words",
    [
        ([[1, 2, 3]], "at least 2 raters"),
        ([[1], [2]], "at least 2 raters"),
        ([[1, 2], [_, 1]], "rater 2, column 1: found an empty cell"),
    ],
)
def test_measures_on_complete_tables_refuse_gaps(table, words):
    for measure in (agreement.kendalls_w, agreement.icc):
        with pytest.raises(ValueError, match=words):
            measure(table)


@pytest.mark.parametrize("weights, expected", [("linear", 0.1459075), ("quadratic", 0.2520325)])
def test_weighted_kappa_repeats_irr(weights, expected):
    """R's irr::kappa2(anxiety[, 2:3], "equal" and "squared"), which takes the levels that occur:
    nobody is given a 5."""
    assert agreement.weighted_kappa(
        *ANXIETY[1:], levels=[1, 2, 3, 4, 6], weights=weights
    ) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    "pair, linear, quadratic",
    [
        ((0, 1), 0.1891892, 0.2967651),
        ((0, 2), -0.0510511, 0.0695067),
        ((1, 2), 0.1262136, 0.2297980),
    ],
)
def test_weighted_kappa_repeats_scikit_learn(pair, linear, quadratic):
    """sklearn.metrics.cohen_kappa_score, version 1.9.1, with labels 1 to 6: a level that nobody
    gives still lies between."""
    found = [
        agreement.weighted_kappa(*(ANXIETY[rater] for rater in pair), range(1, 7), weights)
        for weights in ("linear", "quadratic")
    ]
    assert found == pytest.approx([linear, quadratic], abs=5e-8)


def test_quadratic_kappa_is_the_concordance_of_two_lists():
    """2 cov / (var + var + difference of means squared), with divisor n: Lin, Biometrics 45
    (1989)."""
    first, second = np.random.default_rng(5).integers(0, 4, (2, 40))
    expected = (
        2
        * np.cov(first, second, ddof=0)[0, 1]
        / (first.var() + second.var() + (first.mean() - second.mean()) ** 2)
    )
    assert agreement.weighted_kappa(first, second, range(4)) == pytest.approx(expected)
    assert agreement.weighted_kappa(second, first, range(4)) == pytest.approx(expected)


def test_kappa_by_hand():
    """Two levels: .75 agree where chance gives .5 x .25 + .5 x .75 = .5. Weights do nothing
    there."""
    for weights in ("linear", "quadratic"):
        assert agreement.weighted_kappa(
            "aabb", "abbb", levels="ab", weights=weights
        ) == pytest.approx(0.5)


def test_kappa_at_its_ends():
    assert agreement.weighted_kappa([0, 1, 2, 3], [0, 1, 2, 3], range(4)) == pytest.approx(1)
    assert agreement.weighted_kappa([0, 3], [3, 0], range(4)) == pytest.approx(-1)
    assert agreement.weighted_kappa([0, 0, 3, 3], [0, 3, 0, 3], range(4)) == pytest.approx(0)
    assert np.isnan(agreement.weighted_kappa([2, 2], [2, 2], range(4)))


def test_a_near_miss_costs_less_than_a_far_one():
    near, far = [
        agreement.weighted_kappa([0, 1, 2, 3], other, range(4))
        for other in ([1, 1, 2, 3], [3, 1, 2, 3])
    ]
    assert near > far
    linear = agreement.weighted_kappa([0, 1, 2, 3], [1, 1, 2, 3], range(4), "linear")
    assert near > linear


def test_kappa_leaves_out_what_only_one_has_rated():
    first, second = pd.Series([0, 1, 2, pd.NA, 3], dtype="Int64"), [0, 2, None, 3, 3.0]
    assert agreement.weighted_kappa(first, second, range(4)) == pytest.approx(
        agreement.weighted_kappa([0, 1, 3], [0, 2, 3], range(4))
    )


@pytest.mark.parametrize(
    "first, second, levels, weights, words",
    [
        ([1, 2], [1], range(4), "linear", "found 2 ratings and 1"),
        (
            [1, 4],
            [1, 2],
            range(4),
            "linear",
            "Item 2 was rated 4 and 2; expected levels from 0, 1, 2, 3",
        ),
        ([1, _], [_, 1], range(4), "linear", "No item has been rated by both"),
        ([], [], range(4), "linear", "No item has been rated by both"),
        ([1], [1], [1], "linear", "at least two different ones"),
        ([1], [1], [1, 2, 1], "linear", "at least two different ones"),
        ([1], [1], range(4), "cubic", "weights must be one of quadratic, linear; found 'cubic'"),
    ],
)
def test_kappa_refuses_in_one_sentence(first, second, levels, weights, words):
    with pytest.raises(ValueError, match=words):
        agreement.weighted_kappa(first, second, levels, weights)


# -------------------------------------------------------------------------------------------- camps


def raters(*centres, each=8, noise=0.2):
    """Raters scattered about some centres, one after the other."""
    rng = np.random.default_rng(11)
    return np.vstack(
        [np.array(centre) * np.exp(rng.normal(0, noise, (each, len(centre)))) for centre in centres]
    )


LEFT, MIDDLE, RIGHT = [6, 6, 1, 1, 1, 1, 1, 1], [1, 1, 1, 6, 6, 1, 1, 1], [1, 1, 1, 1, 1, 1, 6, 6]


@pytest.mark.parametrize("centres", [[LEFT, RIGHT], [LEFT, MIDDLE, RIGHT]])
def test_camps_are_found(centres):
    found = agreement.camps(raters(*centres))
    assert found.labels.tolist() == np.repeat(range(len(centres)), 8).tolist()
    assert found.sizes.tolist() == [8] * len(centres)
    assert found.centres == pytest.approx(np.array(centres) / 17, abs=0.04)
    assert 0.5 <= found.silhouette <= 1


def test_raters_who_differ_by_chance_are_one_camp():
    weights = raters([1] * 8, each=16, noise=0.5)
    found = agreement.camps(weights)
    assert (
        found.labels.tolist() == [0] * 16
        and found.sizes.tolist() == [16]
        and np.isnan(found.silhouette)
    )
    assert found.centres[0] == pytest.approx(agreement.geometric_mean_weights(weights))


def test_centres_are_geometric_means_of_their_camps():
    weights = raters(LEFT, RIGHT)
    found = agreement.camps(weights)
    for camp in (0, 1):
        assert found.centres[camp] == pytest.approx(
            agreement.geometric_mean_weights(weights[found.labels == camp])
        )


def test_the_largest_camp_comes_first():
    found = agreement.camps(np.vstack([raters(LEFT, each=3), raters(RIGHT, each=9)]))
    assert found.labels.tolist() == [1] * 3 + [0] * 9 and found.sizes.tolist() == [9, 3]


def test_a_lone_voice_is_shown():
    found = agreement.camps(np.vstack([raters(LEFT, each=9), [RIGHT]]))
    assert found.sizes.tolist() == [9, 1] and found.labels[-1] == 1


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_number_of_camps_can_be_set(k):
    weights = raters([1] * 8, each=12, noise=0.5)
    found = agreement.camps(weights, k)
    assert len(found.sizes) == k == len(found.centres) and found.sizes.sum() == 12
    assert (agreement.camps(weights, k).labels == found.labels).all()
    assert np.isnan(found.silhouette) == (k == 1)


def test_silhouette_by_hand():
    """Two pairs on a line, each .1 long: the other pair is .55 away for the outer raters and .45
    for the inner ones."""
    found = agreement.camps([[0.8, 0.2], [0.7, 0.3], [0.2, 0.8], [0.3, 0.7]])
    step = np.sqrt(2)
    outer, inner = 1 - 0.1 * step / (0.55 * step), 1 - 0.1 * step / (0.45 * step)
    assert found.sizes.tolist() == [2, 2]
    assert found.silhouette == pytest.approx((outer + inner) / 2)


@pytest.mark.parametrize("k", [2, 3])
def test_silhouette_by_its_definition(k):
    """For each rater: mean distance to the rest of the camp, and to the nearest other camp."""
    weights = np.random.default_rng(8).dirichlet(np.ones(3), 9)
    found = agreement.camps(weights, k)
    assert found.sizes.max() > 2
    shown = []
    for rater, camp in enumerate(found.labels):
        away = [
            [
                np.linalg.norm(weights[rater] - weights[other])
                for other in range(9)
                if found.labels[other] == kind and other != rater
            ]
            for kind in range(k)
        ]
        own, others = away[camp], [np.mean(away[kind]) for kind in range(k) if kind != camp]
        inside = np.mean(own) if own else 0
        shown.append((min(others) - inside) / max(inside, min(others)) if own else 0)
    assert found.silhouette == pytest.approx(np.mean(shown))


def test_two_raters_or_equal_raters_are_one_camp():
    assert agreement.camps([[1, 0], [0, 1]]).sizes.tolist() == [2]
    assert agreement.camps([[1, 2]] * 5).sizes.tolist() == [5]
    assert agreement.camps([[1, 2]]).labels.tolist() == [0]


def test_camps_keep_the_names_of_the_criteria():
    table = pd.DataFrame(raters(LEFT, RIGHT), columns=list("abcdefgh"))
    assert agreement.camps(table).centres.columns.tolist() == list("abcdefgh")


@pytest.mark.parametrize("k", [0, 4, -1, 1.5, "two"])
def test_camps_are_one_to_three(k):
    with pytest.raises(ValueError, match="k must be a whole number from 1 to 3"):
        agreement.camps(raters(LEFT, RIGHT), k)


def test_no_more_camps_than_different_raters():
    with pytest.raises(ValueError, match="from 1 to 2 for 2 different raters; found 3"):
        agreement.camps([[1, 2], [2, 1], [2, 4]], 3)
