"""The many analyses of one claim: every defensible combination of choices, one row each.

A claim such as "each presidency ends lower than it began" can be put to the data in many ways: with
acts or with polls, over six months or eighteen, with a memory or without. Nobody can defend one way
alone. Here all of them are computed, so that one sees whether the answer hangs on the claim or on
the choice. `multiverse` says what the choices are and which combinations make no sense.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import arguments, calendars, data, kept, record, trajectory
from .arguments import Floats, Truths
from .calendars import Country
from .record import Kind, Weighting
from .speech import N_

Verdict: TypeAlias = Literal["holds", "does not hold", "cannot tell"]
# First and last day of the windows of each presidency, by place: start, middle, end.
_Spans: TypeAlias = list[calendars.Dates]

# What the claim says, each part as it is true if the claim is.
PARTS = (
    N_("start above the end before"),
    N_("middle below start"),
    N_("end below start"),
    N_("end below the end before"),
)
VERDICTS: tuple[Verdict, ...] = (N_("holds"), N_("does not hold"), N_("cannot tell"))
CHOICES = ("indicator", "window", "memory", "weighting", "left_out", "calendar", "known")

NONE, NOW, BEFORE = N_("none"), N_("now"), N_("April 2017")
LAST, AFTER = N_("last reading"), N_("first after")
TOLD = N_("told acts")
_ARTICLE = pd.Timestamp(2017, 4, 17)
_MONTHS = {6: N_("6 months"), 12: N_("12 months"), 18: N_("18 months")}
_HALF_LIVES = {6: N_("6 months"), 12: N_("12 months"), 24: N_("24 months")}
_CITIES: dict[str, Country] = {N_("Washington"): "USA", N_("Moscow"): "RUS"}
_WEIGHTINGS: dict[str, Weighting] = {N_("each"): "acts", N_("months"): "months"}
_RECORD: dict[Kind, str] = {
    "all": N_("record: all"),
    "contacts": N_("record: contacts"),
    "deeds": N_("record: deeds"),
}
# Two presidencies make a pattern at the least.
_ENOUGH = 2
_POLLS = {"Gallup": "gallup_favourable", "Levada": "levada_good"}
_YEARLY = {
    N_("UN ideal points"): "unga_ideal_gap",
    N_("UN agreement"): "unga_agreement",
    N_("trade"): "us_goods_trade",
}
# Series of `event_data_window`, their measure, and whether up or down is closer. Of the measures of
# a series it is one that its data set can bear: shares where coverage grew or shrank.
_MACHINES = {
    N_("machines: KEDS"): ("KEDS_POOLED gov", "net coop balance", "up"),
    N_("machines: ICEWS"): ("ICEWS_NETIFY all", "net coop balance", "up"),
    N_("machines: ICEWS conflict"): (
        "ICEWS_DTREE all",
        "conflict events US<->RUS as % of conflict events in all dyads with the USA",
        "down",
    ),
    N_("machines: GDELT"): (
        "GDELT2_GZEMO",
        "net Goldstein-weighted score US-RUS as % of absolute score of all US dyads",
        "up",
    ),
}
_NAMES = {"start": "first", "middle": "mid", "end": "last"}


class _Way(NamedTuple):
    """One way to measure the windows: all choices but the clock and the knowledge."""

    indicator: str
    window: str
    memory: str = NONE
    weighting: str = "each"
    left_out: str = NONE


class Comparisons(NamedTuple):
    """What `comparisons` returns: how many can be made, and how many favour the claim.

    Both have one column a part, in the order of `PARTS`.
    """

    made: NDArray[np.int64]
    favour: NDArray[np.int64]


@kept.once
def multiverse() -> pd.DataFrame:
    """Put each part of the claim to the data under every defensible combination of choices.

    Returns
    -------
    pandas.DataFrame
        One row a combination. What is asked: `part`, one of `PARTS`. The choices:

        - `indicator`: the acts that the lessons tell; the record, all acts, contacts or deeds;
          Gallup, Levada; the gap of UN ideal points, agreement in the UN, trade in goods; four
          machine-coded series;
        - `window`: 6, 12 or 18 months, from whose readings a mean is taken; for polls also the
          last reading of a presidency or the first after it, instead of a window at its end, and
          its first reading at its start;
        - `memory`: none, or the half-life of the line that is averaged instead of the acts;
        - `weighting`: each act or reading counts once, or one vote a month, class and source;
        - `left_out`: none, or one class of the record;
        - `calendar`: Washington's presidencies, or as a placebo Moscow's changes of leader;
        - `known`: now, or April 2017: the presidencies that had ended when the article appeared.

        The answer: `n` (comparisons that could be made), `favour` (how many of them are as the
        claim says), `share` (0 to 1, missing if none could be made) and `verdict`: holds, if all
        favour the claim and at least two could be made; cannot tell, if fewer could be made; else
        does not hold.

    See Also
    --------
    left_after : strike choices out.
    standing : count the verdicts.

    Notes
    -----
    A comparison can be made if both windows were complete by the cut-off date and hold six acts (or
    votes), or one reading. Equal levels do not favour the claim. Windows of 18 months overlap in
    presidencies of four years; what lies in both counts in both.

    What makes no sense is left out:

    - memory, weighting and classes belong to acts;
    - windows of six months would miss a series of one reading a year;
    - the first reading after a presidency is the first of the next, so it can tell of ends, and not
      of a start above the end before;
    - the windows of machine-coded series are those of `event_data_window`: twelve months by
      Washington's calendar, used if they cover half of the kit's window and half of their days were
      read;
    - a window of acts that begins before their list does is not compared;
    - Moscow's calendar is a placebo, which the article did not know: it is read now only.

    Combinations are not votes: the record has many because it has many classes. A verdict says in
    which direction each comparison goes, not how sure it is; for that see `record.compare`.
    What was known in April 2017 means fewer presidencies, in today's edition of the data.
    """
    return pd.concat([_answers(city) for city in _CITIES], ignore_index=True)


def comparisons(levels: Floats) -> Comparisons:
    """Count for each part of the claim how many comparisons can be made, and how many favour it.

    Parameters
    ----------
    levels : numpy.ndarray, shape (m, k, 3)
        For each of `m` ways the level of `k` presidencies in order of time at start, middle and
        end, up meaning closer; NaN where there is none.

    Returns
    -------
    Comparisons
        `made` and `favour`, shape (m, 4).

    Examples
    --------
    Two presidencies that fall, and of which the second begins above the end of the first:

    >>> found = comparisons(np.array([[[5, 3, 1], [4, 2, 2.0]]]))
    >>> found.made.tolist(), found.favour.tolist()
    ([[1, 2, 2, 1]], [[1, 2, 2, 0]])
    """
    start, middle, end = np.moveaxis(levels, 2, 0)
    drops = (
        start[:, 1:] - end[:, :-1],
        start - middle,
        start - end,
        end[:, :-1] - end[:, 1:],
    )
    made = [np.isfinite(drop).sum(axis=1) for drop in drops]
    # The last digit of a sum makes no difference.
    favour = [(np.nan_to_num(drop) > 1e-9).sum(axis=1) for drop in drops]
    return Comparisons(np.stack(made, axis=1), np.stack(favour, axis=1))


def left_after(table: pd.DataFrame, **struck: str | Iterable[str]) -> pd.DataFrame:
    """Strike out the choices that you would not defend, and see what is left.

    Parameters
    ----------
    table : pandas.DataFrame
        As from `multiverse`.
    **struck : str or list of str
        For any column of choices, or `part`, the options that go: ``indicator=["told acts"],
        memory="24 months"``.

    Returns
    -------
    pandas.DataFrame
        The rows with none of them.

    Raises
    ------
    ValueError
        If there is no such choice or no such option.

    Examples
    --------
    >>> table = pd.DataFrame({"window": ["6 months", "12 months"], "share": [0.5, 1.0]})
    >>> left_after(table, window="6 months")["share"].tolist()
    [1.0]
    """
    for choice, options in struck.items():
        arguments.one_of(choice, "a choice", [name for name in ("part", *CHOICES) if name in table])
        gone = [options] if isinstance(options, str) else list(options)
        for option in gone:
            arguments.one_of(option, choice, table[choice].unique())
        table = table[~table[choice].isin(gone)]
    return table


def standing(table: pd.DataFrame, by: str = "part") -> pd.DataFrame:
    """Count the verdicts of the combinations, and average their shares.

    Parameters
    ----------
    table : pandas.DataFrame
        As from `multiverse`.
    by : str
        The column whose options are set side by side.

    Returns
    -------
    pandas.DataFrame
        Index: the options in the order of the table. Columns: `holds`, `does not hold`, `cannot
        tell` (combinations) and `share` (mean share in favour of those that have one, 0 to 1).

    Raises
    ------
    ValueError
        If there is no such column.
    """
    arguments.one_of(by, "by", table.columns)
    counts = pd.crosstab(table[by], table["verdict"]).reindex(
        index=pd.Index(table[by].unique(), name=by), columns=list(VERDICTS), fill_value=0
    )
    return counts.rename_axis(columns=None).assign(share=table.groupby(by)["share"].mean())


def moves(table: pd.DataFrame) -> pd.Series:
    """Say how far the share in favour moves if one choice changes and all others stay.

    Parameters
    ----------
    table : pandas.DataFrame
        As from `multiverse`.

    Returns
    -------
    pandas.Series
        Index: the choices, the one that moves the share most first. Values: the mean difference of
        two combinations that differ in this choice alone, over all such pairs that have a share; 0
        to 1. Choices without such a pair are left out.
    """
    told = table.dropna(subset=["share"])
    found = {choice: _moved(told, choice) for choice in CHOICES}
    return pd.Series(found).dropna().sort_values(ascending=False, kind="stable")


def _moved(told: pd.DataFrame, choice: str) -> float:
    """Return the mean difference between pairs; sorted shares make it one sum for each group."""
    others = [name for name in ("part", *CHOICES) if name != choice]
    ordered = told.sort_values("share")
    groups = ordered.groupby(others, sort=False, observed=True)["share"]
    place, size = groups.cumcount(), groups.transform("size")
    pairs = (size - 1).sum() / 2
    apart = (ordered["share"] * (2 * place - size + 1)).sum()
    return float(apart / pairs) if pairs else np.nan


# ------------------------------------------------------------------------------------ one calendar


def _answers(city: str) -> pd.DataFrame:
    """Answer all parts in all ways by one calendar."""
    ends, ways = _presidencies(city), list(_ways(city))
    levels = np.stack([level for _, level in ways])
    tables = [_table([way for way, _ in ways], comparisons(levels), city, NOW)]
    if city == "Washington":
        ended = np.array([end <= _ARTICLE for _, end in ends])
        told = comparisons(np.where(ended[:, None], levels, np.nan))
        tables.append(_table([way for way, _ in ways], told, city, BEFORE))
    table = pd.concat(tables, ignore_index=True)
    return table[(table["window"] != AFTER) | table["part"].isin(PARTS[2:])]


def _table(ways: list[_Way], found: Comparisons, city: str, known: str) -> pd.DataFrame:
    """Return one row a way and part."""
    table = pd.DataFrame(ways).loc[np.repeat(np.arange(len(ways)), len(PARTS))]
    made, favour = found.made.ravel(), found.favour.ravel()
    table = table.assign(calendar=city, known=known, n=made, favour=favour).reset_index(drop=True)
    table.insert(0, "part", np.tile(PARTS, len(ways)))
    verdicts = np.select([made < _ENOUGH, made == favour], [VERDICTS[2], VERDICTS[0]], VERDICTS[1])
    return table.assign(share=favour / np.where(made, made, np.nan), verdict=verdicts)


def _presidencies(city: str) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return first day and end of each; that of the last lies ahead, beyond the cut-off date."""
    starts = [*calendars.calendar(_CITIES[city]), pd.Timestamp.max.normalize()]
    return list(pairwise(starts))


def _spans(city: str, months: int) -> _Spans:
    return [calendars.spans(start, end, months) for start, end in _presidencies(city)]


def _ways(city: str) -> Iterator[tuple[_Way, Floats]]:
    """Yield each way to measure, with the levels that it finds, shape (k, 3)."""
    told, acts = _told(), _record()
    for months, window in _MONTHS.items():
        spans = _spans(city, months)
        yield from told.ways(window, spans)
        yield from acts.ways(window, spans)
        for name, indicator_id in (_POLLS | _YEARLY).items():
            if months >= 12 or name in _POLLS:
                yield _Way(name, window), _means(indicator_id, spans)
    year = _spans(city, 12)
    for name, indicator_id in _POLLS.items():
        for window in (LAST, AFTER):
            yield _Way(name, window), _edges(indicator_id, year, _presidencies(city), window)
    if city == "Washington":
        for name in _MACHINES:
            yield _Way(name, _MONTHS[12]), _counted(name, year)


# -------------------------------------------------------------------------------- polls and others


def _closer(indicator_id: str) -> pd.DataFrame:
    """Return the readings of an indicator, turned so that up means closer."""
    catalogue = data.load("indicator_catalogue").set_index("indicator_id")
    series = trajectory.readings(indicator_id)[["shown_at", "value"]]
    turn = trajectory.TURN[catalogue["closer"][indicator_id]]
    return series.assign(value=series["value"] * turn)


def _means(indicator_id: str, spans: _Spans) -> Floats:
    series = _closer(indicator_id)
    rows = [trajectory.window_means(series, dates) for dates in spans]
    return pd.DataFrame(rows)[list(calendars.WINDOWS)].to_numpy(np.float64, copy=True)


def _edges(
    indicator_id: str,
    spans: _Spans,
    presidencies: list[tuple[pd.Timestamp, pd.Timestamp]],
    window: str,
) -> Floats:
    """Return first reading, mean of the middle, and the reading within a year of the end."""
    series, levels = _closer(indicator_id), _means(indicator_id, spans)
    for row, dates, (_, end) in zip(levels, spans, presidencies, strict=True):
        if "start" in dates:
            row[0] = _reading(series, *dates["start"], first=True)
        if "end" in dates:
            after = end, end + pd.DateOffset(years=1)
            near = after if window == AFTER else dates["end"]
            row[2] = _reading(series, *near, first=window == AFTER)
    return levels


def _reading(
    series: pd.DataFrame, begins: pd.Timestamp, ends: pd.Timestamp, *, first: bool
) -> float:
    """Return the first or last reading of a stretch of time; NaN if it has none."""
    when = series["shown_at"]
    inside = series.loc[(when >= begins) & (when < ends), "value"]
    return float(inside.iloc[0 if first else -1]) if len(inside) else np.nan


def _counted(name: str, spans: _Spans) -> Floats:
    """Return the levels of a machine-coded series in the windows that it covers well enough."""
    series, measure, closer = _MACHINES[name]
    table = data.load("event_data_window")
    table = table[(table["series"] == series) & (table["measure"] == measure)]
    levels = np.full((len(spans), len(calendars.WINDOWS)), np.nan)
    for place, dates in enumerate(spans):
        for column, window in enumerate(calendars.WINDOWS):
            rows = table[table["window"] == _NAMES[window]]
            fits = _covers(rows, *dates[window]) if window in dates else rows.index.isin([])
            if fits.any():
                levels[place, column] = rows["estimate"][fits].iloc[0] * trajectory.TURN[closer]
    return levels


def _covers(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Truths:
    """Say which windows share half of their days, read ones, with the window asked for."""
    begin = np.maximum(pd.to_datetime(rows["window_start"]).to_numpy(), first.to_datetime64())
    end = np.minimum(pd.to_datetime(rows["window_end"]).to_numpy(), last.to_datetime64())
    days = rows["covered"].str.extract(r"^(\d+) of (\d+) days").astype(float)
    read = (days[0] / days[1]).fillna(1)
    return ((end - begin) * 2 >= (last - first).to_timedelta64()) & (read >= 0.5).to_numpy()


# -------------------------------------------------------------------------------------------- acts


@dataclass(frozen=True)
class _Acts:
    """A list of acts, and the sets of classes that are averaged.

    Attributes
    ----------
    table : pandas.DataFrame
        `event_date`, `class_id`, `source_actor`, `goldstein_score`, in order of time.
    classes : list of str
        The classes in it, in the order of the columns of sums and counts.
    sets : list of (str, str, list of str)
        Indicator, class left out, and the classes that stay.
    """

    table: pd.DataFrame
    classes: list[str]
    sets: list[tuple[str, str, list[str]]]

    @cached_property
    def chosen(self) -> Floats:
        """Which classes each set holds, shape (classes, sets): 1 or 0."""
        held = [[name in stay for name in self.classes] for _, _, stay in self.sets]
        return np.array(held, dtype=np.float64).T

    @cached_property
    def first(self) -> pd.Timestamp:
        """The day on which the month of the first act begins, as those of the line do: the 20th."""
        day: pd.Timestamp = self.table["event_date"].iloc[0]
        return (day - pd.DateOffset(months=int(day.day < 20))).replace(day=20)

    def ways(self, window: str, spans: _Spans) -> Iterator[tuple[_Way, Floats]]:
        """Yield each way to average the list over windows, with its levels, shape (k, 3)."""
        for said, weighting in _WEIGHTINGS.items():
            means, enough = self._means(weighting, spans)
            for memory in (None, *_HALF_LIVES):
                levels = means if memory is None else self._remembered(weighting, memory, spans)
                levels = np.where(enough, levels, np.nan)
                name = NONE if memory is None else _HALF_LIVES[memory]
                for place, (indicator, left_out, _) in enumerate(self.sets):
                    yield _Way(indicator, window, name, said, left_out), levels[..., place]

    def _means(self, weighting: Weighting, spans: _Spans) -> tuple[Floats, Truths]:
        """Return the means of the windows, shape (k, 3, sets), and which of them have six acts."""
        shape = len(spans), len(calendars.WINDOWS), len(self.classes)
        sums, counts = np.zeros(shape), np.zeros(shape)
        begins = self.table["event_date"].iloc[0]
        for place, column, (first, last) in _each(spans):
            if first >= begins:
                when = self.table["event_date"]
                inside = self.table[(when >= first) & (when < last)]
                sums[place, column], counts[place, column] = self._tally(inside, weighting, first)
        return _ratio(sums @ self.chosen, held := counts @ self.chosen), held >= record.ENOUGH

    def _tally(
        self, inside: pd.DataFrame, weighting: Weighting, first: pd.Timestamp
    ) -> tuple[Floats, Floats]:
        """Return the sum of scores and the number of acts, or votes, of each class."""
        units = inside if weighting == "acts" else record.votes(inside, first)
        place = self._places(units)
        scores = units["goldstein_score"].to_numpy(np.float64)
        return _added(place, scores, len(self.classes))

    def _places(self, units: pd.DataFrame) -> NDArray[np.intp]:
        return pd.Index(self.classes).get_indexer(pd.Index(units["class_id"])).astype(np.intp)

    @cached_property
    def _monthly(self) -> dict[Weighting, tuple[Floats, Floats]]:
        """The sums and counts of each month and class, for each weighting."""
        return {weighting: self._by_month(weighting) for weighting in record.WEIGHTINGS}

    def _by_month(self, weighting: Weighting) -> tuple[Floats, Floats]:
        units = record.votes(self.table, self.first)
        if weighting == "acts":
            units = self.table.assign(
                month=record.months_since(self.first, self.table["event_date"])
            )
        months, n = int(units["month"].max()) + 1, len(self.classes)
        cell = units["month"].to_numpy(np.intp) * n + self._places(units)
        scores = units["goldstein_score"].to_numpy(np.float64)
        sums, counts = _added(cell, scores, months * n)
        return sums.reshape(months, n), counts.reshape(months, n)

    def _remembered(self, weighting: Weighting, half_life: float, spans: _Spans) -> Floats:
        """Return the means of the line over the months that begin in each window."""
        line = self._lines[weighting, half_life]
        # Each begins on the 20th, as the first does.
        months = pd.period_range(self.first, periods=len(line), freq="M").to_timestamp()
        months += pd.Timedelta(days=self.first.day - 1)
        levels = np.full((len(spans), len(calendars.WINDOWS), len(self.sets)), np.nan)
        for place, column, span in _each(spans):
            begin, end = months.searchsorted(pd.DatetimeIndex(span))
            if end > begin:
                levels[place, column] = line[begin:end].mean(axis=0)
        return levels

    @cached_property
    def _lines(self) -> dict[tuple[Weighting, float], Floats]:
        """The line of `trajectory.event_line` for every set, shape (months, sets)."""
        return {
            (weighting, half_life): _ratio(
                _faded(sums, half_life) @ self.chosen, _faded(counts, half_life) @ self.chosen
            )
            for weighting, (sums, counts) in self._monthly.items()
            for half_life in _HALF_LIVES
        }


def _added(place: NDArray[np.intp], scores: Floats, n: int) -> tuple[Floats, Floats]:
    """Return the sum of the scores at each of `n` places, and their number."""
    counts = np.bincount(place, minlength=n).astype(np.float64)
    return np.bincount(place, scores, n).astype(np.float64), counts


def _faded(cells: Floats, half_life: float) -> Floats:
    columns = [trajectory.discounted_sum(column, half_life) for column in cells.T]
    return np.stack(columns, axis=1)


def _ratio(sums: Floats, counts: Floats) -> Floats:
    return sums / np.where(counts > 0, counts, np.nan)


def _each(spans: _Spans) -> Iterator[tuple[int, int, tuple[pd.Timestamp, pd.Timestamp]]]:
    """Yield place of the presidency, place of the window, and first and last day."""
    for (place, dates), (column, window) in product(enumerate(spans), enumerate(calendars.WINDOWS)):
        if window in dates:
            yield place, column, dates[window]


def _told() -> _Acts:
    """Return the acts that the lessons tell: one class, of which none can be left out."""
    table = record.told_events(record.scored_events()).assign(class_id=TOLD)
    return _Acts(table, [TOLD], [(TOLD, NONE, [TOLD])])


def _record() -> _Acts:
    """Return the scored and verified acts of the record, all, contacts and deeds."""
    table = record.scored_events()
    kinds = record.kinds()[table["class_id"].unique()]
    sets = [each for kind in record.KINDS for each in _sets(kind, kinds)]
    return _Acts(table.sort_values("event_date"), list(kinds.index), sets)


def _sets(kind: Kind, kinds: pd.Series) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the classes of a kind: all of them, and all but one."""
    classes = list(kinds.index if kind == "all" else kinds.index[kinds == kind.removesuffix("s")])
    for left_out in (NONE, *sorted(classes)):
        yield _RECORD[kind], left_out, [name for name in classes if name != left_out]
