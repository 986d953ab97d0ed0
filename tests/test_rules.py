"""A row that breaks a rule of the record is told in one sentence: place, what was found, mend."""

import shutil

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import data, rules


@pytest.fixture(scope="module")
def sound():
    """All tables as they are."""
    return {name: data.load(name) for name in data.tables()}


@pytest.fixture
def told(sound):
    """Return a function that puts another table in the place of one, and gives what is then told.

    It tells of the change only.
    """
    before = set(rules.breaches(sound, ""))

    def told(**changed):
        found = [each for each in rules.breaches(sound | changed, "") if each not in before]
        assert all("\n" not in each and each.endswith(".") for each in found), found
        return found

    return told


def first(table, **those):
    """Return the place of the first row with these values."""
    return int((table[list(those)] == pd.Series(those)).all(axis=1).to_numpy().argmax())


def changed(table, row, **cells):
    table = table.copy()
    for column, value in cells.items():
        table.iloc[row, table.columns.get_loc(column)] = value
    return table


def added(table, row, **cells):
    """Return a table with a copy of one of its rows below it, in which some cells differ."""
    return pd.concat([table, table.iloc[[row]].assign(**cells)], ignore_index=True)


def test_a_score_that_is_not_that_of_the_code(sound, told):
    events = sound["events"]
    row = first(events, cameo_code="163")
    where = f"table events, row {row + 2} ({events['event_id'][row]}), column 'goldstein_score'"
    (one,) = told(events=changed(events, row, goldstein_score=-5))
    assert one == f"{where}: found -5, expected -8, which is that of code 163."
    (one,) = told(events=changed(events, row, goldstein_score=None))
    assert one == f"{where}: found an empty cell, expected -8, which is that of code 163."


def test_an_act_without_a_code_and_context_with_one(sound, told):
    events = sound["events"]
    row = first(events, cameo_code="163")
    (one,) = told(events=changed(events, row, cameo_code=None, goldstein_score=None))
    assert "'cameo_code': found an empty cell, expected the act's code, or 'no' as dyadic" in one
    row = first(events, dyadic="no")
    one, two = told(events=changed(events, row, cameo_code="163", goldstein_score=-8))
    assert "'cameo_code': found '163', expected an empty cell: context has no code" in one
    assert "'goldstein_score': found -8, expected an empty cell" in two


def test_two_acts_in_one_title(sound, told):
    events = sound["events"]
    row = first(events, cameo_code="161")
    title = "US expels four diplomats; Commerce lists their firms"
    (one,) = told(events=changed(events, row, title=title))
    assert f"row {row + 2} " in one and f"'title': found {title!r}, expected one act; give" in one
    talk = first(events, cameo_code="041")
    assert told(events=changed(events, talk, title="Clinton calls Yeltsin; both agree")) == []


def test_a_presidency_that_is_not_that_of_the_day(sound, told):
    events = sound["events"]
    row = first(events, term_id="obama")
    day = events["event_date"][row]
    (one,) = told(events=changed(events, row, term_id="bush43"))
    assert "column 'term_id': found 'bush43', expected the presidency of" in one
    assert f"of {day:%Y-%m-%d}, which is obama." in one
    moved = changed(events, row, event_date=pd.Timestamp("1909-04-01"), end_date=pd.NaT)
    assert any(
        "of 1909-04-01, which is none of table terms." in each for each in told(events=moved)
    )
    # A presidency begins on its first day.
    for date, term in (("2017-01-19", "obama"), ("2017-01-20", "trump1")):
        moved = changed(events, row, event_date=pd.Timestamp(date), end_date=pd.NaT, term_id=term)
        assert [each for each in told(events=moved) if "term_id" in each] == []


@pytest.mark.parametrize(
    "name, begins, ends",
    [
        ("events", "event_date", "end_date"),
        ("meetings", "start_date", "end_date"),
        ("contacts", "date", "end_date"),
        ("terms", "start_date", "end_date"),
        ("ambassadors", "began", "left"),
        ("classes", "complete_from", "complete_to"),
        ("forecast_questions", "open_date", "close_date"),
    ],
)
def test_what_ends_before_it_begins(sound, told, name, begins, ends):
    table = sound[name]
    row = first(table.notna(), **{begins: True})
    day = table[begins][row]
    early = changed(table, row, **{ends: day - pd.Timedelta(days=1)})
    found = [each for each in told(**{name: early}) if f"column {ends!r}" in each]
    assert f"table {name}, row {row + 2} ({table.iloc[row, 0]})" in found[0]
    assert f"expected a day not before {begins}, which is {day:%Y-%m-%d}" in found[0]


def test_an_act_outside_the_span_of_its_class(sound, told):
    events, classes = sound["events"], sound["classes"].set_index("class_id")
    row = first(events, class_id="A1", term_id="trump2")
    late = classes.loc["A1", "complete_to"] + pd.Timedelta(days=30)
    moved = changed(events, row, event_date=late, end_date=pd.NaT)
    (one,) = told(events=moved)
    assert f"'event_date': found {late:%Y-%m-%d}, outside the span for which class A1 is" in one
    assert "move complete_to in table classes, or say 'After March 2026 ...' in its known" in one
    # A class that names its gap is believed, and one that claims no span is not asked.
    known = classes["known_gaps"].add(" After March 2026 single pages only.").reset_index()
    named = sound["classes"].assign(known_gaps=known["known_gaps"])
    assert told(events=moved, classes=named) == []
    row = first(events, class_id="M1")
    early = changed(events, row, event_date=pd.Timestamp("1991-01-05"), term_id="bush41")
    assert [each for each in told(events=early) if "outside the span" in each] == []


def test_one_act_under_two_titles(sound, told):
    events = sound["events"]
    row = first(events, cameo_code="161")
    act = events.iloc[row]
    twin = {"event_id": "another", "title": "Envoys are sent home", "coder_note": None}
    (one,) = told(events=added(events, row, **twin))
    assert f"row {len(events) + 2} (another), column 'title': found 'Envoys are sent home'" in one
    assert f"beside {act['title']!r} ({act['event_id']}), alike in day, class, actors and" in one
    apart = twin | {"coder_note": f"Not {act['event_id']}, which is of the embassy."}
    assert told(events=added(events, row, **apart)) == []
    other = twin | {"coder_note": f"Not {act['event_id']}-2, which is of the embassy."}
    assert len(told(events=added(events, row, **other))) == 1
    limits = twin | {"cameo_code": "172", "goldstein_score": -5}
    assert told(events=added(events, row, **limits)) == []


@pytest.mark.parametrize(
    "text, said",
    [
        ("-", "found '-', expected words."),
        ("...", "found '...', expected words."),
        ("\u200b", "found the character U+200B, which nobody sees; take it out."),
        ("New\u00ad START", "found the character U+00AD, which nobody sees; take it out."),
        ("New\u202f START\ufeff", "found the character U+FEFF, which nobody sees; take it out."),
        ("two\tcells", "found the character U+0009, which nobody sees; take it out."),
    ],
)
def test_a_title_in_which_there_is_nothing_or_what_nobody_sees(sound, told, text, said):
    events = sound["events"]
    where = f"table events, row 7 ({events['event_id'][5]}), column 'title': "
    found = told(events=changed(events, 5, title=text))
    assert where + said in found


def test_a_sign_where_signs_are_meant(sound, told):
    assert told(edges=changed(sound["edges"], 0, sign="-")) == []


def test_one_source_given_twice_for_a_row(sound, told):
    events = sound["events"]
    row = int(events["second_source_id"].notna().to_numpy().argmax())
    source = events["source_id"][row]
    # The other source may have stood behind this row alone, and is then told as well.
    one, *_ = told(events=changed(events, row, second_source_id=source))
    assert one == (
        f"table events, row {row + 2} ({events['event_id'][row]}), column 'second_source_id': "
        f"found '{source}', which is the first source already; name another one, or leave the "
        "cell empty."
    )


@pytest.mark.parametrize("change", [str, str.upper, lambda url: url.rstrip("/") + "/"])
def test_one_page_under_two_ids(sound, told, change):
    sources = sound["sources"]
    url = change(sources["url"][3])
    last = len(sources) + 2
    found = told(sources=added(sources, 3, source_id="again", url=url))
    assert (
        f"table sources, row {last} (again), column 'url': found the page of "
        f"'{sources['source_id'][3]}' a second time; keep one of the two rows, and name it where "
        "the other was named." in found
    )


def test_a_source_that_nothing_rests_on(sound, told):
    sources = sound["sources"]
    more = added(sources, 0, source_id="nowhere", url="https://example.org/nowhere")
    (one,) = told(sources=more)
    assert f"table sources, row {len(more) + 1} (nowhere), column 'source_id': no row rests" in one
    linked = rules.breaches(sound | {"sources": more}, "[seen](https://example.org/nowhere)")
    assert not any("(nowhere)" in each for each in linked)


# ------------------------------------------------------------------------------------- the one door


def test_what_make_update_asks_first_names_the_first_breach(data_copy):
    path = data_copy / "meetings.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("1989-12-02,1989-12-03", "1989-12-02,1989-12-01"))
    with pytest.raises(data.DataError, match=r"meetings, row 2 \(1989-12-02-malta\), column 'end_"):
        data.validate()


def test_sources_are_asked_for_where_the_lessons_are(data_copy):
    with (data_copy / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("zz-nowhere,Nobody,Nobody,,en,2026-11-28,https://example.org/nowhere,press\n")
    data.validate()
    shutil.copytree(ROOT / "lessons", data_copy.parent / "lessons")
    with pytest.raises(data.DataError, match=r"\(zz-nowhere\), column 'source_id': no row rests"):
        data.validate()
