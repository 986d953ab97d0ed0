/** The drawing: scale, windows, the record (after the lock only) and the learner's line over it. */
import { scaleLinear } from "d3-scale";
import { line as pathOf } from "d3-shape";
import { END, lengthOf, MIDDLE, MUTED, text } from "../kit/axes";
import { dress, h, s } from "../kit/elements";
import { t } from "../kit/language";
import { score, windowName } from "../kit/words";
import { dayNumber, type Point } from "../measures/windows";
import { described, type Given, type Line } from "./state";

export const HIGH = 360;
const PAD = { left: 62, top: 12, bottom: 30 };
/** Room for the names at the ends of the lines; another language may need more letters. */
const namesRoom = (): number =>
  8 + 7.6 * Math.max(10, ...[t("your line"), t("the record")].map(({ length }) => length));
/** What the scale is called, and in a language of longer words shorter. */
function scaleName(): string {
  const name = t("more conflict  ←  mean score  →  more cooperation");
  return lengthOf(name) < HIGH ? name : t("conflict  ←  mean score  →  cooperation");
}
/** A pointer that comes down so far beside the plot still means its edge. */
const BESIDE = 14;

type Spot = readonly [x: number, y: number];

const y = scaleLinear([12, -10.5], [PAD.top, HIGH - PAD.bottom]);
export const valueAt = (height: number): number => y.invert(height);

export class Plot {
  readonly #traits: Given;
  readonly #svg = s("svg", { role: "img", height: HIGH });
  readonly #mine = s("g");
  /** A box over the drawing, not a shape in it: Chromium 156 scrolls the page in spite of touch-action on a shape. */
  readonly hit = h("div", { class: "hit" });
  readonly box = h("div", { class: "plot" }, this.#svg, this.hit);
  #x = scaleLinear();

  constructor(traits: Given) {
    this.#traits = traits;
  }

  x(iso: string): number {
    return this.#x(dayNumber(iso));
  }

  /** Where on the drawing a pointer is. */
  place({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Spot {
    const box = this.#svg.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  }

  draw(wide: number, line: Line, held: number | null): void {
    const { start, last } = this.#traits.about;
    const [top, bottom, right] = [PAD.top, HIGH - PAD.bottom, wide - namesRoom()];
    this.#x = scaleLinear([dayNumber(start), dayNumber(last)], [PAD.left, right]);
    dress(this.#svg, { width: wide, viewBox: `0 0 ${wide} ${HIGH}` });
    this.hit.style.cssText = `left:${PAD.left - BESIDE}px;top:${top}px;width:${right - PAD.left + 2 * BESIDE}px;height:${bottom - top}px`;
    this.hit.hidden = line.locked;
    const middle = (top + bottom) / 2;
    this.#svg.replaceChildren(
      ...this.#bands(right),
      ...heights(right),
      ...this.#years(line.dates, right),
      text(14, middle, scaleName(), { ...MUTED, ...MIDDLE, transform: `rotate(-90 14 ${middle})` }),
      s("g", { "data-part": "record" }, line.locked ? this.#record() : []),
      this.#mine,
    );
    this.show(line, held);
  }

  /** Draw the learner's line anew. */
  show(line: Line, held: number | null): void {
    const spots = line.dates.map((iso, i): Spot => [this.x(iso), y(line.values[i])]);
    const last = spots[spots.length - 1];
    this.#mine.replaceChildren(
      ...legs(line, spots),
      ...dots(line, spots),
      ...(held === null ? [] : [ring(spots[held])]),
      ...this.#names(line, last),
    );
    this.#svg.setAttribute("aria-label", described(line, this.#traits.about));
  }

  #bands(right: number): SVGElement[] {
    return this.#traits.windows.flatMap(([name, first, after]) => {
      const [from, to] = [this.x(first), Math.min(this.x(after), right)];
      const size = { x: from, y: PAD.top, width: to - from, height: HIGH - PAD.top - PAD.bottom };
      return [
        s("rect", { class: "band", ...size }),
        text((from + to) / 2, PAD.top + 14, windowName(name), MIDDLE),
      ];
    });
  }

  #years(dates: readonly string[], right: number): SVGElement[] {
    const bottom = HIGH - PAD.bottom;
    const januaries = dates.filter((_, i) => i % 2 === 0);
    const apart = this.x(januaries[1] ?? this.#traits.about.last) - this.x(januaries[0]);
    const named = januaries.filter((_, i) => i % (apart < 36 ? 2 : 1) === 0);
    return [
      ...januaries.map((iso) => axis(this.x(iso), bottom, this.x(iso), bottom + 6)),
      ...named.map((iso) =>
        text(this.x(iso), bottom + 20, iso.slice(0, 4), { ...MUTED, ...MIDDLE }),
      ),
      axis(PAD.left, bottom, right, bottom),
    ];
  }

  #record(): SVGElement[] {
    const path = pathOf<Point>(
      ([iso]) => this.x(iso),
      ([, tone]) => y(tone),
    ).digits(1)([...this.#traits.record]);
    const stroke = (colour: string, width: number) =>
      s("path", {
        d: path,
        fill: "none",
        stroke: colour,
        "stroke-width": width,
        "stroke-linejoin": "round",
      });
    // The presidency's colour may be faint on this paper: a casing in the ink carries the contrast.
    return [stroke("var(--ink)", 6.5), stroke(this.#traits.about.colour, 4)];
  }

  /** Names at the ends of the lines; two at one height would cover each other, so they make room. */
  #names(line: Line, own: Spot): SVGElement[] {
    const last = this.#traits.record.at(-1);
    if (!line.locked || !last) return [halo(t("your line"), own, 0)];
    const end: Spot = [this.x(last[0]), y(last[1])];
    const room = Math.max(16 - Math.abs(own[1] - end[1]), 0) / 2;
    const down = own[1] > end[1] ? room : -room;
    return [halo(t("your line"), own, down), halo(t("the record"), end, -down)];
  }
}

const axis = (x1: number, y1: number, x2: number, y2: number) =>
  s("line", { class: "axis", x1, y1, x2, y2 });

function heights(right: number): SVGElement[] {
  return [-10, -5, 0, 5, 10].flatMap((value) => {
    const ends = { x1: PAD.left, x2: right, y1: y(value), y2: y(value) };
    const words = value ? score(value).slice(0, -2) : "0";
    return [
      s("line", { class: value ? "grid" : "axis", ...ends }),
      text(PAD.left - 18, y(value) + 4, words, { ...MUTED, ...END }),
    ];
  });
}

/** From point to point: firm between two that are set, dotted elsewhere. */
function legs({ isSet }: Line, spots: readonly Spot[]): SVGElement[] {
  return spots.slice(1).map(([x2, y2], i) => {
    const [x1, y1] = spots[i];
    const firm = isSet[i] && isSet[i + 1];
    const look = firm ? { "stroke-width": 2 } : { "stroke-width": 1, "stroke-dasharray": "2 5" };
    return s("line", { class: "own", x1, y1, x2, y2, ...look });
  });
}

function dots({ isSet }: Line, spots: readonly Spot[]): SVGElement[] {
  return spots.map(([cx, cy], i) => {
    const look = isSet[i] ? { class: "own", r: 4.5 } : { class: "own open", r: 3.5 };
    return s("circle", { cx, cy, "stroke-width": 1.5, ...look });
  });
}

const ring = ([cx, cy]: Spot) => s("circle", { class: "held", cx, cy, r: 9, "stroke-width": 3 });

const halo = (words: string, [x, height]: Spot, down: number) =>
  text(x + 12, height + 4 + down, words, { class: "halo" });
