/** ClassPool: what Python sends, and what is said of it. */
import type { Agreed } from "../code/state";
import type { Part } from "../criteria/state";
import type { Lists } from "../kit/kinds";
import { t } from "../kit/language";
import type { Traits } from "../kit/store";
import { share } from "../kit/words";
import type { Point, Window } from "../measures/windows";
import type { Exchanged } from "./exchanged";
import type { Stops } from "./stops";

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

/** What Python computes of weights, and of codes. */
export interface Result {
  readonly learners: number;
  readonly groups: readonly Group[];
  readonly weights: readonly (readonly number[])[];
  readonly agreement: { readonly sentence: string } | null;
  readonly camps: Readonly<Partial<Record<Split, Camps>>> | null;
  readonly burden: Burden | null;
  readonly coders: Agreed | null;
}

/** What the lines of a presidency are laid over; the record comes from Python with the text. */
export interface TermLine {
  readonly id: string;
  readonly about: {
    readonly president: string;
    readonly years: string;
    readonly start: string;
    readonly last: string;
    readonly colour: string;
  };
  readonly windows: readonly Window[];
  readonly record: readonly Point[];
}

interface Thing {
  readonly id: string;
  readonly label: string;
}
type Words = Readonly<Record<string, string>>;

/** A deck of cards, what it is called, and where the kit sorts each. */
export interface Deck {
  readonly id: string;
  readonly title: string;
  readonly things: readonly (Thing & { readonly kit: string })[];
}

/** What stands beside the work of a class, by kind. */
export interface About {
  readonly codes: { readonly things: readonly Thing[]; readonly choices: Words };
  readonly claims: readonly Deck[];
  readonly forecasts: {
    /** The outcome is empty as long as it was not revealed. */
    readonly things: readonly (Thing & { readonly outcome: string })[];
    readonly bands: Readonly<Record<string, { readonly words: string; readonly p: number }>>;
  };
  readonly likelihoods: {
    readonly findings: Words;
    readonly hypotheses: Words;
    readonly kit: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  readonly criteria: readonly Part[];
}

/** A question that a lesson asks before it shows its record. */
export interface Asked {
  readonly question: string;
  readonly part: string;
  readonly kind: "choice" | "number" | "year" | "month" | "order";
  /** What each place says, in words. */
  readonly names: readonly string[];
  /** Empty as long as the reader has not committed a guess. */
  readonly record: string;
  /** The places that the record chooses, of a choice; none before the commit. */
  readonly right: readonly number[];
}

export interface Predicted {
  readonly lesson: string;
  readonly questions: readonly Asked[];
}

export interface PoolTraits extends Traits {
  readonly answer: { readonly text?: unknown };
  /** Empty as long as there is no text. */
  readonly result: Partial<Result>;
  readonly read: number;
  readonly sample: string;
  readonly lists: Lists;
  readonly about: About;
  readonly lines: readonly TermLine[];
  readonly predicted: readonly Predicted[];
  readonly stops: readonly Stops[];
  readonly exchanged: readonly Exchanged[];
}

/** Python says how many; fewer have neither camps nor burdens. */
export const ENOUGH = 3;

export const splits = (): readonly (readonly [Split, string])[] => [
  ["found", t("as the numbers suggest")],
  ["2", t("two")],
  ["3", t("three")],
];
export const CAMP_NAMES = ["A", "B", "C"];

/** The pasted text of an answer, which may be anything. */
export const textOf = ({ text }: PoolTraits["answer"]): string =>
  typeof text === "string" ? text : "";

/** What the button beside "Read" does, in words. */
export function offer(box: string, sample: string, own: string): string {
  if (box !== sample) return t("Use the sample class (invented)");
  return own ? t("Back to your own text") : t("Empty the box");
}

/** The camps that are shown; none if there are too few learners. */
export const campsOf = ({ camps }: PoolTraits["result"], split: Split): Camps | null =>
  camps?.[split] ?? camps?.found ?? null;

export const several = (camps: Camps | null): camps is Camps =>
  camps !== null && camps.sizes.length > 1;

export interface Table {
  readonly head: string[];
  readonly rows: [string, ...string[]][];
}

/** All weights as a table: a row a group; camps and class in columns where there are any. */
export function numbers(groups: readonly Group[], camps: Camps | null): Table {
  const pooled = groups[0].class_weight !== null;
  const centres = several(camps) ? camps.centres : [];
  return {
    head: [
      ...[t("obstacle"), t("lowest"), t("median"), t("highest")],
      ...centres.map((_, camp) => t("camp {name}", { name: CAMP_NAMES[camp] })),
      ...(pooled ? [t("class")] : []),
    ],
    rows: groups.map(({ label, low, median, high, class_weight: all }, i) => [
      label,
      ...[low, median, high, ...centres.map((centre) => centre[i])].map(share),
      ...(all === null ? [] : [share(all)]),
    ]),
  };
}
