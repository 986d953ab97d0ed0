"""What follows from the tables alone is computed once, and anew when the tables change."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, Protocol, Self, TypeVar

from . import data

# Different arguments that are remembered of each function; a slider takes a few dozen.
_MOST = 64


class _Copied(Protocol):
    def copy(self) -> Self: ...


_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found", bound=_Copied)


def once(function: Callable[_Asked, _Found]) -> Callable[_Asked, _Found]:
    """Remember what a function found for the same arguments.

    Parameters
    ----------
    function : callable
        Its result follows from its arguments and the tables of `data`, and can be copied: a frame,
        or a dict or list of what cannot be changed.

    Returns
    -------
    callable
        The same function. It hands out a copy each time, so that nobody can spoil what the next one
        gets. Where an argument cannot be remembered, such as a frame, it computes as before.
    """
    remembered = lru_cache(_MOST, typed=True)(function)
    seen: list[object] = []

    @wraps(function)
    def kept(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
        try:
            hash((args, *kwargs.values()))
        except TypeError:
            return function(*args, **kwargs)
        # Held, not only named: what is held cannot give its place in memory to another.
        tables = [data.load, data.cutoff, data.package()]
        if list(map(id, tables)) != list(map(id, seen)):
            remembered.cache_clear()
            seen[:] = tables
        return remembered(*args, **kwargs).copy()

    return kept
