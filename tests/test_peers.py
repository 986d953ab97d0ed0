"""Marks among peers: numbers of essays, what came back beside one's own, and a whole class."""

import re

import pytest

from resetcycle import classroom, kinds, peers, rubric, sharing
from resetcycle.exercise import public

LINES = [line.name for line in rubric.lines()]
TITLES = [line.criterion for line in rubric.lines()]
AUTHOR, ANN, BO = "00c0ffee", "0000000a", "0000000b"
NOON = "2026-11-29T12:00:00+00:00"


def marks(*levels):
    """Return a mark for each line; one for all of them if there is but one."""
    return dict(zip(LINES, levels * 6 if len(levels) == 1 else levels, strict=True))


def line(learner, given, author=AUTHOR, lesson="04", saved=NOON):
    work = {"lesson": lesson, "author": author, "marks": given}
    return sharing.share_code({"learner": learner, "saved": saved, **work}, "marks")


def peer(*levels):
    return peers.Peer("Ann", marks(*levels), NOON)


# ------------------------------------------------------------------------------------ the code


def test_each_mark_comes_back_from_its_quarter_of_a_byte():
    for place in range(len(LINES)):
        for mark in rubric.LEVELS:
            given = marks(0) | {LINES[place]: mark}
            read = sharing.read_share_code(line(ANN, given), "marks")
            assert read == {
                "learner": ANN,
                "saved": NOON,
                "lesson": "04",
                "author": AUTHOR,
                "marks": given,
            }


def test_a_line_is_short_and_holds_no_word_of_the_essay():
    assert re.fullmatch(r"RC0(-[0-9A-Z]{1,5}){6}", line(ANN, marks(3)))


@pytest.mark.parametrize(
    "change",
    [
        {"lesson": "00"},
        {"lesson": "12"},
        {"author": "Ann"},
        {"author": "00C0FFEE"},
        {"marks": {}},
        {"marks": marks(3) | {"claim": 4}},
        {"marks": marks(3) | {"claim": -1}},
        {"marks": marks(3) | {"claim": True}},
        {"marks": marks(3) | {"style": 1}},
    ],
)
def test_what_is_no_marking_of_an_essay_gets_no_code(change):
    work = {"learner": ANN, "lesson": "04", "author": AUTHOR, "marks": marks(1)}
    with pytest.raises(ValueError, match=r"exercise|author|mark"):
        sharing.share_code(work | change, "marks")


def test_every_exercise_with_an_essay_has_a_mark_of_its_own_and_another_rubric_another():
    own = kinds.holding("marks")
    assert own.lessons == [name for name, one in public.exercises().items() if one.has_essay]
    lessons = own.lists()["lessons"]
    assert len({one["mark"] for one in lessons}) == len(lessons)
    other = kinds.Marks(own.lessons, [*own.lines[:-1], "style"])
    body = other.pack({"lesson": "04", "author": AUTHOR, "marks": dict.fromkeys(other.lines, 1)})
    assert own.unpack(body) is None


def test_of_each_essay_that_a_learner_marked_the_newest_line_counts():
    later = line(ANN, marks(2), saved="2026-11-29T13:00:00+00:00")
    other = line(ANN, marks(1), author=BO)
    read = sharing.read_class(f"Ann: {later}\nAnn: {line(ANN, marks(0))}\nAnn: {other}")
    assert [entry.answer["author"] for entry in read.entries] == [AUTHOR, BO]
    assert read.entries[0].answer["marks"] == marks(2) and len(read.notes) == 1


# ---------------------------------------------------------------------------------- the number


def test_a_number_is_read_as_it_is_written_by_hand():
    written = peers.number_of("10c0ffe1", "04")
    assert re.fullmatch(r"10c0f-fe1[0-9a-f]{2}", written)
    by_hand = written.upper().replace("0", "O").replace("1", "l").replace("-", " \u2013 ")
    for each in (written, written.replace("-", ""), f" {written} ", by_hand):
        assert peers.author_of(each, "04") == "10c0ffe1"


def test_a_slip_or_an_essay_on_another_exercise_is_refused():
    written = peers.number_of(AUTHOR, "04")
    slips = [
        written[:at] + digit + written[at + 1 :]
        for at in range(len(written))
        for digit in "0123456789abcdef"
        if written[at] not in ("-", digit)
    ]
    for each in ("", "Ann", written[:-1], written + "0", *slips):
        with pytest.raises(ValueError, match="not the number of an essay on exercise 04"):
            peers.author_of(each, "04")
    with pytest.raises(ValueError, match="exercise 05"):
        peers.author_of(written, "05")


# -------------------------------------------------------------------------------- what came back


def test_lines_that_came_back_are_taken_or_named():
    task = sharing.share_code(
        {"learner": BO, "lesson": "04", "places": [[1, 0]] + [[]] * 6}, "tasks"
    )
    text = "\n".join(
        [
            f"Ann: {line(ANN, marks(1))}",
            line(BO, marks(2)),
            f"Cy: {line('0000000c', marks(2), author=ANN)}",
            f"Di: {line('0000000d', marks(2), lesson='05')}",
            f"Me: {line(AUTHOR, marks(3))}",
            task,
            f"Ed: {line('0000000e', marks(1))[:20]}",
        ]
    )
    got = peers.received(text, AUTHOR, "04")
    assert got.peers == [
        peers.Peer("Ann", marks(1), NOON),
        peers.Peer("peer 2", marks(2), NOON),
    ]
    assert got.notes == [
        "The code of Ed is cut short; ask for the whole line.",
        "Line 3 holds marks of another essay.",
        "Line 4 holds marks of another essay.",
        "Line 5 holds your own marks.",
        "1 code holds other work than marks of an essay.",
    ]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_that_came_back_is_no_fault(text):
    assert peers.received(text, AUTHOR, "04") == ([], [])


def test_talk_without_a_code_is_named():
    assert "begins with RC0" in peers.received("I liked it!", AUTHOR, "04").notes[0]


@pytest.mark.parametrize(
    ("own", "given", "said"),
    [
        (marks(2), [peer(2)], "The same mark on 6 of 6 lines."),
        (
            marks(2, 2, 2, 2, 2, 2),
            [peer(2, 2, 1, 2, 2, 2)],
            (
                "The same mark on 5 of 6 lines. Nowhere more than one level apart. "
                f"Talk about {TITLES[2]} first"
            ),
        ),
        (
            marks(3, 3, 3, 3, 3, 3),
            [peer(3, 1, 3, 0, 2, 3)],
            (
                "The same mark on 3 of 6 lines. "
                f"More than one level apart: {TITLES[1]}, {TITLES[3]}. Talk about {TITLES[3]} first"
            ),
        ),
        # The widest single difference comes first; of two that are as wide, what more peers saw.
        (
            marks(2),
            [peer(0, 2, 2, 2, 2, 0), peer(2, 2, 2, 2, 2, 1)],
            (
                "The same mark on 4 of 6 lines. "
                f"More than one level apart: {TITLES[0]}, {TITLES[5]}. Talk about {TITLES[5]} first"
            ),
        ),
    ],
)
def test_where_marks_agree_and_differ_and_what_to_talk_about(own, given, said):
    assert peers.beside(own, given)["sentence"].startswith(said)


def test_each_line_says_how_far_the_marks_are_apart_and_older_ones_do_not_count():
    found = peers.beside(marks(3), [peer(3, 2, 1, 0, 3, 3)], [peer(0)])
    assert [row["says"] for row in found["rows"][:4]] == [
        "✓ The same.",
        "One level apart.",
        "≠ 2 levels apart.",
        "≠ 3 levels apart.",
    ]
    assert found["rows"][0]["peers"] == [3, 0] and len(found["peers"]) == 2
    assert [row["criterion"] for row in found["rows"]] == TITLES
    alone = peers.beside(marks(3), [], [peer(0)])
    assert alone["sentence"].startswith("The same mark on 0 of 6 lines.")


# ----------------------------------------------------------------------------------- a class


def of_class(*lines):
    return peers.of_class(sharing.read_class("\n".join(lines)).entries)


def test_a_class_shows_authors_beside_the_mean_of_their_peers_line_by_line():
    lines = [
        line(AUTHOR, marks(3, 3, 3, 3, 3, 3)),
        line(ANN, marks(3, 2, 1, 3, 3, 3)),
        line(BO, marks(3, 3, 2, 3, 3, 3)),
        line(ANN, marks(1, 1, 1, 1, 1, 1), author=ANN),
        line(AUTHOR, marks(1, 1, 1, 1, 1, 2), author=ANN),
    ]
    (found,) = of_class(*lines)
    assert (found["lesson"], found["essays"]) == ("04", 2)
    # Evidence: authors 3 and 1; peers 2.5 and 1. True: 3 and 1; 1.5 and 1.
    means = {row["criterion"]: (row["own"], row["peers"], row["apart"]) for row in found["rows"]}
    assert means[TITLES[1]] == (2.0, 1.75, 0) and means[TITLES[2]] == (2.0, 1.25, 1)
    assert means[TITLES[5]] == (2.0, 2.5, 0)
    assert found["sentence"] == (
        "2 essays have marks by their authors and by peers. "
        f"Furthest apart: {TITLES[2]}, on average 2.0 by authors and 1.2 by peers."
    )
    assert AUTHOR not in str(found)


def test_an_essay_that_has_only_one_of_both_does_not_count_and_is_named():
    (found,) = of_class(line(ANN, marks(2)), line(BO, marks(2), author=BO))
    assert found["rows"] == [] and found["essays"] == 0
    assert found["sentence"] == (
        "0 essays have marks by their authors and by peers. "
        "1 essay with its author's marks alone does not count here. "
        "1 essay with peers' marks alone does not count here."
    )


def test_where_all_agree_no_line_is_called_furthest():
    (found,) = of_class(line(AUTHOR, marks(2)), line(ANN, marks(2)))
    assert found["sentence"].endswith("gave the same on every line.")


def test_the_table_of_a_class_says_what_its_rows_say():
    text = f"{line(AUTHOR, marks(3))}\nAnn: {line(ANN, marks(1))}"
    table = classroom.marks(text)
    assert list(table.frame.iloc[0]) == ["04", TITLES[0], "3.0", "1.0", "1 of 1"]
    assert len(table.frame) == len(LINES)
    (found,) = of_class(text)
    assert table.below == f"Exercise 04: {found['sentence']}"
    nothing = classroom.marks(line(ANN, marks(1)))
    assert "No essay has marks by its author and by a peer yet." in str(nothing)
    assert "peers' marks alone" in nothing.below
    assert "No essay has marks" in str(classroom.marks("Good morning!"))
