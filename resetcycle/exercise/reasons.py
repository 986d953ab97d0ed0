"""Why each entry of a drawn task is answered as it is: a comment above the answer, in the solution.

It is said to learners with the model answer, so an edition has it in its own language.
"""

import re
from collections.abc import Callable
from textwrap import indent, wrap
from typing import NamedTuple

_ENTRY = re.compile(r'(?P<why>(?: *#.*\n)+)(?P<entry> *"(?P<name>\w+)": "(?P<answer>.*)",)')
# As wide as Ruff leaves the lines of a solution.
_WIDTH = 88


class Reason(NamedTuple):
    """An entry of a drawn task: its name, its answer, and why."""

    name: str
    answer: str
    why: str


def reasons(source: str) -> list[Reason]:
    r"""Return the entries of a solution's cell that have a reason.

    Examples
    --------
    >>> reasons('# A veto\n# is cold.\n"veto": "neither story",')
    [Reason(name='veto', answer='neither story', why='A veto is cold.')]
    """
    return [Reason(one["name"], one["answer"], _why(one)) for one in _ENTRY.finditer(source)]


def retold(source: str, told: Callable[[str], str]) -> str:
    r"""Return a solution's cell with its reasons as `told` says them; all else stays.

    Examples
    --------
    >>> print(retold('# A veto\n# is cold.\n"veto": "neither story",', str.upper))
    # A VETO IS COLD.
    "veto": "neither story",
    """
    return _ENTRY.sub(lambda one: _above(one["entry"], told(_why(one))), source)


def _why(one: re.Match[str]) -> str:
    return " ".join(re.sub(r"(?m)^ *#", " ", one["why"]).split())


def _above(entry: str, why: str) -> str:
    """Set a reason in comments above its entry, as far in as that stands."""
    margin = " " * (len(entry) - len(entry.lstrip()))
    comment = indent("\n".join(wrap(why, _WIDTH - len(margin) - 2)), f"{margin}# ")
    return f"{comment}\n{entry}"
