"""Controls for the lessons: each computes and draws in the browser, and keeps a plain dict in Python."""

from importlib import import_module

_HOMES = {
    "DrawTrajectory": "draw",
    "SortClaims": "sort",
    "CodeEvents": "code",
    "ForecastBoard": "forecast",
    "WeighObstacles": "weigh",
    "ClassPool": "pool",
    "NullSimulator": "null",
    "MyWork": "work",
}

__all__ = list(_HOMES)


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
