"""The record by class: like acts have like codes, and each act stands once, on its day."""

import csv
import difflib
import re
from urllib.parse import urlsplit

import pandas as pd
import pytest
from conftest import ROOT
from scipy.stats import binomtest

from resetcycle import data
from resetcycle.authoring import derived

# What a title says, and the code that it then has, whichever capital acts. Titles of talks stand
# first: what was said in a talk does not change its code.
TALK = r"\bspeak\b|\bspeaks\b|\bphones?\b|\bcalls? (?:acting |President-elect )?[A-Z]|meet|\btalk"
ALIKE = {
    "telephone": (r"\bby (?:tele)?phone\b|\bspeaks? by\b|video conference|\bphones\b", "041"),
    "expulsion": (r"\bexpels?\b|\bdeports\b|persona non grata|recalls its ambassador", "161"),
    "closing": (r"closes? .*consulate|consulates? .*closed", "161"),
    "veto": (r"\bvetoes\b", "129"),
    "listing": (r"\blists \d|\blists (?:seven|persons|GRU|FSB|oligarchs|firms|elites)", "163"),
    "sanction": (r"^(?:US|Washington|Russia|Moscow)(?: \w+)? (?:sanctions|penalises) ", "163"),
    "entry ban": (r"^Russia bars (?:\w+ )?(?:\d+|nine|more|senior|Biden|Vice)", "163"),
    "easing": (r"\blifts\b|\bwaives sanctions\b|\beases\b|licences? (?:lets?|ease)", "085"),
    "arrest": (r"\barrests\b|\bdetains (?:US|RFE)|extradited|into custody", "173"),
    "release": (
        r"^(?!US licence).*\bfrees (?:Fogel|Galkin|US navy|two|the American)|\bpardons\b",
        "0841",
    ),
    "exchange": (r"US and Russia exchange [A-Z]|\bare exchanged\b|exchange of prisoners", "0841"),
    "exit": (r"(?:suspends?|ends|leaves|denounces) (?:the|its part in) .*(?:reaty|START)\b", "160"),
    "notice": (r"gives notice that it (?:leaves|ends)", "160"),
    "charge": (r"\baccuses?\b|\bindicts\b|\bblames\b|\bcomplains\b|\battributes\b", "112"),
    "protest": (r"\bcondemns\b|\bcriticises?\b|\bprotests? (?:at|over|the|to)\b", "111"),
    "demand": (r"\bdemands (?:an?|that)\b", "100"),
    "consent": (r"consents to|\bratif(?:y|ies)\b", "050"),
    "arrival": (r"presents (?:her|his )?credentials", "050"),
    "exercise": (r"\bJoint .*exercise|\bhold (?:Vigilant|Northern|Pacific)", "062"),
    "calling off": (r"\bcalls off\b|\bcancels\b", "125"),
    "in force": (r"enters into force", "057"),
    "statement": (r"\b[Jj]oint statements?\b|[Mm]emorandum (?:signed|of|on)", "019"),
    "ultimatum": (r"\bgives Russia (?:\d+|fifty) days|\bcuts the deadline", "139"),
    "threat": (r"\bthreatens (?:to|missile|mirror)", "138"),
}
# Titles that match a pattern and rightly have another code.
OTHER = {
    "1996-05-10-c1": "expelled; the charge is the reason",
    "2004-04-02-e1": "sanctions lifted",
    "2013-09-04-l1": "a protest over arrests",
    "2016-12-30-d1": "no expulsion",
    "2021-04-26-a1": "a memorandum ended",
    "2021-05-nord-stream-waiver": "sanctions waived",
    "2021-07-12-m2": "a visit, with a call on the way",
    "2022-01-14-c1": "arrests that the other asked for",
}
# Words for deeds, by kind. A title with words of two kinds may hold two acts.
DEEDS = {
    "post": r"\bexpels?\b|\bcloses\b|\bshuts\b|\brecalls\b",
    "penalty": r"\bsanctions (?!on|of|over)\w|\blists\b|\bbans\b|\bblocks\b|\bbars\b|\bpenalises\b",
    "easing": r"\blifts\b|\bwaives\b|\beases\b",
    "custody": r"\barrests\b|\bdetains\b",
    "release": r"\bfrees\b|\bpardons\b|\breturns [A-Z]",
    "charge": r"\bcharges\b|\bindicts\b|\baccuses\b|\bblames\b|\bsummons\b|\bsays that\b",
    "exit": r"\bsuspends\b|\bgives notice\b|\bdenounces\b",
    "text": r"\bsigns?\b|\bratif(?:y|ies)\b",
    "seizure": r"\bseizes?\b|\bdisables\b|\bboards?\b",
    "threat": r"\bthreatens\b|\bwarns\b",
    "offer": r"\boffers\b|\bproposes\b",
    "demand": r"\bdemands\b",
    "cancelling": r"\bcancels\b|\bcalls off\b",
}
# Looked at one by one: what the second word is, and why there is one row.
FOLDED = {
    "1996-05-10-c1": "the charge is the reason of the expulsion",
    "1996-11-14-c1": "dropping the charges frees",
    "2001-01-19-l1": "the demand is made in the summons",
    "2002-08-07-e1": "the signature is how the waiver is given",
    "2002-09-12-e1": "the waiver spares Moscow from the penalty itself",
    "2010-01-01-e1": "one ban, and what it does",
    "2012-12-magnitsky-act": "the signature is how the law is made",
    "2013-05-14-d1": "detained, then expelled, on one day",
    "2015-01-26-c1": "arrest and charges in one case",
    "2017-08-caatsa": "the signature is how the law is made",
    "2018-12-08-l1": "the blocking is what is charged",
    "2023-04-10-l1": "the detention is what is charged",
    "2023-05-09-l1": "the charge made public by taking down the tool",
    "2023-05-29-a1": "the signature is how the law is made",
    "2024-09-04-l1": "the domains are taken as evidence of the charge",
    "2024-12-27-l1": "the detention is what is charged",
}
# Hosts that forge, scrape or copy without an owner, and the like, one a line. What was read there
# only is not verified.
WEAK = {
    line
    for line in (ROOT / "tests" / "weak_hosts.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}


@pytest.fixture(scope="module")
def acts():
    return data.load("events")


@pytest.fixture(scope="module")
def scored(acts):
    return acts[acts["dyadic"] == "yes"]


def told(rows):
    """Name the rows that break a rule, so that a failure can be looked at."""
    return [f"{row.event_id} ({row.cameo_code}): {row.title}" for row in rows.itertuples()]


# ------------------------------------------------------------------------------------ one rule


@pytest.mark.parametrize("pattern, code", ALIKE.values(), ids=list(ALIKE))
def test_like_acts_have_like_codes(scored, pattern, code):
    rows = scored[~scored["event_id"].isin(OTHER)]
    if code not in {"041", "125"}:
        talks = rows["title"].str.contains(TALK) & rows["cameo_code"].isin(["041", "042", "044"])
        rows = rows[~talks]
    matching = rows[rows["title"].str.contains(pattern)]
    assert len(matching) > 1
    assert told(matching[matching["cameo_code"] != code]) == []


@pytest.mark.parametrize(
    "code", ["111", "112", "120", "125", "130", "138", "160", "161", "163", "172", "173", "0841"]
)
def test_each_capital_does_what_the_other_does(scored, code):
    sources = set(scored.loc[scored["cameo_code"] == code, "source_actor"])
    assert {"USA", "RUS"} <= sources


def test_no_exception_is_stale(scored):
    titles = scored.set_index("event_id")[["title", "cameo_code"]]
    for event_id in OTHER:
        title, code = titles.loc[event_id]
        assert any(re.search(says, title) and code != like for says, like in ALIKE.values())


def test_negotiation_and_visits_of_the_host_have_no_code_of_their_own(scored):
    assert not set(scored["cameo_code"]) & {"043", "046", "174"}


def test_talks_are_coded_by_their_place(scored):
    code = scored["cameo_code"]
    together = scored["source_actor"] == "both"
    assert told(scored[code.isin(["041", "044"]) & ~together]) == []
    assert told(scored[(code == "042") & together]) == []


def test_a_talk_in_one_of_the_two_countries_is_a_visit(scored):
    cities = r"\bin (?:Moscow|St Petersburg|Sochi|Vladivostok|Washington|New York|Denver|Honolulu)"
    rows = scored[scored["title"].str.contains(cities) & (scored["cameo_code"] == "044")]
    assert told(rows) == []
    russian = r"\bvisits? (?:Moscow|Sochi|St Petersburg|Vladivostok|Russia)\b|in the Kremlin"
    american = r"\bvisits? (?:Washington|the US|the Pentagon|Alaska|the White House)\b"
    visits = scored[scored["cameo_code"] == "042"]
    for pattern, visitor in ((russian, "USA"), (american, "RUS")):
        there = visits[visits["title"].str.contains(pattern)]
        assert len(there) > 5
        assert told(there[there["source_actor"] != visitor]) == []


def test_every_score_is_that_of_its_code(scored):
    scores = data.load("cameo").set_index("code")["goldstein_score"]
    assert told(scored[scored["goldstein_score"] != scored["cameo_code"].map(scores)]) == []


def test_context_has_neither_code_nor_score(acts):
    context = acts[acts["dyadic"] == "no"]
    assert len(context) and context[["cameo_code", "goldstein_score"]].isna().all(axis=None)


def test_scored_acts_run_between_the_two_capitals(scored):
    pairs = set(zip(scored["source_actor"], scored["target_actor"], strict=True))
    assert pairs == {("USA", "RUS"), ("RUS", "USA"), ("both", "both")}


def test_a_capital_denies_only_what_the_other_says(acts):
    disputed = acts.dropna(subset=["disputed_by"])
    own = disputed[disputed["disputed_by"] == disputed["source_actor"]]
    # Moscow denied the refusal and the warning that the press of the day reported.
    assert set(own["event_id"]) <= {"1996-10-30-a1", "1998-02-04-s1"}


def test_codes_keep_their_zeros():
    with (data.DATA / "events.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["cameo_code"] for row in csv.DictReader(file)} - {""}
    assert codes <= set(data.load("cameo")["code"])
    assert not codes & {code.lstrip("0") for code in derived.zeros_that_matter()}
    assert {"019", "041", "0841"} < codes


# ------------------------------------------------------------------------ one act, one row, one day


def test_the_record_is_in_order_of_time(acts):
    order = acts.sort_values(["event_date", "event_id"])["event_id"]
    assert list(order) == list(acts["event_id"])
    assert (acts["end_date"].fillna(acts["event_date"]) >= acts["event_date"]).all()


def test_each_act_has_the_presidency_of_its_day(acts):
    rows = acts.merge(data.load("terms"), on="term_id", suffixes=("", "_term"))
    inside = (rows["event_date"] >= rows["start_date"]) & (
        rows["event_date"] < rows["end_date_term"]
    )
    assert len(rows) == len(acts) and told(rows[~inside]) == []


def test_an_act_lies_in_the_span_of_its_class_or_the_class_says_why_not(acts):
    for row in data.load("classes").itertuples():
        days = acts.loc[acts["class_id"] == row.class_id, "event_date"]
        if pd.isna(row.complete_from):
            assert "Not searched evenly" in row.known_gaps or "not a census" in row.known_gaps
            continue
        if days.min() < row.complete_from:
            assert f"Before {row.complete_from.year}" in row.known_gaps, row.class_id
        if days.max() > row.complete_to:
            assert f"After {row.complete_to:%B %Y}" in row.known_gaps, row.class_id


def test_no_act_stands_twice(acts):
    for _, rows in acts.groupby(["event_date", "class_id", "source_actor", "target_actor"]):
        titles = list(rows["title"])
        for place, title in enumerate(titles):
            for other in titles[place + 1 :]:
                alike = difflib.SequenceMatcher(None, title, other).ratio()
                # Two resolutions of one day differ by their number.
                assert alike < 0.8 or re.findall(r"\d{3}", title) != re.findall(r"\d{3}", other)


def test_two_deeds_in_one_title_were_looked_at(scored):
    """What was said in a talk is part of it; elsewhere each case has its reason in FOLDED."""
    rows = scored[~scored["cameo_code"].isin(["041", "042", "044"])]
    found = {
        row.event_id
        for row in rows.itertuples()
        if sum(bool(re.search(pattern, row.title)) for pattern in DEEDS.values()) > 1
    }
    assert found == set(FOLDED)


def test_titles_are_short_and_say_one_thing(acts):
    assert told(acts[acts["title"].str.len() >= 80]) == []
    assert told(acts[acts["title"].str.contains(r"[.?!]$|\s{2}")]) == []


# ------------------------------------------------------------------------------- what is told


def test_what_is_told_is_told_whole(acts):
    """Lessons and charts read these columns of the events that have a summary, and of no other."""
    columns = ["domain", "illustrates", "in_article"]
    told_rows = acts["summary"].notna()
    assert told_rows.sum() > 200
    assert acts.loc[told_rows, columns].notna().all(axis=None)
    rest = acts.loc[~told_rows, [*columns, "chart_label", "obstacle_id", "first_code"]]
    assert rest.isna().all(axis=None)


def test_context_without_a_class_is_told(acts):
    assert acts.loc[acts["class_id"].isna(), "summary"].notna().all()
    assert acts.loc[acts["class_id"].isna(), "dyadic"].eq("no").all()


# ----------------------------------------------------------------------------- sources and rest


def test_what_is_verified_has_a_source_and_what_has_none_is_not(acts):
    assert set(acts["verified"]) == {"yes"} and acts["source_id"].notna().all()


def test_nothing_is_verified_at_a_weak_publisher(acts):
    sources = data.load("sources").set_index("source_id")["url"]
    read = acts[acts["verified"] == "yes"]
    hosts = read["source_id"].map(sources).map(lambda url: urlsplit(url).netloc.lower())
    hosts = hosts.str.removeprefix("www.")
    assert told(read[hosts.isin(WEAK)]) == []
    assert not hosts.str.contains(r"(?:^|[.-])(?:staging|test|uat|feeds?)[.-]").any()


def test_what_is_from_knowledge_is_not_verified(acts):
    unread = (
        r"(?<!of the )(?<!same )[Dd]ay(?: is| itself is)? from (?:knowledge|memory)"
        r"|^From knowledge[,;.]"
    )
    rows = acts[acts["coder_note"].str.contains(unread, na=False)]
    assert told(rows) == []


def test_sources_are_in_order_and_have_names_of_their_own():
    ids = data.load("sources")["source_id"]
    assert list(ids) == sorted(ids) and not ids.duplicated().any()
    assert ids.str.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*").all()


def test_what_was_left_out_is_not_in(acts):
    left_out = data.load("acts_left_out")
    assert not set(left_out["act_id"]) & set(acts["event_id"])
    assert (left_out["note"].notna() | (left_out["reason"] == "below_threshold")).mean() > 0.9
    counted = left_out["note"].str.extract(r"^Counted in (\S+)\.(?: |$)")[0].dropna()
    assert len(counted) > 50
    assert set(counted) <= set(acts["event_id"]) | set(left_out["act_id"])


def test_parity_counts_every_scored_act_once(scored):
    table = derived.parity()
    assert table[["USA", "RUS", "both"]].to_numpy().sum() == len(scored)
    assert (
        table["USA"]["E1"]
        == ((scored["class_id"] == "E1") & (scored["source_actor"] == "USA")).sum()
    )


def test_faults_of_content_are_those_that_the_audits_named():
    rows = data.load("audit")
    content = (rows[["day_ok", "title_ok", "actors_ok", "class_ok"]] == "no").any(axis=1)
    second = rows[content & (rows["round"] == 2)]
    assert set(second["event_id"]) == {"1996-07-07-a2", "2003-04-07-m2", "2016-12-29-e1"}
    assert derived.faults_of_content(2).startswith("3 of 60, 5%")
    assert derived.faults_of_content().startswith("6 of 112, 5%")


@pytest.mark.parametrize("some, of_all", [(3, 60), (0, 52), (6, 112)])
def test_a_share_has_wilsons_interval(some, of_all):
    low, high = binomtest(some, of_all).proportion_ci(method="wilson")
    assert derived.share_of(some, of_all) == f"{some / of_all:.0%} [{low:.0%}, {high:.0%}]"


def test_every_month_has_one_reading():
    """Four shares of a hundred, each rounded, add up to a hundred or nearly."""
    cells = re.findall(r"(\d+) / (\d+) / (\d+) / (\d+)", derived.coverage_by_presidency())
    rows = re.findall(r"\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", derived.coverage())
    classes, terms = len(data.load("classes")), len(data.load("terms"))
    assert (len(rows), len(cells)) == (classes, classes * terms)
    assert all(99 <= sum(map(int, found)) <= 101 for found in [*rows, *cells])


def test_a_class_without_a_span_has_no_month_of_silence():
    classes = data.load("classes").set_index("class_id")
    for row in derived.coverage().splitlines()[2:]:
        name, _, silent = row.strip("| ").split(" | ")[:3]
        assert (silent == "0") == pd.isna(classes["complete_from"][name])


def test_the_page_of_the_record_names_every_class():
    page = (ROOT / "data" / "RECORD.md").read_text(encoding="utf-8")
    for row in data.load("classes").itertuples():
        assert f"| {row.class_id} | {row.name}" in page
