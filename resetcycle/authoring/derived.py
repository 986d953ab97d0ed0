"""Tables and counts in the pages that people read, written from the data by cog.

A page holds short Python inside a comment that readers do not see, and below it what the Python
printed, closed by a checksum:

    <!-- [[[cog print(derived.lessons()) ]]] -->
    | lesson | question | method |
    ...
    <!-- [[[end]]] (sum: ...) -->

`python -m resetcycle.authoring.derived` writes all pages anew and says which changed; with
`--check` it only says which would. A page whose printed part was edited by hand is refused and left
as it is. The Python of a page sees `bargain`, `data`, `derived`, `marking`, `protection`, `quiz`,
`record`, `room` and `words`; sentences with a number are typed there.
"""

import argparse
import ast
import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import pandas as pd
from cogapp.cogapp import Cog, CogError, CogUserException

from .. import charts, codebook, data, files, record, trajectory, words
from ..speech import ngettext
from . import address
from .lessons import ROOT, sources
from .text import TextError, read

PROLOGUE = (
    "from resetcycle import bargain, data, record, words; "
    "from resetcycle.authoring import derived, marking, protection, quiz, room"
)
# The two halves of the first coding meet here.
SECOND_HALF = pd.Timestamp(2009, 1, 20)
# Columns that hold a period as text; every other date is declared as one.
PERIODS = ("period", "window_start", "window_end")
# How a `coder_note` says that a careful coder could decide otherwise.
DOUBT = (
    r"[Bb]orderline|[Cc]lose case|[Cc]ould be read|[Aa] coder (?:who|could)|is possible"
    r"|would apply|stricter design"
)
PARAGRAPHS = {
    "a": "a. at home",
    "b": "b. third parties",
    "c": "c. bodies",
    "d": "d. other states",
    "rule 4": "rule 4: denied, no official accusation yet",
    "": "a rule of the record",
}


class _Field(TypedDict):
    name: str
    type: str
    description: NotRequired[str]
    constraints: NotRequired[dict[str, object]]


class _Reference(TypedDict):
    resource: str


class _Link(TypedDict):
    fields: str
    reference: _Reference


class _Schema(TypedDict):
    fields: list[_Field]
    foreignKeys: NotRequired[list[_Link]]


class _Titled(TypedDict):
    title: str


class _Resource(TypedDict):
    """What the data package says of one table, as far as the pages use it."""

    name: str
    path: str
    title: str
    one_row: NotRequired[str]
    known_gaps: NotRequired[str]
    sources: NotRequired[list[_Titled]]
    licenses: NotRequired[list[_Titled]]
    schema: _Schema


# ------------------------------------------------------------------------------------- the pages


def pages(root: Path = ROOT) -> list[Path]:
    """Return the Markdown pages that hold derived text, in order."""
    found = [*root.glob("*.md"), *root.glob("data/*.md"), *root.glob("docs/**/*.md")]
    return sorted(path for path in found if "[[[cog" in path.read_text(encoding="utf-8"))


def refill(root: Path = ROOT, *, check: bool = False) -> list[Path]:
    """Write the derived text of every page anew.

    Parameters
    ----------
    root : path
        A checkout of the kit; the data are always those of the package.
    check : bool
        Write nothing; only say what would change.

    Returns
    -------
    list of pathlib.Path
        The pages that changed, or would.

    Raises
    ------
    TextError
        If the Python of a page fails, or a printed part was edited by hand; then nothing is
        written.
    """
    fresh = {path: (path.read_text(encoding="utf-8"), _written(path, root)) for path in pages(root)}
    changed = {path: new for path, (old, new) in fresh.items() if old != new}
    if not check:
        for path, new in changed.items():
            files.write_whole(path, new)
    return list(changed)


def _written(path: Path, root: Path) -> str:
    name = path.relative_to(root).as_posix()
    cog = Cog()
    cog.options.prologue = PROLOGUE
    cog.options.print_output = cog.options.hash_output = True
    try:
        return cog.process_string(path.read_text(encoding="utf-8"), fname=name)
    except CogUserException as error:
        raise TextError(_what_failed(name, str(error))) from None
    except SyntaxError as error:
        raise TextError(_what_failed(name, f"{error.filename}\n{error.msg}")) from None
    except CogError as error:
        edited = (
            " Change the Python above it or the data, not what they print; put the printed text "
            "back (git restore), or remove the checksum if it may be written over."
        )
        raise TextError(f"{error}{edited * ('edited' in str(error))}") from None


def _what_failed(name: str, traceback: str) -> str:
    """Say in one sentence which Python of a page failed, and why."""
    place = re.search(r"<cog .*:(\d+)>|\", line (\d+)", traceback)
    line = f", near line {place[1] or place[2]}" if place else ""
    return f"{name}{line}: its Python fails: {traceback.strip().splitlines()[-1]}"


# ----------------------------------------------------------------------------- what pages print


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table.

    Examples
    --------
    >>> print(table(["code", "rows"], [["057", 21]]))
    | code | rows |
    |---|---|
    | 057 | 21 |
    """
    body = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines = [list(heads), *body]
    texts = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([texts[0], "|" + "---|" * len(heads), *texts[1:]])


def ids(names: Iterable[str]) -> str:
    """Return ids as they stand in a sentence: each as code, commas between them."""
    return ", ".join(f"`{name}`" for name in names)


def lessons() -> str:
    """Return the table of lessons: title, question and method, as their texts say."""
    rows: list[list[str]] = []
    for path in sources(ROOT):
        about = cast("dict[str, str]", read(path).about["lesson"])
        link = f"[{about['number']} {about['title']}](notebooks/{path.stem}.ipynb)"
        rows.append([link, about["question"], about["method"]])
    return table(["lesson", "question", "method"], rows)


def launches() -> str:
    """Return the table of the addresses that open each lesson on Binder: links where the fork's own
    is set in pyproject.toml, and forms to fill in where it is not.
    """
    repository = address.setting("Repository")
    rows: list[list[str]] = []
    for path in sources(ROOT):
        about = cast("dict[str, str]", read(path).about["lesson"])
        opens = address.binder(repository or address.ANYBODYS, f"notebooks/{path.stem}.ipynb")
        link = f"[open on Binder]({opens})" if repository else f"`{opens}`"
        rows.append([f"{about['number']} {about['title']}", link])
    return table(["lesson", "on Binder"], rows)


def pulled(hub: str) -> str:
    """Return the address at which a hub with nbgitpuller opens the first lesson."""
    repository = address.setting("Repository") or address.ANYBODYS
    return address.puller(hub, repository, "notebooks/00-start-here.ipynb")


# ------------------------------------------------------------------------------------ all tables


def resources() -> list[_Resource]:
    """Return what the data package says of each table, in its order."""
    return cast("list[_Resource]", data.package()["resources"])


def tables() -> str:
    """Return the table of tables: rows, what one row is, years and links."""
    rows = [
        [
            f"[{each['path']}]({each['path']})",
            f"{len(data.load(each['name'])):,}",
            each.get("one_row", each["title"]),
            span(each["name"]),
            ids(_linked(each)),
        ]
        for each in resources()
    ]
    return table(["table", "rows", "one row is", "years", "points to"], rows)


def map_of_tables() -> str:
    """Return a drawing of the links between tables, in Mermaid; that to the sources is left out."""
    arrows = [f"  {each['name']} --> {target}" for each in resources() for target in _linked(each)]
    return "\n".join(["```mermaid", "flowchart LR", *arrows, "```"])


def _linked(resource: _Resource) -> list[str]:
    """Return the tables that a table points to, without itself and the sources."""
    targets = [link["reference"]["resource"] for link in _links(resource)]
    return [name for name in dict.fromkeys(targets) if name not in ("", "sources")]


def _links(resource: _Resource) -> list[_Link]:
    return resource["schema"].get("foreignKeys", [])


def span(name: str) -> str:
    """Return the first and the last year of a table: of its dates, or of the events it points to.

    Examples
    --------
    >>> span("treaties")[:4], span("rubric")
    ('1972', '')
    """
    resource = next(each for each in resources() if each["name"] == name)
    frame, years = data.load(name), set[str]()
    for field in resource["schema"]["fields"]:
        if field["type"] == "date" or field["name"] in PERIODS:
            years |= _years(frame[field["name"]])
    for link in _links(resource):
        if link["reference"]["resource"] == "events":
            events = data.load("events").set_index("event_id")["event_date"]
            years |= _years(events.loc[frame[link["fields"]].dropna()])
    first, last = min(years, default=""), max(years, default="")
    return first if first == last else f"{first} to {last}"


def _years(column: pd.Series) -> set[str]:
    return set(column.dropna().astype(str).str.findall(r"\b(?:19|20)\d\d\b").explode().dropna())


def terms_of_use() -> str:
    """Return for each table its terms, where it comes from and what it is known to lack."""
    rows = [
        [
            f"`{each['name']}`",
            _titles(each.get("licenses", [])),
            _titles(each.get("sources", [])),
            each.get("known_gaps", ""),
        ]
        for each in resources()
    ]
    return table(["table", "terms", "source", "known gaps"], rows)


def _titles(entries: list[_Titled]) -> str:
    return "; ".join(entry["title"] for entry in entries)


def zeros_that_matter() -> list[str]:
    """Return the codes that are another code once a spreadsheet has dropped the zero in front."""
    codes = set(data.load("cameo")["code"])
    return sorted(code for code in codes if code[0] == "0" and code.lstrip("0") in codes)


# ------------------------------------------------------------- told events and their first coding


def told() -> pd.DataFrame:
    """Return the told events of the first edition: those that were coded twice, by two hands."""
    return record.told_events().dropna(subset=["first_code"])


def recoded() -> pd.DataFrame:
    """Return the told events that carry another code than their first one."""
    rows = record.scored_events(told())
    return rows[rows["first_code"] != rows["cameo_code"]]


def doubtful() -> list[str]:
    """Return the events of which `coder_note` says that a careful coder could decide otherwise."""
    events = data.load("events")
    return list(events.loc[events["coder_note"].str.contains(DOUBT, na=False), "event_id"])


def first_scores(rows: pd.DataFrame) -> pd.Series:
    """Return the score of each row's first code, indexed as the rows."""
    scores = data.load("cameo").set_index("code")["goldstein_score"]
    return rows["first_code"].map(scores)


def later(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the second half of the first edition."""
    return rows[rows["event_date"] >= SECOND_HALF]


def codes() -> str:
    """Return the codes that the rules use: score, use, and how many acts carry each."""
    used = data.load("cameo").dropna(subset=["used_for"])
    carried = record.scored_events()["cameo_code"]
    unknown = sorted(set(carried) - set(used["code"]))
    if unknown:
        raise TextError(
            f"table cameo, column 'used_for': empty for {', '.join(unknown)}, which events carry; "
            "say what the rules use the code for."
        )
    rows = [
        [row.code, f"{row.goldstein_score:g}", row.used_for, int((carried == row.code).sum())]
        for row in used.itertuples()
    ]
    return table(["code", "score", "used for", "acts"], rows)


def halves() -> str:
    """Return how many told events lie in each half of the first edition, by what became of them."""
    rows, moved = told(), recoded()
    kinds = {
        "told events": rows,
        "still scored": rows[rows["dyadic"] == "yes"],
        "another code": moved,
        "another score": moved[first_scores(moved) != moved["goldstein_score"]],
        "context, so without code and score": rows[rows["dyadic"] == "no"],
    }
    counted = [
        [kind, len(part), len(part) - len(later(part)), len(later(part))]
        for kind, part in kinds.items()
    ]
    year = SECOND_HALF.year
    return table(["", "all", f"before 20 January {year}", "from that day on"], counted)


def changes() -> str:
    """Return the told events whose code changed, with the reason."""
    columns = ["event_id", "first_code", "cameo_code", "code_reason"]
    return table(columns, recoded()[columns].to_numpy().tolist())


def reasons_of_context() -> str:
    """Return the told context by the paragraph of the first rule that `code_reason` names."""
    groups: dict[str, list[str]] = {name: [] for name in PARAGRAPHS}
    rows_of_context = told().query("dyadic == 'no'")
    for row in rows_of_context.itertuples():
        first, *more = _paragraphs(str(row.code_reason))
        also = f" (also {words.listed(more)})" if more else ""
        groups[first].append(f"`{row.event_id}`{also}")
    rows = [
        [PARAGRAPHS[name], len(found), ", ".join(found)] for name, found in groups.items() if found
    ]
    return table(["reason in `code_reason`", "events", "event_id"], rows)


def _paragraphs(reason: str) -> list[str]:
    """Return the paragraphs of the first rule that a reason names: letters of 2, and rule 4."""
    found = re.findall(r"\b2([a-d])\b", reason)
    if re.search(r"\brules? (?:2[a-d] and )?4\b", reason):
        found.append("rule 4")
    return list(dict.fromkeys(found)) or [""]


# --------------------------------------------------------------------- series and machine coding


def indicators(sources: Mapping[str, str]) -> str:
    """Return the catalogue of series; `sources` says by the beginning of an id where it is from."""
    readings = data.load("indicators")
    rows = [
        [
            f"`{row.indicator_id}`: {row.label}",
            row.unit,
            _coverage(readings[readings["indicator_id"] == row.indicator_id]),
            _source(str(row.indicator_id), sources),
            row.computation or "as published",
            row.known_gaps,
            row.caution,
            row.licence,
        ]
        for row in data.load("indicator_catalogue").fillna("").itertuples()
    ]
    heads = ["indicator", "unit", "coverage", "source", "computation", "gaps", "how it misleads"]
    return table([*heads, "terms"], rows)


def _coverage(readings: pd.DataFrame) -> str:
    years = readings["date"].dt.year
    number = ngettext("{n} reading", "{n} readings", len(readings))
    return f"{years.min()} to {years.max()}, {number}"


def _source(indicator: str, sources: Mapping[str, str]) -> str:
    for beginning, source in sources.items():
        if indicator.startswith(beginning):
            return source
    raise TextError(f"data/SERIES.md: say in its list of sources where {indicator} comes from.")


def vacancies() -> str:
    """Return the gaps between two ambassadors, oldest first."""
    gaps = trajectory.vacancies()
    rough, unfilled = gaps["precision"] == "month", gaps["before"].isna()
    days = gaps["days"].astype(str)
    shown = pd.DataFrame(
        {
            "post": gaps["post"],
            "after": gaps["after"],
            "before": gaps["before"].fillna(""),
            "empty from": _read(gaps["empty_from"], rough),
            "until": _read(gaps["empty_until"], rough).mask(unfilled, "open at the cut-off"),
            "days": days.mask(rough, "about " + days),
        }
    )
    return table([str(head) for head in shown], shown.to_numpy().tolist())


def _read(dates: pd.Series, months: pd.Series) -> pd.Series:
    """Return dates as they are read in English, by the month alone where told so."""
    return dates.map(words.day, na_action="ignore").mask(months, dates.dt.strftime("%B %Y"))


def datasets() -> str:
    """Return the machine-coded data sets, with the rows that each has by year and by month."""
    year, month = (data.load(f"event_data_{unit}")["dataset"] for unit in ("year", "month"))
    rows = [
        [
            f"`{row.dataset}`",
            row.label,
            row.period,
            int((year == row.dataset).sum()),
            int((month == row.dataset).sum()),
            row.licence,
        ]
        for row in data.load("datasets").itertuples()
    ]
    return table(["data set", "what it is", "period", "years", "months", "terms"], rows)


def balance(dataset: str, period: str, rule: str) -> str:
    """Return the balance of one data set in one year under one actor rule, repeats removed."""
    rows = data.load("event_data_year")
    found = rows[
        (rows["dataset"] == dataset)
        & (rows["period"] == period)
        & (rows["actor_rule"] == rule)
        & (rows["direction"] == "both")
        & (rows["dedup"] == "yes")
    ]
    return f"{found['net_coop_balance'].item():.2f}"


def without(column: str, since: int) -> str:
    """Return the months from a year on for which no machine-coded set gives a figure.

    Examples
    --------
    >>> without("mean_goldstein", 2018)[:34]
    'for April 2019 to December 2020, f'
    """
    by_year, by_month = (
        data.load(f"event_data_{unit}").dropna(subset=[column]) for unit in ("year", "month")
    )
    whole = by_year.loc[by_year["full_period"] == "yes", "period"]
    read = {*by_month["period"]}
    read |= {f"{year}-{month:02}" for year in whole for month in range(1, 13)}
    asked = pd.period_range(f"{since}-01", pd.Period(max(read), "M") + 1, freq="M")
    gaps = list[list[pd.Period]]()
    for each in (each for each in asked if str(each) not in read):
        if gaps and gaps[-1][-1] + 1 == each:
            gaps[-1].append(each)
        else:
            gaps.append([each])
    said = [_gap(gap[0], gap[-1]) for gap in gaps[:-1]]
    return words.listed([*said, f"from {gaps[-1][0]:%B %Y} on"])


def _gap(first: pd.Period, last: pd.Period) -> str:
    if (first.month, last.month) == (1, 12):
        return f"for {first.year} to {last.year}"
    if first.year == last.year:
        return f"for {first:%B} to {last:%B %Y}"
    return f"for {first:%B %Y} to {last:%B %Y}"


# -------------------------------------------------------------------------- judgements and sources


def outcomes(column: str) -> str:
    """Return how many claims have each outcome, such as ``"22 held, 12 partly and 2 failed"``."""
    claims = data.load("claims")
    return words.listed(f"{n} {name}" for name, n in claims[column].value_counts().items())


def with_range() -> pd.DataFrame:
    """Return the codings of obstacles that leave a range of levels."""
    codings = data.load("codings")
    return codings[codings["severity_min"] < codings["severity_max"]]


def kinds(meanings: Mapping[str, str]) -> str:
    """Return the kinds of source with their meaning and the rows that rest on each."""
    sources = data.load("sources")["source_kind"]
    counted = [
        *(_kinds("events", column) for column in ("source_id", "second_source_id")),
        _kinds("indicators", "source_id"),
        sources,
    ]
    unknown = sorted(set(sources) - set(meanings))
    if unknown:
        raise TextError(f"data/LICENCES.md: say what the kind {', '.join(unknown)} means.")
    rows = [
        [kind, meaning, *(int((column == kind).sum()) for column in counted)]
        for kind, meaning in meanings.items()
    ]
    rows.append(["all", "", *(len(column) for column in counted)])
    heads = ["kind", "meaning", "events, first source", "events, second source", "indicators"]
    return table([*heads, "sources.csv"], rows)


def _kinds(name: str, column: str) -> pd.Series:
    """Return the kind of the source that each row of a table names, missing ones left out."""
    kind = data.load("sources").set_index("source_id")["source_kind"]
    return data.load(name)[column].dropna().map(kind)


def only_reprints() -> pd.DataFrame:
    """Return the events whose sources are reprints, all of them."""
    first, second = _kinds("events", "source_id"), _kinds("events", "second_source_id")
    both = (first == "reprint") & (second.reindex(first.index).fillna("reprint") == "reprint")
    return data.load("events")[both]


def reprinted(beginning: str = "") -> int:
    """Return how many readings come from reprints, of the series whose id begins so."""
    chosen = data.load("indicators")["indicator_id"].str.startswith(beginning)
    return int((chosen & (_kinds("indicators", "source_id") == "reprint")).sum())


# ------------------------------------------------------------------------------------ the record


def parity() -> pd.DataFrame:
    """Return how many scored acts each capital has in each class, and both together."""
    rows = record.scored_events()
    counts = pd.crosstab(rows["class_id"], rows["source_actor"])
    order = list(data.load("classes")["class_id"])
    return counts.reindex(index=order, columns=["USA", "RUS", "both"], fill_value=0)


def classes() -> str:
    """Return the classes: the span that each claims, its acts by capital, the share read."""
    listed, counts = data.load("classes").set_index("class_id"), parity()
    acts = data.load("events").dropna(subset=["class_id"])
    context = acts[acts["dyadic"] == "no"].value_counts("class_id").reindex(listed.index)
    unread = data.load("acts_left_out").query("reason == 'not_read'").value_counts("class_id")
    rows = [
        [
            name,
            listed["name"][name],
            listed["contact_or_deed"][name],
            _claimed(listed["complete_from"][name], listed["complete_to"][name]),
            *counts.loc[name],
            int(context.fillna(0)[name]),
            int(unread.get(name, 0)),
        ]
        for name in listed.index
    ]
    heads = ["class", "what it holds", "kind", "span claimed", "USA", "RUS", "both", "context"]
    return table([*heads, "left out unread"], rows)


def _claimed(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return "none" if pd.isna(first) else f"{words.day(first)} to {words.day(last)}"


def rules_of_classes() -> str:
    """Return what each class asks for, how it was checked and what it lacks."""
    columns = ["class_id", "rule", "threshold", "how_checked", "known_gaps"]
    heads = ["class", "what is in", "threshold", "how checked", "known gaps"]
    return table(heads, data.load("classes")[columns].to_numpy().tolist())


def presidencies() -> str:
    """Return the acts of each presidency: how many, of whom, and how well they are sourced."""
    acts, contacts = data.load("events"), record.scored_events(kind="contacts")
    shares = official_shares("term_id")
    rows: list[list[object]] = []
    for term in data.load("terms").itertuples():
        own = acts[acts["term_id"] == term.term_id]
        counted = own[own["dyadic"] == "yes"]
        by = counted["source_actor"].value_counts()
        talks = (contacts["term_id"] == term.term_id).sum()
        rows.append(
            [
                term.short_label,
                len(own),
                talks,
                len(counted) - talks,
                *(by.get(capital, 0) for capital in ("USA", "RUS", "both")),
                f"{shares[str(term.term_id)]:.0%}",
            ]
        )
    heads = ["presidency", "acts", "contacts", "deeds", "by USA", "by RUS", "by both"]
    return table([*heads, "official source"], rows)


def official_shares(column: str) -> pd.Series:
    """Return the share of rows with an official first source, by a column of the record."""
    official = _kinds("events", "source_id").str.startswith("official")
    return official.groupby(data.load("events")[column]).mean()


READINGS = ["acts found", "no act found", "not searched", "no data"]


def coverage() -> str:
    """Return for each class how many months of a hundred hold acts, and what the others say."""
    months = record.coverage()
    shares = _of_a_hundred(months["reading"], months["class_id"])
    rows = [[name, *shares.loc[name]] for name in data.load("classes")["class_id"]]
    return table(["class", *READINGS], rows)


def coverage_by_presidency() -> str:
    """Return the same for each class and presidency: the four numbers in one cell."""
    terms = data.load("terms")[["start_date", "short_label"]]
    months = record.coverage().sort_values("month", kind="stable")
    # A month belongs to the presidency of its first day.
    months = pd.merge_asof(months, terms, left_on="month", right_on="start_date")
    shares = _of_a_hundred(months["reading"], months["class_id"], months["short_label"])
    names = list(terms["short_label"])
    rows = [
        [each, *(" / ".join(map(str, shares.loc[each, name])) for name in names)]
        for each in data.load("classes")["class_id"]
    ]
    return table(["class", *names], rows)


def _of_a_hundred(readings: pd.Series, *by: pd.Series) -> pd.DataFrame:
    """Return how many months of a hundred have each reading."""
    shares = pd.crosstab([*by], readings, normalize="index")[READINGS]
    return (100 * shares).round().astype(int)


def left_out(meanings: Mapping[str, str]) -> str:
    """Return how many acts were left out for each reason, in the words of `meanings`."""
    counts = data.load("acts_left_out")["reason"].value_counts()
    rows = [[meaning, int(counts[reason])] for reason, meaning in meanings.items()]
    return table(["left out because", "acts"], [*rows, ["all", int(counts.sum())]])


def second_coding() -> str:
    """Return how far the second coder of the record agrees with the first, class by class."""
    both = _coded_twice()
    same = both["cameo_code"] == both["second_code"]
    rows = [
        [name, len(part), int(same[part.index].sum()), int((part["doubt"] == "yes").sum())]
        for name, part in both.groupby("class_id")
    ]
    return table(["class", "acts coded twice", "same code", "in doubt"], rows)


def second_coding_agreed() -> codebook.Agreement:
    """Return share and alphas of the two codings of the record, as `codebook.agreed` gives them."""
    both = _coded_twice()
    codings = both[["cameo_code", "second_code"]].T
    return codebook.agreed(codings, "first and second coder")


def _coded_twice() -> pd.DataFrame:
    acts = data.load("events").set_index("event_id")[["class_id", "cameo_code", "title"]]
    return data.load("second_coding").join(acts, on="event_id")


AUDITED = {
    "day_ok": "the day",
    "title_ok": "the title",
    "actors_ok": "the actors",
    "class_ok": "the class",
    "code_ok": "the code",
    "source_ok": "the cited page bears day, name and deed",
}


def audited() -> str:
    """Return what the audits of the record found, question by question, among verified rows."""
    rows = data.load("audit").query("verified_then == 'yes'")
    lines: list[list[str]] = []
    for column, asked in AUDITED.items():
        counts = pd.crosstab(rows["round"], rows[column])
        counts = counts.reindex(columns=["yes", "unsure", "no"], fill_value=0)
        rounds = (words.listed(map(str, found)) for found in counts.to_numpy().tolist())
        lines.append([asked, *rounds, share_of(int(counts["no"].sum()), len(rows))])
    return table(["right, unsure and wrong", "first audit", "second audit", "wrong in both"], lines)


def faults_of_content(round_of_audit: int | None = None) -> str:
    """Return how many verified rows had a wrong day, title, actor or class, of one audit or all."""
    rows = data.load("audit").query("verified_then == 'yes'")
    if round_of_audit:
        rows = rows[rows["round"] == round_of_audit]
    content = ["day_ok", "title_ok", "actors_ok", "class_ok"]
    found = int((rows[content] == "no").any(axis=1).sum())
    return f"{found} of {len(rows)}, {share_of(found, len(rows))}"


def share_of(some: int, all_of_them: int) -> str:
    """Return a share with its 95 % interval (Wilson's), in per cent."""
    z, share = 1.96, some / all_of_them
    middle = (share + z**2 / (2 * all_of_them)) / (1 + z**2 / all_of_them)
    spread = share * (1 - share) / all_of_them + z**2 / (4 * all_of_them**2)
    half = z * spread**0.5 / (1 + z**2 / all_of_them)
    return f"{share:.0%} [{abs(middle - half):.0%}, {middle + half:.0%}]"


def record_windows(weighting: record.Weighting = "acts") -> str:
    """Return the mean of each window with its interval and n, for all, contacts and deeds."""
    tables: dict[record.Kind, pd.DataFrame] = {
        kind: record.windows(kind, weighting) for kind in record.KINDS
    }
    shown = record.side_by_side(tables)
    return table([str(head) for head in shown], shown.to_numpy().tolist())


# Contacts alone tell nothing of a crisis: in one, the capitals talk more.
TELLING: tuple[record.Kind, ...] = ("all", "deeds")


def record_verdicts() -> str:
    """Return the verdict of each comparison under each kind and weighting that can tell."""
    found = _verdicts()
    heads = [
        f"{kind}, one vote {'an act' if by == 'acts' else 'a month'}"
        for kind in TELLING
        for by in record.WEIGHTINGS
    ]
    return table(["the end of", *heads], found.reset_index().to_numpy().tolist())


def where_weightings_differ() -> str:
    """Return the comparisons of which the two weightings say different things, in words."""
    found = _verdicts()
    return words.listed(
        f"the end of {pair}, {kind} ({found.loc[pair, (kind, 'acts')]} with one vote an act, "
        f"{found.loc[pair, (kind, 'months')]} with one a month)"
        for kind in TELLING
        for pair in found.index[found[kind, "acts"] != found[kind, "months"]]
    )


def _verdicts() -> pd.DataFrame:
    """Return the verdicts: one row a comparison, one column a kind and weighting."""
    asked = {(kind, by): record.compare(kind, by) for kind in TELLING for by in record.WEIGHTINGS}
    pairs = asked["all", "acts"][["presidency", "against"]].to_numpy().tolist()
    names = [f"{name} against {_against(other)}" for name, other in pairs]
    return pd.DataFrame({which: list(found["verdict"]) for which, found in asked.items()}, names)


def _against(other: str) -> str:
    return other if other == "its start" else f"that of {other}"


# --------------------------------------------------------------------------- how a row is added


def example_event(event_id: str) -> str:
    """Return one row of the record as it stands in the file, and the rows of its sources."""
    event = _raw("events", event_id)
    sources = [
        _raw("sources", event[column])
        for column in ("source_id", "second_source_id")
        if event[column]
    ]
    blocks = {"data/sources.csv": sources, "data/events.csv": [event]}
    return "\n\n".join(f"`{name}`:\n\n{_fenced(rows)}" for name, rows in blocks.items())


def columns_of_an_event(event_id: str) -> str:
    """Return the columns of the record: an example, and what the data package says of each."""
    event = _raw("events", event_id)
    schema = next(each["schema"] for each in resources() if each["name"] == "events")
    rows = [
        [f"`{field['name']}`", _short(event[field["name"]]), _described(field)]
        for field in schema["fields"]
    ]
    return table(["column", "in the example", "what it is"], rows)


def _raw(name: str, key: str) -> dict[str, str]:
    text = (data.DATA / f"{name}.csv").read_text(encoding="utf-8-sig")
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        if next(iter(row.values())) == key:
            return row
    raise TextError(f"table {name} has no row {key!r}, which docs/adding-data.md shows.")


def _fenced(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row.values() for row in rows)
    return f"```csv\n{out.getvalue()}```"


def _short(text: str) -> str:
    return text if len(text) < 50 else f"{text[:40].rsplit(' ', 1)[0]} ..."


def _described(field: _Field) -> str:
    allowed = cast("list[str]", field.get("constraints", {}).get("enum", []))
    return field.get("description", "") + (f". One of {ids(allowed)}" if allowed else "")


# ---------------------------------------------------------------------------------- the package


def rooms() -> dict[str, set[str]]:
    """Return the rooms of the package and the rooms that each of them imports, from the left on.

    Raises
    ------
    TextError
        If imports run in a circle.
    """
    package = ROOT / "resetcycle"
    files_of = {
        path.stem: sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for path in sorted(package.iterdir())
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    names = [name for name in files_of if not name.startswith("__")]
    needs = {name: sorted(_neighbours(name, files_of[name], package, names)) for name in names}
    try:
        return {name: set(needs[name]) for name in TopologicalSorter(needs).static_order()}
    except CycleError as error:
        raise TextError(f"Imports run in a circle: {' -> '.join(error.args[1])}.") from None


def _neighbours(name: str, paths: list[Path], package: Path, names: list[str]) -> set[str]:
    found = set[str]().union(*(_imported(path, package) for path in paths))
    return found.intersection(names) - {name}


def _imported(path: Path, package: Path) -> set[str]:
    """Return the rooms of the package that a file names in its relative imports."""
    inside = path.relative_to(package).parent.parts
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == len(inside) + 1:
            found |= {node.module.split(".")[0]} if node.module else {a.name for a in node.names}
    return found


def table_of_rooms() -> str:
    """Return each room of the package with the first sentence of its docstring."""
    package, rows = ROOT / "resetcycle", list[list[str]]()
    for name in rooms():
        path = package / name / "__init__.py"
        path = path if path.exists() else package / f"{name}.py"
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        rows.append([f"`{name}`", re.split(r"(?<=\.)\s|\n\n", said)[0].replace("\n", " ")])
    return table(["room", "what it is for"], rows)


def map_of_rooms() -> str:
    """Return a drawing of the package in Mermaid; an arrow that others imply is left out."""
    needs = rooms()
    reach: dict[str, set[str]] = {}
    for name, direct in needs.items():
        reach[name] = direct.union(*(reach[each] for each in direct))
    arrows = [
        f"  {each} --> {name}"
        for name, direct in needs.items()
        for each in sorted(direct)
        if not any(each in reach[other] for other in direct)
    ]
    return "\n".join(["```mermaid", "flowchart LR", *arrows, "```"])


def measured(name: str) -> str:
    """Return what a benchmark printed when its output was last kept, ``benchmarks/NAME.md``."""
    return (ROOT / "benchmarks" / f"{name}.md").read_text(encoding="utf-8").strip()


def translated() -> str:
    """Return how many units of each shelf are translated, language by language."""
    from . import catalogues, editions

    rows = list[str]()
    for language in catalogues.languages():
        counts = editions.translation(language).counts
        for shelf, one in {**counts, "together": editions.summed(counts)}.items():
            cells = [f"{number:,}" for number in (one.units, one.words, one.fallbacks)]
            rows.append(f"| {language} | {shelf} | {' | '.join(cells)} |")
    head = "| language | shelf | units | English words | units still in English |"
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def picture() -> str:
    """Return the picture of the README, with what it shows for those who hear it."""
    chart = charts.relationship()
    return f"![{chart.title}. {chart.shows} {chart.reading}](docs/trajectory.svg)"


# ------------------------------------------------------------------------------ the command line


def main(argv: Sequence[str] | None = None) -> int:
    """Write the derived pages, or check them, and return 0 if all is well and 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m resetcycle.authoring.derived")
    parser.add_argument("--check", action="store_true", help="write nothing, say what would change")
    check = parser.parse_args(argv).check
    try:
        changed = refill(check=check)
    except TextError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    said = "out of date; run make update" if check else "written"
    sys.stdout.writelines(f"{path.relative_to(ROOT)}: {said}\n" for path in changed)
    return int(check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
