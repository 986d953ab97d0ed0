"""Shared by the tests: where things are, and a copy of the data that a test may break."""

import shutil
from pathlib import Path

import pytest

from resetcycle import data

ROOT = Path(__file__).resolve().parent.parent


NOT_OURS = shutil.ignore_patterns(".git", ".venv", "build", "my-work", "grading", "*.egg-info", "__pycache__", ".ipynb_checkpoints", ".pytest_cache")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory):
    """A copy of the project without what git ignores, as a newcomer has it; yields the folder."""
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("checkout") / "kit", ignore=NOT_OURS))


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
