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

/** A revealed question: what happened, what was forecast and remembered, the score so far. */
export interface Opened {
  readonly id: string;
  readonly outcome: string;
  readonly note: string;
  readonly source: string;
  readonly url: string;
  readonly scored: boolean;
  readonly p: number;
  readonly words: string;
  readonly remembered: number;
  readonly recalled: string;
  readonly error: number;
  readonly count: number;
  readonly brier: number | null;
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
  readonly shift: number;
  readonly references: readonly Reference[];
}

export interface ForecastTraits extends ShareTraits {
  /** On a board to lock, the first three; in a reveal, the last two. */
  readonly answer: {
    readonly forecasts?: Entries;
    readonly locked_at?: string | null;
    readonly hash?: string | null;
    readonly remembered?: Entries;
    readonly revealed?: readonly string[];
  };
  readonly reveal: boolean;
  readonly locking: boolean;
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
      [t("Known so far"), one.background],
      [t("Counts as yes"), one.criteria],
      [t("Only if"), one.condition],
      [t("Closes"), one.closes],
    ] as [string, string][]
  ).filter(([, words]) => words);

export const bandRange = ({ low, high }: Band): string =>
  t("{low} to {high} in 100", { low: Math.round(low * 100), high: Math.round(high * 100) });

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

export function sealWords(answer: Answer): string {
  const when = day(answer.locked_at ?? "", { dateStyle: "long", timeStyle: "short" });
  return n(
    "Locked on {when} UTC: {n} forecast, seal {seal}. A later lesson reveals what happened.",
    "Locked on {when} UTC: {n} forecasts, seal {seal}. A later lesson reveals what happened.",
    Object.keys(forecastsOf(answer)).length,
    { when, seal: String(answer.hash).slice(0, 12) },
  );
}

// ---- the reveal

export function recalled(band: Band, i: number, last: boolean): string {
  const said = t("Question {number}: you remember {band}.", { number: i + 1, band: band.words });
  const end = t("That was the last: the outcomes can be revealed now.");
  return last ? `${said} ${end}` : said;
}

/** Place of the question that is revealed next, -1 when all are. */
export const following = (questions: Questions, shown: readonly Opened[]): number =>
  questions.findIndex(({ id }) => !shown.some((one) => one.id === id));

export function howFar(questions: Questions, shown: readonly Opened[], given: Entries): string {
  const all = questions.length;
  return shown.length
    ? n("{shown} of {n} outcome revealed.", "{shown} of {n} outcomes revealed.", all, {
        shown: shown.length,
      })
    : t(
        "Before any outcome: what did you say then? {done} of {all} remembered. If you are unsure, give your best guess.",
        { done: answered(questions, given), all },
      );
}

export function news(one: Opened, i: number): string {
  const scored =
    one.scored && one.brier !== null
      ? t("Brier score so far {score}.", { score: fixed(one.brier, 3) })
      : t("Not scored.");
  const said = t("Question {number}, outcome: {outcome}. You said {words}, {chance}.", {
    number: i + 1,
    outcome: one.outcome,
    words: one.words,
    chance: chance(one.p),
  });
  return `${said} ${scored}`;
}

export const outcomeFacts = (one: Opened): [string, string][] => [
  [t("You said"), `${one.words}, ${chance(one.p)}`],
  [t("You remembered"), `${one.recalled}, ${chance(one.remembered)}`],
  [
    t("Squared error"),
    one.scored ? fixed(one.error, 3) : t("not scored: its condition did not come about"),
  ],
  [
    t("Brier score so far"),
    one.brier === null
      ? t("none yet")
      : n("{score} over {n} question", "{score} over {n} questions", one.count, {
          score: fixed(one.brier, 3),
        }),
  ],
];

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

export function shiftWords({ shift }: Summary): string {
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
    fixed(one.remembered, 3),
    one.scored ? fixed(one.error, 3) : t("not scored"),
  ]);
