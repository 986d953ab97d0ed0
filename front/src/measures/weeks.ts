/**
 * The rule by which the record compares two windows, as resetcycle/record.py has it: whole weeks are
 * drawn, by the same random numbers, and an interval must hold whichever one act is left out.
 */
import { Random, type Bits } from "./generator";

/** The random bits of a window, and how many weeks are drawn from. */
export interface Stream extends Bits {
  readonly weeks: number;
}

/** What is averaged in a window: each act's score and week, and how often a draw has a week. */
export interface Sample {
  readonly values: readonly number[];
  readonly weeks: readonly number[];
  /** Week after week, and in each draw after draw. */
  readonly times: Uint8Array;
  readonly draws: number;
}

/** Unclear where the record cannot tell. */
export type Verdict = "lower" | "higher" | "unclear";

/** A mean, or a change of means, and its interval of 95 percent; not a number where nothing is. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Change extends Interval {
  readonly verdict: Verdict;
}

const [LOW, HIGH] = [0.025, 0.975];

/** How often each draw has each week: as many weeks as there are, drawn with replacement. */
export function timesOf(stream: Stream, draws: number): Uint8Array {
  const [random, times] = [new Random(stream), new Uint8Array(stream.weeks * draws)];
  for (let draw = 0; draw < draws; draw++)
    for (let slot = 0; slot < stream.weeks; slot++)
      times[random.below(stream.weeks) * draws + draw]++;
  return times;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sum and the number of acts in each draw. */
interface Drawn {
  readonly held: Float64Array;
  readonly added: Float64Array;
}

function drawn({ values, weeks, times, draws }: Sample): Drawn {
  const [held, added] = [new Float64Array(draws), new Float64Array(draws)];
  values.forEach((value, i) => {
    const at = weeks[i] * draws;
    for (let draw = 0; draw < draws; draw++) {
      held[draw] += times[at + draw];
      added[draw] += times[at + draw] * value;
    }
  });
  return { held, added };
}

const meansOf = ({ held, added }: Drawn): Float64Array => added.map((sum, i) => sum / held[i]);

/** The means of the draws without one act, once for all acts of one week and score. */
function* oneOut(sample: Sample, { held, added }: Drawn): Generator<Float64Array> {
  const seen = new Set<string>();
  for (const [i, value] of sample.values.entries()) {
    const alike = `${value} ${sample.weeks[i]}`;
    if (seen.has(alike)) continue;
    seen.add(alike);
    const at = sample.weeks[i] * sample.draws;
    yield held.map((number, draw) => {
      const out = sample.times[at + draw];
      return (added[draw] - out * value) / (number - out);
    });
  }
}

/** The middle 95 percent of some draws, without those that hold nothing. */
function middle(draws: Float64Array): [low: number, high: number] {
  const sorted = draws.filter((value) => !isNaN(value)).sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place - Math.floor(place));
  };
  return [at(LOW), at(HIGH)];
}

export function interval(sample: Sample): Interval {
  const [low, high] = middle(meansOf(drawn(sample)));
  return { mean: mean(sample.values), low, high };
}

/** The change from one window to a later one, with an interval as wide as any one act makes it. */
export function change(end: Sample, other: Sample, enough: number): Change {
  const [here, there] = [drawn(end), drawn(other)];
  const [later, earlier] = [meansOf(here), meansOf(there)];
  let [low, high] = middle(later.map((value, i) => value - earlier[i]));
  const widen = (draws: Float64Array) => {
    const [least, most] = middle(draws);
    // Where a row holds nothing there is no interval, and Math.min says so too.
    [low, high] = [Math.min(low, least), Math.max(high, most)];
  };
  for (const row of oneOut(end, here)) widen(row.map((value, i) => value - earlier[i]));
  for (const row of oneOut(other, there)) widen(row.map((value, i) => later[i] - value));
  const areEnough = Math.min(end.values.length, other.values.length) >= enough;
  const verdict = areEnough ? verdictOf(low, high) : "unclear";
  return { mean: mean(end.values) - mean(other.values), low, high, verdict };
}

function verdictOf(low: number, high: number): Verdict {
  if (high < 0) return "lower";
  return low > 0 ? "higher" : "unclear";
}

/** Which act of two windows moves their change most if it is left out, and of which window. */
export interface Heaviest {
  readonly isOfEnd: boolean;
  readonly place: number;
}

/**
 * The act that moves a change most: against the verdict that the record has, or further from zero
 * where the record cannot tell. Null where a window would be left without acts.
 */
export function heaviest(
  end: readonly number[],
  other: readonly number[],
  recorded: Pick<Change, "mean" | "verdict">,
): Heaviest | null {
  if (Math.min(end.length, other.length) < 2) return null;
  const rises = recorded.verdict === "unclear" ? recorded.mean > 0 : recorded.verdict === "lower";
  const up = rises ? 1 : -1;
  const [ofEnd, ofOther] = [pull(end, -up), pull(other, up)];
  return ofEnd.by >= ofOther.by
    ? { isOfEnd: true, place: ofEnd.place }
    : { isOfEnd: false, place: ofOther.place };
}

/** By how much a mean falls (or rises, if `up` is -1) without the act that moves it most. */
function pull(values: readonly number[], up: number): { by: number; place: number } {
  const turned = values.map((value) => up * value);
  const place = turned.indexOf(Math.max(...turned));
  return { by: (turned[place] - mean(turned)) / (values.length - 1), place };
}
