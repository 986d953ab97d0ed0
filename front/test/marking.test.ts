import assert from "node:assert/strict";
import { test } from "node:test";
import {
  besideWords,
  hindrance,
  marked,
  pieces,
  sameWords,
  shownOf,
  stateWords,
} from "../src/marking/state";
import widget from "../src/marking/index";
import { known } from "./known";
import { Page } from "./page";

const { lines, papers } = known.states.marking;
const all = (mark: number) => Object.fromEntries(lines.map(({ name }) => [name, mark]));
const names = papers.map(({ name }) => name);
const NOON = "2026-11-22T12:00:00+00:00";

test("a mark is kept beside the others, and the essay stays in sight when it is locked", () => {
  const first = marked({ locked: {} }, "2", "claim", 3);
  const second = marked(first, "2", "writing", 0);
  assert.deepEqual(second.marks, { "2": { claim: 3, writing: 0 } });
  assert.equal(marked(second, "2", "claim", 1).marks?.["2"].claim, 1);
  const locked = { ...second, locked: { "1": NOON, "2": NOON } };
  assert.equal(shownOf(papers, locked).name, "2");
});

test("without a choice the first essay that is not locked is shown, at the end one's own", () => {
  assert.equal(shownOf(papers, {}).name, "1");
  assert.equal(shownOf(papers, { locked: { "1": NOON } }).name, "2");
  const done = Object.fromEntries(names.map((name) => [name, NOON]));
  assert.equal(shownOf(papers, { locked: done }).name, "own");
  assert.equal(shownOf(papers, { shown: "7" }).name, "1");
});

test("the lock waits for every line, and one's own essay for all others", () => {
  const five = { marks: { "1": { ...all(2) } } };
  assert.equal(hindrance(lines, papers, five, "1"), "");
  assert.equal(hindrance(lines, papers, {}, "1"), "6 lines have no mark yet.");
  const own = { marks: { own: all(0) }, locked: { "1": NOON, "2": NOON, "3": NOON } };
  assert.equal(hindrance(lines, papers, own, "own"), "Mark 1 more essay first.");
  const ready = { ...own, locked: { ...own.locked, "4": NOON } };
  assert.equal(hindrance(lines, papers, ready, "own"), "");
});

test("each essay says how far its marks are", () => {
  const [one] = papers;
  assert.equal(stateWords(lines, {}, one), "Essay 1");
  assert.equal(stateWords(lines, { marks: { "1": { claim: 0 } } }, one), "Essay 1: 1 of 6");
  assert.equal(stateWords(lines, { locked: { "1": NOON } }, one), "Essay 1: locked");
});

test("one's marks are held against those of the readers, by a sign and in words", () => {
  assert.equal(besideWords(2, 2), "✓ You and the readers: 2.");
  assert.equal(besideWords(2, 0), "≠ You: 2; the readers: 0.");
  assert.equal(sameWords(lines, all(2), { ...all(2), true: 0 }), "The same mark on 5 of 6 lines.");
});

test("the essays of peers come after the own one and hinder no lock", () => {
  const { papers: more } = known.states.marking_locked;
  assert.deepEqual(
    more.map(({ name }) => name),
    [...names, "peer-1234abcd"],
  );
  const done = Object.fromEntries(names.map((name) => [name, NOON]));
  assert.equal(shownOf(more, { locked: { ...done, "peer-1234abcd": NOON } }).name, "own");
  const anchors = Object.fromEntries(names.slice(0, -1).map((name) => [name, NOON]));
  const own = { marks: { own: all(1), "peer-1234abcd": all(0) }, locked: anchors };
  assert.equal(hindrance(lines, more, own, "own"), "");
  assert.equal(hindrance(lines, more, own, "peer-1234abcd"), "");
});

test("a peer's essay is asked for by its number, and its marks go back in one line", () => {
  const page = new Page(widget, known.states.marking_locked);
  const view = page.open();
  view.press("Essay 1234a-bcda4: locked");
  assert.match(view.text(".rk-desk"), /You have this essay on paper/);
  const { code } = known.states.marking_locked.results["peer-1234abcd"];
  assert.deepEqual(view.texts("code"), [code]);
  assert.ok(!view.texts("button").includes("I have written it again: mark it again"));
  const [input] = view.all("input[type=text]");
  view.put(input, "3f2a9-1c07b");
  view.press("Mark this essay");
  assert.equal(page.get("asked"), "peer:3f2a9-1c07b");
});

test("before one's own marks are locked there is no number, and nothing to paste", () => {
  const view = new Page(widget, known.states.marking).open();
  view.press("Your essay");
  assert.match(view.text("section"), /First lock the marks of your own essay/);
  assert.equal(view.all("textarea").length, 0);
});

test("what came back stands beside one's own marks, line by line", () => {
  const state = known.states.marking_locked;
  const page = new Page(widget, state);
  const view = page.open();
  view.press("Your essay: locked");
  const { number, beside } = state;
  assert.deepEqual(view.texts(".share-code"), [number, state.results.own.code]);
  assert.deepEqual(view.texts("thead th"), [
    "line",
    "you",
    ...(beside.peers ?? []),
    "how far apart",
  ]);
  const rows = view.all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(rows[3], ["Method", "2", "3", "3", "One level apart."]);
  assert.equal(rows.length, lines.length);
  const said = view.texts("section p").filter((words) => words === beside.sentence);
  assert.equal(said.length, 1);
  assert.ok(view.texts("section li").includes("Line 3 holds marks of another essay."));
  const [box] = view.all<HTMLTextAreaElement>("textarea");
  assert.match(box.value, /^Ann: RC0-/);
  box.value = "Di: RC0-1";
  view.press("Read the lines");
  assert.equal(page.get("asked"), "back:Di: RC0-1");
});

test("an essay that is handed over later gets a tab, and the others keep theirs", () => {
  const page = new Page(widget, known.states.marking);
  const view = page.open();
  const [first] = view.all<HTMLElement>("button");
  page.python("papers", known.states.marking_locked.papers);
  assert.equal(view.all<HTMLElement>("button")[0], first);
  assert.ok(view.texts("button").includes("Essay 1234a-bcda4"));
});

test("notes stand at their words, in order, and no word of the text is lost", () => {
  const note = (at: string) => ({ line: "x", at, says: "y" });
  const text = "One. Two, and one. Two.";
  const found = pieces(text, [note("Two"), note("gone"), note("Two")]);
  assert.deepEqual(
    found.map(({ words, note: number }) => [words, number]),
    [
      ["One. ", undefined],
      ["Two", 1],
      [", and one. ", undefined],
      ["Two", 3],
      [".", undefined],
    ],
  );
  const { text: whole = "", notes = [] } = known.states.marking_locked.model;
  const parts = pieces(whole, notes);
  assert.equal(parts.map(({ words }) => words).join(""), whole);
  assert.equal(parts.filter(({ note: number }) => number).length, notes.length);
});
