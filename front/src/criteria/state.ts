/** Criteria of the cycle: what is chosen, what was sealed, and what the record says to it. */
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { capital, fixed, listed, score } from "../kit/words";

/** A part of the criteria: a claim with steps of points, or a question with named choices. */
export interface Part {
  readonly name: string;
  readonly words: string;
  readonly choices: readonly string[];
  /** The choices in words; none where they are points. */
  readonly shown: readonly string[];
}

export type Chosen = Readonly<Record<string, string>>;

/**
 * How far a presidency goes the way a claim says, in points, for the acts that count and how sure
 * one must be; as `record.steps` in Python says it.
 */
export interface Step {
  readonly acts: string;
  readonly sure: string;
  readonly presidency: string;
  readonly claim: string;
  readonly size: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** What the board needs before the seal. */
export interface CriteriaTraits extends ShareTraits {
  readonly parts: readonly Part[];
  readonly locking: boolean;
  readonly answer: { readonly chosen?: unknown; readonly locked_at?: unknown };
  /** Only the board that lies on the record has steps; the others follow from it. */
  readonly steps?: readonly Step[];
  readonly sealed?: Chosen;
  readonly in_the_article?: readonly string[];
  readonly least?: number;
}

/** Read a kept answer, which may be anything: what is no choice of a part is left out. */
export function chosenOf(parts: readonly Part[], { chosen }: CriteriaTraits["answer"]): Chosen {
  const given = new Map<string, unknown>(Object.entries(chosen ?? {}));
  const pairs = parts.flatMap(({ name, choices }) => {
    const own = given.get(name);
    return typeof own === "string" && choices.includes(own) ? [[name, own] as const] : [];
  });
  return Object.fromEntries(pairs);
}

export const sealedAt = ({ locked_at }: CriteriaTraits["answer"]): string =>
  typeof locked_at === "string" ? locked_at : "";

export const isClaim = ({ shown }: Part): boolean => !shown.length;

/** What a claim is called, without what it says. */
export const shortWords = ({ words }: Part): string => capital(words.split(":")[0]);

/** What a choice means: a number of points, or its words. */
export function choiceWords({ choices, shown }: Part, choice: string | undefined): string {
  if (choice === undefined) return t("not chosen yet");
  if (shown.length) return shown[choices.indexOf(choice)];
  return Number(choice)
    ? t("by more than {points} points", { points: fixed(Number(choice), 1) })
    : t("by more than zero");
}

/** What is left to choose, in words; nothing if all is chosen. */
export function left(parts: readonly Part[], chosen: Chosen): string {
  const open = parts.filter(({ name }) => !(name in chosen)).length;
  return open
    ? n("{n} choice is left.", "{n} choices are left.", open)
    : t("All is chosen: seal your criteria.");
}

/** What a share code holds: sealed criteria, from the time of the seal. */
export function sharedOf(
  parts: readonly Part[],
  answer: CriteriaTraits["answer"],
): Shared<"criteria"> | null {
  const saved = sealedAt(answer);
  return saved ? { work: { chosen_criteria: chosenOf(parts, answer) }, saved } : null;
}

// ---- the record

export type Verdict = "met" | "unmet" | "unknown";

/** The twin of `criteria.verdict` in Python. */
export function verdict({ low, high, n: acts }: Step, points: number, least: number): Verdict {
  if (acts < least || (low <= points && points <= high)) return "unknown";
  return low > points ? "met" : "unmet";
}

export const MARKS: Readonly<Record<Verdict, string>> = {
  met: "●",
  unmet: "○",
  unknown: "?",
};

export function verdictWords(found: Verdict): string {
  if (found === "met") return t("met");
  return found === "unmet" ? t("not met") : t("cannot tell");
}

/** The steps that count under what is chosen. */
export const stepsOf = (steps: readonly Step[], { acts, sure }: Chosen): readonly Step[] =>
  steps.filter((one) => one.acts === acts && one.sure === sure);

/** A verdict of a step, with its threshold. */
export interface Judged extends Step {
  readonly points: number;
  readonly verdict: Verdict;
}

export function judged(steps: readonly Step[], chosen: Chosen, least: number): readonly Judged[] {
  return stepsOf(steps, chosen).map((step) => {
    const points = Number(chosen[step.claim]);
    return { ...step, points, verdict: verdict(step, points, least) };
  });
}

/** The verdicts of a presidency in one sentence, claims by number of each kind. */
export function tally(all: readonly Judged[], presidency: string): string {
  const own = all.filter((one) => one.presidency === presidency);
  const many = (kind: Verdict) => own.filter((one) => one.verdict === kind).length;
  const said = (["met", "unmet", "unknown"] as const).flatMap((kind) =>
    many(kind) ? [`${many(kind)} ${verdictWords(kind)}`] : [],
  );
  return t("{presidency}: {verdicts}.", { presidency, verdicts: said.join(", ") });
}

/** Which verdicts turned, in words. */
export function turned(before: readonly Judged[], now: readonly Judged[]): string {
  const was = new Map(before.map((one) => [`${one.presidency} ${one.claim}`, one.verdict]));
  const changed = now.filter((one) => was.get(`${one.presidency} ${one.claim}`) !== one.verdict);
  if (!changed.length) return t("No verdict turns.");
  const groups = new Map<Verdict, string[]>();
  for (const { presidency, verdict: found } of changed)
    groups.set(found, [...(groups.get(found) ?? []), presidency]);
  const parts = [...groups].map(([found, names]) =>
    t("{names} {verdict}", { names: listed([...new Set(names)]), verdict: verdictWords(found) }),
  );
  return t("Turned: {parts}.", { parts: parts.join("; ") });
}

/** A step in words: for who does not see the picture, and beside it. */
export const stepWords = (one: Judged): string =>
  t("{presidency}: {size} [{low}, {high}], n = {n}: {verdict}", {
    presidency: one.presidency,
    ...{ size: score(one.size), low: score(one.low), high: score(one.high), n: one.n },
    verdict: verdictWords(one.verdict),
  });

/** A claim with all its steps in words. */
export const claimWords = (part: Part, own: readonly Judged[]): string =>
  `${capital(part.words)}. ${own.map(stepWords).join(". ")}.`;
