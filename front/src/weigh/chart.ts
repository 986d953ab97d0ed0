/** Burdens and ranks as bars: drawn once for a width, then only their attributes change. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, fluid, MUTED, sheet, text } from "../kit/axes";
import { dress, s } from "../kit/elements";
import { t } from "../kit/language";
import type { Frame, TermFrame } from "./frame";
import type { Term } from "./state";

/** Any two differ in every eye, and each stands out from a light and from a dark ground. */
export const COLOURS = [
  ...["#0973C4", "#AA8B14", "#007C50", "#CC79A7"],
  ...["#0099ED", "#EC0D64", "#7B7300", "#777777"],
];
const [ROW, TOP, BAR] = [34, 26, 24];
/** Room for a presidency's name, for a number beside its bars, and for both numbers. */
const [LABEL, NUMBER, GAP] = [74, 34, 78];
/** Burdens and ranks stand side by side where there is this room, else one above the other. */
const [WIDEST, ASIDE] = [640, 440];

type Scale = (share: number) => number;

/** Where the two halves of the picture stand, and how high it is. */
interface Places {
  readonly burden: Scale;
  readonly rank: Scale;
  /** How far the ranks stand below the burdens. */
  readonly down: number;
  readonly high: number;
}

function placesOf(wide: number, rows: number): Places {
  const [high, isNarrow] = [TOP + ROW * rows, wide < ASIDE];
  const length = (isNarrow ? wide - LABEL - NUMBER : (wide - LABEL - GAP) / 2) - 1;
  const right = LABEL + (isNarrow ? NUMBER : length + GAP);
  return {
    burden: scaleLinear([0, 1], [LABEL, LABEL + length]),
    rank: scaleLinear([0, 1], [right, right + length]),
    down: isNarrow ? high : 0,
    high: isNarrow ? 2 * high : high,
  };
}

export function makeChart(terms: readonly Term[], groups: number) {
  const label = t(
    "Burden of each presidency and how often it ranks first; the sentence below says the same.",
  );
  let rows: ReturnType<typeof makeRow>[] = [];
  let shown: Frame | null = null;
  const fill = () => rows.forEach((row, i) => shown && row.show(shown.terms[i]));
  const element = fluid(WIDEST, (wide) => {
    const places = placesOf(wide, terms.length);
    rows = terms.map((term, i) => makeRow(term, TOP + i * ROW, groups, terms.length, places));
    const svg = sheet(wide, places.high, label);
    svg.append(
      text(LABEL, 16, t("Burden, by obstacle"), BOLD),
      text(
        places.down ? LABEL : places.rank(0),
        places.down + 16,
        t("Rank, codes uncertain"),
        BOLD,
      ),
      ...rows.flatMap(({ elements }) => elements),
    );
    fill();
    return svg;
  });
  const show = (frame: Frame) => {
    shown = frame;
    fill();
  };
  return { element, show };
}

function makeRow({ label }: Term, y: number, groups: number, count: number, places: Places) {
  const bar = (more: object) => s("rect", { y, height: BAR, ...more });
  const below = y + places.down;
  const parts = Array.from({ length: groups }, (_, j) =>
    bar({ class: "part", fill: COLOURS[j], stroke: "var(--paper)" }),
  );
  const ranks = Array.from({ length: count }, (_, r) =>
    bar({
      ...{ class: "rank", y: below, fill: "var(--accent)", "fill-opacity": 1 - r / count },
      ...{ stroke: "var(--line)", "stroke-width": 0.5 },
    }),
  );
  const burden = text(LABEL, y + 16, "", { ...MUTED, "data-part": "burden" });
  const first = { ...END, "data-part": "heaviest" };
  const heaviest = text(places.rank(0) - 6, below + 16, "", first);
  const names = [...new Set([y, below])].map((at) => text(LABEL - 6, at + 16, label, END));
  const show = (frame: TermFrame) => {
    burden.setAttribute("x", String(stack(parts, frame.parts, places.burden) + 4));
    stack(ranks, frame.ranks, places.rank);
    burden.textContent = frame.burden;
    heaviest.textContent = frame.heaviest;
  };
  return { elements: [...names, ...parts, ...ranks, burden, heaviest], show };
}

/** Lay bars end to end, as long as their shares; return where the last one ends. */
function stack(
  bars: readonly SVGElement[],
  shares: readonly number[],
  at: (x: number) => number,
): number {
  let end = 0;
  bars.forEach((bar, i) => {
    dress(bar, { x: at(end), width: at(end + shares[i]) - at(end) });
    end += shares[i];
  });
  return at(end);
}
