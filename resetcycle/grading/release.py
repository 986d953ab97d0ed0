"""Make the exercises: seal the answers into the solutions' check cells, let nbgrader take the solutions out.

Nothing here is drawn by chance or depends on the day: the same solutions and data give the same bytes.
"""

import copy
import json
import shutil
from pathlib import Path

import nbformat

from .. import checks, data
from . import tasks
from .course import Course

ROOT = data.DATA.parent


def release(root=ROOT, cohort=""):
    """Write the generated cells into every solution, then `exercises/` with nbgrader.

    Parameters
    ----------
    root : path
        A checkout of the kit.
    cohort : str
        A name such as ``"spring-2027"``: parameters are drawn from it, and solutions, answer keys and exercises go
        to ``grading/cohorts/spring-2027/``, which git ignores. Without a name: the public exercises, in place.

    Returns
    -------
    pathlib.Path
        The folder of the exercises.

    Raises
    ------
    tasks.TaskError
        In one sentence, naming the file and the task; nothing is released then.
    """
    root, work = Path(root), Course(cohort, root).sources
    folders = sorted(table.parent for table in (root / "solutions").glob("*/tasks.toml"))
    if not folders:
        raise tasks.TaskError(f"{root / 'solutions'} holds no assignment.")
    sealed = [
        (assignment := tasks.read(folder), *_sealed(assignment, cohort)) for folder in folders
    ]
    for assignment, notebook, key in sealed:
        folder = work / "solutions" / assignment.name
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / f"{assignment.name}.ipynb")
        _write(folder / "key.json", json.dumps(key, indent=1, ensure_ascii=False))
        if cohort:
            shutil.copy(root / "solutions" / assignment.name / "tasks.toml", folder)
    exercises = work / "exercises"
    exercises.mkdir(exist_ok=True)
    assignments = [assignment for assignment, *_ in sealed]
    _write(
        exercises / "tasks.json",
        json.dumps(
            {each.lesson: _public(each) for each in assignments}, indent=1, ensure_ascii=False
        ),
    )
    _write(exercises / "README.md", _readme(assignments))
    _generate(root, cohort, [each.name for each in assignments])
    return exercises


def _sealed(assignment, cohort):
    """Return a copy of the solution's notebook with the generated cells filled in, and the answer key."""
    parameters = tasks.draw(assignment, cohort)
    solved = tasks.solve(assignment, parameters)
    _refuse_right_mistakes(assignment, solved, cohort)
    notebook = copy.deepcopy(assignment.notebook)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("check-"):
            number = name.removeprefix("check-")
            cell.source = _check_cell(assignment, number, solved)
            cell.metadata.nbgrader["points"] = assignment.tasks[number]["points"]
        elif name in tasks.GENERATED:
            cell.source = _generated(name, assignment, parameters)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook, {"parameters": parameters, "accepted": as_kept(solved.accepted)}


def as_kept(accepted):
    """Return accepted values as `key.json` has them: with fewer digits than a float, so that another processor changes no file."""
    return {
        number: {
            probe: [round(value, 9) if isinstance(value, float) else value for value in entries]
            for probe, entries in probes.items()
        }
        for number, probes in accepted.items()
    }


def _check_cell(assignment, number, solved):
    task = assignment.tasks[number]
    last = task["visible"][-1]
    calls = {
        probe: f'rc.check("{assignment.lesson}.{number}", lambda: {probe}, "{key_of(assignment, number, probe, solved)}{checks.MORE * (probe != last)}")'
        for probe in task["visible"] + task["hidden"]
    }
    worth = f"{task['points']} point{'s' * (task['points'] != 1)}"
    lines = [
        f"# Task {number}, {worth}: run this cell to check your answer.",
        *(calls[probe] for probe in task["visible"]),
    ]
    if task["hidden"]:
        lines += [
            "### BEGIN HIDDEN TESTS",
            *(calls[probe] for probe in task["hidden"]),
            "### END HIDDEN TESTS",
        ]
    return "\n".join(lines)


def key_of(assignment, number, probe, solved):
    """Return the sealed answer to one probe of a task, with its known mistakes."""
    known = [
        wrong[probe] if "says" in mistake and isinstance(wrong[probe], list) else None
        for mistake, wrong in zip(assignment.tasks[number]["mistakes"], solved.mistakes[number])
    ]
    return checks.seal(
        f"{assignment.lesson}.{number}",
        assignment.tasks[number],
        solved.accepted[number][probe],
        known,
    )


def _refuse_right_mistakes(assignment, solved, cohort):
    """A wrong answer that earns the points would teach the mistake; a drawn parameter may make it right by chance."""
    for number, task in assignment.tasks.items():
        for mistake, wrong in zip(task["mistakes"], solved.mistakes[number]):
            right = [
                isinstance(entries, list)
                and checks.agreeing(entries, solved.accepted[number][probe], task)
                >= task.get("need", len(entries))
                for probe, entries in wrong.items()
            ]
            if all(right) and not cohort:
                raise tasks.TaskError(
                    f"{assignment.name}, task {number}: this known mistake earns the points: {mistake['code']}"
                )


def _generated(name, assignment, parameters):
    if name == "parameters":
        return tasks.parameter_lines(assignment, parameters)
    if name == "essay-check":
        return f'rc.essay("{assignment.lesson}")'
    if name == "progress":
        return "rc.progress()"
    if name == "rubric":
        return _rubric()
    count = len(assignment.tasks)
    return (
        f"*Assignment to [lesson {assignment.lesson}](../../notebooks/{assignment.name}.ipynb). About {assignment.minutes} minutes: {count} tasks for "
        f"{assignment.points} points, checked as you go, and an essay for {essay_points()} points, read by a person.*\n\n"
        "Replace the dots `...` and the question marks by your answers, and run the check under each task: it says what is off, not what the answer is. "
        "Given code and checks are locked; add cells of your own wherever you like, to try things out. When the tasks are marked, your functions are also "
        "called with other values than those that you see."
    )


def essay_points():
    """Return what an essay is worth: three points for each line of the rubric."""
    return 3 * len(data.load("rubric"))


def _rubric():
    rows = data.load("rubric")
    lines = [
        "**How the essay is marked**: five lines, 0 to 3 points each.",
        "",
        "| | 0 | 1 | 2 | 3 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| **{row.criterion}**: {row.asks} | {row.level_0} | {row.level_1} | {row.level_2} | {row.level_3} |"
        for row in rows.itertuples()
    ]
    return "\n".join(
        [
            *lines,
            "",
            f"Write in the next cell, in at most {checks.MAX_WORDS} words: double-click the dots and replace them.",
        ]
    )


def _public(assignment):
    """Return what a learner's check needs to know: what is asked and what is said, no accepted value."""
    kept = [*tasks.TASK_KEYS, *tasks.OPTIONAL_KEYS]
    private = ("visible", "hidden", "mistakes")
    rows = {
        number: {key: task[key] for key in kept if key in task and key not in private}
        | {"mistakes": [mistake.get("says", "") for mistake in task["mistakes"]]}
        for number, task in assignment.tasks.items()
    }
    return {
        "name": assignment.name,
        "title": assignment.title,
        "minutes": assignment.minutes,
        "points": assignment.points,
        "tasks": rows,
    }


def _readme(assignments):
    total = sum(each.points for each in assignments)
    lines = [
        "# Exercises",
        "",
        "Made from `solutions/` by `make release`; do not edit. One to each lesson, with tasks that are checked as you go and an essay.",
        "",
        "| exercise | tasks | points | essay | minutes | what you will be able to do |",
        "|---|---|---|---|---|---|",
    ]
    for each in assignments:
        outcomes = "; ".join(dict.fromkeys(task["outcome"] for task in each.tasks.values()))
        lines.append(
            f"| [{each.lesson} {each.title}]({each.name}/{each.name}.ipynb) | {len(each.tasks)} | {each.points} | {essay_points()} | {each.minutes} | {outcomes} |"
        )
    lines += [
        "",
        f"Together {sum(len(each.tasks) for each in assignments)} tasks for {total} points, and {len(assignments)} essays.",
        "",
        '**If you study alone**: each check explains what is off. After you have tried, `rc.model("04.2")` shows the model answer to task 2 of '
        'exercise 04 and `rc.model("04.essay")` the model essay; `rc.progress()` shows what you have done.',
        "",
    ]
    return "\n".join(lines)


def _write(path, text):
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _generate(root, cohort, names):
    course = Course(cohort, root)
    # The gradebook belongs to a class, the exercises to everybody: they are made without it.
    course.config.GenerateAssignment.no_database = True
    course.config.SaveCells.enabled = False
    for name in names:
        made = course.nbgrader.generate_assignment(name)
        if not made["success"]:
            raise tasks.TaskError(
                f"nbgrader could not make the exercise {name}: {made.get('log', '')}{made.get('error', '')}"
            )
