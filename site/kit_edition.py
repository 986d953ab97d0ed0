"""The site in another language: a folder of the English one, whose scripts and tables it shares.

Its pages are read from a folder in which the texts of that language are staged in the layout of the
repository. What has no edition is not built twice: links lead to the English page. A page that is
there in several languages leads from each to the others.
"""

import os
import re
import shutil
import sys
from functools import cache
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath

from babel import Locale
from sphinx.application import Sphinx
from sphinx.util.matching import patfilter

from resetcycle import speech
from resetcycle.authoring import editions

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = "en"
# A link or an image, to a file of the repository.
_LINK = re.compile(r"(!?)\[([^]\[]+)\]\(([\w./-]+)(#[\w-]+)?\)")
_LISTS = re.compile(r"^```\{toctree\}$.*?^```$", re.MULTILINE | re.DOTALL)
# A line of such a list: a page, perhaps behind its title, or a pattern of pages.
_ENTRY = re.compile(r"^(?:[^:<\n]+ <)?([\w./*-]+)>?\n", re.MULTILINE)
# Where a page leads to its twins; what stands between is written when all pages are.
_TWINS = re.compile(r"(<!-- twins -->).*?(<!-- end of twins -->)", re.DOTALL)


def folder() -> str:
    """Return the folder of the site in which the pages of this build lie; none for English."""
    return "" if speech.spoken() == ENGLISH else speech.spoken()


def root(app: Sphinx) -> Path:
    """Return the folder of the whole site, which is that of the English pages."""
    return Path(app.outdir).parent if folder() else Path(app.outdir)


def up(page: str = "") -> str:
    """Return the way from a page to the folder of the whole site."""
    return "../" * (page.count("/") + bool(folder()))


def stored(page: str) -> str:
    """Return where in the repository the notebook of a page lies."""
    return editions.place_in(f"{page}.ipynb", folder()) if folder() else f"{page}.ipynb"


@cache
def _english(patterns: tuple[str, ...]) -> set[str]:
    found = (path for pattern in patterns for path in ROOT.glob(pattern))
    return {path.relative_to(ROOT).with_suffix("").as_posix() for path in found}


def lead(app: Sphinx, page: str, source: list[str]) -> None:
    """Lead from a page to what it links to: to a page, an English one or a file; of what is none
    of these, a folder or the text of a model answer, the name alone is left.
    """
    own = app.env.found_docs
    english = _english(tuple(app.config.include_patterns))

    def led(link: re.Match[str]) -> str:
        mark, words, path, anchor = link[1], link[2], link[3], link[4] or ""
        target = normpath(join(dirname(page), path))
        file, name = ROOT / target, target.rpartition(".")[0]
        if name in own or not file.exists():
            return link[0]
        if file.is_dir() or (file.suffix == ".md" and name not in english):
            return words
        if not folder():
            return link[0]
        if file.suffix == ".csv":
            name, anchor = "site/tables", f"#table-{file.stem}"
        if name in english:
            # Of a notebook, this is JSON: it has no other quotation marks.
            return f"<a href='{up(page)}{name}.html{anchor}' hreflang='{ENGLISH}'>{words}</a>"
        there = os.path.relpath(file, Path(app.srcdir, page).parent)
        return f"{mark}[{words}]({Path(there).as_posix()})"

    source[0] = _LINK.sub(led, source[0])


def list_own(app: Sphinx, page: str, source: list[str]) -> None:
    """Leave out of an edition's lists of pages what has no edition."""

    def kept(entry: re.Match[str]) -> str:
        name = normpath(join(dirname(page), entry[1])).removesuffix(".md")
        return entry[0] if patfilter(app.env.found_docs, name) else ""

    if folder():
        source[0] = _LISTS.sub(lambda listed: _ENTRY.sub(kept, listed[0]), source[0])


def clear(app: Sphinx, _fault: Exception | None) -> None:
    """Remove what MyST-NB lays beside the pages, which is within the site here."""
    if folder():
        shutil.rmtree(root(app) / "jupyter_execute", ignore_errors=True)


def link_twins(app: Sphinx, fault: Exception | None) -> None:
    """Lead from each page of the site to the same page in the other languages, as it stands now."""
    if fault is not None or app.builder.format != "html":
        return
    whole = root(app)
    others = [code for code in speech.languages() if (whole / code / "index.html").is_file()]
    for code in (ENGLISH, *others):
        home = whole if code == ENGLISH else whole / code
        for path in home.rglob("*.html"):
            if code != ENGLISH or path.relative_to(home).parts[0] not in others:
                _link_twins(path, code, {ENGLISH: whole} | {each: whole / each for each in others})


def _link_twins(path: Path, code: str, homes: dict[str, Path]) -> None:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(homes[code])
    twins = {each: home / name for each, home in homes.items() if each != code}
    links = "".join(
        _twin(each, Path(os.path.relpath(twin, path.parent)))
        for each, twin in twins.items()
        if twin.is_file()
    )
    linked = _TWINS.sub(lambda place: place[1] + links + place[2], text)
    if linked != text:
        path.write_text(linked, encoding="utf-8")


def _twin(code: str, path: Path) -> str:
    name, language = Locale.parse(code).get_display_name(), code.replace("_", "-")
    # In a list of languages a name begins with a capital letter, whatever it does in a sentence.
    said = escape(f"{name[:1].upper()}{name[1:]}") if name else language
    return (
        f'<a class="rk-twin" href="{path.as_posix()}" '
        f'lang="{language}" hreflang="{language}">{said}</a>'
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of all this."""
    app.connect("source-read", list_own)
    app.connect("source-read", lead)
    app.connect("build-finished", clear)
    app.connect("build-finished", link_twins)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


if __name__ == "__main__":
    # Whatever language somebody has set: the texts are English.
    speech.use(ENGLISH)
    editions.stage(sys.argv[1], Path(sys.argv[2]))
