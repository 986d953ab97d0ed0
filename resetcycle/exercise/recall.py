"""Three questions from earlier weeks, before an exercise begins: kept, and never marked.

They are drawn from what the public exercises ask in words: the sentences that a task sorts, and
what a right number says. So nothing that a class's own copy asks is told here.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from string import ascii_lowercase
from typing import cast

from .. import answers
from ..speech import _, ngettext
from . import public
from .public import Exercise
from .reading import place_of
from .say import say
from .task import Task

QUESTIONS = 3
# Under this a lesson's file keeps what was chosen.
KEPT = "recall"


@dataclass(frozen=True)
class Question:
    """A question from an earlier week.

    Attributes
    ----------
    name : str
        Lesson, task and entry, such as ``"04.6/best"``; of what a number says, without entry.
    text : str
        What is asked.
    choices : tuple of str
        What can be answered.
    right : tuple of str
        Those of them that are right.
    why : str
        The reason, where one is told.
    """

    name: str
    text: str
    choices: tuple[str, ...]
    right: tuple[str, ...]
    why: str = ""


def recall(lesson: str, *letters: str) -> None:
    """Ask three questions from earlier weeks, or answer them; it is kept, and earns nothing.

    Parameters
    ----------
    lesson : str
        The exercise that begins, such as ``"05"``.
    *letters : str
        The answers, in the order of the questions, such as ``"a", "c", "b"``.
    """
    asked = questions(lesson)
    if not asked:
        say(_("There is nothing to recall before exercise {lesson}.", lesson=lesson))
        return
    if not letters:
        _ask(lesson, asked)
        return
    places, faults = _read(asked, letters)
    if faults:
        for fault in faults:
            say(fault)
        say(_("Answer as in {example}.", example=_call(lesson, len(asked))))
        return
    words = [each.choices[place] for each, place in zip(asked, places, strict=True)]
    with suppress(OSError):
        kept = answers.restore(lesson).get(KEPT)
        before = cast("dict[str, object]", kept) if isinstance(kept, dict) else {}
        # The first answer is what was remembered; a later one was read here.
        now = {each.name: word for each, word in zip(asked, words, strict=True)}
        answers.save(lesson, **{KEPT: now | before})
    for number, (each, word) in enumerate(zip(asked, words, strict=True), 1):
        say(f"{number}. {_told(each, word)}")


def questions(lesson: str) -> list[Question]:
    """Return the questions before an exercise, the same each time: from different tasks."""
    earlier = [each for name, each in public.exercises().items() if name < lesson]
    by_task: dict[str, list[Question]] = {}
    for question in (each for exercise in earlier for each in _of(exercise)):
        by_task.setdefault(question.name.partition("/")[0], []).append(question)

    def chance(name: str) -> str:
        return hashlib.sha256(f"{lesson}|{name}".encode()).hexdigest()

    drawn = sorted(by_task, key=chance)
    # One from last week, and the others from any week before this one.
    last = [name for name in drawn if name.startswith(f"{int(lesson) - 1:02d}.")][:1]
    chosen = [*last, *(name for name in drawn if name not in last)][:QUESTIONS]
    return [min(by_task[name], key=lambda each: chance(each.name)) for name in chosen]


def digest(name: str, choice: str) -> str:
    """Return what stands for a right answer in `exercises/tasks.json`."""
    return hashlib.sha256(f"recall|{name}|{choice}".encode()).hexdigest()[:8]


def _of(exercise: Exercise) -> Iterator[Question]:
    for task in exercise.tasks.values():
        if task.reading:
            right = [
                each for each in task.reading.choices if task.reading.is_carried(task.name, each)
            ]
            text = _("“{title}”, in numbers: what does the number say?", title=task.title)
            yield Question(task.name, text, task.reading.choices, tuple(right), task.reading.why)
        yield from _items(task, exercise.recall.get(task.number, {}))


def _items(task: Task, keys: dict[str, list[str]]) -> Iterator[Question]:
    for entry, signs in keys.items():
        name = f"{task.name}/{entry}"
        right = tuple(each for each in task.choices if digest(name, each) in signs)
        text = f"({task.title}) {task.cards[entry].text}"
        yield Question(name, text, task.choices, right)


def _read(asked: Sequence[Question], letters: Sequence[str]) -> tuple[list[int], list[str]]:
    """Return the places that the letters stand for, and what is wrong with them, if anything."""
    if len(letters) != len(asked):
        said = ngettext(
            "{n} letter is given; there are {asked} questions, so write {asked} letters.",
            "{n} letters are given; there are {asked} questions, so write {asked} letters.",
            len(letters),
            asked=len(asked),
        )
        return [], [said]
    read = [
        place_of(letter, len(each.choices)) for letter, each in zip(letters, asked, strict=True)
    ]
    faults = [
        _("Question {number}: {says}", number=number, says=fault)
        for number, (_place, fault) in enumerate(read, 1)
        if fault
    ]
    return [place for place, _fault in read], faults


def _ask(lesson: str, asked: Sequence[Question]) -> None:
    say(
        _(
            "From earlier weeks, without looking anything up; it is kept and earns no points. "
            "Answer in a new cell, such as {example}.",
            example=_call(lesson, len(asked)),
        )
    )
    for number, each in enumerate(asked, 1):
        say(f"{number}. {each.text}")
        for letter, choice in zip(ascii_lowercase, each.choices, strict=False):
            say(f"   {letter}) {_(choice)}")


def _call(lesson: str, count: int) -> str:
    letters = ", ".join(f'"{letter}"' for letter in "aba"[:count])
    return f'rc.recall("{lesson}", {letters})'


def _told(question: Question, word: str) -> str:
    if word in question.right:
        return _("Right: {word}. {why}", word=_(word).rstrip("."), why=question.why).strip()
    return _(
        "Not quite: {right}. {why} It comes from task {task}.",
        right=" / ".join(map(_, question.right)).rstrip("."),
        why=question.why,
        task=question.name.partition("/")[0],
    ).replace("  ", " ")
