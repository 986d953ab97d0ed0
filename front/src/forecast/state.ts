/** ForecastBoard: what the browser holds, and what is said of it. */
import type { Shared, ShareTraits } from "../kit/share";
import { chance, counted, fixed } from "../kit/words";

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
      ["Known so far", one.background],
      ["Counts as yes", one.criteria],
      ["Only if", one.condition],
      ["Closes", one.closes],
    ] as [string, string][]
  ).filter(([, words]) => words);

export const bandRange = ({ low, high }: Band): string =>
  `${Math.round(low * 100)} to ${Math.round(high * 100)} in 100`;

export const bandWords = (bands: readonly Band[], entry: Entry | undefined): string =>
  bands.find(({ id }) => id === entry?.band)?.words ?? "";

// ---- the board on which forecasts are given and locked

export const dayWords = ({ opens }: Question): string =>
  `It is ${opens}. You know what was known on that day, and nothing later.`;

export const picked = (band: Band, i: number): string =>
  `Question ${i + 1}: ${band.words}, counted as ${chance(band.p)}.`;

/** The question before a lock, and what follows from it. */
export function lockWords(questions: Questions, given: Entries): [ask: string, more: string] {
  const open = questions.flatMap(({ id }, i) => (id in given ? [] : [i + 1]));
  const named = `question${open.length > 1 ? "s" : ""} ${open.join(", ")}`;
  const rest = open.length ? ` Without an answer, and so without a score: ${named}.` : "";
  return [
    `Lock ${counted(questions.length - open.length, "forecast")}?`,
    `Once locked, they cannot be changed, and none can be added.${rest}`,
  ];
}

export function sealWords(answer: Answer): string {
  const when = new Date(answer.locked_at ?? "").toLocaleString("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  const number = counted(Object.keys(forecastsOf(answer)).length, "forecast");
  const seal = String(answer.hash).slice(0, 12);
  return `Locked on ${when} UTC: ${number}, seal ${seal}. A later lesson reveals what happened.`;
}

// ---- the reveal

export function recalled(band: Band, i: number, last: boolean): string {
  const end = last ? " That was the last: the outcomes can be revealed now." : "";
  return `Question ${i + 1}: you remember ${band.words}.${end}`;
}

/** Place of the question that is revealed next, -1 when all are. */
export const following = (questions: Questions, shown: readonly Opened[]): number =>
  questions.findIndex(({ id }) => !shown.some((one) => one.id === id));

export function howFar(questions: Questions, shown: readonly Opened[], given: Entries): string {
  const n = questions.length;
  return shown.length
    ? `${shown.length} of ${n} outcomes revealed.`
    : `Before any outcome: what did you say then? ${answered(questions, given)} of ${n} remembered. If you are unsure, give your best guess.`;
}

export function news(one: Opened, i: number): string {
  const scored =
    one.scored && one.brier !== null
      ? ` Brier score so far ${fixed(one.brier, 3)}.`
      : " Not scored.";
  return `Question ${i + 1}, outcome: ${one.outcome}. You said ${one.words}, ${chance(one.p)}.${scored}`;
}

export const outcomeFacts = (one: Opened): [string, string][] => [
  ["You said", `${one.words}, ${chance(one.p)}`],
  ["You remembered", `${one.recalled}, ${chance(one.remembered)}`],
  [
    "Squared error",
    one.scored ? fixed(one.error, 3) : "not scored: its condition did not come about",
  ],
  [
    "Brier score so far",
    one.brier === null
      ? "none yet"
      : `${fixed(one.brier, 3)} over ${counted(one.count, "question")}`,
  ],
];

/** Whether the summary has come: before all is revealed, Python sends an empty one. */
export const isWhole = (all: ForecastTraits["summary"]): all is Summary =>
  all.references !== undefined;

export const scoreWords = ({ brier, questions, yes }: Summary): string =>
  `Your Brier score is ${fixed(brier, 3)} over ${counted(questions, "question")}, of which ${yes} came true. ` +
  "0 is best, 1 is worst. One person and so few questions: a lesson in scoring, not a track record.";

export function shiftWords({ shift }: Summary): string {
  const points = fixed(Math.abs(shift * 100), 1);
  if (points === "0.0")
    return "Hindsight: on average, memory did not move your forecasts towards or away from what happened.";
  const way = shift > 0 ? "towards" : "away from";
  return `Hindsight: on average, memory moved your forecasts ${points} points in 100 ${way} what happened.`;
}

export const REFERENCES_HEAD = ["Forecast", "Brier score", "Your skill against it"];

export const references = (all: Summary): [string, ...string[]][] =>
  all.references.map(({ name, brier, skill }) => [
    name,
    fixed(brier, 3),
    skill === null ? "" : fixed(skill, 2),
  ]);

export const SINGLE_HEAD = ["Question", "Outcome", "You said", "You remembered", "Squared error"];

export const single = (shown: readonly Opened[], questions: Questions): [string, ...string[]][] =>
  shown.map((one) => [
    String(questions.findIndex(({ id }) => id === one.id) + 1),
    one.outcome,
    fixed(one.p, 3),
    fixed(one.remembered, 3),
    one.scored ? fixed(one.error, 3) : "not scored",
  ]);
