/** Memo: a text, the acts that it cites, and what is said of both. */
import { inWords, WordIndex } from "../kit/find";
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { day, whose } from "../kit/words";

/** An act of the record: the last is the capital whose act it is, "both", or "other". */
export type Act = readonly [id: string, date: string, title: string, by: string];

/** A memo by somebody else: the name of its file, and its text. */
export interface Other {
  readonly name: string;
  readonly text: string;
}

export interface MemoTraits extends Traits {
  readonly limit: number;
  /** In bytes: what is longer is no memo. */
  readonly longest: number;
  /** What the text is, where it is no memo: it then has neither a capital nor the rubric. */
  readonly called: string;
  /** The capitals from which one writes, by their names. */
  readonly desks: Readonly<Record<string, string>>;
  readonly acts: readonly Act[];
  readonly citing: boolean;
  readonly rubric: readonly (readonly [criterion: string, asks: string, best: string])[];
  readonly answer: {
    readonly text?: string;
    readonly desk?: string;
    readonly other?: Other | null;
  };
}

// ---- length

/** How many words a text has, counted as in essays.py; an address behind a link is not counted. */
export const countWords = (text: string): number =>
  text.replace(/\]\([^)]*\)/g, "]").match(/[\p{L}\p{N}_][\p{L}\p{N}_'’.-]*/gu)?.length ?? 0;

export type Standing = "room" | "near" | "over";

/** With a tenth of the limit left it is time to think of the end. */
const NEAR = 0.9;

export function standing(words: number, limit: number): Standing {
  if (words > limit) return "over";
  return words >= NEAR * limit ? "near" : "room";
}

export const lengthWords = (words: number, limit: number): string =>
  words > limit
    ? t("{words} of {limit} words: {over} too many.", { words, limit, over: words - limit })
    : t("{words} of {limit} words: {left} left.", { words, limit, left: limit - words });

/** What is said when a text comes near the limit, passes it, or is short again. */
export function warning(now: Standing, limit: number): string {
  if (now === "over")
    return t("Over the limit of {limit} words. Nothing is cut: shorten it yourself.", { limit });
  return now === "near" ? t("Near the limit of {limit} words: think of the end.", { limit }) : "";
}

// ---- acts

const CITED = /(?<![\p{L}\p{N}_])(?:19|20)[0-9]{2}-[0-9]{2}-[a-z0-9-]+[a-z0-9]/gu;

/** What looks like the name of an act, each once, in order; as in essays.py. */
export const citedIn = (text: string): string[] => [...new Set(text.match(CITED) ?? [])];

export const dateWords = ([, date]: Act): string => day(date, { dateStyle: "long" });

/** The acts, by id and by words of their titles and dates. */
export class ActIndex {
  readonly #byWords: WordIndex<Act>;
  readonly #byId: ReadonlyMap<string, Act>;

  constructor(acts: readonly Act[]) {
    this.#byWords = new WordIndex(acts, (act) => `${act[0]} ${dateWords(act)} ${act[2]}`);
    this.#byId = new Map(acts.map((act) => [act[0], act]));
  }

  /** The acts that a text cites, and what looks like one and is none. */
  cited(text: string): { readonly acts: readonly Act[]; readonly unknown: readonly string[] } {
    const names = citedIn(text);
    return {
      acts: names.flatMap((name) => {
        const act = this.#byId.get(name);
        return act ? [act] : [];
      }),
      unknown: names.filter((name) => !this.#byId.has(name)),
    };
  }

  /** The acts in which every word of the query begins a word, the older first; none for no word. */
  find(query: string): readonly Act[] {
    return inWords(query).length ? this.#byWords.find(query) : [];
  }
}

export const actWords = (act: Act, desks: MemoTraits["desks"]): string =>
  t("{day}, {whose}: {title}", { day: dateWords(act), whose: whose(act[3], desks), title: act[2] });

/** A text with the name of an act put in at a place, and where the hand is after it. */
export function cite(text: string, at: number, id: string): { text: string; caret: number } {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const put = `${!before || /\s$/.test(before) ? "" : " "}(${id})`;
  // A word that follows stands apart; a full stop does not.
  const gap = /^[\p{L}\p{N}]/u.test(after) ? " " : "";
  return { text: before + put + gap + after, caret: at + put.length };
}

export function foundWords(found: number, shown: number): string {
  if (!found) return t("No act has all these words in its title or date.");
  return found > shown
    ? t("{n} acts; the first {shown} are shown. One more word finds fewer.", { n: found, shown })
    : n("{n} act.", "{n} acts.", found);
}

/** How many acts are cited, and which capital none of them is of. */
export function citedWords(acts: readonly Act[], desks: MemoTraits["desks"]): string {
  const missing = Object.entries(desks).filter(([desk]) => acts.every(([, , , by]) => by !== desk));
  return [
    n("{n} act cited.", "{n} acts cited.", acts.length),
    ...(acts.length ? missing : []).map(([, capital]) =>
      t("None is an act of {capital} alone.", { capital }),
    ),
  ].join(" ");
}

export const unknownWords = (name: string): string =>
  t("{name} is no act of the record: look for a slip.", { name });

// ---- the file

type Memo = Pick<MemoTraits, "lesson" | "limit" | "desks" | "answer">;

export const fileName = ({ lesson, answer }: Memo): string =>
  ["reset-cycle-memo", lesson, answer.desk].filter(Boolean).join("-") + ".txt";

/** A memo as a text that a person reads: for a teacher, and for somebody to swap with. */
export function fileText({ lesson, limit, desks, answer }: Memo, acts: readonly Act[]): string {
  const [text, capital] = [textOf(answer), desks[answer.desk ?? ""]];
  const head = [
    t("Memo of lesson {lesson}", { lesson }),
    ...(capital ? [t("Written from {capital}", { capital })] : []),
    lengthWords(countWords(text), limit),
  ];
  const foot = acts.map((act) => `- ${act[0]}: ${actWords(act, desks)}`);
  const parts = [head.join("\n"), text.trim(), ...(foot.length ? [foot.join("\n")] : [])];
  return parts.join("\n\n") + "\n";
}

/** Whether a text can be shown as one: what is no text has such letters when it is read as one. */
export const isText = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex -- these are what a file that is no text has
  text.trim() !== "" && !/[\u0000\ufffd]/.test(text);

export const textOf = ({ text }: MemoTraits["answer"]): string => text ?? "";
