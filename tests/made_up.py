"""Languages that nobody speaks: every unit with other letters and a third longer."""

import re
from functools import cache

from babel.messages.pofile import write_po

from resetcycle import speech
from resetcycle.authoring import catalogues, units
from resetcycle.authoring.shelves import AT_RUN

# Every letter another one, all of them readable.
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝĥíĵķĺɱñóþǫŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓÞǪŔŠŢÚṼŴẊÝŽ",
)
# Every letter a Cyrillic one, and for a vowel two: so each word is longer by about a third.
CONSONANTS = dict(zip("bcdfghjklmnpqrstvwxyz", "бкдфгхйклмнпчрствшжыз", strict=True))
LETTERS = CONSONANTS | {"a": "ая", "e": "ен", "i": "ие", "o": "ов", "u": "ую"}
CYRILLIC = str.maketrans(
    LETTERS | {letter.upper(): said.capitalize() for letter, said in LETTERS.items()}
)


def made_up(message):
    """Return a message with other letters and a third longer; its places stay as they are."""
    parts = re.split(r"(\{\w+\})", message)
    said = "".join(part if part[:1] == "{" else part.translate(ACCENTED) for part in parts)
    return said + "~" * (len(message) // 3)


@cache
def catalogue(locale="eo", say=made_up):
    """Return all that the kit says when it runs, in a made-up language.

    `eo` has two forms, and is kept apart from English by its name.
    """
    speech.use("en")
    shelves = catalogues.templates()
    for name in AT_RUN:
        shelves[name].locale = locale
        for message in shelves[name]:
            if isinstance(message.id, tuple):
                one, many = message.id
                last = [say(many)] * (shelves[name].num_plurals - 1)
                message.string = (say(one), *last)
            elif message.id:
                message.string = say(message.id)
    return catalogues.compiled(*(shelves[name] for name in AT_RUN))


def written(unit):
    """Return a unit as a translator could write it: what has to be kept is, and lines can break."""
    return _kept(unit, ACCENTED) + " ~~~~~" * (len(unit) // 18) + "~" * (len(unit) // 3 % 6)


def in_cyrillic(unit):
    """Return a unit as a translator into Russian could write it, as far as letters go."""
    return _kept(unit, CYRILLIC)


def _kept(unit, letters):
    parts = re.split(f"({units.KEPT.pattern})", unit)
    return "".join(part if at % 2 else part.translate(letters) for at, part in enumerate(parts))


def translate(kit):
    """Write into a copy of the kit what translators and the build would, for every unit."""
    shelves = catalogues.templates()
    folder = kit / "translations" / "eo"
    folder.mkdir(parents=True)
    for name, shelf in shelves.items():
        shelf.locale = "eo"
        for message in shelf:
            if message.id:
                plural = isinstance(message.id, tuple)
                message.string = tuple(map(written, message.id)) if plural else written(message.id)
        with (folder / f"{name}.po").open("wb") as file:
            write_po(file, shelf)
    said = catalogues.compiled_text(shelves[name] for name in AT_RUN)
    (kit / "resetcycle" / "locale" / "eo.json").write_text(said, encoding="utf-8")
