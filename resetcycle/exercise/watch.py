"""What the cells of a kernel left: given values as they were first, answers whose cell stopped.

A kernel keeps what any cell ever made. So a table that an answer changed by accident would make the
next, right answer wrong, and an answer whose cell has stopped since, or makes it no more, would be
judged as it was before. Both are told from the cells as they run: of an exercise's own cells what
they give is kept, and put back before an answer is asked for and after it.
"""

import ast
import contextlib
import copy
import hashlib
import re
import sys
from types import FunctionType, ModuleType
from typing import Any

# IPython's shell, its events and a kernel's names, none of which has types.
Shell = Any
Namespace = dict[str, Any]

_NOTHING = object()
# A parameter of a copy with the words that say what it is: the value is the copy's own.
_PARAMETER = re.compile(r"^(\w+) = .*?  # (.*)$", re.MULTILINE)
# What makes a name, in a cell that cannot be read as a whole.
_MAKES = re.compile(r"^(?:def|class)\s+(\w+)|^(\w+)\s*(?:\[.*?\])?\s*=(?!=)", re.MULTILINE)
_SHARED = (FunctionType, ModuleType, type)
# How an exercise names the cells of its answers.
_ANSWERS = "task-"


class Watch:
    """What is known of the cells that ran in one kernel.

    Attributes
    ----------
    names : dict
        The kernel's own.
    first : dict
        Given values as the exercise's cells made them.
    stopped : dict of str to str
        Names whose cell stopped when it last ran, each with its error; with nothing, of an answer
        that its cell makes no more.
    """

    def __init__(self, names: Namespace) -> None:
        self.names = names
        self.first: dict[str, object] = {}
        self.stopped: dict[str, str] = {}
        self._before: dict[str, object] = {}
        # By name, the answer's cell that made it last.
        self._cells: dict[str, str] = {}

    @property
    def cases(self) -> list[str]:
        """The names of the copy's cases: given texts and numbers."""
        return [name for name, value in self.first.items() if isinstance(value, (str, int, float))]

    def begins(self, source: str, cell: str = "") -> None:
        """Note what stands under the names that a cell makes, or made before, until it runs.

        Parameters
        ----------
        source : str
        cell : str, optional
            The cell's name, if the front end tells it.
        """
        once = {name for name, home in self._cells.items() if home == cell}
        self._before = {name: self.names.get(name, _NOTHING) for name in made(source) | once}

    def ends(self, source: str, error: BaseException | None, cell: str = "") -> None:
        """Note what a cell made, that it stopped, or what it makes no more."""
        # The first cell opens the kit, and nothing slow may come with that.
        from .naming import saying

        makes = made(source)
        for name, before in self._before.items():
            if error and self.names.get(name, _NOTHING) is before:
                self.stopped[name] = saying(error)
            elif name not in makes:
                self.stopped[name] = ""
            else:
                self.stopped.pop(name, None)
                self._cells.pop(name, None)
                if cell.startswith(_ANSWERS):
                    self._cells[name] = cell
        if not error:
            for name in _given(source):
                if name in self.names:
                    self.first[name] = _copy(self.names[name])

    def changed(self) -> list[str]:
        """Return the names of given values that are no more as they were first."""
        return [
            name
            for name, value in self.first.items()
            if name in self.names and not _same(self.names[name], value)
        ]

    def put_back(self) -> None:
        """Give every given value as it was first."""
        self.names.update({name: _copy(value) for name, value in self.first.items()})


def made(source: str) -> set[str]:
    """Return the names that a cell makes or changes outside its functions."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        # Also one with a line for IPython alone.
        return {one or other for one, other in _MAKES.findall(source)}
    found: set[str] = set()
    for each in body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(each.name)
        elif isinstance(each, (ast.Import, ast.ImportFrom)):
            found |= {(name.asname or name.name).partition(".")[0] for name in each.names}
        else:
            found |= _stored(each)
    return found


def _stored(statement: ast.stmt) -> set[str]:
    """Return the names in which a statement stores something, be it in an entry of theirs."""
    found: set[str] = set()
    for each in ast.walk(statement):
        if isinstance(each, (ast.Name, ast.Subscript, ast.Attribute)) and isinstance(
            each.ctx, ast.Store
        ):
            inner: ast.AST = each
            while isinstance(inner, (ast.Subscript, ast.Attribute)):
                inner = inner.value
            if isinstance(inner, ast.Name):
                found.add(inner.id)
    return found


def mark(source: str) -> str:
    """Return a short mark of a cell, the same in every copy of an exercise."""
    text = _PARAMETER.sub(r"\1 # \2", source.strip())
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def begin(shell: Shell) -> None:
    """Watch the cells of a kernel, from now on."""
    global _watch  # noqa: PLW0603 - a process has one kernel
    watch = _watch = Watch(shell.user_ns)
    shell.events.register("pre_run_cell", lambda cell: watch.begins(cell.raw_cell, _cell(cell)))
    shell.events.register("post_run_cell", lambda done: _noted(watch, done))


def _noted(watch: Watch, done: Any) -> None:  # noqa: ANN401 - IPython comes without types
    if done.info is not None:
        error = done.error_before_exec or done.error_in_exec
        watch.ends(done.info.raw_cell, error, _cell(done.info))


def _cell(info: Any) -> str:  # noqa: ANN401 - IPython comes without types
    """Return the name of a cell that runs: that of the notebook, where JupyterLab tells it."""
    return str(getattr(info, "cell_id", None) or "")


def now(names: Namespace) -> Watch:
    """Return what is known of the cells that made these names; nothing outside a kernel."""
    return _watch if _watch is not None and _watch.names is names else Watch(names)


def _begin_here() -> None:
    """Watch the cells of the kernel that opens the kit, if one does."""
    if "IPython" in sys.modules:
        from IPython.core.getipython import get_ipython

        if (shell := get_ipython()) is not None:
            begin(shell)


_watch: Watch | None = None
_begin_here()


def _given(source: str) -> tuple[str, ...]:
    """Return what a cell of an exercise gives; nothing for any other cell."""
    from . import public

    with contextlib.suppress(OSError):
        known = mark(source)
        for exercise in public.exercises().values():
            if known in exercise.given:
                return exercise.given[known]
    return ()


def _copy(value: object) -> object:
    if isinstance(value, _SHARED):
        return value
    try:
        return copy.deepcopy(value)
    except Exception:  # noqa: BLE001 - what cannot be copied is shared
        return value


def _same(value: Any, first: Any) -> bool:  # noqa: ANN401 - a kernel's names hold anything
    if type(value) is not type(first):
        return False
    if isinstance(value, _SHARED):
        return value is first
    try:
        return bool(value.equals(first) if hasattr(value, "equals") else value == first)
    except Exception:  # noqa: BLE001 - such as a list of tables: put back, and nothing said
        return True
