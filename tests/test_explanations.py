"""The kit's rivals: what the tables say, how firm it is, and what a class makes of it."""

import numpy as np
import pandas as pd
import pytest

from resetcycle import data, evidence, explanations, sharing

LAW = "2017-08-caatsa"


def test_figures_are_those_of_the_table_by_explanation_and_finding():
    table = explanations.figures()
    likelihoods = data.load("likelihoods")
    assert table.size == len(likelihoods)
    for row in likelihoods.itertuples():
        assert table.loc[row.hypothesis_id, row.finding_id] == row.p_if_true
    assert list(table.columns) == list(data.load("findings")["finding_id"])


@pytest.mark.parametrize("capital", ["USA", "RUS"])
def test_a_capital_argues_its_own_rows_and_no_other(capital):
    argued = data.load("desk_likelihoods").query("capital == @capital")
    kit, there = explanations.figures(), explanations.figures(capital)
    moved = {(i, j) for i in kit.index for j in kit if kit.loc[i, j] != there.loc[i, j]}
    assert moved == set(zip(argued["hypothesis_id"], argued["finding_id"], strict=True))


def test_both_capitals_argue_about_as_many_figures_and_each_row_has_a_source():
    argued = data.load("desk_likelihoods")
    assert argued["capital"].value_counts().max() <= 1.25 * argued["capital"].value_counts().min()
    assert argued["is_judgement"].eq("yes").all() and argued["source_id"].notna().all()


def test_a_capital_that_argues_nothing_is_refused():
    with pytest.raises(ValueError, match="capital must be 'RUS' and 'USA'; found 'FRA'"):
        explanations.figures("FRA")


def test_what_is_strong_is_so_against_the_mean_of_the_others():
    table = pd.DataFrame({"a": [0.8, 0.2, 0.2], "b": [0.4, 0.05, 0.3]}, index=list("xyz"))
    # 0.8 against 0.2, and 0.35 against 0.05; nothing else reaches four to one.
    assert evidence.STRONG == 4
    named = table.set_axis(["structure", "choices", "drift"])
    named.columns = [LAW, "2022-02-invasion"]
    found = explanations.strongest(named)
    assert found["ratio"].tolist() == ["7.0 to 1", "4.0 to 1"]
    assert found["speaks"].tolist() == ["against", "for"]
    assert found["the explanation"].tolist() == ["Choices", "Structure and shallow deals"]
    assert found["finding"].tolist() == ["Invasion of Ukraine, Feb 2022", "Sanctions law, Aug 2017"]


def test_each_finding_is_the_test_that_its_best_explanation_passes():
    kinds = explanations.kinds()
    table = explanations.figures()
    for finding, kind in kinds.items():
        best = table[finding].idxmax()
        others = table[finding].drop(best).mean()
        assert kind == evidence.test_type(table.loc[best, finding], others)


def test_figures_that_all_agree_lead_nowhere_and_a_clear_one_leads_in_every_draw():
    table = explanations.figures()
    clear = table.copy()
    clear.loc["drift"], clear.loc[clear.index != "drift"] = 0.9, 0.1
    assert explanations.leads(clear)["Drift and regression to the mean"] == 1
    assert explanations.leads(table).sum() == pytest.approx(1)
    assert explanations.leads(table, step=0).iloc[0] == 1
    assert explanations.leads(table).equals(explanations.leads(table))


def test_leaving_a_finding_out_is_what_bayes_says_without_it():
    table, left = explanations.figures(), explanations.without_each()
    without = table.drop(columns=LAW).prod(axis=1)
    share = without.max() / without.sum()
    row = left.loc["Sanctions law, Aug 2017"]
    assert row["probability"] == pytest.approx(share)
    assert row["leads"] == explanations.labels()[without.idxmax()]


def test_without_any_finding_all_are_believed_alike():
    empty = explanations.figures()[[]]
    assert explanations.believed(empty).tolist() == pytest.approx([1 / 7] * 7)


def code(learner, figures):
    answer = {"learner": learner, "saved": "2026-11-29T03:00:00+00:00", "likelihoods": figures}
    return sharing.share_code(answer, "likelihoods")


def test_beside_the_class_stands_what_each_learner_s_figures_make_of_the_findings():
    table = explanations.figures()
    sure = dict.fromkeys(table.index, 0.01) | {"drift": 1.0}
    chat = f"Ann: {code('0000000a', {LAW: sure})}\nBo: {code('0000000b', {LAW: dict(table[LAW])})}"
    shown = explanations.beside_the_class(explanations.believed(), chat)
    drift = shown.loc["Drift and regression to the mean"]
    moved = table.copy()
    moved[LAW] = pd.Series(sure)
    assert drift["highest"] == pytest.approx(explanations.believed(moved)["drift"])
    assert drift["lowest of the class"] == pytest.approx(drift["yours"])
    assert drift["median"] == pytest.approx(np.mean([drift["highest"], drift["yours"]]))


def test_without_codes_of_this_board_only_your_own_stand_there():
    shown = explanations.beside_the_class(explanations.believed(), "Ann: good morning")
    assert list(shown) == ["yours"] and shown["yours"].sum() == pytest.approx(1)
