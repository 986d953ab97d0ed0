"""Nothing is undone: marks by hand, decisions and a new release, in whatever order they come."""

import io
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from classroom import ESSAY, a_course, hand_in, solution, write
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resetcycle.grading import batch, decisions
from resetcycle.grading.course import Course
from resetcycle.grading.export import export
from resetcycle.grading.ledger import Ledger
from resetcycle.grading.release import release
from resetcycle.grading.result import Mark, Result
from resetcycle.grading.runner import Limits
from resetcycle.grading.tasks import TaskError

NAME = "04-obama-reset"
SHORT = Limits(seconds=4)
pytestmark = pytest.mark.usefixtures("warm")
LOOP = "while True:\n    pass"
# One loop costs its task; as many as there is time for cost all of it.
LOOPS = dict.fromkeys("1234", LOOP)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The folder of a class of three, graded once: right, right but for task 3, and loops."""
    course = a_course(tmp_path_factory.mktemp("class"), NAME)
    for student, changes in (("anna", {}), ("ben", {"3": "verdict = {}"}), ("lou", LOOPS)):
        hand(course, student, changes)
    run(course, limits=SHORT)
    return course.root


@pytest.fixture
def course(graded, tmp_path):
    """A copy of the graded class, which a test may change."""
    return Course(root=Path(shutil.copytree(graded, tmp_path / "class")))


def hand(course, student, changes=None, essay=ESSAY):
    """Hand in the right answers, but for some, or a file as it is; what was there before goes."""
    shutil.rmtree(course.work / "submitted" / student, ignore_errors=True)
    notebook = changes
    if not isinstance(changes, bytes):
        assignment, exercise = course.assignment(NAME)
        right = {number: solution(assignment, number) for number in assignment.tasks}
        notebook = hand_in(exercise, right | (changes or {}), essay)
    write(course.work / "submitted", NAME, {student: notebook})


def run(course, only=None, limits=None):
    """Grade; return the results by student, and what was said."""
    said = io.StringIO()
    results = batch.grade(course, NAME, only=only, limits=limits or SHORT, out=said)
    return {result.student: result for result in results}, said.getvalue()


def by_hand(course, student, **marks):
    """Give marks as formgrader does: it writes the score, and that nobody waits for it."""
    with course.gradebook() as book:
        for cell, points in marks.items():
            grade = book.find_grade(cell.replace("_", "-"), NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def grade_of(course, student, cell):
    with course.gradebook() as book:
        grade = book.find_grade(cell, NAME, NAME, student)
        return grade.score, grade.manual_score, grade.needs_manual_grade, grade.max_score


def comment_of(course, student, cell):
    with course.gradebook() as book:
        return book.find_comment(cell, NAME, NAME, student).comment


def history(course):
    with course.ledger(NAME) as ledger:
        return [(past.student, past.cell, past.points) for past in ledger.history()]


def exported(course, tmp_path):
    return export(course, NAME, "moodle", tmp_path / "grades.csv")


def every_task(course, student, points):
    numbers = course.assignment(NAME)[0].tasks
    by_hand(course, student, **{f"check_{number}": points for number in numbers})


# ----------------------------------------------------------------------------------- marks by hand


def test_a_submission_marked_by_hand_stays_marked_when_a_late_one_comes(course, tmp_path):
    """A4: a timeout, all of it marked by a person, was sent back to waiting by the next run."""
    assert grade_of(course, "lou", "check-5")[2]
    every_task(course, "lou", 1)
    by_hand(course, "lou", essay=9)
    by_hand(course, "anna", essay=15)
    assert exported(course, tmp_path).written == ("anna", "lou")
    hand(course, "zoe")
    results, _ = run(course)
    assert results["lou"].status == "timeout" and history(course) == []
    assert grade_of(course, "lou", "check-5") == (1, 1, False, 2)
    assert exported(course, tmp_path).written == ("anna", "lou")
    run(course, batch.Only(again=True))
    assert grade_of(course, "lou", "check-5")[:3] == (1, 1, False)
    assert grade_of(course, "anna", "essay")[:3] == (15, 15, False)


def test_another_essay_voids_the_mark_of_the_first_and_says_so(course, tmp_path):
    """A5: the old mark stayed, and was exported without a word."""
    by_hand(course, "anna", essay=15)
    hand(course, "anna", essay="A wholly different essay, with another claim.")
    _, said = run(course)
    assert "anna had 15 points by hand for the essay; another answer was handed in" in said
    assert grade_of(course, "anna", "essay")[:3] == (0, None, True)
    assert history(course) == [("anna", "the essay", 15)]
    assert "anna" not in exported(course, tmp_path).written
    # The same answers with another remark in another cell void nothing.
    by_hand(course, "ben", essay=12, check_3=1)
    hand(course, "ben", {"3": "verdict = {}", "5": "# a remark\npass"})
    run(course)
    assert grade_of(course, "ben", "essay")[1] == 12 and grade_of(course, "ben", "check-3")[1] == 1


def test_a_task_marked_by_hand_and_answered_anew_is_graded_anew(course):
    every_task(course, "lou", 0.5)
    hand(course, "lou")
    results, said = run(course)
    assert results["lou"].status == "graded"
    assert "lou had 0.5 points by hand for task 1; another answer" in said
    assert grade_of(course, "lou", "check-1") == (1, None, False, 1)
    assert grade_of(course, "lou", "check-5")[1] == 0.5, "its answer is the one that was marked"


def test_an_unreadable_file_does_not_keep_the_marks_of_an_earlier_one_in_silence(course, tmp_path):
    """A5: "it has no marks yet", said the page, and the old ones were exported."""
    by_hand(course, "anna", essay=15)
    assert "anna" in exported(course, tmp_path).written
    hand(course, "anna", b"{")
    results, said = run(course)
    assert results["anna"].status == "unreadable"
    assert "anna handed in a file that cannot be read, after one that could: the 30 points" in said
    assert "anna" in exported(course, tmp_path).waiting
    assert grade_of(course, "anna", "essay")[:3] == (15, 15, True), "kept, but it waits"
    _, again = run(course, batch.Only(students=("anna",)))
    assert "anna handed in" not in again, "once is enough"
    # A person settles it, cell by cell; the next run leaves that alone.
    every_task(course, "anna", 1)
    by_hand(course, "anna", essay=15)
    run(course, batch.Only(students=("anna",)))
    assert "anna" in exported(course, tmp_path).written
    # And the file comes again.
    hand(course, "anna")
    run(course)
    assert grade_of(course, "anna", "essay")[:3] == (15, 15, False)


def test_only_essays_without_a_mark_are_said_to_wait(course):
    """A6: all essays were counted, those with a mark too."""
    results = list(run(course)[0].values())
    assert "3 essays wait" in batch.report(results, course.essays_waiting(NAME))
    by_hand(course, "anna", essay=0)
    assert course.essays_waiting(NAME) == ["ben", "lou"]


def test_a_fault_of_the_grader_itself_leaves_marks_alone(course):
    by_hand(course, "anna", essay=15, check_2=1)
    course.enter(NAME, [Result("anna", "", "2027-01-01 00:00:00", "died")])
    assert grade_of(course, "anna", "essay")[:3] == (15, 15, False)
    assert grade_of(course, "anna", "check-2")[1] == 1 and grade_of(course, "anna", "check-1")[2]


# ------------------------------------------------------------------------------- grading in part


def test_more_seconds_after_a_timeout_are_honoured(course):
    """A7: it "was graded before and has not changed"."""
    assert "3 were graded before" in run(course)[1]
    shutil.rmtree(course.work / "submitted" / "lou")
    hand(course, "slow", {"1": "import time\ntime.sleep(6)\n" + solution_of(course, "1")})
    assert run(course)[0]["slow"].status == "partly"
    results, said = run(course, limits=Limits(seconds=90))
    assert results["slow"].status == "graded" and "2 were graded before" in said
    assert not grade_of(course, "slow", "check-5")[2]


def solution_of(course, number):
    return solution(course.assignment(NAME)[0], number)


def test_one_student_one_status_or_one_task_is_graded_anew(course):
    hand(course, "ben")
    before = stamps(course)
    assert list(run(course, batch.Only(students=("anna",)))[0]) == ["anna"]
    assert changed(course, before) == {"anna"}
    before = stamps(course)
    results, said = run(course, batch.Only(statuses=("timeout",)))
    assert list(results) == ["lou"] and "2 were not asked for and stay as they are." in said
    assert changed(course, before) == {"lou"} and grade_of(course, "ben", "check-3")[0] == 0
    hand(course, "anna", {"2": "def change_over(term):\n    return 0.0", "4": "pass"})
    results, _ = run(course, batch.Only(tasks=("2",)))
    assert results["anna"].tasks["2"].points == 0 and results["anna"].tasks["4"].points == 1
    assert results["ben"].tasks["3"].points == 0, "task 3 was not asked for"
    results, _ = run(course)
    assert results["anna"].tasks["4"].points == 0 and results["ben"].tasks["3"].points == 1
    with pytest.raises(TaskError, match="Nobody called 'nobody' handed in"):
        run(course, batch.Only(students=("nobody",)))
    with pytest.raises(TaskError, match="no task '9'; there are 1, 2"):
        run(course, batch.Only(tasks=("9",)))


def stamps(course):
    return {
        path.stem: path.stat().st_mtime_ns for path in (course.work / "results" / NAME).iterdir()
    }


def changed(course, before):
    return {student for student, when in stamps(course).items() if before.get(student) != when}


# --------------------------------------------------------------------------------- a new release


def edit(course, file, *changes):
    path = Path(course.root) / "solutions" / NAME / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old), old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def cut(path, first, last):
    """Take a piece out of a text; return the text as it was."""
    text = path.read_text(encoding="utf-8")
    begin, end = text.index(first), text.index(last)
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    return text


def test_other_points_reach_a_class_that_has_begun(course):
    """A3: the gradebook kept the old maximum: 5 "of 3", 24 "of 27"."""
    full = sum(task.points for task in course.assignment(NAME)[0].tasks.values())
    by_hand(course, "ben", check_3=1, essay=12)
    edit(course, "tasks.toml", ("number = 2\n", "number = 2\n"), ("points = 2", "points = 5"))
    release(Path(course.root))
    results, said = run(course)
    assert "task 2 has 5 points, it had 2" in said and "all marks are kept" in said
    assert results["anna"].status == "graded", "nobody is said to have changed a cell"
    assert grade_of(course, "anna", "check-2") == (5, None, False, 5)
    assert grade_of(course, "ben", "check-3")[1] == 1 and grade_of(course, "ben", "essay")[1] == 12
    with course.gradebook() as book:
        assert book.find_assignment(NAME).max_score == full + 3 + 18
    assert "it had" not in run(course)[1], "it is said once"


def test_a_task_that_comes_or_goes_migrates_the_gradebook(tmp_path):
    """A3: MissingEntry, and not one mark was written, for anybody."""
    folder = tmp_path / "solutions" / NAME
    shutil.copytree(ROOT / "solutions" / NAME, folder)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    whole = {
        path: cut(path, first, last)
        for path, first, last in (
            (folder / f"{NAME}.md", "## 7. ", "## Essay"),
            (folder / "tasks.toml", "[[task]]\nnumber = 7", "[essay]"),
        )
    }
    release(tmp_path)
    course = Course(root=tmp_path)
    hand(course, "anna")
    hand(course, "ben", {"3": "verdict = {}"})
    assert run(course)[0]["anna"].status == "graded"
    by_hand(course, "anna", essay=15)
    by_hand(course, "ben", essay=11, check_3=1)
    without = {path: path.read_text(encoding="utf-8") for path in whole}
    for path, text in whole.items():
        path.write_text(text, encoding="utf-8")
    release(tmp_path)
    results, said = run(course)
    assert "task 7 is new" in said and results["anna"].status == "graded", results["anna"].notes
    assert results["anna"].notes == (), "she had the exercise without it, and changed nothing"
    assert grade_of(course, "anna", "check-7") == (0, None, False, 4)
    assert grade_of(course, "anna", "essay")[1] == 15 and grade_of(course, "ben", "check-3")[1] == 1
    by_hand(course, "anna", check_7=3)
    for path, text in without.items():
        path.write_text(text, encoding="utf-8")
    release(tmp_path)
    _, said = run(course)
    assert "task 7 is gone" in said
    assert ("anna", "task 7", 3) in history(course), "what was given by hand is kept"
    assert grade_of(course, "anna", "essay")[1] == 15
    assert exported(course, tmp_path).written == ("anna", "ben")
    feedback = course.feedback(NAME)
    assert (feedback / "anna" / NAME / f"{NAME}.html").exists(), "nbgrader is content with it"


def test_an_exercise_that_is_handed_out_without_its_seals_is_graded_as_usual(course):
    """As docs/exercises.md advises for an examination."""
    path = course.work / "submitted" / "anna" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if cell.id != "seals" and not cell.id.startswith("check-")
    ]
    nbformat.write(notebook, path)
    results, _ = run(course, batch.Only(students=("anna",)))
    assert results["anna"].status == "repaired"
    assert all(mark.right for mark in results["anna"].tasks.values())


def test_who_really_changed_a_cell_is_still_told(course):
    edit(course, f"{NAME}.md", ("## 7. Which capital would sign?", "## 7. Whose name is under it?"))
    edit(
        course,
        "tasks.toml",
        ('title = "Which capital would sign?"', 'title = "Whose name is under it?"'),
        ("points = 2", "points = 3"),
    )
    path = course.work / "submitted" / "ben" / NAME / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "check-1").source = "pass"
    nbformat.write(notebook, path)
    release(Path(course.root))
    results, _ = run(course)
    assert results["ben"].status == "repaired" and "check-1 had been" in results["ben"].notes[0]
    assert results["anna"].status == "graded" and results["anna"].notes == ()


# -------------------------------------------------------------------------------------- decisions


def settle(course, what, task, **said):
    assignment = course.assignment(NAME)[0]
    said = {"who": "ann", "why": "its text was wrong"} | said
    decisions.decide(course, assignment, what, task, **said)
    with course.ledger(NAME):
        pass


def test_a_task_may_be_voided_or_given_to_everybody_and_marks_come_back(course, tmp_path):
    by_hand(course, "ben", check_3=0.5, essay=12)
    settle(course, "give", "3")
    assert grade_of(course, "ben", "check-3") == (1, 1, False, 1)
    assert grade_of(course, "anna", "check-3")[0] == 1 and not grade_of(course, "lou", "check-3")[2]
    assert comment_of(course, "anna", "task-3").endswith(
        "\n\nDecided for everybody: it counts as right, for everybody, because: its text was wrong"
    )
    settle(course, "void", "3")
    assert comment_of(course, "anna", "task-3").count("Decided for everybody: ") == 1
    assert grade_of(course, "ben", "check-3") == (0, 0, False, 0)
    hand(course, "zoe")
    run(course)
    assert grade_of(course, "zoe", "check-3") == (0, 0, False, 0)
    assert "does not count, for anybody (ann): its text was wrong" in decisions.told(
        decisions.read(course, NAME)
    )
    settle(course, "restore", "3", why="the text was right")
    assert grade_of(course, "ben", "check-3") == (0.5, 0.5, False, 1)
    assert grade_of(course, "anna", "check-3") == (1, None, False, 1)
    assert grade_of(course, "lou", "check-3")[1] is None and history(course) == []
    assert "Decided" not in comment_of(course, "anna", "task-3")
    kept = decisions.read(course, NAME)
    assert [line.what for line in kept] == ["give", "void", "restore"]


def test_a_decision_says_who_and_why_and_of_which_task(course):
    for what, task, said, fault in (
        ("void", "9", {}, "no task '9'; there are 1, 2"),
        ("void", "3", {"who": " "}, "needs --who"),
        ("give", "3", {"why": ""}, "needs --why"),
        ("request", "3", {}, "needs --student"),
    ):
        with pytest.raises(TaskError, match=fault):
            settle(course, what, task, **said)
    assert decisions.read(course, NAME) == []


def test_requests_stay_open_until_they_are_answered(course):
    settle(course, "request", "3", student="ben", who="=ben", why="My table says 2014")
    settle(course, "request", "essay", student="anna", why="I cited four acts")
    settle(course, "answer", "3", student="ben", why="He is right: half a point")
    lines = decisions.read(course, NAME)
    assert [line.who for line in lines] == ["=ben", "ann", "ann"]
    assert [line.student for line in decisions.open_requests(lines)] == ["anna"]
    assert "Not answered yet: 1." in decisions.told(lines)
    cells = decisions.path_of(course, NAME).read_text().replace("\n", ",").split(",")
    assert not any(cell.startswith("=") for cell in cells), "no formula for a spreadsheet"
    assert grade_of(course, "ben", "check-3")[0] == 0, "a request changes no mark"


# ------------------------------------------------------------------------------- in any order

CELLS = {"check-1": 1, "check-2": 2, "essay": 18}
ANSWERS = {"check-1": "task-1", "check-2": "task-2", "essay": "essay"}
STEPS = st.one_of(
    st.tuples(
        st.just("grade"),
        st.tuples(*(st.integers(0, 2) for _ in CELLS)),
        st.sampled_from(["graded", "timeout"]),
    ),
    st.tuples(st.just("unreadable"), st.integers(0, 1)),
    st.tuples(st.just("formgrader"), st.sampled_from(list(CELLS)), st.integers(0, 9)),
    st.tuples(st.just("sheet"), st.one_of(st.none(), st.integers(0, 18))),
    st.tuples(st.just("rule"), st.sampled_from(["give", "void", "restore"])),
)


def entered(answers, status):
    marks = {number: Mark(0.5, 1, f"Task {number}.") for number in ("1", "2")}
    digests = {ANSWERS[cell]: f"answer {at}" for cell, at in zip(CELLS, answers, strict=True)}
    result = Result("ada", "ada.ipynb", "2027-03-01 09:30:00", status, tasks=marks, words=200)
    return replace(result, answers=digests)


class Model:
    """What a careful person would keep on paper."""

    def __init__(self):
        self.hand, self.seen = dict.fromkeys(CELLS), {}
        self.sheet, self.ruled, self.past, self.shown = None, None, [], {}

    def step(self, what, *of):
        getattr(self, what)(*of)
        if what != "formgrader":
            self.shown = {}

    def grade(self, answers, _):
        for cell, answer in zip(CELLS, answers, strict=True):
            if self.seen.get(cell, answer) != answer and self.hand[cell] is not None:
                self.past.append(self.hand[cell])
                self.hand[cell] = None
                self.sheet = None if cell == "essay" else self.sheet
            self.seen[cell] = answer

    def unreadable(self, _):
        """Nothing is lost, nothing is gained."""

    def formgrader(self, cell, points):
        # What stands under a decision and equals it is no mark of a person.
        if self.ruled is None or cell != "check-1" or points != self.ruled:
            self.hand[cell] = points
        self.shown[cell] = points

    def sheet_says(self, points):
        if points != self.sheet:
            if self.hand["essay"] not in (None, points):
                self.past.append(self.hand["essay"])
            self.hand["essay"] = self.sheet = points

    def rule(self, what):
        self.ruled = {"give": 1, "void": 0, "restore": None}[what]

    def scores(self):
        own = {cell: 0.5 if cell != "essay" else 0 for cell in CELLS}
        own |= {cell: points for cell, points in self.hand.items() if points is not None}
        if self.ruled is not None:
            own["check-1"] = self.ruled
        return own | self.shown


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A gradebook in which nobody has handed in anything; yields the file and the exercise."""
    course = a_course(tmp_path_factory.mktemp("empty"), NAME)
    exercise = course.assignment(NAME)[1]
    with course.gradebook() as book:
        ledger = Ledger(book.db, "reset-cycle", NAME)
        ledger.follow(exercise)
        ledger.write()
    return course, (course.work / "gradebook.db").read_bytes()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, max_size=8))
def test_no_order_of_steps_loses_a_mark_by_hand(empty, steps):
    course, fresh = empty
    (course.work / "gradebook.db").write_bytes(fresh)
    model = Model()
    for what, *of in [("grade", (0, 0, 0), "graded"), *steps]:
        model.step({"sheet": "sheet_says"}.get(what, what), *of)
        with course.gradebook() as book:
            if what == "formgrader":
                grade = book.find_grade(of[0], NAME, NAME, "ada")
                grade.manual_score, grade.needs_manual_grade = of[1], False
                book.db.commit()
            else:
                kit_step(Ledger(book.db, "reset-cycle", NAME), what, of, model.ruled)
        with course.gradebook() as book:
            scores = {cell: book.find_grade(cell, NAME, NAME, "ada").score for cell in CELLS}
            past = [each.points for each in Ledger(book.db, "reset-cycle", NAME).history()]
        assert scores == model.scores()
        assert sorted(past) == sorted(model.past)


def kit_step(ledger, what, of, ruled):
    if what == "grade":
        ledger.enter([entered(*of)])
    elif what == "unreadable":
        gone = Result("ada", "ada.ipynb", "2027-03-02 09:30:00", "unreadable")
        ledger.enter([replace(gone, answers={"": f"file {of[0]}"})])
    elif what == "sheet":
        ledger.mark_essay("ada", of[0], "")
    ledger.rule("check-1", ruled)
    ledger.write()
