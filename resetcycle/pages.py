"""Pages: a lesson as one HTML file or as slides, which show their charts without a network.

`etc/jupyter/jupyter_config.json` names `Page`, so `jupyter nbconvert --to html`, `--to slides`
and JupyterLab's menu "Save and Export Notebook As" all go through it.
"""

import base64
import json
import re
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
STATIC = Path(__file__).parent / "widgets" / "static"
# The templates that make pages for readers. Those of nbgrader show work to graders: what learners
# handed in runs no script there.
TEMPLATES = ("lab", "classic", "reveal", "webpdf")
# A script that does nothing, in the place of one that nbconvert would have fetched.
_NOTHING = "data:text/javascript,"
_NO_DIAGRAMS = f"{_NOTHING}export default {{initialize() {{}}}}"
_FORMULA = re.compile(r"\$[^$\n]+\$|\\\(|\\\[|\\begin\{")
_IMPORTS = re.compile(r"^\s*(?:import|from) resetcycle\b", re.MULTILINE)

Handled = tuple[NotebookNode, dict[str, Any]]


class Page(Preprocessor):
    """What a notebook of the kit needs on a page of its own; others pass through unchanged.

    Charts become figures that plotly draws, put once into the page. Of a widget its table stays.
    Nothing is fetched from outside, unless somebody has written a formula or a diagram.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Handled:
        """Return the notebook with charts that a browser draws, and the resources it needs."""
        if getattr(self.parent, "template_name", "") not in TEMPLATES or not _is_ours(nb):
            return nb, resources
        nb.metadata.pop("widgets", None)
        outputs = [output for cell in nb.cells for output in cell.get("outputs", [])]
        drawn = [_show(output) for output in outputs]
        _stay_inside(resources, nb)
        is_deck = "reveal" in resources
        if is_deck:
            _cut_into_slides(nb.cells)
        names = ["page", *(["slides"] if is_deck else [])]
        parts = [f"<style>{_read(f'{name}.css')}</style>" for name in names]
        if any(drawn):
            from plotly.offline import get_plotlyjs

            parts.append(f"<script>{get_plotlyjs()}</script>")
        parts += [f'<script type="module">{_read(f"{name}.js")}</script>' for name in names]
        nb.cells.append(_holding("\n".join(parts)))
        return nb, resources


def _is_ours(nb: NotebookNode) -> bool:
    return any(cell.cell_type == "code" and _IMPORTS.search(cell.source) for cell in nb.cells)


def _show(output: NotebookNode) -> bool:
    """Put into an output what a page can show of it; say whether that is a chart."""
    forms = output.get("data", {})
    # A widget lives with its kernel only; beside it stands its table.
    forms.pop(WIDGET, None)
    if PLOTLY not in forms:
        return False
    figure, words = json.dumps(forms[PLOTLY]), escape(str(forms.get("text/plain", "")))
    # A text inside a figure must not end the script that holds it.
    held = figure.replace("<", "\\u003c")
    output.data = NotebookNode(
        {
            "text/html": f'<div class="rk-chart" role="img" aria-label="{words}"><p>{words}</p>'
            f'<script type="application/json">{held}</script></div>'
        }
    )
    return True


def _holding(html: str) -> NotebookNode:
    """Return a cell without a source that puts HTML into the page as it is."""
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    metadata = {"transient": {"remove_source": True}}
    return nbformat.v4.new_code_cell(outputs=[output], metadata=metadata)


def _stay_inside(resources: dict[str, Any], nb: NotebookNode) -> None:
    """Let the page fetch nothing that it does not need."""
    resources |= {"require_js_url": _NOTHING, "jquery_url": _NOTHING}
    texts = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
    if not any(map(_FORMULA.search, texts)):
        resources["mathjax_url"] = _NOTHING
    if "reveal" in resources:
        # The template asks `require` for reveal.js; `slides.js` has it, and starts the deck.
        deaf = base64.b64encode(b"window.require = () => {};").decode()
        resources["require_js_url"] = f"data:text/javascript;base64,{deaf}"
        resources["mermaid_js_url"] = _NO_DIAGRAMS
        # What the template appends to this, names of style sheets, ends in a comment.
        resources["reveal"]["url_prefix"] = "data:text/css,/*"


def _cut_into_slides(cells: list[NotebookNode]) -> None:
    """Begin a slide at each section, and one below it at each output, if nobody has cut it."""
    if any("slideshow" in cell.metadata for cell in cells):
        return
    for before, cell in pairwise(cells):
        section = cell.cell_type == "markdown" and cell.source.startswith("## ")
        if section or cell.get("outputs"):
            before.metadata.subslide_end = cell.metadata.subslide_start = True
        if section:
            before.metadata.slide_end = cell.metadata.slide_start = True


def _read(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
