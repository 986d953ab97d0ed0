/**
 * Definitions where the word stands: a link into the glossary shows its entry, for the mouse, the
 * keyboard and the finger. The entry is the title that the link has; without a script a browser
 * shows it as it shows titles.
 */
import { h } from "../kit/elements";
import { t } from "../kit/language";

const LINKS = 'a[href*="glossary.html#"][title]';

/** Let every link into the glossary show its definition. */
export function showDefinitions(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>(LINKS)) new Definition(link);
}

class Definition {
  readonly #link: HTMLAnchorElement;
  readonly #box: HTMLElement;
  #byTouch = false;

  constructor(link: HTMLAnchorElement) {
    const box = h("span", {
      class: "rk-definition",
      role: "tooltip",
      id: nextName(),
      hidden: true,
    });
    const entry = h("a", { href: link.href }, t("Open in the glossary"));
    box.append(`${link.title} `, entry);
    this.#link = link;
    this.#box = box;
    // The box says it now: two would lie over each other.
    link.removeAttribute("title");
    link.classList.add("rk-defined");
    link.setAttribute("aria-describedby", box.id);
    link.after(box);
    this.#listen();
  }

  #listen(): void {
    const [link, box] = [this.#link, this.#box];
    const isWithin = (node: EventTarget | null) =>
      node instanceof Node && (link.contains(node) || box.contains(node));
    for (const part of [link, box]) {
      part.addEventListener("mouseenter", () => this.#show());
      part.addEventListener("mouseleave", (event) => {
        if (!isWithin(event.relatedTarget)) this.#hide();
      });
      part.addEventListener("focusout", (event) => {
        if (!isWithin(event.relatedTarget)) this.#hide();
      });
    }
    link.addEventListener("focus", () => this.#show());
    link.addEventListener("pointerdown", (event) => {
      // A finger cannot point without touching: its first touch shows, the second follows.
      this.#byTouch = event.pointerType === "touch" && box.hidden !== false;
    });
    link.addEventListener("click", (event) => {
      if (this.#byTouch) event.preventDefault();
      if (this.#byTouch) this.#show();
      this.#byTouch = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#hide();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!isWithin(event.target)) this.#hide();
    });
  }

  #show(): void {
    const box = this.#box;
    if (!box.hidden) return;
    box.style.left = "0";
    box.hidden = false;
    // Beneath the word, and within the window.
    const [at, size] = [this.#link.getClientRects()[0], box.getBoundingClientRect()];
    const most = document.documentElement.clientWidth - size.width - 8;
    box.style.left = `${Math.max(8, Math.min(at.left, most)) - size.left}px`;
    box.style.marginTop = `${at.bottom - size.top + 4}px`;
  }

  #hide(): void {
    this.#box.hidden = true;
    this.#box.style.marginTop = "";
  }
}

let names = 0;
const nextName = (): string => `rk-definition-${String(++names)}`;
