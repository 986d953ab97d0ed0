/** Forecasts: sealed, remembered, opened and scored; the twin of resetcycle/widgets/forecast.py. */
import type { Band, Entries, Entry, Opened, Question, Summary } from "../forecast/state";
import { t } from "../kit/language";
import { fixed } from "../kit/words";
import { score, type Scored } from "../measures/scores";
import { canonical, sha256 } from "./seal";
import { fitting, isGiven, isNumber, isObject, isText, isTextOrNone, type Kept } from "./shapes";
import { LockedSide, otherVersion, type Usable } from "./side";
import { isSame, now } from "./work";

type OfRecord = Omit<Opened, "p" | "words" | "remembered" | "recalled" | "error">;

/** What a reveal holds back: every question, in the order of a score. */
interface Held {
  readonly cards: readonly Question[];
  readonly opened: readonly OfRecord[];
  readonly status_quo: Readonly<Record<string, boolean>>;
  /** Whether the lesson asks for predictions, which come first. */
  readonly asks: boolean;
  /** So many forecasts are recalled. */
  readonly recalled: number;
  readonly locked_in: string;
}

/** The digest of forecasts and time, as `lookback.seal` makes it. */
export const digest = (forecasts: unknown, locked_at: unknown): string =>
  sha256(canonical({ forecasts, locked_at }));

/** Whether locked forecasts are as they were when they were locked. */
export const verify = (kept: Kept): boolean =>
  Boolean(kept.locked_at) && digest(kept.forecasts, kept.locked_at) === kept.hash;

/** Whether a kept answer has the shape of one; what its entries hold is looked at one by one. */
function isAnswer(kept: unknown): kept is Kept {
  if (!isObject(kept)) return false;
  const named = ["forecasts", "remembered", "reasons"].map((part) => kept[part]);
  const opened = isGiven(kept.revealed) ? kept.revealed : [];
  return (
    named.every((part) => !isGiven(part) || isObject(part)) &&
    isTextOrNone(kept.locked_at) &&
    isTextOrNone(kept.hash) &&
    Array.isArray(opened) &&
    opened.every(isText)
  );
}

export class ForecastSide extends LockedSide {
  /** What was locked in another lesson; nothing on a board that locks. */
  #given: Entries = {};

  readonly locked = (): string => t("These forecasts are locked already and stay as they were.");

  get isReveal(): boolean {
    return this.trait("reveal") === true;
  }

  /** Whether forecasts are locked on this board: in a reveal, who has locked none before. */
  get isHere(): boolean {
    return !this.isReveal || this.trait("here") === true;
  }

  get questions(): readonly Question[] {
    return this.trait("questions") as Question[];
  }

  get bands(): readonly Band[] {
    return this.trait("bands") as Band[];
  }

  override open(): void {
    const { cards = [], recalled = 0, locked_in: lesson = "" } = this.held as Partial<Held>;
    const kept = this.isReveal ? this.keptBy("forecasts", lesson) : null;
    if (isObject(kept) && kept.locked_at) {
      this.#given = this.entries(kept.forecasts, cards);
      const asked = cards.filter(({ id }) => id in this.#given);
      if (asked.length) {
        this.tell("questions", asked);
        this.tell("here", false);
        this.tell(
          "recalls",
          asked.slice(0, recalled).map(({ id }) => id),
        );
      }
    }
    super.open();
    const judged = this.isHere ? this.answer : kept;
    this.note(brokenSeal(judged, this.isHere ? this.lesson : lesson));
  }

  /** What can be used of kept entries: of a known question, with a band and a probability. */
  entries(kept: unknown, questions = this.questions): Entries {
    const ids = new Set(questions.map(({ id }) => id));
    const isEntry = (name: string, one: unknown): one is Entry =>
      ids.has(name) &&
      isObject(one) &&
      this.bands.some(({ id }) => id === one.band) &&
      isNumber(one.p) &&
      one.p >= 0 &&
      one.p <= 1;
    return fitting(kept, isEntry);
  }

  band({ band }: Entry): Band {
    const found = this.bands.find(({ id }) => id === band);
    if (!found) throw new RangeError(band);
    return found;
  }

  override lock(): string {
    if (!this.isHere)
      return t("Forecasts are locked on the board on which they were given, not in a reveal.");
    if (this.answer.locked_at) return "";
    // The value is the band's midpoint, whatever was handed in.
    const given = Object.entries(this.entries(this.answer.forecasts)).map(([id, one]) => {
      const entry = { band: one.band, p: this.band(one).p, reason: one.reason ?? "" };
      return [id, entry] as const;
    });
    if (!given.length) return t("There is nothing to lock yet: answer at least one question.");
    const [forecasts, locked_at] = [Object.fromEntries(given), now()];
    this.change({ ...this.answer, forecasts, locked_at, hash: digest(forecasts, locked_at) });
    return "";
  }

  override asked(name: string, value: unknown): void {
    super.asked(name, value);
    if (name !== "opening" || value !== true) return;
    this.tell("notice", this.#openOutcomes());
    this.tell("opening", false);
  }

  /** Reveal all outcomes; a sentence if something comes first. */
  #openOutcomes(): string {
    if (!this.#mayOpen) return t("Lock or recall your forecasts first; then the outcomes open.");
    const predicted = this.keptBy("predictions");
    const hasPredicted = isObject(predicted) && Boolean(predicted.locked_at);
    if ((this.held as Held).asks && !hasPredicted)
      return t("First commit what this lesson asks you to predict; then the outcomes open.");
    this.change({ ...this.answer, revealed: this.questions.map(({ id }) => id) });
    return "";
  }

  /** Whether forecasts are locked, and those of them recalled that are to be recalled. */
  get #mayOpen(): boolean {
    const isLocked = this.isHere
      ? Boolean(this.answer.locked_at)
      : Object.keys(this.#given).length > 0;
    const recalled = this.entries(this.answer.remembered);
    return isLocked && (this.trait("recalls") as string[]).every((id) => id in recalled);
  }

  override usable(kept: unknown): Usable {
    return isAnswer(kept) ? [kept, ""] : [null, otherVersion()];
  }

  override unlocked(): Kept | null {
    return this.answer.locked_at ? { ...this.answer, locked_at: null, hash: null } : null;
  }

  /** Whether a lock is kept that the present answer would lose or change. */
  override isLocked(kept: unknown): kept is Kept {
    if (!isAnswer(kept) || !kept.locked_at) return false;
    const parts = ["forecasts", "locked_at", "hash"];
    return !this.isReveal || parts.some((part) => !isSame(this.answer[part], kept[part]));
  }

  override show(): void {
    if (!this.isReveal) return;
    const asked = this.#mayOpen ? new Set((this.answer.revealed ?? []) as string[]) : new Set();
    const given = this.isHere ? this.entries(this.answer.forecasts) : this.#given;
    const rows = (this.held as Held).opened.filter(({ id }) => id in given && this.#isAsked(id));
    const opened = rows.filter(({ id }) => asked.has(id)).map((row) => this.#opened(row, given));
    this.tell("shown", opened);
    const counted = opened.filter(({ scored }) => scored);
    const isDone = opened.length === rows.length && counted.length > 0;
    this.tell("summary", isDone ? this.#summary(counted) : {});
  }

  #isAsked(id: string): boolean {
    return this.questions.some((one) => one.id === id);
  }

  /** What is told of a revealed question: what happened, what was forecast, and what remembered. */
  #opened(row: OfRecord, given: Entries): Opened {
    const recalled = this.entries(this.answer.remembered) as Partial<Entries>;
    const [entry, later] = [given[row.id], recalled[row.id]];
    const came = Number(row.outcome === "yes");
    const { article, ...record } = row;
    return {
      ...record,
      p: entry.p,
      words: this.band(entry).words,
      remembered: later ? this.band(later).p : null,
      recalled: later ? this.band(later).words : "",
      error: row.scored ? (entry.p - came) ** 2 : null,
      article,
    };
  }

  #summary(opened: readonly Opened[]): Summary {
    const { status_quo: stays } = this.held as Held;
    const rows = opened.map(({ id, p, remembered, outcome, article }): Scored => ({
      ...{ p, remembered, article: article.band?.p ?? null },
      ...{ came: outcome === "yes", stays: stays[id] },
    }));
    const { rate, references, ...scores } = score(rows);
    const names = [
      t("one half every time"),
      t("the share of yes, {share}, every time", { share: fixed(rate, 2) }),
      t("nothing changes"),
    ];
    const yours = { name: t("yours"), brier: scores.brier, skill: null };
    const others = references.map((one, i) => ({ name: names[i], ...one }));
    return { ...scores, references: [yours, ...others] };
  }
}

function brokenSeal(kept: unknown, lesson: string): string {
  if (!isObject(kept) || verify(kept) || !(kept.locked_at || kept.hash)) return "";
  return t(
    "The kept forecasts of lesson {lesson} are not those that were locked: their seal does not fit. Something was changed after the lock, and a score from them counts for practice only.",
    { lesson },
  );
}
