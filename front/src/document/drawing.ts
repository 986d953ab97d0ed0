/** What was said and what was done on one scale: a row each, a dot for each passage or act. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, fluid, lengthOf, LINE, MIDDLE, MUTED, sheet, text, upright } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { score } from "../kit/words";
import { mean, told, type Row } from "./state";

const WIDEST = 900;
const [ABOVE, STEP, BELOW] = [26, 62, 26];
/** Between words that stand side by side. */
const APART = 8;
const PAD = 16;
const [LOWEST, HIGHEST] = [-10, 10];
/** Equal scores stand on each other: so far apart, and no higher than that. */
const [STACK, TALLEST] = [8, 34];

export const drawing = (rows: readonly Row[]): HTMLElement =>
  fluid(WIDEST, (wide) => picture(rows, wide));

function picture(rows: readonly Row[], wide: number): SVGSVGElement {
  const x = scaleLinear([LOWEST, HIGHEST], [PAD, wide - PAD]);
  const [low, name, high] = [t("← conflict"), t("score"), t("cooperation →")];
  const side = Math.max(lengthOf(low), lengthOf(high));
  // Where the three do not fit side by side, the name of the scale has a line of its own.
  const down = PAD + side + APART + lengthOf(name) / 2 > wide / 2 ? LINE : 0;
  const top = ABOVE + down;
  const bottom = top + rows.length * STEP;
  const svg = sheet(wide, bottom + BELOW, rows.map(told).join(" "));
  const ticks = [-10, -5, 0, 5, 10];
  const words = (tick: number) => (tick ? score(tick).slice(0, -2) : "0");
  svg.append(
    text(wide / 2, 14, name, { ...MUTED, ...MIDDLE }),
    text(PAD, 14 + down, low, MUTED),
    text(wide - PAD, 14 + down, high, { ...MUTED, ...END }),
    ...upright({ at: x, ticks, words }, top, bottom),
    ...rows.flatMap((row, i) => line(row, x, top + i * STEP)),
  );
  return svg;
}

type Scale = (value: number) => number;

/** The name of a row, its dots below it, and a stroke where their mean lies. */
function line(row: Row, x: Scale, top: number): SVGElement[] {
  const [high, low] = [top + 32, top + 50];
  const drawn = row.said
    ? [...dots(row.yours, x, high, "yours"), ...dots(row.kit, x, low, "kit")]
    : dots(row.kit, x, low, "done");
  const means = row.said
    ? [stroke(x(mean(row.yours)), high, "yours"), stroke(x(mean(row.kit)), low, "kit")]
    : [stroke(x(mean(row.kit)), low, "done")];
  return [text(PAD, top + 14, row.name, BOLD), ...drawn, ...means];
}

function dots(values: readonly number[], x: Scale, y: number, name: string): SVGElement[] {
  return values.map((value, i) => {
    const alike = values.filter((other) => other === value).length;
    const below = values.slice(0, i).filter((other) => other === value).length;
    const step = Math.min(STACK, TALLEST / Math.max(1, alike - 1));
    return s("circle", { cx: x(value), cy: y - below * step, r: 4.5, class: name });
  });
}

const stroke = (x: number, y: number, name: string): SVGElement =>
  s("line", { x1: x, x2: x, y1: y - 9, y2: y + 9, class: `mean ${name}` });
