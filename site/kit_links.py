"""Links that lead on from the site: each notebook, to run and to have, and sources for who checks
links.
"""

from html import escape
from typing import Any

import kit_data
import kit_edition
from docutils import nodes
from sphinx.application import Sphinx

from resetcycle.authoring import address
from resetcycle.speech import _

NOTEBOOKS = ("notebooks/", "exercises/")
# Of all pages, that of the tables shows the addresses of the sources: from a file of its own, in
# which Sphinx does not look for links.
TABLES = "site/tables"


def launch(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Say on the page of a notebook where it runs, and hand it out."""
    context["roads"] = ""
    if not (tree and page.startswith(NOTEBOOKS)) or page.endswith("README"):
        return
    file, whole = kit_edition.stored(page), kit_edition.up(page)
    roads = [_road(whole + file, _("Download the notebook"), "download")]
    if context.get("lite"):
        here = _road(f"{whole}lite/notebooks/index.html?path={file}", _("in this browser"))
        said = _(
            "Run it in Python {here} (50 MB the first time; not from a folder or a stick).",
            here=here,
        )
        roads.insert(0, said)
    if repository := address.repository():
        opens = address.binder(repository, file)
        roads.append(_road(opens, _("Open it in Binder"), 'rel="external"'))
    context["roads"] = "\n".join(roads)


def _road(href: str, words: str, more: str = "") -> str:
    return f'<a class="rk-download" href="{escape(href)}" {more}>{words}</a>'


def name_sources(app: Sphinx, tree: nodes.document) -> None:
    """Show the addresses of all sources to the builder that checks links."""
    if app.builder.name == "linkcheck" and app.env.docname == TABLES:
        for source, url in kit_data.addresses().items():
            tree += nodes.paragraph("", "", nodes.reference("", source, refuri=url))


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of both."""
    app.connect("html-page-context", launch)
    app.connect("doctree-read", name_sources)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
