"""Many ways to ask one claim: a board with one cell for each, and its answer in it."""

from typing import TypedDict

import pandas as pd
import traitlets

from .. import multiverse
from ..speech import N_, _
from .base import KitWidget, front_end

# Each part of the claim, as the learner may ask it; in the order of `multiverse.PARTS`.
PARTS = {
    "renewed": N_("Each presidency starts higher than the last one ended"),
    "middle": N_("Each presidency is lower in its middle than at its start"),
    "fall": N_("Each presidency ends lower than it started"),
    "ends": N_("Each presidency ends lower than the one before"),
}
# Whose calendar, and what was known.
SHOWN = {
    "then": (N_("Washington"), multiverse.BEFORE, N_("As known in April 2017")),
    "now": (N_("Washington"), multiverse.NOW, N_("As known today")),
    "moscow": (N_("Moscow"), multiverse.NOW, N_("Today, by Moscow's calendar")),
}
INDICATORS = {
    "record: all": N_("All acts"),
    "record: contacts": N_("Contacts only"),
    "record: deeds": N_("Deeds only"),
    multiverse.TOLD: N_("Acts told in lessons"),
    "Gallup": N_("US opinion (Gallup)"),
    "Levada": N_("Russian opinion (Levada)"),
    "UN agreement": N_("Equal UN votes"),
    "UN ideal points": N_("Distance in UN votes"),
    "trade": N_("Trade in goods"),
    "machines: KEDS": N_("Machine-read news (KEDS)"),
    "machines: ICEWS": N_("Machine-read news (ICEWS)"),
    "machines: ICEWS conflict": N_("Share of conflict (ICEWS)"),
    "machines: GDELT": N_("Machine-read news (GDELT)"),
}
_WINDOWS = ("6 months", "12 months", "18 months")
_MEMORIES = (multiverse.NONE, "6 months", "12 months", "24 months")
# A window and a memory; a single reading of a poll has neither.
COLUMNS = (
    *((window, memory) for window in _WINDOWS for memory in _MEMORIES),
    (multiverse.LAST, multiverse.NONE),
    (multiverse.AFTER, multiverse.NONE),
)
SAID = {"holds": "yes", "does not hold": "no", "cannot tell": "unclear"}


class WaysAnswer(TypedDict, total=False):
    """The part of the claim that is asked, and as known when, by whose calendar."""

    part: str
    shown: str


class ManyWays(KitWidget[WaysAnswer]):
    """One claim, asked in every defensible way: each cell is a way, and says what it answers.

    Rows are what is measured, columns how long the windows are and how long an act is remembered.
    A switch shows the answers as known in April 2017, as known today, and by Moscow's calendar.

    Parameters
    ----------
    lesson : str
        Where the answer is kept, such as ``"10"``.

    Attributes
    ----------
    answer : dict
        ``part`` and ``shown``, as they were left; empty until something is moved.

    Notes
    -----
    Of the ways of `cycle.multiverse` those in which every act counts once and no class is left
    out: the others are many because the record has many classes.
    """

    _esm, _css = front_end("ways")
    key = "ways"

    # Internal: what the browser shows. A cell is its part, what is shown, its row and column, how
    # many comparisons could be made, how many favour the claim, and the verdict.
    parts = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    shown = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    rows = traitlets.List(traitlets.Unicode()).tag(sync=True)
    cells = traitlets.List(traitlets.List()).tag(sync=True)

    def __init__(self, lesson: str = "10") -> None:
        super().__init__(
            lesson,
            parts={part: _(words) for part, words in PARTS.items()},
            shown={name: _(words) for name, (_city, _known, words) in SHOWN.items()},
            rows=[_(words) for words in INDICATORS.values()],
            cells=cells(),
        )

    def table(self) -> pd.DataFrame:
        """Return how many ways say yes, no and cannot tell to the part that is asked."""
        part = self.answer.get("part", "ends")
        asked = pd.DataFrame([(cell[1], cell[6]) for cell in self.cells if cell[0] == part])
        counts = pd.crosstab(asked[0], asked[1]).reindex(
            index=list(SHOWN), columns=list(SAID.values()), fill_value=0
        )
        return pd.DataFrame(
            {
                _(PARTS.get(part, PARTS["ends"])): [
                    words for _city, _known, words in SHOWN.values()
                ],
                N_("yes"): counts["yes"].to_numpy(),
                N_("no"): counts["no"].to_numpy(),
                N_("cannot tell"): counts["unclear"].to_numpy(),
            }
        )


def cells() -> list[list[object]]:
    """Return the cells of the board: the ways of `multiverse` that it shows.

    Returns
    -------
    list of list
        Part, what is shown, row, column, comparisons that could be made, those that favour the
        claim, and ``"yes"``, ``"no"`` or ``"unclear"``.
    """
    ways = multiverse.multiverse()
    ways = ways[(ways["weighting"] == "each") & (ways["left_out"] == multiverse.NONE)]
    parts = dict(zip(multiverse.PARTS, PARTS, strict=True))
    shown = {(city, known): name for name, (city, known, _words) in SHOWN.items()}
    rows, columns = list(INDICATORS), list(COLUMNS)
    return [
        [
            *(parts[way["part"]], shown[way["calendar"], way["known"]]),
            *(rows.index(way["indicator"]), columns.index((way["window"], way["memory"]))),
            *(int(way["n"]), int(way["favour"]), SAID[way["verdict"]]),
        ]
        for way in ways.to_dict("records")
    ]
