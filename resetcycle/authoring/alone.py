"""Pages on which no Python runs: which cells of a lesson show something else to each learner.

A page of the site shows what the cells gave when it was built, with boards as they begin. Boards
come alive in the page; a cell that prints what was done on one cannot, and says so.
"""

import ast
from collections.abc import Iterable, Iterator

from ..speech import N_

STARTING = N_(
    "Shown for a board on which nothing was done yet: open this lesson in the Python edition to "
    "see it with your own work."
)
# What makes boards, and what reads the work that is kept.
_BOARDS = "widgets"
_READERS = {"rc.answers", "rc.progress", "rc.recall"}
# What a board says of the kit alone.
_SAME_FOR_ALL = {"kit_with_itself"}


def dependent(sources: Iterable[str]) -> list[int]:
    """Return the places of the cells whose output depends on what a learner did.

    Parameters
    ----------
    sources : iterable of str
        The sources of the cells of one notebook, in their order; an empty one for what is no code.

    Examples
    --------
    A cell that shows a board is alive, and one that only keeps something prints nothing:

    >>> cells = ["chat = rc.widgets.ClassPool('07')", "text = chat.answer", "print(text)"]
    >>> dependent(cells)
    [2]
    """
    names = dict[str, bool]()
    return [place for place, source in enumerate(sources) if _depends(ast.parse(source), names)]


def _depends(cell: ast.Module, names: dict[str, bool]) -> bool:
    """Whether a cell says something that depends on a learner.

    `names` are those that do, and whether they are boards; it follows what the cell gives.
    """
    said = False
    for statement in cell.body:
        own = set(_bound(statement))
        is_board = _makes_board(statement)
        if own and (is_board or _reads(statement, names)):
            names |= dict.fromkeys(own, is_board)
        elif own:
            # Given anew, a name is no longer what it was.
            for name in own:
                names.pop(name, None)
        elif not is_board and not _shows_board(statement, names):
            said = said or _reads(statement, names)
    return said


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement gives."""
    if isinstance(statement, ast.FunctionDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _makes_board(statement: ast.stmt) -> bool:
    value = getattr(statement, "value", None)
    return isinstance(value, ast.Call) and f".{_BOARDS}." in ast.unparse(value.func)


def _shows_board(statement: ast.stmt, names: dict[str, bool]) -> bool:
    """Whether the name of a board stands alone in its line."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Name) and names.get(value.id, False)


def _reads(statement: ast.stmt, names: dict[str, bool]) -> bool:
    """Whether a statement asks a name that depends on a learner, or the work that is kept."""
    asked = [node for node in ast.walk(statement) if isinstance(node, ast.Attribute)]
    same = {id(node.value) for node in asked if node.attr in _SAME_FOR_ALL}
    return any(
        isinstance(node.ctx, ast.Load) and node.id in names and id(node) not in same
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    ) or any(ast.unparse(node) in _READERS for node in asked)
