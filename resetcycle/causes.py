"""The article's argument as boxes and arrows, and what is left of it when some are taken out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from . import arguments, data
from .speech import N_, _

END = "relation"  # the box in which the argument ends
# Arrows that lead on from a cause; the others make a harm larger, or lead back.
ASIDE = ("amplifies", "feedback")
DOWN = ("-", "block")
# Which kinds of arrows each of the two maps has; one that makes a harm larger belongs to the map
# in which both of its ends are.
PARTS = {"base": ("main", "interaction", "feedback"), "trump": ("trump_branch",)}
NAMES = {
    "base": N_("for every presidency"),
    "trump": N_("for the Trump administration"),
}


@dataclass(frozen=True)
class Box:
    """A cause or an effect: its column, its lower and upper edge in rows from below, its need.

    `needs` is a cause without which it does nothing, however many others there are, and which does
    nothing alone.
    """

    column: int
    low: float
    high: float
    needs: str = ""


@dataclass(frozen=True)
class Arrow:
    """A step of the argument: from which cause to which effect, with which sign, by which claim."""

    id: str
    cause: str
    effect: str
    cause_label: str
    effect_label: str
    sign: str
    kind: str
    claim: str
    note: str


@dataclass(frozen=True)
class Argument:
    """One of the two maps: its boxes by name, and its arrows."""

    boxes: dict[str, Box]
    arrows: tuple[Arrow, ...]

    @property
    def labels(self) -> dict[str, str]:
        """The words in the boxes that arrows reach or leave."""
        causes = {arrow.cause: arrow.cause_label for arrow in self.arrows}
        return causes | {arrow.effect: arrow.effect_label for arrow in self.arrows}


@dataclass(frozen=True)
class Standing:
    """What is left of an argument when some arrows are taken out.

    A way leads over arrows from a first cause to the state of relations. An arrow or a box has
    fallen if no way leads through it any more and it makes no harm of one larger.

    Attributes
    ----------
    arrows, boxes : frozenset of str
        What still stands.
    raising, lowering : int
        Ways that still make relations better, and worse.
    larger : int
        Harms that something still makes larger.
    turning : bool
        Whether the loop still turns, in which worse relations make the next harm larger.
    """

    arrows: frozenset[str]
    boxes: frozenset[str]
    raising: int
    lowering: int
    larger: int
    turning: bool


def argument(part: str = "base") -> Argument:
    """Return one of the two maps of the article's argument.

    Parameters
    ----------
    part : str
        ``"base"``: what the article says of every presidency; ``"trump"``: what it adds for the
        Trump administration.

    Returns
    -------
    Argument

    Raises
    ------
    ValueError
        For another part.
    """
    # Learners hand over lists, too.
    if not isinstance(part, str) or part not in PARTS:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(
            _("The causal map has the parts 'base' and 'trump'; found {found}.", found=repr(part))
        )
    places, edges = data.load("nodes"), data.load("edges")
    places = places[places["part"] == part].fillna({"needs": ""})
    columns = [places[name].tolist() for name in ("node", "column", "low", "high", "needs")]
    boxes = {name: Box(*place) for name, *place in zip(*columns, strict=True)}
    inside = edges["from_node"].isin(boxes) & edges["to_node"].isin(boxes)
    edges = edges[edges["kind"].isin(PARTS[part]) | (edges["kind"].eq("amplifies") & inside)]
    ends = ("from_node", "to_node", "from_label", "to_label")
    names = ("edge_id", *ends, "sign", "kind", "claim_id", "note")
    rows = zip(*(edges[name] for name in names), strict=True)
    return Argument(boxes, tuple(Arrow(*row) for row in rows))


def standing(made: Argument, out: Collection[str] = ()) -> Standing:
    """Say what is left of an argument when arrows are taken out of it.

    Parameters
    ----------
    made : Argument
        Whole, as `argument` returns it.
    out : collection of str
        The ids of the arrows that are taken out.

    Returns
    -------
    Standing

    Raises
    ------
    ValueError
        If an id is none of its arrows.

    Examples
    --------
    >>> standing(argument("base"), ["E11"]).lowering
    6
    """
    known = [arrow.id for arrow in made.arrows]
    for name in out:
        arguments.one_of(name, "out", known)
    left = [arrow for arrow in made.arrows if arrow.id not in out]
    steps = [arrow for arrow in left if arrow.kind not in ASIDE]
    reached = _reached(made, steps)
    steps = [arrow for arrow in steps if {arrow.cause, arrow.effect} <= reached]
    bearing = reached & _leading(steps, {END})
    larger = [
        arrow
        for arrow in left
        if arrow.kind == "amplifies" and arrow.effect in bearing and arrow.cause in reached
    ]
    leading = _leading(steps, {END, *(arrow.cause for arrow in larger)})
    steps = [arrow for arrow in steps if arrow.effect in leading]
    boxes = {END, *(end for arrow in [*steps, *larger] for end in (arrow.cause, arrow.effect))}
    raising, lowering = _ways(made, steps)
    back = [
        arrow for arrow in left if arrow.kind == "feedback" and arrow.effect in boxes and lowering
    ]
    return Standing(
        arrows=frozenset(arrow.id for arrow in [*steps, *larger, *back]),
        boxes=frozenset(boxes),
        raising=raising,
        lowering=lowering,
        larger=len({arrow.effect for arrow in larger}),
        turning=bool(back),
    )


def _first(made: Argument) -> set[str]:
    """Return the boxes to which nothing leads on the whole map."""
    return set(made.boxes) - {arrow.effect for arrow in made.arrows if arrow.kind not in ASIDE}


def _reached(made: Argument, steps: list[Arrow]) -> set[str]:
    """Return the boxes that first causes still reach."""
    reached = _first(made)
    # Arrows run to the right: a box is reached when those to its left are known.
    for name, box in sorted(made.boxes.items(), key=lambda pair: pair[1].column):
        causes = {arrow.cause for arrow in steps if arrow.effect == name} & reached
        if causes and (not box.needs or (box.needs in causes and len(causes) > 1)):
            reached.add(name)
    return reached


def _leading(steps: list[Arrow], ends: set[str]) -> set[str]:
    """Return the boxes from which one of some ends is reached, and the ends."""
    leading = ends
    while more := {arrow.cause for arrow in steps if arrow.effect in leading} - leading:
        leading = leading | more
    return leading


def _ways(made: Argument, steps: list[Arrow]) -> tuple[int, int]:
    """Count the ways from first causes to the state of relations, by what they do to it."""
    up, down = Counter(dict.fromkeys(_first(made), 1)), Counter[str]()
    for name in sorted(made.boxes, key=lambda name: made.boxes[name].column):
        for arrow in (arrow for arrow in steps if arrow.effect == name):
            turned = (down, up) if arrow.sign in DOWN else (up, down)
            for ways, before in zip((up, down), turned, strict=True):
                ways[name] += before[arrow.cause]
    return up[END], down[END]
