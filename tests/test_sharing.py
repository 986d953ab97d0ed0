"""A share code survives a class chat, and a slip in it is found."""

import dataclasses

import numpy as np
import pytest

from resetcycle import kinds, obstacles, sharing

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
        CODE.replace("-", "\u2015"),
        CODE.replace("-", "\u2043"),
        CODE.replace("-", "-\u200b"),
        "\u200e".join(CODE),
        f"\u202a{CODE}\u202c\u2069",
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
        "bars",
        "bullets",
        "unseen marks",
        "marks of direction",
        "embedded",
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
        ("RC2" + CODE[3:], "other work than what is asked for"),
        ("RC0" + CODE[3:], "other work than what is asked for"),
    ],
)
def test_the_reason_is_named(code, reason):
    with pytest.raises(ValueError, match=reason):
        sharing.read_share_code(code)


def test_a_sound_code_with_values_of_another_version_is_named():
    body = bytes.fromhex("00c0ffee") + bytes(4) + bytes([0]) + bytes([101] * 8)
    digits = sharing._base32(body + sharing._checksum(body, 1))
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
Eli 10:35 RC0-030FZ-VG01W
Farid: what is a code?"""
    found, broken = sharing.find_share_codes(chat)
    assert found == [ANSWER, OTHER]
    assert len(broken) == 3
    assert "slip in it" in broken[0] and "cut short" in broken[1] and "cut short" in broken[2]


@pytest.mark.parametrize(
    "before, whose",
    [
        ("Ana: ", "of Ana"),
        ("Ana María O'Neill-Ruiz: ", "of Ana María O'Neill-Ruiz"),
        ("Ana (she/her) 10:31 ", "of Ana"),
        ("Ana, 10:31 > ", "of Ana"),
        ("> Ana: ", "of Ana"),
        ("田中 10:33　sorry，", "of 田中"),
        ("[10:31, 28/11/2026] Ana: ", "of Ana"),
        ("28/11/26, 10:31 PM - Ana: ", "of Ana"),
        ("Ana, [28 Nov 2026 10:31]\n", "of Ana"),
        ("", "in line 2"),
        ("10:31 ", "in line 2"),
        ("here is mine ", "in line 2"),
    ],
)
def test_a_broken_code_is_named_by_its_learner(before, whose):
    slip = CODE[:12] + ("A" if CODE[12] != "A" else "B") + CODE[13:]
    for broken in (slip, CODE[:21], "RC0-030FZ-VG01W", slip.replace("RC1", "RC3")):
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
    [note] = sharing.read_class("\n".join(f"Ana: {code}" for code in codes)).notes
    assert note == "The code of Ana takes the place of an older one of the same learner."


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


# -------------------------------------------------------------------------------- six kinds of work

NAMED = {"learner": "00c0ffee", "saved": "2026-11-22T10:00:00+00:00"}
LISTS = kinds.lists()
OBAMA = kinds.half_years("obama")
FIGURES = dict.fromkeys(LISTS["likelihoods"]["hypotheses"], 0.07) | {"drift": 1.0}
WORK = {
    "codes": {"codes": dict.fromkeys(LISTS["codes"]["things"], "none")},
    "line": {"term": "obama", "line": [[day, -9.5 + place] for place, day in enumerate(OBAMA)]},
    "claims": {"deck": "claims", "chosen": {"C02": "causal", "C31": "forecast"}},
    "forecasts": {"bands": {"Q01": "even", "Q21": "almost_certain"}},
    "likelihoods": {"likelihoods": {"2022-02-invasion": FIGURES}},
    "tasks": {"lesson": "04", "places": [[3, 5], [1, 0], [], [], [], [2, 4], []]},
}
each_kind = pytest.mark.parametrize("kind", WORK)


def packed(kind, **more):
    return sharing.share_code({**NAMED, **WORK[kind], **more}, kind)


@each_kind
def test_work_of_each_kind_comes_back_from_one_line(kind):
    code = packed(kind)
    assert code.startswith(f"RC{1 + sharing.KINDS.index(kind)}-") and len(code) <= 65
    assert sharing.read_share_code(code, kind) == {**NAMED, **WORK[kind]}


@each_kind
def test_who_asks_for_weights_hears_nothing_of_sound_codes_of_other_work(kind):
    text = f"Ana: {packed(kind)}\nBo: {CODE}"
    assert sharing.find_share_codes(text) == sharing.all_share_codes(text) == ([ANSWER], [])
    found, broken = sharing.find_share_codes(text, kind)
    assert found == [{**NAMED, **WORK[kind]}] and broken == []
    with pytest.raises(ValueError, match="other work than what is asked for"):
        sharing.read_share_code(packed(kind))


@each_kind
def test_no_digit_can_be_taken_for_another(kind):
    code = packed(kind)
    for digit in "123456":
        if digit != code[2]:
            told = sharing.read_class(f"RC{digit}{code[3:]}")
            assert told.entries == [] and len(told.broken) == 1


def test_a_line_keeps_tenths_at_half_years_and_leaves_gaps_open():
    line = [[OBAMA[1], 3.14159], [OBAMA[3], -10]]
    found = sharing.read_share_code(packed("line", line=line), "line")
    assert found["line"] == [[OBAMA[1], 3.1], [OBAMA[3], -10]]


@pytest.mark.parametrize(
    "kind, change, reason",
    [
        ("codes", {"codes": {}}, "needs a choice"),
        ("codes", {"codes": {LISTS["codes"]["things"][0]: "111"}}, "has none"),
        ("claims", {"chosen": {}}, "needs a choice"),
        ("claims", {"chosen": {"C02": "gossip"}}, "'C02': 'gossip'"),
        ("claims", {"deck": "heap"}, "found 'heap'"),
        ("forecasts", {"bands": {"Q99": "even"}}, "'Q99': 'even'"),
        ("line", {"term": "fdr"}, "no presidency 'fdr'"),
        ("line", {"line": []}, "needs a line with a point"),
        ("line", {"line": [[OBAMA[0], 10.1]]}, "found '2009-01-20': 10.1"),
        ("line", {"line": [["2009-01-21", 1]]}, "found '2009-01-21': 1"),
        ("likelihoods", {"likelihoods": {}}, "findings such as"),
        ("likelihoods", {"likelihoods": {"2022-02-invasion": {"drift": 0.5}}}, "has None"),
    ],
)
def test_work_that_no_list_knows_is_refused(kind, change, reason):
    with pytest.raises(ValueError, match=reason):
        packed(kind, **change)


@pytest.mark.parametrize("kind", ["codes", "claims", "forecasts", "likelihoods"])
def test_a_code_along_a_list_that_has_changed_is_named_and_not_misread(kind, monkeypatch):
    code, own = packed(kind), kinds.holding(kind)
    name = "findings" if kind == "likelihoods" else "things"

    def turn(one):
        return dataclasses.replace(one, **{name: getattr(one, name)[::-1]})

    if kind == "claims":
        decks = {deck: turn(one) for deck, one in own.decks.items()}
        turned = dataclasses.replace(own, decks=decks)
    else:
        turned = turn(own)
    monkeypatch.setattr(kinds, "holding", lambda _kind: turned)
    with pytest.raises(ValueError, match="another version of the kit"):
        sharing.read_share_code(code, kind)


def test_a_code_without_the_name_of_a_deck_is_of_the_claims_as_in_the_second_edition():
    # Made by the second edition, when there was one deck.
    code = "RC4-030FZ-VG01W-NSHGW-04000-00000-2V5Y"
    named = {**NAMED, "chosen": {"C02": "causal"}}
    assert sharing.read_share_code(sharing.share_code(named, "claims"), "claims") == {
        **named,
        "deck": "claims",
    }
    assert sharing.share_code(named, "claims") == code


def test_the_decks_of_one_learner_are_two_works_and_a_deck_is_told_by_its_lists():
    desk = packed("claims", deck="desk", chosen={"odni": "alleged", "tillerson": "established"})
    read = sharing.read_class(f"Ana: {packed('claims')}\nAna: {desk}")
    assert [one.answer["deck"] for one in read.entries] == ["claims", "desk"]
    assert read.entries[1].answer["chosen"] == {"odni": "alleged", "tillerson": "established"}
    assert read.notes == []
    digests = [deck["digest"] for deck in LISTS["claims"]["decks"]]
    assert len(set(digests)) == len(digests) == 2


def test_a_new_presidency_leaves_lines_of_the_others_as_they_are(monkeypatch):
    code, own = packed("line"), kinds.holding("line")
    longer = dataclasses.replace(own, terms={"next": ["2029-01-20"], **own.terms})
    monkeypatch.setattr(kinds, "holding", lambda _kind: longer)
    assert sharing.read_share_code(code, "line") == {**NAMED, **WORK["line"]}


# ---------------------------------------------------------------------------------- of one class


def test_a_line_that_stands_twice_counts_once_and_is_named():
    code = packed("line")
    text = sharing.read_class(f"Ana: {code}\nBo: {OTHER_CODE}\nAna: {code}")
    assert [(one.kind, one.name) for one in text.entries] == [("line", "Ana"), ("weights", "Bo")]
    assert text.notes == ["The code of Ana stands here twice; it counts once."]
    assert sharing.read_class(f"{code} {code} {code}").notes == [
        "The code in line 1 stands here 3 times; it counts once."
    ]


def test_one_learner_has_a_line_for_each_presidency_and_one_of_each_other_kind():
    biden = {"term": "biden", "line": [["2021-01-20", 1]]}
    codes = [*map(packed, WORK), packed("line", **biden), CODE]
    text = sharing.read_class("\n".join(codes))
    assert len(text.entries) == len(codes) and text.notes == text.broken == []


def test_one_name_before_codes_of_two_learners_is_said_and_both_count():
    text = sharing.read_class(f"Ana: {CODE}\nAna: {OTHER_CODE}")
    assert len(text.entries) == 2
    assert text.notes == ["Ana stands before codes of 2 different learners; all of them count."]


def test_weights_without_any_points_are_named_and_not_used():
    nothing = sharing.share_code({**OTHER, "points": dict.fromkeys(obstacles.groups(), 0)})
    text = sharing.read_class(f"Ana: {nothing}\n{nothing}")
    assert text.entries == []
    assert text.broken == [
        "The code of Ana gives no obstacle any points.",
        "The code in line 2 gives no obstacle any points.",
    ]


# ------------------------------------------------------------------- lines of the second edition

LETTERS = "BHAACDICGAFB"


@pytest.mark.parametrize(
    "shown",
    [
        f"CODES02-{LETTERS}",
        f"codes02-{LETTERS.lower()}",
        f"CODES02\u2011{LETTERS}",
        f"CODES02\u2015{LETTERS}",
        f"CODES02 \u2013 {LETTERS}",
        f"CODES02-{LETTERS[:6]}\u200b{LETTERS[6:]}",
        f"CODES02-{LETTERS[:6]}\u200f\u2066{LETTERS[6:]}",
        f"CODES02-{LETTERS[:6]}\n> {LETTERS[6:]}",
        f"CODES02-{LETTERS[:4]}-{LETTERS[4:8]} {LETTERS[8:]}",
        f"**CODES02-{LETTERS}**, sorry for the delay",
    ],
)
def test_a_line_of_letters_may_be_shown_in_many_ways(shown):
    [found], broken = sharing.find_share_codes(f"Ann 10:31: {shown}\nBo: thanks!", "codes")
    letters = dict(zip(LISTS["codes"]["choices"], LISTS["codes"]["letters"], strict=True))
    assert "".join(letters[code] for code in found["codes"].values()) == LETTERS and not broken


def test_a_line_of_letters_that_is_not_whole_is_named():
    text = f"Ann: CODES02-{LETTERS[:9]}\nBo: CODES02-{LETTERS}A\nCODES02 has twelve letters"
    found, broken = sharing.find_share_codes(text, "codes")
    assert found == []
    assert [told[:17] for told in broken] == ["The code of Ann h", "The code of Bo ha"]


def test_a_line_of_letters_counts_once_a_name_and_gives_way_to_a_share_code():
    ann, other = f"Ann: CODES02-{LETTERS}", "CODES02-" + "A" * 12
    text = sharing.read_class(f"{ann}\n{ann}\nAnn: {other}\nBo: CODES02-{LETTERS}")
    assert [one.name for one in text.entries] == ["Ann", "Bo"]
    assert set(text.entries[0].answer["codes"].values()) == {"none"} and len(text.notes) == 2
    # Without names, two learners with the same codes look like one who pasted twice.
    assert len(sharing.read_class(f"{other}\n{other}").entries) == 2
    [one] = sharing.read_class(f"Ann: {packed('codes')}\n{ann}").entries
    assert one.answer["learner"] == "00c0ffee"
