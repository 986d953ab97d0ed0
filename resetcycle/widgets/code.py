"""Turn events into codes without seeing the kit's codes; lock; then see them, and how far two coders agree."""

import re
from datetime import datetime, timezone
from itertools import combinations

import numpy as np
import pandas as pd
import traitlets

from .. import agreement, data
from .base import LockedWidget, front_end

# Their summaries say what was done even without the title; hard cases are among them on purpose.
EVENTS = (
    "1994-01-moscow-trilateral",
    "1994-02-ames",
    "1994-06-pfp",
    "1994-12-cold-peace",
    "1995-11-perry-grachev-ifor",
    "1996-01-start-ii-senate",
    "1998-07-iran-sanctions",
    "1998-09-moscow-summit",
    "1999-03-primakov-turnaround",
    "1999-03-kosovo-nato-freeze",
    "1999-11-istanbul",
    "2000-06-moscow-summit",
)
NONE = "none"
# The short codebook: words of the choice, and when to take it. The order gives each choice its letter in a class line.
CODEBOOK = {
    NONE: (
        "not an act between the capitals",
        "Events inside one country; acts toward a third party; acts of or toward a body "
        "such as NATO, unless both governments are named parties to that very act.",
    ),
    "057": (
        "treaty or agreement signed",
        "A treaty or formal agreement signed, brought into force or extended by both.",
    ),
    "019": (
        "joint understanding, nothing binding",
        "A joint statement, or an agreement reached in talks without a signed text.",
    ),
    "050": ("ratification vote", "One legislature approves, even with conditions."),
    "042": (
        "visit",
        "A visit to the other capital whose main result is the meeting. A signed text is coded instead of the visit.",
    ),
    "111": ("criticism", "One capital criticises the other in words."),
    "125": ("visit or meeting cancelled", "A planned meeting is called off."),
    "161": ("expulsion or recall", "Diplomats or officers expelled, an ambassador recalled."),
    "163": ("sanctions", "Orders, laws, listings, or penalties on firms and institutes."),
}
LETTERS = dict(zip("ABCDEFGHI", CODEBOOK, strict=True))
_LINE = re.compile(rf"CODES02-([{''.join(LETTERS)}]{{{len(EVENTS)}}})(?![A-Z])", re.IGNORECASE)
EMPTY = {"codes": {}, "locked_at": None}
HEADINGS = {
    "coders": "coders",
    "share": "share equal",
    "codes": "alpha, codes",
    "scores": "alpha, scores",
    "scored": "events scored by both",
}


class CodeEvents(LockedWidget):
    """Twelve events without their titles, a short codebook, one lock, and then the kit's codes beside the learner's.

    Until the lock, the browser holds no title, no code and no score of the kit.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"02"``.

    Attributes
    ----------
    answer : dict
        ``{"codes": {event_id: code or "none"}, "locked_at": ISO time or None}``, kept under "codes".
    shown : list of dict
        After the lock, one entry an event: title, the three codings in words, scores and the kit's reason.
    agreed : list of dict
        After the lock, the rows of `compare`.
    """

    _esm = front_end("code")
    key = "codes"
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    choices = traitlets.List(traitlets.Dict()).tag(sync=True)
    what = "codes"
    shown = traitlets.List(traitlets.Dict()).tag(sync=True)
    agreed = traitlets.List(traitlets.Dict()).tag(sync=True)
    line = traitlets.Unicode().tag(sync=True)

    def __init__(self, lesson="02"):
        choices = [
            {"code": code, "words": words, "rule": rule} for code, (words, rule) in CODEBOOK.items()
        ]
        super().__init__(lesson, answer=dict(EMPTY), cards=_cards(), choices=choices)
        if not _is_answer(self.answer):
            told = "The codes kept for this lesson cannot be read; they stay in the file until you choose a code."
            self.notice = f"{self.notice} {told}".strip()
            # Not through _keep: what is in the file must not be lost before the learner chooses.
            self.unobserve(self._keep, "answer")
            self.answer = dict(EMPTY)
            self.observe(self._keep, "answer")
        self._show()

    def lock(self):
        """Keep the codes as they are, with the time, and show the kit's.

        Raises
        ------
        ValueError
            If an event has no code yet.
        """
        if self.answer.get("locked_at"):
            return
        missing = [
            number
            for number, name in enumerate(EVENTS, start=1)
            if name not in self.answer["codes"]
        ]
        if missing:
            raise ValueError(
                f"Code every event before you lock. Still open: {', '.join(map(str, missing))}."
            )
        self.answer = self.answer | {
            "locked_at": datetime.now(timezone.utc).isoformat(timespec="seconds")
        }

    def table(self):
        """Return the choices so far; after the lock, the kit's codes beside them."""
        if self.shown:
            names = {"title": "event", "yours": "you", "kit": "kit", "first": "kit, first coding"}
            return pd.DataFrame(self.shown)[list(names)].rename(columns=names)
        codes = self.answer["codes"]
        said = [CODEBOOK[codes[name]][0] if name in codes else "not coded yet" for name in EVENTS]
        dates = [card["date"] for card in self.cards]
        return pd.DataFrame({"event": range(1, len(EVENTS) + 1), "date": dates, "your code": said})

    def kit_with_itself(self):
        """Return how far the kit's first coding and its coding under the final rule agree, as in `compare`."""
        everything = list(data.load("events")["event_id"])
        rows = [
            agreed(kit_codings(EVENTS), "the twelve events"),
            agreed(kit_codings(everything), "all events of the kit"),
        ]
        return pd.DataFrame(rows).rename(columns=HEADINGS).set_index("coders")

    def with_class(self, text):
        """Return how far a class agrees.

        Parameters
        ----------
        text : str
            The chat of a class, with the lines ``CODES02-...`` that the widget gives after the lock; the rest is not read.

        Returns
        -------
        pandas.DataFrame
            One row, as in `compare`; a sentence if fewer than two lines were found.
        """
        codings = read_lines(text)
        if len(codings) < 2:
            return pd.DataFrame(
                {"class": [f"Lines found: {len(codings)}. Two or more are needed."]}
            )
        return (
            pd.DataFrame([agreed(codings, f"{len(codings)} learners")])
            .rename(columns=HEADINGS)
            .set_index("coders")
        )

    def _is_locked(self, kept):
        return _is_answer(kept) and bool(kept["locked_at"])

    def _show(self):
        """Send the kit's codes to the browser once the learner's are locked."""
        codes = self.answer["codes"]
        if not self.answer["locked_at"]:
            self.shown, self.agreed, self.line = [], [], ""
            return
        letters = {code: letter for letter, code in LETTERS.items()}
        self.line = "CODES02-" + "".join(letters[codes[name]] for name in EVENTS)
        self.agreed = compare(codes)
        self.shown = _reveal(codes)


def agreed(codings, coders):
    """Say how far coders agree.

    Parameters
    ----------
    codings : pandas.DataFrame of str, shape (coders, events)
        CAMEO codes, or "none" for an event that the coder leaves without a code.
    coders : str
        What to call them.

    Returns
    -------
    dict
        ``coders``; ``share``, of all pairs of coders and events the part with the same code, 0 to 1; ``codes``,
        Krippendorff's alpha for names, where "none" is a name like the others; ``scores``, alpha for the order of the
        Goldstein scores, over the events that at least two coders score; ``scored``, how many these are. An alpha is None
        where nothing can be compared.

    Examples
    --------
    Of four events one is a visit for the first coder and an expulsion for the second, and one is scored by the second only:

    >>> two = pd.DataFrame([["057", "163", "042", "none"], ["057", "163", "161", "111"]])
    >>> {name: value if isinstance(value, (str, int)) else round(value, 2) for name, value in agreed(two, "two").items()}
    {'coders': 'two', 'share': 0.5, 'codes': 0.46, 'scores': 0.95, 'scored': 3}
    """
    cameo = data.load("cameo").set_index("code")["goldstein_score"]
    codes = codings.to_numpy(dtype=object)
    names, numbers = np.unique(codes.astype(str), return_inverse=True)
    score_of = np.array(
        [np.nan if name == NONE else cameo.loc[name] for name in names], dtype=float
    )
    numbers = numbers.reshape(codes.shape)
    scores = score_of[numbers]
    pairs = combinations(range(len(codes)), 2)
    return {
        "coders": coders,
        "share": float(np.mean([(codes[a] == codes[b]).mean() for a, b in pairs])),
        "codes": _alpha(numbers, "nominal"),
        "scores": _alpha(scores, "ordinal"),
        "scored": int((np.isfinite(scores).sum(axis=0) >= 2).sum()),
    }


def _alpha(ratings, level):
    if not (np.isfinite(np.asarray(ratings, dtype=float)).sum(axis=0) >= 2).any():
        return None
    alpha = agreement.krippendorff_alpha(ratings, level)
    return alpha if np.isfinite(alpha) else None


def kit_codings(event_ids):
    """Return the kit's two codings of events, rows "final" and "first", columns the events; "none" is no code."""
    rows = data.load("events").set_index("event_id").loc[list(event_ids)]
    return pd.DataFrame(
        [rows["cameo_code"].fillna(NONE), rows["first_code"].fillna(NONE)], index=["final", "first"]
    )


def compare(codes):
    """Return the agreement of a learner with the kit, and of the kit with itself, over the twelve events.

    Parameters
    ----------
    codes : dict
        {event_id: code or "none"} for all of `EVENTS`.

    Returns
    -------
    list of dict
        Two entries as in `agreed`.
    """
    kit = kit_codings(EVENTS)
    own = pd.DataFrame([kit.loc["final"], pd.Series(codes)[list(EVENTS)]])
    return [agreed(own, "you and the kit"), agreed(kit, "the kit's first and final coding")]


def read_lines(text):
    """Return the codings found in a text, one row a line of letters.

    Examples
    --------
    >>> read_lines("Ann: CODES02-BHAACDICGAFB, sorry for the delay").iloc[0, :3].tolist()
    ['057', '161', 'none']
    """
    rows = [[LETTERS[letter] for letter in line.upper()] for line in _LINE.findall(str(text))]
    return pd.DataFrame(rows, columns=list(EVENTS), dtype=object)


def _rows():
    return data.load("events").set_index("event_id").loc[list(EVENTS)]


def _cards():
    """Return what may be seen before the lock: date and summary."""
    return [
        {"id": row.Index, "date": f"{row.event_date:%-d %B %Y}", "summary": row.summary}
        for row in _rows().itertuples()
    ]


def _reveal(codes):
    names = data.load("cameo").set_index("code")
    told = []
    for row in _rows().itertuples():
        kit = row.cameo_code if row.dyadic == "yes" else NONE
        told.append(
            {
                "id": row.Index,
                "title": row.title,
                "yours": _words(codes[row.Index], names),
                "kit": _words(kit, names),
                "first": _words(row.first_code, names),
                "same": codes[row.Index] == kit,
                "reason": row.code_reason,
            }
        )
    return told


def _words(code, cameo):
    """Return a code in words with its score; a code outside the short codebook by its name in CAMEO."""
    if code == NONE:
        return f"{CODEBOOK[NONE][0]}, no score"
    words = CODEBOOK[code][0] if code in CODEBOOK else cameo.loc[code, "name"].lower()
    return f"{words} ({code}), {cameo.loc[code, 'goldstein_score']:+.1f}".replace("-", "−")


def _is_answer(answer):
    """Whether a kept answer can be shown: known events with known codes, and all of them if it is locked."""
    if (
        not isinstance(answer, dict)
        or set(answer) != set(EMPTY)
        or not isinstance(answer["codes"], dict)
    ):
        return False
    known = all(
        name in EVENTS and isinstance(code, str) and code in CODEBOOK
        for name, code in answer["codes"].items()
    )
    return known and (not answer["locked_at"] or len(answer["codes"]) == len(EVENTS))
