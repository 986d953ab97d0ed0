"""Calling for an answer: a fault in the learner's own code is told in one sentence, too."""

import builtins
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from types import FunctionType
from typing import cast

from ..speech import _
from .meant import meant, unquoted
from .naming import saying, what, without_fail
from .shapes import AnswerError, StoppedError, UnansweredError, plain
from .slips import gives_nothing
from .task import Entries, Task

# Where cells are compiled by IPython alone; the kernel of JupyterLab names files of its own.
_CELLS = "<ipython-input"
_NOT_CALLED = re.compile(r"'(\w+)' object is not callable")
# So many frames of an error are the kit's own: `called`, and the question.
_OWN = 2


def taken(answer: Callable[[], object], task: Task) -> Entries:
    """Call for an answer and return it as `plain` does.

    Parameters
    ----------
    answer : callable
        Without arguments, such as the lambda of a check; it may return anything, and fail in any
        way.
    task : Task

    Raises
    ------
    UnansweredError, AnswerError
        As `plain`; StoppedError, in one sentence, also if the learner's own code stops; and
        AnswerError whatever the learner's objects do when they are looked at.
    """
    return called(answer).entries(task)


@dataclass(frozen=True)
class Called:
    """An answer that was called for, once: what is amiss with it can be said in any language.

    Attributes
    ----------
    answer : callable
    found : object
        What it gave.
    error : BaseException or None
        With what it stopped.
    """

    answer: Callable[[], object]
    found: object = None
    error: BaseException | None = None

    def entries(self, task: Task) -> Entries:
        """Return the answer, or raise what is amiss, as `taken` does."""
        if silent := _gives_nothing(self.answer):
            raise AnswerError(silent)
        found = self.found if self.error is None else _stopped(self.error, self.answer, task)
        try:
            return plain(found, task)
        except (AnswerError, UnansweredError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001  (whatever a learner's objects may raise)
            left = without_fail(lambda: what(found), _("an object"))
            raise AnswerError(
                _(
                    "your answer is {what} that cannot be read: looking at it stops with {error}.",
                    what=left,
                    error=saying(error),
                )
            ) from None


def called(answer: Callable[[], object]) -> Called:
    """Call for an answer; one that is a function without a result is not called.

    Raises
    ------
    KeyboardInterrupt
        The learner stops what takes too long.
    """
    try:
        return Called(answer, None if _gives_nothing(answer) else answer())
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  (whatever a learner's code may raise)
        return Called(answer, error=error)


def _gives_nothing(answer: Callable[[], object]) -> str:
    """Say that a function which the answer asks by name has no result."""
    if not isinstance(answer, FunctionType):
        return ""
    return gives_nothing([f"{name}()" for name in answer.__code__.co_names], answer.__globals__)


def _stopped(error: BaseException, answer: Callable[[], object], task: Task) -> object:
    """Raise in a sentence what an answer stops with; return dots where it is still open."""
    # Of an error of a learner's own, only its type is sure not to answer.
    kind = type(error)
    if issubclass(kind, UnansweredError):
        # A function that was filled in by hand says itself what is open.
        raise error
    if issubclass(kind, NotImplementedError):
        return ...
    if issubclass(kind, NameError):
        raise AnswerError(_unknown(cast("NameError", error), answer))
    said = saying(error)
    # Dots that the learner has not replaced yet, met in the middle of a calculation.
    if "ellipsis" in said.lower():
        return ...
    helps = meant(error, said) or task.hint
    raise StoppedError(_no_function(error, answer) or f"{_where(error, said)} {helps}".rstrip())


def _no_function(error: BaseException, answer: Callable[[], object]) -> str:
    """Say that a value stands where a question calls a function."""
    # Only the frames of `called` and of the question itself: nothing of the learner's ran.
    is_first = len(traceback.extract_tb(error.__traceback__)) <= _OWN
    # What Python itself says; an error of a learner's own may refuse to say anything.
    kind = _NOT_CALLED.fullmatch(str(error)) if type(error) is TypeError else None
    if not (isinstance(answer, FunctionType) and is_first and kind):
        return ""
    for name in answer.__code__.co_names:
        value = answer.__globals__.get(name)
        if type(value).__name__ == kind[1]:
            return _(
                "{name} is {what}; the task asks for a function: write `def {name}(...):` and let "
                "it end with `return` and the result.",
                name=name,
                what=what(value),
            )
    return ""


def _unknown(error: NameError, answer: Callable[[], object]) -> str:
    """Say which name has no value, and why."""
    # Python keeps the name of some of these errors in their text only.
    quoted = re.search(r"'(\w+)'", saying(error))
    name = error.name or (quoted[1] if quoted else "")
    if not name:
        return _where(error, saying(error))
    if isinstance(error, UnboundLocalError):
        return _(
            "'{name}' is used in a function before it has a value there: give it one in a line "
            "above, inside the function, or take another name.",
            name=name,
        )
    if quoted := unquoted(name, error):
        return quoted
    if like := _like(name, error, answer):
        return _("'{name}' is not known: did you mean {like}?", name=name, like=like)
    return _(
        "'{name}' is not known: run the cell in which it is made, or mend its spelling. If it is a "
        "word of the task's text that stands for something, write that in its place.",
        name=name,
    )


def _like(name: str, error: NameError, answer: Callable[[], object]) -> str:
    """Return the known name that looks most like one, if any does."""
    known = {*vars(builtins)}
    if isinstance(answer, FunctionType):
        known |= answer.__globals__.keys()
    frames = [frame for frame, _line in traceback.walk_tb(error.__traceback__)]
    known |= {*frames[-1].f_code.co_varnames} if frames else set()
    plain = sorted(each for each in known if not each.startswith("_"))
    return next(iter(get_close_matches(name, plain, n=1, cutoff=0.8)), "")


def _where(error: BaseException, said: str) -> str:
    """Say how the code stops, and in which line of which of the learner's functions, if in one."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)[_OWN:]
        if ("ipykernel" in frame.filename or frame.filename.startswith(_CELLS))
        and not frame.name.startswith("<")
    ]
    if not frames:
        return _("your code stops with {error}.", error=said)
    return _(
        "your code stops with {error} in line {line} of {name}.",
        error=said,
        line=frames[-1].lineno,
        name=frames[-1].name,
    )
