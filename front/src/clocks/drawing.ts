/** Two bands of terms, the acts between them by their score, and the cut with a year on each side. */
import { scaleLinear } from "d3-scale";
import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";
import { BOLD, END, fluid, guide, MIDDLE, MUTED, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { score } from "../kit/words";
import { yearsOn, type Turn } from "../measures/cuts";
import { dayNumber } from "../measures/windows";
import { dateWords, type Act, type By, type Clock, type ClockTraits } from "./state";

const WIDEST = 720;
const HIGH = 400;
const BAND = 38;
const PAD = { left: 34, right: 6, bottom: 22 };
const PLOT = [BAND + 8, HIGH - PAD.bottom - BAND - 8] as const;
const MARKS = {
  USA: symbolCircle,
  RUS: symbolSquare,
  both: symbolTriangle,
  other: symbolDiamond,
};
const LARGE = 100;
const SMALL = 34;
const TOLD = "told";

type Given = Pick<ClockTraits, "clocks" | "cuts" | "first" | "after">;
type X = (iso: string) => number;

export interface Picture {
  readonly acts: readonly Act[];
  readonly day: string;
  readonly turn: Turn;
  readonly label: string;
}

/** The picture, and how to show other acts or another cut in it. */
export function makePicture(given: Given, start: Picture) {
  let [now, anew]: [Picture, () => void] = [start, () => undefined];
  const element = fluid(WIDEST, (wide) => {
    const x = scaleLinear(
      [dayNumber(given.first), dayNumber(given.after)],
      [PAD.left, wide - PAD.right],
    );
    const at: X = (iso) => x(dayNumber(iso));
    const svg = sheet(wide, HIGH, now.label);
    const moving = s("g");
    svg.append(...fixed(given, at, wide), moving);
    anew = () => {
      svg.setAttribute("aria-label", now.label);
      moving.replaceChildren(...shown(now, at, wide));
    };
    anew();
    return svg;
  });
  const show = (picture: Picture) => {
    now = picture;
    anew();
  };
  return { element, show };
}

const y = scaleLinear([9, -9], [...PLOT]);

function fixed({ clocks, cuts, first, after }: Given, at: X, wide: number): SVGElement[] {
  const [top, bottom] = [0, HIGH - PAD.bottom - BAND];
  const years: SVGElement[] = [];
  for (let year = Number(first.slice(0, 4)); `${year}-07-01` < after; year++)
    years.push(text(at(`${year}-07-01`), HIGH - 6, String(year), { ...MIDDLE, ...MUTED }));
  return [
    ...[8, 4, 0, -4, -8].flatMap((tick) => [
      guide(PAD.left, y(tick), wide - PAD.right, y(tick)),
      text(PAD.left - 4, y(tick) + 4, tick ? score(tick).slice(0, -2) : "0", { ...END, ...MUTED }),
    ]),
    ...cuts.map(([iso]) =>
      s("line", {
        ...{ x1: at(iso), x2: at(iso), y1: BAND, y2: bottom, class: "named" },
      }),
    ),
    ...[top, bottom].flatMap((from, i) => band(clocks[i], from, at, [first, after])),
    ...years,
  ];
}

/** A capital's terms from the first day shown to the last. */
function band(
  [city, terms]: Clock,
  top: number,
  at: X,
  [first, after]: readonly [string, string],
): SVGElement[] {
  const inside = terms.filter(([, begins, ends]) => begins < after && ends > first);
  return [
    ...inside.flatMap(([name, begins, ends], i) => {
      const [from, to] = [at(begins < first ? first : begins), at(ends > after ? after : ends)];
      return [
        s("rect", { x: from, y: top, width: to - from, height: BAND, class: i % 2 ? "b" : "a" }),
        text(from + 6, top + 31, name, BOLD),
      ];
    }),
    text(at(first) + 6, top + 15, city, MUTED),
  ];
}

function shown({ acts, day, turn }: Picture, at: X, wide: number): SVGElement[] {
  const inside = (place: number) => Math.max(PAD.left, Math.min(wide - PAD.right, place));
  const years = [
    [yearsOn(day, -1), day],
    [day, yearsOn(day, 1)],
  ].map((ends) => ends.map((iso) => inside(at(iso))));
  const [top, bottom] = PLOT;
  const shades = years.map(([from, to]) =>
    s("rect", { x: from, y: top, width: to - from, height: bottom - top, class: "year" }),
  );
  const means = years.flatMap(([from, to], i) => mean(from, to, turn.means[i], i === 0));
  const cut = s("line", {
    ...{ x1: at(day), x2: at(day), y1: BAND, y2: HIGH - PAD.bottom - BAND, class: "cut" },
  });
  // The told ones over the others.
  const marks = [...acts].sort((a, b) => Number(!!a[6]) - Number(!!b[6]));
  return [...shades, ...marks.map((act) => mark(act, at)), cut, ...means];
}

function mean(from: number, to: number, value: number, isBefore: boolean): SVGElement[] {
  if (Number.isNaN(value)) return [];
  const level = y(value);
  // One above its line and one below: they never meet.
  const place = isBefore ? ([from + 4, level - 7] as const) : ([to - 4, level + 17] as const);
  return [
    s("line", { x1: from, x2: to, y1: level, y2: level, class: "mean" }),
    text(...place, score(value), { class: "level", ...(isBefore ? {} : END) }),
  ];
}

function mark([iso, by, , value, title, , summary]: Act, at: X): SVGElement {
  const path = symbol(MARKS[value === null ? "other" : by], summary ? LARGE : SMALL)() ?? "";
  const kind = value === null ? "context" : by;
  return s(
    "path",
    {
      d: path,
      transform: `translate(${at(iso).toFixed(1)},${y(value ?? 0)})`,
      class: summary ? `${kind} ${TOLD}` : kind,
    },
    s("title", {}, `${dateWords(iso)}: ${title}`),
  );
}

/** What a mark means, in the order of a legend. */
export const legend = (): readonly (readonly [By | "context", string, string])[] => [
  ["USA", "●", t("Washington")],
  ["RUS", "■", t("Moscow")],
  ["both", "▲", t("together")],
  ["context", "◇", t("context, without a score")],
];
