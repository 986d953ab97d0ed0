"""Writing files so that a reader meets the old text or the new one, never half of it."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

# Some network folders, and drives that a web service mounts, know no locks. Work is kept there all
# the same: a file is still written whole, and what another window wrote is still seen.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def _open(folder: Path) -> int:
        # Windows opens no folder.
        return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)

    def _take(handle: int, *, wait: bool) -> bool:
        while True:
            try:
                # It waits ten seconds at most.
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    return True
                if not wait:
                    return False
                continue
            return True

elif sys.platform == "emscripten":
    # A browser has no locks. What another of its tabs wrote is still seen.

    def _open(folder: Path) -> int:  # noqa: ARG001 - the others lock it
        return os.open(os.devnull, os.O_RDONLY)

    def _take(handle: int, *, wait: bool) -> bool:  # noqa: ARG001 - the others take it
        return True

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _take(handle: int, *, wait: bool) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        return True


@contextmanager
def locked(folder: Path, busy: Callable[[], None] = lambda: None) -> Generator[None]:
    """Let one process at a time read and write in a folder; the others wait for their turn.

    Parameters
    ----------
    folder : path
    busy : callable, optional
        Called once, before waiting, by one that has to wait.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = _open(folder)
    try:
        if not _take(handle, wait=False):
            busy()
            _take(handle, wait=True)
        yield
    finally:
        os.close(handle)


def write_whole(path: Path, text: str, *, keep_old: bool = False) -> Path:
    """Write a file whole or not at all; with `keep_old`, what stood there is set aside under
    another name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=".json")
    written, aside = Path(name), None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        if keep_old:
            aside = set_aside(path)
        written.replace(path)
    except BaseException:
        written.unlink()
        if aside:
            aside.rename(path)
        raise
    return path


def set_aside(path: Path) -> Path:
    """Rename a file to the next free name beside it, and return that name."""
    return path.rename(_free_name(path))


def copy_aside(path: Path) -> Path:
    """Keep a copy of a file under the next free name beside it, and return that name."""
    return write_whole(_free_name(path), path.read_text(encoding="utf-8"))


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.set-aside-{number}.json")).exists():
        number += 1
    return aside
