"""A language is chosen, all that is said follows it, and nothing that is kept or compared does."""

import contextlib
import copy
import hashlib
import io
import json
import os
import subprocess
import sys

import nbformat
import pandas as pd
import pytest
from classroom import hand_in, solution
from classroom import opened as opened_exercise
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell
from made_up import catalogue, made_up
from test_charts import STORED, VIEWS

import resetcycle as rc
from resetcycle import answers, classroom, data, obstacles, rubric, sharing, speech, states
from resetcycle.authoring import known, known_alone
from resetcycle.exercise import hand, labels, meant, model, public
from resetcycle.exercise.shapes import AnswerError, plain
from resetcycle.grading import intake, marks, probe, tasks, wire
from resetcycle.speech import SETTING, _, language
from resetcycle.widgets import MarkEssay, WeighObstacles
from resetcycle.widgets.weigh import make_answer

ENGLISH = speech.ENGLISH


@pytest.fixture(autouse=True)
def _english_afterwards():
    yield
    speech.use("en")


@pytest.fixture
def eo():
    """Speak the made-up language."""
    speech.speak(catalogue())


# ---------------------------------------------------------------------------------------- choosing


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A kit in a folder that knows the made-up language, and has an edition in it."""
    (tmp_path / "locale").mkdir()
    text = json.dumps(catalogue() | {"browser": {}})
    (tmp_path / "locale" / "eo.json").write_text(text, encoding="utf-8")
    (tmp_path / "exercises" / "eo" / "04-obama-reset").mkdir(parents=True)
    monkeypatch.setattr(speech, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(speech, "workplace", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begun():
    speech.use("en")
    speech._begin()
    return language()


@pytest.mark.usefixtures("kit")
def test_a_language_is_spoken_from_the_call_on():
    assert (language(), _("reached")) == ("en", "reached")
    assert language(" EO ") == "eo"
    assert (language(), _("reached")) == ("eo", made_up("reached"))
    with pytest.raises(ValueError, match=made_up("The kit does not speak").rstrip("~")):
        language("es")
    assert language("en") == "en"


def test_a_code_with_capital_letters_is_found_however_it_is_typed(kit):
    text = json.dumps(catalogue() | {"language": "pt_BR"})
    (kit / "locale" / "pt_BR.json").write_text(text, encoding="utf-8")
    assert (language("pt_br"), language("en"), language("pt_BR")) == ("pt_BR", "en", "pt_BR")


def test_the_folder_is_stronger_than_the_setting_and_a_call_than_both(kit, monkeypatch):
    assert begun() == "en"
    monkeypatch.setenv(SETTING, "eo")
    assert begun() == "eo"
    monkeypatch.setenv(SETTING, "en")
    assert begun() == "en"
    monkeypatch.chdir(kit / "exercises" / "eo" / "04-obama-reset")
    assert begun() == "eo"
    assert language("en") == "en"


def test_a_folder_of_that_name_outside_of_the_kit_says_nothing(kit, monkeypatch):
    monkeypatch.chdir(kit / "exercises" / "eo")
    monkeypatch.setattr(speech, "workplace", lambda: kit / "exercises" / "eo")
    assert begun() == "en"


@pytest.mark.usefixtures("kit")
def test_a_setting_that_names_no_language_is_told_once_and_english_is_spoken(monkeypatch, capsys):
    monkeypatch.setenv(SETTING, "xx")
    assert begun() == "en"
    said = capsys.readouterr().err
    assert said == f"{SETTING}: The kit does not speak 'xx': choose from en, eo.\n"


def test_english_is_chosen_without_a_look_at_any_catalogue(monkeypatch, tmp_path):
    """Who asks for no language waits for none."""
    monkeypatch.setattr(speech, "LOCALE", tmp_path / "nowhere")
    assert begun() == "en"


# ---------------------------------------------------------------------------------------- tables


@pytest.mark.usefixtures("eo")
def test_titles_and_labels_are_loaded_in_the_language_and_all_else_as_it_is():
    for resource in data.package()["resources"]:
        english, said = data._load(resource["name"]), data.load(resource["name"])
        assert list(said.dtypes) == list(english.dtypes)
        for field in resource["schema"]["fields"]:
            column = english[field["name"]]
            if field.get("translated") == "loaded":
                column = column.map(made_up, na_action="ignore").astype(column.dtype)
            pd.testing.assert_series_equal(said[field["name"]], column)


@pytest.mark.usefixtures("eo")
def test_what_is_only_shown_is_said_by_tables_for_reading():
    leader = data.load("leaders")["leader"].iloc[0]
    assert made_up(leader) in rc.show(data.load("leaders").head(1))._repr_html_()
    note = data.load("forecast_questions")["outcome_note"].iloc[0]
    assert note == data._load("forecast_questions")["outcome_note"].iloc[0]


@pytest.mark.usefixtures("eo")
def test_validation_and_citations_keep_the_texts_as_they_stand():
    assert data.validate()["rows"].sum() > 1000
    rows = data.load("events").head(3)
    said = data.cite(rows)
    speech.use("en")
    assert data.cite(rows)[0].split(",")[0] == said[0].split(",")[0]


# ------------------------------------------------------------------------- there and back again


def everything():
    """Return what the kit says of everything, as text, by the name of the thing."""
    charts = {name: VIEWS[name]() for name in STORED if name not in SLOW}
    said = {f"chart {name}": f"{one.words}{one.figure.to_json()}" for name, one in charts.items()}
    for name, case in boards().items():
        with known_alone._work(work_of(case)):
            board = case.make()
            state = known.state_of(board) | {"learner": "", "share_code": ""}
            # Of such a code the minute is Python's own.
            said[f"board {name}"] = json.dumps(state, default=str) + board.table().to_csv()
    said |= {f"table {name}": data.load(name).to_csv() for name in data.tables()}
    said["reasons"] = obstacles.reasons("Obama", "values_conflict").to_csv()
    said["rubric"] = str(rubric.lines())
    said["tasks"] = str(public.exercises())
    said["class"] = str(classroom.class_result(classroom.sample_text()))
    said["labels"] = labels.label(["obama", "2007-02-munich", "security_order"])
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in said.items()}


SLOW = ("specifications", "placebo", "fan", "machine-coded")


def boards():
    """Return the boards of all kinds; of a question to predict two lessons will do."""
    cases = known_alone._cases().items()
    shown = ("predict_04", "predict_11")
    return {name: case for name, case in cases if name[:7] != "predict" or name in shown}


def work_of(case):
    if case.whole is None:
        return case.works[0] if case.works else {}
    with known_alone._work({}):
        board = case.make()
    return {board.lesson: {board.key: case.whole}}


IN_ANOTHER_ORDER = """
import json, sys
sys.path.insert(0, "tests")
import test_languages_at_run as here
here.speech.speak(json.load(sys.stdin))
there = here.everything()
here.speech.use("en")
print(json.dumps([there, here.everything()]))
"""


def test_what_is_said_depends_on_no_language_that_was_spoken_before(tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", IN_ANOTHER_ORDER],
        cwd=ROOT,
        env=os.environ | {"RESETCYCLE_MY_WORK": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    other.stdin.write(json.dumps(catalogue()))
    other.stdin.close()
    english = everything()
    speech.speak(catalogue())
    there = everything()
    speech.use("en")
    assert everything() == english
    # No words stand in a table of numbers; of the line-up all are the browser's.
    alike = {name for name in english if there[name] == english[name]}
    assert {name for name in alike if not name.startswith("table ")} == {"board lineup"}
    assert json.loads(other.stdout.read().splitlines()[-1]) == [there, english]


# ------------------------------------------------------------ kept in one language, read in another


def opened(case, work):
    """Open a board with some work; return its lesson, key, what it keeps, shares, and shows."""
    with known_alone._work(work):
        board = case.make()
        state = known.state_of(board)
        code = state.get("share_code", "")
        kept = answers.restore(board.lesson)
        read = sharing.read_class(f"Ann: {code}").entries if code else []
    shared = [(one.kind, {**one.answer, "saved": ""}) for one in read]
    answer = json.loads(json.dumps(board.answer), object_hook=without_label)
    return answer, kept, shared, without_words(state | {"share_code": ""})


def without_label(part):
    """Leave out the label of a slider, which follows the language."""
    return {name: value for name, value in part.items() if name != "label"}


def without_words(value):
    """Return what boards and charts hold beside their words: numbers, ids of things, sizes."""
    if isinstance(value, dict):
        return {name: without_words(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [without_words(part) for part in value]
    return bool(value) if isinstance(value, str) else value


@pytest.mark.parametrize("name", boards())
def test_work_passes_between_languages(name):
    case = boards()[name]
    work = work_of(case)
    english = opened(case, work)
    speech.speak(catalogue())
    assert opened(case, work) == english


@pytest.mark.usefixtures("my_work")
def test_sliders_are_called_in_the_language_in_which_the_board_is_opened():
    """Alone, weighed together, and one that was split into its parts."""
    english, items = board_of_three()
    board = WeighObstacles("06")
    assert [slider["label"] for slider in board.answer["sliders"]] == english
    speech.speak(catalogue())
    said = [slider["label"] for slider in WeighObstacles("06").answer["sliders"]]
    assert said[0] == " + ".join(made_up(name) for name in english[0].split(" + "))
    assert said[1:] == [made_up(name) for name in english[1:]]
    assert made_up(items[0]) in said
    assert WeighObstacles("06").share_code[:-8] == board.share_code[:-8]


def board_of_three():
    """Keep a board with two obstacles weighed together and one split; return labels and parts."""
    table = data.load("obstacles")
    labels = table.set_index("obstacle_id")["label"]
    first, third, second, *others = obstacles.groups()
    items = list(table.loc[(table["level"] == "item") & (table["group_id"] == third), "label"])
    sliders = [
        {"label": f"{labels[first]} + {labels[second]}", "members": [first, second], "points": 70},
        *({"label": item, "members": [third], "points": 20} for item in items),
        *({"label": labels[group], "members": [group], "points": 40} for group in others),
    ]
    answers.save("06", weights=make_answer(sliders))
    return [slider["label"] for slider in sliders], items


def test_a_class_may_mix_languages(my_work):
    lines = []
    for n in range(6):
        (speech.use if n % 2 else lambda _code: speech.speak(catalogue()))("en")
        points = {group: 10 * (place + n) % 90 for place, group in enumerate(obstacles.groups())}
        work = {"learner": f"{n:08x}", "points": points, "saved": "2026-11-22T12:00:00+00:00"}
        lines.append(f"{n}: {sharing.share_code(work)}")
    found = []
    for catalog in (ENGLISH, catalogue()):
        speech.speak(catalog)
        assert len(sharing.read_class("\n".join(lines)).entries) == 6
        found.append(classroom.class_result("\n".join(lines)))
    english, there = found
    assert without_words(there) == without_words(english)
    assert english["agreement"]["sentence"] != there["agreement"]["sentence"]


# --------------------------------------------------------------------------------------- exercises


def solved(lesson, monkeypatch):
    """Run a solution with its checks; return its names and what was said."""
    name = public.exercises()[lesson].name
    names, said = {"__name__": "__main__"}, io.StringIO()
    monkeypatch.chdir(ROOT / "solutions" / name)
    notebook = json.loads((ROOT / "solutions" / name / f"{name}.ipynb").read_text("utf-8"))
    with contextlib.redirect_stdout(said):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
    return names, said.getvalue()


@pytest.mark.usefixtures("my_work")
@pytest.mark.parametrize("lesson", ["01", "04", "06", "09"])
def test_a_right_answer_is_right_in_every_language_and_told_in_the_one_spoken(lesson, monkeypatch):
    speech.speak(catalogue())
    names, said = solved(lesson, monkeypatch)
    tasks = public.exercises()[lesson].tasks
    told = " ".join(said.split())
    for task in tasks.values():
        assert task.right.startswith(made_up(task.right[:0]))
        assert " ".join(task.right.split()) in told
    assert "Right" not in said
    by_hand = {
        number: [call.name for call in hand.calls(task, names)] for number, task in tasks.items()
    }
    speech.use("en")
    assert {
        number: [call.words for call in hand.calls(task, names)] for number, task in tasks.items()
    } == by_hand


@pytest.mark.usefixtures("eo")
def test_a_task_says_the_language_and_keeps_what_is_compared():
    own = public.exercises()["04"]
    speech.use("en")
    english = public.exercises()["04"]
    assert own.title == made_up(english.title)
    for number, task in own.tasks.items():
        before = english.tasks[number]
        assert (task.title, task.hint) == (made_up(before.title), made_up(before.hint))
        assert [each.says for each in task.mistakes] == [
            made_up(each.says) if each.says else "" for each in before.mistakes
        ]
        same = ("choices", "keys", "outcome", "probes", "points", "length")
        assert [getattr(task, one) for one in same] == [getattr(before, one) for one in same]
        assert {key: card.event for key, card in task.cards.items()} == {
            key: card.event for key, card in before.cards.items()
        }


@pytest.mark.usefixtures("eo")
def test_cards_that_a_copy_brings_along_say_the_language():
    asked = public.find("04.6")
    text = public.assigned.rows()["04"]["tasks"]["6"]["cards"]["rosoboron"]["text"]
    public.carry("04", f"6 rosoboron {json.dumps({'text': text})}")
    assert public.find("04.6").cards["rosoboron"].text == made_up(text)
    assert public.find("04.6").keys == ("rosoboron",) != asked.keys


@pytest.mark.usefixtures("eo")
def test_a_word_typed_in_the_language_is_told_in_english():
    task = public.find("09.2")
    with pytest.raises(AnswerError) as refused:
        plain(made_up("holds"), task)
    assert f"{made_up('holds')} {made_up('write')[:5]}" in str(refused.value)
    assert str(refused.value).rstrip(".~").endswith('"holds"')
    assert f"holds ({made_up('holds')})" in str(refused.value)
    assert plain("holds", task) == ["holds"]


@pytest.mark.usefixtures("eo")
def test_words_typed_in_the_language_are_told_in_one_sentence():
    typed = [made_up("closer"), "nearer", made_up("not covered")]
    said = labels.in_english(typed, ["closer", "further apart", "not covered"])
    assert said.count(made_up("Words to choose from").rstrip("~")) == 1
    assert [f'"{word}"' in said for word in ("closer", "further apart", "not covered")] == [
        *(True, False, True)
    ]
    assert labels.in_english(["nearer"], ["closer"]) == ""


@pytest.mark.usefixtures("eo")
def test_a_column_asked_by_the_head_that_is_read_is_told_by_its_name():
    cells = {"__name__": "__main__", "table": pd.DataFrame({"end": [1.0]}), "head": made_up("end")}
    with pytest.raises(KeyError) as stopped:
        exec("table[head]", cells)
    assert '"end"' in meant.meant(stopped.value, "")


@pytest.mark.usefixtures("eo")
def test_a_capital_with_one_ambassador_is_named_in_the_language():
    said = {
        states._ambassadors(day) for day in pd.date_range("1992-01-01", "2026-06-01", freq="MS")
    }
    assert made_up("in {capital} only").format(capital=made_up("Moscow")) in said


@pytest.mark.usefixtures("eo")
def test_names_that_a_lesson_gives_are_said_by_tables_and_charts():
    assert made_up("used for") in rc.show(pd.DataFrame({"used for": [1]}))._repr_html_()
    clock = "Washington's clock"
    tone = rc.trajectory.event_line().set_index("month")["tone"]
    drawn = rc.charts.placebo({clock: rc.cycle.shift_test(tone, rc.cycle.calendar("USA"))})
    assert made_up(clock) in str(drawn.words) and clock not in drawn.figure.to_json()


@pytest.mark.usefixtures("eo", "my_work")
def test_what_was_reached_is_kept_in_english():
    from resetcycle.exercise.outcomes import Outcome
    from resetcycle.exercise.progress import note_try, progress

    task = public.find("04.1")
    note_try(task, Outcome("right"))
    assert answers.restore("04")["outcomes"] == [task.outcome]
    assert made_up(task.outcome) in progress("04")._repr_html_()
    assert made_up("reached") in progress("04")._repr_html_()


# ----------------------------------------------------------------------------------------- grading


def edition(exercise):
    """Return an exercise as its edition in the made-up language has it."""
    notebook = copy.deepcopy(exercise)
    notebook.metadata["resetcycle"] = {"language": "eo"}
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.id != "essay":
            cell.source = made_up(cell.source)
    return notebook


@pytest.mark.usefixtures("kit", "my_work")
def test_an_answer_earns_the_same_in_every_language():
    """One of them finds its answers by titles, which are in the language in which it ran."""
    assignment, exercise = opened_exercise("04-obama-reset")
    solved = tasks.solve(assignment, tasks.draw(assignment, ""))
    answers_to = {number: solution(assignment, number) for number in assignment.tasks}
    english = hand_in(exercise, answers_to)
    by_title = made_up("the act")[:3]
    reads = f'rc.data.load("events")["title"].str.contains("{by_title}").any()'
    answers_to["3"] = f"assert {reads}\n{answers_to['3']}"
    there = edition(hand_in(exercise, answers_to))
    found = {}
    for name, notebook in (("en", english), ("eo", there)):
        speech.use("en")
        laid = json.loads(
            intake.laid(json.dumps(exercise).encode(), b"[]", json.dumps(notebook).encode())
        )
        assert (laid["notes"], laid["words"]) == ([], 13)
        merged = nbformat.from_dict(laid["notebook"])
        cells = marks.to_run(assignment, merged)
        heard = wire.Heard.from_lines(json.dumps(one) for one in probe.pieces(cells, shell()))
        assert language() == name
        found[name] = marks.mark(assignment, solved, heard)
    full = {number: task.points for number, task in assignment.tasks.items()}
    for marked in found.values():
        assert {number: mark.points for number, mark in marked.items()} == full


def shell():
    return InteractiveShell(colors="nocolor", history_load_length=0)


@pytest.mark.usefixtures("kit")
@pytest.mark.parametrize("named", ["xx", "en", 3, {"a": "b"}, "../eo", None])
def test_a_notebook_that_names_no_language_of_the_kit_is_read_as_english(named):
    raw = {"nbformat": 4, "metadata": {"resetcycle": {"language": named}}, "cells": []}
    notebook, _repairs = intake.read_notebook(json.dumps(raw).encode())
    assert "resetcycle" not in notebook.metadata


# ---------------------------------------------------------------------------------- model answers


@pytest.mark.usefixtures("my_work")
def test_a_model_essay_is_that_of_the_edition_where_there_is_one(tmp_path, monkeypatch):
    monkeypatch.setattr(model, "_kit", lambda: tmp_path)
    name = public.exercises()["04"].name
    notebook = ROOT / "solutions" / name / f"{name}.ipynb"
    of_the_edition = "docs/eo/solutions"
    for folder, said in (("solutions", "English."), (of_the_edition, "Made up.")):
        place = tmp_path / folder / name / f"{name}.ipynb"
        place.parent.mkdir(parents=True)
        content = nbformat.read(notebook, as_version=4)
        [essay] = [cell for cell in content.cells if cell.id == "essay"]
        essay.source = said
        nbformat.write(content, place)
    assert model.model_essay("04") == "English."
    speech.speak(catalogue())
    assert model.model_essay("04") == "Made up."
    (tmp_path / of_the_edition / name / f"{name}.ipynb").unlink()
    assert model.model_essay("04") == "English."


@pytest.mark.usefixtures("my_work", "eo")
def test_the_board_of_essays_says_that_they_are_in_english():
    kept = made_up(
        "These essays, their readers' reasons and the notes on the model are in English."
    )
    assert MarkEssay("02").about.endswith(kept)
    speech.use("en")
    assert "English" not in MarkEssay("02").about
