"""What can be known of an essay by looking: never a mark, and nothing on whether it is true."""

import re
from calendar import month_name
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

import pandas as pd

from .. import data
from ..essays import MAX_WORDS, cited, count_words
from ..speech import N_, _, ngettext
from ..words import listed

# What every essay asks for, and the length below which an essay has hardly room for it.
ACTS, FEW_WORDS = 3, 200
# A misspelt name is as near as this to the one that was meant (difflib's ratio).
_NEAR = 0.8

CAPITALS = {"USA": N_("Washington"), "RUS": N_("Moscow")}

_YEAR = r"\b(?:19|20)[0-9]{2}\b"
_MONTH = f"(?:{'|'.join(month_name[1:])})"
# Digits that count nothing: names of claims, classes and tasks, days, years.
_NO_FIGURE = re.compile(
    rf"\b[A-Z]+-?[0-9]+\b|\b[0-9]{{1,2}} {_MONTH}\b|\b{_MONTH} [0-9]{{1,2}}\b|{_YEAR}s?"
)
_MEASURE = re.compile(
    r"\b(?:means?|averages?|medians?|shares?|per ?cent|intervals?|goldstein|scores?|index|indices|"
    r"indicators?|windows?|half-li(?:fe|ves)|base rates?|probabilit(?:y|ies)|brier|skill|"
    r"p-values?|placebo|weights?|severit(?:y|ies)|codings?|kappa|gallup|levada|icews|gdelt|"
    r"un voting|thresholds?|outside view|tables?)\b|%",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_SENTENCE_END = re.compile(r"(?<=[.!?”\"»])\s+")
_WHO = (
    r"\b(?:moscow|washington|kremlin|white.house|critics?|defenders?|opponents?|advisers?|"
    r"analysts?|majority|minority|coders?|sceptics?|rivals?|others?|author|russians?|americans?)\b"
)
_SPEAKS = (
    r"(?:\b(?:would|could|might|may|will|can)\b[^.!?]{0,25}\b(?:say|answer|reply|object|argue|"
    r"write|call|ask|claim|insist|complain|point|measure|hold|disagree|doubt|count|see|read)\b|"
    r"\b(?:says|replies|objects|argues|insists|complains|disagrees)\b|: ?…)"
)
_OTHER_VOICE = re.compile(rf"{_WHO}[^.!?]*?{_SPEAKS}", re.IGNORECASE)
_REPLY = re.compile(
    r"\b(?:I|We|we|my|My|our|Our)\b|\b(?i:but|yet|still|however|though|although|nevertheless|"
    r"even so|fair|right|true|strong|concede|grant|agree|answer|refute|settle)\b"
)
_SCORED = re.compile(r"\bscor(?:es?|ed|ing)\b|\bgoldstein\b", re.IGNORECASE)
_KNOWN_UNSCORED = re.compile(
    r"\b(?:no|without an?|not|never|cannot|any) (?:\w+ )?scor|\bunscored\b|\bcontext\b|\bif\b",
    re.IGNORECASE,
)


def looked(text: str) -> Iterator[str]:
    """Yield a sentence for each thing that an essay seems to lack; none if nothing is seen.

    Parameters
    ----------
    text : str
        The essay.
    """
    names = cited(text)
    yield from _length(count_words(text))
    yield from _unknown(names)
    yield from _too_few(len(names))
    yield from _one_capital([name for name in names if name in _record().index])
    yield from _unscored(text)
    yield from _figures(text)
    yield from _voices(text)


@cache
def _record() -> pd.DataFrame:
    return data.load("events").set_index("event_id")[["source_actor", "goldstein_score"]]


def _length(words: int) -> Iterator[str]:
    if words > MAX_WORDS:
        yield ngettext(
            "The essay is over the limit: take out {n} word.",
            "The essay is over the limit: take out {n} words.",
            words - MAX_WORDS,
        )
    elif words < FEW_WORDS:
        yield _("That is short; there is room for {left} more words.", left=MAX_WORDS - words)


def _unknown(names: list[str]) -> Iterator[str]:
    for name in names:
        if name in _record().index:
            continue
        near = get_close_matches(name, list(_record().index), 1, _NEAR)
        yield (
            _("{name} is not an event of the kit; did you mean {near}?", name=name, near=near[0])
            if near
            else _(
                "{name} is not an event of the kit; find it with rc.widgets.FindEvents().",
                name=name,
            )
        )


def _too_few(count: int) -> Iterator[str]:
    if count < ACTS:
        yield ngettext(
            "{n} act is cited by its id; the essay asks for at least {asked}.",
            "{n} acts are cited by their ids; the essay asks for at least {asked}.",
            count,
            asked=ACTS,
        )


def _one_capital(names: list[str]) -> Iterator[str]:
    actors = set(_record().loc[names, "source_actor"])
    if "both" in actors or set(CAPITALS) <= actors:
        return
    for actor, other in (("USA", "RUS"), ("RUS", "USA")):
        if actor in actors:
            yield _(
                "Of the two capitals only {one} acts in what you cite; what did {other} do?",
                one=_(CAPITALS[actor]),
                other=_(CAPITALS[other]),
            )


def _unscored(text: str) -> Iterator[str]:
    """Speak of acts without a score that stand in a sentence about scores."""
    scores = _record()["goldstein_score"]
    found = [
        name
        for sentence in _SENTENCE_END.split(text)
        if _SCORED.search(sentence) and not _KNOWN_UNSCORED.search(sentence)
        for name in cited(sentence)
        if name in scores.index and pd.isna(scores[name])
    ]
    if found := list(dict.fromkeys(found)):
        yield ngettext(
            "The record gives {names} no score: it is context. If you give it one, say that it is "
            "yours.",
            "The record gives {names} no scores: they are context. If you give them any, say that "
            "they are yours.",
            len(found),
            names=listed(found),
        )


def _figures(text: str) -> Iterator[str]:
    plain = text
    for name in cited(text):
        plain = plain.replace(name, " ")
    if not re.search(r"[0-9]", _NO_FIGURE.sub(" ", plain)):
        yield _("No figure is found besides dates; put one in that your measure gives.")
    if not _MEASURE.search(plain):
        yield _(
            "No measure of the course is found by its name, such as a mean, a share, an interval "
            "or a probability; say how your figure was found."
        )


def _voices(text: str) -> Iterator[str]:
    """Speak of another voice that is missing, or that has the last word."""
    # One sign stands for a quotation, so that what is said in it is no reply to it.
    own = _QUOTED.sub(lambda said: "…." if said[0][-2] in ".!?" else "…", text)
    sentences = _SENTENCE_END.split(own)
    speaking = [i for i, sentence in enumerate(sentences) if _OTHER_VOICE.search(sentence)]
    if not speaking:
        yield _(
            "Nobody else is heard to speak; let somebody who disagrees say it in their own words."
        )
    elif not any(map(_REPLY.search, sentences[speaking[-1] + 1 :])):
        yield _("The other voice has the last word; say what you answer to it.")
