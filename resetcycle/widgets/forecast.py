"""Dated forecasts: give them, lock them, and later remember them and see what happened."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard

import pandas as pd
import traitlets

from .. import answers, data, forecasts, lookback, words
from ..lookback import Entry
from .base import OTHER_VERSION, LockedWidget, front_end
from .share import Shares

# The note on a conditional question opens with whether its condition came about.
MET, NOT_MET = "The condition was met", "The condition was not met"


class ForecastAnswer(TypedDict, total=False):
    """On a board to lock, the first three; in a reveal, the last two."""

    forecasts: dict[str, Entry]
    locked_at: str | None
    hash: str | None
    remembered: dict[str, Entry]
    revealed: list[str]


class Card(TypedDict):
    """A question as the learner of 17 April 2017 may see it."""

    id: str
    text: str
    background: str
    criteria: str
    opens: str
    closes: str
    condition: str


class BandCard(TypedDict):
    """A band of likelihood: its words, its limits and its midpoint."""

    id: str
    words: str
    low: float
    high: float
    p: float


class Opened(TypedDict):
    """A revealed question: what happened, what was forecast and remembered, the score so far."""

    id: str
    outcome: str
    note: str
    source: str
    url: str
    scored: bool
    p: float
    words: str
    remembered: float
    recalled: str
    error: float
    count: int
    brier: float | None


class ForecastBoard(LockedWidget[ForecastAnswer], Shares[ForecastAnswer]):
    """One question at a time, a band of likelihood and a reason; then the lock, later the reveal.

    Until the reveal, the browser holds no outcome. In the reveal it gets each outcome only when it
    is asked for, and only after the learner has said for every question what they remember having
    forecast.

    Parameters
    ----------
    lesson : str
        The lesson in which the board stands, such as ``"05"``: its answers are kept there.
    question_ids : list of str, optional
        Which questions of the table `forecast_questions` to ask; all by default.
    reveal : bool
        False to give and lock forecasts, True to look back on locked ones.
    locked_in : str, optional
        With `reveal`: the lesson in which the forecasts were locked.

    Attributes
    ----------
    answer : dict
        ``{"forecasts": {id: {"band", "p", "reason"}}, "locked_at": ISO time or None, "hash":
        ...}``, kept under "forecasts"; in the reveal ``{"remembered": {id: {"band", "p"}},
        "revealed": [id, ...]}``, kept under "reveal".
    shown : list of dict
        The reveal so far: outcome, note, source, forecast, memory, squared error and Brier score
        up to there.
    summary : dict
        When all is revealed, what `lookback.score` returns; empty before.
    share_code : str
        Once forecasts are locked, one line for the class chat: their bands, without the reasons.

    Raises
    ------
    ValueError
        For a question that is not in the table, and if only one of `reveal` and `locked_in` is
        given.
    """

    _esm, _css = front_end("forecast")
    kind, what = "forecasts", "forecasts"

    # Public: which of the two boards it is, and what the reveal says when it is done.
    reveal = traitlets.Bool(default_value=False).tag(sync=True)
    summary = traitlets.Dict().tag(sync=True)

    # Internal: what the browser shows.
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    bands = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(
        self,
        lesson: str = "05",
        question_ids: Sequence[str] | None = None,
        *,
        reveal: bool = False,
        locked_in: str | None = None,
    ) -> None:
        if reveal != (locked_in is not None):
            raise ValueError(
                "A reveal needs both: reveal=True and the lesson of the lock, such as "
                f'locked_in="05"; found reveal={reveal!r}, locked_in={locked_in!r}.'
            )
        self._rows, told = _asked(question_ids), ""
        if locked_in is not None:
            self._rows, told = _with_forecasts(self._rows, locked_in)
        self.key = "reveal" if reveal else "forecasts"
        super().__init__(
            lesson,
            answer={"remembered": {}, "revealed": []} if reveal else _unlocked(),
            reveal=reveal,
            questions=_cards(self._rows),
            bands=_bands(),
        )
        self._tell(told if reveal else _broken_seal(self.answer, lesson))
        self._show()

    def lock(self) -> None:
        """Seal the forecasts given so far, with the time; from then on they stay as they are.

        Raises
        ------
        ValueError
            In a reveal, or if no question has been answered.
        """
        if self.reveal:
            raise ValueError(
                "Forecasts are locked on the board on which they were given, not in a reveal."
            )
        if self.answer.get("locked_at"):
            return
        # The value is the band's midpoint, whatever was handed in.
        given: dict[str, Entry] = {
            name: {"band": one["band"], "p": _midpoint(one), "reason": str(one.get("reason") or "")}
            for name, one in self._entries("forecasts").items()
        }
        if not given:
            raise ValueError("There is nothing to lock yet: answer at least one question.")
        locked = lookback.seal(given, datetime.now(UTC).isoformat(timespec="seconds"))
        self.answer = {**locked}

    def table(self) -> pd.DataFrame:
        """Return the state in a small table: forecasts, or what has been revealed so far."""
        if self.summary:
            names = {"name": "forecast", "brier": "Brier score", "skill": "your skill against it"}
            return pd.DataFrame(self.summary["references"]).rename(columns=names)
        if self.reveal:
            names = {
                "id": "question",
                "words": "you said",
                "outcome": "outcome",
                "brier": "Brier score so far",
            }
            if not self.shown:
                return pd.DataFrame({"reveal": ["No outcome has been revealed yet."]})
            return pd.DataFrame(self.shown)[list(names)].rename(columns=names)
        given = self._entries("forecasts")
        said = [
            _words(given[name]) if name in given else "no forecast yet" for name in self._rows.index
        ]
        asked, closes = self._rows["question_text"].tolist(), self._rows["close_date"].tolist()
        return pd.DataFrame({"question": asked, "closes": closes, "your forecast": said})

    def _entries(self, part: str) -> dict[str, Entry]:
        return lookback.entries(self.answer.get(part), self._rows.index)

    def _work(self) -> dict[str, Any] | None:
        saved = self.answer.get("locked_at")
        bands = {name: entry["band"] for name, entry in self._entries("forecasts").items()}
        return {"bands": bands, "saved": saved} if saved and bands else None

    def _usable(self, kept: object) -> tuple[ForecastAnswer | None, str]:
        return (kept, "") if _is_answer(kept) else (None, OTHER_VERSION)

    def _unlocked(self) -> ForecastAnswer | None:
        if not self.answer.get("locked_at"):
            return None
        return {**self.answer, "locked_at": None, "hash": None}

    def _is_locked(self, kept: object) -> TypeGuard[ForecastAnswer]:
        return not self.reveal and _is_answer(kept) and bool(kept.get("locked_at"))

    def _show(self) -> None:
        """Send to the browser what may be seen by now."""
        if not self.reveal:
            return
        remembered, names = self._entries("remembered"), list(self._rows.index)
        if len(remembered) < len(names) or not names:
            self.shown, self.summary = [], {}
            return
        rows = self._rows.assign(
            remembered=[_midpoint(remembered[name]) for name in names],
            recalled=[_words(remembered[name]) for name in names],
        )
        asked = dict.fromkeys(self.answer.get("revealed", []))
        opened = rows.loc[[name for name in asked if name in names]]
        self.shown = _opened(opened)
        done = len(opened) == len(rows) and rows["scored"].any()
        self.summary = lookback.score(rows[rows["scored"]]) if done else {}


def _unlocked() -> ForecastAnswer:
    return {"forecasts": {}, "locked_at": None, "hash": None}


def _is_answer(kept: object) -> TypeGuard[ForecastAnswer]:
    """Whether a kept answer has the shape of one; what its entries hold is looked at one by one."""
    if not isinstance(kept, dict):
        return False
    named = (kept.get(part) or {} for part in ("forecasts", "remembered"))
    opened: object = kept.get("revealed") or []
    return (
        all(isinstance(part, dict) for part in named)
        and all(isinstance(kept.get(part), str | None) for part in ("locked_at", "hash"))
        and isinstance(opened, list)
        and all(isinstance(name, str) for name in opened)
    )


def _asked(question_ids: Sequence[str] | None) -> pd.DataFrame:
    """Return the questions as a table by id, in the order asked for."""
    table = data.load("forecast_questions").set_index("question_id")
    names = list(table.index if question_ids is None else question_ids)
    for name in names:
        if name not in table.index:
            raise ValueError(
                f"There is no question {name!r} in the table forecast_questions; "
                f"it has {table.index[0]} to {table.index[-1]}."
            )
    if len(set(names)) < len(names) or not names:
        raise ValueError(
            f"question_ids must name at least one question, and none twice; found {names}."
        )
    return table.loc[names]


def _with_forecasts(table: pd.DataFrame, locked_in: str) -> tuple[pd.DataFrame, str]:
    """Return the questions that were forecast, with what scoring needs, and what is amiss."""
    kept: object = answers.restore(locked_in).get("forecasts")
    given: dict[str, Entry] = {}
    if isinstance(kept, dict) and kept.get("locked_at"):
        given = lookback.entries(kept.get("forecasts"), table.index)
    rows = table.loc[[name for name in table.index if name in given]]
    if not given:
        return rows, (
            f"No locked forecasts of lesson {locked_in} were found. Lock yours in lesson "
            f"{locked_in}, or upload your saved work there, and run this cell again."
        )
    scored = _scored(rows)
    rows = rows.assign(
        p=[float(given[name]["p"]) for name in rows.index],
        words=[_words(given[name]) for name in rows.index],
        o=(rows["outcome"] == "yes").astype(int),
        scored=[name in scored for name in rows.index],
        status_quo=(rows["status_quo"] == "yes").astype(int),
    )
    return rows, _broken_seal(kept, locked_in)


def _scored(rows: pd.DataFrame) -> set[str]:
    """Return the questions that count: without a condition, or with one that came about."""
    asked = rows[rows["condition"].notna()]
    pairs = zip(asked.index, asked["outcome_note"], strict=True)
    held = {name: _held(name, note) for name, note in pairs}
    return set(forecasts.conditional(rows.reset_index(), held)["question_id"])


def _held(name: str, note: str) -> bool:
    if not note.startswith((MET, NOT_MET)):
        raise ValueError(
            f"Question {name} has a condition, so its outcome_note must begin with "
            f'"{MET}" or "{NOT_MET}"; found {note[:40]!r}.'
        )
    return note.startswith(MET)


def _broken_seal(answer: object, lesson: str) -> str:
    if not isinstance(answer, dict) or lookback.verify(answer):
        return ""
    if not (answer.get("locked_at") or answer.get("hash")):
        return ""
    return (
        f"The kept forecasts of lesson {lesson} are not those that were locked: their seal does "
        "not fit. Something was changed after the lock, and a score from them counts for practice "
        "only."
    )


def _opened(rows: pd.DataFrame) -> list[Opened]:
    """Return what the browser is told about revealed questions, in the order of the reveal."""
    sources = data.load("sources").set_index("source_id")
    told: list[Opened] = []
    seen = rows.iloc[:0]
    for name in rows.index:
        row = rows.loc[name]
        if row["scored"]:
            seen = rows.loc[[*seen.index, name]]
        source = sources.loc[row["source_id"]]
        told.append(
            {
                "id": name,
                "outcome": row["outcome"],
                "note": row["outcome_note"],
                "source": source["source_name"],
                "url": source["url"],
                "scored": bool(row["scored"]),
                "p": row["p"],
                "words": row["words"],
                "remembered": row["remembered"],
                "recalled": row["recalled"],
                "error": (row["p"] - row["o"]) ** 2,
                "count": len(seen),
                "brier": forecasts.brier_score(seen["p"], seen["o"]) if len(seen) else None,
            }
        )
    return told


def _cards(rows: pd.DataFrame) -> list[Card]:
    names = ("question_text", "background", "resolution_criteria")
    dates = ("open_date", "close_date")
    columns = (*(rows[name] for name in names), *(rows[name].map(words.day) for name in dates))
    return [
        {
            "id": name,
            "text": text,
            "background": background,
            "criteria": criteria,
            "opens": opens,
            "closes": closes,
            "condition": condition,
        }
        for name, text, background, criteria, opens, closes, condition in zip(
            rows.index, *columns, rows["condition"].fillna(""), strict=True
        )
    ]


def _bands() -> list[BandCard]:
    return [
        {"id": name, "words": band.words[0], "low": band.low, "high": band.high, "p": band.midpoint}
        for name, band in forecasts.BANDS.items()
    ]


def _midpoint(entry: Entry) -> float:
    return forecasts.BANDS[entry["band"]].midpoint


def _words(entry: Entry) -> str:
    return forecasts.BANDS[entry["band"]].words[0]
