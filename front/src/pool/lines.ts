/** The lines that a class drew for a presidency, laid over each other, and the record beside them. */
import { scaleLinear } from "d3-scale";
import { line as pathOf } from "d3-shape";
import { END, fluid, guide, lengthOf, MIDDLE, MUTED, sheet, text } from "../kit/axes";
import { h, s, table, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { capital, score, windowName } from "../kit/words";
import { middleLine, windowSpreads, type WindowSpread } from "../measures/classes";
import { dayNumber, type Point } from "../measures/windows";
import { WIDEST } from "./dots";
import { section } from "./section";
import type { TermLine } from "./state";

export type Drawn = readonly (readonly Point[])[];

const HIGH = 320;
const PAD = { left: 62, right: 84, top: 12, bottom: 30 };
/** Room for the names at the ends of the lines, which are bold. */
const endRoom = (): number =>
  Math.max(
    PAD.right,
    ...[t("the class"), t("the record")].map((name) => 12 + 1.1 * lengthOf(name)),
  );
/** On a phone the line has the room of the axis' name. */
const [NARROW, SLIM] = [420, 38];
const [BOTTOM, YEAR] = [HIGH - PAD.bottom, 365.25];
/** Two names at the ends of lines stand so far apart. */
const ROOM = 16;

const y = scaleLinear([10.5, -10.5], [PAD.top + 18, BOTTOM]);

type Scale = (iso: string) => number;

export function lineChart(term: TermLine, lines: Drawn, width: number): SVGSVGElement {
  const { start, last, president } = term.about;
  const right = width - endRoom();
  const left = width < NARROW ? SLIM : PAD.left;
  const scale = scaleLinear([dayNumber(start), dayNumber(last)], [left, right]);
  const x: Scale = (iso) => scale(dayNumber(iso));
  const label = t("Lines of the class for {president}; the table below says the same.", {
    president,
  });
  const svg = sheet(width, HIGH, label);
  const middle = middleLine(lines);
  svg.append(
    ...bands(term, x, right),
    ...heights(left, right),
    ...years(start, last, x),
    ...(width < NARROW ? [] : [upright(t("mean score"))]),
    ...lines.map((line) => stroke(line, x, { class: "learner", stroke: "var(--muted)" })),
    ...record(term, x),
    stroke(middle, x, { class: "middle", "stroke-width": 3, "stroke-dasharray": "8 4" }),
    ...names(middle, term.record, x),
  );
  return svg;
}

function stroke(line: readonly Point[], x: Scale, look: Record<string, string | number>) {
  const path = pathOf<Point>(
    ([iso]) => x(iso),
    ([, value]) => y(value),
  ).digits(1)([...line]);
  return s("path", { d: path, fill: "none", stroke: "var(--ink)", ...look });
}

/** The presidency's colour may be faint on this paper: a casing in the ink carries the contrast. */
function record({ record: months, about }: TermLine, x: Scale): SVGElement[] {
  if (!months.length) return [];
  return [
    stroke(months, x, { class: "record", "stroke-width": 6.5 }),
    stroke(months, x, { class: "record", "stroke-width": 4, stroke: about.colour }),
  ];
}

function bands({ windows }: TermLine, x: Scale, right: number): SVGElement[] {
  return windows.flatMap(([name, first, after]) => {
    const [from, to] = [x(first), Math.min(x(after), right)];
    const size = { x: from, y: PAD.top, width: to - from, height: BOTTOM - PAD.top };
    return [
      s("rect", { class: "band", ...size }),
      text((from + to) / 2, PAD.top + 13, windowName(name), MIDDLE),
    ];
  });
}

const heights = (left: number, right: number): SVGElement[] =>
  [-10, -5, 0, 5, 10].flatMap((value) => [
    guide(left, y(value), right, y(value)),
    text(left - 10, y(value) + 4, value ? score(value).slice(0, -2) : "0", {
      ...MUTED,
      ...END,
    }),
  ]);

/** Years, as many as there is room for. */
function years(start: string, last: string, x: Scale): SVGElement[] {
  const [first, end] = [start, last].map((iso) => Number(iso.slice(0, 4)));
  const all = Array.from({ length: end - first + 1 }, (_, i) => `${first + i}${start.slice(4)}`);
  const seen = all.filter((iso) => iso <= last);
  const apart = (x(last) - x(start)) / ((dayNumber(last) - dayNumber(start)) / YEAR);
  const step = Math.max(1, Math.ceil(36 / apart));
  return seen
    .filter((_, i) => i % step === 0)
    .map((iso) => text(x(iso), BOTTOM + 20, iso.slice(0, 4), { ...MUTED, ...MIDDLE }));
}

function upright(words: string): SVGElement {
  const middle = (PAD.top + BOTTOM) / 2;
  return text(14, middle, words, { ...MUTED, ...MIDDLE, transform: `rotate(-90 14 ${middle})` });
}

/** Names at the ends of the lines, which make room for each other. */
function names(middle: readonly Point[], months: readonly Point[], x: Scale): SVGElement[] {
  const [own, theirs] = [middle.at(-1), months.at(-1)];
  if (!own) return [];
  const at = ([iso, value]: Point, words: string, down: number) =>
    text(x(iso) + 8, y(value) + 4 + down, words, { class: "halo" });
  if (!theirs) return [at(own, t("the class"), 0)];
  const gap = y(own[1]) - y(theirs[1]);
  const down = (Math.max(ROOM - Math.abs(gap), 0) / 2) * (gap > 0 ? 1 : -1);
  return [at(own, t("the class"), down), at(theirs, t("the record"), -down)];
}

// ---- words

/** Say how many lines there are, and in each window what they and the acts come to. */
export function lineWords(lines: Drawn, rows: readonly WindowSpread[]): string {
  const many = n(
    "{n} line; dashed is the middle of the class.",
    "{n} lines; dashed is the middle of the class.",
    lines.length,
  );
  return [many, ...rows.map(windowWords)].join(" ");
}

function windowWords({ window, lines, acts }: WindowSpread): string {
  const name = capital(windowName(window));
  if (!lines || acts === null) return t("{window}: not compared.", { window: name });
  const { low, median, high } = lines;
  return t("{window}: the class {median} (from {low} to {high}), the acts {acts}.", {
    ...{ window: name, median: score(median), low: score(low), high: score(high) },
    acts: score(acts),
  });
}

export const lineTable = (rows: readonly WindowSpread[]): [string, ...string[]][] =>
  rows.map(({ window, lines, acts }) => [
    windowName(window),
    ...(lines ? [lines.low, lines.median, lines.high].map(score) : ["", "", ""]),
    acts === null ? t("too few acts") : score(acts),
  ]);

/** All that is shown of the lines of one presidency. */
export function lineSection(term: TermLine, lines: Drawn): Element {
  const rows = windowSpreads(lines, term.record, term.windows);
  const { president, years } = term.about;
  const caption = t("Means of the lines and of the acts in each window (Goldstein scale)");
  const head = [t("window"), t("lowest"), t("median"), t("highest"), t("the acts")];
  return section(
    t("Lines of the class: {president}, {years}", { president, years }),
    h("p", {}, lineWords(lines, rows)),
    fluid(WIDEST, (width) => lineChart(term, lines, width)),
    rows.length > 0 && wide(caption, table(head, lineTable(rows), caption)),
  );
}
