"""An edition in another language is the English one said again: nothing else may differ."""

import copy
import os
import re
import subprocess
from posixpath import dirname, join, normpath

import made_up
import nbformat
import pandas as pd
import pytest
from babel.messages.catalog import Catalog
from conftest import ROOT
from nbformat import NotebookNode
from nbgrader.utils import determine_grade
from test_exercises import errors, graded, run

from resetcycle import rubric, speech, words
from resetcycle.authoring import built, catalogues, editions, prose, units
from resetcycle.authoring.shelves import SHELVES
from resetcycle.authoring.text import Cell, Text, TextError
from resetcycle.exercise import public, reasons
from resetcycle.grading import release
from resetcycle.speech import _

TARGET = re.compile(r"\]\(([^)\s:#]*)(#[\w-]+)?(?: \"[^\"]*\")?\)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What translators would write in a language that nobody speaks; yields the folder of it."""
    kit = tmp_path_factory.mktemp("kit")
    (kit / "resetcycle" / "locale").mkdir(parents=True)
    made_up.translate(kit)
    return kit / "translations"


@pytest.fixture(scope="module")
def translated(folder):
    return editions.translation("eo", folder)


@pytest.fixture(scope="module")
def edition(translated):
    return editions.made(translated)


@pytest.fixture(scope="module")
def laid(edition):
    return editions.laid(edition, "eo")


def english(place):
    return nbformat.read(ROOT / place, as_version=4)


def prose_of(content):
    if isinstance(content, str):
        return [content]
    return [cell.source for cell in content.cells if cell.cell_type == "markdown"]


# ----------------------------------------------------------------------------- what stays as it is


def test_cells_ids_and_code_are_those_of_the_english_notebooks(edition):
    assert len(edition.notebooks()) == 12 * 3
    for place, notebook in edition.notebooks().items():
        pairs = list(zip(english(place).cells, notebook.cells, strict=True))
        assert [one.id for one, _ in pairs] == [other.id for _, other in pairs]
        assert [one.metadata for one, _ in pairs] == [other.metadata for _, other in pairs]
        code = [(one, other) for one, other in pairs if one.cell_type == "code"]
        assert code and all(bare(one) == bare(other) for one, other in code), place


def bare(cell):
    """The code of a cell, without the reasons above answers, which an edition has of its own."""
    return reasons.retold(cell.source, lambda _why: "")


def test_a_solution_has_the_reasons_of_its_answers_in_the_language(edition):
    place = "solutions/04-obama-reset/04-obama-reset.ipynb"
    found = [
        [one for cell in notebook.cells for one in reasons.reasons(cell.source)]
        for notebook in (english(place), edition.exercises[place])
    ]
    assert len(found[0]) == 10
    assert [one._replace(why=made_up.written(one.why)) for one in found[0]] == found[1]


def numbers(text):
    """The digits of a text; other languages set a zero before a share, and a comma after it."""
    return sorted(each for each in re.findall(r"\d+", text) if each != "0")


def test_numbers_and_code_and_addresses_are_those_of_the_english_texts(edition):
    for place, notebook in edition.notebooks().items():
        for one, other in zip(english(place).cells, notebook.cells, strict=True):
            if one.cell_type == "markdown":
                assert numbers(one.source) == numbers(other.source), (place, one.id)
                kept = [re.findall(r"`[^`]+`|\]\([^)\s]*", each.source) for each in (one, other)]
                assert kept[0] == kept[1], (place, one.id)
    for place, page in edition.pages.items():
        source = re.sub(r"<!--.*?-->", "", (ROOT / place).read_text("utf-8"), flags=re.DOTALL)
        assert numbers(source) == numbers(page), place


def test_a_lesson_says_in_the_language_what_it_says_at_all(edition):
    lesson = edition.lessons["notebooks/04-obama-reset.ipynb"].notebook
    about = lesson.metadata["lesson"]
    assert lesson.metadata["resetcycle"] == {"language": "eo"}
    assert about["title"] == made_up.written("Obama's reset, 2009-2017: one verdict or eighteen")
    assert about["number"] == "04" and "eighteen" not in str(about["objectives"])
    plan = next(cell.source for cell in lesson.cells if cell.id == "plan")
    assert f"{made_up.made_up('eighteen')} " in plan.splitlines()[2]
    # The definition beside a word, and that below, are the glossary's own.
    said = made_up.written("Composite index")
    assert f"<p><b>{said}</b>" in plan and '#composite-index "Šé' in plan


def test_values_that_are_texts_are_said_in_the_language(edition):
    for one in edition.lessons.values():
        for part in one.parts:
            for piece in part.pieces:
                if isinstance(piece.value, str) and re.search("[a-z]{2}", piece.value):
                    assert units.units(piece.value) == [piece.value]
                    cell = next(cell for cell in one.notebook.cells if cell.id == part.name)
                    assert made_up.written(piece.value) in cell.source, piece.value


def test_a_model_essay_is_in_the_language_and_its_exercise_waits_for_one(edition):
    name = "04-obama-reset/04-obama-reset.ipynb"
    essays = {
        folder: next(cell.source for cell in edition.exercises[place].cells if cell.id == "essay")
        for folder, place in ((each, f"{each}/{name}") for each in ("exercises", "solutions"))
    }
    assert essays["exercises"] == "..."
    assert "{{" not in essays["solutions"] and "é" in essays["solutions"]
    assert not re.search(r"\b(the|and|is)\b", essays["solutions"])


def test_a_page_has_no_note_of_the_makers_of_the_english_one(edition, laid):
    for place, page in edition.pages.items():
        assert "<!--" not in page and "[[[" not in page, place
    glossary = laid["docs/eo/glossary.md"]
    assert glossary.startswith("<!-- Made from docs/glossary.md and translations/eo: edit those.")


# ------------------------------------------------------------------------------------------ links


def test_links_lead_to_the_edition_where_it_has_the_page(edition, laid):
    of_edition = {*edition.notebooks(), *(page for page in edition.pages if page[:4] != "site")}
    for place, content in laid.items():
        for target, anchor in TARGET.findall("\n".join(prose_of(content))):
            found = normpath(join(dirname(place), target)) if target else place
            assert found in laid or (ROOT / found).exists(), (place, target)
            assert found not in of_edition, f"{place} leads to the English {found}"
            if anchor and found in laid:
                # A heading has another anchor in every language, unless it is given one.
                assert f'<a id="{anchor[1:]}"></a>' in laid[found], (place, target, anchor)


@pytest.mark.parametrize(
    "place, before, after",
    [
        ("docs/a.md", "[x](b.md#c)", "[x](b.md#c)"),
        ("docs/a.md", "[x](#c)", "[x](#c)"),
        ("docs/a.md", "[x](c.md)", "[x](../c.md)"),
        ("docs/a.md", "![x](instructor/one.png)", "![x](../instructor/one.png)"),
        ("docs/a.md", "[x](https://a.org/b.md)", "[x](https://a.org/b.md)"),
        ("docs/in/a.md", "[x](../b.md)", "[x](../b.md)"),
        ("docs/in/a.md", "[x](../../n/1.ipynb)", "[x](../../../n/eo/1.ipynb)"),
        ("n/1.ipynb", '[x](../docs/b.md#c "said (so)")', '[x](../../docs/eo/b.md#c "said (so)")'),
        ("n/1.ipynb", "[x](../data/t.csv)", "[x](../../data/t.csv)"),
        ("e/1/1.ipynb", "[x](../../n/1.ipynb)", "[x](../../../n/eo/1.ipynb)"),
    ],
)
def test_a_link_is_written_anew(place, before, after):
    own = {"docs/a.md", "docs/b.md", "docs/in/a.md", "n/1.ipynb", "e/1/1.ipynb"}
    assert editions.relinked(before, place, "eo", own) == after


# ------------------------------------------------------------------------- what translators have to


def shelves(*pairs):
    """Shelves of a language with these units of lessons and their translations."""
    made = {name: Catalog(locale="eo") for name in catalogues.SHELVES}
    for english, said, *flags in pairs:
        made["lessons"].add(english, said, [("lessons/00.md", 1)], flags=flags)
    return made


def test_what_is_not_translated_for_sure_is_said_in_english_and_counted(tmp_path, monkeypatch):
    today = shelves(("A sentence with `code`.", ""), ("Doubt.", ""), ("Changed today.", ""))
    monkeypatch.setattr(catalogues, "templates", lambda: copy.deepcopy(today))
    (tmp_path / "eo").mkdir()
    (tmp_path / "eo" / "lessons.po").write_text(
        'msgid "A sentence with `code`."\nmsgstr "Frazo kun `code`."\n\n'
        '#, fuzzy\nmsgid "Doubt."\nmsgstr "Dubo."\n\n'
        'msgid "Changed yesterday."\nmsgstr "Alia."\n',
        encoding="utf-8",
    )
    found = editions.translation("eo", tmp_path)
    told = found.told()
    assert [told(each.id) for each in today["lessons"] if each.id] == [
        "Frazo kun `code`.",
        "Doubt.",
        "Changed today.",
    ]
    assert found.counts["lessons"] == (3, 6, 1) and found.counts["lessons"].fallbacks == 2
    assert editions.listed(found.counts).splitlines()[-1].split() == ["together", *"3612"]


def test_all_of_the_made_up_language_is_translated(translated):
    assert [one.fallbacks for one in translated.counts.values()] == [0] * 6
    assert sum(one.words for one in translated.counts.values()) > 100_000


@pytest.mark.parametrize(
    "english, said, fault",
    [
        ("At {{end:.1f}} of 12.", "{{end}} de 21.", "keeps not '12'; .* has too much: '21'"),
        ("See [it](a.md).", "Vidu.", r"keeps not '\]\(a.md'"),
        ("Run `rc.check`.", "Rulu `rc.ĉeku`.", "keeps not '`rc.check`'"),
    ],
)
def test_a_translation_that_loses_what_it_has_to_keep_is_refused(english, said, fault):
    found = editions.Translation("eo", shelves((english, said)), {})
    with pytest.raises(TextError) as refused:
        found.told()
    lines = str(refused.value).splitlines()
    assert all(line.startswith("translations/eo/lessons.po: ") for line in lines)
    assert re.search(fault, "; ".join(lines)) and english in lines[0]


def test_a_language_that_nobody_has_begun_is_named():
    with pytest.raises(TextError, match="begun 'xx': \"make lang LANG=xx\" does"):
        editions.translation("xx")


@pytest.mark.parametrize("language, said", [("en", "there already"), ("Spanish", "no language")])
def test_a_language_is_begun_once_and_by_its_code(language, said, tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "TRANSLATIONS", tmp_path)
    with pytest.raises(TextError, match=said):
        catalogues.begin(language)
    catalogues.begin("ru")
    assert catalogues.languages() == ["ru"]


def test_the_language_of_the_terminal_is_not_meant():
    command = ["make", "--dry-run", "lang"]
    terminal = {**os.environ, "LANG": "es"}
    asked = subprocess.run(
        command, cwd=ROOT, env=terminal, capture_output=True, text=True, check=False
    )
    assert asked.returncode and 'as in "make lang LANG=es"' in asked.stderr


# ---------------------------------------------------------------------------- numbers in sentences

VALUES = {"count": 7, "end": -1234.56, "day": pd.Timestamp(2026, 6, 4), "who": "Moscow"}


def retold(english, said):
    cell = Cell("markdown", english)
    pieces = [prose.Piece("", f"{{{{{name}}}}}", value) for name, value in VALUES.items()]
    told = {english: said, "Moscow": "Moskvo"}
    text = Text(ROOT / "lessons" / "00-a.md", {}, (cell,))
    return "".join(piece.text for piece in prose.retold(text, cell, pieces, told.__getitem__))


@pytest.fixture
def in_made_up_language():
    with speech.speaking(made_up.catalogue()):
        yield


@pytest.mark.usefixtures("in_made_up_language")
def test_values_are_written_as_the_language_writes_them_and_where_it_wants_them():
    said = retold("{{count:word}} at {{end:.1f}}, {{who}}", "{{who}}: {{end:,.1f}} / {{count}}")
    assert said == f"Moskvo: {words.number(VALUES['end'], ',.1f')} / 7"
    assert retold("On {{day:day}}", "Je {{day:day}}") == f"Je {words.day(VALUES['day'])}"
    assert retold("In {{day:%B %Y}}", "En {{day:%B %Y}}") == f"En {words.month(VALUES['day'])}"
    seven = made_up.made_up("seven").capitalize()
    assert retold("Acts: {{count:word}}", "{{count:Word}} agoj") == f"{seven} agoj"


def test_a_form_that_a_value_does_not_have_is_named_with_its_place():
    with pytest.raises(TextError, match="lessons/00-a.md, line 1: a translation has a form"):
        retold("Of {{who}}", "De {{who:.1f}}")


# ----------------------------------------------------------------------------------- what is edited


def test_a_notebook_edited_by_hand_is_refused_with_what_to_edit(
    translated, edition, laid, tmp_path, monkeypatch
):
    monkeypatch.setattr(editions, "ROOT", tmp_path)
    monkeypatch.setattr(editions, "translation", lambda _: translated)
    monkeypatch.setattr(editions, "made", lambda _: edition)
    monkeypatch.setattr(editions, "laid", lambda *_: laid)
    place = "exercises/eo/04-obama-reset/04-obama-reset.ipynb"
    edited = copy.deepcopy(laid[place])
    edited.cells[0].source += " By hand."
    (tmp_path / place).parent.mkdir(parents=True)
    nbformat.write(edited, tmp_path / place)
    with pytest.raises(TextError, match="stands in translations/eo, its code in solutions/04-oba"):
        editions.build("eo")
    assert [path.name for path in tmp_path.rglob("*.*")] == ["04-obama-reset.ipynb"]


# ------------------------------------------------------------------------------------ for the site


def test_a_stage_lies_and_links_as_the_english_texts_do(translated, edition, tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "translation", lambda *_: translated)
    assert editions.stage("eo", tmp_path) == translated.counts
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert {"index.md", "site/learn.md", "docs/glossary.md", "exercises/README.md"} < names
    assert {place for place in edition.notebooks() if place[:9] != "solutions"} < names
    assert not [name for name in names if name.startswith("solutions")]
    glossary = (tmp_path / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert "\n(goldstein-scale)=\n" in glossary and "](#goldstein-scale)" in glossary
    # What stays the same is not written anew, so that the site need not read it again.
    before = (tmp_path / "index.md").stat().st_mtime_ns
    editions.stage("eo", tmp_path)
    assert (tmp_path / "index.md").stat().st_mtime_ns == before


# --------------------------------------------------------------------- the languages that there are

LANGUAGES = catalogues.languages()
# Who adds an act need not know every language; a release waits for all (`make dist`).
WAITING = 0.01
SOLVED = ("00-start-here", "04-obama-reset")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_is_of_today_and_hardly_a_unit_waits(language):
    """If this fails, a text or a translation changed: run `make lang LANG=...`."""
    translated = editions.translation(language)
    together = editions.summed(translated.counts)
    assert together.fallbacks <= together.units * WAITING
    today = editions.laid(editions.made(translated), language)
    for place, content in today.items():
        if isinstance(content, NotebookNode):
            stands = english(place)
            assert not built.is_edited(stands), place
            assert built.stamps(stands) == built.stamps(content), place
            assert stands.metadata["resetcycle"] == {"language": language}
        else:
            assert (ROOT / place).read_text(encoding="utf-8") == content, place
    stored = [
        path.relative_to(ROOT).as_posix()
        for folder in ("notebooks", "exercises", "docs")
        for path in (ROOT / folder / language).rglob("*.*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    ]
    assert sorted(stored) == sorted(today)


@pytest.mark.parametrize("name", SOLVED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_solution_earns_full_marks_in_every_language(language, name):
    place = ROOT / "docs" / language / "solutions" / name
    solved = run(nbformat.read(place / f"{name}.ipynb", as_version=4), place)
    code = [cell for cell in solved.cells if cell.cell_type == "code"]
    assert not [errors(cell) for cell in code if errors(cell)]
    earned = [determine_grade(cell) for cell in graded(solved) if cell.id != "essay"]
    assert earned and all(points == most for points, most in earned)


@pytest.fixture
def spoken(request):
    """Speak a language while one test runs; yields what says a unit in it."""
    told = editions.translation(request.param).told()
    speech.use(request.param)
    yield told
    speech.use("en")


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_the_rubric_of_an_exercise_is_that_of_the_board(spoken):
    with speech.in_english():
        cell = release._rubric(rubric.lines())
    of_board = release._rubric(rubric.lines())
    both = [units.said(cell, spoken).splitlines(), of_board.splitlines()]
    # All but the first and the last line, which no board has.
    assert both[0][2:-1] == both[1][2:-1]


@pytest.mark.parametrize("spoken", LANGUAGES, indirect=True)
def test_a_word_to_choose_from_is_explained_as_the_checks_do(spoken):
    texts = [unit.text for unit in SHELVES["exercises"].units()]
    glosses = [pair for text in texts for pair in GLOSS.findall(spoken(text))]
    chosen = {word for task in public.exercises().values() for word in words_of(task)}
    found = [(word, said) for word, said in glosses if word in chosen and _(word) != word]
    assert len(found) > 50
    assert not [pair for pair in found if not pair[1].startswith(_(pair[0]))]


# A word to choose from, and in brackets what it means.
GLOSS = re.compile(r'`"([^"`]+)"`,? \(([^)]*)\)')


def words_of(exercise):
    return [word for task in exercise.tasks.values() for word in task.choices]


def test_english_is_spoken_after_all_this():
    assert speech.spoken() == "en"
