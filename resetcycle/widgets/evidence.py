"""Weigh the evidence: how probable is each finding under each explanation, and what follows?"""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict, TypeGuard, cast

import numpy as np
import pandas as pd
import traitlets

from .. import data, evidence, explanations, forecasts, words
from ..speech import N_, _
from .base import OTHER_VERSION, front_end
from .memo import DESKS
from .share import Shares

# The belief with which every explanation begins, in points; only their ratios count.
START = 50
STRANGE = N_("some of it is no figure, no finding or no explanation here.")

# From whose desk the figures are argued; "" is the kit's.
Desk = Literal["", "USA", "RUS"]


class EvidenceAnswer(TypedDict, total=False):
    """What a learner changed: beliefs before, figures, findings left out, and the desk."""

    points: dict[str, int]
    figures: dict[str, dict[str, float]]
    left_out: list[str]
    desk: Desk


class Finding(TypedDict):
    """A finding as the browser shows it, with the kit's figures and reasons, by explanation."""

    id: str
    label: str
    day: str
    statement: str
    why: str
    kit: list[float]
    reasons: list[str]


class Rival(TypedDict):
    """An explanation as the browser shows it."""

    id: str
    label: str
    author: str
    statement: str


class Argued(TypedDict):
    """A figure that an adviser in a capital would argue, and why."""

    p: float
    reason: str
    source: str


class WeighEvidence(Shares[EvidenceAnswer]):
    """Findings in rows, rival explanations in columns, and a slider for every figure.

    What to believe moves at once. A switch argues the figures as an adviser in Washington or in
    Moscow would; a learner's own figures go before both. The starting belief has sliders too, and
    any finding can be left out.

    Parameters
    ----------
    lesson : str
        Where the answer is kept; ``"11"`` by default.

    Attributes
    ----------
    figures : pandas.DataFrame
        The figures as they stand on the board: explanations in rows, the findings that count in
        columns.
    prior, posterior : pandas.Series
        What is believed before and after them, by explanation; each sums to 1.
    steps : pandas.DataFrame
        The way there, finding by finding, as `evidence.steps` returns it.
    """

    _esm, _css = front_end("evidence")
    key = "evidence"
    kind = "likelihoods"

    # Internal: what the browser shows. `argued` is capital -> finding -> explanation -> what an
    # adviser there would argue; a band is the highest figure that its words name.
    findings = traitlets.List(traitlets.Dict()).tag(sync=True)
    rivals = traitlets.List(traitlets.Dict()).tag(sync=True)
    argued = traitlets.Dict().tag(sync=True)
    desks = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    bands = traitlets.List(traitlets.List()).tag(sync=True)
    strong = traitlets.Float(evidence.STRONG).tag(sync=True)
    start = traitlets.Int(START).tag(sync=True)

    def __init__(self, lesson: str = "11") -> None:
        super().__init__(
            lesson,
            findings=_findings(),
            rivals=_rivals(),
            argued={desk: _argued(desk) for desk in DESKS},
            desks={desk: _(name) for desk, name in DESKS.items()},
            bands=[[band.high, _(band.words[0])] for band in forecasts.BANDS.values()],
        )

    def _usable(self, kept: object) -> tuple[EvidenceAnswer | None, str]:
        if not isinstance(kept, dict):
            return None, OTHER_VERSION
        kept = cast("dict[str, Any]", kept)
        usable = _sound(kept)
        return usable, "" if {name: kept[name] for name in usable} == usable == kept else STRANGE

    def _work(self) -> dict[str, Any] | None:
        """Return whole findings of which a figure is not the kit's."""
        kit, now = explanations.figures(), self._every_figure()
        moved = [str(name) for name in now.columns if not np.allclose(now[name], kit[name])]
        return {"likelihoods": {name: now[name].to_dict() for name in moved}} if moved else None

    def _every_figure(self) -> pd.DataFrame:
        table = explanations.figures(self.answer.get("desk", ""))
        for finding, column in self.answer.get("figures", {}).items():
            for hypothesis, p in column.items():
                table.loc[hypothesis, finding] = p
        return table

    @property
    def figures(self) -> pd.DataFrame:
        return self._every_figure().drop(columns=self.answer.get("left_out", []))

    @property
    def prior(self) -> pd.Series:
        given = self.answer.get("points", {})
        points = pd.Series({one["id"]: float(given.get(one["id"], START)) for one in self.rivals})
        return (points / points.sum()).rename("prior")

    @property
    def steps(self) -> pd.DataFrame:
        if len(self.answer.get("left_out", [])) == len(self.findings):
            return self.prior.to_frame(N_("prior")).T
        return evidence.steps(self.prior, self.figures)

    @property
    def posterior(self) -> pd.Series:
        return self.steps.iloc[-1].rename("posterior")

    def table(self) -> pd.DataFrame:
        """Return what is believed before the findings and after them."""
        return pd.DataFrame(
            {
                N_("explanation"): [one["label"] for one in self.rivals],
                N_("before"): self.prior.round(2).to_list(),
                N_("after the findings"): self.posterior.round(2).to_list(),
            }
        )


def _sound(kept: Mapping[str, Any]) -> EvidenceAnswer:
    """Return what of a kept answer, which may be anything, can stand on the board."""
    rivals = {one["id"] for one in _rivals()}
    findings = {one["id"] for one in _findings()}
    usable: EvidenceAnswer = {}
    if isinstance(points := kept.get("points"), dict):
        usable["points"] = {
            name: value for name, value in points.items() if name in rivals and _is_points(value)
        }
    if isinstance(figures := kept.get("figures"), dict):
        usable["figures"] = {
            finding: {name: p for name, p in column.items() if name in rivals and _is_figure(p)}
            for finding, column in figures.items()
            if finding in findings and isinstance(column, dict)
        }
    if isinstance(left_out := kept.get("left_out"), list):
        usable["left_out"] = [
            name for name in left_out if isinstance(name, str) and name in findings
        ]
    if (desk := kept.get("desk")) in ("", *DESKS):
        usable["desk"] = desk
    return usable


def _is_points(value: object) -> TypeGuard[int]:
    return type(value) is int and 1 <= value <= 100


def _is_figure(value: object) -> TypeGuard[float]:
    return type(value) in (int, float) and (
        explanations.LEAST <= cast("float", value) <= explanations.MOST
    )


def _findings() -> list[Finding]:
    table, kit = data.load("findings"), explanations.figures()
    notes = data.load("likelihoods").set_index(["finding_id", "hypothesis_id"])["note"]
    return [
        {
            "id": row.finding_id,
            "label": row.label,
            "day": words.day(row.known_on),
            "statement": row.statement,
            "why": row.why_chosen,
            "kit": kit[row.finding_id].to_list(),
            "reasons": [str(notes[row.finding_id, name]) for name in kit.index],
        }
        for row in cast("Any", table.itertuples())
    ]


def _rivals() -> list[Rival]:
    return [
        {
            "id": row.hypothesis_id,
            "label": row.label,
            "author": row.author_or_school,
            "statement": row.statement,
        }
        for row in cast("Any", data.load("rivals").itertuples())
    ]


def _argued(desk: str) -> dict[str, dict[str, Argued]]:
    table = data.load("desk_likelihoods")
    sources = data.load("sources").set_index("source_id")["source_name"]
    found: dict[str, dict[str, Argued]] = {}
    for row in cast("Any", table[table["capital"] == desk].itertuples()):
        argued: Argued = {
            "p": row.p_if_true,
            "reason": row.note,
            # How it was read stands in data/sources.csv.
            "source": str(sources[row.source_id]).split(" (")[0],
        }
        found.setdefault(row.finding_id, {})[row.hypothesis_id] = argued
    return found
