"""The self-checks: what a learner is told about an answer that is wrong in type, shape, unit, sign, order or kind."""

import shutil

import nbformat
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers, checks

SHARE = {
    "kind": "number",
    "shape": "one",
    "unit": "a share of the events",
    "low": 0,
    "high": 1,
    "step": 0.01,
}
SCORE = SHARE | {"unit": "a mean Goldstein score", "low": -10, "high": 10}
ORDER = {"kind": "choice", "shape": "list", "length": 3, "choices": ["clinton", "bush43", "obama"]}
IDS = {"kind": "choice", "shape": "set", "length": 2, "choices_from": "events.event_id"}
KINDS = {
    "kind": "choice",
    "shape": "mapping",
    "keys": ["C02", "C03", "C06"],
    "choices": ["causal", "forecast", "descriptive"],
}
YES = {"kind": "yes_no", "shape": "one"}
LIST = SCORE | {"shape": "list", "length": 2}


@pytest.fixture
def task(monkeypatch, my_work):
    """Return a function that puts an answer to a task of a given form and tells what was said."""

    def put(about, accepted, answer, mistakes=(), **more):
        about = (
            about
            | {
                "hint": "Look at the table again.",
                "right": "Well seen.",
                "mistakes": [says for says, _ in mistakes],
            }
            | more
        )
        monkeypatch.setattr(
            checks, "_public", lambda: {"04": {"name": "04-x", "title": "X", "tasks": {"1": about}}}
        )
        key = checks.seal("04.1", about, accepted, [wrong for _, wrong in mistakes])
        checks.check("04.1", answer if callable(answer) else lambda: answer, key)

    return put


@pytest.mark.parametrize(
    "about, accepted, answer",
    [
        (SHARE, [0.25], 0.25),
        (SHARE, [0.25], np.float64(0.254)),
        (SHARE, [1.0], 1),
        (SCORE, [-4.1667], pd.Series([-4.17])),
        (ORDER, ["obama", "clinton", "bush43"], ("obama", " clinton", "bush43")),
        (ORDER, ["obama", "clinton", "bush43"], pd.Index(["obama", "clinton", "bush43"])),
        (
            IDS,
            ["2007-02-munich", "2014-03-first-sanctions"],
            {"2014-03-first-sanctions", "2007-02-munich"},
        ),
        (
            KINDS,
            ["descriptive", "descriptive", "causal"],
            pd.Series({"C06": "causal", "C02": "descriptive", "C03": "descriptive"}),
        ),
        (YES, [True], np.True_),
        (LIST, [1.5, -2], np.array([1.5, -2])),
    ],
)
def test_a_right_answer_is_taken_in_every_form_it_may_have(task, capsys, about, accepted, answer):
    task(about, accepted, answer)
    assert capsys.readouterr().out == "Task 1 is right. Well seen.\n"
    assert answers.restore("04")["exercise"] == {"1": {"tries": 1, "right": True}}


@pytest.mark.parametrize(
    "about, accepted, answer, said",
    [
        # type
        (
            SHARE,
            [0.25],
            "0.25",
            "your answer is the text '0.25'; the task asks for a number, so leave out the quotation marks.",
        ),
        (SHARE, [0.25], True, "your answer is True or False; the task asks for a number."),
        (
            SHARE,
            [0.25],
            lambda: len,
            "your answer is a function (did you forget the brackets that call it?); the task asks for a number.",
        ),
        (SHARE, [0.25], float("nan"), "not a number (nan)"),
        (YES, [True], "True", "the task asks for True or False, without quotation marks."),
        (
            ORDER,
            ["obama", "clinton", "bush43"],
            ["obama", "clinton", 43],
            "entry 3 is the number 43; the task asks for a word in quotation marks.",
        ),
        # shape
        (
            SHARE,
            [0.25],
            [0.25, 0.5],
            "your answer is a list with 2 entries; the task asks for one value.",
        ),
        (
            SHARE,
            [0.25],
            pd.DataFrame({"a": [1, 2, 3]}),
            "your answer is a whole table with 3 entries",
        ),
        (
            ORDER,
            ["obama", "clinton", "bush43"],
            "obama",
            "the task asks for a list in square brackets",
        ),
        (
            ORDER,
            ["obama", "clinton", "bush43"],
            ["obama"],
            "your list has 1 entry; the task asks for 3.",
        ),
        (
            IDS,
            ["2007-02-munich", "2014-03-first-sanctions"],
            ["2007-02-munich"] * 2,
            "an entry stands twice",
        ),
        (KINDS, ["causal"] * 3, ["causal"] * 3, "a name and a value for each"),
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal", "C03": "causal", "C6": "causal"},
            "there is no entry for C06 and 'C6' is not one of the names asked for; the names are C02, C03, C06.",
        ),
        # words
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal", "C03": "causal", "C06": "cause"},
            "the entry for C06, 'cause', is not one of: causal, forecast, descriptive.",
        ),
        (
            IDS,
            ["2007-02-munich", "2014-03-first-sanctions"],
            ["munich", "2014-03-first-sanctions"],
            "entry 1, 'munich', is not in the column event_id of data/events.csv.",
        ),
        # unit
        (
            SHARE,
            [0.25],
            31,
            "31 cannot be: the task asks for a share of the events, from 0 to 1. Did you give percent, or a count?",
        ),
        (
            SHARE,
            [0.5],
            0.005,
            "out by a factor of a hundred; the task asks for a share of the events.",
        ),
        (LIST, [0.0, 0.01], [0.3, 0.4], "0 of 2 agree with the key."),
        # sign, side, order
        (SCORE, [-4.17], 4.17, "the sign is the wrong way round."),
        (LIST, [1.5, -2], [-1.5, 2], "the sign is the wrong way round."),
        (SHARE, [0.2], 0.8, "this is the other side: one minus the share"),
        (
            ORDER,
            ["obama", "clinton", "bush43"],
            ["bush43", "clinton", "obama"],
            "the entries are right, in reverse order.",
        ),
        (LIST, [1.5, -2], [-2, 1.5], "in reverse order."),
        (
            ORDER,
            ["obama", "clinton", "bush43"],
            ["clinton", "obama", "bush43"],
            "the entries are right, the order is not.",
        ),
        (
            ORDER,
            ["obama", "clinton", "obama"],
            ["clinton", "clinton", "obama"],
            "2 of 3 agree with the key.",
        ),
        # range
        (
            SCORE,
            [-4.17],
            12,
            "12 cannot be: the task asks for a mean Goldstein score, from -10 to 10.",
        ),
        # neither
        (SCORE, [-4.17], 1, "not yet. Look at the table again."),
        (YES, [True], False, "Look at the table again."),
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal", "C03": "forecast", "C06": "forecast"},
            "1 of 3 agree with the key. Look at the table again.",
        ),
        # the learner's own code
        (
            SCORE,
            [-4.17],
            lambda: 1 / 0,
            "your code stops with ZeroDivisionError (division by zero)",
        ),
        (
            SCORE,
            [-4.17],
            lambda: end_off("obama"),
            "'end_off' is not known: run the cell in which it is made, or mend its spelling.",
        ),
    ],
)
def test_a_wrong_answer_is_told_what_is_off_in_one_sentence(task, about, accepted, answer, said):
    with pytest.raises(AssertionError) as refused:
        task(about, accepted, answer)
    assert said in str(refused.value) and str(refused.value).startswith("Task 1: ")
    assert " ".join(refused.value._render_traceback_()).split() == str(refused.value).split()
    assert answers.restore("04")["exercise"] == {"1": {"tries": 1, "right": False}}


def end_of(term):
    low = ...
    return low / 2


@pytest.mark.parametrize(
    "about, answer, said",
    [
        (SCORE, ..., "Task 1 has no answer yet"),
        (SCORE, None, "Task 1 has no answer yet"),
        (SCORE, "?", "Task 1 has no answer yet"),
        (SCORE, lambda: end_of("obama"), "Task 1 has no answer yet"),
        (SCORE, lambda: {"obama": 1}[...], "Task 1 has no answer yet"),
        (IDS, [...], "no answer yet in one place"),
        (KINDS, {...}, "Task 1 has no answer yet"),
        (
            KINDS,
            {"C02": "causal", "C03": "?", "C06": ...},
            "Task 1 has no answer yet for C03, C06.",
        ),
    ],
)
def test_an_open_answer_is_no_attempt(task, about, answer, said):
    with pytest.raises(NotImplementedError, match=said):
        task(about, ["causal"] * 3 if about is KINDS else [0.0], answer)
    assert answers.restore("04") == {}


def test_a_known_mistake_gets_its_own_sentence(task):
    mistakes = [("you averaged the whole term.", [-1.2]), ("you took the middle.", [-6.67])]
    for answer, said in ((-1.2, "you averaged"), (-6.665, "you took the middle"), (-3, "not yet")):
        with pytest.raises(AssertionError, match=said):
            task(SCORE, [-4.17], answer, mistakes)


def test_a_mistake_in_one_place_is_known_whatever_stands_in_the_others(task):
    mistakes = [
        ("C06 says why, so look for a cause.", ["descriptive", "descriptive", "descriptive"])
    ]
    with pytest.raises(AssertionError, match="C06 says why"):
        task(
            KINDS,
            ["descriptive", "descriptive", "causal"],
            {"C02": "forecast", "C03": "descriptive", "C06": "descriptive"},
            mistakes,
        )


def test_contestable_places_and_a_margin_may_be_allowed(task):
    answer = {"C02": "descriptive", "C03": "forecast", "C06": "forecast"}
    task(
        KINDS, ["descriptive", "descriptive", "causal"], answer, also={"C03": ["forecast"]}, need=2
    )
    with pytest.raises(AssertionError, match="1 of 3 agree with the key and 2 are needed"):
        task(KINDS, ["descriptive", "descriptive", "causal"], answer, need=2)


def test_the_key_and_the_plain_comparison_agree(task):
    """The grader compares plain values, the notebook digests: at every distance from the value they must say the same."""
    for answer in np.arange(0.2, 0.3, 0.0007):
        plain = checks.agreeing([float(answer)], [0.25], SHARE) == 1
        try:
            task(SHARE, [0.25], answer)
            sealed = True
        except AssertionError:
            sealed = False
        assert plain == sealed, answer


def test_right_is_said_once_after_the_last_check(task, capsys):
    about = SHARE | {"hint": "", "right": "Well seen.", "mistakes": []}
    task(SHARE, [0.25], 0.25)
    capsys.readouterr()
    checks.check("04.1", lambda: 0.25, checks.seal("04.1", about, [0.25]) + checks.MORE)
    assert capsys.readouterr().out == ""


def test_keys_tell_nothing_across_tasks():
    assert checks.seal("04.1", SHARE, [0.25]) != checks.seal("04.2", SHARE, [0.25])
    assert checks.seal("04.1", SHARE, [0.25]) == checks.seal("04.1", SHARE, [0.2501])


def test_an_unknown_task_is_named():
    with pytest.raises(ValueError, match="There is no task '04.99' in exercises/tasks.json"):
        checks.check("04.99", lambda: 1, "000000")


def test_a_check_answers_even_where_nothing_can_be_kept(task, monkeypatch, capsys):
    def refuse(*_, **__):
        raise OSError("read-only")

    monkeypatch.setattr(answers, "save", refuse)
    task(SHARE, [0.25], 0.25)
    assert "is right" in capsys.readouterr().out


@pytest.fixture
def notebook(tmp_path, monkeypatch, my_work):
    """Return a function that saves a text as the essay of exercise 04 in the working folder."""
    path = tmp_path / "04-obama-reset.ipynb"
    shutil.copy(ROOT / "exercises" / "04-obama-reset" / path.name, path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)

    def write(text):
        content = nbformat.read(path, as_version=4)
        next(cell for cell in content.cells if cell.id == "essay").source = text
        nbformat.write(content, path)

    return write


@pytest.mark.parametrize(
    "text, said",
    [
        ("...", "0 of 350 words"),
        ("", "0 of 350 words"),
        ("word " * 350, "350 of 350 words"),
        ("word " * 362, "take out 12 words"),
        (
            "The meeting (2010-04-new-start-signed) and 2010-04-no-such.",
            "Events cited: 2010-04-new-start-signed.",
        ),
        (
            "The meeting (2010-04-new-start-signed) and 2010-04-no-such.",
            "2010-04-no-such is not an event of the kit",
        ),
    ],
)
def test_the_essay_is_counted_as_saved(notebook, capsys, text, said):
    notebook(text)
    checks.essay("04")
    assert said in capsys.readouterr().out


def test_an_essay_that_cannot_be_found_is_said_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    checks.essay("04")
    assert "could not be found" in capsys.readouterr().out


def test_jupyterlab_names_the_notebook_wherever_the_kernel_works(
    notebook, tmp_path, monkeypatch, capsys
):
    notebook("Four words stand here.")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "04-obama-reset.ipynb"))
    monkeypatch.chdir(tmp_path / "elsewhere")
    checks.essay("04")
    assert capsys.readouterr().out.startswith("4 of 350 words")


def test_the_model_answer_comes_after_an_attempt(notebook, capsys):
    checks.model("04.1")
    assert "Try task 1 first" in capsys.readouterr().out
    with pytest.raises(AssertionError):
        checks.check("04.1", lambda: 9.9, "000000")
    checks.model("04.1")
    assert "display" not in capsys.readouterr().err
    notebook("word " * 40)
    checks.essay("04")
    checks.model("04.essay")
    assert "Write at least 150 words of your own first" in capsys.readouterr().out


def test_the_progress_page_counts_lessons_tasks_and_essays(notebook, my_work):
    answers.save("04", drawing={"points": []})
    with pytest.raises(AssertionError):
        checks.check("04.1", lambda: 9.9, "000000")
    notebook("word " * 200)
    checks.essay("04")
    row = checks.progress().frame.set_index("lesson").filter(like="04", axis=0).iloc[0]
    assert row["work kept in the lesson"] == 1 and row["tasks tried"] == 1
    assert row["tasks right"].startswith("0 of ") and row["words of the essay"] == 200
