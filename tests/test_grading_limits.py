"""Limits of grading: of what opens a file, of what runs it, and of what one takes from another."""

import errno
import io
import json
import os
import platform
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import classroom
import corpus
import nbformat
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from resetcycle.essays import count_words
from resetcycle.exercise.task import Task
from resetcycle.grading import (
    batch,
    collect,
    groups,
    intake,
    roster,
    runner,
    seccomp,
    server,
    tasks,
)
from resetcycle.grading.limited import Limited, WorkError
from resetcycle.grading.wire import SHOWN

NAME = corpus.NAME
NUMBER = Task("", "number", "one").to_row()


# What is done in a process with limits; the process finds these by their names.


def twice(text):
    return text * 2


def stand_still(text):
    time.sleep(60)
    return text


def end(text):
    os._exit(1)


def grow(text):
    return bytes(int(text))


def fail(text):
    raise ValueError(text)


@pytest.mark.parametrize(
    "work, asked, says",
    [
        (stand_still, b"1", "took more than 1 s"),
        (end, b"1", "took more than 0.5 GB of memory"),
        (grow, b"3000000000", "took more than 0.5 GB of memory"),
        (fail, b"no", "failed (ValueError)"),
    ],
)
def test_what_goes_beyond_its_limits_is_said_and_the_next_is_done(work, asked, says):
    limited = Limited(work, seconds=1, memory_gib=0.5)
    try:
        with pytest.raises(WorkError, match=re.escape(says)):
            limited.ask(asked)
        if work is grow:
            assert limited.ask(b"3") == bytes(3)
    finally:
        limited.close()


def test_one_process_does_one_piece_after_another_for_many_threads():
    limited, found = Limited(twice, seconds=30, memory_gib=1), {}
    try:
        threads = [
            threading.Thread(
                target=lambda text: found.update({text: limited.ask(text)}),
                args=(f"{number}".encode(),),
            )
            for number in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        limited.close()
    assert found == {f"{number}".encode(): f"{number}{number}".encode() for number in range(20)}


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_a_process_that_stands_still():
    limited = Limited(stand_still, seconds=60, memory_gib=1)
    begun = time.monotonic()
    threading.Timer(5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        limited.ask(b"1")
    assert time.monotonic() - begun < 30
    assert limited._process is None


def test_who_waits_for_a_process_that_was_closed_begins_no_other():
    limited, said = Limited(stand_still, seconds=60, memory_gib=1), []

    def ask():
        try:
            limited.ask(b"1")
        except WorkError as error:
            said.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    while limited._line is None:
        time.sleep(0.1)
    limited.close()
    for thread in threads:
        thread.join(20)
    # One was in the middle of its work.
    assert len(said) == 3 and said.count("was stopped") >= 2
    assert limited._process is None and limited._line is None


# Opening


@pytest.fixture(scope="module")
def exercise():
    return classroom.opened(NAME)


@pytest.fixture(scope="module")
def honest(exercise):
    assignment, notebook = exercise
    right = {number: classroom.solution(assignment, number) for number in assignment.tasks}
    return classroom.hand_in(notebook, right)


def counted_before(text):
    """Words as they were counted before the count was made linear."""
    return len(re.findall(r"\w[\w'’.-]*", re.sub(r"\]\([^)]*\)", "]", text)))


@given(st.text(alphabet="](),. ab[x\n", max_size=60))
def test_words_are_counted_as_before(text):
    assert count_words(text) == counted_before(text)


@pytest.mark.parametrize("piece", ["](", "](a", "](a) b", "[x](", "a" * 50])
def test_counting_words_takes_time_by_length_alone(piece):
    """By the square of it, two megabytes of brackets took twenty minutes."""
    begun = time.process_time()
    count_words(piece * (2_000_000 // len(piece)))
    assert time.process_time() - begun < 20


def laid(exercise, raw):
    return json.loads(intake.laid(json.dumps(exercise[1]).encode(), b"[]", raw))


def test_what_is_laid_is_what_was_handed_in(exercise, honest):
    found = laid(exercise, nbformat.writes(honest).encode())
    assert found["notes"] == [] and found["words"] == count_words(classroom.ESSAY)
    assert [cell["source"] for cell in found["notebook"]["cells"]] == [
        cell.source for cell in honest.cells
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("cells", "cell_type", "metadata", "nbgrader", "grade_id", "id", "source"),
                    *("input", "worksheets", "kernelspec", "name", "nbformat", "tags", "outputs"),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
NO_WAY = ("task-1", "check-2", "essay", "parameters")


@settings(max_examples=150, deadline=None)
@given(ANYTHING, st.sampled_from(["cell", "metadata", "whole", "source", "cells"]), st.data())
def test_whatever_is_handed_in_is_laid_or_refused_in_a_sentence(exercise, honest, odd, where, data):
    content = json.loads(nbformat.writes(honest))
    cells = {cell["id"]: cell for cell in content["cells"]}
    chosen = data.draw(st.sampled_from(NO_WAY))
    if where == "cell":
        content["cells"][3] = odd
    elif where == "metadata":
        cells[chosen]["metadata"] = odd
    elif where == "source":
        cells[chosen]["source"] = odd
    elif where == "cells":
        content[data.draw(st.sampled_from(["cells", "worksheets", "metadata", "nbformat"]))] = odd
    else:
        content = odd
    found = laid(exercise, json.dumps(content).encode("utf-8", "surrogatepass"))
    if found["notebook"] is None:
        assert len(found["notes"]) == 1 and found["notes"][0].endswith(".")
    else:
        names = [cell["id"] for cell in found["notebook"]["cells"]]
        assert [name for name in names if not name.startswith("own-")] == [
            cell.id for cell in exercise[1].cells
        ]
        nbformat.validate(nbformat.from_dict(found["notebook"]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_file_that_was_damaged_anywhere_is_laid_or_refused(exercise, honest, data):
    raw = bytearray(nbformat.writes(honest).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    found = laid(exercise, bytes(raw))
    assert found["notebook"] or found["notes"][0].endswith(".")


def test_what_opens_files_loads_no_gradebook_and_no_tables():
    code = (
        "import sys; from resetcycle.grading import intake; "
        "print(sorted({'nbgrader', 'nbconvert', 'sqlalchemy', 'pandas'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_who_takes_too_long_is_named_and_the_next_is_opened(exercise, honest, monkeypatch):
    raw = nbformat.writes(honest).encode()
    large = corpus.changed(honest, lambda whole, _: whole.update(x=[{}] * 20_000_000))
    reader = Limited(intake.laid, seconds=20, memory_gib=0.5)
    try:
        papers = [
            intake.opened(
                intake.Submission(student, student, datetime.now(UTC), lambda raw=raw: raw),
                exercise[1],
                "key",
                reader,
            )
            for student, raw in (("anna", raw), ("berta", large), ("carla", raw))
        ]
    finally:
        reader.close()
    assert [bool(paper.notebook) for paper in papers] == [True, False, True]
    assert papers[1].submission.student == "berta" and papers[1].notes == (
        "Opening it took more than 0.5 GB of memory; look at the file, and ask for it again.",
    )


# Running


@pytest.fixture
def sandboxes(sandboxed):
    """Two sandboxes of one class."""
    both = [runner.Sandbox(runner.Limits(seconds=40)) for _ in range(2)]
    yield both
    for each in both:
        each.close()


def job(source, *probes):
    return [
        {"name": "task-1", "source": source},
        {"name": "check-1", "probes": list(probes or ["answer"]), "task": NUMBER},
    ]


def answers(ran):
    return {probe: answer.entries for probe, answer in ran.heard.values["check-1"].items()}


def test_processes_of_one_are_not_counted_against_another(sandboxes):
    hog = """
import os, time
for _ in range(60):
    if not os.fork():
        time.sleep(60)
        os._exit(0)
time.sleep(8)
answer = 1
"""
    honest = """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool:
    answer = sum(pool.map(int, "12345678"))
"""
    for each in sandboxes:
        assert answers(each.run(job("answer = 2"))) == {"answer": [2.0]}
    found = []
    other = threading.Thread(target=lambda: found.append(sandboxes[0].run(job(hog))))
    other.start()
    time.sleep(2)
    assert answers(sandboxes[1].run(job(honest))) == {"answer": [36.0]}
    other.join()
    assert answers(found[0]) == {"answer": [1.0]}


def test_one_passes_no_bytes_to_the_next_by_the_kernels_keys(sandboxes):
    numbers = seccomp._REFUSED["add_key"], seccomp._REFUSED["keyctl"]
    column = 0 if platform.machine() == "x86_64" else 1
    write = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
done = [libc.syscall({numbers[0][column]}, b"user", b"task5", b"the answer", 10, ring)
        for ring in (-3, -4, -5)]
errors = ctypes.get_errno()
answer = max(done)
"""
    read = f"""
import ctypes
libc = ctypes.CDLL(None)
found = [libc.syscall({numbers[1][column]}, 10, ring, b"user", b"task5", 0)
         for ring in (-3, -4, -5)]
answer = max(found)
"""
    said = sandboxes[0].run(job(write, "answer", "errors"))
    assert answers(said) == {"answer": [-1.0], "errors": [float(errno.EPERM)]}
    assert answers(sandboxes[0].run(job(read))) == {"answer": [-1.0]}


CALLS = [*seccomp._REFUSED, *seccomp._MISSING]


def test_calls_that_reach_beyond_a_lesson_are_refused(sandboxes):
    """In the sandbox itself; the numbers are the kernel's own, where its headers are installed."""
    column = 0 if platform.machine() == "x86_64" else 1
    wanted = dict.fromkeys(seccomp._REFUSED, errno.EPERM)
    wanted |= dict.fromkeys(seccomp._MISSING, errno.ENOSYS)
    tables = seccomp._REFUSED | seccomp._MISSING
    numbers = {name: tables[name][column] for name in wanted}
    look = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def tried(number, *more):
    ctypes.set_errno(0)
    return (libc.syscall(number, *more), ctypes.get_errno())
seen = {{name: tried(number, 0, 0, 0, 0, 0) for name, number in {numbers!r}.items()}}
wrong = {{name for name, wants in {wanted!r}.items() if seen[name] != (-1, wants)}}
print(wrong)
newer = tried({seccomp._NEWEST + 1})[1]
spaces = [tried({seccomp._CLONE[column]}, flag | 17, 0, 0, 0, 0)[1]
          for flag in (1 << 17, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30)]
"""
    ran = sandboxes[0].run(job(look, "len(wrong)", "newer", "min(spaces)", "max(spaces)"))
    assert list(answers(ran).values()) == [[0.0], [errno.ENOSYS], [errno.EPERM], [errno.EPERM]], ran
    # What lessons and libraries need is there.
    usual = """
import multiprocessing, subprocess, threading
thread = threading.Thread(target=print)
thread.start()
thread.join()
answer = len(subprocess.run(["/bin/echo", "hi"], capture_output=True).stdout)
"""
    assert answers(sandboxes[0].run(job(usual))) == {"answer": [3.0]}


def interpreted(program, call, mark, first=0):
    """Return what a filter says to a system call: a machine for linux/bpf_common.h, in small."""
    steps = list(struct.iter_unpack("<HBBI", program))
    seen = struct.pack("<IIQ6Q", call, mark, 0, first, 0, 0, 0, 0, 0)
    place, value = 0, 0
    while True:
        code, then, other, number = steps[place]
        place += 1
        if code == 0x20:
            value = struct.unpack_from("<I", seen, number)[0]
        elif code == 0x06:
            return number
        else:
            holds = {0x15: value == number, 0x25: value > number, 0x45: bool(value & number)}[code]
            place += then if holds else other


@pytest.mark.parametrize(
    "machine, mark, headers",
    [
        ("x86_64", 0xC000003E, "x86_64-linux-gnu/asm/unistd_64.h"),
        ("aarch64", 0xC00000B7, "asm-generic/unistd.h"),
        ("riscv64", 0xC00000F3, "asm-generic/unistd.h"),
    ],
)
def test_the_filter_of_each_machine_has_the_kernels_numbers(machine, mark, headers):
    path = Path("/usr/include") / headers
    if not path.exists():
        pytest.skip(f"no {path} on this machine")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", path.read_text(encoding="utf-8"))
    numbers = {name: int(number) for name, number in found}
    program = seccomp.program(machine)
    refuse, allow = 0x50000, 0x7FFF0000
    verdicts = {name: interpreted(program, number, mark) for name, number in numbers.items()}
    assert {name for name, said in verdicts.items() if said == refuse | errno.EPERM} == set(
        seccomp._REFUSED
    )
    missing = {name for name, said in verdicts.items() if said == refuse | errno.ENOSYS}
    assert missing - {"syscalls"} == set(seccomp._MISSING)
    for name in ("read", "mmap", "futex", "clone", "execve", "kill", "setpriority"):
        assert verdicts[name] == allow
    # A namespace by clone, a call of the 32 bits of x86, and one of another machine.
    assert interpreted(program, numbers["clone"], mark, 0x10000011) == refuse | errno.EPERM
    assert interpreted(program, numbers["read"], 0x40000003) == 0x80000000
    assert interpreted(program, 0x40000000, mark) == refuse | errno.ENOSYS


def test_a_machine_without_a_filter_has_no_sandbox(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "sparc")
    sandbox = runner.Sandbox(runner.Limits())
    assert sandbox.fault() == (
        "bwrap cannot make a sandbox here: no filter of system calls is known for sparc."
    )
    sandbox.close()


def test_a_sandbox_that_does_not_work_says_what_failed(sandboxed, monkeypatch):
    command = runner._command()
    monkeypatch.setattr(runner, "_command", lambda: [command[0], "--no-such-option"])
    sandbox = runner.Sandbox(runner.Limits())
    fault = sandbox.fault()
    sandbox.close()
    assert fault == "bwrap cannot make a sandbox here: bwrap: Unknown option --no-such-option."


@pytest.fixture
def tree(tmp_path):
    """What the tree of control groups looks like: a session in which somebody works."""
    for place, handed_on in (("", "cpu memory pids"), ("user", "memory pids"), ("user/work", "")):
        (tmp_path / place).mkdir(exist_ok=True)
        (tmp_path / place / "cgroup.subtree_control").write_text(handed_on)
    return tmp_path


def test_a_sandbox_enters_a_group_that_holds_for_all_its_processes(tree):
    group = groups.Group(3, 64, tree, "user/work")
    assert group.place.parent == tree / "user"
    held = {file.name: file.read_text() for file in group.place.iterdir()}
    assert held == {"memory.max": str(4 << 30), "memory.swap.max": "0", "pids.max": "72"}
    command = group.entered([sys.executable, "-c", "import sys; print(sys.argv)", "a b"])
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "['-c', 'a b']\n" and not done.stderr
    assert (group.place / "cgroup.procs").read_text() == "0\n"
    # Where it may not enter after all, the program runs all the same.
    (group.place / "cgroup.procs").unlink()
    (group.place / "cgroup.procs").mkdir()
    assert subprocess.run(command, capture_output=True, check=True).stdout
    # Two sandboxes have two groups; where nothing is handed on, there is none.
    assert groups.Group(3, 64, tree, "user/work").place != group.place
    for place in ("", "user"):
        (tree / place / "cgroup.subtree_control").write_text("cpu")
    assert groups.Group(3, 64, tree, "user/work").place is None
    assert groups.Group(3, 64, tree, "user/work").entered(["ls"]) == ["ls"]


def test_where_groups_can_be_had_they_hold_for_many_processes_together(sandboxes):
    group = groups.Group(1, 16)
    if not group.place:
        pytest.skip("no control group can be made on this machine")
    group.close()
    hog = """
import os, time
for _ in range(8):
    if not os.fork():
        block = bytearray(1 << 30)
        for place in range(0, len(block), 4096): block[place] = 1
        time.sleep(30)
        os._exit(0)
time.sleep(10)
answer = sum(os.waitpid(-1, os.WNOHANG)[0] != 0 for _ in range(8))
"""
    ran = sandboxes[0].run(job(hog))
    assert ran.status == "died" or answers(ran)["answer"][0] >= 4


def test_the_page_tells_the_limits_that_hold():
    page = (ROOT / "docs" / "grading.md").read_text(encoding="utf-8")
    limits = runner.Limits()
    together, files = limits.memory_gib + groups.OWN_GIB, runner._SCRATCH["/scratch"] >> 20
    for told in (
        f"has {intake.READ_SECONDS} s and {intake.READ_GIB} GB of memory",
        f"More than {collect.MAX_BYTES // 10**6} MB, {intake.MAX_CELLS:,} cells",
        f"{limits.seconds} s (`--seconds`), and a third of that",
        f"{limits.memory_gib} GB for each of its processes; {together} GB for all",
        f"{limits.processes}, counted for itself alone",
        f"{files} MB in its folder",
        f"{SHOWN:,} letters of a cell are kept, {server.REPORT // 10**6} MB in all",
    ):
        assert told in page, told
    assert intake.MAX_TEXT == 5_000_000 and "five million letters" in page
    assert limits.each == limits.seconds / 3


# A whole class


def test_ctrl_c_stops_a_class_in_the_middle_of_a_loop(tmp_path, honest, sandboxed):
    course = classroom.a_course(tmp_path, NAME)
    loop = corpus.with_code(honest, "while True: pass")
    classroom.write(course.work / "submitted", NAME, {"anna": honest, "zoe": loop})

    class Told(io.StringIO):
        def write(self, text):
            if text.startswith("1 of 2 graded"):
                threading.Timer(3, os.kill, (os.getpid(), signal.SIGINT)).start()
                self.at = time.monotonic()
            return super().write(text)

    said = Told()
    with pytest.raises(KeyboardInterrupt):
        batch.grade(course, NAME, workers=1, limits=runner.Limits(seconds=120), out=said)
    assert time.monotonic() - said.at < 25
    assert "Stopped. 1 of 2 are graded and kept" in said.getvalue()
    assert [result.student for result in course.results(NAME)] == ["anna"]


def test_a_name_that_no_file_can_bear_has_a_key_that_one_can(tmp_path, honest, sandboxed):
    course = classroom.a_course(tmp_path, NAME)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for student in ("anna", "z" * 300):
            archive.writestr(f"{student}/{NAME}.ipynb", nbformat.writes(honest))
    anna, long = batch.grade(course, NAME, tmp_path / "class.zip", out=io.StringIO())
    assert (anna.status, long.status) == ("graded", "graded")
    assert len(f"{long.student}.json".encode()) < 255
    assert roster.read(course.roster).people[long.student].name == "z" * 300


def test_a_page_is_made_of_the_largest_cells_and_who_has_none_is_named(
    tmp_path, exercise, honest, sandboxed
):
    course = classroom.a_course(tmp_path, NAME)
    large = corpus.changed(
        honest, lambda _, cells: cells["task-4"].update(source="# x = 1\n" * 130_000)
    )
    classroom.write(course.work / "submitted", NAME, {"anna": honest, "berta": large})
    batch.grade(course, NAME, out=io.StringIO())
    pages = course.feedback(NAME)
    page = pages / "berta" / NAME / f"{NAME}.html"
    assert page.stat().st_size < 3_000_000
    assert "[Cut here: the rest is in the notebook.]" in page.read_text(encoding="utf-8")
    course.autograded(NAME, "anna").write_text("{", encoding="utf-8")
    page.unlink()
    with pytest.raises(
        tasks.TaskError, match=r"No page of .* could be made for anna \(.*berta|anna"
    ):
        course.feedback(NAME)
    assert page.exists()
