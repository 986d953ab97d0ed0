"""A language that nobody speaks: every unit with other letters and a third longer."""

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


def made_up(message):
    """Return a message with other letters and a third longer; its places stay as they are."""
    parts = re.split(r"(\{\w+\})", message)
    said = "".join(part if part[:1] == "{" else part.translate(ACCENTED) for part in parts)
    return said + "~" * (len(message) // 3)


@cache
def catalogue():
    """Return all that the kit says when it runs, in the made-up language."""
    speech.use("en")
    shelves = catalogues.templates()
    for name in AT_RUN:
        shelves[name].locale = "eo"  # of two forms, and kept apart from English by its name
        for message in shelves[name]:
            if message.id:
                plural = isinstance(message.id, tuple)
                message.string = tuple(map(made_up, message.id)) if plural else made_up(message.id)
    return catalogues.compiled(*(shelves[name] for name in AT_RUN))


def written(unit):
    """Return a unit as a translator could write it: what has to be kept is, and lines can break."""
    kept = re.split(f"({units.KEPT.pattern})", unit)
    said = "".join(part if at % 2 else part.translate(ACCENTED) for at, part in enumerate(kept))
    return said + " ~~~~~" * (len(unit) // 18) + "~" * (len(unit) // 3 % 6)


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
