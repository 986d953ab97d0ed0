/** The work of a class, computed in the page; the twin of resetcycle/widgets/pool.py and classroom.py. */
import { ofKind, readClass, type Entry } from "../kit/codes";
import type { Lists } from "../kit/kinds";
import { n, t } from "../kit/language";
import { capital, listed, share } from "../kit/words";
import { burdens, type Burdens } from "../measures/burdens";
import { camps, differing, type Camps as Found } from "../measures/camps";
import { median } from "../measures/classes";
import { geometricMean, kendallsW } from "../measures/concord";
import { Random, type Bits } from "../measures/generator";
import type { Coding } from "../measures/ranks";
import {
  CAMP_NAMES,
  type About,
  type Asked,
  type Burden,
  type Camps,
  type Group,
  type Result,
  type Split,
  type TermLine,
} from "../pool/state";
import { agreed } from "./agreed";
import { exchanged, type Criteria } from "./exchanging";
import { isObject, isText, type Kept } from "./shapes";
import { otherVersion, Side, type Usable } from "./side";
import { stops, type Stopped } from "./stopping";

/** What Python computes with besides the text; `classroom.constants` says what each is. */
export interface Constants {
  readonly enough: number;
  readonly draws: number;
  readonly starts: number;
  readonly silhouette: number;
  readonly floor: number;
  readonly cannot_tell: readonly [number, number];
  readonly concord: readonly (readonly [number, string])[];
  readonly stream: Bits;
  readonly labels: readonly string[];
  readonly terms: readonly string[];
  readonly cells: readonly (readonly string[])[];
  readonly codings: readonly (readonly Coding[])[];
  readonly scores: Readonly<Record<string, number>>;
}

type Rows = readonly (readonly number[])[];
type Weighed = Entry<"weights">;

const to4 = (value: number): number => {
  const up = value * 1e4;
  const down = Math.floor(up);
  const isOver = up - down > 0.5 || (up - down === 0.5 && down % 2 === 1);
  return (down + Number(isOver)) / 1e4;
};
const rounded = (rows: Rows): number[][] => rows.map((row) => row.map(to4));

/** What the weights and codes of a class say together, as `class_result` in Python computes it. */
export function classResult(
  entries: readonly Entry[],
  { weights: { groups }, codes: { things } }: Pick<Lists, "weights" | "codes">,
  constants: Constants,
): Result {
  const learners = ofKind(entries, "weights");
  const weights = learners.map(({ work: { points } }) => {
    const all = groups.reduce((sum, group) => sum + points[group], 0);
    return groups.map((group) => points[group] / all);
  });
  const isEnough = learners.length >= constants.enough;
  const codings = ofKind(entries, "codes").map(({ work }) => things.map((id) => work.codes[id]));
  const coders = () => n("{n} learner", "{n} learners", codings.length);
  return {
    learners: learners.length,
    groups: groupsOf(weights, groups, constants),
    weights: rounded(weights),
    agreement: isEnough ? concord(weights, constants) : null,
    camps: isEnough ? campsOf(weights, constants) : null,
    burden: isEnough ? burdenOf(weights, learners, constants) : null,
    coders: codings.length > 1 ? agreed(codings, constants.scores, coders()) : null,
  };
}

function groupsOf(weights: Rows, groups: readonly string[], constants: Constants): Group[] {
  const pooled =
    weights.length >= constants.enough ? geometricMean(weights, constants.floor).map(to4) : null;
  return groups.map((id, i) => {
    const own = weights.map((row) => row[i]);
    const of = (take: (values: number[]) => number) => (own.length ? to4(take(own)) : null);
    return {
      ...{ id, label: constants.labels[i] },
      low: of((values) => Math.min(...values)),
      median: of(median),
      high: of((values) => Math.max(...values)),
      class_weight: pooled?.[i] ?? null,
    } as Group;
  });
}

function concord(weights: Rows, constants: Constants) {
  const w = kendallsW(weights);
  return { w: w === null ? null : to4(w), sentence: concordSentence(w, constants) };
}

function concordSentence(w: number | null, { concord }: Constants): string {
  if (w === null)
    return t("Everyone gives all obstacles the same weight, so there is no order to agree on.");
  const [, meaning] = concord.find(([bound]) => w < bound) ?? concord[concord.length - 1];
  return t(
    "Kendall's W is {w} on a scale from 0 (no common order) to 1 (one order for all): {meaning}. A high W would say that you agree, not that you are right.",
    { w: share(w), meaning },
  );
}

function campsOf(weights: Rows, constants: Constants): Partial<Record<Split, Camps>> {
  const split = (k?: number): Camps => {
    const random = new Random(constants.stream);
    const found = camps(weights, { ...constants, random }, k);
    const silhouette = found.silhouette === null ? null : to4(found.silhouette);
    const sentence = campsSentence(found, constants);
    return { ...found, centres: rounded(found.centres), ...{ silhouette, sentence } };
  };
  const different = differing(weights);
  return {
    found: split(),
    ...(different >= 2 && { "2": split(2) }),
    ...(different >= 3 && { "3": split(3) }),
  };
}

function campsSentence(found: Found, constants: Constants): string {
  const bound = share(constants.silhouette);
  if (found.sizes.length === 1)
    return t(
      "No clear camps: no split of the class into two or three reaches a silhouette of {bound}, so no group stands apart from another.",
      { bound },
    );
  const number = found.sizes.length === 2 ? t("two") : t("three");
  const silhouette = found.silhouette ?? 0;
  const each = found.sizes
    .map((size, camp) =>
      n(
        "{name}, {n} learner, most weight on {obstacles}",
        "{name}, {n} learners, most weight on {obstacles}",
        size,
        { name: CAMP_NAMES[camp], obstacles: heaviestTwo(found.centres[camp], constants) },
      ),
    )
    .join("; ");
  const parts = { Number: capital(number), number, silhouette: share(silhouette), bound, each };
  return silhouette >= constants.silhouette
    ? t(
        "{Number} camps, clearly set apart (silhouette {silhouette}; from {bound} on one may speak of camps). {each}. A mean of {number} camps represents nobody.",
        parts,
      )
    : t(
        "{Number} camps, not clearly set apart (silhouette {silhouette}; from {bound} on one may speak of camps). {each}. A mean of {number} camps represents nobody.",
        parts,
      );
}

const descending = (values: readonly number[]): number[] =>
  values.map((_, i) => i).sort((a, b) => values[b] - values[a]);

const heaviestTwo = (centre: readonly number[], { labels }: Constants): string =>
  listed(
    descending(centre)
      .slice(0, 2)
      .map((i) => labels[i]),
  );

function burdenOf(weights: Rows, learners: readonly Weighed[], constants: Constants): Burden {
  const { codings, cells, draws, stream, terms } = constants;
  // The kit's lowest and highest severity of a cell, widened by what learners changed.
  const wide = codings.map((row, i) =>
    row.map(([severity, low, high], j): Coding => {
      const own = learners.flatMap(({ work }) => work.codings[cells[i][j]] ?? []);
      return [severity, Math.min(low, ...own), Math.max(high, ...own)];
    }),
  );
  const found = burdens(weights, wide, draws, new Random(stream));
  const sentence = burdenSentence(found, constants);
  return { terms, ranks: rounded(found.ranks), draws, sentence };
}

function burdenSentence({ ranks, wins }: Burdens, { terms, cannot_tell }: Constants): string {
  const first = ranks.map((row) => row[0]);
  const order = descending(first).slice(0, 3);
  const [a, b] = order;
  const others = order
    .slice(1)
    .map((i) => t("{presidency} in {share}", { presidency: terms[i], share: share(first[i]) }));
  const heaviest = t(
    "{presidency} carries the heaviest burden in {share} of the draws, {others}.",
    { presidency: terms[a], share: share(first[a]), others: others.join(", ") },
  );
  const [low, high] = cannot_tell;
  const parts = { heavier: terms[a], other: terms[b], share: share(wins[a][b]) };
  const firm =
    low <= wins[a][b] && wins[a][b] <= high
      ? t(
          "{heavier} and {other} cannot be told apart: side by side, {heavier} is heavier in {share} of them.",
          parts,
        )
      : t("Side by side with {other}, {heavier} is heavier in {share} of them.", parts);
  return `${heaviest} ${firm}`;
}

/** What a pool holds back: what is shown of the record once there is work to lay over it. */
interface Held {
  readonly lines: readonly TermLine[];
  readonly predicted: Readonly<Record<string, readonly Asked[]>>;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly revealed_in: string;
  readonly stopping: Stopped;
  readonly criteria: Criteria;
  readonly computing: Constants;
}

export class PoolSide extends Side {
  #unlined: readonly TermLine[] = [];

  override open(): void {
    // As Python made it without a text: no line has a record.
    this.#unlined = this.trait("lines") as TermLine[];
    this.tell("about", this.#about());
    super.open();
  }

  override usable(kept: unknown): Usable {
    const isPasted = isObject(kept) && isText(kept.text ?? "");
    return isPasted ? [kept, ""] : [null, otherVersion()];
  }

  /** Once the page has shown the text itself: to compute takes a moment. */
  override show(): void {
    setTimeout(() => this.guard(() => this.#read()));
  }

  #read(): void {
    const { text = "" } = this.answer as { text?: string };
    const lists = this.trait("lists") as Lists;
    const { entries } = readClass(text, lists);
    const { lines, predicted, computing, criteria, stopping } = this.held as Held;
    this.tell("result", text.trim() ? classResult(entries, lists, computing) : {});
    const drawn = new Set(ofKind(entries, "line").map(({ work }) => work.term));
    const lined = lines.filter(({ id }) => drawn.has(id));
    this.tell(
      "lines",
      this.#unlined.map((one) => lined.find(({ id }) => id === one.id) ?? one),
    );
    const lessons = new Set(ofKind(entries, "predictions").map(({ work }) => work.lesson));
    const asked = [...lessons].sort().map((lesson) => ({
      lesson,
      questions: this.#hasCommitted(lesson)
        ? predicted[lesson]
        : predicted[lesson].map((one) => ({ ...one, record: "", right: [] })),
    }));
    this.tell("predicted", asked);
    this.tell("stops", stops(ofKind(entries, "tasks"), stopping));
    this.tell("exchanged", exchanged(ofKind(entries, "marks"), criteria));
    this.tell("read", (this.trait("read") as number) + 1);
  }

  /** Whether the learner has committed own predictions in a lesson; before, nothing is told. */
  #hasCommitted(lesson: string): boolean {
    const kept = this.keptBy("predictions", lesson);
    return isObject(kept) && Boolean(kept.locked_at);
  }

  /** The outcomes of forecasts as far as the learner has seen them. */
  #about(): About {
    const about = this.trait("about") as About;
    const { outcomes, revealed_in: lesson } = this.held as Held;
    const kept = this.keptBy("reveal", lesson) as Kept | undefined;
    const seen = isObject(kept) && Array.isArray(kept.revealed) ? kept.revealed : [];
    const things = about.forecasts.things.map((one) => ({
      ...one,
      outcome: seen.includes(one.id) ? outcomes[one.id] : "",
    }));
    return { ...about, forecasts: { ...about.forecasts, things } };
  }
}
