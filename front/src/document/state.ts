/** CodeDocument: passages of one call, the codes chosen for them, and what is said of both. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { score } from "../kit/words";
import { codesOf, heading, isLocked, type Choice } from "../code/state";

export interface Passage {
  readonly id: string;
  readonly account: string;
  readonly speaker: string;
  readonly passage: string;
  readonly source: string;
  readonly url: string;
}

/** A passage after the lock: both codings in words and as scores, and the kit's reason. */
export interface Coded {
  readonly id: string;
  readonly yours: string;
  readonly kit: string;
  readonly score: number;
  readonly kit_score: number;
  readonly same: boolean;
  readonly reason: string;
}

export interface Act {
  readonly day: string;
  readonly title: string;
  readonly score: number;
  readonly contact: boolean;
}

export interface DocumentTraits extends Traits {
  readonly cards: readonly Passage[];
  readonly choices: readonly Choice[];
  /** The accounts in their order, by their headings. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly shown: readonly Coded[];
  /** The acts of the same weeks, and the one of them that is the call; empty before the lock. */
  readonly acts: readonly Act[];
  readonly call: Partial<Act>;
  readonly locking: boolean;
  readonly answer: {
    readonly codes?: Readonly<Record<string, string>>;
    readonly locked_at?: string | null;
  };
}

/** A row of the picture: its name, the scores in it, and those of somebody else beside them. */
export interface Row {
  readonly name: string;
  readonly kit: readonly number[];
  readonly yours: readonly number[];
  /** Whether both are codings of words: otherwise `kit` are scores of the record. */
  readonly said: boolean;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

type Given = Pick<DocumentTraits, "cards" | "accounts" | "shown" | "acts" | "call">;

/** What was said, account by account; the call as the record has it; what was done. */
export function rowsOf({ cards, accounts, shown, acts, call }: Given): Row[] {
  const said = Object.entries(accounts).map(([account, name]): Row => {
    const coded = shown.filter((_, i) => cards[i].account === account);
    const [kit, yours] = [coded.map((one) => one.kit_score), coded.map((one) => one.score)];
    return { name, kit, yours, said: true };
  });
  const done = (name: string, contact: boolean): Row => {
    const scores = acts.filter((act) => act.contact === contact).map((act) => act.score);
    return { name, kit: scores, yours: [], said: false };
  };
  const row: Row = {
    name: t("The call in the record: one row"),
    kit: [call.score ?? 0],
    yours: [],
    said: false,
  };
  return [
    ...said,
    row,
    done(t("Other contacts of these weeks"), true),
    done(t("Deeds of these weeks"), false),
  ];
}

/** One row in words: how many, their mean, and from where to where. */
export function told({ name, kit, yours, said }: Row): string {
  const [low, high] = [score(Math.min(...kit)), score(Math.max(...kit))];
  if (!said && kit.length === 1) return t("{name}: {score}.", { name, score: low });
  if (!said)
    return n(
      "{name}: {n} act, mean {mean}, from {low} to {high}.",
      "{name}: {n} acts, mean {mean}, from {low} to {high}.",
      kit.length,
      { name, mean: score(mean(kit)), low, high },
    );
  return t("{name}: mean {yours} by your codes, {kit} by the kit's.", {
    name,
    yours: score(mean(yours)),
    kit: score(mean(kit)),
  });
}

export function given(traits: Pick<DocumentTraits, "choices" | "cards" | "answer">, i: number) {
  const codes = codesOf(traits.answer);
  const chosen = traits.choices.find(({ code }) => code === codes[traits.cards[i].id]);
  const code = chosen?.words ?? t("no code");
  return [
    t("Passage {number}: {code}.", { number: i + 1, code }),
    t("{done} of {all} coded.", { done: Object.keys(codes).length, all: traits.cards.length }),
  ].join(" ");
}

/** What stands beside a passage after the lock: terms and what is said of each. */
export const verdict = (one: Coded): [string, string][] => [
  [t("Result"), one.same ? t("✓ same code") : t("≠ another code")],
  // L10N: whose code it is: the learner's
  [t("You"), one.yours],
  // L10N: whose code it is: that of this teaching kit
  [t("Kit"), one.kit],
  [t("Why"), one.reason],
];

export { codesOf, heading, isLocked };
