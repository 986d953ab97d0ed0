"""States of affairs: what stands between the two capitals on a day, where an act has passed."""

import pandas as pd

from . import arguments, data, words
from .speech import N_, _

# Whose step it was, as the `treaties` table names it, and in words.
_SIDES = {"both": N_("both capitals"), "USA": N_("Washington"), "RUS": N_("Moscow")}


def on(day: str | pd.Timestamp) -> pd.Series:
    """Say what stood on a day: war, treaties, a commission, ambassadors.

    Parameters
    ----------
    day : str or Timestamp
        From December 1991 to the data's cut-off.

    Returns
    -------
    pandas.Series
        State -> what stood, in words; "none" where nothing did. Of the ambassadors it says in which
        capitals one was in post.

    Raises
    ------
    ValueError
        For a day outside the data.

    Examples
    --------
    >>> on("2009-07-07")["Standing commission of the two governments"]
    'Bilateral Presidential'
    """
    when, first = pd.Timestamp(day), data.load("events")["event_date"].min()
    if not first <= when <= data.cutoff():
        raise ValueError(
            _(
                "day must be from {first} to {last}; found {found}.",
                first=words.day(first),
                last=words.day(data.cutoff()),
                found=repr(day),
            )
        )
    table = data.load("states")
    stood = table[(table["began"] <= when) & ~(table["ended"] <= when)]
    found = {
        str(state): words.listed(stood.loc[stood["state"] == state, "reading"])
        for state in table["state"].unique()
    }
    return pd.Series({**found, _("Ambassadors in post"): _ambassadors(when)})


def at_ends() -> pd.DataFrame:
    """Say what stood on the last day of each presidency, and at the cut-off for the last.

    Returns
    -------
    pandas.DataFrame
        A row a state, a column a presidency; what stood, in words, as from `on`.
    """
    terms = data.load("terms").query("role != 'prologue'")
    # A term ends at noon of the day on which the next begins: the day before is its last whole one.
    days = [min(end - pd.Timedelta(days=1), data.cutoff()) for end in terms["end_date"]]
    names = [
        _("{presidency}, at the cut-off", presidency=name) if day == data.cutoff() else name
        for name, day in zip(terms["short_label"], days, strict=True)
    ]
    found = [on(day).rename(name) for name, day in zip(names, days, strict=True)]
    return pd.concat(found, axis=1).rename_axis(N_("on the last day"))


def treaty_steps(treaty: str, since: str) -> pd.DataFrame:
    """Return what was done about a treaty from a day on, and by whom.

    Parameters
    ----------
    treaty : str
        As the `treaties` table names it.
    since : str
        The first day, or year.

    Returns
    -------
    pandas.DataFrame
        One row a step: its day, the step, whose it was, and a note.

    Raises
    ------
    ValueError
        If no treaty has this name.

    Examples
    --------
    >>> treaty_steps("New START", "2026")["whose"].tolist()
    ['both capitals']
    """
    table = data.load("treaties")
    arguments.one_of(treaty, "treaty", sorted(table["treaty"].unique()))
    rows = table[(table["treaty"] == treaty) & (table["date"] >= since)]
    whose = [_(_SIDES[side]) for side in rows["side"]]
    return pd.DataFrame(
        {
            N_("day"): [words.day(day) for day in rows["date"]],
            N_("step"): rows["event"].tolist(),
            N_("whose"): whose,
            N_("note"): rows["note"].fillna("").tolist(),
        }
    )


def _ambassadors(when: pd.Timestamp) -> str:
    """Say in which capitals an ambassador of the other was in post."""
    held = data.load("ambassadors")
    # Where the day of leaving was not found, the next one's arrival ends a time in the post.
    following = held.sort_values("began").groupby("post")["began"].shift(-1)
    left = held["left"].fillna(following)
    posts = set(held.loc[(held["began"] <= when) & ~(left <= when), "post"])
    if posts == set(held["post"]):
        return _("in both capitals")
    return _("in {capital} only", capital=_(posts.pop())) if posts else _("in neither capital")
