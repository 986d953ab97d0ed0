"""The kit's rival explanations of the record: its figures, those of each capital, and what follows.

`evidence` computes with any figures; here are those of the tables `likelihoods` and
`desk_likelihoods`, with the names that learners read.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from . import data, evidence, sharing, words
from .arguments import Floats
from .speech import N_, _

# How far each figure is moved at random, and how often.
STEP, DRAWS, SEED = 0.1, 1000, 2017
# No figure is zero or one, from which no evidence brings anybody back.
LEAST, MOST = 0.01, 0.99


def rivals() -> pd.DataFrame:
    """Return the rival explanations, and what each claims.

    Returns
    -------
    pandas.DataFrame
        A row an explanation, by its name.
    """
    table = data.load("rivals").set_index("label").rename_axis(N_("explanation"))
    return table[["statement"]].set_axis([N_("what it claims")], axis=1)


def figures(capital: str = "") -> pd.DataFrame:
    """Return how probable each finding is under each explanation.

    Parameters
    ----------
    capital : str
        "USA" or "RUS": with the figures that an adviser there would argue in the place of the
        kit's; by default the kit's own.

    Returns
    -------
    pandas.DataFrame
        Explanations in rows, findings in columns, both by their ids and in the order of their
        tables; .05 to .95, all of them judgements.

    Raises
    ------
    ValueError
        If no figures are argued from this capital.
    """
    table = data.load("likelihoods").pivot_table("p_if_true", "hypothesis_id", "finding_id")
    table = table.loc[data.load("rivals")["hypothesis_id"], data.load("findings")["finding_id"]]
    argued = data.load("desk_likelihoods")
    if capital and capital not in set(argued["capital"]):
        known = words.listed(map(repr, argued["capital"].unique()))
        raise ValueError(_("capital must be {known}; found {found!r}.", known=known, found=capital))
    own = argued[argued["capital"] == capital]
    own = own.pivot_table("p_if_true", "hypothesis_id", "finding_id")
    return own.reindex_like(table).fillna(table)


def believed(table: pd.DataFrame | None = None) -> pd.Series:
    """Return what to believe after all findings, from an equal start.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        As from `figures`; the kit's by default.

    Returns
    -------
    pandas.Series
        The probability of each explanation, by its id; they sum to 1.
    """
    table = figures() if table is None else table
    # A table without findings teaches nothing.
    if not table.shape[1]:
        return _equal(table)
    return evidence.update(_equal(table), table)  # pyright: ignore[reportReturnType] (a table)


def strongest(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the findings that speak strongly for one explanation, or strongly against one.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        As from `figures`; the kit's by default.

    Returns
    -------
    pandas.DataFrame
        A row a ratio of at least `evidence.STRONG`, the largest first: the finding, the
        explanation, whether it speaks for or against it, and the ratio. The ratio compares the
        explanation with the mean of all others.
    """
    table = figures() if table is None else table
    ratio = _values(table) / _others(_values(table))
    sides = (_("for"), ratio), (_("against"), 1 / ratio)
    found = [
        (float(value[i, j]), side, i, j)
        for side, value in sides
        for i, j in zip(*np.nonzero(value >= evidence.STRONG - 1e-9), strict=True)
    ]
    names, findings = _named(table.index), named_findings(table.columns)
    return pd.DataFrame(
        {
            N_("finding"): findings[j],
            N_("speaks"): side,
            N_("the explanation"): names[i],
            N_("ratio"): _("{n} to 1", n=words.number(value, ".1f")),
        }
        for value, side, i, j in sorted(found, key=lambda one: -one[0])
    )


def kinds(table: pd.DataFrame | None = None) -> pd.Series:
    """Return which of the four tests each finding is for the explanation that expects it most.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        As from `figures`; the kit's by default.

    Returns
    -------
    pandas.Series
        Finding -> "hoop", "smoking_gun", "doubly_decisive" or "straw_in_the_wind".
    """
    table = figures() if table is None else table
    values = _values(table)
    others, best = _others(values), values.argmax(axis=0)
    tests = [
        evidence.test_type(float(values[i, j]), float(others[i, j])) for j, i in enumerate(best)
    ]
    return pd.Series(tests, index=table.columns)


def leads(table: pd.DataFrame | None = None, step: float = STEP) -> pd.Series:
    """Return how often each explanation leads when every figure is moved a little at random.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        As from `figures`; the kit's by default.
    step : float
        How far a figure may be moved up or down.

    Returns
    -------
    pandas.Series
        Share of a thousand draws, by the explanation's name, the most frequent first; draws are the
        same on every machine.
    """
    table = figures() if table is None else table
    rng = np.random.default_rng(SEED)
    moves = rng.uniform(-step, step, (DRAWS, *table.shape))
    logs = np.log((table.to_numpy() + moves).clip(LEAST, MOST)).sum(axis=2)
    times = np.bincount(logs.argmax(axis=1), minlength=len(table))
    said = N_("share of draws in which it leads")
    shares = pd.Series(times / DRAWS, index=_named(table.index), name=said)
    return shares.rename_axis(N_("explanation")).sort_values(ascending=False, kind="stable")


def without_each(table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return which explanation leads when one finding is left out, and with what probability.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        As from `figures`; the kit's by default.

    Returns
    -------
    pandas.DataFrame
        A row a finding.
    """
    table = figures() if table is None else table
    left = [believed(table.drop(columns=name)) for name in table.columns]
    first = [int(one.to_numpy().argmax()) for one in left]
    names = _named(table.index)
    return pd.DataFrame(
        {
            N_("leads"): [names[place] for place in first],
            N_("probability"): [one.iloc[place] for one, place in zip(left, first, strict=True)],
        },
        index=pd.Index(named_findings(table.columns), name=N_("without")),
    )


def beside_the_class(mine: Mapping[str, float] | pd.Series, text: str = "") -> pd.DataFrame:
    """Return what you believe beside what each learner's figures make of the same findings.

    Every learner begins with equal beliefs and has the kit's figures where their code says nothing.

    Parameters
    ----------
    mine : dict or pandas.Series
        Your probability of each explanation, by its id.
    text : str
        The class chat with share codes of the board; codes of other kinds are passed over.

    Returns
    -------
    pandas.DataFrame
        A row an explanation: yours, and the lowest, median and highest of the class.
    """
    codes = sharing.read_class(text).entries if text.strip() else []
    beliefs = [
        believed(_with(entry.answer["likelihoods"]))
        for entry in codes
        if entry.kind == "likelihoods"
    ]
    table = pd.DataFrame({N_("yours"): pd.Series(dict(mine))})
    if beliefs:
        all_of_them = pd.DataFrame(beliefs)
        table[N_("lowest of the class")] = all_of_them.min()
        table[N_("median")] = all_of_them.median()
        table[N_("highest")] = all_of_them.max()
    return table.set_axis(_named(table.index)).rename_axis(N_("explanation"))


def quarrels() -> pd.DataFrame:
    """Return events that the two capitals put differently, in the words of each.

    Returns
    -------
    pandas.DataFrame
        A row an event: its day and title, what Washington says, what Moscow says.
    """
    both = data.load("readings").set_index(["event_id", "capital"])["reading"].unstack()  # noqa: PD010
    events = data.load("events").set_index("event_id").loc[both.index]
    days = [words.day(day) for day in events["event_date"]]
    names = [f"{day}: {title}" for day, title in zip(days, events["title"], strict=True)]
    shown = both[["USA", "RUS"]].set_axis([N_("Washington"), N_("Moscow")], axis=1)
    return shown.set_axis(names).rename_axis(N_("event"))


def labels() -> dict[str, str]:
    """Return the name of each explanation, by its id."""
    table = data.load("rivals")
    return dict(zip(table["hypothesis_id"], table["label"], strict=True))


def named_findings(ids: Iterable[object]) -> list[str]:
    """Return the short name of each finding with its month."""
    found = data.load("findings").set_index("finding_id")
    rows = found.loc[[str(name) for name in ids]]
    months = [words.short_month(day) for day in rows["known_on"]]
    return [f"{label}, {month}" for label, month in zip(rows["label"], months, strict=True)]


def _with(given: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return the kit's figures with those of a share code in their place."""
    table = figures()
    for finding, column in given.items():
        table[finding] = pd.Series(column).reindex(table.index)
    return table


def _equal(table: pd.DataFrame) -> pd.Series:
    return pd.Series(1 / len(table), index=table.index)


def _values(table: pd.DataFrame) -> Floats:
    return table.to_numpy(dtype=float)


def _others(values: Floats) -> Floats:
    """Return, for each figure, the mean of the figures of all other explanations."""
    return (values.sum(axis=0) - values) / (len(values) - 1)


def _named(ids: pd.Index) -> list[str]:
    return [labels()[str(name)] for name in ids]
