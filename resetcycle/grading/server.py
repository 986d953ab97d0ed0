"""Inside the sandbox: a warm Python that runs one submission after another, each in a child of its own.

It is started by `runner`, takes one job after another and answers each. A job holds a learner's cells and the probes to
ask of them; nothing here knows what the right answers are. This process imports the kit once and forks, so that a
submission costs a fraction of a second; whatever a child leaves behind is killed and wiped before the next one. A child
inherits all that is in memory here, so this process never reads a job, and blots out a report as soon as it is passed on.
"""

import contextlib
import ctypes
import gc
import io
import json
import os
import resource
import select
import shutil
import signal
import struct
import sys
import time

# plotly would otherwise build dozens of parsers for a check of web addresses that nobody asks for.
sys.modules["rfc3987_syntax"] = None

SAID = 4000
REPORT = 2_000_000
GIB = 1 << 30
# What goes before a job: its seconds and its length.
HEAD = struct.Struct("<dQ")
FOLDERS = ("/scratch", "/tmp", "/dev/shm")


def serve(jobs, answers):
    """Answer jobs until there are no more, or until a child has left something that cannot be wiped.

    Parameters
    ----------
    jobs, answers : int
        Descriptors. A job is `HEAD` and so many bytes of JSON; an answer is a line of JSON (``status``, ``seconds``,
        ``size``, ``last``) and as many bytes as ``size`` says, the child's report as it came.
    """
    shell = _warm()
    _clean_up(0)
    clean, report = _state(), memoryview(bytearray(REPORT))
    os.write(answers, b'{"status": "ready", "size": 0}\n')
    while len(head := os.read(jobs, HEAD.size)) == HEAD.size:
        begun, (seconds, length) = time.monotonic(), HEAD.unpack(head)
        status, size = _one(jobs, length, shell, report, begun + seconds)
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


def _one(jobs, length, shell, report, deadline):
    """Run one submission in a child; return what became of it, and the size of its report."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _child(jobs, length, shell, theirs)
    os.close(theirs)
    found = _listen(ours, report, deadline)
    _clean_up(child)
    return found


def _listen(pipe, report, deadline):
    """Read the one line that a child reports, unless it takes too long, says too much or ends without it."""
    size = 0
    with os.fdopen(pipe, "rb", buffering=0) as source:
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([source], [], [], left)[0]:
                break
            more = source.readinto(report[size:])
            size += more
            if more and report[size - 1] == 10:
                return "ran", size
            # A full buffer takes no more, which reads as an end.
            if not more:
                return "died", 0
    return "timeout", 0


def _state():
    """Return what a child could change for those after it: our limits and our place in the queue, and what outlives processes."""
    libc, counts = ctypes.CDLL(None), []
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
    return limits, queue, [each.raw for each in counts], [os.listdir(folder) for folder in FOLDERS]


def _write(descriptor, content):
    while content:
        content = content[os.write(descriptor, content) :]


def _clean_up(child):
    """Leave nothing of a submission: as the first process of the sandbox we may end all others."""
    for _ in range(50):
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL) if os.getpid() == 1 else child and os.kill(
                child, signal.SIGKILL
            )
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
                shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(
                    entry.path
                )


def _child(jobs, length, shell, pipe):
    """Read a job, run its cells and report; never returns."""
    try:
        os.setsid()
        with os.fdopen(os.dup(jobs), "rb") as source:
            job = json.loads(source.read(length))
        nowhere = os.open("/dev/null", os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        report = os.dup2(pipe, 3)
        os.closerange(4, 4096)
        _limit(job)
        os.chdir("/scratch")
        _write(report, json.dumps(run_cells(job["cells"], shell)).encode() + b"\n")
    finally:
        os._exit(0)


def _limit(job):
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


def run_cells(cells, shell):
    """Run cells in order in one namespace, and ask the probes where the checks stand.

    Parameters
    ----------
    cells : list of dict
        ``name`` and either ``source``, code to run, or ``probes`` and ``about``, expressions and what their task asks.

    Returns
    -------
    dict
        ``said``: for each name what the cell showed, as plain text, and ``error`` if it stopped; ``values``: for each
        name and probe ``entries`` (plain values), ``open`` or ``fault`` (one sentence).
    """
    from resetcycle import checks

    said, values = {}, {}
    for cell in cells:
        if "source" in cell:
            said[cell["name"]] = _shown(cell["source"], shell)
        else:
            values[cell["name"]] = {
                probe: _asked(probe, cell["about"], shell.user_ns, checks)
                for probe in cell["probes"]
            }
    return {"said": said, "values": values}


def _shown(source, shell):
    from IPython.utils.capture import capture_output

    with capture_output(stdout=True, stderr=True, display=True) as seen:
        done = shell.run_cell(source, store_history=False)
    texts = [seen.stdout, *(output.data.get("text/plain", "") for output in seen.outputs)]
    error = done.error_before_exec or done.error_in_exec
    return {
        "text": "\n".join(filter(None, texts))[:SAID],
        "error": f"{type(error).__name__}: {error}"[:SAID] if error else "",
    }


def _asked(probe, about, namespace, checks):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return {"entries": checks.taken(lambda: eval(probe, namespace), about)}
        except NotImplementedError as error:
            return {"open": str(error)}
        except Exception as error:
            return {"fault": str(error)}


def _warm():
    """Import once what every submission needs, and make the shell in which cells run."""
    from IPython.core.interactiveshell import InteractiveShell

    import resetcycle as rc

    (
        rc.charts,
        rc.checks,
        rc.widgets,
        rc.weighing,
        rc.agreement,
        rc.forecasts,
        rc.evidence,
        rc.cycle,
        rc.answers,
    )
    rc.charts.relationship()
    shell = InteractiveShell.instance(colors="nocolor", history_load_length=0)
    shell.history_manager.enabled = False
    # What a cell shows is its table or its words, without "Out[0]:" in front.
    shell.displayhook.write_output_prompt = lambda: None
    gc.collect()
    gc.freeze()
    return shell


def _drop_privileges():
    # Root is not bound by the limit on processes, so nothing of a learner's ever runs as root.
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


if __name__ == "__main__":
    _drop_privileges()
    # Student code shares our user: it may neither read our memory nor trace us. 4 is PR_SET_DUMPABLE.
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    # The first process hears only what it has a handler for; without Python's own for Ctrl-C, nothing.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers_to = os.dup(1)
    os.dup2(2, 1)
    serve(0, answers_to)
