"""The self-checks: what a learner is told about a wrong type, shape, unit, sign, order or kind."""

import math
import re
import shutil
import sys
from dataclasses import replace

import nbformat
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from resetcycle import answers
from resetcycle.exercise import public
from resetcycle.exercise.check import check
from resetcycle.exercise.essay import essay
from resetcycle.exercise.explain import explain
from resetcycle.exercise.keys import Open
from resetcycle.exercise.model import model
from resetcycle.exercise.progress import done, note, progress
from resetcycle.exercise.reading import reads
from resetcycle.exercise.seals import MORE, Sealed, seal
from resetcycle.exercise.task import Mistake, Scale, Task

SHARE = Task("04.1", "number", "one", scale=Scale("a share of the events", 0, 1, 0.01))
SCORE = replace(SHARE, scale=Scale("a mean Goldstein score", -10, 10, 0.01))
ORDER = Task("04.1", "choice", "list", length=3, choices=("clinton", "bush43", "obama"))
IDS = Task("04.1", "choice", "set", length=2, choices_from="events.event_id")
KINDS = Task(
    "04.1",
    "choice",
    "mapping",
    keys=("C02", "C03", "C06"),
    choices=("causal", "forecast", "descriptive"),
)
YES = Task("04.1", "yes_no", "one")
LIST = replace(SCORE, shape="list", length=2)


@pytest.fixture
def task(monkeypatch, my_work):
    """Return a function that puts an answer to a task of a given form and tells what was said."""

    def put(asked, accepted, answer, mistakes=(), **more):
        says = tuple(Mistake(says) for says, _ in mistakes)
        said = {"hint": "Look at the table again.", "right": "Well seen.", "mistakes": says}
        asked = replace(asked, **said | more)
        exercise = public.Exercise("04-x", "X", 0, 0, {"1": asked})
        monkeypatch.setattr(public, "exercises", lambda: {"04": exercise})
        key = Sealed.of(asked, accepted, [wrong for _, wrong in mistakes]).text()
        check("04.1", answer if callable(answer) else lambda: answer, key)

    return put


def noted(*names):
    """Return what is noted of the task that was tried."""
    return tuple(done("04")["1"].get(name) for name in names)


@pytest.mark.parametrize(
    "asked, accepted, answer",
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
        (
            KINDS,
            ["descriptive", "descriptive", "causal"],
            {"C02": "Descriptive", "C03": "DESCRIPTIVE", "C06": "causal"},
        ),
    ],
)
def test_a_right_answer_is_taken_in_every_form_it_may_have(task, capsys, asked, accepted, answer):
    task(asked, accepted, answer)
    assert capsys.readouterr().out == "Right: Well seen.\n"
    assert (
        noted("tries", "right", "ended") == (1, True, "right") and "answer" not in done("04")["1"]
    )


def used_too_soon(term):
    low = low - 1  # noqa: F821  (the slip that is told)
    return low / 2


def only_shown(value):
    print(round(value, 1))


def worked_out(value):
    value = round(value, 1)


@pytest.mark.parametrize(
    "asked, accepted, answer, said",
    [
        # type
        (
            SHARE,
            [0.25],
            "0.25",
            "your answer is the text '0.25'; the task asks for a number, so leave out the",
        ),
        (SHARE, [0.25], True, "your answer is True or False; the task asks for a number."),
        (
            SHARE,
            [0.25],
            lambda: len,
            "your answer is a function (did you forget the brackets that call it?); the task asks",
        ),
        (
            SHARE,
            [0.25],
            "25%",
            "the text '25%'; the task asks for a number: write 25 per cent as 0.25",
        ),
        (
            SCORE,
            [-4.17],
            "12 %",
            "for a number, so leave out the sign of per cent and the quotation",
        ),
        (
            SHARE,
            [0.25],
            "0,25",
            "the task asks for a number: write its decimals with a point, and leave",
        ),
        (SHARE, [0.25], "4 June 2026", "the text '4 June 2026'; the task asks for a number."),
        (
            SHARE,
            [0.25],
            "x" * 5000,
            "your answer is a text of 5000 letters; the task asks for a number.",
        ),
        (
            SHARE,
            [0.25],
            pd.Timestamp("2026-06-04"),
            "your answer is a date; the task asks for a number.",
        ),
        (
            SHARE,
            [0.25],
            np.datetime64("2026-06-04T00:00:00", "ns"),
            "your answer is a date; the task",
        ),
        (SHARE, [0.25], lambda: float, "your answer is a class (did you forget the brackets that"),
        (
            SHARE,
            [0.25],
            0.25 + 0j,
            "the complex number 0.25+0j; the task asks for a number, such as its",
        ),
        (SHARE, [0.25], math.factorial(30), "2.65253e+32 cannot be: the task asks for a share of"),
        (SHARE, [0.25], float("nan"), "not a number (nan)"),
        (SHARE, [0.25], pd.NA, "not a number (<NA>): an empty cell"),
        (
            SHARE,
            [0.25],
            math.inf,
            "your answer is infinite: a division by zero, or a power too large",
        ),
        (YES, [True], 1, "your answer is the number 1; the task asks for True or False."),
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
            "an entry stands twice in your list, '2007-02-munich'; name each only once.",
        ),
        (KINDS, ["causal"] * 3, ["causal"] * 3, "a name and a value for each"),
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal", "C03": "causal", "C6": "causal"},
            "there is no entry for C06 and 'C6' is not one of the names asked for; the names are",
        ),
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal", "C06": "causal"},
            "there is no entry for C03; the names are C02, C03, C06.",
        ),
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal"},
            "there is no entry for C03, C06; the names are C02, C03, C06.",
        ),
        (
            KINDS,
            ["causal"] * 3,
            {"C02": "causal", "C03": "causal", "C06": "causal", "C07": "causal"},
            "'C07' is not one of the names asked for; the names are C02, C03, C06.",
        ),
        (
            KINDS,
            ["causal"] * 3,
            pd.Series(["causal"] * 4, ["C02", "C03", "C06", "C06"]),
            "'C06' stands twice in your column; give one value for each name.",
        ),
        (
            SHARE,
            [0.25],
            [0.25],
            "a list with 1 entry; the task asks for the value alone: leave out the square brackets",
        ),
        (
            SHARE,
            [0.25],
            (0, 25),
            "two numbers, 0 and 25; the task asks for one value: write decimals with a point, 0.25",
        ),
        (SHARE, [0.25], pd.Series([]), "a column of a table with 0 entries; the task asks for one"),
        (
            LIST,
            [1.5, -2],
            [1, 5, -2, 0],
            "4 entries; the task asks for 2. Write decimals with a point: a comma begins the next",
        ),
        (LIST, [1.5, -2], [1, 5.0, -2, 0], "your list has 4 entries; the task asks for 2."),
        (
            ORDER,
            ["obama", "clinton", "bush43"],
            {"obama", "clinton", "bush43"},
            "your answer is a set, which keeps no order; the task asks for a list in square",
        ),
        (
            LIST,
            [1.5, -2],
            (each for each in [1.5, -2]),
            "one by one; the task asks for a list: put",
        ),
        (LIST, [1.5, -2], np.array([[1.5, -2]]), "an array of 2 dimensions; the task asks for a"),
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
            "31 cannot be: the task asks for a share of the events, from 0 to 1. A share is a",
        ),
        (
            SHARE,
            [0.5],
            0.005,
            "out by a factor of a hundred; the task asks for a share of the events.",
        ),
        (LIST, [0.0, 0.01], [0.3, 0.4], "0 of 2 agree with the key."),
        # sign, side, order
        (SCORE, [-4.17], 4.17, "the size is right, the sign is not"),
        (LIST, [1.5, -2], [-1.5, 2], "the size is right, the sign is not"),
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
        (
            replace(SHARE, scale=Scale("a difference", -100000, 100000, 0.001)),
            [3.0],
            100000.02,
            "100000.02 cannot be: the task asks for a difference, from -100000 to 100000.",
        ),
        # neither
        (
            IDS,
            ["2007-02-munich", "2014-03-first-sanctions"],
            ["1997-05-founding-act", "2007-02-munich"],
            "1 of 2 agree with the key. Look at the table again.",
        ),
        (SCORE, [-4.17], 1, "Not yet: Look at the table again."),
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
            lambda: int("four"),
            "your code stops with ValueError (invalid literal",
        ),
        (
            SCORE,
            [-4.17],
            [].pop,
            "your code stops with IndexError (pop from empty list).",
        ),
        (SCORE, [-4.17], sys.exit, "your code stops with SystemExit. Look at the table"),
        (
            SCORE,
            [-4.17],
            lambda: used_too_soon("obama"),
            "'low' is used in a function before it has a value there: give it one in a line above",
        ),
        (
            SCORE,
            [-4.17],
            lambda: only_shown(-4.17),
            "only_shown shows its result with print() and gives nothing back (None): write",
        ),
        (
            SCORE,
            [-4.17],
            lambda: worked_out(-4.17),
            "worked_out gives nothing back (None): let it end with `return` and the result.",
        ),
        (
            SCORE,
            [-4.17],
            lambda: end_off("obama"),  # noqa: F821  (the slip that is told)
            "'end_off' is not known: did you mean end_of?",
        ),
        (
            SCORE,
            [-4.17],
            lambda: end_of(column),  # noqa: F821  (a word of the task's text)
            "If it is a word of the task's text that stands for something, write that in its pl",
        ),
    ],
)
def test_a_wrong_answer_is_told_what_is_off_in_one_sentence(task, asked, accepted, answer, said):
    with pytest.raises(AssertionError) as refused:
        task(asked, accepted, answer)
    assert said in str(refused.value) and str(refused.value).startswith("Not yet: ")
    assert " ".join(refused.value._render_traceback_()).split() == str(refused.value).split()
    assert noted("tries", "right") == (1, False)


def end_of(term):
    low = ...
    return low / 2


def not_begun(term): ...  # your answer goes here


@pytest.mark.parametrize(
    "asked, accepted, answer, said",
    [
        (SCORE, [-4.1667], -4.2, "right as far as it goes: give it 1 decimal more. A number is"),
        (SCORE, [-4.1667], -4, "right as far as it goes: give it 2 decimals more. A number is"),
        (SHARE, [0.33], 0.3, "right as far as it goes: give it 1 decimal more."),
        (LIST, [1.524, -2.0], [1.5, -2], "right as far as it goes: give it 1 decimal more."),
        # Cut off instead of rounded, zero, and so coarse that it may be chance.
        (SCORE, [-4.1667], -4.1, "Look at the table again."),
        (SCORE, [0.31], 0, "Look at the table again."),
        (SHARE, [0.63], 1, "Look at the table again."),
        (LIST, [1.524, -2.0], [1.5, -3], "0 of 2 agree"),
    ],
)
def test_a_right_value_with_too_few_decimals_is_told_so(task, asked, accepted, answer, said):
    with pytest.raises(AssertionError) as refused:
        task(asked, accepted, answer)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "step, decimals", [(0.01, 2), (0.005, 2), (0.002, 3), (0.001, 3), (0.0005, 3), (0.1, 1)]
)
def test_so_many_decimals_as_are_asked_for_are_enough(step, decimals):
    scale = Scale("a share", 0, 1, step)
    assert scale.decimals == decimals
    for value in np.linspace(0.1, 0.9, 997):
        ring = Open.of(replace(SHARE, scale=scale), [value])
        assert ring.earns([round(float(value), decimals)])


@pytest.mark.parametrize(
    "asked, answer, said",
    [
        (SCORE, ..., "Not yet: task 1 has no answer yet"),
        (SCORE, None, "Not yet: task 1 has no answer yet"),
        (SCORE, "?", "Not yet: task 1 has no answer yet"),
        (SCORE, lambda: end_of("obama"), "Not yet: task 1 has no answer yet"),
        (SCORE, lambda: not_begun("obama"), "Not yet: task 1 has no answer yet"),
        (SCORE, lambda: {"obama": 1}[...], "Not yet: task 1 has no answer yet"),
        (IDS, [...], "no answer yet in one place"),
        (KINDS, {...}, "Not yet: task 1 has no answer yet"),
        (
            KINDS,
            {"C02": "causal", "C03": "?", "C06": ...},
            "Not yet: task 1 has no answer yet for C03, C06.",
        ),
    ],
)
def test_an_open_answer_is_no_attempt(task, asked, answer, said):
    with pytest.raises(NotImplementedError, match=said):
        task(asked, [0.0] if asked is SCORE else ["causal"] * (asked.length or 3), answer)
    assert answers.restore("04") == {}


def test_a_known_mistake_gets_its_own_sentence(task):
    mistakes = [("you averaged the whole term.", [-1.2]), ("you took the middle.", [-6.67])]
    for answer, said in (
        (-1.2, "you averaged"),
        (-6.665, "you took the middle"),
        (-3, "Not yet: Look at"),
    ):
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
    accepted = ["descriptive", "descriptive", "causal"]
    task(KINDS, accepted, answer, also={"C03": ("forecast",)}, need=2)
    with pytest.raises(AssertionError, match="1 of 3 agree with the key and 2 are needed"):
        task(KINDS, accepted, answer, need=2)


@pytest.mark.parametrize("asked, distance", [(SHARE, 0.01), (SCORE, 0.01)])
def test_within_a_step_and_no_further_an_answer_is_the_same(asked, distance):
    """0.25 is 25 steps; what rounds to 24, 25 or 26 steps is taken, on both kinds of ring."""
    for ring in (Open.of(asked, [0.25]), Sealed.of(asked, [0.25])):
        for answer in np.arange(0.2, 0.3, 0.0007):
            assert ring.earns([float(answer)]) == (24 <= round(answer / distance) <= 26), answer


def wrong_answers(asked, accepted):
    """Return answers of many kinds: right, turned round, by a factor, one place off, reordered."""
    found = [accepted, accepted[::-1], accepted[1:2] + accepted[:1] + accepted[2:]]
    if asked.scale:
        by = asked.scale.step
        for change in (
            lambda value: -value,
            lambda value: value * 100,
            lambda value: value / 100,
            lambda value: 1 - value,
            lambda value: value + 1.4 * by,
            lambda value: value + 1.6 * by,
            lambda value: value + 40 * by,
            lambda value: 1e300 * (value + 1),
        ):
            found += [[change(value) for value in accepted]]
            found += [[change(accepted[0]), *accepted[1:]]]
        return found
    if asked.kind == "yes_no":
        return [*found, [not value for value in accepted]]
    words = asked.choices or tuple(accepted)
    found += [
        [*accepted[:place], word, *accepted[place + 1 :]]
        for place in range(len(accepted))
        for word in words
    ]
    return [*found, *([word] * len(accepted) for word in words)]


def test_learner_and_grader_are_told_the_same_to_the_word():
    """The learner's ring is read from the check cell as released, the grader's is in the clear."""
    from resetcycle.grading import tasks

    told = set()
    for folder in sorted(path.parent for path in (ROOT / "solutions").glob("*/tasks.toml")):
        assignment = tasks.read(folder)
        solved = tasks.solve(assignment, tasks.draw(assignment, ""))
        for number, own in assignment.tasks.items():
            asked = public.find(own.name)
            seals = assignment.cells["seals"].source
            rings = iter(re.findall(rf"^{number} (.+)$", seals, re.MULTILINE))
            for probe in own.probes:
                sealed = Sealed.read(asked, next(rings))
                known = [wrong[probe.call] for wrong in solved.mistakes[number]]
                accepted = solved.accepted[number][probe.call]
                for entries in [
                    *wrong_answers(own, accepted),
                    *(each for each in known if isinstance(each, list)),
                ]:
                    said = explain(entries, solved.ring(Open, own, probe.call))
                    assert said == explain(entries, sealed), (own.name, probe.call, entries)
                    told.add(said)
    # Each way to speak was met: right, known mistakes and the general sentences.
    general = (
        "",
        "the sign is not",
        "factor of a hundred",
        "the other side",
        "in reverse",
        "the order is not",
        "cannot be",
        "agree with the key",
    )
    assert len(told) > 300
    assert [words for words in general if not any(words in said for said in told)] == []


def test_a_number_beyond_counting_is_only_wrong(task):
    with pytest.raises(AssertionError, match="1e[+]308 cannot be: the task asks for a mean"):
        task(SCORE, [-4.17], 1e308)
    with pytest.raises(AssertionError, match="is a number of more than three hundred digits"):
        task(SCORE, [-4.17], 10**400)


def test_right_is_said_once_after_the_last_check(task, capsys):
    task(SHARE, [0.25], 0.25)
    capsys.readouterr()
    check("04.1", lambda: 0.25, Sealed.of(SHARE, [0.25]).text() + MORE)
    assert capsys.readouterr().out == ""


WRITTEN = """
usual = "obama"

def whole_term(term):
    return {"obama": 2.0, "clinton": 3.0, "bush43": 4.0}[term]

def right(term):
    return {"obama": 5.0, "clinton": 6.0}[term]

def nothing(term):
    return 2.0

def minus(term):
    return {"obama": -5.0, "clinton": -6.0}[term]

def minus_once(term):
    return {"obama": -5.0, "clinton": 1.0}[term]

def half_used(term, months):
    return 2.0 + months

def fixed(term):
    return whole_term(usual) + 0 * len(term)

def right_once(term):
    return 5.0

def no_way_out(term):
    if term == "obama":
        return 5.0
"""


@pytest.fixture
def asked_twice(monkeypatch, my_work):
    """Return a function that asks a task at two values, of which one known mistake is 2 and 3."""
    asked = replace(SCORE, hint="Look again.", mistakes=(Mistake("you took the whole term."),))
    exercise = public.Exercise("04-x", "X", 0, 0, {"1": asked})
    monkeypatch.setattr(public, "exercises", lambda: {"04": exercise})
    keys = [Sealed.of(asked, [5.0], [[2.0]]).text(), Sealed.of(asked, [6.0], [[3.0]]).text()]
    seal("04", "\n".join(f"1 {key}" for key in keys))

    def ask(first, second):
        names = {"check": check}
        exec(WRITTEN, names)
        exec(f"check('04.1', {first!r}, {second!r})", names)

    yield ask
    seal("04", "")


def test_right_means_right_at_every_value_that_marking_asks(asked_twice, capsys):
    with pytest.raises(AssertionError, match="Not yet: Look again."):
        asked_twice("right('obama')", "whole_term('bush43')")
    asked_twice("right('obama')", "right('clinton')")
    assert capsys.readouterr().out == "Right: right('obama') gives 5: a mean Goldstein score.\n"


def test_a_mistake_is_named_only_if_it_explains_every_value(asked_twice):
    with pytest.raises(AssertionError, match="you took the whole term"):
        asked_twice("whole_term('obama')", "whole_term('clinton')")
    with pytest.raises(AssertionError, match="Not yet: Look again."):
        asked_twice("whole_term('obama')", "whole_term('bush43')")
    with pytest.raises(AssertionError, match="Not yet: Look again."):
        asked_twice("whole_term('obama')", "whole_term('nobody')")


def test_a_swapped_sign_is_named_only_if_it_explains_every_value(asked_twice):
    for second in ("minus('clinton')", "right('clinton')"):
        with pytest.raises(AssertionError, match="plus and minus are swapped"):
            asked_twice("minus('obama')", second)
    with pytest.raises(AssertionError, match="Not yet: Look again."):
        asked_twice("minus_once('obama')", "minus_once('clinton')")


def test_a_number_that_cannot_be_is_told_no_story(task):
    """A skill of 2.9 is no skill of -2.9 with its sign swapped, if that is wrong as well."""
    skill = replace(SHARE, scale=Scale("a skill", -20, 1, 0.0005))
    with pytest.raises(AssertionError) as refused:
        task(skill, [0.64], 2.9)
    assert "2.9 cannot be" in str(refused.value) and "swap" not in str(refused.value)


def test_a_wrong_answer_is_shown_with_the_question_that_gave_it(asked_twice):
    with pytest.raises(AssertionError, match=r"again\. Your whole_term\('bush43'\) gives 4\.$"):
        asked_twice("right('obama')", "whole_term('bush43')")
    with pytest.raises(AssertionError, match=r"Your whole_term\('obama'\) gives 2\.$"):
        asked_twice("whole_term(usual)", "whole_term('bush43')")


@pytest.mark.parametrize(
    "first, second, said",
    [
        ("nothing('obama')", "nothing('clinton')", "nothing never uses term, which stands in"),
        ("right_once('obama')", "right_once('clinton')", "right_once never uses term, which"),
        ("half_used('obama', 1)", "half_used('obama', 2)", "half_used never uses term, which"),
        ("fixed(usual)", "fixed('clinton')", "fixed uses usual inside, so it asks for usual what"),
    ],
)
def test_a_name_in_the_brackets_that_is_not_asked_for_is_named(asked_twice, first, second, said):
    with pytest.raises(AssertionError, match=f"Not yet: {said}"):
        asked_twice(first, second)


def test_a_function_that_answers_only_sometimes_is_told_so(asked_twice):
    with pytest.raises(AssertionError, match="gives nothing back .None. in some cases"):
        asked_twice("no_way_out('obama')", "no_way_out('clinton')")


SAYS = ("you took the whole term.", [0.75])
WORDS = {"C02": "causal", "C03": "causal", "C06": "forecast"}


@pytest.mark.parametrize(
    "asked, accepted, answer, ended",
    [
        (SHARE, [0.25], 0.5, ("other", None, [0.5])),
        (SHARE, [0.25], 0.75, ("mistake", 0, None)),
        (SHARE, [0.25], 1e300, ("other", None, None)),
        (SHARE, [0.25], lambda: 1 / 0, ("stopped", None, None)),
        (SHARE, [0.25], "a quarter", ("stopped", None, None)),
        (KINDS, ["causal"] * 3, WORDS, ("other", None, [*WORDS.values()])),
        (LIST, [1.5, -2], [1.5, 7], ("other", None, None)),
        (replace(KINDS, drawn=True), ["causal"] * 3, WORDS, ("other", None, None)),
    ],
)
def test_a_try_is_noted_with_how_it_ended(task, asked, accepted, answer, ended):
    with pytest.raises(AssertionError):
        task(asked, accepted, answer, [SAYS] if asked is SHARE else [])
    assert noted("tries", "ended", "mistake", "answer") == (1, *ended)


def test_a_check_without_an_answer_is_no_try_and_is_noted_after_one_only(task):
    with pytest.raises(NotImplementedError):
        task(SHARE, [0.25], ...)
    assert done("04") == {}
    with pytest.raises(AssertionError):
        task(SHARE, [0.25], 0.5)
    with pytest.raises(NotImplementedError):
        task(SHARE, [0.25], ...)
    assert noted("tries", "ended", "answer") == (1, "open", None)


def test_answers_that_were_not_brought_along_are_asked_for(asked_twice):
    seal("04", "")
    with pytest.raises(ValueError, match="run the closed cell above task 1"):
        asked_twice("right('obama')", "right('clinton')")
    seal("04", "1 000000")
    with pytest.raises(ValueError, match="key of task 04.1 is damaged"):
        asked_twice("right('obama')", "right('clinton')")


def test_after_a_right_number_one_sentence_that_it_carries_is_asked_for(capsys):
    for exercise in public.exercises().values():
        for asked in exercise.tasks.values():
            if asked.reading:
                said = {}
                for letter, choice in zip("abc", asked.reading.choices, strict=True):
                    reads(asked.name, letter.upper())
                    said[choice] = capsys.readouterr().out
                [yes] = [each for each in said.values() if each.startswith("Yes. ")]
                assert " ".join(yes.split()) == f"Yes. {asked.reading.why}"
                assert sum(each.startswith("No: ") for each in said.values()) == 2


@pytest.mark.parametrize(
    "task, letter, said",
    [
        ("04.2", "d", "There is no sentence d: the letters here are a to c."),
        ("04.2", "ab", "'ab' is not one letter: choose one sentence, from a to c."),
        ("04.2", "", "'' is not one letter"),
        ("04.2", 2, "the number 2 is no letter: write one from a to c in quotation marks."),
        ("04.3", "a", "Task 04.3 has no question on what its number says."),
        ("04.99", "a", "There is no task '04.99'"),
    ],
)
def test_a_letter_that_names_no_sentence_is_told_why(task, letter, said, capsys):
    reads(task, letter)
    assert said in " ".join(capsys.readouterr().out.split())


def test_a_letter_is_read_as_the_check_writes_it(capsys):
    said = set()
    for letter in ("a", " A ", "a)"):
        reads("04.2", letter)
        said.add(capsys.readouterr().out)
    assert len(said) == 1 and said.pop().startswith(("Yes. ", "No: "))


def test_what_was_right_stays_so_whatever_is_tried_afterwards(task):
    task(SHARE, [0.25], 0.25)
    with pytest.raises(AssertionError):
        task(SHARE, [0.25], 0.75)
    assert noted("tries", "right") == (2, True)


def test_an_outcome_that_was_reached_stays_so_even_if_the_exercise_changes(task, monkeypatch):
    def far():
        frame = progress("04").frame
        return dict(zip(frame["you can"], frame["how far"], strict=True))

    share = replace(SHARE, outcome="measure a share")
    with pytest.raises(AssertionError):
        task(share, [0.25], 0.5)
    assert far() == {"measure a share": "begun"}
    task(share, [0.25], 0.25)
    with pytest.raises(AssertionError):
        task(share, [0.25], 0.75)
    assert far() == {"measure a share": "reached"}
    other = public.Exercise("04-x", "X", 0, 0, {"2": replace(YES, outcome="weigh a claim")})
    monkeypatch.setattr(public, "exercises", lambda: {"04": other})
    assert far() == {"weigh a claim": "not begun", "measure a share": "reached"}
    assert progress().frame["outcomes reached"].tolist() == ["0 of 1"]


def test_keys_tell_nothing_across_tasks():
    other = replace(SHARE, name="04.2")
    assert Sealed.of(SHARE, [0.25]).text() != Sealed.of(other, [0.25]).text()
    assert Sealed.of(SHARE, [0.25]).text() == Sealed.of(SHARE, [0.2501]).text()


def test_a_sealed_ring_is_read_as_it_was_written():
    ring = Sealed.of(LIST, [1.5, -2.0], [[1.5, 2.0], None, [0.0, 0.0], [1.5, -2.0]])
    assert [slip.apart for slip in ring.slips] == [(1,), (0, 1)]
    assert Sealed.read(LIST, ring.text()) == ring and ring.mistake([3.0, 2.0]) == 0


def test_a_set_of_numbers_takes_each_place_once():
    """1.00 and 1.01 both lie within a step of 1.00, and still one of the two is missing."""
    ring = Open.of(replace(SCORE, shape="set", length=2), [1.0, 1.05])
    assert ring.agree([1.0, 1.01]) == 1 and ring.earns([1.05, 1.01])


def test_an_unknown_task_and_a_damaged_key_are_named():
    with pytest.raises(ValueError, match="There is no task '04.99' in exercises/tasks.json"):
        check("04.99", lambda: 1, "000000")
    with pytest.raises(ValueError, match="The key of task 04.1 is damaged at 'half'; restore"):
        check("04.1", lambda: 1, "000000 half")
    with pytest.raises(ValueError, match="The key of task 04.1 is damaged at '000000.00'; restore"):
        check("04.1", lambda: 1, "000000.00")
    with pytest.raises(ValueError, match="The key of task 04.1 is damaged at '0@7=00'; restore"):
        check("04.1", lambda: 1, "000000 0@7=00")


def test_a_check_answers_even_where_nothing_can_be_kept(task, monkeypatch, capsys):
    def refuse(*_, **__):
        raise OSError("read-only")

    monkeypatch.setattr(answers, "save", refuse)
    task(SHARE, [0.25], 0.25)
    assert "Right:" in capsys.readouterr().out


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
    essay("04")
    assert said in capsys.readouterr().out


def test_an_essay_that_cannot_be_found_is_said_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    essay("04")
    assert "could not be found" in capsys.readouterr().out


def test_jupyterlab_names_the_notebook_wherever_the_kernel_works(
    notebook, tmp_path, monkeypatch, capsys
):
    notebook("Four words stand here.")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "04-obama-reset.ipynb"))
    monkeypatch.chdir(tmp_path / "elsewhere")
    essay("04")
    assert capsys.readouterr().out.startswith("4 of 350 words")


def test_the_model_answer_comes_after_an_attempt(notebook, capsys):
    model("04.1")
    assert "Try task 1 first" in capsys.readouterr().out
    with pytest.raises(AssertionError):
        check("04.1", lambda: 9.9, "000000")
    for unknown in ("04", "04.99", "99.1", "essay"):
        model(unknown)
        assert f"There is no task {unknown!r}" in capsys.readouterr().out
    notebook("word " * 40)
    essay("04")
    model("04.essay")
    assert "Write at least 150 words of your own first" in capsys.readouterr().out


@pytest.fixture
def shown(monkeypatch):
    """Return what a model shows."""
    pages = []
    monkeypatch.setattr("IPython.display.display", lambda page: pages.append(page.data))
    return pages


def test_the_model_opens_after_three_tries_that_differ(task, shown, capsys):
    wrong = (0.5, "2 more tries"), (0.501, "2 more tries"), (0.6, "1 more try")
    for answer, left in wrong:
        with pytest.raises(AssertionError):
            task(SHARE, [0.25], answer)
        model("04.1")
        assert f"opens when it is right, or after {left}" in " ".join(
            capsys.readouterr().out.split()
        )
    with pytest.raises(NotImplementedError):
        task(SHARE, [0.25], ...)
    with pytest.raises(AssertionError):
        task(SHARE, [0.25], lambda: 1 / 0)
    model("04.1")
    assert "not on this computer" in capsys.readouterr().out
    assert len(noted("tried")[0]) == 3 and noted("tries") == (4,)


def test_the_model_opens_once_the_answer_is_right(my_work, shown, capsys):
    note("04", "1", {"tries": 1, "right": True, "tried": []})
    model("04.1")
    assert "def end_of" in shown[0] and not capsys.readouterr().out


def test_tries_that_were_kept_before_they_were_told_apart_count(my_work, shown, capsys):
    note("04", "1", {"tries": 2, "right": False})
    model("04.1")
    assert "after 1 more try" in capsys.readouterr().out
    note("04", "1", {"tries": 7, "right": False})
    model("04.1")
    assert len(shown) == 1


def test_the_progress_page_counts_lessons_tasks_and_essays(notebook, my_work):
    answers.save("04", drawing={"points": []})
    with pytest.raises(AssertionError):
        check("04.1", lambda: 9.9, "000000")
    notebook("word " * 200)
    essay("04")
    row = progress().frame.set_index("lesson").filter(like="04", axis=0).iloc[0]
    assert row["work kept in the lesson"] == 1 and row["tasks tried"] == 1
    assert row["tasks right"].startswith("0 of ") and row["words of the essay"] == 200
