/** How far coders of events agree; the twin of `agreed` in resetcycle/codebook.py. */
import type { Agreed } from "../code/state";
import { alpha } from "../measures/alpha";

const NONE = "none";
type Scores = Readonly<Record<string, number | null>>;

/** A row a coder, a column an event. */
export function agreed(
  codings: readonly (readonly string[])[],
  scores: Scores,
  coders: string,
): Agreed {
  const names = [...new Set(codings.flat())].sort();
  const scored = codings.map((row) =>
    row.map((code) => (code === NONE ? null : (scores[code] ?? null))),
  );
  const pairs = codings.flatMap((one, i) => codings.slice(i + 1).map((other) => same(one, other)));
  const both = scored[0].filter(
    (_, event) => scored.filter((row) => row[event] !== null).length >= 2,
  );
  return {
    coders,
    share: pairs.reduce((a, b) => a + b, 0) / pairs.length,
    codes: alpha(
      codings.map((row) => row.map((code) => names.indexOf(code))),
      "nominal",
    ),
    scores: both.length ? alpha(scored, "ordinal") : null,
    scored: both.length,
  };
}

const same = (one: readonly string[], other: readonly string[]): number =>
  one.filter((code, event) => code === other[event]).length / one.length;
