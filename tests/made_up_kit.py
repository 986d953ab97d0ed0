"""A copy of the kit that speaks a language which nobody speaks, with an edition of some lessons."""

import os
import shutil
import subprocess
import sys

import made_up
from conftest import ROOT, _not_ours

LANGUAGE = "eo"
# Only lessons of these numbers are staged: the whole would take a minute.
_STAGE = """
import sys
from pathlib import Path
from resetcycle.authoring import editions, lessons, solutions
def some(sources):
    return lambda *root: [path for path in sources(*root) if path.stem[:2] in sys.argv[2:]]
for room in (lessons, solutions):
    room.sources = some(room.sources)
editions.stage(sys.argv[1], Path("staged"))
"""


def staged(kit, *numbers):
    """Make a copy of the kit that speaks the language; stage some of its lessons in a folder."""
    speaking(kit)
    command = [sys.executable, "-c", _STAGE, LANGUAGE, *numbers]
    subprocess.run(command, cwd=kit, env=environment(kit), check=True)
    return kit / "staged"


def speaking(kit):
    """Make a copy of the kit that speaks the language."""
    shutil.copytree(ROOT, kit, ignore=_not_ours)
    made_up.translate(kit)


def environment(kit, **more):
    """Return the environment of a program that uses the copy."""
    return os.environ | {"PYTHONPATH": str(kit)} | more
