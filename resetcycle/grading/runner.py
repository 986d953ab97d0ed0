"""Running learners' code: a sandbox with a warm Python in it, or, where none works, a kernel.

What runs here is told nothing that it could leak: cells, probes, limits. What comes back is plain
JSON and trusted for nothing but being an answer.
"""

import contextlib
import itertools
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal, Protocol, cast

import nbclient
import nbformat
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode

from .. import data
from ..exercise.task import Task
from . import groups, seccomp
from .wire import HEAD, Answer, Cell, Heard

ROOT = data.DATA.parent
SERVER = Path(__file__).with_name("server.py")
# What a program needs of the system, where it exists.
SYSTEM = (
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/localtime",
)
READY_SECONDS = 90
_NO_BWRAP = "The program bwrap (package bubblewrap) was not found, so nothing can be isolated."
TABLES = Path("/data")
# Far beyond the users that a system gives numbers to.
USERS = 1 << 30
_MADE = itertools.count()
# How often one submission is run at most.
TRIES = 6


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    seconds : float
        Wall time from the first cell to the last probe, over all tries.
    memory_gib : int
        Address space of a process.
    processes : int
        Processes and threads of the sandbox's user at one time.
    unsafe : bool
        Whether a person allowed that code runs with this process's rights where no sandbox works.
    """

    seconds: float = 60
    memory_gib: int = 3
    processes: int = 64
    unsafe: bool = False

    @property
    def each(self) -> float:
        """Wall time of one cell, or of the questions of one check."""
        return self.seconds / 3


@dataclass(frozen=True)
class Ran:
    """What became of one submission when it ran.

    Attributes
    ----------
    status : str
        ran, timeout or died.
    heard : Heard
        What it reported, as far as it came.
    seconds : float
    isolated : bool
        Whether that was in a sandbox.
    stopped_at : str
        The name of the cell at which it stopped; empty if it ran, or if nobody knows.
    left_out : mapping of str to str
        By name, cells without which it ran in the end, and what became of them: timeout or died.
    """

    status: Literal["ran", "timeout", "died"]
    heard: Heard = field(default_factory=Heard)
    seconds: float = 0
    isolated: bool = True
    stopped_at: str = ""
    left_out: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Runner(Protocol):
    """What runs the cells of one submission after another, as `make` returns it.

    Attributes
    ----------
    limits : Limits
    warning : str
        What has to be said before code runs here; nothing of a sandbox.
    """

    limits: Limits
    warning: str

    def run(self, cells: list[Cell], seconds: float | None = None) -> Ran:
        """Run the cells of one submission, once, in so much time; by default in all there is."""
        ...

    def close(self) -> None:
        """End everything that was started."""
        ...


class NotIsolatedError(RuntimeError):
    """No sandbox works here, and nobody allowed to do without; the message says what to do."""


def make(limits: Limits, rehearsal: Sequence[Cell] = ()) -> Runner:
    """Return a sandbox; where none works, a kernel, if `Limits.unsafe` allows that.

    Raises
    ------
    NotIsolatedError
        If it does not.
    """
    sandbox = Sandbox(limits, rehearsal)
    # Its own start is the trial, so that none is started and thrown away.
    why = _NO_BWRAP if not shutil.which("bwrap") else sandbox.fault()
    if not why:
        return sandbox
    sandbox.close()
    if not limits.unsafe:
        raise NotIsolatedError(
            f"{why} Nothing was run. Grade on a Linux machine where bubblewrap works; or type "
            "--unsafe, and each learner's code runs with your rights on this computer."
        )
    said = f"NOT ISOLATED: {why} Their code runs with your rights on this computer."
    return Kernel(limits, said)


def run_fairly(run: Runner, cells: list[Cell]) -> Ran:
    """Run the cells of one submission; one that does not end, or ends all, costs its task alone.

    A child may be lost through no fault of its own, so it is tried again before a cell is left out.
    """
    left_out: dict[str, str] = {}
    died_at: set[str] = set()
    spent, ran = 0.0, Ran("timeout")
    for _ in range(TRIES):
        if spent >= run.limits.seconds:
            break
        waiting = [cell for cell in cells if cell["name"] not in left_out]
        ran = run.run(waiting, run.limits.seconds - spent)
        spent = round(spent + ran.seconds, 3)
        if ran.status == "ran":
            return replace(ran, seconds=spent, left_out=left_out)
        if ran.status == "died" and ran.stopped_at not in died_at:
            died_at.add(ran.stopped_at)
        elif ran.stopped_at:
            left_out |= dict.fromkeys(_with_its_check(ran.stopped_at), ran.status)
        else:
            break
    return Ran(ran.status, seconds=spent, isolated=ran.isolated)


def _with_its_check(name: str) -> tuple[str, ...]:
    """Return a cell and, of one that takes an answer, the check that would ask for it."""
    task, _, number = name.partition("task-")
    return (name,) if task or not number else (name, f"check-{number}")


def _ran(
    status: Literal["ran", "timeout", "died"],
    cells: list[Cell],
    lines: Iterable[bytes | str],
    seconds: float,
) -> Ran:
    """Return what became of cells of which so much was reported."""
    heard = Heard.from_lines(lines)
    silent = [
        cell["name"]
        for cell in cells
        if cell["name"] not in (heard.said if "source" in cell else heard.values)
    ]
    if status == "ran" and silent:
        status = "died"
    return Ran(status, heard, seconds, stopped_at="" if status == "ran" else (*silent, "")[0])


class _Server:
    """The process in a sandbox: a job goes in, a line of JSON and a report come out."""

    def __init__(self, limits: Limits, rehearsal: Sequence[Cell]) -> None:
        allowed = seccomp.program()
        self._group = groups.Group(limits.memory_gib, limits.processes)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (closed in `end`)
        self._first: int | None = None
        about, theirs = os.pipe()
        with tempfile.TemporaryFile() as calls, open(about, "rb") as told:  # noqa: PTH123
            calls.write(allowed)
            calls.seek(0)
            program, *rest = _command()
            fds = calls.fileno(), theirs
            self._process = subprocess.Popen(  # noqa: S603  (our own command)
                self._group.entered(
                    [program, "--seccomp", str(fds[0]), "--info-fd", str(fds[1]), *rest]
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                pass_fds=fds,
                env={},
                cwd="/",
            )
            os.close(theirs)
            self._hold(told.read())
        # Both are pipes, as asked for.
        self._jobs = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        self._rest = b""
        try:
            self.answer(READY_SECONDS)
            self.ask(0, 0, json.dumps([*rehearsal]).encode())
            self.answer(READY_SECONDS)
        except (OSError, TimeoutError, ValueError):
            self.end()
            raise

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def ask(self, seconds: float, each: float, job: bytes) -> None:
        self._jobs.write(HEAD.pack(seconds, each, len(job)) + job)
        self._jobs.flush()

    def answer(self, seconds: float) -> tuple[dict[str, object], bytes]:
        """Return the next line, and the bytes that it announces."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._rest:
            self._more(deadline)
        line, self._rest = self._rest.split(b"\n", 1)
        answer: dict[str, object] = json.loads(line)
        size = cast("int", answer["size"])
        while len(self._rest) < size:
            self._more(deadline)
        raw, self._rest = self._rest[:size], self._rest[size:]
        return answer, raw

    def _hold(self, told: bytes) -> None:
        """Take hold of the first process in the sandbox, of which bwrap tells the number."""
        # A number alone could be another's by the time when it is needed.
        with contextlib.suppress(ValueError, KeyError, OSError):
            self._first = os.pidfd_open(json.loads(told)["child-pid"])

    def end(self) -> None:
        # It ends by itself when there is nothing more to read; one that was brought down does not,
        # nor one with a learner's code in hand. It is another user than bwrap, whose end it
        # survives.
        with contextlib.suppress(OSError):
            self._jobs.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            if self._first is not None:
                with contextlib.suppress(OSError):
                    signal.pidfd_send_signal(self._first, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
        # A number that is closed twice could be another's by then.
        first, self._first = self._first, None
        if first is not None:
            os.close(first)
        self._answers.close()
        self._said.close()
        self._group.close()

    def _more(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._answers], [], [], left)[0]:
            raise TimeoutError
        chunk = os.read(self._answers.fileno(), 1 << 16)
        if not chunk:
            raise BrokenPipeError(self._last_words())
        self._rest += chunk

    def _last_words(self) -> str:
        """Return the last line of what bwrap or the Python inside said, if anything."""
        self._said.seek(0)
        lines = self._said.read(10_000).decode(errors="replace").split("\n")
        return next((line.strip(". ") for line in reversed(lines) if line.strip()), "")[:300]


class Sandbox:
    """A warm Python behind bubblewrap.

    It has no network, a read-only system and one scratch folder that is wiped each time.

    Parameters
    ----------
    limits : Limits
    rehearsal : sequence of wire.Cell, optional
        The exercise as it was handed out, which runs once before all submissions: what it reads
        and computes from the tables is done then.
    """

    def __init__(self, limits: Limits, rehearsal: Sequence[Cell] = ()) -> None:
        self.limits, self.warning = limits, ""
        self._rehearsal = rehearsal
        self._server: _Server | None = None
        self._closed = False

    def run(self, cells: list[Cell], seconds: float | None = None) -> Ran:
        """Run the cells of one submission, once, in so much time; by default in all there is."""
        begun = time.monotonic()
        try:
            return self._asked(cells, seconds or self.limits.seconds)
        except (OSError, TimeoutError, ValueError, RecursionError):
            self._drop()
            return Ran("died", seconds=round(time.monotonic() - begun, 3))

    def fault(self) -> str:
        """Return why it does not work, in one sentence; nothing if it does."""
        number = Task("", "number", "one").to_row()
        try:
            ran = self._asked(
                [
                    {"name": "task", "source": "answer = 6 * 7"},
                    {"name": "check", "probes": ["answer"], "task": number},
                ],
                READY_SECONDS,
            )
        except TimeoutError:
            return f"The sandbox did not begin within {READY_SECONDS} s; is the machine busy?"
        except (OSError, ValueError) as error:
            return f"bwrap cannot make a sandbox here: {error or 'it ended without a word'}."
        if ran.heard.values == {"check": {"answer": Answer([42.0])}}:
            return ""
        return f"The sandbox was asked for six times seven and gave no answer ({ran.status})."

    def close(self) -> None:
        """End the sandbox and everything in it, for good."""
        self._closed = True
        self._drop()

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server:
            server.end()

    def _asked(self, cells: list[Cell], seconds: float) -> Ran:
        server = self._ready()
        job = {
            "cells": cells,
            "seconds": seconds,
            "memory_gib": self.limits.memory_gib,
            "processes": self.limits.processes,
        }
        server.ask(seconds, self.limits.each, json.dumps(job).encode())
        # The server keeps the time itself; this is the second watch, for one that was brought down.
        answer, raw = server.answer(seconds + 10)
        if answer["last"]:
            self._drop()
        status = cast("Literal['ran', 'timeout', 'died']", answer["status"])
        return _ran(status, cells, raw.split(b"\n"), cast("float", answer["seconds"]))

    def _ready(self) -> _Server:
        if self._closed:
            raise BrokenPipeError
        if self._server is None or not self._server.runs:
            self._drop()
            self._server = _Server(self.limits, self._rehearsal)
            if self._closed:
                # Meanwhile; nobody else would end it.
                self._drop()
                raise BrokenPipeError
        return self._server


class Kernel:
    """An ordinary kernel, where no sandbox works.

    It gives the same answers, but a learner's code can do what its user can.

    Parameters
    ----------
    limits : Limits
        Only the times are kept.
    warning : str, optional
        What has to be said before code runs here.
    """

    def __init__(self, limits: Limits, warning: str = "") -> None:
        self.limits, self.warning = limits, warning

    def run(self, cells: list[Cell], seconds: float | None = None) -> Ran:
        """Run the cells of one submission, once, in so much time; by default in all there is."""
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            status, lines = self._once(
                cells, seconds or self.limits.seconds, _beside_data(Path(folder))
            )
        ran = _ran(status, cells, lines, round(time.monotonic() - begun, 3))
        return replace(ran, isolated=False)

    def close(self) -> None:
        """Nothing stays open."""

    def _once(
        self, cells: list[Cell], seconds: float, place: Path
    ) -> tuple[Literal["ran", "timeout", "died"], list[str]]:
        begin = (
            "import json as _json, IPython.display as _display\n"
            "from resetcycle.grading import probe as _probe\n"
            f"_pieces = _probe.pieces(_json.loads({json.dumps(cells)!r}), get_ipython())"
        )
        # Shown as data: no formatter of a learner's has a say in it.
        each = '_display.display({"text/plain": _json.dumps(next(_pieces))}, raw=True)'
        sources = [begin, *[each] * len(cells)]
        notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
        deadline = time.monotonic() + READY_SECONDS + seconds

        begun: list[NotebookNode] = []

        def left(cell: NotebookNode) -> float:
            begun.append(cell)
            if cell.source == begin:
                return READY_SECONDS
            return max(0.1, min(self.limits.each, deadline - time.monotonic()))

        status = "ran"
        client = nbclient.NotebookClient(
            notebook,
            timeout_func=left,
            kernel_name="python3",
            resources={"metadata": {"path": str(place)}},
        )
        try:
            client.execute(stderr=subprocess.DEVNULL)
        except CellTimeoutError:
            status = "timeout"
        except Exception:  # noqa: BLE001  (whatever a kernel that died may leave)
            status = "died"
        # A cell that was stopped may still speak, of how it was stopped.
        done = begun if status == "ran" else begun[:-1]
        outputs = [output for cell in done for output in cell.outputs]
        shown = [output.get("data", {}).get("text/plain") for output in outputs]
        return status, [text for text in shown if isinstance(text, str)]


def _beside_data(folder: Path) -> Path:
    """Lay out a folder as a learner's exercise lies: ``../../data`` are the tables."""
    place = folder / "exercises" / "here"
    place.mkdir(parents=True)
    shutil.copytree(data.DATA, folder / "data")
    return place


@cache
def why_not_isolated() -> str:
    """Return why no sandbox works on this machine, in one sentence; empty if one does."""
    if not shutil.which("bwrap"):
        return _NO_BWRAP
    sandbox = Sandbox(Limits(seconds=READY_SECONDS))
    try:
        return sandbox.fault()
    finally:
        sandbox.close()


_BARE = (
    "--die-with-parent",
    "--new-session",
    "--as-pid-1",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-ipc",
    "--unshare-uts",
)
# Scratch folders, and their size in bytes.
_SCRATCH = {"/dev/shm": 64 << 20, "/tmp": 64 << 20, "/scratch": 256 << 20}  # noqa: S108  (inside)
_SETTINGS = {
    # The kit that grades, wherever it was installed from.
    "PYTHONPATH": str(ROOT),
    "HOME": "/scratch",
    "TMPDIR": "/tmp",  # noqa: S108  (inside)
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "RESETCYCLE_MY_WORK": "/scratch/my-work",
    "IPYTHONDIR": "/scratch/.ipython",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def _command() -> list[str]:
    """Return the command line that starts `server` in a sandbox.

    It holds the system, the kit and nothing of the class.
    """
    # Root makes the mounts and then becomes nobody (in `server`); others need a user namespace.
    rights = ["--unshare-user"]
    if os.getuid() == 0:
        rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    # Scratch folders first: the kit may itself lie under /tmp.
    folders = ["--dev", "/dev"]
    for folder, size in _SCRATCH.items():
        folders += ["--perms", "0777", "--size", str(size), "--tmpfs", folder]
    kit = [ROOT / "resetcycle", data.DATA, ROOT / "exercises" / "tasks.json"]
    for path in dict.fromkeys([*SYSTEM, sys.base_prefix, sys.prefix, *map(str, kit)]):
        # Folders on the way, such as a home, are empty here and open to the user that we become.
        for parent in reversed(Path(path).parents[:-1]):
            folders += ["--perms", "0755", "--dir", str(parent)]
        folders += ["--ro-bind-try", path, path]
    # From the scratch folder, ``../../data`` are the tables, as from a learner's exercise.
    if TABLES not in data.DATA.parents:
        folders += ["--ro-bind", str(data.DATA), str(TABLES)]
    folders += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/scratch"]
    settings = [part for pair in _SETTINGS.items() for part in ("--setenv", *pair)]
    # `why_not_isolated` says so before, where there is no bwrap.
    program = shutil.which("bwrap") or "bwrap"
    inside = [sys.executable, "-P", str(SERVER), str(_own_user())]
    return [program, *_BARE, *rights, *folders, *settings, *inside]


def _own_user() -> int:
    """Return the number of a user whom nobody else on this machine is.

    The system counts processes by user. Where root grades, a sandbox that shared its user with
    another would find the other's processes counted against its own.
    """
    return USERS + (os.getpid() * 64 + next(_MADE) % 64) % USERS
