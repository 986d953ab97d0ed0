"""Links that lead out of the site: each notebook in Binder, and sources for who checks links."""

from typing import Any

import kit_data
from docutils import nodes
from sphinx.application import Sphinx

from resetcycle.authoring import address

NOTEBOOKS = ("notebooks/", "exercises/")
# Of all pages, that of the tables shows the addresses of the sources: from a file of its own, in
# which Sphinx does not look for links.
TABLES = "site/tables"


def launch(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Give the page of a notebook the address at which Binder opens it, if there is any."""
    repository = address.repository()
    if repository and tree and page.startswith(NOTEBOOKS) and not page.endswith("README"):
        context["binder"] = address.binder(repository, f"{page}.ipynb")


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
