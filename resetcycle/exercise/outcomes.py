"""How a try at a task ended, as it is noted, and as a few bytes of a share code.

Of an answer that is none of the known mistakes so much is kept as a class can be told: a single
number, or the words that were chosen. A right answer is never kept, nor one to entries that were
drawn for one notebook; of a wrong one a digest is, so that different tries can be counted.
"""

import hashlib
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from .task import Entries, Task

# The place is the byte; of a known mistake its number is added.
Ended = Literal["right", "open", "stopped", "unused", "other", "mistake"]
ENDED: tuple[Ended, ...] = get_args(Ended)
_MISTAKE = ENDED.index("mistake")
_BYTE = 255
# Two words are put into a byte, and zero is an entry that is open.
_MOST_WORDS = 15
_FLOAT = ">f"
LARGEST = 1e30


@dataclass(frozen=True)
class Outcome:
    """How a try ended.

    Attributes
    ----------
    ended : str
        "right"; "open" where there is no answer; "stopped" where the code stopped or gave what
        cannot be read; "unused" where the function does not ask for what is in its brackets;
        "mistake", a known one; "other".
    mistake : int
        Which known mistake.
    question : int
        Which question of the task failed.
    answer : tuple
        What it gave, where that is kept.
    tried : str
        A digest of all that was answered: two tries that differ have two. It stays in `my-work/`.
    """

    ended: Ended
    mistake: int = 0
    question: int = 0
    answer: tuple[float | str, ...] = ()
    tried: str = field(default="", compare=False)


def digest(task: Task, gave: Sequence[Entries | str]) -> str:
    """Return what stands for a try: the same for answers that a check cannot tell apart.

    Parameters
    ----------
    task : Task
    gave : sequence
        For each question of the task its entries, or why there are none.
    """
    told = [each if isinstance(each, str) else _in_steps(task, each) for each in gave]
    return hashlib.sha256(f"{task.name}|{told!r}".encode()).hexdigest()[:8]


def _in_steps(task: Task, entries: Entries) -> list[str]:
    signs = [
        str(task.scale.steps(each)) if task.scale and not isinstance(each, str) else repr(each)
        for each in entries
    ]
    return sorted(signs) if task.shape == "set" else signs


def kept(task: Task, entries: Entries) -> tuple[float | str, ...]:
    """Return so much of a wrong answer as is kept; a word that is none of the choices is open."""
    if holds(task) == "number":
        number = entries[0]
        is_sound = isinstance(number, int | float) and abs(number) < LARGEST
        return (float(number),) if is_sound else ()
    if holds(task) == "words":
        return tuple(str(each) if each in task.choices else "" for each in entries)
    return ()


def pack(task: Task, tries: int, outcome: Outcome) -> list[int]:
    """Return the bytes of a task: how often it was tried, how the last try ended, what it gave."""
    place = ENDED.index(outcome.ended) + outcome.mistake
    answer = kept(task, [*outcome.answer]) if outcome.answer else ()
    if outcome.ended != "other" or len(answer) != entries_of(task):
        return [min(tries, _BYTE), min(max(place, 0), _BYTE)]
    head = [min(tries, _BYTE), place, min(max(outcome.question, 0), _BYTE)]
    if holds(task) == "number":
        return [*head, *struct.pack(_FLOAT, *answer)]
    places = [task.choices.index(str(word)) + 1 if word else 0 for word in answer]
    pairs = zip(places[::2], [*places[1::2], 0], strict=False)
    return [*head, *(16 * high + low for high, low in pairs)]


def unpack(task: Task, packed: Sequence[int]) -> tuple[int, Outcome]:
    """Return how often a task was tried and how the last try ended; nothing of it is believed."""
    if len(packed) < 2:
        return 0, Outcome("open")
    tries, place, *more = packed
    if place >= _MISTAKE:
        number = place - _MISTAKE
        return tries, Outcome("mistake", number) if number < len(task.mistakes) else Outcome(
            "other"
        )
    if ENDED[place] != "other" or len(packed) != room(task) or not holds(task):
        return tries, Outcome(ENDED[place])
    question, *body = more
    answer = _answer(task, body) if question < max(1, len(task.probes)) else ()
    return tries, Outcome("other", question=question, answer=answer)


def room(task: Task) -> int:
    """Return how many bytes a task may take."""
    held = holds(task)
    body = struct.calcsize(_FLOAT) if held == "number" else math.ceil(entries_of(task) / 2)
    return 2 + (1 + body if held else 0)


def _answer(task: Task, body: Sequence[int]) -> tuple[float | str, ...]:
    if holds(task) == "number":
        (number,) = struct.unpack(_FLOAT, bytes(body))
        return (number,) if abs(number) < LARGEST else ()
    places = [half for pair in body for half in divmod(pair, 16)][: entries_of(task)]
    if max(places) > len(task.choices):
        return ()
    return tuple(task.choices[place - 1] if place else "" for place in places)


def holds(task: Task) -> Literal["number", "words", ""]:
    """Return what is kept of a wrong answer; nothing of most."""
    if task.drawn or task.shape not in ("one", "mapping"):
        return ""
    if task.kind == "number":
        return "number" if task.shape == "one" else ""
    return "words" if 0 < len(task.choices) <= _MOST_WORDS else ""


def entries_of(task: Task) -> int:
    """Return how many entries are kept of it."""
    return len(task.keys) or 1
