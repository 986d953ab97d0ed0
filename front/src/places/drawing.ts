/** The map: outlines, members of NATO shaded, a mark for each kind of act in a place, and names. */
import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";
import { fluid, sheet, text } from "../kit/axes";
import { s } from "../kit/elements";
import outlines from "./outlines.json";
import { spotWords, type PlacesTraits, type Spot } from "./state";

type Outline = readonly [id: string, rings: readonly (readonly number[])[]];
type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Degrees that a view shows: west, east, south and north. */
const FRAMES = { near: [-25, 65, 32, 72], world: [-170, 190, -56, 80] } as const;
const WIDEST = 760;
export const MARKS = {
  meeting: symbolCircle,
  expulsion: symbolSquare,
  forces: symbolTriangle,
  war: symbolDiamond,
} as const;
const SMALL = 40;
const LETTER = 8.6; // of a name, in pixels: wider than most letters are.
const LINE = 18;

export interface Picture {
  readonly view: string;
  readonly found: readonly Spot[];
  readonly members: ReadonlySet<string>;
  readonly label: string;
}

/** The map, and how to show others of its places. */
export function makeMap(
  given: Pick<PlacesTraits, "places" | "kinds">,
  start: Picture,
  open: (place: number) => void,
) {
  let [now, anew]: [Picture, () => void] = [start, () => undefined];
  const element = fluid(WIDEST, (wide) => {
    const box = sheet(wide, 1, now.label);
    anew = () => {
      const at = projection(now.view, wide);
      box.setAttribute("viewBox", `0 0 ${wide} ${at.high}`);
      box.setAttribute("height", String(at.high));
      box.setAttribute("aria-label", now.label);
      box.replaceChildren(...land(now.members, at), ...marked(now.found, given, at, open));
    };
    anew();
    return box;
  });
  const show = (picture: Picture) => {
    now = picture;
    anew();
  };
  return { element, show };
}

interface Projection {
  readonly high: number;
  readonly wide: number;
  readonly point: (longitude: number, latitude: number) => readonly [number, number];
  readonly frame: readonly [number, number, number, number];
}

/** Degrees along and up in equal steps, those along shorter as they are in the middle of the view. */
export function projection(view: string, wide: number): Projection {
  const frame = view === "world" ? FRAMES.world : FRAMES.near;
  const [west, east, south, north] = frame;
  const along = wide / (east - west);
  const up = along / Math.cos((((south + north) / 2) * Math.PI) / 180);
  const high = Math.round((north - south) * up);
  const point = (longitude: number, latitude: number) =>
    [(longitude - west) * along, (north - latitude) * up] as const;
  return { high, wide, point, frame };
}

function land(members: ReadonlySet<string>, at: Projection): SVGElement[] {
  const [west, east, south, north] = at.frame;
  const inside = (flat: readonly number[]) => {
    const [xs, ys] = [0, 1].map((odd) => flat.filter((_value, i) => i % 2 === odd));
    return (
      Math.min(...xs) / 10 < east &&
      Math.max(...xs) / 10 > west &&
      Math.min(...ys) / 10 < north &&
      Math.max(...ys) / 10 > south
    );
  };
  return (outlines as unknown as readonly Outline[]).map(([id, rings]) =>
    s("path", {
      d: rings
        .filter(inside)
        .map((flat) => ring(flat, at))
        .join(""),
      class: members.has(id) ? "member" : "land",
    }),
  );
}

function ring(flat: readonly number[], { point }: Projection): string {
  const points: string[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const [x, y] = point(flat[i] / 10, flat[i + 1] / 10);
    points.push(`${x.toFixed(1)},${y.toFixed(1)}`);
  }
  return `M${points.join("L")}Z`;
}

/** Marks of the places in the view, large ones below, and the names that have room. */
function marked(
  found: readonly Spot[],
  given: Pick<PlacesTraits, "places" | "kinds">,
  at: Projection,
  open: (place: number) => void,
): SVGElement[] {
  const seen = found.flatMap((spot) => {
    const [, , longitude, latitude] = given.places[spot.place];
    const [x, y] = at.point(longitude, latitude);
    return x < 4 || y < 4 || x > at.wide - 4 || y > at.high - 4 ? [] : [{ spot, x, y }];
  });
  const marks = seen.flatMap(({ spot, x, y }) => markOf(spot, x, y, given, open));
  return [...marks, ...names(seen, given, at)];
}

function markOf(
  spot: Spot,
  x: number,
  y: number,
  given: Pick<PlacesTraits, "places" | "kinds">,
  open: (place: number) => void,
): SVGElement[] {
  const kinds = Object.keys(given.kinds).filter((kind) => spot.counts[kind]);
  return kinds.map((kind, i) => {
    const d = symbol(MARKS[kind as keyof typeof MARKS], SMALL * spot.counts[kind] ** 0.7)() ?? "";
    const aside = (i - (kinds.length - 1) / 2) * 11;
    const mark = s(
      "path",
      { d, transform: `translate(${(x + aside).toFixed(1)},${y.toFixed(1)})`, class: kind },
      s("title", {}, spotWords(spot, given)),
    );
    mark.addEventListener("click", () => {
      open(spot.place);
    });
    return mark;
  });
}

interface Seen {
  readonly spot: Spot;
  readonly x: number;
  readonly y: number;
}

/** A name beside its mark, to the right or to the left, if it covers no other name. */
function names(
  seen: readonly Seen[],
  { places }: Pick<PlacesTraits, "places">,
  at: Projection,
): SVGElement[] {
  const taken: Box[] = [];
  return seen.flatMap(({ spot, x, y }) => {
    const [name] = places[spot.place];
    const [long, aside] = [name.length * LETTER, 9 + 2 * Math.sqrt(spot.acts.length)];
    const sides = [
      { left: x + aside, anchor: "start" },
      { left: x - aside - long, anchor: "end" },
    ];
    const free = sides.find(({ left }) => {
      const box: Box = [left, y - LINE / 2, left + long, y + LINE / 2];
      return (
        left > 2 && left + long < at.wide - 2 && y > LINE && y < at.high - LINE && clear(box, taken)
      );
    });
    if (!free) return [];
    taken.push([free.left, y - LINE / 2, free.left + long, y + LINE / 2]);
    const place = free.anchor === "start" ? free.left : free.left + long;
    return [text(place, y + 4, name, { class: "name", "text-anchor": free.anchor })];
  });
}

const clear = ([left, top, right, bottom]: Box, taken: readonly Box[]): boolean =>
  taken.every(([l, u, r, d]) => right < l || left > r || bottom < u || top > d);
