import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/sort/index";
import { numbersIn, read, unready } from "../src/sort/state";
import { states } from "./known";
import { isHidden, Page } from "./page";

const { cards, choices } = states.sort;
const names = Object.keys(choices);
const [one, two] = names;
const all = Object.fromEntries(cards.map(({ id }) => [id, one]));
const open = (chosen = {}, shown = false, kit = {}, state = states.sort) => {
  const page = new Page(widget, { ...state, kit }, { chosen, shown });
  return { page, view: page.open() };
};
const lock = "Lock mine and show the kit's";

for (const [deck, state] of [
  ["claims", states.sort],
  ["desk", states.sort_desk],
] as const)
  test(`${deck}: cards lie in their order, trays say what they mean, and each card takes each`, () => {
    const { view } = open({}, false, {}, state);
    assert.deepEqual(
      view.texts("legend"),
      state.cards.map(({ text }) => text),
    );
    assert.deepEqual(view.texts(".trays b"), Object.keys(state.choices));
    assert.deepEqual(view.texts(".trays .meaning"), Object.values(state.choices));
    assert.equal(view.says, `0 of ${state.cards.length} sorted.`);
    const each = state.cards.length * Object.keys(state.choices).length;
    assert.equal(view.all("input[type=radio]").length, each);
    assert.equal(view.text("h3"), state.words.title);
  });

test("a card has its place and its quotation, and leads to where it can be read", () => {
  const [card] = states.sort_desk.cards;
  const { view } = open(
    {},
    false,
    {},
    {
      ...states.sort_desk,
      cards: [{ ...card, quote: "so it is" }],
    },
  );
  assert.equal(view.text(".about"), `1. ${card.about}`);
  assert.equal(view.text("blockquote"), "so it is");
  const links = view.all<HTMLAnchorElement>("a");
  assert.deepEqual(
    links.map((link) => [link.textContent, link.getAttribute("href")]),
    card.links.map(({ name, url }) => [name, url]),
  );
  const without = { ...states.sort_desk, cards: [{ ...card, quote: "", links: [] }] };
  const bare = open({}, false, {}, without).view;
  assert.equal(bare.all("blockquote, a").length, 0);
});

test("one card lies on top; one goes through them in order, or straight to any", () => {
  const { view } = open({ [cards[2].id]: two });
  const top = () => view.all(".cards > div").findIndex((card) => !isHidden(card));
  const seen = () => view.all(".cards > div").filter((card) => !isHidden(card)).length;
  assert.deepEqual([top(), seen()], [0, 1]);
  view.press("Next →");
  assert.equal(top(), 1);
  view.press("← Previous");
  assert.equal(top(), 0);
  view.press("3");
  assert.deepEqual([top(), seen()], [2, 1]);
  const steps = view.all(".steps button");
  assert.equal(
    steps.findIndex((step) => step.getAttribute("aria-current") === "step"),
    2,
  );
  assert.deepEqual(
    steps.slice(1, 3).map((step) => [step.className, step.getAttribute("aria-label")]),
    [
      ["", "Card 2: not sorted yet"],
      ["in-1", `Card 3: ${two}`],
    ],
  );
  view.press(String(cards.length));
  assert.ok(view.all<HTMLButtonElement>("button").some(({ disabled }) => disabled));
});

test("after the lock the row says where the kit sorts otherwise", () => {
  const [first, second] = cards;
  const filed = (choice: string) => ({ choice, why: "So." });
  const chosen = { [first.id]: one, [second.id]: one };
  const kit = { [first.id]: filed(one), [second.id]: filed(two) };
  const { view } = open(chosen, true, kit);
  assert.deepEqual(view.texts(".steps button").slice(0, 3), ["✓ 1", "≠ 2", "3"]);
});

test("a chosen card lies in its tray, a mind can be changed, and nothing of the kit's is said", () => {
  const { page, view } = open();
  const picks = view.all("input[type=radio]");
  view.check(picks[0]);
  assert.equal(view.says, `1 of ${cards.length} sorted.`);
  assert.deepEqual(view.texts(".lying").slice(0, 2), ["Cards: 1", ""]);
  view.check(picks[1]);
  assert.deepEqual(view.texts(".lying").slice(0, 2), ["", "Cards: 1"]);
  assert.deepEqual(page.get("answer"), { chosen: { [cards[0].id]: two }, shown: false });
  assert.ok(view.all(".verdict").every(isHidden));
});

test("the lock waits until every card is sorted, and then asks Python", () => {
  const [first, ...rest] = cards;
  const some = Object.fromEntries(rest.map(({ id }) => [id, one]));
  const { page, view } = open(some);
  view.press(lock);
  assert.equal(view.says, "1 card is not sorted yet: sort it first.");
  assert.equal(page.get("locking"), false);
  assert.equal(
    unready({ chosen: {}, shown: false }, cards),
    `${cards.length} cards are not sorted yet: sort them first.`,
  );
  page.python("answer", { chosen: { ...some, [first.id]: one }, shown: false });
  view.press(lock);
  assert.equal(page.get("locking"), true);
});

test("after the lock every card has its reason, agreed or not, and stays as it was", () => {
  const kit = Object.fromEntries(
    cards.map(({ id }, i) => [id, { choice: i ? two : one, why: `Because of ${i}.` }]),
  );
  const { view } = open(all, true, kit);
  assert.equal(
    view.says,
    `You and the kit agree on 1 of ${cards.length}. Both sortings are judgements.`,
  );
  const said = view.texts(".verdict");
  assert.equal(said[0], `✓ The kit says ${one} too. Because of 0.`);
  assert.equal(said[1], `≠ You say ${one}, the kit says ${two}. Because of 1.`);
  assert.deepEqual(
    view.all(".verdict").map((each) => each.classList.contains("same")),
    cards.map((_, i) => i === 0),
  );
  assert.ok(view.all("input[type=radio]").every(({ disabled }) => disabled));
  assert.throws(() => {
    view.press(lock);
  });
});

test("what was asked for after a few cards is shown for these, and the rest can be sorted", () => {
  const [first] = cards;
  const { view } = open({ [first.id]: one }, true, { [first.id]: { choice: one, why: "So." } });
  const rest = `${cards.length - 1} not sorted yet. Both sortings are judgements.`;
  assert.equal(view.says, `You and the kit agree on 1 of 1; ${rest}`);
  const open_ = view.all("input[type=radio]").filter(({ disabled }) => !disabled);
  assert.equal(open_.length, (cards.length - 1) * names.length);
});

test("of a kept answer only what is a card and a choice here counts", () => {
  const kept = {
    chosen: { [cards[0].id]: "funny", C99: one, [cards[1].id]: 3 },
    shown: "y",
  };
  assert.deepEqual(read(states.sort, kept), { chosen: {}, shown: false });
  for (const chosen of [null, undefined, ["causal"], "x"])
    assert.deepEqual(read(states.sort, { chosen }), { chosen: {}, shown: false });
});

test("the numbers in a tray are the places of its cards", () => {
  const sorting = { chosen: { [cards[2].id]: one, [cards[0].id]: one }, shown: false };
  assert.deepEqual(numbersIn(sorting, cards, one), [1, 3]);
  assert.deepEqual(numbersIn(sorting, cards, two), []);
});

test("a desk that Python locked has the kit's word on all its cards", () => {
  const view = new Page(widget, states.sort_locked).open();
  assert.ok(view.texts(".verdict").every((words) => words));
  assert.equal(Object.keys(states.sort_locked.kit).length, states.sort_desk.cards.length);
  assert.deepEqual(states.sort_desk.kit, {});
});
