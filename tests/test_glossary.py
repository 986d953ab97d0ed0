"""Definitions stand beside the word, and a link to the glossary arrives at its entry."""

import re
import shutil

import nbformat
import pytest
from conftest import ROOT
from test_docs import anchors

import resetcycle as rc
from resetcycle.authoring import carry, glossary, lessons
from resetcycle.authoring.prose import Piece
from resetcycle.authoring.text import KERNEL

TEXTS = [*ROOT.glob("lessons/*.md"), *ROOT.glob("solutions/*/*.md"), ROOT / "docs/glossary.md"]
SAID = (
    "What the [Moscow Treaty](../docs/glossary.md#sort-moscow-treaty) did to "
    "the [ABM Treaty](../docs/glossary.md#abm-treaty)"
)


def test_every_entry_has_the_anchor_that_github_gives_to_its_heading():
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    assert len(glossary.entries()) == page.count("\n### ")
    assert set(glossary.entries()) < anchors(page)
    assert all(entry.says for entry in glossary.entries().values())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_link_into_a_page_has_an_anchor_that_jupyterlab_keeps(path):
    """JupyterLab keeps the case and brackets of a heading in its id: no link finds it there."""
    for file, anchor in re.findall(r"\]\(([^)\s#]*)#([\w-]+)\)", path.read_text(encoding="utf-8")):
        place = path.parent / file if file else path
        if place.suffix == ".md":
            assert f'<a id="{anchor}"></a>' in place.read_text(encoding="utf-8"), f"{file}#{anchor}"


def test_entries_that_lessons_need_are_there():
    asked = {"icews", "gdelt", "keds", "outside-view", "article-5", "duma", "osce"}
    assert asked <= set(glossary.entries())


def test_a_contested_name_is_explained_in_the_words_of_both_capitals():
    for anchor in ("annexation-of-crimea-2014", "kosovo-air-campaign-1999", "nato-enlargement"):
        title = glossary.entries()[anchor].title
        assert "Washington" in title and "Moscow" in title and "Here" in title


def test_no_box_shows_the_id_of_an_act():
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    acts = list(rc.data.load("events")["event_id"])
    assert sum(f"`{act}`" in page for act in acts) > 20, "the page gives them"
    for entry in glossary.entries().values():
        assert not [act for act in acts if act in entry.says], entry.name
        assert not re.search(r"\(\s*\)|\s[.,;:)]|`\d{4}-", entry.says), entry.says


def test_the_build_adds_a_title_to_each_link_and_one_closed_line_below():
    source = "".join(piece.text for piece in glossary.explained((Piece(SAID),)))
    assert source.count(' "') == 2 and "in force from 1 June 2003" in source
    *_, note = source.split("\n\n")
    assert note.startswith(
        "<details><summary>In other words: SORT (Moscow Treaty) · ABM Treaty</summary><p>"
    )
    assert "\n" not in note and "](" not in note


def test_no_title_ends_before_its_link_does():
    for anchor in glossary.entries():
        link = f"[a](../docs/glossary.md#{anchor})"
        source = "".join(piece.text for piece in glossary.explained((Piece(link),)))
        (target,) = re.findall(r"\]\(([^)]*)\)", source.split("\n")[0])
        assert re.fullmatch(rf'\.\./docs/glossary\.md#{anchor} "[^"\n]+"', target), target


def test_what_the_build_added_is_left_out_when_an_edit_is_carried_back():
    pieces = glossary.explained((Piece(SAID),))
    edited = "".join(piece.text for piece in pieces).replace("What the", "See what the")
    assert carry.reopened(pieces, edited) == SAID.replace("What the", "See what the")


def test_an_unknown_entry_stays_as_it_is():
    pieces = (Piece("[a](../docs/glossary.md#nothing-of-the-kind)"),)
    assert "".join(piece.text for piece in glossary.explained(pieces)) == pieces[0].text


@pytest.mark.browser
def test_in_jupyterlab_a_word_is_explained_in_place_and_its_link_arrives(page, lab):
    folder = lab.work.parent
    shutil.copytree(ROOT / "docs", folder / "docs", dirs_exist_ok=True)
    pieces = glossary.explained((Piece(f"{SAID}, in a class."),))
    cell = nbformat.v4.new_markdown_cell("".join(piece.text for piece in pieces))
    nbformat.write(
        lessons.new_notebook([cell], {"kernelspec": KERNEL}), folder / "notebooks" / "words.ipynb"
    )
    page.goto(f"{lab.address}/lab/tree/notebooks/words.ipynb?reset")
    link = page.get_by_role("link", name="Moscow Treaty")
    link.wait_for()
    assert "in force from 1 June 2003" in link.get_attribute("title")
    closed = page.locator(".jp-Notebook details", has_text="In other words")
    assert not closed.locator("p").first.is_visible()
    closed.locator("summary").press("Enter")
    assert closed.locator("p").first.is_visible()
    page.screenshot(path=ROOT / "build" / "glossary-in-place.png")
    link.click()
    entry = page.locator(".jp-MarkdownViewer h3", has_text="SORT (Moscow Treaty)")
    entry.wait_for()
    page.wait_for_timeout(500)
    assert 0 < entry.bounding_box()["y"] < 400
    page.screenshot(path=ROOT / "build" / "glossary-entry.png")
