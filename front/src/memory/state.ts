/** MemoryLine: the line of all acts under the memory that a learner chose. */
import { n } from "../kit/language";
import type { Traits } from "../kit/store";
import { day, score } from "../kit/words";

/** A memory in months, and what the line is in each month under it. */
export interface Memory {
  readonly half_life: number;
  readonly tones: readonly number[];
}

export type Band = readonly [name: string, colour: string, first: number, after: number];

export interface MemoryTraits extends Traits {
  readonly months: readonly string[];
  readonly lines: readonly Memory[];
  readonly bands: readonly Band[];
  /** Where the acts come from, and how far they reach. */
  readonly source: string;
  readonly answer: { readonly half_life?: unknown };
}

/** The place of the memory that was chosen; of the first if a kept answer names none of these. */
export const chosen = ({ lines, answer }: Pick<MemoryTraits, "lines" | "answer">): number =>
  Math.max(
    0,
    lines.findIndex(({ half_life }) => half_life === answer.half_life),
  );

export const memoryWords = ({ half_life }: Memory): string =>
  n("{n} month", "{n} months", half_life);

/** Where a line is lowest and highest: of equal months the first, since the others repeat it. */
export function extremes({ tones }: Memory): readonly [low: number, high: number] {
  return [tones.indexOf(Math.min(...tones)), tones.indexOf(Math.max(...tones))];
}

export function sentence(line: Memory, months: readonly string[]): string {
  const [low, high] = extremes(line);
  return n(
    "Half-life {n} month: lowest {low} in {when_low}, highest {high} in {when_high}.",
    "Half-life {n} months: lowest {low} in {when_low}, highest {high} in {when_high}.",
    line.half_life,
    {
      low: score(line.tones[low]),
      when_low: day(months[low]),
      high: score(line.tones[high]),
      when_high: day(months[high]),
    },
  );
}
