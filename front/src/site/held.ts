/**
 * What a page holds for its charts, boards and tables: JSON beside the place, or, where it is large
 * or several pages share it, in a file of its own. From a folder a browser fetches no file, but it
 * runs a script: so such a file is a script that leaves its JSON in `kitHeld`.
 */

declare global {
  /** What files left, by their names. */
  var kitHeld: Record<string, unknown> | undefined;
}

const waiting = new Map<string, Promise<unknown>>();

/** Return what a script of JSON holds. */
export function heldBy(script: HTMLScriptElement): Promise<unknown> {
  const { from } = script.dataset;
  return from === undefined ? Promise.resolve(JSON.parse(script.text)) : fileOf(from);
}

/** Return what stands in a file of the site's folder of held things. */
export function fileOf(name: string): Promise<unknown> {
  return run(`${rootOfSite()}_static/kit/held/${name}.js`).then(() => globalThis.kitHeld?.[name]);
}

/** Run a script that lies beside the site's own, which is shared by its pages in all languages. */
export function runShared(name: string): Promise<unknown> {
  const own = document.querySelector<HTMLScriptElement>('script[src*="/kit/site.js"]');
  return run(new URL(name, own?.src).href);
}

/** Run a script, once. */
function run(address: string): Promise<unknown> {
  const before = waiting.get(address);
  if (before) return before;
  const came = new Promise<unknown>((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = () => fail(new Error(script.src));
    document.head.append(script);
  });
  waiting.set(address, came);
  return came;
}

/** The way from this page to the first one, as Sphinx writes it into every page. */
const rootOfSite = (): string => document.documentElement.dataset.content_root ?? "";

/** Call `come` once an element comes near the window; what is folded waits until it is opened. */
export function whenNear(element: Element, come: () => void): void {
  const watch = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      come();
    },
    { rootMargin: "600px" },
  );
  watch.observe(element);
}
