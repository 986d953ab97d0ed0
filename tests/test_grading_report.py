"""The report on a class: right counts, any size, and nothing that a learner wrote ever acts."""

import copy
import csv
import io
import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import boxes
import classroom
import drawings
import nbformat
import pandas as pd
import plotly
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell

from resetcycle import agreement, answers, data, obstacles, tables
from resetcycle.grading import batch, essays, pictures, report, summary
from resetcycle.grading.course import Course
from resetcycle.grading.release import release
from resetcycle.grading.result import Mark
from resetcycle.grading.tasks import TaskError

NAME, WEIGHING = "04-obama-reset", "06-weighing-the-obstacles"
TAG, FORMULA = "<img src=x onerror=hacked=1>", r"$\href{javascript:hacked=1}{x}$"
CRITERIA = list(data.load("rubric")["criterion_id"])
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
ENDS_ALL = """
import os
get_ipython().events.register("pre_run_cell", lambda info: os._exit(1))
"""


def released(root, name, cohort=""):
    """Return a course with one released assignment."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(ROOT / "solutions" / name, root / "solutions" / name)
    release(root, cohort)
    return Course(cohort, root)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Seven submissions, graded, of which two want a person; yields the course.

    Two of three graders have marked the essays.
    """
    course = released(tmp_path_factory.mktemp("class"), NAME)
    assignment, exercise = course.assignment(NAME)
    right = {number: classroom.solution(assignment, number) for number in assignment.tasks}
    wrong = {number: classroom.wrong(task) for number, task in assignment.tasks.items()}
    first = dict(list(wrong.items())[:1])
    handed_in = {
        "anna": classroom.hand_in(exercise, right),
        "ben": classroom.hand_in(exercise, wrong),
        "cleo": classroom.hand_in(exercise, right | first),
        "dora": exercise,
        "eve": classroom.hand_in(
            exercise,
            right
            | {
                "1": f"def end_of(term):\n    return {TAG!r}",
                "2": f"def change_over(term):\n    return {FORMULA!r}",
            },
            essay=f"{TAG} {FORMULA}",
        ),
        "finn": b"{",
        # From here on, every cell ends the process.
        "gus": classroom.hand_in(exercise, {"1": ENDS_ALL}),
    }
    classroom.write(course.work / "submitted", NAME, handed_in)
    batch.grade(course, NAME, out=io.StringIO())
    for grader, given in (
        ("kim", {"anna": 3, "ben": 1, "cleo": 2}),
        ("lee", {"anna": 2, "ben": 1, "cleo": 2}),
        ("mo", {}),
    ):
        fill(essays.sheet(course, NAME, grader), given)
    return course


def fill(path, given):
    """Mark essays in a sheet, as a spreadsheet would: the first line as given, all others 1."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["student"] in given:
            row.update(dict.fromkeys(CRITERIA, 1) | {CRITERIA[0]: given[row["student"]]})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def made(course):
    """The report on the class, as written; yields its cells by id."""
    path = report.report(course, "04")
    assert path == course.work / "reports" / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return {cell.id: cell for cell in notebook.cells}


def outputs(cells, kind):
    return {
        name: "\n".join(
            "".join(output.data[kind]) for output in cell.outputs if kind in output.get("data", {})
        )
        for name, cell in cells.items()
        if cell.cell_type == "code"
    }


def test_every_cell_of_the_report_ran_and_says_something(made):
    for name, cell in made.items():
        if cell.cell_type == "code":
            assert cell.execution_count, name
            assert {output.output_type for output in cell.outputs} <= {
                "execute_result",
                "display_data",
            }, name
            assert cell.outputs or name in ("imports", "which-class"), name
    said = outputs(made, "text/plain")
    assert (
        said["overview"].startswith("7 submissions")
        and "1 died" in said["overview"]
        and "1 unreadable" in said["overview"]
    )
    assert "finn" in said["people"] and "gus" in said["people"] and "anna" not in said["people"]
    assert said["essays"] == (
        "Essays handed in: 5; 3 have marks, by kim and lee. Without a mark in the gradebook: 5."
    ), "the sheets were filled in, and not read"
    assert said["agreement"].count("kim, lee") == len(CRITERIA)
    assert made["title"].source == f"# Class report: {made_title()}" and "weights" not in made


def made_title():
    return re.search(
        r'^title = "(.*)"',
        (ROOT / "solutions" / NAME / "tasks.toml").read_text(encoding="utf-8"),
        re.MULTILINE,
    )[1]


def test_the_report_draws_and_speaks(made):
    for name in ("scores", "tasks", "spread"):
        kinds = [set(output.data) for output in made[name].outputs]
        assert kinds == [
            {"application/vnd.plotly.v1+json", "text/plain"},
            {"text/html", "text/plain"},
        ]


def test_what_a_learner_wrote_never_acts(made, browser):
    html = outputs(made, "text/html")
    assert "&lt;img src=x onerror=hacked=1&gt;" in html["mistakes"], (
        "the hostile answer should be shown, as text"
    )
    assert not re.search(r"<(img|script|svg|iframe|a)\b", "".join(html.values()))
    # JupyterLab would typeset a formula inside a table, and a formula can hold a link.
    assert "href" in html["mistakes"] and not set("$\\") & set("".join(html.values()))
    for name, cell in made.items():
        for output in cell.get("outputs", []):
            assert "hacked" not in json.dumps(
                output.data.get("application/vnd.plotly.v1+json", {})
            ), name
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.set_content(f"<!DOCTYPE html><body>{''.join(html.values())}</body>")
    assert page.evaluate(
        "() => [window.hacked === undefined, document.querySelectorAll('img, script').length]"
    ) == [True, 0]
    assert TAG in page.inner_text("body")
    page.close()


def test_the_charts_of_the_report_draw_in_a_browser(made, browser):
    (ROOT / "build").mkdir(exist_ok=True)
    page = browser.new_page(viewport={"width": 900, "height": 430})
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content("<!DOCTYPE html><body style='margin:0'><div id='chart'></div></body>")
    page.add_script_tag(path=str(PLOTLY))
    for name in ("scores", "tasks", "spread"):
        figure = made[name].outputs[0].data["application/vnd.plotly.v1+json"]
        for width in (600, 900):
            layout = figure["layout"] | {"width": width}
            page.evaluate(
                "([data, layout]) => Plotly.newPlot('chart', data, layout)",
                [figure["data"], layout],
            )
            page.wait_for_selector("#chart .bars .point", state="attached")
            page.screenshot(path=ROOT / "build" / f"report-{name}.png")
            words = page.locator("#chart").evaluate(boxes.DRAWN)
            assert boxes.faults(words) == [], (name, width)
    assert not complaints
    page.close()


# ------------------------------------------------------------------------------------------- counts


@pytest.fixture(scope="module")
def results(course):
    return course.results(NAME)


@pytest.fixture(scope="module")
def assignment(course):
    return course.assignment(NAME)[0]


def test_points_and_tasks_are_counted_without_those_that_want_a_person(results, assignment):
    scores = summary.scores(results).set_index("student")["points"]
    assert scores.index.tolist() == ["anna", "ben", "cleo", "dora", "eve"]
    assert scores["anna"] == assignment.points and scores["ben"] == scores["dora"] == 0
    table = summary.tasks(results, assignment)
    assert table[["right", "in part", "wrong", "no answer"]].sum(axis=1).eq(5).all()
    assert (table["mean points"] / table["points"]).is_monotonic_increasing
    # Right for Anna alone; Dora left it blank.
    assert table.set_index("task").loc["1", ["right", "wrong", "no answer"]].tolist() == [1, 3, 1]
    assert summary.people(results)["student"].tolist() == ["finn", "gus"]
    assert summary.status(results)["submissions"].sum() == 7


def test_what_is_right_in_part_is_neither_right_nor_wrong(assignment, results):
    """Of a task for 2 points one has all, one 1 and one none: 1 of 2 points on average."""
    said = "Task 3. Not yet: 4 of 5 agree with the key."
    earned = (2, 1, 0)
    marked = [
        replace(result, status="graded", tasks={"3": Mark(points, 2, said)})
        for result, points in zip(results, earned, strict=False)
    ]
    row = summary.tasks(marked, assignment).set_index("task").loc["3"]
    assert row[["right", "in part", "wrong", "no answer"]].tolist() == [1, 1, 1, 0]
    assert row["mean points"] == 1


def test_the_commonest_mistake_comes_first_with_an_example(results, assignment):
    table = summary.mistakes(results, assignment)
    first = table[table["task"].str.startswith("1.")].iloc[0]
    assert (
        first["what the learner was told"] == assignment.tasks["1"].mistakes[0].says
        and first["learners"] == 2
    )
    assert (
        float(first["an example"])
        and not table["what the learner was told"].str.contains("no answer").any()
    )
    assert len(summary.mistakes(results, assignment, most=1)) == len(assignment.tasks)


def test_an_example_is_one_short_line_whatever_came_back(results, assignment):
    result = copy.deepcopy(next(result for result in results if result.student == "ben"))
    odd = [{}, [[1]], None, float("nan"), 10**400, True, "\ud800\u202e\n" * 90]
    for answer in (
        None,
        [],
        "x",
        {"entries": "x"},
        odd,
        ["a" * 999] * 99,
        {"fault": 3},
    ):
        said = "Task 1: " + "\x1b[31m\u202e" + "so " * 900
        result.tasks["1"] = replace(result.tasks["1"], answer=answer, said=said)
        table = summary.mistakes([result], assignment)
        assert len(table) == len(assignment.tasks) and table["learners"].eq(1).all()
        for text in table[["what the learner was told", "an example"]].to_numpy().ravel():
            assert len(text) <= 320 and text.isprintable()


# -------------------------------------------------------------------------------------------- sizes


def class_of(results, size):
    """A class of any size, made of the graded submissions under other names."""
    return [
        replace(copy.deepcopy(results[place % len(results)]), student=f"s{place:03}")
        for place in range(size)
    ]


KINDS = {
    "nobody": lambda results: [],
    "one": lambda results: class_of(results, 1),
    "two": lambda results: class_of(results, 2),
    "three hundred": lambda results: class_of(results, 300),
    "all blank": lambda results: class_of(
        [result for result in results if result.student == "dora"], 30
    ),
    "all unreadable": lambda results: class_of(
        [result for result in results if result.status == "unreadable"], 3
    ),
    "all right": lambda results: class_of(
        [result for result in results if result.student == "anna"], 4
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_size_of_class_is_drawn_or_told(results, assignment, kind):
    of_class = KINDS[kind](results)
    counted = len(summary.scores(of_class))
    assert str(summary.overview(of_class)).endswith(".")
    assert len(summary.people(of_class)) + counted == len(of_class)
    for view in (pictures.score_chart(of_class), pictures.task_chart(of_class, assignment)):
        if not counted:
            assert isinstance(view, summary.Sentence) and repr(view).startswith(
                "No submission has points"
            )
            continue
        check_chart(view)
        assert f"{counted} submission" in view.shows
    assert isinstance(
        summary.listed(summary.mistakes(of_class, assignment), "No wrong answers."),
        (tables.Table, summary.Sentence),
    )


def check_chart(view):
    layout = view.figure.layout
    assert (
        layout.height >= 420
        and layout.title.text
        and layout.title.subtitle.text
        and layout.yaxis.title.text
        and not layout.showlegend
    )
    assert any(
        note.name == "source" and " Data to " in note.text.replace("<br>", " ")
        for note in layout.annotations
    )
    assert "nan" not in view.words.lower().split() and len(view.reading) > 30 and view.sources
    assert len(json.dumps(view._repr_mimebundle_()["application/vnd.plotly.v1+json"])) < 120_000
    assert len(view.table) <= 40


def on_a_day(results):
    """The same results, all handed in on one day, so that drawings of them are always the same."""
    return [replace(result, handed_in="2027-03-04 12:00:00") for result in results]


@pytest.mark.parametrize("name", ["points", "tasks", "levels", "weights"])
def test_a_drawing_of_a_class_is_the_stored_one(name, course, results, assignment, request):
    of_class, codes = on_a_day(results), summary.share_codes(data.load("sample_class")["code"])
    view = {
        "points": lambda: pictures.score_chart(of_class),
        "tasks": lambda: pictures.task_chart(of_class, assignment),
        "levels": lambda: pictures.spread_chart(of_class, essays.marks(course, NAME)),
        "weights": lambda: pictures.weight_chart(of_class, *codes),
    }[name]()
    store = request.config.getoption("--store-pictures")
    changed = drawings.compare(view, f"class-{name}", store)
    assert not changed, f"\n{changed}\nIf it is meant: pytest {__file__} --store-pictures"


CLASS = pictures.Class(size=6, n_counted=4, last=pd.Timestamp(2027, 3, 4))


def test_points_are_said_with_their_median_and_quarters():
    frame = pictures.ScoreFrame(CLASS, pd.Series([0, 2, 4, 5]), highest=5)
    said = pictures.score_words(frame)
    assert said.reading == (
        "The median is 3 of 5 points; half of the submissions lie between 1.5 and 4.25. "
        "All points: 1; none: 1."
    )
    assert said.subtitle.startswith("4 submissions. A bar: ")
    assert said.subtitle.endswith(" 2 that want a person are left out.")
    assert said.note == "Source: results of grading. Data to 4 March 2027."
    assert frame.table["submissions"].tolist() == [1, 0, 1, 0, 1, 1]
    whole = replace(frame, of=replace(CLASS, size=4))
    assert "left out" not in pictures.score_words(whole).shows
    assert frame.sources == ["Results of grading 6 submissions, handed in to 4 March 2027"]


def test_the_hardest_task_and_the_one_left_blank_are_named():
    table = pd.DataFrame(
        {"task": ["2", "1"], "title": ["b", "a"], "right": [1, 3], "wrong": [2, 0]}
    ).assign(**{"no answer": [0, 1], "in part": [1, 0], "points": 2, "mean points": [0.75, 1.5]})
    said = pictures.task_words(pictures.TaskFrame(CLASS, table))
    assert said.reading == (
        "Hardest was task 2, right in 1 of 4 (25%), in part in 1: on average 0.75 of 2 points. "
        "Most often left blank: task 1, by 1."
    )


def test_levels_of_the_rubric_are_compared_by_their_means():
    counts = pd.DataFrame([[0, 1, 0, 3], [2, 2, 0, 0]], index=["Claim", "Method"])
    frame = pictures.SpreadFrame(CLASS, counts)
    assert frame.means.tolist() == [2.5, 0.5]
    said = pictures.spread_words(frame)
    assert said.reading == "Highest mean level: Claim (2.5); lowest: Method (0.5)."
    assert said.subtitle.startswith("8 marks, each grader's counted.")
    same = pictures.SpreadFrame(CLASS, counts.iloc[:1])
    assert pictures.spread_words(same).reading == (
        "Every line that was marked has the same mean level, 2.5."
    )


def test_all_right_and_all_blank_are_said_as_such(results, assignment):
    reading = {
        kind: pictures.task_chart(KINDS[kind](results), assignment).reading
        for kind in ("all right", "all blank")
    }
    assert reading["all right"] == "Every task is right in all of them. No task was left blank."
    assert "right in 0 of 30 (0%)" in reading["all blank"] and "by 30" in reading["all blank"]


# ------------------------------------------------------------------------------------------- essays


def test_graders_are_compared_line_by_line(course):
    marks = essays.marks(course, NAME)
    table = summary.graders_agree(marks).set_index("line of the rubric")
    first, *others = data.load("rubric")["criterion"]
    assert table["essays"].eq(3).all() and table["graders"].eq("kim, lee").all()
    assert table.loc[first, "weighted kappa"] == pytest.approx(
        agreement.weighted_kappa([3, 1, 2], [2, 1, 2], range(4))
    )
    assert (
        table.loc[first, "equal marks"] == "67%"
        and table.loc[others, "equal marks"].eq("100%").all()
    )
    # Both gave 1 throughout: no variation, so no kappa, and the cell stays empty.
    assert table.loc[others, "weighted kappa"].isna().all() and "nan" not in repr(
        tables.show(table.reset_index())
    )
    counts = summary.spread(marks)
    assert counts.loc[first].tolist() == [0, 2, 3, 1] and counts.loc[others[0]].tolist() == [
        0,
        6,
        0,
        0,
    ]


def given(*rows):
    return pd.DataFrame(
        [(grader, student, CRITERIA[0], mark) for grader, student, mark in rows],
        columns=["grader", "student", "criterion_id", "mark"],
    )


@pytest.mark.parametrize(
    "marks, pairs",
    [
        (pd.DataFrame(), 0),
        (given(), 0),
        (given(("kim", "anna", None)), 0),
        (given(("kim", "anna", 2.0), ("kim", "ben", 1.0)), 0),
        (given(("kim", "anna", 2), ("lee", "ben", 1)), 0),
        (given(("kim", "anna", 2), ("lee", "anna", 1), ("lee", "ben", None)), 1),
        (
            given(
                *[
                    (grader, student, 2)
                    for grader in ("kim", "lee", "mo")
                    for student in ("anna", "ben")
                ]
            ),
            3,
        ),
    ],
)
def test_essays_of_any_state_are_told(results, marks, pairs):
    table = summary.graders_agree(marks)
    assert len(table) == pairs
    view, said = pictures.spread_chart(results, marks), summary.essays(results, marks)
    if not len(marks) or marks["mark"].isna().all():
        assert repr(
            view
        ) == "No essay has been marked yet, so there is no spread to draw." and said.endswith(
            "none has been marked yet."
        )
    else:
        check_chart(view)
        assert summary.spread(marks).to_numpy().sum() == marks["mark"].notna().sum()


# ------------------------------------------------------------------------------------------ weights


@pytest.fixture(scope="module")
def weighed(tmp_path_factory):
    """A cohort that weighed: codes in essays and cells, one broken, one twice.

    Yields the course and the cells of its report.
    """
    course = released(tmp_path_factory.mktemp("weighed"), WEIGHING, "spring-2027")
    _, exercise = course.assignment(WEIGHING)
    sample = list(data.load("sample_class")["code"])
    in_essay = classroom.hand_in(exercise, {}, f"My weights: {sample[0]}.\nAnd I hold that")
    in_cells = classroom.hand_in(exercise, {}, "")
    in_cells.cells += [
        new_markdown_cell("Hello all, " + sample[1].replace("-", "\u2011") + " greetings"),
        new_code_cell(f"# {sample[0]}\nprint({sample[2]!r})"),
        new_markdown_cell(sample[3][:-9]),
    ]
    classroom.write(
        course.work / "submitted",
        WEIGHING,
        {"anna": in_essay, "ben": in_cells, "cleo": exercise, "dora": b""},
    )
    batch.grade(course, WEIGHING, out=io.StringIO())
    path = report.report(course, WEIGHING)
    assert (
        path
        == course.root / "grading" / "cohorts" / "spring-2027" / "reports" / f"{WEIGHING}.ipynb"
    )
    return course, {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def test_codes_in_essays_and_own_cells_are_pooled(weighed):
    course, cells = weighed
    codes, broken = summary.share_codes(report.own_texts(course, WEIGHING))
    expected, _ = answers.find_share_codes("\n".join(data.load("sample_class")["code"][:3]))
    assert (
        sorted(code["learner"] for code in codes) == sorted(code["learner"] for code in expected)
        and broken == 1
    )
    said = "".join(cells["weights"].outputs[1].data["text/html"])
    w = agreement.kendalls_w(answers.points_table(expected))
    assert (
        "3 share codes" in said
        and f"Kendall&#x27;s W is {w:.2f}" in said
        and "1 more could not be read" in said
    )
    assert '"spring-2027"' in cells["which-class"].source


def test_pooled_weights_are_those_of_lesson_07(results):
    codes, broken = summary.share_codes(data.load("sample_class")["code"])
    view, points = pictures.weight_chart(results, codes, broken), answers.points_table(codes)
    check_chart(view)
    pooled = agreement.geometric_mean_weights(points).sort_values(ascending=False)
    assert view.table["all"].tolist() == pooled.round(2).tolist()
    assert "W is 0.09" in view.reading and "3 camps, of 9, 9 and 6" in view.reading
    assert view.table.columns.tolist() == [
        "obstacle",
        "all",
        "camp A (9)",
        "camp B (9)",
        "camp C (6)",
    ]


@pytest.mark.parametrize("size", [1, 2, 300])
def test_few_and_many_codes(results, size):
    groups = list(enumerate(obstacles.groups()))
    points = [
        {name: (7 * place + 13 * group) % 100 + 1 for group, name in groups}
        for place in range(size)
    ]
    view = pictures.weight_chart(
        results, [{"learner": f"{place:08x}", "points": each} for place, each in enumerate(points)]
    )
    check_chart(view)
    assert ("nothing to agree with" in view.reading) == (size == 1)
    assert sum(len(trace.x) for trace in view.figure.data) == 8 * size


def test_no_codes_are_said_plainly(results):
    zero = answers.share_code(
        {"points": dict.fromkeys(obstacles.groups(), 0), "learner": "00c0ffee"}
    )
    codes, broken = summary.share_codes(["Nothing here", zero, ""])
    assert (
        repr(pictures.weight_chart(results, codes, broken))
        == "No share code is in the 7 submissions, so there are no weights to pool."
    )


def test_the_end_of_one_text_never_joins_the_next(results):
    code = data.load("sample_class")["code"][0]
    codes, broken = summary.share_codes([code[:20], code[20:], code])
    assert len(codes) == 1 and broken == 1


# ----------------------------------------------------------------------------------------- the file


def test_without_results_there_is_no_report(course, tmp_path):
    for folder in ("solutions", "exercises"):
        shutil.copytree(course.root / folder, tmp_path / folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    with pytest.raises(TaskError, match="Nothing of 04-obama-reset has been graded yet"):
        report.report(Course(root=tmp_path), NAME)
    with pytest.raises(TaskError, match="There is no assignment '99'"):
        report.report(course, "99")
    # The template itself stands among the kit's notebooks and has to run before anybody was graded.
    assert summary.overview([]) == "Nothing of this assignment has been graded yet."


def test_a_slip_in_a_marking_sheet_is_named_and_the_old_report_stays(course, made):
    path, old = (
        course.work / "essays" / f"{NAME}.kim.csv",
        course.work / "reports" / f"{NAME}.ipynb",
    )
    sheet, before = path.read_bytes(), old.read_bytes()
    try:
        path.write_bytes(re.sub(rb",3,1,1,1,1,", b",7,1,1,1,1,", sheet))
        with pytest.raises(TaskError, match=f"^{re.escape(str(path))}, row .*found '7'"):
            report.report(course, NAME)
    finally:
        path.write_bytes(sheet)
    assert old.read_bytes() == before


def test_the_template_is_easy_to_read():
    notebook = nbformat.read(report.TEMPLATE, as_version=4)
    for before, cell in pairwise(notebook.cells):
        if cell.cell_type == "code":
            assert (
                not cell.outputs and cell.execution_count is None and cell.source.count("\n") <= 2
            ), cell.id
            assert before.cell_type == "markdown" or cell.id in ("which-class", "overview"), cell.id


def test_a_line_of_anything():
    assert summary.one_line("a\tb\n\x00c\u202e d\ud800") == "a b c d"
    assert summary.one_line("x" * 10**6, most=20) == "x" * 17 + "..."
    assert summary.one_line(r"$x$ \(y\)") == "\uff04x\uff04 \uff3c(y\uff3c)"
