/** NullSimulator: what is kept, and what is said of the lineup and of the worlds. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { fixed, yesNo } from "../kit/words";
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

export const markedWords = ({ cycle }: Lineup): string =>
  cycle.length
    ? t("Marked with three falling ends: {letters}.", { letters: cycle.join(", ") })
    : t("Marked with three falling ends: none.");

export function verdict({ letter, falls: [three, five] }: Panel, real: string): string {
  const what = letter === real ? t("The record.") : t("Chance.");
  const ends = five ? t("Three falling ends, and five.") : three && t("Three falling ends.");
  return ends ? `${what} ${ends}` : what;
}

export function revealed({ pick, cycle }: Lineup, panels: readonly Panel[], real: string): string {
  const chance = panels.filter(({ letter }) => letter !== real);
  const seen = chance.filter(({ letter }) => cycle.includes(letter)).length;
  const fall = chance.filter(({ falls: [three] }) => three).length;
  return [
    t("The record is {letter}.", { letter: real }),
    pickedWords(pick, real),
    n(
      "In {fall} of the {n} line of chance there are three falling ends.",
      "In {fall} of the {n} lines of chance there are three falling ends.",
      chance.length,
      { fall },
    ),
    seenWords(seen, chance.length, cycle.includes(real)),
  ].join(" ");
}

function pickedWords(pick: string | null, real: string): string {
  if (pick === null) return t("You picked none.");
  return pick === real
    ? t("You picked {letter}, and found it.", { letter: pick })
    : t("You picked {letter}.", { letter: pick });
}

const seenWords = (seen: number, lines: number, inRecord: boolean): string =>
  inRecord
    ? n(
        "You saw them in {seen} of {n} line of chance, and in the record.",
        "You saw them in {seen} of {n} lines of chance, and in the record.",
        lines,
        { seen },
      )
    : n(
        "You saw them in {seen} of {n} line of chance, and not in the record.",
        "You saw them in {seen} of {n} lines of chance, and not in the record.",
        lines,
        { seen },
      );

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
  const all = n(
    "{n} world drawn: three falling ends in {three}, five in {five}.",
    "{n} worlds drawn: three falling ends in {three}, five in {five}.",
    worlds.drawn,
    { three: worlds.three, five: worlds.five },
  );
  if (more > 1) return all;
  const fall = (k: number) => yesNo(endsFall(lastWorld(chance, worlds), chance.bands, k));
  const one = t("This world: {three} for three, {five} for five.", {
    three: fall(3),
    five: fall(5),
  });
  return `${all} ${one}`;
}

export const countsHead = (): string[] => [
  t("Falling ends"),
  t("Worlds"),
  t("Share"),
  t("Exact probability"),
];

export function counts(worlds: Worlds, exact: NullTraits["exact"]): [string, ...string[]][] {
  const { drawn: all } = worlds;
  const line = (name: string, count: number, p: number): [string, ...string[]] =>
    all
      ? [name, t("{count} of {all}", { count, all }), fixed(count / all, 3), fixed(p, 4)]
      : [name, t("none drawn"), "", ""];
  return [
    line(t("three presidencies"), worlds.three, exact[0]),
    line(t("five presidencies"), worlds.five, exact[1]),
  ];
}
