"""start.py: the first minute, with every Python that a newcomer may have.

The Pythons are stand-ins that answer with a version and note what is asked of them.
"""

import ast
import os
import sys
from importlib import util
from types import SimpleNamespace

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")

PYTHON = """#!/bin/sh
case "$*" in *"import sys"*) echo "{major} {minor}"; exit;; esac
echo "{name} $*" >> "{log}"
case "$*" in
  *"-m venv"*) rm -rf "{kit}/.venv"; mkdir -p "{kit}/.venv/bin"
    sed "s/^echo \\"[^ ]*/echo \\"venv-{name}/" "$0" > "{kit}/.venv/bin/python"
    chmod +x "{kit}/.venv/bin/python";;
esac
case "$*" in *"{fails}"*) exit 3;; esac
"""


@pytest.fixture
def newcomer(tmp_path, monkeypatch):
    """A computer with no Python but the one that is asked to start; yields what a test needs."""
    spec = util.spec_from_file_location("start", ROOT / "start.py")
    start = util.module_from_spec(spec)
    spec.loader.exec_module(start)
    kit, path, log = tmp_path / "kit", tmp_path / "bin", tmp_path / "log"
    kit.mkdir()
    path.mkdir()
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml", "start.py"):
        (kit / name).touch()
    log.touch()
    monkeypatch.setattr(start, "HOME", kit)
    monkeypatch.setattr(start, "VENV", kit / ".venv")
    monkeypatch.setattr(start, "PYTHON", kit / ".venv" / "bin" / "python")
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}/usr/bin{os.pathsep}/bin")

    def python(version, *, place=path, name=None, fails="nothing at all"):
        major, minor = version.split(".")
        name = name or f"python{version}"
        place.mkdir(parents=True, exist_ok=True)
        file = place / name
        text = PYTHON.format(major=major, minor=minor, name=name, log=log, kit=kit, fails=fails)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)
        return str(file)

    def started_by(version):
        """Let start.py be run by a Python of this version."""
        monkeypatch.setattr(start.sys, "version_info", tuple(map(int, version.split("."))))
        monkeypatch.setattr(
            start.sys, "_base_executable", python(version.rsplit(".", 1)[0], name="this-python")
        )

    def noted():
        lines = log.read_text(encoding="utf-8").splitlines()
        log.write_text("", encoding="utf-8")
        return lines

    # Only the stand-ins answer to a name with a version, whatever this computer has.
    monkeypatch.setattr(start.shutil, "which", lambda name: _within(path, name))
    return SimpleNamespace(
        start=start, kit=kit, python=python, started_by=started_by, noted=noted, path=path
    )


def _within(path, name):
    """What `shutil.which` says where `path` is all there is; a name with a folder stays."""
    return str(path / name) if (path / name).exists() else None


def test_any_python_3_can_read_the_file():
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    new = {"removeprefix", "removesuffix", "capture_output", "is_relative_to", "tomllib"}
    assert not new & {getattr(node, "attr", getattr(node, "arg", "")) for node in ast.walk(tree)}
    modules = {alias.name for node in ast.walk(tree) for alias in getattr(node, "names", [])}
    assert modules <= {"os", "shutil", "subprocess", "sys", "Path"}


def test_python_3_10_alone_gets_one_sentence_and_no_environment(newcomer, capsys):
    newcomer.started_by("3.10.13")
    assert newcomer.start.main([]) == 1
    said = capsys.readouterr()
    assert said.out == "" and len(said.err.splitlines()) == 1
    assert "need Python 3.11 or newer; this is Python 3.10.13" in said.err
    assert "run the same command again" in said.err
    assert newcomer.noted() == [] and not (newcomer.kit / ".venv").exists()


def test_a_name_that_leads_to_no_python_is_passed_over(newcomer, capsys):
    """As version managers leave it: the name is there and says that the version is not."""
    newcomer.started_by("3.10.13")
    shim = newcomer.path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert newcomer.start.main(["lessons"]) == 1
    assert "need Python 3.11" in capsys.readouterr().err


def test_the_run_after_a_newer_python_came_works(newcomer, capsys):
    """The old Python's half-made environment is found and made anew."""
    newcomer.started_by("3.10.13")
    assert newcomer.start.main(["lessons"]) == 1
    newcomer.python("3.10", place=newcomer.kit / ".venv" / "bin", name="python")
    newcomer.python("3.11")
    newcomer.noted()
    assert newcomer.start.main(["lessons"]) == 0
    venv, packages, kit, doctor = newcomer.noted()
    assert venv == f"python3.11 -m venv --clear {newcomer.kit / '.venv'}"
    assert packages.startswith("venv-python3.11 -m pip install")
    assert packages.endswith(f"-r {newcomer.kit / 'requirements.txt'}")
    assert kit.endswith(f"--no-deps --editable {newcomer.kit}") and doctor.endswith("doctor")
    assert (newcomer.kit / ".venv" / ".ready-lessons").exists()
    assert newcomer.start.main(["lessons"]) == 0 and newcomer.noted() == []


def test_a_set_up_that_fails_is_said_and_begun_anew(newcomer, capsys):
    newcomer.started_by("3.12.1")
    newcomer.python("3.12", name="this-python", fails="-r ")
    assert newcomer.start.main(["lessons"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Not ready: ") and "Run this again." in said
    assert not (newcomer.kit / ".venv" / ".ready-lessons").exists()
    newcomer.python("3.12", name="this-python")
    newcomer.noted()
    assert newcomer.start.main(["lessons"]) == 0
    assert "-m venv --clear" in newcomer.noted()[0]


def test_changed_pins_are_brought_in_without_beginning_anew(newcomer):
    newcomer.started_by("3.13.0")
    assert newcomer.start.main(["lessons"]) == 0
    newcomer.noted()
    stamp = newcomer.kit / ".venv" / ".ready-lessons"
    os.utime(stamp, (1, 1))
    assert newcomer.start.main(["lessons"]) == 0
    assert not any("-m venv" in each for each in newcomer.noted())


def test_whoever_has_all_tools_has_what_lessons_need(newcomer):
    newcomer.started_by("3.11.7")
    assert newcomer.start.main(["tools"]) == 0
    assert any(each.endswith("requirements-dev.txt") for each in newcomer.noted())
    assert newcomer.start.main(["lessons"]) == 0 and newcomer.noted() == []


def test_windows_asks_its_launcher(newcomer, monkeypatch):
    newcomer.started_by("3.10.13")
    monkeypatch.setattr(newcomer.start, "os", SimpleNamespace(name="nt"))
    assert newcomer.start.suitable_python() is None
    newcomer.python("3.12", name="py")
    assert newcomer.start.suitable_python() == ["py", "-3.13"]


def test_the_lessons_are_opened_by_the_environments_python(newcomer):
    newcomer.started_by(".".join(map(str, sys.version_info[:3])))
    assert newcomer.start.main(["lessons"]) == 0
    newcomer.noted()
    assert newcomer.start.main([]) == 0
    (opened,) = newcomer.noted()
    assert "-m jupyterlab notebooks/00-start-here.ipynb" in opened
    assert ("--allow-root" in opened) == (os.getuid() == 0)


def test_what_is_not_understood_is_answered_with_what_can_be_asked(newcomer, capsys):
    assert newcomer.start.main(["everything"]) == 2
    assert "python start.py tools" in capsys.readouterr().out
