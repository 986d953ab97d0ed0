/** Bars: the centre of each camp and of the class, and who takes which place how often. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, MIDDLE, MUTED, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import { counted, share } from "../kit/words";
import { SIDE, WIDE } from "./dots";
import { fillOf, mark } from "./marks";
import { CAMP_NAMES, several, type Burden, type Camps, type Group } from "./state";

/** A column of bars: the centre of a camp, or, with no camp, of the whole class. */
export interface Column {
  readonly head: string;
  readonly below: string;
  readonly camp: number | null;
  readonly centre: readonly number[];
}

/** What the columns show: each camp, where there are several, and apart from them the class. */
export function columns(groups: readonly Group[], learners: number, camps: Camps): Column[] {
  const own = several(camps) ? camps : { centres: [], sizes: [] };
  const each = own.centres.map((centre, camp) => {
    const head = `${CAMP_NAMES[camp]}: ${counted(own.sizes[camp], "learner")}`;
    return { head, below: "", camp, centre };
  });
  const all = {
    head: `All ${learners} together`,
    below: each.length ? "nobody's view" : "geometric mean",
    camp: null,
    centre: groups.map((group) => group.class_weight ?? 0),
  };
  return [...each, all];
}

const CAMPS = { row: 22, top: 48, gap: 18, widest: 240, number: 34 };

export function campBars(groups: readonly Group[], learners: number, camps: Camps): SVGElement {
  const { row, top, gap, widest, number } = CAMPS;
  const all = columns(groups, learners, camps);
  const width = Math.min(widest, (WIDE - SIDE) / all.length - gap);
  const most = Math.max(...all.flatMap(({ centre }) => centre));
  const long = scaleLinear([0, most], [0, width - number]);
  const svg = sheet(
    WIDE,
    top + row * groups.length + 6,
    "Weights at the centre of each camp and of the whole class; the numbers are in the table below.",
  );
  svg.append(
    text(0, 14, all.length > 1 ? "Centre of each camp" : "Weights of the class", BOLD),
    ...groups.map(({ label }, i) => text(SIDE - 10, top + row * (i + 0.5) + 4, label, END)),
    ...all.flatMap((column, c) => {
      const apart = all.length > 1 && column.camp === null ? 8 : 0;
      return bars(column, SIDE + c * (width + gap) + apart, long);
    }),
  );
  return svg;
}

function bars(
  { head, below, camp, centre }: Column,
  left: number,
  long: (x: number) => number,
): SVGElement[] {
  const { row, top } = CAMPS;
  const dashed = below === "nobody's view" ? "3 2" : null;
  const look =
    camp === null
      ? { fill: "none", stroke: "var(--ink)", "stroke-dasharray": dashed }
      : { fill: fillOf(camp) };
  return [
    ...(camp === null ? [] : [mark(camp, left + 6, 27)]),
    text(left + (camp === null ? 0 : 18), 31, head, BOLD),
    text(left, 44, below, MUTED),
    ...centre.flatMap((weight, i) => {
      const y = top + row * i + 3;
      return [
        s("rect", { x: left, y, width: long(weight), height: row - 7, ...look }),
        text(left + long(weight) + 4, y + 12, share(weight)),
      ];
    }),
  ];
}

const PLACES = { row: 26, top: 44, left: 200 };

export function burdenBars({ terms, ranks, draws }: Burden): SVGElement {
  const { row, top, left } = PLACES;
  const bottom = top + row * terms.length;
  const svg = sheet(
    WIDE,
    bottom + 22,
    "How often each presidency takes each place; the sentence above names the heaviest.",
  );
  const x = scaleLinear([0, 1], [left, WIDE - 20]);
  svg.append(
    text(0, 14, "Heaviest burden", BOLD),
    text(left, 14, `Share of ${draws.toLocaleString("en-GB")} draws in each place`, BOLD),
    text(0, 32, "share of draws", MUTED),
    text(left, 32, "full colour: heaviest; faint: lightest", MUTED),
    ...terms.flatMap((term, i) => [
      text(0, top + row * i + 15, term),
      text(120, top + row * i + 15, share(ranks[i][0]), END),
      ...places(term, ranks[i], top + row * i, x),
    ]),
    ...[0, 1].map((end) => text(x(end), bottom + 12, String(end), { ...MUTED, ...MIDDLE })),
  );
  return svg;
}

function places(term: string, shares: readonly number[], y: number, x: (v: number) => number) {
  let before = 0;
  return shares.map((part, place) => {
    const [from, to] = [x(before), x(before + part)];
    before += part;
    return s(
      "rect",
      {
        x: from,
        y,
        width: to - from,
        height: PLACES.row - 6,
        fill: "var(--accent)",
        "fill-opacity": 1 - place / shares.length,
        stroke: "var(--line)",
        "stroke-width": 0.5,
      },
      s("title", {}, `${term}, place ${place + 1}: ${share(part)}`),
    );
  });
}
