"""The commonest slip, found by looking: a function that does not ask for what is in its brackets.

It never uses a name there, or it uses what the exercise happens to put there, such as the
presidency of the copy.
"""

import ast
import dis
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import CodeType, FunctionType, ModuleType

from ..speech import _

_LEAVES = ({"LOAD_CONST", "RETURN_VALUE"}, {"RETURN_CONST"})
# All that is done in a line that does nothing.
_IDLE = {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_CONST", "RETURN_VALUE"}


@dataclass(frozen=True)
class Slip:
    """What is found: one sentence, and whether the function uses nothing of what it is given."""

    says: str
    whole: bool = False


def slip(
    calls: Sequence[str], names: Mapping[str, object], cases: Collection[str] = ()
) -> Slip | None:
    """Say what is wrong with the functions that a task asks, found by a look at their code.

    Parameters
    ----------
    calls : sequence of str
        The task's questions, as Python writes them.
    names : mapping
        The kernel's own; what was written elsewhere, such as in the kit, is not looked at.
    cases : collection of str
        Names of the cases of this copy, which no answer should use.
    """
    for name, given in _asked(calls).items():
        made = names.get(name)
        if not isinstance(made, FunctionType) or made.__globals__ is not names:
            continue
        unused = _never_read(made.__code__)
        if unused:
            return Slip(_unused(name, unused[0]), len(unused) == made.__code__.co_argcount)
        copied = sorted(
            each
            for each in _outer(made.__code__) & {*given, *cases}
            if not isinstance(names.get(each), (ModuleType, FunctionType, type))
        )
        if copied and made.__code__.co_argcount:
            return Slip(_copied(name, copied[0]))
        if _compares_with_none(made.__code__):
            return Slip(_none(name))
    return None


def _compares_with_none(code: CodeType) -> bool:
    """Return whether a function, or one inside it, asks with == or != for None."""
    steps = [*dis.get_instructions(code)]
    for before, step in pairwise(steps):
        is_none = "CONST" in before.opname and before.argval is None
        if step.opname == "COMPARE_OP" and is_none:
            return True
    return any(_compares_with_none(each) for each in code.co_consts if isinstance(each, CodeType))


def _none(function: str) -> str:
    return _(
        "{function} compares with None, Python's word for nothing, which no cell of a table is "
        'equal to: where a table says none, write "none" with quotation marks.',
        function=function,
    )


def gives_nothing(calls: Sequence[str], names: Mapping[str, object]) -> str:
    """Say that a function which a task asks has no result, if it was written and has none.

    Parameters
    ----------
    calls, names
        As in `slip`.
    """
    for name in _asked(calls):
        made = names.get(name)
        if not isinstance(made, FunctionType) or made.__globals__ is not names:
            continue
        if _is_written(made) and not _gives(made.__code__):
            return _shows_only(name) if "print" in made.__code__.co_names else _ends(name)
    return ""


def written(call: str, names: Mapping[str, object]) -> str:
    """Return the name of a function that a question asks and the learner wrote, or nothing."""
    for name in _asked([call] if call else []):
        made = names.get(name)
        if isinstance(made, FunctionType) and made.__globals__ is names and _is_written(made):
            return name
    return ""


def _is_written(made: FunctionType) -> bool:
    """Return whether no dots are left in a function.

    Python drops dots that stand alone, and then leaves the function in a line that does nothing.
    """
    lines: dict[object, set[str]] = {}
    for step in dis.get_instructions(made.__code__):
        line = step.positions.lineno if step.positions else None
        gives = "CONST" in step.opname and step.argval is not None
        lines.setdefault(line, set()).add("" if gives else step.opname)
    # A line that hands on what the next one made, such as `return (`, has no constant of its own.
    idle = any(steps <= _IDLE and any(own <= steps for own in _LEAVES) for steps in lines.values())
    return not idle and ... not in _constants(made.__code__)


def _gives(code: CodeType) -> bool:
    """Return whether a function returns anything but None, or never returns."""
    found = list[bool]()
    before = None
    for step in dis.get_instructions(code):
        if step.opname == "RETURN_CONST":
            found.append(step.argval is not None)
        elif step.opname in {"RETURN_VALUE", "YIELD_VALUE"}:
            nothing = before and before.opname == "LOAD_CONST" and before.argval is None
            found.append(not nothing)
        before = step
    return any(found) or not found


def _constants(code: CodeType) -> list[object]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [*code.co_consts, *(value for each in inner for value in _constants(each))]


def gave_none(name: str, names: Mapping[str, object]) -> str:
    """Say that a function which somebody wrote gave None, and what its code has to do with it."""
    made = names[name]
    if isinstance(made, FunctionType) and "print" in made.__code__.co_names:
        return _shows_only(name)
    return _(
        "{name} gives nothing back (None) in some cases: let every way through it end with "
        "`return` and a result.",
        name=name,
    )


def _shows_only(name: str) -> str:
    return _(
        "{name} shows its result with print() and gives nothing back (None): write `return` "
        "and the result in place of print().",
        name=name,
    )


def _ends(name: str) -> str:
    return _(
        "{name} gives nothing back (None): let it end with `return` and the result.", name=name
    )


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


def _asked(calls: Sequence[str]) -> dict[str, set[str]]:
    """Return each function that is called by name, with the names that are handed to it."""
    found: dict[str, set[str]] = {}
    for each in (part for call in calls for part in ast.walk(ast.parse(call, mode="eval"))):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            inside = [part for given in each.args for part in ast.walk(given)]
            handed = {part.id for part in inside if isinstance(part, ast.Name)}
            found.setdefault(each.func.id, set()).update(handed)
    return found


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
