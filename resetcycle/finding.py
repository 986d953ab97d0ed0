"""Finding events of the record: by words, capital, years and class, scored or context, told or all.

The boards in the browser find words by the same rule (front/src/kit/find.ts).
"""

import re
import unicodedata
from typing import Literal, TypeAlias, TypedDict

import pandas as pd

from . import arguments, data, kept, words
from .speech import _

By: TypeAlias = Literal["all", "USA", "RUS", "both", "other"]
What: TypeAlias = Literal["all", "scored", "context"]
BY: tuple[By, ...] = ("all", "USA", "RUS", "both", "other")
WHAT: tuple[What, ...] = ("all", "scored", "context")
# Of any class, and of none, which some context has.
ANY, NONE = "all", "none"


class Search(TypedDict, total=False):
    """What is looked for; see `find`."""

    text: str
    by: By
    years: tuple[int, int] | None
    class_id: str
    what: What
    told: bool


def find(
    text: str = "",
    *,
    by: By = "all",
    years: tuple[int, int] | None = None,
    class_id: str = ANY,
    what: What = "all",
    told: bool = False,
) -> pd.DataFrame:
    """Return the events that fit, as rows of the `events` table, the older first.

    Parameters
    ----------
    text : str
        Words to look for, in any order: each must begin a word of the event's id, day, title,
        summary or place. Accents and capital letters make no difference.
    by : {"all", "USA", "RUS", "both", "other"}
        Whose act; "both" are those that the two capitals did together.
    years : tuple of int, optional
        The first and the last year in which the event began.
    class_id : str
        From `classes`, such as ``"E1"``; "none" for context that belongs to none.
    what : {"all", "scored", "context"}
    told : bool
        Only those that the lessons tell, with a summary.

    Raises
    ------
    ValueError
        For another capital, class or kind, or if the years are no two years.

    Examples
    --------
    >>> find("munich", by="RUS", years=(2001, 2009))["event_id"].tolist()
    ['2007-02-munich']
    """
    arguments.one_of(by, "by", BY)
    arguments.one_of(what, "what", WHAT)
    arguments.one_of(class_id, "class_id", (ANY, NONE, *data.load("classes")["class_id"]))
    events = data.load("events").sort_values(["event_date", "event_id"], ignore_index=True)
    fits = _holds(events, text)
    if by != "all":
        fits &= events["source_actor"] == by
    if years is not None:
        fits &= events["event_date"].dt.year.between(*_in_order(years))
    if class_id != ANY:
        fits &= events["class_id"].fillna(NONE) == class_id
    if what != "all":
        fits &= (events["dyadic"] == "yes") == (what == "scored")
    if told:
        fits &= events["summary"].notna()
    return events[fits].reset_index(drop=True)


@kept.once
def places() -> pd.Series:
    """Return where an event was, with its country, by event id; not every event has a place."""
    at = data.load("located").merge(data.load("places"), on="place_id").set_index("event_id")
    # Of a city-state one name says both.
    own = at["place"] == at["country"]
    return at["place"].where(own, at["place"] + ", " + at["country"])


def _in_order(years: tuple[int, int]) -> tuple[int, int]:
    try:
        one, other = (arguments.whole(year, "years") for year in years)
    except (TypeError, ValueError):
        raise ValueError(
            _(
                "years must be the first and the last year, such as (2001, 2009); found {found}.",
                found=repr(years),
            )
        ) from None
    return min(one, other), max(one, other)


def in_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: small letters without accents.

    Examples
    --------
    >>> in_words("Réset, 2009-02: NATO's")
    ['reset', '2009', '02', 'nato', 's']
    """
    letters = unicodedata.normalize("NFD", text)
    plain = "".join(each for each in letters if not unicodedata.category(each).startswith("M"))
    return re.findall(r"[^\W_]+", plain.lower())


def _holds(events: pd.DataFrame, text: str) -> pd.Series:
    """Say of each event whether every word that is asked begins one of its own."""
    fits, asked = pd.Series(data=True, index=events.index), in_words(text)
    if not asked:
        return fits
    columns = (
        *(events["event_id"], events["event_date"].map(words.day), events["title"]),
        *(events["summary"].fillna(""), events["event_id"].map(places()).fillna("")),
    )
    texts = pd.Series(
        [f" {' '.join(in_words(' '.join(row)))}" for row in zip(*columns, strict=True)],
        index=events.index,
    )
    for word in asked:
        fits &= texts.str.contains(f" {word}", regex=False)
    return fits
