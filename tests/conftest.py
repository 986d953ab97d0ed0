"""Shared by the tests: where things are, a copy of the data that a test may break, and a
browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from pathlib import Path
from time import sleep
from types import SimpleNamespace

import pytest

# Tests are written in English, whatever language this computer speaks.
os.environ.pop("RESETCYCLE_LANGUAGE", None)

from resetcycle import answers, data, doctor
from resetcycle.exercise import public, seals

ROOT = Path(__file__).resolve().parent.parent
# In seconds. What is waited for comes at once on a quiet machine; a crowded one is many times
# slower, and a test that gives up on it says nothing about the kit.
PATIENCE = 180
CHROMIUM = next(filter(None, map(shutil.which, doctor.CHROMIUMS)), None)
KERNEL_READY = (
    "() => window.jupyterapp?.shell.currentWidget"
    "?.sessionContext?.session?.kernel?.status === 'idle'"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


NOT_OURS = shutil.ignore_patterns(
    ".git",
    ".venv",
    "build",
    "dist",
    "node_modules",
    ".hypothesis",
    "my-work",
    "*.egg-info",
    "__pycache__",
    ".ipynb_checkpoints",
    ".*_cache",
)


def _not_ours(folder, names):
    # The instructor's folder is ignored at the top only; the package has a room of the same name.
    return NOT_OURS(folder, names) | ({"grading"} if Path(folder) == ROOT else set())


def pytest_addoption(parser):
    parser.addoption(
        "--store-pictures",
        action="store_true",
        help="write the drawings of today to tests/pictures/ instead of comparing with them",
    )


def pytest_terminal_summary(terminalreporter):
    """Say once, for all that was skipped, how to get what is missing."""
    missing = doctor.system_tools()
    if missing and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(f"Skipped: {missing.what}. To run them: {missing.mend}.")


# What the C library of every system knows; others write "4" for a day, or refuse it.
C89 = set("aAbBcdHIjmMpSUwWxXyYZ%")


def _asked_by_the_kit(frame):
    """Did the kit ask, perhaps through pandas? Other packages may ask what system this is."""
    while f"{os.sep}pandas{os.sep}" in frame.f_code.co_filename:
        frame = frame.f_back
    return "site-packages" not in frame.f_code.co_filename


@pytest.fixture(autouse=True)
def _no_copy_is_open(monkeypatch):
    """Let no test see the keys and cards of a copy that another one opened."""
    monkeypatch.setattr(seals, "_held", {})
    monkeypatch.setattr(public, "_carried", {})


@pytest.fixture(scope="session", autouse=True)
def _dates_of_any_system():
    """Let every test refuse forms of dates that this system happens to know, such as ``%-d``."""
    real = time.strftime

    def strftime(form, *when):
        unknown = {mark for mark in form.replace("%%", "").split("%")[1:] if mark[:1] not in C89}
        if unknown and _asked_by_the_kit(sys._getframe(1)):
            # pandas takes an answer of ValueError in silence, and writes the date in another form.
            raise AssertionError(f"not every system can write {form!r}")
        return real(form, *when)

    time.strftime = strftime
    yield
    time.strftime = real


@pytest.fixture(scope="session")
def checkout(tmp_path_factory):
    """A copy of the project without what git ignores, as a newcomer has it; yields the folder."""
    return Path(
        shutil.copytree(ROOT, tmp_path_factory.mktemp("checkout") / "kit", ignore=_not_ours)
    )


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """Point the kit at a copy of data/, so that a test can damage a table; yields the folder."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    monkeypatch.setattr(data, "DATA", folder)
    _forget()
    yield folder
    _forget()


def _forget():
    data.package.cache_clear()
    data._load.cache_clear()


@pytest.fixture
def my_work(tmp_path, monkeypatch):
    """Keep the answers of a test in a folder of its own; yields the folder."""
    monkeypatch.setattr(answers, "FOLDER", tmp_path / "my-work")
    return answers.FOLDER


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(
                "No Chromium on this machine: CI must install one, "
                "or the browser tests test nothing."
            )
        pytest.skip("no Chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        running.new_context = _patient(running.new_context)
        running.new_page = _patient(running.new_page)
        yield running
        running.close()


def _patient(opened):
    """Let pages and contexts that are opened wait as long as tests do."""

    def new(**how):
        made = opened(**how)
        made.set_default_timeout(PATIENCE * 1000)
        return made

    return new


def until(page, asked):
    """Wait, while the page goes on, until what is asked outside of it is so."""
    end = time.monotonic() + PATIENCE
    while not asked():
        assert time.monotonic() < end, "waited in vain"
        page.wait_for_timeout(100)


# A stand-in for the widget model of Jupyter: the same calls, and a count of what would go to the
# kernel.
MOUNT = """async ({esm, state}) => {
  const module = await import(URL.createObjectURL(new Blob([esm], {type: "text/javascript"})));
  const heard = {};
  window.sent = [];
  window.model = {
    get: (name) => structuredClone(state[name]),
    set: (name, value) => {
      state[name] = structuredClone(value);
      window.dirty = {...window.dirty, [name]: state[name]};
      (heard["change:" + name] ?? []).forEach((f) => f());
    },
    save_changes: () => { window.sent.push(window.dirty); window.dirty = {}; },
    on: (event, f) => { (heard[event] ??= []).push(f); },
    off: (event, f) => { heard[event] = (heard[event] ?? []).filter((other) => other !== f); },
    send: (message) => {
      window.asked = message;
      (heard["msg:custom"] ?? []).forEach((f) => f({}));
    },
  };
  const widget = typeof module.default === "function" ? module.default() : module.default;
  await widget.initialize?.({model: window.model, signal: new AbortController().signal});
  const life = new AbortController();
  const el = document.querySelector("main");
  await widget.render({model: window.model, el, signal: life.signal});
}"""


@pytest.fixture
def mount(browser):
    """Return a function that shows a widget on a plain page, without Jupyter, and gives the page
    back."""
    pages = []

    def show(widget, *, dark=False, width=1000):
        page = browser.new_page(viewport={"width": width, "height": 900})
        pages.append(page)
        page.complaints = []
        page.on(
            "console",
            lambda message: (
                page.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        colours = (
            "--jp-ui-font-color1:#eee;--jp-ui-font-color2:#bbb;"
            "--jp-layout-color1:#111;--jp-layout-color2:#2a2a2a"
            if dark
            else ""
        )
        page.set_content(
            '<!DOCTYPE html><html lang="en"><head><title>widget</title></head>'
            f'<body data-jp-theme-light="{str(not dark).lower()}" '
            f'style="{colours};background:{"#111" if dark else "#fff"}"><main></main></body></html>'
        )
        page.add_style_tag(content=str(widget._css))
        state = {
            name: value
            for name, value in widget.get_state().items()
            if name == "_catalogue"
            or (not name.startswith("_") and name not in ("layout", "tabbable", "tooltip"))
        }
        page.evaluate(MOUNT, {"esm": str(widget._esm), "state": state})
        return page

    yield show
    for page in pages:
        assert not page.complaints, page.complaints
        page.close()


@pytest.fixture
def page(browser):
    """A page for JupyterLab; screenshots go to build/."""
    (ROOT / "build").mkdir(exist_ok=True)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    yield page
    page.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Serve a copy of the kit, so that JupyterLab's autosave does not touch the repository; yields
    its address and its my-work folder."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "data", "exercises", "solutions"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (folder / "server.log").open("w") as log:
        # As `make lab` does: the environment's programs come first.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        server = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=os.environ | {"RESETCYCLE_MY_WORK": str(folder / "my-work"), "PATH": path},
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + "/api")
        yield SimpleNamespace(address=address, work=folder / "my-work")
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _wait_for(address):
    for _ in range(PATIENCE * 4):
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            sleep(0.25)
    pytest.fail(f"JupyterLab did not answer at {address} within {PATIENCE} s")


@pytest.fixture(scope="session")
def sandboxed():
    """Skip where no sandbox works; in CI that is a failure, or these tests would test nothing."""
    from resetcycle.grading import runner

    why = runner.why_not_isolated()
    if why and os.environ.get("CI"):
        pytest.fail(f"{why} CI must install bubblewrap.")
    if why:
        pytest.skip(why)


@pytest.fixture(scope="module")
def warm():
    """Keep what grading begins, sandboxes and processes within limits, from one run to the next."""
    from resetcycle.grading import intake, limited, runner

    begun, free = [], defaultdict(list)

    def kept(begin):
        def one(*of, **more):
            waiting = free[begin, repr((of, more))]
            if waiting:
                return waiting.pop()
            new = begin(*of, **more)
            begun.append(new.close)
            new.close = lambda: new in waiting or waiting.append(new)
            return new

        return one

    process = kept(limited.Limited)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "make", kept(runner.make))
        patch.setattr(limited, "Limited", process)
        patch.setattr(intake, "Limited", process)
        yield
    for close in begun:
        close()
