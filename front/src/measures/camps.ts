/** Camps of raters by their weights; the twin of `camps` in resetcycle/agreement.py, which says more. */
import { geometricMean, shares } from "./concord";
import type { Random } from "./generator";

type Point = readonly number[];
type Points = readonly Point[];

export interface Camps {
  /** The camp of each rater: 0 is the largest. */
  readonly labels: readonly number[];
  readonly sizes: readonly number[];
  readonly centres: readonly Point[];
  /** How clearly they are set apart, from -1 to 1; null for a single camp. */
  readonly silhouette: number | null;
}

interface Rule {
  readonly random: Random;
  /** So many starts, of which the best is taken. */
  readonly starts: number;
  /** From here on one may speak of camps. */
  readonly silhouette: number;
  readonly floor: number;
}

const [FEWEST, MOST] = [2, 3];

/** Two or three camps, if they are clearly apart, else one; or as many as `k` says. */
export function camps(weights: Points, rule: Rule, k?: number): Camps {
  const points = shares(weights);
  const most = Math.min(MOST, places(points).length);
  const sizes = k === undefined ? [FEWEST, MOST].filter((size) => size <= most) : [k];
  const one = { labels: points.map(() => 0), silhouette: null };
  let best: { labels: number[]; silhouette: number | null } = one;
  for (const size of sizes) {
    const labels = kMeans(points, size, rule);
    const found = silhouette(points, labels);
    if (best.silhouette === null || (found ?? -1) > best.silhouette)
      best = { labels, silhouette: found };
  }
  if (k === undefined && !((best.silhouette ?? -1) >= rule.silhouette)) best = one;
  const { labels, counts } = largestFirst(best.labels);
  const members = counts.map((_, camp) => points.filter((_point, i) => labels[i] === camp));
  const centres = members.map((own) => geometricMean(own, rule.floor));
  return { labels, sizes: counts, centres, silhouette: best.silhouette };
}

/** How many different points there are, as `camps` counts them. */
export const differing = (weights: Points): number => places(weights).length;

/** Different points in order, to the twelfth decimal. */
function places(points: Points): Point[] {
  const rounded = points.map((point) => point.map((value) => Math.round(value * 1e12) / 1e12));
  const different = new Map(rounded.map((point) => [point.join(), point]));
  return [...different.values()].sort((one, other) => {
    const i = one.findIndex((value, at) => value !== other[at]);
    return one[i] - other[i];
  });
}

/** The camps of the best of many runs, each started from different raters. */
function kMeans(points: Points, k: number, { random, starts }: Rule): number[] {
  const from = places(points);
  let best = { left: Infinity, labels: points.map(() => 0) };
  for (let run = 0; run < starts; run++) {
    const begun = random.choice(from.length, k).map((at) => from[at]);
    const settled = settle(points, begun);
    if (!run || settled.left < best.left) best = settled;
  }
  return best.labels;
}

/** Move raters to the nearest centre and centres to their raters until nothing moves. */
function settle(points: Points, begun: Points) {
  let [labels, centres] = [points.map(() => -1), begun];
  for (;;) {
    const distances = points.map((point) => centres.map((centre) => square(point, centre)));
    const nearest = distances.map((row) => row.indexOf(Math.min(...row)));
    if (nearest.every((camp, i) => camp === labels[i])) {
      // A run that has lost a camp on the way does not count.
      const isWhole = new Set(labels).size === centres.length;
      const left = distances.reduce((sum, row) => sum + Math.min(...row), 0);
      return { left: isWhole ? left : Infinity, labels };
    }
    labels = nearest;
    centres = centres.map((centre, camp) => {
      const own = points.filter((_, i) => labels[i] === camp);
      return own.length ? middle(own) : centre;
    });
  }
}

const middle = (points: Points): number[] =>
  points[0].map((_, i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);

const square = (one: Point, other: Point): number =>
  one.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0);

/** The mean over raters of nearest other camp less own camp, by the larger; a rater alone counts 0. */
function silhouette(points: Points, labels: readonly number[]): number | null {
  const kinds = [...new Set(labels)];
  if (kinds.length < 2) return null;
  const each = points.map((point, i) => {
    const far = (camp: number) => {
      const own = points.filter((_, j) => labels[j] === camp && j !== i);
      return own.reduce((sum, other) => sum + Math.sqrt(square(point, other)), 0) / own.length;
    };
    if (labels.filter((camp) => camp === labels[i]).length < 2) return 0;
    const [inside, outside] = [
      far(labels[i]),
      Math.min(...kinds.filter((camp) => camp !== labels[i]).map(far)),
    ];
    return (outside - inside) / Math.max(inside, outside);
  });
  return each.reduce((sum, value) => sum + value, 0) / points.length;
}

/** Camps by size; of equal ones that of the first rater leads. */
function largestFirst(labels: readonly number[]) {
  const sizeOf = (camp: number) => labels.filter((own) => own === camp).length;
  const kinds = [...new Set(labels)].sort((a, b) => sizeOf(b) - sizeOf(a));
  return { labels: labels.map((camp) => kinds.indexOf(camp)), counts: kinds.map(sizeOf) };
}
