"""Nothing is lost in silence: every widget opens, says in a sentence what is amiss, and leaves the
file alone.
"""

import errno
import json
import os
from datetime import UTC, datetime

import pytest

from resetcycle import answers, codebook, criteria, data, files, lookback, obstacles, sharing
from resetcycle.widgets import (
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
    MoveCriteria,
    MyWork,
    NullSimulator,
    Places,
    Predict,
    SealCriteria,
    SortClaims,
    TwoClocks,
    WeighEvidence,
    WeighObstacles,
)
from resetcycle.widgets.draw import half_years
from resetcycle.widgets.weigh import make_answer

pytestmark = pytest.mark.usefixtures("my_work")

GIVEN = {"Q02": {"band": "even", "p": 0.5, "reason": "a coin"}}
LINEUP = {
    "seed": 1,
    "pick": "B",
    "cycle": [],
    "revealed": False,
    "worlds": {"drawn": 0, "three": 0, "five": 0},
}
LINE = {
    "term": "obama",
    "points": [["2009-01-20", 2.5]],
    "locked": False,
    "locked_at": None,
    "reading": {},
}
LABELS = data.load("obstacles").set_index("obstacle_id")["label"]
SLIDERS = make_answer(
    [
        {"label": LABELS[group], "members": [group], "points": 10 * place}
        for place, group in enumerate(obstacles.groups())
    ]
)
# How each widget opens, its name in the file, and something that a learner does in it.
WIDGETS = {
    "sort": (SortClaims, "kinds", {"chosen": {"C02": "causal"}, "shown": False}),
    "code": (CodeEvents, "codes", {"codes": {codebook.events()[0]: "111"}, "locked_at": None}),
    "document": (
        CodeDocument,
        "document",
        {"codes": {codebook.passages()[0]: "111"}, "locked_at": None},
    ),
    "draw": (lambda: DrawTrajectory("04", "obama"), "line-obama", LINE),
    "forecast": (
        ForecastBoard,
        "forecasts",
        {"forecasts": GIVEN, "locked_at": None, "hash": None},
    ),
    "reveal": (
        lambda: ForecastBoard("08", reveal=True, locked_in="05"),
        "reveal",
        {"remembered": GIVEN, "revealed": []},
    ),
    "weigh": (WeighObstacles, "weights", SLIDERS),
    "pool": (ClassPool, "class", {"text": "Ann: good morning"}),
    "null": (NullSimulator, "lineup", LINEUP),
    "predict": (
        lambda: Predict("00"),
        "predictions",
        {"guesses": {"obama": "worse"}, "locked_at": None, "first": None},
    ),
    "byhand": (
        lambda: ByHand("04.6"),
        "by_hand_6",
        {"entries": {"best": "supported"}},
    ),
    "places": (Places, "places", {"span": "year", "year": 2008, "hidden": ["war"]}),
    "clocks": (TwoClocks, "clocks", {"day": "2012-05-07", "by": "RUS"}),
    "seal": (SealCriteria, "criteria", {"chosen": {"C04": "2"}, "locked_at": None}),
    "move": (
        MoveCriteria,
        "criteria_tried",
        {"chosen": {part: choices[1] for part, choices in criteria.PARTS.items()}},
    ),
    "leaveout": (LeaveOut, "leaveout", {"acts": {"2007-02-munich": "out"}}),
    "ways": (ManyWays, "ways", {"part": "fall", "shown": "now"}),
    "marking": (
        lambda: MarkEssay("02"),
        "essay_marks",
        {"marks": {"1": {"claim": 2}}, "locked": {}},
    ),
    "memo": (Memo, "memo", {"text": "To the President: wait.", "desk": "RUS"}),
    "find": (FindEvents, "find", {"words": "missile", "by": "RUS", "years": [2001, 2009]}),
    "causal": (CausalMap, "map", {"part": "base", "out": ["E15"]}),
    "evidence": (
        WeighEvidence,
        "evidence",
        {"figures": {"2017-08-caatsa": {"structure": 0.4}}, "left_out": ["2007-02-munich"]},
    ),
}
each_widget = pytest.mark.parametrize("make, key, answer", WIDGETS.values(), ids=WIDGETS)


def fails_with(number):
    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


def the_file(widget):
    return answers.FOLDER / f"{widget.lesson}.json"


@pytest.fixture
def clock(monkeypatch):
    """Set the computer's clock."""

    def set_to(day):
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime(*day, tzinfo=tz)

        for module in (answers, sharing):
            monkeypatch.setattr(module, "datetime", Clock)

    return set_to


FAULTS = {
    errno.ENOSPC: "The disk is full.",
    errno.EROFS: "The folder my-work is read-only here.",
    errno.EACCES: "The folder my-work is read-only here.",
    errno.EIO: "The folder my-work cannot be used (Input/output error).",
}


@each_widget
@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_kept_is_said(make, key, answer, fault, monkeypatch):
    widget = make()
    before = answers.save(widget.lesson, also="stays").read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(files, "write_whole", fails_with(fault))
        widget.set_state({"answer": answer})
    assert widget.notice.endswith(f"{FAULTS[fault]} What you did here is not kept.")
    assert the_file(widget).read_bytes() == before and widget.answer == answer
    widget.set_state({"answer": make_again(answer)})
    assert widget.notice == "" and answers.restore(widget.lesson)[key] == make_again(answer)


def make_again(answer):
    """The answer after one more deed: another dict, so that it counts as a change."""
    return {**answer, "later": True}


@each_widget
def test_a_file_that_cannot_be_opened_is_said_and_stays(make, key, answer, monkeypatch):
    lesson = make().lesson
    path = answers.save(lesson, **{key: answer})
    before = path.read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(type(path), "read_bytes", fails_with(errno.EACCES))
        widget = make()
        assert "is not shown; its file stays" in widget.notice
        widget.set_state({"answer": make_again(answer)})
        assert "What you did here is not kept." in widget.notice
    assert path.read_bytes() == before and len(list(answers.FOLDER.iterdir())) == 1


@each_widget
@pytest.mark.parametrize("kept", [[], [[1, 2]], 3, "text", True])
def test_a_list_where_a_dict_belongs_is_said_and_survives(make, key, answer, kept):
    path = answers.save(make().lesson, **{key: kept})
    before = path.read_bytes()
    widget = make()
    assert "cannot be shown" in widget.notice and "It stays in the file" in widget.notice
    assert path.read_bytes() == before
    assert len(widget.table()) and widget._repr_mimebundle_()
    widget.set_state({"answer": answer})
    aside = path.with_name(f"{path.stem}.set-aside-1.json")
    assert aside.read_bytes() == before and aside.name in widget.notice
    assert answers.restore(widget.lesson)[key] == answer
    widget.set_state({"answer": make_again(answer)})
    assert len(list(answers.FOLDER.iterdir())) == 2


OTHER_VERSIONS = {
    "sort": {"chosen": {"C02": "causal", "C99": "a kind of tomorrow"}, "shown": False},
    "code": {"codes": {"a-later-event": "111"}, "locked_at": None},
    "document": {"codes": {"a-tenth-passage": "111"}, "locked_at": None},
    "draw": {"term": "obama", "points": {"2009-01-20": 1}, "locked": False},
    "forecast": {"forecasts": [["Q02", "even"]], "locked_at": None, "hash": None},
    "reveal": {"remembered": {}, "revealed": [["Q02"]]},
    "weigh": {**SLIDERS, "points": {**SLIDERS["points"], "a_ninth": 5}},
    "pool": {"text": ["Ann", "Bo"]},
    "null": {**LINEUP, "seed": 7},
    "predict": {"guesses": {"obama": "a tenth choice"}, "locked_at": None, "first": None},
    "byhand": {"entries": {"best": "a fifth word", "a_later_item": "supported"}},
    "places": ["year", 2008],
    "clocks": ["2012-05-07", "RUS"],
    "seal": {"chosen": {"C04": "7"}, "locked_at": None},
    "move": {"chosen": {"C04": "2"}},
    "leaveout": {"acts": {"1815-06-waterloo": "out"}},
    "ways": ["fall", "now"],
    "marking": {"marks": {"1": {"claim": 4}}, "locked": {}},
    "memo": {"text": ["To", "the"], "desk": "RUS"},
    "find": ["missile", "RUS"],
    "causal": {"part": "biden", "out": ["E15", "E99"]},
    "evidence": {"figures": {"a-later-finding": {"structure": 0.4}}},
}


@pytest.mark.parametrize("name", WIDGETS)
def test_an_answer_of_another_version_is_said_and_survives(name):
    make, key, answer = WIDGETS[name]
    path = answers.save(make().lesson, **{key: OTHER_VERSIONS[name]})
    before = path.read_bytes()
    widget = make()
    assert "cannot be shown" in widget.notice and path.read_bytes() == before
    assert len(widget.table())
    widget.set_state({"answer": make_again(answer)})
    aside = json.loads(path.with_name(f"{path.stem}.set-aside-1.json").read_bytes())
    assert aside["answers"][key] == OTHER_VERSIONS[name]


@pytest.mark.parametrize(
    "change",
    [
        {"sliders": [{"label": "x", "members": ["a_ninth"], "points": 5}]},
        {"sliders": SLIDERS["sliders"][1:]},
        {"sliders": [{**one, "points": "5"} for one in SLIDERS["sliders"]]},
        {"sliders": [{**one, "points": 0} for one in SLIDERS["sliders"]]},
        {"method": "guess"},
        {"codings": {"obama/values_conflict": 9}},
        {"codings": ["obama/values_conflict"]},
    ],
)
def test_a_board_that_makes_no_sense_is_not_shown(change):
    path = answers.save("06", weights={**SLIDERS, **change})
    before, board = path.read_bytes(), WeighObstacles()
    assert "cannot be shown" in board.notice and path.read_bytes() == before
    assert set(board.answer["points"].values()) == {100} and board.share_code


@each_widget
def test_work_goes_on_when_a_strange_file_is_deleted_in_the_meantime(make, key, answer):
    path = answers.save(make().lesson, **{key: ["of another version"]})
    widget = make()
    path.unlink()
    widget.set_state({"answer": answer})
    assert not widget.conflict or widget.set_state({"choice": "mine"}) is None
    assert answers.restore(widget.lesson)[key] == answer
    assert "not kept" not in widget.notice and not widget.conflict


@each_widget
def test_a_file_that_is_damaged_while_the_widget_is_open_is_set_aside(make, key, answer):
    path = answers.save(make().lesson, also="stays")
    widget = make()
    path.write_text("{")
    widget.set_state({"answer": answer})
    assert answers.restore(widget.lesson)[key] == answer and "set-aside-1.json" in widget.notice


@each_widget
def test_a_clock_that_cannot_be_right_is_said(make, key, answer, clock):
    clock((1970, 1, 1))
    widget = make()
    assert "The clock of this computer says 1 January 1970, which cannot be" in widget.notice
    widget.set_state({"answer": answer})
    assert answers.restore(widget.lesson)[key] == answer
    assert not getattr(widget, "share_code", "")


def test_a_share_code_is_of_the_board_that_is_shown_also_when_it_was_not_kept(monkeypatch):
    board = WeighObstacles()
    monkeypatch.setattr(files, "write_whole", fails_with(errno.ENOSPC))
    board.set_state({"answer": SLIDERS})
    assert sharing.read_share_code(board.share_code)["points"] == SLIDERS["points"]


# ------------------------------------------------------------------------------------------ locks


def lock_codes(widget):
    widget.answer = {"codes": dict.fromkeys(codebook.events(), "111"), "locked_at": None}
    return lambda: widget.set_state({"locking": True})


def lock_forecasts(widget):
    widget.answer = {"forecasts": GIVEN, "locked_at": None, "hash": None}
    return lambda: widget.set_state({"locking": True})


def lock_line(widget):
    points = [[day, 0] for day in half_years("obama")]
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC).isoformat()
    locked = {**LINE, "points": points, "locked": True, "locked_at": noon}
    widget.answer = {**LINE, "points": points}
    return lambda: widget.set_state({"answer": locked})


LOCKS = {"code": lock_codes, "forecast": lock_forecasts, "draw": lock_line}


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_no_lock_is_shown_that_was_not_kept(name, number, monkeypatch):
    make, key, _ = WIDGETS[name]
    widget = make()
    lock = LOCKS[name](widget)
    draft = widget.answer
    with monkeypatch.context() as broken:
        broken.setattr(files, "write_whole", fails_with(number))
        lock()
    assert widget.answer == draft and "not kept" in widget.notice
    assert answers.restore(widget.lesson)[key] == draft
    if name == "code":
        assert widget.shown == [] and widget.share_code == ""
    lock()
    assert answers.restore(widget.lesson)[key]["locked_at"] and widget.notice == ""


def test_a_kept_lock_stays_whatever_the_disk_does(monkeypatch):
    answers.save("05", forecasts=lookback.seal(GIVEN, "2026-11-22T12:00:00+00:00"))
    board = ForecastBoard()
    monkeypatch.setattr(files, "write_whole", fails_with(errno.ENOSPC))
    board.set_state({"answer": {"forecasts": {}, "locked_at": None, "hash": None}})
    assert lookback.verify(board.answer) and "locked already" in board.notice


# ----------------------------------------------------------------------------- choices and uploads


@pytest.mark.parametrize("chosen", ["mine", "theirs"])
def test_a_choice_that_cannot_be_kept_is_said_and_can_be_made_again(chosen, monkeypatch):
    first, second = SortClaims("01"), SortClaims("01")
    first.answer = {"chosen": {"C02": "causal"}, "shown": False}
    second.answer = {"chosen": {"C09": "causal"}, "shown": False}
    before = the_file(first).read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(files, "write_whole", fails_with(errno.ENOSPC))
        second.set_state({"choice": chosen})
    assert the_file(first).read_bytes() == before and "The disk is full." in second.notice
    second.set_state({"choice": chosen})
    assert answers.restore("01")["kinds"] == second.answer


def test_an_upload_that_cannot_be_kept_is_said(monkeypatch):
    answers.save("06", memo="here")
    work = MyWork("06")
    before = the_file(work).read_bytes()
    text = json.dumps(json.loads(before) | {"answers": {"memo": "from home"}})
    monkeypatch.setattr(files, "write_whole", fails_with(errno.ENOSPC))
    work.set_state({"uploaded": text})
    assert "The disk is full." in work.notice and "nothing was changed" in work.notice
    assert the_file(work).read_bytes() == before


def test_a_file_that_cannot_be_opened_is_said_by_my_work(monkeypatch):
    path = answers.save("06", memo="here")
    monkeypatch.setattr(type(path), "read_bytes", fails_with(errno.EACCES))
    work = MyWork("06")
    assert "its file stays" in work.notice and work.table()["kept answer"].tolist() == [
        "nothing kept yet"
    ]


@pytest.mark.parametrize("name", [*WIDGETS, "work"])
def test_a_fault_while_a_message_is_handled_reaches_the_page(name):
    make, trait, value = lambda: MyWork("06"), "uploaded", "{}"
    if name != "work":
        make, trait, value = WIDGETS[name][0], "answer", WIDGETS[name][2]
    widget = make()

    def fail(_):
        raise KeyError("a fault")

    widget.observe(fail, trait)
    with pytest.raises(KeyError):
        widget.set_state({trait: value})
    assert widget.notice.startswith("Something went wrong in Python: KeyError: 'a fault'")
