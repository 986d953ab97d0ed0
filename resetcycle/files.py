"""Writing files so that a reader meets the old text or the new one, never half of it."""

import fcntl
import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """Let one process at a time read and write in a folder; the others wait for their turn."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_whole(path: Path, text: str, *, keep_old: bool = False) -> Path:
    """Write a file whole or not at all; with `keep_old`, what stood there is set aside under
    another name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=".json")
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        if keep_old:
            set_aside(path)
        written.replace(path)
    except BaseException:
        written.unlink()
        raise
    return path


def set_aside(path: Path) -> Path:
    """Rename a file to the next free name beside it, and return that name."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.set-aside-{number}.json")).exists():
        number += 1
    path.rename(aside)
    return aside
