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
  const table = (width: number) => codings.map(() => new Array<number>(width).fill(0));
  const [begun, ended, wins] = [table(m + 1), table(m + 1), table(m)];
  for (const score of scores)
    for (let i = 0; i < m; i++) {
      const lead = score.map((other) => other - score[i]);
      const ahead = lead.filter((by) => by > EQUAL).length;
      const level = lead.filter((by) => Math.abs(by) <= EQUAL).length;
      begun[i][ahead] += 1 / level;
      ended[i][ahead + level] += 1 / level;
      lead.forEach((by, j) => {
        if (by <= EQUAL) wins[i][j] += by < -EQUAL ? 1 : 0.5;
      });
    }
  return {
    ranks: begun.map((row, i) => ranksOf(row, ended[i], draws)),
    wins: wins.map((row) => row.map((count) => count / draws)),
  };
}

/** The share of each place: added up as Python adds, so that both round alike. */
function ranksOf(begun: readonly number[], ended: readonly number[], draws: number): number[] {
  let sum = 0;
  const counts = begun.map((more, rank) => (sum += more - ended[rank]));
  return counts.slice(0, -1).map((count) => Math.max(0, count) / draws);
}
