"""Criteria of the cycle: by how much must a window lie lower, which acts count, and how sure?"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import pandas as pd

from . import data, record
from .record import Claim, Kind
from .speech import N_, _

Met: TypeAlias = Literal["met", "not met", "cannot tell"]
VERDICTS: tuple[Met, ...] = (N_("met"), N_("not met"), N_("cannot tell"))
# What is chosen, by name: a number of points for each claim, which acts count, and how sure.
Chosen: TypeAlias = Mapping[str, str]

# The claims in the words of a criterion; a number of points follows each.
CLAIMS: dict[Claim, str] = {
    "C02": N_("Renewal: the start lies above the end before it"),
    "C03": N_("Trouble by the middle: the middle lies below the start"),
    "C04": N_("Crisis at the end: the end lies below zero"),
    "C05": N_("Each end worse: the end lies below the end before it"),
}
SHORT: dict[Claim, str] = {
    "C02": N_("renewal"),
    "C03": N_("trouble by the middle"),
    "C04": N_("crisis at the end"),
    "C05": N_("each end worse"),
}
# The steps of a slider, as a share code names them.
POINTS = ("0", "0.5", "1", "1.5", "2", "2.5", "3", "4", "5", "6")
ACTS: dict[Kind, str] = {"all": N_("all acts"), "deeds": N_("deeds alone, without contacts")}
SURE: dict[str, str] = {
    "95 %": N_("the whole interval of 95 percent"),
    "80 %": N_("the whole interval of 80 percent"),
    "mean": N_("the mean alone"),
}
LEVELS = {"95 %": 0.95, "80 %": 0.8, "mean": 0.0}
# What is chosen among: the choices of each part, by its name.
PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(record.CLAIMS, POINTS),
    "acts": tuple(ACTS),
    "sure": tuple(SURE),
}


def verdict(low: float, high: float, n: int, points: float) -> Met:
    """Say whether a step is larger than so many points.

    Parameters
    ----------
    low, high : float
        The interval of the step, as in `record.steps`.
    n : int
        On how many acts the smaller window rests.
    points : float
        The threshold.

    Returns
    -------
    str
        "met" if the whole interval lies above the threshold, "not met" if it lies below, "cannot
        tell" if the threshold is in it or there are fewer than six acts.
    """
    if n < record.ENOUGH or low <= points <= high:
        return N_("cannot tell")
    return N_("met") if low > points else N_("not met")


def verdicts(chosen: Chosen) -> pd.DataFrame:
    """Return what the record says to the criteria of somebody, for each presidency.

    Parameters
    ----------
    chosen : dict of {str: str}
        For each part of `PARTS` one of its choices: the points of C02 to C05, ``"acts"`` and
        ``"sure"``.

    Returns
    -------
    pandas.DataFrame
        One row a presidency, a column a claim: met, not met, cannot tell, or nothing where the
        windows are not complete or no presidency stands before it.

    Raises
    ------
    ValueError
        If a part is missing, or has another choice.
    """
    if (wrong := amiss(chosen)) is not None:
        raise ValueError(
            _(
                "criteria need a choice of {choices} for {part}; found {found}.",
                choices=", ".join(PARTS[wrong]),
                part=wrong,
                found=repr(chosen.get(wrong)),
            )
        )
    found = steps(chosen["acts"], chosen["sure"])
    said = [
        _(verdict(row["low"], row["high"], row["n"], float(chosen[row["claim"]])))
        for row in found.to_dict("records")
    ]
    table = found.assign(verdict=said).pivot_table(
        index="presidency", columns="claim", values="verdict", aggfunc="first", sort=False
    )
    table = table.reindex(columns=list(CLAIMS)).fillna("")
    names = {claim: _(name) for claim, name in SHORT.items()}
    return table.rename(columns=names).rename_axis(index=N_("presidency"), columns=None)


def amiss(chosen: Chosen) -> str | None:
    """Return the first part that has no choice, or one that it does not know; None if all have."""
    return next((part for part in PARTS if chosen.get(part) not in PARTS[part]), None)


def steps(acts: str, sure: str) -> pd.DataFrame:
    """Return the steps of the record by the choices of `PARTS`; see `record.steps`."""
    return record.steps(next(kind for kind in ACTS if kind == acts), LEVELS[sure])


def in_the_article() -> list[str]:
    """Return the presidencies from whose years the article made its claim."""
    terms = data.load("terms")
    return list(terms.loc[terms["article_cycle"] == "yes", "short_label"])
