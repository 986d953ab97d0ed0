"""Wrong answers in a kernel: what a check says of them, and that marking says the same."""

import ast
import contextlib
import copy
import io
import time
from functools import cache

import nbformat
import pytest
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell

from resetcycle.exercise import judge, watch
from resetcycle.exercise.keys import Open
from resetcycle.exercise.progress import done
from resetcycle.grading import marks, probe, tasks
from resetcycle.grading.wire import Heard

FOLDERS = {path.parent.name[:2]: path.parent for path in (ROOT / "solutions").glob("*/tasks.toml")}
SKIPPED = ("check-", "essay", "progress")


@cache
def read(lesson):
    """Return an assignment, and the cells of its exercise by name."""
    assignment = tasks.read(FOLDERS[lesson])
    name = assignment.name
    exercise = nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4)
    return assignment, {cell.id: cell for cell in exercise.cells}


class Kernel:
    """A kernel in which an exercise is open and solved up to a task."""

    def __init__(self, lesson, number):
        self.assignment, self.cells = read(lesson)
        self.number, self.shell = number, InteractiveShell(colors="nocolor")
        watch.begin(self.shell)
        for name, cell in self.assignment.cells.items():
            if name == f"task-{number}":
                break
            if cell.cell_type == "code" and not name.startswith(SKIPPED):
                self.run(cell.source)

    def run(self, source, cell=None):
        """Run a cell, which JupyterLab calls by its name; return all that it shows."""
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            self.shell.run_cell(source, cell_id=cell)
        return " ".join(shown.getvalue().split())

    def solve(self):
        """Run the model answer."""
        name = f"task-{self.number}"
        self.run(self.assignment.cells[name].source, name)

    def check(self):
        """Run the check of the task; return what it says."""
        return self.run(self.cells[f"check-{self.number}"].source)


@pytest.fixture
def opened(monkeypatch, my_work):
    """Return a function that opens an exercise, solved up to a task."""
    monkeypatch.setattr(watch, "_watch", None)
    return Kernel


def marked(lesson, number, source):
    """Return the points of a submission that has one answer of its own, in a fresh run."""
    assignment, _ = read(lesson)
    notebook = copy.deepcopy(assignment.notebook)
    for cell in notebook.cells:
        if cell.id == f"task-{number}":
            cell.source = source
    cells = marks.to_run(assignment, notebook)
    last = [cell["name"] for cell in cells].index(f"check-{number}")
    heard = Heard.from_json(*probe.pieces(cells[: last + 1], InteractiveShell()))
    solved = tasks.solve(assignment, tasks.draw(assignment, ""))
    return marks.mark(assignment, solved, heard)[number].points


# ------------------------------------------------------------------------------ slips by hand

# Answers that were called right by checks that asked less than marking did.
ONCE_CALLED_RIGHT = {
    ("03.4", "the copy's presidency"): """
def share_below(term, given_level):
    end = terms.loc[presidency, "end_date"]
    return sum(at(end, months)["tone"] < given_level for months in range(1, 49)) / 48""",
    ("06.1", "the copy's obstacle"): """
def weight_when(mine, others, factor):
    return points[group] * factor / (points[group] * factor + others)""",
    ("06.3", "the given table is changed"): """
def gap_if_lowered(ahead, behind, name, camp):
    severity.loc[ahead, name] = lowest.loc[ahead, name]
    return (severity.loc[ahead] - severity.loc[behind]) @ weights[camp]""",
    ("07.4", "the whole class"): """
def support(group, codes):
    return (own_first[codes] == pooled_first.loc["whole class", codes]).mean()""",
    ("08.1", "the copy's number"): """
def skill_when(number, yardstick):
    return 1 - (1 - sure) ** 2 / yardstick""",
    ("08.2", "the copy's class"): """
def gap(forecasts, name):
    kept = inside(invented_class, name)
    return kept["o"].mean() - kept["p"].mean()""",
    ("08.3", "the invented table"): """
def score_if(table):
    kept = invented[invented["condition"] != "did not hold"]
    return ((kept["p"] - kept["came"]) ** 2).mean()""",
    ("09.2", "one end is fixed"): """
def verdict(name, before, after):
    step = end_step(name, "obama", after)
    closer = catalogue.loc[name, "closer"]
    turned = step if closer == "up" else -step
    if pd.isna(end_step(name, before, after)):
        return "not covered"
    return "holds" if turned < 0 else "fails" """,
    ("09.7", "boundaries against the wording"): """
def judge_end(day, end_before, this_end, acts):
    if pd.Timestamp(day) < closes["end"]:
        return "open"
    fall = end_before - this_end
    if acts <= 6 or 0 < fall <= 1:
        return "cannot be told"
    return "holds" if fall > 1 else "fails" """,
    ("09.7", "one end is fixed"): """
def judge_end(day, end_before, this_end, acts):
    if pd.Timestamp(day) < closes["end"]:
        return "open"
    fall = -0.5 - this_end
    if acts < 6 or 0 < fall < 1:
        return "cannot be told"
    return "holds" if fall >= 1 else "fails" """,
    ("10.2", "the quarter of another line"): """
def share_better(line, wait):
    pairs = pd.DataFrame({"now": line, "later": line.shift(-wait)}).dropna()
    low = pairs["now"] <= line.quantile(.25)
    return (pairs["later"] > pairs["now"]).groupby(low).mean()[True]""",
}


@pytest.mark.parametrize("task, slip", ONCE_CALLED_RIGHT)
def test_what_marking_refuses_is_never_called_right(opened, task, slip):
    lesson, number = task.split(".")
    source = ONCE_CALLED_RIGHT[task, slip]
    kernel = opened(lesson, number)
    kernel.run(source)
    assert kernel.check().startswith("Not yet: ")
    assert marked(lesson, number, source) == 0
    # There is no dead end: the model answer is right afterwards, in the same kernel.
    kernel.solve()
    assert kernel.check().startswith("Right: ")


# What is said of an answer, in a few of its words; and what is not.
TOLD = {
    ("01.1", 'def in_part(part):\n    return claims["part"].sum()'): "a text of 985 letters",
    ("02.1", 'def score_of(code):\n    print(cameo.loc[code, "goldstein_score"])'): "with print()",
    (
        "02.1",
        'def score_of(code):\n    return (\n      print(cameo.loc[code, "goldstein_score"])\n    )',
    ): "with print()",
    (
        "02.1",
        'def score_of(code):\n    return print(cameo.loc[code, "goldstein_score"])',
    ): "with print()",
    ("02.1", 'def score_of(code):\n    cameo.loc[code, "goldstein_score"]'): "let it end with",
    (
        "02.2",
        "def scored_by_one(first, second):\n    return (first == 'none').mean()",
    ): "scored_by_one never uses second",
    ("03.4", "def share_below(term, given_level):\n    return tone"): "a word of the task's text",
    (
        "04.2",
        "def change_over(term):\n    return end_of(president) - start_of(president)",
    ): "change_over never uses term",
    (
        "04.4",
        "def scaled(values):\n    return values.min() / values.max()",
    ): "the task asks for a list in square brackets",
    (
        "02.2",
        "def scored_by_one(a, b):\n    return ((a == None) != (b == None)).mean()",
    ): 'write "none" with quotation marks',
    (
        "02.4",
        "def mean_with_one_more(a, new):\n    return (a.sum() + new) / a.count() + 1",
    ): "brackets",
    (
        "02.4",
        "def mean_with_one_more(scores, new_score):\n    return scores.count() + 1 + 0 * new_score",
    ): "the new number of acts, and not yet the mean",
    (
        "02.4",
        "def mean_with_one_more(scores, new_score):\n    return scores.count() + 1",
    ): "mean_with_one_more never uses new_score",
    ("04.1", "end_of = -1"): "end_of is the number -1; the task asks for a function",
    (
        "04.1",
        'end_of = rc.by_hand("04.1", {" obama": 1})',
    ): "has no answer yet for: Trump I; Clinton; Biden.",
    (
        "04.4",
        "def scaled(v):\n    return 100 * (v - v.min()) / (v.max() - v.min())",
    ): "out by a factor of a hundred",
    (
        "04.6",
        'carried = dict.fromkeys(rc.exercise.public.find("04.6").keys, "both storys")',
    ): "both storys (rosoboron, veto_georgia, civil_society, trade_normal, food_ban) is none",
    ("04.5", "def share_below(of_year, than):\n    return 0"): "share_below never uses of_year",
    (
        "06.3",
        ONCE_CALLED_RIGHT["06.3", "the given table is changed"],
    ): "It changes severity, which was given: work on a copy",
    (
        "06.3",
        """
def gap_if_lowered(ahead, behind, name, camp):
    gap = burdens.loc[ahead, camp] - burdens.loc[behind, camp]
    change = severity.loc[ahead, group] - lowest.loc[ahead, group]
    return gap - weights.loc[group, camp] * change""",
    ): "gap_if_lowered never uses name",
    ("08.1", "def skill_when(number, yardstick):\n    return 1 - score / yardstick"): "uses number",
    (
        "08.1",
        "def skill_when(number, yardstick):\n    return means(number)",
    ): "'means' is not known",
    (
        "10.1",
        "def share_falling(worlds):\n    falls = falls.diff(axis=1) < 0\n    return falls.mean()",
    ): "'falls' is used in a function before it has a value there",
    (
        "11.3",
        "def moved_by(event, rival):\n    table = table.drop(columns=event)\n    return table",
    ): "'table' is used in a function before it has a value there",
}

# Slips of those who begin, and the words that name them: in the text of the task there is none.
BEGUN = {
    (
        "02.1",
        "cameo.loc[code, goldstein_score]",
    ): 'needs quotation marks, so write "goldstein_score"',
    ("02.1", 'cameo.loc[code, "goldstein"]'): 'Did you mean "goldstein_score"?',
    ("02.1", 'cameo.loc(code, "goldstein_score")'): "write square brackets",
    ("02.2", "(a and b).mean()"): "between two comparisons of columns write &",
    ("02.4", "(a.sum() + b) / (a.count + 1)"): "write its brackets, too",
    ("02.4", "(a.sum() + b) / 2(a.count() + 1)"): "to multiply, write *",
    ("04.1", 'rc.trajectory.term_windows().set_index("term_id").loc[a, "END"]'): 'mean "end"?',
    ("04.2", "end_of[a] - start_of[a]"): "To call a function write round brackets",
    ("04.2", "end_of - start_of(a)"): "write its brackets, too",
    ("08.1", "1 - (1 - a) ^ 2 / b"): "A power is written with **",
    ("08.1", '1 - (1 - a) ** 2 / b + "2"'): "A text and a number",
    (
        "08.3",
        'a[a["condition"] == "held" | a["condition"] == "none"]["p"].mean()',
    ): "each comparison needs brackets of its own",
}


@pytest.mark.parametrize("task, written", BEGUN)
def test_what_python_refuses_is_told_in_the_words_of_one_who_begins(opened, task, written):
    kernel = opened(*task.split("."))
    cell = kernel.assignment.cells[f"task-{kernel.number}"].source
    head = next(line for line in cell.splitlines() if line.startswith("def "))
    name, given = head.removeprefix("def ").removesuffix("):").split("(")
    letters = dict(zip("ab", given.split(", "), strict=False))
    # The answer with the names that stand in the brackets of its own task.
    tree = ast.parse(written, mode="eval")
    for each in ast.walk(tree):
        if isinstance(each, ast.Name):
            each.id = letters.get(each.id, each.id)
    kernel.run(f"{head}\n    return {ast.unparse(tree)}")
    said = kernel.check()
    assert said.startswith("Not yet: ") and BEGUN[task, written] in said
    # Nothing of that kind is said of the model answer.
    kernel.solve()
    assert kernel.check().startswith("Right: "), name


@pytest.mark.parametrize("task, source", TOLD)
def test_a_slip_is_told_by_what_was_done(opened, task, source):
    kernel = opened(*task.split("."))
    kernel.run(source)
    said = kernel.check()
    assert said.startswith("Not yet: ") and TOLD[task, source] in said


STOPPED = {
    "a name without its quotes": 'verdict = {gallup_favourable: "closer"}',
    "a comma is lost": 'verdict = {"gallup_favourable": "closer" "levada_good": "closer"}',
    "the indentation is lost": 'for each in [1]:\nverdict = {"levada_good": "closer"}',
}


@pytest.mark.parametrize("slip", STOPPED)
def test_an_answer_whose_cell_has_stopped_is_not_judged_by_what_it_was(opened, slip):
    kernel = opened("04", "3")
    kernel.solve()
    assert kernel.check().startswith("Right: ")
    kernel.run(STOPPED[slip])
    assert kernel.check().startswith("Not yet: the cell that makes verdict stopped with ")
    kernel.solve()
    assert kernel.check().startswith("Right: ")


@pytest.mark.parametrize("slip", ["a name without its quotes", "a comma is lost"])
def test_of_words_whose_cell_has_stopped_it_is_said_how_they_are_written(opened, slip):
    kernel = opened("04", "3")
    kernel.run(STOPPED[slip])
    assert 'stands in straight quotation marks, such as "closer"' in kernel.check()


LEFT = {
    "another name": ("verdict", 'verdicts = {"levada_good": "closer"}', "made verdict has run"),
    "dots again": ("verdict", "...", "made verdict has run again and makes it no more"),
    "the first line is lost": ("end_of", "    return 1", "that makes end_of stopped with Syntax"),
    "a function renamed": ("end_of", "def end(term):\n    return 1", "made end_of has run again"),
}


@pytest.mark.parametrize("slip", LEFT)
def test_an_answer_that_its_cell_makes_no_more_is_not_judged_by_what_it_was(opened, slip):
    name, source, told = LEFT[slip]
    kernel = opened("04", "3" if name == "verdict" else "1")
    cell = f"task-{kernel.number}"
    kernel.solve()
    assert kernel.check().startswith("Right: ")
    for _again in range(2):
        kernel.run(source, cell)
        said = kernel.check()
        assert said.startswith("Not yet: ") and told in said
    assert marked("04", kernel.number, source) == 0
    kernel.solve()
    assert kernel.check().startswith("Right: ")


def test_an_answer_that_moved_into_another_cell_stays_one(opened):
    kernel = opened("04", "3")
    kernel.run('verdict = {"levada_good": "closer"}', "task-3")
    kernel.run(kernel.assignment.cells["task-3"].source, "a-cell-of-my-own")
    kernel.run("print('to try things out')", "task-3")
    assert kernel.check().startswith("Right: ")


WRONG_BEFORE = {
    "wrong": "def end_of(term):\n    return start_of(term)",
    "open": "def end_of(term):\n    return (\n        ...  # your answer goes here\n    )",
    "open by hand": 'end_of = rc.by_hand("04.1", {"Obama": -0.99, "Biden": "?"})',
}


@pytest.mark.parametrize("before", WRONG_BEFORE)
def test_an_answer_that_rests_on_an_earlier_one_is_sent_to_where_it_is_wrong(opened, before):
    kernel = opened("04", "2")
    kernel.run(WRONG_BEFORE[before], "task-1")
    kernel.solve()
    assert kernel.check().startswith(
        "Not yet: this answer uses end_of, the answer to task 1, and that is not right yet"
    )
    kernel.run(kernel.assignment.cells["task-1"].source, "task-1")
    assert kernel.check().startswith("Right: ")
    # A wrong answer over a right one keeps its own words.
    kernel.run("def change_over(term):\n    return start_of(term) - end_of(term)", "task-2")
    assert "plus and minus are swapped" in kernel.check()


def test_an_answer_that_calls_what_was_filled_in_by_hand_is_told_a_way_forward(opened):
    kernel = opened("04", "2")
    ends = {"Obama": -0.99, "Trump I": -0.58, "Clinton": 1.33, "Biden": -4.96}
    kernel.run(f'end_of = rc.by_hand("04.1", {ends})', "task-1")
    kernel.solve()
    assert "for Bush 43: fill in the board of this task, too, or write that" in kernel.check()


def test_a_function_whose_cell_has_stopped_is_not_asked_by_those_that_need_it(opened):
    kernel = opened("04", "2")
    kernel.run("def end_of(term)\n    return 1")
    kernel.solve()
    assert kernel.check().startswith("Not yet: the cell that makes end_of stopped with SyntaxErr")


def test_a_choice_may_begin_with_a_capital_letter(opened):
    kernel = opened("04", "3")
    kernel.solve()
    kernel.run("verdict = {name: word.capitalize() for name, word in verdict.items()}")
    assert kernel.check().startswith("Right: ")


def test_what_is_tried_on_after_success_takes_nothing_back(opened):
    kernel = opened("11", "1")
    kernel.solve()
    assert kernel.check().startswith("Right: likelihood_ratio(0.6, 0.2) gives 3: a ratio of two")
    kernel.run("def likelihood_ratio(p_if_true, p_if_false):\n    return p_if_false / p_if_true")
    said = kernel.check()
    assert said.startswith("Not yet: ") and "Your likelihood_ratio(0.6, 0.2) gives 0.333." in said
    assert done("11")["1"].items() >= {"tries": 2, "right": True}.items()


def test_given_values_are_put_back_and_their_change_is_said(opened):
    kernel = opened("02", "1")
    kernel.run("cameo = cameo.iloc[:0]")
    kernel.solve()
    said = kernel.check()
    assert "(cameo had been changed since the exercise gave it" in said and "Right: " in said
    assert "had been changed" not in kernel.check()


def test_a_given_table_that_is_spoilt_costs_no_points(opened):
    spoilt = "cameo = cameo.iloc[:0]\n"
    source = read("02")[0].cells["task-1"].source
    assert marked("02", "1", spoilt + source) == 1


# ------------------------------------------------------------------------------ slips by rule

OPPOSITE = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.And: (ast.Or,),
}
OTHER_METHOD = {"mean": "sum", "sum": "mean", "min": "max", "max": "min", "all": "any"}
# Mutants that answer as the model does, on all data that there are: the product of signs is 1 or
# -1, weights are relative, no reading fell on the day, a square has no sign, and no step is zero.
SAME = {
    ("01", "4"): ("math.prod(signs) >= 0", "math.prod(signs) > -1"),
    ("03", "2"): ("left(2, acts['months_ago'], half_life)",),
    ("03", "3"): ("levels <= given_level",),
    ("04", "5"): ("versions.loc[of_year] <= versions.loc[than]",),
    ("05", "1"): ("gallup['date'] < day",),
    ("08", "1"): ("(number - 1) ** 2",),
    ("08", "3"): ("(kept['came'] - kept['p']) ** 2",),
    ("09", "2"): ("turned <= 0",),
}


def replaced(source, place, change):
    """Return code in which the node at a place of the tree is changed."""
    tree = ast.parse(source)
    change(list(ast.walk(tree))[place])
    return ast.unparse(ast.fix_missing_locations(tree))


def mutants(source):
    """Yield what a hand may slip into: another sign, operator, number, order or method."""
    for place, node in enumerate(ast.walk(ast.parse(source))):
        if isinstance(node, ast.Compare):
            for other in OPPOSITE.get(type(node.ops[0]), ()):
                yield replaced(source, place, lambda x, o=other: x.ops.__setitem__(0, o()))
        if isinstance(node, (ast.BinOp, ast.BoolOp)):
            for other in OPPOSITE.get(type(node.op), ()):
                yield replaced(source, place, lambda x, o=other: setattr(x, "op", o()))
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.Div, ast.Pow)):
            yield replaced(source, place, lambda x: vars(x).update(left=x.right, right=x.left))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            for more in (1, -1):
                yield replaced(source, place, lambda x, m=more: setattr(x, "value", x.value + m))
        if isinstance(node, ast.Attribute) and node.attr in OTHER_METHOD:
            yield replaced(source, place, lambda x: setattr(x, "attr", OTHER_METHOD[x.attr]))


def functions(source):
    return [each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef)]


def handed(task, function):
    """Return, for each name in a function's brackets, the names that the task's questions hand."""
    found = {arg.arg: set() for arg in function.args.args}
    for call in (part for each in task.probes for part in ast.walk(ast.parse(each.call))):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == function.name:
            for name, given in zip(found, call.args, strict=False):
                if isinstance(given, ast.Name) and given.id not in found:
                    found[name].add(given.id)
    return [(name, other) for name, others in found.items() for other in sorted(others)]


def with_the_copys_name(source, name, other):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            node.id = other
    return ast.unparse(tree)


def without_return(source, instead):
    """Return code in which the last line of a function shows its result, or does nothing."""
    tree = ast.parse(source)
    body = [each for each in tree.body if isinstance(each, ast.FunctionDef)][-1].body
    *_, last = [place for place, each in enumerate(body) if isinstance(each, ast.Return)]
    body[last] = ast.parse(instead.format(ast.unparse(body[last].value))).body[0]
    return ast.unparse(tree)


def asked_by_function(lesson):
    """Yield each task whose questions call a function of the learner's own."""
    assignment, _ = read(lesson)
    for number, task in assignment.tasks.items():
        source = assignment.cells[f"task-{number}"].source
        names = {function.name for function in functions(source)}
        if any(f"{name}(" in each.call for name in names for each in task.probes):
            yield number, task, source


def judged(kernel, source):
    """Return what a check says of an answer, after the time that it takes."""
    kernel.run(source)
    begun = time.thread_time()
    said = kernel.check()
    assert time.thread_time() - begun < 1, source
    return said.partition("Not yet: ")[2] or said


@pytest.mark.parametrize("lesson", sorted(FOLDERS))
def test_no_slip_is_called_right_and_the_common_ones_are_named(opened, lesson):
    tried = 0
    for number, task, source in asked_by_function(lesson):
        kernel = opened(lesson, number)
        said = judged(kernel, source)
        assert said.startswith("Right: ") and " gives " in said, said
        where, same = f"{lesson}.{number}", SAME.get((lesson, number), ())
        for mutant in dict.fromkeys(mutants(source)):
            if not any(part in mutant for part in same):
                assert not judged(kernel, mutant).startswith("Right: "), f"{where}: {mutant}"
                tried += 1
        for function in functions(source):
            brackets = ", ".join(arg.arg for arg in function.args.args)
            for nothing in (0, 1, -1, 0.5):
                constant = f"def {function.name}({brackets}):\n    return {nothing}"
                said = judged(kernel, constant)
                assert not any(each.says and each.says in said for each in task.mistakes), said
                tried += 1
            for name, other in handed(task, function):
                said = judged(kernel, with_the_copys_name(source, name, other))
                assert f" never uses {name}," in said or f" uses {other} inside" in said, said
                tried += 1
        for instead, words in (("print({})", "with print()"), ("{}", "let it end with `return`")):
            said = judged(kernel, without_return(source, instead))
            # A text that stands alone is dropped by Python, as dots are.
            some = ("let every way through", " for print 2", "let a function return its result")
            assert words in said or any(each in said for each in some), said
            tried += 1
    print(f"{lesson}: {tried} slips")
    assert tried > 15


@pytest.mark.parametrize("lesson", sorted(FOLDERS))
def test_a_rounded_right_value_is_told_no_mistake(lesson):
    """Nobody is told a mistake who has the right values, to however few decimals."""
    assignment, _cells = read(lesson)
    solved = tasks.solve(assignment, tasks.draw(assignment, ""))
    for task in assignment.tasks.values():
        if task.scale is None:
            continue
        calls = [probe.call for probe in task.probes]
        right = [solved.accepted[task.number][call] for call in calls]
        rings = [solved.ring(Open, task, call) for call in calls]
        stories = [each.says for each in task.mistakes if each.says]
        for digits in range(task.scale.decimals):
            coarse = [[round(float(value), digits) for value in each] for each in right]
            one_by_one = [[*right[:i], coarse[i], *right[i + 1 :]] for i in range(len(calls))]
            for given in (coarse, *one_by_one):
                asked = list(map(judge.Asked, calls, rings, given))
                said = judge.judged(asked).fault
                assert said not in stories and "swapped" not in said
                # With one decimal less than is asked for the reason is told, but of zero.
                is_near = digits == task.scale.decimals - 1 and all(map(all, coarse))
                if said and is_near:
                    assert said.startswith("this is right as far as it goes"), (task.name, given)
