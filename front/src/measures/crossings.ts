/** Where an order turns while one weight moves; the arithmetic of `crossings` in weighing.py. */

/** The burden of a row when the moving weight is zero, and when it is everything. */
export type Line = readonly [at0: number, at1: number];

export interface Crossing {
  readonly below: number;
  readonly above: number;
  /** The weight, between 0 and 1, at which the two change places. */
  readonly weight: number;
  /** Whether first place changes hands. */
  readonly first: boolean;
}

// Sums of the same terms in another order differ in the sixteenth digit; weighing.py says the same.
const EQUAL = 1e-12;

export const height = ([at0, at1]: Line, weight: number): number => at0 + weight * (at1 - at0);

/**
 * A line for each row of severities, a cell a weight, while weight `j` goes from 0 to 1 and the
 * others keep their proportions; null if these have none to keep.
 */
export function linesOf(
  severities: readonly (readonly number[])[],
  weights: readonly number[],
  j: number,
): Line[] | null {
  const others = weights.map((weight, k) => (k === j ? 0 : weight));
  const rest = others.reduce((a, b) => a + b, 0);
  if (rest <= EQUAL) return null;
  return severities.map((row) => [row.reduce((a, x, k) => a + x * others[k], 0) / rest, row[j]]);
}

/** Where two lines cross, by rising weight; those that only meet at an end do not. */
export function crossings(lines: readonly Line[]): Crossing[] {
  const found = lines.flatMap((line, i) =>
    lines.slice(i + 1).flatMap((other, k) => crossing(lines, [line, i], [other, i + 1 + k])),
  );
  return found.sort((a, b) => a.weight - b.weight);
}

function crossing(
  lines: readonly Line[],
  [line, i]: [Line, number],
  [other, k]: [Line, number],
): Crossing[] {
  const [at0, at1] = [line[0] - other[0], line[1] - other[1]];
  if (Math.min(Math.abs(at0), Math.abs(at1)) <= EQUAL || at0 * at1 > 0) return [];
  const weight = at0 / (at0 - at1);
  const [below, above] = at0 > 0 ? [i, k] : [k, i];
  const highest = Math.max(...lines.map((each) => height(each, weight)));
  return [{ below, above, weight, first: height(line, weight) >= highest - EQUAL }];
}
