"""The lessons, run for the site: stored notebooks keep no state of their boards, so cells run anew.

What a run gave is kept in `build/` under a digest of the cells, the package and the tables; a
second build runs nothing.
"""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from sphinx.application import Sphinx

from resetcycle import files, speech
from resetcycle.authoring.lessons import rounded, run_for_nobody

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "site-runs"
STATES = "application/vnd.jupyter.widget-state+json"
PLOTLY = "application/vnd.plotly.v1+json"

# Scripts of pages, which no board loads.
OF_PAGES = ("site.js", "page.js", "slides.js")


@cache
def _of_the_kit() -> bytes:
    """A digest of all that a cell's output depends on beside the cell."""
    digest = hashlib.sha256()
    said = f"resetcycle/locale/{speech.spoken()}.json"
    for pattern in ("resetcycle/**/*.py", "resetcycle/widgets/static/*.js", "data/**/*.*", said):
        for path in sorted(ROOT.glob(pattern)):
            if path.name not in OF_PAGES:
                digest.update(path.read_bytes())
    return digest.digest()


def executed(notebook: NotebookNode) -> NotebookNode:
    """Return a lesson with the outputs and the states of boards of a run in nobody's name."""
    digest = hashlib.sha256(_of_the_kit())
    for cell in notebook.cells:
        digest.update(f"{cell.cell_type}\n{cell.source}\n".encode())
    path = KEPT / f"{digest.hexdigest()[:32]}.ipynb"
    if not path.exists():
        _run(notebook)
        KEPT.mkdir(parents=True, exist_ok=True)
        # Two builds may go on side by side.
        files.write_whole(path, nbformat.writes(notebook))
    return nbformat.read(path, as_version=4)


def _run(notebook: NotebookNode) -> None:
    # Boards are told that no Python will answer them.
    told = {"RESETCYCLE_ALONE": "1", "RESETCYCLE_LANGUAGE": speech.spoken()}
    run_for_nobody(notebook, ROOT / "notebooks", **told)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if figure := output.get("data", {}).get(PLOTLY):
                output["data"][PLOTLY] = rounded(figure)


def run_all(app: Sphinx) -> None:
    """Run all lessons side by side, before Sphinx reads one after the other."""
    paths = sorted(Path(app.srcdir, "notebooks").glob("[0-9][0-9]-*.ipynb"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda path: executed(nbformat.read(path, as_version=4)), paths))
