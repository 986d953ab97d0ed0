"""The short codebooks of lesson 02, for acts and for words, and how far coders agree.

Twelve events with nine choices, and nine passages of one call with eight: what they are stands in
the tables `events_to_code` and `codebook`, `passages` and `speech_acts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal, TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import agreement, data, kinds, sharing
from .speech import N_, _, remembered

NONE = kinds.NO_CODE
# What three learners might have chosen: shown until a class has codes of its own.
INVENTED = ("CODES02-CHBFCDICGHFC", "CODES02-BHAAEDICGAFB", "CODES02-CHAFCDIEGHFE")
HEADINGS = {
    "coders": N_("coders"),
    "share": N_("share equal"),
    "codes": N_("alpha, codes"),
    "scores": N_("alpha, scores"),
    "scored": N_("events scored by both"),
}


@dataclass(frozen=True)
class Choice:
    """A code that can be chosen, or "none": its words, its rule, its letter in a class line."""

    code: str
    words: str
    rule: str
    letter: str = ""


class Agreement(TypedDict):
    """How far coders agree; see `agreed`."""

    coders: str
    share: float
    codes: float | None
    scores: float | None
    scored: int


@remembered
def choices() -> dict[str, Choice]:
    """Return the choices of the codebook by code, in the order of their letters."""
    table = data.load("codebook").sort_values("letter")
    table["code"] = table["code"].fillna(NONE)
    columns = (table[name] for name in ("code", "words", "rule", "letter"))
    return {code: Choice(code, *more) for code, *more in zip(*columns, strict=True)}


@remembered
def speech_acts() -> dict[str, Choice]:
    """Return the choices for a passage of the call by code, in the order of their table."""
    columns = (data.load("speech_acts")[name] for name in ("code", "words", "rule"))
    return {code: Choice(code, *more) for code, *more in zip(*columns, strict=True)}


@cache
def passages() -> tuple[str, ...]:
    """Return the ids of the passages to be coded, in the order of the lesson."""
    return tuple(data.load("passages").sort_values("place")["passage_id"])


def speech_scores(codes: Mapping[str, str]) -> pd.DataFrame:
    """Return what each account of the call scores, by the kit's codes and by another coder's.

    Parameters
    ----------
    codes : dict
        {passage_id: code} for all of `passages`.

    Returns
    -------
    pandas.DataFrame
        A row a passage in the order of the lesson: `account`, `yours` and `kit`, two Goldstein
        scores.

    Examples
    --------
    A coder who takes every passage for praise:

    >>> scores = speech_scores(dict.fromkeys(passages(), "051"))
    >>> scores.groupby("account", sort=False)["yours"].max().tolist()
    [3.4, 3.4, 3.4]
    """
    rows = data.load("passages").sort_values("place").set_index("passage_id")
    cameo = data.load("cameo").set_index("code")["goldstein_score"]
    yours = cameo.loc[[codes[name] for name in rows.index]].to_numpy()
    kit = cameo.loc[list(rows["code"])].to_numpy()
    return rows[["account"]].assign(yours=yours, kit=kit)


@cache
def events() -> tuple[str, ...]:
    """Return the ids of the events to be coded, in the order of the lesson."""
    return tuple(data.load("events_to_code").sort_values("place")["event_id"])


def kit_codings(event_ids: Iterable[str]) -> pd.DataFrame:
    """Return the kit's two codings of events; "none" is no code.

    Returns
    -------
    pandas.DataFrame of str
        Rows "final" and "first", columns the events.
    """
    rows = data.load("events").set_index("event_id").loc[list(event_ids)]
    return pd.DataFrame(
        [rows["cameo_code"].fillna(NONE), rows["first_code"].fillna(NONE)], index=["final", "first"]
    )


def scores() -> dict[str, float]:
    """Return the Goldstein score of each code of the codebook; "none" has none."""
    cameo = data.load("cameo").set_index("code")["goldstein_score"]
    return {code: float(cameo[code]) for code in choices() if code != NONE}


def agreed(codings: pd.DataFrame, coders: str) -> Agreement:
    """Say how far coders agree.

    Parameters
    ----------
    codings : pandas.DataFrame of str, shape (coders, events)
        CAMEO codes, or "none" for an event that the coder leaves without a code.
    coders : str
        What to call them.

    Returns
    -------
    dict
        ``coders``; ``share``, of all pairs of coders and events the part with the same code, 0 to
        1; ``codes``, Krippendorff's alpha for names, where "none" is a name like the others;
        ``scores``, alpha for the order of the Goldstein scores, over the events that at least two
        coders score; ``scored``, how many these are. An alpha is None where nothing can be
        compared.

    Examples
    --------
    Of four events one is a visit for the first coder and an expulsion for the second, and one is
    scored by the second only:

    >>> two = pd.DataFrame([["057", "163", "042", "none"], ["057", "163", "161", "111"]])
    >>> found = agreed(two, "two")
    >>> found["share"], round(found["codes"], 2), round(found["scores"], 2), found["scored"]
    (0.5, 0.46, 0.95, 3)
    """
    cameo = data.load("cameo").set_index("code")["goldstein_score"]
    codes = codings.to_numpy(dtype=object)
    names, numbers = np.unique(codes.astype(str), return_inverse=True)
    score_of = np.array([np.nan if name == NONE else cameo.loc[name] for name in names.tolist()])
    numbers = numbers.reshape(codes.shape).astype(float)
    scores = score_of[numbers.astype(int)].astype(float)
    pairs = combinations(range(len(codes)), 2)
    return {
        "coders": coders,
        "share": float(np.mean([(codes[a] == codes[b]).mean() for a, b in pairs])),
        "codes": _alpha(numbers, "nominal"),
        "scores": _alpha(scores, "ordinal"),
        "scored": int((np.isfinite(scores).sum(axis=0) >= 2).sum()),
    }


def compare(codes: Mapping[str, str]) -> list[Agreement]:
    """Return the agreement of a learner with the kit, and of the kit with itself.

    Parameters
    ----------
    codes : dict
        {event_id: code or "none"} for all of `events`.

    Returns
    -------
    list of dict
        Two entries as in `agreed`.

    Raises
    ------
    ValueError
        If an event has no code.
    """
    if missing := [name for name in events() if name not in codes]:
        raise ValueError(f"Every event needs a code or {NONE!r}: {missing[0]} has none.")
    kit = kit_codings(events())
    own = pd.DataFrame([kit.loc["final"], pd.Series(codes)[list(events())]])
    return [
        agreed(own, _("you and the kit")),
        agreed(kit, _("the kit's first and final coding")),
    ]


def as_table(rows: Iterable[Agreement]) -> pd.DataFrame:
    """Return agreements as a table for reading, one row a set of coders."""
    return pd.DataFrame(list(rows)).rename(columns=HEADINGS).set_index("coders")


def read_lines(text: str) -> pd.DataFrame:
    """Return the codings found in a text, one row a learner: share codes, and lines CODES02.

    Examples
    --------
    >>> read_lines("Ann: CODES02-BHAACDICGAFB, sorry for the delay").iloc[0, :3].tolist()
    ['057', '161', 'none']
    """
    found, _broken = sharing.find_share_codes(text, "codes")
    rows = [[answer["codes"][name] for name in events()] for answer in found]
    return pd.DataFrame(rows, columns=list(events()), dtype=object)


def _alpha(ratings: NDArray[np.float64], level: Literal["nominal", "ordinal"]) -> float | None:
    if not (np.isfinite(ratings).sum(axis=0) >= 2).any():
        return None
    alpha = float(agreement.krippendorff_alpha(ratings, level))
    return alpha if np.isfinite(alpha) else None
