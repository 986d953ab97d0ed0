"""The everyday of a learner, before and after a change: imports, a first chart, each lesson's run.

    python benchmarks/everyday.py [--before REF] [--rounds 3] [--only WORD ...]

It takes two checkouts, the one of REF (by default the last commit) and this one as it lies here,
runs them by turns, each thing in a Python of its own, and prints processor seconds, their ratio
and the most memory. Processor time is what a crowded machine leaves alone; it judges nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("data", "charts", "weighing", "cycle", "agreement", "forecasts", "evidence")
# What runs in a fresh Python: the statement that is measured, then what it cost.
MEASURED = """
import contextlib, io, json, resource, sys, time
begun = time.process_time()
with contextlib.redirect_stdout(io.StringIO()):
    exec(sys.argv[1], {})
spent = time.process_time() - begun
print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
FIRST_CHART = """
import resetcycle as rc
rc.charts.relationship()._repr_mimebundle_()
"""
# The cells of a lesson as a kernel runs them; what they show is made and thrown away.
LESSON = """
import json
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(history_load_length=0)
shell.history_manager.enabled = False
with open({path!r}, encoding="utf-8") as file:
    cells = json.load(file)["cells"]
for cell in cells:
    if cell["cell_type"] == "code":
        found = shell.run_cell("".join(cell["source"]))
        if "raises-exception" not in cell["metadata"].get("tags", []):
            found.raise_error()
"""


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--before", default="HEAD", help="a commit, branch or tag of this repository"
    )
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--only", nargs="*", default=[], help="what has one of these words in it")
    asked = asked.parse_args()
    chosen = {
        name: statement
        for name, statement in everyday().items()
        if not asked.only or any(word in name for word in asked.only)
    }
    with checked_out(asked.before) as before:
        print(
            f"Processor seconds and MB, median of {asked.rounds}; before: {asked.before}.\n\n"
            "| what | before | after | before : after | MB before | MB after |\n"
            "|---|---|---|---|---|---|"
        )
        total = [0.0, 0.0]
        for name, statement in chosen.items():
            costs = by_turns(statement, (before, ROOT), asked.rounds)
            (old, old_size), (new, new_size) = costs
            print(
                f"| {name} | {old:.2f} | {new:.2f} | {old / new:.2f} "
                f"| {old_size:.0f} | {new_size:.0f} |",
                flush=True,
            )
            if name.startswith("lesson"):
                total = [total[0] + old, total[1] + new]
    if total[1]:
        print(f"| all lessons | {total[0]:.2f} | {total[1]:.2f} | {total[0] / total[1]:.2f} | | |")


def everyday():
    """Return what is measured: a name and the statement that does it."""
    found = {"import resetcycle": "import resetcycle"}
    found |= {f"import of {room}": f"import resetcycle.{room}" for room in ROOMS}
    found["import of a widget"] = "import resetcycle; resetcycle.widgets.WeighObstacles"
    found["first chart"] = FIRST_CHART
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        found[f"lesson {path.stem}"] = LESSON.format(path=path.name)
    return found


@contextmanager
def checked_out(ref):
    """Check a commit out into a folder of its own; yield the folder."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "kit"
        git("worktree", "add", "--quiet", "--detach", str(place), ref)
        try:
            yield place
        finally:
            git("worktree", "remove", "--force", str(place))


def git(*command):
    subprocess.run(["git", "-C", str(ROOT), *command], check=True)


def by_turns(statement, checkouts, rounds):
    """Run a statement in each checkout by turns; return the median seconds and MB of each."""
    costs = {checkout: [] for checkout in checkouts}
    for place in range(rounds):
        # Who goes first has the colder caches of files.
        for checkout in checkouts if place % 2 else reversed(checkouts):
            costs[checkout].append(cost(statement, checkout))
    return [tuple(map(median, zip(*costs[each], strict=True))) for each in checkouts]


def cost(statement, checkout):
    """Return processor seconds and MB of a statement in a fresh Python that uses a checkout."""
    with tempfile.TemporaryDirectory() as work:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, statement],
            cwd=checkout / "notebooks",
            env=os.environ | {"PYTHONPATH": str(checkout), "RESETCYCLE_MY_WORK": work},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.exit(f"{checkout}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
