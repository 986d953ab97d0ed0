"""The reset-cycle teaching kit: US-Russia relations, 1991-2026, as data, charts and lessons.

`import resetcycle as rc` is all that a notebook needs. Each room of the package opens when it is
first used, so the import itself loads neither plotly nor anything else that is slow. The doors and
the short names stand in `__init__.pyi`, where editors and type checkers read them too.
"""

import sys
from importlib import import_module

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

if "IPython" in sys.modules:
    # Of an exercise it matters what its cells left, from the first cell on.
    import_module("resetcycle.exercise.watch")
