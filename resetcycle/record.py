"""The record by class: every act that was found of each class, contacts and deeds apart.

What the three windows of each presidency look like, with the uncertainty of each mean beside it,
and which months hold no act, or were not searched. `data/RECORD.md` says what is in the record and
what may be said from it.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import Literal, Protocol, Self, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import arguments, calendars, data, kept, words
from .arguments import Floats
from .speech import N_, _

Kind: TypeAlias = Literal["all", "contacts", "deeds"]
Weighting: TypeAlias = Literal["acts", "months"]
Verdict: TypeAlias = Literal["lower", "higher", "cannot tell"]
# The claims of the cycle, as `steps` reads them: renewal, trouble, crisis, each end worse.
Claim: TypeAlias = Literal["C02", "C03", "C04", "C05"]

KINDS: tuple[Kind, ...] = (N_("all"), N_("contacts"), N_("deeds"))
CLAIMS: tuple[Claim, ...] = ("C02", "C03", "C04", "C05")
WEIGHTINGS: tuple[Weighting, ...] = ("acts", "months")
# A mean of fewer acts, or votes, is no ground for a verdict.
ENOUGH = 6
DRAWS = 2_000
_SEED = 1991
_MONTHS, _DAYS = 12, 7
_LEVEL = 0.95


class Mean(Protocol):
    """A row of `windows`."""

    term_id: str
    presidency: str
    window: str
    mean: float
    low: float
    high: float
    n: int
    enough: bool


@dataclass(frozen=True)
class _Window:
    """A window of a presidency: what is averaged in it, and how often each draw has each block.

    `blocks` says in which block each value lies, and `acts` the label of its row in the table;
    `times` has one row a draw.
    """

    term_id: str
    presidency: str
    name: str
    values: Floats
    blocks: NDArray[np.intp]
    times: NDArray[np.int16]
    acts: NDArray[np.object_]

    @property
    def enough(self) -> bool:
        return len(self.values) >= ENOUGH

    def without(self, place: int) -> Self:
        """Return the window without one of its acts, drawn as before."""
        values, blocks = np.delete(self.values, place), np.delete(self.blocks, place)
        return replace(self, values=values, blocks=blocks, acts=np.delete(self.acts, place))

    @property
    def draws(self) -> Floats:
        """The mean of each draw, missing where it holds nothing: one row."""
        return self._means(np.zeros((1, DRAWS)), np.zeros(1))

    @cached_property
    def one_out(self) -> Floats:
        """The row of `draws`, and one for each act or vote in which that is left out."""
        out = np.vstack([np.zeros(DRAWS), self.times[:, self.blocks].T], dtype=np.float64)
        return self._means(out, np.append(0, self.values))

    def _means(self, out: Floats, values: Floats) -> Floats:
        """Return the mean of each draw without `values`, which stand in it `out` times."""
        times, number = self.times.astype(np.float64), self.times.shape[1]
        held = times @ np.bincount(self.blocks, minlength=number) - out
        added = times @ np.bincount(self.blocks, self.values, number) - out * values[:, None]
        return added / np.where(held > 0, held, np.nan)


@kept.once
def scored_events(events: pd.DataFrame | None = None, kind: Kind = "all") -> pd.DataFrame:
    """Return the events that carry a score: acts of one capital toward the other, in date order.

    Parameters
    ----------
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default.
    kind : {"all", "contacts", "deeds"}
        Contacts are meetings, calls, rounds and commissions; they score above zero whatever was
        said in them, and a crisis multiplies them. Deeds are all the rest.

    Returns
    -------
    pandas.DataFrame
        The columns of `events`.

    Raises
    ------
    ValueError
        For another kind.
    """
    arguments.one_of(kind, "kind", KINDS)
    events = data.load("events") if events is None else events
    scored = events[events["dyadic"] == "yes"].sort_values("event_date", kind="stable")
    if kind == "all":
        return scored
    return scored[scored["class_id"].map(kinds()) == kind.removesuffix("s")]


def above_zero(term_id: str, window: str) -> pd.DataFrame:
    """Return the acts of a window of a presidency that score above zero.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.
    window : {"start", "middle", "end"}
        An unfinished term has only the windows that were complete by the data's cut-off date.

    Returns
    -------
    pandas.DataFrame
        One row an act, the first day first: its day, and what was done.

    Raises
    ------
    ValueError
        If there is no such term, or it has no such window.
    """
    dates = calendars.window_dates(term_id)
    arguments.one_of(window, "window", list(dates))
    first, after = dates[window]
    rows = scored_events()
    inside = (rows["event_date"] >= first) & (rows["event_date"] < after)
    rows = rows[inside & (rows["goldstein_score"] > 0)]
    return pd.DataFrame(
        {
            N_("day"): [words.day(day) for day in rows["event_date"]],
            N_("act above zero"): rows["title"].tolist(),
        }
    )


def told_events(events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the events that the lessons tell: those with a summary, scored or context."""
    events = data.load("events") if events is None else events
    return events.dropna(subset=["summary"])


@kept.once
def kinds() -> pd.Series:
    """Return for each class of `classes` whether its acts are contacts or deeds."""
    return data.load("classes").set_index("class_id")["contact_or_deed"]


@kept.once
def by_year(term_id: str) -> pd.DataFrame:
    """Return a presidency year by year: how many acts there were, and their mean scores.

    Parameters
    ----------
    term_id : str
        For instance ``"clinton"``.

    Returns
    -------
    pandas.DataFrame
        Index: the calendar years, without the January in which it ends. `acts`, `contacts`,
        `mean score of all acts`, `mean score of deeds`.
    """
    first, last = calendars.term(term_id)
    acts = scored_events()
    acts = acts[acts["term_id"] == term_id]
    contact = acts["class_id"].map(kinds()) == "contact"
    years, scores = acts["event_date"].dt.year.rename("year"), acts["goldstein_score"]
    table = pd.DataFrame(
        {
            N_("acts"): scores.groupby(years).size(),
            N_("contacts"): contact.groupby(years).sum(),
            N_("mean score of all acts"): scores.groupby(years).mean(),
            N_("mean score of deeds"): scores[~contact].groupby(years).mean(),
        }
    )
    return table.loc[first.year : last.year - 1]


@kept.once
def windows(
    kind: Kind = "all", weighting: Weighting = "acts", events: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the mean score of each presidency's three windows, with its interval.

    Parameters
    ----------
    kind : {"all", "contacts", "deeds"}
        Which acts enter, as in `scored_events`.
    weighting : {"acts", "months"}
        Acts: every act counts once. Months: all acts of one month, class and source count together
        as one vote, their mean; a package of sanctions then weighs no more than one list. Months
        run from the day on which the window begins.
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default. Only scored ones enter.

    Returns
    -------
    pandas.DataFrame
        One row a presidency and window of `calendars.window_dates`: `term_id`, `presidency`,
        `window` (start, middle, end), `mean` (Goldstein scale, -10 to +10; missing if nothing
        enters), `low` and `high` (95 % interval), `n` (acts, or votes), `cooperative` (share of
        them above zero, 0 to 1) and `enough` (True from six on; with fewer, no mean is a verdict).

    Raises
    ------
    ValueError
        For another kind or weighting.

    Notes
    -----
    The interval is a percentile bootstrap of 2,000 draws with a fixed seed. What is drawn are whole
    weeks of the window, the empty ones too, because acts come in packages; votes belong to months,
    so there months are drawn. It tells how much the mean hangs on which weeks happened to be busy.
    It knows nothing of acts that were not found, nor of the choice of scores.
    """
    return pd.DataFrame([_row(window) for window in _windows(kind, weighting, events)])


def side_by_side(tables: Mapping[Kind, pd.DataFrame]) -> pd.DataFrame:
    """Set several tables of `windows` beside each other, in words.

    Parameters
    ----------
    tables : dict of {str: pandas.DataFrame}
        By kind: results of `windows`, with the same presidencies and windows, in any order.

    Returns
    -------
    pandas.DataFrame
        One row a presidency and window; columns `presidency`, `window` and one a table, such as
        "+2.7 [+1.9, +3.3], n = 40", or "too few (n = 3)".

    Raises
    ------
    ValueError
        If there is no table, or they have other rows.
    """
    if not tables:
        raise ValueError("tables is empty; expected at least one result of windows.")
    said = {name: _in_words(table) for name, table in tables.items()}
    first, *_others = said
    beside = {
        name: arguments.in_order(words, said[first].index, name, first)
        for name, words in said.items()
    }
    return pd.DataFrame(beside).reset_index()


def _in_words(table: pd.DataFrame) -> pd.Series:
    """Return what is said of each window; nothing where a presidency has none yet."""
    found = list(rows(table))
    places = [(row.presidency, row.window) for row in found]
    index = pd.MultiIndex.from_tuples(places, names=["presidency", "window"])
    return pd.Series([_said(row) for row in found], index, dtype=str)


def _said(row: Mean) -> str:
    if not row.enough:
        return _("too few (n = {n})", n=row.n)
    # Adding zero turns -0.0 into 0.0.
    mean, low, high = (
        words.number(round(value, 1) + 0, "+.1f") for value in (row.mean, row.low, row.high)
    )
    return f"{mean} {words.interval(low, high)}, n = {row.n}"


def in_brief(term_id: str) -> pd.DataFrame:
    """Say in one small table how a presidency begins, where it stands midway and how it ends.

    Parameters
    ----------
    term_id : str
        For instance ``"bush43"``, of a presidency that has ended.

    Returns
    -------
    pandas.DataFrame of str
        Rows: all acts, contacts, deeds. Columns: the three windows with 95 % interval and number of
        acts, as in `side_by_side`; and `end against start`, the verdict of `compare`.
    """
    names = {"all": N_("all acts"), "contacts": N_("contacts"), "deeds": N_("deeds")}
    told: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        own, compared = windows(kind), compare(kind)
        own = own[own["term_id"] == term_id]
        told_of = (compared["term_id"] == term_id) & (compared["against"] == "its start")
        verdict = compared.loc[told_of, "verdict"]
        cells = {_(row.window): _said(row) for row in rows(own)}
        told[_(names[kind])] = cells | {_(N_("end against start")): _(verdict.iloc[0])}
    return pd.DataFrame(told).T.rename_axis(N_("acts"))


def rows(table: pd.DataFrame) -> Iterable[Mean]:
    """Return the rows of `windows`, one after the other."""
    return cast("Iterable[Mean]", table.itertuples())


@kept.once
def compare(
    kind: Kind = "all", weighting: Weighting = "acts", events: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Compare each end with its start, and with the end of the presidency before.

    Parameters
    ----------
    kind, weighting, events
        As in `windows`.

    Returns
    -------
    pandas.DataFrame
        One row a comparison: `term_id` and `presidency` (whose end it is), `against` ("its start",
        or the presidency whose end is meant), `change` (mean of the end minus the other mean),
        `low` and `high` (95 % interval of the change, so wide that it holds whichever one act, or
        vote, is taken out) and `verdict`: lower, higher, or cannot tell, if the
        interval spans 0 or one of the windows has fewer than six acts or votes.

    Raises
    ------
    ValueError
        For another kind or weighting.

    See Also
    --------
    windows : the means that are compared, and how the intervals are made.
    """
    pairs = _pairs(_windows(kind, weighting, events))
    return pd.DataFrame([_change(*pair) for pair in pairs])


@kept.once
def until_it_turns(kind: Kind = "all", events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count how many acts have to be left out before each verdict of `compare` turns.

    Parameters
    ----------
    kind, events
        As in `windows`.

    Returns
    -------
    pandas.DataFrame
        One row a comparison, as in `compare`: `term_id`, `presidency`, `against` and `verdict`;
        then `acts` (how many are left out when it turns; missing if it never does), `turned` (to
        which verdict) and `first_out` (the id of the act that goes first).

    Raises
    ------
    ValueError
        For another kind.

    Notes
    -----
    Each time that act goes which moves the change of the two means most: against a verdict, or
    further from zero where one cannot tell. Another choice may do with fewer, so the number says
    how many are enough, and not how many it takes. The board `LeaveOut` goes the same way.
    """
    names = _names(events)
    rows = list[dict[str, object]]()
    for end, other, against in _pairs(_windows(kind, "acts", events)):
        out, turned = _until_it_turns(end, other)
        rows.append(
            {
                "term_id": end.term_id,
                N_("presidency"): end.presidency,
                N_("against"): against,
                N_("verdict"): _change(end, other, against)["verdict"],
                N_("acts"): len(out) if turned else None,
                N_("turned"): turned,
                "first_out": names[out[0]] if out else None,
            }
        )
    return pd.DataFrame(rows).astype({"acts": "Int64"})


@kept.once
def turned_by_one(kind: Kind = "all", events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find every act that alone, if it is left out, turns a verdict of `compare`.

    Parameters
    ----------
    kind, events
        As in `windows`.

    Returns
    -------
    pandas.DataFrame
        One row an act and comparison: `term_id`, `presidency`, `against`, `verdict`, `turned` (to
        which verdict) and `event_id`; no row where no act does it. It takes some seconds.

    Raises
    ------
    ValueError
        For another kind.
    """
    columns = ("term_id", N_("presidency"), N_("against"), N_("verdict"), N_("turned"), "event_id")
    names, rows = _names(events), list[tuple[object, ...]]()
    for end, other, against in _pairs(_windows(kind, "acts", events)):
        before = _change(end, other, against)["verdict"]
        without_one = (
            *((each, other, acts) for each, acts in _each_out(end)),
            *((end, each, acts) for each, acts in _each_out(other)),
        )
        for one, another, acts in without_one:
            if (after := _change(one, another, against)["verdict"]) != before:
                who = end.term_id, end.presidency, against
                rows += [(*who, before, after, names[act]) for act in acts]
    return pd.DataFrame(rows, columns=list(columns))


def _names(events: pd.DataFrame | None) -> Mapping[Hashable, str]:
    """Return the id of each row of the table `events`, by its label."""
    events = data.load("events") if events is None else events
    return dict(zip(events.index, events["event_id"], strict=True))


def _each_out(window: _Window) -> Iterator[tuple[_Window, list[Hashable]]]:
    """Yield the window without one act, once for all acts of one week and score, and their rows."""
    alike = pd.Series(range(len(window.values))).groupby([window.blocks, window.values])
    for places in alike.groups.values():
        yield window.without(places[0]), window.acts[places].tolist()


def _until_it_turns(end: _Window, other: _Window) -> tuple[list[Hashable], str | None]:
    """Leave acts out of two windows until the verdict turns: their rows, and to which verdict."""
    before, out = _change(end, other, ""), list[Hashable]()
    up = 1 if before["verdict"] == "lower" else -1
    if before["verdict"] == "cannot tell":
        up = 1 if cast("float", before["change"]) > 0 else -1
    while min(len(end.values), len(other.values)) > 1:
        (from_end, i), (from_other, j) = _heaviest(end, -up), _heaviest(other, up)
        if from_end >= from_other:
            out.append(end.acts[i])
            end = end.without(i)
        else:
            out.append(other.acts[j])
            other = other.without(j)
        if (after := _change(end, other, "")["verdict"]) != before["verdict"]:
            return out, str(after)
    return out, None


def _heaviest(window: _Window, up: int) -> tuple[float, int]:
    """Return by how much the mean falls (or rises, if `up` is -1) without the act that moves it
    most, and the place of that act; of equal ones the first.
    """
    values = up * window.values
    place = int(values.argmax())
    return float((values[place] - values.mean()) / (len(values) - 1)), place


@kept.once
def steps(
    kind: Kind = "all", level: float = 0.95, events: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Say how far each presidency goes the way that each claim of the cycle says.

    Parameters
    ----------
    kind, events
        As in `windows`.
    level : float
        How much of the draws the interval holds, from 0 to 1; with 0 it shrinks to one point.

    Returns
    -------
    pandas.DataFrame
        One row a presidency and claim: `term_id`, `presidency`, `claim`, `size`, `low`, `high` and
        `n` (acts in the smaller of the windows). `size` is, in points of the Goldstein scale: for
        C02 the mean of the start minus the end before it; for C03 the start minus the middle; for
        C04 zero minus the end; for C05 the end before minus the end. It lies above zero where
        things went as the claim says. A claim whose windows are not complete, or that has no
        presidency before it, has no row.

    Raises
    ------
    ValueError
        For another kind, or a level below 0 or not below 1.

    See Also
    --------
    compare : the interval of a change, which is made as here.
    """
    if not 0 <= level < 1:
        raise ValueError(_("level must be from 0 to below 1; found {found}.", found=level))
    found = {(each.term_id, each.name): each for each in _windows(kind, "acts", events)}
    terms = list(dict.fromkeys(term_id for term_id, _name in found))
    return pd.DataFrame(
        _step(claim, warmer, colder, level)
        for before, term_id in zip(["", *terms], terms, strict=False)
        for claim, warmer, colder in (
            ("C02", found.get((term_id, "start")), found.get((before, "end"))),
            ("C03", found.get((term_id, "start")), found.get((term_id, "middle"))),
            ("C04", None, found.get((term_id, "end"))),
            ("C05", found.get((before, "end")), found.get((term_id, "end"))),
        )
        if colder and (warmer or claim == "C04")
    )


def _step(claim: str, warmer: _Window | None, colder: _Window, level: float) -> dict[str, object]:
    """Return how far the one window lies above the other, or above zero if there is none."""
    whose = warmer if warmer and claim == "C02" else colder
    means = [pd.Series(each.values).mean() if each else 0.0 for each in (warmer, colder)]
    size = float(means[0] - means[1])
    draws = [-colder.one_out if warmer is None else warmer.one_out[0] - colder.one_out]
    draws += [warmer.one_out[1:] - colder.one_out[0]] if warmer else []
    low, high = _interval(np.concatenate(draws), level) if level else (size, size)
    return {
        "term_id": whose.term_id,
        "presidency": whose.presidency,
        "claim": claim,
        "size": size,
        "low": low,
        "high": high,
        "n": min(len(each.values) for each in (warmer, colder) if each),
    }


@kept.once
def coverage(events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say for each month and class whether an act was found, and if not, what that means.

    Parameters
    ----------
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default.

    Returns
    -------
    pandas.DataFrame
        One row a class and calendar month from December 1991 to the cut-off: `class_id`, `month`
        (first day), `n` (scored acts) and `reading`. "acts found": at least one. Otherwise "no
        data": one was listed, but not read in a source that can be trusted, and stands in
        `acts_left_out`; "no act found": the month lies whole within the span for which the class
        was searched evenly, so that its silence says something; "not searched": it does not.
    """
    classes = data.load("classes").set_index("class_id")
    scored = scored_events(events)
    months = pd.period_range("1991-12", data.cutoff().to_period("M"), freq="M")
    table = pd.MultiIndex.from_product([classes.index, months], names=["class_id", "month"])
    n = _per_month(scored, "event_date").reindex(table, fill_value=0)
    left_out = data.load("acts_left_out").query("reason in ['not_read', 'not_verified']")
    unread = _per_month(left_out, "act_date").reindex(table, fill_value=0) > 0
    month = pd.PeriodIndex(table.get_level_values("month"))
    span = classes.loc[table.get_level_values("class_id")]
    searched = (span["complete_from"].to_numpy() <= month.start_time) & (
        span["complete_to"].to_numpy() >= month.end_time.normalize()
    )
    reading = np.select(
        [n > 0, unread, searched],
        [N_("acts found"), N_("no data"), N_("no act found")],
        N_("not searched"),
    )
    found = pd.DataFrame({"n": n, "reading": reading}, index=table).reset_index()
    return found.assign(month=found["month"].dt.to_timestamp())


def _per_month(rows: pd.DataFrame, day: str) -> pd.Series:
    return rows.groupby(["class_id", rows[day].dt.to_period("M").rename("month")]).size()


def _windows(kind: Kind, weighting: Weighting, events: pd.DataFrame | None) -> Iterator[_Window]:
    arguments.one_of(weighting, "weighting", WEIGHTINGS)
    entering = scored_events(events, kind)
    terms = data.load("terms").query("role != 'prologue'")
    names = zip(terms["term_id"], terms["short_label"], strict=True)
    for place, (term_id, presidency) in enumerate(names):
        for name, (first, last) in calendars.window_dates(term_id).items():
            inside = entering[(entering["event_date"] >= first) & (entering["event_date"] < last)]
            values, blocks, number = _units(inside, weighting, first, last)
            times = _times(number, np.random.Generator(stream(place, name)))
            labels = inside.index if weighting == "acts" else range(len(values))
            acts = np.asarray(labels, np.object_)
            yield _Window(term_id, presidency, name, values, blocks, times, acts)


def stream(place: int, window: str) -> np.random.PCG64:
    """Return the random bits of one window: two windows are drawn independently.

    Parameters
    ----------
    place : int
        Of the presidency among those since 1993, from 0.
    window : {"start", "middle", "end"}
    """
    return np.random.PCG64([_SEED, place, calendars.WINDOWS.index(window)])


def _pairs(windows: Iterable[_Window]) -> list[tuple[_Window, _Window, str]]:
    """Return each end with what it is compared with, and the name of that."""
    found = {(each.term_id, each.name): each for each in windows}
    ends = [each for each in found.values() if each.name == "end"]
    return [
        *((end, found[end.term_id, "start"], N_("its start")) for end in ends),
        *((end, before, before.presidency) for before, end in pairwise(ends)),
    ]


def _units(
    inside: pd.DataFrame, weighting: Weighting, first: pd.Timestamp, last: pd.Timestamp
) -> tuple[Floats, NDArray[np.intp], int]:
    """Return what is averaged, the block that each belongs to, and how many blocks there are."""
    if weighting == "acts":
        weeks = (inside["event_date"] - first).dt.days // _DAYS
        values = inside["goldstein_score"].to_numpy(np.float64)
        return values, np.asarray(weeks, np.intp), weeks_in(first, last)
    means = votes(inside, first)
    values = means["goldstein_score"].to_numpy(np.float64)
    return values, np.asarray(means["month"], np.intp), _MONTHS


def weeks_in(first: pd.Timestamp, last: pd.Timestamp) -> int:
    """Return how many weeks a window has, the last of them perhaps cut short."""
    return ceil((last - first).days / _DAYS)


def votes(inside: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Let all acts of one month, class and source count together as one vote.

    Parameters
    ----------
    inside : pandas.DataFrame
        Scored acts, with the columns of the table `events`.
    first : Timestamp
        The day from which months run; month 0 begins on it.

    Returns
    -------
    pandas.DataFrame
        One row a vote: `month`, `class_id`, `source_actor` and `goldstein_score` (mean of its
        acts).
    """
    grouped = inside.groupby(
        [months_since(first, inside["event_date"]), "class_id", "source_actor"]
    )
    return grouped["goldstein_score"].mean().reset_index()


def months_since(first: pd.Timestamp, days: pd.Series) -> pd.Series:
    """Return the number of the month in which each day lies, when month 0 begins on `first`."""
    shifted = days - pd.Timedelta(days=first.day - 1)
    months = (shifted.dt.year - first.year) * _MONTHS + shifted.dt.month - first.month
    return months.rename("month")


def _times(number: int, random: np.random.Generator) -> NDArray[np.int16]:
    """Draw so many blocks, each as likely as the next; return how often each draw has each."""
    drawn = random.integers(0, number, (DRAWS, number)) + number * np.arange(DRAWS)[:, None]
    # What counts places asks for the machine's own integer; in a browser it is half as long.
    counts = np.bincount(drawn.ravel().astype(np.intp), minlength=DRAWS * number)
    return counts.reshape(DRAWS, number).astype(np.int16)


def _row(window: _Window) -> dict[str, object]:
    values = pd.Series(window.values)
    low, high = _interval(window.draws)
    return {
        "term_id": window.term_id,
        "presidency": window.presidency,
        "window": window.name,
        "mean": values.mean(),
        "low": low,
        "high": high,
        "n": len(values),
        "cooperative": (values > 0).mean(),
        "enough": window.enough,
    }


def _change(end: _Window, other: _Window, against: str) -> dict[str, object]:
    # Everything, then one out at the end, then one out on the other side.
    changes = [end.one_out - other.one_out[0], end.one_out[0] - other.one_out[1:]]
    low, high = _interval(np.concatenate(changes))
    return {
        "term_id": end.term_id,
        N_("presidency"): end.presidency,
        N_("against"): against,
        N_("change"): pd.Series(end.values).mean() - pd.Series(other.values).mean(),
        N_("low"): low,
        N_("high"): high,
        N_("verdict"): verdict(low, high) if end.enough and other.enough else N_("cannot tell"),
    }


def _interval(draws: Floats, level: float = _LEVEL) -> tuple[float, float]:
    """Return an interval that holds the middle of every row of draws, 95 % of it by default."""
    if np.isnan(draws).all(axis=1).any():
        return float("nan"), float("nan")
    low, high = middle(draws, level)
    return float(low.min()), float(high.max())


def middle(draws: Floats, level: float = _LEVEL) -> Floats:
    """Return for each row of draws the limits of its middle, without those that are missing.

    `level` says how much of a row the middle is. Shape (2, rows).
    """
    ends = [(1 - level) / 2, (1 + level) / 2]
    found, gaps = np.quantile(draws, ends, axis=1), np.isnan(draws).any(axis=1)
    if gaps.any():
        # This one takes each row by itself, which is slow.
        found[:, gaps] = np.nanquantile(draws[gaps], ends, axis=1)
    return found


def verdict(low: float, high: float) -> Verdict:
    """Say what the interval of a change tells; one that is missing tells nothing."""
    if high < 0:
        return N_("lower")
    return N_("higher") if low > 0 else N_("cannot tell")
