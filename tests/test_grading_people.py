"""Who is who: thirty people of three course pages come in and go out again, nobody lost."""

import csv
import io
import os
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import classroom
import nbformat
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from resetcycle import __main__
from resetcycle.grading import attempts, batch, collect, lateness, returned, roster, spreadsheet
from resetcycle.grading.course import Course
from resetcycle.grading.export import export
from resetcycle.grading.result import Mark, Result
from resetcycle.grading.roster import Person, Roster, Who
from resetcycle.grading.tasks import TaskError

NAME = "00-start-here"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def stamp(when):
    """The time of a member as Info-ZIP writes it: in UTC."""
    return b"\x55\x54\x05\x00\x01" + int(when.timestamp()).to_bytes(4, "little")


def zipped(path, members, *, zoned=True):
    """Write an archive; a member is its content, or its content and how many hours after noon."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, member in members.items():
            content, hours = member if isinstance(member, tuple) else (member, 0)
            when = NOON + timedelta(hours=hours)
            about = zipfile.ZipInfo(name, when.timetuple()[:6])
            about.extra = stamp(when) if zoned else b""
            archive.writestr(about, content)
    return path


def inner(members):
    """An archive as bytes."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """The released course from which each test's own is copied; and what learners hand in."""
    course = classroom.a_course(tmp_path_factory.mktemp("course"), NAME)
    assignment, exercise = course.assignment(NAME)
    solved = {number: classroom.solution(assignment, number) for number in assignment.tasks}
    return SimpleNamespace(
        course=course,
        right=nbformat.writes(classroom.hand_in(exercise, solved)),
        blank=nbformat.writes(classroom.hand_in(exercise, {})),
        tasks=assignment.tasks,
    )


@pytest.fixture
def course(first, tmp_path):
    """A course with nobody in it yet."""
    (tmp_path / "class").mkdir()
    for each in ("solutions", "exercises"):
        (tmp_path / "class" / each).symlink_to(first.course.root / each)
    # It asks for its own place, so a link would lead to the course of another test.
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path / "class")
    return Course(root=tmp_path / "class")


DECOMPOSED = unicodedata.normalize("NFD", "Zoë Müller")
# Thirty people of Moodle: the name in its folders, the number, and the accident that befell them.
PLAIN = [
    *(
        "Anna Petrova",
        "Wang Wei",
        "Wang Wei",
        "Jean-Luc DAngelo",
        "Jean Luc D Angelo",
        "राम",
        "रीम",
    ),
    *("रुम", "กิ่ง", "กุ้ง", "René Roy", "Renè Roy", "Pat OBrien", "Pat O Brien", DECOMPOSED, "..."),
    *("***", "😀", "CON", "Maria-José García", "de la Cruz", "Олег", "李 四"),
]
ACCIDENTS = ["Rita", "Tex", "Capital", "Pdf", "Zip", "Typed", "Tom"]


def moodle(first, top="", hours=0):
    """The archive, and who is in it by number."""
    people = {str(1200000 + place): name for place, name in enumerate([*PLAIN, *ACCIDENTS])}
    number = {name: number for number, name in people.items()}
    members = {}
    for each, name in people.items():
        folder = f"{top}{name}_{each}_assignsubmission_file/"
        if name not in ACCIDENTS:
            members[f"{folder}{NAME}.ipynb"] = (first.right, hours)
    at = {name: f"{top}{name}_{number[name]}_assignsubmission_file/" for name in ACCIDENTS}
    members |= {
        f"{at['Rita']}exercise 4 rita.ipynb": first.right,
        f"{at['Tex']}{NAME}.ipynb.txt": first.right,
        f"{at['Capital']}{NAME}.IPYNB": first.right,
        f"{at['Pdf']}{NAME}.pdf": b"%PDF-1.7",
        f"{at['Zip']}homework.zip": inner(
            {f"hw/{NAME}.ipynb": first.right, "__MACOSX/hw/._x": "x"}
        ),
        f"{top}Typed_{number['Typed']}_assignsubmission_onlinetext/onlinetext.html": "<p>1</p>",
        f"{at['Tom']}{NAME}.ipynb": (first.blank, -4),
        f"{at['Tom']}{NAME}-final.ipynb": (first.right, -1),
        f"__MACOSX/{at['Tom']}._{NAME}.ipynb": b"\0",
    }
    return members, people


def by_person(report):
    return {
        line.student: line.status
        for line in sorted(
            report.collected.lines,
            key=lambda line: (
                ("late", "taken", "not taken", "missing").index(line.status)
                if line.status in ("late", "taken", "not taken", "missing")
                else 9
            ),
            reverse=True,
        )
        if line.student
    }


@pytest.mark.parametrize("top", ["", "Course 7/hw/"])
def test_thirty_of_moodle_are_thirty(first, course, tmp_path, top):
    members, people = moodle(first, top)
    submissions, report = attempts.collected(course, NAME, zipped(tmp_path / "moodle.zip", members))
    known = roster.read(course.roster).people
    assert len(known) == report.people == 30 and len(submissions) == 28
    assert {each.numbers[NAME]: each.name for each in known.values()} == {
        number: unicodedata.normalize("NFC", name) for number, name in people.items()
    }
    of = by_person(report)
    assert {key for key, status in of.items() if status == "not taken"} == {"Pdf", "Typed"}
    # Every member has a line; the zip stands for what is in it.
    files = {line.file for line in report.collected.lines}
    plain = {name for name in members if not name.endswith("homework.zip")}
    assert plain < files and len(files - plain) == 2
    why = {line.student: line.why for line in report.collected.lines if line.status != "twice"}
    assert "no notebook; ask for the .ipynb" in why["Pdf"] and "typed into" in why["Typed"]
    assert why["Tom"] == "the newest of 2 notebooks"
    (tom,) = [each for each in submissions if each.student == "Tom"]
    assert tom.read() == first.right.encode()
    text = report.summary()
    assert f"{len(files)} files; 30 people: 28 taken, 2 not taken." in text
    assert len({key.casefold() for key in known}) == 30
    with (course.work / "collected" / NAME / "report.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == len(files)


def canvas(first, late=("LATE_", "doejohn")):
    names = [f"person{place:02}" for place in range(24)]
    people = {str(500 + place): name for place, name in enumerate(names)}
    people |= {"601": "wangwei", "602": "wangwei", "603": "de_la_cruz", "604": "doejohn"}
    people |= {"605": "typed", "606": "олег"}
    members = {}
    for number, name in people.items():
        mark = late[0] if name == late[1] else ""
        members[f"{name}_{mark}{number}_{9000 + int(number)}_{NAME}.ipynb"] = first.right
    del members[f"typed_605_9605_{NAME}.ipynb"], members[f"doejohn_LATE_604_9604_{NAME}.ipynb"]
    members["typed_605_text.html"] = "<p>1</p>"
    members["doejohn_LATE_604_9604_homework 4.ipynb"] = first.right
    # Another attempt: Canvas numbers files as they come, whatever the time in the zip.
    members[f"person00_500_9999_{NAME}-1.ipynb"] = (first.blank, -5)
    return members, people


GRADEBOOK = [
    ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab 4 (77)"],
    ["    Points Possible", "", "", "", "", "5"],
    *[
        [f"Person{place:02}", str(500 + place), f"S{place}", f"p{place}@uni", "A", ""]
        for place in range(24)
    ],
    ["Wang, Wei", "601", "S601", "wei1", "A", ""],
    ["Wang, Wei", "602", "S602", "wei2", "B", ""],
    ["de la Cruz, Ana", "603", "S603", "=cmd()", "A", ""],
    ["Doe, John", "604", "S604", "doe", "A", ""],
    ["Typed, Ty", "605", "S605", "ty", "A", ""],
    ["Олег", "606", "S606", "oleg", "A", ""],
    ["Absent, Ab", "700", "S700", "ab", "A", ""],
    ["Student, Test", "999", "", "x", "", ""],
]


def table(path, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def give_marks(course, first):
    """Enter marks as grading does, for all whose notebook counts."""
    marks = {
        number: Mark(task.points, task.points, "=1+1\n@SUM(A1);-2+3")
        for number, task in first.tasks.items()
    }
    results = [
        Result(
            each.student,
            each.file,
            each.handed_in,
            "graded",
            tasks=marks,
            answers={"task-1": each.digest},
        )
        for each in attempts.counting(course, NAME).values()
    ]
    course.enter(NAME, results)
    with course.gradebook() as book:
        roster.introduce(roster.read(course.roster), book)
    attempts.judge(course, NAME)


@pytest.mark.parametrize("roster_first", [True, False])
def test_thirty_of_canvas_go_in_and_out_by_their_numbers(first, course, tmp_path, roster_first):
    members, people = canvas(first)
    gradebook = table(tmp_path / "gradebook.csv", GRADEBOOK)

    def load():
        known = roster.read(course.roster)
        learnt = roster.learn(known, gradebook)
        roster.write(course.roster, known)
        return learnt

    if roster_first:
        assert load().new == 31
    _, report = attempts.collected(
        course, NAME, zipped(tmp_path / "canvas.zip", members, zoned=False)
    )
    if not roster_first:
        assert report.people == 30
        learnt = load()
        assert (learnt.new, learnt.known) == (1, 30)
    known = roster.read(course.roster).people
    assert {each.canvas_id for each in known.values()} == {*people, "700"}
    of = Counter(by_person(report).values())
    assert of == {"taken": 28, "late": 1, "not taken": 1} | ({"missing": 1} if roster_first else {})
    late = next(line for line in report.collected.lines if line.status == "late")
    assert late.why == "the course page says LATE, not by how long"
    (again,) = [each for each in report.collected.submissions if "_500_" in each.inside]
    assert again.inside == f"person00_500_9999_{NAME}-1.ipynb"
    give_marks(course, first)
    done = export(course, NAME, "canvas", tmp_path / "out.csv", column="Lab 4 (77)")
    rows = read(done.path)
    assert list(rows[0]) == GRADEBOOK[0] and rows[0]["Lab 4 (77)"] == "5"
    sent = {row["ID"]: row for row in rows[1:]}
    assert len(sent) == 29 and len(done.absent) == 2
    given = {row[1]: dict(zip(GRADEBOOK[0], row, strict=True)) for row in GRADEBOOK[2:]}
    for number, row in sent.items():
        assert row.pop("Lab 4 (77)") == "5"
        # What Canvas matches by is as in its own export; but for what would act as a formula.
        wanted = {column: given[number][column] for column in row}
        if number == "603":
            wanted["SIS Login ID"] = "'=cmd()"
        assert row == wanted


def test_hand_made_folders_and_files_below_any_folder(first, course, tmp_path):
    names = [f"Person {place}" for place in range(20)]
    members = {f"spring/hw4/{name}/{NAME}.ipynb": first.right for name in names}
    members |= {
        f"spring/hw4/{DECOMPOSED}/a.ipynb": first.right,
        f"spring/hw4/{unicodedata.normalize('NFC', DECOMPOSED)}/b.ipynb": (first.right, 1),
        "spring/hw4/O'Brien Pat/x.ipynb": first.right,
        "spring/hw4/O’Brien Pat/x.ipynb": first.right,
        "spring/hw4/O Brien Pat/x.ipynb": first.right,
        "spring/hw4/jo.zip": inner({f"{NAME}.ipynb": first.right}),
        f"spring/hw4/kim_{NAME}.ipynb": first.right,
        "spring/hw4/lou/lou.docx": b"PK",
        "spring/hw4/ned/broken.zip": b"PK no",
        "spring/hw4/pia/x.7z": b"7z",
        f"spring/hw4/{'x' * 200}/a.ipynb": first.right,
        "spring/hw4/readme.txt": b"From the assistant",
        "spring/hw4/.DS_Store": b"",
    }
    _, report = attempts.collected(course, NAME, zipped(tmp_path / "all.zip", members))
    of = Counter(by_person(report).values())
    assert report.people == 30 and of == {"taken": 27, "not taken": 3}
    unknown = [line for line in report.collected.lines if not line.student]
    assert [(line.file, line.status) for line in unknown] == [
        ("spring/hw4/.DS_Store", "ignored"),
        ("spring/hw4/readme.txt", "not taken"),
    ]
    assert "All lies below the folder 'spring/hw4'" in " ".join(report.collected.notes)
    why = {line.student: line.why for line in report.collected.lines}
    assert (
        "The zip cannot be read; ask" in why["ned"] and "a .7z archive is not opened" in why["pia"]
    )
    assert {"Zoë-Müller", "O-Brien-Pat", "O-Brien-Pat-2", "O-Brien-Pat-3"} < set(why)


def test_a_second_assignment_knows_the_people_of_the_first(first, course, tmp_path):
    """Moodle gives new numbers; only who shares a name cannot be told, and it is said."""
    known = Roster()
    members, _ = moodle(first)
    collect.collect(zipped(tmp_path / "a.zip", members), NAME, known)
    before = set(known.people)
    later = {
        name.replace("_12", "_34"): member
        for name, member in members.items()
        if not name.startswith("__MACOSX")
    }
    found = collect.collect(zipped(tmp_path / "b.zip", later), "04-x", known)
    assert set(known.people) == before and not found.new
    held = [line for line in found.lines if line.status == "not taken" and not line.student]
    assert [line.name for line in held] == ["Wang Wei", "Wang Wei"]
    assert all("its number is 34" in line.why and "grading worksheet" in line.why for line in held)
    missing = {line.student: line.why for line in found.lines if line.status == "missing"}
    assert set(missing) == {"Wang-Wei-1200001", "Wang-Wei-1200002"}
    assert all("may be theirs" in why for why in missing.values())
    # The worksheets of both assignments tell them apart.
    for name, start in ((NAME, "12"), ("04-x", "34")):
        sheet = table(
            tmp_path / "sheet.csv",
            [
                ["Identifier", "Full name", "Email address", "Grade"],
                [f"Participant {start}00001", "Wang Wei", "wei1@uni.edu", ""],
                [f"Participant {start}00002", "Wang Wei", "wei2@uni.edu", ""],
            ],
        )
        assert roster.learn(known, sheet, name).known == 2
    again = collect.collect(zipped(tmp_path / "b.zip", later), "04-x", known)
    assert set(known.people) == before and len(again.submissions) == 28


def test_moodle_takes_back_its_grades(first, course, tmp_path):
    members, people = moodle(first)
    attempts.collected(course, NAME, zipped(tmp_path / "moodle.zip", members))
    give_marks(course, first)
    with pytest.raises(TaskError, match="no user name, address or ID number of anybody"):
        export(course, NAME, "moodle", tmp_path / "out.csv")
    head = ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]
    head += ["Grade can be changed", "Last modified (grade)", "Feedback comments"]
    rows = [
        [f"Participant {number}", name, f"{number}@uni.edu", "", "", "5.00", "Yes", "-", ""]
        for number, name in people.items()
    ]
    rows[0][-3] = "No"
    sheet = table(tmp_path / "sheet.csv", [head, *rows])
    known = roster.read(course.roster)
    assert roster.learn(known, sheet, NAME).known == 30
    roster.write(course.roster, known)
    # Filled in: all columns and rows of the sheet, as downloaded.
    done = export(course, NAME, "worksheet", tmp_path / "filled.csv", worksheet=sheet)
    filled = {row["Identifier"].removeprefix("Participant "): row for row in read(done.path)}
    assert list(filled) == list(people) and done.unmatched == ("Anna-Petrova",)
    graded = {number for number, row in filled.items() if row["Grade"] == "5"}
    assert {people[number] for number in filled.keys() - graded} == {"Anna Petrova", "Pdf", "Typed"}
    assert {row["Last modified (grade)"] for row in filled.values()} == {"-"}
    # And by the import of the gradebook, with the addresses of all.
    done = export(course, NAME, "moodle", tmp_path / "out.csv", tasks=True)
    out = read(done.path)
    parts = [f"task {number} (of {task.points})" for number, task in first.tasks.items()]
    total = f"{NAME} (of 5)"
    assert list(out[0])[2:] == ["Email address", total, *parts, "Feedback"]
    assert {row["Email address"] for row in out} == {
        f"{number}@uni.edu" for number, name in people.items() if name not in ("Pdf", "Typed")
    }
    for cell in [cell for row in out for cell in row.values()]:
        for line in cell.replace(";", "\n").splitlines():
            assert not line.startswith(("=", "+", "-", "@", "\t"))
    # Another maximum in Moodle would make other marks of these.
    rows[1][5] = "100,00"
    other = table(tmp_path / "sheet.csv", [head, *rows])
    with pytest.raises(TaskError, match=r"row 3.*100 points at most and this assignment has 5"):
        export(course, NAME, "worksheet", tmp_path / "filled.csv", worksheet=other)


def test_the_table_has_everybody_task_by_task(first, course, tmp_path):
    members, _ = moodle(first)
    attempts.collected(course, NAME, zipped(tmp_path / "moodle.zip", members))
    give_marks(course, first)
    rows = {
        row["student"]: row for row in read(export(course, NAME, "table", tmp_path / "t.csv").path)
    }
    assert len(rows) == 30 and rows["Pdf"]["state"] == "nothing"
    assert rows["Tom"]["total (of 5)"] == "5" and rows["Tom"]["task 2 (of 1)"] == "1"


@pytest.mark.parametrize(
    "members, pages",
    [
        (
            {
                f"C/Ann Lee_12_assignsubmission_file_/{NAME}.ipynb": "",
                f"C/Ann Lee_13_assignsubmission_file/{NAME}.ipynb": "",
            },
            [f"Ann Lee_{each}_assignsubmission_file_/{NAME}.html" for each in (12, 13)],
        ),
        (
            {f"doe_LATE_4_9_{NAME}.ipynb": "", "lee_5_10_my_work_1_2_x.ipynb": ""},
            [f"doe_LATE_4_9_{NAME}.html", f"lee_5_10_{NAME}.html"],
        ),
    ],
)
def test_pages_go_back_under_the_names_of_the_download(first, course, tmp_path, members, pages):
    members = dict.fromkeys(members, first.right)
    attempts.collected(course, NAME, zipped(tmp_path / "all.zip", members))
    give_marks(course, first)
    for student in attempts.counting(course, NAME):
        page = course.work / "feedback" / student / NAME / f"{NAME}.html"
        page.parent.mkdir(parents=True)
        page.write_text(student)
    done = returned.pack(course, NAME)
    (path,) = done.zips
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == pages
        assert len({archive.read(page) for page in pages}) == 2
    # As the importers read it: Moodle the second part of a folder, Canvas two numbers in a row.
    assert done.zips[path] == 2 and not done.waiting and not done.nameless


# Several attempts, and lateness


def test_every_attempt_is_kept_and_one_counts(first, course, tmp_path):
    def hand_in(content, hours=0, keep="newest"):
        path = zipped(tmp_path / "all.zip", {f"ada/{NAME}.ipynb": (content, hours)})
        return attempts.collected(course, NAME, path, keep)

    place = course.work / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
    hand_in(first.blank)
    hand_in(first.right, 2)
    assert place.read_text("utf-8") == first.right
    (submission,), report = hand_in(first.blank + " ", -3)
    assert "ada: an attempt of a later time, 2027-03-01 14:00:00 UTC" in report.summary()
    assert submission.read().decode() == first.blank + " "
    # A person lays one in by hand, which the next collection replaces: it is kept as well.
    place.write_text("by hand")
    hand_in(first.right, 5)
    every = attempts.read(course.work / "collected" / NAME)
    assert [each.counts for each in every].count("yes") == 1
    kept = {(course.work / "collected" / NAME / each.kept).read_text("utf-8") for each in every}
    assert kept == {first.blank, first.right, first.blank + " ", "by hand"}
    # What nbgrader's folder holds is graded without an archive, as what it was.
    (again,), _ = attempts.collected(course, NAME)
    assert again.read().decode() == first.right and again.handed_in == NOON + timedelta(hours=5)
    assert attempts.counting(course, NAME)["ada"].source == "all.zip"


@pytest.mark.parametrize("keep, taken", [("newest", "b"), ("first", "a"), ("named", "c")])
def test_which_of_several_counts_can_be_said(tmp_path, keep, taken):
    members = {
        "ada/a.ipynb": ("a", 0),
        "ada/b.ipynb": ("b", 2),
        f"ada/{NAME}.ipynb": ("c", 1),
    }
    found = collect.collect(zipped(tmp_path / "all.zip", members), NAME, keep=keep)
    (submission,) = found.submissions
    assert submission.read() == taken.encode()
    assert Counter(line.status for line in found.lines) == {"taken": 1, "twice": 2}


def test_an_unreadable_attempt_counts_and_no_earlier_one_in_its_place(first, course, tmp_path):
    path = zipped(tmp_path / "all.zip", {f"ada/{NAME}.ipynb": first.right})
    attempts.collected(course, NAME, path)
    raw = bytearray(path.read_bytes())
    place = raw.index(first.right[:40].encode())
    raw[place : place + 40] = b"\xff" * 40
    path.write_bytes(raw)
    (submission,), report = attempts.collected(course, NAME, path)
    with pytest.raises(collect.UnreadableError, match="damaged"):
        submission.read()
    assert "- taken: ada" in report.summary() and "damaged or locked" in report.summary()
    assert not (course.work / "submitted" / "ada" / NAME / f"{NAME}.ipynb").exists()
    assert len(list((course.work / "collected" / NAME / "attempts" / "ada").iterdir())) == 1


def test_who_came_before_is_not_missing_when_one_comes_later(first, course, tmp_path):
    for students in (("ada", "ben"), ("cem",)):
        members = {f"{student}/{NAME}.ipynb": first.right for student in students}
        (*_,), report = attempts.collected(course, NAME, zipped(tmp_path / "a.zip", members))
    assert report.standing["taken"] == report.people == 3 and len(report.collected.submissions) == 1
    ada = next(line for line in report.collected.lines if line.student == "ada")
    assert ada.why == "what was collected before counts, of 2027-03-01 12:00:00 UTC"


def test_what_was_not_taken_is_still_said_when_the_class_is_graded_again(first, course, tmp_path):
    """Grading reads nbgrader's folder, in which no PDF lies: nobody turns from that to missing."""
    members, _ = moodle(first)
    _, before = attempts.collected(course, NAME, zipped(tmp_path / "all.zip", members))
    for path in (None, None, zipped(tmp_path / "b.zip", {f"Rita/{NAME}.ipynb": first.right})):
        _, report = attempts.collected(course, NAME, path)
        assert report.standing == before.standing
        (pdf,) = [line for line in report.collected.lines if line.student == "Pdf"]
        assert pdf.status == "not taken"
        assert pdf.why.endswith(f"/{NAME}.pdf, collected before: {why_of(before, 'Pdf')}")
    _, again = attempts.collected(course, NAME)
    assert "timestamp" not in again.whole() and f"{len(again.collected.submissions)} files" in str(
        again.summary()
    )


def why_of(report, student):
    return next(line.why for line in report.collected.lines if line.student == student)


def test_a_file_changed_by_hand_is_as_late_as_the_change(first, course, tmp_path):
    members = {f"ada/{NAME}.ipynb": first.right}
    attempts.collected(course, NAME, zipped(tmp_path / "all.zip", members))
    place = course.work / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
    place.write_text(first.blank)
    os.utime(place, (time.time() + 60,) * 2)
    (submission,), _ = attempts.collected(course, NAME)
    assert (
        abs(submission.handed_in.timestamp() - time.time()) < 3600
        and submission.read().decode() == first.blank
    )


def test_lateness_costs_what_the_table_says_and_an_extension_lifts_it(first, course, tmp_path):
    members = {
        f"ada/{NAME}.ipynb": (first.right, -1),
        f"ben/{NAME}.ipynb": (first.right, 25),
        f"cem/{NAME}.ipynb": (first.right, 25),
        f"dan/{NAME}.ipynb": (first.right, 0.1),
        f"eve/{NAME}.ipynb": (first.right, 300),
    }
    path = zipped(tmp_path / "all.zip", members)
    attempts.collected(course, NAME, path)
    given = {"grace_minutes": 15, "percent_a_day": 10, "most_percent": 50}
    lateness.set_due(course, NAME, "2027-03-01T12:00+00:00", "", given)
    lateness.set_due(course, NAME, "2027-03-03T12:00+00:00", "cem", {})
    _, report = attempts.collected(course, NAME, path)
    late = {line.student: line.why for line in report.collected.lines if line.status == "late"}
    assert set(late) == {"ben", "eve"} and "by 1 d 1 h" in late["ben"]
    assert "20 percent of the points are taken off" in late["ben"]
    give_marks(course, first)
    rows = read(export(course, NAME, "canvas", tmp_path / "out.csv").path)[1:]
    # Of 5 points: two days that have begun, and half of all at most.
    assert {row["Student"]: row[NAME] for row in rows} == {
        "ada": "5",
        "ben": "4",
        "cem": "5",
        "dan": "5",
        "eve": "2.5",
    }
    with course.gradebook() as book:
        assert book.find_assignment(NAME).duedate == NOON.replace(tzinfo=None)
        extended = book.find_submission(NAME, "cem")
        assert extended.extension == timedelta(days=2) and extended.total_seconds_late == 0
        assert book.find_submission(NAME, "ben").total_seconds_late == 25 * 3600
    said = lateness.told(lateness.read(course.deadlines), NAME)
    assert "takes off 10 percent" in said and "cem has time until" in said
    # An extension that comes after the marks changes them.
    lateness.set_due(course, NAME, "2027-03-03T12:00+00:00", "ben", {})
    attempts.judge(course, NAME)
    rows = read(export(course, NAME, "canvas", tmp_path / "out.csv").path)[1:]
    assert {row["Student"]: row[NAME] for row in rows}["ben"] == "5"


def test_times_of_a_zip_are_local_unless_they_have_a_zone(first, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        for zoned, hour in ((True, 12), (False, 17)):
            path = zipped(tmp_path / "all.zip", {f"ada/{NAME}.ipynb": first.right}, zoned=zoned)
            found = collect.collect(path, NAME)
            assert found.submissions[0].handed_in == datetime(2027, 3, 1, hour, tzinfo=UTC)
            assert any("without a zone" in note for note in found.notes) is not zoned
    finally:
        monkeypatch.undo()
        time.tzset()


# The roster


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_participants_of_moodle(tmp_path, delimiter):
    rows = [
        ["First name", "Last name", "ID number", "Email address", "Username"],
        ["Pat", "O'Brien", "17", "pat@uni.edu", "pob"],
        ["Ana", "de la Cruz", "18", "ana@uni.edu", "acruz"],
    ]
    known = Roster()
    collect.collect(
        zipped(tmp_path / "a.zip", {"Pat OBrien_9_assignsubmission_file/x.ipynb": "{}"}),
        NAME,
        known,
    )
    learnt = roster.learn(known, table(tmp_path / "p.csv", rows, delimiter))
    assert (learnt.new, learnt.known) == (1, 1)
    pat = known.people["Pat-OBrien"]
    assert (pat.name, pat.email, pat.numbers) == ("Pat O'Brien", "pat@uni.edu", {NAME: "9"})


@pytest.mark.parametrize("folder", ["Ada Lovelace", "Lovelace, Ada", "ada", "a@x.org", "17"])
def test_a_folder_made_by_hand_is_found_by_whatever_the_roster_knows(tmp_path, folder):
    known = Roster([Person("k", "Lovelace, Ada", "Ada", "Lovelace", "ada", "a@x.org", "17")])
    members = {f"hw/{folder}/x.ipynb": "{}", "hw/zed/x.ipynb": "{}"}
    found = collect.collect(zipped(tmp_path / "a.zip", members), NAME, known)
    assert [each.student for each in found.submissions] == ["k", "zed"] and found.new == ("zed",)


def test_a_table_that_could_be_two_people_is_not_guessed(tmp_path):
    known = Roster([Person("a", "Wang Wei", email="a@x"), Person("b", "Wang Wei", id_number="7")])
    rows = [["Full name", "Section"], ["Wang Wei", "A"]]
    (note,) = roster.learn(known, table(tmp_path / "t.csv", rows)).notes
    assert "row 2: 'Wang Wei' could be a, b" in note and len(known.people) == 2
    rows = [["Full name", "Email", "ID number"], ["Wang Wei", "a@x", "7"]]
    with pytest.raises(TaskError, match="row 2: 'Wang Wei' is b by id number and a by email"):
        roster.learn(known, table(tmp_path / "t.csv", rows))
    with pytest.raises(TaskError, match="row 1: no column says who somebody is"):
        roster.learn(known, table(tmp_path / "t.csv", [["points"], ["3"]]))


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(roster.whole)
people = st.lists(names, min_size=1, max_size=12, unique_by=roster.whole)


@settings(max_examples=300, deadline=None)
@given(people, st.sampled_from(["folder", "moodle", "canvas"]), st.randoms())
def test_no_two_people_ever_have_one_key_and_each_is_found_again(
    tmp_path_factory, given_, system, chance
):
    seen = [
        Who(system, name, "" if system == "folder" else str(number))
        for number, name in enumerate(given_, 1)
    ]
    known = Roster()
    keys, doubts = known.recognise(seen, NAME)
    assert not doubts and len(set(keys.values())) == len(seen)
    folders = [unicodedata.normalize("NFC", key.casefold()) for key in keys.values()]
    assert len(set(folders)) == len(seen)
    for key in keys.values():
        assert key not in ("", ".", "..") and not set(key) & set('/\\:*?"<>|\0')
        assert len(key.encode()) < 200 and key == key.strip(" .")
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    roster.write(path, known)
    again = roster.read(path)
    assert again.people == known.people
    chance.shuffle(seen)
    assert again.recognise(seen, NAME) == (keys, {})


def test_decomposed_and_composed_names_are_one_person():
    for name in ("Zoë", "Đặng Thị", "한글"):
        both = [Who("folder", unicodedata.normalize(form, name)) for form in ("NFC", "NFD")]
        assert len(Roster().recognise(both, NAME)[0]) == 1


@given(st.text())
def test_no_cell_acts_as_a_formula_and_numbers_stay(text):
    cell = spreadsheet.harmless(text) if spreadsheet.acts(text) else text
    for line in cell.replace(";", "\n").replace("\r", "\n").split("\n"):
        plain = text == "-" or cell.lstrip("+-").replace(".", "").replace(",", "").isdecimal()
        assert plain or not line.startswith(("=", "+", "-", "@", "\t"))


def test_numbers_are_left_alone():
    assert not any(map(spreadsheet.acts, ["-4.17", "+3", "12", "2,5", "-"]))
    assert all(map(spreadsheet.acts, ["-4+3", "@SUM-1-1", "a\n=1", "x;=1", "\t1", "=1"]))


# Hostile, and large


def test_twenty_thousand_members_are_as_many_lines(tmp_path):
    """How long it takes is measured in benchmarks/."""
    members = {f"p{place}_{place}_assignsubmission_file/x.ipynb": "" for place in range(20_000)}
    found = collect.collect(zipped(tmp_path / "all.zip", members), NAME)
    assert len(found.submissions) == len(found.lines) == len(members)


def test_a_zip_in_the_zip_cannot_lie_its_way_to_the_memory(tmp_path):
    many = inner({f"{place}.ipynb": "" for place in range(9_000)})
    deep = inner({"b.zip": inner({"c.zip": inner({"d.zip": inner({"e.ipynb": "{}"})})})})
    out = inner({"../../evil.ipynb": "{}", "x.ipynb": "{}"})
    found = collect.collect(
        zipped(
            tmp_path / "all.zip",
            {
                "ada/many.zip": many,
                "ben/deep.zip": deep,
                "cem/out.zip": out,
                "dan/empty.zip": inner({}),
            },
        ),
        NAME,
    )
    why = {line.file: (line.status, line.why) for line in found.lines}
    assert "too large" in why["ada/many.zip"][1]
    (deepest,) = [place for place in why if place.startswith("ben/")]
    assert "a zip in a zip in a zip" in why[deepest][1]
    assert "points out of the archive" in why["cem/out.zip/../../evil.ipynb"][1]
    assert why["cem/out.zip/x.ipynb"][0] == "taken" and "is empty" in why["dan/empty.zip"][1]


# The door


@pytest.fixture
def door(course, monkeypatch, capsys):
    """Run a command as a person types it; returns exit code and what was said."""
    monkeypatch.setattr(Course.__init__, "__defaults__", ("", course.root))

    def run(*words):
        code = __main__.main(list(map(str, words)))
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_from_archive_to_course_page_by_commands(first, course, door, tmp_path):
    members, people = moodle(first)
    chosen = {
        place: member for place, member in members.items() if "Wang" in place or "Pdf" in place
    }
    path = zipped(tmp_path / "moodle.zip", chosen)
    code, said = door("collect", path, "--assignment", "00")
    assert code == 0 and "3 files; 3 people: 2 taken, 1 not taken." in said
    assert "- not taken: Pdf, Pdf_1200026_assignsubmission_file/" in said
    assert door("due", "2027-03-01T11:00+00:00", "--assignment", "00", "--percent", "20")[0] == 0
    code, said = door("grade", "--assignment", "00")
    assert code == 0 and "2 submissions: 2 graded." in said and "by 1 h 0 min" in said
    assert "2 taken, 2 of them late, 1 not taken." in said
    sheet = table(
        tmp_path / "p.csv",
        [
            ["Identifier", "Full name", "Email address"],
            ["Participant 1200001", "Wang Wei", "w1@uni.edu"],
            ["Participant 1200002", "Wang Wei", "w2@uni.edu"],
        ],
    )
    code, said = door("roster", sheet)
    assert code == 1 and "say which, by --assignment" in said
    code, said = door("roster", sheet, "--assignment", "00")
    assert code == 0 and "new: 0; who were known: 2" in said
    code, said = door("export", "--assignment", "00")
    assert code == 0 and "2 grades are in" in said and "Pdf" in said
    out = read(course.work / f"{NAME}.moodle.csv")
    assert {row["Email address"]: row[f"{NAME} (of 5)"] for row in out} == {
        "w1@uni.edu": "4",
        "w2@uni.edu": "4",
    }
    assert all("Handed in late: 1 points are taken off." in row["Feedback"] for row in out)
    code, said = door("feedback", "--assignment", "00", "--zip")
    assert code == 0 and "2 pages are in" in said
    with zipfile.ZipFile(course.work / f"{NAME}.feedback.moodle.zip") as archive:
        assert archive.namelist() == [
            f"Wang Wei_{number}_assignsubmission_file_/{NAME}.html" for number in (1200001, 1200002)
        ]
    assert people["1200001"] == "Wang Wei"
    decided = ("--who", "ann", "--why", "wrong")
    # What lateness takes off is a part of what can be earned now, and nothing once it is free.
    assert door("decide", "--assignment", "00", "--void", "2", *decided)[0] == 0
    assert grades(course, door, "of 4") == {"3.2"}
    assert door("due", "2027-03-01T11:00+00:00", "--assignment", "00", "--percent", "0")[0] == 0
    assert grades(course, door, "of 4") == {"4"}


def grades(course, door, most):
    assert door("export", "--assignment", "00")[0] == 0
    return {row[f"{NAME} ({most})"] for row in read(course.work / f"{NAME}.moodle.csv")}


def test_a_number_of_moodle_is_none_of_canvas(first, course, tmp_path):
    path = zipped(tmp_path / "all.zip", {f"ada/{NAME}.ipynb": first.right})
    attempts.collected(course, NAME, path)
    known = roster.read(course.roster)
    roster.learn(known, table(tmp_path / "p.csv", [["First name", "ID number"], ["ada", "S1"]]))
    roster.write(course.roster, known)
    assert [each.id_number for each in known.people.values()] == ["S1"]
    give_marks(course, first)
    done = export(course, NAME, "canvas", tmp_path / "canvas.csv")
    assert [(row["ID"], row["SIS Login ID"]) for row in read(done.path)][1:] == [("", "ada")]


def test_two_of_one_name_keep_their_own_marks(first, course, tmp_path):
    members = {
        f"Wang Wei_1_assignsubmission_file/{NAME}.ipynb": first.right,
        f"Wang Wei_2_assignsubmission_file/{NAME}.ipynb": first.blank,
    }
    path = zipped(tmp_path / "all.zip", members)
    results = batch.grade(course, NAME, path, out=io.StringIO())
    earned = {each.student: sum(mark.points for mark in each.tasks.values()) for each in results}
    assert earned == {"Wang-Wei-1": 5, "Wang-Wei-2": 0}


def test_a_closed_pipe_ends_in_peace(tmp_path):
    """As with `| head -1`, when what is printed is more than a pipe holds."""
    code = (
        "import sys, resetcycle.__main__ as m\n"
        "m.COMMANDS['release'] = lambda asked: [print('x' * 99) for _ in range(9999)]\n"
        "sys.exit(m.main(['release']))"
    )
    ran = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert ran.stdout.readline()
    ran.stdout.close()
    assert (ran.stderr.read(), ran.wait()) == (b"", 141)
