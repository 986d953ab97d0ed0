/**
 * The language in which a widget speaks. A sentence is written in English where it is used,
 * `t("{name} is cut short.", { name })`; parts are put in after the translation, so a translator
 * meets whole sentences. The twin of resetcycle/language.py: one extraction serves both.
 */

type Parts = Readonly<Record<string, string | number>>;

const filled = (message: string, parts: Parts): string =>
  message.replace(/\{(\w+)\}/g, (place, name: string) => String(parts[name] ?? place));

/** A sentence in the language that is spoken, with its parts put in. */
export const t = (message: string, parts: Parts = {}): string => filled(message, parts);

/** A sentence in the form that the language has for a number; `{n}` is the number. */
export const n = (one: string, many: string, count: number, parts: Parts = {}): string =>
  filled(count === 1 ? one : many, { n: count, ...parts });
