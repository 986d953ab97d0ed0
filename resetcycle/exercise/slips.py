"""The commonest slip, found by looking: a function that does not ask for what is in its brackets.

It never uses a name there, or it uses what the exercise happens to put there, such as the
presidency of the copy.
"""

import ast
import dis
from collections.abc import Collection, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType

from ..language import _


def slip(call: str, names: Mapping[str, object], cases: Collection[str] = ()) -> tuple[str, bool]:
    """Say what is wrong with the functions that a question asks, found by a look at their code.

    Parameters
    ----------
    call : str
        The question, as Python writes it.
    names : mapping
        The kernel's own; what was written elsewhere, such as in the kit, is not looked at.
    cases : collection of str
        Names of the cases of this copy, which no answer should use.

    Returns
    -------
    tuple of str and bool
        One sentence or nothing; and whether nothing in the brackets is used at all.
    """
    for name, given in _asked(call):
        made = names.get(name)
        if not isinstance(made, FunctionType) or made.__globals__ is not names:
            continue
        unused = _never_read(made.__code__)
        if unused:
            return _unused(name, unused[0]), len(unused) == made.__code__.co_argcount
        copied = sorted(
            each
            for each in _outer(made.__code__) & {*given, *cases}
            if not isinstance(names.get(each), (ModuleType, FunctionType, type))
        )
        if copied and made.__code__.co_argcount:
            return _copied(name, copied[0]), False
    return "", False


def reached(call: str, names: Mapping[str, object]) -> set[str]:
    """Return the names that a question asks for, itself and by the functions that it calls."""
    found = set[str]()
    left = [
        each.id for each in ast.walk(ast.parse(call, mode="eval")) if isinstance(each, ast.Name)
    ]
    while left:
        name = left.pop()
        made = names.get(name)
        if name not in found and isinstance(made, FunctionType) and made.__globals__ is names:
            left += _outer(made.__code__)
        found.add(name)
    return found


def _unused(function: str, name: str) -> str:
    return _(
        "{function} never uses {name}, which stands in its brackets, so it gives the same "
        "whatever is put there: write {name} inside the function.",
        function=function,
        name=name,
    )


def _copied(function: str, name: str) -> str:
    return _(
        "{function} uses {name} inside, so it asks for {name} whatever is put in its brackets: "
        "write the name in the brackets instead.",
        function=function,
        name=name,
    )


def _asked(call: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each function that a question calls by name, with the names that are handed to it."""
    for each in ast.walk(ast.parse(call, mode="eval")):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            inside = [part for given in each.args for part in ast.walk(given)]
            yield each.func.id, {part.id for part in inside if isinstance(part, ast.Name)}


def _never_read(code: CodeType) -> list[str]:
    # One that an inner function reads is kept in a cell.
    read = set(code.co_cellvars)
    for step in dis.get_instructions(code):
        if "LOAD_FAST" in step.opname:
            # Newer Pythons read two names in one step.
            read |= {*step.argval} if isinstance(step.argval, tuple) else {step.argval}
    return [name for name in code.co_varnames[: code.co_argcount] if name not in read]


def _outer(code: CodeType) -> set[str]:
    """Return the names that a function, or one inside it, takes from outside."""
    found = {
        str(step.argval) for step in dis.get_instructions(code) if "LOAD_GLOBAL" in step.opname
    }
    return found.union(*(_outer(each) for each in code.co_consts if isinstance(each, CodeType)))
