"""By hand: a task without Python. What its check asks, in words, and one line for the answer."""

from typing import Any, TypedDict, TypeGuard, cast

import pandas as pd
import traitlets

from .. import data
from ..exercise import hand, public
from ..exercise.cards import told
from ..exercise.labels import label
from ..exercise.progress import BY_HAND
from ..exercise.rounding import counts
from ..exercise.task import Task
from ..speech import N_, _
from .base import OTHER_VERSION, KitWidget, front_end

STRANGE = N_("some of it is no answer here.")
# A longer table is for Python.
MOST_ROWS = 2000
_DECIMALS = 4
_EVENT = "event_id"

# A word, a number, true or false; a list where a question has several places.
Value = str | float | bool
Given = Value | list[Value | None]


class Field(TypedDict):
    """A question of the task as the board shows it.

    Its name in the answer, its words, the event that it speaks of (title, day, address and id, or
    nothing), and how many places it has.
    """

    name: str
    words: str
    event: list[str]
    places: int


class Listing(TypedDict):
    """A table beside the questions: headings, and rows of words and numbers."""

    columns: list[str]
    rows: list[list[str | float | None]]


class ByHandAnswer(TypedDict, total=False):
    """What was found so far, by the name of each question."""

    entries: dict[str, Given]


class ByHand(KitWidget[ByHandAnswer]):
    """A task done by hand: its questions in words, tables to sort and filter, a line to copy.

    The line goes into the answer cell in place of code. Check and marking take it as any answer.

    Parameters
    ----------
    task : str
        Such as ``"04.1"``.
    *tables : pandas.DataFrame or pandas.Series
        What one looks the answers up in.
    names : mapping, optional
        What the questions may hand over: the names of the cell that makes the board, by default.

    Attributes
    ----------
    answer : dict
        ``{"entries": {question: answer}}``, kept under "by_hand_1".

    Raises
    ------
    ValueError
        If there is no such task, if it cannot be done by hand, or if the cells above it have not
        run.
    """

    _esm, _css = front_end("byhand")

    # Internal: what the browser shows. The name to which the line gives the answer, and its form.
    task = traitlets.Unicode().tag(sync=True)
    target = traitlets.Unicode().tag(sync=True)
    form = traitlets.Enum(("plain", "mapping", "calls")).tag(sync=True)
    kind = traitlets.Enum(("number", "choice", "yes_no")).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    counts = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    shown = traitlets.List(traitlets.Unicode()).tag(sync=True)
    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    tables = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(
        self,
        task: str,
        *tables: pd.DataFrame | pd.Series,
        names: hand.Names | None = None,
    ) -> None:
        given = hand.cell_names() if names is None else names
        asked = public.find(task)
        self.key = f"{BY_HAND}{asked.number}"
        choices = _choices(asked)
        super().__init__(
            asked.lesson,
            task=task,
            target=hand.function(asked) or asked.probes[0].call,
            form=_form(asked),
            kind=asked.kind,
            unit=asked.scale.unit if asked.scale else "",
            counts=counts(asked.scale) if asked.scale else "",
            choices=choices,
            shown=list(map(label, choices)),
            fields=_fields(asked, given),
            tables=[_listing(table) for table in tables],
            answer={"entries": {}},
        )

    def _usable(self, kept: object) -> tuple[ByHandAnswer | None, str]:
        if not _is_answer(kept):
            return None, OTHER_VERSION
        entries = kept.get("entries", {})
        known = {each["name"]: each for each in cast("list[Field]", self.fields)}
        usable = {
            name: given
            for name, given in entries.items()
            if name in known and self._fits(given, known[name]["places"])
        }
        return {"entries": usable}, "" if usable == entries else STRANGE

    def _fits(self, given: object, places: int) -> bool:
        if places > 1:
            return isinstance(given, list) and len(cast("list[object]", given)) == places
        if self.kind == "choice":
            return given in self.choices
        if self.kind == "yes_no":
            return isinstance(given, bool)
        return isinstance(given, (int, float)) and not isinstance(given, bool)

    def table(self) -> pd.DataFrame:
        """Return each question of the task with what was found so far."""
        entries = self.answer.get("entries", {})
        rows = cast("list[Field]", self.fields)
        return pd.DataFrame(
            {
                _("question"): [each["words"] for each in rows],
                _("your answer"): [_said(entries.get(each["name"])) for each in rows],
            }
        )


def _form(task: Task) -> str:
    if hand.function(task):
        return "calls"
    return "mapping" if task.shape == "mapping" else "plain"


def _choices(task: Task) -> list[str]:
    if task.kind != "choice":
        return []
    table, _dot, column = task.choices_from.partition(".")
    return list(map(str, data.load(table)[column])) if table else list(task.choices)


def _fields(task: Task, names: hand.Names) -> list[Field]:
    if not task.probes or not (hand.function(task) or task.probes[0].call.isidentifier()):
        raise ValueError(_("Task {task} cannot be done by hand.", task=task.name))
    places = task.length if task.shape in ("list", "set") else 1
    if hand.function(task):
        return [
            {"name": call.name, "words": hand.asked(task, call), "event": [], "places": places}
            for call in hand.calls(task, names)
        ]
    if task.shape != "mapping":
        return [{"name": "", "words": task.title, "event": [], "places": places}]
    return [_card(task, key) for key in task.keys]


def _card(task: Task, key: str) -> Field:
    card = task.cards.get(key)
    if card is None:
        return {"name": key, "words": label(key), "event": [], "places": 1}
    event = told(card.event) if card.event else None
    about = [event.title, event.day, event.url, card.event] if event else []
    return {"name": key, "words": card.text, "event": about, "places": 1}


def _listing(table: pd.DataFrame | pd.Series) -> Listing:
    whole = table.to_frame() if isinstance(table, pd.Series) else table
    if not isinstance(whole.index, pd.RangeIndex):
        whole = whole.reset_index()
    if _EVENT in whole:
        # An id is shown as title and day: the title beside it would be the same again.
        whole = whole.rename(columns={_EVENT: _("event")}).drop(columns="title", errors="ignore")
    if len(whole) > MOST_ROWS:
        raise ValueError(
            _(
                "A table of {n} rows is too long; hand over {most} at most.",
                n=len(whole),
                most=MOST_ROWS,
            )
        )
    rows = [[_cell(value) for value in row] for row in whole.itertuples(index=False)]
    return {"columns": [label(name) for name in whole.columns], "rows": rows}


def _cell(value: Any) -> str | float | None:  # noqa: ANN401 - a table holds anything
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(value, _DECIMALS)
    return label(value)


def _said(given: Given | None) -> str:
    if given is None:
        return ""
    if isinstance(given, list):
        return ", ".join("?" if each is None else label(each) for each in given)
    return label(given)


def _is_answer(kept: object) -> TypeGuard[ByHandAnswer]:
    return isinstance(kept, dict) and isinstance(kept.get("entries", {}), dict)
