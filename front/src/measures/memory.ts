/** The mean of acts so far, with old acts fading; the twin of `event_line` in trajectory.py. */

/** What enters a month besides its acts: its place, the sum of scores, and their number. */
export type Entry = readonly [month: number, total: number, count: number];

export interface Monthly {
  readonly totals: readonly number[];
  readonly counts: readonly number[];
}

/** A value a month, and how many acts' worth of memory stand behind it. */
export interface Remembered {
  readonly tones: readonly number[];
  readonly weights: readonly number[];
}

export function remembered(
  { totals, counts }: Monthly,
  entries: readonly Entry[],
  halfLife: number,
): Remembered {
  const keep = 0.5 ** (1 / halfLife);
  const [own, numbers] = [[...totals], [...counts]];
  for (const [month, total, count] of entries) {
    own[month] += total;
    numbers[month] += count;
  }
  const [tones, weights]: [number[], number[]] = [[], []];
  let [sum, weight] = [0, 0];
  own.forEach((total, month) => {
    sum = sum * keep + total;
    weight = weight * keep + numbers[month];
    weights.push(weight);
    tones.push(weight > 1e-9 ? sum / weight : NaN);
  });
  return { tones, weights };
}
