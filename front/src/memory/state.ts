/** MemoryLine: the line of the record under the memory and the switches that a learner chose. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { day, score } from "../kit/words";
import { remembered, type Entry, type Monthly, type Remembered } from "../measures/memory";

export type Band = readonly [name: string, colour: string, first: number, after: number];

/** A reading of Russian opinion, at its place between the months. */
export interface Reading {
  /** Whose readings these are, as the catalogue of indicators names them. */
  readonly series: string;
  readonly place: number;
  readonly value: number;
}

type Kind = "all" | "deeds";
export const WARS = ["rule", "scored", "without"] as const;
export type War = (typeof WARS)[number];

export interface MemoryTraits extends Traits {
  readonly months: readonly string[];
  readonly half_lives: readonly number[];
  readonly acts: Readonly<Record<Kind, Monthly>>;
  readonly war: Readonly<Record<Kind, Readonly<Record<War, readonly Entry[]>>>>;
  /** The first month that is shown, and the one after the last. */
  readonly view: readonly number[];
  /** The month in which the presidency that is shown ends. */
  readonly last: number;
  readonly opinion: readonly Reading[];
  readonly bands: readonly Band[];
  /** Where the acts come from, and how far they reach. */
  readonly source: string;
  readonly answer: {
    readonly half_life?: unknown;
    readonly contacts?: unknown;
    readonly war?: unknown;
    readonly opinion?: unknown;
  };
}

/** The place of the memory that was chosen, and the switches; what is not there is as it opens. */
export interface Chosen {
  readonly memory: number;
  readonly contacts: boolean;
  readonly war: War;
  readonly opinion: boolean;
}

export function chosen({
  half_lives: stops,
  answer,
}: Pick<MemoryTraits, "half_lives" | "answer">): Chosen {
  return {
    memory: Math.max(
      0,
      stops.findIndex((stop) => stop === answer.half_life),
    ),
    contacts: answer.contacts !== false,
    war: WARS.find((war) => war === answer.war) ?? "rule",
    opinion: answer.opinion === true,
  };
}

/** Fewer acts than this behind a month, and the line is dashed there. */
export const THIN = 2;

export type Line = Remembered;

/** The line under each memory, with the acts that were chosen. */
export function linesOf(
  { acts, war, half_lives: stops }: Pick<MemoryTraits, "acts" | "war" | "half_lives">,
  { contacts, war: treated }: Chosen,
): Line[] {
  const kind = contacts ? "all" : "deeds";
  return stops.map((stop) => remembered(acts[kind], war[kind][treated], stop));
}

export const memoryWords = (halfLife: number): string => n("{n} month", "{n} months", halfLife);

export const warWords = (war: War): string =>
  ({
    rule: t("context, without a score (the rule)"),
    scored: t("scored like any use of force, −10"),
    without: t("left out, with all acts to 10 September"),
  })[war];

/** Who asked, and how many of a hundred Russians thought well of the United States. */
export const readingWords = ({ series, value }: Reading): string =>
  series === LEVADA ? t("Levada: {value} %", { value }) : t("VCIOM: {value} %", { value });

export const LEVADA = "levada_good";

/** Where a stretch of a line is lowest and highest: of equal months the first. */
export function extremes(
  { tones }: Pick<Line, "tones">,
  [first, after]: readonly number[],
): readonly [low: number, high: number] {
  const shown = tones.slice(first, after).map((tone) => Number(tone.toFixed(6)));
  const known = shown.filter((tone) => !isNaN(tone));
  return [first + shown.indexOf(Math.min(...known)), first + shown.indexOf(Math.max(...known))];
}

type Given = Pick<MemoryTraits, "months" | "half_lives" | "view" | "last">;

/** What the line says: its ends, where the presidency ends, and how thin the memory is. */
export function sentence(
  line: Line,
  { memory, contacts }: Pick<Chosen, "memory" | "contacts">,
  { months, half_lives: stops, view, last }: Given,
): string {
  const [low, high] = extremes(line, view);
  const acts = contacts ? t("all acts") : t("deeds alone");
  const ends = n(
    "Half-life {n} month, {acts}: lowest {low} in {when_low}, highest {high} in {when_high}.",
    "Half-life {n} months, {acts}: lowest {low} in {when_low}, highest {high} in {when_high}.",
    stops[memory],
    {
      acts,
      low: score(line.tones[low]),
      when_low: day(months[low]),
      high: score(line.tones[high]),
      when_high: day(months[high]),
    },
  );
  const end = t("It stands at {score} in {month}.", {
    score: score(line.tones[last]),
    month: day(months[last]),
  });
  const thin = line.weights.slice(view[0], view[1]).filter((weight) => weight < THIN).length;
  if (!thin) return `${ends} ${end}`;
  const few = n(
    "In {n} month fewer than two acts' worth of memory stand behind it.",
    "In {n} months fewer than two acts' worth of memory stand behind it.",
    thin,
  );
  return `${ends} ${end} ${few}`;
}
