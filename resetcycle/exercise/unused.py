"""The commonest slip, found by looking: a function that never uses a name in its brackets."""

import dis
from collections.abc import Callable
from types import FunctionType

from ..language import _


def unused(answer: Callable[[], object]) -> str:
    """Say which name in its brackets a function of the learner's own never uses, or nothing.

    Parameters
    ----------
    answer : callable
        The lambda of a check; what it calls by name is looked at, if it was written beside it.
    """
    if not isinstance(answer, FunctionType):
        return ""
    for each in map(answer.__globals__.get, answer.__code__.co_names):
        # What was written elsewhere, such as in the kit, is not the learner's to mend.
        if not isinstance(each, FunctionType) or each.__globals__ is not answer.__globals__:
            continue
        for name in _never_read(each):
            return _(
                "{function} never uses {name}, which stands in its brackets, so it gives the same "
                "whatever is put there: write {name} inside the function.",
                function=each.__name__,
                name=name,
            )
    return ""


def _never_read(function: FunctionType) -> list[str]:
    code = function.__code__
    # One that an inner function reads is kept in a cell.
    read = set(code.co_cellvars)
    for step in dis.get_instructions(code):
        if "LOAD_FAST" in step.opname:
            # Newer Pythons read two names in one step.
            read |= {*step.argval} if isinstance(step.argval, tuple) else {step.argval}
    return [name for name in code.co_varnames[: code.co_argcount] if name not in read]
