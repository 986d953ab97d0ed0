"""What a learner wrote, shown to people: without anything that could run, report or pretend.

Named in `nbgrader_config.py`; feedback pages and formgrader go through here.
"""

from typing import Any, cast

import mistune
import nh3
from nbconvert.filters import Highlight2HTML
from nbconvert.preprocessors.sanitize import SanitizeHTML
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from ..speech import N_, _

# No image (it could report back who reads, and when), no id or class (formgrader finds its fields
# by them), no style.
_WORDS = {"a", "blockquote", "br", "code", "del", "em", "hr", "p", "pre", "strong"}
_LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
TAGS = _WORDS | _LISTS | _TABLES | _HEADINGS
# Both pages have Bootstrap's styles; without them the columns of a table touch.
TABLE = "table table-bordered table-condensed"
# Eight times an essay at its limit; what is longer is shown as it was typed, because a text made
# to that end may take ten seconds and more to render.
LONG = 20_000
# Nobody reads on a page beyond this; the whole is in the notebook.
MOST = 200_000
CUT = N_("[Cut here: the rest is in the notebook.]")


Cleaned = tuple[NotebookNode, dict[str, Any]]


class StripWidgetState(NbGraderPreprocessor):
    """For nbgrader's autograding: what a notebook shows stays, the megabytes behind widgets go."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Cleaned:
        """Return the notebook without `metadata.widgets`."""
        nb.metadata.pop("widgets", None)
        return nb, resources


class SanitizeOutputs(SanitizeHTML):
    """For feedback pages and formgrader: stored outputs lose what could run."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> Cleaned:
        """Return the cell; a Markdown cell unchanged, since `safe_html` cleans it once rendered.

        Cleaning it before would garble quotations.
        """
        if cell.cell_type == "markdown":
            return cell, resources
        # Without a type of its own, it is taken for a function that may return nothing.
        return cast("Cleaned", super().preprocess_cell(cell, resources, cell_index))


class _Renderer(mistune.HTMLRenderer):
    def table(self, text: str) -> str:
        return f'<table class="{TABLE}">\n{text}</table>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        del title
        # A picture pasted into a cell is not in what we keep of it, and nbconvert would refuse the
        # whole notebook.
        return _("[picture: {what}]", what=text or mistune.escape(url))


_MARKDOWN = mistune.create_markdown(
    renderer=_Renderer(escape=True), plugins=["strikethrough", "table", "url", "def_list"]
)


def safe_html(source: str) -> str:
    """Render Markdown for feedback pages and formgrader, in place of nbconvert's `markdown2html`.

    HTML in the text is shown as it was typed. What Markdown itself makes (a link, a heading's id,
    a diagram) is cleaned after the rendering, so nothing gets past.

    Parameters
    ----------
    source : str
        The text of a cell or of a comment, whoever wrote it.

    Returns
    -------
    str
        HTML without scripts, pictures, styles, ids and classes, and without links to anything but
        the web and mail.
    """
    html = str(_MARKDOWN(source)) if len(source) <= LONG else _as_typed(source)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        tag_attribute_values={"table": {"class": {TABLE}}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    # An essay on trade has dollar signs, and MathJax would take them for formulas.
    return f'<div class="tex2jax_ignore">{clean}</div>'


def safe_code(source: str, language: str | None = None, metadata: object = None) -> str:
    """Render code for feedback pages and formgrader, in place of nbconvert's `highlight_code`.

    A long cell comes without colours, since finding them in one takes half a minute a million
    letters.

    Parameters
    ----------
    source : str
        The text of a cell.
    language, metadata
        What nbconvert says of the cell: as for its own `Highlight2HTML`.

    Returns
    -------
    str
        HTML.
    """
    if len(source) > LONG:
        return f'<div class="highlight">{_as_typed(source)}</div>'
    return _COLOURED(source, language=language, metadata=metadata)


_COLOURED = Highlight2HTML(pygments_lexer="ipython3")


def _as_typed(source: str) -> str:
    shown = source if len(source) <= MOST else f"{source[:MOST]}\n{_(CUT)}"
    return f"<pre>{mistune.escape(shown)}</pre>"
