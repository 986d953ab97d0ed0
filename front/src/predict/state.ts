/** Predict: what is asked, what was answered, and what is said of it. */
import type { Work } from "../kit/kinds";
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { day, plain } from "../kit/words";

export interface Question {
  readonly name: string;
  readonly question: string;
  /** What is asked of, where one question is asked of several things. */
  readonly part: string;
  readonly kind: "choice" | "number" | "year" | "month" | "order";
  /** Names; of months, the first and the last, "2001-01". */
  readonly choices: readonly string[];
  /** The names as they are shown. */
  readonly shown: readonly string[];
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly unit: string;
}

/** A name, a month, a number, or names in an order: the order may not be whole yet. */
export type Guess = string | number | readonly string[];
export type Guesses = Readonly<Record<string, Guess>>;

/** What Python says of a guess once it is committed. */
export interface Reply {
  readonly name: string;
  readonly guess: string;
  readonly first: string;
  readonly record: string;
  readonly rule: string;
  readonly verdict: "agrees" | "differs" | "compared" | "open";
  readonly words: string;
}

export interface Answer {
  readonly guesses?: unknown;
  readonly locked_at?: unknown;
  readonly first?: unknown;
}

export interface PredictTraits extends ShareTraits {
  readonly questions: readonly Question[];
  readonly replies: readonly Reply[];
  readonly locking: boolean;
  readonly answer: Answer;
}

export interface State {
  readonly guesses: Guesses;
  readonly lockedAt: string;
  readonly first: unknown;
}

/** Questions of one wording, which are asked together. */
export interface Group {
  readonly question: string;
  readonly parts: readonly Question[];
}

/** Read a kept answer, which may be anything: what answers no question here is left out. */
export function read(questions: readonly Question[], answer: Answer): State {
  const kept = new Map<string, unknown>(Object.entries(answer.guesses ?? {}));
  const pairs = questions.flatMap((question) => {
    const guess = kept.get(question.name);
    return begins(question, guess) ? [[question.name, guess] as const] : [];
  });
  const lockedAt = typeof answer.locked_at === "string" ? answer.locked_at : "";
  return { guesses: Object.fromEntries(pairs), lockedAt, first: answer.first ?? null };
}

/** Whether something is a guess, or the beginning of an order. */
function begins(question: Question, guess: unknown): guess is Guess {
  const { kind, choices, low, high } = question;
  if (kind === "choice") return typeof guess === "string" && choices.includes(guess);
  if (kind === "month")
    return typeof guess === "string" && choices[0] <= guess && guess <= choices[1];
  if (kind === "order")
    return Array.isArray(guess) && guess.every((name) => choices.includes(name as string));
  return typeof guess === "number" && low <= guess && guess <= high;
}

/** Whether a question is answered to its end. */
export function isAnswered({ name, kind, choices }: Question, { guesses }: State): boolean {
  const guess = guesses[name];
  if (guess === undefined) return false;
  return kind !== "order" || (Array.isArray(guess) && guess.length === choices.length);
}

/** The answer with one more guess; a guess of undefined takes it out. */
export function guessed(state: State, name: string, guess: Guess | undefined): Answer {
  const others = Object.entries(state.guesses).filter(([other]) => other !== name);
  const own = guess === undefined ? [] : [[name, guess] as const];
  return { guesses: Object.fromEntries([...others, ...own]), locked_at: null, first: state.first };
}

/** The answer with which somebody predicts again: the first commit is kept in it. */
export function again({ guesses, lockedAt, first }: State): Answer {
  return { guesses: {}, locked_at: null, first: first ?? { guesses, locked_at: lockedAt } };
}

export function groups(questions: readonly Question[]): Group[] {
  const found: { question: string; parts: Question[] }[] = [];
  for (const question of questions) {
    const last = found.at(-1);
    if (last?.question === question.question) last.parts.push(question);
    else found.push({ question: question.question, parts: [question] });
  }
  return found;
}

/** The months from the first to the last of a question, by year. */
export function monthsByYear([first, last]: readonly string[]): [string, string[]][] {
  const [year, end] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  return Array.from({ length: end - year + 1 }, (_year, i) => {
    const own = Array.from({ length: 12 }, (_month, m) => {
      return `${year + i}-${String(m + 1).padStart(2, "0")}`;
    });
    return [`${year + i}`, own.filter((month) => first <= month && month <= last)];
  });
}

/** The whole numbers from the lowest to the highest of a question. */
export const years = ({ low, high }: Question): number[] =>
  Array.from({ length: high - low + 1 }, (_year, i) => low + i);

/** A number on its slider, with what it counts. */
export const numberWords = ({ unit }: Question, guess: number): string =>
  unit ? `${plain(guess)} ${unit}` : plain(guess);

/** An order so far, with what comes next to it. */
export function orderWords({ choices, shown }: Question, order: readonly string[]): string {
  const names = order.map((name, i) => `${i + 1}. ${shown[choices.indexOf(name)]}`);
  return names.join(", ") || t("Press the first, then the next, and so on.");
}

/** What a share code holds: the guesses as places, once they are committed. */
export function sharedOf(
  lesson: string,
  questions: readonly Question[],
  { guesses, lockedAt }: State,
): Shared<"predictions"> | null {
  if (!lockedAt) return null;
  const places = questions.map((question) => placesOf(question, guesses[question.name]));
  const work: Work<"predictions"> = { lesson, places };
  return { work, saved: lockedAt };
}

/** A guess as places: of a choice and of each name of an order in the list, else as steps. */
function placesOf({ kind, choices, low, step }: Question, guess: Guess | undefined): number[] {
  if (guess === undefined) return [];
  if (typeof guess === "number") return [Math.round((guess - low) / step)];
  if (typeof guess !== "string") return guess.map((name) => choices.indexOf(name));
  return [kind === "month" ? monthsFrom(choices[0], guess) : choices.indexOf(guess)];
}

function monthsFrom(first: string, month: string): number {
  const count = (name: string) => 12 * Number(name.slice(0, 4)) + Number(name.slice(5));
  return count(month) - count(first);
}

/** How many questions are answered, before the commit. */
export function progress(questions: readonly Question[], state: State): string {
  const done = questions.filter((question) => isAnswered(question, state)).length;
  return t("{done} of {all} answered.", { done, all: questions.length });
}

/** What still hinders the commit; empty if nothing does. */
export function hindrance(questions: readonly Question[], state: State): string {
  const left = questions.filter((question) => !isAnswered(question, state)).length;
  if (!left) return "";
  return n(
    "{n} question is not answered yet; a guess is enough.",
    "{n} questions are not answered yet; a guess is enough.",
    left,
  );
}

/** What is said after the commit: how often guess and record agree. */
export function summary(replies: readonly Reply[]): string {
  const count = (verdict: string) => replies.filter((reply) => reply.verdict === verdict).length;
  const [same, open] = [count("agrees"), count("open")];
  const told = same + count("differs");
  if (!told) return t("Your predictions are kept. Nothing can be said of them yet.");
  const all = n(
    "The record is as you expected in {same} of {n} answer.",
    "The record is as you expected in {same} of {n} answers.",
    told,
    { same },
  );
  const rest = open && n("{n} stays open.", "{n} stay open.", open);
  return rest ? `${all} ${rest}` : all;
}

export const committed = ({ lockedAt }: State): string =>
  t("Committed on {day}, and kept.", { day: day(lockedAt, { dateStyle: "long" }) });

export const MARKS = { agrees: "✓", differs: "≠", compared: "↔", open: "?" } as const;

/** What is said of a guess beside its mark: where the mark and the record leave nothing open, no more. */
export function besides({ kind }: Question, { verdict, words }: Reply): string {
  return kind === "order" || verdict === "compared" ? words : "";
}

/** What several replies say alike; empty if they do not. */
export function shared(replies: readonly Reply[], part: "record" | "rule"): string {
  const said = new Set(replies.map((reply) => reply[part]));
  return replies.length > 1 && said.size === 1 ? replies[0][part] : "";
}

/** Each rule once, and of what it is the rule. */
export function rules(replies: readonly (readonly [part: string, reply: Reply])[]) {
  const found = new Map<string, string[]>();
  for (const [part, { rule }] of replies) found.set(rule, [...(found.get(rule) ?? []), part]);
  return [...found].map(([rule, parts]) => ({ rule, parts }));
}
