"""What the pages for instructors print from the data: acts with their sources, plans of minutes
that add up, the briefs of the negotiation.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple, cast

import pandas as pd

from .. import bargain, data, words
from . import lessons
from .derived import table
from .text import TextError, read

DISPUTED = {
    "USA": "; disputed by Washington",
    "RUS": "; disputed by Moscow",
    "both": "; disputed by both",
}

# The weeks of each route: numbers of lessons, or a role-play. Of two in a week, both are taught in
# their short version.
ROUTES = {
    "six weeks": ("00", "01", "02 04", "05 08", "06 options", "10 11"),
    "twelve weeks: theory": (
        *("00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"),
    ),
    "twelve weeks: area studies": (
        *("00", "01", "02", "03", "04", "options", "05", "08", "09", "06", "negotiation", "11"),
    ),
    "twelve weeks: methods": (
        *("00", "01", "02", "03", "04", "10", "05", "08", "06", "07", "09", "11"),
    ),
}


class Step(NamedTuple):
    """A step of a class: what is done, and its minutes in the long class and in the short one (0 if
    it is left out there).
    """

    done: str
    long: int
    short: int


def plan(steps: Iterable[tuple[str, int, int]], long: int, short: int) -> str:
    """Return a table of minutes that adds up.

    Raises
    ------
    TextError
        If it does not.

    Examples
    --------
    >>> print(plan([("read", 10, 5), ("talk", 20, 10)], 30, 15))
    | what is done | 30 minutes: from | for | 15 minutes: from | for |
    |---|---|---|---|---|
    | read | 0 | 10 | 0 | 5 |
    | talk | 10 | 20 | 5 | 10 |
    """
    given = [Step(*step) for step in steps]
    for name, whole in (("long", long), ("short", short)):
        if (found := sum(getattr(step, name) for step in given)) != whole:
            raise TextError(f"a plan of {whole} minutes adds up to {found}; mend its steps.")
    rows, at = list[list[str]](), Step("", 0, 0)
    for step in given:
        brief = [str(at.short), str(step.short)] if step.short else ["-", "-"]
        rows.append([step.done, str(at.long), str(step.long), *brief])
        at = Step("", at.long + step.long, at.short + step.short)
    heading = ["what is done", f"{long} minutes: from", "for", f"{short} minutes: from", "for"]
    return table(heading, rows)


def act(event_id: str) -> str:
    """Return a row of the record as a page cites it: day, title, and the source that was read.

    Raises
    ------
    TextError
        If the record has no such row.
    """
    events = data.load("events").set_index("event_id")
    if event_id not in events.index:
        raise TextError(f"the record has no row {event_id!r}; cite another.")
    row = events.loc[event_id].to_dict()
    sources = data.load("sources").set_index("source_id")
    source = sources.loc[str(row["source_id"])].to_dict()
    day, link = words.day(row["event_date"]), f"[{_short(source['source_name'])}]({source['url']})"
    said = DISPUTED.get(str(row["disputed_by"]), "")
    return f"{day}: {row['title']}{said} ({link})"


def _short(name: str) -> str:
    """Return the name of a source without what it says of the article it holds."""
    return re.split(r"[:,(]", name)[0].strip().replace("[", "").replace("]", "")


def acts(*event_ids: str) -> str:
    """Return rows of the record as a list, in order of time."""
    days = data.load("events").set_index("event_id")["event_date"]
    in_order = sorted(event_ids, key=lambda name: (days.get(name, pd.Timestamp.min), name))
    return "\n".join(f"- {act(event_id)}" for event_id in in_order)


def brief(side: str) -> str:
    """Return the card of a delegation: each article, its points and their reason."""
    rows = [
        [f"`{row.Index}`", str(row.article), f"{int(getattr(row, side)):+d}", _why(row, side)]
        for row in bargain.articles().itertuples()
    ]
    return table(["name", "article", "points", "why"], rows)


def _why(row: object, side: str) -> str:
    return str(getattr(row, f"why_{side}"))


def precedents() -> str:
    """Return what the record knows of each article: an act of its kind, and how it came undone."""
    rows = [
        [f"`{row.Index}`", act(str(row.done)), act(str(row.against))]
        for row in bargain.articles().itertuples()
    ]
    return table(["article", "done or offered", "what stood against it"], rows)


def best_agreements() -> str:
    """Return the agreements that no other beats for both delegations."""
    rows = [
        [str(row.washington), str(row.moscow), ", ".join(f"`{name}`" for name in _names(row))]
        for row in bargain.frontier().itertuples()
    ]
    return table(["Washington", "Moscow", "articles"], rows)


def _names(row: object) -> list[str]:
    return list(getattr(row, "articles"))  # noqa: B009 (the rows of pandas have no type)


def never_best() -> str:
    """Return the articles that stand in no agreement of the frontier."""
    used = {name for names in bargain.frontier()["articles"] for name in names}
    return words.listed(f"`{name}`" for name in bargain.articles().index if name not in used)


# ------------------------------------------------------------------------- the page for who teaches


def shelf() -> str:
    """Return a table of what the folder holds for each lesson, and of the other pages."""
    folder, rows = lessons.ROOT / "docs" / "instructor", list[list[str]]()
    for path in lessons.sources():
        number = path.name[:2]
        pages = [
            f"[{name}]({number}-{file}.md)"
            for name, file in (("study guide", "study-guide"), ("run sheet", "run-sheet"))
            if (folder / f"{number}-{file}.md").exists()
        ]
        about = cast("dict[str, object]", read(path).about["lesson"])
        rows.append([f"{number} {about['title']}", str(about["question"]), " · ".join(pages)])
    rows += [
        ["The article", "Which lesson takes up which sentence?", "[table](the-article.md)"],
        ["Options", "What should come next, in either capital?", "[role-play](options.md)"],
        ["The reset negotiation", "What could both sign?", "[role-play](negotiation.md)"],
        ["Before and after", "What did the class learn?", "[test](test-before-after.md)"],
    ]
    return table(["lesson or play", "question", "pages"], rows)


def routes() -> str:
    """Return the routes side by side, week by week."""
    weeks = range(max(map(len, ROUTES.values())))
    rows = [
        [
            str(week + 1),
            *(_week(route[week]) if week < len(route) else "" for route in ROUTES.values()),
        ]
        for week in weeks
    ]
    return table(["week", *ROUTES], rows)


def _week(held: str) -> str:
    return " and ".join(_link(name) for name in held.split())


def _link(name: str) -> str:
    if not name.isdigit():
        return f"[{name}]({name}.md)"
    path = next(path for path in lessons.sources() if path.name.startswith(name))
    return f"[{name}](../../notebooks/{path.stem}.ipynb)"


# ------------------------------------------------------------------------------- the article itself


def the_article() -> str:
    """Return the article's claims and other statements by paragraph, with the lessons of each."""
    claims = data.load("claims").rename(columns={"claim_id": "id"})
    said = data.load("statements").rename(columns={"statement_id": "id", "voice": "kind"})
    rows = pd.concat([claims, said])[["id", "paragraph", "quote", "kind", "lessons"]]
    last = rows["paragraph"].str.rpartition("; ")[2].astype(int)
    rows = rows.assign(last=last).sort_values(["last", "id"], kind="stable")
    taught = _taken_up(rows)
    return table(
        ["paragraph", "in the article's words", "", "what it is, or whose view", "lessons"],
        (
            [row.paragraph, row.quote, row.id, row.kind, ", ".join(map(_lesson, taught[row.id]))]
            for row in cast("Iterable[_Said]", rows.itertuples())
        ),
    )


class _Said(NamedTuple):
    id: str
    paragraph: str
    quote: str
    kind: str
    lessons: str


def _taken_up(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Return the lessons of each statement: those that its row names, those that quote it or call
    it by its id, and those whose forecasts rest on it.
    """
    texts = {
        path.stem[:2]: path.read_text(encoding="utf-8") for path in lessons.sources(lessons.ROOT)
    }
    spoken = {number: _plain(text) for number, text in texts.items()}
    scored = set(data.load("forecast_questions")["claim_id"])
    found: dict[str, list[str]] = {}
    for row in cast("Iterable[_Said]", rows.itertuples()):
        own = set(row.lessons.split("; ")) | ({"05", "08"} if row.id in scored else set())
        runs = _runs(row.quote)
        found[row.id] = sorted(
            own
            | {number for number, text in spoken.items() if any(run in text for run in runs)}
            | {number for number, text in texts.items() if re.search(rf"\b{row.id}\b", text)}
        )
    return found


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", text.lower()))


def _runs(quote: str, length: int = 6) -> list[str]:
    """Return every run of so many words: a lesson that has one quotes the sentence."""
    spoken = _plain(quote).split()
    starts = range(max(1, len(spoken) - length + 1))
    return [" ".join(spoken[at : at + length]) for at in starts]


def _lesson(number: str) -> str:
    path = next(path for path in lessons.sources(lessons.ROOT) if path.stem.startswith(number))
    return f"[{number}](../../notebooks/{path.stem}.ipynb)"
