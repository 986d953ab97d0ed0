"""The page that a learner gets back speaks the language of their copy; who grades reads English."""

import io
import itertools
import json
import re
import shutil
import subprocess
import sys

import made_up
import made_up_kit
import nbformat
import pytest
from bs4 import BeautifulSoup
from classroom import ESSAY, hand_in, solution, write, wrong
from conftest import ROOT
from test_language import OF_BABEL

from resetcycle import rubric, speech
from resetcycle.exercise.task import Task
from resetcycle.grading import batch, decisions, essays, feedback, marks, own_words, probe
from resetcycle.grading.course import Course
from resetcycle.grading.ledger import on_length
from resetcycle.grading.release import release
from resetcycle.grading.runner import Ran
from resetcycle.grading.team import of_line, of_mean

NAME = "04-obama-reset"
COHORT = "spring-2027"
TYPED = "Read her **book**, and 12 words of it."
WHY = "its table was wrong. All of it."
LONG = " ".join([ESSAY] * 40)
pytestmark = pytest.mark.usefixtures("warm")


@pytest.fixture(autouse=True)
def _english_afterwards():
    yield
    speech.use("en")


# ------------------------------------------------------------------------------------- the classes


def a_class(root, languages):
    """Make a class in an empty folder whose copies are in some languages; mark and return it."""
    shutil.copytree(ROOT / "solutions" / NAME, root / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    release(root, COHORT)
    course = Course(COHORT, root)
    for language in languages:
        write(course.work / "submitted", NAME, handed_in(course, language))
    batch.grade(course, NAME, workers=2, out=io.StringIO())
    mark(course)
    course.feedback(NAME)
    return course


def handed_in(course, language):
    """Return what is handed in, in a language: what is right, and much that is not."""
    assignment, _exercise = course.assignment(NAME)
    path = course.exercise_file(NAME, "" if language == "en" else language)
    exercise = nbformat.read(path, as_version=4)
    right = {number: solution(assignment, number) for number in assignment.tasks}
    faulty = right | {
        "1": f"{right['1']}\nimport matplotlib.pyplot as plt\ndrawn = plt.plot([1])",
        "2": "def change_over(term):\n    raise ValueError(7)",
        "3": "import nosuchlibrary",
        "4": "import os\nos._exit(1)",
        "5": "share_below = 7",
    }
    return {
        f"right-{language}": hand_in(exercise, right),
        f"wrong-{language}": hand_in(exercise, right | {"4": wrong(assignment.tasks["4"])}),
        f"faulty-{language}": hand_in(exercise, faulty, LONG),
        f"blank-{language}": exercise,
    }


def mark(course):
    """Let two graders read the essays, one of them all, and decide on two tasks for everybody."""
    for grader, claim in (("ann", "2"), ("bo", "3")):
        path = essays.sheet(course, NAME, grader)
        header, rows = essays._read(path)
        for row in rows:
            if grader == "ann" or row.student.startswith("right"):
                row.cells.update({line.name: "2" for line in course.rubric(NAME)})
                row.cells["claim"] = claim
                row.cells.update({"true": "0"} if row.student.startswith("faulty") else {})
                row.cells["comment"] = TYPED
        essays._write(path, header, [row.cells for row in rows])
        essays.enter(course, NAME, path)
    assignment, _exercise = course.assignment(NAME)
    for what, number in (("void", "6"), ("give", "7")):
        decisions.decide(course, assignment, what, number, who="ann", why=WHY)
    with course.ledger(NAME):
        pass


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A class of which half reads Spanish."""
    return a_class(tmp_path_factory.mktemp("class"), ("en", "es"))


@pytest.fixture
def course(both, tmp_path):
    """A copy of that class, which a test may change."""
    return Course(COHORT, shutil.copytree(both.root, tmp_path / "class"))


_CLASS = (
    "import sys; from pathlib import Path; from test_feedback import a_class; "
    f"a_class(Path(sys.argv[1]), ('{made_up_kit.LANGUAGE}',))"
)


@pytest.fixture(scope="module")
def made_up_class(tmp_path_factory):
    """A class that reads the made-up language, made by a kit that speaks it."""
    kit, root = tmp_path_factory.mktemp("speaking") / "kit", tmp_path_factory.mktemp("class")
    made_up_kit.speaking(kit)
    told = made_up_kit.environment(kit, PYTHONPATH=f"{kit}:{kit / 'tests'}")
    subprocess.run([sys.executable, "-c", _CLASS, root], cwd=kit, env=told, check=True)
    return Course(COHORT, root)


def page(course, student):
    path = course.work / "feedback" / student / NAME / f"{NAME}.html"
    return path.read_text(encoding="utf-8")


def made_again(course, student):
    """Let nbgrader write a page, as the button of formgrader does; return it."""
    made = course.nbgrader.generate_feedback(NAME, student)
    assert made["success"], made
    return page(course, student)


# --------------------------------------------------------------------------------------- the pages

LEARNERS = ("right", "wrong", "faulty", "blank")
# What is said by nobody of the kit: code, Jupyter's sign before a cell, what given code shows.
NOT_SAID = ".input_area, code, .prompt, style, script, .code_cell:not(:has(.nbgrader_cell)) .output"
# Python's own words, and those of persons.
OF_PYTHON = re.compile(r"^(ModuleNotFoundError|Cell In|--).*$", re.MULTILINE)
OF_PERSONS = (NAME, ESSAY, WHY, *re.split(r"\*\*", TYPED))
PLAIN = {"ValueError", "Ellipsis", "matplotlib", "nosuchlibrary"}
NAMES = {"change_over", "verdict", "share_below"}


def english(html):
    """Return the words on a page that are in English letters, but for names and code.

    In the made-up language no word of the kit is.
    """
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup.select(NOT_SAID):
        hidden.decompose()
    text = OF_PYTHON.sub("", re.sub(r"`[^`]*`", " ", soup.body.get_text("\n")))
    for said in (*OF_PERSONS, *sorted(OF_BABEL, key=len, reverse=True)):
        text = text.replace(said, " ")
    return {*re.findall(r"[A-Za-z_]{2,}", text)} - PLAIN - NAMES


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_word_of_a_page_is_english_in_a_language_nobody_speaks(made_up_class, learner):
    html = page(made_up_class, f"{learner}-{made_up_kit.LANGUAGE}")
    # A page in which letters are left has them found.
    assert english(html.replace("Ţášķ", "Task")) == {"Task"}
    assert f'<html lang="{made_up_kit.LANGUAGE}">' in html
    assert english(html) == set()


def test_what_persons_typed_stays_as_they_typed_it(both, made_up_class):
    typed = "Read her <strong>book</strong>, and 12 words of it."
    eo = made_up_kit.LANGUAGE
    for course, student in ((both, "right-es"), (both, "right-en"), (made_up_class, f"right-{eo}")):
        html = page(course, student)
        assert html.count(typed) == 2 and html.count(WHY) == 2


IN_SPANISH = {
    "faulty": (
        "Puntos: 1,0 / 1,0",
        "Tarea 1. Correcto: Una ventana es una media de los actos",
        "matplotlib no forma parte del kit; se omitió lo que dibuja esta celda.",
        "Tarea 2. Todavía no: tu código se detiene con ValueError (7) en la línea 2 de change",
        "nosuchlibrary no forma parte del kit ni se entregó; esta celda se detuvo ahí.",
        "Tarea 4. Todavía no: tu código puso fin a toda la ejecución.",
        "Omitida, porque tu código puso fin a toda la ejecución.",
        "Ejercicio 04: El reinicio de Obama",
        "7 de octubre de 2013",
        "Cómo se califica el ensayo",
        "Afirmación, 2 de 3: Una respuesta con límites o con prueba",
        "1 de 18 puntos. Las líneas dan 10; con evidencia mal leída",
        "Su extensión resta 5 puntos.",
        f"Decisión para todo el grupo: no cuenta para nadie, porque: {WHY}",
    ),
    "right": ("Afirmación, 2 y 3 de 3: ", "12,5 de 18 puntos, la media de 12 y 13."),
    "blank": ("Tarea 1. Todavía no: no hay respuesta.", "Sin respuesta."),
}


@pytest.mark.parametrize("learner", IN_SPANISH)
def test_a_spanish_page_says_points_checks_exercise_and_rubric_in_spanish(both, learner):
    text = BeautifulSoup(page(both, f"{learner}-es"), "html.parser").get_text()
    assert [said for said in IN_SPANISH[learner] if said not in text] == []


def test_an_english_page_is_as_nbgrader_itself_makes_it_but_for_its_style(course):
    plain = Course(COHORT, course.root)
    settings = plain.config.GenerateFeedback
    del settings["exporter_class"]
    settings.preprocessors = [each for each in settings.preprocessors if "InOwnWords" not in each]
    assert "Student's answer" in made_again(plain, "right-es")
    for learner in LEARNERS:
        ours = page(course, f"{learner}-en")
        assert made_again(plain, f"{learner}-en") == ours.replace(feedback.HEAD, "")
        assert feedback.HEAD in ours


# How wide a page is, the narrowest of the boxes in which something is to be read, and how many
# sentences of checks run out of theirs.
MEASURED = """() => {
  const boxes = document.querySelectorAll(
    ".nbgrader_cell .panel-body, .inner_cell, .output_subarea, .panel-footer");
  const wide = [...boxes].filter((box) => box.checkVisibility() && box.textContent.trim())
    .map((box) => box.getBoundingClientRect().width);
  const cut = [...document.querySelectorAll(".output_area pre")]
    .filter((text) => text.scrollWidth > text.clientWidth);
  return [document.documentElement.scrollWidth, wide.length, Math.min(...wide), cut.length];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("learner", ["faulty-es", "right-en"])
def test_a_page_is_read_on_a_phone_and_on_paper(both, browser, learner):
    path = both.work / "feedback" / learner / NAME / f"{NAME}.html"
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    phone = context.new_page()
    phone.route(re.compile("^http"), lambda route: route.abort())
    phone.goto(path.as_uri(), wait_until="domcontentloaded")
    # The last is that of paper.
    for width in (390, 320, 700):
        phone.set_viewport_size({"width": width, "height": 844})
        phone.emulate_media(media="print" if width == 700 else "screen")
        page_wide, number, narrowest, cut = phone.evaluate(MEASURED)
        assert page_wide <= width and number > 30 and narrowest > 0.8 * width and not cut, width
    context.close()


def test_who_grades_reads_the_same_of_either_copy(both):
    for learner in LEARNERS:
        ours, theirs = (
            json.loads(both.result_file(NAME, f"{learner}-{language}").read_text("utf-8"))
            for language in ("en", "es")
        )
        for kept in ours.keys() - {"student", "where", "handed_in", "seconds", "digest"}:
            assert ours[kept] == theirs[kept], (learner, kept)
        assert comments(both, f"{learner}-en") == comments(both, f"{learner}-es")
        checks = [
            [own_words.texts(cell) for cell in notebook.cells if cell.id.startswith("check-")]
            for notebook in (graded(both, f"{learner}-{language}") for language in ("en", "es"))
        ]
        assert checks[0] == checks[1]


def comments(course, student):
    with course.gradebook() as book:
        paper = book.find_submission_notebook(NAME, NAME, student)
        return {each.name: each.comment for each in paper.comments}


def graded(course, student):
    return nbformat.read(course.autograded(NAME, student), as_version=4)


# ------------------------------------------------------------------------------------ what is kept


def test_a_mark_that_stays_is_told_as_it_was(course):
    """Who hands in again and is graded in one task alone has the other sentences of before."""
    before, result = own_words.noted(graded(course, "right-es")), course.results(NAME)
    path = course.work / "submitted" / "right-es" / NAME / f"{NAME}.ipynb"
    exercise = nbformat.read(path, as_version=4)
    changed = hand_in(exercise, {"1": "...", "2": "def change_over(term):\n    return 1"})
    nbformat.write(changed, path)
    only = batch.Only(students=("right-es",), tasks=("2",))
    [now] = batch.grade(course, NAME, only=only, out=io.StringIO())
    after = own_words.noted(graded(course, "right-es"))
    assert after["check-1"] == before["check-1"] != after["check-2"]
    assert now.tasks["1"] in [each.tasks["1"] for each in result] and now.tasks["2"].points == 0
    assert after["check-2"][0].startswith("Tarea 2. Todavía no: ")


HOSTILE = (
    "es",
    ["es"],
    {"language": 3},
    {"language": None},
    {"language": ["es"]},
    {"language": {"es": "es"}},
    {"language": "../es"},
    {"language": "ES"},
    {"language": "<script>"},
    {"language": "xx" * 10_000, "said": {"check-1": ["Right."]}},
)


@pytest.mark.parametrize("named", HOSTILE)
def test_a_notebook_that_names_no_language_of_the_kit_has_an_english_page(course, named):
    """Also one that nbgrader graded by itself, which leaves all that a learner wrote there."""
    notebook = graded(course, "wrong-en")
    notebook.metadata["resetcycle"] = named
    nbformat.write(notebook, course.autograded(NAME, "wrong-en"))
    before = page(course, "wrong-en")
    assert made_again(course, "wrong-en") == before
    assert own_words.language_of(notebook) == "en"


@pytest.mark.parametrize("said", ["x", {"check-1": 1}, {"check-1": [1]}, {"no-cell": ["x"]}, [1]])
def test_words_that_are_none_are_not_put_on_a_page(course, said):
    notebook = graded(course, "wrong-es")
    notebook.metadata["resetcycle"] = {"language": "es", "said": said}
    nbformat.write(notebook, course.autograded(NAME, "wrong-es"))
    assert "Tu respuesta" in made_again(course, "wrong-es")


def test_without_its_edition_the_exercise_is_in_english(course):
    course.exercise_file(NAME, "es").unlink()
    html = made_again(course, "right-es")
    assert "Tu respuesta" in html and "Exercise 04" in html and "Ejercicio 04" not in html


# ------------------------------------------------------------------------------ what is said again


def points():
    """Return what the rubric says of points, in all ways."""
    full = rubric.full()
    every = itertools.product(range(full + 1), (full, 6, 12), (0, 1, 2, 7, 40))
    return [rubric.Points(earned, most, off, full).told for earned, most, off in every]


def sentences():
    yield from points()
    yield from (lambda words=words: on_length(words) for words in (0, 1, 2, 350, 351, 900))
    for totals in ((10, 13), (11.5, 11.5), (0, 18, 9)):
        yield lambda totals=totals: of_mean(11.5, 18, totals)


def test_what_the_kit_said_in_a_comment_is_said_again_in_the_language():
    for say in sentences():
        speech.use("en")
        english = say()
        speech.use("es")
        assert feedback.again(english, {}) == say() != english


def test_lines_of_the_rubric_are_said_again_also_of_an_assignment_s_own(both):
    marks = [(0,), (3, 1), (2, 2, 3)]
    english = [of_line(line, each) for line in both.rubric(NAME) for each in marks]
    speech.use("es")
    own = [of_line(line, each) for line in both.rubric(NAME) for each in marks]
    known = feedback._rubric(both, NAME)
    assert feedback.again("\n".join(english), known).split("\n") == own


@pytest.mark.parametrize(
    "typed",
    [
        "",
        TYPED,
        "12 words of 18 points.",
        "5 of 18 points. Well done.",
        "Decided for everybody.",
        "9" * 400,
        "1 2 3 4 5 6 7 8 9",
        "\n\n0.5\n",
    ],
)
def test_what_a_person_typed_is_not_said_again(typed):
    speech.use("es")
    assert feedback.again(typed, {}) == typed


# -------------------------------------------------------------------------------- in the sandbox

FAULTS = {
    "f(1)": ("def f(x):\n    raise ValueError(7)", "your code stops with"),
    "g": ("h = 1", "is not known"),
    "f()": ("f = 7", "the task asks for a function"),
    "t": ("t = 'nothing'", "the task asks for a number."),
    "k()": ("def k():\n    raise KeyboardInterrupt", "your code stops with"),
}


@pytest.mark.parametrize("call", FAULTS)
def test_a_fault_is_told_in_english_and_as_its_learner_reads_it(call):
    task = Task("04.1", "number", "one")
    code, said = FAULTS[call]
    namespace = {}
    exec(code, namespace)
    english = probe._asked(call, task, namespace)
    assert english.keys() == {"fault"} and said in english["fault"]
    speech.speak(made_up.catalogue())
    told = probe._asked(call, task, namespace)
    assert told["fault"] == english["fault"] and made_up.made_up(said).rstrip("~") in told["said"]
    assert speech.spoken() == "eo"


def test_a_learner_s_code_is_called_once_though_its_fault_is_told_twice():
    calls = []
    speech.use("es")
    namespace = {"f": lambda: calls.append(1) or "text"}
    assert probe._asked("f()", Task("04.1", "number", "one"), namespace)["said"]
    assert calls == [1]


def test_a_cell_that_did_not_end_is_told_in_the_language(both):
    assignment, _exercise = both.assignment(NAME)
    ran = Ran("ran", left_out={"task-4": "timeout", "check-4": "timeout"})
    speech.use("es")
    heard = marks.heard(assignment, ran, 3.5)
    assert heard.said["task-4"] == ("Omitida, porque tu código no terminó en 3,5 s y se detuvo.",)
