"""From the texts of the kit to the catalogues that translators fill, for all of them at once.

`python -m resetcycle.authoring words` writes three kinds of files:

- `translations/NAME.pot`: every unit of one kind of text, with the files that have it and, for the
  sentences of the code, the comments that begin with `L10N:` above them. They come from the texts
  alone; `SHELVES` says which kinds there are.
- `translations/xx/NAME.po`: what a translator fills. New units are added and those that are gone
  are set aside; what was translated stays. A new language begins with `make lang LANG=xx`.
- `resetcycle/locale/xx.json`: what the kit says when it runs, made from the first three shelves. A
  unit that is not translated, or only nearly, is left out and therefore said in English.
"""

import json
import re
from collections.abc import Iterable, Iterator
from gettext import c2py
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from ..speech import LOCALE, Catalogue, Said
from . import customs
from .lessons import ROOT
from .shelves import AT_RUN, BROWSER, SHELVES, Side
from .text import TextError

TRANSLATIONS = ROOT / "translations"
# Of a template's own head: what changes without a change of any unit.
FLEETING = re.compile(r'^"(POT-Creation-Date|Generated-By):.*\n', re.MULTILINE)
PLACES = re.compile(r"\{(\w+)\}")
# Enough numbers to meet every form of a language; some have one for millions.
NUMBERS = (*range(1000), 10**6)


def templates() -> dict[str, Catalog]:
    """Return every unit of the kit, without a translation, by shelf."""
    seen, made = set[str | tuple[str, str]](), dict[str, Catalog]()
    for name, shelf in SHELVES.items():
        head = f"# {shelf.head}\n#"
        catalog = made[name] = Catalog(header_comment=head, project="resetcycle", charset="utf-8")
        own = [unit for unit in shelf.units() if unit.text not in seen]
        for unit in own:
            where = [(unit.place, 1)]
            catalog.add(unit.text, None, where, (), unit.comments, context=unit.context)
        seen |= {unit.text for unit in own}
        for message in catalog:
            # "95 % of" is no place for a part, though it looks like one of another kind.
            message.flags.discard("python-format")
    return made


# --------------------------------------------------------------------------- files of translators


def write() -> list[Path]:
    """Write templates and catalogues from the texts as they are; return the files that changed."""
    made = templates()
    texts = {TRANSLATIONS / f"{name}.pot": template_text(each) for name, each in made.items()}
    for language in languages():
        folder = TRANSLATIONS / language
        shelves = {name: updated(folder, name, template) for name, template in made.items()}
        texts |= {folder / f"{name}.po": _text(each) for name, each in shelves.items()}
        texts[LOCALE / f"{language}.json"] = compiled_text(shelves[name] for name in AT_RUN)
    changed = [path for path, text in texts.items() if _differs(path, text)]
    for path in changed:
        path.write_text(texts[path], encoding="utf-8")
    return changed


def languages() -> list[str]:
    """Return the languages that somebody has begun to translate into."""
    return sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())


def begin(language: str) -> None:
    """Begin a language: `write` then puts its empty shelves there.

    Raises
    ------
    TextError
        If there is no such language, or it was begun before.
    """
    try:
        Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        raise TextError(f"{language!r} is no language: write its code, such as es.") from None
    if language in ("en", *languages()):
        raise TextError(f"{language!r} is there already.")
    (TRANSLATIONS / language).mkdir()


def updated(folder: Path, name: str, template: Catalog) -> Catalog:
    """Return a shelf of a language with the units of today, and the translations that it has."""
    path = folder / f"{name}.po"
    catalog = read_shelf(path) if path.exists() else Catalog(locale=folder.name, charset="utf-8")
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    if waiting := [each for each in catalog if each.id and not is_ready(each)]:
        said = _said_before(folder)
        for each in waiting:
            each.string = said.get(_key(each), each.string)
    return catalog


def _said_before(folder: Path) -> dict[str, Any]:
    """Return what a language said of any unit, on whatever shelf: a text may move to another."""
    shelves = [read_shelf(path) for path in sorted(folder.glob("*.po"))]
    every = [each for shelf in shelves for each in (*shelf.obsolete.values(), *shelf)]
    return {_key(each): each.string for each in every if each.id and is_ready(each)}


def read_shelf(path: Path) -> Catalog:
    """Return a translator's file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name)


def template_text(made: Catalog) -> str:
    """Return a template as it is stored: the same as long as the units are."""
    return FLEETING.sub("", _text(made))


def _text(catalog: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False)
    return file.getvalue().decode()


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


# ------------------------------------------------------------------------------ what the kit reads


def compiled_text(shelves: Iterable[Catalog]) -> str:
    """Return the shelves of a language as JSON, one sentence a line."""
    # Sorted, for the files of translators have another order than the texts.
    return json.dumps(compiled(*shelves), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def compiled(*shelves: Catalog) -> Catalogue:
    """Return the shelves of a language as the kit reads them.

    Raises
    ------
    TextError
        If a translation has not the places of its sentence: a part would be lost, or not found.
    """
    catalog = shelves[0]
    forms = _forms(catalog)
    ready = [each for shelf in shelves for each in shelf if each.id and is_ready(each)]
    if faults := [fault for each in ready for fault in _faults(each)]:
        raise TextError("\n".join(faults))
    return Catalogue(
        language=str(catalog.locale_identifier),
        plural=catalog.plural_expr,
        forms=_names(forms),
        customs=customs.of(Locale.parse(str(catalog.locale))),
        python={_key(each): _said(each, forms) for each in ready if not _is_only(each, BROWSER)},
        browser={_key(each): _said(each, forms) for each in ready if _is_of(each, BROWSER)},
    )


def is_ready(message: Message) -> bool:
    """Whether a unit is translated for sure, in all its forms."""
    return not message.fuzzy and all(_strings(message))


def _is_of(message: Message, side: Side) -> bool:
    return any(place.startswith(f"{side.folder}/") for place, _at in message.locations)


def _is_only(message: Message, side: Side) -> bool:
    return all(place.startswith(f"{side.folder}/") for place, _at in message.locations)


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
