"""The weights of a whole class, pooled without a server: paste the chat, and see how far apart you are."""

import numpy as np
import pandas as pd
import traitlets

from .. import agreement, answers, data, weighing
from .base import KitWidget, front_end

ENOUGH = 3
N_DRAWS = 10_000
SEED = 20170417
# Kendall's W in words; the bounds are a rule of thumb, not a test.
_W_WORDS = (
    (0.3, "the class orders the obstacles in quite different ways"),
    (0.6, "the class agrees on parts of the order"),
    (1.01, "the class largely agrees on one order"),
)


class ClassPool(KitWidget):
    """A box for the class chat, and what the share codes in it say together.

    The browser sends the pasted text; Python reads it, computes, and sends back `result`, which the browser draws.
    The text is kept as it was pasted, names included, in `my-work/` and nowhere else.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"07"`` by default.

    Attributes
    ----------
    answer : dict
        ``{"text": ...}``, the pasted text.
    result : dict
        See `class_result`; empty as long as there is no text.
    """

    _esm = front_end("pool")
    key = "class"
    result = traitlets.Dict().tag(sync=True)
    # How many texts have been read: two texts may have one result, and the browser waits for a word on each.
    read = traitlets.Int().tag(sync=True)
    sample = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson="07"):
        super().__init__(lesson, sample=sample_text())
        self.observe(self._read, "answer")
        self._read()

    def _read(self, *_):
        text = self.answer.get("text", "")
        result = class_result(text) if isinstance(text, str) and text.strip() else {}
        if text == self.sample:
            result["summary"] = f"The sample class, invented for teaching: {result['summary']}"
        self.result = result
        self.read += 1

    def table(self):
        """Return lowest, median and highest weight of each group, and the weight that the class gives it."""
        if not self.result.get("learners"):
            return pd.DataFrame(
                {"class": [self.result.get("summary", "No codes have been read yet.")]}
            )
        columns = {
            "label": "obstacle",
            "low": "lowest",
            "median": "median",
            "high": "highest",
            "class_weight": "class",
        }
        table = pd.DataFrame(self.result["groups"])[list(columns)].rename(columns=columns)
        return table.dropna(axis=1, how="all").round(3)


def sample_text():
    """Return a class chat with the share codes of 24 learners, invented for teaching."""
    return "\n".join(
        f"{row.name_shown}: {row.code}" for row in data.load("sample_class").itertuples()
    )


def class_result(text):
    """Read a class chat and say what the class thinks, without averaging its quarrels away.

    Parameters
    ----------
    text : str
        Pasted text with share codes in it; anything else in it is passed over.

    Returns
    -------
    dict
        Plain values only, ready for JSON:

        ``learners``, ``repeats`` (codes dropped for a newer one of the same learner), ``broken`` (a sentence for each
        code that could not be read) and ``summary`` (a sentence);
        ``groups``: for each group of obstacles ``id``, ``label``, ``low``, ``median``, ``high`` of the weights (0 to 1)
        and ``class_weight`` (geometric mean; None for fewer than three learners); ``weights``: a row a learner;
        ``agreement``: ``w`` (Kendall, 0 to 1, or None) and ``sentence``;
        ``camps``: under ``"found"``, ``"2"`` and ``"3"`` the ``labels`` (0 the largest camp), ``sizes``, ``centres``,
        ``silhouette`` and ``sentence``; a split that the learners do not allow is absent;
        ``burden``: ``terms``, ``ranks`` (share of the draws in which each presidency takes each rank, the heaviest
        burden first), ``draws`` and ``sentence``. With fewer than three learners, the last three are None.

    Examples
    --------
    >>> class_result("Good morning!")["summary"]
    'No share code was found in the text. A code begins with RC1-.'
    """
    found, broken = answers.all_share_codes(text)
    learners, broken = _with_points(*answers.find_share_codes(text))
    repeats = len(found) - len({answer["learner"] for answer in found})
    weights = np.array(
        [
            weighing.swing_weights([answer["points"][group] for group in answers.groups()])
            for answer in learners
        ]
    )
    enough = len(learners) >= ENOUGH
    return {
        "learners": len(learners),
        "repeats": repeats,
        "broken": broken,
        "summary": _summary(len(learners), repeats, len(broken)),
        "groups": _groups(weights, enough),
        "weights": weights.round(4).tolist(),
        "agreement": _agreement(weights) if enough else None,
        "camps": _camps(weights) if enough else None,
        "burden": _burden(weights, learners) if enough else None,
    }


def _with_points(learners, broken):
    """A code in which every obstacle has nought points can be read, but it weighs nothing."""
    empty = [
        f"The code of learner {answer['learner']} gives no obstacle any points."
        for answer in learners
        if not any(answer["points"].values())
    ]
    return [answer for answer in learners if any(answer["points"].values())], broken + empty


def _summary(learners, repeats, broken):
    if not learners + repeats + broken:
        return "No share code was found in the text. A code begins with RC1-."
    words = f"{_count(learners, 'learner')} read"
    if repeats:
        words += (
            f"; {_count(repeats, 'repeat')} left out, since of each learner the newest code counts"
        )
    if broken:
        words += f"; {_count(broken, 'code')} could not be used"
    few = (
        ""
        if learners >= ENOUGH
        else f" Agreement, camps and burdens need at least {ENOUGH} learners; here is what there is."
    )
    return f"{words}.{few}"


def _groups(weights, enough):
    labels = data.load("obstacles").set_index("obstacle_id")["label"]
    middle = (
        [None] * len(answers.groups()),
        [None] * len(answers.groups()),
        [None] * len(answers.groups()),
    )
    low, median, high = (
        np.quantile(weights, (0, 0.5, 1), axis=0).round(4).tolist() if len(weights) else middle
    )
    pooled = agreement.geometric_mean_weights(weights).round(4).tolist() if enough else middle[0]
    return [
        {
            "id": group,
            "label": labels[group],
            "low": low[i],
            "median": median[i],
            "high": high[i],
            "class_weight": pooled[i],
        }
        for i, group in enumerate(answers.groups())
    ]


def _agreement(weights):
    w = agreement.kendalls_w(weights)
    if np.isnan(w):
        return {
            "w": None,
            "sentence": "Everyone gives all obstacles the same weight, so there is no order to agree on.",
        }
    words = next(words for bound, words in _W_WORDS if w < bound)
    return {
        "w": round(w, 4),
        "sentence": f"Kendall's W is {_share(w)} on a scale from 0 (no common order) to 1 (one order for all): {words}. "
        "A high W would say that you agree, not that you are right.",
    }


def _camps(weights):
    camps = {"found": agreement.camps(weights, seed=SEED)}
    for k in (2, 3):
        if len(np.unique(weights.round(12), axis=0)) >= k:
            camps[str(k)] = agreement.camps(weights, k=k, seed=SEED)
    return {
        name: {
            "labels": found.labels.tolist(),
            "sizes": found.sizes.tolist(),
            "centres": found.centres.round(4).tolist(),
            "silhouette": None if np.isnan(found.silhouette) else round(found.silhouette, 4),
            "sentence": _camps_sentence(found),
        }
        for name, found in camps.items()
    }


def _camps_sentence(found):
    k, bound = len(found.sizes), _share(agreement.SILHOUETTE_THRESHOLD)
    if k == 1:
        return f"No clear camps: no split of the class into two or three reaches a silhouette of {bound}, so learners differ one by one."
    clear = (
        "clearly set apart"
        if found.silhouette >= agreement.SILHOUETTE_THRESHOLD
        else "not clearly set apart"
    )
    number = {2: "Two", 3: "Three"}[k]
    labels = data.load("obstacles").set_index("obstacle_id")["label"]
    tops = [
        " and ".join(labels[answers.groups()[i]] for i in np.argsort(-centre, kind="stable")[:2])
        for centre in found.centres
    ]
    each = "; ".join(
        f"{name}, {_count(size, 'learner')}, most weight on {top}"
        for name, size, top in zip("ABC", found.sizes, tops)
    )
    return (
        f"{number} camps, {clear} (silhouette {_share(found.silhouette)}; from {bound} on one may speak of camps). "
        f"{each}. A mean of {number.lower()} camps represents nobody."
    )


def _burden(weights, learners):
    low, high = _ranges(learners)
    table = weighing.performance()
    result = weighing.smaa(table, n_draws=N_DRAWS, seed=SEED, weights=weights, spread=(low, high))
    labels = data.load("terms").set_index("term_id")["short_label"][table.index].tolist()
    return {
        "terms": labels,
        "ranks": result.rank_acceptability.round(4).tolist(),
        "draws": N_DRAWS,
        "sentence": _burden_sentence(labels, result),
    }


def _ranges(learners):
    """Lowest and highest severity of each cell: the kit's range, widened by what learners changed."""
    codings = data.load("codings")
    own = pd.DataFrame(
        [change for answer in learners for change in answer["codings"].items()],
        columns=["cell", "severity"],
    )
    own = own.astype({"severity": float}).groupby("cell")["severity"].agg(["min", "max"])
    cells = codings["term_id"] + "/" + codings["obstacle_id"]
    # fmin and fmax pass over the cells that nobody changed.
    codings["severity_min"] = np.fmin(codings["severity_min"].astype(float), cells.map(own["min"]))
    codings["severity_max"] = np.fmax(codings["severity_max"].astype(float), cells.map(own["max"]))
    return weighing.performance(codings, "severity_min"), weighing.performance(
        codings, "severity_max"
    )


def _burden_sentence(labels, result):
    first, wins = result.rank_acceptability[:, 0], result.pairwise_winning
    order = np.argsort(-first, kind="stable")[:3]
    a, b = order[:2]
    shares = ", ".join(f"{labels[i]} in {_share(first[i])}" for i in order[1:])
    low, high = weighing.CANNOT_TELL
    heavier = f"is heavier in {_share(wins[a, b])} of them"
    firm = (
        f"{labels[a]} and {labels[b]} cannot be told apart: side by side, {labels[a]} {heavier}"
        if low <= wins[a, b] <= high
        else f"Side by side with {labels[b]}, {labels[a]} {heavier}"
    )
    return f"{labels[a]} carries the heaviest burden in {_share(first[a])} of the draws, {shares}. {firm}."


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _share(value):
    return "1.00" if value >= 0.995 else f"{value:.2f}".lstrip("0")
