"""Where the kit stands in the web, and the addresses that open its notebooks from there.

The one setting is `Repository` under `[project.urls]` in pyproject.toml; `Homepage` beside it says
where the site stands, if not where GitHub puts it. A fork that has set nothing is still found: by
the workflow that runs for it, or by the place that its clone came from.
"""

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from .lessons import ROOT

# Stands in a page for what only a fork knows.
ANYBODYS = "https://github.com/OWNER/NAME"
# Hosts whose repositories are open to Binder, by its short names for them.
HOSTS = {"github.com": "gh", "gitlab.com": "gl"}
# As git writes where a clone came from: with a scheme, or as `git@host:owner/name`.
_REMOTE = re.compile(
    r"(?:\w+://(?:[^@/]+@)?|[\w.-]+@)(?P<host>[\w.-]+)(?::\d+)?[/:](?P<name>[\w./-]+?)(?:\.git)?/?"
)


def setting(name: str, root: Path = ROOT) -> str:
    """Return one of the addresses set in pyproject.toml, without a slash at its end; or nothing."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["project"]["urls"].get(name, "").rstrip("/")


def repository(root: Path = ROOT, environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the repository that these files belong to; nothing if none is public.

    Parameters
    ----------
    root : path
        A checkout of the kit.
    environment : mapping
        Where a workflow of GitHub says for which repository it runs.

    Returns
    -------
    str
        Such as `https://github.com/OWNER/NAME`: what is set, else the workflow's, else that of the
        remote `origin`, if it is on a host that Binder knows. Passwords in it are left out.
    """
    if known := setting("Repository", root):
        return known
    if name := environment.get("GITHUB_REPOSITORY"):
        return f"{environment.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    found = _REMOTE.fullmatch(_origin(root))
    return f"https://{found['host']}/{found['name']}" if found and found["host"] in HOSTS else ""


def _origin(root: Path) -> str:
    if not (git := shutil.which("git")):
        return ""
    command = [git, "-C", str(root), "remote", "get-url", "origin"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return asked.stdout.strip()


def site(root: Path = ROOT, environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the site with a slash at its end: as set, or as GitHub gives it."""
    if known := setting("Homepage", root):
        return f"{known}/"
    place = urlsplit(repository(root, environment))
    if place.hostname != "github.com":
        return ""
    owner, name = place.path.strip("/").split("/")
    # A repository of this name is the site of its owner.
    is_owners = name.lower() == f"{owner.lower()}.github.io"
    return f"https://{owner.lower()}.github.io/" + ("" if is_owners else f"{name}/")


def binder(repository: str, path: str) -> str:
    """Return the address at which Binder opens a file of the repository in JupyterLab.

    Examples
    --------
    >>> binder("https://github.com/OWNER/NAME", "notebooks/00-start-here.ipynb")
    'https://mybinder.org/v2/gh/OWNER/NAME/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F00-start-here.ipynb'
    """
    place = urlsplit(repository)
    name = place.path.strip("/")
    kind = HOSTS.get(place.hostname or "", "git")
    spec = {"gh": name, "gl": quote(name, safe=""), "git": quote(repository, safe="")}[kind]
    asked = urlencode({"urlpath": f"lab/tree/{path}"}, quote_via=quote, safe="")
    return f"https://mybinder.org/v2/{kind}/{spec}/HEAD?{asked}"


def puller(hub: str, repository: str, path: str) -> str:
    """Return the address at which a JupyterHub with nbgitpuller brings a learner the repository,
    keeps what they have changed in it, and opens a file.

    Examples
    --------
    >>> puller("https://HUB", "https://github.com/OWNER/NAME", "index.md")
    'https://HUB/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2FOWNER%2FNAME&urlpath=lab%2Ftree%2FNAME%2Findex.md'
    """
    folder = repository.rpartition("/")[2]
    wanted = {"repo": repository, "urlpath": f"lab/tree/{folder}/{path}"}
    asked = urlencode(wanted, quote_via=quote, safe="")
    return f"{hub}/hub/user-redirect/git-pull?{asked}"
