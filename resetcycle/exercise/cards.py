"""What stands on the card of an entry: its text, and the event of the record that it speaks of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from .. import data, words
from .task import Card

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Told:
    """An event as a card names it: title, day in words, and where its source lies."""

    title: str
    day: str
    url: str


def told(event: str) -> Told:
    """Return what a card says of an event of the record; KeyError if there is none."""
    row = data.load("events").set_index("event_id").loc[event]
    sources = data.load("sources").set_index("source_id")
    url = cast("str", sources.loc[row["source_id"], "url"])
    return Told(str(row["title"]), words.day(cast("dt.date", row["event_date"])), url)


def markdown(name: str, card: Card) -> str:
    """Return a card as a line of a list."""
    line = f"- `{name}`: {card.text}"
    if not card.event:
        return line
    event = told(card.event)
    return f"{line} ([{event.title}]({event.url}), {event.day}, `{card.event}`)"
