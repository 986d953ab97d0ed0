import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/pool/index";
import { columns } from "../src/pool/bars";
import { isNarrow, weightScale } from "../src/pool/dots";
import { jitter } from "../src/pool/marks";
import { numbers, offer } from "../src/pool/state";
import { noReply } from "../src/kit/words";
import { known, states } from "./known";
import { near } from "./near";
import { Page, resize, type View } from "./page";

const state = states.pool;
const { result } = state;
const { groups, weights, burden, camps } = result;
const found = camps?.found;
if (!found || !burden || !camps) throw new Error("The sample class has camps and burdens.");
const point = (x: number) => `${x.toFixed(2)}`.replace("0.", ".");
const open = (more: Partial<typeof result> = {}, text: unknown = state.answer.text) => {
  const page = new Page(widget, { ...state, result: { ...result, ...more } }, { text });
  return { page, view: page.open() };
};

/** Open the question on camps, as a press on it does. */
const askCamps = (view: View) => {
  const asked = view.all<HTMLDetailsElement>("details.question");
  const camps = asked.find(({ textContent }) => textContent?.startsWith("Are there camps?"));
  camps?.dispatchEvent(new CustomEvent("toggle"));
  return view;
};

test("no mark and no column tells of camps until somebody asks for them", () => {
  const { view } = open();
  const dots = view.all("svg")[0];
  assert.equal(dots.querySelectorAll("circle.rk-mark").length, weights.length * groups.length);
  assert.equal(dots.querySelectorAll(".rk-mark").length, weights.length * groups.length);
  assert.equal(view.texts("thead th").filter((head) => head.startsWith("camp")).length, 0);
  askCamps(view);
  assert.equal(view.says, found.sentence);
  assert.ok(dots.querySelectorAll("path.rk-mark").length > groups.length);
});

test("a class that comes back is drawn at once, with what Python says of it", () => {
  const { view } = open();
  assert.equal(view.says, "The sample class, invented for teaching. Read: weights of 24 learners.");
  assert.equal(view.one("textarea").value, state.answer.text);
  const said = view.texts("p");
  for (const { sentence } of [result.agreement, found, burden].filter((part) => part !== null))
    assert.ok(said.includes(sentence), sentence);
});

/** What the scale of the dots makes of a pixel: zero on the left, the last tick on the right. */
function scaleOf(view: View) {
  const ticks = view.all("svg")[0].querySelectorAll("text.muted");
  const last = [...ticks].filter((tick) => /^\.\d|^1/.test(tick.textContent ?? "")).pop();
  const most = Number(last?.textContent);
  const reach = Number(last?.getAttribute("x")) - 252;
  return (x: number) => ((x - 252) / reach) * most;
}

test("each learner has one mark in each row, at the learner's weight, in the shape of the camp", () => {
  const view = askCamps(open().view);
  const weightAt = scaleOf(view);
  const dots = view.all("svg")[0];
  const circles = [...dots.querySelectorAll("circle.rk-mark")].slice(1);
  const own = weights.filter((_, learner) => found.labels[learner] === 0);
  near(
    circles.map((mark) => weightAt(Number(mark.getAttribute("cx")))),
    groups.flatMap((_, i) => own.map((weight) => weight[i])),
    1e-9,
  );
  assert.equal(
    dots.querySelectorAll(".rk-mark").length,
    weights.length * groups.length + found.sizes.length,
  );
  for (const [i, circle] of circles.entries()) {
    const row = Math.floor(i / own.length);
    const y = Number(circle.getAttribute("cy"));
    assert.ok(y > 64 + 34 * row && y < 64 + 34 * (row + 1));
  }
});

test("the medians are marked and printed in the order of the obstacles", () => {
  const { view } = open();
  const weightAt = scaleOf(view);
  const dots = view.all("svg")[0];
  const thick = [...dots.querySelectorAll("line[stroke-width='3']")];
  near(
    thick.map((line) => weightAt(Number(line.getAttribute("x1")))),
    groups.map(({ median }) => median),
    1e-9,
  );
  const printed = [...dots.querySelectorAll("text")].map(({ textContent }) => textContent ?? "");
  const words = (start: string) => printed.filter((each) => each.startsWith(start));
  assert.deepEqual(
    words("median "),
    groups.map(({ median }) => `median ${point(median)}`),
  );
  const labels = groups.map(({ label }) => label);
  assert.deepEqual(
    printed.filter((each) => labels.includes(each)),
    labels,
  );
});

test("bars are as long as the weights at the centres, and print them", () => {
  const { view } = open();
  const drawing = view.all("svg")[1];
  const pooled = groups.map((group) => group.class_weight ?? NaN);
  const all = [...found.centres, pooled].flat();
  const bars = [...drawing.querySelectorAll("rect:not(.rk-mark)")];
  const longs = bars.map((bar) => Number(bar.getAttribute("width")));
  const unit = Math.max(...longs) / Math.max(...all);
  near(
    longs.map((long) => long / unit),
    all,
    1e-9,
  );
  const texts = [...drawing.querySelectorAll("text")].map(({ textContent }) => textContent ?? "");
  assert.deepEqual(
    texts.filter((each) => /^\.\d\d$/.test(each)),
    all.map(point),
  );
  const heads = found.sizes.map((size, camp) => `${"ABC"[camp]}: ${size} learners`);
  assert.deepEqual(
    texts.filter((each) => each.includes("learner") || each.startsWith("All")),
    [...heads, "All 24 together"],
  );
  assert.ok(texts.includes("nobody's view"));
});

test("a class without camps has one column, and is nobody's mean of camps", () => {
  const alone = { labels: [], sizes: [24], centres: [weights[0]], sentence: "" };
  const [all, ...rest] = columns(groups, 24, alone);
  assert.deepEqual(rest, []);
  assert.equal(all.below, "geometric mean");
  assert.deepEqual(
    all.centre,
    groups.map((group) => group.class_weight),
  );
});

test("the places of a presidency lie side by side, as wide as their shares", () => {
  const { view } = open();
  const rows = burden.ranks.length;
  const bars = [...view.all("svg")[2].querySelectorAll("rect")];
  const at = (name: string) => bars.map((bar) => Number(bar.getAttribute(name)));
  const width = 800 - 20 - 200;
  near(
    at("width"),
    burden.ranks.flat().map((share) => share * width),
    1e-6,
  );
  burden.ranks.forEach((shares, i) => {
    let before = 0;
    for (const [place, share] of shares.entries()) {
      const bar = bars[i * rows + place];
      near(Number(bar.getAttribute("x")), 200 + before * width, 1e-6);
      const said = share >= 0.995 ? "1.00" : point(share);
      assert.equal(bar.textContent, `${burden.terms[i]}, place ${place + 1}: ${said}`);
      before += share;
    }
  });
  const strength = bars.slice(0, rows).map((bar) => Number(bar.getAttribute("fill-opacity")));
  assert.deepEqual(
    strength,
    [...strength].sort((a, b) => b - a),
  );
  assert.equal(strength[0], 1);
  const texts = [...view.all("svg")[2].querySelectorAll("text")].map((each) => each.textContent);
  assert.deepEqual(
    texts.slice(4, 4 + 2 * rows),
    burden.terms.flatMap((term, i) => [term, point(burden.ranks[i][0])]),
  );
  assert.equal(texts[1], "Share of 10,000 draws in each place");
});

test("the table says lowest, median, highest, each camp and the class", () => {
  const view = askCamps(open().view);
  const heads = found.sizes.map((_, camp) => `camp ${"ABC"[camp]}`);
  assert.deepEqual(view.texts("thead th"), [
    "obstacle",
    "lowest",
    "median",
    "highest",
    ...heads,
    "class",
  ]);
  const { rows } = numbers(groups, found);
  groups.forEach(({ label, low, median, high, class_weight: all }, i) => {
    const centres = found.centres.map((centre) => point(centre[i]));
    assert.deepEqual(rows[i], [
      label,
      ...[low, median, high].map(point),
      ...centres,
      point(all ?? NaN),
    ]);
  });
  assert.deepEqual(
    view.all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent)),
    rows,
  );
});

test("two learners have neither camps nor a class weight", () => {
  const two = groups.map((group) => ({ ...group, class_weight: null }));
  const few = { learners: 2, groups: two, agreement: null, camps: null, burden: null };
  const { view } = open(few);
  assert.ok(view.texts("p").some((words) => words.includes("at least 3 learners")));
  assert.deepEqual(view.texts("thead th"), ["obstacle", "lowest", "median", "highest"]);
  assert.equal(view.all("svg").length, 1);
});

test("another split is drawn and said", () => {
  const { view } = open();
  const select = view.one<HTMLSelectElement>("select");
  assert.deepEqual(view.texts("option"), ["as the numbers suggest", "two", "three"]);
  view.put(select, "2");
  assert.equal(view.says, camps["2"]?.sentence);
  assert.equal(view.one<HTMLSelectElement>("select").value, "2");
  const heads = [...view.all("svg")[1].querySelectorAll("text")].map((each) => each.textContent);
  assert.ok(!heads.some((each) => each?.startsWith("C: ")));
});

test("what could not be used and what stands there twice is listed, with or without weights", () => {
  const [code] = known.codes.filter(({ kind }) => kind === "weights");
  const bad = `Ann: ${code.code.slice(0, 12)}\nBo: RC0-ABCDE`;
  const broken = [
    "The code of Ann is cut short; ask for the whole line.",
    "The code of Bo is cut short; ask for the whole line.",
  ];
  const { view } = open({}, bad);
  assert.deepEqual(view.texts("li"), broken);
  assert.equal(view.text("summary"), "Codes that could not be used: 2");
  assert.equal(view.says, "2 codes could not be used.");
  assert.equal(view.all("svg").length, 0);
  const { view: both } = open({}, `${bad}\nCy: ${code.code} ${code.code}`);
  const twice = "The code of Cy stands here twice; it counts once.";
  assert.deepEqual(both.texts("li"), [...broken, twice]);
  assert.equal(both.texts("summary")[1], "Repeats: 1");
  assert.equal(
    both.says,
    "Read: weights of 1 learner. 2 codes could not be used. 1 remark on repeats stands below.",
  );
  assert.equal(both.all("svg").length, 3);
});

test("a text is sent once, and every view hears what was read, and later the result", () => {
  const page = new Page(widget, { ...state, result: {} }, {});
  const [view, other] = [page.open(), page.open()];
  const box = view.one<HTMLTextAreaElement>("textarea");
  view.press("Read the codes");
  assert.equal(view.says, "The box is empty.");
  const text = `${String(state.answer.text)}\n`;
  box.value = text;
  view.press("Read the codes");
  view.press("Read the codes");
  assert.deepEqual(page.sent, [{ answer: { text } }]);
  assert.equal(other.one("textarea").value, text);
  for (const each of [view, other]) {
    assert.equal(each.says, "Read: weights of 24 learners.");
    assert.equal(each.all("svg").length, 0);
    assert.ok(each.texts("p").some((words) => words.includes("as soon as they are computed")));
  }
  page.python("result", result);
  page.python("read", 2);
  for (const each of [view, other]) assert.equal(each.all("svg").length, 3);
});

test("no result of an earlier text is shown beside a new one", () => {
  const { page, view } = open();
  view.one("textarea").value = known.codes[0].code;
  view.press("Read the codes");
  assert.equal(view.all("svg").length, 0);
  page.python("read", 3);
  assert.equal(view.all("svg").length, 3);
});

test("a kernel that has stopped is said, and what is counted here is shown all the same", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { view } = open();
  view.one("textarea").value = known.codes.find(({ kind }) => kind === "claims")?.code ?? "";
  view.press("Read the codes");
  assert.equal(view.says, "Read: 1 sorting.");
  assert.ok(view.all(".tally").length > 0);
  t.mock.timers.tick(8000);
  assert.equal(view.says, noReply());
});

test("what is being typed is not overwritten by another view", () => {
  const page = new Page(widget, { ...state, result: {} }, {});
  const [view, other] = [page.open(), page.open()];
  other.one("textarea").value = "half a li";
  view.one("textarea").value = "RC1-A";
  view.press("Read the codes");
  assert.equal(other.one("textarea").value, "half a li");
});

test("typing alone is read after a rest, and not again when it was read by hand", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = new Page(widget, { ...state, result: {} }, {});
  const view = page.open();
  const box = view.one<HTMLTextAreaElement>("textarea");
  const type = (text: string) => {
    box.value = text;
    view.pointer(box, "input", 0, 0);
  };
  type("RC1-A");
  t.mock.timers.tick(799);
  assert.equal(page.sent.length, 0);
  t.mock.timers.tick(1);
  assert.equal(page.sent.length, 1);
  type("RC1-B");
  view.press("Read the codes");
  page.python("read", 3);
  view.one(".says").textContent = "said since";
  t.mock.timers.tick(800);
  assert.equal(page.sent.length, 2);
  assert.equal(view.says, "said since");
});

test("the sample comes and goes, and one's own text comes back", () => {
  assert.equal(offer("x", "sample", ""), "Use the sample class (invented)");
  assert.equal(offer("sample", "sample", "x"), "Back to your own text");
  assert.equal(offer("sample", "sample", ""), "Empty the box");
  const { view } = open({}, "mine");
  view.press("Use the sample class");
  assert.equal(view.one("textarea").value, state.sample);
  view.press("Back to your own text");
  assert.equal(view.one("textarea").value, "mine");
});

test("a kept answer that is no text leaves the box empty", () => {
  assert.equal(open({}, 5).view.one("textarea").value, "");
});

// ---- what is drawn, wide and narrow

const WIDE = 800;
const PHONE = 400;
const drawn = (wide: number, more: Partial<typeof result> = {}) => {
  const view = askCamps(open(more).view);
  for (const box of view.all<HTMLElement>(".fluid")) resize(box, wide);
  return view.all<SVGElement>("svg");
};
const at = (element: Element, name: string) => Number(element.getAttribute(name));
const inside = (drawing: Element, selector: string) => [...drawing.querySelectorAll(selector)];
const wordsIn = (drawing: Element, test: (words: string) => boolean) =>
  inside(drawing, "text").filter(({ textContent }) => test(textContent ?? ""));
const isShare = (words: string) => /^(\.\d\d|1\.00)$/.test(words);
const isLabel = (words: string) => groups.some(({ label }) => label === words);

test("a drawing is narrow below 700 pixels, and its scale takes in every weight", () => {
  assert.deepEqual([699, 700].map(isNarrow), [true, false]);
  assert.deepEqual(weightScale([[0.05]], WIDE).domain(), [0, 0.2]);
  assert.deepEqual(weightScale([[0.05], [0.41]], WIDE).domain(), [0, 0.5]);
  assert.deepEqual(weightScale([[1]], WIDE).range(), [252, 722]);
  assert.deepEqual(weightScale([[1]], PHONE).range(), [8, 388]);
});

test("the scale of the weights is told by tenths from zero, each under its guide", () => {
  const most = weightScale(weights, WIDE).domain()[1];
  const tenths = Array.from({ length: Math.round(most * 10) + 1 }, (_, i) => i / 10);
  for (const wide of [WIDE, PHONE]) {
    const [dots] = drawn(wide);
    const ticks = wordsIn(dots, (words) => words === "0" || isShare(words));
    assert.deepEqual(
      ticks.map(({ textContent }) => textContent),
      tenths.map((tenth) => (tenth ? point(tenth) : "0")),
    );
    const place = weightScale(weights, wide);
    near(
      ticks.map((tick) => at(tick, "x")),
      tenths.map(place),
      1e-9,
    );
  }
});

test("each mark lies in the row of its obstacle, those of neighbours apart", () => {
  const moves = weights.map((_, learner) => jitter(learner));
  assert.ok(moves.every((move) => move >= -0.5 && move < 0.5));
  assert.ok(moves.every((move, i) => i === 0 || Math.abs(move - moves[i - 1]) > 0.3));
  near(jitter(0), 0.118034, 1e-9);
  const [wide, phone] = [WIDE, PHONE].map((width) => drawn(width, { camps: null })[0]);
  const own = weights.length;
  for (const [dots, row, first] of [
    [wide, 34, 64 + 17],
    [phone, 52, 64 + 18 + 17],
  ] as const)
    near(
      inside(dots, "circle.rk-mark").map((mark) => at(mark, "cy")),
      groups.flatMap((_, i) => moves.map((move) => first + row * i + 20 * move)),
      1e-9,
    );
  assert.equal(inside(phone, "circle.rk-mark").length, own * groups.length);
});

test("camps have shapes: circle, triangle, square, and a legend in this order", () => {
  const dots = drawn(WIDE)[0];
  const marks = inside(dots, ".rk-mark");
  const legend = marks.slice(0, found.sizes.length);
  assert.deepEqual(
    legend.map(({ tagName }) => tagName),
    ["circle", "path", "rect"].slice(0, found.sizes.length),
  );
  assert.deepEqual(
    wordsIn(dots, (words) => /^[ABC]$/.test(words)).map(({ textContent }) => textContent),
    ["A", "B", "C"].slice(0, found.sizes.length),
  );
  const x = weightScale(weights, WIDE);
  const middle = (mark: Element) =>
    mark.tagName === "circle"
      ? at(mark, "cx")
      : mark.tagName === "rect"
        ? at(mark, "x") + at(mark, "width") / 2
        : Number(/^M(\S+) /.exec(mark.getAttribute("d") ?? "")?.[1]);
  near(
    marks.slice(found.sizes.length).map(middle),
    groups.flatMap((_, i) => weights.map((weight) => x(weight[i]))),
    1e-9,
  );
  const fills = (camp: number) => marks[found.sizes.length + found.labels.indexOf(camp)];
  legend.forEach((mark, camp) =>
    assert.equal(mark.getAttribute("fill"), fills(camp).getAttribute("fill")),
  );
});

test("one camp only has no legend and no column of its own", () => {
  const one = { ...found, labels: weights.map(() => 0), sizes: [24], centres: [weights[0]] };
  const [dots, bars] = drawn(WIDE, { camps: { found: one } });
  assert.equal(inside(dots, ".rk-mark").length, weights.length * groups.length);
  assert.equal(wordsIn(bars, (words) => words === "Weights of the class").length, 1);
  assert.equal(inside(bars, "rect").length, groups.length);
  assert.equal(inside(bars, "[stroke-dasharray]").length, 0);
});

test("names and medians stand in the row of their obstacle, or above it where it is narrow", () => {
  const [wide, phone] = [drawn(WIDE)[0], drawn(PHONE)[0]];
  const rows = (first: number, row: number) => groups.map((_, i) => first + row * i);
  const isMedian = (words: string) => words.startsWith("median ");
  const heights = (drawing: Element, test: (words: string) => boolean) =>
    wordsIn(drawing, test).map((each) => at(each, "y"));
  near(heights(wide, isLabel), rows(64 + 21, 34));
  near(heights(wide, isMedian), rows(64 + 21, 34));
  near(heights(phone, isLabel), rows(64 + 16, 52));
  near(heights(phone, isMedian), rows(64 + 16, 52));
  for (const [drawing, first, row] of [
    [wide, 64 + 17, 34],
    [phone, 64 + 35, 52],
  ] as const) {
    const thick = inside(drawing, "line[stroke-width='3']");
    near(
      thick.map((line) => (at(line, "y1") + at(line, "y2")) / 2),
      rows(first, row),
    );
    assert.ok(thick.every((line) => at(line, "y2") - at(line, "y1") === 30));
  }
  const edge = (drawing: Element, test: (words: string) => boolean) =>
    wordsIn(drawing, test)[0].getAttribute("text-anchor");
  assert.deepEqual([edge(wide, isLabel), edge(wide, isMedian)], ["end", null]);
  assert.deepEqual([edge(phone, isLabel), edge(phone, isMedian)], [null, "end"]);
});

const barsIn = (drawing: Element) => inside(drawing, "rect:not(.rk-mark)");

test("bars of the camps print their shares at their ends, within the drawing", () => {
  for (const wide of [WIDE, PHONE]) {
    const drawing = drawn(wide)[1];
    const bars = barsIn(drawing);
    wordsIn(drawing, isShare).forEach((each, i) => {
      near(at(each, "x"), at(bars[i], "x") + at(bars[i], "width") + 4, 1e-9);
      near(at(each, "y"), at(bars[i], "y") + 12, 1e-9);
    });
    assert.ok(bars.every((bar) => at(bar, "height") === 15));
    const all = bars.slice(-groups.length);
    assert.ok(all.every((bar) => bar.getAttribute("fill") === "none"));
    assert.ok(all.every((bar) => bar.getAttribute("stroke-dasharray") === "3 2"));
    assert.ok(bars.slice(0, -groups.length).every((bar) => !bar.hasAttribute("stroke")));
    assert.equal(wordsIn(drawing, (words) => words === "Centre of each camp").length, 1);
    // The longest bar leaves room for its number.
    const right = Math.max(...bars.map((bar) => at(bar, "x") + at(bar, "width")));
    assert.ok(right + 30 <= wide, String(right));
  }
});

test("camps stand side by side, or in turn under each obstacle where it is narrow", () => {
  const n = found.sizes.length + 1;
  const each = <T>(value: (i: number, c: number) => T) =>
    Array.from({ length: n }, (_, c) => groups.map((_, i) => value(i, c))).flat();
  const [wide, phone] = [drawn(WIDE)[1], drawn(PHONE)[1]];
  const tall = (i: number) => 17 * (n + 1) + (22 * n + 18) * i;
  const width = (WIDE - 252) / n - 18;
  near(
    barsIn(wide).map((bar) => [at(bar, "x"), at(bar, "y")]),
    each((i, c) => [252 + c * (width + 18) + (c === n - 1 ? 8 : 0), 51 + 22 * i]),
  );
  near(
    barsIn(phone).map((bar) => [at(bar, "x"), at(bar, "y")]),
    each((i, c) => [18, tall(i) + 30 + 22 * c]),
  );
  const heights = (drawing: Element) => wordsIn(drawing, isLabel).map((name) => at(name, "y"));
  near(
    heights(wide),
    groups.map((_, i) => 51 + 22 * i + 12),
  );
  near(
    heights(phone),
    groups.map((_, i) => tall(i) + 24),
  );
});

test("the heads of the columns stand over their bars, each with the mark of its camp", () => {
  const isHead = (words: string) => / learners?$|together$/.test(words);
  const [wide, phone] = [drawn(WIDE)[1], drawn(PHONE)[1]];
  const heads = (drawing: Element) => wordsIn(drawing, isHead);
  const columnsAt = inside(wide, "rect:not(.rk-mark)")
    .filter((_, i) => i % groups.length === 0)
    .map((bar) => at(bar, "x"));
  near(
    heads(wide).map((head) => at(head, "x")),
    columnsAt.map((left, c) => (c < found.sizes.length ? left + 18 : left)),
    1e-9,
  );
  assert.ok(heads(wide).every((head) => at(head, "y") === 31));
  near(
    heads(phone).map((head) => [at(head, "x"), at(head, "y")]),
    columnsAt.map((_, c) => [c < found.sizes.length ? 18 : 0, 14 + 17 * (c + 1)]),
  );
  const [below, belowPhone] = [wide, phone].map(
    (drawing) => wordsIn(drawing, (words) => words === "nobody's view")[0],
  );
  near([at(below, "x"), at(below, "y")], [columnsAt[columnsAt.length - 1], 44], 1e-9);
  near([at(belowPhone, "x"), at(belowPhone, "y")], [126, 14 + 17 * (found.sizes.length + 1)]);
  assert.equal(inside(wide, ".rk-mark").length, found.sizes.length);
});

for (const [wide, number, left, top] of [
  [WIDE, 120, 200, 44],
  [PHONE, 100, 110, 80],
] as const)
  test(`presidencies stand in rows with their bars, at ${wide} pixels`, () => {
    const n = burden.terms.length;
    const rows = burden.terms.map((_, i) => top + 26 * i);
    const drawing = drawn(wide)[2];
    const places = (found: Element[]) => found.map((each) => [at(each, "x"), at(each, "y")]);
    const bars = inside(drawing, "rect");
    near(
      bars.map((bar) => [at(bar, "y"), at(bar, "fill-opacity")]),
      rows.flatMap((y) => burden.terms.map((_, place) => [y, 1 - place / n])),
    );
    near(
      bars.filter((_, i) => i % n === 0).map((bar) => at(bar, "x")),
      rows.map(() => left),
    );
    near(
      places(wordsIn(drawing, isShare)),
      rows.map((y) => [number, y + 15]),
    );
    near(
      places(wordsIn(drawing, (words) => burden.terms.includes(words))),
      rows.map((y) => [0, y + 15]),
    );
    const ends = wordsIn(drawing, (words) => /^[01]$/.test(words));
    near(
      places(ends),
      [left, wide - 20].map((x) => [x, top + 26 * n + 12]),
    );
    assert.deepEqual(
      ends.map(({ textContent }) => textContent),
      ["0", "1"],
    );
  });

test("no drawing is lower than what stands on it, and its label says what it shows", () => {
  for (const wide of [WIDE, PHONE])
    for (const drawing of drawn(wide)) {
      const low = Math.max(
        ...inside(drawing, "text").map((each) => at(each, "y")),
        ...inside(drawing, "rect").map((each) => at(each, "y") + at(each, "height")),
      );
      const room = at(drawing, "height") - low;
      assert.ok(room >= 4 && room < 30, `${wide}: ${room}`);
      assert.equal(drawing.getAttribute("viewBox"), `0 0 ${wide} ${at(drawing, "height")}`);
    }
  const label = drawn(WIDE)[0].getAttribute("aria-label") ?? "";
  assert.ok(label.startsWith(`Weights of 24 learners for each of ${groups.length} obstacles`));
});

test("a class that nobody pooled says so in no line, and an empty result shows nothing", () => {
  const page = new Page(widget, { ...state, result: {} }, {});
  const view = page.open();
  assert.equal(view.says, "");
  assert.equal(view.all("svg, table, h4").length, 0);
  const headings = [
    "How far do you agree?",
    "Are there camps?",
    "Who carries the heaviest burden?",
  ];
  assert.deepEqual(open().view.texts("h4"), ["Weights of the class"]);
  assert.deepEqual(open().view.texts("h5"), headings);
  assert.deepEqual(open({ agreement: null }).view.texts("h5"), headings.slice(1));
  assert.deepEqual(open({ burden: null }).view.texts("h5"), headings.slice(0, 2));
});

test("splits that Python did not make are not offered, and the one that is shown is chosen", () => {
  const { view } = open({ camps: { found } });
  assert.deepEqual(view.texts("option"), ["as the numbers suggest"]);
  const { view: whole } = open();
  whole.put(whole.one<HTMLSelectElement>("select"), "3");
  assert.deepEqual(
    whole.all<HTMLOptionElement>("option").map(({ selected }) => selected),
    [false, false, true],
  );
});

test("what is typed again as it was read is not asked again; its result is said", () => {
  const { page, view } = open();
  view.one(".says").textContent = "";
  view.press("Read the codes");
  assert.match(view.says, /24 learners/);
  assert.equal(page.sent.length, 0);
  const box = view.one<HTMLTextAreaElement>("textarea");
  view.put(box, "RC1-NEW");
  assert.equal(page.sent.length, 1);
  const button = view.all("button")[1];
  assert.equal(button.textContent, "Use the sample class (invented)");
  page.python("answer", { text: state.sample });
  assert.equal(box.value, state.sample);
  assert.equal(button.textContent, "Empty the box");
});
