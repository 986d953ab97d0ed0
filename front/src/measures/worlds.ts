import { mulberry32 } from "./random";

/** A presidency as a stretch of the line: name, first month, month after the last, completed. */
export type Band = readonly [label: string, first: number, after: number, complete: boolean];

/**
 * World number `i`: the record's steps, with directions by coin. The same seed and number give the
 * same world, so that counted worlds can be counted again.
 */
export function world(steps: readonly number[], seed: number, i: number): number[] {
  const own = (seed * 1000003 + i * 2654435761) >>> 0;
  const values = [0];
  for (const [k, step] of steps.entries()) {
    const up = Math.floor(mulberry32(k, own) * 4) % 2 === 1;
    values.push(values[k] + (up ? step : -step));
  }
  return values;
}

/** Whether each of the first `k` presidencies ends lower than the one before, in its last month. */
export function endsFall(values: readonly number[], bands: readonly Band[], k: number): boolean {
  const ends = bands.slice(0, k).map(([, , after]) => values[after - 1]);
  return ends.every((end, i) => i === 0 || end < ends[i - 1]);
}
