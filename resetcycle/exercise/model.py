"""Model answers, for learners who have made attempts of their own."""

import tomllib
from pathlib import Path

from .. import data
from ..speech import N_, _, ngettext, spoken
from . import public
from .labels import offered
from .notebooks import named_cells
from .progress import DIFFERENT, Done, different, done
from .reasons import reasons
from .say import say
from .task import Task

# A learner who has written this much has tried, and may see the model essay.
TRIED_WORDS = 150
NOT_HERE = N_("The model answers are not on this computer; ask your instructor.")


def model(task: str) -> None:
    """Show the model answer to a task or an essay, once the learner has tried.

    Of a task after three tries that differ, or when it is right; of an essay after 150 words.

    Parameters
    ----------
    task : str
        Such as ``"04.2"``, or ``"04.essay"``.
    """
    from IPython.display import Markdown, display

    lesson, number = public.parted(task)
    exercise = public.exercises().get(lesson)
    asked = {*exercise.tasks, *["essay"] * exercise.has_essay} if exercise else set[str]()
    if exercise is None or number not in asked:
        say(
            _(
                "There is no task {task}: write lesson and task, such as rc.model({example}).",
                task=repr(task),
                example='"04.2"',
            )
        )
        return
    first = _to_do_first(number, done(lesson).get(number, Done()))
    if first:
        say(first)
        return
    text = _solved(exercise, number if number == "essay" else f"task-{number}")
    if text is None:
        say(_(NOT_HERE))
        return
    text = "".join(line for line in text.splitlines(keepends=True) if "SOLUTION" not in line)
    if number != "essay" and exercise.tasks[number].drawn:
        text = _in_words(exercise.tasks[number], text)
    elif number != "essay":
        text = f"```python\n{text}\n```\n\n{exercise.tasks[number].right}"
    display(Markdown(text))


def _in_words(task: Task, text: str) -> str:
    """Return a solution of words with its reasons: each sentence, its answer, and why."""
    lines: list[str] = []
    if public.find(task.name).keys != task.keys:
        other = _(
            "Your copy has other sentences than the public edition; these are that one's, "
            "as examples."
        )
        lines.append(f"{other}\n")
    for name, answer, why in reasons(text):
        lines.append(f"- {task.cards[name].text} **{offered(answer)}**: {why}")
    return "\n".join([*lines, "", task.right])


def model_essay(lesson: str) -> str | None:
    """Return the model essay of an exercise, in the language that is spoken if it has one.

    None if the solutions are not on this computer.
    """
    return _solved(public.exercises()[lesson], "essay")


def look_for(lesson: str) -> dict[str, list[str]]:
    """Return what a marker looks for in an essay, by line of the rubric; {} without solutions."""
    path = _kit() / "solutions" / public.exercises()[lesson].name / "tasks.toml"
    if not path.exists():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))["essay"]["look_for"]


def _solved(exercise: public.Exercise, cell: str) -> str | None:
    notebook = Path(exercise.name, f"{exercise.name}.ipynb")
    for folder in (_kit() / "docs" / spoken() / "solutions", _kit() / "solutions"):
        if (folder / notebook).exists():
            return named_cells(folder / notebook)[cell]
    return None


def _kit() -> Path:
    return data.DATA.parent


def _to_do_first(number: str, noted: Done) -> str:
    if number == "essay" and noted.get("words", 0) < TRIED_WORDS:
        return ngettext(
            "Write at least {n} word of your own first, save, and run the cell that counts them.",
            "Write at least {n} words of your own first, save, and run the cell that counts them.",
            TRIED_WORDS,
        )
    left = DIFFERENT - len(different(noted))
    if number == "essay" or noted.get("right") or left < 1:
        return ""
    if not noted.get("tries"):
        return _(
            "Try task {number} first: answer it in your own way and run its check. The model opens "
            "when it is right, or after {n} tries with different answers.",
            number=number,
            n=DIFFERENT,
        )
    return ngettext(
        "The model of task {number} opens when it is right, or after {n} more try with another "
        "answer.",
        "The model of task {number} opens when it is right, or after {n} more tries with other "
        "answers.",
        left,
        number=number,
    )
