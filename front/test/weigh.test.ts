import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { REST } from "../src/kit/store";
import { groupWeights, shares } from "../src/measures/weights";
import { drawSeverities, rankShares } from "../src/measures/ranks";
import widget from "../src/weigh/index";
import { nothing, sentence } from "../src/weigh/frame";
import { reset, type Answer } from "../src/weigh/state";
import { ofKind, readClass } from "../src/kit/codes";
import { known, states } from "./known";
import { near } from "./near";
import { isHidden, Page, resize, type View } from "./page";

const state = states.weigh;
const { lists } = states.pool;
const { groups, terms } = state;
const ids = groups.map(({ id }) => id);
const m = terms.length;
const point = (x: number) => (x >= 0.995 ? "1.00" : x.toFixed(2).replace("0.", "."));
/** A board from the known answers: eight sliders, the kit's codings, points of many sizes. */
const board = known.boards[0];
const sliders = board.sliders.map((slider, i) => ({ ...slider, label: groups[i].label }));
const answer: Answer = { ...board, codings: {}, sliders };

function open(t: TestContext, given: Partial<Answer> = {}, draws = board.draws) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = new Page(widget, { ...state, draws }, { ...state.answer, ...given });
  return { page, view: page.open(), rest: (ms = REST) => t.mock.timers.tick(ms) };
}
const ranges = (view: View) => view.all("input[type=range]");
const values = (view: View) => ranges(view).map(({ value }) => Number(value));
const printed = (view: View, part: string) => view.texts(`[data-part=${part}]`);
const labels = (view: View) => view.texts(".rk-label");
const row = (view: View, label: string) => {
  const found = view
    .all(".rk-row")
    .find((each) => each.querySelector(".rk-label")?.textContent === label);
  if (!found) throw new Error(`There is no row ${label}.`);
  return found;
};
const press = (view: View, label: string, words: string) => {
  const button = [...row(view, label).querySelectorAll("button")].find((each) =>
    each.textContent?.startsWith(words),
  );
  if (!button) throw new Error(`${label} has no button ${words}.`);
  button.click();
};

/** The ranks of a presidency fill a whole length; a burden of 1 would be as long. */
const wholeLength = (view: View) =>
  view
    .numbers(".rank", "width")
    .slice(0, terms.length)
    .reduce((a, b) => a + b);

test("bars and numbers of each presidency are those that Python computes", (t) => {
  const { view } = open(t, answer);
  const parts = view.numbers(".part", "width");
  const whole = wholeLength(view);
  near(
    terms.map((_, i) => parts.slice(i * 8, i * 8 + 8).reduce((a, b) => a + b) / whole),
    board.burden,
  );
  near(
    parts.map((width) => width / whole),
    board.codings.flatMap((cells) =>
      cells.map(([severity], j) => (severity / 3) * board.weights[ids[j]]),
    ),
  );
  near(
    view.numbers(".rank", "width").map((width) => width / wholeLength(view)),
    board.ranks.flat(),
  );
  assert.deepEqual(printed(view, "burden"), board.burden.map(point));
  assert.deepEqual(
    printed(view, "heaviest"),
    board.ranks.map(([first]) => point(first)),
  );
  const names = view.texts("svg text").filter((each) => terms.some(({ label }) => label === each));
  assert.deepEqual(
    names,
    terms.map(({ label }) => label),
  );
});

test("bars lie end to end in the colours of the sliders, the ranks from strong to faint", (t) => {
  const { view } = open(t, answer);
  for (const [name, n, left] of [
    [".part", 8, 74],
    [".rank", m, 395],
  ] as const) {
    const [x, width] = [view.numbers(name, "x"), view.numbers(name, "width")];
    for (let i = 0; i < x.length; i++)
      near(x[i], i % n ? x[i - 1] + width[i - 1] : left, 1e-9, `${name} ${i}`);
  }
  const swatches = view.all(".rk-swatch").map((each) => each.getAttribute("style"));
  assert.deepEqual(
    view
      .all(".part")
      .slice(0, 8)
      .map((part) => `border-color:${part.getAttribute("fill")}`),
    swatches,
  );
  const strength = view.numbers(".rank", "fill-opacity").slice(0, m);
  assert.equal(strength[0], 1);
  assert.ok(strength.every((each, i) => i === 0 || each < strength[i - 1]));
});

test("the sentence names who is heaviest how often, and ahead of whom", (t) => {
  const { view } = open(t, answer);
  const order = terms.map((_, i) => i).sort((a, b) => board.ranks[b][0] - board.ranks[a][0]);
  const [a, b] = order;
  const win = board.wins[a][b];
  const close = win >= state.cannot_tell[0] && win <= state.cannot_tell[1];
  const [first, second] = [terms[a].label, terms[b].label];
  const [own, other] = [a, b].map((i) => point(board.ranks[i][0]));
  assert.equal(
    view.says,
    close
      ? `${first} and ${second} cannot be told apart: ${own} against ${other}.`
      : `${first} carries the heaviest burden in ${own} of the draws, ahead of ${second} in ${point(win)} of them.`,
  );
});

test("two are told apart or not by their wins, at the very limits too", () => {
  const [one, other] = [
    { id: "a", label: "A" },
    { id: "b", label: "B" },
  ];
  const say = (win: number, burdens = [0.1, 0.9], first = [0.6, 0.4]) =>
    sentence(
      { groups, terms: [one, other], cannot_tell: [0.45, 0.55] },
      burdens,
      [
        [first[0], 0],
        [first[1], 0],
      ],
      [
        [0.5, win],
        [1 - win, 0.5],
      ],
    );
  const apart = "A and B cannot be told apart: .60 against .40.";
  assert.deepEqual([say(0.45), say(0.5), say(0.55)], [apart, apart, apart]);
  for (const win of [0.44, 0.56, 0.9])
    assert.equal(
      say(win),
      `A carries the heaviest burden in .60 of the draws, ahead of B in ${point(win)} of them.`,
    );
  // Where both are heaviest as often, the greater burden comes first.
  assert.match(
    say(0.2, [0.1, 0.9], [0.5, 0.5]),
    /^B carries the heaviest burden in \.50 .* ahead of A in \.80/,
  );
});

test("a slider that moves is said with its share, and drawn at once; Python hears at rest", (t) => {
  const { page, view, rest } = open(t);
  const first = ranges(view)[0];
  view.put(first, "100");
  assert.equal(first.getAttribute("aria-valuetext"), "100 points, .22 of the weight");
  assert.equal(view.texts(".rk-value")[0], "100 points, .22");
  assert.equal(view.texts(".rk-value")[1], "50 points, .11");
  const sent = page.get("answer");
  near(sent.weights, {
    ...Object.fromEntries(ids.map((id) => [id, 50 / 450])),
    [ids[0]]: 100 / 450,
  });
  assert.deepEqual(sent.points, {
    ...Object.fromEntries(ids.map((id) => [id, 50])),
    [ids[0]]: 100,
  });
  assert.equal(page.sent.length, 0);
  rest();
  assert.equal(page.sent.length, 1);
});

test("several moves of one frame are drawn together at its end", (t) => {
  const { view, rest } = open(t);
  rest();
  const input = ranges(view)[0];
  for (const value of ["60", "70", "80"]) view.put(input, value);
  assert.match(view.texts(".rk-value")[0], /^60 points/);
  rest();
  assert.match(view.texts(".rk-value")[0], /^80 points/);
});

test("while a hand holds a slider nothing goes to Python, even if it comes back", (t) => {
  const { page, view, rest } = open(t);
  const input = ranges(view)[2];
  const drag = (value: string) => {
    input.value = value;
    view.pointer(input, "input", 0, 0);
  };
  view.pointer(input, "pointerdown", 0, 0);
  drag("90");
  rest(10 * REST);
  assert.equal(page.sent.length, 0);
  drag("50");
  view.pointer(input, "pointerup", 0, 0);
  rest();
  assert.equal(page.sent.length, 1);
});

test("undo takes back a drag as one step, and each further gesture as its own", (t) => {
  const { view, rest } = open(t);
  const undo = view.one<HTMLButtonElement>("button");
  const input = ranges(view)[0];
  assert.ok(undo.disabled);
  view.pointer(input, "pointerdown", 0, 0);
  for (const value of ["60", "70", "80"]) view.put(input, value);
  view.key(input, "ArrowRight");
  view.put(input, "81");
  assert.ok(!undo.disabled);
  rest();
  view.press("Undo");
  rest();
  assert.equal(values(view)[0], 80);
  assert.match(view.says, /^Undone\. /);
  view.press("Undo");
  rest();
  assert.equal(values(view)[0], 50);
  assert.ok(undo.disabled);
});

test("rank only, equal weights and reset say what they do", (t) => {
  const { page, view, rest } = open(t, { ...answer, codings: { "obama/external_shocks": 0 } });
  const only = view.all("button")[2];
  const saidAfter = (words: string) => {
    rest();
    view.press(words);
    rest();
    return view.says.split(". ")[0];
  };
  assert.equal(saidAfter("Rank only"), "Only the order of your points counts now");
  assert.equal(only.getAttribute("aria-pressed"), "true");
  near(page.get("answer").weights, groupWeights(sliders, "rank", ids));
  assert.equal(saidAfter("Rank only"), "Your points count in full again");
  assert.equal(only.getAttribute("aria-pressed"), "false");
  assert.equal(saidAfter("Equal weights"), "All sliders are equal");
  assert.deepEqual(
    values(view),
    ids.map(() => 50),
  );
  assert.deepEqual(page.get("answer").codings, { "obama/external_shocks": 0 });
  assert.equal(saidAfter("Reset"), "Back to eight obstacles, equal weights and the kit's codings");
  assert.deepEqual(page.get("answer"), {
    ...reset(groups).board,
    weights: Object.fromEntries(ids.map((id) => [id, 1 / 8])),
    points: Object.fromEntries(ids.map((id) => [id, 100])),
  });
});

test("a split group grows by itself and the sentence says so; joined, it has its largest part", (t) => {
  const { page, view, rest } = open(t);
  const group = groups[4];
  press(view, group.label, `Split into ${group.items.length}`);
  const n = group.items.length;
  const said = `Split in ${n}, "${group.label}" carries ${point(n / (7 + n))} of the weight; before it carried .12.`;
  assert.ok(view.says.startsWith(said), view.says);
  assert.deepEqual(labels(view), [
    ...groups.slice(0, 4).map(({ label }) => label),
    ...group.items,
    ...groups.slice(5).map(({ label }) => label),
  ]);
  near(page.get("answer").weights[group.id], n / (7 + n));
  rest();
  const part = row(view, group.items[2]).querySelector("input");
  assert.ok(part);
  view.put(part, "90");
  rest();
  press(view, group.items[1], "Join the parts");
  assert.ok(view.says.startsWith(`"${group.label}" is one obstacle again.`));
  assert.deepEqual(
    labels(view),
    groups.map(({ label }) => label),
  );
  assert.equal(page.get("answer").sliders[4].points, 90);
});

test("two weighed together share what one had, and come apart again", (t) => {
  const { page, view, rest } = open(t);
  const select = row(view, groups[2].label).querySelector("select");
  assert.ok(select);
  const options = [...select.options].map(({ text }) => text);
  assert.deepEqual(options, [
    "choose",
    ...groups.filter((_, i) => i !== 2).map(({ label }) => label),
  ]);
  view.put(select, "0");
  const both = `${groups[2].label} + ${groups[0].label}`;
  assert.ok(
    view.says.startsWith(`Weighed together: ${both}. Two obstacles now share what one had.`),
  );
  assert.deepEqual(labels(view), [
    groups[1].label,
    both,
    ...groups.slice(3).map(({ label }) => label),
  ]);
  near(
    ids.slice(0, 3).map((id) => page.get("answer").weights[id]),
    [1 / 14, 1 / 7, 1 / 14],
  );
  assert.equal(row(view, both).querySelector("select"), null);
  rest();
  press(view, both, "Separate");
  assert.deepEqual(
    labels(view).slice(0, 4),
    [1, 2, 0, 3].map((i) => groups[i].label),
  );
});

test("a group that was split cannot be weighed together, nor joined with what is not its part", (t) => {
  const { view } = open(t);
  press(view, groups[4].label, "Split");
  const select = row(view, groups[0].label).querySelector("select");
  assert.ok(select && ![...select.options].some(({ text }) => groups[4].items.includes(text)));
  assert.equal(row(view, groups[4].items[0]).querySelector("select"), null);
});

test("with all sliders at zero nothing is compared, kept or sent; the next points count", (t) => {
  const { page, view, rest } = open(t, answer);
  for (const input of ranges(view)) {
    view.put(input, "0");
    rest(20);
  }
  assert.equal(view.says, nothing());
  assert.ok(view.numbers(".part", "width").every((width) => width === 0));
  assert.deepEqual(
    printed(view, "burden"),
    terms.map(() => ""),
  );
  assert.equal(view.texts(".rk-value")[0], "0 points, .00");
  rest();
  assert.ok(page.sent.every(({ answer: sent }) => sent?.sliders.some(({ points }) => points > 0)));
  const before = page.sent.length;
  view.put(ranges(view)[3], "5");
  rest();
  assert.equal(page.sent.length, before + 1);
  assert.equal(page.get("answer").points[ids[3]], 100);
});

test("a changed coding is marked, counts without a range, and goes back with the kit's", (t) => {
  const { page, view, rest } = open(t, answer);
  const [i, j] = [3, 6];
  const cell = () => view.all<HTMLSelectElement>("td select")[i * 8 + j];
  const [kit, low, high] = state.codings[i][j];
  const own = kit === 0 ? 1 : 0;
  assert.equal(cell().title, `the kit: ${kit}, from ${low} to ${high}`);
  assert.equal(cell().value, String(kit));
  view.put(cell(), String(own));
  assert.ok(
    view.says.startsWith(`${terms[i].label}, ${groups[j].label}: ${own}, your own coding.`),
  );
  assert.deepEqual(page.get("answer").codings, { [`${terms[i].id}/${ids[j]}`]: own });
  const codings = state.codings.map((cells, a) =>
    cells.map((each, b) => (a === i && b === j ? ([own, own, own] as const) : each)),
  );
  const { ranks } = rankShares(
    drawSeverities(codings, board.draws),
    m,
    ids.map((id) => board.weights[id]),
  );
  near(
    view.numbers(".rank", "width").map((width) => width / wholeLength(view)),
    ranks.flatMap((each) => [...each]),
  );
  near(
    view.numbers(".part", "width")[i * 8 + j] / wholeLength(view),
    (own / 3) * board.weights[ids[j]],
  );
  assert.equal(view.all(".rk-own").length, 1);
  assert.match(cell().getAttribute("aria-label") ?? "", /, changed by you$/);
  rest();
  view.put(cell(), String(kit));
  assert.ok(
    view.says.startsWith(`${terms[i].label}, ${groups[j].label}: ${kit}, as the kit has it.`),
  );
  assert.deepEqual(page.get("answer").codings, {});
});

test("what one would have to believe is told, and what each slider would need", (t) => {
  const { view, rest } = open(t);
  const believe = view.one<HTMLSelectElement>(".bar select");
  for (const { i, share, weights } of known.centres) {
    rest();
    view.put(believe, String(i));
    if (!weights) {
      const none = `No weights at all make ${terms[i].label} the heaviest with these codings.`;
      assert.ok(view.says.endsWith(none));
      assert.equal(view.all(".rk-tick").length, 0);
      continue;
    }
    const said = new RegExp(
      `${terms[i].label} is the heaviest under (\\S+) of all possible weights`,
    );
    const found = Number(said.exec(view.says)?.[1]);
    near(found, share, 0.005 + 4 * Math.sqrt((share * (1 - share)) / 4000));
    const needed = view.texts(".rk-tick").map((each) => Number(each.replace("needs about ", "")));
    near(needed, weights, 0.005 + 0.6 / Math.sqrt(4000 * share));
  }
  view.put(believe, "");
  assert.equal(view.all(".rk-tick").length, 0);
  assert.ok(!view.says.includes("possible weights"));
});

test("sliders weighed together need what both need; parts of a split group have no line", (t) => {
  const { view, rest } = open(t);
  view.put(view.one<HTMLSelectElement>(".bar select"), "5");
  const alone = view.texts(".rk-tick").map((each) => Number(each.replace("needs about ", "")));
  const select = row(view, groups[2].label).querySelector("select");
  assert.ok(select);
  rest();
  view.put(select, "0");
  const both = row(view, `${groups[2].label} + ${groups[0].label}`).querySelector(".rk-tick");
  near(Number(both?.textContent?.replace("needs about ", "")), alone[0] + alone[2], 0.011);
  rest();
  press(view, groups[4].label, "Split");
  assert.equal(view.all(".rk-tick").length, 6);
});

test("a slider goes from 0 to 100 by ones, a coding from 0 to 3; a group of one item is not split", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [first, ...others] = groups;
  const given = { ...state, draws: board.draws, groups: [{ ...first, items: ["one"] }, ...others] };
  const view = new Page(widget, given).open();
  const [input] = ranges(view);
  assert.deepEqual([input.min, input.max, input.step], ["0", "100", "1"]);
  const levels = [...view.one<HTMLSelectElement>("td select").options].map(({ value }) => value);
  assert.deepEqual(levels, ["0", "1", "2", "3"]);
  assert.throws(() => press(view, first.label, "Split"));
});

test("levels are told in words", (t) => {
  const { view } = open(t);
  assert.deepEqual(
    view.texts(".rk-more p"),
    groups.flatMap(({ worst, mildest }) => [`Worst: ${worst}`, `Mildest: ${mildest}`]),
  );
  assert.match(view.text(".rk-chart p"), /not a measurement of causes/);
  assert.match(view.text(".rk-chart details p"), new RegExp(`share of ${board.draws.n} draws`));
});

test("the share code is of the weights on the screen, whatever Python has made so far", (t) => {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: Date.UTC(2026, 10, 22, 12) });
  const page = new Page(widget, state);
  const view = page.open();
  const code = () => view.text(".share-code");
  assert.equal(code(), state.share_code);
  t.mock.timers.tick(5 * 60_000);
  const points = { ...state.answer.points, [groups[0].id]: 1 };
  const codings = { [`${state.terms[0].id}/${groups[0].id}`]: 0 };
  for (const change of [{ points }, { codings }, { method: "rank" }] as const) {
    const answer = { ...state.answer, ...change };
    page.python("answer", answer);
    const [entry] = ofKind(readClass(code(), lists).entries, "weights");
    const { points, codings, method } = answer;
    assert.deepEqual(entry.work, { points, codings, method });
    assert.equal(entry.saved, "2026-11-22T12:05:00+00:00");
    assert.equal(entry.learner, state.learner);
  }
  // Python's code has another minute: of the same work, it is the one that is shown.
  page.python("answer", state.answer);
  assert.equal(code(), state.share_code);
});

test("nothing that weighs nothing is shared", (t) => {
  const { page, view } = open(t);
  const sliders = state.answer.sliders.map((slider) => ({ ...slider, points: 0 }));
  page.python("answer", { ...state.answer, sliders });
  assert.ok(isHidden(view.one(".share")));
});

test("sliders with the same points share the centroids of their places", () => {
  const of = (...points: number[]) =>
    points.map((each) => ({ label: "", members: ["a"], points: each }));
  near(shares(of(90, 50, 50), "rank"), [11 / 18, 7 / 36, 7 / 36], 1e-12);
  near(shares(of(1, 3), "swing"), [0.25, 0.75], 1e-12);
});

test("in a narrow box the ranks stand below the burdens, under their names again", (t) => {
  const { view } = open(t, answer);
  const high = (width: number) => {
    resize(view.one(".fluid"), width);
    return Number(view.one("svg").getAttribute("height"));
  };
  const rows = terms.map((_, i) => 26 + 34 * i);
  const tops = (part: string, n: number) => view.numbers(part, "y").filter((_, i) => i % n === 0);
  const named = () => view.all("svg text").filter((each) => each.textContent === terms[0].label);
  assert.equal(high(440), 26 + 34 * m);
  assert.deepEqual([tops(".part", 8), tops(".rank", m)], [rows, rows]);
  assert.equal(named().length, 1);
  assert.equal(high(439), 2 * (26 + 34 * m));
  assert.deepEqual(tops(".part", 8), rows);
  assert.deepEqual(
    tops(".rank", m),
    rows.map((top) => top + 26 + 34 * m),
  );
  assert.equal(named().length, 2);
  near(wholeLength(view), 439 - 74 - 34 - 1);
  near(view.numbers(".rank", "x")[0], 74 + 34);
  // What was shown before is shown in the new width.
  assert.deepEqual(printed(view, "burden"), board.burden.map(point));
});

test("numbers stand at the ends of their bars, names and words in their rows", (t) => {
  const { view } = open(t, answer);
  for (const width of [640, 400]) {
    resize(view.one(".fluid"), width);
    const ends = view
      .numbers(".part", "x")
      .map((x, i) => x + view.numbers(".part", "width")[i])
      .filter((_, i) => i % 8 === 7);
    near(
      view.numbers("[data-part=burden]", "x"),
      ends.map((end) => end + 4),
    );
    const [first] = view.numbers(".rank", "x");
    near(
      view.numbers("[data-part=heaviest]", "x"),
      terms.map(() => first - 6),
    );
    const down = width < 440 ? 26 + 34 * m : 0;
    const line = (more: number) => terms.map((_, i) => 26 + 34 * i + 16 + more);
    assert.deepEqual(view.numbers("[data-part=burden]", "y"), line(0));
    assert.deepEqual(view.numbers("[data-part=heaviest]", "y"), line(down));
    const strength = view.numbers(".rank", "fill-opacity");
    near(
      strength.slice(0, m),
      terms.map((_, place) => 1 - place / m),
    );
  }
});

const turnWords = (view: View) => view.texts(".rk-turns");
const marksOf = (view: View, i: number) =>
  [...view.all(".rk-marks")[i].children].map((mark) => ({
    points: parseFloat((mark as HTMLElement).style.left),
    first: mark.classList.contains("rk-first"),
  }));
const firstMarks = (view: View, i: number) =>
  marksOf(view, i)
    .filter(({ first }) => first)
    .map(({ points }) => points);
/** Who has the longest bars on the board. */
const leading = (view: View) => {
  const parts = view.numbers(".part", "width");
  const bars = terms.map((_, i) => parts.slice(i * 8, i * 8 + 8).reduce((a, b) => a + b));
  const most = Math.max(...bars) - 1e-6;
  return terms.filter((_, i) => bars[i] >= most).map(({ label }) => label);
};

test("on either side of a long mark the words name who has the longest bar there", (t) => {
  const { view, rest } = open(t);
  let turned = 0;
  for (const [i, said] of turnWords(view).entries()) {
    const found = /^(Above|Below) (\d+) (.+) leads, not (.+)\.$/.exec(said);
    if (!found) continue;
    turned++;
    const [side, at, then, now] = [found[1], Number(found[2]), found[3], found[4]];
    near(firstMarks(view, i), [at], 1e-6);
    const beyond = side === "Above" ? at + 1 : at - 1;
    for (const [points, leader] of [
      [beyond, then],
      [2 * at - beyond, now],
      [50, now],
    ] as const) {
      view.put(ranges(view)[i], String(points));
      rest();
      assert.deepEqual(leading(view), [leader], `${said} ${points}`);
    }
    view.put(ranges(view)[i], String(at));
    rest();
    assert.deepEqual([...leading(view)].sort(), [then, now].sort());
    view.put(ranges(view)[i], "50");
    rest();
  }
  assert.equal(turned, 3);
});

test("a slider that turns nothing says so, and one that would need more than its points says at which weight", (t) => {
  const { view } = open(t);
  const words = turnWords(view);
  assert.equal(words[0], "Biden leads, wherever this slider stands.");
  assert.deepEqual(firstMarks(view, 0), []);
  assert.equal(
    words[6],
    "Trump I leads only if this holds more than .22 of all weight: lower the others for that.",
  );
});

test("the marks follow other sliders, codings and parts, and stand with points alone", (t) => {
  const { view, rest } = open(t);
  const shocks = 5;
  const follow = (act: () => void) => {
    const before = marksOf(view, shocks);
    rest();
    act();
    rest();
    assert.notDeepEqual(marksOf(view, shocks), before);
  };
  follow(() => {
    view.put(ranges(view)[0], "20");
  });
  follow(() => {
    const cell = 3 * groups.length + shocks;
    view.put(view.all<HTMLSelectElement>("td select")[cell], "0");
  });
  follow(() => {
    press(view, groups[4].label, "Split");
  });
  rest();
  view.press("Rank only");
  rest();
  assert.ok(turnWords(view).every((each) => each === ""));
  assert.equal(view.all(".rk-marks span").length, 0);
});

test("a slider that has all the weight has nothing to turn against", (t) => {
  const alone = sliders.map((slider, i) => ({ ...slider, points: i === 2 ? 40 : 0 }));
  const { view } = open(t, { ...answer, sliders: alone });
  assert.equal(turnWords(view)[2], "All the weight lies here: give another some points.");
  assert.deepEqual(marksOf(view, 2), []);
});

test("who hears a slider hears where it turns", (t) => {
  const { view } = open(t);
  for (const [i, input] of ranges(view).entries()) {
    const said = view.one(`#${input.getAttribute("aria-describedby") ?? ""}`);
    assert.equal(said.textContent, turnWords(view)[i]);
  }
});
