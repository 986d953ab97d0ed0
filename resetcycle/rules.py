"""What rows must keep to beyond the declaration of their table, one sentence a breach.

`data.validate` asks for these after it has read the tables: whether codes have their scores, days
their presidency and their class, and whether an act stands there once and alone. A rule holds for
every table that has the columns of which it speaks.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TypeAlias

import pandas as pd

from .sheets import place

Tables: TypeAlias = Mapping[str, pd.DataFrame]

# What was said in a talk is part of it, so a talk's title may have two halves.
TALKS = ("041", "042", "044")
# Columns of which the second day, where both are given, does not come before the first.
SPANS = (
    ("event_date", "end_date"),
    ("start_date", "end_date"),
    ("date", "end_date"),
    ("began", "left"),
    ("complete_from", "complete_to"),
    ("open_date", "close_date"),
    ("open_date", "resolution_date"),
)
ALIKE = ["event_date", "class_id", "source_actor", "target_actor", "cameo_code"]
SOURCES = ("source_id", "second_source_id")
# Columns that are read as words; elsewhere a sign may be all there is.
WORDED = ("title", "summary", "label", "statement", "claim", "question_text", "source_name")
# Characters that take no place on the page: controls, soft hyphens, zero widths, directions.
_UNSEEN = "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
# In what two addresses of one page may differ.
_SAME_PAGE = re.compile(r"^https?://(?:www\.)?|/+$")


def breaches(tables: Tables, prose: str | None) -> Iterator[str]:
    """Return a sentence for each row that breaks a rule.

    Parameters
    ----------
    tables : dict of {str: pandas.DataFrame}
        All tables by name, as `data.load` gives them.
    prose : str, optional
        The text of the lessons, which may link to a source by its address; without it, sources
        that no row rests on are not asked for.

    Returns
    -------
    iterator of str
        Each names table, row, column, what was found and the mend.
    """
    return chain(
        _written(tables),
        _scores(tables),
        _folded(tables),
        _terms(tables),
        _spans(tables),
        _classes(tables),
        _twins(tables),
        _sources_once(tables),
        _unused(tables, prose) if prose is not None else (),
    )


def _having(tables: Tables, *columns: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return the tables that have all these columns."""
    return ((name, table) for name, table in tables.items() if {*columns} <= {*table.columns})


def _at(name: str, table: pd.DataFrame, row: int, column: str) -> str:
    return place(name, row + 2, str(table.iloc[row, 0]), column)


def _written(tables: Tables) -> Iterator[str]:
    """A cell holds what can be seen; a title, name or statement holds a word."""
    for name, table in tables.items():
        for column in table.select_dtypes("str").columns:
            cells = table[column]
            for row in _places(cells.str.contains(_UNSEEN, na=False)):
                found = "".join(re.findall(_UNSEEN, cells.iloc[row])[:1])
                where = _at(name, table, row, str(column))
                what = f"found the character U+{ord(found):04X}, which nobody sees"
                yield f"{where}: {what}; take it out."
            for row in _places((column in WORDED) & ~cells.str.contains(r"\w", na=True)):
                where = _at(name, table, row, str(column))
                yield f"{where}: found {cells.iloc[row]!r}, expected words."


def _scores(tables: Tables) -> Iterator[str]:
    """An act has a code and the score of that code; context has neither."""
    scores = tables["cameo"].set_index("code")["goldstein_score"]
    for name, table in _having(tables, "dyadic", "cameo_code", "goldstein_score"):
        act, code, score = table["dyadic"] == "yes", table["cameo_code"], table["goldstein_score"]
        for row in _places(act & code.isna()):
            where = _at(name, table, row, "cameo_code")
            yield f"{where}: found an empty cell, expected the act's code, or 'no' as dyadic."
        for row in _places(~act & code.notna()):
            where = _at(name, table, row, "cameo_code")
            yield f"{where}: found {code.iloc[row]!r}, expected an empty cell: context has no code."
        right = code.where(act).map(scores)
        for row in _places((score != right) & (score.notna() | right.notna())):
            where, found = _at(name, table, row, "goldstein_score"), _number(score.iloc[row])
            means = f"{_number(right.iloc[row])}, which is that of code {code.iloc[row]}"
            yield f"{where}: found {found}, expected {means if act.iloc[row] else 'an empty cell'}."


def _folded(tables: Tables) -> Iterator[str]:
    """A title names one act."""
    for name, table in _having(tables, "event_date", "class_id", "title"):
        deeds = (table["dyadic"] == "yes") & ~table["cameo_code"].isin(TALKS)
        for row in _places(deeds & table["title"].str.contains(";")):
            yield (
                f"{_at(name, table, row, 'title')}: found {table['title'].iloc[row]!r}, expected "
                "one act; give what stands behind the semicolon a row of its own, or leave it out."
            )


def _terms(tables: Tables) -> Iterator[str]:
    """An event belongs to the presidency of its day."""
    terms = tables["terms"]
    for name, table in _having(tables, "event_date", "term_id"):
        began = terms["start_date"].searchsorted(table["event_date"], side="right")
        right = terms["term_id"].reindex(began - 1).fillna("none of table terms").to_numpy()
        for row in _places(table["term_id"] != right):
            yield (
                f"{_at(name, table, row, 'term_id')}: found {table['term_id'].iloc[row]!r}, "
                f"expected the presidency of {table['event_date'].iloc[row]:%Y-%m-%d}, which is "
                f"{right[row]}."
            )


def _spans(tables: Tables) -> Iterator[str]:
    """Nothing ends before it begins."""
    for first, last in SPANS:
        for name, table in _having(tables, first, last):
            for row in _places(table[last] < table[first]):
                began, ended = table[first].iloc[row], table[last].iloc[row]
                yield (
                    f"{_at(name, table, row, last)}: found {ended:%Y-%m-%d}, expected a day "
                    f"not before {first}, which is {began:%Y-%m-%d}."
                )


def _classes(tables: Tables) -> Iterator[str]:
    """An act lies in the span for which its class is complete, or the class names the gap."""
    classes = tables["classes"].set_index("class_id")
    for name, table in _having(tables, "event_date", "class_id", "dyadic"):
        of_row = classes.reindex(table["class_id"]).set_index(table.index)
        early = table["event_date"] < of_row["complete_from"]
        late = table["event_date"] > of_row["complete_to"]
        for row in _places(early | late):
            kind, day = of_row.iloc[row], table["event_date"].iloc[row]
            column = "complete_from" if early.iloc[row] else "complete_to"
            gap = f"Before {kind[column]:%Y}" if early.iloc[row] else f"After {kind[column]:%B %Y}"
            if gap not in kind["known_gaps"]:
                yield (
                    f"{_at(name, table, row, 'event_date')}: found {day:%Y-%m-%d}, outside the "
                    f"span for which class {table['class_id'].iloc[row]} is complete; search that "
                    f"time and move {column} in table classes, or say {gap + ' ...'!r} in its "
                    "known_gaps, or leave the act out."
                )


def _twins(tables: Tables) -> Iterator[str]:
    """Acts alike in day, class, actors and code are told apart by a note that names the other."""
    for name, table in _having(tables, *ALIKE, "event_id", "coder_note"):
        scored = table[table["dyadic"] == "yes"]
        for _, rows in scored[scored.duplicated(ALIKE, keep=False)].groupby(ALIKE):
            ids, notes = set(rows["event_id"]), rows["coder_note"].fillna("")
            named = [ids & set(re.findall(r"[\w-]+", note)) for note in notes]
            silent = rows[[not found for found in named]]
            # One of them needs no note: the others name it.
            if len(silent) > 1:
                (row,) = _places(table["event_id"] == silent["event_id"].iloc[1])
                (first, second), other = silent["title"].iloc[:2], silent["event_id"].iloc[0]
                yield (
                    f"{_at(name, table, row, 'title')}: found {second!r} beside {first!r} "
                    f"({other}), alike in day, class, actors and code; if they are one act, take "
                    "one out; if not, say so in coder_note with the other's id."
                )


def _sources_once(tables: Tables) -> Iterator[str]:
    """A source has one row, and stands once behind what rests on it."""
    for name, table in _having(tables, *SOURCES):
        first, second = (table[column] for column in SOURCES)
        for row in _places(first == second):
            yield (
                f"{_at(name, table, row, 'second_source_id')}: found {second.iloc[row]!r}, which "
                "is the first source already; name another one, or leave the cell empty."
            )
    sources = tables["sources"]
    pages = sources["url"].str.lower().str.replace(_SAME_PAGE, "", regex=True)
    for row in _places(pages.duplicated()):
        other = sources["source_id"].iloc[_places(pages == pages.iloc[row])[0]]
        yield (
            f"{_at('sources', sources, row, 'url')}: found the page of {other!r} a second time; "
            "keep one of the two rows, and name it where the other was named."
        )


def _unused(tables: Tables, prose: str) -> Iterator[str]:
    """Every source stands behind a row, or a lesson links to it."""
    sources = tables["sources"]
    used = {
        source
        for name, table in tables.items()
        for column in SOURCES
        if name != "sources" and column in table
        for source in table[column].dropna()
    }
    unused = ~sources["source_id"].isin(used)
    for row in _places(unused):
        if sources["url"].iloc[row] not in prose:
            yield (
                f"{_at('sources', sources, row, 'source_id')}: no row rests on it and no lesson "
                "links to it; take the source out, or name it where it was read."
            )


def _number(value: float) -> str:
    return f"{value:g}" if pd.notna(value) else "an empty cell"


def _places(bad: pd.Series) -> list[int]:
    """Return the places of the rows that are true."""
    return bad.to_numpy(dtype=bool, na_value=False).nonzero()[0].tolist()
