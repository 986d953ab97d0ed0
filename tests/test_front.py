"""The browser's half: built from its source, and tested by Node on the answers of Python."""

import shutil
import subprocess

import pytest
from conftest import ROOT

from resetcycle.authoring import known, known_alone
from resetcycle.widgets.base import STATIC

FRONT = ROOT / "front"
NPM = shutil.which("npm")
needs_node = pytest.mark.skipif(
    NPM is None or not (FRONT / "node_modules").is_dir(),
    reason="no Node with the packages of front/: `make front` installs them",
)


def run(*command):
    """Run a script of front/package.json and return what it said if it failed, or nothing."""
    done = subprocess.run(
        [NPM, "--prefix", str(FRONT), "--silent", "run", *command],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("twins", [known, known_alone], ids=lambda twins: twins.PLACE.name)
def test_known_answers_are_those_of_today(twins):
    assert twins.PLACE.read_text(encoding="utf-8") == twins.as_text(), (
        f"front/test/{twins.PLACE.name} is not what Python computes: run make update"
    )


@needs_node
def test_the_files_that_browsers_load_are_built_from_the_source(tmp_path):
    assert run("build", "--", str(tmp_path)) == ""
    built = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    loaded = {path.name: path.read_text(encoding="utf-8") for path in STATIC.iterdir()}
    assert sorted(built) == sorted(loaded)
    stale = [name for name in built if built[name] != loaded[name]]
    assert not stale, "these files are not built from front/src: run make front"


@needs_node
def test_the_tests_of_the_front_end_pass():
    assert run("test") == ""
