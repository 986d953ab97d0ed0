"""What `docs/grading.md` says of the rubric, from `data/rubric.csv`."""

from .. import rubric
from . import derived


def table() -> str:
    """Return the rubric as a table, a row for each line and level, and the rules beside it."""
    rows = [
        (f"**{line.criterion}**: {line.question}" * (level == 0), level, earns)
        for line in rubric.lines()
        for level, earns in enumerate(line.levels)
    ]
    rules = "\n".join(f"- {rule}" for rule in rubric.rules())
    return f"{derived.table(('line', 'points', 'what earns them'), rows)}\n\n{rules}"
