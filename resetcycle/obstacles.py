"""The eight groups of obstacles that are weighed, and how heavily each bore on each presidency."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from . import arguments, data
from .speech import N_, _

LEVELS = (N_("none"), N_("manageable"), N_("major"), N_("blocking"))


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


def reasons(presidency: str, *only: str) -> pd.DataFrame:
    """Return the code of each obstacle in one presidency, with its fact and a critic's answer.

    Parameters
    ----------
    presidency : str
        As the board calls it, such as ``"Obama"`` or ``"Trump I"``.
    *only : str
        The ids of those to be told, such as ``"mutual_distrust"``; all of them, by default.

    Returns
    -------
    pandas.DataFrame
        A row an obstacle, by its name: the code in words, with the mildest and the most severe one
        that can be defended, the dated fact on which it rests, and what a critic would say.

    Raises
    ------
    ValueError
        If there is no such presidency, or no such obstacle.

    Examples
    --------
    >>> reasons("Obama").loc["Values and rights", "code (defensible)"]
    '3 blocking (2 to 3)'
    """
    terms = data.load("terms").set_index("short_label")["term_id"]
    arguments.one_of(presidency, "presidency", list(terms.index))
    for each in only:
        arguments.one_of(each, "obstacle", groups())
    told = list(only) or groups()
    codings = data.load("codings")
    table = codings[codings["term_id"] == terms[presidency]].set_index("obstacle_id").loc[told]
    facts = data.load("evidence").set_index("evidence_id")["statement"]
    labels = data.load("obstacles").set_index("obstacle_id")["label"]
    levels = zip(table["severity"], table["severity_min"], table["severity_max"], strict=True)
    return pd.DataFrame(
        {
            N_("code (defensible)"): [
                f"{code} {_(LEVELS[code])} ({_range(low, high)})" for code, low, high in levels
            ],
            N_("fact"): list(facts[table["evidence_id"]]),
            N_("reason, and a critic"): list(table["note"]),
        },
        index=pd.Index(labels[told], name=N_("obstacle")),
    )


def _range(low: int, high: int) -> str:
    return _("{low} to {high}", low=low, high=high) if low < high else str(low)
