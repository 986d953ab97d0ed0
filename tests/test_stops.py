"""The class now: the line under the progress page, and which task stops how many."""

import re
from datetime import UTC, datetime

import pytest

from resetcycle import answers, classroom, kinds, sharing
from resetcycle.exercise import outcomes, public
from resetcycle.exercise.labels import label
from resetcycle.exercise.outcomes import Outcome
from resetcycle.exercise.progress import note, note_try, progress, share_code
from resetcycle.exercise.stops import stops
from resetcycle.widgets import ClassPool

TASKS = public.exercises()["04"].tasks
END, VERDICT = TASKS["1"], TASKS["3"]
RIGHT, OPEN = Outcome("right"), Outcome("open")
WHOLE_TERM = 1
# A known mistake of task 2 that has a sentence.
SAID = next(i for i, mistake in enumerate(TASKS["2"].mistakes) if mistake.says)
DAY = "2026-11-29T10:00:00+00:00"


def code(learner, tries, lesson="04", saved=DAY):
    """Return the line of a learner who tried some tasks: by number, how often and how it ended."""
    tasks = public.exercises()[lesson].tasks
    places = [
        outcomes.pack(task, *tries[name]) if name in tries else [] for name, task in tasks.items()
    ]
    work = {"learner": f"{learner:08x}", "saved": saved, "lesson": lesson, "places": places}
    return sharing.share_code(work, "tasks")


def gave(*answer, question=0):
    return Outcome("other", question=question, answer=answer)


def of_class(*lines):
    (found,) = stops(sharing.read_class("\n".join(lines)).entries)
    return found, {row["task"]: row for row in found["tasks"]}


@pytest.mark.parametrize(
    "name", [task.name for e in public.exercises().values() for task in e.tasks.values()]
)
def test_how_a_try_ended_comes_back_from_its_bytes(name):
    lesson, number = name.split(".")
    task = public.exercises()[lesson].tasks[number]
    ends = [RIGHT, OPEN, Outcome("stopped"), Outcome("unused"), Outcome("other")]
    ends += [Outcome("mistake", place) for place in range(len(task.mistakes))]
    for place, end in enumerate(ends):
        assert outcomes.unpack(task, outcomes.pack(task, place + 1, end)) == (place + 1, end)
    given = [-1.25] if task.kind == "number" else [task.choices[-1] if task.choices else "x", ""]
    entries = (given * (len(task.keys) or 1))[: len(task.keys) or task.length or 1]
    end = gave(*outcomes.kept(task, entries), question=len(task.probes) - 1)
    packed = outcomes.pack(task, 1000, end)
    assert len(packed) <= outcomes.room(task) <= kinds._LONGEST_TASK
    told = end if end.answer else Outcome("other")
    assert outcomes.unpack(task, packed) == (255, told)
    carried = task.shape == "one" or (task.shape == "mapping" and task.kind != "number")
    assert bool(end.answer) == (not task.drawn and carried)


def test_bytes_that_no_task_has_are_told_as_another_answer():
    over = 5 + len(END.mistakes)
    for packed in ([1, over], [1, 4, 99, 0, 0, 0, 0], [1, 4, 0, 255, 255, 255, 255], [1, 4, 0]):
        tries, outcome = outcomes.unpack(END, packed)
        assert (tries, outcome.ended, outcome.answer) == (1, "other", ())
    assert outcomes.unpack(VERDICT, [2, 4, 0, 0xFF, 0xFF, 0xF0]) == (2, Outcome("other"))


def test_the_progress_page_ends_with_the_line_of_the_exercise_that_was_tried_last(my_work):
    assert "RC9" not in str(progress())
    note_try(public.exercises()["03"].tasks["1"], RIGHT)
    note("03", "1", {"tries": 1, "right": True, "at": "2026-11-01T10:00:00+00:00"})
    note_try(END, gave(0.18))
    note_try(VERDICT, Outcome("mistake", 1))
    note_try(VERDICT, RIGHT)
    note_try(VERDICT, Outcome("stopped"))
    page = str(progress())
    assert page == str(progress())
    assert "how your tasks of exercise 04 stand" in page and page.endswith(share_code("04"))
    assert share_code("04") in progress()._repr_html_()
    row = of_class(page)[1]
    assert row["1"]["answers"] == [{"n": 1, "words": "end_of(president) gives 0.18."}]
    assert (row["3"]["right"], row["3"]["tries"]) == (1, 3)
    assert [row[name]["not_begun"] for name in "24"] == [1, 1]


@pytest.mark.parametrize(
    "kept",
    [
        {"tries": -3, "right": False},
        {"tries": 2},
        {"tries": 2, "ended": "eaten"},
        {"tries": 2, "ended": "mistake", "mistake": -9},
        {"tries": 2, "ended": "mistake", "mistake": 10**9},
        {"tries": 10**9, "ended": "other", "question": -1, "answer": ["x", {}, None]},
        {"tries": 2, "ended": "other", "question": 10**9, "answer": [1e300]},
        {"tries": 2, "at": "yesterday"},
        {"tries": 2, "at": "1999-01-01"},
    ],
)
def test_notes_that_were_written_by_hand_stop_no_page(my_work, kept):
    answers.save("04", exercise={"1": kept, "3": kept})
    line = share_code("04")
    assert repr(progress())
    assert not line or of_class(line)[0]["learners"] == 1


def test_a_note_of_an_older_kit_counts_as_right_or_as_another_answer(my_work):
    answers.save(
        "04", exercise={"1": {"tries": 2, "right": True}, "2": {"tries": 1, "right": False}}
    )
    row = of_class(share_code("04"))[1]
    assert row["1"]["right"] == 1 and row["2"]["answers"] == [{"n": 1, "words": "another answer."}]


def test_the_task_that_stops_most_stands_first_with_its_commonest_answers():
    verdict = VERDICT.choices
    same = dict.fromkeys(VERDICT.keys, verdict[0])
    lines = [
        code(1, {"1": (1, RIGHT), "2": (4, gave(0.1801)), "3": (2, gave(*same.values()))}),
        code(
            2,
            {
                "1": (3, RIGHT),
                "2": (2, gave(0.18)),
                "3": (2, gave(*[verdict[1], *[verdict[0]] * 4])),
            },
        ),
        code(3, {"1": (9, Outcome("mistake", WHOLE_TERM)), "2": (3, Outcome("mistake", SAID))}),
        code(4, {"2": (1, gave(0.5, question=1)), "3": (1, RIGHT)}),
    ]
    found, row = of_class(*lines)
    assert found["learners"] == 4 and found["sentence"] == "Task 2 stops 4 of 4."
    assert [one["task"] for one in found["tasks"]] == ["2", "3", "1", "4", "5", "6", "7"]
    assert (row["2"]["tries"], row["2"]["not_begun"], row["4"]["tries"]) == (2.5, 0, None)
    assert row["2"]["answers"] == [
        {"n": 2, "words": "change_over(president) gives 0.18."},
        {"n": 1, "words": TASKS["2"].mistakes[SAID].says},
        {"n": 1, "words": "change_over('trump1') gives 0.5."},
    ]
    assert row["1"]["answers"] == [{"n": 1, "words": END.mistakes[WHOLE_TERM].says}]
    (words,) = row["3"]["answers"]
    assert words["n"] == 2 and f"most divided at {label(VERDICT.keys[0])}: " in words["words"]
    alone = of_class(lines[0])[1]["3"]["answers"]
    assert alone[0]["words"].count(repr(verdict[0])) == len(VERDICT.keys)


def test_of_one_learner_the_newest_line_of_each_exercise_counts_and_no_name_is_told():
    early = code(1, {"1": (1, Outcome("stopped"))}, saved="2026-11-29T09:00:00+00:00")
    late, other = code(1, {"1": (2, RIGHT)}), code(1, {"1": (1, RIGHT)}, lesson="11")
    found = stops(sharing.read_class(f"Ann: {late}\nAnn: {early}\nAnn: {other}").entries)
    assert [one["lesson"] for one in found] == ["04", "11"]
    assert [one["learners"] for one in found] == [1, 1] and found[0]["tasks"][0]["right"] == 1
    assert found[0]["sentence"] == "1 learner: no task that was tried stops anybody."
    assert "Ann" not in repr(found)


def test_a_line_with_a_slip_or_of_another_edition_is_refused(monkeypatch):
    line = code(1, {"1": (1, RIGHT)})
    for at in range(4, len(line)):
        if line[at] != "-":
            slip = line[:at] + ("3" if line[at] != "3" else "4") + line[at + 1 :]
            read = sharing.read_class(f"Ann: {slip}")
            assert read.entries == [] and len(read.broken) == 1
    own = kinds.holding("tasks")
    other = {**own.lessons, "04": [*own.lessons["04"][:-1], "04.7 another task"]}
    assert (
        kinds.Guesses(other, own.most).unpack(
            own.pack({"lesson": "04", "places": [[1, 0]] + [[]] * 6})
        )
        is None
    )


def test_each_exercise_has_a_mark_of_its_own():
    marks = [one["mark"] for one in kinds.lists(["tasks"])["tasks"]["lessons"]]
    assert len({*marks}) == len(marks) == len(public.exercises())


def test_the_digit_of_the_tenth_kind_is_zero():
    assert [kinds.digit(place) for place in (0, 8, 9)] == ["1", "9", "0"]
    assert kinds.of_digit("0") == "marks" and kinds.of_digit("9") == "tasks"


def test_table_and_board_say_the_same(my_work):
    text = f"{code(1, {'1': (2, Outcome('mistake', WHOLE_TERM))})}\n{code(2, {'1': (1, RIGHT)})}"
    pool = ClassPool()
    pool.answer = {"text": text}
    (found,) = pool.stops
    table = classroom.tasks(text)
    assert table.below == f"Exercise 04: {found['sentence']}" == "Exercise 04: Task 1 stops 1 of 2."
    first = table.frame.iloc[0]
    assert first["task"] == f"04.1 {END.title}" and first["not yet"] == 1
    assert first["what was answered most"] == f"1 learner: {END.mistakes[WHOLE_TERM].says}"
    assert [list(row)[1:4] for row in table.frame.itertuples(index=False)] == [
        [row["right"], row["not_yet"], row["not_begun"]] for row in found["tasks"]
    ]
    pool.answer = {"text": "Good morning!"}
    assert pool.stops == []
    assert "No tasks have been read yet." in str(classroom.tasks("Good morning!"))


def test_the_time_of_a_line_is_that_of_the_last_try(my_work):
    before = datetime.now(UTC).replace(second=0, microsecond=0)
    note_try(END, gave(2.0))
    assert re.fullmatch(r"RC9(-[0-9A-Z]{1,5})+", share_code("04"))
    saved = sharing.read_share_code(share_code("04"), "tasks")["saved"]
    assert before <= datetime.fromisoformat(saved) <= datetime.now(UTC)
