"""Submissions for the tests of grading: what honest learners hand in, made from assignments."""

import copy
import random
import re
import shutil
from functools import cache

import nbformat
from conftest import ROOT
from nbgrader import api

from resetcycle.grading import tasks
from resetcycle.grading.course import Course
from resetcycle.grading.release import release

# Every new gradebook asks a program of its own for its version, which takes it a second.
api.get_alembic_version = cache(api.get_alembic_version)

ESSAY = (
    "Mostly the question changed (2009-07-bpc-created), not the evidence (2014-04-bpc-suspended), "
    "as 2010-04-new-start-signed may show."
)


def opened(name):
    """Return an assignment and its exercise."""
    return tasks.read(ROOT / "solutions" / name), nbformat.read(
        ROOT / "exercises" / name / f"{name}.ipynb", as_version=4
    )


def a_course(root, name):
    """Make a course with one released assignment in an empty folder; return it."""
    shutil.copytree(ROOT / "solutions" / name, root / "solutions" / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root)
    return Course(root=root)


def solution(assignment, number):
    """Return the right answer to a task, as a learner would leave it."""
    return re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", assignment.cells[f"task-{number}"].source)


def hand_in(exercise, answers, essay=ESSAY):
    """Return a copy of an exercise with an essay and the given answers, by number of the task."""
    notebook = copy.deepcopy(exercise)
    for cell in notebook.cells:
        if cell.id.startswith("task-") and cell.id.removeprefix("task-") in answers:
            cell.source = answers[cell.id.removeprefix("task-")]
        elif cell.id == "essay" and essay:
            cell.source = essay
    return notebook


def wrong(task, place=0):
    """Return a wrong answer that earns nothing: a known mistake, or words that nobody asked for."""
    if not task.parts:
        return task.mistakes[place % len(task.mistakes)].code
    return f"{task.probes[0].call} = {dict.fromkeys(task.keys, 'no such word')!r}"


def an_honest_class(name, size=30, seed=2027):
    """Return what a class hands in, right, wrong, blank and mixed: notebook and points deserved."""
    assignment, exercise = opened(name)
    chance, found = random.Random(seed), {}
    for place in range(size):
        kind = ("right", "wrong", "blank", "mixed", "mixed")[place % 5]
        answers, points = {}, {}
        for number, task in assignment.tasks.items():
            choice = chance.choice(("right", "wrong", "blank")) if kind == "mixed" else kind
            points[number] = task.points if choice == "right" else 0
            if choice == "right":
                answers[number] = solution(assignment, number)
            elif choice == "wrong":
                answers[number] = wrong(task, chance.randrange(9))
        found[f"s{place:03}-{kind}"] = (
            hand_in(exercise, answers, "" if kind == "blank" else ESSAY),
            points,
        )
    return found


def write(folder, name, notebooks):
    """Write notebooks as nbgrader has them, one folder a student; return the folder."""
    for student, notebook in notebooks.items():
        place = folder / student / name
        place.mkdir(parents=True)
        if isinstance(notebook, bytes):
            (place / f"{name}.ipynb").write_bytes(notebook)
        else:
            nbformat.write(notebook, place / f"{name}.ipynb")
    return folder
