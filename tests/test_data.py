"""The tables hold what they declare, and a slip in any of them is told in one sentence."""

import csv

import frictionless
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import data, trajectory


def test_every_table_is_as_declared():
    report = frictionless.validate(str(ROOT / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


def test_light_check_reads_every_table_and_counts_its_rows():
    checked = data.validate().set_index("table")
    assert set(checked.index) == {path.stem for path in (ROOT / "data").glob("*.csv")}
    assert checked.loc["events", "rows"] == checked.loc["events", "verified"] >= 210


def test_dtypes_follow_the_declaration():
    events, counts = data.load("events"), data.load("event_data_year")
    assert events["event_date"].dtype.kind == "M"
    assert events["goldstein_score"].dtype == float
    assert counts["n_events"].dtype == "Int64"
    assert data.load("cameo")["code"].iloc[1] == "010"


def test_load_returns_a_fresh_copy():
    terms = data.load("terms")
    terms["president"] = "nobody"
    assert "nobody" not in set(data.load("terms")["president"])


# ---------------------------------------------------------------------------------- one coding rule


def test_scores_are_those_of_the_code_table():
    events = data.load("events").merge(
        data.load("cameo"),
        left_on="cameo_code",
        right_on="code",
        how="left",
        suffixes=("", "_table"),
    )
    scored = events[events["dyadic"] == "yes"]
    assert scored["cameo_code"].notna().all()
    pd.testing.assert_series_equal(
        scored["goldstein_score"], scored["goldstein_score_table"], check_names=False
    )


def test_context_has_neither_code_nor_score():
    context = data.load("events").query("dyadic == 'no'")
    assert (
        len(context)
        and context["cameo_code"].isna().all()
        and context["goldstein_score"].isna().all()
    )


def test_scored_acts_run_between_the_two_capitals():
    scored = data.load("events").query("dyadic == 'yes'")
    pairs = set(zip(scored["source_actor"], scored["target_actor"], strict=True))
    assert pairs == {("USA", "RUS"), ("RUS", "USA"), ("both", "both")}


def test_known_scores_of_the_goldstein_table():
    score = data.load("cameo").set_index("code")["goldstein_score"]
    assert score[
        ["010", "036", "042", "057", "072", "112", "120", "130", "138", "163", "172", "190"]
    ].tolist() == [0.0, 4.0, 1.9, 8.0, 8.3, -2.0, -4.0, -4.4, -7.0, -8.0, -5.0, -10.0]


def test_events_lie_in_their_term_and_before_the_cutoff():
    events = data.load("events").merge(data.load("terms"), on="term_id", suffixes=("", "_term"))
    assert (
        (events["event_date"] >= events["start_date"])
        & (events["event_date"] < events["end_date_term"])
    ).all()
    assert (events["end_date"].fillna(events["event_date"]) >= events["event_date"]).all()
    assert events["event_date"].max() == data.cutoff()


def test_both_settled_dates():
    events = data.load("events").set_index("event_id")
    assert events.loc["1993-09-gore-chernomyrdin", "event_date"] == pd.Timestamp(1993, 9, 2)
    assert events.loc["2014-04-bpc-suspended", "event_date"] == pd.Timestamp(2014, 4, 2)


def test_terms_follow_each_other_without_gap():
    terms = data.load("terms")
    assert (terms["start_date"].iloc[1:].to_numpy() == terms["end_date"].iloc[:-1].to_numpy()).all()


# ------------------------------------------------------------------------------ tables fit together


def test_every_source_is_used():
    used = set()
    for name in data.tables():
        table = data.load(name)
        for column in ("source_id", "second_source_id"):
            if name != "sources" and column in table:
                used |= set(table[column].dropna())
    lessons = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lessons").glob("*.md"))
    sources = data.load("sources").set_index("source_id")
    unused = [
        name for name in sources.index.difference(used) if sources.loc[name, "url"] not in lessons
    ]
    assert not unused


def test_event_ids_named_in_claims_exist():
    claims, known = data.load("claims"), set(data.load("events")["event_id"])
    columns = [claims["evidence_2021"], claims["evidence_latest"]]
    named = pd.concat(columns).dropna().str.split("; ").explode()
    assert len(named) > 50 and set(named) <= known


def test_obstacles_are_the_articles_21_in_8_groups():
    obstacles = data.load("obstacles")
    items, groups = obstacles.query("level == 'item'"), obstacles.query("level == 'group'")
    assert (len(items), len(groups)) == (21, 8)
    assert set(items["group_id"]) == set(groups["obstacle_id"])


def test_codings_cover_every_cell_and_keep_within_their_range():
    codings = data.load("codings")
    assert len(codings) == 7 * 8 and not codings.duplicated(["term_id", "obstacle_id"]).any()
    assert (codings["severity_min"] <= codings["severity"]).all() and (
        codings["severity"] <= codings["severity_max"]
    ).all()


def test_equal_weight_burden_matches_the_published_vector():
    burden = data.load("codings").groupby("term_id")["severity"].mean() / 3
    order = ["bush41", "clinton", "bush43", "obama", "trump1", "biden", "trump2"]
    assert burden[order].astype(float).round(2).tolist() == [
        0.29,
        0.5,
        0.67,
        0.75,
        0.75,
        0.79,
        0.67,
    ]


def test_every_rival_has_a_likelihood_for_every_finding():
    likelihoods, rivals = data.load("likelihoods"), data.load("rivals")
    assert len(likelihoods) == len(rivals) * len(data.load("findings"))
    assert not likelihoods.duplicated(["hypothesis_id", "finding_id"]).any()
    assert likelihoods["p_if_true"].between(0.05, 0.95).all()


def test_both_capitals_are_read_on_the_same_events():
    readings = data.load("readings")
    assert set(readings["capital"]) == {"USA", "RUS"}
    assert (readings.groupby("event_id")["capital"].nunique() == 2).all()


def test_forecast_questions_close_after_they_open_and_are_balanced():
    questions = data.load("forecast_questions")
    assert (questions["close_date"] > questions["open_date"]).all()
    assert 0.4 <= (questions["outcome"] == "yes").mean() <= 0.6


def test_each_question_has_the_articles_words_briefly_and_with_their_place():
    questions, claims = data.load("forecast_questions"), data.load("claims").set_index("claim_id")
    assert (questions["article_words"].str.findall(r"[\w’'-]+").str.len() <= 25).all()
    places = zip(
        questions["claim_id"],
        questions["article_section"],
        questions["article_paragraph"],
        strict=True,
    )
    for claim, section, paragraph in places:
        assert section in claims.loc[claim, "article_section"].split("; ")
        # The sentence may stand just before the one in which the claim is made.
        nearby = {f"{paragraph}", f"{paragraph + 1}"}
        assert nearby & set(claims.loc[claim, "paragraph"].split("; "))


def test_un_measures_agree_with_each_other_as_reported():
    """The compilers of the UN series report a correlation of -0.81 between agreement and the
    distance of ideal points."""
    agreement, gap = (
        trajectory.readings(name).set_index("date")["value"]
        for name in ("unga_agreement_strict", "unga_ideal_gap")
    )
    assert agreement.corr(gap) == pytest.approx(-0.81, abs=0.005)


def test_contacts_of_presidents_are_the_talks_among_the_meetings():
    contacts = data.load("contacts").query("level == 'president'")
    talks = data.load("meetings").query("kind != 'both_present' and start_date >= '1991-12-01'")
    columns = ["place", "country", "us_president", "russian_president", "source_id"]
    pairs = {"us_person": "us_president", "russian_person": "russian_president"}
    pd.testing.assert_frame_equal(
        contacts.rename(columns=pairs).set_index("contact_id")[columns].sort_index(),
        talks.set_index("meeting_id")[columns].sort_index(),
        check_names=False,
    )


def test_meetings_stay_below_what_others_counted():
    """The Moscow Times counted 28 of Bush and Putin, Sochi of April 2008 included."""
    meetings = data.load("meetings").query("us_president == 'G. W. Bush'")
    listed = (meetings["russian_president"] == "Putin").sum()
    published = data.load("meetings_published").set_index("pair")["meetings"]
    assert 0.8 * published["G. W. Bush with Putin"] < listed <= published["G. W. Bush with Putin"]


def test_vetoes_agree_with_a_count_in_the_press():
    """Reuters called the American veto of 18 September 2025 the sixth of the war in Gaza; the
    membership of Palestine and an amendment are not among the six."""
    vetoes = data.load("vetoes").query("side == 'USA' and date >= '2023-10-07'")
    other = vetoes["note"].str.contains("Membership|amendment")
    assert (vetoes["subject"] == "Israel and Palestine").all() and (~other).sum() == 6


def test_ranges_hold_their_value_and_are_those_of_the_file():
    rows = data.load("indicators").dropna(subset=["low"])
    assert (rows["low"] <= rows["value"]).all() and (rows["value"] <= rows["high"]).all()
    last = rows[rows["date"] == "2024-01-01"].set_index("indicator_id")[["low", "high"]].round(2)
    assert last.loc["unga_ideal_usa"].tolist() == [2.0, 2.41]
    assert last.loc["unga_ideal_russia"].tolist() == [-0.74, -0.46]


def test_months_of_trade_add_up_to_the_years():
    months, years = (
        trajectory.readings(name).set_index("date")["value"]
        for name in ("us_goods_trade_by_month", "us_goods_trade")
    )
    sums = months[:"2022"].groupby(months[:"2022"].index.year).sum()
    by_year = years[:"2022"].set_axis(years[:"2022"].index.year)
    np.testing.assert_allclose(sums, by_year, atol=1)


def test_indicator_units_match_the_catalogue():
    rows = data.load("indicators").merge(
        data.load("indicator_catalogue"), on="indicator_id", suffixes=("", "_catalogue")
    )
    assert (rows["unit"] == rows["unit_catalogue"]).all()
    percent = rows[rows["unit"].str.startswith("percent")]["value"]
    assert percent.between(0, 100).all()


def test_balance_of_machine_coded_years_follows_from_their_counts():
    table = data.load("event_data_year").dropna(subset=["net_coop_balance", "n_verbal_coop"])
    coop, conflict = (
        table["n_verbal_coop"] + table["n_material_coop"],
        table["n_verbal_conflict"] + table["n_material_conflict"],
    )
    balance = ((coop - conflict) / (coop + conflict)).astype(float)
    np.testing.assert_allclose(balance, table["net_coop_balance"], atol=2e-3)


def test_cite_names_each_source_once():
    events = data.load("events").dropna(subset=["second_source_id"]).drop_duplicates("source_id")
    rows = events.iloc[[0, 0, 1]]
    cited = data.cite(rows)
    assert len(cited) == len(set(cited)) == 4 and all("http" in line for line in cited)
    assert data.cite(pd.DataFrame({"value": [1]})) == []


# ---------------------------------------------------------------------------------------- bad input


def edit(path, change):
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def cell(column, row, value):
    def change(rows):
        rows[row - 1][rows[0].index(column)] = value

    return change


def rename(old, new):
    return cell(old, 1, new)


def without(column):
    def change(rows):
        place = rows[0].index(column)
        for row in rows:
            del row[place]

    return change


@pytest.mark.parametrize(
    "change, words",
    [
        (without("dyadic"), ["table events", "column 'dyadic' is missing"]),
        (rename("dyadic", "dyad"), ["column 'dyadic' is missing", "found 'dyad' instead"]),
        (
            cell("event_date", 3, "25/12/1991"),
            [
                "row 3",
                "1991-12-13-p2",
                "'event_date'",
                "'25/12/1991'",
                "expected a date such as 2017-04-17",
            ],
        ),
        (
            cell("source_id", 4, "nowhere"),
            ["row 4", "'source_id'", "'nowhere'", "expected an id that exists in table sources"],
        ),
        (
            cell("goldstein_score", 2, "high"),
            ["row 2", "'goldstein_score'", "'high'", "expected a number from -10 to 10"],
        ),
        (cell("cameo_code", 2, "42"), ["'cameo_code'", "'42', expected '042': the zero in"]),
        (cell("cameo_code", 2, "19"), ["'cameo_code'", "'19', expected '019': the zero in"]),
        (cell("cameo_code", 2, "841"), ["'cameo_code'", "'841', expected '0841': the zero"]),
        (cell("cameo_code", 2, "57x"), ["'57x', expected an id that exists in table cameo"]),
        (cell("goldstein_score", 2, "12"), ["'12'", "from -10 to 10"]),
        (cell("dyadic", 2, "maybe"), ["'maybe'", "expected one of yes, no"]),
        (cell("title", 2, ""), ["'title'", "found an empty cell", "expected a value"]),
        (cell("event_id", 3, "1991-12-nunn-lugar"), ["row 3", "'event_id'", "a second time"]),
        (lambda rows: rows[5].append("more"), ["row 6", "found 25 cells, expected 24"]),
        (lambda rows: rows[0].reverse(), ["another order"]),
    ],
)
def test_a_slip_in_a_table_is_told_in_one_sentence(data_copy, change, words):
    edit(data_copy / "events.csv", change)
    with pytest.raises(data.DataError) as told:
        data.load("events")
    message = str(told.value)
    assert all(word in message for word in words), message
    assert "events" in message and "\n" not in message


def test_a_whole_number_is_asked_for_where_declared(data_copy):
    edit(data_copy / "codings.csv", cell("severity", 2, "1.5"))
    with pytest.raises(data.DataError, match="'1.5', expected a whole number from 0 to 3"):
        data.load("codings")


def test_semicolons_are_named(data_copy):
    path = data_copy / "terms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(data.DataError, match="separated by semicolons; save the file with commas"):
        data.load("terms")


def test_byte_order_mark_and_windows_line_ends_are_accepted(data_copy):
    before = data.load("events")
    path = data_copy / "events.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    data._load.cache_clear()
    pd.testing.assert_frame_equal(before, data.load("events"))


def test_other_encodings_missing_files_and_broken_json_are_named(data_copy):
    (data_copy / "terms.csv").write_bytes("é".encode("latin-1"))
    with pytest.raises(data.DataError, match="not UTF-8"):
        data.load("terms")
    (data_copy / "terms.csv").unlink()
    with pytest.raises(data.DataError, match="terms.csv.*is missing"):
        data.load("terms")
    (data_copy / "datapackage.json").write_text('{"resources": [', encoding="utf-8")
    data.package.cache_clear()
    with pytest.raises(data.DataError, match="not readable as JSON at line 1"):
        data.tables()


def test_an_unknown_table_is_answered_with_the_known_ones():
    with pytest.raises(data.DataError, match="no table 'evnts'; the tables are: terms, events"):
        data.load("evnts")
