"""A learner's work is kept, and nothing is overwritten."""

import errno
import json
import os
import warnings

import pytest

from resetcycle import answers, files, sharing

# ------------------------------------------------------------------------------------- saved work


def test_nothing_is_kept_at_first_and_looking_writes_nothing(my_work):
    assert answers.restore("06") == {}
    assert json.loads(answers.export_text("06"))["answers"] == {}
    assert not my_work.exists()


def test_answers_are_kept_beside_each_other_and_the_newer_replaces_its_namesake(my_work):
    path = answers.save("06", weights={"points": [1, 2]}, memo="Schön, да.")
    answers.save("06", weights={"points": [3]})
    assert path == my_work / "06.json"
    assert answers.restore("06") == {"weights": {"points": [3]}, "memo": "Schön, да."}
    assert answers.restore("07") == {}
    assert "Schön, да." in path.read_text(encoding="utf-8")


def test_a_learner_keeps_one_random_name_in_a_lesson(my_work):
    name = answers.learner("06")
    assert len(bytes.fromhex(name)) == 4
    assert answers.learner("06") == name
    answers.save("06", memo="x")
    assert answers.learner("06") == json.loads((my_work / "06.json").read_text())["learner"] == name
    assert answers.learner("07") != name


@pytest.mark.parametrize("call", ["replace", "fdopen"])
def test_when_writing_fails_the_old_file_stands_and_no_litter_is_left(my_work, monkeypatch, call):
    path = answers.save("06", memo="first")
    before = path.read_bytes()

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="No space left"):
        answers.save("06", memo="second")
    assert path.read_bytes() == before
    assert [one.name for one in my_work.iterdir()] == ["06.json"]


@pytest.mark.parametrize("bad", [{"x": object()}, {"x": float("nan")}])
def test_what_json_cannot_hold_is_refused_and_the_old_file_stands(my_work, bad):
    path = answers.save("06", memo="first")
    before = path.read_bytes()
    with pytest.raises((TypeError, ValueError), match="JSON"):
        answers.save("06", **bad)
    assert path.read_bytes() == before


DAMAGED = {
    "half a file": (b'{"kit": "reset-cycle", "les', "damaged"),
    "an empty file": (b"", "damaged"),
    "no text at all": (b'{"kit": "\xff\xfe\xfa"}', "damaged"),
    "a number that only Python reads": (
        b'{"kit": "reset-cycle", "answers": {"x": NaN}}',
        "damaged",
    ),
    "a number that no float holds": (
        b'{"kit": "reset-cycle", "lesson": "06", "learner": "00c0ffee", "answers": {"x": 1e999}}',
        "damaged",
    ),
    "endless brackets": (b"[" * 100_000, "damaged"),
    "a list": (b"[1, 2]", "not a file of answers of this kit"),
    "another program's file": (
        b'{"kit": "other", "answers": {}}',
        "not a file of answers of this kit",
    ),
    "answers of the wrong kind": (
        b'{"kit": "reset-cycle", "lesson": "06", "learner": "00c0ffee", "answers": 3}',
        "not a file of answers",
    ),
    "no learner": (
        b'{"kit": "reset-cycle", "lesson": "06", "answers": {}}',
        "not a file of answers of this kit",
    ),
    "another lesson": (
        b'{"kit": "reset-cycle", "lesson": "07", "learner": "00c0ffee", "answers": {}}',
        "of lesson 07, not of lesson 06",
    ),
}


@pytest.mark.parametrize("content, reason", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize(
    "use",
    [answers.restore, lambda lesson: answers.save(lesson, memo="new")],
    ids=["restore", "save"],
)
def test_a_bad_file_is_set_aside_whole_and_the_learner_is_told(my_work, content, reason, use):
    my_work.mkdir()
    (my_work / "06.json").write_bytes(content)
    with pytest.warns(
        answers.AnswersWarning,
        match=rf"{reason}.* kept as my-work/06.set-aside-1.json, "
        "and lesson 06 starts with a new file",
    ):
        use("06")
    assert (my_work / "06.set-aside-1.json").read_bytes() == content


def test_files_set_aside_do_not_overwrite_each_other(my_work):
    my_work.mkdir()
    for number in (1, 2, 3):
        (my_work / "06.json").write_text(f"damaged {number}")
        with pytest.warns(answers.AnswersWarning, match=f"set-aside-{number}"):
            answers.restore("06")
    assert [(my_work / f"06.set-aside-{number}.json").read_text() for number in (1, 2, 3)] == [
        "damaged 1",
        "damaged 2",
        "damaged 3",
    ]


def test_a_good_file_is_read_without_a_warning_also_with_a_byte_order_mark(my_work):
    path = answers.save("06", memo="kept")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answers.restore("06") == {"memo": "kept"}


# ---------------------------------------------------------------------------- download and upload


def test_a_file_goes_out_and_comes_back(my_work):
    answers.save("06", memo="mine", weights=[1, 2.5, None])
    text, name = answers.export_text("06"), answers.learner("06")
    (my_work / "06.json").unlink()
    assert answers.import_text("06", text) == {"memo": "mine", "weights": [1, 2.5, None]}
    assert answers.restore("06") == {"memo": "mine", "weights": [1, 2.5, None]}
    assert answers.learner("06") == name


def test_an_upload_sets_aside_what_stood_there(my_work):
    answers.save("06", memo="at home")
    text = answers.export_text("06")
    there = answers.save("06", memo="in class").read_bytes()
    answers.import_text("06", text)
    assert answers.restore("06") == {"memo": "at home"}
    assert (my_work / "06.set-aside-1.json").read_bytes() == there


def test_the_same_upload_twice_sets_nothing_aside(my_work):
    answers.save("06", memo="mine")
    text = answers.export_text("06")
    answers.import_text("06", text)
    answers.import_text("06", text)
    assert [path.name for path in my_work.iterdir()] == ["06.json"]


def test_an_upload_can_replace_a_file_that_cannot_be_read(my_work):
    answers.save("06", memo="mine")
    text = answers.export_text("06")
    (my_work / "06.json").write_bytes(b"\xff\xfe broken")
    answers.import_text("06", text)
    assert answers.restore("06") == {"memo": "mine"}
    assert (my_work / "06.set-aside-1.json").read_bytes() == b"\xff\xfe broken"


@pytest.mark.parametrize(
    "content, reason",
    [value for value in DAMAGED.values() if value[0].isascii()],
    ids=[name for name, value in DAMAGED.items() if value[0].isascii()],
)
def test_a_bad_upload_changes_nothing(my_work, content, reason):
    path = answers.save("06", memo="mine")
    before = path.read_bytes()
    with pytest.raises(ValueError, match=reason):
        answers.import_text("06", content.decode())
    assert path.read_bytes() == before and len(list(my_work.iterdir())) == 1


def test_when_an_upload_cannot_be_written_the_old_file_stands(my_work, monkeypatch):
    answers.save("06", memo="at home")
    text = answers.export_text("06")
    path = answers.save("06", memo="in class")
    before = path.read_bytes()

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(OSError, match="No space"):
        answers.import_text("06", text)
    assert path.read_bytes() == before and len(list(my_work.iterdir())) == 1


@pytest.mark.parametrize("call", ["replace", "rename"])
def test_when_an_upload_stops_half_way_the_old_file_is_in_its_place(my_work, monkeypatch, call):
    answers.save("06", memo="at home")
    text = answers.export_text("06")
    path = answers.save("06", memo="in class")
    before, mend = path.read_bytes(), getattr(os, call)

    def fail(old, new):
        if str(old).endswith("06.json") == (call == "rename"):
            raise OSError(28, "No space left on device")
        return mend(old, new)

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match="No space"):
        answers.import_text("06", text)
    assert path.read_bytes() == before and len(list(my_work.iterdir())) == 1


# ------------------------------------------------------------------------------------ other worlds


def test_what_a_later_version_keeps_beside_the_answers_stays(my_work):
    path = answers.save("06", memo="mine")
    later = json.loads(path.read_text()) | {"version": 3, "seen": ["07"]}
    path.write_text(json.dumps(later))
    answers.save("06", memo="more")
    assert json.loads(path.read_text()) | {"saved": ""} == later | {
        "answers": {"memo": "more"},
        "saved": "",
    }


def test_half_a_character_is_kept_and_comes_back(my_work):
    """A text that was cut inside an emoji, as a chat may hand it over."""
    answers.save("06", memo="good \ud83d", name="\U0001f600")
    assert answers.restore("06") == {"memo": "good \ud83d", "name": "\U0001f600"}
    text = answers.export_text("06")
    assert answers.import_text("06", text) == answers.restore("06")
    answers.replace("06", "memo", "better", "good \ud83d")
    assert answers.restore("06")["memo"] == "better"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL])
def test_work_is_kept_in_a_folder_that_knows_no_locks(my_work, monkeypatch, number):
    def no_locks(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.fcntl, "flock", no_locks)
    answers.save("06", memo="kept")
    assert answers.restore("06") == {"memo": "kept"}
    with pytest.raises(answers.ChangedElsewhere):
        answers.replace("06", "memo", "mine", "another")


def test_a_file_where_the_folder_should_be_is_told(my_work):
    my_work.write_text("a file")
    with pytest.raises(FileExistsError) as caught:
        answers.save("06", memo="x")
    assert answers.trouble(caught.value) == "The folder my-work cannot be used (File exists)."
    assert answers.restore("06") == {} and my_work.read_text() == "a file"


def test_a_folder_in_the_place_of_the_file_is_set_aside(my_work):
    (my_work / "06.json").mkdir(parents=True)
    (my_work / "06.json" / "mine.txt").write_text("stays")
    with pytest.warns(answers.AnswersWarning, match=r"06\.set-aside-1\.json"):
        answers.save("06", memo="x")
    assert answers.restore("06") == {"memo": "x"}
    assert (my_work / "06.set-aside-1.json" / "mine.txt").read_text() == "stays"


def test_of_a_file_that_is_gone_no_copy_is_kept(my_work):
    answers.save("06", memo="x").unlink()
    assert answers.copy_aside("06") is None


# ------------------------------------------------------------------------------------------ doors


def test_the_codec_opens_by_its_old_name_as_lesson_07_and_saved_work_call_it():
    names = ("all_share_codes", "find_share_codes", "points_table", "read_share_code", "share_code")
    assert all(getattr(answers, name) is getattr(sharing, name) for name in names)
