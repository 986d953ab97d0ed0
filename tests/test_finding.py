"""Finding events: by words wherever they stand, and by what narrows a search."""

import pandas as pd
import pytest
from conftest import ROOT

import resetcycle as rc
from resetcycle import finding


def rows(name):
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str, keep_default_na=False)


EVENTS = rows("events").sort_values(["event_date", "event_id"])


def ids(*args, **chosen):
    return rc.find(*args, **chosen)["event_id"].tolist()


def test_no_search_finds_the_whole_record_the_older_first():
    assert ids() == ids("  ") == EVENTS["event_id"].tolist()
    assert rc.find().columns.tolist() == rc.data.load("events").columns.tolist()


def test_every_word_must_begin_a_word_of_the_event():
    assert ids("munich 2007 putin") == ids("PUTIN february múnich 2007") == ["2007-02-munich"]
    assert ids("munich zebra") == []
    # Of Yugoslavia its summary speaks, and not its title.
    assert "1999-03-primakov-turnaround" in ids("primakov yugoslavia")
    found = rc.find("us")
    own = (found["title"] + " " + found["summary"].fillna("")).str.contains(
        r"\b(?:US|us)", regex=True
    )
    assert own.mean() > 0.95
    assert len(found) < EVENTS["title"].str.contains("us", case=False).sum()


def test_a_place_is_found_although_no_title_names_it():
    located = rows("located").merge(rows("places"), on="place_id")
    at = set(located.loc[located["place"] == "Geneva", "event_id"])
    found = set(ids("geneva"))
    assert at <= found and len(at) > 40
    # No title of a meeting there names the country.
    assert at <= set(ids("switzerland"))
    assert not EVENTS.loc[EVENTS["event_id"].isin(at), "title"].str.contains("Switz").any()
    assert finding.places()["2009-02-08-m2"] == "Munich, Germany"
    assert "Singapore" in set(finding.places())


def test_what_narrows_a_search_narrows_it_together():
    own = EVENTS[
        (EVENTS["source_actor"] == "RUS")
        & EVENTS["event_date"].str[:4].between("2001", "2009")
        & (EVENTS["class_id"] == "E1")
    ]
    found = ids(by="RUS", years=(2001, 2009), class_id="E1")
    assert found == own["event_id"].tolist() == ids(by="RUS", years=(2009, 2001), class_id="E1")
    assert len(found) > 3


def test_scored_and_context_are_the_whole_and_told_events_have_summaries():
    assert len(ids(what="scored")) == (EVENTS["dyadic"] == "yes").sum()
    assert sorted(ids(what="scored") + ids(what="context")) == sorted(ids())
    assert len(ids(told=True)) == (EVENTS["summary"] != "").sum()
    assert ids(class_id="none") == EVENTS.loc[EVENTS["class_id"] == "", "event_id"].tolist()


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"by": "FRA"}, "by must be one of all, USA, RUS, both, other; found 'FRA'"),
        ({"class_id": "Z9"}, "class_id must be one of all, none, P1"),
        ({"what": "told"}, "what must be one of all, scored, context; found 'told'"),
        ({"years": 2001}, "years must be the first and the last year"),
        ({"years": ("2001", "2009")}, r"such as \(2001, 2009\); found \('2001', '2009'\)"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_one_sentence(chosen, says):
    with pytest.raises(ValueError, match=says):
        rc.find(**chosen)
