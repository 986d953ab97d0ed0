import { button, h } from "./elements";
import { Store, type Model, type Traits } from "./store";
import { NO_REPLY } from "./words";

/** One view of a widget: where it draws, what it reads, and the signal that ends it. */
export interface View<T extends Traits> {
  readonly store: Store<T>;
  readonly root: HTMLElement;
  readonly signal: AbortSignal;
  /** Say a sentence to everybody: it is shown, and a screen reader hears it. */
  readonly says: HTMLElement;
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
      },
      render({ el, signal }: { readonly el: HTMLElement; readonly signal: AbortSignal }) {
        const root = frame(`rk rk-${name}`, label(store));
        const says = h("p", { class: "says", role: "status", "aria-live": "polite" });
        el.append(root);
        draw({ store, root, signal, says });
        root.append(conflict(store, signal), notice(store, signal));
      },
    };
  };
}

/** The frame of a view: JupyterLab's shortcuts must not hear what is typed inside. */
function frame(classes: string, label: string): HTMLElement {
  const root = h("section", { class: classes, "aria-label": label });
  for (const type of ["keydown", "keyup", "keypress"])
    root.addEventListener(type, (event) => event.stopPropagation());
  return root;
}

/** What was done in two windows: the later one is told, and chooses. */
function conflict<T extends Traits>(store: Store<T>, signal: AbortSignal): HTMLElement {
  const element = h("div", { class: "notice conflict", role: "alert" });
  const ask = (words: string) => [
    h("p", {}, words),
    h(
      "div",
      { class: "bar" },
      button("Keep what is here", () => store.ask("choice", "mine")),
      button("Show the other", () => store.ask("choice", "theirs")),
    ),
  ];
  const show = () => {
    const words = store.get("conflict");
    element.hidden = !words;
    element.replaceChildren(...(words ? ask(words) : []));
  };
  store.watch(["conflict"], show, signal);
  show();
  return element;
}

function notice<T extends Traits>(store: Store<T>, signal: AbortSignal): HTMLElement {
  const line = h("p", { class: "notice", role: "alert" });
  const show = () => {
    line.textContent = store.get("notice");
    line.hidden = !line.textContent;
  };
  store.watch(["notice"], show, signal);
  show();
  return line;
}

const PATIENCE = 8000;

/** Say that Python has not answered, unless it has by then. */
export function complainUnless(
  done: () => boolean,
  { says, signal }: Pick<View<Traits>, "says" | "signal">,
): void {
  const timer = setTimeout(() => {
    if (!done()) says.textContent = NO_REPLY;
  }, PATIENCE);
  signal.addEventListener("abort", () => clearTimeout(timer));
}
