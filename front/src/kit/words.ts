/** Pieces of sentences that all widgets say alike; their twins in Python are in words.py. */

/** A share of 1 with two decimals and no nought before the point. */
export const share = (x: number): string => (x >= 0.995 ? "1.00" : x.toFixed(2).replace(/^0/, ""));

/** A number with the sign that is read as one. */
export const number = (x: number, digits: number): string => x.toFixed(digits).replace("-", "−");

/** A score with its sign and one decimal; what rounds to nought has none. */
export const score = (x: number): string =>
  Math.round(x * 10) ? (x < 0 ? "−" : "+") + Math.abs(x).toFixed(1) : "0.0";

/** A number and its noun, in the plural where it belongs. */
export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A probability as a chance in 100. */
export const chance = (p: number): string => `${+(p * 100).toFixed(1)} in 100`;

export const yesNo = (truth: boolean): string => (truth ? "yes" : "no");

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** An ISO date in words, by month and year unless other parts are asked for. */
export function day(
  iso: string,
  parts: Intl.DateTimeFormatOptions = { month: "long", year: "numeric" },
): string {
  return new Date(iso).toLocaleDateString("en-GB", { timeZone: "UTC", ...parts });
}

export const NO_REPLY =
  "Python has not answered. If the kernel has stopped, start it, run this cell again, and repeat the step.";
