"""A learner's work is kept, nothing is overwritten, and a share code survives a class chat."""

import json
import os
import warnings

import numpy as np
import pytest

from resetcycle import answers

POINTS = (100, 80, 60, 40, 20, 0, 7, 55)
ANSWER = {
    "learner": "00c0ffee",
    "saved": "2026-11-22T10:00:00+00:00",
    "method": "rank",
    "points": dict(zip(answers.groups(), POINTS)),
    "codings": {"obama/values_conflict": 2, "trump1/mutual_distrust": 1},
}
CODE = answers.share_code(ANSWER)
OTHER = {**ANSWER, "learner": "0000abcd", "method": "swing", "codings": {}}
OTHER_CODE = answers.share_code(OTHER)


# ------------------------------------------------------------------------------------------------- saved work


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
        match=rf"{reason}.* kept as my-work/06.set-aside-1.json, and lesson 06 starts with a new file",
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


# ------------------------------------------------------------------------------------------------- download and upload


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


# ------------------------------------------------------------------------------------------------- one share code


def test_a_code_brings_back_points_codings_method_learner_and_minute():
    assert answers.read_share_code(CODE) == ANSWER
    assert answers.read_share_code(OTHER_CODE) == OTHER


def test_a_code_is_short_and_has_no_letter_that_can_be_misread():
    assert CODE.startswith("RC1-") and len(CODE) < 50
    assert not set("ILOU") & set(CODE.removeprefix("RC1-"))


def test_a_code_without_time_is_of_now():
    code = answers.share_code({name: ANSWER[name] for name in ("learner", "points")})
    read = answers.read_share_code(code)
    assert (
        read["saved"][:10] >= "2025-01-01" and read["method"] == "swing" and read["codings"] == {}
    )


def test_random_answers_come_back():
    rng = np.random.default_rng(20170417)
    for _ in range(300):
        changed = rng.permutation(answers.cells())[: rng.integers(0, len(answers.cells()) + 1)]
        answer = {
            "learner": rng.bytes(4).hex(),
            "method": str(rng.choice(answers.METHODS)),
            "saved": str(np.datetime64("2025-01-01T00:00") + int(rng.integers(0, 10**7)))
            + ":00+00:00",
            "points": {group: int(rng.integers(0, 101)) for group in answers.groups()},
            "codings": {str(cell): int(rng.integers(0, 4)) for cell in changed},
        }
        code = answers.share_code(answer)
        assert answers.read_share_code(code) == answer
        assert answers.find_share_codes(f"Ana: {code}-hello\nBo: thanks!") == ([answer], [])
        at = rng.integers(9, len(code))
        assert answers.find_share_codes(f"Ana: {code[:at]}\n{code[at:]}\nBo: thanks!") == (
            [answer],
            [],
        )


@pytest.mark.parametrize(
    "shown",
    [
        CODE.lower(),
        CODE.replace("0", "O"),
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("1", "I"),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", " - "),
        CODE.replace("-", "\n"),
        CODE.replace("-", "-\n> "),
        CODE.replace("-", "\u2013"),
        CODE.replace("-", "\u2011"),
        CODE.replace("-", "-\u200b"),
        f"  {CODE}\n",
    ],
    ids=[
        "lower case",
        "O for 0",
        "o and l",
        "I for 1",
        "no hyphens",
        "spaces",
        "spaced hyphens",
        "lines",
        "quoted mail",
        "dashes",
        "fixed hyphens",
        "unseen marks",
        "blanks",
    ],
)
def test_a_code_may_be_shown_in_many_ways(shown):
    assert answers.read_share_code(shown) == ANSWER
    assert answers.find_share_codes(f"Ana, 10:32\n{shown}\nthanks, that was fun.") == ([ANSWER], [])


def test_every_single_slip_is_found():
    for at in range(4, len(CODE)):
        if CODE[at] == "-":
            continue
        for digit in answers.ALPHABET:
            if digit != CODE[at]:
                with pytest.raises(ValueError, match="slip in it"):
                    answers.read_share_code(CODE[:at] + digit + CODE[at + 1 :])


@pytest.mark.parametrize(
    "code, reason",
    [
        ("", "not a share code"),
        ("hello", "not a share code"),
        ("4T0QN-AAAAA", "not a share code"),
        ("RC1", "not a share code"),
        (CODE[: len(CODE) // 2], "cut short; ask for the whole line"),
        (CODE[:-2], "slip in it, or its end is missing"),
        (CODE + "0", "slip in it"),
        (CODE.replace("Z", "U"), "slip in it"),
        (CODE[:-1] + "é", "slip in it"),
        ("RC2" + CODE[3:], "another version of the kit"),
    ],
)
def test_the_reason_is_named(code, reason):
    with pytest.raises(ValueError, match=reason):
        answers.read_share_code(code)


def test_a_sound_code_with_values_of_another_version_is_named():
    body = bytes.fromhex("00c0ffee") + bytes(4) + bytes([0]) + bytes([101] * 8)
    digits = answers._base32(body + answers.binascii.crc_hqx(body, 0).to_bytes(2, "big"))
    with pytest.raises(ValueError, match="another version of the kit"):
        answers.read_share_code(f"RC1-{digits}")


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"points": dict(list(ANSWER["points"].items())[:7])}, "leadership_process has None"),
        ({"points": {**ANSWER["points"], "external_shocks": 101}}, "external_shocks has 101"),
        ({"points": {**ANSWER["points"], "external_shocks": -1}}, "external_shocks has -1"),
        ({"points": {**ANSWER["points"], "external_shocks": 50.5}}, "external_shocks has 50.5"),
        ({"points": {**ANSWER["points"], "external_shocks": True}}, "external_shocks has True"),
        ({"codings": {"obama/nothing": 1}}, "'obama/nothing': 1"),
        ({"codings": {"obama/values_conflict": 4}}, "'obama/values_conflict': 4"),
        ({"codings": {"obama/values_conflict": 1.0}}, "'obama/values_conflict': 1.0"),
        ({"learner": "Maria"}, "eight hexadecimal digits.*'Maria'"),
        ({"learner": "00c0ffee00"}, "eight hexadecimal digits"),
        ({"method": "guess"}, "one of swing, rank; found 'guess'"),
        ({"saved": "yesterday"}, "ISO date and time; found 'yesterday'"),
        ({"saved": "2017-04-17T10:00:00+00:00"}, "after 1 January 2025; found '2017"),
    ],
)
def test_an_answer_that_cannot_be_packed_is_refused(change, reason):
    with pytest.raises(ValueError, match=reason):
        answers.share_code({**ANSWER, **change})


def test_times_are_read_in_any_zone():
    for saved in (
        "2026-11-22T12:00:00+02:00",
        "2026-11-22T10:00:00Z",
        "2026-11-22T10:00:59.5",
        "2026-11-22 10:00",
    ):
        assert answers.share_code({**ANSWER, "saved": saved}) == CODE


# ------------------------------------------------------------------------------------------------- a whole chat


def test_a_chat_with_names_greetings_and_slips():
    slip = CODE[:12] + ("A" if CODE[12] != "A" else "B") + CODE[13:]
    chat = f"""Ana (she/her) 10:31
Good morning! RC1 is a strange name for a code. Mine: {CODE}
Björn 10:32: {OTHER_CODE}-greetings-to-all
田中 10:33　sorry，{slip} !!
Dana 10:34 > {CODE[:21]}
Eli 10:35 RC7-030FZ-VG01W
Farid: what is a code?"""
    found, broken = answers.find_share_codes(chat)
    assert found == [ANSWER, OTHER]
    assert len(broken) == 3
    assert "slip in it" in broken[0] and "cut short" in broken[1] and "another version" in broken[2]


@pytest.mark.parametrize(
    "text",
    [
        f"{CODE}-thanks",
        f"{CODE}-bye-bye-Maria",
        f"{CODE}thanks",
        f"hello-{CODE}",
        f"hello{CODE}",
        f"10:32{CODE}.",
        f"({CODE})",
        f"**{CODE}**",
        f"{CODE} - Maria",
        f"{CODE}\n-- \nMaria",
        f"{CODE}-HELLO-AGAIN-EVERY-ONE42",
    ],
)
def test_greetings_glued_to_a_code_do_no_harm(text):
    assert answers.find_share_codes(text) == ([ANSWER], [])


@pytest.mark.parametrize("between", [" ", "\n", "-", "", "-and-", ", ", "\nBo: "])
def test_codes_beside_each_other_are_both_read(between):
    assert answers.find_share_codes(CODE + between + OTHER_CODE) == ([ANSWER, OTHER], [])


def test_a_broken_code_does_not_swallow_the_next():
    for between in (" ", "\n", "-"):
        found, broken = answers.find_share_codes(CODE[:30] + between + OTHER_CODE)
        assert found == [OTHER] and len(broken) == 1


def test_of_one_learner_the_newest_counts_wherever_it_stands():
    older, newer = (
        {
            **ANSWER,
            "saved": f"2026-11-22T0{hour}:00:00+00:00",
            "points": {**ANSWER["points"], "external_shocks": hour},
        }
        for hour in (8, 9)
    )
    codes = [answers.share_code(answer) for answer in (older, newer)]
    for text in ("\n".join(codes), "\n".join(codes[::-1]), "\n".join(codes * 2)):
        assert answers.find_share_codes(text) == ([newer], [])
    assert answers.all_share_codes("\n".join(codes)) == ([older, newer], [])


def test_of_one_minute_the_later_in_the_text_counts():
    first, second = (
        {**ANSWER, "points": {**ANSWER["points"], "external_shocks": points}} for points in (1, 2)
    )
    assert answers.find_share_codes(
        answers.share_code(first) + " " + answers.share_code(second)
    ) == ([second], [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Good morning!",
        "RC1",
        "RC1-",
        "rc1 works well for me, thank you all very much indeed",
        "src10/main",
        "🙂" * 50,
    ],
)
def test_talk_is_not_a_broken_code(text):
    assert answers.find_share_codes(text) == ([], [])
