import assert from "node:assert/strict";
import { test } from "node:test";
import { noReply } from "../src/kit/words";
import widget from "../src/code/index";
import { states } from "./known";
import { isHidden, Page } from "./page";

const { cards, choices } = states.code;
const locked = states.code_locked;
const open = (state = states.code, answer = state.answer) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};

test("events stand in their order with day, title and summary, as the kit's coder had them", () => {
  const { view } = open();
  assert.deepEqual(
    view.texts("h4"),
    cards.map(({ date, title }, i) => `${i + 1}. ${date}: ${title}`),
  );
  assert.deepEqual(
    view.texts(".event p"),
    cards.map(({ summary }) => summary),
  );
  assert.deepEqual(
    view.texts(".book dt"),
    choices.map(({ words }) => words),
  );
  assert.deepEqual(
    view.texts(".book dd"),
    choices.map(({ rule }) => rule),
  );
});

test("a code is said with its event and can be taken away", () => {
  const { page, view } = open();
  const third = view.all<HTMLSelectElement>("select")[2];
  view.put(third, "163");
  const words = choices.find(({ code }) => code === "163")?.words;
  assert.equal(view.says, `Event 3, ${cards[2].date}: ${words}. 1 of 12 coded.`);
  assert.deepEqual(page.get("answer"), { codes: { [cards[2].id]: "163" }, locked_at: null });
  view.put(third, "");
  assert.equal(view.says, `Event 3, ${cards[2].date}: no code. 0 of 12 coded.`);
  assert.deepEqual(page.get("answer").codes, {});
});

test("a lock with open events says which and asks for nothing", () => {
  const codes = Object.fromEntries(cards.slice(2, 11).map(({ id }) => [id, "111"]));
  const { page, view } = open(states.code, { codes, locked_at: null });
  view.press("Lock my codes");
  assert.equal(view.says, "Code every event before you lock. Still open: 1, 2, 12.");
  assert.equal(page.sent.length, 0);
});

test("a lock is asked of Python, and its silence is told", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const codes = Object.fromEntries(cards.map(({ id }) => [id, "111"]));
  const { page, view } = open(states.code, { codes, locked_at: null });
  view.press("Lock my codes");
  assert.deepEqual(page.sent, [{ locking: true }]);
  t.mock.timers.tick(7999);
  assert.equal(view.says, "Locking.");
  t.mock.timers.tick(1);
  assert.equal(view.says, noReply());
});

test("after the lock each event has three codings and the reason", () => {
  const { view } = open(locked);
  locked.shown.forEach((one, i) => {
    assert.equal(view.texts("h4")[i], `${i + 1}. ${cards[i].date}: ${cards[i].title}`);
    const same = one.same ? "✓ same code" : "≠ another code";
    const said = [...view.all(".chosen")[i].querySelectorAll("dd")].map((dd) => dd.textContent);
    assert.deepEqual(said, [same, one.yours, one.kit, one.first, one.reason]);
  });
  assert.ok(isHidden(view.one("button")));
  const same = locked.shown.filter((one) => one.yours === one.kit).length;
  assert.equal(view.text("h3"), `Locked: ${same} of 12 codes are the kit's.`);
  assert.ok(same > 0 && same < 12);
});

test("the agreement is told row by row, with none where there is no figure", () => {
  const agreed = [
    { coders: "you and the kit", share: 0.125, codes: -0.3108, scores: null, scored: 9 },
    { coders: "the kit with itself", share: 1, codes: 0.5, scores: 0.0132, scored: 10 },
  ];
  const { view } = open({ ...locked, agreed });
  const rows = view.all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(rows, [
    ["you and the kit", "0.12", "−0.31", "none", "9"],
    ["the kit with itself", "1.00", "0.50", "0.01", "10"],
  ]);
  const head = ["Coders", "Share equal", "Alpha, codes", "Alpha, scores", "Events scored by both"];
  assert.deepEqual(view.texts("thead th"), head);
});

test("what Python reveals comes to every view", () => {
  const { page, view } = open(states.code, locked.answer);
  assert.ok(view.all<HTMLSelectElement>("select").every(({ disabled }) => disabled));
  page.python("agreed", locked.agreed);
  page.python("shown", locked.shown);
  assert.equal(view.texts("h4")[0], `1. ${cards[0].date}: ${cards[0].title}`);
  assert.equal(view.one<HTMLDetailsElement>(".book").open, false);
  assert.equal(view.all("select").length, 0);
});

test("a lock that Python refused is not waited for", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const codes = Object.fromEntries(cards.map(({ id }) => [id, "111"]));
  const { page, view } = open(states.code, { codes, locked_at: null });
  view.press("Lock my codes");
  page.python("notice", "The disk is full. What you did here is not kept.");
  page.python("locking", false);
  t.mock.timers.tick(10_000);
  assert.equal(view.says, "");
  assert.equal(
    view.text(".notice:not(.conflict)"),
    "The disk is full. What you did here is not kept.",
  );
  assert.ok(
    view
      .all<HTMLButtonElement>("button")
      .some((b) => b.textContent?.startsWith("Lock") && !isHidden(b)),
  );
});

test("a lock with open events leads to the first of them", () => {
  const { view } = open(states.code, { codes: { [cards[0].id]: "111" }, locked_at: null });
  view.press("Lock my codes");
  assert.ok(document.activeElement === view.all("select")[1]);
});

test("what is revealed is announced by its heading, and Python's silence is not told", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, view } = open(states.code, { ...locked.answer, locked_at: null });
  assert.equal(view.one<HTMLDetailsElement>(".book").open, true);
  assert.ok(!isHidden(view.one("button")));
  view.press("Lock my codes");
  page.python("answer", locked.answer);
  page.python("locking", false);
  assert.ok(isHidden(view.one("button")));
  page.python("shown", locked.shown);
  assert.equal(view.says, "");
  assert.ok(document.activeElement === view.one("h3"));
  t.mock.timers.tick(8000);
  assert.equal(view.says, "");
});

test("a select that is used stays the same element", () => {
  const { view } = open();
  const pick = view.all<HTMLSelectElement>("select")[5];
  view.put(pick, "111");
  assert.ok(view.all<HTMLSelectElement>("select")[5] === pick);
  assert.equal(pick.disabled, false);
  assert.deepEqual(
    view.texts("label"),
    cards.map((_, i) => `Code of event ${i + 1}`),
  );
});
