"""Known answers for scores of forecasts, and what cannot be scored."""

import numpy as np
import pandas as pd
import pytest

from resetcycle import data, forecasts

SAID, CAME = [0.9, 0.9, 0.9, 0.1, 0.1], [1, 1, 0, 0, 0]


def test_brier_score_and_its_parts_are_the_published_ones():
    assert forecasts.brier_score(SAID, CAME) == pytest.approx(0.17)
    assert forecasts.murphy(SAID, CAME) == pytest.approx((0.036667, 0.106667, 0.24), abs=5e-7)
    assert forecasts.murphy(SAID, CAME)._fields == (
        "reliability",
        "resolution",
        "uncertainty",
    )


def test_brier_score_runs_from_right_to_wrong():
    assert forecasts.brier_score([1, 0], [1, 0]) == 0
    assert forecasts.brier_score([0, 1], [1, 0]) == 1
    assert forecasts.brier_score([0.5] * 7, [1, 0, 0, 1, 1, 1, 0]) == 0.25


def test_brier_score_is_half_of_the_score_over_both_categories():
    p, o = np.array(SAID), np.array(CAME)
    both = np.mean((p - o) ** 2 + ((1 - p) - (1 - o)) ** 2)
    assert forecasts.brier_score(SAID, CAME) == pytest.approx(both / 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_add_up_to_the_score(seed):
    rng = np.random.default_rng(seed)
    p = rng.choice([band.midpoint for band in forecasts.BANDS.values()], 60)
    o = rng.random(60) < p
    parts = forecasts.murphy(p, o)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(
        forecasts.brier_score(p, o), abs=1e-12
    )
    assert 0 <= parts.resolution <= parts.uncertainty <= 0.25 and parts.reliability >= 0
    order = rng.permutation(60)
    assert forecasts.murphy(p[order], o[order]) == pytest.approx(parts)


def test_extremes_of_the_parts():
    assert forecasts.murphy([0.5] * 4, [1, 0, 1, 0]) == (0, 0, 0.25)
    assert forecasts.murphy([1, 0, 1, 0], [1, 0, 1, 0]) == (0, 0.25, 0.25)
    assert forecasts.murphy([0.8], [1]) == pytest.approx((0.04, 0, 0))


@pytest.mark.parametrize(
    "p, o",
    [
        (tuple(SAID), tuple(CAME)),
        (np.array(SAID), np.array(CAME, dtype=bool)),
        (pd.Series(SAID, list("abcde")), CAME),
        (SAID, dict(zip("abcde", CAME, strict=True))),
        (pd.Series(SAID, dtype="Float64"), pd.Series(CAME, dtype="Int64")),
    ],
)
def test_forecasts_may_come_in_any_list_and_go_by_place(p, o):
    assert forecasts.brier_score(p, o) == pytest.approx(0.17)


def test_where_both_have_names_they_go_by_name():
    p, o = pd.Series(SAID, list("abcde")), pd.Series(CAME, list("abcde"))
    for came in (o[::-1], o.sort_values(), o[::-1].to_dict()):
        assert forecasts.brier_score(p, came) == pytest.approx(0.17)
        assert forecasts.murphy(p, came) == pytest.approx(forecasts.murphy(SAID, CAME))
    # A table is numbered by pandas; a part of it keeps its numbers.
    p, o = pd.Series(SAID), pd.Series(CAME)
    assert forecasts.brier_score(p.sort_values(), o) == pytest.approx(0.17)
    with pytest.raises(
        ValueError, match="3 stands in p and not in o; give both the same names, or"
    ):
        forecasts.brier_score(p, o.drop(3))
    quo = pd.Series([0.1, 0.2, 0.3, 0.4, 0.5])
    assert forecasts.skill_score(p, o, "status_quo", quo[::-1]) == pytest.approx(
        forecasts.skill_score(SAID, CAME, "status_quo", quo.tolist())
    )


def test_forecasts_that_are_meant_to_be_equal_form_one_group():
    """.325 and 1 - .675 differ in the sixteenth digit, and by hand: one of four comes true."""
    apart, meant = [0.325, 1 - 0.675] * 2, [0.325] * 4
    assert apart[0] != apart[1]
    assert forecasts.murphy(apart, [1, 0, 0, 0]) == pytest.approx(
        forecasts.murphy(meant, [1, 0, 0, 0])
    )
    assert forecasts.murphy(apart, [1, 0, 0, 0]).reliability == pytest.approx((0.325 - 0.25) ** 2)


@pytest.mark.parametrize(
    "p, o, words",
    [
        ([], [], "forecasts: 0, outcomes: 0"),
        ([0.5, 0.5], [1], "forecasts: 2, outcomes: 1"),
        ([0.5, 40], [1, 0], "Forecast 2 of 2 is 40; .*write 40 per cent as 0.4"),
        (np.array([0.5, 40.0]), [1, 0], "Forecast 2 of 2 is 40.0;"),
        ([-0.1], [1], "Forecast 1 of 1 is -0.1"),
        ([1.01], [1], "Forecast 1 of 1 is 1.01"),
        ([np.nan, 0.5], [1, 0], "Forecast 1 of 2 is nan"),
        ([0.5, "likely"], [1, 0], "Forecast 2 of 2 is 'likely'"),
        (pd.Series([0.5, None], dtype="Float64"), [1, 0], "Forecast 2 of 2 is <NA>"),
        ([0.5, 0.5], [1, 2], "Outcome 2 of 2 is 2; expected 1 for yes or 0 for no"),
        ([0.5, 0.5], [1, 0.5], "Outcome 2 of 2 is 0.5"),
        ([0.5], ["yes"], r"Outcome 1 of 1 is 'yes'.*questions\['outcome'\]"),
        ([0.5, 0.5], [None, 1], "Outcome 1 of 2 is None"),
        ([[0.5, 0.5]], [[1, 0]], r"found shape \(1, 2\)"),
        (0.5, 1, r"found shape \(\)"),
    ],
)
def test_what_cannot_be_scored_is_named(p, o, words):
    for score in (forecasts.brier_score, forecasts.murphy, forecasts.skill_score):
        with pytest.raises(ValueError, match=words):
            score(p, o)


def test_skill_against_each_reference():
    assert forecasts.skill_score(SAID, CAME) == pytest.approx(1 - 0.17 / 0.25)
    assert forecasts.skill_score(SAID, CAME, "base_rate", 0.3) == pytest.approx(1 - 0.17 / 0.25)
    assert forecasts.skill_score(SAID, CAME, "base_rate", 0.5) == forecasts.skill_score(
        SAID, CAME, "half"
    )
    assert forecasts.skill_score(SAID, CAME, "status_quo", [0] * 5) == pytest.approx(1 - 0.17 / 0.4)
    assert forecasts.skill_score(SAID, CAME, "status_quo", pd.Series([0.4] * 5)) == pytest.approx(
        forecasts.skill_score(SAID, CAME, "base_rate", 0.4)
    )


def test_skill_is_one_for_perfect_and_zero_for_the_reference_itself():
    assert forecasts.skill_score(CAME, CAME) == 1
    assert forecasts.skill_score([0.3] * 5, CAME, "base_rate", 0.3) == 0
    assert forecasts.skill_score([0.1, 0.1], [1, 1]) < 0


@pytest.mark.parametrize(
    "reference, baseline, words",
    [
        ("median", None, "one of half, base_rate, status_quo; found 'median'"),
        ("half", 0.5, "takes no baseline"),
        ("base_rate", None, "needs one number as baseline; found None"),
        ("base_rate", [0.3] * 5, "needs one number as baseline"),
        ("base_rate", 30, "Baseline 1 of 5 is 30"),
        ("status_quo", None, r"each of the 5 questions; found shape \(\)"),
        ("status_quo", [0, 1], r"found shape \(2,\)"),
        ("status_quo", [0, 1, 0, 1, 7], "Baseline 5 of 5 is 7"),
        ("status_quo", CAME, "makes no error"),
    ],
)
def test_references_that_do_not_fit_are_refused(reference, baseline, words):
    with pytest.raises(ValueError, match=words):
        forecasts.skill_score(SAID, CAME, reference, baseline)


def test_bands_are_those_of_the_directive():
    limits = {
        name: (round(100 * band.low), round(100 * band.high))
        for name, band in forecasts.BANDS.items()
    }
    assert limits == {
        "almost_no_chance": (1, 5),
        "very_unlikely": (5, 20),
        "unlikely": (20, 45),
        "even": (45, 55),
        "likely": (55, 80),
        "very_likely": (80, 95),
        "almost_certain": (95, 99),
    }
    for band in forecasts.BANDS.values():
        assert band.midpoint == pytest.approx((band.low + band.high) / 2)
        assert len(band.words) == 2


def test_bands_are_the_vocabulary_of_the_questions():
    schema = next(
        table for table in data.package()["resources"] if table["name"] == "forecast_questions"
    )["schema"]
    field = next(field for field in schema["fields"] if field["name"] == "article_band")
    assert list(forecasts.BANDS) == field["constraints"]["enum"]


@pytest.mark.parametrize("name, band", forecasts.BANDS.items())
def test_the_middle_of_a_band_belongs_to_it(name, band):
    assert forecasts.icd203(band.midpoint) == name


@pytest.mark.parametrize(
    "p, name",
    [
        (0.01, "almost_no_chance"),
        (0.05, "very_unlikely"),
        (0.2, "unlikely"),
        (0.45, "even"),
        (0.55, "even"),
        (0.8, "likely"),
        (0.95, "very_likely"),
        (0.99, "almost_certain"),
    ],
)
def test_a_shared_limit_belongs_to_the_band_nearer_to_even(p, name):
    assert forecasts.icd203(p) == forecasts.icd203(np.float64(p)) == name


def test_yes_and_no_get_mirrored_names():
    names = list(forecasts.BANDS)
    for percent in range(1, 100):
        assert names.index(forecasts.icd203(1 - percent / 100)) == 6 - names.index(
            forecasts.icd203(percent / 100)
        )


@pytest.mark.parametrize(
    "p, words",
    [
        (0, "0 is certainty"),
        (1, "1 is certainty"),
        (1.0, "a forecast can be wrong"),
        (0.005, "outside the bands"),
        (0.995, "from 0.01 to 0.99"),
        (40, r"found 40 \(write 40 per cent as 0.4"),
        (-0.2, "found -0.2"),
        (np.nan, "found nan"),
        ("likely", "found 'likely'"),
        (None, "found None"),
        (True, "found True"),
        ([0.5], "found"),
    ],
)
def test_icd203_refuses_with_the_reason(p, words):
    with pytest.raises(ValueError, match=words):
        forecasts.icd203(p)


def test_conditional_questions_count_only_where_the_condition_held():
    questions = data.load("forecast_questions")
    asked = questions.loc[questions["condition"].notna(), "question_id"].tolist()
    assert len(asked) >= 2
    scored = forecasts.conditional(questions, dict.fromkeys(asked, False) | {asked[0]: True})
    assert scored["question_id"].tolist() == [
        name for name in questions["question_id"] if name not in asked[1:]
    ]
    assert forecasts.conditional(questions, dict.fromkeys(asked, True)).equals(questions)


@pytest.mark.parametrize("held", [{}, {"b": None}, {"b": "no"}])
def test_a_condition_must_be_answered(held):
    questions = pd.DataFrame({"question_id": ["a", "b"], "condition": [None, "if it rains"]})
    with pytest.raises(ValueError, match="Question b has a condition"):
        forecasts.conditional(questions, held)
