"""Rival explanations: how far should a piece of evidence move us, and which kind of test is it?

Hypotheses stand in rows and evidence in columns, so that one reads along a row what speaks for and
against it.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from . import arguments
from .arguments import Cells, Floats
from .speech import N_

# Named ones are matched by name, others by place.
Prior: TypeAlias = float | ArrayLike | Mapping[str, float] | pd.Series
Ratios: TypeAlias = ArrayLike | Mapping[str, float] | pd.Series | pd.DataFrame
Test: TypeAlias = Literal["hoop", "smoking_gun", "doubly_decisive", "straw_in_the_wind"]

# Evidence is strong from a likelihood ratio of 4. At the symmetric point that means 0.80 if true
# against 0.20 if false, the outer limits of "likely" and "unlikely" in ICD 203 (see
# forecasts.BANDS).
STRONG = 4.0


def update(prior: Prior, likelihood_ratios: Ratios) -> float | Floats | pd.Series:
    """Return what to believe after the evidence: Bayes' rule in odds form.

    Parameters
    ----------
    prior : float, or array_like of float, shape (h,)
        One hypothesis against its denial: its probability before the evidence, between 0 and 1.
        Several rivals: a probability for each, above 0, sum 1; a Series or dict is matched to the
        table by the names of the hypotheses.
    likelihood_ratios : float or array_like of float, shape (e,), or dict or pandas.Series by piece
    of evidence; pandas.DataFrame or array_like, shape (h, e)
        One hypothesis: for each piece of evidence, how many times more probable it is if the
        hypothesis is true than if it is false. Several rivals: hypotheses in rows, evidence in
        columns, each cell relative to a yardstick that all the rows of its column share, for
        instance one rival whose cells are all 1. Above 0.

    Returns
    -------
    float, pandas.Series or numpy.ndarray, shape (h,)
        The probability of the hypothesis, or of each rival (summing to 1; a Series if a DataFrame
        was given).

    Raises
    ------
    ValueError
        If a prior is not strictly between 0 and 1, priors do not sum to 1, a ratio is not a
        positive number, or shapes or names do not fit.

    Notes
    -----
    Posterior odds = prior odds x the product of the ratios. Multiplying assumes that the pieces of
    evidence are independent once the hypothesis is given: two newspapers that copy one report are
    one piece. With several rivals the answer is about those in the table only; an explanation that
    nobody listed gets nothing.

    Examples
    --------
    Even odds, and evidence that is four times as probable if the hypothesis is true:

    >>> round(update(.5, [4]), 3)
    0.8
    >>> rivals = ["structure", "choices", "drift"]
    >>> table = pd.DataFrame({"e1": [4, 2, 1], "e2": [.5, 1, 1]}, index=rivals)
    >>> update([1/3, 1/3, 1/3], table).round(2).to_dict()
    {'structure': 0.4, 'choices': 0.4, 'drift': 0.2}
    """
    posterior = steps(prior, likelihood_ratios).iloc[-1]
    if not isinstance(prior, Mapping) and np.ndim(prior) == 0:
        return float(posterior.iloc[0])
    posterior.name = "posterior"
    return posterior if isinstance(likelihood_ratios, pd.DataFrame) else posterior.to_numpy()


def steps(prior: Prior, likelihood_ratios: Ratios) -> pd.DataFrame:
    """Return what to believe after each piece of evidence in turn.

    Parameters
    ----------
    prior, likelihood_ratios
        As for `update`.

    Returns
    -------
    pandas.DataFrame, shape (e + 1, h)
        Rows: "prior", then the evidence, by its names or counted from 1. Columns: the hypotheses,
        or "true" and "false" for one hypothesis and its denial. Each row sums to 1.

    Raises
    ------
    ValueError
        As `update`.

    Notes
    -----
    The last row does not depend on the order of the evidence; the way there does.

    Examples
    --------
    >>> steps(.2, [4, 1, .25]).round(3)["true"].to_dict()
    {'prior': 0.2, 1: 0.5, 2: 0.5, 3: 0.2}
    """
    beliefs, ratios = _in_columns(prior), _in_columns(likelihood_ratios)
    read = _rivals if np.ndim(beliefs) else _one_hypothesis
    before, table = read(beliefs, arguments.matched(ratios))
    # Sums of logarithms: a long list of ratios neither overflows nor vanishes.
    logs = np.column_stack([np.log(before), np.log(table.to_numpy())]).cumsum(axis=1)
    weight = np.exp(logs - logs.max(axis=0))
    return pd.DataFrame(
        (weight / weight.sum(axis=0)).T, index=[N_("prior"), *table.columns], columns=table.index
    )


def _in_columns(entries: Prior | Ratios) -> ArrayLike | pd.Series | pd.DataFrame:
    """Return a dict as a Series, and anything else as it is."""
    # Of what is no dict, pyright cannot tell that it is none.
    return pd.Series(entries) if isinstance(entries, Mapping) else cast("ArrayLike", entries)


def _one_hypothesis(prior: ArrayLike, ratios: Cells) -> tuple[Floats, pd.DataFrame]:
    before = arguments.between(prior, "The prior", " (no evidence can move certainty)")
    if np.ndim(ratios) > 1:
        raise ValueError(
            f"A table with {len(np.asarray(ratios))} hypotheses needs a prior for each of them; "
            f"found the single prior {prior!r}."
        )
    cells = np.atleast_1d(np.asarray(ratios))
    names = ratios.index if isinstance(ratios, pd.Series) else range(1, len(cells) + 1)
    rows = pd.DataFrame([cells, np.ones(len(cells))], ["true", "false"], names)
    return np.array([before, 1 - before]), _positive(rows)


def _rivals(prior: ArrayLike | pd.Series, ratios: Cells) -> tuple[Floats, pd.DataFrame]:
    n = len(np.asarray(prior))
    if np.ndim(ratios) != 2 or len(np.asarray(ratios)) != n:
        raise ValueError(
            f"Priors for {n} hypotheses need a table with {n} rows "
            f"and a column for each piece of evidence; found shape {np.shape(ratios)}."
        )
    table = ratios if isinstance(ratios, pd.DataFrame) else _counted(np.asarray(ratios))
    if isinstance(prior, pd.Series) and isinstance(ratios, pd.DataFrame):
        unknown = [name for name in table.index if name not in prior.index]
        if unknown:
            raise ValueError(
                f"Hypothesis {unknown[0]!r} of the table has no prior; "
                f"the priors are for {', '.join(map(str, prior.index))}."
            )
        prior = arguments.in_order(prior, table.index, "the priors", "the table")
    before = arguments.numbers(prior, "The priors")
    if not (before > 0).all() or not np.isclose(before.sum(), 1):
        raise ValueError(
            f"The priors must each be above 0 and sum to 1; found {before.tolist()} "
            f"with sum {before.sum():.3g}."
        )
    return before, _positive(table)


def _counted(ratios: NDArray[Any]) -> pd.DataFrame:
    """Return a table whose pieces of evidence are counted from 1."""
    return pd.DataFrame(ratios, columns=range(1, ratios.shape[1] + 1))


def _positive(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table as floats, or name the first cell that is not a positive number."""
    numbers = arguments.coerced(table.to_numpy().ravel()).reshape(table.shape)
    bad = ~(np.isfinite(numbers) & (numbers > 0))
    if bad.any():
        row, column = arguments.first(bad)
        raise ValueError(
            f"Likelihood ratio of evidence {table.columns[column]!r}, "
            f"hypothesis {table.index[row]!r}: found {table.iloc[row, column]!s}, "
            "expected a number above 0 (a small one for what all but excludes it)."
        )
    return pd.DataFrame(numbers, index=table.index, columns=table.columns)


def test_type(p_if_true: float, p_if_false: float, strong: float = STRONG) -> Test:  # noqa: PT028 (no test)
    """Say which of the four process-tracing tests a piece of evidence is for a hypothesis.

    Parameters
    ----------
    p_if_true, p_if_false : float
        Probability of finding the evidence if the hypothesis is true, and if it is false; 0 to 1.
    strong : float
        The likelihood ratio from which evidence counts as strong, above 1.

    Returns
    -------
    str
        "hoop": not finding it counts strongly against, (1 - p_if_false) / (1 - p_if_true) >=
        `strong`. "smoking_gun": finding it counts strongly for, p_if_true / p_if_false >= `strong`.
        "doubly_decisive": both. "straw_in_the_wind": neither.

    Raises
    ------
    ValueError
        If a probability is not in 0 to 1, `strong` is not above 1, or the evidence is more probable
        if the hypothesis is false: then it is a test of the rival.

    Notes
    -----
    The four tests are Van Evera's (Guide to Methods for Students of Political Science, 1997),
    taught by Collier (PS: Political Science & Politics 44, 2011) as necessary and sufficient
    conditions. Ratios are used here instead of limits on the two probabilities because evidence
    that is certain either way (0.95 and 0.95) tests nothing. Real evidence is seldom decisive: the
    names are the corners of a square, the cases lie inside it.

    Examples
    --------
    >>> test_type(.95, .5), test_type(.3, .05), test_type(.95, .05), test_type(.6, .4)
    ('hoop', 'smoking_gun', 'doubly_decisive', 'straw_in_the_wind')
    """
    p_if_true = arguments.probability(p_if_true, "p_if_true")
    p_if_false = arguments.probability(p_if_false, "p_if_false")
    if not 1 < arguments.real(strong) < np.inf:
        raise ValueError(f"strong must be a likelihood ratio above 1; found {strong!r}.")
    if p_if_true < p_if_false:
        raise ValueError(
            f"The evidence is more probable if the hypothesis is false ({p_if_false}) "
            f"than if it is true ({p_if_true}): test the rival with it, and swap the two."
        )
    if p_if_true == p_if_false:
        return "straw_in_the_wind"
    # Products instead of quotients, so that 0 and 1 need no care; the margin keeps 0.8 against 0.2
    # a ratio of 4.
    found_counts = p_if_true >= strong * p_if_false - 1e-12
    absence_counts = 1 - p_if_false >= strong * (1 - p_if_true) - 1e-12
    if found_counts and absence_counts:
        return "doubly_decisive"
    if found_counts:
        return "smoking_gun"
    return "hoop" if absence_counts else "straw_in_the_wind"


# pytest would take a function of this name for a test.
test_type.__test__ = False  # pyright: ignore[reportFunctionMemberAccess] (pytest reads it)
