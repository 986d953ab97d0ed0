"""Locked forecasts and the look back: a seal, what memory did to them, and how they score.

What a board keeps may have been changed by hand, so it is read entry by entry.
"""

import hashlib
import json
from collections.abc import Container
from typing import Literal, NotRequired, TypedDict, TypeGuard

import pandas as pd

from . import arguments, forecasts, words
from .arguments import Entries
from .speech import _

Reference = Literal["half", "base_rate", "status_quo"]


class Entry(TypedDict):
    """A band of likelihood with its probability; with a forecast stands a reason too."""

    band: str
    p: float
    reason: NotRequired[str]


class Sealed(TypedDict):
    """What a lock keeps; before the lock, time and hash are None."""

    forecasts: dict[str, Entry]
    locked_at: str | None
    hash: str | None


class Line(TypedDict):
    """One way of forecasting and its score; no skill of the learner's own, or where none fails."""

    name: str
    brier: float
    skill: float | None


class Beside(TypedDict):
    """The scores of a learner and of the article on the questions that both answered."""

    questions: int
    yours: float
    article: float


class Score(TypedDict):
    """See `score`."""

    brier: float
    questions: int
    yes: int
    references: list[Line]
    shift: float | None
    beside: Beside | None


def seal(given: dict[str, Entry], locked_at: str) -> Sealed:
    """Return the answer that a lock keeps: the forecasts, the time, and a hash over both.

    Parameters
    ----------
    given : dict
        {question id: {"band", "p", "reason"}}.
    locked_at : str
        ISO time.

    Returns
    -------
    dict
        With `forecasts`, `locked_at` and `hash`: SHA-256 of the canonical JSON (keys sorted, no
        spaces, ASCII).

    Notes
    -----
    A seal shows that something was changed by hand or by mistake. It is no signature: whoever knows
    this function can make a new one, so a class that wants proof notes the hash on the day of the
    lock.

    Examples
    --------
    >>> given = {"Q01": {"band": "even", "p": 0.5, "reason": ""}}
    >>> locked = seal(given, "2026-11-22T10:00:00+00:00")
    >>> locked["hash"][:12], verify(locked)
    ('786b8f1ae316', True)
    >>> locked["forecasts"]["Q01"]["p"] = 0.97
    >>> verify(locked)
    False
    """
    return {"forecasts": given, "locked_at": locked_at, "hash": _hash(given, locked_at)}


def verify(answer: object) -> bool:
    """Return whether locked forecasts are as they were when they were locked.

    Parameters
    ----------
    answer : dict
        A kept answer of the board.

    Returns
    -------
    bool
        True if forecasts and time fit the hash; False if one of the three was changed, or nothing
        is locked.
    """
    if not isinstance(answer, dict) or not answer.get("locked_at"):
        return False
    return _hash(answer.get("forecasts"), answer["locked_at"]) == answer.get("hash")


def entries(kept: object, names: Container[str]) -> dict[str, Entry]:
    """Return what can be used of kept entries: of a known question, with a band and a probability.

    Examples
    --------
    >>> kept = {"Q01": {"band": "even", "p": 0.5}, "Q02": {"band": "perhaps"}, "Q03": None}
    >>> entries(kept, ["Q01", "Q02", "Q03"])
    {'Q01': {'band': 'even', 'p': 0.5}}
    """
    if not isinstance(kept, dict):
        return {}
    return {name: one for name, one in kept.items() if name in names and _is_entry(one)}


def hindsight_shift(p: Entries, remembered: Entries, o: Entries) -> float:
    """Return how far memory moved forecasts towards what happened.

    Parameters
    ----------
    p, remembered : array_like of float, shape (n,), or dict or pandas.Series by question
        The forecasts, and what the forecaster later remembers having said; probabilities, 0 to 1.
    o : array_like of int, shape (n,), or dict or pandas.Series by question
        Outcomes, 0 or 1. What has names is matched by name, else by place.

    Returns
    -------
    float
        Mean distance of the forecast from the outcome minus that of the memory, -1 to 1: above 0,
        memory flatters.

    Raises
    ------
    ValueError
        As `forecasts.brier_score`.

    Notes
    -----
    Fischhoff and Beyth, Organizational Behavior and Human Performance 13 (1975), asked in the same
    way after Nixon's journeys to Peking and Moscow.

    Examples
    --------
    >>> round(hindsight_shift([.5, .675], [.675, .5], [1, 0]), 3)
    0.175
    """
    said, later, came = arguments.aligned(p=p, remembered=remembered, o=o)
    return forecasts.mean_distance(said, came) - forecasts.mean_distance(later, came)


def score(rows: pd.DataFrame) -> Score:
    """Score revealed forecasts against the three references.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row a scored question: `p` (0 to 1), `remembered` and `article` (the same, or missing),
        `o` and `status_quo` (0 or 1).

    Returns
    -------
    dict
        ``brier`` (0 to 1), ``questions``, ``yes`` (how many came true), ``shift``
        (`hindsight_shift` of the questions that were remembered, None without any), ``beside``
        (the scores on those questions for which the article too has a probability, None without
        any), and ``references``, a list of {"name", "brier", "skill"}, first the learner's own; a
        skill is None for the learner's own row and against a reference that makes no error.

    Notes
    -----
    The base rate is the share of yes among these very questions. Nobody could have known it on the
    day, which the board says.
    """
    p, o, quo = rows["p"], rows["o"], rows["status_quo"]
    brier, rate = forecasts.brier_score(p, o), float(o.mean())
    references: tuple[tuple[str, Reference, float | pd.Series | None, pd.Series], ...] = (
        (_("one half every time"), "half", None, p * 0 + 0.5),
        (
            _("the share of yes, {share}, every time", share=words.number(rate, ".2f")),
            "base_rate",
            rate,
            p * 0 + rate,
        ),
        (_("nothing changes"), "status_quo", quo, quo.astype(float)),
    )
    lines: list[Line] = [{"name": _("yours"), "brier": brier, "skill": None}]
    for name, reference, baseline, said in references:
        missed = forecasts.brier_score(said, o)
        skill = forecasts.skill_score(p, o, reference, baseline) if missed else None
        lines.append({"name": name, "brier": missed, "skill": skill})
    return {
        "brier": brier,
        "questions": len(rows),
        "yes": int(o.sum()),
        "references": lines,
        "shift": _shift(rows.dropna(subset=["remembered"])),
        "beside": _beside(rows.dropna(subset=["article"])),
    }


def _shift(rows: pd.DataFrame) -> float | None:
    return hindsight_shift(rows["p"], rows["remembered"], rows["o"]) if len(rows) else None


def _beside(rows: pd.DataFrame) -> Beside | None:
    if rows.empty:
        return None
    return {
        "questions": len(rows),
        "yours": forecasts.brier_score(rows["p"], rows["o"]),
        "article": forecasts.brier_score(rows["article"], rows["o"]),
    }


def _hash(given: object, locked_at: object) -> str:
    text = json.dumps(
        {"forecasts": given, "locked_at": locked_at}, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _is_entry(one: object) -> TypeGuard[Entry]:
    if not isinstance(one, dict) or one.get("band") not in forecasts.BANDS:
        return False
    p: object = one.get("p")
    return isinstance(p, (int, float)) and 0 <= p <= 1
