import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/document/index";
import { rowsOf, told } from "../src/document/state";
import { states } from "./known";
import { isHidden, Page } from "./page";

const { cards, choices, accounts } = states.document;
const locked = states.document_locked;
const open = (state = states.document, answer = state.answer) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};

test("passages stand in their order under their accounts, each with its source", () => {
  const { view } = open();
  assert.deepEqual(view.texts("h4"), Object.values(accounts));
  const said = view.texts(".passage p");
  cards.forEach(({ passage }, i) => assert.ok(said[i].startsWith(`${i + 1}. ${passage}`)));
  const links = view.all("a").map((link) => link.getAttribute("href"));
  assert.deepEqual(
    links,
    cards.map(({ url }) => url),
  );
});

test("a code is said with its passage, and an early lock says what is open", () => {
  const { page, view } = open();
  view.put(view.all<HTMLSelectElement>("select")[3], "020");
  const words = choices.find(({ code }) => code === "020")?.words;
  assert.equal(view.says, `Passage 4: ${words}. 1 of 9 coded.`);
  view.press("Lock my codes");
  assert.equal(
    view.says,
    "Code every passage before you lock. Still open: 1, 2, 3, 5, 6, 7, 8, 9.",
  );
  assert.deepEqual(page.get("answer").codes, { [cards[3].id]: "020" });
});

test("rows hold each passage once, the call once, and every act once", () => {
  const rows = rowsOf(locked);
  const [passages, acts] = [rows.filter(({ said }) => said), rows.filter(({ said }) => !said)];
  assert.equal(
    passages.reduce((sum, { kit }) => sum + kit.length, 0),
    cards.length,
  );
  assert.equal(
    acts.reduce((sum, { kit }) => sum + kit.length, 0),
    locked.acts.length + 1,
  );
});

test("a row says its mean, and one act alone its score", () => {
  const row = { name: "Deeds", kit: [8, -4, 2], yours: [], said: false };
  assert.equal(told(row), "Deeds: 3 acts, mean +2.0, from −4.0 to +8.0.");
  assert.equal(told({ ...row, kit: [1] }), "Deeds: +1.0.");
  assert.equal(
    told({ ...row, yours: [-2, -2], kit: [3, -2], said: true }),
    "Deeds: mean −2.0 by your codes, +0.5 by the kit's.",
  );
});

test("what Python reveals comes to every view, with the picture and both codings", () => {
  const { page, view } = open(states.document, locked.answer);
  assert.ok(view.all<HTMLSelectElement>("select").every(({ disabled }) => disabled));
  page.python("acts", locked.acts);
  page.python("call", locked.call);
  page.python("shown", locked.shown);
  assert.equal(view.all("circle.kit").length, cards.length + 1); // One stands in the key.
  assert.equal(view.all("circle.done").length, locked.acts.length + 2);
  assert.equal(view.all("select").length, 0);
  assert.ok(isHidden(view.one("button")));
  assert.equal(view.texts(".told li").length, 6);
});
