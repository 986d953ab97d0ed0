/** What was said and what was done on one scale: a row each, a dot for each passage or act. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, fluid, lengthOf, LINE, MIDDLE, MUTED, sheet, text, upright } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { score } from "../kit/words";
import { mean, told, type Row } from "./state";

const WIDEST = 900;
const [ABOVE, BELOW] = [26, 26];
/** From the top of a row to the foot of its first dots, from there to those of the kit, and on. */
const [FIRST, NEXT, REST] = [32, 18, 12];
/** Between words that stand side by side. */
const APART = 8;
const PAD = 16;
const [LOWEST, HIGHEST] = [-10, 10];
/** Equal scores stand on each other: so far apart, and no higher than that. A row makes room. */
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
  const tops = rows.reduce((at, row) => [...at, at[at.length - 1] + height(row)], [top]);
  const bottom = tops[rows.length];
  const svg = sheet(wide, bottom + BELOW, rows.map(told).join(" "));
  const ticks = [-10, -5, 0, 5, 10];
  const words = (tick: number) => (tick ? score(tick).slice(0, -2) : "0");
  svg.append(
    text(wide / 2, 14, name, { ...MUTED, ...MIDDLE }),
    text(PAD, 14 + down, low, MUTED),
    text(wide - PAD, 14 + down, high, { ...MUTED, ...END }),
    ...upright({ at: x, ticks, words }, top, bottom),
    ...rows.flatMap((row, i) => line(row, x, tops[i])),
  );
  return svg;
}

type Scale = (value: number) => number;

/** Sets of dots that stand below each other in a row, each with its name and its foot. */
function sets(row: Row): { name: string; values: readonly number[]; foot: number }[] {
  if (!row.said) return [{ name: "done", values: row.kit, foot: FIRST + rise(row.kit) }];
  const foot = FIRST + rise(row.yours);
  return [
    { name: "yours", values: row.yours, foot },
    { name: "kit", values: row.kit, foot: foot + NEXT + rise(row.kit) },
  ];
}

const height = (row: Row): number => Math.max(...sets(row).map(({ foot }) => foot)) + REST;

const count = (values: readonly number[], one: number): number =>
  values.filter((other) => other === one).length;

/** How high so many equal scores stand. */
const tall = (number: number): number => Math.min(STACK * Math.max(0, number - 1), TALLEST);

/** How high the highest stack of a set is. */
const rise = (values: readonly number[]): number =>
  tall(Math.max(0, ...values.map((one) => count(values, one))));

/** The name of a row, its dots below it, and a stroke where their mean lies. */
function line(row: Row, x: Scale, top: number): SVGElement[] {
  const drawn = sets(row).map(({ name, values, foot }) => ({ name, values, y: top + foot }));
  return [
    text(PAD, top + 14, row.name, BOLD),
    ...drawn.flatMap(({ name, values, y }) => dots(values, x, y, name)),
    ...drawn.map(({ name, values, y }) => stroke(x(mean(values)), y, name)),
  ];
}

function dots(values: readonly number[], x: Scale, y: number, name: string): SVGElement[] {
  return values.map((value, i) => {
    const alike = count(values, value);
    const step = tall(alike) / Math.max(1, alike - 1);
    const below = count(values.slice(0, i), value);
    return s("circle", { cx: x(value), cy: y - below * step, r: 4.5, class: name });
  });
}

const stroke = (x: number, y: number, name: string): SVGElement =>
  s("line", { x1: x, x2: x, y1: y - 9, y2: y + 9, class: `mean ${name}` });
