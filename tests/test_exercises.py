"""Every assignment as met: the solution earns everything, the untouched exercise nothing."""

import ast
import contextlib
import filecmp
import io
import re
from functools import cache

import nbclient
import nbformat
import pytest
from conftest import ROOT
from nbgrader.utils import determine_grade

from resetcycle import data, rubric
from resetcycle.essays import MAX_WORDS, cited, count_words
from resetcycle.grading import tasks
from resetcycle.grading.release import release

GENERATED = ("essay-check", "progress")
FOLDERS = sorted(path.parent for path in (ROOT / "solutions").glob("*/tasks.toml"))
LESSONS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
# For those who never programmed: short, with little to read, and without an essay.
FIRST = LESSONS[0]


@cache
def read(folder):
    """Read an assignment once for all tests; none of them changes it."""
    return tasks.read(folder)


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def assignment(request):
    return read(request.param)


@pytest.fixture
def exercise(assignment):
    return nbformat.read(
        ROOT / "exercises" / assignment.name / f"{assignment.name}.ipynb", as_version=4
    )


def run(notebook, folder):
    """Run a notebook in a kernel as it is, faults and all."""
    notebook = nbformat.from_dict(notebook.copy())
    return nbclient.NotebookClient(
        notebook, timeout=60, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()


def graded(notebook):
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def errors(cell):
    return [output.ename for output in cell.get("outputs", []) if output.output_type == "error"]


def named(notebook):
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


def test_every_lesson_has_its_assignment_and_all_but_the_first_an_essay():
    essays = [name for name in LESSONS if read(ROOT / "solutions" / name).has_essay]
    assert essays == LESSONS[1:]
    assert [folder.name for folder in FOLDERS] == LESSONS
    assert sorted(path.name for path in (ROOT / "exercises").glob("[0-9]*-*")) == LESSONS


def test_the_solution_runs_clean_and_earns_full_marks(assignment):
    solved = run(assignment.notebook, ROOT / "solutions" / assignment.name)
    assert not [errors(cell) for cell in solved.cells if cell.cell_type == "code" and errors(cell)]
    earned = {cell.metadata.nbgrader.grade_id: determine_grade(cell) for cell in graded(solved)}
    if assignment.has_essay:
        assert earned.pop("essay") == (None, rubric.full())
    assert earned == {
        f"check-{number}": (task.points, task.points) for number, task in assignment.tasks.items()
    }


def test_the_untouched_exercise_earns_nothing_and_stops_only_at_its_checks(assignment, exercise):
    left = run(exercise, ROOT / "exercises" / assignment.name)
    stopped = {
        cell.id: errors(cell) for cell in left.cells if cell.cell_type == "code" and errors(cell)
    }
    assert stopped == {f"check-{number}": ["NotImplementedError"] for number in assignment.tasks}
    places = len(assignment.tasks) + assignment.has_essay
    assert [determine_grade(cell)[0] for cell in graded(left)] == [0] * places
    for cell in graded(left)[: len(assignment.tasks)]:
        # One sentence, no traceback through the kit's code.
        assert (
            " ".join(cell.outputs[-1].traceback).split() == cell.outputs[-1].evalue.split()
            and "no answer yet" in cell.outputs[-1].evalue
        )


def test_nothing_of_the_solution_leaks(assignment, exercise):
    kept = "\n".join(
        cell.source
        for name, cell in named(exercise).items()
        if name.startswith(("task-", "check-", "essay"))
    )
    assert (
        "SOLUTION" not in kept
        and "HIDDEN" not in kept
        and not (assignment.has_essay and assignment.cells["essay"].source in kept)
    )
    for name, cell in assignment.cells.items():
        hidden = re.findall(r"### BEGIN \w+(?: TESTS)?\n(.*?)### END", cell.source, re.DOTALL)
        shown = set(
            map(
                str.strip,
                re.sub(r"### BEGIN.*?### END", "", cell.source, flags=re.DOTALL).splitlines(),
            )
        )
        for line in set(map(str.strip, "\n".join(hidden).splitlines())) - shown - {""}:
            assert line not in map(str.strip, kept.splitlines()), f"{name}: {line}"
    public = (ROOT / "exercises" / "tasks.json").read_text(encoding="utf-8")
    assert "hidden" not in public and not [
        note for notes in assignment.essay.look_for.values() for note in notes if note in public
    ]


def test_every_known_wrong_answer_is_refused_with_its_reason(assignment, exercise, my_work):
    """The visible check says it to the learner, whose points the hidden probes then decide."""
    namespace = {}
    for cell in assignment.notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if (
            cell.cell_type != "code"
            or name.startswith("check-")
            or name in ("essay-check", "mark-essay", "progress")
        ):
            continue
        if name.startswith("task-"):
            number = name.removeprefix("task-")
            for mistake in assignment.tasks[number].mistakes:
                assert mistake.says in told(
                    mistake.code, namespace, named(exercise)[f"check-{number}"].source
                ), mistake
        exec(cell.source, namespace)


def test_a_function_that_ignores_a_name_in_its_brackets_is_never_called_right(
    assignment, exercise, my_work
):
    """Each name in turn is held at each value that the check asks: no such function is right."""
    namespace, passed = {}, []
    for cell in assignment.notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type != "code" or name.startswith("check-") or name in GENERATED:
            continue
        exec(cell.source, namespace)
        if name.startswith("task-"):
            number = name.removeprefix("task-")
            check = named(exercise)[f"check-{number}"].source
            passed += [
                f"{number}: {what}"
                for what, mutant in held(assignment.tasks[number], dict(namespace))
                if not refused(check, namespace | mutant)
            ]
    assert passed == []


def held(task, namespace):
    """Yield each function that a task's probes call, with one name held at a value they give."""
    trees = [ast.parse(probe.call, mode="eval").body for probe in task.probes]
    calls = [tree for tree in trees if isinstance(tree, ast.Call)]
    values = {}
    for call in calls:
        # Of one that is put together by Python's own `sum` or `len`, the parts are not looked at.
        if not isinstance(call.func, ast.Name) or call.func.id not in namespace:
            continue
        for place, given in enumerate(call.args):
            value = eval(ast.unparse(given), namespace)
            values.setdefault((call.func.id, place), []).append(value)
    for (function, place), seen in values.items():
        for value in seen:
            yield (
                f"{function}, place {place}: {value!r:.40}",
                {function: holding(namespace[function], place, value)},
            )


def holding(function, place, value):
    return lambda *given: function(*given[:place], value, *given[place + 1 :])


def refused(check, namespace):
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(check, namespace)
        except AssertionError:
            return True
    return False


def told(code, namespace, check):
    namespace = dict(namespace)
    exec(code, namespace)
    with pytest.raises(AssertionError) as refused:
        exec(check, namespace)
    assert re.fullmatch(r"Not yet: [^\n]{20,}[.?)]", str(refused.value)), str(refused.value)
    return str(refused.value)


def test_each_way_to_draw_the_cases_can_be_solved(assignment):
    """Every value of every parameter, one at a time: no cohort may get a task without an answer."""
    usual = tasks.draw(assignment, "")
    for name, parameter in assignment.parameters.items():
        assert parameter.default in parameter.choices
        assert len(set(parameter.choices)) == len(parameter.choices) >= 2
        for value in parameter.choices:
            with contextlib.redirect_stdout(io.StringIO()):
                tasks.solve(assignment, usual | {name: value})


def test_a_table_that_is_shown_is_the_last_line_of_its_cell(exercise):
    # A notebook shows what the last line gives, and drops the rest in silence.
    for cell in exercise.cells:
        if cell.cell_type == "code" and cell.source.count("rc.show("):
            *before, last = ast.parse(cell.source).body
            shown = [line for line in before if ast.unparse(line).startswith("rc.show(")]
            assert not shown, (cell.id, ast.unparse(last))


def test_the_table_adds_up_and_fades_from_example_to_own_work(assignment):
    stages = [task.stage for task in assignment.tasks.values()]
    assert (
        5 <= len(stages) <= 8
        and stages[0] == "worked"
        and "worked" not in stages[1:]
        and stages[-2:] == ["own", "own"]
    )
    assert any("blank" in stage for stage in stages[1:3])
    assert (
        sum(task.minutes for task in assignment.tasks.values()) + assignment.essay.minutes
        == assignment.minutes
    )
    if assignment.name == FIRST:
        assert (assignment.minutes, assignment.points) == (20, 5)
    else:
        assert 60 <= assignment.minutes <= 150 and 10 <= assignment.points <= 16
        probed = [any(probe.hidden for probe in task.probes) for task in assignment.tasks.values()]
        assert sum(probed) >= 3
    assert list(assignment.tasks) == [str(number) for number in range(1, len(stages) + 1)]


def test_the_model_essay_keeps_to_what_it_asks(assignment):
    if not assignment.has_essay:
        assert "essay" not in assignment.cells
        return
    text = assignment.cells["essay"].source
    assert 200 <= count_words(text) <= MAX_WORDS
    assert len(cited(text)) >= 3 and set(cited(text)) <= set(data.load("events")["event_id"])


def test_the_page_can_be_read(assignment, exercise):
    code = [cell.source for cell in exercise.cells if cell.cell_type == "code"]
    assert sum("import resetcycle" in source for source in code) == 1
    for cell in exercise.cells:
        if cell.cell_type == "code" and cell.id.startswith("check-"):
            # Nothing of a check is cut at 1280 px.
            assert max(map(len, cell.source.splitlines())) <= 85, cell.source
        elif cell.cell_type == "code" and cell.id != "seals":
            assert (
                len([line for line in cell.source.splitlines() if line.strip()]) <= 13
                and max(map(len, cell.source.splitlines())) <= 125
            ), cell.source
    prose = [
        cell.source
        for cell in exercise.cells
        if cell.cell_type == "markdown" and cell.id != "rubric"
    ]
    # Cards are read one by one, and bring the address of a source each.
    told = [cell.source for cell in exercise.cells if cell.id.startswith("cards-")]
    assert 350 <= sum(map(count_words, prose)) - sum(map(count_words, told)) <= 1200
    headings = [
        heading for source in prose for heading in re.findall(r"^#+ (.+)$", source, re.MULTILINE)
    ]
    assert headings.pop(0) == f"Exercise {assignment.lesson}: {assignment.title}"
    assert not assignment.has_essay or headings.pop().startswith("Essay: ")
    assert headings == [f"{number}. {task.title}" for number, task in assignment.tasks.items()]
    for target in re.findall(r"\]\(([^)#]+)", "\n".join(prose)):
        assert (
            target.startswith(("https://", "http://"))
            or (ROOT / "exercises" / assignment.name / target).exists()
        ), target


def test_releasing_again_changes_no_byte(checkout):
    release(checkout)
    for folder in ("solutions", "exercises"):
        assert not differing(filecmp.dircmp(ROOT / folder, checkout / folder)), (
            f"run 'resetcycle release' and look at what changed in {folder}/"
        )


def differing(compared):
    apart = [*compared.left_only, *compared.right_only]
    _, wrong, odd = filecmp.cmpfiles(
        compared.left, compared.right, compared.common_files, shallow=False
    )
    return (
        [name for name in apart if name != ".ipynb_checkpoints"]
        + wrong
        + odd
        + [name for below in compared.subdirs.values() for name in differing(below)]
    )
