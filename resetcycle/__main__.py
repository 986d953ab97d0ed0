"""Command line: `python -m resetcycle doctor`."""

import argparse
import sys

from .doctor import doctor


def main(argv=None):
    """Run one command and return its exit status: 0 if all is well, 1 if something needs mending."""
    parser = argparse.ArgumentParser(prog="python -m resetcycle", description="The reset-cycle teaching kit.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("doctor", help="say whether this computer is ready for the lessons, and what to do if not")
    parser.parse_args(argv)
    return doctor()


if __name__ == "__main__":
    sys.exit(main())
