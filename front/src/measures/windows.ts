/** A day of a line and its value, -10 to +10. */
export type Point = readonly [iso: string, value: number];

/**
 * A stretch of a presidency: its name, its first day, the day after its last, and the mean score of
 * its acts, or null where too few stand in it.
 */
export type Window = readonly [name: string, first: string, after: string, acts: number | null];

/** Mean of the drawn line and of the acts in a window, and their difference; null if not compared. */
export interface Means {
  readonly yours: number | null;
  readonly record: number | null;
  readonly difference: number | null;
}

export interface Compared extends Means {
  readonly window: string;
}

/** Days since 1970. */
export const dayNumber = (iso: string): number => Date.parse(iso) / 864e5;

/** The height of a line that runs straight from point to point; null outside it. */
export function heightAt(points: readonly Point[], day: number): number | null {
  const after = points.findIndex(([iso]) => dayNumber(iso) >= day);
  if (after < 0) return null;
  const [end, high] = points[after];
  if (dayNumber(end) === day) return high;
  if (after === 0) return null;
  const [start, low] = points[after - 1];
  return low + ((high - low) * (day - dayNumber(start))) / (dayNumber(end) - dayNumber(start));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Compare a drawn line with the acts, window by window, at the months of the record; as Python. */
export function compare(
  points: readonly Point[],
  record: readonly Point[],
  windows: readonly Window[],
): Compared[] {
  return windows.map(([window, first, after, acts]) => {
    const own = record
      .filter(([iso]) => iso >= first && iso < after)
      .map(([iso]) => heightAt(points, dayNumber(iso)))
      .filter((height) => height !== null);
    if (!own.length || acts === null)
      return { window, yours: null, record: null, difference: null };
    return { window, yours: mean(own), record: acts, difference: mean(own) - acts };
  });
}
