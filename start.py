"""Set the kit up in `.venv`, beside this file, and open its lessons: `python start.py`.

`make` calls this file too. It needs nothing but some Python 3, however old: one that is too old for
the kit looks for a newer one on this computer, and says so if there is none. Everything is safe to
repeat.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NEEDED = (3, 11)
# The first is tried first; all of them run the kit.
KNOWN = ("3.13", "3.12", "3.11", "3.14")
# What is set up, by the name of its stamp: its pins, and the extras of pyproject.toml in them.
LESSONS = (".ready-lessons", "requirements.txt")
TOOLS = (".ready", "requirements-dev.txt")
FIRST = "notebooks/00-start-here.ipynb"
USAGE = """python start.py          opens the lessons in JupyterLab, and sets them up the first time
python start.py lessons  sets up what the lessons need, and no more
python start.py tools    sets up what grading, writing and testing need as well"""


def main(asked: list) -> int:
    """Do what the words of the command line ask for; return the exit status."""
    if asked not in ([], ["lessons"], ["tools"]):
        print(USAGE)
        return 2
    python = suitable_python()
    if python is None:
        print(too_old(), file=sys.stderr)
        return 1
    kind = TOOLS if asked == ["tools"] else LESSONS
    try:
        set_up(python, kind)
    except subprocess.CalledProcessError as error:
        program = " ".join(map(str, error.cmd[:4]))
        print(f"Not ready: '{program} ...' has failed, see above. Run this again.", file=sys.stderr)
        return 1
    return 0 if asked else open_lab()


def suitable_python():
    """Return the command of a Python that is new enough: this one, or one that is found."""
    if sys.version_info >= NEEDED:
        # Within `.venv` this is the Python that it was made with, which outlives it.
        return [getattr(sys, "_base_executable", sys.executable)]
    found = [[f"python{version}"] for version in KNOWN]
    if os.name == "nt":
        found = [["py", f"-{version}"] for version in KNOWN]
    return next((command for command in found if version_of(command) >= NEEDED), None)


def version_of(command: list) -> tuple:
    """Return the version of a Python; nothing if the command does not run at all.

    A name on the path is no proof: version managers keep names of versions that are not there.
    """
    if shutil.which(str(command[0])) is None:
        return ()
    ask = [*command, "-c", "import sys; print(*sys.version_info[:2])"]
    said = subprocess.run(
        ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    ).stdout.decode()
    return tuple(int(part) for part in said.split())


def too_old() -> str:
    """Say which Python was found, which is needed, and where it is to be had."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    here = {
        "darwin": "from python.org, or with 'brew install python@3.13'",
        "win32": "with 'winget install Python.Python.3.13', or from python.org",
    }.get(sys.platform, "as your system's package 'python3.11' or newer, or with uv (see README)")
    return (
        f"The lessons need Python 3.11 or newer; this is Python {found} ({sys.executable}). "
        f"Install a newer one {here}; then run the same command again."
    )


def set_up(python: list, kind: tuple) -> None:
    """Bring `.venv` to the pins of one kind, unless it is there already."""
    usable = version_of([str(PYTHON)]) >= NEEDED
    if usable and any(is_current(each) for each in (kind, TOOLS)):
        return
    if not usable or not any((VENV / stamp).exists() for stamp, _ in (LESSONS, TOOLS)):
        # Half made, or by a Python that is too old: what lies in it helps nobody.
        print("Setting up: this takes a minute or two, and only the first time.", flush=True)
        call([*python, "-m", "venv", "--clear", VENV])
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # pip compiles bytecode as it installs, which makes the first chart about three times faster.
    call([*pip, "-r", HOME / kind[1]])
    call([*pip, "--no-deps", "--editable", HOME])
    call([PYTHON, "-m", "resetcycle", "doctor"])
    (VENV / kind[0]).touch()


def is_current(kind: tuple) -> bool:
    """Say whether a stamp is there, and younger than everything that it stands for."""
    stamp, pins = VENV / kind[0], HOME / kind[1]
    made_of = (pins, HOME / "pyproject.toml", HOME / "start.py")
    return stamp.exists() and all(stamp.stat().st_mtime >= path.stat().st_mtime for path in made_of)


def call(command: list) -> None:
    """Run a program in the kit's folder; an error if it fails."""
    subprocess.run([str(part) for part in command], cwd=str(HOME), check=True)


def open_lab() -> int:
    """Open the first lesson in JupyterLab; return its exit status."""
    command = [str(PYTHON), "-m", "jupyterlab", FIRST]
    # JupyterLab refuses to run as root (containers do) unless told that this is meant.
    if hasattr(os, "getuid") and os.getuid() == 0:
        command.append("--allow-root")
    # nbgrader calls programs by name; they stand in the environment.
    environment = dict(os.environ, PATH=os.pathsep.join((str(BIN), os.environ.get("PATH", ""))))
    try:
        return subprocess.call(command, cwd=str(HOME), env=environment)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
