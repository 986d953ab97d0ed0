/** NullSimulator: what is kept, and what is said of the lineup and of the worlds. */
import type { Traits } from "../kit/store";
import { counted, fixed, yesNo } from "../kit/words";
import { endsFall, world, type Band } from "../measures/worlds";

export interface Worlds {
  readonly drawn: number;
  readonly three: number;
  readonly five: number;
}

/** The lineup (seed), the panels chosen by letter, and the worlds drawn below it. */
export interface Lineup {
  readonly seed: number;
  readonly pick: string | null;
  readonly cycle: readonly string[];
  readonly revealed: boolean;
  readonly worlds: Worlds;
}

export interface NullTraits extends Traits {
  readonly answer: Partial<Lineup>;
  readonly seed: number;
  readonly lines: readonly (readonly number[])[];
  readonly real: number;
  readonly falls: readonly (readonly [three: boolean, five: boolean])[];
  readonly bands: readonly Band[];
  readonly steps: readonly number[];
  readonly exact: readonly [three: number, five: number];
}

export interface Panel {
  readonly letter: string;
  readonly falls: readonly [boolean, boolean];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export const letterOf = (i: number): string => LETTERS[i];

export function read(seed: number, answer: NullTraits["answer"]): Lineup {
  const worlds = { drawn: 0, three: 0, five: 0 };
  return { seed, pick: null, cycle: [], revealed: false, worlds, ...answer };
}

/** The letters marked as showing the cycle, in the order of the panels, with one changed. */
export function marked(lineup: Lineup, letters: readonly string[], letter: string, on: boolean) {
  return letters.filter((other) => (other === letter ? on : lineup.cycle.includes(other)));
}

export function verdict({ letter, falls: [three, five] }: Panel, real: string): string {
  const what = letter === real ? "The record." : "Chance.";
  return `${what} Each end lower: ${yesNo(three)} for three, ${yesNo(five)} for five.`;
}

export function revealed({ pick, cycle }: Lineup, panels: readonly Panel[], real: string): string {
  const chance = panels.filter(({ letter }) => letter !== real);
  const seen = chance.filter(({ letter }) => cycle.includes(letter)).length;
  const fall = chance.filter(({ falls: [three] }) => three).length;
  return (
    `The record is ${real}. You picked ${pick ?? "none"}${pick === real ? ", and found it" : ""}. ` +
    `You saw the cycle in ${seen} of ${chance.length} lines of chance, ` +
    `${cycle.includes(real) ? "and" : "and not"} in the record. ` +
    `In ${fall} of the ${chance.length} lines of chance, each of the first three presidencies ends lower than the last.`
  );
}

type Chance = Pick<NullTraits, "steps" | "bands" | "seed">;

/** The count with so many more worlds drawn; the next world follows the last that was counted. */
export function drawn({ steps, bands, seed }: Chance, worlds: Worlds, more: number): Worlds {
  const made = Array.from({ length: more }, (_, k) => world(steps, seed, worlds.drawn + k));
  const falling = (k: number) => made.filter((values) => endsFall(values, bands, k)).length;
  return {
    drawn: worlds.drawn + more,
    three: worlds.three + falling(3),
    five: worlds.five + falling(5),
  };
}

export const lastWorld = ({ steps, seed }: Chance, worlds: Worlds): number[] =>
  world(steps, seed, worlds.drawn - 1);

/** What is said after a draw; of a single world also what it shows. */
export function told(chance: Chance, worlds: Worlds, more: number): string {
  const all =
    `${counted(worlds.drawn, "world")} drawn: each end lower in ${worlds.three} for three presidencies, ` +
    `in ${worlds.five} for five.`;
  if (more > 1) return all;
  const fall = (k: number) => yesNo(endsFall(lastWorld(chance, worlds), chance.bands, k));
  return `${all} This world: ${fall(3)} for three, ${fall(5)} for five.`;
}

export const COUNTS_HEAD = ["Each end lower than the last", "Worlds", "Share", "Exact probability"];

export function counts(worlds: Worlds, exact: NullTraits["exact"]): [string, ...string[]][] {
  const line = (name: string, count: number, p: number): [string, ...string[]] =>
    worlds.drawn
      ? [name, `${count} of ${worlds.drawn}`, fixed(count / worlds.drawn, 3), fixed(p, 4)]
      : [name, "none drawn", "", ""];
  return [
    line("three presidencies", worlds.three, exact[0]),
    line("five presidencies", worlds.five, exact[1]),
  ];
}
