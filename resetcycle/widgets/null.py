"""A lineup: the record hidden among worlds in which a coin decides each month."""

from collections.abc import Sequence
from itertools import pairwise
from string import ascii_uppercase
from typing import NamedTuple, TypedDict, cast

import numpy as np
import pandas as pd
import traitlets
from numpy.typing import ArrayLike, NDArray

from .. import cycle, data, trajectory
from ..speech import N_, _
from .base import OTHER_VERSION, KitWidget, front_end

# Completed presidencies at the article's date, and at the data's cut-off date.
CLAIMED = {3: N_("three falling ends"), 5: N_("five falling ends")}


class Band(NamedTuple):
    """A presidency as a stretch of the line: first month, month after the last, completed or not.

    The browser reads it as a list of the four, in this order.
    """

    label: str
    first: int
    after: int
    complete: bool


class Worlds(TypedDict):
    """How many worlds were drawn, and in how many each of the first three, or five, ended lower."""

    drawn: int
    three: int
    five: int


class LineupAnswer(TypedDict, total=False):
    """The lineup (seed), the panels chosen by letter, and the worlds drawn below it."""

    seed: int
    pick: str | None
    cycle: list[str]
    revealed: bool
    worlds: Worlds


class NullSimulator(KitWidget[LineupAnswer]):
    """Nine lines, one of them the record: pick it, say which have three falling ends, then see.

    Below the lineup more worlds can be drawn, with the share of those in which each presidency ends
    lower than the last.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"10"``.
    seed : int
        Another seed gives another lineup, 0 or more. The default is a typical one: in 2 of its 8
        lines of chance, the quarter that is expected, each of the first three presidencies ends
        lower than the last.
    panels : int
        Lines in the lineup, 2 to 26.

    Attributes
    ----------
    answer : dict
        Empty until something is chosen. Then ``seed``; ``pick``, the letter of a panel or None;
        ``cycle``, the letters of the panels that seem to have three falling ends; ``revealed``;
        ``worlds``, {"drawn", "three", "five"}: how many worlds were drawn, and in how many of them
        each of the first three, or five, presidencies ended lower than the one before.

    Raises
    ------
    ValueError
        For a seed or a number of panels that is out of range.

    Notes
    -----
    A simulated world is a random walk: it keeps the size of every monthly step of the record and
    tosses a coin for its direction. By symmetry each presidency's change is as likely down as up,
    so the exact probabilities are those of `cycle.exact_p` for a random walk. The lineup: Buja and
    others, Philosophical Transactions of the Royal Society A 367 (2009).
    """

    _esm, _css = front_end("null")
    key = "lineup"

    # Public: which lineup it is.
    seed = traitlets.Int().tag(sync=True)

    # Internal: what the browser draws. `falls` says for each line and number of presidencies
    # (`CLAIMED`) whether each ends lower; `exact` how probable that is by chance.
    lines = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)
    real = traitlets.Int().tag(sync=True)
    falls = traitlets.List(traitlets.List(traitlets.Bool())).tag(sync=True)
    bands = traitlets.List(traitlets.List()).tag(sync=True)
    steps = traitlets.List(traitlets.Float()).tag(sync=True)
    exact = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, lesson: str = "10", seed: int = 1, panels: int = 9) -> None:
        if type(seed) is not int or seed < 0:
            raise ValueError(
                _("seed must be a whole number, 0 or more; found {found}.", found=repr(seed))
            )
        if type(panels) is not int or not 2 <= panels <= 26:
            raise ValueError(
                _("panels must be a whole number from 2 to 26; found {found}.", found=repr(panels))
            )
        record, bands = record_line()
        lines, real = lineup(record, seed, panels)
        super().__init__(
            lesson,
            seed=seed,
            lines=[[round(value, 3) for value in line] for line in lines.tolist()],
            real=real,
            bands=[list(band) for band in bands],
            steps=[round(step, 6) for step in np.abs(np.diff(record)).tolist()],
            falls=[[ends_fall(line, bands, k) for k in CLAIMED] for line in lines],
            exact=[cycle.exact_p(k, "random_walk") for k in CLAIMED],
        )

    def _usable(self, kept: object) -> tuple[LineupAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        if not kept or _is_answer(kept, self.seed, len(self.lines)):
            return cast("LineupAnswer", kept), ""
        return None, N_("it belongs to another lineup.")

    def table(self) -> pd.DataFrame:
        """Return a row a panel: what was chosen, and after the reveal what each line is."""
        names = list(ascii_uppercase[: len(self.lines)])
        pick, seen = self.answer.get("pick"), self.answer.get("cycle", [])
        columns = {
            N_("panel"): names,
            N_("your pick"): [N_("the record") if name == pick else "" for name in names],
            N_("three falling ends, you say"): [
                N_("yes") if name in seen else "" for name in names
            ],
        }
        if self.answer.get("revealed"):
            columns[N_("what it is")] = [
                N_("the record") if place == self.real else N_("chance")
                for place in range(len(names))
            ]
            for column, heading in enumerate(CLAIMED.values()):
                columns[heading] = [
                    N_("yes") if falls[column] else N_("no") for falls in self.falls
                ]
        return pd.DataFrame(columns)


def record_line() -> tuple[NDArray[np.float64], list[Band]]:
    """Return the line of all acts since January 1993, and the presidencies as places in it.

    Returns
    -------
    record : numpy.ndarray, shape (months,)
        Tone, -10 to +10, with a half-life of twelve months.
    bands : list of Band
    """
    line, terms = trajectory.event_line(), data.load("terms").query("role != 'prologue'")
    line = line[line["month"] >= terms["start_date"].min()]
    first, after = (
        np.searchsorted(line["month"], terms[name]).tolist() for name in ("start_date", "end_date")
    )
    complete = (terms["role"] == "complete").tolist()
    bands = list(map(Band, terms["short_label"], first, after, complete))
    return line["tone"].to_numpy(dtype=float), bands


def lineup(record: ArrayLike, seed: int, panels: int = 9) -> tuple[NDArray[np.float64], int]:
    """Hide a line among random walks with steps of the same sizes.

    Parameters
    ----------
    record : array_like of float, shape (n,)
    seed, panels : int
        The same seed gives the same lineup.

    Returns
    -------
    lines : numpy.ndarray, shape (panels, n)
        Simulated lines begin where the record begins; in each month they move as far as the record,
        up or down by a coin.
    real : int
        The row that is the record.

    Examples
    --------
    >>> lines, real = lineup([0, 1, 3, 3], seed=1, panels=4)
    >>> lines[real].tolist(), np.abs(np.diff(lines)).tolist() == [[1, 2, 0]] * 4
    ([0.0, 1.0, 3.0, 3.0], True)
    """
    told, rng = np.asarray(record, dtype=float), np.random.default_rng(seed)
    coins = rng.choice([-1, 1], size=(panels, len(told) - 1))
    walks = (coins * np.abs(np.diff(told))).cumsum(axis=1)
    lines = told[0] + np.concatenate([np.zeros((panels, 1)), walks], axis=1)
    real = int(rng.integers(panels))
    lines[real] = told
    return lines, real


def ends_fall(line: Sequence[float] | NDArray[np.float64], bands: Sequence[Band], k: int) -> bool:
    """Return whether each of the first `k` presidencies ends lower than the one before.

    Its end is its last month.
    """
    ends = [line[band.after - 1] for band in bands[:k]]
    return all(after < before for before, after in pairwise(ends))


def _is_answer(answer: object, seed: int, panels: int) -> bool:
    """Whether a kept answer, which may be anything, belongs to this lineup."""
    if not isinstance(answer, dict):
        return False
    names = ascii_uppercase[:panels]
    pick: object = answer.get("pick")
    seen: object = answer.get("cycle")
    worlds: object = answer.get("worlds")
    return (
        type(answer.get("seed")) is int
        and answer["seed"] == seed
        and (pick is None or _is_letter(pick, names))
        and isinstance(seen, list)
        and all(_is_letter(name, names) for name in seen)
        and isinstance(worlds, dict)
        and all(type(worlds.get(name)) is int for name in ("drawn", "three", "five"))
    )


def _is_letter(name: object, names: str) -> bool:
    return isinstance(name, str) and len(name) == 1 and name in names
