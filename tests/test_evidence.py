"""Bayes' rule and the four tests: known answers, properties, refusals."""

import numpy as np
import pandas as pd
import pytest

from resetcycle import data, evidence, record

RIVALS = ["structure", "choices", "drift"]
TABLE = pd.DataFrame({"e1": [4, 2, 1], "e2": [0.5, 1, 1], "e3": [1, 3, 2]}, index=RIVALS)
PRIOR = pd.Series([0.5, 0.3, 0.2], RIVALS)


@pytest.mark.parametrize(
    "prior, ratios, posterior",
    [
        (0.5, [4], 0.8),
        (0.5, 4, 0.8),
        (0.2, [4], 0.5),
        (0.5, [4, 0.25], 0.5),
        (0.1, [9, 1], 0.5),
        (0.01, [99 * 3], 0.75),
        (0.3, [], 0.3),
    ],
)
def test_update_in_odds(prior, ratios, posterior):
    assert evidence.update(prior, ratios) == pytest.approx(posterior)


def test_update_of_a_test_with_known_error_rates():
    """Prevalence 1 per cent, sensitivity 90, false alarms 9: a finding means about 9 per cent."""
    assert evidence.update(0.01, [0.9 / 0.09]) == pytest.approx(
        0.01 * 0.9 / (0.01 * 0.9 + 0.99 * 0.09)
    )


def test_update_of_rivals_is_bayes_rule():
    expected = PRIOR * TABLE.prod(axis=1)
    found = evidence.update(PRIOR, TABLE)
    pd.testing.assert_series_equal(found, expected / expected.sum(), check_names=False)
    assert evidence.update(PRIOR.tolist(), TABLE.to_numpy()) == pytest.approx(found.to_numpy())


def test_two_rivals_are_one_hypothesis_and_its_denial():
    table = [[4, 0.5, 3], [1, 1, 1]]
    assert evidence.update([0.3, 0.7], table)[0] == pytest.approx(evidence.update(0.3, [4, 0.5, 3]))


def test_only_ratios_within_a_column_matter():
    assert evidence.update(PRIOR, TABLE * [10, 0.01, 7]).tolist() == pytest.approx(
        evidence.update(PRIOR, TABLE).tolist()
    )


def test_order_of_evidence_and_of_hypotheses_does_not_matter():
    found = evidence.update(PRIOR, TABLE)
    assert evidence.update(PRIOR, TABLE[["e3", "e1", "e2"]]).to_dict() == pytest.approx(
        found.to_dict()
    )
    assert evidence.update(
        PRIOR, TABLE.loc[["drift", "structure", "choices"]]
    ).to_dict() == pytest.approx(found.to_dict())


def test_evidence_that_fits_all_alike_changes_nothing():
    assert evidence.update(PRIOR, TABLE * 0 + 5).tolist() == pytest.approx(PRIOR.tolist())


def test_long_lists_neither_overflow_nor_vanish():
    assert evidence.update(0.3, [1e10] * 100 + [1e-10] * 100) == pytest.approx(0.3)
    assert evidence.update(0.5, [10] * 1000) == 1


def test_steps_lead_from_the_prior_to_the_update():
    found = evidence.steps(PRIOR, TABLE)
    assert found.index.tolist() == ["prior", "e1", "e2", "e3"] and found.columns.tolist() == RIVALS
    assert found.sum(axis=1).to_numpy() == pytest.approx(1)
    assert found.loc["prior"].tolist() == pytest.approx(PRIOR.tolist())
    for k, name in enumerate(TABLE.columns, start=1):
        assert found.loc[name].tolist() == pytest.approx(
            evidence.update(PRIOR, TABLE.iloc[:, :k]).tolist()
        )


def test_evidence_may_share_a_name():
    table = TABLE.set_axis(["report", "report", "e3"], axis=1)
    assert evidence.update(PRIOR, table).tolist() == pytest.approx(
        evidence.update(PRIOR, TABLE).tolist()
    )


@pytest.mark.parametrize(
    "prior, ratios, words",
    [
        (0, [4], "between 0 and 1, both excluded; found 0"),
        (1, [4], "no evidence can move certainty"),
        (np.nan, [4], "found nan"),
        ("even", [4], "found 'even'"),
        (0.5, [4, 0], "evidence 2, hypothesis 'true': found 0.0, expected a number above 0"),
        (0.5, [-1], "found -1"),
        (0.5, [np.nan], "found nan"),
        (0.5, [np.inf], "found inf"),
        (0.5, ["strong"], "found strong"),
        (0.5, TABLE, "3 hypotheses needs a prior for each"),
        ([0.5, 0.5], [4, 2], r"needs? a table with 2 rows .* found shape \(2,\)"),
        ([0.5, 0.5], TABLE, r"found shape \(3, 3\)"),
        ([0.5, 0.3, 0.3], TABLE, "sum to 1; found .* with sum 1.1"),
        ([0.5, 0.5, 0], TABLE, "each be above 0"),
        ([0.5, 0.7, -0.2], TABLE, "each be above 0"),
        ([0.5, 0.5, np.nan], TABLE, "each be above 0"),
        (PRIOR.rename({"drift": "luck"}), TABLE, "Hypothesis 'drift' of the table has no prior"),
        (PRIOR, TABLE.replace({0.5: 0}), "evidence 'e2', hypothesis 'structure': found 0.0"),
        (
            PRIOR,
            TABLE.astype(object).replace({3: "?"}),
            "evidence 'e3', hypothesis 'choices': found ?",
        ),
    ],
)
def test_update_refuses_in_one_sentence(prior, ratios, words):
    for function in (evidence.update, evidence.steps):
        with pytest.raises(ValueError, match=words.replace("found ?", r"found \?")):
            function(prior, ratios)


@pytest.mark.parametrize(
    "p_if_true, p_if_false, kind",
    [
        (0.95, 0.5, "hoop"),
        (0.9, 0.6, "hoop"),
        (1, 0.7, "hoop"),
        (0.3, 0.05, "smoking_gun"),
        (0.5, 0.1, "smoking_gun"),
        (0.2, 0, "smoking_gun"),
        (0.95, 0.05, "doubly_decisive"),
        (0.9, 0.1, "doubly_decisive"),
        (1, 0, "doubly_decisive"),
        (0.6, 0.4, "straw_in_the_wind"),
        (0.5, 0.5, "straw_in_the_wind"),
        (0.95, 0.95, "straw_in_the_wind"),
        (0, 0, "straw_in_the_wind"),
        (1, 1, "straw_in_the_wind"),
    ],
)
def test_test_types(p_if_true, p_if_false, kind):
    assert evidence.test_type(p_if_true, p_if_false) == kind


def test_the_threshold_is_a_ratio_of_four_and_counts_as_strong():
    assert evidence.STRONG == 4
    assert evidence.test_type(0.8, 0.2) == "doubly_decisive"
    assert evidence.test_type(0.8, 0.21) == evidence.test_type(0.79, 0.21) == "straw_in_the_wind"
    for percent in range(
        1, 20
    ):  # a ratio of exactly 4, whatever the last digit of the machine's numbers
        assert evidence.test_type(4 * percent / 100, percent / 100) == "smoking_gun"
        assert evidence.test_type(1 - percent / 100, 1 - 4 * percent / 100) == "hoop"


def test_not_finding_mirrors_finding():
    mirrored = {"hoop": "smoking_gun", "smoking_gun": "hoop"}
    for if_false, if_true in np.sort(np.random.default_rng(1).random((200, 2))):
        kind = evidence.test_type(if_true, if_false)
        assert evidence.test_type(1 - if_false, 1 - if_true) == mirrored.get(kind, kind)
        assert kind in ("hoop", "smoking_gun", "straw_in_the_wind", "doubly_decisive")


def test_the_types_say_how_far_a_test_can_move_even_odds():
    for if_false, if_true in np.sort(np.random.default_rng(2).uniform(0.01, 0.99, (200, 2))):
        up = evidence.update(0.5, if_true / if_false) >= 0.8
        down = evidence.update(0.5, (1 - if_true) / (1 - if_false)) <= 0.2
        kinds = {
            (True, True): "doubly_decisive",
            (True, False): "smoking_gun",
            (False, True): "hoop",
            (False, False): "straw_in_the_wind",
        }
        assert evidence.test_type(if_true, if_false) == kinds[up, down]


def test_a_stricter_threshold_leaves_more_straws():
    assert evidence.test_type(0.9, 0.1, strong=10) == "straw_in_the_wind"
    assert evidence.test_type(0.95, 0.05, strong=10) == "doubly_decisive"
    assert evidence.test_type(0.6, 0.4, strong=1.2) == "doubly_decisive"
    assert (
        evidence.test_type(0.3, 0.1, strong=3) == "smoking_gun"
    )  # 3 x 0.1 is a little more than 0.3 to a machine


@pytest.mark.parametrize(
    "arguments, words",
    [
        ((1.2, 0.5), "p_if_true must be a probability from 0 to 1; found 1.2"),
        ((0.5, -0.1), "p_if_false must be a probability"),
        ((np.nan, 0.5), "found nan"),
        (("high", 0.5), "found 'high'"),
        ((0.5, None), "p_if_false .* found None"),
        (
            (0.2, 0.6),
            r"more probable if the hypothesis is false \(0.6\) than if it is true \(0.2\)",
        ),
        ((0.6, 0.2, 1), "strong must be a likelihood ratio above 1"),
        ((0.6, 0.2, np.inf), "strong must be a likelihood ratio above 1"),
    ],
)
def test_test_type_refuses_in_one_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        evidence.test_type(*arguments)


# ----------------------------------------------------------------------- the findings of the kit


def test_an_act_that_is_a_finding_has_its_name_and_its_day():
    acts = data.load("findings").query("kind == 'act'").set_index("finding_id")
    days = data.load("events").set_index("event_id")["event_date"]
    assert (acts["event_id"] == acts.index).all()
    assert (acts["known_on"] == days[acts.index]).all()


def test_the_long_silence_rests_on_the_record():
    """No meeting for more than four years, more than twice as long as ever before since 1991."""
    found = data.load("findings").set_index("finding_id").loc["2025-08-no-meeting"]
    meetings = data.load("meetings").query("start_date > '1991-12-25'").sort_values("start_date")
    days = (meetings["start_date"] - meetings["end_date"].shift(1)).dt.days
    longest, second = days.nlargest(2)
    assert longest > 4 * 365.25 and longest > 2 * second
    assert meetings.loc[days.idxmax(), "start_date"] == found["known_on"]


def test_the_year_without_a_turn_rests_on_the_record():
    """The deeds of Trump's first twelve months are no friendlier than Obama's last."""
    windows = record.windows("deeds").set_index(["term_id", "window"])
    last, first = windows.loc[("obama", "end")], windows.loc[("trump1", "start")]
    assert last["enough"] and first["enough"] and first["mean"] <= last["mean"]
    terms = data.load("terms").set_index("term_id")
    found = data.load("findings").set_index("finding_id").loc["2018-01-no-turn"]
    assert found["known_on"] == terms.loc["trump1", "start_date"] + pd.DateOffset(years=1)


def test_the_figures_reach_what_a_strong_test_needs():
    """Both ways: a finding can be strong for an explanation, and strong against one."""
    table = data.load("likelihoods").pivot_table(
        index="hypothesis_id", columns="finding_id", values="p_if_true"
    )
    others = (table.sum() - table) / (len(table) - 1)
    assert (table / others).max(axis=None) >= evidence.STRONG
    assert (others / table).max(axis=None) >= evidence.STRONG


def test_the_findings_reach_beyond_2017_and_count_what_did_not_happen():
    findings = data.load("findings")
    assert findings["known_on"].dt.year.gt(2017).sum() >= 5
    assert (findings["kind"] == "non_event").sum() == 2
    assert findings["finding_id"].is_monotonic_increasing
    assert findings["known_on"].is_monotonic_increasing
