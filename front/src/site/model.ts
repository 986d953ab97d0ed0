/**
 * A widget on a page where no Python runs: its model, as anywidget hands one over in JupyterLab, and
 * its views. What Python would do for it does a side, which `sides.ts` finds by the board's name.
 */
import { speak } from "../kit/language";
import type { Model, Traits } from "../kit/store";
import { faultWords } from "../kit/words";
import { unseal } from "./seal";
import type { Side } from "./side";
import { makeSide } from "./sides";
import { lessonOf } from "./work";

/** What Python hands over where boards are made for such pages; see resetcycle/widgets/alone.py. */
export interface Alone {
  readonly board: string;
  readonly key: string;
  readonly sealed: string;
}

/** The traits of a widget as Python made it. */
export interface State extends Traits {
  readonly _alone?: Partial<Alone>;
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

/** The traits of one widget, who listens to them, and the side that hears what is sent. */
export class PageModel implements Model<State> {
  readonly #traits: Map<string, unknown>;
  readonly #heard = new Map<string, Set<() => void>>();
  #unsent = new Map<string, unknown>();
  side: Side | null = null;

  constructor(state: State) {
    this.#traits = new Map(Object.entries(state));
  }

  get<K extends keyof State>(name: K): State[K] {
    return this.read(name) as State[K];
  }

  set<K extends keyof State>(name: K, value: State[K]): void {
    this.#unsent.set(name, value);
    this.tell(name, value);
  }

  save_changes(): void {
    const sent = this.#unsent;
    this.#unsent = new Map();
    // What is asked for is asked of the answer that stands on the screen.
    const names = [...sent.keys()].sort((one) => (one === "answer" ? -1 : 0));
    this.guard((side) => names.forEach((name) => side.hear(name, sent.get(name))));
  }

  send(): void {
    this.guard((side) => side.message?.());
    this.#call("msg:custom");
  }

  on(event: string, hear: () => void): void {
    const all = this.#heard.get(event) ?? new Set();
    this.#heard.set(event, all.add(hear));
  }

  off(event: string, hear: () => void): void {
    this.#heard.get(event)?.delete(hear);
  }

  /** Do something of the side's; a fault in it is told on the board, and not in the console alone. */
  guard(act: (side: Side) => void): void {
    try {
      if (this.side) act(this.side);
    } catch (fault) {
      this.tell("notice", faultWords(fault));
      console.error(fault);
    }
  }

  read(name: string): unknown {
    return this.#traits.get(name);
  }

  /** Change a trait, as Python does: the views hear of it. */
  tell(name: string, value: unknown): void {
    if (this.#traits.get(name) === value) return;
    this.#traits.set(name, value);
    this.#call(`change:${name}`);
  }

  #call(event: string): void {
    [...(this.#heard.get(event) ?? [])].forEach((hear) => hear());
  }
}

/** A board of the page with all its views, which can be opened anew as by running its cell again. */
class Board {
  readonly #places: HTMLElement[] = [];
  #life = new AbortController();
  #widget: ReturnType<Module> | null = null;

  constructor(
    readonly module: Module,
    readonly state: State,
  ) {
    void this.#open();
  }

  add(place: HTMLElement): void {
    this.#places.push(place);
    this.#widget?.render({ el: place, signal: this.#life.signal });
  }

  /** Open it with the work that is kept by now. */
  again(lesson: string, key = ""): void {
    const { _alone: alone, lesson: own } = this.state;
    if (own !== lesson || (key && !follows(alone?.board, key))) return;
    this.#life.abort();
    this.#places.forEach((place) => place.replaceChildren());
    this.#widget = null;
    void this.#open();
  }

  async #open(): Promise<void> {
    const life = new AbortController();
    this.#life = life;
    const { _alone: alone } = this.state;
    const held = await unseal(alone?.sealed ?? "");
    if (life.signal.aborted) return;
    // A side speaks as its board does; each script has its own copy of the language.
    speak(this.state._catalogue);
    const model = new PageModel(structuredClone(this.state));
    const changed = (key: string) => openAgain(this.state.lesson, key, this);
    model.side = makeSide({ model, held, changed, ...{ board: "", key: "", ...alone } });
    model.guard((side) => side.open());
    this.#widget = this.module();
    this.#widget.initialize({ model, signal: life.signal });
    const { signal } = life;
    this.#places.forEach((el) => this.#widget?.render({ el, signal }));
  }
}

/** Boards that begin with what another board of their lesson has kept, by its name there. */
const FOLLOWS: Readonly<Record<string, string>> = { MoveCriteria: "criteria" };
const follows = (board: string | undefined, key: string): boolean => FOLLOWS[board ?? ""] === key;

const boards = new Map<string, Board>();

/** Open the boards of a lesson anew: all, or those that begin with what is kept under a name. */
function openAgain(lesson: string, key: string, from?: Board): void {
  for (const board of boards.values()) if (board !== from) board.again(lesson, key);
}

globalThis.addEventListener?.("storage", (event) => {
  const lesson = lessonOf(event);
  if (lesson) openAgain(lesson, "");
});

/**
 * Show a widget at its place in the page, for as long as the page is open. What has the same id is
 * one board with several views, and the state that came first is that of all.
 */
export function mount(place: HTMLElement, module: Module, state: State, id = ""): void {
  const name = id || `#${boards.size}`;
  const board = boards.get(name) ?? new Board(module, state);
  boards.set(name, board);
  board.add(place);
}
