/** What drawings share: the sheet they are drawn on, texts, and an axis below. */
import { h, s, type Attributes } from "./elements";

/** The sheet of a drawing: a unit is a pixel, so that its text has the size that it says. */
export function sheet(wide: number, high: number, label: string): SVGSVGElement {
  return s("svg", {
    ...{ width: wide, height: high, viewBox: `0 0 ${wide} ${high}` },
    ...{ role: "img", "aria-label": label },
  });
}

/** A box that draws anew whenever it gets another width, and never wider than `widest`. */
export function fluid(widest: number, draw: (wide: number) => SVGSVGElement): HTMLElement {
  const box = h("div", { class: "fluid" });
  let wide = 0;
  const fit = (room: number) => {
    const now = Math.min(widest, Math.floor(room));
    if (now <= 0 || now === wide) return;
    wide = now;
    box.replaceChildren(draw(wide));
  };
  fit(widest);
  new ResizeObserver(([{ contentRect }]) => fit(contentRect.width)).observe(box);
  return box;
}

export const text = (x: number, y: number, words: string, more: Attributes = {}): SVGTextElement =>
  s("text", { x, y, ...more }, words);

/** How wide words are, in pixels: letters beyond the Latin ones, such as Cyrillic, are wider. */
export const lengthOf = (words: string): number =>
  [...words].reduce((sum, letter) => sum + (letter > "\u024f" ? 7.1 : 6.2), 0);

/** Words in lines that fit; a word that is too long has a line of its own. */
export const broken = (words: string, fits: (line: string) => boolean): string[] =>
  words.split(" ").reduce<string[]>((lines, word) => {
    const longer = [...lines.slice(-1), word].join(" ");
    return lines.length && fits(longer) ? [...lines.slice(0, -1), longer] : [...lines, word];
  }, []);

/** The same, in lines of so many pixels. */
export const linesOf = (words: string, room: number): string[] =>
  broken(words, (line) => lengthOf(line) <= room);

/** From the foot of a line of words to that of the next. */
export const LINE = 15;

/** Lines of words below each other. */
export const stacked = (
  x: number,
  y: number,
  lines: readonly string[],
  more: Attributes = {},
): SVGTextElement[] => lines.map((line, i) => text(x, y + i * LINE, line, more));

export const END = { "text-anchor": "end" };

/** Lines of words that end at a place, beside what they name: the middle of them is at a height. */
export const beside = (x: number, y: number, lines: readonly string[]): SVGTextElement[] =>
  stacked(x, y - ((lines.length - 1) * LINE) / 2, lines, END);

export const MIDDLE = { "text-anchor": "middle" };
export const MUTED = { class: "muted" };
export const BOLD = { style: "font-weight: 700" };

/** A hairline from point to point, in the colour of lines that only guide the eye. */
export const guide = (x1: number, y1: number, x2: number, y2: number): SVGLineElement =>
  s("line", { x1, y1, x2, y2, stroke: "var(--line)", "stroke-width": 0.5 });

export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly words: (value: number) => string;
}

/** Guides upright at each tick of a scale, and its number below them. */
export function upright({ at, ticks, words }: Axis, top: number, bottom: number): SVGElement[] {
  return ticks.flatMap((tick) => [
    guide(at(tick), top, at(tick), bottom),
    text(at(tick), bottom + 16, words(tick), { ...MIDDLE, ...MUTED }),
  ]);
}
