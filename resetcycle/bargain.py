"""The reset negotiation: what an agreement is worth to each delegation, and what it does to the
board.

An agreement is a set of articles of `agreement_items.csv`. Each has points for either delegation,
as its brief gives them, and a group of obstacles on which it bears. On the board an agreement
lightens a group by one level, however many of its articles bear on it, and never below zero: a
paper changes what follows from it only by what is done with it.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from . import data, weighing
from .speech import N_, _
from .weighing import WORST_CODE, Weights

SIDES = ("washington", "moscow")
# Points under which a delegation does better to go home; the same for both.
WALK_AWAY = 3
# A paper of more articles finds no majority in either parliament.
MOST = 5
# The presidency whose board stands in the room.
NOW = "trump2"
_ROWS = (
    N_("Washington's brief, in points"),
    N_("Moscow's brief, in points"),
    N_("burden on the board before, 0 to 1"),
    N_("burden on the board after"),
)


def articles() -> pd.DataFrame:
    """Return the articles on the table, by their names, in table order."""
    return data.load("agreement_items").set_index("item_id")


def score(agreed: Iterable[str], weights: Weights | None = None) -> pd.Series:
    """Return what an agreement brings to either delegation, and to the board.

    Parameters
    ----------
    agreed : iterable of str
        The names of the articles that both delegations signed.
    weights : array_like of float, dict or pandas.Series by group, optional
        The weights of the eight groups, as a class has them in ``WeighObstacles().weights``; all
        alike by default.

    Returns
    -------
    pandas.Series
        Points of either brief, and the burden before and after, 0 (none) to 1 (all blocking).

    Raises
    ------
    ValueError
        If a name is not that of an article, there are too many, or the weights do not fit.
    """
    signed = _signed(agreed)
    board = weighing.performance().loc[[NOW]]
    eased = board.copy()
    groups = list(dict.fromkeys(signed["obstacle_id"]))
    eased[groups] = (eased[groups] - 1 / WORST_CODE).clip(lower=0)
    shares = dict.fromkeys(board.columns, 1.0) if weights is None else weights
    burdens = [weighing.burden(table, shares)["total"].iloc[0] for table in (board, eased)]
    values = [*(int(signed[side].sum()) for side in SIDES), *burdens]
    return pd.Series(values, index=[_(row) for row in _ROWS], dtype=float)


def _signed(agreed: Iterable[str]) -> pd.DataFrame:
    table, names = articles(), list(dict.fromkeys(agreed))
    if unknown := [name for name in names if name not in table.index]:
        message = _(
            "There is no article {name!r}; the articles are {known}.",
            name=unknown[0],
            known=", ".join(table.index),
        )
        raise ValueError(message)
    if len(names) > MOST:
        raise ValueError(
            _("{n} articles are too many: sign {most} at most.", n=len(names), most=MOST)
        )
    return table.loc[names]


def frontier() -> pd.DataFrame:
    """Return the agreements that no other beats for both delegations, and that both would sign.

    Returns
    -------
    pandas.DataFrame
        A row for each pair of points, Washington's rising: `washington`, `moscow`, and `articles`,
        the names of one agreement with these points, the shortest.
    """
    table = articles()
    points = table[list(SIDES)].to_numpy()
    choices = (np.arange(2 ** len(table))[:, None] >> np.arange(len(table))) & 1
    sums = pd.DataFrame(choices @ points, columns=list(SIDES))
    sums["length"] = choices.sum(axis=1)
    sums = sums[(sums[list(SIDES)] >= WALK_AWAY).all(axis=1) & (sums["length"] <= MOST)]
    best = sums.sort_values(["washington", "moscow", "length"], ascending=[False, False, True])
    # From Washington's best on, only what gives Moscow more than all before it.
    ahead = best["moscow"].cummax().shift(fill_value=-np.inf)
    best = best[best["moscow"] > ahead].iloc[::-1]
    names = [list(table.index[choices[row].astype(bool)]) for row in best.index]
    signed = pd.Series(names, index=best.index, dtype=object)
    return best[list(SIDES)].assign(articles=signed).reset_index(drop=True)
