"""The essay: counted as it was last saved, and the events that it cites."""

import json
import os
import re
from pathlib import Path
from typing import Any

from .. import data
from ..language import _, ngettext
from .progress import note
from .say import say
from .shapes import is_open

MAX_WORDS = 350
_CITED = re.compile(r"\b(?:19|20)\d\d-\d\d-[a-z0-9-]+[a-z0-9]")


def essay(lesson: str) -> None:
    """Count the words and the cited events of the essay in this notebook, as it was last saved.

    Parameters
    ----------
    lesson : str
        The assignment's number, such as ``"04"``.
    """
    text = _saved(lesson)
    if text is None:
        say(
            _(
                "The notebook could not be found on the disk: save it (Ctrl+S, or Cmd+S on a Mac), "
                "then run this cell again."
            )
        )
        return
    words = count_words(text)
    if not words:
        say(
            _(
                "0 of {most} words. Double-click the cell with the dots above, write, save "
                "(Ctrl+S, or Cmd+S), and run this cell again.",
                most=MAX_WORDS,
            )
        )
        return
    note(lesson, "essay", {"words": words})
    known = set(data.load("events")["event_id"])
    found = cited(text)
    listed = ", ".join(name for name in found if name in known) or _("none yet")
    say(
        _(
            "{words} of {most} words, as last saved. Events cited: {events}.",
            words=words,
            most=MAX_WORDS,
            events=listed,
        )
    )
    if words > MAX_WORDS:
        say(
            ngettext(
                "The essay is over the limit: take out {n} word.",
                "The essay is over the limit: take out {n} words.",
                words - MAX_WORDS,
            )
        )
    for name in found:
        if name not in known:
            say(_("{name} is not an event of the kit; look it up in data/events.csv.", name=name))


def count_words(text: str) -> int:
    """Return the number of words of a text in Markdown; an address behind a link is not counted.

    Examples
    --------
    >>> count_words("Don't read [the text](https://example.org) twice.")
    5
    """
    return len(re.findall(r"\w[\w'’.-]*", re.sub(r"\]\([^)]*\)", "]", text)))


def cited(text: str) -> list[str]:
    """Return what looks like the name of an event, each once, in order.

    Examples
    --------
    >>> cited("Munich (2007-02-munich) came first, 2007-02-munich.")
    ['2007-02-munich']
    """
    return list(dict.fromkeys(_CITED.findall(text)))


def named_cells(path: Path) -> dict[str, str]:
    """Return the text of each cell that carries a name in nbgrader's metadata, by that name."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }


def _saved(lesson: str) -> str | None:
    """Return the essay as saved, "" if it is untouched, None if there is no such notebook."""
    # JupyterLab tells the kernel which notebook it runs; elsewhere it is the one of that lesson in
    # the working folder.
    named = os.environ.get("JPY_SESSION_NAME", "")
    for path in [Path(named), *sorted(Path.cwd().glob(f"{lesson}-*.ipynb"))]:
        if path.suffix == ".ipynb" and path.exists():
            text = named_cells(path).get("essay")
            if text is not None:
                return "" if is_open(text) else text
    return None
