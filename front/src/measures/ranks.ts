/** From weights and codings to burdens and ranks; the arithmetic of `rank_shares` in board.py. */
import { mulberry32 } from "./random";

/** A severity, 0 to 3, and the lowest and highest that a careful coder could give. */
export type Coding = readonly [severity: number, low: number, high: number];

/** A row a presidency, a cell a group. */
export type Codings = readonly (readonly Coding[])[];

export interface Draws {
  readonly n: number;
  readonly seed: number;
}

export interface Ranks {
  /** Row a presidency, column a place, the heaviest burden first: share of the draws. */
  readonly ranks: readonly Float64Array[];
  /** Share of the draws in which the row is heavier than the column; ties count half. */
  readonly wins: readonly Float64Array[];
}

const WORST = 3;
// Scores that differ by less than this are a tie; board.py says why.
const TIE = 1e-9;
const DRAWN_WEIGHTS = 4000;

/**
 * A code drawn around the one given by a number from 0 to 1; the arithmetic of `drawn_codes` in
 * weighing.py, which says why. Half of the numbers look down and half up; on each side the code is
 * likeliest and its limit least likely.
 */
export function drawnCode([code, low, high]: Coding, number: number): number {
  const down = number < 0.5;
  const room = down ? code - low : high - code;
  const left = 2 * Math.min(number, 1 - number) * (room + 1) * (room + 2);
  let steps = 0;
  for (let beyond = room; left < beyond * (beyond + 1); beyond--) steps++;
  return down ? code - steps : code + steps;
}

/** Severities of every draw, flat: they depend on the codings only, so a drag never draws again. */
export function drawSeverities(codings: Codings, { n, seed }: Draws): Uint8Array {
  const [m, k] = [codings.length, codings[0].length];
  const drawn = new Uint8Array(n * m * k);
  for (let place = 0; place < drawn.length; place++) {
    const coding = codings[Math.floor(place / k) % m][place % k];
    drawn[place] = drawnCode(coding, mulberry32(place, seed));
  }
  return drawn;
}

/** The part of each group in each presidency's burden, in the order of the groups; they add up to it. */
export const burdenParts = (codings: Codings, weights: readonly number[]): number[][] =>
  codings.map((row) => row.map(([severity], j) => (severity * weights[j]) / WORST));

/** Rank acceptabilities and pairwise wins of given weights over all draws; ties share their places. */
export function rankShares(drawn: Uint8Array, m: number, weights: readonly number[]): Ranks {
  const count = drawn.length / (m * weights.length);
  const empty = () => Array.from({ length: m }, () => new Float64Array(m));
  const [ranks, wins, scores] = [empty(), empty(), new Float64Array(m)];
  for (let d = 0; d < count; d++) {
    score(drawn, d * m * weights.length, weights, scores);
    for (let i = 0; i < m; i++) place(i, scores, ranks[i], wins[i]);
  }
  for (const row of [...ranks, ...wins]) for (let r = 0; r < m; r++) row[r] /= count;
  return { ranks, wins };
}

function score(drawn: Uint8Array, from: number, weights: readonly number[], scores: Float64Array) {
  for (let i = 0, k = from; i < scores.length; i++) {
    let sum = 0;
    for (const weight of weights) sum += weight * drawn[k++];
    scores[i] = sum / WORST;
  }
}

/** Count one draw for presidency `i`: the places that it takes, and whom it outweighs. */
function place(i: number, scores: Float64Array, ranks: Float64Array, wins: Float64Array): void {
  let [heavier, equal] = [0, 0];
  for (let j = 0; j < scores.length; j++) {
    const difference = scores[j] - scores[i];
    if (difference > TIE) heavier++;
    else if (difference >= -TIE) {
      equal++;
      wins[j] += 0.5;
    } else wins[j]++;
  }
  for (let r = heavier; r < heavier + equal; r++) ranks[r] += 1 / equal;
}

export interface Central {
  readonly weights: readonly number[];
  readonly share: number;
}

/**
 * The mean of all weights, drawn evenly, under which presidency `i` carries the heaviest burden, and
 * their share of all weights; null if there are none.
 */
export function centralWeights(codings: Codings, i: number, seed: number): Central | null {
  const groups = codings[0].length;
  const sum = new Float64Array(groups);
  let hits = 0;
  for (let d = 0; d < DRAWN_WEIGHTS; d++) {
    const weights = anyWeights(groups, d, seed + 1);
    const burdens = burdenParts(codings, weights).map((parts) => parts.reduce((a, b) => a + b, 0));
    if (burdens.some((burden) => burden > burdens[i] + TIE)) continue;
    weights.forEach((weight, j) => (sum[j] += weight));
    hits++;
  }
  if (!hits) return null;
  return { weights: Array.from(sum, (total) => total / hits), share: hits / DRAWN_WEIGHTS };
}

/** Weights drawn evenly from all that there are: exponential numbers, divided by their sum. */
function anyWeights(n: number, d: number, seed: number): number[] {
  const drawn = Array.from({ length: n }, (_, j) => -Math.log(1 - mulberry32(d * n + j, seed)));
  const total = drawn.reduce((a, b) => a + b, 0);
  return drawn.map((value) => value / total);
}
