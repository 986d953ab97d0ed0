// DrawTrajectory: draw the line you expect, lock it, and only then see the record.

const HIGH = 360,
  PAD = { left: 62, right: 84, top: 12, bottom: 30 };
// Widths of a slider's cell: as wide as it gets, and as narrow as a finger still finds it.
const CELL = 44,
  FINGER = 24;
const LIMIT = 10,
  STEP = 0.5;
const LOOK = `
.rk.draws [hidden] { display: none; }
.draws .plot { position: relative; } .draws .hit { position: absolute; touch-action: none; cursor: crosshair; }
.draws svg { display: block; user-select: none; -webkit-user-select: none; }
.draws svg .own { stroke: var(--ink); fill: var(--ink); } .draws svg .open { fill: var(--paper); }
.draws svg .held { stroke: var(--accent); fill: none; } .draws svg .band { fill: var(--muted); fill-opacity: .13; }
.draws svg .grid { stroke: var(--line); stroke-opacity: .45; } .draws svg .axis { stroke: var(--muted); }
.draws svg .halo { stroke: var(--paper); stroke-width: 4; paint-order: stroke; font-weight: 700; }
.draws fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } .draws legend { padding: 0; color: var(--muted); }
.draws .cells { position: relative; height: 112px; margin-top: 2px; }
.draws .cells label { position: absolute; text-align: center; font-size: 11px; line-height: 1.2; }
.draws .cells input { display: block; width: 100%; height: 58px; margin: 4px 0 6px; writing-mode: vertical-lr; direction: rtl; }
.draws .cells.flow { display: flex; flex-wrap: wrap; height: auto; } .draws .cells.flow label { position: static; }
.draws .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.draws .ask { border-left: 4px solid var(--accent); padding: 2px 10px; margin: 8px 0; }
.draws table { font: inherit; color: inherit; } .draws caption { text-align: left; white-space: nowrap; color: var(--muted); }
.draws td, .draws thead th + th { text-align: right; }`;

const dayNumber = (iso) => Date.parse(iso) / 864e5;
const inWords = (iso, parts = { month: "long", year: "numeric" }) =>
  new Date(iso).toLocaleDateString("en-GB", { ...parts, timeZone: "UTC" });
const score = (x) => (Math.round(x * 10) ? signed(x) : "0.0");
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** The height of a line that runs straight from point to point; null outside it. */
function heightAt(points, day) {
  const after = points.findIndex(([iso]) => dayNumber(iso) >= day);
  if (after < 0) return null;
  const [end, high] = points[after];
  if (dayNumber(end) === day) return high;
  if (after === 0) return null;
  const [start, low] = points[after - 1];
  return low + ((high - low) * (day - dayNumber(start))) / (dayNumber(end) - dayNumber(start));
}

/** Mean of the drawn line and of the record in each window, over the same days; the arithmetic of compare in Python. */
function compare(points, record, windows) {
  return windows.map(([window, first, last]) => {
    const days = record
      .filter(([iso]) => iso >= first && iso < last)
      .map(([iso, tone]) => [heightAt(points, dayNumber(iso)), tone])
      .filter(([own]) => own !== null);
    if (!days.length) return { window, yours: null, record: null, difference: null };
    const mean = (column) => days.reduce((sum, day) => sum + day[column], 0) / days.length;
    return { window, yours: mean(0), record: mean(1), difference: mean(0) - mean(1) };
  });
}

/** Say where the two lines differ most, and then each window. */
function reading(rows) {
  const known = rows.filter((row) => row.record !== null);
  if (!known.length) return "There is no record to compare with yet.";
  const widest = known.reduce((a, b) => (Math.abs(b.difference) > Math.abs(a.difference) ? b : a));
  const gap = Math.abs(widest.difference).toFixed(1);
  const most =
    gap === "0.0"
      ? "Your line and the record agree to a tenth of a point in every window that can be compared."
      : `${known.length > 1 ? "You differ most" : "You differ"} in the ${widest.window} window: you expected more ${
          widest.difference > 0 ? "cooperation" : "conflict"
        } than the record shows, by ${gap} points.`;
  return [
    most,
    ...known.map(
      (row) => `${capital(row.window)}: yours ${score(row.yours)}, record ${score(row.record)}.`,
    ),
  ].join(" ");
}

/** The learner's line: a value for every half year, which of them have been set, and the way back. */
class Line {
  constructor(dates, answer) {
    const kept = new Map(answer.points ?? []);
    this.locked = answer.locked ?? false;
    this.lockedAt = answer.locked_at ?? null;
    // A locked line keeps its own points, even if the data have grown since.
    this.dates = this.locked ? [...kept.keys()] : dates;
    this.values = this.dates.map((iso) => kept.get(iso) ?? 0);
    this.isSet = this.dates.map((iso) => kept.has(iso));
    this.past = [];
  }
  get left() {
    return this.isSet.filter((yes) => !yes).length;
  }
  get points() {
    return this.dates.map((iso, i) => [iso, this.values[i]]).filter((_, i) => this.isSet[i]);
  }
  remember() {
    this.past.push([[...this.values], [...this.isSet]]);
  }
  put(i, value) {
    if (this.locked) return;
    this.values[i] = Math.max(-LIMIT, Math.min(LIMIT, Math.round(value / STEP) * STEP)) || 0;
    this.isSet[i] = true;
  }
  undo() {
    const last = this.past.pop();
    if (last) [this.values, this.isSet] = last;
    return Boolean(last);
  }
  clear() {
    this.values = this.dates.map(() => 0);
    this.isSet = this.dates.map(() => false);
  }
  /** Whether the model's answer says what this line says. */
  agrees(answer) {
    return (
      JSON.stringify(this.points) === JSON.stringify(answer.points ?? []) &&
      this.locked === (answer.locked ?? false)
    );
  }
  lock() {
    this.isSet = this.dates.map(() => true);
    this.locked = true;
    this.lockedAt = new Date().toISOString();
  }
}

/** The drawing: scale, windows, the record (after the lock only) and the learner's line over it. */
class Plot {
  constructor(model) {
    this.about = model.get("about");
    this.windows = model.get("windows");
    this.record = model.get("record");
    this.svg = s("svg", { role: "img", height: HIGH });
    this.mine = s("g");
    // A box over the drawing, not a shape in it: Chromium 156 scrolls the page in spite of touch-action on a shape.
    this.hit = h("div", { class: "hit" });
    this.box = h("div", { class: "plot" }, this.svg, this.hit);
  }
  x(iso) {
    const first = dayNumber(this.about.start);
    return (
      PAD.left +
      ((this.wide - PAD.left - PAD.right) * (dayNumber(iso) - first)) /
        (dayNumber(this.about.last) - first)
    );
  }
  y(value) {
    return PAD.top + ((HIGH - PAD.top - PAD.bottom) * (12 - value)) / 22.5;
  }
  valueAt(y) {
    return 12 - (22.5 * (y - PAD.top)) / (HIGH - PAD.top - PAD.bottom);
  }

  draw(wide, line, held) {
    this.wide = wide;
    const top = PAD.top,
      bottom = HIGH - PAD.bottom,
      right = wide - PAD.right;
    dress(this.svg, { width: wide, viewBox: `0 0 ${wide} ${HIGH}` }, []);
    this.hit.style.cssText = `left:${PAD.left - 14}px;top:${top}px;width:${right - PAD.left + 28}px;height:${bottom - top}px`;
    this.hit.hidden = line.locked;
    const middle = (top + bottom) / 2,
      turned = { transform: `rotate(-90 14 ${middle})`, "text-anchor": "middle" };
    this.svg.replaceChildren(
      ...this.bands(),
      ...this.scale(line.dates),
      s(
        "text",
        { class: "muted", x: 14, y: middle, ...turned },
        "more conflict  ←  mean score  →  more cooperation",
      ),
      s("g", { "data-part": "record" }, line.locked ? this.recordLine() : []),
      this.mine,
    );
    this.drawMine(line, held);
  }
  bands() {
    return this.windows.flatMap(([name, first, last]) => {
      const from = this.x(first),
        to = Math.min(this.x(last), this.wide - PAD.right);
      return [
        s("rect", {
          class: "band",
          x: from,
          y: PAD.top,
          width: to - from,
          height: HIGH - PAD.top - PAD.bottom,
        }),
        s("text", { x: (from + to) / 2, y: PAD.top + 14, "text-anchor": "middle" }, name),
      ];
    });
  }
  scale(dates) {
    const right = this.wide - PAD.right,
      bottom = HIGH - PAD.bottom;
    const across = (value) =>
      s("line", {
        class: value ? "grid" : "axis",
        x1: PAD.left,
        x2: right,
        y1: this.y(value),
        y2: this.y(value),
      });
    const number = (value) =>
      s(
        "text",
        { class: "muted", x: PAD.left - 18, y: this.y(value) + 4, "text-anchor": "end" },
        value ? score(value).slice(0, -2) : "0",
      );
    const mark = (iso) =>
      s("line", { class: "axis", x1: this.x(iso), x2: this.x(iso), y1: bottom, y2: bottom + 6 });
    const year = (iso) =>
      s(
        "text",
        { class: "muted", x: this.x(iso), y: bottom + 20, "text-anchor": "middle" },
        iso.slice(0, 4),
      );
    const januaries = dates.filter((_, i) => i % 2 === 0);
    const every = this.x(januaries[1] ?? this.about.last) - this.x(januaries[0]) < 36 ? 2 : 1;
    return [
      ...[-10, -5, 0, 5, 10].flatMap((value) => [across(value), number(value)]),
      ...januaries.map(mark),
      ...januaries.filter((_, i) => i % every === 0).map(year),
      s("line", { class: "axis", x1: PAD.left, x2: right, y1: bottom, y2: bottom }),
    ];
  }
  recordLine() {
    const path =
      "M" +
      this.record
        .map(([iso, tone]) => `${this.x(iso).toFixed(1)},${this.y(tone).toFixed(1)}`)
        .join("L");
    // The presidency's colour may be faint on this paper: a casing in the ink carries the contrast.
    const stroke = (colour, width) =>
      s("path", {
        d: path,
        fill: "none",
        stroke: colour,
        "stroke-width": width,
        "stroke-linejoin": "round",
      });
    return [stroke("var(--ink)", 6.5), stroke(this.about.colour, 4)];
  }
  drawMine(line, held) {
    const spots = line.dates.map((iso, i) => [this.x(iso), this.y(line.values[i])]);
    const parts = spots.slice(1).map(([x2, y2], i) => {
      const sure = line.isSet[i] && line.isSet[i + 1];
      const look = sure ? { "stroke-width": 2 } : { "stroke-width": 1, "stroke-dasharray": "2 5" };
      return s("line", { class: "own", x1: spots[i][0], y1: spots[i][1], x2, y2, ...look });
    });
    const dots = spots.map(([cx, cy], i) =>
      s("circle", {
        cx,
        cy,
        "stroke-width": 1.5,
        ...(line.isSet[i] ? { class: "own", r: 4.5 } : { class: "own open", r: 3.5 }),
      }),
    );
    const ring =
      held === null
        ? []
        : [
            s("circle", {
              class: "held",
              cx: spots[held][0],
              cy: spots[held][1],
              r: 9,
              "stroke-width": 3,
            }),
          ];
    this.mine.replaceChildren(...parts, ...dots, ...ring, ...this.names(line, spots.at(-1)));
    this.svg.setAttribute("aria-label", this.inWords(line));
  }
  inWords(line) {
    const { president, years } = this.about,
      n = line.isSet.length;
    return line.locked
      ? `Your locked line for ${president} and the record beneath it; the table below compares them.`
      : `The line that you expect for ${president}, ${years}: ${n - line.left} of ${n} points are set. The sliders hold the same points.`;
  }
  /** Names at the ends of the lines; two at one height would cover each other, so one goes up and the other down. */
  names(line, own) {
    const ends = [own];
    const last = this.record.at(-1);
    if (line.locked && last) ends.push([this.x(last[0]), this.y(last[1])]);
    const apart = ends.length > 1 ? Math.max(16 - Math.abs(ends[0][1] - ends[1][1]), 0) / 2 : 0;
    const ways = ends.length > 1 && ends[0][1] > ends[1][1] ? [1, -1] : [-1, 1];
    return ends.map(([x, y], i) =>
      s(
        "text",
        { class: "halo", x: x + 12, y: y + 4 + ways[i] * apart },
        ["your line", "the record"][i],
      ),
    );
  }
}

/** Let pointers draw: the point where one comes down, and every point that it passes from there. */
function pointers(plot, line, started, moved, ended) {
  let pen = null;
  const place = (event) => {
    const box = plot.svg.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * plot.wide) / box.width,
      ((event.clientY - box.top) * HIGH) / box.height,
    ];
  };
  const spots = () => line().dates.map((iso) => plot.x(iso));
  const nearest = (x, xs) =>
    xs.reduce((best, spot, i) => (Math.abs(spot - x) < Math.abs(xs[best] - x) ? i : best), 0);
  const touch = (i, y) => {
    line().put(i, plot.valueAt(y));
    pen.touched.add(i);
  };
  plot.hit.addEventListener("pointerdown", (event) => {
    if (pen || event.button) return;
    plot.hit.setPointerCapture(event.pointerId);
    const [x, y] = place(event);
    pen = { id: event.pointerId, down: x, x, y, touched: new Set() };
    started();
    touch(nearest(x, spots()), y);
    moved();
  });
  plot.hit.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen?.id) return;
    const [x, y] = place(event),
      xs = spots(),
      near = nearest(x, xs);
    xs.forEach((spot, i) => {
      if ((spot - pen.x) * (spot - x) < 0)
        touch(i, pen.y + ((y - pen.y) * (spot - pen.x)) / (x - pen.x));
    });
    // A point follows the pointer while that is close, and the first one until it has gone sideways.
    const reach = (xs.at(-1) - xs[0]) / Math.max(xs.length - 1, 1) / 4;
    if (Math.min(Math.abs(x - xs[near]), Math.abs(x - pen.down)) < reach) touch(near, y);
    Object.assign(pen, { x, y });
    moved();
  });
  for (const type of ["pointerup", "pointercancel"])
    plot.hit.addEventListener(type, (event) => {
      if (event.pointerId !== pen?.id) return;
      const touched = [...pen.touched].sort((a, b) => a - b);
      pen = null;
      ended(touched);
    });
}

/** One native slider a point, under its place in the plot; `change(i, value)` hears of every move. */
function makeSlider(iso, i, change, focus) {
  const put = () => change(i, Number(input.value));
  const input = h("input", {
    type: "range",
    min: -LIMIT,
    max: LIMIT,
    step: STEP,
    value: 0,
    oninput: put,
    onclick: put,
    onfocus: () => focus(i),
    onblur: () => focus(null),
    onkeydown: (event) => {
      if (event.key === "Enter") put();
    },
  });
  const value = h("span", { "aria-hidden": "true" });
  const seen = h(
    "span",
    { "aria-hidden": "true" },
    inWords(iso, { month: "short" }),
    h("br"),
    iso.slice(0, 4),
  );
  const cell = h(
    "label",
    {},
    h("span", { class: "unseen" }, inWords(iso)),
    input,
    value,
    h("br"),
    seen,
  );
  const show = (line) => {
    input.value = line.values[i];
    input.setAttribute(
      "aria-valuetext",
      score(line.values[i]) + (line.isSet[i] ? "" : ", not set"),
    );
    value.textContent = line.isSet[i] ? score(line.values[i]) : "○";
  };
  return { cell, show };
}

function comparison(rows) {
  const missing = ["not compared", "no record", "not compared"];
  const words = (row) =>
    row.record === null ? missing : [row.yours, row.record, row.difference].map(score);
  const cells = (row) => words(row).map((text) => h("td", {}, text));
  return h(
    "table",
    {},
    h("caption", {}, "Mean of each line in each window (Goldstein scale)"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ["window", "your line", "the record", "yours − record"].map((name) =>
          h("th", { scope: "col" }, name),
        ),
      ),
    ),
    h(
      "tbody",
      {},
      rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.window), cells(row))),
    ),
  );
}

/** What stands between the line, the drawing, the learner and the kernel. */
class Desk {
  constructor(model, root) {
    Object.assign(this, {
      model,
      root,
      plot: new Plot(model),
      says: speaker(),
      held: null,
      streak: null,
      told: "",
    });
    const about = this.plot.about,
      months = model.get("half_life");
    this.legend = h("legend");
    this.fields = h("fieldset");
    const escape = (event) => {
      if (event.key === "Escape") this.stay();
    };
    this.ask = h("div", { class: "ask", role: "group", hidden: true, onkeydown: escape });
    this.lockButton = h(
      "button",
      { type: "button", onclick: () => this.wantLock() },
      "Lock my line",
    );
    this.bar = h(
      "div",
      { class: "bar" },
      h("button", { type: "button", onclick: () => this.undo() }, "Undo"),
      h("button", { type: "button", onclick: () => this.clear() }, "Start again"),
      this.lockButton,
    );
    this.result = h("div", {
      role: "group",
      "aria-label": "Your line and the record",
      tabindex: -1,
      hidden: true,
    });
    const after = `${months} month${months === 1 ? "" : "s"}`;
    this.recordWords = `the mean score of the chronology's events, in which an event counts half after ${after}`;
    this.task = h("p");
    const title = h("h3", {}, `Your line: ${about.president}, ${about.years}`);
    root.append(
      title,
      this.task,
      this.plot.box,
      this.fields,
      this.bar,
      this.ask,
      this.says,
      this.result,
    );
    this.rest = atRest(() => this.settle());
    const start = () => {
      this.drawing = true;
      this.step(null);
    };
    pointers(
      this.plot,
      () => this.line,
      start,
      () => this.show(),
      (touched) => this.drawn(touched),
    );
    this.open();
  }

  /** Take up the line that the model holds. */
  open() {
    this.line = new Line(this.model.get("dates"), this.model.get("answer"));
    this.held = this.streak = null;
    this.sliders = this.line.dates.map((iso, i) =>
      makeSlider(
        iso,
        i,
        (i, value) => this.moved(i, value),
        (i) => this.hold(i),
      ),
    );
    this.cells = h(
      "div",
      {},
      this.sliders.map((slider) => slider.cell),
    );
    this.fields.replaceChildren(this.legend, this.cells);
    this.bar.hidden = this.fields.disabled = this.line.locked;
    this.ask.hidden = true;
    this.result.hidden = !this.line.locked;
    this.layout();
    if (this.line.locked) this.reveal();
    else this.invite();
  }
  invite() {
    this.task.textContent =
      "Draw the line that you expect: up means more cooperation, down more conflict. " +
      "Drag across the plot, or use the sliders. " +
      `When you lock it, the record appears: ${this.recordWords}.`;
    this.legend.textContent =
      "Point by point: Tab to a month, then the arrow keys; Enter sets a point where it stands. ○ means not set.";
    this.says.textContent = this.progress();
  }
  layout() {
    const wide = Math.min(860, Math.max(320, this.root.clientWidth - 24 || 860));
    this.plot.draw(wide, this.line, this.held);
    const spots = this.line.dates.map((iso) => this.plot.x(iso)),
      cell = Math.min(CELL, (spots[1] ?? Infinity) - spots[0]);
    // Under their places in the plot where there is room for a finger, else in rows.
    const flow = cell < FINGER;
    this.cells.className = flow ? "cells flow" : "cells";
    const place = (x) => (flow ? `width:${CELL}px` : `left:${x - cell / 2}px;width:${cell}px`);
    this.sliders.forEach((slider, i) => {
      slider.cell.style.cssText = place(spots[i]);
    });
    this.show();
  }
  show() {
    this.plot.drawMine(this.line, this.held);
    this.sliders.forEach((slider) => slider.show(this.line));
  }
  progress() {
    const n = this.line.isSet.length,
      left = this.line.left;
    return left
      ? `${n - left} of ${n} points are set.`
      : `All ${n} points are set: lock your line when you mean it.`;
  }

  /** Begin something that Undo takes back as a whole; moves of one slider in a row are one such step. */
  step(streak) {
    if (streak === null || streak !== this.streak) this.line.remember();
    this.streak = streak;
    this.ask.hidden = true;
  }
  hold(i) {
    this.held = i;
    this.streak = null;
    this.plot.drawMine(this.line, i);
  }
  moved(i, value) {
    if (this.line.isSet[i] && this.line.values[i] === value) return;
    this.step(i);
    this.line.put(i, value);
    this.tell(`${inWords(this.line.dates[i])}: ${score(this.line.values[i])}.`);
  }
  drawn(touched) {
    this.drawing = false;
    const [first, last] = [touched[0], touched.at(-1)].map((i) => inWords(this.line.dates[i]));
    this.tell(
      touched.length > 1
        ? `Drawn from ${first} to ${last}.`
        : `${first}: ${score(this.line.values[touched[0]])}.`,
    );
  }
  undo() {
    this.streak = null;
    this.ask.hidden = true;
    this.tell(this.line.undo() ? "Undone." : "There is nothing to undo.");
  }
  clear() {
    this.step(null);
    this.line.clear();
    this.tell("Cleared; Undo brings your line back.");
  }
  tell(words) {
    this.told = words;
    this.show();
    this.rest();
  }

  settle() {
    if (this.drawing || this.line.locked) return;
    this.keep();
    this.says.textContent = `${this.told} ${this.progress()}`;
  }

  wantLock() {
    if (!this.line.left) return this.lock();
    const words = `${this.line.left} of ${this.line.isSet.length} points are not set. Shall the rest stay at 0?`;
    const yes = h(
      "button",
      { type: "button", onclick: () => this.lock() },
      "Yes, lock: the rest stays at 0",
    );
    const no = h("button", { type: "button", onclick: () => this.stay() }, "No, I go on drawing");
    this.ask.setAttribute("aria-label", words);
    this.ask.replaceChildren(h("p", {}, words), h("div", { class: "bar" }, yes, no));
    this.ask.hidden = false;
    yes.focus();
  }
  stay() {
    this.ask.hidden = true;
    this.lockButton.focus();
  }
  lock() {
    this.line.lock();
    this.keep();
    this.open();
    this.result.focus();
  }
  origin() {
    const first = this.plot.record[0]?.[0];
    if (!first) return "It has no event of this term yet.";
    return first > this.plot.about.start
      ? `It begins in ${inWords(first)}.`
      : "It begins with what is remembered of the years before.";
  }
  compared() {
    return compare(this.line.points, this.plot.record, this.plot.windows);
  }
  reveal() {
    const rows = this.compared(),
      when = new Date(this.line.lockedAt ?? NaN);
    const day = isNaN(when) ? "" : ` on ${when.toLocaleDateString("en-GB", { dateStyle: "long" })}`;
    this.task.textContent =
      `You locked this line${day}. ` +
      `Beneath it stands the record: ${this.recordWords}. ${this.origin()}`;
    this.legend.textContent = "Your points, as you locked them";
    this.says.textContent = reading(rows);
    this.result.replaceChildren(comparison(rows));
  }

  keep() {
    if (this.line.agrees(this.model.get("answer"))) return;
    const { points, locked, lockedAt } = this.line;
    const reading = Object.fromEntries(
      locked ? this.compared().map(({ window, ...means }) => [window, means]) : [],
    );
    this.model.set("answer", {
      term: this.model.get("term_id"),
      points,
      locked,
      locked_at: lockedAt,
      reading,
    });
    this.model.save_changes();
  }
  /** The answer changed elsewhere: in Python, or in a second view of this widget. */
  heard() {
    if (!this.line.agrees(this.model.get("answer"))) this.open();
  }
}

function render({ model, el }) {
  const root = frame(el, "Draw a presidency's line");
  root.classList.add("draws");
  root.append(h("style", {}, LOOK));
  const desk = new Desk(model, root);
  notice(model, root);
  const heard = () => desk.heard(),
    watch = new ResizeObserver(() => desk.layout());
  model.on("change:answer", heard);
  watch.observe(root);
  return () => {
    watch.disconnect();
    model.off("change:answer", heard);
  };
}

export { compare };
export default { render };
