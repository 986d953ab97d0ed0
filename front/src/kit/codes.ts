/** Share codes, packed and read without a kernel; the twin of resetcycle/sharing.py. */
import {
  digitOf,
  hex,
  holdings,
  kindOf,
  KINDS,
  starts,
  two,
  type Bytes,
  type Kind,
  type Lists,
  type Work,
  type Works,
} from "./kinds";
import { t } from "./language";
import { called, countOnce } from "./once";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** The first day of the codes' minutes: a clock that says an earlier one is wrong. */
export const EPOCH = Date.UTC(2025, 0, 1);
const MINUTE = 60_000;
const [HEAD, CHECK] = [8, 2];

/**
 * CRC-16 with polynomial 1021, of a kind by its number, counted from 1; that of weights is as it
 * always was, and no digit passes for another.
 */
export function checksum(bytes: Bytes, number: number): number {
  let sum = number - 1;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return sum;
}

function base32(bytes: Bytes): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => ALPHABET[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** The bytes that have these very digits; none where no bytes have them. */
function fromBase32(digits: string): number[] {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const digit of digits) {
    held = ((held << 5) | ALPHABET.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return base32(bytes) === digits ? bytes : [];
}

/** Work as a share code; `saved` is an ISO time, and the learner eight hexadecimal digits. */
export function pack<K extends Kind>(
  kind: K,
  work: Work<K>,
  { learner, saved }: { readonly learner: string; readonly saved: string },
  lists: Pick<Lists, K>,
): string {
  const place = KINDS.indexOf(kind);
  const minutes = Math.floor((Date.parse(saved) - EPOCH) / MINUTE);
  const names = (learner.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
  const time = [24, 16, 8, 0].map((bits) => (minutes >>> bits) & 255);
  const all = holdings(lists as Lists);
  const body = [...names, ...time, ...all[kind]().pack(work)];
  const digits = base32([...body, ...two(checksum(body, place + 1))]);
  return [`RC${digitOf(place)}`, ...(digits.match(/.{1,5}/g) ?? [])].join("-");
}

/** The time that a code holds, or "" if it is none. */
export function savedIn(code: string): string {
  const bytes = fromBase32(code.slice(4).replaceAll("-", ""));
  return bytes.length > HEAD ? timeOf(bytes) : "";
}

/** As Python writes it. */
function timeOf(bytes: Bytes): string {
  const minutes = bytes.slice(4, HEAD).reduce((all, byte) => all * 256 + byte, 0);
  return new Date(EPOCH + minutes * MINUTE).toISOString().slice(0, 19) + "+00:00";
}

// ---- codes in a text

/** A code that was found, the name before it or "", and the line in which it stands. */
export interface Entry<K extends Kind = Kind> {
  readonly kind: K;
  /** Eight digits and an ISO time; both are empty in a line CODES02, which names neither. */
  readonly learner: string;
  readonly saved: string;
  readonly work: Work<K>;
  readonly name: string;
  readonly line: number;
}

/** What stands in the text of a class: codes that count, and what is to be said of the others. */
export interface ClassText {
  readonly entries: readonly Entry[];
  readonly notes: readonly string[];
  readonly broken: readonly string[];
}

const START = /RC([0-9IL]|(?<![A-Z]RC)O)(?=[\s>-]*[0-9A-Z])|CODES02/gi;
const GROUP = /[\s>]*-[\s>]*([0-9A-Z]{1,5})/iy;
const STAMP = String.raw`(?:\[[^\[\]\n]*\]|[\d/., :]*\d(?:\s*[AaPp]\.?[Mm]\.?)?\s*-(?=\s))`;
const NAME = new RegExp(
  String.raw`^[\s>*]*(?:${STAMP}\s*)?(\p{L}[^\d_:>*()\[\]\n,;!?]{0,30}?)\s*(?:\([^()]*\)\s*)?(?:[:>]|,?\s*(?:\[[^\[\]\n]*\]|\d{1,2}[:.]\d\d))`,
  "u",
);
const HEADLINE = /^[\s\d:.,>*\]AaPpMm-]*$/;

/** Plain letters and hyphens, without marks that nobody sees. */
export const tidy = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\p{Pd}\u2043\u2212\u02d7]/gu, "-")
    .replace(/[\p{Cf}\u034f\ufe00-\ufe0f]/gu, "");

const plainDigits = (written: string): string =>
  written
    .replace(/[\s>-]/g, "")
    .toUpperCase()
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");

/** Reads the codes of a text with the lists of today. */
class Reader {
  readonly #text: string;
  readonly #lists: Lists;
  readonly #lengths: Readonly<Record<Kind, readonly number[]>>;

  constructor(text: string, lists: Lists) {
    this.#text = tidy(text);
    this.#lists = lists;
    const all = holdings(lists);
    const lengthsOf = (kind: Kind) => {
      const sizes = all[kind]().sizes();
      return sizes.map((size) => Math.ceil((8 * (HEAD + size + CHECK)) / 5));
    };
    const lengths = KINDS.map((kind) => [kind, lengthsOf(kind)]);
    this.#lengths = Object.fromEntries(lengths) as Record<Kind, number[]>;
  }

  scan(): { entries: Entry[]; broken: string[] } {
    const [entries, broken]: [Entry[], string[]] = [[], []];
    let [at, told] = [0, 0];
    for (;;) {
      START.lastIndex = at;
      const start = START.exec(this.#text);
      if (!start) return { entries, broken };
      at = start.index + start[0].length;
      const found = this.#readAt(start, at);
      if (typeof found !== "string") {
        entries.push(found.entry);
        at = found.end;
        continue;
      }
      // "RC1 works well" is talk; with a hyphen after it, a code was meant. Inside a broken code,
      // RC1 may come by chance.
      const byChance =
        start.index < told && /[\p{L}\p{N}]$/u.test(this.#text.slice(0, start.index));
      const [last] = this.#groupEnds(at);
      if (last === undefined || byChance) continue;
      broken.push(found);
      told = last;
    }
  }

  /** The code after a start, and the place after it; or a sentence that says why there is none. */
  #readAt(start: RegExpExecArray, at: number): { entry: Entry; end: number } | string {
    const place = {
      name: this.#nameBefore(start.index),
      line: this.#text.slice(0, start.index).split("\n").length,
    };
    if (!start[1]) return this.#letters(at, place);
    const kind = kindOf(plainDigits(start[1]));
    let reason = "";
    for (const end of [...this.#groupEnds(at), ...this.#freeEnds(at, this.#lengths[kind])]) {
      const found = this.#read(kind, this.#text.slice(at, end), called(place));
      if (typeof found !== "string") return { entry: { ...found, ...place }, end };
      reason ||= found;
    }
    return reason;
  }

  #read(kind: Kind, written: string, code: string): Omit<Entry, "name" | "line"> | string {
    const [digits, lengths] = [plainDigits(written), this.#lengths[kind]];
    if (digits.length < lengths[0])
      return t("{code} is cut short; ask for the whole line.", { code });
    const raw = fromBase32(digits);
    const body = raw.slice(0, -CHECK);
    const fits = raw.length && starts(raw.slice(-CHECK), checksum(body, KINDS.indexOf(kind) + 1));
    if (!fits || !lengths.includes(digits.length)) return slip(code);
    const work = holdings(this.#lists)[kind]().unpack(body.slice(HEAD));
    if (!work) return t("{code} was made by another version of the kit.", { code });
    return { kind, learner: hex(body.slice(0, 4)), saved: timeOf(body), work };
  }

  /** The letters of a line CODES02, one an event. */
  #letters(at: number, place: Pick<Entry, "name" | "line">) {
    const { things, choices, letters } = this.#lists.codes;
    const whole = new RegExp(`((?:[\\s>-]*[${letters}]){${things.length}})(?![A-Z])`, "iy");
    whole.lastIndex = at;
    const found = whole.exec(this.#text);
    if (!found) return slip(called(place));
    const chosen = [...found[1].replace(/[\s>-]/g, "").toUpperCase()];
    const codes = Object.fromEntries(
      things.map((id, i) => [id, choices[letters.indexOf(chosen[i])]]),
    );
    const entry: Entry = { kind: "codes", learner: "", saved: "", work: { codes }, ...place };
    return { entry, end: whole.lastIndex };
  }

  /** Where a code may end that is grouped as it should be; the last group comes first. */
  #groupEnds(at: number): number[] {
    const longest = Math.ceil(Math.max(...Object.values(this.#lengths).flat()) / 5);
    const ends: number[] = [];
    GROUP.lastIndex = at;
    for (let group = GROUP.exec(this.#text); group; group = GROUP.exec(this.#text)) {
      ends.unshift(GROUP.lastIndex);
      if (group[1].length < 5 || ends.length === longest) break;
    }
    return ends;
  }

  /** Where a code may end whose groups were broken up: nothing but its length tells. */
  #freeEnds(at: number, lengths: readonly number[]): number[] {
    const ends: number[] = [];
    let digits = 0;
    for (let i = at; i < this.#text.length && digits < lengths[lengths.length - 1]; i++) {
      if (/[0-9A-Za-z]/.test(this.#text[i])) {
        if (lengths.includes(++digits)) ends.push(i + 1);
      } else if (!/[\s>-]/.test(this.#text[i])) break;
    }
    return ends;
  }

  /** The name with which a chat's line begins, or that stands alone in the line before. */
  #nameBefore(at: number): string {
    const begin = this.#text.lastIndexOf("\n", at - 1) + 1;
    const before = this.#text.slice(begin, at);
    const name = NAME.exec(before);
    if (name) return name[1];
    if (/[^ \t\r>*]/.test(before) || !begin) return "";
    const above = this.#text.slice(this.#text.lastIndexOf("\n", begin - 2) + 1, begin - 1);
    const own = NAME.exec(above);
    return own && HEADLINE.test(above.slice(own[0].length)) ? own[1] : "";
  }
}

const slip = (code: string): string =>
  t("{code} has a slip in it, or its end is missing; ask for it again, copied and not typed.", {
    code,
  });

/** The codes of a class, of all kinds, and of each that does not count why. */
export function readClass(text: string, lists: Lists): ClassText {
  const { entries, broken } = new Reader(text, lists).scan();
  const empty = entries.filter(isEmpty);
  const { newest, notes } = countOnce(entries.filter((entry) => !isEmpty(entry)));
  const nothing = empty.map((one) =>
    t("{code} gives no obstacle any points.", { code: called(one) }),
  );
  return { entries: newest, notes, broken: [...broken, ...nothing] };
}

/** The entries of one kind. */
export const ofKind = <K extends Kind>(entries: readonly Entry[], kind: K): Entry<K>[] =>
  entries.filter((entry): entry is Entry<K> => entry.kind === kind);

const isEmpty = ({ kind, work }: Entry): boolean =>
  kind === "weights" && Object.values((work as Works["weights"]).points).every((points) => !points);
