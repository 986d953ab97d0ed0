"""What people see of a graded class, in Chromium: feedback pages and formgrader, well attacked."""

import ast
import io
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from classroom import ESSAY, a_course, hand_in, solution
from conftest import PATIENCE, ROOT, _wait_for
from nbconvert.exporters import NotebookExporter

from resetcycle import charts, data, rubric
from resetcycle.grading import batch, essays
from resetcycle.grading.safe import safe_html

NAME = "04-obama-reset"
# Whatever runs leaves a mark on the outermost page; formgrader shares it with the instructor's
# whole Jupyter server.
SCRIPTS = [
    "<script>top.ran = 1</script>",
    '<img src=x onerror="top.ran = 1">',
    "<iframe srcdoc='<script>top.ran = 1</script>'></iframe>",
    '<svg onload="top.ran = 1"></svg>',
    '<details open ontoggle="top.ran = 1">d</details>',
    '```mermaid\n<img src=x onerror="top.ran = 1">\n```',
    '![x" onerror="top.ran = 1](x)',
    '<form action="javascript:top.ran = 1"><input autofocus onfocus="top.ran = 1"></form>',
    '<a title="<script>top.ran = 1</script>" onmouseover="top.ran = 1">a</a>',
    '<a style="position:fixed" href="https://example.org">a</a>',
]
LINKS = [
    "[click](javascript:top.ran=1)",
    "[click](&#106;avascript:top.ran=1)",
    "[click](JavaScript:top.ran=1)",
    "[click][j]\n\n[j]: javascript:top.ran=1",
    '<a href="javascript:top.ran=1">click</a>',
    '<a href=" java&#10;script:top.ran=1">click</a>',
    "[click](data:text/html,<script>top.ran=1</script>)",
    "[click](data:text/html;base64,PHNjcmlwdD50b3AucmFuPTE8L3NjcmlwdD4=)",
    "[click](vbscript:top.ran=1)",
]
# Headings become ids, and formgrader finds its fields by id; a pasted picture is not kept with the
# text.
TRICKS = [
    "# essay",
    '<input id="essay" class="score"><textarea id="essay-comment"></textarea>',
    "</div></div></div>",
    "![pasted](attachment:image.png)",
]
HOSTILE = "\n\n".join([*SCRIPTS, *LINKS, *TRICKS])
QUOTES = '> She wrote "successful", in 2013 & 2017.\n\nTrade grew from $20 to $40 billion; see [the text](https://example.org/a?b=1&c=2).'

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of three, graded: one honest, one who tries everything, one who left all blank."""
    root = tmp_path_factory.mktemp("class")
    course = a_course(root, NAME)
    assignment, exercise = course.assignment(NAME)
    honest = hand_in(
        exercise,
        {number: solution(assignment, number) for number in ("1", "2", "6")},
        f"{ESSAY}\n\n{QUOTES}",
    )
    honest.cells.append(
        nbformat.v4.new_code_cell("import resetcycle as rc\nrc.charts.relationship()")
    )
    handed_in = {
        "honest": honest,
        "<img src=x onerror=top.ran=1>": _hostile(exercise),
        "blank": exercise,
    }
    for student, notebook in handed_in.items():
        place = course.work / "submitted" / student / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    results = {
        result.student: result for result in batch.grade(course, NAME, workers=1, out=io.StringIO())
    }
    bad = next(student for student in results if student.startswith("img"))
    assert {result.status for result in results.values()} == {"graded"}
    _mark(course, {"honest": "Read her **book**."})
    return SimpleNamespace(
        course=course, root=root, assignment=assignment, results=results, bad=bad
    )


def _hostile(exercise):
    """An exercise with a script in every free place, whose metadata claims what it is not."""
    fault = (
        f"def end_of(term):\n    # {SCRIPTS[0]}\n    raise ValueError({SCRIPTS[1] + LINKS[0]!r})"
    )
    notebook = hand_in(
        exercise, {"1": fault, "3": f"print({HOSTILE!r})\nverdict = {HOSTILE!r}"}, HOSTILE
    )
    claims = {
        "grade": True,
        "solution": True,
        "task": False,
        "schema_version": 3,
        "grade_id": f'">{SCRIPTS[0]}',
        "points": 99,
        "score": 99,
        "comment": HOSTILE,
    }
    forms = {
        "text/html": HOSTILE,
        "application/javascript": "top.ran = 1",
        "image/svg+xml": SCRIPTS[3],
        "text/markdown": HOSTILE,
    }
    html = nbformat.v4.new_output("display_data", forms)
    for cell in notebook.cells:
        cell.metadata.tags = ['"><script>top.ran = 1</script>']
        if cell.cell_type == "code":
            cell.outputs = [html]
    own = nbformat.v4.new_markdown_cell(
        HOSTILE, metadata={"nbgrader": claims}, attachments={"image.png": {"text/html": HOSTILE}}
    )
    raw = nbformat.v4.new_raw_cell(HOSTILE, metadata={"raw_mimetype": ""})
    shown = f"# {SCRIPTS[0]}\nfrom IPython.display import HTML\nHTML({HOSTILE!r})"
    notebook.cells[4:4] = [
        own,
        raw,
        nbformat.v4.new_code_cell(shown, outputs=[html], metadata={"nbgrader": claims}),
    ]
    notebook.metadata |= {
        "title": SCRIPTS[0],
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
    }
    return notebook


def _mark(course, comments):
    """Mark essays in a sheet, with 2 for every line of the rubric."""
    path = essays.sheet(course, NAME, "anna")
    header, rows = essays._read(path)
    for row in rows:
        if row.student in comments:
            row.cells.update(dict.fromkeys(data.load("rubric")["criterion_id"], "2"))
            row.cells["comment"] = comments[row.student]
    essays._write(path, header, [row.cells for row in rows])
    assert essays.enter(course, NAME, path).entered == len(comments)


@pytest.fixture(scope="module")
def formgrader(graded):
    """JupyterLab on the graded class; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={graded.root}",
        "--LabApp.expose_app_in_browser=True",
    ]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with (graded.root / "server.log").open("w") as log:
        env = os.environ | {"PATH": path, "RESETCYCLE_MY_WORK": str(graded.root / "my-work")}
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=graded.root, env=env)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + "/api")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


@pytest.fixture
def offline(page):
    """A page that reaches this computer only, so that no test waits for the network."""
    page.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
    return page


def feedback(course, student, page):
    """Let nbgrader write a feedback page, and open it; return its HTML."""
    made = course.nbgrader.generate_feedback(NAME, student)
    assert made["success"], made
    path = course.work / "feedback" / student / NAME / f"{NAME}.html"
    page.goto(path.as_uri(), wait_until="load")
    return path.read_text(encoding="utf-8")


def assert_safe(page, frame=None):
    """Nothing ran, nothing is left to click; of what a learner wrote only text is left."""
    frame = frame or page.main_frame
    for link in frame.get_by_text("click", exact=True).all():
        link.click(force=True)
    assert all(
        each.evaluate("() => window.ran === undefined && top.ran === undefined")
        for each in page.frames
    )
    assert (
        frame.evaluate(
            "() => [...document.links].map(link => link.protocol)"
            ".filter(name => !/^(https?|mailto|file|about):$/.test(name))"
        )
        == []
    )
    foreign = (
        ".rendered_html :is(script, iframe, svg, img, object, embed, form, input, textarea, style, "
        "details, [id], [class], [style])"
    )
    assert (
        frame.evaluate(
            """(foreign) => {
              const ours = ['<div class="tex2jax_ignore">',
                            '<table class="table table-bordered table-condensed">'];
              return [...document.querySelectorAll(foreign)].map(element => element.outerHTML)
                .filter(html => !ours.some(start => html.startsWith(start)));
            }""",
            foreign,
        )
        == []
    )
    assert (
        frame.evaluate("""() => [...document.querySelectorAll(".rendered_html *")]
                             .flatMap(element => element.getAttributeNames())
                             .filter(name => !["href", "class", "tabindex"].includes(name))""")
        == []
    )


@pytest.mark.parametrize("text", [*SCRIPTS, *LINKS, *TRICKS])
def test_rendered_text_keeps_no_script_and_no_such_link(text, browser):
    page = browser.new_page()
    page.set_content(f'<div class="rendered_html">{safe_html(text)}</div>')
    assert_safe(page)
    page.close()


def test_rendered_text_keeps_what_an_essay_needs(browser):
    page = browser.new_page()
    page.set_content(
        safe_html(
            f"## Claim\n\n{QUOTES}\n\n- **one**\n- `a & b`\n\n| x | y |\n|---|---|\n| 1 | 2 |"
        )
    )
    assert page.locator("h2, blockquote p, li strong, li code, td").all_inner_texts() == [
        "Claim",
        'She wrote "successful", in 2013 & 2017.',
        "one",
        "a & b",
        "1",
        "2",
    ]
    assert (
        page.get_by_role("link", name="the text").get_attribute("href")
        == "https://example.org/a?b=1&c=2"
    )
    assert "from $20 to $40 billion" in page.inner_text("body")
    page.close()


def test_autograding_drops_the_state_behind_widgets():
    """As nbgrader takes it up: by its name, and only where it is switched on of itself."""
    exporter = NotebookExporter()
    exporter.register_preprocessor("resetcycle.grading.safe.StripWidgetState")
    notebook = nbformat.v4.new_notebook(metadata={"widgets": {"state": {}}, "kept": True})
    metadata = json.loads(exporter.from_notebook_node(notebook)[0])["metadata"]
    assert metadata["kept"] and "widgets" not in metadata


def test_text_made_to_be_slow_is_shown_as_it_was_typed():
    assert safe_html("<ul><li>" * 20_000).count("&lt;ul&gt;") == 20_000


def test_feedback_tells_the_marks_and_their_reasons(graded, offline):
    course, result = graded.course, graded.results["honest"]
    html = feedback(course, "honest", offline)
    text = offline.inner_text("body")
    points = sum(mark.points for mark in result.tasks.values())
    assert f"(Score: {points + 12}.0 / {graded.assignment.points + rubric.full()}.0)" in text
    for mark in result.tasks.values():
        assert mark.said.replace("`", "") in text
    for row in data.load("rubric").itertuples():
        assert f"{row.criterion}, 2 of 3: {row.level_2}" in text
    assert "Read her book." in text and 'She wrote "successful", in 2013 & 2017.' in text
    assert_safe(offline)
    # A chart cannot be drawn without a script: its words and its table stand there.
    words = charts.relationship().words.splitlines()
    assert all(line.strip() in text for line in (*words[:3], words[-1]))
    offline.screenshot(path=ROOT / "build" / "feedback.png", full_page=True)
    assert html.count("</html>") == 1


def questions(check):
    """Return what a check cell asks, as Python has it."""
    [call] = [each.value for each in ast.parse(check).body]
    return [ast.literal_eval(each) for each in call.args[1:]]


def test_feedback_gives_away_neither_probes_kept_for_marking_nor_answers(graded, offline):
    html = feedback(graded.course, "blank", offline)
    text = offline.inner_text("body")
    accepted, exercise = (
        graded.course.key(NAME)["accepted"],
        {cell.id: cell for cell in graded.course.assignment(NAME)[1].cells},
    )
    for number, task in graded.assignment.tasks.items():
        # What the learner's own check asks is known; whatever it does not ask stays unsaid.
        asked = questions(exercise[f"check-{number}"].source)
        kept = [probe.call for probe in task.probes if probe.call not in asked]
        assert asked and not any(call in html or call in text for call in kept)
        for value in (value for probe in accepted[number].values() for value in probe):
            # Whole numbers and words stand in the questions themselves.
            assert (
                not isinstance(value, float)
                or value == round(value, 2)
                or str(value)[:6] not in text
            )
        given = exercise[f"task-{number}"].source.splitlines()
        answer = [
            line.strip()
            for line in solution(graded.assignment, number).splitlines()
            if line not in given
        ]
        assert answer and not any(line in text for line in answer if len(line) > 4)
    assert (
        f"(Score: 0.0 / {graded.assignment.points + rubric.full()}.0)" in text
        and "No response." in text
    )


def test_feedback_on_a_hostile_notebook_runs_nothing(graded, offline):
    feedback(graded.course, graded.bad, offline)
    assert offline.inner_text("body").count(SCRIPTS[0]) >= 4, "the scripts should be there to read"
    assert "onerror" in graded.results[graded.bad].tasks["1"].said, (
        "an error message of the learner's should reach the comments"
    )
    assert_safe(offline)


def open_submission(page, address, course, student):
    """Open a submission for marking, from JupyterLab's menu; return formgrader's frame."""
    with course.gradebook() as book:
        place = book.find_submission_notebook(NAME, NAME, student).id
    page.goto(f"{address}/lab?reset")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader").first.click()
    page.frame_locator("iframe").first.get_by_role("link", name="Manual Grading").wait_for()
    frame = next(frame for frame in page.frames if "/formgrader" in frame.url)
    # Each page has a link of the same name that leads elsewhere, so wait for one page before the
    # next click.
    for link, address_of_next in (
        ("Manual Grading", "**/gradebook"),
        (NAME, f"**/gradebook/{NAME}"),
        (NAME, f"**/gradebook/{NAME}/{NAME}"),
    ):
        frame.get_by_role("link", name=link, exact=True).first.click()
        frame.wait_for_url(address_of_next)
    row = frame.locator(f"a[href*='{place}']").first
    row.wait_for()
    assert_safe(page, frame)
    row.click()
    frame.wait_for_url(f"**/submissions/{place}/**")
    # Only then has formgrader its fields filled.
    frame.wait_for_function(
        "() => window.formgrader?.grades?.loaded && window.formgrader?.comments?.loaded"
    )
    return frame


def test_formgrader_shows_rubric_and_essay_and_takes_score_and_comment(graded, formgrader, offline):
    frame = open_submission(offline, formgrader, graded.course, "honest")
    assert_safe(offline, frame)
    cells = frame.locator(".text_cell").all_inner_texts()
    place = next(place for place, text in enumerate(cells) if ESSAY in text)
    assert all(level in cells[place - 1] for level in data.load("rubric")["level_3"])
    score, comment = frame.locator("#essay"), frame.locator("#essay-comment")
    assert score.input_value() == "12" and "Read her **book**." in comment.input_value()
    frame.get_by_text("How the essay is marked").scroll_into_view_if_needed()
    score.scroll_into_view_if_needed()
    offline.screenshot(path=ROOT / "build" / "formgrader-essay.png")
    for field, text, path in (
        (score, "14", "/api/grade/"),
        (comment, "Better on a second reading.", "/api/comment/"),
    ):
        with offline.expect_response(
            lambda response, path=path: path in response.url and response.request.method == "PUT"
        ):
            field.fill(text)
            field.blur()
    with graded.course.gradebook() as book:
        grade = book.find_grade("essay", NAME, NAME, "honest")
        assert (grade.manual_score, grade.needs_manual_grade) == (14, False)
        assert (
            book.find_comment("essay", NAME, NAME, "honest").comment
            == "Better on a second reading."
        )


def test_formgrader_on_a_hostile_notebook_runs_nothing_and_can_be_marked(
    graded, formgrader, offline
):
    frame = open_submission(offline, formgrader, graded.course, graded.bad)
    assert frame.inner_text("body").count(SCRIPTS[0]) >= 4
    assert_safe(offline, frame)
    offline.screenshot(path=ROOT / "build" / "formgrader-hostile.png")
    assert frame.locator("#essay").count() == 1
    with offline.expect_response(
        lambda response: "/api/grade/" in response.url and response.request.method == "PUT"
    ):
        frame.locator("#essay").fill("3")
        frame.locator("#essay").blur()
    with graded.course.gradebook() as book:
        assert book.find_grade("essay", NAME, NAME, graded.bad).manual_score == 3
