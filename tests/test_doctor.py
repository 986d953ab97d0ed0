"""The doctor: each fault of a computer is put in place, and must be named with its mend."""

import datetime as dt
import getpass
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers, data, doctor, reporting
from resetcycle.__main__ import main


class Usage(NamedTuple):
    free: int


def found(check):
    return list(check())


def only(check):
    (finding,) = check()
    return finding


def test_it_finds_this_environment_well(capsys):
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "Everything is ready." in said and "jupyterlab-plotly" in said and "MEND" not in said


def test_it_names_what_is_wrong_and_the_mend(capsys, monkeypatch, data_copy):
    monkeypatch.setattr(doctor, "EXTENSIONS", {"no-such-extension": "nothing"})
    monkeypatch.setattr(doctor.sys, "version_info", (3, 9, 1))
    (data_copy / "terms.csv").unlink()
    assert doctor.doctor() == 1
    said = capsys.readouterr().out
    assert "MEND  Python 3.9.1" in said and "make lab" in said and "python start.py" in said
    assert "no-such-extension not found" in said and "terms.csv) is missing" in said
    assert f"3 of {len(doctor.findings())} checks need mending." in said


@pytest.mark.parametrize(
    "system, source", [("linux", "python3.11"), ("darwin", "brew"), ("win32", "winget")]
)
def test_an_old_python_is_told_where_this_system_has_a_newer_one(monkeypatch, system, source):
    monkeypatch.setattr(doctor.sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(doctor.sys, "platform", system)
    finding = only(doctor._python)
    assert source in finding.mend and finding.stops


def test_a_package_that_is_missing_or_of_another_range(monkeypatch):
    real = doctor._version
    wrong = {"plotly": "5.0", "anywidget": None}
    monkeypatch.setattr(doctor, "_version", lambda name: wrong.get(name, real(name)))
    finding = only(doctor._packages)
    assert finding.stops and "anywidget is missing" in finding.what
    assert "plotly is 5.0, needed is <8,>=7.0" in finding.what


def test_an_environment_without_packages_still_gets_an_answer(tmp_path):
    """Half a set-up: the kit is there, and neither pandas nor JupyterLab nor packaging."""
    code = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        "gone = {'pandas', 'numpy', 'packaging', 'jupyter_core'}\n"
        "u.find_spec = lambda name, *more: None if name in gone else real(name, *more)\n"
        "for name in gone: sys.modules[name] = None\n"
        "from resetcycle.__main__ import main; sys.exit(main(['doctor']))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1 and run.stderr == ""
    assert "packaging is missing" in run.stdout and "make lab" in run.stdout


def test_other_versions_than_the_tested_ones_are_a_note(monkeypatch):
    real = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda n: "0.0.1" if n == "idna" else real(n))
    finding = only(doctor._pins)
    assert not finding.stops and "idna 0.0.1 (==" in finding.what


def test_an_environment_older_than_its_lists_is_a_note(monkeypatch, tmp_path):
    venv = tmp_path / ".venv"
    venv.mkdir()
    for path in ("requirements.txt", "pyproject.toml", ".venv/.ready"):
        (tmp_path / path).touch()
    monkeypatch.setattr(doctor, "REPOSITORY", tmp_path)
    monkeypatch.setattr(doctor.sys, "prefix", str(venv))
    assert found(doctor._environment) == []
    os.utime(venv / ".ready", (1, 1))
    finding = only(doctor._environment)
    assert not finding.stops and "older than its list" in finding.what


def test_two_copies_of_the_kit_are_told_apart(monkeypatch, tmp_path):
    (tmp_path / "resetcycle").mkdir()
    (tmp_path / "resetcycle" / "__init__.py").touch()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    finding = only(doctor._copies)
    assert not finding.stops and str(ROOT) in finding.what and "make lab" in finding.mend


def test_without_jupyterlab_other_programs_are_named(monkeypatch):
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    finding = only(doctor._extensions)
    assert not finding.stops and "VS Code" in finding.mend and "Colab" in finding.mend


def test_a_port_that_is_taken_is_a_note(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(doctor, "PORT", other.getsockname()[1])
        finding = only(doctor._port)
    assert not finding.stops and f"jupyter lab stop {doctor.PORT}" in finding.mend
    assert found(doctor._port) == []


def test_a_clock_before_the_data(monkeypatch):
    later = pd.Timestamp(dt.datetime.now(dt.UTC).date()) + pd.Timedelta(days=2)
    monkeypatch.setattr(data, "cutoff", lambda: later)
    tables, clock = found(doctor._tables)
    assert tables.mend == "" and clock.stops and "set the clock" in clock.mend


def test_a_folder_that_cannot_be_written(monkeypatch, tmp_path):
    monkeypatch.setattr(answers, "FOLDER", tmp_path / "my-work")
    kept = only(doctor._my_work)
    assert kept.mend == "" and not (tmp_path / "my-work").exists()

    def refused(**where):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refused)
    finding = only(doctor._my_work)
    assert finding.stops and "RESETCYCLE_MY_WORK" in finding.mend


def test_a_full_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(answers, "FOLDER", tmp_path / "my-work")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: Usage(5_000_000))
    kept, disk = found(doctor._my_work)
    assert kept.mend == "" and disk.stops and "5 MB left" in disk.what


def test_a_terminal_that_lacks_letters(monkeypatch):
    monkeypatch.setattr(doctor.locale, "getencoding", lambda: "ANSI_X3.4-1968")
    assert "LANG=C.UTF-8" in only(doctor._encoding).mend
    monkeypatch.setattr(doctor.locale, "getencoding", lambda: "UTF-8")
    assert found(doctor._encoding) == []


def test_programs_that_tests_and_grading_miss(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    finding = only(doctor._tools)
    assert not finding.stops and "Chromium and bubblewrap" in finding.what
    assert "apt install chromium bubblewrap" in finding.mend
    # Who only reads the lessons needs neither.
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    assert found(doctor._tools) == []


def test_the_programs_that_install_are_the_ones_that_ci_installs():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert all(name in ci for name in ("chromium", "bubblewrap"))


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp866"])
def test_every_terminal_can_show_it(encoding):
    run = subprocess.run(
        [sys.executable, "-m", "resetcycle", "doctor"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0 and run.stderr == b""
    assert "Everything is ready." in run.stdout.decode(encoding)


# ------------------------------------------------------------------------------------ the report


def test_a_report_says_what_helps_and_nothing_personal(capsys):
    assert main(["doctor", "--report"]) == 0
    said = capsys.readouterr().out
    assert f"Python {platform.python_version()}" in said and "jupyterlab 4." in said
    assert "data tables" in said and platform.system() in said
    personal = {str(Path.home()), str(ROOT), str(Path.cwd()), platform.node(), sys.prefix}
    assert not [each for each in personal if len(each) > 1 and each in said]


def test_folders_people_and_computers_are_replaced(monkeypatch):
    home = "/home/irene"
    monkeypatch.setattr(Path, "home", lambda: Path(home))
    monkeypatch.setattr(getpass, "getuser", lambda: "irene")
    monkeypatch.setattr(platform, "node", lambda: "irenes-laptop.example.org")
    monkeypatch.setattr(doctor, "PACKAGE", Path(home, "Kurs Übung", "kit", "resetcycle"))
    said = reporting.anonymous(
        f"kept in {home}/Kurs Übung/kit/my-work, read from {home}/Documents; "
        "irene on IRENES-LAPTOP said that sirenes are heard"
    )
    assert said == (
        "kept in KIT/my-work, read from ~/Documents; USER on COMPUTER said that sirenes are heard"
    )


def test_an_account_without_a_name_gets_a_report_too(monkeypatch):
    def nameless():
        raise OSError("No username set in the environment")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert "data tables" in reporting.report()


def test_a_form_for_faults_asks_for_the_report():
    form = (ROOT / ".github" / "ISSUE_TEMPLATE" / "fault.yml").read_text(encoding="utf-8")
    assert "doctor --report" in form
