/** LeaveOut: which acts are out or turned, and what the record's rule then says of each end. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { day, score, whose } from "../kit/words";
import {
  change,
  heaviest,
  interval,
  timesOf,
  type Change,
  type Interval,
  type Sample,
  type Stream,
  type Verdict,
} from "../measures/weeks";

export type Done = "out" | "turned";
export type Kind = "all" | "contacts" | "deeds";

/** An act: the fourth is the capital whose act it is, "both", or "other"; the last its source. */
export type Act = readonly [
  id: string,
  iso: string,
  title: string,
  by: string,
  score: number,
  isContact: boolean,
  source: string,
];

export interface Window extends Stream {
  readonly first: string;
  readonly acts: readonly Act[];
}

export interface Presidency {
  readonly id: string;
  readonly name: string;
  /** The id of the presidency before; empty for the first. */
  readonly before: string;
}

export interface LeaveOutAnswer {
  readonly presidency?: string;
  readonly kind?: Kind;
  readonly click?: Done;
  readonly acts?: Readonly<Record<string, Done>>;
}

export interface LeaveOutTraits extends Traits {
  readonly answer: LeaveOutAnswer;
  readonly presidencies: readonly Presidency[];
  /** By presidency and window, such as "obama/start". */
  readonly windows: Readonly<Record<string, Window>>;
  readonly sources: Readonly<Record<string, readonly [name: string, url: string]>>;
  readonly desks: Readonly<Record<string, string>>;
  readonly draws: number;
  readonly enough: number;
}

type Given = Pick<LeaveOutTraits, "presidencies" | "windows" | "draws" | "enough">;
type Acts = Readonly<Record<string, Done>>;

/** What is shown, with what stands there until somebody chooses. */
export interface Board {
  readonly presidency: string;
  readonly kind: Kind;
  readonly click: Done;
  readonly acts: Acts;
}

export const boardOf = (answer: LeaveOutAnswer, { presidencies }: Given): Board => ({
  presidency: presidencies[0].id,
  kind: "all",
  click: "out",
  acts: {},
  ...answer,
});

/** The windows that are shown of a presidency, the oldest first, each with its name. */
export function shown(id: string, { presidencies }: Given): { key: string; name: string }[] {
  const { name, before } = presidencies.find((each) => each.id === id) ?? presidencies[0];
  const earlier = presidencies.filter((each) => each.id === before);
  return [
    ...earlier.map((each) => ({
      key: `${each.id}/end`,
      name: t("{name}, last twelve months", { name: each.name }),
    })),
    { key: `${id}/start`, name: t("{name}, first twelve months", { name }) },
    { key: `${id}/end`, name: t("{name}, last twelve months", { name }) },
  ];
}

/** An act with one click more: put back if something was done to it. */
export function clicked({ acts, click }: Board, id: string): Acts {
  const { [id]: done, ...others } = acts;
  return done ? others : { ...others, [id]: click };
}

/** The score with which an act is counted. */
export const counted = ([id, , , , value]: Act, acts: Acts): number =>
  acts[id] === "turned" ? -value : value;

const belongs = ([, , , , , isContact]: Act, kind: Kind): boolean =>
  kind === "all" || isContact === (kind === "contacts");

/** The acts of a window that are drawn: of the kind that is shown. */
export const ofKind = (window: Window, kind: Kind): Act[] =>
  window.acts.filter((act) => belongs(act, kind));

/** A comparison of an end: with what, and how it stands in the record and now. */
export interface Compared {
  readonly end: string;
  readonly other: string;
  readonly name: string;
  readonly recorded: Change;
  readonly now: Change;
}

/** What the rule says; what was drawn or compared once is not computed again. */
export class Rule {
  readonly #given: Given;
  readonly #times = new Map<string, Uint8Array>();
  readonly #changes = new Map<string, Change>();

  constructor(given: Given) {
    this.#given = given;
  }

  /** The acts of a window that are counted. */
  counted(key: string, { kind, acts }: Pick<Board, "kind" | "acts">): Act[] {
    return ofKind(this.#given.windows[key], kind).filter(([id]) => acts[id] !== "out");
  }

  mean(key: string, board: Board): Interval & { readonly number: number } {
    const sample = this.#sample(key, board);
    return { ...interval(sample), number: sample.values.length };
  }

  compared(board: Board): Compared[] {
    const { presidency, kind } = board;
    const end = `${presidency}/end`;
    const plain = { kind, acts: {} };
    return comparisons(presidency, this.#given).map(({ other, name }) => ({
      ...{ end, other, name },
      recorded: this.#change(end, other, plain),
      now: this.#change(end, other, board),
    }));
  }

  /** The act that moves a comparison most if it is left out; null where none may go. */
  heaviest({ end, other, recorded }: Compared, board: Board): Act | null {
    const [ends, others] = [this.counted(end, board), this.counted(other, board)];
    const scores = (acts: readonly Act[]) => acts.map((act) => counted(act, board.acts));
    const found = heaviest(scores(ends), scores(others), recorded);
    return found && (found.isOfEnd ? ends : others)[found.place];
  }

  #change(end: string, other: string, board: Pick<Board, "kind" | "acts">): Change {
    const samples = [this.#sample(end, board), this.#sample(other, board)] as const;
    const asked = JSON.stringify([end, other, samples.map(({ values, weeks }) => [values, weeks])]);
    const known = this.#changes.get(asked);
    if (known) return known;
    const found = change(...samples, this.#given.enough);
    this.#changes.set(asked, found);
    return found;
  }

  #sample(key: string, board: Pick<Board, "kind" | "acts">): Sample {
    const [window, acts] = [this.#given.windows[key], this.counted(key, board)];
    const { draws } = this.#given;
    const times = this.#times.get(key) ?? timesOf(window, draws);
    this.#times.set(key, times);
    return {
      values: acts.map((act) => counted(act, board.acts)),
      weeks: acts.map(([, iso]) => Math.floor((Date.parse(iso) - Date.parse(window.first)) / WEEK)),
      ...{ times, draws },
    };
  }
}

const WEEK = 7 * 864e5;

function comparisons(id: string, { presidencies }: Given): { other: string; name: string }[] {
  const { name, before } = presidencies.find((each) => each.id === id) ?? presidencies[0];
  const earlier = presidencies.filter((each) => each.id === before);
  return [
    { other: `${id}/start`, name: t("{name}, end against start", { name }) },
    ...earlier.map((each) => ({
      other: `${each.id}/end`,
      name: t("{name}, end against the end of {before}", { name, before: each.name }),
    })),
  ];
}

// ---- words

export const verdictWords = (verdict: Verdict): string =>
  ({ lower: t("lower"), higher: t("higher"), unclear: t("cannot tell") })[verdict];

/** A mean or a change with its interval; a dash where there is none. */
export const intervalWords = ({ mean, low, high }: Interval): string =>
  isNaN(mean)
    ? "–"
    : `${score(mean)} ${isNaN(low) ? "[–]" : t("[{low}, {high}]", { low: score(low), high: score(high) })}`;

export const windowWords = (found: Interval & { readonly number: number }): string =>
  n("mean {mean}, {n} act", "mean {mean}, {n} acts", found.number, {
    mean: intervalWords(found),
  });

export const hasTurned = ({ recorded, now }: Compared): boolean => recorded.verdict !== now.verdict;

/** What an act is, and whether it is counted: for the line below the picture, and for the ear. */
export function actWords(act: Act, acts: Acts, desks: LeaveOutTraits["desks"]): string {
  const [id, iso, title, by, value, isContact] = act;
  const date = day(iso, { day: "numeric", month: "long", year: "numeric" });
  const parts = { day: date, whose: whose(by, desks), title, score: score(value) };
  const said = isContact
    ? t("{day}, {whose}: {title}. A contact, {score}.", parts)
    : t("{day}, {whose}: {title}. A deed, {score}.", parts);
  const done = { out: t("It is out."), turned: t("Its score is turned.") }[acts[id]];
  return done ? `${said} ${done}` : said;
}

export function doneWords([id, , title]: Act, acts: Acts): string {
  const done = { out: t("Out: {title}.", { title }), turned: t("Turned: {title}.", { title }) };
  return done[acts[id]] ?? t("Back: {title}.", { title });
}

/** How many acts are out or turned, of all presidencies. */
export function howMany(acts: Acts): string {
  const number = (done: Done) => Object.values(acts).filter((each) => each === done).length;
  const [out, turned] = [number("out"), number("turned")];
  if (!out && !turned) return t("Every act is counted as the record has it.");
  const said = [
    out ? n("{n} act is out.", "{n} acts are out.", out) : "",
    turned ? n("{n} score is turned.", "{n} scores are turned.", turned) : "",
  ];
  return said.filter(Boolean).join(" ");
}

/** The verdict on each comparison, and whether it turned. */
export const sentence = (compared: readonly Compared[]): string =>
  compared.map((each) => `${each.name}: ${turnWords(each)}`).join(" ");

function turnWords(compared: Compared): string {
  const [before, now] = [compared.recorded, compared.now].map(({ verdict }) =>
    verdictWords(verdict),
  );
  return hasTurned(compared)
    ? t("the verdict turns from {before} to {now}.", { before, now })
    : t("{verdict}, as in the record.", { verdict: now });
}
