"""The tables of the kit, read as `data/datapackage.json` declares them.

The data package (Frictionless Data Package v1) is the one place that says which columns a table
has, their types, allowed values and links. `load` checks a table against it lightly and at once, so
that a slip made in a spreadsheet is reported in one sentence; the test suite validates the same
declaration with the `frictionless` library.
"""

import json
from functools import cache
from typing import Literal, NotRequired, TypedDict

import numpy as np
import pandas as pd

from . import rules, sheets, words
from .arguments import Truths, first
from .home import HOME
from .sheets import DataError
from .speech import _, remembered, spoken

# The lessons show their tables by `rc.show`. A learner who looks at a raw frame in a cell of their
# own reads it too: whole texts instead of the first fifty letters, two decimals instead of six.
pd.set_option("display.max_colwidth", None, "display.precision", 2, "display.max_rows", 100)

DATA = HOME / "data"


class Constraints(TypedDict, total=False):
    """What the cells of a column must keep to."""

    required: bool
    enum: list[str]
    minimum: float
    maximum: float


class Field(TypedDict):
    """One column."""

    name: str
    type: str
    constraints: NotRequired[Constraints]
    translated: NotRequired[Literal["loaded", "shown"]]


class Reference(TypedDict):
    """Where a link points: a table (the same one if empty) and its column."""

    resource: str
    fields: str


class ForeignKey(TypedDict):
    """A column whose values must exist elsewhere."""

    fields: str
    reference: Reference


class Schema(TypedDict):
    """The columns of a table, its key and its links."""

    fields: list[Field]
    primaryKey: NotRequired[str | list[str]]
    foreignKeys: NotRequired[list[ForeignKey]]


class Resource(TypedDict):
    """One table: its name, its file and its schema."""

    name: str
    path: str
    schema: Schema


class Package(TypedDict):
    """The data package, as far as the kit reads it."""

    cutoff: str
    resources: list[Resource]


@cache
def package() -> Package:
    """Return the data package descriptor as a dict (read once)."""
    path = DATA / "datapackage.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path} is missing; restore it from the repository.") from None
    except json.JSONDecodeError as error:
        raise DataError(
            f"{path} is not readable as JSON at line {error.lineno}; restore it or mend that line."
        ) from None


def tables() -> list[str]:
    """Return the names of all tables, in the order of the data package."""
    return [resource["name"] for resource in package()["resources"]]


def cutoff() -> pd.Timestamp:
    """Return the last date that the kit's events cover. Later is unknown, not quiet."""
    return pd.Timestamp(package()["cutoff"])


def load(name: str) -> pd.DataFrame:
    """Return one table as a DataFrame with the declared types.

    Parameters
    ----------
    name : str
        A name from `tables()`, for instance ``"events"``.

    Returns
    -------
    pandas.DataFrame
        One row per record. Text columns are strings, dates are timestamps, numbers are floats,
        integers are nullable integers; an empty cell is missing. Titles and labels are in the
        language that is spoken; ids and kinds of things are the same in all. The frame is a fresh
        copy: change it freely.

    Raises
    ------
    DataError
        For an unknown name, a missing or renamed column, or a value that breaks the declaration
        (type, allowed values, uniqueness, a link to a row that does not exist). The message names
        table, row, column, what was found and what was expected.

    Examples
    --------
    >>> load("terms").set_index("term_id").loc["obama", "president"]
    'Barack Obama'
    """
    return (_load(name) if spoken() == "en" else _said(name)).copy()


@remembered
def _said(name: str) -> pd.DataFrame:
    """Return a table with its titles and labels in the language that is spoken."""
    table = _load(name).copy()
    for field in _resource(name)["schema"]["fields"]:
        if field.get("translated") == "loaded":
            texts = table[field["name"]]
            told = {text: _(text) for text in texts.dropna().unique()}
            table[field["name"]] = texts.map(told).astype(texts.dtype)
    return table


def validate() -> pd.DataFrame:
    """Check every table and return a small frame: table, rows, columns, verified rows.

    Raises
    ------
    DataError
        At the first slip found: in the form of a table, or in what its rows say
        (`rules.breaches`).
    """
    read = {name: _load(name) for name in tables()}
    # Lessons link to sources that no row rests on; a package without its lessons cannot ask.
    lessons = sorted((DATA.parent / "lessons").glob("*.md"))
    prose = "".join(path.read_text(encoding="utf-8") for path in lessons)
    for sentence in rules.breaches(read, prose if lessons else None):
        raise DataError(sentence)
    return pd.DataFrame([_counted(name, table) for name, table in read.items()])


def _counted(name: str, table: pd.DataFrame) -> dict[str, object]:
    verified = int((table["verified"] != "no").sum()) if "verified" in table else pd.NA
    return {"table": name, "rows": len(table), "columns": table.shape[1], "verified": verified}


def cite(rows: pd.DataFrame) -> list[str]:
    """Return the sources of the given rows, one line each, in the order of first use.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of any table with a `source_id` column (and possibly `second_source_id`).

    Returns
    -------
    list of str
        ``"Author or body: name, date. URL (kind)"`` for each source; what the name already says is
        not said again.
    """
    ids = [
        source
        for column in ("source_id", "second_source_id")
        if column in rows
        for source in rows[column].dropna()
    ]
    if not ids:
        return []
    sources = _load("sources").set_index("source_id").loc[list(dict.fromkeys(ids))]
    columns = ["source_name", "author_or_body", "published", "url", "source_kind"]
    return [_cited(*row) for row in sources[columns].fillna("").itertuples(index=False)]


def _cited(name: str, body: str, published: str, url: str, kind: str) -> str:
    who = "" if body.casefold() in name.casefold() else f"{body}: "
    date = words.dated(published)
    when = "" if date in name else f", {date}"
    return f"{who}{name}{when}. {url} ({kind.replace('_', ' ')})"


@cache
def _load(name: str) -> pd.DataFrame:
    resource = _resource(name)
    raw, schema = _read(name, resource), resource["schema"]
    table = pd.DataFrame({field["name"]: _column(name, raw, field) for field in schema["fields"]})
    _check_key(name, table, schema)
    _check_links(name, raw, schema)
    return table


def _resource(name: str) -> Resource:
    for resource in package()["resources"]:
        if resource["name"] == name:
            return resource
    raise DataError(f"There is no table {name!r}; the tables are: {', '.join(tables())}.")


def _read(name: str, resource: Resource) -> pd.DataFrame:
    """Return the table as text cells."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    rows = sheets.read(name, DATA / resource["path"], columns)
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _keys(schema: Schema) -> list[str]:
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else key


def _slip(name: str, raw: pd.DataFrame, column: str, bad: Truths, expected: str) -> DataError:
    """Build the one sentence for the first bad cell of a column."""
    (row,) = first(bad)
    keys = _keys(_resource(name)["schema"])
    label = str(raw[keys[0]].iloc[row]) if len(keys) == 1 and keys[0] != column else ""
    found = raw[column].iloc[row]
    what = f"found {found!r}" if found else "found an empty cell"
    where = sheets.place(name, row + 2, label, column)
    return DataError(f"{where}: {what}, expected {expected}.")


def _column(name: str, raw: pd.DataFrame, field: Field) -> pd.Series:
    """Turn one column of text into its declared type, or raise on the first bad cell."""
    text = raw[field["name"]]
    empty = (text == "").to_numpy()
    rules = field.get("constraints", {})
    if rules.get("required") and empty.any():
        raise _slip(name, raw, field["name"], empty, "a value")
    values, bad, expected = _parse(text.where(~empty), field["type"])
    if "enum" in rules:
        bad = ~text.isin(rules["enum"]).to_numpy()
        expected = f"one of {', '.join(rules['enum'])}"
    elif "minimum" in rules or "maximum" in rules:
        low, high = rules.get("minimum", -np.inf), rules.get("maximum", np.inf)
        number = pd.to_numeric(text.where(~empty), errors="coerce")
        bad = bad | ((number < low) | (number > high)).to_numpy(dtype=bool)
        expected += f" from {low:g} to {high:g}"
    if (bad & ~empty).any():
        raise _slip(name, raw, field["name"], bad & ~empty, expected)
    return values


def _parse(text: pd.Series, kind: str) -> tuple[pd.Series, Truths, str]:
    """Return (values, mask of unreadable cells, what was expected) for one declared type."""
    if kind == "date":
        values = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
        return values, values.isna().to_numpy(), "a date such as 2017-04-17 (year-month-day)"
    if kind in {"number", "integer"}:
        number = pd.to_numeric(text, errors="coerce").astype(float)
        if kind == "integer":
            whole = number.where(number % 1 == 0)
            return whole.astype("Int64"), whole.isna().to_numpy(), "a whole number"
        return number, number.isna().to_numpy(), "a number"
    return text, np.zeros(len(text), dtype=bool), "text"


def _check_key(name: str, table: pd.DataFrame, schema: Schema) -> None:
    key = _keys(schema)
    repeated = table.duplicated(key).to_numpy() if key else np.zeros(len(table), dtype=bool)
    if repeated.any():
        (row,) = first(repeated)
        found = ", ".join(str(value) for value in table[key].iloc[row])
        raise DataError(
            f"table {name}, row {row + 2}, column {'+'.join(key)!r}: "
            f"found {found!r} a second time, expected each only once."
        )


def _check_links(name: str, raw: pd.DataFrame, schema: Schema) -> None:
    """Every value of a foreign key must exist in the table that it points to.

    It must be no other value that has lost its zero: "19" is a root of CAMEO and "019" a code.
    """
    for link in schema.get("foreignKeys", []):
        field, target = link["fields"], link["reference"]["resource"] or name
        column = link["reference"]["fields"]
        known = set((raw if target == name else _load(target))[column])
        lost = ("0" + raw[field]).isin(known).to_numpy()
        if lost.any():
            (row,) = first(lost)
            expected = f"{'0' + raw[field].iloc[row]!r}: the zero in front is lost"
            raise _slip(name, raw, field, lost, expected)
        unknown = (raw[field].ne("") & ~raw[field].isin(known)).to_numpy()
        if unknown.any():
            expected = f"an id that exists in table {target}, column {column!r}"
            raise _slip(name, raw, field, unknown, expected)
