/** WeighObstacles: the board that a learner moves, and what may be done with it. */
import { t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { share } from "../kit/words";
import type { Codings, Draws } from "../measures/ranks";
import {
  groupWeights,
  wholePoints,
  type Method,
  type Slider,
  type Weights,
} from "../measures/weights";

/** A group of obstacles: its levels in words, and its items. */
export interface Group {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  readonly worst: string;
  readonly mildest: string;
  readonly items: readonly string[];
}

export interface Term {
  readonly id: string;
  readonly label: string;
}

export interface Answer {
  readonly sliders: readonly Slider[];
  readonly points: Readonly<Record<string, number>>;
  readonly weights: Weights;
  /** What the learner changed: {"term/group": severity}. */
  readonly codings: Readonly<Record<string, number>>;
  readonly method: Method;
}

export interface WeighTraits extends ShareTraits {
  readonly answer: Answer;
  readonly groups: readonly Group[];
  readonly terms: readonly Term[];
  readonly codings: Codings;
  readonly draws: Draws;
  readonly cannot_tell: readonly [low: number, high: number];
}

/** What a learner moves; the rest of an answer follows from it. */
export type Board = Pick<Answer, "sliders" | "codings" | "method">;

/** A change of the board, and the sentence that says what became of it. */
export interface Edit {
  readonly board: Board;
  readonly said: string;
}

const START = 50;

export const isEmpty = ({ sliders }: Board): boolean => sliders.every(({ points }) => points === 0);

export const weightsOf = ({ sliders, method }: Board, groups: readonly Group[]): Weights =>
  groupWeights(
    sliders,
    method,
    groups.map(({ id }) => id),
  );

/** The answer that is kept of a board. With all sliders at zero there is none: the last one stays. */
export function answerOf(board: Board, groups: readonly Group[], last: Answer): Answer {
  if (isEmpty(board)) return { ...last, ...board };
  const weights = weightsOf(board, groups);
  return { ...board, weights, points: wholePoints(weights) };
}

/** What a share code holds of the board; nothing weighs nothing. */
export function sharedOf(answer: Answer): Shared<"weights"> | null {
  const { points, codings, method } = answer;
  return isEmpty(answer) ? null : { work: { points, codings, method } };
}

/** The kit's codings with the learner's own; one that a learner gave has no range. */
export const codingsOf = (
  { codings: own }: Board,
  { codings: kit, terms, groups }: Pick<WeighTraits, "codings" | "terms" | "groups">,
): Codings =>
  kit.map((row, i) =>
    row.map((coding, j) => {
      const code = own[cellName(terms[i], groups[j])];
      return code === undefined ? coding : [code, code, code];
    }),
  );

export const cellName = (term: Term, group: Group): string => `${term.id}/${group.id}`;

// ---- what a learner may do

/** Put other sliders in the place of one. */
const replaced = (board: Board, i: number, others: readonly Slider[]): Board => ({
  ...board,
  sliders: board.sliders.flatMap((one, k) => (k === i ? others : [one])),
});

export const move = (board: Board, i: number, points: number): Board =>
  replaced(board, i, [{ ...board.sliders[i], points }]);

export const equal = (board: Board): Edit => ({
  board: { ...board, sliders: board.sliders.map((slider) => ({ ...slider, points: START })) },
  said: t("All sliders are equal."),
});

export const reset = (groups: readonly Group[]): Edit => ({
  board: {
    sliders: groups.map(({ id, label }) => ({ label, members: [id], points: START })),
    codings: {},
    method: "swing",
  },
  said: t("Back to eight obstacles, equal weights and the kit's codings."),
});

export function rankOnly(board: Board): Edit {
  const method = board.method === "rank" ? "swing" : "rank";
  const said =
    method === "rank"
      ? t("Only the order of your points counts now.")
      : t("Your points count in full again.");
  return { board: { ...board, method }, said };
}

/** Give each part of a group a slider: the group's total grows by itself, and the sentence says so. */
export function split(board: Board, i: number, group: Group, groups: readonly Group[]): Edit {
  const parts = group.items.map((label) => ({ ...board.sliders[i], label }));
  const next = replaced(board, i, parts);
  const weight = (which: Board) => share(isEmpty(which) ? 0 : weightsOf(which, groups)[group.id]);
  const said = t(
    'Split in {parts}, "{group}" carries {after} of the weight; before it carried {before}.',
    { parts: parts.length, group: group.label, after: weight(next), before: weight(board) },
  );
  return { board: next, said };
}

/** The places of the sliders that a group has for itself: more than one when it has been split. */
export const partsOf = ({ sliders }: Board, id: string): number[] =>
  sliders.flatMap(({ members }, i) => (members.length === 1 && members[0] === id ? [i] : []));

export function join(board: Board, group: Group): Edit {
  const [first, ...rest] = partsOf(board, group.id);
  const points = Math.max(...[first, ...rest].map((i) => board.sliders[i].points));
  const whole = replaced(board, first, [{ label: group.label, members: [group.id], points }]);
  return {
    board: { ...whole, sliders: whole.sliders.filter((_, i) => !rest.includes(i)) },
    said: t('"{group}" is one obstacle again.', { group: group.label }),
  };
}

/** The places of the sliders with which one can be weighed together: all must be whole groups. */
export function mergeable(board: Board, i: number): number[] {
  const isWhole = ({ members: [id, ...more] }: Slider) =>
    !more.length && partsOf(board, id).length === 1;
  if (!isWhole(board.sliders[i])) return [];
  return board.sliders.flatMap((one, k) => (k !== i && isWhole(one) ? [k] : []));
}

export function merge(board: Board, i: number, k: number): Edit {
  const [slider, other] = [board.sliders[i], board.sliders[k]];
  const label = `${slider.label} + ${other.label}`;
  const both = { ...slider, label, members: [...slider.members, ...other.members] };
  const joined = replaced(board, i, [both]);
  return {
    board: { ...joined, sliders: joined.sliders.filter((_, place) => place !== k) },
    said: t("Weighed together: {label}. Two obstacles now share what one had.", { label }),
  };
}

export function separate(board: Board, i: number, groups: readonly Group[]): Edit {
  const slider = board.sliders[i];
  const each = slider.members.map((id) => ({
    ...slider,
    label: groups.find((group) => group.id === id)?.label ?? id,
    members: [id],
  }));
  return { board: replaced(board, i, each), said: t("Separate again.") };
}

/** Code a cell; the kit's own code takes a change back. */
export function code(board: Board, term: Term, group: Group, severity: number, kit: number): Edit {
  const name = cellName(term, group);
  const others = Object.entries(board.codings).filter(([other]) => other !== name);
  const isKit = severity === kit;
  const codings = Object.fromEntries(isKit ? others : [...others, [name, severity]]);
  const parts = { term: term.label, group: group.label, severity };
  const said = isKit
    ? t("{term}, {group}: {severity}, as the kit has it.", parts)
    : t("{term}, {group}: {severity}, your own coding.", parts);
  return { board: { ...board, codings }, said };
}
