/** CodeEvents: what the browser holds, and what is said of it. */
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { fixed } from "../kit/words";

export interface Card {
  readonly id: string;
  readonly date: string;
  readonly title: string;
  readonly summary: string;
}

export interface Choice {
  readonly code: string;
  readonly words: string;
  readonly rule: string;
}

/** An event after the lock: three codings in words, and the kit's reason. */
export interface Shown {
  readonly id: string;
  readonly yours: string;
  readonly kit: string;
  readonly first: string;
  readonly same: boolean;
  readonly reason: string;
}

export interface Agreed {
  readonly coders: string;
  readonly share: number | null;
  readonly codes: number | null;
  readonly scores: number | null;
  readonly scored: number | null;
}

export interface CodeTraits extends ShareTraits {
  readonly cards: readonly Card[];
  readonly choices: readonly Choice[];
  readonly shown: readonly Shown[];
  readonly agreed: readonly Agreed[];
  readonly locking: boolean;
  readonly answer: {
    readonly codes?: Readonly<Record<string, string>>;
    readonly locked_at?: string | null;
  };
}

type Answer = CodeTraits["answer"];
interface Named {
  readonly id: string;
}

export const codesOf = (answer: Answer): Readonly<Record<string, string>> => answer.codes ?? {};

export const isLocked = (answer: Answer): boolean => Boolean(answer.locked_at);

/** What a share code holds: codes that are locked. */
export const sharedOf = (answer: Answer): Shared<"codes"> | null =>
  isLocked(answer) ? { work: { codes: codesOf(answer) }, saved: answer.locked_at ?? null } : null;

/** The answer with one code given, or taken away if it is empty. */
export function give(answer: Answer, id: string, code: string): Answer {
  const others = Object.entries(codesOf(answer)).filter(([other]) => other !== id);
  return { ...answer, codes: Object.fromEntries(code ? [...others, [id, code]] : others) };
}

/** The places, from 1, of what has no code yet. */
export const open = (answer: Answer, cards: readonly Named[]): number[] =>
  cards.flatMap(({ id }, i) => (id in codesOf(answer) ? [] : [i + 1]));

export function given(answer: Answer, traits: Pick<CodeTraits, "cards" | "choices">, i: number) {
  const { id, date } = traits.cards[i];
  const chosen = traits.choices.find(({ code }) => code === codesOf(answer)[id]);
  const code = chosen?.words ?? t("no code");
  const done = Object.keys(codesOf(answer)).length;
  return [
    t("Event {number}, {date}: {code}.", { number: i + 1, date, code }),
    t("{done} of {all} coded.", { done, all: traits.cards.length }),
  ].join(" ");
}

/** What stands beside an event after the lock: terms and what is said of each. */
export const verdict = (one: Shown): [string, string][] => [
  [t("Result"), one.same ? t("✓ same code") : t("≠ another code")],
  // L10N: whose code it is: the learner's
  [t("You"), one.yours],
  // L10N: whose code it is: that of this teaching kit
  [t("Kit"), one.kit],
  [t("First coding"), one.first],
  [t("Why"), one.reason],
];

export function heading(shown: readonly Pick<Shown, "same">[]): string {
  const same = shown.filter((one) => one.same).length;
  return n(
    "Locked: {same} of {n} code is the kit's.",
    "Locked: {same} of {n} codes are the kit's.",
    shown.length,
    { same },
  );
}

export const agreementHead = (): string[] => [
  t("Coders"),
  t("Share equal"),
  t("Alpha, codes"),
  t("Alpha, scores"),
  t("Events scored by both"),
];

export function agreement(agreed: readonly Agreed[]): [string, ...string[]][] {
  const told = (x: number | null, digits: number) =>
    // L10N: a measure that these codes do not allow
    x === null ? t("none") : fixed(x, digits);
  return agreed.map((row) => [
    row.coders,
    told(row.share, 2),
    told(row.codes, 2),
    told(row.scores, 2),
    told(row.scored, 0),
  ]);
}
