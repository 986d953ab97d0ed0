"""Numbers, dates and lists are written as the language that is spoken writes them."""

import datetime as dt
import re

import made_up
import pytest
from babel import Locale, localedata
from babel.messages.catalog import Catalog
from conftest import ROOT
from test_charts import STORED, VIEWS
from test_language import lines_of, of_widgets

from resetcycle import (
    classroom,
    data,
    predictions,
    questions,
    speech,
    stability,
    tables,
    trajectory,
    words,
)
from resetcycle.authoring import catalogues, customs
from resetcycle.exercise import labels, naming
from resetcycle.exercise.parts import Worth
from resetcycle.speech import _, ngettext

JUNE = dt.date(2026, 6, 4)
# A point before a digit that is neither in a word nor after one: of no id, version or address.
POINT = re.compile(r"(?<![\w./-])[−+-]?\d*\.\d+(?![\w/-])")


@pytest.fixture
def speak():
    """Speak a language by its code, with nothing translated; English is spoken afterwards."""
    yield lambda code: speech.speak(catalogues.compiled(Catalog(locale=code)))
    speech.use("en")


@pytest.fixture
def made_up_language():
    speech.speak(made_up.catalogue())
    yield
    speech.use("en")


def points(*texts):
    """Return the English numbers that are left in texts, apart from tags and drawings' places."""
    plain = [re.sub(r"%\{[^}]*\}|<[^<>]*>", " ", text) for text in texts]
    return [text for text in plain if POINT.search(text)]


# ------------------------------------------------------------------------------------- the customs


def test_english_is_written_as_it_was():
    assert [words.number(1234.5, ",.2f"), words.number(0.25, ".0%")] == ["1,234.50", "25%"]
    assert [words.share(0.666), words.bare("0.5"), words.marked("1,000.5%")] == [
        *(".67", ".5", "1,000.5%")
    ]
    assert [words.day(JUNE), words.month(JUNE), words.short_month(JUNE)] == [
        *("4 June 2026", "June 2026", "Jun 2026")
    ]
    assert [words.listed("abc"), words.listed("ab"), words.listed("a"), words.listed("")] == [
        *("a, b and c", "a and b", "a", "none")
    ]
    assert speech.customs()["numbers"] == {}


@pytest.mark.parametrize(
    "code, numbers, dates, lists",
    [
        (
            "es",
            ["12\xa0345,68", "25\xa0%", "0,67", "7,5 months"],
            ["4 de junio de 2026", "junio de 2026", "jun 2026", "17 de abril de 2017"],
            ["a, b y c", "a y b", "a e Irán", "b, c e hilos", "a y hielo"],
        ),
        (
            "ru",
            ["12\xa0345,68", "25\xa0%", "0,67", "7,5 months"],
            ["4 июня 2026 г.", "июнь 2026 г.", "июнь 2026 г.", "17 апреля 2017 г."],
            ["a, b и c", "a и b", "a и Irán", "b, c и hilos", "a и hielo"],
        ),
        (
            "eo",
            ["12\xa0345,68", "25%", "0,67", "7,5 months"],
            ["2026-Junio-4", "Junio 2026", "Jun 2026", "2017-Aprilo-17"],
            ["a, b kaj c", "a kaj b", "a kaj Irán", "b, c kaj hilos", "a kaj hielo"],
        ),
        (
            "zh",
            ["12,345.68", "25%", "0.67", "7.5 months"],
            ["2026年6月4日", "2026年6月", "2026年6月", "2017年4月17日"],
            ["a、b和c", "a和b", "a和Irán", "b、c和hilos", "a和hielo"],
        ),
    ],
)
def test_numbers_dates_and_lists_are_written_as_babel_knows_it(speak, code, numbers, dates, lists):
    speak(code)
    assert [
        *(words.number(12345.678, ",.2f"), words.number(0.25, ".0%")),
        *(words.share(2 / 3), words.months(7.5)),
    ] == numbers
    told = [words.day(JUNE), words.month(JUNE), words.short_month(JUNE), words.dated("2017-04-17")]
    # What keeps a year and its sign together is a narrow space.
    assert [each.replace("\u202f", " ") for each in told] == dates
    named = ["abc", "ab", ["a", "Irán"], ["b", "c", "hilos"], ["a", "hielo"]]
    assert [words.listed(each) for each in named] == lists


def test_spanish_joins_four_digits_and_sets_more_apart(speak):
    """So do the academies of Spanish advise; other languages have customs of their own."""
    numbers = (999, 1543, 12345, 1234567, -1521.4)
    speak("es")
    assert [words.number(each, ",") for each in numbers] == [
        *("999", "1543", "12\xa0345", "1\xa0234\xa0567", "-1521,4")
    ]
    speak("ru")
    assert words.number(1543, ",") == "1\xa0543"


JOINED = """(codes) => codes
  .filter((code) => Intl.NumberFormat.supportedLocalesOf(code).length)
  .map((code) => [code, Intl.NumberFormat(code, { numberingSystem: "latn" }).format(1234)])"""


@pytest.mark.browser
def test_four_digits_are_joined_where_unicode_joins_them(page):
    """A browser knows of CLDR what Babel does not read."""
    codes = [code for code in localedata.locale_identifiers() if len(code) == 2] + ["pt_PT"]
    said = dict(page.evaluate(JOINED, [code.replace("_", "-") for code in codes]))
    assert len(said) > 50
    joined = {code for code, number in said.items() if number == "1234"}
    ours = {code for code in said if customs.of(Locale.parse(code, "-"))["grouped"] == 5}
    assert joined == ours


SET_APART = re.compile(r"(?<![\d\xa0])\d\xa0\d{3}(?![\d\xa0])")
# "1,6 mil millones" multiplies a part of a thousand.
PARTED = re.compile(r"\d,\d+ mil millones")


@pytest.mark.parametrize("folder", ["notebooks", "exercises", "docs", "resetcycle/locale"])
def test_nothing_spanish_sets_four_digits_apart_or_counts_parts_of_thousands(folder):
    assert SET_APART.findall("1\xa0543 y 12\xa0345 y 1\xa0234\xa0567") == ["1\xa0543"]
    files = [*(ROOT / folder).glob("es/**/*.*"), *(ROOT / folder).glob("es.json")]
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.is_file()}
    assert texts
    found = {
        path.name: [*SET_APART.findall(each), *PARTED.findall(each)] for path, each in texts.items()
    }
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("language", catalogues.languages())
def test_ends_of_an_interval_are_kept_apart_from_decimals(language):
    speech.use(language)
    own = speech.catalogue()
    speech.use("en")
    if own["customs"]["numbers"]["."] == ",":
        said = [str(each) for side in ("python", "browser") for each in own[side].values()]
        assert [each for each in said if re.search(r"\[\{\w+\}, \{\w+\}\]", each)] == []
        assert own["python"]["[{low}, {high}]"] == own["browser"]["[{low}, {high}]"]


def test_every_language_of_babel_has_customs_with_all_that_is_asked_of_them():
    for code in ("ar", "cs", "de", "fr", "hi", "ja", "pl", "pt_BR", "tr", "uk"):
        own = customs.of(Locale.parse(code))
        assert set(own["numbers"]) == {".", ",", "%"}
        for date in own["dates"].values():
            assert len(date["months"]) == 12
            assert {"{year}", "{month}"} <= set(re.findall(r"\{\w+\}", date["form"]))
        assert "{day}" in own["dates"]["day"]["form"]


def test_a_number_among_the_parts_of_a_sentence_has_the_sign_of_the_language(speak):
    said = [_("{n} of {all}", n=0.5, all="0.5"), ngettext("{n} act", "{n} acts", 2, n=2.5)]
    assert said == ["0.5 of 0.5", "2.5 acts"]
    speak("es")
    assert [
        *(_("{n} of {all}", n=0.5, all="0.5"), _("{year}", year=2026)),
        ngettext("{n} act", "{n} acts", 2, n=2.5),
    ] == ["0,5 of 0.5", "2026", "2,5 acts"]


def test_russian_forms_stand_beside_russian_numbers_and_dates():
    catalog = Catalog(locale="ru")
    forms = ("{n} акт к {day}", "{n} акта к {day}", "{n} актов к {day}")
    catalog.add(("{n} act by {day}", "{n} acts by {day}"), forms, [("resetcycle/here.py", 1)])
    speech.speak(catalogues.compiled(catalog))
    try:
        said = [
            ngettext("{n} act by {day}", "{n} acts by {day}", n, n=words.number(n, ","), day=day)
            for n, day in ((1, words.day(JUNE)), (1253, "x"), (21001, "x"), (1000, "x"), (111, "x"))
        ]
    finally:
        speech.use("en")
    assert said == [
        "1 акт к 4 июня 2026\u202fг.",
        *("1\xa0253 акта к x", "21\xa0001 акт к x", "1\xa0000 актов к x", "111 актов к x"),
    ]


# ---------------------------------------------------------------------------- what a learner reads


@pytest.mark.parametrize(
    "text, found",
    [
        ("mean +1.5 [-2.0, 3.1]", True),
        ("share .67 of 12", True),
        ("0.25", True),
        ("(0.5)", True),
        ("mean 1,5; 12 acts. 3 more", False),
        ("https://example.org/1.5/a8.la5", False),
    ],
)
def test_a_decimal_point_is_found(text, found):
    assert bool(points(text)) is found


@pytest.mark.parametrize("view", STORED)
@pytest.mark.usefixtures("made_up_language")
def test_a_chart_shows_no_decimal_point(view):
    chart = VIEWS[view]()
    assert points(*lines_of(chart)) == []
    assert chart.figure.layout.separators == ",\xa0"
    bundle = chart._repr_mimebundle_()["application/vnd.plotly.v1+json"]
    months = bundle["config"]["locales"]["eo"]["format"]
    assert bundle["config"]["locale"] == "eo"
    assert (months["months"][0], months["shortMonths"][7]) == ("Januaro", "Aŭg")


def test_an_english_chart_says_nothing_of_its_language():
    chart = VIEWS["opinion"]()
    config = chart._repr_mimebundle_()["application/vnd.plotly.v1+json"]["config"]
    assert chart.figure.layout.separators is None
    assert config.keys() & {"locale", "locales"} == set()


@pytest.mark.usefixtures("made_up_language")
def test_a_drawing_writes_days_in_the_order_of_the_language():
    hover = [trace.hovertemplate for trace in VIEWS["opinion"]().figure.data if trace.hovertemplate]
    assert all("%{x|%b %Y}: %{y:.0f}%" in each for each in hover)
    assert words.drawn_date("day") == "%Y-%B-%-d"


@pytest.mark.usefixtures("my_work", "made_up_language")
def test_the_tables_and_notices_of_boards_show_no_decimal_point():
    for board in of_widgets():
        html = board._repr_mimebundle_()[0]["text/html"]
        assert points(*re.split(r"<[^<>]*>", html), board.notice) == [], type(board)


@pytest.mark.usefixtures("made_up_language")
def test_what_the_record_says_to_predictions_shows_no_decimal_point():
    for lesson in sorted(set(data.load("predictions")["lesson"])):
        for question in predictions.questions(lesson):
            answer = question.answer()
            assert points(answer.said, answer.rule, question.asked()) == [], question.name


@pytest.mark.usefixtures("made_up_language")
def test_the_tables_of_measures_show_no_decimal_point():
    for frame in (
        stability.answers(),
        *(questions.yardsticks(), questions.parts(), questions.readings_of_likely()),
        trajectory.machine_ends(["Obama", "Trump"]),
        trajectory.windows("obama"),
    ):
        table = tables.show(frame)
        assert points(repr(table), *re.split(r"<[^<>]*>", table._repr_html_())) == []


@pytest.mark.usefixtures("made_up_language")
def test_the_sentences_of_a_class_and_of_checks_show_no_decimal_point():
    result = classroom.class_result(classroom.sample_text())
    said = [
        *(part["sentence"] for part in (result["agreement"], result["burden"])),
        *(camps["sentence"] for camps in result["camps"].values()),
        *(naming.what(0.25), labels.label(0.125)),
    ]
    assert points(*said) == []
    assert labels.label(0.125) == "0,125"


# ----------------------------------------------------------------------------- what a machine reads


@pytest.mark.usefixtures("made_up_language")
def test_what_a_machine_reads_keeps_the_point():
    assert repr(Worth(0.5, "")) == "0.5"
    assert naming.shown(0.25) == "0.25"
    chart = VIEWS["forecast bands"]()
    bundle = chart._repr_mimebundle_()["application/vnd.plotly.v1+json"]
    axis = bundle["layout"]["xaxis"]
    assert axis["tickvals"] == [0, 0.2, 0.45, 0.55, 0.8, 1]
    assert axis["ticktext"] == ["0", "0,20", "0,45", "0,55", "0,80", "1"]
