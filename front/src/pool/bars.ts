/** Bars: the centre of each camp and of the class, and who takes which place how often. */
import { scaleLinear } from "d3-scale";
import {
  beside,
  BOLD,
  END,
  lengthOf,
  LINE,
  linesOf,
  MIDDLE,
  MUTED,
  sheet,
  text,
} from "../kit/axes";
import { s } from "../kit/elements";
import { n, t } from "../kit/language";
import { share, whole } from "../kit/words";
import { ABOVE, isNarrow, SIDE } from "./dots";
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
    const head = n("{camp}: {n} learner", "{camp}: {n} learners", own.sizes[camp], {
      camp: CAMP_NAMES[camp],
    });
    return { head, below: "", camp, centre };
  });
  const all = {
    head: n("The {n} learner alone", "All {n} together", learners),
    below: each.length ? t("nobody's view") : t("geometric mean"),
    camp: null,
    centre: groups.map((group) => group.class_weight ?? 0),
  };
  return [...each, all];
}

const CAMPS = { row: 22, head: 17, gap: 18, widest: 240, number: 34 };

/** Where the bars of a column begin, how long they may be, and where its head stands. */
interface Place {
  readonly left: number;
  readonly long: number;
  readonly head: number;
  readonly top: (row: number) => number;
}

/** Columns side by side, with the names on the left; in a narrow box, their bars in turn. */
function placesOf(all: readonly Column[], wide: number, step: number): Place[] {
  const { row, head, gap, widest, number } = CAMPS;
  const count = all.length;
  if (isNarrow(wide))
    return all.map((_, c) => ({
      ...{ left: 18, long: wide - 18 - number, head: 14 + head * (c + 1) },
      top: (i) => head * (count + 1) + (row * count + ABOVE) * i + ABOVE + row * c + 12,
    }));
  const width = Math.min(widest, (wide - SIDE) / count - gap);
  return all.map(({ camp }, c) => ({
    left: SIDE + c * (width + gap) + (count > 1 && camp === null ? 8 : 0),
    ...{ long: width - number, head: 31 },
    top: (i) => 51 + step * i,
  }));
}

export function campBars(
  groups: readonly Group[],
  learners: number,
  camps: Camps,
  wide: number,
): SVGSVGElement {
  const all = columns(groups, learners, camps);
  const names = groups.map(({ label }) => linesOf(label, SIDE - 10));
  const step = Math.max(CAMPS.row, ...names.map(({ length }) => length * LINE + 4));
  const places = placesOf(all, wide, step);
  const most = Math.max(...all.flatMap(({ centre }) => centre));
  const rows = groups.map((_, i) => places[0].top(i));
  const middle = CAMPS.row / 2 + 1;
  const svg = sheet(
    wide,
    places[places.length - 1].top(groups.length - 1) + step,
    t(
      "Weights at the centre of each camp and of the whole class; the numbers are in the table below.",
    ),
  );
  svg.append(
    text(0, 14, all.length > 1 ? t("Centre of each camp") : t("Weights of the class"), BOLD),
    ...groups.flatMap(({ label }, i) =>
      isNarrow(wide) ? text(0, rows[i] - 6, label) : beside(SIDE - 10, rows[i] + middle, names[i]),
    ),
    ...all.flatMap((column, c) => [
      ...heading(column, places[c], wide),
      ...bars(column, places[c], scaleLinear([0, most], [0, places[c].long]), all.length > 1),
    ]),
  );
  return svg;
}

function heading({ head, below, camp }: Column, place: Place, wide: number): SVGElement[] {
  const beyond = Math.max(126, 1.1 * lengthOf(head) + 8);
  const [left, right] = isNarrow(wide) ? [0, beyond] : [place.left, place.left];
  return [
    ...(camp === null ? [] : [mark(camp, left + 6, place.head - 4)]),
    text(left + (camp === null ? 0 : 18), place.head, head, BOLD),
    text(right, place.head + (isNarrow(wide) ? 0 : 13), below, MUTED),
  ];
}

function bars(
  { camp, centre }: Column,
  { left, top }: Place,
  long: (x: number) => number,
  isOfCamps: boolean,
): SVGElement[] {
  const dashed = isOfCamps ? "3 2" : null;
  const look =
    camp === null
      ? { fill: "none", stroke: "var(--ink)", "stroke-dasharray": dashed }
      : { fill: fillOf(camp) };
  return centre.flatMap((weight, i) => [
    s("rect", { x: left, y: top(i), width: long(weight), height: CAMPS.row - 7, ...look }),
    text(left + long(weight) + 4, top(i) + 12, share(weight)),
  ]);
}

const PLACES = { row: 26, number: 120, left: 200 };

export function burdenBars({ terms, ranks, draws }: Burden, wide: number): SVGSVGElement {
  const { row } = PLACES;
  const narrow = isNarrow(wide);
  const [number, left] = narrow ? [100, 110] : [PLACES.number, PLACES.left];
  const [from, down] = narrow ? [0, 36] : [left, 0];
  const top = 44 + down;
  const bottom = top + row * terms.length;
  const svg = sheet(
    wide,
    bottom + 22,
    t("How often each presidency takes each place; the sentence above names the heaviest."),
  );
  const x = scaleLinear([0, 1], [left, wide - 20]);
  svg.append(
    text(0, 14, t("Heaviest burden"), BOLD),
    text(
      from,
      14 + down,
      n("Share of {number} draw in each place", "Share of {number} draws in each place", draws, {
        number: whole(draws),
      }),
      BOLD,
    ),
    text(0, 32, t("share of draws"), MUTED),
    text(from, 32 + down, t("full colour: heaviest; faint: lightest"), MUTED),
    ...terms.flatMap((term, i) => [
      text(0, top + row * i + 15, term),
      text(number, top + row * i + 15, share(ranks[i][0]), END),
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
      s(
        "title",
        {},
        t("{term}, place {place}: {share}", { term, place: place + 1, share: share(part) }),
      ),
    );
  });
}
