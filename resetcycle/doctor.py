"""`python -m resetcycle doctor`: is this computer ready for the lessons, and what to do if not."""

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from jupyter_core.paths import jupyter_path
from packaging.requirements import Requirement

from . import data, words

EXTENSIONS = {
    "jupyterlab-plotly": "plotly",
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    "anywidget": "anywidget",
}
MEND = "run 'make lab' in the kit's folder, which sets everything up"


class Finding(NamedTuple):
    """What one check has found: whether all is well, in words, and how to mend it if not."""

    well: bool
    what: str
    mend: str


def doctor() -> int:
    """Print one line a check, in plain words; return 0 if all pass, 1 if not."""
    findings = [*_python(), *_packages(), *_extensions(), *_tables()]
    for well, what, mend in findings:
        print(f"{'ok   ' if well else 'MEND '} {what}" + ("" if well else f"\n      -> {mend}"))
    failed = sum(not finding.well for finding in findings)
    print(f"{failed} of {len(findings)} checks need mending." if failed else "Everything is ready.")
    return int(failed > 0)


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        sys.version_info >= (3, 11),
        f"Python {version} (3.11 or newer is needed)",
        "install Python 3.11, then " + MEND,
    )


def _packages() -> Iterator[Finding]:
    """Compare what is installed with the ranges that the package itself declares."""
    try:
        declared = [Requirement(text) for text in metadata.requires("resetcycle") or []]
    except metadata.PackageNotFoundError:
        yield Finding(well=False, what="the kit's own package is not installed", mend=MEND)
        return
    needed = [
        requirement
        for requirement in declared
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    ]
    wrong: list[str] = []
    for requirement in needed:
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if found not in requirement.specifier:
            wrong.append(f"{requirement.name} is {found}, needed is {requirement.specifier}")
    what = "; ".join(wrong) or f"{len(needed)} packages in the versions needed"
    yield Finding(not wrong, what, MEND)


def _extensions() -> Iterator[Finding]:
    for name, package in EXTENSIONS.items():
        found = any(
            (Path(folder) / name / "package.json").exists()
            for folder in jupyter_path("labextensions")
        )
        yield Finding(
            found,
            f"JupyterLab extension {name}" + ("" if found else " not found"),
            f"install {package} in the environment that starts JupyterLab; or {MEND}",
        )


def _tables() -> Iterator[Finding]:
    try:
        checked = data.validate()
    except data.DataError as error:
        mend = "mend that cell or restore the file from the repository"
        yield Finding(well=False, what=str(error), mend=mend)
        return
    rows, until = checked["rows"].sum(), words.day(data.cutoff())
    what = f"{len(checked)} data tables, {rows:,} rows, to {until}"
    yield Finding(well=True, what=what, mend="")
