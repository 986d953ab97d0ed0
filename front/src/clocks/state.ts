/** TwoClocks: the acts of a presidency between two calendars, filtered, and cut at a day. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { day as dayWords, score } from "../kit/words";
import { yearsOn, type Rule, type Scored, type Turn } from "../measures/cuts";

export type By = "USA" | "RUS" | "both" | "other";
export type Kind = "contact" | "deed" | "context";

/** An act: its field and its summary are empty unless the lessons tell it. */
export type Act = readonly [
  iso: string,
  by: By,
  kind: Kind,
  score: number | null,
  title: string,
  field: string,
  summary: string,
];

export type Term = readonly [name: string, first: string, after: string];
export type Clock = readonly [city: string, terms: readonly Term[]];
export type Cut = readonly [iso: string, label: string, by: string, expectation: string];

export interface ClockTraits extends Traits {
  readonly acts: readonly Act[];
  readonly clocks: readonly Clock[];
  readonly cuts: readonly Cut[];
  /** The days at which the slider stops, those of the cuts among them. */
  readonly stops: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly first: string;
  readonly after: string;
  readonly rule: Rule;
  readonly source: string;
  readonly answer: Readonly<Partial<Record<keyof Shown, unknown>>>;
}

/** What is shown: the day of the cut, and whose acts of which kind and field. */
export interface Shown {
  readonly day: string;
  readonly by: string;
  readonly kind: string;
  readonly field: string;
}

export const ALL = "all";

type Choices = readonly (readonly [value: string, words: string])[];

export const whose = (): Choices => [
  [ALL, t("both capitals")],
  ["USA", t("Washington alone")],
  ["RUS", t("Moscow alone")],
  ["both", t("the two together")],
];

export const kinds = (): Choices => [
  [ALL, t("contacts and deeds")],
  ["contact", t("contacts")],
  ["deed", t("deeds")],
];

export const fieldsOf = ({ fields }: Pick<ClockTraits, "fields">): Choices => [
  [ALL, t("every field")],
  ...Object.entries(fields),
];

/** What an answer shows; what a kept answer names and is not here any more is shown as at first. */
export function shownOf({
  answer,
  cuts,
  stops,
  fields,
}: Pick<ClockTraits, "answer" | "cuts" | "stops" | "fields">): Shown {
  const one = (value: unknown, known: readonly string[], otherwise: string) =>
    typeof value === "string" && known.includes(value) ? value : otherwise;
  const values = (choices: Choices) => choices.map(([value]) => value);
  return {
    day: one(answer.day, stops, cuts[0]?.[0] ?? stops[0]),
    by: one(answer.by, values(whose()), ALL),
    kind: one(answer.kind, values(kinds()), ALL),
    field: one(answer.field, values(fieldsOf({ fields })), ALL),
  };
}

const isOf = (value: string, chosen: string): boolean => chosen === ALL || chosen === value;

/** The acts that are shown; context is neither contact nor deed. */
export const filtered = (acts: readonly Act[], { by, kind, field }: Shown): readonly Act[] =>
  acts.filter(
    ([, own, ofKind, , , inField]) => isOf(own, by) && isOf(ofKind, kind) && isOf(inField, field),
  );

export const scored = (acts: readonly Act[]): Scored[] =>
  acts.flatMap(([iso, , , value]) => (value === null ? [] : [[iso, value] as const]));

/** The acts that the lessons tell, in the year before a day and in the year from it on. */
export function told(acts: readonly Act[], iso: string): readonly [readonly Act[], readonly Act[]] {
  const between = (first: string, after: string) =>
    acts.filter(([own, , , , , , summary]) => summary && own >= first && own < after);
  return [between(yearsOn(iso, -1), iso), between(iso, yearsOn(iso, 1))];
}

export const dateWords = (iso: string): string => dayWords(iso, { dateStyle: "long" });

const side = (count: number, mean: number): string =>
  count === 0
    ? t("no act")
    : n("{n} act, mean {mean}", "{n} acts, mean {mean}", count, { mean: score(mean) });

/** The two years in a sentence each, and what may be told from them. */
export function sentence({ n: [old, young], means, low, high, verdict }: Turn, rule: Rule): string {
  const years = t("The year before: {before}. The year after: {after}.", {
    before: side(old, means[0]),
    after: side(young, means[1]),
  });
  const ends = { low: score(low), high: score(high) };
  const few = t("Nothing can be told: one of them has under {enough}.", { enough: rule.enough });
  if (Number.isNaN(low)) return `${years} ${few}`;
  const said = {
    lower: t("Lower: the change lies between {low} and {high}.", ends),
    higher: t("Higher: the change lies between {low} and {high}.", ends),
    unclear: t("Cannot tell: the change lies between {low} and {high}.", ends),
  };
  return `${years} ${said[verdict]}`;
}

/** Who expects a turn on a day, and why. */
export function expected(cuts: readonly Cut[], iso: string): string {
  const cut = cuts.find(([own]) => own === iso);
  if (!cut) return t("Nobody here named this day. Who tries every day will find one that turns.");
  return t("Expected by {who}: {why}", { who: cut[2], why: cut[3] });
}
