"""Grading a class: finding what was handed in, the same marks as nbgrader, nothing lost."""

import copy
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile

import classroom
import nbformat
import pytest
from conftest import ROOT

from resetcycle import rubric, trajectory
from resetcycle.grading import batch, collect, export, intake, marks, runner, tasks
from resetcycle.grading.course import Course
from resetcycle.grading.result import Result
from resetcycle.grading.wire import Answer, Heard

NAME = "04-obama-reset"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with one released assignment; yields it."""
    return classroom.a_course(tmp_path_factory.mktemp("course"), NAME)


@pytest.fixture(scope="module")
def klass():
    """Thirty honest submissions: the notebook of each, and the points it deserves."""
    return classroom.an_honest_class(NAME)


@pytest.fixture(scope="module")
def graded(course, klass):
    """The class handed in and graded once; yields the results by student."""
    classroom.write(
        course.work / "submitted",
        NAME,
        {student: notebook for student, (notebook, _) in klass.items()},
    )
    return {result.student: result for result in batch.grade(course, NAME, out=io.StringIO())}


@pytest.fixture(scope="module")
def ten(course, graded, tmp_path_factory):
    """A copy of the graded course with ten of the class, two of a kind; yields it."""
    copied = Course(root=shutil.copytree(course.root, tmp_path_factory.mktemp("ten") / "course"))
    for student in sorted(graded)[10:]:
        shutil.rmtree(copied.work / "submitted" / student)
    return copied


def points(result):
    return {number: mark.points for number, mark in result.tasks.items()}


def test_a_sandbox_works_on_this_machine():
    """Everything below passes without one too, only slower and unsafe; CI must have one."""
    if runner.why_not_isolated() and not os.environ.get("CI"):
        pytest.skip(runner.why_not_isolated())
    assert runner.why_not_isolated() == ""


SPOIL = """
import resetcycle as rc
rc.trajectory.term_windows().iloc[0] = None
rc.data._load("events")["goldstein_score"] = 0.0
rc.data._load.cache_clear()
rc.trajectory.term_windows = rc.data.load = None
"""
LOOK = """
import os
import resetcycle as rc
print("left" in globals(), os.listdir("/scratch"), rc.data._load.cache_info().misses)
print(round(rc.trajectory.term_windows().set_index("term_id").loc["clinton", "start"], 1))
print(rc.data._load.cache_info().misses)
"""


def test_a_child_finds_done_what_follows_from_the_tables_and_spoils_it_for_nobody():
    if runner.why_not_isolated():
        pytest.skip(runner.why_not_isolated())
    rehearsed = "import resetcycle as rc\nleft = rc.trajectory.term_windows()\nopen('left', 'w')"
    sandbox = runner.Sandbox(runner.Limits(), [{"name": "given", "source": rehearsed}])
    try:
        looks = []
        for source in (LOOK, SPOIL, LOOK):
            ran = sandbox.run([{"name": "cell", "source": source}])
            assert ran.status == "ran"
            looks.append("".join(ran.heard.said.get("cell", ())))
    finally:
        sandbox.close()
    start = trajectory.term_windows().set_index("term_id").loc["clinton", "start"]
    names, first, last = looks[0].splitlines()
    assert names.startswith("False [] ") and float(first) == round(start, 1)
    assert names.endswith(f" {last}") and int(last) > 0, "no table is read in a child"
    assert looks[2] == looks[0] and looks[1] == ""


def test_a_rehearsal_is_the_exercise_as_handed_out_and_knows_no_probe(course):
    assignment, exercise = course.assignment(NAME)
    every = marks.rehearsal(assignment, exercise)
    handed_out = [cell.source for cell in exercise.cells]
    assert every and all(cell["source"] in handed_out for cell in every)
    hidden = [
        probe.call for task in assignment.tasks.values() for probe in task.probes if probe.hidden
    ]
    assert hidden and not any(call in str(every) for call in hidden)


def test_every_honest_submission_earns_what_it_deserves(graded, klass):
    """A task that builds on an earlier one falls with it; the others are marked by themselves."""
    builds_on = {"2": ["1"]}
    for student, (_, deserved) in klass.items():
        for number, earned in points(graded[student]).items():
            fallen = any(not deserved[first] for first in builds_on.get(number, []))
            assert earned == (0 if fallen else deserved[number]), (
                student,
                number,
                graded[student].tasks[number],
            )
        assert graded[student].status == "graded" and graded[student].notes == ()


def test_the_marks_are_those_of_plain_nbgrader(course, klass, graded, tmp_path):
    """One each of right, wrong, blank and mixed; the benchmark compares all thirty."""
    chosen = list(klass)[:4]
    plain = Course(root=tmp_path)
    for folder in ("solutions", "exercises"):
        shutil.copytree(course.root / folder, tmp_path / folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    classroom.write(
        plain.work / "submitted", NAME, {student: klass[student][0] for student in chosen}
    )
    plain.nbgrader.generate_assignment(NAME)
    for student in chosen:
        done = plain.nbgrader.autograde(NAME, student)
        assert done["success"], done.get("log", "") + done.get("error", "")
        with plain.gradebook() as book:
            theirs = {
                number: book.find_grade(f"check-{number}", NAME, NAME, student).auto_score
                for number in points(graded[student])
            }
        assert theirs == points(graded[student]), student


def test_the_gradebook_holds_the_marks_and_the_essays_to_read(course, klass, graded):
    with course.gradebook() as book:
        for student, result in graded.items():
            assert book.find_submission(NAME, student).score == sum(points(result).values())
            essay = book.find_grade("essay", NAME, NAME, student)
            assert essay.needs_manual_grade == ("blank" not in student) and essay.auto_score == (
                0 if "blank" in student else None
            )
            said = book.find_comment("task-1", NAME, NAME, student).auto_comment
            assert said == result.tasks["1"].said


def test_marks_that_a_person_gave_stay(ten):
    student = "s000-right"
    with ten.gradebook() as book:
        essay = book.find_grade("essay", NAME, NAME, student)
        essay.manual_score, essay.needs_manual_grade = 11, False
        book.db.commit()
    assert len(batch.grade(ten, NAME, only=batch.Only(again=True), out=io.StringIO())) == 10
    with ten.gradebook() as book:
        essay = book.find_grade("essay", NAME, NAME, student)
        assert (essay.manual_score, essay.needs_manual_grade) == (11, False)


def test_a_rerun_grades_only_what_is_new(course, klass, graded):
    student = "s001-wrong"
    path = course.work / "submitted" / student / NAME / f"{NAME}.ipynb"
    before = {each: course.result_file(NAME, each).stat().st_mtime_ns for each in graded}
    nbformat.write(klass["s000-right"][0], path)
    said = io.StringIO()
    results = {result.student: result for result in batch.grade(course, NAME, out=said)}
    after = {each: course.result_file(NAME, each).stat().st_mtime_ns for each in graded}
    assert "29 were graded before and have not changed." in said.getvalue()
    assert [each for each in graded if after[each] != before[each]] == [student]
    assert points(results[student]) == points(results["s000-right"])
    nbformat.write(klass[student][0], path)


def of_the_ten(graded):
    """The marks that were given with as many workers as there are cores."""
    return {student: points(graded[student]) for student in sorted(graded)[:10]}


def test_one_worker_and_two_give_the_same(ten, graded):
    results = batch.grade(ten, NAME, workers=1, only=batch.Only(again=True), out=io.StringIO())
    assert {result.student: points(result) for result in results} == of_the_ten(graded)


def test_a_stop_in_the_middle_loses_nothing(ten, graded, monkeypatch):
    """Ctrl-C after four: four are kept and entered, and the same command goes on from there."""
    shutil.rmtree(ten.work / "results")
    counted, seen = [], io.StringIO()

    def stop_after_four(*_):
        counted.append(1)
        if len(counted) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(batch, "_progress", stop_after_four)
    with pytest.raises(KeyboardInterrupt):
        batch.grade(ten, NAME, workers=1, out=seen)
    assert (
        "Stopped. 4 of 10 are graded and kept; the same command goes on from there."
        in seen.getvalue()
    )
    monkeypatch.undo()
    again = io.StringIO()
    results = batch.grade(ten, NAME, out=again)
    assert "were graded before" in again.getvalue() and len(results) == 10
    assert {result.student: points(result) for result in results} == of_the_ten(graded)


def test_a_fault_in_the_grader_itself_costs_one_submission_only(ten, monkeypatch):
    def trip(assignment, solved, heard):
        raise RuntimeError("a slip of ours")

    monkeypatch.setattr(marks, "mark", trip)
    results = batch.grade(ten, NAME, only=batch.Only(again=True), out=io.StringIO())
    assert len(results) == 10 and {result.status for result in results} == {"died"}
    assert "a slip of ours" in results[0].notes[-1]
    monkeypatch.undo()
    assert {result.status for result in batch.grade(ten, NAME, out=io.StringIO())} == {"graded"}


def test_a_cluster_gives_the_same_marks(ten, graded):
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        results = batch.grade(
            ten,
            NAME,
            dask=cluster.scheduler_address,
            only=batch.Only(again=True),
            out=io.StringIO(),
        )
    assert {result.student: points(result) for result in results} == of_the_ten(graded)
    assert {result.isolated for result in results} == {not runner.why_not_isolated()}


GRADE = (
    "import sys; from resetcycle.grading import batch; "
    "from resetcycle.grading.course import Course; "
    f"batch.grade(Course(root=sys.argv[1]), {NAME!r})"
)


def grading(course):
    """Start to grade in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", GRADE, str(course.root)], stderr=subprocess.PIPE, text=True
    )


def test_of_two_that_grade_one_class_at_once_the_second_finds_the_work_done(
    course, graded, tmp_path
):
    fresh = Course(root=tmp_path)
    for folder in ("solutions", "exercises"):
        shutil.copytree(course.root / folder, tmp_path / folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for student in sorted(graded)[:4]:
        shutil.copytree(course.work / "submitted" / student, fresh.work / "submitted" / student)
    both = grading(fresh), grading(fresh)
    said = [process.communicate()[1] for process in both]
    last, first = sorted(said, key=lambda text: "Another process grades this class" not in text)
    assert "4 of 4 graded" in first and "Another process" not in first
    assert "Another process grades this class; this one goes on as soon as it has ended." in last
    assert "4 were graded before and have not changed." in last and "4 of 4" not in last
    with fresh.gradebook() as book:
        scores = {each.student.id: each.score for each in book.assignment_submissions(NAME)}
    assert scores == {
        student: sum(points(graded[student]).values()) for student in sorted(graded)[:4]
    }


def test_who_writes_marks_waits_for_another_who_does(ten):
    with ten.gradebook() as book:
        waits = grading(ten)
        assert waits.stderr.readline().startswith("Another process has the gradebook of this class")
        grade = book.find_grade("essay", NAME, NAME, "s000-right")
        grade.manual_score = 9
        book.db.commit()
        assert waits.poll() is None
    said = waits.communicate()[1]
    assert "10 were graded before" in said and "Another process" not in said
    assert waits.returncode == 0
    with ten.gradebook() as book:
        assert book.find_grade("essay", NAME, NAME, "s000-right").manual_score == 9


def test_solutions_that_moved_since_the_release_are_noticed(course, graded):
    path = course.root / "solutions" / NAME / "key.json"
    before = path.read_text()
    path.write_text(
        before.replace("2014", "2016", 1).replace('"accepted": {', '"accepted": {"9": {},', 1)
    )
    try:
        with pytest.raises(
            tasks.TaskError,
            match="no longer gives the answers that were released; run resetcycle release",
        ):
            batch.grade(course, NAME, out=io.StringIO())
    finally:
        path.write_text(before)


def test_the_report_counts_and_names(graded):
    results = [
        *graded.values(),
        Result("zoe", "zoe.ipynb", "", "unreadable", ("The file is empty; ask for it again.",)),
        Result("max", "max.ipynb", "", "graded", ("task-2: it draws nothing here.",)),
    ]
    text = batch.report(results, [f"s{place}" for place in range(24)])
    assert (
        text.startswith("32 submissions: 31 graded, 1 unreadable.")
        and "- max (graded): task-2: it draws nothing here." in text
        and "s000" not in text
        and "- zoe (unreadable): The file is empty; ask for it again." in text
    )
    assert "24 essays wait to be read." in text


# Intake


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "inside, student",
    [
        (f"ada/{NAME}/{NAME}.ipynb", "ada"),
        (f"Ada Lovelace_12345_assignsubmission_file/{NAME}.ipynb", "Ada-Lovelace"),
        (f"lovelaceada_4711_998877_{NAME}.ipynb", "lovelaceada"),
        (f"lovelaceada_LATE_4711_998877_{NAME}-1.ipynb", "lovelaceada"),
        (f"ada_{NAME}.ipynb", "ada"),
        (f"Алиса/{NAME}.ipynb", "Алиса"),
    ],
)
def test_whose_file_it_is(tmp_path, inside, student):
    """nbgrader's folders, Moodle's, Canvas's, loose files."""
    found = collect.collect(zipped(tmp_path / "all.zip", {inside: "{}"}), NAME)
    assert [each.student for each in found.submissions] == [student]
    assert [line.status for line in found.lines] == ["taken"]


def test_of_two_notebooks_of_one_student_one_is_taken_and_it_is_said(tmp_path):
    path = zipped(
        tmp_path / "all.zip", {f"ada/{NAME}-Copy1.ipynb": "{}", f"ada/{NAME}.ipynb": "[]"}
    )
    found = collect.collect(path, NAME)
    (submission,) = found.submissions
    said = "by its name, since their times are equal, one of 2 notebooks"
    assert submission.read() == b"[]"
    assert submission.notes == (f"{said}: ada/{NAME}.ipynb was taken.",)
    assert sorted(line.status for line in found.lines) == ["taken", "twice"]


def test_other_assignments_in_the_same_place_do_not_count(tmp_path):
    members = {
        f"ada/{NAME}/{NAME}.ipynb": "{}",
        "ada/05-seventeen-april-2017/05-seventeen-april-2017.ipynb": "{}",
        "bo/05-seventeen-april-2017/x.ipynb": "{}",
    }
    found = collect.collect(
        zipped(tmp_path / "all.zip", members), NAME, others=["05-seventeen-april-2017"]
    )
    assert [each.student for each in found.submissions] == ["ada"]
    assert [line.why for line in found.lines if line.status == "ignored"] == [
        "belongs to 05-seventeen-april-2017"
    ] * 2


@pytest.mark.parametrize(
    "make, said",
    [
        (lambda folder: folder / "nowhere", "does not exist"),
        (lambda folder: folder, "holds no notebook"),
        (
            lambda folder: (folder / "a.zip").write_bytes(b"PK no") and folder / "a.zip",
            "is not a zip that can be read",
        ),
    ],
)
def test_a_place_without_submissions_is_named(tmp_path, make, said):
    with pytest.raises(intake.UnreadableError, match=said):
        collect.collect(make(tmp_path), NAME)


@pytest.fixture
def honest():
    assignment, exercise = classroom.opened(NAME)
    return classroom.hand_in(
        exercise, {number: classroom.solution(assignment, number) for number in assignment.tasks}
    ), exercise


def test_an_honest_notebook_comes_through_unchanged(honest):
    notebook, exercise = honest
    merged, repairs = intake.overlay(notebook, exercise)
    assert [cell.source for cell in merged.cells] == [
        cell.source for cell in notebook.cells
    ] and repairs == []


def test_own_cells_stay_where_they_were(honest):
    notebook, exercise = honest
    place = next(number for number, cell in enumerate(notebook.cells) if cell.id == "task-2")
    notebook.cells[place:place] = [
        nbformat.v4.new_code_cell("helper = 3"),
        nbformat.v4.new_markdown_cell("A note of mine."),
    ]
    merged, repairs = intake.overlay(notebook, exercise)
    assert [cell.source for cell in merged.cells[place : place + 2]] == [
        "helper = 3",
        "A note of mine.",
    ] and not repairs
    assert merged.cells[place + 2].id == "task-2"


@pytest.mark.parametrize(
    "damage, said",
    [
        (
            lambda cells: cells.remove(next(cell for cell in cells if cell.id == "task-3")),
            "task-3 was missing and counts as not answered.",
        ),
        (
            lambda cells: cells.append(
                copy.deepcopy(next(cell for cell in cells if cell.id == "task-3"))
            ),
            "task-3 stood 2 times; the last with an answer was taken.",
        ),
        (
            lambda cells: next(cell for cell in cells if cell.id == "check-1").update(
                source="pass"
            ),
            "check-1 had been changed or was missing, and was restored.",
        ),
        (lambda cells: cells.reverse(), ""),
    ],
)
def test_accidents_are_repaired_and_reported(honest, damage, said):
    notebook, exercise = honest
    damage(notebook.cells)
    merged, repairs = intake.overlay(notebook, exercise)
    assert [cell.id for cell in merged.cells if not cell.id.startswith("own-")] == [
        cell.id for cell in exercise.cells
    ]
    assert repairs == ([said] if said else [])


def test_names_are_found_by_the_cells_ids_where_nbgraders_metadata_was_lost(honest):
    """Some editors throw metadata away."""
    notebook, exercise = honest
    for cell in notebook.cells:
        cell.metadata = {}
    merged, _ = intake.overlay(notebook, exercise)
    assert [cell.source for cell in merged.cells] == [cell.source for cell in notebook.cells]


def test_a_letter_that_no_file_can_hold_does_no_harm(course, honest):
    """Half of a surrogate pair, in the essay and in what an answer prints."""
    notebook, _ = honest
    cells = {cell.id: cell for cell in notebook.cells}
    cells["task-1"].source += '\nprint("\\ud800")'
    cells["essay"].source = "Half a letter: HERE"
    raw = nbformat.writes(notebook).replace("HERE", "\\ud800").encode()
    path = course.work / "odd" / "ada" / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    (result,) = batch.grade(course, NAME, course.work / "odd", out=io.StringIO())
    assert result.status == "graded" and result.tasks["1"].points == 1


def test_warnings_and_own_output_cost_nothing(course, honest):
    """nbgrader gives no points where anything was written to stderr."""
    notebook, _ = honest
    for cell in notebook.cells:
        if cell.id.startswith("task-"):
            cell.source += (
                "\nimport sys, warnings\nwarnings.warn('old ways', DeprecationWarning)\n"
                "print('thinking aloud', file=sys.stderr)\nFalse"
            )
    classroom.write(course.work / "loud", NAME, {"ada": notebook})
    (result,) = batch.grade(course, NAME, course.work / "loud", out=io.StringIO())
    assert all(mark.points == mark.of for mark in result.tasks.values())


def test_another_notebook_is_named_as_such(honest):
    _, exercise = honest
    with pytest.raises(intake.UnreadableError, match="it may be another one"):
        intake.overlay(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), exercise
        )


# Marks


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "x",
        5,
        {"entries": "x"},
        {"entries": {}},
        {"entries": [float("nan")]},
        {"entries": ["-4.17"]},
        {"entries": [[1]]},
        {"entries": [1, 2]},
        {"open": 3},
        {"fault": None},
        {"entries": [True]},
        {"entries": None},
    ],
)
def test_whatever_comes_back_is_only_an_answer(answer):
    assignment, _ = classroom.opened(NAME)
    solved = tasks.solve(assignment, tasks.draw(assignment, ""))
    values = {
        f"check-{number}": {probe.call: answer for probe in task.probes}
        for number, task in assignment.tasks.items()
    }
    for garbled in (values, {"check-1": answer}, {}):
        for report in ({"values": garbled, "said": answer}, {"values": answer}, answer):
            marked = marks.mark(assignment, solved, Heard.from_json(report))
            assert all(mark.points == 0 and mark.said.endswith(".") for mark in marked.values())
            json.dumps(Result("ada", "", "", "graded", tasks=marked).to_json())


def test_a_right_answer_to_the_visible_probe_alone_earns_nothing():
    assignment, _ = classroom.opened(NAME)
    solved = tasks.solve(assignment, tasks.draw(assignment, ""))
    values = {probe: Answer(entries) for probe, entries in solved.accepted["1"].items()}
    assert marks.mark(assignment, solved, Heard({"check-1": values}))["1"].points == 1
    hidden = next(probe.call for probe in assignment.tasks["1"].probes if probe.hidden)
    mark = marks.mark(assignment, solved, Heard({"check-1": values | {hidden: Answer([0.0])}}))["1"]
    assert mark.points == 0 and "Not yet, when it is tried on other values: " in mark.said


# The command


def test_the_command_goes_from_zip_to_report(course, klass, tmp_path, monkeypatch, capsys):
    from resetcycle import __main__
    from resetcycle.grading import course as module

    monkeypatch.setattr(module.Course, "root", course.root)
    monkeypatch.setattr(module.Course.__init__, "__defaults__", ("", course.root))
    members = {
        f"{student}/{NAME}.ipynb": nbformat.writes(klass[student][0])
        for student in ("s000-right", "s001-wrong")
    }
    assert (
        __main__.main(["grade", str(zipped(tmp_path / "all.zip", members)), "--assignment", "04"])
        == 0
    )
    assert capsys.readouterr().out.startswith("2 submissions: 2 graded.")
    assert __main__.main(["essays", "--assignment", "04"]) == 0
    told = capsys.readouterr().out
    assert (
        all(
            f"- {line.criterion}: {note}" in told
            for line in rubric.lines()
            for note in classroom.opened(NAME)[0].essay.look_for.get(line.name, ())
        )
        and f"{NAME}.first.csv" in told
    )
    assert __main__.main(["feedback", "--assignment", "04"]) == 0
    pages = course.work / "feedback"
    assert str(pages) in capsys.readouterr().out
    assert (pages / "s001-wrong" / NAME / f"{NAME}.html").exists()
    assert __main__.main(["grade", str(tmp_path / "none.zip"), "--assignment", "04"]) == 1
    assert "does not exist; give a folder or a zip" in capsys.readouterr().err
    assert __main__.main(["grade", "--assignment", "99"]) == 1
    assert "There is no assignment '99'; there are 04-obama-reset." in capsys.readouterr().err


def test_nobody_needs_the_graders_packages_to_learn():
    code = (
        "import sys; import resetcycle as rc; "
        "rc.check, rc.essay, rc.model, rc.progress, rc.widgets; "
        "graders = {'nbgrader', 'sqlalchemy', 'distributed', 'nbconvert'}; "
        "print(sorted(graders & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_an_exercise_without_an_essay_is_graded_and_its_grades_go_out(tmp_path):
    name = "00-start-here"
    first = classroom.a_course(tmp_path, name)
    assignment, exercise = first.assignment(name)
    solved = {number: classroom.solution(assignment, number) for number in assignment.tasks}
    papers = {
        "ada": classroom.hand_in(exercise, solved),
        "ben": classroom.hand_in(exercise, solved | {"5": "def describe(score):\n    return 1"}),
        "cem": classroom.hand_in(exercise, {}),
    }
    classroom.write(first.work / "submitted", name, papers)
    results = {each.student: each for each in batch.grade(first, name, out=io.StringIO())}
    earned = {student: sum(points(result).values()) for student, result in results.items()}
    assert earned == {"ada": 5, "ben": 4, "cem": 0}
    sent = export.export(first, name, "moodle", tmp_path / "grades.csv")
    # Nobody waits for an essay to be read.
    assert (sent.written, sent.waiting) == (("ada", "ben", "cem"), ())
    written = (tmp_path / "grades.csv").read_text(encoding="utf-8")
    assert f"{name} (of 5)" in written and "Essay" not in written
