/** How sliders become weights; the arithmetic of `slider_weights` in Python's board.py. */
export type Method = "swing" | "rank";

/**
 * One slider. Its members are the one group that it weighs, or several that share it; a group that
 * has been split stands in several sliders.
 */
export interface Slider {
  readonly label: string;
  readonly members: readonly string[];
  readonly points: number;
}

export type Weights = Readonly<Record<string, number>>;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The share of each slider: of all points, or, if only their order counts, by rank-order centroids. */
export function shares(sliders: readonly Slider[], method: Method): number[] {
  const points = sliders.map((slider) => slider.points);
  if (method === "swing") return points.map((value) => value / sum(points));
  const order = [...points].sort((a, b) => b - a);
  // Sliders with the same points share the centroids of their places.
  return points.map((value) => {
    const tied = order.flatMap((other, place) => (other === value ? [centroid(place, order)] : []));
    return sum(tied) / tied.length;
  });
}

/** The rank-order centroid of a place: the mean weight of all weights that keep the order. */
const centroid = (place: number, order: readonly number[]): number =>
  sum(order.map((_, k) => (k >= place ? 1 / (k + 1) : 0))) / order.length;

/** The weight of each group, 0 to 1; they sum to 1. */
export function groupWeights(
  sliders: readonly Slider[],
  method: Method,
  groups: readonly string[],
): Weights {
  const weights = new Map(groups.map((id) => [id, 0]));
  for (const [i, share] of shares(sliders, method).entries())
    for (const id of sliders[i].members)
      weights.set(id, (weights.get(id) ?? 0) + share / sliders[i].members.length);
  return Object.fromEntries(weights);
}

/** Weights as whole points for a share code, 100 for the heaviest. */
export function wholePoints(weights: Weights): Record<string, number> {
  const top = Math.max(...Object.values(weights));
  const points = Object.entries(weights).map(([id, weight]) => [
    id,
    Math.floor((100 * weight) / top + 0.5),
  ]);
  return Object.fromEntries(points) as Record<string, number>;
}
