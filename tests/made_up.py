"""A language that nobody speaks: every unit with other letters and a third longer."""

import re
from functools import cache

from resetcycle import speech
from resetcycle.authoring import catalogues
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
