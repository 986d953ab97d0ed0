/** Burdens and ranks as bars: drawn once, then only their attributes change. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, MUTED, text } from "../kit/axes";
import { dress, s } from "../kit/elements";
import type { Frame, TermFrame } from "./frame";
import type { Term } from "./state";

export const COLOURS = [
  ...["#0072B2", "#E69F00", "#009E73", "#CC79A7"],
  ...["#56B4E9", "#D55E00", "#F0E442", "#999999"],
];
const [ROW, TOP, BAR] = [34, 26, 24];
const [LABEL, BARS, GAP, RANKS] = [74, 180, 66, 150];
const RIGHT = LABEL + BARS + GAP;

const burdenScale = scaleLinear([0, 1], [LABEL, LABEL + BARS]);
const rankScale = scaleLinear([0, 1], [RIGHT, RIGHT + RANKS]);

export function makeChart(terms: readonly Term[], groups: number) {
  const rows = terms.map((term, i) => makeRow(term, TOP + i * ROW, groups, terms.length));
  const size = `0 0 ${RIGHT + RANKS + 4} ${TOP + ROW * terms.length}`;
  const label =
    "Burden of each presidency and how often it ranks first; the sentence below says the same.";
  const element = s(
    "svg",
    { viewBox: size, role: "img", "aria-label": label },
    text(LABEL, 16, "Burden, by obstacle", BOLD),
    text(RIGHT, 16, "Rank, codings uncertain", BOLD),
    rows.map(({ elements }) => elements),
  );
  const show = (frame: Frame) => rows.forEach((row, i) => row.show(frame.terms[i]));
  return { element, show };
}

function makeRow({ label }: Term, y: number, groups: number, places: number) {
  const bar = (more: object) => s("rect", { y, height: BAR, ...more });
  const parts = Array.from({ length: groups }, (_, j) =>
    bar({ class: "part", fill: COLOURS[j], stroke: "var(--paper)" }),
  );
  const ranks = Array.from({ length: places }, (_, r) =>
    bar({
      ...{ class: "rank", fill: "var(--accent)", "fill-opacity": 1 - r / places },
      ...{ stroke: "var(--line)", "stroke-width": 0.5 },
    }),
  );
  const burden = text(LABEL, y + 16, "", { ...MUTED, "data-part": "burden" });
  const heaviest = text(RIGHT - 6, y + 16, "", { ...END, "data-part": "heaviest" });
  const show = (frame: TermFrame) => {
    burden.setAttribute("x", String(stack(parts, frame.parts, burdenScale) + 4));
    stack(ranks, frame.ranks, rankScale);
    burden.textContent = frame.burden;
    heaviest.textContent = frame.heaviest;
  };
  return { elements: [text(LABEL - 6, y + 16, label, END), parts, ranks, burden, heaviest], show };
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
