"""What is off about an answer, in one sentence; never what the answer is."""

from collections.abc import Callable, Sequence
from itertools import permutations

from ..speech import _, ngettext
from ..words import listed, number
from .keys import Keys, canonical
from .labels import in_english, offered
from .naming import what
from .rounding import rounded
from .shapes import OPEN, is_strange, words
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
    task = keys.task
    if said := _strange(entries, task):
        return said
    if task.tells == "nothing":
        return _only_that_it_is_not(task)
    if said := rounded(entries, keys, others):
        return said
    number = keys.mistake(entries, others)
    # An exercise of another version may know mistakes that the table has no sentence for.
    if number is not None and number < len(task.mistakes):
        return task.mistakes[number].says
    said = _turned(entries, keys, others) or out_of_range(entries, task) or _which(entries, keys)
    return said or f"{_how_far(entries, keys)}{_still_open(entries, task)}"


def _strange(entries: Entries, task: Task) -> str:
    """Name the entries that are none of the task's words: a slip of the keyboard, or None."""
    found: dict[str, list[str]] = {}
    for key, value in zip(task.keys, entries, strict=False):
        if is_strange(value, task):
            found.setdefault(str(value), []).append(key)
    if not found:
        return ""
    said = ngettext(
        "{entries} is none of the words to choose from, which are {words}; it counts as open, and "
        "the other entries as they stand.",
        "{entries} are none of the words to choose from, which are {words}; they count as open, "
        "and the other entries as they stand.",
        len(found),
        entries=listed(f"{value} ({', '.join(names)})" for value, names in found.items()),
        words=", ".join(map(offered, words(task))) or "True, False",
    )
    said = f"{said} {in_english(found, words(task))}".rstrip()
    if what(None) not in found:
        return said
    none = _(
        "None without quotation marks is Python's word for nothing; the word of this task is "
        '"none", with them.'
    )
    return f"{said} {none}"


def out_of_range(entries: Entries, task: Task) -> str:
    """Return a sentence on the first number that cannot be, or nothing."""
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
        low=number(scale.low, "g"),
        high=number(scale.high, "g"),
    )
    if scale.low >= 0 and scale.high <= 1:
        share = _("A share is a part of 1: a quarter is 0.25.")
        return f"{cannot} {share}"
    return cannot


def _unlike(value: float, scale: Scale) -> str:
    """Return a number with so many digits that it does not look like the bound that it passes."""
    is_alike = float(f"{value:.6g}") in {scale.low, scale.high}
    return number(value, "" if is_alike else ".6g")


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
        "entries again, one by one. {model} shows the answers, each with its reason.",
        model=f'rc.model("{task.name}")',
    )
    return f"{said} {task.hint}".rstrip()


def _turned(entries: Entries, keys: Keys, others: Sequence[tuple[Entries | None, Keys]]) -> str:
    """Recognise what can go wrong in any task: the sign, the unit, the side, the order.

    It must explain what the other probes gave, too, where they are not right.
    """
    task = keys.task
    if task.scale and (said := _turned_numbers(entries, keys, others)):
        return said
    if task.kind == "yes_no" and len(entries) == 1:
        return task.hint
    if task.shape != "list":
        return ""
    if _explains(lambda given, ring: _fits(given[::-1], ring), entries, keys, others):
        return _("the entries are right, in reverse order.")
    if len(entries) <= SHORT_LIST and _explains(_reordered, entries, keys, others):
        return _("the entries are right, the order is not.")
    return ""


def _turned_numbers(
    entries: Entries, keys: Keys, others: Sequence[tuple[Entries | None, Keys]]
) -> str:
    scale = keys.task.scale
    if scale is None:
        return ""

    def holds(turn: Callable[[float], float]) -> bool:
        def turned(given: Entries, ring: Keys) -> bool:
            return _fits([turn(float(value)) for value in given], ring)

        return _explains(turned, entries, keys, others)

    if holds(lambda value: -value):
        return _("the size is right, the sign is not: plus and minus are swapped.")
    if holds(lambda value: value * 100) or _explains(_is_hundredfold, entries, keys, others):
        return _("this is out by a factor of a hundred; the task asks for {unit}.", unit=scale.unit)
    if (scale.low, scale.high) == (0, 1) and holds(lambda value: 1 - value):
        return _("this is the other side: one minus the share that the task asks for.")
    return ""


def _explains(
    turned: Callable[[Entries, Keys], bool],
    entries: Entries,
    keys: Keys,
    others: Sequence[tuple[Entries | None, Keys]],
) -> bool:
    """Return whether a way to be wrong fits an answer, and the others as far as they are wrong."""
    return turned(entries, keys) and all(
        given is not None and (ring.earns(given) or turned(given, ring)) for given, ring in others
    )


def _reordered(entries: Entries, keys: Keys) -> bool:
    return any(_fits([*each], keys) for each in permutations(entries))


def _is_hundredfold(entries: Entries, keys: Keys) -> bool:
    hundredths = [float(value) / 100 for value in entries]
    # Next to zero a hundredth of anything would fit.
    return _fits([*hundredths], keys) and any(
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
