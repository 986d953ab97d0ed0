/**
 * In which share of the draws each presidency carries the heaviest burden, if weights are drawn from
 * a class and codes around those that were given; the twin of `smaa` in resetcycle/weighing.py.
 */
import { shares } from "./concord";
import type { Random } from "./generator";
import { drawnCode, type Codings } from "./ranks";

const WORST = 3;
const EQUAL = 1e-12;

export interface Burdens {
  /** Row a presidency, column a place, the heaviest burden first. */
  readonly ranks: readonly (readonly number[])[];
  /** Share of the draws in which the row is heavier than the column; a tie counts half. */
  readonly wins: readonly (readonly number[])[];
}

export function burdens(
  weights: readonly (readonly number[])[],
  codings: Codings,
  draws: number,
  random: Random,
): Burdens {
  const [rows, m] = [shares(weights), codings.length];
  const drawn = Array.from({ length: draws }, () => rows[random.below(rows.length)]);
  const scores = drawn.map((own) =>
    codings.map((row) =>
      row.reduce(
        (sum, coding, j) => sum + (drawnCode(coding, random.random()) / WORST) * own[j],
        0,
      ),
    ),
  );
  const empty = () => Array.from({ length: m }, () => new Array<number>(m).fill(0));
  const [ranks, wins] = [empty(), empty()];
  for (const score of scores)
    for (let i = 0; i < m; i++) {
      const lead = score.map((other) => other - score[i]);
      const ahead = lead.filter((by) => by > EQUAL).length;
      const level = lead.filter((by) => Math.abs(by) <= EQUAL).length;
      for (let rank = ahead; rank < ahead + level; rank++) ranks[i][rank] += 1 / level;
      lead.forEach((by, j) => {
        if (by <= EQUAL) wins[i][j] += by < -EQUAL ? 1 : 0.5;
      });
    }
  // Divided at the end, so that a share of the draws is as exact as it can be.
  const ofDraws = (table: number[][]) => table.map((row) => row.map((count) => count / draws));
  return { ranks: ofDraws(ranks), wins: ofDraws(wins) };
}
