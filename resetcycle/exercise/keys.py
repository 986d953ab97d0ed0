"""Keyrings: what recognises the accepted answer to one probe, and its known mistakes.

There are two kinds, and they differ in one thing only, the sign that stands for a value. On an
`Open` ring the sign is the value itself: so the author and the grader hold it. On a sealed one
(`seals.Sealed`) it is a digest: so an exercise carries it. Everything that is asked of a ring is
worked out here, once, so both give the same answers.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Self

from .task import Entries, Task, Value

Sign = object


@dataclass(frozen=True)
class Slip:
    """A known mistake on a keyring.

    Attributes
    ----------
    number : int
        Its place in the task's `mistakes`.
    apart : tuple of int
        The places at which it differs from the accepted answer.
    sign : object
        For the values that it has there, together.
    """

    number: int
    apart: tuple[int, ...]
    sign: Sign


@dataclass(frozen=True)
class Keys(ABC):
    """The accepted answer to one probe of a task, and the known mistakes.

    Attributes
    ----------
    task : Task
    places : tuple of tuple
        For each place the signs of the values that are accepted there, the author's own first.
    slips : tuple of Slip
    """

    task: Task
    places: tuple[tuple[Sign, ...], ...]
    slips: tuple[Slip, ...] = ()

    @staticmethod
    @abstractmethod
    def sign(task: Task, where: str, what: Value | list[Value], /) -> Sign:
        """Return the sign of a value at a place, or of values at several places."""

    @classmethod
    def of(cls, task: Task, accepted: Entries, mistakes: Sequence[Entries | None] = ()) -> Self:
        """Return the keyring of an answer.

        Parameters
        ----------
        task : Task
        accepted : list
            As from `shapes.plain`.
        mistakes : sequence of list or None
            Known wrong answers in the order of the task's; None for one that another question
            tells apart. One that is accepted here gets no key.
        """
        also = [task.also.get(key, ()) for key in task.keys] or [()] * len(accepted)
        places = tuple(
            tuple(cls.sign(task, str(place), canonical(task, each)) for each in (right, *more))
            for place, (right, more) in enumerate(zip(accepted, also, strict=True))
        )
        keys = cls(task, places)
        slips = [
            keys.slip(number, wrong, accepted)
            for number, wrong in enumerate(mistakes)
            if wrong is not None and keys.agree(wrong) < len(places)
        ]
        return replace(keys, slips=tuple(slips))

    def slip(self, number: int, wrong: Entries, accepted: Entries) -> Slip:
        """Return the key of a mistake: only where it differs from the accepted answer itself."""
        apart = tuple(
            place
            for place, right in enumerate(accepted)
            if canonical(self.task, wrong[place]) not in near(self.task, right)
        )
        values = [canonical(self.task, wrong[place]) for place in apart]
        return Slip(number, apart, self._together(apart, values))

    def accepts(self, place: int, value: Value) -> bool:
        """Return whether a value is accepted at a place."""
        return any(
            self.sign(self.task, str(place), each) in self.places[place]
            for each in near(self.task, value)
        )

    def is_at(self, place: int, steps: float) -> bool:
        """Return whether an accepted number lies at just so many steps."""
        return self.sign(self.task, str(place), steps) in self.places[place]

    def agree(self, entries: Entries) -> int:
        """Return at how many places an answer agrees with the accepted one; a set has no places."""
        if self.task.shape != "set":
            return sum(self.accepts(place, value) for place, value in enumerate(entries))
        free = list(range(len(self.places)))
        for value in entries:
            taken = next((place for place in free if self.accepts(place, value)), None)
            if taken is not None:
                free.remove(taken)
        return len(self.places) - len(free)

    def earns(self, entries: Entries) -> bool:
        """Return whether as many places agree as the task needs."""
        need = len(self.places) if self.task.need is None else self.task.need
        return self.agree(entries) >= need

    def mistake(
        self, entries: Entries, others: Sequence[tuple[Entries | None, "Keys"]] = ()
    ) -> int | None:
        """Return which known mistake an answer shows, or None.

        It must explain the answers to the task's other probes, too (None where one could not be
        read): a function that gives zero whatever it is asked made none of them. Of two that
        fit, the one that explains more places comes first. A mistake in a single place is known
        within a step, one in several places by their exact steps. Beside a mistake in words that
        were typed in, others may stand.
        """
        for slip in sorted(self.slips, key=lambda slip: -len(slip.apart)):
            shows = self._shows(slip, entries) and (not others or self._no_other(slip, entries))
            if shows and all(keys.allows(slip.number, given) for given, keys in others):
                return slip.number
        return None

    def allows(self, number: int, entries: Entries | None) -> bool:
        """Return whether an answer may come from a known mistake.

        Where that has no key, it gives what is right, or no answer.
        """
        slip = next((each for each in self.slips if each.number == number), None)
        if entries is None:
            return slip is None
        if slip is None:
            return self.earns(entries)
        return self._shows(slip, entries) and self._no_other(slip, entries)

    def _no_other(self, slip: Slip, entries: Entries) -> bool:
        """Return whether all else is right in names and values that a function gave together."""
        return self.task.shape != "mapping" or all(
            self.accepts(place, value)
            for place, value in enumerate(entries)
            if place not in slip.apart
        )

    def _shows(self, slip: Slip, entries: Entries) -> bool:
        given = [entries[place] for place in slip.apart]
        around = [[canonical(self.task, value)] for value in given]
        if len(given) == 1:
            around = [near(self.task, given[0])]
        return any(self._together(slip.apart, [*each]) == slip.sign for each in product(*around))

    def _together(self, places: Sequence[int], values: Entries) -> Sign:
        return self.sign(self.task, ".".join(map(str, places)), values)


class Open(Keys):
    """A keyring in the clear: a value is its own sign."""

    @staticmethod
    def sign(_task: Task, _where: str, what: Value | list[Value], /) -> Sign:
        """Return the value itself."""
        return what


def canonical(task: Task, value: Value) -> Value:
    """Return a number in whole steps, and anything else as it is."""
    if task.scale and not isinstance(value, str):
        return task.scale.steps(value)
    return value


def near(task: Task, value: Value) -> list[Value]:
    """Return the canonical values that count as the same.

    A number may be a step off, so that rounding costs nothing.
    """
    middle = canonical(task, value)
    if isinstance(middle, str) or not task.scale:
        return [middle]
    return [middle - 1, middle, middle + 1]
