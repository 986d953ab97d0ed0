"""Comments that graders use again: collected from all sheets of a class, each under a short code.

Who writes `#c3` into a sheet says the third of them; the learner reads its text.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..rubric import Line

if TYPE_CHECKING:
    from .course import Course

_CODE = re.compile(r"#c(\d+)\b")
ELSE = "in general"


@dataclass(frozen=True)
class Remark:
    """A comment that was used before.

    Attributes
    ----------
    code : str
        Such as ``"#c3"``.
    line : str
        The title of the line of the rubric that it begins with, such as "Evidence: ...", or
        `ELSE`.
    text : str
    used : int
        How often, over all sheets of the class.
    """

    code: str
    line: str
    text: str
    used: int

    def __str__(self) -> str:
        return f"{self.code} ({self.line}, {self.used} times): {self.text}"


def collected(
    course: "Course", comments: Iterable[str], lines: Sequence[Line] = ()
) -> list[Remark]:
    """Return all comments of a class with their codes, and keep the codes of new ones.

    Parameters
    ----------
    course : Course
        Codes stand in its ``essays/remarks.csv``, for all assignments together.
    comments : iterable of str
        As graders typed them; each line of one is a comment of its own.
    lines : sequence of rubric.Line
        By whose titles they are put in order.
    """
    path = course.work / "essays" / "remarks.csv"
    codes: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            codes = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    typed = [text for comment in comments for text in map(str.strip, comment.splitlines()) if text]
    used = Counter[str]()
    texts = {text: code for code, text in codes.items()}
    for text in typed:
        used.update(code for code in _CODE.findall(text) if f"#c{code}" in codes)
        if _CODE.search(text):
            continue
        if text not in texts:
            code = f"#c{len(codes) + 1}"
            codes[code], texts[text] = text, code
        used[texts[text].removeprefix("#c")] += 1
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(codes.items())
    return [
        Remark(code, _about(text, lines), text, used[code.removeprefix("#c")])
        for code, text in codes.items()
    ]


def spelled_out(comment: str, remarks: Mapping[str, str]) -> str:
    """Return a comment with the text of each code in its place; an unknown code stays.

    Examples
    --------
    >>> spelled_out("#c1 And #c9.", {"#c1": "Evidence: give the day."})
    'Evidence: give the day. And #c9.'
    """
    return _CODE.sub(lambda found: remarks.get(found[0], found[0]), comment)


def _about(text: str, lines: Sequence[Line]) -> str:
    title = text.partition(":")[0].strip().casefold()
    names = {line.criterion.casefold(): line.criterion for line in lines}
    names |= {line.name.casefold(): line.criterion for line in lines}
    return names.get(title, ELSE)
