"""One telephone call in three accounts: code what was said, and see it beside what was done."""

from typing import TypedDict

import pandas as pd
import traitlets

from .. import codebook, data, record, words
from ..speech import N_, _
from .base import front_end
from .coder import Coder, in_words, told_of

# The act of the record that the passages are about.
CALL = "1999-04-19-p2"
# From the first day of the bombing to the presidents' talk after its end.
WEEKS = ("1999-03-24", "1999-06-20")
ACCOUNTS = {
    "memorandum": N_("In the room: the record, secret then"),
    "Washington": N_("What Washington told the press"),
    "Moscow": N_("What Moscow told the press"),
}
SPEAKERS = {"USA": N_("Washington"), "RUS": N_("Moscow")}


class Passage(TypedDict):
    """What may be seen of a passage before the lock."""

    id: str
    account: str
    speaker: str
    passage: str
    source: str
    url: str


class Coded(TypedDict):
    """What is seen of a passage after the lock: two codings in words and as scores, and why."""

    id: str
    yours: str
    kit: str
    score: float
    kit_score: float
    same: bool
    reason: str


class Act(TypedDict):
    """An act of the record: its day, its title, its score, and whether it is a contact."""

    day: str
    title: str
    score: float
    contact: bool


class CodeDocument(Coder):
    """Passages of one call in three accounts, eight codes for words, one lock.

    After the lock the scores of what was said stand beside the one row that the record has of the
    call, and beside what both capitals did in the same weeks.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"02"``.

    Attributes
    ----------
    answer : dict
        ``{"codes": {passage_id: code}, "locked_at": ISO time or None}``, kept under "document".
    shown : list of dict
        After the lock, one entry a passage: both codings with their scores, and the kit's reason.
    acts : list of dict
        After the lock, the acts of the record in these weeks, contacts and deeds.
    """

    _esm, _css = front_end("document")
    key = "document"

    # Internal: the accounts by their headings; after the lock the acts of these weeks, and the one
    # among them that is the call.
    accounts = traitlets.Dict(traitlets.Unicode()).tag(sync=True)
    acts = traitlets.List(traitlets.Dict()).tag(sync=True)
    call = traitlets.Dict().tag(sync=True)

    def __init__(self, lesson: str = "02") -> None:
        accounts = {account: _(heading) for account, heading in ACCOUNTS.items()}
        super().__init__(lesson, cards=_passages(), accounts=accounts)

    def _things(self) -> tuple[str, ...]:
        return codebook.passages()

    def _choices(self) -> dict[str, codebook.Choice]:
        return codebook.speech_acts()

    def _open(self, numbers: str) -> str:
        return _("Code every passage before you lock. Still open: {numbers}.", numbers=numbers)

    def table(self) -> pd.DataFrame:
        """Return the choices so far; after the lock, what each account scores."""
        if self.shown:
            return _means(codebook.speech_scores(self.answer["codes"]))
        codes, choices = self.answer["codes"], codebook.speech_acts()
        said = [
            choices[codes[name]].words if name in codes else N_("not coded yet")
            for name in codebook.passages()
        ]
        passages = [card["passage"] for card in self.cards]
        return pd.DataFrame({N_("passage"): passages, N_("your code"): said})

    def held_back(self) -> dict[str, object]:
        rows = _rows()
        codes = sorted({*self._choices(), *rows["code"]})
        return {
            "kit": rows["code"].to_dict(),
            "reasons": rows["reason"].to_dict(),
            "acts": _acts(),
            "call": _call(),
            **told_of(codes, self._choices()),
        }

    def _show(self) -> None:
        """Send the kit's codes and the acts of these weeks once the learner's are locked."""
        codes = self.answer["codes"]
        if not self.answer["locked_at"]:
            self.acts, self.call, self.shown = [], {}, []
            return
        self.acts, self.call = _acts(), _call()
        self.shown = _reveal(codes)


def _rows() -> pd.DataFrame:
    return data.load("passages").sort_values("place").set_index("passage_id")


def _passages() -> list[Passage]:
    """Return what may be seen before the lock."""
    rows, sources = _rows(), data.load("sources").set_index("source_id")
    about = sources.loc[list(rows["source_id"])]
    columns = (rows["account"], rows["speaker"], rows["passage"], about["source_name"])
    return [
        {
            "id": name,
            "account": account,
            "speaker": _(SPEAKERS[speaker]),
            "passage": passage,
            "source": source,
            "url": url,
        }
        for name, account, speaker, passage, source, url in zip(
            rows.index, *columns, about["url"], strict=True
        )
    ]


def _reveal(codes: dict[str, str]) -> list[Coded]:
    rows, choices = _rows(), codebook.speech_acts()
    scores = codebook.speech_scores(codes)
    columns = (rows.index, rows["code"], rows["reason"], scores["yours"], scores["kit"])
    return [
        {
            "id": name,
            "yours": in_words(codes[name], choices),
            "kit": in_words(code, choices),
            "score": float(yours),
            "kit_score": float(kit),
            "same": codes[name] == code,
            "reason": reason,
        }
        for name, code, reason, yours, kit in zip(*columns, strict=True)
    ]


def _acts() -> list[Act]:
    """Return the acts of these weeks without the call, by day."""
    acts = record.scored_events()
    return _told(acts[acts["event_date"].between(*WEEKS) & (acts["event_id"] != CALL)])


def _call() -> Act:
    acts = record.scored_events()
    return _told(acts[acts["event_id"] == CALL])[0]


def _told(rows: pd.DataFrame) -> list[Act]:
    contacts = rows["class_id"].map(record.kinds()) == "contact"
    columns = (rows["event_date"], rows["title"], rows["goldstein_score"], contacts)
    return [
        {"day": words.day(day), "title": title, "score": float(score), "contact": bool(contact)}
        for day, title, score, contact in zip(*columns, strict=True)
    ]


def _means(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the mean score of each account, and of what was done in these weeks."""
    said = scores.groupby("account", sort=False)[["yours", "kit"]].mean()
    said.index = pd.Index([_(ACCOUNTS[str(account)]) for account in said.index])
    acts = pd.DataFrame(_acts())
    for name, kind in ((N_("contacts of these weeks"), True), (N_("deeds of these weeks"), False)):
        mean = acts.loc[acts["contact"] == kind, "score"].mean()
        said.loc[_(name)] = [mean, mean]
    call = _call()["score"]
    said.loc[_("the call, as the record has it")] = [call, call]
    columns = {"yours": N_("mean score, by your codes"), "kit": N_("by the kit's")}
    return said.round(1).rename(columns=columns).rename_axis(N_("what"))
