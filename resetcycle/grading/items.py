"""Tasks whose entries are drawn from a pool that is larger: the same task, other items a class.

The public edition has those that say so; a cohort draws from the others, by its name. Texts of the
cards, the answer cell and the model answer are written from here, so no other file holds an answer
of an item that was not drawn.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TypedDict, cast

from .. import data
from ..exercise import cards
from ..exercise.task import Card, CardRow, Row, Task

# A pool is at least so many times as large as what is drawn from it.
TIMES = 3
# So many letters fit in a line of a cell.
WIDTH = 84
_KEYS = {
    "text": str,
    "answer": (str, list),
    "why": str,
    "event": str,
    "look_again": str,
    "public": bool,
}
_NEEDED = ("text", "answer", "why")


class Drawn(TypedDict):
    """What drawing sets in a row: the names, what more they accept, and what is read of them."""

    keys: list[str]
    also: dict[str, list[str]]
    cards: dict[str, CardRow]
    drawn: bool


@dataclass(frozen=True)
class Item:
    """An entry that a task can ask for.

    Attributes
    ----------
    card : Card
        What a learner reads.
    answers : tuple of str
        The words that are accepted, the author's own first.
    why : str
        The reason, in one sentence.
    public : bool
        Whether it stands in the public edition; then no cohort draws it.
    """

    card: Card
    answers: tuple[str, ...]
    why: str
    public: bool = False


Pool = dict[str, Item]


def read(rows: Mapping[str, Mapping[str, object]], row: Row, draw: int) -> Pool:
    """Return the pool of a task.

    Parameters
    ----------
    rows : mapping
        Of `tasks.toml`, by name.
    row : Row
        The task's own.
    draw : int
        How many are drawn.

    Raises
    ------
    ValueError
        In one sentence, if something is missing or will not do.
    """
    if (row["kind"], row["shape"]) != ("choice", "mapping") or not row.get("visible", [""])[
        0
    ].isidentifier():
        raise ValueError("items are drawn for a mapping of choices that is asked for by its name.")
    events = set(data.load("events")["event_id"])
    pool = {name: _item(name, each, row, events) for name, each in rows.items()}
    if len(pool) < TIMES * draw:
        raise ValueError(f"a pool of {len(pool)} is too small: {draw} need {TIMES * draw}.")
    public = sum(item.public for item in pool.values())
    if public != draw:
        raise ValueError(f"{public} items are public; the public edition needs {draw}.")
    return pool


def drawn(pool: Pool, draw: int, cohort: str, task: str) -> Pool:
    """Return the items of one edition, in the order in which they stand in it.

    Parameters
    ----------
    pool : dict
    draw : int
    cohort : str
        Empty for the public edition, which has its items in the order of the table.
    task : str
        Assignment and number, so that two tasks do not draw alike.
    """
    if not cohort:
        return {name: item for name, item in pool.items() if item.public}

    def chance(name: str) -> str:
        return hashlib.sha256(f"{cohort}|{task}|{name}".encode()).hexdigest()

    others = sorted((name for name, item in pool.items() if not item.public), key=chance)
    return {name: pool[name] for name in others[:draw]}


def settings(items: Pool) -> Drawn:
    """Return what the items set in the row of their task."""
    return {
        "keys": list(items),
        "also": {name: [*each.answers[1:]] for name, each in items.items() if each.answers[1:]},
        "cards": {name: each.card.to_row() for name, each in items.items()},
        "drawn": True,
    }


def cards_cell(task: Task) -> str:
    """Return the cards of a task as its notebook shows them."""
    return "\n".join(cards.markdown(name, card) for name, card in task.cards.items())


def answer_cell(task: Task, items: Pool) -> str:
    """Return the cell of the answer: open for the learner, with reasons in the solution."""
    answer = task.probes[0].call
    asked = [f'    "{name}": "?",' for name in items]
    solved = [line for name, item in items.items() for line in _solved(name, item)]
    begin, end = "### BEGIN SOLUTION", "### END SOLUTION"
    head = f"{answer} = {{"
    return "\n".join([head, *asked, "}", begin, head, *solved, "}", end])


def _solved(name: str, item: Item) -> Sequence[str]:
    reason = wrap(item.why, WIDTH, initial_indent="    # ", subsequent_indent="    # ")
    return [*reason, f'    "{name}": "{item.answers[0]}",']


def _item(name: str, row: Mapping[str, object], task: Row, events: Collection[str]) -> Item:
    odd = [key for key, value in row.items() if not isinstance(value, _KEYS.get(key, ()))]
    odd += [key for key in _NEEDED if not row.get(key)]
    if odd:
        raise ValueError(f"item {name}: {odd[0]!r} is missing, not known or of the wrong type.")
    given = row["answer"]
    answers = (given,) if isinstance(given, str) else tuple(cast("list[str]", given))
    unknown = [word for word in answers if word not in task.get("choices", ())]
    if unknown:
        raise ValueError(f"item {name}: {unknown[0]!r} is not one of the choices.")
    event = str(row.get("event", ""))
    if event and event not in events:
        raise ValueError(f"item {name}: {event!r} is not an event of the record.")
    card = Card(str(row["text"]), event, str(row.get("look_again", "")))
    return Item(card, answers, str(row["why"]), bool(row.get("public")))
