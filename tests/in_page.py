"""Python in the page, driven as a learner drives it: shared by its test and its benchmark."""

import re
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Forms of an output that hold words and numbers.
READ = ("text/html", "text/plain")
READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
RUN = """async () => {
  globalThis.ran = false;
  await jupyterapp.shell.currentWidget.sessionContext.ready;
  jupyterapp.commands.execute("notebook:run-all-cells").finally(() => { globalThis.ran = true; });
}"""
# How often something is seen that a learner came for, and whether all has run.
SHOWN = "document.querySelectorAll('.js-plotly-plot .main-svg, .jp-OutputArea .rk').length"
# A kernel answers one after the other: with this answer, the page has heard all that was before.
HEARD = """async (code) => {
  const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
  const {content} = await kernel.requestExecute({code}).done;
  if (content.status !== "ok") throw new Error(content.evalue);
}"""
SHOW = """async (path) => {
  const asked = {type: "notebook", format: "json", content: true};
  const {content} = await jupyterapp.serviceManager.contents.get(path, asked);
  jupyterapp.shell.currentWidget.content.model.fromJSON(content);
}"""
# What a lesson leaves in its kernel: what was kept, boards, what watches its cells, the kit as it
# is imported, and names.
FORGET = """
import shutil, sys
from ipywidgets import Widget
import resetcycle
def ours(name):
    return name.partition(".")[0] == "resetcycle"
shutil.rmtree(resetcycle.answers.FOLDER, ignore_errors=True)
Widget.close_all()
for heard in get_ipython().events.callbacks.values():
    heard[:] = [hear for hear in heard if not ours(hear.__module__)]
for name in [name for name in sys.modules if ours(name)]:
    del sys.modules[name]
get_ipython().reset()
"""
NOTEBOOK = "() => jupyterapp.shell.currentWidget.content.model.toJSON()"
# In seconds: a machine that does other things beside is several times slower.
PATIENCE = 180


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing: a notebook asks for four hundred files."""


@contextmanager
def served(folder: Path) -> Generator[str]:
    """Serve a folder on this machine alone; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def opened(page, address: str, path: str) -> None:
    """Open a notebook by the link that stands on its page, and wait for a kernel."""
    page.goto(f"{address}lite/notebooks/index.html?path={path}")
    page.wait_for_function(READY, timeout=PATIENCE * 1000)


def turned(page, path: str) -> None:
    """Turn to another notebook in the page that is open; its kernel forgets the one before."""
    page.evaluate(HEARD, FORGET)
    page.evaluate(SHOW, path)


def run(page) -> dict[str, float]:
    """Run all cells; return after how many seconds the first board or chart stood, and the end."""
    begun = time.perf_counter()
    page.evaluate(RUN)
    page.wait_for_function(f"() => globalThis.ran || {SHOWN} > 0", timeout=PATIENCE * 1000)
    first = time.perf_counter() - begun
    page.wait_for_function("() => globalThis.ran", timeout=PATIENCE * 1000)
    page.evaluate(HEARD, "")
    return {"first": first, "end": time.perf_counter() - begun}


def errors(notebook) -> list[str]:
    """Return what went wrong in a notebook, one line each."""
    outputs = [out for cell in notebook["cells"] for out in cell.get("outputs", [])]
    return [out["evalue"] for out in outputs if out["output_type"] == "error"]


def numbers(notebook) -> dict[tuple[str, str], list[str]]:
    """Return the digits of every text and table, by cell and form."""
    found = dict[tuple[str, str], list[str]]()
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            forms = output.get("data", {"text/plain": output.get("text", "")})
            for form in READ:
                text = "".join(forms.get(form, ""))
                found.setdefault((cell["id"], form), []).extend(NUMBER.findall(text))
    return {place: digits for place, digits in found.items() if digits}
