"""What runs here runs on Windows, on a Mac and in a browser too.

None of these is at hand, so each test holds the kit against what they lack.
"""

import ast
import datetime as dt
import os
import re
import subprocess
import sys
import types
from importlib import util

import pandas as pd
import pytest
from conftest import C89, ROOT

PACKAGE = ROOT / "resetcycle"
# Grading asks for Linux to isolate what it runs, and says so where it cannot; authors have a
# repository, and the pages of the kit are built on any system.
LEARNERS = sorted(path for path in PACKAGE.rglob("*.py") if "grading" not in path.parts)
POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
WRITTEN = sorted([*(ROOT / "lessons").glob("*.md"), *(ROOT / "solutions").glob("*/*.md")])


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@pytest.mark.parametrize(
    "show",
    [
        lambda day: day.strftime("%-d %B"),
        lambda day: f"{day:%-d}",
        lambda day: pd.Timestamp(day).strftime("%#d"),
        lambda day: pd.Series([pd.Timestamp(day)]).dt.strftime("%-d %B %Y"),
        lambda day: f"{pd.Timestamp(day):%e}",
    ],
)
def test_a_date_that_other_systems_cannot_write_fails_every_test(show):
    with pytest.raises(AssertionError, match="not every system"):
        show(dt.date(2026, 6, 4))


def test_dates_that_all_systems_write_are_written():
    assert f"{dt.date(2026, 6, 4):%d %B %Y, 100%%}" == "04 June 2026, 100%"


@named(WRITTEN)
def test_a_lesson_writes_dates_as_all_systems_can(path):
    """Cells run in a kernel, where no stand-in watches: their forms are read instead."""
    text = path.read_text(encoding="utf-8")
    forms = re.findall(r'strftime\(\s*"([^"]*)"|\{[^{}"]*:(%[^{}"]*)\}', text)
    marks = {mark for pair in forms for mark in re.findall(r"%(.)", "".join(pair))}
    assert marks <= C89, marks - C89


def guarded(tree):
    """The imports of a module that only some systems reach."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "sys.platform" in ast.unparse(node.test):
            yield from ast.walk(node)


@named(LEARNERS)
def test_no_room_of_the_learner_asks_for_what_windows_lacks(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    exempt = set(map(id, guarded(tree)))
    asked = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in exempt
        for name in [getattr(node, "module", None) or "", *(each.name for each in node.names)]
    }
    assert not asked & POSIX


def test_saved_work_is_locked_on_windows_too(tmp_path, monkeypatch):
    """files.py as Windows reads it: no `fcntl`, and a folder cannot be opened."""
    calls, patience = [], iter([OSError("in use"), OSError("in use for ten seconds"), None])

    def locking(handle, mode, count):
        calls.append((os.fstat(handle).st_size, mode, count))
        if error := next(patience):
            raise error

    monkeypatch.setitem(sys.modules, "fcntl", None)
    windows_has = types.SimpleNamespace(locking=locking, LK_LOCK="lock", LK_NBLCK="try")
    monkeypatch.setitem(sys.modules, "msvcrt", windows_has)
    with monkeypatch.context() as windows:
        windows.setattr(sys, "platform", "win32")
        spec = util.spec_from_file_location("resetcycle.files_on_windows", PACKAGE / "files.py")
        files = util.module_from_spec(spec)
        spec.loader.exec_module(files)
    folder = tmp_path / "my-work"
    with files.locked(folder):
        files.write_whole(folder / "06.json", "{}")
    assert calls == [(0, "try", 1), (0, "lock", 1), (0, "lock", 1)]
    assert (folder / "06.json").read_text() == "{}"


def test_no_file_is_read_in_the_encoding_of_the_computer(tmp_path):
    """Windows has one of its own, in which a name such as Łódź is another, or none."""
    code = (
        "import resetcycle as rc; rc.data.validate(); rc.answers.save('06', points=[1]); "
        "rc.answers.restore('06'); rc.progress(); "
        "from resetcycle import doctor, reporting, handout; reporting.report(); "
        "handout.lay_out(rc.answers.FOLDER.parent / 'out')"
    )
    run = subprocess.run(
        [
            sys.executable,
            "-X",
            "warn_default_encoding",
            "-W",
            "always::EncodingWarning",
            "-c",
            code,
        ],
        env=os.environ | {"RESETCYCLE_MY_WORK": str(tmp_path / "my-work"), "LC_ALL": "C"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    # Packages of others may do so; the kit may not.
    ours = [line for line in run.stderr.splitlines() if f"{PACKAGE}" in line]
    assert run.returncode == 0, run.stderr[-2000:]
    assert ours == []


@named(LEARNERS)
def test_every_file_is_opened_with_its_encoding(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        given = {keyword.arg for keyword in node.keywords}
        binary = any(
            isinstance(each, ast.Constant) and "b" in str(each.value) for each in node.args
        )
        if called in {"read_text", "write_text"} or (called == "open" and not binary):
            other = ast.unparse(node.func) in {"os.open", "os.fdopen", "tarfile.open"}
            assert other or "encoding" in given, f"{path.name}, line {node.lineno}"
