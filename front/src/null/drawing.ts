/** A line in its own scale, with a band a presidency and dots where completed ones end. */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { s } from "../kit/elements";
import type { Band } from "../measures/worlds";

const [WIDE, HIGH] = [300, 118];
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
  return (
    `${name}. Height from 0, its lowest, to 100, its highest. Start ${at(0)}; ` +
    `at the end of ${told.join(", ")}; last month ${at(values.length - 1)}.`
  );
}

export function drawing(values: readonly number[], bands: readonly Band[], name: string) {
  const x = scaleLinear([-0.5, values.length - 0.5], [0, WIDE]);
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
  return s(
    "svg",
    { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": described(values, bands, name) },
    bands.map((band, k) => stretch(band, k, x, values.length)),
    s("path", {
      d: path([...values]),
      fill: "none",
      stroke: "var(--ink)",
      "stroke-width": 1.8,
      "stroke-linejoin": "round",
    }),
    dots,
  );
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
    s("text", { x: (from + to) / 2, y: 13, "text-anchor": "middle" }, label[0]),
  ];
}
