/** A page without a browser: widgets are mounted on a state as JupyterLab mounts them. */
import { JSDOM } from "jsdom";
import type { Model, Traits } from "../src/kit/store";

const { window } = new JSDOM("<!DOCTYPE html><body></body>", { pretendToBeVisual: true });
const { document, Node, Event, CustomEvent, KeyboardEvent, MutationObserver } = window;

/** jsdom has no layout: an element gets another width only when a test says so. */
type Hear = (sizes: { contentRect: { width: number } }[]) => void;
const watched = new Map<Element, Hear>();

class Widths {
  constructor(readonly hear: Hear) {}
  observe(element: Element): void {
    watched.set(element, this.hear);
  }
  disconnect(): void {
    watched.forEach((hear, element) => hear === this.hear && watched.delete(element));
  }
}

export function resize(element: Element, width: number): void {
  Object.defineProperty(element, "clientWidth", { value: width, configurable: true });
  watched.get(element)?.([{ contentRect: { width } }]);
}

Object.assign(globalThis, { document, Node, CustomEvent, MutationObserver });
Object.assign(globalThis, { ResizeObserver: Widths });
Object.assign(globalThis, { requestAnimationFrame: (f: () => void) => setTimeout(f) });
window.HTMLElement.prototype.scrollIntoView = () => undefined;
window.HTMLElement.prototype.setPointerCapture = () => undefined;
window.HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
window.HTMLDialogElement.prototype.close = function () {
  this.open = false;
};

interface Mounted<T extends Traits> {
  initialize(bound: { model: Model<T>; signal: AbortSignal }): void;
  render(view: { el: HTMLElement; signal: AbortSignal }): void;
}

/** A widget on a page: its state, what went to Python, and as many views as are opened. */
export class Page<T extends Traits> {
  readonly sent: Partial<T>[] = [];
  readonly #state: T;
  readonly #widget: Mounted<T>;
  readonly #heard = new Map<string, Set<() => void>>();
  #dirty: Partial<T> = {};

  constructor(make: () => Mounted<T>, state: T, answer?: T["answer"]) {
    this.#state = { ...state, ...(answer && { answer }) };
    this.#widget = make();
    this.#widget.initialize({ model: this.#model(), signal: new AbortController().signal });
  }

  get<K extends keyof T>(name: K): T[K] {
    return this.#state[name];
  }

  /** Python changes a trait. */
  python<K extends keyof T & string>(name: K, value: T[K]): void {
    this.#state[name] = value;
    this.#heard.get(`change:${name}`)?.forEach((hear) => hear());
  }

  /** Python answers a message. */
  reply(): void {
    [...(this.#heard.get("msg:custom") ?? [])].forEach((hear) => hear());
  }

  /** How many are listening: none may be left when a view has ended. */
  get listeners(): number {
    return [...this.#heard.values()].reduce((sum, { size }) => sum + size, 0);
  }

  open(): View {
    const el = document.body.appendChild(document.createElement("div"));
    const life = new AbortController();
    this.#widget.render({ el, signal: life.signal });
    return new View(el, () => {
      life.abort();
      el.remove();
    });
  }

  #model(): Model<T> {
    const heard = (event: string) => {
      const all = this.#heard.get(event) ?? new Set();
      this.#heard.set(event, all);
      return all;
    };
    return {
      get: (name) => this.#state[name],
      set: (name, value) => {
        this.#dirty = { ...this.#dirty, [name]: value };
        this.python(name, value);
      },
      save_changes: () => {
        this.sent.push(this.#dirty);
        this.#dirty = {};
      },
      send: () => undefined,
      on: (event, hear) => void heard(event).add(hear),
      off: (event, hear) => void heard(event).delete(hear),
    };
  }
}

/** One view, as a learner reads and touches it. */
export class View {
  constructor(
    readonly el: HTMLElement,
    readonly close: () => void,
  ) {}

  all<E extends Element = HTMLInputElement>(selector: string): E[] {
    return [...this.el.querySelectorAll<E>(selector)];
  }

  one<E extends Element = HTMLInputElement>(selector: string): E {
    const found = this.el.querySelector<E>(selector);
    if (!found) throw new Error(`There is no ${selector}.`);
    return found;
  }

  text(selector: string): string {
    return this.one(selector).textContent ?? "";
  }

  texts(selector: string): string[] {
    return this.all(selector).map(({ textContent }) => textContent ?? "");
  }

  /** Numbers that elements have as an attribute. */
  numbers(selector: string, attribute: string): number[] {
    return this.all(selector).map((element) => Number(element.getAttribute(attribute)));
  }

  get says(): string {
    return this.text(".says");
  }

  press(words: string): void {
    const button = this.all<HTMLButtonElement>("button").find((each) =>
      each.textContent?.startsWith(words),
    );
    if (!button || isHidden(button)) throw new Error(`No button ${words} can be pressed.`);
    button.click();
  }

  /** Choose or type a value, as a hand does that then lets go. */
  put(element: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, value: string): void {
    element.value = value;
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }

  check(element: HTMLInputElement): void {
    element.click();
  }

  key(element: Element, key: string): void {
    element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }

  pointer(element: Element, type: string, x: number, y: number): void {
    const event = new Event(type, { bubbles: true });
    element.dispatchEvent(
      Object.assign(event, { pointerId: 1, button: 0, clientX: x, clientY: y }),
    );
  }

  /** The view as it stands, without what was only said, what is under its hand, and made-up names. */
  get picture(): string {
    const copy = this.el.cloneNode(true) as HTMLElement;
    copy.querySelectorAll(".says, .detail, [role=status]").forEach((line) => line.remove());
    const values = this.all("input, select, textarea").map(
      ({ value, checked }) => `${value} ${checked}`,
    );
    return copy.innerHTML.replaceAll(/-0?\.?[a-z0-9]{6,}"/g, '"') + values.join();
  }
}

export const isHidden = (element: Element): boolean => element.closest("[hidden]") !== null;
