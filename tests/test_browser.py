"""A newcomer's first minute: JupyterLab opens, every cell of the first lesson runs, the chart is drawn."""

import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from time import sleep

import pytest
from conftest import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]

OUTPUTS = ("() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
           ".flatMap(cell => cell.outputs ?? []).map(output => output.output_type)")

ALL_RUN = ("() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
           ".every(cell => cell.cell_type !== 'code' || cell.execution_count)")

KERNEL_READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium on this machine: CI must install one, or the browser tests test nothing.")
        pytest.skip("no Chromium found: install 'chromium' (Debian, Ubuntu) or Google Chrome to run the browser tests")
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1280, "height": 1000})
        browser.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Serve a copy of the lessons, so that JupyterLab's autosave does not touch the repository; yields the address."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=",
               f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + "/api")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address, seconds=60):
    for _ in range(seconds * 4):
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            sleep(0.25)
    pytest.fail(f"JupyterLab did not answer at {address} within {seconds} s")


def test_the_first_lesson_runs_in_jupyterlab(page, lab):
    complaints, outside = [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: outside.append(request.url) if not re.match(f"{lab}|data:|blob:|ws:", request.url) else None)
    page.goto(f"{lab}/lab/tree/notebooks/00-start-here.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_function(KERNEL_READY, timeout=60_000)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs') }")
    page.wait_for_function(f"({OUTPUTS})().length === 0", timeout=20_000)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_function(ALL_RUN, timeout=120_000)
    outputs = page.evaluate(OUTPUTS)
    assert len(outputs) > 8 and "error" not in outputs
    # JupyterLab draws only what is near the window: go back to where the first chart is.
    page.evaluate("window.jupyterapp.shell.currentWidget.content.scrollToItem(7, 'start')")
    page.wait_for_selector(".js-plotly-plot .main-svg .scatterlayer .trace path", timeout=60_000)
    chart = page.locator(".js-plotly-plot").first
    assert chart.locator(".scatterlayer .trace").count() >= 5
    assert "Obama" in chart.inner_text() and "Share" not in (chart.locator(".modebar").text_content() or "")
    assert page.locator("details summary").first.is_visible()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    page.screenshot(path=build / "00-start-here.png")
    chart.screenshot(path=build / "trajectory.png")
    assert (build / "trajectory.png").stat().st_size > 10_000
    assert not complaints, complaints
    assert not outside, outside
