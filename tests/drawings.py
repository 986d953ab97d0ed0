"""Drawings as they are stored in tests/pictures/: plotly's JSON, short enough to read as a diff.

After a change that is meant, `python -m pytest tests/test_charts.py tests/test_grading_report.py
--store-pictures` writes them anew; read the diff before you commit it.
"""

import base64
import difflib
import json
import zlib

import numpy as np
from conftest import ROOT

FOLDER = ROOT / "tests" / "pictures"
LONGEST, WIDTH = 12, 100  # of a list of values that is stored whole, and of a line


def as_stored(chart):
    """Return what a drawing looks like, as text: long lists as digests, numbers to six figures."""
    figure = chart._repr_mimebundle_()["application/vnd.plotly.v1+json"]
    return _text(_compact({"data": figure["data"], "layout": figure["layout"]})) + "\n"


def compare(chart, name, store):
    """Compare a drawing with the stored one, or store it; return how they differ, line by line."""
    path, now = FOLDER / f"{name}.json", as_stored(chart)
    if store:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    return "\n".join(
        difflib.unified_diff(before.splitlines(), now.splitlines(), "stored", "now", lineterm="")
    )


def unpacked(value):
    """Return the numbers that plotly packed into text, as a list; anything else as it is."""
    if isinstance(value, dict) and {"dtype", "bdata"} <= set(value):
        return np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist()
    return value


def _compact(value):
    value = unpacked(value)
    if isinstance(value, dict):
        return {name: _compact(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        parts = any(isinstance(each, dict | list) for each in value)
        whole = parts or len(value) <= LONGEST
        return [_compact(each) for each in value] if whole else _digest(value)
    return _rounded(value)


def _rounded(value):
    return float(f"{value:.6g}") if isinstance(value, float) and np.isfinite(value) else value


def _digest(values):
    """Return length, ends and sum of a long list; of one with texts a checksum for the sum."""
    ends = {"length": len(values), "first": _compact(values[0]), "last": _compact(values[-1])}
    numbers = [each for each in values if each is not None]
    if all(isinstance(each, int | float) for each in numbers):
        return ends | {"sum": _rounded(float(np.nansum(numbers)))}
    return ends | {"crc32": zlib.crc32(json.dumps(values).encode())}


def _text(value, indent=0):
    """Write JSON with each part on one line if it fits, so that a change is a short diff."""
    line = json.dumps(value, ensure_ascii=False)
    if indent + len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    inner, close = " " * (indent + 1), "\n" + " " * indent
    if isinstance(value, list):
        parts = [inner + _text(each, indent + 1) for each in value]
        return "[\n" + ",\n".join(parts) + close + "]"
    parts = [f"{inner}{json.dumps(name)}: {_text(value[name], indent + 1)}" for name in value]
    return "{\n" + ",\n".join(parts) + close + "}"
