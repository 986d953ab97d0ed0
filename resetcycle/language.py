"""The language in which the kit speaks: what a learner reads goes through the doors of this room.

A sentence is written in English where it is used, `_("{name} is cut short.", name=name)`, and a
catalogue under `locale/` may have it in another language. Numbers and names are put in after the
translation, so a translator meets whole sentences and can turn their order round.
"""

from gettext import NullTranslations

_spoken = NullTranslations()


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
    said = _spoken.gettext(message)
    return said.format(**parts) if parts else said


def ngettext(one: str, many: str, n: int, /, **parts: object) -> str:
    """Return a sentence in the form that the language has for a number; `{n}` is the number.

    Examples
    --------
    >>> [ngettext("{n} learner", "{n} learners", n) for n in (1, 3)]
    ['1 learner', '3 learners']
    """
    return _spoken.ngettext(one, many, n).format(n=n, **parts)


def N_(message: str) -> str:  # noqa: N802 (the name by which catalogues know it)
    """Mark a sentence of a constant for the catalogues; it is translated where it is used."""
    return message
