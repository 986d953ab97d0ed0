/** How probable a class holds findings under each explanation: how far the figures lie apart. */
import { scaleLinear } from "d3-scale";
import { beside, fluid, LINE, linesOf, MUTED, sheet, stacked, text, upright } from "../kit/axes";
import type { Entry } from "../kit/codes";
import { h, s, table, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { share } from "../kit/words";
import { spread, type Spread } from "../measures/classes";
import { isNarrow, WIDEST } from "./dots";
import { heading, question, section } from "./section";
import type { About } from "./state";

/** An explanation: what the class figures, and the kit. */
export interface Figure {
  readonly label: string;
  readonly own: Spread;
  readonly kit: number;
}

export interface Finding {
  readonly label: string;
  readonly figures: readonly Figure[];
}

/** The findings for which somebody gave figures, and how far these lie apart. */
export function findingsOf(
  entries: readonly Entry<"likelihoods">[],
  { findings, hypotheses, kit }: About["likelihoods"],
): Finding[] {
  return Object.entries(findings).flatMap(([id, label]) => {
    const given = entries.flatMap(({ work }) =>
      id in work.likelihoods ? [work.likelihoods[id]] : [],
    );
    const figures = Object.entries(hypotheses).flatMap(([name, words]) => {
      const own = spread(given.map((column) => column[name]));
      return own ? [{ label: words, own, kit: kit[id][name] }] : [];
    });
    return figures.length ? [{ label, figures }] : [];
  });
}

const width = ({ own }: Figure): number => own.high - own.low;

const widestOf = ({ figures }: Finding): Figure =>
  figures.reduce((a, b) => (width(b) > width(a) ? b : a));

/** The findings, those first on which a class is most divided. */
export const mostDividedFirst = (all: readonly Finding[]): Finding[] =>
  [...all].sort((a, b) => width(widestOf(b)) - width(widestOf(a)));

/** Say under which explanation the figures for a finding lie furthest apart. */
export function findingWords(finding: Finding): string {
  const widest = widestOf(finding);
  const many = n("Figures of {n} learner.", "Figures of {n} learners.", widest.own.n);
  if (!width(widest)) return many;
  const apart = t("Furthest apart under {explanation}: from {low} to {high}.", {
    ...{ explanation: widest.label, low: share(widest.own.low), high: share(widest.own.high) },
  });
  return `${many} ${apart}`;
}

const [ROW, LABEL, ABOVE, TOP] = [26, 262, 18, 40];
const namesOf = (label: string): string[] => linesOf(label, LABEL - 12);

export function spreadChart({ label, figures }: Finding, room: number): SVGSVGElement {
  const narrow = isNarrow(room);
  const high = Math.max(...figures.map(({ label: name }) => namesOf(name).length)) * LINE + 4;
  const [left, row] = narrow ? [12, ROW + ABOVE] : [LABEL, Math.max(ROW, high)];
  const from = narrow ? 0 : left;
  const about = linesOf(t("line: lowest to highest; dot: median; ring: the kit"), room - from);
  const top = TOP + LINE * (about.length - 1);
  const bottom = top + row * figures.length;
  const svg = sheet(
    room,
    bottom + 24,
    t("{finding}: the table below says the same.", {
      finding: label,
    }),
  );
  const x = scaleLinear([0, 1], [left, room - 16]);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  svg.append(
    ...stacked(from, 14, about, MUTED),
    ...upright({ at: x, ticks, words: (tick) => (tick ? share(tick) : "0") }, top - 10, bottom),
    ...figures.flatMap(({ label: name, own, kit }, i) => {
      const y = top + row * (i + 1) - (narrow ? ROW : row) / 2;
      const ends = { x1: x(own.low), x2: x(own.high), y1: y, y2: y };
      return [
        ...(narrow ? [text(0, y - ROW / 2 - 1, name)] : beside(left - 12, y + 4, namesOf(name))),
        s("line", { class: "range", ...ends }),
        s("circle", { class: "kit", cx: x(kit), cy: y, r: 7 }),
        s("circle", { class: "median", cx: x(own.median), cy: y, r: 4 }),
      ];
    }),
  );
  return svg;
}

export const figureTable = ({ figures }: Finding): [string, ...string[]][] =>
  figures.map(({ label, own, kit }) => [label, ...[own.low, own.median, own.high, kit].map(share)]);

export function likelihoodSection(
  entries: readonly Entry<"likelihoods">[],
  about: About["likelihoods"],
): Element {
  const head = [t("explanation"), t("lowest"), t("median"), t("highest"), t("the kit")];
  const parts = (finding: Finding) => [
    h("p", {}, findingWords(finding)),
    fluid(WIDEST, (room) => spreadChart(finding, room)),
    h(
      "details",
      {},
      h("summary", {}, t("The figures as a table")),
      wide(finding.label, table(head, figureTable(finding))),
    ),
  ];
  const [first, ...others] = mostDividedFirst(findingsOf(entries, about));
  return section(
    t("How probable is each finding under each explanation?"),
    h(
      "p",
      { class: "small" },
      t("Findings that a learner left as the kit has them are not in that learner's code."),
      " ",
      t("The finding comes first on which the class is most divided; press another to open it."),
    ),
    heading(first.label),
    parts(first),
    others.map((finding) => question(finding.label, parts(finding))),
  );
}
