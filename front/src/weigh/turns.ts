/** At which points of a slider the order of the presidencies turns, the other sliders as they are. */
import { n, t } from "../kit/language";
import { listed, share } from "../kit/words";
import { crossings, height, linesOf, type Crossing, type Line } from "../measures/crossings";
import type { Codings } from "../measures/ranks";
import { shares } from "../measures/weights";
import type { Board, WeighTraits } from "./state";

export interface Mark {
  readonly points: number;
  /** Whether first place changes hands there, or only a place below it. */
  readonly first: boolean;
}

/** What a slider shows of its turns: marks from 0 to 100 points, and the nearest ones in words. */
export interface Turns {
  readonly marks: readonly Mark[];
  readonly words: string;
}

type Given = Pick<WeighTraits, "groups" | "terms">;

/** From zero to everything, or between two turns: who leads there. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly leaders: readonly string[];
}

/** The points of a slider, and those of all others together. */
interface Hand {
  readonly own: number;
  readonly others: number;
}

const MOST = 100;
const WORST = 3;
// Far less than a point, and more than rounding: where burdens are equal at whole points.
const NEAR = 1e-6;
export const NO_TURNS: Turns = { marks: [], words: "" };

/** The turns of every slider; none where only the order of the points counts. */
export function turnsOf(board: Board, given: Given, codings: Codings): Turns[] {
  const { sliders, method } = board;
  const points = sliders.map((slider) => slider.points);
  const all = points.reduce((a, b) => a + b, 0);
  if (method === "rank") return sliders.map(() => NO_TURNS);
  const [severities, weights] = [severitiesOf(board, given, codings), shares(sliders, method)];
  return points.map((own, i) => {
    const lines = linesOf(severities, weights, i);
    if (!lines)
      return { marks: [], words: t("All the weight lies here: give another some points.") };
    return turnsOn(
      lines,
      given.terms.map(({ label }) => label),
      { own, others: all - own },
    );
  });
}

/** Severities from 0 to 1: a row a presidency, a cell a slider, the mean of what shares it. */
export function severitiesOf(
  { sliders }: Board,
  { groups }: Pick<Given, "groups">,
  codings: Codings,
): number[][] {
  const places = sliders.map(({ members }) =>
    members.map((id) => groups.findIndex((group) => group.id === id)),
  );
  return codings.map((row) =>
    places.map((each) => each.reduce((sum, j) => sum + row[j][0], 0) / each.length / WORST),
  );
}

function turnsOn(lines: readonly Line[], names: readonly string[], hand: Hand): Turns {
  const found = crossings(lines);
  const marks = found
    .map(({ weight, first }) => ({ points: pointsAt(weight, hand), first }))
    .filter(({ points }) => points <= MOST + NEAR);
  return { marks, words: nearest(stretches(lines, names, found), hand) };
}

/** The points at which a slider has a weight, if the others stay as they are. */
const pointsAt = (weight: number, { others }: Hand): number => (others * weight) / (1 - weight);

function stretches(
  lines: readonly Line[],
  names: readonly string[],
  found: readonly Crossing[],
): Stretch[] {
  const turns = found.filter(({ first }) => first).map(({ weight }) => weight);
  // Three may change places at one weight.
  const ends = [0, ...turns.filter((weight, i) => weight - (turns[i - 1] ?? 0) > NEAR), 1];
  return ends.slice(1).map((to, i) => {
    const at = lines.map((line) => height(line, (ends[i] + to) / 2));
    const most = Math.max(...at) - NEAR;
    return { from: ends[i], to, leaders: names.filter((_, k) => at[k] >= most) };
  });
}

/** The nearest turn on either side of the hand, in words. */
function nearest(all: readonly Stretch[], hand: Hand): string {
  const now = hand.own / (hand.own + hand.others);
  const up = all.findIndex(({ to }) => to >= now - NEAR && to < 1) + 1;
  const down = all.findLastIndex(({ from }) => from <= now + NEAR && from > 0) - 1;
  const said = [
    down >= 0 && below(all[down], all[down + 1], hand),
    up > 0 && above(all[up], all[up - 1], hand),
  ].filter((each) => each !== false);
  if (said.length) return said.join(" ");
  const { leaders } = all[0];
  return n(
    "{names} leads, wherever this slider stands.",
    "{names} lead, wherever this slider stands.",
    leaders.length,
    {
      names: listed(leaders),
    },
  );
}

function below({ to, leaders }: Stretch, { leaders: others }: Stretch, hand: Hand): string {
  return n(
    "Below {points} {names} leads, not {others}.",
    "Below {points} {names} lead, not {others}.",
    leaders.length,
    { points: Math.ceil(pointsAt(to, hand) - NEAR), ...named(leaders, others) },
  );
}

function above({ from, leaders }: Stretch, { leaders: others }: Stretch, hand: Hand): string {
  const points = Math.floor(pointsAt(from, hand) + NEAR);
  return points < MOST
    ? n(
        "Above {points} {names} leads, not {others}.",
        "Above {points} {names} lead, not {others}.",
        leaders.length,
        { points, ...named(leaders, others) },
      )
    : n(
        "{names} leads only if this holds more than {weight} of all weight: lower the others for that.",
        "{names} lead only if this holds more than {weight} of all weight: lower the others for that.",
        leaders.length,
        { weight: share(from), ...named(leaders, others) },
      );
}

const named = (leaders: readonly string[], others: readonly string[]) => ({
  names: listed(leaders),
  others: listed(others),
});
