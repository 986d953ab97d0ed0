/** What all widgets share: elements, boxes that fit, frames, rest, and the one voice of a view. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Page, resize } from "./page";
import { beside, fluid, lengthOf, linesOf, sheet, upright } from "../src/kit/axes";
import { dress, facts, h, table, unique, wide } from "../src/kit/elements";
import { oncePerFrame } from "../src/kit/frames";
import { atRest } from "../src/kit/rest";
import { REST } from "../src/kit/store";
import { complainUnless } from "../src/kit/widget";
import { capital, fixed, noReply, score, share, yesNo } from "../src/kit/words";
import sort from "../src/sort/index";
import { states } from "./known";

test("an element has the attributes and children that are given, and none that are left out", () => {
  let clicks = 0;
  const more = { hidden: true, title: false, id: null, lang: undefined, tabindex: 0 } as const;
  const made = h("p", { ...more, onclick: () => clicks++ }, "a", null, [false, "b", [undefined]]);
  made.click();
  assert.equal(made.outerHTML, '<p hidden="" tabindex="0">ab</p>');
  assert.equal(clicks, 1);
  assert.equal(dress(h("b"), { class: "x" }, ["c"]).outerHTML, '<b class="x">c</b>');
  assert.notEqual(unique("a"), unique("a"));
  assert.match(unique("a"), /^a-[0-9a-z]{6,}$/);
});

test("a table names its rows and columns, and may have a caption", () => {
  const made = table(["who", "how many"], [["all", "3"]], "Counted");
  assert.equal(
    made.outerHTML,
    '<table><caption>Counted</caption><thead><tr><th scope="col">who</th>' +
      '<th scope="col" class="number">how many</th></tr></thead>' +
      '<tbody><tr><th scope="row">all</th><td class="number">3</td></tr></tbody></table>',
  );
  assert.equal(table(["who"], []).querySelector("caption"), null);
  assert.equal(facts([["a", "b"]]).innerHTML, "<dt>a</dt><dd>b</dd>");
  assert.equal(wide("All", made).getAttribute("tabindex"), "0");
});

test("words break at their spaces into lines that fit, and none is left out", () => {
  const words = "Constraints at home in Washington";
  for (const room of [1, 60, 120, 1000]) {
    const lines = linesOf(words, room);
    assert.equal(lines.join(" "), words);
    assert.ok(lines.every((line) => lengthOf(line) <= room || !line.includes(" ")));
  }
  assert.deepEqual(linesOf(words, 1000), [words]);
  assert.ok(lengthOf("согласие") > lengthOf("consents"));
  const heights = beside(10, 20, ["a", "b", "c"]).map((line) => Number(line.getAttribute("y")));
  assert.deepEqual(heights, [5, 20, 35]);
});

test("a box is drawn anew for another width, whole pixels, never wider than its widest", () => {
  const drawn: number[] = [];
  const box = fluid(500, (width) => {
    drawn.push(width);
    return sheet(width, 10, "");
  });
  for (const width of [500, 700, 320.9, 320, 0, 1]) resize(box, width);
  assert.deepEqual(drawn, [500, 320, 1]);
  assert.equal(box.children.length, 1);
  assert.equal(box.firstElementChild?.getAttribute("viewBox"), "0 0 1 10");
});

test("an axis has a guide from top to bottom and a number below at each tick", () => {
  const [guide, words] = upright(
    { at: (value) => 10 * value, ticks: [3], words: (value) => `${value} of 4` },
    5,
    60,
  );
  const at = (element: Element, ...names: string[]) =>
    names.map((name) => element.getAttribute(name));
  assert.deepEqual(at(guide, "x1", "x2", "y1", "y2"), ["30", "30", "5", "60"]);
  assert.deepEqual([...at(words, "x", "y"), words.textContent], ["30", "76", "3 of 4"]);
});

test("a frame draws at once and at its end, not in between, and not when the view has ended", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const life = new AbortController();
  let drawn = 0;
  const draw = oncePerFrame(() => drawn++, life.signal);
  const after = (calls: number) => {
    for (let i = 0; i < calls; i++) draw();
    const atOnce = drawn;
    t.mock.timers.tick(20);
    return [atOnce, drawn];
  };
  assert.deepEqual(after(1), [1, 1]);
  assert.deepEqual(after(3), [2, 3]);
  assert.deepEqual(after(1), [4, 4]);
  draw();
  draw();
  life.abort();
  t.mock.timers.tick(20);
  assert.equal(drawn, 5);
});

test("rest begins anew with every call, and ends with the view", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const life = new AbortController();
  let done = 0;
  const call = atRest(() => done++, 100, life.signal);
  call();
  t.mock.timers.tick(99);
  call();
  t.mock.timers.tick(99);
  assert.equal(done, 0);
  t.mock.timers.tick(1);
  assert.equal(done, 1);
  call();
  life.abort();
  t.mock.timers.tick(100);
  assert.equal(done, 1);
});

test("Python's silence is told after eight seconds, unless it answered or the view has ended", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const told = (done: boolean, ends: boolean) => {
    const [life, says] = [new AbortController(), h("p")];
    complainUnless(() => done, { says, signal: life.signal });
    t.mock.timers.tick(7999);
    assert.equal(says.textContent, "");
    if (ends) life.abort();
    t.mock.timers.tick(1);
    return says.textContent;
  };
  assert.deepEqual([told(false, false), told(true, false), told(false, true)], [noReply(), "", ""]);
});

test("a view has one live region, which repeats what was said last when the hand is at rest", async () => {
  const page = new Page(sort, states.sort);
  const view = page.open();
  const live = view.all("[role=status], [aria-live]");
  assert.equal(live.length, 1);
  assert.equal(live[0].textContent, "");
  for (const card of view.all("fieldset").slice(0, 2))
    view.check(card.querySelector<HTMLInputElement>("input")!);
  await new Promise((done) => setTimeout(done, REST / 2));
  assert.equal(live[0].textContent, "");
  await new Promise((done) => setTimeout(done, REST));
  assert.equal(live[0].textContent, "2 of 12 sorted.");
  page.python("notice", "The file is full.");
  await new Promise((done) => setTimeout(done, 1.5 * REST));
  assert.equal(live[0].textContent, "The file is full.");
});

test("a notice shows as long as there is one, and the choice of a conflict likewise", () => {
  const page = new Page(sort, states.sort);
  const view = page.open();
  const shown = () =>
    [".notice:not(.conflict)", ".conflict"].map((each) => !view.one<HTMLElement>(each).hidden);
  assert.deepEqual(shown(), [false, false]);
  page.python("notice", "Read-only.");
  page.python("conflict", "Two windows.");
  assert.deepEqual(shown(), [true, true]);
  page.python("notice", "");
  page.python("conflict", "");
  assert.deepEqual(shown(), [false, false]);
});

test("numbers are said alike everywhere", () => {
  const halves = [0.125, 0.375, -0.125, 2.5];
  assert.deepEqual(
    halves.map((x) => fixed(x, 2)),
    ["0.12", "0.38", "−0.12", "2.50"],
  );
  assert.deepEqual(
    [0.5, 1.5, 2.5, 10.5].map((x) => fixed(x, 0)),
    ["0", "2", "2", "10"],
  );
  assert.deepEqual([0.994, 0.995, 1, 0].map(share), [".99", "1.00", "1.00", ".00"]);
  assert.deepEqual([0.04, -0.04, 0.06, -1.26].map(score), ["0.0", "0.0", "+0.1", "−1.3"]);
  assert.deepEqual([yesNo(true), yesNo(false), capital("the end")], ["yes", "no", "The end"]);
});
