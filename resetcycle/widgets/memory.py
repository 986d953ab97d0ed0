"""One record, several memories: after how many months shall an act count half?"""

from collections.abc import Sequence
from typing import TypedDict

import pandas as pd
import traitlets

from .. import data, trajectory, words
from ..language import N_, _, ngettext
from .base import KitWidget, front_end


class MemoryAnswer(TypedDict):
    """The memory that is shown."""

    half_life: float


class MemoryLine(KitWidget[MemoryAnswer]):
    """The line of all acts with a slider for its memory.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"03"`` by default.
    half_lives : sequence of float
        In months, one stop of the slider each.
    shown : float
        The stop at which the slider opens; one of `half_lives`.

    Attributes
    ----------
    answer : dict
        ``half_life``: the memory that is shown, in months.

    Raises
    ------
    ValueError
        If `shown` is not among the half-lives.
    """

    _esm, _css = front_end("memory")
    key = "memory"

    # Internal: what the browser shows. A line is its half-life and a tone a month; a band is a
    # presidency's name, its colour, its first month and the one after its last, by place.
    months = traitlets.List(traitlets.Unicode()).tag(sync=True)
    lines = traitlets.List(traitlets.Dict()).tag(sync=True)
    bands = traitlets.List(traitlets.List()).tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        lesson: str = "03",
        half_lives: Sequence[float] = (3, 6, 12, 24, 48),
        shown: float = 12,
    ) -> None:
        if shown not in half_lives:
            raise ValueError(
                _(
                    "shown must be one of the half-lives, {stops}; found {found}.",
                    stops=words.listed(words.number(half, "g") for half in half_lives),
                    found=repr(shown),
                )
            )
        tones = {
            half: trajectory.event_line(half).set_index("month")["tone"] for half in half_lives
        }
        months = tones[shown].index
        super().__init__(
            lesson,
            months=[f"{month:%Y-%m-%d}" for month in months],
            # A month without an act repeats the one before, but for the last digits.
            lines=[
                {"half_life": half, "tones": tone.round(6).tolist()} for half, tone in tones.items()
            ],
            bands=_bands(months),
            source=_source(),
        )
        if self.answer.get("half_life") not in half_lives:
            self._show_unkept({"half_life": shown})

    def table(self) -> pd.DataFrame:
        """Return the lowest and the highest point of each line, and their months."""
        return pd.DataFrame([self._row(line["half_life"], line["tones"]) for line in self.lines])

    def _row(self, half_life: float, tones: list[float]) -> dict[str, object]:
        low, high = (tones.index(end) for end in (min(tones), max(tones)))
        lowest, highest = (pd.Timestamp(self.months[place]) for place in (low, high))
        return {
            N_("half-life (months)"): half_life,
            N_("lowest"): tones[low],
            N_("in"): words.short_month(lowest),
            N_("highest"): tones[high],
            N_("at"): words.short_month(highest),
        }


def _source() -> str:
    number = len(trajectory.scored_events())
    acts = ngettext(
        "Source: data/events.csv, {n} scored act.",
        "Source: data/events.csv, {n} scored acts.",
        number,
        n=words.number(number, ","),
    )
    return f"{acts} " + _("Data to {day}.", day=words.day(data.cutoff()))


def _bands(months: pd.Index) -> list[list[object]]:
    terms = data.load("terms")
    first = [int(place) for place in months.searchsorted(terms["start_date"])]
    rows = zip(terms["short_label"], terms["colour"], first, [*first[1:], len(months)], strict=True)
    return [list(row) for row in rows]
