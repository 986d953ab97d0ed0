"""From the sentences in the code to the catalogues that translators fill, for both sides at once.

`python -m resetcycle.authoring words` writes three kinds of files under `resetcycle/locale/`:

- `messages.pot`: every sentence that Python or the browser says, with the files that say it and
  the comments that begin with `L10N:` above it. It comes from the code alone.
- `xx.po`: what a translator fills. New sentences are added and those that are gone are set aside;
  what was translated stays. A new language begins with `pybabel init`.
- `xx.json`: what the kit reads, made from `xx.po`. A sentence that is not translated, or only
  nearly, is left out and therefore said in English.
"""

import json
import re
from collections.abc import Iterator
from gettext import c2py
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from ..speech import LOCALE, Catalogue, Said
from .lessons import ROOT
from .text import TextError

TEMPLATE = LOCALE / "messages.pot"
COMMENTS = ("L10N:",)
HEADER = """\
# What the kit says to learners, in Python and in the browser, as the code has it.
#"""
# Of the template's own head: what changes without a change of any sentence.
FLEETING = re.compile(r'^"(POT-Creation-Date|Generated-By):.*\n', re.MULTILINE)
PLACES = re.compile(r"\{(\w+)\}")
# Enough numbers to meet every form of a language; some have one for millions.
NUMBERS = (*range(1000), 10**6)


class Side(NamedTuple):
    """One half of the kit: where its sentences stand, and the doors that they go through."""

    folder: str
    files: str
    method: str
    doors: dict[str, tuple[int, ...] | None]


PYTHON = Side("resetcycle", "**/*.py", "python", {"_": None, "N_": None, "ngettext": (1, 2)})
SITE = Side("site", "*.py", "python", PYTHON.doors)
BROWSER = Side("front/src", "**/*.ts", "javascript", {"t": None, "n": (1, 2)})


def write() -> list[Path]:
    """Write template and catalogues from the code as it is; return the files that changed."""
    made = template()
    texts = {TEMPLATE: template_text(made)}
    for path in sorted(LOCALE.glob("*.po")):
        catalog = read(path)
        catalog.update(made, no_fuzzy_matching=True, update_creation_date=False)
        texts |= {path: _text(catalog), path.with_suffix(".json"): compiled_text(catalog)}
    changed = [path for path, text in texts.items() if _differs(path, text)]
    for path in changed:
        path.write_text(texts[path], encoding="utf-8")
    return changed


def template() -> Catalog:
    """Return every sentence of the code, without a translation."""
    catalog = Catalog(header_comment=HEADER, project="resetcycle", charset="utf-8")
    for side in (PYTHON, SITE, BROWSER):
        for path in sorted((ROOT / side.folder).glob(side.files)):
            place = path.relative_to(ROOT).as_posix()
            for line, message, comments, context in _said_in(path, side):
                catalog.add(message, None, [(place, line)], auto_comments=comments, context=context)
    for message in catalog:
        # "95 % of" is no place for a part, though it looks like one of another kind.
        message.flags.discard("python-format")
    return catalog


def _said_in(path: Path, side: Side) -> list[Any]:
    return extract_from_file(side.method, path, side.doors, COMMENTS, strip_comment_tags=True)


def template_text(made: Catalog) -> str:
    """Return the template as it is stored: the same as long as the sentences are."""
    return FLEETING.sub("", _text(made))


def _text(catalog: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False)
    return file.getvalue().decode()


def read(path: Path) -> Catalog:
    """Return a translator's catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


# ------------------------------------------------------------------------------ what the kit reads


def compiled_text(catalog: Catalog) -> str:
    """Return a catalogue as JSON, one sentence a line."""
    return json.dumps(compiled(catalog), ensure_ascii=False, indent=1) + "\n"


def compiled(catalog: Catalog) -> Catalogue:
    """Return a translator's catalogue as the kit reads it.

    Raises
    ------
    TextError
        If a translation has not the places of its sentence: a part would be lost, or not found.
    """
    forms = _forms(catalog)
    ready = [each for each in catalog if each.id and _is_ready(each)]
    if faults := [fault for each in ready for fault in _faults(each)]:
        raise TextError("\n".join(faults))
    return Catalogue(
        language=str(catalog.locale_identifier),
        plural=catalog.plural_expr,
        forms=_names(forms),
        python={_key(each): _said(each, forms) for each in ready if _is_of(each, PYTHON)},
        browser={_key(each): _said(each, forms) for each in ready if _is_of(each, BROWSER)},
    )


def _is_ready(message: Message) -> bool:
    return not message.fuzzy and all(_strings(message))


def _is_of(message: Message, side: Side) -> bool:
    return any(place.startswith(f"{side.folder}/") for place, _at in message.locations)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _said(message: Message, forms: dict[str, int]) -> Said:
    if isinstance(message.id, str):
        return _strings(message)[0]
    said = _strings(message)
    return {name: said[place] for name, place in forms.items()}


def _strings(message: Message) -> list[str]:
    said = message.string
    return [said or ""] if isinstance(said, str | None) else [str(each) for each in said]


def _forms(catalog: Catalog) -> dict[str, int]:
    """Return the place at which a translator writes each form that the browser knows by name."""
    name_of, place_of = Locale.parse(str(catalog.locale)).plural_form, c2py(catalog.plural_expr)
    found: dict[str, int] = {}
    for n in NUMBERS:
        name, place = name_of(n), place_of(n)
        if found.setdefault(name, place) != place:
            raise TextError(f"{catalog.locale}: its formula knows more forms than '{name}' of {n}.")
    # Numbers that are not whole have a name of their own, and no place in a translator's file.
    return found if "other" in found else found | {"other": max(found.values())}


def _names(forms: dict[str, int]) -> list[str]:
    at = {place: name for name, place in reversed(forms.items())}
    return [at[place] for place in range(len(at))]


def _faults(message: Message) -> Iterator[str]:
    """Yield what a translation lacks or has too much: `{n}` alone may be left out of a form."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    asked = set(PLACES.findall(ids[-1]))
    free = {"n"} if len(ids) > 1 else set[str]()
    for each in _strings(message):
        if (asked ^ set(PLACES.findall(each))) - free:
            yield f"{_key(message)!r} has the places {sorted(asked)}, its translation {each!r}."
