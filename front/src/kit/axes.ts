/** What drawings share: the sheet they are drawn on, texts, and an axis below. */
import { s, type Attributes } from "./elements";

/** A drawing that fills the width it has, up to its own. */
export function sheet(wide: number, high: number, label: string): SVGSVGElement {
  return s("svg", {
    viewBox: `0 0 ${wide} ${high}`,
    role: "img",
    "aria-label": label,
    style: `width:100%;max-width:${wide}px;height:auto;display:block`,
  });
}

export const text = (x: number, y: number, words: string, more: Attributes = {}): SVGTextElement =>
  s("text", { x, y, ...more }, words);

export const END = { "text-anchor": "end" };
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
