"""What all the kit's widgets share: their look, their place in a saved notebook, and keeping the learner's answer."""

import warnings
from html import escape
from pathlib import Path

import anywidget
import traitlets

from .. import answers
from ..tables import Table

STATIC = Path(__file__).parent / "static"


def front_end(name):
    """Return the source of a widget's front end: the shared helpers and then its own module, as one module."""
    return (STATIC / "kit.js").read_text(encoding="utf-8") + (STATIC / f"{name}.js").read_text(
        encoding="utf-8"
    )


class KitWidget(anywidget.AnyWidget):
    """A widget that computes and draws in the browser, and keeps its answer in `my-work/`.

    The front end changes `answer`, a plain dict, only at rest; Python keeps it at once in the lesson's file under the
    widget's `key`. A subclass sets `_esm`, `key`, and says in `table()` what a reader sees where nothing runs.
    """

    _css = STATIC / "kit.css"
    key = ""
    lesson = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson, **traits):
        super().__init__(lesson=lesson, **traits)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", answers.AnswersWarning)
            kept = answers.restore(lesson).get(self.key)
        self.notice = " ".join(str(warning.message) for warning in told)
        if kept is not None:
            self.answer = kept
        self.observe(self._keep, "answer")

    def _keep(self, change):
        answers.save(self.lesson, **{self.key: change["new"]})

    def table(self):
        """Return a small table (pandas.DataFrame) of the widget's present state."""
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}(lesson {self.lesson})"

    def _repr_mimebundle_(self, **kwargs):
        # A fresh clone is untrusted and shows no widgets: it gets the table and one line on how to wake it.
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        table = Table(self.table())
        line = (
            f"{type(self).__name__}: run this cell to work with it. Until then, its present state:"
        )
        bundle |= {
            "text/plain": f"{self!r}\n{table}",
            "text/html": f"<p>{escape(line)}</p>{table._repr_html_()}",
        }
        return bundle, metadata


class LockedWidget(KitWidget):
    """A widget whose answer can be locked once, in Python, with the time; what it hides is shown after that.

    The front end asks for the lock by setting `locking`. A subclass says in `lock()` how to lock, in `_is_locked`
    whether a kept answer is, and in `_show()` what the browser may see by now.
    """

    locking = traitlets.Bool(False).tag(sync=True)
    what = "answers"

    def __init__(self, lesson, **traits):
        super().__init__(lesson, **traits)
        self.observe(self._asked_to_lock, "locking")

    def lock(self):
        """Lock the answer; ValueError with one sentence if it is not ready."""
        raise NotImplementedError

    def _is_locked(self, kept):
        raise NotImplementedError

    def _show(self):
        raise NotImplementedError

    def _keep(self, change):
        kept = answers.restore(self.lesson).get(self.key)
        if not self._is_locked(kept):
            super()._keep(change)
        elif self.answer != kept:
            # An older view may still be open somewhere: what was locked stays.
            self.answer = kept
            self.notice = f"These {self.what} are locked already and stay as they were."
        self._show()

    def _asked_to_lock(self, change):
        if not change["new"]:
            return
        try:
            self.lock()
        except ValueError as error:
            self.notice = str(error)
        self.locking = False
