import type { Catalogue } from "./language";
import { faultWords } from "./words";

/** What every widget has: a lesson, an answer that is kept, and lines that Python may show. */
export interface Traits {
  readonly lesson: string;
  /** The language that Python speaks; nothing for English. */
  readonly _catalogue?: Catalogue;
  readonly notice: string;
  /** A sentence while the file holds what was done in another window; empty otherwise. */
  readonly conflict: string;
  readonly choice: "" | "mine" | "theirs";
  readonly answer: object;
  /** Filled where no Python runs: a side of the page then answers in its place. */
  readonly _alone?: { readonly board?: string };
}

/** The widget's model as anywidget hands it over: one in the page, whatever the number of views. */
export interface Model<T extends Traits> {
  get<K extends keyof T & string>(name: K): T[K];
  set<K extends keyof T & string>(name: K, value: T[K]): void;
  save_changes(): void;
  send(message: unknown): void;
  on(event: string, hear: () => void): void;
  off(event: string, hear: () => void): void;
}

/** Whether a board stands on a page where no Python runs. */
export const isAlone = <T extends Traits>(store: Pick<Store<T>, "get">): boolean =>
  Boolean(store.get("_alone")?.board);

/** Python hears of a change when the learner has been still for so many milliseconds. */
export const REST = 250;
const LONGEST_PAST = 50;

/**
 * The one place where the state of a widget lies. All its views read from it and follow it, whether
 * a change came from one of them, from Python or from a restored file.
 */
export class Store<T extends Traits> {
  readonly #model: Model<T>;
  #past: T["answer"][] = [];
  #streak: unknown = null;
  #own = false;
  #held = false;
  #waiting = false;
  /** The answer as this page made it, as long as Python has not got it; and what Python got last. */
  #unsent: T["answer"] | null = null;
  #sent = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Model<T>, signal: AbortSignal) {
    this.#model = model;
    this.watch(
      ["answer"],
      () => {
        if (this.#own || this.#isOvertaken()) return;
        // What came from elsewhere is not this learner's last step: there is no way back over it.
        this.#past = [];
        this.#unsent = null;
      },
      signal,
    );
    signal.addEventListener("abort", () => this.#send());
  }

  get<K extends keyof T & string>(name: K): T[K] {
    return this.#model.get(name);
  }

  pick<K extends keyof T & string>(...names: readonly K[]): Pick<T, K> {
    return Object.fromEntries(names.map((name) => [name, this.get(name)])) as Pick<T, K>;
  }

  get answer(): T["answer"] {
    return this.#model.get("answer");
  }

  /** Call `hear` whenever one of these traits changes, until the signal ends. */
  watch(names: readonly (keyof T & string)[], hear: () => void, signal: AbortSignal): void {
    for (const name of names) this.#hear(`change:${name}`, hear, signal);
  }

  /**
   * Change the answer: every view hears at once, Python at rest or when `release` is called. What is
   * no answer yet, and so not to be kept, is shown and not sent.
   */
  put(answer: T["answer"], isKept = true): void {
    this.#show(answer);
    this.#waiting = isKept;
    this.#soon();
  }

  /** Keep what there is now for `undo`; moves of one streak are one step. */
  step(now: T["answer"], streak: unknown = null): void {
    if (streak !== null && streak === this.#streak) return;
    this.#streak = streak;
    this.#past.push(now);
    if (this.#past.length > LONGEST_PAST) this.#past.shift();
  }

  endStreak(): void {
    this.#streak = null;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Take back the last step; false if there is none. */
  undo(): boolean {
    const last = this.#past.pop();
    this.endStreak();
    if (last) this.put(last);
    return last !== undefined;
  }

  /** Nothing is sent while a hand is on the widget. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#soon();
  }

  /** Ask Python for something by a trait: it is sent at once, with what was waiting. */
  ask<K extends keyof T & string>(name: K, value: T[K]): void {
    this.#model.set(name, value);
    this.#waiting = true;
    this.#send();
  }

  /** Send an empty message, and call `hear` once when one comes back. */
  request(hear: () => void, signal: AbortSignal): void {
    const once = new AbortController();
    const heard = () => {
      once.abort();
      hear();
    };
    this.#hear("msg:custom", heard, AbortSignal.any([signal, once.signal]));
    this.#model.send({});
  }

  /** Do something of which a fault is said in every view, and not in the browser's console alone. */
  guard(act: () => void): void {
    try {
      act();
    } catch (fault) {
      this.#model.set("notice", faultWords(fault));
      console.error(fault);
    }
  }

  #show(answer: T["answer"]): void {
    this.#own = true;
    this.#unsent = answer;
    this.#model.set("answer", answer);
    this.#own = false;
  }

  /** Python sends back what it got; if the hand has moved on by then, what it did stays. */
  #isOvertaken(): boolean {
    const own = this.#unsent;
    if (!own || JSON.stringify(this.answer) !== this.#sent) return false;
    this.#show(own);
    return true;
  }

  #hear(event: string, hear: () => void, signal: AbortSignal): void {
    const guarded = () => this.guard(hear);
    this.#model.on(event, guarded);
    signal.addEventListener("abort", () => this.#model.off(event, guarded));
  }

  #soon(): void {
    clearTimeout(this.#timer);
    if (!this.#held) this.#timer = setTimeout(() => this.#send(), REST);
  }

  #send(): void {
    clearTimeout(this.#timer);
    if (this.#waiting) {
      this.#sent = JSON.stringify(this.answer);
      this.#unsent = null;
      this.#model.save_changes();
    }
    this.#waiting = false;
  }
}
