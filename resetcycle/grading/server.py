"""Inside the sandbox: a warm Python that runs one submission after another, each in its own child.

It is started by `runner`, takes one job after another and answers each. A job holds a learner's
cells and the probes to ask of them; nothing here knows what the right answers are. This process
imports the kit once, runs the exercise once as it was handed out, and forks: so a child finds done
what follows from the tables alone, and costs a fraction of a second. Whatever it leaves behind is
killed and wiped before the next one. A child inherits all that is in memory here, so this process
never reads a job, and blots out a report as soon as it is passed on.
"""

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import sys
import time
from importlib import import_module
from typing import Any, NoReturn, TypedDict

REPORT = 2_000_000
GIB = 1 << 30
NOBODY = 65534
FOLDERS = ("/scratch", "/tmp", "/dev/shm")  # noqa: S108  (the sandbox's own)
# What submissions call, directly or through lessons' helpers.
ROOMS = (
    "grading.probe",
    "exercise.check",
    "exercise.essay",
    "exercise.model",
    "exercise.progress",
    "answers",
    "widgets",
    "weighing",
    "agreement",
    "forecasts",
    "evidence",
    "cycle",
    "charts",
)
# IPython's shell, which has no types of its own.
Shell = Any


class Job(TypedDict):
    """What `runner` asks for."""

    cells: list[Any]
    seconds: float
    memory_gib: int
    processes: int


def serve(jobs: int, answers: int) -> None:
    """Answer jobs until there are no more, or until a child left something that cannot be wiped.

    Parameters
    ----------
    jobs, answers : int
        Descriptors. A job is `wire.HEAD` and so many bytes of JSON; an answer is a line of JSON
        (``status``, ``seconds``, ``size``, ``last``) and as many bytes as ``size`` says, the
        child's report as it came: one line for each cell, and an empty one at the end. Before the
        first job come, in the same form, the cells of the exercise that nobody has filled in;
        before them and after them we say that we are ready.
    """
    from resetcycle.grading.wire import HEAD

    shell, ready = _warm(), b'{"status": "ready", "size": 0}\n'
    _write(answers, ready)
    _rehearse(_read(jobs, HEAD.unpack(os.read(jobs, HEAD.size))[-1]), shell)
    _clean_up(0)
    clean, report = _state(), memoryview(bytearray(REPORT))
    _write(answers, ready)
    while len(head := os.read(jobs, HEAD.size)) == HEAD.size:
        begun, (seconds, each, length) = time.monotonic(), HEAD.unpack(head)
        status, size = _one(jobs, length, shell, report, (begun + seconds, each))
        # Whoever changed this process, or left what a kill does not end, gets no successor here.
        last = status != "ran" or _state() != clean
        about = {
            "status": status,
            "seconds": round(time.monotonic() - begun, 3),
            "size": size,
            "last": last,
        }
        _write(answers, json.dumps(about).encode() + b"\n")
        _write(answers, report[:size])
        report[:size] = bytes(size)
        if last:
            return


def _one(
    jobs: int, length: int, shell: Shell, report: memoryview, until: tuple[float, float]
) -> tuple[str, int]:
    """Run one submission in a child; return what became of it, and the size of its report."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _child(jobs, length, shell, theirs)
    os.close(theirs)
    found = _listen(ours, report, *until)
    _clean_up(child)
    return found


def _listen(pipe: int, report: memoryview, deadline: float, each: float) -> tuple[str, int]:
    """Read what a child reports, cell by cell, unless one is late, too long or never comes."""
    size, late = 0, time.monotonic() + each
    with os.fdopen(pipe, "rb", buffering=0) as source:
        while (left := min(deadline, late) - time.monotonic()) > 0:
            if not select.select([source], [], [], left)[0]:
                break
            more = source.readinto(report[size:])
            size += more
            if bytes(report[max(size - 2, 0) : size]) == b"\n\n":
                return "ran", size
            # A full buffer takes no more, which reads as an end.
            if not more:
                return "died", size
            if report[size - 1] == 10:
                late = time.monotonic() + each
    return "timeout", size


def _state() -> object:
    """Return what a child could change for those after it.

    These are our limits, our place in the queue, and what outlives processes.
    """
    libc, counts = ctypes.CDLL(None), list[Any]()
    for call, arguments in (
        (libc.shmctl, (0, 14)),
        (libc.msgctl, (0, 12)),
        (libc.semctl, (0, 0, 19)),
    ):
        # 14, 12 and 19 are SHM_INFO, MSG_INFO and SEM_INFO: how much of each is in use.
        counts.append(ctypes.create_string_buffer(256))
        call(*arguments, counts[-1])
    limits = [
        resource.getrlimit(getattr(resource, name))
        for name in sorted(dir(resource))
        if name.startswith("RLIMIT_")
    ]
    queue = os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0), os.sched_getaffinity(0)
    files = [[entry.name for entry in os.scandir(folder)] for folder in FOLDERS]
    return limits, queue, [each.raw for each in counts], files


def _read(descriptor: int, length: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as source:
        return source.read(length)


def _write(descriptor: int, content: bytes | memoryview) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def _clean_up(child: int) -> None:
    """Leave nothing of a submission: as the first process of the sandbox we may end all others."""
    for _ in range(50):
        with contextlib.suppress(ProcessLookupError):
            if os.getpid() == 1:
                os.kill(-1, signal.SIGKILL)
            elif child:
                os.kill(child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            time.sleep(0.002)
        except ChildProcessError:
            break
    for folder in FOLDERS:
        for entry in os.scandir(folder):
            # What cannot be removed is seen by `_state`.
            with contextlib.suppress(OSError, RecursionError):
                _remove(entry)


def _remove(entry: "os.DirEntry[str]") -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)  # noqa: PTH108  (as the system names it)


def _child(jobs: int, length: int, shell: Shell, pipe: int) -> NoReturn:
    """Read a job, run its cells and report; never returns."""
    # It is in memory already.
    from resetcycle.grading.probe import pieces

    try:
        os.setsid()
        job: Job = json.loads(_read(jobs, length))
        nowhere = os.open("/dev/null", os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        report = os.dup2(pipe, 3)
        os.closerange(4, 4096)
        _limit(job)
        os.chdir("/scratch")
        for piece in pieces(job["cells"], shell):
            _write(report, json.dumps(piece).encode() + b"\n")
        _write(report, b"\n")
    finally:
        os._exit(0)


def _limit(job: Job) -> None:
    for what, most in (
        (resource.RLIMIT_AS, job["memory_gib"] * GIB),
        (resource.RLIMIT_CPU, int(job["seconds"]) + 5),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, job["processes"]),
        (resource.RLIMIT_FSIZE, 64 << 20),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _warm() -> Shell:
    """Import once what every submission needs, and make the shell in which cells run."""
    from IPython.core.interactiveshell import InteractiveShell

    for room in ROOMS:
        import_module(f"resetcycle.{room}")
    shell = InteractiveShell.instance(colors="nocolor", history_load_length=0)
    if shell.history_manager:
        shell.history_manager.enabled = False
    # What a cell shows is its table or its words, without "Out[0]:" in front.
    shell.displayhook.write_output_prompt = lambda: None
    return shell


def _rehearse(cells: bytes, shell: Shell) -> None:
    """Run the exercise as it was handed out, so that children find its tables read and counted."""
    from resetcycle.grading.probe import pieces

    for _piece in pieces(json.loads(cells), shell):
        pass
    shell.reset(new_session=False)
    gc.collect()
    gc.freeze()


def _drop_privileges(user: int) -> None:
    # Root is not bound by the limit on processes, so nothing of a learner's ever runs as root.
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        try:
            os.setuid(user)
        except OSError:
            # In some containers there are only so many users.
            os.setuid(NOBODY)


if __name__ == "__main__":
    _drop_privileges(int(sys.argv[1]))
    # Student code shares our user: it may neither read our memory nor trace us. 4 is
    # PR_SET_DUMPABLE.
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    # The first process hears only what it has a handler for; without Python's own for Ctrl-C,
    # nothing.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers_to = os.dup(1)
    os.dup2(2, 1)
    serve(0, answers_to)
