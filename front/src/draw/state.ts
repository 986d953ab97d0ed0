/** DrawTrajectory: the learner's line, and what is said of it. */
import { n, t } from "../kit/language";
import type { Shared, ShareTraits } from "../kit/share";
import { capital, day, fixed, score, windowName } from "../kit/words";
import { compare, type Compared, type Means, type Point, type Window } from "../measures/windows";

export const LIMIT = 10;
export const STEP = 0.5;

export interface About {
  readonly president: string;
  readonly years: string;
  readonly start: string;
  readonly last: string;
  readonly colour: string;
}

/** A line in a draft as far as it is drawn, and after the lock what it comes to. */
export interface Answer {
  readonly term: string;
  readonly points: readonly Point[];
  readonly locked: boolean;
  readonly locked_at: string | null;
  readonly reading: Readonly<Record<string, Means>>;
}

export interface DrawTraits extends ShareTraits {
  readonly answer: Partial<Answer>;
  readonly term_id: string;
  readonly half_life: number;
  readonly about: About;
  readonly dates: readonly string[];
  readonly windows: readonly Window[];
  readonly record: readonly Point[];
}

/** What does not change while a widget lives. */
export const GIVEN = ["term_id", "half_life", "about", "dates", "windows", "record"] as const;
export type Given = Pick<DrawTraits, (typeof GIVEN)[number]>;

/** A value for every half year of a presidency, and which of them the learner has set. */
export interface Line {
  readonly dates: readonly string[];
  readonly values: readonly number[];
  readonly isSet: readonly boolean[];
  readonly locked: boolean;
  readonly lockedAt: string | null;
}

/** Read an answer. A locked line keeps its own points, even if the data have grown since. */
export function read(answer: Partial<Answer>, allDates: readonly string[]): Line {
  const kept = new Map(answer.points ?? []);
  const locked = answer.locked ?? false;
  const dates = locked ? [...kept.keys()] : allDates;
  return {
    dates,
    values: dates.map((iso) => kept.get(iso) ?? 0),
    isSet: dates.map((iso) => kept.has(iso)),
    locked,
    lockedAt: answer.locked_at ?? null,
  };
}

/** A draft as the answer that is kept. */
export function draft(term: string, { dates, values, isSet }: Line): Answer {
  const points = dates.map((iso, i): Point => [iso, values[i]]).filter((_, i) => isSet[i]);
  return { term, points, locked: false, locked_at: null, reading: {} };
}

/** The nearest value that a point can have. */
export const nearest = (value: number): number =>
  Math.max(-LIMIT, Math.min(LIMIT, Math.round(value / STEP) * STEP)) || 0;

/** The line with some points set, each by its place. */
export function set(line: Line, points: ReadonlyMap<number, number>): Line {
  return {
    ...line,
    values: line.values.map((value, i) => nearest(points.get(i) ?? value)),
    isSet: line.isSet.map((yes, i) => yes || points.has(i)),
  };
}

export const cleared = (line: Line): Line => ({
  ...line,
  values: line.values.map(() => 0),
  isSet: line.isSet.map(() => false),
});

/** The locked answer: what was not set stays at 0, and the line is compared with the acts. */
export function lockedAnswer(
  { term_id: term, record, windows }: Given,
  line: Line,
  now: string,
): Answer {
  const points = line.dates.map((iso, i): Point => [iso, line.values[i]]);
  const reading = compare(points, record, windows).map(({ window, ...means }) => [window, means]);
  return {
    term,
    points,
    locked: true,
    locked_at: now,
    reading: Object.fromEntries(reading) as Answer["reading"],
  };
}

/** What a share code holds: a line that is locked. */
export const sharedOf = ({
  term,
  points,
  locked,
  locked_at,
}: Partial<Answer>): Shared<"line"> | null =>
  locked && term && points ? { work: { term, line: points }, saved: locked_at ?? null } : null;

export const left = ({ isSet }: Line): number => isSet.filter((yes) => !yes).length;

// ---- words

export function progress(line: Line): string {
  const [all, open] = [line.isSet.length, left(line)];
  return open
    ? n("{set} of {n} point is set.", "{set} of {n} points are set.", all, { set: all - open })
    : n(
        "The {n} point is set: lock your line when you mean it.",
        "All {n} points are set: lock your line when you mean it.",
        all,
      );
}

export const pointWords = ({ dates, values }: Line, i: number): string =>
  `${day(dates[i])}: ${score(values[i])}.`;

/** What a gesture did, by the places that it touched. */
export function drawnWords(line: Line, touched: readonly number[]): string {
  const places = [...touched].sort((a, b) => a - b);
  const [first, last] = [places[0], places[places.length - 1]];
  return first === last
    ? pointWords(line, first)
    : t("Drawn from {first} to {last}.", {
        first: day(line.dates[first]),
        last: day(line.dates[last]),
      });
}

export const question = (line: Line): string =>
  n(
    "{open} of {n} point is not set. Shall the rest stay at 0?",
    "{open} of {n} points are not set. Shall the rest stay at 0?",
    line.isSet.length,
    { open: left(line) },
  );

function origin({ record, about }: Given): string {
  if (!record.length) return t("It has no act of this term yet.");
  const [first] = record[0];
  return first > about.start
    ? t("It begins in {month}.", { month: day(first) })
    : t("It begins with what is remembered of the years before.");
}

/** What the learner is asked to do, and after the lock what is shown. */
export function task(line: Line, traits: Given): string {
  const { half_life: months } = traits;
  if (!line.locked)
    return [
      t("Draw the line that you expect: up means more cooperation, down more conflict."),
      t("Drag across the plot, or use the sliders."),
      n(
        "When you lock it, the record appears: the mean score of all acts, in which an act counts half after {n} month.",
        "When you lock it, the record appears: the mean score of all acts, in which an act counts half after {n} months.",
        months,
      ),
    ].join(" ");
  const below = n(
    "Beneath it stands the record: the mean score of all acts, in which an act counts half after {n} month.",
    "Beneath it stands the record: the mean score of all acts, in which an act counts half after {n} months.",
    months,
  );
  return [lockedWords(line), below, origin(traits)].join(" ");
}

function lockedWords({ lockedAt }: Line): string {
  const when = Date.parse(lockedAt ?? "");
  if (isNaN(when)) return t("You locked this line.");
  // The learner's own day, not that of UTC.
  const own = day(when, { dateStyle: "long", timeZone: undefined });
  return t("You locked this line on {day}.", { day: own });
}

export const legend = ({ locked }: Line): string =>
  locked
    ? t("Your points, as you locked them")
    : t(
        "Point by point: Tab to a month, then the arrow keys; Enter sets a point where it stands. ○ means not set.",
      );

/** The drawing in a sentence. */
export function described(line: Line, { president, years }: About): string {
  if (line.locked)
    return t(
      "Your locked line for {president} and the record beneath it; the table below compares them.",
      { president },
    );
  const all = line.isSet.length;
  return n(
    "The line that you expect for {president}, {years}: {set} of {n} point is set. The sliders hold the same points.",
    "The line that you expect for {president}, {years}: {set} of {n} points are set. The sliders hold the same points.",
    all,
    { president, years, set: all - left(line) },
  );
}

interface Known extends Compared {
  readonly yours: number;
  readonly record: number;
  readonly difference: number;
}

/** Say where the two lines differ most, and then each window. */
export function reading(rows: readonly Compared[]): string {
  const known = rows.filter((row): row is Known => row.record !== null);
  if (!known.length) return t("There is no record to compare with yet.");
  const each = known.map(({ window, yours, record }) =>
    t("{window}: yours {yours}, record {record}.", {
      window: capital(windowName(window)),
      yours: score(yours),
      record: score(record),
    }),
  );
  return [widest(known), ...each].join(" ");
}

function widest(known: readonly Known[]): string {
  const most = known.reduce((a, b) => (Math.abs(b.difference) > Math.abs(a.difference) ? b : a));
  const gap = fixed(Math.abs(most.difference), 1);
  if (gap === "0.0")
    return t(
      "Your line and the record agree to a tenth of a point in every window that can be compared.",
    );
  const parts = { window: windowName(most.window), gap };
  const isMore = most.difference > 0;
  if (known.length > 1)
    return isMore
      ? t(
          "You differ most in the {window} window: you expected more cooperation than the record shows, by {gap} points.",
          parts,
        )
      : t(
          "You differ most in the {window} window: you expected more conflict than the record shows, by {gap} points.",
          parts,
        );
  return isMore
    ? t(
        "You differ in the {window} window: you expected more cooperation than the record shows, by {gap} points.",
        parts,
      )
    : t(
        "You differ in the {window} window: you expected more conflict than the record shows, by {gap} points.",
        parts,
      );
}

export const comparisonCaption = (): string =>
  t("Mean of your line and mean score of the acts in each window (Goldstein scale)");
export const comparisonHead = (): string[] => [
  t("window"),
  t("your line"),
  t("the acts"),
  t("yours − acts"),
];

export const comparison = (rows: readonly Compared[]): [string, ...string[]][] =>
  rows.map(({ window, yours, record, difference }) =>
    yours === null || record === null || difference === null
      ? [windowName(window), t("not compared"), t("too few acts"), t("not compared")]
      : [windowName(window), score(yours), score(record), score(difference)],
  );
