"""What `rc.essay` says by looking: the lack it names is there, and a whole essay lacks nothing."""

import re
from pathlib import Path

import nbformat
import pytest

from resetcycle.exercise.looked import looked

ROOT = Path(__file__).parent.parent
# Says a claim, cites acts of both capitals with a figure and a measure, hears Moscow and answers.
WHOLE = (
    "The reset ended lower than it began. The mean of all acts falls from 2.2 to -1.0. "
    "New START was signed (2010-04-new-start-signed), missile defence came back as a threat "
    "(2011-11-medvedev-missile-threat), and Clinton judged an election "
    "(2011-12-clinton-putin-signal). Moscow would answer that Washington judged first. "
    "But the threat came before that. " + "More is said here in plain words. " * 30
)


def said(text):
    return " ".join(looked(text))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "solutions").glob("[01][1-9]-*/*.ipynb")), ids=lambda path: path.stem
)
def test_a_model_essay_seems_to_lack_nothing(path):
    cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
    text = cells["essay"]
    # The essay on coders gives scores of its own to acts without one, and is reminded of it.
    assert all(re.match(r"The record gives .* no scores?: ", each) for each in looked(text))


def test_a_whole_essay_lacks_nothing():
    assert said(WHOLE) == ""


@pytest.mark.parametrize(
    ("old", "new", "lack"),
    [
        ("More is said here in plain words. ", "", "there is room for "),
        (" here in plain words", " here in plain words on all of this", "take out "),
        ("2011-12-clinton-putin-signal", "2011-12-clinton-putin-sign", "did you mean 2011-12-cl"),
        ("2011-12-clinton-putin-signal", "2011-12-zzz", "find it with rc.widgets.FindEvents()"),
        (" (2011-12-clinton-putin-signal)", "", "2 acts are cited by their ids"),
        (" from 2.2 to -1.0", "", "No figure is found besides dates"),
        ("from 2.2 to -1.0", "from 4 June to 8 November 2011 in C06", "No figure is found"),
        ("The mean of all acts", "All of it", "No measure of the course is found"),
        ("Moscow would answer that Washington judged first. ", "", "Nobody else is heard"),
        ("But the threat came before that. ", "", "The other voice has the last word"),
        (
            "Moscow would answer that Washington judged first. But the threat",
            'Moscow would answer: "But we judged nobody." That threat',
            "The other voice has the last word",
        ),
    ],
)
def test_what_is_taken_out_is_missed_and_nothing_else(old, new, lack):
    assert old in WHOLE
    (only,) = looked(WHOLE.replace(old, new))
    assert lack in only


@pytest.mark.parametrize(
    ("acts", "told"),
    [
        (
            ("2009-02-munich-reset", "2014-04-bpc-suspended"),
            "only Washington acts in what you cite; what did Moscow do?",
        ),
        (("2009-02-munich-reset", "2012-02-syria-veto"), ""),
        (("2010-04-new-start-signed", "2014-04-bpc-suspended"), ""),
    ],
)
def test_acts_of_washington_alone_are_seen(acts, told):
    names = ("2010-04-new-start-signed", "2011-11-medvedev-missile-threat")
    text = WHOLE
    for name, act in zip(names, acts, strict=True):
        text = text.replace(name, act)
    assert (told in said(text)) and ("acts in what you cite" in said(text)) == bool(told)


def test_acts_of_moscow_alone_are_seen():
    text = WHOLE.replace("2010-04-new-start-signed", "2012-02-syria-veto")
    text = text.replace("2011-12-clinton-putin-signal", "2021-12-draft-treaties")
    assert "only Moscow acts in what you cite; what did Washington do?" in said(text)


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("The invasion (2022-02-invasion) scores -10.", True),
        ("The invasion (2022-02-invasion) has no score.", False),
        ("The invasion (2022-02-invasion) is context and not scored.", False),
        ("The invasion (2022-02-invasion) changed everything.", False),
        ("New START (2010-04-new-start-signed) scores 8.", False),
    ],
)
def test_context_that_is_cited_as_scored_is_named(sentence, is_told):
    told = "The record gives 2022-02-invasion no score" in said(f"{WHOLE}{sentence}")
    assert told == is_told


def test_no_sentence_speaks_of_marks_or_points():
    everything = said("...") + said(WHOLE.replace("Moscow", "They")) + said("word " * 400)
    assert not re.search(r"\b(?:marks?|points?|rubric)\b", everything)
