"""What a class says together hides neither repeats nor quarrels."""

import csv
import json

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import agreement, classroom, data, obstacles, sharing, weighing
from resetcycle.classroom import class_result, order_beside, sample_text

GROUPS = obstacles.groups()
STRUCTURE, LEADERS = (100, 90, 40, 30, 20, 30, 10, 10), (10, 20, 35, 20, 15, 20, 75, 100)


def code(number, points, minute=0, **more):
    return sharing.share_code(
        {
            "learner": f"{number:08x}",
            "saved": f"2026-11-22T10:{minute:02d}:00+00:00",
            "points": dict(zip(GROUPS, points, strict=True)),
            **more,
        }
    )


def chat(*rows):
    return "\n".join(
        f"Learner {number}: {code(number, points)}" for number, points in enumerate(rows)
    )


# ---------------------------------------------------------------------------------------- reading


def test_a_text_without_codes_has_no_learners():
    result = class_result("Good morning!")
    assert result["learners"] == 0 and result["weights"] == []
    assert result["agreement"] is result["camps"] is result["burden"] is result["coders"] is None


def test_of_repeats_the_newest_counts_and_broken_codes_do_not():
    text = "\n".join(
        [
            chat(STRUCTURE, LEADERS, STRUCTURE),
            code(0, LEADERS, minute=5),
            code(1, STRUCTURE)[:25],
            code(2, STRUCTURE).replace("G", "H"),
        ]
    )
    result = class_result(text)
    assert result["learners"] == 3
    assert result["weights"][0] == pytest.approx(np.array(LEADERS) / sum(LEADERS), abs=1e-4)


def test_a_code_without_any_points_is_not_averaged():
    assert class_result(chat(STRUCTURE, LEADERS, (0,) * 8))["learners"] == 2


def test_codes_of_events_stand_beside_weights_and_are_compared_from_two_coders_on():
    lines = "Ann: CODES02-CHBFCDICGHFC\nBo: CODES02-BHAAEDICGAFB\nCy: CODES02-CHAFCDIEGHFE"
    assert class_result(lines.splitlines()[0])["coders"] is None
    result = class_result(f"{lines}\n{chat(STRUCTURE)}")
    assert result["learners"] == 1 and result["coders"]["coders"] == "3 learners"
    # Of the three pairs 6, 9 and 6 of twelve letters are the same, counted by hand.
    assert result["coders"]["share"] == pytest.approx((6 + 9 + 6) / 36)


@pytest.mark.parametrize("rows", [(STRUCTURE,), (STRUCTURE, LEADERS)])
def test_fewer_than_three_learners_are_shown_but_not_judged(rows):
    result = class_result(chat(*rows))
    assert len(result["weights"]) == len(rows) and result["groups"][0]["median"] is not None
    assert (
        result["groups"][0]["class_weight"]
        is result["agreement"]
        is result["camps"]
        is result["burden"]
        is None
    )


# ---------------------------------------------------------------------------------------- numbers


def test_the_measures_are_those_of_the_package():
    result = class_result(sample_text())
    weights = np.array(
        [
            weighing.swing_weights(list(sharing.read_share_code(row)["points"].values()))
            for row in data.load("sample_class")["code"]
        ]
    )
    shown = {
        name: [group[name] for group in result["groups"]]
        for name in ("low", "median", "high", "class_weight")
    }
    assert [group["id"] for group in result["groups"]] == GROUPS
    np.testing.assert_allclose(result["weights"], weights, atol=5e-5)
    np.testing.assert_allclose(shown["median"], np.median(weights, axis=0), atol=1e-4)
    np.testing.assert_allclose(shown["low"], weights.min(axis=0), atol=1e-4)
    np.testing.assert_allclose(shown["high"], weights.max(axis=0), atol=1e-4)
    np.testing.assert_allclose(
        shown["class_weight"], agreement.geometric_mean_weights(weights), atol=5e-5
    )
    assert result["agreement"]["w"] == pytest.approx(agreement.kendalls_w(weights), abs=5e-5)
    assert (
        result["camps"]["2"]["labels"]
        == agreement.camps(weights, k=2, seed=20170417).labels.tolist()
    )
    ranks = np.array(result["burden"]["ranks"])
    assert ranks.shape == (7, 7)
    np.testing.assert_allclose(ranks.sum(axis=0), 1, atol=1e-3)
    np.testing.assert_allclose(ranks.sum(axis=1), 1, atol=1e-3)


def test_one_opinion_is_agreement_without_camps():
    result = class_result(chat(*[STRUCTURE] * 5))
    assert result["agreement"]["w"] == 1
    assert (
        "largely agrees" in result["agreement"]["sentence"]
        and "not that you are right" in result["agreement"]["sentence"]
    )
    assert set(result["camps"]) == {"found"} and result["camps"]["found"]["sizes"] == [5]
    assert result["camps"]["found"]["sentence"].startswith("No clear camps")


def test_equal_points_leave_no_order_to_agree_on():
    result = class_result(chat(*[(50,) * 8] * 4))
    assert result["agreement"] == {
        "w": None,
        "sentence": "Everyone gives all obstacles the same weight, so there is no order to agree "
        "on.",
    }


def test_two_camps_are_found_and_not_averaged_away():
    found = class_result(chat(STRUCTURE, LEADERS, STRUCTURE, LEADERS, STRUCTURE))["camps"]["found"]
    assert found["sizes"] == [3, 2] and found["labels"] == [0, 1, 0, 1, 0]
    np.testing.assert_allclose(
        found["centres"], [np.array(row) / sum(row) for row in (STRUCTURE, LEADERS)], atol=1e-4
    )
    assert "A mean of two camps represents nobody." in found["sentence"]
    assert (
        "A, 3 learners, most weight on Clashing interests and The European security order"
        in found["sentence"]
    )


def test_asking_for_camps_that_are_not_there_says_so():
    rng = np.random.default_rng(1)
    camps = class_result(chat(*rng.integers(20, 100, (20, 8)).tolist()))["camps"]
    assert camps["found"]["sentence"].startswith("No clear camps")
    for k, word in ((2, "Two"), (3, "Three")):
        assert len(camps[str(k)]["sizes"]) == k and sum(camps[str(k)]["sizes"]) == 20
        assert camps[str(k)]["sentence"].startswith(f"{word} camps, not clearly set apart")


def test_what_learners_changed_widens_the_range_of_a_coding(monkeypatch):
    seen = {}
    real = weighing.smaa

    def spy(table, **more):
        seen["low"], seen["high"] = more["spread"]
        return real(table, **more)

    monkeypatch.setattr(weighing, "smaa", spy)
    plain = [code(n, STRUCTURE) for n in range(3)]
    class_result(" ".join(plain))
    low, high = seen["low"], seen["high"]
    cell = ("clinton", "values_conflict")
    assert (low.loc[cell] * 3, high.loc[cell] * 3) == pytest.approx((1, 2))
    class_result(
        " ".join(
            [
                *plain,
                code(4, LEADERS, codings={"/".join(cell): 0}),
                code(5, LEADERS, codings={"/".join(cell): 3}),
            ]
        )
    )
    assert (seen["low"].loc[cell] * 3, seen["high"].loc[cell] * 3) == pytest.approx((0, 3))
    assert (seen["low"] != low).sum().sum() == (seen["high"] != high).sum().sum() == 1


def test_the_burden_follows_the_weights_of_the_class():
    only_leaders = (0, 0, 0, 0, 0, 0, 0, 100)
    burden = class_result(chat(*[only_leaders] * 3))["burden"]
    first = dict(zip(burden["terms"], (ranks[0] for ranks in burden["ranks"]), strict=True))
    assert max(first, key=first.get) == "Trump I"
    assert burden["sentence"].startswith(
        f"Trump I carries the heaviest burden in {first['Trump I']:.2f}".replace("0.", ".")
    )


def test_the_result_is_plain_and_the_same_every_time():
    first = class_result(sample_text())
    assert json.loads(json.dumps(first, allow_nan=False)) == first == class_result(sample_text())


def test_any_text_is_borne():
    rng = np.random.default_rng(2)
    parts = [*sample_text().split("-"), "RC1-", "-", "\n", "é", "🙂", "RC2-", " "]
    for _ in range(60):
        result = class_result("".join(rng.choice(parts, size=40)))
        assert result["learners"] == len(result["weights"])


# ------------------------------------------------------------------------------- the sample class


def test_the_sample_class_is_invented_and_has_three_camps_with_some_noise():
    with (ROOT / "data" / "sample_class.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (
        len(rows)
        == len({row["name_shown"] for row in rows})
        == len({row["code"] for row in rows})
        == 24
    )
    assert {row["is_invented"] for row in rows} == {"yes"}
    result = class_result(sample_text())
    found = result["camps"]["found"]
    text = sharing.read_class(sample_text())
    assert result["learners"] == 24 and not text.broken and not text.notes
    assert len(found["sizes"]) == 3 and found["silhouette"] > agreement.SILHOUETTE_THRESHOLD
    intended = [row["camp_intended"] for row in rows]
    camps = [
        [camp for camp, label in zip(intended, found["labels"], strict=True) if label == place]
        for place in range(3)
    ]
    majority = [max(set(own), key=own.count) for own in camps]
    assert sorted(majority) == ["institutions", "leaders", "structure"]
    strays = sum(len(own) - own.count(most) for own, most in zip(camps, majority, strict=True))
    assert 1 <= strays <= 4


# ----------------------------------------------------------------------- one learner beside a class


def weighed(points):
    return pd.Series(points, index=GROUPS, dtype=float) / sum(points)


def test_an_order_stands_beside_that_of_the_class_and_counts_who_orders_higher():
    """Two of three put the last obstacle first; the third weighs as the learner does."""
    found = order_beside(weighed(STRUCTURE), chat(STRUCTURE, LEADERS, LEADERS))
    last = found.loc[data.load("obstacles").set_index("obstacle_id").loc[GROUPS[-1], "label"]]
    assert last.tolist() == [7, 1, "2 of 3"]
    assert found.index[0] == last.name and found["your class"].is_monotonic_increasing
    first = found["you"] == 1
    assert found.loc[first, "put it higher than you"].tolist() == ["0 of 3"]


def test_equal_weights_share_the_better_place_however_they_were_rounded():
    found = order_beside(weighed([1] * 8), chat(STRUCTURE, LEADERS, [50] * 8))
    assert found["you"].tolist() == [1] * 8
    assert set(found["put it higher than you"]) == {"0 of 3"}


def test_the_invented_class_stands_in_for_too_few_and_the_table_says_so():
    alone = order_beside(weighed(STRUCTURE), chat(STRUCTURE, LEADERS))
    assert "the sample class" in alone and "your class" not in alone
    pd.testing.assert_frame_equal(alone, order_beside(weighed(STRUCTURE)))


def test_names_of_weights_may_stand_in_any_order():
    own = weighed(STRUCTURE)
    pd.testing.assert_frame_equal(order_beside(own), order_beside(own[::-1]))


# ------------------------------------------------------------------ what a lesson asks of a class


def test_three_learners_are_a_class_and_two_are_the_invented_one():
    lines = code(2, LEADERS), f"Ann: {code(1, STRUCTURE)}", f"Bo: {code(0, STRUCTURE)}"
    own = classroom.weighed("\n".join(lines))
    assert own.own and own.called == "your class of 3 learners"
    # Who stands in no line of a chat by name is called by the random name in the code.
    assert own.points.index.tolist() == ["00000002", "Ann", "Bo"]
    assert own.points.to_numpy().tolist() == [list(LEADERS), list(STRUCTURE), list(STRUCTURE)]
    few = classroom.weighed(chat(STRUCTURE, LEADERS))
    assert not few.own and few.called == "the invented sample class of 24 learners"
    assert len(few.points) == 24 and list(few.points) == list(own.points)


def test_the_invented_class_is_nobodys_own_when_its_button_was_pressed():
    chosen = classroom.weighed(classroom.sample_text())
    assert not chosen.own and chosen.called == "the invented sample class of 24 learners"
    assert "the sample class" in order_beside(weighed(STRUCTURE), classroom.sample_text())


def test_a_class_of_one_mind_agrees_where_lots_hardly_ever_do():
    """Five who order eight alike: W is 1, and lots agree so far once in 8!**4 classes."""
    found = classroom.common_order(classroom.weighed(chat(*[STRUCTURE] * 5)))
    assert found.iloc[0].tolist() == ["1.00", "0 in 100"]
    undecided = classroom.common_order(classroom.weighed(chat(*[[50] * 8] * 3)))
    assert undecided.iloc[0].tolist() == ["no order", "100 in 100"]


def test_camps_are_named_as_on_the_board_and_each_says_what_it_holds():
    own = classroom.weighed(chat(*[STRUCTURE] * 4, *[LEADERS] * 3))
    found = classroom.camp_weights(own)
    assert list(found) == ["camp A (4)", "camp B (3)", "all"]
    assert found["camp A (4)"].idxmax() == own.points.iloc[0].idxmax()
    assert found["camp B (3)"].idxmax() == own.points.iloc[-1].idxmax()
    np.testing.assert_allclose(found.sum(), 1, atol=1e-3)
    agreed = classroom.camp_weights(classroom.weighed(chat(*[STRUCTURE] * 4)))
    assert list(agreed) == ["no camps", "all"]


def test_the_heaviest_burdens_are_those_of_the_class_and_of_each_camp_alone():
    text = chat(*[STRUCTURE] * 4, *[LEADERS] * 3)
    found = classroom.heaviest(classroom.weighed(text))
    np.testing.assert_allclose(found.sum(), 1, atol=1e-3)
    alone = class_result(chat(*[LEADERS] * 3))["burden"]["ranks"]
    assert found["camp B (3)"].tolist() == [ranks[0] for ranks in alone]
    severity = weighing.performance()
    burdens = [
        weighing.burden(severity, list(points))["total"].idxmax() for points in (STRUCTURE, LEADERS)
    ]
    label = data.load("terms").set_index("term_id")["short_label"]
    stand = found["all, codes as they stand"]
    assert stand[label[burdens[0]]] == pytest.approx(4 / 7)
    assert stand[label[burdens[1]]] == pytest.approx(3 / 7)


def test_a_level_that_a_learner_chose_counts_in_the_class_and_in_the_learners_camp_alone():
    worst = dict.fromkeys((one for one in obstacles.cells() if one.startswith("bush41/")), 3)
    changed = [f"Ann: {code(9, LEADERS, codings=worst)}", chat(*[STRUCTURE] * 4)]
    others = [f"Bo: {code(8, LEADERS)}", f"Cy: {code(7, LEADERS)}"]
    own = classroom.weighed("\n".join([*changed, *others]))
    found = classroom.heaviest(own)
    plain = classroom.heaviest(classroom.weighed(chat(*[STRUCTURE] * 4, *[LEADERS] * 3)))
    assert found["camp A (4)"].tolist() == plain["camp A (4)"].tolist()
    assert found.loc["Bush 41", "camp B (3)"] > plain.loc["Bush 41", "camp B (3)"]
    alone = class_result("\n".join([changed[0], *others]))["burden"]["ranks"]
    assert found["camp B (3)"].tolist() == [ranks[0] for ranks in alone]
