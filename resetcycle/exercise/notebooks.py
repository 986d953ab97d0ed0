"""Which notebook is open: a kernel is not told, so it is found on the disk, and named."""

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .. import words
from ..speech import _, ngettext

# A cell as JSON has it.
Cell = dict[str, Any]
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class UnreadableError(ValueError):
    """The notebook that is open is no notebook on the disk; the message says which and the mend."""


@dataclass(frozen=True)
class Saved:
    """A notebook as it was last saved: where it lies, and the text of its named cells."""

    path: Path
    cells: dict[str, str]

    def told(self) -> str:
        """Say which file was read, and how long ago it was saved."""
        then = self.path.stat().st_mtime
        return _("Read from {name}, saved {when}.", name=self.path.name, when=_ago(then))


def opened(lesson: str, name: str) -> Saved | None:
    """Return the notebook of a lesson's exercise that is open, as it was last saved.

    JupyterLab and VS Code say which file a kernel was begun for. Where they do not, or where the
    file has another name by now, it is the notebook in the working folder that has the cell that
    runs, of several the one that was saved last.

    Parameters
    ----------
    lesson : str
        Such as ``"04"``.
    name : str
        That of a cell, in nbgrader's metadata which the notebook must have.

    Returns
    -------
    Saved or None
        None if there is no such notebook.

    Raises
    ------
    UnreadableError
        If the notebook that is open cannot be read.
    """
    for path in _told():
        try:
            cells = _read(path)
        except (ValueError, OSError):
            raise UnreadableError(
                _(
                    "The file {name} is empty or damaged: save the notebook again (Ctrl+S, or "
                    "Cmd+S on a Mac), then run this cell again.",
                    name=path.name,
                )
            ) from None
        if name in (named := _named_cells(cells)):
            return Saved(path, named)
    found = [each for each in _beside() if _asks(each[1], lesson, name)]
    here = [each for each in found if _running() in [cell.get("id", "") for cell in each[1]]]
    latest = max(here or found, key=lambda each: each[0].stat().st_mtime, default=None)
    return Saved(latest[0], _named_cells(latest[1])) if latest else None


def named_cells(path: Path) -> dict[str, str]:
    """Return the text of each cell that carries a name in nbgrader's metadata, by that name."""
    return _named_cells(_read(path))


def _named_cells(cells: list[Cell]) -> dict[str, str]:
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: _source(cell)
        for cell in cells
        if "grade_id" in cell["metadata"].get("nbgrader", {})
    }


def _read(path: Path) -> list[Cell]:
    """Return the cells of a notebook; ValueError if the file holds none."""
    content: object = json.loads(path.read_text(encoding="utf-8-sig"))
    cells: object = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise ValueError("no notebook")  # noqa: TRY004 - a file is at fault, and no caller
    return [cell for cell in cells if isinstance(cell, dict) and "metadata" in cell]


def _source(cell: Cell) -> str:
    return "".join(cell.get("source", ""))


def _told() -> Iterator[Path]:
    """Return the file for which the kernel was begun, if it is still there."""
    shell = _shell()
    names = (os.environ.get("JPY_SESSION_NAME"), shell and shell.user_ns.get("__vsc_ipynb_file__"))
    for path in (Path(name) for name in names if name):
        if path.suffix == ".ipynb" and path.exists():
            yield path


def _beside() -> Iterator[tuple[Path, list[Cell]]]:
    """Return the notebooks of the working folder that can be read."""
    for path in sorted(Path.cwd().glob("*.ipynb")):
        with suppress(ValueError, OSError):
            yield path, _read(path)


def _asks(cells: list[Cell], lesson: str, name: str) -> bool:
    """Say whether a notebook is that of a lesson's exercise, whatever the name of its file."""
    call = re.compile(rf"essay\(\s*['\"]{re.escape(lesson)}['\"]")
    return name in _named_cells(cells) and any(call.search(_source(cell)) for cell in cells)


def _running() -> object:
    """Return the id of the cell that runs, which JupyterLab sends along; None elsewhere."""
    ask = getattr(_shell(), "get_parent", dict[str, Any])
    return ask().get("metadata", {}).get("cellId")


def _shell() -> Any:  # noqa: ANN401 - IPython comes without types
    from IPython.core.getipython import get_ipython

    return get_ipython()


def _ago(then: float) -> str:
    passed = max(0, int(time.time() - then))
    if passed < _MINUTE:
        return _("less than a minute ago")
    if passed < _HOUR:
        return ngettext("{n} minute ago", "{n} minutes ago", passed // _MINUTE)
    if passed < _DAY:
        return ngettext("{n} hour ago", "{n} hours ago", passed // _HOUR)
    return _("on {day}", day=words.day(date.fromtimestamp(then)))  # noqa: DTZ012 - the learner's day
