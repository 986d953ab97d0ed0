import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/ways/index";
import {
  askedOf,
  beside,
  cellsOf,
  count,
  counted,
  mark,
  sentence,
  type Cell,
  type WaysTraits,
} from "../src/ways/state";
import { states } from "./known";
import { Page } from "./page";

const CELLS: readonly Cell[] = [
  ["ends", "then", 0, 0, 2, 2, "yes"],
  ["ends", "then", 0, 5, 2, 1, "no"],
  ["ends", "then", 1, 4, 1, 1, "unclear"],
  ["ends", "then", 2, 12, 2, 0, "no"],
  ["ends", "now", 0, 0, 4, 3, "no"],
  ["fall", "then", 0, 13, 3, 3, "yes"],
];
const STATE: WaysTraits = { ...states.ways, rows: ["Acts", "Deeds", "Polls"], cells: CELLS };
const open = (answer: WaysTraits["answer"] = {}) => {
  const page = new Page(widget, STATE, answer);
  return { page, view: page.open() };
};
const THEN = { part: "ends", shown: "then" };

test("the ways of one part, as known then, are counted by what they say", () => {
  const asked = cellsOf(CELLS, THEN);
  assert.deepEqual(
    (["yes", "no", "unclear"] as const).map((said) => count(asked, said)),
    [1, 2, 1],
  );
  assert.equal(
    counted(asked, "As known then"),
    "As known then: of 4 ways 1 say yes, 2 say no, and 1 cannot tell.",
  );
});

test("a way says how it reads the record, and of how many comparisons how many go that way", () => {
  const said = CELLS.map((cell) => sentence(cell, STATE.rows));
  assert.equal(
    said[0],
    "Acts; windows of 6 months, no memory: yes. 2 of 2 comparisons go as the claim says.",
  );
  assert.match(said[1], /^Acts; windows of 12 months, each act fading by half in 6 months: no\./);
  assert.match(said[2], /^Deeds; .*: cannot tell\. Fewer than two comparisons/);
  assert.match(said[3], /^Polls; the last reading before a president leaves: no\. 0 of 2/);
  assert.match(said[5], /^Acts; the first reading after a president has left: yes\./);
  assert.deepEqual(CELLS.slice(0, 3).map(mark), ["2/2", "1/2", "?"]);
});

test("arrow keys lead to the next cell in the row, and to the nearest of the next row", () => {
  const asked = cellsOf(CELLS, THEN);
  const [first, second, below, last] = asked;
  assert.equal(beside(asked, first, "ArrowRight"), second);
  assert.equal(beside(asked, second, "ArrowLeft"), first);
  assert.equal(beside(asked, first, "ArrowLeft"), first);
  assert.equal(beside(asked, first, "ArrowDown"), below);
  assert.equal(beside(asked, below, "ArrowUp"), second);
  assert.equal(beside(asked, below, "ArrowDown"), last);
  assert.equal(beside(asked, last, "ArrowDown"), last);
});

test("what a kept answer names and is not here is asked as at first", () => {
  assert.deepEqual(askedOf({ ...STATE, answer: {} }), THEN);
  assert.deepEqual(askedOf({ ...STATE, answer: { part: "toString", shown: 3 } }), THEN);
  const kept = { part: "fall", shown: "moscow" };
  assert.deepEqual(askedOf({ ...STATE, answer: kept }), kept);
});

test("a switch shows other answers, counts them, and is kept", () => {
  const { page, view } = open();
  assert.deepEqual(view.texts(".ways button"), ["2/2", "1/2", "?", "0/2"]);
  view.press(STATE.shown.now);
  assert.deepEqual(page.get("answer"), { part: "ends", shown: "now" });
  assert.deepEqual(view.texts(".ways button"), ["3/4"]);
  assert.equal(
    view.text(".says"),
    "As known today: of 1 ways 0 say yes, 1 say no, and 0 cannot tell.",
  );
});

test("one cell is reached by the tab key, and a cell that is reached tells its sentence", () => {
  const { view } = open();
  const cells = view.all<HTMLButtonElement>(".ways button");
  assert.deepEqual(
    cells.map((one) => one.tabIndex),
    [0, -1, -1, -1],
  );
  cells[1].focus();
  assert.equal(view.text(".answer"), sentence(CELLS[1], STATE.rows));
  assert.deepEqual(
    cells.map((one) => one.tabIndex),
    [-1, 0, -1, -1],
  );
});
