"""Tasks that draw their items from a pool, and points by part: what they give, and hide."""

import json
import re
import tomllib
from dataclasses import replace

import nbformat
import pytest
from classroom import a_course
from conftest import ROOT

from resetcycle.exercise import public
from resetcycle.exercise.check import check
from resetcycle.exercise.explain import explain
from resetcycle.exercise.keys import Open
from resetcycle.exercise.parts import points, share
from resetcycle.exercise.seals import Sealed, seal
from resetcycle.exercise.shapes import plain
from resetcycle.exercise.task import Card, Task
from resetcycle.grading import items, tasks
from resetcycle.grading.release import release

NAME = "04-obama-reset"
COHORTS = [f"class-{number}" for number in range(40)]
POOLS = [
    (path.parent, row)
    for path in sorted((ROOT / "solutions").glob("*/tasks.toml"))
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["task"]
    if "items" in row
]
CARRIED = Task(
    "04.6",
    "choice",
    "mapping",
    points=2,
    choices=("yes", "no", "open", "never"),
    keys=("a", "b", "c", "d", "e"),
    hint="Read them again.",
    parts=True,
    drawn=True,
    cards={"a": Card("A.", look_again="look again at `a`."), "b": Card("B.")},
)
KEY = ["yes", "no", "open", "never", "yes"]


@pytest.mark.parametrize("folder, row", POOLS, ids=lambda each: getattr(each, "name", ""))
def test_a_pool_is_large_enough_and_every_class_meets_several_answers(folder, row):
    number, pool = str(row["number"]), items.read(row["items"], row, row["draw"])
    public_names = {name for name, item in pool.items() if item.public}
    seen = set()
    for cohort in ("", *COHORTS):
        drawn = items.drawn(pool, row["draw"], cohort, f"{folder.name}|{number}")
        assert len(drawn) == row["draw"] and (set(drawn) == public_names) == (not cohort)
        assert not cohort or not public_names & set(drawn)
        assert len({item.answers[0] for item in drawn.values()}) >= 2, cohort
        seen |= set(drawn)
    assert seen == set(pool), "what no class meets need not be in the pool"


@pytest.mark.parametrize("folder, row", POOLS, ids=lambda each: getattr(each, "name", ""))
def test_a_sentence_on_an_item_does_not_say_the_answer(folder, row):
    for name, item in row["items"].items():
        answers = [item["answer"]] if isinstance(item["answer"], str) else item["answer"]
        said = item.get("look_again", "")
        assert not [word for word in answers if re.search(rf"\b{re.escape(word)}\b", said)], name


def test_no_answer_of_an_item_that_was_not_drawn_leaves_its_table(tmp_path):
    course = a_course(tmp_path, NAME)
    place = release(course.root, "spring-2027")
    for edition, cohort in ((tmp_path, ""), (place.parent, "spring-2027")):
        assignment = tasks.read(edition / "solutions" / NAME, cohort=cohort)
        drawn = assignment.drawn["6"]
        files = [edition / "exercises" / "tasks.json", *edition.glob(f"*/{NAME}/{NAME}.ipynb")]
        assert len(files) == 3
        pool = tomllib.loads((tmp_path / "solutions" / NAME / "tasks.toml").read_text())
        whole = next(row["items"] for row in pool["task"] if row["number"] == 6)
        for path in files:
            # A reason may be broken over lines of comment.
            text = " ".join(re.sub(r'\\n",|"|#', " ", path.read_text()).split())
            for name, item in whole.items():
                assert (name in drawn) == (item["text"].split(".")[0] in text), (path, name)
                is_solution = "solutions" in path.parts and name in drawn
                assert is_solution == (item["why"][:40] in text), (path, name)


def test_the_exercise_shows_a_drawn_event_with_its_day_and_its_source(tmp_path):
    course = a_course(tmp_path, NAME)
    for cohort in COHORTS[:8]:
        release(course.root, cohort)
        path = tmp_path / "grading" / "cohorts" / cohort / "exercises" / NAME / f"{NAME}.ipynb"
        cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
        if "US brings Viktor Bout from Thailand to New York](http" in cells["cards-6"]:
            assert "), 16 November 2010, `" in cells["cards-6"]
            return
    pytest.fail("none of eight classes drew an item with an event")


@pytest.mark.parametrize(
    "change, said",
    [
        ({"answer": "perhaps"}, "item a: 'perhaps' is not one of the choices"),
        ({"why": ""}, "item a: 'why' is missing, not known or of the wrong type"),
        ({"event": "1815-06-waterloo"}, "item a: '1815-06-waterloo' is not an event"),
        ({"public": False}, "0 items are public; the public edition needs 1"),
        ({"reason": "x"}, "item a: 'reason' is missing, not known"),
    ],
)
def test_a_pool_that_will_not_do_is_told(change, said):
    row = {"kind": "choice", "shape": "mapping", "choices": ["yes", "no"], "visible": ["x"]}
    plain = {"text": "T.", "answer": "yes", "why": "W."}
    pool = {"a": {**plain, "public": True, **change}, "b": plain, "c": plain}
    with pytest.raises(ValueError, match=said):
        items.read(pool, row, 1)
    with pytest.raises(ValueError, match="a pool of 3 is too small: 2 need 6"):
        items.read({**pool, "a": plain}, row, 2)


@pytest.mark.parametrize(
    "right, of, words, expected",
    [(5, 5, 4, 1), (4, 5, 4, 0.7333), (1, 4, 4, 0), (0, 5, 2, 0), (4, 8, 2, 0), (6, 8, 2, 0.5)],
)
def test_a_share_is_corrected_for_guessing(right, of, words, expected):
    task = replace(CARRIED, choices=tuple(map(str, range(words))))
    assert share(task, right, of) == pytest.approx(expected, abs=1e-4)


def test_blind_choices_earn_nothing_on_average():
    """Before it is cut at zero and rounded: every way to answer, each as likely as the others."""
    found = [(right / 2 - 1 / 4) / (3 / 4) for right in (0, *[1] * 6, *[0] * 8, 2)]
    assert sum(found) == pytest.approx(0)


def test_numbers_earn_by_place_only_where_the_table_says_so():
    row = {"kind": "number", "shape": "list", "length": 4, "step": 0.1, "points": 2}
    asked = [[1.0, 2.0, 3.0, 0.0], [5.0, 6.0, 0.0, 8.0]]
    for parts, expected in ((True, 1), (False, 0)):
        task = Task.from_row("08.3", {**row, "parts": parts})
        rings = [Open.of(task, [1.0, 2.0, 3.0, 4.0]), Open.of(task, [5.0, 6.0, 7.0, 8.0])]
        # Two places of four are right in both questions.
        assert points(task, list(zip(asked, rings, strict=True))) == expected


@pytest.mark.parametrize(
    "gave, parts, expected",
    [
        ([1, 2, 3, 4], True, 3),
        # Of two hidden questions one is right: half of three points.
        ([1, 2, 3, 0], True, 1.5),
        ([1, 2, None, 4], True, 1.5),
        ([1, 2, 0, 0], True, 0),
        # Who has a visible one wrong, or the visible ones alone, has nothing.
        ([1, 0, 3, 4], True, 0),
        ([1, 2, 3, 0], False, 0),
    ],
)
def test_one_value_earns_by_hidden_question_only_where_the_table_says_so(gave, parts, expected):
    row = {"kind": "number", "shape": "one", "step": 0.1, "points": 3, "parts": parts}
    row |= {"visible": ["f(1)", "f(2)"], "hidden": ["f(3)", "f(4)"]}
    task = Task.from_row("08.3", row)
    rings = [Open.of(task, [float(right)]) for right in (1, 2, 3, 4)]
    entries = [each if each is None else [float(each)] for each in gave]
    assert points(task, list(zip(entries, rings, strict=True))) == expected


@pytest.mark.parametrize(
    "row, expected",
    [
        ({"kind": "choice", "shape": "mapping", "visible": ["said"]}, True),
        ({"kind": "choice", "shape": "mapping", "visible": ["{'a': kind(1)}"]}, False),
        ({"kind": "choice", "shape": "set", "visible": ["said"]}, False),
        ({"kind": "number", "shape": "mapping", "visible": ["said"]}, False),
        ({"kind": "number", "shape": "list", "visible": ["said"], "parts": True}, True),
    ],
)
def test_parts_are_words_chosen_one_by_one_unless_the_table_says_otherwise(row, expected):
    task = Task.from_row("04.6", row)
    assert task.parts is expected and Task.from_row("04.6", task.to_row()).parts is expected


@pytest.fixture
def tried(monkeypatch, my_work):
    """Return a function that tries an answer to the drawn task and gives back what was said."""
    exercise = public.Exercise("04-x", "X", 0, 0, {"6": CARRIED})
    monkeypatch.setattr(public, "exercises", lambda: {"04": exercise})
    seal("04", f"6 {Sealed.of(CARRIED, KEY).text()}")

    def put(**changed):
        given = dict(zip(CARRIED.keys, KEY, strict=True)) | changed
        names = {"carried": given, "check": check}
        with pytest.raises(AssertionError) as refused:
            exec('check("04.6", "carried")', names)
        return str(refused.value)

    return put


def test_one_wrong_entry_is_named_three_times_and_the_key_cannot_be_asked_out(tried):
    assert tried(a="no") == "Not yet: look again at `a`."
    # An entry without a sentence of its own, and two that are wrong.
    assert "4 of 5 agree" in tried(b="yes")
    assert "3 of 5 agree" in tried(a="no", b="yes")
    # The same answer again and a slip of the keyboard cost nothing.
    for _try in range(7):
        assert "look again at" not in tried(a="no", b="yes")
        # Of what the other entries are worth nothing is said, so a slip is no way to ask for it.
        assert not re.search(r"\d of \d", said := tried(a="n o")) and "n o (a) is none" in said
    # From the fourth wrong answer on how many agree, and from the seventh on no more than that.
    for changed in ({"c": "?"}, {"d": "?"}, {"e": "?"}):
        assert "4 of 5 agree" in (said := tried(**changed)) and "look again" not in said
    for changed in ({"a": "no"}, {"a": "no", "b": "yes"}):
        said = tried(**changed)
        assert "no more than whether all is right" in said and not re.search(r"\d of \d", said)
        assert 'rc.model("04.6") shows the answers' in said


def test_an_open_entry_is_named_and_the_others_count(tried):
    said = tried(a="?", b="?")
    assert "3 of 5 agree" in said and "There is no answer yet for a, b." in said


@pytest.mark.parametrize(
    "given, said",
    [
        ("yess", "yess (a) is none of the words to choose from, which are yes, no, open, never;"),
        (7, "the number 7 (a) is none of the words"),
        ("x" * 99, f"{'x' * 59}… (a) is none of the words"),
    ],
)
def test_a_word_that_is_none_is_named_and_the_others_count(tried, given, said):
    assert said in tried(a=given)
    entries = plain(dict(zip(CARRIED.keys, KEY, strict=True)) | {"a": given}, CARRIED)
    # As the sandbox hands it on, it is read as it was.
    assert plain(dict(zip(CARRIED.keys, entries, strict=True)), CARRIED) == entries
    ring = Open.of(CARRIED, [*KEY])
    opened = ["?", *KEY[1:]]
    assert points(CARRIED, [(entries, ring)]) == points(CARRIED, [(opened, ring)]) > 0


@pytest.mark.parametrize("given", [" Yes", "YES  "])
def test_blanks_and_capital_letters_cost_nothing(given):
    words = dict(zip(CARRIED.keys, KEY, strict=True)) | {"a": given}
    assert plain(words, CARRIED)[0] == "yes"


def test_nothing_is_not_the_word_none():
    """Of 02.5 a word is none; who writes None without quotation marks is told the difference."""
    asked = Task("04.6", "choice", "mapping", choices=("050", "none"), keys=("a", "b"), parts=True)
    ring = Open.of(asked, ["none", "050"])
    entries = plain({"a": None, "b": "050"}, asked)
    said = explain(entries, ring)
    assert 'the word of this task is "none", with them.' in said
    # Where no word is none it is an entry left open.
    assert plain({"a": None, "b": "yes"}, replace(asked, choices=("yes", "no")))[0] == "?"


def test_an_entry_whose_name_is_gone_is_open():
    words = dict(zip(CARRIED.keys, KEY, strict=True))
    words.pop("a")
    assert plain(words, CARRIED) == ["?", *KEY[1:]]


def test_a_notebook_brings_the_entries_that_were_drawn_for_it():
    card = json.dumps({"text": "A later sentence.", "look_again": "look again."})
    try:
        seal("04", "", f"6 later {card}\n6 last {card}")
        task = public.find("04.6")
        assert task.keys == ("later", "last") and task.cards["later"].text == "A later sentence."
    finally:
        seal("04", "")
    assert public.find("04.6").keys[0] == "rosoboron"
