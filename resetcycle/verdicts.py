"""What the record says to each question that learners predict: computed, with its rule in words.

The table `predictions` names for each question the function of this room that answers it, and what
it is asked about. No answer is typed: where the tables change, so does what these functions say.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import pandas as pd

from . import (
    agreement,
    calendars,
    codebook,
    criteria,
    cuts,
    cycle,
    data,
    evidence,
    forecasts,
    questions,
    record,
    sharing,
    trajectory,
    weighing,
    words,
)
from .board import TIE
from .record import Kind, Mean
from .speech import N_, _, in_english, ngettext

# A guess this far from the record still counts as near: guesses are made on sliders of such steps.
NEAR = 5
NEAR_SHARE = 0.1
NEAR_SCORE = 0.05
NEAR_MONTHS = 6
FIRST_DEEDS = 5
# Nineteen of twenty differences of two polls of a thousand people, of whom half say yes, are
# smaller than this, in points, when nobody has changed their mind.
CHANCE_OF_POLLS = 100 * 1.96 * (2 * 0.25 / 1000) ** 0.5
# The index of lesson 04: what it is made of, and how its parts may be weighed.
MEASURES = ("tone", "gallup_favourable", "unga_agreement", "us_goods_trade")
WEIGHTS = {"equal": [1, 1, 1, 1], "events first": [3, 1, 1, 1], "publics first": [1, 3, 1, 1]}
# Names that a question offers and that the record may choose; they are kept as they stand here.
BETTER, WORSE, UNCLEAR = N_("better"), N_("worse"), N_("no clear change")
CLOSER, APART = N_("closer"), N_("further apart")
WARM, MIXED, COLD = N_("all warm"), N_("some of each"), N_("all cold")
NO_DAY = N_("at none of them")


@dataclass(frozen=True)
class OneOf:
    """The record chooses this name."""

    name: str


@dataclass(frozen=True)
class Within:
    """A guess from `low` to `high` agrees with the record."""

    low: float
    high: float


@dataclass(frozen=True)
class Months:
    """A guess from the first of these months to the last, "2008-08", agrees with the record."""

    first: str
    last: str


@dataclass(frozen=True)
class Pairs:
    """Of each of these pairs the record says that the one comes before the other."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Beside:
    """A guess is compared with what lies from `low` to `high`, and is neither right nor wrong."""

    low: float
    high: float


@dataclass(frozen=True)
class Alone:
    """There is nothing that a guess could be compared with, and no waiting changes that."""


Right: TypeAlias = OneOf | Within | Months | Pairs | Beside | Alone | None


@dataclass(frozen=True)
class Answer:
    """What the record says to one question.

    Attributes
    ----------
    said : str
        In a sentence, with how many acts or readings it rests on, and with an interval where there
        is one.
    rule : str
        By which rule that was decided, in words.
    right : OneOf, Within, Months, Pairs, Beside, Alone or None
        Which guesses agree with it, or what they are compared with. None where nothing can be said
        yet.
    """

    said: str
    rule: str
    right: Right


# ------------------------------------------------------------------------- acts and their windows


def end_against_start(term_id: str) -> Answer:
    """Say whether a presidency ends better or worse than it begins, by the mean of all acts."""
    return _changed(term_id, "all")


def deeds_against_start(term_id: str) -> Answer:
    """Say whether a presidency ends better or worse than it begins, by the mean of its deeds."""
    return _changed(term_id, "deeds")


def _changed(term_id: str, kind: Kind) -> Answer:
    found = next(
        row for row in _compared(kind) if (row["term_id"], row["against"]) == (term_id, "its start")
    )
    name = {"lower": WORSE, "higher": BETTER, "cannot tell": UNCLEAR}[str(found["verdict"])]
    change, low, high = (
        words.marked(f"{found[column]:+.1f}") for column in ("change", "low", "high")
    )
    said = _said(kind)
    return Answer(
        _(
            "{verdict}. Start {start}; end {end}. The change is {change} [{low}, {high}].",
            start=said[term_id, "start"],
            end=said[term_id, "end"],
            change=change,
            low=low,
            high=high,
            verdict=_capital(_(name)),
        ),
        _(
            "Start and end are the first and the last twelve months: mean score, interval of 95 "
            "percent, and n, the number of acts. Better or worse is said only where the whole "
            "interval of the change lies on one side of zero and each window has at least {least} "
            "acts. Otherwise the record cannot tell, and shows no clear change.",
            least=words.in_words(record.ENOUGH),
        ),
        OneOf(name),
    )


def ends_in_order() -> Answer:
    """Say in which order the ends of the completed presidencies stand, warmest first."""
    ends = sorted(_ends(), key=lambda row: -row.mean)
    return Answer(
        _(
            "From the warmest to the coldest: {ends}.",
            ends="; ".join(f"{row.presidency} {_said('all')[row.term_id, 'end']}" for row in ends),
        ),
        _(
            "Two ends are told apart only where their intervals of 95 percent do not meet. Your "
            "order is held against those pairs alone."
        ),
        Pairs(
            tuple(
                (one.presidency, other.presidency)
                for one in ends
                for other in ends
                if one.low > other.high
            )
        ),
    )


def first_deeds(term_id: str) -> Answer:
    """Say whether a presidency opens with warm or with cold deeds."""
    deeds = _acts(term_id, "deeds").head(FIRST_DEEDS)
    warm = int((deeds["goldstein_score"] > 0).sum())
    days = deeds["event_date"]
    name = {0: COLD, FIRST_DEEDS: WARM}.get(warm, MIXED)
    return Answer(
        _(
            "{verdict}. Of the first {n} deeds, from {first} to {last}, {warm} scored above zero.",
            verdict=_capital(_(name)),
            n=words.in_words(FIRST_DEEDS),
            first=words.day(days.iloc[0]),
            last=words.day(days.iloc[-1]),
            warm=words.in_words(warm),
        ),
        _("A deed is warm if its code scores above zero on the Goldstein scale, and cold if not."),
        OneOf(name),
    )


def friendly_deeds_at_the_end(term_id: str) -> Answer:
    """Say how many of 100 deeds in a presidency's last twelve months scored above zero."""
    (end,) = (row for row in _rows("deeds") if (row.term_id, row.window) == (term_id, "end"))
    scores = _window(_acts(term_id, "deeds"), term_id, "end")["goldstein_score"]
    friendly = int((scores > 0).sum())
    mean, low, high = (words.number(each, "+.1f") for each in (end.mean, end.low, end.high))
    return Answer(
        _(
            "{friendly} of {n} deeds, or {share} of 100, scored above zero. Their mean is {mean}.",
            friendly=friendly,
            n=len(scores),
            share=words.number(100 * friendly / len(scores), ".0f"),
            mean=f"{mean} {words.interval(low, high)}",
        ),
        _("A deed counts as friendly if its score lies above zero. {near}", near=_near()),
        _about(100 * friendly / len(scores)),
    )


def lowest_month_of_deeds(term_id: str) -> Answer:
    """Say in which month of a presidency the line of deeds lies lowest."""
    first, last = calendars.term(term_id)
    line = trajectory.event_line(kind="deeds").set_index("month")
    line = line[(line.index >= first) & (line.index < last)]
    month = pd.Timestamp(str(line["tone"].idxmin()))
    tone, low, high = (words.number(line[name][month], "+.1f") for name in ("tone", "low", "high"))
    near = pd.DateOffset(months=NEAR_MONTHS)
    return Answer(
        _(
            "It lies lowest in {month}, at {tone} [{low}, {high}].",
            month=words.month(month),
            tone=tone,
            low=low,
            high=high,
        ),
        _(
            "The line is the mean of all deeds so far; a deed counts half after twelve months. It "
            "moves slowly, so a guess within {months} months agrees.",
            months=words.in_words(NEAR_MONTHS),
        ),
        Months(f"{month - near:%Y-%m}", f"{month + near:%Y-%m}"),
    )


def coldest_year(term_id: str) -> Answer:
    """Say which year of a presidency has the lowest mean of all acts."""
    acts = _acts(term_id, "all")
    by_year = acts.groupby(acts["event_date"].dt.year)["goldstein_score"].agg(["mean", "count"])
    enough = by_year[by_year["count"] >= record.ENOUGH]
    year = int(str(enough["mean"].idxmin()))
    next_year = int(str(enough["mean"].drop(year).idxmin()))
    return Answer(
        _(
            "{year}, with a mean of {mean} (n = {n}). Next comes {next_year}, with {next_mean} "
            "(n = {next_n}).",
            year=year,
            mean=words.number(enough.loc[year, "mean"], "+.1f"),
            n=enough.loc[year, "count"],
            next_year=next_year,
            next_mean=words.number(enough.loc[next_year, "mean"], "+.1f"),
            next_n=enough.loc[next_year, "count"],
        ),
        _(
            "The mean score of all acts of a calendar year, of those with at least {least} acts.",
            least=words.in_words(record.ENOUGH),
        ),
        Within(year, year),
    )


def criterion(term_id: str, claim_id: str) -> Answer:
    """Say whether a presidency meets one of the article's four criteria (C02 to C05)."""
    found = {(row["term_id"], row["claim"]): row for row in record.steps().to_dict("records")}
    step = found[term_id, claim_id]
    name = criteria.verdict(step["low"], step["high"], step["n"], 0)
    terms = list(dict.fromkeys(row.term_id for row in _rows("all")))
    before = terms[terms.index(term_id) - 1]
    windows = {
        "C02": ((before, "end"), (term_id, "start")),
        "C03": ((term_id, "start"), (term_id, "middle")),
        "C04": ((term_id, "end"),),
        "C05": ((before, "end"), (term_id, "end")),
    }[claim_id]
    counts = {(row.term_id, row.window): row.n for row in _rows("all")}
    n = words.listed(str(counts[window]) for window in windows)
    size, low, high = (words.number(step[column], "+.1f") for column in ("size", "low", "high"))
    return Answer(
        _(
            "{verdict}, {size} points [{low}, {high}], n = {n}.",
            verdict=_capital(_(name)),
            n=n,
            size=size,
            low=low,
            high=high,
        ),
        _(
            "Points count the way that the criterion says, with their interval of 95 percent; n is "
            "the number of acts in each window. Met is said only where the whole interval lies "
            "above zero, and not met where it lies below, with at least {least} acts in each.",
            least=words.in_words(record.ENOUGH),
        ),
        OneOf(name),
    )


# ------------------------------------------------------------------------------------- indicators


def indicator_from_start_to_end(term_id: str, indicator_id: str) -> Answer:
    """Say whether an indicator's readings move closer from a presidency's start to its end."""
    about = data.load("indicator_catalogue").set_index("indicator_id").loc[indicator_id]
    dates = calendars.window_dates(term_id)
    row = trajectory.window_means(trajectory.readings(indicator_id), dates)
    table = pd.DataFrame([row | {"closer": about["closer"]}])
    start, end = (float(table[name].iloc[0]) for name in ("start", "end"))
    n_start, _middle, n_end = str(row["n"]).split("/")
    is_poll = bool(about["family"] == "opinion")
    small = is_poll and abs(end - start) < CHANCE_OF_POLLS
    went = {"closer": CLOSER, "further apart": APART}
    name = UNCLEAR if small else went.get(trajectory.pattern(table).iloc[0], UNCLEAR)
    return Answer(
        _(
            "{verdict}, {start} to {end} {unit} (n = {n_start}; {n_end}).",
            start=_short(start),
            n_start=n_start,
            end=_short(end),
            n_end=n_end,
            unit=about["unit"],
            verdict=_capital(_(name)),
        ),
        _(
            "The two numbers are the means of the readings, n of them, in the first and the last "
            "twelve months. A difference of less than {points} points between polls may be chance, "
            "and counts as no clear change.",
            points=words.number(CHANCE_OF_POLLS, ".1f"),
        )
        if is_poll
        else _(
            "The two numbers are the means of the readings, n of them, in the first and the last "
            "twelve months. These are counts and not samples, so every difference is one."
        ),
        OneOf(name),
    )


def index_is_highest(first: str, last: str, low: str, high: str) -> Answer:
    """Say in how many ways of building the index its best year falls between two others."""
    years = _index().loc[int(first) : int(last)].idxmax()
    n = int(years.between(int(low), int(high)).sum())
    found = years.value_counts().sort_index()
    return Answer(
        _(
            "In {n} of {all}. The ways choose {years}.",
            n=n,
            all=len(years),
            years=words.listed(f"{year} ({count})" for year, count in found.items()),
        ),
        _(
            "A year enters only if all four measures have a reading. In brackets: how many ways "
            "choose the year. The ways share one set of data, so they are no independent votes."
        ),
        Within(n, n),
    )


def day_that_turns(term_id: str) -> Answer:
    """Say at which of the days of `cuts` the mean of all acts comes out lower."""
    rows = cuts.cuts(term_id)
    labels = _kept_as(lambda: cuts.cuts(term_id))
    found = {
        label: cuts.around(day)
        for label, day in zip(labels, rows["day"].dt.strftime("%Y-%m-%d"), strict=True)
    }
    lower = [label for label, turn in found.items() if turn.verdict == "lower"]
    names = lower or [NO_DAY]
    others = _(
        "At {n} of {all} days nothing can be told.", n=len(found) - len(lower), all=len(found)
    )
    said = [f"{_(label)}: {found[label].said()}." for label in lower]
    return Answer(
        " ".join([*said, others]),
        _(
            "Lower means that the 95 % interval of the change lies below zero, whichever one act "
            "is left out. Whole weeks of acts were drawn again and again."
        ),
        OneOf(names[0]) if len(names) == 1 else None,
    )


# -------------------------------------------------------------------------- claims, codes, weights


def claims_of_a_kind(kind: str) -> Answer:
    """Say how many claims of the article the kit sorts under a kind."""
    kinds = data.load("claims")["kind"]
    meaning = data.load("claim_kinds").set_index("kind").loc[kind, "meaning"]
    n = int((kinds == kind).sum())
    return Answer(
        _("{n} of {all}, by the kit's sorting.", n=n, all=len(kinds)),
        _("Such a claim {meaning}. Sorting is a judgement.", meaning=meaning),
        Within(n, n),
    )


def two_coders() -> Answer:
    """Say how many codes of 100 two coders of the same acts share."""
    events = data.load("events").set_index("event_id")
    second = data.load("second_coding").set_index("event_id")["second_code"]
    twice = events[["cameo_code"]].join(second, how="inner").T
    share = 100 * codebook.agreed(twice, "two")["share"]
    return Answer(
        _("{share} of 100, in {n} acts.", share=words.number(share, ".0f"), n=twice.shape[1]),
        _("The same code counts, and nothing else. {near}", near=_near()),
        _about(share),
    )


def burdens_in_order() -> Answer:
    """Say which presidency carries more than which if all obstacles count alike."""
    severity = weighing.performance()
    total = weighing.burden(severity, [1] * severity.shape[1])["total"]
    total.index = _labels().reindex(total.index)
    ranked = total[presidencies().split("; ")].sort_values(ascending=False, kind="stable")
    burdens = [(str(name), float(value)) for name, value in ranked.items()]
    pairs = combinations(burdens, 2)
    return Answer(
        _(
            "The burdens, from 0 to 1: {burdens}.",
            burdens=words.listed(f"{name} {words.share(value)}" for name, value in burdens),
        ),
        _(
            "The mean of the {n} codings of a presidency, each from 0 (none) to 1 (blocking). "
            "Equal burdens may stand in either order. The codings are judgements, and a small lead "
            "can turn with one of them.",
            n=severity.shape[1],
        ),
        Pairs(tuple((one, other) for (one, more), (other, less) in pairs if more - less > TIE)),
    )


def agreement_of_the_sample_class() -> Answer:
    """Say how far the sample class agrees on the order of the obstacles (Kendall's W)."""
    sample = data.load("sample_class")
    found, _broken = sharing.find_share_codes("\n".join(sample["code"]))
    points = sharing.points_table(found, names=sample["name_shown"])
    w = agreement.kendalls_w(points)
    return Answer(
        ngettext(
            "W is {w}, for {n} invented learner.",
            "W is {w}, for {n} invented learners.",
            len(points),
            w=words.number(w, ".2f"),
        ),
        _(
            "Kendall's W compares the orders in which learners put the obstacles. A guess within "
            "{near} agrees.",
            near=NEAR_SHARE,
        ),
        Within(w - NEAR_SHARE, w + NEAR_SHARE),
    )


# ------------------------------------------------------------------------- forecasts and evidence


def told_in_lesson_08(question_id: str) -> Answer:
    """Say that the answer waits, and what counts as yes."""
    asked = data.load("forecast_questions").set_index("question_id").loc[question_id]
    return Answer(
        _("Lesson 08 tells what happened; until then your number is kept."),
        str(asked["resolution_criteria"]),
        None,
    )


def band_of_words(*words_asked: str) -> Answer:
    """Say which band the American directive gives to words of likelihood, if it knows them."""
    asked = " ".join(words_asked)
    rule = _(
        "Directive 203 of the American intelligence services fixes seven bands of words. Nobody "
        "else is bound by it; your number is what the words mean to you."
    )
    for band in forecasts.BANDS.values():
        if asked in band.words:
            # Whole percents: 100 times 0.55 is a little more than 55.
            low, high = round(100 * band.low), round(100 * band.high)
            said = _("In the directive {low} to {high} percent.", low=low, high=high)
            return Answer(said, rule, Beside(low, high))
    return Answer(_("Not in the directive."), rule, Alone())


def forecasts_that_came_out() -> Answer:
    """Say how many of the article's forecasts came out on the side that it expected."""
    p, o = _forecast()
    n = int(((p > 0.5) == (o == 1)).sum())
    return Answer(
        _("{n} of {all}.", n=n, all=len(p)),
        _(
            "A forecast came out if the article's words stand for more than one half and the "
            "answer was yes, or for less and it was no. What counts as yes is the kit's choice."
        ),
        Within(n, n),
    )


def brier_score_of_the_article() -> Answer:
    """Say which Brier score the article's forecasts earn."""
    p, o = _forecast()
    score = forecasts.brier_score(p, o)
    return Answer(
        _("{score}, for {n} questions.", score=words.number(score, ".3f"), n=len(p)),
        _(
            "The mean of the squared distances between what the article's words stand for and what "
            "happened. A guess within {near} agrees.",
            near=NEAR_SCORE,
        ),
        Within(score - NEAR_SCORE, score + NEAR_SCORE),
    )


def worlds_of_the_coin() -> Answer:
    """Say in how many of 100 worlds of the coin the ends of the article's presidencies fall."""
    n = int((data.load("terms")["article_cycle"] == "yes").sum())
    share = 100 * cycle.exact_p(n, "random_walk")
    return Answer(
        _(
            "{share} in 100: {steps} steps from one end to the next, and each goes down in one "
            "world of two.",
            share=words.number(share, ".0f"),
            steps=words.in_words(n - 1),
        ),
        _("Counted, not drawn: one half for each step, multiplied. {near}", near=_near()),
        _about(share),
    )


def leading_rival() -> Answer:
    """Say which explanation leads after all findings, if all begin equal."""
    after = _posterior()
    return Answer(
        _(
            "After {n} findings: {shares}.",
            n=data.load("findings").shape[0],
            shares=words.listed(
                f"{_(str(name))} {words.number(100 * share, '.0f')} %"
                for name, share in after.head(3).items()
            ),
        ),
        _rule_of_rivals(),
        OneOf(str(after.index[0])),
    )


def probability_of_the_leader() -> Answer:
    """Say how probable the leading explanation is after all findings."""
    percent = 100 * float(_posterior().iloc[0])
    return Answer(
        _("{percent} percent.", percent=words.number(percent, ".0f")),
        f"{_rule_of_rivals()} {_near()}",
        _about(percent),
    )


def _rule_of_rivals() -> str:
    return _(
        "All explanations begin equal; each finding multiplies by how well an explanation expects "
        "it. These figures are judgements of people who knew the outcome."
    )


# ----------------------------------------------------------------------- what stands in a question


def number_of_claims() -> str:
    """Return how many claims the kit finds in the article."""
    return str(len(data.load("claims")))


def ended_presidencies() -> str:
    """Return the completed presidencies, as choices, in an order that says nothing about them."""
    return "; ".join(sorted(row.presidency for row in _ends()))


def presidencies() -> str:
    """Return the presidencies of the record as choices."""
    return "; ".join(_labels().drop("bush41"))


def ways_of_the_index() -> str:
    """Return in how many ways lesson 04 builds its index."""
    return str(_index().shape[1])


def days_of_turn() -> str:
    """Return the days of Obama's presidency at which somebody expects a turn, as choices."""
    return "; ".join(_kept_as(lambda: cuts.cuts("obama")))


def scored_forecasts() -> str:
    """Return how many of the article's forecasts can be scored."""
    return str(len(_forecast()[0]))


def rival_explanations() -> str:
    """Return the rival explanations as choices."""
    return "; ".join(_kept_as(lambda: data.load("rivals")))


# ---------------------------------------------------------------------------------------- by name

_ANSWERS: tuple[Callable[..., Answer], ...] = (
    *(end_against_start, deeds_against_start, ends_in_order, first_deeds),
    *(friendly_deeds_at_the_end, lowest_month_of_deeds, coldest_year, criterion),
    *(indicator_from_start_to_end, index_is_highest, day_that_turns),
    *(claims_of_a_kind, two_coders, burdens_in_order, agreement_of_the_sample_class),
    *(told_in_lesson_08, band_of_words, forecasts_that_came_out, brier_score_of_the_article),
    *(worlds_of_the_coin, leading_rival, probability_of_the_leader),
)
_FILLS: tuple[Callable[[], str], ...] = (
    *(number_of_claims, ended_presidencies, presidencies, ways_of_the_index),
    *(scored_forecasts, rival_explanations, days_of_turn),
)
ANSWERS = {answer.__name__: answer for answer in _ANSWERS}
FILLS = {fill.__name__: fill for fill in _FILLS}


# -------------------------------------------------------------------------------- shared readings


def _compared(kind: Kind) -> tuple[dict[Hashable, object], ...]:
    return tuple(record.compare(kind).to_dict("records"))


def _rows(kind: Kind) -> tuple[Mean, ...]:
    return tuple(record.rows(record.windows(kind)))


def _said(kind: Kind) -> dict[tuple[str, str], str]:
    """Return mean, interval and n of each presidency and window, in words."""
    table = record.windows(kind)
    said = record.side_by_side({kind: table})[kind]
    places = zip(table["term_id"].tolist(), table["window"].tolist(), strict=True)
    return dict(zip(places, said.tolist(), strict=True))


def _ends() -> list[Mean]:
    return [row for row in _rows("all") if row.window == "end"]


def _acts(term_id: str, kind: Kind) -> pd.DataFrame:
    events = data.load("events")
    return record.scored_events(events[events["term_id"] == term_id], kind)


def _window(acts: pd.DataFrame, term_id: str, name: str) -> pd.DataFrame:
    first, last = calendars.window_dates(term_id)[name]
    return acts[(acts["event_date"] >= first) & (acts["event_date"] < last)]


def _kept_as(read: Callable[[], pd.DataFrame]) -> pd.Series:
    """Return the labels of a table as guesses are kept with them: in English, in any language."""
    with in_english():
        return read()["label"]


def _labels() -> pd.Series:
    return data.load("terms").set_index("term_id")["short_label"]


def _index() -> pd.DataFrame:
    return trajectory.versions(trajectory.yearly(MEASURES), WEIGHTS)


def _forecast() -> tuple[pd.Series, pd.Series]:
    """Return the probabilities of the article's scored forecasts, and what happened, 1 or 0."""
    rows = questions.of_the_article()
    return rows["p"], rows["o"]


def _posterior() -> pd.Series:
    table = data.load("likelihoods").pivot(  # noqa: PD010 (one row a pair: nothing is aggregated)
        index="hypothesis_id", columns="finding_id", values="p_if_true"
    )
    after = pd.Series(evidence.update([1 / len(table)] * len(table), table))
    names = _kept_as(lambda: data.load("rivals").set_index("hypothesis_id"))
    after.index = names.reindex(table.index)
    return after.sort_values(ascending=False)


def _about(value: float) -> Within:
    return Within(value - NEAR, value + NEAR)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _short(value: float) -> str:
    """Return a reading with one decimal, and none where it is whole."""
    return words.number(value, ",.0f" if f"{value:.1f}".endswith(".0") else ",.1f")


def _near() -> str:
    return _("A guess within {near} agrees.", near=NEAR)
