/** Find: events of the record by words, capital, years and class, scored or context, told or all. */
import { WordIndex } from "../kit/find";
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { day, days, score, whole, whose } from "../kit/words";

/** An event as Python sends it; the score is null for context, a source a place in their list. */
export type Row = readonly [
  id: string,
  first: string,
  last: string,
  title: string,
  by: string,
  classId: string,
  score: number | null,
  place: string,
  summary: string,
  note: string,
  denied: string,
  sources: readonly number[],
];

export interface FindTraits extends Traits {
  readonly events: readonly Row[];
  readonly sources: readonly (readonly [name: string, address: string])[];
  readonly classes: Readonly<Record<string, string>>;
  readonly capitals: Readonly<Record<string, string>>;
  /** The first and the last year with an event. */
  readonly years: readonly number[];
  readonly answer: Readonly<Partial<Record<keyof Search, unknown>>>;
}

export interface Search {
  readonly words: string;
  readonly by: string;
  /** The first and the last, in any order. */
  readonly years: readonly [number, number];
  readonly class_id: string;
  readonly what: string;
  readonly told: boolean;
}

export const ALL = "all";
export const NONE = "none";
export const BY = [ALL, "USA", "RUS", "both", "other"] as const;
export const WHAT = [ALL, "scored", "context"] as const;
/** As many as are shown at once. */
export const SHOWN = 50;

type Given = Pick<FindTraits, "classes" | "years" | "answer">;

/** What a kept answer says, as far as this edition knows it. */
export function searchOf({ classes, years, answer }: Given): Search {
  const [from, to] = years;
  const given: unknown[] = Array.isArray(answer.years) ? answer.years : [];
  const year = (one: unknown, other: number) =>
    typeof one === "number" && one >= from && one <= to ? Math.round(one) : other;
  return {
    words: typeof answer.words === "string" ? answer.words : "",
    by: BY.find((one) => one === answer.by) ?? ALL,
    years: [year(given[0], from), year(given[1], to)],
    class_id: [NONE, ...Object.keys(classes)].find((one) => one === answer.class_id) ?? ALL,
    what: WHAT.find((one) => one === answer.what) ?? ALL,
    told: answer.told === true,
  };
}

export const isScored = ([, , , , , , points]: Row): boolean => points !== null;

/** The day of an event, or its days, in words. */
export const daysOf = ([, first, last]: Row): string =>
  last ? days(first, last) : day(first, { dateStyle: "long" });

const textOf = (event: Row): string => {
  const [id, first, , title, , , , place, summary] = event;
  return [id, day(first, { dateStyle: "long" }), title, summary, place].join(" ");
};

/** What looks through the events: their words are made ready at the first search for words. */
export function finder(events: readonly Row[]): (search: Search) => readonly Row[] {
  const index = new WordIndex(events, textOf);
  return (search) => index.find(search.words).filter((event) => isIn(event, search));
}

function isIn(event: Row, { by, years, class_id, what, told }: Search): boolean {
  const [, first, , , own, classId, , , summary] = event;
  const year = Number(first.slice(0, 4));
  return (
    (by === ALL || own === by) &&
    year >= Math.min(...years) &&
    year <= Math.max(...years) &&
    (class_id === ALL || (classId || NONE) === class_id) &&
    (what === ALL || isScored(event) === (what === "scored")) &&
    (!told || summary !== "")
  );
}

/** How many fit, of how many, and how many of them are shown. */
export function sentence(found: readonly Row[], shown: number, all: number): string {
  if (!found.length) return t("No event fits: take a word out, or choose less.");
  const scored = found.filter(isScored).length;
  const counts = { n: whole(found.length), all: whole(all), scored: whole(scored) };
  const fits = n(
    "{n} event of {all} fits ({scored} scored, {context} context).",
    "{n} events of {all} fit ({scored} scored, {context} context).",
    found.length,
    { ...counts, context: whole(found.length - scored) },
  );
  const rest = t("The first {shown} are shown.", { shown: whole(shown) });
  return found.length > shown ? `${fits} ${rest}` : fits;
}

type Named = Pick<FindTraits, "classes" | "capitals">;

/** Whose act, its class and score, where, and who denies it. */
export function factsOf(event: Row, { classes, capitals }: Named): readonly string[] {
  const [, , , , by, classId, points, place, , , denied] = event;
  return [
    whose(by, capitals),
    classes[classId] ?? "",
    points === null ? t("context, no score") : t("score {score}", { score: score(points) }),
    place,
    denied && t("denied by {who}", { who: whose(denied, capitals) }),
  ].filter(Boolean);
}

/** Choices of a list, each with its words. */
export type Choice = readonly [value: string, words: string];

export const byChoices = (capitals: FindTraits["capitals"]): readonly Choice[] =>
  BY.map((by) => [by, by === ALL ? t("anybody") : whose(by, capitals)]);

export const classChoices = (classes: FindTraits["classes"]): readonly Choice[] => [
  [ALL, t("any class")],
  ...Object.entries(classes),
  [NONE, t("no class")],
];

export function whatChoices(): readonly Choice[] {
  const words = { all: t("scored and context"), scored: t("scored acts"), context: t("context") };
  return WHAT.map((what) => [what, words[what]]);
}
