"""Learners get what lessons need and no more; every list of pins is current."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata

import pytest
import yaml
from conftest import ROOT
from hatchling.build import build_editable
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import resetcycle

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
DECLARED = [
    Requirement(text) for group in (PROJECT["dependencies"], *EXTRAS.values()) for text in group
]
LINES = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
TOOLS = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()


def pins(lines):
    """The pins of this system and this Python, by name."""
    return {
        canonicalize_name(pin.name): pin
        for pin in map(Requirement, lines)
        if not pin.marker or pin.marker.evaluate()
    }


LEAN, PINS = pins(LINES), pins(TOOLS)


def test_the_version_stands_in_one_place_and_the_citation_repeats_it():
    assert "version" not in PROJECT and PROJECT["dynamic"] == ["version"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    assert resetcycle.__version__ == str(cited)


def checked(folder, text):
    """What pyright says of a cell that a learner might write; run where the package lies."""
    path = folder / "cell.py"
    path.write_text("import resetcycle as rc\n" + text, encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, str(path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout


def test_an_editor_follows_the_doors_and_the_short_names(tmp_path):
    code, said = checked(
        tmp_path,
        "line: str = rc.trajectory.event_line(half_life='long')\n"
        "rc.show(rc.wheighing.roc_weights(3), rc.charts.presidensy)\n",
    )
    assert code == 1
    for fault in (
        '"wheighing" is not a known attribute of module "resetcycle"',
        '"presidensy" is not a known attribute',
        '"Literal[\'long\']" is not assignable to "float"',
        '"DataFrame" is not assignable to "str"',
    ):
        assert fault in said
    right = "rc.show(rc.weighing.burden([[1, 0]], [3, 1]))\nprint(rc.model, rc.check)\n"
    code, said = checked(tmp_path, right)
    assert code == 0, said


def test_every_door_opens():
    opened = {name: getattr(resetcycle, name) for name in resetcycle.__all__}
    stub = ast.parse((ROOT / "resetcycle" / "__init__.pyi").read_text(encoding="utf-8"))
    named = {name.asname for node in stub.body for name in getattr(node, "names", [])}
    assert set(opened) == named == set(dir(resetcycle))
    assert all(callable(opened[name]) for name in ("show", "check", "essay", "model", "progress"))
    with pytest.raises(AttributeError, match="wheighing"):
        _ = resetcycle.wheighing


def test_the_import_itself_loads_nothing_slow():
    code = "import sys, resetcycle; print(*{'pandas', 'numpy', 'plotly'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


@pytest.mark.parametrize("lines", [LINES, TOOLS], ids=["lessons", "tools"])
def test_requirements_hold_nothing_but_exact_pins(lines):
    assert len(lines) > 50 and all(
        "==" in line and "://" not in line and not line.startswith("-") for line in lines
    )


def test_lessons_and_tools_are_tested_in_the_same_versions():
    versions, tools = ({line.partition(" ;")[0] for line in lines} for lines in (LINES, TOOLS))
    assert versions < tools


def test_a_learner_gets_no_tool_of_those_who_grade_or_test():
    tools = {"distributed", "frictionless", "nbgrader", "playwright", "pytest", "sqlalchemy"}
    # nbgrader brings the menus that learners are not to meet: Validate, Create Assignment.
    assert tools < set(PINS) and not tools & set(LEAN)
    assert len(LEAN) <= 102


def files_of(names):
    """Every file of these packages, by its place below the environment, and its size in bytes."""
    for name in names:
        for file in metadata.distribution(name).files or []:
            yield file.as_posix(), file.size or 0


def test_what_binder_installs_stays_small():
    """In bytes, of all packages of the lessons: 297 million on Linux when this was written."""
    assert sum(size for _, size in files_of(LEAN)) < 330e6


def test_a_learner_meets_no_menu_but_those_of_jupyterlab_and_its_charts_and_boards():
    paths = [path for path, _ in files_of(LEAN)]
    pages = re.compile(r"share/jupyter/labextensions/((?:@[\w-]+/)?[\w-]+)/package\.json")
    servers = re.compile(r"etc/jupyter/jupyter_server_config\.d/([\w.-]+)\.json")
    assert {found[1] for path in paths if (found := pages.search(path))} == {
        "@jupyter-widgets/jupyterlab-manager",
        "anywidget",
        "jupyterlab-plotly",
        "jupyterlab_pygments",
    }
    assert {found[1] for path in paths if (found := servers.search(path))} == {
        "jupyter-lsp-jupyter-server",
        "jupyter_server_terminals",
        "jupyterlab",
        "notebook_shim",
    }


def test_the_install_that_binder_makes_brings_the_settings(tmp_path, monkeypatch):
    """`-e .` at the end of environment.yml: no question about news, and idle kernels end."""
    monkeypatch.chdir(ROOT)
    wheel = tmp_path / build_editable(str(tmp_path))
    with zipfile.ZipFile(wheel) as held:
        names = {name.partition(".data/data/")[2] for name in held.namelist()}
    settings = [path for path in (ROOT / "etc" / "jupyter").rglob("*") if path.is_file()]
    assert {path.relative_to(ROOT).as_posix() for path in settings} < names


def test_what_slows_every_start_is_kept_away():
    """jsonschema from 4.25 on brings `rfc3987-syntax`, which builds a grammar as it is imported."""
    assert "rfc3987-syntax" not in PINS and "lark" not in PINS


@pytest.mark.parametrize("requirement", DECLARED, ids=str)
def test_pins_satisfy_the_declared_ranges(requirement):
    pin = PINS[canonicalize_name(requirement.name)]
    version = next(iter(pin.specifier)).version
    assert version in requirement.specifier
    assert metadata.version(requirement.name) == version, (
        "the environment is not the pinned one: run make"
    )


def test_environment_yml_is_written_from_the_pins():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, pinned = environment["dependencies"]
    assert (python, pip) == ("python=3.11", "pip")
    assert pinned["pip"] == [*LINES, "-e ."]


def imports(path):
    if path.suffix == ".ipynb":
        import nbformat

        code = "\n".join(
            cell.source
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code"
        )
    else:
        code = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


LEARNERS = PROJECT["dependencies"]
SERVERS = LEARNERS + EXTRAS["lab"]
GRADERS, AUTHORS = LEARNERS + EXTRAS["grade"], LEARNERS + EXTRAS["author"]


@pytest.mark.parametrize(
    "folder, declared",
    [
        ("resetcycle", LEARNERS),
        ("resetcycle/serving.py", SERVERS),
        ("resetcycle/pages.py", SERVERS),
        ("resetcycle/grading", GRADERS),
        ("resetcycle/authoring", AUTHORS),
        ("site", AUTHORS + EXTRAS["site"]),
        ("notebooks", LEARNERS),
        ("exercises", LEARNERS),
        ("solutions", LEARNERS),
        ("tests", DECLARED),
    ],
)
def test_every_import_is_declared(folder, declared):
    ours = {"resetcycle"}
    ours |= {path.stem for room in ("tests", "site") for path in (ROOT / room).glob("*.py")}
    names = {canonicalize_name(Requirement(str(text)).name) for text in declared}
    packages = metadata.packages_distributions()
    place = ROOT / folder
    for path in [place] if place.is_file() else sorted(place.rglob("*.*")):
        others = folder == "resetcycle" and {
            "grading",
            "authoring",
            "serving.py",
            "pages.py",
        } & set(path.parts)
        if (
            path.suffix in {".py", ".ipynb"}
            and ".ipynb_checkpoints" not in path.parts
            and not others
        ):
            for module in set(imports(path)) - set(sys.stdlib_module_names) - ours:
                assert names & {canonicalize_name(name) for name in packages[module]}, (
                    f"{path.name} imports {module}, which pyproject.toml does not declare"
                )


def test_binder_accepts_the_repository(checkout):
    """repo2docker reads the repository as Binder would, without building the image."""
    command = [
        sys.executable,
        "-m",
        "repo2docker",
        "--no-build",
        "--debug",
        "--user-id",
        "1000",
        "--user-name",
        "jovyan",
        str(checkout),
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    plan = run.stdout + run.stderr
    assert "environment.yml" in plan and "3.11" in plan
    # The kit is installed by the same list, so its files must be there before.
    assert plan.index("COPY --chown=1000:1000 src/") < plan.index("env update")


def test_the_project_speaks_of_itself_alone(checkout):
    """No path of one computer and no address of a package index in any text file."""
    texts = [path for path in checkout.rglob("*") if path.is_file() and path.suffix != ".png"]
    assert len(texts) > 50
    # From the root of the computer on, not the end of an address inside the project.
    here = re.compile(rf"(?<![\w.]){re.escape(str(ROOT.parent))}/")
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert not here.search(text) and "--index" + "-url" not in text, path.name
