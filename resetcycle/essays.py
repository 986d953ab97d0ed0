"""Essays and memos: how many words a text has, and which acts it cites.

The board in which a memo is written counts the same in the browser (front/src/memo/state.ts).
"""

import re

MAX_WORDS = 350
_CITED = re.compile(r"\b(?:19|20)[0-9]{2}-[0-9]{2}-[a-z0-9-]+[a-z0-9]")


def count_words(text: str) -> int:
    """Return the number of words of a text in Markdown; an address behind a link is not counted.

    Examples
    --------
    >>> count_words("Don't read [the text](https://example.org) twice.")
    5
    """
    # Behind the last closing bracket no address ends; looking for one there, from every opening
    # bracket anew, would take hours on an essay that was made for it.
    end = text.rfind(")") + 1
    plain = re.sub(r"\]\([^)]*\)", "]", text[:end]) + text[end:]
    return len(re.findall(r"\w[\w'’.-]*", plain))


def cited(text: str) -> list[str]:
    """Return what looks like the name of an event, each once, in order.

    Examples
    --------
    >>> cited("Munich (2007-02-munich) came first, 2007-02-munich.")
    ['2007-02-munich']
    """
    return list(dict.fromkeys(_CITED.findall(text)))
