"""What the kit adds to a Jupyter server, and the settings that it brings."""

import gzip
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT
from jupyterlab_server.config import get_static_page_config
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from traitlets.config import PyFileConfigLoader

from resetcycle import serving

PAGE = "All resets begin alike. " * 500
SETTINGS = ROOT / "etc" / "jupyter"


class Page(RequestHandler):
    def get(self):
        self.set_header("Content-Type", "text/javascript")
        self.write(PAGE)


def answered(address):
    """The headers and the bytes that a browser at this address is sent; through a proxy, as on a
    course's server."""

    async def ask():
        web_app = Application([("/", Page)])
        serving._load_jupyter_server_extension(type("Server", (), {"web_app": web_app}))
        server, (listening, port) = HTTPServer(web_app, xheaders=True), bind_unused_port()
        server.add_socket(listening)
        try:
            return await SimpleAsyncHTTPClient().fetch(
                f"http://127.0.0.1:{port}/",
                headers={"X-Real-IP": address, "Accept-Encoding": "gzip"},
                decompress_response=False,
            )
        finally:
            server.stop()

    # In a thread of its own: a browser of another test may have a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: IOLoop(make_current=False).run_sync(ask)).result()


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::7"])
def test_what_travels_is_compressed(address):
    response = answered(address)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.body) < len(PAGE) / 3
    assert gzip.decompress(response.body).decode() == PAGE


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_what_stays_on_the_computer_is_not(address):
    response = answered(address)
    assert "Content-Encoding" not in response.headers and response.body.decode() == PAGE


def test_no_road_to_the_lessons_asks_about_news(monkeypatch):
    """The settings that every install brings, read as JupyterLab reads them."""
    monkeypatch.setattr("jupyter_core.paths.ENV_CONFIG_PATH", [str(SETTINGS)])
    disabled = get_static_page_config(level="sys_prefix")["disabledExtensions"]
    assert disabled == {"@jupyterlab/apputils-extension:announcements": True}


def configured(words=()):
    """How a server with the settings of the kit treats kernels and itself when idle."""
    command = [sys.executable, "-c", ASK, *words]
    paths = {"JUPYTER_CONFIG_PATH": str(SETTINGS), "JUPYTER_CONFIG_DIR": "/"}
    run = subprocess.run(
        command, env=os.environ | paths, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


ASK = """
import json, sys
from jupyter_server.serverapp import ServerApp
app = ServerApp()
app.initialize(argv=sys.argv[1:] + ["--allow-root"], find_extensions=False, new_httpserver=False)
kernels = app.kernel_manager
print(json.dumps([kernels.cull_idle_timeout, kernels.cull_connected,
                  app.shutdown_no_activity_timeout]))
"""


def test_kernels_of_closed_notebooks_end_on_every_road():
    """The server reads it, and an open notebook keeps its kernel: somebody may be reading."""
    assert configured() == [1200, False, 0]


@pytest.fixture
def hub():
    """What the settings for a hub say, as a hub reads them."""
    path = ROOT / "etc" / "hub" / "jupyterhub_config.py"
    return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()


def test_on_a_hub_idle_kernels_end_with_their_tabs_open(hub):
    """What the hub tells each server: a second value of one option would be refused."""
    options = [word.partition("=")[0] for word in hub.Spawner.args]
    assert len(options) == len(set(options))
    assert configured(hub.Spawner.args) == [1200, True, 3600]


def test_the_page_of_hubs_tells_the_settings_of_the_file(hub):
    page = (ROOT / "docs" / "hub.md").read_text(encoding="utf-8")
    assert hub.Spawner.http_timeout == hub.Spawner.start_timeout
    assert f"| 30 s, 60 s | {hub.Spawner.http_timeout} s |" in page
    assert f"| 100 | {hub.JupyterHub.concurrent_spawn_limit} |" in page
    seconds = dict(word.removeprefix("--").split("=") for word in hub.Spawner.args)
    idle = int(seconds["MappingKernelManager.cull_idle_timeout"]) // 60
    alone = int(seconds["ServerApp.shutdown_no_activity_timeout"]) // 60
    assert f"| {idle} minutes, also with an open tab |" in page and f"| {alone} minutes |" in page


def test_the_server_is_told_of_an_extension_that_is_there():
    path = SETTINGS / "jupyter_server_config.d" / "resetcycle.json"
    (name,) = json.loads(path.read_text(encoding="utf-8"))["ServerApp"]["jpserver_extensions"]
    assert serving._jupyter_server_extension_points() == [{"module": name}]
