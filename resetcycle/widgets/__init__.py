"""Controls for the lessons: each computes and draws in the browser, and keeps a plain dict here.

`__init__.pyi` says which widget stands in which file; a file opens when its widget is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
