"""The lessons keep one skeleton, and what their prose says is what their cells print."""

import itertools
import json
import re

import pytest
from conftest import ROOT

from resetcycle import data

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SKELETON = [
    "The question",
    "What you will do",
    "Predict",
    "Observe",
    ("Explain", "Take an act out"),
    ("Test", "Weigh", "Explain"),
    "On your own",
    "Summary",
    "Sources",
]
CHECKED = "nbval-check-output"


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def lesson(path):
    return json.loads(path.read_text(encoding="utf-8"))


def source(cell):
    return "".join(cell["source"])


def visible(cell):
    """What stands open before a reader: without addresses, and without definitions still closed."""
    return re.sub(r"<details>.*?</details>|\]\([^)]*\)", "", source(cell))


def cells(lesson, kind):
    return [cell for cell in lesson["cells"] if cell["cell_type"] == kind]


def headings(lesson):
    return [
        (len(marks), text)
        for cell in cells(lesson, "markdown")
        for marks, text in re.findall(r"^(#+) (.+)$", source(cell), re.MULTILINE)
    ]


def output_text(cell):
    return "\n".join(
        "".join(output.get("text", [])) + "".join(output.get("data", {}).get("text/plain", []))
        for output in cell["outputs"]
    )


def test_the_sequence_has_its_twelve_lessons():
    assert [path.stem[:2] for path in LESSONS] == [f"{number:02d}" for number in range(12)]


def test_one_title_and_the_common_skeleton(lesson):
    found = headings(lesson)
    assert [level for level, _ in found].count(1) == 1 and found[0][0] == 1
    sections = [text for level, text in found if level == 2]
    assert len(sections) == len(SKELETON) and "Explain" in sections[4:6]
    for text, expected in zip(sections, SKELETON, strict=True):
        assert text == expected or text in expected


def test_what_follows_the_commit_is_closed_to_the_end(lesson):
    """In JupyterLab and Notebook 7 a closed heading hides what is below it, up to the next."""
    sources = [source(cell) for cell in lesson["cells"]]
    commit = next((at for at, text in enumerate(sources) if "widgets.Predict(" in text), None)
    below = lesson["cells"][commit + 1 :] if commit is not None else []
    assert not below or source(below[0]).startswith("## ")
    for cell in lesson["cells"]:
        opens_section = cell in below and source(cell).startswith("## ")
        assert cell["metadata"].get("jp-MarkdownHeadingCollapsed", False) == opens_section
        assert not opens_section or "\n" not in source(cell)


def test_heading_levels_never_jump(lesson):
    levels = [level for level, _ in headings(lesson)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_metadata_gives_time_objectives_and_method(path, lesson):
    about = lesson["metadata"]["lesson"]
    assert path.stem.startswith(about["number"] + "-") and headings(lesson)[0][1] == about["title"]
    assert 20 <= about["short_minutes"] < about["minutes"] <= 90
    assert len(about["objectives"]) >= 3 and about["method"]
    text = source(lesson["cells"][2])
    assert f"{about['minutes']} minutes" in text and f"{about['short_minutes']} minutes" in text


def test_no_widget_state_no_error_and_a_small_file(path, lesson):
    assert "widgets" not in lesson["metadata"] and path.stat().st_size < 400_000
    assert set(lesson["metadata"]["kernelspec"]) == {"display_name", "language", "name"}
    kinds = {output["output_type"] for cell in cells(lesson, "code") for output in cell["outputs"]}
    assert "error" not in kinds
    assert not any(
        output.get("name") == "stderr"
        for cell in cells(lesson, "code")
        for output in cell["outputs"]
    )


def test_cells_were_run_in_order_and_store_their_outputs(lesson):
    counts = [cell["execution_count"] for cell in cells(lesson, "code")]
    assert counts == list(range(1, len(counts) + 1))


def test_code_cells_are_short_and_import_the_kit_once(lesson):
    code = [source(cell) for cell in cells(lesson, "code")]
    assert code[0] == "import resetcycle as rc"
    assert sum("import resetcycle" in text for text in code) == 1
    for text in code:
        assert len([line for line in text.splitlines() if line.strip()]) <= 8, text
        assert max(len(line) for line in text.splitlines()) <= 125, text


def test_every_code_cell_stands_between_sentences(lesson):
    """A sentence before says what to look for, one after what was seen; only the last cell may end
    the notebook."""
    kinds = [cell["cell_type"] for cell in lesson["cells"]]
    assert all(pair != ("code", "code") for pair in itertools.pairwise(kinds))


def test_lessons_are_not_too_long(lesson):
    words = sum(len(re.findall(r"\w[\w'’-]*", visible(cell))) for cell in cells(lesson, "markdown"))
    assert 500 <= words <= 1500


def test_some_cells_are_checked_and_they_print(lesson):
    checked = [
        cell for cell in cells(lesson, "code") if CHECKED in cell["metadata"].get("tags", [])
    ]
    assert checked and all(output_text(cell) for cell in checked)


def test_every_decimal_in_the_prose_is_printed_by_a_checked_cell_above(lesson):
    printed = ""
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            printed += output_text(cell) if CHECKED in cell["metadata"].get("tags", []) else ""
            continue
        prose = re.sub(r"`[^`]*`", "", visible(cell))
        for number in re.findall(r"(?<![\w.])[-+]?\d+\.\d+(?![\w.])", prose):
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", printed) or shorter(
                number, printed
            ), f"{number} is printed nowhere above: {prose[:90]}"


def shorter(number, printed):
    """3.0 may be printed as 3."""
    return number.endswith(".0") and re.search(
        rf"(?<![\d.]){re.escape(number[:-2])}(?![\d.])", printed
    )


def test_links_resolve(path, lesson):
    for cell in cells(lesson, "markdown"):
        for target in re.findall(r"\]\(([^)\s]+)", source(cell)):
            if not target.startswith(("https://", "http://")):
                file, _, anchor = target.partition("#")
                assert (path.parent / file).exists(), target
                assert not anchor or anchor in anchors(
                    (path.parent / file).read_text(encoding="utf-8")
                ), target


def anchors(text):
    """The names that GitHub and JupyterLab give to headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }


def test_every_chart_in_a_lesson_has_its_words(lesson):
    for cell in cells(lesson, "code"):
        kinds = [set(output.get("data", {})) for output in cell["outputs"]]
        drawn = sum("application/vnd.plotly.v1+json" in kind for kind in kinds)
        assert drawn == sum(
            "<details>" in "".join(output.get("data", {}).get("text/html", ""))
            and "application/vnd.jupyter.widget-view+json" not in output["data"]
            for output in cell["outputs"]
        )


def test_readers_are_told_where_the_short_version_ends(lesson):
    if lesson["metadata"]["lesson"]["minutes"] == 90:
        assert (
            sum(
                "**45** *(the short version ends here" in source(cell)
                for cell in cells(lesson, "markdown")
            )
            == 1
        )


def test_every_address_that_a_lesson_cites_has_its_row_among_the_sources(lesson):
    known = {url.rstrip("/") for url in data.load("sources")["url"]}
    cited = {
        target
        for cell in cells(lesson, "markdown")
        for target in re.findall(r"\]\((https?://[^)]+)\)", source(cell))
    }
    assert not [target for target in cited if target.rstrip("/") not in known]
