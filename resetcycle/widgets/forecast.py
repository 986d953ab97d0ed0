"""Dated forecasts: give them, lock them, and later remember them and see what happened."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypedDict, TypeGuard, cast

import numpy as np
import pandas as pd
import traitlets

from .. import answers, data, forecasts, lookback, questions, words
from ..lookback import Entry
from ..speech import N_, _
from .base import OTHER_VERSION, LockedWidget, front_end
from .share import Shares

# So many forecasts are recalled before the outcomes: enough to see what memory does.
RECALLED = 6
# What of a revealed question is the same whatever was forecast.
_OF_THE_RECORD = ("id", "outcome", "note", "source", "url", "scored", "article")
_NOT_GIVEN: Entry = {"band": "even", "p": 0.5}


class ForecastAnswer(TypedDict, total=False):
    """On a board to lock, the first three; in a reveal, the others, and all if it locks as well."""

    forecasts: dict[str, Entry]
    locked_at: str | None
    hash: str | None
    remembered: dict[str, Entry]
    revealed: list[str]
    reasons: dict[str, str]


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


class ArticleSaid(TypedDict):
    """The article's sentence to a question, and its band where it states a likelihood."""

    quote: str
    place: str
    band: BandCard | None


class Opened(TypedDict):
    """A revealed question: what happened, what was forecast and remembered, and the article."""

    id: str
    outcome: str
    note: str
    source: str
    url: str
    scored: bool
    p: float
    words: str
    remembered: float | None
    recalled: str
    error: float | None
    article: ArticleSaid


class ForecastBoard(LockedWidget[ForecastAnswer], Shares[ForecastAnswer]):
    """One question at a time, a band of likelihood and a reason; then the lock, later the reveal.

    Until the reveal, the browser holds no outcome. In the reveal it gets them when it asks for
    them, all at once, and only after the learner has said of some questions what they remember
    having forecast, and has committed what the lesson asks to predict. Who has locked nothing
    before locks a short deck on the spot: the questions on which the article can be scored.

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
        "revealed": [id, ...], "reasons": {id: "its", "other" or "unclear"}}``, kept under "reveal",
        with the parts of a lock beside them if it was made there.
    shown : list of dict
        The reveal: of each question outcome, note, source, forecast, memory, squared error, and
        what the article wrote; empty before.
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

    # Internal: what the browser shows; which questions are recalled; and its wish for the outcomes.
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    bands = traitlets.List(traitlets.Dict()).tag(sync=True)
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)
    recalls = traitlets.List(traitlets.Unicode()).tag(sync=True)
    here = traitlets.Bool(default_value=False).tag(sync=True)
    opening = traitlets.Bool(default_value=False).tag(sync=True)

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
                _(
                    "A reveal needs both: reveal=True and the lesson of the lock, such as "
                    'locked_in="05"; found reveal={reveal}, locked_in={lesson}.',
                    reveal=repr(reveal),
                    lesson=repr(locked_in),
                )
            )
        self._rows, told = _asked(question_ids), ""
        # What was locked in another lesson; nothing on a board that locks.
        self._given: dict[str, Entry] = {}
        self._locked_in = locked_in
        if locked_in is not None:
            self._given, told = _locked_in(locked_in, self._rows.index)
            self._rows = questions.in_order(self._rows)
            self._rows = self._rows.loc[list(_deck(self._rows, self._given))]
        here = reveal and not self._given
        self.key = "reveal" if reveal else "forecasts"
        # A lesson shows a reveal twice, and its questions are read on the board.
        self.folds = reveal
        super().__init__(
            lesson,
            answer={"remembered": {}, "revealed": []} if reveal else _unlocked(),
            reveal=reveal,
            here=here,
            questions=_cards(self._rows),
            bands=_bands(),
            recalls=list(self._rows.index[:RECALLED]) if reveal and not here else [],
        )
        self._tell(told if reveal and not here else _broken_seal(self.answer, lesson))
        self._show()
        self.observe(self._asked_to_open, "opening")

    def lock(self) -> None:
        """Seal the forecasts given so far, with the time; from then on they stay as they are.

        Raises
        ------
        ValueError
            In a reveal of what was locked elsewhere, or if no question has been answered.
        """
        if self.reveal and not self.here:
            raise ValueError(
                _("Forecasts are locked on the board on which they were given, not in a reveal.")
            )
        if self.answer.get("locked_at"):
            return
        # The value is the band's midpoint, whatever was handed in.
        given: dict[str, Entry] = {
            name: {"band": one["band"], "p": _midpoint(one), "reason": str(one.get("reason") or "")}
            for name, one in self._entries("forecasts").items()
        }
        if not given:
            raise ValueError(_("There is nothing to lock yet: answer at least one question."))
        locked = lookback.seal(given, datetime.now(UTC).isoformat(timespec="seconds"))
        self.answer = {**self.answer, **locked}

    def open_outcomes(self) -> None:
        """Reveal all outcomes; what is forecast, remembered and predicted comes first.

        Raises
        ------
        ValueError
            If something comes first that is not done yet.
        """
        if not self._may_open():
            raise ValueError(_("Lock or recall your forecasts first; then the outcomes open."))
        if not _has_predicted(self.lesson):
            raise ValueError(
                _("First commit what this lesson asks you to predict; then the outcomes open.")
            )
        self.answer = {**self.answer, "revealed": list(self._rows.index)}

    def table(self) -> pd.DataFrame:
        """Return the state in a small table: forecasts, or what has been revealed so far."""
        if self.summary:
            names = {
                "name": N_("forecast"),
                "brier": N_("Brier score"),
                "skill": N_("your skill against it"),
            }
            lines = cast("list[lookback.Line]", self.summary["references"])
            return pd.DataFrame(lines).rename(columns=names)
        if self.shown:
            names = {"id": N_("question"), "words": N_("you said"), "outcome": N_("outcome")}
            return pd.DataFrame(self.shown)[list(names)].rename(columns=names)
        if self.reveal and not self.here:
            return pd.DataFrame({N_("reveal"): [N_("No outcome has been revealed yet.")]})
        given = self._entries("forecasts")
        said = [
            _words(given[name]) if name in given else N_("no forecast yet")
            for name in self._rows.index
        ]
        asked, closes = self._rows["question_text"].tolist(), self._rows["close_date"].tolist()
        return pd.DataFrame(
            {N_("question"): asked, N_("closes"): closes, N_("your forecast"): said}
        )

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
        """Whether a lock is kept that the present answer would lose or change."""
        if not _is_answer(kept) or not kept.get("locked_at"):
            return False
        parts = ("forecasts", "locked_at", "hash")
        return not self.reveal or any(self.answer.get(part) != kept.get(part) for part in parts)

    def _asked_to_open(self, change: traitlets.Bunch) -> None:
        if not change["new"]:
            return
        try:
            self.open_outcomes()
        except ValueError as error:
            self.notice = str(error)
        else:
            self.notice = ""
        self.opening = False

    def _may_open(self) -> bool:
        """Whether forecasts are locked, and those of them recalled that are to be recalled."""
        locked = bool(self.answer.get("locked_at")) if self.here else bool(self._given)
        return locked and set(self.recalls) <= set(self._entries("remembered"))

    def held_back(self) -> dict[str, object]:
        """Return every question with its outcome: which are asked, hangs on what was locked."""
        if not self.reveal:
            return {}
        rows = questions.in_order(_asked(None))
        opened = _opened(self._scorable(rows, dict.fromkeys(rows.index, _NOT_GIVEN)))
        stays = (rows["status_quo"] == "yes").tolist()
        return {
            "cards": _cards(rows),
            "opened": [{name: one[name] for name in _OF_THE_RECORD} for one in opened],
            "status_quo": dict(zip(rows.index, stays, strict=True)),
            "asks": _asks(self.lesson),
            "recalled": RECALLED,
            "locked_in": self._locked_in,
        }

    def _show(self) -> None:
        """Send to the browser what may be seen by now."""
        if not self.reveal:
            return
        asked = set(self.answer.get("revealed", [])) if self._may_open() else set[str]()
        rows = self._with_forecasts()
        opened = rows.loc[[name for name in rows.index if name in asked]]
        self.shown = _opened(opened)
        done = len(opened) == len(rows) and rows["scored"].any()
        self.summary = {**lookback.score(rows[rows["scored"]])} if done else {}

    def _with_forecasts(self) -> pd.DataFrame:
        """Return the questions that were forecast, with all that scoring needs."""
        given = self._entries("forecasts") if self.here else self._given
        rows = self._rows.loc[[name for name in self._rows.index if name in given]]
        return self._scorable(rows, given)

    def _scorable(self, rows: pd.DataFrame, given: dict[str, Entry]) -> pd.DataFrame:
        counts, recalled = questions.scored(rows), self._entries("remembered")
        article = {name: band.midpoint for name, band in forecasts.BANDS.items()}
        return rows.assign(
            p=[float(given[name]["p"]) for name in rows.index],
            words=[_words(given[name]) for name in rows.index],
            o=(rows["outcome"] == "yes").astype(int),
            scored=[name in counts for name in rows.index],
            status_quo=(rows["status_quo"] == "yes").astype(int),
            article=rows["article_band"].map(article).astype(float),
            remembered=[_midpoint(recalled[n]) if n in recalled else np.nan for n in rows.index],
            recalled=[_words(recalled[n]) if n in recalled else "" for n in rows.index],
        )


def _unlocked() -> ForecastAnswer:
    return {"forecasts": {}, "locked_at": None, "hash": None}


def _is_answer(kept: object) -> TypeGuard[ForecastAnswer]:
    """Whether a kept answer has the shape of one; what its entries hold is looked at one by one."""
    if not isinstance(kept, dict):
        return False
    named = (kept.get(part) or {} for part in ("forecasts", "remembered", "reasons"))
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
                _(
                    "There is no question {name} in the table forecast_questions; it has {first} "
                    "to {last}.",
                    name=repr(name),
                    first=table.index[0],
                    last=table.index[-1],
                )
            )
    if len(set(names)) < len(names) or not names:
        raise ValueError(
            _(
                "question_ids must name at least one question, and none twice; found {found}.",
                found=names,
            )
        )
    return table.loc[names]


def _locked_in(lesson: str, names: pd.Index) -> tuple[dict[str, Entry], str]:
    """Return what was locked in a lesson, and what is amiss with it."""
    kept: object = answers.restore(lesson).get("forecasts")
    given: dict[str, Entry] = {}
    if isinstance(kept, dict) and kept.get("locked_at"):
        given = lookback.entries(kept.get("forecasts"), names)
    return given, _broken_seal(kept, lesson)


def _deck(rows: pd.DataFrame, given: dict[str, Entry]) -> list[str]:
    """Return what a reveal asks: what was forecast, or else what is locked on the spot."""
    short = list(rows.index[rows["article_band"].notna()])
    return [name for name in rows.index if name in given] or short or list(rows.index)


def _has_predicted(lesson: str) -> bool:
    """Whether the predictions of a lesson are committed, if it asks for some."""
    kept: object = answers.restore(lesson).get("predictions")
    is_locked = isinstance(kept, dict) and bool(cast("Any", kept).get("locked_at"))
    return is_locked or not _asks(lesson)


def _asks(lesson: str) -> bool:
    return bool((data.load("predictions")["lesson"] == lesson).any())


def _broken_seal(answer: object, lesson: str) -> str:
    if not isinstance(answer, dict) or lookback.verify(answer):
        return ""
    if not (answer.get("locked_at") or answer.get("hash")):
        return ""
    return _(
        "The kept forecasts of lesson {lesson} are not those that were locked: their seal does "
        "not fit. Something was changed after the lock, and a score from them counts for practice "
        "only.",
        lesson=lesson,
    )


def _opened(rows: pd.DataFrame) -> list[Opened]:
    """Return what the browser is told about revealed questions, in the order of the reveal."""
    sources = data.load("sources").set_index("source_id")
    told: list[Opened] = []
    for name in rows.index:
        row = rows.loc[name]
        source = sources.loc[row["source_id"]]
        recalled = pd.notna(row["remembered"])
        told.append(
            {
                "id": name,
                "outcome": row["outcome"],
                "note": _(row["outcome_note"]),
                "source": source["source_name"],
                "url": source["url"],
                "scored": bool(row["scored"]),
                "p": row["p"],
                "words": row["words"],
                "remembered": row["remembered"] if recalled else None,
                "recalled": row["recalled"] if recalled else "",
                "error": (row["p"] - row["o"]) ** 2 if row["scored"] else None,
                "article": _article(row),
            }
        )
    return told


def _article(row: pd.Series) -> ArticleSaid:
    place = _(
        "{section}, paragraph {number}",
        section=row["article_section"],
        number=row["article_paragraph"],
    )
    name = row["article_band"]
    band = _band(name, forecasts.BANDS[name]) if pd.notna(name) else None
    return {"quote": row["article_words"], "place": place, "band": band}


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
    return [_band(name, band) for name, band in forecasts.BANDS.items()]


def _band(name: str, band: forecasts.Band) -> BandCard:
    return {
        "id": name,
        "words": _(band.words[0]),
        "low": band.low,
        "high": band.high,
        "p": band.midpoint,
    }


def _midpoint(entry: Entry) -> float:
    return forecasts.BANDS[entry["band"]].midpoint


def _words(entry: Entry) -> str:
    return _(forecasts.BANDS[entry["band"]].words[0])
