/** Hands on the line: pointers that draw over the plot, and one native slider a point. */
import { h } from "../kit/elements";
import { t } from "../kit/language";
import { day, score } from "../kit/words";
import { valueAt, type Plot } from "./plot";
import { LIMIT, STEP, type Line } from "./state";

interface Gesture {
  readonly began: () => void;
  /** Points that the pointer has passed since the last word, by place, with their heights. */
  readonly moved: (points: ReadonlyMap<number, number>) => void;
  readonly ended: (touched: readonly number[]) => void;
}

interface Pen {
  readonly id: number;
  readonly down: number;
  readonly x: number;
  readonly y: number;
  readonly touched: Set<number>;
}

/** Let pointers draw: the point where one comes down, and every point that it passes from there. */
export function drawWith(plot: Plot, spots: () => readonly number[], gesture: Gesture): void {
  let pen: Pen | null = null;
  const tell = (points: ReadonlyMap<number, number>) => {
    for (const i of points.keys()) pen?.touched.add(i);
    gesture.moved(points);
  };
  plot.hit.addEventListener("pointerdown", (event) => {
    if (pen || event.button) return;
    plot.hit.setPointerCapture(event.pointerId);
    const [x, y] = plot.place(event);
    pen = { id: event.pointerId, down: x, x, y, touched: new Set() };
    gesture.began();
    tell(new Map([[closest(x, spots()), valueAt(y)]]));
  });
  plot.hit.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen?.id) return;
    const [x, y] = plot.place(event);
    tell(passed(pen, x, y, spots()));
    pen = { ...pen, x, y };
  });
  for (const type of ["pointerup", "pointercancel"] as const)
    plot.hit.addEventListener(type, (event) => {
      if (event.pointerId !== pen?.id) return;
      const touched = [...pen.touched];
      pen = null;
      gesture.ended(touched);
    });
}

const closest = (x: number, spots: readonly number[]): number =>
  spots.reduce((best, spot, i) => (Math.abs(spot - x) < Math.abs(spots[best] - x) ? i : best), 0);

/** The points between the last place of a pointer and the new one, and the point that it is at. */
export function passed(
  pen: Pick<Pen, "down" | "x" | "y">,
  x: number,
  y: number,
  spots: readonly number[],
): Map<number, number> {
  const points = new Map<number, number>();
  spots.forEach((spot, i) => {
    if ((spot - pen.x) * (spot - x) < 0)
      points.set(i, valueAt(pen.y + ((y - pen.y) * (spot - pen.x)) / (x - pen.x)));
  });
  const near = closest(x, spots);
  // A point follows the pointer while that is close, and the first one until it has gone sideways.
  const reach = (spots[spots.length - 1] - spots[0]) / Math.max(spots.length - 1, 1) / 4;
  if (Math.min(Math.abs(x - spots[near]), Math.abs(x - pen.down)) < reach)
    points.set(near, valueAt(y));
  return points;
}

export interface Slider {
  readonly cell: HTMLElement;
  readonly show: (line: Line) => void;
}

/** The year where it begins, so that years of neighbours do not run into each other. */
export const yearUnder = (iso: string, i: number): string =>
  i === 0 || iso.slice(5, 7) < "07" ? iso.slice(0, 4) : "\u00a0";

/** The slider of a point; `change` hears of every move, `focus` of its coming and going. */
export function makeSlider(
  iso: string,
  i: number,
  change: (i: number, value: number) => void,
  focus: (i: number | null) => void,
): Slider {
  const put = () => change(i, Number(input.value));
  const input = h("input", {
    ...{ type: "range", min: -LIMIT, max: LIMIT, step: STEP, value: 0 },
    oninput: put,
    onclick: put,
    onkeydown: (event: KeyboardEvent) => event.key === "Enter" && put(),
    onfocus: () => focus(i),
    onblur: () => focus(null),
  });
  const hidden = { "aria-hidden": "true" };
  const value = h("span", hidden);
  const seen = h("span", hidden, day(iso, { month: "short" }), h("br"), yearUnder(iso, i));
  const unseen = h("span", { class: "unseen" }, day(iso));
  const show = ({ values, isSet }: Line) => {
    const words = score(values[i]);
    input.value = String(values[i]);
    input.setAttribute(
      "aria-valuetext",
      isSet[i] ? words : t("{score}, not set", { score: words }),
    );
    value.textContent = isSet[i] ? words : "○";
  };
  return { cell: h("label", {}, unseen, input, value, h("br"), seen), show };
}
