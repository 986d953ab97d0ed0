/** ClassPool: what Python reads in a class chat, and what is drawn of it. */
import type { Lists } from "../kit/kinds";
import type { Traits } from "../kit/store";
import { share } from "../kit/words";

export interface Group {
  readonly id: string;
  readonly label: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly class_weight: number | null;
}

export interface Camps {
  readonly labels: readonly number[];
  readonly sizes: readonly number[];
  readonly centres: readonly (readonly number[])[];
  readonly sentence: string;
}

export interface Burden {
  readonly terms: readonly string[];
  readonly ranks: readonly (readonly number[])[];
  readonly draws: number;
  readonly sentence: string;
}

/** How the learners are split: as the numbers suggest, in two, or in three. */
export type Split = "found" | "2" | "3";

export interface Result {
  readonly learners: number;
  readonly broken: readonly string[];
  readonly summary: string;
  readonly groups: readonly Group[];
  readonly weights: readonly (readonly number[])[];
  readonly agreement: { readonly sentence: string } | null;
  readonly camps: Readonly<Partial<Record<Split, Camps>>> | null;
  readonly burden: Burden | null;
}

export interface PoolTraits extends Traits {
  readonly answer: { readonly text?: unknown };
  /** Empty as long as there is no text. */
  readonly result: Partial<Result>;
  readonly read: number;
  readonly sample: string;
  readonly lists: Lists;
}

export const SPLITS: readonly (readonly [Split, string])[] = [
  ["found", "as the numbers suggest"],
  ["2", "two"],
  ["3", "three"],
];
export const CAMP_NAMES = ["A", "B", "C"];

/** The pasted text of an answer, which may be anything. */
export const textOf = ({ text }: PoolTraits["answer"]): string =>
  typeof text === "string" ? text : "";

export const summaryOf = (result: PoolTraits["result"]): string =>
  result.summary ?? "The box is empty.";

/** What the button beside "Read" does, in words. */
export function offer(box: string, sample: string, own: string): string {
  if (box !== sample) return "Use the sample class (invented)";
  return own ? "Back to your own text" : "Empty the box";
}

/** The camps that are shown; none if there are too few learners. */
export const campsOf = ({ camps }: PoolTraits["result"], split: Split): Camps | null =>
  camps?.[split] ?? camps?.found ?? null;

export const several = (camps: Camps | null): camps is Camps =>
  camps !== null && camps.sizes.length > 1;

interface Table {
  readonly head: string[];
  readonly rows: [string, ...string[]][];
}

/** All weights as a table: a row a group; camps and class in columns where there are any. */
export function numbers(groups: readonly Group[], camps: Camps | null): Table {
  const pooled = groups[0].class_weight !== null;
  const centres = several(camps) ? camps.centres : [];
  return {
    head: [
      ...["obstacle", "lowest", "median", "highest"],
      ...centres.map((_, camp) => `camp ${CAMP_NAMES[camp]}`),
      ...(pooled ? ["class"] : []),
    ],
    rows: groups.map(({ label, low, median, high, class_weight: all }, i) => [
      label,
      ...[low, median, high, ...centres.map((centre) => centre[i])].map(share),
      ...(all === null ? [] : [share(all)]),
    ]),
  };
}
