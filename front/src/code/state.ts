/** CodeEvents: what the browser holds, and what is said of it. */
import type { Shared, ShareTraits } from "../kit/share";
import { fixed } from "../kit/words";

export interface Card {
  readonly id: string;
  readonly date: string;
  readonly summary: string;
}

export interface Choice {
  readonly code: string;
  readonly words: string;
  readonly rule: string;
}

/** An event after the lock: its title, three codings in words, and the kit's reason. */
export interface Shown {
  readonly id: string;
  readonly title: string;
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

/** The places, from 1, of the events that have no code yet. */
export const open = (answer: Answer, cards: readonly Card[]): number[] =>
  cards.flatMap(({ id }, i) => (id in codesOf(answer) ? [] : [i + 1]));

export function given(answer: Answer, traits: Pick<CodeTraits, "cards" | "choices">, i: number) {
  const { id, date } = traits.cards[i];
  const chosen = traits.choices.find(({ code }) => code === codesOf(answer)[id]);
  const done = `${Object.keys(codesOf(answer)).length} of ${traits.cards.length} coded.`;
  return `Event ${i + 1}, ${date}: ${chosen?.words ?? "no code"}. ${done}`;
}

/** What stands beside an event after the lock: terms and what is said of each. */
export const verdict = (one: Shown): [string, string][] => [
  ["Result", one.same ? "✓ same code" : "≠ another code"],
  ["You", one.yours],
  ["Kit", one.kit],
  ["First coding", one.first],
  ["Why", one.reason],
];

export function heading(shown: readonly Shown[]): string {
  const same = shown.filter((one) => one.same).length;
  return `Locked: ${same} of ${shown.length} codes are the kit's.`;
}

export const AGREEMENT_HEAD = [
  "Coders",
  "Share equal",
  "Alpha, codes",
  "Alpha, scores",
  "Events scored by both",
];

export function agreement(agreed: readonly Agreed[]): [string, ...string[]][] {
  const told = (x: number | null, digits: number) => (x === null ? "none" : fixed(x, digits));
  return agreed.map((row) => [
    row.coders,
    told(row.share, 2),
    told(row.codes, 2),
    told(row.scores, 2),
    told(row.scored, 0),
  ]);
}
