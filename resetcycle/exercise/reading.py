"""What a right number says: one question after a task, for the learner alone."""

from string import ascii_lowercase

from ..language import _
from . import public
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
        say(f"{letter}) {choice}")


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
    place = ascii_lowercase.find(letter.strip().lower() or "?")
    if asked.reading is None or not 0 <= place < len(asked.reading.choices):
        say(
            _(
                "There is no such sentence: take a letter that the check of task {task} shows.",
                task=task,
            )
        )
    elif asked.reading.is_carried(task, asked.reading.choices[place]):
        say(_("Yes. {why}", why=asked.reading.why))
    else:
        say(_("No: this sentence says more than was counted, or something else. Choose again."))
