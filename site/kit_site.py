"""What Sphinx cannot do by itself: charts, boards, tables of data, sections that wait for a guess.

`read` makes of a stored notebook what its page shows: each chart as a figure with its words, each
board as the module that draws it and the state in which Python made it. Nothing is fetched when a
page is open, and nothing is a module script, so that pages work from a folder too.
"""

import json
import re
from functools import cache
from html import escape
from typing import Any

import kit_data
import kit_edition
import kit_held
import kit_run
import kit_words
import nbformat
from docutils import nodes
from docutils.parsers.rst import Directive
from jinja2 import PackageLoader
from jinja2.sandbox import SandboxedEnvironment
from nbformat import NotebookNode
from numpydoc import docscrape_sphinx
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

from resetcycle import charts, pages, speech, widgets
from resetcycle.authoring import alone
from resetcycle.charts.look import ON_DARK
from resetcycle.charts.suit import for_phone
from resetcycle.speech import _
from resetcycle.widgets.base import STATIC

ROOT = kit_run.ROOT
PLOTLY_FILE = ROOT / "front/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js"
PARTS = ("js", "css")
CLOSED = "jp-MarkdownHeadingCollapsed"
# Stands where a section begins that is closed until its reader has made a guess.
WAITS = "<!-- closed until the guess is made -->"
_MODULE = re.compile(r'class="rk-widget" data-module="(\w+)"')
_CORNER = '<th class="head"><p></p></th>'
_UNNAMED = '<summary aria-label="Toggle hidden content">'
# How a board in a notebook is woken.
_FIRST = re.compile(r"^<p>.*?</p>")
# Scrolls a wide drawing in JupyterLab; a page draws one that fits.
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
# Of a widget's state, what only Jupyter's own machinery reads, and what a page has once for all.
_MACHINERY = re.compile(
    r"(_model_|_view_).*|_esm|_css|_catalogue|_dom_classes|_anywidget_id|layout|tabbable|tooltip"
)


def read(text: str) -> NotebookNode:
    """Return a notebook as its page shows it: called by MyST-NB for every notebook."""
    notebook = nbformat.reads(text, as_version=4)
    is_lesson = "lesson" in notebook.metadata
    if is_lesson:
        notebook = kit_run.executed(notebook)
    states = notebook.metadata.pop("widgets", {}).get(kit_run.STATES, {}).get("state", {})
    notebook.cells = [cell for cell in notebook.cells if not _is_machinery(cell)]
    for cell in notebook.cells:
        if cell.metadata.get(CLOSED):
            cell.source += f"\n\n{WAITS}\n"
        if cell.cell_type == "code":
            # What waits for a guess is folded with its section; code is there for who asks.
            cell.metadata["tags"] = ["hide-input"] if is_lesson else []
        for output in cell.get("outputs", []):
            _show(output, states)
    if is_lesson:
        _mark_dependent(notebook)
        # By its number a class calls a lesson: in lists of pages, and in the window's name.
        number, title = notebook.metadata["lesson"]["number"], notebook.cells[0].source
        notebook.cells[0].source = title.replace("# ", f"# {number} ", 1)
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell(_how_to_read(is_lesson)))
    # Sphinx takes the metadata of a notebook for the front matter of its page.
    notebook.metadata = {name: notebook.metadata[name] for name in ("kernelspec", "language_info")}
    return notebook


def _mark_dependent(notebook: NotebookNode) -> None:
    """Say below each cell whose output depends on what a learner did, that it shows the beginning.

    Boards live in the page; a cell that prints what was done on one needs Python.
    """
    cells = notebook.cells
    sources = [cell.source if cell.cell_type == "code" else "" for cell in cells]
    said = f"```{{note}}\n:class: rk-starting\n{_(alone.STARTING)}\n```"
    for place in reversed(alone.dependent(sources)):
        if cells[place].get("outputs"):
            cells.insert(place + 1, nbformat.v4.new_markdown_cell(said))


def _how_to_read(is_lesson: bool) -> str:  # noqa: FBT001 - the one thing that differs
    """Say what on this page is other than in the notebook that it was made from."""
    said = (
        _(
            "You need not run anything on this page: the boards work as they stand, and what you "
            "do is kept in this browser. Sentences about cells and menus speak of the notebook."
        )
        if is_lesson
        else _(
            "This page is for reading. Answers are written, run and checked in the notebook, "
            "which you can download above."
        )
    )
    return f"```{{note}}\n:class: rk-on-screen\n{said}\n```"


def _is_machinery(cell: NotebookNode) -> bool:
    """Whether a cell has nothing to read: the sealed answers of an exercise."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def _show(output: NotebookNode, states: dict[str, Any]) -> None:
    """Put into an output what the page shows of it."""
    forms = output.get("data", {})
    if view := forms.pop(pages.WIDGET, None):
        state, stand_in = states[view["model_id"]]["state"], forms["text/html"]
        forms["text/html"] = board(view["model_id"], state, stand_in)
    elif figure := forms.pop(pages.PLOTLY, None):
        forms["text/html"] = drawing(figure, forms["text/plain"])
    elif "text/html" in forms:
        forms["text/html"] = _STYLE.sub("", forms["text/html"])


def board(model: str, state: dict[str, Any], stand_in: str) -> str:
    """Return HTML in which a board comes alive, and what stands there where no script runs."""
    source = state["_esm"]
    names = [path.stem for path in STATIC.glob("*.js") if path.read_text("utf-8") == source]
    if len(names) != 1:
        raise ValueError(f"A board of {len(names)} modules: {state.get('_anywidget_id')}.")
    said = _("This board works where scripts may run. What it shows at the beginning:")
    stand_in = _FIRST.sub(f"<p>{escape(said)}</p>", stand_in, count=1)
    shown = {name: value for name, value in state.items() if not _MACHINERY.fullmatch(name)}
    named = f' class="rk-widget" data-module="{names[0]}" data-model="{model}"'
    return f'{kit_held.script(shown, named)}<div class="rk-place">{stand_in}</div>'


def drawing(figure: dict[str, Any], words: str) -> str:
    """Return HTML in which a chart is drawn, as it suits a wide page and a phone."""
    figure = {**figure, "phone": for_phone(figure["layout"])}
    said = escape(words)
    return (
        f'<div class="rk-drawing" role="figure" aria-label="{said}" '
        f'style="min-height:{figure["layout"]["height"]}px"><p>{said}</p>'
        f"{kit_held.script(figure)}</div>"
    )


class Shown(Directive):
    """A chart or a board outside of lessons: `chart`, `board`, each with its name in the kit."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if self.name == "chart":
            chart = getattr(charts, name)()
            figure = json.loads(json.dumps(chart._repr_mimebundle_()[pages.PLOTLY]))
            title = _("Chart: {title}. Its words and numbers follow.", title=chart.title)
            html = drawing(figure, title) + _STYLE.sub("", chart.folded())
        else:
            made = getattr(widgets, name)()
            bundle, _more = made._repr_mimebundle_()
            html = board(name, made.get_state(), bundle["text/html"])
        return [nodes.raw("", f'<div class="rk-alone">{html}</div>', format="html")]


def close_sections(_app: Sphinx, tree: nodes.document, _name: str) -> None:
    """Fold what a lesson shows only after a guess; who will not guess opens it by hand."""
    summary = _("Closed until you have made your guess above. Open it to read without guessing.")
    again = _("Fold this section again.")
    for mark in [raw for raw in tree.findall(nodes.raw) if WAITS in raw.astext()]:
        section = mark.parent
        at = section.index(mark)
        opening = (
            f'<details class="rk-closed"><summary><span>{escape(summary)}</span>'
            f"<span>{escape(again)}</span></summary>"
        )
        inside = section.children[at + 1 :]
        section.children = section.children[:at]
        for node in (_raw(opening), *inside, _raw("</details>")):
            section.append(node)


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def write_modules(app: Sphinx) -> None:
    """Write each board's module once for all pages, as a script that holds its source; and what
    they say in another language.
    """
    folder = kit_edition.root(app) / "_static" / "kit"
    folder.mkdir(parents=True, exist_ok=True)
    if not PLOTLY_FILE.is_file():
        raise FileNotFoundError(f"{PLOTLY_FILE} is missing; run `npm --prefix front ci`.")
    copies = {"plotly.js": PLOTLY_FILE} | {f"site.{end}": STATIC / f"site.{end}" for end in PARTS}
    for name, path in copies.items():
        (folder / name).write_bytes(path.read_bytes())
    for path in STATIC.glob("*.js"):
        source = json.dumps(path.read_text(encoding="utf-8"), ensure_ascii=False)
        script = f"(globalThis.kitModules ??= {{}})[{json.dumps(path.stem)}] = {source};\n"
        (folder / f"{path.stem}.module.js").write_text(script, encoding="utf-8")
        style = path.with_suffix(".css")
        (folder / style.name).write_bytes(style.read_bytes())
    if said := speech.spoken_in_browser():
        script = f"globalThis.kitCatalogue = {kit_held.text_of(said)};\n" + kit_words.for_scripts()
        (app.outdir / "_static" / "kit" / "said.js").write_text(script, encoding="utf-8")


def add_parts(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    """Give a page the scripts and styles of what is on it, and no more."""
    # The corner of a table that has heads on two sides is no head. What is written on a folded cell
    # is its name, in any language.
    body = context.get("body", "").replace(_CORNER, "<td></td>").replace(_UNNAMED, "<summary>")
    context["body"] = body
    kit = f"{kit_edition.up('_static/')}_static/kit" if kit_edition.folder() else "kit"
    for name in dict.fromkeys(_MODULE.findall(body)):
        app.add_js_file(f"{kit}/{name}.module.js", loading_method="defer")
        app.add_css_file(f"{kit}/{name}.css")
    app.add_js_file(
        None, body=kit_held.text_of({"dark": ON_DARK}), type="application/json", id="rk-site"
    )
    app.add_css_file(f"{kit}/site.css")
    if kit_edition.folder():
        app.add_js_file("kit/said.js", loading_method="defer")
    app.add_js_file(f"{kit}/site.js", loading_method="defer")


class Search(SearchEnglish):
    """Sphinx's own search, which finds the stem of a word once and not anew for every page."""

    stem = cache(SearchEnglish.stem)


def compile_once() -> None:
    """Let numpydoc compile its one template once, and not for every docstring."""
    environment = SandboxedEnvironment(loader=PackageLoader("numpydoc"))
    docscrape_sphinx.SandboxedEnvironment = lambda **_: environment


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of all this."""
    compile_once()
    app.add_search_language(Search)
    # Drawings in Mermaid's words stay words: its program weighs more than the whole site.
    app.add_lexer("mermaid", TextLexer)
    app.add_lexer("csv", TextLexer)
    app.add_directive("chart", Shown)
    app.add_directive("board", Shown)
    kit_data.setup(app)
    app.connect("builder-inited", kit_held.begin)
    app.connect("builder-inited", kit_run.run_all)
    app.connect("builder-inited", write_modules)
    app.connect("doctree-resolved", close_sections)
    app.connect("html-page-context", add_parts)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
