"""Keyrings for a learner: digests, enough to recognise an answer, too little to read it off."""

import hashlib
import re

from ..speech import _
from . import public
from .keys import Keys, Sign, Slip
from .task import Task, Value

# At the end of a key: this is not the task's last check, so "right" is not said yet.
MORE = " +"


class Sealed(Keys):
    """A keyring whose signs are digests of six hexadecimal digits.

    The task's name is part of every digest, so that keys of two tasks cannot be compared.
    """

    @staticmethod
    def sign(task: Task, where: str, what: Value | list[Value], /) -> Sign:
        """Return the digest of a value at a place, or of values at several places."""
        return hashlib.sha256(f"{task.name}|{where}|{what}".encode()).hexdigest()[:6]

    def text(self) -> str:
        """Return the ring as an exercise carries it.

        Returns
        -------
        str
            The digests of each place, with dots between places and strokes between what one
            place accepts; then ``number@places=digest`` for each known mistake.
        """
        places = ".".join("/".join(map(str, place)) for place in self.places)
        slips = [
            f"{slip.number}@{'.'.join(map(str, slip.apart))}={slip.sign}" for slip in self.slips
        ]
        return " ".join([places, *slips])

    @classmethod
    def read(cls, task: Task, text: str) -> "Sealed":
        """Return the ring that `text` wrote.

        Raises
        ------
        ValueError
            If it was not written so.
        """
        first, *more = text.split(" ")
        places = tuple(tuple(place.split("/")) for place in first.split("."))
        if len(places) != (len(task.keys) or task.length or 1):
            raise ValueError(_damaged(task, first))
        slips = tuple(_slip(task, slip) for slip in more)
        for slip, written in zip(slips, more, strict=True):
            if max(slip.apart) >= len(places):
                raise ValueError(_damaged(task, written))
        return cls(task, places, slips)


# By lesson and task, the keys that a notebook has brought with it.
_held: dict[str, list[str]] = {}


def seal(lesson: str, keys: str, cards: str = "") -> None:
    """Take the sealed answers that a notebook carries, for its checks.

    Parameters
    ----------
    lesson : str
        Such as ``"04"``.
    keys : str
        In each line the number of a task and the ring of one of its questions, in the order in
        which the task's check asks them.
    cards : str
        Of tasks whose entries were drawn for this notebook: what is read of each, as
        `public.carry` takes it.
    """
    public.carry(lesson, cards)
    for task in [task for task in _held if task.startswith(f"{lesson}.")]:
        del _held[task]
    for line in keys.strip().splitlines():
        number, _space, ring = line.strip().partition(" ")
        _held.setdefault(f"{lesson}.{number}", []).append(ring)


def held(task: Task, questions: int) -> list[Sealed]:
    """Return the keys of a task's questions.

    Raises
    ------
    ValueError
        If the notebook has not given so many, or one is damaged.
    """
    rings = _held.get(task.name, [])
    if not rings:
        raise ValueError(
            _(
                "The sealed answers are not here yet: run the closed cell above task 1, or choose "
                "Run All Above in the menu Run, and then run this cell again."
            )
        )
    if len(rings) != questions:
        raise ValueError(_damaged(task, f"{len(rings)} != {questions}"))
    return [Sealed.read(task, ring) for ring in rings]


def _slip(task: Task, text: str) -> Slip:
    found = re.fullmatch(r"(\d+)@(\d+(?:\.\d+)*)=(\w+)", text)
    if not found:
        raise ValueError(_damaged(task, text))
    return Slip(int(found[1]), tuple(map(int, found[2].split("."))), found[3])


def _damaged(task: Task, text: str) -> str:
    return _(
        "The key of task {task} is damaged at {text}; restore the cells of the exercise.",
        task=task.name,
        text=repr(text),
    )
