/** SortClaims: what is kept, what was chosen, and what is said of it. */
import { t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";

export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly kind: string;
  readonly why: string;
}

export interface SortTraits extends ShareTraits {
  readonly claims: readonly Claim[];
  readonly kinds: Readonly<Record<string, string>>;
  readonly answer: { readonly chosen?: unknown; readonly shown?: unknown };
}

/** The state of a sorting: kinds by claim, and whether the kit's were asked for. */
export interface Sorting {
  readonly chosen: Readonly<Record<string, string>>;
  readonly shown: boolean;
}

export interface Verdict {
  readonly same: boolean;
  readonly words: string;
}

type Given = Pick<SortTraits, "claims" | "kinds">;

/** Read a kept answer, which may be anything: what is neither a claim nor a kind here is left out. */
export function read({ claims, kinds }: Given, answer: SortTraits["answer"]): Sorting {
  const kept = new Map(Object.entries(answer.chosen ?? {}));
  const chosen = claims.flatMap(({ id }) => {
    const kind: unknown = kept.get(id);
    return typeof kind === "string" && Object.hasOwn(kinds, kind) ? [[id, kind] as const] : [];
  });
  return { chosen: Object.fromEntries(chosen), shown: answer.shown === true };
}

/** What a share code holds: the kinds that were chosen. */
export const sharedOf = ({ chosen }: Sorting): Shared<"claims"> | null =>
  Object.keys(chosen).length ? { work: { chosen } } : null;

/** The sorting with one kind chosen, or with none if the kind is empty. */
export function choose(sorting: Sorting, id: string, kind: string): Sorting {
  const others = Object.entries(sorting.chosen).filter(([other]) => other !== id);
  const own = kind ? [[id, kind] as const] : [];
  return { ...sorting, chosen: Object.fromEntries([...others, ...own]) };
}

export const count = ({ chosen }: Sorting): number => Object.keys(chosen).length;

/** What is said under a claim: nothing before the kit's sorting was asked for, and the claim sorted. */
export function verdict({ chosen, shown }: Sorting, claim: Claim): Verdict | null {
  const own = chosen[claim.id];
  if (!shown || own === undefined) return null;
  const { kind, why } = claim;
  if (own === kind) return { same: true, words: t("✓ The kit says {kind} too.", { kind }) };
  const words = t("≠ You say {own}, the kit says {kind}. {why}", { own, kind, why });
  return { same: false, words };
}

export function summary(sorting: Sorting, claims: readonly Claim[]): string {
  const [done, all] = [count(sorting), claims.length];
  if (!sorting.shown || !done) return t("{done} of {all} sorted.", { done, all });
  const same = claims.filter(({ id, kind }) => sorting.chosen[id] === kind).length;
  const left = all - done;
  const agreed = left
    ? t("You and the kit agree on {same} of {done}; {left} not sorted yet.", { same, done, left })
    : t("You and the kit agree on {same} of {done}.", { same, done });
  return [agreed, t("Both sortings are judgements.")].join(" ");
}
