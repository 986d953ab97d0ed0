"""One record, several memories: after how many months does an act count half, and which count?"""

from collections.abc import Sequence
from typing import Literal, TypedDict, cast, get_args

import pandas as pd
import traitlets

from .. import calendars, data, record, trajectory, words
from ..record import Kind
from ..speech import N_, _, ngettext
from .base import OTHER_VERSION, KitWidget, front_end

# How the war in Georgia is treated: context, as the rule has it; scored like any use of force; or
# left out with every act of the weeks in which the capitals spoke of little else.
War = Literal["rule", "scored", "without"]
WARS: tuple[War, ...] = get_args(War)
KINDS: tuple[Kind, ...] = ("all", "deeds")
WAR_DAY, FORCE = "2008-08-08", "190"
WEEKS = ("2008-08-08", "2008-09-10")
OPINION = ("levada_good", "vciom_good")
# A presidency is shown with so much of what was before it and came after.
AROUND = 12


class MemoryAnswer(TypedDict, total=False):
    """The memory that is shown, which acts count, and whether opinion stands beside them."""

    half_life: float
    contacts: bool
    war: War
    opinion: bool


class MemoryLine(KitWidget[MemoryAnswer]):
    """The line of the record with a slider for its memory, and switches for what enters.

    The line is dashed where fewer than two acts' worth of memory stand behind it.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"03"`` by default.
    term_id : str, optional
        The presidency that is shown, with a year on either side; all of them by default.
    half_lives : sequence of float
        In months, one stop of the slider each.
    shown : float
        The stop at which the slider opens; one of `half_lives`.

    Attributes
    ----------
    answer : dict
        ``half_life`` in months; ``contacts``, whether they count; ``war``, how the war of 2008 is
        treated; ``opinion``, whether readings of Russian opinion are shown.

    Raises
    ------
    ValueError
        If `shown` is not among the half-lives.
    """

    _esm, _css = front_end("memory")
    key = "memory"

    # Internal: what the browser shows. `acts` has the totals and numbers of each month by kind, and
    # `war` what each treatment adds to a month; `view` is the first month shown and the one after
    # the last, `last` the month in which the presidency ends. A band is a presidency's name, its
    # colour, its first month and the one after its last, by place.
    months = traitlets.List(traitlets.Unicode()).tag(sync=True)
    half_lives = traitlets.List(traitlets.Float()).tag(sync=True)
    acts = traitlets.Dict().tag(sync=True)
    war = traitlets.Dict().tag(sync=True)
    view = traitlets.List(traitlets.Int()).tag(sync=True)
    last = traitlets.Int().tag(sync=True)
    opinion = traitlets.List(traitlets.Dict()).tag(sync=True)
    bands = traitlets.List(traitlets.List()).tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        lesson: str = "03",
        term_id: str = "",
        *,
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
        months = pd.DatetimeIndex(trajectory.monthly()["month"])
        view, last = _view(months, term_id)
        super().__init__(
            lesson,
            months=[f"{month:%Y-%m-%d}" for month in months],
            half_lives=[float(half) for half in half_lives],
            acts={kind: _sums(kind) for kind in KINDS},
            war={kind: _treatments(kind, months) for kind in KINDS},
            view=view,
            last=last,
            opinion=_opinion(months),
            bands=_bands(months),
            source=_source(),
        )
        if self.answer.get("half_life") not in half_lives:
            self._show_unkept({**self.answer, "half_life": shown})

    def _usable(self, kept: object) -> tuple[MemoryAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        answer = cast("dict[str, object]", kept)
        switches = [answer.get(name, False) for name in ("contacts", "opinion")]
        known = answer.get("war", WARS[0]) in WARS and all(type(on) is bool for on in switches)
        return (cast("MemoryAnswer", kept), "") if known else (None, OTHER_VERSION)

    def table(self) -> pd.DataFrame:
        """Return the lowest and the highest point of the line of all acts under each memory."""
        return pd.DataFrame([self._row(half) for half in self.half_lives])

    def _row(self, half_life: float) -> dict[str, object]:
        line = trajectory.event_line(half_life).iloc[self.view[0] : self.view[1]]
        # A month without an act repeats the one before, but for the last digits.
        tone = line.set_index("month")["tone"].round(6)
        return {
            N_("half-life (months)"): half_life,
            N_("lowest"): tone.min(),
            N_("in"): words.short_month(pd.Timestamp(str(tone.idxmin()))),
            N_("highest"): tone.max(),
            N_("at"): words.short_month(pd.Timestamp(str(tone.idxmax()))),
        }


def _view(months: pd.DatetimeIndex, term_id: str) -> tuple[list[int], int]:
    """Return the months that are shown, and the one in which the presidency ends."""
    if not term_id:
        return [0, len(months)], len(months) - 1
    first, end = (int(months.searchsorted(day)) for day in calendars.term(term_id))
    return [max(0, first - AROUND), min(len(months), end + AROUND)], min(end, len(months)) - 1


def _sums(kind: Kind) -> dict[str, list[float]]:
    table = trajectory.monthly(kind=kind)
    return {"totals": table["total"].round(6).tolist(), "counts": table["n_events"].tolist()}


def _treatments(kind: Kind, months: pd.DatetimeIndex) -> dict[str, list[list[float]]]:
    """Return what each treatment of the war adds: place of the month, total, number."""
    force = data.load("cameo").set_index("code")["goldstein_score"][FORCE]
    day = int(months.searchsorted(pd.Timestamp(WAR_DAY), side="right")) - 1
    acts = record.scored_events(kind=kind)
    left_out = acts[acts["event_date"].between(*WEEKS)]
    gone = trajectory.monthly(left_out, kind)
    taken = gone[gone["n_events"] > 0]
    return {
        "rule": [],
        "scored": [[day, float(force), 1]],
        "without": [
            [int(place), -float(row["total"]), -float(row["n_events"])]
            for place, row in zip(taken.index, taken.to_dict("records"), strict=True)
        ],
    }


def _opinion(months: pd.DatetimeIndex) -> list[dict[str, object]]:
    """Return the readings of Russian opinion, each at its place between the months."""
    told: list[dict[str, object]] = []
    for name in OPINION:
        rows = trajectory.readings(name)
        for day, value in zip(rows["shown_at"], rows["value"], strict=True):
            months_on = 12 * (day.year - months[0].year) + day.month - months[0].month
            place = round(months_on + (day.day - months[0].day) / 30, 2)
            told.append({"series": name, "place": place, "value": float(value)})
    return told


def _source() -> str:
    number = len(trajectory.scored_events())
    acts = ngettext(
        "Source: data/events.csv, {n} scored act.",
        "Source: data/events.csv, {n} scored acts.",
        number,
        n=words.number(number, ","),
    )
    return f"{acts} " + _("Data to {day}.", day=words.day(data.cutoff()))


def _bands(months: pd.DatetimeIndex) -> list[list[object]]:
    terms = data.load("terms")
    first = [int(place) for place in months.searchsorted(terms["start_date"])]
    rows = zip(terms["short_label"], terms["colour"], first, [*first[1:], len(months)], strict=True)
    return [list(row) for row in rows]
