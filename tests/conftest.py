"""Shared by the tests: where things are, and a copy of the data that a test may break."""

import shutil
from pathlib import Path

import pytest

from resetcycle import data

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """Point the kit at a copy of data/, so that a test can damage a table; yields the folder."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    monkeypatch.setattr(data, "DATA", folder)
    _forget()
    yield folder
    _forget()


def _forget():
    data.package.cache_clear()
    data._load.cache_clear()
