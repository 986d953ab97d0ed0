"""From sliders to weights, and from weights to ranks."""

import numpy as np
import pytest

from resetcycle import obstacles, weighing
from resetcycle.board import SEED, mulberry32, rank_shares, slider_weights, whole_points


def sliders(points):
    return [
        {"label": group, "members": [group], "points": value}
        for group, value in zip(obstacles.groups(), points, strict=True)
    ]


def firmly(codes):
    """Codings without a range: severity, low and high are one."""
    return np.stack([codes] * 3, axis=-1)


def kit_codings():
    table = obstacles.codings()
    terms = weighing.performance().index
    return np.array(
        [[table[f"{term}/{group}"].as_json() for group in obstacles.groups()] for term in terms]
    )


def test_halving_a_slider_halves_its_weight_against_the_others():
    full, half = slider_weights(sliders([100] * 8)), slider_weights(sliders([50] + [100] * 7))
    first, second = obstacles.groups()[:2]
    assert full[first] / full[second] == 2 * half[first] / half[second]


def test_splitting_a_group_makes_it_heavier_and_merging_makes_two_lighter():
    group, other = obstacles.groups()[4], obstacles.groups()[0]
    whole = slider_weights(sliders([50] * 8))
    parts = [slider for slider in sliders([50] * 8) if slider["members"] != [group]] + [
        {"label": str(i), "members": [group], "points": 50} for i in range(5)
    ]
    assert slider_weights(parts)[group] == pytest.approx(5 / 12) and whole[group] == 1 / 8
    joined = [
        slider for slider in sliders([50] * 8) if slider["members"][0] not in (group, other)
    ] + [{"label": "both", "members": [group, other], "points": 50}]
    assert slider_weights(joined)[group] == slider_weights(joined)[other] == pytest.approx(1 / 14)


def test_rank_only_uses_rank_order_centroids_and_shares_ties():
    weights = slider_weights(sliders([90, 80, 70, 60, 50, 40, 30, 20]), "rank")
    assert list(weights.values()) == pytest.approx(list(weighing.roc_weights(8)))
    tied = slider_weights(sliders([10] * 8), "rank")
    assert list(tied.values()) == pytest.approx([1 / 8] * 8)


@pytest.mark.parametrize("points", [[0] * 8, [-1] + [50] * 7, [float("nan")] + [50] * 7])
def test_impossible_weights_are_refused_in_one_sentence(points):
    with pytest.raises(ValueError, match="weight|points"):
        slider_weights(sliders(points))


def test_rank_shares_are_shares_and_ties_share_a_place():
    codes = np.array([[3, 0], [0, 3], [1, 1]])
    shares = rank_shares(firmly(codes), np.array([0.5, 0.5]))
    assert shares.sum(axis=0) == pytest.approx(1) and shares.sum(axis=1) == pytest.approx(1)
    assert shares[0].tolist() == shares[1].tolist() == [0.5, 0.5, 0]


def test_the_drawn_numbers_are_even():
    numbers = mulberry32(np.arange(200_000), SEED)
    assert numbers.min() >= 0 and numbers.max() < 1
    assert np.histogram(numbers, bins=10, range=(0, 1))[0] == pytest.approx([20_000] * 10, rel=0.03)


def test_without_a_range_the_board_ranks_as_smaa_does():
    """Whole points give ties and near ties; the two engines call the same ones ties."""
    random = np.random.default_rng(3)
    codes = np.array([[random.integers(0, 4) for _ in range(8)] for _ in range(7)])
    codes[6] = codes[0]
    for method in ("swing", "rank"):
        for _ in range(40):
            points = random.choice([0, 25, 50, 100], size=8).tolist()
            points[random.integers(8)] = 100
            weights = np.array(list(slider_weights(sliders(points), method).values()))
            smaa = weighing.smaa(codes / 3, weights=[weights]).rank_acceptability
            assert rank_shares(firmly(codes), weights, n_draws=1) == pytest.approx(smaa)


def test_with_ranges_the_board_ranks_as_smaa_does():
    """Other random numbers, one measure: the shares differ by no more than sampling explains."""
    table = weighing.performance()
    spread = tuple(weighing.performance(column=f"severity_{end}") for end in ("min", "max"))
    for points in ([100] * 8, [100, 80, 60, 40, 20, 0, 7, 55], [0, 10, 0, 0, 100, 100, 0, 5]):
        weights = np.array(points) / sum(points)
        smaa = weighing.smaa(table, 40_000, seed=1, weights=[weights], spread=spread)
        one, other = smaa.rank_acceptability, rank_shares(kit_codings(), weights, n_draws=40_000)
        both = (one + other) / 2
        assert (np.abs(one - other) <= 4 * np.sqrt(2 * both * (1 - both) / 40_000)).all()


def test_points_of_a_share_code_give_the_weights_back():
    points = [100, 80, 60, 40, 20, 0, 7, 55]
    assert list(whole_points(slider_weights(sliders(points))).values()) == points
