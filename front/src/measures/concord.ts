/** How far raters agree on an order, and their common weights; twins in resetcycle/agreement.py. */

type Rows = readonly (readonly number[])[];

/** Kendall's W, from 0 to 1 for one order; null if every rater ties everything. Ties are corrected for. */
export function kendallsW(rows: Rows): number | null {
  const [m, n] = [rows.length, rows[0].length];
  const ranked = rows.map(ranks);
  const middle = (m * (n + 1)) / 2;
  const sums = ranked[0].map((_, i) => ranked.reduce((sum, row) => sum + row[i], 0));
  const spread = sums.reduce((all, sum) => all + (sum - middle) ** 2, 0);
  const ties = rows.reduce((all, row) => {
    const counts = [...new Set(row)].map((one) => row.filter((other) => other === one).length);
    return all + counts.reduce((sum, count) => sum + count ** 3 - count, 0);
  }, 0);
  const most = m ** 2 * (n ** 3 - n) - m * ties;
  return most > 0 ? (12 * spread) / most : null;
}

/** The place of each value, the lowest first; what is equal shares its places. */
const ranks = (row: readonly number[]): number[] =>
  row.map((value) => {
    const lower = row.filter((other) => other < value).length;
    const same = row.filter((other) => other === value).length;
    return lower + (same + 1) / 2;
  });

/** Rows scaled to sum 1, in the order in which NumPy adds eight numbers: ties hang on the last digit. */
export const shares = (rows: Rows): number[][] =>
  rows.map((row) => {
    const sum = added(row);
    return row.map((value) => value / sum);
  });

function added(row: readonly number[]): number {
  if (row.length !== 8) return row.reduce((sum, value) => sum + value, 0);
  const [a, b, c, d, e, f, g, h] = row;
  return a + b + (c + d) + (e + f + (g + h));
}

/** The weights of all raters in one; shares below the floor are raised to it. */
export function geometricMean(rows: Rows, floor: number): number[] {
  const raised = shares(rows).map((row) => row.map((value) => Math.log(Math.max(value, floor))));
  const means = raised[0].map((_, i) =>
    Math.exp(raised.reduce((sum, row) => sum + row[i], 0) / rows.length),
  );
  const all = means.reduce((sum, value) => sum + value, 0);
  return means.map((value) => value / all);
}
