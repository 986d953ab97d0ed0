import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/find/index";
import { daysOf, factsOf, searchOf, type FindTraits, type Row } from "../src/find/state";
import { inWords, WordIndex } from "../src/kit/find";
import { states } from "./known";
import { isHidden, Page, type View } from "./page";

const act = (id: string, title: string, more: Partial<Record<number, unknown>> = {}): Row => {
  const row = [id, "2007-02-10", "", title, "RUS", "L1", -2, "", "", "", "", [0]];
  return row.map((cell, i) => more[i] ?? cell) as unknown as Row;
};
const EVENTS: readonly Row[] = [
  act("1999-03-kosovo", "Air strikes begin", { 1: "1999-03-24", 4: "USA", 8: "Over Kosovo." }),
  act("2007-02-munich", "Putin in Munich accuses", { 7: "Munich, Germany", 9: "A close case." }),
  act("2008-08-georgia", "War in Georgia", { 1: "2008-08-07", 2: "2008-08-12", 4: "other" }),
];
const context = EVENTS.map((each, i) => (i === 2 ? with_(each, 6, null) : each));
const STATE: FindTraits = { ...states.find, events: context, sources: [["TASS", "https://x.y"]] };

function with_(row: Row, place: number, value: unknown): Row {
  return row.map((cell, i) => (i === place ? value : cell)) as unknown as Row;
}

const open = (answer: FindTraits["answer"] = {}, state = STATE) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};
const ids = (view: View) => view.texts("li code");
const frame = () => new Promise((done) => setTimeout(done, 5));
const search = async (view: View, words: string) => {
  view.put(view.one("input[type=text]"), words);
  await frame();
};
const many = (count: number) => Array.from({ length: count }, (_, i) => act(`2007-01-${i}`, "A"));

test("a word is found where it begins one, whatever its accents and capitals", () => {
  const index = new WordIndex(
    ["Réset of US policy", "Russia's war", "Toward a US-Russian pact"],
    String,
  );
  const found = (query: string) => index.find(query).map((text) => text.split(" ")[0]);
  assert.deepEqual(found("us"), ["Réset", "Toward"]);
  assert.deepEqual(found("WAR"), ["Russia's"]);
  assert.deepEqual(found("russ"), ["Russia's", "Toward"]);
  assert.deepEqual(found("reset policy"), ["Réset"]);
  assert.deepEqual(found("pact réset"), []);
  assert.equal(found(" -- ").length, 3);
  assert.deepEqual(inWords("NATO's ½, 2009-02"), ["nato", "s", "½", "2009", "02"]);
});

test("words stand in title, summary, place, day and id, and every one of them must be found", async () => {
  const { view } = open();
  for (const [words, ...found] of [
    ["accuses", "2007-02-munich"],
    ["kosovo", "1999-03-kosovo"],
    ["germany putin", "2007-02-munich"],
    ["10 february 2007", "2007-02-munich"],
    ["2008-08-georgia", "2008-08-georgia"],
    ["august georgia zebra"],
  ]) {
    await search(view, words);
    assert.deepEqual(ids(view), found, words);
  }
});

test("the sentence counts what fits, scored and context apart, and says what to do about none", async () => {
  const { view } = open();
  assert.equal(view.says, "3 events of 3 fit (2 scored, 1 context).");
  await search(view, "munich");
  assert.equal(view.says, "1 event of 3 fits (1 scored, 0 context).");
  await search(view, "zebra");
  assert.equal(view.says, "No event fits: take a word out, or choose less.");
});

test("capital, years, class, score and summary narrow the search together", async () => {
  const { view, page } = open();
  const selects = () => view.all<HTMLSelectElement>("select");
  const choose = async (place: number, value: string) => {
    view.put(selects()[place], value);
    await frame();
    return ids(view).map((id) => id.slice(0, 4));
  };
  assert.deepEqual(await choose(0, "RUS"), ["2007"]);
  assert.deepEqual(await choose(0, "all"), ["1999", "2007", "2008"]);
  assert.deepEqual(await choose(1, "2008"), ["2008"]);
  assert.deepEqual(await choose(2, "2000"), ["2007", "2008"], "two years in the other order");
  assert.deepEqual(await choose(1, "1999"), ["1999"]);
  assert.deepEqual(await choose(2, "2007"), ["1999", "2007"]);
  assert.deepEqual(await choose(2, "2026"), ["1999", "2007", "2008"]);
  assert.deepEqual(await choose(4, "context"), ["2008"]);
  assert.deepEqual(await choose(3, "none"), []);
  view.press("Start again");
  await frame();
  assert.equal(ids(view).length, 3);
  view.check(view.one("input[type=checkbox]"));
  await frame();
  assert.deepEqual(ids(view), ["1999-03-kosovo"]);
  assert.equal((page.get("answer") as { told: boolean }).told, true);
});

test("the choices are said in words, and the years are those of the record", () => {
  const { view } = open();
  const [by, first, last] = view.all<HTMLSelectElement>("select");
  const said = (select: HTMLSelectElement) =>
    [...select.options].map(({ textContent }) => textContent);
  assert.deepEqual(said(by), ["anybody", "Washington", "Moscow", "both capitals", "others"]);
  const years = said(first).map(Number);
  assert.deepEqual([years[0], years.at(-1)], STATE.years);
  assert.ok(years.every((year, i) => year === years[0] + i));
  assert.deepEqual(said(last).map(Number), years);
});

test("an event is shown with its days, whose it is, class, score, place, who denies it and sources", () => {
  const denied = act("x", "y", { 7: "Minsk, Belarus", 10: "RUS" });
  assert.deepEqual(factsOf(denied, STATE), [
    "Moscow",
    STATE.classes.L1,
    "score −2.0",
    "Minsk, Belarus",
    "denied by Moscow",
  ]);
  assert.deepEqual(factsOf(with_(context[2], 5, ""), STATE), ["others", "context, no score"]);
  assert.match(daysOf(EVENTS[2]), /^7\s?–\s?12 August 2008$/u);
  assert.equal(daysOf(EVENTS[1]), "10 February 2007");
  const { view } = open();
  const [link] = view.all<HTMLAnchorElement>("li a");
  assert.deepEqual([link.textContent, link.getAttribute("href")], ["source: TASS", "https://x.y"]);
  assert.deepEqual(view.texts("details p"), ["A close case."]);
});

test("fifty are shown at a time, and the hand goes on at the first that is new", () => {
  const { view } = open({}, { ...STATE, events: many(120) });
  assert.equal(ids(view).length, 50);
  assert.match(view.says, /The first 50 are shown\.$/);
  view.press("Show more");
  assert.match(view.says, /The first 100 are shown\.$/);
  assert.equal(document.activeElement, view.all("li button")[50]);
  view.press("Show more");
  assert.equal(ids(view).length, 120);
  assert.equal(view.says, "120 events of 120 fit (120 scored, 0 context).");
  const more = view.all("button").find(({ textContent }) => textContent === "Show more");
  assert.ok(more && isHidden(more));
});

test("a new search begins at the first fifty again", async () => {
  const { view } = open({}, { ...STATE, events: many(120) });
  view.press("Show more");
  await search(view, "a");
  assert.equal(ids(view).length, 50);
});

test("an id is copied, and the button says so until another is", async (t) => {
  const copied: string[] = [];
  const clipboard = { writeText: (text: string) => Promise.resolve(void copied.push(text)) };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  t.after(() => Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true }));
  const { view } = open();
  const buttons = view.all<HTMLButtonElement>("li button");
  for (const place of [0, 1]) {
    buttons[place].click();
    await frame();
  }
  assert.deepEqual(copied, ["1999-03-kosovo", "2007-02-munich"]);
  assert.deepEqual(
    buttons.map(({ textContent }) => textContent),
    ["Copy", "Copied", "Copy"],
  );
  assert.equal(view.text(".unseen.says"), "Copied: 2007-02-munich.");
  const about = buttons[1].getAttribute("aria-describedby");
  assert.equal(view.one(`[id="${about}"]`).textContent, "2007-02-munich");
});

test("where no page may copy, the id is selected and the sentence says which keys to press", () => {
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  const { view } = open();
  view.all<HTMLButtonElement>("li button")[1].click();
  assert.equal(String(document.getSelection()), "2007-02-munich");
  assert.match(
    view.text(".unseen.says"),
    /^This page may not copy\. It is selected: press Ctrl\+C/,
  );
});

test("of a search of another edition, what is known is looked for", () => {
  const answer = {
    words: 7,
    by: "FRA",
    years: [1812, 2007, 3],
    class_id: "Z9",
    what: "x",
    told: 1,
  };
  assert.deepEqual(searchOf({ ...STATE, answer }), {
    ...{ words: "", by: "all", years: [STATE.years[0], 2007] },
    ...{ class_id: "all", what: "all", told: false },
  });
  const one = { ...STATE, answer: { years: [STATE.years[0], STATE.years[0]] } };
  assert.deepEqual(searchOf(one).years, [STATE.years[0], STATE.years[0]]);
});
