import assert from "node:assert/strict";
import { test } from "node:test";
import { openBelow } from "../src/kit/sections";
import widget from "../src/predict/index";
import {
  again,
  guessed,
  hindrance,
  isAnswered,
  monthsByYear,
  numberWords,
  orderWords,
  read,
  summary,
  type Answer,
  type Question,
  type Reply,
} from "../src/predict/state";
import { states } from "./known";
import { isHidden, Page, type View } from "./page";

const { predict, predict_order, predict_locked } = states;
const named = (name: string, { questions } = predict): Question => {
  const found = questions.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
};
const open = (state = predict, answer?: Answer) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};
/** A guess for every question: the first name, the first month, the lowest number. */
const all = Object.fromEntries(
  predict.questions.map(({ name, kind, choices, low }) => {
    return [name, kind === "number" ? low : choices[0]];
  }),
);

test("nothing that Python sends before the commit is what the record says", () => {
  for (const state of [predict, predict_order]) {
    assert.deepEqual(state.replies, []);
    for (const question of state.questions)
      assert.deepEqual(
        Object.keys(question).filter((key) => /answer|right|record|rule|about/.test(key)),
        [],
      );
  }
});

test("a question that is asked of several things stands once, and each thing has its control", () => {
  const { view } = open(predict_order);
  const parts = predict_order.questions.filter(({ part }) => part);
  assert.equal(view.texts(".rk-question").length, 1);
  assert.deepEqual(
    view.texts(".rk-parts legend"),
    parts.map(({ part }) => part),
  );
  assert.equal(view.says, `0 of ${predict_order.questions.length} answered.`);
});

test("a choice, a number and a month go to Python, and none of them is a commit", () => {
  const { view, page } = open();
  view.check(view.one("input[type=radio]"));
  const slider = view.one("input[type=range]");
  assert.equal(view.text(".rk-said"), "not given yet");
  assert.equal(slider.getAttribute("aria-valuetext"), "not given yet");
  view.put(slider, "35");
  view.put(view.one<HTMLSelectElement>("select"), "2008-08");
  assert.equal(view.text(".rk-said"), "35 in 100");
  assert.deepEqual(page.get("answer"), {
    guesses: { "first-deeds": "all warm", "friendly-deeds": 35, "lowest-month": "2008-08" },
    locked_at: null,
    first: null,
  });
  view.put(view.one<HTMLSelectElement>("select"), "");
  assert.equal(view.says, `2 of ${predict.questions.length} answered.`);
  assert.equal(page.get("locking"), false);
});

test("the place where an untouched slider stands can be meant, by mouse and by key", () => {
  for (const mean of [
    (view: View) => view.one("input[type=range]").click(),
    (view: View) => view.key(view.one("input[type=range]"), "Enter"),
    (view: View) => view.key(view.one("input[type=range]"), " "),
  ]) {
    const { view, page } = open();
    view.key(view.one("input[type=range]"), "Tab");
    assert.deepEqual(page.get("answer").guesses, {});
    mean(view);
    assert.deepEqual(page.get("answer").guesses, { "friendly-deeds": 50 });
  }
});

test("an order is made by pressing, one after the other, and can be started over", () => {
  const { view, page } = open(predict_order);
  const { choices } = named("ends", predict_order);
  view.press("Obama");
  view.press("Biden");
  assert.equal(view.text(".rk-order"), "1. Obama, 2. Biden");
  assert.deepEqual(page.get("answer").guesses, { ends: ["Obama", "Biden"] });
  assert.equal(view.says, "0 of 6 answered.");
  assert.ok(view.all<HTMLButtonElement>("button").some((each) => each.disabled));
  for (const name of choices) if (name !== "Obama" && name !== "Biden") view.press(name);
  assert.equal(view.says, "1 of 6 answered.");
  view.press("Start over");
  assert.deepEqual(page.get("answer").guesses, {});
  assert.equal(view.text(".rk-order"), "Press the first, then the next, and so on.");
});

test("Commit asks Python only when all is answered, and says what is left", () => {
  const { view, page } = open();
  view.press("Commit");
  assert.equal(view.says, "6 questions are not answered yet; a guess is enough.");
  assert.equal(page.get("locking"), false);
  const { view: full, page: ready } = open(predict, { guesses: all });
  full.press("Commit");
  assert.equal(ready.get("locking"), true);
  assert.equal(full.says, "Locking.");
});

test("after the commit each guess stands beside the record, with the rule", () => {
  const { view } = open(predict_locked, predict_locked.answer);
  const [year, deeds, coders] = predict_locked.replies;
  assert.ok(isHidden(view.one("input[type=range]")));
  const said = view.texts(".rk-reply");
  assert.ok(said[0].startsWith("✓ You said 1999. The record: 1999, with a mean"));
  assert.equal(said[1], `≠ You said better. The record: ${deeds.record}`);
  assert.ok(said[2].startsWith("≠ You said 90 in 100. The record: "));
  assert.deepEqual(
    view.all(".rk-mark").map((mark) => mark.getAttribute("aria-label")),
    ["The record agrees.", "The record differs.", "That is too low."],
  );
  assert.deepEqual(
    view.texts("details"),
    [year, deeds, coders].map(({ rule }) => `The rule${rule}`),
  );
  assert.equal(view.says, "The record is as you expected in 1 of 3 answers.");
});

test("replies that Python sends open the panel, and a first guess stands beside the new one", () => {
  const { view, page } = open(predict_order, { guesses: {} });
  const reply = { ...predict_locked.replies[1], name: "obama", rule: "one" };
  page.python("answer", { guesses: { obama: "worse" }, locked_at: "2026-11-22T12:00:00+00:00" });
  assert.deepEqual(view.all(".rk-reply"), []);
  page.python("replies", [
    { ...reply, first: "worse" },
    { ...reply, name: "biden", rule: "two" },
  ]);
  const [obama, biden] = view.texts(".rk-reply");
  assert.match(obama, /^≠ Obama\. You said better; the first time, worse\.$/);
  assert.match(biden, /^≠ Biden\. You said better\.$/);
  const once = `The record: ${reply.record}`;
  assert.equal(view.texts("p").filter((words) => words === once).length, 1);
  assert.equal(view.text("details"), "The rulesObama: oneBiden: two");
  assert.equal(view.text("h3 ~ div .small"), "Committed on 22 November 2026, and kept.");
});

test("who predicts again starts with nothing, and the first commit is kept in the answer", () => {
  const { view, page } = open(predict_locked, predict_locked.answer);
  const first = { guesses: predict_locked.answer.guesses, locked_at: "2026-11-22T12:00:00+00:00" };
  view.press("Predict again");
  assert.deepEqual(page.get("answer"), { guesses: {}, locked_at: null, first });
  assert.equal(view.says, "0 of 3 answered.");
  assert.deepEqual(again({ guesses: { deeds: "worse" }, lockedAt: "2027", first }), {
    ...{ guesses: {}, locked_at: null, first },
  });
});

test("of a kept answer only what answers a question here counts", () => {
  const { questions } = predict;
  const kept = {
    ...{ "first-deeds": "lukewarm", "friendly-deeds": 101, "lowest-month": "2010-01" },
    ...{ americans: "closer", russians: 3, unknown: "closer" },
  };
  assert.deepEqual(read(questions, { guesses: kept }).guesses, { americans: "closer" });
  for (const guesses of [null, "x", 7, ["all warm"]])
    assert.deepEqual(read(questions, { guesses, locked_at: 5 }), {
      ...{ guesses: {}, lockedAt: "", first: null },
    });
  const ends = { guesses: { ends: ["Obama", "Nobody"] } };
  assert.deepEqual(read(predict_order.questions, ends).guesses, {});
});

test("an order counts when it is whole, a number when it lies on its slider", () => {
  const order = named("ends", predict_order);
  const part = { guesses: { ends: order.choices.slice(1) }, lockedAt: "", first: null };
  assert.ok(!isAnswered(order, part));
  assert.ok(isAnswered(order, { ...part, guesses: { ends: order.choices } }));
  assert.equal(orderWords(order, ["Obama"]), "1. Obama");
  assert.equal(numberWords({ ...order, unit: "" }, 0.35), "0.35");
  const five = [order, order, order, order, order];
  assert.match(hindrance(five.slice(0, 1), part), /^1 question is not/);
  assert.match(hindrance(five, part), /^5 questions are not/);
  assert.equal(hindrance([], part), "");
});

test("a guess is put beside the others and taken out again", () => {
  const state = { guesses: { deeds: "better" }, lockedAt: "", first: null };
  assert.deepEqual(guessed(state, "coders", 90).guesses, { deeds: "better", coders: 90 });
  assert.deepEqual(guessed(state, "deeds", undefined).guesses, {});
});

test("the months of a pick begin and end where the question does", () => {
  const years = monthsByYear(["2001-11", "2003-02"]);
  assert.deepEqual(
    years.map(([year, months]) => [year, months.length]),
    [
      ["2001", 2],
      ["2002", 12],
      ["2003", 2],
    ],
  );
  assert.equal(years[2][1].at(-1), "2003-02");
});

test("what is neither right nor wrong is said beside its record, and is not counted", () => {
  const reply: Reply = {
    ...{ ...predict_locked.replies[1], name: "obama", verdict: "compared" },
    ...{ record: "In the directive 55 to 80 percent.", words: "Yours is lower." },
  };
  const { view, page } = open(predict_order, { guesses: {} });
  page.python("answer", { guesses: { obama: "worse" }, locked_at: "2026-11-22T12:00:00+00:00" });
  page.python("replies", [reply, { ...reply, name: "biden", record: "Not in it.", words: "" }]);
  const [known, alone] = view.texts(".rk-reply");
  assert.match(known, /^↔ Obama\. .* In the directive 55 to 80 percent\. Yours is lower\.$/);
  assert.match(alone, /^↔ Biden\. .* Not in it\.$/);
  assert.equal(view.says, "Your predictions are kept. Nothing can be said of them yet.");
});

test("the summary counts what agrees among what can be told", () => {
  const [reply] = predict_locked.replies;
  const [agrees, differs, left] = (["agrees", "differs", "open"] as const).map((verdict) => ({
    ...{ ...reply, verdict },
  }));
  assert.equal(summary([agrees]), "The record is as you expected in 1 of 1 answer.");
  assert.equal(
    summary([agrees, differs, left]),
    "The record is as you expected in 1 of 2 answers. 1 stays open.",
  );
  assert.equal(summary([left]), "Your predictions are kept. Nothing can be said of them yet.");
});

// --------------------------------------------------------------------- what is closed in a notebook

const ARROW = "jp-collapseHeadingButton";
const frame = (ms = 5) => new Promise((done) => setTimeout(done, ms));

/** A notebook: the cell of the widget, an open heading before it, and two closed ones below. */
function notebook(active = 2) {
  const book = document.body.appendChild(document.createElement("div"));
  book.className = "jp-Notebook";
  const names = ["before", "widget", "first", "second"];
  const cells = names.map((name, i) => {
    const cell = book.appendChild(document.createElement("div"));
    cell.className = `jp-Cell ${i === active ? "jp-mod-active" : ""}`;
    if (name === "widget") return cell;
    const arrow = cell.appendChild(document.createElement("button"));
    arrow.className = `${ARROW} jp-mod-collapsed`;
    arrow.onclick = () => {
      arrow.classList.remove("jp-mod-collapsed");
      opened.push(name);
    };
    return cell;
  });
  const opened: string[] = [];
  return { book, place: cells[1], opened };
}

test("a commit opens what is closed below, from the last to the first, and nothing above", async () => {
  const { book, place, opened } = notebook();
  const { view, page } = open(predict_order);
  place.append(view.el);
  page.python("answer", predict_locked.answer);
  page.python("replies", predict_locked.replies);
  await frame();
  assert.deepEqual(opened, ["second", "first"]);
  book.remove();
});

test("a heading that is drawn later is opened then, and what a reader closes again stays so", async () => {
  const { book, place, opened } = notebook();
  const { view, page } = open(predict_locked, {});
  place.append(view.el);
  page.python("answer", predict_locked.answer);
  assert.deepEqual(opened, ["second", "first"]);
  const [, first] = book.querySelectorAll<HTMLElement>(`.${ARROW}`);
  first.classList.add("jp-mod-collapsed");
  const late = book.appendChild(document.createElement("div"));
  const arrow = late.appendChild(document.createElement("button"));
  arrow.className = `${ARROW} jp-mod-collapsed`;
  arrow.onclick = () => opened.push("late");
  await frame();
  assert.deepEqual(opened, ["second", "first", "late"]);
  view.close();
  book.append(late.cloneNode(true));
  await frame();
  assert.equal(opened.length, 3);
  book.remove();
});

test("where no notebook is around, one sentence says how to open what follows", async () => {
  const { view } = open(predict_locked, predict_locked.answer);
  await frame();
  const hints = view.all("p").filter((each) => !isHidden(each));
  const byHand = "Open the sections below by the arrow beside each heading.";
  assert.ok(hints.some((each) => each.textContent === byHand));
});

test("a page that answers for the commit itself is told lesson and section, and leaves no hint", () => {
  const { book, place, opened } = notebook();
  const told: unknown[] = [];
  const hear = (event: Event) => {
    told.push((event as CustomEvent).detail);
    event.preventDefault();
  };
  document.addEventListener("resetcycle:committed", hear);
  assert.equal(
    openBelow(place, { lesson: "03", section: "predict" }, new AbortController().signal),
    true,
  );
  document.removeEventListener("resetcycle:committed", hear);
  assert.deepEqual(told, [{ lesson: "03", section: "predict" }]);
  assert.deepEqual(opened, []);
  book.remove();
});

/** Press Shift+Enter, or the button of the toolbar, and say whether Jupyter would hear it. */
function step(how: "key" | "button", target: Element): boolean {
  const { KeyboardEvent, MouseEvent } = target.ownerDocument.defaultView!;
  let isHeard = false;
  const options = { bubbles: true, key: "Enter", shiftKey: true };
  const event =
    how === "key" ? new KeyboardEvent("keydown", options) : new MouseEvent("click", options);
  target.addEventListener(event.type, () => (isHeard = true));
  target.dispatchEvent(event);
  return isHeard;
}

for (const how of ["key", "button"] as const)
  test(`who steps over a closed heading by ${how} is told to commit first`, () => {
    const { book, place } = notebook();
    const { view, page } = open(predict_order);
    place.append(view.el);
    const target = book.appendChild(document.createElement("button"));
    target.dataset.command = "notebook:run-cell-and-select-next";
    assert.equal(step(how, target), false);
    assert.match(view.says, /^Commit your guesses first.*The arrow beside a heading opens/);
    page.python("answer", predict_locked.answer);
    page.python("replies", predict_locked.replies);
    assert.equal(step(how, target), true);
    view.close();
    book.remove();
  });

test("no other step is taken from anybody: another cell, another key, another button", () => {
  for (const active of [0, 1]) {
    const { book, place } = notebook(active);
    const { view } = open(predict_order);
    place.append(view.el);
    assert.equal(step("key", book), true);
    view.close();
    book.remove();
  }
  const { book, place } = notebook();
  const { view } = open(predict_order);
  place.append(view.el);
  assert.equal(step("button", book), true);
  view.close();
  assert.equal(step("key", book), true);
  book.remove();
});
