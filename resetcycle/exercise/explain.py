"""What is off about an answer, in one sentence; never what the answer is."""

from collections.abc import Sequence
from itertools import permutations

from ..language import _, ngettext
from .keys import Keys, canonical
from .shapes import OPEN
from .task import Entries, Scale, Task

# Every order of so many entries is tried.
SHORT_LIST = 6


def explain(
    entries: Entries, keys: Keys, others: Sequence[tuple[Entries | None, Keys]] = ()
) -> str:
    """Return what is wrong with well-formed entries, in one sentence, or nothing.

    Parameters
    ----------
    entries : list
        As from `shapes.plain`.
    keys : Keys
        Of the probe that was asked. The sentence is the same whichever kind of ring it is.
    others : sequence of tuple
        What the task's other probes gave, None where it could not be read, each with its ring.
    """
    if keys.earns(entries):
        return ""
    if keys.task.tells == "nothing":
        return _only_that_it_is_not(keys.task)
    number = keys.mistake(entries, others)
    # An exercise of another version may know mistakes that the table has no sentence for.
    if number is not None and number < len(keys.task.mistakes):
        return keys.task.mistakes[number].says
    said = _turned(entries, keys) or out_of_range(entries, keys.task) or _which(entries, keys)
    return said or f"{_how_far(entries, keys)}{_still_open(entries, keys.task)}"


def out_of_range(entries: Entries, task: Task) -> str:
    """Return a sentence on the first number that cannot be, or nothing.

    It names the slip of unit or sign that would explain it.
    """
    for value in entries if task.scale else ():
        said = _beyond(float(value), task)
        if said:
            return said
    return ""


def _beyond(value: float, task: Task) -> str:
    scale = task.scale
    # A zero that was calculated may come out a very little below zero.
    if scale is None or scale.low - scale.step <= value <= scale.high + scale.step:
        return ""
    cannot = _(
        "{value} cannot be: the task asks for {unit}, from {low} to {high}.",
        value=_unlike(value, scale),
        unit=scale.unit,
        low=f"{scale.low:g}",
        high=f"{scale.high:g}",
    )
    if scale.low >= 0 and scale.high <= 1 < value <= 100:
        asked = _("Did you give percent, or a count? A quarter is 0.25.")
    elif scale.low <= -value <= scale.high:
        asked = _("Did you swap plus and minus?")
    else:
        return cannot
    return f"{cannot} {asked}"


def _unlike(value: float, scale: Scale) -> str:
    """Return a number with so many digits that it does not look like the bound that it passes."""
    short = f"{value:.6g}"
    return repr(value) if float(short) in {scale.low, scale.high} else short


def _which(entries: Entries, keys: Keys) -> str:
    """Say where to look again, if one entry alone is wrong and its card knows a sentence."""
    task = keys.task
    if task.tells != "which" or task.shape != "mapping":
        return ""
    wrong = [key for place, key in enumerate(task.keys) if not keys.accepts(place, entries[place])]
    if len(wrong) != 1 or entries[task.keys.index(wrong[0])] == OPEN or wrong[0] not in task.cards:
        return ""
    return task.cards[wrong[0]].look_again


def _still_open(entries: Entries, task: Task) -> str:
    named = [key for key, value in zip(task.keys, entries, strict=False) if value == OPEN]
    said = _("There is no answer yet for {names}.", names=", ".join(named)) if named else ""
    return f" {said}" if said else ""


def _only_that_it_is_not(task: Task) -> str:
    said = _(
        "from now on the check of this task says no more than whether all is right: read the "
        "entries again, one by one."
    )
    return f"{said} {task.hint}".rstrip()


def _turned(entries: Entries, keys: Keys) -> str:
    """Recognise what can go wrong in any task: the sign, the unit, the side, the order."""
    task = keys.task
    if task.scale and (said := _turned_numbers([float(value) for value in entries], keys)):
        return said
    if task.kind == "yes_no" and len(entries) == 1:
        return task.hint
    if task.shape != "list":
        return ""
    if _fits(entries[::-1], keys):
        return _("the entries are right, in reverse order.")
    if len(entries) <= SHORT_LIST and any(_fits([*each], keys) for each in permutations(entries)):
        return _("the entries are right, the order is not.")
    return ""


def _turned_numbers(values: list[float], keys: Keys) -> str:
    scale = keys.task.scale
    if scale is None:
        return ""
    if _fits([-value for value in values], keys):
        return _("the size is right, the sign is not: plus and minus are swapped.")
    if _fits([value * 100 for value in values], keys) or _fits_a_hundredth(values, keys):
        return _("this is out by a factor of a hundred; the task asks for {unit}.", unit=scale.unit)
    if (scale.low, scale.high) == (0, 1) and _fits([1 - value for value in values], keys):
        return _("this is the other side: one minus the share that the task asks for.")
    return ""


def _fits_a_hundredth(values: list[float], keys: Keys) -> bool:
    hundredths = [value / 100 for value in values]
    # Next to zero a hundredth of anything would fit.
    return _fits([*hundredths], keys) and all(
        abs(float(canonical(keys.task, value))) > 2 for value in hundredths
    )


def _fits(entries: Entries, keys: Keys) -> bool:
    return all(keys.accepts(place, value) for place, value in enumerate(entries))


def _how_far(entries: Entries, keys: Keys) -> str:
    task, places = keys.task, len(keys.places)
    if places == 1:
        return task.hint or _("this is not what the task asks for.")
    if task.need is None:
        said = _(
            "{agree} of {places} agree with the key.", agree=keys.agree(entries), places=places
        )
    else:
        said = ngettext(
            "{agree} of {places} agree with the key and {n} is needed.",
            "{agree} of {places} agree with the key and {n} are needed.",
            task.need,
            agree=keys.agree(entries),
            places=places,
        )
    return f"{said} {task.hint}".rstrip()
