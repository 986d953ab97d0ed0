"""How many acts does a verdict of the record hang on?

Each verdict of `record.compare` is asked anew without each single act, and without a random quarter
of the acts, many times. This takes some minutes a kind, so data/RECORD.md holds what came out and
of which day it is.

    python benchmarks/stability.py [--kinds all contacts deeds] [--draws 100]
"""

import argparse

import numpy as np
import pandas as pd

from resetcycle import calendars, data, record
from resetcycle.authoring import derived

QUARTER = 0.25
SEED = 1991
HEADS = ["the end of", "against", "verdict", "turned by one of these acts", "turned by a quarter"]


def entering(kind: record.Kind) -> pd.DataFrame:
    """Return the acts that enter a comparison: those of a start or an end."""
    acts = record.scored_events(kind=kind)
    terms = data.load("terms").query("role != 'prologue'")["term_id"]
    inside = [
        acts["event_date"].between(first, last, inclusive="left")
        for term_id in terms
        for name, (first, last) in calendars.window_dates(term_id).items()
        if name != "middle"
    ]
    return acts[np.any(inside, axis=0)]


def verdicts(kind: record.Kind, acts: pd.DataFrame) -> np.ndarray:
    return record.compare(kind, events=acts)["verdict"].to_numpy()


def without_one(kind: record.Kind, acts: pd.DataFrame) -> list[str]:
    """Return for each comparison the acts without which its verdict is another one."""
    given = verdicts(kind, acts)
    found = [verdicts(kind, acts.drop(index=each)) for each in acts.index]
    return [
        ", ".join(
            f"{event_id} ({row[place]})"
            for event_id, row in zip(acts["event_id"], found, strict=True)
            if row[place] != given[place]
        )
        for place in range(len(given))
    ]


def without_a_quarter(kind: record.Kind, acts: pd.DataFrame, draws: int) -> list[str]:
    """Return for each comparison how often its verdict is another one."""
    random = np.random.default_rng(SEED)
    given = verdicts(kind, acts)
    found = [verdicts(kind, acts[random.random(len(acts)) >= QUARTER]) for _ in range(draws)]
    said = []
    for place, verdict in enumerate(given):
        others = pd.Series([row[place] for row in found if row[place] != verdict], dtype=str)
        said.append(
            ", ".join(f"{n / draws:.0%} {name}" for name, n in others.value_counts().items())
        )
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="+", choices=record.KINDS, default=record.KINDS)
    parser.add_argument("--draws", type=int, default=100)
    asked = parser.parse_args()
    for kind in asked.kinds:
        acts = entering(kind)
        given = record.compare(kind, events=acts)[["presidency", "against", "verdict"]]
        moved = without_one(kind, acts), without_a_quarter(kind, acts, asked.draws)
        rows = [[*row, *more] for row, *more in zip(given.to_numpy().tolist(), *moved, strict=True)]
        print(f"\n{kind}: {len(acts)} acts\n\n{derived.table(HEADS, rows)}", flush=True)


if __name__ == "__main__":
    main()
