"""Grading what is broken or meant to harm: it earns what it deserves and touches nobody else."""

import io
import os
import re
import resource
import shutil
import socket
import stat
import sys
import time
import uuid
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import classroom
import corpus
import nbformat
import pytest
from conftest import ROOT

from resetcycle.exercise.task import Task
from resetcycle.grading import batch, collect, intake, runner
from resetcycle.grading.course import Course
from resetcycle.grading.release import release
from resetcycle.grading.wire import Answer

NAME = corpus.NAME
LIMITS = runner.Limits(seconds=24, memory_gib=2)
MARK = f"bad{uuid.uuid4().hex[:10]}"
NUMBER = Task("", "number", "one").to_row()


def _course(folder):
    """A course of one assignment, released."""
    shutil.copytree(ROOT / "solutions" / NAME, folder / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    release(folder)
    return Course(root=folder)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course, its assignment and an exercise, and what an honest learner hands in."""
    course = _course(tmp_path_factory.mktemp("course"))
    assignment, exercise = course.assignment(NAME)
    right = {number: classroom.solution(assignment, number) for number in assignment.tasks}
    full = {number: task.points for number, task in assignment.tasks.items()}
    return SimpleNamespace(
        course=course,
        assignment=assignment,
        exercise=exercise,
        honest=classroom.hand_in(exercise, right),
        full=full,
    )


@pytest.fixture(scope="module")
def graded(released, sandboxed):
    """The whole corpus in one batch, between two honest submissions; what was noticed outside."""
    course = released.course
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        cases = corpus.cases(
            released.assignment, released.exercise, course.root, listener.getsockname()[1], MARK
        )
        honest = {"aa-honest": released.honest, "zz-honest": released.honest}
        classroom.write(
            course.work / "submitted", NAME, {case.name: case.content for case in cases} | honest
        )
        begun = os.times()
        results = batch.grade(course, NAME, limits=LIMITS, out=io.StringIO())
        # What this process and its sandboxes computed, however crowded the machine is.
        spent = sum(os.times()[:4]) - sum(begun[:4])
        with pytest.raises(TimeoutError):
            listener.accept()
    return SimpleNamespace(
        results={result.student: result for result in results},
        report=batch.report(results),
        spent=spent,
        cases={case.name: case for case in cases},
        course=course,
    )


def _points(result):
    return {number: mark.points for number, mark in result.tasks.items()}


def test_everybody_has_a_result_and_the_honest_have_their_marks(graded, released):
    assert set(graded.results) == {*graded.cases, "aa-honest", "zz-honest"}
    for student in ("aa-honest", "zz-honest"):
        assert (
            _points(graded.results[student]) == released.full
            and graded.results[student].status == "graded"
        ), graded.results[student]
    assert (
        all(result.isolated for result in graded.results.values())
        and "NOT ISOLATED" not in graded.report
    )


def _names():
    """The names of the corpus, without building it."""
    return [case.name for case in corpus.cases(*classroom.opened(NAME), "/nowhere", 9, "nobody")]


@pytest.mark.parametrize("name", _names())
def test_a_case_earns_what_its_answers_deserve_and_is_explained(graded, name):
    case, result = graded.cases[name], graded.results[name]
    assert result.status in case.statuses, (result.status, result.notes)
    deserved = corpus.NOTHING if result.status in ("timeout", "died") else case.points
    assert result.status == "unreadable" or _points(result) == deserved, result.tasks
    said = [line for line in graded.report.splitlines() if line.startswith(f"- {name} ")]
    if result.status == "graded" and not case.says:
        assert not said, "what was graded in the ordinary way needs nobody's attention"
    else:
        assert (
            len(said) == 1
            and said[0].endswith((".", "\ufffd."))
            and all(words in said[0] for words in case.says)
        ), graded.report


def test_nothing_runs_past_its_limit(graded):
    assert all(result.seconds < LIMITS.seconds + 12 for result in graded.results.values())
    # Each case may take its limit twice in the worst case; the corpus as a whole must not.
    assert graded.spent < 180


def test_no_process_remains(graded):
    deadline = time.monotonic() + 15
    while (left := _processes(MARK)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left


def _processes(mark):
    """Return the processes that bear a name; a sandbox's own are seen from outside, too."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "comm").read_text().strip() == mark and "State:\tZ" not in (
                process / "status"
            ).read_text():
                found.append(process.name)
        except OSError:
            pass
    return found


def test_the_name_by_which_processes_are_found_would_be_found():
    child = os.fork()
    if not child:
        try:
            exec(corpus.named("still-here"))
            time.sleep(20)
        finally:
            os._exit(0)
    try:
        deadline = time.monotonic() + 15
        while not (found := _processes("still-here")) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert found == [str(child)]
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_nothing_was_written_outside(graded):
    places = [
        graded.course.root,
        graded.course.root / "solutions" / NAME,
        ROOT,
        ROOT / "resetcycle",
        ROOT / "data",
        ROOT / "exercises",
        Path("/etc"),
        Path("/"),
    ]
    assert not [str(place) for place in places if (place / MARK).exists()]


def test_the_answers_cannot_be_seen(graded):
    notebook = nbformat.read(graded.course.autograded(NAME, "reads-solutions"), as_version=4)
    shown = (
        next(
            cell
            for cell in notebook.cells
            if cell.cell_type == "code" and "gradebook.db" in cell.source
        )
        .outputs[0]
        .text
    )
    assert shown.strip() == "not seen []"


def test_the_gradebook_holds_these_marks_and_no_others(graded):
    with graded.course.gradebook() as book:
        for student, result in graded.results.items():
            if result.status == "unreadable":
                continue
            for number, mark in result.tasks.items():
                grade = book.find_grade(f"check-{number}", NAME, NAME, student)
                assert (grade.auto_score, grade.manual_score, grade.max_score) == (
                    mark.points,
                    None,
                    mark.of,
                ), (student, number)
                assert grade.needs_manual_grade == (result.status in ("timeout", "died"))


def test_graded_notebooks_hold_plain_text_of_this_run_and_little_of_it(graded):
    for student, result in graded.results.items():
        path = graded.course.autograded(NAME, student)
        assert path.exists() == (result.status != "unreadable")
        if path.exists():
            # But for what the learner wrote.
            assert path.stat().st_size < 100_000 or student == "addresses"
            outputs = [
                output
                for cell in nbformat.read(path, as_version=4).cells
                for output in cell.get("outputs", [])
            ]
            assert {output.output_type for output in outputs} <= {"stream"}
            assert not [output for output in outputs if "stored_by_a_learner" in output.text]


def test_a_second_run_keeps_all_but_the_dead(graded):
    again = io.StringIO()
    chosen = [name for name, result in graded.results.items() if result.status != "died"]
    for name in set(graded.results) - set(chosen):
        shutil.rmtree(graded.course.work / "submitted" / name)
    results = batch.grade(graded.course, NAME, limits=LIMITS, out=again)
    kept = sum(graded.results[name].status != "unreadable" for name in chosen)
    (said,) = re.findall(
        r"^(\d+) were graded before and have not changed", again.getvalue(), re.MULTILINE
    )
    assert int(said) >= kept
    assert [result.student for result in results] == sorted(chosen)


def test_the_documentation_has_a_row_for_each_case(released):
    rows = (ROOT / "docs" / "grading-corpus.md").read_text(encoding="utf-8")
    assert not [
        case.what
        for case in corpus.cases(released.assignment, released.exercise, "/nowhere", 9, "nobody")
        if f"| {case.what} |" not in rows
    ]


# One sandbox, one learner after the other.


def _job(source, *probes):
    return [
        {"name": "task-1", "source": source},
        {"name": "check-1", "probes": list(probes or ["answer"]), "task": NUMBER},
    ]


@pytest.fixture(scope="module")
def sandbox(sandboxed):
    """One sandbox for all that follows: what a test leaves in it, the next one meets."""
    sandbox = runner.Sandbox(LIMITS)
    yield sandbox
    sandbox.close()


LOOK = """
import ctypes, os, resource, shutil
libc = ctypes.CDLL(None)
folders, names = ("/scratch", "/tmp", "/dev/shm"), sorted(dir(resource))
limits = [name for name in names if name.startswith("RLIMIT_")]
queue = [sorted(os.sched_getaffinity(1)), os.getpriority(os.PRIO_PROCESS, 1)]
seen = {"files": sorted(name for folder in folders for name in os.listdir(folder)),
        "used": shutil.disk_usage("/scratch").used > 1 << 20,
        "limits": [resource.prlimit(1, getattr(resource, name)) for name in limits],
        "queue": [*queue, os.sched_getscheduler(1)],
        "shared": libc.shmget(4242, 1 << 20, 0)}
print(seen)
block = bytearray(50 << 20)
answer = 1
"""


@pytest.mark.parametrize(
    "name, source",
    [(name, source) for name, _, source in corpus.LEFT_BEHIND],
    ids=[name for name, *_ in corpus.LEFT_BEHIND],
)
def test_nothing_of_one_learner_is_there_for_the_next(sandbox, name, source):
    before = sandbox.run(_job(LOOK))
    sandbox.run(_job(source + "\nanswer = 1"))
    for _ in range(2):
        after = sandbox.run(_job(LOOK))
        assert after.status == "ran" and after.heard == before.heard, after


@pytest.fixture
def patient(sandboxed):
    """A sandbox that gives long work its time, on a machine that is as slow as may be."""
    sandbox = runner.Sandbox(replace(LIMITS, seconds=20 * LIMITS.seconds))
    yield sandbox
    sandbox.close()


def test_the_one_before_cannot_be_read_in_memory(patient):
    # A child starts as a copy of the server: whatever the server once held of a job or a report
    # could be found there.
    secret = str(int(uuid.uuid4().hex[:12], 16) + 0.25)
    patient.run(_job(f"# {'filler ' * 500}\nanswer = {secret}"))
    reader = f"""
import ctypes, os, re
libc = ctypes.CDLL(None)
libc.sbrk.restype, libc.sbrk.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]
class Piece(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
wanted = bytes(255 - value for value in {bytes(255 - value for value in secret.encode())!r})
size = 1 << 16
own, found, read = ctypes.create_string_buffer(size), 0, 0
middle, heap = id(object()), libc.sbrk(0)
here = ctypes.addressof(own)
for low, high in ((heap - (300 << 20), heap), (middle - (200 << 20), middle + (100 << 20))):
    for place in range(low >> 16 << 16, high, size):
        if abs(place - here) < size: continue
        to, source = Piece(here, size), Piece(place, size)
        n = libc.process_vm_readv(
            os.getpid(), ctypes.byref(to), 1, ctypes.byref(source), 1, 0)
        if n > 0:
            read += n
            found += len(re.findall(rb'(?:answer = |\\[)' + re.escape(wanted), own.raw[:n]))
answer = read / 1e6
"""
    seen = patient.run(_job(reader, "answer", "found")).heard.values["check-1"]
    # It did read memory, and a good deal of it; the number is not in it.
    assert seen["answer"].entries[0] > 10 and seen["found"].entries == [0.0]


@pytest.mark.parametrize(
    "content",
    ["b'[' * n + b']' * n", "b'{\"values\":' * n + b'0' + b'}' * n"],
    ids=["lists", "tables"],
)
def test_a_report_of_any_depth_is_survived(sandbox, content):
    # About as deep as Python reads, in the server and here, and beyond.
    for depth in (985, 988, 991, 100_000):
        ran = sandbox.run(_job(f"import os\nn = {depth}\nos.write(3, {content} + b'\\n')"))
        assert ran.status in ("ran", "died")
    assert sandbox.run(_job("answer = 1")).heard.values["check-1"] == {"answer": Answer([1.0])}


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(1)",
        "import os, signal; os.kill(1, signal.SIGINT)",
        "import os; os.write(3, b'x' * 3_000_000)",
        "import os; os.close(3)",
    ],
    ids=["exit", "interrupt", "too-much", "closed"],
)
def test_the_next_one_is_answered_at_once(sandbox, source):
    sandbox.run(_job(source))
    assert sandbox.run(_job("answer = 1")).status == "ran"


def test_what_the_sandbox_shows(sandbox):
    inside = [str(ROOT / "data"), str(ROOT / "resetcycle"), "/usr", "/etc", "/dev"]
    look = f"""
import os, socket
seen = os.listdir("/")
own = [os.getresuid(), os.getgroups()]
try: os.setuid(0); root = 1
except OSError: root = 0
links = [name for _, name in socket.if_nameindex()]
writable = [path for path in {inside!r} if os.access(path, os.W_OK)]
"""
    found = sandbox.run(
        _job(
            look + "print(own, links, writable, root)",
            "root",
            "own[0][0]",
            "len(writable)",
            "len(links)",
            "'proc' in seen and 1 or 0",
            f"os.path.exists({str(ROOT / 'solutions')!r}) and 1 or 0",
        )
    ).heard.values["check-1"]
    values = [answer.entries[0] for answer in found.values()]
    assert values[0] == 0 and values[1] != 0 and values[2:] == [0, 1, 0, 0], found


def test_an_ordinary_user_gets_the_same_sandbox(sandboxed, monkeypatch):
    if os.getuid():
        pytest.skip("this is an ordinary user, so every other test of this file shows it")
    command = runner._command()
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    usual = runner._command()
    assert "--unshare-user" in usual and "--unshare-user" not in command
    # Root is not stopped by what it may read; so it is made an ordinary user inside.
    place = usual.index("--unshare-user") + 1
    usual[place:place] = ["--uid", "1000", "--gid", "1000"]
    monkeypatch.setattr(runner, "_command", lambda: usual)
    sandbox = runner.Sandbox(LIMITS)
    try:
        found = sandbox.run(_job("import os", "os.getuid()", "len(os.sched_getaffinity(0)) and 1"))
        assert found.heard.values["check-1"]["os.getuid()"] == Answer([1000.0])
        # The kit itself may lie under one of the folders that are looked into.
        clean = sandbox.run(_job(LOOK, "answer", "len(seen['files'])")).heard.values["check-1"]
        assert clean["answer"] == Answer([1.0])
        for name, _, source in corpus.LEFT_BEHIND:
            if name not in ("locked-folder", "limits"):
                continue
            sandbox.run(_job(source + "\nanswer = 1"))
            found = sandbox.run(_job(LOOK, "answer", "len(seen['files'])"))
            assert found.heard.values["check-1"] == clean, name
    finally:
        sandbox.close()


# Archives and folders.


def _zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _spoiled(path, start, content, *, central=False):
    """Overwrite bytes of an archive: in the list at its end, or where the data begin."""
    raw = bytearray(path.read_bytes())
    place = (
        raw.index(b"PK\x01\x02") + start
        if central
        else 30
        + int.from_bytes(raw[26:28], "little")
        + int.from_bytes(raw[28:30], "little")
        + start
    )
    raw[place : place + len(content)] = content
    path.write_bytes(raw)
    return path


def test_a_member_that_points_out_of_the_archive_is_left_out(released, tmp_path):
    honest = nbformat.writes(released.honest)
    path = _zip(
        tmp_path / "class.zip",
        {
            f"anna/{NAME}.ipynb": honest,
            f"../{MARK}/{NAME}.ipynb": honest,
            f"/{MARK}/{NAME}.ipynb": honest,
            f"berta/../../{MARK}/{NAME}.ipynb": honest,
            f"C:\\{MARK}\\{NAME}.ipynb": honest,
        },
    )
    found = collect.collect(path, NAME)
    [anna] = found.submissions
    assert anna.student == "anna" and anna.read() == honest.encode()
    refused = [line.why for line in found.lines if line.status == "not taken"]
    assert len(refused) == 4 and all(
        "points out of the archive and was left out; ask" in why for why in refused
    )
    assert (
        not list(tmp_path.rglob(f"*{MARK}*"))
        and not Path(f"/{MARK}").exists()
        and not (tmp_path.parent / MARK).exists()
    )


def test_an_archive_that_lies_about_sizes_is_refused_without_reading_on(tmp_path):
    bomb = b"0" * 200_000_000
    path = _zip(tmp_path / "class.zip", {f"anna/{NAME}.ipynb": bomb})
    assert path.stat().st_size < 1_000_000
    [honest] = collect.collect(path, NAME).submissions
    with pytest.raises(
        intake.UnreadableError, match="200 MB, more than the 150 MB.*ask for it again"
    ):
        honest.read()
    # The same bomb, whose list says that it is small, and one whose list says that it is larger
    # than any disk.
    for size, says in ((1000, "damaged"), (0xFFFFFF00, "more than the 150 MB")):
        spoiled = _spoiled(path, 24, size.to_bytes(4, "little"), central=True)
        [liar] = collect.collect(spoiled, NAME).submissions
        with pytest.raises(intake.UnreadableError, match=says):
            liar.read()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 4_000_000


@pytest.mark.parametrize("how", ["no zip", "cut short", "data", "lzma", "date", "locked"])
def test_a_broken_archive_stops_nothing_but_itself(tmp_path, how):
    other = nbformat.v4.new_notebook()
    path = _zip(
        tmp_path / "class.zip",
        {
            f"anna/{NAME}.ipynb": os.urandom(2000).hex(),
            f"berta/{NAME}.ipynb": nbformat.writes(other),
        },
    )
    if how in ("no zip", "cut short"):
        path.write_bytes(path.read_bytes()[:500] if how == "cut short" else b"a letter")
        with pytest.raises(
            intake.UnreadableError,
            match="class.zip is not a zip that can be read; download it again",
        ):
            collect.collect(path, NAME)
        return
    if how == "data":
        _spoiled(path, 4, b"\xff" * 40)
        with pytest.raises(zlib.error), zipfile.ZipFile(path) as archive:
            archive.read(f"anna/{NAME}.ipynb")
    elif how == "lzma":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr(f"anna/{NAME}.ipynb", os.urandom(2000).hex())
            archive.writestr(f"berta/{NAME}.ipynb", nbformat.writes(other))
        _spoiled(path, 12, b"\xff" * 40)
    elif how == "date":
        _spoiled(path, 12, bytes(4), central=True)
    elif how == "locked":
        _spoiled(path, 8, b"\x01", central=True)
    anna, berta = collect.collect(path, NAME).submissions
    assert (anna.student, berta.student, berta.read()) == (
        "anna",
        "berta",
        nbformat.writes(other).encode(),
    )
    if how == "date":
        assert anna.read()
    else:
        with pytest.raises(intake.UnreadableError, match="damaged or locked at this file; ask"):
            anna.read()


def test_a_file_beyond_the_limit_is_not_read(tmp_path):
    place = tmp_path / "anna" / NAME
    place.mkdir(parents=True)
    with (place / f"{NAME}.ipynb").open("wb") as file:
        # A hole in a file takes no room on the disk, but would fill the memory.
        file.truncate(1 << 36)
    [submission] = collect.collect(tmp_path, NAME).submissions
    with pytest.raises(
        intake.UnreadableError, match="68719 MB, more than the 150 MB.*outputs cleared"
    ):
        submission.read()


def test_links_and_other_things_that_are_no_files_are_not_followed(released, tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    nbformat.write(released.honest, outside / f"{NAME}.ipynb")
    for student in ("anna", "berta", "carla", "dora"):
        (inside / student).mkdir(parents=True)
    nbformat.write(released.honest, inside / "anna" / f"{NAME}.ipynb")
    (inside / "berta" / f"{NAME}.ipynb").symlink_to(outside / f"{NAME}.ipynb")
    (inside / "carla" / NAME).symlink_to(outside)
    os.mkfifo(inside / "dora" / f"{NAME}.ipynb")
    assert stat.S_ISFIFO((inside / "dora" / f"{NAME}.ipynb").stat().st_mode)
    found = collect.collect(inside, NAME)
    assert [submission.student for submission in found.submissions] == ["anna"]
    refused = {line.file: line.why for line in found.lines if line.status == "not taken"}
    link = "it is a link, and links are not followed"
    assert refused == {
        f"berta/{NAME}.ipynb": link,
        f"carla/{NAME}": link,
        f"dora/{NAME}.ipynb": "it is no ordinary file",
    }


# Where no sandbox works.


@pytest.fixture
def no_sandbox(monkeypatch, tmp_path):
    """A machine without bwrap."""
    # Only the programs of the environment, which nbgrader calls by name.
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    monkeypatch.setenv("RESETCYCLE_MY_WORK", str(tmp_path / "my-work"))
    runner.why_not_isolated.cache_clear()
    yield
    runner.why_not_isolated.cache_clear()


def test_without_a_sandbox_the_marks_are_the_same_and_the_report_says_so(
    released, no_sandbox, tmp_path
):
    cases = {
        case.name: case
        for case in corpus.cases(released.assignment, released.exercise, "/nowhere", 9, MARK)
    }
    course = Course(
        root=shutil.copytree(
            released.course.root, tmp_path / "course", ignore=shutil.ignore_patterns("grading")
        )
    )
    classroom.write(
        course.work / "submitted",
        NAME,
        {
            "honest": released.honest,
            "sys-exit": cases["sys-exit"].content,
            "cut-short": cases["cut-short"].content,
            "loop": corpus.with_code(released.honest, "while True: pass"),
        },
    )
    # A kernel imports the kit first, which takes its time on a busy machine.
    patient = runner.Limits(seconds=60)
    with pytest.raises(runner.NotIsolatedError, match="bubblewrap.*was not found.*type --unsafe"):
        batch.grade(course, NAME, limits=patient, out=io.StringIO())
    assert not course.results(NAME)
    patient, said = runner.Limits(seconds=60, unsafe=True), io.StringIO()
    results = {
        result.student: result for result in batch.grade(course, NAME, limits=patient, out=said)
    }
    assert said.getvalue().startswith("NOT ISOLATED: The program bwrap")
    assert {name: result.status for name, result in results.items()} == {
        "honest": "graded",
        "sys-exit": "graded",
        "cut-short": "unreadable",
        "loop": "partly",
    }
    assert (_points(results["honest"]), _points(results["sys-exit"]), _points(results["loop"])) == (
        released.full,
        corpus.DESERVED,
        released.full,
    )
    assert not any(result.isolated for name, result in results.items() if name != "cut-short")
    last = batch.report(list(results.values())).splitlines()[-1]
    assert last.startswith("NOT ISOLATED: The program bwrap (package bubblewrap) was not found")
    # Also of what was graded before and is only read again.
    again = batch.grade(course, NAME, limits=patient, out=io.StringIO())
    assert "NOT ISOLATED" in batch.report(again)


def test_without_a_sandbox_no_text_of_a_learner_is_run_by_the_grader(no_sandbox, monkeypatch):
    monkeypatch.delenv("RUN_BY_A_LEARNER", raising=False)
    source = """
text = get_ipython().display_formatter.formatters["text/plain"]
code = "__import__('os').environ.update(RUN_BY_A_LEARNER='1') or '{}'"
text.for_type(str, lambda found, printer, cycle: printer.text(code))
"""
    runner.Kernel(runner.Limits(seconds=20)).run(_job(source))
    assert "RUN_BY_A_LEARNER" not in os.environ
