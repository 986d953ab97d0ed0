/** Marking: essays, lines of the rubric, marks, and what is said of them. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";

export interface Line {
  readonly name: string;
  readonly criterion: string;
  readonly question: string;
  readonly levels: readonly string[];
}

/** An essay: those by others are called "1", "2", ..., one's own "own", that of a peer "peer-...". */
export interface Paper {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** The acts of the record that it cites. */
  readonly cites: readonly string[];
}

export type Marks = Readonly<Record<string, number>>;

/** What is said of an essay whose marks are locked; marks and reasons are its readers'. */
export interface Result {
  readonly points: string;
  readonly readers?: string;
  readonly marks?: Marks;
  readonly reasons?: Readonly<Record<string, string>>;
  readonly earlier?: readonly string[];
  /** The line that carries the marks of one's own essay, or of a peer's. */
  readonly code?: string;
}

/** One's own marks beside those that came back from peers, and what is said of other lines. */
export interface Beside {
  readonly peers: readonly string[];
  readonly rows: readonly {
    readonly criterion: string;
    readonly own: number;
    readonly peers: readonly number[];
    readonly says: string;
  }[];
  readonly sentence: string;
  readonly notes: readonly string[];
}

/** Words of the model essay at which it meets a line, and why. */
export interface Note {
  readonly line: string;
  readonly at: string;
  readonly says: string;
}

export interface Model {
  readonly told: string;
  readonly text: string;
  readonly cites: readonly string[];
  readonly notes: readonly Note[];
  readonly look_for: readonly { readonly line: string; readonly says: string }[];
}

export interface MarkingTraits extends Traits {
  readonly about: string;
  readonly rules: readonly string[];
  readonly lines: readonly Line[];
  readonly papers: readonly Paper[];
  /** Of an act: day and capital, title, summary, score. */
  readonly acts: Readonly<Record<string, readonly string[]>>;
  readonly results: Readonly<Record<string, Result>>;
  readonly model: Partial<Model>;
  /** What stands on one's own essay when it is handed over; empty before its marks are locked. */
  readonly number: string;
  readonly beside: Partial<Beside>;
  readonly own_told: string;
  /** What is asked of Python; empty when it has answered. */
  readonly asked: string;
  readonly answer: {
    readonly marks?: Readonly<Record<string, Marks>>;
    readonly locked?: Readonly<Record<string, string>>;
    readonly earlier?: unknown;
    /** What came back from peers, as pasted. */
    readonly back?: string;
    /** The essay that is shown. */
    readonly shown?: string;
  };
}

export const OWN = "own";
const PEER = "peer-";
export const isPeers = (name: string): boolean => name.startsWith(PEER);

type Answer = MarkingTraits["answer"];

export const marksOf = (answer: Answer, paper: string): Marks => answer.marks?.[paper] ?? {};

export const isLocked = (answer: Answer, paper: string): boolean =>
  answer.locked?.[paper] !== undefined;

/** The answer with one more mark, or another one; with the last the essay stays where it is. */
export function marked(answer: Answer, paper: string, line: string, mark: number): Answer {
  const own = { ...marksOf(answer, paper), [line]: mark };
  return { ...answer, marks: { ...answer.marks, [paper]: own }, shown: paper };
}

/** The essay that is shown: the one that was chosen, else the first that is not locked. */
export const shownOf = (papers: readonly Paper[], answer: Answer): Paper =>
  papers.find(({ name }) => name === answer.shown) ??
  papers.find(({ name }) => !isLocked(answer, name)) ??
  ownOf(papers);

const ownOf = (papers: readonly Paper[]): Paper =>
  papers.find(({ name }) => name === OWN) ?? papers[papers.length - 1];

/** What stands beside the name of an essay. */
export function stateWords(lines: readonly Line[], answer: Answer, { name, title }: Paper): string {
  if (isLocked(answer, name)) return t("{title}: locked", { title });
  const done = Object.keys(marksOf(answer, name)).length;
  if (!done) return title;
  return t("{title}: {done} of {all}", { title, done, all: lines.length });
}

/** What still hinders the lock; empty if nothing does. */
export function hindrance(
  lines: readonly Line[],
  papers: readonly Paper[],
  answer: Answer,
  paper: string,
): string {
  const isOthers = ({ name }: Paper) => name !== OWN && !isPeers(name);
  const others = papers.filter((one) => isOthers(one) && !isLocked(answer, one.name)).length;
  if (paper === OWN && others)
    return n("Mark {n} more essay first.", "Mark {n} more essays first.", others);
  const left = lines.filter(({ name }) => marksOf(answer, paper)[name] === undefined).length;
  return left ? n("{n} line has no mark yet.", "{n} lines have no mark yet.", left) : "";
}

/** How often the learner and the readers gave the same mark. */
export function sameWords(lines: readonly Line[], own: Marks, readers: Marks): string {
  const same = lines.filter(({ name }) => own[name] === readers[name]).length;
  return t("The same mark on {same} of {all} lines.", { same, all: lines.length });
}

export const besideWords = (own: number, readers: number): string =>
  own === readers
    ? t("✓ You and the readers: {own}.", { own })
    : t("≠ You: {own}; the readers: {readers}.", { own, readers });

// ---- texts

/** A piece of a text; where a note stands, its number. */
export interface Piece {
  readonly words: string;
  readonly note?: number;
}

/** A text in pieces: the words of each note, and what lies between. Notes come in its order. */
export function pieces(text: string, notes: readonly Note[]): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  notes.forEach(({ at }, i) => {
    const place = text.indexOf(at, from);
    if (place < 0) return;
    found.push({ words: text.slice(from, place) }, { words: at, note: i + 1 });
    from = place + at.length;
  });
  return [...found, { words: text.slice(from) }].filter(({ words }) => words);
}
