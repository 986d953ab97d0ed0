"""Make the exercises: seal the answers into the check cells, let nbgrader take the solutions out.

Nothing here is drawn by chance or depends on the day: the same solutions and data give the same
bytes.
"""

import copy
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .. import data, rubric
from ..authoring import built, catalogues, solutions
from ..authoring.text import TextError
from ..essays import MAX_WORDS
from ..exercise.keys import Open
from ..exercise.public import Exercise
from ..exercise.recall import digest
from ..exercise.rounding import counts
from ..exercise.seals import Sealed
from ..exercise.task import Task
from ..exercise.watch import made, mark
from ..words import in_words
from . import languages, tasks
from .course import Course, Key, refuse_failure

ROOT = data.DATA.parent
# So many letters of a check fit in a cell at 1280 px.
CHECK_WIDTH = 76
RECALL = "# Before you begin: run this cell for three questions from earlier weeks."
FINDER = "# Run this cell to find events for your essay, and to copy their ids."


@dataclass(frozen=True)
class Made:
    """What is made of one assignment: the solution with its generated cells, and the answer key."""

    assignment: tasks.Assignment
    notebook: NotebookNode
    key: Key


def release(root: Path = ROOT, cohort: str = "") -> Path:
    """Write the generated cells into every solution, then `exercises/` with nbgrader.

    Parameters
    ----------
    root : path
        A checkout of the kit.
    cohort : str
        A name such as ``"spring-2027"``: parameters are drawn from it, and solutions, answer keys
        and exercises go to ``grading/cohorts/spring-2027/``, which git ignores. Without a name:
        the public exercises, in place.

    Returns
    -------
    pathlib.Path
        The folder of the exercises.

    Raises
    ------
    tasks.TaskError
        In one sentence, naming the file and the task; nothing is released then.
    """
    course = Course(cohort, root)
    folders = sorted(table.parent for table in (root / "solutions").glob("*/tasks.toml"))
    if not folders:
        raise tasks.TaskError(f"{root / 'solutions'} holds no assignment.")
    made = [_made(tasks.read(folder, authored, cohort), cohort) for folder in folders]
    try:
        for each in made:
            _refuse_edited(course, each)
    except TextError as error:
        raise tasks.TaskError(str(error)) from None
    for each in made:
        # What a class has in its hands already stays known when it is made anew.
        _remember(course, each.assignment.name)
        folder = course.sources / "solutions" / each.assignment.name
        folder.mkdir(parents=True, exist_ok=True)
        built.write(each.notebook, folder / f"{folder.name}.ipynb")
        _write(folder / "key.json", _json(each.key))
        if cohort:
            for table in ("tasks.toml", tasks.RUBRIC):
                if (given := root / "solutions" / folder.name / table).exists():
                    shutil.copy(given, folder)
    exercises = course.sources / "exercises"
    exercises.mkdir(exist_ok=True)
    assignments = [each.assignment for each in made]
    public = {each.lesson: _public(each).to_json() for each in assignments}
    _write(exercises / "tasks.json", _json(public))
    _write(exercises / "README.md", _readme(assignments))
    _generate(course, assignments)
    if cohort:
        try:
            languages.lay(course.sources, assignments)
        except TextError as error:
            raise tasks.TaskError(str(error)) from None
    return exercises


def authored(folder: Path) -> NotebookNode:
    """Return the notebook that the text of a solution gives, with places for what is generated."""
    try:
        filled = solutions.fill(folder / f"{folder.name}.md")
    except TextError as error:
        raise tasks.TaskError(str(error)) from None
    if filled.faults:
        raise tasks.TaskError("\n".join(filled.faults))
    return filled.notebook


def _refuse_edited(course: Course, made: Made) -> None:
    """Refuse to overwrite what somebody edited in a solution's notebook or in an exercise."""
    name, source = made.assignment.name, _source(made.assignment)
    drop = "delete it" if course.cohort else '"git checkout {place}" drops the edit'
    change = f"change {source} instead; {drop}."
    carry = change if course.cohort else built.carries(source)
    stands = [("solutions", made.notebook, carry), ("exercises", None, change)]
    if course.cohort:
        stands += [(f"exercises/{language}", None, change) for language in catalogues.languages()]
    for folder, fresh, mend in stands:
        target = course.sources / folder / name / f"{name}.ipynb"
        built.refuse_edited(target, fresh, mend, Path(course.root))


def _source(assignment: tasks.Assignment) -> str:
    return f"solutions/{assignment.name}/{assignment.name}.md"


def _made(assignment: tasks.Assignment, cohort: str) -> Made:
    """Return a copy of the solution's notebook with the generated cells filled in, and its key."""
    parameters = tasks.draw(assignment, cohort)
    solved = tasks.solve(assignment, parameters)
    if not cohort:
        _refuse_right_mistakes(assignment, solved)
    notebook = copy.deepcopy(assignment.notebook)
    for cell in notebook.cells:
        name = tasks.cell_name(cell)
        if name.startswith("check-"):
            task = assignment.tasks[name.removeprefix("check-")]
            cell.source = _check_cell(task)
            cell.metadata.nbgrader["points"] = task.points
        elif name == "essay":
            cell.metadata.nbgrader["points"] = assignment.essay_points
        elif name == "seals":
            cell.source = _seals(assignment, solved)
        elif name in tasks.GENERATED:
            cell.source = _generated(name, assignment, parameters)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    built.stamped(notebook, _source(assignment))
    key: Key = {"parameters": parameters, "accepted": solved.as_kept()}
    if assignment.drawn:
        key["items"] = {number: list(pool) for number, pool in assignment.drawn.items()}
    return Made(assignment, notebook, key)


def _check_cell(task: Task) -> str:
    # What marking asks, the check asks too: it calls nothing right that earns no points.
    worth = f"{task.points} point{'s' * (task.points != 1)}"
    head = f"# Task {task.number}, {worth}: run this cell to check your answer."
    read = counts(task.scale) if task.scale else ""
    head = f"{head}\n# {read}" if read else head
    calls = [_text(probe.call) for probe in task.probes]
    if len(calls) == 1 and len(calls[0]) == 1:
        return f'{head}\nrc.check("{task.name}", {calls[0][0]})'
    lines = [f'    "{task.name}",', *(f"    {line}" for call in calls for line in _listed(call))]
    return "\n".join([head, "rc.check(", *lines, ")"])


def _listed(parts: list[str]) -> list[str]:
    return [*parts[:-1], f"{parts[-1]},"]


def _text(call: str) -> list[str]:
    """Return a question as a text in Python, in lines that can be read without scrolling."""
    parts = re.findall(rf".{{1,{CHECK_WIDTH}}}(?:(?<=, )|(?<=[(])|$)", call)
    return [f'"{part}"' if '"' not in part else repr(part) for part in parts]


def _seals(assignment: tasks.Assignment, solved: tasks.Solved) -> str:
    """Return the cell that carries the keys of all checks, away from where a learner reads."""
    rings = [
        f"{task.number} {solved.ring(Sealed, task, probe.call).text()}"
        for task in assignment.tasks.values()
        for probe in task.probes
    ]
    drawn = [
        f"{number} {name} {json.dumps(card.to_row(), ensure_ascii=False)}"
        for number in assignment.drawn
        for name, card in assignment.tasks[number].cards.items()
    ]
    # What was drawn travels with the notebook: the kit on a learner's computer has the public ones.
    carried = ['""", r"""', *drawn] if drawn else []
    head = "# @title Sealed answers for the checks: run this cell, there is nothing to read."
    return "\n".join([head, f'rc.seal("{assignment.lesson}", """', *rings, *carried, '""")'])


def _refuse_right_mistakes(assignment: tasks.Assignment, solved: tasks.Solved) -> None:
    """Refuse a wrong answer that earns the points: it would teach the mistake.

    In a cohort's copy a drawn parameter may make it right by chance.
    """
    for number, task in assignment.tasks.items():
        keys = {probe.call: solved.ring(Open, task, probe.call) for probe in task.probes}
        for mistake, wrong in zip(task.mistakes, solved.mistakes[number], strict=True):
            right = [
                isinstance(entries, list) and keys[probe].earns(entries)
                for probe, entries in wrong.items()
            ]
            if all(right):
                raise tasks.TaskError(
                    f"{assignment.name}, task {number}: this known mistake earns the points: "
                    f"{mistake.code}"
                )


def _generated(
    name: str, assignment: tasks.Assignment, parameters: dict[str, tasks.Setting]
) -> str:
    if name == "parameters":
        return tasks.parameter_lines(assignment, parameters)
    lesson = assignment.lesson
    fixed = {
        "recall": f'{RECALL}\nrc.recall("{lesson}")',
        "find-events": f'{FINDER}\nrc.widgets.FindEvents("{lesson}")',
        "essay-check": f'rc.essay("{lesson}")',
        "mark-essay": f'rc.widgets.MarkEssay("{lesson}")',
        "progress": "rc.progress()",
    }
    if name in fixed:
        return fixed[name]
    return _rubric(assignment.rubric) if name == "rubric" else _about(assignment)


def _about(assignment: tasks.Assignment) -> str:
    hand = any(name.startswith("hand-") for name in assignment.cells)
    boards = (
        " Where a board stands above the answer, the task can be done without Python: open it, "
        "and put the line that it gives into the answer cell."
    )
    lesson = f"[lesson {assignment.lesson}](../../notebooks/{assignment.name}.ipynb)"
    worth = assignment.essay_points
    essay = f", and an essay for {worth} points, read by a person" * assignment.has_essay
    return (
        f"*Assignment to {lesson}. About {assignment.minutes} minutes: {len(assignment.tasks)} "
        f"tasks for {assignment.points} points, checked as you go{essay}.*\n\n"
        "Replace the dots `...` and the question marks by your answers, and run the check under "
        "each task: it says what is off, not what the answer is. Given code and checks are locked; "
        "add cells of your own wherever you like, to try things out. The tasks are marked by the "
        f"questions that the checks ask.{boards if hand else ''}"
    )


def _rubric(asked: Sequence[rubric.Line]) -> str:
    lines = [
        f"**How the essay is marked**: {in_words(len(asked))} lines, 0 to 3 points each.",
        "",
        "| | 0 | 1 | 2 | 3 |",
        "|---|---|---|---|---|",
        *(
            f"| **{line.criterion}**: {line.question} | {' | '.join(line.levels)} |"
            for line in asked
        ),
        "",
        *(f"- {rule}" for rule in rubric.rules(asked)),
    ]
    limit = f"Write in the next cell, in at most {MAX_WORDS} words"
    return "\n".join([*lines, "", f"{limit}: double-click the dots and replace them."])


def _public(assignment: tasks.Assignment) -> Exercise:
    return Exercise(
        assignment.name,
        assignment.title,
        assignment.minutes,
        assignment.points,
        assignment.tasks,
        given(assignment),
        has_essay=assignment.has_essay,
        recall=_recall(assignment),
    )


def _recall(assignment: tasks.Assignment) -> dict[str, dict[str, list[str]]]:
    """Return digests of what is right of public items; of what a cohort draws there are none."""
    found: dict[str, dict[str, list[str]]] = {}
    for number, pool in assignment.drawn.items():
        task = assignment.tasks[number]
        for name, item in pool.items():
            if item.public:
                signs = [digest(f"{task.name}/{name}", word) for word in item.answers]
                found.setdefault(number, {})[name] = signs
    return found


def given(assignment: tasks.Assignment) -> dict[str, tuple[str, ...]]:
    """Return by the mark of each given cell what it makes and no answer makes anew."""
    answers = [cell.source for name, cell in assignment.cells.items() if name.startswith("task-")]
    taken = set[str]().union(*map(made, answers))
    usual = {name: each.default for name, each in assignment.parameters.items()}
    sources = [
        tasks.parameter_lines(assignment, usual) if name == "parameters" else cell.source
        for name, cell in assignment.cells.items()
        if name == "parameters" or name.startswith("given-")
    ]
    return {mark(source): tuple(sorted(made(source) - taken)) for source in sources}


_README = """\
# Exercises

Made from `solutions/` by `resetcycle release`; do not edit. One to each lesson, with tasks that \
are checked as you go and, from 01 on, an essay.

| exercise | tasks | points | essay | minutes | what you will be able to do |
|---|---|---|---|---|---|
{rows}

Together {tasks} tasks for {points} points, and {essays} essays.

**If you study alone**: each check explains what is off. `rc.hint("04.2")` gives up to three hints \
to task 2 of exercise 04. When a task is right, or after three tries that differ, \
`rc.model("04.2")` shows the model answer; after 150 words of your own, `rc.model("04.essay")` \
shows the model essay; `rc.progress()` shows what you have done.
"""


def _readme(assignments: list[tasks.Assignment]) -> str:
    return _README.format(
        rows="\n".join(map(_readme_row, assignments)),
        tasks=sum(len(each.tasks) for each in assignments),
        points=sum(each.points for each in assignments),
        essays=sum(each.has_essay for each in assignments),
    )


def _readme_row(assignment: tasks.Assignment) -> str:
    name, outcomes = assignment.name, dict.fromkeys(t.outcome for t in assignment.tasks.values())
    cells = [
        f"[{assignment.lesson} {assignment.title}]({name}/{name}.ipynb)",
        str(len(assignment.tasks)),
        str(assignment.points),
        str(assignment.essay_points) if assignment.has_essay else "none",
        str(assignment.minutes),
        "; ".join(outcomes),
    ]
    return f"| {' | '.join(cells)} |"


def _json(content: object) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _generate(course: Course, assignments: list[tasks.Assignment]) -> None:
    # The gradebook belongs to a class, the exercises to everybody: they are made without it.
    course.config.GenerateAssignment.no_database = True
    course.config.SaveCells.enabled = False
    for assignment in assignments:
        made = course.nbgrader.generate_assignment(assignment.name)
        refuse_failure(made, f"make the exercise {assignment.name}")
        path = course.sources / "exercises" / assignment.name / f"{assignment.name}.ipynb"
        exercise = nbformat.read(path, as_version=4)
        built.write(built.stamped(exercise, _source(assignment)), path)
        _remember(course, assignment.name)


def _remember(course: Course, name: str) -> None:
    """Keep what an exercise is, where a class is graded or has a release of its own."""
    path = course.sources / "exercises" / name / f"{name}.ipynb"
    if path.exists() and (course.cohort or course.work.exists()):
        course.remember(name, nbformat.read(path, as_version=4))
