"""Draw the line you expect for a presidency, lock it, and only then see the record."""

from collections.abc import Sequence
from datetime import date
from numbers import Real
from typing import Any, TypedDict, cast

import numpy as np
import pandas as pd
import traitlets
from numpy.typing import ArrayLike, NDArray

from .. import calendars, data, kinds, record, trajectory, words
from ..speech import N_, _
from .base import front_end
from .share import Shares

# The half-life of the record, in months, unless a lesson asks for another.
MEMORY = 12.0

# An ISO date and a value from -10 to +10 (Goldstein scale), as JSON holds them: a list of the two.
Point = Sequence[Any]


class Means(TypedDict):
    """The mean of both lines in a window, and their difference; None where there is no record."""

    yours: float | None
    record: float | None
    difference: float | None


class LineAnswer(TypedDict, total=False):
    """A line, in a draft as far as it is drawn, and after the lock what it comes to."""

    term: str
    points: list[list[Any]]
    locked: bool
    locked_at: str | None
    reading: dict[str, Means]


class About(TypedDict):
    """What the browser says and shows of a presidency."""

    president: str
    years: str
    start: str
    last: str
    colour: str


class DrawTrajectory(Shares[LineAnswer]):
    """A plot in which the learner draws a presidency's line before the record appears beneath it.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"04"``.
    term_id : str
        For instance ``"obama"``.
    half_life : float
        In months, greater than 0: the memory of the record line, as in `trajectory.event_line`.

    Attributes
    ----------
    answer : dict
        Empty until something is drawn. Then ``term``; ``points``, pairs [ISO date, value from -10
        to +10], in a draft only those set so far; ``locked``; ``locked_at`` (ISO time, None in a
        draft); ``reading``, after the lock {window: {"yours", "record", "difference"}} as in
        `compare`, with None where there is no record.
    share_code : str
        One line for the class chat, once the line is locked: its points at half years, to a tenth.

    Raises
    ------
    ValueError
        For an unknown term or a half-life that is not positive.
    """

    _esm, _css = front_end("draw")
    kind = "line"

    # Public: which line it is.
    term_id = traitlets.Unicode().tag(sync=True)
    half_life = traitlets.Float().tag(sync=True)

    # Internal: what the browser draws. A window is [name, first day, day after the last, mean score
    # of its acts or None], a month of the record [day, tone].
    about = traitlets.Dict().tag(sync=True)
    dates = traitlets.List(traitlets.Unicode()).tag(sync=True)
    windows = traitlets.List(traitlets.List()).tag(sync=True)
    record = traitlets.List(traitlets.List()).tag(sync=True)

    def __init__(self, lesson: str, term_id: str, half_life: float = MEMORY) -> None:
        calendars.term(term_id)  # Whatever else is asked of an unknown term says less.
        # One line a presidency in the lesson's file.
        self.key = f"line-{term_id}"
        super().__init__(
            lesson,
            term_id=term_id,
            half_life=half_life,
            about=_about(term_id),
            dates=half_years(term_id),
            windows=_windows(term_id, _acts(term_id)),
            record=_months_and_tones(term_id, half_life),
        )

    def _usable(self, kept: object) -> tuple[LineAnswer | None, str]:
        try:
            return _checked_answer(kept, self.term_id), ""
        except ValueError as error:
            return None, str(error)

    def _work(self) -> dict[str, Any] | None:
        if not self.answer.get("locked"):
            return None
        line, saved = self.answer.get("points"), self.answer.get("locked_at")
        return {"term": self.term_id, "line": line, "saved": saved}

    def _unlocked(self) -> LineAnswer | None:
        if not self.answer.get("locked"):
            return None
        return {**self.answer, "locked": False, "locked_at": None, "reading": {}}

    def table(self) -> pd.DataFrame:
        """Return the points set so far; after the lock, and not before, both lines compared."""
        points = self.answer.get("points", [])
        if self.answer.get("locked"):
            return compare(points, self.term_id)
        if not points:
            return pd.DataFrame(
                {
                    N_("your line"): [N_("not drawn yet")],
                    N_("points to set"): [len(self.dates)],
                    N_("first"): [_month(self.dates[0])],
                    N_("last"): [_month(self.dates[-1])],
                }
            )
        months, values = zip(*((_month(day), float(value)) for day, value in points), strict=True)
        return pd.DataFrame({N_("month"): months, N_("your line"): values})

    def __repr__(self) -> str:
        return f"DrawTrajectory(lesson {self.lesson}, {self.term_id})"


class ClassLine(TypedDict):
    """What a class's lines of a presidency are laid over; see `DrawTrajectory` for the parts."""

    id: str
    about: About
    windows: list[list[Any]]
    record: list[list[Any]]


def class_line(term_id: str, *, with_record: bool) -> ClassLine:
    """Return what stands beside the lines that a class drew for a presidency.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.
    with_record : bool
        Whether the record is in it too: it shows where a line is not drawn yet.
    """
    acts = _acts(term_id) if with_record else {}
    return {
        "id": term_id,
        "about": _about(term_id),
        "windows": _windows(term_id, acts),
        "record": _months_and_tones(term_id, MEMORY) if with_record else [],
    }


def half_years(term_id: str) -> list[str]:
    """Return the days at which a line has its points.

    They are every half year of a term, to its end or the data's cut-off date.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.

    Returns
    -------
    list of str
        ISO dates: 17 for eight years, 9 for four, fewer for a term that is not over.

    Examples
    --------
    >>> days = half_years("obama")
    >>> len(days), days[0], days[1], days[-1]
    (17, '2009-01-20', '2009-07-20', '2017-01-20')
    """
    last = _iso(_span(term_id)[1])
    return [day for day in kinds.half_years(term_id) if day <= last]


def compare(points: Sequence[Point], term_id: str) -> pd.DataFrame:
    """Compare a drawn line with the record, window by window.

    Parameters
    ----------
    points : list of [str, float]
        ISO dates in order and values from -10 to +10 (Goldstein scale); the line runs straight from
        point to point.
    term_id : str
        For instance ``"obama"``.

    Returns
    -------
    pandas.DataFrame
        One row a window that is complete by the cut-off date: `window`, `yours` (mean of the drawn
        line), `record` (mean score of the acts, as in `record.windows`) and `difference` (yours -
        record: above 0 where you expected more cooperation). All missing where the line does not
        reach, or where too few acts stand, as in the prologue, for a mean to be compared.

    Raises
    ------
    ValueError
        For an unknown term, or points that are no line.

    Notes
    -----
    The mean of the drawn line is that of its heights on the 20th of each month in the window, where
    months of the record begin. The front end computes the same in the browser.

    Examples
    --------
    >>> table = compare([["2009-01-20", 4.0], ["2017-01-20", 4.0]], "obama")
    >>> table["window"].tolist(), table["yours"].tolist()
    (['start', 'middle', 'end'], [4.0, 4.0, 4.0])
    """
    spans, months, acts = calendars.window_dates(term_id), _months_of(term_id), _acts(term_id)
    days, values = _checked(points)
    months = months[(months >= days[0]) & (months <= days[-1])]
    own = pd.Series(np.interp(_number(months), _number(days), values), index=months)
    rows: list[dict[str, Any]] = []
    for window, (first, last) in spans.items():
        within = own[(own.index >= first) & (own.index < last)]
        theirs = acts.get(window, np.nan) if len(within) else np.nan
        yours = np.nan if np.isnan(theirs) else within.mean()
        rows.append(
            {
                N_("window"): window,
                N_("yours"): yours,
                N_("record"): theirs,
                N_("difference"): yours - theirs,
            }
        )
    return pd.DataFrame(rows)


def _windows(term_id: str, acts: dict[str, float]) -> list[list[Any]]:
    return [
        [name, _iso(first), _iso(after), acts.get(name)]
        for name, (first, after) in calendars.window_dates(term_id).items()
    ]


def _months_and_tones(term_id: str, half_life: float) -> list[list[Any]]:
    line = _record(term_id, half_life)
    return [[_iso(month), tone] for month, tone in zip(line["month"], line["tone"], strict=True)]


def _acts(term_id: str) -> dict[str, float]:
    """Return the mean score of the acts in each window of a term in which enough of them stand."""
    table = record.windows()
    table = table[(table["term_id"] == term_id) & table["enough"]]
    return dict(zip(table["window"], table["mean"], strict=True))


def _months_of(term_id: str) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(_record(term_id, MEMORY)["month"])


def _record(term_id: str, half_life: float) -> pd.DataFrame:
    """Return the months of the line of all acts that belong to a term."""
    term, line = _term(term_id), trajectory.event_line(half_life)
    return line[(line["month"] >= term["start_date"]) & (line["month"] < term["end_date"])]


def _term(term_id: str) -> "pd.Series[Any]":
    return data.load("terms").set_index("term_id").loc[[term_id]].iloc[0]


def _span(term_id: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    term = _term(term_id)
    return term["start_date"], min(term["end_date"], data.cutoff())


def _about(term_id: str) -> About:

    term, (start, last) = _term(term_id), _span(term_id)
    until = str(last.year)
    if last != term["end_date"]:
        until = _("{month}, unfinished", month=words.month(last))
    return {
        "president": term["president"],
        "years": _("{first} to {last}", first=start.year, last=until),
        "start": _iso(start),
        "last": _iso(last),
        "colour": term["colour"],
    }


def _checked_answer(kept: Any, term_id: str) -> LineAnswer:  # noqa: ANN401 - as in `_is_iso`
    """Return a kept answer, or raise ValueError if it is no line of this term."""
    points: object = kept.get("points", []) if isinstance(kept, dict) else None
    if not isinstance(points, list) or (kept and kept.get("term") != term_id):
        raise ValueError(_("It holds no points for the term {term}.", term=repr(term_id)))
    if points or kept.get("locked"):
        _checked(points)
    return cast("LineAnswer", kept)


def _checked(points: object) -> tuple[pd.DatetimeIndex, list[float]]:
    """Return days and values of a line, or raise ValueError on the first bad point."""
    if not isinstance(points, (list, tuple)) or not points:
        raise ValueError(
            _(
                "A line is a list of points [ISO date, value], at least one; found {found}.",
                found=repr(points),
            )
        )
    days: list[str] = []
    values: list[float] = []
    for number, point in enumerate(points, start=1):
        day, value = _point(point, number)
        if days and day <= days[-1]:
            raise ValueError(
                _(
                    "The points of a line go forward in time; found {day} after {before}.",
                    day=day,
                    before=days[-1],
                )
            )
        days.append(day)
        values.append(value)
    return pd.DatetimeIndex(days), values


def _point(point: object, number: int) -> tuple[str, float]:
    """Return day and value of one point, or raise ValueError."""
    if not (isinstance(point, (list, tuple)) and len(point) == 2 and _is_iso(point[0])):
        raise ValueError(
            _(
                "Point {number} of the line must be [date as in '2009-01-20', value]; found "
                "{found}.",
                number=number,
                found=repr(point),
            )
        )
    day, value = point
    if isinstance(value, bool) or not isinstance(value, Real) or not -10 <= float(value) <= 10:
        raise ValueError(
            _(
                "Point {number} of the line ({day}) must have a value from -10 to 10; found "
                "{found}.",
                number=number,
                day=day,
                found=repr(value),
            )
        )
    return day, float(value)


def _is_iso(text: Any) -> bool:  # noqa: ANN401 - what stands in a saved file may be anything
    try:
        return date.fromisoformat(text).isoformat() == text
    except (TypeError, ValueError):
        return False


def _number(days: ArrayLike) -> NDArray[np.int64]:
    """Return days counted from 1970, as whole numbers."""
    return np.asarray(days, dtype="datetime64[D]").astype(np.int64)


def _iso(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m-%d}"


def _month(iso: str) -> str:
    return words.month(pd.Timestamp(iso))
