"""The eight groups of obstacles that are weighed, and how heavily each bore on each presidency."""

from dataclasses import dataclass
from functools import cache

from . import data


@dataclass(frozen=True)
class Coding:
    """A judgement on one group of obstacles in one presidency.

    Attributes
    ----------
    severity : int
        0 none, 1 manageable, 2 major, 3 blocking.
    low, high : int
        The mildest and the most severe coding that can be defended; severity lies between them.
    """

    severity: int
    low: int
    high: int

    def as_json(self) -> list[int]:
        """Return the form that the browser reads: severity, low, high."""
        return [self.severity, self.low, self.high]


@cache
def groups() -> list[str]:
    """Return the ids of the eight groups of obstacles, in table order."""
    obstacles = data.load("obstacles")
    return list(obstacles.loc[obstacles["level"] == "group", "obstacle_id"])


@cache
def codings() -> dict[str, Coding]:
    """Return the kit's codings by cell, named "term/group", in table order."""
    table = data.load("codings")
    names = table["term_id"] + "/" + table["obstacle_id"]
    severities = table[["severity", "severity_min", "severity_max"]].astype(int).to_numpy().tolist()
    return {name: Coding(*cell) for name, cell in zip(names, severities, strict=True)}


@cache
def cells() -> list[str]:
    """Return the names "term/group" of all codings, in table order: a share code counts them."""
    return list(codings())


def place(cell: str) -> tuple[str, str]:
    """Return presidency and group of a cell.

    Examples
    --------
    >>> place("obama/values_conflict")
    ('obama', 'values_conflict')
    """
    term, _, group = cell.partition("/")
    return term, group
