/** What many learners chose, drew or figured, counted and laid beside each other. */
import { compare, type Point, type Window } from "./windows";

/** Numbers in order, from the lowest to the highest. */
const inOrder = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const all = inOrder(values);
  const half = Math.floor(all.length / 2);
  return all.length % 2 ? all[half] : (all[half - 1] + all[half]) / 2;
}

export interface Spread {
  readonly n: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** How far numbers lie apart; null if there are none. */
export function spread(values: readonly number[]): Spread | null {
  const all = inOrder(values);
  if (!all.length) return null;
  return { n: all.length, low: all[0], median: median(all), high: all[all.length - 1] };
}

type Chosen = Readonly<Record<string, string>>;

/** How many learners gave a thing each of the choices, in the order of these. */
export const tally = (
  chosen: readonly Chosen[],
  id: string,
  choices: readonly string[],
): number[] => choices.map((choice) => chosen.filter((own) => own[id] === choice).length);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Days and heights of the middle line: at each day, of the lines that have a point there. */
export function middleLine(lines: readonly (readonly Point[])[]): Point[] {
  const heights = new Map<string, number[]>();
  for (const [iso, value] of lines.flat()) heights.set(iso, [...(heights.get(iso) ?? []), value]);
  return [...heights.keys()].sort().map((iso) => [iso, median(heights.get(iso) ?? [])]);
}

export interface WindowSpread {
  readonly window: string;
  /** Of the means of the lines in the window; null where nothing is compared. */
  readonly lines: Spread | null;
  readonly acts: number | null;
}

/** The means of all lines in each window, beside that of the acts. */
export function windowSpreads(
  lines: readonly (readonly Point[])[],
  record: readonly Point[],
  windows: readonly Window[],
): WindowSpread[] {
  const each = lines.map((line) => compare(line, record, windows));
  return windows.map(([window, , , acts], i) => {
    const means = each.map((rows) => rows[i].yours).filter((mean) => mean !== null);
    return { window, lines: spread(means), acts };
  });
}
