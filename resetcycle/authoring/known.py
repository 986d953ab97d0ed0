"""Known answers: what Python and the browser both compute, with inputs and values, in one file.

`python -m resetcycle.authoring known` writes `front/test/known.json`. The tests of the front end
hold its twins to the values; a test here holds the file to what Python computes today. Beside the
values the file has the state of each widget as Python sends it, which the tests of the front end
show and read.
"""

import datetime as dt
import json
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
from babel import Locale
from numpy.typing import NDArray

from .. import (
    answers,
    causes,
    codebook,
    criteria,
    cuts,
    data,
    essays,
    explanations,
    finding,
    forecasts,
    kinds,
    lookback,
    obstacles,
    record,
    rubric,
    sharing,
    speech,
    trajectory,
    weighing,
    words,
)
from ..board import SEED, TIE, Slider, mulberry32, rank_shares, slider_weights, whole_points
from ..classroom import sample_text
from ..exercise import outcomes, public
from ..exercise.outcomes import Outcome
from ..sharing import METHODS, Kind
from ..speech import ngettext
from ..widgets import (
    ByHand,
    CausalMap,
    ClassPool,
    CodeDocument,
    CodeEvents,
    DrawTrajectory,
    FindEvents,
    ForecastBoard,
    LeaveOut,
    ManyWays,
    MarkEssay,
    Memo,
    MemoryLine,
    MoveCriteria,
    NullSimulator,
    Places,
    Predict,
    SealCriteria,
    SortClaims,
    SortDesk,
    TwoClocks,
    WeighEvidence,
    WeighObstacles,
)
from ..widgets.base import KitWidget
from ..widgets.draw import compare, half_years
from ..widgets.leaveout import Done, changed
from ..widgets.null import CLAIMED, Band, ends_fall
from . import customs
from .lessons import ROOT

if TYPE_CHECKING:
    from ..widgets.evidence import EvidenceAnswer

PLACE = ROOT / "front" / "test" / "known.json"
# How tries at tasks of exercise 03 may have ended, by their numbers.
_ENDINGS = {
    "1": (2, Outcome("right")),
    "2": (4, Outcome("other", question=1, answer=(-1.25,))),
    "3": (1, Outcome("mistake", mistake=1)),
    "4": (300, Outcome("stopped")),
    "5": (3, Outcome("other", answer=("in all", "", "in none", "in some", "in all"))),
    "6": (2, Outcome("unused")),
}
NOON, LEARNER = "2026-11-22T12:00:00+00:00", "00c0ffee"
# Fewer than on the board, so that the tests are quick: what is compared is each draw.
N_DRAWS = 300
# Far more than any eye sees, and fewer than processors differ by.
DIGITS = 10


def write(place: Path, now: str) -> bool:
    """Write the known answers of today; return whether the file changed."""
    if place.exists() and place.read_text(encoding="utf-8") == now:
        return False
    place.write_text(now, encoding="utf-8")
    return True


def as_text() -> str:
    """Return the known answers as JSON: a line for each case, so that a change is a short diff."""
    with nobodys_work():
        cases = {name: list(each) for name, each in _cases().items()}
        return lines(cases | {"states": _states()})


def _cases() -> dict[str, Iterator[dict[str, Any]]]:
    return {
        "random": _random(),
        "boards": _boards(),
        "crossings": _crossings(),
        "memories": _memories(),
        "centres": _centres(),
        "windows": _windows(),
        "worlds": _worlds(),
        "falls": _falls(),
        "words": _words(),
        "languages": _languages(),
        "turns": _turns(),
        "memos": _memos(),
        "finds": _finds(),
        "standings": _standings(),
        "verdicts": _verdicts(),
        "beliefs": _beliefs(),
        "streams": _streams(),
        "changes": _changes(),
        "codes": _codes(),
        "chats": _chats(),
    }


# ---------------------------------------------------------------------------------------- twins


def _random() -> Iterator[dict[str, Any]]:
    for seed in (0, 1, SEED, 2**32 - 1):
        places = [*range(6), 1000, 123_456]
        yield {"seed": seed, "places": places, "values": mulberry32(places, seed).tolist()}


def _boards() -> Iterator[dict[str, Any]]:
    """Yield boards with what follows from them: ties, a split group and a shared one among them."""
    groups, rng = obstacles.groups(), np.random.default_rng(SEED)
    whole = [Slider(label=group, members=[group], points=0) for group in groups]
    split = [*whole[1:], *(Slider(label=i, members=[groups[0]], points=0) for i in "abc")]
    shared = [Slider(label="both", members=groups[:2], points=0), *whole[2:]]
    wide = np.sort(rng.integers(0, 4, (7, len(groups), 3)))[..., [1, 0, 2]]
    for codings in (_kit_codings(), wide):
        for method in METHODS:
            for plain in (whole, split, shared):
                points = rng.choice([0, 25, 50, 100], len(plain)) + (rng.integers(0, 2) * 7)
                sliders = [
                    Slider(label=one["label"], members=one["members"], points=int(value))
                    for one, value in zip(plain, points, strict=True)
                ]
                weights = slider_weights(sliders, method)
                yield {
                    "groups": groups,
                    "sliders": sliders,
                    "method": method,
                    "codings": codings.tolist(),
                    "draws": {"n": N_DRAWS, "seed": SEED},
                    "weights": weights,
                    "points": whole_points(weights),
                    **_ranked(codings, np.array(list(weights.values()))),
                }


def _ranked(codings: NDArray[np.int_], weights: NDArray[np.float64]) -> dict[str, Any]:
    """Return burdens, ranks, and how often each presidency is heavier than each other."""
    codes, low, high = np.moveaxis(codings, -1, 0)
    numbers = mulberry32(np.arange(N_DRAWS * codes.size), SEED).reshape(N_DRAWS, *codes.shape)
    scores = weighing.drawn_codes(low, codes, high, numbers) / weighing.WORST_CODE @ weights
    lead = scores[:, :, None] - scores[:, None, :]
    wins = (lead > TIE) + 0.5 * (np.abs(lead) <= TIE)
    return {
        "burden": (codes / weighing.WORST_CODE @ weights).tolist(),
        "ranks": rank_shares(codings, weights, N_DRAWS).tolist(),
        "wins": wins.mean(axis=0).tolist(),
    }


def _crossings() -> Iterator[dict[str, Any]]:
    """Yield where orders turn: of the kit's codings, of three that meet, of lines that touch."""
    rng = np.random.default_rng(SEED)
    kit = _kit_codings()[..., 0]
    meeting, touching = np.array([[2, 0], [0, 2], [1, 1]]), np.array([[2, 2, 0], [2, 0, 1]])
    cases = [(codes, np.ones(codes.shape[1], dtype=int)) for codes in (kit, meeting, touching)]
    cases += [(kit, rng.integers(0, 101, kit.shape[1])) for _ in range(3)]
    for codes, shares in cases:
        for j in range(len(shares)):
            found = weighing.crossings(codes / weighing.WORST_CODE, shares, j)
            # What turns at one weight stands in an order that processors differ on.
            names = ["weight", "ahead_below", "ahead_above"]
            turns = found.points.round(DIGITS).sort_values(names)
            yield {
                "codes": codes.tolist(),
                "shares": shares.tolist(),
                "j": j,
                "lines": found.lines.to_numpy().tolist(),
                "points": turns.to_dict("records"),
            }


def _memories() -> Iterator[dict[str, Any]]:
    """Return the last months of lines that `event_line` draws of a record that was changed."""
    events = data.load("events").set_index("event_id", drop=False)
    scored = events.copy()
    war = ["dyadic", "class_id", "goldstein_score"]
    scored.loc["2008-08-georgia-war", war] = ["yes", "F1", -10]
    inside = events["event_date"].between("2008-08-08", "2008-09-10")
    for treated, rows in (("rule", events), ("scored", scored), ("without", events[~inside])):
        for kind, half_life in (("all", 12), ("deeds", 3)):
            line = trajectory.event_line(half_life, rows, kind=cast("Any", kind))
            line = line[line["month"] >= "2007-01-01"]
            yield {
                "kind": kind,
                "treated": treated,
                "half_life": half_life,
                "tones": line["tone"].tolist(),
                "weights": line["weight"].tolist(),
            }


def _centres() -> Iterator[dict[str, Any]]:
    """Yield the weights under which each presidency leads, from more draws than a browser makes."""
    codings = _kit_codings()
    found = weighing.smaa(codings[..., 0] / weighing.WORST_CODE, n_draws=200_000, seed=SEED)
    for i, centre in enumerate(found.central_weights):
        share = found.rank_acceptability[i, 0]
        none = bool(np.isnan(centre).any())
        weights = None if none else centre.tolist()
        yield {"codings": codings.tolist(), "i": i, "share": share, "weights": weights}


def _kit_codings() -> NDArray[np.int_]:
    """Return the kit's codings: a row a presidency, a cell a group, [severity, low, high]."""
    kit = obstacles.codings()
    terms = WeighObstacles("06").terms
    groups = obstacles.groups()
    return np.array(
        [[kit[f"{term['id']}/{group}"].as_json() for group in groups] for term in terms]
    )


def _windows() -> Iterator[dict[str, Any]]:
    """Yield drawn lines compared with the acts: whole, shorter, of one point, and beyond."""
    rng = np.random.default_rng(SEED)
    for term in ("bush41", "obama", "trump2"):
        widget, days = DrawTrajectory("04", term, half_life=7.5), half_years(term)
        values = rng.uniform(-10, 10, len(days)).round(2).tolist()
        line = [list(point) for point in zip(days, values, strict=True)]
        beyond = [["1990-02-03", 4.25], ["2011-03-05", -7.125], ["2040-12-31", 9.5]]
        lines = [line, line[1:-1], line[:1], beyond]
        yield {
            "record": widget.record,
            "windows": widget.windows,
            "lines": lines,
            "compared": [compare(points, term).to_dict("records") for points in lines],
        }


def _worlds() -> Iterator[dict[str, Any]]:
    """Yield worlds of chance: the second bit of the number at a place is the coin of a step."""
    steps = np.array([1.0, 0.25, 3.5, 0.125, 2.0, 0.75, 1.5, 4.0])
    for seed, number in ((3, 0), (3, 1), (3, 8100), (77, 41), (0, 0)):
        own = (seed * 1_000_003 + number * 2_654_435_761) % 2**32
        up = np.floor(mulberry32(np.arange(len(steps)), own) * 4) % 2 == 1
        values = [0.0, *np.where(up, steps, -steps).cumsum().tolist()]
        yield {"seed": seed, "number": number, "steps": steps.tolist(), "values": values}


def _falls() -> Iterator[dict[str, Any]]:
    """Yield lines whose presidencies end lower than the one before, or do not: ties among them."""
    bands = [Band(name, 2 * i, 2 * i + 2, i < 5) for i, name in enumerate("abcdef")]
    rng = np.random.default_rng(SEED)
    falling = np.repeat(np.arange(6, 0, -1.0), 2)
    tie = np.where(np.arange(12) == 5, 5.0, falling)
    late = np.where(np.arange(12) == 9, 9.0, falling)
    fourth = np.where(np.arange(12) == 7, 9.0, falling)
    # Only the last months fall, or only the others.
    ends = np.arange(12) % 2 == 1
    last, others = (
        np.where(ends, falling, np.arange(12.0)),
        np.where(ends, np.arange(12.0), falling),
    )
    for line in (
        falling,
        tie,
        late,
        fourth,
        last,
        others,
        *rng.integers(0, 6, (6, 12)).astype(float),
    ):
        fall = [ends_fall(line, bands, k) for k in CLAIMED]
        yield {"line": line.tolist(), "bands": [list(band) for band in bands], "falls": fall}


def _words() -> Iterator[dict[str, Any]]:
    # Halves among them, which languages round in two ways.
    shares = (0, 0.004, 0.005, 0.05, 0.125, 0.285, 0.375, 0.615, 2 / 3, 0.994, 0.995, 0.996, 1)
    yield _said("share", shares, words.share)
    values = (0, 0.04, 0.05, -0.05, -0.04, 0.16, -0.16, 0.25, -0.75, 2.96, -3.04, 10, -10)
    yield _said("score", values, lambda x: _signed(float(x)))
    numbers = (0, 0.25, -0.25, 0.125, 1.125, -1.375, 8.345, -12.3456)
    yield _said("fixed", numbers, lambda x: _minus(words.number(x, ".2f")))
    yield _said("whole", (7, 1234, 12345, 1234567), lambda x: words.number(x, ","))
    learners = ("{n} learner", "{n} learners")
    yield _said("counted", (0, 1, 2, 24), lambda n: ngettext(*learners, int(n)))
    chances = sorted(band.midpoint for band in forecasts.BANDS.values())
    yield _said("chance", (0, *chances, 1), _chance)
    days = ("1993-01-20", "2017-04-17", "2026-06-30")
    dates = [dt.date.fromisoformat(day) for day in days]
    yield {"name": "day", "inputs": days, "said": [words.month(date) for date in dates]}
    yield {"name": "date", "inputs": days, "said": [words.day(date) for date in dates]}
    names = (["a"], ["a", "b"], ["a", "b", "c"], ["a", "iris"], ["a", "b", "hilo"], ["a", "hielo"])
    yield _said("listed", names, words.listed)


def _languages() -> Iterator[dict[str, Any]]:
    """Yield the same words in a language with a decimal comma, and what the browser gets of it."""
    spanish = customs.of(Locale("es"))
    speech.speak({**speech.ENGLISH, "language": "es", "customs": spanish})
    said = {"catalogue": speech.spoken_in_browser(), "words": list(_words())}
    speech.use("en")
    yield said


def _turns() -> Iterator[dict[str, Any]]:
    """Yield days of Obama's years with how the record changes there: few acts and many."""
    rule = {"draws": cuts.DRAWS, "seed": cuts.SEED, "weeks": cuts.WEEKS, "enough": record.ENOUGH}
    days = ("2011-09-24", "2012-03-01", "2014-02-27", "2015-02-01")
    for day, kind, by in product(days, record.KINDS[::2], cuts.BY[::2]):
        acts = record.scored_events(None, kind)
        acts = acts if by == "all" else acts[acts["source_actor"] == by]
        near = acts[acts["event_date"].between("2010-01-01", "2016-12-31")]
        dated = near["event_date"].dt.strftime("%Y-%m-%d")
        turn = cuts.around(day, kind, by)
        yield {
            "rule": rule,
            "day": day,
            "acts": [list(act) for act in zip(dated, near["goldstein_score"], strict=True)],
            "n": [turn.n_before, turn.n_after],
            "means": [turn.before, turn.after],
            "interval": None if np.isnan(turn.low) else [turn.low, turn.high],
            "verdict": turn.verdict.replace("cannot tell", "unclear"),
        }


def _memos() -> Iterator[dict[str, Any]]:
    """Yield texts with what tells one way of counting from another."""
    act = "2007-02-munich"
    for text in (
        *("", " \n\t", "One.", "a\u00a0b\u2003c\u2028d", "\u00bd \u0664\u0665 \u4e09 2\u00b2"),
        *(
            "don't, don\u2019t and 3.5 or U.S.-led",
            "\U0001f642 x \u2013 - \u2026",
            "cafe\u0301 _x_ **y**",
        ),
        *(
            "\u0412 \u041c\u043e\u0441\u043a\u0432\u0435 \u2014 so",
            "[the text](https://example.org/a-b c) twice ](",
        ),
        *(f"({act}) first, {act}.", f"{act}- x{act} \u00e9{act} -{act}", f"{act}\n{act}-again"),
        *("1999-1-x 1812-06-war 2024-08-01 2001-09-", "2000-02-NATO \u0662000-02-nato-thaw"),
    ):
        yield {"text": text, "words": essays.count_words(text), "cited": essays.cited(text)}


def _finds() -> Iterator[dict[str, Any]]:
    """Yield searches with the ids that they find among the events of the finder below."""
    shown = {event[0] for event in _find().events}
    texts = (
        "",
        "   ",
        "us",
        "nato",
        "NATO's",
        "sanctions us",
        "tr\u00e9aty",
        "december 1991",
        "zebra",
    )
    searches: list[finding.Search] = [
        *({"text": text} for text in (*texts, min(shown))),
        *({"text": "moscow", "by": "RUS"}, {"by": "other"}, {"text": "geneva", "by": "both"}),
        *({"years": (2009, 2001)}, {"years": (2014, 2014)}),
        *({"class_id": "E1", "by": "USA"}, {"class_id": finding.NONE}),
        *({"what": "context", "years": (2000, 2026)}, {"text": "war", "what": "scored"}),
        *({"told": True}, {"text": "putin", "told": True, "what": "scored"}),
    ]
    for search in searches:
        found = finding.find(**search)["event_id"]
        yield {**search, "found": [name for name in found if name in shown]}


def _standings() -> Iterator[dict[str, Any]]:
    """Yield what is left of both maps without each arrow, each box and each claim."""
    for part in causes.PARTS:
        made = causes.argument(part)
        outs = {frozenset[str](), *(frozenset({arrow.id}) for arrow in made.arrows)}
        for name in made.boxes:
            around = (arrow for arrow in made.arrows if name in (arrow.cause, arrow.effect))
            outs.add(frozenset(arrow.id for arrow in around))
        for claim in {arrow.claim for arrow in made.arrows}:
            outs.add(frozenset(arrow.id for arrow in made.arrows if arrow.claim == claim))
        for out in sorted(map(sorted, outs)):
            left = causes.standing(made, out)
            counts = ("raising", "lowering", "larger", "turning")
            yield (
                {"part": part, "out": out}
                | {name: getattr(left, name) for name in counts}
                | {name: sorted(getattr(left, name)) for name in ("arrows", "boxes")}
            )


def _verdicts() -> Iterator[dict[str, Any]]:
    """Yield steps with their verdicts: thresholds within, beyond and at the ends of an interval."""
    for low, high in ((-1.5, 2.0), (2.0, 2.0), (3.0, 5.5)):
        for points in (0, 2, 3, 5.5, 6):
            for n in (5, 6):
                said = criteria.verdict(low, high, n, points)
                yield {"low": low, "high": high, "n": n, "points": points, "verdict": said}


def _streams() -> Iterator[dict[str, Any]]:
    """Yield random bits with the numbers drawn from them; of the last, some bits are refused."""
    for place, window, below in ((0, "start", 53), (4, "end", 53), (2, "middle", 3_000_000_000)):
        bits = record.stream(place, window)
        state = {name: f"{value:x}" for name, value in bits.state["state"].items()}
        drawn = np.random.Generator(bits).integers(0, below, 9).tolist()
        yield {**state, "below": below, "drawn": drawn}


def _changes() -> Iterator[dict[str, Any]]:
    """Yield what was done to the record, and what its rule then says of one presidency."""
    ways = record.until_it_turns().drop_duplicates("term_id").set_index("term_id")["first_out"]
    for term in ("clinton", "bush43"):
        acts = LeaveOut().windows[f"{term}/end"]["acts"]
        few: dict[str, Done] = {act[0]: "out" for act in acts[5:]}
        turned: dict[str, Done] = {act[0]: "turned" for act in acts[::3]}
        one: dict[str, Done] = {ways[term]: "out"}
        for kind in record.KINDS:
            for done in ({}, one, few, turned):
                found = record.compare(kind, events=changed(done))
                own = found[found["term_id"] == term].sort_values("against", ascending=False)
                rows = own[["change", "low", "high", "verdict"]].to_dict("records")
                asked = {"presidency": term, "kind": kind, "acts": done}
                yield asked | {"compared": rows}


def _said(name: str, inputs: Any, say: Any) -> dict[str, Any]:  # noqa: ANN401 - numbers of any kind
    return {"name": name, "inputs": list(inputs), "said": [say(each) for each in inputs]}


def _signed(value: float) -> str:
    said = f"{value:+.1f}"
    return words.marked("0.0" if said[1:] == "0.0" else _minus(said))


def _chance(p: float) -> str:
    return f"{words.number(round(p * 100, 1), 'g')} in 100"


def _minus(said: str) -> str:
    return said.replace("-", "\u2212")


def _beliefs() -> Iterator[dict[str, Any]]:
    """Yield answers of the board of evidence, with what is believed after the findings that count,
    and how strongly each finding speaks: extremes and a start that is not equal among them.
    """
    rng, board = np.random.default_rng(SEED), WeighEvidence("11")
    table = explanations.figures()
    some = rng.choice(list(table.columns), 4, replace=False).tolist()
    own = {name: dict(zip(table.index, _hundredths(rng, len(table)), strict=True)) for name in some}
    points = dict(zip(table.index, rng.integers(1, 101, len(table)).tolist(), strict=True))
    extremes = dict(zip(table.index, (0.01, 0.99, 0.01, 0.99, 0.5, 0.01, 0.99), strict=True))
    answers_given: tuple[EvidenceAnswer, ...] = (
        {},
        {"desk": "USA"},
        {"desk": "RUS"},
        {"figures": own, "points": points, "desk": "RUS"},
        {"figures": dict.fromkeys(table.columns, extremes), "left_out": some},
        {"points": points, "left_out": list(table.columns)},
    )
    for answer in answers_given:
        board.answer = answer
        posterior = board.posterior.tolist()
        board.answer = answer | {"left_out": []}
        ratios = [_ratios(column) for column in board.figures.to_numpy().T]
        yield {
            "answer": answer,
            "posterior": posterior,
            "for_best": [float(ratio.max()) for ratio in ratios],
            "against_worst": [float(1 / ratio.min()) for ratio in ratios],
        }


def _hundredths(rng: np.random.Generator, n: int) -> list[float]:
    return (rng.integers(1, 100, n) / 100).tolist()


def _ratios(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how an explanation expects a finding, as against the mean of the others."""
    return np.array([p / np.delete(column, place).mean() for place, p in enumerate(column)])


def _codes() -> Iterator[dict[str, Any]]:
    """Yield work of each kind with its code: the least that a code holds, and a full one."""
    rng, author = np.random.default_rng(SEED), ""
    for number, (kind, work) in enumerate(_works(rng)):
        named = {"learner": f"{number:07x}f", "saved": f"2026-11-22T10:{number:02d}:00+00:00"}
        if kind == "marks":
            # The first marks are of one's own essay, the next of the same by a peer.
            author = author or named["learner"]
            work["author"] = author
        yield {"kind": kind, **named, "work": work, "code": sharing.share_code(named | work, kind)}


def _works(rng: np.random.Generator) -> Iterator[tuple[Kind, dict[str, Any]]]:
    lists = kinds.lists()
    groups, cells = lists["weights"]["groups"], lists["weights"]["cells"]
    points = dict(zip(groups, rng.integers(0, 101, len(groups)).tolist(), strict=True))
    yield "weights", {"method": "swing", "points": points, "codings": {}}
    every = dict(zip(sorted(cells), rng.integers(0, 4, len(cells)).tolist(), strict=True))
    yield "weights", {"method": "rank", "points": dict.fromkeys(groups, 100), "codings": every}
    for kind, key, named, own in _choosing(lists):
        things, choices = own["things"], own["choices"]
        chosen = dict(zip(things, rng.choice(choices, len(things)).tolist(), strict=True))
        yield kind, {**named, key: chosen}
        if kind != "codes":
            yield kind, {**named, key: {things[-1]: choices[-1]}}
    days = {term["id"]: term["days"] for term in lists["line"]["terms"]}
    heights = rng.choice(np.arange(-10, 10.5, 0.5), len(days["obama"])).tolist()
    whole = zip(days["obama"], heights, strict=True)
    yield "line", {"term": "obama", "line": [list(point) for point in whole]}
    gaps = [[days["trump2"][2], -10.0], [days["trump2"][4], 7.3]]
    yield "line", {"term": "trump2", "line": gaps}
    found, rivals = (lists["likelihoods"][name] for name in ("findings", "hypotheses"))
    for some in (found[-1:], found):
        figures = (rng.integers(1, 101, (len(some), len(rivals))) / 100).tolist()
        rows = (dict(zip(rivals, row, strict=True)) for row in figures)
        yield "likelihoods", {"likelihoods": dict(zip(some, rows, strict=True))}
    parts = criteria.PARTS.items()
    for place in (0, -1):
        yield "criteria", {"chosen_criteria": {part: own[place] for part, own in parts}}

    asked = {lesson["id"]: lesson["questions"] for lesson in lists["predictions"]["lessons"]}
    # The order of five ends is a guess of five places; in lesson 03 one question has no answer.
    whole = [[place] for place in rng.integers(0, 3, asked["00"] - 1).tolist()]
    yield "predictions", {"lesson": "00", "places": [*whole, rng.permutation(5).tolist()]}
    yield "predictions", {"lesson": "03", "places": [[i] for i in range(asked["03"] - 1)] + [[]]}
    for work in _tried():
        yield "tasks", work
    lines = lists["marks"]["lines"]
    for marks in (dict.fromkeys(lines, 3), _mixed(lines, 1)):
        yield "marks", {"lesson": "02", "marks": marks}


def _mixed(lines: list[str], first: int) -> dict[str, int]:
    """Return marks of every level."""
    return {line: (first + place) % len(rubric.LEVELS) for place, line in enumerate(lines)}


def _tried() -> Iterator[dict[str, Any]]:
    """Yield how the tasks of an exercise may stand: one tried alone, and one of each ending."""
    for lesson, tries in (("11", {"1": (1, Outcome("right"))}), ("03", _ENDINGS)):
        tasks = public.exercises()[lesson].tasks
        packed = [
            outcomes.pack(task, *tries[name]) if name in tries else []
            for name, task in tasks.items()
        ]
        yield {"lesson": lesson, "places": packed}


def _choosing(lists: dict[str, Any]) -> Iterator[tuple[Kind, str, dict[str, str], dict[str, Any]]]:
    """Yield the kinds of work that are a choice for each thing of a list; of cards, each deck."""
    claims, *others = lists["claims"]["decks"]
    yield "codes", "codes", {}, lists["codes"]
    yield "claims", "chosen", {"deck": claims["id"]}, claims
    yield "forecasts", "bands", {}, lists["forecasts"]
    for deck in others:
        yield "claims", "chosen", {"deck": deck["id"]}, deck


def codes_made() -> list[str]:
    """Return a share code of each kind of work, one below the other."""
    return [case["code"] for case in _codes()]


def _chats() -> Iterator[dict[str, Any]]:
    """Yield texts as classes paste them, with what is read in them and what is said."""
    for text in (*_pasted(codes_made()), *_old_lines()):
        found = sharing.read_class(text)
        yield {
            "text": text,
            "entries": [
                {"kind": one.kind, "name": one.name, "line": one.line, "answer": one.answer}
                for one in found.entries
            ],
            "notes": found.notes,
            "broken": found.broken,
        }


def _pasted(codes: list[str]) -> Iterator[str]:
    weights, other, events, claims, line = (codes[place] for place in (0, 1, 2, 3, 9))
    yield "\n".join(f"Learner {place}: {code}" for place, code in enumerate(codes))
    times = "[10:31, 28/11/2026] Ann: {} bye\n28/11/26, 10:32 - Bo: {}\nCy  10:33\n{}\n{}"
    yield times.format(weights, claims, line, f"Di, [28 Nov 2026 10:34]\n{events}")
    for dash in ("", " ", " \u2014 ", "-\n> ", "\n", *"\u2010\u2015\u2043\u2212\ufe58"):
        yield f"Ann: {weights.replace('-', dash)}, {events.replace('-', dash)}!"
    for mark in "\u200b\u200e\u200f\u202a\u2066\u2069\u00ad\ufeff":
        yield f"{mark}Ann{mark}: {mark.join(weights)}"
    slip = weights[:10] + ("A" if weights[10] != "A" else "B") + weights[11:]
    yield f"Ann: {slip}\n{other[:30]}\nBo: RC0-{weights[4:]} RC2{weights[3:]}\nRC1 works well; RC1-"
    yield f"{line}\nAnn: {line}\n{line}\n{claims.lower()} {claims.replace('0', 'O')}"
    older, nothing = _plain("0000000f", 7), _plain("1234abcd", 0)
    yield f"Ann: {weights}\nAnn: {older}\nZo\u00eb (she/her) 10:31 {nothing}\nAnn: {other}"


def _old_lines() -> Iterator[str]:
    """Yield texts with lines of letters, as the second edition made them."""
    ann, bo = "CODES02-BHAACDICGAFB", "CODES02-BFAGCDICAAHB"
    yield f"Ann: {ann}\nAnn: {ann[:14]}\n> {ann[14:]}\nBo: {ann.lower().replace('-', ' ')}"
    yield f"{ann}\n{ann}\nCy: {ann}B\nDi: {ann[:15]}"
    yield f"Ann: {ann}\nAnn: {next(_codes_of('codes'))}\nBo: {ann}\nBo: {bo}"


def _codes_of(kind: Kind) -> Iterator[str]:
    return (case["code"] for case in _codes() if case["kind"] == kind)


def _plain(learner: str, points: int) -> str:
    """Return an early code that gives all obstacles the same points."""
    same = dict.fromkeys(obstacles.groups(), points)
    return sharing.share_code({"learner": learner, "points": same, "saved": "2026-01-01"})


# --------------------------------------------------------------------------------------- states


def _states() -> dict[str, Any]:
    on_the_spot = ForecastBoard("08", reveal=True, locked_in="05")
    given = {**forecasts_given(), "Q19": entry("very_unlikely", "Q19"), "Q22": entry("even", "Q22")}
    answers.save("05", forecasts=lookback.seal(given, NOON))
    reveal = ForecastBoard("08", reveal=True, locked_in="05")
    reveal.answer = {
        "remembered": dict.fromkeys(given, entry("even", "")),
        "revealed": list(given),
    }
    answers.save("05", forecasts=lookback.seal(forecasts_given(), NOON))
    codes = CodeEvents("02")
    codes.answer = {"codes": dict.fromkeys(codebook.events(), "111"), "locked_at": NOON}
    document = CodeDocument("02")
    document.answer = {"codes": dict.fromkeys(codebook.passages(), "111"), "locked_at": NOON}
    pool = ClassPool("07")
    pool.answer = {"text": sample_text()}
    mixed = ClassPool("08")
    mixed.answer = {"text": "\n".join(codes_made())}
    predicted = Predict("02")
    predicted.answer = {
        "guesses": {"coldest-year": 1999, "deeds": "better", "coders": 90},
        "locked_at": NOON,
        "first": None,
    }
    sealed = SealCriteria("09")
    chosen = {part: choices[1] for part, choices in criteria.PARTS.items()}
    sealed.answer = {"chosen": chosen, "locked_at": NOON}
    shown = {
        "sort": SortClaims("01"),
        "causal": CausalMap("01"),
        "sort_desk": SortDesk("05"),
        "sort_locked": _locked_desk(),
        "code": CodeEvents("03"),
        "code_locked": codes,
        "document": CodeDocument("03"),
        "document_locked": document,
        "null": NullSimulator("10"),
        "marking": MarkEssay("02"),
        "marking_locked": _locked_marks(),
        "memo": _memo(),
        "find": _find(),
        "memory": MemoryLine("03", "bush43"),
        "clocks": _clocks(),
        "places": _places(),
        "criteria": SealCriteria("04"),
        "criteria_sealed": sealed,
        "criteria_moved": MoveCriteria("09"),
        "leaveout": _leave_out(),
        "ways": ManyWays("10"),
        "byhand": ByHand("04.6", _few_numbers()),
        "byhand_calls": ByHand("04.4", names={"pd": pd}),
        "draw": DrawTrajectory("04", "obama"),
        "forecast": ForecastBoard("04", question_ids=list(forecasts_given())),
        "forecast_locked": ForecastBoard("05", question_ids=list(forecasts_given())),
        "forecast_reveal": reveal,
        "forecast_here": on_the_spot,
        "pool": pool,
        "pool_mixed": mixed,
        "evidence": WeighEvidence("11"),
        "predict": Predict("03"),
        "predict_order": Predict("00"),
        "predict_locked": predicted,
        "weigh": WeighObstacles("06"),
    }
    states = {name: state_of(widget) for name, widget in shown.items()}
    for state in states.values():
        _tell_no_learner(state)
    return states


def _locked_desk() -> SortDesk:
    """Return a desk of which every card lies in the first tray."""
    desk = SortDesk("06")
    desk.answer = {"chosen": {card["id"]: next(iter(desk.choices)) for card in desk.cards}}
    desk.lock()
    return desk


def _few_numbers() -> pd.DataFrame:
    """Return a table to sort and filter, with an empty cell in it."""
    return trajectory.yearly(["gallup_favourable", "us_goods_trade"]).loc[2008:2012]


def _locked_marks() -> MarkEssay:
    """Return a board of which every essay is marked with 2 throughout, so that all is shown.

    A peer's essay is among them; two peers gave marks to the own one, one to an earlier version.
    """
    kept = {"kit": answers.KIT, "lesson": "02", "learner": LEARNER, "saved": "", "answers": {}}
    answers.import_text("02", json.dumps(kept))
    board = MarkEssay("02")
    lines = [line.name for line in rubric.lines()]
    marks, peer = dict.fromkeys(lines, 2), "1234abcd"
    names = [*(paper["name"] for paper in board.papers), f"peer-{peer}"]
    said = {"lesson": "02", "marks": _mixed(lines, 0), "author": LEARNER, "learner": peer}
    came = ({"saved": NOON}, {"saved": "2026-11-20", "learner": "0000000f"}, {"author": peer})
    codes = (sharing.share_code({**said, "saved": NOON, **one}, "marks") for one in came)
    board.answer = {
        "marks": dict.fromkeys(names, marks),
        "locked": dict.fromkeys(names, NOON),
        "earlier": [{"marks": marks, "at": NOON}],
        "peers": [peer],
        "back": "Ann: {}\n{}\nCy: {}".format(*codes),
    }
    return board


def _memo() -> Memo:
    """Return a memo that finds a few acts of both capitals: all of them stand in the table."""
    memo = Memo("11")
    memo.acts = memo.acts[::90]
    return memo


def _find() -> FindEvents:
    """Return a finder of every fifteenth event: all of them stand in the table."""
    board = FindEvents("11")
    board.events = board.events[::15]
    used = sorted({number for event in board.events for number in event[-1]})
    board.sources = [board.sources[number] for number in used]
    board.events = [
        [*event[:-1], [used.index(number) for number in event[-1]]] for event in board.events
    ]
    return board


def _clocks() -> TwoClocks:
    """Return two clocks with a third of their acts, told ones and context among them."""
    clocks = TwoClocks("04")
    clocks.acts = clocks.acts[::3]
    return clocks


def _places() -> Places:
    """Return the map with every eighth of its acts."""
    board = Places("04")
    board.acts = board.acts[::8]
    used = sorted({act[4] for act in board.acts})
    board.links = [board.links[number] for number in used]
    board.acts = [[*act[:4], used.index(act[4])] for act in board.acts]
    return board


def _leave_out() -> LeaveOut:
    """Return the board of two presidencies: all of them stand in the tables."""
    board = LeaveOut()
    board.presidencies = board.presidencies[:2]
    names = [one["id"] for one in board.presidencies]
    board.windows = {
        key: window for key, window in board.windows.items() if key.split("/")[0] in names
    }
    used = {act[-1] for window in board.windows.values() for act in window["acts"]}
    board.sources = {name: source for name, source in board.sources.items() if name in used}
    return board


def _tell_no_learner(state: dict[str, Any]) -> None:
    """Put a share code of one learner and minute in the place of a random name and of now."""
    if not state.get("share_code"):
        state.update({"learner": LEARNER} if "learner" in state else {})
        return
    kind = kinds.of_digit(state["share_code"][2])
    work = sharing.read_share_code(state["share_code"], kind)
    named = {"learner": LEARNER, "saved": NOON}
    state.update({"learner": LEARNER, "share_code": sharing.share_code({**work, **named}, kind)})


def forecasts_given() -> dict[str, lookback.Entry]:
    """Return three entries, each in a band of its own."""
    said = {"Q02": "likely", "Q13": "even", "Q18": "very_unlikely"}
    return {name: entry(band, name) for name, band in said.items()}


def entry(band: str, reason: str) -> lookback.Entry:
    return {"band": band, "p": forecasts.BANDS[band].midpoint, "reason": reason}


def state_of(widget: KitWidget[Any]) -> dict[str, Any]:
    of_jupyter = ("layout", "tabbable", "tooltip")
    return {
        name: value
        for name, value in widget.get_state().items()
        if not name.startswith("_") and name not in of_jupyter
    }


@contextmanager
def nobodys_work() -> Generator[None]:
    """Keep the answers of the widgets shown here in a folder that goes away."""
    own = answers.FOLDER
    with tempfile.TemporaryDirectory() as folder:
        answers.FOLDER = Path(folder)
        try:
            yield
        finally:
            answers.FOLDER = own


# ----------------------------------------------------------------------------------------- text


def lines(value: Any) -> str:  # noqa: ANN401 - anything that JSON holds
    """Write JSON with a line for each case, each state, and each of a state's traits."""
    parts = [f'"{name}": {_part(part)}' for name, part in _rounded(value).items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _part(part: Any) -> str:  # noqa: ANN401 - anything that JSON holds
    if isinstance(part, list):
        return "[\n" + ",\n".join(map(_line, part)) + "\n]"
    if part and all(isinstance(each, dict) for each in part.values()):
        inner = [f'"{name}": {_part(each)}' for name, each in part.items()]
    else:
        inner = [f'"{name}": {_line(each)}' for name, each in part.items()]
    return "{\n" + ",\n".join(inner) + "\n}"


def _line(value: Any) -> str:  # noqa: ANN401 - anything that JSON holds
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _rounded(value: Any) -> Any:  # noqa: ANN401 - anything that JSON holds
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, DIGITS)
    return value
