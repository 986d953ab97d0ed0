"""A cohort's exercises in every language of the kit, beside the English ones.

Code, names and sealed answers are those of the English copies: one key marks a class that has both.
"""

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from .. import files, speech
from ..authoring import built, catalogues, editions, units
from ..authoring.units import Told
from . import items, tasks

# A class is released in one process, in which nobody translates.
_translation = cache(editions.translation)


def lay(sources: Path, assignments: Sequence[tasks.Assignment]) -> None:
    """Lay `exercises/xx/` beside a cohort's exercises, for each language that somebody has begun.

    Parameters
    ----------
    sources : Path
        The folder above the cohort's ``exercises/``.
    assignments : sequence of Assignment
        With what the cohort drew.

    Raises
    ------
    TextError
        If a translation has faults.
    """
    own = editions.places()
    for language in catalogues.languages():
        translated = _translation(language)
        told = translated.told()
        with speech.speaking(translated.catalogue()):
            for assignment in assignments:
                _lay(sources, assignment, language, told, own)
        listed = (sources / "exercises" / "README.md").read_text(encoding="utf-8")
        files.write_whole(sources / "exercises" / language / "README.md", units.said(listed, told))


def _lay(
    sources: Path, assignment: tasks.Assignment, language: str, told: Told, own: Collection[str]
) -> None:
    place = f"exercises/{assignment.name}/{assignment.name}.ipynb"
    exercise = built.read(sources / place, place)
    # A card that was drawn stands in no public text: its parts are said, each by itself.
    cards = {
        f"cards-{number}": items.cards_cell(assignment.tasks[number].said())
        for number in assignment.drawn
    }
    for cell in exercise.cells:
        if cell.cell_type == "markdown":
            said = cards.get(tasks.cell_name(cell)) or units.said(cell.source, told)
            cell.source = editions.relinked(said, place, language, own)
    exercise.metadata["resetcycle"] = {"language": language}
    target = sources / editions.place_in(place, language)
    built.write(built.stamped(exercise, exercise.metadata["built"]["from"]), target)
