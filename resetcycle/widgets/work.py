"""Take saved work home, and bring it back: for Binder, where a session and its files die."""

import pandas as pd
import traitlets

from .. import answers
from ..speech import N_, _, ngettext
from .base import KitWidget, front_end


class MyWork(KitWidget[answers.Answers]):
    """Two buttons: download a lesson's file of answers, and upload it again.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"06"``.
    """

    _esm, _css = front_end("work")

    # Internal: the file on its way out, and one on its way in.
    file_text = traitlets.Unicode().tag(sync=True)
    uploaded = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson: str) -> None:
        super().__init__(lesson)
        self._refresh()
        self.on_msg(self._asked)
        self.observe(self._take, "uploaded")

    def _keep(self, change: traitlets.Bunch) -> None:
        """Keep nothing: this widget has no answer of its own."""

    def _asked(self, *_message: object) -> None:
        self._refresh()
        self.send({})

    def _refresh(self) -> None:
        with self._reading():
            self.file_text = answers.export_text(self.lesson)

    def _take(self, change: traitlets.Bunch) -> None:
        if not change["new"]:
            return
        # Taken in hand: the browser sees that it came, and the same file may come again.
        self.uploaded = ""
        self._refresh()
        before = self.file_text
        try:
            kept = answers.import_text(self.lesson, change["new"])
        except ValueError as error:
            self.notice = f"{error} " + _("Nothing was changed.")
            return
        except OSError as error:
            lost = _("The upload is not kept; nothing was changed.")
            self.notice = f"{answers.trouble(error)} {lost}"
            return
        self._refresh()
        if self.file_text == before:
            self.notice = _(
                "This is the file of lesson {lesson} as it is here already: nothing was changed.",
                lesson=self.lesson,
            )
            return
        self.notice = ngettext(
            "Lesson {lesson} is back, with {n} kept. Run its cells again to see them.",
            "Lesson {lesson} is back, with {n} kept. Run its cells again to see them.",
            len(kept),
            lesson=self.lesson,
        )

    def table(self) -> pd.DataFrame:
        """Return which answers are kept: one row an answer."""
        with self._reading():
            kept = list(answers.restore(self.lesson))
        return pd.DataFrame({N_("kept answer"): kept or [N_("nothing kept yet")]})
