"""What the table says of the article's claims, and what it rests on."""

import math

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import data, record

CLAIMS = data.load("claims").set_index("claim_id")
ON_RECORD = CLAIMS.dropna(subset=["record_asks"])
BEFORE_2021 = ["Clinton", "Bush 43", "Obama", "Trump I"]
LATEST = [*BEFORE_2021, "Biden"]


def verdict(low, high):
    if high < 0:
        return "lower"
    return "higher" if low > 0 else "cannot tell"


def change_since_start(kind, window):
    """The interval of each difference from those of two means, as Zou and Donner (2008) build it:
    the package compares ends only, and does it by draws."""
    found = record.windows(kind).set_index(["presidency", "window"])
    rows = {}
    for name in LATEST:
        later, start = found.loc[(name, window)], found.loc[(name, "start")]
        change = later["mean"] - start["mean"]
        down = math.hypot(later["mean"] - later["low"], start["high"] - start["mean"])
        up = math.hypot(later["high"] - later["mean"], start["mean"] - start["low"])
        rows[name] = {
            "low": change - down,
            "high": change + up,
            "enough": later["enough"] and start["enough"],
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def told(rows):
    """A verdict needs six acts a window, and an interval on one side of zero."""
    return {
        row.Index: verdict(row.low, row.high) if row.enough else "cannot tell"
        for row in rows.itertuples()
    }


def compared(kind, *, to_start):
    rows = record.compare(kind)
    rows = rows[(rows["against"] == "its start") == to_start]
    return rows.set_index("presidency")["verdict"].to_dict()


ASKED = {
    "end below its start": lambda kind: compared(kind, to_start=True),
    "middle below its start": lambda kind: told(change_since_start(kind, "middle")),
    "end below zero": lambda kind: told(
        record.windows(kind).query("window == 'end'").set_index("presidency")
    ),
    "end below the end before": lambda kind: compared(kind, to_start=False),
}


def shown(asks):
    """A verdict stands only if all acts and deeds alone give it; a first end has none before it."""
    by_all, by_deeds = ASKED[asks]("all"), ASKED[asks]("deeds")
    return {
        name: found if found == by_deeds[name] else "cannot tell" for name, found in by_all.items()
    }


def outcome(verdicts):
    """What becomes of a claim about every presidency."""
    found = set(verdicts)
    if found == {"lower"}:
        return "held"
    if "higher" in found:
        return "partly" if "lower" in found else "failed"
    return "cannot tell"


@pytest.mark.parametrize("until, terms", [("2021", BEFORE_2021), ("latest", LATEST)])
@pytest.mark.parametrize("claim", ON_RECORD.index)
def test_outcomes_that_rest_on_the_record_follow_from_it(claim, until, terms):
    verdicts = shown(ON_RECORD.loc[claim, "record_asks"])
    asked = [verdicts[name] for name in terms if name in verdicts]
    assert len(asked) >= len(terms) - 1
    assert ON_RECORD.loc[claim, f"outcome_{until}"] == outcome(asked)


def test_everything_that_may_be_asked_of_the_record_is_asked_once():
    assert sorted(ON_RECORD["record_asks"]) == sorted(ASKED)


@pytest.mark.parametrize(
    "verdicts, becomes",
    [
        (["lower", "lower"], "held"),
        (["lower", "cannot tell"], "cannot tell"),
        (["cannot tell"], "cannot tell"),
        (["lower", "higher", "cannot tell"], "partly"),
        (["higher", "cannot tell"], "failed"),
    ],
)
def test_one_presidency_that_cannot_be_told_leaves_a_claim_about_all_untold(verdicts, becomes):
    assert outcome(verdicts) == becomes


@pytest.mark.parametrize("kind", ["all", "deeds"])
def test_two_ways_to_an_interval_nearly_agree_on_the_ends(kind):
    """So the middles may be judged by the way that the package does not go."""
    ours = change_since_start(kind, "end")[["low", "high"]]
    drawn = record.compare(kind).query("against == 'its start'").set_index("presidency")
    apart = (ours - drawn[["low", "high"]]).abs().max(axis=1)
    assert (apart < (drawn["high"] - drawn["low"]) / 4).all()


def test_an_outcome_rests_on_events_on_the_record_or_on_what_its_note_names():
    by_events = CLAIMS["evidence_2021"].notna() | CLAIMS["record_asks"].notna()
    assert CLAIMS.index[~by_events].tolist() == ["C15"]
    same = CLAIMS["outcome_latest"] == CLAIMS["outcome_2021"]
    assert (same | CLAIMS["evidence_latest"].notna()).all()


def test_evidence_of_2021_is_no_later_than_the_term_it_judges():
    days = data.load("events").set_index("event_id")["event_date"]
    named = CLAIMS["evidence_2021"].dropna().str.split("; ").explode()
    assert (days[named] < pd.Timestamp("2021-01-20")).all()


def test_paragraphs_are_those_of_the_section():
    """The article has 25 paragraphs; its sections begin with these."""
    first = {
        "Introduction": 1,
        "The Reset Cycle": 3,
        "A Fresh Start under Trump?": 6,
        "Obstacles to a Better Relationship": 11,
        "The Trump Administration's Russia Problems": 15,
        "Conclusion": 25,
    }
    for section, paragraphs in CLAIMS[["article_section", "paragraph"]].itertuples(index=False):
        places = paragraphs.split("; ")
        found = {
            "Abstract"
            if place.startswith("A")
            else max((name for name in first if first[name] <= int(place)), key=first.__getitem__)
            for place in places
        }
        assert found == set(section.split("; "))


def test_a_stated_risk_neither_holds_nor_fails_by_what_came_of_it():
    risks = CLAIMS.query("kind == 'forecast' and hedge == 'risks'")
    assert len(risks) and risks[["outcome_2021", "outcome_latest"]].eq("cannot tell").all(axis=None)


def test_a_question_has_a_band_only_where_the_article_names_its_subject():
    asked = data.load("forecast_questions").set_index("question_id")
    banded = asked.dropna(subset=["article_band"])
    assert not banded["article_says"].str.contains("not mentioned|not named").any()
    assert banded["claim_id"].tolist() == ["C30", "C29", "C33", "C19", "C20", "C21"]
    # What the record cannot tell cannot be scored, whatever the article calls it.
    untold = asked[asked["outcome"] == "cannot tell"]
    assert untold["article_band"].isna().all() and untold["claim_id"].tolist() == ["C36"]


def test_the_page_of_judgements_counts_every_outcome_in_words():
    page = (ROOT / "data" / "CODEBOOK.md").read_text(encoding="utf-8")
    for column in ("outcome_2021", "outcome_latest"):
        counts = CLAIMS[column].value_counts()
        assert counts.sum() == len(CLAIMS) and f"{counts['cannot tell']} cannot tell" in page


def test_a_quotation_is_short_and_no_two_claims_share_one():
    quotes = CLAIMS["quote"]
    assert quotes.is_unique and quotes.str.split().str.len().between(4, 25).all()
