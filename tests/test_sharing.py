"""A share code survives a class chat, and a slip in it is found."""

import numpy as np
import pytest

from resetcycle import obstacles, sharing

POINTS = (100, 80, 60, 40, 20, 0, 7, 55)
ANSWER = {
    "learner": "00c0ffee",
    "saved": "2026-11-22T10:00:00+00:00",
    "method": "rank",
    "points": dict(zip(obstacles.groups(), POINTS, strict=True)),
    "codings": {"obama/values_conflict": 2, "trump1/mutual_distrust": 1},
}
CODE = sharing.share_code(ANSWER)
OTHER = {**ANSWER, "learner": "0000abcd", "method": "swing", "codings": {}}
OTHER_CODE = sharing.share_code(OTHER)


# --------------------------------------------------------------------------------- one share code


def test_a_code_brings_back_points_codings_method_learner_and_minute():
    assert sharing.read_share_code(CODE) == ANSWER
    assert sharing.read_share_code(OTHER_CODE) == OTHER


def test_a_code_is_short_and_has_no_letter_that_can_be_misread():
    assert CODE.startswith("RC1-") and len(CODE) < 50
    assert not set("ILOU") & set(CODE.removeprefix("RC1-"))


def test_a_code_without_time_is_of_now():
    code = sharing.share_code({name: ANSWER[name] for name in ("learner", "points")})
    read = sharing.read_share_code(code)
    assert (
        read["saved"][:10] >= "2025-01-01" and read["method"] == "swing" and read["codings"] == {}
    )


def test_random_answers_come_back():
    rng = np.random.default_rng(20170417)
    for _ in range(300):
        changed = rng.permutation(obstacles.cells())[: rng.integers(0, len(obstacles.cells()) + 1)]
        answer = {
            "learner": rng.bytes(4).hex(),
            "method": str(rng.choice(sharing.METHODS)),
            "saved": str(np.datetime64("2025-01-01T00:00") + int(rng.integers(0, 10**7)))
            + ":00+00:00",
            "points": {group: int(rng.integers(0, 101)) for group in obstacles.groups()},
            "codings": {str(cell): int(rng.integers(0, 4)) for cell in changed},
        }
        code = sharing.share_code(answer)
        assert sharing.read_share_code(code) == answer
        assert sharing.find_share_codes(f"Ana: {code}-hello\nBo: thanks!") == ([answer], [])
        at = rng.integers(9, len(code))
        assert sharing.find_share_codes(f"Ana: {code[:at]}\n{code[at:]}\nBo: thanks!") == (
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
    assert sharing.read_share_code(shown) == ANSWER
    assert sharing.find_share_codes(f"Ana, 10:32\n{shown}\nthanks, that was fun.") == ([ANSWER], [])


def test_every_single_slip_is_found():
    for at in range(4, len(CODE)):
        if CODE[at] == "-":
            continue
        for digit in sharing.ALPHABET:
            if digit != CODE[at]:
                with pytest.raises(ValueError, match="slip in it"):
                    sharing.read_share_code(CODE[:at] + digit + CODE[at + 1 :])


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
        sharing.read_share_code(code)


def test_a_sound_code_with_values_of_another_version_is_named():
    body = bytes.fromhex("00c0ffee") + bytes(4) + bytes([0]) + bytes([101] * 8)
    digits = sharing._base32(body + sharing._checksum(body))
    with pytest.raises(ValueError, match="another version of the kit"):
        sharing.read_share_code(f"RC1-{digits}")


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
        sharing.share_code({**ANSWER, **change})


def test_times_are_read_in_any_zone():
    for saved in (
        "2026-11-22T12:00:00+02:00",
        "2026-11-22T10:00:00Z",
        "2026-11-22T10:00:59.5",
        "2026-11-22 10:00",
    ):
        assert sharing.share_code({**ANSWER, "saved": saved}) == CODE


# ----------------------------------------------------------------------------------- a whole chat


def test_a_chat_with_names_greetings_and_slips():
    slip = CODE[:12] + ("A" if CODE[12] != "A" else "B") + CODE[13:]
    chat = f"""Ana (she/her) 10:31
Good morning! RC1 is a strange name for a code. Mine: {CODE}
Björn 10:32: {OTHER_CODE}-greetings-to-all
田中 10:33　sorry，{slip} !!
Dana 10:34 > {CODE[:21]}
Eli 10:35 RC7-030FZ-VG01W
Farid: what is a code?"""
    found, broken = sharing.find_share_codes(chat)
    assert found == [ANSWER, OTHER]
    assert len(broken) == 3
    assert "slip in it" in broken[0] and "cut short" in broken[1] and "another version" in broken[2]


@pytest.mark.parametrize(
    "before, whose",
    [
        ("Ana: ", "of Ana"),
        ("Ana María O'Neill-Ruiz: ", "of Ana María O'Neill-Ruiz"),
        ("Ana (she/her) 10:31 ", "of Ana"),
        ("Ana, 10:31 > ", "of Ana"),
        ("> Ana: ", "of Ana"),
        ("田中 10:33　sorry，", "of 田中"),
        ("", "in line 2"),
        ("10:31 ", "in line 2"),
        ("here is mine ", "in line 2"),
    ],
)
def test_a_broken_code_is_named_by_its_learner(before, whose):
    slip = CODE[:12] + ("A" if CODE[12] != "A" else "B") + CODE[13:]
    for broken in (slip, CODE[:21], "RC9-030FZ-VG01W"):
        _, told = sharing.find_share_codes(f"Bo: {OTHER_CODE}\n{before}{broken}\n")
        assert len(told) == 1 and told[0].startswith(f"The code {whose} ")
        assert "RC" not in told[0]


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
    assert sharing.find_share_codes(text) == ([ANSWER], [])


@pytest.mark.parametrize("between", [" ", "\n", "-", "", "-and-", ", ", "\nBo: "])
def test_codes_beside_each_other_are_both_read(between):
    assert sharing.find_share_codes(CODE + between + OTHER_CODE) == ([ANSWER, OTHER], [])


def test_a_broken_code_does_not_swallow_the_next():
    for between in (" ", "\n", "-"):
        found, broken = sharing.find_share_codes(CODE[:30] + between + OTHER_CODE)
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
    codes = [sharing.share_code(answer) for answer in (older, newer)]
    for text in ("\n".join(codes), "\n".join(codes[::-1]), "\n".join(codes * 2)):
        assert sharing.find_share_codes(text) == ([newer], [])
    assert sharing.all_share_codes("\n".join(codes)) == ([older, newer], [])


def test_of_one_minute_the_later_in_the_text_counts():
    first, second = (
        {**ANSWER, "points": {**ANSWER["points"], "external_shocks": points}} for points in (1, 2)
    )
    assert sharing.find_share_codes(
        sharing.share_code(first) + " " + sharing.share_code(second)
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
    assert sharing.find_share_codes(text) == ([], [])
