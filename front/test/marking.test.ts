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
import { known } from "./known";

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
