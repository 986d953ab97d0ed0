"""`resetcycle lessons`: the lessons laid into a folder, for those who have no repository."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .home import HOME

# The exercises and what lessons link to lie as they do in the repository.
PARTS = ("notebooks/*.ipynb", "exercises/**/*", "data/*", "docs/glossary.md")


class Laid(NamedTuple):
    """How many files were written, and which were there already and are left as they are."""

    written: int
    kept: list[Path]


def lay_out(folder: Path) -> Laid:
    """Copy the lessons, the exercises and the tables into a folder.

    Nothing is overwritten: a file that is there already may hold somebody's answers.
    """
    written, kept = 0, list[Path]()
    for path in _files():
        target = folder / path.relative_to(HOME)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            written += 1
        elif target.read_bytes() != path.read_bytes():
            kept.append(target)
    return Laid(written, kept)


def _files() -> Iterator[Path]:
    for part in PARTS:
        for path in sorted(HOME.glob(part)):
            if path.is_file() and ".ipynb_checkpoints" not in path.parts:
                yield path
