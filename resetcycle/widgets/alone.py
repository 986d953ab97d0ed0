"""What a board holds back, for a page on which no Python runs: sealed, and opened there.

In JupyterLab the browser gets what follows a lock when Python sends it. A page of the site has no
Python to ask. Where such a page is built, a board hands over what Python holds back as one string
that nobody reads by accident: JSON, compressed, in base64. It is no secret from a person who wants
to look, and no page without a server could keep one. `front/src/site/` does there what Python does
here, and `front/test/known.json` holds the two to the same values.
"""

import base64
import json
import os
import zlib
from collections.abc import Mapping
from typing import TypedDict

# Where this is set, boards are made for pages without Python.
VARIABLE = "RESETCYCLE_ALONE"


class Alone(TypedDict):
    """Which board it is, under which name its answer is kept, and what it holds back."""

    board: str
    key: str
    sealed: str


def asked() -> bool:
    """Whether boards are made for pages on which no Python runs."""
    return bool(os.environ.get(VARIABLE))


def seal(held: Mapping[str, object]) -> str:
    """Return what is held back as one string; empty if there is nothing.

    Parameters
    ----------
    held : mapping
        Anything that JSON can hold.

    Examples
    --------
    >>> opened(seal({"why": "It is a visit."}))
    {'why': 'It is a visit.'}
    """
    if not held:
        return ""
    text = json.dumps(held, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Raw, without a header: the form that browsers know as "deflate-raw".
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return base64.b64encode(packer.compress(text.encode()) + packer.flush()).decode()


def opened(sealed: str) -> dict[str, object]:
    """Return what was sealed."""
    if not sealed:
        return {}
    return json.loads(zlib.decompress(base64.b64decode(sealed), wbits=-zlib.MAX_WBITS))
