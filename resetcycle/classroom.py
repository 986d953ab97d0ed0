"""What the work of a class says together, without averaging its quarrels away.

A class hands in share codes. `class_result` reads them and computes; the sentences stand beside
the numbers, so that the lesson, the browser and the instructor's report can say them alike. Other
work of a class - lines, sortings, forecasts, figures - is only counted, and the browser does that.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypedDict, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import agreement, codebook, criteria, data, obstacles, peers, sharing, weighing, words
from .exercise.stops import in_words, stops
from .sharing import Shared
from .speech import N_, _, ngettext
from .tables import Table

ENOUGH = 3
N_DRAWS = 10_000
SEED = 20170417
# Weights of a class result are rounded to four decimals.
_SAME = 1e-4 / 2
# Kendall's W in words; the bounds are a rule of thumb, not a test.
_W_WORDS = (
    (0.3, N_("the class orders the obstacles in quite different ways")),
    (0.6, N_("the class agrees on parts of the order")),
    (1.01, N_("the class largely agrees on one order")),
)

Weights = NDArray[np.float64]


class GroupWeights(TypedDict):
    """How a class weighs one group of obstacles, 0 to 1; None where there are too few learners."""

    id: str
    label: str
    low: float | None
    median: float | None
    high: float | None
    class_weight: float | None


class Concord(TypedDict):
    """How far a class agrees on one order: Kendall's W, 0 to 1, None without any order."""

    w: float | None
    sentence: str


class Camps(TypedDict):
    """A split of a class: the camp of each learner (0 the largest), sizes, and mean weights."""

    labels: list[int]
    sizes: list[int]
    centres: list[list[float]]
    silhouette: float | None
    sentence: str


class Burden(TypedDict):
    """The share of the draws in which each presidency (row) takes each rank, heaviest first."""

    terms: list[str]
    ranks: list[list[float]]
    draws: int
    sentence: str


class ClassResult(TypedDict):
    """What `class_result` returns; plain values only, as the browser draws it."""

    learners: int
    groups: list[GroupWeights]
    weights: list[list[float]]
    agreement: Concord | None
    camps: dict[Literal["found", "2", "3"], Camps] | None
    burden: Burden | None
    coders: codebook.Agreement | None


def sample_text() -> str:
    """Return a class chat with the share codes of 24 learners, invented for teaching."""
    table = data.load("sample_class")
    pairs = zip(table["name_shown"], table["code"], strict=True)
    return "\n".join(f"{name}: {code}" for name, code in pairs)


def class_result(text: str) -> ClassResult:
    """Read a class chat and say what the class thinks.

    Parameters
    ----------
    text : str
        Pasted text with share codes in it; anything else in it is passed over.

    Returns
    -------
    dict
        Plain values only, ready for JSON:

        ``learners``: how many have given weights;
        ``groups``: for each group of obstacles ``id``, ``label``, ``low``, ``median``, ``high`` of
        the weights (0 to 1) and ``class_weight`` (geometric mean; None for fewer than three
        learners); ``weights``: a row a learner;
        ``agreement``: ``w`` (Kendall, 0 to 1, or None) and ``sentence``;
        ``camps``: under ``"found"``, ``"2"`` and ``"3"`` the ``labels`` (0 the largest camp),
        ``sizes``, ``centres``, ``silhouette`` and ``sentence``; a split that the learners do not
        allow is absent;
        ``burden``: ``terms``, ``ranks`` (share of the draws in which each presidency takes each
        rank, the heaviest burden first), ``draws`` and ``sentence``. With fewer than three
        learners, the last three are None;
        ``coders``: how far those agree who coded events, as from `codebook.agreed`; None for fewer
        than two.

    Notes
    -----
    Which codes were read, and why others do not count, says `sharing.read_class`; the widget reads
    the same in the browser.

    Examples
    --------
    >>> class_result("Good morning!")["learners"]
    0
    """
    learners = [cast("Shared", entry.answer) for entry in _entries(text)]
    codings = codebook.read_lines(text)
    weights = _weights(learners)
    enough = len(learners) >= ENOUGH
    coders = coders_called(len(codings))
    return {
        "learners": len(learners),
        "groups": _groups(weights, enough=enough),
        "weights": weights.round(4).tolist(),
        "agreement": _agreement(weights) if enough else None,
        "camps": _camps(weights) if enough else None,
        "burden": _burden(weights, learners) if enough else None,
        "coders": codebook.agreed(codings, coders) if len(codings) > 1 else None,
    }


def constants() -> dict[str, object]:
    """Return what `class_result` computes with besides the text: numbers, labels and codings.

    For a page that has no Python to compute. The random bits are those of the seed, in hexadecimal.
    """
    bits = np.random.PCG64(SEED).state["state"]
    kit = obstacles.codings()
    terms = list(data.load("terms")["term_id"])
    return {
        "enough": ENOUGH,
        "draws": N_DRAWS,
        "starts": agreement.STARTS,
        "silhouette": agreement.SILHOUETTE_THRESHOLD,
        "floor": agreement.FLOOR,
        "cannot_tell": list(weighing.CANNOT_TELL),
        "concord": [[bound, _(meaning)] for bound, meaning in _W_WORDS],
        "stream": {name: f"{bits[name]:x}" for name in ("state", "inc")},
        "labels": _labels(),
        "terms": _term_labels(),
        "cells": [[f"{term}/{group}" for group in obstacles.groups()] for term in terms],
        "codings": [
            [list(kit[f"{term}/{group}"].as_json()) for group in obstacles.groups()]
            for term in terms
        ],
        "scores": codebook.scores(),
    }


class Weighed(NamedTuple):
    """The weights of a class, its own or the invented one.

    Attributes
    ----------
    called : str
        Which class it is and how many have weighed, in words.
    own : bool
        Whether it is a class that was pasted.
    points : pandas.DataFrame
        Points of each learner, 0 to 100: a row a learner, a column an obstacle.
    learners : list of dict
        What the code of each says, in the same order.
    result : dict
        What `class_result` says of it.
    """

    called: str
    own: bool
    points: pd.DataFrame
    learners: list[Shared]
    result: ClassResult

    @property
    def camps(self) -> Camps:
        """The camps that the weights suggest: one, if no split is clear enough."""
        return cast("dict[str, Camps]", self.result["camps"])["found"]


def weighed(text: str = "") -> Weighed:
    """Return the weights of the class whose chat is given, or of the invented sample class.

    Parameters
    ----------
    text : str
        A class chat with share codes. With the weights of fewer than three learners in it, the
        invented sample class stands in.
    """
    result = class_result(text)
    # The button for the sample puts the invented class into the box of a learner's own.
    own = result["learners"] >= ENOUGH and text.strip() != sample_text()
    if not own:
        text = sample_text()
        result = class_result(text)
    entries = _entries(text)
    learners = [cast("Shared", one.answer) for one in entries]
    names = [one.name or one.answer["learner"] for one in entries]
    points = sharing.points_table(learners, names)
    points = points.set_axis(pd.Index(_labels(), name=N_("obstacle")), axis=1)
    called = (
        ngettext("your class of {n} learner", "your class of {n} learners", len(points))
        if own
        else ngettext(
            "the invented sample class of {n} learner",
            "the invented sample class of {n} learners",
            len(points),
        )
    )
    return Weighed(called, own, points.rename_axis(N_("learner")), learners, result)


def common_order(of: Weighed) -> pd.DataFrame:
    """Return how far a class agrees on an order of the obstacles, and how far lots would.

    Parameters
    ----------
    of : Weighed

    Returns
    -------
    pandas.DataFrame
        For reading: Kendall's W, 0 to 1, and how many of a hundred classes that order by lot agree
        at least as far.

    See Also
    --------
    agreement.kendalls_w, agreement.agree_by_chance : the measures.
    """
    w = agreement.kendalls_w(of.points)
    chance = agreement.agree_by_chance(of.points)
    by_lot = _("{n} in 100", n=words.number(100 * chance, ".0f"))
    return pd.DataFrame(
        {
            N_("Kendall's W"): [_("no order") if np.isnan(w) else words.share(w)],
            N_("classes that order by lot and agree as far"): [by_lot],
        }
    )


def camp_weights(of: Weighed) -> pd.DataFrame:
    """Return the mean weights of each camp of a class, and of all together.

    Parameters
    ----------
    of : Weighed

    Returns
    -------
    pandas.DataFrame
        A row an obstacle; a column a camp, named as on the board, with its size; the last column is
        the geometric mean of all. Shares of 1.
    """
    columns = dict(zip(_camp_names(of.camps), of.camps["centres"], strict=True))
    pooled = [group["class_weight"] for group in of.result["groups"]]
    return pd.DataFrame(
        columns | {N_("all"): pooled}, index=pd.Index(_labels(), name=N_("obstacle"))
    )


def heaviest(of: Weighed) -> pd.DataFrame:
    """Return how often each presidency carries the heaviest burden: for all, and for each camp.

    Parameters
    ----------
    of : Weighed

    Returns
    -------
    pandas.DataFrame
        A row a presidency, shares of 1: first with the codes as they stand, under the learners'
        weights; then with the codes drawn, for the class and for each camp, named as on the board.
        As on the board, a level that a learner chose widens the range of a code: for the class, and
        for the camp of this learner.
    """
    severity = weighing.performance()
    weights = _weights(of.learners)
    fixed = weighing.smaa(severity, weights=weights).rank_acceptability[:, 0]
    columns = {
        N_("all, codes as they stand"): fixed,
        N_("all, codes drawn"): _first(cast("Burden", of.result["burden"])),
    }
    labels = np.array(of.camps["labels"])
    if len(of.camps["sizes"]) > 1:
        for camp, name in enumerate(_camp_names(of.camps)):
            own = np.flatnonzero(labels == camp)
            columns[name] = _first(_burden(weights[own], [of.learners[i] for i in own]))
    terms = cast("Burden", of.result["burden"])["terms"]
    return pd.DataFrame(columns, index=pd.Index(terms, name=N_("presidency")))


def _entries(text: str) -> list[sharing.Entry]:
    return [one for one in sharing.read_class(text).entries if one.kind == "weights"]


def _weights(learners: Sequence[Shared]) -> Weights:
    return np.array(
        [
            weighing.swing_weights([answer["points"][group] for group in obstacles.groups()])
            for answer in learners
        ]
    )


def _first(burden: Burden) -> list[float]:
    return [ranks[0] for ranks in burden["ranks"]]


def _camp_names(camps: Camps) -> list[str]:
    sizes = camps["sizes"]
    if len(sizes) == 1:
        return [_("no camps")]
    return [_("camp {name} ({n})", name=name, n=n) for name, n in zip("ABC", sizes, strict=False)]


def order_beside(weights: pd.Series, text: str = "") -> pd.DataFrame:
    """Return one learner's order of the obstacles beside that of a class.

    Parameters
    ----------
    weights : pandas.Series
        Obstacle -> weight, as `WeighObstacles.weights`.
    text : str
        A class chat with share codes. With fewer than three learners in it, the invented sample
        class stands in; the columns say which class it is.

    Returns
    -------
    pandas.DataFrame
        A row an obstacle, the class's heaviest first: the learner's place, the class's place (of
        the median weights), and how many of the class give it a higher place than the learner.
        Equal weights share the better place.
    """
    of = weighed(text)
    mine = _places(weights[obstacles.groups()].to_numpy(dtype=float)[None])[0]
    all_weights = np.array(of.result["weights"])
    theirs = _places(np.median(all_weights, axis=0, keepdims=True))[0]
    higher = (_places(all_weights) < mine).sum(axis=0)
    whose = N_("your class") if of.own else N_("the sample class")
    table = pd.DataFrame(
        {
            N_("you"): mine,
            whose: theirs,
            N_("put it higher than you"): [
                _("{some} of {all}", some=some, all=len(all_weights)) for some in higher
            ],
        },
        index=pd.Index(_labels(), name=N_("obstacle")),
    )
    return table.sort_values(whose, kind="stable")


def criteria_beside(chosen: criteria.Chosen, text: str = "") -> pd.DataFrame:
    """Return one learner's criteria for the cycle beside those of a class.

    Parameters
    ----------
    chosen : dict of {str: str}
        Part -> choice, as `SealCriteria` keeps them; may be empty.
    text : str
        A class chat with share codes of sealed criteria.

    Returns
    -------
    pandas.DataFrame
        A row a claim: the learner's threshold in points, the lowest, the median and the highest of
        the class, and by how many of the class's criteria Biden's term meets the claim, does not
        meet it, or nobody can tell.
    """
    found = [
        entry.answer["chosen_criteria"]
        for entry in sharing.read_class(text).entries
        if entry.kind == "criteria" and criteria.amiss(entry.answer["chosen_criteria"]) is None
    ]
    # Biden's is the last presidency that ended.
    last = data.load("terms").query("role == 'complete'")["short_label"].iloc[-1]
    said = [criteria.verdicts(one).loc[last] for one in found]
    return pd.DataFrame(
        [
            _criterion_beside(claim, chosen.get(claim), found, [str(one[_(name)]) for one in said])
            for claim, name in criteria.SHORT.items()
        ]
    )


def tasks(text: str) -> Table:
    """Return how the tasks of exercises stand in a class, the one that stops most first.

    Parameters
    ----------
    text : str
        A class chat with the lines that stand under `exercise.progress.progress`.

    Returns
    -------
    Table
        A row a task; of each exercise one sentence stands below.
    """
    found = stops(sharing.read_class(text).entries)
    rows = [
        {
            N_("task"): f"{one['lesson']}.{row['task']} {row['title']}",
            N_("right"): row["right"],
            N_("not yet"): row["not_yet"],
            N_("not begun"): row["not_begun"],
            N_("tries (median)"): row["tries"],
            N_("what was answered most"): " ".join(map(in_words, row["answers"])),
        }
        for one in found
        for row in one["tasks"]
    ]
    if not rows:
        return Table(pd.DataFrame({N_("class"): [_("No tasks have been read yet.")]}))
    said = (
        _("Exercise {lesson}: {sentence}", lesson=one["lesson"], sentence=one["sentence"])
        for one in found
    )
    return Table(pd.DataFrame(rows), below="\n".join(said))


def marks(text: str) -> Table:
    """Return what authors and their peers gave to the essays of a class, line by line.

    Parameters
    ----------
    text : str
        A class chat with the lines of `MarkEssay`: authors' marks of their own essays, and marks
        that came back from peers.

    Returns
    -------
    Table
        A row a line of the rubric, for each exercise: the mean mark, from 0 to 3, by authors and by
        peers, and in how many essays the two are more than one level apart; one sentence on each
        exercise stands below. Only essays that have both count.
    """
    found = peers.of_class(sharing.read_class(text).entries)
    rows = [
        {
            N_("exercise"): one["lesson"],
            N_("line"): row["criterion"],
            N_("authors (mean)"): words.number(row["own"], ".1f"),
            N_("peers (mean)"): words.number(row["peers"], ".1f"),
            N_("more than one level apart"): _(
                "{some} of {all}", some=row["apart"], all=one["essays"]
            ),
        }
        for one in found
        for row in one["rows"]
    ]
    said = "\n".join(
        _("Exercise {lesson}: {sentence}", lesson=one["lesson"], sentence=one["sentence"])
        for one in found
    )
    if not rows:
        nothing = _("No essay has marks by its author and by a peer yet.")
        return Table(pd.DataFrame({N_("class"): [nothing]}), below=said)
    return Table(pd.DataFrame(rows), below=said)


def _criterion_beside(
    claim: criteria.Claim, own: str | None, found: Sequence[criteria.Chosen], said: Sequence[str]
) -> dict[str, object]:
    points = [float(one[claim]) for one in found]
    in_class = _("no code yet")
    if points:
        low, middle, high = min(points), float(np.median(points)), max(points)
        in_class = ", ".join(words.number(value, "g") for value in (low, middle, high))
    counts = [f"{said.count(_(name))} {_(name)}" for name in criteria.VERDICTS]
    return {
        N_("criterion"): _(criteria.SHORT[claim]),
        N_("your threshold"): own or _("not chosen yet"),
        N_("class: low, middle, high"): in_class,
        N_("Biden's term, by the class"): ", ".join(counts) if found else "",
    }


def _places(weights: Weights) -> NDArray[np.int_]:
    """Return the place of each weight in its row, the heaviest first."""
    return 1 + (weights[:, None, :] > weights[:, :, None] + _SAME).sum(axis=2)


# -------------------------------------------------------------------------------------- sentences


def coders_called(n: int) -> str:
    """Return what to call the learners of a class who coded events."""
    return ngettext("{n} learner", "{n} learners", n)


def concord_sentence(w: float) -> str:
    """Say how far a class agrees on one order of the obstacles.

    Parameters
    ----------
    w : float
        Kendall's W, 0 to 1; NaN if nobody puts the obstacles in any order.
    """
    if np.isnan(w):
        return _("Everyone gives all obstacles the same weight, so there is no order to agree on.")
    return _(
        "Kendall's W is {w} on a scale from 0 (no common order) to 1 (one order for all): "
        "{meaning}. A high W would say that you agree, not that you are right.",
        w=words.share(w),
        meaning=_(next(meaning for bound, meaning in _W_WORDS if w < bound)),
    )


def camps_sentence(found: agreement.Camps) -> str:
    """Say which camps a class has, how clearly they are apart, and what each weighs most.

    Parameters
    ----------
    found : agreement.Camps
        Of weights with the eight groups in columns, in table order.
    """
    bound = words.share(agreement.SILHOUETTE_THRESHOLD)
    if len(found.sizes) == 1:
        return _(
            "No clear camps: no split of the class into two or three reaches a silhouette of "
            "{bound}, so no group stands apart from another.",
            bound=bound,
        )
    set_apart = found.silhouette >= agreement.SILHOUETTE_THRESHOLD
    number = words.in_words(len(found.sizes))
    centres = np.asarray(found.centres, dtype=float)
    each = "; ".join(
        ngettext(
            "{name}, {n} learner, most weight on {obstacles}",
            "{name}, {n} learners, most weight on {obstacles}",
            size,
            name=name,
            obstacles=_heaviest_two(centre),
        )
        for name, size, centre in zip("ABC", found.sizes.tolist(), centres, strict=False)
    )
    said = {
        "Number": number.capitalize(),
        "number": number,
        "silhouette": words.share(found.silhouette),
        "bound": bound,
        "each": each,
    }
    if set_apart:
        return _(
            "{Number} camps, clearly set apart (silhouette {silhouette}; from {bound} on one may "
            "speak of camps). {each}. A mean of {number} camps represents nobody.",
            **said,
        )
    return _(
        "{Number} camps, not clearly set apart (silhouette {silhouette}; from {bound} on one may "
        "speak of camps). {each}. A mean of {number} camps represents nobody.",
        **said,
    )


def burden_sentence(labels: Sequence[str], result: weighing.SMAAResult) -> str:
    """Say which presidency carries the heaviest burden, and whether the next can be told from it.

    Parameters
    ----------
    labels : sequence of str
        The presidencies, in the order of the result.
    result : weighing.SMAAResult
    """
    first: list[float] = result.rank_acceptability[:, 0].tolist()
    order = sorted(range(len(first)), key=lambda i: -first[i])[:3]
    a, b = order[:2]
    others = [
        _("{presidency} in {share}", presidency=labels[i], share=words.share(first[i]))
        for i in order[1:]
    ]
    heaviest = _(
        "{presidency} carries the heaviest burden in {share} of the draws, {others}.",
        presidency=labels[a],
        share=words.share(first[a]),
        others=", ".join(others),
    )
    low, high = weighing.CANNOT_TELL
    wins = float(result.pairwise_winning[a, b])
    said = {"heavier": labels[a], "other": labels[b], "share": words.share(wins)}
    if low <= wins <= high:
        firm = _(
            "{heavier} and {other} cannot be told apart: side by side, {heavier} is heavier in "
            "{share} of them.",
            **said,
        )
    else:
        firm = _("Side by side with {other}, {heavier} is heavier in {share} of them.", **said)
    return f"{heaviest} {firm}"


def _heaviest_two(centre: NDArray[np.float64]) -> str:
    labels = _labels()
    return words.listed(labels[i] for i in np.argsort(-centre, kind="stable")[:2])


# ---------------------------------------------------------------------------------------- numbers


def _labels() -> list[str]:
    return list(data.load("obstacles").set_index("obstacle_id")["label"].loc[obstacles.groups()])


def _term_labels() -> list[str]:
    return list(data.load("terms")["short_label"])


def _groups(weights: Weights, *, enough: bool) -> list[GroupWeights]:
    nothing: list[None] = [None] * len(obstacles.groups())
    low, median, high = (
        np.quantile(weights, (0, 0.5, 1), axis=0).round(4).tolist()
        if len(weights)
        else (nothing, nothing, nothing)
    )
    pooled = agreement.geometric_mean_weights(weights).round(4).tolist() if enough else nothing
    return [
        {
            "id": group,
            "label": label,
            "low": low[i],
            "median": median[i],
            "high": high[i],
            "class_weight": pooled[i],
        }
        for i, (group, label) in enumerate(zip(obstacles.groups(), _labels(), strict=True))
    ]


def _agreement(weights: Weights) -> Concord:
    w = float(agreement.kendalls_w(weights))
    return {"w": None if np.isnan(w) else round(w, 4), "sentence": concord_sentence(w)}


def _camps(weights: Weights) -> dict[Literal["found", "2", "3"], Camps]:
    different = len(np.unique(weights.round(12), axis=0))
    camps: dict[Literal["found", "2", "3"], Camps] = {
        "found": _split(agreement.camps(weights, seed=SEED))
    }
    if different >= 2:
        camps["2"] = _split(agreement.camps(weights, k=2, seed=SEED))
    if different >= 3:
        camps["3"] = _split(agreement.camps(weights, k=3, seed=SEED))
    return camps


def _split(found: agreement.Camps) -> Camps:
    alone = bool(np.isnan(found.silhouette))
    return {
        "labels": found.labels.tolist(),
        "sizes": found.sizes.tolist(),
        "centres": np.asarray(found.centres, dtype=float).round(4).tolist(),
        "silhouette": None if alone else round(float(found.silhouette), 4),
        "sentence": camps_sentence(found),
    }


def _burden(weights: Weights, learners: list[Shared]) -> Burden:
    table = weighing.performance()
    result = weighing.smaa(
        table, n_draws=N_DRAWS, seed=SEED, weights=weights, spread=_ranges(learners)
    )
    labels = _term_labels()
    return {
        "terms": labels,
        "ranks": result.rank_acceptability.round(4).tolist(),
        "draws": N_DRAWS,
        "sentence": burden_sentence(labels, result),
    }


def _ranges(learners: list[Shared]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lowest and highest severity of a cell: the kit's, widened by what learners changed."""
    own: dict[str, list[int]] = {}
    for answer in learners:
        for cell, severity in answer["codings"].items():
            own.setdefault(cell, []).append(severity)
    kit = obstacles.codings()
    low = [min([coding.low, *own.get(cell, [])]) for cell, coding in kit.items()]
    high = [max([coding.high, *own.get(cell, [])]) for cell, coding in kit.items()]
    table = data.load("codings").assign(severity_min=low, severity_max=high)
    return (
        weighing.performance(table, "severity_min"),
        weighing.performance(table, "severity_max"),
    )
