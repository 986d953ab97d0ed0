"""Limits for all processes of a sandbox together, by the kernel's control groups (version 2).

The limits that a process carries itself hold for each one alone: sixty of them may take sixty times
the memory. A group holds for all. To make one takes a place in the tree of groups that we may write
to: root has it, and so has who works under a session of systemd's own. Where there is none, the
limits of each process are all there is.
"""

import contextlib
import itertools
import os
import time
from pathlib import Path

TREE = Path("/sys/fs/cgroup")
NEEDED = {"memory", "pids"}
GIB = 1 << 30
# Beside a learner's: the server's and bubblewrap's own processes, and what they hold.
OWN_PROCESSES, OWN_GIB = 8, 1
ENDS = 50
_MADE = itertools.count()


class Group:
    """A control group for one sandbox, or nothing where none can be had.

    Parameters
    ----------
    memory_gib : float
        Of a learner's processes together.
    processes : int
        Processes and threads of a learner's.
    tree : path
        Where the tree of groups is mounted.
    own : str, optional
        The group of this process; as the system says by default.
    """

    def __init__(
        self, memory_gib: float, processes: int, tree: Path = TREE, own: str | None = None
    ) -> None:
        self.place = _made(tree, _own_group() if own is None else own)
        if self.place:
            _write(self.place / "memory.max", int((memory_gib + OWN_GIB) * GIB))
            _write(self.place / "memory.swap.max", 0)
            _write(self.place / "pids.max", processes + OWN_PROCESSES)

    def entered(self, command: list[str]) -> list[str]:
        """Return a command that does as another one, but as a member of the group."""
        if not self.place:
            return command
        # It enters before it becomes the program, so nothing that it starts is left outside.
        enter = 'echo 0 2>/dev/null > "$0"; exec "$@"'
        return ["/bin/sh", "-c", enter, str(self.place / "cgroup.procs"), *command]

    def close(self) -> None:
        """End what is still in the group, and remove it."""
        if self.place:
            _write(self.place / "cgroup.kill", 1)
            for _ in range(ENDS):
                # What was killed takes a moment to be gone.
                with contextlib.suppress(OSError):
                    self.place.rmdir()
                    break
                time.sleep(0.01)


def _own_group() -> str:
    """Return the group of this process in the tree of version 2; nothing if there is none."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
            if line.startswith("0::"):
                return line.removeprefix("0::").strip("/")
    return ""


def _made(tree: Path, own: str) -> Path | None:
    """Make a group at the nearest place above our own that hands on what we need."""
    here = tree / own
    for place in (here, *here.parents):
        with contextlib.suppress(OSError):
            handed_on = (place / "cgroup.subtree_control").read_text(encoding="utf-8").split()
            if set(handed_on) >= NEEDED:
                made = place / f"resetcycle-{os.getpid()}-{next(_MADE)}"
                made.mkdir()
                return made
        if place == tree:
            break
    return None


def _write(file: Path, value: int) -> None:
    # What a kernel lacks is not limited.
    with contextlib.suppress(OSError):
        file.write_text(str(value), encoding="utf-8")
