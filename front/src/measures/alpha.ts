/** Krippendorff's alpha; the twin of `krippendorff_alpha` in resetcycle/agreement.py, which says more. */

/** A row a rater, a column a unit; null where a rater has not rated. */
export type Ratings = readonly (readonly (number | null)[])[];

/** Agreement beyond chance; null where nothing can be compared or all is one value. */
export function alpha(ratings: Ratings, level: "nominal" | "ordinal"): number | null {
  const units = (ratings[0] ?? []).map((_, unit) =>
    ratings.map((row) => row[unit]).filter((value) => value !== null),
  );
  const rated = units.filter((unit) => unit.length >= 2);
  const values = [...new Set(units.flat())].sort((a, b) => a - b);
  const counts = rated.map((unit) =>
    values.map((value) => unit.filter((one) => one === value).length),
  );
  const totals = values.map((_, i) => counts.reduce((sum, unit) => sum + unit[i], 0));
  const distance = distances(totals, level);
  const all = totals.reduce((sum, total) => sum + total, 0);
  const observed = counts.reduce((sum, unit) => {
    const raters = unit.reduce((a, b) => a + b, 0);
    return sum + within(unit, unit, distance) / (raters - 1);
  }, 0);
  const expected = within(totals, totals, distance) / (all - 1);
  return expected > 0 ? 1 - observed / expected : null;
}

const within = (
  one: readonly number[],
  other: readonly number[],
  distance: readonly (readonly number[])[],
): number =>
  one.reduce(
    (sum, here, i) => sum + other.reduce((row, there, j) => row + here * there * distance[i][j], 0),
    0,
  );

/** Squared: names are just different; in an order there lie ratings between, half of those at either end. */
function distances(totals: readonly number[], level: "nominal" | "ordinal"): number[][] {
  let before = 0;
  const places = totals.map((total) => (before += total) - total / 2);
  return places.map((here, i) =>
    places.map((there, j) => (level === "nominal" ? Number(i !== j) : (here - there) ** 2)),
  );
}
