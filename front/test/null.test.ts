import assert from "node:assert/strict";
import { test } from "node:test";
import { endsFall, world } from "../src/measures/worlds";
import widget from "../src/null/index";
import { drawn, told } from "../src/null/state";
import { known, states } from "./known";
import { near } from "./near";
import { isHidden, Page } from "./page";

const state = states.null;
const letters = [..."ABCDEFGHI"];
const real = letters[state.real];
const chance = letters.filter((letter) => letter !== real);
const open = (answer = {}) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};
const yes = (truth: boolean) => (truth ? "yes" : "no");

test("nine lines, each with its letter, none of them named", () => {
  const { view } = open();
  assert.deepEqual(view.texts("legend"), letters);
  assert.ok(view.all("fieldset > p").every(isHidden));
  assert.ok(!view.all("fieldset").some((each) => each.classList.contains("real")));
  assert.match(view.text("h3"), /^One of these 9 lines is the record/);
  assert.match(view.text("p"), /Bands: Clinton, Bush 43, Obama, Trump I, Biden, Trump II\./);
});

test("a line fills its panel from its lowest to its highest month", () => {
  const { view } = open();
  state.lines.forEach((line, i) => {
    const drawing = view.all("fieldset svg")[i];
    const spots = (drawing.querySelector("path")?.getAttribute("d") ?? "").slice(1).split("L");
    const heights = spots.map((spot) => Number(spot.split(",")[1]));
    const [low, high] = [Math.min(...line), Math.max(...line)];
    near(
      heights,
      line.map((value) => 112 - (90 * (value - low)) / (high - low)),
      0.06,
    );
    const along = spots.map((spot) => Number(spot.split(",")[0]));
    near(
      along,
      line.map((_, month) => (400 * (month + 0.5)) / line.length),
      0.06,
    );
  });
});

test("bands meet where presidencies change, dots lie on the last months of the completed", () => {
  const { view } = open();
  const months = state.lines[0].length;
  const at = (month: number) => (400 * (month + 0.5)) / months;
  const drawing = view.one("fieldset svg");
  const [rects, dots] = ["rect", "circle"].map((name) => [...drawing.querySelectorAll(name)]);
  near(
    rects.map((rect) => Number(rect.getAttribute("x"))),
    state.bands.map(([, first]) => at(first - 0.5)),
    1e-6,
  );
  near(
    rects.map((rect) => Number(rect.getAttribute("x")) + Number(rect.getAttribute("width"))),
    state.bands.map(([, , after]) => at(Math.min(after, months) - 0.5)),
    1e-6,
  );
  const completed = state.bands.filter(([, , , complete]) => complete);
  near(
    dots.map((dot) => Number(dot.getAttribute("cx"))),
    completed.map(([, , after]) => at(after - 1)),
    1e-6,
  );
  assert.deepEqual(
    [...drawing.querySelectorAll("text")].map(({ textContent }) => textContent),
    ["C", "B", "O", "T", "B", "T"],
  );
});

test("the heights are told in words", () => {
  const { view } = open();
  const label = view.all("fieldset svg")[state.real].getAttribute("aria-label") ?? "";
  const line = state.lines[state.real];
  const [low, high] = [Math.min(...line), Math.max(...line)];
  const part = (value: number) => Math.round(((value - low) / (high - low)) * 100);
  const clinton = part(line[state.bands[0][2] - 1]);
  assert.ok(label.startsWith(`Line ${real}. Height from 0, its lowest, to 100, its highest.`));
  assert.ok(label.includes(`Start ${part(line[0])}; at the end of Clinton ${clinton}, Bush 43 `));
  assert.ok(label.endsWith(`; last month ${part(line[line.length - 1])}.`));
  assert.ok(!label.includes("Trump II"));
});

test("a pick and marks are said, kept, and in the order of the panels", () => {
  const { page, view } = open();
  view.press("Reveal");
  assert.equal(view.says, "First pick the line that you think is the record.");
  const boxes = view.all("input[type=checkbox]");
  for (const i of [3, 0, 5, 3]) view.check(boxes[i]);
  assert.equal(view.says, "Marked with three falling ends: A, F.");
  view.check(boxes[0]);
  view.check(boxes[5]);
  assert.equal(view.says, "Marked with three falling ends: none.");
  view.check(view.all("input[type=radio]")[2]);
  assert.equal(view.says, "You pick C as the record.");
  const worlds = { drawn: 0, three: 0, five: 0 };
  assert.deepEqual(page.get("answer"), { seed: 1, pick: "C", cycle: [], revealed: false, worlds });
});

test("the reveal counts what was seen in chance, and what is there", () => {
  const cycle = [real, ...chance.slice(0, 3)];
  const { view } = open({ pick: real, cycle });
  view.press("Reveal");
  const falling = chance.filter((letter) => state.falls[letters.indexOf(letter)][0]).length;
  assert.equal(
    view.says,
    `The record is ${real}. You picked ${real}, and found it. ` +
      `In ${falling} of the 8 lines of chance there are three falling ends. ` +
      "You saw them in 3 of 8 lines of chance, and in the record.",
  );
  assert.ok(falling > 0 && falling < 8);
  assert.deepEqual(
    view.texts("fieldset > p"),
    state.falls.map(
      ([three, five], i) =>
        (i === state.real ? "The record." : "Chance.") +
        (three ? ` Three falling ends${five ? ", and five" : ""}.` : ""),
    ),
  );
  assert.deepEqual(
    view.all("fieldset").map((each) => each.classList.contains("real")),
    letters.map((letter) => letter === real),
  );
  assert.ok(view.all("fieldset input").every(({ disabled }) => disabled));
});

test("a wrong pick that saw nothing is told so", () => {
  const { view } = open({ pick: chance[0], cycle: [], revealed: true });
  assert.match(view.says, new RegExp(`You picked ${chance[0]}\\. In .* You saw them in 0 of 8`));
  assert.match(view.says, /lines of chance, and not in the record\./);
  assert.ok(view.all("button").some(isHidden));
});

test("a saved lineup of another shape is filled up", () => {
  const { view } = open({ pick: "B" });
  assert.deepEqual(
    view.all("input[type=radio]").map(({ checked }) => checked),
    letters.map((letter) => letter === "B"),
  );
  assert.deepEqual(view.texts("tbody td"), ["none drawn", "", "", "none drawn", "", ""]);
});

test("worlds are counted on from those that were drawn", () => {
  const { page, view } = open({ worlds: { drawn: 4, three: 3, five: 1 } });
  assert.deepEqual(view.texts("tbody td"), [
    "3 of 4",
    "0.750",
    "0.2500",
    "1 of 4",
    "0.250",
    "0.0625",
  ]);
  assert.deepEqual(view.texts("tbody th"), ["three presidencies", "five presidencies"]);
  view.press("Draw 1 world");
  const { drawn: n, three, five } = page.get("answer").worlds ?? { drawn: 0, three: 0, five: 0 };
  assert.equal(n, 5);
  assert.equal(view.text(".world p"), "World 5");
  const last = view.all(".says")[1].textContent ?? "";
  assert.ok(last.startsWith(`5 worlds drawn: three falling ends in ${three}, five in ${five}.`));
  assert.ok(last.endsWith(` This world: ${yes(three > 3)} for three, ${yes(five > 1)} for five.`));
  view.press("Draw 100 worlds");
  assert.equal(page.get("answer").worlds?.drawn, 105);
  assert.ok(!view.all(".says")[1].textContent?.includes("This world"));
});

test("the count is that of the worlds one by one", () => {
  const [{ bands }] = known.falls;
  const steps = Array.from({ length: 11 }, (_, i) => (i % 3) + 1);
  const given = { steps, bands, seed: 3 };
  let worlds = { drawn: 0, three: 0, five: 0 };
  for (let i = 0; i < 60; i++) worlds = drawn(given, worlds, 1);
  assert.deepEqual(drawn(given, { drawn: 0, three: 0, five: 0 }, 60), worlds);
  const falling = (k: number) =>
    Array.from({ length: 60 }, (_, i) => endsFall(world(steps, 3, i), bands, k)).filter(Boolean);
  assert.deepEqual([worlds.three, worlds.five], [falling(3).length, falling(5).length]);
  assert.ok(worlds.three > worlds.five && worlds.five > 0);
});

test("of six presidencies the first three and the first five are counted", () => {
  const bands = [..."ABCDEF"].map((name, i) => [name, 2 * i, 2 * i + 2, true] as const);
  const steps = Array.from({ length: 11 }, () => 1);
  const falling = (k: number) =>
    Array.from({ length: 300 }, (_, i) => endsFall(world(steps, 5, i), bands, k)).filter(Boolean);
  const counts = [2, 3, 4, 5, 6].map((k) => falling(k).length);
  assert.equal(new Set(counts).size, 5);
  const worlds = drawn({ steps, bands, seed: 5 }, { drawn: 0, three: 0, five: 0 }, 300);
  assert.deepEqual(worlds, { drawn: 300, three: counts[1], five: counts[3] });
  const [first] = Array.from({ length: 300 }, (_, i) => i).filter(
    (i) => endsFall(world(steps, 5, i), bands, 3) && !endsFall(world(steps, 5, i), bands, 5),
  );
  const now = { ...worlds, drawn: first + 1 };
  assert.match(
    told({ steps, bands, seed: 5 }, now, 1),
    /This world: yes for three, no for five\.$/,
  );
});

test("one world, a hundred or a thousand are offered, and none is shown before the first", () => {
  const { view } = open();
  const offers = view.texts("button").filter((words) => words.startsWith("Draw"));
  assert.deepEqual(offers, ["Draw 1 world", "Draw 100 worlds", "Draw 1000 worlds"]);
  assert.ok(isHidden(view.one(".world")));
  view.press("Draw 1 world");
  assert.ok(!isHidden(view.one(".world")));
  assert.match(view.all(".says")[1].textContent ?? "", /^1 world drawn: /);
});
