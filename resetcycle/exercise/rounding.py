"""Right as far as it goes: an answer that is the right value with too few decimals."""

from collections.abc import Sequence
from decimal import Decimal

from ..speech import ngettext
from .keys import Keys
from .task import Entries, Scale, Value

# A value that was rounded to more than this part of its range may fit by chance, and one that is
# given everywhere may be a slip; two different ones are none.
_PART = 0.1
# Of a larger number a float knows no decimals.
_LARGEST = 1e15


def rounded(
    entries: Entries, keys: Keys, others: Sequence[tuple[Entries | None, Keys]] = ()
) -> str:
    """Say that an answer is right as far as it goes, and how many decimals more are needed.

    Parameters
    ----------
    entries : list
        As from `shapes.plain`.
    keys : Keys
        Of the probe that was asked.
    others : sequence of tuple
        What the task's other probes gave, None where it could not be read, each with its ring.

    Returns
    -------
    str
        Nothing, if any value is neither right nor the right one rounded.
    """
    task = keys.task
    if task.scale is None or task.shape == "set":
        return ""
    found: list[int] = []
    coarse: set[Value] = set()
    for given, ring in [(entries, keys), *others]:
        more = None if given is None else _more(given, ring, task.scale)
        if given is None or more is None:
            return ""
        found.append(more)
        coarse |= {*given} if more else set()
    if not found[0] or not (_is_fine(found, task.scale) or len(coarse) > 1):
        return ""
    said = ngettext(
        "this is right as far as it goes: give it {n} decimal more.",
        "this is right as far as it goes: give it {n} decimals more.",
        found[0],
    )
    return f"{said} {counts(task.scale)}"


def counts(scale: Scale) -> str:
    """Say to how many decimals a number is read; nothing of a count."""
    if scale.whole:
        return ""
    return ngettext(
        "A number is read to {n} decimal.", "A number is read to {n} decimals.", scale.decimals
    )


def _is_fine(more: Sequence[int], scale: Scale) -> bool:
    return 10.0 ** (max(more) - scale.decimals) <= _PART * (scale.high - scale.low)


def _more(entries: Entries, keys: Keys, scale: Scale) -> int | None:
    """Return how many decimals are missing, 0 if all is right; None if it is not that alone."""
    most = 0
    for place, value in enumerate(entries):
        if keys.accepts(place, value):
            continue
        decimals = _decimals(value)
        if decimals is None or decimals >= scale.decimals:
            return None
        half = 0.5 * 10.0**-decimals
        around = range(
            round((float(value) - half) / scale.step), round((float(value) + half) / scale.step) + 1
        )
        if not any(keys.is_at(place, steps) for steps in around):
            return None
        most = max(most, scale.decimals - decimals)
    return most


def _decimals(value: Value) -> int | None:
    """Return with how many decimals a number is written; None of zero, which rounds too much."""
    if isinstance(value, str) or not value or not abs(value) < _LARGEST:
        return None
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else None
