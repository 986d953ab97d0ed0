"""`make dist`: what a release is made of, checked up to the upload.

It changes nothing in the repository. `docs/releasing.md` says what comes before and after.
"""

import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from .. import __version__
from . import catalogues, editions
from .lessons import ROOT

HEADING = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<day>\d{4}-\d\d-\d\d))?$", re.MULTILINE)
# What somebody who has only the file would miss.
IN_WHEEL = (
    "resetcycle/kit/data/datapackage.json",
    "resetcycle/kit/data/events.csv",
    "resetcycle/kit/exercises/tasks.json",
    "resetcycle/kit/notebooks/00-start-here.ipynb",
    "resetcycle/widgets/static/weigh.js",
    ".data/data/etc/jupyter/labconfig/page_config.d/resetcycle.json",
    ".dist-info/licenses/LICENSE",
    ".dist-info/licenses/LICENSE-CONTENT",
)
IN_ARCHIVE = (
    "LICENSE",
    "LICENSE-CONTENT",
    "CITATION.cff",
    "Makefile",
    "start.py",
    "data/events.csv",
)


def faults(root: Path = ROOT, version: str = __version__) -> Iterator[str]:
    """Yield what is not ready for a release of this version, one sentence each."""
    cited: dict[str, Any] = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    if str(cited["version"]) != version:
        yield f"CITATION.cff has version {cited['version']}, the package {version}."
    if not isinstance(cited["license"], str):
        yield "CITATION.cff has a list of licences, of which Zenodo makes no record: name one."
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    days = {found["version"]: found["day"] for found in HEADING.finditer(changes)}
    if version not in days:
        yield f"CHANGELOG.md has no entry '## [{version}] - YEAR-MONTH-DAY'."
    elif days[version] != str(cited["date-released"]):
        yield (
            f"CITATION.cff says that {version} is of {cited['date-released']}, "
            f"CHANGELOG.md of {days[version]}."
        )
    waiting = HEADING.split(changes)[3]
    if waiting.strip():
        yield f"CHANGELOG.md has changes under Unreleased: move them below '## [{version}]'."


def untranslated() -> Iterator[str]:
    """Yield what the editions in other languages still say in English."""
    for language in catalogues.languages():
        if waiting := editions.summed(editions.translation(language).counts).fallbacks:
            yield f"{waiting} units in translations/{language} are in English: translate them."


def unclean(root: Path = ROOT, version: str = __version__) -> Iterator[str]:
    """Yield what git says against a release: something not committed, a tag that is there."""
    if _git(root, "status", "--porcelain"):
        yield "There are changes that are not committed."
    if _git(root, "tag", "--list", f"v{version}"):
        yield f"The tag v{version} is there already: a version is released once."


def _git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def build(folder: Path, root: Path = ROOT) -> list[Path]:
    """Build wheel and source archive into a folder; return both."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder.resolve())]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return [*folder.glob(f"*{__version__}*.whl"), *folder.glob(f"*{__version__}.tar.gz")]


def lacking(files: list[Path]) -> Iterator[str]:
    """Yield what wheel and source archive should hold and do not, one sentence each."""
    for file in files:
        is_wheel = file.suffix == ".whl"
        names = _names(file)
        for part in IN_WHEEL if is_wheel else IN_ARCHIVE:
            if not any(name.endswith(part) for name in names):
                yield f"{file.name} lacks {part}."


def _names(file: Path) -> list[str]:
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return wheel.namelist()
    with tarfile.open(file) as archive:
        return archive.getnames()


def main() -> int:
    """Check, build, check again; return 0 if the files can be uploaded."""
    found = [*faults(), *untranslated(), *unclean()]
    files = build(ROOT / "dist")
    found += lacking(files)
    for sentence in found:
        print(sentence)
    if found:
        return 1
    print(f"Ready: {', '.join(str(file.relative_to(ROOT)) for file in files)}.")
    print(f"Now: git tag -a v{__version__} -m 'reset-cycle {__version__}', and on with")
    print("docs/releasing.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
