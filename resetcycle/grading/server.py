"""Inside the sandbox: a warm Python that runs one submission after another, each in a child of its own.

It is started by `runner`, reads one job a line and answers one line. A job holds a learner's cells and the probes to
ask of them; nothing here knows what the right answers are. This process imports the kit once and forks, so that a
submission costs a fraction of a second; whatever a child leaves behind is killed and wiped before the next one.
"""

import contextlib
import gc
import io
import json
import os
import resource
import select
import shutil
import signal
import sys
import time

# plotly would otherwise build dozens of parsers for a check of web addresses that nobody asks for.
sys.modules["rfc3987_syntax"] = None

SAID = 4000
REPORT = 2_000_000
GIB = 1 << 30


def serve(jobs, out):
    """Answer jobs until there are no more."""
    shell = _warm()
    print(json.dumps({"ready": True, "user": os.getuid()}), file=out, flush=True)
    for line in jobs:
        job = json.loads(line)
        print(json.dumps(_one(job, shell)), file=out, flush=True)


def _one(job, shell):
    """Run one submission in a child and return its report, or what became of it."""
    begun = time.monotonic()
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _child(job, shell, theirs)
    os.close(theirs)
    raw, status = _listen(ours, begun + job["seconds"])
    _clean_up(child)
    report = {"status": status}
    if status == "ran":
        try:
            report |= {"report": json.loads(raw)}
        except ValueError:
            report["status"] = "died"
    return report | {"seconds": round(time.monotonic() - begun, 3)}


def _listen(pipe, deadline):
    """Read the one line that a child reports, unless it takes too long, says too much or ends without it."""
    chunks, size = [], 0
    with os.fdopen(pipe, "rb", buffering=0) as source:
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([source], [], [], left)[0]:
                break
            chunk = source.read(65536)
            chunks.append(chunk)
            size += len(chunk)
            if chunk.endswith(b"\n"):
                return b"".join(chunks), "ran"
            if not chunk or size > REPORT:
                return b"", "died"
    return b"", "timeout"


def _clean_up(child):
    """Leave nothing of a submission: as the first process of the sandbox we may end all others."""
    for _ in range(50):
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1 if os.getpid() == 1 else child, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            time.sleep(0.002)
        except ChildProcessError:
            break
    for folder in ("/scratch", "/tmp", "/dev/shm"):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)


def _child(job, shell, pipe):
    """Run the cells and report; never returns."""
    try:
        os.setsid()
        nowhere = os.open("/dev/null", os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        report = os.dup2(pipe, 3)
        os.closerange(4, 4096)
        _limit(job)
        os.chdir("/scratch")
        content = json.dumps(run_cells(job["cells"], shell)).encode() + b"\n"
        while content:
            content = content[os.write(report, content):]
    finally:
        os._exit(0)


def _limit(job):
    for what, most in ((resource.RLIMIT_AS, job["memory_gib"] * GIB), (resource.RLIMIT_CPU, int(job["seconds"]) + 5), (resource.RLIMIT_CORE, 0),
                       (resource.RLIMIT_NPROC, job["processes"]), (resource.RLIMIT_FSIZE, 64 << 20), (resource.RLIMIT_NOFILE, 256)):
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
            values[cell["name"]] = {probe: _asked(probe, cell["about"], shell.user_ns, checks) for probe in cell["probes"]}
    return {"said": said, "values": values}


def _shown(source, shell):
    from IPython.utils.capture import capture_output

    with capture_output(stdout=True, stderr=True, display=True) as seen:
        done = shell.run_cell(source, store_history=False)
    texts = [seen.stdout, *(output.data.get("text/plain", "") for output in seen.outputs)]
    error = done.error_before_exec or done.error_in_exec
    return {"text": "\n".join(filter(None, texts))[:SAID], "error": f"{type(error).__name__}: {error}"[:SAID] if error else ""}


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

    rc.charts, rc.checks, rc.widgets, rc.weighing, rc.agreement, rc.forecasts, rc.evidence, rc.cycle, rc.answers
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
    __import__("ctypes").CDLL(None).prctl(4, 0, 0, 0, 0)
    answers_to = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers_to)
