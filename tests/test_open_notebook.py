"""The essay that is counted is that of the notebook that is open, and its file is named."""

import json
import os
import sys
import time
from types import SimpleNamespace

import nbformat
import pytest
from conftest import ROOT

from resetcycle import answers
from resetcycle.exercise import check, essay, notebooks, progress
from resetcycle.exercise.model import model

NAME = "04-obama-reset.ipynb"


@pytest.fixture
def folder(tmp_path, monkeypatch, my_work):
    """A working folder with nothing in it, and a kernel that is told nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path


@pytest.fixture
def kernel(monkeypatch):
    """Say what a kernel knows: names in its cells, and the cell that runs."""

    def knows(cell="", **names):
        message = {"metadata": {"cellId": cell} if cell else {}}
        shell = SimpleNamespace(user_ns=names, get_parent=lambda: message)
        monkeypatch.setattr(notebooks, "_shell", lambda: shell)

    return knows


def put(path, words, *, ago=0, ids=True):
    """Save the exercise under a name, with so many words, so many seconds ago."""
    content = nbformat.read(ROOT / "exercises" / "04-obama-reset" / NAME, as_version=4)
    for cell in content.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "essay":
            cell.source = "word " * words
        if not ids:
            cell.id = f"other-{cell.id}"[:64]
    nbformat.write(content, path)
    then = time.time() - ago
    os.utime(path, (then, then))


def said(capsys):
    essay.essay("04")
    return " ".join(capsys.readouterr().out.split())


def test_the_file_and_the_time_are_named(folder, capsys):
    put(folder / NAME, 7, ago=5)
    assert said(capsys).endswith(f"Read from {NAME}, saved less than a minute ago.")


@pytest.mark.parametrize(
    "seconds, when",
    [
        (59, "less than a minute ago"),
        (61, "1 minute ago"),
        (59 * 60 + 30, "59 minutes ago"),
        (3 * 3600 + 5, "3 hours ago"),
        (-120, "less than a minute ago"),
    ],
)
def test_how_long_ago_it_was_saved(folder, capsys, seconds, when):
    put(folder / NAME, 7, ago=seconds)
    assert said(capsys).endswith(f"saved {when}.")


def test_a_day_or_more_ago_is_a_date(folder, capsys):
    put(folder / NAME, 7)
    then = time.mktime((2026, 3, 5, 12, 0, 0, 0, 0, -1))
    os.utime(folder / NAME, (then, then))
    assert said(capsys).endswith("saved on 5 March 2026.")


def test_an_untouched_copy_beside_does_not_count_first(folder, capsys):
    put(folder / "04-obama-reset-Copy1.ipynb", 0, ago=60)
    put(folder / NAME, 20, ago=5)
    assert said(capsys).startswith("20 of 350 words.")


def test_what_jupyterlab_names_counts_also_beside_a_newer_copy(folder, capsys, monkeypatch):
    put(folder / NAME, 20, ago=60)
    put(folder / "04-obama-reset-Copy1.ipynb", 3)
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / NAME))
    assert said(capsys).startswith("20 of 350 words.")


def test_a_renamed_file_is_found_by_what_is_in_it(folder, capsys, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / NAME))
    put(folder / "my essay on Obama.ipynb", 20)
    assert "20 of 350 words." in (told := said(capsys)) and "my essay on Obama.ipynb" in told


def test_a_renamed_file_is_told_from_a_newer_one_by_the_cell_that_runs(
    folder, capsys, monkeypatch, kernel
):
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / NAME))
    put(folder / "mine.ipynb", 20, ago=300)
    put(folder / "a neighbour's.ipynb", 3, ids=False)
    kernel(cell="essay-check")
    assert "Read from mine.ipynb" in said(capsys)


def test_vs_code_names_its_file_in_another_way(folder, capsys, kernel):
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    put(elsewhere / "homework.ipynb", 20)
    put(folder / NAME, 3)
    kernel(__vsc_ipynb_file__=str(elsewhere / "homework.ipynb"))
    assert "20 of 350 words." in (told := said(capsys)) and "homework.ipynb" in told


BROKEN = {
    "empty": "",
    "half": '{"cells": [',
    "a list": "[1, 2]",
    "no cells": '{"cells": {}}',
    "cells of no kind": '{"cells": [3, {"metadata": {"nbgrader": {}}}]}',
    "not UTF-8": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_notebook_beside_is_passed_over(folder, capsys, content):
    raw = content if isinstance(content, bytes) else content.encode()
    (folder / "04-broken.ipynb").write_bytes(raw)
    put(folder / NAME, 20, ago=60)
    assert "20 of 350 words." in (told := said(capsys)) and f"Read from {NAME}" in told


def test_the_open_notebook_that_is_empty_on_the_disk_is_to_be_saved_again(
    folder, capsys, monkeypatch
):
    (folder / NAME).write_text("")
    put(folder / "04-obama-reset-Copy1.ipynb", 3)
    monkeypatch.setenv("JPY_SESSION_NAME", str(folder / NAME))
    assert said(capsys).startswith(f"The file {NAME} is empty or damaged: save the notebook again")


def test_an_exercise_of_another_lesson_is_not_taken_for_this_one(folder, capsys):
    (folder / "05-x.ipynb").write_bytes(
        next((ROOT / "exercises").glob("05-*/*.ipynb")).read_bytes()
    )
    assert said(capsys).startswith("The notebook could not be found on the disk: save it")


def test_on_colab_the_way_to_the_file_is_told(folder, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace())
    assert said(capsys).startswith("Colab does not show Python its notebook: download it")


# --------------------------------------------------------------------------- what the file may hold

NOTES = [
    *([], "text", 3, True, None, [["1", 2]]),
    *({"1": []}, {"1": "x"}, {"1": {"tries": "two"}}, {"1": {"right": "yes", "tries": 1}}),
    {"1": {"tried": "all"}},
    *({"essay": {"words": "many"}}, {"essay": 200}, {"1": {"tries": None}}, {"1": {"tries": True}}),
]


@pytest.mark.parametrize("kept", NOTES, ids=json.dumps)
def test_notes_of_no_kind_break_neither_page_nor_check_nor_model(folder, capsys, kept):
    answers.save("04", exercise=kept)
    row = progress.progress().frame.set_index("lesson").filter(like="04", axis=0).iloc[0]
    assert row["tasks tried"] == 0 and row["words of the essay"] == 0
    model("04.1")
    assert "Try task 1 first" in capsys.readouterr().out
    with pytest.raises(AssertionError, match="Not yet: "):
        check.check("04.1", lambda: 9.9, "000000")
    noted = progress.done("04")["1"]
    assert (noted["tries"], noted["right"], len(noted["tried"])) == (1, False, 1)
