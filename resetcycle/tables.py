"""Tables for reading: one look in lessons, checks, widgets and reports. Nothing here draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from pandas.api.types import is_list_like

from . import words
from .speech import _

if TYPE_CHECKING:
    from pandas._typing import Scalar


@dataclass(frozen=True)
class Table:
    """A table for reading: texts to the left, numbers to the right, dates in words, empty cells
    empty.

    Its frame has the kit's own words in English, by which lessons and measures find them; here they
    are said in the language that is spoken, and what a catalogue does not know is left as it is.
    What stands `below` it is already said, in lines.
    """

    frame: pd.DataFrame
    shares: bool = False
    below: str = ""

    def __repr__(self) -> str:
        rows = self._texts().rename(columns=_said).to_string(index=False)
        return f"{rows}\n\n{self.below}" if self.below else rows

    def _repr_html_(self) -> str:
        cells = self._texts()
        numeric = set(self.frame.select_dtypes("number").columns)
        side = ["right" if name in numeric else "left" for name in cells]
        head = _row("th", [_said(name).replace("_", " ") for name in cells], side)
        body = "".join(_row("td", row, side) for row in cells.itertuples(index=False))
        below = "<br>".join(escape(line) for line in self.below.splitlines())
        note = f'<p style="overflow-wrap:anywhere">{below}</p>' if below else ""
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{note}"

    def _texts(self) -> pd.DataFrame:
        said = _share if self.shares else text
        # By place: two columns may have one name.
        frame = self.frame
        cells = {at: [said(value) for value in frame.iloc[:, at]] for at in range(frame.shape[1])}
        return pd.DataFrame(cells).set_axis(frame.columns, axis=1)


def show(frame: object, *, shares: bool = False) -> Table:
    """Show a table for reading; a named index becomes its first column. Round it first as you like.

    Parameters
    ----------
    frame : pandas.DataFrame or pandas.Series
        Or what can be read as a table: a list, an array of one or two dimensions, names with
        their values.
    shares : bool
        Write every fraction as a share of 1, as charts and sentences do: .13 and not 0.13.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If it is nothing of the kind; of a result with several parts, the sentence names them.

    Examples
    --------
    >>> show({"Kendall's W": 0.4, "p": 0.03})
           name value
    Kendall's W   0.4
              p  0.03
    >>> show({"Biden": 0.456, "Obama": 0.1}, shares=True)
     name value
    Biden   .46
    Obama   .10
    """
    if isinstance(frame, Table):
        return frame
    made = _as_frame(frame)
    if made is None:
        raise ValueError(_refusal(frame))
    named = [name for name in made.index.names if name is not None]
    if not named:
        return Table(made, shares)
    rows = made.index.to_frame(index=False)[named].set_axis(made.index)
    return Table(pd.concat([rows, made], axis=1).reset_index(drop=True), shares)


def _as_frame(given: object) -> pd.DataFrame | None:
    """Return what can be read as a table as one, and None for what cannot."""
    if isinstance(given, pd.DataFrame):
        return given
    if isinstance(given, pd.Series | pd.Index):
        return given.to_frame() if isinstance(given, pd.Series) else given.to_frame(index=False)
    if fields := getattr(given, "_fields", ()):
        given = dict(zip(fields, cast("tuple[object, ...]", given), strict=True))
    if isinstance(given, Mapping):
        return _named(cast("Mapping[object, object]", given))
    many = isinstance(given, list | tuple | set | frozenset | range)
    if many or (isinstance(given, np.ndarray) and given.ndim in (1, 2)):
        return _listed(list(cast("Iterable[object]", given)))
    return None


def _named(pairs: Mapping[object, object]) -> pd.DataFrame | None:
    if any(map(is_list_like, pairs.values())):
        return None
    return pd.DataFrame({"name": list(pairs), "value": list(pairs.values())})


def _listed(rows: list[object]) -> pd.DataFrame:
    if not any(map(is_list_like, rows)):
        return pd.DataFrame({"value": rows})
    made = pd.DataFrame(rows)
    return made if isinstance(rows[0], Mapping) else made.rename(columns=lambda place: place + 1)


def _refusal(given: object) -> str:
    kind = type(given).__name__
    parts = list(getattr(given, "_fields", given if isinstance(given, Mapping) else ()))
    if parts:
        return _(
            "This {kind} has several parts; show one of them: {parts}.",
            kind=kind,
            parts=", ".join(map(str, parts)),
        )
    if callable(given):
        return _("rc.show needs a table, and this is a function: put brackets behind its name.")
    return _(
        "rc.show needs a table, a column or a list, and this is of another type ({kind}): leave "
        "rc.show out, or use print.",
        kind=kind,
    )


def _row(kind: str, cells: tuple[str, ...] | list[str], side: list[str]) -> str:
    parts = [
        f'<{kind} style="text-align:{where}">{escape(cell)}</{kind}>'
        for cell, where in zip(cells, side, strict=True)
    ]
    return f"<tr>{''.join(parts)}</tr>"


def _said(name: object) -> str:
    """Return a word of the kit, a heading or a cell, in the language that is spoken."""
    return _(str(name))


def _share(value: object) -> str:
    """Return a cell of a table of shares: fractions as shares of 1, all else as elsewhere."""
    if isinstance(value, float) and not pd.isna(value):
        return words.share(value)
    return text(value)


def text(value: object) -> str:
    """Return one cell as it is read: dates in words, numbers to two decimals, nothing where nothing
    is.
    """
    if is_list_like(value):
        return str(value)
    if pd.isna(cast("Scalar", value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    return words.number(round(value, 2), ",.7g") if isinstance(value, float) else _said(value)
