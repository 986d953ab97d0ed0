"""The class chat goes in, and the picture says what the kit computes."""

import boxes
import numpy as np
import pytest
from barriers import violations

from resetcycle import answers, codebook, criteria, data, kinds, obstacles, predictions, sharing
from resetcycle.classroom import class_result, sample_text
from resetcycle.exercise import outcomes, public
from resetcycle.exercise.outcomes import Outcome
from resetcycle.widgets import ClassPool, DrawTrajectory

GROUPS = obstacles.groups()
STRUCTURE, LEADERS = (100, 90, 40, 30, 20, 30, 10, 10), (10, 20, 35, 20, 15, 20, 75, 100)


def code(number, points, minute=0, **more):
    return sharing.share_code(
        {
            "learner": f"{number:08x}",
            "saved": f"2026-11-22T10:{minute:02d}:00+00:00",
            "points": dict(zip(GROUPS, points, strict=True)),
            **more,
        }
    )


def chat(*rows):
    return "\n".join(
        f"Learner {number}: {code(number, points)}" for number, points in enumerate(rows)
    )


CODED = ("CODES02-BHAACDICGAFB", "CODES02-CHAACDICGAFC")


def drawn(term, learner=1, height=1.5):
    line = [[day, height] for day in kinds.half_years(term)]
    return packed("line", learner, term=term, line=line)


def packed(kind, learner, **work):
    return sharing.share_code({"learner": f"{learner:08x}", **work}, kind)


def guessed(rng):
    """Guesses in lesson 00: five choices of three, and an order of five ends."""
    return [*([place] for place in rng.integers(0, 3, 5).tolist()), rng.permutation(5).tolist()]


def sealed(rng):
    return {part: str(rng.choice(choices)) for part, choices in criteria.PARTS.items()}


def levels(rng):
    """Return marks of an essay."""
    lines = kinds.holding("marks").lines
    return dict(zip(lines, rng.integers(0, 4, len(lines)).tolist(), strict=True))


def tried(rng):
    """How the tasks of exercise 04 stand with a learner: each ended in one of all ways."""
    tasks = public.exercises()["04"].tasks.values()
    ends = [Outcome("right"), Outcome("stopped"), Outcome("mistake", 1), Outcome("unused")]
    ends += [Outcome("other", answer=(value,)) for value in (0.18, -4.25)]
    return [
        outcomes.pack(task, int(rng.integers(1, 9)), ends[rng.integers(0, len(ends))])
        for task in tasks
    ]


def mixed(size=25):
    """The chat of a class that hands in everything: all differ, and some slip."""
    rng, lists = np.random.default_rng(20170417), kinds.lists()

    def sorted_at_random(own):
        names = own["things"], own["choices"]
        return dict(zip(names[0], rng.choice(names[1], len(names[0])).tolist(), strict=True))

    def chosen(kind):
        return sorted_at_random(lists[kind])

    lines = []
    for learner in range(size):
        figures = rng.integers(1, 101, len(lists["likelihoods"]["hypotheses"])) / 100
        column = dict(zip(lists["likelihoods"]["hypotheses"], figures.tolist(), strict=True))
        finding = str(rng.choice(lists["likelihoods"]["findings"][:3]))
        codes = [
            code(learner, rng.integers(1, 101, 8).tolist()),
            packed("codes", learner, codes=chosen("codes")),
            drawn("obama", learner, float(rng.integers(-10, 11))),
            *(
                packed("claims", learner, deck=deck["id"], chosen=sorted_at_random(deck))
                for deck in lists["claims"]["decks"]
            ),
            packed("forecasts", learner, bands=chosen("forecasts")),
            packed("likelihoods", learner, likelihoods={finding: column}),
            packed("predictions", learner, lesson="00", places=guessed(rng)),
            packed("criteria", learner, chosen_criteria=sealed(rng)),
            packed("tasks", learner, lesson="04", places=tried(rng)),
            packed("marks", learner, lesson="04", author=f"{learner // 2:08x}", marks=levels(rng)),
        ]
        lines += [f"Learner {'ABCDE'[learner % 5]}{learner // 5 * 'x'}: {one}" for one in codes]
    return "\n".join([*lines, lines[0], f"Zoe: {codes[0][:20]}", "Yan: RC0-ABCDE"])


# --------------------------------------------------------------------------- the widget in Python


def test_the_record_stands_beside_predictions_once_the_learner_has_committed_own(my_work):
    places = guessed(np.random.default_rng(1))
    text = packed("predictions", 1, lesson="00", places=places)
    pool = ClassPool()
    pool.answer = {"text": text}
    (predicted,) = pool.predicted
    assert predicted["lesson"] == "00" and len(predicted["questions"]) == len(places)
    assert not any(one["record"] or one["right"] for one in predicted["questions"])
    answers.save("00", predictions={"guesses": {}, "locked_at": "2026-11-22T10:00:00+00:00"})
    pool.answer = {"text": text + " "}
    (predicted,) = pool.predicted
    assert all(one["record"] for one in predicted["questions"])
    names = [[one["names"][place] for place in one["right"]] for one in predicted["questions"]]
    record = [one.answer().right for one in predictions.questions("00")]
    assert names[:-1] == [[right.name] for right in record[:-1]] and names[-1] == []
    pool.answer = {"text": "Good morning!"}
    assert pool.predicted == []


def test_the_widget_starts_empty_and_shows_a_table_without_a_browser(my_work):
    pool = ClassPool()
    assert repr(pool) == "ClassPool(lesson 07)" and pool.result == {} and not my_work.exists()
    bundle, _ = pool._repr_mimebundle_()
    assert (
        "No weights have been read yet." in bundle["text/plain"]
        and "run this cell" in bundle["text/html"]
    )


def test_a_text_is_read_kept_and_restored(my_work):
    pool = ClassPool()
    pool.answer = {"text": chat(STRUCTURE, LEADERS, STRUCTURE)}
    assert pool.result == class_result(pool.answer["text"])
    assert answers.restore("07") == {"class": pool.answer}
    again = ClassPool()
    assert again.answer == pool.answer and again.result == pool.result
    assert list(again.table().columns) == ["obstacle", "lowest", "median", "highest", "class"]
    assert again.table()["median"].tolist() == [
        round(group["median"], 3) for group in pool.result["groups"]
    ]
    again.answer = {"text": "  "}
    assert again.result == {}


def test_two_learners_have_a_table_without_a_class_weight(my_work):
    pool = ClassPool()
    pool.answer = {"text": chat(STRUCTURE, LEADERS)}
    assert list(pool.table().columns) == ["obstacle", "lowest", "median", "highest"]


def test_codes_of_events_stand_in_the_result_and_lines_bring_the_record_of_their_term(my_work):
    pool = ClassPool()
    assert not any(line["record"] for line in pool.lines)
    pool.answer = {"text": f"Ann: {drawn('obama')}\nBo: {CODED[0]}\nCy: {CODED[1]}"}
    assert pool.result["coders"]["coders"] == "2 learners" and pool.result["learners"] == 0
    told = {line["id"]: line for line in pool.lines if line["record"]}
    assert list(told) == ["obama"]
    assert told["obama"]["record"] == DrawTrajectory("04", "obama").record
    assert told["obama"]["windows"] == DrawTrajectory("04", "obama").windows
    assert "No weights" in str(pool.table())


def test_an_outcome_is_told_once_its_question_was_revealed(my_work):
    outcomes = data.load("forecast_questions").set_index("question_id")["outcome"]

    def told():
        things = ClassPool().about["forecasts"]["things"]
        return {thing["id"]: thing["outcome"] for thing in things if thing["outcome"]}

    assert told() == {}
    answers.save("08", reveal={"remembered": {}, "revealed": ["Q02", "Q13", 5]})
    assert told() == outcomes[["Q02", "Q13"]].to_dict()


def test_nothing_of_the_kits_coding_of_events_is_told(my_work):
    sent = str(ClassPool().about["codes"])
    rows = data.load("events").set_index("event_id").loc[list(codebook.events())]
    assert all(summary in sent for summary in rows["summary"])
    assert not any(title in sent for title in rows["title"])


@pytest.mark.parametrize("kept", [{}, {"text": None}, {"text": 5}, {"other": "x"}])
def test_a_kept_answer_of_another_shape_is_no_text(my_work, kept):
    answers.save("07", **{"class": kept})
    assert ClassPool().result == {}


def test_every_text_is_answered_even_if_the_result_is_the_same(my_work):
    pool = ClassPool()
    before = pool.read
    pool.answer = {"text": "good morning"}
    pool.answer = {"text": "good evening"}
    assert pool.read == before + 2


# ------------------------------------------------------------------------ the widget in a browser

SENT = "() => window.sent.length"


def reply(page):
    """Do what Python does with the last text that the page sent."""
    text = page.evaluate("() => window.sent.at(-1).answer.text")
    result = class_result(text) if text.strip() else {}
    page.evaluate(
        """([result, read]) => {
        window.model.set('result', result); window.model.set('read', read); }""",
        [result, page.evaluate(SENT)],
    )
    page.evaluate("() => { window.dirty = {}; }")
    return result


@pytest.fixture
def page(my_work, mount):
    return mount(ClassPool())


@pytest.mark.browser
def test_pasting_and_the_button_send_the_text_once(page):
    text = chat(STRUCTURE, LEADERS, STRUCTURE)
    page.get_by_label("Paste the whole class chat").fill(text)
    page.get_by_role("button", name="Read the codes").click()
    assert page.evaluate("() => window.sent") == [{"answer": {"text": text}}]
    assert page.locator(".says").inner_text() == "Read: weights of 3 learners."
    assert page.locator("svg").count() == 0
    reply(page)
    assert page.locator("svg").count() == 3
    page.get_by_role("button", name="Read the codes").click()
    page.wait_for_timeout(1000)
    assert page.evaluate(SENT) == 1
    assert page.locator(".says").inner_text() == "Read: weights of 3 learners."


@pytest.mark.browser
def test_typing_alone_is_sent_at_rest(page):
    page.get_by_label("Paste the whole class chat").focus()
    page.keyboard.insert_text(chat(STRUCTURE))
    page.keyboard.type("ab")
    assert page.evaluate(SENT) == 0
    page.wait_for_function("() => window.sent.length === 1")
    assert page.evaluate("() => window.sent[0].answer.text").endswith("ab")


@pytest.mark.browser
def test_the_picture_and_python_agree(page):
    page.get_by_role("button", name="Use the sample class (invented)").click()
    result = reply(page)
    pictures = page.locator("svg")
    assert pictures.count() == 3
    dots = pictures.nth(0)
    # Neither colour nor shape tells of camps before the question on them is opened.
    assert dots.locator("circle.rk-mark").count() == dots.locator(".rk-mark").count() == 24 * 8
    assert [
        words for words in dots.locator("text").all_text_contents() if words.startswith("median")
    ] == [f"median {group['median']:.2f}".replace("0.", ".") for group in result["groups"]]
    # Only the dots are shown until a question is asked.
    for question, sentence in (
        ("How far do you agree?", result["agreement"]["sentence"]),
        ("Are there camps?", result["camps"]["found"]["sentence"]),
        ("Who carries the heaviest burden?", result["burden"]["sentence"]),
    ):
        assert sentence not in page.locator("main").inner_text()
        page.get_by_text(question).click()
        assert sentence in page.locator("main").inner_text()
    assert dots.locator(".rk-mark").count() == 24 * 8 + 3
    columns = pictures.nth(1).locator("text").all_text_contents()
    assert {
        f"{'ABC'[camp]}: {size} learners"
        for camp, size in enumerate(result["camps"]["found"]["sizes"])
    } | {"All 24 together", "nobody's view"} <= set(columns)
    bars = pictures.nth(2).locator("rect")
    assert bars.count() == 49
    widths = bars.evaluate_all("bars => bars.map(bar => +bar.getAttribute('width'))")
    np.testing.assert_allclose(
        np.reshape(widths, (7, 7)) / np.sum(widths[:7]), result["burden"]["ranks"], atol=1e-3
    )
    page.get_by_text("The weights as a table").click()
    assert page.locator("tbody tr").count() == 8 and page.locator("thead th").count() == 8


@pytest.mark.browser
def test_marks_lie_at_their_weights_and_the_same_each_time(page):
    page.get_by_role("button", name="Use the sample class (invented)").click()
    result = reply(page)
    read = "marks => marks.map(mark => [+mark.getAttribute('cx'), +mark.getAttribute('cy')])"
    asked = page.get_by_text("Are there camps?")
    asked.click()
    page.locator("svg").first.locator("path.rk-mark").first.wait_for()
    first = page.locator("svg").first.locator("circle").evaluate_all(read)
    own = [
        row
        for row, label in zip(result["weights"], result["camps"]["found"]["labels"], strict=True)
        if label == 0
    ]
    xs = np.array(first)[1:, 0].reshape(8, len(own))
    np.testing.assert_allclose(np.corrcoef(xs.ravel(), np.array(own).T.ravel())[0, 1], 1, atol=1e-9)
    page.evaluate("() => window.model.set('read', 99)")
    asked.click()
    page.locator("svg").first.locator("path.rk-mark").first.wait_for()
    assert page.locator("svg").first.locator("circle").evaluate_all(read) == first


@pytest.mark.browser
@pytest.mark.parametrize("width, dark", [(360, False), (390, True), (1366, False)])
def test_a_class_that_hands_in_everything_is_shown_clear_and_accessible(
    my_work, mount, width, dark
):
    answers.save("07", **{"class": {"text": mixed()}})
    page = mount(ClassPool(), width=width, dark=dark)
    titles = page.locator("h4").all_inner_texts()
    assert len(titles) == 11 and page.locator(".learner").count() == 25
    answered = page.locator(".stops li").count()
    assert answered > 6 and page.locator("li").count() == 3 + answered
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    opened = "(all) => all.forEach((each) => { each.open = true; })"
    page.locator("details").evaluate_all(opened)
    root = page.locator("main > section")
    texts = [*root.evaluate(boxes.DRAWN), *root.evaluate(boxes.WRITTEN)]
    assert len(texts) > 300 and faults(texts) == set()
    assert violations(page, "main") == []


def faults(texts):
    """As boxes.faults, piece by piece: a page of a class is long, and only neighbours can meet."""
    texts = sorted(texts, key=lambda text: min(y for _, y in text["corners"]))
    return {
        fault for at in range(0, len(texts), 60) for fault in boxes.faults(texts[at : at + 120])
    }


@pytest.mark.browser
def test_the_sample_is_offered_only_where_obstacles_are_weighed(mount):
    for lesson, offered in (("01", 0), ("05", 0), ("06", 1), ("07", 1)):
        page = mount(ClassPool(lesson))
        page.get_by_role("button", name="Read the codes").wait_for()
        assert page.get_by_role("button", name="Use the sample class").count() == offered, lesson


@pytest.mark.browser
def test_the_sample_does_not_eat_your_own_text(page):
    box, text = page.get_by_label("Paste the whole class chat"), chat(STRUCTURE)
    box.fill(text)
    page.get_by_role("button", name="Use the sample class (invented)").click()
    assert box.input_value() == sample_text()
    page.get_by_role("button", name="Back to your own text").click()
    assert box.input_value() == text
    box.fill("")
    page.get_by_role("button", name="Use the sample class (invented)").click()
    page.get_by_role("button", name="Empty the box").click()
    assert box.input_value() == ""
    reply(page)
    assert (
        page.locator(".says").inner_text() == "The box is empty."
        and page.locator("svg").count() == 0
    )


@pytest.mark.browser
def test_by_keyboard_alone(page):
    page.evaluate(
        """() => { window.heard = 0;
        const hear = ({key}) => { if (key !== 'Tab') window.heard++; };
        document.addEventListener('keydown', hear); }"""
    )
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Ana: " + code(1, STRUCTURE))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    result = reply(page)
    # The part of the weights can be folded away; then come its questions, and in the second of them
    # the choice.
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.tagName") == "SELECT"
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(
        1000
    )  # longer than the rest after which typing alone is read: that must not speak over it
    assert page.locator(".says").inner_text() == result["camps"]["2"]["sentence"]
    assert page.evaluate("() => document.activeElement.value") == "2"
    assert "C: " not in page.locator("svg").nth(1).text_content()
    assert page.evaluate("() => window.heard") == 0


@pytest.mark.browser
def test_broken_codes_and_few_learners_are_shown(page):
    page.get_by_label("Paste the whole class chat").fill(
        chat(STRUCTURE, LEADERS) + "\n" + code(3, LEADERS)[:20]
    )
    page.get_by_role("button", name="Read the codes").click()
    reply(page)
    assert "cut short" in page.locator("li").inner_text()
    assert page.locator("svg").count() == 1 and page.locator("svg .rk-mark").count() == 16
    assert "need at least 3 learners" in page.locator("main").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("dark, width", [(False, 1000), (True, 700)])
def test_a_restored_class_is_drawn_at_once_and_fits(my_work, mount, dark, width):
    answers.save("07", **{"class": {"text": sample_text()}})
    page = mount(ClassPool(), dark=dark, width=width)
    assert page.get_by_label("Paste the whole class chat").input_value() == sample_text()
    assert (
        page.locator("svg").count() == 3
        and "weights of 24 learners." in page.locator(".says").inner_text()
    )
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
