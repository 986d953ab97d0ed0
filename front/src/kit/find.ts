/**
 * How words are found in texts, the same on every board that looks through the record. Its twin in
 * Python is resetcycle/finding.py.
 */

/** The words of a text as they are compared: small letters without accents. */
export const inWords = (text: string): readonly string[] =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Rows by the words of their texts. */
export class WordIndex<Row> {
  readonly #rows: readonly Row[];
  readonly #textOf: (row: Row) => string;
  #texts: readonly string[] | undefined;

  constructor(rows: readonly Row[], textOf: (row: Row) => string) {
    this.#rows = rows;
    this.#textOf = textOf;
  }

  /** The rows of which each word that is asked begins a word, in their order; all for no word. */
  find(query: string): readonly Row[] {
    const asked = inWords(query).map((word) => ` ${word}`);
    if (!asked.length) return this.#rows;
    // Dates in words take a moment to make: not before somebody searches.
    this.#texts ??= this.#rows.map((row) => ` ${inWords(this.#textOf(row)).join(" ")}`);
    const texts = this.#texts;
    return this.#rows.filter((_, i) => asked.every((word) => texts[i].includes(word)));
  }
}
