/** WeighEvidence: figures, what follows from them, and what may be done with them. */
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { fixed, share } from "../kit/words";

export interface Finding {
  readonly id: string;
  readonly label: string;
  readonly day: string;
  readonly statement: string;
  readonly why: string;
  /** The kit's figure and reason, by the place of the explanation. */
  readonly kit: readonly number[];
  readonly reasons: readonly string[];
}

export interface Rival {
  readonly id: string;
  readonly label: string;
  readonly author: string;
  readonly statement: string;
}

/** What an adviser in a capital would argue. */
export interface Argued {
  readonly p: number;
  readonly reason: string;
  readonly source: string;
}

type Figures = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Answer {
  readonly points?: Readonly<Record<string, number>>;
  readonly figures?: Figures;
  readonly left_out?: readonly string[];
  readonly desk?: string;
}

export interface EvidenceTraits extends ShareTraits {
  readonly findings: readonly Finding[];
  readonly rivals: readonly Rival[];
  /** Capital, finding, explanation. */
  readonly argued: Readonly<Record<string, Record<string, Record<string, Argued | undefined>>>>;
  readonly desks: Readonly<Record<string, string>>;
  /** The highest figure that words name, and the words. */
  readonly bands: readonly (readonly [highest: number, words: string])[];
  /** From which ratio on evidence is strong. */
  readonly strong: number;
  /** The points with which every explanation begins. */
  readonly start: number;
  readonly answer: Answer;
}

export type Given = Pick<
  EvidenceTraits,
  "findings" | "rivals" | "argued" | "desks" | "bands" | "strong" | "start"
>;

/** Figures are set in hundredths. */
export const [LEAST, MOST] = [1, 99];

/** Whose figure stands in a cell. */
export type Whose = "kit" | "desk" | "own";

export interface Figure {
  readonly p: number;
  readonly whose: Whose;
}

/** The figures that stand on the board: a row a finding, a cell an explanation. */
export const figuresOf = ({ figures = {}, desk = "" }: Answer, given: Given): Figure[][] =>
  given.findings.map(({ id, kit }) =>
    given.rivals.map(({ id: name }, j): Figure => {
      const own = (figures[id] as Readonly<Record<string, number>> | undefined)?.[name];
      if (own !== undefined) return { p: own, whose: "own" };
      const argued = arguedOf(given, desk, id, name);
      return argued ? { p: argued.p, whose: "desk" } : { p: kit[j], whose: "kit" };
    }),
  );

export const arguedOf = ({ argued }: Given, desk: string, finding: string, rival: string) =>
  (argued[desk] as Record<string, Record<string, Argued | undefined> | undefined> | undefined)?.[
    finding
  ]?.[rival];

// ---- what follows

const normal = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

export const priorOf = ({ points = {} }: Answer, { rivals, start }: Given): number[] =>
  normal(rivals.map(({ id }) => points[id] ?? start));

/** Bayes' rule for several rivals: a belief times its figures, as a share of all; as `evidence.update`. */
export function update(prior: readonly number[], rows: readonly (readonly number[])[]): number[] {
  const logs = prior.map((belief, j) =>
    rows.reduce((sum, row) => sum + Math.log(row[j]), Math.log(belief)),
  );
  // A long list of figures neither overflows nor vanishes.
  const highest = Math.max(...logs);
  return normal(logs.map((log) => Math.exp(log - highest)));
}

/** How strongly a finding speaks for the explanation that expects it most, and against another. */
export interface Reading {
  /** For each explanation: how much better it expects the finding than the others do on average. */
  readonly ratios: readonly number[];
  readonly best: number;
  readonly forBest: number;
  readonly worst: number;
  readonly againstWorst: number;
}

/** Compare each explanation with the mean of the others. */
export function readingOf(row: readonly number[]): Reading {
  const sum = row.reduce((a, b) => a + b, 0);
  const ratios = row.map((p) => (p * (row.length - 1)) / (sum - p));
  const [forBest, low] = [Math.max(...ratios), Math.min(...ratios)];
  return {
    ratios,
    ...{ best: ratios.indexOf(forBest), forBest },
    ...{ worst: ratios.indexOf(low), againstWorst: 1 / low },
  };
}

export interface Frame {
  readonly figures: readonly (readonly Figure[])[];
  readonly readings: readonly Reading[];
  readonly counts: readonly boolean[];
  readonly prior: readonly number[];
  readonly posterior: readonly number[];
}

export function frameOf(answer: Answer, given: Given): Frame {
  const figures = figuresOf(answer, given);
  const rows = figures.map((row) => row.map(({ p }) => p));
  const counts = given.findings.map(({ id }) => !answer.left_out?.includes(id));
  const prior = priorOf(answer, given);
  const posterior = update(
    prior,
    rows.filter((_row, i) => counts[i]),
  );
  return { figures, readings: rows.map(readingOf), counts, prior, posterior };
}

/** The explanations are called by letters where there is no room for their names. */
export const letter = (j: number): string => String.fromCharCode(65 + j);

/** The place of the explanation that leads, and of the next. */
export function leaders(posterior: readonly number[]): [first: number, second: number] {
  const order = posterior.map((_belief, j) => j).sort((a, b) => posterior[b] - posterior[a]);
  return [order[0], order[1]];
}

/** A ratio to one, with as many digits as it can bear. */
const odds = (ratio: number): string => fixed(ratio, ratio < 9.95 ? 1 : 0);

/** Who leads, and whether the ratio to the next is what the kit calls strong. */
export function sentence({ posterior }: Frame, { rivals, strong }: Given): string {
  const [first, second] = leaders(posterior);
  const parts = {
    ...{ first: rivals[first].label, share: share(posterior[first]) },
    ...{ second: rivals[second].label, other: share(posterior[second]) },
    ...{ ratio: odds(posterior[first] / posterior[second]), strong },
  };
  return posterior[first] / posterior[second] < strong - 1e-9
    ? t(
        "{first} {share}, {second} {other}: {ratio} to 1. Below {strong} to 1 the board does not decide between the two.",
        parts,
      )
    : t("{first} leads with {share}, before {second} with {other}: {ratio} to 1.", parts);
}

/** Whether a ratio is strong, for an explanation or against it. */
export const isStrong = (ratio: number, { strong }: Given): boolean =>
  Math.max(ratio, 1 / ratio) >= strong - 1e-9;

/** What one finding says by itself. */
export function readingWords(reading: Reading, given: Given): string {
  const { rivals } = given;
  const { best, forBest, worst, againstWorst } = reading;
  const parts = {
    ...{ best: rivals[best].label, for_best: odds(forBest) },
    ...{ worst: rivals[worst].label, against_worst: odds(againstWorst) },
  };
  const both = t(
    "Against the mean of the others: {for_best} to 1 for {best}, {against_worst} to 1 against {worst}.",
    parts,
  );
  const weak = t("Neither is strong.");
  return reading.ratios.some((ratio) => isStrong(ratio, given)) ? both : `${both} ${weak}`;
}

/** A figure in words, as forecasters say it. */
export function bandWords(p: number, { bands }: Given): string {
  const found = bands.find(([highest]) => p <= highest + 1e-9) ?? bands[bands.length - 1];
  return found[1];
}

export const figureWords = ({ p }: Figure, given: Given): string =>
  `${share(p)}, ${bandWords(p, given)}`;

/** The same for those who do not see what follows from it. */
export const figureAloud = (figure: Figure, belief: number, given: Given): string =>
  t("{figure}; the explanation then has {belief}", {
    figure: figureWords(figure, given),
    belief: share(belief),
  });

// ---- what may be done

/** A change, and the sentence that says what became of it. */
export interface Edit {
  readonly answer: Answer;
  readonly said: string;
}

/** Set a figure of one's own. */
export function setFigure(answer: Answer, finding: string, rival: string, p: number): Answer {
  const column = { ...answer.figures?.[finding], [rival]: p };
  return { ...answer, figures: { ...answer.figures, [finding]: column } };
}

/** Take the learner's own figures of a finding away. */
export function restore(answer: Answer, { id, label }: Finding): Edit {
  const others = Object.entries(answer.figures ?? {}).filter(([name]) => name !== id);
  const said = t("{finding}: your own figures are taken away.", { finding: label });
  return { answer: { ...answer, figures: Object.fromEntries(others) }, said };
}

export const setPoints = (answer: Answer, rival: string, points: number): Answer => ({
  ...answer,
  points: { ...answer.points, [rival]: points },
});

export function toggle(answer: Answer, { id, label }: Finding): Edit {
  const out = answer.left_out ?? [];
  const isOut = out.includes(id);
  const left_out = isOut ? out.filter((name) => name !== id) : [...out, id];
  const said = isOut
    ? t("{finding} counts again.", { finding: label })
    : t("{finding} is left out.", { finding: label });
  return { answer: { ...answer, left_out }, said };
}

export function sitAt(answer: Answer, desk: string, { desks, argued }: Given): Edit {
  const rows = Object.values((argued as Record<string, object | undefined>)[desk] ?? {});
  const changed = rows.reduce<number>((sum, row) => sum + Object.keys(row as object).length, 0);
  const said = desk
    ? n(
        "{n} figure is as an adviser in {city} might argue it.",
        "{n} figures are as an adviser in {city} might argue them.",
        changed,
        { city: desks[desk] },
      )
    : t("The figures are the kit's again, but for your own.");
  return { answer: { ...answer, desk }, said };
}

/** Every figure at one half: nothing follows until the learner gives figures. */
export function blank(answer: Answer, { findings, rivals }: Given): Edit {
  const column = Object.fromEntries(rivals.map(({ id }) => [id, 0.5]));
  const figures = Object.fromEntries(findings.map(({ id }) => [id, column]));
  const said = t("Every figure is one half: no finding separates anything until you say so.");
  return { answer: { ...answer, figures }, said };
}

export const reset = (): Edit => ({
  answer: {},
  said: t("Back to the kit's figures, equal beliefs and all findings."),
});

/** Whole findings of which a figure is not the kit's; null if there are none. */
export function sharedOf(answer: Answer, given: Given): Shared<"likelihoods"> | null {
  const figures = figuresOf(answer, given);
  const moved = given.findings.flatMap(({ id, kit }, i): [string, Record<string, number>][] => {
    if (figures[i].every(({ p }, j) => Math.abs(p - kit[j]) < 1e-8)) return [];
    return [[id, Object.fromEntries(given.rivals.map((rival, j) => [rival.id, figures[i][j].p]))]];
  });
  return moved.length ? { work: { likelihoods: Object.fromEntries(moved) } } : null;
}
