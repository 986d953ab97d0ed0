/** A line in its own scale, with a band a presidency and dots where completed ones end. */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { fluid, sheet, text, MIDDLE } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import type { Band } from "../measures/worlds";

const [WIDEST, HIGH] = [400, 118];
/** The line keeps clear of the names of the bands above it, and of the edge below. */
const [ABOVE, BELOW] = [22, 6];

interface End {
  readonly label: string;
  readonly month: number;
}

const ends = (bands: readonly Band[]): End[] =>
  bands.filter((band) => band[3]).map(([label, , after]) => ({ label, month: after - 1 }));

const extent = (values: readonly number[]): [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

/** The heights in words, for those who cannot see them. */
export function described(values: readonly number[], bands: readonly Band[], name: string): string {
  const height = scaleLinear(extent(values), [0, 100]);
  const at = (month: number) => Math.round(height(values[month]));
  const told = ends(bands).map(({ label, month }) => `${label} ${at(month)}`);
  return t(
    "{name}. Height from 0, its lowest, to 100, its highest. Start {start}; at the end of {ends}; last month {last}.",
    { name, start: at(0), ends: told.join(", "), last: at(values.length - 1) },
  );
}

export const drawing = (values: readonly number[], bands: readonly Band[], name: string) =>
  fluid(WIDEST, (wide) => panel(values, bands, name, wide));

function panel(values: readonly number[], bands: readonly Band[], name: string, wide: number) {
  const x = scaleLinear([-0.5, values.length - 0.5], [0, wide]);
  const y = scaleLinear(extent(values), [HIGH - BELOW, ABOVE]);
  const path = line<number>((_, month) => x(month), y).digits(1);
  const dots = ends(bands).map(({ month }) =>
    s("circle", {
      cx: x(month),
      cy: y(values[month]),
      r: 4,
      fill: "var(--accent)",
      stroke: "var(--paper)",
    }),
  );
  const svg = sheet(wide, HIGH, described(values, bands, name));
  svg.append(
    ...bands.flatMap((band, k) => stretch(band, k, x, values.length)),
    s("path", {
      d: path([...values]),
      fill: "none",
      stroke: "var(--ink)",
      "stroke-width": 1.8,
      "stroke-linejoin": "round",
    }),
    ...dots,
  );
  return svg;
}

function stretch(
  [label, first, after]: Band,
  k: number,
  x: (month: number) => number,
  months: number,
) {
  const [from, to] = [x(first - 0.5), x(Math.min(after, months) - 0.5)];
  const shade = k % 2 ? 0.35 : 1;
  return [
    s("rect", {
      x: from,
      y: 0,
      width: to - from,
      height: HIGH,
      fill: "var(--soft)",
      opacity: shade,
    }),
    text((from + to) / 2, 13, label[0], MIDDLE),
  ];
}
