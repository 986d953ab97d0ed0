"""Words that the code of lessons and exercises gives to rows, columns and lines: they are read in
tables and charts, which look them up in the catalogue of the language that is spoken.

Code is the same in every language; what it prints, and what it compares, stays as it is.
"""

import ast
import re
from collections.abc import Iterator

# A phrase: two words or more, and none of the signs of code.
_PHRASE = re.compile(r"[A-Za-z][\w'-]*[,:;]?( [\w'-]+[,:;]?)+")
# What takes a text that nobody reads: a query, a question of a check, a line that is printed.
_UNREAD = ("print", "query", "eval", "check", "seal")


def phrases(source: str) -> Iterator[str]:
    """Yield the phrases of a cell that a table or a chart may show.

    Examples
    --------
    >>> [*phrases('rc.show(rules.rename("used for")); print("the end of", 3)')]
    ['used for']
    """
    tree = ast.parse(source)
    unread = {id(part) for node in ast.walk(tree) if _is_unread(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in unread else None
        if isinstance(said, str) and _PHRASE.fullmatch(said):
            yield said


def _is_unread(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = node.func
        return getattr(called, "id", getattr(called, "attr", "")) in _UNREAD
    return isinstance(node, ast.JoinedStr | ast.Compare)
