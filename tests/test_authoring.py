"""Lessons and solutions are texts: numbers filled in, statements true, notebooks built from
them."""

import json
import math
import shutil
import xml.etree.ElementTree as ET

import nbformat
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import data
from resetcycle.authoring import built as built_files
from resetcycle.authoring import carry, lessons, picture, solutions, text

TEXTS = [*lessons.sources(), *solutions.sources()]
LESSON = """---
lesson: {{number: "00", title: A lesson}}
---

(title)=
# A lesson

```{{code-cell}}
import resetcycle as rc
record = rc.trajectory.term_windows().set_index("presidency")
```

(observe)=
## Observe

{paragraph}
"""


def fill(path):
    return lessons.fill(path) if path.parent.name == "lessons" else solutions.fill(path)


@pytest.fixture
def lesson(tmp_path):
    """Write a small lesson with the given paragraph; return its path."""

    def write(paragraph):
        path = tmp_path / "lessons" / "00-made-up.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(LESSON.format(paragraph=paragraph), encoding="utf-8")
        return path

    return write


@pytest.fixture
def built(tmp_path):
    """Copy one lesson of the kit, text and notebook; return both paths."""
    paths = []
    for name in ("lessons/00-start-here.md", "notebooks/00-start-here.ipynb"):
        target = tmp_path / name
        target.parent.mkdir()
        paths.append(shutil.copy(ROOT / name, target))
    return paths


def edited(path, cell_id, old, new):
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.id == cell_id]
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    nbformat.write(notebook, path)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_sentence_is_true_and_no_number_is_typed(path):
    assert not fill(path).faults, "\n".join(fill(path).faults)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_is_written_as_it_is_read(path):
    assert text.written(text.read(path)) == path.read_text(encoding="utf-8")
    for cell in text.read(path).cells:
        if cell.kind == "markdown":
            assert text.joined(text.broken(cell.source)) == cell.source


@pytest.mark.parametrize("path", lessons.sources(), ids=lambda path: path.stem)
def test_a_notebook_holds_what_its_text_says(path):
    stands, filled = nbformat.read(lessons.built_path(path), as_version=4), lessons.fill(path)
    for one, other in zip(stands.cells, filled.notebook.cells, strict=True):
        assert (one.id, one.source) == (other.id, other.source), f'run "make lessons": {path.name}'
        assert one.metadata == other.metadata
    assert (
        not built_files.is_edited(stands) and stands.metadata["built"]["from"] == filled.text.place
    )


def test_every_lesson_has_its_text():
    assert [path.stem for path in lessons.sources()] == sorted(
        path.stem for path in (ROOT / "notebooks").glob("*.ipynb")
    )


def test_a_number_is_written_and_not_typed(lesson):
    paragraph = (
        "It ends at {{end:.1f}}, in {{when:%B %Y}}, the {{rank:word}}.\n\n"
        '% let end = record.loc["Obama", "end"]\n'
        "% let when = rc.data.cutoff()\n"
        "% let rank = 1 + 1"
    )
    found = lessons.fill(lesson(paragraph))
    expected = (
        data.load("events")
        .query("term_id == 'obama' and dyadic == 'yes' and event_date >= '2016-01-20'")[
            "goldstein_score"
        ]
        .mean()
    )
    said = f"It ends at {expected:.1f}, in {pd.Timestamp(data.package()['cutoff']):%B %Y}, the two."
    assert found.notebook.cells[-1].source.endswith(said) and not found.faults


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("It ends at -4.2.", "line 16: '-4.2' typed by hand in 'It ends at -4.2.'"),
        ("It fell to 9 percent.", "'fell' and '9 percent' typed by hand"),
        ("Three of five end lower.", "'Three of five' and 'lower' typed by hand"),
        ("All six openings pass.", "'All six openings' typed by hand"),
        ("It grew in two sessions.", "'grew' and 'two sessions' typed by hand"),
        ("Fifty diplomats left.", "'Fifty diplomats' typed by hand"),
        ("## What you will do\n\n- Sort twelve claims.", "'twelve claims' typed by hand"),
        (
            """It falls.

% holds "It falls" if \\
% record.loc["Obama", "end"] > record.loc["Obama", "start"]""",
            "line 18: no longer true: 'It falls.' ('It falls' needs record.loc",
        ),
        (
            'It ends.\n\n% holds "It falls" if True',
            "line 18: the quoted words 'It falls' do not stand",
        ),
        (
            'It ends.\n\n% given "17 acts": counted',
            "line 18: the quoted words '17 acts' do not stand",
        ),
        ("It ends at {{end}}.", 'line 16: {{end}} names an unknown value; add "% let end = ..."'),
        ("It ends.\n\n% let end = recrod", "line 18: 'recrod' names the unknown value 'recrod'"),
        ("It ends.\n\n% let end = 1 / 0", "line 18: '1 / 0' stops with ZeroDivisionError"),
        ("It is {{end:.1f}}.\n\n% let end = 'x'", "'x' cannot be written as '.1f'"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_told_with_its_place(lesson, paragraph, said):
    (fault,) = lessons.fill(lesson(paragraph)).faults
    assert fault.startswith("lessons/00-made-up.md, line ") and said in fault
    with pytest.raises(text.TextError, match="00-made-up.md, line "):
        lessons.build([lesson(paragraph)])


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("It ends.\n\n% let end = record[", "line 18: 'record[' is not Python"),
        ("It ends.\n\n% leet end = 1", "line 18: found '% leet end = 1', expected"),
        ('It ends.\n\n% given "It ends":', 'expected "% let name = expression"'),
        ("One.\n\n+++\n\n(observe)=\n### Again", "the label 'observe' stands already in line 13"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_in_one_sentence(lesson, paragraph, said):
    with pytest.raises(text.TextError) as refused:
        lessons.fill(lesson(paragraph))
    assert said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "paragraph",
    [
        "On 24 February 2022, in the 1990s and in 1998-99, Bush 43 wrote order 14024.",
        "It was taken back (2008-09-123-withdrawn).",
        "Does it fall below -4.2?",
        'She called it "worse than in 30 years".',
        "See `record[3] > 2` and [lesson 08 of 11](08-trump-forecasts-scored.ipynb).",
        '17 acts came.\n\n% given "17 acts": the article counts them',
    ],
)
def test_dates_questions_quotations_and_what_is_given_are_left_alone(lesson, paragraph):
    assert not lessons.fill(lesson(paragraph)).faults


def test_a_new_event_names_the_sentence_that_is_no_longer_true(monkeypatch):
    """Turn Biden's end round: sentences of lesson 09 speak of it, and the check names each."""
    events = data.load("events")
    biden = (events["term_id"] == "biden") & (events["event_date"] >= "2024-01-20")
    events.loc[biden & (events["dyadic"] == "yes"), "goldstein_score"] = -10.0
    load = data.load
    monkeypatch.setattr(
        data, "load", lambda name: events.copy() if name == "events" else load(name)
    )
    (path,) = (path for path in lessons.sources() if path.stem.startswith("09"))
    faults = lessons.fill(path).faults
    assert any("no longer true" in fault and "Biden" in fault for fault in faults), faults


def test_building_again_changes_no_byte(built):
    source, target = built
    target.unlink()
    assert lessons.build([source]) == [target]
    before = target.read_bytes()
    assert lessons.build([source]) == [] and target.read_bytes() == before


@pytest.mark.parametrize("path", lessons.sources(), ids=lambda path: path.stem)
def test_stored_outputs_are_those_of_today(path):
    """Charts and tables too, whether nbval looks at them or not; last digits may differ."""
    stands = nbformat.read(lessons.built_path(path), as_version=4)
    again = lessons.execute(lessons.fill(path))
    for one, other in zip(stands.cells, again.cells, strict=True):
        mended = f'cell {one.id} of {path.stem} is out of date: run "make lessons"'
        assert alike(one.get("outputs", []), other.get("outputs", [])), mended


def alike(one, other):
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-9)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other


def test_the_picture_of_the_readme_is_of_today(tmp_path):
    drawn = tmp_path / "trajectory.svg"
    assert picture.draw(drawn) and not picture.draw(drawn)
    assert drawn.read_text() == (ROOT / "docs" / "trajectory.svg").read_text(encoding="utf-8")
    root = ET.parse(drawn).getroot()
    events = data.load("events")
    assert len(root.findall("{*}circle")) == (events["dyadic"] == "yes").sum()
    assert {"Obama", "Biden"} <= {each.text for each in root.findall("{*}text")}


def test_a_notebook_edited_by_hand_is_not_overwritten_and_can_be_carried_back(built):
    source, target = built
    old_text, old_notebook = source.read_text(), target.read_bytes()
    edited(target, "observe-5", "Along the rows:", "Read along the rows:")
    with pytest.raises(text.TextError) as refused:
        lessons.build([source])
    assert str(refused.value).startswith("notebooks/00-start-here.ipynb was edited by hand")
    assert "make carry" in str(refused.value) and "lessons/00-start-here.md" in str(refused.value)
    said = carry.carry(target, lessons.fill(source))
    assert said == ["carried cell observe-5 of 00-start-here.ipynb to 00-start-here.md."]
    # One sentence was changed; every number beside it is still open.
    assert source.read_text() == old_text.replace("Along the rows:", "Read along the rows:")
    assert lessons.build([source]) == [target] and target.read_bytes() != old_notebook
    assert carry.carry(target, lessons.fill(source)) == []


def test_cells_added_and_taken_out_are_carried(built):
    source, target = built
    notebook = nbformat.read(target, as_version=4)
    gone = notebook.cells.pop(-1)
    notebook.cells.append(nbformat.v4.new_markdown_cell("A new last word.", id="x1"))
    nbformat.write(notebook, target)
    said = carry.carry(target, lessons.fill(source))
    assert said[-1] == f"took cell {gone.id} out of 00-start-here.md." and len(said) == 2
    assert source.read_text().rstrip().endswith("A new last word.")


def test_outputs_keep_ten_digits_and_no_random_name(built):
    _, target = built
    content = json.loads(target.read_text(encoding="utf-8"))
    assert lessons.rounded({"x": [0.1 + 0.2, 1e-17, 3]}) == {"x": [0.3, 1e-17, 3]}
    assert "widgets" not in content["metadata"]
