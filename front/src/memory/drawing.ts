/** The line of the record, the other memories faint behind it, and opinion as dots beside it. */
import { scaleLinear } from "d3-scale";
import { line as pathOf } from "d3-shape";
import { END, fluid, guide, lengthOf, MIDDLE, MUTED, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { plain, score } from "../kit/words";
import {
  LEVADA,
  linesOf,
  readingWords,
  sentence,
  THIN,
  type Band,
  type Chosen,
  type Line,
  type MemoryTraits,
  type Reading,
} from "./state";

const WIDEST = 900;
const HIGH = 330;
const PAD = { left: 52, right: 46, top: 8, bottom: 28 };
/** A name stands upright in a band that is narrower than this. */
const ROOM = 56;
/** Dots this near to each other share one label. */
const NEAR = 34;

type Given = Pick<
  MemoryTraits,
  "months" | "half_lives" | "acts" | "war" | "view" | "last" | "opinion" | "bands"
>;
type Scale = (value: number) => number;

/** The picture, and how to show another choice in it. */
export function makePicture(given: Given) {
  let [svg, shown] = [s("svg"), undefined as Chosen | undefined];
  const reach = extent(given);
  const show = (now: Chosen) => {
    shown = now;
    const lines = linesOf(given, now);
    svg.setAttribute("aria-label", sentence(lines[now.memory], now, given));
    svg.querySelector(".lines")?.replaceChildren(...drawn(lines, now, given, reach, width(svg)));
  };
  const element = fluid(WIDEST, (wide) => {
    svg = frame(given, reach, wide);
    if (shown) show(shown);
    return svg;
  });
  return { element, show };
}

const width = (svg: SVGElement): number => Number(svg.getAttribute("width"));

/** One scale for every choice, so that a switch moves the line and not the axis. */
function extent(given: Given): [number, number] {
  const [first, after] = given.view;
  const all = [true, false].flatMap((contacts) =>
    (["rule", "scored", "without"] as const).flatMap((war) =>
      linesOf(given, { memory: 0, contacts, war, opinion: false }).flatMap(({ tones }) =>
        tones.slice(first, after).filter((tone) => !isNaN(tone)),
      ),
    ),
  );
  return [Math.max(...all) + 1.5, Math.min(...all) - 0.5];
}

const heights = (reach: readonly number[]) => scaleLinear(reach, [PAD.top, HIGH - PAD.bottom]);
const places = ([first, after]: readonly number[], wide: number) =>
  scaleLinear([first, after - 1], [PAD.left, wide - PAD.right]);

function frame({ months, view, bands }: Given, reach: readonly number[], wide: number) {
  const [x, y] = [places(view, wide), heights(reach)];
  const svg = sheet(wide, HIGH, "");
  svg.append(
    ...bands.flatMap((band) => stretch(band, view, x)),
    ...y
      .ticks(6)
      .flatMap((tick) => [
        guide(PAD.left, y(tick), wide - PAD.right, y(tick)),
        text(PAD.left - 6, y(tick) + 4, tick ? score(tick).slice(0, -2) : "0", END),
      ]),
    ...years(months, view, x, wide),
    ...name(),
    s("g", { class: "lines" }),
  );
  return svg;
}

function drawn(
  lines: readonly Line[],
  now: Chosen,
  { view, opinion }: Given,
  reach: readonly number[],
  wide: number,
): SVGElement[] {
  const [x, y] = [places(view, wide), heights(reach)];
  const [first, after] = view;
  const stretch = (values: readonly number[], holds: (i: number) => boolean) =>
    pathOf<number>((_, i) => x(first + i), y)
      .defined((tone, i) => !isNaN(tone) && holds(first + i))
      .digits(1)(values.slice(first, after));
  const others = lines
    .filter((_, i) => i !== now.memory)
    .map(({ tones }) => s("path", { d: stretch(tones, () => true), class: "other" }));
  const { tones, weights } = lines[now.memory];
  return [
    ...others,
    s("path", { d: stretch(tones, () => true), class: "thin" }),
    s("path", { d: stretch(tones, (i) => weights[i] >= THIN), class: "shown" }),
    ...(now.opinion ? dots(opinion, view, x, wide) : []),
  ];
}

/** Readings of opinion on a scale of their own at the right: dots, and nothing between them. */
function dots(
  opinion: readonly Reading[],
  [first, after]: readonly number[],
  x: Scale,
  wide: number,
): SVGElement[] {
  const y = scaleLinear([100, 0], [PAD.top, HIGH - PAD.bottom]);
  const inside = opinion.filter(({ place }) => place >= first && place <= after - 1);
  const axis = [0, 25, 50, 75, 100].map((tick) =>
    text(wide - PAD.right + 6, y(tick) + 4, `${tick} %`, { class: "percent" }),
  );
  let before = -Infinity;
  const marks = inside.flatMap((reading) => {
    const { series, place, value } = reading;
    const [cx, cy] = [x(place), y(value)];
    const title = s("title", {}, readingWords(reading));
    const mark =
      series === LEVADA
        ? s("circle", { cx, cy, r: 5, class: "reading" }, title)
        : s("path", { d: `M${cx - 6},${cy}l6,-6l6,6l-6,6z`, class: "reading second" }, title);
    const isNear = Math.abs(cx - before) < NEAR;
    if (!isNear) before = cx;
    const label = text(cx, cy - 9, plain(value), { ...MIDDLE, class: "percent" });
    return isNear ? [mark] : [mark, label];
  });
  return [...axis, ...marks];
}

function name(): SVGElement[] {
  const words = t("conflict  ←  mean score  →  cooperation");
  // A name that is longer than the scale may reach down beside the years.
  const middle = Math.max((PAD.top + HIGH - PAD.bottom) / 2, lengthOf(words) / 2);
  const turned = { ...MUTED, ...MIDDLE, transform: `rotate(-90 14 ${middle})` };
  return [text(14, middle, words, turned)];
}

function stretch(
  [label, colour, first, after]: Band,
  view: readonly number[],
  x: Scale,
): SVGElement[] {
  if (after <= view[0] || first >= view[1]) return [];
  const [from, to] = [x(Math.max(first, view[0])), x(Math.min(after, view[1] - 1))];
  const size = { x: from, y: PAD.top, width: to - from, height: HIGH - PAD.top - PAD.bottom };
  const middle = (from + to) / 2;
  const isUpright = to - from < ROOM;
  const place: [number, number] = isUpright ? [middle + 4, PAD.top + 4] : [middle, PAD.top + 14];
  const turn = isUpright
    ? { ...END, transform: `rotate(-90 ${place[0]} ${place[1]})` }
    : { ...MIDDLE };
  return [
    s("rect", { ...size, fill: colour, "fill-opacity": 0.12 }),
    text(...place, label, { ...MUTED, ...turn }),
  ];
}

/** As many years as there is room for. */
function years(
  months: readonly string[],
  [first, after]: readonly number[],
  x: Scale,
  wide: number,
): SVGElement[] {
  const shown = (after - first) / 12;
  const room = (wide - PAD.left - PAD.right) / 44;
  const step = [1, 2, 5, 10].find((each) => shown / each <= room) ?? 10;
  return months.slice(first, after).flatMap((month, i) => {
    const year = Number(month.slice(0, 4));
    if (!month.startsWith(`${year}-01`) || year % step) return [];
    return [text(x(first + i), HIGH - PAD.bottom + 18, String(year), { ...MIDDLE, ...MUTED })];
  });
}
