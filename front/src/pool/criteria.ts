/** The criteria that a class sealed: how high its thresholds stand, and which acts it counts. */
import { scaleLinear } from "d3-scale";
import { chosenOf, isClaim, shortWords, type Chosen, type Part } from "../criteria/state";
import {
  beside,
  BOLD,
  END,
  fluid,
  guide,
  lengthOf,
  LINE,
  linesOf,
  MUTED,
  sheet,
  text,
  upright,
} from "../kit/axes";
import type { Entry } from "../kit/codes";
import { h, s, table, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { fixed } from "../kit/words";
import { spread, tally, type Spread } from "../measures/classes";
import { ABOVE, isNarrow, WIDEST } from "./dots";
import { mark } from "./marks";
import { section } from "./section";
import { tables, type Tally } from "./tallies";

/** A claim, the thresholds that stand in the class, and how far they lie apart. */
export interface Threshold {
  readonly label: string;
  readonly points: readonly number[];
  readonly own: Spread;
}

/** What each learner chose; as in Python, criteria with a part that has no choice do not count. */
export const wholeOf = (
  entries: readonly Entry<"criteria">[],
  parts: readonly Part[],
): readonly Chosen[] =>
  entries
    .map(({ work }) => chosenOf(parts, { chosen: work.chosen_criteria }))
    .filter((chosen) => Object.keys(chosen).length === parts.length);

export const thresholdsOf = (all: readonly Chosen[], parts: readonly Part[]): Threshold[] =>
  parts.filter(isClaim).flatMap((part) => {
    const points = all.map((chosen) => Number(chosen[part.name]));
    const own = spread(points);
    return own ? [{ label: shortWords(part), points, own }] : [];
  });

/** A threshold has halves of points, and the middle of two of them quarters. */
const inPoints = (points: number): string => fixed(points, Number.isInteger(2 * points) ? 1 : 2);

/** Say at which claim the thresholds lie furthest apart. */
export function thresholdWords(all: readonly Threshold[]): string {
  const width = ({ own }: Threshold) => own.high - own.low;
  const widest = all.reduce((a, b) => (width(b) > width(a) ? b : a));
  const many = n("Criteria of {n} learner.", "Criteria of {n} learners.", widest.own.n);
  if (!width(widest)) return many;
  const apart = t("Furthest apart: {claim}, from {low} to {high} points.", {
    ...{ claim: widest.label, low: inPoints(widest.own.low), high: inPoints(widest.own.high) },
  });
  return `${many} ${apart}`;
}

const [SIDE, RIGHT, TOP, FOOT] = [180, 96, 44, 36];
const namesOf = (label: string): string[] => linesOf(label, SIDE - 10);
const medianWords = ({ own }: Threshold): string =>
  t("median {points}", { points: inPoints(own.median) });
/** Room for the medians on the right. */
const rightOf = (all: readonly Threshold[]): number =>
  Math.max(RIGHT, ...all.map((one) => 18 + lengthOf(medianWords(one))));
/** Marks of one threshold are piled; a high pile is pressed together. */
const [PILE, APART, MARGIN] = [64, 11, 10];

/** How many chose each threshold, by its points. */
function piles(points: readonly number[]): Map<number, number> {
  const all = new Map<number, number>();
  for (const point of points) all.set(point, (all.get(point) ?? 0) + 1);
  return all;
}

export function thresholdChart(all: readonly Threshold[], most: number, width: number) {
  const narrow = isNarrow(width);
  const [left, right, above] = narrow ? [8, width - 12, ABOVE] : [SIDE, width - rightOf(all), 0];
  const highest = Math.max(...all.flatMap(({ points }) => [...piles(points).values()]));
  const apart = Math.min(APART, PILE / highest);
  const names = narrow ? 0 : Math.max(...all.map(({ label }) => namesOf(label).length)) * LINE;
  const row = Math.max(2 * MARGIN + apart * (highest - 1), names + 4) + above;
  const bottom = TOP + row * all.length;
  const svg = sheet(width, bottom + FOOT, t("Thresholds of the class; the table below says it."));
  const x = scaleLinear([0, most], [left + (narrow ? 0 : MARGIN), right]);
  svg.append(
    text(narrow ? 0 : left, 14, t("Threshold that each learner sealed"), BOLD),
    text(narrow ? 0 : left, 31, t("one mark a learner; line: median"), MUTED),
    ...upright({ at: x, ticks: x.ticks(6), words: String }, TOP, bottom),
    ...all.flatMap((one, i) => {
      const [top, foot] = [TOP + row * i + above, TOP + row * (i + 1)];
      return [
        guide(narrow ? 0 : left, foot, narrow ? width : right, foot),
        ...named(one, { top, foot, right: narrow ? width : right, narrow }),
        ...piled(one.points, x, foot - MARGIN, apart),
        s("line", {
          ...{ x1: x(one.own.median), x2: x(one.own.median), y1: top + 2, y2: foot - 2 },
          ...{ class: "middle", stroke: "var(--ink)", "stroke-width": 3 },
        }),
      ];
    }),
    text(narrow ? 0 : left, bottom + 32, t("points of the Goldstein scale"), MUTED),
  );
  return svg;
}

interface Room {
  readonly top: number;
  readonly foot: number;
  readonly right: number;
  readonly narrow: boolean;
}

function named(one: Threshold, { top, foot, right, narrow }: Room): SVGElement[] {
  const words = medianWords(one);
  const y = narrow ? top - 4 : (top + foot) / 2 + 4;
  return narrow
    ? [text(0, y, one.label), text(right, y, words, END)]
    : [...beside(SIDE - 10, y, namesOf(one.label)), text(right + 14, y, words)];
}

const piled = (
  points: readonly number[],
  x: (value: number) => number,
  foot: number,
  apart: number,
): SVGElement[] =>
  [...piles(points)].flatMap(([point, many]) =>
    Array.from({ length: many }, (_, i) => mark(0, x(point), foot - apart * i)),
  );

export const thresholdTable = (all: readonly Threshold[]): [string, ...string[]][] =>
  all.map(({ label, own }) => [label, ...[own.low, own.median, own.high].map(inPoints)]);

/** The other parts: how many made which choice. */
export const otherTallies = (all: readonly Chosen[], parts: readonly Part[]): Tally[] =>
  parts
    .filter((part) => !isClaim(part))
    .map(({ name, words, choices, shown }) => {
      const counts = tally(all, name, choices);
      return { label: words, rows: shown.map((said, i) => ({ name: said, n: counts[i] })) };
    });

export function criteriaSection(all: readonly Chosen[], parts: readonly Part[]): Element {
  const thresholds = thresholdsOf(all, parts);
  const most = Math.max(...parts.filter(isClaim).flatMap(({ choices }) => choices.map(Number)));
  const caption = t("Thresholds of the class, in points");
  const head = [t("criterion"), t("lowest"), t("median"), t("highest")];
  return section(
    t("Criteria of the class"),
    h("p", {}, thresholdWords(thresholds)),
    fluid(WIDEST, (width) => thresholdChart(thresholds, most, width)),
    h(
      "details",
      {},
      h("summary", {}, t("The thresholds as a table")),
      wide(caption, table(head, thresholdTable(thresholds), caption)),
    ),
    tables(otherTallies(all, parts)),
  );
}
