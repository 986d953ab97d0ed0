/** CausalMap: which map is shown, what is taken out of it, and what is said of the rest. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { BACK, standing, type Argument, type Arrow, type Standing } from "../measures/standing";

/** One of the two maps, with its name. */
export interface Causes extends Argument {
  readonly name: string;
}

/** A claim in the kit's words, and the article's own words for it. */
export interface Claim {
  readonly claim: string;
  readonly quote: string;
  readonly paragraph: string;
}

export interface CausalTraits extends Traits {
  readonly maps: Readonly<Record<string, Causes>>;
  readonly claims: Readonly<Record<string, Claim>>;
  readonly answer: { readonly part?: unknown; readonly out?: unknown };
}

/** The map that is shown, and the arrows of all maps that are taken out. */
export interface Shown {
  readonly part: string;
  readonly out: ReadonlySet<string>;
}

type Given = Pick<CausalTraits, "maps" | "answer">;

/** Read a kept answer, which may be anything: what is no map or no arrow here is left out. */
export function read({ maps, answer }: Given): Shown {
  const { part } = answer;
  const kept: unknown[] = Array.isArray(answer.out) ? answer.out : [];
  const known = Object.values(maps).flatMap(({ arrows }) => arrows.map(({ id }) => id));
  const isPart = typeof part === "string" && Object.hasOwn(maps, part);
  return {
    part: isPart ? part : Object.keys(maps)[0],
    out: new Set(known.filter((id) => kept.includes(id))),
  };
}

export const answerOf = ({ part, out }: Shown): CausalTraits["answer"] => ({
  part,
  out: [...out],
});

/** Take arrows out, or put them back if none of them stands there any more. */
export function press(shown: Shown, ids: readonly string[]): Shown {
  const out = new Set(shown.out);
  const isBack = ids.every((id) => out.has(id));
  ids.forEach((id) => (isBack ? out.delete(id) : out.add(id)));
  return { ...shown, out };
}

/** The arrows that a box sends or receives. */
export const around = ({ arrows }: Argument, box: string): string[] =>
  arrows.filter(({ from, to }) => from === box || to === box).map(({ id }) => id);

/** The arrows of a map by the claim on which they rest, in the order of the claims. */
export function byClaim({ arrows }: Argument): (readonly [string, Arrow[]])[] {
  const names = [...new Set(arrows.map(({ claim }) => claim))].sort();
  return names.map((name) => [name, arrows.filter(({ claim }) => claim === name)]);
}

export type Fate = "stands" | "out" | "falls";

export function fateOf({ id }: Arrow, out: ReadonlySet<string>, left: Standing): Fate {
  if (out.has(id)) return "out";
  return left.arrows.has(id) ? "stands" : "falls";
}

export function fateWords(fate: Fate): string {
  return { stands: "", out: t("taken out"), falls: t("falls") }[fate];
}

/** What is left of a map, in words. */
export function sentence(map: Causes, out: ReadonlySet<string>): string {
  const [now, whole] = [standing(map, out), standing(map, new Set())];
  const counts = t(
    "Ways to better relations: {up} of {all_up}. Ways to worse relations: {down} of {all_down}. Harms that something makes larger: {larger} of {all_larger}.",
    {
      ...{ up: now.raising, all_up: whole.raising },
      ...{ down: now.lowering, all_down: whole.lowering },
      ...{ larger: now.larger, all_larger: whole.larger },
    },
  );
  return [taken(map, out, now), counts, loop(map, now)].filter(Boolean).join(" ");
}

function taken({ arrows }: Causes, out: ReadonlySet<string>, now: Standing): string {
  const fates = arrows.map((arrow) => fateOf(arrow, out, now));
  const [gone, fallen] = [count(fates, "out"), count(fates, "falls")];
  if (!gone) return t("Everything stands.");
  const first = n("Taken out: {n} arrow.", "Taken out: {n} arrows.", gone);
  const more = fallen
    ? n("With them {n} more falls.", "With them {n} more fall.", fallen)
    : t("Nothing else falls.");
  return `${first} ${more}`;
}

const count = (fates: readonly Fate[], fate: Fate): number =>
  fates.filter((each) => each === fate).length;

function loop({ arrows }: Causes, { turning }: Standing): string {
  if (!arrows.some(({ kind }) => kind === BACK)) return "";
  return turning
    ? t("The loop turns: worse relations make the next harm larger.")
    : t("The loop is broken: nothing here makes one round end lower than the round before.");
}
