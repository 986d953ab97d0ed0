/** ManyWays: one claim asked in many ways, what each way answers, and how many say what. */
import { n, t } from "../kit/language";
import type { Traits } from "../kit/store";

export type Said = "yes" | "no" | "unclear";

/** A way to ask: of how many comparisons, how many go as the claim says. */
export type Cell = readonly [
  part: string,
  shown: string,
  row: number,
  column: number,
  made: number,
  favour: number,
  said: Said,
];

export interface WaysTraits extends Traits {
  readonly parts: Readonly<Record<string, string>>;
  readonly shown: Readonly<Record<string, string>>;
  readonly rows: readonly string[];
  readonly cells: readonly Cell[];
  readonly answer: Readonly<Partial<Record<keyof Asked, unknown>>>;
}

/** The part of the claim, and as known when, by whose calendar. */
export interface Asked {
  readonly part: string;
  readonly shown: string;
}

export const WINDOWS = [6, 12, 18];
export const MEMORIES = [0, 6, 12, 24];
/** The columns of windows; two single readings of polls follow them. */
const WINDOWED = WINDOWS.length * MEMORIES.length;
export const COLUMNS = WINDOWED + 2;

/** What an answer asks; what it names and is not here is shown as at first. */
export function askedOf({
  answer,
  parts,
  shown,
}: Pick<WaysTraits, "answer" | "parts" | "shown">): Asked {
  const one = (value: unknown, known: object, otherwise: string) =>
    typeof value === "string" && Object.hasOwn(known, value) ? value : otherwise;
  return { part: one(answer.part, parts, "ends"), shown: one(answer.shown, shown, "then") };
}

export const cellsOf = (cells: readonly Cell[], { part, shown }: Asked): readonly Cell[] =>
  cells.filter(([ownPart, ownShown]) => ownPart === part && ownShown === shown);

export const count = (cells: readonly Cell[], said: Said): number =>
  cells.filter((cell) => cell[6] === said).length;

/** What stands in a cell. */
export const mark = ([, , , , made, favour, said]: Cell): string =>
  said === "unclear" ? "?" : `${favour}/${made}`;

export const saidWords = (said: Said): string =>
  ({ yes: t("yes"), no: t("no"), unclear: t("cannot tell") })[said];

/** How a column reads the record. */
function reads(column: number): string {
  if (column === WINDOWED) return t("the last reading before a president leaves");
  if (column > WINDOWED) return t("the first reading after a president has left");
  const months = WINDOWS[Math.floor(column / MEMORIES.length)];
  const memory = MEMORIES[column % MEMORIES.length];
  const window = t("windows of {months} months", { months });
  return memory
    ? t("{window}, each act fading by half in {memory} months", { window, memory })
    : t("{window}, no memory", { window });
}

/** What a way answers, in a sentence. */
export function sentence([, , row, column, made, favour, said]: Cell, rows: readonly string[]) {
  const way = t("{what}; {reads}: {said}.", {
    ...{ what: rows[row], reads: reads(column), said: saidWords(said) },
  });
  const few = t("Fewer than two comparisons can be made: too few acts or readings.");
  if (said === "unclear") return `${way} ${few}`;
  const compared = n(
    "{favour} of {n} comparison goes as the claim says.",
    "{favour} of {n} comparisons go as the claim says.",
    made,
    { favour },
  );
  return `${way} ${compared}`;
}

/** How many ways say what. */
export const counted = (cells: readonly Cell[], shown: string): string =>
  t("{shown}: of {all} ways {yes} say yes, {no} say no, and {unclear} cannot tell.", {
    ...{ shown, all: cells.length, yes: count(cells, "yes"), no: count(cells, "no") },
    unclear: count(cells, "unclear"),
  });

export const isArrow = (key: string): boolean =>
  key === "ArrowLeft" || key === "ArrowRight" || key === "ArrowUp" || key === "ArrowDown";

/** The cell to which an arrow key leads: the next in its row, or the nearest in the next row. */
export function beside(cells: readonly Cell[], from: Cell, key: string): Cell {
  const [, , row, column] = from;
  const way = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  const isAcross = key === "ArrowLeft" || key === "ArrowRight";
  const far = ([, , atRow, at]: Cell) =>
    isAcross ? (at - column) * way : (atRow - row) * way * 100 + Math.abs(at - column);
  const ahead = cells.filter(([, , atRow, at]) =>
    isAcross ? atRow === row && (at - column) * way > 0 : (atRow - row) * way > 0,
  );
  return ahead.reduce((best, cell) => (far(cell) < far(best) ? cell : best), ahead[0] ?? from);
}
