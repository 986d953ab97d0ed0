/** The weights of all learners, obstacle by obstacle, and their medians. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, guide, MUTED, sheet, text, upright } from "../kit/axes";
import { s } from "../kit/elements";
import { counted, share } from "../kit/words";
import { jitter, legend, mark } from "./marks";
import { several, type Camps, type Group } from "./state";

export const WIDE = 800;
/** Room for the names of the obstacles on the left, and for the medians on the right. */
export const SIDE = 252;
const [RIGHT, ROW, TOP, FOOT] = [78, 34, 48, 36];

interface Weighed {
  readonly groups: readonly Group[];
  readonly weights: readonly (readonly number[])[];
}

/** The scale of the weights: from nought to a full tenth that takes them all in, .2 at the least. */
export const weightScale = (weights: readonly (readonly number[])[]) =>
  scaleLinear([0, Math.ceil(Math.max(0.2, ...weights.flat()) * 10) / 10], [SIDE, WIDE - RIGHT]);

export function dotPlot({ groups, weights }: Weighed, camps: Camps | null): SVGElement {
  const bottom = TOP + ROW * groups.length;
  const svg = sheet(
    WIDE,
    bottom + FOOT,
    `Weights of ${counted(weights.length, "learner")} for each of ${groups.length} obstacles, medians marked; the numbers are in the table below.`,
  );
  const x = weightScale(weights);
  const ticks = Array.from({ length: Math.round(x.domain()[1] * 10) + 1 }, (_, i) => i / 10);
  const words = (tick: number) => (tick ? share(tick) : "0");
  svg.append(
    text(SIDE, 14, "Weight that each learner gives: one mark a learner, line: median", BOLD),
    ...(several(camps) ? legend(camps.sizes.length, SIDE, 34) : []),
    ...upright({ at: x, ticks, words }, TOP, bottom),
    ...groups.flatMap((group, i) => {
      const y = TOP + ROW * (i + 0.5);
      const own = weights.map((weight, learner) =>
        mark(camps?.labels[learner] ?? 0, x(weight[i]), y + jitter(learner) * (ROW - 14)),
      );
      return [...named(group, y), ...own, ...median(group.median, x(group.median), y)];
    }),
    text(SIDE, bottom + 32, "weight: share of all points that a learner gives", MUTED),
  );
  return svg;
}

function named({ label }: Group, y: number): SVGElement[] {
  const below = y + ROW / 2;
  return [text(SIDE - 10, y + 4, label, END), guide(SIDE, below, WIDE - RIGHT, below)];
}

function median(value: number, x: number, y: number): SVGElement[] {
  const [y1, y2] = [y - ROW / 2 + 2, y + ROW / 2 - 2];
  return [
    s("line", { x1: x, x2: x, y1, y2, stroke: "var(--ink)", "stroke-width": 3 }),
    text(WIDE - RIGHT + 8, y + 4, `median ${share(value)}`),
  ];
}
