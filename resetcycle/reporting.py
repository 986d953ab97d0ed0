"""`resetcycle doctor --report`: a text to paste into an issue, with nothing personal in it."""

import getpass
import os
import platform
import re
import sys
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from . import __version__, doctor
from .speech import _

SHOWN = ("jupyterlab", "notebook", "anywidget", "ipywidgets", "plotly", "pandas", "numpy")
# Signs by which the usual places are known, where somebody else has installed Python.
PLACES = {
    "COLAB_RELEASE_TAG": "Colab",
    "BINDER_SERVICE_HOST": "Binder",
    "JUPYTERHUB_API_URL": "JupyterHub",
    "CODESPACES": "Codespaces",
    "WSL_DISTRO_NAME": "WSL",
    "VSCODE_PID": "VS Code",
    "CONDA_PREFIX": "conda",
}


def report() -> str:
    """Return what helps to find a fault: versions, kinds of places and what the doctor finds.

    Names of people and computers, and the folders that lead to the kit, are replaced.
    """
    found = [doctor.line(each) for each in doctor.findings()]
    versions = [f"{name} {version}" for name in SHOWN if (version := _version(name))]
    lines = [
        _("reset-cycle {version}, {how}", version=__version__, how=_how()),
        f"Python {platform.python_version()}, {platform.python_implementation()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}",
        _("where: {places}", places=", ".join(_places())),
        ", ".join(versions),
        *found,
    ]
    others = doctor.other_than_pinned()
    if others:
        lines.append(_("other than tested: {packages}", packages=", ".join(others)))
    return anonymous("\n".join(lines))


def _how() -> str:
    if doctor.REPOSITORY:
        return _("from the repository")
    return _("installed as a package")


def _places() -> list[str]:
    kinds = [kind for sign, kind in PLACES.items() if os.environ.get(sign)]
    if sys.prefix != sys.base_prefix:
        kinds.append("venv")
    return kinds or [_("Python of the system")]


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def anonymous(text: str) -> str:
    """Return a text without the folders, the user and the computer that it names."""
    folders = {
        str(doctor.PACKAGE.parent): "KIT",
        sys.prefix: "ENVIRONMENT",
        sys.base_prefix: "PYTHON",
        str(Path.cwd()): "HERE",
        str(Path.home()): "~",
    }
    # The longest first: a home holds most of the others.
    for folder in sorted(folders, key=len, reverse=True):
        if len(folder) > 1:
            text = re.sub(
                re.escape(folder) + r"(?![\w.-])", folders[folder], text, flags=re.IGNORECASE
            )
    names = {platform.node(): "COMPUTER", platform.node().partition(".")[0]: "COMPUTER"}
    with suppress(OSError, KeyError):  # an account without a name, as in some containers
        names[getpass.getuser()] = "USER"
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", names[name], text, flags=re.IGNORECASE)
    return text
