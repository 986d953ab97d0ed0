/** Before and after a day: does the mean of some acts turn there? The twin of resetcycle/cuts.py. */
import { mulberry32 } from "./random";

/** The day of an act and its score. */
export type Scored = readonly [iso: string, score: number];

/** How many draws, from which seed, of how many weeks; under how many acts nothing is told. */
export interface Rule {
  readonly draws: number;
  readonly seed: number;
  readonly weeks: number;
  readonly enough: number;
}

export type Verdict = "lower" | "higher" | "unclear";

/** Numbers of acts and their means, NaN without any; the interval of the change, NaN if too few. */
export interface Turn {
  readonly n: readonly [before: number, after: number];
  readonly means: readonly [before: number, after: number];
  readonly low: number;
  readonly high: number;
  readonly verdict: Verdict;
}

interface Side {
  readonly scores: readonly number[];
  readonly weeks: readonly number[];
}

/** How often each week of a year comes in each draw. */
type Times = readonly Uint8Array[];

/** The same day so many years on. */
export const yearsOn = (iso: string, years: number): string =>
  `${Number(iso.slice(0, 4)) + years}${iso.slice(4)}`;

/** Draws are made once for a rule: they do not depend on the day. */
export function makeTurns(rule: Rule): (acts: readonly Scored[], day: string) => Turn {
  const [old, young] = [drawn(rule, 0), drawn(rule, 1)];
  return (acts, day) => {
    const [before, after] = [side(acts, yearsOn(day, -1), day), side(acts, day, yearsOn(day, 1))];
    const n = [before.scores.length, after.scores.length] as const;
    const means = [mean(before.scores), mean(after.scores)] as const;
    if (Math.min(...n) < rule.enough) return { n, means, low: NaN, high: NaN, verdict: "unclear" };
    const [was, now] = [oneOut(before, old), oneOut(after, young)];
    // Everything, then one out after the day, then one out before it.
    const changes = [
      ...now.map((row) => minus(row, was[0])),
      ...was.slice(1).map((row) => minus(now[0], row)),
    ].map(sorted);
    const low = Math.min(...changes.map((row) => quantile(row, 0.025)));
    const high = Math.max(...changes.map((row) => quantile(row, 0.975)));
    const verdict = high < 0 ? "lower" : low > 0 ? "higher" : "unclear";
    return { n, means, low, high, verdict };
  };
}

function drawn({ draws, seed, weeks }: Rule, half: number): Times {
  return Array.from({ length: draws }, (_, draw) => {
    const times = new Uint8Array(weeks);
    const first = (half * draws + draw) * weeks;
    for (let i = 0; i < weeks; i++) times[Math.floor(mulberry32(first + i, seed) * weeks)] += 1;
    return times;
  });
}

function side(acts: readonly Scored[], first: string, after: string): Side {
  const inside = acts.filter(([iso]) => iso >= first && iso < after);
  const weeks = inside.map(([iso]) => Math.floor((Date.parse(iso) - Date.parse(first)) / 6048e5));
  return { scores: inside.map(([, score]) => score), weeks };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of each draw: with all acts, then without each of them; NaN where nothing is left. */
function oneOut({ scores, weeks }: Side, times: Times): Float64Array[] {
  const [held, added] = [new Float64Array(times.length), new Float64Array(times.length)];
  times.forEach((row, draw) =>
    scores.forEach((score, i) => {
      held[draw] += row[weeks[i]];
      added[draw] += row[weeks[i]] * score;
    }),
  );
  const without = (score: number, week: number | null) =>
    held.map((count, draw) => {
      const out = week === null ? 0 : times[draw][week];
      return count > out ? (added[draw] - out * score) / (count - out) : NaN;
    });
  return [without(0, null), ...scores.map((score, i) => without(score, weeks[i]))];
}

const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x - b[i]);

const sorted = (values: Float64Array): Float64Array =>
  values.filter((value) => !Number.isNaN(value)).sort();

/** Between the neighbours in a straight line, as numpy does. */
function quantile(values: Float64Array, share: number): number {
  const at = share * (values.length - 1);
  const [below, above] = [values[Math.floor(at)], values[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
