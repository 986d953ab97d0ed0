"""Command line of those who write: `python -m resetcycle.authoring check|lessons|carry|...`."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from .. import speech
from . import built, carry, catalogues, known, known_alone, lessons, picture, sheets, solutions
from .text import TextError


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 if all is well, 1 if something needs
    mending.
    """
    parser = argparse.ArgumentParser(prog="python -m resetcycle.authoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, says) in COMMANDS.items():
        command = commands.add_parser(name, help=says)
        command.add_argument("texts", nargs="*", type=Path, help="all of them by default")
    asked = parser.parse_args(argv)
    # What is built comes from the English texts, whatever language the setting names.
    os.environ.pop(speech.SETTING, None)
    speech.use("en")
    try:
        return COMMANDS[asked.command][0]([path.resolve() for path in asked.texts])
    except TextError as error:
        print(error, file=sys.stderr)
        return 1


def _check(texts: list[Path]) -> int:
    faults = [fault for path in _chosen(texts, _all()) for fault in _fill(path).faults]
    print("\n".join(faults) or "Every number is filled in and every statement holds.")
    return 1 if faults else 0


def _lessons(texts: list[Path]) -> int:
    for path in lessons.build(_chosen(texts, lessons.sources())):
        print(f"built {path.parent.name}/{path.name}")
    return 0


def _carry(texts: list[Path]) -> int:
    edited = [path for path in _chosen(texts, _all()) if _is_edited(_built(path))]
    said = [line for path in edited for line in carry.carry(_built(path), _fill(path))]
    print("\n".join(said) or "No notebook was edited: there is nothing to carry.")
    return _check(texts) if said else 0


def _sheets(texts: list[Path]) -> int:
    written, missing = sheets.build(_chosen(texts, lessons.sources()))
    print("\n".join([*(f"wrote docs/instructor/{path.name}" for path in written), *missing]))
    return 0


def _picture(_: list[Path]) -> int:
    place = lessons.ROOT / "docs" / "trajectory.svg"
    if picture.draw(place):
        print("drew docs/trajectory.svg")
    return 0


def _known(_: list[Path]) -> int:
    for each in (known, known_alone):
        if known.write(each.PLACE, each.as_text()):
            print(f"wrote front/test/{each.PLACE.name}")
    return 0


def _words(_: list[Path]) -> int:
    for path in catalogues.write():
        print(f"wrote {path.relative_to(lessons.ROOT).as_posix()}")
    return 0


def _all() -> list[Path]:
    return [*lessons.sources(), *solutions.sources()]


def _chosen(texts: list[Path], known: list[Path]) -> list[Path]:
    for path in texts:
        if path not in known:
            raise TextError(f"{path} is none of the texts: name one as in {known[0]}.")
    return texts or known


def _built(path: Path) -> Path:
    if path.parent.name == "lessons":
        return lessons.built_path(path)
    return path.with_suffix(".ipynb")


def _is_edited(notebook: Path) -> bool:
    place = f"{notebook.parent.name}/{notebook.name}"
    return notebook.exists() and built.is_edited(built.read(notebook, place))


def _fill(path: Path) -> lessons.Filled:
    return lessons.fill(path) if path.parent.name == "lessons" else solutions.fill(path)


COMMANDS: dict[str, tuple[Callable[[list[Path]], int], str]] = {
    "check": (_check, "say which sentences are untrue or typed by hand; no kernel is run"),
    "lessons": (_lessons, "build notebooks/ from lessons/"),
    "carry": (_carry, "carry edits of built notebooks back to their texts"),
    "sheets": (_sheets, "write run sheets and study guides from lessons/"),
    "picture": (_picture, "draw the picture of the README"),
    "known": (_known, "write the known answers on which the front end is tested"),
    "words": (_words, "write the list of sentences, and the catalogues, of every language"),
}


if __name__ == "__main__":
    sys.exit(main())
