import { button, h } from "./elements";
import { speak, t } from "./language";
import { atRest } from "./rest";
import { REST, Store, type Model, type Traits } from "./store";
import { noReply } from "./words";

/** One view of a widget: where it draws, what it reads, and the signal that ends it. */
export interface View<T extends Traits> {
  readonly store: Store<T>;
  readonly root: HTMLElement;
  readonly signal: AbortSignal;
  /** Say a sentence to everybody: it is shown, and a screen reader hears it. */
  readonly says: HTMLElement;
  /** Another place for a sentence, that is heard as well. */
  readonly sentence: () => HTMLElement;
}

interface Bound<T extends Traits> {
  readonly model: Model<T>;
  readonly signal: AbortSignal;
}

/** What anywidget loads: a store for each model, and a frame for each view. */
export function widget<T extends Traits>(
  name: string,
  label: (store: Store<T>) => string,
  draw: (view: View<T>) => void,
) {
  return () => {
    let store: Store<T>;
    return {
      initialize({ model, signal }: Bound<T>) {
        store = new Store(model, signal);
        store.guard(() => speak(store.get("_catalogue")));
      },
      render({ el, signal }: { readonly el: HTMLElement; readonly signal: AbortSignal }) {
        const root = frame(name, label(store));
        const { live, heard, begin } = voice(signal);
        const sentence = () => heard(h("p", { class: "says" }));
        el.append(root);
        store.guard(() => draw({ store, root, signal, says: sentence(), sentence }));
        root.append(conflict(store, signal, heard), heard(notice(store, signal)), live);
        begin();
      },
    };
  };
}

/** The frame of a view: JupyterLab's shortcuts must not hear what is typed inside. */
function frame(name: string, label: string): HTMLElement {
  const root = h("section", { class: `rk rk-${name}`, "aria-label": label });
  for (const type of ["keydown", "keyup", "keypress"])
    root.addEventListener(type, (event) => event.stopPropagation());
  return root;
}

/** What was done in two windows: the later one is told, and chooses. */
function conflict<T extends Traits>(
  store: Store<T>,
  signal: AbortSignal,
  heard: (element: HTMLElement) => HTMLElement,
): HTMLElement {
  const words = heard(h("p", {}));
  const choices = h(
    "div",
    { class: "bar" },
    button(t("Keep what is here"), () => store.ask("choice", "mine")),
    button(t("Show the other"), () => store.ask("choice", "theirs")),
  );
  const element = h("div", { class: "notice conflict" }, words, choices);
  const show = () => {
    words.textContent = store.get("conflict");
    element.hidden = !words.textContent;
    // In a long widget the hand may be far above it, and what it does is not kept.
    if (!element.hidden) element.scrollIntoView({ block: "nearest" });
  };
  store.watch(["conflict"], show, signal);
  show();
  return element;
}

/**
 * The one live region of a view. It repeats what was said last, once the hand is at rest: several
 * regions would speak over each other, and one that follows a drag would never stop.
 */
function voice(signal: AbortSignal) {
  const live = h("p", { class: "unseen", role: "status" });
  let last = "";
  const speak = atRest(() => (live.textContent = last), REST, signal);
  const watch = new MutationObserver((changes) => {
    last = changes[changes.length - 1].target.textContent ?? "";
    speak();
  });
  signal.addEventListener("abort", () => watch.disconnect());
  const heard = (element: HTMLElement): HTMLElement => {
    watch.observe(element, { childList: true });
    return element;
  };
  // What stands there from the beginning is read in its place, like the rest of the page.
  const begin = () => void watch.takeRecords();
  return { live, heard, begin };
}

function notice<T extends Traits>(store: Store<T>, signal: AbortSignal): HTMLElement {
  const line = h("p", { class: "notice" });
  const show = () => {
    line.textContent = store.get("notice");
    line.hidden = !line.textContent;
  };
  store.watch(["notice"], show, signal);
  show();
  return line;
}

const PATIENCE = 8000;

/** Ask Python for the lock; what hindered it stands in the notice. */
export function askToLock<T extends Traits & { readonly locking: boolean }>(view: View<T>): void {
  const { store, says, signal } = view;
  const locking = t("Locking.");
  const done = () => !store.get("locking");
  const once = new AbortController();
  const hear = () => {
    if (!done()) return;
    once.abort();
    if (says.textContent === locking) says.textContent = "";
  };
  says.textContent = locking;
  store.ask("locking", true);
  store.watch(["locking"], hear, AbortSignal.any([signal, once.signal]));
  complainUnless(done, view);
}

/** Say that Python has not answered, unless it has by then. */
export function complainUnless(
  done: () => boolean,
  { says, signal }: Pick<View<Traits>, "says" | "signal">,
): void {
  const timer = setTimeout(() => {
    if (!done()) says.textContent = noReply();
  }, PATIENCE);
  signal.addEventListener("abort", () => clearTimeout(timer));
}
