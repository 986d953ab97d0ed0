"""`python -m resetcycle doctor`: is this computer ready for the lessons, and what to do if not."""

import sys
from importlib import metadata
from pathlib import Path

from jupyter_core.paths import jupyter_path
from packaging.requirements import Requirement

from . import data

EXTENSIONS = {
    "jupyterlab-plotly": "plotly",
    "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    "anywidget": "anywidget",
}
MEND = "run 'make lab' in the kit's folder, which sets everything up"


def doctor():
    """Print one line a check, in plain words; return 0 if all pass, 1 if not."""
    findings = [
        finding for check in (_python, _packages, _extensions, _tables) for finding in check()
    ]
    for well, what, mend in findings:
        print(f"{'ok   ' if well else 'MEND '} {what}" + ("" if well else f"\n      -> {mend}"))
    failed = sum(not well for well, *_ in findings)
    print(
        "Everything is ready."
        if not failed
        else f"{failed} of {len(findings)} checks need mending."
    )
    return int(failed > 0)


def _python():
    version = ".".join(map(str, sys.version_info[:3]))
    yield (
        sys.version_info >= (3, 11),
        f"Python {version} (3.11 or newer is needed)",
        "install Python 3.11, then " + MEND,
    )


def _packages():
    """Compare what is installed with the ranges that the package itself declares."""
    try:
        declared = [Requirement(text) for text in metadata.requires("resetcycle") or []]
    except metadata.PackageNotFoundError:
        yield False, "the kit's own package is not installed", MEND
        return
    needed = [
        requirement
        for requirement in declared
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    ]
    wrong = []
    for requirement in needed:
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if found not in requirement.specifier:
            wrong.append(f"{requirement.name} is {found}, needed is {requirement.specifier}")
    yield not wrong, "; ".join(wrong) or f"{len(needed)} packages in the versions needed", MEND


def _extensions():
    for name, package in EXTENSIONS.items():
        found = any(
            (Path(folder) / name / "package.json").exists()
            for folder in jupyter_path("labextensions")
        )
        yield (
            found,
            f"JupyterLab extension {name}" + ("" if found else " not found"),
            (f"install {package} in the environment that starts JupyterLab; or {MEND}"),
        )


def _tables():
    try:
        checked = data.validate()
    except data.DataError as error:
        yield False, str(error), "mend that cell or restore the file from the repository"
        return
    yield (
        True,
        f"{len(checked)} data tables, {checked['rows'].sum():,} rows, to {data.cutoff():%-d %B %Y}",
        "",
    )
