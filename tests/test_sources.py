"""Sources that a reader can follow: whose text, when, in which language, on whose host."""

import re
from urllib.parse import urlsplit

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import data

# Hosts of governments and of international bodies. Those without an ending of their own are named:
# libraries that keep the pages of governments, embassies, and a government's page at a publisher.
OFFICIAL = {
    "official_us": re.compile(
        r"^[\w.-]+\.(?:gov|mil)/|^(?:webarchive\.library|cybercemetery)\.unt\.edu/|^dosfan\.lib\.uic\.edu/"
        r"|^bush41library\.tamu\.edu/|^content\.govdelivery\.com/accounts/US|^dvidshub\.net/"
        r"|^purl\.fdlp\.gov/|^github\.com/HistoryAtState/"
    ),
    "official_ru": re.compile(
        r"^(?:[\w.]+\.)?(?:kremlin|mid|government|mil)\.ru/|^russianembassy\.org/"
        r"|^russische-botschaft\.ru/|^en\.ambruslu\.com/|^rg\.ru/documents/"
    ),
    "official_other": re.compile(
        r"^(?:[\w.]+\.)?(?:un|osce|unvienna)\.org/|^[\w.-]+\.int/|^[\w.-]+\.europa\.eu/|^otan\.delegfrance\.org/"
        r"|^honvedelem\.hu/"
    ),
}
# A library of the National Institutes of Health that prints the abstracts of others.
NOT_ITS_OWN = re.compile(r"^ncbi\.nlm\.nih\.gov/")
WEAK = {
    line.strip()
    for line in (ROOT / "tests" / "weak_hosts.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}


@pytest.fixture(scope="module")
def sources():
    table = data.load("sources").set_index("source_id")
    places = table["url"].map(urlsplit)
    host = places.map(lambda place: place.netloc.lower().removeprefix("www.").rstrip("."))
    return table.assign(host=host, place=host + places.map(lambda place: place.path))


def used():
    """Yield every row that names a source, and the source."""
    for name in data.tables():
        table = data.load(name)
        for column in ("source_id", "second_source_id"):
            if name != "sources" and column in table:
                yield name, table[table[column].notna()], column


def test_names_tell_sources_apart(sources):
    assert sources[sources["source_name"].duplicated(keep=False)].empty
    assert sources["author_or_body"].str.len().between(2, 80).all()


def test_dates_are_dates_and_no_text_is_read_before_it_appears(sources):
    told = sources["published"].dropna()
    assert told.str.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?").all()
    # A month stands for its first day: the earliest on which the text can have appeared.
    appeared = pd.to_datetime(told.str.pad(10, "right").str.strip(), format="ISO8601")
    assert (appeared <= sources.loc[told.index, "accessed"]).all()
    assert appeared.dt.year.min() > 1950 and len(told) > len(sources) * 0.6


def test_a_date_in_the_name_is_the_date(sources):
    named = sources["source_name"].str.extract(r"^[^:(;]*, (\d{1,2} [A-Z][a-z]+ \d{4})$")[0]
    days = pd.to_datetime(named.dropna(), format="%d %B %Y").dt.strftime("%Y-%m-%d")
    apart = days[days != sources.loc[days.index, "published"]]
    assert len(days) > 300 and list(apart.index) == []


def test_the_language_is_that_of_the_text(sources):
    cyrillic = sources["host"].isin(["1tv.ru", "wciom.ru", "levada.ru", "tass.ru"])
    english = sources["host"].isin(["tass.com", "rferl.org", "en.kremlin.ru", "govinfo.gov"])
    assert set(sources.loc[cyrillic, "language"]) == {"ru"}
    assert set(sources.loc[english, "language"]) == {"en"}


@pytest.mark.parametrize("kind", OFFICIAL)
def test_what_is_official_stands_on_a_host_of_its_state_and_the_reverse(sources, kind):
    there = sources["place"].str.contains(OFFICIAL[kind])
    there &= ~sources["place"].str.contains(NOT_ITS_OWN)
    told = sources["source_kind"] == kind
    assert list(sources.index[there != told]) == []


def test_a_body_is_owned_by_a_state_everywhere_or_nowhere(sources):
    news = sources[sources["source_kind"].isin(["press", "press_state"])]
    kinds = news.groupby("author_or_body")["source_kind"].nunique()
    assert list(kinds[kinds > 1].index) == []


def test_no_row_that_is_verified_rests_on_a_weak_host(sources):
    for name, rows, column in used():
        if name == "acts_left_out":
            continue
        verified = rows[rows["verified"] != "no"] if "verified" in rows else rows
        hosts = verified[column].map(sources["host"])
        weak = hosts.isin(WEAK) | hosts.str.contains(
            r"(?:^|[.-])(?:staging|stage|test|uat|feeds?)[.-]"
        )
        assert list(verified.loc[weak, column]) == [], name
