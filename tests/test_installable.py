"""The wheel in an empty environment, far from the repository: data, exercises, lessons, settings.

The packages that it needs are lent by the environment of the tests, so that no network is asked.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT

import resetcycle
from resetcycle import data, home
from resetcycle.authoring import dist


def run(*command, cwd, **more):
    # What tells this Python of the repository is not handed on.
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    environment.pop("RESETCYCLE_MY_WORK", None)
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=environment | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the source archive, built from the repository as it is."""
    wheel, archive = dist.build(tmp_path_factory.mktemp("dist"))
    return SimpleNamespace(wheel=wheel, archive=archive)


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """A new environment with the wheel in it; yields its programs and an empty folder."""
    place = tmp_path_factory.mktemp("stranger")
    venv.create(place / "env", with_pip=False)
    programs = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    run(*pip, "--no-deps", "--no-index", built.wheel, cwd=place)
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place)
    packages = sysconfig.get_path("purelib")
    Path(site.strip(), "lent.pth").write_text(f"{packages}\n", encoding="utf-8")
    (place / "seminar").mkdir()
    return SimpleNamespace(programs=programs, python=python, folder=place / "seminar")


def test_the_wheel_holds_data_lessons_settings_and_licences(built):
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
    kit = "resetcycle/kit/"
    for path in (ROOT / "data").rglob("*.*"):
        assert f"{kit}{path.relative_to(ROOT).as_posix()}" in names
    assert {
        f"{kit}{path.relative_to(ROOT)}" for path in (ROOT / "notebooks").glob("*.ipynb")
    } < names
    assert {f"{kit}exercises/tasks.json", f"{kit}docs/glossary.md"} < names
    about = f"resetcycle-{resetcycle.__version__}"
    assert {f"{about}.dist-info/licenses/LICENSE{end}" for end in ("", "-CONTENT")} < names
    settings = [path for path in (ROOT / "etc" / "jupyter").rglob("*") if path.is_file()]
    assert settings
    assert {f"{about}.data/data/{path.relative_to(ROOT)}" for path in settings} < names
    # An answer key, or anybody's work, would travel with every copy.
    assert not [name for name in names if f"{kit}solutions" in name or "key.json" in name]
    assert not [name for name in names if "my-work" in name or "checkpoint" in name]


def test_the_source_archive_builds_all_of_it(built):
    with tarfile.open(built.archive) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = ("LICENSE", "LICENSE-CONTENT", "data/events.csv", "start.py", "solutions", "Makefile")
    assert all(any(name.startswith(each) for name in names) for each in wanted)
    assert not [name for name in names if name.startswith((".venv", "my-work", "build", "grading"))]


def test_the_doctor_is_content_far_from_the_repository(installed):
    lent = {"JUPYTER_PATH": str(Path(sys.prefix, "share", "jupyter"))}
    said = run(installed.programs / "resetcycle", "doctor", cwd=installed.folder, **lent)
    assert "Everything is ready." in said and f"{len(data.tables())} data tables" in said
    assert str(ROOT) not in said
    report = run(installed.programs / "resetcycle", "doctor", "--report", cwd=installed.folder)
    assert "installed as a package" in report


def test_lessons_are_laid_out_and_nothing_of_a_learner_is_overwritten(installed):
    command = (installed.programs / "resetcycle", "lessons", "class")
    assert "files are new" in run(*command, cwd=installed.folder)
    laid = installed.folder / "class"
    first = laid / "notebooks" / "00-start-here.ipynb"
    assert first.read_bytes() == (ROOT / "notebooks" / first.name).read_bytes()
    first.write_text("my answers", encoding="utf-8")
    (laid / "docs" / "glossary.md").unlink()
    said = run(*command, cwd=installed.folder)
    assert "1 files are new" in said and "1 file is left as it is" in said
    assert first.read_text(encoding="utf-8") == "my answers"


def test_a_chart_a_check_and_saved_work(installed):
    """From a lesson's folder and an exercise's alike, work is kept in one place."""
    run(installed.programs / "resetcycle", "lessons", cwd=installed.folder)
    kit = installed.folder / "reset-cycle"
    lesson = "import resetcycle as rc; rc.charts.relationship(); rc.answers.save('06', points=[1])"
    run(installed.python, "-c", lesson, cwd=kit / "notebooks")
    exercise = "import resetcycle as rc; rc.progress(); print(rc.answers.restore('06')['points'])"
    said = run(installed.python, "-c", exercise, cwd=kit / "exercises" / "04-obama-reset")
    assert said.splitlines()[-1] == "[1]"
    assert (kit / "my-work" / "06.json").exists()


def test_work_is_kept_where_one_works_and_not_among_packages(installed, tmp_path):
    code = "import resetcycle as rc; print(rc.answers.FOLDER)"
    said = run(installed.python, "-c", code, cwd=tmp_path)
    assert said.strip() == str(tmp_path / "my-work")


def test_in_a_browser_work_is_kept_where_the_browser_keeps_it(monkeypatch):
    monkeypatch.setattr(home.sys, "platform", "emscripten")
    assert home.workplace().as_posix() == "/drive"


def test_jupyter_finds_the_settings_and_the_server_extension(installed):
    here = installed.python.parent.parent / "etc" / "jupyter"
    assert (here / "labconfig" / "page_config.d" / "resetcycle.json").exists()
    said = run(
        installed.python,
        "-c",
        "from jupyterlab_server.config import get_static_page_config as page; "
        "from jupyter_core.paths import jupyter_config_path as path; "
        "from jupyter_server.extension.config import ExtensionConfigManager as manager; "
        "print(page(level='all')['disabledExtensions']); "
        "print(manager(read_config_path=path()).get_jpserver_extensions())",
        cwd=installed.folder,
    )
    assert "announcements" in said and "'resetcycle.serving': True" in said


def test_grading_says_that_it_needs_the_repository(installed):
    done = subprocess.run(
        [installed.programs / "resetcycle", "grade", "--assignment", "04"],
        cwd=installed.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert "repository" in done.stderr


# ------------------------------------------------------------------------------------ a release


@pytest.fixture
def ready(tmp_path):
    """A repository in which version 9.8.7 is ready for its tag."""
    for name in ("CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    for name, old, new in (
        ("CITATION.cff", r"(?m)^version: .*", "version: 9.8.7"),
        ("CITATION.cff", r"(?m)^date-released: .*", 'date-released: "2030-01-02"'),
        ("CHANGELOG.md", r"## \[Unreleased\]\n", "## [Unreleased]\n\n## [9.8.7] - 2030-01-02\n"),
    ):
        change(tmp_path / name, old, new)
    for words in (["init", "--quiet"], ["add", "."], [*ME, "commit", "--quiet", "-m", "Ready"]):
        run("git", *words, cwd=tmp_path)
    return tmp_path


ME = ["-c", "user.name=A", "-c", "user.email=a@example.org"]


def change(path, old, new):
    text, count = re.subn(old, new, path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")


def test_a_release_that_is_ready_has_no_faults(ready):
    assert [*dist.faults(ready, "9.8.7"), *dist.unclean(ready, "9.8.7")] == []


@pytest.mark.parametrize(
    "name, old, new, said",
    [
        (
            "CITATION.cff",
            "version: 9.8.7",
            "version: 9.8.6",
            "has version 9.8.6, the package 9.8.7",
        ),
        (
            "CITATION.cff",
            "2030-01-02",
            "2030-01-03",
            "is of 2030-01-03, CHANGELOG.md of 2030-01-02",
        ),
        ("CITATION.cff", "license: .*", "license: [A, B]", "list of licences"),
        ("CHANGELOG.md", r"## \[9.8.7\] - .*", "", "no entry '## [9.8.7]"),
        ("CHANGELOG.md", r"\[Unreleased\]\n", "[Unreleased]\n\n- More.\n", "under Unreleased"),
    ],
)
def test_a_release_that_is_not_ready_is_told_why(ready, name, old, new, said):
    change(ready / name, old, new)
    assert any(said in sentence for sentence in dist.faults(ready, "9.8.7"))
    assert [*dist.unclean(ready, "9.8.7")] == ["There are changes that are not committed."]


def test_a_version_is_released_once(ready):
    run("git", *ME, "tag", "-a", "v9.8.7", "-m", "Released", cwd=ready)
    (said,) = dist.unclean(ready, "9.8.7")
    assert "v9.8.7 is there already" in said


def test_what_a_release_must_hold_is_in_it_and_missed_where_it_is_not(built, tmp_path):
    assert list(dist.lacking([built.wheel, built.archive])) == []
    empty = tmp_path / "resetcycle-0-py3-none-any.whl"
    zipfile.ZipFile(empty, "w").close()
    assert len(list(dist.lacking([empty]))) == len(dist.IN_WHEEL)
