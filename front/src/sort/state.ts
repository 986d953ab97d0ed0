/** The sorting board: what is kept, what was chosen, and what is said of it. */
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";

export interface Card {
  readonly id: string;
  readonly text: string;
  /** Where it stands, or what paper it is. */
  readonly about: string;
  /** Words of the text itself; empty where there are none. */
  readonly quote: string;
  readonly links: readonly { readonly name: string; readonly url: string }[];
}

/** Where the kit sorts a card, and why. */
export interface Filed {
  readonly choice: string;
  readonly why: string;
}

export interface SortTraits extends ShareTraits {
  readonly cards: readonly Card[];
  readonly choices: Readonly<Record<string, string>>;
  /** What is said of this deck. */
  readonly words: Readonly<Record<"title" | "invitation" | "choices", string>>;
  readonly deck_name: string;
  /** Only of cards that are sorted, and only after the lock. */
  readonly kit: Readonly<Record<string, Filed>>;
  readonly locking: boolean;
  readonly answer: { readonly chosen?: unknown; readonly shown?: unknown };
}

/** The state of a sorting: choices by card, and whether the kit's were asked for. */
export interface Sorting {
  readonly chosen: Readonly<Record<string, string>>;
  readonly shown: boolean;
}

export interface Verdict {
  readonly same: boolean;
  readonly words: string;
}

export type Given = Pick<SortTraits, "cards" | "choices">;

/** Read a kept answer, which may be anything: what is no card or no choice here is left out. */
export function read({ cards, choices }: Given, answer: SortTraits["answer"]): Sorting {
  const kept = new Map(Object.entries(answer.chosen ?? {}));
  const chosen = cards.flatMap(({ id }) => {
    const choice: unknown = kept.get(id);
    const known = typeof choice === "string" && Object.hasOwn(choices, choice);
    return known ? [[id, choice] as const] : [];
  });
  return { chosen: Object.fromEntries(chosen), shown: answer.shown === true };
}

/** What a share code holds: the deck, and what was chosen. */
export const sharedOf = ({ chosen }: Sorting, deck: string): Shared<"claims"> | null =>
  Object.keys(chosen).length ? { work: { deck, chosen } } : null;

/** The sorting with one card put somewhere. */
export const choose = (sorting: Sorting, id: string, choice: string): Sorting => ({
  ...sorting,
  chosen: { ...sorting.chosen, [id]: choice },
});

export const count = ({ chosen }: Sorting): number => Object.keys(chosen).length;

/** The numbers of the cards that were put somewhere, as they lie in their deck. */
export const numbersIn = ({ chosen }: Sorting, cards: readonly Card[], choice: string): number[] =>
  cards.flatMap(({ id }, i) => (chosen[id] === choice ? [i + 1] : []));

/** What is said under a card: nothing as long as the kit's sorting of it is covered. */
export function verdict({ chosen }: Sorting, { id }: Card, kit: SortTraits["kit"]): Verdict | null {
  if (!(id in kit)) return null;
  const own = chosen[id];
  const { choice, why } = kit[id];
  if (own === choice)
    return { same: true, words: t("✓ The kit says {choice} too. {why}", { choice, why }) };
  const words = t("≠ You say {own}, the kit says {choice}. {why}", { own, choice, why });
  return { same: false, words };
}

/** How a card stands in the row of all: its mark, its tray from 0 on or -1, and both in words. */
export function marked(
  sorting: Sorting,
  { cards, choices }: Given,
  kit: SortTraits["kit"],
  i: number,
) {
  const own = sorting.chosen[cards[i].id];
  const tray = Object.keys(choices).indexOf(own);
  const told = verdict(sorting, cards[i], kit);
  const name = t("Card {n}", { n: i + 1 });
  const where = tray < 0 ? t("not sorted yet") : own;
  const mark = told ? (told.same ? "✓ " : "≠ ") : "";
  return { mark, tray, said: `${mark}${name}: ${where}` };
}

/** What hinders the lock; empty if nothing does. */
export function unready(sorting: Sorting, cards: readonly Card[]): string {
  const left = cards.length - count(sorting);
  if (!left) return "";
  return n(
    "{n} card is not sorted yet: sort it first.",
    "{n} cards are not sorted yet: sort them first.",
    left,
  );
}

export function summary(sorting: Sorting, cards: readonly Card[], kit: SortTraits["kit"]): string {
  const [done, all] = [count(sorting), cards.length];
  if (!sorting.shown || !done) return t("{done} of {all} sorted.", { done, all });
  const same = cards.filter(({ id }) => id in kit && sorting.chosen[id] === kit[id].choice).length;
  const left = all - done;
  const agreed = left
    ? t("You and the kit agree on {same} of {done}; {left} not sorted yet.", { same, done, left })
    : t("You and the kit agree on {same} of {done}.", { same, done });
  return [agreed, t("Both sortings are judgements.")].join(" ");
}
