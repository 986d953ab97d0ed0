"""Published by who forks it: addresses from one setting, links, workflows, settings of a hub."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import ROOT

from resetcycle.authoring import address

LESSON = "notebooks/04-obama-reset.ipynb"


@pytest.fixture
def fork(tmp_path):
    """A checkout with what is set and where it came from; returns its folder."""

    def made(remote="", **urls):
        lines = [f'{name} = "{url}"\n' for name, url in urls.items()]
        text = "".join(["[project]\n[project.urls]\n", *lines])
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
        subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
        if remote:
            subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", remote], check=True)
        return tmp_path

    return made


@pytest.mark.parametrize(
    "remote, found",
    [
        ("https://github.com/me/kit.git", "https://github.com/me/kit"),
        ("https://me:secret@github.com/me/kit", "https://github.com/me/kit"),
        ("git@github.com:me/kit.git", "https://github.com/me/kit"),
        ("ssh://git@gitlab.com:22/group/sub/kit.git", "https://gitlab.com/group/sub/kit"),
        # Binder, and the readers of a page, can reach none of these.
        ("/home/me/kit", ""),
        ("https://git.example.org/me/kit", ""),
        ("", ""),
    ],
)
def test_a_fork_is_found_by_where_its_clone_came_from(fork, remote, found):
    assert address.repository(fork(remote), {}) == found


def test_what_is_set_comes_before_the_workflow_and_that_before_the_remote(fork):
    root = fork("https://github.com/me/kit")
    runs = {"GITHUB_REPOSITORY": "You/kit"}
    assert address.repository(root, runs) == "https://github.com/You/kit"
    assert address.site(root, runs) == "https://you.github.io/kit/"
    set_to = fork(
        "", Repository="https://git.example.org/a/kit/", Homepage="https://kit.example.org"
    )
    assert address.repository(set_to, runs) == "https://git.example.org/a/kit"
    assert address.site(set_to, runs) == "https://kit.example.org/"


def test_where_github_puts_a_site(fork):
    assert address.site(fork("https://github.com/Me/Me.github.io"), {}) == "https://me.github.io/"
    assert address.site(fork(Repository="https://gitlab.com/me/kit"), {}) == ""


@pytest.mark.parametrize(
    "repository, spec",
    [
        ("https://github.com/me/kit", "gh/me/kit"),
        ("https://gitlab.com/group/sub/kit", "gl/group%2Fsub%2Fkit"),
        ("https://git.example.org/me/kit", "git/https%3A%2F%2Fgit.example.org%2Fme%2Fkit"),
    ],
)
def test_binder_opens_the_lesson_itself(repository, spec):
    url = urlsplit(address.binder(repository, LESSON))
    assert (url.hostname, url.path) == ("mybinder.org", f"/v2/{spec}/HEAD")
    assert parse_qs(url.query) == {"urlpath": [f"lab/tree/{LESSON}"]}


def test_a_hub_pulls_the_repository_and_opens_the_lesson():
    url = urlsplit(address.puller("https://hub.example.org", "https://github.com/me/kit", LESSON))
    assert url.path == "/hub/user-redirect/git-pull"
    asked = {"repo": ["https://github.com/me/kit"], "urlpath": [f"lab/tree/kit/{LESSON}"]}
    assert parse_qs(url.query) == asked


# ------------------------------------------------------------------------------------- the links


class Host(BaseHTTPRequestHandler):
    """A host on which one page is there, and all else is gone."""

    def do_GET(self):
        self.send_response(200 if self.path == "/there" else 404)
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - so it is called by the server

    def log_message(self, *_):
        pass


@pytest.fixture
def host():
    with HTTPServer(("127.0.0.1", 0), Host) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


CONF = """
import sys
sys.path.insert(0, {site!r})
import kit_data
kit_data.addresses = lambda: {addresses!r}
extensions = ["kit_links"]
root_doc = "site/tables"
"""


def test_a_source_that_is_gone_breaks_the_check_of_links(host, tmp_path):
    """Sources stand in a file of their own, in which Sphinx alone would not look."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "tables.rst").write_text("Tables\n======\n", encoding="utf-8")
    addresses = {"one": f"{host}/there", "two": f"{host}/gone"}
    conf = CONF.format(site=str(ROOT / "site"), addresses=addresses)
    (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", tmp_path, out]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    lines = (out / "output.json").read_text(encoding="utf-8").splitlines()
    said = {each["uri"]: each["status"] for each in map(json.loads, lines)}
    assert said == {f"{host}/there": "working", f"{host}/gone": "broken"}
