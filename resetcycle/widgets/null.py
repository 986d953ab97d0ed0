"""A lineup: the record of the chronology hidden among worlds in which a coin decides which way each month goes."""

from string import ascii_uppercase

import numpy as np
import pandas as pd
import traitlets

from .. import cycle, data, trajectory
from .base import KitWidget, front_end

CLAIMED = (3, 5)  # completed presidencies at the article's date, and at the data's cut-off date


class NullSimulator(KitWidget):
    """Nine lines, one of them the record: pick it, say which lines show the cycle, and only then see.

    Below the lineup more worlds can be drawn, with the share of those in which each presidency ends lower than the last.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"10"``.
    seed : int
        Another seed gives another lineup, 0 or more. The default is a typical one: in 2 of its 8 lines of chance, the quarter
        that is expected, each of the first three presidencies ends lower than the last.
    panels : int
        Lines in the lineup, 2 to 26.

    Attributes
    ----------
    answer : dict
        Empty until something is chosen. Then ``seed``; ``pick``, the letter of a panel or None; ``cycle``, the letters of the
        panels that seem to show the cycle; ``revealed``; ``worlds``, {"drawn", "three", "five"}: how many worlds were drawn, and in
        how many of them each of the first three, or five, presidencies ended lower than the one before.

    Raises
    ------
    ValueError
        For a seed or a number of panels that is out of range.

    Notes
    -----
    A simulated world is a random walk: it keeps the size of every monthly step of the record and tosses a coin for its
    direction. By symmetry each presidency's change is as likely down as up, so the exact probabilities are those of
    `cycle.exact_p` for a random walk. The lineup: Buja and others, Philosophical Transactions of the Royal Society A 367 (2009).
    """

    _esm = front_end("null")
    key = "lineup"
    seed = traitlets.Int().tag(sync=True)
    lines = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)
    real = traitlets.Int().tag(sync=True)
    falls = traitlets.List().tag(sync=True)
    bands = traitlets.List().tag(sync=True)
    steps = traitlets.List(traitlets.Float()).tag(sync=True)
    exact = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, lesson="10", seed=3, panels=9):
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            raise ValueError(f"seed must be a whole number, 0 or more; found {seed!r}.")
        if not isinstance(panels, int) or isinstance(panels, bool) or not 2 <= panels <= 26:
            raise ValueError(f"panels must be a whole number from 2 to 26; found {panels!r}.")
        record, bands = record_line()
        lines, real = lineup(record, seed, panels)
        super().__init__(
            lesson,
            seed=seed,
            lines=[[round(float(value), 3) for value in line] for line in lines],
            real=real,
            bands=bands,
            steps=[round(float(step), 6) for step in np.abs(np.diff(record))],
            falls=[[ends_fall(line, bands, k) for k in CLAIMED] for line in lines],
            exact=[cycle.exact_p(k, "random_walk") for k in CLAIMED],
        )
        if self.answer and not _usable(self.answer, seed, panels):
            self.answer = {}
            told = "The answer that was kept belongs to another lineup. It stays in the file until you choose here."
            self.notice = f"{self.notice} {told}".strip()

    def _keep(self, change):
        # An empty answer says nothing, and must not take the place of one from another lineup.
        if change["new"]:
            super()._keep(change)

    def table(self):
        """Return a row a panel: what was chosen, and after the reveal what each line is."""
        names = list(ascii_uppercase[: len(self.lines)])
        seen = self.answer.get("cycle", [])
        rows = pd.DataFrame(
            {
                "panel": names,
                "your pick": [
                    "the record" if name == self.answer.get("pick") else "" for name in names
                ],
                "shows the cycle, you say": ["yes" if name in seen else "" for name in names],
            }
        )
        if self.answer.get("revealed"):
            rows["what it is"] = [
                "the record" if place == self.real else "chance" for place in range(len(names))
            ]
            for column, k in enumerate(CLAIMED):
                rows[f"each of {k} ends lower"] = [
                    "yes" if falls[column] else "no" for falls in self.falls
                ]
        return rows


def record_line():
    """Return the chronology's line since January 1993, and the presidencies as places in it.

    Returns
    -------
    record : numpy.ndarray, shape (months,)
        Tone, -10 to +10, with a half-life of twelve months.
    bands : list of [str, int, int, bool]
        Name, first month, month after the last, whether the presidency is completed.
    """
    line, terms = trajectory.event_line(), data.load("terms").query("role != 'prologue'")
    line = line[line["month"] >= terms["start_date"].min()].reset_index(drop=True)
    places = [
        np.searchsorted(line["month"], [term.start_date, term.end_date])
        for term in terms.itertuples()
    ]
    bands = [
        [term.short_label, int(first), int(last), term.role == "complete"]
        for term, (first, last) in zip(terms.itertuples(), places)
    ]
    return line["tone"].to_numpy(), bands


def lineup(record, seed, panels=9):
    """Hide a line among random walks with steps of the same sizes.

    Parameters
    ----------
    record : array_like of float, shape (n,)
    seed, panels : int
        The same seed gives the same lineup.

    Returns
    -------
    lines : numpy.ndarray, shape (panels, n)
        Simulated lines begin where the record begins; in each month they move as far as the record, up or down by a coin.
    real : int
        The row that is the record.

    Examples
    --------
    >>> lines, real = lineup([0, 1, 3, 3], seed=1, panels=4)
    >>> lines[real].tolist(), np.abs(np.diff(lines)).tolist() == [[1, 2, 0]] * 4
    ([0.0, 1.0, 3.0, 3.0], True)
    """
    record, rng = np.asarray(record, dtype=float), np.random.default_rng(seed)
    coins = rng.choice([-1, 1], size=(panels, len(record) - 1))
    lines = record[0] + np.concatenate(
        [np.zeros((panels, 1)), (coins * np.abs(np.diff(record))).cumsum(axis=1)], axis=1
    )
    real = int(rng.integers(panels))
    lines[real] = record
    return lines, real


def ends_fall(line, bands, k):
    """Return whether the last month of each of the first `k` presidencies lies lower than that of the one before."""
    ends = [line[last - 1] for _, _, last, _ in bands[:k]]
    return all(after < before for before, after in zip(ends, ends[1:]))


def _usable(answer, seed, panels):
    names, worlds = ascii_uppercase[:panels], answer.get("worlds")
    return (
        answer.get("seed") == seed
        and (answer.get("pick") is None or _is_letter(answer["pick"], names))
        and isinstance(answer.get("cycle"), list)
        and all(_is_letter(name, names) for name in answer["cycle"])
        and isinstance(worlds, dict)
        and all(isinstance(worlds.get(name), int) for name in ("drawn", "three", "five"))
    )


def _is_letter(name, names):
    return isinstance(name, str) and len(name) == 1 and name in names
