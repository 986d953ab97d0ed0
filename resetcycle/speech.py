"""The language in which the kit speaks: what a learner reads goes through the doors of this room.

A sentence is written in English where it is used, `_("{name} is cut short.", name=name)`, and a
catalogue under `locale/` may have it in another language. Numbers and names are put in after the
translation, so a translator meets whole sentences and can turn their order round. What a catalogue
lacks is said in English.

`resetcycle.authoring.catalogues` makes the catalogues: from one list of sentences for Python and
the browser, through the files that translators fill, to the JSON that is read here.
"""

import json
import os
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache, wraps
from gettext import c2py
from pathlib import Path
from typing import ParamSpec, TypedDict, TypeVar

from .home import PACKAGE, workplace

LOCALE = PACKAGE / "locale"
SETTING = "RESETCYCLE_LANGUAGE"

Message = TypeVar("Message", bound=str)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")
# A sentence, or one in the forms that a language has for numbers: "one", "few", "many", "other".
Said = str | dict[str, str]


class Dated(TypedDict):
    """How a date is written: a form with places, and the names of the months as it has them."""

    form: str
    months: list[str]


class Lists(TypedDict):
    """How names are joined: all but the last two, the last, and two alone.

    `apart` has other forms for the last name, by a pattern of how it begins.
    """

    middle: str
    last: str
    two: str
    apart: dict[str, str]


class Customs(TypedDict):
    """How a language writes numbers, dates (`day`, `month`, `short_month`) and lists.

    `numbers` has what is written for an English sign: the point, the comma, the sign of percent.
    `grouped` is how many digits a number has at least whose thousands are set apart.
    """

    numbers: dict[str, str]
    grouped: int
    dates: dict[str, Dated]
    lists: Lists


class Catalogue(TypedDict):
    """What is said in a language: the sentences of each side, by the English ones, and its customs.

    `plural` is gettext's formula from a number to the place of a form, and `forms` has the name of
    the form at each place, as the browser's `Intl.PluralRules` knows it.
    """

    language: str
    plural: str
    forms: list[str]
    customs: Customs
    python: dict[str, Said]
    browser: dict[str, Said]


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH = Catalogue(
    language="en",
    plural="n != 1",
    forms=["one", "other"],
    customs=Customs(
        numbers={},
        grouped=4,
        dates={
            "day": Dated(form="{day} {month} {year}", months=[*_MONTHS]),
            "month": Dated(form="{month} {year}", months=[*_MONTHS]),
            "short_month": Dated(form="{month} {year}", months=[name[:3] for name in _MONTHS]),
        },
        lists=Lists(middle="{0}, {1}", last="{0} and {1}", two="{0} and {1}", apart={}),
    ),
    python={},
    browser={},
)

_spoken: Catalogue = ENGLISH
_sentences: dict[str, Said] = ENGLISH["python"]
_place: Callable[[int], int] = c2py(ENGLISH["plural"])


def _(message: str, /, **parts: object) -> str:
    """Return a sentence in the language that is spoken, with its parts put in.

    Parameters
    ----------
    message : str
        The English sentence, written out where it is used; `{part}` marks where a part goes.
    **parts : object
        What goes into the places.

    Examples
    --------
    >>> _("The code of {name} is cut short.", name="Ann")
    'The code of Ann is cut short.'
    """
    said = _sentences.get(message, message)
    if not isinstance(said, str):
        # The same words are said elsewhere with a number: this is its form for one.
        said = said[_form(1)]
    return _filled(said, parts) if parts else said


def ngettext(one: str, many: str, n: int, /, **parts: object) -> str:
    """Return a sentence in the form that the language has for a number; `{n}` is the number.

    Examples
    --------
    >>> [ngettext("{n} learner", "{n} learners", n) for n in (1, 3)]
    ['1 learner', '3 learners']
    """
    said = _sentences.get(one)
    english = one if n == 1 else many
    form = said[_form(n)] if isinstance(said, dict) else english
    return _filled(form, {"n": n} | parts)


def _filled(said: str, parts: Mapping[str, object]) -> str:
    """Put the parts into their places; a number that is not whole has the language's own point."""
    if marks := str.maketrans(customs()["numbers"]):
        parts = {
            name: str(part).translate(marks) if isinstance(part, float) else part
            for name, part in parts.items()
        }
    return said.format(**parts)


def _form(n: int) -> str:
    return _spoken["forms"][_place(n)]


def N_(message: Message) -> Message:  # noqa: N802 (the name by which catalogues know it)
    """Mark a sentence of a constant for the catalogues; it is translated where it is used."""
    return message


def languages() -> list[str]:
    """Return the languages that the kit can speak, English first.

    Examples
    --------
    >>> languages()[0]
    'en'
    """
    return ["en", *sorted(path.stem for path in LOCALE.glob("*.json"))]


def language(code: str = "") -> str:
    """Speak another language from now on; without a code, only say which one is spoken.

    Charts, boards, tables and checks that are made after this are in it. What is typed as an
    answer, and ids, are the same in every language.

    Parameters
    ----------
    code : str, optional
        Such as ``"es"``, or ``"en"`` for English.

    Returns
    -------
    str
        The code of the language that is spoken.

    Raises
    ------
    ValueError
        If the kit does not speak it; the message names those that it speaks.

    Examples
    --------
    >>> language()
    'en'
    """
    if code:
        use(code)
    return spoken()


def use(language: str) -> None:
    """Speak a language from now on: charts, tables, checks and widgets that are made after this.

    Parameters
    ----------
    language : str
        One of `languages()`, in small or capital letters.

    Raises
    ------
    ValueError
        If the kit has no catalogue of that language.
    """
    known = {each.lower(): each for each in languages()}
    code = known.get(language.strip().lower())
    if code is None:
        raise ValueError(
            _(
                "The kit does not speak {language}: choose from {known}.",
                language=repr(language),
                known=", ".join(known.values()),
            )
        )
    speak(catalogue_of(code))


@cache
def catalogue_of(language: str) -> Catalogue:
    """Return what is said in one of `languages()`."""
    if language == "en":
        return ENGLISH
    return json.loads((LOCALE / f"{language}.json").read_text(encoding="utf-8"))


def speak(catalogue: Catalogue) -> None:
    """Speak as a catalogue has it; `use` reads one by its name."""
    global _spoken, _sentences, _place  # noqa: PLW0603 (one language is spoken at a time)
    _spoken, _sentences = catalogue, catalogue["python"]
    _place = c2py(catalogue["plural"])


@contextmanager
def speaking(catalogue: Catalogue) -> Generator[None]:
    """Speak a language while something is made, and afterwards the one that was spoken before."""
    before = _spoken
    speak(catalogue)
    try:
        yield
    finally:
        speak(before)


def in_english() -> AbstractContextManager[None]:
    """Speak English for a while: names by which work is kept are the same in every language."""
    return speaking(ENGLISH)


def spoken() -> str:
    """Return the language that is spoken, by its code."""
    return _spoken["language"]


def catalogue() -> Catalogue:
    """Return what is said in the language that is spoken."""
    return _spoken


def customs() -> Customs:
    """Return how numbers, dates and lists are written in the language that is spoken."""
    return _spoken["customs"]


def spoken_in_browser() -> dict[str, object]:
    """Return the browser's sentences in the language that is spoken, as its `speak` takes them;
    nothing for English, which stands in the code.
    """
    if _spoken is ENGLISH:
        return {}
    return {
        "language": _spoken["language"],
        "numbers": customs()["numbers"],
        "grouped": customs()["grouped"],
        "messages": _spoken["browser"],
    }


# ------------------------------------------------------------------------- what is remembered of it


def remembered(function: Callable[_Asked, _Found]) -> Callable[_Asked, _Found]:
    """Remember what a function found, as `functools.cache` does, for each language by itself.

    It is for whatever holds words: titles, labels, sentences.
    """
    # Held beside its own memory, so that no other catalogue can take its place.
    found: dict[int, tuple[Catalogue, Callable[..., _Found]]] = {}

    @wraps(function)
    def kept(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
        mine = found.get(id(_spoken))
        if mine is None:
            mine = found[id(_spoken)] = (_spoken, cache(function))
        return mine[1](*args, **kwargs)

    return kept


# --------------------------------------------------------------------------------- which one it is


def _of_folder() -> str:
    """Return the language of the folder in which one works, such as `notebooks/es`; or nothing."""
    with suppress(OSError):
        here = Path.cwd()
        # Hardly any folder has the name of a language: the others cost no further look.
        if (known := {*languages()[1:]} & {*here.parts}) and here.is_relative_to(workplace()):
            below = here.relative_to(workplace()).parts
            return next((part for part in below if part in known), "")
    return ""


def _begin() -> None:
    """Speak the language of the folder, or of the setting; of neither, English."""
    asked = _of_folder() or os.environ.get(SETTING, "").strip()
    if asked in ("", "en"):
        return
    try:
        use(asked)
    except ValueError as error:
        print(f"{SETTING}: {error}", file=sys.stderr)  # noqa: T201 - nobody else could say it


_begin()
