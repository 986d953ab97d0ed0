"""The work of a whole class, pooled without a server: paste the chat, see how far apart."""

from collections.abc import Iterable
from typing import Any, TypedDict, cast

import pandas as pd
import traitlets

from .. import (
    answers,
    classroom,
    codebook,
    data,
    forecasts,
    kinds,
    peers,
    predictions,
    words,
)
from ..classroom import class_result, sample_text
from ..exercise.stops import constants, stops
from ..sharing import read_class
from ..speech import N_, _, remembered
from .base import OTHER_VERSION, KitWidget, front_end
from .criteria import offered
from .draw import ClassLine, class_line
from .sort import cards, filed, title

COLUMNS = {
    "label": N_("obstacle"),
    "low": N_("lowest"),
    "median": N_("median"),
    "high": N_("highest"),
    "class_weight": N_("class"),
}
# The invented class has weighed the obstacles, and would show nothing of what others ask.
WEIGHED_IN = ("06", "07")
# Where the outcomes of the forecasts are revealed, one by one.
REVEALED_IN = "08"


class PoolAnswer(TypedDict, total=False):
    """The text as it was pasted."""

    text: str


class ClassPool(KitWidget[PoolAnswer]):
    """A box for the class chat, and what the share codes in it say together.

    Codes of every kind may stand in the text. The browser reads them, counts, and lays lines over
    each other; how far a class agrees and whether there are camps Python computes and sends back as
    `result`. The text is kept as it was pasted, names included, in `my-work/` and nowhere else.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"07"`` by default.

    Attributes
    ----------
    answer : dict
        ``{"text": ...}``, the pasted text.
    text : str
        The same, empty as long as there is none.
    result : dict
        See `classroom.class_result`; empty as long as there is no text.
    """

    _esm, _css = front_end("pool")
    key = "class"

    # Public: what the class says together.
    result = traitlets.Dict().tag(sync=True)

    # Internal: how many texts have been read (two texts may have one result, and the browser waits
    # for a word on each), the text of the sample class (empty in lessons that weigh nothing), the
    # lists that codes count, what is shown beside the work of a class, the presidencies of which
    # lines are drawn, the questions of the lessons in which the class predicted, how the tasks of
    # the exercises stand, and what authors and peers gave to essays.
    read = traitlets.Int().tag(sync=True)
    sample = traitlets.Unicode().tag(sync=True)
    lists = traitlets.Dict().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    lines = traitlets.List(traitlets.Dict()).tag(sync=True)
    predicted = traitlets.List(traitlets.Dict()).tag(sync=True)
    stops = traitlets.List(traitlets.Dict()).tag(sync=True)
    exchanged = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, lesson: str = "07") -> None:
        about = {**_about(), "forecasts": _questions(_revealed())}
        sample = sample_text() if lesson in WEIGHED_IN else ""
        super().__init__(lesson, sample=sample, lists=kinds.lists(), about=about)
        self.observe(self._read, "answer")
        self._read()

    def _usable(self, kept: object) -> tuple[PoolAnswer | None, str]:
        if isinstance(kept, dict) and isinstance(kept.get("text", ""), str):
            return cast("PoolAnswer", kept), ""
        return None, OTHER_VERSION

    def held_back(self) -> dict[str, object]:
        lessons = sorted(set(data.load("predictions")["lesson"]))
        asked = data.load("forecast_questions")
        return {
            "lines": _lines(frozenset(data.load("terms")["term_id"])),
            "predicted": {name: predictions.of_class(name, told=True) for name in lessons},
            "outcomes": dict(zip(asked["question_id"], asked["outcome"], strict=True)),
            "revealed_in": REVEALED_IN,
            "stopping": constants(),
            "criteria": peers.criteria(),
            "computing": classroom.constants(),
        }

    def _read(self, *_change: object) -> None:
        text = self.text
        self.result = {**class_result(text)} if text.strip() else {}
        # The record is told of presidencies of which the class has drawn a line, and of no other.
        entries = read_class(text).entries
        drawn = {entry.answer["term"] for entry in entries if entry.kind == "line"}
        self.lines = _lines(frozenset(drawn))
        lessons = {entry.answer["lesson"] for entry in entries if entry.kind == "predictions"}
        self.predicted = [
            {"lesson": lesson, "questions": predictions.of_class(lesson, told=_committed(lesson))}
            for lesson in sorted(lessons)
        ]
        self.stops = [{**one} for one in stops(entries)]
        self.exchanged = [{**one} for one in peers.of_class(entries)]
        self.read += 1

    @property
    def text(self) -> str:
        """What was pasted; empty before."""
        kept: object = self.answer.get("text", "")
        return kept if isinstance(kept, str) else ""

    def table(self) -> pd.DataFrame:
        """Return lowest, median and highest weight of each group, and that of the class."""
        result = cast("dict[str, Any]", self.result)
        if not result.get("learners"):
            return pd.DataFrame({N_("class"): [_("No weights have been read yet.")]})
        table = pd.DataFrame(result["groups"])[list(COLUMNS)].rename(columns=COLUMNS)
        return table.dropna(axis=1, how="all").round(3)


def _revealed() -> set[str]:
    """Return the questions whose outcome the learner has seen; the others stay covered."""
    kept: object = answers.restore(REVEALED_IN).get("reveal")
    opened: object = kept.get("revealed") if isinstance(kept, dict) else None
    return {name for name in opened if isinstance(name, str)} if isinstance(opened, list) else set()


def _committed(lesson: str) -> bool:
    """Whether the learner has committed own predictions in a lesson; before, nothing is told."""
    kept: object = answers.restore(lesson).get("predictions")
    return isinstance(kept, dict) and bool(cast("dict[str, object]", kept).get("locked_at"))


@remembered
def _about() -> dict[str, Any]:
    """Return what stands beside the work of a class, by kind of work."""
    return {
        "codes": {"things": _events(), "choices": _choices()},
        "claims": [_deck(name) for name in kinds.DECKS],
        "likelihoods": _figures(),
        "criteria": offered(),
    }


@remembered
def _lines(drawn: frozenset[str]) -> list[ClassLine]:
    return [class_line(term, with_record=term in drawn) for term in data.load("terms")["term_id"]]


def _deck(name: str) -> dict[str, Any]:
    """Return the cards of a deck with the kit's sorting, and what the deck is called."""
    told = filed(name)
    things = [
        {"id": card["id"], "label": card["text"], "kit": told[card["id"]]["choice"]}
        for card in cards(name)
    ]
    return {"id": name, "title": title(name), "things": things}


def _events() -> list[dict[str, str]]:
    """Return the coded events by date and summary: neither title nor the kit's code is told."""
    rows = data.load("events").set_index("event_id").loc[list(codebook.events())]
    columns = zip(rows.index, rows["event_date"], rows["summary"], strict=True)
    return [{"id": name, "label": f"{words.day(day)}: {told}"} for name, day, told in columns]


def _choices() -> dict[str, str]:
    return {choice.code: choice.words for choice in codebook.choices().values()}


def _questions(revealed: Iterable[str]) -> dict[str, Any]:
    table, seen = data.load("forecast_questions"), set(revealed)
    columns = zip(table["question_id"], table["question_text"], table["outcome"], strict=True)
    return {
        "things": [
            {"id": name, "label": asked, "outcome": outcome if name in seen else ""}
            for name, asked, outcome in columns
        ],
        "bands": {
            name: {"words": _(band.words[0]), "p": band.midpoint}
            for name, band in forecasts.BANDS.items()
        },
    }


def _figures() -> dict[str, Any]:
    """Return findings and explanations in words, and the kit's figures by finding."""
    found, rivals = data.load("findings"), data.load("rivals")
    kit = data.load("likelihoods").pivot_table("p_if_true", "finding_id", "hypothesis_id")
    return {
        "findings": dict(zip(found["finding_id"], found["statement"], strict=True)),
        "hypotheses": dict(zip(rivals["hypothesis_id"], rivals["label"], strict=True)),
        "kit": kit.to_dict("index"),
    }
