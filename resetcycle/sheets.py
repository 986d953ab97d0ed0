"""A table's file, read strictly: what hides, shifts or swallows a cell is refused, by its place.

A row of these files is a line. So a quotation mark that is left open is told in its own row, and
swallows nothing of the rows below it.
"""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

# A cell with what ends it: in quotation marks, those inside it doubled, or without any (RFC 4180).
_CELL = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?:,|$)')
# Many times the longest row of the kit: whatever is longer is no row.
LONGEST = 20_000


class DataError(ValueError):
    """A table is not as declared. The message names the table, the row, the column and the mend."""


def place(name: str, row: int, label: str, column: str) -> str:
    """Return where a cell stands, for a sentence.

    Parameters
    ----------
    name : str
        The table.
    row : int
        The line of the file; the header is row 1.
    label : str
        The id in that row; may be empty.
    column : str

    Examples
    --------
    >>> place("terms", 3, "clinton", "role")
    "table terms, row 3 (clinton), column 'role'"
    """
    named = f" ({label})" if label else ""
    return f"table {name}, row {row}{named}, column {column!r}"


def read(name: str, path: Path, columns: Sequence[str]) -> list[list[str]]:
    """Return the cells of a table's file, without its header.

    Parameters
    ----------
    name : str
        The table, for the sentence.
    path : Path
        A CSV file in UTF-8, with or without a byte order mark, with line ends of any kind.
    columns : sequence of str
        What the header must say.

    Returns
    -------
    list of list of str
        One list a row, with a cell for each column.

    Raises
    ------
    DataError
        If the file is missing or not in UTF-8, its header is another, a quotation mark is open, a
        row is blank, too short or too long, or a cell begins or ends with a space.
    """
    lines = _text(name, path, columns).split("\n")
    if not lines[-1]:
        # What stands behind the end of the last row.
        del lines[-1]
    header, *rows = lines or [""]
    _check_header(f"table {name} (data/{path.name})", _cells(name, 1, header, columns), columns)
    return [_row(name, number, line, columns) for number, line in enumerate(rows, start=2)]


def _text(name: str, path: Path, columns: Sequence[str]) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataError(
            f"table {name} (data/{path.name}) is missing; restore the file from the repository."
        ) from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        number = raw.count(b"\n", 0, error.start) + 1
        line = raw.split(b"\n")[number - 1].decode("utf-8", errors="replace")
        # Up to the mark that stands for what cannot be read.
        cells = next(csv.reader([line[: line.index("\ufffd") + 1][:LONGEST]]))
        raise DataError(
            f"{_at(name, number, line, columns, len(cells) - 1)}: found a character that is not "
            "UTF-8; restore it and save the file as 'CSV UTF-8'."
        ) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _row(name: str, number: int, line: str, columns: Sequence[str]) -> list[str]:
    """Return the cells of one row, or refuse it."""
    cells = _cells(name, number, line, columns)
    if len(cells) != len(columns):
        raise _miscounted(name, number, cells, columns)
    trimmed = list(map(str.strip, cells))
    if trimmed != cells:
        at = next(at for at, cell in enumerate(cells) if cell != trimmed[at])
        raise DataError(
            f"{place(name, number, trimmed[0], columns[at])}: found {cells[at]!r}, "
            "expected no space at its beginning or end."
        )
    return cells


def _cells(name: str, number: int, line: str, columns: Sequence[str]) -> list[str]:
    """Return the cells of a line, which need not be as many as the columns."""
    if not line.strip():
        raise DataError(
            f"{place(name, number, '', columns[0])}: found a blank row; delete the line."
        )
    if len(line) > LONGEST:
        cut = next(csv.reader([line[:LONGEST]]))
        longest = max(range(len(cut)), key=lambda at: len(cut[at]))
        raise DataError(
            f"{_at(name, number, line, columns, longest)}: the row has {len(line):,} characters, "
            f"expected at most {LONGEST:,}; take out what does not belong to it."
        )
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error:
        raise _open(name, number, line, columns) from None
    if line.count('"') % 2:
        # The opening one is missing: it is no fault to the reader, which takes the other as text.
        raise _open(name, number, line, columns)
    return cells


def _open(name: str, number: int, line: str, columns: Sequence[str]) -> DataError:
    """Build the sentence for the first cell whose quotation marks do not match."""
    at = end = 0
    while (cell := _CELL.match(line, end)) and cell.end() < len(line):
        at, end = at + 1, cell.end()
    return DataError(
        f"{_at(name, number, line, columns, at)}: found a quotation mark without its other half; "
        "a text in quotation marks begins and ends with one, and those inside it are doubled."
    )


def _miscounted(name: str, number: int, cells: list[str], columns: Sequence[str]) -> DataError:
    """Build the sentence for a row that ends too early or goes on too long."""
    found = f"found {len(cells)} cells, expected {len(columns)}; "
    if len(cells) < len(columns):
        column = columns[len(cells) - 1]
        mend = "the row ends here: every column needs its comma, also before an empty cell."
    else:
        # Behind a comma in a text stands a space; where there is none, the row ends with too much.
        after = next((at for at, cell in enumerate(cells) if at and cell.startswith(" ")), 0)
        column = columns[after - 1] if 0 < after <= len(columns) else columns[-1]
        mend = "a comma inside a text needs quotation marks around the text."
    return DataError(f"{place(name, number, cells[0], column)}: {found}{mend}")


def _at(name: str, number: int, line: str, columns: Sequence[str], at: int) -> str:
    """Return where the cell at this place of a line stands; a header has no id."""
    label = line.partition(",")[0].strip(' "') if number > 1 else ""
    return place(name, number, label, columns[min(at, len(columns) - 1)])


def _check_header(where: str, found: list[str], expected: Sequence[str]) -> None:
    if found == list(expected):
        return
    if len(found) == 1 and ";" in found[0]:
        raise DataError(
            f"{where}, row 1: the columns are separated by semicolons; save the file with commas."
        )
    missing = [column for column in expected if column not in found]
    extra = [column for column in found if column not in expected]
    if missing:
        raise DataError(
            f"{where}, row 1: column {missing[0]!r} is missing"
            + (f"; found {extra[0]!r} instead" if extra else "")
            + f"; expected the columns {', '.join(expected)}."
        )
    if extra:
        raise DataError(
            f"{where}, row 1: column {extra[0]!r} is not declared in data/datapackage.json."
        )
    raise DataError(
        f"{where}, row 1: the columns are in another order; expected {', '.join(expected)}."
    )
