"""The test before and after: eight items, whose answers come from the data or are worked out."""

from math import factorial
from typing import NamedTuple

import pandas as pd

from .. import data, forecasts, record, words
from .text import TextError

LETTERS = "ABCD"
# The first inauguration after the Soviet Union; terms of four years follow it.
FIRST = pd.Timestamp(1993, 1, 20)
ARTICLE = pd.Timestamp(2017, 4, 17)
STRATEGIC = ("START II", "SORT (Moscow Treaty)", "New START")
EVERY = 4


class Item(NamedTuple):
    """A question, its answers in the order in which they are printed, the right one, and why."""

    question: str
    answers: tuple[str, ...]
    right: str
    why: str


def items() -> list[Item]:
    """Return the eight items, with today's right answers."""
    return [_kind(), _few(), _ends(), _order(), _rate(), _half(), _evidence(), _alleged()]


def sheet() -> str:
    """Return the test as learners get it."""
    blocks = list[str]()
    for number, item in enumerate(items(), start=1):
        lines = [
            f"{letter}. {answer}" for letter, answer in zip(LETTERS, item.answers, strict=True)
        ]
        blocks.append(f"**{number}.** {item.question}\n\n" + "  \n".join(lines))
    return "\n\n".join(blocks)


def key() -> str:
    """Return the right letters, each with its reason."""
    numbered = enumerate(items(), start=1)
    return "\n".join(f"{number}. **{letter(item)}**: {item.why}" for number, item in numbered)


def letter(item: Item) -> str:
    """Return the letter of the right answer.

    Raises
    ------
    TextError
        If the right answer is not among the answers, or two of them are alike.
    """
    if item.right not in item.answers or len(set(item.answers)) != len(LETTERS):
        raise TextError(f"{item.question!r} has no right answer among four; mend the item.")
    return LETTERS[item.answers.index(item.right)]


def _kind() -> Item:
    event = data.load("events").set_index("event_id").loc["2017-04-shayrat-strike"].to_dict()
    answers = ("a contact", "a deed of Washington", "context, without a score", "a deed of both")
    right = answers[2] if event["dyadic"] == "no" else answers[1]
    return Item(
        f"In April 2017 this happened: {event['title']}. What is it in a record of acts between "
        "Washington and Moscow?",
        answers,
        right,
        "it is an act against a third state; the record scores acts of one capital toward the "
        "other, whichever capital acts.",
    )


def _few() -> Item:
    fewest = record.ENOUGH
    answers = ("relations were good", "cannot tell", "relations improved", "the record is wrong")
    return Item(
        f"In a window of twelve months {words.in_words(fewest - 2)} acts were found, and their "
        "mean is well above zero. What may be said?",
        answers,
        answers[1],
        f"below {words.in_words(fewest)} acts no verdict is given: one act more could turn it.",
    )


def _ends() -> Item:
    table = record.compare()
    own = table[table["against"] == "its start"]
    lower, whole = int((own["verdict"] == "lower").sum()), len(own)
    choices = sorted(
        {0, lower, whole, whole - 1} | ({1} if lower in (0, whole, whole - 1) else set())
    )
    answers = tuple(words.in_words(number) for number in choices)
    return Item(
        f"Of {words.in_words(whole)} completed presidencies since 1993, in how many was the end "
        "surely lower than the start, by all acts of this record?",
        answers,
        words.in_words(lower),
        "for the others the interval of the difference spans zero, or a window is too thin: "
        "cannot tell, which is not the same as no.",
    )


def _order() -> Item:
    answers = ("one half", "one third", "one eighth", f"one in {words.in_words(factorial(3))}")
    return Item(
        "Three presidencies end, each lower than the one before. If order were pure chance, how "
        "probable is that?",
        answers,
        answers[3],
        "three ends can stand in six orders, and one of them falls throughout; so three falling "
        "ends are weak evidence of a trend.",
    )


def _rate() -> Item:
    treaties = data.load("treaties")
    days = treaties.loc[treaties["event"].eq("signed") & treaties["treaty"].isin(STRATEGIC), "date"]
    days = pd.to_datetime(days)
    within = days[(days >= FIRST) & (days < ARTICLE)]
    terms = {(day - FIRST).days // round(EVERY * 365.25) for day in within}
    whole = (ARTICLE.year - FIRST.year) // EVERY
    answers = tuple(words.in_words(number) for number in (0, len(terms), whole - 2, whole))
    return Item(
        f"Of the {words.in_words(whole)} four-year terms from January 1993 to January 2017, in how "
        "many did the two presidents sign a treaty on strategic weapons?",
        answers,
        words.in_words(len(terms)),
        "that is the base rate which a forecast of April 2017 could begin with.",
    )


def _half() -> Item:
    score = forecasts.brier_score([0.5, 0.5], [0, 1])
    answers = (f"{score:g}", "0", "0.5", "1")
    return Item(
        "Somebody says 50 per cent to every question. What is their Brier score (mean squared "
        "error)?",
        answers,
        answers[0],
        "whatever happens, the error is one half, and its square a quarter; a forecaster should "
        "beat that.",
    )


def _evidence() -> Item:
    answers = (
        "it speaks for the first",
        "it speaks for the second",
        "it speaks for both",
        "it moves us toward neither",
    )
    return Item(
        "A piece of evidence would be as likely under one explanation as under its rival. What "
        "does it do?",
        answers,
        answers[3],
        "its likelihood ratio is one; what both expect cannot tell them apart.",
    )


def _alleged() -> Item:
    event = data.load("events").set_index("event_id").loc["2021-01-solarwinds"].to_dict()
    answers = (
        "the intrusion, as a deed of Moscow",
        "the accusation, as a deed of Washington",
        "both",
        "neither",
    )
    right = answers[1] if (event["dyadic"], event["source_actor"]) == ("yes", "USA") else answers[3]
    return Item(
        "In January 2021 US agencies said that an intrusion was likely Russian; Moscow denied it. "
        "What does the record score?",
        answers,
        right,
        "the accusation was made, for everybody to see; who did the deed is disputed, and the same "
        "is asked of accusations by Moscow.",
    )
