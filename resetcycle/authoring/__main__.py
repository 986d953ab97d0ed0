"""Command line of those who write: `python -m resetcycle.authoring lessons|check|carry|update`."""

import argparse
import sys
from pathlib import Path

from . import lessons, solutions
from .text import TextError


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 if all is well, 1 if something needs
    mending.
    """
    parser = argparse.ArgumentParser(prog="python -m resetcycle.authoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, says in (
        ("check", "say which sentences are not true, or typed by hand, without running a kernel"),
        ("lessons", "build notebooks/ from lessons/"),
    ):
        command = commands.add_parser(name, help=says)
        command.add_argument("texts", nargs="*", type=Path, help="all of them by default")
    asked = parser.parse_args(argv)
    try:
        return {"check": _check, "lessons": _lessons}[asked.command](asked.texts)
    except TextError as error:
        print(error, file=sys.stderr)
        return 1


def _check(texts: list[Path]) -> int:
    faults = [
        fault
        for path in texts or [*lessons.sources(), *solutions.sources()]
        for fault in _fill(path.resolve()).faults
    ]
    print("\n".join(faults) or "Every number is filled in and every statement holds.")
    return 1 if faults else 0


def _fill(path: Path) -> lessons.Filled:
    return lessons.fill(path) if path.parent.name == "lessons" else solutions.fill(path)


def _lessons(texts: list[Path]) -> int:
    changed = lessons.build([path.resolve() for path in texts] or lessons.sources())
    for path in changed:
        print(f"built {path.parent.name}/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
