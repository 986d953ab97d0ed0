/** A day of a line and its value, -10 to +10. */
export type Point = readonly [iso: string, value: number];

/** A stretch of a presidency: its name, its first day, the day after its last. */
export type Window = readonly [name: string, first: string, after: string];

/** Mean of both lines in a window, and yours less the record's; null where there is no record. */
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

/** Compare a drawn line with the record, window by window, over the same days; as Python does. */
export function compare(
  points: readonly Point[],
  record: readonly Point[],
  windows: readonly Window[],
): Compared[] {
  return windows.map(([window, first, after]) => {
    const days = record
      .filter(([iso]) => iso >= first && iso < after)
      .map(([iso, tone]) => ({ own: heightAt(points, dayNumber(iso)), tone }))
      .filter((day): day is { own: number; tone: number } => day.own !== null);
    if (!days.length) return { window, yours: null, record: null, difference: null };
    const [yours, theirs] = [mean(days.map(({ own }) => own)), mean(days.map(({ tone }) => tone))];
    return { window, yours, record: theirs, difference: yours - theirs };
  });
}
