/** The line of all acts over the presidencies, the other memories faint behind it. */
import { scaleLinear } from "d3-scale";
import { line as pathOf } from "d3-shape";
import { END, fluid, guide, MIDDLE, MUTED, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { score } from "../kit/words";
import { sentence, type Band, type MemoryTraits } from "./state";

const WIDEST = 900;
const HIGH = 340;
const PAD = { left: 52, right: 10, top: 8, bottom: 28 };
/** A name stands upright in a band that is narrower than this. */
const ROOM = 56;

type Given = Pick<MemoryTraits, "months" | "lines" | "bands">;
type Scale = (value: number) => number;

/** The picture, and how to show another memory in it. */
export function makePicture(given: Given) {
  let [svg, shown] = [s("svg"), 0];
  const show = (place: number) => {
    shown = place;
    svg.setAttribute("aria-label", sentence(given.lines[shown], given.months));
    const paths = [...svg.querySelectorAll("path")].sort((a, b) => order(a) - order(b));
    paths.forEach((path, i) => path.setAttribute("class", i === shown ? "shown" : "other"));
    svg.append(...paths, paths[shown]);
  };
  const element = fluid(WIDEST, (wide) => {
    svg = drawing(given, wide);
    show(shown);
    return svg;
  });
  return { element, show };
}

const order = (path: SVGElement): number => Number(path.dataset.place);

function drawing({ months, lines, bands }: Given, wide: number): SVGSVGElement {
  const all = lines.flatMap(({ tones }) => tones);
  const reach = [Math.max(...all) + 3, Math.min(...all) - 0.5];
  const y = scaleLinear(reach, [PAD.top, HIGH - PAD.bottom]);
  const x = scaleLinear([0, months.length - 1], [PAD.left, wide - PAD.right]);
  const path = pathOf<number>((_, i) => x(i), y).digits(1);
  const svg = sheet(wide, HIGH, "");
  svg.append(
    ...bands.flatMap((band) => stretch(band, x, wide)),
    ...y
      .ticks(6)
      .flatMap((tick) => [
        guide(PAD.left, y(tick), wide - PAD.right, y(tick)),
        text(PAD.left - 6, y(tick) + 4, tick ? score(tick).slice(0, -2) : "0", END),
      ]),
    ...years(months, x, wide),
    ...name(),
    ...lines.map(({ tones }, i) => s("path", { d: path([...tones]), "data-place": i })),
  );
  return svg;
}

function name(): SVGElement[] {
  const middle = (PAD.top + HIGH - PAD.bottom) / 2;
  const turned = { ...MUTED, ...MIDDLE, transform: `rotate(-90 14 ${middle})` };
  return [text(14, middle, t("conflict  ←  mean score  →  cooperation"), turned)];
}

function stretch([label, colour, first, after]: Band, x: Scale, wide: number): SVGElement[] {
  const [from, to] = [x(first), Math.min(x(after), wide - PAD.right)];
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

/** The years that begin a five, or a ten where there is little room. */
function years(months: readonly string[], x: Scale, wide: number): SVGElement[] {
  const step = wide < 500 ? 10 : 5;
  return months.flatMap((month, i) => {
    const year = Number(month.slice(0, 4));
    if (!month.startsWith(`${year}-01`) || year % step) return [];
    return [text(x(i), HIGH - PAD.bottom + 18, String(year), { ...MIDDLE, ...MUTED })];
  });
}
