"""What the measures ask of their arguments, and the one sentence in which they refuse.

A refusal names the argument, what was found and what was expected. What passes comes back in the
form in which the measures compute: whole numbers as `int`, all others as floats.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from numbers import Real
from typing import TypeAlias, TypeGuard, cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]
# Entries of one kind, such as a forecast for each question: named ones are matched by name, others
# by place.
Entries: TypeAlias = ArrayLike | Iterable[Hashable] | Mapping[str, float] | pd.Series
Cells: TypeAlias = pd.DataFrame | ArrayLike | Sequence[pd.Series]

PROBABILITY = "a probability from 0 to 1"
# Said wherever a probability is refused: most who type 40 mean 0.4.
PER_CENT = "(write 40 per cent as 0.4)"


# ---------------------------------------------------------------------------------------- one value


def whole(number: object, name: str, least: int = 1) -> int:
    """Return a count, or refuse what is no whole number of at least `least`."""
    if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < least:
        raise ValueError(f"{name} must be a whole number of at least {least}; found {number!r}.")
    return int(number)


def positive(number: object, name: str, unit: str) -> float:
    """Return a finite number above 0, or refuse it."""
    found = real(number)
    if not 0 < found < np.inf:
        raise ValueError(f"{name} must be a positive number of {unit}; found {number!r}.")
    return found


def probability(number: object, name: str) -> float:
    """Return a probability, 0 and 1 included, or refuse it."""
    found = real(number)
    if not 0 <= found <= 1:
        raise ValueError(f"{name} must be {PROBABILITY}; found {number!r} {PER_CENT}.")
    return found


def between(number: object, name: str, why: str = "") -> float:
    """Return a number between 0 and 1, both excluded, or refuse it; `why` ends the sentence."""
    found = real(number)
    if not 0 < found < 1:
        raise ValueError(f"{name} must lie between 0 and 1, both excluded; found {number!r}{why}.")
    return found


def real(number: object) -> float:
    """Return a number as a float, and NaN for anything else: every comparison then fails."""
    if isinstance(number, np.ndarray) and number.ndim == 0:
        number = number.item()
    return float(number) if not isinstance(number, bool) and isinstance(number, Real) else np.nan


def one_of(choice: object, name: str, known: Iterable[str]) -> None:
    """Refuse a choice that is not among those known."""
    known = tuple(known)
    if choice not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}; found {choice!r}.")


# -------------------------------------------------------------------------------------- many values


def numbers(values: object, name: str) -> Floats:
    """Return an array of floats, or refuse what is not made of numbers; NaN passes."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers; found {values!r}.") from None


def coerced(values: ArrayLike) -> Floats:
    """Return a list as floats, NaN where something else than a number stands."""
    read = pd.to_numeric(pd.Series(np.asarray(values, dtype=object)), errors="coerce")
    return read.to_numpy(dtype=np.float64, na_value=np.nan)


def shares(values: object, name: str, n: int | None = None) -> Floats:
    """Return `n` numbers scaled to sum 1, or refuse those that are no weights."""
    found = numbers(values, name)
    count = "" if n is None else f"{n} "
    fits = found.ndim == 1 and n in (None, found.size)
    if not fits or not np.isfinite(found).all() or (found < 0).any() or found.sum() == 0:
        raise ValueError(
            f"{name} must be {count}numbers, none missing, none negative and not all zero; "
            f"found {found.tolist()}."
        )
    return found / found.sum()


# -------------------------------------------------------------------------------------------- names


def aligned(**given: Entries) -> tuple[ArrayLike, ...]:
    """Return what belongs together, entry by entry, in the order of the first that has names.

    Parameters
    ----------
    **given
        Lists, arrays, Series or dicts, each under the name of its argument. Series and dicts have
        names and are matched by them; the others go by place.

    Returns
    -------
    tuple
        One for each, in the order given; a dict becomes a Series.

    Raises
    ------
    ValueError
        If two of them have other names, or one of them the same name twice.

    Examples
    --------
    >>> p, o = aligned(p={"Q01": 0.9, "Q02": 0.2}, o=pd.Series([0, 1], ["Q02", "Q01"]))
    >>> o.to_dict()
    {'Q01': 1, 'Q02': 0}
    """
    whose = next((name for name, entries in given.items() if _have_names(entries)), "")
    names = _named(given[whose]).index if whose else pd.Index([])
    return tuple(in_order(entries, names, name, whose) for name, entries in given.items())


def in_order(entries: Entries, names: pd.Index, name: str, whose: str) -> ArrayLike:
    """Return a Series or a dict in the order of `names`; what has no names comes back as it is.

    Parameters
    ----------
    entries : Series, dict or array_like
    names : pandas.Index
        What the entries are to be matched with.
    name, whose : str
        What has the entries and what the names, for the sentence.

    Raises
    ------
    ValueError
        If the entries have other names, or one of them twice.
    """
    if not _have_names(entries):
        return cast("ArrayLike", entries)
    series = _named(entries)
    if series.index.equals(names):
        return series
    return series.loc[same(series.index, names, name, whose)]


def same(found: pd.Index, names: pd.Index, name: str, whose: str) -> pd.Index:
    """Return `names` if `found` are the same in any order, or refuse what cannot be matched."""
    for labels, owner in ((found, name), (names, whose)):
        if labels.has_duplicates:
            twice = labels[labels.duplicated()].tolist()[0]
            raise ValueError(f"{owner}: {twice!r} stands twice, so nothing can be matched by name.")
    for odd, owner, other in (
        (names.difference(found, sort=False), whose, name),
        (found.difference(names, sort=False), name, whose),
    ):
        if len(odd):
            raise ValueError(
                f"{odd.tolist()[0]!r} stands in {owner} and not in {other}; "
                "give both the same names, or lists, which go by place."
            )
    return names


def matched(rows: Cells) -> Cells:
    """Return a list of Series or dicts as one table, matched by name; anything else as it is."""
    if not isinstance(rows, Sequence) or not rows or not all(map(_have_names, rows)):
        return rows
    names = _named(rows[0]).index
    ordered = [in_order(row, names, f"row {at}", "row 1") for at, row in enumerate(rows, start=1)]
    cells = [np.asarray(row, dtype=object) for row in ordered]
    # Rows that were taken from a table have names of their own.
    own = pd.Index([getattr(row, "name", None) for row in rows])
    return pd.DataFrame(cells, None if own.hasnans or own.has_duplicates else own, names)


def _have_names(entries: object) -> TypeGuard[pd.Series | Mapping[Hashable, object]]:
    return isinstance(entries, pd.Series | Mapping)


def _named(entries: Entries) -> pd.Series:
    return (
        entries if isinstance(entries, pd.Series) else pd.Series(cast("dict[str, object]", entries))
    )


# ------------------------------------------------------------------------------------------- tables


def table(cells: object, name: str, row: str = "row", *, gaps: bool = False) -> pd.DataFrame:
    """Return a table of floats with the names that it came with, or refuse it.

    Parameters
    ----------
    cells : array_like of float or pandas.DataFrame, shape (m, n)
        Rows that come as Series or dicts are matched by name.
    name : str
        The argument's name.
    row : str
        What stands in a row, for the sentence: a rater, or just a row.
    gaps : bool
        Whether a cell may be empty (NaN).
    """
    kind = "a table of numbers" + ("" if row == "row" else f" with {row}s in rows")
    cells = matched(cast("Cells", cells))
    try:
        # Rows of unequal length stop here: pandas would fill them up.
        found = cells if isinstance(cells, pd.DataFrame) else np.asarray(cells, dtype=np.float64)
        read = pd.DataFrame(found).to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be {kind}, rows of one length.") from None
    # Whether a list of numbers is a row or a column, nobody can tell.
    if found.ndim != read.ndim and found.size:
        raise ValueError(f"{name} must be {kind}; found a single list.")
    if not read.size:
        raise ValueError(f"{name} has no rows or no columns; expected {kind}.")
    named = found if isinstance(found, pd.DataFrame) else pd.DataFrame(read)
    # A copy would turn the order in memory round, and with it the last digit of sums.
    frame = pd.DataFrame(read, index=named.index, columns=named.columns, copy=False)
    for bad, found in ((np.isinf(read), "an infinite number"), (np.isnan(read), "an empty cell")):
        if bad.any() and not (gaps and found == "an empty cell"):
            where = place(frame, *first(bad), row=row)
            raise ValueError(f"{name}, {where}: found {found}, expected a number.")
    return frame


def share_rows(weights: pd.DataFrame, row: str = "row") -> Floats:
    """Return the rows of a complete table scaled to sum 1, or refuse one that is no weights."""
    cells = weights.to_numpy()
    bad = (cells < 0).any(axis=1) | (cells.sum(axis=1) == 0)
    if bad.any():
        (at,) = first(bad)
        raise ValueError(
            f"weights, {place(weights, at, row=row)}: found {cells[at].tolist()}; "
            "expected numbers, none negative and not all zero."
        )
    return cells / cells.sum(axis=1, keepdims=True)


def first(bad: Truths) -> tuple[int, ...]:
    """Return the place of the first cell that is true, row by row."""
    return tuple(int(at) for at in np.argwhere(bad)[0])


def called(labels: pd.Index) -> list[object]:
    """Return names for a sentence: the table's own, or counted from 1."""
    return list(range(1, len(labels) + 1) if isinstance(labels, pd.RangeIndex) else labels)


def place(frame: pd.DataFrame, at: int, column: int | None = None, *, row: str = "row") -> str:
    """Return where a row or a cell stands: ``"row 2, column 1"``, or by the table's own names."""
    where = f"{row} {called(frame.index)[at]}"
    return where if column is None else f"{where}, column {called(frame.columns)[column]}"


def size(cells: ArrayLike) -> str:
    """Return the shape of a table as it is said: ``"2 x 3"``."""
    return " x ".join(map(str, np.shape(cells)))
