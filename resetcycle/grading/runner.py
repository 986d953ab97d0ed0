"""Running learners' code: a sandbox with a warm Python in it, or, where none works, an ordinary kernel.

What runs here is told nothing that it could leak: cells, probes, limits. What comes back is plain JSON and trusted for
nothing but being an answer.
"""

import ast
import contextlib
import json
import os
import select
import shutil
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbclient
import nbformat

from .. import data

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


class Sandbox:
    """A warm Python behind bubblewrap: no network, a read-only system, one scratch folder that is wiped each time.

    Parameters
    ----------
    limits : Limits
    """

    isolated = True

    def __init__(self, limits):
        self.limits, self._server = limits, None

    def run(self, cells):
        """Run the cells of one submission.

        Parameters
        ----------
        cells : list of dict
            As for `server.run_cells`.

        Returns
        -------
        dict
            ``status``: ran, timeout or died; ``seconds``; if it ran, ``report`` as from `server.run_cells`.
        """
        begun = time.monotonic()
        try:
            if self._server is None or self._server.poll() is not None:
                self._start()
            job = json.dumps({"cells": cells} | vars(self.limits)).encode()
            self._server.stdin.write(struct.pack("<dQ", self.limits.seconds, len(job)) + job)
            self._server.stdin.flush()
            # The server keeps the time itself; this is the second watch, for a server that was brought down.
            answer, raw = self._answer(self.limits.seconds + 10)
            if answer["last"]:
                self.close()
            found = {"status": answer["status"], "seconds": answer["seconds"]}
            return found | {"report": _report(raw)} if answer["status"] == "ran" else found
        except (OSError, TimeoutError, ValueError, RecursionError):
            self.close()
            return {"status": "died", "seconds": round(time.monotonic() - begun, 3)}

    def close(self):
        """End the sandbox and everything in it."""
        if self._server:
            # It ends by itself when there is nothing more to read; one that was brought down does not.
            with contextlib.suppress(OSError):
                self._server.stdin.close()
            try:
                self._server.wait(2)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server.stdout.close()
            self._server = None

    def _start(self):
        self.close()
        self._server = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
        self._rest = b""
        self._answer(READY_SECONDS)

    def _answer(self, seconds):
        """Return the server's next line, and the bytes that it announces."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._rest:
            self._more(deadline)
        line, self._rest = self._rest.split(b"\n", 1)
        answer = json.loads(line)
        while len(self._rest) < answer["size"]:
            self._more(deadline)
        raw, self._rest = self._rest[: answer["size"]], self._rest[answer["size"] :]
        return answer, raw

    def _more(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._server.stdout], [], [], left)[0]:
            raise TimeoutError
        chunk = os.read(self._server.stdout.fileno(), 1 << 16)
        if not chunk:
            raise BrokenPipeError
        self._rest += chunk


class Kernel:
    """An ordinary kernel, where no sandbox works: the same answers, but a learner's code can do what its user can.

    Parameters
    ----------
    limits : Limits
        Only ``seconds`` is kept.
    """

    isolated = False

    def __init__(self, limits):
        self.limits = limits

    def run(self, cells):
        """Run the cells of one submission, as `Sandbox.run` does; a lost reply of the kernel is tried once more."""
        begun = time.monotonic()
        result = self._once(cells)
        if result["status"] == "died":
            result = self._once(cells)
        return result | {"seconds": round(time.monotonic() - begun, 3)}

    def close(self):
        """Nothing stays open."""

    def _once(self, cells):
        ask = f"import json as _json\nfrom resetcycle.grading import server as _server\n_json.dumps(_server.run_cells(_json.loads({json.dumps(cells)!r}), get_ipython()))"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ask)])
        try:
            nbclient.NotebookClient(
                notebook, timeout=self.limits.seconds, kernel_name="python3"
            ).execute()
            return {
                "status": "ran",
                "report": _report(
                    ast.literal_eval(notebook.cells[0].outputs[-1].data["text/plain"])
                ),
            }
        except nbclient.exceptions.CellTimeoutError:
            return {"status": "timeout"}
        except Exception:
            return {"status": "died"}


def _report(raw):
    """Return what a child reported; lone surrogates, which no file can hold, become question marks."""
    return json.loads(json.dumps(json.loads(raw), ensure_ascii=False).encode(errors="replace"))


@cache
def why_not_isolated():
    """Return why no sandbox works on this machine, in one sentence; empty if one does."""
    if not shutil.which("bwrap"):
        return (
            "The program bwrap (package bubblewrap) was not found, so submissions are not isolated."
        )
    sandbox = Sandbox(Limits(seconds=20))
    try:
        answer = sandbox.run(
            [
                {"name": "task", "source": "answer = 6 * 7"},
                {
                    "name": "check",
                    "probes": ["answer"],
                    "about": {"kind": "number", "shape": "one"},
                },
            ]
        )
    finally:
        sandbox.close()
    if answer.get("report", {}).get("values") == {"check": {"answer": {"entries": [42.0]}}}:
        return ""
    return "bwrap cannot make a sandbox here (are user namespaces allowed?), so submissions are not isolated."


def _command():
    """Return the command line that starts `server` in a sandbox which holds the system, the kit and nothing of the class."""
    root = os.getuid() == 0
    command = [
        shutil.which("bwrap"),
        "--die-with-parent",
        "--new-session",
        "--as-pid-1",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
    ]
    # Root makes the mounts and then becomes nobody (in `server`); anybody else needs a user namespace.
    command += (
        ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        if root
        else ["--unshare-user"]
    )
    # Scratch folders first: the kit may itself lie under /tmp.
    command += ["--dev", "/dev"]
    for folder, size in (("/dev/shm", 64 << 20), ("/tmp", 64 << 20), ("/scratch", 256 << 20)):
        command += ["--perms", "0777", "--size", str(size), "--tmpfs", folder]
    kit = [ROOT / "resetcycle", data.DATA, ROOT / "exercises" / "tasks.json"]
    for path in dict.fromkeys([*SYSTEM, sys.base_prefix, sys.prefix, *map(str, kit)]):
        # Folders on the way, such as a home, are empty here and open to the user that we become.
        for parent in reversed(Path(path).parents[:-1]):
            command += ["--perms", "0755", "--dir", str(parent)]
        command += ["--ro-bind-try", path, path]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/scratch"]
    settings = {
        "HOME": "/scratch",
        "TMPDIR": "/tmp",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "RESETCYCLE_MY_WORK": "/scratch/my-work",
        "IPYTHONDIR": "/scratch/.ipython",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    for name, value in settings.items():
        command += ["--setenv", name, value]
    return [*command, sys.executable, "-P", str(SERVER)]
