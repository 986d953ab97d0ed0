"""Known answers of pages on which no Python runs: what Python makes of kept work, board by board.

`python -m resetcycle.authoring known` writes `front/test/alone.json`. Of each board the file has
what a page gets of it - its traits before any work, and what Python holds back - and for several
files of work the traits that Python shows with them. The page's side, `front/src/site/`, must show
the same, whatever stands in the files: whole answers, locked ones, and answers with parts torn out.
"""

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import pandas as pd

from .. import agreement, answers, codebook, criteria, data, kinds, lookback, predictions
from ..classroom import sample_text
from ..predictions import Guess, Question
from ..widgets import (
    ByHand,
    CausalMap,
    ClassPool,
    CodeDocument,
    CodeEvents,
    DrawTrajectory,
    ForecastBoard,
    LeaveOut,
    Memo,
    MemoryLine,
    MoveCriteria,
    NullSimulator,
    Predict,
    SealCriteria,
    SortClaims,
    SortDesk,
    WeighEvidence,
    WeighObstacles,
)
from ..widgets.base import KitWidget
from . import known
from .known import LEARNER, NOON, ROOT

PLACE = ROOT / "front" / "test" / "alone.json"
LATER = "2026-11-23T08:15:30+00:00"
# In place of a part of an answer.
_STRANGE: tuple[object, ...] = (None, 3, "x", [], True, {"x": "y"})

# What is kept of each lesson, by the name of the answer.
Work: TypeAlias = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Case:
    """A board, and files of work with which it is opened.

    Attributes
    ----------
    make : callable
        Makes the board as its lesson does.
    works : list of dict
        {lesson: {name: answer}}, one for each time it is opened.
    whole : object
        A whole answer of the board: it is opened with this one too, and with every part of it
        missing or strange. None for a board that is tried by `works` alone.
    """

    make: Callable[[], KitWidget[Any]]
    works: list[Work] = field(default_factory=list)
    whole: object = None


def as_text() -> str:
    """Return the known answers of today as JSON, a line for each case."""
    boards = {name: _board(case) for name, case in _cases().items()}
    twins = {"seals": list(_seals()), "alphas": list(_alphas()), "guesses": list(_guesses())}
    return known.lines({**twins, "boards": boards})


# ---------------------------------------------------------------------------------------- boards


def _cases() -> dict[str, Case]:
    return {
        "events": Case(lambda: CodeEvents("02"), _codings("codes", _events()), _coded(_events())),
        "passages": Case(
            lambda: CodeDocument("02"), _codings("document", _passages()), _coded(_passages())
        ),
        "claims": Case(lambda: SortClaims("01"), whole=_sorted(kinds.CLAIMS, shown=True)),
        "desk": Case(lambda: SortDesk("05"), whole=_sorted("desk", shown=False)),
        "seal": Case(lambda: SealCriteria("09"), whole=_sealed(1)),
        "move": Case(
            lambda: MoveCriteria("09"),
            [
                {"09": {"criteria": _sealed(1)}},
                {"09": {"criteria": _sealed(1) | {"locked_at": None}}},
            ],
            {"chosen": _chosen(0)},
        ),
        "forecasts": Case(lambda: ForecastBoard("05"), _broken_seals(), _locked()),
        "reveal": Case(
            lambda: ForecastBoard("08", reveal=True, locked_in="05"), list(_reveals()), _recalled()
        ),
        "pool": Case(lambda: ClassPool("07"), list(_chats())),
        "line": Case(lambda: DrawTrajectory("04", "obama"), whole=_line()),
        "weights": Case(lambda: WeighObstacles("06"), whole=_weights()),
        "lineup": Case(lambda: NullSimulator("10"), whole=_lineup()),
        "causal": Case(lambda: CausalMap("01"), whole={"part": "trump", "out": ["E01", "no"]}),
        "leaveout": Case(LeaveOut, whole=_left_out()),
        "memory": Case(
            lambda: MemoryLine("03", "bush43"),
            whole={"half_life": 24.0, "war": "scored", "contacts": True, "opinion": False},
        ),
        "memo": Case(
            lambda: Memo("07", limit=90, citing=False, called="Minority report"),
            whole={"text": "Sanctions.", "desk": "RUS", "other": {"name": "a.txt", "text": "No."}},
        ),
        "evidence": Case(lambda: WeighEvidence("11"), whole=_figures()),
        "byhand": Case(lambda: ByHand("04.6"), whole={"entries": {"": 1.5}}),
        **{f"predict_{lesson}": _predicted(lesson) for lesson in _lessons()},
    }


def _board(case: Case) -> dict[str, Any]:
    """Return a board before any work, what it holds back, and what each work makes of it."""
    with _work({}):
        board = case.make()
        start = known.state_of(board)
    if "learner" in start:
        # A name is drawn by lot, and a code has the minute in which it is made.
        start |= {"learner": LEARNER, "share_code": ""}
    name, key = type(board).__name__, board.key
    works = [*case.works]
    if case.whole is not None:
        torn = _torn(case.whole) if isinstance(case.whole, dict) else []
        works += [{board.lesson: {key: answer}} for answer in [case.whole, *_STRANGE, *torn]]
    held = board.held_back()
    opened = [{"work": work, "shown": _shown(case.make, work, start)} for work in works]
    return {"board": name, "key": key, "held": held, "start": start, "opened": opened}


def _shown(
    make: Callable[[], KitWidget[Any]], work: Work, start: dict[str, Any]
) -> dict[str, object]:
    """Return the traits that differ from those without work; a code has Python's own minute."""
    with _work(work):
        now = known.state_of(make())
    aside = ("share_code", "read", "learner")
    return {
        name: value for name, value in now.items() if name not in aside and value != start[name]
    }


@contextmanager
def _work(work: Work) -> Generator[None]:
    """Keep some work of one learner in a folder that goes away."""
    with known.nobodys_work():
        for lesson, kept in work.items():
            head = {"kit": answers.KIT, "lesson": lesson, "learner": LEARNER, "saved": NOON}
            answers.import_text(lesson, json.dumps({**head, "answers": kept}))
        yield


def _torn(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an answer with each of its parts missing or strange, and with one too many."""
    for name, part in answer.items():
        others = {other: value for other, value in answer.items() if other != name}
        yield others
        for strange in _STRANGE:
            yield {**others, name: strange}
        if isinstance(part, dict) and part:
            first, *_rest = part
            yield {**others, name: {**part, "x": part[first]}}
            for strange in _STRANGE:
                yield {**others, name: {**part, first: strange}}
    yield {**answer, "x": 1}


# ------------------------------------------------------------------------------------ whole work


def _events() -> dict[str, str]:
    codes = list(codebook.choices())
    return {name: codes[(3 * i) % len(codes)] for i, name in enumerate(codebook.events())}


def _passages() -> dict[str, str]:
    codes = list(codebook.speech_acts())
    return {name: codes[(3 * i) % len(codes)] for i, name in enumerate(codebook.passages())}


def _coded(codes: dict[str, str]) -> dict[str, object]:
    return {"codes": codes, "locked_at": NOON}


def _codings(key: str, codes: dict[str, str]) -> list[Work]:
    """Return codings of one code throughout, and a draft."""
    first = next(iter(codes))
    alike = _coded(dict.fromkeys(codes, "111"))
    draft = {"codes": {first: codes[first]}, "locked_at": None}
    return [{"02": {key: one}} for one in (alike, draft)]


def _sorted(deck: str, *, shown: bool) -> dict[str, object]:
    cards, card, table, choice = kinds.DECKS[deck]
    names, choices = list(data.load(cards)[card]), list(data.load(table)[choice])
    chosen = {name: choices[i % len(choices)] for i, name in enumerate(names)}
    return {"chosen": chosen, "shown": shown}


def _chosen(place: int) -> dict[str, str]:
    return {part: choices[place] for part, choices in criteria.PARTS.items()}


def _sealed(place: int) -> dict[str, object]:
    return {"chosen": _chosen(place), "locked_at": NOON}


def _locked() -> dict[str, Any]:
    return {**lookback.seal(known.forecasts_given(), NOON)}


def _broken_seals() -> list[Work]:
    """Return locked forecasts of which the hash, the time or a probability was changed."""
    locked = _locked()
    first, *_rest = locked["forecasts"]
    moved = {**locked["forecasts"], first: {**locked["forecasts"][first], "p": 0.97}}
    changes = ({"hash": "0" * 64}, {"locked_at": LATER}, {"forecasts": moved})
    return [{"05": {"forecasts": locked | change}} for change in changes]


def _recalled() -> dict[str, Any]:
    given = known.forecasts_given()
    said = {name: {"band": "unlikely", "p": 0.325} for name in given}
    return {"remembered": said, "revealed": list(given), "reasons": dict.fromkeys(given, "its")}


def _reveals() -> Iterator[Work]:
    """Yield work before a look back: locked elsewhere, recalled or not, opened; locked here."""
    before: Work = {"05": {"forecasts": _locked()}}
    yield before
    yield {**before, "08": {"reveal": _recalled() | {"revealed": []}}}
    yield {**before, "08": {"reveal": _recalled()}}
    yield {**before, "08": {"reveal": _recalled() | {"remembered": {}}}}
    yield {"05": {"forecasts": _locked() | {"hash": "0" * 64}}, "08": {"reveal": _recalled()}}
    asked = data.load("forecast_questions").dropna(subset=["article_band"])["question_id"]
    bands = ("likely", "even", "very_unlikely", "almost_certain")
    given = {name: known.entry(bands[i % 4], name) for i, name in enumerate(asked)}
    here = {"remembered": {}, **lookback.seal(given, NOON)}
    yield {"08": {"reveal": here | {"revealed": []}}}
    yield {"08": {"reveal": here | {"revealed": list(asked)}}}


def _chats() -> Iterator[Work]:
    """Yield pasted texts: of weights and of all kinds, before and after one's own commit."""
    yield {"07": {"class": {"text": sample_text()}}}
    mixed = "\n".join(known.codes_made())
    yield {"07": {"class": {"text": mixed}}}
    lessons = _lessons()
    committed: Work = {
        lesson: {"predictions": {"guesses": {}, "locked_at": NOON, "first": None}}
        for lesson in lessons
    }
    seen: Work = {"08": {**committed["08"], "reveal": {"revealed": ["Q02", "Q13"]}}}
    yield {**committed, **seen, "07": {**committed["07"], "class": {"text": mixed}}}
    few = "\n".join(sample_text().splitlines()[:2])
    for text in (few, "Good morning!", " ", "\n".join(sample_text().splitlines()[:3])):
        yield {"07": {"class": {"text": text}}}
    yield {"07": {"class": {"text": 3}}}


def _line() -> dict[str, object]:
    with _work({}):
        days = DrawTrajectory("04", "obama").dates
    points = [[day, (i % 9) - 4] for i, day in enumerate(days)]
    return {"term": "obama", "points": points, "locked": True, "locked_at": NOON, "reading": {}}


def _weights() -> dict[str, Any]:
    with _work({}):
        answer = dict(WeighObstacles("06").answer)
    return answer | {"codings": {"obama/shocks": 1}}


def _lineup() -> dict[str, object]:
    worlds = {"drawn": 3, "three": 1, "five": 0}
    return {"seed": 1, "pick": "B", "cycle": ["A", "C"], "worlds": worlds, "revealed": True}


def _left_out() -> dict[str, object]:
    with _work({}):
        acts = next(iter(LeaveOut().windows.values()))["acts"]
    return {
        "presidency": "obama",
        "kind": "deeds",
        "click": "turned",
        "acts": {acts[0][0]: "out", acts[1][0]: "turned"},
    }


def _figures() -> dict[str, object]:
    with _work({}):
        board = WeighEvidence("11")
    finding, rival = board.findings[0]["id"], board.rivals[0]["id"]
    return {
        "points": {rival: 70},
        "figures": {finding: {rival: 0.25}},
        "left_out": [finding],
        "desk": "RUS",
    }


def _lessons() -> list[str]:
    return sorted(set(data.load("predictions")["lesson"]))


def _predicted(lesson: str) -> Case:
    """Return the predictions of a lesson: the lowest and the highest guess, then all between."""
    asked = predictions.questions(lesson)
    first = {"guesses": {one.name: _guess(one, 0) for one in asked}, "locked_at": NOON}
    last = {"guesses": {one.name: _guess(one, -1) for one in asked}, "locked_at": LATER}
    works: list[Work] = [
        {lesson: {"predictions": one}}
        for one in (
            {**first, "first": None},
            {**first, "locked_at": None},
            {**last, "first": first},
        )
    ]
    return Case(
        lambda: Predict(lesson), works, {**last, "first": first} if lesson == "02" else None
    )


def _guess(question: Question, place: Literal[0, -1]) -> Guess:
    values = question.values()
    if question.kind == "order":
        return [str(name) for name in (values if place == 0 else values[::-1])]
    return values[place]


# ----------------------------------------------------------------------------------------- twins


def _seals() -> Iterator[dict[str, object]]:
    reasons = ("", "plain", 'Сила "и" \\ / право\n', "\x7f\u2028 \U0001f600 é", "\t\x01")
    for place, reason in enumerate(reasons):
        entry = {"band": "even", "p": (0.5, 0.03, 0.125, 0.675, 0.97)[place], "reason": reason}
        yield {**lookback.seal({"Q10": entry, "Q2": {**entry, "p": 0.875}}, NOON)}  # type: ignore[dict-item]


def _alphas() -> Iterator[dict[str, object]]:
    """Yield ratings with gaps, with ties and without any difference."""
    tables: Iterable[list[list[float | None]]] = (
        [[0, 1, 2, 3], [0, 2, 2, 2]],
        [[1, None, 3, 3, 0], [1, 2, None, 3, 1], [None, 2, 3, 3, -4.5]],
        [[1, 1], [1, 1]],
    )
    for ratings in tables:
        for level in agreement.LEVELS[:2]:
            value = agreement.krippendorff_alpha(pd.DataFrame(ratings), level)
            yield {"ratings": ratings, "level": level, "value": value}


def _guesses() -> Iterator[dict[str, object]]:
    """Yield every question with each of some guesses held against each kind of answer."""
    for lesson in _lessons():
        for question in predictions.questions(lesson):
            values = question.values()
            some: list[Guess] = [*values[:: max(1, len(values) // 7)]]
            tries: list[Guess] = (
                [_guess(question, 0), _guess(question, -1)] if question.kind == "order" else some
            )
            answer = question.answer()
            told = [[*predictions.held(guess, answer), question.said(guess)] for guess in tries]
            yield {"lesson": lesson, "name": question.name, "guesses": tries, "held": told}
