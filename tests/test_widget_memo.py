"""Memo: what is written is kept, acts are found and cited, and memos change hands as files."""

import pytest

from resetcycle import answers, data
from resetcycle.widgets import Memo, MyWork

pytestmark = pytest.mark.usefixtures("my_work")

TEXT = "Wait, as in 2000 (2000-02-nato-thaw), and not as on 2024-08-01."


def shown(memo):
    return dict(memo.table().itertuples(index=False))


def test_a_memo_that_is_written_comes_back_and_goes_home():
    Memo("11").answer = {"text": TEXT, "desk": "RUS"}
    again = Memo("11")
    assert again.text == TEXT and answers.restore("11") == {"memo": again.answer}
    assert TEXT in MyWork("11").file_text


def test_only_acts_of_the_record_are_cited_and_the_words_are_those_of_an_essay():
    memo = Memo("11")
    memo.answer = {"text": TEXT, "desk": "RUS"}
    assert memo.cited == ["2000-02-nato-thaw"]
    parts = shown(memo)
    assert (parts["written from"], parts["length"], parts["cited"]) == (
        "Moscow",
        "10 of 350 words",
        "1 act",
    )
    assert parts["text"] == TEXT and "text" not in shown(Memo("10"))


def test_every_act_of_the_record_can_be_found_with_its_day_and_whose_it_is():
    acts = Memo("11").acts
    events = data.load("events").set_index("event_id")
    assert {name for name, *_ in acts} == set(events.index)
    days = [day for _, day, *_ in acts]
    assert days == sorted(days)
    _, day, title, by = next(act for act in acts if act[0] == "2000-02-nato-thaw")
    assert day == "2000-02-16" and by == "RUS" and "Robertson" in title


def test_the_rubric_is_that_of_the_essays():
    rubric = data.load("rubric")
    asked = shown(Memo("11"))
    for criterion, best in zip(rubric["criterion"], rubric["level_3"], strict=True):
        assert best in asked[criterion]


def test_a_memo_of_another_kind_has_its_own_limit_and_no_acts():
    memo = Memo("05", limit=120, citing=False)
    assert memo.acts == [] and shown(memo)["length"] == "0 of 120 words"
    with pytest.raises(ValueError, match="limit must be at least 1; found 0"):
        Memo("05", limit=0)


@pytest.mark.parametrize(
    "strange", [{"desk": "FRA"}, {"other": "Ann's"}, {"other": {"name": 1, "text": "x"}}]
)
def test_of_an_answer_of_another_version_the_text_is_shown(strange):
    answers.save("11", memo={"text": TEXT, **strange})
    memo = Memo("11")
    assert memo.answer == {"text": TEXT} and "no text, or no capital here" in memo.notice


def test_a_memo_that_was_put_away_is_nothing_strange():
    answers.save("11", memo={"text": TEXT, "desk": "USA", "other": None})
    assert Memo("11").notice == ""


@pytest.mark.browser
def test_a_memo_is_written_with_keys_alone(mount):
    page = mount(Memo("11"))
    page.get_by_label("Moscow").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Wait.")
    page.get_by_label("Find an act").focus()
    page.keyboard.type("nato 2000 thaw")
    page.locator(".search li button").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(" Then look again.")
    page.wait_for_function("window.sent.at(-1)?.answer.text.endsWith('again.')")
    assert page.evaluate("window.sent.at(-1).answer") == {
        "desk": "RUS",
        "text": "Wait. (2000-02-nato-thaw) Then look again.",
    }
    assert page.locator(".length").inner_text() == "5 of 350 words: 345 left."


def test_a_text_of_another_name_has_neither_capital_nor_rubric():
    report = Memo("07", limit=90, citing=False, called="Minority report")
    assert report.desks == {} and report.rubric == [] and report.acts == []
    report.answer = {"text": "Seven of us disagree."}
    table = report.table()
    assert table["part"].tolist() == ["length", "text"]
    assert table.iloc[0, 1] == "4 of 90 words"


@pytest.mark.browser
def test_a_text_of_another_name_says_so_and_counts(mount):
    page = mount(Memo("07", limit=90, citing=False, called="Minority report"), width=390)
    assert page.locator("h3").inner_text() == "Minority report"
    page.get_by_label("Your text").fill("Seven of us disagree.")
    assert page.locator(".length").inner_text() == "4 of 90 words: 86 left."
    assert page.locator("fieldset, .aside details").count() == 0


@pytest.mark.browser
def test_what_one_saves_another_reads(mount, tmp_path):
    page = mount(Memo("11"))
    page.get_by_label("Washington").check()
    page.get_by_label("Your memo").fill(TEXT)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save my memo as a file").click()
    assert coming.value.suggested_filename == "reset-cycle-memo-11-USA.txt"
    coming.value.save_as(tmp_path / "swapped.txt")
    other = mount(Memo("11"))
    other.get_by_label("Read somebody else's").set_input_files(tmp_path / "swapped.txt")
    other.wait_for_selector(".other:not(:empty)")
    read = other.locator(".other").inner_text()
    assert "Written from Washington" in read and TEXT in read and "16 February 2000" in read


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_leaves_the_board_at_any_width(mount, width):
    page = mount(Memo("11"), width=width)
    page.get_by_label("Your memo").fill(TEXT + " x" * 400 + "long" * 40)
    page.get_by_label("Find an act").fill("summit")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.locator("main *").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 12
