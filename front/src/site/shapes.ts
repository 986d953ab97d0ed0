/** Shapes of what was kept, which may be anything: a file may come from another edition. */
export type Kept = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === "string";
export const isNumber = (value: unknown): value is number => typeof value === "number";
export const isTruth = (value: unknown): value is boolean => typeof value === "boolean";
/** A whole number; JSON has no other mark of it. */
export const isWhole = (value: unknown): value is number => Number.isInteger(value);

/** An absent part is as good as one that is null. */
export const isTextOrNone = (value: unknown): value is string | null | undefined =>
  value === undefined || value === null || isText(value);

/** Of an object the parts that fit; of anything else none. */
export function fitting<V>(
  value: unknown,
  fits: (name: string, part: unknown) => part is V,
): Record<string, V> {
  const pairs = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(pairs.filter((pair): pair is [string, V] => fits(pair[0], pair[1])));
}

/** As Python asks whether something is there: an empty text or list is not. */
export const isGiven = (value: unknown): boolean =>
  isObject(value) || Array.isArray(value) ? Object.keys(value).length > 0 : Boolean(value);
