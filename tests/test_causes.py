"""What is left of the argument when arrows are taken out: worked out by hand on small maps."""

import pytest

from resetcycle import causes
from resetcycle.causes import Argument, Arrow, Box, argument, standing


def step(name, cause, effect, sign="+", kind="main"):
    return Arrow(name, cause, effect, cause, effect, sign, kind, "C1", "")


# thin and a shock meet; doubt makes what they do larger, and worse relations breed doubt.
MEETING = Argument(
    {
        "thin": Box(0, 0, 1),
        "shock": Box(0, 1, 2),
        "doubt": Box(0, 2, 3),
        "both": Box(1, 0, 1, "thin"),
        "relation": Box(2, 0, 1),
    },
    (
        step("a", "thin", "both"),
        step("b", "shock", "both"),
        step("c", "both", "relation", "-"),
        step("d", "doubt", "both", kind="amplifies"),
        step("e", "relation", "doubt", "-", "feedback"),
    ),
)
# A wish that feeds a scandal, which lowers the credit that gives room; and a block.
CHAIN = Argument(
    {name: Box(place, 0, 1) for place, name in enumerate(["wish", "scandal", "credit", "relation"])}
    | {"party": Box(1, 2, 3), "relief": Box(2, 2, 3)},
    (
        step("f", "wish", "scandal"),
        step("g", "scandal", "credit", "-"),
        step("h", "credit", "relation"),
        step("i", "party", "relief", "block"),
        step("j", "relief", "relation"),
    ),
)


def fallen(made, *out):
    return {arrow.id for arrow in made.arrows} - standing(made, out).arrows - set(out)


def test_a_shock_alone_does_nothing_and_thin_ground_alone_neither():
    assert fallen(MEETING, "a") == {"b", "c", "d", "e"}
    assert fallen(MEETING, "b") == {"a", "c", "d", "e"}
    whole = standing(MEETING)
    assert (whole.raising, whole.lowering, whole.larger, whole.turning) == (0, 2, 1, True)


def test_without_doubt_no_way_falls_but_the_loop():
    left = standing(MEETING, ["d"])
    assert (left.lowering, left.larger, left.turning) == (2, 0, False)
    assert fallen(MEETING, "d") == {"e"} and "doubt" not in left.boxes
    assert standing(MEETING, ["e"]).larger == 1 and not standing(MEETING, ["e"]).turning


def test_signs_multiply_along_a_way():
    assert (standing(CHAIN).raising, standing(CHAIN).lowering) == (0, 2)
    assert fallen(CHAIN, "g") == {"f", "h"} and fallen(CHAIN, "i") == {"j"}
    raised = Argument(
        CHAIN.boxes, (CHAIN.arrows[0], step("g", "scandal", "credit"), *CHAIN.arrows[2:])
    )
    assert (standing(raised).raising, standing(raised).lowering) == (1, 1)


def test_a_cause_that_only_makes_a_harm_larger_keeps_its_own_causes():
    made = Argument(
        CHAIN.boxes | {"poor": Box(0, 4, 5), "process": Box(1, 4, 5)},
        (
            *CHAIN.arrows,
            step("k", "poor", "process", "-"),
            step("l", "process", "credit", "-", "amplifies"),
        ),
    )
    assert standing(made).arrows == {arrow.id for arrow in made.arrows}
    assert standing(made).lowering == 2 and fallen(made, "g") == {"f", "h", "k", "l"}


def test_on_the_articles_own_maps_everything_stands_until_something_is_taken_out():
    for part, ways in (("base", (1, 11)), ("trump", (0, 10))):
        made = argument(part)
        left = standing(made)
        assert left.arrows == {arrow.id for arrow in made.arrows} and left.boxes == set(made.boxes)
        assert (left.raising, left.lowering) == ways


def test_no_end_of_relations_hangs_on_suspicion_alone():
    made = argument("base")
    suspicion = [arrow.id for arrow in made.arrows if arrow.cause == "mutual_suspicion"]
    left = standing(made, suspicion)
    assert len(suspicion) == 6 and fallen(made, *suspicion) == {"E19"}
    assert (left.raising, left.lowering, left.larger, left.turning) == (1, 11, 0, False)


def test_what_is_no_part_and_no_arrow_is_refused():
    with pytest.raises(ValueError, match="'base' and 'trump'; found 'biden'"):
        argument("biden")
    with pytest.raises(ValueError, match="out must be one of E20, .* found 'E01'"):
        standing(argument("trump"), ["E01"])


def test_what_a_box_needs_is_one_of_its_causes():
    for part in causes.PARTS:
        made = argument(part)
        for name, box in made.boxes.items():
            arriving = {arrow.cause for arrow in made.arrows if arrow.effect == name}
            assert not box.needs or box.needs in arriving
