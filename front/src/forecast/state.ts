/** ForecastBoard: what the browser holds, and what is said of it. */
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { chance, day, fixed } from "../kit/words";

export interface Question {
  readonly id: string;
  readonly text: string;
  readonly background: string;
  readonly criteria: string;
  readonly opens: string;
  readonly closes: string;
  readonly condition: string;
}

export interface Band {
  readonly id: string;
  readonly words: string;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

export interface Entry {
  readonly band: string;
  readonly p: number;
  readonly reason?: string;
}

export type Entries = Readonly<Record<string, Entry>>;

/** The article's sentence to a question, and its band where it states a likelihood. */
export interface ArticleSaid {
  readonly quote: string;
  readonly place: string;
  readonly band: Band | null;
}

/** A revealed question: what happened, what was forecast and remembered, and the article. */
export interface Opened {
  readonly id: string;
  readonly outcome: string;
  readonly note: string;
  readonly source: string;
  readonly url: string;
  readonly scored: boolean;
  readonly p: number;
  readonly words: string;
  readonly remembered: number | null;
  readonly recalled: string;
  readonly error: number | null;
  readonly article: ArticleSaid;
}

export interface Reference {
  readonly name: string;
  readonly brier: number;
  readonly skill: number | null;
}

export interface Summary {
  readonly questions: number;
  readonly yes: number;
  readonly brier: number;
  readonly shift: number | null;
  readonly beside: {
    readonly questions: number;
    readonly yours: number;
    readonly article: number;
  } | null;
  readonly references: readonly Reference[];
}

export interface ForecastTraits extends ShareTraits {
  /** On a board to lock, the first three; in a reveal, the others, and all if it locks as well. */
  readonly answer: {
    readonly forecasts?: Entries;
    readonly locked_at?: string | null;
    readonly hash?: string | null;
    readonly remembered?: Entries;
    readonly revealed?: readonly string[];
    readonly reasons?: Readonly<Record<string, string>>;
  };
  readonly reveal: boolean;
  /** In a reveal: nothing was locked before, so that it is locked on the spot. */
  readonly here: boolean;
  readonly locking: boolean;
  readonly opening: boolean;
  /** The questions whose forecasts are recalled before the outcomes open. */
  readonly recalls: readonly string[];
  readonly questions: readonly Question[];
  readonly bands: readonly Band[];
  readonly shown: readonly Opened[];
  readonly summary: Partial<Summary>;
}

type Answer = ForecastTraits["answer"];
type Questions = readonly Question[];

export const forecastsOf = ({ forecasts }: Answer): Entries => forecasts ?? {};
export const rememberedOf = ({ remembered }: Answer): Entries => remembered ?? {};
export const isLocked = ({ locked_at: time }: Answer): boolean => Boolean(time);

/** What a share code holds: the bands of forecasts that are locked. */
export function sharedOf(answer: Answer): Shared<"forecasts"> | null {
  const given = Object.entries(forecastsOf(answer)).map(([id, { band }]) => [id, band]);
  if (!isLocked(answer) || !given.length) return null;
  const bands = Object.fromEntries(given) as Record<string, string>;
  return { work: { bands }, saved: answer.locked_at ?? null };
}

export const answered = (questions: Questions, entries: Entries): number =>
  questions.filter(({ id }) => id in entries).length;

/** What is said of a question: terms and words; a question without a condition has none. */
export const questionFacts = (one: Question): [string, string][] =>
  (
    [
      [t("Counts as yes"), one.criteria],
      [t("Only if"), one.condition],
      [t("Closes"), one.closes],
    ] as [string, string][]
  ).filter(([, words]) => words);

export const bandRange = ({ low, high }: Band): string =>
  t("{low} to {high} %", { low: Math.round(low * 100), high: Math.round(high * 100) });

export const bandWords = (bands: readonly Band[], entry: Entry | undefined): string =>
  bands.find(({ id }) => id === entry?.band)?.words ?? "";

// ---- the board on which forecasts are given and locked

export const dayWords = ({ opens }: Question): string =>
  t("It is {day}. You know what was known on that day, and nothing later.", { day: opens });

export const picked = (band: Band, i: number): string =>
  t("Question {number}: {band}, counted as {chance}.", {
    number: i + 1,
    band: band.words,
    chance: chance(band.p),
  });

/** The question before a lock, and what follows from it. */
export function lockWords(questions: Questions, given: Entries): [ask: string, more: string] {
  const open = questions.flatMap(({ id }, i) => (id in given ? [] : [i + 1]));
  const rest = n(
    "Without an answer, and so without a score: question {open}.",
    "Without an answer, and so without a score: questions {open}.",
    open.length,
    { open: open.join(", ") },
  );
  const more = t("Once locked, they cannot be changed, and none can be added.");
  return [
    n("Lock {n} forecast?", "Lock {n} forecasts?", questions.length - open.length),
    open.length ? `${more} ${rest}` : more,
  ];
}

export function sealWords(answer: Answer, here: boolean): string {
  const when = day(answer.locked_at ?? "", { dateStyle: "long", timeStyle: "short" });
  const sealed = n(
    "Locked on {when} UTC: {n} forecast, seal {seal}.",
    "Locked on {when} UTC: {n} forecasts, seal {seal}.",
    Object.keys(forecastsOf(answer)).length,
    { when, seal: String(answer.hash).slice(0, 12) },
  );
  const later = t("A later lesson reveals what happened.");
  return here ? sealed : `${sealed} ${later}`;
}

// ---- the reveal

/** What a reveal shows: the board that locks, what comes before the outcomes, or the outcomes. */
export type Stage = "lock" | "recall" | "open";

export function stageOf(given: Pick<ForecastTraits, "answer" | "here" | "shown">): Stage {
  if (given.here && !isLocked(given.answer)) return "lock";
  return given.shown.length ? "open" : "recall";
}

export const recallWords = (done: number, all: number): string =>
  n(
    "Before any outcome: what did you say then? {done} of {n} remembered. If you are unsure, give your best guess.",
    "Before any outcome: what did you say then? {done} of {n} remembered. If you are unsure, give your best guess.",
    all,
    { done },
  );

export const openedWords = (shown: readonly Opened[]): string =>
  n("{n} outcome is open.", "{n} outcomes are open.", shown.length);

export const saidWords = (one: Opened): string =>
  t("You: {words}, {chance}.", { words: one.words, chance: chance(one.p) });

export const articleWords = ({ band }: ArticleSaid): string =>
  band
    ? t("The article: {words}, {range}.", { words: band.words, range: bandRange(band) })
    : t("The article: no likelihood that can be scored.");

/** What is said of one outcome beside the drawing: memory, and what it costs. */
export function costWords(one: Opened): string {
  if (!one.scored || one.error === null)
    return one.outcome === "yes" || one.outcome === "no"
      ? t("Not scored: its condition did not come about.")
      : t("Not scored: the record says neither yes nor no.");
  const cost = t("Squared error {error}.", { error: fixed(one.error, 3) });
  const recalled = t("You remembered: {words}.", { words: one.recalled });
  return one.recalled ? `${recalled} ${cost}` : cost;
}

/** Where an outcome lies on the scale from 0 to 100, if it lies on it. */
export const endOf = ({ outcome }: Opened): number | null =>
  outcome === "yes" ? 100 : outcome === "no" ? 0 : null;

/** Whether the article expected what came: then its reason can be asked for. */
export function cameOut({ article: { band }, outcome, scored }: Opened): boolean {
  return scored && band !== null && (outcome === "yes" ? band.p > 0.5 : band.p < 0.5);
}

export const reasonsOf = ({ reasons }: Answer): Readonly<Record<string, string>> => reasons ?? {};

/** The choices of a judgement, with the words that stand beside its button. */
export const judgements = (): readonly (readonly [id: string, words: string])[] => [
  ["its", t("for the article's reason")],
  ["other", t("for another reason")],
  ["unclear", t("cannot tell")],
];

/** How many outcomes a learner puts to each reason, for a show of hands. */
export function reasonWords(answer: Answer, shown: readonly Opened[]): string {
  const asked = shown.filter(cameOut);
  const given = asked.map(({ id }) => reasonsOf(answer)[id]);
  const counted = judgements().map(([id, words]) =>
    t("{count} {words}", { count: given.filter((one) => one === id).length, words }),
  );
  return n(
    "Of {n} outcome that the article expected: {counts}.",
    "Of {n} outcomes that the article expected: {counts}.",
    asked.length,
    { counts: counted.join(", ") },
  );
}

/** Whether the summary has come: before all is revealed, Python sends an empty one. */
export const isWhole = (all: ForecastTraits["summary"]): all is Summary =>
  all.references !== undefined;

export const scoreWords = ({ brier, questions, yes }: Summary): string =>
  n(
    "Your Brier score is {score} over {n} question, of which {yes} came true. 0 is best, 1 is worst. One person and so few questions: a lesson in scoring, not a track record.",
    "Your Brier score is {score} over {n} questions, of which {yes} came true. 0 is best, 1 is worst. One person and so few questions: a lesson in scoring, not a track record.",
    questions,
    { score: fixed(brier, 3), yes },
  );

/** The scores of the learner and of the article on the questions that both answered. */
export const besideWords = ({ beside }: Summary): string =>
  beside
    ? n(
        "On the {n} question on which the article can be scored: you {yours}, the article {article}.",
        "On the {n} questions on which the article can be scored: you {yours}, the article {article}.",
        beside.questions,
        { yours: fixed(beside.yours, 3), article: fixed(beside.article, 3) },
      )
    : "";

export function shiftWords({ shift }: Summary): string {
  if (shift === null) return "";
  const points = fixed(Math.abs(shift * 100), 1);
  if (points === "0.0")
    return t(
      "Hindsight: on average, memory did not move your forecasts towards or away from what happened.",
    );
  return shift > 0
    ? t(
        "Hindsight: on average, memory moved your forecasts {points} points in 100 towards what happened.",
        { points },
      )
    : t(
        "Hindsight: on average, memory moved your forecasts {points} points in 100 away from what happened.",
        { points },
      );
}

export const referencesHead = (): string[] => [
  t("Forecast"),
  t("Brier score"),
  t("Your skill against it"),
];

export const references = (all: Summary): [string, ...string[]][] =>
  all.references.map(({ name, brier, skill }) => [
    name,
    fixed(brier, 3),
    skill === null ? "" : fixed(skill, 2),
  ]);

export const singleHead = (): string[] => [
  t("Question"),
  t("Outcome"),
  t("You said"),
  t("You remembered"),
  t("Squared error"),
];

export const single = (shown: readonly Opened[], questions: Questions): [string, ...string[]][] =>
  shown.map((one) => [
    String(questions.findIndex(({ id }) => id === one.id) + 1),
    one.outcome,
    fixed(one.p, 3),
    one.remembered === null ? "" : fixed(one.remembered, 3),
    one.error === null ? t("not scored") : fixed(one.error, 3),
  ]);
