"""Essays by rubric: sheets go out and come back; then grades go to a course page."""

import csv
import io
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from classroom import ESSAY, a_course, hand_in, solution, write
from conftest import ROOT

from resetcycle import data
from resetcycle.grading import batch, essays, summary
from resetcycle.grading.course import Course
from resetcycle.grading.export import export
from resetcycle.grading.release import release
from resetcycle.grading.tasks import TaskError
from resetcycle.grading.team import Team

NAME = "04-obama-reset"
CRITERIA = list(data.load("rubric")["criterion_id"])
POINTS = 3 * len(CRITERIA)
QUOTED = f'{ESSAY}\n\n"Quoted", and\nmore'
FORMULAS = (
    '=HYPERLINK("http://127.0.0.1/?"&A1)\n+1\n- an item, which is no formula;=2\n@SUM(A1)\n\t=3; '
    "\"quoted\", 'tis ''= text"
)

pytestmark = pytest.mark.usefixtures("warm")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The folder of a class of five, graded once: four essays, one a nightmare, and a blank one."""
    root = tmp_path_factory.mktemp("class")
    _grade(
        a_course(root, NAME),
        {
            "anna": ESSAY,
            "boris": QUOTED,
            "Олег": "Пожалуй, вопрос изменился.",
            "eve": FORMULAS,
            "blank": "",
        },
    )
    return root


def _grade(course, texts):
    assignment, exercise = course.assignment(NAME)
    answers = {number: solution(assignment, number) for number in ("1", "2")}
    for student in texts:
        shutil.rmtree(course.work / "submitted" / student, ignore_errors=True)
    write(
        course.work / "submitted",
        NAME,
        {student: hand_in(exercise, answers, text) for student, text in texts.items()},
    )
    with Path(os.devnull).open("w") as nowhere:
        return batch.grade(course, NAME, workers=1, out=nowhere)


@pytest.fixture
def course(graded, tmp_path):
    """A copy of the graded class, which a test may change."""
    return Course(root=Path(shutil.copytree(graded, tmp_path / "class")))


def rows_of(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def save(path, rows, delimiter=",", encoding="utf-8-sig", columns=None):
    """Save a sheet as a spreadsheet program does."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, columns or rows[0].keys(), delimiter=delimiter, extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def marked(course, given, comment="", grader="anna"):
    """Return a sheet in which each of these students has the given marks."""
    path = essays.sheet(course, NAME, grader)
    rows = rows_of(path)
    for row in rows:
        if row["student"] in given:
            row.update(zip(CRITERIA, given[row["student"]], strict=True), comment=comment)
    return save(path, rows)


def in_gradebook(course):
    """Return each student's essay: manual score, whether it waits, and the comment."""
    with course.gradebook() as book:
        return {
            submission.student.id: (
                grade.manual_score,
                grade.needs_manual_grade,
                book.find_comment("essay", NAME, NAME, submission.student.id).comment,
            )
            for submission in book.assignment_submissions(NAME)
            for grade in [book.find_grade("essay", NAME, NAME, submission.student.id)]
        }


def test_a_sheet_has_a_row_for_each_essay_and_nothing_is_marked_yet(course):
    path = essays.sheet(course, NAME, "anna")
    assert path == course.work / "essays" / f"{NAME}.anna.csv" and path.read_bytes().startswith(
        b"\xef\xbb\xbf"
    )
    rows = {row["student"]: row for row in rows_of(path)}
    assert list(rows["anna"]) == ["student", "words", "essay", *CRITERIA, "comment"]
    assert sorted(rows) == ["anna", "boris", "eve", "Олег"], (
        "who left the essay blank has nothing to be read"
    )
    assert (
        rows["boris"]["essay"] == QUOTED and rows["Олег"]["essay"] == "Пожалуй, вопрос изменился."
    )
    assert rows["anna"]["words"] == "13" and not any(
        row[column] for row in rows.values() for column in [*CRITERIA, "comment"]
    )
    assert (
        str(essays.enter(course, NAME, path))
        == "0 essays are marked in the gradebook; 4 in this sheet are not marked yet."
    )


def test_no_spreadsheet_finds_a_formula_and_the_text_comes_back(course):
    path = essays.sheet(course, NAME, "anna")
    text = path.read_text(encoding="utf-8-sig")
    # As written, and as a spreadsheet sees it that splits at semicolons or tabs, or takes each line
    # for a row.
    seen = [cell for cells in csv.reader(io.StringIO(text, newline="")) for cell in cells]
    seen += [cell for line in text.splitlines() for mark in ";\t" for cell in line.split(mark)]
    assert not [cell for cell in seen if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert (
        next(row for row in essays._read(path)[1] if row.student == "eve").cells["essay"]
        == FORMULAS
    )


@pytest.mark.parametrize(
    "text",
    ["=1", "'=1", "''=1", "'tis", "a;=1", "a\n-b\r\n+c", "\t=1", "-", "＝1", "a = b; c", "", "'"],
)
def test_harmless_text_comes_back_as_it_was(text):
    assert essays.unharmed(essays.harmless(text)) == text
    assert not essays.harmless(text).startswith(("=", "+", "-", "@", "\t", "＝"))


def test_marks_and_comment_land_in_the_gradebook(course):
    path = marked(course, {"anna": "321011", "Олег": "333333"}, 'Хорошо, but "briefer".\n=1')
    done = essays.enter(course, NAME, path)
    assert (done.entered, done.waiting, done.replaced, done.changed) == (2, 2, (), ())
    found = in_gradebook(course)
    assert found["anna"][:2] == (8, False) and found["Олег"][:2] == (18, False)
    assert found["boris"][:2] == (None, True) and found["blank"][:2] == (None, False)
    levels = data.load("rubric").set_index("criterion_id")
    for criterion, mark in zip(CRITERIA, "321011", strict=True):
        assert (
            f"**{levels.loc[criterion, 'criterion']}**, {mark} of 3: "
            f"{levels.loc[criterion, f'level_{mark}']}" in found["anna"][2]
        )
    assert found["anna"][2].endswith('\n\nХорошо, but "briefer".\n=1')


def test_misread_evidence_and_length_count_and_are_said(course):
    path = marked(course, {"anna": "330333", "boris": "333333"})
    rows = rows_of(path)
    for row in rows:
        row["words"] = "368" if row["student"] == "boris" else row["words"]
    essays.enter(course, NAME, save(path, rows))
    found = in_gradebook(course)
    assert found["anna"][0] == 6 and "6 of 18 points. The lines give 15;" in found["anna"][2]
    assert found["boris"][0] == 17 and "Its length takes off 1 point." in found["boris"][2]


def test_a_sheet_is_brought_up_to_date_and_keeps_every_mark(course):
    path = marked(course, {"anna": "321011", "boris": "111111"}, '-1 for "haste";\n=x')
    rows = rows_of(path)
    save(path, [row | {"my notes": "read twice"} for row in reversed(rows)])
    essays.enter(course, NAME, path)
    _grade(course, {"anna": "Another essay.", "eve": "Rewritten.", "zoe": "A new essay."})
    assert essays.enter(course, NAME, path).changed == ("anna",)
    again = rows_of(essays.sheet(course, NAME, "anna"))
    assert [row["student"] for row in again] == [*(row["student"] for row in reversed(rows)), "zoe"]
    by_name = {row["student"]: row for row in again}
    assert "".join(by_name["boris"][criterion] for criterion in CRITERIA) == "111111"
    assert (
        essays.unharmed(by_name["boris"]["comment"]) == '-1 for "haste";\n=x'
        and by_name["boris"]["my notes"] == "read twice"
    )
    assert by_name["anna"]["essay"] == "Another essay." and not by_name["anna"]["claim"], (
        "another essay has no mark yet"
    )
    assert by_name["boris"]["essay"] == QUOTED and by_name["eve"]["essay"] == "Rewritten."
    assert essays.sheet(course, NAME, "anna").read_bytes() == path.read_bytes()
    _grade(course, {"anna": ESSAY})
    back = rows_of(essays.sheet(course, NAME, "anna"))
    assert "".join(next(row for row in back if row["student"] == "anna").values()).count(
        "321011"
    ), "who hands in the first essay again has its marks again"


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8-sig"), (";", "utf-8"), (",", "utf-8"), ("\t", "utf-16")],
)
def test_sheets_of_other_spreadsheet_programs_are_read(course, delimiter, encoding):
    path = marked(course, {"anna": "321011", "eve": "111111"}, 'so; so, "so"')
    as_decimals = {"2": "2.0", "3": "3,0"}
    save(
        path,
        [
            {column: as_decimals.get(text, text) for column, text in row.items()}
            for row in rows_of(path)
        ],
        delimiter,
        encoding,
    )
    assert essays.enter(course, NAME, path).entered == 2
    found = in_gradebook(course)
    assert (found["anna"][0], found["eve"][0]) == (8, 6) and found["anna"][2].endswith(
        'so; so, "so"'
    )


BROKEN = {
    "missing column": (lambda rows: None, ["row 1", "'method'", "missing"]),
    "too high": (lambda rows: rows[0].update(claim="4"), ["row 2", "'claim'", "'4'"]),
    "below zero": (lambda rows: rows[0].update(claim="-1"), ["row 2", "'claim'", "'-1'"]),
    "not whole": (lambda rows: rows[2].update(writing="1,5"), ["row 4", "'writing'", "'1,5'"]),
    "a word": (lambda rows: rows[2].update(writing="good"), ["row 4", "'writing'", "'good'"]),
    "unknown": (lambda rows: rows[0].update(student="nobody"), ["row 2", "'student'", "'nobody'"]),
    "twice": (lambda rows: rows[3].update(student="anna"), ["row 5", "'student'", "'anna'"]),
    "no words": (lambda rows: rows[1].update(words="long"), ["row 3", "'words'", "'long'"]),
    "no name": (lambda rows: rows[1].update(student=" "), ["row 3", "'student'"]),
    "in part": (lambda rows: rows[0].update(method=""), ["row 2", "'method'", "in part"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fault_is_named_and_nothing_is_written(course, kind):
    path = marked(course, dict.fromkeys(("anna", "boris", "eve", "Олег"), "222222"))
    rows, before = rows_of(path), in_gradebook(course)
    damage, names = BROKEN[kind]
    damage(rows)
    save(
        path,
        rows,
        columns=[column for column in rows[0] if kind != "missing column" or column != "method"],
    )
    with pytest.raises(TaskError) as fault:
        essays.enter(course, NAME, path)
    assert all(name in str(fault.value) for name in [str(path), *names]) and "\n" not in str(
        fault.value
    )
    assert in_gradebook(course) == before


def test_files_that_are_no_sheets_are_refused_in_one_sentence(course, tmp_path):
    path = tmp_path / "sheet.csv"
    for content, says in (
        (None, "does not exist"),
        (b"", "'student' is missing"),
        ("student;Olé".encode("latin-1"), "UTF-8"),
        (b"\xff\xfe\x00\xd8", "UTF-8"),
        (b'student,words\n"a,1\nb,2\n', "line 3.*for an open quotation mark"),
        (b'student,words\n"' + b"x" * 200_000, "cannot be read as CSV|'essay' is missing"),
    ):
        # How long a cell may be is a setting of the whole process, which other libraries change.
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(TaskError, match=says) as fault:
            essays.enter(course, NAME, path)
        assert str(path) in str(fault.value)
    rows = rows_of(marked(course, {"anna": "111111"}))
    save(path, rows).write_text(
        path.read_text(encoding="utf-8-sig").replace("anna,13", "anna,13,14"), encoding="utf-8"
    )
    with pytest.raises(TaskError, match="row 2: there are more cells than columns"):
        essays.enter(course, NAME, path)
    for grader in ("", "../anna", "a.b"):
        with pytest.raises(TaskError, match="grader's name"):
            essays.sheet(course, NAME, grader)
    with pytest.raises(TaskError, match="Nothing of 05-x is graded"):
        essays.sheet(course, "05-x", "anna")


def test_a_very_long_essay_fits_into_a_cell(course):
    _grade(course, {"anna": "word " * 20_000})
    path = marked(course, {"anna": "111111"})
    assert len(next(row for row in rows_of(path) if row["student"] == "anna")["essay"]) < 32_767
    assert essays.enter(course, NAME, path).changed == ()


def test_two_graders_stand_side_by_side_and_their_mean_counts(course):
    essays.enter(course, NAME, marked(course, {"anna": "111111", "boris": "222222"}))
    second = essays.enter(
        course, NAME, marked(course, {"anna": "111112", "boris": "222222"}, "Good.", "ivan")
    )
    assert second.replaced == (
        ("anna", 6, 6.5),
    ) and "anna had 6 points for the essay and now has 6.5." in str(second)
    said = in_gradebook(course)["anna"][2]
    assert "6.5 of 18 points, the mean of 6 and 7." in said and said.endswith("Good.")
    assert "ivan" not in said and "**Writing**, 1 and 2 of 3" in said
    table = essays.marks(course, NAME)
    assert list(table) == ["student", "criterion_id", "grader", "mark"]
    assert len(table) == 2 * 2 * len(CRITERIA)
    wide = table.set_index(["student", "criterion_id", "grader"])["mark"]
    assert [wide["anna", "writing", grader] for grader in ("anna", "ivan")] == [1, 2]
    assert wide["boris"].eq(2).all()
    assert essays.marks(course, "05-x").empty


def test_where_two_differ_too_much_a_third_reader_decides(course):
    essays.enter(course, NAME, marked(course, {"anna": "000000", "boris": "222222"}))
    done = essays.enter(
        course, NAME, marked(course, {"anna": "222222", "boris": "222222"}, grader="ivan")
    )
    assert done.apart == ("anna",) and "a third reader is needed (--third): anna" in str(done)
    found = in_gradebook(course)
    assert found["anna"][:2] == (None, True) and found["boris"][:2] == (12, False)
    third = essays.sheet(course, NAME, "zoe", third=True)
    rows = rows_of(third)
    assert [row["student"] for row in rows] == ["anna"] and not rows[0]["claim"]
    rows[0].update(zip(CRITERIA, "111111", strict=True))
    assert essays.enter(course, NAME, save(third, rows)).apart == ()
    assert in_gradebook(course)["anna"][:2] == (6, False)
    with course.ledger(NAME) as ledger:
        assert [(past.student, past.points) for past in ledger.history()] == [("anna", 0)]
    # A wider rule takes the mean of all where no third reader was asked.
    Team(within=18).keep(course, NAME)
    essays.enter(course, NAME, essays.sheet(course, NAME, "ivan"))
    assert in_gradebook(course)["anna"][0] == 6, "(0 + 12 + 6) / 3"


def test_a_sheet_that_comes_back_from_elsewhere_is_kept_under_its_graders_name(course, tmp_path):
    path = marked(course, {"anna": "333333"}, grader="kim")
    elsewhere = tmp_path / f"{NAME}.kim (1).csv"
    shutil.move(path, elsewhere)
    essays.enter(course, NAME, elsewhere)
    nameless = shutil.copy(elsewhere, tmp_path / "sheet.csv")
    with pytest.raises(TaskError, match="give --grader"):
        essays.enter(course, NAME, nameless)
    essays.enter(course, NAME, nameless, "lee")
    table = essays.marks(course, NAME)
    assert sorted(set(table["grader"])) == ["kim", "lee"] and set(table["student"]) == {"anna"}
    assert in_gradebook(course)["anna"][0] == POINTS


def test_a_row_that_another_grader_has_not_finished_stops_nobody(course):
    half = rows_of(essays.sheet(course, NAME, "ivan"))
    half[0]["claim"] = "2"
    save(course.work / "essays" / f"{NAME}.ivan.csv", half)
    done = essays.enter(course, NAME, marked(course, {"anna": "222222"}))
    assert in_gradebook(course)["anna"][0] == 12 and "ivan.csv, row 2" in str(done)


def test_a_mark_that_was_given_in_formgrader_after_the_sheets_stays(course):
    path = marked(course, {"anna": "222222"})
    essays.enter(course, NAME, path)
    with course.gradebook() as book:
        book.find_grade("essay", NAME, NAME, "anna").manual_score = 14
        book.db.commit()
    done = essays.enter(course, NAME, path)
    assert done.stay == (("anna", 14, 12),) and "they stay" in str(done)
    assert in_gradebook(course)["anna"][:2] == (14, False)


def test_sheets_without_names_come_back_to_the_right_people(course):
    path = essays.sheet(course, NAME, "anna", Team(anonymous=True))
    rows = rows_of(path)
    text = path.read_text(encoding="utf-8-sig")
    assert all(row["student"].startswith("essay-") for row in rows) and "boris" not in text
    assert [row["student"] for row in rows] == sorted(row["student"] for row in rows)
    for row in rows:
        if row["essay"] == QUOTED:
            row.update(zip(CRITERIA, "321011", strict=True))
    essays.enter(course, NAME, save(path, rows))
    assert in_gradebook(course)["boris"][0] == 8 and in_gradebook(course)["anna"][0] is None
    again = essays.sheet(course, NAME, "anna")
    assert rows_of(again) == rows, "the same codes, and still no names"
    named = rows_of(essays.sheet(course, NAME, "anna", Team(anonymous=False)))
    assert next(row for row in named if row["student"] == "boris")["claim"] == "3"


def test_comments_are_collected_under_codes_and_spelled_out_for_the_learner(course):
    said = "Evidence: give the day of each act.\nWell argued."
    essays.enter(course, NAME, marked(course, {"anna": "222222"}, said))
    found = {each.code: each for each in essays.remarks_of(course, NAME)}
    assert [(each.line, each.text) for each in found.values()] == [
        ("Evidence", "Evidence: give the day of each act."),
        ("in general", "Well argued."),
    ]
    essays.enter(course, NAME, marked(course, {"boris": "222222"}, "#c1\nAnd #c2"))
    assert [each.used for each in essays.remarks_of(course, NAME)] == [2, 2]
    assert in_gradebook(course)["boris"][2].endswith(
        "Evidence: give the day of each act.\nAnd Well argued."
    )


def test_an_assignment_may_have_a_rubric_of_its_own(tmp_path):
    source = tmp_path / "solutions" / NAME
    shutil.copytree(ROOT / "solutions" / NAME, source)
    table = pd.read_csv(ROOT / "data" / "rubric.csv", dtype=str)
    own = table.iloc[[0, 2]].assign(criterion=["Thesis", "Truth"], most_at_0=[None, "1"])
    own.to_csv(source / "rubric.csv", index=False)
    with pytest.raises(TaskError, match="'evidence' is no line of the rubric"):
        released(tmp_path)
    toml = source / "tasks.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text[: text.index("[essay.look_for]")] + "[essay.look_for]\n")
    course = released(tmp_path)
    cells = {cell.id: cell for cell in course.assignment(NAME)[1].cells}
    assert "**Thesis**" in cells["rubric"].source and "Writing" not in cells["rubric"].source
    assert cells["essay"].metadata.nbgrader.points == 6 and "for 6 points" in cells["about"].source
    _grade(course, {"anna": ESSAY, "boris": QUOTED})
    path = essays.sheet(course, NAME, "kim")
    rows = rows_of(path)
    assert list(rows[0]) == ["student", "words", "essay", "claim", "true", "comment"]
    rows[0].update(claim="3", true="0")
    rows[1].update(claim="3", true="2")
    essays.enter(course, NAME, save(path, rows))
    found = in_gradebook(course)
    assert found["anna"][0] == 1 and found["boris"][0] == 5
    assert "- **Thesis**, 3 of 3" in found["anna"][2] and "1 of 6 points." in found["anna"][2]
    assert summary.spread(essays.marks(course, NAME), course.rubric(NAME)).index.tolist() == [
        "Thesis",
        "Truth",
    ]
    own.drop(columns="level_2").to_csv(source / "rubric.csv", index=False)
    with pytest.raises(TaskError, match="the column 'level_2' is missing"):
        course.assignment(NAME)


def released(root):
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root)
    return Course(root=root)


def name_students(course, **people):
    with course.gradebook() as book:
        for student, about in people.items():
            book.update_or_create_student(student, **about)


PEOPLE = {
    "anna": {"last_name": 'O\'Neil, "Anna"', "first_name": "Ann\nMarie", "lms_user_id": "77"},
    "boris": {"last_name": "Ельцин", "first_name": "Борис"},
}


@pytest.mark.parametrize("form", ["moodle", "canvas"])
def test_grades_and_names_survive_the_way_to_a_course_page(course, tmp_path, form):
    essays.enter(
        course, NAME, marked(course, {"anna": "321011", "boris": "111111"}, 'Brief; "clear".')
    )
    name_students(course, **PEOPLE, absent={"last_name": "Away"})
    done = export(course, NAME, form, tmp_path / "out" / "grades.csv")
    assert (
        done.written == ("anna", "blank", "boris")
        and done.waiting == ("eve", "Олег")
        and done.absent == ("absent",)
    )
    assert "waits to be marked: eve, Олег" in str(done) and str(done.path) in str(done)
    with done.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assignment = course.assignment(NAME)[0]
    tasks = sum(assignment.tasks[number].points for number in "12")
    most = f"{assignment.points + POINTS}"
    if form == "canvas":
        assert rows[:2] == [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME],
            ["    Points Possible", "", "", "", "", most],
        ]
        assert rows[2:] == [
            ['O\'Neil, "Anna", Ann\nMarie', "77", "", "anna", "", f"{tasks + 8}"],
            ["blank", "", "", "blank", "", f"{tasks}"],
            ["Ельцин, Борис", "", "", "boris", "", f"{tasks + 6}"],
        ]
    else:
        assert rows[0] == ["First name", "Last name", "Username", f"{NAME} (of {most})", "Feedback"]
        assert [row[:4] for row in rows[1:]] == [
            ["Ann\nMarie", 'O\'Neil, "Anna"', "anna", f"{tasks + 8}"],
            ["", "", "blank", f"{tasks}"],
            ["Борис", "Ельцин", "boris", f"{tasks + 6}"],
        ]
        points = assignment.tasks["1"].points
        assert f"[{points} of {points}]" in rows[1][4] and 'Brief; "clear".' in rows[1][4]
        assert (
            f"Essay [8 of {POINTS}]" in rows[1][4]
            and f"Essay [0 of {POINTS}]\nNo response." in rows[2][4]
        )


def test_addresses_go_to_moodle_only_if_none_is_missing(course, tmp_path):
    essays.enter(
        course, NAME, marked(course, dict.fromkeys(("anna", "boris", "eve", "Олег"), "111111"))
    )
    name_students(course, anna={"email": "anna@example.org"})
    path = export(course, NAME, "moodle", tmp_path / "grades.csv").path
    assert "Email address" not in rows_of(path)[0]
    name_students(
        course,
        **{
            student: {"email": f"{number}@example.org"}
            for number, student in enumerate(("anna", "blank", "boris", "eve", "Олег"))
        },
    )
    export(course, NAME, "moodle", path)
    assert [row["Email address"] for row in rows_of(path)] == [
        f"{number}@example.org" for number in (0, 1, 2, 3, 4)
    ]


def test_what_waits_for_a_person_or_was_not_readable_is_never_a_zero(course, tmp_path):
    essays.enter(
        course, NAME, marked(course, dict.fromkeys(("anna", "boris", "eve", "Олег"), "111111"))
    )
    anna = next(result for result in course.results(NAME) if result.student == "anna")
    stopped = replace(anna, status="timeout")
    course.enter(NAME, [stopped])
    write(course.work / "submitted", NAME, {"torn": b"{"})
    with Path(os.devnull).open("w") as nowhere:
        batch.grade(course, NAME, workers=1, out=nowhere)
    course.enter(NAME, [stopped])
    done = export(course, NAME, "canvas", tmp_path / "grades.csv")
    assert (
        done.waiting == ("anna",)
        and done.absent == ("torn",)
        and not {"anna", "torn"} & {row["SIS Login ID"] for row in rows_of(done.path)}
    )


def test_a_penalty_for_lateness_is_taken_off_and_never_below_zero(course, tmp_path):
    essays.enter(course, NAME, marked(course, dict.fromkeys(("anna", "boris"), "111111")))
    with course.gradebook() as book:
        book.find_submission_notebook(NAME, NAME, "anna").late_submission_penalty = 1.25
        book.find_submission_notebook(NAME, NAME, "boris").late_submission_penalty = 99
        book.db.commit()
        whole = book.find_submission(NAME, "anna").score
    grades = {
        row["SIS Login ID"]: row[NAME]
        for row in rows_of(export(course, NAME, "canvas", tmp_path / "grades.csv").path)
    }
    assert grades["anna"] == f"{whole - 1.25:g}" and grades["boris"] == "0"


def test_exports_that_cannot_be_are_refused_in_one_sentence(course, tmp_path):
    with pytest.raises(TaskError, match="worksheet or table; found 'blackboard'"):
        export(course, NAME, "blackboard", tmp_path / "grades.csv")
    with pytest.raises(TaskError, match="Nothing of 05-x is in the gradebook"):
        export(course, "05-x", "canvas", tmp_path / "grades.csv")
    with pytest.raises(TaskError, match="cannot be written"):
        export(course, NAME, "canvas", tmp_path)
