/** How good forecasts were; the twin of `score` in resetcycle/lookback.py, which says more. */

/** A scored question: probabilities from 0 to 1, and whether it came about; null where there is none. */
export interface Scored {
  readonly p: number;
  readonly remembered: number | null;
  readonly article: number | null;
  readonly came: boolean;
  /** Whether "nothing changes" was a yes. */
  readonly stays: boolean;
}

export interface Scores {
  readonly brier: number;
  readonly questions: number;
  readonly yes: number;
  /** One half, the share of yes, and nothing changes: score, and the skill of the forecasts against it. */
  readonly references: readonly { readonly brier: number; readonly skill: number | null }[];
  readonly rate: number;
  /** How far memory moved towards what happened; null where nothing was recalled. */
  readonly shift: number | null;
  /** The scores on the questions on which the article has a probability. */
  readonly beside: {
    readonly questions: number;
    readonly yours: number;
    readonly article: number;
  } | null;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const brier = (said: readonly number[], came: readonly number[]): number =>
  mean(said.map((p, i) => (p - came[i]) ** 2));

const distance = (said: readonly number[], came: readonly number[]): number =>
  mean(said.map((p, i) => Math.abs(p - came[i])));

const outcomes = (rows: readonly Scored[]): number[] => rows.map(({ came }) => Number(came));

/** The scores of at least one question. */
export function score(rows: readonly Scored[]): Scores {
  const [p, o] = [rows.map((row) => row.p), outcomes(rows)];
  const [own, rate] = [brier(p, o), mean(o)];
  const said = [() => 0.5, () => rate, ({ stays }: Scored) => Number(stays)];
  const references = said.map((says) => {
    const missed = brier(rows.map(says), o);
    return { brier: missed, skill: missed ? 1 - own / missed : null };
  });
  const yes = o.filter(Boolean).length;
  const recalled = rows.filter((row) => row.remembered !== null);
  const both = rows.filter((row) => row.article !== null);
  return {
    ...{ brier: own, questions: rows.length, yes, rate, references },
    ...{ shift: shift(recalled), beside: both.length ? beside(both) : null },
  };
}

function shift(rows: readonly Scored[]): number | null {
  if (!rows.length) return null;
  const came = outcomes(rows);
  const before = distance(
    rows.map(({ p }) => p),
    came,
  );
  const after = distance(
    rows.map(({ remembered }) => remembered ?? NaN),
    came,
  );
  return before - after;
}

function beside(rows: readonly Scored[]) {
  const came = outcomes(rows);
  const yours = rows.map(({ p }) => p);
  const article = rows.map((row) => row.article ?? NaN);
  return {
    ...{ questions: rows.length, yours: brier(yours, came), article: brier(article, came) },
  };
}
