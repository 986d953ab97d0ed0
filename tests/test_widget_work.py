"""MyWork: take saved answers home and bring them back, and refuse what is not theirs."""

import json

import pytest

from resetcycle import answers
from resetcycle.widgets import MyWork

pytestmark = pytest.mark.usefixtures("my_work")


def test_the_file_that_goes_out_is_the_one_that_was_kept():
    answers.save("06", weights={"a": 1})
    assert json.loads(MyWork("06").file_text)["answers"] == {"weights": {"a": 1}}


def test_a_later_answer_is_in_the_file_when_it_is_asked_for():
    work = MyWork("06")
    answers.save("06", later=2)
    work._asked()
    assert json.loads(work.file_text)["answers"] == {"later": 2}


def test_an_uploaded_file_comes_back_and_the_old_one_is_set_aside(my_work):
    answers.save("06", weights={"a": 1})
    taken_home = answers.export_text("06")
    answers.save("06", weights={"a": 2})
    work = MyWork("06")
    work.uploaded = taken_home
    assert (
        answers.restore("06") == {"weights": {"a": 1}}
        and "Lesson 06 is back, with 1 kept" in work.notice
    )
    assert json.loads((my_work / "06.set-aside-1.json").read_text())["answers"] == {
        "weights": {"a": 2}
    }


@pytest.mark.parametrize(
    "text, words",
    [("{", "damaged"), ("[]", "not a file of answers"), (None, "of lesson 06, not of lesson 07")],
)
def test_a_foreign_file_changes_nothing(text, words):
    answers.save("06", weights={"a": 1})
    work = MyWork("07")
    work.uploaded = answers.export_text("06") if text is None else text
    assert (
        words in work.notice
        and "Nothing was changed" in work.notice
        and answers.restore("07") == {}
    )


def test_the_same_file_uploaded_twice_is_said_and_changes_nothing(my_work):
    answers.save("06", weights={"a": 1})
    taken_home = answers.export_text("06")
    answers.save("06", weights={"a": 2})
    work = MyWork("06")
    for told in ("Lesson 06 is back", "as it is here already: nothing was changed", "already"):
        work.set_state({"uploaded": taken_home})
        # Nothing stays behind: the next upload is a change, even of the same text.
        assert told in work.notice and work.uploaded == ""
    assert answers.restore("06") == {"weights": {"a": 1}}
    assert len(list(my_work.iterdir())) == 2


def test_the_table_lists_what_is_kept():
    assert MyWork("06").table()["kept answer"].tolist() == ["nothing kept yet"]
    answers.save("06", weights={"a": 1})
    assert MyWork("06").table()["kept answer"].tolist() == ["weights"]


@pytest.mark.browser
def test_one_click_downloads_and_one_uploads(mount, tmp_path):
    answers.save("06", weights={"a": 1})
    page = mount(MyWork("06"))
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download my work").click()
    assert coming.value.suggested_filename == "reset-cycle-06.json"
    home = tmp_path / "home.json"
    coming.value.save_as(home)
    assert json.loads(home.read_text())["answers"] == {"weights": {"a": 1}}
    page.get_by_label("Upload saved work").set_input_files(home)
    page.wait_for_function("window.sent.length === 1")
    assert page.evaluate("window.sent[0].uploaded") == home.read_text()
