/**
 * The sections of a notebook that a lesson keeps closed until something is committed. JupyterLab
 * and Notebook 7 close a heading with all below it, by metadata that the built lesson carries; what
 * is done here is what a hand does at the arrow beside the heading.
 */

const ARROW = ".jp-collapseHeadingButton.jp-mod-collapsed";
const RUN = '[data-command="notebook:run-cell-and-select-next"]';

/** The arrows of the closed headings below an element, in the order of the page. */
function closedBelow(element: Element): HTMLElement[] {
  const notebook = element.closest(".jp-Notebook");
  const arrows = notebook?.querySelectorAll<HTMLElement>(ARROW) ?? [];
  return [...arrows].filter((arrow) => follows(element, arrow));
}

const follows = (element: Element, other: Element): boolean =>
  (element.compareDocumentPosition(other) & element.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** What a page may do itself about a commit: it then prevents the event's default. */
export interface Commit {
  readonly lesson: string;
  readonly section: string;
}

/**
 * Open what is closed below an element, and tell the page. False if neither the page nor a notebook
 * around the element answers for it: the reader then has to open it by hand.
 */
export function openBelow(element: HTMLElement, detail: Commit, signal: AbortSignal): boolean {
  const event = new CustomEvent("resetcycle:committed", {
    ...{ detail, bubbles: true, composed: true, cancelable: true },
  });
  if (!element.dispatchEvent(event)) return true;
  const notebook = element.closest(".jp-Notebook");
  if (!notebook) return false;
  const opened = new Set<HTMLElement>();
  // From the last to the first, so that no section moves another out of its place. Each once: what
  // a reader closes again stays closed.
  const open = () => {
    const closed = closedBelow(element).filter((arrow) => !opened.has(arrow));
    closed.reverse().forEach((arrow) => {
      opened.add(arrow);
      arrow.click();
    });
  };
  open();
  // JupyterLab draws a heading, and its arrow, only when it comes near the window.
  const watch = new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some(hasArrow))) open();
  });
  watch.observe(notebook, { childList: true, subtree: true });
  signal.addEventListener("abort", () => watch.disconnect());
  return true;
}

function hasArrow(node: Node): boolean {
  const element = node as Partial<Element>;
  return !!element.matches?.(ARROW) || !!element.querySelector?.(ARROW);
}

/**
 * Who runs cell after cell would run the closed heading too, and JupyterLab opens what is below a
 * heading that is left downwards. Until `isDone`, that step is not taken, and `tell` says why; the
 * arrow beside the heading opens it all the same.
 */
export function guardBelow(
  element: HTMLElement,
  isDone: () => boolean,
  tell: () => void,
  signal: AbortSignal,
): void {
  const guard = (event: Event, isStep: boolean) => {
    const active = element.closest(".jp-Notebook")?.querySelector(".jp-Cell.jp-mod-active");
    if (!isStep || isDone() || !active?.querySelector(ARROW) || !follows(element, active)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    tell();
  };
  const key = (e: KeyboardEvent) => guard(e, e.key === "Enter" && e.shiftKey);
  const click = (e: MouseEvent) => guard(e, isOn(e.target, RUN));
  // Before JupyterLab, which hears keys at the document on their way down.
  const page = element.ownerDocument.defaultView;
  page?.addEventListener("keydown", key, true);
  page?.addEventListener("click", click, true);
  signal.addEventListener("abort", () => {
    page?.removeEventListener("keydown", key, true);
    page?.removeEventListener("click", click, true);
  });
}

const isOn = (target: EventTarget | null, selector: string): boolean =>
  (target as Partial<Element> | null)?.closest?.(selector) != null;
