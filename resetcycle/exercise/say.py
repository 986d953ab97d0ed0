"""How a check speaks: one sentence at a time, broken between words."""

from textwrap import fill
from typing import TypeVar

# So many letters fit in a line of output at 1280 px.
WIDTH = 100
_Error = TypeVar("_Error", bound=Exception)


def say(text: str) -> None:
    """Print a sentence."""
    print(wrapped(text))  # noqa: T201  (this is how a check answers)


def wrapped(text: str) -> str:
    """Return a text in lines; JupyterLab breaks a long line of output in the middle of a word."""
    return fill(text, WIDTH, break_on_hyphens=False)


def short(error: _Error) -> _Error:
    """Let IPython show the sentence alone: a traceback through the kit's code helps nobody."""

    def sentence() -> list[str]:
        return [wrapped(str(error))]

    # IPython looks for this name; an exception takes any.
    vars(error)["_render_traceback_"] = sentence
    return error
