import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/clocks/index";
import {
  expected,
  filtered,
  sentence,
  shownOf,
  told,
  type Act,
  type ClockTraits,
  type Cut,
} from "../src/clocks/state";
import { yearsOn, type Turn } from "../src/measures/cuts";
import { states } from "./known";
import { isHidden, Page } from "./page";

const ACTS: readonly Act[] = [
  ["2010-05-01", "both", "deed", 8, "A treaty", "arms_control", "They sign it."],
  ["2010-07-01", "USA", "contact", 1.9, "A visit", "", ""],
  ["2011-02-01", "RUS", "context", null, "A quarrel at home", "diplomacy", "They quarrel."],
  ["2011-03-01", "RUS", "deed", -5, "A veto", "regional_conflict", "Moscow vetoes."],
];
const CUTS: readonly Cut[] = [
  ["2011-01-01", "New year", "Janus", "Doors turn."],
  ["2011-02-15", "Later", "Nobody", "Nothing."],
];
const STATE: ClockTraits = {
  ...{ ...states.clocks, acts: ACTS, cuts: CUTS },
  stops: ["2011-01-01", "2011-02-01", "2011-02-15"],
  rule: { ...states.clocks.rule, draws: 50 },
};
const ALL = { day: "2011-01-01", by: "all", kind: "all", field: "all" };
const open = (answer: ClockTraits["answer"] = {}) => {
  const page = new Page(widget, STATE, answer);
  return { page, view: page.open() };
};
const nextFrame = () => new Promise((done) => setTimeout(done, 5));
const titles = (acts: readonly Act[]) => acts.map(([, , , , title]) => title);

test("acts are filtered by capital, kind and field, and by all of them at once", () => {
  assert.equal(filtered(ACTS, ALL).length, 4);
  assert.deepEqual(titles(filtered(ACTS, { ...ALL, by: "RUS" })), ["A quarrel at home", "A veto"]);
  assert.deepEqual(titles(filtered(ACTS, { ...ALL, kind: "deed" })), ["A treaty", "A veto"]);
  assert.deepEqual(titles(filtered(ACTS, { ...ALL, field: "diplomacy" })), ["A quarrel at home"]);
  assert.deepEqual(filtered(ACTS, { ...ALL, by: "USA", kind: "deed" }), []);
});

test("a year before and a year after, the day itself after it", () => {
  const [before, after] = told(ACTS, "2011-02-01");
  assert.deepEqual(titles(before), ["A treaty"]);
  assert.deepEqual(titles(after), ["A quarrel at home", "A veto"]);
  assert.deepEqual(titles(told(ACTS, "2011-05-01")[0]), [
    "A treaty",
    "A quarrel at home",
    "A veto",
  ]);
  assert.deepEqual(titles(told(ACTS, "2011-05-02")[0]), ["A quarrel at home", "A veto"]);
  assert.equal(yearsOn("2011-05-07", -1), "2010-05-07");
});

test("what is told has its interval, and what rests on too few is not told", () => {
  const turn: Turn = { n: [28, 1], means: [0.79, -2], low: -3.64, high: -0.5, verdict: "lower" };
  const years = "The year before: 28 acts, mean +0.8. The year after: 1 act, mean −2.0.";
  const { rule } = STATE;
  assert.equal(sentence(turn, rule), `${years} Lower: the change lies between −3.6 and −0.5.`);
  assert.match(sentence({ ...turn, verdict: "higher" }, rule), /Higher: the change/);
  assert.match(sentence({ ...turn, verdict: "unclear" }, rule), /Cannot tell: the change/);
  const few: Turn = { ...turn, n: [0, 3], means: [NaN, 1], low: NaN, high: NaN };
  assert.equal(
    sentence(few, rule),
    "The year before: no act. The year after: 3 acts, mean +1.0. " +
      "Nothing can be told: one of them has under 6.",
  );
});

test("who expects a turn is named, and a day that nobody named is said to be one", () => {
  assert.equal(expected(CUTS, "2011-01-01"), "Expected by Janus: Doors turn.");
  assert.match(expected(CUTS, "2011-02-01"), /^Nobody here named this day/);
});

test("what a kept answer names and is not here is shown as at first", () => {
  assert.deepEqual(shownOf(STATE), ALL);
  const answer = { day: "1999-01-01", by: "FRA", kind: 3, field: "x" };
  assert.deepEqual(shownOf({ ...STATE, answer }), ALL);
  const kept = { day: "2011-02-15", by: "RUS", kind: "deed", field: "economy" };
  assert.deepEqual(shownOf({ ...STATE, answer: kept }), kept);
});

test("a named day and the slider move the same cut, and the words follow", async () => {
  const { page, view } = open();
  view.press("Later");
  assert.deepEqual(page.get("answer"), { ...ALL, day: "2011-02-15" });
  assert.equal(view.one("input").value, "2");
  assert.equal(view.text(".value"), "15 February 2011");
  const pressed = view.all("button").map((one) => one.getAttribute("aria-pressed"));
  assert.deepEqual(pressed.slice(0, CUTS.length), ["false", "true"]);
  await nextFrame();
  view.put(view.one("input"), "1");
  assert.equal(view.one("input").getAttribute("aria-valuetext"), "1 February 2011");
  assert.deepEqual(view.texts("details p"), [
    "They sign it. Score +8.0.",
    "They quarrel. Context, without a score.",
    "Moscow vetoes. Score −5.0.",
  ]);
});

test("every mark is named, context is hollow, and what is told is large and on top", () => {
  const { view } = open();
  const classes = view.all<SVGElement>("svg path").map((one) => one.getAttribute("class"));
  assert.deepEqual(classes, ["USA", "both told", "context told", "RUS told"]);
  assert.equal(view.texts("svg path title")[0], "1 July 2010: A visit");
});

test("a field is filtered with a word on what has one", () => {
  const { view } = open();
  const note = view.all("p.small").find((one) => one.textContent?.startsWith("Only acts"));
  assert.ok(note && isHidden(note));
  view.put(view.all<HTMLSelectElement>("select")[2], "arms_control");
  assert.ok(!isHidden(note));
  assert.deepEqual(view.texts("svg path title"), ["1 May 2010: A treaty"]);
});
