"""What every picture is: a plotly figure and the words that say the same.

A picture is made in three steps, each a small function of its own. Its *frame* holds what is to be
shown, computed; its *words* say the frame; its *drawing* shows it. `compose` puts the three
together.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

import pandas as pd
import plotly.graph_objects as go

from ..speech import N_, _, customs, spoken
from ..tables import Table

# plotly offers to upload a chart to its cloud; learners' work stays on their machine. The others
# would lie over the headline, and zoom and pan do what they do.
NO_BUTTONS = ["sendChartToCloud", "lasso2d", "select2d", "zoomIn2d", "zoomOut2d", "autoScale2d"]
# What stands on the buttons that are left, in plotly's own words.
BUTTONS = (N_("Download plot as a PNG"), N_("Zoom"), N_("Pan"), N_("Reset axes"))
CONFIG = {"displaylogo": False, "responsive": True, "modeBarButtonsToRemove": NO_BUTTONS}
# The marks of an English number, as plotly asks for them: the point, and between thousands.
_MARKS = ".,"
# Below this width the labels of a drawing would lie over each other: its cell scrolls instead. The
# classes are those of the notebook's own renderer of plotly.
_SCROLLS = (
    "<style>.jp-OutputArea-child:has(>.jp-RenderedPlotly){overflow-x:auto}"
    ".jp-OutputArea-child>.jp-RenderedPlotly{min-width:640px}</style>"
)
_MIDNIGHT = re.compile(r'(?<=\d)T00:00:00(\.0+)?"')


@dataclass(frozen=True)
class Words:
    """Everything that a picture says, as plain text.

    Attributes
    ----------
    title, shows, reading : str
        Of the text twin, as in `Chart`.
    headline, subtitle : str
        Above the drawing.
    note : str
        Beneath it: where the numbers come from and how far they reach.
    """

    title: str
    shows: str
    reading: str
    headline: str
    subtitle: str
    note: str


class Frame(Protocol):
    """What is to be shown: every frame has a small table behind the reading, and sources."""

    @property
    def table(self) -> pd.DataFrame: ...
    @property
    def sources(self) -> list[str]: ...


@dataclass(frozen=True)
class Chart:
    """A plotly figure and the words that say the same.

    Attributes
    ----------
    figure : plotly.graph_objects.Figure
    title : str
    shows : str
        What is drawn, in which unit, from what.
    reading : str
        What can be read off, with the numbers.
    table : pandas.DataFrame
        The small table behind the reading.
    sources : list of str
        Citations, one a line.
    """

    figure: go.Figure
    title: str
    shows: str
    reading: str
    table: pd.DataFrame
    sources: list[str]

    @property
    def words(self) -> str:
        """The text twin: title, what is shown, the reading and the table, as plain text."""
        return f"{self.title}\n{self.shows}\n{self.reading}\n\n{Table(self.table)}"

    def _repr_mimebundle_(self, **_asked: object) -> dict[str, Any]:
        # Plain plotly JSON: no random ids, so that nbval can compare it, and no script, so that an
        # untrusted notebook shows it.
        # A day needs no hour to be drawn where it is, and a lesson is lighter without.
        figure = json.loads(_MIDNIGHT.sub('"', str(self.figure.to_json())))
        return {
            "application/vnd.plotly.v1+json": figure | {"config": CONFIG | _own_words()},
            "text/plain": self.words,
        }

    def _ipython_display_(self) -> None:
        # JupyterLab shows one form of an output, and a plotly drawing says nothing to a screen
        # reader or on GitHub: so the words follow as an output of their own, folded.
        from IPython.display import display

        bundle = self._repr_mimebundle_() | {
            "text/plain": _("Chart: {title}. Its words and numbers follow.", title=self.title)
        }
        display(bundle, raw=True)
        display({"text/html": self.folded(), "text/plain": self.words}, raw=True)

    def folded(self) -> str:
        """Return the words and the sources as HTML, folded under the title."""
        # The name is IPython's; the method is meant for others.
        table = Table(self.table)._repr_html_()  # pyright: ignore[reportPrivateUsage]
        sources = "".join(f"<li>{escape(source)}</li>" for source in self.sources)
        summary = _("{title}: in words and numbers", title=self.title)
        number = _("Sources ({n}):", n=len(self.sources))
        return (
            f"{_SCROLLS}<details><summary>{escape(summary)}</summary>"
            f"<p>{escape(self.shows)}</p><p>{escape(self.reading)}</p>"
            f"{table}<p>{escape(number)}</p><ul>{sources}</ul></details>"
        )


def _own_words() -> dict[str, Any]:
    """Return buttons and names of months for plotly, which has them in English."""
    language, dates = spoken(), customs()["dates"]
    if language == "en":
        return {}
    names = {"months": dates["day"]["months"], "shortMonths": dates["short_month"]["months"]}
    buttons = {words: _(words) for words in BUTTONS}
    return {"locale": language, "locales": {language: {"dictionary": buttons, "format": names}}}


def needed(table: object, source: str, columns: Sequence[str] = ()) -> None:
    """Refuse in one sentence what is no table of the kind that a picture is made of.

    Parameters
    ----------
    table : object
        What somebody handed to the picture.
    source : str
        What makes such a table, such as ``"evidence.steps"``.
    columns : sequence of str
        What it must have.
    """
    if not isinstance(table, pd.DataFrame) or table.empty:
        found = _("an empty table") if isinstance(table, pd.DataFrame) else type(table).__name__
        raise ValueError(
            _(
                "This chart needs a table as from {source}; found {found}.",
                source=source,
                found=found,
            )
        )
    for column in columns:
        if column not in table:
            raise ValueError(
                _(
                    "This chart needs a table as from {source}; the column {column} is missing.",
                    source=source,
                    column=repr(column),
                )
            )


def compose(frame: Frame, words: Words, figure: go.Figure) -> Chart:
    """Put a picture together from its frame, the frame's words and the frame's drawing."""
    if marks := customs()["numbers"]:
        figure.update_layout(separators="".join(marks[mark] for mark in _MARKS))
    return Chart(figure, words.title, words.shows, words.reading, frame.table, frame.sources)
