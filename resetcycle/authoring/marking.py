"""What `docs/grading.md` says of marking: the rubric, and how far markers agree who use it.

The marks of the twelve essays in `docs/instructor/essays/` are read from `marks.csv` beside them,
one row a mark: essay, marker, line, mark.
"""

import csv
import math
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from .. import agreement, rubric, words
from ..essays import count_words
from . import derived
from .lessons import ROOT
from .text import TextError

FOLDER = ROOT / "docs" / "instructor" / "essays"
COLUMNS = ["essay", "marker", "line", "mark"]
# Below this the words of a line are mended and the essays marked again.
ENOUGH = 0.67

# By marker, essay and line.
Given = dict[str, dict[str, dict[str, int]]]


def table() -> str:
    """Return the rubric as a table, a row for each line and level, and the rules beside it."""
    rows = [
        (f"**{line.criterion}**: {line.question}" * (level == 0), level, earns)
        for line in rubric.lines()
        for level, earns in enumerate(line.levels)
    ]
    rules = "\n".join(f"- {rule}" for rule in rubric.rules())
    return f"{derived.table(('line', 'points', 'what earns them'), rows)}\n\n{rules}"


def agreed(folder: Path = FOLDER) -> str:
    """Return how far each two markers of the essays in a folder agree, in a table and in words.

    Parameters
    ----------
    folder : path
        With an essay a file, ``02-a.txt``, and their marks in ``marks.csv``.

    Raises
    ------
    TextError
        If a row of the marks cannot be used; one sentence with file and row.
    """
    given = marks(folder)
    pairs = list(combinations(sorted(given), 2))
    if not pairs:
        return "Nobody has marked them yet, or one person alone: there is nothing to compare."
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("[0-9]*.txt")}
    rows = [row for pair in pairs for row in _rows(given, pair, texts)]
    heads = ("markers", "line", "marks", "weighted kappa", "equal", "at most one apart")
    below = sorted({name for _, name, _, kappa, *_ in rows if kappa and float(kappa) < ENOUGH})
    found = words.listed(below) if below else "no line"
    return (
        f"{derived.table(heads, rows)}\n\nBelow {words.share(ENOUGH)}: {found}. Kappa is empty "
        "where both gave one mark to all."
    )


def marks(folder: Path = FOLDER) -> Given:
    """Return the marks in ``marks.csv`` of a folder: of each marker, by essay and line.

    Raises
    ------
    TextError
        If a row cannot be used, or a marker has not marked every line of every essay.
    """
    path = folder / "marks.csv"
    if not path.exists():
        return {}
    essays = sorted(each.stem for each in folder.glob("[0-9]*.txt"))
    names = [line.name for line in rubric.lines()]
    found: Given = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise TextError(f"{path.name}, row 1: the columns are {', '.join(COLUMNS)}.")
        for number, row in enumerate(reader, 2):
            if row["essay"] not in essays or row["line"] not in names:
                raise TextError(f"{path.name}, row {number}: no such essay, or no such line.")
            if row["mark"] not in map(str, rubric.LEVELS):
                raise TextError(f"{path.name}, row {number}: a mark is 0, 1, 2 or 3.")
            of_essay = found.setdefault(row["marker"], {}).setdefault(row["essay"], {})
            if row["line"] in of_essay:
                raise TextError(f"{path.name}, row {number}: this line has a mark already.")
            of_essay[row["line"]] = int(row["mark"])
    for marker, of_marker in found.items():
        for essay in essays:
            if missing := set(names) - of_marker.get(essay, {}).keys():
                least = min(missing)
                raise TextError(f"{path.name}: {marker} has not marked {essay} on {least}.")
    return found


def _rows(
    given: Given, pair: tuple[str, str], texts: dict[str, str]
) -> Iterator[tuple[str, str, int, str, str, str]]:
    """Yield a row for each line, for all lines together, and for the points by the rules."""
    one, other = (given[marker] for marker in pair)
    both, essays = ", ".join(pair), sorted(one)
    everything: list[tuple[int, int]] = []
    for line in rubric.lines():
        found = [(one[essay][line.name], other[essay][line.name]) for essay in essays]
        everything += found
        yield both, line.criterion, *_compared(found, rubric.LEVELS)
    yield both, "all lines", *_compared(everything, rubric.LEVELS)
    words = {essay: count_words(texts[essay]) for essay in essays}
    points = [
        (rubric.points(one[each], of).total, rubric.points(other[each], of).total)
        for each, of in words.items()
    ]
    yield both, "points, by the rules", *_compared(points, range(rubric.full() + 1))


def _compared(found: list[tuple[int, int]], levels: range) -> tuple[int, str, str, str]:
    kappa = agreement.weighted_kappa([one for one, _ in found], [two for _, two in found], levels)
    equal = sum(first == second for first, second in found)
    near = sum(abs(first - second) <= 1 for first, second in found)
    shown = "" if math.isnan(kappa) else f"{kappa:.2f}"
    return len(found), shown, f"{equal / len(found):.0%}", f"{near / len(found):.0%}"
