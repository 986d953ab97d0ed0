"""Dated forecasts: give them, lock them, and in a later lesson remember them and see what happened."""

import hashlib
import json
from datetime import datetime, timezone

import pandas as pd
import traitlets

from .. import answers, data, forecasts
from .base import LockedWidget, front_end

# The note on a conditional question opens with whether its condition came about.
MET, NOT_MET = "The condition was met", "The condition was not met"
UNLOCKED = {"forecasts": {}, "locked_at": None, "hash": None}


class ForecastBoard(LockedWidget):
    """One question at a time, a band of likelihood and a reason for each; then the lock, and later the reveal.

    Until the reveal, the browser holds no outcome. In the reveal it gets each outcome only when it is asked for, and
    only after the learner has said for every question what they remember having forecast.

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
        ``{"forecasts": {id: {"band", "p", "reason"}}, "locked_at": ISO time or None, "hash": ...}``, kept under
        "forecasts"; in the reveal ``{"remembered": {id: {"band", "p"}}, "revealed": [id, ...]}``, kept under "reveal".
    shown : list of dict
        The reveal so far: outcome, note, source, forecast, memory, squared error and Brier score up to there.
    summary : dict
        When all is revealed, what `score` returns; empty before.

    Raises
    ------
    ValueError
        For a question that is not in the table, and if only one of `reveal` and `locked_in` is given.
    """

    _esm = front_end("forecast")
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    bands = traitlets.List(traitlets.Dict()).tag(sync=True)
    reveal = traitlets.Bool(False).tag(sync=True)
    what = "forecasts"
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)
    summary = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson="05", question_ids=None, reveal=False, locked_in=None):
        if reveal != (locked_in is not None):
            raise ValueError(
                'A reveal needs both: reveal=True and the lesson of the lock, such as locked_in="05"; '
                f"found reveal={reveal!r}, locked_in={locked_in!r}."
            )
        self._rows, told = _asked(question_ids), ""
        if reveal:
            self._rows, told = _with_forecasts(self._rows, locked_in)
        self.key = "reveal" if reveal else "forecasts"
        empty = {"remembered": {}, "revealed": []} if reveal else dict(UNLOCKED)
        super().__init__(
            lesson, answer=empty, reveal=reveal, questions=_cards(self._rows), bands=_bands()
        )
        if not reveal:
            told = _broken_seal(self.answer, lesson)
        self.notice = f"{self.notice} {told}".strip()
        self._show()

    def lock(self):
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
        given = {
            name: {"band": one["band"], "p": _midpoint(one), "reason": str(one.get("reason") or "")}
            for name, one in _entries(self.answer, "forecasts", self._rows.index).items()
        }
        if not given:
            raise ValueError("There is nothing to lock yet: answer at least one question.")
        self.answer = seal(given, datetime.now(timezone.utc).isoformat(timespec="seconds"))

    def table(self):
        """Return the state in a small table: forecasts, or what has been revealed so far."""
        if self.summary:
            names = {"name": "forecast", "brier": "Brier score", "skill": "your skill against it"}
            return pd.DataFrame(self.summary["references"]).rename(columns=names)
        if self.reveal:
            rows = [
                {
                    "question": one["id"],
                    "you said": one["words"],
                    "outcome": one["outcome"],
                    "Brier score so far": one["brier"],
                }
                for one in self.shown
            ]
            return (
                pd.DataFrame(rows)
                if rows
                else pd.DataFrame({"reveal": ["No outcome has been revealed yet."]})
            )
        given = _entries(self.answer, "forecasts", self._rows.index)
        said = [
            _words(given[name]["band"]) if name in given else "no forecast yet"
            for name in self._rows.index
        ]
        asked, closes = self._rows["question_text"].tolist(), self._rows["close_date"].tolist()
        return pd.DataFrame({"question": asked, "closes": closes, "your forecast": said})

    def _is_locked(self, kept):
        return not self.reveal and bool((kept or {}).get("locked_at"))

    def _show(self):
        """Send to the browser what may be seen by now."""
        if not self.reveal:
            return
        remembered = _entries(self.answer, "remembered", self._rows.index)
        if len(remembered) < len(self._rows) or self._rows.empty:
            self.shown, self.summary = [], {}
            return
        rows = self._rows.assign(
            remembered=[_midpoint(remembered[name]) for name in self._rows.index],
            recalled=[_words(remembered[name]["band"]) for name in self._rows.index],
        )
        opened = rows.loc[
            [name for name in dict.fromkeys(self.answer.get("revealed", [])) if name in rows.index]
        ]
        self.shown = _opened(opened)
        self.summary = (
            score(rows[rows["scored"]]) if len(opened) == len(rows) and rows["scored"].any() else {}
        )


def seal(given, locked_at):
    """Return the answer that a lock keeps: the forecasts, the time, and a hash over both.

    Parameters
    ----------
    given : dict
        {question id: {"band", "p", "reason"}}.
    locked_at : str
        ISO time.

    Returns
    -------
    dict
        With `forecasts`, `locked_at` and `hash`: SHA-256 of the canonical JSON (keys sorted, no spaces, ASCII).

    Notes
    -----
    A seal shows that something was changed by hand or by mistake. It is no signature: whoever knows this function can
    make a new one, so a class that wants proof notes the hash on the day of the lock.

    Examples
    --------
    >>> locked = seal({"Q01": {"band": "even", "p": 0.5, "reason": ""}}, "2026-11-22T10:00:00+00:00")
    >>> locked["hash"][:12], verify(locked)
    ('786b8f1ae316', True)
    >>> locked["forecasts"]["Q01"]["p"] = 0.97
    >>> verify(locked)
    False
    """
    text = json.dumps(
        {"forecasts": given, "locked_at": locked_at}, sort_keys=True, separators=(",", ":")
    )
    return {
        "forecasts": given,
        "locked_at": locked_at,
        "hash": hashlib.sha256(text.encode("ascii")).hexdigest(),
    }


def verify(answer):
    """Return whether locked forecasts are as they were when they were locked.

    Parameters
    ----------
    answer : dict
        A kept answer of the board.

    Returns
    -------
    bool
        True if forecasts and time fit the hash; False if one of the three was changed, or nothing is locked.
    """
    if not isinstance(answer, dict) or not answer.get("locked_at"):
        return False
    return seal(answer.get("forecasts"), answer["locked_at"])["hash"] == answer.get("hash")


def hindsight_shift(p, remembered, o):
    """Return how far memory moved forecasts towards what happened.

    Parameters
    ----------
    p, remembered : sequence of float, shape (n,)
        The forecasts, and what the forecaster later remembers having said; probabilities, 0 to 1.
    o : sequence of int, shape (n,)
        Outcomes, 0 or 1.

    Returns
    -------
    float
        Mean distance of the forecast from the outcome minus that of the memory, -1 to 1: above 0, memory flatters.

    Notes
    -----
    Fischhoff and Beyth, Organizational Behavior and Human Performance 13 (1975), asked in the same way after Nixon's
    journeys to Peking and Moscow.

    Examples
    --------
    >>> round(hindsight_shift([.5, .675], [.675, .5], [1, 0]), 3)
    0.175
    """
    return float(
        sum(abs(f - y) - abs(m - y) for f, m, y in zip(p, remembered, o, strict=True)) / len(p)
    )


def score(rows):
    """Score revealed forecasts against the three references.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row a scored question: `p`, `remembered` (0 to 1), `o` and `status_quo` (0 or 1).

    Returns
    -------
    dict
        ``brier`` (0 to 1), ``questions``, ``yes`` (how many came true), ``shift`` (`hindsight_shift`), and
        ``references``, a list of {"name", "brier", "skill"}, first the learner's own; a skill is None for the learner's
        own row and against a reference that makes no error.

    Notes
    -----
    The base rate is the share of yes among these very questions. Nobody could have known it on the day, which the
    board says.
    """
    p, o = rows["p"], rows["o"]
    brier, rate = forecasts.brier_score(p, o), float(o.mean())
    references = [
        ("one half every time", "half", None, 0.5),
        (f"the share of yes, {rate:.2f}, every time", "base_rate", rate, rate),
        ("nothing changes", "status_quo", rows["status_quo"].to_numpy(), rows["status_quo"]),
    ]
    lines = [{"name": "yours", "brier": brier, "skill": None}]
    for name, reference, baseline, said in references:
        missed = forecasts.brier_score(rows["p"] * 0 + said, o)
        skill = forecasts.skill_score(p, o, reference, baseline) if missed else None
        lines.append({"name": name, "brier": missed, "skill": skill})
    return {
        "brier": brier,
        "questions": len(rows),
        "yes": int(o.sum()),
        "references": lines,
        "shift": hindsight_shift(p, rows["remembered"], o),
    }


def _asked(question_ids):
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


def _with_forecasts(table, locked_in):
    """Return the questions that were forecast, with what scoring needs, and a sentence if something is amiss."""
    kept = answers.restore(locked_in).get("forecasts")
    given = (
        _entries(kept, "forecasts", table.index)
        if isinstance(kept, dict) and kept.get("locked_at")
        else {}
    )
    rows = table.loc[[name for name in table.index if name in given]]
    if not given:
        return rows, (
            f"No locked forecasts of lesson {locked_in} were found. Lock yours in lesson {locked_in}, or upload your saved "
            "work there, and run this cell again."
        )
    held = {
        name: _held(name, note)
        for name, note in rows.loc[rows["condition"].notna(), "outcome_note"].items()
    }
    scored = set(forecasts.conditional(rows.reset_index(), held)["question_id"])
    rows = rows.assign(
        p=[float(given[name]["p"]) for name in rows.index],
        words=[_words(given[name]["band"]) for name in rows.index],
        o=(rows["outcome"] == "yes").astype(int),
        scored=[name in scored for name in rows.index],
        status_quo=(rows["status_quo"] == "yes").astype(int),
    )
    return rows, _broken_seal(kept, locked_in)


def _held(name, note):
    if not note.startswith((MET, NOT_MET)):
        raise ValueError(
            f'Question {name} has a condition, so its outcome_note must begin with "{MET}" or "{NOT_MET}"; '
            f"found {note[:40]!r}."
        )
    return note.startswith(MET)


def _broken_seal(answer, lesson):
    if not (answer.get("locked_at") or answer.get("hash")) or verify(answer):
        return ""
    return (
        f"The kept forecasts of lesson {lesson} are not those that were locked: their seal does not fit. Something was changed "
        "after the lock, and a score from them counts for practice only."
    )


def _entries(answer, part, names):
    """Return the usable entries of an answer: of a known question, with a known band and a probability."""
    entries = answer.get(part)
    return {
        name: one
        for name, one in (entries.items() if isinstance(entries, dict) else ())
        if name in names
        and isinstance(one, dict)
        and one.get("band") in forecasts.BANDS
        and _is_probability(one.get("p"))
    }


def _is_probability(p):
    return isinstance(p, (int, float)) and 0 <= p <= 1


def _opened(rows):
    """Return what the browser is told about revealed questions, in the order of the reveal."""
    sources, told, seen = data.load("sources").set_index("source_id"), [], []
    for name, row in rows.iterrows():
        if row["scored"]:
            seen.append((row["p"], row["o"]))
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
                "brier": forecasts.brier_score(*zip(*seen)) if seen else None,
            }
        )
    return told


def _cards(rows):
    """Return the questions as the learner of 17 April 2017 may see them."""
    return [
        {
            "id": name,
            "text": row["question_text"],
            "background": row["background"],
            "criteria": row["resolution_criteria"],
            "opens": _day(row["open_date"]),
            "closes": _day(row["close_date"]),
            "condition": "" if pd.isna(row["condition"]) else row["condition"],
        }
        for name, row in rows.iterrows()
    ]


def _bands():
    return [
        {"id": name, "words": band.words[0], "low": band.low, "high": band.high, "p": band.midpoint}
        for name, band in forecasts.BANDS.items()
    ]


def _midpoint(entry):
    return forecasts.BANDS[entry["band"]].midpoint


def _words(band):
    return forecasts.BANDS[band].words[0]


def _day(date):
    return f"{date.day} {date:%B %Y}"
