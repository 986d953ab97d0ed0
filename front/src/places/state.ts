/** Places: where the acts of the record were, in a year, in a presidency or in all years. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { listed } from "../kit/words";

/** An act: its day, the number of its place, its kind, its title and the number of its source. */
export type Act = readonly [iso: string, place: number, what: string, title: string, link: number];
export type Place = readonly [name: string, country: string, longitude: number, latitude: number];
export type Member = readonly [id: string, country: string, joined: number];
export type Span = readonly [id: string, name: string, first: string, after: string];

export const YEAR = "year";
export const ALL = "all";
export const VIEWS = ["near", "world"] as const;

export interface PlacesTraits extends Traits {
  readonly acts: readonly Act[];
  readonly places: readonly Place[];
  readonly links: readonly string[];
  readonly kinds: Readonly<Record<string, string>>;
  readonly members: readonly Member[];
  readonly spans: readonly Span[];
  /** The presidency that is shown at first. */
  readonly opens: string;
  /** The first and the last year with an act. */
  readonly years: readonly number[];
  readonly source: string;
  readonly answer: Readonly<Partial<Record<keyof Shown, unknown>>>;
}

export interface Shown {
  /** One year, a presidency by its id, or all years. */
  readonly span: string;
  readonly year: number;
  /** Kinds that are not shown. */
  readonly hidden: readonly string[];
  readonly view: string;
}

type Given = Pick<PlacesTraits, "spans" | "kinds" | "opens" | "years" | "answer">;

/** What a kept answer says, as far as this edition knows it. */
export function shownOf({ spans, kinds, opens, years, answer }: Given): Shown {
  const known = [YEAR, ALL, ...spans.map(([id]) => id)];
  const { span, year, hidden, view } = answer;
  const [from, to] = years;
  const start = Number(spans.find(([id]) => id === opens)?.[2].slice(0, 4) ?? from);
  return {
    span: known.find((one) => one === span) ?? opens,
    year: typeof year === "number" && year >= from && year <= to ? Math.round(year) : start,
    hidden: Array.isArray(hidden) ? Object.keys(kinds).filter((kind) => hidden.includes(kind)) : [],
    view: VIEWS.find((one) => one === view) ?? "near",
  };
}

/** The first day and the day after the last that are shown. */
export function daysOf({ span, year }: Shown, spans: readonly Span[]): readonly [string, string] {
  if (span === YEAR) return [`${year}`, `${year + 1}`];
  const [, , first, after] = spans.find(([id]) => id === span) ?? ["", "", "", "9999"];
  return [first, after];
}

export function actsOf(acts: readonly Act[], shown: Shown, spans: readonly Span[]): Act[] {
  const [first, after] = daysOf(shown, spans);
  return acts.filter(
    ([iso, , what]) => iso >= first && iso < after && !shown.hidden.includes(what),
  );
}

/** A place with the acts there, by kind. */
export interface Spot {
  readonly place: number;
  readonly acts: readonly Act[];
  readonly counts: Readonly<Record<string, number>>;
}

/** The places with acts, most acts first; of equal ones the first in the table. */
export function spots(acts: readonly Act[]): Spot[] {
  const at = new Map<number, Act[]>();
  for (const act of acts) at.set(act[1], [...(at.get(act[1]) ?? []), act]);
  return [...at]
    .map(([place, own]) => ({ place, acts: own, counts: counted(own) }))
    .sort((a, b) => b.acts.length - a.acts.length || a.place - b.place);
}

function counted(acts: readonly Act[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, , what] of acts) counts[what] = (counts[what] ?? 0) + 1;
  return counts;
}

/** The last year that is shown: who had joined by its end is a member. */
export function lastYear(shown: Shown, given: Pick<PlacesTraits, "spans" | "years">): number {
  if (shown.span === YEAR) return shown.year;
  const after = Number(daysOf(shown, given.spans)[1].slice(0, 4));
  // A presidency ends in January: its last whole year is the one before.
  return Math.min(after === 9999 ? after : after - 1, given.years[1]);
}

export const membersIn = (members: readonly Member[], year: number): Member[] =>
  members.filter(([, , joined]) => joined <= year);

/** Who joined in the years that are shown. */
export function joinedIn(members: readonly Member[], shown: Shown, spans: readonly Span[]) {
  const [first, after] = daysOf(shown, spans);
  return members.filter(([, , joined]) => `${joined}-06` >= first && `${joined}-06` < after);
}

/** "meetings: 12", for each kind that is there. */
const kindCounts = (counts: Readonly<Record<string, number>>, kinds: PlacesTraits["kinds"]) =>
  Object.entries(kinds)
    .filter(([what]) => counts[what])
    .map(([what, name]) => `${name} ${counts[what]}`)
    .join(", ");

export const spotWords = (spot: Spot, { places, kinds }: Pick<PlacesTraits, "places" | "kinds">) =>
  `${places[spot.place][0]}: ${kindCounts(spot.counts, kinds)}`;

export function spanName({ span, year }: Shown, spans: readonly Span[]): string {
  if (span === YEAR) return String(year);
  return spans.find(([id]) => id === span)?.[1] ?? t("All years");
}

/** What is shown, in one sentence. */
export function sentence(
  shown: Shown,
  given: Pick<PlacesTraits, "acts" | "spans" | "kinds" | "years" | "members">,
): string {
  const acts = actsOf(given.acts, shown, given.spans);
  const where = spots(acts);
  const year = lastYear(shown, given);
  const inside = membersIn(given.members, year).length;
  const head = spanName(shown, given.spans);
  const [counts, places] = [
    kindCounts(counted(acts), given.kinds),
    n("{n} place", "{n} places", where.length),
  ];
  const members = n("{n} member", "{n} members", inside);
  const nato = t("In {year} NATO has {members}.", { year: String(year), members });
  const joined = joinedIn(given.members, shown, given.spans).map(([, country]) => country);
  const said = [
    acts.length
      ? t("{head}: {counts}, in {places}.", { head, counts, places })
      : t("{head}: nothing on the map.", { head }),
    nato,
  ];
  if (joined.length && shown.span !== ALL) said.push(t("Joined: {who}.", { who: listed(joined) }));
  return said.join(" ");
}
