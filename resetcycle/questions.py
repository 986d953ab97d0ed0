"""The dated questions of 17 April 2017: which can be scored, and what the article said to them."""

import pandas as pd

from . import data, forecasts, kept, words
from .speech import N_, _

# The note on a conditional question opens with whether its condition came about.
MET, NOT_MET = "The condition was met", "The condition was not met"
CANNOT_TELL = N_("cannot tell")


def scored(rows: pd.DataFrame) -> list[str]:
    """Return the questions that count, by id.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the table `forecast_questions`, by `question_id`.

    Returns
    -------
    list of str
        Those to which the record says yes or no, without a condition or with one that came about.

    Raises
    ------
    ValueError
        If the note on a conditional question does not say whether its condition came about.
    """
    told = rows[rows["outcome"] != CANNOT_TELL]
    asked = told.loc[told["condition"].notna(), "outcome_note"]
    held = {str(name): _held(str(name), note) for name, note in asked.items()}
    return list(forecasts.conditional(told.reset_index(), held)["question_id"])


def _held(name: str, note: str) -> bool:
    if not note.startswith((MET, NOT_MET)):
        raise ValueError(
            f"Question {name} has a condition, so its outcome_note must begin with "
            f'"{MET}" or "{NOT_MET}"; found {note[:40]!r}.'
        )
    return note.startswith(MET)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Put questions in the order of a score: first those for which the article has a likelihood.

    These come in the order of the article's claims, which begins with its headline; the others
    follow as they stand in the table.
    """
    banded = rows["article_band"].notna()
    first = rows[banded].sort_values("claim_id", kind="stable")
    return pd.concat([first, rows[~banded]])


@kept.once
def of_the_article() -> pd.DataFrame:
    """Return the questions on which the article can be scored, with its likelihoods.

    Returns
    -------
    pandas.DataFrame
        Rows of the table `forecast_questions` by `question_id`, in the order of the article's
        claims, with `p` (the middle of what its words stand for, 0 to 1) and `o` (the outcome: 1
        for yes, 0 for no).
    """
    table = data.load("forecast_questions").set_index("question_id")
    banded = in_order(table.dropna(subset=["article_band"]))
    rows = banded.loc[[name for name in banded.index if name in set(scored(banded))]]
    p = rows["article_band"].map({name: band.midpoint for name, band in forecasts.BANDS.items()})
    return rows.assign(p=p, o=(rows["outcome"] == "yes").astype(int))


def yardsticks() -> pd.DataFrame:
    """Hold the article's score against three forecasts that need no insight.

    Returns
    -------
    pandas.DataFrame
        By forecast: its Brier score, and the article's skill against it (empty for its own row).
    """
    rows = of_the_article()
    p, o, quo = rows["p"], rows["o"], (rows["status_quo"] == "yes").astype(float)
    share = float(o.mean())
    said = {
        N_("the article"): p,
        N_("one half every time"): p * 0 + 0.5,
        N_("the share of yes every time"): p * 0 + share,
        N_("nothing changes"): quo,
    }
    skill = [
        "",
        words.number(forecasts.skill_score(p, o, "half"), ".2f"),
        words.number(forecasts.skill_score(p, o, "base_rate", share), ".2f"),
        words.number(forecasts.skill_score(p, o, "status_quo", quo), ".2f"),
    ]
    scores = [words.number(forecasts.brier_score(one, o), ".3f") for one in said.values()]
    table = {N_("Brier score"): scores, N_("the article's skill against it"): skill}
    return pd.DataFrame(table, index=pd.Index([_(name) for name in said], name=N_("forecast")))


def parts() -> pd.DataFrame:
    """Split the article's score: reliability - resolution + uncertainty = score."""
    rows = of_the_article()
    found = forecasts.murphy(rows["p"], rows["o"])
    numbers = {
        N_("reliability"): found.reliability,
        N_("resolution"): found.resolution,
        N_("uncertainty"): found.uncertainty,
        N_("Brier score"): found.reliability - found.resolution + found.uncertainty,
    }
    return pd.DataFrame({name: [words.number(number, ".3f")] for name, number in numbers.items()})


def readings_of_likely() -> pd.DataFrame:
    """Score the article with "likely" read at the foot, in the middle and at the top of its band.

    Returns
    -------
    pandas.DataFrame
        By the probability that "likely" stands for: the Brier score, and how often all outcomes
        would come as expected if the words meant just that and the questions were unconnected.
    """
    rows, band = of_the_article(), forecasts.BANDS["likely"]
    sure = [band.low, band.midpoint, band.high]
    likely = rows["article_band"] == "likely"
    scores = [forecasts.brier_score(likely * one + ~likely * (1 - one), rows["o"]) for one in sure]
    return pd.DataFrame(
        {
            N_("Brier score"): [words.number(score, ".3f") for score in scores],
            N_("all as expected"): [
                _("{share} in 100", share=words.number(100 * one ** len(rows), ".0f"))
                for one in sure
            ],
        },
        index=pd.Index([words.number(one, "g") for one in sure], name=N_("likely stands for")),
    )
