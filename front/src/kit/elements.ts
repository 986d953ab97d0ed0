const SVG = "http://www.w3.org/2000/svg";

export type Child = Node | string | null | undefined | false | readonly Child[];
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Readonly<Record<string, Value>>;

/** Make an element: `h("button", { class: "x", onclick: f }, "words", child)`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return dress(document.createElement(name), attributes, children);
}

/** Make an element of a drawing. */
export function s<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return dress(document.createElementNS(SVG, name), attributes, children);
}

/** Set attributes and add children. False and null leave an attribute or a child out. */
export function dress<E extends Element>(
  element: E,
  attributes: Attributes,
  children: readonly Child[] = [],
): E {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      element.addEventListener(key.slice(2), value as unknown as EventListener);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(key, String(value));
  }
  element.append(...flat(children));
  return element;
}

function flat(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child) => {
    if (child === null || child === undefined || child === false) return [];
    return typeof child === "string" || child instanceof Node ? [child] : flat(child);
  });
}

/** A sentence with an element in its place: other languages have it elsewhere. */
export function placed(sentence: string, place: string, element: Node): Child {
  const [before, after] = sentence.split(`{${place}}`);
  return [before, element, after];
}

export function button(words: string, onclick: () => void): HTMLButtonElement {
  return h("button", { type: "button", onclick }, words);
}

/** A name that no other element of the page has, for what must be tied to a label. */
export function unique(stem: string): string {
  return `${stem}-${Math.random().toString(36).slice(2)}`;
}

/** Terms and what is said of each, side by side. */
export function facts(lines: readonly (readonly [string, Child])[]): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    lines.map(([term, said]) => [h("dt", {}, term), h("dd", {}, said)]),
  );
}

/** A box in which something wide is moved sideways, by hand or by the arrow keys. */
export const wide = (label: string, child: Node): HTMLElement =>
  h("div", { class: "wide", role: "group", "aria-label": label, tabindex: 0 }, child);

/** A table: the first column names the row, the others are numbers unless a cell is text. */
export function table(
  head: readonly string[],
  rows: readonly (readonly [string, ...string[]])[],
  caption?: string,
): HTMLTableElement {
  const names = head.map((name, i) => h("th", { scope: "col", class: i > 0 && "number" }, name));
  const body = rows.map(([name, ...cells]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, name),
      cells.map((cell) => h("td", { class: "number" }, cell)),
    ),
  );
  const title = caption === undefined ? null : h("caption", {}, caption);
  return h("table", {}, title, h("thead", {}, h("tr", {}, names)), h("tbody", {}, body));
}
