import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/leaveout/index";
import { type Act, type LeaveOutTraits } from "../src/leaveout/state";
import { states } from "./known";
import { Page, resize, type View } from "./page";

const CALLED_OFF = "1993-06-24-m2";
const open = (answer: LeaveOutTraits["answer"] = {}, state = states.leaveout) => {
  const page = new Page(widget, state, answer);
  return { page, view: page.open() };
};
const dot = (view: View, id: string) => view.one<SVGElement>(`[data-act="${id}"]`);
const enter = (view: View, id: string) => {
  dot(view, id).focus();
  view.key(dot(view, id), "Enter");
};
/** Walk with the arrow keys until an act has the focus. */
const walkTo = (view: View, id: string) => {
  for (let i = 0; i < 200; i++) {
    const now = view.one<SVGElement>('[tabindex="0"][data-act]');
    if (now.dataset.act === id) return;
    view.key(now, "ArrowRight");
  }
  throw new Error(`No walk leads to ${id}.`);
};

/** A window of one act a week, all of them deeds of Washington. */
const windowOf = (key: string, scores: readonly number[]) => ({
  ...{ first: "2000-01-03", weeks: 53, state: "a5", inc: "b7" },
  acts: scores.map((score, i): Act => {
    const day = new Date(Date.UTC(2000, 0, 3 + 7 * i)).toISOString().slice(0, 10);
    return [`${key}-${i}`, day, `Act ${i}`, "USA", score, false, "s"];
  }),
});
const made = (start: readonly number[], end: readonly number[]): LeaveOutTraits => ({
  ...states.leaveout,
  presidencies: [{ id: "x", name: "Nobody", before: "" }],
  windows: { "x/start": windowOf("start", start), "x/end": windowOf("end", end) },
  sources: { s: ["A paper", ""] },
});
const six = (value: number) => Array<number>(6).fill(value);

test("the board opens as the record has it", () => {
  const { page, view } = open();
  assert.deepEqual(page.get("answer"), {});
  assert.equal(view.says, "Clinton, end against start: cannot tell, as in the record.");
  assert.ok(view.el.textContent?.includes("Every act is counted as the record has it."));
  const { windows } = states.leaveout;
  const acts = [windows["clinton/start"], windows["clinton/end"]].flatMap((each) => each.acts);
  assert.equal(view.all("[data-act]").length, acts.length);
  const contacts = acts.filter(([, , , , , isContact]) => isContact).length;
  assert.deepEqual(
    [view.all("g.contact circle").length, view.all("g.deed rect").length],
    [contacts, acts.length - contacts],
  );
});

test("one act of 1993 that is out turns the verdict, and back in it turns it back", () => {
  const { page, view } = open();
  walkTo(view, CALLED_OFF);
  enter(view, CALLED_OFF);
  assert.deepEqual(page.get("answer").acts, { [CALLED_OFF]: "out" });
  assert.equal(
    view.says,
    "Out: Chernomyrdin calls off his visit to Washington. " +
      "Clinton, end against start: the verdict turns from cannot tell to lower.",
  );
  assert.equal(dot(view, CALLED_OFF).getAttribute("aria-checked"), "false");
  assert.equal(view.all("tr.turned").length, 1);
  enter(view, CALLED_OFF);
  assert.deepEqual(page.get("answer").acts, {});
  assert.ok(view.says.endsWith("cannot tell, as in the record."));
});

test("what all acts of a window agree on, and the others on another score, is sure", () => {
  const said = (start: number[], end: number[]) => open({}, made(start, end)).view.says;
  assert.equal(said(six(5), six(-5)), "Nobody, end against start: lower, as in the record.");
  assert.equal(said(six(-5), six(5)), "Nobody, end against start: higher, as in the record.");
  const five = six(-5).slice(1);
  assert.equal(said(six(5), five), "Nobody, end against start: cannot tell, as in the record.");
});

test("a turned score counts on the other side of zero, and the act stands there", () => {
  const { view } = open({ click: "turned" }, made(six(5), six(-5)));
  const x = (id: string) => Number(dot(view, id).firstElementChild?.getAttribute("x"));
  const before = [x("end-0"), x("start-5")];
  for (let i = 0; i < 6; i++) enter(view, walked(view, `end-${i}`));
  assert.ok(view.says.endsWith("the verdict turns from lower to cannot tell."));
  assert.ok(view.el.textContent?.includes("6 scores are turned."));
  assert.ok(x("end-0") > before[0] && x("start-5") === before[1]);
  assert.ok(view.texts("svg text").includes("mean +5.0 [+5.0, +5.0], 6 acts"));
});
const walked = (view: View, id: string) => {
  view.pointer(dot(view, id), "click", 0, 0);
  for (let i = 0; i < 30; i++) {
    const now = view.one<SVGElement>('[tabindex="0"][data-act]');
    if (now.dataset.act === id) break;
    view.key(now, now.dataset.act?.startsWith("start") ? "ArrowDown" : "ArrowLeft");
  }
  for (let i = 0; i < 30; i++) {
    const now = view.one<SVGElement>('[tabindex="0"][data-act]');
    if (now.dataset.act === id) break;
    view.key(now, "ArrowRight");
  }
  return id;
};

test("the act that moves a verdict most goes first: the warmest start, or the coldest end", () => {
  const { page, view } = open({}, made([5, 5, 9, 5, 5, 5, 5], [-5, -5, -6, -5, -5, -5, -5]));
  view.press("Nobody, end against start: take out");
  assert.deepEqual(page.get("answer").acts, { "start-2": "out" });
  view.press("Nobody, end against start: take out");
  assert.deepEqual(page.get("answer").acts, { "start-2": "out", "end-2": "out" });
  assert.ok(view.el.textContent?.includes("2 acts are out."));
  view.press("Put all back");
  assert.deepEqual(page.get("answer").acts, {});
});

test("deeds alone leave the contacts undrawn and uncounted", () => {
  const { view } = open();
  view.check(view.one("input[value=deeds]"));
  assert.equal(view.all("g.contact").length, 0);
  assert.equal(view.says, "Clinton, end against start: lower, as in the record.");
});

test("an end is held against the end before, and that one is drawn too", () => {
  const { view } = open();
  view.press("Bush 43");
  const names = view.texts("svg text").filter((words) => words.includes("twelve months"));
  assert.deepEqual(names, [
    "Clinton, last twelve months",
    "Bush 43, first twelve months",
    "Bush 43, last twelve months",
  ]);
  assert.deepEqual(view.texts("tbody th"), [
    "Bush 43, end against start",
    "Bush 43, end against the end of Clinton",
  ]);
});

test("the act under the hand is told with its day, its capital, its score and its source", () => {
  const { view } = open();
  assert.ok(view.text(".detail").startsWith("Point at an act"));
  walkTo(view, CALLED_OFF);
  view.key(dot(view, CALLED_OFF), "ArrowRight");
  view.key(view.one('[tabindex="0"][data-act]'), "ArrowLeft");
  const said =
    "24 June 1993, Moscow: Chernomyrdin calls off his visit to Washington. A contact, −5.0.";
  assert.ok(view.text(".detail").startsWith(said));
  assert.equal(dot(view, CALLED_OFF).getAttribute("aria-label"), said);
  const [, url] = states.leaveout.sources[actOf(CALLED_OFF)[6]];
  assert.equal(view.one(".detail a").getAttribute("href"), url);
  view.press("Bush 43");
  assert.ok(view.text(".detail").startsWith("Point at an act"), "it is not shown any more");
});
const actOf = (id: string): Act => {
  const acts = Object.values(states.leaveout.windows).flatMap((each) => each.acts);
  const found = acts.find(([name]) => name === id);
  if (!found) throw new Error(id);
  return found;
};

test("arrow keys walk along a row by score, and from row to row", () => {
  const { view } = open({}, made([3, 1, 2, 4, 5, 6], [6, 5, 4, 3, 2, 1]));
  const now = () => view.one<SVGElement>('[tabindex="0"][data-act]');
  const walk = (...keys: string[]) => {
    keys.forEach((key) => view.key(now(), key));
    return now().dataset.act;
  };
  assert.equal(now().dataset.act, "start-1");
  assert.equal(walk("ArrowLeft"), "start-1");
  assert.equal(walk("ArrowRight", "ArrowRight"), "start-0");
  assert.equal(walk("ArrowDown"), "end-3");
  assert.equal(walk("ArrowUp", "ArrowUp"), "start-0");
});

test("no act stands on another, and all inside the picture, on a phone too", () => {
  for (const width of [900, 330]) {
    const { view } = open({}, states.leaveout);
    resize(view.one(".fluid"), width);
    const spots = view.all("circle, g.deed rect").map((shape) => {
      const at = (name: string) => Number(shape.getAttribute(name));
      const half = at("width") / 2;
      return [at("cx") || at("x") + half, at("cy") || at("y") + half];
    });
    const places = new Set(spots.map((spot) => spot.map(Math.round).join()));
    assert.equal(places.size, spots.length);
    assert.ok(spots.every(([x]) => x > 0 && x < width));
  }
});
