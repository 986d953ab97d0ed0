/** Pieces of sentences that all widgets say alike; their twins in Python are in words.py. */
import { isEnglish, locale, marked, t } from "./language";

/** A number with so many decimals, as Python writes it: an exact half goes to the even neighbour. */
function rounded(x: number, digits: number): string {
  const up = Math.abs(x).toFixed(digits);
  const isHalf = Math.abs(x * 2 ** (digits + 1)) % 2 === 1;
  const isOdd = Number(up.slice(-1)) % 2 === 1;
  const size = isHalf && isOdd ? (Math.abs(x) - 10 ** -digits / 4).toFixed(digits) : up;
  return (x < 0 ? "−" : "") + size;
}

/** A number with so many decimals, as it is read in the language that is spoken. */
export const fixed = (x: number, digits: number): string => marked(rounded(x, digits));

/** A share of 1 with two decimals; to leave out the zero before the point is English custom. */
export const share = (x: number): string =>
  x >= 0.995 ? fixed(1, 2) : isEnglish() ? fixed(x, 2).replace(/^0/, "") : fixed(x, 2);

/** A score with its sign and one decimal; what rounds to zero has none. */
export function score(x: number): string {
  const size = rounded(Math.abs(x), 1);
  return marked(size === "0.0" ? size : (x < 0 ? "−" : "+") + size);
}

/** Names as a phrase: "a, b and c". */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale()).format(names);

const thousands = new Intl.NumberFormat("en");

/** A whole number, its thousands set apart. */
export const whole = (x: number): string => marked(thousands.format(x));

/** A number with the decimals that it has. */
export const plain = (x: number): string => marked(String(x));

/** A probability as a chance in 100. */
export const chance = (p: number): string => t("{number} in 100", { number: +rounded(p * 100, 1) });

export const yesNo = (truth: boolean): string => (truth ? t("yes") : t("no"));

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** To make a format takes a hundred times as long as to use it, and some boards say many days. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${JSON.stringify(parts)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...parts });
  formats.set(key, made);
  return made;
}

/** A moment in words, by month and year in UTC unless something else is asked for. */
export const day = (
  moment: string | number,
  parts: Intl.DateTimeFormatOptions = { month: "long", year: "numeric" },
): string => format(parts).format(new Date(moment));

/** The days from one to another in words, what they share said once. */
export const days = (first: string, last: string): string =>
  format({ dateStyle: "long" }).formatRange(new Date(first), new Date(last));

/** Whose act it is, by the names that the capitals have here. */
export function whose(by: string, capitals: Readonly<Record<string, string>>): string {
  // L10N: whose act it is
  return capitals[by] ?? (by === "both" ? t("both capitals") : t("others"));
}

export const faultWords = (fault: unknown): string =>
  t("Something went wrong in the page: {fault} What was kept is untouched.", {
    fault: String(fault),
  });

export const noReply = (): string =>
  t(
    "Python has not answered. If the kernel has stopped, start it, run this cell again, and repeat the step.",
  );

/** The name of a window of a presidency as it is said; what is kept has it in English. */
export const windowName = (window: string): string =>
  ({ start: t("start"), middle: t("middle"), end: t("end") })[window] ?? window;
