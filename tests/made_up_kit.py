"""A copy of the kit that speaks a language which nobody speaks, with an edition of some lessons."""

import os
import re
import shutil
import subprocess
import sys

from babel.messages.pofile import write_po
from conftest import ROOT, _not_ours
from made_up import ACCENTED

from resetcycle.authoring import catalogues, units
from resetcycle.authoring.shelves import AT_RUN

LANGUAGE = "eo"  # of two forms, as English has
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


def written(unit):
    """Return a unit as a translator could write it: what has to be kept is, and lines can break."""
    kept = re.split(f"({units.KEPT.pattern})", unit)
    said = "".join(part if at % 2 else part.translate(ACCENTED) for at, part in enumerate(kept))
    return said + " ~~~~~" * (len(unit) // 18) + "~" * (len(unit) // 3 % 6)


def translate(kit):
    """Write into a copy of the kit what translators would, for every unit; and what it then says
    when it runs.
    """
    shelves = catalogues.templates()
    folder = kit / "translations" / LANGUAGE
    folder.mkdir(parents=True)
    for name, shelf in shelves.items():
        shelf.locale = LANGUAGE
        for message in shelf:
            if message.id:
                plural = isinstance(message.id, tuple)
                message.string = tuple(map(written, message.id)) if plural else written(message.id)
        with (folder / f"{name}.po").open("wb") as file:
            write_po(file, shelf)
    said = catalogues.compiled_text(shelves[name] for name in AT_RUN)
    (kit / "resetcycle" / "locale" / f"{LANGUAGE}.json").write_text(said, encoding="utf-8")


def staged(kit, *numbers):
    """Make a copy of the kit that speaks the language; stage some of its lessons in a folder."""
    shutil.copytree(ROOT, kit, ignore=_not_ours)
    translate(kit)
    command = [sys.executable, "-c", _STAGE, LANGUAGE, *numbers]
    subprocess.run(command, cwd=kit, env=environment(kit), check=True)
    return kit / "staged"


def environment(kit, **more):
    """Return the environment of a program that uses the copy."""
    return os.environ | {"PYTHONPATH": str(kit)} | more
