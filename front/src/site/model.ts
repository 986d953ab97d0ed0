/**
 * A widget's model on a page where no Python runs: what anywidget hands over in JupyterLab, held
 * by the page. Answers are kept in the browser, in the JSON of `my-work/NN.json`.
 */
import type { Model, Traits } from "../kit/store";

/** The traits of a widget as Python made it, and the name of its answer in the lesson's file. */
export interface State extends Traits {
  readonly _key: string;
}

interface Bound {
  readonly model: Model<State>;
  readonly signal: AbortSignal;
}

/** What a widget's module exports by default; `kit/widget.ts` makes it. */
export type Module = () => {
  readonly initialize: (bound: Bound) => void;
  readonly render: (view: { readonly el: HTMLElement; readonly signal: AbortSignal }) => void;
};

/** A file of `my-work/`. */
export interface Kept {
  readonly kit: "reset-cycle";
  readonly lesson: string;
  readonly learner: string;
  readonly saved: string;
  readonly answers: Readonly<Record<string, object>>;
}

const nameOf = (lesson: string): string => `resetcycle/${lesson}`;

function newLearner(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(4));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return what the browser keeps of a lesson. */
export function kept(lesson: string): Kept {
  const text = localStorage.getItem(nameOf(lesson));
  if (text !== null) return JSON.parse(text) as Kept;
  return { kit: "reset-cycle", lesson, learner: newLearner(), saved: "", answers: {} };
}

/** Keep one answer of a lesson beside the others. */
export function keep(lesson: string, key: string, answer: object): void {
  const before = kept(lesson);
  const saved = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
  const after = { ...before, saved, answers: { ...before.answers, [key]: answer } };
  localStorage.setItem(nameOf(lesson), JSON.stringify(after, null, 1));
}

/** The traits of one widget, and who listens to them. */
class PageModel implements Model<State> {
  readonly #traits: Map<string, unknown>;
  readonly #events = new EventTarget();
  readonly #heard = new Map<() => void, () => void>();

  constructor(state: State) {
    this.#traits = new Map(Object.entries(state));
    const answer = kept(state.lesson).answers[state._key];
    if (answer) this.#traits.set("answer", answer);
  }

  get<K extends keyof State>(name: K): State[K] {
    return this.#traits.get(name) as State[K];
  }

  set<K extends keyof State>(name: K, value: State[K]): void {
    if (this.#traits.get(name) === value) return;
    this.#traits.set(name, value);
    this.#events.dispatchEvent(new Event(`change:${name}`));
  }

  save_changes(): void {
    if (this.get("_key")) keep(this.get("lesson"), this.get("_key"), this.get("answer"));
  }

  send(): void {
    this.#events.dispatchEvent(new Event("msg:custom"));
  }

  on(event: string, hear: () => void): void {
    const heard = this.#heard.get(hear) ?? (() => hear());
    this.#heard.set(hear, heard);
    this.#events.addEventListener(event, heard);
  }

  off(event: string, hear: () => void): void {
    const heard = this.#heard.get(hear);
    if (heard) this.#events.removeEventListener(event, heard);
  }
}

const made = new Map<
  string,
  { readonly module: ReturnType<Module>; readonly signal: AbortSignal }
>();

/** Show a widget at its place in the page, for as long as the page is open; `id` is its model's. */
export function mount(place: HTMLElement, module: Module, state: State, id: string): void {
  let one = made.get(id);
  if (!one) {
    one = { module: module(), signal: new AbortController().signal };
    one.module.initialize({ model: new PageModel(state), signal: one.signal });
    made.set(id, one);
  }
  one.module.render({ el: place, signal: one.signal });
}
