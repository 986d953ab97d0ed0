"""Anchor essays: true to the record but for the one that misreads it, and marked by the rubric."""

import pytest

import resetcycle as rc
from resetcycle import anchors, data, essays, rubric
from resetcycle.exercise import public
from resetcycle.exercise.looked import looked
from resetcycle.exercise.model import model_essay

EVENTS = data.load("events").set_index("event_id")
ALL = {
    (lesson, each.level): each for lesson, found in anchors.sets().items() for each in found.essays
}
each_anchor = pytest.mark.parametrize("anchor", ALL.values(), ids=["-".join(key) for key in ALL])


@each_anchor
def test_an_anchor_has_a_mark_and_a_reason_on_every_line(anchor):
    lines = [line.name for line in rubric.lines()]
    assert list(anchor.marks) == list(anchor.reasons) == lines
    assert set(anchor.marks.values()) <= set(rubric.LEVELS)
    assert all(len(reason) > 30 for reason in anchor.reasons.values())
    assert 150 <= essays.count_words(anchor.text) <= essays.MAX_WORDS


@each_anchor
def test_an_anchor_cites_acts_of_the_record_alone(anchor):
    assert set(essays.cited(anchor.text)) <= set(EVENTS.index)


WITH_ESSAYS = [lesson for lesson, found in anchors.sets().items() if found.essays]


@pytest.mark.parametrize("lesson", WITH_ESSAYS)
def test_the_anchors_are_of_four_kinds_in_the_order_of_their_points(lesson):
    points = {each.level: each.points.total for each in anchors.sets()[lesson].essays}
    assert set(points) == {"weak", "middling", "good", "misread"}
    assert points["weak"] <= 6 < points["middling"] < points["good"]


@pytest.mark.parametrize("lesson", WITH_ESSAYS)
def test_misread_evidence_does_not_pass_the_limit_however_good_the_form(lesson):
    misread = ALL[lesson, "misread"]
    assert misread.marks["true"] == 0 and misread.points.total == 6 < misread.points.earned - 5
    assert len(essays.cited(misread.text)) >= 5 and list(looked(misread.text)) == []


def test_what_a_weak_essay_lacks_can_be_seen_and_of_a_good_one_nothing():
    for lesson in WITH_ESSAYS:
        assert len(list(looked(ALL[lesson, "weak"].text))) >= 4
        told = [each for each in looked(ALL[lesson, "good"].text) if "no score" not in each]
        assert told == []


@pytest.mark.parametrize("lesson", [each for each in public.exercises() if each != "00"])
def test_the_notes_stand_at_words_of_the_model_in_its_order_and_on_every_line(lesson):
    text, notes = model_essay(lesson), anchors.sets()[lesson].notes
    places = [text.find(note.at) for note in notes]
    assert -1 not in places, notes[places.index(-1)].at
    assert places == sorted(places) and len(set(places)) == len(places)
    assert {note.line for note in notes} == {line.name for line in rubric.lines()}


def test_the_figures_of_the_anchors_on_coding_are_those_of_the_record():
    acts = EVENTS[(EVENTS["event_date"].dt.year == 1999) & (EVENTS["dyadic"] == "yes")]
    scores = acts["goldstein_score"]
    with_airport = (scores.sum() - 7.2) / (len(scores) + 1)
    for level in ("middling", "misread"):
        text = ALL["02", level].text
        assert f"{len(scores)} acts" in text and f"{scores.mean():.2f}" in text
        assert f"{with_airport:.2f}" in text
    start = rc.record.windows().set_index(["term_id", "window"]).loc[("trump1", "start")]
    good = ALL["02", "good"].text
    assert f"{start['n']} acts with a mean of {start['mean']:.2f}" in good
    assert f"from {start['low']:.2f} to {start['high']:.2f}" in good
    for score in (-10, -2):
        what_if = EVENTS.copy()
        what_if.loc["2017-04-shayrat-strike", ["dyadic", "goldstein_score"]] = ["yes", float(score)]
        windows = rc.trajectory.term_windows(what_if).set_index("term_id")
        assert f"{score}, " in good and f"{windows.loc['trump1', 'start']:.2f}" in good


def test_the_figures_of_the_anchors_on_the_memo_are_those_of_the_table():
    rivals = data.load("rivals")["hypothesis_id"]
    table = data.load("likelihoods").pivot(
        index="hypothesis_id", columns="finding_id", values="p_if_true"
    )
    table = table.loc[rivals]
    equal = [1 / len(rivals)] * len(rivals)
    belief = rc.evidence.update(equal, table)
    without = {
        finding: rc.evidence.update(equal, table.drop(columns=finding))["choices"]
        for finding in ("2017-08-caatsa", "2024-08-ankara-swap")
    }
    good, misread = ALL["11", "good"].text, ALL["11", "misread"].text
    for text in (good, misread):
        assert f"{belief['choices']:.2f}" in text and f"{belief['structure']:.2f}" in text
        assert f"{without['2017-08-caatsa']:.2f}" in text and "seven rivals" in text
    assert f"{without['2024-08-ankara-swap']:.2f}" in good and len(rivals) == 7
    assert f"{belief['status']:.2f}" in ALL["11", "middling"].text
