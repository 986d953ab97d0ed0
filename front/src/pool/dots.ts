/** The weights of all learners, obstacle by obstacle, and their medians. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, guide, MUTED, sheet, text, upright } from "../kit/axes";
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
  const [above, left] = isNarrow(wide) ? [ABOVE, 0] : [0, SIDE];
  const bottom = TOP + (ROW + above) * groups.length;
  const svg = sheet(wide, bottom + FOOT, described(weights.length, groups.length));
  const x = weightScale(weights, wide);
  const ticks = Array.from({ length: Math.round(x.domain()[1] * 10) + 1 }, (_, i) => i / 10);
  const words = (tick: number) => (tick ? share(tick) : "0");
  const names = s("g");
  const rowOf = (i: number) => TOP + (ROW + above) * i + above + ROW / 2;
  const marks = groups.map((_, i) =>
    marksOf(
      weights.map((weight) => x(weight[i])),
      rowOf(i),
    ),
  );
  const recamp = (next: Camps | null) => {
    names.replaceChildren(...(several(next) ? legend(next.sizes.length, left, 50) : []));
    for (const row of marks) row.recamp(next);
  };
  svg.append(
    text(left, 14, t("Weight that each learner gives"), BOLD),
    text(left, 31, t("one mark for each learner; line: median"), MUTED),
    names,
    ...upright({ at: x, ticks, words }, TOP, bottom),
    ...groups.flatMap((group, i) => [
      ...named(group, rowOf(i), wide),
      marks[i].element,
      ...median(group.median, x(group.median), rowOf(i), wide),
    ]),
    text(left, bottom + 32, t("weight: share of all points that a learner gives"), MUTED),
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

function named({ label }: Group, y: number, wide: number): SVGElement[] {
  const below = y + ROW / 2;
  return isNarrow(wide)
    ? [text(0, y - ROW / 2 - 2, label), guide(0, below, wide, below)]
    : [text(SIDE - 10, y + 4, label, END), guide(SIDE, below, wide - right(), below)];
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
