"""Model answers, for learners who have made an attempt of their own."""

from .. import data
from . import public
from .essay import named_cells
from .progress import Done, done
from .say import say

# A learner who has written this much has tried, and may see the model essay.
TRIED_WORDS = 150


def model(task: str) -> None:
    """Show the model answer to a task or an essay, once the learner has made an attempt.

    Parameters
    ----------
    task : str
        Such as ``"04.2"``, or ``"04.essay"``.
    """
    from IPython.display import Markdown, display

    lesson, number = task.split(".")
    first = _to_do_first(number, done(lesson).get(number, Done()))
    if first:
        say(first)
        return
    name = public.exercises()[lesson].name
    path = data.DATA.parent / "solutions" / name / f"{name}.ipynb"
    if not path.exists():
        say("The model answers are not on this computer; ask your instructor.")
        return
    text = named_cells(path)[number if number == "essay" else f"task-{number}"]
    text = "".join(line for line in text.splitlines(keepends=True) if "SOLUTION" not in line)
    if number != "essay":
        text = f"```python\n{text}\n```\n\n{public.find(task).right}"
    display(Markdown(text))


def _to_do_first(number: str, noted: Done) -> str:
    if number == "essay" and noted.get("words", 0) < TRIED_WORDS:
        return (
            f"Write at least {TRIED_WORDS} words of your own first, save, and run the cell that "
            "counts them."
        )
    if number != "essay" and not noted.get("tries"):
        return f"Try task {number} first: answer it in your own way and run its check."
    return ""
