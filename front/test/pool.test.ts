import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/pool/index";
import { columns } from "../src/pool/bars";
import { numbers, offer } from "../src/pool/state";
import { states } from "./known";
import { near } from "./near";
import { Page, type View } from "./page";

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

test("a class that comes back is drawn at once, with what Python says of it", () => {
  const { view } = open();
  assert.equal(view.says, result.summary);
  assert.equal(view.one("textarea").value, state.answer.text);
  const said = view.texts("p");
  for (const { sentence } of [result.agreement, found, burden].filter((part) => part !== null))
    assert.ok(said.includes(sentence), sentence);
});

/** What the scale of the dots makes of a pixel: nought on the left, the last tick on the right. */
function scaleOf(view: View) {
  const ticks = view.all("svg")[0].querySelectorAll("text.muted");
  const last = [...ticks].filter((tick) => /^\.\d|^1/.test(tick.textContent ?? "")).pop();
  const most = Number(last?.textContent);
  const reach = Number(last?.getAttribute("x")) - 252;
  return (x: number) => ((x - 252) / reach) * most;
}

test("each learner has one mark in each row, at the learner's weight, in the shape of the camp", () => {
  const { view } = open();
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
  const { view } = open();
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
  const { view } = open({ groups: two, agreement: null, camps: null, burden: null });
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

test("codes that could not be used are listed, with or without learners", () => {
  const broken = ["The code RC1-A is cut short.", "The code RC1-B has a slip in it."];
  for (const learners of [24, 0]) {
    const { view } = open({ broken, learners });
    assert.deepEqual(view.texts("li"), broken);
    assert.equal(view.text("summary"), "Codes that could not be used: 2");
    assert.equal(view.all("svg").length, learners ? 3 : 0);
  }
});

test("a text is sent once, and every view hears the result", () => {
  const page = new Page(widget, { ...state, result: {} }, {});
  const [view, other] = [page.open(), page.open()];
  const box = view.one<HTMLTextAreaElement>("textarea");
  view.press("Read the codes");
  assert.equal(view.says, "The box is empty.");
  box.value = "RC1-A";
  view.press("Read the codes");
  view.press("Read the codes");
  assert.deepEqual(page.sent, [{ answer: { text: "RC1-A" } }]);
  assert.equal(view.says, "Reading the codes ...");
  assert.equal(other.one("textarea").value, "RC1-A");
  page.python("result", result);
  page.python("read", 2);
  for (const each of [view, other]) {
    assert.equal(each.says, result.summary);
    assert.equal(each.all("svg").length, 3);
  }
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
