"""What a learner reads goes through one door, and can be said in another language."""

import ast
import datetime as dt
import errno
import re
from functools import cache
from html import unescape

import made_up
import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from conftest import ROOT
from test_charts import STORED, VIEWS, all_choices

from resetcycle import (
    answers,
    classroom,
    codebook,
    data,
    lookback,
    multiverse,
    record,
    speech,
    tables,
    trajectory,
    words,
)
from resetcycle.authoring import catalogues, customs
from resetcycle.authoring.shelves import AT_RUN
from resetcycle.authoring.text import TextError
from resetcycle.speech import N_, _, ngettext
from resetcycle.widgets import (
    CausalMap,
    ClassPool,
    CodeDocument,
    CodeEvents,
    DrawTrajectory,
    FindEvents,
    ForecastBoard,
    LeaveOut,
    ManyWays,
    MarkEssay,
    Memo,
    MemoryLine,
    MyWork,
    NullSimulator,
    Places,
    SortClaims,
    SortDesk,
    TwoClocks,
    WeighEvidence,
    WeighObstacles,
    sort,
)

LEARNERS = ("{n} learner", "{n} learners")
IN_RUSSIAN = ("{n} учащийся", "{n} учащихся", "{n} учащихся (many)")
BOTH = [("resetcycle/here.py", 1), ("front/src/here.ts", 1)]


@pytest.fixture
def speak():
    """Speak a catalogue as a translator has it; English is spoken again afterwards."""
    yield lambda catalog: speech.speak(catalogues.compiled(catalog))
    speech.use("en")


def russian(**more):
    catalog = Catalog(locale="ru")
    catalog.add(LEARNERS, IN_RUSSIAN, BOTH)
    catalog.add("{name} has {what}.", "{what}: вот что у {name}.", [BOTH[0]])
    for message, said in more.items():
        catalog.add(message, said, [BOTH[0]])
    return catalog


# ------------------------------------------------------------------------------------- the door


def test_a_number_has_the_form_that_its_language_has_for_it(speak):
    speak(russian())
    said = {n: ngettext(*LEARNERS, n) for n in (1, 2, 5, 11, 21, 22, 25)}
    assert said == {
        1: "1 учащийся",
        2: "2 учащихся",
        5: "5 учащихся (many)",
        11: "11 учащихся (many)",
        21: "21 учащийся",
        22: "22 учащихся",
        25: "25 учащихся (many)",
    }


def test_parts_stand_where_the_translator_put_them(speak):
    assert _("{name} has {what}.", name="Ann", what="three") == "Ann has three."
    speak(russian())
    assert _("{name} has {what}.", name="Ann", what="three") == "three: вот что у Ann."


def test_what_a_catalogue_lacks_is_said_in_english(speak):
    speak(russian())
    assert _("Nobody has translated this.") == "Nobody has translated this."
    assert [ngettext("{n} act", "{n} acts", n) for n in (1, 21)] == ["1 act", "21 acts"]


def test_a_constant_is_said_in_the_language_of_its_use(speak):
    constant = N_("a constant")
    speak(russian(**{"a constant": "постоянная"}))
    assert (constant, _(constant)) == ("a constant", "постоянная")


def test_the_browser_gets_its_own_sentences_by_the_names_of_intl(speak):
    speak(russian())
    one, few, many = IN_RUSSIAN
    forms = {"one": one, "few": few, "many": many, "other": many}
    assert speech.spoken_in_browser() == {
        "language": "ru",
        "numbers": {".": ",", ",": "\xa0", "%": "\xa0%"},
        "grouped": 4,
        "messages": {"{n} learner": forms},
    }


def test_a_widget_hands_the_browser_the_language_in_which_it_was_made(speak):
    assert SortClaims("01").get_state("_catalogue") == {"_catalogue": {}}
    speak(russian())
    assert SortClaims("01").get_state("_catalogue")["_catalogue"]["language"] == "ru"


def test_a_language_without_a_catalogue_is_refused_by_name():
    with pytest.raises(ValueError, match="'xx': choose from en"):
        speech.use("xx")


# ------------------------------------------------------------------------------- the catalogues


def test_the_templates_are_current():
    for name, made in catalogues.templates().items():
        stored = (catalogues.TRANSLATIONS / f"{name}.pot").read_text(encoding="utf-8")
        assert stored == catalogues.template_text(made), name


def test_no_sentence_is_hidden_from_the_list():
    """Babel reads no door inside of an f-string, and not every door inside of another."""
    listed = {message.id for message in catalogues.templates()["interface"]}
    listed |= {one for ids in listed if isinstance(ids, tuple) for one in ids}
    for path in (ROOT / "resetcycle").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in DOORS:
                said = [each.value for each in call.args[:2] if isinstance(each, ast.Constant)]
                assert [each for each in said if isinstance(each, str) and each not in listed] == []


def test_every_catalogue_has_the_places_of_its_sentences_and_is_current():
    for path in speech.LOCALE.glob("*.json"):
        folder = catalogues.TRANSLATIONS / path.stem
        made = [catalogues.read_shelf(folder / f"{name}.po") for name in AT_RUN]
        assert path.read_text(encoding="utf-8") == catalogues.compiled_text(made)


@pytest.mark.parametrize("said", ["Нет места", "{name} {what} {why}", "{name} {wath}"])
def test_a_translation_that_loses_or_invents_a_place_is_refused(said):
    with pytest.raises(TextError, match=r"\['name', 'what'\]"):
        catalogues.compiled(russian(**{"{name} or {what}": said}))


def test_a_form_may_say_one_in_a_word():
    forms = catalogues.compiled(russian())["python"]
    catalog = Catalog(locale="ru")
    catalog.add(LEARNERS, ("один", *IN_RUSSIAN[1:]), BOTH)
    assert catalogues.compiled(catalog)["python"]["{n} learner"]["one"] == "один"
    assert forms["{n} learner"]["one"] == "{n} учащийся"


def test_a_doubtful_translation_is_not_said():
    catalog = Catalog(locale="ru")
    catalog.add("sure", "да", [BOTH[0]])
    catalog.add("doubtful", "может быть", [BOTH[0]], flags=["fuzzy"])
    assert catalogues.compiled(catalog)["python"] == {"sure": "да"}


# ------------------------------------------------------------------- nothing stands beside the door

# Rooms and files that learners do not read, or that read to nobody, each with the reason.
OUTSIDE = {
    "__main__": "the command line of whoever installs the kit and grades with it",
    "authoring": "its readers edit the kit",
    "grading": "its readers grade; the page that learners get of it is asked in test_feedback.py",
    "agreement": "a measure: its refusals are for whoever programs, with the names of arguments",
    "arguments": "what measures ask of their arguments, likewise",
    "cycle": "a measure, likewise",
    "evidence": "a measure, likewise",
    "weighing": "a measure, likewise",
    "data": "its refusals are for whoever edits a table",
    "rules": "likewise",
    "exercise/patterns": "code that learners run",
    "sheets": "likewise",
}
# Whose other words go through the door, while they refuse in English whoever programs.
REFUSING = {
    "calendars": "a measure",
    "forecasts": "a measure",
    "speech": "nobody has chosen a language yet",
    "multiverse": "a measure",
    "record": "a measure",
    "sharing": "what cannot be shared, for whoever programs",
    "kinds": "likewise",
    "codebook": "a measure",
    "trajectory": "a measure",
}
# Texts that look like sentences and are none, or are nobody's to translate.
NO_SENTENCES = {
    "no notebook": "a sign between two functions of one file",
    "{}export default {initialize() {}}": "a line of JavaScript",
    '{"Washington": result}': "how a call is written",
    "Ruth Deyermond, A New 'Reset'?, GEurasia 3/2017, 17 April 2017": "a citation",
    "turning point": "the name of a kind of note in a drawing",
    "The condition was met": "how a note in the data begins",
    "The condition was not met": "how a note in the data begins",
    'Question {} has a condition, so its outcome_note must begin with "{}" or "{}"; found {}.': (
        "for whoever edits the table of questions"
    ),
    "KEDS_POOLED gov": "the name of a series in the data",
    "ICEWS_NETIFY all": "the name of a series in the data",
    "ICEWS_DTREE all": "the name of a series in the data",
    "net coop balance": "the name of a measure in the data",
    "conflict events US<->RUS as % of conflict events in all dyads with the USA": (
        "the name of a measure in the data"
    ),
    "net Goldstein-weighted score US-RUS as % of absolute score of all US dyads": (
        "the name of a measure in the data"
    ),
    **dict.fromkeys(
        speech.ENGLISH["customs"]["dates"]["day"]["months"],
        "the months of English; Babel knows those of other languages",
    ),
    **dict.fromkeys(("Binder", "Chromium", "Codespaces", "Colab", "VS Code"), "a proper name"),
    "Python {}, {}": "a proper name and numbers",
    "Helvetica, Arial, sans-serif": "letters of a drawing",
    "True, False": "Python's own words",
    "Outcome": "an argument's name in a refusal",
    "1 for yes or 0 for no (questions['outcome'] == 'yes' gives them)": "what such a refusal asks",
    "Baseline": "an argument's name in a refusal",
    "Forecast": "an argument's name in a refusal",
}
# Where plotly puts things, in its own words.
PLACES = re.compile(r"(top|middle|bottom) (left|center|right)|[xy](\{\})? domain")
DOORS = {"_", "N_", "ngettext"}
# Calls whose arguments are no words: patterns, types, conditions on tables.
WORDLESS = {"compile", "query", "TypeVar", "cast", "eval"}
# Two words, or one with a capital letter, apart from tags.
SENTENCE = re.compile(r"[^\W\d_][\w']*[,;:.]? [^\W\d_]|^\W*[A-Z][a-z]+\b")


def spared(tree, *, refusing):
    """Yield the nodes under which nothing is said to a learner, or all of it through the door."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if (
                name in DOORS | WORDLESS
            ):
                yield from node.args
            case ast.Call(func=ast.Attribute(value=ast.Name(id="arguments"))):
                yield from node.args
            case ast.Dict():
                yield from filter(None, node.keys)
            case ast.Subscript():
                yield node.slice
            case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.Compare():
                yield node
            case ast.Raise() if refusing:
                yield node
            case ast.arg(annotation=ast.expr()) | ast.AnnAssign():
                yield node.annotation
            case ast.FunctionDef(returns=ast.expr()):
                yield node.returns


def said_beside(text, *, refusing=False):
    """Return the texts of a module that look like sentences and go through no door."""
    tree = ast.parse(text)
    inside = {id(each) for node in spared(tree, refusing=refusing) for each in ast.walk(node)}
    # A text that stands for itself is a docstring.
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = []
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            inside |= {id(part) for part in node.values}
            found.append("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    told = [text for text in found if text not in NO_SENTENCES and not PLACES.fullmatch(text)]
    return [text for text in told if SENTENCE.search(re.sub(r"<[^<>]*(>|$)", " ", text))]


def rooms():
    package = ROOT / "resetcycle"
    for path in sorted(package.rglob("*.py")):
        room = path.relative_to(package).parts[0].removesuffix(".py")
        name = path.relative_to(package).as_posix()
        if not {room, name.removesuffix(".py")} & OUTSIDE.keys():
            yield pytest.param(room, path, id=name)


@pytest.mark.parametrize("room, path", list(rooms()))
def test_every_sentence_goes_through_the_door(room, path):
    assert said_beside(path.read_text(encoding="utf-8"), refusing=room in REFUSING) == []


@pytest.mark.parametrize(
    "planted",
    [
        'title = "No act is found"',
        'title = f"{n} acts are found"',
        'made.note(0, 1, "Acts")',
        'raise ValueError(f"There is no act {name}.")',
        'said = _("So it is.") + " But not here."',
        'columns = {"n": "number of acts"}',
        'words = f"<b>{n} acts are found</b>"',
    ],
)
def test_a_sentence_beside_the_door_is_found(planted):
    assert len(said_beside(planted)) == 1


@pytest.mark.parametrize(
    "kept",
    [
        '"""Return nothing at all."""',
        'said = _("So it is.")',
        'table["number of acts"] == "at least one"',
        'pattern = re.compile("so it is")',
        'columns = {N_("number of acts"): 1}',
        "style = f\"<b style='color: red; margin: auto'>{n}</b>\"",
    ],
)
def test_what_is_said_to_nobody_is_passed_over(kept):
    assert said_beside(kept) == []


# ------------------------------------------------------------------------------ a made-up language


@pytest.fixture
def made_up_language():
    """Speak a language that is made of the templates alone."""
    speech.speak(made_up.catalogue())
    yield
    speech.use("en")


# The months of the language and its "and", which stand in it as Babel has them.
OF_BABEL = {
    *(name for date in customs.of(Locale("eo"))["dates"].values() for name in date["months"]),
    "kaj",
}
# Of the article, of polls and data sets, and what a chart was handed.
PROPER = {
    *OF_BABEL,
    *("Ruth Deyermond, A New 'Reset'?, GEurasia 3/2017, 17 April 2017", "Gallup", "Levada"),
    *("USA", "RUS"),
}


@cache
def names():
    """The texts of the data that are no kinds of things: labels, titles, summaries, ids, units."""
    kept = set()
    for resource in data.package()["resources"]:
        table = data.load(resource["name"])
        for field in resource["schema"]["fields"]:
            if "enum" not in field.get("constraints", {}) and field["type"] in ("string", "any"):
                kept |= set(table[field["name"]].dropna().astype(str))
    # Charts leave out a bracket, or what follows a comma; they make a name of an id. Codes are
    # said in small letters.
    kept |= {name.lower() for name in data.load("cameo")["name"]}
    for change in (r"^\*|\s\([^)]*\)", r",.*", r"^\w+-\w+-"):
        kept |= {re.sub(change, "", name).replace("-", " ") for name in kept}
        kept |= {re.sub(change, "", name) for name in kept}
    return sorted({name for name in kept if len(name) > 1} | PROPER, key=len, reverse=True)


def in_english(text):
    """Return what a text says in English, but for names of the data, numbers and marks."""
    # Tags, what the browser puts in, and names of files are none.
    plain = re.sub(r"%\{[^}]*\}|<[^<>]*>|/\w+\.\w+", " ", unescape(text.replace("-<br>", "-")))
    if not re.search(r"[A-Za-z]{2}", plain):
        return ""
    for name in names():
        if name in plain:
            plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", plain)
    return " ".join(re.findall(r"[A-Za-z']{2,}", plain))


def texts(value):
    """Yield what a reader may read of a part of a figure."""
    read = ("text", "hovertemplate", "hovertext", "customdata", "ticktext", "ticksuffix")
    if isinstance(value, dict):
        for name, part in value.items():
            if name in read:
                yield from strings(part)
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value[:60]:
            yield from texts(part)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple) or hasattr(value, "tolist"):
        # The record has more acts than need be read to see in which language they are told.
        for part in list(value)[:60]:
            yield from strings(part)


def lines_of(chart):
    """Return all that a chart says: its words, its drawing, and those sources that it words."""
    own = [source for source in chart.sources if "http" not in source]
    told = re.split(r"<[^<>]*>", re.sub(r"<style>.*</style>|<li>.*</li>", "", chart.folded()))
    return [*chart.words.splitlines(), *told, *own, *texts(chart.figure.to_plotly_json())]


@pytest.mark.parametrize("view", STORED)
@pytest.mark.usefixtures("made_up_language")
def test_a_chart_speaks_the_language_throughout(view):
    said = [in_english(line) for line in lines_of(VIEWS[view]())]
    assert [line for line in said if line] == []


def of_widgets():
    """Return the Python words of every widget, before anything was done and after."""
    locked = CodeEvents("02")
    locked.answer = {"codes": dict.fromkeys(codebook.events(), "111"), "locked_at": NOON}
    document = CodeDocument("02")
    document.answer = {"codes": dict.fromkeys(codebook.passages(), "111"), "locked_at": NOON}
    lineup = NullSimulator("10")
    lineup.answer = {
        "seed": 1,
        "pick": "A",
        "cycle": ["B"],
        "revealed": True,
        "worlds": {"drawn": 0, "three": 0, "five": 0},
    }
    drawn = DrawTrajectory("04", "trump2")
    drawn.answer = {"term": "trump2", "points": [["2025-01-20", 1.0]]}
    sorter = SortDesk("05")
    sorter.answer = {"chosen": dict.fromkeys(sort.filed("desk"), "alleged"), "shown": True}
    answers.save("05", forecasts=lookback.seal(FORECASTS, NOON))
    looked = ForecastBoard("08", reveal=True, locked_in="05")
    looked.answer = {"remembered": FORECASTS, "revealed": list(FORECASTS)}
    pool = ClassPool("07")
    pool.answer = {"text": classroom.sample_text()}
    left_out = LeaveOut("01")
    left_out.answer = {"acts": {"1993-06-24-m2": "turned"}}
    return [
        CausalMap("01"),
        *(CodeEvents("03"), locked, NullSimulator("11"), lineup, DrawTrajectory("04", "obama")),
        *(drawn, SortClaims("03"), sorter, ForecastBoard("04"), looked, ClassPool("06"), pool),
        *(MemoryLine("03"), MyWork("09"), WeighObstacles("06"), Memo("11")),
        MarkEssay("02"),
        *(CodeDocument("03"), document),
        TwoClocks(),
        *(Places(), FindEvents()),
        WeighEvidence("11"),
        *(LeaveOut("00"), left_out),
        ManyWays(),
    ]


NOON = "2026-11-22T12:00:00+00:00"
FORECASTS = {"Q02": {"band": "likely", "p": 0.675}, "Q13": {"band": "even", "p": 0.5}}


@pytest.mark.usefixtures("my_work", "made_up_language")
def test_the_tables_and_notices_of_widgets_speak_the_language():
    for widget in of_widgets():
        html = widget._repr_mimebundle_()[0]["text/html"]
        said = [*re.split(r"<[^<>]*>", html), widget.notice]
        left = [in_english(line.replace(type(widget).__name__, "")) for line in said]
        assert [line for line in left if line] == [], type(widget)


@pytest.mark.usefixtures("made_up_language")
def test_a_class_reads_the_bands_of_its_forecasts_in_the_language():
    bands = ClassPool("07").about["forecasts"]["bands"].values()
    assert bands and not any(in_english(band["words"]) for band in bands)


@pytest.mark.usefixtures("made_up_language")
def test_the_tables_of_measures_speak_the_language():
    kinds = {kind: record.windows(kind) for kind in record.KINDS}
    shown = (
        record.side_by_side(kinds),
        record.compare().drop(columns="term_id"),
        trajectory.windows("obama").drop(columns="n"),
        trajectory.extremes("obama", ["gallup_favourable", "unga_ideal_gap"]),
        multiverse.standing(all_choices()).rename_axis("part of the claim"),
        trajectory.pattern(trajectory.windows("trump1")).to_frame("reading"),
    )
    for frame in shown:
        html = tables.show(frame)._repr_html_()
        assert [line for line in map(in_english, re.split(r"<[^<>]*>", html)) if line] == []


@pytest.mark.usefixtures("made_up_language")
def test_the_sentences_of_a_class_and_the_pieces_of_sentences_speak_the_language():
    result = classroom.class_result(classroom.sample_text())
    day = dt.date(2026, 6, 4)
    said = [
        *(part["sentence"] for part in (result["agreement"], result["burden"])),
        *(camps["sentence"] for camps in result["camps"].values()),
        *(words.day(day), words.month(day), words.short_month(day), words.dated("2017-04")),
        *(words.months(12), words.in_words(7), words.listed(["1", "2", "3"]), words.listed([])),
        answers.trouble(OSError(errno.ENOSPC, "")),
    ]
    assert [line for line in map(in_english, said) if line] == []


def test_few_sentences_of_the_kit_could_pass_for_names_of_the_data():
    ids = [message.id for message in catalogues.templates()["interface"] if message.id]
    plain = [re.sub(r"\{\w+\}", "", one if isinstance(one, str) else one[0]) for one in ids]
    passing = [one for one in plain if re.search("[A-Za-z]{2}", one) and not in_english(one)]
    assert len(passing) < len(ids) / 20, passing
