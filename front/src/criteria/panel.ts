/** The record of one claim: the step of each presidency with its interval, and the threshold. */
import { scaleLinear } from "d3-scale";
import { END, fluid, MUTED, sheet, text, upright } from "../kit/axes";
import { s } from "../kit/elements";
import { plain } from "../kit/words";
import { claimWords, MARKS, type Judged, type Part } from "./state";

const WIDEST = 520;
const ROW = 24;
const PAD = { left: 72, right: 28, top: 6, bottom: 22 };
/** In points: how much room there is around what is drawn. */
const AROUND = 0.4;

export type Reach = readonly [low: number, high: number];

/** What does not change while one moves: the claim, the scale, and who comes first in the article. */
export interface Given {
  readonly part: Part;
  readonly reach: Reach;
  readonly known: readonly string[];
}

/** The verdicts of today, and the threshold that was sealed. */
interface Shown {
  readonly own: readonly Judged[];
  readonly sealed: number | null;
}

/** The picture, and how to show other verdicts in it. */
export function makePanel(given: Given) {
  let wide = WIDEST;
  let now: Shown = { own: [], sealed: null };
  const element = fluid(WIDEST, (room) => {
    wide = room;
    return drawing(given, now, wide);
  });
  const show = (shown: Shown) => {
    now = shown;
    element.replaceChildren(drawing(given, now, wide));
  };
  return { element, show };
}

/** From the least to the most that any step reaches. */
export const reachOf = (steps: readonly { low: number; high: number }[]): Reach => [
  Math.min(...steps.map(({ low }) => low)) - AROUND,
  Math.max(...steps.map(({ high }) => high)) + AROUND,
];

function drawing(
  { part, reach, known }: Given,
  { own, sealed }: Shown,
  wide: number,
): SVGSVGElement {
  const high = PAD.top + ROW * own.length + PAD.bottom;
  const svg = sheet(wide, high, claimWords(part, own));
  const x = scaleLinear(reach, [PAD.left, wide - PAD.right]);
  const bottom = high - PAD.bottom;
  const ticks = x.ticks(4);
  const words = (value: number) => (value < 0 ? `−${plain(-value)}` : plain(value));
  svg.append(...upright({ at: x, ticks, words }, PAD.top, bottom));
  const mark = (at: number, name: string) =>
    s("line", { x1: x(at), x2: x(at), y1: PAD.top, y2: bottom, class: name });
  if (sealed !== null) svg.append(mark(sealed, "sealed"));
  if (own.length) svg.append(mark(own[0].points, "threshold"));
  const border = own.filter(({ presidency }) => known.includes(presidency)).length;
  if (border && border < own.length)
    svg.append(s("line", { ...across(border, wide), class: "divide" }));
  svg.append(...own.flatMap((one, i) => row(one, PAD.top + ROW * (i + 0.5), x, wide)));
  return svg;
}

const across = (rows: number, wide: number) => ({
  ...{ x1: 0, x2: wide, y1: PAD.top + ROW * rows, y2: PAD.top + ROW * rows },
});

function row(one: Judged, y: number, x: (value: number) => number, wide: number): SVGElement[] {
  return [
    text(0, y + 4, one.presidency),
    s("line", { x1: x(one.low), x2: x(one.high), y1: y, y2: y, class: `interval ${one.verdict}` }),
    s("circle", { cx: x(one.size), cy: y, r: 5, class: `dot ${one.verdict}` }),
    text(wide, y + 4, MARKS[one.verdict], {
      ...END,
      ...(one.verdict === "unknown" ? MUTED : {}),
    }),
  ];
}
