"""Pages that are made of the kit's tables and files: lessons, catalogue of data, how to cite."""

import csv
import json
import shutil
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import kit_edition
import kit_held
import nbformat
import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from resetcycle.authoring import derived
from resetcycle.speech import N_, _, ngettext

ROOT = Path(__file__).resolve().parent.parent
# What a reader can download, beside the pages: the tables and the notebooks as they are stored.
FILES = ("data/*.csv", "data/datapackage.json", "notebooks/*.ipynb", "exercises/*/*.ipynb")
# As CITATION.cff has it.
MESSAGE = N_(
    "If you teach or write with this kit, please cite it, and cite the article for its argument."
)


@cache
def package() -> dict[str, Any]:
    """Return the declaration of all tables, and the address of each source."""
    return json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))


def rows(name: str) -> list[list[str]]:
    """Return a table as it stands in its file, its heads first."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@cache
def addresses() -> dict[str, str]:
    """Return where each source stands in the web."""
    heads, *lines = rows("sources")
    key, url = heads.index("source_id"), heads.index("url")
    return {line[key]: line[url] for line in lines if line[url].startswith("http")}


def _with_links(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a table as the page opens it: columns, rows, and addresses of the sources in it."""
    heads, *lines = rows(resource["name"])
    keys = [
        key["fields"]
        for key in resource["schema"].get("foreignKeys", [])
        if key["reference"]["resource"] == "sources"
    ]
    named = {key: {line[heads.index(key)] for line in lines} for key in keys}
    known = addresses()
    links = {
        key: {one: known[one] for one in sorted(ids) if one in known} for key, ids in named.items()
    }
    return {"columns": heads, "rows": lines, "links": links}


class Catalogue(SphinxDirective):
    """Every table of the data package: what it is, its columns, its rows, its file."""

    def run(self) -> list[nodes.Node]:
        return [self._section(resource) for resource in package()["resources"]]

    def _section(self, resource: dict[str, Any]) -> nodes.Node:
        name = resource["name"]
        section = nodes.section(ids=[f"table-{name}"], names=[f"table-{name}"])
        section += nodes.title(text=f"{resource['title']} ({name})")
        section += nodes.paragraph(text=resource["description"])
        section += self._facts(resource)
        section += _columns(resource)
        table = _with_links(resource)
        kit_held.write(f"table-{name}", table)
        number = len(table["rows"])
        summary = ngettext(
            "Open the table: {n} row", "Open the table: {n} rows", number, n=f"{number:,}"
        )
        opened = f'<details class="rk-table" data-table="{name}"><summary>{summary}</summary>'
        section += nodes.raw("", opened + "</details>", format="html")
        return section

    def _facts(self, resource: dict[str, Any]) -> nodes.Node:
        file = nodes.reference("", resource["path"], refuri=f"../data/{resource['path']}")
        said = [
            (_("One row"), nodes.Text(resource.get("one_row", ""))),
            (_("From"), nodes.Text("; ".join(s["title"] for s in resource.get("sources", [])))),
            (_("Known gaps"), nodes.Text(resource.get("known_gaps", ""))),
            (_("Licence"), nodes.Text("; ".join(each["title"] for each in resource["licenses"]))),
            (_("File"), file),
        ]
        listed = nodes.field_list()
        for term, value in said:
            if value.astext():
                body = nodes.field_body("", nodes.paragraph("", "", value))
                listed += nodes.field("", nodes.field_name(text=term), body)
        return listed


def _columns(resource: dict[str, Any]) -> nodes.Node:
    """Say what each column holds, folded: the list of a long table would bury it."""
    fields = resource["schema"]["fields"]
    summary = ngettext("Its {n} column", "Its {n} columns", len(fields))
    terms = "".join(
        f"<dt><code>{escape(field['name'])}</code></dt>"
        f"<dd>{escape(field.get('description', ''))}{_unit(field)}</dd>"
        for field in fields
    )
    html = f"<details><summary>{summary}</summary><dl>{terms}</dl></details>"
    return nodes.raw("", html, format="html")


def _unit(field: dict[str, Any]) -> str:
    return f" ({escape(field['unit'])})" if "unit" in field else ""


class Lessons(SphinxDirective):
    """The table of the lessons, as their heads say of them."""

    def run(self) -> list[nodes.Node]:
        rows = list[list[str]]()
        for path in sorted(Path(self.env.srcdir, "notebooks").glob("[0-9][0-9]-*.ipynb")):
            about = nbformat.read(path, as_version=4).metadata["lesson"]
            link = f"[{about['number']} {about['title']}](../notebooks/{path.name})"
            rows.append([link, about["question"], about["method"]])
        text = derived.table([_("lesson"), _("question"), _("method")], rows)
        held = nodes.container()
        self.state.nested_parse(StringList(text.splitlines(), "lessons"), 0, held)
        return held.children


class Citation(SphinxDirective):
    """How to cite the kit and the article, from CITATION.cff."""

    def run(self) -> list[nodes.Node]:
        cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
        (article,) = cff["references"]
        (author,) = article["authors"]
        who = f"{author['family-names']}, {author['given-names']}"
        year = cff["date-released"][:4]
        kit = f"{cff['authors'][0]['name']} ({year}). {cff['title']} (version {cff['version']})."
        paper = (
            f"{who} ({article['year']}). {article['title']} "
            f"{article['journal']}, {article['issue']}."
        )
        bibtex = _bibtex(
            "misc",
            "resetcycle",
            author="{" + cff["authors"][0]["name"] + "}",
            title="{" + cff["title"] + "}",
            year=year,
            note=f"Version {cff['version']}",
        )
        bibtex += "\n\n" + _bibtex(
            "article",
            "deyermond2017",
            author=who,
            title="{" + article["title"] + "}",
            journal=article["journal"],
            number=article["issue"],
            year=str(article["year"]),
            issn=article["issn"],
            url=article["url"],
        )
        link = nodes.reference("", article["url"], refuri=article["url"])
        block = nodes.literal_block(bibtex, bibtex, language="bibtex")
        return [
            nodes.paragraph(text=_(MESSAGE)),
            nodes.block_quote("", nodes.paragraph("", f"{paper} ", link)),
            nodes.block_quote("", nodes.paragraph(text=kit)),
            block,
        ]


def _bibtex(kind: str, key: str, **fields: str) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}"


def link_files(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Lead from a table's name to its rows, and from a notebook's file to the copy on the site.

    MyST makes a download of a link to a file, with one more copy of it.
    """
    for found in list(tree.findall(addnodes.download_reference)):
        path = (app.srcdir / page).parent.joinpath(found["reftarget"]).resolve()
        if not any(path.match(pattern) for pattern in FILES):
            continue
        own = (
            f"site/tables.html#table-{path.stem}"
            if path.suffix == ".csv"
            else path.relative_to(ROOT).as_posix()
        )
        own = f"{kit_edition.up(page)}{own}"
        found.replace_self(nodes.reference("", "", *found.children, refuri=own))


def drop_copies(_app: Sphinx, env: BuildEnvironment) -> None:
    """Forget the downloads that `link_files` replaces."""
    for file in [file for file in env.dlfiles if any(Path(file).match(one) for one in FILES)]:
        del env.dlfiles[file]


def copy_files(app: Sphinx, fault: Exception | None) -> None:
    """Lay the tables and notebooks beside the pages, for those who download them."""
    if fault is not None or app.builder.format != "html":
        return
    # For who mends the theme, and a fifth of the site.
    for path in (*app.outdir.glob("_static/**/*.map"), app.outdir / "_static/webpack-macros.html"):
        path.unlink(missing_ok=True)
    code = kit_edition.folder()
    own = (f"notebooks/{code}/*.ipynb", f"exercises/{code}/*/*.ipynb") if code else FILES
    for pattern in own:
        for path in ROOT.glob(pattern):
            target = kit_edition.root(app) / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def setup(app: Sphinx) -> None:
    """Tell Sphinx of the directives and of the files to download."""
    app.add_directive("catalogue", Catalogue)
    app.add_directive("lessons", Lessons)
    app.add_directive("citation", Citation)
    app.connect("env-updated", drop_copies)
    app.connect("doctree-resolved", link_files)
    app.connect("build-finished", copy_files)
