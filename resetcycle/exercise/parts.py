"""Credit by part: what is right of a task counts, less what a blind guess would have had."""

import math
from collections.abc import Sequence

from ..speech import _
from ..words import number
from .keys import Keys
from .shapes import is_strange, words
from .task import Entries, Task

# A share that was calculated may come out a hair below the half point that it is.
_HAIR = 1e-9


class Worth:
    """What an answer that is not right is worth: nbgrader reads the number, a learner the words."""

    def __init__(self, points: float, words: str) -> None:
        self.points, self.words = points, words

    def __repr__(self) -> str:
        return f"{self.points:g}"

    def _repr_html_(self) -> str:
        return f"<p>{self.words}</p>"


def points(task: Task, asked: Sequence[tuple[Entries | None, Keys]]) -> float:
    """Return what the answers to a task earn.

    Parameters
    ----------
    task : Task
    asked : sequence of tuple
        What each question gave, None if that is no answer, with the question's ring.

    Returns
    -------
    float
        All points if every question is answered rightly. Else, where the parts of a task are
        independent, the share of the places that are right in every question, corrected for
        guessing and rounded down to half points; where they are not, nothing. An answer of one
        place that earns by part does so by question: the share of the hidden ones that are right,
        if all visible ones are.
    """
    if task.parts and task.shape == "one":
        return _by_question(task, asked)
    given = [(entries, keys) for entries, keys in asked if entries is not None]
    if len(given) < len(asked):
        return 0
    if all(keys.earns(entries) for entries, keys in given):
        return task.points
    if not task.parts:
        return 0
    places = len(given[0][1].places)
    right = sum(
        all(keys.accepts(place, entries[place]) for entries, keys in given)
        for place in range(places)
    )
    return _in_halves(task, share(task, right, places))


def _by_question(task: Task, asked: Sequence[tuple[Entries | None, Keys]]) -> float:
    right = [entries is not None and keys.earns(entries) for entries, keys in asked]
    if all(right):
        return task.points
    # Who reads the visible values off the exercise has not answered anything yet.
    hidden = [each for each, probe in zip(right, task.probes, strict=True) if probe.hidden]
    if not hidden or sum(right) - sum(hidden) < len(right) - len(hidden):
        return 0
    return _in_halves(task, share(task, sum(hidden), len(hidden)))


def _in_halves(task: Task, part: float) -> float:
    return math.floor(2 * task.points * part + _HAIR) / 2


def share(task: Task, right: int, places: int) -> float:
    """Return the share of its points that a task earns by its right places.

    Of words to choose from, so much is taken off that a blind choice earns nothing on average.

    Examples
    --------
    >>> five = Task("04.6", "choice", "mapping", choices=("yes", "no", "open", "never"))
    >>> share(five, 4, 5), share(five, 1, 5)
    (0.7333333333333334, 0.0)
    """
    words = choices(task)
    by_chance = 1 / words if words else 0
    return max(0.0, (right / places - by_chance) / (1 - by_chance))


def choices(task: Task) -> int:
    """Return among how many words one entry is chosen; 0 for a number."""
    return 0 if task.kind == "number" else len(words(task)) or 2


def so_far(task: Task, earned: float) -> str:
    """Say what an answer is worth that is right in part."""
    said = number(earned, "g")
    return _("This earns {earned} of {points} points.", earned=said, points=task.points)


def show(task: Task, asked: Sequence[tuple[Entries | None, Keys]]) -> None:
    """Show what an answer is worth, in a form that nbgrader takes for the points of the cell.

    Nbgrader takes the first of an error and a number that a cell shows, so this comes before the
    error. Outside a kernel nobody would read it. A slip of the keyboard costs no sentence, so it
    gets no words on what the other entries are worth.
    """
    from IPython.core.getipython import get_ipython

    shell, earned = get_ipython(), points(task, asked)
    if shell is not None and earned:
        slip = any(is_strange(each, task) for entries, _keys in asked for each in entries or ())
        said = "" if slip or task.tells == "nothing" else so_far(task, earned)
        shell.displayhook(Worth(earned, said))
