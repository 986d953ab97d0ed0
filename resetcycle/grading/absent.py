"""Libraries that a learner may have beside the kit and the sandbox lacks: said, never silent.

Who draws a picture of their own in the cell of a task has not answered it less. So the libraries
that draw have a stand-in here that takes any call and draws nothing; any other that is missing
stops its cell, as it does beside the kit, and is named.
"""

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Self

from .wire import LackJson

# IPython's shell, which has no types of its own.
Shell = Any
DRAWING = frozenset({"matplotlib", "seaborn", "altair", "bokeh", "plotnine"})


class _Nothing:
    """What a library that draws would give: it takes every call, and any part of it is the same."""

    def __call__(self, *_: object, **__: object) -> "_Nothing":
        return self

    def __getattr__(self, name: str) -> object:
        # Python asks whether an object has special ways; it has none.
        if name.startswith("__"):
            raise AttributeError(name)
        return _pair if name == "subplots" else self

    def __getitem__(self, _: object) -> "_Nothing":
        return self

    def __setitem__(self, *_: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


_NOTHING = _Nothing()


def _pair(*_: object, **__: object) -> tuple[_Nothing, _Nothing]:
    return _NOTHING, _NOTHING


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> object:
        return getattr(_NOTHING, name)


class Absent(MetaPathFinder, Loader):
    """Stands in for libraries that draw, where they are not installed, and names them.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Its commands for pictures do nothing where there is no matplotlib.
    """

    def __init__(self, shell: Shell) -> None:
        self._asked: list[str] = []
        self._shell, self._config = shell, shell.find_line_magic("config")

    def __enter__(self) -> Self:
        # After all others: what is installed is found before.
        sys.meta_path.append(self)
        found = importlib.util.find_spec("matplotlib")
        if found and found.loader is self:
            magics = self._shell.magics_manager.magics["line"]
            magics["matplotlib"], magics["config"] = self._inline, self._configured
        return self

    def __exit__(self, *_: object) -> None:
        sys.meta_path.remove(self)

    def _inline(self, line: str) -> None:
        del line
        self._ask("matplotlib")

    def _configured(self, line: str) -> None:
        if "InlineBackend" not in line:
            self._config(line)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to make a stand-in, for a library that draws."""
        del path, target
        if fullname.partition(".")[0] not in DRAWING:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return a stand-in."""
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Note that it was asked for."""
        self._ask(module.__name__.partition(".")[0])

    def said(self, error: BaseException | None) -> LackJson:
        """Return the names of what a cell lacked that has just run; nothing if nothing."""
        asked, self._asked = ", ".join(dict.fromkeys(self._asked)), []
        missing = (error.name or "") if isinstance(error, ModuleNotFoundError) else ""
        missing = missing.partition(".")[0][:40]
        if missing.isidentifier():
            return {"lost": missing}
        return {"lacks": asked} if asked else {}

    def _ask(self, name: str) -> None:
        self._asked.append(name)
