/** What follows from a board: the shares, bars and sentences that a learner reads. */
import { n, t } from "../kit/language";
import { share } from "../kit/words";
import { burdenParts, rankShares, type Central, type Codings } from "../measures/ranks";
import { shares, type Slider } from "../measures/weights";
import { isEmpty, weightsOf, type Board, type Term, type WeighTraits } from "./state";
import { NO_TURNS, turnsOf, type Turns } from "./turns";

/** The bars of a presidency, each as a share of the whole length, and the numbers beside them. */
export interface TermFrame {
  readonly parts: readonly number[];
  readonly ranks: readonly number[];
  readonly burden: string;
  readonly heaviest: string;
}

export interface Frame {
  /** Share of each slider. */
  readonly shares: readonly number[];
  /** Where each slider turns the order. */
  readonly turns: readonly Turns[];
  readonly terms: readonly TermFrame[];
  readonly sentence: string;
}

export const nothing = (): string =>
  t("All weights are zero, so nothing can be compared: give at least one obstacle some points.");

type Given = Pick<WeighTraits, "groups" | "terms" | "cannot_tell">;

export function frameOf(board: Board, given: Given, codings: Codings, drawn: Uint8Array): Frame {
  const { groups, terms } = given;
  if (isEmpty(board)) return emptyFrame(board, given);
  const weights = weightsOf(board, groups);
  const list = groups.map(({ id }) => weights[id]);
  const { ranks, wins } = rankShares(drawn, terms.length, list);
  const parts = burdenParts(codings, list);
  const burdens = parts.map((row) => row.reduce((a, b) => a + b, 0));
  return {
    shares: shares(board.sliders, board.method),
    turns: turnsOf(board, given, codings),
    terms: terms.map((_, i) => ({
      parts: parts[i],
      ranks: [...ranks[i]],
      burden: share(burdens[i]),
      heaviest: share(ranks[i][0]),
    })),
    sentence: sentence(given, burdens, ranks, wins),
  };
}

const emptyFrame = ({ sliders }: Board, { groups, terms }: Given): Frame => ({
  shares: sliders.map(() => 0),
  turns: sliders.map(() => NO_TURNS),
  terms: terms.map(() => ({
    parts: groups.map(() => 0),
    ranks: terms.map(() => 0),
    burden: "",
    heaviest: "",
  })),
  sentence: nothing(),
});

type Table = readonly Readonly<Record<number, number>>[];

/** Who carries the heaviest burden how often, and whether the next can be told from it. */
export function sentence(
  { terms, cannot_tell: [low, high] }: Given,
  burdens: readonly number[],
  ranks: Table,
  wins: Table,
): string {
  const [a, b] = terms
    .map((_, i) => i)
    .sort((i, j) => ranks[j][0] - ranks[i][0] || burdens[j] - burdens[i]);
  const [first, second] = [terms[a].label, terms[b].label];
  const often = share(ranks[a][0]);
  return low <= wins[a][b] && wins[a][b] <= high
    ? t("{first} and {second} cannot be told apart: {often} against {other}.", {
        ...{ first, second, often, other: share(ranks[b][0]) },
      })
    : t(
        "{first} carries the heaviest burden in {often} of the draws, ahead of {second} in {ahead} of them.",
        { first, second, often, ahead: share(wins[a][b]) },
      );
}

/** What one would have to believe for a presidency to be the heaviest. */
export const belief = (term: Term, central: Central | null): string =>
  central
    ? t(
        '{term} is the heaviest under {share} of all possible weights; "needs about" says what they are like on average.',
        { term: term.label, share: share(central.share) },
      )
    : t("No weights at all make {term} the heaviest with these codings.", { term: term.label });

/** The weight that a slider would need, on average, for that. */
export function needed(slider: Slider, { groups }: Pick<WeighTraits, "groups">, central: Central) {
  const weight = (id: string) => central.weights[groups.findIndex((group) => group.id === id)];
  const needs = share(slider.members.reduce((sum, id) => sum + weight(id), 0));
  return t("needs about {weight}", { weight: needs });
}

export const pointsWords = (points: number, part: number): string =>
  n("{n} point, {share}", "{n} points, {share}", points, { share: share(part) });

/** The same for those who do not see whose share it is. */
export const pointsAloud = (points: number, part: number): string =>
  n("{n} point, {share} of the weight", "{n} points, {share} of the weight", points, {
    share: share(part),
  });
