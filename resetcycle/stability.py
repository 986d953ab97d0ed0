"""Stability: how widely the acts of the two states swing, in one time and in another.

The article calls it likely that the stability of the Obama years will be lacking under Trump. It
says of no measure what would show that; the swing of the acts is one sign, the number of treaties
in force another.
"""

from math import ceil
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import calendars, data, kept, questions, record, words
from .arguments import Floats
from .record import DRAWS, Kind
from .speech import N_, _

# The day of the article: what it could foresee begins here.
_ASKED = pd.Timestamp("2017-04-17")
_SEED = 2017
_NAMES: dict[Kind, str] = {"all": N_("all acts"), "contacts": N_("contacts"), "deeds": N_("deeds")}
# What a wider and a narrower swing answer to question Q22.
YES, NO = N_("yes"), N_("no")


class Swing(NamedTuple):
    """Two standard deviations in points of the Goldstein scale, their difference, its interval.

    `answer` is yes if the later swing is wider, no if it is narrower, and "cannot tell" if the
    interval holds zero.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    answer: str


def swing(kind: Kind = "all") -> Swing:
    """Compare how widely acts swing under Obama, and under Trump after the day of the article.

    Parameters
    ----------
    kind : {"all", "contacts", "deeds"}
        Which acts enter, as in `record.scored_events`.

    Returns
    -------
    Swing
        The difference is later minus earlier; its interval of 95 percent comes from 2,000 draws of
        whole weeks, the empty ones too, because acts come in packages.

    Raises
    ------
    ValueError
        For another kind.
    """
    acts, random = record.scored_events(kind=kind), np.random.default_rng(_SEED)
    obama, trump = calendars.term("obama"), calendars.term("trump1")
    before, early = _spread(acts, *obama, random)
    after, late = _spread(acts, _ASKED, trump[1], random)
    low, high = record.middle((late - early)[None])[:, 0].tolist()
    answer = YES if low > 0 else NO if high < 0 else questions.CANNOT_TELL
    return Swing(before, after, after - before, low, high, answer)


@kept.once
def answers() -> pd.DataFrame:
    """Return what several rules say: is the stability of the Obama years lacking under Trump?

    Returns
    -------
    pandas.DataFrame
        One row a rule: `rule` in words, `under Obama`, `under Trump` and `lacking`: yes, no or
        cannot tell. The first rule is that of question Q22.
    """
    rows = [_swing_row(name, swing(kind)) for kind, name in _NAMES.items() if kind != "contacts"]
    return pd.DataFrame([*rows, _treaty_row()]).set_index(N_("rule"))


def _swing_row(name: str, found: Swing) -> dict[str, str]:
    return {
        N_("rule"): _("the swing of {acts}", acts=_(name)),
        N_("under Obama"): words.number(found.before, ".1f"),
        N_("under Trump"): _(
            "{after}; difference {low} to {high}",
            after=words.number(found.after, ".1f"),
            low=words.number(found.low, "+.1f"),
            high=words.number(found.high, "+.1f"),
        ),
        N_("lacking"): _(found.answer),
    }


def _treaty_row() -> dict[str, str]:
    lost = [treaties_lost(term) for term in ("obama", "trump1")]
    return {
        N_("rule"): _("treaties that ended or were left"),
        N_("under Obama"): f"{lost[0]}",
        N_("under Trump"): f"{lost[1]}",
        N_("lacking"): _(YES if lost[1] > lost[0] else NO),
    }


def treaties_lost(term_id: str) -> int:
    """Return how many treaties ended, were left or were withdrawn from in a presidency."""
    rows, (start, end) = data.load("treaties"), calendars.term(term_id)
    left = rows[rows["event"].isin(["ended", "left", "withdrew"])]
    return left.loc[left["date"].between(start, end, inclusive="left"), "treaty_id"].nunique()


def _spread(
    acts: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, random: np.random.Generator
) -> tuple[float, Floats]:
    """Return the standard deviation of the acts of some time, and that of each draw of weeks."""
    inside = acts[(acts["event_date"] >= first) & (acts["event_date"] < last)]
    scores = inside["goldstein_score"].to_numpy(np.float64)
    weeks = np.asarray((inside["event_date"] - first).dt.days // 7, np.intp)
    number = ceil((last - first).days / 7)
    times = random.multinomial(number, np.full(number, 1 / number), DRAWS)
    powers = [times @ np.bincount(weeks, scores**power, number) for power in range(3)]
    spread = np.sqrt((powers[2] - powers[1] ** 2 / powers[0]) / (powers[0] - 1))
    return float(scores.std(ddof=1)), spread
