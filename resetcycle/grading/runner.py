"""Running learners' code: a sandbox with a warm Python in it, or, where none works, a kernel.

What runs here is told nothing that it could leak: cells, probes, limits. What comes back is plain
JSON and trusted for nothing but being an answer.
"""

import ast
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import IO, Literal, Protocol, cast

import nbclient
import nbformat
from nbclient.exceptions import CellTimeoutError

from .. import data
from ..exercise.task import Task
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


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    seconds : float
        Wall time from the first cell to the last probe.
    memory_gib : int
        Address space of a process.
    processes : int
        Processes and threads of the user at one time.
    """

    seconds: float = 60
    memory_gib: int = 3
    processes: int = 64


@dataclass(frozen=True)
class Ran:
    """What became of one submission when it ran.

    Attributes
    ----------
    status : str
        ran, timeout or died.
    heard : Heard
        What it reported, if it ran.
    seconds : float
    isolated : bool
        Whether that was in a sandbox.
    """

    status: Literal["ran", "timeout", "died"]
    heard: Heard = field(default_factory=Heard)
    seconds: float = 0
    isolated: bool = True


class Runner(Protocol):
    """What runs the cells of one submission after another, as `make` returns it."""

    def run(self, cells: list[Cell]) -> Ran:
        """Run the cells of one submission."""
        ...

    def close(self) -> None:
        """End everything that was started."""
        ...


def make(limits: Limits, rehearsal: Sequence[Cell] = ()) -> Runner:
    """Return a sandbox, or a kernel where none works; `Sandbox` says what a rehearsal is."""
    sandbox = Sandbox(limits, rehearsal)
    # Its own start is the trial, so that none is started and thrown away.
    if shutil.which("bwrap") and sandbox.works():
        return sandbox
    sandbox.close()
    return Kernel(limits)


def run_fairly(run: Runner, cells: list[Cell]) -> Ran:
    """Run the cells of one submission, and once more if it died.

    A child may be lost through no fault of its own, so nobody gets a zero for one failure.
    """
    ran = run.run(cells)
    return run.run(cells) if ran.status == "died" else ran


class _Server:
    """The process in a sandbox: a job goes in, a line of JSON and a report come out."""

    def __init__(self, rehearsal: Sequence[Cell]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  (our own command)
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
        # Both are pipes, as asked for.
        self._jobs = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        self._rest = b""
        self.answer(READY_SECONDS)
        self.ask(0, json.dumps([*rehearsal]).encode())
        self.answer(READY_SECONDS)

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def ask(self, seconds: float, job: bytes) -> None:
        self._jobs.write(HEAD.pack(seconds, len(job)) + job)
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

    def end(self) -> None:
        # It ends by itself when there is nothing more to read; one that was brought down does not.
        with contextlib.suppress(OSError):
            self._jobs.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()

    def _more(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._answers], [], [], left)[0]:
            raise TimeoutError
        chunk = os.read(self._answers.fileno(), 1 << 16)
        if not chunk:
            raise BrokenPipeError
        self._rest += chunk


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
        self.limits = limits
        self._rehearsal = rehearsal
        self._server: _Server | None = None

    def works(self) -> bool:
        """Start it, and return whether it gives the answer to a question that we know."""
        number = Task("", "number", "one").to_row()
        ran = self.run(
            [
                {"name": "task", "source": "answer = 6 * 7"},
                {"name": "check", "probes": ["answer"], "task": number},
            ]
        )
        return ran.heard.values == {"check": {"answer": Answer([42.0])}}

    def run(self, cells: list[Cell]) -> Ran:
        """Run the cells of one submission."""
        begun = time.monotonic()
        try:
            return self._asked(cells)
        except (OSError, TimeoutError, ValueError, RecursionError):
            self.close()
            return Ran("died", seconds=round(time.monotonic() - begun, 3))

    def close(self) -> None:
        """End the sandbox and everything in it."""
        if self._server:
            self._server.end()
            self._server = None

    def _asked(self, cells: list[Cell]) -> Ran:
        server = self._ready()
        server.ask(self.limits.seconds, json.dumps({"cells": cells} | asdict(self.limits)).encode())
        # The server keeps the time itself; this is the second watch, for one that was brought down.
        answer, raw = server.answer(self.limits.seconds + 10)
        if answer["last"]:
            self.close()
        status = cast("Literal['ran', 'timeout', 'died']", answer["status"])
        heard = _heard(raw) if status == "ran" else Heard()
        return Ran(status, heard, cast("float", answer["seconds"]))

    def _ready(self) -> _Server:
        if self._server is None or not self._server.runs:
            self.close()
            self._server = _Server(self._rehearsal)
        return self._server


class Kernel:
    """An ordinary kernel, where no sandbox works.

    It gives the same answers, but a learner's code can do what its user can.

    Parameters
    ----------
    limits : Limits
        Only ``seconds`` is kept.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits

    def run(self, cells: list[Cell]) -> Ran:
        """Run the cells of one submission."""
        begun = time.monotonic()
        ran = self._once(cells)
        return replace(ran, seconds=round(time.monotonic() - begun, 3), isolated=False)

    def close(self) -> None:
        """Nothing stays open."""

    def _once(self, cells: list[Cell]) -> Ran:
        ask = (
            "import json as _json\n"
            "from resetcycle.grading import probe as _probe\n"
            f"_json.dumps(_probe.run_cells(_json.loads({json.dumps(cells)!r}), get_ipython()))"
        )
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ask)])
        try:
            nbclient.NotebookClient(
                notebook, timeout=self.limits.seconds, kernel_name="python3"
            ).execute()
            shown = notebook.cells[0].outputs[-1].data["text/plain"]
            return Ran("ran", _heard(ast.literal_eval(shown)))
        except CellTimeoutError:
            return Ran("timeout")
        except Exception:  # noqa: BLE001  (whatever a kernel that died may leave)
            return Ran("died")


def _heard(raw: bytes | str) -> Heard:
    """Return what a child reported; half letters, which no file can hold, become question marks."""
    whole = json.dumps(json.loads(raw), ensure_ascii=False).encode(errors="replace")
    return Heard.from_json(json.loads(whole))


@cache
def why_not_isolated() -> str:
    """Return why no sandbox works on this machine, in one sentence; empty if one does."""
    if not shutil.which("bwrap"):
        return (
            "The program bwrap (package bubblewrap) was not found, so submissions are not isolated."
        )
    sandbox = Sandbox(Limits(seconds=20))
    try:
        if sandbox.works():
            return ""
    finally:
        sandbox.close()
    return (
        "bwrap cannot make a sandbox here (are user namespaces allowed?), so submissions are not "
        "isolated."
    )


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
    folders += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/scratch"]
    settings = [part for pair in _SETTINGS.items() for part in ("--setenv", *pair)]
    # `why_not_isolated` says so before, where there is no bwrap.
    program = shutil.which("bwrap") or "bwrap"
    return [program, *_BARE, *rights, *folders, *settings, sys.executable, "-P", str(SERVER)]
