"""JSON that pages hold for their scripts: beside its place, or in a file that several share.

A page that is opened from a folder may fetch no file, but it may run a script; so a file of JSON
is a script that leaves it in `kitHeld` (front/src/site/held.ts).
"""

import hashlib
import json
import shutil
from pathlib import Path

from sphinx.application import Sphinx

# In characters: what is larger goes into a file of its own, and comes when it is near the window.
LARGE = 20_000

_folder = Path()


def text_of(value: object) -> str:
    """Write JSON that cannot end the script that holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def begin(app: Sphinx) -> None:
    """Remember where this build writes: who reads a notebook for MyST-NB is not told."""
    global _folder  # noqa: PLW0603
    _folder = Path(app.outdir) / "_static" / "kit" / "held"
    shutil.rmtree(_folder, ignore_errors=True)
    _folder.mkdir(parents=True)


def write(name: str, value: object) -> None:
    """Write a value into the site's folder of held things."""
    script = f"(globalThis.kitHeld ??= {{}})[{json.dumps(name)}] = {text_of(value)};\n"
    (_folder / f"{name}.js").write_text(script, encoding="utf-8")


def script(value: object, attributes: str = "") -> str:
    """Return the element in which a page holds a value."""
    text = text_of(value)
    if len(text) > LARGE:
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        write(name, value)
        attributes, text = f'{attributes} data-from="{name}"', ""
    return f'<script type="application/json"{attributes}>{text}</script>'
