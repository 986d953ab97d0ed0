"""From acts and series to a line: memory, balance, windows and composite indices.

Every function is plain arithmetic on small tables. None of them interpolates: where nothing was
read, nothing is returned, and the charts draw the gap.
"""

from collections.abc import Iterable, Mapping
from statistics import NormalDist
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from . import arguments, data, kept, record, words
from .arguments import Floats
from .calendars import WINDOWS, Dates, spans, term, window_dates
from .record import Kind, scored_events, told_events
from .speech import N_, _

__all__ = [
    "AGGREGATIONS",
    "NORMALISATIONS",
    "QUADS",
    "TURN",
    "WINDOWS",
    "Dates",
    "balance",
    "composite",
    "discounted_sum",
    "event_line",
    "ewma",
    "extremes",
    "machine_ends",
    "pattern",
    "quad_counts",
    "readings",
    "scored_events",
    "spans",
    "term_windows",
    "told_events",
    "vacancies",
    "versions",
    "window_dates",
    "window_means",
    "windows",
    "yearly",
]

Normalisation: TypeAlias = Literal["minmax", "z", "rank", "none"]
Aggregation: TypeAlias = Literal["arithmetic", "geometric"]
Weights: TypeAlias = ArrayLike | Mapping[str, float] | pd.Series

QUADS = {
    "VC": N_("words of cooperation"),
    "MC": N_("deeds of cooperation"),
    "VK": N_("words of conflict"),
    "MK": N_("deeds of conflict"),
}
NORMALISATIONS: tuple[Normalisation, ...] = ("minmax", "z", "rank")
AGGREGATIONS: tuple[Aggregation, ...] = ("arithmetic", "geometric")
_TO_THE_20TH = pd.Timedelta(days=19)
# From the first day of a period to its middle.
_HALF = {"day": 0, "month": 15, "year": 182}
TURN = {"up": 1, "down": -1}
# A share of zero would make a geometric mean zero, whatever the others are.
_FLOOR = 0.01
_DRAWS = 500
_SEED = 1991
_ESTIMATES = ("estimate", "ci_lo", "ci_hi")
# What series of `event_data_window` count, in words.
_MACHINES = {
    "GDELT2_GZEMO": N_("GDELT, score of all acts, net: higher is closer"),
    "GDELT2_MIJAPA": N_(
        "GDELT, acts of Russia: fights, of 100 fights and offers; higher is further apart"
    ),
}


def discounted_sum(values: ArrayLike, half_life: float) -> Floats:
    """Return the running sum of `values`, in which the past fades by half every `half_life`.

    Parameters
    ----------
    values : array_like of float, shape (n,) or (n, k)
        One value a period, or k series side by side; a missing value counts as nothing new.
    half_life : float
        In periods, greater than 0.

    Returns
    -------
    numpy.ndarray, of the same shape
        S[t] = S[t-1] * 2**(-1/half_life) + values[t].

    Raises
    ------
    ValueError
        If `half_life` is not a positive number.

    Notes
    -----
    The idea of a relationship that remembers is Crescenzi and Enterline's (International Studies
    Quarterly, 2001).

    Examples
    --------
    An act worth 8 is worth 4 after one half-life and 2 after two:

    >>> memory = discounted_sum([8] + [0] * 24, half_life=12)
    >>> memory[[0, 12, 24]].round(6).tolist()
    [8.0, 4.0, 2.0]
    """
    keep = 0.5 ** (1 / arguments.positive(half_life, "half_life", "periods"))
    # A copy, which the sums are written into.
    out = np.nan_to_num(arguments.numbers(values, "values"))
    for period in range(1, len(out)):
        out[period] += out[period - 1] * keep
    return out


def ewma(values: ArrayLike, half_life: float) -> Floats:
    """Return the exponentially weighted moving average: a level with a memory.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        One value a period, on any scale; missing values are allowed and keep their place in time.
    half_life : float
        In periods, greater than 0: after this many periods an old value has half its weight.

    Returns
    -------
    numpy.ndarray, shape (n,)
        On the scale of `values`; it starts at the first value.

    Raises
    ------
    ValueError
        If `half_life` is not a positive number.

    Examples
    --------
    One half-life after a step from 0 to 10, the level is half way:

    >>> ewma([0] + [10] * 12, half_life=12)[-1].round(6).item()
    5.0
    """
    half_life = arguments.positive(half_life, "half_life", "periods")
    series = pd.Series(arguments.numbers(values, "values"))
    return series.ewm(halflife=half_life, adjust=False).mean().to_numpy()


@kept.once
def event_line(
    half_life: float = 12, events: pd.DataFrame | None = None, kind: Kind = "all"
) -> pd.DataFrame:
    """Draw the record as one line: the mean score of the acts so far, with old acts fading.

    Parameters
    ----------
    half_life : float
        In months, greater than 0. After this long an act counts half.
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default. Only scored events enter.
    kind : {"all", "contacts", "deeds"}
        As in `scored_events`.

    Returns
    -------
    pandas.DataFrame
        One row a month from the first scored event to the last: `month` (first day), `n_events` (in
        that month), `weight` (acts' worth of memory behind the point), `tone` (-10 to +10,
        Goldstein scale) and `low` and `high` (95 % interval of the tone). Months run from the 20th,
        the day of inaugurations, so that none of them straddles two presidencies.

    Raises
    ------
    ValueError
        If `half_life` is not positive, the kind is unknown or no event is scored.

    Notes
    -----
    tone = discounted sum of scores / discounted sum of counts, so a month without acts changes
    nothing. The interval comes from 500 draws with a fixed seed in which each week counts as often
    as chance has it (Poisson with mean 1), because acts come in packages. It is wide where little
    stands behind the line. It knows nothing of acts that were not found.
    """
    drawn = _drawn_by_month(events, kind)
    counts, sums = drawn["counts"], drawn["sums"]
    weight = discounted_sum(counts, half_life)
    tone = discounted_sum(sums, half_life) / np.where(weight > 0, weight, np.nan)
    low, high = record.middle(tone[:, 1:])
    return pd.DataFrame(
        {
            "month": drawn["month"],
            "n_events": counts[:, 0].astype(int),
            "weight": weight[:, 0],
            "tone": tone[:, 0],
            "low": low,
            "high": high,
        }
    )


@kept.once
def _drawn_by_month(events: pd.DataFrame | None, kind: Kind) -> dict[str, Any]:
    """Return what no half-life changes: months, and the number and sum of scores in each draw."""
    scored = scored_events(events, kind)
    if scored.empty:
        raise ValueError(
            "No scored event in this selection: a line needs at least one row with dyadic = yes."
        )
    days = scored["event_date"] - _TO_THE_20TH
    months = pd.period_range(days.min(), days.max(), freq="M")
    week = pd.Series([days.dt.to_period("M"), days.dt.day // 7])
    by_week = scored.groupby(list(week))["goldstein_score"].agg(["sum", "count"])
    place = months.get_indexer(by_week.index.get_level_values(0))
    times = np.random.default_rng(_SEED).poisson(1, (len(by_week), _DRAWS))
    # The first column is the record itself, in which every week counts once.
    drawn = np.column_stack([np.ones(len(by_week)), times])
    found: dict[str, Any] = {"month": months.to_timestamp() + _TO_THE_20TH}
    for name in ("sum", "count"):
        added = _by_month(by_week[name].to_numpy(np.float64)[:, None] * drawn, place, len(months))
        # It is handed out again.
        added.setflags(write=False)
        found[f"{name}s"] = added
    return found


@kept.once
def monthly(events: pd.DataFrame | None = None, kind: Kind = "all") -> pd.DataFrame:
    """Add up the scores of each month: what `event_line` remembers, before anything fades.

    Parameters
    ----------
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default. Only scored events enter.
    kind : {"all", "contacts", "deeds"}
        As in `scored_events`.

    Returns
    -------
    pandas.DataFrame
        One row a month from the first scored event of the record to the last, whatever the kind:
        `month` (first day, a 20th), `n_events` and `total` (the sum of their scores).
    """
    every = record.scored_events()["event_date"] - _TO_THE_20TH
    months = pd.period_range(every.min(), every.max(), freq="M")
    scored = scored_events(events, kind)
    place = (scored["event_date"] - _TO_THE_20TH).dt.to_period("M")
    sums = scored["goldstein_score"].groupby(place).agg(["sum", "count"]).reindex(months)
    return pd.DataFrame(
        {
            "month": months.to_timestamp() + _TO_THE_20TH,
            "n_events": sums["count"].fillna(0).astype(int).to_numpy(),
            "total": sums["sum"].fillna(0).to_numpy(),
        }
    )


def _by_month(cells: Floats, place: NDArray[np.intp], n: int) -> Floats:
    """Add up the rows that belong to the same month."""
    added = np.zeros((n, cells.shape[1]))
    for row, month in zip(cells, place, strict=True):
        added[month] += row
    return added


def _scores(events: pd.DataFrame | None = None, kind: Kind = "all") -> pd.DataFrame:
    """Return the scored events as a series like that of an indicator."""
    scored = scored_events(events, kind)
    return pd.DataFrame({"shown_at": scored["event_date"], "value": scored["goldstein_score"]})


@kept.once
def quad_counts(events: pd.DataFrame | None = None, by: str = "term_id") -> pd.DataFrame:
    """Count scored events in the four classes of words and deeds, cooperation and conflict.

    Parameters
    ----------
    events : pandas.DataFrame, optional
        Rows of the `events` table; all by default.
    by : str
        The column to group by.

    Returns
    -------
    pandas.DataFrame
        One row a group; columns VC, MC, VK, MK (verbal and material cooperation, verbal and
        material conflict).

    See Also
    --------
    balance : one number a row, on the scale of the machine-coded years in `event_data_year`.
    """
    quad = data.load("cameo").set_index("code")["quad_class"]
    scored = scored_events(events)
    arguments.one_of(by, "by", scored.columns)
    counts = pd.crosstab(scored[by], scored["cameo_code"].map(quad))
    order = list(counts.index)
    if by == "term_id":
        order = [term for term in data.load("terms")["term_id"] if term in order]
    return counts.reindex(index=order, columns=list(QUADS), fill_value=0)


def balance(counts: pd.DataFrame) -> pd.Series:
    """Return net cooperation, (cooperation - conflict) / all, from -1 to +1, of each row.

    Parameters
    ----------
    counts : pandas.DataFrame
        Columns VC, MC, VK, MK, as from `quad_counts`.

    Returns
    -------
    pandas.Series
        Missing where a row counts nothing.

    Raises
    ------
    ValueError
        If a column is missing.

    Examples
    --------
    >>> balance(pd.DataFrame({"VC": [3], "MC": [1], "VK": [1], "MK": [1]})).round(3).item()
    0.333
    """
    missing = [name for name in QUADS if name not in counts]
    if missing:
        raise ValueError(
            f"The counts have no column {missing[0]!r}; "
            f"expected {', '.join(QUADS)}, as from quad_counts."
        )
    total = counts[list(QUADS)].sum(axis=1)
    net = counts["VC"] + counts["MC"] - counts["VK"] - counts["MK"]
    return net / total


def window_means(series: pd.DataFrame, dates: Dates) -> dict[str, object]:
    """Return the mean of a series in each of three windows.

    Parameters
    ----------
    series : pandas.DataFrame
        Columns `shown_at` (dates) and `value` (numbers, none missing), as from `readings`.
    dates : dict of {str: (Timestamp, Timestamp)}
        As from `window_dates`: the first day is inside, the last is not.

    Returns
    -------
    dict
        `start`, `middle`, `end` (on the scale of `value`, missing where a window is not given or
        has no reading) and `n` (readings in each, as text "2/1/3").
    """
    inside = {
        name: _within(series, *dates[name])["value"] if name in dates else series["value"].head(0)
        for name in WINDOWS
    }
    means: dict[str, object] = {name: values.mean() for name, values in inside.items()}
    return means | {"n": "/".join(str(len(values)) for values in inside.values())}


def _within(series: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    return series[(series["shown_at"] >= first) & (series["shown_at"] < last)]


@kept.once
def term_windows(events: pd.DataFrame | None = None, kind: Kind = "all") -> pd.DataFrame:
    """Return the mean score of each presidency's first, middle and last twelve months.

    Parameters
    ----------
    events : pandas.DataFrame, optional
        Rows of the `events` table; all of them by default.
    kind : {"all", "contacts", "deeds"}
        As in `scored_events`.

    Returns
    -------
    pandas.DataFrame
        One row a presidency, without the prologue: `term_id`, `presidency`, `n_scored`, `start`,
        `middle`, `end` (mean Goldstein score of the window's events, missing where it has none) and
        `n` (events in each, "2/1/3").

    See Also
    --------
    resetcycle.record.windows : the same means with their intervals.
    """
    scored, series = scored_events(events, kind), _scores(events, kind)
    terms = data.load("terms")
    presidencies = terms[terms["role"] != "prologue"].set_index("term_id")["short_label"]
    rows = [
        {
            "term_id": term_id,
            "presidency": presidency,
            "n_scored": int((scored["term_id"] == term_id).sum()),
        }
        | window_means(series, window_dates(str(term_id)))
        for term_id, presidency in presidencies.items()
    ]
    return pd.DataFrame(rows)


@kept.once
def readings(indicator_id: str) -> pd.DataFrame:
    """Return one indicator: its rows with `date`, `value` and `shown_at`.

    Parameters
    ----------
    indicator_id : str
        A name from the table `indicator_catalogue`.

    Returns
    -------
    pandas.DataFrame
        The indicator's rows in order of time; `shown_at` is the middle of the day, month or year
        that a reading stands for.

    Raises
    ------
    ValueError
        If there is no such indicator.
    """
    table = data.load("indicators")
    if indicator_id not in set(table["indicator_id"]):
        raise ValueError(
            f"There is no indicator {indicator_id!r}; see data.load('indicator_catalogue')."
        )
    rows = table[table["indicator_id"] == indicator_id].sort_values("date").reset_index(drop=True)
    half = rows["date_precision"].map(_HALF).astype(int)
    return rows.assign(shown_at=rows["date"] + pd.to_timedelta(half, unit="D"))


def machine_windows(president: str) -> pd.DataFrame:
    """Return what ICEWS, the longest machine-coded data set, says of one presidency.

    Parameters
    ----------
    president : str
        As the data set has it, for instance ``"Bush"``.

    Returns
    -------
    pandas.DataFrame
        Index: the years of the three windows. `net cooperation` (-1 to +1), `95 % interval` and
        `coded events`.
    """
    table = data.load("event_data_window")
    inside = table["series"].str.startswith("ICEWS_NETIFY") & (table["president"] == president)
    own = table[inside]
    limits = [
        f"{words.number(low, '.2f')} – {words.number(high, '.2f')}"
        for low, high in zip(own["ci_lo"], own["ci_hi"], strict=True)
    ]
    last = pd.to_datetime(own["window_end"]).dt.year - 1
    years = [
        str(first) if int(first) == end else f"{first}–{end}"
        for first, end in zip(own["window_start"].str[:4], last, strict=True)
    ]
    return pd.DataFrame(
        {
            N_("net cooperation"): own["estimate"].round(2).to_numpy(),
            N_("95 % interval"): limits,
            N_("coded events"): own["n"].astype(int).to_numpy(),
        },
        index=pd.Index(years, name=N_("years")),
    )


@kept.once
def vacancies() -> pd.DataFrame:
    """Say how long each of the two posts stood without an ambassador.

    Returns
    -------
    pandas.DataFrame
        One row a gap, oldest first: `post` (Moscow or Washington), `after` and `before` (the
        ambassadors on either side; `before` is missing where the gap is open at the cut-off),
        `empty_from`, `empty_until`, `days` and `precision` (month if one end is known by the month
        only, else day).

    Notes
    -----
    A gap ends with the arrival, or with the credentials where no arrival was found; then it looks
    longer than it was. A month counts from its first day. Where only the year is known, or none,
    there is no row.

    Examples
    --------
    >>> int(vacancies().set_index("before").loc["Alexander Darchiev", "days"])
    172
    """
    known = ("day", "month")
    gaps: list[pd.DataFrame] = []
    for post, held in data.load("ambassadors").sort_values("began").groupby("post", sort=False):
        left = held["left"].where(held["left_precision"].isin(known))
        begins = held["began"].where(held["began_precision"].isin(known)).shift(-1)
        begins.iloc[-1] = data.cutoff()
        rough = (held["left_precision"] == "month") | (held["began_precision"].shift(-1) == "month")
        gap = pd.DataFrame(
            {
                "post": post,
                "after": held["ambassador"],
                "before": held["ambassador"].shift(-1),
                "empty_from": left,
                "empty_until": begins,
                "days": (begins - left).dt.days,
                "precision": np.where(rough, "month", "day"),
            }
        )
        gaps.append(gap.dropna(subset=["days"]))
    table = pd.concat(gaps).sort_values("empty_from", ignore_index=True)
    return table.astype({"days": int})


@kept.once
def windows(term_id: str, indicator_ids: Iterable[str] | None = None) -> pd.DataFrame:
    """Compare the three windows of a term over every indicator that covers them.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.
    indicator_ids : list of str, optional
        Default: the core indicators of the catalogue, one a subject. The acts of the record come
        first in any case: all of them, contacts, and deeds.

    Returns
    -------
    pandas.DataFrame
        One row an indicator: `indicator`, `unit`, `closer` (up or down), `start`, `middle`, `end`
        (mean of the readings inside the window, missing where there is none) and `n` (readings
        used, as text "2/1/3"). `sure` says of acts whether start and end can be told apart (yes or
        no, by the rule of `resetcycle.record.compare`); it is empty for readings, which are not
        drawn from many acts.
    """
    catalogue = data.load("indicator_catalogue").set_index("indicator_id")
    if indicator_ids is None:
        indicator_ids = list(catalogue.index[catalogue["core"] == "yes"])
    dates = window_dates(term_id)
    rows: list[dict[str, object]] = [_acts_row(term_id, kind) for kind in record.KINDS]
    for name in indicator_ids:
        means = window_means(readings(name), dates)
        about = {"indicator": catalogue["label"][name], "unit": catalogue["unit"][name]}
        rows.append(about | {"closer": catalogue["closer"][name]} | means)
    table = pd.DataFrame(rows)
    return table[table[list(WINDOWS)].notna().any(axis=1)].reset_index(drop=True)


def _acts_row(term_id: str, kind: Kind) -> dict[str, object]:
    """Return the row of `windows` for the acts of one kind."""
    compared = record.compare(kind).query("against == 'its start'").set_index("term_id")["verdict"]
    about: dict[str, object] = {
        "indicator": {"all": N_("All acts"), "contacts": N_("Contacts"), "deeds": N_("Deeds")}[
            kind
        ],
        "unit": N_("mean Goldstein score"),
        "closer": "up",
        N_("sure"): "no" if compared.get(term_id, "cannot tell") == "cannot tell" else "yes",
    }
    return about | window_means(_scores(kind=kind), window_dates(term_id))


def machine_ends(presidencies: Iterable[str]) -> pd.DataFrame:
    """Return what machine-coded events say of the last year of presidencies, in words.

    Parameters
    ----------
    presidencies : list of str
        As `event_data_window` names them; in it, Trump is the first term.

    Returns
    -------
    pandas.DataFrame
        One row a series that covers the last twelve months of two of them, or more, with one
        measure: what it counts, and for each the estimate, its 95 % interval and the days covered.
    """
    table, asked = data.load("event_data_window"), list(presidencies)
    ends = table[table["president"].isin(asked) & (table["window"] == "last")]
    several = ends.groupby(["series", "measure"])["president"].transform("nunique") > 1
    estimate, low, high = (
        ends[several][name].map(lambda value: words.marked(f"{value:.1f}")) for name in _ESTIMATES
    )
    between = [words.interval(*each) for each in zip(low, high, strict=True)]
    said = estimate + " " + between + ", " + ends[several]["covered"].map(_)
    found = (
        ends[several]
        .assign(said=said)
        .pivot_table(
            index=["series", "measure"], columns="president", values="said", aggfunc="first"
        )
    )
    found.index = pd.Index([_(_MACHINES[name]) for name in found.index.get_level_values("series")])
    return found.reindex(columns=asked).fillna(_("no reading")).rename_axis(N_("what is counted"))


def pattern(table: pd.DataFrame) -> pd.Series:
    """Say for each row of `windows` whether the end is further apart than the start.

    Returns
    -------
    pandas.Series of str
        "further apart", "closer", "the same" or "not covered", comparing the end window with the
        start window in the direction that `closer` gives; "cannot tell" where `sure` is no.
    """
    change = (table["end"] - table["start"]) * table["closer"].map(TURN)
    told_apart = table["sure"] if "sure" in table else pd.Series("", index=table.index)
    return pd.Series(
        np.select(
            [change.isna(), told_apart == "no", change < 0, change > 0],
            [N_("not covered"), N_("cannot tell"), N_("further apart"), N_("closer")],
            N_("the same"),
        ),
        index=table.index,
    )


def extremes(term_id: str, indicator_ids: Iterable[str]) -> pd.DataFrame:
    """Find the closest and the furthest reading of a term, and when it had last gone as far.

    Parameters
    ----------
    term_id : str
        For instance ``"obama"``.
    indicator_ids : list of str
        Indicators of the catalogue whose `closer` is up or down.

    Returns
    -------
    pandas.DataFrame
        Two rows an indicator: `indicator`, `reading` (closest or furthest), `value`, `unit`, `on`
        (when), `no match since` (year of the last earlier reading that went as far; where none did,
        "1989 (series begins)").

    Notes
    -----
    The first reading of a term may still tell of the term before: a poll of February speaks of the
    autumn.
    """
    catalogue = data.load("indicator_catalogue").set_index("indicator_id")
    start, end = term(term_id)
    rows: list[dict[str, object]] = []
    for name in indicator_ids:
        series = readings(name)
        label, turn = catalogue["label"][name], TURN.get(catalogue["closer"][name])
        if turn is None:
            raise ValueError(f"{name} has no direction: neither up nor down means closer.")
        for reading, sign in ((N_("closest"), turn), (N_("furthest"), -turn)):
            if _within(series, start, end).empty:
                raise ValueError(f"{name} has no reading between {start:%B %Y} and {end:%B %Y}.")
            about = {"indicator": label, N_("reading"): reading}
            found = _furthest(series, sign, start, end)
            value = {N_("value"): found.pop("value"), N_("unit"): catalogue["unit"][name]}
            rows.append(about | value | found)
    return pd.DataFrame(rows)


def _furthest(
    series: pd.DataFrame, sign: int, start: pd.Timestamp, end: pd.Timestamp
) -> dict[str, object]:
    """Find the highest reading of a term (the lowest if `sign` is -1) and what came before it."""
    inside = _within(series, start, end)
    top = inside.loc[(sign * inside["value"]).idxmax()]
    before = series[series["shown_at"] < top["shown_at"]]
    matched = before.loc[sign * before["value"] >= sign * top["value"], "date"]
    begins = _("{year} (series begins)", year=series["date"].iloc[0].year)
    when = top["date"]
    return {
        N_("value"): top["value"],
        N_("on"): str(when.year) if top["date_precision"] == "year" else words.short_month(when),
        N_("no match since"): str(matched.iloc[-1].year) if len(matched) else begins,
    }


@kept.once
def yearly(indicator_ids: Iterable[str], half_life: float = 12) -> pd.DataFrame:
    """Return one value a calendar year for several measures, side by side.

    Parameters
    ----------
    indicator_ids : list of str
        Indicators of the catalogue; the name ``"tone"`` means the line of all acts with the given
        half-life.
    half_life : float
        In months, for ``"tone"`` only.

    Returns
    -------
    pandas.DataFrame
        Index: year; a year without a reading stays missing. Each column is turned so that up means
        closer (values of a `closer` = down indicator change sign).
    """
    catalogue = data.load("indicator_catalogue").set_index("indicator_id")
    columns: dict[str, pd.Series] = {}
    for name in indicator_ids:
        if name == "tone":
            line = event_line(half_life)
            columns[name] = line.groupby(line["month"].dt.year)["tone"].mean()
        else:
            series = readings(name)
            means = series.groupby(series["date"].dt.year)["value"].mean()
            columns[name] = means * TURN.get(catalogue["closer"][name], 1)
    return pd.DataFrame(columns).sort_index().rename_axis("year")


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Head the columns of a table of measures with their labels and units.

    Parameters
    ----------
    table : pandas.DataFrame
        A column a measure, named as `yearly` names them.

    Returns
    -------
    pandas.DataFrame
        The same values; ``"gallup_favourable"`` is headed "Americans with a favourable view of
        Russia, percent of US adults".
    """
    catalogue = data.load("indicator_catalogue").set_index("indicator_id")
    heads = (catalogue["label"] + ", " + catalogue["unit"]).to_dict()
    return table.rename(columns={"tone": _("Mean score of acts"), **heads})


def composite(
    table: pd.DataFrame | ArrayLike,
    normalise: Normalisation = "minmax",
    aggregate: Aggregation = "arithmetic",
    weights: Weights | None = None,
) -> pd.Series:
    """Combine several measures into one index, using only the rows in which all of them were read.

    Parameters
    ----------
    table : pandas.DataFrame or array_like, shape (n, k)
        Rows are periods, columns are measures; up must mean closer in every column.
    normalise : {"minmax", "z", "rank", "none"}
        How columns are brought to one scale between 0 and 1: share of the observed range; standard
        score read as a normal probability; rank from lowest to highest; or left as they are. Zeros
        are raised to 0.01 where the geometric mean would otherwise be zero.
    aggregate : {"arithmetic", "geometric"}
        The arithmetic mean lets a high column make up for a low one; the geometric mean does so
        less.
    weights : array_like of float, shape (k,), or dict or pandas.Series by measure, optional
        Non-negative, not all zero; equal by default. They are scaled to sum 1. Named weights are
        matched by name, others by place.

    Returns
    -------
    pandas.Series
        One value for each complete row.

    Raises
    ------
    ValueError
        For an unknown method, weights that do not fit, or no complete row.

    Notes
    -----
    Steps and vocabulary follow the OECD and JRC Handbook on Constructing Composite Indicators
    (2008).

    Examples
    --------
    Two periods, one uneven and one even: the mean that is used decides which is higher.

    >>> composite([[.25, 1], [.6, .6]], "none", "arithmetic").tolist()
    [0.625, 0.6]
    >>> composite([[.25, 1], [.6, .6]], "none", "geometric").round(2).tolist()
    [0.5, 0.6]
    """
    arguments.one_of(normalise, "normalise", (*NORMALISATIONS, "none"))
    arguments.one_of(aggregate, "aggregate", AGGREGATIONS)
    frame = arguments.table(table, "table", gaps=True).dropna()
    if frame.empty:
        raise ValueError(
            "No period has a reading in every measure: "
            "leave one measure out, or compare fewer of them."
        )
    k = frame.shape[1]
    given = np.ones(k) if weights is None else weights
    share = arguments.shares(
        arguments.in_order(given, frame.columns, "weights", "the table"), "weights", k
    )
    scaled = _normalised(frame, normalise)
    if aggregate == "arithmetic":
        return scaled.mul(share).sum(axis=1)
    return scaled.clip(lower=_FLOOR).apply(np.log).mul(share).sum(axis=1).apply(np.exp)


@kept.once
def versions(table: pd.DataFrame | ArrayLike, weight_sets: Mapping[str, Weights]) -> pd.DataFrame:
    """Compute the composite in every combination of normalisation, aggregation and weights.

    Parameters
    ----------
    table : pandas.DataFrame, shape (n, k)
        As for `composite`.
    weight_sets : dict of {str: array_like of float, shape (k,), or dict or pandas.Series}
        Named sets of weights, each as for `composite`; with three sets there are 3 x 2 x 3 = 18
        versions.

    Returns
    -------
    pandas.DataFrame
        Index: the complete periods. One column a version, named "normalisation, aggregation,
        weights".
    """
    return pd.DataFrame(
        {
            f"{normalise}, {aggregate}, {name}": composite(table, normalise, aggregate, weights)
            for normalise in NORMALISATIONS
            for aggregate in AGGREGATIONS
            for name, weights in weight_sets.items()
        }
    )


def _normalised(table: pd.DataFrame, method: Normalisation) -> pd.DataFrame:
    if method == "none":
        return table
    if method == "rank":
        return table.rank() / len(table)
    if len(table) == 1:
        raise ValueError("A single period cannot be scaled: there is no other to compare it with.")
    still = table.columns[(table == table.iloc[0]).all()]
    if len(still):
        raise ValueError(
            f"Column {still[0]!r} never changes, so it cannot be scaled: leave it out."
        )
    if method == "minmax":
        return (table - table.min()) / (table.max() - table.min())
    return ((table - table.mean()) / table.std()).map(NormalDist().cdf)
