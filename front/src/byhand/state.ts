/** By hand: what is asked, what was found, and the line that takes it into the answer cell. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";
import { plain } from "../kit/words";

export interface Field {
  /** Its name in the answer. */
  readonly name: string;
  readonly words: string;
  /** Title, day, address and id of the event that it speaks of; nothing if it speaks of none. */
  readonly event: readonly string[];
  readonly places: number;
}

export type Cell = string | number | null;

export interface Listing {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Value = string | number | boolean;
/** One value, or one for each place: null where a place is still open. */
export type Given = Value | readonly (Value | null)[];
export type Entries = Readonly<Record<string, Given>>;

export interface ByHandTraits extends Traits {
  readonly task: string;
  readonly target: string;
  readonly form: "plain" | "mapping" | "calls";
  readonly kind: "number" | "choice" | "yes_no";
  readonly unit: string;
  /** To how many decimals a number is read, in words. */
  readonly counts: string;
  readonly choices: readonly string[];
  readonly shown: readonly string[];
  readonly fields: readonly Field[];
  readonly tables: readonly Listing[];
  readonly answer: { readonly entries?: unknown };
}

/** What makes a function of the answers, in Python. */
const BY_HAND = "rc.by_hand";

type Asked = Pick<ByHandTraits, "task" | "target" | "form" | "kind" | "choices" | "fields">;

/** Read a kept answer, which may be anything: what answers no question here is left out. */
export function read(asked: Asked, answer: ByHandTraits["answer"]): Entries {
  const kept = new Map<string, unknown>(Object.entries(answer.entries ?? {}));
  const found = asked.fields.flatMap((field) => {
    const given = kept.get(field.name);
    return fits(asked, field, given) ? [[field.name, given] as const] : [];
  });
  return Object.fromEntries(found);
}

function fits(asked: Asked, { places }: Field, given: unknown): given is Given {
  if (places === 1) return isValue(asked, given);
  return (
    Array.isArray(given) &&
    given.length === places &&
    given.every((each) => each === null || isValue(asked, each))
  );
}

function isValue({ kind, choices }: Asked, given: unknown): given is Value {
  if (kind === "choice") return typeof given === "string" && choices.includes(given);
  return typeof given === (kind === "number" ? "number" : "boolean");
}

/** The value at a place of a question; undefined while it is open. */
export function at(entries: Entries, { name, places }: Field, place: number): Value | undefined {
  const given = entries[name] as Given | undefined;
  if (places === 1) return given as Value | undefined;
  return (given as readonly (Value | null)[] | undefined)?.[place] ?? undefined;
}

/** The answer with one value more; undefined takes it out. */
export function put(
  entries: Entries,
  { name, places }: Field,
  place: number,
  value: Value | undefined,
): { entries: Entries } {
  const others = Object.entries(entries).filter(([other]) => other !== name);
  const before = (entries[name] as readonly (Value | null)[] | undefined) ?? [];
  const list = Array.from({ length: places }, (_none, i) =>
    i === place ? (value ?? null) : (before[i] ?? null),
  );
  const given = places === 1 ? value : list.some((each) => each !== null) ? list : undefined;
  const own = given === undefined ? [] : [[name, given] as const];
  return { entries: Object.fromEntries([...others, ...own]) };
}

/** The places of a question that are still open, counted from 1. */
const openPlaces = (entries: Entries, field: Field): readonly number[] =>
  Array.from({ length: field.places }, (_none, i) => i + 1).filter(
    (place) => at(entries, field, place - 1) === undefined,
  );

/** How many questions are answered in all their places. */
export const done = (asked: Asked, entries: Entries): number =>
  asked.fields.filter((field) => openPlaces(entries, field).length === 0).length;

/** The line for the answer cell; what is still open is a question mark, as in the exercise. */
export function line(asked: Asked, entries: Entries): string {
  const { task, target, form, fields } = asked;
  const value = (field: Field) => {
    const all = Array.from({ length: field.places }, (_none, i) => python(at(entries, field, i)));
    return field.places === 1 ? all[0] : `[${all.join(", ")}]`;
  };
  if (form === "plain") return `${target} = ${value(fields[0])}`;
  const pairs = fields.map((field) => `${python(field.name)}: ${value(field)}`);
  const dict = `{${pairs.join(", ")}}`;
  const filled = form === "mapping" ? dict : `${BY_HAND}(${python(task)}, ${dict})`;
  return `${target} = ${filled}`;
}

/** A value as Python writes it. */
function python(value: Value | undefined): string {
  if (value === undefined) return '"?"';
  const written = JSON.stringify(value);
  return typeof value === "boolean" ? written[0].toUpperCase() + written.slice(1) : written;
}

/** How far it is; once begun, what is still open by its name. */
export function progress(asked: Asked, entries: Entries): string {
  const shown = { done: done(asked, entries), all: asked.fields.length };
  const open = asked.fields.flatMap((field) => {
    const places = openPlaces(entries, field);
    if (places.length === 0) return [];
    const isBegun = places.length < field.places;
    const named = { call: field.name, places: places.join(", ") };
    return [isBegun ? t("{call} (entry {places})", named) : field.name];
  });
  if (Object.keys(entries).length === 0 || open.length === 0 || open.includes(""))
    return t("{done} of {all} answered.", shown);
  return t("{done} of {all} answered; still open: {names}.", { ...shown, names: open.join("; ") });
}

/** By which column a table is sorted, and which way. */
export interface Sorting {
  readonly column: number;
  readonly down: boolean;
}

/** What stands in a cell; an empty one has nothing. */
export const cellWords = (cell: Cell): string =>
  typeof cell === "number" ? plain(cell) : (cell ?? "");

/** The rows that hold every typed word, sorted; an empty cell stands last either way. */
export function listed(
  { rows }: Listing,
  filter: string,
  sorting: Sorting | null,
): readonly (readonly Cell[])[] {
  const sought = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const text = row.map(cellWords).join(" ").toLocaleLowerCase();
    return sought.every((word) => text.includes(word));
  });
  if (!sorting) return found;
  const { column, down } = sorting;
  return [...found].sort((a, b) => order(a[column], b[column], down));
}

function order(a: Cell, b: Cell, down: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const plain =
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return down ? -plain : plain;
}

/** The next sorting when a heading is pressed: up, down, as given. */
export function pressed(before: Sorting | null, column: number): Sorting | null {
  if (before?.column !== column) return { column, down: false };
  return before.down ? null : { column, down: true };
}

export const rowsWords = (shown: number, all: number): string =>
  n("{shown} of {n} row.", "{shown} of {n} rows.", all, { shown });
