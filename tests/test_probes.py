"""What protects a mark: hidden probes, drawn items; and what the page says of it."""

import json
import re
from functools import cache

import pytest
from conftest import ROOT

from resetcycle.authoring import protection
from resetcycle.exercise import public
from resetcycle.exercise.keys import canonical
from resetcycle.grading import items, tasks

NAMES = sorted(table.parent.name for table in (ROOT / "solutions").glob("*/tasks.toml"))
# One fixed answer, neither a function nor drawn: known to whoever has seen it. The page says so.
FIXED = {"00.1", "00.2", "00.3", "04.3", "07.3"}


@cache
def assignments():
    return [tasks.read(ROOT / "solutions" / name) for name in NAMES]


def is_function(task):
    """Whether the learner's own name is called: `end_of('obama')`, and not a table's."""
    return any(
        re.search(r"\b(?!list\b|sorted\b|round\b)\w+\(", probe.call) for probe in task.probes
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_task_with_points_has_a_hidden_probe_or_drawn_items(name):
    assignment = next(each for each in assignments() if each.name == name)
    for number, task in assignment.tasks.items():
        assert task.points > 0
        hidden = {probe.call for probe in task.probes if probe.hidden}
        visible = {probe.call for probe in task.probes if not probe.hidden}
        if is_function(task):
            assert hidden - visible, f"{task.name} is a function and has no hidden probe"
        elif not hidden:
            drawn = number in assignment.drawn
            assert drawn != (task.name in FIXED), f"{task.name} has neither probe nor drawn items"
            if drawn:
                assert len(assignment.drawn[number]) * items.TIMES <= pool_size(assignment, number)


def pool_size(assignment, number):
    table = (ROOT / "solutions" / assignment.name / "tasks.toml").read_text(encoding="utf-8")
    row = table.partition(f"number = {number}\n")[2].partition("[[task]]")[0]
    return row.count("[task.items.")


def test_what_the_page_says_can_be_read_off_is_what_the_key_holds():
    """The values that fit a digest hold the accepted one: the page does not exaggerate."""
    assert " of 83 tasks." in protection.readable()
    assignment = next(each for each in assignments() if each.name == "04-obama-reset")
    key = json.loads((ROOT / "solutions" / assignment.name / "key.json").read_text())["accepted"]
    for number, task in public.exercises()["04"].tasks.items():
        found = protection.read_off(assignment.name, task)
        assert len(found) == len(key[number])
        for accepted, places in zip(key[number].values(), found, strict=True):
            for value, fitting in zip(accepted, places, strict=True):
                assert canonical(task, value) in fitting, (number, value)
                assert len(fitting) <= 2, "and hardly any other"


def test_the_page_counts_probes_as_the_assignments_do():
    hidden = [
        task.points
        for each in assignments()
        for task in each.tasks.values()
        if any(probe.hidden for probe in task.probes)
    ]
    drawn = [each.tasks[number].points for each in assignments() for number in each.drawn]
    said = protection.counted()
    assert f" {len(hidden)} for {sum(hidden)} points have hidden probes" in said
    assert f" {len(drawn)} for {sum(drawn)} points draw their items" in said
    assert f"and {len(FIXED)} for 5 points have neither." in said
