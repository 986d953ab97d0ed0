"""Find events of the record and copy their ids, to cite them in an essay or a memo."""

from typing import TypedDict

import pandas as pd
import traitlets

from .. import data, finding, words
from ..finding import By, Search, What
from ..speech import N_, _
from .base import KitWidget, front_end
from .memo import DESKS

# Whose act it is, as the browser says it too.
WHOSE = {**DESKS, "both": N_("both capitals"), "other": N_("others")}
# As many rows as are read where nothing runs.
SHORT = 10


class FindAnswer(TypedDict, total=False):
    """The last search, as the browser keeps it."""

    words: str
    by: By
    years: list[int]
    class_id: str
    what: What
    told: bool


class FindEvents(KitWidget[FindAnswer]):
    """A board to find events of the record, with their sources, and to copy their ids.

    Words are looked for in title, summary, place, day and id: each must begin a word there, in any
    order, and accents and capital letters make no difference. Capital, years, class, scored or
    context, and told or all narrow the search.

    Parameters
    ----------
    lesson : str
        Where the last search is kept, such as ``"11"``.

    Attributes
    ----------
    answer : dict
        ``words``, ``by``, ``years``, ``class_id``, ``what`` and ``told`` of the last search; empty
        until something is looked for.
    """

    _esm, _css = front_end("find")
    key = "find"

    # Internal: what the browser shows. An event is its id, its first and last day, its title, whose
    # it is, its class, its score or nothing, its place, its summary, the coder's note, who denies
    # it, and the numbers of its sources; a source is a name and an address.
    events = traitlets.List(traitlets.List()).tag(sync=True)
    sources = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    classes = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    capitals = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    years = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(self, lesson: str = "11") -> None:
        events, years = finding.find(), _years()
        cited = sorted({*events["source_id"], *events["second_source_id"].dropna()})
        sources = data.load("sources").set_index("source_id").loc[cited]
        super().__init__(
            lesson,
            events=_rows(events, {name: place for place, name in enumerate(cited)}),
            sources=sources[["author_or_body", "url"]].to_numpy().tolist(),
            classes=_classes(),
            capitals={desk: _(name) for desk, name in DESKS.items()},
            years=years,
        )

    def table(self) -> pd.DataFrame:
        """Return the first events that fit the last search, and how many more there are."""
        found, named = finding.find(**_search(self.answer)), _classes()
        whose = {by: _(name) for by, name in WHOSE.items()}
        scores = [
            _("context") if pd.isna(score) else words.number(score, "+.1f")
            for score in found["goldstein_score"]
        ]
        shown = pd.DataFrame(
            {
                N_("day"): found["event_date"].map(words.day),
                N_("event"): found["title"],
                N_("by"): found["source_actor"].map(whose),
                N_("class"): found["class_id"].map(named).fillna(_("no class")),
                N_("score"): scores,
                N_("id"): found["event_id"],
            }
        )
        more = len(shown) - SHORT
        if more <= 0:
            return shown
        rest = dict.fromkeys(shown.columns, "")
        rest[N_("event")] = _("{n} more", n=words.number(more, ","))
        return pd.concat([shown.head(SHORT), pd.DataFrame([rest])], ignore_index=True)


def _rows(events: pd.DataFrame, number: dict[str, int]) -> list[list[object]]:
    """Return the events as the browser takes them."""
    texts = ("event_id", "title", "source_actor", "class_id", "summary", "coder_note")
    text = {name: events[name].fillna("").tolist() for name in (*texts, "disputed_by")}
    first, last = (_iso(events[name]) for name in ("event_date", "end_date"))
    scores = [None if pd.isna(score) else score for score in events["goldstein_score"]]
    places = events["event_id"].map(finding.places()).fillna("").tolist()
    cited = zip(events["source_id"], events["second_source_id"], strict=True)
    numbers = [[number[name] for name in pair if pd.notna(name)] for pair in cited]
    columns = (
        *(text["event_id"], first, last, text["title"], text["source_actor"], text["class_id"]),
        *(scores, places, text["summary"], text["coder_note"], text["disputed_by"], numbers),
    )
    return [list(row) for row in zip(*columns, strict=True)]


def _classes() -> dict[str, str]:
    table = data.load("classes")
    return dict(zip(table["class_id"], table["name"], strict=True))


def _years() -> list[int]:
    days = data.load("events")["event_date"].dt.year
    return [int(days.min()), int(days.max())]


def _iso(days: pd.Series) -> list[str]:
    return days.dt.strftime("%Y-%m-%d").fillna("").tolist()


def _search(answer: FindAnswer) -> Search:
    """Return a kept search as far as this edition knows it: the rest is as if not chosen."""
    # A file may hold anything, whatever the types say.
    text, class_id = answer.get("words"), answer.get("class_id")
    by, what = answer.get("by"), answer.get("what")
    return {
        "text": text if isinstance(text, str) else "",
        "by": by if by in finding.BY else "all",
        "years": _two(answer.get("years")),
        "class_id": class_id if class_id in (finding.NONE, *_classes()) else finding.ANY,
        "what": what if what in finding.WHAT else "all",
        "told": answer.get("told") is True,
    }


def _two(years: object) -> tuple[int, int] | None:
    match years:
        case [int() as one, int() as other] if not isinstance(one, bool):
            return one, other
        case _:
            return None
