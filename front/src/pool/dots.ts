/** The weights of all learners, obstacle by obstacle, and their medians. */
import { scaleLinear } from "d3-scale";
import {
  beside,
  BOLD,
  END,
  guide,
  lengthOf,
  LINE,
  linesOf,
  MUTED,
  sheet,
  stacked,
  text,
  upright,
} from "../kit/axes";
import { s } from "../kit/elements";
import { n, t } from "../kit/language";
import { share } from "../kit/words";
import { jitter, legend, mark } from "./marks";
import { several, type Camps, type Group } from "./state";

export const WIDEST = 800;
/** Room for the names of the obstacles on the left. */
export const SIDE = 252;
const [ROW, TOP, FOOT] = [34, 64, 36];
const medianWords = (value: number): string => t("median {weight}", { weight: share(value) });
/** Room for the medians on the right: another language may need more words for them. */
const right = (): number => 8 + Math.max(70, 7 * medianWords(0.5).length);
/** Room above a row for its name, where there is none beside it. */
export const ABOVE = 18;
/** Between words that stand side by side. */
const APART = 8;
export const isNarrow = (wide: number): boolean => wide < 700;

interface Weighed {
  readonly groups: readonly Group[];
  readonly weights: readonly (readonly number[])[];
}

/** The scale of the weights: from zero to a full tenth that takes them all in, .2 at the least. */
export function weightScale(weights: readonly (readonly number[])[], wide: number) {
  const most = Math.ceil(Math.max(0.2, ...weights.flat()) * 10) / 10;
  return scaleLinear([0, most], isNarrow(wide) ? [8, wide - 12] : [SIDE, wide - right()]);
}

/** The drawing, and what changes in it with another split: legend and marks, nothing else. */
export interface DotPlot {
  readonly svg: SVGSVGElement;
  readonly recamp: (camps: Camps | null) => void;
}

export function dotPlot({ groups, weights }: Weighed, camps: Camps | null, wide: number): DotPlot {
  const [above, left] = isNarrow(wide) ? [aboveRows(groups, wide), 0] : [0, SIDE];
  const about = linesOf(t("one mark for each learner; line: median"), wide - left);
  const what = linesOf(t("weight: share of all points that a learner gives"), wide - left);
  const more = LINE * (about.length - 1);
  const top = TOP + more;
  const bottom = top + (ROW + above) * groups.length;
  const high = bottom + FOOT + LINE * (what.length - 1);
  const svg = sheet(wide, high, described(weights.length, groups.length));
  const x = weightScale(weights, wide);
  const ticks = Array.from({ length: Math.round(x.domain()[1] * 10) + 1 }, (_, i) => i / 10);
  const words = (tick: number) => (tick ? share(tick) : "0");
  const names = s("g");
  const rowOf = (i: number) => top + (ROW + above) * i + above + ROW / 2;
  const marks = groups.map((_, i) =>
    marksOf(
      weights.map((weight) => x(weight[i])),
      rowOf(i),
    ),
  );
  const recamp = (next: Camps | null) => {
    names.replaceChildren(...(several(next) ? legend(next.sizes.length, left, 50 + more) : []));
    for (const row of marks) row.recamp(next);
  };
  svg.append(
    text(left, 14, t("Weight that each learner gives"), BOLD),
    ...stacked(left, 31, about, MUTED),
    names,
    ...upright({ at: x, ticks, words }, top, bottom),
    ...groups.flatMap((group, i) => [
      ...named(group, rowOf(i), wide, above),
      marks[i].element,
      ...median(group.median, x(group.median), rowOf(i), wide),
    ]),
    ...stacked(left, bottom + 32, what, MUTED),
  );
  recamp(camps);
  return { svg, recamp };
}

const described = (learners: number, all: number): string =>
  n(
    "Weights of {n} learner for each of {all} obstacles, medians marked; the numbers are in the table below.",
    "Weights of {n} learners for each of {all} obstacles, medians marked; the numbers are in the table below.",
    learners,
    { all },
  );

/** The marks of one obstacle: those are drawn anew whose learner comes into another camp. */
function marksOf(places: readonly number[], y: number) {
  const at = (learner: number, camp: number) =>
    mark(camp, places[learner], y + jitter(learner) * (ROW - 14));
  const camps = places.map(() => 0);
  const element = s(
    "g",
    {},
    places.map((_, learner) => at(learner, 0)),
  );
  const recamp = (next: Camps | null) =>
    [...element.children].forEach((old, learner) => {
      const camp = next?.labels[learner] ?? 0;
      if (camp !== camps[learner]) old.replaceWith(at(learner, camp));
      camps[learner] = camp;
    });
  return { element, recamp };
}

/** Room above rows for their names: where one does not fit beside a median, it has its own line. */
function aboveRows(groups: readonly Group[], wide: number): number {
  const longest = Math.max(...groups.map(({ label }) => lengthOf(label)));
  return longest + APART + lengthOf(medianWords(0.5)) > wide ? ABOVE + LINE : ABOVE;
}

function named({ label }: Group, y: number, wide: number, above: number): SVGElement[] {
  const foot = y + ROW / 2;
  if (isNarrow(wide))
    return [text(0, y - ROW / 2 - 2 - (above - ABOVE), label), guide(0, foot, wide, foot)];
  const lines = linesOf(label, SIDE - 10);
  return [...beside(SIDE - 10, y + 4, lines), guide(SIDE, foot, wide - right(), foot)];
}

function median(value: number, x: number, y: number, wide: number): SVGElement[] {
  const [y1, y2] = [y - ROW / 2 + 2, y + ROW / 2 - 2];
  const words = medianWords(value);
  return [
    s("line", { x1: x, x2: x, y1, y2, stroke: "var(--ink)", "stroke-width": 3 }),
    isNarrow(wide)
      ? text(wide, y - ROW / 2 - 2, words, END)
      : text(wide - right() + 8, y + 4, words),
  ];
}
