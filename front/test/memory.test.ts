import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/memory/index";
import { chosen, extremes } from "../src/memory/state";
import { states } from "./known";
import { Page } from "./page";

const { lines, months, bands } = states.memory;
const open = (answer: object = states.memory.answer) => {
  const page = new Page(widget, states.memory, answer);
  return { page, view: page.open() };
};

test("a stop for each memory, the chosen one in words, in bold and last over the others", () => {
  const { page, view } = open();
  const slider = view.one("input");
  assert.equal(slider.getAttribute("max"), String(lines.length - 1));
  for (const [i, { half_life }] of lines.entries()) {
    view.put(slider, String(i));
    assert.deepEqual(page.get("answer"), { half_life });
    assert.equal(view.text(".value"), `${half_life} months`);
    assert.equal(slider.getAttribute("aria-valuetext"), `${half_life} months`);
    const paths = view.all<SVGElement>("path");
    assert.deepEqual(
      paths.map((path) => path.getAttribute("class")),
      [...lines.slice(1).map(() => "other"), "shown"],
    );
    assert.equal(paths[paths.length - 1].dataset.place, String(i));
    assert.equal(view.one("svg").getAttribute("aria-label"), view.says);
  }
});

test("the sentence names the first of equal months, and the numbers with their signs", () => {
  const line = { half_life: 1, tones: [2, -3.04, -3.04, 5, 5] };
  assert.deepEqual(extremes(line), [1, 3]);
  const given = { ...states.memory, lines: [line], months: months.slice(0, 5) };
  const view = new Page(widget, given, { half_life: 1 }).open();
  const said = "Half-life 1 month: lowest −3.0 in December 1991, highest +5.0 in February 1992.";
  assert.equal(view.says, said);
});

test("an answer that names none of the memories shows the first", () => {
  assert.equal(chosen({ lines, answer: {} }), 0);
  assert.equal(chosen({ lines, answer: { half_life: "12" } }), 0);
  assert.equal(open({ half_life: 7 }).view.text(".value"), `${lines[0].half_life} months`);
});

test("every presidency has its band, in its colour and as long as its months", () => {
  const { view } = open();
  const rects = view.all("rect");
  assert.deepEqual(
    rects.map((rect) => rect.getAttribute("fill")),
    bands.map(([, colour]) => colour),
  );
  const widths = view.numbers("rect", "width");
  const month = widths[1] / (bands[1][3] - bands[1][2]);
  bands.slice(0, -1).forEach(([, , first, after], i) => {
    assert.ok(Math.abs(widths[i] - (after - first) * month) < 1e-6);
  });
});
