"""Run sheets and study guides are made from the lessons: minutes add up, every key is there."""

import textwrap

import pytest
from conftest import ROOT

from resetcycle import data
from resetcycle.authoring import lessons, sheets
from resetcycle.authoring.text import TextError, read

# What a lesson's front matter says; the number in it is written by the build.
KEYS = """\
  run:
  - {section: predict, minutes: 30, short: 20}
  - {section: observe, minutes: 40, short: 25}
  - {section: sources, minutes: 20, short: 0}
  pair: Read [the rule](../data/CODEBOOK.md#the-rule) to each other.
  plenary: Which act would change your mind?
  wrong: Contacts are taken for good news.
  expect: They find {{told}} told events.
  technical: The page stays white until it is reloaded.
  offline: Print the [glossary](../docs/glossary.md#base-rate), and [02](02-clinton-yeltsin.ipynb).
"""
HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
lesson:
  number: '05'
  title: A lesson
  question: Does it hold?
  method: reading
  minutes: 90
  short_minutes: 45
  objectives: [read, doubt]
"""


@pytest.fixture
def lesson(tmp_path):
    """Write a lesson with these keys and return its path."""

    def write(keys=KEYS):
        path = tmp_path / "lessons" / "05-a-lesson.md"
        path.parent.mkdir(exist_ok=True)
        head = HEAD + keys + "---\n\n"
        body = textwrap.dedent(
            """\
            (predict)=
            ## Predict

            What of C05, and its [base rate](../docs/glossary.md#base-rate)?

            +++

            (observe)=
            ## Observe

            There are {{told}} of them.

            % let told = len(rc.record.told_events())

            +++

            (sources)=
            ## Sources

            None.
            """
        )
        path.write_text(head + body, encoding="utf-8")
        return path

    return write


def sheet(path):
    sheets.lacks(read(path))
    return sheets.run_sheet(lessons.fill(path))


def test_a_run_sheet_says_who_does_what_when(lesson):
    page = sheet(lesson())
    assert "| Predict | 0 | 30 | 0 | 20 |\n| Observe | 30 | 40 | 20 | 25 |\n" in page
    assert "| Sources | 70 | 20 | - | - |" in page
    told = data.load("events")["summary"].notna().sum()
    assert f"**What to expect.** They find {told} told events." in page
    for heading in sheets.SAID.values():
        assert page.count(f"**{heading}.** ") == 1


def test_links_lead_on_from_the_folder_of_the_page(lesson):
    page = sheet(lesson())
    assert "](../../data/CODEBOOK.md#the-rule)" in page
    assert "](../glossary.md#base-rate)" in page
    assert "](../../notebooks/02-clinton-yeltsin.ipynb)" in page


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("minutes: 40", "minutes: 45", "add up to 95 and not to 90"),
        ("short: 25", "short: 20", "add up to 40 and not to 45"),
        ("section: observe", "section: obserbe", "needs the label of a section"),
        (", short: 25", "", "needs the label of a section, minutes and short"),
        ("{{told}}", "{{untold}}", "unknown value.*'expect'"),
        ("{{told}}", "17", "typed by hand.*'expect'"),
        ("Contacts", "Contacts " * 500, "cut it to 500"),
        ("  pair:", "  pears:", "the run sheet lacks pair; add each"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(lesson, old, new, said):
    path = lesson(KEYS.replace(old, new, 1))
    with pytest.raises(TextError, match=f"^lessons/05-a-lesson.md, line 1: .*{said}"):
        sheet(path)


def test_a_lesson_without_the_keys_has_a_study_guide_and_says_what_it_lacks(lesson):
    path = lesson("")
    (written,), (missing,) = sheets.build([path])
    assert written.name == "05-study-guide.md"
    assert (
        "no run sheet yet, for want of run, pair, plenary, wrong, expect, technical and offline"
        in missing
    )
    assert sheets.build([path])[0] == []


def test_a_study_guide_has_the_words_the_claims_and_their_place(lesson):
    page = sheets.study_guide(read(lesson()))
    claim = data.load("claims").set_index("claim_id").loc["C05"]
    assert (
        f"- {claim['claim']} (*{claim['article_section']}*, paragraph {claim['paragraph']})" in page
    )
    assert "- **Base rate**: How often" in page and "- read;\n- doubt." in page
    assert "**Washington**" in page and "**Moscow**" in page


TEXTS = lessons.sources()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_study_guides_are_current(path):
    """If this fails, run `make update`."""
    page = ROOT / "docs" / "instructor" / f"{path.name[:2]}-study-guide.md"
    assert page.read_text(encoding="utf-8") == sheets.study_guide(read(path))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_run_sheets_are_current(path):
    page = ROOT / "docs" / "instructor" / f"{path.name[:2]}-run-sheet.md"
    assert sheets.lacks(read(path)) == []
    assert page.read_text(encoding="utf-8") == sheet(path)
