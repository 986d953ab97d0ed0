"""Tables that a spreadsheet program opens or wrote: no cell acts as a formula, any CSV is read."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .. import files
from .faults import TaskError

# Where a spreadsheet could take text for a formula: at the start of a cell and, since one that
# expects semicolons splits and breaks our cells elsewhere, after those and at the start of a line.
_ACTIVE = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = re.compile(_ACTIVE + r"(?='*[=+\-@\t\r＝＋－＠])")
_MADE_HARMLESS = re.compile(_ACTIVE + r"'(?='*[=+\-@\t\r＝＋－＠])")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; `unharmed` gives back what it was.

    Examples
    --------
    >>> harmless("=1+1"), harmless("'tis so"), unharmed(harmless("'=1"))
    ("'=1+1", "'tis so", "'=1")
    """
    return _FORMULA.sub("'", text)


def unharmed(text: str) -> str:
    """Return what `harmless` was given; a quotation mark that a spreadsheet took may be missing."""
    return _MADE_HARMLESS.sub("", text)


def acts(text: str) -> bool:
    """Return whether a spreadsheet could take a cell, or a part of it, for a formula."""
    return text != "-" and not _NUMBER.fullmatch(text) and harmless(text) != text


def write(path: Path, rows: Iterable[Sequence[str]], *, mark: bool = True) -> Path:
    """Write a table as CSV in UTF-8, whole or not at all; plain numbers stay as they are.

    Parameters
    ----------
    path : path
    rows : iterable of sequence of str
        The header first.
    mark : bool
        Begin with the mark that tells spreadsheet programs of UTF-8; some importers take it for
        a part of the first column's name.

    Raises
    ------
    TaskError
        If the file cannot be written.
    """
    text = io.StringIO(newline="")
    if mark:
        text.write("\ufeff")
    csv.writer(text, lineterminator="\n").writerows(
        [harmless(cell) if acts(cell) else cell for cell in row] for row in rows
    )
    # Half of a surrogate pair, from a file's name, is a letter that no file can hold.
    whole = text.getvalue().encode("utf-8", "replace").decode()
    try:
        return files.write_whole(path, whole)
    except OSError as error:
        raise TaskError(
            f"{path} cannot be written ({error.strerror}); close it elsewhere, or give another "
            "place."
        ) from None


def read(path: Path, what: str) -> list[list[str]]:
    """Return the rows of a CSV with commas, semicolons or tabs, in UTF-8 or UTF-16.

    Parameters
    ----------
    path : path
    what : str
        Such as ``"the marked sheet"``; for the message if there is no such file.

    Raises
    ------
    TaskError
        In one sentence, if it cannot be read.
    """
    text = _decoded(path, what)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise TaskError(
            f"{path} cannot be read as CSV ({error}, line {reader.line_num}); look there, or in "
            'the rows above, for an open quotation mark, or save it again as "CSV UTF-8".'
        ) from None


def _decoded(path: Path, what: str) -> str:
    try:
        raw = path.read_bytes()
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise TaskError(f"{path} does not exist; give {what}.") from None
    except UnicodeDecodeError:
        raise TaskError(f'{path} is not in UTF-8; save it again as "CSV UTF-8".') from None
