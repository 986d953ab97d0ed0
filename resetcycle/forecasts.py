"""Probabilities and outcomes: how good were the forecasts, and compared with what?

Probabilities run from 0 to 1 everywhere, outcomes are 0 (no) or 1 (yes). One author and sixteen or
so questions are a lesson in scoring, never a track record.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from . import arguments
from .arguments import Entries, Floats, Truths
from .speech import N_

Reference: TypeAlias = Literal["half", "base_rate", "status_quo"]

REFERENCES: tuple[Reference, ...] = ("half", "base_rate", "status_quo")


class Band(NamedTuple):
    """An expression of likelihood: its limits and midpoint (probabilities), its words."""

    low: float
    high: float
    midpoint: float
    words: tuple[str, ...]


# Forecasts closer than this many decimals are one: 1 - 0.45 is meant to be 0.55.
_DECIMALS = 9

# US Intelligence Community Directive 203, Analytic Standards (2 January 2015): its two rows of
# words and their ranges.
BANDS = {
    "almost_no_chance": Band(0.01, 0.05, 0.03, (N_("almost no chance"), N_("remote"))),
    "very_unlikely": Band(0.05, 0.20, 0.125, (N_("very unlikely"), N_("highly improbable"))),
    "unlikely": Band(0.20, 0.45, 0.325, (N_("unlikely"), N_("improbable"))),
    "even": Band(0.45, 0.55, 0.50, (N_("roughly even chance"), N_("roughly even odds"))),
    "likely": Band(0.55, 0.80, 0.675, (N_("likely"), N_("probable"))),
    "very_likely": Band(0.80, 0.95, 0.875, (N_("very likely"), N_("highly probable"))),
    "almost_certain": Band(0.95, 0.99, 0.97, (N_("almost certain"), N_("nearly certain"))),
}


class Murphy(NamedTuple):
    """The three parts of a Brier score: score = reliability - resolution + uncertainty."""

    reliability: float
    resolution: float
    uncertainty: float


def brier_score(p: Entries, o: Entries) -> float:
    """Return the mean squared difference between forecasts and outcomes.

    Parameters
    ----------
    p : array_like of float, shape (n,), or dict or pandas.Series by question
        Probabilities of yes, 0 to 1.
    o : array_like of int or bool, shape (n,), or dict or pandas.Series by question
        Outcomes: 1 or True for yes, 0 or False for no. If both have names they are matched by
        name, else by place.

    Returns
    -------
    float
        0 (certain and right every time) to 1 (certain and wrong every time). Always saying one half
        gives 0.25.

    Raises
    ------
    ValueError
        If there is nothing to score, lengths or names differ, a probability is not in 0 to 1, or an
        outcome is not 0 or 1.

    Notes
    -----
    Brier's own score (Monthly Weather Review 78, 1950) and that of some tournaments add up both
    categories, yes and no, and are twice as large: ask which one is meant before you compare.

    Examples
    --------
    >>> round(brier_score([.9, .9, .9, .1, .1], [1, 1, 0, 0, 0]), 6)
    0.17
    """
    forecasts, outcomes = _checked(p, o)
    return float(np.mean((forecasts - outcomes) ** 2))


def mean_distance(p: Entries, o: Entries) -> float:
    """Return how far forecasts lie from outcomes on average, 0 to 1; arguments as `brier_score`.

    Examples
    --------
    >>> round(mean_distance([.9, .2], [1, 0]), 6)
    0.15
    """
    forecasts, outcomes = _checked(p, o)
    return float(np.mean(np.abs(forecasts - outcomes)))


def murphy(p: Entries, o: Entries) -> Murphy:
    """Split the Brier score into reliability, resolution and uncertainty.

    Parameters
    ----------
    p : array_like of float, shape (n,), or dict or pandas.Series by question
        Probabilities, 0 to 1. Forecasts of the same value, up to the ninth decimal, form a group.
    o : array_like of int or bool, shape (n,), or dict or pandas.Series by question
        Outcomes, 0 or 1; matched as by `brier_score`.

    Returns
    -------
    Murphy
        `reliability` (0 to 1, small is good: in each group, how far the forecast lies from the
        share of yes), `resolution` (0 to 0.25, large is good: how far those shares lie from the
        share of yes overall) and `uncertainty` (0 to 0.25: what the questions were like, whoever
        answers them).

    Raises
    ------
    ValueError
        As `brier_score`.

    Notes
    -----
    Murphy, Journal of Applied Meteorology 12 (1973). The identity score = reliability - resolution
    + uncertainty is exact because groups hold equal forecasts; with binned forecasts two more terms
    are needed (Stephenson, Coelho and Jolliffe, Weather and Forecasting 23, 2008). If every
    forecast differs, each question is a group of its own and reliability and resolution mean
    little: let learners choose among the midpoints of `BANDS`, and pool the class.

    Examples
    --------
    >>> parts = murphy([.9, .9, .9, .1, .1], [1, 1, 0, 0, 0])
    >>> [round(part, 6) for part in parts]
    [0.036667, 0.106667, 0.24]
    >>> round(parts.reliability - parts.resolution + parts.uncertainty, 6)
    0.17
    """
    forecasts, outcomes = _checked(p, o)
    _, group, size = np.unique(forecasts.round(_DECIMALS), return_inverse=True, return_counts=True)
    forecast, share = (np.bincount(group, weights=each) / size for each in (forecasts, outcomes))
    overall = outcomes.mean()
    reliability = np.sum(size * (forecast - share) ** 2) / len(forecasts)
    resolution = np.sum(size * (share - overall) ** 2) / len(forecasts)
    return Murphy(float(reliability), float(resolution), float(overall * (1 - overall)))


def skill_score(
    p: Entries,
    o: Entries,
    reference: Reference = "half",
    baseline: Entries | None = None,
) -> float:
    """Return how much better the forecasts are than a reference that needs no insight.

    Parameters
    ----------
    p : array_like of float, shape (n,), or dict or pandas.Series by question
        Probabilities, 0 to 1.
    o : array_like of int or bool, shape (n,), or dict or pandas.Series by question
        Outcomes, 0 or 1; matched as by `brier_score`.
    reference : {"half", "base_rate", "status_quo"}
        Half: one half for every question. Base rate: the same share for every question. Status quo:
        for each question, that what is the case will remain the case.
    baseline : float, or array_like, dict or pandas.Series of float, optional
        For "base_rate" the rate, one number; for "status_quo" a probability (or 0 or 1) for each
        question, shape (n,), matched like the outcomes.

    Returns
    -------
    float
        1 - score / score of the reference: 1 is perfect, 0 as good as the reference, below 0 worse;
        no lower limit.

    Raises
    ------
    ValueError
        As `brier_score`; for an unknown reference, a baseline that does not go with it, or a
        reference without a single error, against which skill is not defined.

    Notes
    -----
    A base rate must come from comparable cases known on the day of the forecast. Taken from the
    outcomes of the questions themselves it is hindsight, and a reference that no forecaster could
    have used.

    Examples
    --------
    The same five forecasts, three yardsticks:

    >>> p, o = [.9, .9, .9, .1, .1], [1, 1, 0, 0, 0]
    >>> round(skill_score(p, o, "half"), 3), round(skill_score(p, o, "base_rate", .4), 3)
    (0.32, 0.292)
    >>> round(skill_score(p, o, "status_quo", [0, 0, 0, 0, 0]), 3)
    0.575
    """
    if baseline is not None:
        p, o, baseline = arguments.aligned(p=p, o=o, baseline=baseline)
    forecasts, outcomes = _checked(p, o)
    score = brier_score(_reference(reference, baseline, len(forecasts)), outcomes)
    if score == 0:
        raise ValueError(
            f"The reference {reference!r} makes no error on these questions, "
            "so skill against it is not defined."
        )
    return 1 - brier_score(forecasts, outcomes) / score


def _reference(reference: Reference, baseline: ArrayLike | None, n: int) -> Floats:
    arguments.one_of(reference, "reference", REFERENCES)
    if reference == "half":
        if baseline is not None:
            raise ValueError(
                "The reference 'half' takes no baseline; did you mean base_rate or status_quo?"
            )
        return np.full(n, 0.5)
    if reference == "base_rate":
        if baseline is None or np.ndim(baseline) != 0:
            raise ValueError(
                f"The reference 'base_rate' needs one number as baseline; found {baseline!r}."
            )
        return _probabilities(np.full(n, baseline), "Baseline")
    found = () if baseline is None else np.shape(baseline)
    if baseline is None or found != (n,):
        raise ValueError(
            f"The reference 'status_quo' needs a baseline for each of the {n} questions; "
            f"found shape {found}."
        )
    return _probabilities(baseline, "Baseline")


def icd203(p: float) -> str:
    """Return the ICD 203 band that a probability belongs to.

    Parameters
    ----------
    p : float
        A probability from 0.01 to 0.99.

    Returns
    -------
    str
        A name from `BANDS`, the vocabulary of `article_band` in the table of forecast questions.

    Raises
    ------
    ValueError
        For 0 and 1, because the vocabulary has no expression for certainty; for any other number
        outside 0.01 to 0.99.

    Notes
    -----
    Neighbouring bands share their limits in the directive. Here a limit belongs to the band nearer
    to even, the more cautious of the two: 0.20 is unlikely, 0.80 is likely, 0.45 and 0.55 are even.
    So p and 1 - p always get mirrored names.

    Examples
    --------
    >>> [icd203(p) for p in (.03, .20, .5, .80, .81)]
    ['almost_no_chance', 'unlikely', 'even', 'likely', 'very_likely']
    """
    found = arguments.probability(p, "p")
    if found in {0, 1}:
        raise ValueError(
            f"{p} is certainty, for which ICD 203 has no expression: a forecast can be wrong, "
            "and the bands end at 0.01 and 0.99."
        )
    near = round(found, _DECIMALS)
    holding = [name for name, band in BANDS.items() if band.low <= near <= band.high]
    if not holding:
        raise ValueError(f"{p} lies outside the bands of ICD 203, which run from 0.01 to 0.99.")
    return min(holding, key=lambda name: abs(BANDS[name].midpoint - 0.5))


def conditional(questions: pd.DataFrame, held: Mapping[str, bool]) -> pd.DataFrame:
    """Return the questions to score: those without a condition, and those whose condition held.

    Parameters
    ----------
    questions : pandas.DataFrame
        Columns `question_id` and `condition` (empty where there is none), as in the table
        `forecast_questions`.
    held : dict of {str: bool}
        For each question with a condition, by its id: did the condition come about?

    Returns
    -------
    pandas.DataFrame
        The rows to score, in their order.

    Raises
    ------
    ValueError
        If `held` does not say True or False for a question with a condition.

    Notes
    -----
    "If A, then probably B" says nothing about a world without A. To count it as wrong there, or as
    right, would score a forecast that nobody made.

    Examples
    --------
    >>> condition = [None, "if it rains", "if it snows"]
    >>> asked = pd.DataFrame({"question_id": ["a", "b", "c"], "condition": condition})
    >>> conditional(asked, {"b": True, "c": False})["question_id"].tolist()
    ['a', 'b']
    """
    asked = questions["condition"].notna()
    conditions = list(questions.loc[asked, "question_id"])
    unknown = [name for name in conditions if held.get(name) not in (True, False)]
    if unknown:
        raise ValueError(
            f"Question {unknown[0]} has a condition: "
            "say in held whether it came about, True or False."
        )
    return questions[
        ~asked | questions["question_id"].isin([name for name in conditions if held[name]])
    ]


def _checked(p: Entries, o: Entries) -> tuple[Floats, Floats]:
    """Return forecasts and outcomes as float arrays, or say which of them cannot be scored."""
    said, came = arguments.aligned(p=p, o=o)
    forecasts, outcomes = _probabilities(said, "Forecast"), _numbers(came)
    if len(forecasts) != len(outcomes) or not len(forecasts):
        raise ValueError(
            "Each forecast needs its outcome; "
            f"forecasts: {len(forecasts)}, outcomes: {len(outcomes)}."
        )
    _refuse(
        ~np.isin(outcomes, (0, 1)),
        came,
        "Outcome",
        "1 for yes or 0 for no (questions['outcome'] == 'yes' gives them)",
    )
    return forecasts, outcomes


def _probabilities(values: ArrayLike, what: str) -> Floats:
    numbers = _numbers(values)
    bad = ~((numbers >= 0) & (numbers <= 1))
    _refuse(bad, values, what, f"{arguments.PROBABILITY} {arguments.PER_CENT}")
    return numbers


def _numbers(values: ArrayLike) -> Floats:
    if np.ndim(values) != 1:
        raise ValueError(
            "Forecasts and outcomes must be lists with one entry a question; "
            f"found shape {np.shape(values)}."
        )
    return arguments.coerced(values)


def _refuse(bad: Truths, values: ArrayLike, what: str, expected: str) -> None:
    """Name the first entry that is bad, as it was given."""
    if bad.any():
        (row,) = arguments.first(bad)
        found = np.asarray(values, dtype=object).tolist()[row]
        raise ValueError(f"{what} {row + 1} of {len(bad)} is {found!r}; expected {expected}.")
