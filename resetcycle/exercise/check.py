"""The check under a task: right, or what is off about the answer.

An exercise carries, beside each task, a key: digests of the accepted answer and of known mistakes.
What a task asks for, and what is said to each mistake, stands in `exercises/tasks.json`; that file,
the keys and the exercises are all made from `solutions/` by `make release`.
"""

from collections.abc import Callable

from . import public, shapes
from .explain import explain
from .progress import note_try
from .say import say, short
from .seals import MORE, Sealed


def check(task: str, answer: Callable[[], object], key: str) -> None:
    """Say whether an answer is right, and if not, what is off about it.

    Parameters
    ----------
    task : str
        Lesson and task, such as ``"04.2"``.
    answer : callable
        Without arguments; returns the learner's answer: a number, a bool, a text, a list, a dict
        or a pandas object. It is called here, so that a fault in the learner's own code is told in
        one sentence, too.
    key : str
        The sealed answer, as `seals.Sealed.text` writes it. Exercises carry it; nobody writes one
        by hand. A `+` at its end says that this is not the task's last check, so that "right" is
        said once.

    Raises
    ------
    NotImplementedError
        If there is no answer yet.
    AssertionError
        If the answer is not right. Either way with one sentence, and the trying is noted in
        `my-work/`.
    """
    asked = public.find(task)
    keys = Sealed.read(asked, key.removesuffix(MORE))
    try:
        found = explain(shapes.taken(answer, asked), keys)
    except NotImplementedError as error:
        raise short(NotImplementedError(f"Task {asked.number} {error}")) from None
    except ValueError as error:
        found = str(error)
    if found:
        note_try(asked.lesson, asked.number, right=False)
        raise short(AssertionError(f"Task {asked.number}: {found}"))
    if not key.endswith(MORE):
        note_try(asked.lesson, asked.number, right=True)
        say(f"Task {asked.number} is right. {asked.right}")
