"""The weights of a whole class, pooled without a server: paste the chat, see how far apart."""

from typing import TypedDict, cast

import pandas as pd
import traitlets

from ..classroom import class_result, sample_text
from ..language import N_, _
from .base import OTHER_VERSION, KitWidget, front_end

COLUMNS = {
    "label": N_("obstacle"),
    "low": N_("lowest"),
    "median": N_("median"),
    "high": N_("highest"),
    "class_weight": N_("class"),
}


class PoolAnswer(TypedDict, total=False):
    """The text as it was pasted."""

    text: str


class ClassPool(KitWidget[PoolAnswer]):
    """A box for the class chat, and what the share codes in it say together.

    The browser sends the pasted text; Python reads it, computes, and sends back `result`, which the
    browser draws. The text is kept as it was pasted, names included, in `my-work/` and nowhere
    else.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"07"`` by default.

    Attributes
    ----------
    answer : dict
        ``{"text": ...}``, the pasted text.
    result : dict
        See `classroom.class_result`; empty as long as there is no text.
    """

    _esm, _css = front_end("pool")
    key = "class"

    # Public: what the class says together.
    result = traitlets.Dict().tag(sync=True)

    # Internal: how many texts have been read (two texts may have one result, and the browser waits
    # for a word on each), and the text of the sample class.
    read = traitlets.Int().tag(sync=True)
    sample = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: str = "07") -> None:
        super().__init__(lesson, sample=sample_text())
        self.observe(self._read, "answer")
        self._read()

    def _usable(self, kept: object) -> tuple[PoolAnswer | None, str]:
        if isinstance(kept, dict) and isinstance(kept.get("text", ""), str):
            return cast("PoolAnswer", kept), ""
        return None, OTHER_VERSION

    def _read(self, *_change: object) -> None:
        text: object = self.answer.get("text", "")
        if isinstance(text, str) and text.strip():
            result = class_result(text)
            if text == self.sample:
                result["summary"] = _(
                    "The sample class, invented for teaching: {summary}", summary=result["summary"]
                )
            self.result = result
        else:
            self.result = {}
        self.read += 1

    def table(self) -> pd.DataFrame:
        """Return lowest, median and highest weight of each group, and that of the class."""
        if not self.result.get("learners"):
            said = self.result.get("summary", _("No codes have been read yet."))
            return pd.DataFrame({N_("class"): [said]})
        table = pd.DataFrame(self.result["groups"])[list(COLUMNS)].rename(columns=COLUMNS)
        return table.dropna(axis=1, how="all").round(3)
