"""Take an act out, or turn its score: which verdict of the record turns with it?"""

from collections.abc import Mapping
from typing import Literal, TypeAlias, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import calendars, data, record, words
from ..speech import N_, _
from .base import OTHER_VERSION, KitWidget, front_end
from .memo import DESKS

Done = Literal["out", "turned"]
DONE: tuple[Done, ...] = ("out", "turned")
STRANGE = N_("some of it is about acts or presidencies that are not here.")
_COMPARED = ("start", "end")
Act: TypeAlias = tuple[str, str, str, str, float, bool, str]


class Window(TypedDict):
    """First day, number of weeks, random bits in hexadecimal, and the acts in date order.

    An act is its id, day, title, whose it is, score, whether it is a contact, and its source.
    """

    first: str
    weeks: int
    state: str
    inc: str
    acts: list[Act]


class LeaveOutAnswer(TypedDict, total=False):
    """What is shown, what a click does, and which acts are out, or turned, by their ids."""

    presidency: str
    kind: record.Kind
    click: Done
    acts: dict[str, Done]


class LeaveOut(KitWidget[LeaveOutAnswer]):
    """The acts of a presidency's first and last twelve months as dots that can be taken out.

    A click or Enter takes an act out, or turns its score, and the board says at once whether the
    end is lower than the start, and than the end of the presidency before: by the rule of
    `record.compare`, with the same draws, computed in the browser.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"00"`` by default.

    Attributes
    ----------
    answer : dict
        Empty until something is done. Then ``acts``, ``{id: "out" or "turned"}``, and what is
        shown: ``presidency``, ``kind`` (as in `record.compare`) and ``click`` (what a click does).
    events : pandas.DataFrame
        The record as the learner left it, for `record.compare` and all other measures.
    """

    _esm, _css = front_end("leaveout")
    key = "leaveout"

    # Internal: what the browser shows. Windows are named "obama/start"; a source is its name and
    # its address.
    presidencies = traitlets.List(traitlets.Dict()).tag(sync=True)
    windows = traitlets.Dict(traitlets.Dict()).tag(sync=True)
    sources = traitlets.Dict(traitlets.List()).tag(sync=True)
    desks = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    draws = traitlets.Int(record.DRAWS).tag(sync=True)
    enough = traitlets.Int(record.ENOUGH).tag(sync=True)

    def __init__(self, lesson: str = "00") -> None:
        windows = _windows()
        used = {act[-1] for window in windows.values() for act in window["acts"]}
        super().__init__(
            lesson,
            presidencies=_presidencies(windows),
            windows=windows,
            sources=_sources(used),
            desks={desk: _(name) for desk, name in DESKS.items()},
        )

    def _usable(self, kept: object) -> tuple[LeaveOutAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        usable: LeaveOutAnswer = {}
        if (name := kept.get("presidency")) in [one["id"] for one in self.presidencies]:
            usable["presidency"] = cast("str", name)
        if (kind := kept.get("kind")) in record.KINDS:
            usable["kind"] = kind
        if _is_done(click := kept.get("click")):
            usable["click"] = click
        if isinstance(acts := kept.get("acts"), dict):
            known = {act[0] for window in self.windows.values() for act in window["acts"]}
            acts = cast("Mapping[str, object]", acts)
            usable["acts"] = {
                act: done for act, done in acts.items() if act in known and _is_done(done)
            }
        return usable, STRANGE if usable != kept else ""

    @property
    def events(self) -> pd.DataFrame:
        return changed(self.answer.get("acts", {}))

    def table(self) -> pd.DataFrame:
        """Return each end beside its start and the end before: in the record, and as it is now."""
        kind = self.answer.get("kind", "all")
        table = _in_words(record.compare(kind), N_("in the record"))
        if self.answer.get("acts"):
            now = record.compare(kind, events=self.events)
            table[N_("as you left it")] = _in_words(now, "now")["now"]
        return table


def changed(acts: Mapping[str, Done]) -> pd.DataFrame:
    """Return the table `events` without the acts that are out, and with the score of others turned.

    Parameters
    ----------
    acts : dict of {str: {"out", "turned"}}
        By the id of the act.
    """
    events = data.load("events")
    done = events["event_id"].map(acts)
    score = events["goldstein_score"]
    return events.assign(goldstein_score=score.where(done != "turned", -score))[done != "out"]


def _in_words(compared: pd.DataFrame, name: str) -> pd.DataFrame:
    said = [
        _(
            "{verdict}: {change} [{low}, {high}]",
            verdict=_(str(row["verdict"])),
            **{part: words.number(float(row[part]), "+.1f") for part in ("change", "low", "high")},
        )
        for row in compared.to_dict("records")
    ]
    compared = compared.rename(columns={"against": N_("compared with")})
    return compared[["presidency", "compared with"]].assign(**{name: said})


def _presidencies(windows: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the completed presidencies since 1993, each with the one before it or nothing."""
    terms = data.load("terms").query("role != 'prologue'")
    names = zip(terms["term_id"], terms["short_label"], strict=True)
    ended = [(term, name) for term, name in names if f"{term}/end" in windows]
    before = ["", *(term for term, _name in ended[:-1])]
    return [
        {"id": term, "name": name, "before": other}
        for (term, name), other in zip(ended, before, strict=True)
    ]


def _windows() -> dict[str, Window]:
    """Return the first and last twelve months of each presidency, by "obama/start"."""
    scored = record.scored_events()
    terms = data.load("terms").query("role != 'prologue'")["term_id"]
    return {
        f"{term}/{name}": _window(scored, place, name, span)
        for place, term in enumerate(terms)
        for name, span in calendars.window_dates(term).items()
        if name in _COMPARED and "end" in calendars.window_dates(term)
    }


def _window(
    scored: pd.DataFrame, place: int, name: str, span: tuple[pd.Timestamp, pd.Timestamp]
) -> Window:
    first, last = span
    inside = scored[(scored["event_date"] >= first) & (scored["event_date"] < last)]
    bits = cast("dict[str, int]", record.stream(place, name).state["state"])
    columns = (
        inside["event_id"],
        inside["event_date"].dt.strftime("%Y-%m-%d"),
        inside["title"],
        inside["source_actor"],
        inside["goldstein_score"].astype(float),
        inside["class_id"].map(record.kinds()) == "contact",
        inside["source_id"],
    )
    return {
        "first": f"{first:%Y-%m-%d}",
        "weeks": record.weeks_in(first, last),
        "state": f"{bits['state']:x}",
        "inc": f"{bits['inc']:x}",
        "acts": list(zip(*columns, strict=True)),
    }


def _sources(used: set[str]) -> dict[str, list[str]]:
    """Return name and address of each source that is used."""
    table = data.load("sources").set_index("source_id").loc[sorted(used)]
    named = zip(table.index, table["source_name"], table["url"].fillna(""), strict=True)
    return {str(source): [str(name), str(url)] for source, name, url in named}


def _is_done(kept: object) -> TypeGuard[Done]:
    return isinstance(kept, str) and kept in DONE
