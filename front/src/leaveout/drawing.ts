/** The acts of each window as dots over their score, stacked, and the mean on which they balance. */
import { scaleLinear } from "d3-scale";
import { BOLD, END, fluid, guide, MIDDLE, MUTED, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import { t } from "../kit/language";
import { score } from "../kit/words";
import type { Interval } from "../measures/weeks";
import type { Act, Done } from "./state";

const [WIDEST, PAD, LINE, BELOW] = [900, 8, 16, 26];
/** A row's name and its mean stand above its dots. */
const TITLES = 2.5 * LINE;
/** A finger or a mouse takes the nearest act within so many pixels. */
const REACH = 16;
const TICKS = [-10, -5, 0, 5, 10];

export interface Dot {
  readonly act: Act;
  /** The score that is counted, or would be if the act were not out. */
  readonly value: number;
  readonly done: Done | undefined;
  readonly label: string;
}

/** A window: its name, what is said of its mean, and its acts in the order in which keys walk. */
export interface Row {
  readonly key: string;
  readonly name: string;
  readonly words: string;
  readonly mean: Interval;
  readonly recorded: number;
  readonly dots: readonly Dot[];
}

export interface Hands {
  readonly press: (act: Act) => void;
  readonly look: (act: Act) => void;
}

interface Spot extends Dot {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** The picture; the keys walk in it from act to act. */
export class Picture {
  readonly element: HTMLElement;
  readonly #label: string;
  readonly #hands: Hands;
  #rows: readonly Row[] = [];
  #spots: readonly (readonly Spot[])[] = [];
  #svg = s("svg");
  #wide = 0;
  #current = "";

  constructor(label: string, hands: Hands) {
    this.#label = label;
    this.#hands = hands;
    this.element = fluid(WIDEST, (wide) => this.#draw(wide));
    this.element.addEventListener("pointermove", (event) => {
      const spot = this.#nearest(event);
      this.element.style.cursor = spot ? "pointer" : "";
      if (spot) hands.look(spot.act);
    });
    this.element.addEventListener("click", (event) => {
      const spot = this.#nearest(event);
      if (!spot) return;
      this.#go(spot);
      hands.press(spot.act);
    });
    this.element.addEventListener("keydown", (event) => {
      if (this.#key(event.key)) event.preventDefault();
    });
  }

  show(rows: readonly Row[]): void {
    const hadFocus = this.element.contains(this.element.ownerDocument.activeElement);
    this.#rows = rows;
    if (!this.#wide) return;
    this.element.replaceChildren(this.#draw(this.#wide));
    if (hadFocus) this.#at(this.#current)?.focus();
  }

  #draw(wide: number): SVGSVGElement {
    const laid = layOut(this.#rows, wide);
    [this.#wide, this.#spots] = [wide, laid.spots];
    this.#svg = drawing(this.#rows, laid, wide, this.#label);
    const all = laid.spots.flat();
    if (!this.#spot()) this.#current = all.length ? all[0].act[0] : "";
    this.#svg.append(...all.map((spot) => mark(spot, spot.act[0] === this.#current)));
    return this.#svg;
  }

  #spot(): Spot | undefined {
    return this.#spots.flat().find(({ act }) => act[0] === this.#current);
  }

  #at(id: string): SVGElement | null {
    return this.#svg.querySelector<SVGElement>(`[data-act="${id}"]`);
  }

  #go({ act }: Spot): void {
    this.#at(this.#current)?.setAttribute("tabindex", "-1");
    this.#current = act[0];
    const element = this.#at(this.#current);
    element?.setAttribute("tabindex", "0");
    element?.focus();
    this.#hands.look(act);
  }

  /** Do what a key asks for; false if it asks for nothing here. */
  #key(key: string): boolean {
    const spot = this.#spot();
    if (!spot) return false;
    if (key in STEPS) {
      const next = neighbour(this.#spots, spot, key);
      if (next) this.#go(next);
      return true;
    }
    if (key !== "Enter" && key !== " ") return false;
    this.#hands.press(spot.act);
    return true;
  }

  #nearest({ clientX, clientY }: MouseEvent): Spot | null {
    const box = this.#svg.getBoundingClientRect();
    const far = ({ x, y }: Spot) => Math.hypot(clientX - box.left - x, clientY - box.top - y);
    return closest(this.#spots.flat(), far, REACH);
  }
}

/** The one that is least far, if it is within reach. */
function closest(spots: readonly Spot[], far: (spot: Spot) => number, reach: number): Spot | null {
  let [best, least]: [Spot | null, number] = [null, reach];
  for (const spot of spots)
    if (far(spot) < least || (!best && far(spot) === least)) [best, least] = [spot, far(spot)];
  return best;
}

const STEPS: Readonly<Record<string, readonly [row: number, place: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Where an arrow leads: along a row from act to act, or to the nearest score of the next row. */
function neighbour(
  spots: readonly (readonly Spot[])[],
  from: Spot,
  key: string,
): Spot | null | undefined {
  const [up, along] = STEPS[key];
  const here = spots.findIndex((row) => row.includes(from));
  if (!up) return spots[here][spots[here].indexOf(from) + along];
  return closest(spots[here + up] ?? [], ({ x }) => Math.abs(x - from.x), Infinity);
}

interface Laid {
  readonly spots: Spot[][];
  /** Where each row begins, and the height on which its dots lie. */
  readonly tops: readonly number[];
  readonly floors: readonly number[];
  readonly high: number;
}

const scaleOf = (wide: number) => scaleLinear([-10.5, 10.5], [PAD, wide - PAD]);

/** Acts of one whole score stand in one stack, several abreast where there is room. */
function layOut(rows: readonly Row[], wide: number): Laid {
  const x = scaleOf(wide);
  const step = wide < 500 ? 7.4 : 10.4;
  const abreast = Math.max(1, Math.floor((x(1) - x(0)) / step));
  const [tops, floors]: [number[], number[]] = [[], []];
  let high = 0;
  const spots = rows.map(({ dots }) => {
    const stacks = new Map<number, number>();
    const places = dots.map((dot) => {
      const column = Math.round(dot.value);
      const place = stacks.get(column) ?? 0;
      stacks.set(column, place + 1);
      return { dot, column, place };
    });
    const tallest = Math.ceil(Math.max(1, ...stacks.values()) / abreast);
    const floor = high + TITLES + tallest * step;
    tops.push(high);
    floors.push(floor);
    high = floor + BELOW;
    return places.map(({ dot, column, place }): Spot => {
      const aside = (place % abreast) - (Math.min(abreast, stacks.get(column) ?? 1) - 1) / 2;
      const level = Math.floor(place / abreast) + 0.5;
      return { ...dot, x: x(column) + aside * step, y: floor - level * step, r: step / 2 - 0.7 };
    });
  });
  return { spots, tops, floors, high: high + 2 * LINE };
}

function drawing(rows: readonly Row[], laid: Laid, wide: number, label: string): SVGSVGElement {
  const [x, svg] = [scaleOf(wide), sheet(wide, laid.high, label)];
  svg.setAttribute("role", "group");
  const bottom = laid.high - 2 * LINE;
  svg.append(
    ...TICKS.flatMap((tick) => [
      guide(x(tick), TITLES, x(tick), bottom),
      text(x(tick), bottom + 12, tick ? score(tick).slice(0, -2) : "0", { ...MIDDLE, ...MUTED }),
    ]),
    text(PAD, laid.high - 4, t("← conflict"), MUTED),
    text(wide - PAD, laid.high - 4, t("cooperation →"), { ...MUTED, ...END }),
    ...rows.flatMap((row, i) => frame(row, [laid.tops[i], laid.floors[i]], x, wide)),
  );
  return svg;
}

/** What belongs to a row but its dots: its name, its floor, and the mean with its interval. */
function frame(
  { name, words, mean, recorded }: Row,
  [top, floor]: readonly [number, number],
  x: Scale,
  wide: number,
): SVGElement[] {
  const parts: SVGElement[] = [
    text(PAD, top + LINE, name, BOLD),
    text(PAD, top + 2 * LINE, words, MUTED),
    s("line", { x1: PAD, x2: wide - PAD, y1: floor, y2: floor, class: "floor" }),
  ];
  if (!isNaN(mean.low))
    parts.push(
      s("rect", {
        ...{ x: x(mean.low), width: x(mean.high) - x(mean.low), y: floor + 3, height: 7 },
        class: "interval",
      }),
    );
  if (!isNaN(recorded))
    parts.push(s("line", { ...upright(x(recorded), floor + 1, floor + 14), class: "recorded" }));
  if (!isNaN(mean.mean)) {
    const [at, under] = [x(mean.mean), floor + 1];
    parts.push(s("path", { d: `M${at},${under}l-6,12h12z`, class: "mean" }));
  }
  return parts;
}

type Scale = (value: number) => number;

const upright = (x: number, y1: number, y2: number) => ({ x1: x, x2: x, y1, y2 });

/** An act: a circle for a contact, a square for a deed; hollow if it is out, ringed if turned. */
function mark({ act, x, y, r, done, label }: Spot, isCurrent: boolean): SVGElement {
  const [id, , , , , isContact] = act;
  const side = 1.8 * r;
  const shape = isContact
    ? s("circle", { cx: x, cy: y, r })
    : s("rect", { x: x - side / 2, y: y - side / 2, width: side, height: side });
  return s(
    "g",
    {
      ...{ role: "checkbox", "aria-checked": String(done !== "out"), "aria-label": label },
      ...{ tabindex: isCurrent ? 0 : -1, "data-act": id },
      class: [isContact ? "contact" : "deed", done].filter(Boolean).join(" "),
    },
    shape,
  );
}
