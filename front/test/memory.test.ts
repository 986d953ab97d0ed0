import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/memory/index";
import { chosen, extremes, linesOf, sentence, warWords } from "../src/memory/state";
import { remembered } from "../src/measures/memory";
import { states } from "./known";
import { Page } from "./page";

const given = states.memory;
const { half_lives: stops, months, bands, view: shown } = given;
const open = (answer: object = given.answer) => {
  const page = new Page(widget, given, answer);
  return { page, view: page.open() };
};

test("a stop for each memory, the chosen one in words and in bold", () => {
  const { page, view } = open();
  const slider = view.one("input[type=range]");
  assert.equal(slider.getAttribute("max"), String(stops.length - 1));
  for (const [i, half] of stops.entries()) {
    view.put(slider, String(i));
    assert.deepEqual(page.get("answer"), { ...given.answer, half_life: half });
    assert.equal(view.text(".value"), `${half} months`);
    assert.equal(slider.getAttribute("aria-valuetext"), `${half} months`);
    assert.equal(view.all("path.other").length, stops.length - 1);
    assert.equal(view.one("svg").getAttribute("aria-label"), view.says);
  }
});

test("an act fades by half after one half-life, and a switch adds what it adds", () => {
  const acts = { totals: [8, 0, 0], counts: [1, 0, 0] };
  const { tones, weights } = remembered(acts, [[2, -10, 1]], 1);
  assert.deepEqual(weights, [1, 0.5, 1.25]);
  assert.deepEqual(tones, [8, 8, (2 - 10) / 1.25]);
});

test("the sentence names the first of equal months, where it ends, and where little is behind it", () => {
  const line = { tones: [2, -3.04, -3.04, 5, 5], weights: [1, 2, 2, 2, 1] };
  assert.deepEqual(extremes(line, [0, 5]), [1, 3]);
  assert.deepEqual(extremes(line, [2, 3]), [2, 2]);
  const said = sentence(
    line,
    { memory: 0, contacts: false },
    { months: months.slice(0, 5), half_lives: [1], view: [0, 5], last: 4 },
  );
  assert.equal(
    said,
    "Half-life 1 month, deeds alone: lowest −3.0 in December 1991, highest +5.0 in February 1992. " +
      "It stands at +5.0 in March 1992. " +
      "In 2 months fewer than two acts' worth of memory stand behind it.",
  );
});

test("what an answer does not name is as it opens", () => {
  const opens = { memory: 0, contacts: true, war: "rule", opinion: false };
  assert.deepEqual(chosen({ half_lives: stops, answer: {} }), opens);
  const odd = { half_life: "12", contacts: 1, war: "none", opinion: "yes" };
  assert.deepEqual(chosen({ half_lives: stops, answer: odd }), opens);
});

test("switches change the line, and only opinion leaves it as it is", () => {
  const { page, view } = open();
  const before = view.one("path.shown").getAttribute("d");
  const [contacts, opinion] = view.all("input[type=checkbox]");
  view.check(opinion);
  assert.equal(view.one("path.shown").getAttribute("d"), before);
  assert.ok(view.all("circle.reading").length > 0);
  view.check(contacts);
  const deeds = view.one("path.shown").getAttribute("d");
  assert.notEqual(deeds, before);
  const war = view.one<HTMLSelectElement>("select");
  assert.deepEqual(
    [...war.options].map(({ value }) => value),
    ["rule", "scored", "without"],
  );
  view.put(war, "scored");
  assert.notEqual(view.one("path.shown").getAttribute("d"), deeds);
  assert.deepEqual(page.get("answer"), {
    ...given.answer,
    contacts: false,
    war: "scored",
    opinion: true,
  });
  assert.ok(warWords("scored").includes("−10"));
});

test("the war, once scored, lies below and, once left out, above the line of the rule", () => {
  const at = (war: "rule" | "scored" | "without") =>
    linesOf(given, { memory: 0, contacts: false, war, opinion: false })[0];
  const month = given.war.deeds.scored[0][0];
  assert.ok(at("scored").tones[month] < at("rule").tones[month]);
  assert.ok(at("rule").tones[month] < at("without").tones[month]);
});

test("the presidency that is shown has its band and its neighbours theirs", () => {
  const { view } = open();
  const inside = bands.filter(([, , first, after]) => after > shown[0] && first < shown[1]);
  assert.deepEqual(
    view.all("rect").map((rect) => rect.getAttribute("fill")),
    inside.map(([, colour]) => colour),
  );
});
