import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { REST } from "../src/kit/store";
import { score } from "../src/kit/words";
import widget from "../src/draw/index";
import { passed, yearUnder } from "../src/draw/hands";
import { valueAt } from "../src/draw/plot";
import { nearest, read, reading, task, type Answer } from "../src/draw/state";
import { known, states } from "./known";
import { near } from "./near";
import { isHidden, Page, resize, type View } from "./page";

const state = states.draw;
const { dates, about, record } = state;
const last = dates.length - 1;
const draftOf = (points: Answer["points"]): Answer => ({
  ...{ term: "obama", points, locked: false, locked_at: null, reading: {} },
});
const level = (value: number) => dates.map((iso) => [iso, value] as const);
const lockedOf = (points: Answer["points"]): Answer => ({
  ...draftOf(points),
  ...{ locked: true, locked_at: "2026-11-22T10:00:00.000Z" },
});

function open(t: TestContext, answer: Partial<Answer> = {}) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = new Page(widget, state, answer);
  return { page, view: page.open(), rest: () => t.mock.timers.tick(REST) };
}
/** Without a layout the drawing is as wide as it gets; its scale is linear in days and in scores. */
const days = (iso: string) => Date.parse(iso);
const x = (iso: string) =>
  62 + ((860 - 84 - 62) * (days(iso) - days(about.start))) / (days(about.last) - days(about.start));
const y = (value: number) => 12 + ((330 - 12) * (12 - value)) / 22.5;
const slider = (view: View, i: number) => view.all("input[type=range]")[i];
const drag = (view: View, ...stops: [number, number][]) => {
  const hit = view.one<HTMLElement>(".hit");
  stops.forEach(([i, value], n) =>
    view.pointer(hit, n ? "pointermove" : "pointerdown", x(dates[i]), y(value)),
  );
  view.pointer(hit, "pointerup", 0, 0);
};
const said = (iso: string) =>
  new Date(iso).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

test("the line that is kept stands where it was drawn; what is not set is open and at zero", (t) => {
  const { view } = open(
    t,
    draftOf([
      [dates[2], 5.5],
      [dates[3], -3],
    ]),
  );
  const dots = view.all("circle");
  near(
    dots.map((dot) => Number(dot.getAttribute("cx"))),
    dates.map(x),
    1e-6,
  );
  near(
    dots.map((dot) => Number(dot.getAttribute("cy"))),
    dates.map((_, i) => y([0, 0, 5.5, -3][i] ?? 0)),
    1e-6,
  );
  assert.deepEqual(
    dots.map((dot) => dot.getAttribute("class")),
    dates.map((_, i) => (i === 2 || i === 3 ? "own" : "own open")),
  );
  const firm = view.all("line.own").map((leg) => !leg.hasAttribute("stroke-dasharray"));
  assert.deepEqual(
    firm,
    dates.slice(1).map((_, i) => i === 2),
  );
  assert.equal(view.says, "2 of 17 points are set.");
  assert.match(view.one("svg").getAttribute("aria-label") ?? "", /: 2 of 17 points are set\./);
});

test("each slider has its month, its value and whether it is set", (t) => {
  const { view } = open(t, draftOf([[dates[2], 5.5]]));
  assert.deepEqual(view.texts("label .unseen"), dates.map(said));
  assert.equal(slider(view, 2).getAttribute("aria-valuetext"), "+5.5");
  assert.equal(slider(view, 3).getAttribute("aria-valuetext"), "0.0, not set");
  assert.equal(slider(view, 2).value, "5.5");
  assert.equal(view.texts("label > span[aria-hidden]")[4], "+5.5");
  assert.equal(view.texts("label > span[aria-hidden]")[6], "○");
});

test("a slider sets its point in steps of a half within the scale", (t) => {
  const { page, view, rest } = open(t);
  const own = slider(view, 4);
  view.put(own, "2.5");
  assert.deepEqual(page.get("answer").points, [[dates[4], 2.5]]);
  // The slider is the same element still: a hand that holds it must not lose it.
  assert.ok(slider(view, 4) === own);
  rest();
  assert.equal(view.says, `${said(dates[4])}: +2.5. 1 of 17 points are set.`);
  assert.deepEqual([2.24, 2.26, 11, -99, -0.1].map(nearest), [2, 2.5, 10, -10, 0]);
  assert.ok(Object.is(nearest(-0.1), 0));
});

test("Enter sets a point where it stands", (t) => {
  const { page, view } = open(t);
  view.key(slider(view, 9), "a");
  assert.deepEqual(page.get("answer"), {});
  view.key(slider(view, 9), "Enter");
  assert.deepEqual(page.get("answer"), draftOf([[dates[9], 0]]));
});

test("one fast sweep sets every point it passes, on the way of the pointer", (t) => {
  const { page, view, rest } = open(t);
  drag(view, [0, 8], [last, -8]);
  const points = page.get("answer").points ?? [];
  const way = (iso: string) => 8 - (16 * (x(iso) - x(dates[0]))) / (x(dates[last]) - x(dates[0]));
  assert.deepEqual(
    points.map(([iso]) => iso),
    dates,
  );
  near(
    points.map(([, value]) => value),
    dates.map((iso) => nearest(way(iso))),
  );
  rest();
  assert.equal(
    view.says,
    "Drawn from January 2009 to January 2017. All 17 points are set: lock your line when you mean it.",
  );
  assert.equal(page.sent.length, 1);
});

test("a click sets the nearest point; another button and another finger set none", (t) => {
  const { page, view } = open(t);
  const hit = view.one<HTMLElement>(".hit");
  view.pointer(hit, "pointerdown", x(dates[4]) + 8, y(2.5));
  view.pointer(hit, "pointerdown", x(dates[8]), y(2.5));
  view.pointer(hit, "pointerup", 0, 0);
  assert.deepEqual(page.get("answer").points, [[dates[4], 2.5]]);
});

test("a point follows a pointer that is close; the first one until it has gone sideways", () => {
  const spots = [0, 100, 200];
  const at = (down: number, from: number, to: number) => [
    ...passed({ down, x: from, y: 30 }, to, 30, spots).keys(),
  ];
  assert.deepEqual(at(90, 90, 90), [1], "close to the point");
  assert.deepEqual(at(150, 150, 145), [1], "has hardly moved since it came down");
  assert.deepEqual(at(0, 55, 60), [], "between two points");
  assert.deepEqual(at(0, 0, 160), [1], "has passed one, and is close to none");
  assert.deepEqual(at(200, 200, 80), [1], "back and past");
  near(passed({ down: 0, x: 50, y: 12 }, 150, 330, spots).get(1), valueAt(171), 1e-9);
});

test("nothing goes to Python while the pen is down", (t) => {
  const { page, view, rest } = open(t);
  const hit = view.one<HTMLElement>(".hit");
  view.pointer(hit, "pointerdown", x(dates[0]), y(1));
  view.pointer(hit, "pointermove", x(dates[3]), y(1));
  rest();
  rest();
  assert.equal(page.sent.length, 0);
  view.pointer(hit, "pointerup", 0, 0);
  rest();
  assert.equal(page.sent.length, 1);
});

test("undo takes back a sweep at once and a slider's moves as one; clearing can be undone", (t) => {
  const { page, view, rest } = open(t);
  const values = () => view.all("input[type=range]").map(({ value }) => Number(value));
  view.press("Undo");
  rest();
  assert.match(view.says, /^There is nothing to undo\./);
  drag(view, [0, 4], [2, 4]);
  for (const value of ["0.5", "1"]) view.put(slider(view, last), value);
  view.press("Start again");
  assert.deepEqual(
    values(),
    dates.map(() => 0),
  );
  rest();
  assert.equal(view.says, "Cleared; Undo brings your line back. 0 of 17 points are set.");
  view.press("Undo");
  assert.deepEqual([values()[1], values()[last]], [4, 1]);
  view.press("Undo");
  assert.deepEqual([values()[1], values()[last]], [4, 0]);
  view.press("Undo");
  assert.deepEqual(page.get("answer"), draftOf([]));
});

test("a lock with open points asks first, and Escape or No go on drawing", (t) => {
  const { page, view } = open(t, draftOf([[dates[0], 1]]));
  const ask = () => view.one(".ask");
  view.press("Lock my line");
  assert.equal(view.text(".ask p"), "16 of 17 points are not set. Shall the rest stay at 0?");
  view.key(ask(), "Escape");
  assert.ok(isHidden(ask()));
  view.press("Lock my line");
  view.press("No, I go on drawing");
  assert.ok(isHidden(ask()) && !page.get("answer").locked);
  view.press("Lock my line");
  view.put(slider(view, 2), "1");
  assert.ok(isHidden(ask()));
  view.press("Lock my line");
  view.press("Yes, lock");
  assert.deepEqual(
    page.get("answer").points,
    dates.map((iso, i) => [iso, i === 0 || i === 2 ? 1 : 0]),
  );
  assert.ok(page.get("answer").locked && Date.parse(page.get("answer").locked_at ?? ""));
});

test("the lock compares at once, keeps the reading and shows it", (t) => {
  const { lines, compared, record: line, windows } = known.windows[1];
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const page = new Page(widget, { ...state, record: line, windows }, draftOf(lines[0]));
  const view = page.open();
  assert.equal(view.all("table").length, 0);
  view.press("Lock my line");
  const rows = compared[0];
  near(
    page.get("answer").reading,
    Object.fromEntries(rows.map(({ window, ...means }) => [window, means])),
  );
  assert.deepEqual(
    view.all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent)),
    rows.map((row) => [
      row.window,
      ...[row.yours, row.record, row.difference].map((value) => score(value ?? NaN)),
    ]),
  );
  assert.deepEqual(view.texts("thead th"), ["window", "your line", "the acts", "yours − acts"]);
  assert.equal(page.sent.length, 1);
});

test("a year stands under its first point, and under the first point of all", () => {
  assert.deepEqual(["1991-12-25", "1992-06-25", "1993-01-20", "1993-07-20"].map(yearUnder), [
    "1991",
    "1992",
    "1993",
    "\u00a0",
  ]);
});

test("the reading names the widest gap first, then each window in order", () => {
  const row = (window: string, yours: number, theirs: number) => ({
    ...{ window, yours, record: theirs, difference: yours - theirs },
  });
  assert.equal(
    reading([row("start", 1, 0.5), row("middle", -4, 2), row("end", 3, 1)]),
    "You differ most in the middle window: you expected more conflict than the record shows, by 6.0 points. " +
      "Start: yours +1.0, record +0.5. Middle: yours −4.0, record +2.0. End: yours +3.0, record +1.0.",
  );
  assert.match(
    reading([row("start", 3, 1)]),
    /^You differ in the start window: you expected more coop/,
  );
  assert.match(reading([row("start", 1, 1.04)]), /^Your line and the record agree to a tenth/);
  const none = { window: "start", yours: null, record: null, difference: null };
  assert.equal(reading([none]), "There is no record to compare with yet.");
  assert.ok(!reading([none, row("end", 3, 1)]).includes("Start"));
});

test("after the lock the record lies beneath the line, and nothing can be moved", (t) => {
  const { view } = open(t, lockedOf(level(2)));
  const paths = view.all("[data-part=record] path");
  const spots = (paths[1].getAttribute("d") ?? "").slice(1).split("L");
  near(
    spots.map((spot) => spot.split(",").map(Number)),
    record.map(([iso, tone]) => [x(iso), y(tone)]),
    0.06,
  );
  assert.equal(paths[1].getAttribute("stroke"), about.colour);
  assert.ok(view.one<HTMLFieldSetElement>("fieldset").disabled);
  assert.ok(isHidden(view.one(".hit")));
  assert.deepEqual(
    view
      .all("button")
      .filter((each) => !isHidden(each))
      .map((each) => each.textContent),
    ["Copy"],
  );
  assert.deepEqual(view.texts("svg .halo"), ["your line", "the record"]);
  assert.match(view.text("p"), /^You locked this line on 22 November 2026\. Beneath it/);
});

test("names at the ends of the lines make room for each other", (t) => {
  const end = record[record.length - 1][1];
  const { view } = open(t, lockedOf(level(nearest(end))));
  const [own, theirs] = view.all(".halo").map((each) => Number(each.getAttribute("y")));
  assert.ok(Math.abs(own - theirs) >= 15.9);
  assert.equal(own > theirs, y(nearest(end)) > y(end));
});

test("a window with too few acts is named and not compared", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const windows = state.windows.map(([name, first, after]) => [name, first, after, null] as const);
  const page = new Page(widget, { ...state, windows }, lockedOf(level(0)));
  const cells = page.open().all("tbody tr")[0].children;
  assert.deepEqual(
    [...cells].map((cell) => cell.textContent),
    ["start", "not compared", "too few acts", "not compared"],
  );
});

test("the task says what to do, how long events are remembered, and where the record begins", () => {
  const line = read({}, dates);
  assert.match(task(line, state), /^Draw the line that you expect: up means more cooperation/);
  assert.match(task(line, { ...state, half_life: 1 }), /counts half after 1 month\.$/);
  const locked = read(lockedOf(level(0)), dates);
  assert.match(
    task(locked, state),
    /counts half after 12 months\. It begins with what is remembered/,
  );
  const late = { ...state, record: record.slice(3) };
  assert.ok(task(locked, late).endsWith(`It begins in ${said(record[3][0])}.`));
  assert.match(task(locked, { ...state, record: [] }), /It has no act of this term yet\.$/);
  assert.match(task({ ...locked, lockedAt: null }, state), /^You locked this line\. Beneath/);
});

test("a line locked earlier keeps its own points, a draft has those of today", () => {
  const points = [["2009-01-20", 1] as const, ["2009-07-20", 2] as const];
  assert.deepEqual(read(lockedOf(points), dates).dates, ["2009-01-20", "2009-07-20"]);
  assert.equal(read(draftOf(points), dates).dates.length, 17);
  assert.deepEqual(read(draftOf(points), dates).isSet.slice(0, 3), [true, true, false]);
});

test("windows and heights have their places and names", (t) => {
  const { view } = open(t);
  near(
    view.numbers("rect.band", "x"),
    state.windows.map(([, first]) => x(first)),
    1e-6,
  );
  near(
    view
      .all("rect.band")
      .map((band) => Number(band.getAttribute("x")) + Number(band.getAttribute("width"))),
    state.windows.map(([, , after]) => Math.min(x(after), 860 - 84)),
    1e-6,
  );
  const texts = view.texts("svg text");
  for (const [name] of state.windows) assert.ok(texts.includes(name));
  const heights = view
    .all("svg line.grid, svg line.axis")
    .filter((each) => each.getAttribute("x1") === "62");
  near(
    heights.slice(0, 5).map((each) => Number(each.getAttribute("y1"))),
    [-10, -5, 0, 5, 10].map(y),
    1e-6,
  );
  for (const height of ["−10", "−5", "0", "+5", "+10"]) assert.ok(texts.includes(height), height);
  const years = view.all("svg text").filter((each) => /^20\d\d$/.test(each.textContent ?? ""));
  near(
    years.map((each) => Number(each.getAttribute("x"))),
    years.map((each) => x(`${each.textContent}-01-20`)),
    1e-6,
  );
  assert.equal(years.length, 9);
});

test("the drawing is as wide as its view less the margins, within its limits", (t) => {
  const { view } = open(t);
  const root = view.one<HTMLElement>("section");
  const wide = (width: number) => {
    resize(root, width);
    assert.equal(
      view.one("svg").getAttribute("viewBox")?.split(" ")[2],
      view.one("svg").getAttribute("width"),
    );
    return Number(view.one("svg").getAttribute("width"));
  };
  assert.deepEqual(
    [wide(500), wide(200), wide(2000), wide(24), wide(25)],
    [476, 260, 860, 860, 260],
  );
  assert.equal(view.one("svg").getAttribute("height"), "360");
});

test("sliders stand under their points while a finger finds them there, else in rows", (t) => {
  const { view } = open(t);
  const root = view.one<HTMLElement>("section");
  const cells = () => view.all<HTMLElement>("fieldset label").map(({ style }) => style.cssText);
  const spots = () => view.numbers("circle", "cx");
  const given = (width: number) => {
    resize(root, width);
    const [first, second] = cells().map((css) =>
      /^left: ?([\d.]+)px; ?width: ?([\d.]+)px/.exec(css),
    );
    return [first, second].map((found) => found?.slice(1).map(Number));
  };
  const [first, second] = given(884);
  near(first, [spots()[0] - 22, 44], 1e-6);
  near(second, [spots()[1] - 22, 44], 1e-6);
  const narrow = given(24 + 146 + 16 * 26)[1] ?? [];
  near(narrow[0] + narrow[1] / 2, spots()[1], 1e-6);
  assert.ok(narrow[1] > 24 && narrow[1] < 27);
  assert.equal(view.all(".cells.flow").length, 0);
  resize(root, 24 + 146 + 16 * 23);
  assert.equal(view.all(".cells.flow").length, 1);
  assert.ok(cells().every((css) => /^width: ?44px;?$/.test(css)));
});

test("every year is named, or every other one where two names would touch", (t) => {
  const { view } = open(t);
  const years = (width: number) => {
    resize(view.one("section"), width);
    return view.texts("svg text").filter((words) => /^\d{4}$/.test(words));
  };
  const all = Array.from({ length: 9 }, (_, i) => String(2009 + i));
  assert.deepEqual(years(24 + 146 + 8 * 37), all);
  assert.deepEqual(
    years(24 + 146 + 8 * 35),
    all.filter((_, i) => i % 2 === 0),
  );
});

test("a pointer may come down a little beside the plot, not on the names around it", (t) => {
  const { view } = open(t);
  const { left, top, width, height } = view.one<HTMLElement>(".hit").style;
  assert.deepEqual([left, top, width, height], ["48px", "12px", "742px", "318px"]);
});

test("the point at which a slider has the focus is ringed, in no other case", (t) => {
  const { view } = open(t);
  const rings = () => view.numbers("circle.held", "cx");
  const focus = (i: number, type: string) => view.pointer(slider(view, i), type, 0, 0);
  assert.deepEqual(rings(), []);
  focus(3, "focus");
  near(rings(), [x(dates[3])], 1e-6);
  focus(3, "blur");
  assert.deepEqual(rings(), []);
});

test("another finger's moves and its lifting change nothing while one draws", (t) => {
  const { page, view } = open(t);
  const hit = view.one<HTMLElement>(".hit");
  const other = (type: string, i: number) => {
    const event = new (hit.ownerDocument.defaultView ?? window).Event(type);
    const place = { pointerId: 2, button: 0, clientX: x(dates[i]), clientY: y(5) };
    hit.dispatchEvent(Object.assign(event, place));
  };
  view.pointer(hit, "pointerdown", x(dates[4]), y(2));
  other("pointermove", 8);
  other("pointerup", 8);
  view.pointer(hit, "pointermove", x(dates[5]), y(2));
  assert.deepEqual(page.get("answer").points, [
    [dates[4], 2],
    [dates[5], 2],
  ]);
  view.pointer(hit, "pointerup", 0, 0);
  view.pointer(hit, "pointermove", x(dates[9]), y(2));
  assert.equal(page.get("answer").points?.length, 2);
  const second = new (hit.ownerDocument.defaultView ?? window).Event("pointerdown");
  hit.dispatchEvent(Object.assign(second, { pointerId: 1, button: 2, clientX: 0, clientY: 0 }));
  assert.equal(page.get("answer").points?.length, 2);
});

test("names at the ends of two lines far apart stand each at its own", (t) => {
  const end = record[record.length - 1];
  const far = nearest(end[1] > 0 ? -8 : 8);
  const { view } = open(t, lockedOf(level(far)));
  near(view.numbers(".halo", "y"), [y(far) + 4, y(end[1]) + 4], 1e-6);
  near(view.numbers(".halo", "x"), [x(dates[last]) + 12, x(end[0]) + 12], 1e-6);
});

test("before the lock one name stands at the end of the line, and no result", (t) => {
  const { view } = open(t, draftOf(level(3)));
  assert.deepEqual(view.texts(".halo"), ["your line"]);
  near(view.numbers(".halo", "y"), [y(3) + 4], 1e-6);
  assert.equal(view.all("[data-part=record] path").length, 0);
  const result = view.one("[aria-label='Your line and the record']");
  assert.ok(isHidden(result));
  view.press("Lock my line");
  assert.ok(!isHidden(result));
  assert.ok(document.activeElement === result);
  assert.equal(view.text("legend"), "Your points, as you locked them");
});

test("bands of the windows reach from the top of the plot to its bottom, named in their middle", (t) => {
  const { view } = open(t);
  assert.deepEqual(
    view.all("rect.band").map((band) => [band.getAttribute("y"), band.getAttribute("height")]),
    state.windows.map(() => ["12", "318"]),
  );
  const middles = state.windows.map(
    ([, first, after]) => (x(first) + Math.min(x(after), 860 - 84)) / 2,
  );
  near(
    state.windows.map(([name]) => {
      const words = view.all("svg text").find(({ textContent }) => textContent === name);
      return [Number(words?.getAttribute("x")), Number(words?.getAttribute("y"))];
    }),
    middles.map((middle) => [middle, 26]),
    1e-6,
  );
  const lines = view.all("line.own");
  near(
    lines.map((line) => ["x1", "x2"].map((end) => Number(line.getAttribute(end)))),
    dates.slice(1).map((iso, i) => [x(dates[i]), x(iso)]),
    1e-6,
  );
});
