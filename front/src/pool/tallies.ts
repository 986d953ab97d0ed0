/** What a class chose: claims sorted, events coded, forecasts given, each counted choice by choice. */
import { agreement } from "../code/state";
import type { Entry } from "../kit/codes";
import { h, table, wide } from "../kit/elements";
import { n, t } from "../kit/language";
import { chance, fixed } from "../kit/words";
import { median, sum, tally } from "../measures/classes";
import { section } from "./section";
import type { PoolTraits, Result } from "./state";

type Given = Pick<PoolTraits, "about" | "lists">;
type Chosen = readonly Readonly<Record<string, string>>[];

/** A choice, how many made it, what is said beside it, and whether it is the kit's. */
export interface Row {
  readonly name: string;
  readonly n: number;
  readonly note?: string;
  readonly isKit?: boolean;
}

/** A thing and the choices that were made for it. */
export interface Tally {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly below?: string;
}

/** Tallies beside each other: each a table of its own, with a bar for each number. */
export function tables(tallies: readonly Tally[]): HTMLElement {
  const most = Math.max(...tallies.flatMap(({ rows }) => rows.map((row) => row.n)));
  const line = ({ name, n: many, note, isKit }: Row) => {
    const bar = h("span", { style: `width:${(100 * many) / most}%` });
    return h(
      "tr",
      { class: isKit && "kits" },
      h("th", { scope: "row" }, name),
      h("td", { class: "amount", "aria-hidden": "true" }, many > 0 && bar),
      h("td", { class: "number" }, String(many)),
      h("td", { class: "note" }, note),
    );
  };
  const one = ({ label, rows, below }: Tally) =>
    h(
      "div",
      {},
      h("table", { class: "tally" }, h("caption", {}, label), h("tbody", {}, rows.map(line))),
      below && h("p", { class: "small" }, below),
    );
  return h("div", { class: "tallies" }, tallies.map(one));
}

const numbered = (label: string, i: number): string => `${i + 1}. ${label}`;

// ---- claims

/** Each claim: how many put it where, and where the kit puts it. */
export function claimTallies(chosen: Chosen, { about, lists }: Given): Tally[] {
  const kinds = lists.claims.choices;
  return about.claims.flatMap(({ id, label, kit }, i) => {
    const counts = tally(chosen, id, kinds);
    const rows = kinds.map((name, k) => ({
      ...{ name, n: counts[k] },
      ...(name === kit && { note: t("the kit's"), isKit: true }),
    }));
    const seen = rows.filter((row) => row.n || row.name === kit);
    return sum(counts) ? [{ label: numbered(label, i), rows: seen }] : [];
  });
}

/** Say how often most of the class sorts as the kit does, and where it is most divided. */
export function claimWords(tallies: readonly Tally[]): string {
  const largest = ({ rows }: Tally) => Math.max(...rows.map((row) => row.n));
  const asKit = tallies.filter((one) =>
    one.rows.some((row) => row.isKit && row.n === largest(one)),
  ).length;
  const part = (one: Tally) => largest(one) / sum(one.rows.map((row) => row.n));
  const divided = tallies.reduce((a, b) => (part(b) < part(a) ? b : a));
  const agree = n(
    "For {same} of {n} claim the most frequent kind is the kit's.",
    "For {same} of {n} claims the most frequent kind is the kit's.",
    tallies.length,
    { same: asKit },
  );
  if (part(divided) === 1) return agree;
  const most = t("Most divided: {claim}", { claim: divided.label });
  return `${agree} ${most}`;
}

export function claimSection(entries: readonly Entry<"claims">[], given: Given): Element {
  const tallies = claimTallies(
    entries.map(({ work }) => work.chosen),
    given,
  );
  return section(
    t("Claims, sorted by the class"),
    h("p", {}, claimWords(tallies)),
    h("p", { class: "small" }, t("Both sortings are judgements.")),
    tables(tallies),
  );
}

// ---- codes of events

/** Each event: how many gave it which code. */
export function codeTallies(chosen: Chosen, { about, lists }: Given): Tally[] {
  const { things, choices } = about.codes;
  return things.map(({ id, label }, i) => {
    const counts = tally(chosen, id, lists.codes.choices);
    const rows = lists.codes.choices.map((code, k) => ({ name: choices[code], n: counts[k] }));
    return { label: numbered(label, i), rows: rows.filter((row) => row.n) };
  });
}

/** Say on how many events all agree, and how far the class agrees beyond chance. */
export function codeWords(tallies: readonly Tally[], coders: Result["coders"]): string {
  const alike = tallies.filter(({ rows }) => rows.length === 1).length;
  const same = n(
    "All coders give the same code to {n} event of {all}.",
    "All coders give the same code to {n} events of {all}.",
    alike,
    { all: tallies.length },
  );
  if (typeof coders?.codes !== "number") return same;
  const alpha = t("Alpha for codes is {alpha}: 1 is full agreement, 0 what chance would give.", {
    alpha: fixed(coders.codes, 2),
  });
  return `${same} ${alpha}`;
}

export function codeSection(
  entries: readonly Entry<"codes">[],
  given: Given,
  coders: Result["coders"],
): Element {
  const tallies = codeTallies(
    entries.map(({ work }) => work.codes),
    given,
  );
  const caption = t("How far the class agrees");
  const head = [
    ...[t("Coders"), t("Share equal"), t("Alpha, codes"), t("Alpha, scores")],
    t("Events scored by two or more"),
  ];
  return section(
    t("Events, coded by the class"),
    h("p", {}, codeWords(tallies, coders)),
    coders && wide(caption, table(head, agreement([coders]), caption)),
    tables(tallies),
  );
}

// ---- forecasts

/** Each question: how many gave it which band, from the lowest band given to the highest. */
export function forecastTallies(chosen: Chosen, { about, lists }: Given): Tally[] {
  const { things, bands } = about.forecasts;
  const names = lists.forecasts.choices;
  return things.flatMap(({ id, label, outcome }, i) => {
    const counts = tally(chosen, id, names);
    if (!sum(counts)) return [];
    const rows = names.map((name, k) => ({
      ...{ name: bands[name].words, n: counts[k], note: chance(bands[name].p) },
    }));
    const [first, last] = [counts.findIndex(Boolean), counts.findLastIndex(Boolean)];
    const all = names.flatMap((name, k) => Array<number>(counts[k]).fill(bands[name].p));
    const middle = t("Median of the class: {chance}.", { chance: chance(median(all)) });
    const known = outcome && t("Outcome: {outcome}.", { outcome });
    const below = known ? `${middle} ${known}` : middle;
    return [{ label: numbered(label, i), rows: rows.slice(first, last + 1), below }];
  });
}

export function forecastSection(entries: readonly Entry<"forecasts">[], given: Given): Element {
  const tallies = forecastTallies(
    entries.map(({ work }) => work.bands),
    given,
  );
  const covered = given.about.forecasts.things.some(({ outcome }) => !outcome);
  return section(
    t("Forecasts of the class: how likely is yes?"),
    covered && h("p", { class: "small" }, t("An outcome stands here once you have revealed it.")),
    tables(tallies),
  );
}
