"""The reset-cycle teaching kit: US-Russia relations, 1991-2026, as data, charts and lessons.

`import resetcycle as rc` is all that a notebook needs. Each room of the package opens when it is first used, so the
import itself loads neither plotly nor anything else that is slow.
"""

from importlib import import_module

_ROOMS = (
    "data",
    "trajectory",
    "cycle",
    "weighing",
    "agreement",
    "forecasts",
    "evidence",
    "answers",
    "charts",
    "exercise",
    "widgets",
)
# What lessons and exercises call most often, without the room's name.
_SHORT = {
    "show": "tables",
    "check": "exercise.check",
    "essay": "exercise.essay",
    "model": "exercise.model",
    "progress": "exercise.progress",
}

__all__ = [*_ROOMS, *_SHORT]
__version__ = "0.1.0"


def __getattr__(name):
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    if name in _SHORT:
        return getattr(import_module(f"{__name__}.{_SHORT[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
