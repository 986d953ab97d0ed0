"""One page a lesson for who teaches, the run sheet, and one for who learns, the study guide; both
made from the lesson's own text.

The front matter of a lesson says under `lesson` what the run sheet needs:

    run:
    - {section: predict, minutes: 8, short: 5}
    pair: What two learners do together.
    plenary: The question that the whole class answers.
    wrong: What learners usually get wrong.
    expect: What they will find, with {{numbers}} of the lesson or none.
    technical: What can go wrong on a computer.
    offline: What to do without a network.

A lesson that has none of these keys has no run sheet yet; one that has some needs all.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from .. import data, files, words
from . import glossary, lessons, prose, room
from .text import Cell, Text, TextError, read
from .typed import typed

SAID = {
    "pair": "Pair task",
    "plenary": "Question for all",
    "wrong": "What learners usually get wrong",
    "expect": "What to expect",
    "technical": "What can go wrong on a computer",
    "offline": "Without a network",
}
KEYS = ("run", *SAID)
MADE = "<!-- Made from {place} by `make update`: edit that. -->"
SOURCES = (
    "Sources of both capitals stand at the end of the [lesson](../../notebooks/{stem}.ipynb) and "
    "in [further reading](../further-reading.md)."
)
PAGE = 500  # words that one printed page bears
ORGANISER = """\
| | mine |
|---|---|
| what I expect, and why (before *Predict* opens) | |
| two acts that speak for the claim: day, who acted, contact or deed | |
| two acts that speak against it | |
| what the picture shows, and how sure it lets me be | |
| how a scholar or official in **Washington** reads it | |
| how a scholar or official in **Moscow** reads it | |
| my verdict: holds, does not hold, or cannot tell | |
| one act that would change my mind | |"""


def build(paths: Iterable[Path]) -> tuple[list[Path], list[str]]:
    """Write the pages of lessons; return those that changed, and what lessons lack.

    Raises
    ------
    TextError
        If a lesson's keys are not as they should be; then nothing is written.
    """
    pages, missing = dict[Path, str](), list[str]()
    for path in paths:
        text = read(path)
        number, place = path.name[:2], text.root / "docs" / "instructor"
        pages[place / f"{number}-study-guide.md"] = study_guide(text)
        if lacking := lacks(text):
            missing.append(f"{text.place}: no run sheet yet, for want of {words.listed(lacking)}.")
        else:
            pages[place / f"{number}-run-sheet.md"] = run_sheet(lessons.fill(path))
    written = [path for path, page in pages.items() if _differs(path, page)]
    for path in written:
        files.write_whole(path, pages[path])
    return written, missing


def _differs(path: Path, page: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != page


def _about(text: Text) -> Mapping[str, object]:
    return cast("Mapping[str, object]", text.about["lesson"])


def lacks(text: Text) -> list[str]:
    """Return the keys of the run sheet that a lesson lacks.

    Raises
    ------
    TextError
        If it has some of them and lacks others.
    """
    about = _about(text)
    lacking = [key for key in KEYS if not about.get(key)]
    if 0 < len(lacking) < len(KEYS):
        where = text.where(1)
        raise TextError(f"{where}: the run sheet lacks {words.listed(lacking)}; add each.")
    return lacking


# ---------------------------------------------------------------------------------- run sheet


def run_sheet(filled: lessons.Filled) -> str:
    """Return the page for who teaches.

    Raises
    ------
    TextError
        If minutes do not add up to those of the lesson, a section is none of the text, a value
        cannot be filled in or is typed, or the page grows longer than one.
    """
    text = filled.text
    about = _about(text)
    parts = [
        MADE.format(place=text.place),
        f"# {about['number']} {about['title']}: run sheet",
        f"**Question**: {about['question']}",
        room.plan(_steps(text), *_minutes(text)),
        *(f"**{SAID[key]}.** {_said(filled, key)}" for key in SAID),
        _also(text),
    ]
    page = "\n\n".join(parts) + "\n"
    if (long := len(page.split())) > PAGE:
        raise TextError(f"{text.where(1)}: the run sheet has {long} words; cut it to {PAGE}.")
    return page


def _minutes(text: Text) -> tuple[int, int]:
    about = _about(text)
    return int(str(about["minutes"])), int(str(about["short_minutes"]))


def _steps(text: Text) -> list[tuple[str, int, int]]:
    labelled = {cell.label: cell for cell in text.cells if cell.label}
    steps = list[tuple[str, int, int]]()
    for step in cast("list[dict[str, object]]", _about(text)["run"]):
        label = str(step.get("section", ""))
        if label not in labelled or not {"minutes", "short"} <= set(step):
            raise TextError(
                f"{text.where(1)}: {step} needs the label of a section, minutes and short."
            )
        name = lessons.heading(labelled[label]) or label.replace("-", " ").capitalize()
        steps.append((name, int(str(step["minutes"])), int(str(step["short"]))))
    for at, whole in enumerate(_minutes(text), start=1):
        if (found := sum(int(step[at]) for step in steps)) != whole:
            where = text.where(1)
            raise TextError(f"{where}: the minutes add up to {found} and not to {whole}; mend run.")
    return steps


def _said(filled: lessons.Filled, key: str) -> str:
    """Return what a key says, with its numbers written."""
    text = filled.text
    cell = Cell("markdown", " ".join(str(_about(text)[key]).split()))
    paragraph = prose.filled(text, cell, filled.names, {})
    faults = [*paragraph.faults]
    if key == "expect":
        faults += typed(text, cell, paragraph.pieces)
    if faults:
        raise TextError(
            "\n".join(f"{fault} (the key {key!r} of the run sheet)" for fault in faults)
        )
    return _moved(paragraph.source)


def _also(text: Text) -> str:
    number = text.path.name[:2]
    return (
        f"[Lesson](../../notebooks/{text.path.stem}.ipynb) · "
        f"[study guide]({number}-study-guide.md) · [all run sheets](README.md)"
    )


def _moved(markdown: str) -> str:
    """Return Markdown of a lesson with its links as they lead from `docs/instructor/`."""
    moved = markdown.replace("](../docs/", "](../").replace("](../data/", "](../../data/")
    return re.sub(r"\]\((?=\d\d-[\w-]+\.ipynb)", "](../../notebooks/", moved)


# -------------------------------------------------------------------------------- study guide


def study_guide(text: Text) -> str:
    """Return the page for who learns."""
    about = _about(text)
    objectives = cast("list[str]", about.get("objectives") or [])
    parts = [
        MADE.format(place=text.place),
        f"# {about['number']} {about['title']}: study guide",
        f"**Question**: {about['question']}",
        "After this lesson I can",
        "\n".join(f"- {objective};" for objective in objectives)[:-1] + ".",
        *_terms(text),
        *_claims(text),
        "## To fill in",
        ORGANISER,
        SOURCES.format(stem=text.path.stem),
    ]
    return "\n\n".join(parts) + "\n"


def _terms(text: Text) -> list[str]:
    known = glossary.entries()
    source = "\n".join(cell.source for cell in text.cells)
    terms = [known[anchor] for anchor in glossary.linked(source) if anchor in known]
    if not terms:
        return []
    return ["## Key terms", "\n".join(f"- **{term.name}**: {term.says}" for term in terms)]


def _claims(text: Text) -> list[str]:
    """Return the claims of the article that the text names, in paraphrase, with their place."""
    whole = "\n".join(
        "\n".join([cell.source, *(note for _, note in cell.notes)]) for cell in text.cells
    )
    named = set(re.findall(r"\bC\d\d\b", whole))
    table = data.load("claims")
    rows = table[table["claim_id"].isin(named)]
    if rows.empty:
        return []
    said = [
        f"- {row.claim} (*{row.article_section}*, paragraph {row.paragraph})"
        for row in rows.itertuples()
    ]
    return ["## What the article claims, in our words", "\n".join(said)]
