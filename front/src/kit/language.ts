/**
 * The language in which a widget speaks. A sentence is written in English where it is used,
 * `t("{name} is cut short.", { name })`; parts are put in after the translation, so a translator
 * meets whole sentences. The twin of resetcycle/speech.py: one extraction serves both.
 */

/** The forms of a sentence that counts, by the names that Unicode gives them: one, few, many ... */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/**
 * What Python hands over: sentences by their English, plural ones by their singular; what is
 * written for the signs of an English number, the point, the comma and the sign of percent; and how
 * many digits a number has at least whose thousands are set apart.
 */
export interface Catalogue {
  readonly language?: string;
  readonly numbers?: Readonly<Record<string, string>>;
  readonly grouped?: number;
  readonly messages?: Readonly<Record<string, string | Forms>>;
}

type Parts = Readonly<Record<string, string | number>>;

const ENGLISH = "en";
let language = ENGLISH;
let messages: NonNullable<Catalogue["messages"]> = {};
let signs: NonNullable<Catalogue["numbers"]> = {};
let grouped = 0;
let rules = new Intl.PluralRules(ENGLISH);

/** Speak from now on as a catalogue says, and English where it says nothing. */
export function speak(catalogue: Catalogue = {}): void {
  language = (catalogue.language ?? ENGLISH).replace("_", "-");
  rules = new Intl.PluralRules(language);
  messages = catalogue.messages ?? {};
  signs = catalogue.numbers ?? {};
  grouped = catalogue.grouped ?? 0;
}

export const isEnglish = (): boolean => language === ENGLISH;

/** How the browser knows the language that is spoken, for days and lists. */
export const locale = (): string => (isEnglish() ? "en-GB" : language);

/** A number that is written out in English, as the language that is spoken writes it. */
export const marked = (written: string): string =>
  written
    .replace(/\d{1,3}(?:,\d{3})+/g, (number) => {
      const digits = number.replaceAll(",", "");
      return digits.length < grouped ? digits : number;
    })
    .replace(/[.,%]/g, (sign) => signs[sign] ?? sign);

const filled = (message: string, parts: Parts): string =>
  message.replace(/\{(\w+)\}/g, (place, name: string) => {
    const part = parts[name] ?? place;
    return typeof part === "number" ? marked(String(part)) : part;
  });

/** A sentence in the language that is spoken, with its parts put in. */
export function t(message: string, parts: Parts = {}): string {
  const own = messages[message];
  // Where the same words are said with a number elsewhere, this is their form for one.
  const said = typeof own === "object" ? own[rules.select(1)] : own;
  return filled(said ?? message, parts);
}

/** A sentence in the form that the language has for a number; `{n}` is the number. */
export function n(one: string, many: string, count: number, parts: Parts = {}): string {
  const own = messages[one];
  const forms = typeof own === "object" ? own : { one, other: many };
  return filled(forms[rules.select(count)] ?? forms.other ?? many, { n: count, ...parts });
}
