"""The essay: counted as it was last saved, and what can be seen of it by looking."""

import sys

from .. import data
from ..essays import MAX_WORDS, cited, count_words
from ..speech import _
from .looked import looked
from .notebooks import UnreadableError, opened
from .progress import note
from .say import say
from .shapes import is_open


def essay(lesson: str) -> None:
    """Say of the essay in this notebook, as it was last saved, what can be seen by looking.

    Its words, its acts, and what it seems to lack; never a mark.

    Parameters
    ----------
    lesson : str
        The assignment's number, such as ``"04"``.
    """
    try:
        notebook = opened(lesson, "essay")
    except UnreadableError as error:
        say(str(error))
        return
    if notebook is None:
        say(_not_found())
        return
    text = notebook.cells["essay"]
    words = 0 if is_open(text) else count_words(text)
    if words:
        note(lesson, "essay", {"words": words})
        _tell(text, words)
    else:
        say(
            _(
                "0 of {most} words. Double-click the cell with the dots above, write, save "
                "(Ctrl+S, or Cmd+S), and run this cell again.",
                most=MAX_WORDS,
            )
        )
    say(notebook.told())


def _tell(text: str, words: int) -> None:
    known = set(data.load("events")["event_id"])
    found = cited(text)
    listed = ", ".join(name for name in found if name in known) or _("none yet")
    say(
        _(
            "{words} of {most} words. Events cited: {events}.",
            words=words,
            most=MAX_WORDS,
            events=listed,
        )
    )
    seen = list(looked(text)) or [
        _(
            "Looking finds nothing that is missing. Whether the acts say what you claim, and "
            "whether it convinces, a reader can tell."
        )
    ]
    for sentence in seen:
        say(sentence)


def _not_found() -> str:
    if "google.colab" in sys.modules:
        return _(
            "Colab does not show Python its notebook: download it (File, Download .ipynb), drop "
            "it into the folder of files at the left, and run this cell again."
        )
    return _(
        "The notebook could not be found on the disk: save it (Ctrl+S, or Cmd+S on a Mac), "
        "then run this cell again."
    )
