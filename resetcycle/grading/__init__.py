"""The instructor's side: from `solutions/` to the exercises that a class receives. Learners need nothing from here."""

import sys

# jsonschema would otherwise build dozens of parsers for a check of web addresses that nobody asks for: two seconds each time.
sys.modules.setdefault("rfc3987_syntax", None)

import bleach
import mistune
from nbconvert.preprocessors import Preprocessor
from nbconvert.preprocessors.sanitize import SanitizeHTML

# No image (it could report back who reads, and when), no id or class (formgrader finds its fields by them), no style.
TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
# Both pages have Bootstrap's styles; without them the columns of a table touch.
TABLE = "table table-bordered table-condensed"
# Eight times an essay at its limit; what is longer is shown as it was typed, because a text made to that end may take ten seconds and more to render.
LONG = 20_000


class StripWidgetState(Preprocessor):
    """For nbgrader's autograding: a notebook keeps what it shows, not the megabytes behind its widgets."""

    def preprocess(self, notebook, resources):
        """Return the notebook without `metadata.widgets`."""
        notebook.metadata.pop("widgets", None)
        return notebook, resources


class SanitizeOutputs(SanitizeHTML):
    """For feedback pages and formgrader: stored outputs lose what could run. Markdown is left to `safe_html`."""

    def preprocess_cell(self, cell, resources, index):
        """Return the cell; a Markdown cell unchanged, because cleaning before it is rendered would garble quotations."""
        return (
            (cell, resources)
            if cell.cell_type == "markdown"
            else super().preprocess_cell(cell, resources, index)
        )


class _Renderer(mistune.HTMLRenderer):
    def table(self, text):
        return f'<table class="{TABLE}">\n{text}</table>\n'

    def image(self, text, url, title=None):
        # A picture pasted into a cell is not in what we keep of it, and nbconvert would refuse the whole notebook.
        return f"[picture: {text or mistune.escape(url)}]"


_MARKDOWN = mistune.create_markdown(
    renderer=_Renderer(escape=False), plugins=["strikethrough", "table", "url", "def_list"]
)


def _kept(tag, name, value):
    return (tag, name) == ("a", "href") or (tag, name, value) == ("table", "class", TABLE)


def safe_html(source):
    """Render Markdown for feedback pages and formgrader, whoever wrote it; takes the place of nbconvert's `markdown2html`.

    The HTML is cleaned after the rendering, so nothing that Markdown itself makes (a link, a heading's id, a diagram)
    gets past it; tags that are not allowed are shown as text.

    Parameters
    ----------
    source : str
        The text of a cell or of a comment.

    Returns
    -------
    str
        HTML without scripts, pictures, styles, ids and classes, and without links to anything but the web and mail.
    """
    html = _MARKDOWN(source) if len(source) <= LONG else f"<pre>{mistune.escape(source)}</pre>"
    clean = bleach.clean(html, tags=TAGS, attributes=_kept, protocols={"http", "https", "mailto"})
    # An essay on trade has dollar signs, and MathJax would take them for formulas.
    return f'<div class="tex2jax_ignore">{clean}</div>'
