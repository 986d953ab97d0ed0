"""Whatever a learner may leave: one sentence and an attempt counted, and right in every dress.

The answers are drawn by Hypothesis, the same ones every time: a test that fails by chance is no
gate. Somebody who looks for new ones sets `derandomize` to False and `max_examples` to many.
"""

import datetime as dt
import json
import math
import re
from collections import OrderedDict, deque
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import count
from types import MappingProxyType

import nbformat
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

from resetcycle import answers
from resetcycle.exercise import public
from resetcycle.exercise.check import check
from resetcycle.exercise.seals import MORE, Sealed
from resetcycle.exercise.task import Scale, Task
from resetcycle.grading.probe import pieces

drawn = settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

SAID = {"hint": "Look at the table again.", "right": "Well seen."}
NUMBER = Task("04.1", "number", "one", scale=Scale("a share of the events", 0, 1, 0.01), **SAID)
SCORES = Scale("a mean Goldstein score", -10, 10, 0.01)
WORDS = ("causal", "forecast", "descriptive")
WORD = Task("04.1", "choice", "one", choices=WORDS, **SAID)
NAMES = ("C02", "C03", "C06")
IDS = ["2007-02-munich", "2014-03-first-sanctions"]
# Every kind and shape that a task can have, with the accepted answer.
KINDS = {
    "number": (NUMBER, [0.25]),
    "numbers": (replace(NUMBER, shape="list", scale=SCORES, length=3), [1.5, -2.0, 0.0]),
    "number by name": (replace(NUMBER, shape="mapping", keys=NAMES), [0.1, 0.2, 0.7]),
    "set of numbers": (replace(NUMBER, shape="set", scale=SCORES, length=2), [-2.0, 1.5]),
    "word": (WORD, ["causal"]),
    "words": (replace(WORD, shape="list", length=3), ["forecast", "causal", "causal"]),
    "word by name": (replace(WORD, shape="mapping", keys=NAMES), list(WORDS)),
    "word by name, with a margin": (
        replace(WORD, shape="mapping", keys=NAMES, need=2),
        list(WORDS),
    ),
    "set of events": (
        replace(WORD, shape="set", choices=(), choices_from="events.event_id", length=2),
        IDS,
    ),
    "yes or no": (Task("04.1", "yes_no", "one", **SAID), [True]),
    "yeses and noes": (Task("04.1", "yes_no", "list", length=2, **SAID), [True, False]),
}

# How the house's sentences begin.
OPENING = re.compile(
    r"""Not\ yet:\ (
        your\ (answer|list|code)\b | entry\ \d+\b | the\ entry\ for\ | there\ is\ no\ entry\ for\ |
        the\ (entries\ are|size\ is)\ right, | this\ is\ | an\ entry\ stands\ twice |
        \d+\ of\ \d+\ agree | Look\ at\ |
        .{1,210}\ (cannot\ be:|is\ not\ one\ of\ the\ names|is\ not\ known:|stands\ twice|
                  is\ used\ in\ a\ function|gives\ nothing\ back)
    )""",
    re.VERBOSE,
)
OPEN = re.compile(r"Not yet: task 1 has no answer yet\b.{5,}")


@pytest.fixture
def put(my_work, monkeypatch):
    """Return a function that puts an answer to a kind of task and returns what was said."""

    def given_to(kind, answer):
        task, accepted = KINDS[kind]
        exercise = public.Exercise("04-x", "X", 0, 0, {"1": task})
        monkeypatch.setattr(public, "exercises", lambda: {"04": exercise})
        return tell("04.1", answer, Sealed.of(task, accepted).text())

    return given_to


def tell(name, answer, key):
    """Run a check; return what it says, after looking at what holds for every answer."""
    before, error = tries(name), None
    try:
        check(name, answer, key)
    except (NotImplementedError, AssertionError) as raised:
        error = raised
    if error is None:
        assert tries(name) == before + (not key.endswith(MORE))
        return ""
    said = shown(error)
    if isinstance(error, NotImplementedError):
        assert OPEN.fullmatch(said) and tries(name) == before
        return said
    task = public.find(name)
    own = task.hint, *(mistake.says for mistake in task.mistakes)
    assert OPENING.match(said) or said.partition(": ")[2] in own, said
    assert said[-1] in ".?)" and len(said) < 1200 and " object at 0x" not in said, said
    assert tries(name) == before + 1
    return said


def shown(error):
    """Return what a learner sees of an error: its sentence in lines, and no traceback."""
    lines = error._render_traceback_()
    said = str(error)
    # A word longer than the line is broken.
    assert "".join("".join(lines).split()) == "".join(said.split()) and "\n" not in said
    "\n".join(lines).encode("utf-8")
    return said


def tries(name):
    lesson, _, number = name.partition(".")
    return answers.restore(lesson).get("exercise", {}).get(number, {}).get("tries", 0)


# ------------------------------------------------------------------------------------ any answer


class Refusing:
    """An object that refuses whatever it is asked."""

    def __repr__(self):
        raise RuntimeError("not for you")

    __str__ = __len__ = __iter__ = __bool__ = __float__ = __repr__

    def __eq__(self, other):
        raise RuntimeError("not for you")

    def __hash__(self):
        return hash("C02")


class Masked:
    """An object that does not even say what it is, which is too much for Hypothesis."""

    @property
    def __class__(self):
        raise SystemExit


class EndlessList(list):
    def __iter__(self):
        return count()

    def __len__(self):
        return 3


class OddText(str):
    __slots__ = ()

    def strip(self, *_):
        raise RuntimeError

    __repr__ = __str__ = __eq__ = strip
    __hash__ = str.__hash__


class SpeechlessError(Exception):
    def __str__(self):
        raise ValueError


def cyclic():
    found = []
    found.append(found)
    return found


def deep():
    found = []
    for _ in range(20_000):
        found = [found]
    return found


async def later():
    return 0.25


def in_a_column(found):
    """Return a column of entries, or the list if pandas cannot look at one of them."""
    try:
        return pd.Series(found, dtype=object)
    except BaseException:
        return found


MADE = [
    *(lambda made=made: made() for made in (Refusing, EndlessList, cyclic, deep, object)),
    lambda: OddText("causal"),
    lambda: {OddText("C02"): 1},
    lambda: {Refusing(): 1},
    lambda: (each for each in [0.25]),
    count,
    lambda: map(str, WORDS),
    lambda: range(10**30),
    lambda: [0.25] * 100_000,
    lambda: "a" * 100_000,
    lambda: 10**5_000,
    lambda: -(10**400),
    lambda: math.factorial(30),
    lambda: Fraction(10**400, 3),
    lambda: Decimal("sNaN"),
    lambda: Decimal("1e999999"),
    lambda: np.longdouble("0.25"),
    lambda: np.datetime64("2026-06-04"),
    lambda: np.ma.masked,
    lambda: np.ma.array([0.25, 1, 2], mask=[True, False, False]),
    lambda: np.zeros((2, 3)),
    lambda: np.array([], dtype=object),
    lambda: pd.NA,
    lambda: pd.NaT,
    lambda: pd.Timestamp("2026-06-04"),
    lambda: pd.DataFrame({"C02": [1, 2]}),
    lambda: pd.Series([1, 2, 3], ["C02", "C02", "C03"]),
    lambda: pd.Series([pd.NA, "causal", None], list(NAMES)),
    lambda: pd.array(["causal", None], dtype="string"),
    lambda: pd.Series(dict.fromkeys(NAMES, 1)).groupby(level=0),
    lambda: math,
    lambda: float,
    lambda: print,
    lambda: len,
]
TEXTS = ["0.25", "0,25", "25%", "25 per cent", "4 June 2026", "C02", "?", "...", "Causal", "nan"]
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.text(max_size=60),
    st.sampled_from([*TEXTS, *WORDS, *IDS, ...]),
    st.binary(max_size=8),
    st.datetimes(),
    st.dates(),
    st.timedeltas(),
    st.floats(width=32).map(np.float32),
    st.booleans().map(np.bool_),
    st.sampled_from(MADE).map(lambda made: made()),
)
plain = st.one_of(st.booleans(), st.floats(), st.text(max_size=8), st.sampled_from(NAMES))
anything = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.lists(inner, max_size=4).map(in_a_column),
        st.lists(st.floats(), max_size=4).map(np.array),
        st.lists(st.text(max_size=8), max_size=4).map(lambda found: pd.Series(found).unique()),
        st.sets(plain, max_size=4),
        st.frozensets(plain, max_size=4),
        st.dictionaries(plain, inner, max_size=4),
    ),
    max_leaves=6,
)


def as_left(task, accepted):
    """Return accepted entries as a learner would write them."""
    if task.shape == "mapping":
        return dict(zip(task.keys, accepted, strict=True))
    return accepted[0] if task.shape == "one" else list(accepted)


@st.composite
def slips(draw, kind):
    """Draw an answer that is right but for a place: another value, one too few, one too many."""
    task, accepted = KINDS[kind]
    answer, other = as_left(task, accepted), draw(anything)
    if task.shape == "one":
        return draw(st.sampled_from([[answer], (answer,), {"answer": answer}, str(answer), other]))
    places = list(answer) if task.shape == "mapping" else list(range(len(answer)))
    for _ in range(draw(st.integers(1, 2))):
        if draw(st.booleans()) and places:
            del answer[places.pop(draw(st.integers(0, len(places) - 1)))]
            places = places if task.shape == "mapping" else list(range(len(answer)))
        elif draw(st.booleans()) and task.shape == "mapping":
            answer[draw(plain)] = other
        elif places:
            answer[draw(st.sampled_from(places))] = other
    return answer


@drawn
@given(st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_any_answer_gets_one_sentence_and_is_counted(put, kind, data):
    answer = data.draw(anything | slips(kind))
    put(kind, lambda: answer)


FAULTS = [
    *(Exception, BaseException, SystemExit, RecursionError, MemoryError, GeneratorExit),
    *(UnboundLocalError, NameError, AssertionError, StopIteration, KeyError, ValueError),
    SpeechlessError,
]


@drawn
@given(st.sampled_from(FAULTS), st.lists(leaves, max_size=2))
def test_any_fault_of_the_learners_code_gets_one_sentence_and_is_counted(put, kind, says):
    def fails():
        raise kind(*says)

    said = put("number", fails)
    assert said.startswith(("Not yet: your code stops with ", "Not yet: '")) or OPEN.match(said)


# What a learner may have written, and what the probe asks for.
WRITTEN = {
    "too few names": ("answer = {'C02': 'causal', 'C03': 'causal'}", "answer"),
    "too many names": ("answer = dict.fromkeys(['C02', 'C03', 'C06', 'C07'], 'causal')", "answer"),
    "refuses": ("class R:\n    def __len__(self): raise KeyError\nr = R()", "r"),
    "stops": ("def kinds(term):\n    found = {}\n    return found[term]", "kinds('obama')"),
    "leaves": ("import sys\ndef kinds():\n    sys.exit(3)", "kinds()"),
    "too soon": ("def kinds():\n    found = found + 1\n    return found", "kinds()"),
    "no return": ("def kinds(term):\n    print(term)", "kinds('obama')"),
    "not begun": ("def kinds(term):\n    ...  # your answer goes here", "kinds('obama')"),
    "unknown": ("", "kinds('obama')"),
}


@pytest.mark.parametrize("slip", WRITTEN)
def test_the_grader_hears_to_the_word_what_the_learner_is_told(put, monkeypatch, slip):
    source, probe = WRITTEN[slip]
    task, accepted = KINDS["word by name"]
    monkeypatch.setitem(KINDS, "word by name", (replace(task, hint=""), accepted))
    shell = InteractiveShell()
    question = {"name": "check-1", "probes": [probe], "task": replace(task, hint="").to_row()}
    *_, asked = pieces([{"name": "task-1", "source": source}, question], shell)
    [heard] = asked["values"]["check-1"].values()
    told = put("word by name", eval(f"lambda: {probe}", shell.user_ns))
    assert told in {f"Not yet: {heard.get('fault')}", f"Not yet: task 1 {heard.get('open')}"}


def test_who_stops_a_check_is_not_told_that_the_answer_is_wrong(put):
    def stopped():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put("number", stopped)
    assert answers.restore("04") == {}


# --------------------------------------------------------------------------------- in every dress

# Ways to hold several values.
DRESSES = {
    "list": [
        tuple,
        deque,
        np.array,
        pd.Series,
        pd.Index,
        pd.array,
        pd.Categorical,
        lambda entries: np.array(entries, dtype=object),
        lambda entries: pd.Series(entries, index=range(len(entries), 0, -1)),
        lambda entries: dict(enumerate(entries)).values(),
        lambda entries: [np.array(entry) for entry in entries],
    ],
    "set": [set, frozenset, lambda entries: entries[::-1], pd.Series],
    "mapping": [
        OrderedDict,
        MappingProxyType,
        pd.Series,
        lambda answer: dict(reversed(answer.items())),
        lambda answer: pd.Series(answer).sort_values(),
        lambda answer: {np.str_(name): value for name, value in answer.items()},
    ],
}


@drawn
@given(st.sampled_from([np.float64, np.float32, Fraction, Decimal, np.array]), st.integers(-1, 1))
def test_a_number_is_right_in_every_type_of_number(put, dress, steps):
    for wrapped in (dress, lambda x: pd.Series([dress(x)]), lambda x: np.array([[dress(x)]])):
        assert put("number", lambda wrapped=wrapped: wrapped(0.25 + steps / 100)) == ""


@pytest.mark.parametrize("kind", [kind for kind, (task, _) in KINDS.items() if task.shape != "one"])
def test_several_values_are_right_in_every_type_that_holds_them(put, kind):
    task, accepted = KINDS[kind]
    dresses = DRESSES[task.shape] + (DRESSES["list"] if task.shape == "set" else [])
    for dress in dresses:
        assert put(kind, lambda dress=dress: dress(as_left(task, accepted))) == ""


def test_texts_of_a_column_are_right_as_pandas_gives_them(put):
    """In pandas 3 `unique` gives texts in an array of its own."""
    column = pd.Series([*IDS, *IDS])
    for found in (column.unique(), column.drop_duplicates(), column.astype("category").unique()):
        assert put("set of events", lambda found=found: found) == ""
    assert put("word", lambda: pd.Series(["causal", "causal"]).unique()) == ""


# ------------------------------------------------------------------------------- all that is asked

WRONG_TYPES = [
    *(
        0.123456789,
        10**400,
        True,
        "causal?",
        "0,25",
        "25%",
        b"causal",
        2 + 1j,
        Fraction(10**400, 3),
    ),
    *([], [0.25], (), {}, {"no such name": 1}, {"a", "b"}, range(3), [[1], [2]], float("nan")),
    *(
        pd.NA,
        pd.NaT,
        pd.Timestamp("2026-06-04"),
        dt.date(2026, 6, 4),
        len,
        float,
        math,
        object(),
        Masked(),
    ),
    *(pd.DataFrame({"a": [1, 2]}), pd.Series(dtype=float), np.zeros((2, 2)), Refusing()),
]


def released():
    """Yield each question of each task: its task, the key in the exercise, the answer."""
    for lesson, exercise in public.exercises().items():
        path = ROOT / "exercises" / exercise.name / f"{exercise.name}.ipynb"
        kept = json.loads((ROOT / "solutions" / exercise.name / "key.json").read_text("utf-8"))
        cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
        for number, task in exercise.tasks.items():
            rings = rings_of(cells["seals"], number)
            for (probe, answer), key in zip(kept["accepted"][number].items(), rings, strict=True):
                assert f"{probe[:20]}" in cells[f"check-{number}"].replace("\\", "")
                yield f"{lesson}.{number}", task, key, answer


def rings_of(seals, number):
    """Return the keys of a task in the cell that carries them, and no card of a drawn one."""
    return re.findall(rf"^{number} ([^{{\n]+)$", seals, re.MULTILINE)


def with_a_slip(task, accepted):
    """Yield the model answer with each of its parts missing, with one more, in another shape."""
    answer = as_left(task, accepted)
    if task.shape == "one":
        yield from ([answer], (answer,), {answer}, {"answer": answer}, [answer, answer])
    elif task.shape == "mapping":
        for name in answer:
            yield {other: value for other, value in answer.items() if other != name}
            yield {other.replace(name, f"{name} "): value for other, value in answer.items()}
        yield from (answer | {"one more": accepted[0]}, list(answer.values()), [answer])
    else:
        for place in range(len(answer)):
            yield answer[:place] + answer[place + 1 :]
        yield from ([*answer, answer[0]], [answer], dict(enumerate(answer)))


def test_every_task_takes_its_model_answer_and_refuses_all_else_in_a_sentence(my_work):
    tried = {}
    for name, task, key, accepted in released():
        assert tell(name, lambda: as_left(task, accepted), key) == "", name  # noqa: B023
        wrong = [*with_a_slip(task, accepted), *WRONG_TYPES]
        for answer in wrong:
            assert tell(name, lambda: answer, key), (name, task)  # noqa: B023
        tried[name] = tried.get(name, 0) + len(wrong)
        assert tries(name) >= tried[name]
    of_all = [task.name for each in public.exercises().values() for task in each.tasks.values()]
    assert list(tried) == of_all
    print(f"{len(tried)} tasks, {sum(tried.values())} answers")
