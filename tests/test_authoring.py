"""Lessons and solutions are texts: numbers filled in, statements true, notebooks built from
them."""

import copy
import json
import math
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import drawings
import nbformat
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from conftest import ROOT

from resetcycle import data
from resetcycle.authoring import built as built_files
from resetcycle.authoring import carry, lessons, picture, solutions, text

TEXTS = [*lessons.sources(), *solutions.sources()]
LESSON = """---
lesson: {{number: "00", title: A lesson, question: What ends, method: reading}}
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


@cache
def filled(path):
    """Fill a text of the kit once for all tests; none of them changes what it is handed."""
    return fill(path)


@pytest.fixture
def lesson(tmp_path):
    """Write a small lesson with the given paragraph; return its path."""

    def write(paragraph):
        path = tmp_path / "lessons" / "00-made-up.md"
        path.parent.mkdir(exist_ok=True)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
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
    assert not filled(path).faults, "\n".join(filled(path).faults)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_is_written_as_it_is_read(path):
    assert text.written(text.read(path)) == path.read_text(encoding="utf-8")
    for cell in text.read(path).cells:
        if cell.kind == "markdown":
            assert text.joined(text.broken(cell.source)) == cell.source


@pytest.mark.parametrize("path", lessons.sources(), ids=lambda path: path.stem)
def test_a_notebook_holds_what_its_text_says(path):
    stands, today = nbformat.read(lessons.built_path(path), as_version=4), filled(path)
    for one, other in zip(stands.cells, today.notebook.cells, strict=True):
        assert (one.id, one.source) == (other.id, other.source), f'run "make lessons": {path.name}'
        assert one.metadata == other.metadata
    assert (
        not built_files.is_edited(stands) and stands.metadata["built"]["from"] == today.text.place
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
        ("It is {{end}}.\n\n% let end = float('nan')", "line 16: {{end}} has no value (nan)"),
        ("It is {{the end}}.", "line 16: {{the end}} is no open form"),
        ("It ends.\n\n% let end = 1", "line 18: nothing needs the value 'end'"),
        (
            "It is {{record}}.\n\n% let record = 1",
            "line 18: 'record' is a name of a code cell above",
        ),
        (
            'It falls.\n\n% holds "It falls" if record["end"] < 0',
            "line 18: 'record[\"end\"] < 0' is neither true nor false",
        ),
        ("One.\n\n+++\n\n## Again", "line 20: section 'Again' needs a label"),
    ],
)
def test_what_is_wrong_with_a_sentence_is_told_with_its_place(lesson, paragraph, said):
    faults = lessons.fill(lesson(paragraph)).faults
    assert all(fault.startswith("lessons/00-made-up.md, line ") for fault in faults)
    assert sum(said in fault for fault in faults) == 1, faults
    with pytest.raises(text.TextError, match="00-made-up.md, line "):
        lessons.build([lesson(paragraph)])


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("It ends.\n\n% let end = record[", "line 18: 'record[' is not Python"),
        ("It ends.\n\n% leet end = 1", "line 18: found '% leet end = 1', expected"),
        ('It ends.\n\n% given "It ends":', 'expected "% let name = expression"'),
        ("One.\n\n+++\n\n(observe)=\n### Again", "the label 'observe' stands already in line 13"),
        ("One.\n\n(again)=\n### Again", "one cell has the labels observe and again"),
        ("(Observe it)=", "line 16: the label 'Observe it' needs small letters"),
        ("One.\n\n+++\n\nTwo.\n\n+++\n\n(observe-2)=\n### X", "the name of another, 'observe-2'"),
        ("One  \nTwo", "would read differently"),
        ("~~~\na = 1\nb = 2\n~~~", "would read differently"),
        ("a | b\n--- | ---\nc | d", "would read differently"),
        ("```{note}\nIt fell.\n```", "line 16: '```{note}' is shown as code"),
        ("```{raw-cell}\nx\n```", "a raw cell"),
        ("```{code-cell}\n:tgas: [hide-output]\nx = 1\n```", "has the option 'tgas'"),
        ("```{code-cell}\n:tags: [hide-output\nx = 1\n```", "not readable as MyST Markdown"),
        ("```{code-cell}\nx = 1\ny = = 2\n```", "line 18: the cell stops with SyntaxError"),
        ("```{code-cell}\nx = 1\n\n1 / 0\n```", "line 19: the cell stops with ZeroDivisionError"),
        ("```{code-cell}\nexit(1)\n```", "line 17: the cell stops with SystemExit"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_in_one_sentence(lesson, paragraph, said):
    with pytest.raises(text.TextError) as refused:
        lessons.fill(lesson(paragraph))
    assert said in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: the front matter does not give the number, title, question and method"),
        (b"# A lesson\n\nNo front matter.\n", "the front matter does not give"),
        (b'---\nlesson: {number: "00\n---\n', "near line 2: not readable as MyST Markdown"),
        ("---\nlesson: café\n---\n".encode("latin-1"), "is not in UTF-8; save it as UTF-8."),
    ],
)
def test_a_file_that_is_no_lesson_is_refused_in_one_sentence(lesson, content, said):
    path = lesson("")
    path.write_bytes(content)
    with pytest.raises(text.TextError) as refused:
        lessons.fill(path)
    assert said in str(refused.value) and "\n" not in str(refused.value)
    assert str(refused.value).startswith("lessons/00-made-up.md")


def test_what_other_editors_add_is_read_and_percent_in_code_is_code(lesson):
    path = lesson("One.\nTwo.\n\n```text\n% let x = 1\n```")
    plain = lessons.fill(path).notebook.cells
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert lessons.fill(path).notebook.cells == plain
    assert plain[-1].source.endswith("One. Two.\n\n```text\n% let x = 1\n```")


def test_a_cell_that_fails_in_the_kernel_only_is_named(lesson):
    fails = '```{code-cell}\nimport sys\nassert "ipykernel" not in sys.modules, "a kernel"\n```'
    path = lesson(f"It ends.\n\n{fails}")
    kernel = 'assert not hasattr(__builtins__, "get_ipython"), "a kernel"'
    path.write_text(
        path.read_text().replace('assert "ipykernel" not in sys.modules, "a kernel"', kernel)
    )
    with pytest.raises(text.TextError, match=r"line 19: the cell fails in the kernel .*a kernel"):
        lessons.build([path])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lessons/1-short.md", "lessons/1-short.md: name a lesson by its number"),
        ("lessons/00-twice.md", "has the number of 00-made-up.md"),
        ("notebooks/07-alone.ipynb", "notebooks/07-alone.ipynb has no text"),
    ],
)
def test_texts_and_notebooks_come_in_pairs(lesson, name, said):
    root = lesson("It ends.").parent.parent
    assert len(lessons.sources(root)) == 1
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("{}")
    with pytest.raises(text.TextError, match=said):
        lessons.sources(root)


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
    events.loc[biden & (events["dyadic"] == "yes"), "goldstein_score"] = 10.0
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
    # Outputs are written into the notebook that is run.
    again = lessons.execute(replace(filled(path), notebook=copy.deepcopy(filled(path).notebook)))
    for one, other in zip(stands.cells, again.cells, strict=True):
        mended = f'cell {one.id} of {path.stem} is out of date: run "make lessons"'
        assert alike(one.get("outputs", []), other.get("outputs", [])), mended


def alike(one, other):
    one, other = drawings.unpacked(one), drawings.unpacked(other)
    if isinstance(one, float) and isinstance(other, float):
        both_missing = math.isnan(one) and math.isnan(other)
        return both_missing or math.isclose(one, other, rel_tol=1e-7, abs_tol=1e-9)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other


def test_the_numbers_of_a_chart_may_differ_in_their_last_digits_and_no_further():
    def packed(number):
        bars = go.Figure(go.Bar(y=np.array([0.1, number, np.nan])))
        return json.loads(bars.to_json())["data"]

    assert "bdata" in packed(0.3)[0]["y"]
    assert alike(packed(0.3), packed(math.nextafter(0.3, 1)))
    assert not alike(packed(0.3), packed(0.3001)) and not alike(packed(0.3), packed(np.nan))


def test_the_picture_of_the_readme_is_of_today(tmp_path):
    drawn = tmp_path / "trajectory.svg"
    assert picture.draw(drawn) and not picture.draw(drawn)
    assert drawn.read_text() == (ROOT / "docs" / "trajectory.svg").read_text(encoding="utf-8")
    root = ET.parse(drawn).getroot()
    events = data.load("events")
    assert len(root.findall("{*}circle")) == (events["dyadic"] == "yes").sum()
    names = {"Obama", "Biden", "all acts", "contacts", "deeds"}
    assert names <= {each.text for each in root.findall("{*}text")}


# ------------------------------------------------------------------- what a commit opens


CLOSED = """One sentence.

```{code-cell}
rc.widgets.Predict("03")
```

(explain)=
## Explain

+++

### A part

What only the record says.

+++

(summary)=
## Summary"""


def test_headings_below_the_commit_are_closed_and_no_others(lesson):
    cells = lessons.fill(lesson(CLOSED)).notebook.cells
    closed = [cell.id for cell in cells if cell.metadata.get(lessons.CLOSED)]
    assert closed == ["explain", "summary"]
    without = lessons.fill(lesson(CLOSED.replace("Predict(", "MyWork(")))
    assert not any(cell.metadata for cell in without.notebook.cells)


def test_a_closed_heading_with_text_in_its_cell_is_named_with_the_mend(lesson):
    text_beside = CLOSED.replace("## Explain\n\n+++\n", "## Explain\n")
    (fault,) = lessons.fill(lesson(text_beside)).faults
    assert fault.startswith("lessons/00-made-up.md, line ") and "'Explain'" in fault
    assert fault.endswith('put a line with "+++" after it.')


def test_a_notebook_edited_by_hand_is_not_overwritten_and_can_be_carried_back(built):
    source, target = built
    old_text, old_notebook = source.read_text(), target.read_bytes()
    edited(target, "leave-out-4", "Leave an act out", "Take an act out")
    with pytest.raises(text.TextError) as refused:
        lessons.build([source])
    assert str(refused.value).startswith("notebooks/00-start-here.ipynb was edited by hand")
    assert "make carry" in str(refused.value) and "lessons/00-start-here.md" in str(refused.value)
    said = carry.carry(target, lessons.fill(source))
    assert said == ["carried cell leave-out-4 of 00-start-here.ipynb to 00-start-here.md."]
    # One sentence was changed; every number beside it is still open.
    assert source.read_text() == old_text.replace("Leave an act out", "Take an act out")
    assert lessons.build([source]) == [] and target.read_bytes() != old_notebook
    assert carry.carry(target, lessons.fill(source)) == []


def carried(source, target, change):
    """Change a built notebook as JupyterLab would, carry it, and return what was said."""
    notebook = nbformat.read(target, as_version=4)
    change(notebook, {cell.id: cell for cell in notebook.cells})
    nbformat.write(notebook, target)
    said = carry.carry(target, fill(source))
    # Carried once, the text gives the notebook, and a second time there is nothing to carry.
    assert carry.carry(target, fill(source)) == []
    fresh = fill(source).notebook.cells
    stands = nbformat.read(target, as_version=4).cells
    if source.parent.name == "lessons":
        assert [(cell.id, cell.source) for cell in fresh] == [(c.id, c.source) for c in stands]
        built_files.refuse_edited(target, None, "", source.parent.parent)
    return said


def add_and_take_out(notebook, cells):
    notebook.cells.remove(cells["sources-5"])
    notebook.cells.insert(3, nbformat.v4.new_code_cell("new = 1", id="x1"))
    notebook.cells.insert(4, nbformat.v4.new_markdown_cell("A new word.", id="x2"))
    notebook.cells.append(nbformat.v4.new_code_cell("", id="x3"))


def test_cells_added_and_taken_out_are_carried(built):
    source, target = built
    before = text.read(source).cells
    said = carried(source, target, add_and_take_out)
    assert said == [
        "carried cell x1 of 00-start-here.ipynb to 00-start-here.md.",
        "carried cell x2 of 00-start-here.ipynb to 00-start-here.md.",
        "left out an empty cell of 00-start-here.ipynb.",
        "took cell sources-5 out of 00-start-here.md.",
    ]
    after = text.read(source).cells
    assert [cell.source for cell in after[3:5]] == ["new = 1", "A new word."]
    assert [(c.source, [n for _, n in c.notes]) for c in after[:3] + after[5:]] == [
        (c.source, [n for _, n in c.notes]) for c in before[:-1]
    ]


def test_cells_moved_are_carried(built):
    source, target = built

    def move(notebook, cells):
        notebook.cells.remove(cells["on-your-own-2"])
        # Cut and paste gives a cell another id.
        notebook.cells.insert(2, nbformat.from_dict(cells["on-your-own-2"] | {"id": "x1"}))

    before = [cell.source for cell in text.read(source).cells]
    said = carried(source, target, move)
    assert said == ["carried the order of the cells of 00-start-here.ipynb to 00-start-here.md."]
    after = [cell.source for cell in text.read(source).cells]
    assert after[2].startswith("1. Turn a score") and sorted(before) == sorted(after)


def test_merged_cells_keep_their_open_numbers_and_what_they_rest_on(built):
    source, target = built

    def merge(notebook, cells):
        # JupyterLab gives the merged cell an id of its own.
        at = notebook.cells.index(cells["leave-out-2"])
        notebook.cells.remove(cells["leave-out-3"])
        both = f"{cells['leave-out-2'].source}\n\n{cells['leave-out-4'].source}"
        notebook.cells.remove(cells["leave-out-4"])
        notebook.cells[at] = nbformat.v4.new_markdown_cell(both, id="x1")

    first, _code, second = text.read(source).cells[11:14]
    carried(source, target, merge)
    (merged,) = (c for c in text.read(source).cells if "{{called_off:day}}" in c.source)
    assert merged.source.startswith("An end") and "{{biden_start}}" in merged.source
    assert {said for _, said in [*first.notes, *second.notes]} == {n for _, n in merged.notes}
    assert fill(source).faults == ()


def test_tags_and_blank_ends_are_carried_without_touching_lines(built):
    source, target = built
    old = source.read_text()

    def retag(notebook, cells):
        cells["leave-out-3"].metadata["tags"] = ["hide-output"]
        cells["question"].source += "  \n\n\n"

    carried(source, target, retag)
    new = old.replace("board = ", ":tags: [hide-output]\n\nboard = ")
    assert source.read_text() == new


def test_a_change_of_the_text_alone_is_not_undone(built):
    source, target = built
    changed = source.read_text().replace("Hover over a dot.", "Hover over one dot.")
    source.write_text(changed)
    assert carry.carry(target, fill(source)) == [] and source.read_text() == changed
    # Nor where another cell of the notebook was edited.
    edited(target, "plan", "on a single act", "on one act")
    assert len(carry.carry(target, fill(source))) == 1
    assert source.read_text() == changed.replace("on a single act", "on one act")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Without it", "If it goes,"),
        ("\n+++\n\n(plan)=", "\nWell.\n\n+++\n\n(plan)="),
    ],
)
def test_two_edits_of_one_cell_are_not_chosen_between(built, old, new):
    source, target = built
    if "plan" in new:
        new = new.replace("Well.", "+++\n\nWell.")
    source.write_text(source.read_text().replace(old, new))
    edited(target, "leave-out-4", "Leave an act out", "Take an act out")
    before = source.read_bytes(), target.read_bytes()
    with pytest.raises(text.TextError, match=r"^lessons/00-start-here.md.* since the build; make"):
        carry.carry(target, fill(source))
    assert before == (source.read_bytes(), target.read_bytes())


@pytest.mark.parametrize(
    "source_of_cell",
    [
        "One  \nTwo",
        "% let x = 1",
        "One\n\n+++\n\nTwo",
        "(x)=\n\nOne",
        "a | b\n--|--\n1 | 2",
        "~~~\na\nb\n~~~",
    ],
)
def test_what_a_text_cannot_hold_is_refused(built, source_of_cell):
    source, target = built
    notebook = nbformat.read(target, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell(source_of_cell, id="x1"))
    nbformat.write(notebook, target)
    before = source.read_bytes(), target.read_bytes()
    with pytest.raises(text.TextError, match=r"ipynb, cell x1: a text cannot hold it"):
        carry.carry(target, fill(source))
    assert before == (source.read_bytes(), target.read_bytes())


def test_pasted_pictures_and_raw_cells_are_refused(built):
    source, target = built
    notebook = nbformat.read(target, as_version=4)
    notebook.cells[-1].attachments = {"image.png": {"image/png": "x"}}
    nbformat.write(notebook, target)
    with pytest.raises(text.TextError, match="cell sources-5: it holds a pasted picture"):
        carry.carry(target, fill(source))
    notebook.cells[-1] = nbformat.v4.new_raw_cell("x", id="x1")
    nbformat.write(notebook, target)
    with pytest.raises(text.TextError, match="cell x1: a text cannot hold it"):
        carry.carry(target, fill(source))


def test_saving_without_an_edit_is_none_whatever_tools_do_to_ids_and_outputs(built):
    source, target = built
    before = target.read_bytes()
    notebook = nbformat.read(target, as_version=4)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"x{number}"
        cell.metadata["scrolled"] = True
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], 9
    nbformat.write(notebook, target)
    assert carry.carry(target, fill(source)) == []
    assert lessons.build([source]) == [target] and target.read_bytes() == before


def test_a_notebook_that_is_none_is_refused(built):
    source, target = built
    target.write_text("<<<<<<< HEAD\n")
    for act in (lambda: carry.carry(target, fill(source)), lambda: lessons.build([source])):
        with pytest.raises(
            text.TextError, match="^notebooks/00-start-here.ipynb is not a notebook"
        ):
            act()


@pytest.fixture
def solution(tmp_path):
    """Copy one assignment of the kit; return its text and its notebook."""
    folder = ROOT / "solutions" / "04-obama-reset"
    shutil.copytree(folder, tmp_path / "solutions" / folder.name)
    path = tmp_path / "solutions" / folder.name / f"{folder.name}.md"
    return path, path.with_suffix(".ipynb")


def test_cells_of_a_solution_are_carried_and_generated_ones_are_left(solution):
    source, target = solution
    before = source.read_text()

    def change(notebook, cells):
        cells["task-1"].source = cells["task-1"].source.replace(".loc[", ".at[")
        cells["check-2"].source += "# mine"
        notebook.cells.insert(5, nbformat.v4.new_markdown_cell("A new word.", id="x1"))

    notebook = nbformat.read(target, as_version=4)
    change(notebook, {cell.id: cell for cell in notebook.cells})
    nbformat.write(notebook, target)
    said = carry.carry(target, fill(source))
    assert [line.split(" of ")[0] for line in said] == [
        "carried cell x1",
        "carried cell task-1",
        "left cell check-2",
    ]
    new = 'windows.at[term, "end"]\n        ### END'
    assert new in source.read_text() and "A new word.\n\n+++\n" in source.read_text()
    assert len(source.read_text().splitlines()) == len(before.splitlines()) + 4
    # The edit that could not be carried is still one.
    assert built_files.is_edited(nbformat.read(target, as_version=4))
    assert [line.split(" of ")[0] for line in carry.carry(target, fill(source))] == [
        "left cell check-2"
    ]


def test_outputs_keep_ten_digits_and_no_random_name(built):
    _, target = built
    content = json.loads(target.read_text(encoding="utf-8"))
    assert lessons.rounded({"x": [0.1 + 0.2, 1e-17, 3]}) == {"x": [0.3, 1e-17, 3]}
    assert "widgets" not in content["metadata"]
