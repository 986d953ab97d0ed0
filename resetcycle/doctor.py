"""`resetcycle doctor`: is this computer ready for the lessons, and what to do if not.

A check yields findings. What stops a lesson is to be mended; what only may surprise is a note. The
room opens also where packages are missing, for then it is needed most.
"""

import datetime as dt
import importlib.util
import locale
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from . import words
from .speech import N_, _, ngettext

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").exists() else None
NEEDED = (3, 11)
PORT = 8888
ROOM = 100_000_000  # bytes: saved work is small, but a browser and a notebook's outputs are not
EXTENSIONS = {
    "jupyterlab-plotly": "plotly",
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    "anywidget": "anywidget",
}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
SYSTEM_TOOLS = {
    "linux": N_(
        "'sudo apt install chromium bubblewrap' (Debian, Ubuntu) or your system's packages"
    ),
    "darwin": N_("'brew install --cask chromium'; grading is isolated on Linux only"),
    "win32": N_("Google Chrome from its page; grading is isolated on Linux only, WSL included"),
}
SET_UP = N_("run 'make lab' or 'python start.py' in the kit's folder: it sets everything up")
PYTHONS = {
    "linux": N_("your system's package 'python3.11' or a newer one"),
    "darwin": N_("'brew install python@3.13', or python.org"),
    "win32": N_("'winget install Python.Python.3.13', or python.org"),
}


class Finding(NamedTuple):
    """What one check has found, in words; and what to do about it, if anything.

    `stops` says whether lessons fail until it is done; all is well if there is nothing to do.
    """

    what: str
    mend: str = ""
    stops: bool = True


def findings() -> list[Finding]:
    """Return what all checks find, in the order in which it is best read."""
    return [finding for check in CHECKS for finding in check()]


def doctor() -> int:
    """Print one line a check, in plain words; return 0 if lessons can be run, 1 if not."""
    found = findings()
    for finding in found:
        print(line(finding))
    stopped = sum(bool(each.mend) and each.stops for each in found)
    print(
        ngettext(
            "{n} of {checks} checks needs mending.",
            "{n} of {checks} checks need mending.",
            stopped,
            checks=len(found),
        )
        if stopped
        else _("Everything is ready.")
    )
    return int(stopped > 0)


def line(finding: Finding) -> str:
    """Return a finding as it is printed: with a word in front, and what to do below."""
    if not finding.mend:
        return f"ok    {finding.what}"
    return f"{'MEND ' if finding.stops else 'note '} {finding.what}\n      -> {finding.mend}"


def _set_up() -> str:
    """Say how the kit is set up where it stands."""
    if REPOSITORY:
        return _(SET_UP)
    return _("run 'pip install \"FILE[lab]\"' with this Python, where FILE is the kit's .whl file")


# -------------------------------------------------------------------------- Python and packages


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    what = _("Python {version} (3.11 or newer is needed)", version=version)
    if sys.version_info >= NEEDED:
        yield Finding(what)
        return
    source = _(PYTHONS.get(sys.platform, PYTHONS["linux"]))
    yield Finding(what, _("install {source}; then {set_up}", source=source, set_up=_set_up()))


def _packages() -> Iterator[Finding]:
    """Compare what is installed with the ranges that the package itself declares."""
    if importlib.util.find_spec("packaging") is None:
        yield Finding(_("{package} is missing", package="packaging"), _set_up())
        return
    from packaging.requirements import Requirement

    try:
        declared = [Requirement(text) for text in metadata.requires("resetcycle") or []]
    except metadata.PackageNotFoundError:
        yield Finding(_("the kit's own package is not installed"), _set_up())
        return
    # Who has no JupyterLab here shows the lessons in another program.
    extra = "lab" if _version("jupyterlab") else ""
    needed = [
        each for each in declared if not each.marker or each.marker.evaluate({"extra": extra})
    ]
    wrong: list[str] = []
    for requirement in needed:
        name, ranges = requirement.name, requirement.specifier
        found = _version(name)
        if found is None:
            wrong.append(_("{package} is missing", package=name))
        elif found not in ranges:
            wrong.append(
                _(
                    "{package} is {found}, needed is {range}",
                    package=name,
                    found=found,
                    range=ranges,
                )
            )
    if wrong:
        yield Finding("; ".join(wrong), _set_up())
    else:
        yield Finding(
            ngettext(
                "{n} package in the version needed",
                "{n} packages in the versions needed",
                len(needed),
            )
        )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def other_than_pinned() -> list[str]:
    """Return the packages whose version is not that of `requirements.txt`, each with both."""
    if REPOSITORY is None or importlib.util.find_spec("packaging") is None:
        return []
    from packaging.requirements import Requirement

    pins = (REPOSITORY / "requirements.txt").read_text(encoding="utf-8").splitlines()
    others: list[str] = []
    for pin in map(Requirement, pins):
        found = _version(pin.name)
        if (not pin.marker or pin.marker.evaluate()) and found and found not in pin.specifier:
            others.append(f"{pin.name} {found} ({pin.specifier})")
    return others


def _pins() -> Iterator[Finding]:
    others = other_than_pinned()
    if others:
        what = ngettext(
            "{n} package has another version than the one that was tested: {packages}",
            "{n} packages have other versions than those that were tested: {packages}",
            len(others),
            packages=", ".join(others[:5]) + (", ..." if len(others) > 5 else ""),
        )
        yield Finding(what, _("if something looks wrong, {set_up}", set_up=_set_up()), stops=False)


def _environment() -> Iterator[Finding]:
    """Ask whether `.venv` is as old as the lists that it was made from."""
    if REPOSITORY is None or Path(sys.prefix) != REPOSITORY / ".venv":
        return
    stamps = [Path(sys.prefix) / name for name in (".ready", ".ready-lessons")]
    made = max((stamp.stat().st_mtime for stamp in stamps if stamp.exists()), default=None)
    lists = [REPOSITORY / name for name in ("requirements.txt", "pyproject.toml")]
    # Without a stamp it is being made just now, or will be made anew.
    if made is not None and any(path.stat().st_mtime > made for path in lists):
        yield Finding(
            _("the environment is older than its list of packages"), _set_up(), stops=False
        )


def _copies() -> Iterator[Finding]:
    """Ask whether another copy of the kit is meant than the one that answers."""
    places = {
        str(Path(str(each.locate_file("")))) for each in metadata.distributions(name="resetcycle")
    }
    # The repository is on the path too when the kit is installed in place.
    if len(places - {str(PACKAGE.parent)}) > 1:
        yield Finding(
            _("the kit is installed more than once: {places}", places=words.listed(sorted(places))),
            _(
                "uninstall it ('pip uninstall resetcycle') until none is left; then {set_up}",
                set_up=_set_up(),
            ),
            stops=False,
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "resetcycle" / "__init__.py").exists() and folder != PACKAGE.parent:
            yield Finding(
                _(
                    "this folder has a kit of its own, and Python uses the one in {place}",
                    place=PACKAGE.parent,
                ),
                _("to use this folder's, {set_up}", set_up=_(SET_UP)),
                stops=False,
            )
            return


# ------------------------------------------------------------------------------------ JupyterLab


def _extensions() -> Iterator[Finding]:
    if _version("jupyterlab") is None:
        yield Finding(
            _("JupyterLab is not in this environment"),
            _(
                "nothing, if you open the lessons in VS Code, on Colab or in another JupyterLab; "
                "else {set_up}",
                set_up=_set_up(),
            ),
            stops=False,
        )
        return
    if importlib.util.find_spec("jupyter_core") is None:
        return
    from jupyter_core.paths import jupyter_path

    for name, package in EXTENSIONS.items():
        places = [Path(folder) / name / "package.json" for folder in jupyter_path("labextensions")]
        if any(place.exists() for place in places):
            yield Finding(_("JupyterLab extension {name}", name=name))
        else:
            yield Finding(
                _("JupyterLab extension {name} not found", name=name),
                _(
                    "install {package} in the environment that starts JupyterLab; or {set_up}",
                    package=package,
                    set_up=_set_up(),
                ),
            )


def _port() -> Iterator[Finding]:
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = probe.connect_ex(("127.0.0.1", PORT)) == 0
    if taken:
        yield Finding(
            _("port {port} is in use, perhaps by a JupyterLab that still runs", port=PORT),
            _(
                "nothing: JupyterLab takes the next free one; 'jupyter lab stop {port}' ends the "
                "other",
                port=PORT,
            ),
            stops=False,
        )


# ------------------------------------------------------------------------------ data, work, disk


def _tables() -> Iterator[Finding]:
    if importlib.util.find_spec("pandas") is None:
        return
    from . import data

    try:
        checked, cutoff = data.validate(), data.cutoff()
    except data.DataError as error:
        yield Finding(str(error), _("mend that cell or restore the file from the repository"))
        return
    yield Finding(
        _(
            "{tables} data tables, {rows} rows, to {day}",
            tables=len(checked),
            rows=words.number(checked["rows"].sum(), ","),
            day=words.day(cutoff),
        )
    )
    today = dt.datetime.now(dt.UTC).date()
    if today < cutoff.date():
        yield Finding(
            _(
                "the clock of this computer says {today}, a day before the last of the data",
                today=words.day(today),
            ),
            _("set the clock: saved work and forecasts carry its date"),
        )


def _my_work() -> Iterator[Finding]:
    if importlib.util.find_spec("pandas") is None:
        return
    from .answers import FOLDER

    # Looking makes no folder: where there is none yet, its place must let one be made.
    place = next(folder for folder in (FOLDER, *FOLDER.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError:
        yield Finding(
            _("your work cannot be kept: {folder} cannot be written", folder=FOLDER),
            _(
                "give yourself the right to write there, or name another folder in "
                "RESETCYCLE_MY_WORK"
            ),
        )
        return
    yield Finding(_("your work is kept in {folder}", folder=FOLDER))
    free = shutil.disk_usage(place).free
    if free < ROOM:
        yield Finding(
            _("the disk has {megabytes} MB left", megabytes=free // 1_000_000),
            _("make room: work that does not fit is not kept"),
        )


def _encoding() -> Iterator[Finding]:
    """Ask for UTF-8, in which other programs than the kit write names and pages too."""
    spoken = locale.getencoding()
    # Windows has its own, and Python does not write names of files in it.
    if os.name != "nt" and spoken.lower().replace("-", "") != "utf8":
        yield Finding(
            _("this terminal writes {encoding}, which lacks most letters", encoding=spoken),
            _("set LANG=C.UTF-8 and leave LC_ALL empty; grading stops at names such as 'Übung'"),
            stops=False,
        )


# ------------------------------------------------------------------------------- grading, testing


def system_tools() -> Finding | None:
    """Return what tests and grading miss of the programs that no Python package brings."""
    missing: list[str] = []
    if not any(map(shutil.which, CHROMIUMS)):
        missing.append("Chromium")
    if sys.platform == "linux" and shutil.which("bwrap") is None:
        missing.append("bubblewrap")
    if not missing:
        return None
    return Finding(
        _(
            "{programs} not found: tests in a browser need Chromium, and grading in isolation "
            "needs bubblewrap",
            programs=words.listed(missing),
        ),
        _(SYSTEM_TOOLS.get(sys.platform, SYSTEM_TOOLS["linux"])),
        stops=False,
    )


def _tools() -> Iterator[Finding]:
    """Ask for a browser and a sandbox where somebody tests or grades."""
    if _version("nbgrader") or _version("pytest"):
        missing = system_tools()
        if missing:
            yield missing


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _pins,
    _environment,
    _copies,
    _extensions,
    _port,
    _tables,
    _my_work,
    _encoding,
    _tools,
)
