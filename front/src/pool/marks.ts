/** One mark a learner, of a shape for each camp, so that colour is not the only sign. */
import { s } from "../kit/elements";
import { CAMP_NAMES } from "./state";

const FILLS = ["var(--accent)", "var(--other)", "var(--same)"];
const R = 5;

export const fillOf = (camp: number): string => FILLS[camp];

/** Circle, triangle or square around a point. */
export function mark(camp: number, x: number, y: number): SVGElement {
  const look = {
    fill: fillOf(camp),
    stroke: "var(--paper)",
    "stroke-width": 1,
    "fill-opacity": 0.85,
    class: "rk-mark",
  };
  if (camp === 0) return s("circle", { cx: x, cy: y, r: R, ...look });
  if (camp === 1)
    return s("path", {
      d: `M${x} ${y - R - 1}L${x + R + 1} ${y + R}L${x - R - 1} ${y + R}Z`,
      ...look,
    });
  const side = 2 * R - 1;
  return s("rect", { x: x - side / 2, y: y - side / 2, width: side, height: side, ...look });
}

/** Marks of the camps and their names in a row. */
export function legend(camps: number, x: number, y: number): SVGElement[] {
  return Array.from({ length: camps }, (_, camp) => camp).flatMap((camp) => [
    mark(camp, x + camp * 44 + R, y - 4),
    s("text", { x: x + camp * 44 + 16, y }, CAMP_NAMES[camp]),
  ]);
}

/** Up or down by a fixed amount for each learner, -.5 to .5: neighbours in the list are set apart. */
export const jitter = (learner: number): number => (((learner + 1) * 0.618034) % 1) - 0.5;
