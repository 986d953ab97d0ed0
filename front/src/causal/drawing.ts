/** The map: boxes in columns, arrows from left to right, and the one way back underneath. */
import { broken, fluid, MIDDLE, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { BACK, END, type Arrow, type Box, type Standing } from "../measures/standing";
import { around, fateOf, type Causes } from "./state";

/** Narrower than it needs to be for its longest word, the map is moved sideways instead. */
const [LEAST, WIDEST] = [820, 1076];
/** Half the width of a box, where columns stand one apart. */
const HALF = 0.41;
/** Height of a row, unless a box has more lines than it holds. */
const ROW = 62;
/** Arrows keep this far from the upper and lower edge of a box, in rows. */
const EDGE = 0.15;
/** How far under the lowest box the way back runs, in rows. */
const UNDER = 0.35;
/** Of a letter, in pixels: enough for words in any of the fonts. */
const LETTER = 7.2;
const LINE = 13;
/** Between the words and the sides of a box, together. */
const INSIDE = 6;
const SIGNS: Readonly<Record<string, string>> = { "+": "+", "-": "−", block: "✕" };

type Place = readonly [x: number, y: number];

interface Frame {
  readonly map: Causes;
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
  readonly column: number;
  readonly row: number;
  readonly back: number;
  readonly high: number;
}

/** The picture of a map, and how to show in it what stands. */
export function makePicture(map: Causes, press: (ids: readonly string[]) => void) {
  let [svg, last]: [SVGSVGElement, (() => void) | null] = [s("svg"), null];
  const show = (out: ReadonlySet<string>, left: Standing) => {
    last = () => mark(svg, map, out, left);
    last();
  };
  const least = leastWidth(map);
  const element = fluid(Math.max(WIDEST, least), (wide) => {
    svg = drawing(map, wide, press);
    last?.();
    return svg;
  });
  element.style.minWidth = `${least}px`;
  return { element, show };
}

function drawing(map: Causes, wide: number, press: (ids: readonly string[]) => void) {
  const frame = frameOf(map, wide);
  const svg = sheet(wide, frame.high, map.name);
  // What is inside can be pressed: for a screen reader it is no single image.
  svg.setAttribute("role", "group");
  svg.append(
    ...map.arrows.map((arrow) => drawnArrow(arrow, frame, press)),
    ...map.boxes.map((box) => drawnBox(box, frame, press)),
    ...map.arrows.map((arrow) => sign(arrow, frame, press)),
  );
  return svg;
}

function frameOf(map: Causes, wide: number): Frame {
  const [top, low] = [
    Math.max(...map.boxes.map(({ high }) => high)),
    Math.min(...map.boxes.map(({ low }) => low)),
  ];
  const back = low - (map.arrows.some(({ kind }) => kind === BACK) ? UNDER : 0);
  const column = wide / across(map);
  const rows = map.boxes.map(
    (box) => (labelOf(box, column).length * LINE + 10) / (box.high - box.low),
  );
  const row = Math.max(ROW, ...rows);
  return {
    map,
    x: (place) => (place + HALF + 0.01) * column,
    y: (place) => (top - place) * row + 6,
    ...{ column, row, back, high: (top - back) * row + 12 },
  };
}

/** How wide the map is, in columns. */
const across = ({ boxes }: Causes): number =>
  Math.max(...boxes.map(({ column }) => column)) + 2 * HALF + 0.02;

/** How wide the map has to be for its longest word to fit a box, in pixels. */
function leastWidth(map: Causes): number {
  const words = map.boxes.flatMap(({ label }) => label.split(" "));
  const longest = LETTER * Math.max(...words.map(({ length }) => length));
  return Math.max(LEAST, Math.ceil(((longest + INSIDE) / (2 * HALF)) * across(map)));
}

/** The label of a box in lines that fit it. */
const labelOf = ({ label }: Box, column: number): string[] =>
  broken(label, ({ length }) => length * LETTER <= 2 * HALF * column - INSIDE);

// -------------------------------------------------------------------------------- boxes

function drawnBox(box: Box, frame: Frame, press: (ids: readonly string[]) => void) {
  const [x, y] = [frame.x(box.column), frame.y((box.low + box.high) / 2)];
  const half = HALF * frame.column;
  const size = { x: x - half, y: frame.y(box.high), width: 2 * half, rx: 4 };
  const lines = labelOf(box, frame.column);
  const top = y - ((lines.length - 1) * LINE) / 2 + 4;
  const inside = [
    s("rect", { ...size, height: (box.high - box.low) * frame.row }),
    ...lines.map((line, i) => text(x, top + i * LINE, line, { ...MIDDLE })),
  ];
  if (box.id === END) return s("g", { class: "box end", "data-box": box.id }, inside);
  const ids = around(frame.map, box.id);
  const act = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press(ids);
  };
  return s(
    "g",
    {
      ...{ class: "box", "data-box": box.id, role: "button", tabindex: 0 },
      ...{ onclick: () => press(ids), onkeydown: act },
    },
    inside,
  );
}

// ------------------------------------------------------------------------------- arrows

function drawnArrow(arrow: Arrow, frame: Frame, press: (ids: readonly string[]) => void) {
  const corners = cornersOf(arrow, frame);
  const d = corners.map((place, i) => `${i ? "L" : "M"}${place.map(Math.round).join()}`).join("");
  return s(
    "g",
    {
      class: "arrow",
      "data-arrow": arrow.id,
      "data-kind": kindOf(arrow),
      ...pressed(arrow, press),
    },
    s("title", {}, named(arrow, frame.map)),
    s("path", { class: "hand", d }),
    s("path", { class: "line", d }),
    s("path", { class: "tip", d: tip(corners[corners.length - 2], corners[corners.length - 1]) }),
  );
}

const pressed = ({ id }: Arrow, press: (ids: readonly string[]) => void) => ({
  onclick: () => press([id]),
});

/** How it is drawn: its kind where that matters more than its sign. */
const kindOf = ({ kind, sign }: Arrow): string =>
  kind === BACK || kind === "amplifies" ? kind : sign === "+" ? "raises" : "lowers";

/** From where to where, its claim, and what the kit notes on it. */
export function named({ from, to, claim, note }: Arrow, { boxes }: Causes): string {
  const label = (name: string) => boxes.find(({ id }) => id === name)?.label ?? "";
  const step = t("{cause} → {effect} ({claim})", { cause: label(from), effect: label(to), claim });
  return `${step} ${note}`;
}

function sign(arrow: Arrow, frame: Frame, press: (ids: readonly string[]) => void) {
  const [x, y] = spot(arrow, frame);
  const shown = kindOf(arrow) === "amplifies" ? "" : SIGNS[arrow.sign];
  const words = text(x, y - 4, shown, { ...MIDDLE, class: "sign" });
  return s("g", { "data-sign": arrow.id, ...pressed(arrow, press) }, words);
}

/** Where the sign of an arrow stands: near its cause, on a slanting one further on. */
function spot(arrow: Arrow, frame: Frame): Place {
  const corners = cornersOf(arrow, frame);
  const [[x, start], [end, level]] = corners.length > 2 ? corners.slice(1) : corners;
  if (arrow.kind === BACK) return [(x + end) / 2, start];
  const along = start === level ? 0.35 : 0.5;
  return [x + along * (end - x), start + along * (level - start)];
}

function cornersOf(arrow: Arrow, { map, x, y, back }: Frame): Place[] {
  const box = (name: string) => map.boxes.find(({ id }) => id === name)!;
  const [cause, effect] = [box(arrow.from), box(arrow.to)];
  if (arrow.kind === BACK) {
    const [here, there] = [x(cause.column), x(effect.column)];
    return [
      ...([
        [here, y(cause.low)],
        [here, y(back)],
      ] as const),
      ...([
        [there, y(back)],
        [there, y(effect.low)],
      ] as const),
    ];
  }
  // A tall box is left at the height of its effect, a low one in its middle as far as that reaches.
  const isTall = cause.high - cause.low > effect.high - effect.low;
  const level = isTall ? (effect.low + effect.high) / 2 : (cause.low + cause.high) / 2;
  const start = within(cause, isTall ? level : within(effect, level));
  return [
    [x(cause.column + HALF), y(start)],
    [x(effect.column - HALF), y(within(effect, start))],
  ];
}

const within = ({ low, high }: Box, row: number): number =>
  Math.min(Math.max(row, low + EDGE), high - EDGE);

function tip([x0, y0]: Place, [x, y]: Place): string {
  const long = Math.hypot(x - x0, y - y0);
  const [along, up] = [(8 * (x - x0)) / long, (8 * (y - y0)) / long];
  const sides = [
    [x - along - up / 2, y - up + along / 2],
    [x - along + up / 2, y - up - along / 2],
  ];
  return `M${x.toFixed(1)},${y.toFixed(1)}${sides
    .map((side) => `L${side.map((value) => value.toFixed(1)).join()}`)
    .join("")}Z`;
}

// -------------------------------------------------------------------------- what stands

/** Mark in the picture what is taken out and what falls with it. */
function mark(svg: SVGSVGElement, map: Causes, out: ReadonlySet<string>, left: Standing): void {
  for (const arrow of map.arrows) {
    const fate = fateOf(arrow, out, left);
    for (const element of svg.querySelectorAll(`[data-arrow=${arrow.id}], [data-sign=${arrow.id}]`))
      element.setAttribute("data-fate", fate);
  }
  for (const box of map.boxes) {
    const element = svg.querySelector(`[data-box=${box.id}]`);
    const stands = left.boxes.has(box.id);
    element?.setAttribute("data-fate", stands ? "stands" : "falls");
    if (box.id === END) continue;
    element?.setAttribute("aria-pressed", String(around(map, box.id).every((id) => out.has(id))));
    element?.setAttribute("aria-label", stands ? box.label : t("{box}: falls", { box: box.label }));
  }
}
