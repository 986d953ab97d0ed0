/** Boards that compute all in the browser: what of a kept answer, which may be anything, they can show. */
import { LEAST, MOST } from "../evidence/state";
import { pack } from "../kit/codes";
import type { Lists } from "../kit/kinds";
import { t } from "../kit/language";
import { groupWeights, wholePoints, type Method, type Slider } from "../measures/weights";
import {
  fitting,
  isGiven,
  isNumber,
  isObject,
  isText,
  isTruth,
  isWhole,
  type Kept,
} from "./shapes";
import { otherVersion, Side, type Given, type Usable } from "./side";
import { isSame } from "./work";

type Reads = (kept: Kept, trait: (name: string) => unknown) => Usable;

const refuse = (): Usable => [null, otherVersion()];
const partly = (usable: Kept, isAll: boolean, strange: () => string): Usable => [
  usable,
  isAll ? "" : strange(),
];

const DAY = /^\d{4}-\d\d-\d\d$/;
const isDay = (value: unknown): value is string =>
  isText(value) && DAY.test(value) && !isNaN(Date.parse(value));

/** Points that go forward in time, from the bottom to the top of the plot. */
function isLine(points: unknown): boolean {
  if (!Array.isArray(points) || !points.length) return false;
  return points.every((point: unknown, i) => {
    if (!Array.isArray(point) || point.length !== 2 || !isDay(point[0])) return false;
    const [day, value] = point as [string, unknown];
    const before = i ? (points[i - 1] as [string])[0] : "";
    return day > before && isNumber(value) && Math.abs(value) <= 10;
  });
}

const line: Reads = (kept, trait) => {
  const points = kept.points ?? [];
  const isOther = Object.keys(kept).length > 0 && kept.term !== trait("term_id");
  if (!Array.isArray(points) || isOther) return refuse();
  const isDrawn = points.length > 0 || Boolean(kept.locked);
  return isDrawn && !isLine(points) ? refuse() : [kept, ""];
};

const isSlider = (one: unknown): one is Slider =>
  isObject(one) &&
  isText(one.label) &&
  isNumber(one.points) &&
  one.points >= 0 &&
  one.points <= 100 &&
  Array.isArray(one.members) &&
  one.members.length > 0;

const board: Reads = (kept, trait) => {
  const lists = trait("lists") as Pick<Lists, "weights">;
  const { groups, methods } = lists.weights;
  const { sliders, codings, method } = kept;
  const isWritten = Array.isArray(sliders) && sliders.every(isSlider) && isObject(codings);
  if (!isWritten || !methods.includes(String(method))) return refuse();
  const members = new Set(sliders.flatMap((slider) => slider.members));
  if (members.size !== groups.length || groups.some((group) => !members.has(group)))
    return refuse();
  const points = wholePoints(groupWeights(sliders, method as Method, groups));
  const isSound =
    isSame(points, kept.points) &&
    Object.values(codings).every((code) => isWhole(code) && code >= 0 && code <= 3);
  return isSound && canBePacked({ points, codings, method }, lists) ? [kept, ""] : refuse();
};

function canBePacked(work: Kept, lists: Pick<Lists, "weights">): boolean {
  const named = { learner: "00000000", saved: new Date().toISOString() };
  try {
    return pack("weights", work as never, named, lists) !== "";
  } catch {
    return false;
  }
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const lineup: Reads = (kept, trait) => {
  if (!Object.keys(kept).length) return [kept, ""];
  const names = LETTERS.slice(0, (trait("lines") as unknown[]).length);
  const isPanel = (name: unknown) => isText(name) && name.length === 1 && names.includes(name);
  const { pick, cycle, worlds } = kept;
  const isOurs =
    kept.seed === trait("seed") &&
    (pick === undefined || pick === null || isPanel(pick)) &&
    Array.isArray(cycle) &&
    cycle.every(isPanel) &&
    isObject(worlds) &&
    ["drawn", "three", "five"].every((name) => isWhole(worlds[name]));
  return isOurs ? [kept, ""] : [null, t("it belongs to another lineup.")];
};

const causal: Reads = (kept, trait) => {
  const maps = trait("maps") as Record<string, { arrows: { id: string }[] }>;
  const known = Object.values(maps).flatMap(({ arrows }) => arrows.map(({ id }) => id));
  const usable: Record<string, unknown> = {};
  if (isText(kept.part) && kept.part in maps) usable.part = kept.part;
  if (Array.isArray(kept.out)) usable.out = kept.out.filter((one) => known.includes(one as string));
  const out = isGiven(kept.out) ? kept.out : [];
  const isAll = isSame(kept.part ?? null, usable.part ?? null) && isSame(out, usable.out ?? []);
  return partly(usable, isAll, () => t("some of it is no map and no arrow here."));
};

interface Windows {
  readonly presidencies: readonly { readonly id: string }[];
  readonly windows: Readonly<Record<string, { readonly acts: readonly (readonly [string])[] }>>;
}
const isOneOf =
  (...names: readonly string[]) =>
  (value: unknown): value is string =>
    isText(value) && names.includes(value);
const [isDone, isKind] = [isOneOf("out", "turned"), isOneOf("all", "contacts", "deeds")];

const leaveOut: Reads = (kept, trait) => {
  const presidencies = trait("presidencies") as Windows["presidencies"];
  const windows = Object.values(trait("windows") as Windows["windows"]);
  const known = new Set(windows.flatMap(({ acts }) => acts.map(([id]) => id)));
  const usable: Record<string, unknown> = {};
  if (presidencies.some(({ id }) => id === kept.presidency)) usable.presidency = kept.presidency;
  if (isKind(kept.kind)) usable.kind = kept.kind;
  if (isDone(kept.click)) usable.click = kept.click;
  const isAct = (id: string, done: unknown): done is string => known.has(id) && isDone(done);
  if (isObject(kept.acts)) usable.acts = fitting(kept.acts, isAct);
  const strange = () => t("some of it is about acts or presidencies that are not here.");
  return partly(usable, isSame(usable, kept), strange);
};

const isWar = isOneOf("rule", "scored", "without");

const memory: Reads = (kept, trait) => {
  const { war = "rule", contacts = false, opinion = false } = kept;
  if (!isWar(war) || !isTruth(contacts) || !isTruth(opinion)) return refuse();
  const halves = trait("half_lives") as number[];
  const isOffered = halves.includes(kept.half_life as number);
  const { half_life } = trait("answer") as Kept;
  return [isOffered ? kept : { ...kept, half_life }, ""];
};

const isDesk = isOneOf("USA", "RUS");

const memo: Reads = (kept) => {
  const usable: Record<string, unknown> = {};
  if (isText(kept.text)) usable.text = kept.text;
  if (isDesk(kept.desk)) usable.desk = kept.desk;
  const { other } = kept;
  if (isObject(other) && isText(other.name) && isText(other.text)) usable.other = other;
  const isAll = ["text", "desk", "other"].every((part) => !isGiven(kept[part]) || part in usable);
  return partly(usable, isAll, () => t("some of it is no text, or no capital here."));
};

const evidence: Reads = (kept, trait) => {
  const idsOf = (name: string) => (trait(name) as { id: string }[]).map(({ id }) => id);
  const [rivals, findings] = [idsOf("rivals"), idsOf("findings")];
  const usable: Record<string, unknown> = {};
  const isPoints = (name: string, value: unknown): value is number =>
    rivals.includes(name) && isWhole(value) && value >= 1 && value <= 100;
  const isFigure = (name: string, p: unknown): p is number =>
    rivals.includes(name) && isNumber(p) && p >= LEAST / 100 && p <= MOST / 100;
  const isColumn = (name: string, column: unknown): column is Kept =>
    findings.includes(name) && isObject(column);
  if (isObject(kept.points)) usable.points = fitting(kept.points, isPoints);
  if (isObject(kept.figures)) {
    const columns = Object.entries(fitting(kept.figures, isColumn));
    usable.figures = Object.fromEntries(
      columns.map(([name, column]) => [name, fitting(column, isFigure)]),
    );
  }
  if (Array.isArray(kept.left_out))
    usable.left_out = kept.left_out.filter((name) => findings.includes(name as string));
  if (kept.desk === "" || isDesk(kept.desk)) usable.desk = kept.desk;
  return partly(usable, isSame(usable, kept), () =>
    t("some of it is no figure, no finding or no explanation here."),
  );
};

interface Field {
  readonly name: string;
  readonly places: number;
}

const byHand: Reads = (kept, trait) => {
  const { entries = {} } = kept;
  if (!isObject(entries)) return refuse();
  const fields = trait("fields") as Field[];
  const [kind, choices] = [trait("kind"), trait("choices") as string[]];
  const fits = (name: string, given: unknown): given is unknown => {
    const field = fields.find((one) => one.name === name);
    if (!field) return false;
    if (field.places > 1) return Array.isArray(given) && given.length === field.places;
    if (kind === "choice") return choices.includes(given as string);
    return kind === "yes_no" ? isTruth(given) : isNumber(given);
  };
  const usable = fitting(entries, fits);
  return partly({ entries: usable }, isSame(usable, entries), () =>
    t("some of it is no answer here."),
  );
};

const READS: Readonly<Record<string, Reads>> = {
  DrawTrajectory: line,
  WeighObstacles: board,
  NullSimulator: lineup,
  CausalMap: causal,
  LeaveOut: leaveOut,
  MemoryLine: memory,
  Memo: memo,
  WeighEvidence: evidence,
  ByHand: byHand,
};

/** The side of a board that keeps what it is given and asks for nothing. */
export class KeepingSide extends Side {
  readonly #reads: Reads | undefined;

  constructor(given: Given) {
    super(given);
    this.#reads = READS[given.board];
  }

  override usable(kept: unknown): Usable {
    if (!this.#reads || !isObject(kept)) return super.usable(kept);
    return this.#reads(kept, (name) => this.trait(name));
  }

  /** A line locks itself in the browser, and is drawn on if that was not kept. */
  override unlocked(): Kept | null {
    const { answer } = this;
    return answer.locked === true
      ? { ...answer, locked: false, locked_at: null, reading: {} }
      : null;
  }
}
