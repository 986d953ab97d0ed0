"""What a learner reads goes through one door, and can be said in another language."""

import pytest
from babel.messages.catalog import Catalog

from resetcycle import language
from resetcycle.authoring import catalogues
from resetcycle.authoring.text import TextError
from resetcycle.language import N_, _, ngettext
from resetcycle.widgets import SortClaims

LEARNERS = ("{n} learner", "{n} learners")
IN_RUSSIAN = ("{n} учащийся", "{n} учащихся", "{n} учащихся (many)")
BOTH = [("resetcycle/here.py", 1), ("front/src/here.ts", 1)]


@pytest.fixture
def speak():
    """Speak a catalogue as a translator has it; English is spoken again afterwards."""
    yield lambda catalog: language.speak(catalogues.compiled(catalog))
    language.use("en")


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
    assert language.spoken_in_browser() == {
        "language": "ru",
        "messages": {"{n} learner": forms},
    }


def test_a_widget_hands_the_browser_the_language_in_which_it_was_made(speak):
    assert SortClaims("01").get_state("_catalogue") == {"_catalogue": {}}
    speak(russian())
    assert SortClaims("01").get_state("_catalogue")["_catalogue"]["language"] == "ru"


def test_a_language_without_a_catalogue_is_refused_by_name():
    with pytest.raises(ValueError, match="'xx': choose from en"):
        language.use("xx")


# ------------------------------------------------------------------------------- the catalogues


def test_the_list_of_sentences_is_current():
    stored = catalogues.TEMPLATE.read_text(encoding="utf-8")
    assert stored == catalogues.template_text(catalogues.template())


def test_every_catalogue_has_the_places_of_its_sentences_and_is_current():
    for path in language.LOCALE.glob("*.po"):
        made = catalogues.compiled_text(catalogues.read(path))
        assert path.with_suffix(".json").read_text(encoding="utf-8") == made


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
