"""Before and after a day: does the record turn there, by more than chance allows?

The browser computes the same in front/src/measures/cuts.ts, from the same random numbers.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, Self, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import arguments, calendars, data, kept, record, words
from .arguments import Floats
from .board import mulberry32
from .record import Kind, Verdict
from .speech import N_, _

By: TypeAlias = Literal["all", "USA", "RUS", "both"]

BY: tuple[By, ...] = ("all", "USA", "RUS", "both")
DRAWS, SEED = 1_000, 2011
# A year has 52 weeks and a day, or two: the last block is short.
WEEKS = 53


@dataclass(frozen=True)
class Turn:
    """The twelve months before a day and the twelve after it.

    Attributes
    ----------
    n_before, n_after : int
        How many acts stand in each.
    before, after : float
        Their mean scores; missing where there is no act.
    low, high : float
        95 % interval of the change, so wide that it holds whichever one act is taken out; missing
        with fewer than six acts on a side.
    verdict : {"lower", "higher", "cannot tell"}
        Of the mean after the day.
    """

    n_before: int
    n_after: int
    before: float
    after: float
    low: float
    high: float
    verdict: Verdict

    def said(self) -> str:
        """Return the means and the verdict: ``"+2.2 to +1.0 (n = 32 and 30): cannot tell"``."""
        return _(
            "{before} to {after} (n = {n_before} and {n_after}): {verdict}",
            before=words.number(self.before, "+.1f"),
            after=words.number(self.after, "+.1f"),
            n_before=self.n_before,
            n_after=self.n_after,
            verdict=_(self.verdict),
        )


@kept.once
def cuts(term_id: str = "obama") -> pd.DataFrame:
    """Return the days of a presidency at which somebody expects a turn, the first one first."""
    first, after = calendars.term(term_id)
    table = data.load("cuts").sort_values("day")
    return table[(table["day"] >= first) & (table["day"] < after)].reset_index(drop=True)


def around(
    day: str, kind: Kind = "all", by: By = "all", events: pd.DataFrame | None = None
) -> Turn:
    """Compare the acts of the twelve months before a day with those of the twelve from it on.

    Parameters
    ----------
    day : str
        Such as ``"2011-09-24"``.
    kind : {"all", "contacts", "deeds"}
    by : {"all", "USA", "RUS", "both"}
        Whose acts; "both" are those that the two did together.
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default.

    Raises
    ------
    ValueError
        For another kind or capital, or if it is no day.

    Notes
    -----
    Whole weeks are drawn, as for `record.compare`. Who tries many days will find one that turns: a
    verdict belongs to a day that was named before.
    """
    arguments.one_of(by, "by", BY)
    at, year = pd.Timestamp(day), pd.DateOffset(years=1)
    acts = record.scored_events(events, kind)
    acts = acts if by == "all" else acts[acts["source_actor"] == by]
    old, new = (_Side.of(acts, first) for first in (at - year, at))
    low = high = float("nan")
    if min(len(old.scores), len(new.scores)) >= record.ENOUGH:
        times = _times()
        was, now = old.one_out(times[0]), new.one_out(times[1])
        # Everything, then one out after the day, then one out before it.
        lows, highs = record.middle(np.concatenate([now - was[0], now[0] - was[1:]]))
        low, high = float(lows.min()), float(highs.max())
    return Turn(
        *(len(old.scores), len(new.scores), old.mean, new.mean, low, high),
        verdict=record.verdict(low, high),
    )


def table(term_id: str = "obama") -> pd.DataFrame:
    """Return for each day of `cuts` how all acts and the deeds of a year change there."""
    rows = cuts(term_id)
    days = rows["day"].dt.strftime("%Y-%m-%d")
    all_acts = [around(day).said() for day in days]
    deeds = [around(day, "deeds").said() for day in days]
    return pd.DataFrame(
        {N_("after"): rows["label"].map(_), N_("all acts"): all_acts, N_("deeds"): deeds}
    )


@dataclass(frozen=True)
class _Side:
    """A year of acts: their scores, and the week of the year in which each stands."""

    scores: Floats
    weeks: NDArray[np.intp]

    @classmethod
    def of(cls, acts: pd.DataFrame, first: pd.Timestamp) -> Self:
        """Return the year that begins on a day."""
        days = acts["event_date"]
        inside = acts[(days >= first) & (days < first + pd.DateOffset(years=1))]
        weeks = np.asarray((inside["event_date"] - first).dt.days // 7, np.intp)
        return cls(inside["goldstein_score"].to_numpy(np.float64), weeks)

    @property
    def mean(self) -> float:
        return float(self.scores.mean()) if len(self.scores) else float("nan")

    def one_out(self, times: NDArray[np.int64]) -> Floats:
        """Return the mean of each draw: a row with all acts, then one without each of them."""
        out = np.vstack([np.zeros(DRAWS), times[:, self.weeks].T])
        left_out = np.append(0, self.scores)[:, None]
        held = times @ np.bincount(self.weeks, minlength=WEEKS) - out
        added = times @ np.bincount(self.weeks, self.scores, WEEKS) - out * left_out
        return added / np.where(held > 0, held, np.nan)


@cache
def _times() -> NDArray[np.int64]:
    """Return how often each week of a year comes in each draw, before the day and after it."""
    drawn = mulberry32(np.arange(2 * DRAWS * WEEKS), SEED).reshape(2, DRAWS, WEEKS)
    weeks = np.floor(drawn * WEEKS).astype(np.int64)
    return (weeks[..., None] == np.arange(WEEKS)).sum(axis=2)
