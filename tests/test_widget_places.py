"""Places: every mark of the map is an act of the record, and years, kinds and views work."""

import subprocess

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers, data
from resetcycle.widgets import Places

pytestmark = pytest.mark.usefixtures("my_work")


def rows(name):
    return pd.read_csv(ROOT / "data" / f"{name}.csv", dtype=str)


def test_the_map_shows_every_act_that_has_a_place():
    board, located = Places("04"), rows("located").merge(rows("events"), on="event_id")
    assert len(board.acts) == len(located) > 500
    titles = {(iso, what, title) for iso, _, what, title, _ in board.acts}
    assert titles == set(
        located[["event_date", "what", "title"]].itertuples(index=False, name=None)
    )
    assert all(board.links[number].startswith("http") for *_, number in board.acts)
    assert board.acts == sorted(board.acts, key=lambda act: act[0])


def test_no_telephone_call_and_nothing_called_off_stands_on_the_map():
    located = rows("located").merge(rows("events"), on="event_id")
    talks = located[located["what"] == "meeting"]
    assert set(talks["class_id"]) <= {"P1", "M1", "M2", "A2", "I1"}
    not_there = talks["title"].str.contains(r"phone|video|call(?:s|ed) off|cancel")
    # One envoy visits Moscow, and speaks to Putin by telephone from there.
    assert not (not_there & ~talks["title"].str.contains("visits Moscow")).any()
    named = rows("places").set_index("place_id")["place"]
    at = talks["place_id"].map(named)
    said = [place in title for place, title in zip(at, talks["title"], strict=True)]
    # The others are named by a building, a summit or a source.
    assert sum(said) / len(said) > 0.9


def test_no_place_is_put_on_the_map_that_the_record_does_not_name():
    """A talk or a use of force stands where its title, summary, note or source says."""
    events, sources = rows("events").set_index("event_id"), rows("sources").set_index("source_id")
    places = rows("places").set_index("place_id")["place"]
    # What the record calls a place otherwise: a building, an island, a country, a war.
    also = {
        "washington": "Pentagon|White House",
        "moscow": "Kremlin",
        "bandar-seri-begawan": "Brunei",
        "toyako": "Hokkaido",
        "belgrade": "Yugoslavia",
        "al-tanf": "al-Tanf",
        "alaska-sea": "Bering",
    }
    unnamed = []
    for row in rows("located").query("what != 'expulsion'").itertuples():
        act = events.loc[row.event_id]
        said = act[["title", "summary", "coder_note"]].fillna("").tolist()
        text = " ".join([*said, sources["source_name"].get(act["source_id"], "")])
        words = [word for word in places[row.place_id].split() if len(word) > 3]
        names = "|".join([*words, *filter(None, [also.get(row.place_id)])])
        if not pd.Series([text]).str.contains(names).item():
            unnamed.append((row.event_id, row.place_id))
    assert unnamed == []


def test_places_lie_where_they_are():
    places = rows("places").set_index("place")[["latitude", "longitude"]].astype(float)
    for name, (latitude, longitude) in {
        "Geneva": (46.2, 6.1),
        "Moscow": (55.8, 37.6),
        "Washington": (38.9, -77.0),
        "Vladivostok": (43.1, 131.9),
    }.items():
        assert places.loc[name].tolist() == pytest.approx([latitude, longitude], abs=0.15)
    assert not places.duplicated().any()


def test_members_of_nato_by_year_are_those_of_its_enlargements():
    joined = data.load("allies")["joined"]
    counts = {year: int((joined <= year).sum()) for year in (1991, 1999, 2004, 2009, 2017, 2024)}
    assert counts == {1991: 16, 1999: 19, 2004: 26, 2009: 28, 2017: 29, 2024: 32}


def test_the_table_counts_what_the_map_shows():
    table = Places("04").table()
    assert table.to_numpy().sum() == len(rows("located"))
    assert table.index[0] == "Moscow" and table.loc["Geneva", "meetings"] > 40


def test_a_view_is_kept():
    Places("04").answer = {"span": "year", "year": 2008, "hidden": [], "view": "world"}
    assert answers.restore("04")["places"]["year"] == 2008


def test_outlines_follow_from_the_package(tmp_path):
    if not (ROOT / "front/node_modules/world-atlas").is_dir():
        pytest.skip("the packages of the front end are not installed")
    made = tmp_path / "outlines.json"
    subprocess.run(["node", "outlines.js", str(made)], cwd=ROOT / "front", check=True)
    assert made.read_text() == (ROOT / "front/src/places/outlines.json").read_text()


@pytest.mark.browser
def test_keys_go_through_the_years_and_the_sentence_counts_the_record(mount):
    page = mount(Places("04"))
    slider = page.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(2004 - 1991):
        page.keyboard.press("ArrowRight")
    said = page.locator(".says")
    page.wait_for_function("() => document.querySelector('.says').textContent.startsWith('2004')")
    located = rows("located").merge(rows("events"), on="event_id")
    own = located[located["event_date"].str.startswith("2004")]
    meetings = int((own["what"] == "meeting").sum())
    assert f"meetings {meetings}" in said.inner_text()
    assert f"in {own['place_id'].nunique()} places" in said.inner_text()
    assert "NATO has 26 members" in said.inner_text() and "Estonia" in said.inner_text()


@pytest.mark.browser
def test_a_kind_is_hidden_and_a_mark_opens_its_acts(mount):
    page = mount(Places("04"))
    page.get_by_role("button", name="All years").click()
    page.locator("svg path.meeting").first.wait_for()
    for kind in ("expulsions", "forces and bases", "wars"):
        page.get_by_role("checkbox", name=kind).uncheck()
    page.wait_for_function("() => !document.querySelector('svg path.war')")
    marks = page.locator("svg path.meeting")
    marks.nth(0).dispatch_event("click")
    opened = page.locator("details[open]")
    assert opened.count() == 1 and opened.locator("li a").count() > 30


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000, 1920])
def test_names_on_the_map_cover_no_other_name(mount, width):
    page = mount(Places("04"), width=width)
    for view in ("The world", "Europe and near it"):
        page.get_by_role("button", name="All years").click()
        page.get_by_role("button", name=view).click()
        page.wait_for_timeout(200)
        names = page.locator("svg .name").evaluate_all(
            "all => all.map(one => { const b = one.getBoundingClientRect();"
            "return [b.left, b.top, b.right, b.bottom]; })"
        )
        assert len(names) > 3
        for i, one in enumerate(names):
            for other in names[:i]:
                apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1
                assert apart or one[3] <= other[1] + 4 or other[3] <= one[1] + 4
        assert page.evaluate("document.documentElement.scrollWidth") <= width
