"""Tables for reading: one look in lessons, checks, widgets and reports. Nothing here draws."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, cast

import pandas as pd

from . import words
from .language import _

if TYPE_CHECKING:
    from pandas._typing import Scalar


@dataclass(frozen=True)
class Table:
    """A table for reading: texts to the left, numbers to the right, dates in words, empty cells
    empty.

    Its frame has the kit's own words in English, by which lessons and measures find them; here they
    are said in the language that is spoken, and what a catalogue does not know is left as it is.
    """

    frame: pd.DataFrame

    def __repr__(self) -> str:
        return _texts(self.frame).rename(columns=_said).to_string(index=False)

    def _repr_html_(self) -> str:
        cells = _texts(self.frame)
        numeric = set(self.frame.select_dtypes("number").columns)
        side = ["right" if name in numeric else "left" for name in cells]
        head = _row("th", [_said(name).replace("_", " ") for name in cells], side)
        body = "".join(_row("td", row, side) for row in cells.itertuples(index=False))
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def show(frame: pd.DataFrame | pd.Series) -> Table:
    """Show a table for reading; a named index becomes its first column. Round it first as you like.

    Parameters
    ----------
    frame : pandas.DataFrame or pandas.Series

    Returns
    -------
    Table
    """
    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    return Table(frame.reset_index() if frame.index.name else frame)


def _row(kind: str, cells: tuple[str, ...] | list[str], side: list[str]) -> str:
    parts = [
        f'<{kind} style="text-align:{where}">{escape(cell)}</{kind}>'
        for cell, where in zip(cells, side, strict=True)
    ]
    return f"<tr>{''.join(parts)}</tr>"


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: [text(value) for value in frame[name]] for name in frame})


def _said(name: object) -> str:
    """Return a word of the kit, a heading or a cell, in the language that is spoken."""
    return _(str(name))


def text(value: object) -> str:
    """Return one cell as it is read: dates in words, numbers to two decimals, nothing where nothing
    is.
    """
    if pd.isna(cast("Scalar", value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    return words.number(round(value, 2), ",.7g") if isinstance(value, float) else _said(value)
