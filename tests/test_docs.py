"""The pages: derived text is current, links lead somewhere, no number is typed that data say."""

import ast
import csv
import json
import re
import tomllib
from itertools import chain

import pytest
import yaml
from conftest import ROOT

from resetcycle import data, words
from resetcycle.authoring import catalogues, derived
from resetcycle.authoring.text import TextError

# Editions in other languages are said after these, which test_editions.py looks after.
EDITIONS = {ROOT / "docs" / language for language in catalogues.languages()}
PAGES = sorted(
    path
    for pattern in ("*.md", "data/*.md", "docs/**/*.md", "exercises/*.md", ".github/*.md")
    for path in ROOT.glob(pattern)
    if EDITIONS.isdisjoint(path.parents)
)
BLOCK = re.compile(r"<!-- \[\[\[cog.*?\[\[\[end\]\]\].*?-->", re.DOTALL)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def named(paths):
    return pytest.mark.parametrize("path", paths, ids=name_of)


# --------------------------------------------------------------------------------- derived text


def test_derived_text_is_current():
    """If this fails, a table changed and the pages did not: run `make update`."""
    assert [name_of(path) for path in derived.refill(check=True)] == []


def test_what_is_counted_stands_in_derived_text():
    derived_pages = {name_of(path) for path in derived.pages()}
    assert {"README.md", "CONTRIBUTING.md", "docs/adding-data.md"} < derived_pages
    tables = ("README", "RECORD", "CODEBOOK", "SERIES", "LICENCES")
    assert {f"data/{name}.md" for name in tables} < derived_pages


@pytest.fixture
def page(tmp_path):
    """A page with one derived sentence in a folder of its own."""
    path = tmp_path / "kit" / "README.md"
    path.parent.mkdir()
    path.write_text(
        "# A page\n\n<!-- [[[cog print(len(data.load('terms')), 'presidencies') ]]] -->\n"
        "<!-- [[[end]]] -->\n\nAnd more.\n",
        encoding="utf-8",
    )
    return path


def test_a_page_is_filled_once_and_then_stays(page):
    assert derived.refill(page.parent, check=True) == [page]
    assert "presidencies\n" not in page.read_text()
    assert derived.refill(page.parent) == [page]
    with (ROOT / "data" / "terms.csv").open() as rows:
        counted = sum(1 for _ in rows) - 1
    assert f"\n{counted} presidencies\n<!-- [[[end]]] (sum: " in page.read_text()
    assert derived.refill(page.parent) == []


def test_the_pages_follow_the_tables(data_copy, page):
    derived.refill(page.parent)
    path = data_copy / "terms.csv"
    *rows, _ = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    data.package.cache_clear()
    data._load.cache_clear()
    assert derived.refill(page.parent) == [page]
    assert f"\n{len(rows) - 1} presidencies\n" in page.read_text()


def test_a_new_table_needs_no_new_words(data_copy):
    path = data_copy / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    link = {"fields": "event_id", "reference": {"resource": "events", "fields": "event_id"}}
    schema = {"fields": [{"name": "event_id", "type": "string"}], "foreignKeys": [link]}
    resource = {"name": "rivers", "path": "rivers.csv", "title": "Rivers", "schema": schema}
    path.write_text(json.dumps(package | {"resources": [*package["resources"], resource]}))
    (data_copy / "rivers.csv").write_text("event_id\n2001-06-ljubljana\n2025-08-alaska-summit\n")
    data.package.cache_clear()
    row = "| [rivers.csv](rivers.csv) | 2 | Rivers | 2001 to 2025 | `events` |"
    assert derived.tables().splitlines()[-1] == row
    assert "  rivers --> events" in derived.map_of_tables()
    assert derived.terms_of_use().splitlines()[-1] == "| `rivers` |  |  |  |"


def test_printed_text_that_was_edited_by_hand_is_refused_and_left(page):
    derived.refill(page.parent)
    edited = re.sub(r"\d+ presidencies\n", "99 presidencies\n", page.read_text())
    page.write_text(edited)
    with pytest.raises(TextError, match=r"README.md\(5\): .* edited.*not what they print"):
        derived.refill(page.parent)
    assert page.read_text() == edited


@pytest.mark.parametrize(
    "code, said",
    [
        ("print(derived.no_such_table())", r"README.md, near line 4: .*no_such_table"),
        ("print('open'", r"README.md, near line 3: its Python fails: .*never closed"),
        ("print(data.load('nothing'))", "There is no table 'nothing'"),
    ],
)
def test_python_that_fails_is_told_in_one_sentence_and_nothing_is_written(page, code, said):
    before = page.read_text().replace("print(len(data.load('terms')), 'presidencies')", code)
    page.write_text(before)
    other = page.with_name("OTHER.md")
    other.write_text("<!-- [[[cog print(1) ]]] -->\n<!-- [[[end]]] -->\n")
    with pytest.raises(TextError, match=said) as told:
        derived.refill(page.parent)
    assert "\n" not in str(told.value)
    assert page.read_text() == before and "sum" not in other.read_text()


def test_the_command_says_what_is_out_of_date(capsys, monkeypatch):
    monkeypatch.setattr(derived, "refill", lambda **_: [])
    assert derived.main(["--check"]) == 0 and capsys.readouterr().out == ""
    monkeypatch.setattr(derived, "refill", lambda **_: [ROOT / "README.md"])
    assert derived.main(["--check"]) == 1
    assert capsys.readouterr().out == "README.md: out of date; run make update\n"


def test_a_code_without_a_use_and_a_series_without_a_source_are_named(data_copy):
    with pytest.raises(TextError, match=r"data/SERIES.md: .* gallup_favourable"):
        derived.indicators({"levada": "somewhere"})
    with pytest.raises(TextError, match=r"data/LICENCES.md: .* press"):
        derived.kinds({"official": "", "reference": "", "dataset_copy": "", "reprint": ""})
    path = data_copy / "cameo.csv"
    path.write_text(
        path.read_text().replace("release or exchange of prisoners", ""), encoding="utf-8"
    )
    data.package.cache_clear()
    data._load.cache_clear()
    with pytest.raises(TextError, match="table cameo, column 'used_for': empty for 0841"):
        derived.codes()


def test_a_table_for_reading_bears_any_cell():
    assert derived.table(["a"], [["x|y\nz"]]) == "| a |\n|---|\n| x\\|y z |"


def test_the_reasons_of_context_are_read_as_they_are_written():
    assert derived._paragraphs("Context (2b, 2c): an alliance decision.") == ["b", "c"]
    assert derived._paragraphs("Context: by a firm (rules 2a and 4); first code 112.") == [
        "a",
        "rule 4",
    ]
    assert derived._paragraphs("No score: an order in 2004 names no target.") == [""]


def test_imports_of_the_package_run_one_way():
    rooms = derived.rooms()
    order = list(rooms)
    assert {"data", "trajectory", "charts", "widgets", "grading", "authoring"} <= set(order)
    for name, needs in rooms.items():
        assert all(order.index(each) < order.index(name) for each in needs), name
    assert "data" in rooms["trajectory"] and not rooms["home"]


def test_a_circle_of_imports_is_named(tmp_path, monkeypatch):
    package = tmp_path / "resetcycle"
    package.mkdir()
    (package / "one.py").write_text("from . import two\n")
    (package / "two.py").write_text("def f():\n    from .one import x\n")
    monkeypatch.setattr(derived, "ROOT", tmp_path)
    with pytest.raises(TextError, match="circle: (one -> two -> one|two -> one -> two)"):
        derived.rooms()


# ---------------------------------------------------------------------------------------- links


def anchors(text):
    """The anchors that GitHub gives to the headings of a page, with a number for a second one."""
    found = {}
    for heading in re.findall(r"^#{1,6} (.+)$", CODE.sub(keep_words, text), re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
    return {
        slug if not n else f"{slug}-{n}" for slug, last in found.items() for n in range(last + 1)
    }


def keep_words(found):
    return "" if found[0].startswith("```") else found[0].strip("`")


@named(PAGES)
def test_links_of_pages_resolve(path):
    text = BLOCK.sub(lambda block: block[0].split("]]]", 1)[1], path.read_text(encoding="utf-8"))
    text = CODE.sub("", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            assert target.startswith(("https://", "http://")), target
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(found.read_text(encoding="utf-8")), target


# -------------------------------------------------------------------------------------- numbers

# What these pages state about the kit follows from its data, and is printed by their Python. The
# other pages do not count the kit: a bibliography, a history, decisions with their day, a list of
# bad submissions (which a test of grading goes through), and what is made whole by a program.
COUNTING = [
    path
    for path in PAGES
    if name_of(path) not in ("CHANGELOG.md", "docs/further-reading.md", "docs/grading-corpus.md")
    and path.parent.name not in ("decisions", "exercises")
    and not path.name.endswith(("-run-sheet.md", "-study-guide.md"))
]
# The numbers that may stand outside derived text, page by page, and why.
ALLOWED = {
    "CONTRIBUTING.md": {
        "the Python that pyproject.toml asks for": ["3.11"],
        "columns of a line, set in pyproject.toml": ["100"],
        "names of licences": ["3", "4.0"],
        "the name of a hash": ["256"],
    },
    "README.md": {
        "the Python that pyproject.toml asks for": ["3.11"],
        "minutes of a class": ["90"],
        "numbers of lessons": ["10", "11"],
        "number of the journal, names of licences": ["3", "4.0"],
        "minutes after which idle kernels end, set in etc/jupyter": ["20"],
    },
    "docs/export.md": {
        "versions of Pyodide and of its numpy": ["0.27.7", "2.0.2"],
        "megabytes, measured by benchmarks/lite.py": ["36", "50", "60"],
    },
    "docs/hub.md": {
        "the Python of the image": ["3.11"],
        "settings of etc/hub and etc/jupyter, and what they are without": [
            *("20", "30", "40", "60", "100", "150"),
        ],
        "megabytes and gigabytes of memory and disk, measured": [
            *("1", "8", "80", "92", "96", "115", "120", "160", "297"),
            *("2.3", "2.4", "4.3", "6.3"),
        ],
        "learners, seconds and load, measured by benchmarks/hub.py": [
            *("10", "11", "17", "19", "24", "25", "27", "28"),
        ],
    },
    "docs/accessibility.md": {
        "the version of the guidelines": ["2.2"],
        "widths in pixels and a zoom, at which tests look": ["290", "320", "390", "400", "1,280"],
    },
    "data/README.md": {"a file format and the name of a licence": ["8", "4.0"]},
    "data/LICENCES.md": {
        "names of licences, numbers of a journal and of a deposit": ["3", "4.0", "28075"],
    },
    "data/RECORD.md": {
        "the ends of the Goldstein scale and the width of the interval": ["-10", "+10", "95"],
        "numbers of the rules, in their own list": [*"1234567", "9", "10", "11", "12", "13"],
        "the place of a president in the row of presidents": ["43"],
        "sessions that were searched and not found": ["4", "5", "9", "11", "12", "13"],
        "resolutions whose sponsors were not found": ["836", "1031", "1244", "1540"],
        "what the sweeps after the audits changed; the tables hold only what came of it": [
            "98",
            "10",
            "14",
            "30",
            "44",
        ],
        "how firm the verdicts were, asked on the day named there; it takes minutes": [
            "1",
            "6",
            "8",
            "9",
            "10",
            "11",
            "19",
            "62",
        ],
    },
    "data/SERIES.md": {
        "agreement with published percentages; a test of the data compares": ["0.6", "0.996", "24"],
        "how the windows were computed, from files that the kit may not ship": [
            "95",
            "34",
            "120",
        ],
        "names of data sets that are not here": ["14", "15"],
    },
    "docs/glossary.md": {
        "a definition or a convention": [
            "0",
            "1",
            "0.1",
            "0.25",
            "1/6",
            "10",
            "20",
            "three presidencies",
        ],
        "the ends of the Goldstein scale, and an example on it": ["-10", "+10", "-8"],
        "a published standard or law": ["203", "5", "95", "99", "123"],
        "the record beyond the tables, with the link beside it": [
            "13",
            "21",
            "98",
            "2",
            "419",
            "3",
            "500",
            "5,500",
            "1,550",
        ],
        "the place of a president in the row of presidents": ["43"],
    },
    "docs/adding-data.md": {"numbers of the rules of the record": ["1", "3", "9", "13"]},
    "docs/exercises.md": {
        "an example of points by part, in which nothing is data": ["0.73", *"123456"],
        "the longest table that a board takes": ["2,000"],
    },
    "docs/grading.md": {
        "seconds, the default of the command": ["60"],
        "limits of grading; tests/test_grading_limits.py holds them against the code": [
            *("2", "3", "4", "20", "64", "150", "256", "2,000", "4,000"),
        ],
    },
}
NUMBER_WORDS = "three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
COUNTED = (
    "tables rows events sources readings series codes lessons exercises tasks claims obstacles "
    "groups presidencies questions treaties explanations indicators essays charts widgets rooms"
)


def bare(text):
    """What is left of a page without derived text, code, links' targets, dates and ids."""
    for pattern in (
        BLOCK,
        CODE,
        re.compile(r"<!--.*?-->", re.DOTALL),
        re.compile(r"\]\([^)]*\)|<https?://[^>]*>"),
        re.compile(rf"\b\d{{1,2}}(?: to \d{{1,2}})? {MONTH}\b(?: \d{{4}})?|\b{MONTH} \d{{4}}\b"),
        re.compile(r"\b\d{4}-\d\d-\d\d\b|\b(?:1[89]|20)\d\ds?\b"),
        re.compile(r"\b0\d\b|\b[Ll]essons? \d\d\b"),
        re.compile(r"^\s*\d+\. |^#+ \d+\. ", re.MULTILINE),
    ):
        text = pattern.sub(" ", text)
    return text


def numbers(text):
    words, counted = NUMBER_WORDS.replace(" ", "|"), COUNTED.replace(" ", "|")
    left = bare(text)
    return [
        *(found.rstrip(".,/") for found in re.findall(r"(?<![\w.])[-+]?\d[\d,./]*(?!\w)", left)),
        *(
            found[0]
            for found in re.finditer(
                rf"\b(?:{words})\b(?: [a-z-]+){{0,2}} (?:{counted})\b", left, re.IGNORECASE
            )
        ),
    ]


@named(COUNTING)
def test_no_number_is_typed_that_data_say(path):
    allowed = {number for reason in ALLOWED.get(name_of(path), {}).values() for number in reason}
    found = set(numbers(path.read_text(encoding="utf-8")))
    typed = sorted(found - allowed)
    assert not typed, (
        f"{name_of(path)}: {', '.join(typed)}: let the page's Python print what data say; "
        "if they do not, say why in ALLOWED."
    )
    stale = sorted(allowed - found)
    assert not stale, f"{name_of(path)}: no longer there, take out of ALLOWED: {', '.join(stale)}"


def test_the_rule_sees_typed_numbers_and_lets_dates_be():
    text = "On 17 April 2017, in lesson 04 of `12` and [a](b-7.md), 1,550, 3.5, twelve old events."
    assert numbers(text) == ["1,550", "3.5", "twelve old events"]
    assert numbers("<!-- [[[cog print(1) ]]] -->\n44 rows\n<!-- [[[end]]] (sum: x) -->\n") == []


@named([ROOT / "docs/glossary.md", ROOT / "data/CODEBOOK.md"])
def test_a_day_that_a_page_names_stands_in_a_table(path):
    tables = [data.load(name).select_dtypes("datetime") for name in data.tables()]
    known = {words.day(day) for table in tables for name in table for day in table[name].dropna()}
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    named_days = set(re.findall(rf"\b\d{{1,2}} {MONTH} \d{{4}}\b", text))
    assert named_days and not named_days - known, sorted(named_days - known)


# --------------------------------------------------------------------------------- adding data


def rows_of(page, heading):
    """The rows of the first table below a heading that begins so."""
    text = (ROOT / page).read_text(encoding="utf-8").split(f"| {heading} |", 1)[1]
    body = text.split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in body]


SLIPS = [message.strip("`. ") for message, _ in rows_of("docs/adding-data.md", "the message")]


@pytest.mark.parametrize("message", SLIPS)
def test_the_errors_that_the_page_shows_are_those_that_a_slip_brings(data_copy, message):
    column, found = re.match(r"column '(\w+)': found (?:'(.*?)'|an empty cell)", message).groups()
    path = data_copy / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[5][rows[0].index(column)] = found or ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(data.DataError) as told:
        data.load("events")
    start = re.escape(f"table events, row 6 ({rows[5][0]}), ")
    shown = re.escape(message.removesuffix(", ..")).replace("\\ ", " ")
    assert re.match(f"{start}{shown}", str(told.value).rstrip("."))


def test_the_tests_that_the_page_names_exist():
    named = [cell.strip("`") for cell, _ in rows_of("docs/adding-data.md", "the test that fails")]
    defined = {
        node.name
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert len(named) == 4 and set(named) <= defined


# ------------------------------------------------------------------------- a front for strangers

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BIN = ".venv/bin/"
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = [
    line.rsplit(" ", 1)[1]
    for line in PROJECT["classifiers"]
    if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


BY_HAND = {"workflow_dispatch"}


def parsed(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def calls_something_that_exists(command):
    """Is the program of a command a target of the Makefile, a file of the project, or known?"""
    program, *rest = command.split()
    if program == "make":
        return rest[0] in TARGETS
    if program.startswith(".venv/bin/python"):
        return rest[0] == "-m" and (ROOT / f"{rest[1].replace('.', '/')}.py").exists()
    if program.startswith(".venv/bin/"):
        declared = chain.from_iterable(PROJECT["optional-dependencies"].values())
        return any(line.startswith(program.removeprefix(".venv/bin/")) for line in declared)
    if program in {"python", "jupyter"}:
        return rest[:2] == ["-m", "pip"] or any(list(ROOT.glob(word)) for word in rest)
    scripts = json.loads((ROOT / "front/package.json").read_text())["scripts"]
    return rest[-1] in scripts if program == "npm" else (ROOT / program).exists()


@named(PAGES)
def test_every_make_command_of_a_page_has_its_target(path):
    asked = re.findall(r"(?:`|^ *)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(asked) <= TARGETS


@named(WORKFLOWS)
def test_workflows_are_pinned_and_call_what_exists(path):
    workflow = parsed(path)
    assert workflow["permissions"] == {"contents": "read"}
    starts = set(workflow[True])  # "on" in YAML
    assert starts in ({"push", "pull_request", *BY_HAND}, {"schedule", *BY_HAND})
    for job in workflow["jobs"].values():
        # Only what publishes may write, and only pages; a pull request never comes so far.
        rights = job.get("permissions", {})
        assert rights in ({}, {"pages": "write", "id-token": "write"})
        assert not rights or "github.event_name != 'pull_request'" in job["if"]
        assert job["timeout-minutes"] <= (120 if "schedule" in starts else 60)
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", step["uses"])
            else:
                assert calls_something_that_exists(step["run"]), step["run"]


def test_the_fast_workflow_runs_on_every_python_that_the_project_names():
    matrix = parsed(ROOT / ".github/workflows/fast.yml")["jobs"]["fast"]["strategy"]["matrix"]
    assert matrix["python"] == PYTHONS == sorted(PYTHONS, key=lambda each: int(each[2:]))
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"


@named(FORMS)
def test_forms_for_issues_ask_what_github_can_show(path):
    form = parsed(path)
    if path.stem == "config":
        assert set(form) == {"blank_issues_enabled"}
        return
    assert {"name", "description", "labels", "body"} == set(form)
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))
    for field in form["body"]:
        assert field["type"] in ("input", "textarea", "dropdown", "checkboxes")
        assert field["attributes"]["label"]
        assert ("options" in field["attributes"]) == (field["type"] in ("dropdown", "checkboxes"))
    assert any(field.get("validations", {}).get("required") for field in form["body"])


def test_three_forms_stand_open():
    assert {path.stem for path in FORMS} == {"config", "correction", "fault", "lesson"}


def test_hooks_run_what_make_fast_runs_and_need_no_other_repository():
    (local,) = parsed(ROOT / ".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"
    entries = {hook["id"]: hook["entry"] for hook in local["hooks"]}
    assert set(entries) == {"form", "rules", "types", "derived", "front"}
    # `make fast` checks the derived text in a test, with the rest of this file.
    assert entries.pop("derived").endswith("resetcycle.authoring.derived --check")
    written = MAKEFILE.replace("$(NPM)", "npm --prefix front --silent").replace("$(BIN)/", BIN)
    assert all(entry in written for entry in entries.values())
    front = entries.pop("front")
    assert all(calls_something_that_exists(entry) for entry in entries.values())
    scripts = json.loads((ROOT / "front" / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert front.split()[-1] in scripts


def test_the_changelog_opens_with_what_is_not_released_and_names_the_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", text, re.MULTILINE)
    assert versions[0] == ("Unreleased", "") and all(day for _, day in versions[1:])
    cited = parsed(ROOT / "CITATION.cff")
    assert versions[1] == (cited["version"], str(cited["date-released"]))
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_what_fast_leaves_for_later_is_there():
    slow = re.search(r"^SLOW\s*:= (.+)$", MAKEFILE, re.MULTILINE)[1].replace("'", "").split()
    assert all(list((ROOT / "tests").glob(f"test_{name}.py")) for name in slow)
