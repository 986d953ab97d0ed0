"""What all the kit's widgets share: their look, a saved notebook, and the learner's answer."""

import json
import warnings
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, Generic, TypeGuard, TypeVar, cast

import anywidget
import pandas as pd
import traitlets

from .. import answers, speech
from ..speech import N_, _, ngettext
from ..tables import Table
from . import alone

STATIC = Path(__file__).parent / "static"

# A table of more rows is folded where nothing runs: it would stand before what a lesson says.
LONG = 6

CONFLICT = N_(
    "Your work in this lesson was changed elsewhere since this was opened: in another window, or "
    "by an upload. What you do here is not kept until you choose."
)

OTHER_VERSION = N_("it was kept by another version of the kit, or changed by hand.")
NOT_KEPT = N_("What you did here is not kept.")
REFUSED = N_(
    "What was kept here in lesson {lesson} cannot be shown: {reason} It stays in the file until "
    "you do something here, and then beside it under another name."
)
# By what it is that a widget locks.
LOCKED = {
    "answers": N_("These answers are locked already and stay as they were."),
    "codes": N_("These codes are locked already and stay as they were."),
    "criteria": N_("These criteria are sealed already and stay as they were."),
    "forecasts": N_("These forecasts are locked already and stay as they were."),
    "marks": N_("These marks are locked already and stay as they were."),
    "predictions": N_("These predictions are locked already and stay as they were."),
    "sortings": N_("This sorting is locked already and stays as it was."),
}

Answer = TypeVar("Answer", bound=Mapping[str, object])


def front_end(name: str) -> tuple[Path, Path]:
    """Return module and style sheet of a widget, as `make front` builds them from front/src."""
    return STATIC / f"{name}.js", STATIC / f"{name}.css"


class KitWidget(anywidget.AnyWidget, Generic[Answer]):
    """A widget that computes and draws in the browser, and keeps its answer in `my-work/`.

    The front end changes `answer`, a plain dict, only at rest; Python keeps it at once in the
    lesson's file under the widget's `key`. A subclass sets `_esm`, `_css` and `key`, names the
    shape of its answer (`KitWidget[BoardAnswer]`), says in `table()` what a reader sees where
    nothing runs, and in `_usable()` what it can show of an answer that is in the file, which may
    be anything. What can be locked says in `_unlocked()` what it was before.

    Whatever goes wrong, `notice` says so in a sentence: a folder that cannot be written, a clock
    that cannot be right, an answer of another version of the kit, a fault in the kit itself.
    """

    key: str = ""
    # Whether the table that stands for the widget where it cannot run is folded, being long.
    folds: bool = False

    # Public: what a lesson reads and sets.
    lesson = traitlets.Unicode().tag(sync=True)
    # traitlets knows of no typed dict: this line is the border where the plain dict gets its shape.
    answer: traitlets.TraitType[Answer, Answer] = cast("Any", traitlets.Dict().tag(sync=True))

    # Internal: a line that the browser shows below the widget; a sentence while the file holds
    # what was done in another window, and what the learner chooses then: "mine" or "theirs".
    notice = traitlets.Unicode().tag(sync=True)
    conflict = traitlets.Unicode().tag(sync=True)
    choice = traitlets.Unicode().tag(sync=True)
    # What the browser says, in the language that was spoken when the widget was made.
    _catalogue = traitlets.Dict().tag(sync=True)
    # For a page on which no Python runs: see `alone`. Empty wherever some does.
    _alone = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: str, **traits: object) -> None:
        super().__init__(lesson=lesson, _catalogue=speech.spoken_in_browser(), **traits)
        kept = self._kept()
        self._tell(answers.clock_fault())
        # What the file held when it was last read or written: what holds something else by then
        # was changed elsewhere, and is not overwritten in silence.
        self._seen: object = kept
        # Whether the file holds something of which not all can be shown.
        self._is_strange = False
        if kept is not None:
            self._restore(kept)
        self.observe(self._keep, "answer")
        self.observe(self._chosen, "choice")
        if alone.asked():
            self._alone = self._part_alone()

    def _part_alone(self) -> alone.Alone:
        """Return what a page needs to do Python's part."""
        board = type(self).__name__
        return {"board": board, "key": self.key, "sealed": alone.seal(self.held_back())}

    def held_back(self) -> Mapping[str, object]:
        """Return what Python holds back, and a page without Python must be able to show."""
        return {}

    def _kept(self) -> object:
        """Return what the lesson's file holds for this widget."""
        with self._reading():
            return answers.restore(self.lesson).get(self.key)

    @contextmanager
    def _reading(self) -> Generator[None]:
        """Say what is amiss with the lesson's file."""
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", answers.AnswersWarning)
            yield
        for warning in told:
            self._tell(str(warning.message))

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser sends; a fault in that is told there, and not in the log alone."""
        with self._telling():
            super().set_state(sync_data)

    def _handle_custom_msg(self, content: object, buffers: object) -> None:
        with self._telling():
            super()._handle_custom_msg(content, buffers)

    @contextmanager
    def _telling(self) -> Generator[None]:
        try:
            yield
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
            self.notice = _("Something went wrong in Python: {fault}", fault=fault)
            raise

    def _restore(self, kept: object) -> None:
        """Show what can be shown of an answer in the file, and say what cannot."""
        answer, reason = self._usable(kept)
        self._is_strange = bool(reason)
        if answer is not None:
            self.answer = answer
        if reason:
            self._tell(_(REFUSED, lesson=self.lesson, reason=_(reason)))

    def _usable(self, kept: object) -> tuple[Answer | None, str]:
        """Return what can be shown of a kept answer, and a sentence if that is not all of it."""
        return (cast("Answer", kept), "") if isinstance(kept, dict) else (None, OTHER_VERSION)

    def _unlocked(self) -> Answer | None:
        """Return the answer as it was before its lock; None if it is not locked."""
        return None

    def _keep(self, change: traitlets.Bunch) -> None:
        new = json.loads(json.dumps(change["new"]))
        try:
            if self._is_strange:
                aside = answers.copy_aside(self.lesson)
                self._is_strange = False
                said = (
                    _("What stood there is kept as my-work/{file}.", file=aside.name)
                    if aside
                    else ""
                )
                self.notice = said
            with self._reading():
                answers.replace(self.lesson, self.key, new, self._seen)
        except answers.ChangedElsewhere:
            self.conflict = _(CONFLICT)
        except OSError as error:
            self.notice = f"{answers.trouble(error)} {_(NOT_KEPT)}"
        else:
            if _(NOT_KEPT) in self.notice:
                self.notice = ""
            self._seen, self.conflict = new, ""
            return
        # No lock is shown that was not kept.
        if (draft := self._unlocked()) is not None:
            self._show_unkept(draft)

    def _chosen(self, change: traitlets.Bunch) -> None:
        """Do as the learner chose: keep this answer and set the other aside, or show the other."""
        if not change["new"]:
            return
        kept = self._kept()
        self.choice = ""
        if change["new"] == "mine":
            try:
                aside = answers.copy_aside(self.lesson)
            except OSError as error:
                self.notice = f"{answers.trouble(error)} {_(NOT_KEPT)}"
                return
            said = _("The other work is kept as my-work/{file}.", file=aside.name) if aside else ""
            self.notice = said
            self._seen, self.conflict = kept, ""
            self._keep(traitlets.Bunch(new=self.answer))
            return
        self._seen, self.conflict = kept, ""
        if kept is not None:
            self._restore(kept)

    def _show_unkept(self, answer: Answer) -> None:
        """Show an answer and leave the file as it is, until the learner chooses something."""
        self.unobserve(self._keep, "answer")
        self.answer = answer
        self.observe(self._keep, "answer")

    def _tell(self, sentence: str) -> None:
        """Add a sentence to the notice, if it is not there."""
        if sentence not in self.notice:
            self.notice = f"{self.notice} {sentence}".strip()

    def table(self) -> pd.DataFrame:
        """Return a small table of the widget's present state."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}(lesson {self.lesson})"

    def _repr_mimebundle_(self, **kwargs: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        # A fresh clone is untrusted and shows no widgets: it gets the table and one line on how to
        # wake it.
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        table = Table(self.table())
        line = _(
            "{widget}: run this cell to work with it. Until then, its present state:",
            widget=type(self).__name__,
        )
        shown = table._repr_html_()  # pyright: ignore[reportPrivateUsage] - IPython's own name
        if self.folds or len(table.frame) > LONG:
            named = ngettext("{n} row", "{n} rows", len(table.frame))
            shown = f"<details><summary>{escape(named)}</summary>{shown}</details>"
        bundle |= {
            "text/plain": f"{self!r}\n{table}",
            "text/html": f"<p>{escape(line)}</p>{shown}",
        }
        return bundle, metadata


class LockedWidget(KitWidget[Answer]):
    """A widget whose answer can be locked once, in Python, with the time.

    What it hides is shown after that. The front end asks for the lock by setting `locking`. A
    subclass says in `lock()` how to lock, in `_is_locked` whether a kept answer is, and in
    `_show()` what the browser may see by now.
    """

    what: str = "answers"

    # Internal: the browser asks for the lock.
    locking = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, lesson: str, **traits: object) -> None:
        super().__init__(lesson, **traits)
        self.observe(self._asked_to_lock, "locking")

    def lock(self) -> None:
        """Lock the answer; ValueError with one sentence if it is not ready."""
        raise NotImplementedError

    def _is_locked(self, kept: object) -> TypeGuard[Answer]:
        raise NotImplementedError

    def _show(self) -> None:
        raise NotImplementedError

    def _keep(self, change: traitlets.Bunch) -> None:
        kept = self._kept()
        if not self._is_locked(kept):
            super()._keep(change)
        elif self.answer != kept:
            # An older view may still be open somewhere: what was locked stays.
            self._seen = kept
            self.answer = kept
            self.notice = _(LOCKED[self.what])
        self._show()

    def _asked_to_lock(self, change: traitlets.Bunch) -> None:
        if not change["new"]:
            return
        try:
            self.lock()
        except ValueError as error:
            self.notice = str(error)
        self.locking = False
