"""Anchor essays: true to the record but for the one that misreads it, and marked by the rubric."""

import re

import pytest

import resetcycle as rc
from resetcycle import anchors, data, essays, rubric
from resetcycle.exercise import public
from resetcycle.exercise.looked import looked
from resetcycle.exercise.model import model_essay

EVENTS = data.load("events").set_index("event_id")
QUOTED = re.compile("“([^”]*)”")
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


MISREAD = [lesson for lesson, level in ALL if level == "misread"]


def test_every_exercise_with_an_essay_has_anchors_of_its_own():
    asked = [name for name, exercise in public.exercises().items() if exercise.has_essay]
    assert asked == WITH_ESSAYS and MISREAD == ["02", "11"]


@pytest.mark.parametrize("lesson", WITH_ESSAYS)
def test_the_anchors_are_of_three_kinds_in_the_order_of_their_points(lesson):
    points = {each.level: each.points.total for each in anchors.sets()[lesson].essays}
    assert set(points) - {"misread"} == {"weak", "middling", "good"}
    assert points["weak"] <= 6 < points["middling"] < points["good"]


@each_anchor
def test_what_a_reason_quotes_stands_in_the_essay(anchor):
    quoted = [words for each in anchor.reasons.values() for words in QUOTED.findall(each)]
    assert [words for words in quoted if words.lower() not in anchor.text.lower()] == []


@each_anchor
def test_marks_that_count_parts_count_what_can_be_counted(anchor):
    """Three ids or fewer, and whose acts they are: the rest of these lines needs a reader."""
    ids = essays.cited(anchor.text)
    actors = set(EVENTS.loc[ids, "source_actor"])
    of_both = "both" in actors or actors >= {"USA", "RUS"}
    assert anchor.marks["evidence"] <= 1 + (len(ids) >= 3) + of_both
    assert anchor.marks["evidence"] >= (len(ids) >= 3) + of_both
    told = " ".join(looked(anchor.text))
    assert anchor.marks["method"] < 3 or not ("No figure" in told or "No measure" in told)
    assert anchor.marks["other_view"] <= 1 or "Nobody else" not in told
    if anchor.marks["true"] < 2:
        assert "misread" in anchor.reasons["true"] or "bearing" in anchor.reasons["true"]


@pytest.mark.parametrize("lesson", MISREAD)
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


# ------------------------------------------------------- figures, computed as the tasks compute


def stands(lesson, level, *figures):
    """Hold a text to figures, each with the words around it."""
    text = ALL[lesson, level].text
    assert [figure for figure in figures if figure not in text] == []


def test_the_figures_of_the_anchors_on_claims_are_those_of_the_tables():
    rows = data.load("claims")
    part = rows["article_section"].str.split("; ").str[-1]
    hedged = rows["hedge"].ne("none").groupby(part).agg(["sum", "size", "mean"])
    cycle, problems = (
        hedged.loc[name]
        for name in ("The Reset Cycle", "The Trump Administration's Russia Problems")
    )
    of_cycle = f"{cycle['sum']:.0f} of {cycle['size']:.0f} claims"
    stands("01", "middling", of_cycle, f"{100 * problems['mean']:.0f} percent")
    texts = EVENTS[(EVENTS["class_id"] == "A1") & (EVENTS["source_actor"] == "both")]
    texts = texts[texts["event_date"].between("2009-01-20", "2010-12-31")]
    stands("01", "good", of_cycle, f"{len(texts)} texts of both capitals")
    assert str(EVENTS.loc["2011-01-11-a1", "event_date"].date()) == "2011-01-11"


def test_the_figures_of_the_anchors_on_the_drawing_are_those_of_the_record():
    windows = rc.record.windows().set_index(["term_id", "window"])["mean"]["bush43"]
    start, middle, end = (windows[name] for name in ("start", "middle", "end"))
    change = rc.record.compare().query("term_id == 'bush43' and against == 'its start'").iloc[0]
    before = "month < '2009-01-20'"
    lines = {n: rc.trajectory.event_line(n).query(before)["tone"] for n in range(1, 49)}
    last = {months: line.iloc[-1] for months, line in lines.items()}
    lower = 100 * sum(level < 1 for level in last.values()) / len(last)
    deeds = rc.record.windows("deeds").set_index(["term_id", "window"]).loc[("bush43", "end")]
    stands("03", "middling", f"{start:.2f} in the first", f"{middle:.2f} in the middle")
    stands("03", "middling", f"{end:.2f} in the last", f"fell by {start - end:.2f}")
    stands("03", "middling", f"ends at {last[3]:.2f}, with 48 months at {last[48]:.2f}")
    stands("03", "good", f"{start:.1f} in the first twelve months, {middle:.1f} in the middle")
    stands("03", "good", f"{end:.1f} in the last", f"{-change['change']:.1f} lower")
    stands("03", "good", f"from {change['low']:.1f} to {change['high']:.1f}, so one cannot tell")
    stands(
        "03", "good", f"ends at {last[3]:.1f}, with 48 at {last[48]:.1f}", f"{lower:.0f} percent"
    )
    stands("03", "good", f"end at {deeds['mean']:.1f}")
    assert deeds["low"] < 0 < deeds["high"] and change["verdict"] == "cannot tell"


def test_the_figures_of_the_anchors_on_the_longer_list_are_those_of_the_record():
    windows = rc.record.windows().set_index(["term_id", "window"])["mean"]["obama"]
    start, middle, end = (windows[name] for name in ("start", "middle", "end"))
    early = 100 * (start - middle) / (start - end)
    votes = rc.trajectory.readings("unga_agreement")
    votes = votes.groupby(votes["date"].dt.year)["value"].mean()
    opinion = rc.trajectory.readings("gallup_favourable")
    opinion = opinion.groupby(opinion["date"].dt.year)["value"].mean()
    stands("04", "good", f"{start:.1f} in his first twelve months, {middle:.1f} in the middle")
    stands("04", "good", f"{end:.1f} in the last", f"{early:.0f} percent of the fall")
    stands("04", "good", f"{votes[2013]:.0f} percent of the votes", f"{votes[2015]:.0f} percent in")
    stands("04", "middling", f"from {start:.1f} to {end:.1f}, so it falls by more than 3 points")
    assert start - end > 3
    stands("04", "middling", f"falls to {middle:.1f} already")
    stands(
        "04", "middling", f"{opinion[2013]:.0f} percent of Americans", f"{opinion[2015]:.0f} per"
    )


def test_the_figures_of_the_anchors_on_the_forecast_were_known_on_the_day():
    poll = rc.trajectory.readings("gallup_favourable").query("date <= '2017-04-17'")
    year, high = poll["date"].dt.year, poll["value"] >= 35
    stands("05", "good", f"all {len(poll)} readings", f"{100 * high.mean():.0f} percent lie at")
    assert list(high[year > 2014]) == [False] * 3 and list(high[year >= 2013]).count(True) == 1
    assert sum(year >= 2013) == 5 and high[year >= 2009].mean() == 0.5
    rose = [f"{poll['value'][year == one].iloc[0]:.0f}" for one in (2001, 2002)]
    stands("05", "good", f"the last is {poll['value'].iloc[-1]:.0f}")
    stands("05", "good", f"{rose[0]} percent in February 2001 to {rose[1]} a year later")
    summits = data.load("meetings").query("kind == 'bilateral'")["start_date"]
    years = (1993, 1997, 2001, 2005, 2009, 2013)
    had = [summits.between(f"{one}-01-20", f"{one + 2}-01-20").any() for one in years]
    assert had == [True] * 5 + [False]
    stands("05", "middling", "five of six terms", f"{100 * sum(had) / len(had):.0f} percent")
    for level in ("good", "middling"):
        known = EVENTS.loc[essays.cited(ALL["05", level].text), "event_date"]
        assert (known <= "2017-04-17").all()
    assert EVENTS.loc["2018-07-helsinki", "event_date"].year == 2018


def test_the_figures_of_the_anchors_on_weights_are_those_of_the_tasks():
    for level in ("good", "middling"):
        stands("06", level, f"{100 * 100 / 450:.0f} percent", f"{100 * 50 / 400:.1f} percent")
    codings = data.load("codings").merge(data.load("evidence"), on="evidence_id")
    shown = codings.set_index(["obstacle_id", "event_id"])["severity"]
    for name, act, code in (
        ("security_order", "2008-04-bucharest", 3),
        ("security_order", "1992-05-lisbon-protocol", 1),
        ("domestic_constraints", "2017-08-caatsa", 3),
        ("domestic_constraints", "2008-09-123-withdrawn", 1),
    ):
        assert shown[name, act] == code
        assert any(act in one.text for one in anchors.sets()["06"].essays)


def test_the_figures_of_the_anchors_on_the_class_are_those_of_the_sample():
    sample = data.load("sample_class")
    found, _ = rc.answers.find_share_codes("\n".join(sample["code"]))
    points = rc.answers.points_table(found, names=sample["name_shown"])
    weights = points.div(points.sum(axis=1), axis=0)
    labels = rc.agreement.camps(weights).labels
    inside = [rc.agreement.kendalls_w(points[labels == camp]) for camp in range(3)]
    whole = f"{rc.agreement.kendalls_w(points):.2f}"
    names = data.load("terms").set_index("term_id")["short_label"]
    shares, firsts = [], []
    for column in ("severity", "severity_min"):
        severity = rc.weighing.performance(column=column).rename(index=names)
        pooled = rc.agreement.geometric_mean_weights(weights)
        first = rc.weighing.burden(severity, pooled)["total"].idxmax()
        firsts.append(first)
        shares.append(100 * ((weights @ severity.T).round(9).idxmax(axis=1) == first).mean())
    assert firsts == ["Biden", "Trump I"] and sum(labels == 2) == 6 and len(points) == 24
    stands("07", "good", f"{shares[0]:.0f} percent of the class", f"{shares[1]:.0f} percent share")
    stands("07", "good", f"W is {whole} for all", f"{min(inside):.2f} to {max(inside):.2f}")
    of_two = weights[labels == 2][["domestic_constraints", "leadership_process"]].mean().sum()
    stands("07", "good", f"carry {100 * of_two:.0f} percent")
    stands("07", "middling", f"W is {whole} in the whole class and {inside[2]:.2f} in our camp")


def test_the_figures_of_the_anchors_on_credit_are_those_of_the_scores():
    asked = data.load("forecast_questions").dropna(subset=["article_band"])
    came, before = asked["outcome"].eq("yes"), asked["status_quo"].eq("yes")
    nothing = float((came != before).mean())
    skill = {
        (said, name): 1 - (1 - said) ** 2 / yardstick
        for said in (0.7, 0.6)
        for name, yardstick in (("half", 0.25), ("nothing", nothing))
    }
    assert len(asked) == 6 and (asked["article_band"].eq("likely") == came).all()
    stands("08", "good", f"costs {0.3**2:.2f}", f"{skill[0.7, 'half']:.2f} against one half")
    stands("08", "good", f"{skill[0.7, 'nothing']:.2f} against", f"{skill[0.6, 'nothing']:.2f}.")
    stands("08", "good", f"it is {skill[0.6, 'half']:.2f} and")
    stands(
        "08", "middling", f"is {skill[0.7, 'half']:.2f}", f"it would be {skill[0.6, 'half']:.2f}"
    )


def test_the_figures_of_the_anchors_on_the_rule_are_those_of_the_record():
    ends = {
        kind: rc.record.windows(kind).query("window == 'end'").set_index("term_id")["mean"]
        for kind in ("all", "deeds")
    }
    starts = rc.record.windows().query("window == 'start'").set_index("term_id")["mean"]
    deeds, all_acts = ends["deeds"], ends["all"]
    levels = {
        name: rc.cycle.term_levels(rc.trajectory.readings(name))["end"]
        for name in ("levada_good", "gallup_favourable")
    }
    stands("09", "good", f"{deeds['obama']:.1f} under Obama, {deeds['trump1']:.1f} under Trump")
    stands(
        "09", "good", f"{deeds['biden']:.1f} under Biden", f"{deeds['trump1'] - deeds['biden']:.1f}"
    )
    stands("09", "good", ", ".join(f"{all_acts[name]:.1f}" for name in ("obama", "trump1")))
    good = levels["levada_good"]
    stands(
        "09", "good", f"{good['obama']:.0f}, {good['trump1']:.0f} and {good['biden']:.0f} percent"
    )
    stands("09", "middling", f"{all_acts['biden']:.2f}", f"Obama {all_acts['obama']:.2f}")
    stands("09", "middling", f"Trump {all_acts['trump1']:.2f}", f"{starts['trump2']:.2f}, better")
    stands("09", "middling", f"who is {all_acts['trump1'] - all_acts['biden']:.2f} lower")
    polls = levels["gallup_favourable"]
    stands("09", "middling", f"{polls['obama']:.0f} percent", f"and {polls['trump1']:.0f} at")
    assert polls.isna()["biden"]


def test_the_figures_of_the_anchors_on_chance_are_those_of_the_tests():
    three, four = (100 * rc.cycle.exact_p(n, "random_walk") for n in (3, 4))
    stands("10", "middling", f"{three:.0f} percent of the worlds", f"{four:.1f} percent for luck")
    assert three == 25 and rc.cycle.exact_p(3) > 0.05
    shares = {}
    for months, whose in ((12, "USA"), (6, "USA"), (12, "RUS")):
        line = rc.trajectory.event_line(months).set_index("month")["tone"]
        null = rc.cycle.shift_test(line, rc.cycle.calendar(whose)).null
        shares[months, whose] = 100 * (null >= null[0]).mean()
    stands("10", "good", f"{shares[12, 'USA']:.0f} percent of the shifted calendars do as well")
    stands(
        "10", "good", f"months {shares[6, 'USA']:.0f} percent", f"{shares[12, 'RUS']:.0f} percent"
    )
