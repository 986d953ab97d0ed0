"""What a right number says: one question after a task, for the learner alone."""

from string import ascii_lowercase

from ..speech import _
from . import public
from .naming import shown, what
from .say import say
from .task import Task


def ask(task: Task) -> None:
    """Ask what the number says, if the task has such a question."""
    if task.reading is None:
        return
    answer = f'rc.reads("{task.name}", "a")'
    say(
        _(
            "Which sentence does this number carry? Answer in a new cell, such as {answer}.",
            answer=answer,
        )
    )
    for letter, choice in zip(ascii_lowercase, task.reading.choices, strict=False):
        say(f"{letter}) {_(choice)}")


def reads(task: str, letter: str) -> None:
    """Say whether a right number carries a sentence; it earns no points.

    Parameters
    ----------
    task : str
        Lesson and task, such as ``"04.2"``.
    letter : str
        Of a sentence that the task's check offers, such as ``"b"``.
    """
    try:
        asked = public.find(task)
    except ValueError as error:
        say(str(error))
        return
    if asked.reading is None:
        say(_("Task {task} has no question on what its number says.", task=task))
        return
    choices = asked.reading.choices
    place, fault = place_of(letter, len(choices))
    if fault:
        say(fault)
    elif asked.reading.is_carried(task, choices[place]):
        say(_("Yes. {why}", why=asked.reading.why))
    else:
        say(_("No: this sentence says more than was counted, or something else. Choose again."))


def place_of(letter: object, count: int) -> tuple[int, str]:
    """Return the place of a letter among so many sentences, and what is wrong with it, if it is.

    Parameters
    ----------
    letter : object
        As a learner wrote it: capital letters, blanks and a bracket behind it do no harm.
    count : int
        How many sentences there are.
    """
    last = ascii_lowercase[count - 1]
    if not isinstance(letter, str):
        said = _(
            "{given} is no letter: write one from a to {last} in quotation marks.",
            given=what(letter),
            last=last,
        )
        return 0, said
    word = letter.strip().rstrip(").").lower()
    if len(word) != 1:
        said = _(
            "{given} is not one letter: choose one sentence, from a to {last}.",
            given=shown(letter),
            last=last,
        )
        return 0, said
    place = ascii_lowercase.find(word)
    if not 0 <= place < count:
        said = _(
            "There is no sentence {letter}: the letters here are a to {last}.",
            letter=word,
            last=last,
        )
        return 0, said
    return place, ""
