/** ClassPool: a part for each kind of work that is in the text, counted as one counts by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pack, readClass } from "../src/kit/codes";
import type { Kind, Work } from "../src/kit/kinds";
import { lineTable, lineWords } from "../src/pool/lines";
import {
  otherTallies,
  thresholdsOf,
  thresholdTable,
  thresholdWords,
  wholeOf,
} from "../src/pool/criteria";
import widget from "../src/pool/index";
import { cardTallies, cardWords, codeWords, forecastTallies } from "../src/pool/tallies";
import { findingsOf, findingWords, mostDividedFirst } from "../src/pool/figures";
import { predictionGroups } from "../src/pool/predictions";
import { middleLine } from "../src/measures/classes";
import { known, states } from "./known";
import { near } from "./near";
import { Page, resize } from "./page";

const state = states.pool_mixed;
const { lists, about } = state;
const open = (text: unknown = state.answer.text, more: Partial<typeof state> = {}) =>
  new Page(widget, { ...state, ...more }, { text }).open();
const codeOf = <K extends Kind>(kind: K, learner: number, work: Work<K>) => {
  const name = learner.toString(16).padStart(8, "0");
  return pack(kind, work, { learner: name, saved: "2026-11-22T10:00:00Z" }, lists);
};
const chat = (...codes: string[]) => codes.map((code, i) => `Learner: ${i} ${code}`).join("\n");
const [deck, desk] = about.claims;
const { choices } = lists.claims.decks[0];
const [first, second] = deck.things;
const [x, y] = choices;
const term = state.lines.find(({ id }) => id === "obama");
if (!term) throw new Error("The class drew a line for Obama.");
const flat = (height: number): Work<"line"> => ({
  term: "obama",
  line: (lists.line.terms.find(({ id }) => id === "obama")?.days ?? []).map((day) => [day, height]),
});

test("each kind that is in the text has its part, and what was read is said in one sentence", () => {
  const view = open();
  assert.deepEqual(view.texts("h4"), [
    "Exercise 03: Bush and Putin, what the drawing decides",
    "Exercise 11: What evidence is worth, seen from two desks",
    "Essays of exercise 02: authors and peers",
    "Weights of the class",
    "Lines of the class: Barack Obama, 2009 to 2017",
    "Lines of the class: Donald Trump, second term, 2025 to June 2026, unfinished",
    "Sorted by the class: What kind of claim is it?",
    "Sorted by the class: The desk of 17 April 2017",
    "Events, coded by the class",
    "Forecasts of the class: how likely is yes?",
    "How probable is each finding under each explanation?",
    "Predictions of the class in lesson 00",
    "Predictions of the class in lesson 03",
    "Criteria of the class",
  ]);
  assert.equal(
    view.says,
    "Read: weights of 2 learners, codes of 1 learner, 1 line for Barack Obama, " +
      "1 line for Donald Trump, second term, 4 sortings, " +
      "forecasts of 2 learners, likelihoods of 2 learners, " +
      "predictions of 1 learner in lesson 00, predictions of 1 learner in lesson 03, criteria of 2 learners, " +
      "tasks of exercise 11 by 1 learner, tasks of exercise 03 by 1 learner, " +
      "2 lines with marks of essays of exercise 02.",
  );
  const [claims] = known.codes.filter(({ kind }) => kind === "claims");
  assert.deepEqual(open(claims.code).texts("h4"), [`Sorted by the class: ${deck.title}`]);
});

test("the tasks of an exercise stand in Python's order, what was answered below their numbers", () => {
  const row = { title: "The end", right: 13, not_yet: 9, not_begun: 0, tries: 2.5 };
  const answers = [
    { n: 7, words: "you averaged the whole term." },
    { n: 1, words: "end_of(president) gives 0.18." },
  ];
  const bare = { ...row, title: "How far", not_yet: 0, not_begun: 22, tries: null };
  const tasks = [
    { ...row, task: "3", answers },
    { ...bare, task: "1", answers: [] },
  ];
  const stops = [
    { lesson: "03", title: "Memory", learners: 22, sentence: "Task 3 stops 9 of 22.", tasks },
    { lesson: "08", title: "Scores", learners: 1, sentence: "Nobody.", tasks },
  ];
  const places = [[1, 0], [], [], [], [], [], []];
  const view = open(chat(codeOf("tasks", 1, { lesson: "03", places })), { stops });
  assert.deepEqual(view.texts("h4"), ["Exercise 03: Memory"]);
  assert.equal(view.text(".section p"), "Task 3 stops 9 of 22.");
  const rows = view.all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(rows[0], ["3. The end", "13", "9", "0", "2.5"]);
  assert.deepEqual(view.texts("tbody li"), [
    "7 learners: you averaged the whole term.",
    "1 learner: end_of(president) gives 0.18.",
  ]);
  assert.deepEqual(rows.slice(2), [["1. How far", "13", "0", "22", ""]]);
  assert.equal(view.says, "Read: tasks of exercise 03 by 1 learner.");
});

test("marks by authors stand beside those of their peers, and wait for Python", () => {
  const view = open();
  const own = view.all(".section").filter((one) => one.textContent?.includes("authors and peers"));
  const [sentence, ...rows] = [...own[0].querySelectorAll("p, tbody tr")];
  assert.match(sentence.textContent ?? "", /^1 essay has marks .* Furthest apart: Method, .*3\.0/);
  assert.deepEqual(
    [...rows[3].children].map((cell) => cell.textContent),
    ["Method", "3.0", "0.0", "1 of 1"],
  );
  assert.equal(rows.length, lists.marks.lines.length);
  const given = Object.fromEntries(lists.marks.lines.map((line) => [line, 2]));
  const line = codeOf("marks", 1, { lesson: "04", author: "0000000f", marks: given });
  const sections = ["02", "04"].map((lesson) => ({ ...state.exchanged[0], lesson, rows: [] }));
  const other = open(chat(line), { exchanged: sections });
  assert.deepEqual(other.texts("h4"), ["Essays of exercise 04: authors and peers"]);
  assert.equal(other.all("table").length, 0);
  assert.equal(other.says, "Read: 1 line with marks of an essay of exercise 04.");
});

test("lines are laid over each other with their middle; the record lies beneath that", () => {
  const heights = [4, -1, 1];
  const lines = heights.map((height) => flat(height).line);
  const view = open(chat(...heights.map((height, i) => codeOf("line", i, flat(height)))));
  const box = view.one<HTMLElement>(".fluid");
  resize(box, 600);
  const [drawing] = view.all<SVGElement>("svg");
  assert.equal(drawing.querySelectorAll(".learner").length, 3);
  const tops = [...drawing.querySelectorAll("path")].map((path) => path.getAttribute("class"));
  assert.deepEqual(tops, ["learner", "learner", "learner", "record", "record", "middle"]);
  const ends = (path: Element | null) =>
    (path?.getAttribute("d") ?? "")
      .slice(1)
      .split("L")
      .map((spot) => spot.split(",").map(Number));
  const own = [...drawing.querySelectorAll(".learner")].map((path) => ends(path)[0][1]);
  near(own[1] - own[2], (own[1] - own[0]) * (2 / 5), 0.11);
  assert.deepEqual(
    ends(drawing.querySelector(".middle")),
    ends(drawing.querySelectorAll(".learner")[2]),
  );
  assert.deepEqual(middleLine(lines), flat(1).line);
  assert.match(
    view.text(".section p"),
    /^3 lines; dashed is the middle of the class\. Start: the class \+1\.0 \(from −1\.0 to \+4\.0\), the acts/,
  );
  const rows = view.all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent));
  assert.deepEqual(
    rows.map((row) => row.slice(0, 4)),
    term.windows.map(([name]) => [name, "−1.0", "+1.0", "+4.0"]),
  );
});

test("a window with too few acts is not compared, and without a record nothing is", () => {
  const rows = [{ window: "start", lines: null, acts: null }];
  assert.equal(
    lineWords([flat(1).line], rows),
    "1 line; dashed is the middle of the class. Start: not compared.",
  );
  assert.deepEqual(lineTable(rows), [["start", "", "", "", "too few acts"]]);
  const bare = state.lines.map((one) => ({ ...one, record: [], windows: [] }));
  const view = open(codeOf("line", 1, flat(2)), { lines: bare });
  assert.equal(view.all(".record").length, 0);
  assert.equal(view.all("table").length, 0);
});

test("cards are counted choice by choice, and the kit's choice is marked though nobody chose it", () => {
  const [other, third] = choices.filter((kind) => kind !== first.kit);
  const chosen = [
    { [first.id]: other, [second.id]: second.kit },
    { [first.id]: other },
    { [first.id]: third, [second.id]: second.kit },
  ];
  const [one, two, ...rest] = cardTallies(chosen, deck, choices);
  assert.deepEqual(rest, []);
  const count = (name: string) => one.rows.find((row) => row.name === name)?.n;
  assert.equal(count(other), 2);
  assert.equal(count(first.kit), 0);
  assert.deepEqual(
    one.rows.filter(({ isKit }) => isKit).map(({ name }) => name),
    [first.kit],
  );
  assert.deepEqual(two.rows, [{ name: second.kit, n: 2, note: "the kit's", isKit: true }]);
  assert.equal(one.label, `1. ${first.label}`);
  assert.equal(
    cardWords([one, two]),
    `For 1 of 2 cards the most frequent choice is the kit's. Most divided: ${one.label}`,
  );
  assert.equal(cardWords([two]), "For 1 of 1 card the most frequent choice is the kit's.");
});

test("a learner's two decks are two works, and each has its part", () => {
  const [tray] = lists.claims.decks[1].choices;
  const both = chat(
    codeOf("claims", 1, { deck: deck.id, chosen: { [first.id]: x } }),
    codeOf("claims", 1, { deck: desk.id, chosen: { [desk.things[0].id]: tray } }),
  );
  const view = open(both);
  assert.equal(view.says, "Read: 2 sortings.");
  assert.deepEqual(view.texts(".tally caption"), [
    `1. ${first.label}`,
    `1. ${desk.things[0].label}`,
  ]);
});

test("bars are as long as the numbers beside them", () => {
  const codes = [x, x, x, y].map((kind, i) =>
    codeOf("claims", i, { deck: deck.id, chosen: { [first.id]: kind } }),
  );
  const view = open(chat(...codes));
  const rows = view.all(".tally tr").map((row) => ({
    n: Number(row.querySelector(".number")?.textContent),
    wide: row.querySelector("span")?.getAttribute("style") ?? "",
  }));
  for (const { n, wide } of rows) assert.equal(wide, n ? `width:${(100 * n) / 3}%` : "");
  assert.ok(rows.some(({ n }) => n === 3) && rows.some(({ n }) => n === 1));
});

test("events are counted code by code; alpha is Python's, and none is said without it", () => {
  const view = open();
  assert.equal(
    view
      .all(".tally caption")
      .filter((one) => about.codes.things.some(({ label }) => one.textContent?.endsWith(label)))
      .length,
    about.codes.things.length,
  );
  const tallies = [
    { label: "1. a", rows: [{ name: "visit", n: 2 }] },
    {
      label: "2. b",
      rows: [
        { name: "visit", n: 1 },
        { name: "sanctions", n: 1 },
      ],
    },
  ];
  assert.equal(codeWords(tallies, null), "All coders give the same code to 1 event of 2.");
  const coders = { coders: "2 learners", share: 0.75, codes: 0.456, scores: null, scored: 1 };
  assert.match(codeWords(tallies, coders), /Alpha for codes is 0\.46: 1 is full agreement/);
  assert.match(codeWords(tallies, { ...coders, codes: null }), /of 2\.$/);
});

test("forecasts stand in the order of the bands, with their median; an outcome only when revealed", () => {
  const names = lists.forecasts.choices;
  const [question] = about.forecasts.things;
  const chosen = [0, 3, 3, 1].map((k) => ({ [question.id]: names[k] }));
  const [one, ...rest] = forecastTallies(chosen, state);
  assert.deepEqual(rest, []);
  const p = names.map((name) => about.forecasts.bands[name].p);
  assert.deepEqual(
    one.rows.map(({ n }) => n),
    [1, 1, 0, 2],
  );
  assert.deepEqual([p[1], p[3]], [0.125, 0.5]);
  // Between the two lies 31.25, and an exact half goes to the even neighbour.
  assert.equal(one.below, "Median of the class: 31.2 in 100.");
  assert.ok(!one.below?.includes("Outcome"));
  const things = about.forecasts.things.map((thing) => ({ ...thing, outcome: "no" }));
  const seen = { ...about, forecasts: { ...about.forecasts, things } };
  assert.match(forecastTallies(chosen, { ...state, about: seen })[0].below ?? "", /Outcome: no\.$/);
  const code = codeOf("forecasts", 1, { bands: { [question.id]: names[2] } });
  const says = (view: ReturnType<typeof open>) => view.texts(".section p").join();
  assert.match(says(open(code)), /once you have revealed it/);
  assert.doesNotMatch(says(open(code, { about: seen })), /once you have revealed it/);
});

test("figures are spread under each explanation, of those only who gave them", () => {
  const [finding, other] = lists.likelihoods.findings;
  const column = (p: number, last: number) =>
    Object.fromEntries(
      lists.likelihoods.hypotheses.map((name, i, all) => [name, i === all.length - 1 ? last : p]),
    );
  const text = chat(
    codeOf("likelihoods", 1, { likelihoods: { [finding]: column(0.2, 0.1) } }),
    codeOf("likelihoods", 2, {
      likelihoods: { [finding]: column(0.4, 0.9), [other]: column(1, 1) },
    }),
  );
  const entries = readClass(text, lists).entries as Parameters<typeof findingsOf>[0];
  const [one, two, ...rest] = findingsOf(entries, about.likelihoods);
  assert.deepEqual(rest, []);
  assert.equal(one.label, about.likelihoods.findings[finding]);
  near(one.figures[0].own, { n: 2, low: 0.2, median: 0.3, high: 0.4 });
  const hypotheses = Object.entries(about.likelihoods.hypotheses);
  const [name, last] = hypotheses[hypotheses.length - 1];
  assert.equal(one.figures.at(-1)?.kit, about.likelihoods.kit[finding][name]);
  assert.equal(
    findingWords(one),
    `Figures of 2 learners. Furthest apart under ${last}: from .10 to .90.`,
  );
  assert.equal(findingWords(two), "Figures of 1 learner.");
  assert.deepEqual(mostDividedFirst([two, one]), [one, two]);
  const view = open(text);
  assert.equal(view.text("h5"), one.label, "what divides the class most stands open");
  assert.equal(view.text(".question h5"), two.label, "and another finding is closed");
  assert.equal(view.all("svg .range").length, 2 * hypotheses.length);
  const [line] = view
    .all("svg .range")
    .map((each) => ["x1", "x2"].map((end) => Number(each.getAttribute(end))));
  const ring = Number(view.all("svg .kit")[0].getAttribute("cx"));
  const kit = one.figures[0].kit;
  near((ring - line[0]) / (line[1] - line[0]), (kit - 0.2) / 0.2, 1e-6);
});

/** Criteria with one threshold for all claims, unless another is given. */
const criteria = (points: string, more: Readonly<Record<string, string>> = {}) => ({
  chosen_criteria: {
    ...Object.fromEntries(about.criteria.map(({ name, choices: own }) => [name, own[0]])),
    ...{ C02: points, C03: points, C04: points, C05: points, ...more },
  },
});

test("thresholds are piled at their points, with the middle of the class and a table", () => {
  const works = [criteria("0"), criteria("0", { C04: "5", sure: "mean" }), criteria("1.5")];
  const text = chat(...works.map((work, i) => codeOf("criteria", i, work)));
  const { entries } = readClass(text, lists);
  const all = wholeOf(entries as Parameters<typeof wholeOf>[0], about.criteria);
  const thresholds = thresholdsOf(all, about.criteria);
  assert.deepEqual(thresholdTable(thresholds), [
    ["Renewal", "0.0", "0.0", "1.5"],
    ["Trouble by the middle", "0.0", "0.0", "1.5"],
    ["Crisis at the end", "0.0", "1.5", "5.0"],
    ["Each end worse", "0.0", "0.0", "1.5"],
  ]);
  assert.equal(
    thresholdWords(thresholds),
    "Criteria of 3 learners. Furthest apart: Crisis at the end, from 0.0 to 5.0 points.",
  );
  assert.deepEqual(
    otherTallies(all, about.criteria).map(({ rows }) => rows.map(({ n }) => n)),
    [
      [3, 0],
      [2, 0, 1],
    ],
  );
  const view = open(text);
  resize(view.one<HTMLElement>(".fluid"), 800);
  const places = view
    .all("svg .rk-mark")
    .slice(0, 3)
    .map((one) => ["cx", "cy"].map((name) => Number(one.getAttribute(name))));
  assert.equal(places[0][0], places[1][0], "two chose the same threshold");
  assert.ok(places[0][1] > places[1][1], "and stand on each other");
  const middles = view.all("svg .middle").map((one) => Number(one.getAttribute("x1")));
  near([middles[0], middles[2]], [places[0][0], places[2][0]], 1e-9);
});

test("of two thresholds the middle may be a quarter, and alike ones do not lie apart", () => {
  const said = (...points: string[]) => {
    const all = points.map((own) => criteria(own).chosen_criteria);
    const thresholds = thresholdsOf(all, about.criteria);
    return [thresholdTable(thresholds)[0][2], thresholdWords(thresholds)];
  };
  assert.deepEqual(said("2"), ["2.0", "Criteria of 1 learner."]);
  assert.equal(said("1", "1.5")[0], "1.25");
});

test("criteria with a choice of another part do not count, as in Python", () => {
  const view = open(codeOf("criteria", 1, criteria("0", { acts: "3" })));
  assert.deepEqual(view.texts("h4"), []);
});

test("predictions are counted as places, with the middle guess and the record where it is seen", () => {
  const [asked] = state.predicted.filter(({ lesson }) => lesson === "03");
  const month = asked.questions.findIndex(({ kind }) => kind === "month");
  const guess = (places: number[]) => ({ lesson: "03", places: places.map((place) => [place]) });
  const codes = [
    [0, 2, 0, 0, 0, 0],
    [2, 3, 96, 0, 0, 0],
    [2, 9, 91, 0, 1, 0],
  ].map((places, i) => codeOf("predictions", i, guess(places)));
  const { entries } = readClass(chat(...codes), lists);
  const groups = predictionGroups(entries as Parameters<typeof predictionGroups>[0], asked);
  const [deeds, shares, months] = groups.map(({ tallies }) => tallies[0]);
  assert.deepEqual(
    deeds.rows.map(({ name, n }) => [name, n]),
    [
      ["all warm", 1],
      ["some of each", 0],
      ["all cold", 2],
    ],
  );
  assert.ok(deeds.rows.every(({ isKit }) => !isKit) && !deeds.below);
  assert.match(shares.below ?? "", /^Median of the class: 15 in 100\.$/);
  assert.equal(months.label, asked.questions[month].question);
  const [lowest, highest] = [months.rows[0], months.rows[months.rows.length - 1]];
  assert.match(`${lowest.name}, ${highest.name}`, /^January 2001 to .* to January 2009$/);
  assert.match(months.below ?? "", /August 2008/);
  const seen = { record: "As it was.", right: [2] };
  const told = { ...asked, questions: asked.questions.map((one) => ({ ...one, ...seen })) };
  const [{ tallies }] = predictionGroups(entries as Parameters<typeof predictionGroups>[0], told);
  assert.deepEqual(
    tallies[0].rows.map(({ isKit }) => isKit ?? false),
    [false, false, true],
  );
  assert.equal(tallies[0].below, "The record: As it was.");
});

test("an order is shown by mean place, and one of another number of names is left out and named", () => {
  const [asked] = state.predicted.filter(({ lesson }) => lesson === "00");
  const order = (places: number[]) => ({
    lesson: "00",
    places: [...Array.from({ length: 5 }, () => [1]), places],
  });
  const codes = [
    [0, 1, 2, 3, 4],
    [0, 2, 1, 3, 4],
    [3, 0, 1, 2, 4],
    [0, 1, 2, 3],
  ].map((places, i) => codeOf("predictions", i, order(places)));
  const { entries } = readClass(chat(...codes), lists);
  const groups = predictionGroups(entries as Parameters<typeof predictionGroups>[0], asked);
  const [{ rows, below }] = groups[1].tallies;
  const names = asked.questions[5].names;
  assert.deepEqual(
    rows.map(({ name, n, note }) => [names.indexOf(name), n, note]),
    [
      [0, 2, "mean place 1.3"],
      [1, 0, "mean place 2.7"],
      [2, 0, "mean place 3.0"],
      [3, 1, "mean place 3.0"],
      [4, 0, "mean place 5.0"],
    ],
  );
  assert.equal(
    below,
    "The bars count who put it first. " +
      "1 guess is not counted: it is of another edition of the record.",
  );
});

test("the middle of an even class is not moved to one of the two steps beside it", () => {
  const [asked] = state.predicted.filter(({ lesson }) => lesson === "03");
  const guess = (step: number) => ({ lesson: "03", places: [[0], [step], [0], [0], [0], [0]] });
  const median = (...steps: number[]) => {
    const codes = steps.map((step, i) => codeOf("predictions", i, guess(step)));
    const { entries } = readClass(chat(...codes), lists);
    const groups = predictionGroups(entries as Parameters<typeof predictionGroups>[0], asked);
    return groups[1].tallies[0].below;
  };
  assert.equal(median(2, 3), "The median of the class lies between 10 in 100 and 15 in 100.");
  assert.equal(median(2, 4), "Median of the class: 15 in 100.");
});
