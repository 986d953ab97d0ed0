"""The table of all exercises as it is read: `exercise.public` makes tasks of it, `kinds` counts it.

It stands below both, since share codes are read where no exercise is at hand.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from . import data
from .speech import _


@cache
def rows() -> Mapping[str, Any]:
    """Return the entries of `exercises/tasks.json` by the number of their lesson.

    Raises
    ------
    FileNotFoundError
        If the table is missing.
    """
    path = data.DATA.parent / "exercises" / "tasks.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileNotFoundError(
            _(
                "{path} is missing: restore it from the repository, or run 'resetcycle release'.",
                path=path,
            )
        ) from None
