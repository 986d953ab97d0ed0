"""What widgets share whose work goes into a class: a code of it, made here and in the browser."""

from collections.abc import Mapping
from typing import Any

import traitlets

from .. import answers, kinds, sharing
from ..sharing import Kind
from .base import Answer, KitWidget


class Shares(KitWidget[Answer]):
    """A widget whose work has a share code.

    A subclass names the `kind` of its work and says in `_work()` what of the answer a code holds.
    The browser makes the code of what is on the screen, and shows this one where it is of the same
    work; so the two never differ, and no code is shown of other work.
    """

    kind: Kind = "weights"

    # Public: one line for the class chat, empty as long as there is nothing to share.
    share_code = traitlets.Unicode().tag(sync=True)

    # Internal: the learner's random name, and the lists that a code of this kind counts.
    learner = traitlets.Unicode().tag(sync=True)
    lists = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: str, **traits: object) -> None:
        super().__init__(lesson, lists=kinds.lists([self.kind]), **traits)
        self.observe(self._code, "answer")
        self._code()

    def _work(self) -> Mapping[str, Any] | None:
        """Return what a code holds of the answer; None if there is nothing to share yet."""
        raise NotImplementedError

    def _code(self, *_change: object) -> None:
        """Make the code of what is on the board; none where the clock cannot be right."""
        work = self._work()
        with self._reading():
            self.learner = answers.learner(self.lesson)
        if work is None or answers.clock_fault():
            self.share_code = ""
            return
        try:
            self.share_code = sharing.share_code({"learner": self.learner, **work}, self.kind)
        except ValueError:
            # Kept by hand or by another version: it is shown, and no code could hold it.
            self.share_code = ""
